//! Households with their members, tags and latest visits.

use serde::{Deserialize, Serialize};

use super::history::Trail;
use super::id::Id;
use super::moment::{Date, Moment};
use super::person_id::Sex;
use super::scope::Scope;
use super::visit::Visit;

pub mod door;
pub(super) mod first;
pub mod lives;
pub mod particulars;
pub(super) mod second;

pub use lives::{Arrival, Away, Going, Gone, Lives};
pub use particulars::{HomeParticular, Particular, Phrases, phrase};

/// How a roster writes the relation of the head of a household.
pub const HEAD: &str = "户主";

/// How many visits, the newest first, lie in the household's record; the others are read from its history.
pub const VISITS_KEPT: usize = 24;

/// A door and the people behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Household {
    pub id: Id,
    /// The grid cell.
    pub cell: Scope,
    pub added_at: Moment,
    pub profile: Profile,
    /// Newest first, at most [`VISITS_KEPT`].
    pub visits: Vec<Visit>,
    /// When the visits were that are no longer in `visits`, and their ids; newest first.
    pub older_visits: Vec<(Moment, Id)>,
    /// Calendar years in which somebody of the household was reached, ascending.
    pub years_reached: Vec<i32>,
    pub trail: Trail,
    /// Where its members went when it was merged: from then on it only points there.
    pub merged_into: Option<Id>,
    /// Households that were merged into this one, in the order in which they were.
    pub absorbed: Vec<Id>,
    /// The household that this one was split off from.
    pub split_from: Option<Id>,
    pub lives: Lives,
}

/// What is known of a household when it is entered or imported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Door number as said in the village: `3组12号`.
    pub door: String,
    /// Name of the head of the household.
    pub head: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub members: Vec<Member>,
    pub tags: Vec<Tag>,
    pub more: Phrases<HomeParticular>,
}

/// A person of a household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub id: Id,
    pub details: Person,
}

/// What is known of a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    /// Relation to the head in the field's words (GB/T 4761): 户主, 配偶, 子 …; empty when unknown.
    pub relation: String,
    /// Identity number of 18 characters with a right check digit (GB 11643).
    pub id_number: Option<String>,
    pub sex: Sex,
    /// `YYYY-MM-DD`, or `YYYY-MM` where only the month is known.
    pub birth: Option<String>,
    pub ethnicity: Option<String>,
    pub phone: Option<String>,
    /// Tags of the person as the roster gave them.
    pub tags: Vec<String>,
    pub remark: Option<String>,
    pub more: Phrases<Particular>,
}

impl Person {
    /// Whether the relation says that this is the head.
    pub fn is_called_head(&self) -> bool {
        matches!(self.relation.trim(), HEAD | "本人")
    }

    /// Age in whole years on a date, from the birth date or month; `None` when the year is unknown.
    pub fn age(&self, on: Date) -> Option<u32> {
        use chrono::Datelike;
        let birth = self.birth.as_deref()?;
        let year: i32 = birth.get(..4)?.parse().ok()?;
        let month: u32 = birth.get(5..7).and_then(|m| m.parse().ok()).unwrap_or(1);
        let day: u32 = birth.get(8..10).and_then(|d| d.parse().ok()).unwrap_or(1);
        let years = on.year() - year - i32::from((on.month(), on.day()) < (month, day));
        u32::try_from(years).ok()
    }
}

/// A group of people that a rule speaks of (人群类别): 低保, 监测, 残疾 …
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    pub name: String,
    pub reason: Option<String>,
    pub from: Option<Date>,
    /// Last day, inclusive. When it comes the tag asks for renewal.
    pub to: Option<Date>,
    /// Somebody decided that it ends with its last day: it asks for nothing more.
    pub ended: bool,
}

impl Tag {
    pub fn plain(name: impl Into<String>) -> Self {
        Self { name: name.into(), reason: None, from: None, to: None, ended: false }
    }

    pub fn holds_on(&self, on: Date) -> bool {
        self.to.is_none_or(|to| to >= on)
    }

    /// Its last day where it ends with something that happened on a day: not before it begins, and none is added where
    /// its last day has gone by.
    pub fn ending_with(&self, on: Date) -> Date {
        let last = self.to.map_or(on, |to| to.min(on));
        self.from.map_or(last, |from| from.max(last))
    }

    /// The day from which on it is asked about, where it has a last day that nobody decided about.
    pub fn asks_by(&self) -> Option<Date> {
        self.to.filter(|_| !self.ended)
    }
}

