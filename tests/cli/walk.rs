//! The walk list for days without a battery.

use std::fs;

use serde_json::json;

use crate::bench::{Bench, assert_keys, text};

/// 王秀英 at 3组12号 with the tag 低保, a demand with a promise and a dispute with 李四 at 3组2号.
fn walked() -> Bench {
    let bench = Bench::with_a_cell();
    let demand = bench.matter("wxy 诉求 门前路坑洼 @交通站");
    bench.document(&["act", &demand, "promise", "--text", "下次带报销单", "--due", "12-05"], 0);
    bench.add("wxy 纠纷 东邻占地 &李四");
    bench
}

fn list(bench: &Bench, more: &[&str]) -> String {
    let words = [&["report", "walk", "--cell", "003", "--lang", "zh"], more].concat();
    text(&bench.document(&words, 0), "text")
}

#[test]
fn a_list_has_boxes_and_lines_and_nothing_that_a_neighbour_may_not_read() {
    let bench = walked();
    let page = list(&bench, &[]);
    assert!(page.find("1. 3组2号   李四") < page.find("2. 3组12号   王秀英"), "walking order\n{page}");
    for wanted in [
        "走访单  2 户",
        "满天红村 三网格   150826102207-003",
        "[ ] 在家    [ ] 不在    [ ] 电话    [ ] 不愿",
        "138****1234",
        "诉 门前路坑洼",
        "答应 下次带报销单   12月5日 周六前",
        "纠 （当面不显示）",
        "走访日期 ______",
        "Ctrl-p",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in\n{page}");
    }
    for hidden in ["低保", "东邻占地", "13812341234"] {
        assert!(!page.contains(hidden), "{hidden} stands on\n{page}");
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("____")).count(), 4, "two lines a door\n{page}");
    let full = list(&bench, &["--reveal"]);
    for wanted in ["低保", "东邻占地", "13812341234", "不要让邻居看见"] {
        assert!(full.contains(wanted), "{wanted} is not in\n{full}");
    }
}

#[test]
fn an_estimated_date_is_marked_on_paper_too() {
    let bench = walked();
    bench.add("lis 诉求 修水渠 !60");
    let page = list(&bench, &[]);
    assert!(page.contains("前 (估算)"), "no calendar of 2027 is known\n{page}");
    let sheets = bench.document(&["report", "handover", "--cell", "003", "--lang", "zh"], 0);
    let sheets = text(&sheets, "text");
    assert!(sheets.lines().any(|line| line.contains("修水渠") && line.contains("(估算)")), "{sheets}");
}

#[test]
fn that_a_list_was_taken_out_is_recorded_with_what_stood_on_it() {
    let bench = walked();
    list(&bench, &[]);
    list(&bench, &["--reveal"]);
    let found = bench.done("list disclosures")["disclosures"].clone();
    let mut columns: Vec<_> = found.as_array().unwrap().iter().map(|one| one["columns"].clone()).collect();
    columns.sort_by_key(|columns| columns.as_array().unwrap().len());
    assert_eq!(columns[0], json!(["details", "history"]));
    assert_eq!(columns[1], json!(["phone", "address", "tags", "details", "accusations", "history"]));
    for one in found.as_array().unwrap() {
        assert_eq!((&one["how"], &one["what"], &one["count"]), (&json!("report"), &json!("walk"), &json!(2)), "{one}");
        assert_eq!(one["cell"], "150826102207-003", "{one}");
    }
}

#[test]
fn some_doors_are_picked_in_the_order_given_and_an_unknown_one_is_told() {
    let bench = walked();
    let page = list(&bench, &["--doors", "3组12号,3组2号"]);
    assert!(page.contains("1. 3组12号") && page.contains("2. 3组2号"), "{page}");
    let page = list(&bench, &["--doors", "3组2号"]);
    assert!(page.contains("走访单  1 户") && !page.contains("王秀英"), "{page}");
    bench.add("lis 走访 都好");
    let page = list(&bench, &["--due"]);
    assert!(!page.contains("李四"), "visited today\n{page}");
    let refused = |words: &[&str], code| bench.refused(&[&["report", "walk"], words].concat(), code).0;
    assert_eq!(refused(&["--cell", "003", "--doors", "9组9号"], 2), "no_such_door");
    assert_eq!(refused(&["--route"], 2), "no_route");
    assert_eq!(refused(&["--cell", "003", "-o", "a.pdf"], 2), "no_such_form");
    bench.done("cells add 150826102207-004");
    assert_eq!(refused(&[], 1), "no_cell");
}

#[test]
fn a_page_for_a4_keeps_a_door_on_one_sheet() {
    let bench = walked();
    let file = bench.data().parent().unwrap().join("a.html");
    let shown = file.to_str().unwrap();
    let answer = bench.document(&["report", "walk", "--cell", "003", "-o", shown], 0);
    assert_keys(&answer, "file title revealed");
    let html = fs::read_to_string(&file).unwrap();
    assert_eq!(html.matches("<section>").count(), 2, "{html}");
    assert_eq!(html.matches("<p class=\"boxes\"><span>met</span>").count(), 2, "{html}");
    assert_eq!(html.matches("<div class=\"line\">").count(), 4);
    assert!(html.contains("@page{size:A4") && html.contains("break-inside:avoid"), "{html}");
    assert_eq!(
        bench.refused(&["report", "walk", "--cell", "003", "-o", shown], 1).0,
        "file",
        "nothing is written over"
    );
}

#[test]
fn what_is_typed_in_afterwards_carries_when_it_was_said() {
    let bench = walked();
    bench.document(&["add", "--at", "2026-11-19", "lis 走访 照着走访单补录"], 0);
    let visits = bench.done("list visits")["visits"].clone();
    let visit = visits.as_array().unwrap().iter().find(|visit| visit["note"] == "照着走访单补录").unwrap();
    assert!(
        text(visit, "at").starts_with("2026-11-19") && text(visit, "typed_at").starts_with("2026-11-21"),
        "{visit}"
    );
}
