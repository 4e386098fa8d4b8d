//! What taking rosters in would change: each household found again or new, each person's details compared.
//!
//! A household is found again by the identity numbers of its people, else by cell, door and head. Whoever may be
//! somebody known, but has no number to say so, is a [`Decision`] for a person and held back until it is answered.
//! Nothing known is erased: an empty field says nothing, and whoever is missing from a roster stays. The same file a
//! second time plans nothing.

mod ask;
mod incoming;
mod places;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use self::ask::Namesakes;
pub use self::ask::{About, Answer, Candidate, Decision, Question};
use self::incoming::{Arrival, Incoming, changes, gone_before, same_person, unsure_namesake};
use self::places::Places;
use super::reading::Reading;
use crate::domain::household::{Household, MemberField};
use crate::domain::id::Id;
use crate::domain::reader::{Read, Reader};
use crate::domain::request::{Edit, NewHousehold, Request};
use crate::domain::scope::Scope;

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
    /// What a person has to decide, in the order of the files; answered ones too.
    pub decisions: Vec<Decision>,
}

impl Plan {
    /// Everything as one request; `None` when nothing would change.
    pub fn request(self) -> Option<Request> {
        (!self.requests.is_empty()).then_some(Request::All(self.requests))
    }
}

/// What a person has said about where households go and who is who.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Receives the households that name no known cell or village, and is created when unknown.
    pub cell: Option<Scope>,
    /// Which village or cell a roster's words for a village mean.
    pub villages: BTreeMap<String, Scope>,
    pub answers: BTreeMap<Question, Answer>,
}

/// Compares readings with what is known. `cell` receives the households that name no known cell or village, and is
/// created when unknown.
pub fn plan(readings: &[Reading], reader: &dyn Reader, cell: Option<Scope>) -> Read<Plan> {
    plan_with(readings, reader, &Choices { cell, ..Choices::default() })
}

/// As [`plan`], with what a person has said. Pure: the same readings, ledger and choices give the same plan.
pub fn plan_with(readings: &[Reading], reader: &dyn Reader, choices: &Choices) -> Read<Plan> {
    let places = Places::read(reader, choices.cell, &choices.villages)?;
    let mut finding = Finding { reader, cells: HashMap::new(), used: HashSet::new() };
    let mut drafts = drafts(readings, &places);
    finding.find(&mut drafts)?;
    let mut planning = Planning {
        reader,
        namesakes: namesakes(&drafts, reader)?,
        answers: &choices.answers,
        numbers: HashSet::new(),
        cells: BTreeSet::new(),
        plan: Plan::default(),
    };
    planning.plan.members.held = readings.iter().map(|reading| reading.held.len()).sum();
    for draft in drafts {
        planning.take(draft)?;
    }
    let mut plan = planning.plan;
    let new_cells = planning.cells.into_iter().filter(|cell| places.is_new(*cell));
    let mut requests: Vec<Request> = new_cells.map(|scope| Request::AddCell { scope, name: None }).collect();
    requests.append(&mut plan.requests);
    Ok(Plan { requests, ..plan })
}

/// A household of the rosters on its way into the plan.
struct Draft {
    /// Where the head's name stands.
    question: Question,
    incoming: Incoming,
    /// Village by the roster, for telling what is unplaced.
    village: String,
    cell: Option<Scope>,
    found: Found,
}

/// What a household of the rosters was found to be.
enum Found {
    New,
    /// All of its people stand in an earlier household of the rosters.
    Planned,
    Known(Id),
    /// It may be one of these.
    Unsure(Vec<Candidate>),
}

fn drafts(readings: &[Reading], places: &Places<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        for draft in reading.households() {
            let Some(head) = draft.head.or_else(|| draft.members.first().copied()) else { continue };
            let head = &reading.records[head];
            drafts.push(Draft {
                question: Question { reading: at, spot: reading.spot(head), about: About::Household },
                incoming: Incoming::of(reading, head, &draft.members),
                village: head.village.clone(),
                cell: places.cell_of(head),
                found: Found::New,
            });
        }
    }
    drafts
}

/// Finds the rosters' households among the known.
struct Finding<'a> {
    reader: &'a dyn Reader,
    /// Known households of a cell by head.
    cells: HashMap<Scope, HashMap<String, Vec<Household>>>,
    /// Known households that a household of the rosters was found to be.
    used: HashSet<Id>,
}

