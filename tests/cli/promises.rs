//! What was promised: made at a door or on a matter, listed, kept, let go, taken back.

use serde_json::{Value, json};

use crate::bench::Bench;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key}: {value:#}"))
}

fn promise(bench: &Bench, line: &str) -> Value {
    let answer = bench.document(&["add", line], 0);
    assert_eq!(answer["saved"], true, "{answer:#}");
    answer["promise"].clone()
}

fn listed(bench: &Bench, filter: &str) -> Vec<String> {
    let answer = bench.document(&["list", "promises", "--filter", filter], 0);
    let rows = answer["promises"].as_array().unwrap();
    rows.iter().map(|row| format!("{} {}", text(row, "text"), text(row, "state"))).collect()
}

#[test]
fn a_promise_at_the_door_stands_with_the_visit_it_records() {
    let bench = Bench::with_a_cell();
    let answer = bench.document(&["add", "wxy 答应 下次带医保报销单 !3天"], 0);
    let made = &answer["promise"];
    assert_eq!((text(made, "text"), text(made, "state")), ("下次带医保报销单", "open"), "{answer:#}");
    assert!(text(made, "id").starts_with('n') && text(made, "due").contains("T23:59:59"), "{made:#}");
    let visit = &answer["visit"];
    assert_eq!(visit["promises"][0]["id"], made["id"], "{visit:#}");
    let visits = bench.document(&["list", "visits"], 0);
    assert_eq!(visits["visits"][0]["promises"], visit["promises"]);
    let shown = bench.document(&["show", text(visit, "id")], 0);
    assert_eq!(shown["record"]["promises"], visit["promises"]);
    let undone = bench.document(&["act", text(&answer, "act"), "undo"], 0);
    assert!(undone["act"].is_string());
    assert!(listed(&bench, "").is_empty() && bench.document(&["list", "visits"], 0)["total"] == json!(0));
}

#[test]
fn what_would_be_promised_is_told_before_it_is() {
    let bench = Bench::with_a_cell();
    let tried = bench.document(&["add", "wxy promise bring the form !fri", "--dry-run"], 0);
    assert_eq!(tried["promise"]["id"], Value::Null, "{tried:#}");
    assert_eq!((text(&tried["promise"], "text"), &tried["saved"]), ("bring the form", &json!(false)));
    let nothing = bench.document(&["add", "wxy 答应", "--dry-run"], 0);
    assert_eq!(nothing["problems"][0]["code"], "nothing_said", "{nothing:#}");
    assert!(listed(&bench, "").is_empty());
}

#[test]
fn promises_are_kept_or_let_go_once_and_both_can_be_taken_back() {
    let bench = Bench::with_a_cell();
    let home = promise(&bench, "wxy 答应 带报销单");
    let id = text(&home, "id");
    let matter = bench.matter("wxy 诉求 路灯不亮");
    let on = bench.document(&["act", &matter, "promise", "--text", "问清后回话", "--due", "2d"], 0);
    assert_eq!(text(&on["promise"], "matter"), matter, "{on:#}");
    let door = bench.document(&["act", text(&home, "household"), "promise", "--text", "带米来"], 0);
    assert_eq!(door["promise"]["due"], Value::Null);
    assert_eq!(listed(&bench, ""), ["问清后回话 open", "带报销单 open", "带米来 open"], "those with a day first");

    let kept = bench.document(&["act", id, "keep"], 0);
    assert_eq!(text(&kept["promise"], "state"), "kept");
    let again = bench.document(&["act", id, "let-go", "--text", "不用了"], 1);
    assert_eq!(again["error"]["code"], "promise_ended", "{again:#}");
    bench.done(&format!("act {} undo", text(&kept, "act")));
    let why = bench.document(&["act", id, "let-go"], 1);
    assert_eq!(why["error"]["code"], "no_reason", "{why:#}");
    bench.done(&format!("act {id} let-go --text 人家说不用了"));
    assert_eq!(listed(&bench, "报销单"), ["带报销单 let_go"]);
    let shown = bench.document(&["show", id], 0);
    assert_eq!(text(&shown["record"], "ended_text"), "人家说不用了");
    let told: Vec<&str> = shown["history"].as_array().unwrap().iter().map(|line| text(line, "event")).collect();
    assert_eq!(told.first(), Some(&"let_go"), "{told:?}");
    assert_eq!(told.last(), Some(&"promised"));
}

#[test]
fn what_is_not_kept_in_time_is_late() {
    let bench = Bench::with_a_cell();
    promise(&bench, "wxy 答应 带报销单 !2d");
    promise(&bench, "ls 答应 带米来");
    assert!(listed(&bench, "is:late").is_empty());
    let later = bench.document(&["--now", "2027-03-01T09:00:00+08:00", "list", "promises", "--filter", "is:late"], 0);
    assert_eq!((&later["total"], text(&later["promises"][0], "text")), (&json!(1), "带报销单"), "{later:#}");
    assert_eq!(listed(&bench, "李四"), ["带米来 open"]);
}

#[test]
fn promises_go_where_their_household_goes() {
    let bench = Bench::with_a_cell();
    bench.done("cells add 150826102207-004");
    let made = promise(&bench, "wxy 答应 带报销单");
    let [home, id] = [text(&made, "household"), text(&made, "id")];
    bench.done(&format!("household move {home} --to 150826102207-004"));
    let moved = bench.document(&["show", id], 0);
    assert_eq!(text(&moved["record"], "cell"), "150826102207-004", "{moved:#}");
    let other = bench.document(&["list", "households", "--filter", "李四"], 0);
    let other = text(&other["households"][0], "id");
    bench.done(&format!("household merge {home} --into {other}"));
    let merged = bench.document(&["show", id], 0);
    assert_eq!((text(&merged["record"], "household"), text(&merged["record"], "cell")), (other, "150826102207-003"));
    bench.done(&format!("act {id} keep"));
}

#[test]
fn erasing_a_household_erases_what_was_promised_to_it() {
    let bench = Bench::with_a_cell();
    let made = promise(&bench, "wxy 答应 给王秀英带报销单");
    bench.done(&format!("erase {} --why 本人申请 --yes", text(&made, "household")));
    assert!(listed(&bench, "").is_empty());
    let left = bench.document(&["show", text(&made, "id")], 0);
    assert!(!left.to_string().contains("报销单"), "{left:#}");
}
