//! The index rows a record owns: one pure function from record and rules to rows.
//!
//! Nothing here asks what time it is. What depends on the clock is a row at a moment, and a reader splits the rows
//! at *now*; so nothing has to tick and nothing can drift.

use super::area::Area;
use super::disclosure::Disclosure;
use super::duplicates::{is_doubled, keys};
use super::household::{Household, Tag};
use super::id::{Id, RecordKind};
use super::matter::{Kind, Matter, State};
use super::moment::Moment;
use super::promise::Promise;
use super::record::Record;
use super::rules::Rules;
use super::scope::{Extent, Scope};

/// A list that records appear in, ordered by a moment (or by another 64-bit key where that is said).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum List {
    /// Matters by the next moment somebody owes something; scopes: the cell, and everything.
    Owed = 1,
    /// Paused matters by when they were raised; scopes: the cell, and everything.
    Paused = 2,
    /// Matters done and waiting for the household's word, by when they were done; scopes: the cell, and everything.
    CallBack = 3,
    /// Households by when the next visit is due; scopes: the cell, and everything.
    VisitDue = 4,
    /// Visits by when they were; scopes: the cell, and everything.
    Visited = 5,
    /// A household's matters; the key is the household's id, the scope its cell.
    OfHousehold = 6,
    /// A lead's voices; the key is the lead's id, the scope everything.
    Voices = 7,
    /// Acts of this device by their stamp; the scope is everything. Kept by the store, not by a record.
    Acts = 8,
    /// Every matter by when it was raised; scopes: the cell, and everything.
    Raised = 9,
    /// Households by the end of the last day of a tag that nobody decided about; scopes: the cell, and everything.
    TagExpiry = 10,
    /// Open voices by their lead, of which they are called back when it is done; the key is the lead's id; scopes: the
    /// cell, and everything.
    JoinedTo = 11,
    /// Disclosures by when they were; scopes: the cell or area, and everything.
    Disclosed = 12,
    /// What was disclosed of a household; the key is the household's id, the scope everything.
    DisclosedOf = 13,
    /// Open promises by when they are due, those for the next visit at [`NEXT_VISIT`]; scopes: the cell, and everything.
    Promised = 14,
    /// Promises to a household and on a matter; the key is its id, the scope everything.
    PromisedOf = 15,
    /// Records of which two people wrote different things; the key is the id of the household it is about, else the
    /// record's own; scopes: the record's, and everything.
    Conflicted = 16,
    /// A household's open matters, joined voices among them; the key is the household's id, the scope everything.
    OpenOf = 17,
    /// Households in which two members look like one; the key is the household's id; scopes: the cell, and everything.
    Doubled = 18,
}

impl List {
    /// The sort of records whose own ids stand in the rows; `None` where those are of things inside records, of acts, or of
    /// several sorts.
    pub fn kind(self) -> Option<RecordKind> {
        Some(match self {
            Self::Owed | Self::Paused | Self::CallBack | Self::Raised => RecordKind::Matter,
            Self::OfHousehold | Self::OpenOf | Self::Voices | Self::JoinedTo => RecordKind::Matter,
            Self::VisitDue | Self::TagExpiry | Self::Doubled => RecordKind::Household,
            Self::Disclosed | Self::DisclosedOf => RecordKind::Disclosure,
            Self::Promised | Self::PromisedOf => RecordKind::Promise,
            Self::Visited | Self::Acts | Self::Conflicted => return None,
        })
    }
}

/// A number kept per cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tally {
    Households,
    Members,
    /// Households that were reached in a calendar year.
    Visited(i32),
    /// Matters of a kind in a state; joined voices are counted under [`Tally::Joined`] instead.
    Matters(Kind, State),
    /// Open voices joined to a lead.
    Joined,
    /// Households that everybody left: they moved away, died, or went one by one.
    Left,
    /// Open matters of all kinds; joined voices are counted under [`Tally::Joined`] instead.
    Open,
    /// The area or cell itself, where it is in use.
    InUse(Extent),
    /// The area or cell itself, where it is out of use.
    Retired(Extent),
    /// What lies in the area, whether the area itself is known or not.
    Around(Extent),
}

impl Tally {
    /// The tally's place in stored keys: a letter and a number.
    pub fn code(self) -> (u8, u32) {
        match self {
            Self::Households => (1, 0),
            Self::Members => (2, 0),
            Self::Visited(year) => (3, u32::try_from(year).unwrap_or(0)),
            Self::Matters(kind, state) => (4, (kind as u32) << 8 | state as u32),
            Self::Joined => (5, 0),
            Self::Left => (6, 0),
            Self::Open => (7, 0),
            Self::InUse(extent) => (8, extent as u32),
            Self::Retired(extent) => (9, extent as u32),
            Self::Around(extent) => (10, extent as u32),
        }
    }

