//! The quick line: what was said, written down in one line, with what will be saved shown while it is typed.
//!
//! Words first, choose after: without a kind, Enter asks for one. Everything works with an input method on.

use ratatui::layout::Rect;

use crate::domain::id::Id;
use crate::domain::matter::Kind;
use crate::domain::moment::Moment;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::responder::Responder;
use crate::entry::complete::{Completion, complete};
use crate::entry::line::{LineKind, Mark, What};
use crate::entry::parse::parse;
use crate::entry::preview::preview;
use crate::entry::problem::{Fault, Problem};
use crate::entry::resolve::{Context, Resolved, resolve};
use crate::i18n::Lang;
use crate::i18n::measure::{flow, wrap};
use crate::i18n::msg::{Label, Msg};
use crate::search::Hit;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Then};
use crate::tui::sight::Sight;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// What the line writes down where it names no kind: the word that is put before what was typed, Chinese and English.
const KINDS: [[&str; 2]; 4] = [["走访", "visit"], ["愿望", "wish"], ["诉求", "ask"], ["纠纷", "dispute"]];

/// The line and what it comes to so far.
#[derive(Debug)]
pub struct QuickLine {
    /// The household it is about, with its head's name; none where the line itself names it.
    household: Option<(Id, String)>,
    line: LineEdit,
    responders: Vec<(Id, String)>,
    picks: List,
    /// The kind is being asked for.
    asking: bool,
    reading: Reading,
}

/// What the line comes to.
#[derive(Debug, Default)]
struct Reading {
    marks: Vec<Mark>,
    problems: Vec<Problem>,
    /// What will be saved, piece by piece.
    saves: Vec<String>,
    candidates: Vec<Hit>,
    completions: Vec<Completion>,
    request: Option<(Request, Moment)>,
    no_kind: bool,
}

impl QuickLine {
    /// The line for a household, or for one that it will name, with what was typed into it before.
    pub fn open(household: Option<(Id, String)>, text: &str, sight: &Sight<'_>, lang: Lang) -> Read<Self> {
        let responders = sight.reader.responders()?;
        let responders = responders.into_iter().map(|Responder { id, name, .. }| (id, name)).collect();
        let line = LineEdit::with(text);
        let reading = Reading::default();
        let mut line = Self { household, line, responders, picks: List::default(), asking: false, reading };
        line.read(sight, lang);
        Ok(line)
    }

    /// Whose draft this is, and what is written so far.
    pub fn draft(&self) -> (Option<Id>, &str) {
        (self.household.as_ref().map(|(id, _)| *id), self.line.text())
    }

    fn read(&mut self, sight: &Sight<'_>, lang: Lang) {
        let inside = self.household.as_ref().map(|(id, _)| *id);
        let context = Context {
            roster: sight.roster,
            inside,
            scope: None,
            responders: &self.responders,
            policy: &sight.rules.policy,
            workdays: &sight.rules.workdays,
            at: sight.now,
        };
        let parsed = parse(self.line.text(), inside.is_some());
        let resolved = resolve(&parsed, &context);
        let mut saves = preview(&resolved, &context).pieces(lang);
        if records_visit(&resolved, sight) {
            saves.push(Label::VisitToo.text(lang).to_owned());
        }
        let caret = self.line.text()[..self.line.caret()].chars().count();
        self.reading = Reading {
            completions: complete(self.line.text(), caret, &context),
            request: request(&resolved),
            no_kind: resolved.kind.is_none(),
            marks: parsed.marks,
            candidates: resolved.candidates,
            problems: resolved.problems,
            saves,
        };
        self.picks = List::default();
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>, lang: Lang) -> Then {
        if self.asking {
            self.asking = false;
            let number = text.chars().next().map(crate::domain::width::half_width).and_then(|c| c.to_digit(10));
            if let Some(at) = number.and_then(|n| usize::try_from(n).ok()).filter(|n| (1..=KINDS.len()).contains(n)) {
                self.choose_kind(at - 1, sight, lang);
                return Then::Stay;
            }
        }
        self.line.insert(text);
        self.read(sight, lang);
        Then::Stay
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        match action {
            Action::Move(step) => self.picks.step(step, self.choices(lang).len()),
            Action::Edit(edit) => {
                self.asking = false;
                super::edit(&mut self.line, edit);
                self.read(sight, lang);
            }
            Action::NextPane => self.complete(sight, lang),
            Action::Open => return Ok(self.enter(sight, lang)),
            _ => {}
        }
        Ok(Then::Stay)
    }

