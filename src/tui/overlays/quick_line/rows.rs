//! The rows of what is chosen: which there are, what can be chosen on each, and choosing it.

use super::{About, QuickLine};
use crate::domain::deadline::Allowance;
use crate::domain::id::Id;
use crate::domain::matter::{Kind, Level, Source, Tier};
use crate::domain::phone::Phone;
use crate::domain::scope::Scope;
use crate::domain::visit::Outcome;
use crate::entry::choice::names;
use crate::entry::dates::{Limit, NamedDay};
use crate::entry::line::LineKind;
use crate::entry::named::first_fitting;
use crate::entry::preview::PreviewDue;
use crate::i18n::entry::{Entry, Row};
use crate::i18n::msg::{Count, Label};
use crate::i18n::promise::PromiseWord;
use crate::i18n::term::Term;
use crate::i18n::{Lang, when};
use crate::search::{Hit, Lookalike};
use crate::tui::effect::Then;
use crate::tui::sight::Sight;
use crate::tui::widgets::line_edit::LineEdit;

/// Working days that are offered beside the policy's.
const WORKING_DAYS: [u32; 7] = [1, 2, 3, 5, 7, 10, 15];
/// Days that are offered to have said it on, today included.
const DAYS: i8 = 7;
/// Households that a caller's name is looked for among.
pub(super) const CALLERS: usize = 9;

/// A value that can be chosen on a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Source(Source),
    Kind(LineKind),
    Outcome(Outcome),
    Tier(Tier),
    Level(Level),
    Category(String),
    /// The policy's own, or the line's, where there is none.
    Due(Option<Limit>),
    Responder(Option<Id>),
    Urgent(bool),
    Day(Option<NamedDay>),
    Caller(Option<Box<Hit>>),
    Cell(Scope),
    /// The open demand that it joins.
    Joins(Option<Id>),
}

/// Whether all values of a row stand beside each other and are told by a digit.
pub(super) fn is_short(row: Row) -> bool {
    matches!(row, Row::Source | Row::Kind | Row::Outcome | Row::Tier | Row::Level | Row::Urgent)
}

/// Whether Left and Right change the value of a row; otherwise it is only typed.
pub(super) fn has_values(row: Row) -> bool {
    !matches!(row, Row::Answer | Row::Asked | Row::By | Row::With | Row::Met | Row::CallerPhone)
}

impl QuickLine {
    /// The rows, from the first to the last.
    pub(super) fn rows(&self, sight: &Sight<'_>) -> Vec<Row> {
        let nobody = matches!(self.about, About::Nobody(_));
        let alike = !self.lookalikes(sight).is_empty() || self.choices.joins.is_some();
        let mut rows = Vec::new();
        rows.extend(nobody.then_some(Row::Source));
        rows.extend(alike.then_some(Row::Alike));
        rows.push(Row::Kind);
        match self.reading.resolved.kind {
            Some(LineKind::Matter(kind)) => self.push_rows_of_matter(kind, &mut rows),
            Some(LineKind::Promise) => rows.push(Row::Due),
            _ => rows.push(Row::Outcome),
        }
        rows.push(Row::Day);
        if nobody {
            rows.push(Row::Caller);
            // A household of ours has its own.
            rows.extend(self.caller.is_none().then_some(Row::CallerPhone));
            rows.push(Row::Cell);
            return rows;
        }
        rows.push(Row::By);
        if self.reading.with_visit || self.reading.resolved.kind == Some(LineKind::Visit) {
            rows.extend([Row::With, Row::Met]);
        }
        rows
    }

    fn push_rows_of_matter(&self, kind: Kind, rows: &mut Vec<Row>) {
        let tier = self.reading.resolved.tier.unwrap_or(Tier::Timed);
        if kind != Kind::Wish {
            rows.push(Row::Tier);
        }
        if self.reading.choices.tier.is_some() || tier == Tier::Escalated && !self.tier_is_typed() {
            match tier {
                Tier::Immediate => rows.push(Row::Answer),
                Tier::Escalated => rows.extend([Row::Level, Row::Asked]),
                Tier::Timed => {}
            }
        }
        rows.push(Row::Category);
        if tier == Tier::Timed {
            rows.push(Row::Due);
        }
        if tier != Tier::Immediate {
            rows.push(Row::Responder);
        }
        rows.push(Row::Urgent);
    }

