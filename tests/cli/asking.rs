//! Lists, records, search, what is due.

use crossterm::event::KeyCode;
use serde_json::json;

use chuanmen::domain::id::RecordKind;
use chuanmen::domain::moment::Moment;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::Replica;
use chuanmen::tui::input::Input;
use chuanmen::tui::key::Key;
use chuanmen::tui::screens::Screen;
use chuanmen::tui::stage::Stage;

use crate::bench::{Bench, HISTORY, HOUSEHOLD, MATTER, NOW, VISIT, assert_keys, keys, text};
use crate::options::options;

#[test]
fn every_list_has_its_keys_and_its_ids_are_taken_back() {
    let bench = Bench::with_a_cell();
    let file = bench.file("r.csv", "户号,姓名,与户主关系,身份证号\n1,李磊,户主,152499197905013894\n");
    bench.document(&["import", &file, "--yes", "--cell", "003"], 0);
    bench.add("wxy 诉求 门前路坑洼 @交通站");
    for (what, wanted, kind) in [
        ("cells", "code name village township households visited open_matters people retired", "cell"),
        ("households", HOUSEHOLD, "household"),
        ("members", "id household name relation id_number sex birth ethnicity phone tags", "member"),
        ("visits", VISIT, "visit"),
        ("matters", MATTER, "matter"),
        ("responders", "id name kind phone open late", "responder"),
    ] {
        let list = bench.done(&format!("list {what}"));
        assert_keys(&list, &format!("{what} total"));
        let first = &list[what][0];
        assert_keys(first, wanted);
        let name = if what == "cells" { text(first, "code") } else { text(first, "id") };
        let shown = bench.done(&format!("show {name}"));
        assert_keys(&shown, "kind record history conflicts");
        assert_eq!(shown["kind"], kind);
        assert_eq!(&shown["record"], first, "{what}: a record is shown as it is listed");
        assert_keys(&shown["history"][0], HISTORY);
    }
}

#[test]
fn lists_are_walked_in_order_counted_in_full_and_cut_where_it_is_said() {
    let bench = Bench::with_a_cell();
    for number in [11, 9, 100] {
        bench.done(&format!("household add --cell 003 --door 3组{number}号 --head 赵{number}"));
    }
    let doors = |line: &str| -> Vec<String> {
        let list = bench.done(line)["households"].clone();
        list.as_array().unwrap().iter().map(|household| text(household, "door")).collect()
    };
    assert_eq!(doors("list households"), ["3组2号", "3组9号", "3组11号", "3组12号", "3组100号"]);
    assert_eq!(doors("list households --limit 2"), ["3组2号", "3组9号"]);
    assert_eq!(bench.done("list households --limit 2")["total"], 5);
    assert_eq!(doors("list households --limit 0").len(), 5);
    bench.add("wxy 诉求 慢的 !9");
    bench.add("wxy 诉求 快的 !3");
    let matters = bench.done("list matters")["matters"].clone();
    assert_eq!([&matters[0]["text"], &matters[1]["text"]], [&json!("快的"), &json!("慢的")], "by when they are due");
}

#[test]
fn a_filter_narrows_every_list_and_is_told_where_it_is_not_understood() {
    let bench = Bench::with_a_cell();
    bench.add("wxy 诉求 门前路坑洼 #道路 @交通站 !2");
    bench.add("李四 愿望 电饭锅 #生活");
    let total = |line: &[&str]| bench.document(line, 0)["total"].as_u64().unwrap();
    for (filter, count) in [
        ("坑洼", 1),
        ("#道路", 1),
        ("@交通站", 1),
        ("kind:wish", 1),
        ("-kind:wish", 1),
        ("wxy", 1),
        ("cell:003", 2),
        ("state:assigned", 1),
        ("is:late", 0),
        ("tag:低保", 1),
        ("门前 kind:wish", 0),
        ("", 2),
    ] {
        assert_eq!(total(&["list", "matters", "--filter", filter]), count, "{filter}");
    }
    assert_eq!(total(&["list", "matters", "--filter", "is:late", "--now", "2026-11-26T00:00"]), 1);
    assert_eq!(total(&["list", "households", "--filter", "tag:低保"]), 1);
    assert_eq!(total(&["list", "cells", "--filter", "三网格"]), 1);
    assert_eq!(total(&["list", "responders", "--filter", "jtz"]), 1);
    let (code, _) = bench.refused(&["list", "matters", "--filter", "is:gone"], 2);
    assert_eq!(code, "bad_filter");
    assert_eq!(bench.refused(&["list", "houses"], 2).0, "usage");
}

