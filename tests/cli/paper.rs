//! Pages for paper.

use std::fs;

use crate::bench::{Bench, assert_keys, text};

const NUMBER: &str = "152499197905013894";

/// 王秀英's household with something of every sort, and its id.
fn filled() -> (Bench, String, String) {
    let bench = Bench::with_a_cell();
    let home = text(&bench.done("list households")["households"][1], "id");
    bench.document(
        &[
            "member",
            "add",
            &home,
            "--name",
            "王建国",
            "--relation",
            "子",
            "--id-number",
            NUMBER,
            "--phone",
            "13912345678",
        ],
        0,
    );
    let members = bench.done("list members");
    let member = members["members"].as_array().unwrap().iter().find(|member| member["name"] == "王建国").unwrap();
    let member = text(member, "id");
    bench.document(&["household", "edit", &home, "--phone", "13788889999", "--address", "槐荫巷九号"], 0);
    bench.document(&["tag", "set", &home, "低保", "--reason", "因病"], 0);
    bench.add("wxy 走访 昨天 王建国说下月回来");
    let demand = bench.matter("wxy 诉求 门前路坑洼 @交通站");
    bench.document(&["act", &demand, "promise", "--text", "下次带报销单", "--due", "12-05"], 0);
    bench.add("李四 纠纷 争地界 &王秀英");
    (bench, home, member)
}

#[test]
fn a_household_sees_everything_that_is_kept_about_it() {
    let (bench, home, _) = filled();
    let page = bench.document(&["report", "household", &home, "--lang", "zh"], 0);
    assert_keys(&page, "file title revealed text");
    let page = text(&page, "text");
    for wanted in [
        "王秀英",
        "3组12号",
        "王建国",
        "槐荫巷九号",
        "低保",
        "因病",
        "王建国说下月回来",
        "门前路坑洼",
        "交通站",
        "下次带报销单",
        "2026-12-05",
        "争地界",
        "纠纷另一方",
        "138****1234 → 137****9999",
        "陈强",
        "1524**********3894",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in\n{page}");
    }
    for hidden in [NUMBER, "13912345678", "13788889999", "13812341234"] {
        assert!(!page.contains(hidden), "{hidden} stands in full in\n{page}");
    }
    let recorded = bench.done("list disclosures")["disclosures"][0]["columns"].clone();
    assert!(recorded.as_array().unwrap().contains(&"address".into()), "what stands in it is recorded: {recorded}");
    let full = text(&bench.document(&["report", "household", &home, "--reveal", "--lang", "en"], 0), "text");
    for wanted in [NUMBER, "13912345678", "13812341234 → 13788889999", "other party", "Promises"] {
        assert!(full.contains(wanted), "{wanted} is not in\n{full}");
    }
}

#[test]
fn a_person_sees_what_is_kept_about_them_and_not_what_is_changed_of_others() {
    let (bench, home, member) = filled();
    for (tag, reason) in [("重病", "王建国住院"), ("监测", "王秀英骨折")] {
        bench.document(&["tag", "set", &home, tag, "--reason", reason], 0);
    }
    let page = text(&bench.document(&["report", "person", &member, "--lang", "zh"], 0), "text");
    let changes = page.rsplit("改动经过").next().unwrap();
    assert!(changes.contains("王建国住院") && !changes.contains("王秀英骨折"), "{changes}");
    assert!(page.contains("王建国") && page.contains("139****5678") && page.contains("王建国说下月回来"), "{page}");
    assert!(!page.contains("137****9999"), "the household's phone is not theirs\n{page}");
}

#[test]
fn a_claim_that_has_lapsed_is_printed_as_it_stands_now() {
    let (bench, home, _) = filled();
    let wish = bench.matter("wxy 愿望 电饭锅");
    bench.done(&format!("act {wish} publish"));
    bench.done(&format!("act {wish} claim --who 华明"));
    let row = |now: &str| {
        let page = text(&bench.document(&["report", "household", &home, "--lang", "zh", "--now", now], 0), "text");
        page.lines().find(|line| line.contains("微心愿 电饭锅")).unwrap().to_owned()
    };
    assert!(row("2026-11-22T09:00").contains("已认领"), "{}", row("2026-11-22T09:00"));
    assert!(row("2026-12-10T09:00").contains("已公示"), "{}", row("2026-12-10T09:00"));
}

#[test]
fn the_ending_of_the_file_says_the_form_and_nothing_is_written_over() {
    let (bench, home, _) = filled();
    let folder = bench.data().parent().unwrap().to_owned();
    for (name, begins) in [("a.html", "<!DOCTYPE html>"), ("a.TXT", "Everything kept")] {
        let file = folder.join(name);
        let shown = file.to_str().unwrap();
        assert_eq!(bench.document(&["report", "household", &home, "-o", shown], 0)["file"], shown);
        let written = fs::read_to_string(&file).unwrap();
        assert!(written.starts_with(begins), "{written}");
        assert_eq!(bench.refused(&["report", "household", &home, "-o", shown], 1).0, "file");
        assert_eq!(fs::read_to_string(&file).unwrap(), written);
    }
    assert_eq!(bench.refused(&["report", "household", &home, "-o", "a.pdf"], 2).0, "no_such_form");
    assert_eq!(bench.refused(&["report", "person", &home, "-o", "-"], 1).0, "not_found");
    let printed = bench.run(&["report", "household", &home, "--lang", "zh"]);
    assert!(printed.out.starts_with("一户的全部记录  王秀英"), "{}", printed.out);
}

#[test]
fn what_was_given_away_is_recorded_and_stands_on_the_next_page() {
    let (bench, home, member) = filled();
    let none = text(&bench.document(&["report", "household", &home, "--lang", "zh"], 0), "text");
    assert!(none.contains("给人看过或导出的\n") && !none.contains("报表"), "{none}");
    bench.document(&["show", &home, "--reveal"], 0);
    bench.document(&["report", "person", &member, "--reveal", "--as", "李四"], 0);
    let page = text(&bench.document(&["report", "household", &home, "--lang", "zh"], 0), "text");
    let at = page.find("给人看过或导出的").unwrap();
    for wanted in
        ["查看一条", "陈强", "身份证号、电话", "1 条", &format!("报表 {member}"), "李四", &format!("报表 {home}")]
    {
        assert!(page[at..].contains(wanted), "{wanted} is not in\n{page}");
    }
    let person = text(&bench.document(&["report", "person", &member, "--lang", "en"], 0), "text");
    assert!(person.contains(&format!("report {member}")) && person.contains("one record"), "{person}");
    let of_home = bench.done("list disclosures --limit 0");
    let of_home = of_home["disclosures"].as_array().unwrap();
    assert_eq!((of_home.len(), of_home.iter().all(|one| one["household"] == home)), (5, true), "{of_home:?}");
}

#[test]
fn what_cannot_be_recorded_is_not_given_away() {
    let (bench, home, _) = filled();
    let answered = bench.with_a_full_disk(&["report", "household", &home]);
    assert_eq!(answered.code, 1, "{}", answered.out);
    assert!(!answered.out.contains("王秀英") && !answered.err.contains("王秀英"), "{}{}", answered.out, answered.err);
}
