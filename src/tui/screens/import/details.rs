//! What columns hold, who is who, and where households go.

use ratatui::layout::Rect;

use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::exchange::plan::{Answer, Candidate, Decision};
use crate::exchange::review::Review;
use crate::exchange::{Line, Meaning};
use crate::i18n::Lang;
use crate::i18n::measure::wrap;
use crate::i18n::msg::Msg;
use crate::i18n::roster::{self, RosterSaid, RosterWord};
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::{OnDesk, Then};
use crate::tui::screens::area_list::AreaList;
use crate::tui::screens::fields::Filled;
use crate::tui::screens::new_cell::NewCell;
use crate::tui::sight::Sight;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

use super::rows::masked;
use super::{ImportPage, Part};

/// A column of a sheet: the sheet's name, its place from 0, its header, what it was taken for.
type Column = (Option<String>, u32, String, Meaning);

fn columns(review: &Review) -> Vec<Column> {
    let sheets = review.reading.sheets.iter();
    sheets
        .flat_map(|sheet| {
            let column = |(at, header, meaning): &(u32, String, Meaning)| {
                (sheet.name.clone(), *at, header.split_whitespace().collect::<String>(), *meaning)
            };
            sheet.columns.iter().map(column)
        })
        .collect()
}

impl ImportPage {
    pub(super) fn update_columns(&mut self, action: Action) -> Then {
        let (Some(review), Part::Columns(list)) = (&self.review, &mut self.part) else { return Then::Stay };
        let columns = columns(review);
        if let Action::Move(step) = action {
            list.step(step, columns.len());
            return Then::Stay;
        }
        let Some((sheet, at, header, meaning)) = columns.into_iter().nth(list.cursor) else { return Then::Stay };
        let next = match action {
            Action::Left => turned(Meaning::ALL.as_slice(), &meaning, -1),
            Action::Right => turned(Meaning::ALL.as_slice(), &meaning, 1),
            _ => return Then::Stay,
        };
        let again = self.decide(|decided| decided.guidance.columns.set_at(sheet.as_deref(), at, next));
        let word = Meaning::WORDS.iter().find(|(_, known)| *known == next).map_or("ignore", |(word, _)| *word);
        if header.is_empty() {
            return again;
        }
        Then::Both(Box::new(Then::Put(OnDesk::Column(header, word.to_owned()))), Box::new(again))
    }

    pub(super) fn update_answers(&mut self, action: Action) -> Then {
        let (Some(review), Part::Answers(list)) = (&self.review, &mut self.part) else { return Then::Stay };
        let decisions = &review.plan.decisions;
        if let Action::Move(step) = action {
            list.step(step, decisions.len());
            return Then::Stay;
        }
        let Some(decision) = decisions.get(list.cursor) else { return Then::Stay };
        match action {
            Action::Left | Action::Right => {
                let by = if action == Action::Left { -1 } else { 1 };
                let answer = turned(&answers(decision), &decision.answer, by);
                let question = decision.question.clone();
                self.decide(|decided| {
                    let all = &mut decided.choices.answers;
                    match answer {
                        Some(answer) => all.insert(question, answer),
                        None => all.remove(&question),
                    };
                })
            }
            Action::Open => {
                list.step(Step::Down, decisions.len());
                Then::Stay
            }
            Action::Mark => {
                let open: Vec<Decision> = decisions.iter().filter(|other| other.answer.is_none()).cloned().collect();
                let Some(answer) = decision.answer else { return Then::Stay };
                let count = open.len();
                let again = self.decide(|decided| {
                    for other in open {
                        decided.choices.answers.insert(other.question.clone(), like(answer, &other));
                    }
                });
                Then::Both(Box::new(again), Box::new(Then::Say(Msg::Roster(RosterSaid::AllSaidSo(count)))))
            }
            _ => Then::Stay,
        }
    }

    pub(super) fn update_place(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        let Part::Place { word, tree } = &mut self.part else { return Ok(Then::Stay) };
        let founding = tree.at_top();
        match action {
            Action::Open if founding => {
                let form = NewCell::of(word, sight)?;
                self.part = Part::Found { word: word.clone(), form };
                Ok(Then::Stay)
            }
            Action::Open => {
                // A county or township is no place to put households; a village is, where it has one cell or none.
                let place = tree.under_cursor().filter(|scope| scope.village().is_some());
                let Some(place) = place else {
                    tree.update(Action::Right);
                    return Ok(Then::Stay);
                };
                let word = word.clone();
                Ok(self.put(word, place, Vec::new()))
            }
            action => {
                tree.update(action);
                Ok(Then::Stay)
            }
        }
    }

