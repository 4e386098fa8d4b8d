//! Folding a record's history: what counts, in which order, and who wrote what without knowing of whom.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::apply::{Outcome, apply};
use super::erasure::settled;
use super::event::{Event, EventRef};
use super::fact::{Fact, Field};
use super::household::{Household, first, second};
use super::matter::{Matter, first as first_matter};
use super::promise::Promise;
use super::record::Record;

/// What a record remembers of its own history, so that the next event can be put behind all that was seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// The latest event in the total order.
    pub last: Option<EventRef>,
    /// Events that no other event is behind; several when devices wrote without knowing of each other.
    pub heads: Vec<EventRef>,
    pub conflicts: Vec<Conflict>,
    /// Events that are kept and had no effect, because they did not fit when their turn came.
    pub idle: Vec<EventRef>,
}

/// Two people wrote the same value without knowing of each other; the later in the total order holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Conflict {
    pub field: Field,
    pub holds: EventRef,
    pub other: EventRef,
}

impl Conflict {
    /// The conflict that a fact settles.
    fn settled_by(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::ConflictSettled { field, holds, other, .. } => {
                Some(Self { field: field.clone(), holds: *holds, other: *other })
            }
            _ => None,
        }
    }
}

/// A whole record, carried into another cell's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Snapshot {
    /// A household in its first shape; only read.
    Household(#[serde(with = "first::household")] Household),
    /// A matter in its first shape; only read.
    Matter(#[serde(with = "first_matter")] Matter),
    /// A household in its second shape; only read.
    Home(#[serde(with = "second::home")] Box<Household>),
    /// A matter as it is now.
    Affair(Box<Matter>),
    Promise(Box<Promise>),
    /// A household as it is now.
    Door(#[serde(with = "second::door")] Box<Household>),
}

impl Snapshot {
    /// The household that was carried, if it is one.
    pub fn household(&self) -> Option<&Household> {
        match self {
            Self::Household(household) => Some(household),
            Self::Home(household) | Self::Door(household) => Some(household),
            Self::Matter(_) | Self::Affair(_) | Self::Promise(_) => None,
        }
    }

    pub fn household_mut(&mut self) -> Option<&mut Household> {
        match self {
            Self::Household(household) => Some(household),
            Self::Home(household) | Self::Door(household) => Some(household),
            Self::Matter(_) | Self::Affair(_) | Self::Promise(_) => None,
        }
    }

    /// The matter that was carried, if it is one.
    pub fn matter(&self) -> Option<&Matter> {
        match self {
            Self::Matter(matter) => Some(matter),
            Self::Affair(matter) => Some(matter),
            Self::Household(_) | Self::Home(_) | Self::Door(_) | Self::Promise(_) => None,
        }
    }

    /// The promise that was carried, if it is one.
    pub fn promise(&self) -> Option<&Promise> {
        match self {
            Self::Promise(promise) => Some(promise),
            _ => None,
        }
    }

    pub fn promise_mut(&mut self) -> Option<&mut Promise> {
        match self {
            Self::Promise(promise) => Some(promise),
            _ => None,
        }
    }

    pub fn matter_mut(&mut self) -> Option<&mut Matter> {
        match self {
            Self::Matter(matter) => Some(matter),
            Self::Affair(matter) => Some(matter),
            Self::Household(_) | Self::Home(_) | Self::Door(_) | Self::Promise(_) => None,
        }
    }
}

/// Folds all known events of one record, given in any order and with repetitions.
///
/// `None` when no event that creates the record counts: there is nothing to show yet, or its creation was undone.
pub fn fold(events: &[Event]) -> Option<Record> {
    if events.iter().any(|event| matches!(event.fact, Fact::Erased(_) | Fact::Gone)) {
        return History::new(&settled(events.to_vec())).fold();
    }
    History::new(events).fold()
}

/// Puts one more event behind a folded record. Gives the same record as folding the whole history again, or
/// `None` when that needs the whole history: the event is not behind everything, or it takes something back.
pub fn extend(record: &Record, event: &Event) -> Option<Record> {
    let trail = record.trail();
    let heads: BTreeSet<_> = trail.heads.iter().collect();
    let behind_all = event.after.iter().collect::<BTreeSet<_>>() == heads && trail.last < Some(event.reference());
    if !behind_all || matches!(event.fact, Fact::Retracted { .. } | Fact::Carried(_) | Fact::Erased(_) | Fact::Gone) {
        return None;
    }
    let mut trail = trail.clone();
    let reference = event.reference();
    let (mut after, outcome) = apply(Some(record.clone()), event);
    if outcome == Outcome::Idle {
        trail.idle.push(reference);
    } else if let Some(field) = event.fact.field() {
        trail.conflicts.retain(|conflict| conflict.field != field);
    } else if let Some(settled) = Conflict::settled_by(&event.fact) {
        trail.conflicts.retain(|conflict| *conflict != settled);
    }
    trail.last = Some(reference);
    trail.heads = vec![reference];
    if let Some(after) = &mut after {
        *after.trail_mut() = trail;
    }
    after
}

/// A record's events in the total order, each once, with which of them count; where some were erased, as
/// [`settled`] leaves them.
pub struct History<'a> {
    events: Vec<&'a Event>,
    live: Vec<bool>,
    place: HashMap<EventRef, usize>,
}

impl<'a> History<'a> {
    pub fn new(events: &'a [Event]) -> Self {
        let mut events: Vec<&Event> = events.iter().collect();
        events.sort_by_key(|event| (event.reference(), event.log.epoch, event.seq));
        events.dedup_by_key(|event| (event.reference(), event.log, event.seq));
        let place = events.iter().enumerate().map(|(place, event)| (event.reference(), place)).collect();
        let live = liveness(&events, &place);
        Self { events, live, place }
    }

    /// Every event in order, and whether it counts.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&'a Event, bool)> + '_ {
        self.events.iter().copied().zip(self.live.iter().copied())
    }

    /// Whether an event is known and was not taken back.
    pub fn is_live(&self, event: EventRef) -> bool {
        self.place.get(&event).is_some_and(|place| self.live[*place])
    }

    /// The record that the events that count make.
    pub fn fold(&self) -> Option<Record> {
        self.fold_without(&HashSet::new()).0
    }

    /// Goes through every event in order with whether it counts and the record as it was before it.
    pub fn retell(&self, mut tell: impl FnMut(&'a Event, bool, Option<&Record>)) {
        let mut record: Option<Record> = None;
        for (event, live) in self.iter() {
            tell(event, live, record.as_ref());
            if live && !is_about_events(&event.fact) {
                record = apply(record, event).0;
            }
        }
    }

    /// The record as the events made it that count and lie before one.
    pub fn before(&self, wanted: EventRef) -> Option<Record> {
        let mut found = None;
        self.retell(|event, _, before| {
            if event.reference() == wanted {
                found = before.cloned();
            }
        });
        found
    }

    /// Folds as if some events had been taken back too; also the events that then have an effect.
    pub fn fold_without(&self, without: &HashSet<EventRef>) -> (Option<Record>, HashSet<EventRef>) {
        let mut record: Option<Record> = None;
        let mut effective = HashSet::new();
        let mut idle = Vec::new();
        let mut marks = Marks::default();
        let ancestors = Ancestors::new(&self.events, &self.place);
        for (place, (event, live)) in self.iter().enumerate() {
            let reference = event.reference();
            if !live || without.contains(&reference) || is_about_events(&event.fact) {
                continue;
            }
            match event.fact {
                Fact::Carried(_) => marks.left_behind(&Field::Place, place, self, &ancestors),
                Fact::MergedInto { .. } => marks.left_behind(&Field::Merged, place, self, &ancestors),
                _ => {}
            }
            let (after, outcome) = apply(record, event);
            record = after;
            match outcome {
                Outcome::Applied => {
                    effective.insert(reference);
                    marks.wrote(place, &self.events, &ancestors);
                    if let Some(settled) = Conflict::settled_by(&event.fact) {
                        marks.settled(&settled, self.place.get(&settled.other).copied());
                    }
                    marks.overtaken(Field::Merged, place, &self.events, &ancestors);
                }
                Outcome::Idle => {
                    idle.push(reference);
                    marks.missed(place, &self.events, &ancestors);
                }
            }
        }
        if let Some(record) = &mut record {
            *record.trail_mut() = Trail {
                last: self.events.last().map(|event| event.reference()),
                heads: self.heads(),
                conflicts: marks.conflicts,
                idle,
            };
        }
        (record, effective)
    }

    /// Events that no other known event is behind, in order.
    pub fn heads(&self) -> Vec<EventRef> {
        let followed: HashSet<EventRef> = self.events.iter().flat_map(|event| event.after.iter().copied()).collect();
        let mut heads: Vec<_> =
            self.events.iter().map(|event| event.reference()).filter(|event| !followed.contains(event)).collect();
        heads.dedup();
        heads
    }

    /// The latest stamp in the history.
    pub fn last_stamp(&self) -> Option<u64> {
        self.events.last().map(|event| event.stamp)
    }
}

/// Whether a fact says something of other events and nothing of the record.
fn is_about_events(fact: &Fact) -> bool {
    matches!(fact, Fact::Retracted { .. } | Fact::Erased(_))
}

/// Which events count: an event is taken back by a retraction that itself counts. A retraction stands behind what
/// it takes back, so going from the last to the first settles each before it is asked for.
fn liveness(events: &[&Event], place: &HashMap<EventRef, usize>) -> Vec<bool> {
    let mut live: Vec<bool> = events.iter().map(|event| event.fact != Fact::Gone).collect();
    for at in (0..events.len()).rev() {
        if !live[at] {
            continue;
        }
        if let Fact::Retracted { events: taken, .. } = &events[at].fact {
            // What was disclosed stays disclosed, whoever says otherwise.
            let stays = |target: usize| target >= at || matches!(events[target].fact, Fact::Disclosed(_));
            for target in taken.iter().filter_map(|event| place.get(event)).filter(|target| !stays(**target)) {
                live[*target] = false;
            }
        }
    }
    live
}

/// Which events each event's author had seen.
enum Ancestors {
    /// Each was written behind the one before it: everybody saw everything.
    Line,
    /// For each event the set of places before it, as bits.
    Web(Vec<Vec<u64>>),
}

impl Ancestors {
    fn new(events: &[&Event], place: &HashMap<EventRef, usize>) -> Self {
        let line = events.iter().enumerate().all(|(at, event)| match at.checked_sub(1) {
            None => true,
            Some(before) => event.after.len() == 1 && event.after[0] == events[before].reference(),
        });
        if line {
            return Self::Line;
        }
        let words = events.len().div_ceil(64);
        let mut sets: Vec<Vec<u64>> = Vec::with_capacity(events.len());
        for (at, event) in events.iter().enumerate() {
            let mut set = vec![0_u64; words];
            for seen in event.after.iter().filter_map(|seen| place.get(seen)).filter(|seen| **seen < at) {
                for (word, theirs) in set.iter_mut().zip(&sets[*seen]) {
                    *word |= theirs;
                }
                set[seen / 64] |= 1 << (seen % 64);
            }
            sets.push(set);
        }
        Self::Web(sets)
    }

    /// Whether the author of the event at place `later` had seen the one at place `earlier`.
    fn saw(&self, later: usize, earlier: usize) -> bool {
        match self {
            Self::Line => earlier < later,
            Self::Web(sets) => sets[later][earlier / 64] >> (earlier % 64) & 1 == 1,
        }
    }
}

/// Conflict marks, gathered while a history is folded in order.
#[derive(Default)]
struct Marks {
    /// For each field the writes that no later write had seen.
    writes: HashMap<Field, Vec<usize>>,
    conflicts: Vec<Conflict>,
}

impl Marks {
    /// A write took effect: it settles what its author had seen and conflicts with what they had not.
    fn wrote(&mut self, at: usize, events: &[&Event], ancestors: &Ancestors) {
        let Some(field) = events[at].fact.field() else { return };
        let open = self.writes.entry(field.clone()).or_default();
        open.retain(|earlier| !ancestors.saw(at, *earlier));
        let unseen: Vec<usize> =
            open.iter().copied().filter(|earlier| events[*earlier].fact != events[at].fact).collect();
        open.push(at);
        self.conflicts.retain(|conflict| conflict.field != field);
        for earlier in unseen {
            self.mark(field.clone(), at, earlier, events);
        }
    }

    /// A write had no effect; where its author had not seen the write that stands in its way, people must know.
    fn missed(&mut self, at: usize, events: &[&Event], ancestors: &Ancestors) {
        let Some(field) = events[at].fact.field() else { return };
        let standing = self.writes.get(&field).and_then(|open| open.last().copied());
        if let Some(standing) = standing.filter(|standing| !ancestors.saw(at, *standing)) {
            self.mark(field, standing, at, events);
        } else {
            self.overtaken(Field::Place, at, events, ancestors);
            self.overtaken(Field::Merged, at, events, ancestors);
        }
    }

    /// The record went elsewhere before this, and its author had not seen that.
    fn overtaken(&mut self, went: Field, at: usize, events: &[&Event], ancestors: &Ancestors) {
        let last = self.writes.get(&went).and_then(|open| open.last().copied());
        if let Some(last) = last.filter(|last| *last != at && !ancestors.saw(at, *last)) {
            self.mark(went, last, at, events);
        }
    }

    /// The record moves, or its members do, as the mover knew it: what the mover had not seen is left behind and
    /// marked.
    fn left_behind(&mut self, field: &Field, at: usize, history: &History<'_>, ancestors: &Ancestors) {
        for earlier in (0..at).filter(|earlier| history.live[*earlier] && !ancestors.saw(at, *earlier)) {
            self.mark(field.clone(), at, earlier, &history.events);
        }
    }

    /// Somebody who had seen both decided between them.
    fn settled(&mut self, settled: &Conflict, other: Option<usize>) {
        self.conflicts.retain(|conflict| conflict != settled);
        if let (Some(open), Some(other)) = (self.writes.get_mut(&settled.field), other) {
            open.retain(|at| *at != other);
        }
    }

    fn mark(&mut self, field: Field, holds: usize, other: usize, events: &[&Event]) {
        let conflict = Conflict { field, holds: events[holds].reference(), other: events[other].reference() };
        if !self.conflicts.contains(&conflict) {
            self.conflicts.push(conflict);
        }
    }
}
