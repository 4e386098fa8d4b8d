//! Families that part, come together, or get another head; tags that end; numbers that are none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "families/duplicates.rs"]
mod duplicates;
#[path = "families/lives.rs"]
mod lives;

use chuanmen::domain::facets::{List, Tally};
use chuanmen::domain::fact::Fact;
use chuanmen::domain::history::Trail;
use chuanmen::domain::household::{
    HomeParticular, Household, HouseholdField, MemberField, Particular, Person, Tag, phrase,
};
use chuanmen::domain::id::Id;
use chuanmen::domain::matter::Kind;
use chuanmen::domain::matter::verb::{Verb, VerbName};
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::{Order, Reader};
use chuanmen::domain::record::Record;
use chuanmen::domain::refusal::{FamilyRefusal, HomeRefusal, Refusal, UndoRefusal};
use chuanmen::domain::request::{Edit, NewHousehold, Part, PromiseNote, RaiseNote, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::domain::visit::VisitNote;
use chuanmen::store::replica::{CommitFault, Committed, Replica, Said};

const START: i64 = 1_795_222_800; // 2026-11-21 09:00 +08:00

fn cell(number: u8) -> Scope {
    Scope::cell("150826102207".parse().unwrap(), &format!("{number:03}")).unwrap()
}

fn said() -> Said {
    let now = Moment::from_unix(START);
    Said { now, at: now, by: "陈强".to_owned() }
}

fn done(replica: &mut Replica, request: &Request) -> Committed {
    replica.commit(&said(), request).unwrap()
}

fn refused(replica: &mut Replica, request: &Request) -> Refusal {
    match replica.commit(&said(), request) {
        Err(CommitFault::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn person(name: &str, relation: &str) -> Person {
    Person { name: name.to_owned(), relation: relation.to_owned(), ..Person::default() }
}

/// A couple with a grown son and his wife, and a neighbour alone, each carrying a tag.
fn village() -> (Replica, Id, Id) {
    let mut replica = Replica::in_memory(1);
    let cells = (1..=2).map(|number| Request::AddCell { scope: cell(number), name: None }).collect();
    done(&mut replica, &Request::All(cells));
    let wang = NewHousehold {
        door: "3组12号".to_owned(),
        head: "王秀英".to_owned(),
        members: vec![
            person("王秀英", "户主"),
            person("孙福", "配偶"),
            Person { more: vec![(Particular::Schooling, "初中".to_owned())], ..person("孙建国", "子") },
            person("李兰", "儿媳"),
        ],
        tags: vec![Tag::plain("低保"), Tag::plain("监测")],
        ..NewHousehold::default()
    };
    let zhao = NewHousehold {
        door: "3组9号".to_owned(),
        head: "赵小兰".to_owned(),
        members: vec![person("赵小兰", "户主")],
        tags: vec![Tag::plain("独居老人")],
        ..NewHousehold::default()
    };
    let mut add = |household| done(&mut replica, &Request::AddHousehold { cell: cell(1), household }).about[0];
    let (wang, zhao) = (add(wang), add(zhao));
    (replica, wang, zhao)
}

fn household(replica: &Replica, id: Id) -> Household {
    replica.household(id).unwrap().unwrap()
}

fn member(replica: &Replica, id: Id, name: &str) -> Id {
    household(replica, id).profile.members.iter().find(|member| member.details.name == name).unwrap().id
}

fn names(replica: &Replica, id: Id) -> Vec<String> {
    household(replica, id).profile.members.iter().map(|member| member.details.name.clone()).collect()
}

/// A household without who had seen what.
fn as_seen(replica: &Replica, id: Id) -> Record {
    let mut record = Record::Household(household(replica, id));
    *record.trail_mut() = Trail::default();
    record
}

fn young_couple(replica: &Replica, wang: Id, to: Scope) -> Request {
    let part = Part {
        cell: to,
        door: "4组1号".to_owned(),
        phone: Some("13804781234".to_owned()),
        members: vec![
            (member(replica, wang, "孙建国"), "户主".to_owned()),
            (member(replica, wang, "李兰"), "配偶".to_owned()),
        ],
        tags: vec!["监测".to_owned()],
    };
    Request::SplitHousehold { household: wang, part: Box::new(part) }
}

#[test]
fn those_who_part_stand_at_their_own_door_and_both_histories_say_so() {
    let (mut replica, wang, _) = village();
    let before = as_seen(&replica, wang);
    let request = young_couple(&replica, wang, cell(2));
    let split = done(&mut replica, &request);
    let new = split.about[0];
    assert_eq!(names(&replica, wang), ["王秀英", "孙福"]);
    assert_eq!(names(&replica, new), ["孙建国", "李兰"]);
    let home = household(&replica, new);
    assert_eq!((home.cell, home.profile.head.as_str(), home.split_from), (cell(2), "孙建国", Some(wang)));
    assert_eq!(home.profile.members[1].details.relation, "配偶");
    assert_eq!(phrase(&home.profile.members[0].details.more, Particular::Schooling), Some("初中"));
    assert_eq!(home.tag_names(said().now.date()), ["监测"]);
    assert!(household(&replica, wang).tag("监测").unwrap().ended, "what goes along does not stay");
    assert_eq!(replica.tally(Tally::Members, cell(1)).unwrap(), 3);
    assert!(replica.history(new).unwrap().iter().all(|event| Some(event.act) == split.act));
    done(&mut replica, &Request::Undo(None));
    assert_eq!(as_seen(&replica, wang), before);
    assert_eq!(replica.household(new).unwrap(), None);
    done(&mut replica, &Request::Redo(None));
    assert_eq!((names(&replica, wang).len(), names(&replica, new).len()), (2, 2));
}

#[test]
fn a_part_has_one_head_is_no_whole_and_leaves_the_old_head() {
    let (mut replica, wang, _) = village();
    let ask = |members: Vec<(Id, &str)>| {
        let members = members.into_iter().map(|(id, relation)| (id, relation.to_owned())).collect();
        let part = Part { cell: cell(1), door: "1号".to_owned(), phone: None, members, tags: Vec::new() };
        Request::SplitHousehold { household: wang, part: Box::new(part) }
    };
    let [old, husband, son, wife] = ["王秀英", "孙福", "孙建国", "李兰"].map(|name| member(&replica, wang, name));
    let home = |refusal| Refusal::Family(refusal);
    assert_eq!(refused(&mut replica, &ask(vec![(old, "户主")])), home(FamilyRefusal::HeadLeaves("王秀英".to_owned())));
    assert_eq!(refused(&mut replica, &ask(Vec::new())), home(FamilyRefusal::NoPart));
    assert_eq!(refused(&mut replica, &ask(vec![(son, "子")])), home(FamilyRefusal::OneHead));
    let two = ask(vec![(son, "户主"), (wife, "户主")]);
    assert_eq!(refused(&mut replica, &two), home(FamilyRefusal::OneHead));
    done(&mut replica, &ask(vec![(son, "户主"), (husband, "父亲"), (wife, "配偶")]));
    assert_eq!(names(&replica, wang), ["王秀英"]);
}

#[test]
fn a_merged_household_points_to_where_it_went_and_keeps_what_happened_there() {
    let (mut replica, wang, zhao) = village();
    let raise = |replica: &mut Replica, text: &str| {
        let note = RaiseNote::new(Kind::Demand, zhao, text);
        done(replica, &Request::Raise(Box::new(note))).about.last().copied().unwrap()
    };
    done(&mut replica, &Request::MoveHousehold { household: zhao, to: cell(2) });
    let (open, ended) = (raise(&mut replica, "路灯坏了"), raise(&mut replica, "屋顶漏雨"));
    let decline = Verb { text: Some("不归这里".to_owned()), ..Verb::new(VerbName::Decline) };
    done(&mut replica, &Request::Act { matter: ended, verb: decline });
    done(&mut replica, &Request::Visit { household: zhao, note: VisitNote::default() });
    let before = [as_seen(&replica, wang), as_seen(&replica, zhao)];
    let matter_before = replica.matter(open).unwrap().unwrap();
    let relations = vec![(member(&replica, zhao, "赵小兰"), "其他亲属".to_owned())];
    done(&mut replica, &Request::MergeHouseholds { from: zhao, into: wang, relations });
    let (into, from) = (household(&replica, wang), household(&replica, zhao));
    assert_eq!(into.profile.members.last().unwrap().details.relation, "其他亲属");
    assert_eq!(into.tag_names(said().now.date()), ["低保", "监测", "独居老人"]);
    assert_eq!((into.absorbed.as_slice(), from.merged_into), ([zhao].as_slice(), Some(wang)));
    assert!(from.profile.members.is_empty() && from.visits.len() == 2, "its visits stay: {:?}", from.visits);
    let of = |household: &Household| -> Vec<Id> {
        replica.matters_of_household(household).unwrap().into_iter().map(|matter| matter.id).collect()
    };
    assert_eq!((of(&into), of(&from)), (vec![open], vec![ended]));
    assert_eq!(replica.matter(open).unwrap().unwrap().cell, cell(1));
    assert!(replica.households_of_cell(cell(2)).unwrap().is_empty(), "it is no door any more");
    assert_eq!(replica.tally(Tally::Households, Scope::WHOLE).unwrap(), 1);
    assert!(replica.roster(Scope::WHOLE).unwrap().entry(zhao.as_u64()).is_none());
    let visit = Request::Visit { household: zhao, note: VisitNote::default() };
    assert_eq!(refused(&mut replica, &visit), Refusal::Home(HomeRefusal::Merged { into: wang }));
    done(&mut replica, &Request::Undo(None));
    assert_eq!([as_seen(&replica, wang), as_seen(&replica, zhao)], before);
    let restored = replica.matter(open).unwrap().unwrap();
    assert_eq!((restored.cell, restored.raised), (matter_before.cell, matter_before.raised));
}

#[test]
fn a_merge_that_others_stand_on_is_kept_whole() {
    let (mut replica, wang, zhao) = village();
    let merge = done(&mut replica, &Request::MergeHouseholds { from: zhao, into: wang, relations: Vec::new() });
    let came = member(&replica, wang, "赵小兰");
    let field = MemberField::Relation("姑姑".to_owned());
    let edits = vec![Edit::SetMember { member: came, field }];
    let edit = done(&mut replica, &Request::EditHousehold { household: wang, edits });
    let refusal = refused(&mut replica, &Request::Undo(merge.act));
    assert_eq!(refusal, Refusal::Undo(UndoRefusal::DependedOn(vec![edit.act.unwrap()])));
    assert!(names(&replica, zhao).is_empty(), "nobody stands in two households");
}

#[test]
fn two_devices_that_part_a_family_differently_agree_afterwards_and_say_that_they_did_not() {
    let (mut one, wang, zhao) = village();
    let mut other = Replica::in_memory(2);
    other.absorb(one.sealed_events().unwrap()).unwrap();
    let request = young_couple(&one, wang, cell(1));
    done(&mut one, &request);
    done(&mut other, &Request::MergeHouseholds { from: wang, into: zhao, relations: Vec::new() });
    let (here, there) = (one.sealed_events().unwrap(), other.sealed_events().unwrap());
    one.absorb(there).unwrap();
    other.absorb(here).unwrap();
    assert_eq!(household(&one, wang), household(&other, wang));
    assert_eq!(household(&one, wang).merged_into, Some(zhao));
    assert!(!household(&one, wang).trail.conflicts.is_empty(), "people have to settle it");
}

#[test]
fn another_head_leaves_the_old_one_with_a_relation() {
    let (mut replica, wang, _) = village();
    let [old, son, wife] = ["王秀英", "孙建国", "李兰"].map(|name| member(&replica, wang, name));
    let ask = |relations: Vec<(Id, &str)>| {
        let relations = relations.into_iter().map(|(id, relation)| (id, relation.to_owned())).collect();
        Request::ChangeHead { household: wang, head: son, relations }
    };
    let refusal = Refusal::Family(FamilyRefusal::OldHeadIs("王秀英".to_owned()));
    assert_eq!(refused(&mut replica, &ask(vec![(wife, "配偶")])), refusal);
    done(&mut replica, &ask(vec![(old, "母亲"), (wife, "配偶")]));
    let home = household(&replica, wang);
    assert_eq!((home.profile.head.as_str(), home.head().unwrap().id), ("孙建国", son));
    let relations: Vec<&str> = home.profile.members.iter().map(|m| m.details.relation.as_str()).collect();
    assert_eq!(relations, ["母亲", "配偶", "户主", "配偶"]);
    let leaves = Request::EditHousehold {
        household: wang,
        edits: vec![Edit::RemoveMember { member: son, why: "去世".to_owned() }],
    };
    let refusal = Refusal::Family(FamilyRefusal::HeadLeaves("孙建国".to_owned()));
    assert_eq!(refused(&mut replica, &leaves), refusal);
}

#[test]
fn a_head_who_is_renamed_stays_the_head() {
    let (mut replica, wang, _) = village();
    let head = member(&replica, wang, "王秀英");
    let field = MemberField::Name("王秀瑛".to_owned());
    done(
        &mut replica,
        &Request::EditHousehold { household: wang, edits: vec![Edit::SetMember { member: head, field }] },
    );
    assert_eq!(household(&replica, wang).profile.head, "王秀瑛");
    assert!(household(&replica, wang).is_head(head));
}

#[test]
fn a_number_that_is_none_is_not_kept_and_an_old_one_gets_its_eighteen_characters() {
    let (mut replica, wang, _) = village();
    let head = member(&replica, wang, "王秀英");
    let ask = |number: &str| {
        let field = MemberField::IdNumber(Some(number.to_owned()));
        Request::EditHousehold { household: wang, edits: vec![Edit::SetMember { member: head, field }] }
    };
    assert!(matches!(refused(&mut replica, &ask("152499197905013895")), Refusal::Home(HomeRefusal::BadNumber(_))));
    done(&mut replica, &ask("１５２４９９７９０５０１３８９"));
    assert_eq!(
        household(&replica, wang).member(head).unwrap().details.id_number.as_deref(),
        Some("152499197905013894")
    );
    assert_eq!(replica.household_of_person("152499197905013894").unwrap(), Some(wang));
}

#[test]
fn a_tag_with_a_last_day_asks_until_it_is_renewed_or_ended() {
    let (mut replica, wang, _) = village();
    let day = |text: &str| Some(text.parse().unwrap());
    let asks =
        |replica: &Replica| replica.list(List::TagExpiry, cell(1), 0..u64::MAX, Order::OldestFirst, 10).unwrap().total;
    let set = |to| {
        Edit::SetTag(Tag { from: day("2026-01-01"), to, reason: Some("因病".to_owned()), ..Tag::plain("低保") })
    };
    let mut edit = |edit| done(&mut replica, &Request::EditHousehold { household: wang, edits: vec![edit] });
    edit(set(day("2026-12-31")));
    edit(Edit::Set(HouseholdField::More(HomeParticular::Housing, Some("砖房".to_owned()))));
    assert_eq!(asks(&replica), 1);
    let mut edit = |edit| done(&mut replica, &Request::EditHousehold { household: wang, edits: vec![edit] });
    edit(Edit::EndTag { name: "低保".to_owned(), on: day("2026-12-31").unwrap() });
    assert_eq!(asks(&replica), 0, "it ends and asks for nothing");
    done(&mut replica, &Request::EditHousehold { household: wang, edits: vec![set(day("2027-12-31"))] });
    assert_eq!(asks(&replica), 1, "set again it counts again");
    let backwards = Edit::SetTag(Tag { from: day("2027-01-01"), to: day("2026-01-01"), ..Tag::plain("低保") });
    let request = Request::EditHousehold { household: wang, edits: vec![backwards] };
    assert_eq!(refused(&mut replica, &request), Refusal::Home(HomeRefusal::EndsBeforeItBegins));
}

#[test]
fn what_the_first_events_wrote_of_a_household_still_reads() {
    let written = [
        // A household: door, head, no phone, no address, one member (id 7, name 王, sex not known), one tag A.
        &[5, 1, b'1', 3, 0xe7, 0x8e, 0x8b, 0, 0, 1, 7, 3, 0xe7, 0x8e, 0x8b, 0, 0, 2, 0, 0, 0, 0, 0][..],
        &[1, 1, b'A', 0, 0, 0],
    ]
    .concat();
    let read: Fact = postcard::from_bytes(&written).unwrap();
    let Fact::HouseholdAdded(profile) = &read else { panic!("{read:?}") };
    assert_eq!((profile.members[0].details.name.as_str(), &profile.tags[0]), ("王", &Tag::plain("A")));
    assert_eq!(postcard::to_allocvec(&read).unwrap(), written, "and is written as ever");
    let set: Fact = postcard::from_bytes(&[10, 1, b'A', 0, 0, 0]).unwrap();
    assert_eq!(set, Fact::TagSet(Tag::plain("A")));
}

#[test]
fn whatever_is_said_at_a_door_in_one_act_is_one_visit() {
    let (mut replica, wang, zhao) = village();
    let promise = |home, text: &str| {
        let visit = VisitNote::default();
        Request::Promise(Box::new(PromiseNote { household: home, text: text.to_owned(), due: None, visit }))
    };
    let demand = |home| Request::Raise(Box::new(RaiseNote::new(Kind::Demand, home, "门前路坑洼")));
    let visits = |replica: &Replica| [wang, zhao].map(|home| household(replica, home).visits.len());
    for said in [
        vec![promise(wang, "捎点种子"), demand(wang), promise(zhao, "带报销单"), promise(zhao, "捎点盐")],
        vec![demand(wang), promise(wang, "捎点种子"), demand(zhao)],
    ] {
        done(&mut replica, &Request::All(said));
        assert_eq!(visits(&replica), [1, 1]);
        done(&mut replica, &Request::All(vec![promise(wang, "再问一声")]));
        assert_eq!(visits(&replica), [1, 1], "later that day it is the same visit");
        done(&mut replica, &Request::Undo(None));
        done(&mut replica, &Request::Undo(None));
        assert_eq!(visits(&replica), [0, 0]);
    }
}
