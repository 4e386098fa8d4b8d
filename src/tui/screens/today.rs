//! Today: what is late and due, which door next. Answered from lists by moment that are split at now, so that nothing
//! ticks; only the rows that are painted are read.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::facets::{List as Index, Tally, key_moment, moment_key};
use crate::domain::household::{Household, walking_order};
use crate::domain::id::Id;
use crate::domain::moment::{Date, Moment};
use crate::domain::reader::{Order, Read, Row};
use crate::domain::route::RouteDay;
use crate::domain::scope::{Extent, Scope};
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::homes;
use crate::tui::sight::Sight;
use crate::tui::widgets::list::{List, Step};

use super::card::Card;
use super::row::MatterRow;
use plan::Plan;
use promised::Owings;

mod paint;
pub mod plan;
mod promised;

/// Rows that a group shows at most; what is beyond is counted.
const GROUP: usize = 200;
/// Doors to visit that are listed at most: all of them are read to be put in the order in which they are walked.
const DOORS: usize = 100;
/// Rows below the cursor from which on nothing is seen before it was put in order.
const FAR: usize = 120;
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
    /// The route that lies on the desk.
    plan: Option<Plan>,
    owings: Owings,
    /// Households of which two people wrote different things.
    at_odds: HashSet<Id>,
    /// Doors chosen for a route.
    marked: HashSet<Id>,
    /// The day of an earlier route whose rest was chosen without being asked.
    offered: Option<Date>,
    /// Whether only what is not finished is shown.
    evening: bool,
    /// The card of the door under the cursor, where there is room for it, and the row it was read for.
    beside: Option<(Id, Card)>,
    /// Doors to visit that are listed far below the cursor, before they are put in walking order: for that all of them
    /// have to be read.
    unwalked: Option<Vec<Row>>,
    /// Rows that were painted, until something is recorded.
    matters: RefCell<HashMap<Id, Option<Rc<MatterRow>>>>,
    households: RefCell<HashMap<Id, Option<Rc<Household>>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Doors of today's route.
    Route,
    /// What is left of the route of an earlier day.
    Rest,
    /// What to bring to the doors of today.
    Bring,
    Late,
    Today,
    Parked,
    Week,
    /// What else the person promised.
    Promised,
    CallBack,
    Tags,
    Visits,
    /// Doors with words that were not saved.
    Drafts,
    /// The route of a day to come.
    Ahead,
}

impl Sort {
    /// Whether its rows are households and not matters.
    fn is_of_doors(self) -> bool {
        !self.is_owed() && !matches!(self, Self::Late | Self::Today | Self::Week | Self::CallBack)
    }

    /// Whether its rows are promises and claimed wishes of the person.
    fn is_owed(self) -> bool {
        matches!(self, Self::Bring | Self::Promised)
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
        let (marked, offered) = (std::mem::take(&mut self.marked), self.offered);
        *self = Self { marked, offered, evening: self.evening, ..Self::of(scope) };
        self.load(sight)
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.matters.get_mut().clear();
        self.households.get_mut().clear();
        self.beside = None;
        self.unwalked = None;
        self.groups.clear();
        self.plan = Plan::read(sight)?;
        self.at_odds = sight.reader.at_odds_in(Scope::WHOLE)?;
        self.add_route();
        if self.evening {
            self.add_parked(sight)?;
            self.add_drafts(sight)?;
        } else {
            self.owings = Owings::read(self.scope(), self.plan.as_ref(), sight)?;
            let bring: Vec<Id> = self.owings.bring.iter().map(|owing| owing.id).collect();
            let total = bring.len();
            self.add(Sort::Bring, bring, total);
            self.add_owed_and_due(sight)?;
        }
        self.add_ahead();
        self.peopled = !self.groups.is_empty() || sight.reader.tally(Tally::Households, Scope::WHOLE)? > 0;
        self.list.clamp(self.rows());
        Ok(())
    }

