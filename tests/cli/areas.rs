//! The tree of areas, who answers for what, and handing over.

use std::fs;

use serde_json::Value;

use crate::bench::{Bench, assert_keys, text};

/// The cell with a second one beside it, and matters of 陈强: one in hand, one promised, one sent up.
fn filled() -> (Bench, [String; 3]) {
    let bench = Bench::with_a_cell();
    bench.done("cells add 150826102207-004");
    let in_hand = bench.matter("wxy 诉求 门前路坑洼 !7");
    let promised = bench.matter("李四 诉求 低保怎么办理 @交通站");
    bench.document(&["act", &promised, "promise", "--text", "下次带报销单", "--due", "12-05"], 0);
    let sent_up = bench.matter("wxy 诉求 水源被污染 !!镇 请环保站检测");
    (bench, [in_hand, promised, sent_up])
}

fn ids(document: &Value, key: &str) -> Vec<String> {
    document[key].as_array().unwrap().iter().map(|one| text(one, "id")).collect()
}

fn responder(bench: &Bench, matter: &str) -> String {
    let document = bench.document(&["show", matter], 0);
    document["record"]["responder"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_cell_is_handed_over_in_one_act_and_taken_back_with_one() {
    let (bench, [in_hand, promised, sent_up]) = filled();
    let foreseen = bench.done("handover --cell 003 --to 李敏 --dry-run");
    assert_keys(&foreseen, "cell from to share saved act roles households own matters promises drafts parked");
    assert_eq!(
        (&foreseen["from"], &foreseen["saved"], &foreseen["act"]),
        (&"陈强".into(), &false.into(), &Value::Null)
    );
    assert_eq!(foreseen["roles"], serde_json::json!(["head"]));
    assert_eq!(foreseen["households"].as_array().unwrap().len(), 2);
    assert_eq!(ids(&foreseen, "matters"), [in_hand.clone(), sent_up.clone()]);
    assert_eq!(foreseen["promises"][0]["text"], "下次带报销单");
    assert_eq!(responder(&bench, &in_hand), "陈强", "nothing was recorded");

    let done = bench.done("handover --cell 003 --to 李敏");
    assert_eq!(done["saved"], true);
    assert_eq!(responder(&bench, &in_hand), "李敏");
    assert_eq!(responder(&bench, &promised), "交通站", "what a department has in hand stays with it");
    let cells = bench.done("list cells");
    assert_eq!(cells["cells"][0]["people"]["head"], "李敏");
    let promise = &bench.done("list promises")["promises"][0];
    assert_eq!((&promise["by"], &promise["keeper"]), (&"陈强".into(), &"李敏".into()), "who promised it stays told");
    let history = bench.document(&["show", &text(promise, "id")], 0).to_string();
    assert!(history.contains("handed_over") && history.contains("陈强 → 李敏"), "{history}");
    bench.document(&["act", &sent_up, "return", "--text", "先自己看看"], 0);
    assert_eq!(responder(&bench, &sent_up), "李敏", "it comes back to whoever took over");
    let refused = bench.refused(&["handover", "--cell", "003", "--from", "陈强", "--to", "李敏"], 1);
    assert_eq!(refused.0, "nothing_in_hand");
    bench.document(&["act", &text(&done, "act"), "undo"], 0);
    assert_eq!(responder(&bench, &in_hand), "陈强");
    assert_eq!(bench.done("list cells")["cells"][0]["people"]["head"], "陈强");
}

#[test]
fn promises_alone_or_some_doors_are_handed_over() {
    let (bench, [in_hand, promised, _]) = filled();
    let done = bench.done("handover --cell 003 --to 赵云 --promises-only");
    assert_eq!((&done["share"], &done["roles"]), (&"promises".into(), &serde_json::json!([])));
    assert!(ids(&done, "matters").is_empty(), "{done}");
    assert_eq!(
        (&done["promises"][0]["text"], &done["promises"][0]["matter"]),
        (&"下次带报销单".into(), &promised.into())
    );
    assert_eq!(responder(&bench, &in_hand), "陈强");
    // The promise is 赵云's now: it goes on with them and no longer with 陈强.
    let theirs = bench.done("handover --cell 003 --from 赵云 --to 钱进 --promises-only --dry-run");
    assert_eq!(theirs["promises"][0]["keeper"], "赵云");
    let door = text(&bench.done("list households")["households"][1], "id");
    let done = bench.document(&["handover", "--cell", "003", "--to", "钱进", "--door", &door], 0);
    assert_eq!(done["own"], serde_json::json!([door]));
    assert_eq!(responder(&bench, &in_hand), "钱进");
    let home = bench.document(&["show", &door], 0);
    assert_eq!(home["record"]["more"]["cadre"], "钱进", "{home}");
}

#[test]
fn a_village_is_handed_over_with_all_its_cells_as_one_act() {
    let (bench, [in_hand, ..]) = filled();
    for line in [
        "chain set 150826102207-004 head 陈强",
        "chain set 150826102207 branch 陈强",
        "cells add 150826102207-005",
        "household add --cell 004 --door 1组7号 --head 孙福",
        "household add --cell 005 --door 9组9号 --head 无关",
    ] {
        bench.done(line);
    }
    let lamp = bench.matter("孙福 诉求 路灯不亮");
    let village = "handover --cell 150826102207 --from 陈强 --to 李敏";
    let foreseen = bench.done(&format!("{village} --dry-run"));
    assert_eq!(foreseen["cells"], serde_json::json!(["150826102207-003", "150826102207-004"]), "{foreseen:#}");
    let places: Vec<String> = foreseen["places"].as_array().unwrap().iter().map(|one| text(one, "code")).collect();
    assert_eq!(places, ["150826102207", "150826102207-003", "150826102207-004"]);
    assert_eq!(foreseen["households"].as_array().unwrap().len(), 3, "none of a cell that is not theirs: {foreseen:#}");

    let page =
        bench.run(&["report", "handover", "--cell", "150826102207", "--from", "陈强", "--to", "李敏", "--lang", "zh"]);
    assert!(page.out.lines().any(|line| line.contains("004网格") && line.contains("1组7号")), "{}", page.out);
    assert!(!page.out.contains("9组9号"), "{}", page.out);

    let done = bench.done(village);
    assert_eq!((responder(&bench, &in_hand), responder(&bench, &lamp)), ("李敏".to_owned(), "李敏".to_owned()));
    let heads = || {
        let cells = bench.done("list cells");
        let cells = cells["cells"].as_array().unwrap();
        cells.iter().map(|cell| cell["people"]["head"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(heads(), ["李敏", "李敏", ""]);
    bench.document(&["act", &text(&done, "act"), "undo"], 0);
    assert_eq!(heads(), ["陈强", "陈强", ""]);
    assert_eq!((responder(&bench, &in_hand), responder(&bench, &lamp)), ("陈强".to_owned(), "陈强".to_owned()));
}

#[test]
fn what_cannot_be_handed_over_says_why_and_what_to_do() {
    let (bench, _) = filled();
    for (words, code) in [
        ("handover --to 李敏", "no_cell"),
        ("handover --cell 150826102207 --to 李敏", "headless"),
        ("handover --cell 004 --to 李敏", "headless"),
        ("handover --cell 003 --to 陈强", "same_person"),
        ("handover --cell 003 --from 无名 --to 李敏 --dry-run", "nothing_in_hand"),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let (found, hint) = bench.refused(&words, 1);
        assert_eq!(found, code);
        assert!(!hint.is_empty(), "{words:?}");
    }
}

#[test]
fn the_sheets_of_a_handover_begin_one_page_for_each_household_and_are_recorded() {
    let (bench, _) = filled();
    let file = bench.data().parent().unwrap().join("sheets.html");
    let file = file.to_str().unwrap();
    let done = bench.document(&["report", "handover", "--cell", "003", "--to", "李敏", "-o", file, "--lang", "zh"], 0);
    assert!(text(&done, "file").ends_with("sheets.html"));
    let html = fs::read_to_string(file).unwrap();
    assert_eq!(html.matches("class=\"sheet\"").count(), 2, "one sheet a household");
    for wanted in
        ["李敏", "陈强 → 李敏", "3组12号", "王秀英", "138****1234", "下次带报销单", "水源被污染", "2026-12-05"]
    {
        assert!(html.contains(wanted), "{wanted} is not in\n{html}");
    }
    assert!(!html.contains("13812341234"), "numbers are masked unless they are asked for");
    let recorded = bench.done("list disclosures");
    assert_eq!(recorded["disclosures"][0]["what"], "150826102207-003", "{recorded}");
    let text = bench.run(&["report", "handover", "--cell", "003", "--lang", "zh", "--reveal"]);
    assert!(text.out.contains("13812341234") && text.out.contains("交接"), "{}", text.out);
}

#[test]
fn an_empty_cell_goes_out_of_use_and_comes_back_by_its_name() {
    let (bench, _) = filled();
    let refused = bench.refused(&["cells", "retire", "003"], 1);
    assert_eq!(refused.0, "not_empty");
    let retired = bench.done("cells retire 004");
    assert_eq!(retired["cell"]["retired"], true);
    assert_eq!(bench.done("list cells")["total"], 1);
    let home = text(&bench.done("list households")["households"][0], "id");
    let refused = bench.refused(&["household", "move", &home, "--to", "150826102207-004"], 1);
    assert_eq!(refused.0, "retired");
    assert_eq!(bench.done("cells add 150826102207-004")["cell"]["retired"], false);
    assert_eq!(bench.done("list cells")["total"], 2);
    let refused = bench.refused(&["areas", "retire", "150826102207"], 1);
    assert_eq!(refused.0, "not_empty", "cells lie in it");
}

#[test]
fn a_cell_that_a_household_may_come_back_to_stays_in_use() {
    let (bench, _) = filled();
    let added = bench.done("household add --cell 150826102207-004 --door 1组1号 --head 孟和");
    let home = text(&added["household"], "id");
    bench.done(&format!("household away {home} --to 包头"));
    assert_eq!(bench.refused(&["cells", "retire", "004"], 1).0, "not_empty");
    bench.done("cells merge 004 003");
    let back = bench.done(&format!("household back {home}"));
    assert_eq!(back["household"]["cell"], "150826102207-003");
}

#[test]
fn two_cells_become_one_and_part_again_with_one_undo() {
    let (bench, [in_hand, ..]) = filled();
    bench.document(&["add", "诉求 路灯不亮", "--cell", "003", "--dry-run"], 0);
    let done = bench.done("cells merge 003 004");
    assert_eq!((&done["cell"]["code"], &done["cell"]["households"]), (&"150826102207-004".into(), &2.into()));
    assert_eq!(bench.done("list cells")["total"], 1);
    let moved = bench.document(&["show", &in_hand], 0);
    assert_eq!(moved["record"]["cell"], "150826102207-004");
    bench.document(&["act", &text(&done, "act"), "undo"], 0);
    let cells = bench.done("list cells");
    assert_eq!((&cells["total"], &cells["cells"][0]["households"]), (&2.into(), &2.into()));
}

#[test]
fn a_person_of_several_levels_is_one_row_with_all_their_places() {
    let (bench, _) = filled();
    bench.done("chain set 150826102207 包村领导 陈强");
    bench.done("chain set 150826102 committee 华明");
    let people = bench.done("list people");
    assert_eq!(people["total"], 2);
    assert_eq!(people["people"][0]["name"], "华明", "the highest comes first");
    let chen = &people["people"][1];
    assert_keys(chen, "name posts cells households open late");
    let posts: Vec<String> = chen["posts"].as_array().unwrap().iter().map(|post| text(post, "role")).collect();
    assert_eq!(posts, ["village_leader", "head"]);
    assert_eq!((&chen["cells"], &chen["households"], &chen["open"]), (&2.into(), &2.into(), &2.into()));
    assert_eq!(bench.done("list people --filter 村")["people"][0]["name"], "陈强");
}
