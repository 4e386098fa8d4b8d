//! Who was shown people's data in full or took it out in a file: recorded before it is shown, listed, never taken back.

use serde_json::{Value, json};

use crate::bench::{Bench, assert_keys, text};

const DISCLOSURE: &str = "id at by device how what columns count household cell";
const NUMBER: &str = "152499197905013894";
const PHONE: &str = "17700007737";

/// A bench with a member who has an identity number and a telephone number.
fn with_a_member() -> Bench {
    let bench = Bench::with_a_cell();
    let roster = format!("户号,姓名,与户主关系,身份证号,联系电话\n1,李磊,户主,{NUMBER},{PHONE}\n");
    let file = bench.file("r.csv", &roster);
    bench.document(&["import", &file, "--yes", "--cell", "003"], 0);
    bench
}

fn disclosures(bench: &Bench) -> Vec<Value> {
    bench.done("list disclosures")["disclosures"].as_array().unwrap().clone()
}

fn id_of(bench: &Bench, what: &str, key: &str, value: &str) -> String {
    let found = bench.done(&format!("list {what}"))[what].clone();
    let found = found.as_array().unwrap().iter().find(|one| one[key] == value).unwrap_or_else(|| panic!("{found}"));
    text(found, "id")
}

#[test]
fn a_page_that_cannot_be_written_over_a_file_is_not_recorded_as_taken_out() {
    let bench = with_a_member();
    let household = id_of(&bench, "households", "head", "王秀英");
    let file = bench.file("page.txt", "something of somebody's");
    for line in [
        vec!["report", "household", &household, "--out", &file],
        vec!["report", "walk", "--cell", "003", "--out", &file],
    ] {
        bench.document(&line, 1);
    }
    assert_eq!(disclosures(&bench), Vec::<Value>::new());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "something of somebody's");
}

#[test]
fn every_answer_with_numbers_in_full_is_recorded() {
    let bench = with_a_member();
    let household = id_of(&bench, "households", "head", "王秀英");
    let member = id_of(&bench, "members", "name", "李磊");
    bench.document(&["add", "--source", "phone", "--cell", "003", "--caller-phone", "13800006579", "诉求 路灯坏了"], 0);
    assert_eq!(disclosures(&bench), Vec::<Value>::new(), "masked answers are nothing to record");
    for (line, how, columns, count) in [
        ("list households --reveal --filter 王秀英", "list_households", json!(["phone"]), 1),
        ("list members --reveal --cell 003", "list_members", json!(["id_number", "phone"]), 2),
        ("list matters --reveal", "list_matters", json!(["caller_phone"]), 1),
        ("due --within 60d --reveal", "due", json!(["phone", "caller_phone"]), 3),
        (&format!("show {household} --reveal"), "show", json!(["phone"]), 1),
        (&format!("show {member} --reveal"), "show", json!(["id_number", "phone"]), 1),
        (&format!("tag set {household} 残疾 --reveal"), "answer", json!(["phone"]), 1),
        (&format!("member edit {member} --ethnicity 蒙古族 --reveal"), "answer", json!(["id_number", "phone"]), 1),
    ] {
        let before = disclosures(&bench);
        bench.done(line);
        let found = disclosures(&bench);
        assert_eq!(found.len(), before.len() + 1, "{line}: {found:?}");
        // Those of one second are in no order.
        let newest = found.iter().find(|one| !before.contains(one)).unwrap();
        assert_keys(newest, DISCLOSURE);
        assert_eq!(
            (&newest["how"], &newest["columns"], &newest["count"]),
            (&json!(how), &columns, &json!(count)),
            "{line}"
        );
        assert_eq!((&newest["by"], &newest["at"]), (&json!("陈强"), &json!("2026-11-21T09:00:00+08:00")), "{line}");
    }
    let of_household: Vec<Value> =
        disclosures(&bench).into_iter().filter(|one| one["household"] == household).collect();
    assert_eq!(of_household.len(), 2, "{of_household:?}");
    assert!(of_household.iter().all(|one| one["what"] == "3组12号 王秀英" && one["cell"] == "150826102207-003"));
    let listed = bench.done("list disclosures --filter list_members");
    assert_eq!((&listed["total"], &listed["disclosures"][0]["cell"]), (&json!(1), &json!("150826102207-003")));
    assert_eq!(bench.done("list disclosures --limit 2")["total"], 8);
}

#[test]
fn where_nothing_stands_in_full_nothing_is_recorded() {
    let bench = with_a_member();
    for line in [
        "list cells --reveal",
        "list members --reveal --filter 没有这个人",
        "search 李磊 --reveal",
        "list visits --reveal",
    ] {
        bench.done(line);
    }
    assert_eq!(disclosures(&bench), Vec::<Value>::new());
}

