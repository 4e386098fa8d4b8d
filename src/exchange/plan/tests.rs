//! Laws of taking rosters in, on every sample that can be read.

use std::ops::ControlFlow;
use std::path::Path;

use super::*;
use crate::domain::facets::Tally;
use crate::exchange::read_roster;
use crate::store::replica::{Replica, Said};

fn samples() -> Vec<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        read_roster(&name, &std::fs::read(path).unwrap(), &mut |_| ControlFlow::Continue(()))
    };
    let kinds = ["xlsx", "xls", "csv"];
    let is_roster =
        |path: &&std::path::PathBuf| path.extension().is_some_and(|ending| kinds.iter().any(|kind| ending == *kind));
    let rosters = paths.iter().filter(is_roster).map(read);
    let readings: Vec<Reading> = rosters.filter(|reading| reading.failure.is_none()).collect();
    assert!(readings.len() >= 8, "samples are there");
    readings
}

fn cell() -> Scope {
    "150826102207-003".parse().unwrap()
}

fn take(replica: &mut Replica, readings: &[Reading]) -> Plan {
    let planned = plan(readings, replica, Some(cell())).unwrap();
    if let Some(request) = planned.clone().request() {
        let at = "2026-11-21T09:00".parse().unwrap();
        replica.commit(&Said { now: at, at, by: "陈强".into() }, &request).unwrap();
    }
    planned
}

#[test]
fn the_same_file_a_second_time_changes_nothing_and_everybody_is_there() {
    for reading in samples() {
        let mut replica = Replica::in_memory(1);
        let first = take(&mut replica, std::slice::from_ref(&reading));
        let members = usize::try_from(replica.tally(Tally::Members, Scope::WHOLE).unwrap()).unwrap();
        assert_eq!(members, reading.records.len(), "{}", reading.file);
        let second = take(&mut replica, std::slice::from_ref(&reading));
        assert_eq!(second.requests, [], "{}", reading.file);
        assert_eq!(second.households.unchanged, first.households.created, "{}", reading.file);
        assert_eq!(second.members.unchanged, members, "{}", reading.file);
        assert_eq!((second.members.held, second.households.held), (first.members.held, 0), "{}", reading.file);
    }
}

#[test]
fn a_roster_given_twice_at_once_is_taken_once() {
    let reading = samples().remove(0);
    let mut replica = Replica::in_memory(1);
    let planned = take(&mut replica, &[reading.clone(), reading.clone()]);
    let members = usize::try_from(replica.tally(Tally::Members, Scope::WHOLE).unwrap()).unwrap();
    assert_eq!((members, planned.members.created), (reading.records.len(), reading.records.len()));
}

#[test]
fn whoever_is_missing_from_a_newer_roster_stays() {
    let mut reading = samples().remove(0);
    let mut replica = Replica::in_memory(1);
    let first = take(&mut replica, std::slice::from_ref(&reading));
    reading.records.truncate(reading.records.len() / 2);
    let second = take(&mut replica, std::slice::from_ref(&reading));
    assert_eq!(second.requests, []);
    let members = usize::try_from(replica.tally(Tally::Members, Scope::WHOLE).unwrap()).unwrap();
    assert_eq!(members, first.members.created);
}

#[test]
fn a_roster_that_names_a_known_cell_goes_there() {
    let mut reading = samples().remove(0);
    let mut replica = Replica::in_memory(1);
    let known: Scope = "150826102207-007".parse().unwrap();
    let at = "2026-11-21T09:00".parse().unwrap();
    let said = Said { now: at, at, by: "陈强".into() };
    replica.commit(&said, &Request::AddCell { scope: known, name: Some("七网格".into()) }).unwrap();
    for record in &mut reading.records {
        record.cell = "七网格".into();
    }
    let planned = plan(std::slice::from_ref(&reading), &replica, None).unwrap();
    assert!(planned.unplaced.is_empty());
    let cells = planned.requests.iter().map(|request| match request {
        Request::AddHousehold { cell, .. } => *cell,
        other => panic!("{other:?}"),
    });
    assert!(cells.into_iter().all(|cell| cell == known));
}

