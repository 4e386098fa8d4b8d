//! Everything that happened at a door: calls, matters, promises, changes, disclosures, the newest first, with who, when,
//! what it replaced and on which device; above it a year of visits as a map.
//!
//! Somebody of the household may be looking: changes, tags and what accuses somebody are hidden until a key shows them.

use ratatui::layout::Rect;

use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::erasure::Erasers;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::history::History;
use crate::domain::household::Household;
use crate::domain::id::Id;
use crate::domain::matter::Matter;
use crate::domain::reader::Read;
use crate::domain::record::Record;
use crate::domain::scope::Scope;
use crate::i18n::measure::{columns, cut, pad};
use crate::i18n::msg::{Empty, Label};
use crate::i18n::past::{self, PastWord};
use crate::i18n::term::{Term, kind_mark};
use crate::i18n::{Lang, erasing, fact, measure, when};
use crate::theme::role::Role;
use crate::tui::action::{Action, Context};
use crate::tui::describe::Doors;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::overlays;
use crate::tui::sight::Sight;
use crate::tui::widgets::heat::{self, Heat};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

use super::marks::told_by;
use super::matter::replaced;

/// Lines that the row under the cursor takes, at most.
const LINES: usize = 4;
/// Rows of the list that are left beside the map, at least.
const LIST: u16 = 7;
/// Columns of the words of a matter before what happened to it.
const WORDS: usize = 16;

/// The page.
#[derive(Debug)]
pub struct Past {
    id: Id,
    household: Option<Household>,
    entries: Vec<Entry>,
    heat: Heat,
    filter: LineEdit,
    /// Whether keys write into the filter.
    is_typed: bool,
    list: List,
    pub revealed: bool,
}

/// Something that happened.
#[derive(Debug)]
struct Entry {
    event: Event,
    /// What happened, in both languages: as it may be read out, and in full.
    what: [[String; 2]; 2],
    /// The matter it happened to, or that a promise was made on.
    matter: Option<Id>,
    /// Whether it was taken back.
    undone: bool,
}

impl Past {
    pub fn of(household: Id) -> Self {
        Self {
            id: household,
            household: None,
            entries: Vec::new(),
            heat: Heat::default(),
            filter: LineEdit::default(),
            is_typed: false,
            list: List::default(),
            revealed: false,
        }
    }

    pub fn household(&self) -> Option<&Household> {
        self.household.as_ref()
    }

    pub fn context(&self) -> Context {
        if self.is_typed { Context::Filter } else { Context::Past }
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.entries.clear();
        self.household = sight.reader.household(self.id)?;
        let Some(household) = self.household.clone() else { return Ok(()) };
        let visits = sight.reader.visits_of_household(&household)?;
        self.heat = Heat::of(&visits, sight.today());
        self.add(&sight.reader.history(self.id)?, None, sight);
        for matter in sight.reader.matters_of_household(&household)? {
            self.add(&sight.reader.history(matter.id)?, Some(&matter), sight);
        }
        for promise in sight.reader.promises_of(self.id)? {
            let on = promise.promised.matter.map_or(Ok(None), |id| sight.reader.matter(id))?;
            self.add(&sight.reader.history(promise.id)?, on.as_ref(), sight);
        }
        for disclosure in sight.reader.disclosures_of(self.id)? {
            self.add(&sight.reader.history(disclosure.id)?, None, sight);
        }
        self.entries.sort_by_key(|entry| std::cmp::Reverse((entry.event.at, entry.event.reference())));
        self.list.clamp(self.fitting(sight, Lang::Zh).len().max(self.fitting(sight, Lang::En).len()));
        Ok(())
    }

    /// Adds what happened to one record.
    fn add(&mut self, events: &[Event], matter: Option<&Matter>, sight: &Sight<'_>) {
        let erasers = Erasers::of(events);
        let accuses = matter.is_some_and(|matter| sight.accuses(matter));
        History::new(events).retell(|event, live, before| {
            let tell = |revealed| Lang::ALL.map(|lang| told((event, before), matter, &Doors { sight, revealed }, lang));
            let mut full = tell(true);
            let mut masked = tell(false);
            if let Some(erasure) = erasers.of_event(event) {
                for (at, lang) in Lang::ALL.into_iter().enumerate() {
                    full[at] = erasing::told(lang, std::mem::take(&mut full[at]), event, erasure);
                    masked[at].clone_from(&full[at]);
                }
            }
            if accuses || is_private(&event.fact) {
                masked = Lang::ALL.map(|lang| Label::Hidden.text(lang).to_owned());
            }
            self.entries.push(Entry {
                event: event.clone(),
                what: [masked, full],
                matter: matter.map(|matter| matter.id),
                undone: !live && event.fact != Fact::Gone,
            });
        });
    }

