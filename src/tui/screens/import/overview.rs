//! The review at a glance: what taking it would come to, and everything that waits for a decision.

use ratatui::layout::Rect;

use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::exchange::Severity;
use crate::exchange::review::{Group, Review, Stand};
use crate::i18n::Lang;
use crate::i18n::roster::{self, RosterWord};
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Then};
use crate::tui::screens::area_list::AreaList;
use crate::tui::screens::new_cell::NewCell;
use crate::tui::sight::{Sight, cell_name};
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;
use crate::tui::work::Errand;

use super::rows::Sort;
use super::{ImportPage, Part};

/// One line of it.
#[derive(Clone, Debug)]
enum Line {
    Heading(RosterWord),
    Take,
    Problems(Group),
    /// The roster's words, how many households, and where they go.
    Place(String, usize, Option<Scope>),
    /// How many are asked, and how many are not answered.
    Answers(usize, usize),
    Mended(usize),
    Held(usize),
    Columns,
}

impl Line {
    fn is_chosen(&self) -> bool {
        !matches!(self, Self::Heading(_))
    }
}

/// Everything there is to see, with its headings.
fn lines(review: &Review) -> Vec<Line> {
    let mut lines = vec![Line::Take];
    let groups = review.groups();
    let mended = review.decided.guidance.mends.len();
    let held = review.decided.guidance.held.len();
    if !groups.is_empty() || mended + held > 0 {
        lines.push(Line::Heading(RosterWord::ToLookAt));
        lines.extend(groups.into_iter().map(Line::Problems));
    }
    lines.extend((mended > 0).then_some(Line::Mended(mended)));
    lines.extend((held > 0).then_some(Line::Held(held)));
    let decisions = &review.plan.decisions;
    if !decisions.is_empty() {
        lines.push(Line::Heading(RosterWord::WhoIsWho));
        let open = decisions.iter().filter(|decision| decision.answer.is_none()).count();
        lines.push(Line::Answers(decisions.len(), open));
    }
    let places = review.places();
    if !places.is_empty() {
        lines.push(Line::Heading(RosterWord::WhereTo));
        lines.extend(places.into_iter().map(|(word, count, place)| Line::Place(word, count, place)));
    }
    lines.push(Line::Heading(RosterWord::Columns));
    lines.push(Line::Columns);
    lines
}

fn chosen(review: &Review, at: usize) -> Option<Line> {
    lines(review).into_iter().filter(Line::is_chosen).nth(at)
}

impl ImportPage {
    /// Lines that the cursor can stand on.
    pub(super) fn overview_rows(&self) -> usize {
        self.review.as_ref().map_or(0, |review| lines(review).iter().filter(|line| line.is_chosen()).count())
    }

    /// Puts the cursor on what has to be decided before anything can be taken in, else on the first line.
    pub(super) fn point_at_next(&mut self) {
        let Some(review) = &self.review else { return };
        let lines = lines(review).into_iter().filter(Line::is_chosen);
        let waits = |line: &Line| matches!(line, Line::Place(.., None));
        let first =
            if review.plan.requests.is_empty() { lines.into_iter().position(|line| waits(&line)) } else { None };
        self.overview = List::at(first.unwrap_or(0));
    }

    /// Whether Enter opens the line under the cursor, and whether Space decides about all of it.
    pub(super) fn overview_allows(&self) -> (bool, bool) {
        let Some(review) = &self.review else { return (false, false) };
        match chosen(review, self.overview.cursor) {
            Some(Line::Take) => (true, false),
            Some(Line::Problems(_)) => (true, true),
            Some(_) => (true, false),
            None => (false, false),
        }
    }