#[test]
fn numbers_are_hidden_unless_they_are_asked_for() {
    let bench = Bench::with_a_cell();
    let file =
        bench.file("r.csv", "户号,姓名,与户主关系,身份证号,联系电话\n1,李磊,户主,152499197905013894,17700007737\n");
    bench.document(&["import", &file, "--yes", "--cell", "003"], 0);
    for command in ["list members", "list households", "search lil"] {
        let words: Vec<&str> = command.split(' ').collect();
        for answered in [bench.run(&words), bench.run(&[&words[..], &["--json"]].concat())] {
            assert!(!answered.out.contains("17700007737") && !answered.out.contains("152499197905013894"), "{command}");
        }
    }
    let member = bench.done("list members --reveal")["members"][0].clone();
    assert_eq!([&member["id_number"], &member["phone"]], [&json!("152499197905013894"), &json!("17700007737")]);
}

#[test]
fn a_history_is_newest_first_and_keeps_what_was_undone() {
    let bench = Bench::with_a_cell();
    let matter = bench.matter("wxy 诉求 门前路坑洼");
    let noted = bench.document(&["act", &matter, "note", "--text", "看过现场"], 0);
    bench.done(&format!("act {} undo", text(&noted, "act")));
    let history = bench.done(&format!("show {matter}"))["history"].clone();
    let told: Vec<(&str, bool)> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event["event"].as_str().unwrap(), event["undone"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [("retracted", false), ("note", true), ("raised", false)]);
    let act = bench.done(&format!("show {}", text(&noted, "act")));
    assert_eq!((&act["kind"], &act["history"][0]["event"]), (&json!("act"), &json!("note")));
    assert_eq!(bench.refused(&["show", "nonsense"], 2).0, "not_an_id");
    assert_eq!(bench.refused(&["show", "m000000000000"], 1).0, "not_found");
}

#[test]
fn a_household_is_found_by_initials_doors_and_tails() {
    let bench = Bench::with_a_cell();
    for query in ["wxy", "wangxiuying", "王秀英", "3-12", "1234"] {
        let found = bench.document(&["search", query], 0);
        assert_eq!(found["total"], 1, "{query}");
        assert_keys(&found["households"][0], "id head cell door why");
        assert_eq!(found["households"][0]["head"], "王秀英");
    }
    assert_eq!(bench.document(&["search", "zzz"], 0)["total"], 0);
}

#[test]
fn what_is_due_is_split_at_now() {
    let bench = Bench::with_a_cell();
    bench.add("wxy 诉求 一 !11-23");
    bench.add("wxy 诉求 二 !11-24");
    bench.add("wxy 诉求 三 !11-27");
    bench.add("wxy 诉求 四 !12-20");
    let at = |now: &str| {
        let due = bench.document(&["due", "--now", now], 0);
        assert_keys(&due, "now late today later visits");
        assert_keys(&due["visits"], "total households");
        ["late", "today", "later"].map(|part| {
            assert_eq!(due[part]["total"], due[part]["matters"].as_array().unwrap().len());
            due[part]["total"].as_u64().unwrap()
        })
    };
    assert_eq!(at("2026-11-24T10:00"), [1, 1, 1]);
    assert_eq!(at("2026-11-24T23:59:59"), [1, 1, 1], "in time up to and including that second");
    assert_eq!(at("2026-11-25T00:00"), [2, 0, 1]);
    let near = bench.document(&["due", "--within", "40d"], 0);
    assert_eq!(near["later"]["total"], 4);
    assert_eq!(bench.done("due")["visits"]["total"], 1, "王秀英 was visited today, 李四 never");
    assert_eq!(bench.refused(&["due", "--within", "soon"], 2).0, "not_a_limit");
}

