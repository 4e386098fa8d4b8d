//! What the clock says of a matter at a moment.

use super::{LadderStep, Matter, Obligation, State};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};
use crate::domain::rules::Rules;

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
    /// Of a matter; where it is a voice, of its lead.
    pub fn at(reader: &dyn Reader, matter: &Matter, now: Moment) -> Read<Self> {
        let lead = matter.lead.filter(|_| matter.is_open());
        if let Some(lead) = lead.map_or(Ok(None), |lead| reader.matter(lead))? {
            return Ok(Self::of_voice(&lead, now));
        }
        Ok(Self::of_itself(&reader.rules(), matter, now))
    }

    /// Of an open voice: nothing is owed by itself.
    pub fn of_voice(lead: &Matter, now: Moment) -> Self {
        Self { state: lead.state_at(now), due: None, provisional: false, late: false, ladder: None }
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
