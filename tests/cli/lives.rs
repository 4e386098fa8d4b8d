//! Deaths, births, moving in and out from the command line: what follows, and one act of it.

use serde_json::Value;

use crate::bench::{Bench, text};

fn household(bench: &Bench, door: &str, head: &str) -> String {
    let answer = bench.done(&format!("household add --cell 150826102207-003 --door {door} --head {head} --tag 低保"));
    text(&answer["household"], "id")
}

fn member(bench: &Bench, household: &str, rest: &str) -> String {
    text(&bench.done(&format!("member add {household} {rest}"))["member"], "id")
}

/// The keys of what follows, each with whether it is done.
fn follows(answer: &Value) -> Vec<(String, bool)> {
    let each = answer["follows"].as_array().unwrap().iter();
    each.map(|one| (text(one, "key"), one["done"].as_bool().unwrap())).collect()
}

fn total(bench: &Bench, list: &str) -> u64 {
    bench.done(list)["total"].as_u64().unwrap()
}

#[test]
fn a_death_is_tried_dry_then_recorded_as_one_act_and_taken_back() {
    let bench = Bench::with_a_cell();
    let home = household(&bench, "5组1号", "孟和");
    let wife = member(&bench, &home, "--name 其木格 --relation 配偶 --tag 残疾");
    let wish = bench.done("add 5-1 愿望 给其木格一副拐杖");
    let wish = text(&wish["matter"], "id");
    let dry = bench.done(&format!("member died {wife} --on 2026-11-03 --dry-run"));
    assert_eq!((&dry["recorded"], &dry["act"]), (&Value::from(false), &Value::Null));
    let expected = [
        ("own:残疾".to_owned(), true),
        ("tag:低保".to_owned(), false),
        (wish.clone(), true),
        ("errand:death-registration".to_owned(), true),
        ("errand:allowance-death".to_owned(), true),
        ("errand:burial".to_owned(), false),
    ];
    assert_eq!(follows(&dry), expected);
    let due = dry["follows"].as_array().unwrap().iter().find(|one| one["kind"] == "errand").unwrap();
    assert_eq!(due["due"], "2026-12-03");
    assert_eq!(total(&bench, "list members --filter 其木格"), 1, "nothing was recorded");
    let died = format!(
        "member died {wife} --on 2026-11-03 --without {wish} --with errand:burial --without errand:allowance-death"
    );
    let died = bench.done(&died);
    assert_eq!(died["member"]["gone"]["how"], "died");
    assert_eq!(bench.done(&format!("show {wish}"))["record"]["state"], "collected");
    assert_eq!(total(&bench, "list matters --filter 其木格"), 3, "the wish and two errands");
    assert_eq!(total(&bench, "list members --filter 其木格"), 0);
    let gone = bench.done("list members --filter is:left");
    assert_eq!((&gone["total"], &gone["members"][0]["name"]), (&Value::from(1), &Value::from("其木格")));
    assert_eq!(bench.done(&format!("show {wife}"))["record"]["gone"]["on"], "2026-11-03");
    let found = bench.done("search 其木格 --lang en");
    assert_eq!(found["households"][0]["why"], "died: 其木格");
    bench.done(&format!("act {} undo", text(&died, "act")));
    let left = ["list members --filter 其木格", "list matters --filter 其木格"].map(|list| total(&bench, list));
    assert_eq!(left, [1, 1]);
}

#[test]
fn a_head_who_dies_leaves_another_and_an_unknown_key_is_refused() {
    let bench = Bench::with_a_cell();
    let home = household(&bench, "5组1号", "孟和");
    let wife = member(&bench, &home, "--name 其木格 --relation 配偶");
    let members = bench.done("list members");
    let head = members["members"].as_array().unwrap().iter().find(|one| one["name"] == "孟和").unwrap();
    let head = text(head, "id");
    let dry = bench.done(&format!("member died {head} --dry-run"));
    assert_eq!(dry["needs_head"], true);
    let died = format!("member died {head}");
    assert_eq!(bench.refused(&died.split(' ').collect::<Vec<_>>(), 1).0, "needs_head");
    let odd = format!("member died {head} --head {wife} --without tag:特困");
    assert_eq!(bench.refused(&odd.split(' ').collect::<Vec<_>>(), 1).0, "no_such_consequence");
    let late = format!("member died {head} --head {wife} --on 2027-01-01 --dry-run");
    assert_eq!(bench.refused(&late.split(' ').collect::<Vec<_>>(), 1).0, "not_yet");
    let died = bench.done(&format!("member died {head} --head {wife}"));
    assert_eq!(died["household"]["head"], "其木格");
}

