//! Voices about the same thing: found while a line is written down, joined in the same act, taken back together.

use serde_json::{Value, json};

use crate::bench::{Bench, text};

/// A village with a second cell, and one beside it.
fn villages() -> Bench {
    let bench = Bench::with_a_cell();
    for line in [
        "cells add 150826102207-004",
        "household add --cell 004 --door 5组1号 --head 赵小兰",
        "areas add 150826102208 联丰村",
        "cells add 150826102208-001",
        "household add --cell 150826102208-001 --door 1组1号 --head 孙福",
    ] {
        bench.done(line);
    }
    bench
}

fn lookalikes(bench: &Bench, line: &str) -> Vec<String> {
    let answer = bench.document(&["add", line, "--dry-run"], 0);
    let ids: Vec<String> =
        answer["lookalikes"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    let real = bench.document(&["add", line], 0);
    assert_eq!(answer["lookalikes"], real["lookalikes"], "what was foreseen is what is told when it is saved");
    bench.done(&format!("act {} undo", text(&real, "act")));
    ids
}

#[test]
fn the_same_road_is_found_across_cells_of_the_village_and_nowhere_else() {
    let bench = villages();
    let road = bench.matter("wxy 诉求 门前路坑洼 雨天过不去");
    let lamp = bench.matter("wxy 诉求 路灯不亮");
    assert_eq!(lookalikes(&bench, "zxl 诉求 村口路全是坑，下雨天过不去"), [road.as_str()]);
    assert_eq!(lookalikes(&bench, "ls 诉求 路灯又坏了"), [lamp.as_str()]);
    assert!(lookalikes(&bench, "wxy 诉求 路坑洼").is_empty(), "the household's own");
    assert!(lookalikes(&bench, "sf 诉求 路坑洼").is_empty(), "another village");
    assert!(lookalikes(&bench, "ls 诉求 屋顶漏雨").is_empty(), "something else");
    bench.done(&format!("act {road} done --text 铺好了"));
    assert_eq!(lookalikes(&bench, "ls 诉求 路坑洼"), [road.as_str()], "done, not yet confirmed");
    bench.done(&format!("act {road} confirm --satisfied yes"));
    assert!(lookalikes(&bench, "ls 诉求 路坑洼").is_empty(), "closed");
}

#[test]
fn wishes_disputes_and_complaints_about_cadres_are_nobody_elses() {
    let bench = villages();
    bench.matter("wxy 愿望 电饭锅");
    bench.matter("wxy 纠纷 与东邻争地界 &张三");
    bench.matter("wxy 诉求 村干部账目不公开 #干部作风");
    assert!(lookalikes(&bench, "ls 愿望 电饭锅").is_empty());
    assert!(lookalikes(&bench, "ls 诉求 电饭锅坏了").is_empty());
    assert!(lookalikes(&bench, "ls 诉求 与东邻争地界").is_empty());
    assert!(lookalikes(&bench, "ls 诉求 村干部账目不公开").is_empty());
}

#[test]
fn the_most_alike_comes_first_and_a_voice_stands_for_its_lead() {
    let bench = villages();
    let near = bench.matter("wxy 诉求 村口路坑洼积水");
    let far = bench.matter("wxy 诉求 学校旁边的路坑洼，孩子上学不安全");
    assert_eq!(lookalikes(&bench, "zxl 诉求 村口路坑洼"), [near.as_str(), &far]);
    let voice = bench.document(&["add", "zxl 诉求 水渠堵了浇不上地", "--into", &near], 0);
    assert_eq!(lookalikes(&bench, "ls 诉求 水渠堵了"), [near.as_str()]);
    bench.done(&format!("act {} undo", text(&voice, "act")));
    assert!(lookalikes(&bench, "ls 诉求 水渠堵了").is_empty());
}

#[test]
fn at_most_five_are_named() {
    let bench = villages();
    for number in 1..=7 {
        bench.matter(&format!("wxy 诉求 第{number}处路坑洼"));
    }
    assert_eq!(lookalikes(&bench, "ls 诉求 路坑洼").len(), 5);
}

#[test]
fn a_voice_raised_into_a_lead_is_one_act_in_both_histories() {
    let bench = villages();
    let lead = bench.matter("wxy 诉求 门前路坑洼");
    let foreseen = bench.document(&["add", "zxl 诉求 路坑洼", "--into", &lead, "--dry-run"], 0);
    assert_eq!(foreseen["matter"]["lead"], json!(lead));
    let answer = bench.document(&["add", "zxl 诉求 路坑洼", "--into", &lead], 0);
    let (voice, act) = (text(&answer["matter"], "id"), text(&answer, "act"));
    assert_eq!(answer["matter"]["lead"], json!(lead));
    let shown = |id: &str| bench.done(&format!("show {id}"));
    let events = |shown: &Value| -> Vec<(String, String)> {
        shown["history"].as_array().unwrap().iter().map(|event| (text(event, "event"), text(event, "act"))).collect()
    };
    let of_voice = events(&shown(&voice));
    assert_eq!(of_voice, [("join".to_owned(), act.clone()), ("raised".to_owned(), act.clone())]);
    let of_lead = shown(&lead);
    assert_eq!(of_lead["record"]["voices"], json!([voice]));
    assert!(events(&of_lead).contains(&("joined_by".to_owned(), act.clone())), "{of_lead}");
    bench.done(&format!("act {act} undo"));
    assert_eq!(shown(&lead)["record"]["voices"], json!([]));
    assert_eq!(bench.done("list matters")["total"], 1);
}

#[test]
fn what_cannot_be_joined_is_refused_and_nothing_is_saved() {
    let bench = villages();
    let wish = bench.matter("wxy 愿望 电饭锅");
    let lead = bench.matter("wxy 诉求 门前路坑洼");
    let voice = text(&bench.document(&["add", "zxl 诉求 路坑洼", "--into", &lead], 0)["matter"], "id");
    let refused = |line: &str, into: &str| bench.refused(&["add", line, "--into", into], 1).0;
    assert_eq!(refused("ls 愿望 电饭锅", &wish), "not_joinable");
    assert_eq!(refused("ls 诉求 电饭锅", &wish), "not_joinable");
    assert_eq!(refused("ls 诉求 路坑洼", &voice), "lead_is_voice");
    assert_eq!(refused("ls 诉求 路坑洼", "m000000000000"), "not_found");
    assert_eq!(bench.refused(&["add", "ls 诉求 路坑洼", "--into", "x"], 2).0, "not_an_id");
    assert_eq!(bench.done("list matters")["total"], 3);
}
