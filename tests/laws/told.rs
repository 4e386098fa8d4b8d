//! Single stories of devices that did not know of each other.

use chuanmen::domain::area::Area;
use chuanmen::domain::deadline::Allowance;
use chuanmen::domain::disclosure::{Column, Disclosed, Manner};
use chuanmen::domain::event::Event;
use chuanmen::domain::fact::Fact;
use chuanmen::domain::handover::{Handover, Share};
use chuanmen::domain::history::fold;
use chuanmen::domain::household::HouseholdField;
use chuanmen::domain::id::Id;
use chuanmen::domain::matter::verb::{Verb, VerbName};
use chuanmen::domain::matter::{Assignee, Kind, Satisfied, State};
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::record::Record;
use chuanmen::domain::refusal::{Refusal, UndoRefusal};
use chuanmen::domain::request::{Edit, RaiseNote, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::store::replica::{CommitFault, Committed, Replica, Said};

use crate::deeds::*;
use crate::*;

/// One device with a household in cell 1; returns it with its id.
fn one_door() -> (Replica, Id) {
    let mut replica = Field::new().devices.swap_remove(0);
    let request = Request::AddHousehold { cell: cell(0), household: new_household(12) };
    let household = commit(&mut replica, START, &request).unwrap().about[0];
    (replica, household)
}

fn raised(replica: &mut Replica, household: Id, text: &str) -> Id {
    let note = RaiseNote::new(Kind::Demand, household, text);
    commit(replica, START + 60, &Request::Raise(Box::new(note))).unwrap().about[0]
}

fn acted(replica: &mut Replica, matter: Id, name: VerbName, fill: impl FnOnce(&mut Verb)) -> Committed {
    let mut verb = Verb::new(name);
    verb.text = Some("已办".to_owned());
    fill(&mut verb);
    commit(replica, START + 120, &Request::Act { matter, verb }).unwrap()
}

#[test]
fn what_was_disclosed_counts_whatever_claims_to_take_it_back() {
    let (mut replica, household) = one_door();
    let disclosed = Disclosed {
        manner: Manner::Card,
        what: String::new(),
        columns: vec![Column::Phone],
        count: 1,
        household: None,
    };
    let request = Request::Disclose {
        scope: cell(1),
        disclosed: Box::new(Disclosed { household: Some(household), ..disclosed }),
    };
    let record = commit(&mut replica, START + 60, &request).unwrap().about[0];
    let mut events = replica.history(record).unwrap();
    assert_eq!(events[0].log.scope, cell(0), "it lies with the household, not where it was asked for");
    let seen = events[0].reference();
    let forged = Fact::Retracted { of: events[0].act, events: vec![seen] };
    events.push(Event { seq: 99, stamp: seen.stamp + 1, after: vec![seen], fact: forged, ..events[0].clone() });
    assert!(matches!(fold(&events), Some(Record::Disclosure(_))));
    assert_eq!(replica.disclosures_of(household).unwrap().len(), 1);
}

#[test]
fn undoing_a_join_after_further_events_restores_the_voice() {
    let (mut replica, household) = one_door();
    let lead = raised(&mut replica, household, "路不平");
    let voice = raised(&mut replica, household, "路坑洼");
    let before = without_trail(vec![Record::Matter(replica.matter(voice).unwrap().unwrap())]);
    let join = acted(&mut replica, voice, VerbName::Join, |verb| verb.lead = Some(lead));
    acted(&mut replica, lead, VerbName::Note, |_| {});
    acted(&mut replica, lead, VerbName::Done, |_| {});
    acted(&mut replica, voice, VerbName::Told, |_| {});
    commit(&mut replica, START + 180, &Request::Undo(join.act)).unwrap();
    let mut after = replica.matter(voice).unwrap().unwrap();
    assert!(after.told.take().is_some(), "what was told in between stays");
    assert_eq!(without_trail(vec![Record::Matter(after)]), before);
    assert_eq!(replica.voices(lead).unwrap(), []);
}

#[test]
fn a_moved_household_is_whole_in_its_new_cell() {
    let (mut replica, household) = one_door();
    let matter = raised(&mut replica, household, "水浑有味");
    let old = replica.household(household).unwrap().unwrap();
    let moved = commit(&mut replica, START + 300, &Request::MoveHousehold { household, to: cell(1) }).unwrap();
    let new = replica.household(household).unwrap().unwrap();
    assert_eq!(new.cell, cell(1));
    assert_eq!((&new.profile, &new.visits), (&old.profile, &old.visits));
    assert_eq!(replica.matters_of_household(&new).unwrap()[0].id, matter);
    assert_eq!(replica.households_of_cell(cell(0)).unwrap(), []);
    assert_eq!(replica.roster(cell(1)).unwrap().len(), 1);
    assert_eq!(replica.roster(cell(0)).unwrap().len(), 0);
    // A laptop that is given only the new cell sees the household whole as well.
    let theirs = replica.sealed_events().unwrap();
    let theirs = theirs.into_iter().filter(|event| event.header.scope != cell(0).key()).collect();
    let elsewhere = fed([theirs]);
    assert_eq!(elsewhere.household(household).unwrap().unwrap().profile, new.profile);
    assert_eq!(elsewhere.matter(matter).unwrap().unwrap().raised, replica.matter(matter).unwrap().unwrap().raised);
    commit(&mut replica, START + 360, &Request::Undo(moved.act)).unwrap();
    assert_eq!(replica.household(household).unwrap().unwrap().cell, cell(0));
}

/// Two devices that know the same door and then do not meet.
fn two_apart() -> (Replica, Replica, Id) {
    let (one, household) = one_door();
    let mut other = Replica::in_memory(2);
    other.absorb(one.sealed_events().unwrap()).unwrap();
    (one, other, household)
}

fn meet(one: &mut Replica, other: &mut Replica) {
    one.absorb(other.sealed_events().unwrap()).unwrap();
    other.absorb(one.sealed_events().unwrap()).unwrap();
    assert_same(one, other);
}

fn set(replica: &mut Replica, now: i64, household: Id, field: HouseholdField) {
    commit(replica, now, &Request::EditHousehold { household, edits: vec![Edit::Set(field)] }).unwrap();
}

#[test]
fn different_fields_both_win_and_the_same_field_is_marked() {
    let (mut one, mut other, household) = two_apart();
    set(&mut one, START + 10, household, HouseholdField::Phone(Some("13800001111".to_owned())));
    set(&mut other, START + 10, household, HouseholdField::Address(Some("东头".to_owned())));
    set(&mut one, START + 20, household, HouseholdField::Door("3组1号".to_owned()));
    set(&mut other, START + 30, household, HouseholdField::Door("3组2号".to_owned()));
    meet(&mut one, &mut other);
    let found = one.household(household).unwrap().unwrap();
    assert_eq!(found.profile.phone.as_deref(), Some("13800001111"));
    assert_eq!(found.profile.address.as_deref(), Some("东头"));
    assert_eq!(found.profile.door, "3组2号", "the later in the total order holds");
    assert_eq!(found.trail.conflicts.len(), 1, "{:?}", found.trail.conflicts);
    set(&mut one, START + 40, household, HouseholdField::Door("3组3号".to_owned()));
    assert_eq!(one.household(household).unwrap().unwrap().trail.conflicts, [], "who saw both settles it");
}

#[test]
fn the_same_value_written_twice_is_no_conflict() {
    let (mut one, mut other, household) = two_apart();
    set(&mut one, START + 10, household, HouseholdField::Door("3组1号".to_owned()));
    set(&mut other, START + 30, household, HouseholdField::Door("3组1号".to_owned()));
    meet(&mut one, &mut other);
    assert_eq!(one.household(household).unwrap().unwrap().trail.conflicts, []);
}

#[test]
fn a_step_that_no_longer_fits_is_kept_and_marked() {
    let (mut one, household) = one_door();
    let matter = raised(&mut one, household, "路灯不亮");
    let mut other = Replica::in_memory(2);
    other.absorb(one.sealed_events().unwrap()).unwrap();
    acted(&mut one, matter, VerbName::Done, |_| {});
    commit(
        &mut other,
        START + 500,
        &Request::Act {
            matter,
            verb: {
                let mut verb = Verb::new(VerbName::Pause);
                verb.text = Some("等户主回来".to_owned());
                verb
            },
        },
    )
    .unwrap();
    meet(&mut one, &mut other);
    let found = one.matter(matter).unwrap().unwrap();
    assert_eq!(found.state, State::Done);
    assert_eq!((found.trail.idle.len(), found.trail.conflicts.len()), (1, 1));
    let history: Vec<Event> = one.history(matter).unwrap();
    assert_eq!(history.len(), 3, "nothing is dropped");
}

#[test]
fn an_act_that_others_stand_on_is_not_taken_back() {
    let (mut replica, household) = one_door();
    let matter = raised(&mut replica, household, "路灯不亮");
    let done = acted(&mut replica, matter, VerbName::Done, |_| {});
    acted(&mut replica, matter, VerbName::Confirm, |verb| verb.satisfied = Some(Satisfied::Yes));
    let said = Said { now: Moment::from_unix(START), at: Moment::from_unix(START), by: "陈强".to_owned() };
    let refused = replica.commit(&said, &Request::Undo(done.act));
    assert!(matches!(
        refused,
        Err(chuanmen::store::replica::CommitFault::Refused(Refusal::Undo(UndoRefusal::DependedOn(_))))
    ));
    assert_eq!(replica.matter(matter).unwrap().unwrap().state, State::Closed);
}

#[test]
fn a_new_calendar_moves_only_provisional_dates() {
    let (mut replica, household) = one_door();
    let certain = raised(&mut replica, household, "路灯不亮");
    let mut note = RaiseNote::new(Kind::Demand, household, "低保复核");
    note.allowance = Some(Allowance::Working(40));
    let provisional = commit(&mut replica, START, &Request::Raise(Box::new(note))).unwrap().about[0];
    let due = |replica: &Replica, id| replica.matter(id).unwrap().unwrap().due(&replica.rules().workdays).unwrap();
    let (before, far) = (due(&replica, certain), due(&replica, provisional));
    assert!(!before.provisional && far.provisional);
    let tsv = "date\tkind\tname\n2027-01-01\tholiday\t元旦\n2027-01-04\tholiday\t元旦\n2027-02-08\tholiday\t春节\n";
    commit(&mut replica, START, &Request::SetWorkdays { tsv: tsv.to_owned() }).unwrap();
    assert_eq!(due(&replica, certain), before);
    let settled = due(&replica, provisional);
    assert!(settled.at > far.at && !settled.provisional, "{far:?} {settled:?}");
    assert_same(&replica, &fed([replica.sealed_events().unwrap()]));
}

#[test]
fn an_area_added_on_two_devices_is_one() {
    let (mut one, mut other, _) = two_apart();
    let scope: Scope = "150826102208".parse().unwrap();
    for (device, name) in [(&mut one, "联丰村"), (&mut other, "联丰")] {
        commit(device, START, &Request::AddArea { scope, name: name.to_owned() }).unwrap();
    }
    meet(&mut one, &mut other);
    let areas = one.areas(scope).unwrap();
    assert_eq!(areas.len(), 1);
    assert_eq!(one.history(Area::id_of(scope)).unwrap().len(), 2);
    assert_eq!(areas[0].trail.conflicts.len(), 1);
}

#[test]
fn whom_a_promise_was_handed_to_keeps_it_wherever_the_matter_goes() {
    let (mut replica, household) = one_door();
    let matter = raised(&mut replica, household, "门前路坑洼");
    acted(&mut replica, matter, VerbName::Promise, |verb| {
        verb.text = Some("下次带报销单".into());
        verb.due = Some(Allowance::Days(3));
    });
    let share = Share::Promises;
    let place = replica.household(household).unwrap().unwrap().cell;
    let handover = Handover { cell: place, from: "陈强".into(), to: "李敏".into(), share };
    let handed = commit(&mut replica, START + 60, &Request::HandOver(Box::new(handover))).unwrap();
    let to = cell((0..3).find(|number| cell(*number) != place).unwrap());
    commit(&mut replica, START + 120, &Request::MoveHousehold { household, to }).unwrap();
    let promise = &replica.promises_of(household).unwrap()[0];
    assert_eq!((promise.by(), promise.keeper()), ("陈强", "李敏"));
    assert_eq!(replica.matter(matter).unwrap().unwrap().assignee, Some(Assignee::Person("陈强".into())));
    let undo = replica.commit(&said(START + 180), &Request::Undo(handed.act));
    assert!(
        matches!(undo, Err(CommitFault::Refused(Refusal::Undo(UndoRefusal::DependedOn(_))))),
        "it went along with the move"
    );
}

#[test]
fn a_cell_that_one_retired_while_another_put_a_door_into_it_stays_in_sight() {
    let mut one = Replica::in_memory(1);
    commit(&mut one, START, &Request::AddCell { scope: cell(0), name: None }).unwrap();
    let mut other = Replica::in_memory(2);
    other.absorb(one.sealed_events().unwrap()).unwrap();
    commit(&mut one, START + 60, &Request::RetireArea { scope: cell(0) }).unwrap();
    assert!(one.cells(Scope::WHOLE).unwrap().is_empty());
    let door = Request::AddHousehold { cell: cell(0), household: new_household(1) };
    commit(&mut other, START + 60, &door).unwrap();
    meet(&mut one, &mut other);
    assert_same(&one, &other);
    assert!(one.cells(Scope::WHOLE).unwrap()[0].retired);
}
