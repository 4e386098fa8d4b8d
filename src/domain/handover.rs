//! Handing over: what one person has in hand in a cell goes to another in one act (交接). Nothing of what was recorded
//! before changes.

use std::collections::BTreeSet;

use super::area::Role;
use super::desk::Desk;
use super::event::Event;
use super::fact::{Fact, MatterFact};
use super::history::History;
use super::household::{HomeParticular, Household, phrase};
use super::id::{Id, RecordKind};
use super::matter::{Assignee, Matter, State};
use super::moment::Moment;
use super::promise::Promise;
use super::reader::{Read, Reader};
use super::record::Record;
use super::scope::Scope;

/// Who hands over what to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The grid cell; or an area, of which every cell goes over in which they have anything in hand.
    pub cell: Scope,
    pub from: String,
    pub to: String,
    pub share: Share,
}

/// How much goes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    /// The places on the ladders, the doors that are theirs, matters in hand and promises.
    Cell,
    /// What was promised to households, and nothing else.
    Promises,
    /// These doors with their matters and promises; the successor answers for them from then on.
    Doors(Vec<Id>),
}

/// What goes along with a handover.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Along {
    /// Places on the ladders of the cell; of an area those on its own and on what lies in it.
    pub roles: Vec<(Scope, Role)>,
    /// Households that are handed over, in walking order; none where only promises are.
    pub households: Vec<Household>,
    /// Of these the ones that get the successor as their own cadre.
    pub own: Vec<Id>,
    /// Open matters that have something to do with who hands over, by when they were raised.
    pub matters: Vec<Given>,
    /// Open promises that they keep, by when they are due.
    pub owed: Vec<Promise>,
}

/// A matter that goes along.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub matter: Matter,
    /// Whether who hands over has it in hand.
    pub in_hand: bool,
    /// Whether it was sent up by them, so that it would come back to them.
    pub awaited: bool,
    /// What they promised on it, as it was recorded before promises were records of their own.
    pub promises: Vec<Word>,
}

/// What somebody promised in a step of a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Who keeps it: who promised, or whom it was handed over to.
    pub owner: String,
    pub text: String,
    pub by: Moment,
}

impl Along {
    /// How many promises go along.
    pub fn promises(&self) -> usize {
        self.owed.len() + self.matters.iter().map(|given| given.promises.len()).sum::<usize>()
    }

    /// Matters in hand of who hands over.
    pub fn in_hand(&self) -> impl Iterator<Item = &Matter> {
        self.matters.iter().filter(|given| given.in_hand).map(|given| &given.matter)
    }

    /// Wishes that they claimed themselves.
    pub fn claimed(&self) -> impl Iterator<Item = &Matter> {
        self.in_hand().filter(|matter| matter.state == State::Claimed)
    }

    /// The cells that something of it lies in, in order.
    pub fn cells(&self) -> BTreeSet<Scope> {
        let roles = self.roles.iter().map(|(scope, _)| *scope).filter(|scope| scope.is_cell());
        let matters = self.matters.iter().map(|given| given.matter.cell);
        let homes = self.households.iter().map(|home| home.cell);
        roles.chain(matters).chain(homes).chain(self.owed.iter().map(|promise| promise.cell)).collect()
    }

    fn join(&mut self, other: Self) {
        self.roles.extend(other.roles);
        self.households.extend(other.households);
        self.own.extend(other.own);
        self.matters.extend(other.matters);
        self.owed.extend(other.owed);
    }

    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.own.is_empty() && self.matters.is_empty() && self.owed.is_empty()
    }
}

/// Works out what goes along.
pub fn along(reader: &dyn Reader, handover: &Handover) -> Read<Along> {
    if handover.cell.is_cell() {
        return of_cell(reader, handover);
    }
    let mut all = Along::default();
    if handover.share == Share::Cell {
        for area in reader.areas(handover.cell)? {
            let held = area.people.iter().filter(|(_, name)| **name == handover.from);
            all.roles.extend(held.map(|(role, _)| (area.scope, *role)));
        }
    }
    for cell in reader.cells(handover.cell)? {
        let mut along = of_cell(reader, &Handover { cell: cell.scope, ..handover.clone() })?;
        // Of a cell that is not theirs only their own doors go along.
        if along.roles.is_empty() {
            along.households.retain(|home| along.own.contains(&home.id));
        }
        all.join(along);
    }
    Ok(all)
}

