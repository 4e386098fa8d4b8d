//! What may be read: the trait that screens and `decide` read through, and that the store implements.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use super::apply::visit_of;
use super::area::{Area, extent_below};
use super::disclosure::Disclosure;
use super::event::Event;
use super::facets::{List, Tally, gone_key, moment_key, post_key};
use super::fact::Fact;
use super::household::Household;
use super::id::{Id, RecordKind};
use super::matter::{Assignee, Matter};
use super::moment::Moment;
use super::promise::{self, Promise};
use super::record::Record;
use super::responder::Responder;
use super::rules::Rules;
use super::scope::{Extent, Scope};
use super::visit::Visit;

/// Something stored could not be read; what, in words for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

pub type Read<T> = Result<T, Unreadable>;

/// Where a record, or a thing inside one, is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub kind: RecordKind,
    pub scope: Scope,
    /// The record that holds it: itself, or the household of a member or visit.
    pub record: Id,
}

/// A row of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// A moment's key (`facets::key_moment`), or whatever the list says.
    pub key: u64,
    pub id: Id,
}

/// The first rows of a range and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub rows: Vec<Row>,
    pub total: usize,
}

/// How many acts back one that can be taken back is looked for.
pub const REACH: usize = 1_000;

/// In which direction rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    OldestFirst,
    NewestFirst,
}

/// What one act recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct ActView {
    pub id: Id,
    pub at: Moment,
    pub by: String,
    pub events: Vec<Event>,
}

impl ActView {
    /// Whether it records nothing but that something was disclosed.
    pub fn only_discloses(&self) -> bool {
        self.events.iter().all(|event| matches!(event.fact, Fact::Disclosed(_)))
    }
}

/// Read-only views of a device's copy.
pub trait Reader {
    fn rules(&self) -> Rules;

    fn record(&self, id: Id) -> Read<Option<Record>>;

    /// Where a record, member, visit or act is.
    fn place(&self, id: Id) -> Read<Option<Place>>;

    /// Every known event of a record, in no particular order; what was erased is as it was left.
    fn history(&self, record: Id) -> Read<Vec<Event>>;

    /// Every record of which anything is known, also one that nothing is left of, with all its events; `visit` says
    /// when to stop.
    fn each_history(&self, visit: &mut dyn FnMut(Id, Vec<Event>) -> bool) -> Read<()>;

    /// Records of a kind in a scope and all that lies in it, by cell and then by id; `visit` says when to stop.
    fn each(&self, kind: RecordKind, scope: Scope, visit: &mut dyn FnMut(Record) -> bool) -> Read<()>;

    /// Rows of a list with keys in a half-open range, at most `limit` of them, and the count of all. The scope is a
    /// cell or everything; for an area the lists of its cells are merged.
    fn list(&self, list: List, scope: Scope, keys: Range<u64>, order: Order, limit: usize) -> Read<Listing>;

    /// A tally summed over a scope.
    fn tally(&self, tally: Tally, scope: Scope) -> Read<i64>;

    /// A tally for each cell of a scope that has one, by cell.
    fn tallies(&self, tally: Tally, scope: Scope) -> Read<Vec<(Scope, i64)>>;

    /// The households that keep a key of the index of people, by id: an identity number, or what
    /// [`duplicates`](super::duplicates) compares.
    fn keepers(&self, key: &str) -> Read<Vec<Id>>;

