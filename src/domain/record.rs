//! What events fold into.

use serde::{Deserialize, Serialize};

use super::area::Area;
use super::disclosure::Disclosure;
use super::history::Trail;
use super::household::Household;
use super::id::{Id, RecordKind};
use super::matter::Matter;
use super::promise::Promise;
use super::responder::Responder;
use super::scope::Scope;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Record {
    Area(Area),
    Responder(Responder),
    Ruling(Ruling),
    Household(Household),
    Matter(Matter),
    Disclosure(Disclosure),
    Promise(Promise),
}

/// A rule of the township that replaces the embedded one: the deadline policy or a table of workdays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ruling {
    pub subject: Subject,
    pub scope: Scope,
    /// The file's text as it was loaded.
    pub text: String,
    pub trail: Trail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    Policy,
    Workdays,
}

impl Subject {
    /// The record's id, the same on every device.
    pub fn id(self) -> Id {
        Id::named(RecordKind::Rules, if self == Self::Policy { "policy" } else { "workdays" })
    }
}

impl Record {
    pub fn id(&self) -> Id {
        match self {
            Self::Area(area) => Area::id_of(area.scope),
            Self::Responder(responder) => responder.id,
            Self::Ruling(ruling) => ruling.subject.id(),
            Self::Household(household) => household.id,
            Self::Matter(matter) => matter.id,
            Self::Disclosure(disclosure) => disclosure.id,
            Self::Promise(promise) => promise.id,
        }
    }

    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Area(area) if area.scope.is_cell() => RecordKind::Cell,
            Self::Area(_) => RecordKind::Area,
            Self::Responder(_) => RecordKind::Responder,
            Self::Ruling(_) => RecordKind::Rules,
            Self::Household(_) => RecordKind::Household,
            Self::Matter(_) => RecordKind::Matter,
            Self::Disclosure(_) => RecordKind::Disclosure,
            Self::Promise(_) => RecordKind::Promise,
        }
    }

    /// The scope the record lies in: its cell, or the area it belongs to.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Area(area) => area.scope,
            Self::Responder(_) => Scope::WHOLE,
            Self::Ruling(ruling) => ruling.scope,
            Self::Household(household) => household.cell,
            Self::Matter(matter) => matter.cell,
            Self::Disclosure(disclosure) => disclosure.scope,
            Self::Promise(promise) => promise.cell,
        }
    }

    pub fn as_household(&self) -> Option<&Household> {
        match self {
            Self::Household(household) => Some(household),
            _ => None,
        }
    }

    pub fn as_matter(&self) -> Option<&Matter> {
        match self {
            Self::Matter(matter) => Some(matter),
            _ => None,
        }
    }

    /// The household that it is, or that it is about.
    pub fn of_household(&self) -> Option<Id> {
        match self {
            Self::Household(household) => Some(household.id),
            Self::Matter(matter) => matter.raised.household,
            Self::Promise(promise) => promise.promised.household,
            Self::Area(_) | Self::Responder(_) | Self::Ruling(_) | Self::Disclosure(_) => None,
        }
    }

    pub fn trail(&self) -> &Trail {
        match self {
            Self::Area(area) => &area.trail,
            Self::Responder(responder) => &responder.trail,
            Self::Ruling(ruling) => &ruling.trail,
            Self::Household(household) => &household.trail,
            Self::Matter(matter) => &matter.trail,
            Self::Disclosure(disclosure) => &disclosure.trail,
            Self::Promise(promise) => &promise.trail,
        }
    }

    pub fn trail_mut(&mut self) -> &mut Trail {
        match self {
            Self::Area(area) => &mut area.trail,
            Self::Responder(responder) => &mut responder.trail,
            Self::Ruling(ruling) => &mut ruling.trail,
            Self::Household(household) => &mut household.trail,
            Self::Matter(matter) => &mut matter.trail,
            Self::Disclosure(disclosure) => &mut disclosure.trail,
            Self::Promise(promise) => &mut promise.trail,
        }
    }
}