    /// What of it stands here only once it is asked for.
    pub fn hidden(&self, sight: &Sight<'_>) -> Read<Option<(Scope, Disclosed)>> {
        let Some(household) = &self.household else { return Ok(None) };
        let matters = sight.reader.matters_of_household(household)?;
        let columns = [
            (self.entries.iter().any(|entry| is_private(&entry.event.fact)), Column::History),
            (matters.iter().any(|matter| sight.accuses(matter)), Column::Accusations),
        ];
        let columns = columns.into_iter().filter(|(there, _)| *there).map(|(_, column)| column).collect();
        let disclosed = Disclosed::of_rows(Manner::Record, "", [columns]);
        Ok(disclosed.map(|disclosed| (household.cell, Disclosed { household: Some(self.id), ..disclosed })))
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>, lang: Lang) {
        here.household = Some(self.id);
        here.allow(Can::Reveal, true);
        let fitting = self.fitting(sight, lang);
        let entry = fitting.get(self.list.cursor).map(|at| &self.entries[*at]);
        here.allow(Can::Open, self.is_typed || entry.is_some_and(|entry| entry.matter.is_some()));
    }

    /// Places of the entries that have every word of the filter, as they are shown now.
    fn fitting(&self, sight: &Sight<'_>, lang: Lang) -> Vec<usize> {
        let filter = self.filter.text().to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let fits = |entry: &Entry| {
            let day = when::day(entry.event.at.date(), sight.today(), lang);
            let text = format!("{day} {} {}", entry.event.by, entry.shown(self.revealed, lang)).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        (0..self.entries.len()).filter(|at| fits(&self.entries[*at])).collect()
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> Then {
        let fitting = self.fitting(sight, lang);
        match action {
            Action::Move(step) => self.list.step(step, fitting.len()),
            Action::Filter => self.is_typed = true,
            Action::Edit(edit) if self.is_typed => {
                overlays::edit(&mut self.filter, edit);
                self.list = List::default();
            }
            Action::Open if self.is_typed => self.is_typed = false,
            Action::Open => {
                let matter = fitting.get(self.list.cursor).and_then(|at| self.entries[*at].matter);
                return matter.map_or(Then::Stay, Then::GoToMatter);
            }
            _ => {}
        }
        Then::Stay
    }

    /// What is typed narrows the list.
    pub fn write(&mut self, text: &str) {
        self.is_typed = true;
        self.filter.insert(text);
        self.list = List::default();
    }

    /// Closes the filter, then drops it.
    pub fn back(&mut self) -> bool {
        let was_typed = std::mem::take(&mut self.is_typed);
        if !was_typed && self.filter.is_empty() {
            return false;
        }
        self.filter.clear();
        self.list = List::default();
        true
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        if self.household.is_none() {
            super::paint_empty(paint, area, Empty::Gone, lang);
            return;
        }
        let mut area = area;
        let has_room = area.height > heat::ROWS + LIST && area.width > heat::COLUMNS;
        if has_room && self.filter.is_empty() && !self.is_typed {
            let map = Rect { x: area.x + 1, height: heat::ROWS, width: area.width - 1, ..area };
            self.heat.paint(paint, map, sight.today(), lang);
            area = Rect { y: area.y + heat::ROWS, height: area.height - heat::ROWS, ..area };
        }
        let fitting = self.fitting(sight, lang);
        let head = Rect { height: 1, ..area };
        self.paint_head(paint, head, &fitting, lang);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if fitting.is_empty() {
            let word = if self.filter.is_empty() { PastWord::Nothing } else { PastWord::NothingFits };
            super::paint_saying(paint, body, word.word(lang));
            return;
        }
        self.paint_list(paint, body, &fitting, sight, lang);
    }

    fn paint_head(&self, paint: &mut Paint<'_>, row: Rect, fitting: &[usize], lang: Lang) {
        let place = past::place(self.list.cursor + 1, fitting.len(), self.entries.len(), lang);
        let place = if fitting.is_empty() { String::new() } else { place };
        let right = u16::try_from(columns(&place)).unwrap_or(0) + 1;
        let left = Rect { width: row.width.saturating_sub(right), ..row };
        if self.is_typed || !self.filter.is_empty() {
            let prompt = format!("{}:", PastWord::Filter.word(lang));
            overlays::paint_line(paint, left, &prompt, &self.filter, self.is_typed, |_| Role::Entry);
        } else {
            let x = paint.text(row.x + 1, row.y, left.width, PastWord::Title.word(lang), Role::Heading);
            let hint = PastWord::FilterHint.word(lang);
            paint.text(x + 2, row.y, left.right().saturating_sub(x + 2), hint, Role::Aside);
        }
        paint.right(row.x, row.y, row.width.saturating_sub(1), &place, Role::Aside);
    }

    fn paint_list(&self, paint: &mut Paint<'_>, body: Rect, fitting: &[usize], sight: &Sight<'_>, lang: Lang) {
        let days: Vec<String> =
            fitting.iter().map(|at| when::day(self.entries[*at].event.at.date(), sight.today(), lang)).collect();
        let day_width = days.iter().map(|day| columns(day)).max().unwrap_or(0);
        let width = usize::from(body.width).saturating_sub(3);
        let mut lines: Vec<(usize, String, Role)> = Vec::new();
        for (row, (at, day)) in fitting.iter().zip(&days).enumerate() {
            let entry = &self.entries[*at];
            let role = if entry.undone { Role::Aside } else { Role::Body };
            let undone = if entry.undone { PastWord::Undone.word(lang) } else { "" };
            let what = entry.shown(self.revealed, lang);
            let typed = past::typed_later(&entry.event, sight.today(), lang);
            let line = format!("{}  {}  {what}{typed}{undone}", pad(day, day_width), entry.event.by);
            if row == self.list.cursor {
                let wrapped = measure::wrap(&line, width).into_iter().take(LINES);
                lines.extend(
                    wrapped.enumerate().map(|(n, text)| (row, if n == 0 { text } else { format!("  {text}") }, role)),
                );
                lines.push((row, format!("    {}", told_by(&entry.event, sight, lang)), Role::Aside));
            } else {
                lines.push((row, cut(&line, width).into_owned(), role));
            }
        }
        let first = lines.iter().position(|(row, ..)| *row == self.list.cursor).unwrap_or(0);
        let last = lines.iter().rposition(|(row, ..)| *row == self.list.cursor).unwrap_or(first);
        let visible = self.list.visible_with(first..=last, usize::from(body.height), lines.len());
        for (y, at) in (body.y..).zip(visible) {
            let (_, text, role) = &lines[at];
            paint.text(body.x + 2, y, body.width.saturating_sub(2), text, *role);
            if at == first {
                super::paint_cursor(paint, Rect { y, height: 1, ..body }, !self.is_typed);
            }
        }
    }
}

impl Entry {
    fn shown(&self, revealed: bool, lang: Lang) -> &str {
        &self.what[usize::from(revealed)][lang as usize]
    }
}

/// Whether a fact of a household is not for everybody's eyes: anything but a call at its door and what was promised.
fn is_private(fact: &Fact) -> bool {
    !matches!(
        fact,
        Fact::Visited(_)
            | Fact::Matter(_)
            | Fact::Promised(_)
            | Fact::PromiseEnded { .. }
            | Fact::Carried(_)
            | Fact::Gone
            | Fact::Retracted { .. }
    )
}

/// What happened, with what it replaced; of a matter behind its words.
fn told((event, before): (&Event, Option<&Record>), matter: Option<&Matter>, names: &Doors<'_>, lang: Lang) -> String {
    let home = before.and_then(Record::as_household);
    let what = fact::fact(lang, &event.fact, home, names);
    let old = before.and_then(Record::as_matter).map(|before| replaced(&event.fact, before, names, lang));
    let what = [what, old.unwrap_or_default()].join(" ").trim().to_owned();
    let is_told = matches!(&event.fact, Fact::Matter(crate::domain::fact::MatterFact::Raised(_)));
    match matter.filter(|_| !is_told) {
        Some(matter) => {
            let words = cut(&matter.raised.text, WORDS).into_owned();
            format!("{} {words}  {what}", kind_mark(matter.kind(), lang))
        }
        None => what,
    }
}
