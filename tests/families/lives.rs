//! Deaths, births, moving in and out: one act with what was wanted of what follows.

use chuanmen::domain::facets::{List, Tally};
use chuanmen::domain::household::{Arrival, Away, Going, MemberField, Person, Tag};
use chuanmen::domain::id::Id;
use chuanmen::domain::life::{Consequences, Follow, Life, LifeEvent, What, consequences};
use chuanmen::domain::matter::verb::{Verb, VerbName};
use chuanmen::domain::matter::{Kind, State};
use chuanmen::domain::moment::{Date, Moment};
use chuanmen::domain::reader::{Order, Reader};
use chuanmen::domain::refusal::{LifeRefusal, Refusal};
use chuanmen::domain::request::{Edit, NewHousehold, RaiseNote, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::domain::visit::VisitNote;
use chuanmen::i18n::Lang;
use chuanmen::report::walk::{Walk, page};
use chuanmen::search::Why;
use chuanmen::store::replica::{Committed, Replica};

use super::{as_seen, cell, done, household, member, names, person, refused, said, village};

/// A valid identity number of a man born 1979-05-01.
const NUMBER: &str = "152499197905013894";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn follows(replica: &Replica, home: Id, event: &LifeEvent) -> Consequences {
    consequences(replica, &household(replica, home), event).unwrap()
}

/// The event with all that follows by itself.
fn life(replica: &Replica, home: Id, event: LifeEvent) -> Life {
    let all = follows(replica, home, &event);
    let wanted = all.may_follow.iter().filter(|one| one.chosen);
    let follow = wanted.map(|one| one.follow(|errand| errand.zh.clone())).collect();
    Life { household: home, event, head: None, relations: Vec::new(), follow, words: "孙福去世".to_owned() }
}

fn lived(replica: &mut Replica, life: Life) -> Committed {
    done(replica, &Request::Live(Box::new(life)))
}

fn raised(replica: &mut Replica, kind: Kind, home: Id, text: &str) -> Id {
    done(replica, &Request::Raise(Box::new(RaiseNote::new(kind, home, text)))).about.last().copied().unwrap()
}

fn away(to: &str) -> Away {
    Away { on: day("2026-11-10"), to: to.to_owned(), registered: false }
}

fn visits_due(replica: &Replica) -> usize {
    replica.list(List::VisitDue, Scope::WHOLE, 0..u64::MAX, Order::OldestFirst, 10).unwrap().total
}

/// How many of these doors a walk list for paper holds.
fn printed(replica: &Replica, doors: &[Id]) -> usize {
    let (rules, now) = (replica.rules(), said().now);
    let walk = Walk { reader: replica, rules: &rules, lang: Lang::Zh, now, by: said().by, reveal: false };
    page(&walk, doors).unwrap().1
}

fn keys(all: &Consequences) -> Vec<(String, bool)> {
    all.may_follow.iter().map(|one| (one.key(), one.chosen)).collect()
}

#[test]
fn a_death_ends_what_was_theirs_as_one_act_and_one_undo_brings_all_back() {
    let (mut replica, wang, _) = village();
    let husband = member(&replica, wang, "孙福");
    let tags = MemberField::Tags(vec!["残疾".to_owned()]);
    let edits = vec![
        Edit::SetMember { member: husband, field: tags },
        Edit::SetTag(Tag { reason: Some("孙福重病".to_owned()), ..Tag::plain("重病") }),
    ];
    done(&mut replica, &Request::EditHousehold { household: wang, edits });
    let wish = raised(&mut replica, Kind::Wish, wang, "给孙福一副拐杖");
    let road = raised(&mut replica, Kind::Demand, wang, "门前路坑洼");
    let before = as_seen(&replica, wang);
    let event = LifeEvent::Died { member: husband, on: day("2026-11-03") };
    let all = follows(&replica, wang, &event);
    assert!(!all.needs_head && !all.empties);
    let key = |id: Id| id.show(chuanmen::domain::id::RecordKind::Matter);
    let expected = [
        ("own:残疾".to_owned(), true),
        ("tag:低保".to_owned(), false),
        ("tag:监测".to_owned(), false),
        ("tag:重病".to_owned(), true),
        (key(road), false),
        (key(wish), true),
        ("errand:death-registration".to_owned(), true),
        ("errand:allowance-death".to_owned(), true),
        ("errand:burial".to_owned(), false),
    ];
    let mut found = keys(&all);
    found[4..6].sort_by_key(|(id, _)| *id != key(road));
    assert_eq!(found, expected);
    let wanted = life(&replica, wang, event);
    let act = lived(&mut replica, wanted).act;
    let home = household(&replica, wang);
    assert_eq!(names(&replica, wang), ["王秀英", "孙建国", "李兰"]);
    assert_eq!(home.lives.gone[0].going, Going::Died(day("2026-11-03")));
    assert_eq!(home.tag("重病").map(|tag| (tag.to, tag.ended)), Some((Some(day("2026-11-03")), true)));
    assert!(!home.tag("低保").unwrap().ended, "the allowance of those who are left is checked, not ended");
    assert!(home.tag("残疾").is_none(), "their own tag is not the household's");
    assert_eq!(replica.matter(wish).unwrap().unwrap().state, State::Withdrawn);
    assert_eq!(replica.matter(road).unwrap().unwrap().state, State::Assigned);
    let errands = replica.matters_of_household(&home).unwrap();
    let burial = errands.iter().find(|matter| matter.raised.text.contains("死亡登记")).unwrap();
    let due = burial.clock.as_ref().unwrap().due.at;
    assert_eq!(due, Moment::end_of(day("2026-12-03")), "a month from the death, not from the day it was typed");
    assert_eq!(replica.tally(Tally::Members, cell(1)).unwrap(), 4);
    let whole = replica.act(act.unwrap()).unwrap().unwrap();
    assert!(whole.events.iter().any(|event| event.record == wish), "all of it is one act");
    done(&mut replica, &Request::Undo(None));
    assert_eq!(as_seen(&replica, wang), before);
    assert_eq!(replica.matter(wish).unwrap().unwrap().state, State::Collected);
    assert_eq!(replica.matter(burial.id).unwrap(), None);
}

#[test]
fn a_tag_of_the_dead_that_is_kept_is_the_households_from_then_on() {
    let (mut replica, wang, _) = village();
    let husband = member(&replica, wang, "孙福");
    let tags = MemberField::Tags(vec!["残疾".to_owned(), "低保".to_owned(), "特困".to_owned()]);
    done(
        &mut replica,
        &Request::EditHousehold { household: wang, edits: vec![Edit::SetMember { member: husband, field: tags }] },
    );
    let mut wanted = life(&replica, wang, LifeEvent::Died { member: husband, on: day("2026-11-03") });
    assert!(wanted.follow.contains(&Follow::EndTag("低保".to_owned())), "it was given for them too");
    wanted.follow = vec![Follow::EndTagOfPerson("残疾".to_owned())];
    lived(&mut replica, wanted);
    let home = household(&replica, wang);
    let tags: Vec<&str> = home.profile.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["低保", "监测", "特困"]);
}

