//! The area tree with counts, the households of a cell, and on a wide terminal the card of the one under the cursor.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ratatui::layout::Rect;

use crate::domain::facets::Tally;
use crate::domain::household::Household;
use crate::domain::id::{Id, RecordKind};
use crate::domain::reader::Read;
use crate::domain::record::Record;
use crate::domain::scope::{Extent, Scope};
use crate::i18n::conflict;
use crate::i18n::entry::Entry;
use crate::i18n::life;
use crate::i18n::msg::{Count, Empty, Label};
use crate::i18n::{Lang, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::areas::AreaAct;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::homes::{self, HomeAct};
use crate::tui::sight::{Sight, cell_name};
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

use super::card::Card;
use super::unfolding::Unfolding;

/// Columns of the area tree.
const TREE: u16 = 28;
/// Columns of the list of doors where the card stands beside it.
pub const DOORS: u16 = 48;

/// The page.
#[derive(Debug, Default)]
pub struct CellPage {
    areas: Unfolding,
    /// Whether the tree was read.
    begun: bool,
    /// The rows of the tree that were painted, until something may have changed.
    seen: RefCell<HashMap<Scope, Seen>>,
    tree: List,
    cell: Option<Scope>,
    /// The name and the counts of the cell.
    heading: (String, Counts),
    households: Vec<Household>,
    /// Open matters of each household of the cell.
    open: HashMap<Id, usize>,
    /// Households of the cell of which two people wrote different things.
    at_odds: HashSet<Id>,
    doors: List,
    in_doors: bool,
    /// Doors of the cell that something shall be done with together.
    marked: HashSet<Id>,
    /// The card beside the list of doors, on a wide terminal.
    beside: Option<Card>,
    /// Whether only doors are listed where nobody was reached this year.
    unvisited: bool,
}

/// What a cell's heading counts.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    households: i64,
    visited: i64,
    matters: i64,
    /// Households that everybody left.
    left: i64,
}

/// A row of the tree.
#[derive(Clone, Debug)]
struct Seen {
    name: String,
    households: i64,
    matters: i64,
}

impl CellPage {
    /// The page with a cell open.
    pub fn of(cell: Option<Scope>) -> Self {
        Self { cell, in_doors: cell.is_some(), ..Self::default() }
    }

    /// The cell whose households are listed.
    pub fn cell(&self) -> Option<Scope> {
        self.cell
    }

    /// The household under the cursor, when the list of doors takes the keys.
    pub fn household(&self) -> Option<&Household> {
        self.households.get(self.doors.cursor)
    }

    /// The doors that are marked, in walking order.
    pub fn marked(&self) -> Vec<Id> {
        self.households.iter().map(|household| household.id).filter(|id| self.marked.contains(id)).collect()
    }

    /// Unmarks all; whether any was marked.
    pub fn unmark(&mut self) -> bool {
        !std::mem::take(&mut self.marked).is_empty()
    }

    /// Marks the door under the cursor, or no longer, and goes to the next.
    fn mark(&mut self) {
        let Some(id) = self.household().map(|household| household.id) else { return };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.doors.step(Step::Down, self.households.len());
    }

    /// Puts the cursor on a household, if it is one of this cell.
    pub fn point_at(&mut self, household: Id) {
        if let Some(at) = self.households.iter().position(|known| known.id == household) {
            self.doors.cursor = at;
            self.in_doors = true;
        }
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.load_areas(sight)?;
        self.beside = None;
        self.load_cell(sight)
    }

    fn load_areas(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.seen.get_mut().clear();
        self.areas.read(sight)?;
        if !std::mem::replace(&mut self.begun, !self.areas.rows().is_empty()) {
            self.cell = self.cell.map_or_else(|| sight.reader.first_cell(Scope::WHOLE), |cell| Ok(Some(cell)))?;
            if let Some(cell) = self.cell {
                self.areas.unfold_around(cell, sight)?;
                self.tree.cursor = self.areas.row_of(cell).unwrap_or(0);
            }
        }
        self.tree.clamp(self.areas.rows().len());
        Ok(())
    }