    fn enter(&mut self, sight: &Sight<'_>, lang: Lang) -> Then {
        if self.asking {
            self.asking = false;
            self.choose_kind(self.picks.cursor, sight, lang);
            return Then::Stay;
        }
        if let Some(hit) = self.reading.candidates.get(self.picks.cursor) {
            let household = (Id::from_u64(hit.household), hit.head.clone());
            self.take_household(household, sight, lang);
            return Then::Stay;
        }
        if self.household.is_some() && self.reading.no_kind {
            self.asking = true;
            self.picks = List::at(guessed_kind(self.line.text(), sight));
            return Then::Stay;
        }
        match (&self.reading.request, self.reading.problems.first()) {
            (Some((request, at)), _) => {
                let at = (*at != sight.now).then_some(*at);
                Then::Do(Effect::Commit { request: request.clone(), at })
            }
            (None, Some(problem)) => Then::Say(Msg::LineProblem(problem.fault.message(lang), problem.fault.hint(lang))),
            (None, None) => Then::Stay,
        }
    }

    /// Puts the word of a kind before what was typed.
    fn choose_kind(&mut self, kind: usize, sight: &Sight<'_>, lang: Lang) {
        let word = KINDS[kind.min(KINDS.len() - 1)][lang as usize];
        let text = format!("{word} {}", self.line.text().trim_start());
        self.line = LineEdit::with(&text);
        self.read(sight, lang);
    }

    /// A household picked from several: from here on the line is about it and need not name it.
    fn take_household(&mut self, household: (Id, String), sight: &Sight<'_>, lang: Lang) {
        if let Some(mark) = self.reading.marks.iter().find(|mark| mark.what == What::Household) {
            let rest: String = self.line.text().chars().skip(mark.column + mark.length).collect();
            self.line = LineEdit::with(rest.trim_start());
        }
        self.household = Some(household);
        self.read(sight, lang);
    }

    fn complete(&mut self, sight: &Sight<'_>, lang: Lang) {
        let Some(completion) = self.reading.completions.get(self.picks.cursor) else { return };
        let byte =
            |column: usize| self.line.text().char_indices().nth(column).map_or(self.line.text().len(), |(at, _)| at);
        let (from, to) = (byte(completion.column), byte(completion.column + completion.length));
        let insert = format!("{} ", completion.insert);
        self.line.replace(from, to, &insert);
        self.read(sight, lang);
    }

    /// What can be picked with the arrows now.
    fn choices(&self, lang: Lang) -> Vec<String> {
        if self.asking {
            let numbered = KINDS.iter().enumerate().map(|(at, both)| format!("{}  {}", at + 1, both[lang as usize]));
            return numbered.collect();
        }
        if !self.reading.candidates.is_empty() {
            let shown = |hit: &Hit| format!("{}  {}  {}", hit.head, hit.door, hit.cell);
            return self.reading.candidates.iter().map(shown).collect();
        }
        self.reading.completions.iter().map(|completion| completion.insert.clone()).collect()
    }

