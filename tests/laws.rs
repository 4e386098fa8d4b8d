//! Laws of merging: whatever several devices record, in whatever order it arrives, the same comes of it everywhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::area::{Area, Role};
use chuanmen::domain::deadline::Allowance;
use chuanmen::domain::disclosure::{Column, Disclosed, Manner};
use chuanmen::domain::erasure::Subject;
use chuanmen::domain::event::Event;
use chuanmen::domain::fact::Fact;
use chuanmen::domain::handover::{Handover, Share};
use chuanmen::domain::history::{Conflict, fold};
use chuanmen::domain::household::{Arrival, Away, Household, HouseholdField, MemberField, Person, Tag};
use chuanmen::domain::id::{Id, RecordKind};
use chuanmen::domain::life::{Life, LifeEvent, consequences};
use chuanmen::domain::matter::verb::{Verb, VerbName};
use chuanmen::domain::matter::{Assignee, Kind, Level, Satisfied, State, Tier};
use chuanmen::domain::moment::{Date, Moment};
use chuanmen::domain::promise::Ending;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::record::Record;
use chuanmen::domain::refusal::Refusal;
use chuanmen::domain::request::{Edit, NewHousehold, Part, PromiseNote, RaiseNote, Request};
use chuanmen::domain::responder::Responder;
use chuanmen::domain::scope::Scope;
use chuanmen::domain::visit::{Outcome, VisitNote};
use chuanmen::store::format::SealedEvent;
use chuanmen::store::replica::{CommitFault, Committed, EraseFault, Replica, Said};
use chuanmen::store::storage::Tree;
use proptest::prelude::*;

const DEVICES: usize = 3;
/// The first of them records everything.
const CADRES: [&str; 3] = ["陈强", "李敏", "赵云"];
const START: i64 = 1_795_222_800; // 2026-11-21 09:00 +08:00

fn cell(number: u8) -> Scope {
    Scope::cell("150826102207".parse().unwrap(), &format!("{:03}", number % 3 + 1)).unwrap()
}

/// How many field days each law is tried on: `PROPTEST_CASES`, else enough for a few seconds.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

/// Something a device does; numbers pick among what it knows.
#[derive(Clone, Debug)]
enum Deed {
    Household(u8, u8),
    Edit(u8, u8, u8),
    Visit(u8, u8, i64),
    Raise(u8, u8, u8),
    Act(u8, u8, u8),
    Join(u8, u8),
    Move(u8, u8),
    Split(u8, u8, u8),
    Merge(u8, u8, u8),
    Head(u8, u8, u8),
    /// A death, a birth, somebody or everybody moving, with what follows by itself.
    Live(u8, u8, u8),
    Rename(u8, u8),
    /// Settles what two people wrote differently, of a household or of a matter.
    Settle(u8, u8),
    /// Promises something to a household, or ends what was promised.
    Promise(u8, u8, u8),
    /// Somebody heads a cell.
    Post(u8, u8),
    /// What somebody has in hand in a cell goes to another: all of it, promises, one door.
    HandOver(u8, u8, u8),
    /// A cell goes out of use, or into another.
    Retire(u8),
    MergeCells(u8, u8),
    /// Shows what is hidden of a household, or of everybody in a cell.
    Disclose(u8, u8),
    /// A household, somebody of it, a visit's note or a matter's words.
    Erase(u8, u8),
    Undo,
    Redo,
    /// Takes in all that another device knows.
    Meet(u8),
}

/// A deed, by whom, and the seconds by which the device's clock moved before it: often none, sometimes backwards.
#[derive(Clone, Debug)]
struct Step {
    device: u8,
    tick: i64,
    deed: Deed,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Household(a, b)),
        3 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Edit(a, b, c)),
        2 => (any::<u8>(), any::<u8>(), -90_000_i64..90_000).prop_map(|(a, b, c)| Deed::Visit(a, b, c)),
        3 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Raise(a, b, c)),
        8 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Act(a, b, c)),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Join(a, b)),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Move(a, b)),
        2 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Split(a, b, c)),
        2 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Merge(a, b, c)),
        1 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Head(a, b, c)),
        4 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Live(a, b, c)),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Rename(a, b)),
        3 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::Promise(a, b, c)),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Post(a, b)),
        2 => (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| Deed::HandOver(a, b, c)),
        1 => any::<u8>().prop_map(Deed::Retire),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::MergeCells(a, b)),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Settle(a, b)),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Disclose(a, b)),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Erase(a, b)),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        3 => any::<u8>().prop_map(Deed::Meet),
    ]
}

