//! The quick line: what was said, written down in one line, with what will be saved shown while it is typed.
//!
//! Words first, choose after: where the line names no kind, the first Enter shows what will be saved, row by row, with
//! everything proposed; arrows and digits change it, and the second Enter saves. What is chosen lies beside the words,
//! which stay as they were said. Everything works with an input method on.

mod kept;
mod look;
pub mod many;
mod rows;

use std::collections::HashMap;

use crate::domain::area::Area;
use crate::domain::id::Id;
use crate::domain::matter::{Kind, Source, Tier};
use crate::domain::moment::Moment;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::responder::Responder;
use crate::domain::scope::Scope;
use crate::domain::width::half_width;
use crate::entry::choice::{Choices, usual_responder};
use crate::entry::complete::{Completion, complete};
use crate::entry::line::{LineKind, Mark, What};
use crate::entry::parse::{parse, parse_as};
use crate::entry::preview::preview;
use crate::entry::problem::{Fault, Problem};
use crate::entry::resolve::{Context, Resolved, resolve_with};
use crate::i18n::Lang;
use crate::i18n::entry::{Entry, Row};
use crate::i18n::msg::{Label, Msg};
use crate::search::{Hit, Lookalike};
use crate::tui::action::{Action, Edit};
use crate::tui::effect::{Effect, Then};
use crate::tui::sight::Sight;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::{List, Step};

/// The line and what it comes to so far.
#[derive(Debug)]
pub struct QuickLine {
    about: About,
    line: LineEdit,
    responders: Vec<(Id, String)>,
    /// Cells with their names, where one can be chosen.
    cells: Vec<(Scope, String)>,
    picks: List,
    focus: Focus,
    /// Whether the rows are shown.
    open: bool,
    /// Whether what will be saved was shown row by row, so that Enter saves it.
    asked: bool,
    choices: Choices,
    /// Before anything was chosen.
    begun: Choices,
    /// What was typed on rows.
    fields: HashMap<Row, LineEdit>,
    /// Who called, where it is a household of ours.
    caller: Option<Hit>,
    reading: Reading,
}

/// Whose words they are.
#[derive(Clone, Debug)]
enum About {
    /// The line names the household itself.
    Itself,
    /// A household with its head's name.
    Door(Id, String),
    /// No household: a call, a walk-in, something seen. Its draft lies with the cell it was opened in.
    Nobody(Id),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Text,
    /// The list below the text.
    Picks,
    Row(Row),
}

/// What the line comes to.
#[derive(Debug)]
struct Reading {
    /// What was chosen, with what is proposed where nothing was.
    choices: Choices,
    resolved: Resolved,
    marks: Vec<Mark>,
    /// What will be saved, piece by piece.
    saves: Vec<String>,
    completions: Vec<Completion>,
    /// The words name no kind.
    no_kind: bool,
    /// Saving a matter writes the visit down as well.
    with_visit: bool,
}

impl QuickLine {
    /// The line for a household, or for one that it will name, with what was typed into it before.
    pub fn open(household: Option<(Id, String)>, text: &str, sight: &Sight<'_>, lang: Lang) -> Read<Self> {
        let about = household.map_or(About::Itself, |(id, head)| About::Door(id, head));
        Self::of(about, Choices::default(), text, sight, lang)
    }

    /// The line for what was not heard at a door: by telephone first of all, in that cell.
    pub fn without_household(cell: Scope, text: &str, sight: &Sight<'_>, lang: Lang) -> Read<Self> {
        let choices = Choices { source: Source::Phone, cell: Some(cell), ..Choices::default() };
        let mut line = Self::of(About::Nobody(Area::id_of(cell)), choices, text, sight, lang)?;
        for cell in sight.reader.cells(Scope::WHOLE)? {
            line.cells.push((cell.scope, sight.scope_name(cell.scope, lang)?));
        }
        line.open = true;
        line.read(sight, lang);
        Ok(line)
    }

    fn of(about: About, choices: Choices, text: &str, sight: &Sight<'_>, lang: Lang) -> Read<Self> {
        let responders = sight.reader.responders()?;
        let responders: Vec<(Id, String)> =
            responders.into_iter().map(|Responder { id, name, .. }| (id, name)).collect();
        let mut line = Self {
            reading: Reading::of(&about, &choices, text, &responders, sight),
            about,
            line: LineEdit::with(text),
            responders,
            cells: Vec::new(),
            picks: List::default(),
            focus: Focus::Text,
            open: false,
            asked: false,
            begun: choices.clone(),
            choices,
            fields: HashMap::new(),
            caller: None,
        };
        line.read(sight, lang);
        Ok(line)
    }

