//! The tree of areas: counts of every county, township, village and cell, and below it who holds which place in the one
//! under the cursor and above it.

use std::collections::{HashMap, HashSet};

use ratatui::layout::Rect;

use crate::domain::area::{Area, Role as Post};
use crate::domain::facets::{List as Rows, Tally, moment_key};
use crate::domain::people::{Official, officials};
use crate::domain::reader::{Order, Read};
use crate::domain::scope::{Extent, Scope};
use crate::i18n::Lang;
use crate::i18n::areas::{AreaWord, also, matters_count};
use crate::i18n::msg::{Empty, Label};
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::areas;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::model::WIDE;
use crate::tui::sight::{Sight, cell_name, open_states};
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

/// Cells up to which every village begins unfolded.
const FEW: usize = 12;
/// Columns of the people where they stand beside the tree.
const PEOPLE: u16 = 44;

/// The page.
#[derive(Debug, Default)]
pub struct Tree {
    areas: Vec<Area>,
    counts: HashMap<Scope, Counts>,
    unfolded: HashSet<Scope>,
    list: List,
    officials: Vec<Official>,
    /// The places of the area under the cursor and of those above it, from the township down.
    posts: Vec<(Scope, Post, Option<String>)>,
    people: List,
    in_people: bool,
    /// Where the cursor is put once the tree is read.
    wanted: Option<Scope>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    households: i64,
    visited: i64,
    open: i64,
    late: i64,
    cells: i64,
}

impl Tree {
    /// The tree with an area or cell under the cursor.
    pub fn at(scope: Option<Scope>) -> Self {
        Self { wanted: scope, ..Self::default() }
    }

    /// The area or cell under the cursor.
    pub fn scope(&self) -> Option<Scope> {
        self.area().map(|area| area.scope)
    }

    fn area(&self) -> Option<&Area> {
        self.rows().get(self.list.cursor).copied()
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        let before = self.wanted.take().or(self.scope());
        let first = self.areas.is_empty();
        self.areas = sight.reader.areas(Scope::WHOLE)?;
        self.areas.extend(sight.reader.cells(Scope::WHOLE)?);
        // An area's code sorts before the codes of all that lies in it.
        self.areas.sort_by_key(|area| area.scope);
        if first {
            let few = self.areas.iter().filter(|area| area.scope.is_cell()).count() <= FEW;
            let open = |area: &&Area| match area.scope.extent() {
                Extent::Village => few,
                extent => extent != Extent::Cell,
            };
            self.unfolded = self.areas.iter().filter(open).map(|area| area.scope).collect();
        }
        self.count(sight)?;
        self.officials = officials(sight.reader)?;
        if let Some(scope) = before {
            self.point_at(scope);
        }
        self.list.clamp(self.rows().len());
        self.read_posts();
        Ok(())
    }

    /// Puts the cursor on an area or cell, or on the nearest one it lies in.
    pub fn point_at(&mut self, scope: Scope) {
        self.unfolded.extend(std::iter::successors(scope.parent(), |scope| scope.parent()));
        let rows = self.rows();
        let mut around = std::iter::successors(Some(scope), |scope| scope.parent());
        let at = around.find_map(|scope| rows.iter().position(|area| area.scope == scope));
        self.list.cursor = at.unwrap_or(self.list.cursor);
    }

    fn count(&mut self, sight: &Sight<'_>) -> Read<()> {
        use chrono::Datelike;
        self.counts.clear();
        let year = sight.today().year();
        self.add_up(sight, Tally::Households, |counts| &mut counts.households)?;
        self.add_up(sight, Tally::Visited(year), |counts| &mut counts.visited)?;
        for (kind, state) in open_states() {
            self.add_up(sight, Tally::Matters(kind, state), |counts| &mut counts.open)?;
        }
        let now = moment_key(sight.now);
        let cells: Vec<Scope> = self.areas.iter().map(|area| area.scope).filter(|scope| scope.is_cell()).collect();
        for cell in cells {
            let open = self.counts.get(&cell).is_some_and(|counts| counts.open > 0);
            let late = if open { sight.reader.list(Rows::Owed, cell, 0..now, Order::OldestFirst, 0)?.total } else { 0 };
            self.add(cell, i64::try_from(late).unwrap_or(i64::MAX), |counts| &mut counts.late);
            self.add(cell, 1, |counts| &mut counts.cells);
        }
        Ok(())
    }

    fn add_up(&mut self, sight: &Sight<'_>, tally: Tally, place: fn(&mut Counts) -> &mut i64) -> Read<()> {
        for (cell, sum) in sight.reader.tallies(tally, Scope::WHOLE)? {
            self.add(cell, sum, place);
        }
        Ok(())
    }

    /// Adds to a cell and all that it lies in.
    fn add(&mut self, cell: Scope, sum: i64, place: fn(&mut Counts) -> &mut i64) {
        for scope in std::iter::successors(Some(cell), |scope| scope.parent()) {
            *place(self.counts.entry(scope).or_default()) += sum;
        }
    }

    fn counts(&self, scope: Scope) -> Counts {
        self.counts.get(&scope).copied().unwrap_or_default()
    }