#[test]
fn when_the_head_dies_somebody_else_is_the_head_in_the_same_act() {
    let (mut replica, wang, _) = village();
    let [old, husband, wife] = ["王秀英", "孙福", "李兰"].map(|name| member(&replica, wang, name));
    let event = LifeEvent::Died { member: old, on: day("2026-11-03") };
    assert!(follows(&replica, wang, &event).needs_head);
    let mut wanted = life(&replica, wang, event);
    let refusal = refused(&mut replica, &Request::Live(Box::new(wanted.clone())));
    assert_eq!(refusal, Refusal::Life(LifeRefusal::NeedsHead("王秀英".to_owned())));
    wanted.head = Some(husband);
    wanted.relations = vec![(wife, "儿媳".to_owned())];
    lived(&mut replica, wanted);
    let home = household(&replica, wang);
    assert_eq!((home.profile.head.as_str(), home.head().unwrap().id), ("孙福", husband));
    assert_eq!(home.head().unwrap().details.relation, "户主");
    let again = life(&replica, wang, LifeEvent::Died { member: husband, on: day("2027-11-03") });
    let again = refused(&mut replica, &Request::Live(Box::new(again)));
    assert_eq!(again, Refusal::Life(LifeRefusal::NotYet(day("2027-11-03"))));
}

