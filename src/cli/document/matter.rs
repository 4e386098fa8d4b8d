//! Matters as they stand at a moment.

use serde::Serialize;

use super::household::shown_phone;
use super::{household_id, matter_id, moment};
use crate::domain::id::Id;
use crate::domain::matter::{LadderStep, Matter, Standing};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};

#[derive(Clone, Debug, Serialize)]
pub struct MatterDocument {
    /// Null for a matter that is only foreseen.
    pub id: Option<String>,
    pub kind: &'static str,
    pub tier: &'static str,
    pub state: &'static str,
    pub level: Option<&'static str>,
    pub text: String,
    pub category: String,
    pub source: &'static str,
    pub household: Option<String>,
    pub head: Option<String>,
    pub cell: String,
    pub caller: Option<String>,
    pub caller_phone: Option<String>,
    pub raised_at: String,
    pub due: Option<String>,
    pub provisional: bool,
    pub paused: bool,
    pub late: bool,
    pub urgent: bool,
    pub responder: Option<String>,
    pub asked: Option<String>,
    pub answer: Option<String>,
    pub done_at: Option<String>,
    pub closed_at: Option<String>,
    pub connect_by: Option<String>,
    pub ladder: Option<&'static str>,
    pub lead: Option<String>,
    pub voices: Vec<String>,
    pub parties: Vec<PartyDocument>,
    pub satisfied: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PartyDocument {
    pub name: String,
    pub household: Option<String>,
}

impl MatterDocument {
    /// The caller's number is masked unless it is to be revealed.
    pub fn of(reader: &dyn Reader, matter: &Matter, now: Moment, reveal: bool) -> Read<Self> {
        let standing = Standing::at(reader, matter, now)?;
        let raised = &matter.raised;
        let head = match raised.household {
            Some(id) => reader.household_in(matter.cell, id)?.map(|household| household.profile.head),
            None => None,
        };
        let responder = match &matter.assignee {
            Some(assignee) => Some(reader.assignee_name(assignee)?),
            None => None,
        };
        Ok(Self {
            id: Some(matter_id(matter.id)),
            kind: raised.kind.as_str(),
            tier: matter.tier.as_str(),
            state: standing.state.as_str(),
            level: matter.level.map(crate::domain::matter::Level::as_str),
            text: raised.text.clone(),
            category: raised.category.clone(),
            source: raised.source.as_str(),
            household: raised.household.map(household_id),
            head,
            cell: matter.cell.to_string(),
            caller: raised.caller.clone(),
            caller_phone: matter.caller_phone.as_deref().map(|phone| shown_phone(phone, reveal)),
            raised_at: moment(matter.raised_at),
            due: standing.due.map(moment),
            provisional: standing.provisional,
            paused: matter.is_paused(),
            late: standing.late,
            urgent: raised.urgent,
            responder,
            asked: matter.asked.clone(),
            answer: matter.answer.clone(),
            done_at: matter.done.as_ref().map(|(_, at)| moment(*at)),
            closed_at: matter.closed_at.map(moment),
            connect_by: matter.connect_by.map(moment),
            ladder: standing.ladder.map(LadderStep::as_str),
            lead: matter.lead.map(matter_id),
            voices: reader.voices(matter.id)?.into_iter().map(matter_id).collect(),
            parties: raised.parties.iter().map(PartyDocument::of).collect(),
            satisfied: matter.satisfied.map(crate::domain::matter::Satisfied::as_str),
        })
    }

    /// The matter of an id, if there is one.
    pub fn of_id(reader: &dyn Reader, id: Id, now: Moment, reveal: bool) -> Read<Option<Self>> {
        match reader.matter(id)? {
            Some(matter) => Self::of(reader, &matter, now, reveal).map(Some),
            None => Ok(None),
        }
    }
}

impl PartyDocument {
    fn of(party: &crate::domain::matter::Party) -> Self {
        Self { name: party.name.clone(), household: party.household.map(household_id) }
    }
}