    /// Whether it is added up for each township besides, so that a large area is read in as many rows as it has
    /// townships. Each such row is one more to write with every change.
    pub fn is_added_up(self) -> bool {
        matches!(self, Self::Households | Self::Visited(_) | Self::Open | Self::InUse(Extent::Cell))
    }
}

/// One row that a record owns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// A row of a list: the key is a moment in Unix seconds shifted to order rightly, or an id.
    Row { list: List, scope: Scope, key: u64, id: Id },
    /// One more in a tally of the record's cell.
    Count { tally: Tally, scope: Scope, by: i64 },
    /// Where a thing inside the record is found.
    Inside { id: Id, kind: RecordKind },
    /// A person with this identity number is a member of the record, or was ([`gone_key`]); or what else it may be found
    /// twice by ([`keys`]); or somebody of that name holds a place there ([`post_key`]).
    Person { number: String },
}

/// The key of promises that are due with the next visit: behind every moment.
pub const NEXT_VISIT: u64 = u64::MAX - 1;

/// A moment as an ordered unsigned key.
pub fn moment_key(moment: Moment) -> u64 {
    moment.unix().cast_unsigned() ^ (1 << 63)
}

/// The moment of an ordered key.
pub fn key_moment(key: u64) -> Moment {
    Moment::from_unix((key ^ (1 << 63)).cast_signed())
}

/// What somebody who died or moved away is kept under in the index of people.
pub fn gone_key(number: &str) -> String {
    format!("gone {number}")
}

/// What an area is kept under in the index of people for whoever holds a place there.
pub fn post_key(name: &str) -> String {
    format!("post {name}")
}

/// All index rows of a record.
pub fn facets(record: &Record, rules: &Rules) -> Vec<Facet> {
    let mut facets = match record {
        Record::Household(household) => of_household(household, rules),
        Record::Matter(matter) => of_matter(matter, rules),
        Record::Disclosure(disclosure) => of_disclosure(disclosure),
        Record::Promise(promise) => of_promise(promise),
        Record::Area(area) => of_area(area),
        Record::Responder(_) | Record::Ruling(_) => Vec::new(),
    };
    facets.extend(of_conflicts(record));
    facets
}

fn of_conflicts(record: &Record) -> Vec<Facet> {
    if record.trail().conflicts.is_empty() {
        return Vec::new();
    }
    let id = record.id();
    let mut scopes = vec![record.scope(), Scope::WHOLE];
    scopes.dedup();
    let key = record.of_household().unwrap_or(id).as_u64();
    scopes.into_iter().map(|scope| Facet::Row { list: List::Conflicted, scope, key, id }).collect()
}

/// A row in the cell's own list and one in the list of everything.
fn rows(list: List, cell: Scope, at: Moment, id: Id) -> [Facet; 2] {
    [cell, Scope::WHOLE].map(|scope| Facet::Row { list, scope, key: moment_key(at), id })
}

fn of_household(household: &Household, rules: &Rules) -> Vec<Facet> {
    let (cell, id) = (household.cell, household.id);
    let members = &household.profile.members;
    let mut facets = Vec::new();
    // A household that was merged into another, or that everybody left, is no door any more; what happened there is
    // still found.
    if household.is_lived_in() {
        facets.push(Facet::Count { tally: Tally::Households, scope: cell, by: 1 });
        facets.extend(rows(List::VisitDue, cell, visit_due(household, rules), id));
        for year in &household.years_reached {
            facets.push(Facet::Count { tally: Tally::Visited(*year), scope: cell, by: 1 });
        }
    }
    if !household.is_merged() && !household.is_lived_in() {
        facets.push(Facet::Count { tally: Tally::Left, scope: cell, by: 1 });
    }
    let living = if household.lives.away.is_none() { members.len() } else { 0 };
    facets.push(Facet::Count { tally: Tally::Members, scope: cell, by: i64::try_from(living).unwrap_or(0) });
    let asking = household.profile.tags.iter().filter(|_| household.is_lived_in());
    for expiry in asking.filter_map(Tag::asks_by) {
        facets.extend(rows(List::TagExpiry, cell, Moment::end_of(expiry), id));
    }
    let latest = household.visits.iter().map(|visit| (visit.at, visit.id));
    for (at, visit) in latest.chain(household.older_visits.iter().copied()) {
        facets.extend(rows(List::Visited, cell, at, visit));
        facets.push(Facet::Inside { id: visit, kind: RecordKind::Visit });
    }
    for gone in &household.lives.gone {
        facets.push(Facet::Inside { id: gone.member.id, kind: RecordKind::Member });
        let number = gone.member.details.id_number.as_deref().map(gone_key);
        facets.extend(number.map(|number| Facet::Person { number }));
    }
    for member in members {
        facets.push(Facet::Inside { id: member.id, kind: RecordKind::Member });
        if let Some(number) = &member.details.id_number {
            facets.push(Facet::Person { number: number.clone() });
        }
    }
    if household.is_lived_in() {
        facets.extend(keys(household).into_iter().map(|number| Facet::Person { number }));
        if is_doubled(household) {
            let row = |scope| Facet::Row { list: List::Doubled, scope, key: id.as_u64(), id };
            facets.extend([cell, Scope::WHOLE].map(row));
        }
    }
    facets.sort_unstable();
    facets.dedup_by(|a, b| a == b && !matches!(a, Facet::Count { .. }));
    facets
}