#[test]
fn a_door_that_the_last_one_left_is_visited_no_more_and_is_still_found() {
    let (mut replica, wang, zhao) = village();
    let wish = raised(&mut replica, Kind::Wish, zhao, "电饭锅");
    let demand = raised(&mut replica, Kind::Demand, zhao, "屋顶漏雨");
    let (last, due) = (member(&replica, zhao, "赵小兰"), visits_due(&replica));
    let event = LifeEvent::Died { member: last, on: day("2026-11-20") };
    assert!(follows(&replica, zhao, &event).empties);
    let wanted = life(&replica, zhao, event);
    lived(&mut replica, wanted);
    assert_eq!(visits_due(&replica), due - 1);
    assert_eq!(replica.households_of_cell(cell(1)).unwrap().iter().map(|home| home.id).collect::<Vec<_>>(), [wang]);
    assert_eq!(replica.left_of_cell(cell(1)).unwrap()[0].id, zhao);
    let tally = |tally| replica.tally(tally, Scope::WHOLE).unwrap();
    assert_eq!((tally(Tally::Households), tally(Tally::Left), tally(Tally::Members)), (1, 1, 4));
    assert_eq!(replica.matter(wish).unwrap().unwrap().state, State::Withdrawn);
    assert!(replica.matter(demand).unwrap().unwrap().is_open(), "a demand is decided by whoever has it in hand");
    let told = replica.history(demand).unwrap();
    assert!(told.iter().any(|event| format!("{:?}", event.fact).contains("孙福去世")), "and they are told");
    let roster = replica.roster(Scope::WHOLE).unwrap();
    let hit = roster.search("zxl", None, 0).hits.into_iter().next().unwrap();
    assert_eq!((hit.household, hit.left), (zhao.as_u64(), true));
    assert_eq!(hit.head, "赵小兰");
    assert!(household(&replica, zhao).tag("独居老人").unwrap().ended);
    assert_eq!(printed(&replica, &[wang, zhao]), 1, "a list of doors chosen before does not send anybody there");
    let back = life(&replica, zhao, LifeEvent::Back { member: last });
    lived(&mut replica, back);
    assert_eq!((names(&replica, zhao), visits_due(&replica)), (vec!["赵小兰".to_owned()], due));
}

#[test]
fn the_dead_are_found_by_name_and_said_to_be_dead() {
    let (mut replica, wang, _) = village();
    let husband = member(&replica, wang, "孙福");
    let wanted = life(&replica, wang, LifeEvent::Died { member: husband, on: day("2026-11-03") });
    lived(&mut replica, wanted);
    let roster = replica.roster(Scope::WHOLE).unwrap();
    let found = roster.search("孙福", None, 0);
    assert!(matches!(&found.hits[0].why[0], Why::Died(name, _) if name == "孙福"), "{found:?}");
    assert!(!found.hits[0].exact, "a line is not taken for theirs");
    assert_eq!(roster.search("sf", None, 0).hits[0].household, wang.as_u64());
}

#[test]
fn a_birth_adds_the_child_and_what_is_to_be_done() {
    let (mut replica, wang, _) = village();
    let person = Box::new(Person { more: Vec::new(), ..person("孙小宝", "孙子") });
    let wanted = life(&replica, wang, LifeEvent::Arrived { person, arrival: Arrival::Born(day("2026-11-01")) });
    lived(&mut replica, wanted);
    let home = household(&replica, wang);
    let child = home.profile.members.last().unwrap();
    assert_eq!((child.details.name.as_str(), child.details.birth.as_deref()), ("孙小宝", Some("2026-11-01")));
    let matters = replica.matters_of_household(&home).unwrap();
    let register = matters.iter().find(|matter| matter.raised.text.contains("出生登记")).unwrap();
    assert_eq!(register.clock.as_ref().unwrap().due.at, Moment::end_of(day("2026-12-01")));
    assert!(matters.iter().any(|matter| matter.raised.text.contains("低保")), "the allowance is checked anew");
    done(&mut replica, &Request::Undo(None));
    assert_eq!(names(&replica, wang).len(), 4);
}

