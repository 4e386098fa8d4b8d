//! Puts the people of a sheet into households.

use std::collections::{HashMap, HashSet};

use super::columns::Meaning;
use super::reading::{ProblemCode, Severity};
use super::rows::Person;

/// A problem of grouping: whose row (place in the people), at which column, what.
pub(super) type Found = (usize, Meaning, ProblemCode, Severity);

/// What tells that a row belongs to the household of an earlier one.
#[derive(Clone, Copy, PartialEq)]
enum By {
    /// People of a row.
    Row,
    Number,
    HeadName,
    /// Each 户主 begins one.
    Relation,
    /// Nothing tells: everyone is a household of their own.
    Nothing,
}

/// Gives every person the key of their household: `prefix` and a running number, equal inside one household only.
pub(super) fn group(people: &mut [Person], prefix: &str) -> Vec<Found> {
    let by = way(people);
    let weight = namesake_weight(people);
    let mut count = 0;
    // By mark: the household it stands for now, and the first row that has it.
    let mut known: HashMap<String, (usize, u32)> = HashMap::new();
    let mut found = Vec::new();
    for at in 0..people.len() {
        let starts = at == 0 || starts(&people[at - 1], &people[at], by);
        let name = marker(&people[at], by);
        let earlier = name.as_ref().and_then(|n| known.get(n)).copied();
        let household = match (starts, earlier) {
            (false, _) => count,
            // Further down, the same mark on a member's row means the household above; on a head's row it is a namesake,
            // or a number that begins again in the next group.
            (true, Some((earlier, _))) if !people[at].record.head => earlier,
            (true, earlier) => {
                count += 1;
                if let Some((_, first_row)) = earlier.filter(|_| by == By::HeadName) {
                    found.push((at, Meaning::HeadName, ProblemCode::SameHeadName { first_row }, weight));
                }
                count
            }
        };
        if let Some(name) = name {
            let first_row = earlier.map_or(people[at].record.row, |(_, first_row)| first_row);
            known.insert(name, (household, first_row));
        }
        people[at].record.household = format!("{prefix}{household}");
    }
    inherit(people);
    heads_by_name(people);
    found.extend(faults(people));
    found
}

fn way(people: &[Person]) -> By {
    let filled = |test: &dyn Fn(&Person) -> bool| people.iter().any(test);
    if filled(&|p| p.beside) {
        By::Row
    } else if filled(&|p| !p.record.household_number.is_empty()) {
        By::Number
    } else if filled(&|p| !p.head_name.is_empty()) {
        By::HeadName
    } else if filled(&|p| p.record.head && p.says_relation) {
        By::Relation
    } else {
        By::Nothing
    }
}

/// What names the household on this row; `None` where it is left blank.
fn marker(person: &Person, by: By) -> Option<String> {
    let text = match by {
        By::Number => &person.record.household_number,
        By::HeadName => &person.head_name,
        By::Row | By::Relation | By::Nothing => return None,
    };
    (!text.is_empty()).then(|| format!("{}\u{1}{text}", person.record.village))
}

fn starts(before: &Person, person: &Person, by: By) -> bool {
    match by {
        By::Row => before.record.row != person.record.row,
        By::Relation => person.record.head,
        By::Nothing => true,
        By::Number => match marker(person, by) {
            None => person.record.head,
            name => name != marker(before, by),
        },
        // A second head of the same name right below is a second household.
        By::HeadName => match marker(person, by) {
            None => person.record.head,
            Some(_) if person.record.head => true,
            name => !before.head_name.is_empty() && name != marker(before, by),
        },
    }
}

/// Where members repeat the head's name, a namesake's members could stand anywhere; where only the head's row has it,
/// each such row begins a household and nothing is left open.
fn namesake_weight(people: &[Person]) -> Severity {
    let repeated = people.iter().any(|p| !p.record.head && !p.head_name.is_empty());
    if repeated { Severity::Warn } else { Severity::Info }
}

/// Address, village and group are often written on the head's row only.
fn inherit(people: &mut [Person]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for at in 0..people.len() {
        let from = *first.entry(people[at].record.household.clone()).or_insert(at);
        if from == at {
            continue;
        }
        let (before, rest) = people.split_at_mut(at);
        let (head, member) = (&before[from].record, &mut rest[0].record);
        for (own, heads) in [
            (&mut member.address, &head.address),
            (&mut member.village, &head.village),
            (&mut member.group, &head.group),
            (&mut member.cell, &head.cell),
            (&mut member.door, &head.door),
            (&mut member.household_number, &head.household_number),
        ] {
            if own.is_empty() {
                own.clone_from(heads);
            }
        }
    }
}

/// Where no row says who the head is, the head's name in its own column does.
fn heads_by_name(people: &mut [Person]) {
    let headed: HashSet<String> = people.iter().filter(|p| p.record.head).map(|p| p.record.household.clone()).collect();
    for person in people.iter_mut().filter(|p| !headed.contains(&p.record.household)) {
        person.record.head = !person.head_name.is_empty() && person.head_name == person.record.name;
    }
}

/// Households with two heads, with none, or with another number of people than written.
fn faults(people: &[Person]) -> Vec<Found> {
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        let place = *places.entry(&person.record.household).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[place].push(at);
    }
    members.iter().flat_map(|household| faults_of(people, household)).collect()
}

fn faults_of(people: &[Person], household: &[usize]) -> Vec<Found> {
    let mut found = Vec::new();
    let first = household[0];
    let heads: Vec<usize> = household.iter().copied().filter(|at| people[*at].record.head).collect();
    // The same person written twice is told as that, not as a second head.
    let others = heads.iter().skip(1).filter(|at| !same_person(people, heads[0], **at));
    found.extend(others.map(|at| {
        let first_row = people[heads[0]].record.row;
        (*at, Meaning::Relation, ProblemCode::MultiHead { first_row }, Severity::Warn)
    }));
    if heads.is_empty() && people[first].says_relation {
        found.push((first, Meaning::Relation, ProblemCode::NoHead, Severity::Warn));
    }
    let listed = u32::try_from(household.len()).unwrap_or(u32::MAX);
    if let Some((_, written)) = people[first].count
        && written != listed
    {
        found.push((first, Meaning::Count, ProblemCode::CountMismatch { written, found: listed }, Severity::Warn));
    }
    found
}

fn same_person(people: &[Person], a: usize, b: usize) -> bool {
    let (a, b) = (&people[a].record, &people[b].record);
    a.name == b.name && a.id == b.id
}
