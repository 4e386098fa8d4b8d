//! What a fact changes. Total: a fact that does not fit leaves the record as it is.

use super::area::Area;
use super::disclosure::Disclosure;
use super::event::Event;
use super::fact::Fact;
use super::history::{Snapshot, Trail};
use super::household::{Going, Gone, Household, Lives, Member, Profile, Tag};
use super::id::Id;
use super::record::{Record, Ruling, Subject};
use super::responder::Responder;
use super::visit::{Visit, VisitNote};

mod matter;
mod promise;

/// Whether a fact changed anything when its turn came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Applied,
    /// It did not fit: kept in the history, without effect.
    Idle,
}

/// The record after a fact. Who had seen what is the history's concern (`history::fold`), not this one's.
pub fn apply(record: Option<Record>, event: &Event) -> (Option<Record>, Outcome) {
    let changed = match &event.fact {
        Fact::Carried(snapshot) => carried(record.as_ref(), snapshot, event),
        Fact::Retracted { .. } | Fact::Erased(_) | Fact::Gone => None,
        _ if record.as_ref().is_some_and(|record| misplaced(record, event)) => None,
        Fact::ConflictSettled { .. } => record.clone(),
        Fact::AreaNamed { .. } | Fact::RoleHeld { .. } | Fact::AreaRetired => area(record.as_ref(), event),
        Fact::ResponderNamed { .. } => responder(record.as_ref(), event),
        Fact::PolicySet { toml } => ruling(Subject::Policy, toml, event),
        Fact::WorkdaysSet { tsv } => ruling(Subject::Workdays, tsv, event),
        Fact::Matter(fact) => matter::step(record.as_ref(), fact, event),
        Fact::Disclosed(_) => disclosure(record.as_ref(), event),
        Fact::Promised(_) | Fact::PromiseEnded { .. } | Fact::PromiseRehomed { .. } | Fact::PromiseHanded { .. } => {
            promise::step(record.as_ref(), event)
        }
        _ => household(record.as_ref(), event),
    };
    match changed {
        Some(changed) => (Some(changed), Outcome::Applied),
        None => (record, Outcome::Idle),
    }
}

/// Whether an event was written in a cell that the record has left.
fn misplaced(record: &Record, event: &Event) -> bool {
    matches!(record, Record::Household(_) | Record::Matter(_) | Record::Promise(_)) && record.scope() != event.log.scope
}

fn carried(before: Option<&Record>, snapshot: &Snapshot, event: &Event) -> Option<Record> {
    let (id, mut after) = match (snapshot.household(), snapshot.matter(), snapshot.promise()) {
        (Some(household), _, _) => (household.id, Record::Household(household.clone())),
        (None, Some(matter), _) => (matter.id, Record::Matter(matter.clone())),
        (None, None, Some(promise)) => (promise.id, Record::Promise(promise.clone())),
        (None, None, None) => return None,
    };
    let same_kind = before.is_none_or(|before| before.kind() == after.kind());
    if id != event.record || !same_kind || !event.log.scope.is_cell() {
        return None;
    }
    match &mut after {
        Record::Household(household) => household.cell = event.log.scope,
        Record::Matter(matter) => matter.cell = event.log.scope,
        Record::Promise(promise) => promise.cell = event.log.scope,
        _ => {}
    }
    Some(after)
}

fn area(record: Option<&Record>, event: &Event) -> Option<Record> {
    let mut area = match record {
        Some(Record::Area(area)) => area.clone(),
        Some(_) => return None,
        None if event.fact == Fact::AreaRetired => return None,
        None => Area::new(event.log.scope),
    };
    match &event.fact {
        Fact::AreaNamed { scope, name } if *scope == area.scope => {
            area.name.clone_from(name);
            area.retired = false;
        }
        Fact::AreaRetired => area.retired = true,
        Fact::RoleHeld { role, person: Some(person) } => {
            area.people.insert(*role, person.clone());
        }
        Fact::RoleHeld { role, person: None } => {
            area.people.remove(role);
        }
        _ => return None,
    }
    (Area::id_of(area.scope) == event.record).then_some(Record::Area(area))
}

fn responder(record: Option<&Record>, event: &Event) -> Option<Record> {
    let Fact::ResponderNamed { name, kind, phone } = &event.fact else { return None };
    if record.is_some_and(|record| !matches!(record, Record::Responder(_))) {
        return None;
    }
    Some(Record::Responder(Responder {
        id: event.record,
        name: name.clone(),
        kind: *kind,
        phone: phone.clone(),
        trail: Trail::default(),
    }))
}

fn ruling(subject: Subject, text: &str, event: &Event) -> Option<Record> {
    let ruling = Ruling { subject, scope: event.log.scope, text: text.to_owned(), trail: Trail::default() };
    (subject.id() == event.record).then_some(Record::Ruling(ruling))
}