#[test]
fn an_allowance_that_a_roster_wrote_beside_a_person_is_checked_anew_as_well() {
    let (mut replica, wang, _) = village();
    let edits = ["低保", "监测"].map(|name| Edit::EndTag { name: name.to_owned(), on: day("2026-01-31") }).into();
    done(&mut replica, &Request::EditHousehold { household: wang, edits });
    let wife = member(&replica, wang, "王秀英");
    let person = Box::new(person("孙小宝", "孙子"));
    let events = [
        (LifeEvent::Arrived { person, arrival: Arrival::Born(day("2026-11-01")) }, "errand:allowance-birth"),
        (LifeEvent::AllLeft(away("包头")), "errand:allowance-departure"),
        (LifeEvent::Died { member: member(&replica, wang, "孙福"), on: day("2026-11-03") }, "errand:allowance-death"),
    ];
    let checks = |replica: &Replica, event: &LifeEvent, key: &str| {
        keys(&follows(replica, wang, event)).contains(&(key.to_owned(), true))
    };
    for (event, key) in &events {
        assert!(!checks(&replica, event, key), "nobody has an allowance: {key}");
    }
    let edits = vec![Edit::SetMember { member: wife, field: MemberField::Tags(vec!["低保".to_owned()]) }];
    done(&mut replica, &Request::EditHousehold { household: wang, edits });
    for (event, key) in &events {
        assert!(checks(&replica, event, key), "{key}");
    }
}

#[test]
fn a_tag_whose_last_day_has_gone_by_keeps_it_when_its_person_dies() {
    let (mut replica, _, zhao) = village();
    for (last, ends) in [("2026-06-30", "2026-06-30"), ("2027-06-30", "2026-11-03")] {
        let tag = Tag { to: Some(day(last)), ..Tag::plain("独居老人") };
        done(&mut replica, &Request::EditHousehold { household: zhao, edits: vec![Edit::SetTag(tag)] });
        let event = LifeEvent::Died { member: member(&replica, zhao, "赵小兰"), on: day("2026-11-03") };
        let wanted = life(&replica, zhao, event);
        lived(&mut replica, wanted);
        let home = household(&replica, zhao);
        assert_eq!(home.tag("独居老人").map(|tag| (tag.to, tag.ended)), Some((Some(day(ends)), true)));
        done(&mut replica, &Request::Undo(None));
    }
}

#[test]
fn who_moves_in_leaves_the_household_they_were_a_member_of() {
    let (mut replica, wang, zhao) = village();
    let son = member(&replica, wang, "孙建国");
    let number = MemberField::IdNumber(Some(NUMBER.to_owned()));
    done(
        &mut replica,
        &Request::EditHousehold { household: wang, edits: vec![Edit::SetMember { member: son, field: number }] },
    );
    let moved = Person { id_number: Some(NUMBER.to_owned()), ..person("孙建国", "女婿") };
    let arrival = Arrival::Came { on: day("2026-11-10"), from: "3组12号".to_owned() };
    let event = LifeEvent::Arrived { person: Box::new(moved), arrival };
    let all = follows(&replica, zhao, &event);
    assert!(matches!(all.may_follow[0].what, What::Elsewhere { household, .. } if household == wang));
    let wanted = life(&replica, zhao, event);
    lived(&mut replica, wanted);
    assert_eq!(names(&replica, wang), ["王秀英", "孙福", "李兰"]);
    assert_eq!(names(&replica, zhao), ["赵小兰", "孙建国"]);
    assert_eq!(replica.household_of_person(NUMBER).unwrap(), Some(zhao), "the number leads to where they live");
    let mut both = vec![wang, zhao];
    both.sort();
    assert_eq!(replica.households_of_person(NUMBER).unwrap(), both);
}

