//! `act`: a step in the life of a matter, and taking acts back.

use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::call::Call;
use super::document::{MatterDocument, PromiseDocument, act_id};
use super::output::table;
use super::text::Row;
use crate::domain::area::Area;
use crate::domain::deadline::Allowance;
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::verb::{Verb, VerbName};
use crate::domain::matter::{Assignee, Level, Satisfied};
use crate::domain::promise::Ending;
use crate::domain::reader::Reader;
use crate::domain::refusal::Refusal;
use crate::domain::request::{PromiseNote, Request};
use crate::domain::visit::VisitNote;
use crate::entry::dates::Limit;
use crate::entry::named::{Named, named};
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::naming::NameTrouble;
use crate::i18n::trouble::Trouble;

/// Take a step with a matter, or take an act back: `act ID done --text …`, `act ACT undo`
///
/// Verbs: answer, assign, return, decline, escalate, done, extend, pause, resume, confirm, reopen, publish, claim,
/// connect, release, fulfil, withdraw, mediate, settle, note, urge, promise, told, join, unjoin; undo and redo of any
/// act. What a verb lacks, and which verbs fit, is told when it is refused.
///
/// Something is promised at a door with `act HOUSEHOLD promise --text …`, due with the next visit unless --due says
/// when. A promise is ended with `act PROMISE keep`, or `act PROMISE let-go --text WHY`.
///
/// Where two people wrote different things without knowing of each other, `act ID resolve --take holds` keeps what
/// holds, `--take other` records what the other wrote; of several conflicts, as `show ID` numbers them, --conflict says
/// which. Both stay in the history.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The matter, household, promise or other record; for undo and redo the act, or `last`
    id: String,
    /// What to do with it
    verb: String,
    /// What was done, said or asked
    #[arg(long, allow_hyphen_values = true)]
    text: Option<String>,
    /// The responder: name, beginning or initials of it, or id
    #[arg(long, value_name = "RESPONDER")]
    to: Option<String>,
    /// A cadre by name, instead of a responder
    #[arg(long, value_name = "PERSON", conflicts_with = "to")]
    who: Option<String>,
    /// By when: 7 (working days), 7d, 4h, 12-05, tomorrow, 周三
    #[arg(long)]
    due: Option<String>,
    /// The level it goes up to
    #[arg(long, value_parser = PossibleValuesParser::new(Level::WORDS))]
    level: Option<String>,
    /// The matter that it joins
    #[arg(long, value_name = "ID")]
    into: Option<String>,
    /// The household's word at the call-back
    #[arg(long, value_parser = ["yes", "partly", "no"])]
    satisfied: Option<String>,
    /// The conflict to resolve, by its number
    #[arg(long, value_name = "N")]
    conflict: Option<usize>,
    /// What a conflict is resolved on: what holds, or what the other wrote
    #[arg(long, value_parser = ["holds", "other"])]
    take: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    matter: Option<MatterDocument>,
    /// What was promised, kept or let go.
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<PromiseDocument>,
    act: Option<String>,
    /// Acts that stand on what was to be taken back, so that part of it stayed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept: Vec<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open_existing()?;
        let request = self.request(call, &replica)?;
        let committed = call.commit(&mut replica, &request)?;
        let matter = call.answered(&mut replica, |replica, reveal| {
            let mut of = committed.about.iter().map(|id| MatterDocument::of_id(replica, *id, call.now, reveal));
            call.read(of.find_map(Result::transpose).transpose())
        })?;
        let mut promises = committed.about.iter().map(|id| {
            let promise = replica.promise(*id)?;
            promise.map(|promise| PromiseDocument::of(&replica, &promise, call.now)).transpose()
        });
        let promise = call.read(promises.find_map(Result::transpose).transpose())?;
        let kept = committed.kept.into_iter().map(act_id).collect();
        let answer = Answer { matter, promise, act: committed.act.map(act_id), kept };
        call.answer(&answer, || answer.text(call.lang))
    }

    fn request(&self, call: &Call, reader: &dyn Reader) -> Result<Request, Failure> {
        let act = || if self.id == "last" { Ok(None) } else { call.id(&self.id).map(Some) };
        match self.verb.as_str() {
            "undo" => Ok(Request::Undo(act()?)),
            "redo" => Ok(Request::Redo(act()?)),
            verb if let Some(ending) = Ending::ALL.into_iter().find(|ending| ending.verb() == verb) => {
                Ok(Request::EndPromise { promise: call.id(&self.id)?, ending, text: self.text.clone() })
            }
            "resolve" => self.resolving(call, reader),
            "promise" if self.is_household(call, reader)? => Ok(Request::Promise(Box::new(PromiseNote {
                household: call.id(&self.id)?,
                text: self.text.clone().unwrap_or_default(),
                due: self.due.as_deref().map(|due| allowance(call, due)).transpose()?,
                visit: VisitNote::default(),
            }))),
            verb => {
                let unknown = |()| call.failed(&Trouble::Naming(NameTrouble::UnknownVerb(self.verb.clone())));
                let name: VerbName = verb.parse().map_err(unknown)?;
                Ok(Request::Act { matter: call.id(&self.id)?, verb: self.verb(call, reader, name)? })
            }
        }
    }

    /// The only conflict of the record, or the one of a number.
    fn resolving(&self, call: &Call, reader: &dyn Reader) -> Result<Request, Failure> {
        let id = match self.id.parse() {
            Ok(scope) => Area::id_of(scope),
            Err(_) => call.id(&self.id)?,
        };
        let record = call.read(reader.record(id))?;
        let refused = |refusal: &Refusal| Failure::refused(call.lang, refusal);
        let record = record.ok_or_else(|| refused(&Refusal::NotFound(id)))?;
        let conflicts = &record.trail().conflicts;
        let number = self.conflict.or((conflicts.len() == 1).then_some(1));
        let Some(number) = number.filter(|_| self.take.is_some()) else {
            return Err(call.failed(&Trouble::WhichConflict(conflicts.len())));
        };
        let conflict = number.checked_sub(1).and_then(|at| conflicts.get(at)).cloned();
        let conflict = conflict.ok_or_else(|| refused(&Refusal::NoSuchConflict))?;
        Ok(Request::SettleConflict { record: id, conflict, take_other: self.take.as_deref() == Some("other") })
    }

    fn is_household(&self, call: &Call, reader: &dyn Reader) -> Result<bool, Failure> {
        let place = call.read(reader.place(call.id(&self.id)?))?;
        Ok(place.is_some_and(|place| place.kind == RecordKind::Household))
    }

    fn verb(&self, call: &Call, reader: &dyn Reader, name: VerbName) -> Result<Verb, Failure> {
        let to = match (&self.to, &self.who) {
            (Some(word), _) => Some(Assignee::Responder(responder(call, reader, word)?)),
            (None, Some(person)) => Some(Assignee::Person(person.clone())),
            (None, None) => None,
        };
        Ok(Verb {
            text: self.text.clone(),
            to,
            due: self.due.as_deref().map(|due| allowance(call, due)).transpose()?,
            level: self.level.as_deref().and_then(|level| level.parse().ok()),
            lead: self.into.as_deref().map(|id| call.id(id)).transpose()?,
            satisfied: Satisfied::ALL.into_iter().find(|word| self.satisfied.as_deref() == Some(word.as_str())),
            ..Verb::new(name)
        })
    }
}

