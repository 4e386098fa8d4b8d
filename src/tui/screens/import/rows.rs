//! The rows behind a line of the review: looked at, mended, taken or left out one by one.

use ratatui::layout::Rect;

use crate::domain::person_id::PersonId;
use crate::domain::phone::Phone;
use crate::exchange::review::{Review, Stand};
use crate::exchange::{Line, Meaning, Problem, ProblemCode, Spot};
use crate::i18n::Lang;
use crate::i18n::home::number_fault;
use crate::i18n::measure::wrap;
use crate::i18n::msg::Msg;
use crate::i18n::roster::{self, RosterSaid, RosterWord};
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::screens::fields::{Fields, Filled};
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

use super::{ImportPage, Part};

/// Which rows are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Problems with this word of the contract.
    Problems(&'static str),
    Mended,
    Held,
}

/// One row.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// Its place among the problems.
    Problem(usize),
    Mend(Spot, String),
    Held(Line),
}

pub(super) fn rows(review: &Review, sort: &Sort) -> Vec<Row> {
    let guidance = &review.decided.guidance;
    match sort {
        Sort::Problems(code) => {
            let groups = review.groups();
            let group = groups.into_iter().find(|group| group.code == *code);
            group.into_iter().flat_map(|group| group.problems).map(Row::Problem).collect()
        }
        Sort::Mended => guidance.mends.iter().map(|(spot, text)| Row::Mend(spot.clone(), text.clone())).collect(),
        Sort::Held => guidance.held.iter().cloned().map(Row::Held).collect(),
    }
}

impl ImportPage {
    fn row(&self, sort: &Sort, list: &List) -> Option<Row> {
        let review = self.review.as_ref()?;
        rows(review, sort).into_iter().nth(list.cursor)
    }

    /// Whether Enter mends the row under the cursor, and whether Space decides about it.
    pub(super) fn rows_allow(&self, sort: &Sort, list: &List) -> (bool, bool) {
        match self.row(sort, list) {
            Some(Row::Problem(_) | Row::Mend(..)) => (true, true),
            Some(Row::Held(_)) => (false, true),
            None => (false, false),
        }
    }

    pub(super) fn update_rows(&mut self, action: Action) -> Then {
        let Some(review) = &self.review else { return Then::Stay };
        let Part::Rows { sort, list } = &mut self.part else { return Then::Stay };
        let all = rows(review, sort);
        if let Action::Move(step) = action {
            list.step(step, all.len());
            return Then::Stay;
        }
        let (sort, list) = (*sort, list.clone());
        match (action, all.get(list.cursor).cloned()) {
            (Action::Mark, Some(Row::Problem(at))) => self.mark(&[at]),
            (Action::Mark, Some(Row::Mend(spot, _))) => self.decide(|decided| {
                decided.guidance.mends.remove(&spot);
            }),
            (Action::Mark, Some(Row::Held(line))) => self.decide(|decided| {
                decided.guidance.held.remove(&line);
            }),
            (Action::Open, Some(Row::Problem(at))) => {
                let Some(problem) = review.problem(at) else { return Then::Stay };
                let Some(spot) = problem.spot() else { return Then::Say(Msg::Roster(RosterSaid::NotMendable)) };
                let meaning = review.meaning(problem);
                let text = problem.text.clone();
                self.mend(sort, list, spot, meaning, text);
                Then::Stay
            }
            (Action::Open, Some(Row::Mend(spot, text))) => {
                self.mend(sort, list, spot, None, text);
                Then::Stay
            }
            _ => Then::Stay,
        }
    }

    fn mend(&mut self, sort: Sort, list: List, spot: Spot, meaning: Option<Meaning>, text: String) {
        let field = Fields::of([(RosterWord::Instead.both(), text)]);
        self.part = Part::Mend { sort, list, spot, meaning, field };
    }

    pub(super) fn update_mend(&mut self, action: Action) -> Then {
        let Part::Mend { sort, list, spot, field, .. } = &mut self.part else { return Then::Stay };
        if field.update(action) == Filled::Going {
            return Then::Stay;
        }
        let (sort, list, spot, text) = (*sort, list.clone(), spot.clone(), field.text(0).to_owned());
        self.part = Part::Rows { sort, list };
        self.mended = Some(spot.clone());
        self.decide(|decided| {
            decided.guidance.mends.insert(spot, text);
        })
    }