impl Household {
    pub fn last_visit(&self) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.outcome.reached())
    }

    /// Whether somebody already wrote down being at this door on a date, reached or not.
    pub fn was_called_on(&self, by: &str, on: Date) -> bool {
        self.visits.iter().any(|visit| visit.by == by && visit.at.date() == on)
    }

    pub fn member(&self, id: Id) -> Option<&Member> {
        self.profile.members.iter().find(|member| member.id == id)
    }

    /// The member who is its head: of those with the head's name the one who is called so.
    pub fn head(&self) -> Option<&Member> {
        let named = || self.profile.members.iter().filter(|member| member.details.name == self.profile.head);
        named().find(|member| member.details.is_called_head()).or_else(|| named().next())
    }

    pub fn is_head(&self, member: Id) -> bool {
        self.head().is_some_and(|head| head.id == member)
    }

    pub fn is_merged(&self) -> bool {
        self.merged_into.is_some()
    }

    pub fn tag(&self, name: &str) -> Option<&Tag> {
        self.profile.tags.iter().find(|tag| tag.name == name)
    }

    /// Names of the tags by which visits are asked for: its own until somebody decides that they end, and its members'.
    pub fn asking_tags(&self) -> impl Iterator<Item = &str> {
        let own = self.profile.tags.iter().filter(|tag| !tag.ended).map(|tag| tag.name.as_str());
        own.chain(self.profile.members.iter().flat_map(|member| member.details.tags.iter().map(String::as_str)))
    }

    /// Names of all tags that hold on a date: the household's and its members', each once.
    pub fn tag_names(&self, on: Date) -> Vec<&str> {
        let own = self.profile.tags.iter().filter(|tag| tag.holds_on(on)).map(|tag| tag.name.as_str());
        let theirs = self.profile.members.iter().flat_map(|member| member.details.tags.iter().map(String::as_str));
        let mut names: Vec<&str> = Vec::new();
        for name in own.chain(theirs) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Adds a visit in its place: newest first by when it was, then by id.
    pub(super) fn add_visit(&mut self, visit: Visit) {
        use chrono::Datelike;
        let year = visit.at.date().year();
        if let (true, Err(place)) = (visit.outcome.reached(), self.years_reached.binary_search(&year)) {
            self.years_reached.insert(place, year);
        }
        let place = self.visits.partition_point(|other| (other.at, other.id) > (visit.at, visit.id));
        self.visits.insert(place, visit);
        if self.visits.len() > VISITS_KEPT
            && let Some(oldest) = self.visits.pop()
        {
            let oldest = (oldest.at, oldest.id);
            let place = self.older_visits.partition_point(|other| *other > oldest);
            self.older_visits.insert(place, oldest);
        }
    }
}

/// A single value of a household that can be changed by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HouseholdField {
    Door(String),
    Head(String),
    Phone(Option<String>),
    Address(Option<String>),
    More(HomeParticular, Option<String>),
}

/// A single value of a person that can be changed by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MemberField {
    Name(String),
    Relation(String),
    IdNumber(Option<String>),
    Sex(Sex),
    Birth(Option<String>),
    Ethnicity(Option<String>),
    Phone(Option<String>),
    Tags(Vec<String>),
    Remark(Option<String>),
    More(Particular, Option<String>),
}

impl HouseholdField {
    pub(super) fn set(self, profile: &mut Profile) {
        match self {
            Self::Door(door) => profile.door = door,
            Self::Head(head) => profile.head = head,
            Self::Phone(phone) => profile.phone = phone,
            Self::Address(address) => profile.address = address,
            Self::More(name, text) => particulars::put(&mut profile.more, name, text),
        }
    }
}

impl MemberField {
    pub fn set(self, person: &mut Person) {
        match self {
            Self::Name(name) => person.name = name,
            Self::Relation(relation) => person.relation = relation,
            Self::IdNumber(number) => person.id_number = number,
            Self::Sex(sex) => person.sex = sex,
            Self::Birth(birth) => person.birth = birth,
            Self::Ethnicity(ethnicity) => person.ethnicity = ethnicity,
            Self::Phone(phone) => person.phone = phone,
            Self::Tags(tags) => person.tags = tags,
            Self::Remark(remark) => person.remark = remark,
            Self::More(name, text) => particulars::put(&mut person.more, name, text),
        }
    }
}

/// Orders doors as they are walked: runs of digits by their number, all else as text.
pub fn walking_order(door: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut digits: Option<u64> = None;
    for c in door.chars() {
        if let Some(digit) = c.to_digit(10) {
            digits = Some(digits.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
            continue;
        }
        if let Some(number) = digits.take() {
            parts.push((number, std::mem::take(&mut text)));
        }
        text.push(c);
    }
    parts.push((digits.unwrap_or(0), text));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_are_walked_by_number_not_by_spelling() {
        let mut doors = ["3组12号", "3组2号", "10组1号", "2组7号"];
        doors.sort_by_key(|door| walking_order(door));
        assert_eq!(doors, ["2组7号", "3组2号", "3组12号", "10组1号"]);
    }

    #[test]
    fn age_counts_whole_years() {
        let on = Date::from_ymd_opt(2026, 11, 21).unwrap();
        let person = |birth: &str| Person { birth: Some(birth.into()), ..Person::default() };
        assert_eq!(person("1959-11-21").age(on), Some(67));
        assert_eq!(person("1959-11-22").age(on), Some(66));
        assert_eq!(person("1959-12").age(on), Some(66));
        assert_eq!(person("??").age(on), None);
    }
}