    /// The areas whose ancestors are all unfolded.
    fn rows(&self) -> Vec<&Area> {
        let mut folded: Option<Scope> = None;
        let mut rows = Vec::new();
        for area in &self.areas {
            if folded.is_some_and(|folded| folded.holds(area.scope)) {
                continue;
            }
            folded = (!area.scope.is_cell() && !self.unfolded.contains(&area.scope)).then_some(area.scope);
            rows.push(area);
        }
        rows
    }

    /// Who holds the places of the area under the cursor and above it.
    fn read_posts(&mut self) {
        let here = self.scope();
        let around: Vec<Scope> = std::iter::successors(here, |scope| scope.parent()).collect();
        let mut posts = Vec::new();
        for scope in around.into_iter().rev() {
            let people = self.areas.iter().find(|area| area.scope == scope).map(|area| &area.people);
            let held = |post: &Post| people.and_then(|people| people.get(post).cloned());
            let here = Post::ALL.into_iter().filter(|post| post.extent() == scope.extent());
            posts.extend(here.map(|post| (scope, post, held(&post))));
        }
        self.posts = posts;
        self.people.clamp(self.posts.len());
    }

    /// Whether something lies in an area: it cannot be retired then.
    fn is_filled(&self, scope: Scope) -> bool {
        let counts = self.counts(scope);
        let within = self.areas.iter().any(|area| area.scope != scope && scope.holds(area.scope));
        within || counts.households > 0 || counts.open > 0
    }

    pub fn look(&self, here: &mut Here) {
        here.allow(Can::Open, true);
        let Some(area) = self.area() else { return };
        here.cell = Some(area.scope).filter(|scope| scope.is_cell());
        let cells = usize::try_from(self.counts(Scope::WHOLE).cells).unwrap_or(0);
        areas::look(here, area, self.is_filled(area.scope), cells);
    }

    pub fn update(&mut self, action: Action) -> Then {
        match action {
            Action::Move(step) if self.in_people => self.people.step(step, self.posts.len()),
            Action::Move(step) => self.list.step(step, self.rows().len()),
            Action::NextPane | Action::PreviousPane => self.in_people = !self.in_people && !self.posts.is_empty(),
            Action::Left if self.in_people => self.in_people = false,
            Action::Left => self.fold(),
            Action::Right if !self.in_people => self.unfold(),
            Action::Open if self.in_people => return self.open_post(),
            Action::Open => match self.scope() {
                Some(scope) if scope.is_cell() => return Then::GoToCell(scope),
                Some(scope) if self.unfolded.contains(&scope) => self.fold(),
                _ => self.unfold(),
            },
            _ => {}
        }
        self.read_posts();
        Then::Stay
    }

    /// What the person under the cursor answers for; where nobody is, the question who it shall be.
    fn open_post(&self) -> Then {
        match self.posts.get(self.people.cursor) {
            Some((_, _, Some(name))) => Then::ShowOfficial(name.clone()),
            Some((scope, _, None)) => Then::NamePeople(*scope),
            None => Then::Stay,
        }
    }

    /// Leaves the people; whether the cursor was there.
    pub fn back(&mut self) -> bool {
        std::mem::take(&mut self.in_people)
    }

    /// Folds the area under the cursor, or goes to the one it lies in.
    fn fold(&mut self) {
        let Some(scope) = self.scope() else { return };
        if self.unfolded.remove(&scope) {
            return;
        }
        let rows = self.rows();
        let mut around = std::iter::successors(scope.parent(), |scope| scope.parent());
        let at = around.find_map(|parent| rows.iter().position(|area| area.scope == parent));
        self.list.cursor = at.unwrap_or(self.list.cursor);
    }

    /// Unfolds the area under the cursor, or goes to the first that lies in it.
    fn unfold(&mut self) {
        let Some(scope) = self.scope().filter(|scope| !scope.is_cell()) else { return };
        if !self.unfolded.insert(scope) {
            self.list.step(Step::Down, self.rows().len());
        }
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        if self.areas.is_empty() {
            super::paint_empty(paint, area, Empty::Cells, lang);
            return;
        }
        let (tree, people) = if area.width >= WIDE {
            let width = area.width - PEOPLE - 1;
            (Rect { width, ..area }, Rect { x: area.x + width + 1, width: PEOPLE, ..area })
        } else {
            // The places of the cell and above it, under a line.
            let height = u16::try_from(self.posts.len() + 1).unwrap_or(u16::MAX).max(6).min(area.height / 2);
            let tree = Rect { height: area.height - height, ..area };
            (tree, Rect { y: tree.bottom(), height, ..area })
        };
        self.paint_tree(paint, tree, lang);
        self.paint_people(paint, people, lang);
    }

