//! `show`: one record with its history and conflicts.

use serde::Serialize;

use super::areas::cell_document;
use super::call::Call;
use super::document::cell::{AreaDocument, Loads};
use super::document::history::Teller;
use super::document::{
    CellDocument, ConflictDocument, DisclosureDocument, HistoryDocument, HouseholdDocument, MatterDocument,
    MemberDocument, Personal, PromiseDocument, ResponderDocument, VisitDocument, VisitPromiseDocument, act_id, moment,
};
use super::output::whole_table;
use super::text::{Row, minute};
use crate::domain::disclosure::{Column, Manner};
use crate::domain::event::Event;
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::History;
use crate::domain::household::Household;
use crate::domain::id::{Id, RecordKind};
use crate::domain::reader::{ActView, Place, Reader};
use crate::domain::record::{Record, Subject};
use crate::domain::refusal::Refusal;
use crate::failure::Failure;
use crate::store::replica::Replica;

/// Show a record with its history and conflicts
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id as other commands print it, or the code of an area or cell
    id: String,
}

#[derive(Serialize)]
struct Answer {
    kind: RecordKind,
    record: RecordDocument,
    history: Vec<HistoryDocument>,
    conflicts: Vec<ConflictDocument>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum RecordDocument {
    Area(AreaDocument),
    Cell(CellDocument),
    Responder(ResponderDocument),
    Rules { subject: &'static str, text: String },
    Household(HouseholdDocument),
    Member(MemberDocument),
    Visit(VisitDocument),
    Matter(Box<MatterDocument>),
    Act { id: String, at: String, by: String, events: usize },
    Disclosure(DisclosureDocument),
    Promise(Box<PromiseDocument>),
    Erased { id: String, erased: bool },
}

impl RecordDocument {
    fn as_personal(&self) -> Option<&dyn Personal> {
        match self {
            Self::Household(household) => Some(household),
            Self::Member(member) => Some(member),
            Self::Matter(matter) => Some(matter.as_ref()),
            _ => None,
        }
    }
}

impl Personal for RecordDocument {
    fn personal(&self) -> Vec<Column> {
        self.as_personal().map(Personal::personal).unwrap_or_default()
    }

    fn household(&self) -> Option<&str> {
        self.as_personal().and_then(Personal::household)
    }
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open_existing()?;
        let id = match self.id.parse() {
            Ok(scope) => crate::domain::area::Area::id_of(scope),
            Err(_) => call.id(&self.id)?,
        };
        let answer = Showing { call, replica: &replica }.answer(id)?;
        call.disclose_one(&mut replica, (Manner::Record, ""), &answer.record)?;
        call.answer(&answer, || answer.text(call))
    }
}

struct Showing<'a> {
    call: &'a Call,
    replica: &'a Replica,
}

