//! What taking rosters in would change: each household found again or new, each person's details compared.
//!
//! A household is found again by the identity numbers of its people, else by cell, door and head. Nothing known is
//! erased: an empty field says nothing, and whoever is missing from a roster stays. What a person has to decide is held
//! back and counted. The same file a second time plans nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::reading::{HouseholdDraft, Reading, Record};
use crate::domain::area::Area;
use crate::domain::household::{Household, HouseholdField, Member, MemberField, Person};
use crate::domain::id::Id;
use crate::domain::person_id::{PersonId, Sex};
use crate::domain::phone::Phone;
use crate::domain::reader::{Read, Reader};
use crate::domain::request::{Edit, NewHousehold, Request};
use crate::domain::scope::Scope;

/// The suffix of the one cell that a village without cells gets.
const ONLY_CELL: &str = "001";
/// The relation of a head whose row does not say it.
const HEAD: &str = "户主";

/// How many of a sort are new, changed, as they were, and left for a person to decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub held: usize,
}

/// What would be recorded, as one act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Empty when nothing would change.
    pub requests: Vec<Request>,
    pub households: Counts,
    pub members: Counts,
    /// Households that name no known cell or village, by the village they name (empty for none).
    pub unplaced: BTreeMap<String, usize>,
}

impl Plan {
    /// Everything as one request; `None` when nothing would change.
    pub fn request(self) -> Option<Request> {
        (!self.requests.is_empty()).then_some(Request::All(self.requests))
    }
}

/// Compares readings with what is known. `cell` receives the households that name no known cell or village, and is
/// created when unknown.
pub fn plan(readings: &[Reading], reader: &dyn Reader, cell: Option<Scope>) -> Read<Plan> {
    let mut planning = Planning {
        reader,
        places: Places::read(reader, cell)?,
        cells: HashMap::new(),
        used: HashSet::new(),
        numbers: HashSet::new(),
        plan: Plan::default(),
    };
    for reading in readings {
        planning.plan.members.held += reading.held.len();
        for draft in reading.households() {
            planning.take(reading, &draft)?;
        }
    }
    let mut plan = planning.plan;
    let cells = planning.places.new_cells.into_iter();
    let mut requests: Vec<Request> = cells.map(|(scope, name)| Request::AddCell { scope, name }).collect();
    requests.append(&mut plan.requests);
    Ok(Plan { requests, ..plan })
}

/// Which cell a roster's words for a place mean.
struct Places {
    villages: Vec<Area>,
    cells: Vec<Area>,
    /// Receives what names no known place.
    fallback: Option<Scope>,
    /// Cells that households were put into and that are to be added.
    new_cells: BTreeMap<Scope, Option<String>>,
}

impl Places {
    fn read(reader: &dyn Reader, fallback: Option<Scope>) -> Read<Self> {
        let villages = reader.areas(Scope::WHOLE)?.into_iter().filter(|area| area.scope.village().is_some()).collect();
        Ok(Self { villages, cells: reader.cells(Scope::WHOLE)?, fallback, new_cells: BTreeMap::new() })
    }

    fn cell_of(&mut self, record: &Record) -> Option<Scope> {
        let village = self.villages.iter().find(|area| names(area, &record.village)).map(|area| area.scope);
        let within = |cell: &&Area| village.is_none_or(|village| village.holds(cell.scope));
        if !record.cell.is_empty() {
            let mut fitting = self.cells.iter().filter(within).filter(|cell| names(cell, &record.cell));
            if let (Some(cell), None) = (fitting.next(), fitting.next()) {
                return Some(cell.scope);
            }
        }
        if let Some(village) = village {
            let cells: Vec<Scope> = self.cells.iter().filter(within).map(|cell| cell.scope).collect();
            match cells[..] {
                [] => return self.only_cell(village),
                [cell] => return Some(cell),
                _ if self.fallback.is_none_or(|cell| !village.holds(cell)) => return None,
                _ => {}
            }
        }
        let cell = self.fallback?;
        if !self.cells.iter().any(|known| known.scope == cell) {
            self.new_cells.entry(cell).or_insert(None);
        }
        Some(cell)
    }

    /// The cell of a village that has none: all of it.
    fn only_cell(&mut self, village: Scope) -> Option<Scope> {
        let cell = self.fallback.filter(|cell| village.holds(*cell)).or_else(|| Scope::cell(village, ONLY_CELL))?;
        self.new_cells.entry(cell).or_insert(None);
        Some(cell)
    }
}