fn roster(rows: &str) -> Reading {
    let text = format!("户号,姓名,关系,身份证号,出生日期,门牌号,电话\n{rows}");
    let reading = read_roster("r.csv", text.as_bytes(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(reading.failure, None);
    reading
}

fn commit(replica: &mut Replica, planned: Plan) {
    let Some(request) = planned.request() else { return };
    let at = "2026-11-21T09:00".parse().unwrap();
    replica.commit(&Said { now: at, at, by: "陈强".into() }, &request).unwrap();
}

/// A ledger with this roster in it.
fn ledger(rows: &str) -> Replica {
    let mut replica = Replica::in_memory(1);
    let planned = take(&mut replica, &[roster(rows)]);
    assert_eq!(planned.decisions, []);
    replica
}

fn answering(planned: &Plan, answer: impl Fn(&Decision) -> Answer) -> Choices {
    let answers = planned.decisions.iter().map(|decision| (decision.question.clone(), answer(decision)));
    Choices { cell: Some(cell()), answers: answers.collect(), ..Choices::default() }
}

fn same(decision: &Decision) -> Answer {
    let candidate = &decision.candidates[0];
    Answer::Same(candidate.member.unwrap_or(candidate.household))
}

fn tally(replica: &Replica, tally: Tally) -> i64 {
    replica.tally(tally, Scope::WHOLE).unwrap()
}

const KNOWN: &str = "1,张三,户主,,1960-02-03,12号,\n1,张小花,女,,1990-05-06,12号,\n";

#[test]
fn a_head_of_the_same_name_at_another_door_is_asked_about_and_held_until_answered() {
    let mut replica = ledger(KNOWN);
    let moved = [roster("7,张三,户主,,,45号,13800000000\n7,李四,配偶,,1962-01-01,45号,\n")];
    let asked = take(&mut replica, &moved);
    assert_eq!(asked.requests, []);
    assert_eq!((asked.households.held, asked.members.held), (1, 2));
    let decision = &asked.decisions[0];
    assert_eq!((decision.question.about, decision.question.spot.row), (About::Household, 2));
    assert_eq!((decision.name.as_str(), decision.door.as_str()), ("张三", "45号"));
    assert_eq!(decision.candidates[0].door, "12号");

    let held = plan_with(&moved, &replica, &answering(&asked, |_| Answer::Hold)).unwrap();
    assert_eq!((held.requests.len(), held.decisions[0].answer), (0, Some(Answer::Hold)));

    let joined = plan_with(&moved, &replica, &answering(&asked, same)).unwrap();
    assert_eq!((joined.households.updated, joined.members.created, joined.members.updated), (1, 1, 1));
    let other = plan_with(&moved, &replica, &answering(&asked, |_| Answer::Another)).unwrap();
    assert_eq!((other.households.created, other.members.created), (1, 2));

    commit(&mut replica, other);
    assert_eq!((tally(&replica, Tally::Households), tally(&replica, Tally::Members)), (2, 4));
    let again = take(&mut replica, &moved);
    assert_eq!((again.requests, again.decisions), (vec![], vec![]));
}

#[test]
fn a_household_that_is_said_to_be_the_same_is_found_again_without_a_question() {
    let mut replica = ledger(KNOWN);
    let moved = [roster("7,张三,户主,,,45号,\n")];
    let asked = take(&mut replica, &moved);
    let joined = plan_with(&moved, &replica, &answering(&asked, same)).unwrap();
    commit(&mut replica, joined);
    assert_eq!((tally(&replica, Tally::Households), tally(&replica, Tally::Members)), (1, 2));
    let again = take(&mut replica, &moved);
    assert_eq!((again.requests, again.decisions), (vec![], vec![]));
}

#[test]
fn a_person_of_the_same_name_and_birth_elsewhere_is_asked_about() {
    let mut replica = ledger(KNOWN);
    let married = [roster("2,王五,户主,,1988-01-01,30号,\n2,张小花,配偶,,1990-05-06,30号,13811112222\n")];
    let asked = plan(&married, &replica, Some(cell())).unwrap();
    assert_eq!((asked.households.created, asked.members.created, asked.members.held), (1, 1, 1));
    let decision = &asked.decisions[0];
    assert_eq!(
        (decision.question.about, decision.question.spot.row, decision.question.spot.column),
        (About::Person, 3, 1)
    );
    assert_eq!(
        (decision.candidates[0].head.as_str(), decision.candidates[0].birth.as_deref()),
        ("张三", Some("1990-05-06"))
    );

    let joined = plan_with(&married, &replica, &answering(&asked, same)).unwrap();
    assert_eq!((joined.members.created, joined.members.updated, joined.members.held), (1, 1, 0));
    let edit = joined.requests.iter().find_map(|request| match request {
        Request::EditHousehold { edits, .. } => Some(edits.as_slice()),
        _ => None,
    });
    let only_phone = matches!(edit.unwrap(), [Edit::SetMember { field: MemberField::Phone(Some(_)), .. }]);
    assert!(only_phone, "the relation there is to another head: {edit:?}");

    let other = plan_with(&married, &replica, &answering(&asked, |_| Answer::Another)).unwrap();
    commit(&mut replica, other);
    assert_eq!(tally(&replica, Tally::Members), 4);
    let again = take(&mut replica, &married);
    assert_eq!((again.requests, again.decisions), (vec![], vec![]));
}

#[test]
fn a_head_who_may_be_a_member_elsewhere_holds_the_household() {
    let replica = ledger(KNOWN);
    let own = [roster("2,张小花,户主,,1990-05-06,30号,\n2,王小明,子,,2015-05-06,30号,\n")];
    let asked = plan(&own, &replica, Some(cell())).unwrap();
    assert_eq!((asked.requests.len(), asked.households.held, asked.members.held), (0, 1, 2));
}

#[test]
fn other_births_or_other_numbers_are_other_people_without_a_question() {
    let replica = ledger("1,张三,户主,152499197905013894,,12号,\n1,张小花,女,,1990-05-06,12号,\n");
    let rows =
        "2,王五,户主,,1988-01-01,30号,\n2,张小花,配偶,,1991-05-06,30号,\n3,张三,户主,152499198502011231,,45号,\n";
    let planned = plan(&[roster(rows)], &replica, Some(cell())).unwrap();
    let without = planned.decisions.iter().map(|d| (d.name.as_str(), d.question.about)).collect::<Vec<_>>();
    assert_eq!(without, []);
    assert_eq!(planned.households.created, 2);
}

#[test]
fn another_birth_in_the_same_household_is_asked_about() {
    let mut replica = ledger(KNOWN);
    let newer = [roster("1,张三,户主,,1960-02-03,12号,\n1,张小花,女,,1991-05-06,12号,\n")];
    let asked = take(&mut replica, &newer);
    assert_eq!((asked.requests.len(), asked.members.held, asked.members.unchanged), (0, 1, 1));
    let joined = plan_with(&newer, &replica, &answering(&asked, same)).unwrap();
    assert_eq!(joined.members.updated, 1);
    commit(&mut replica, joined);
    assert_eq!(tally(&replica, Tally::Members), 2);
    let again = take(&mut replica, &newer);
    assert_eq!((again.requests, again.decisions), (vec![], vec![]));
}

#[test]
fn households_without_doors_are_found_again_by_their_people_or_asked_about() {
    let rows = "1,张三,户主,,1960-02-03,,\n1,李四,配偶,,,,\n2,张三,户主,,1970-02-03,,\n";
    let mut replica = ledger(rows);
    let again = take(&mut replica, &[roster(rows)]);
    assert_eq!((again.requests, again.decisions), (vec![], vec![]));
    let other = plan(&[roster("1,张三,户主,,,,\n1,赵六,配偶,,,,\n")], &replica, Some(cell())).unwrap();
    assert_eq!((other.requests.len(), other.decisions[0].candidates.len()), (0, 2));
}

#[test]
fn a_village_of_the_roster_is_the_cell_or_village_that_a_person_says() {
    let mut reading = roster("1,张三,户主,,1960-02-03,12号,\n");
    reading.records[0].village = "王府营子".into();
    let replica = Replica::in_memory(1);
    let readings = [reading];
    assert_eq!(plan_with(&readings, &replica, &Choices::default()).unwrap().unplaced["王府营子"], 1);
    for (said, taken) in [("150826102207", "150826102207-001"), ("150826102207-009", "150826102207-009")] {
        let villages = BTreeMap::from([("王府营子".to_owned(), said.parse().unwrap())]);
        let planned = plan_with(&readings, &replica, &Choices { villages, ..Choices::default() }).unwrap();
        assert_eq!(planned.requests[0], Request::AddCell { scope: taken.parse().unwrap(), name: None });
    }
}

/// Records a death, without what follows.
fn died(replica: &mut Replica, name: &str, head: Option<&str>) {
    use crate::domain::life::{Life, LifeEvent};
    let homes = replica.households_of_cell(cell()).unwrap();
    let member = |name: &str| {
        let mut members = homes.iter().flat_map(|home| home.profile.members.iter().map(move |one| (home.id, one)));
        members.find(|(_, one)| one.details.name == name).map(|(home, one)| (home, one.id)).unwrap()
    };
    let (household, id) = member(name);
    let event = LifeEvent::Died { member: id, on: "2026-11-03".parse().unwrap() };
    let head = head.map(|head| member(head).1);
    let life = Life { household, event, head, relations: Vec::new(), follow: Vec::new(), words: String::new() };
    let at = "2026-11-21T09:00".parse().unwrap();
    replica.commit(&Said { now: at, at, by: "陈强".into() }, &Request::Live(Box::new(life))).unwrap();
}

#[test]
fn a_roster_does_not_raise_the_dead() {
    let mut replica = ledger(KNOWN);
    died(&mut replica, "张三", Some("张小花"));
    let again = [roster(KNOWN)];
    let asked = take(&mut replica, &again);
    assert_eq!(asked.requests, [], "neither the person nor the head nor a relation comes back");
    assert_eq!((asked.members.held, asked.members.unchanged), (1, 1));
    let decision = &asked.decisions[0];
    assert!(decision.candidates[0].going.as_ref().is_some_and(crate::domain::household::Going::is_death));
    assert!(decision.message(crate::i18n::Lang::Zh).contains("2026-11-03 去世"), "{decision:?}");
    let same = plan_with(&again, &replica, &answering(&asked, same)).unwrap();
    assert_eq!((same.requests.len(), same.members.held), (0, 0), "the same person stays gone");
    let other = plan_with(&again, &replica, &answering(&asked, |_| Answer::Another)).unwrap();
    commit(&mut replica, other);
    assert_eq!(tally(&replica, Tally::Members), 2, "another one of that name is taken");
}

#[test]
fn the_dead_are_known_by_their_number_wherever_a_roster_puts_them() {
    let mut replica = ledger("1,张三,户主,152499197905013894,,12号,\n1,李四,配偶,,1962-01-01,12号,\n");
    died(&mut replica, "张三", Some("李四"));
    let elsewhere = [roster("2,王五,户主,,1988-01-01,30号,\n2,张三,父亲,152499197905013894,,30号,\n")];
    let asked = plan(&elsewhere, &replica, Some(cell())).unwrap();
    assert_eq!((asked.members.created, asked.members.held, asked.decisions.len()), (1, 1, 1));
}

#[test]
fn a_household_that_moved_away_is_found_again_by_its_door_and_stays_away() {
    use crate::domain::household::Away;
    use crate::domain::life::{Life, LifeEvent};
    let mut replica = ledger(KNOWN);
    let household = replica.households_of_cell(cell()).unwrap()[0].id;
    let away = Away { on: "2026-11-03".parse().unwrap(), to: "包头".to_owned(), registered: true };
    let event = LifeEvent::AllLeft(away);
    let life = Life { household, event, head: None, relations: Vec::new(), follow: Vec::new(), words: String::new() };
    let at = "2026-11-21T09:00".parse().unwrap();
    replica.commit(&Said { now: at, at, by: "陈强".into() }, &Request::Live(Box::new(life))).unwrap();
    let again = take(&mut replica, &[roster(KNOWN)]);
    assert_eq!((again.requests, again.households.unchanged), (vec![], 1));
    assert!(replica.households_of_cell(cell()).unwrap().is_empty());
}
