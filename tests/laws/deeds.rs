//! What the devices do to each other: deeds thrown at random, and the requests they come to.

use chuanmen::domain::area::Role;
use chuanmen::domain::deadline::Allowance;
use chuanmen::domain::disclosure::{Column, Disclosed, Manner};
use chuanmen::domain::erasure::Subject;
use chuanmen::domain::handover::{Handover, Share};
use chuanmen::domain::history::Conflict;
use chuanmen::domain::household::{Arrival, Away, HouseholdField, MemberField, Person, Tag};
use chuanmen::domain::id::{Id, RecordKind};
use chuanmen::domain::life::{Life, LifeEvent, consequences};
use chuanmen::domain::matter::verb::{Verb, VerbName};
use chuanmen::domain::matter::{Assignee, Kind, Level, Satisfied, Tier};
use chuanmen::domain::moment::{Date, Moment};
use chuanmen::domain::promise::Ending;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::record::Record;
use chuanmen::domain::request::{Edit, NewHousehold, Part, PromiseNote, RaiseNote, Request};
use chuanmen::domain::responder::Responder;
use chuanmen::domain::scope::Scope;
use chuanmen::domain::visit::{Outcome, VisitNote};
use chuanmen::store::format::SealedEvent;
use chuanmen::store::replica::{Committed, EraseFault, Replica, Said};
use proptest::prelude::*;

pub const DEVICES: usize = 3;
/// The first of them records everything.
pub const CADRES: [&str; 3] = ["陈强", "李敏", "赵云"];
pub const START: i64 = 1_795_222_800; // 2026-11-21 09:00 +08:00

/// Two cells of a village, and one of another township.
pub fn cell(number: u8) -> Scope {
    let village = if number % 3 == 2 { "150826103201" } else { "150826102207" };
    Scope::cell(village.parse().unwrap(), &format!("{:03}", number % 3 + 1)).unwrap()
}

/// How many field days each law is tried on: `PROPTEST_CASES`, else enough for a few seconds.
pub fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

/// Something a device does; numbers pick among what it knows.
#[derive(Clone, Debug)]
pub enum Deed {
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
pub struct Step {
    pub device: u8,
    pub tick: i64,
    pub deed: Deed,
}

pub fn deed() -> impl Strategy<Value = Deed> {
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

pub fn steps(length: usize) -> impl Strategy<Value = Vec<Step>> {
    let tick = prop_oneof![3 => Just(0_i64), 3 => 1_i64..4_000, 1 => 80_000_i64..800_000, 1 => -900_000_i64..0];
    let step = (any::<u8>(), tick, deed()).prop_map(|(device, tick, deed)| Step { device, tick, deed });
    prop::collection::vec(step, 1..length)
}

/// Several devices that began with the same township.
pub struct Field {
    pub devices: Vec<Replica>,
    pub now: i64,
}

impl Field {
    pub fn new() -> Self {
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

    pub fn play(steps: &[Step]) -> Self {
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
    pub fn events(&self) -> Vec<SealedEvent> {
        self.devices.iter().flat_map(|device| device.sealed_events().unwrap()).collect()
    }
}

pub fn commit(replica: &mut Replica, now: i64, request: &Request) -> Option<Committed> {
    let at = match request {
        Request::Visit { note, .. } => now + note.note.parse::<i64>().unwrap_or(0).min(0),
        _ => now,
    };
    let said = Said { now: Moment::from_unix(now), at: Moment::from_unix(at), by: "陈强".to_owned() };
    replica.commit(&said, request).ok()
}

pub fn said(now: i64) -> Said {
    Said { now: Moment::from_unix(now), at: Moment::from_unix(now), by: "陈强".to_owned() }
}

/// Erases something that a device knows, if it may be.
pub fn erase(device: &mut Replica, now: i64, a: u8, b: u8) {
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

pub fn subject(device: &Replica, a: u8, b: u8) -> Option<Subject> {
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

pub fn all(replica: &Replica, kind: RecordKind) -> Vec<Record> {
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

pub fn pick(replica: &Replica, kind: RecordKind, number: u8) -> Option<Id> {
    let found = all(replica, kind);
    (!found.is_empty()).then(|| found[usize::from(number) % found.len()].id())
}

pub fn request(replica: &Replica, deed: &Deed) -> Option<Request> {
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
pub fn settle(replica: &Replica, a: u8, b: u8) -> Option<Request> {
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
pub fn promise(replica: &Replica, household: Id, b: u8, c: u8) -> Option<Request> {
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
pub fn live(replica: &Replica, household: Id, b: u8, c: u8) -> Option<Request> {
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
pub fn relations(replica: &Replica, household: Id, number: u8) -> Option<Vec<(Id, String)>> {
    let members = replica.household(household).unwrap()?.profile.members;
    Some(members.iter().map(|member| (member.id, ["子", "其他亲属"][usize::from(number) % 2].to_owned())).collect())
}

/// The last of a household's members get a door of their own, with the first of its tags.
pub fn split(replica: &Replica, household: Id, b: u8, c: u8) -> Option<Request> {
    let known = replica.household(household).unwrap()?;
    let all: Vec<Id> = known.profile.members.iter().map(|member| member.id).collect();
    let stay = (usize::from(b) % all.len().max(1)).max(1);
    let going = all.iter().skip(stay).enumerate();
    let members = going.map(|(at, id)| (*id, if at == 0 { "户主" } else { "子" }.to_owned())).collect();
    let tags = known.profile.tags.iter().take(usize::from(c) % 2).map(|tag| tag.name.clone()).collect();
    let part = Part { cell: cell(c), door: format!("新{b}号"), phone: None, members, tags };
    Some(Request::SplitHousehold { household, part: Box::new(part) })
}

pub fn new_household(number: u8) -> NewHousehold {
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

pub fn edit(replica: &Replica, household: Id, b: u8, c: u8) -> Request {
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

pub fn raise(household: Id, b: u8, c: u8) -> RaiseNote {
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
pub fn verb(replica: &Replica, matter: Id, b: u8, c: u8) -> Option<Verb> {
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