fn of_cell(reader: &dyn Reader, handover: &Handover) -> Read<Along> {
    let Handover { cell, from, share, .. } = handover;
    let mut along = Along::default();
    let households = if *share == Share::Promises { Vec::new() } else { reader.households_of_cell(*cell)? };
    match share {
        Share::Cell => {
            let people = reader.area(*cell)?.map(|area| area.people).unwrap_or_default();
            along.roles = people.into_iter().filter(|(_, name)| name == from).map(|(role, _)| (*cell, role)).collect();
            let own = households.iter().filter(|home| own_cadre(home) == Some(from.as_str()));
            along.own = own.map(|home| home.id).collect();
            along.households = households;
        }
        Share::Promises => {}
        Share::Doors(doors) => {
            along.households = households.into_iter().filter(|home| doors.contains(&home.id)).collect();
            let others = along.households.iter().filter(|home| own_cadre(home) != Some(handover.to.as_str()));
            along.own = others.map(|home| home.id).collect();
        }
    }
    for matter in open_matters(reader, *cell)? {
        let goes = match share {
            Share::Cell | Share::Promises => true,
            Share::Doors(doors) => matter.raised.household.is_some_and(|home| doors.contains(&home)),
        };
        if goes {
            along.matters.extend(given(reader, matter, handover)?);
        }
    }
    along.owed = reader.open_promises(*cell, usize::MAX)?.0;
    along.owed.retain(|promise| {
        let goes = match share {
            Share::Cell | Share::Promises => true,
            Share::Doors(doors) => promise.promised.household.is_some_and(|home| doors.contains(&home)),
        };
        goes && promise.keeper() == from
    });
    Ok(along)
}

/// The cadre who answers for a household itself.
fn own_cadre(household: &Household) -> Option<&str> {
    phrase(&household.profile.more, HomeParticular::Cadre)
}

fn open_matters(reader: &dyn Reader, cell: Scope) -> Read<Vec<Matter>> {
    let mut found = Vec::new();
    reader.each(RecordKind::Matter, cell, &mut |record| {
        if let Record::Matter(matter) = record
            && matter.is_open()
        {
            found.push(matter);
        }
        true
    })?;
    found.sort_by_key(|matter: &Matter| (matter.raised_at, matter.id));
    Ok(found)
}

/// A matter as it goes along; `None` where who hands over has nothing to do with it.
fn given(reader: &dyn Reader, matter: Matter, handover: &Handover) -> Read<Option<Given>> {
    let from = &handover.from;
    let only_promises = handover.share == Share::Promises;
    let in_hand = !only_promises && matter.assignee.as_ref().is_some_and(|who| is_person(who, from));
    let sent_up = !only_promises && matter.state == State::Triage;
    let events = if sent_up || !matter.promises.is_empty() { reader.history(matter.id)? } else { Vec::new() };
    let awaited = sent_up && heir(&events, &matter.raised_by) == *from;
    let promises: Vec<Word> = promises(&events).into_iter().filter(|promise| promise.owner == *from).collect();
    let goes = in_hand || awaited || !promises.is_empty();
    Ok(goes.then_some(Given { matter, in_hand, awaited, promises }))
}

fn is_person(assignee: &Assignee, name: &str) -> bool {
    matches!(assignee, Assignee::Person(person) if person == name)
}

/// Who keeps what a person had to do in a matter with these events: they themselves, or whoever it was handed over to.
pub fn heir(events: &[Event], person: &str) -> String {
    let mut heir = person.to_owned();
    for (event, live) in History::new(events).iter() {
        if let (true, Fact::Matter(MatterFact::HandedOver { from, to, promises_only: false })) = (live, &event.fact)
            && *from == heir
        {
            heir.clone_from(to);
        }
    }
    heir
}

/// What was promised in the steps of a matter with these events and was not taken back, in order, with who keeps it now.
pub fn promises(events: &[Event]) -> Vec<Word> {
    let mut promises: Vec<Word> = Vec::new();
    for (event, live) in History::new(events).iter() {
        match &event.fact {
            Fact::Matter(MatterFact::Promised { text, by }) if live => {
                promises.push(Word { owner: event.by.clone(), text: text.clone(), by: *by });
            }
            Fact::Matter(MatterFact::HandedOver { from, to, .. }) if live => {
                for promise in promises.iter_mut().filter(|promise| promise.owner == *from) {
                    promise.owner.clone_from(to);
                }
            }
            _ => {}
        }
    }
    promises
}

/// What lies on a device's desk of the doors that go along: drafts that were not saved, doors put off. It stays there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnDesk {
    pub drafts: usize,
    pub parked: usize,
}

impl OnDesk {
    pub fn of(desk: &Desk, along: &Along) -> Self {
        let goes = |door: Id| along.households.iter().any(|home| home.id == door);
        let drafts = desk.drafts().filter(|draft| draft.door.is_some_and(goes));
        let parked = desk.parked().iter().filter(|parked| goes(parked.household));
        Self { drafts: drafts.count(), parked: parked.count() }
    }
}
