//! People and doors that stand in the records twice: the same identity number, the same name and birth, doors that are
//! the same however they are written. Found by an index that each household keeps, so that nothing is compared that
//! does not share a key; what people held apart does not come again.

use std::collections::BTreeMap;

use super::facets::List;
use super::household::door::door_form;
use super::household::{Household, Member, Person};
use super::id::Id;
use super::reader::{Order, Read, Reader};
use super::scope::Scope;
use super::width::half_width;

/// A door that more households than this share is no door (`无`, `1`): they are not compared by it.
const MOST_AT_ONE_DOOR: usize = 6;

/// Two that may be one, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    pub why: Likeness,
    /// The one that comes first by cell and door.
    pub one: Side,
    pub other: Side,
}

impl Duplicate {
    /// What is held apart, where it is two.
    pub fn ids(&self) -> (Id, Id) {
        (self.one.id(), self.other.id())
    }
}

/// What is alike, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    Number,
    NameAndBirth,
    Door,
}

impl Likeness {
    pub const ALL: [Self; 3] = [Self::Number, Self::NameAndBirth, Self::Door];

    /// The word in the command contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "same_number",
            Self::NameAndBirth => "same_name_and_birth",
            Self::Door => "similar_door",
        }
    }
}

/// A household, or a member of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub household: Household,
    pub member: Option<Id>,
}

impl Side {
    /// What is held apart from the other side: the member, else the household.
    pub fn id(&self) -> Id {
        self.member.unwrap_or(self.household.id)
    }

    pub fn person(&self) -> Option<&Member> {
        self.member.and_then(|id| self.household.member(id))
    }
}

/// What households are found to be alike by, beside the identity numbers of their members: texts for the same keyed
/// index.
pub fn keys(household: &Household) -> Vec<String> {
    let members = &household.profile.members;
    let mut keys: Vec<String> = members.iter().filter_map(|member| name_and_birth(&member.details)).collect();
    let form = door_form(&household.profile.door);
    keys.extend((!form.is_empty()).then(|| format!("door {} {form}", household.cell)));
    keys
}

/// Name and birth of a person whose birth is known to the day.
fn name_and_birth(person: &Person) -> Option<String> {
    let birth = person.birth.as_deref().filter(|birth| birth.len() == 10)?;
    let name: String = person.name.chars().map(half_width).filter(|c| c.is_alphanumeric()).collect();
    (!name.is_empty()).then(|| format!("born {birth} {name}"))
}

/// Who and what stands twice in a scope: surest first, then by cell and door.
///
/// # Errors
/// When the records cannot be read.
pub fn duplicates(reader: &dyn Reader, scope: Scope) -> Read<Vec<Duplicate>> {
    let mut found: BTreeMap<(Likeness, Id, Id), Duplicate> = BTreeMap::new();
    for row in reader.list(List::Doubled, scope, 0..u64::MAX, Order::OldestFirst, usize::MAX)?.rows {
        if let Some(household) = reader.household(row.id)? {
            within(&household, &mut found);
        }
    }
    for group in reader.alike()? {
        of_group(reader, scope, &group, &mut found)?;
    }
    Ok(in_order(found))
}

/// Those of one household.
///
/// # Errors
/// When the records cannot be read.
pub fn duplicates_of(reader: &dyn Reader, household: &Household) -> Read<Vec<Duplicate>> {
    let numbers = household.profile.members.iter().filter_map(|member| member.details.id_number.clone());
    let mut found = BTreeMap::new();
    if household.is_lived_in() {
        within(household, &mut found);
    }
    for key in numbers.chain(keys(household)) {
        let group = reader.keepers(&key)?;
        if group.len() > 1 {
            of_group(reader, Scope::WHOLE, &group, &mut found)?;
        }
    }
    found.retain(|_, pair: &mut Duplicate| {
        pair.one.household.id == household.id || pair.other.household.id == household.id
    });
    Ok(in_order(found))
}

/// Whether two members of a household look like one.
pub fn is_doubled(household: &Household) -> bool {
    let mut found = BTreeMap::new();
    within(household, &mut found);
    !found.is_empty()
}

