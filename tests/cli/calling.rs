//! What was not heard at a door, and visits that somebody else writes down.

use serde_json::json;

use crate::bench::Bench;

fn text<'a>(document: &'a serde_json::Value, key: &str) -> &'a str {
    document[key].as_str().unwrap_or_else(|| panic!("no text {key} in {document}"))
}

#[test]
fn a_call_needs_no_household_and_is_no_visit() {
    let bench = Bench::with_a_cell();
    let answer = bench.document(
        &["add", "诉求 广场上的路灯不亮 !7", "--source", "phone", "--caller", "过路的老张", "--cell", "003"],
        0,
    );
    let matter = &answer["matter"];
    assert_eq!((&answer["household"], &answer["visit"]), (&json!(null), &json!(null)));
    assert_eq!((text(matter, "source"), text(matter, "caller")), ("phone", "过路的老张"));
    assert_eq!((text(matter, "text"), text(matter, "cell")), ("广场上的路灯不亮", "150826102207-003"));
    // A household of ours may call too.
    let answer = bench.document(&["add", "wxy 诉求 门前路坑洼", "--source", "walk_in"], 0);
    assert_eq!((text(&answer["household"], "head"), &answer["visit"]), ("王秀英", &json!(null)));
    let answer = bench.document(&["add", "wxy 诉求 屋顶漏雨"], 0);
    assert_eq!(text(&answer["visit"], "outcome"), "met", "the first matter heard at the door records the visit");
    let refused = bench.document(&["add", "诉求 广场上的路灯不亮", "--source", "seen"], 1);
    assert_eq!(refused["error"]["code"], "which_cell");
}

#[test]
fn a_callers_number_is_kept_masked_and_found_beside_a_name() {
    let bench = Bench::with_a_cell();
    let call = ["add", "诉求 广场上的路灯不亮", "--source", "phone", "--cell", "003"];
    for caller in
        [&["--caller", "老张", "--caller-phone", "138-0000-6579"][..], &["--caller", "老张 １３８００００６５７９"]]
    {
        let foreseen = bench.document(&[&call[..], caller, &["--dry-run"]].concat(), 0);
        let answer = bench.document(&[&call[..], caller].concat(), 0);
        for matter in [&foreseen["matter"], &answer["matter"]] {
            assert_eq!((text(matter, "caller"), text(matter, "caller_phone")), ("老张", "138****6579"), "{caller:?}");
        }
        let id = text(&answer["matter"], "id");
        let shown = bench.document(&["show", id], 0);
        assert_eq!(text(&shown["record"], "caller_phone"), "138****6579");
        assert!(!shown.to_string().contains("13800006579"), "nor in its history: {shown}");
        let revealed = bench.document(&["show", id, "--reveal"], 0);
        assert_eq!(text(&revealed["record"], "caller_phone"), "13800006579");
    }
    let listed = bench.document(&["list", "matters"], 0);
    assert!(!listed.to_string().contains("13800006579"), "{listed}");
    // A household of ours has its own.
    let answer =
        bench.document(&["add", "wxy 诉求 门前路坑洼", "--source", "phone", "--caller-phone", "13800006579"], 0);
    assert_eq!(answer["matter"]["caller_phone"], json!(null));
}

#[test]
fn who_called_with_whom_and_who_wrote_it_down_are_told_apart() {
    let bench = Bench::with_a_cell();
    let with = ["--by", "徐仙", "--with", "华明", "--with", "孙福", "--met", "王小雨"];
    for line in ["wxy 走访 说下月回来", "ls 昨天 诉求 门前路坑洼"] {
        let foreseen = bench.document(&[&["add", line, "--dry-run"], &with[..]].concat(), 0);
        let answer = bench.document(&[&["add", line], &with[..]].concat(), 0);
        for visit in [&foreseen["visit"], &answer["visit"]] {
            assert_eq!((text(visit, "by"), &visit["with"]), ("徐仙", &json!(["华明", "孙福"])), "{line}");
            assert_eq!(text(visit, "met"), "王小雨");
            assert_ne!(visit["typed_by"], "徐仙");
        }
    }
    let listed = bench.document(&["list", "matters"], 0);
    let at = text(&listed["matters"][0], "raised_at").to_owned();
    let typed = bench.document(&["list", "visits"], 0);
    let visits = typed["visits"].as_array().unwrap();
    let same_day = visits.iter().find(|visit| text(visit, "at")[..10] == at[..10]).unwrap();
    assert!(text(same_day, "at")[..10] < text(same_day, "typed_at")[..10], "said the day before it was typed");
}
