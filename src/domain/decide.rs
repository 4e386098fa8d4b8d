//! May this be recorded, and as which facts? Routing only; each part of the trade decides for itself.

use std::collections::HashSet;

use super::area::Area;
use super::disclosure::Disclosed;
use super::fact::Fact;
use super::id::{Id, IdSource};
use super::moment::Moment;
use super::reader::Reader;
use super::refusal::Refusal;
use super::request::Request;
use super::scope::{Extent, Scope};

mod area;
pub mod conflict;
pub mod erase;
mod family;
mod household;
mod life;
mod matter;
mod promise;
mod shared;
mod undo;

/// Who asks, when, and where new ids come from.
#[derive(Debug)]
pub struct Asker<'a> {
    /// What the clock shows.
    pub now: Moment,
    /// When it was said or done: earlier than `now` when entered afterwards.
    pub at: Moment,
    pub by: String,
    pub ids: &'a IdSource,
}

/// A fact about to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub record: Id,
    pub scope: Scope,
    pub fact: Fact,
}

/// An act that needs no decision because its facts are already known to fit: an invented township.
#[derive(Clone, Debug, PartialEq)]
pub struct Dictated {
    /// When it was said or done.
    pub at: Moment,
    /// When it was typed.
    pub typed_at: Moment,
    pub by: String,
    pub drafts: Vec<Draft>,
}

/// What a request comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// Empty when all of it holds already.
    pub drafts: Vec<Draft>,
    /// The records it is about, in the order of the request: made by it or found as they were.
    pub about: Vec<Id>,
    /// For undo: acts whose records stay because later acts stand on them.
    pub kept: Vec<Id>,
}

impl Decision {
    fn on(record: Id, scope: Scope, fact: Fact) -> Self {
        Self { drafts: vec![Draft { record, scope, fact }], about: vec![record], kept: Vec::new() }
    }

    fn unchanged(record: Id) -> Self {
        Self { about: vec![record], ..Self::default() }
    }

    fn join(&mut self, other: Self) {
        self.drafts.extend(other.drafts);
        self.about.extend(other.about);
        self.kept.extend(other.kept);
    }
}

/// What is decided with: the views, the asker, and what earlier parts of the same request already make known.
struct Desk<'a> {
    reader: &'a dyn Reader,
    asker: &'a Asker<'a>,
    cells: HashSet<Scope>,
    /// At which doors whose visit is recorded by an earlier part already.
    called: HashSet<(Id, String)>,
}

/// Decides a request as one act.
pub fn decide(reader: &dyn Reader, asker: &Asker<'_>, request: &Request) -> Result<Decision, Refusal> {
    Desk { reader, asker, cells: HashSet::new(), called: HashSet::new() }.decide(request)
}

impl Desk<'_> {
    fn decide(&mut self, request: &Request) -> Result<Decision, Refusal> {
        match request {
            Request::AddArea { scope, name } => self.add_area(*scope, name),
            Request::AddCell { scope, name } => self.add_cell(*scope, name.as_deref()),
            Request::SetRole { scope, role, person } => self.set_role(*scope, *role, person.as_deref()),
            Request::RetireArea { scope } => self.retire_area(*scope),
            Request::MergeCells { from, into } => self.merge_cells(*from, *into),
            Request::HandOver(handover) => self.hand_over(handover),
            Request::AddResponder { name, kind, phone } => self.add_responder(name, *kind, phone.as_deref()),
            Request::SetPolicy { toml } => self.set_policy(toml),
            Request::SetWorkdays { tsv } => self.set_workdays(tsv),
            Request::AddHousehold { cell, household } => self.add_household(*cell, household),
            Request::EditHousehold { household, edits } => self.edit_household(*household, edits),
            Request::MoveHousehold { household, to } => self.move_household(*household, *to),
            Request::SplitHousehold { household, part } => self.split_household(*household, part),
            Request::MergeHouseholds { from, into, relations } => self.merge_households(*from, *into, relations),
            Request::ChangeHead { household, head, relations } => self.change_head(*household, *head, relations),
            Request::Live(life) => self.live(life),
            Request::HoldApart { mine, other } => self.hold_apart(*mine, *other),
            Request::Visit { household, note } => self.visit(*household, note),
            Request::Raise(note) => self.raise(note),
            Request::Act { matter, verb } => self.act(*matter, verb),
            Request::SettleConflict { record, conflict, take_other } => {
                self.settle_conflict(*record, conflict, *take_other)
            }
            Request::Promise(note) => self.promise(note),
            Request::EndPromise { promise, ending, text } => self.end_promise(*promise, *ending, text.as_deref()),
            Request::Disclose { scope, disclosed } => self.disclose(*scope, disclosed),
            Request::Undo(act) => self.undo(*act),
            Request::Redo(act) => self.redo(*act),
            Request::All(requests) => {
                let mut whole = Decision::default();
                for request in requests {
                    whole.join(self.decide(request)?);
                }
                Ok(whole)
            }
        }
    }

    fn disclose(&self, scope: Scope, disclosed: &Disclosed) -> Result<Decision, Refusal> {
        let household = disclosed.household.map_or(Ok(None), |id| self.reader.place(id))?;
        let scope = household.map_or(scope, |place| place.scope);
        let record = self.asker.ids.draw();
        Ok(Decision::on(record, scope, Fact::Disclosed(Box::new(disclosed.clone()))))
    }

    /// What is entered afterwards is not of a day before that which it is about. A clock that is wrong stops nobody.
    fn not_before(&self, began: Moment) -> Result<(), Refusal> {
        let afterwards = self.asker.at != self.asker.now;
        if afterwards && self.asker.at.date() < began.date() { Err(Refusal::BeforeIt { began }) } else { Ok(()) }
    }

    /// A cell that exists, or will by an earlier part of this request.
    fn known_cell(&self, cell: Scope) -> Result<(), Refusal> {
        extent(cell, Extent::Cell)?;
        if self.cells.contains(&cell) || self.reader.record(Area::id_of(cell))?.is_some() {
            Ok(())
        } else {
            Err(Refusal::UnknownCell(cell))
        }
    }
}

fn extent(scope: Scope, needed: Extent) -> Result<(), Refusal> {
    if scope.extent() == needed { Ok(()) } else { Err(Refusal::WrongExtent { given: scope, needed }) }
}

/// A text without surrounding space; refused when nothing is left.
fn worded(text: &str, refusal: Refusal) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(refusal) } else { Ok(text.to_owned()) }
}