    pub(super) fn update_found(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        let Part::Found { word, form } = &mut self.part else { return Ok(Then::Stay) };
        if form.update(action, sight)? == Filled::Going {
            return Ok(Then::Stay);
        }
        match form.requests(sight)? {
            Err(said) => Ok(Then::Say(Msg::First(said))),
            Ok((cell, requests)) => {
                let word = word.clone();
                Ok(self.put(word, cell, requests))
            }
        }
    }

    /// Says where the households of a village by the roster's words go.
    fn put(&mut self, word: String, place: Scope, founded: Vec<Request>) -> Then {
        self.part = Part::Overview;
        self.placed = true;
        self.decide(|decided| {
            decided.founded.extend(founded);
            if word.is_empty() {
                decided.choices.cell = Some(place).filter(|place| place.is_cell());
            }
            decided.choices.villages.insert(word, place);
        })
    }
}

/// The one that many steps further on, round about.
fn turned<T: Clone + PartialEq>(all: &[T], present: &T, by: isize) -> T {
    let at = all.iter().position(|one| one == present).unwrap_or(0);
    let length = isize::try_from(all.len().max(1)).unwrap_or(1);
    let next = (isize::try_from(at).unwrap_or(0) + by).rem_euclid(length);
    all.get(usize::try_from(next).unwrap_or(0)).unwrap_or(present).clone()
}

/// What can be answered, nothing first.
fn answers(decision: &Decision) -> Vec<Option<Answer>> {
    let same = decision.candidates.iter().map(|one| Some(Answer::Same(id_of(one))));
    std::iter::once(None).chain(same).chain([Some(Answer::Another), Some(Answer::Hold)]).collect()
}

fn id_of(candidate: &Candidate) -> crate::domain::id::Id {
    candidate.member.unwrap_or(candidate.household)
}

/// The same answer to another question: "the same" is whoever comes first there.
fn like(answer: Answer, other: &Decision) -> Answer {
    match (answer, other.candidates.first()) {
        (Answer::Same(_), Some(first)) => Answer::Same(id_of(first)),
        (Answer::Same(_), None) => Answer::Hold,
        (answer, _) => answer,
    }
}

/// The file with what is in it.
pub(super) fn paint_head(paint: &mut Paint<'_>, area: Rect, review: &Review, lang: Lang) {
    let (households, members) = review
        .reading
        .sheets
        .iter()
        .fold((0, 0), |(households, members), sheet| (households + sheet.households, members + sheet.members));
    let holds = roster::homes(households, members, lang);
    let width = u16::try_from(crate::i18n::measure::columns(&holds)).unwrap_or(0) + 2;
    let name = area.width.saturating_sub(width + 2);
    paint.text(area.x + 1, area.y, name, &review.reading.file, Role::Place);
    paint.right(area.right().saturating_sub(width), area.y, width - 1, &holds, Role::Aside);
}

fn paint_advice(paint: &mut Paint<'_>, area: Rect, advice: &str) -> Rect {
    let width = area.width.saturating_sub(3);
    let mut y = area.y + 1;
    for line in wrap(advice, width.into()) {
        paint.text(area.x + 1, y, width, &line, Role::Aside);
        y += 1;
    }
    Rect { y: y + 1, height: area.bottom().saturating_sub(y + 1), ..area }
}

pub(super) fn paint_columns(paint: &mut Paint<'_>, area: Rect, review: &Review, list: &List, lang: Lang) {
    paint_head(paint, area, review, lang);
    let body = paint_advice(paint, area, RosterWord::HowToSetColumns.word(lang));
    let columns = columns(review);
    let several = review.reading.sheets.len() > 1;
    for (at, y) in list.visible(body.height.into(), columns.len()).zip(body.y..) {
        let row = Rect { y, height: 1, ..body };
        let (sheet, column, header, meaning) = &columns[at];
        let inner = Rect { x: row.x + 3, width: row.width.saturating_sub(4), ..row };
        let sheets = if several { 14 } else { 0 };
        let widths = [Width::Fixed(sheets), Width::Fixed(22), Width::Fixed(20), Width::Rest];
        let chosen = at == list.cursor;
        let label = meaning.label(lang);
        let shown = if chosen { format!("< {label} >") } else { format!("  {label}") };
        let example = example(review, sheet.as_deref(), *column);
        let sheet = sheet.as_deref().filter(|_| several).unwrap_or_default();
        let role = if *meaning == Meaning::Ignored { Role::Aside } else { Role::Body };
        let texts = [sheet, header, &shown, &example];
        let roles = [Role::Aside, Role::Body, role, Role::Aside];
        for (((x, width), text), role) in lay_out(inner.width, &widths).into_iter().zip(texts).zip(roles) {
            paint.text(inner.x + x, y, width, text, role);
        }
        if chosen {
            super::super::paint_cursor(paint, row, true);
        }
    }
}

