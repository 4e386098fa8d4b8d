//! People and doors that stand in the records twice.

use chuanmen::domain::duplicates::{Duplicate, Likeness, duplicates, duplicates_of};
use chuanmen::domain::household::{Away, Person};
use chuanmen::domain::id::Id;
use chuanmen::domain::life::{Life, LifeEvent};
use chuanmen::domain::person_id::Sex;
use chuanmen::domain::request::{Edit, NewHousehold, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::store::replica::Replica;

use super::{cell, done, household, member, person, village, young_couple};

const NUMBER: &str = "152499197905013894";

fn add(replica: &mut Replica, number: u8, door: &str, members: Vec<Person>) -> Id {
    let household =
        NewHousehold { door: door.to_owned(), head: members[0].name.clone(), members, ..NewHousehold::default() };
    done(replica, &Request::AddHousehold { cell: cell(number), household }).about[0]
}

fn born(name: &str, birth: &str) -> Person {
    Person { birth: Some(birth.to_owned()), ..person(name, "户主") }
}

fn numbered(name: &str) -> Person {
    Person { id_number: Some(NUMBER.to_owned()), ..born(name, "1979-05-01") }
}

fn all(replica: &Replica) -> Vec<Duplicate> {
    duplicates(replica, Scope::WHOLE).unwrap()
}

fn whys(found: &[Duplicate]) -> Vec<Likeness> {
    found.iter().map(|pair| pair.why).collect()
}

#[test]
fn one_number_in_two_households_is_found_across_cells_and_said_once() {
    let (mut replica, wang, _) = village();
    assert_eq!(all(&replica), []);
    let one = add(&mut replica, 1, "5组1号", vec![numbered("巴图")]);
    let other = add(&mut replica, 2, "5组9号", vec![numbered("巴图")]);
    let found = all(&replica);
    assert_eq!(whys(&found), [Likeness::Number], "not by name and birth as well");
    assert_eq!((found[0].one.household.id, found[0].other.household.id), (one, other));
    assert_eq!(duplicates(&replica, cell(1)).unwrap(), [], "the other one lies elsewhere");
    assert_eq!(whys(&duplicates_of(&replica, &household(&replica, other)).unwrap()), [Likeness::Number]);
    assert_eq!(duplicates_of(&replica, &household(&replica, wang)).unwrap(), []);
}

#[test]
fn one_number_twice_in_one_household_is_found_until_it_is_mended_or_held_apart() {
    let (mut replica, _, _) = village();
    let home =
        add(&mut replica, 1, "5组1号", vec![numbered("巴图"), Person { name: "巴特尔".to_owned(), ..numbered("") }]);
    let found = all(&replica);
    assert_eq!(whys(&found), [Likeness::Number]);
    assert_eq!((found[0].one.household.id, found[0].other.household.id), (home, home));
    assert_eq!(duplicates(&replica, cell(1)).unwrap().len(), 1);
    assert_eq!(duplicates(&replica, cell(2)).unwrap(), []);
    assert_eq!(whys(&duplicates_of(&replica, &household(&replica, home)).unwrap()), [Likeness::Number]);
    let (mine, other) = found[0].ids();
    done(&mut replica, &Request::HoldApart { mine, other });
    assert_eq!(all(&replica), []);
    // A third with the number is again somebody to look at.
    let third = Edit::AddMember(Box::new(Person { name: "乌兰".to_owned(), ..numbered("") }));
    done(&mut replica, &Request::EditHousehold { household: home, edits: vec![third] });
    assert_eq!(whys(&all(&replica)), [Likeness::Number, Likeness::Number]);
}

#[test]
fn the_same_name_and_birth_is_told_apart_by_two_numbers_or_two_sexes() {
    let (mut replica, _, _) = village();
    add(&mut replica, 1, "5组1号", vec![born("索南·才旦", "1979-05-01")]);
    add(&mut replica, 1, "5组2号", vec![born("索南•才旦", "1979-05-01")]);
    assert_eq!(whys(&all(&replica)), [Likeness::NameAndBirth], "however the dot is written");
    add(&mut replica, 1, "5组3号", vec![born("索南·才旦", "1979-05")]);
    assert_eq!(all(&replica).len(), 1, "a month is not a birth");
    let sexed = |sex| Person { sex, ..born("李花", "1980-01-01") };
    add(&mut replica, 1, "6组1号", vec![sexed(Sex::Male)]);
    add(&mut replica, 1, "6组2号", vec![sexed(Sex::Female)]);
    assert_eq!(all(&replica).len(), 1, "one is a man, the other a woman");
    add(&mut replica, 1, "7组1号", vec![numbered("巴图")]);
    let another = Person { id_number: Some("152499197905013915".to_owned()), ..born("巴图", "1979-05-01") };
    add(&mut replica, 1, "7组2号", vec![another]);
    assert_eq!(all(&replica).len(), 1, "their numbers say that they are two");
}

#[test]
fn doors_are_alike_however_they_are_written_and_only_in_one_cell() {
    let (mut replica, wang, _) = village();
    let other = add(&mut replica, 1, "三组十二号", vec![person("钱多多", "户主")]);
    add(&mut replica, 2, "3-12", vec![person("孙七", "户主")]);
    let found = all(&replica);
    assert_eq!(whys(&found), [Likeness::Door]);
    let mut ids = [found[0].one.household.id, found[0].other.household.id];
    ids.sort();
    let mut expected = [wang, other];
    expected.sort();
    assert_eq!(ids, expected);
}

#[test]
fn who_parted_from_a_household_may_stay_at_its_door() {
    let (mut replica, wang, _) = village();
    let Request::SplitHousehold { household, mut part } = young_couple(&replica, wang, cell(1)) else { panic!() };
    part.door = "3组12号".to_owned();
    done(&mut replica, &Request::SplitHousehold { household, part });
    assert_eq!(all(&replica), []);
}

#[test]
fn a_door_that_many_share_is_no_door() {
    let (mut replica, _, _) = village();
    for number in 0..7 {
        add(&mut replica, 1, "无", vec![person(&format!("住户{number}"), "户主")]);
    }
    assert_eq!(all(&replica), []);
}

#[test]
fn what_was_held_apart_merged_or_moved_does_not_come_again() {
    let (mut replica, _, _) = village();
    let one = add(&mut replica, 1, "5组1号", vec![numbered("巴图")]);
    let other = add(&mut replica, 1, "5-1", vec![numbered("巴图")]);
    let found = all(&replica);
    assert_eq!(whys(&found), [Likeness::Number, Likeness::Door]);
    let apart = |pair: &Duplicate| Request::HoldApart { mine: pair.one.id(), other: pair.other.id() };
    done(&mut replica, &apart(&found[0]));
    assert_eq!(whys(&all(&replica)), [Likeness::Door], "the people are two, the doors are still alike");
    done(&mut replica, &apart(&found[1]));
    assert_eq!(all(&replica), []);
    done(&mut replica, &Request::Undo(None));
    done(&mut replica, &Request::Undo(None));
    assert_eq!(all(&replica).len(), 2);
    done(&mut replica, &Request::MergeHouseholds { from: other, into: one, relations: Vec::new() });
    let left = all(&replica);
    assert_eq!(whys(&left), [Likeness::Number], "one door; whoever stands twice behind it is still told");
    assert_eq!((left[0].one.household.id, left[0].other.household.id), (one, one));
    let why = "登记有误".to_owned();
    let edits = vec![Edit::RemoveMember { member: left[0].other.id(), why }];
    done(&mut replica, &Request::EditHousehold { household: one, edits });
    assert_eq!(all(&replica), []);
    done(&mut replica, &Request::Undo(None));
    done(&mut replica, &Request::Undo(None));
    let away = Away { on: "2026-11-10".parse().unwrap(), to: String::new(), registered: false };
    let event = LifeEvent::Left { member: member(&replica, other, "巴图"), away };
    let life =
        Life { household: other, event, head: None, relations: Vec::new(), follow: Vec::new(), words: String::new() };
    done(&mut replica, &Request::Live(Box::new(life)));
    assert_eq!(all(&replica), [], "nobody lives there any more");
}
