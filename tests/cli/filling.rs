//! Setting up, one line at a door, and rosters.

use serde_json::Value;

use crate::bench::{Bench, HOUSEHOLD, MATTER, VISIT, assert_keys, text};

#[test]
fn a_place_without_data_is_told_and_left_as_it_is() {
    let bench = Bench::new();
    for line in [&["list", "cells"][..], &["due"], &["search", "wxy"], &["add", "wxy 诉求 路"], &["doctor"]] {
        let (code, hint) = bench.refused(line, 1);
        assert_eq!(code, "no_data");
        assert!(hint.contains("import"));
    }
    assert!(!bench.data().exists());
}

#[test]
fn what_is_set_up_is_answered_and_never_doubled() {
    let bench = Bench::new();
    let area = bench.done("areas add 150826102207 满天红村");
    assert_keys(&area, "area act");
    assert_keys(&area["area"], "code name people retired");
    let cell = bench.done("cells add 150826102207-003 --name 三网格");
    assert_keys(&cell["cell"], "code name village township households visited open_matters people retired");
    assert_eq!(cell["cell"]["village"], "满天红村");
    assert!(cell["act"].is_string());
    assert!(bench.done("cells add 150826102207-003")["act"].is_null(), "a cell that is there stays as it is");
    let chain = bench.done("chain set 150826102207-003 网格长 陈强");
    assert_eq!(chain["chain"]["role"], "head");
    let responder = bench.done("responder add 交通站 --kind unit");
    assert_keys(&responder["responder"], "id name kind phone open late");
    let again = bench.done("responder add 交通站 --phone 0478-8812345");
    assert_eq!(again["responder"]["id"], responder["responder"]["id"]);
    assert_eq!(again["responder"]["kind"], "unit", "what is not named stays");
    let household = bench.done("household add --cell 003 --door 3组12号 --head 王秀英 --tag 低保 --tag 残疾");
    assert_keys(&household["household"], HOUSEHOLD);
    let again = bench.done("household add --cell 003 --door 3组12号 --head 王秀英 --phone 13812341234");
    assert_eq!(again["household"]["id"], household["household"]["id"]);
    assert_eq!(again["household"]["phone"], "138****1234");
    assert_eq!(again["household"]["tags"], serde_json::json!(["低保", "残疾"]));
    assert_eq!(bench.done("list households")["total"], 1);
}

#[test]
fn what_cannot_be_set_up_is_refused_with_what_to_do() {
    let bench = Bench::with_a_cell();
    assert_eq!(bench.refused(&["areas", "add", "15082", "x"], 2).0, "not_a_code");
    assert_eq!(bench.refused(&["areas", "add", "150826102207-009", "x"], 1).0, "wrong_extent");
    assert_eq!(bench.refused(&["chain", "set", "150826102207-003", "king", "x"], 2).0, "unknown_role");
    assert_eq!(bench.refused(&["household", "add", "--door", "1", "--head", "x"], 1).0, "no_cell");
    let (code, hint) =
        bench.refused(&["household", "add", "--cell", "150826102207-009", "--door", "1", "--head", "x"], 1);
    assert_eq!(code, "unknown_cell");
    assert!(hint.contains("cells add 150826102207-009"));
    assert_eq!(bench.refused(&["household", "build"], 2).0, "usage");
}

#[test]
fn a_suffix_stands_for_a_cell_where_only_one_fits() {
    let bench = Bench::with_a_cell();
    bench.done("cells add 150826102208-003");
    let (code, hint) = bench.refused(&["list", "households", "--cell", "003"], 1);
    assert_eq!(code, "several_cells");
    assert!(hint.contains("150826102207-003") && hint.contains("150826102208-003"));
    assert_eq!(bench.done("list households --cell 207-003")["total"], 2);
    assert_eq!(bench.done("list households --cell 150826102208")["total"], 0, "an area stands for all in it");
    assert_eq!(bench.refused(&["list", "households", "--cell", "009"], 1).0, "unknown_cell");
}