    /// Whose draft this is, and what is written so far.
    pub fn draft(&self) -> (Option<Id>, &str) {
        let door = match &self.about {
            About::Itself => None,
            About::Door(id, _) | About::Nobody(id) => Some(*id),
        };
        (door, self.line.text())
    }

    /// The household at whose door it is written.
    pub fn household(&self) -> Option<Id> {
        match &self.about {
            About::Door(id, _) => Some(*id),
            About::Itself | About::Nobody(_) => None,
        }
    }

    /// Whether it is about something that was not heard at a door.
    pub fn is_of_nobody(&self) -> bool {
        matches!(self.about, About::Nobody(_))
    }

    /// Puts other words in the place of those that stand there, unread until [`QuickLine::look_again`].
    pub fn put(&mut self, text: &str) {
        if self.line.text() != text {
            self.line = LineEdit::with(text);
        }
    }

    /// Reads its words anew.
    pub fn look_again(&mut self, sight: &Sight<'_>, lang: Lang) {
        self.read(sight, lang);
    }

    /// Whether a digit picks what stands on the row in hand.
    pub fn is_picked_by_digits(&self) -> bool {
        matches!(self.focus, Focus::Row(row) if rows::is_short(row))
    }

    /// Rows of the terminal it takes.
    pub fn height(&self, sight: &Sight<'_>) -> u16 {
        if !self.open {
            return super::LOW_PANEL;
        }
        u16::try_from(self.rows(sight).len()).unwrap_or(0).saturating_add(3).max(super::LOW_PANEL)
    }

    fn read(&mut self, sight: &Sight<'_>, lang: Lang) {
        let inside = self.inside();
        let text = self.line.text();
        let context = context(inside, &self.responders, sight);
        let mut choices = self.choices.clone();
        let no_kind = parse(text, !matches!(self.about, About::Itself)).line.kind.is_none();
        if no_kind && self.open && choices.kind.is_none() {
            choices.kind = Some(guessed_kind(text, inside.is_none(), sight));
        }
        let in_place = !matches!(self.about, About::Itself);
        let parsed = parse_as(text, in_place, choices.kind);
        let mut resolved = resolve_with(&parsed, &choices, &context);
        // Who usually acts is proposed where somebody who names no kind lets the rows be filled in.
        let demand = resolved.kind == Some(LineKind::Matter(Kind::Demand)) && resolved.tier == Some(Tier::Timed);
        let alone = no_kind && choices.joins.is_none();
        if alone && demand && choices.responder.is_none() && parsed.line.responder.is_none() {
            let usual = usual_responder(&sight.rules.policy, &resolved.filed_under, &self.responders);
            choices.responder = usual.map(Some);
            resolved = resolve_with(&parsed, &choices, &context);
        }
        let mut saves = preview(&resolved, &context).pieces(lang);
        let with_visit = choices.source == Source::Door && records_visit(&resolved, sight);
        if with_visit {
            saves.push(Label::VisitToo.text(lang).to_owned());
        }
        let caret = text[..self.line.caret()].chars().count();
        self.reading = Reading {
            completions: complete(text, caret, &context),
            marks: parsed.marks,
            choices,
            resolved,
            saves,
            no_kind,
            with_visit,
        };
        self.picks = List::default();
        if self.focus == Focus::Picks {
            self.focus = Focus::Text;
        }
    }

    /// The household that is not named in the line.
    fn inside(&self) -> Option<Id> {
        self.household().or_else(|| self.caller.as_ref().map(|hit| Id::from_u64(hit.household)))
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>, lang: Lang) -> Then {
        if let Focus::Row(row) = self.focus {
            let digit = text.chars().next().map(half_width).and_then(|c| c.to_digit(10));
            let at = digit.and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
            match (rows::is_short(row), at) {
                (true, Some(at)) => return self.pick_by_digit(row, at, sight, lang),
                (true, None) => self.focus = Focus::Text,
                (false, _) => {
                    self.fields.entry(row).or_default().insert(text);
                    self.take_field(row, sight, lang);
                    return Then::Stay;
                }
            }
        }
        self.line.insert(text);
        self.read(sight, lang);
        Then::Stay
    }

