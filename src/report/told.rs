//! What happened to a record, as rows of a table: when, by whom, what it was and what it is.

use crate::domain::deadline::Due;
use crate::domain::erasure::Erasers;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::history::History;
use crate::domain::id::Id;
use crate::domain::masking;
use crate::domain::matter::Assignee;
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::scope::Scope;
use crate::i18n::fact::{self, Names};
use crate::i18n::msg::Label;
use crate::i18n::report::ReportWord;
use crate::i18n::term::Term;
use crate::i18n::{Lang, areas, erasing};

/// Says events in a language, with numbers masked or in full.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub reader: &'a dyn Reader,
    pub lang: Lang,
    pub reveal: bool,
}

impl Names for Teller<'_> {
    fn assignee(&self, assignee: &Assignee) -> String {
        // A name that cannot be read leaves the line without it; the record itself tells of the damage.
        self.reader.assignee_name(assignee).unwrap_or_default()
    }

    fn household(&self, id: Id) -> String {
        self.reader.household_name(id).unwrap_or_default()
    }

    fn phone(&self, phone: &str) -> String {
        if self.reveal { phone.to_owned() } else { masking::phone(phone) }
    }

    fn number(&self, number: &str) -> String {
        if self.reveal { number.to_owned() } else { masking::number(number) }
    }
}

impl Teller<'_> {
    /// Rows of when, by whom and what, oldest first, of the events that are wanted.
    pub fn rows(&self, events: &[Event], wanted: &dyn Fn(&Event, Option<&Record>) -> bool) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let erasers = Erasers::of(events);
        History::new(events).retell(|event, live, before| {
            if !wanted(event, before) {
                return;
            }
            let mut what = fact::fact(self.lang, &event.fact, before.and_then(Record::as_household), self);
            if let Some(erasure) = erasers.of_event(event) {
                what = erasing::told(self.lang, what, event, erasure);
            }
            if !live && event.fact != Fact::Gone {
                what = format!("{what} {}", ReportWord::Undone.word(self.lang));
            }
            rows.push(vec![self.when(event), event.by.clone(), what]);
        });
        rows
    }

    /// When it was said, and when it was typed where that is another minute.
    fn when(&self, event: &Event) -> String {
        let (at, typed) = (minute(event.at), minute(event.typed_at));
        if at == typed { at } else { format!("{at}\n{} {typed}", ReportWord::Typed.word(self.lang)) }
    }
}

/// A moment to the minute: `2026-11-22 09:12`.
pub(super) fn minute(at: Moment) -> String {
    at.to_the_minute()
}

/// A day as it is told, marked where the deadline is only estimated.
pub(super) fn estimated(day: String, due: Due, lang: Lang) -> String {
    if due.provisional { format!("{day} ({})", Label::Estimated.text(lang)) } else { day }
}

/// A cell with the village it lies in; codes where they have no names.
pub(super) fn cell_name(reader: &dyn Reader, cell: Scope, lang: Lang) -> Read<String> {
    let label = |scope: Scope| -> Read<String> {
        Ok(reader.area(scope)?.map_or_else(|| scope.to_string(), |area| area.label()))
    };
    let village = cell.village().map_or(Ok(String::new()), label)?;
    Ok(format!("{village} {}", areas::cell_name(&label(cell)?, lang)).trim().to_owned())
}