    /// Whether the line itself holds the words of an answer or of what is asked above.
    pub(super) fn tier_is_typed(&self) -> bool {
        use crate::entry::line::What;
        self.reading.marks.iter().any(|mark| matches!(mark.what, What::Answer | What::SentUp))
    }

    /// What can be chosen on a row, with its words.
    pub(super) fn values(&self, row: Row, sight: &Sight<'_>, lang: Lang) -> Vec<(String, Value)> {
        let word = |text: &str| text.to_owned();
        match row {
            Row::Source => {
                Source::ALL[1..].iter().map(|source| (word(source.word(lang)), Value::Source(*source))).collect()
            }
            Row::Alike => {
                let leads = self.lookalikes(sight);
                let none = (Entry::NotJoined(leads.len()).text(lang), Value::Joins(None));
                let leads = leads.iter().map(|lead| (lead_text(lead, sight, lang), Value::Joins(Some(lead.id))));
                std::iter::once(none).chain(leads).collect()
            }
            Row::Kind => self.kinds().into_iter().map(|kind| (kind_word(kind, lang), Value::Kind(kind))).collect(),
            Row::Outcome => Outcome::ALL.map(|outcome| (word(outcome.word(lang)), Value::Outcome(outcome))).into(),
            Row::Tier => self.tiers().iter().map(|tier| (word(tier.word(lang)), Value::Tier(*tier))).collect(),
            Row::Level => Level::ALL.iter().map(|level| (word(level.word(lang)), Value::Level(*level))).collect(),
            Row::Urgent => [false, true]
                .map(|urgent| {
                    let entry = if urgent { Entry::Urgent } else { Entry::NotUrgent };
                    (entry.text(lang), Value::Urgent(urgent))
                })
                .into(),
            Row::Category => {
                let categories = sight.rules.policy.categories.iter().map(|ruled| &ruled.value);
                let name = |zh: &str, en: &str| word([zh, en][lang as usize]);
                categories.map(|c| (name(&c.zh, &c.en), Value::Category(c.id.clone()))).collect()
            }
            Row::Due => self.limits(sight, lang),
            Row::Responder => {
                let wish = self.reading.resolved.kind == Some(LineKind::Matter(Kind::Wish));
                let nobody = if wish { Entry::Unclaimed } else { Entry::Myself };
                let known = self.responders.iter().map(|(id, name)| (name.clone(), Value::Responder(Some(*id))));
                std::iter::once((nobody.text(lang), Value::Responder(None))).chain(known).collect()
            }
            Row::Day => days(sight, lang),
            Row::Caller => self.callers(sight),
            Row::Cell => self.cells.iter().map(|(cell, name)| (name.clone(), Value::Cell(*cell))).collect(),
            Row::Answer | Row::Asked | Row::By | Row::With | Row::Met | Row::CallerPhone => Vec::new(),
        }
    }

    fn kinds(&self) -> Vec<LineKind> {
        let matters = [Kind::Wish, Kind::Demand, Kind::Dispute].map(LineKind::Matter);
        let at_door = !matches!(self.about, About::Nobody(_));
        let [visit, promise] = [LineKind::Visit, LineKind::Promise].map(|kind| at_door.then_some(kind));
        visit.into_iter().chain(matters).chain(promise).collect()
    }