#[test]
fn a_line_of_each_sort_is_saved_with_what_the_policy_makes_of_it() {
    let bench = Bench::with_a_cell();
    let first = bench.add("wxy 愿望 电饭锅 #生活");
    assert_keys(&first, "saved act household visit matter problems candidates lookalikes");
    assert_keys(&first["household"], "id cell door head");
    assert_keys(&first["visit"], VISIT);
    assert_keys(&first["matter"], MATTER);
    let said = |line: &str| -> (String, String) {
        let matter = bench.add(line)["matter"].clone();
        (text(&matter, "tier"), text(&matter, "state"))
    };
    assert_eq!(text(&first["matter"], "state"), "collected");
    assert_eq!(said("wxy 诉求 门前路坑洼 #道路 !7 @交通站"), ("timed".into(), "assigned".into()));
    assert_eq!(said("wxy 诉 低保怎么办理 ! 已讲解政策"), ("immediate".into(), "closed".into()));
    assert_eq!(said("wxy 诉 水源被污染 !!镇 请环保站检测"), ("escalated".into(), "triage".into()));
    assert_eq!(said("李四 纠纷 争地界 &王秀英"), ("timed".into(), "open".into()));
    let visit = bench.add("李四 走访 昨天 不在家");
    assert_eq!(visit["visit"]["at"], "2026-11-20T09:00:00+08:00");
    assert_eq!(visit["visit"]["outcome"], "absent");
    assert!(visit["matter"].is_null());
    let due = bench.done("list matters --filter #道路")["matters"][0]["due"].clone();
    assert_eq!(due, "2026-12-01T23:59:59+08:00", "seven working days after a Saturday");
}

#[test]
fn a_line_that_is_tried_says_the_same_and_saves_nothing() {
    let bench = Bench::with_a_cell();
    let line = "wxy 诉求 门前路坑洼 #道路 !7 @交通站";
    let tried = bench.document(&["add", line, "--dry-run"], 0);
    assert_eq!(tried["saved"], false);
    assert_eq!(bench.done("list matters")["total"], 0);
    assert_eq!(bench.done("list visits")["total"], 0);
    let saved = bench.add(line);
    for part in ["matter", "visit"] {
        let (mut tried, mut saved) = (tried[part].clone(), saved[part].clone());
        assert!(tried["id"].is_null() && saved["id"].is_string());
        tried["id"] = Value::Null;
        saved["id"] = Value::Null;
        assert_eq!(tried, saved);
    }
}

#[test]
fn a_line_with_problems_says_where_and_how_to_mend_it_and_saves_nothing() {
    let bench = Bench::with_a_cell();
    let document = bench.document(&["add", "wxy 诉求 门前路坑洼 @不存在的站"], 1);
    assert_eq!(document["saved"], false);
    let problem = &document["problems"][0];
    assert_keys(problem, "column length code message hint");
    assert_eq!((problem["column"].as_u64(), problem["code"].as_str()), (Some(13), Some("unknown_responder")));
    bench.done("household add --cell 003 --door 3组13号 --head 王小燕");
    let several = bench.document(&["add", "w 走访 好"], 1);
    assert_eq!(several["candidates"].as_array().unwrap().len(), 2);
    assert_keys(&several["candidates"][0], "household why");
    assert_eq!(bench.done("list matters")["total"], 0);
    let shown = bench.run(&["add", "wxy 诉求 门前路坑洼 @不存在的站", "--lang", "zh"]);
    assert!(shown.out.contains("^^^^"), "the place is underlined: {}", shown.out);
}

#[test]
fn what_was_said_earlier_is_dated_from_when_it_was_said() {
    let bench = Bench::with_a_cell();
    let document = bench.document(&["add", "wxy 诉求 门前路坑洼 !7", "--at", "2026-11-16T10:00", "--as", "华明"], 0);
    assert_eq!(document["matter"]["raised_at"], "2026-11-16T10:00:00+08:00");
    assert_eq!(document["matter"]["due"], "2026-11-25T23:59:59+08:00");
    assert_eq!(document["visit"]["by"], "华明");
    assert_eq!(document["visit"]["typed_at"], "2026-11-21T09:00:00+08:00");
    assert_eq!(bench.refused(&["add", "wxy 走访", "--at", "2026-11-22"], 2).0, "at_later_than_now");
    assert_eq!(bench.refused(&["add", "wxy 走访", "--at", "soon"], 2).0, "usage");
}