    pub(super) fn update_overview(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        let rows = self.overview_rows();
        let Some(review) = &self.review else { return Ok(Then::Stay) };
        Ok(match action {
            Action::Move(step) => {
                self.overview.step(step, rows);
                Then::Stay
            }
            Action::Take => take(review),
            Action::Mark => match chosen(review, self.overview.cursor) {
                Some(Line::Problems(group)) => self.mark(&group.problems),
                _ => Then::Stay,
            },
            Action::Open => return self.open_line(sight),
            _ => Then::Stay,
        })
    }

    fn open_line(&mut self, sight: &Sight<'_>) -> Read<Then> {
        let Some(review) = &self.review else { return Ok(Then::Stay) };
        let Some(line) = chosen(review, self.overview.cursor) else { return Ok(Then::Stay) };
        let rows = |sort| Part::Rows { sort, list: List::default() };
        self.part = match line {
            Line::Take if review.request().is_none() && self.overview_rows() == 2 => {
                return Ok(Then::Run(Action::Cell));
            }
            Line::Take => return Ok(take(review)),
            Line::Problems(group) => rows(Sort::Problems(group.code)),
            Line::Mended(_) => rows(Sort::Mended),
            Line::Held(_) => rows(Sort::Held),
            Line::Answers(..) => Part::Answers(List::default()),
            Line::Columns => Part::Columns(List::default()),
            Line::Place(word, _, place) => {
                let mut tree = AreaList::read(sight, &review.decided.founded)?.with_founding();
                match place {
                    Some(place) => tree.point_at(place),
                    None => tree.point_at_first_cell(),
                }
                if !tree.has_cells() {
                    let form = NewCell::of(&word, sight)?;
                    self.part = Part::Found { word, form };
                    return Ok(Then::Stay);
                }
                Part::Place { word, tree }
            }
            Line::Heading(_) => return Ok(Then::Stay),
        };
        Ok(Then::Stay)
    }

    pub(super) fn paint_overview(
        &self,
        paint: &mut Paint<'_>,
        area: Rect,
        review: &Review,
        sight: &Sight<'_>,
        lang: Lang,
    ) {
        super::paint_head(paint, area, review, lang);
        let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let lines = lines(review);
        let mut rows = lines.iter().enumerate().filter(|(_, line)| line.is_chosen()).map(|(at, _)| at);
        let cursor = rows.nth(self.overview.cursor).unwrap_or(0);
        let headed = cursor > 0 && !lines[cursor - 1].is_chosen();
        let first = cursor - usize::from(headed);
        let visible = self.overview.visible_with(first..=cursor, body.height.into(), lines.len());
        for (at, y) in visible.zip(body.y..) {
            let row = Rect { y, height: 1, ..body };
            paint_line(paint, row, &lines[at], review, sight, lang);
            if at == cursor {
                super::super::paint_cursor(paint, row, true);
            }
        }
    }
}

/// Records it as one act, beside the loop.
fn take(review: &Review) -> Then {
    match review.request() {
        Some(request) => Then::Do(Effect::Send(Errand::Take(Box::new(request)))),
        None => Then::Say(crate::i18n::msg::Msg::Roster(roster::RosterSaid::CannotTake)),
    }
}

fn paint_line(paint: &mut Paint<'_>, row: Rect, line: &Line, review: &Review, sight: &Sight<'_>, lang: Lang) {
    if let Line::Heading(word) = line {
        paint.text(row.x + 1, row.y, row.width - 1, word.word(lang), Role::Heading);
        return;
    }
    let (what, count, how, role) = texts(line, review, sight, lang);
    let inner = Rect { x: row.x + 3, width: row.width.saturating_sub(4), ..row };
    let name = if inner.width >= 100 { 44 } else { 32 };
    let places = lay_out(inner.width, &[Width::Fixed(name), Width::Fixed(20), Width::Rest]);
    // What it comes to needs the room of two columns.
    let places = match line {
        Line::Take => lay_out(inner.width, &[Width::Fixed(14), Width::Fixed(0), Width::Rest]),
        _ => places,
    };
    for ((text, (x, width)), role) in [what, count, how].iter().zip(places).zip([Role::Body, Role::Aside, role]) {
        paint.text(inner.x + x, row.y, width, text, role);
    }
}