    /// The next decision about some problems: all seen, then all left out, then as if nobody had looked.
    pub(super) fn mark(&self, problems: &[usize]) -> Then {
        let Some(review) = &self.review else { return Then::Stay };
        let problems: Vec<Problem> = problems.iter().filter_map(|at| review.problem(*at)).cloned().collect();
        let stands: Vec<Stand> = problems.iter().map(|problem| review.stand(problem)).collect();
        let next = if stands.contains(&Stand::Open) {
            Stand::Accepted
        } else if stands.contains(&Stand::Accepted) {
            Stand::Held
        } else {
            Stand::Open
        };
        self.decide(|decided| {
            for problem in &problems {
                put(&mut decided.guidance, problem, next);
            }
        })
    }
}

fn put(guidance: &mut crate::exchange::Guidance, problem: &Problem, stand: Stand) {
    // Of two rows with one number the other is taken by leaving the first out.
    if let ProblemCode::IdDuplicateOtherHousehold { first_sheet, first_row } = &problem.code {
        guidance.held.insert(Line { sheet: first_sheet.clone(), row: *first_row });
        return;
    }
    guidance.reopen(problem);
    guidance.held.remove(&problem.line());
    match stand {
        Stand::Open => {}
        Stand::Accepted => guidance.accept(problem),
        Stand::Held => {
            guidance.held.insert(problem.line());
        }
    }
}

/// The rows, and below them what the one under the cursor says in full.
pub(super) fn paint(
    paint: &mut Paint<'_>,
    area: Rect,
    review: &Review,
    sort: &Sort,
    list: &List,
    revealed: bool,
    lang: Lang,
) {
    super::paint_head(paint, area, review, lang);
    let title = match sort {
        Sort::Problems(code) => roster::sort_of_problem(code, lang),
        Sort::Mended => RosterWord::Mended.word(lang),
        Sort::Held => RosterWord::HeldBack.word(lang),
    };
    paint.text(area.x + 1, area.y + 1, area.width - 2, title, Role::Heading);
    let rows = rows(review, sort);
    let height = area.height.saturating_sub(7);
    let body = Rect { y: area.y + 2, height, ..area };
    for (at, y) in list.visible(height.into(), rows.len()).zip(body.y..) {
        let row = Rect { y, height: 1, ..body };
        paint_row(paint, row, review, &rows[at], revealed, lang);
        if at == list.cursor {
            super::super::paint_cursor(paint, row, true);
        }
    }
    let below = Rect { y: body.bottom() + 1, height: area.bottom().saturating_sub(body.bottom() + 1), ..area };
    if let Some(row) = rows.get(list.cursor) {
        paint_below(paint, below, &about(review, row, lang), lang);
    }
}

fn paint_below(paint: &mut Paint<'_>, area: Rect, about: &str, lang: Lang) {
    let width = area.width.saturating_sub(3);
    let hint = wrap(RosterWord::HowToMend.word(lang), width.into());
    let told = wrap(about, width.into()).into_iter().map(|line| (line, Role::Body));
    let lines = told.chain(hint.into_iter().map(|line| (line, Role::Aside)));
    for ((line, role), y) in lines.zip(area.y..area.bottom()) {
        paint.text(area.x + 1, y, width, &line, role);
    }
}

fn about(review: &Review, row: &Row, lang: Lang) -> String {
    match row {
        Row::Problem(at) => review.problem(*at).map(|problem| problem.message(lang)).unwrap_or_default(),
        Row::Mend(spot, _) => {
            let fields = review.source.fields(&spot.line());
            let stood = fields.into_iter().find(|(column, _)| *column == spot.column).map(|(_, text)| text);
            roster::stood(&masked(&stood.unwrap_or_default()), lang)
        }
        Row::Held(_) => RosterWord::HowToRelease.word(lang).to_owned(),
    }
}

