//! A household and its people as a roster has them, beside what is known of them.

use std::collections::HashSet;

use super::super::guidance::Spot;
use super::super::reading::{Reading, Record};
use super::ask::Candidate;
use crate::domain::household::{Gone, Household, HouseholdField, Member, MemberField, Person};
use crate::domain::id::Id;
use crate::domain::person_id::{PersonId, Sex};
use crate::domain::phone::Phone;
use crate::domain::reader::{Read, Reader};
use crate::domain::request::Edit;

/// The relation of a head whose row does not say it.
const HEAD: &str = "户主";

/// A household as the roster has it.
pub(super) struct Incoming {
    pub door: String,
    /// The head's name.
    pub head: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub people: Vec<Arrival>,
}

/// A person as the roster has them, and where their name stands.
pub(super) struct Arrival {
    pub person: Person,
    pub spot: Spot,
}

impl Incoming {
    /// `members` are places in the reading's records.
    pub fn of(reading: &Reading, head: &Record, members: &[usize]) -> Self {
        let records = || members.iter().map(|at| &reading.records[*at]);
        let first = |text: fn(&Record) -> &str| {
            let all = std::iter::once(head).chain(records()).map(text);
            all.map(str::to_owned).find(|text| !text.is_empty())
        };
        let group = first(|record| &record.group).unwrap_or_default();
        let door = first(|record| &record.door).unwrap_or_default();
        let door = if door.starts_with(&group) { door } else { format!("{group}{door}") };
        Self {
            door,
            head: head.name.clone(),
            phone: head.phones.first().map(|phone| phone.as_str().to_owned()),
            address: first(|record| &record.address),
            people: records().map(|r| Arrival { person: person(r), spot: reading.spot(r) }).collect(),
        }
    }

    pub fn numbers(&self) -> impl Iterator<Item = &String> {
        self.people.iter().filter_map(|arrival| arrival.person.id_number.as_ref())
    }

    pub fn head_birth(&self) -> Option<&String> {
        self.people.iter().find(|arrival| arrival.person.name == self.head)?.person.birth.as_ref()
    }

    /// Whether somebody has a number here that says they are another than their namesake there.
    pub fn numbers_differ(&self, household: &Household) -> bool {
        self.people.iter().filter(|arrival| arrival.person.id_number.is_some()).any(|arrival| {
            let mut same = namesakes(household, &arrival.person).peekable();
            let differs = |known: &Member| {
                known.details.id_number.is_some() && known.details.id_number != arrival.person.id_number
            };
            same.peek().is_some() && same.all(differs)
        })
    }

    /// Whether the heads were born on different days, as far as both are known.
    pub fn head_contradicts(&self, household: &Household) -> bool {
        let known = household.profile.members.iter().find(|member| member.details.name == self.head);
        known.is_some_and(|known| contradict(known.details.birth.as_ref(), self.head_birth()))
    }

    /// Whether somebody here has only namesakes there that were born on another day.
    pub fn births_contradict(&self, household: &Household) -> bool {
        self.people.iter().any(|arrival| {
            let mut same = namesakes(household, &arrival.person).peekable();
            same.peek().is_some()
                && same.all(|known| contradict(known.details.birth.as_ref(), arrival.person.birth.as_ref()))
        })
    }

    /// How many of these names the household has.
    pub fn known_in(&self, household: &Household) -> usize {
        self.people.iter().filter(|arrival| namesakes(household, &arrival.person).next().is_some()).count()
    }

    pub fn all_known_in(&self, household: &Household) -> bool {
        self.known_in(household) == self.people.len()
    }

    /// Whether the roster still has somebody for the head who died or moved away since.
    pub fn head_is_gone(&self, household: &Household) -> bool {
        let is_head = |gone: &Gone| gone.member.details.name == self.head;
        self.head != household.profile.head && household.lives.gone.iter().any(is_head)
    }

    /// What the roster says of the household itself and is not known yet.
    pub fn edits(&self, household: &Household) -> Vec<Edit> {
        let known = &household.profile;
        let mut fields = Vec::new();
        if !self.door.is_empty() && self.door != known.door {
            fields.push(HouseholdField::Door(self.door.clone()));
        }
        if self.head != known.head && !self.head_is_gone(household) {
            fields.push(HouseholdField::Head(self.head.clone()));
        }
        if self.phone.is_some() && self.phone != known.phone {
            fields.push(HouseholdField::Phone(self.phone.clone()));
        }
        if self.address.is_some() && self.address != known.address {
            fields.push(HouseholdField::Address(self.address.clone()));
        }
        fields.into_iter().map(Edit::Set).collect()
    }
}