#[test]
fn a_household_that_moves_away_and_comes_back_is_as_it_was() {
    let (mut replica, wang, zhao) = village();
    let before = as_seen(&replica, wang);
    let due = visits_due(&replica);
    let left = life(&replica, wang, LifeEvent::AllLeft(away("包头")));
    assert!(left.follow.contains(&Follow::EndTag("低保".to_owned())), "the allowance goes with the registration");
    lived(&mut replica, Life { follow: Vec::new(), ..left });
    let home = household(&replica, wang);
    assert!(!home.is_lived_in());
    assert_eq!(home.profile.members.len(), 4, "they are who they were");
    let tally = |tally| replica.tally(tally, Scope::WHOLE).unwrap();
    assert_eq!((visits_due(&replica), tally(Tally::Members), tally(Tally::Left)), (due - 1, 1, 1));
    let again = life(&replica, wang, LifeEvent::AllLeft(away("呼市")));
    assert_eq!(refused(&mut replica, &Request::Live(Box::new(again))), Refusal::Life(LifeRefusal::IsAway));
    done(&mut replica, &Request::Visit { household: wang, note: VisitNote::default() });
    done(&mut replica, &Request::Undo(None));
    let back = life(&replica, wang, LifeEvent::AllBack);
    lived(&mut replica, back);
    assert_eq!(as_seen(&replica, wang), before);
    assert_eq!(visits_due(&replica), due);
    let stays = life(&replica, zhao, LifeEvent::AllBack);
    assert_eq!(refused(&mut replica, &Request::Live(Box::new(stays))), Refusal::Life(LifeRefusal::NotAway));
}

#[test]
fn who_stays_registered_keeps_the_tags_that_follow_the_registration() {
    let (replica, wang, _) = village();
    let registered = Away { registered: true, ..away("包头") };
    let all = follows(&replica, wang, &LifeEvent::AllLeft(registered));
    let tags: Vec<_> = all.may_follow.iter().filter(|one| matches!(one.what, What::Tag(_))).collect();
    assert!(tags.len() == 2 && tags.iter().all(|one| !one.chosen), "{tags:?}");
    let checks = |one: &&chuanmen::domain::life::Consequence| one.key() == "errand:allowance-departure" && one.chosen;
    assert!(all.may_follow.iter().find(checks).is_some(), "but it is to be checked: {all:?}");
}

#[test]
fn what_is_gone_moves_along_with_its_household_and_survives_a_second_move() {
    let (mut replica, wang, _) = village();
    let husband = member(&replica, wang, "孙福");
    let wanted = life(&replica, wang, LifeEvent::Left { member: husband, away: away("包头") });
    lived(&mut replica, Life { follow: Vec::new(), ..wanted });
    done(&mut replica, &Request::MoveHousehold { household: wang, to: cell(2) });
    let field = MemberField::Phone(Some("13804781234".to_owned()));
    let event = LifeEvent::Died { member: husband, on: day("2026-11-12") };
    let mut other = Replica::in_memory(2);
    other.absorb(replica.sealed_events().unwrap()).unwrap();
    let died = life(&other, wang, event);
    lived(&mut other, Life { follow: Vec::new(), ..died });
    let lives = household(&other, wang).lives;
    assert_eq!(lives.gone.len(), 1);
    assert!(lives.gone[0].going.is_death(), "who moved away can die: {:?}", lives.gone);
    let dead = life(&other, wang, LifeEvent::Died { member: husband, on: day("2026-11-13") });
    let refusal = refused(&mut other, &Request::Live(Box::new(Life { follow: Vec::new(), ..dead })));
    assert_eq!(refusal, Refusal::Life(LifeRefusal::IsGone("孙福".to_owned())));
    // Somebody edits the member on the other device without knowing of the death: both hold.
    let edits = vec![Edit::SetMember { member: member(&replica, wang, "孙建国"), field }];
    done(&mut replica, &Request::EditHousehold { household: wang, edits });
    replica.absorb(other.sealed_events().unwrap()).unwrap();
    other.absorb(replica.sealed_events().unwrap()).unwrap();
    assert_eq!(household(&replica, wang), household(&other, wang));
    assert!(household(&replica, wang).lives.gone[0].going.is_death());
}