/// Whether a roster's word means this area: its name, its code, or the last part of a cell's code.
fn names(area: &Area, word: &str) -> bool {
    let word = word.trim();
    !word.is_empty() && (area.name == word || area.scope.to_string() == word || area.scope.suffix() == word)
}

struct Planning<'a> {
    reader: &'a dyn Reader,
    places: Places,
    /// Known households of a cell by door and head.
    cells: HashMap<Scope, HashMap<(String, String), Vec<Household>>>,
    /// Known households that a household of the rosters was found to be.
    used: HashSet<Id>,
    /// Identity numbers of people that are planned already.
    numbers: HashSet<String>,
    plan: Plan,
}

impl Planning<'_> {
    fn take(&mut self, reading: &Reading, draft: &HouseholdDraft) -> Read<()> {
        let records: Vec<&Record> = draft.members.iter().map(|at| &reading.records[*at]).collect();
        let Some(head) = draft.head.map(|at| &reading.records[at]).or_else(|| records.first().copied()) else {
            return Ok(());
        };
        let incoming = Incoming::of(head, &records);
        if self.is_planned_already(&incoming) {
            self.plan.households.unchanged += 1;
            self.plan.members.unchanged += incoming.people.len();
            return Ok(());
        }
        let cell = self.places.cell_of(head);
        let present = match self.found_by_numbers(&incoming)? {
            Some(household) => Some(household),
            None => cell.map(|cell| self.found_by_door(cell, &incoming)).transpose()?.flatten(),
        };
        match (present, cell) {
            (Some(household), _) => self.complete(&household, incoming),
            (None, Some(cell)) => self.add(cell, incoming),
            (None, None) => {
                *self.plan.unplaced.entry(head.village.clone()).or_default() += 1;
                self.plan.households.held += 1;
                self.plan.members.held += incoming.people.len();
                Ok(())
            }
        }
    }

    /// Whether an earlier file, or an earlier part of this one, had all of these people.
    fn is_planned_already(&self, incoming: &Incoming) -> bool {
        let mut numbers = incoming.numbers().peekable();
        numbers.peek().is_some() && numbers.all(|number| self.numbers.contains(number))
    }

    /// The known household that most of these people are members of, and that they are most of; or that has their head
    /// for its head.
    fn found_by_numbers(&mut self, incoming: &Incoming) -> Read<Option<Household>> {
        let mut votes: BTreeMap<Id, usize> = BTreeMap::new();
        for number in incoming.numbers() {
            if let Some(household) = self.reader.household_of_person(number)? {
                *votes.entry(household).or_default() += 1;
            }
        }
        let known = incoming.numbers().count();
        let mut votes: Vec<(Id, usize)> = votes.into_iter().filter(|(id, _)| !self.used.contains(id)).collect();
        votes.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
        for (id, votes) in votes {
            let Some(household) = self.reader.household(id)? else { continue };
            let members = household.profile.members.iter().filter(|member| member.details.id_number.is_some()).count();
            let most = votes * 2 > known && votes * 2 > members;
            if most || household.profile.head == incoming.head {
                return Ok(Some(household));
            }
        }
        Ok(None)
    }

    /// The known household of that door and head; of several the one that has most of these names.
    fn found_by_door(&mut self, cell: Scope, incoming: &Incoming) -> Read<Option<Household>> {
        if let std::collections::hash_map::Entry::Vacant(place) = self.cells.entry(cell) {
            let mut by_door: HashMap<(String, String), Vec<Household>> = HashMap::new();
            for household in self.reader.households_of_cell(cell)? {
                let door = (household.profile.door.clone(), household.profile.head.clone());
                by_door.entry(door).or_default().push(household);
            }
            place.insert(by_door);
        }
        let door = (incoming.door.clone(), incoming.head.clone());
        let known = self.cells.get(&cell).and_then(|by_door| by_door.get(&door));
        let free = known.into_iter().flatten().filter(|household| !self.used.contains(&household.id));
        // People with numbers that say they are others are not found again by a name.
        let others = |household: &&Household| {
            let members = &household.profile.members;
            let conflicts = incoming.people.iter().filter(|person| {
                let same = members.iter().filter(|member| member.details.name == person.name);
                person.id_number.is_some()
                    && same.clone().count() > 0
                    && same.clone().all(|member| {
                        member.details.id_number.is_some() && member.details.id_number != person.id_number
                    })
            });
            conflicts.count() == 0
        };
        let alike = |household: &&Household| {
            let members = &household.profile.members;
            incoming.people.iter().filter(|p| members.iter().any(|m| m.details.name == p.name)).count()
        };
        Ok(free.filter(others).max_by_key(alike).cloned())
    }

    fn add(&mut self, cell: Scope, incoming: Incoming) -> Read<()> {
        let (people, held) = self.free(incoming.people, None)?;
        self.plan.members.held += held;
        if people.is_empty() {
            self.plan.households.held += 1;
            return Ok(());
        }
        self.plan.households.created += 1;
        self.plan.members.created += people.len();
        let Incoming { door, head, phone, address, .. } = incoming;
        let household = NewHousehold { door, head, phone, address, members: people, tags: Vec::new() };
        self.plan.requests.push(Request::AddHousehold { cell, household });
        Ok(())
    }

    fn complete(&mut self, household: &Household, incoming: Incoming) -> Read<()> {
        self.used.insert(household.id);
        let mut edits = incoming.edits(household);
        let (people, held) = self.free(incoming.people, Some(household.id))?;
        self.plan.members.held += held;
        let mut taken: HashSet<Id> = HashSet::new();
        for person in people {
            let Some(member) = same_person(household, &person, &taken) else {
                self.plan.members.created += 1;
                edits.push(Edit::AddMember(Box::new(person)));
                continue;
            };
            taken.insert(member.id);
            let changes = changes(&member.details, person);
            if changes.is_empty() {
                self.plan.members.unchanged += 1;
            } else {
                self.plan.members.updated += 1;
            }
            edits.extend(changes.into_iter().map(|field| Edit::SetMember { member: member.id, field }));
        }
        if edits.is_empty() {
            self.plan.households.unchanged += 1;
        } else {
            self.plan.households.updated += 1;
            self.plan.requests.push(Request::EditHousehold { household: household.id, edits });
        }
        Ok(())
    }

    /// The people whose number is in no other household, known or planned; and how many others there are.
    fn free(&mut self, people: Vec<Person>, household: Option<Id>) -> Read<(Vec<Person>, usize)> {
        let all = people.len();
        let mut free = Vec::with_capacity(all);
        for person in people {
            if let Some(number) = &person.id_number {
                let elsewhere = self.reader.household_of_person(number)?.is_some_and(|other| Some(other) != household);
                if elsewhere || !self.numbers.insert(number.clone()) {
                    continue;
                }
            }
            free.push(person);
        }
        let held = all - free.len();
        Ok((free, held))
    }
}