fn steps(length: usize) -> impl Strategy<Value = Vec<Step>> {
    let tick = prop_oneof![3 => Just(0_i64), 3 => 1_i64..4_000, 1 => 80_000_i64..800_000, 1 => -900_000_i64..0];
    let step = (any::<u8>(), tick, deed()).prop_map(|(device, tick, deed)| Step { device, tick, deed });
    prop::collection::vec(step, 1..length)
}

/// Several devices that began with the same township.
struct Field {
    devices: Vec<Replica>,
    now: i64,
}

impl Field {
    fn new() -> Self {
        let mut first = Replica::in_memory(1);
        let mut requests: Vec<Request> =
            (0..3).map(|number| Request::AddCell { scope: cell(number), name: None }).collect();
        let name = "交通站".to_owned();
        requests.push(Request::AddResponder {
            name,
            kind: chuanmen::domain::matter::ResponderKind::Department,
            phone: None,
        });
        commit(&mut first, START, &Request::All(requests)).unwrap();
        let mut devices = vec![first];
        for number in 2..=DEVICES as u64 {
            let mut device = Replica::in_memory(number);
            device.absorb(devices[0].sealed_events().unwrap()).unwrap();
            devices.push(device);
        }
        Self { devices, now: START }
    }

    fn play(steps: &[Step]) -> Self {
        let mut field = Self::new();
        for step in steps {
            field.now += step.tick;
            let (now, device) = (field.now, usize::from(step.device) % DEVICES);
            if let Deed::Meet(other) = step.deed {
                let events = field.devices[usize::from(other) % DEVICES].sealed_events().unwrap();
                field.devices[device].absorb(events).unwrap();
            } else if let Deed::Erase(a, b) = step.deed {
                erase(&mut field.devices[device], now, a, b);
            } else if let Some(request) = request(&field.devices[device], &step.deed) {
                commit(&mut field.devices[device], now, &request);
            }
        }
        field
    }

    /// All that anybody recorded.
    fn events(&self) -> Vec<SealedEvent> {
        self.devices.iter().flat_map(|device| device.sealed_events().unwrap()).collect()
    }
}

fn commit(replica: &mut Replica, now: i64, request: &Request) -> Option<Committed> {
    let at = match request {
        Request::Visit { note, .. } => now + note.note.parse::<i64>().unwrap_or(0).min(0),
        _ => now,
    };
    let said = Said { now: Moment::from_unix(now), at: Moment::from_unix(at), by: "陈强".to_owned() };
    replica.commit(&said, request).ok()
}

fn said(now: i64) -> Said {
    Said { now: Moment::from_unix(now), at: Moment::from_unix(now), by: "陈强".to_owned() }
}

/// Erases something that a device knows, if it may be.
fn erase(device: &mut Replica, now: i64, a: u8, b: u8) {
    let Some(subject) = subject(device, a, b) else { return };
    let said = Said { now: Moment::from_unix(now), at: Moment::from_unix(now), by: "李敏".to_owned() };
    let replica = std::mem::replace(device, Replica::in_memory(0));
    *device = match replica.erase(&said, subject, "本人申请", &mut |_| ()) {
        Ok((replica, _)) => replica,
        Err(failed) => match *failed {
            (Some(replica), EraseFault::Refused(_)) => replica,
            (_, fault) => panic!("{fault:?}"),
        },
    };
}

fn subject(device: &Replica, a: u8, b: u8) -> Option<Subject> {
    let home = || pick(device, RecordKind::Household, a).and_then(|id| device.household(id).unwrap());
    Some(match b % 4 {
        0 => Subject { kind: RecordKind::Household, id: home()?.id },
        1 => {
            let members: Vec<_> = home()?.everybody().cloned().collect();
            Subject { kind: RecordKind::Member, id: members.get(usize::from(b / 4) % members.len().max(1))?.id }
        }
        2 => Subject { kind: RecordKind::Visit, id: home()?.visits.first()?.id },
        _ => Subject { kind: RecordKind::Matter, id: pick(device, RecordKind::Matter, a)? },
    })
}