    fn tiers(&self) -> &'static [Tier] {
        let dispute = self.reading.resolved.kind == Some(LineKind::Matter(Kind::Dispute));
        if dispute { &Tier::ALL[1..] } else { Tier::ALL }
    }

    /// The day that each of a few limits comes to, the present one first where none was chosen.
    fn limits(&self, sight: &Sight<'_>, lang: Lang) -> Vec<(String, Value)> {
        let at = self.reading.resolved.at;
        let text = |allowance| PreviewDue::of(allowance, at, &sight.rules.workdays).text(lang);
        let filed = &self.reading.resolved.filed_under;
        let own = sight.rules.policy.allowance(Some(filed));
        let own = if self.reading.resolved.kind == Some(LineKind::Promise) {
            PromiseWord::NextVisit.word(lang).to_owned()
        } else {
            text(own)
        };
        let mut values = vec![(own, Value::Due(None))];
        if let Some(limit) = self.choices.limit
            && !matches!(limit, Limit::Working(days) if WORKING_DAYS.contains(&days))
            && let Ok(allowance) = limit.allowance(sight.said_on())
        {
            values.push((text(allowance), Value::Due(Some(limit))));
        }
        let others =
            WORKING_DAYS.iter().map(|days| (text(Allowance::Working(*days)), Value::Due(Some(Limit::Working(*days)))));
        values.extend(others);
        values
    }

    /// The caller as typed, then the households that the name fits.
    fn callers(&self, sight: &Sight<'_>) -> Vec<(String, Value)> {
        let typed = self.fields.get(&Row::Caller).map_or("", |field| field.text().trim());
        let mut values = vec![(typed.to_owned(), Value::Caller(None))];
        if !typed.is_empty() {
            let found = sight.roster.search(typed, None, CALLERS).hits;
            values.extend(found.into_iter().map(|hit| (door(&hit), Value::Caller(Some(Box::new(hit))))));
        }
        values
    }

    /// The value that will be saved.
    pub(super) fn value(&self, row: Row) -> Option<Value> {
        let (chosen, resolved) = (&self.reading.choices, &self.reading.resolved);
        Some(match row {
            Row::Source => Value::Source(chosen.source),
            Row::Alike => Value::Joins(chosen.joins),
            Row::Kind => Value::Kind(resolved.kind?),
            Row::Outcome => Value::Outcome(resolved.outcome),
            Row::Tier => Value::Tier(resolved.tier?),
            Row::Level => Value::Level(resolved.level?),
            Row::Category => Value::Category(resolved.filed_under.clone()),
            Row::Due => Value::Due(chosen.limit),
            Row::Responder => Value::Responder(resolved.responder),
            Row::Urgent => Value::Urgent(resolved.urgent),
            Row::Day => Value::Day(chosen.day),
            Row::Caller => Value::Caller(self.caller.clone().map(Box::new)),
            Row::Cell => Value::Cell(chosen.cell?),
            Row::Answer | Row::Asked | Row::By | Row::With | Row::Met | Row::CallerPhone => return None,
        })
    }

    /// The next or the previous value of a row; from the last the first.
    pub(super) fn turn(&mut self, row: Row, forward: bool, sight: &Sight<'_>, lang: Lang) -> Then {
        let values = self.values(row, sight, lang);
        let present = self.value(row);
        let at = values.iter().position(|(_, value)| Some(value) == present.as_ref());
        let next = match (at, forward) {
            (None, _) => 0,
            (Some(at), true) => (at + 1) % values.len().max(1),
            (Some(at), false) => at.checked_sub(1).unwrap_or(values.len().saturating_sub(1)),
        };
        self.choose(row, next, sight, lang)
    }

    /// Chooses a value of a row by its place; one that is not there changes nothing.
    pub(super) fn choose(&mut self, row: Row, at: usize, sight: &Sight<'_>, lang: Lang) -> Then {
        let Some((_, value)) = self.values(row, sight, lang).into_iter().nth(at) else { return Then::Stay };
        if matches!(row, Row::Tier) && self.tier_is_typed() {
            return Self::say(Entry::InTheLine);
        }
        if row != Row::Caller {
            self.fields.remove(&row);
        }
        self.take(value);
        self.read(sight, lang);
        Then::Stay
    }

    fn take(&mut self, value: Value) {
        let choices = &mut self.choices;
        match value {
            Value::Source(source) => choices.source = source,
            Value::Kind(kind) => choices.kind = Some(kind),
            Value::Outcome(outcome) => choices.outcome = Some(outcome),
            Value::Tier(tier) => choices.tier = Some(tier),
            Value::Level(level) => (choices.level, choices.tier) = (Some(level), Some(Tier::Escalated)),
            Value::Category(category) => choices.category = Some(category),
            Value::Due(limit) => choices.limit = limit,
            Value::Responder(responder) => choices.responder = Some(responder),
            Value::Urgent(urgent) => choices.urgent = Some(urgent),
            Value::Day(day) => choices.day = day,
            Value::Caller(hit) => self.caller = hit.map(|hit| *hit),
            Value::Cell(cell) => choices.cell = Some(cell),
            Value::Joins(lead) => choices.joins = lead,
        }
    }

    /// Takes what was typed on a row: words as they are, a name or day where one fits.
    pub(super) fn take_field(&mut self, row: Row, sight: &Sight<'_>, lang: Lang) {
        let text = self.fields.get(&row).map_or(String::new(), |field| field.text().trim().to_owned());
        let one = (!text.is_empty()).then(|| text.clone());
        match row {
            Row::Answer => self.choices.answer = text,
            Row::Asked => self.choices.asked = text,
            Row::By => self.choices.by = one,
            Row::With => self.choices.with = names(&text),
            Row::Met => self.choices.met = one,
            Row::Caller => (self.choices.caller, self.caller) = (one, None),
            Row::CallerPhone => {
                self.choices.caller_phone = one.map(|text| Phone::parse(&text).map_or(text, String::from));
            }
            Row::Due => self.choices.limit = Limit::read(text.trim_start_matches(['!', '！'])),
            Row::Day => self.choices.day = NamedDay::typed(&text),
            Row::Category | Row::Responder | Row::Cell => {
                let values = self.values(row, sight, lang);
                let words: Vec<&str> = values.iter().map(|(word, _)| word.as_str()).collect();
                if let Some(at) = one.and_then(|text| first_fitting(&text, &words)) {
                    self.take(values[at].1.clone());
                }
            }
            Row::Source | Row::Alike | Row::Kind | Row::Outcome | Row::Tier | Row::Level | Row::Urgent => {}
        }
        self.read(sight, lang);
    }

    /// A number typed beside the caller's name goes to its own row, once the row of the name is left.
    pub(super) fn part_caller(&mut self, sight: &Sight<'_>, lang: Lang) {
        let typed = self.fields.get(&Row::Caller).map_or("", |field| field.text());
        let Some((rest, phone)) = Phone::found_in(typed).filter(|_| self.caller.is_none()) else { return };
        self.fields.insert(Row::Caller, LineEdit::with(&rest));
        self.fields.insert(Row::CallerPhone, LineEdit::with(phone.as_str()));
        self.take_field(Row::Caller, sight, lang);
        self.take_field(Row::CallerPhone, sight, lang);
    }

    /// What was typed on a row and means nothing there.
    pub(super) fn unknown(&self, row: Row, sight: &Sight<'_>, lang: Lang) -> Option<String> {
        let text = self.fields.get(&row)?.text().trim();
        let fits = match row {
            _ if text.is_empty() => true,
            Row::Due => Limit::read(text.trim_start_matches(['!', '！'])).is_some(),
            Row::Day => NamedDay::typed(text).is_some(),
            Row::Category | Row::Responder | Row::Cell => {
                let values = self.values(row, sight, lang);
                let words: Vec<&str> = values.iter().map(|(word, _)| word.as_str()).collect();
                first_fitting(text, &words).is_some()
            }
            _ => true,
        };
        (!fits).then(|| text.to_owned())
    }
}