    fn load_cell(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.open.clear();
        self.households.clear();
        let Some(cell) = self.cell else { return Ok(()) };
        self.heading = heading(cell, sight)?;
        self.households = sight.reader.households_of_cell(cell)?;
        if self.unvisited {
            let year = chrono::Datelike::year(&sight.today());
            self.households.retain(|household| !household.years_reached.contains(&year));
        }
        let open = &mut self.open;
        sight.reader.each(RecordKind::Matter, cell, &mut |record| {
            if let Record::Matter(matter) = record
                && matter.is_open()
                && let Some(household) = matter.raised.household
            {
                *open.entry(household).or_default() += 1;
            }
            true
        })?;
        self.at_odds = sight.reader.at_odds_in(cell)?;
        self.doors.clamp(self.households.len());
        Ok(())
    }

    fn area_under_cursor(&self) -> Option<Scope> {
        self.areas.rows().get(self.tree.cursor).copied()
    }

    /// Whether the card beside the list is still that of another row.
    pub fn lags(&self) -> bool {
        let of = self.beside.as_ref().and_then(Card::household).map(|household| household.id);
        of.is_some() && of != self.household().map(|household| household.id)
    }

    /// Keeps the card of the household under the cursor beside the list, where there is room.
    pub fn accompany(&mut self, wide: bool, revealed: bool, sight: &Sight<'_>) -> Read<()> {
        let household = self.household().map(|household| household.id).filter(|_| wide);
        if self.beside.as_ref().and_then(Card::household).map(|household| household.id) != household {
            self.beside = household.map(|id| Card::of(id, None));
            if let Some(card) = &mut self.beside {
                card.load(sight)?;
            }
        }
        if let Some(card) = &mut self.beside {
            card.revealed = revealed;
        }
        Ok(())
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) {
        here.cell = self.cell;
        here.marked = self.marked.len();
        here.allow(Can::TakeRoute, !self.marked.is_empty());
        if self.cell.is_some() {
            here.areas.extend([AreaAct::HandOver, AreaAct::Sheets]);
        }
        if !self.marked.is_empty() {
            here.areas.extend([AreaAct::MoveMarked, AreaAct::HandOverMarked]);
        }
        if let Some(household) = self.household().filter(|_| self.in_doors) {
            here.household = Some(household.id);
            here.allow(Can::Open, true);
            homes::look(here, household, None, sight);
            return;
        }
        here.home.extend(self.cell.map(|_| HomeAct::AddHousehold));
        here.allow(Can::Open, !self.in_doors && self.area_under_cursor().is_some());
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        match action {
            Action::Move(step) if self.in_doors => self.doors.step(step, self.households.len()),
            Action::Move(step) => self.tree.step(step, self.areas.rows().len()),
            Action::MarkDoor if self.in_doors => self.mark(),
            Action::Unvisited => {
                self.unvisited = !self.unvisited;
                self.doors = List::default();
                self.load_cell(sight)?;
                self.in_doors = !self.households.is_empty();
            }
            Action::NextPane | Action::PreviousPane => self.in_doors = !self.in_doors && !self.households.is_empty(),
            Action::Left if self.in_doors => self.in_doors = false,
            Action::Left => self.fold(),
            Action::Right | Action::Open if !self.in_doors => self.unfold(sight)?,
            Action::Open => {
                let household = self.household().map(|household| household.id);
                return Ok(household.map_or(Then::Stay, |household| Then::GoToCard { household, matter: None }));
            }
            _ => {}
        }
        Ok(Then::Stay)
    }

    /// Folds the area under the cursor, or goes to the one it lies in.
    fn fold(&mut self) {
        let Some(scope) = self.area_under_cursor() else { return };
        if !self.areas.fold(scope) {
            let parent = scope.parent().and_then(|parent| self.areas.row_around(parent));
            self.tree.cursor = parent.unwrap_or(self.tree.cursor);
        }
    }

    /// Unfolds the area under the cursor, or opens the cell.
    fn unfold(&mut self, sight: &Sight<'_>) -> Read<()> {
        let Some(scope) = self.area_under_cursor() else { return Ok(()) };
        if !scope.is_cell() {
            if !self.areas.unfold(scope, sight)? {
                self.tree.step(Step::Down, self.areas.rows().len());
            }
            return Ok(());
        }
        if self.cell != Some(scope) {
            self.unmark();
            self.cell = Some(scope);
            self.doors = List::default();
            self.load_cell(sight)?;
        }
        self.in_doors = !self.households.is_empty();
        Ok(())
    }