/// What stands in a column's first rows below the header.
fn example(review: &Review, sheet: Option<&str>, column: u32) -> String {
    let records = review.reading.records.iter().filter(|record| review.reading.sheet_name(record.sheet) == sheet);
    let mut rows: Vec<u32> = records.take(6).map(|record| record.row).collect();
    rows.dedup();
    let texts = rows.into_iter().filter_map(|row| {
        let fields = review.source.fields(&Line { sheet: sheet.map(str::to_owned), row });
        fields.into_iter().find(|(at, _)| *at == column).map(|(_, text)| masked(&text))
    });
    texts.filter(|text| !text.is_empty()).take(3).collect::<Vec<_>>().join("  ")
}

pub(super) fn paint_answers(paint: &mut Paint<'_>, area: Rect, review: &Review, list: &List, lang: Lang) {
    paint_head(paint, area, review, lang);
    let decisions = &review.plan.decisions;
    let mut body = paint_advice(paint, area, RosterWord::HowToAnswer.word(lang));
    body.height = body.height.saturating_sub(4);
    for (at, y) in list.visible(body.height.into(), decisions.len()).zip(body.y..) {
        let row = Rect { y, height: 1, ..body };
        let decision = &decisions[at];
        let chosen = at == list.cursor;
        let answer = answered(decision, lang);
        let shown = if chosen { format!("< {answer} >") } else { format!("  {answer}") };
        let ours = decision.candidates.iter().map(|one| format!("{} {}", one.head, one.door)).collect::<Vec<_>>();
        let inner = Rect { x: row.x + 3, width: row.width.saturating_sub(4), ..row };
        let widths = [Width::Fixed(10), Width::Fixed(12), Width::Rest, Width::Fixed(26)];
        let role = if decision.answer.is_some() { Role::Body } else { Role::Soon };
        let texts = [decision.name.as_str(), &decision.door, &ours.join("; "), &shown];
        let roles = [Role::Body, Role::Aside, Role::Aside, role];
        for (((x, width), text), role) in lay_out(inner.width, &widths).into_iter().zip(texts).zip(roles) {
            paint.text(inner.x + x, y, width, text, role);
        }
        if chosen {
            super::super::paint_cursor(paint, row, true);
        }
    }
    if let Some(decision) = decisions.get(list.cursor) {
        paint_sides(paint, Rect { y: body.bottom(), height: 4, ..area }, decision, lang);
    }
}

fn answered(decision: &Decision, lang: Lang) -> String {
    let word = |word: RosterWord| word.word(lang).to_owned();
    match decision.answer {
        None => word(RosterWord::Unanswered),
        Some(Answer::Another) => word(RosterWord::Another),
        Some(Answer::Hold) => word(RosterWord::Wait),
        Some(Answer::Same(id)) => {
            let whose = decision.candidates.iter().find(|one| id_of(one) == id);
            let several = decision.candidates.len() > 1;
            let door = whose.filter(|_| several).map_or_else(String::new, |one| format!(" {}", one.door));
            format!("{}{door}", word(RosterWord::Same))
        }
    }
}

/// The question, and both sides of it below each other.
fn paint_sides(paint: &mut Paint<'_>, area: Rect, decision: &Decision, lang: Lang) {
    let width = area.width.saturating_sub(3);
    paint.text(area.x + 1, area.y, width, &decision.message(lang), Role::Body);
    let side = |word: RosterWord, name: &str, door: &str, birth: Option<&String>| {
        format!("{}: {name}  {door}  {}", word.word(lang), birth.map_or("", String::as_str))
    };
    let theirs = side(RosterWord::Theirs, &decision.name, &decision.door, decision.birth.as_ref());
    paint.text(area.x + 1, area.y + 1, width, &theirs, Role::Aside);
    for (one, y) in decision.candidates.iter().zip(area.y + 2..area.bottom()) {
        let ours = side(RosterWord::Ours, &one.head, &one.door, one.birth.as_ref());
        paint.text(area.x + 1, y, width, &ours, Role::Aside);
    }
}

pub(super) fn paint_place(paint: &mut Paint<'_>, area: Rect, review: &Review, word: &str, tree: &AreaList, lang: Lang) {
    paint_head(paint, area, review, lang);
    let body = paint_advice(paint, area, RosterWord::HowToPlace.word(lang));
    paint.text(body.x + 1, body.y, body.width - 2, &roster::put_where(word, lang), Role::Heading);
    let rest = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
    tree.paint(paint, rest, lang, &|_| " ");
}