pub(super) fn kind_word(kind: LineKind, lang: Lang) -> String {
    match kind {
        LineKind::Visit => Entry::OnlyVisit.text(lang),
        LineKind::Matter(kind) => kind.word(lang).to_owned(),
        LineKind::Promise => PromiseWord::Promised.word(lang).to_owned(),
    }
}

/// A demand that can be joined, without names: its words, how many households stand behind it, since when.
pub(super) fn lead_text(lead: &Lookalike, sight: &Sight<'_>, lang: Lang) -> String {
    let voices = if lead.voices > 0 { Count::Voices(lead.voices).text(lang) } else { String::new() };
    let day = when::day(lead.raised_at.date(), sight.today(), lang);
    let received = format!("{} {day}", Label::Received.text(lang));
    let pieces = [lead.text.as_str(), &voices, &received];
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("  ")
}

/// A household as a caller: head, door, cell.
pub(super) fn door(hit: &Hit) -> String {
    format!("{}  {}  {}", hit.head, hit.door, hit.cell)
}

/// The last few days, the one that is being typed of first.
fn days(sight: &Sight<'_>, lang: Lang) -> Vec<(String, Value)> {
    let named = |ago: i8| {
        let day = NamedDay::FromToday(-ago);
        let date = day.gone_by(sight.said_on()).unwrap_or_else(|_| sight.said_on());
        let ago_text = when::ago(date, sight.today(), lang);
        let text = format!("{ago_text}  {}", when::day(date, sight.today(), lang));
        (text, Value::Day((ago > 0).then_some(day)))
    };
    (0..DAYS).map(named).collect()
}
