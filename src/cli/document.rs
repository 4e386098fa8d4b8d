//! The documents that commands print: one serialisable type per thing, its fields the contract's keys.
//!
//! Keys never change their meaning; new ones may be added. Moments are RFC 3339 at +08:00, dates `YYYY-MM-DD`, ids as
//! [`Id::show`] prints them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::id::{Id, RecordKind};
use crate::domain::moment::Moment;

pub mod cell;
pub mod disclosure;
pub mod duplicate;
pub mod history;
pub mod household;
pub mod matter;
pub mod promise;

pub use cell::{CellDocument, Chains, OfficialDocument, ResponderDocument};
pub use disclosure::{DisclosureDocument, Personal};
pub use duplicate::DuplicateDocument;
pub use history::{AtOddsDocument, ConflictDocument, HistoryDocument};
pub use household::{HouseholdDocument, MemberDocument, VisitDocument};
pub use matter::MatterDocument;
pub use promise::{PromiseDocument, VisitPromiseDocument};

/// Who stands on the ladders, by the contract's word for the role.
pub type People = BTreeMap<&'static str, String>;

/// A moment as documents have it.
pub fn moment(at: Moment) -> String {
    at.to_string()
}

/// The id of a household.
pub fn household_id(id: Id) -> String {
    id.show(RecordKind::Household)
}

/// The id of a matter.
pub fn matter_id(id: Id) -> String {
    id.show(RecordKind::Matter)
}

/// The id of an act.
pub fn act_id(id: Id) -> String {
    id.show(RecordKind::Act)
}

/// Rows and how many there are in all.
#[derive(Debug, Serialize)]
pub struct Counted<T> {
    pub total: usize,
    pub matters: Vec<T>,
}