    fn add_owed_and_due(&mut self, sight: &Sight<'_>) -> Read<()> {
        let (now, end) = (moment_key(sight.now), moment_key(Moment::end_of(sight.today())) + 1);
        let week = end.saturating_add_signed(WEEK);
        let ranges = [
            (Sort::Late, Index::Owed, 0..now),
            (Sort::Today, Index::Owed, now..end.max(now)),
            (Sort::Week, Index::Owed, end..week),
            (Sort::Tags, Index::TagExpiry, 0..end.saturating_add_signed(homes::ASKS_BEFORE * 86_400)),
            (Sort::Visits, Index::VisitDue, 0..end),
        ];
        for (sort, index, keys) in ranges {
            match sort {
                Sort::Week => self.add_parked(sight)?,
                Sort::Tags => {
                    let promised: Vec<Id> = self.owings.promised.iter().map(|owing| owing.id).collect();
                    let total = promised.len();
                    self.add(Sort::Promised, promised, total);
                    self.add_call_backs(sight)?;
                }
                _ => {}
            }
            let most = if sort == Sort::Visits { DOORS } else { GROUP };
            let listing = sight.reader.list(index, self.scope(), keys, Order::OldestFirst, most)?;
            if sort == Sort::Visits {
                self.add_visits(&listing.rows, listing.total, sight)?;
            } else {
                self.add(sort, listing.rows.iter().map(|row| row.id).collect(), listing.total);
            }
        }
        Ok(())
    }

    /// Adds a group, unless nothing belongs to it.
    fn add(&mut self, sort: Sort, rows: Vec<Id>, total: usize) {
        if total > 0 {
            self.groups.push(Group { sort, rows, total });
        }
    }

    /// The doors where a visit is due, in walking order, without those on the route.
    fn add_visits(&mut self, rows: &[Row], total: usize, sight: &Sight<'_>) -> Read<()> {
        let on_route = |id: Id| self.plan.as_ref().is_some_and(|plan| plan.holds(id));
        let rest: Vec<Row> = rows.iter().filter(|row| !on_route(row.id)).copied().collect();
        let total = total - (rows.len() - rest.len());
        let is_far = self.rows() > self.list.cursor + FAR;
        self.add(Sort::Visits, rest.iter().map(|row| row.id).collect(), total);
        self.unwalked = Some(rest);
        if is_far { Ok(()) } else { self.walk(sight) }
    }

    /// Puts the doors to visit in walking order, if they are not.
    fn walk(&mut self, sight: &Sight<'_>) -> Read<()> {
        let Some(rest) = self.unwalked.take() else { return Ok(()) };
        let doors = self.walked(&rest, sight)?;
        if let Some(group) = self.groups.iter_mut().find(|group| group.sort == Sort::Visits) {
            group.rows = doors;
        }
        Ok(())
    }

    /// Today's route, or what is left of an earlier one: that is offered again, with every door chosen.
    fn add_route(&mut self) {
        let Some(plan) = self.plan.as_ref().filter(|plan| plan.day != RouteDay::Ahead) else { return };
        let rows: Vec<Id> = if plan.day == RouteDay::Today && !self.evening {
            plan.stops.iter().map(|stop| stop.household.id).collect()
        } else {
            plan.left().collect()
        };
        let sort = if plan.day == RouteDay::Today { Sort::Route } else { Sort::Rest };
        if sort == Sort::Rest && self.offered != Some(plan.on) {
            self.offered = Some(plan.on);
            self.marked.extend(&rows);
        }
        let total = rows.len();
        self.add(sort, rows, total);
    }

    fn add_ahead(&mut self) {
        let Some(plan) = self.plan.as_ref().filter(|plan| plan.day == RouteDay::Ahead) else { return };
        let rows: Vec<Id> = plan.stops.iter().map(|stop| stop.household.id).collect();
        let total = rows.len();
        self.add(Sort::Ahead, rows, total);
    }

    /// Whoever waits to be asked how it went: each voice by itself, also where its lead was asked before.
    fn add_call_backs(&mut self, sight: &Sight<'_>) -> Read<()> {
        let waiting = sight.reader.to_call_back(self.scope())?;
        self.add(Sort::CallBack, waiting.iter().take(GROUP).map(|row| row.id).collect(), waiting.len());
        Ok(())
    }