/// Compares the members of one household.
fn within(household: &Household, found: &mut BTreeMap<(Likeness, Id, Id), Duplicate>) {
    let members = &household.profile.members;
    for (at, mine) in members.iter().enumerate() {
        for theirs in &members[at + 1..] {
            let Some(why) = same_person(&mine.details, &theirs.details) else { continue };
            let apart = household.lives.are_apart(mine.id, theirs.id) || household.lives.are_apart(theirs.id, mine.id);
            if !apart {
                let side = |member: &Member| Side { household: household.clone(), member: Some(member.id) };
                found.insert((why, mine.id, theirs.id), Duplicate { why, one: side(mine), other: side(theirs) });
            }
        }
    }
}

fn in_order(found: BTreeMap<(Likeness, Id, Id), Duplicate>) -> Vec<Duplicate> {
    let mut all: Vec<Duplicate> = found.into_values().collect();
    // Who is the same person by their number is not named again by name and birth.
    let sure: Vec<(Id, Id)> =
        all.iter().filter(|pair| pair.why == Likeness::Number).map(|pair| (pair.one.id(), pair.other.id())).collect();
    all.retain(|pair| pair.why != Likeness::NameAndBirth || !sure.contains(&(pair.one.id(), pair.other.id())));
    sort(&mut all);
    all
}

/// Puts pairs in the order in which they are shown: the surest first, then by cell and door.
pub fn sort(pairs: &mut [Duplicate]) {
    let place = |side: &Side| {
        let home = &side.household;
        (home.cell, super::household::walking_order(&home.profile.door), home.id, side.member)
    };
    pairs.sort_by_cached_key(|pair| (pair.why, place(&pair.one), place(&pair.other)));
}

/// Compares the households that share a key, two by two.
fn of_group(
    reader: &dyn Reader,
    scope: Scope,
    group: &[Id],
    found: &mut BTreeMap<(Likeness, Id, Id), Duplicate>,
) -> Read<()> {
    let mut homes = Vec::new();
    for id in group {
        homes.extend(reader.household(*id)?.filter(|home| home.is_lived_in() && scope.holds(home.cell)));
    }
    homes.sort_by_cached_key(|home| (home.cell, super::household::walking_order(&home.profile.door), home.id));
    for (at, one) in homes.iter().enumerate() {
        for other in &homes[at + 1..] {
            for (why, mine, theirs) in alike(one, other, homes.len()) {
                let ids = (mine.unwrap_or(one.id), theirs.unwrap_or(other.id));
                if one.lives.are_apart(ids.0, ids.1) || other.lives.are_apart(ids.0, ids.1) {
                    continue;
                }
                let side = |household: &Household, member| Side { household: household.clone(), member };
                let pair = Duplicate { why, one: side(one, mine), other: side(other, theirs) };
                found.insert((why, ids.0, ids.1), pair);
            }
        }
    }
    Ok(())
}

/// In what two households are alike, each with the members it is about.
fn alike(one: &Household, other: &Household, sharing: usize) -> Vec<(Likeness, Option<Id>, Option<Id>)> {
    let mut found = Vec::new();
    for mine in &one.profile.members {
        for theirs in &other.profile.members {
            let why = same_person(&mine.details, &theirs.details);
            found.extend(why.map(|why| (why, Some(mine.id), Some(theirs.id))));
        }
    }
    let doors = [one, other].map(|home| door_form(&home.profile.door));
    let parted = one.split_from == Some(other.id) || other.split_from == Some(one.id);
    let same_door = one.cell == other.cell && doors[0] == doors[1] && !doors[0].is_empty();
    if same_door && !parted && sharing <= MOST_AT_ONE_DOOR {
        found.push((Likeness::Door, None, None));
    }
    found
}

/// Why two people may be one.
fn same_person(mine: &Person, theirs: &Person) -> Option<Likeness> {
    let same = |key: fn(&Person) -> Option<String>| key(mine).is_some_and(|known| Some(known) == key(theirs));
    if same(|person| person.id_number.clone()) {
        return Some(Likeness::Number);
    }
    (same(name_and_birth) && !told_apart(mine, theirs)).then_some(Likeness::NameAndBirth)
}

/// Whether identity numbers or sexes say that two people are two.
fn told_apart(one: &Person, other: &Person) -> bool {
    use super::person_id::Sex;
    let numbers = one.id_number.is_some() && other.id_number.is_some();
    let sexes = one.sex != Sex::Unknown && other.sex != Sex::Unknown && one.sex != other.sex;
    numbers || sexes
}
