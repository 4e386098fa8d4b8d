//! Working a matter, and taking acts back.

use serde_json::{Value, json};

use crate::bench::{Bench, MATTER, assert_keys, text};

fn act(bench: &Bench, words: &[&str]) -> Value {
    let mut all = vec!["act"];
    all.extend(words);
    let answer = bench.document(&all, 0);
    assert_keys(&answer, "matter act");
    answer
}

fn state(answer: &Value) -> String {
    text(&answer["matter"], "state")
}

#[test]
fn a_demand_goes_up_comes_back_and_is_closed_when_the_household_is_content() {
    let bench = Bench::with_a_cell();
    let id = bench.matter("wxy 诉 水源浑浊 !!镇 请环保站检测");
    let up = act(&bench, &[&id, "escalate", "--level", "county", "--text", "请旗里支持"]);
    assert_keys(&up["matter"], MATTER);
    assert_eq!((state(&up), &up["matter"]["level"]), ("triage".into(), &json!("county")));
    let given = act(&bench, &[&id, "assign", "--to", "jtz", "--due", "5"]);
    assert_eq!((state(&given), &given["matter"]["responder"]), ("assigned".into(), &json!("交通站")));
    assert_eq!(given["matter"]["due"], "2026-11-27T23:59:59+08:00");
    assert_eq!(bench.done("list responders")["responders"][0]["open"], 1);
    let done = act(&bench, &[&id, "done", "--text", "换了滤芯"]);
    assert_eq!((state(&done), &done["matter"]["done_at"]), ("done".into(), &json!("2026-11-21T09:00:00+08:00")));
    let again = act(&bench, &[&id, "confirm", "--satisfied", "no", "--text", "还是浑"]);
    assert_eq!(state(&again), "assigned");
    act(&bench, &[&id, "done", "--text", "换了水泵"]);
    let closed = act(&bench, &[&id, "confirm", "--satisfied", "partly"]);
    assert_eq!((state(&closed), &closed["matter"]["satisfied"]), ("closed".into(), &json!("partly")));
    assert!(closed["matter"]["due"].is_null() && closed["matter"]["closed_at"].is_string());
}

#[test]
fn a_refusal_names_what_is_missing_and_what_would_fit() {
    let bench = Bench::with_a_cell();
    let id = bench.matter("wxy 诉求 门前路坑洼 !7");
    let refused = |words: &[&str], code: i32| bench.refused(&[&["act"], words].concat(), code);
    let (code, hint) = refused(&[&id, "done"], 1);
    assert_eq!(code, "lacks");
    assert!(hint.contains("--text"));
    let (code, hint) = refused(&[&id, "confirm", "--satisfied", "yes"], 1);
    assert_eq!(code, "does_not_fit");
    assert!(hint.contains("done") && hint.contains("extend"));
    assert_eq!(refused(&[&id, "dance"], 2).0, "unknown_verb");
    assert_eq!(refused(&[&id, "assign", "--to", "没有的站", "--due", "3"], 1).0, "unknown_responder");
    assert_eq!(refused(&[&id, "assign", "--to", "jtz", "--due", "soon"], 2).0, "not_a_limit");
    assert_eq!(refused(&["x", "done"], 2).0, "not_an_id");
    assert_eq!(refused(&["m000000000000", "done", "--text", "x"], 1).0, "not_found");
    let household = text(&bench.done("list households")["households"][0], "id");
    assert_eq!(refused(&[&household, "done", "--text", "x"], 1).0, "not_found");
    assert_eq!(bench.done(&format!("show {id}"))["record"]["state"], "assigned");
}

#[test]
fn more_time_is_given_once_and_waiting_stops_the_clock() {
    let bench = Bench::with_a_cell();
    let id = bench.matter("wxy 诉求 门前路坑洼 !7");
    let longer = act(&bench, &[&id, "extend", "--due", "12", "--text", "等料"]);
    assert_eq!(longer["matter"]["due"], "2026-12-08T23:59:59+08:00");
    assert_eq!(bench.refused(&["act", &id, "extend", "--due", "20", "--text", "再等"], 1).0, "already_extended");
    let paused = act(&bench, &[&id, "pause", "--text", "等户主回来"]);
    assert_eq!(paused["matter"]["paused"], true);
    let late = bench.document(&["show", &id, "--now", "2027-03-01"], 0);
    assert_eq!(late["record"]["late"], false, "what is paused is not late");
    let resumed = bench.document(&["act", &id, "resume", "--now", "2026-11-24T09:00"], 0);
    assert_eq!(resumed["matter"]["due"], "2026-12-10T23:59:59+08:00", "two working days were waited");
}

#[test]
fn what_is_late_is_told_with_the_step_it_calls_for() {
    let bench = Bench::with_a_cell();
    let id = bench.matter("wxy 诉求 门前路坑洼 !2");
    let at = |now: &str| {
        let record = bench.document(&["show", &id, "--now", now], 0)["record"].clone();
        (record["late"].as_bool().unwrap(), record["ladder"].as_str().map(str::to_owned))
    };
    assert_eq!(at("2026-11-24T23:59:59"), (false, None));
    assert_eq!(at("2026-11-25T00:00:00"), (true, Some("remind".into())));
    assert_eq!(at("2026-12-31T00:00:00"), (true, Some("leader".into())));
}