impl Finding<'_> {
    /// Numbers first, for all; doors only for what is left; what is still open afterwards is new or asked.
    fn find(&mut self, drafts: &mut [Draft]) -> Read<()> {
        let mut numbers: HashSet<&str> = HashSet::new();
        for draft in drafts.iter_mut() {
            let mut own = draft.incoming.numbers().peekable();
            if own.peek().is_some() && own.all(|number| numbers.contains(number.as_str())) {
                draft.found = Found::Planned;
            }
            numbers.extend(draft.incoming.numbers().map(String::as_str));
        }
        for draft in drafts.iter_mut().filter(|draft| matches!(draft.found, Found::New)) {
            if let Some(known) = self.by_numbers(&draft.incoming)? {
                self.used.insert(known);
                draft.found = Found::Known(known);
            }
        }
        for draft in drafts.iter_mut().filter(|draft| matches!(draft.found, Found::New)) {
            let Some(cell) = draft.cell else { continue };
            if let Some(known) = self.by_door(cell, &draft.incoming)? {
                self.used.insert(known);
                draft.found = Found::Known(known);
            }
        }
        for draft in drafts.iter_mut().filter(|draft| matches!(draft.found, Found::New)) {
            let Some(cell) = draft.cell else { continue };
            let incoming = &draft.incoming;
            let alike = self
                .named(cell, incoming)?
                .filter(|household| household.profile.door == incoming.door || !incoming.head_contradicts(household));
            let candidates: Vec<Candidate> = alike.map(Candidate::household).collect();
            if !candidates.is_empty() {
                draft.found = Found::Unsure(candidates);
            }
        }
        Ok(())
    }

    /// The known household that most of these people are members of, and that they are most of; or that has their head
    /// for its head.
    fn by_numbers(&self, incoming: &Incoming) -> Read<Option<Id>> {
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
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Households of a cell with this head that no number tells apart from these people.
    fn named(&mut self, cell: Scope, incoming: &Incoming) -> Read<impl Iterator<Item = &Household>> {
        if let std::collections::hash_map::Entry::Vacant(place) = self.cells.entry(cell) {
            let mut by_head: HashMap<String, Vec<Household>> = HashMap::new();
            for household in self.reader.doors_of_cell(cell, |household| !household.is_merged())? {
                // An older roster still has the head who died since.
                for gone in
                    household.lives.gone.iter().filter(|gone| gone.member.details.name != household.profile.head)
                {
                    by_head.entry(gone.member.details.name.clone()).or_default().push(household.clone());
                }
                by_head.entry(household.profile.head.clone()).or_default().push(household);
            }
            place.insert(by_head);
        }
        let known = self.cells.get(&cell).and_then(|by_head| by_head.get(&incoming.head));
        let free = known.into_iter().flatten().filter(|household| !self.used.contains(&household.id));
        Ok(free.filter(|household| !incoming.numbers_differ(household)))
    }

    /// The known household of that door and head; of several the one that has most of these names. Without a door only
    /// a household that knows all of these people. A head born on another day is not the same head.
    fn by_door(&mut self, cell: Scope, incoming: &Incoming) -> Read<Option<Id>> {
        let named = self.named(cell, incoming)?;
        let sure = named.filter(|household| {
            household.profile.door == incoming.door
                && if incoming.door.is_empty() {
                    incoming.all_known_in(household) && !incoming.births_contradict(household)
                } else {
                    !incoming.head_contradicts(household)
                }
        });
        Ok(sure.max_by_key(|household| incoming.known_in(household)).map(|household| household.id))
    }
}

/// Known people with the names of those who were not found among their household's members.
fn namesakes(drafts: &[Draft], reader: &dyn Reader) -> Read<Namesakes> {
    let (mut names, mut found) = (HashSet::new(), HashSet::new());
    for draft in drafts {
        let household = match draft.found {
            Found::Planned => continue,
            Found::Known(id) => reader.household(id)?,
            Found::New | Found::Unsure(_) => None,
        };
        let mut taken = HashSet::new();
        for arrival in &draft.incoming.people {
            if let Some(member) = household.as_ref().and_then(|h| same_person(h, &arrival.person, &taken)) {
                taken.insert(member.id);
            } else if arrival.person.birth.is_some() {
                names.insert(arrival.person.name.as_str());
            }
        }
        found.extend(taken);
    }
    Namesakes::of(&names, &found, reader)
}