    /// Picks by its number, and goes on to what follows from it.
    fn pick_by_digit(&mut self, row: Row, at: usize, sight: &Sight<'_>, lang: Lang) -> Then {
        let then = self.choose(row, at, sight, lang);
        let resolved = &self.reading.resolved;
        let next = match (row, resolved.kind, resolved.tier) {
            (Row::Source, ..) => Row::Kind,
            (Row::Kind, Some(LineKind::Matter(Kind::Demand)), _) => Row::Tier,
            (Row::Tier, _, Some(Tier::Immediate)) => Row::Answer,
            (Row::Tier, _, Some(Tier::Escalated)) => Row::Asked,
            _ => row,
        };
        if self.rows(sight).contains(&next) {
            self.focus = Focus::Row(next);
        }
        then
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        match action {
            Action::Move(step) => self.go(step, sight, lang),
            Action::Edit(edit) => return Ok(self.edit(edit, sight, lang)),
            Action::NextPane if matches!(self.focus, Focus::Row(_)) => self.go(Step::Down, sight, lang),
            Action::NextPane => self.complete(sight, lang),
            Action::Open => return Ok(self.enter(sight, lang)),
            _ => {}
        }
        Ok(Then::Stay)
    }

    fn edit(&mut self, edit: Edit, sight: &Sight<'_>, lang: Lang) -> Then {
        let Focus::Row(row) = self.focus else {
            super::edit(&mut self.line, edit);
            self.read(sight, lang);
            return Then::Stay;
        };
        match edit {
            Edit::Left if rows::has_values(row) => return self.turn(row, false, sight, lang),
            Edit::Right if rows::has_values(row) => return self.turn(row, true, sight, lang),
            _ if rows::is_short(row) => {}
            _ => {
                super::edit(self.fields.entry(row).or_default(), edit);
                self.take_field(row, sight, lang);
            }
        }
        Then::Stay
    }

    /// Among what can be picked, or from the text to the rows and back.
    fn go(&mut self, step: Step, sight: &Sight<'_>, lang: Lang) {
        if self.focus == Focus::Row(Row::Caller) {
            self.part_caller(sight, lang);
        }
        match (self.focus, step) {
            (Focus::Text, Step::Down | Step::PageDown) if !self.choices_below(sight, lang).is_empty() => {
                // What is first is picked by the first press, except where it is marked from the beginning.
                if !self.reading.resolved.candidates.is_empty() {
                    self.picks.step(step, self.choices_below(sight, lang).len());
                }
                self.focus = Focus::Picks;
            }
            (Focus::Picks, Step::Up) if self.picks.cursor == 0 => self.focus = Focus::Text,
            (Focus::Picks, _) => self.picks.step(step, self.choices_below(sight, lang).len()),
            (Focus::Text, Step::Down | Step::PageDown) => self.show_rows(sight, lang),
            (Focus::Row(row), _) => {
                let rows = self.rows(sight);
                let at = rows.iter().position(|known| *known == row).unwrap_or(0);
                let to = match step {
                    Step::Up if at == 0 => return self.focus = Focus::Text,
                    Step::Up => at - 1,
                    Step::PageUp | Step::First => 0,
                    Step::Down => (at + 1).min(rows.len() - 1),
                    Step::PageDown | Step::Last => rows.len() - 1,
                };
                self.focus = Focus::Row(rows[to]);
            }
            (Focus::Text, _) => {}
        }
    }

    /// Shows what will be saved, row by row, with the first row in hand. A line that names its household itself has to
    /// do so first.
    fn show_rows(&mut self, sight: &Sight<'_>, lang: Lang) {
        if matches!(self.about, About::Itself) {
            return;
        }
        (self.open, self.asked) = (true, true);
        self.read(sight, lang);
        self.focus = Focus::Row(self.rows(sight)[0]);
    }

    fn enter(&mut self, sight: &Sight<'_>, lang: Lang) -> Then {
        let household = self
            .reading
            .resolved
            .candidates
            .get(self.picks.cursor)
            .map(|hit| (Id::from_u64(hit.household), hit.head.clone()));
        if let Some(household) = household {
            self.take_household(household, sight, lang);
            return Then::Stay;
        }
        if self.focus == Focus::Picks && self.reading.completions.is_empty() {
            return self.join(sight, lang);
        }
        if self.focus == Focus::Picks {
            self.complete(sight, lang);
            return Then::Stay;
        }
        if self.reading.no_kind && !self.asked && !matches!(self.about, About::Itself) {
            self.show_rows(sight, lang);
            self.focus = Focus::Row(Row::Kind);
            return Then::Stay;
        }
        let resolved = &self.reading.resolved;
        if let Some(request) = resolved.request() {
            return Then::Do(commit(request, resolved.at));
        }
        let Some(problem) = resolved.problems.first() else { return Then::Stay };
        let said = Msg::LineProblem(problem.fault.message(lang), problem.fault.hint(lang));
        if problem.fault == Fault::NoAnswer && self.rows(sight).contains(&Row::Answer) {
            self.focus = Focus::Row(Row::Answer);
        }
        Then::Say(said)
    }