/// Where it stands, whose row it is, what stands in the field, what happens to it.
fn paint_row(paint: &mut Paint<'_>, row: Rect, review: &Review, what: &Row, revealed: bool, lang: Lang) {
    let (line, column, text, stand) = match what {
        Row::Problem(at) => {
            let Some(problem) = review.problem(*at) else { return };
            let stand = roster::stand(review.stand(problem), &problem.code, lang);
            (problem.line(), problem.column_letters(), problem.text.clone(), stand)
        }
        Row::Mend(spot, text) => (spot.line(), None, text.clone(), RosterWord::Mended.word(lang)),
        Row::Held(line) => (line.clone(), None, String::new(), RosterWord::HeldBack.word(lang)),
    };
    let inner = Rect { x: row.x + 3, width: row.width.saturating_sub(4), ..row };
    let wide = inner.width >= 100;
    let sheet = line.sheet.clone().filter(|_| review.reading.sheets.len() > 1).unwrap_or_default();
    let place = format!("{sheet} {}{}", column.unwrap_or_default(), line.row);
    let name = review.record(&line).map_or("", |record| record.name.as_str());
    let text = if revealed { text } else { masked(&text) };
    let place_width = if review.reading.sheets.len() > 1 { 16 } else { 7 };
    let widths = [Width::Fixed(place_width), Width::Fixed(if wide { 18 } else { 12 }), Width::Rest, Width::Fixed(24)];
    let roles = [Role::Aside, Role::Body, Role::Body, Role::Aside];
    let texts = [place.trim(), name, &text, stand];
    for (((x, width), text), role) in lay_out(inner.width, &widths).into_iter().zip(texts).zip(roles) {
        paint.text(inner.x + x, row.y, width, text, role);
    }
}

/// A text in which long numbers keep their first and last digits only.
pub(super) fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |c: &char| c.is_ascii_alphanumeric() || ('０'..='９').contains(c);
    let mut shown = String::new();
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|c| digit(c)).count();
        let (keep_first, keep_last) = if run >= 14 { (6, 4) } else { (3, 4) };
        if run >= 9 {
            shown.extend(&chars[at..at + keep_first]);
            shown.extend(std::iter::repeat_n('*', run - keep_first - keep_last));
            shown.extend(&chars[at + run - keep_last..at + run]);
        } else {
            shown.extend(&chars[at..at + run.max(1)]);
        }
        at += run.max(1);
    }
    shown
}

/// The field that is being mended, the row it stands in, and whether what is typed is right so far.
pub(super) fn paint_mend(
    paint: &mut Paint<'_>,
    area: Rect,
    review: &Review,
    spot: &Spot,
    meaning: Option<Meaning>,
    field: &Fields,
    lang: Lang,
) {
    super::paint_head(paint, area, review, lang);
    let width = area.width.saturating_sub(3);
    let sheet = review.reading.sheets.iter().find(|sheet| sheet.name == spot.sheet);
    let header = |column: u32| {
        let known = sheet.and_then(|sheet| sheet.columns.iter().find(|(at, ..)| *at == column));
        known.map(|(_, header, _)| header.split_whitespace().collect::<String>()).unwrap_or_default()
    };
    let place = roster::place(spot.row, &header(spot.column), lang);
    paint.text(area.x + 1, area.y + 2, width, &place, Role::Heading);
    let below = field.paint(paint, Rect { y: area.y + 3, height: 1, ..area }, lang);
    let verdict = checked(meaning, field.text(0), lang);
    if let Some((text, role)) = verdict {
        paint.text(area.x + 1, below, width, &text, role);
    }
    let rest = review.source.fields(&spot.line());
    let told: Vec<String> = rest
        .into_iter()
        .filter(|(column, text)| *column != spot.column && !text.is_empty())
        .map(|(column, text)| format!("{} {}", header(column), masked(&text)))
        .collect();
    for (line, y) in crate::i18n::measure::flow_within(&told, 3, width.into(), 4).iter().zip(below + 2..area.bottom()) {
        paint.text(area.x + 1, y, width, line, Role::Aside);
    }
}

/// Whether what is typed can stand in a column of that meaning, where that can be told.
fn checked(meaning: Option<Meaning>, text: &str, lang: Lang) -> Option<(String, Role)> {
    if text.is_empty() {
        return None;
    }
    let right = || (roster::right(lang).to_owned(), Role::Done);
    match meaning? {
        Meaning::Id | Meaning::HeadId => Some(match PersonId::parse(text) {
            Ok(_) => right(),
            Err(fault) => (number_fault(fault, lang), Role::Fault),
        }),
        Meaning::Phone | Meaning::HeadPhone => Some(match Phone::parse(text) {
            Ok(_) => right(),
            Err(_) => (roster::no_phone(lang).to_owned(), Role::Fault),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_masked_and_words_are_not() {
        assert_eq!(masked("152826199001013894"), "152826********3894");
        assert_eq!(masked("电话13804781234（妻）"), "电话138****1234（妻）");
        assert_eq!(masked("3组12号"), "3组12号");
        assert_eq!(masked("1979.5"), "1979.5");
    }
}
