//! Settling what two people wrote without knowing of each other: what holds stays, or the other is recorded anew.

use super::{Asker, Decision, Desk, Draft};
use crate::domain::apply::{Outcome, apply};
use crate::domain::event::{Event, LogId};
use crate::domain::fact::{Fact, Field, MatterFact};
use crate::domain::history::Conflict;
use crate::domain::id::Id;
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;

impl Desk<'_> {
    /// Where what holds stays, every mark against it on the same value is settled; what was left behind by a move or a
    /// merge is settled one by one.
    pub(super) fn settle_conflict(&self, id: Id, conflict: &Conflict, take_other: bool) -> Result<Decision, Refusal> {
        let record = self.reader.record(id)?.ok_or(Refusal::NotFound(id))?;
        let known = &record.trail().conflicts;
        if !known.contains(conflict) {
            return Err(Refusal::NoSuchConflict);
        }
        let scope = record.scope();
        let settled = |conflict: &Conflict, taken| Draft {
            record: id,
            scope,
            fact: Fact::ConflictSettled {
                field: conflict.field.clone(),
                holds: conflict.holds,
                other: conflict.other,
                taken,
            },
        };
        let mut decision = Decision::unchanged(id);
        if !take_other {
            let one_by_one = matches!(conflict.field, Field::Place | Field::Merged);
            let same = |other: &&Conflict| {
                *other == conflict || !one_by_one && other.field == conflict.field && other.holds == conflict.holds
            };
            decision.drafts.extend(known.iter().filter(same).map(|conflict| settled(conflict, conflict.holds)));
            return Ok(decision);
        }
        let events = self.reader.history(id)?;
        let other = events.iter().find(|event| event.reference() == conflict.other).ok_or(Refusal::NotFound(id))?;
        let fact = other.fact.clone();
        if !can_be_told_again(&fact) || !fits(&record, &fact, self.asker) {
            return Err(Refusal::CannotTake);
        }
        let settles_itself = fact.field().as_ref() == Some(&conflict.field);
        decision.drafts.push(Draft { record: id, scope, fact });
        decision.drafts.extend((!settles_itself).then(|| settled(conflict, conflict.other)));
        Ok(decision)
    }
}

/// Whether the other side of a conflict could be taken now.
pub fn can_be_taken(record: &Record, other: &Event, asker: &Asker<'_>) -> bool {
    can_be_told_again(&other.fact) && fits(record, &other.fact, asker)
}

/// Facts that write a value; one that says what happened at a moment would stand at the wrong one.
fn can_be_told_again(fact: &Fact) -> bool {
    match fact {
        Fact::Matter(
            MatterFact::Raised(_) | MatterFact::Noted { .. } | MatterFact::Told { .. } | MatterFact::Urged,
        ) => false,
        Fact::AreaNamed { .. }
        | Fact::RoleHeld { .. }
        | Fact::ResponderNamed { .. }
        | Fact::PolicySet { .. }
        | Fact::WorkdaysSet { .. }
        | Fact::HouseholdSet(_)
        | Fact::MemberAdded(_)
        | Fact::MemberSet { .. }
        | Fact::MemberLeft { .. }
        | Fact::TagSet(_)
        | Fact::TagEnded { .. }
        | Fact::Matter(_)
        | Fact::PromiseEnded { .. } => true,
        _ => false,
    }
}

fn fits(record: &Record, fact: &Fact, asker: &Asker<'_>) -> bool {
    let event = Event {
        log: LogId { device: 0, epoch: 0, scope: record.scope() },
        seq: 0,
        stamp: 0,
        record: record.id(),
        act: record.id(),
        at: asker.at,
        typed_at: asker.now,
        by: asker.by.clone(),
        after: Vec::new(),
        fact: fact.clone(),
    };
    apply(Some(record.clone()), &event).1 == Outcome::Applied
}
