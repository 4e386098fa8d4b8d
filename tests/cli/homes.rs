//! Households, members and tags from the command line: adding, changing, moving, splitting, merging.

use serde_json::Value;

use crate::bench::{Bench, text};

/// A valid identity number of a man born 1979-05-01.
const NUMBER: &str = "152499197905013894";

fn added(bench: &Bench, door: &str, head: &str) -> String {
    let answer = bench.done(&format!("household add --cell 150826102207-003 --door {door} --head {head}"));
    text(&answer["household"], "id")
}

fn member_added(bench: &Bench, household: &str, rest: &str) -> Value {
    bench.done(&format!("member add {household} {rest}"))["member"].clone()
}

/// What the history of something says, newest first.
fn told(bench: &Bench, id: &str) -> Vec<String> {
    bench.done(&format!("show {id} --lang en"))["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(one, "what"))
        .collect()
}

#[test]
fn every_change_of_a_household_says_what_it_was_and_what_it_is() {
    let bench = Bench::with_a_cell();
    let home = added(&bench, "5组1号", "孟和");
    let edited = bench.done(&format!("household edit {home} --door 5组2号 --phone 13804781234 --housing 砖房"));
    assert_eq!(edited["household"]["phone"], "138****1234");
    assert_eq!(edited["household"]["more"]["housing"], "砖房");
    bench.done(&format!("household edit {home} --phone 13904785678"));
    let what = told(&bench, &home);
    assert_eq!(what[0], "phone 138****1234 → 139****5678");
    assert!(what.contains(&"door 5组1号 → 5组2号".to_owned()), "{what:?}");
    assert!(what.contains(&"housing 砖房".to_owned()), "{what:?}");
    let emptied = bench.done(&format!("household edit {home} --phone="));
    assert_eq!(emptied["household"]["phone"], Value::Null);
}

#[test]
fn that_a_number_is_somebody_elses_too_is_told_at_every_door_that_has_it() {
    let bench = Bench::with_a_cell();
    let homes = [added(&bench, "5组1号", "孟和"), added(&bench, "5组2号", "其木格")];
    let members = homes.each_ref().map(|home| {
        text(&member_added(&bench, home, &format!("--name 巴图 --relation 子 --id-number {NUMBER}")), "id")
    });
    for (member, other) in members.iter().zip(["5组2号", "5组1号"]) {
        let said = bench.run(&["member", "edit", member, "--id-number", NUMBER]).err;
        assert!(said.contains(other), "{said}");
    }
}

#[test]
fn a_member_is_added_with_what_the_number_tells_and_a_wrong_number_is_refused() {
    let bench = Bench::with_a_cell();
    let home = added(&bench, "5组1号", "孟和");
    let son = member_added(&bench, &home, &format!("--name 巴图 --relation 子 --id-number {NUMBER} --schooling 初中"));
    assert_eq!((&son["birth"], &son["sex"]), (&Value::from("1979-05-01"), &Value::from("男")));
    assert_eq!(son["id_number"], "1524**********3894");
    assert_eq!(son["more"]["schooling"], "初中");
    let id = text(&son, "id");
    let wrong = format!("member edit {id} --id-number 152499197905013895");
    let wrong: Vec<&str> = wrong.split(' ').collect();
    assert_eq!(bench.refused(&wrong, 1).0, "bad_number");
    let said = bench.run(&wrong).err;
    assert!(said.contains("it ought to be 4"), "it says where and what was expected: {said}");
    bench.done(&format!("member edit {id} --relation 长子 --whereabouts 外出务工"));
    assert_eq!(told(&bench, &home)[0], "巴图 whereabouts 外出务工");
    let other = added(&bench, "5组3号", "其木格");
    let twice = format!("member add {other} --name 巴图 --id-number {NUMBER} --lang en");
    let twice = bench.run(&twice.split(' ').collect::<Vec<_>>());
    assert!(twice.err.contains("5组1号 孟和"), "told with the door: {}", twice.err);
    bench.done(&format!("member leave {id} --why 迁出"));
    assert_eq!(told(&bench, &home)[0], "巴图 left: 迁出");
}

#[test]
fn a_tag_is_set_renewed_and_ended() {
    let bench = Bench::with_a_cell();
    let home = added(&bench, "5组1号", "孟和");
    let set = bench.done(&format!("tag set {home} 低保 --reason 因病 --from 2026-01-01 --to 2026-12-31"));
    assert_eq!((&set["tag"]["to"], &set["tag"]["ended"]), (&Value::from("2026-12-31"), &Value::from(false)));
    bench.done(&format!("tag set {home} 低保 --reason 因病 --from 2026-01-01 --to 2027-12-31"));
    assert_eq!(told(&bench, &home)[0], "tag 低保 to 2026-12-31 → 2027-12-31");
    assert_eq!(bench.done(&format!("tag end {home} 低保 --on 2026-11-30"))["tag"]["ended"], true);
    let none = format!("tag end {home} 特困");
    assert_eq!(bench.refused(&none.split(' ').collect::<Vec<_>>(), 1).0, "no_such_tag");
}

#[test]
fn a_family_parts_comes_together_again_and_gets_another_head() {
    let bench = Bench::with_a_cell();
    let home = added(&bench, "5组1号", "孟和");
    let id = |name: &str, relation: &str| {
        text(&member_added(&bench, &home, &format!("--name {name} --relation {relation}")), "id")
    };
    let (wife, son) = (id("其木格", "配偶"), id("巴图", "子"));
    let split = bench.done(&format!("household split {home} --door 5组9号 --member {son}=户主"));
    assert_eq!((&split["household"]["head"], &split["from"]["members"]), (&Value::from("巴图"), &Value::from(2)));
    let new = text(&split["household"], "id");
    assert!(told(&bench, &new)[0].starts_with("split off from 5组1号 孟和"), "{:?}", told(&bench, &new));
    assert_eq!(told(&bench, &home)[0], "巴图 went to the new household 5组9号 巴图");
    let merge = bench.done(&format!("household merge {new} --into {home}"));
    assert_eq!(
        (&merge["from"]["merged_into"], &merge["household"]["members"]),
        (&Value::from(home.clone()), &Value::from(3))
    );
    assert_eq!(bench.done("list households --filter 5组")["total"], 1, "the emptied one is no door");
    bench.done(&format!("act {} undo", text(&merge, "act")));
    assert_eq!(bench.done("list households --filter 5组")["total"], 2);
    let members = bench.done("list members");
    let head = members["members"].as_array().unwrap().iter().find(|member| member["name"] == "孟和").unwrap();
    let head = text(head, "id");
    let changed = bench.done(&format!("household head {home} {wife} --relation {head}=配偶"));
    assert_eq!(changed["household"]["head"], "其木格");
    assert!(told(&bench, &home).contains(&"head 孟和 → 其木格".to_owned()), "{:?}", told(&bench, &home));
}

#[test]
fn a_household_moves_to_another_cell_with_what_belongs_to_it() {
    let bench = Bench::with_a_cell();
    bench.done("cells add 150826102207-004");
    let home = added(&bench, "5组1号", "孟和");
    let moved = bench.done(&format!("household move {home} --to 004"));
    assert_eq!(moved["household"]["cell"], "150826102207-004");
    assert_eq!(bench.done("search menghe")["households"][0]["cell"], "150826102207-004");
}