#[test]
fn a_voice_shows_its_lead_and_is_restored_when_the_link_is_taken_back() {
    let bench = Bench::with_a_cell();
    let lead = bench.matter("wxy 诉 门前路坑洼 !!镇 请修路");
    let voice = bench.matter("李四 诉求 路太烂 !7");
    let joined = act(&bench, &[&voice, "join", "--into", &lead]);
    assert_eq!((state(&joined), &joined["matter"]["lead"]), ("triage".into(), &json!(lead)));
    assert_eq!(bench.done(&format!("show {lead}"))["record"]["voices"], json!([voice]));
    assert_eq!(bench.done("list matters --filter is:joined")["total"], 1);
    assert_eq!(bench.refused(&["act", &voice, "done", "--text", "x"], 1).0, "does_not_fit");
    let undone = bench.done(&format!("act {} undo", text(&joined, "act")));
    assert_eq!(state(&undone), "assigned");
    assert_eq!(undone["matter"]["due"], "2026-12-01T23:59:59+08:00");
}

#[test]
fn any_act_is_taken_back_and_brought_back() {
    let bench = Bench::with_a_cell();
    let saved = bench.add("wxy 诉求 门前路坑洼");
    let (id, first) = (text(&saved["matter"], "id"), text(&saved, "act"));
    let total = || bench.done("list matters")["total"].as_u64().unwrap();
    act(&bench, &["last", "undo"]);
    assert_eq!((total(), bench.done("list visits")["total"].as_u64()), (0, Some(0)), "visit and matter were one act");
    act(&bench, &[&first, "redo"]);
    assert_eq!(total(), 1);
    let noted = act(&bench, &[&id, "note", "--text", "x"]);
    let answer = bench.document(&["act", &first, "undo"], 0);
    assert_eq!(answer["kept"], json!([noted["act"]]), "the visit goes, the matter stays for the note on it");
    assert_eq!(total(), 1);
    assert_eq!(bench.refused(&["act", "a000000000000", "undo"], 1).0, "not_found");
}

#[test]
fn a_wish_and_a_dispute_go_their_own_ways() {
    let bench = Bench::with_a_cell();
    let wish = bench.matter("wxy 愿望 电饭锅");
    act(&bench, &[&wish, "publish"]);
    let claimed = act(&bench, &[&wish, "claim", "--who", "华明"]);
    assert_eq!(claimed["matter"]["responder"], "华明");
    let by = text(&claimed["matter"], "connect_by");
    assert!(by.starts_with("2026-11-"), "{by}");
    let lapsed = bench.document(&["show", &wish, "--now", "2026-12-10"], 0);
    assert_eq!(lapsed["record"]["state"], "published", "not connected in time");
    act(&bench, &[&wish, "fulfil", "--text", "送到了"]);
    assert_eq!(state(&act(&bench, &[&wish, "confirm", "--satisfied", "yes"])), "confirmed");

    let dispute = bench.matter("wxy 纠纷 争地界 &李四");
    let party = bench.done(&format!("show {dispute}"))["record"]["parties"][0].clone();
    assert_keys(&party, "name household");
    assert!(party["household"].is_string());
    act(&bench, &[&dispute, "mediate", "--text", "说了一次"]);
    let settled = act(&bench, &[&dispute, "settle", "--text", "以渠为界"]);
    assert_eq!(state(&settled), "settled");
    assert_eq!(state(&act(&bench, &[&dispute, "confirm", "--satisfied", "yes"])), "closed");
}

#[test]
fn what_is_entered_afterwards_is_of_its_day_and_never_before_what_it_is_about() {
    let bench = Bench::with_a_cell();
    let matter = bench.matter("wxy 诉求 路灯不亮");
    let before = bench.document(&["act", &matter, "done", "--text", "换了灯泡", "--at", "2026-11-18T10:00"], 1);
    assert_eq!(before["error"]["code"], "before_it", "{before:#}");
    assert!(before["error"]["message"].as_str().unwrap().contains("2026-11-21"), "{before:#}");
    let later = ["--now", "2026-11-23T09:00"];
    bench.document(
        &[&["act", &matter, "done", "--text", "换了灯泡", "--at", "2026-11-21T18:00"][..], &later].concat(),
        0,
    );
    let shown = bench.document(&[&["show", &matter][..], &later].concat(), 0);
    let step = &shown["history"][0];
    assert_eq!(step["at"], "2026-11-21T18:00:00+08:00", "{step:#}");
    assert_eq!(step["typed_at"], "2026-11-23T09:00:00+08:00");
    for (lang, told) in [("zh", "2026-11-23 09:00 补录"), ("en", "typed 2026-11-23 09:00")] {
        let text = bench.run(&["--lang", lang, "show", &matter]).out;
        assert!(text.lines().any(|line| line.contains("2026-11-21 18:00") && line.contains(told)), "{text}");
    }
}