fn all(replica: &Replica, kind: RecordKind) -> Vec<Record> {
    let mut found = Vec::new();
    replica
        .each(kind, Scope::WHOLE, &mut |record| {
            found.push(record);
            true
        })
        .unwrap();
    found.sort_by_key(Record::id);
    found
}

fn pick(replica: &Replica, kind: RecordKind, number: u8) -> Option<Id> {
    let found = all(replica, kind);
    (!found.is_empty()).then(|| found[usize::from(number) % found.len()].id())
}

fn request(replica: &Replica, deed: &Deed) -> Option<Request> {
    let household = |number| pick(replica, RecordKind::Household, number);
    let matter = |number| pick(replica, RecordKind::Matter, number);
    Some(match *deed {
        Deed::Household(a, b) => Request::AddHousehold { cell: cell(a), household: new_household(b) },
        Deed::Edit(a, b, c) => edit(replica, household(a)?, b, c),
        Deed::Visit(a, b, shift) => {
            let outcome = Outcome::ALL[usize::from(b) % 4];
            let note = VisitNote { outcome, note: shift.to_string(), ..VisitNote::default() };
            Request::Visit { household: household(a)?, note }
        }
        Deed::Raise(a, b, c) => Request::Raise(Box::new(raise(household(a)?, b, c))),
        Deed::Act(a, b, c) => Request::Act { matter: matter(a)?, verb: verb(replica, matter(a)?, b, c)? },
        Deed::Join(a, b) => {
            let mut verb = Verb::new(if b % 4 == 0 { VerbName::Unjoin } else { VerbName::Join });
            verb.lead = matter(b);
            Request::Act { matter: matter(a)?, verb }
        }
        Deed::Move(a, b) => Request::MoveHousehold { household: household(a)?, to: cell(b) },
        Deed::Split(a, b, c) => split(replica, household(a)?, b, c)?,
        Deed::Merge(a, b, c) => Request::MergeHouseholds {
            from: household(a)?,
            into: household(b)?,
            relations: relations(replica, household(a)?, c)?,
        },
        Deed::Head(a, b, c) => {
            let (id, relations) = (household(a)?, relations(replica, household(a)?, c)?);
            let head = relations.get(usize::from(b) % relations.len().max(1))?.0;
            Request::ChangeHead { household: id, head, relations }
        }
        Deed::Settle(a, b) => settle(replica, a, b)?,
        Deed::Promise(a, b, c) => promise(replica, household(a)?, b, c)?,
        Deed::Live(a, b, c) => live(replica, household(a)?, b, c)?,
        Deed::Rename(a, b) => Request::AddCell { scope: cell(a), name: Some(format!("{}组", b % 5)) },
        Deed::Post(a, b) => {
            let person = (b % 4 > 0).then(|| CADRES[usize::from(b) % CADRES.len()].to_owned());
            Request::SetRole { scope: cell(a), role: Role::Head, person }
        }
        Deed::HandOver(a, b, c) => Request::HandOver(Box::new(Handover {
            cell: cell(a),
            from: CADRES[usize::from(b) % CADRES.len()].to_owned(),
            to: CADRES[usize::from(b / 8) % CADRES.len()].to_owned(),
            share: match c % 3 {
                0 => Share::Cell,
                1 => Share::Promises,
                _ => Share::Doors(household(c).into_iter().collect()),
            },
        })),
        Deed::Retire(a) => Request::RetireArea { scope: cell(a) },
        Deed::MergeCells(a, b) => Request::MergeCells { from: cell(a), into: cell(b) },
        Deed::Disclose(a, b) => Request::Disclose {
            scope: cell(b),
            disclosed: Box::new(Disclosed {
                manner: Manner::ALL[usize::from(b) % Manner::ALL.len()],
                what: format!("值{a}"),
                columns: Column::ALL[..usize::from(a) % Column::ALL.len()].to_vec(),
                count: a.into(),
                household: household(a).filter(|_| b % 2 == 0),
            }),
        },
        Deed::Undo => Request::Undo(None),
        Deed::Redo => Request::Redo(None),
        Deed::Meet(_) | Deed::Erase(..) => return None,
    })
}