/// The moment is that of the device's clock: what was said to have been earlier counts for visits, not for this.
fn disclosure(record: Option<&Record>, event: &Event) -> Option<Record> {
    let (None, Fact::Disclosed(disclosed)) = (record, &event.fact) else { return None };
    Some(Record::Disclosure(Disclosure {
        id: event.record,
        scope: event.log.scope,
        at: event.typed_at,
        by: event.by.clone(),
        device: event.log.device,
        disclosed: disclosed.as_ref().clone(),
        trail: Trail::default(),
    }))
}

fn household(record: Option<&Record>, event: &Event) -> Option<Record> {
    let mut household = match (record, &event.fact) {
        (None, Fact::HouseholdAdded(profile)) => return added(profile, None, event),
        (None, Fact::SplitFrom { from, profile }) => return added(profile, Some(*from), event),
        (Some(Record::Household(household)), _) => household.clone(),
        _ => return None,
    };
    let profile = &mut household.profile;
    match &event.fact {
        Fact::HouseholdSet(field) => field.clone().set(profile),
        Fact::MemberAdded(member) | Fact::MemberArrived { member, .. } => add_member(profile, member)?,
        Fact::MemberSet { member, field } => {
            let gone = household.lives.gone.iter_mut().map(|gone| &mut gone.member);
            let member = profile.members.iter_mut().chain(gone).find(|other| other.id == *member)?;
            field.clone().set(&mut member.details);
        }
        Fact::MemberCame { member, .. } => add_member(profile, member)?,
        Fact::MemberLeft { member, .. } | Fact::MemberWent { member, .. } => {
            let place = profile.members.iter().position(|other| other.id == *member)?;
            profile.members.remove(place);
        }
        Fact::MemberGone { member, going } => member_gone(&mut household, *member, going)?,
        Fact::MemberBack { member } => member_back(&mut household, *member)?,
        Fact::WentAway(away) if household.lives.away.as_ref() != Some(away) => {
            household.lives.away = Some(away.clone());
        }
        Fact::CameBack => drop(household.lives.away.take()?),
        Fact::HeldApart { mine, other } if !household.lives.are_apart(*mine, *other) => {
            household.lives.apart.push((*mine, *other));
        }
        Fact::TagSet(tag) => set_tag(profile, tag),
        Fact::TagEnded { name, on } => {
            let tag = profile.tags.iter_mut().find(|tag| tag.name == *name)?;
            tag.to = Some(*on);
            tag.ended = true;
        }
        Fact::Absorbed { from } => household.absorbed.push(*from),
        Fact::MergedInto { into } if household.merged_into.is_none() => {
            household.merged_into = Some(*into);
            profile.members.clear();
            profile.tags.clear();
        }
        Fact::Visited(note) => household.add_visit(visit(note, event)),
        _ => return None,
    }
    Some(Record::Household(household))
}

fn added(profile: &Profile, split_from: Option<Id>, event: &Event) -> Option<Record> {
    event.log.scope.is_cell().then(|| {
        Record::Household(Household {
            id: event.record,
            cell: event.log.scope,
            added_at: event.at,
            profile: profile.clone(),
            visits: Vec::new(),
            older_visits: Vec::new(),
            years_reached: Vec::new(),
            trail: Trail::default(),
            merged_into: None,
            absorbed: Vec::new(),
            split_from,
            lives: Lives::default(),
        })
    })
}

fn add_member(profile: &mut Profile, member: &Member) -> Option<()> {
    if profile.members.iter().any(|other| other.id == member.id) {
        return None;
    }
    profile.members.push(member.clone());
    Some(())
}

/// What was known of them stays with the household. Of somebody who is gone already, how they went is put right.
fn member_gone(household: &mut Household, id: Id, going: &Going) -> Option<()> {
    let members = &mut household.profile.members;
    if let Some(place) = members.iter().position(|other| other.id == id) {
        let member = members.remove(place);
        household.lives.gone.push(Gone { member, going: going.clone() });
        return Some(());
    }
    let known = household.lives.gone.iter_mut().find(|gone| gone.member.id == id)?;
    let changed = known.going != *going;
    known.going = going.clone();
    changed.then_some(())
}

fn member_back(household: &mut Household, id: Id) -> Option<()> {
    let gone = &mut household.lives.gone;
    let place = gone.iter().position(|gone| gone.member.id == id)?;
    household.profile.members.push(gone.remove(place).member);
    Some(())
}

fn set_tag(profile: &mut Profile, tag: &Tag) {
    match profile.tags.iter_mut().find(|other| other.name == tag.name) {
        Some(other) => other.clone_from(tag),
        None => profile.tags.push(tag.clone()),
    }
}

/// The visit that an event records, if it records one; for visits that no longer lie in their household's record.
pub fn visit_of(event: &Event) -> Option<Visit> {
    match &event.fact {
        Fact::Visited(note) => Some(visit(note, event)),
        _ => None,
    }
}

fn visit(note: &VisitNote, event: &Event) -> Visit {
    Visit {
        id: event.own_id(),
        at: event.at,
        typed_at: event.typed_at,
        by: note.by.clone().unwrap_or_else(|| event.by.clone()),
        typed_by: event.by.clone(),
        outcome: note.outcome,
        with: note.with.clone(),
        met: note.met.clone(),
        note: note.note.clone(),
    }
}
