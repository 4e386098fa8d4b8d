//! How the page looks: its groups, and each sort of row.

use ratatui::layout::Rect;

use super::plan::Stop;
use super::{Group, Line, Sort, Today};
use crate::domain::household::Household;
use crate::domain::id::Id;
use crate::domain::reader::Read;
use crate::i18n::conflict;
use crate::i18n::daily::DailySaid;
use crate::i18n::home::HomeWord;
use crate::i18n::measure::columns;
use crate::i18n::msg::{Count, Empty};
use crate::i18n::route::RouteCount;
use crate::i18n::term::{Term, day_and_month};
use crate::i18n::{Lang, when};
use crate::theme::role::Role;
use crate::tui::homes;
use crate::tui::screens::row::{door_widths, last_visit};
use crate::tui::screens::{paint_cursor, paint_empty};
use crate::tui::sight::Sight;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::paint::Paint;

/// Columns of why something is brought: at least, and at most.
const WHY: (u16, u16) = (14, 18);
/// Columns of the list where the card of the door stands beside it.
const ROWS: u16 = 72;

impl Today {
    /// Paints the page and returns what could not be read.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        let mut area = paint_overdue(paint, area, sight, lang);
        if let Some((_, card)) = &self.beside {
            let beside = Rect { x: area.x + ROWS + 1, width: area.width.saturating_sub(ROWS + 1), ..area };
            area.width = ROWS;
            card.paint(paint, beside, false, sight, lang);
        }
        if self.evening {
            let text = RouteCount::Evening.text(lang);
            paint.text(area.x + 1, area.y, area.width.saturating_sub(1), &text, Role::Heading);
            area = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        }
        if self.groups.is_empty() {
            let empty = if self.peopled { Empty::Today } else { Empty::Everything };
            paint_empty(paint, area, empty, lang);
            return Ok(());
        }
        let lines = self.lines();
        if lines.len() > usize::from(area.height) {
            self.paint_summary(paint, area, lang);
            area = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        }
        let mut row = 0;
        let cursor_line = lines
            .iter()
            .position(|line| {
                let here = matches!(line, Line::Row(..)) && row == self.list.cursor;
                row += usize::from(matches!(line, Line::Row(..)));
                here
            })
            .unwrap_or(0);
        // The first row of a group is seen with its heading.
        let headed = cursor_line > 0 && matches!(lines[cursor_line - 1], Line::Heading(_));
        let visible =
            self.list.visible_with(cursor_line - usize::from(headed)..=cursor_line, area.height.into(), lines.len());
        for (y, at) in (area.y..).zip(visible) {
            let place = Rect { y, height: 1, ..area };
            match lines[at] {
                Line::Heading(group) => {
                    let (text, role) = self.heading(&self.groups[group], lang);
                    paint.text(place.x + 1, place.y, place.width - 1, &text, role);
                }
                Line::Row(sort, id) => {
                    self.paint_row(paint, place, sort, id, sight, lang)?;
                    if at == cursor_line {
                        paint_cursor(paint, place, true);
                    }
                }
                Line::More(rest) => {
                    paint.text(place.x + 3, y, place.width, &Count::More(rest).text(lang), Role::Aside);
                }
                Line::Gap => {}
            }
        }
        Ok(())
    }

    /// What there is beyond the rows in view, in one line.
    fn paint_summary(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        let mut x = area.x + 1;
        for group in &self.groups {
            let (text, role) = self.heading(group, lang);
            x = paint.text(x, area.y, area.right().saturating_sub(x), &text, role) + 3;
        }
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            if at > 0 {
                lines.push(Line::Gap);
            }
            lines.push(Line::Heading(at));
            lines.extend(group.rows.iter().map(|id| Line::Row(group.sort, *id)));
            if group.total > group.rows.len() {
                lines.push(Line::More(group.total - group.rows.len()));
            }
        }
        lines
    }

    fn paint_row(
        &self,
        paint: &mut Paint<'_>,
        place: Rect,
        sort: Sort,
        id: Id,
        sight: &Sight<'_>,
        lang: Lang,
    ) -> Read<()> {
        let inner = Rect { x: place.x + 3, width: place.width.saturating_sub(4), ..place };
        let marked = sort.is_of_doors() && self.marked.contains(&id);
        if marked {
            paint.text(place.x + 1, place.y, 1, "*", Role::Soon);
        }
        let mark = if self.at_odds.contains(&id) { conflict::mark(lang) } else { String::new() };
        if matches!(sort, Sort::Route | Sort::Ahead) {
            if let Some((number, stop)) = self.plan.as_ref().and_then(|plan| plan.stop(id)) {
                paint_stop(paint, inner, (number, stop, &mark), sight, lang);
            }
        } else if sort.is_owed() {
            self.paint_owing(paint, inner, (id, sort == Sort::Bring), sight, lang)?;
        } else if sort.is_of_doors() {
            match self.household(id, sight)? {
                Some(household) if sort == Sort::Tags => paint_tags(paint, inner, (&household, &mark), sight, lang),
                Some(household) if matches!(sort, Sort::Parked | Sort::Drafts) => {
                    paint_parked(paint, inner, (&household, &mark), sight, lang);
                }
                Some(household) => paint_visit(paint, inner, (&household, &mark), sight, lang),
                None => {}
            }
        } else if let Some(row) = self.matter(id, sight)? {
            row.paint_with_door(paint, inner, self.revealed, sight, lang);
        }
        Ok(())
    }

    /// What is owed to a door: whom it is for, what it is, by when; of what is brought also why.
    fn paint_owing(
        &self,
        paint: &mut Paint<'_>,
        area: Rect,
        (id, brought): (Id, bool),
        sight: &Sight<'_>,
        lang: Lang,
    ) -> Read<()> {
        let Some(owing) = self.owings.find(id) else { return Ok(()) };
        let household = owing.household.map_or(Ok(None), |door| self.household(door, sight))?;
        let profile = household.as_ref().map(|household| &household.profile);
        let (head, door) = door_widths(area.width);
        let kind = if lang == Lang::Zh { 2 } else { 3 };
        let why = if brought { owing.why(lang) } else { String::new() };
        let when = owing.when(sight, lang);
        let late = if owing.is_late(sight.now) { Role::Late } else { Role::Aside };
        let mut row = vec![
            (Width::Fixed(kind), owing.mark(lang), Role::Body),
            (Width::Fixed(head), profile.map_or("", |profile| &profile.head), Role::Body),
            (Width::Fixed(door), profile.map_or("", |profile| &profile.door), Role::Aside),
            (Width::Rest, &owing.text, Role::Body),
        ];
        if brought {
            let reason = u16::try_from(columns(&why)).unwrap_or(0).clamp(WHY.0, WHY.1);
            row.extend([(Width::Fixed(reason), why.as_str(), Role::Aside), (Width::Fixed(11), &when, late)]);
        } else {
            row.push((Width::Fixed(18), &when, late));
        }
        let widths: Vec<Width> = row.iter().map(|(width, ..)| *width).collect();
        for ((x, width), (_, text, role)) in lay_out(area.width, &widths).into_iter().zip(row) {
            paint.text(area.x + x, area.y, width, text, role);
        }
        Ok(())
    }

    /// What stands over a group.
    fn heading(&self, group: &Group, lang: Lang) -> (String, Role) {
        let total = group.total;
        let day = || self.plan.as_ref().map_or_else(String::new, |plan| day_and_month(plan.on, lang));
        let (count, role) = match group.sort {
            Sort::Route => {
                let stops = self.plan.as_ref().map_or(&[][..], |plan| &plan.stops);
                let called = stops.iter().filter(|stop| stop.call.is_some()).count();
                return (RouteCount::Today(called, stops.len()).text(lang), Role::Heading);
            }
            Sort::Rest => return (RouteCount::Rest(day(), total).text(lang), Role::Soon),
            Sort::Ahead => return (RouteCount::Ahead(day(), total).text(lang), Role::Heading),
            Sort::Bring => return (RouteCount::Bring(total).text(lang), Role::Heading),
            Sort::Promised => return (RouteCount::Promised(total).text(lang), Role::Heading),
            Sort::Drafts => return (RouteCount::Drafts(total).text(lang), Role::Soon),
            Sort::Late => (Count::Late(total), Role::Late),
            Sort::Today => (Count::Today(total), Role::Soon),
            Sort::Parked => (Count::Parked(total), Role::Soon),
            Sort::Week => (Count::Week(total), Role::Heading),
            Sort::CallBack => (Count::CallBack(total), Role::Heading),
            Sort::Tags => (Count::Tags(total), Role::Soon),
            Sort::Visits => (Count::Visits(total), Role::Heading),
        };
        (count.text(lang), role)
    }
}