    /// The role of the character that begins at a byte: wrong, taken as a marker, or a word.
    fn role_at(&self, byte: usize) -> Role {
        let column = self.line.text()[..byte].chars().count();
        let within = |start: usize, length: usize| (start..start + length).contains(&column);
        if self.reading.problems.iter().any(|p| !waits(&p.fault) && within(p.column, p.length)) {
            Role::EntryFault
        } else if self.reading.marks.iter().any(|mark| within(mark.column, mark.length)) {
            Role::Marker
        } else {
            Role::Entry
        }
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        paint.fill(area, Role::Panel);
        paint.hairline(area, area.y);
        let prompt = self.household.as_ref().map_or(">".to_owned(), |(_, head)| format!("{head}>"));
        let row = Rect { y: area.y + 1, height: 1, ..area };
        super::paint_line(paint, row, &prompt, &self.line, true, |byte| self.role_at(byte));
        let width = area.width.saturating_sub(2);
        let (lines, role) = self.verdict(lang, width.into());
        for (row, line) in super::rows(area, 2).zip(&lines) {
            paint.text(row.x + 1, row.y, width, line, role);
        }
        let choices = self.choices(lang);
        let left: Vec<Rect> = super::rows(area, 2).skip(lines.len()).collect();
        let visible = self.picks.visible(left.len(), choices.len());
        for (row, at) in left.into_iter().zip(visible) {
            super::paint_choice(paint, row, &choices[at], at == self.picks.cursor);
        }
    }

    /// What will be saved, or what is wrong and how to mend it, in lines of at most that many columns.
    fn verdict(&self, lang: Lang, width: usize) -> (Vec<String>, Role) {
        let gap = if lang == Lang::Zh { "：" } else { ": " };
        if self.asking {
            return (wrap(Label::AskKind.text(lang), width), Role::PanelTitle);
        }
        if self.household.is_none() && self.line.is_empty() {
            return (wrap(Label::LineHintAnywhere.text(lang), width), Role::PanelAside);
        }
        if self.line.is_empty() || self.household.is_some() && self.reading.no_kind {
            return (wrap(Label::LineHint.text(lang), width), Role::PanelAside);
        }
        match (self.reading.problems.first(), self.reading.saves.split_first()) {
            (Some(problem), first) if first.is_none() || !waits(&problem.fault) => {
                let text = format!("{}{gap}{}", problem.fault.message(lang), problem.fault.hint(lang));
                (wrap(&text, width), Role::PanelFault)
            }
            (_, None) => (Vec::new(), Role::Panel),
            (_, Some((first, rest))) => {
                let first = format!("{}{gap}{first}", Label::Saves.text(lang));
                let pieces: Vec<String> = std::iter::once(first).chain(rest.iter().cloned()).collect();
                (flow(&pieces, 2, width), Role::Panel)
            }
        }
    }
}

/// What a line lacks only because it is not finished is not marked as wrong while it is typed.
fn waits(fault: &Fault) -> bool {
    matches!(fault, Fault::Empty | Fault::NoKind | Fault::NothingSaid)
}

/// Whether saving a matter writes the visit down as well: it is the first of the day at that door.
fn records_visit(resolved: &Resolved, sight: &Sight<'_>) -> bool {
    let (Some(LineKind::Matter(_)), Some(meant)) = (resolved.kind, &resolved.household) else { return false };
    // What cannot be read now is told when it is saved.
    let household = sight.reader.household(meant.id).ok().flatten();
    household.is_some_and(|household| !household.was_called_on(sight.me, resolved.at.date()))
}

/// The place among [`KINDS`] that words without a kind most likely have: the first that their category is meant for, a
/// demand where no category fits, and the visit where nothing was said.
fn guessed_kind(words: &str, sight: &Sight<'_>) -> usize {
    if words.trim().is_empty() {
        return 0;
    }
    let category = sight.rules.policy.guess(words);
    match category.and_then(|category| category.kinds.first()).unwrap_or(&Kind::Demand) {
        Kind::Wish => 1,
        Kind::Demand => 2,
        Kind::Dispute => 3,
    }
}

fn request(resolved: &Resolved) -> Option<(Request, Moment)> {
    resolved.request().map(|request| (request, resolved.at))
}