    /// The households in which a person with this identity number is a member or was one who died or moved away, by id.
    fn households_of_person(&self, number: &str) -> Read<Vec<Id>> {
        let mut found = self.keepers(number)?;
        found.extend(self.keepers(&gone_key(number))?);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Groups of households that share an identity number, or something else that [`duplicates`](super::duplicates)
    /// compares.
    fn alike(&self) -> Read<Vec<Vec<Id>>>;

    /// The household in which a person with this identity number is a member.
    fn household_of_person(&self, number: &str) -> Read<Option<Id>> {
        Ok(self.keepers(number)?.first().copied())
    }

    /// The events of an act of any device.
    fn act(&self, id: Id) -> Read<Option<ActView>>;

    /// Acts of this device, newest first.
    fn acts(&self, limit: usize) -> Read<Vec<Id>>;

    /// When the last act of this device was typed.
    fn last_typed(&self) -> Read<Option<Moment>> {
        let last = self.acts(1)?.first().map_or(Ok(None), |act| self.act(*act))?;
        Ok(last.and_then(|act| act.events.last().map(|event| event.typed_at)))
    }

    /// The last act of this device that can be taken back, or takes something back: none that only discloses.
    fn last_act(&self) -> Read<Option<ActView>> {
        // Nearly always the last one is it.
        for limit in [1, 32, REACH] {
            let acts = self.acts(limit)?;
            for id in &acts {
                if let Some(act) = self.act(*id)?.filter(|act| !act.only_discloses()) {
                    return Ok(Some(act));
                }
            }
            if acts.len() < limit {
                break;
            }
        }
        Ok(None)
    }

    /// A household, wherever it is, looked for in a cell first.
    fn household_in(&self, cell: Scope, id: Id) -> Read<Option<Household>>;

    /// How many matters of a household are open in its cell.
    fn open_matters_of(&self, household: &Household) -> Read<usize>;

    fn household(&self, id: Id) -> Read<Option<Household>> {
        Ok(match self.record(id)? {
            Some(Record::Household(household)) => Some(household),
            _ => None,
        })
    }

    /// Door and head of a household; empty where it is not known.
    fn household_name(&self, id: Id) -> Read<String> {
        let name = |household: Household| format!("{} {}", household.profile.door, household.profile.head);
        Ok(self.household(id)?.map_or_else(String::new, name))
    }

    fn matter(&self, id: Id) -> Read<Option<Matter>> {
        Ok(match self.record(id)? {
            Some(Record::Matter(matter)) => Some(matter),
            _ => None,
        })
    }

    fn area(&self, scope: Scope) -> Read<Option<Area>> {
        Ok(match self.record(Area::id_of(scope))? {
            Some(Record::Area(area)) => Some(area),
            _ => None,
        })
    }

    /// What was disclosed in a scope, the newest first, at most `limit`; and how often in all.
    fn disclosures(&self, scope: Scope, limit: usize) -> Read<(Vec<Disclosure>, usize)> {
        let listing = self.list(List::Disclosed, scope, 0..u64::MAX, Order::NewestFirst, limit)?;
        let mut found = Vec::new();
        for row in listing.rows {
            found.extend(self.disclosure(row.id)?);
        }
        Ok((found, listing.total))
    }

    /// What was disclosed of a household by itself, the newest first.
    fn disclosures_of(&self, household: Id) -> Read<Vec<Disclosure>> {
        let key = household.as_u64();
        let listing = self.list(List::DisclosedOf, Scope::WHOLE, key..key + 1, Order::OldestFirst, usize::MAX)?;
        let mut found = Vec::new();
        for row in listing.rows {
            found.extend(self.disclosure(row.id)?);
        }
        found.sort_by_key(|disclosure: &Disclosure| (std::cmp::Reverse(disclosure.at), disclosure.id));
        Ok(found)
    }

    fn disclosure(&self, id: Id) -> Read<Option<Disclosure>> {
        Ok(match self.record(id)? {
            Some(Record::Disclosure(disclosure)) => Some(disclosure),
            _ => None,
        })
    }

    fn promise(&self, id: Id) -> Read<Option<Promise>> {
        Ok(match self.record(id)? {
            Some(Record::Promise(promise)) => Some(promise),
            _ => None,
        })
    }

    /// What was promised to a household, or on a matter: open ones first, by when they are due; then the ended ones, the
    /// latest first.
    fn promises_of(&self, id: Id) -> Read<Vec<Promise>> {
        let key = id.as_u64();
        let listing = self.list(List::PromisedOf, Scope::WHOLE, key..key + 1, Order::OldestFirst, usize::MAX)?;
        let mut found = Vec::new();
        for row in listing.rows {
            found.extend(self.promise(row.id)?);
        }
        promise::sort(&mut found);
        Ok(found)
    }

    /// Open promises in a scope, by when they are due, those for the next visit last; at most `limit`, and how many
    /// there are in all.
    fn open_promises(&self, scope: Scope, limit: usize) -> Read<(Vec<Promise>, usize)> {
        let listing = self.list(List::Promised, scope, 0..u64::MAX, Order::OldestFirst, limit)?;
        let mut found = Vec::new();
        for row in listing.rows {
            found.extend(self.promise(row.id)?);
        }
        Ok((found, listing.total))
    }

    fn responder(&self, id: Id) -> Read<Option<Responder>> {
        Ok(match self.record(id)? {
            Some(Record::Responder(responder)) => Some(responder),
            _ => None,
        })
    }

    /// The name of who has a matter in hand; the id of a responder nobody here knows.
    fn assignee_name(&self, assignee: &Assignee) -> Read<String> {
        Ok(match assignee {
            Assignee::Person(name) => name.clone(),
            Assignee::Responder(id) => match self.responder(*id)? {
                Some(responder) => responder.name,
                None => id.show(RecordKind::Responder),
            },
        })
    }

    /// All responders, by name.
    fn responders(&self) -> Read<Vec<Responder>> {
        let mut found = Vec::new();
        self.each(RecordKind::Responder, Scope::WHOLE, &mut |record| {
            if let Record::Responder(responder) = record {
                found.push(responder);
            }
            true
        })?;
        found.sort_by(|a: &Responder, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// Areas (not cells) in use in a scope, by code: an ancestor before what lies in it.
    fn areas(&self, scope: Scope) -> Read<Vec<Area>> {
        self.areas_of(RecordKind::Area, scope)
    }

    /// Cells in use in a scope, by code.
    fn cells(&self, scope: Scope) -> Read<Vec<Area>> {
        self.areas_of(RecordKind::Cell, scope)
    }

    #[doc(hidden)]
    fn areas_of(&self, kind: RecordKind, scope: Scope) -> Read<Vec<Area>> {
        let mut found = Vec::new();
        self.each(kind, scope, &mut |record| {
            if let Record::Area(area) = record {
                found.push(area);
            }
            true
        })?;
        let mut in_use = Vec::new();
        for area in found {
            // A door that was put there by somebody who did not know of it keeps a cell in sight.
            if !area.retired || self.tally(Tally::Households, area.scope)? > 0 {
                in_use.push(area);
            }
        }
        in_use.sort_by_key(|area: &Area| area.scope);
        Ok(in_use)
    }

    /// The areas and cells in which somebody of that name holds a place, the largest first, then by code.
    fn areas_of_official(&self, name: &str) -> Read<Vec<Area>> {
        let mut found = Vec::new();
        for id in self.keepers(&post_key(name))? {
            if let Some(Record::Area(area)) = self.record(id)? {
                found.push(area);
            }
        }
        found.sort_by_key(|area| (area.scope.extent(), area.scope));
        Ok(found)
    }

    /// The areas and cells in use in an area with no other one in use between, by code. The cost does not grow with what
    /// lies in them.
    fn parts(&self, area: Scope) -> Read<Vec<Scope>> {
        if area.is_cell() {
            return Ok(Vec::new());
        }
        let extent = extent_below(area.extent());
        let scopes = |tally| -> Read<Vec<Scope>> {
            Ok(self.tallies(tally, area)?.into_iter().map(|(scope, _)| scope).collect())
        };
        let mut parts = scopes(Tally::InUse(extent))?;
        for scope in scopes(Tally::Retired(extent))? {
            if self.tally(Tally::Households, scope)? > 0 {
                parts.push(scope);
            }
        }
        parts.sort_unstable();
        if extent != Extent::Cell {
            // What lies in an area that nobody knows is found all the same.
            let known = parts.len();
            for scope in scopes(Tally::Around(extent))? {
                if parts[..known].binary_search(&scope).is_err() {
                    parts.extend(self.parts(scope)?);
                }
            }
            parts.sort_unstable();
        }
        Ok(parts)
    }

    /// The first cell in use in an area, by code.
    fn first_cell(&self, area: Scope) -> Read<Option<Scope>> {
        for part in self.parts(area)? {
            let cell = if part.is_cell() { Some(part) } else { self.first_cell(part)? };
            if cell.is_some() {
                return Ok(cell);
            }
        }
        Ok(None)
    }

    /// Households of a cell in walking order, without those that were merged into others and those that everybody left.
    fn households_of_cell(&self, cell: Scope) -> Read<Vec<Household>> {
        self.doors_of_cell(cell, Household::is_lived_in)
    }

    /// Households of a cell that everybody left, in walking order.
    fn left_of_cell(&self, cell: Scope) -> Read<Vec<Household>> {
        self.doors_of_cell(cell, |household| !household.is_merged() && !household.is_lived_in())
    }

    #[doc(hidden)]
    fn doors_of_cell(&self, cell: Scope, wanted: fn(&Household) -> bool) -> Read<Vec<Household>> {
        let mut found = Vec::new();
        self.each(RecordKind::Household, cell, &mut |record| {
            if let Record::Household(household) = record
                && wanted(&household)
            {
                found.push(household);
            }
            true
        })?;
        found.sort_by_cached_key(|household: &Household| {
            (super::household::walking_order(&household.profile.door), household.id)
        });
        Ok(found)
    }

    /// Every visit at a household's door, the newest first; its record holds only the latest.
    fn visits_of_household(&self, household: &Household) -> Read<Vec<Visit>> {
        let mut visits = household.visits.clone();
        if !household.older_visits.is_empty() {
            let events = self.history(household.id)?;
            let older = |id: Id| household.older_visits.iter().any(|(_, older)| *older == id);
            visits.extend(events.iter().filter(|event| older(event.own_id())).filter_map(visit_of));
        }
        visits.sort_by_key(|visit| std::cmp::Reverse((visit.at, visit.id)));
        Ok(visits)
    }

    /// A household's matters, the newest first.
    fn matters_of_household(&self, household: &Household) -> Read<Vec<Matter>> {
        let key = household.id.as_u64();
        let listing = self.list(List::OfHousehold, household.cell, key..key + 1, Order::OldestFirst, usize::MAX)?;
        let mut found = Vec::new();
        for row in listing.rows {
            found.extend(self.matter(row.id)?);
        }
        found.sort_by_key(|matter: &Matter| (std::cmp::Reverse(matter.raised_at), matter.id));
        Ok(found)
    }

    /// Everybody in a scope who waits to be asked how it went, whose work was done first first: matters that are done,
    /// each followed by the voices whose lead it is. Those of a lead that was called back already, or lies in another
    /// cell, stand where it would.
    fn to_call_back(&self, scope: Scope) -> Read<Vec<Row>> {
        let all = |list| self.list(list, scope, 0..u64::MAX, Order::OldestFirst, usize::MAX);
        let mut found: Vec<(u64, Id, bool, Id)> =
            all(List::CallBack)?.rows.iter().map(|row| (row.key, row.id, false, row.id)).collect();
        let joined = all(List::JoinedTo)?.rows;
        for voices in joined.chunk_by(|a, b| a.key == b.key) {
            let lead = Id::from_u64(voices[0].key);
            if let Some(lead) = self.matter(lead)?.filter(Matter::is_worked_off) {
                let key = moment_key(lead.worked_off_at());
                found.extend(voices.iter().map(|voice| (key, lead.id, true, voice.id)));
            }
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(key, .., id)| Row { key, id }).collect())
    }

    /// The households of a cell, or of everything, of which two people wrote different things: of them, or of a matter or
    /// promise of theirs.
    fn at_odds_in(&self, scope: Scope) -> Read<HashSet<Id>> {
        let listing = self.list(List::Conflicted, scope, 0..u64::MAX, Order::OldestFirst, usize::MAX)?;
        Ok(listing.rows.into_iter().map(|row| Id::from_u64(row.key)).collect())
    }

    /// The records of a scope of which two people wrote different things: by cell, by door in walking order, the
    /// household before what is its; at most `limit` of them, and how many there are in all.
    fn conflicted(&self, scope: Scope, limit: usize) -> Read<(Vec<Record>, usize)> {
        let listing = self.list(List::Conflicted, Scope::WHOLE, 0..u64::MAX, Order::OldestFirst, usize::MAX)?;
        let mut places = Vec::new();
        for row in listing.rows {
            let place = self.place(row.id)?.filter(|place| scope.holds(place.scope));
            places.extend(place.map(|place| (place.scope, row.key, place.kind, row.id)));
        }
        places.sort_unstable();
        let total = places.len();
        let mut found = Vec::new();
        for cell in places.chunk_by(|one, other| one.0 == other.0) {
            if found.len() >= limit {
                break;
            }
            let mut records = Vec::new();
            for (_, key, kind, id) in cell.iter().copied() {
                let door = self.household(Id::from_u64(key))?.map(|home| home.profile.door).unwrap_or_default();
                let order = (super::household::walking_order(&door), key, kind != RecordKind::Household, id);
                records.extend(self.record(id)?.map(|record| (order, record)));
            }
            records.sort_by(|(one, _), (other, _)| one.cmp(other));
            found.extend(records.into_iter().map(|(_, record)| record));
        }
        found.truncate(limit);
        Ok((found, total))
    }

    /// The voices joined to a lead.
    fn voices(&self, lead: Id) -> Read<Vec<Id>> {
        let key = lead.as_u64();
        let listing = self.list(List::Voices, Scope::WHOLE, key..key + 1, Order::OldestFirst, usize::MAX)?;
        Ok(listing.rows.into_iter().map(|row| row.id).collect())
    }
}