impl Showing<'_> {
    fn answer(&self, id: Id) -> Result<Answer, Failure> {
        let Some(place) = self.call.read(self.replica.place(id))? else { return self.left_of(id) };
        if place.kind == RecordKind::Act {
            let act = self.call.read(self.replica.act(id))?.ok_or_else(|| self.unknown(id))?;
            return self.act(&act);
        }
        let record = self.call.read(self.replica.record(place.record))?.ok_or_else(|| self.unknown(id))?;
        let events = self.call.read(self.replica.history(place.record))?;
        let teller = Teller { reader: self.replica, lang: self.call.lang };
        let conflicts = teller.conflicts(&record.trail().conflicts, &events);
        let history = match place.kind {
            RecordKind::Visit => teller.history(&only(&events, |event| event.own_id() == id)),
            RecordKind::Matter => self.with_voices(id, teller.history(&events))?,
            _ => teller.history(&events),
        };
        Ok(Answer { kind: place.kind, record: self.record(id, place, record)?, history, conflicts })
    }

    /// What is left of a record of which nothing is shown any more: that it was erased by law.
    fn left_of(&self, id: Id) -> Result<Answer, Failure> {
        let events = self.call.read(self.replica.history(id))?;
        let erasure = events.iter().find_map(|event| match &event.fact {
            Fact::Erased(erasure) => Some(erasure),
            _ => None,
        });
        let erasure = erasure.ok_or_else(|| self.unknown(id))?;
        let teller = Teller { reader: self.replica, lang: self.call.lang };
        // The subject may be the household of a matter.
        let is_matter = events.iter().any(|event| matches!(event.fact, Fact::Matter(_)));
        let kind = if erasure.subject.id == id { erasure.subject.kind } else { RecordKind::Matter };
        let kind = if is_matter { RecordKind::Matter } else { kind };
        let record = RecordDocument::Erased { id: id.show(kind), erased: true };
        Ok(Answer { kind, record, history: teller.history(&events), conflicts: Vec::new() })
    }

    /// A matter's history with the voices that joined it, newest first.
    fn with_voices(&self, lead: Id, mut history: Vec<HistoryDocument>) -> Result<Vec<HistoryDocument>, Failure> {
        let teller = Teller { reader: self.replica, lang: self.call.lang };
        for voice in self.call.read(self.replica.voices(lead))? {
            let events = self.call.read(self.replica.history(voice))?;
            let text = self.call.read(self.replica.matter(voice))?.map_or_else(String::new, |voice| voice.raised.text);
            let what = format!("{} {text}", voice.show(RecordKind::Matter));
            let joins =
                |event: &Event| matches!(event.fact, Fact::Matter(MatterFact::Joined { lead: to }) if to == lead);
            let known = History::new(&events);
            let joined = known.iter().rfind(|(event, live)| *live && joins(event));
            let told = joined.map(|(event, _)| teller.one(event, &known));
            history.extend(told.map(|told| HistoryDocument { event: "joined_by", what, ..told }));
        }
        history.sort_by(|a, b| b.typed_at.cmp(&a.typed_at));
        Ok(history)
    }

    fn unknown(&self, id: Id) -> Failure {
        Failure::refused(self.call.lang, &Refusal::NotFound(id))
    }

    fn record(&self, id: Id, place: Place, record: Record) -> Result<RecordDocument, Failure> {
        let call = self.call;
        Ok(match record {
            Record::Area(area) if area.scope.is_cell() => {
                RecordDocument::Cell(cell_document(call, self.replica, area.scope)?)
            }
            Record::Area(area) => RecordDocument::Area(AreaDocument::of(&area)),
            Record::Responder(responder) => {
                let loads = call.read(Loads::read(self.replica, call.now))?;
                RecordDocument::Responder(loads.responder(&responder))
            }
            Record::Ruling(ruling) => {
                let subject = if ruling.subject == Subject::Policy { "policy" } else { "workdays" };
                RecordDocument::Rules { subject, text: ruling.text }
            }
            Record::Disclosure(disclosure) => {
                RecordDocument::Disclosure(DisclosureDocument::of(self.replica, &disclosure, call.lang))
            }
            Record::Promise(promise) => {
                RecordDocument::Promise(Box::new(call.read(PromiseDocument::of(self.replica, &promise, call.now))?))
            }
            Record::Matter(matter) => RecordDocument::Matter(Box::new(call.read(MatterDocument::of(
                self.replica,
                &matter,
                call.now,
                call.reveal,
            ))?)),
            Record::Household(household) => self.of_household(id, place, &household)?,
        })
    }

    fn of_household(&self, id: Id, place: Place, household: &Household) -> Result<RecordDocument, Failure> {
        let call = self.call;
        match place.kind {
            RecordKind::Member => {
                let member = household.anybody(id).ok_or_else(|| self.unknown(id))?;
                Ok(RecordDocument::Member(MemberDocument::of(household, member, call.reveal)))
            }
            RecordKind::Visit => {
                let visits = call.read(self.replica.visits_of_household(household))?;
                let visit = visits.iter().find(|visit| visit.id == id).ok_or_else(|| self.unknown(id))?;
                let promises = call.read(self.replica.promises_of(household.id))?;
                let promises = VisitPromiseDocument::with(visit, &visits, &promises);
                Ok(RecordDocument::Visit(VisitDocument::of(household.id, visit, promises)))
            }
            _ => {
                let document = HouseholdDocument::of(self.replica, household, call.now, call.reveal);
                Ok(RecordDocument::Household(call.read(document)?))
            }
        }
    }

    fn act(&self, act: &ActView) -> Result<Answer, Failure> {
        let teller = Teller { reader: self.replica, lang: self.call.lang };
        let mut history = Vec::new();
        for event in act.events.iter().rev() {
            let known = self.call.read(self.replica.history(event.record))?;
            history.push(teller.one(event, &History::new(&known)));
        }
        let record = RecordDocument::Act {
            id: act_id(act.id),
            at: moment(act.at),
            by: act.by.clone(),
            events: act.events.len(),
        };
        Ok(Answer { kind: RecordKind::Act, record, history, conflicts: Vec::new() })
    }
}

fn only(events: &[Event], keep: impl Fn(&Event) -> bool) -> Vec<Event> {
    events.iter().filter(|event| keep(event)).cloned().collect()
}

impl Answer {
    fn text(&self, call: &Call) -> String {
        let row = match &self.record {
            RecordDocument::Area(area) => vec![area.code.clone(), area.name.clone()],
            RecordDocument::Cell(cell) => cell.row(call.lang),
            RecordDocument::Responder(responder) => responder.row(call.lang),
            RecordDocument::Rules { subject, .. } => vec![(*subject).to_owned()],
            RecordDocument::Household(household) => household.row(call.lang),
            RecordDocument::Member(member) => member.row(call.lang),
            RecordDocument::Visit(visit) => visit.row(call.lang),
            RecordDocument::Matter(matter) => matter.row(call.lang),
            RecordDocument::Disclosure(disclosure) => disclosure.row(call.lang),
            RecordDocument::Promise(promise) => promise.row(call.lang),
            RecordDocument::Erased { id, .. } => vec![id.clone()],
            RecordDocument::Act { id, by, at, .. } => vec![id.clone(), minute(at), by.clone()],
        };
        let mut text = whole_table(&[row]);
        let history: Vec<Vec<String>> = self.history.iter().map(|event| event_row(call, event)).collect();
        text.push('\n');
        text.push_str(&whole_table(&history));
        for conflict in &self.conflicts {
            let [holds, other] = [&conflict.holds, &conflict.other]
                .map(|event| event.as_ref().map_or_else(String::new, |event| format!("{} ({})", event.what, event.by)));
            let field = &conflict.field;
            text.push_str(&call.say(
                format!("\n两人写得不一样：{field}\n  现在是 {holds}\n  另一个 {other}\n"),
                format!("\ntwo people wrote different things: {field}\n  holds {holds}\n  other {other}\n"),
            ));
        }
        text
    }
}

fn event_row(call: &Call, event: &HistoryDocument) -> Vec<String> {
    let undone = if event.undone { call.say("（已撤销）", "(undone)") } else { String::new() };
    let (at, typed) = (minute(&event.at), minute(&event.typed_at));
    let typed = if at == typed { String::new() } else { call.say(format!("{typed} 补录"), format!("typed {typed}")) };
    let further = [typed, undone].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" ");
    vec![at, event.by.clone(), event.act.clone(), event.what.clone(), further]
}