/// A door of the route: its place, head, door, what kind of household it is, how the call there went.
fn paint_stop(
    paint: &mut Paint<'_>,
    area: Rect,
    (number, stop, mark): (usize, &Stop, &str),
    sight: &Sight<'_>,
    lang: Lang,
) {
    let household = &stop.household;
    let (head, door) = door_widths(area.width);
    let place = if lang == Lang::Zh { 2 } else { 3 };
    let widths = [Width::Fixed(place), Width::Fixed(head), Width::Fixed(door), Width::Rest, Width::Fixed(18)];
    let places = lay_out(area.width, &widths);
    let tags = format!("{mark}{}", household.tag_names(sight.today()).join(" "));
    let call = match stop.call {
        Some((outcome, at)) => format!("{} {}", outcome.word(lang), when::at(at, sight.today(), lang)),
        None => last_visit(household, sight, lang),
    };
    let gone = if stop.call.is_some() { Role::Aside } else { Role::Body };
    let role = match stop.call {
        Some(_) if stop.left => Role::Soon,
        Some(_) => Role::Done,
        None => Role::Aside,
    };
    let texts = [&number.to_string(), &household.profile.head, &household.profile.door, &tags, &call];
    let roles = [Role::Aside, gone, Role::Aside, gone, role];
    for (((x, width), text), role) in places.into_iter().zip(texts).zip(roles) {
        paint.text(area.x + x, area.y, width, text, role);
    }
}