const ROSTER: &str = "户号,姓名,与户主关系,身份证号,性别,出生日期,民族,联系电话,家庭住址\n\
    1,李磊,户主,152499197905013894,男,1979-05-01,汉,17700007737,王府村1组196号\n\
    2,李志勇,户主,152499197802240277,男,1978-02-24,汉,13800000365,王府村1组180号\n\
    2,吴文秀,配偶,152499197810102288,女,1978-10-10,汉,,王府村1组180号\n";

fn counts(document: &Value, of: &str) -> [u64; 4] {
    ["created", "updated", "unchanged", "held"].map(|key| document[of][key].as_u64().unwrap())
}

#[test]
fn a_roster_is_shown_first_taken_as_one_act_and_changes_nothing_the_second_time() {
    let bench = Bench::new();
    let file = bench.file("roster.csv", ROSTER);
    let cell = ["--cell", "150826102207-003"];
    let tried = bench.document(&["import", &file, "--dry-run", "--records", cell[0], cell[1]], 0);
    assert_keys(&tried, "files households members unplaced act");
    assert_keys(&tried["files"][0], "file outcome error sheets ignored_sheets households members records problems");
    assert_keys(
        &tried["files"][0]["records"][0],
        "sheet row household name relation id sex birth ethnicity phone address tags",
    );
    assert_eq!(counts(&tried, "households"), [2, 0, 0, 0]);
    assert!(tried["act"].is_null());
    let unasked = bench.document(&["import", &file, cell[0], cell[1]], 0);
    assert!(unasked["act"].is_null() && !bench.data().exists(), "nobody said yes");

    let taken = bench.document(&["import", &file, "--yes", cell[0], cell[1]], 0);
    assert_eq!((counts(&taken, "households"), counts(&taken, "members")), ([2, 0, 0, 0], [3, 0, 0, 0]));
    let households = bench.done("list households");
    assert_eq!(households["households"][0]["door"], "1组180号");
    assert_eq!(households["households"][0]["members"], 2);
    let again = bench.document(&["import", &file, "--yes", cell[0], cell[1]], 0);
    assert_eq!((counts(&again, "households"), counts(&again, "members")), ([0, 0, 2, 0], [0, 0, 3, 0]));
    assert!(again["act"].is_null());

    bench.done(&format!("act {} undo", text(&taken, "act")));
    assert_eq!(bench.done("list households")["total"], 0, "one undo takes all of it back");
}

#[test]
fn a_newer_roster_completes_what_is_known_and_erases_nothing() {
    let bench = Bench::new();
    let (old, cell) = (bench.file("old.csv", ROSTER), ["--cell", "150826102207-003"]);
    bench.document(&["import", &old, "--yes", cell[0], cell[1]], 0);
    let newer = ROSTER
        .replace("17700007737", "17700007738")
        .replace("13800000365", "")
        .replace("2,吴文秀,配偶", "2,李小雨,女儿,152499200009087806,女,2000-09-08,汉,,王府村1组180号\n2,吴文秀,配偶");
    let newer = bench.file("newer.csv", &newer);
    let taken = bench.document(&["import", &newer, "--yes", cell[0], cell[1]], 0);
    assert_eq!((counts(&taken, "households"), counts(&taken, "members")), ([0, 2, 0, 0], [1, 1, 2, 0]));
    let members = bench.done("list members --reveal")["members"].clone();
    let phone = |name: &str| members.as_array().unwrap().iter().find(|m| m["name"] == name).unwrap()["phone"].clone();
    assert_eq!(phone("李磊"), "17700007738");
    assert_eq!(phone("李志勇"), "13800000365", "an empty field says nothing");
}