/// A conflict of anybody's is settled on what holds or on what the other wrote.
fn settle(replica: &Replica, a: u8, b: u8) -> Option<Request> {
    let kinds = [RecordKind::Cell, RecordKind::Household, RecordKind::Matter, RecordKind::Promise];
    let marked = kinds.into_iter().flat_map(|kind| all(replica, kind));
    let marks: Vec<(Id, Conflict)> = marked
        .flat_map(|record| {
            let id = record.id();
            record.trail().conflicts.iter().map(|mark| (id, mark.clone())).collect::<Vec<_>>()
        })
        .collect();
    let (record, conflict) = marks.get(usize::from(a) % marks.len().max(1))?.clone();
    Some(Request::SettleConflict { record, conflict, take_other: b.is_multiple_of(2) })
}

/// Something is promised to a household, or a promise of anybody's is kept or let go.
fn promise(replica: &Replica, household: Id, b: u8, c: u8) -> Option<Request> {
    let text = format!("值{}", c % 3);
    if c.is_multiple_of(3) {
        let due = b.is_multiple_of(2).then_some(Allowance::Days(b.into()));
        let note = PromiseNote { household, text, due, visit: VisitNote::default() };
        return Some(Request::Promise(Box::new(note)));
    }
    let promise = pick(replica, RecordKind::Promise, b)?;
    let ending = Ending::ALL[usize::from(c) % 2];
    Some(Request::EndPromise { promise, ending, text: Some(text) })
}

/// What happens to people, with all that follows where the number says so.
fn live(replica: &Replica, household: Id, b: u8, c: u8) -> Option<Request> {
    let home = replica.household(household).unwrap()?;
    let pick = |number: usize, of: Vec<Id>| (!of.is_empty()).then(|| of[number % of.len()]);
    let members: Vec<Id> = home.profile.members.iter().map(|member| member.id).collect();
    let gone: Vec<Id> = home.lives.gone.iter().map(|gone| gone.member.id).collect();
    let on = Date::from_ymd_opt(2026, 10, u32::from(c % 9) + 1).unwrap();
    let away = Away { on, to: format!("值{}", c % 3), registered: c.is_multiple_of(2) };
    let person = || {
        Box::new(Person {
            id_number: Some("152499197905013894".to_owned()),
            name: format!("值{c}"),
            ..Person::default()
        })
    };
    let other = pick(c.into(), members.iter().copied().skip(1).collect());
    let event = match b % 8 {
        0 => LifeEvent::Died { member: pick(c.into(), members)?, on },
        1 => LifeEvent::Left { member: pick(c.into(), members)?, away },
        2 => LifeEvent::Back { member: pick(c.into(), gone)? },
        3 => LifeEvent::Died { member: pick(c.into(), gone)?, on },
        4 => LifeEvent::Arrived { person: person(), arrival: Arrival::Born(on) },
        5 => LifeEvent::AllLeft(away),
        6 => LifeEvent::AllBack,
        _ => {
            let other = pick(c.into(), all(replica, RecordKind::Household).iter().map(Record::id).collect())?;
            return Some(Request::HoldApart { mine: household, other });
        }
    };
    let all = consequences(replica, &home, &event).unwrap();
    let follow = all.may_follow.iter().filter(|one| one.chosen || b > 128);
    let follow = follow.map(|one| one.follow(|errand| errand.zh.clone())).collect();
    let words = format!("话{}", c % 3);
    Some(Request::Live(Box::new(Life { household, event, head: other, relations: Vec::new(), follow, words })))
}

/// What everybody of a household is said to be to a head.
fn relations(replica: &Replica, household: Id, number: u8) -> Option<Vec<(Id, String)>> {
    let members = replica.household(household).unwrap()?.profile.members;
    Some(members.iter().map(|member| (member.id, ["子", "其他亲属"][usize::from(number) % 2].to_owned())).collect())
}

