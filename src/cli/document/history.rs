//! What happened to a record, and where people disagree.

use serde::Serialize;

use super::{act_id, moment};
use crate::domain::erasure::Erasers;
use crate::domain::event::{Event, EventRef};
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::{Conflict, History};
use crate::domain::household::{Arrival, Going, Household};
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::Assignee;
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::i18n::Lang;
use crate::i18n::erasing;
use crate::i18n::fact::{self, Names};

#[derive(Clone, Debug, Serialize)]
pub struct HistoryDocument {
    pub at: String,
    pub typed_at: String,
    pub by: String,
    /// The device it was typed on, 16 hexadecimal digits.
    pub device: String,
    pub act: String,
    /// What sort of event, in snake case.
    pub event: &'static str,
    /// The event in words.
    pub what: String,
    /// Whether it was undone.
    pub undone: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct ConflictDocument {
    /// Its place in the list, from 1: what `act ID resolve --conflict` takes.
    pub number: usize,
    /// The value of which two people wrote different things, in words.
    pub field: String,
    /// What holds, and what was written without knowing of it.
    pub holds: Option<HistoryDocument>,
    pub other: Option<HistoryDocument>,
}

/// A conflict with the record it is in, and the household it is about.
#[derive(Clone, Debug, Serialize)]
pub struct AtOddsDocument {
    /// What `act ID resolve` takes.
    pub id: String,
    pub kind: RecordKind,
    pub cell: String,
    pub household: Option<String>,
    pub door: Option<String>,
    pub head: Option<String>,
    #[serde(flatten)]
    pub conflict: ConflictDocument,
}

impl AtOddsDocument {
    /// All of a record, in the order in which `show` numbers them.
    pub fn all(reader: &dyn Reader, record: &Record, home: Option<&Household>, lang: Lang) -> Read<Vec<Self>> {
        let events = reader.history(record.id())?;
        let (kind, id) = (record.kind(), record.id());
        // An area is named by its code.
        let id = if let Record::Area(area) = record { area.scope.to_string() } else { id.show(kind) };
        let conflicts = Teller { reader, lang }.conflicts(&record.trail().conflicts, &events);
        let document = |conflict| Self {
            id: id.clone(),
            kind,
            cell: record.scope().to_string(),
            household: home.map(|home| home.id.show(RecordKind::Household)),
            door: home.map(|home| home.profile.door.clone()),
            head: home.map(|home| home.profile.head.clone()),
            conflict,
        };
        Ok(conflicts.into_iter().map(document).collect())
    }
}

/// Says events in a language, with the names that are known here.
pub struct Teller<'a> {
    pub reader: &'a dyn Reader,
    pub lang: Lang,
}

impl Names for Teller<'_> {
    fn assignee(&self, assignee: &Assignee) -> String {
        // A name that cannot be read leaves the line without it; the record itself tells of the damage.
        self.reader.assignee_name(assignee).unwrap_or_default()
    }

    fn household(&self, id: Id) -> String {
        self.reader.household_name(id).unwrap_or_default()
    }
}

impl Teller<'_> {
    /// A history, newest first.
    pub fn history(&self, events: &[Event]) -> Vec<HistoryDocument> {
        let history = History::new(events);
        let mut told: Vec<HistoryDocument> = Vec::new();
        let erasers = Erasers::of(events);
        history.retell(|event, live, before| {
            let mut line = self.line(event, live, before);
            if let Some(erasure) = erasers.of_event(event) {
                line.what = erasing::told(self.lang, line.what, event, erasure);
            }
            told.push(line);
        });
        told.reverse();
        told
    }

    /// One event of a history.
    pub fn one(&self, event: &Event, history: &History<'_>) -> HistoryDocument {
        let live = history.is_live(event.reference());
        self.line(event, live, history.before(event.reference()).as_ref())
    }

    fn line(&self, event: &Event, live: bool, before: Option<&Record>) -> HistoryDocument {
        let before = before.and_then(Record::as_household);
        HistoryDocument {
            at: moment(event.at),
            typed_at: moment(event.typed_at),
            by: event.by.clone(),
            device: format!("{:016x}", event.log.device),
            act: act_id(event.act),
            event: word(&event.fact),
            what: fact::fact(self.lang, &event.fact, before, self),
            undone: !live && event.fact != Fact::Gone,
        }
    }

    /// The conflict marks of a record with the events they speak of.
    pub fn conflicts(&self, conflicts: &[Conflict], events: &[Event]) -> Vec<ConflictDocument> {
        let history = History::new(events);
        let find = |wanted: EventRef| {
            let found = history.iter().find(|(event, _)| event.reference() == wanted);
            found.map(|(event, _)| self.one(event, &history))
        };
        let document = |(number, conflict): (usize, &Conflict)| ConflictDocument {
            number,
            field: fact::field(self.lang, &conflict.field),
            holds: find(conflict.holds),
            other: find(conflict.other),
        };
        (1..).zip(conflicts).map(document).collect()
    }
}

/// The word for programs of a fact.
pub fn word(fact: &Fact) -> &'static str {
    match fact {
        Fact::AreaNamed { .. } => "area_named",
        Fact::AreaRetired => "area_retired",
        Fact::RoleHeld { .. } => "role_held",
        Fact::ResponderNamed { .. } => "responder_named",
        Fact::PolicySet { .. } => "policy_set",
        Fact::WorkdaysSet { .. } => "workdays_set",
        Fact::HouseholdAdded(_) => "household_added",
        Fact::HouseholdSet(_) => "household_set",
        Fact::MemberAdded(_) => "member_added",
        Fact::MemberSet { .. } => "member_set",
        Fact::MemberLeft { .. } => "member_left",
        Fact::TagSet(_) => "tag_set",
        Fact::TagEnded { .. } => "tag_ended",
        Fact::Visited(_) => "visited",
        Fact::Carried(_) => "carried",
        Fact::MemberWent { .. } => "member_went",
        Fact::SplitFrom { .. } => "split_from",
        Fact::MemberCame { .. } => "member_came",
        Fact::Absorbed { .. } => "absorbed",
        Fact::MergedInto { .. } => "merged_into",
        Fact::Matter(MatterFact::Raised(_)) => "raised",
        Fact::Matter(MatterFact::Rehomed { .. }) => "rehomed",
        Fact::Matter(MatterFact::CallerPhone { .. }) => "caller_phone",
        Fact::Matter(MatterFact::HandedOver { .. }) => "handed_over",
        Fact::Matter(step) => step.verb().map_or("raised", crate::domain::matter::VerbName::as_str),
        Fact::Retracted { .. } => "retracted",
        Fact::Disclosed(_) => "disclosed",
        Fact::ConflictSettled { .. } => "conflict_settled",
        Fact::Promised(_) => "promised",
        Fact::PromiseEnded { ending, .. } => ending.as_str(),
        Fact::PromiseRehomed { .. } => "rehomed",
        Fact::PromiseHanded { .. } => "handed_over",
        Fact::Erased(_) => "erased",
        Fact::Gone => "gone",
        Fact::MemberGone { going: Going::Died(_), .. } => "member_died",
        Fact::MemberGone { going: Going::Left(_), .. } => "member_moved_out",
        Fact::MemberBack { .. } => "member_back",
        Fact::MemberArrived { arrival: Arrival::Born(_), .. } => "member_born",
        Fact::MemberArrived { arrival: Arrival::Came { .. }, .. } => "member_moved_in",
        Fact::WentAway(_) => "moved_away",
        Fact::CameBack => "moved_back",
        Fact::HeldApart { .. } => "held_apart",
    }
}