/// A household as the roster has it.
struct Incoming {
    door: String,
    head: String,
    phone: Option<String>,
    address: Option<String>,
    people: Vec<Person>,
}

impl Incoming {
    fn of(head: &Record, records: &[&Record]) -> Self {
        let first = |text: fn(&Record) -> &str| {
            let all = std::iter::once(head).chain(records.iter().copied()).map(text);
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
            people: records.iter().map(|record| person(record)).collect(),
        }
    }

    fn numbers(&self) -> impl Iterator<Item = &String> {
        self.people.iter().filter_map(|person| person.id_number.as_ref())
    }

    /// What the roster says of the household itself and is not known yet.
    fn edits(&self, household: &Household) -> Vec<Edit> {
        let known = &household.profile;
        let mut fields = Vec::new();
        if !self.door.is_empty() && self.door != known.door {
            fields.push(HouseholdField::Door(self.door.clone()));
        }
        if self.head != known.head {
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
    }
}

/// The member that a person of the roster is: by number, else by name where one of them has no number.
fn same_person<'a>(household: &'a Household, person: &Person, taken: &HashSet<Id>) -> Option<&'a Member> {
    let free = || household.profile.members.iter().filter(|member| !taken.contains(&member.id));
    let numbered = person
        .id_number
        .as_ref()
        .and_then(|number| free().find(|member| member.details.id_number.as_ref() == Some(number)));
    numbered.or_else(|| {
        free().find(|member| {
            let unsure = member.details.id_number.is_none() || person.id_number.is_none();
            unsure && member.details.name == person.name
        })
    })
}

/// What a roster says of a person and is not known yet; what it leaves empty says nothing.
fn changes(known: &Person, new: Person) -> Vec<MemberField> {
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

#[cfg(test)]
mod tests;
