//! The area tree with counts, the households of a cell, and on a wide terminal the card of the one under the cursor.

use std::collections::{HashMap, HashSet};

use ratatui::layout::Rect;

use crate::domain::area::Area;
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
use crate::tui::sight::{Sight, cell_name, open_states};
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

use super::card::Card;

/// Columns of the area tree.
const TREE: u16 = 28;
/// Columns of the list of doors where the card stands beside it.
pub const DOORS: u16 = 48;

/// The page.
#[derive(Debug, Default)]
pub struct CellPage {
    areas: Vec<Area>,
    counts: HashMap<Scope, Counts>,
    unfolded: HashSet<Scope>,
    tree: List,
    cell: Option<Scope>,
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

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    households: i64,
    visited: i64,
    matters: i64,
    /// Households that everybody left.
    left: i64,
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
        if self.areas.is_empty() {
            self.load_areas(sight)?;
        } else {
            self.read_areas(sight)?;
        }
        self.beside = None;
        self.load_counts(sight)?;
        self.load_cell(sight)
    }

    fn read_areas(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.areas = sight.reader.areas(Scope::WHOLE)?;
        self.areas.extend(sight.reader.cells(Scope::WHOLE)?);
        // An area's code sorts before the codes of all that lies in it.
        self.areas.sort_by_key(|area| area.scope);
        self.tree.clamp(self.rows().len());
        Ok(())
    }

    fn load_areas(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.read_areas(sight)?;
        let cells = self.areas.iter().filter(|area| area.scope.is_cell());
        self.cell = self.cell.or_else(|| cells.clone().next().map(|area| area.scope));
        let few = cells.count() <= 12;
        let ancestors = std::iter::successors(self.cell, |scope| scope.parent());
        self.unfolded = ancestors.collect();
        for area in &self.areas {
            if few || matches!(area.scope.extent(), Extent::County | Extent::Township) {
                self.unfolded.insert(area.scope);
            }
        }
        let at = self.rows().iter().position(|area| Some(area.scope) == self.cell);
        self.tree.cursor = at.unwrap_or(0);
        Ok(())
    }

    fn load_counts(&mut self, sight: &Sight<'_>) -> Read<()> {
        use chrono::Datelike;
        self.counts.clear();
        let year = sight.today().year();
        self.add_up(sight, Tally::Households, |counts| &mut counts.households)?;
        self.add_up(sight, Tally::Left, |counts| &mut counts.left)?;
        self.add_up(sight, Tally::Visited(year), |counts| &mut counts.visited)?;
        for (kind, state) in open_states() {
            self.add_up(sight, Tally::Matters(kind, state), |counts| &mut counts.matters)?;
        }
        Ok(())
    }

    fn add_up(&mut self, sight: &Sight<'_>, tally: Tally, place: fn(&mut Counts) -> &mut i64) -> Read<()> {
        for (cell, sum) in sight.reader.tallies(tally, Scope::WHOLE)? {
            for scope in std::iter::successors(Some(cell), |scope| scope.parent()) {
                *place(self.counts.entry(scope).or_default()) += sum;
            }
        }
        Ok(())
    }

    fn load_cell(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.open.clear();
        self.households.clear();
        let Some(cell) = self.cell else { return Ok(()) };
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

    /// The areas whose ancestors are all unfolded.
    fn rows(&self) -> Vec<&Area> {
        let known: HashSet<Scope> = self.areas.iter().map(|area| area.scope).collect();
        let folded_in = |scope: Scope| {
            std::iter::successors(scope.parent(), |scope| scope.parent())
                .any(|parent| known.contains(&parent) && !self.unfolded.contains(&parent))
        };
        self.areas.iter().filter(|area| !folded_in(area.scope)).collect()
    }

    fn area_under_cursor(&self) -> Option<Scope> {
        self.rows().get(self.tree.cursor).map(|area| area.scope)
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
            Action::Move(step) => self.tree.step(step, self.rows().len()),
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
        if self.unfolded.remove(&scope) {
            return;
        }
        let rows = self.rows();
        let mut parents = std::iter::successors(scope.parent(), |scope| scope.parent());
        let at = parents.find_map(|parent| rows.iter().position(|area| area.scope == parent));
        self.tree.cursor = at.unwrap_or(self.tree.cursor);
    }

    /// Unfolds the area under the cursor, or opens the cell.
    fn unfold(&mut self, sight: &Sight<'_>) -> Read<()> {
        let Some(scope) = self.area_under_cursor() else { return Ok(()) };
        if !scope.is_cell() {
            if !self.unfolded.insert(scope) {
                self.tree.step(Step::Down, self.rows().len());
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
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        if self.areas.is_empty() {
            super::paint_empty(paint, area, Empty::Cells, lang);
            return;
        }
        let tree = TREE.min(area.width / 2);
        self.paint_tree(paint, Rect { width: tree, ..area }, lang);
        let mut doors = Rect { x: area.x + tree + 1, width: area.width.saturating_sub(tree + 1), ..area };
        if let Some(card) = &self.beside {
            let beside = Rect { x: doors.x + DOORS + 1, width: doors.width.saturating_sub(DOORS + 1), ..doors };
            doors.width = DOORS;
            card.paint(paint, beside, false, sight, lang);
        }
        self.paint_doors(paint, doors, true, sight, lang);
    }

    fn paint_tree(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        let columns = tree_columns(area.width);
        let heads = [Label::Households, Label::OpenMatters].map(|label| label.text(lang));
        for (head, (x, width)) in heads.into_iter().zip(&columns[2..]) {
            paint.right(area.x + x, area.y, *width, head, Role::Aside);
        }
        let rows = self.rows();
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let visible = self.tree.visible(usize::from(body.height), rows.len());
        for (y, at) in (body.y..).zip(visible) {
            let place = Rect { y, height: 1, ..body };
            self.paint_area(paint, place, rows[at], lang);
            if at == self.tree.cursor {
                super::paint_cursor(paint, place, !self.in_doors);
            }
        }
    }

    fn paint_area(&self, paint: &mut Paint<'_>, place: Rect, area: &Area, lang: Lang) {
        let counts = self.counts.get(&area.scope).copied().unwrap_or_default();
        let (indent, sign) = match area.scope.extent() {
            Extent::Cell => (4, if self.cell == Some(area.scope) { "*" } else { " " }),
            Extent::Village => (3, if self.unfolded.contains(&area.scope) { "-" } else { "+" }),
            Extent::Township => (2, if self.unfolded.contains(&area.scope) { "-" } else { "+" }),
            _ => (1, if self.unfolded.contains(&area.scope) { "-" } else { "+" }),
        };
        let name = if area.scope.is_cell() { cell_name(&area.label(), lang) } else { area.label() };
        let columns = tree_columns(place.width);
        paint.text(place.x + indent, place.y, 1, sign, Role::Aside);
        let (x, width) = columns[1];
        let used = indent + 2 - x;
        paint.text(place.x + indent + 2, place.y, width.saturating_sub(used), &name, Role::Body);
        let (x, width) = columns[2];
        paint.right(place.x + x, place.y, width, &counts.households.to_string(), Role::Aside);
        if counts.matters > 0 {
            let (x, width) = columns[3];
            paint.right(place.x + x, place.y, width, &counts.matters.to_string(), Role::Soon);
        }
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
        let Some(cell) = self.cell else { return };
        let counts = self.counts.get(&cell).copied().unwrap_or_default();
        let mut text = self.areas.iter().find(|area| area.scope == cell).map_or_else(String::new, Area::label);
        let name = cell_name(&text, lang);
        text.clone_from(&name);
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

/// A margin, the names, households and open matters.
fn tree_columns(width: u16) -> Vec<(u16, u16)> {
    lay_out(width, &[Width::Fixed(0), Width::Rest, Width::Fixed(5), Width::Fixed(4)])
}