/// What may follow `!` in the quick line, as an allowance from when it was said.
fn allowance(call: &Call, text: &str) -> Result<Allowance, Failure> {
    let unread = || call.failed(&Trouble::NotALimit(text.to_owned()));
    let limit = Limit::read(text).ok_or_else(unread)?;
    limit.allowance(call.at.date()).map_err(|_| unread())
}

/// The responder of an id, or the only one that a word names.
fn responder(call: &Call, reader: &dyn Reader, word: &str) -> Result<Id, Failure> {
    let responders = call.read(reader.responders())?;
    if let Some(found) = word.parse().ok().and_then(|id: Id| responders.iter().find(|known| known.id == id)) {
        return Ok(found.id);
    }
    let names: Vec<&str> = responders.iter().map(|responder| responder.name.as_str()).collect();
    let near = |places: Vec<usize>| places.into_iter().map(|place| names[place].to_owned()).collect();
    let trouble = match named(word, &names) {
        Named::One(place) => return Ok(responders[place].id),
        Named::Several(places) => Trouble::Naming(NameTrouble::SeveralResponders(word.to_owned(), near(places))),
        Named::None(places) => Trouble::Naming(NameTrouble::UnknownResponder(word.to_owned(), near(places))),
    };
    Err(call.failed(&trouble))
}

impl Answer {
    fn text(&self, lang: Lang) -> String {
        let mut rows: Vec<Vec<String>> = self.matter.iter().map(|matter| matter.row(lang)).collect();
        rows.extend(self.promise.iter().map(|promise| promise.row(lang)));
        rows.extend(self.act.iter().map(|act| vec![act.clone()]));
        table(&rows)
    }
}