#[test]
fn two_devices_that_say_different_things_of_one_going_agree_and_mark_it() {
    let (mut one, wang, _) = village();
    let husband = member(&one, wang, "孙福");
    let mut other = Replica::in_memory(2);
    other.absorb(one.sealed_events().unwrap()).unwrap();
    let died = life(&one, wang, LifeEvent::Died { member: husband, on: day("2026-11-03") });
    lived(&mut one, Life { follow: Vec::new(), ..died });
    let left = life(&other, wang, LifeEvent::Left { member: husband, away: away("包头") });
    lived(&mut other, Life { follow: Vec::new(), ..left });
    let (here, there) = (one.sealed_events().unwrap(), other.sealed_events().unwrap());
    one.absorb(there).unwrap();
    other.absorb(here).unwrap();
    assert_eq!(household(&one, wang), household(&other, wang));
    assert!(!household(&one, wang).trail.conflicts.is_empty(), "people have to settle it");
}

#[test]
fn what_is_two_is_said_once_and_kept_by_both_households() {
    let (mut replica, wang, zhao) = village();
    let pair = Request::HoldApart { mine: wang, other: zhao };
    done(&mut replica, &pair);
    assert!(
        household(&replica, wang).lives.are_apart(zhao, wang) && household(&replica, zhao).lives.are_apart(wang, zhao)
    );
    assert_eq!(refused(&mut replica, &pair), Refusal::Life(LifeRefusal::AreApart));
    let head = member(&replica, wang, "王秀英");
    let mixed = Request::HoldApart { mine: head, other: zhao };
    assert_eq!(refused(&mut replica, &mixed), Refusal::Life(LifeRefusal::NotTwo));
}

#[test]
fn a_wish_that_is_fulfilled_cannot_be_withdrawn_and_is_noted() {
    let (mut replica, _, zhao) = village();
    let wish = raised(&mut replica, Kind::Wish, zhao, "电饭锅");
    let to = Some(chuanmen::domain::matter::Assignee::Person("华明".to_owned()));
    for name in [VerbName::Publish, VerbName::Claim, VerbName::Fulfil] {
        let verb = Verb { to: to.clone(), text: Some("送到了".to_owned()), ..Verb::new(name) };
        done(&mut replica, &Request::Act { matter: wish, verb });
    }
    let last = member(&replica, zhao, "赵小兰");
    let all = follows(&replica, zhao, &LifeEvent::Died { member: last, on: day("2026-11-21") });
    assert!(all.may_follow.iter().any(|one| matches!(&one.what, What::Matter(matter) if matter.id == wish)));
}

#[test]
fn a_new_household_after_the_old_one_left_the_same_door_is_another_one() {
    let (mut replica, _, zhao) = village();
    let left = life(&replica, zhao, LifeEvent::AllLeft(away("包头")));
    lived(&mut replica, Life { follow: Vec::new(), ..left });
    let new = NewHousehold {
        door: "3组9号".to_owned(),
        head: "钱多多".to_owned(),
        members: vec![person("钱多多", "户主")],
        ..NewHousehold::default()
    };
    done(&mut replica, &Request::AddHousehold { cell: cell(1), household: new });
    let doors: Vec<String> =
        replica.households_of_cell(cell(1)).unwrap().iter().map(|home| home.profile.head.clone()).collect();
    assert_eq!(doors, ["钱多多", "王秀英"]);
}

#[test]
fn of_a_door_that_everybody_left_the_last_one_is_erased_with_the_door() {
    use chuanmen::domain::decide::erase::erase;
    use chuanmen::domain::erasure::Subject;
    use chuanmen::domain::id::RecordKind;
    use chuanmen::domain::refusal::EraseRefusal;
    let (mut replica, wang, zhao) = village();
    let [last, husband] = [member(&replica, zhao, "赵小兰"), member(&replica, wang, "孙福")];
    for (home, member) in [(zhao, last), (wang, husband)] {
        let wanted = life(&replica, home, LifeEvent::Died { member, on: day("2026-11-03") });
        lived(&mut replica, wanted);
    }
    let asked = |id| erase(&replica, Subject { kind: RecordKind::Member, id }, "家属申请");
    assert_eq!(asked(last).unwrap_err(), Refusal::Erase(EraseRefusal::OnlyMember(zhao)));
    let erasing = asked(husband).unwrap();
    assert!(erasing.sought.names.contains(&"孙福".to_owned()), "the dead can be erased: {:?}", erasing.sought);
}