/// Puts the drafts into one plan.
struct Planning<'a> {
    reader: &'a dyn Reader,
    namesakes: Namesakes,
    answers: &'a BTreeMap<Question, Answer>,
    /// Identity numbers of people that are planned already.
    numbers: HashSet<String>,
    /// Cells that receive somebody.
    cells: BTreeSet<Scope>,
    plan: Plan,
}

/// Who a person of a roster is.
enum Who {
    Member(Id),
    /// A member of another household.
    Elsewhere(Id, Id),
    New,
    Held,
}

impl Planning<'_> {
    fn take(&mut self, draft: Draft) -> Read<()> {
        let Draft { question, incoming, village, cell, found } = draft;
        let people = incoming.people.len();
        match (found, cell) {
            (Found::Planned, _) => {
                self.plan.households.unchanged += 1;
                self.plan.members.unchanged += people;
                Ok(())
            }
            (Found::Known(id), _) => self.complete(id, question.reading, incoming),
            (Found::Unsure(candidates), Some(cell)) => self.ask_household(question, candidates, cell, incoming),
            (Found::New, Some(cell)) => self.add(cell, question.reading, incoming),
            (_, None) => {
                *self.plan.unplaced.entry(village).or_default() += 1;
                self.hold(people);
                Ok(())
            }
        }
    }

    /// Holds a household back.
    fn hold(&mut self, people: usize) {
        self.plan.households.held += 1;
        self.plan.members.held += people;
    }

    fn ask_household(
        &mut self,
        question: Question,
        candidates: Vec<Candidate>,
        cell: Scope,
        incoming: Incoming,
    ) -> Read<()> {
        let reading = question.reading;
        let birth = incoming.head_birth().cloned();
        let (name, door) = (incoming.head.clone(), incoming.door.clone());
        let decision = Decision { question, name, door, birth, candidates, answer: None }.answered(self.answers);
        let answer = decision.answer;
        self.plan.decisions.push(decision);
        match answer {
            Some(Answer::Same(household)) => self.complete(household, reading, incoming),
            Some(Answer::Another) => self.add(cell, reading, incoming),
            Some(Answer::Hold) | None => {
                self.hold(incoming.people.len());
                Ok(())
            }
        }
    }

    /// Who a person is, in the known household or elsewhere; asks where nothing tells.
    fn who(
        &mut self,
        reading: usize,
        arrival: &Arrival,
        door: &str,
        household: Option<&Household>,
        taken: &HashSet<Id>,
    ) -> Read<Who> {
        if let Some(member) = household.and_then(|household| same_person(household, &arrival.person, taken)) {
            return Ok(Who::Member(member.id));
        }
        let gone = gone_before(self.reader, household, &arrival.person)?;
        if let Some(candidate) = gone {
            return Ok(self.ask_person(reading, arrival, door, vec![candidate], household));
        }
        let doubtful = household.and_then(|household| {
            let member = unsure_namesake(household, &arrival.person, taken)?;
            Some(Candidate::member(household, member))
        });
        let elsewhere = self.namesakes.alike(arrival).into_iter();
        let elsewhere = elsewhere.filter(|candidate| household.is_none_or(|known| known.id != candidate.household));
        let candidates: Vec<Candidate> = doubtful.into_iter().chain(elsewhere).collect();
        if candidates.is_empty() {
            return Ok(Who::New);
        }
        Ok(self.ask_person(reading, arrival, door, candidates, household))
    }

    fn ask_person(
        &mut self,
        reading: usize,
        arrival: &Arrival,
        door: &str,
        candidates: Vec<Candidate>,
        household: Option<&Household>,
    ) -> Who {
        let question = Question { reading, spot: arrival.spot.clone(), about: About::Person };
        let (name, birth) = (arrival.person.name.clone(), arrival.person.birth.clone());
        let door = door.to_owned();
        let decision = Decision { question, name, door, birth, candidates, answer: None }.answered(self.answers);
        let who = match decision.answer {
            Some(Answer::Same(id)) => match decision.candidates.iter().find(|c| c.member == Some(id)) {
                Some(known) if household.is_some_and(|own| own.id == known.household) => Who::Member(id),
                Some(known) => Who::Elsewhere(known.household, id),
                None => Who::Held,
            },
            Some(Answer::Another) => Who::New,
            Some(Answer::Hold) | None => Who::Held,
        };
        self.plan.decisions.push(decision);
        who
    }

    fn add(&mut self, cell: Scope, reading: usize, incoming: Incoming) -> Read<()> {
        let Incoming { door, head, phone, address, people } = incoming;
        let all = people.len();
        let (people, held) = self.free(people, None)?;
        let mut members = Vec::new();
        let mut left = held;
        for arrival in people {
            match self.who(reading, &arrival, &door, None, &HashSet::new())? {
                // Without its head the household waits as well.
                Who::Held if arrival.person.name == head => {
                    self.hold(all);
                    return Ok(());
                }
                Who::Held | Who::Member(_) => left += 1,
                Who::Elsewhere(household, member) => self.complete_elsewhere(household, member, arrival)?,
                Who::New => members.push(arrival.person),
            }
        }
        self.plan.members.held += left;
        if members.is_empty() {
            self.plan.households.held += 1;
            return Ok(());
        }
        self.plan.households.created += 1;
        self.plan.members.created += members.len();
        self.cells.insert(cell);
        let household = NewHousehold { door, head, phone, address, members, ..NewHousehold::default() };
        self.plan.requests.push(Request::AddHousehold { cell, household });
        Ok(())
    }

    fn complete(&mut self, id: Id, reading: usize, incoming: Incoming) -> Read<()> {
        let Some(household) = self.reader.household(id)? else { return Ok(()) };
        let mut edits = incoming.edits(&household);
        // What everybody is to a head who is gone says nothing of what they are to the present one.
        let stale = incoming.head_is_gone(&household);
        let Incoming { door, people, .. } = incoming;
        let (people, held) = self.free(people, Some(id))?;
        self.plan.members.held += held;
        let mut taken: HashSet<Id> = HashSet::new();
        for arrival in people {
            let member = match self.who(reading, &arrival, &door, Some(&household), &taken)? {
                Who::Member(member) => member,
                Who::Elsewhere(household, member) => {
                    self.complete_elsewhere(household, member, arrival)?;
                    continue;
                }
                Who::New => {
                    self.plan.members.created += 1;
                    edits.push(Edit::AddMember(Box::new(arrival.person)));
                    continue;
                }
                Who::Held => {
                    self.plan.members.held += 1;
                    continue;
                }
            };
            taken.insert(member);
            edits.extend(self.compared(&household, member, arrival, !stale));
        }
        if edits.is_empty() {
            self.plan.households.unchanged += 1;
        } else {
            self.plan.households.updated += 1;
            self.plan.requests.push(Request::EditHousehold { household: id, edits });
        }
        Ok(())
    }

    /// What the roster says of a member and is not known, counted; the relation only where it is to the same head.
    fn compared(&mut self, household: &Household, member: Id, arrival: Arrival, same_head: bool) -> Vec<Edit> {
        let known = household.profile.members.iter().find(|known| known.id == member);
        let mut changes = known.map(|known| changes(&known.details, arrival.person)).unwrap_or_default();
        changes.retain(|field| same_head || !matches!(field, MemberField::Relation(_)));
        if changes.is_empty() {
            self.plan.members.unchanged += 1;
        } else {
            self.plan.members.updated += 1;
        }
        changes.into_iter().map(|field| Edit::SetMember { member, field }).collect()
    }

    /// Takes what the roster says of a person to where they are known; the relation there is to another head.
    fn complete_elsewhere(&mut self, household: Id, member: Id, arrival: Arrival) -> Read<()> {
        let Some(known) = self.reader.household(household)? else { return Ok(()) };
        let edits = self.compared(&known, member, arrival, false);
        if !edits.is_empty() {
            self.plan.requests.push(Request::EditHousehold { household, edits });
        }
        Ok(())
    }

    /// The people whose number is in no other household, known or planned; and how many others there are.
    fn free(&mut self, people: Vec<Arrival>, household: Option<Id>) -> Read<(Vec<Arrival>, usize)> {
        let all = people.len();
        let mut free = Vec::with_capacity(all);
        for arrival in people {
            if let Some(number) = &arrival.person.id_number {
                let elsewhere = self.reader.household_of_person(number)?.is_some_and(|other| Some(other) != household);
                if elsewhere || !self.numbers.insert(number.clone()) {
                    continue;
                }
            }
            free.push(arrival);
        }
        let held = all - free.len();
        Ok((free, held))
    }
}

#[cfg(test)]
mod tests;