/// What it is, how many, and how it stands.
fn texts(line: &Line, review: &Review, sight: &Sight<'_>, lang: Lang) -> (String, String, String, Role) {
    let word = |word: RosterWord| word.word(lang).to_owned();
    match line {
        Line::Heading(heading) => (word(*heading), String::new(), String::new(), Role::Heading),
        Line::Take => {
            let (households, members) = (review.plan.households, review.plan.members);
            let all =
                |counts: crate::exchange::plan::Counts| [counts.created, counts.updated, counts.unchanged, counts.held];
            let comes_to = roster::comes_to(all(households), all(members), lang);
            let nothing = review.plan.requests.is_empty();
            if nothing && households.held + members.held == 0 {
                return (String::new(), String::new(), word(RosterWord::NothingToTake), Role::Done);
            }
            (word(RosterWord::TakeIt), String::new(), comes_to, if nothing { Role::Soon } else { Role::Done })
        }
        Line::Problems(group) => {
            let open = |at: &&usize| review.problem(**at).is_some_and(|problem| review.stand(problem) == Stand::Open);
            let open = group.problems.iter().filter(open).count();
            let role = if group.severity == Severity::Error { Role::Late } else { Role::Soon };
            let what = roster::sort_of_problem(group.code, lang).to_owned();
            let count = roster::places(group.problems.len(), open, lang);
            (what, count, roster::weight(group.severity, lang).to_owned(), role)
        }
        Line::Mended(count) => {
            (word(RosterWord::Mended), roster::places(*count, *count, lang), String::new(), Role::Done)
        }
        Line::Held(count) => {
            (word(RosterWord::HeldBack), roster::places(*count, *count, lang), String::new(), Role::Soon)
        }
        Line::Answers(all, open) => {
            let how = if *open > 0 { word(RosterWord::Unanswered) } else { String::new() };
            (roster::asked(*all, lang), roster::places(*all, *open, lang), how, Role::Soon)
        }
        Line::Place(name, count, place) => {
            let name = if name.is_empty() { word(RosterWord::NamesNone) } else { name.clone() };
            let how = place.map_or_else(
                || word(RosterWord::NotPlaced),
                |place| goes_to(place, &review.decided.founded, sight, lang),
            );
            let role = if place.is_some() { Role::Done } else { Role::Late };
            (name, roster::so_many_homes(*count, lang), how, role)
        }
        Line::Columns => {
            let columns = || review.reading.sheets.iter().flat_map(|sheet| &sheet.columns);
            let ignored = columns().filter(|(.., meaning)| *meaning == crate::exchange::Meaning::Ignored).count();
            (
                roster::so_many_columns(columns().count(), lang),
                roster::unused(ignored, lang),
                String::new(),
                Role::Aside,
            )
        }
    }
}

/// The name of the place that households go to: known, or to be added with them.
fn goes_to(place: Scope, founded: &[Request], sight: &Sight<'_>, lang: Lang) -> String {
    if sight.reader.area(place).ok().flatten().is_some() {
        return sight.scope_name(place, lang).unwrap_or_else(|_| place.to_string());
    }
    let named = |wanted: Scope| {
        founded.iter().find_map(|request| match request {
            Request::AddArea { scope, name } if *scope == wanted => Some(name.clone()),
            Request::AddCell { scope, name } if *scope == wanted => name.clone(),
            _ => None,
        })
    };
    let village = place.village().map(|village| named(village).unwrap_or_else(|| village.to_string()));
    let cell = place.is_cell().then(|| named(place).unwrap_or_else(|| place.suffix().to_owned()));
    let cell = cell.map(|cell| cell_name(&cell, lang));
    let parts: Vec<String> = village.into_iter().chain(cell).chain([RosterWord::Found.word(lang).to_owned()]).collect();
    parts.join(" ")
}
