//! What a step changes in a matter.

use super::Record;
use crate::domain::deadline::DeadlineClock;
use crate::domain::event::Event;
use crate::domain::fact::MatterFact;
use crate::domain::history::Trail;
use crate::domain::matter::state::{after_dissatisfaction, next};
use crate::domain::matter::{Assignee, Kind, Matter, Raised, Satisfied, State, Tier, VerbName};
use crate::domain::moment::Moment;

pub(super) fn step(record: Option<&Record>, fact: &MatterFact, event: &Event) -> Option<Record> {
    let matter = match (record, fact) {
        (None, MatterFact::Raised(raised)) => raise(raised, event)?,
        (Some(Record::Matter(matter)), MatterFact::Rehomed { household }) => {
            let mut matter = matter.clone();
            matter.raised.household = Some(*household);
            matter
        }
        (Some(Record::Matter(matter)), MatterFact::CallerPhone { phone }) => {
            let mut matter = matter.clone();
            matter.caller_phone = Some(phone.clone());
            matter
        }
        (Some(Record::Matter(matter)), MatterFact::HandedOver { from, to, promises_only }) => {
            let mut matter = matter.clone();
            if !promises_only && matter.assignee == Some(Assignee::Person(from.clone())) {
                matter.assignee = Some(Assignee::Person(to.clone()));
            }
            matter
        }
        (Some(Record::Matter(matter)), fact) => {
            let verb = fact.verb()?;
            let mut matter = matter.clone();
            matter.state = state_after(&matter, verb, event.at)?;
            change(&mut matter, fact, event)?;
            if matter.state.is_end() && !is_end(record) {
                matter.closed_at = Some(event.at);
            }
            matter
        }
        _ => return None,
    };
    Some(Record::Matter(matter))
}

fn is_end(record: Option<&Record>) -> bool {
    matches!(record, Some(Record::Matter(matter)) if matter.state.is_end())
}

/// The state a verb leads to. A joined voice follows its lead: by itself it is only called back, told, noted or
/// taken out again.
fn state_after(matter: &Matter, verb: VerbName, at: Moment) -> Option<State> {
    use VerbName as V;
    let state = matter.state_at(at);
    if matter.lead.is_some() && !matter.state.is_end() {
        return match verb {
            V::Confirm => Some(State::Closed),
            V::Note | V::Urge | V::Promise | V::Told | V::Join | V::Unjoin => Some(matter.state),
            _ => None,
        };
    }
    if verb == V::Unjoin {
        return None;
    }
    if verb == V::Reopen {
        let open = next(matter.kind(), state, verb)?;
        return Some(if matter.before_end == Some(State::Triage) { State::Triage } else { open });
    }
    next(matter.kind(), state, verb)
}

fn raise(raised: &Raised, event: &Event) -> Option<Matter> {
    if !event.log.scope.is_cell() {
        return None;
    }
    let state = match (raised.kind, raised.tier) {
        (Kind::Wish, _) => State::Collected,
        (_, Tier::Escalated) => State::Triage,
        (Kind::Dispute, _) => State::Open,
        (Kind::Demand, Tier::Immediate) => State::Closed,
        (Kind::Demand, Tier::Timed) => State::Assigned,
    };
    let closed = state.is_end();
    Some(Matter {
        id: event.record,
        cell: event.log.scope,
        raised: raised.clone(),
        raised_at: event.at,
        raised_by: event.by.clone(),
        state,
        before_end: closed.then_some(State::Assigned),
        tier: raised.tier,
        level: raised.level,
        assignee: raised.assignee.clone(),
        asked: raised.asked.clone(),
        answer: raised.answer.clone(),
        clock: raised.clock.clone(),
        done: None,
        closed_at: closed.then_some(event.at),
        connect_by: None,
        follow_up: None,
        lead: None,
        satisfied: None,
        promises: Vec::new(),
        told: None,
        urged: 0,
        trail: Trail::default(),
        caller_phone: None,
    })
}

/// Writes what the step says, beside the state; `None` when it does not fit after all.
fn change(matter: &mut Matter, fact: &MatterFact, event: &Event) -> Option<()> {
    use MatterFact as F;
    match fact {
        F::Raised(_) | F::Rehomed { .. } | F::CallerPhone { .. } | F::HandedOver { .. } => return None,
        F::Answered { text } => end(matter, State::Returned, |matter| matter.answer = Some(text.clone())),
        F::Assigned { to, clock } => assign(matter, to, clock),
        F::Declined { text } => end(matter, State::Triage, |matter| matter.answer = Some(text.clone())),
        F::Escalated { level, text, clock } => {
            matter.tier = Tier::Escalated;
            matter.level = Some(*level);
            matter.asked = Some(text.clone());
            matter.clock = Some(clock.clone());
        }
        F::Done { text } | F::Fulfilled { text } => matter.done = Some((text.clone(), event.at)),
        F::Extended { clock, .. } | F::Paused { clock, .. } | F::Resumed { clock } => {
            matter.clock = Some(clock.clone());
        }
        F::Confirmed { satisfied, clock, .. } => confirm(matter, *satisfied, clock.as_ref(), event),
        F::Reopened { clock, .. } => {
            matter.clock = Some(clock.clone());
            matter.closed_at = None;
            matter.satisfied = None;
        }
        F::Claimed { to, connect_by } => {
            matter.assignee = Some(to.clone());
            matter.connect_by = Some(*connect_by);
        }
        F::Connected => matter.connect_by = None,
        F::Released => (matter.assignee, matter.connect_by) = (None, None),
        F::Settled { text, follow_up } => {
            matter.answer = Some(text.clone());
            matter.follow_up = Some(*follow_up);
        }
        F::Urged => matter.urged = matter.urged.saturating_add(1),
        F::Promised { text, by } => matter.promises.push((text.clone(), Some(*by))),
        F::Told { text } => matter.told = Some((text.clone(), event.at)),
        F::Joined { lead } if *lead != matter.id => matter.lead = Some(*lead),
        F::Joined { .. } => return None,
        F::Unjoined => matter.lead = None,
        F::Returned { clock, .. } => {
            matter.clock = Some(clock.clone());
            if matter.state == State::Returned {
                matter.assignee = Some(Assignee::Person(matter.raised_by.clone()));
            }
        }
        F::Published | F::Withdrawn { .. } | F::Mediated { .. } | F::Noted { .. } => {}
    }
    Some(())
}

fn assign(matter: &mut Matter, to: &Assignee, clock: &DeadlineClock) {
    matter.assignee = Some(to.clone());
    matter.clock = Some(clock.clone());
}

fn end(matter: &mut Matter, before: State, write: impl FnOnce(&mut Matter)) {
    matter.before_end = Some(before);
    write(matter);
}

/// The household's word: satisfied or partly closes; not satisfied goes on, with the fresh allowance.
fn confirm(matter: &mut Matter, satisfied: Satisfied, clock: Option<&DeadlineClock>, event: &Event) {
    matter.satisfied = Some(satisfied);
    matter.before_end = Some(State::Assigned);
    if satisfied == Satisfied::No {
        matter.state = after_dissatisfaction(matter.kind());
        matter.lead = None;
        matter.done = None;
        matter.follow_up = None;
        matter.clock = clock.cloned();
    } else if matter.state.is_end() {
        matter.closed_at = Some(event.at);
    }
}
