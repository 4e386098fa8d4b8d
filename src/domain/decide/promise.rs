//! Promises: making one at a door or on a matter, keeping it, letting it go.

use super::{Decision, Desk, Draft, worded};
use crate::domain::fact::Fact;
use crate::domain::history::Snapshot;
use crate::domain::id::Id;
use crate::domain::matter::Matter;
use crate::domain::matter::verb::Verb;
use crate::domain::promise::{Ending, Promise, Promised};
use crate::domain::refusal::{PromiseRefusal, Refusal};
use crate::domain::request::PromiseNote;
use crate::domain::scope::Scope;

impl Desk<'_> {
    /// A cadre's first word at a door each day records the visit too, as with a matter.
    pub(super) fn promise(&mut self, note: &PromiseNote) -> Result<Decision, Refusal> {
        let household = self.standing_household(note.household)?;
        let text = worded(&note.text, PromiseRefusal::Nothing.into())?;
        let mut decision = Decision::default();
        decision.drafts.extend(self.first_word(&household, &note.visit));
        let promised = Promised {
            text,
            household: Some(household.id),
            matter: None,
            due: note.due.map(|due| self.clock(due).due.at),
            by: note.visit.by.clone(),
        };
        decision.join(self.promised(household.cell, promised));
        Ok(decision)
    }

    /// A promise on a matter is owed to its household.
    pub(super) fn promise_on(&self, matter: &Matter, verb: &Verb) -> Decision {
        let promised = Promised {
            text: verb.text.as_deref().unwrap_or_default().trim().to_owned(),
            household: matter.raised.household,
            matter: Some(matter.id),
            due: verb.due.map(|due| self.clock(due).due.at),
            by: None,
        };
        let mut decision = self.promised(matter.cell, promised);
        decision.about.insert(0, matter.id);
        decision
    }

    fn promised(&self, cell: Scope, promised: Promised) -> Decision {
        Decision::on(self.asker.ids.draw(), cell, Fact::Promised(Box::new(promised)))
    }

    pub(super) fn end_promise(&self, id: Id, ending: Ending, text: Option<&str>) -> Result<Decision, Refusal> {
        let promise = self.reader.promise(id)?.ok_or(Refusal::NotFound(id))?;
        self.not_before(promise.at)?;
        Self::ended(&promise, ending, text)
    }

    /// The same where the day of it is that of something else, from which it follows.
    pub(super) fn ended(promise: &Promise, ending: Ending, text: Option<&str>) -> Result<Decision, Refusal> {
        if let Some(ended) = &promise.ended {
            return Err(PromiseRefusal::Ended(ended.ending).into());
        }
        let text = text.unwrap_or_default().trim().to_owned();
        if ending == Ending::LetGo && text.is_empty() {
            return Err(PromiseRefusal::NoReason.into());
        }
        Ok(Decision::on(promise.id, promise.cell, Fact::PromiseEnded { ending, text }))
    }

    /// What was promised to a household goes along into another cell.
    pub(super) fn carried_promises(&self, household: Id, to: Scope) -> Result<Vec<Draft>, Refusal> {
        let promises = self.reader.promises_of(household)?;
        Ok(promises.into_iter().map(|promise| carried(promise, to)).collect())
    }

    /// What is still owed to a household goes over to the one it is merged into.
    pub(super) fn rehomed_promises(&self, from: Id, into: Id, cell: Scope) -> Result<Vec<Draft>, Refusal> {
        let mut drafts = Vec::new();
        for promise in self.reader.promises_of(from)?.into_iter().filter(Promise::is_open) {
            let record = promise.id;
            drafts.extend((promise.cell != cell).then(|| carried(promise, cell)));
            drafts.push(Draft { record, scope: cell, fact: Fact::PromiseRehomed { household: into } });
        }
        Ok(drafts)
    }
}

pub(super) fn carried(promise: Promise, to: Scope) -> Draft {
    let record = promise.id;
    Draft { record, scope: to, fact: Fact::Carried(Box::new(Snapshot::Promise(Box::new(promise)))) }
}
