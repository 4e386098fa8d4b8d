//! Matters as they stand at a moment.

use serde::Serialize;

use super::household::shown_phone;
use super::{household_id, matter_id, moment};
use crate::domain::id::Id;
use crate::domain::matter::{LadderStep, Matter, Obligation, State};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};
use crate::domain::rules::Rules;

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

/// What the clock says of a matter at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// A voice shows its lead's.
    pub state: State,
    /// When somebody owes something, or its deadline where nobody does; none for a voice and for what has ended.
    pub due: Option<Moment>,
    pub provisional: bool,
    pub late: bool,
    pub ladder: Option<LadderStep>,
}

impl Standing {
    pub fn at(reader: &dyn Reader, matter: &Matter, now: Moment) -> Read<Self> {
        let lead = match matter.lead.filter(|_| matter.is_open()) {
            Some(lead) => reader.matter(lead)?,
            None => None,
        };
        if let Some(lead) = lead {
            let state = lead.state_at(now);
            return Ok(Self { state, due: None, provisional: false, late: false, ladder: None });
        }
        Ok(Self::of_itself(&reader.rules(), matter, now))
    }

    /// Of a matter that is no voice.
    pub fn of_itself(rules: &Rules, matter: &Matter, now: Moment) -> Self {
        let owed = matter.next_obligation(&rules.workdays);
        let due = owed.map(|(_, due)| due).or_else(|| matter.due(&rules.workdays));
        let late = owed.filter(|(_, due)| due.at < now);
        let counts_steps = |obligation| matches!(obligation, Obligation::Deadline | Obligation::Decision);
        let steps = late.filter(|(obligation, _)| counts_steps(*obligation)).map(|(_, due)| {
            let steps = rules.policy.ladder_from(due.at, &rules.workdays);
            steps.into_iter().filter(|(_, from)| *from <= now).map(|(step, _)| step).next_back()
        });
        Self {
            state: matter.state_at(now),
            due: due.map(|due| due.at),
            provisional: due.is_some_and(|due| due.provisional),
            late: late.is_some(),
            ladder: steps.flatten(),
        }
    }
}

impl MatterDocument {
    /// The caller's number is masked unless it is to be revealed.
    pub fn of(reader: &dyn Reader, matter: &Matter, now: Moment, reveal: bool) -> Read<Self> {
        let standing = Standing::at(reader, matter, now)?;
        let raised = &matter.raised;
        let head = match raised.household {
            Some(id) => reader.household(id)?.map(|household| household.profile.head),
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