    fn paint_tree(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        let columns = columns(area.width);
        let heads = [
            Label::Households.text(lang),
            AreaWord::Visited.word(lang),
            AreaWord::Open.word(lang),
            AreaWord::Late.word(lang),
        ];
        for (head, (x, width)) in heads.into_iter().zip(&columns[1..]) {
            paint.right(area.x + x, area.y, *width, head, Role::Aside);
        }
        let (x, width) = columns[5];
        paint.text(area.x + x, area.y, width, AreaWord::Answers.word(lang), Role::Aside);
        let rows = self.rows();
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let visible = self.list.visible(body.height.into(), rows.len());
        for (y, at) in (body.y..).zip(visible) {
            let place = Rect { y, height: 1, ..body };
            self.paint_area(paint, place, rows[at], lang);
            if at == self.list.cursor {
                super::paint_cursor(paint, place, !self.in_people);
            }
        }
    }

    fn paint_area(&self, paint: &mut Paint<'_>, place: Rect, area: &Area, lang: Lang) {
        let extent = area.scope.extent();
        let sign = match (extent, self.unfolded.contains(&area.scope)) {
            (Extent::Cell, _) => " ",
            (_, true) => "-",
            (_, false) => "+",
        };
        let indent = match extent {
            Extent::Cell => 7,
            Extent::Village => 5,
            Extent::Township => 3,
            _ => 1,
        };
        let mut name = if extent == Extent::Cell { cell_name(&area.label(), lang) } else { area.label() };
        if area.retired {
            name = format!("{name} {}", AreaWord::Retired.word(lang));
        }
        let columns = columns(place.width);
        paint.text(place.x + indent, place.y, 1, sign, Role::Aside);
        let (x, width) = columns[0];
        paint.text(place.x + indent + 2, place.y, (x + width).saturating_sub(indent + 2), &name, Role::Body);
        let counts = self.counts(area.scope);
        let numbers = [
            (counts.households, Role::Aside),
            (counts.visited, Role::Aside),
            (counts.open, Role::Soon),
            (counts.late, Role::Late),
        ];
        for ((number, role), (x, width)) in numbers.into_iter().zip(&columns[1..]) {
            if number > 0 {
                paint.right(place.x + x, place.y, *width, &number.to_string(), role);
            }
        }
        let (x, width) = columns[5];
        let answers = area.people.values().next().map_or("", String::as_str);
        paint.text(place.x + x, place.y, width, answers, Role::Body);
    }

    fn paint_people(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        let heading = AreaWord::Ladders.word(lang);
        let code = self.scope().map(|scope| scope.to_string()).unwrap_or_default();
        if area.x == 0 {
            paint.hairline(area, area.y);
        }
        let end = paint.text(area.x + 1, area.y, area.width.saturating_sub(2), &format!(" {heading} "), Role::Heading);
        paint.text(end + 1, area.y, area.right().saturating_sub(end + 1), &format!(" {code} "), Role::Aside);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let last = self.posts.len().saturating_sub(1);
        // Until the cursor goes there, what is nearest to the area under the cursor is in view.
        let shown = if self.in_people { self.people.cursor } else { last };
        let visible = self.people.visible_with(shown..=shown, body.height.into(), self.posts.len());
        let widths = [Width::Fixed(1), Width::Fixed(18), Width::Fixed(12), Width::Rest];
        let columns = lay_out(area.width.saturating_sub(2), &widths);
        for (y, at) in (body.y..).zip(visible) {
            let place = Rect { y, height: 1, ..body };
            let (scope, post, name) = &self.posts[at];
            let x = |at: usize| (place.x + 1 + columns[at].0, columns[at].1);
            let (left, width) = x(1);
            paint.text(left, y, width, post.word(lang), Role::Aside);
            let (left, width) = x(2);
            let (text, role) = match name {
                Some(name) => (name.as_str(), Role::Body),
                None => (AreaWord::Vacant.word(lang), Role::Aside),
            };
            paint.text(left, y, width, text, role);
            let (left, width) = x(3);
            let elsewhere = name.as_ref().map_or(0, |name| self.elsewhere(name, *scope));
            if elsewhere > 0 {
                paint.text(left, y, width, &also(lang, elsewhere), Role::Aside);
            }
            if self.in_people && at == self.people.cursor {
                super::paint_cursor(paint, place, true);
            }
        }
    }

    /// How many places somebody holds in other areas.
    fn elsewhere(&self, name: &str, here: Scope) -> usize {
        let known = self.officials.iter().find(|official| official.name == name);
        known.map_or(0, |official| official.posts.iter().filter(|post| post.scope != here).count())
    }

    /// What is said of the area under the cursor in the top row.
    pub fn place(&self, lang: Lang) -> String {
        let name = |area: &Area| if area.scope.is_cell() { cell_name(&area.label(), lang) } else { area.label() };
        self.area().map_or_else(String::new, |area| {
            let open = self.counts(area.scope).open;
            format!("{}  {}", name(area), matters_count(lang, open))
        })
    }

    /// All areas and cells with their names and people, for finding one.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }
}

/// Names, households, visited, open, late, who answers for it.
fn columns(width: u16) -> Vec<(u16, u16)> {
    let numbers = [Width::Fixed(6), Width::Fixed(7), Width::Fixed(6), Width::Fixed(6)];
    lay_out(width, &[&[Width::Rest], &numbers[..], &[Width::Fixed(12)]].concat())
}
