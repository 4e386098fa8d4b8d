//! Today: what is late and due, which door next. Answered from lists by moment that are split at now, so that nothing
//! ticks; only the rows that are painted are read.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::facets::{List as Index, Tally, key_moment, moment_key};
use crate::domain::household::{Household, walking_order};
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::reader::{Order, Read, Row};
use crate::domain::scope::{Extent, Scope};
use crate::i18n::daily::DailySaid;
use crate::i18n::home::HomeWord;
use crate::i18n::msg::{Count, Empty};
use crate::i18n::term::Term;
use crate::i18n::{Lang, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::homes;
use crate::tui::sight::Sight;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

use super::row::{MatterRow, door_widths, last_visit};

/// Rows that a group shows at most; what is beyond is counted.
const GROUP: usize = 200;
/// Doors to visit that are listed at most: all of them are read to be put in the order in which they are walked.
const DOORS: usize = 100;
/// Seconds after today that the third group reaches: seven calendar days, so that it holds the same weekday next week.
const WEEK: i64 = 7 * 86_400;

/// The page.
#[derive(Debug, Default)]
pub struct Today {
    scope: Option<Scope>,
    list: List,
    groups: Vec<Group>,
    /// Whether there is any household at all.
    peopled: bool,
    /// Whether callers' numbers are shown in full now.
    pub revealed: bool,
    /// Rows that were painted, until something is recorded.
    matters: RefCell<HashMap<Id, Option<Rc<MatterRow>>>>,
    households: RefCell<HashMap<Id, Option<Rc<Household>>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Late,
    Today,
    Parked,
    Week,
    CallBack,
    Tags,
    Visits,
}

impl Sort {
    /// Whether its rows are households and not matters.
    fn is_of_doors(self) -> bool {
        matches!(self, Self::Parked | Self::Tags | Self::Visits)
    }
}

#[derive(Debug)]
struct Group {
    sort: Sort,
    rows: Vec<Id>,
    total: usize,
}

/// One line of the page.
enum Line {
    Heading(usize),
    Row(Sort, Id),
    More(usize),
    Gap,
}

impl Today {
    /// The page for an area or cell.
    pub fn of(scope: Scope) -> Self {
        Self { scope: Some(scope), ..Self::default() }
    }

    pub fn scope(&self) -> Scope {
        self.scope.unwrap_or(Scope::WHOLE)
    }

    /// Shows another area or cell from its first row.
    pub fn show(&mut self, scope: Scope, sight: &Sight<'_>) -> Read<()> {
        *self = Self::of(scope);
        self.load(sight)
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        let (now, end) = (moment_key(sight.now), moment_key(Moment::end_of(sight.today())) + 1);
        let week = end.saturating_add_signed(WEEK);
        let ranges = [
            (Sort::Late, Index::Owed, 0..now),
            (Sort::Today, Index::Owed, now..end.max(now)),
            (Sort::Week, Index::Owed, end..week),
            (Sort::Tags, Index::TagExpiry, 0..end.saturating_add_signed(homes::ASKS_BEFORE * 86_400)),
            (Sort::Visits, Index::VisitDue, 0..end),
        ];
        self.groups.clear();
        for (sort, index, keys) in ranges {
            match sort {
                Sort::Week => self.add_parked(sight)?,
                Sort::Tags => self.add_call_backs(sight)?,
                _ => {}
            }
            let most = if sort == Sort::Visits { DOORS } else { GROUP };
            let listing = sight.reader.list(index, self.scope(), keys, Order::OldestFirst, most)?;
            if listing.total > 0 {
                let rows = if sort == Sort::Visits {
                    self.walked(&listing.rows, sight)?
                } else {
                    listing.rows.iter().map(|row| row.id).collect()
                };
                self.groups.push(Group { sort, rows, total: listing.total });
            }
        }
        self.matters.get_mut().clear();
        self.households.get_mut().clear();
        self.peopled = !self.groups.is_empty() || sight.reader.tally(Tally::Households, Scope::WHOLE)? > 0;
        self.list.clamp(self.rows());
        Ok(())
    }

    /// Whoever waits to be asked how it went: each voice by itself, also where its lead was asked before.
    fn add_call_backs(&mut self, sight: &Sight<'_>) -> Read<()> {
        let waiting = sight.reader.to_call_back(self.scope())?;
        if !waiting.is_empty() {
            let rows = waiting.iter().take(GROUP).map(|row| row.id).collect();
            self.groups.push(Group { sort: Sort::CallBack, rows, total: waiting.len() });
        }
        Ok(())
    }

    /// Doors of this area that were put off, the first put off first.
    fn add_parked(&mut self, sight: &Sight<'_>) -> Read<()> {
        let mut rows = Vec::new();
        for parked in sight.desk.parked() {
            let household = sight.reader.household(parked.household)?;
            if household.is_some_and(|household| self.scope().holds(household.cell)) {
                rows.push(parked.household);
            }
        }
        if !rows.is_empty() {
            self.groups.push(Group { sort: Sort::Parked, total: rows.len(), rows });
        }
        Ok(())
    }

    /// The doors to visit as they are walked: cell by cell, in each by the door. Beyond one cell those that have waited
    /// longest come first where they differ by a day.
    fn walked(&self, rows: &[Row], sight: &Sight<'_>) -> Read<Vec<Id>> {
        let one_cell = self.scope().extent() == Extent::Cell;
        let mut doors = Vec::new();
        for row in rows {
            let day = (!one_cell).then(|| key_moment(row.key).date());
            let household = sight.reader.household(row.id)?;
            let door = household.map(|household| (household.cell, walking_order(&household.profile.door)));
            doors.push((day, door, row.id));
        }
        doors.sort();
        Ok(doors.into_iter().map(|(.., id)| id).collect())
    }

    fn rows(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }

    fn under_cursor(&self) -> Option<(Sort, Id)> {
        let mut rows = self.groups.iter().flat_map(|group| group.rows.iter().map(|id| (group.sort, *id)));
        rows.nth(self.list.cursor)
    }

    /// The matter of a row, read once.
    fn matter(&self, id: Id, sight: &Sight<'_>) -> Read<Option<Rc<MatterRow>>> {
        if let Some(known) = self.matters.borrow().get(&id) {
            return Ok(known.clone());
        }
        let line = match sight.reader.matter(id)? {
            None => None,
            Some(matter) => {
                let door = matter.raised.household.map_or(Ok(None), |id| self.household(id, sight))?;
                Some(Rc::new(MatterRow::read(&matter, door.as_deref(), sight)?))
            }
        };
        self.matters.borrow_mut().insert(id, line.clone());
        Ok(line)
    }

    fn household(&self, id: Id, sight: &Sight<'_>) -> Read<Option<Rc<Household>>> {
        if let Some(known) = self.households.borrow().get(&id) {
            return Ok(known.clone());
        }
        let household = sight.reader.household(id)?.map(Rc::new);
        self.households.borrow_mut().insert(id, household.clone());
        Ok(household)
    }

    /// The numbers of callers that stand here only once they are asked for: of all rows, as they can be scrolled to.
    pub fn hidden(&self, sight: &Sight<'_>) -> Read<Option<(Scope, Disclosed)>> {
        let matters = self.groups.iter().filter(|group| !group.sort.is_of_doors()).flat_map(|group| &group.rows);
        let mut callers = HashSet::new();
        for id in matters {
            if self.matter(*id, sight)?.is_some_and(|row| row.phone.is_some()) {
                callers.insert(*id);
            }
        }
        let rows = callers.iter().map(|_| vec![Column::CallerPhone]);
        Ok(Disclosed::of_rows(Manner::Today, "", rows).map(|disclosed| (self.scope(), disclosed)))
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) -> Read<()> {
        here.allow(Can::Widen, self.scope() != Scope::WHOLE);
        let Some((sort, id)) = self.under_cursor() else { return Ok(()) };
        here.allow(Can::Open, true);
        if sort.is_of_doors() {
            here.household = Some(id);
            if let Some(household) = sight.reader.household(id)? {
                homes::look(here, &household, None, sight)?;
            }
        } else if let Some(matter) = sight.reader.matter(id)? {
            here.household = matter.raised.household;
            here.matter = Some(id);
            here.allow(Can::Reveal, matter.caller_phone.is_some());
            here.allow(Can::Explain, matter.clock.is_some());
            here.verbs = sight.verbs(&matter)?;
        }
        Ok(())
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        match action {
            Action::Move(step) => self.list.step(step, self.rows()),
            Action::NextPane => self.next_group(),
            Action::Open => return self.open(sight),
            _ => {}
        }
        Ok(Then::Stay)
    }

    fn open(&self, sight: &Sight<'_>) -> Read<Then> {
        let Some((sort, id)) = self.under_cursor() else { return Ok(Then::Stay) };
        if sort == Sort::Parked {
            return Ok(Then::TakeUp(id));
        }
        if sort.is_of_doors() {
            return Ok(Then::GoToCard { household: id, matter: None });
        }
        let household = sight.reader.matter(id)?.and_then(|matter| matter.raised.household);
        Ok(household.map_or(Then::GoToMatter(id), |household| Then::GoToCard { household, matter: Some(id) }))
    }

    /// Paints the page and returns what could not be read.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        let area = paint_overdue(paint, area, sight, lang);
        if self.groups.is_empty() {
            let empty = if self.peopled { Empty::Today } else { Empty::Everything };
            super::paint_empty(paint, area, empty, lang);
            return Ok(());
        }
        let lines = self.lines();
        let mut area = area;
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
                Line::Heading(group) => paint_heading(paint, place, &self.groups[group], lang),
                Line::Row(sort, id) => {
                    self.paint_row(paint, place, sort, id, sight, lang)?;
                    if at == cursor_line {
                        super::paint_cursor(paint, place, true);
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
            let (count, role) = heading(group);
            x = paint.text(x, area.y, area.right().saturating_sub(x), &count.text(lang), role) + 3;
        }
    }

    /// Goes to the first row of the next group, from the last to the first.
    fn next_group(&mut self) {
        let mut starts = Vec::new();
        let mut row = 0;
        for group in &self.groups {
            starts.push(row);
            row += group.rows.len();
        }
        self.list.lift();
        self.list.cursor = starts.into_iter().find(|start| *start > self.list.cursor).unwrap_or(0);
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
        if sort.is_of_doors() {
            match self.household(id, sight)? {
                Some(household) if sort == Sort::Tags => paint_tags(paint, inner, &household, sight, lang),
                Some(household) if sort == Sort::Parked => paint_parked(paint, inner, &household, sight, lang),
                Some(household) => paint_visit(paint, inner, &household, sight, lang),
                None => {}
            }
        } else if let Some(row) = self.matter(id, sight)? {
            row.paint_with_door(paint, inner, self.revealed, sight, lang);
        }
        Ok(())
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
fn paint_visit(paint: &mut Paint<'_>, area: Rect, household: &Household, sight: &Sight<'_>, lang: Lang) {
    let (head, door) = door_widths(area.width);
    let kind = if lang == Lang::Zh { 2 } else { 3 };
    let widths = [Width::Fixed(kind), Width::Fixed(head), Width::Fixed(door), Width::Rest, Width::Fixed(18)];
    let places = lay_out(area.width, &widths);
    let tags = household.tag_names(sight.today()).join(" ");
    let texts = ["", &household.profile.head, &household.profile.door, &tags, &last_visit(household, sight, lang)];
    let roles = [Role::Body, Role::Body, Role::Aside, Role::Body, Role::Aside];
    for (((x, width), text), role) in places.into_iter().zip(texts).zip(roles) {
        paint.text(area.x + x, area.y, width, text, role);
    }
}

/// A door that was put off: head, door, the words that wait, when it was put off.
fn paint_parked(paint: &mut Paint<'_>, area: Rect, household: &Household, sight: &Sight<'_>, lang: Lang) {
    let (head, door) = door_widths(area.width);
    let kind = if lang == Lang::Zh { 2 } else { 3 };
    let widths = [Width::Fixed(kind), Width::Fixed(head), Width::Fixed(door), Width::Rest, Width::Fixed(18)];
    let places = lay_out(area.width, &widths);
    let words = sight.desk.draft(Some(household.id)).map_or("", |draft| draft.text.trim());
    let at = sight.desk.parked().iter().find(|parked| parked.household == household.id).map(|parked| parked.at);
    let at = at.map_or_else(String::new, |at| when::at(at, sight.today(), lang));
    let texts = ["", &household.profile.head, &household.profile.door, words, &at];
    let roles = [Role::Body, Role::Body, Role::Aside, Role::Body, Role::Aside];
    for (((x, width), text), role) in places.into_iter().zip(texts).zip(roles) {
        paint.text(area.x + x, area.y, width, text, role);
    }
}

/// A door where tags ask whether they go on: head, door, the tags with their last days, how to answer.
fn paint_tags(paint: &mut Paint<'_>, area: Rect, household: &Household, sight: &Sight<'_>, lang: Lang) {
    let (head, door) = door_widths(area.width);
    let kind = if lang == Lang::Zh { 2 } else { 3 };
    let widths = [Width::Fixed(kind), Width::Fixed(head), Width::Fixed(door), Width::Rest, Width::Fixed(26)];
    let tags = household.profile.tags.iter().filter(|tag| homes::asks(tag, sight.today()));
    let named = tags.filter_map(|tag| Some(format!("{} {}", tag.name, when::day(tag.to?, sight.today(), lang))));
    let tags = named.collect::<Vec<_>>().join("  ");
    let how = HomeWord::RenewOrEnd.word(lang);
    let texts = ["", &household.profile.head, &household.profile.door, &tags, how];
    let roles = [Role::Body, Role::Body, Role::Aside, Role::Soon, Role::Aside];
    for (((x, width), text), role) in lay_out(area.width, &widths).into_iter().zip(texts).zip(roles) {
        paint.text(area.x + x, area.y, width, text, role);
    }
}

fn paint_heading(paint: &mut Paint<'_>, place: Rect, group: &Group, lang: Lang) {
    let (count, role) = heading(group);
    paint.text(place.x + 1, place.y, place.width - 1, &count.text(lang), role);
}

fn heading(group: &Group) -> (Count, Role) {
    match group.sort {
        Sort::Late => (Count::Late(group.total), Role::Late),
        Sort::Today => (Count::Today(group.total), Role::Soon),
        Sort::Parked => (Count::Parked(group.total), Role::Soon),
        Sort::Week => (Count::Week(group.total), Role::Heading),
        Sort::CallBack => (Count::CallBack(group.total), Role::Heading),
        Sort::Tags => (Count::Tags(group.total), Role::Soon),
        Sort::Visits => (Count::Visits(group.total), Role::Heading),
    }
}
