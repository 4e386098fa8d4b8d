//! Undo and redo, which are acts themselves.

use std::collections::{BTreeMap, HashSet};

use super::{Decision, Desk};
use crate::domain::event::{Event, EventRef};
use crate::domain::fact::Fact;
use crate::domain::history::History;
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::Assignee;
use crate::domain::reader::{REACH, Read};
use crate::domain::record::Record;
use crate::domain::refusal::{EraseRefusal, Refusal, UndoRefusal};
use crate::domain::scope::Scope;

impl Desk<'_> {
    pub(super) fn undo(&mut self, act: Option<Id>) -> Result<Decision, Refusal> {
        let act = match act {
            Some(act) => act,
            None => self.last_undoable()?.ok_or(UndoRefusal::NothingToUndo)?,
        };
        self.take_back(act)
    }

    pub(super) fn redo(&mut self, act: Option<Id>) -> Result<Decision, Refusal> {
        let undo = match act {
            Some(act) => self.undo_of(act)?,
            None => self.last_undo()?,
        };
        self.take_back(undo.ok_or(UndoRefusal::NothingToRedo)?)
    }

    /// Takes back every event of an act that still counts, record by record; a record on which later acts stand
    /// keeps its events.
    fn take_back(&self, act: Id) -> Result<Decision, Refusal> {
        let view = self.reader.act(act)?.ok_or(Refusal::NotFound(act))?;
        if view.only_discloses() {
            return Err(UndoRefusal::Disclosed.into());
        }
        if view.events.iter().any(|event| matches!(event.fact, Fact::Erased(_))) {
            return Err(EraseRefusal::ForGood.into());
        }
        if is_erased(&view.events) {
            return Err(EraseRefusal::ActErased.into());
        }
        let mut by_record: BTreeMap<Id, Vec<&Event>> = BTreeMap::new();
        for event in view.events.iter().filter(|event| !matches!(event.fact, Fact::Disclosed(_))) {
            by_record.entry(event.record).or_default().push(event);
        }
        let touched: HashSet<Id> = by_record.keys().copied().collect();
        let mut decision = Decision::default();
        for (record, events) in by_record {
            let known = self.reader.history(record)?;
            let history = History::new(&known);
            let targets: HashSet<EventRef> =
                events.iter().map(|event| event.reference()).filter(|event| history.is_live(*event)).collect();
            let Some(last) = events.iter().rfind(|event| targets.contains(&event.reference())) else { continue };
            let standing = self.standing_on(act, &history, &targets, &touched, record)?;
            if standing.is_empty() {
                let scope = history.fold().map_or(last.log.scope, |record| record.scope());
                let mut events: Vec<EventRef> = targets.into_iter().collect();
                events.sort_unstable();
                decision.join(Decision::on(record, scope, Fact::Retracted { of: act, events }));
            } else {
                decision.kept.extend(standing);
            }
        }
        decision.kept.sort_unstable();
        decision.kept.dedup();
        // Half of a family taken back would stand in two households, or in none.
        if !decision.kept.is_empty() && view.events.iter().any(|event| parts_a_family(&event.fact)) {
            return Err(UndoRefusal::DependedOn(decision.kept).into());
        }
        match (decision.drafts.is_empty(), decision.kept.is_empty()) {
            (true, true) => Err(UndoRefusal::NothingToUndo.into()),
            (true, false) => Err(UndoRefusal::DependedOn(decision.kept).into()),
            _ => Ok(decision),
        }
    }

    /// Acts that would lose their effect, or what they refer to, if these events no longer counted.
    fn standing_on(
        &self,
        act: Id,
        history: &History<'_>,
        targets: &HashSet<EventRef>,
        touched: &HashSet<Id>,
        record: Id,
    ) -> Result<Vec<Id>, Refusal> {
        let (_, with) = history.fold_without(&HashSet::new());
        let (left, without) = history.fold_without(targets);
        let first = targets.iter().min().copied();
        let later = |event: &Event| Some(event.reference()) > first && event.act != act;
        let mut acts: Vec<Id> = Vec::new();
        for (event, live) in history.iter().filter(|(event, live)| *live && later(event)) {
            let reference = event.reference();
            let lost = with.contains(&reference) && !without.contains(&reference);
            // A move wrote down the record as it was, and so did who took the members over: what lies before can only
            // be taken back after that.
            let moved = live && matches!(event.fact, Fact::Carried(_) | Fact::MergedInto { .. });
            if lost || moved {
                acts.push(event.act);
            }
        }
        if acts.is_empty() && left.is_none() {
            acts = self.referring(record, first.map(|first| first.stamp), touched)?;
        }
        Ok(acts)
    }

    /// Acts, from a stamp on, that made records which need this one: what lies in a cell, a household's matters, a
    /// lead's voices, what a responder was given.
    fn referring(&self, record: Id, from: Option<u64>, touched: &HashSet<Id>) -> Result<Vec<Id>, Refusal> {
        let needed_by = match self.reader.record(record)? {
            Some(Record::Household(household)) => {
                let matters = self.reader.matters_of_household(&household)?.into_iter().map(|matter| matter.id);
                let promises = self.reader.promises_of(record)?.into_iter().map(|promise| promise.id);
                matters.chain(promises).collect()
            }
            Some(Record::Matter(matter)) => {
                let promises = self.reader.promises_of(record)?.into_iter().map(|promise| promise.id);
                self.reader.voices(matter.id)?.into_iter().chain(promises).collect()
            }
            Some(Record::Area(area)) if area.scope.is_cell() => {
                self.all_where(RecordKind::Household, area.scope, touched, |_| true)?
            }
            Some(Record::Responder(responder)) => {
                let given = |record: &Record| match record {
                    Record::Matter(matter) => matter.assignee == Some(Assignee::Responder(responder.id)),
                    _ => false,
                };
                self.all_where(RecordKind::Matter, Scope::WHOLE, touched, given)?
            }
            _ => Vec::new(),
        };
        for other in needed_by.into_iter().filter(|other| !touched.contains(other)) {
            let history = self.reader.history(other)?;
            let made = history.iter().min_by_key(|event| event.reference());
            if let Some(made) = made.filter(|made| Some(made.stamp) >= from) {
                return Ok(vec![made.act]);
            }
        }
        Ok(Vec::new())
    }

    fn all_where(
        &self,
        kind: RecordKind,
        scope: Scope,
        touched: &HashSet<Id>,
        wanted: impl Fn(&Record) -> bool,
    ) -> Read<Vec<Id>> {
        let mut found = Vec::new();
        self.reader.each(kind, scope, &mut |record| {
            if !touched.contains(&record.id()) && wanted(&record) {
                found.push(record.id());
            }
            true
        })?;
        Ok(found)
    }

    /// The last act of this device that records something new and still counts.
    fn last_undoable(&self) -> Read<Option<Id>> {
        for act in self.reader.acts(REACH)? {
            if let Some((false, true)) = self.nature(act)? {
                return Ok(Some(act));
            }
        }
        Ok(None)
    }

    /// The last undo that counts, as long as nothing new was recorded after it.
    fn last_undo(&self) -> Read<Option<Id>> {
        for act in self.reader.acts(REACH)? {
            match self.nature(act)? {
                Some((false, true)) => return Ok(None),
                Some((true, true)) if self.takes_back_something_new(act)? => return Ok(Some(act)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// The undo of an act that counts.
    fn undo_of(&self, act: Id) -> Read<Option<Id>> {
        let Some(view) = self.reader.act(act)? else { return Ok(None) };
        for event in &view.events {
            let known = self.reader.history(event.record)?;
            let history = History::new(&known);
            let undo = history
                .iter()
                .rev()
                .find(|(later, live)| *live && matches!(&later.fact, Fact::Retracted { of, .. } if *of == act));
            if let Some((undo, _)) = undo {
                return Ok(Some(undo.act));
            }
        }
        Ok(None)
    }

    /// Whether an act takes something back, and whether any of it counts; `None` for what is nothing to take back: that
    /// something was disclosed.
    fn nature(&self, act: Id) -> Read<Option<(bool, bool)>> {
        let Some(view) = self.reader.act(act)? else { return Ok(None) };
        let Some(first) = view.events.first().filter(|_| !view.only_discloses()) else { return Ok(None) };
        if is_erased(&view.events) {
            return Ok(None);
        }
        let takes_back = matches!(first.fact, Fact::Retracted { .. });
        for event in &view.events {
            let known = self.reader.history(event.record)?;
            if History::new(&known).is_live(event.reference()) {
                return Ok(Some((takes_back, true)));
            }
        }
        Ok(Some((takes_back, false)))
    }

    fn takes_back_something_new(&self, act: Id) -> Read<bool> {
        let Some(view) = self.reader.act(act)? else { return Ok(false) };
        let Some(Fact::Retracted { of, .. }) = view.events.first().map(|event| &event.fact) else { return Ok(false) };
        Ok(self.nature(*of)?.is_some_and(|(takes_back, _)| !takes_back))
    }
}

/// Whether an act cannot be taken back because it erased, or because it was erased itself: wholly, or in a part without
/// which a family would stand in two households.
fn is_erased(events: &[Event]) -> bool {
    let is_gone = |event: &Event| matches!(event.fact, Fact::Gone | Fact::Erased(_));
    let gone = events.iter().filter(|event| is_gone(event)).count();
    gone == events.len() || gone > 0 && events.iter().any(|event| parts_a_family(&event.fact))
}

/// Whether a fact moves people between households, so that it counts only together with the others of its act.
fn parts_a_family(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::MemberWent { .. }
            | Fact::SplitFrom { .. }
            | Fact::MemberCame { .. }
            | Fact::Absorbed { .. }
            | Fact::MergedInto { .. }
    )
}
