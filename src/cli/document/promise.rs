//! Promises as documents.

use serde::Serialize;

use super::{household_id, matter_id, moment};
use crate::domain::id::RecordKind;
use crate::domain::moment::Moment;
use crate::domain::promise::{Promise, made_with};
use crate::domain::reader::{Read, Reader};
use crate::domain::visit::Visit;

#[derive(Clone, Debug, Serialize)]
pub struct PromiseDocument {
    /// Null for one that is only foreseen.
    pub id: Option<String>,
    pub household: Option<String>,
    pub head: Option<String>,
    pub door: Option<String>,
    pub cell: String,
    /// The matter it was promised on.
    pub matter: Option<String>,
    pub text: String,
    /// `open`, `kept` or `let_go`.
    pub state: &'static str,
    /// None for the next visit.
    pub due: Option<String>,
    pub late: bool,
    pub by: String,
    /// Who keeps it, where it was handed over; else who promised it.
    pub keeper: String,
    pub at: String,
    pub typed_at: String,
    pub ended_at: Option<String>,
    pub ended_by: Option<String>,
    /// How it was kept, or why it was let go.
    pub ended_text: Option<String>,
}

impl PromiseDocument {
    pub fn of(reader: &dyn Reader, promise: &Promise, now: Moment) -> Read<Self> {
        let household = promise.promised.household.map_or(Ok(None), |id| reader.household(id))?;
        let profile = household.map(|household| household.profile);
        let promised = &promise.promised;
        let ended = promise.ended.as_ref();
        Ok(Self {
            id: Some(promise.id.show(RecordKind::Promise)),
            household: promised.household.map(household_id),
            head: profile.as_ref().map(|profile| profile.head.clone()),
            door: profile.map(|profile| profile.door),
            cell: promise.cell.to_string(),
            matter: promised.matter.map(matter_id),
            text: promised.text.clone(),
            state: promise.state(),
            due: promised.due.map(moment),
            late: promise.is_late(now),
            by: promise.by().to_owned(),
            keeper: promise.keeper().to_owned(),
            at: moment(promise.at),
            typed_at: moment(promise.typed_at),
            ended_at: ended.map(|ended| moment(ended.at)),
            ended_by: ended.map(|ended| ended.by.clone()),
            ended_text: ended.map(|ended| ended.text.clone()).filter(|text| !text.is_empty()),
        })
    }
}

/// A promise in the document of the visit that it was made with.
#[derive(Clone, Debug, Serialize)]
pub struct VisitPromiseDocument {
    /// Null for one that is only foreseen.
    pub id: Option<String>,
    pub text: String,
    pub due: Option<String>,
    pub state: &'static str,
}

impl VisitPromiseDocument {
    pub fn of(promise: &Promise) -> Self {
        Self {
            id: Some(promise.id.show(RecordKind::Promise)),
            text: promise.promised.text.clone(),
            due: promise.promised.due.map(moment),
            state: promise.state(),
        }
    }

    /// What was promised with one of a household's visits.
    pub fn with(visit: &Visit, visits: &[Visit], promises: &[Promise]) -> Vec<Self> {
        made_with(visit, visits, promises).into_iter().map(Self::of).collect()
    }
}