/// When the next visit is due: the policy's number of calendar days after the last one that reached somebody, or
/// after the household was entered. Tags with a last day count until somebody decides that they end.
pub fn visit_due(household: &Household, rules: &Rules) -> Moment {
    let days = rules.policy.visit_cadence_days(household.asking_tags());
    match household.last_visit() {
        Some(visit) => Moment::end_of(visit.at.plus_seconds(i64::from(days) * 86_400).date()),
        None => Moment::end_of(household.added_at.date()),
    }
}

fn of_area(area: &Area) -> Vec<Facet> {
    let count = |tally: fn(Extent) -> Tally, scope: Scope| Facet::Count { tally: tally(scope.extent()), scope, by: 1 };
    let mut facets = vec![count(if area.retired { Tally::Retired } else { Tally::InUse }, area.scope)];
    let mut names: Vec<&String> = area.people.values().collect();
    names.sort_unstable();
    names.dedup();
    facets.extend(names.into_iter().map(|name| Facet::Person { number: post_key(name) }));
    let around = std::iter::successors(area.scope.parent(), |scope| scope.parent());
    facets.extend(around.filter(|scope| *scope != Scope::WHOLE).map(|scope| count(Tally::Around, scope)));
    facets
}

fn of_disclosure(disclosure: &Disclosure) -> Vec<Facet> {
    let Disclosure { id, scope, at, disclosed, .. } = disclosure;
    let mut facets: Vec<Facet> = rows(List::Disclosed, *scope, *at, *id).into();
    // An area that is everything has one row, not two.
    facets.dedup();
    if let Some(household) = disclosed.household {
        let key = household.as_u64();
        facets.push(Facet::Row { list: List::DisclosedOf, scope: Scope::WHOLE, key, id: *id });
    }
    facets
}

fn of_promise(promise: &Promise) -> Vec<Facet> {
    let Promise { id, cell, promised, .. } = promise;
    let (id, whole) = (*id, Scope::WHOLE);
    let mut facets = Vec::new();
    if promise.is_open() {
        let key = promised.due.map_or(NEXT_VISIT, moment_key);
        facets.extend([*cell, whole].map(|scope| Facet::Row { list: List::Promised, scope, key, id }));
    }
    let of = promised.household.into_iter().chain(promised.matter);
    facets.extend(of.map(|of| Facet::Row { list: List::PromisedOf, scope: whole, key: of.as_u64(), id }));
    facets
}

fn of_matter(matter: &Matter, rules: &Rules) -> Vec<Facet> {
    let (cell, id) = (matter.cell, matter.id);
    let mut facets: Vec<Facet> = rows(List::Raised, cell, matter.raised_at, id).into();
    if let Some((_, due)) = matter.next_obligation(&rules.workdays) {
        facets.extend(rows(List::Owed, cell, due.at, id));
    }
    if matter.is_open() && matter.is_paused() && matter.lead.is_none() {
        facets.extend(rows(List::Paused, cell, matter.raised_at, id));
    }
    if matter.awaits_call_back() {
        facets.extend(rows(List::CallBack, cell, matter.worked_off_at(), id));
    }
    if let Some(household) = matter.raised.household {
        let key = household.as_u64();
        facets.push(Facet::Row { list: List::OfHousehold, scope: cell, key, id });
        if matter.is_open() {
            facets.push(Facet::Row { list: List::OpenOf, scope: Scope::WHOLE, key, id });
        }
    }
    if let Some(lead) = matter.lead {
        let key = lead.as_u64();
        facets.push(Facet::Row { list: List::Voices, scope: Scope::WHOLE, key, id });
        if matter.is_open() {
            facets.extend([cell, Scope::WHOLE].map(|scope| Facet::Row { list: List::JoinedTo, scope, key, id }));
        }
    }
    let tally = if matter.lead.is_some() && matter.is_open() {
        Tally::Joined
    } else {
        Tally::Matters(matter.kind(), matter.state)
    };
    facets.push(Facet::Count { tally, scope: cell, by: 1 });
    if matter.is_open() && matter.lead.is_none() {
        facets.push(Facet::Count { tally: Tally::Open, scope: cell, by: 1 });
    }
    facets
}