#[test]
fn a_household_moves_away_stands_on_no_list_and_comes_back() {
    let bench = Bench::with_a_cell();
    let home = household(&bench, "5组1号", "孟和");
    let counts = || {
        let lists = ["list households", "list members"].map(|list| total(&bench, list));
        (lists, bench.done("due")["visits"]["total"].as_u64().unwrap())
    };
    let ([households, members], due) = counts();
    let away = bench.done(&format!("household away {home} --to 包头 --on 2026-11-10"));
    assert_eq!(away["household"]["away"]["to"], "包头");
    assert_eq!(away["empties"], true);
    assert_eq!(counts(), ([households - 1, members - 1], due - 1));
    assert_eq!(total(&bench, "list households --filter is:left"), 1);
    assert_eq!(bench.done("search 孟和")["households"][0]["left"], true);
    let again = format!("household away {home}");
    assert_eq!(bench.refused(&again.split(' ').collect::<Vec<_>>(), 1).0, "is_away");
    let back = bench.done(&format!("household back {home}"));
    assert_eq!(back["household"]["away"], Value::Null);
    assert_eq!(counts(), ([households, members], due));
}

#[test]
fn a_child_is_born_and_somebody_moves_in_and_out_and_back() {
    let bench = Bench::with_a_cell();
    let home = household(&bench, "5组1号", "孟和");
    let born = bench.done(&format!("household born {home} --name 巴图 --relation 子 --sex 男 --on 2026-11-01"));
    assert_eq!((&born["member"]["name"], &born["member"]["birth"]), (&Value::from("巴图"), &Value::from("2026-11-01")));
    let came = bench.done(&format!("household arrive {home} --name 娜仁 --relation 配偶 --from 临河 --on 2026-11-20"));
    let wife = text(&came["member"], "id");
    let history = |bench: &Bench| text(&bench.done(&format!("show {home} --lang zh"))["history"][0], "what");
    assert_eq!(history(&bench), "娜仁 配偶 2026-11-20 从临河搬来");
    let out = bench.done(&format!("member move-out {wife} --to 呼和浩特 --registered"));
    assert_eq!(out["member"]["gone"]["away"]["registered"], true);
    assert!(history(&bench).contains("搬到呼和浩特（户口还在这里）"), "{}", history(&bench));
    bench.done(&format!("member back {wife}"));
    let [child, wife] = ["巴图", "娜仁"].map(|name| total(&bench, &format!("list members --filter {name}")));
    assert_eq!((child, wife), (1, 1));
}

#[test]
fn what_stands_twice_is_listed_and_held_apart() {
    let bench = Bench::with_a_cell();
    let (one, other) = (household(&bench, "5组1号", "孟和"), household(&bench, "五组一号", "其木格"));
    for home in [&one, &other] {
        member(&bench, home, "--name 巴图 --id-number 152499197905013894");
    }
    let found = bench.done("list duplicates");
    let why: Vec<&str> =
        found["duplicates"].as_array().unwrap().iter().map(|pair| pair["why"].as_str().unwrap()).collect();
    assert_eq!((why, &found["total"]), (vec!["same_number", "similar_door"], &Value::from(2)));
    let pair = &found["duplicates"][0];
    assert_eq!(pair["one"]["member"]["id_number"], "1524**********3894");
    let ids = [&pair["one"], &pair["other"]].map(|side| text(side, "id"));
    let apart = bench.done(&format!("household apart {} {}", ids[0], ids[1]));
    assert!(text(&bench.done(&format!("show {one} --lang zh"))["history"][0], "what").contains("不是同一个人"));
    assert_eq!(total(&bench, "list duplicates"), 1);
    let again = format!("household apart {} {}", ids[1], ids[0]);
    assert_eq!(bench.refused(&again.split(' ').collect::<Vec<_>>(), 1).0, "are_apart");
    bench.done(&format!("act {} undo", text(&apart, "act")));
    assert_eq!(total(&bench, "list duplicates"), 2);
    bench.done(&format!("household apart {one} {other}"));
    assert!(text(&bench.done(&format!("show {one} --lang zh"))["history"][0], "what").contains("不是同一户"));
}

#[test]
fn a_whole_household_that_moves_in_is_entered_with_where_it_came_from() {
    let bench = Bench::with_a_cell();
    let add = ["household", "add", "--cell", "003", "--door", "6组1号", "--head", "包海"];
    let moved: Vec<&str> =
        add.iter().copied().chain(["--from", "包头", "--on", "2026-11-10", "--tag", "低保"]).collect();
    let answer = bench.document(&moved, 0);
    let home = answer["household"]["id"].as_str().unwrap().to_owned();
    assert_eq!(answer["household"]["members"], 1, "{answer:#}");
    let shown = bench.document(&["show", &home, "--lang", "zh"], 0).to_string();
    assert!(shown.contains("2026-11-10 从包头搬来") && shown.contains("member_moved_in"), "{shown}");
    assert_eq!(bench.document(&moved, 0)["act"], serde_json::Value::Null, "entered once");
    let early: Vec<&str> = add
        .iter()
        .copied()
        .map(|word| if word == "6组1号" { "6组2号" } else { word })
        .chain(["--on", "2027-01-01"])
        .collect();
    assert_eq!(bench.document(&early, 1)["error"]["code"], "not_yet");
    let act = answer["act"].as_str().unwrap();
    bench.done(&format!("act {act} undo"));
    assert_eq!(bench.document(&["list", "households", "--filter", "包海"], 0)["total"], 0);
}
