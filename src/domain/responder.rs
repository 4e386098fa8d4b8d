//! Responders: who acts on a matter (承办单位/人).

use serde::{Deserialize, Serialize};

use super::history::Trail;
use super::id::{Id, RecordKind};
pub use super::matter::ResponderKind;

/// A station, unit, team, expert or party member who can be given a matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Responder {
    pub id: Id,
    pub name: String,
    pub kind: ResponderKind,
    pub phone: Option<String>,
    pub trail: Trail,
}

impl Responder {
    /// The record's id, the same on every device that adds this name.
    pub fn id_of(name: &str) -> Id {
        Id::named(RecordKind::Responder, name.trim())
    }
}