/// The last of a household's members get a door of their own, with the first of its tags.
fn split(replica: &Replica, household: Id, b: u8, c: u8) -> Option<Request> {
    let known = replica.household(household).unwrap()?;
    let all: Vec<Id> = known.profile.members.iter().map(|member| member.id).collect();
    let stay = (usize::from(b) % all.len().max(1)).max(1);
    let going = all.iter().skip(stay).enumerate();
    let members = going.map(|(at, id)| (*id, if at == 0 { "户主" } else { "子" }.to_owned())).collect();
    let tags = known.profile.tags.iter().take(usize::from(c) % 2).map(|tag| tag.name.clone()).collect();
    let part = Part { cell: cell(c), door: format!("新{b}号"), phone: None, members, tags };
    Some(Request::SplitHousehold { household, part: Box::new(part) })
}

fn new_household(number: u8) -> NewHousehold {
    let person = |name: &str| Person { name: name.to_owned(), ..Person::default() };
    NewHousehold {
        door: format!("{}组{number}号", number % 7),
        head: ["王秀英", "李四", "索南·才旦"][usize::from(number) % 3].to_owned(),
        members: vec![
            person("王秀英"),
            Person { id_number: Some("152499197905013894".to_owned()), ..person("王建国") },
        ],
        ..NewHousehold::default()
    }
}

fn edit(replica: &Replica, household: Id, b: u8, c: u8) -> Request {
    let member = replica.household(household).unwrap().and_then(|found| found.profile.members.first().map(|m| m.id));
    let text = format!("值{}", c % 3);
    let edit = match (b % 6, member) {
        (0, Some(member)) => Edit::SetMember { member, field: MemberField::Relation(text) },
        (1, Some(member)) => Edit::RemoveMember { member, why: text },
        (2, _) => Edit::SetTag(Tag { reason: Some(text), ..Tag::plain("低保") }),
        (3, _) => Edit::AddMember(Box::new(Person { name: text, ..Person::default() })),
        (4, _) => Edit::Set(HouseholdField::Phone(Some(text))),
        _ => Edit::Set(HouseholdField::Door(text)),
    };
    Request::EditHousehold { household, edits: vec![edit] }
}

fn raise(household: Id, b: u8, c: u8) -> RaiseNote {
    let kind = Kind::ALL[usize::from(b) % 3];
    let mut note = RaiseNote::new(kind, household, format!("门前路坑洼{}", c % 4));
    match c % 4 {
        0 => (note.tier, note.answer) = (Some(Tier::Immediate), Some("已讲解政策".to_owned())),
        1 => (note.tier, note.level) = (Some(Tier::Escalated), Some(Level::Village)),
        2 => note.allowance = Some(Allowance::Working(u32::from(c) % 9 + 1)),
        _ => note.responder = Some(Responder::id_of("交通站")),
    }
    note
}

/// A verb that fits the matter as this device knows it, with all it may need.
fn verb(replica: &Replica, matter: Id, b: u8, c: u8) -> Option<Verb> {
    let found = replica.matter(matter).unwrap()?;
    let fitting = chuanmen::domain::matter::state::fitting(found.kind(), found.state);
    let name = *fitting.get(usize::from(b) % fitting.len().max(1))?;
    let mut verb = Verb::new(name);
    verb.text = Some(format!("话{}", c % 3));
    verb.to = Some(match c % 2 {
        0 => Assignee::Responder(Responder::id_of("交通站")),
        _ => Assignee::Person("华明".to_owned()),
    });
    verb.due = Some(Allowance::Working(u32::from(c) % 20 + 1));
    verb.level = Some(Level::ALL[usize::from(c) % 3]);
    verb.satisfied = Some(Satisfied::ALL[usize::from(c) % 3]);
    verb.lead = pick(replica, RecordKind::Matter, c);
    Some(verb)
}

/// What must agree between copies: all that is derived, whoever holds it.
const DERIVED: [Tree; 7] = [Tree::Event, Tree::Log, Tree::Record, Tree::Where, Tree::List, Tree::Tally, Tree::Text];

fn assert_same(one: &Replica, other: &Replica) {
    for tree in DERIVED.into_iter().chain([Tree::Person, Tree::Act]) {
        let report = one.compared(other, tree).unwrap();
        assert!(report.is_sound(), "{report:?}");
    }
}

/// A copy that wrote nothing itself, fed with events in these portions.
fn fed(portions: impl IntoIterator<Item = Vec<SealedEvent>>) -> Replica {
    let mut replica = Replica::in_memory(99);
    for portion in portions {
        replica.absorb(portion).unwrap();
    }
    replica
}

