//! Erasing by law: what of the past no longer counts, and what is left of it.
//!
//! An erasure is a fact on every record that it touches. It names events by log and place, never what they said. What an
//! event told of others besides is restated in it and stands where the event stood, so that order, undo and conflicts
//! stay as they were. Whether the event itself still has its body makes no difference to any fold: so a body can be
//! destroyed at any time, on any copy, in any order.
//!
//! Two erasures that name the same event, neither knowing of the other, leave what both leave.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::event::{Event, EventRef, LogId};
use super::fact::Fact;
use super::history::Snapshot;
use super::household::{Household, Profile};
use super::id::{Id, RecordKind};
use super::moment::Moment;

pub mod list;
pub mod scrub;

/// What stands where a name or words were erased among others.
pub const STRUCK: &str = "×××";

/// Whom or what an erasure is about: a household, a member, a visit's note or a matter's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    pub kind: RecordKind,
    pub id: Id,
}

/// What one act erased of one record, in one scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erasure {
    pub subject: Subject,
    /// Why, as it was said.
    pub why: String,
    pub events: Vec<Struck>,
}

/// An event that was erased: its name, and what stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Struck {
    pub log: LogId,
    pub seq: u64,
    /// What its author had seen: who knew of whom stays as it was.
    pub after: Vec<EventRef>,
    /// What it said of others; `None` where nothing is left of it.
    pub rest: Option<Box<Rest>>,
}

/// What an event said of others than those who were erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    pub at: Moment,
    pub typed_at: Moment,
    pub by: String,
    pub fact: Fact,
}

/// The name of an event.
pub type Name = (LogId, u64);

impl Erasure {
    /// The names of all events that are erased by it, and by what it restates of earlier ones.
    pub fn names(&self, name: &mut dyn FnMut(Name)) {
        for struck in &self.events {
            name((struck.log, struck.seq));
            if let Some(Fact::Erased(earlier)) = struck.rest.as_ref().map(|rest| &rest.fact) {
                earlier.names(name);
            }
        }
    }
}

/// What a fold knows of an erased event.
struct Left {
    after: Vec<EventRef>,
    rest: Option<Box<Rest>>,
}

impl Left {
    fn of(struck: &Struck) -> Self {
        Self { after: struck.after.clone(), rest: struck.rest.clone() }
    }

    /// What both leave.
    fn meet(&mut self, other: &Struck) {
        let kept = match (self.rest.take(), &other.rest) {
            (Some(one), Some(other)) => meet(*one, other),
            _ => None,
        };
        self.rest = kept.map(Box::new);
    }
}

/// Events of one record, given in any order, as the erasures among them leave them; an event without a body of which no
/// erasure is known yet stays [`Fact::Gone`].
pub fn settled(mut events: Vec<Event>) -> Vec<Event> {
    if !events.iter().any(|event| matches!(event.fact, Fact::Erased(_) | Fact::Gone)) {
        return events;
    }
    // From the last to the first: an erasure may itself have been erased by a later one.
    events.sort_by_key(|event| (event.reference(), event.log.epoch, event.seq));
    let mut left: HashMap<Name, Left> = HashMap::new();
    for event in events.iter_mut().rev() {
        strike(event, &left);
        if let Fact::Erased(erasure) = &event.fact {
            for struck in &erasure.events {
                let known = left.entry((struck.log, struck.seq));
                known.and_modify(|known| known.meet(struck)).or_insert_with(|| Left::of(struck));
            }
        }
    }
    for event in &mut events {
        strike(event, &left);
    }
    events
}

/// Puts what is left of an event in its place.
fn strike(event: &mut Event, left: &HashMap<Name, Left>) {
    let Some(left) = left.get(&(event.log, event.seq)) else { return };
    event.after.clone_from(&left.after);
    if let Some(rest) = &left.rest {
        (event.at, event.typed_at) = (rest.at, rest.typed_at);
        event.by.clone_from(&rest.by);
        event.fact = rest.fact.clone();
    } else {
        event.at = written_at(event.stamp);
        event.typed_at = event.at;
        event.by = String::new();
        event.fact = Fact::Gone;
    }
}

/// Which events of a history were erased, and by which.
pub struct Erasers<'a>(HashMap<Name, &'a Event>);

impl<'a> Erasers<'a> {
    pub fn of(events: &'a [Event]) -> Self {
        let mut erasers: HashMap<Name, &Event> = HashMap::new();
        for event in events {
            let Fact::Erased(erasure) = &event.fact else { continue };
            erasure.names(&mut |name| {
                let known = erasers.entry(name).or_insert(event);
                if known.reference() < event.reference() {
                    *known = event;
                }
            });
        }
        Self(erasers)
    }

    /// The erasure that an event was named by last.
    pub fn of_event(&self, event: &Event) -> Option<&'a Event> {
        self.0.get(&(event.log, event.seq)).copied()
    }
}

/// The moment of a stamp, to the second: about when an event was written.
pub fn written_at(stamp: u64) -> Moment {
    Moment::from_unix(i64::try_from((stamp >> 16) / 1_000).unwrap_or(0))
}

/// What is in both, or nothing where that cannot be told.
fn meet(one: Rest, other: &Rest) -> Option<Rest> {
    if one == *other {
        return Some(one);
    }
    let fact = match (one.fact, &other.fact) {
        (Fact::HouseholdAdded(one), Fact::HouseholdAdded(other)) => {
            Fact::HouseholdAdded(Box::new(meet_profiles(*one, other)))
        }
        (Fact::SplitFrom { from, profile }, Fact::SplitFrom { profile: other, .. }) => {
            Fact::SplitFrom { from, profile: Box::new(meet_profiles(*profile, other)) }
        }
        (Fact::Carried(one), Fact::Carried(other)) => Fact::Carried(Box::new(meet_snapshots(*one, other)?)),
        _ => return None,
    };
    Some(Rest { fact, ..one })
}

fn meet_snapshots(one: Snapshot, other: &Snapshot) -> Option<Snapshot> {
    match (one, other) {
        (Snapshot::Home(one), Snapshot::Home(other)) => Some(Snapshot::Home(meet_homes(one, other))),
        (Snapshot::Door(one), Snapshot::Door(other)) => Some(Snapshot::Door(meet_homes(one, other))),
        _ => None,
    }
}

fn meet_homes(mut one: Box<Household>, other: &Household) -> Box<Household> {
    one.profile = meet_profiles(one.profile, &other.profile);
    one.visits.retain(|visit| other.visits.contains(visit));
    one.lives.gone.retain(|gone| other.lives.gone.contains(gone));
    one.lives.apart.retain(|pair| other.lives.apart.contains(pair));
    if one.lives.away != other.lives.away {
        one.lives.away.iter_mut().for_each(|away| STRUCK.clone_into(&mut away.to));
    }
    one
}

fn meet_profiles(one: Profile, other: &Profile) -> Profile {
    let both = |one: Option<String>, other: &Option<String>| one.filter(|one| other.as_ref() == Some(one));
    let text = |one: String, other: &str| if one == other { one } else { STRUCK.to_owned() };
    Profile {
        door: text(one.door, &other.door),
        head: text(one.head, &other.head),
        phone: both(one.phone, &other.phone),
        address: both(one.address, &other.address),
        members: one.members.into_iter().filter(|member| other.members.contains(member)).collect(),
        tags: one.tags.into_iter().filter(|tag| other.tags.contains(tag)).collect(),
        more: one.more.into_iter().filter(|phrase| other.more.contains(phrase)).collect(),
    }
}