#[test]
fn a_deadline_is_explained_day_by_day_also_without_any_data() {
    let bench = Bench::new();
    for (from, working, due) in [
        ("2026-09-25", "5", "2026-10-09"),
        ("2026-09-25", "6", "2026-10-10"),
        ("2026-02-13", "1", "2026-02-14"),
        ("2026-02-13", "2", "2026-02-24"),
        ("2026-11-21", "1", "2026-11-23"),
        ("2026-11-23", "7", "2026-12-02"),
    ] {
        let answer = bench.document(&["deadline", "--from", from, "--working", working], 0);
        assert_keys(&answer, "due counted skipped provisional");
        assert_eq!(answer["due"], format!("{due}T23:59:59+08:00"));
        assert_eq!(answer["counted"].as_array().unwrap().len().to_string(), working);
    }
    let beyond = bench.document(&["deadline", "--from", "2026-12-31", "--working", "1"], 0);
    assert_eq!((&beyond["due"], &beyond["provisional"]), (&json!("2027-01-01T23:59:59+08:00"), &json!(true)));
    let rolled = bench.document(&["deadline", "--from", "2023-03-24", "--days", "90"], 0);
    assert_eq!(rolled["due"], "2023-06-25T23:59:59+08:00");
    assert_eq!(keys(&rolled["skipped"][0]).len(), 2);
    let hours = bench.document(&["deadline", "--from", "2026-11-21T09:30", "--hours", "4"], 0);
    assert_eq!(hours["due"], "2026-11-21T13:30:00+08:00");
    assert_eq!(bench.refused(&["deadline", "--from", "2026-11-21"], 2).0, "usage");
    assert_eq!(bench.refused(&["deadline", "--from", "x", "--days", "1"], 2).0, "usage");
    assert!(!bench.data().exists());
}

/// What the screen of matters lists on the same data with a filter typed into it.
fn listed_on_screen(bench: &Bench, filter: &str) -> Vec<String> {
    let now: Moment = NOW.parse().unwrap();
    let (replica, _) = Replica::open(&bench.data(), &mut |_| {}).unwrap();
    let mut stage = Stage::open(replica, options(Lang::Zh), (80, 24), now).unwrap();
    for c in ['3', '/'].into_iter().chain(filter.chars()) {
        stage.take(&Input::Key(Key::plain(KeyCode::Char(c))), now);
    }
    while stage.read_more() {}
    match stage.model.screens.last() {
        Some(Screen::Matters(page)) => page.rows().iter().map(|id| id.show(RecordKind::Matter)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_filter_lists_the_same_matters_in_the_same_order_here_and_on_the_screen() {
    let bench = Bench::new();
    let folder = bench.data().display().to_string();
    bench
        .document(&["demo", "--no-open", "--dir", &folder, "--villages", "1", "--cells", "3", "--households", "60"], 0);
    let mut found = 0;
    for filter in
        ["", "is:late", "-is:late #道路", "@村", "state:待回访", "kind:wish", "tag:低保 -kind:wish", "level:镇", "w"]
    {
        let list = bench.document(&["list", "matters", "--limit", "0", "--filter", filter], 0)["matters"].clone();
        let ids: Vec<String> = list.as_array().unwrap().iter().map(|matter| text(matter, "id")).collect();
        found += usize::from(!ids.is_empty());
        assert_eq!(listed_on_screen(&bench, filter), ids, "{filter}");
    }
    assert!(found >= 5, "the filters speak of this township: {found}");
}