    /// Records these words as one more voice of the demand under the cursor.
    fn join(&mut self, sight: &Sight<'_>, lang: Lang) -> Then {
        let Some(lead) = self.lookalikes(sight).into_iter().nth(self.picks.cursor) else { return Then::Stay };
        self.choices.joins = Some(lead.id);
        self.choices.kind = Some(LineKind::Matter(Kind::Demand));
        self.read(sight, lang);
        // Where something is still to be mended it is asked for with the rest.
        (self.open, self.asked) = (true, true);
        self.enter(sight, lang)
    }

    /// Open demands of the village in like words, while the kind is a demand or not chosen yet. What cannot be read now
    /// is not shown.
    fn lookalikes(&self, sight: &Sight<'_>) -> Vec<Lookalike> {
        let kind = self.reading.resolved.kind;
        let may_join = kind.is_none_or(|kind| kind == LineKind::Matter(Kind::Demand));
        let words = &self.reading.resolved.words;
        let looks_like = || guessed_kind(words, true, sight) == LineKind::Matter(Kind::Demand);
        match self.draft().0 {
            Some(door) if may_join && (kind.is_some() || looks_like()) => {
                sight.lookalikes(self.inside().unwrap_or(door), words).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// A household picked from several: from here on the line is about it and need not name it.
    fn take_household(&mut self, (id, head): (Id, String), sight: &Sight<'_>, lang: Lang) {
        if let Some(mark) = self.reading.marks.iter().find(|mark| mark.what == What::Household) {
            let rest: String = self.line.text().chars().skip(mark.column + mark.length).collect();
            self.line = LineEdit::with(rest.trim_start());
        }
        self.about = About::Door(id, head);
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

    /// What can be picked below the text now.
    fn choices_below(&self, sight: &Sight<'_>, lang: Lang) -> Vec<String> {
        let candidates = &self.reading.resolved.candidates;
        if !candidates.is_empty() {
            return candidates.iter().map(|hit| format!("{}  {}  {}", hit.head, hit.door, hit.cell)).collect();
        }
        if !self.reading.completions.is_empty() || self.open {
            return self.reading.completions.iter().map(|completion| completion.insert.clone()).collect();
        }
        self.lookalikes(sight).iter().map(|lead| rows::lead_text(lead, sight, lang)).collect()
    }

    fn say(entry: Entry) -> Then {
        Then::Say(Msg::Entry(entry))
    }
}

impl Reading {
    fn of(about: &About, choices: &Choices, text: &str, responders: &[(Id, String)], sight: &Sight<'_>) -> Self {
        let in_place = !matches!(about, About::Itself);
        let parsed = parse(text, in_place);
        let resolved = resolve_with(&parsed, choices, &context(None, responders, sight));
        Self {
            choices: choices.clone(),
            resolved,
            marks: parsed.marks,
            saves: Vec::new(),
            completions: Vec::new(),
            no_kind: true,
            with_visit: false,
        }
    }
}

fn context<'a>(inside: Option<Id>, responders: &'a [(Id, String)], sight: &Sight<'a>) -> Context<'a> {
    Context {
        roster: sight.roster,
        inside,
        scope: None,
        responders,
        policy: &sight.rules.policy,
        workdays: &sight.rules.workdays,
        at: sight.said_at(),
    }
}

fn commit(request: Request, at: Moment) -> Effect {
    Effect::Commit { request, at: Some(at) }
}

/// What a line lacks only because it is not finished is not marked as wrong while it is typed.
fn waits(fault: &Fault) -> bool {
    matches!(fault, Fault::Empty | Fault::NoKind | Fault::NothingSaid | Fault::NoAnswer)
}

/// Where a problem is not one of being unfinished.
fn is_wrong(problem: &Problem) -> bool {
    !waits(&problem.fault)
}

/// Whether saving a matter writes the visit down as well: it is the first of the day at that door.
fn records_visit(resolved: &Resolved, sight: &Sight<'_>) -> bool {
    let (Some(LineKind::Matter(_) | LineKind::Promise), Some(meant)) = (resolved.kind, &resolved.household) else {
        return false;
    };
    // What cannot be read now is told when it is saved.
    let household = sight.reader.household(meant.id).ok().flatten();
    let by = resolved.choices.by.as_deref().unwrap_or(sight.me);
    household.is_some_and(|household| !household.was_called_on(by, resolved.at.date()))
}

/// The kind that words without one most likely have: the first that their category is meant for, a demand where no
/// category fits, and the visit where nothing was said at a door.
fn guessed_kind(words: &str, nobody: bool, sight: &Sight<'_>) -> LineKind {
    if words.trim().is_empty() && !nobody {
        return LineKind::Visit;
    }
    let category = sight.rules.policy.guess(words);
    LineKind::Matter(category.and_then(|category| category.kinds.first()).copied().unwrap_or(Kind::Demand))
}