#[test]
fn people_go_to_the_place_their_roster_names() {
    let bench = Bench::new();
    let file = bench.file("roster.csv", ROSTER);
    let unplaced = bench.done(&format!("import {file} --dry-run"));
    assert_eq!(unplaced["unplaced"], serde_json::json!([{"village": "王府村", "households": 2}]));
    let (code, hint) = bench.refused(&["import", &file, "--yes"], 1);
    assert_eq!(code, "nothing_placed");
    assert!(hint.contains("--cell") && hint.contains("王府村"));
    bench.done("areas add 150826102210 王府村");
    assert!(bench.done(&format!("import {file} --yes"))["act"].is_string());
    assert_eq!(bench.done("list cells")["cells"][0]["code"], "150826102210-001");
}

#[test]
fn somebody_who_is_known_in_another_household_is_held_back() {
    let bench = Bench::new();
    let cell = ["--cell", "150826102207-003"];
    let old = bench.file("old.csv", ROSTER);
    bench.document(&["import", &old, "--yes", cell[0], cell[1]], 0);
    let other = bench.file(
        "other.csv",
        "户号,姓名,与户主关系,身份证号\n7,高文斌,户主,152499199708308617\n7,吴文秀,配偶,152499197810102288\n",
    );
    let taken = bench.document(&["import", &other, "--yes", cell[0], cell[1]], 0);
    assert_eq!((counts(&taken, "households"), counts(&taken, "members")), ([1, 0, 0, 0], [1, 0, 0, 1]));
}

#[test]
fn what_is_left_to_a_person_is_told_with_the_place_where_it_is_decided() {
    let bench = Bench::new();
    let cell = ["--cell", "150826102207-003"];
    let old = bench.file("old.csv", ROSTER);
    bench.document(&["import", &old, "--yes", cell[0], cell[1]], 0);
    let other = bench.file("other.csv", "户号,姓名,与户主关系,家庭住址\n7,李志勇,户主,王府村1组999号\n");
    for (lang, hint) in [("zh", "1 处要由人来定"), ("en", "1 left to a person")] {
        let answered = bench.run(&["--json", "--lang", lang, "import", &other, "--yes", cell[0], cell[1]]);
        let document: Value = serde_json::from_str(&answered.out).unwrap();
        assert_eq!(document["decisions"].as_array().unwrap().len(), 1, "{document}");
        assert_eq!((counts(&document, "households"), &document["act"]), ([0, 0, 0, 1], &Value::Null));
        assert!(answered.err.contains(hint) && answered.err.contains("Ctrl-o"), "{}", answered.err);
    }
}

#[test]
fn a_file_that_is_no_roster_is_told_and_takes_nothing() {
    let bench = Bench::new();
    let file = bench.file("notes.csv", "a,b\n1,2\n");
    let document = bench.document(&["import", &file, "--yes", "--cell", "150826102207-003"], 1);
    assert_eq!(document["files"][0]["outcome"], "error");
    assert_keys(&document["files"][0]["error"], "code message hint");
    assert!(!bench.data().exists());
    assert_eq!(bench.refused(&["import", "/nowhere.xlsx"], 1).0, "file");
    let map = bench.file("map.toml", "\"姓名\" = \"nonsense\"\n");
    let roster = bench.file("roster.csv", ROSTER);
    assert_eq!(bench.refused(&["import", &roster, "--map", &map], 1).0, "bad_map");
}

#[test]
fn after_a_large_roster_the_database_is_put_in_order_and_a_kill_meanwhile_loses_nothing() {
    let bench = Bench::with_a_cell();
    let mut roster = String::from("户号,姓名,与户主关系,门牌号\n");
    for number in 0..9_000 {
        roster.push_str(&format!("{number},张{number},户主,{}组{number}号\n", number % 9));
    }
    let few: String = roster.split_inclusive('\n').take(20).collect();
    let [few, many] = [bench.file("few.csv", &few), bench.file("many.csv", &roster)];
    let taken = bench.killed_at("anew built", &["import", &few, "--yes", "--cell", "003"]);
    assert_eq!(taken.code, 0, "for a few it is not worth the while: {}", taken.err);
    let killed = bench.killed_at("anew built", &["import", &many, "--yes", "--cell", "003"]);
    assert_ne!(killed.code, 0, "it is killed there: {}", killed.out);
    assert_eq!(bench.done("list households --limit 1")["total"], 9_002);
    assert_eq!(bench.document(&["doctor", "--full"], 0)["sound"], true);
}