    /// The tree, and the list of doors beside it.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        if self.areas.rows().is_empty() {
            super::paint_empty(paint, area, Empty::Cells, lang);
            return Ok(());
        }
        let tree = TREE.min(area.width / 2);
        self.paint_tree(paint, Rect { width: tree, ..area }, sight, lang)?;
        let mut doors = Rect { x: area.x + tree + 1, width: area.width.saturating_sub(tree + 1), ..area };
        if let Some(card) = &self.beside {
            let beside = Rect { x: doors.x + DOORS + 1, width: doors.width.saturating_sub(DOORS + 1), ..doors };
            doors.width = DOORS;
            card.paint(paint, beside, false, sight, lang);
        }
        self.paint_doors(paint, doors, true, sight, lang);
        Ok(())
    }

    fn paint_tree(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        let columns = tree_columns(area.width);
        let heads = [Label::Households, Label::OpenMatters].map(|label| label.text(lang));
        for (head, (x, width)) in heads.into_iter().zip(&columns[2..]) {
            paint.right(area.x + x, area.y, *width, head, Role::Aside);
        }
        let rows = self.areas.rows();
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let visible = self.tree.visible(usize::from(body.height), rows.len());
        for (y, at) in (body.y..).zip(visible) {
            let place = Rect { y, height: 1, ..body };
            self.paint_area(paint, place, rows[at], sight, lang)?;
            if at == self.tree.cursor {
                super::paint_cursor(paint, place, !self.in_doors);
            }
        }
        Ok(())
    }

    /// Reads a row of the tree, unless it was read since something may have changed.
    fn seen(&self, scope: Scope, sight: &Sight<'_>) -> Read<Seen> {
        if let Some(seen) = self.seen.borrow().get(&scope) {
            return Ok(seen.clone());
        }
        let name = sight.reader.area(scope)?.map_or_else(|| scope.to_string(), |area| area.label());
        let households = sight.reader.tally(Tally::Households, scope)?;
        let seen = Seen { name, households, matters: sight.reader.tally(Tally::Open, scope)? };
        self.seen.borrow_mut().insert(scope, seen.clone());
        Ok(seen)
    }

    fn paint_area(&self, paint: &mut Paint<'_>, place: Rect, scope: Scope, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        let Seen { name, households, matters } = self.seen(scope, sight)?;
        let sign = match scope.extent() {
            Extent::Cell if self.cell == Some(scope) => "*",
            Extent::Cell => " ",
            _ if self.areas.is_unfolded(scope) => "-",
            _ => "+",
        };
        let indent = match scope.extent() {
            Extent::Cell => 4,
            Extent::Village => 3,
            Extent::Township => 2,
            _ => 1,
        };
        let name = if scope.is_cell() { cell_name(&name, lang) } else { name };
        let columns = tree_columns(place.width);
        paint.text(place.x + indent, place.y, 1, sign, Role::Aside);
        let (x, width) = columns[1];
        let used = indent + 2 - x;
        paint.text(place.x + indent + 2, place.y, width.saturating_sub(used), &name, Role::Body);
        let (x, width) = columns[2];
        paint.right(place.x + x, place.y, width, &households.to_string(), Role::Aside);
        if matters > 0 {
            let (x, width) = columns[3];
            paint.right(place.x + x, place.y, width, &matters.to_string(), Role::Soon);
        }
        Ok(())
    }

    /// The list of doors under a heading with the counts of the cell.
    pub fn paint_doors(&self, paint: &mut Paint<'_>, area: Rect, focusable: bool, sight: &Sight<'_>, lang: Lang) {
        self.paint_heading(paint, area, lang);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if self.households.is_empty() {
            let empty = if self.unvisited { Empty::Unvisited } else { Empty::Cell };
            super::paint_empty(paint, body, empty, lang);
            return;
        }
        let visible = self.doors.visible(usize::from(body.height), self.households.len());
        for (y, at) in (body.y..).zip(visible) {
            let place = Rect { y, height: 1, ..body };
            self.paint_door(paint, place, &self.households[at], sight, lang);
            if at == self.doors.cursor {
                super::paint_cursor(paint, place, self.in_doors && focusable);
                if !focusable {
                    // The card beside the list is this household's.
                    paint.text(place.x, place.y, 1, "*", Role::Resting);
                }
            }
        }
    }

    fn paint_heading(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        if self.cell.is_none() {
            return;
        }
        let (name, counts) = &self.heading;
        let name = cell_name(name, lang);
        let mut text = name.clone();
        for count in [
            Count::Households(counts.households),
            Count::Visited(counts.visited, counts.households),
            Count::Matters(counts.matters),
        ] {
            text.push_str("  ");
            text.push_str(&count.text(lang));
        }
        if counts.left > 0 {
            text.push_str("  ");
            text.push_str(&life::left_doors(counts.left, lang));
        }
        if self.unvisited {
            text = format!("{}  {}", name, Count::Unvisited(self.households.len()).text(lang));
        }
        let end = paint.text(area.x + 1, area.y, area.width.saturating_sub(1), &text, Role::Heading);
        if !self.marked.is_empty() {
            let marked = Count::Marked(self.marked.len()).text(lang);
            paint.text(end + 2, area.y, area.right().saturating_sub(end + 2), &marked, Role::Soon);
        }
    }

    fn paint_door(&self, paint: &mut Paint<'_>, place: Rect, household: &Household, sight: &Sight<'_>, lang: Lang) {
        let profile = &household.profile;
        let roomy = place.width >= 64;
        let (door, people) = if roomy { (12, 9) } else { (9, 0) };
        let mut widths = vec![Width::Fixed(2), Width::Fixed(door), Width::Rest, Width::Fixed(people)];
        widths.extend([Width::Fixed(14), Width::Fixed(6)]);
        let columns = lay_out(place.width, &widths);
        let members = Count::Members(profile.members.len()).text(lang);
        let last = household.last_visit().map_or_else(
            || Label::NeverVisited.text(lang).to_owned(),
            |visit| when::ago(visit.at.date(), sight.today(), lang),
        );
        let open = self.open.get(&household.id).copied().unwrap_or(0);
        let matters =
            if open > 0 { Count::Matters(i64::try_from(open).unwrap_or(0)).text(lang) } else { String::new() };
        let mark = if self.marked.contains(&household.id) { " *" } else { "" };
        let texts = [mark, &profile.door, &profile.head, &members, &last, &matters];
        let roles = [Role::Body, Role::Aside, Role::Body, Role::Aside, Role::Aside, Role::Soon];
        for (((x, width), text), role) in columns.iter().copied().zip(texts).zip(roles) {
            paint.text(place.x + x, place.y, width, text, role);
        }
        let conflict = self.at_odds.contains(&household.id).then(|| conflict::mark(lang));
        let parked = sight.desk.is_parked(household.id).then(|| Entry::ParkedMark.text(lang));
        let marks = [conflict, parked].into_iter().flatten().collect::<String>();
        if !marks.is_empty() {
            let (x, width) = columns[2];
            paint.right(place.x + x, place.y, width, marks.trim_end(), Role::Soon);
        }
    }
}

/// The name of a cell, and what is counted in it.
fn heading(cell: Scope, sight: &Sight<'_>) -> Read<(String, Counts)> {
    let name = sight.reader.area(cell)?.map_or_else(String::new, |area| area.label());
    let count = |tally| sight.reader.tally(tally, cell);
    let counts = Counts {
        households: count(Tally::Households)?,
        visited: count(Tally::Visited(chrono::Datelike::year(&sight.today())))?,
        matters: count(Tally::Open)?,
        left: count(Tally::Left)?,
    };
    Ok((name, counts))
}

/// A margin, the names, households and open matters.
fn tree_columns(width: u16) -> Vec<(u16, u16)> {
    lay_out(width, &[Width::Fixed(0), Width::Rest, Width::Fixed(5), Width::Fixed(4)])
}