    /// Doors of this area that were put off, the first put off first.
    fn add_parked(&mut self, sight: &Sight<'_>) -> Read<()> {
        let mut rows = Vec::new();
        let shown =
            |door: Id| self.evening && self.plan.as_ref().is_some_and(|plan| plan.left().any(|left| left == door));
        for parked in sight.desk.parked().iter().filter(|parked| !shown(parked.household)) {
            let household = sight.reader.household(parked.household)?;
            if household.is_some_and(|household| self.scope().holds(household.cell)) {
                rows.push(parked.household);
            }
        }
        let total = rows.len();
        self.add(Sort::Parked, rows, total);
        Ok(())
    }

    /// Doors with words that were not saved and that were not put off, typed at last first.
    fn add_drafts(&mut self, sight: &Sight<'_>) -> Read<()> {
        let mut rows = Vec::new();
        for door in sight.desk.drafts().filter_map(|draft| draft.door).filter(|door| !sight.desk.is_parked(*door)) {
            if sight.reader.household(door)?.is_some() {
                rows.push(door);
            }
        }
        let total = rows.len();
        self.add(Sort::Drafts, rows, total);
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

    /// Reads one row that will be painted when the cursor goes on by a page; whether there was one.
    pub fn read_ahead(&mut self, sight: &Sight<'_>) -> Read<bool> {
        if self.unwalked.is_some() {
            return self.walk(sight).map(|()| true);
        }
        let rows = self.groups.iter().flat_map(|group| group.rows.iter().map(|id| (group.sort, *id)));
        let near = self.list.around(self.rows());
        for (sort, id) in rows.skip(near.start).take(near.len()) {
            if sort.is_owed() || matches!(sort, Sort::Route | Sort::Ahead) {
                continue;
            }
            if sort.is_of_doors() && !self.households.borrow().contains_key(&id) {
                return self.household(id, sight).map(|_| true);
            }
            if !sort.is_of_doors() && !self.matters.borrow().contains_key(&id) {
                return self.matter(id, sight).map(|_| true);
            }
        }
        Ok(false)
    }

    /// The numbers of callers that stand here only once they are asked for: of all rows, as they can be scrolled to.
    pub fn hidden(&self, sight: &Sight<'_>) -> Read<Option<(Scope, Disclosed)>> {
        let matters = self
            .groups
            .iter()
            .filter(|group| !group.sort.is_of_doors() && !group.sort.is_owed())
            .flat_map(|group| &group.rows);
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
        here.allow(Can::GoBack, self.evening || !self.marked.is_empty());
        here.allow(Can::TakeRoute, !self.marked.is_empty() || self.plan.is_some());
        here.allow(Can::CarryOver, self.is_anything_left(sight));
        let Some((sort, id)) = self.under_cursor() else { return Ok(()) };
        here.allow(Can::Open, true);
        here.allow(Can::Reorder, matches!(sort, Sort::Route | Sort::Ahead) && !self.evening);
        if let Some(owing) = self.owings.find(id).filter(|owing| sort.is_owed() && owing.is_promise()) {
            here.household = owing.household;
            here.promise = Some(id);
        } else if sort.is_of_doors() {
            here.household = Some(id);
            if let Some(household) = self.household(id, sight)? {
                homes::look(here, &household, None, sight);
                here.allow(Can::Explain, !household.is_merged());
            }
        } else if let Some(row) = self.matter(id, sight)? {
            row.look(here, sight)?;
        }
        Ok(())
    }

    /// Whether there is a door that can wait for tomorrow.
    fn is_anything_left(&self, sight: &Sight<'_>) -> bool {
        let route = self.plan.as_ref().filter(|plan| plan.day != RouteDay::Ahead);
        !self.marked.is_empty()
            || route.is_some_and(|plan| plan.left().next().is_some())
            || !sight.desk.parked().is_empty()
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        self.walk(sight)?;
        match action {
            Action::Move(step) => self.list.step(step, self.rows()),
            Action::NextPane => self.next_group(),
            Action::Open => return self.open(sight),
            Action::Evening => self.turn_evening(sight)?,
            _ => {}
        }
        Ok(Then::Stay)
    }

    /// Shows only what is not finished, or everything again.
    fn turn_evening(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.evening = !self.evening;
        self.list = List::default();
        self.load(sight)
    }

    /// Goes back from what is not finished to everything; whether that was a step back.
    pub fn back(&mut self, sight: &Sight<'_>) -> Read<bool> {
        if self.evening {
            self.turn_evening(sight)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// The doors that are chosen for a route.
    pub fn marked(&self) -> Vec<Id> {
        self.marked.iter().copied().collect()
    }

    /// Chooses doors for a route.
    pub fn mark(&mut self, doors: impl IntoIterator<Item = Id>) {
        self.marked.extend(doors);
    }

    /// Chooses a door, or no longer, and goes to the next row.
    pub fn turn_mark(&mut self, door: Id) {
        if !self.marked.remove(&door) {
            self.marked.insert(door);
        }
        self.list.step(Step::Down, self.rows());
    }

    /// Chooses no door any more; whether any was.
    pub fn unmark(&mut self) -> bool {
        !std::mem::take(&mut self.marked).is_empty()
    }

    /// Puts the cursor on the first row, where the route begins.
    pub fn go_to_top(&mut self) {
        self.list = List::default();
    }

    /// The door of the route under the cursor.
    pub fn stop_here(&self) -> Option<Id> {
        self.under_cursor().filter(|(sort, _)| matches!(sort, Sort::Route | Sort::Ahead)).map(|(_, id)| id)
    }

    /// Puts the cursor on a door of the route.
    pub fn point_at_stop(&mut self, door: Id) {
        let mut rows = self.groups.iter().flat_map(|group| group.rows.iter().map(|id| (group.sort, *id)));
        let at = rows.position(|(sort, id)| matches!(sort, Sort::Route | Sort::Ahead) && id == door);
        self.list.cursor = at.unwrap_or(self.list.cursor);
    }

    /// Whether the card beside the list is still that of another row.
    pub fn lags(&self) -> bool {
        self.beside.as_ref().is_some_and(|(of, _)| self.under_cursor().is_none_or(|(_, id)| id != *of))
    }

    /// Keeps the card of the door under the cursor beside the list, where there is room.
    pub fn accompany(&mut self, wide: bool, sight: &Sight<'_>) -> Read<()> {
        let Some((sort, id)) = self.under_cursor().filter(|_| wide) else {
            self.beside = None;
            return Ok(());
        };
        if self.beside.as_ref().is_some_and(|(of, _)| *of == id) {
            return Ok(());
        }
        self.beside = None;
        let (household, matter) = match sort {
            _ if sort.is_of_doors() => (Some(id), None),
            _ if sort.is_owed() => (self.owings.find(id).and_then(|owing| owing.household), None),
            _ => (self.matter(id, sight)?.and_then(|row| row.household), Some(id)),
        };
        if let Some(household) = household {
            let mut card = Card::of(household, matter);
            card.load(sight)?;
            self.beside = Some((id, card));
        }
        Ok(())
    }

    fn open(&self, sight: &Sight<'_>) -> Read<Then> {
        let Some((sort, id)) = self.under_cursor() else { return Ok(Then::Stay) };
        if matches!(sort, Sort::Parked | Sort::Drafts) {
            return Ok(Then::TakeUp(id));
        }
        if sort.is_of_doors() {
            return Ok(Then::GoToCard { household: id, matter: None });
        }
        if let Some(household) = self.owings.find(id).filter(|_| sort.is_owed()).and_then(|owing| owing.household) {
            return Ok(Then::GoToCard { household, matter: None });
        }
        let household = sight.reader.matter(id)?.and_then(|matter| matter.raised.household);
        Ok(household.map_or(Then::GoToMatter(id), |household| Then::GoToCard { household, matter: Some(id) }))
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
}