fn without_trail(mut records: Vec<Record>) -> Vec<Record> {
    for record in &mut records {
        *record.trail_mut() = chuanmen::domain::history::Trail::default();
    }
    records
}

/// Everything a person sees, without who had seen what.
fn seen(replica: &Replica) -> Vec<Record> {
    [RecordKind::Cell, RecordKind::Household, RecordKind::Matter, RecordKind::Disclosure, RecordKind::Promise]
        .into_iter()
        .flat_map(|kind| without_trail(all(replica, kind)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_split_and_repetition_gives_the_same(
        steps in steps(60),
        order in any::<prop::sample::Index>(),
        seed in any::<u64>(),
    ) {
        let events = Field::play(&steps).events();
        let whole = fed([events.clone()]);
        let mut shuffled = events.clone();
        fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
        let cut = order.index(shuffled.len());
        let (first, second) = shuffled.split_at(cut);
        let repeated = [first.to_vec(), shuffled.clone(), second.to_vec()];
        assert_same(&whole, &fed(repeated));
        assert_same(&whole, &fed(shuffled.into_iter().map(|event| vec![event])));
    }

    #[test]
    fn what_was_built_step_by_step_is_what_everything_at_once_gives(steps in steps(60)) {
        let mut field = Field::play(&steps);
        let events = field.events();
        let whole = fed([events.clone()]);
        for device in &mut field.devices {
            device.absorb(events.clone()).unwrap();
            for tree in [Tree::Event, Tree::Record, Tree::Tally, Tree::Text, Tree::Person, Tree::Where] {
                let report = device.compared(&whole, tree).unwrap();
                prop_assert!(report.is_sound(), "{:?}", report);
            }
        }
    }

    #[test]
    fn a_settled_conflict_is_gone_and_comes_back_when_that_is_taken_back(steps in steps(60), a in any::<u8>(), b in any::<u8>()) {
        let mut field = Field::play(&steps);
        let (events, now) = (field.events(), field.now + 1);
        for device in &mut field.devices {
            device.absorb(events.clone()).unwrap();
            let Some(request) = settle(device, a, b) else { continue };
            let Request::SettleConflict { record, conflict, take_other } = &request else { continue };
            let marks = |device: &Replica| device.record(*record).unwrap().unwrap().trail().conflicts.clone();
            let before = marks(device);
            let Some(done) = commit(device, now, &request) else {
                prop_assert!(take_other, "what holds can always be kept");
                continue;
            };
            prop_assert!(!marks(device).contains(conflict));
            let undone = commit(device, now, &Request::Undo(done.act)).unwrap();
            prop_assert!(undone.kept.is_empty());
            prop_assert_eq!(marks(device), before);
        }
    }

    #[test]
    fn undo_then_redo_is_the_identity(steps in steps(40)) {
        let mut field = Field::play(&steps);
        let now = field.now;
        for device in &mut field.devices {
            let before = seen(device);
            if commit(device, now, &Request::Undo(None)).is_some_and(|done| done.kept.is_empty()) {
                prop_assert!(commit(device, now, &Request::Redo(None)).is_some());
                prop_assert_eq!(seen(device), before);
            }
        }
    }

    #[test]
    fn what_was_disclosed_stays_and_is_listed_the_newest_first(steps in steps(60)) {
        let mut field = Field::play(&steps);
        let events = field.events();
        for device in &mut field.devices {
            device.absorb(events.clone()).unwrap();
            let mut recorded = 0;
            for record in all(device, RecordKind::Disclosure) {
                let history = device.history(record.id()).unwrap();
                prop_assert!(matches!(history[..], [Event { fact: Fact::Disclosed(_), .. }]), "{:?}", history);
                recorded += 1;
            }
            let (listed, total) = device.disclosures(Scope::WHOLE, 3).unwrap();
            prop_assert_eq!((listed.len(), total), (recorded.min(3), recorded));
            prop_assert!(listed.is_sorted_by_key(|one| std::cmp::Reverse(one.at)));
            let in_cells: usize = (0..3).map(|number| device.disclosures(cell(number), 99).unwrap().1).sum();
            prop_assert_eq!(in_cells, recorded);
            for act in device.acts(1_000).unwrap() {
                let act = device.act(act).unwrap().unwrap();
                if !act.only_discloses() {
                    continue;
                }
                let taken = device.commit(&said(START), &Request::Undo(Some(act.id)));
                prop_assert!(matches!(taken, Err(CommitFault::Refused(Refusal::Disclosed))), "{:?}", taken);
            }
        }
    }

    #[test]
    fn undo_brings_back_what_was(steps in steps(40), deed in deed(), number in any::<u8>()) {
        let mut field = Field::play(&steps);
        let now = field.now;
        let device = &mut field.devices[usize::from(number) % DEVICES];
        let before = seen(device);
        let new = !matches!(deed, Deed::Undo | Deed::Redo | Deed::Meet(_) | Deed::Disclose(..));
        if let Some(done) = request(device, &deed).filter(|_| new).and_then(|request| commit(device, now, &request))
            && let Some(act) = done.act
        {
            let undone = commit(device, now, &Request::Undo(None));
            prop_assert!(undone.is_some_and(|undone| undone.kept.is_empty()), "{act} {deed:?}");
            prop_assert_eq!(seen(device), before);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn erasing_and_then_hearing_the_rest_is_hearing_all_and_then_erasing(
        steps in steps(50),
        deed in (any::<u8>(), any::<u8>()),
        seed in any::<u64>(),
    ) {
        let mut field = Field::play(&steps);
        let before = field.events();
        let now = field.now;
        erase(&mut field.devices[0], now, deed.0, deed.1);
        // What is sealed still and what has no body any more come in any order and more than once.
        let mut all = [before, field.events()].concat();
        fastrand::Rng::with_seed(seed).shuffle(&mut all);
        let whole = fed([field.events()]);
        assert_same(&whole, &fed(all.clone().into_iter().map(|event| vec![event])));
        assert_same(&whole, &fed([all]));
    }

    #[test]
    fn what_was_erased_leaves_what_others_said_and_sums_that_agree(steps in steps(50), deed in (any::<u8>(), any::<u8>())) {
        let mut field = Field::play(&steps);
        let now = field.now;
        let device = &mut field.devices[0];
        let Some(subject) = subject(device, deed.0, deed.1) else { return Ok(()) };
        let (homes, matters) = (all(device, RecordKind::Household), all(device, RecordKind::Matter));
        erase(device, now, deed.0, deed.1);
        assert_same(device, &fed([device.sealed_events().unwrap()]));
        if device.erased().unwrap().iter().all(|erased| erased.subject != subject) {
            return Ok(());
        }
        // Whoever is not erased keeps their door; a member's household keeps the others.
        for home in homes {
            let after = device.household(home.id()).unwrap();
            let Record::Household(home) = home else { continue };
            if subject.kind != RecordKind::Household {
                let kept = |home: &Household| home.profile.members.iter().filter(|member| member.id != subject.id).count();
                let after = after.expect("only an erased household is gone");
                prop_assert!(after.profile.members.len() <= kept(&home));
                prop_assert_eq!(&after.profile.door, &home.profile.door);
                prop_assert_eq!(after.visits.len(), home.visits.len());
                prop_assert!(after.member(subject.id).is_none());
            } else if home.id == subject.id {
                prop_assert!(after.is_none());
            }
        }
        if subject.kind != RecordKind::Household {
            prop_assert_eq!(all(device, RecordKind::Matter).len(), matters.len());
        }
        // Nobody can bring it back.
        let said = Said { now: Moment::from_unix(now), at: Moment::from_unix(now), by: "陈强".to_owned() };
        let act = device.acts(1).unwrap()[0];
        let view = device.act(act).unwrap().unwrap();
        if view.events.iter().any(|event| matches!(event.fact, Fact::Erased(_))) {
            prop_assert!(device.commit(&said, &Request::Undo(Some(act))).is_err());
        }
        prop_assert!(!device.owes_erasure().unwrap());
    }
}

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
        Err(chuanmen::store::replica::CommitFault::Refused(chuanmen::domain::refusal::Refusal::DependedOn(_)))
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
    assert!(matches!(undo, Err(CommitFault::Refused(Refusal::DependedOn(_)))), "it went along with the move");
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