/// That the last backup is too old, above everything; the area below it.
fn paint_overdue(paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Rect {
    let Some(days) = sight.backup_overdue else { return area };
    let text = DailySaid::Overdue(days).text(lang);
    paint.text(area.x + 1, area.y, area.width.saturating_sub(1), &text, Role::Soon);
    let taken = area.height.min(2);
    Rect { y: area.y + taken, height: area.height - taken, ..area }
}

/// A door to visit: head, door, what kind of household it is, when somebody was last reached.
fn paint_visit(
    paint: &mut Paint<'_>,
    area: Rect,
    (household, mark): (&Household, &str),
    sight: &Sight<'_>,
    lang: Lang,
) {
    let (head, door) = door_widths(area.width);
    let kind = if lang == Lang::Zh { 2 } else { 3 };
    let widths = [Width::Fixed(kind), Width::Fixed(head), Width::Fixed(door), Width::Rest, Width::Fixed(18)];
    let places = lay_out(area.width, &widths);
    let tags = format!("{mark}{}", household.tag_names(sight.today()).join(" "));
    let texts = ["", &household.profile.head, &household.profile.door, &tags, &last_visit(household, sight, lang)];
    let roles = [Role::Body, Role::Body, Role::Aside, Role::Body, Role::Aside];
    for (((x, width), text), role) in places.into_iter().zip(texts).zip(roles) {
        paint.text(area.x + x, area.y, width, text, role);
    }
}

/// A door that was put off: head, door, the words that wait, when it was put off.
fn paint_parked(
    paint: &mut Paint<'_>,
    area: Rect,
    (household, mark): (&Household, &str),
    sight: &Sight<'_>,
    lang: Lang,
) {
    let (head, door) = door_widths(area.width);
    let kind = if lang == Lang::Zh { 2 } else { 3 };
    let widths = [Width::Fixed(kind), Width::Fixed(head), Width::Fixed(door), Width::Rest, Width::Fixed(18)];
    let places = lay_out(area.width, &widths);
    let words = sight.desk.draft(Some(household.id)).map_or("", |draft| draft.text.trim());
    let at = sight.desk.parked().iter().find(|parked| parked.household == household.id).map(|parked| parked.at);
    let at = at.map_or_else(String::new, |at| when::at(at, sight.today(), lang));
    let words = format!("{mark}{words}");
    let texts = ["", &household.profile.head, &household.profile.door, &words, &at];
    let roles = [Role::Body, Role::Body, Role::Aside, Role::Body, Role::Aside];
    for (((x, width), text), role) in places.into_iter().zip(texts).zip(roles) {
        paint.text(area.x + x, area.y, width, text, role);
    }
}

/// A door where tags ask whether they go on: head, door, the tags with their last days, how to answer.
fn paint_tags(paint: &mut Paint<'_>, area: Rect, (household, mark): (&Household, &str), sight: &Sight<'_>, lang: Lang) {
    let (head, door) = door_widths(area.width);
    let kind = if lang == Lang::Zh { 2 } else { 3 };
    let widths = [Width::Fixed(kind), Width::Fixed(head), Width::Fixed(door), Width::Rest, Width::Fixed(26)];
    let tags = household.profile.tags.iter().filter(|tag| homes::asks(tag, sight.today()));
    let named = tags.filter_map(|tag| Some(format!("{} {}", tag.name, when::day(tag.to?, sight.today(), lang))));
    let tags = format!("{mark}{}", named.collect::<Vec<_>>().join("  "));
    let how = HomeWord::RenewOrEnd.word(lang);
    let texts = ["", &household.profile.head, &household.profile.door, &tags, how];
    let roles = [Role::Body, Role::Body, Role::Aside, Role::Soon, Role::Aside];
    for (((x, width), text), role) in lay_out(area.width, &widths).into_iter().zip(texts).zip(roles) {
        paint.text(area.x + x, area.y, width, text, role);
    }
}