fn person(record: &Record) -> Person {
    let given = |text: &String| (!text.is_empty()).then(|| text.clone());
    let head = if record.head { HEAD } else { "" };
    Person {
        name: record.name.clone(),
        relation: given(&record.relation).unwrap_or_else(|| head.to_owned()),
        id_number: record.id.as_ref().map(PersonId::as_str).map(str::to_owned),
        sex: record.sex,
        birth: record.birth.map(|birth| birth.to_string()),
        ethnicity: given(&record.ethnicity),
        phone: record.phones.first().map(Phone::as_str).map(str::to_owned),
        tags: record.tags.clone(),
        remark: given(&record.remark),
        ..Person::default()
    }
}

fn namesakes<'a>(household: &'a Household, person: &'a Person) -> impl Iterator<Item = &'a Member> {
    household.profile.members.iter().filter(|member| member.details.name == person.name)
}

/// Whether two dates of birth cannot be one; a month holds all of its days, and what is not known is no contradiction.
pub(super) fn contradict(one: Option<&String>, other: Option<&String>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    !one.starts_with(other.as_str()) && !other.starts_with(one.as_str())
}

/// The member that a person of the roster is: by number, else by name where one of them has no number and the dates of
/// birth do not contradict.
pub(super) fn same_person<'a>(household: &'a Household, person: &Person, taken: &HashSet<Id>) -> Option<&'a Member> {
    let free = || household.profile.members.iter().filter(|member| !taken.contains(&member.id));
    let numbered = person
        .id_number
        .as_ref()
        .and_then(|number| free().find(|member| member.details.id_number.as_ref() == Some(number)));
    numbered.or_else(|| {
        free().find(|member| {
            namesake(member, person) && !contradict(member.details.birth.as_ref(), person.birth.as_ref())
        })
    })
}

/// Somebody who died, wherever, by their number; or who died or moved away from this household, by number or by name
/// where nothing tells them apart.
pub(super) fn gone_before(
    reader: &dyn Reader,
    household: Option<&Household>,
    person: &Person,
) -> Read<Option<Candidate>> {
    if let Some(household) = household {
        let is_it = |gone: &&Gone| {
            let known = &gone.member.details;
            let numbered = person.id_number.is_some() && known.id_number == person.id_number;
            numbered || namesake(&gone.member, person) && !contradict(known.birth.as_ref(), person.birth.as_ref())
        };
        if let Some(gone) = household.lives.gone.iter().find(is_it) {
            return Ok(Some(Candidate::gone(household, gone)));
        }
    }
    let Some(number) = &person.id_number else { return Ok(None) };
    for id in reader.households_of_person(number)? {
        let Some(other) = reader.household(id)? else { continue };
        let died = |gone: &&Gone| gone.going.is_death() && gone.member.details.id_number.as_ref() == Some(number);
        if let Some(gone) = other.lives.gone.iter().find(died) {
            return Ok(Some(Candidate::gone(&other, gone)));
        }
    }
    Ok(None)
}

/// The member of that name that no number tells apart from a person, although the dates of birth do.
pub(super) fn unsure_namesake<'a>(
    household: &'a Household,
    person: &Person,
    taken: &HashSet<Id>,
) -> Option<&'a Member> {
    household.profile.members.iter().find(|member| !taken.contains(&member.id) && namesake(member, person))
}

/// The same name, and not two numbers.
fn namesake(member: &Member, person: &Person) -> bool {
    let unsure = member.details.id_number.is_none() || person.id_number.is_none();
    unsure && member.details.name == person.name
}

/// What a roster says of a person and is not known yet; what it leaves empty says nothing.
pub(super) fn changes(known: &Person, new: Person) -> Vec<MemberField> {
    let mut fields = Vec::new();
    if new.name != known.name {
        fields.push(MemberField::Name(new.name));
    }
    if !new.relation.is_empty() && new.relation != known.relation {
        fields.push(MemberField::Relation(new.relation));
    }
    if new.id_number.is_some() && new.id_number != known.id_number {
        fields.push(MemberField::IdNumber(new.id_number));
    }
    if new.sex != Sex::Unknown && new.sex != known.sex {
        fields.push(MemberField::Sex(new.sex));
    }
    if new.birth.is_some() && new.birth != known.birth {
        fields.push(MemberField::Birth(new.birth));
    }
    if new.ethnicity.is_some() && new.ethnicity != known.ethnicity {
        fields.push(MemberField::Ethnicity(new.ethnicity));
    }
    if new.phone.is_some() && new.phone != known.phone {
        fields.push(MemberField::Phone(new.phone));
    }
    if new.tags.iter().any(|tag| !known.tags.contains(tag)) {
        let added = new.tags.into_iter().filter(|tag| !known.tags.contains(tag));
        fields.push(MemberField::Tags(known.tags.iter().cloned().chain(added).collect()));
    }
    if new.remark.is_some() && new.remark != known.remark {
        fields.push(MemberField::Remark(new.remark));
    }
    fields
}