#[test]
fn what_cannot_be_recorded_is_not_shown() {
    let bench = with_a_member();
    for words in [
        &["list", "members", "--reveal"][..],
        &["list", "households", "--reveal", "--json"],
        &["due", "--reveal", "--within", "999d"],
        &["show", &id_of(&bench, "members", "name", "李磊"), "--reveal"],
    ] {
        let answered = bench.with_a_full_disk(words);
        assert_eq!(answered.code, 1, "{words:?}: {}", answered.out);
        let all = format!("{}{}", answered.out, answered.err);
        assert!(!all.contains(NUMBER) && !all.contains(PHONE) && !all.contains("13812341234"), "{words:?}: {all}");
        assert!(answered.err.contains("nothing is shown in full") && answered.err.contains("hint:"), "{all}");
    }
    let masked = bench.with_a_full_disk(&["list", "members"]);
    assert_eq!(masked.code, 0, "without numbers it is answered: {}", masked.err);
    let read = bench.with_a_full_disk(&["list", "disclosures", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&read.out).unwrap()["total"], 0, "{}", read.err);
}

#[test]
fn killed_before_it_was_shown_it_is_recorded() {
    let bench = with_a_member();
    let killed = bench.killed_at("saved", &["list", "members", "--reveal"]);
    assert!(killed.code != 0 && !killed.out.contains(NUMBER), "{}", killed.out);
    assert_eq!(disclosures(&bench).len(), 1);
}

#[test]
fn a_backup_is_recorded_and_is_made_even_where_that_cannot_be_recorded() {
    let bench = with_a_member();
    let file = bench.file("x", "").replace("/x", "/all.backup");
    bench.document(&["backup", &file], 0);
    let newest = disclosures(&bench)[0].clone();
    assert_eq!((&newest["how"], &newest["what"]), (&json!("backup"), &json!("all.backup")), "{newest}");
    assert_eq!((&newest["columns"], &newest["count"]), (&json!(["everything"]), &json!(3)));
    assert_eq!(bench.run(&["backup", &file]).code, 1, "a file of that name is there");
    assert_eq!(disclosures(&bench).len(), 1, "and nothing was given away");
    let other = file.replace("all", "other");
    let answered = bench.with_a_full_disk(&["backup", &other]);
    assert!(answered.code == 0 && answered.err.contains("could not be recorded"), "{}", answered.err);
}

#[test]
fn what_was_disclosed_is_no_act_to_take_back() {
    let bench = with_a_member();
    let matter = bench.matter("wxy 诉求 门前路坑洼");
    bench.done("list members --reveal");
    let id = text(&disclosures(&bench)[0], "id");
    let shown = bench.done(&format!("show {id}"));
    assert_eq!((&shown["kind"], &shown["history"][0]["event"]), (&json!("disclosure"), &json!("disclosed")));
    let act = text(&shown["history"][0], "act");
    let (code, hint) = bench.refused(&["act", &act, "undo"], 1);
    assert!(code == "disclosed" && hint.contains("list disclosures"), "{code} {hint}");
    bench.done("act last undo");
    assert_eq!(bench.done("list matters")["total"], 0, "the last act that records something new was the matter");
    bench.done("list members --reveal");
    bench.done("act last redo");
    assert_eq!(bench.done("list matters")["matters"][0]["id"], matter);
    assert_eq!(disclosures(&bench).len(), 2);
}

#[test]
fn people_read_it_in_their_language() {
    let bench = with_a_member();
    bench.done("list members --reveal --filter 李磊");
    for (lang, words) in
        [("zh", ["列出家人", "身份证号、电话", "1 条"]), ("en", ["list of members", "identity number, phone", "1 row"])]
    {
        let answered = bench.run(&["list", "disclosures", "--lang", lang]);
        for word in words.iter().chain(&["2026-11-21 09:00", "陈强", "李磊"]) {
            assert!(answered.out.contains(word), "{lang} {word}: {}", answered.out);
        }
    }
    assert!(bench.run(&["list", "disclosures", "--filter", "没有", "--lang", "zh"]).out.contains("没有"));
}

#[test]
fn after_a_backup_and_a_rebuild_the_record_of_it_is_there() {
    let bench = with_a_member();
    bench.done("list members --reveal");
    bench.done("show 150826102207-003 --reveal");
    std::fs::remove_dir_all(bench.data().join("db")).unwrap();
    assert_eq!(disclosures(&bench).len(), 1);
    assert_eq!(bench.document(&["doctor", "--full"], 0)["sound"], true);
}
