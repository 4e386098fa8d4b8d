//! What lies beside the words of a line, written into its draft, so that a line that was put off is taken up as it was.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::QuickLine;
use super::rows::CALLERS;
use crate::domain::desk::Draft;
use crate::entry::choice::Choices;
use crate::entry::dates::NamedDay;
use crate::i18n::Lang;
use crate::i18n::entry::Row;
use crate::tui::sight::Sight;
use crate::tui::widgets::line_edit::LineEdit;

/// As it is written. What an older program has not written is as at the beginning of a line.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Chosen {
    choices: Choices,
    /// Nobody but the one who was told was chosen to act; among the choices that would read as nothing chosen.
    myself: bool,
    /// What was typed on rows.
    fields: BTreeMap<Row, String>,
    /// The household that called.
    caller: Option<u64>,
}

impl QuickLine {
    /// What was chosen and typed beside the words, to be given to [`QuickLine::take_up`]; empty where nothing was.
    pub fn chosen(&self) -> String {
        let fields: BTreeMap<Row, String> = self
            .fields
            .iter()
            .filter(|(_, field)| !field.is_empty())
            .map(|(row, field)| (*row, field.text().to_owned()))
            .collect();
        if self.choices == self.begun && fields.is_empty() && self.caller.is_none() {
            return String::new();
        }
        let chosen = Chosen {
            choices: self.choices.clone(),
            myself: self.choices.responder == Some(None),
            fields,
            caller: self.caller.as_ref().map(|hit| hit.household),
        };
        serde_json::to_string(&chosen).unwrap_or_default()
    }

    /// Lays beside the words what a draft has there, and shows it. What cannot be read is left out.
    pub fn take_up(&mut self, draft: &Draft, sight: &Sight<'_>, lang: Lang) {
        let Ok(chosen) = serde_json::from_str::<Chosen>(&draft.chosen) else { return };
        self.choices = chosen.choices;
        if chosen.myself {
            self.choices.responder = Some(None);
        }
        // Two days ago was said on the day of writing.
        let day = self.choices.day.and_then(|day| day.gone_by(draft.at.date()).ok());
        self.choices.day = day.map(|date| NamedDay::Full { year: date.year(), month: date.month(), day: date.day() });
        self.caller = chosen.caller.and_then(|household| {
            let typed = chosen.fields.get(&Row::Caller)?;
            sight.roster.search(typed, None, CALLERS).hits.into_iter().find(|hit| hit.household == household)
        });
        self.fields = chosen.fields.into_iter().map(|(row, text)| (row, LineEdit::with(&text))).collect();
        (self.open, self.asked) = (true, true);
        self.read(sight, lang);
    }
}
