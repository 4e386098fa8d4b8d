//! The tree of areas: counts of every county, township, village and cell, and below it who holds which place in the one
//! under the cursor and above it.

use std::cell::RefCell;
use std::collections::HashMap;

use ratatui::layout::Rect;

use crate::domain::area::{Area, Role as Post};
use crate::domain::facets::{List as Rows, Tally, moment_key};
use crate::domain::people::official;
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
use crate::tui::sight::{Sight, cell_name};

use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

use super::unfolding::Unfolding;

/// Columns of the people where they stand beside the tree.
const PEOPLE: u16 = 44;

/// The page.
#[derive(Debug, Default)]
pub struct Tree {
    areas: Unfolding,
    /// The rows that were painted, until something may have changed.
    seen: RefCell<HashMap<Scope, Seen>>,
    list: List,
    /// The area under the cursor, and its open matters.
    under: Option<(Area, i64)>,
    /// Whether something lies in it: it cannot be retired then.
    is_filled: bool,
    /// The places of the area under the cursor and of those above it, from the township down.
    posts: Vec<Place>,
    people: List,
    in_people: bool,
    /// Where the cursor is put once the tree is read.
    wanted: Option<Scope>,
}

/// A row of the tree.
#[derive(Clone, Debug)]
struct Seen {
    name: String,
    retired: bool,
    households: i64,
    visited: i64,
    open: i64,
    late: usize,
    answers: String,
}

/// A place on a ladder, and who holds it.
#[derive(Clone, Debug)]
struct Place {
    scope: Scope,
    post: Post,
    name: Option<String>,
    /// How many places they hold in other areas.
    elsewhere: usize,
}

impl Tree {
    /// The tree with an area or cell under the cursor.
    pub fn at(scope: Option<Scope>) -> Self {
        Self { wanted: scope, ..Self::default() }
    }

    /// The area or cell under the cursor.
    pub fn scope(&self) -> Option<Scope> {
        self.areas.rows().get(self.list.cursor).copied()
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        let before = self.wanted.take().or(self.scope());
        self.seen.get_mut().clear();
        self.areas.read(sight)?;
        match before {
            Some(scope) => self.point_at(scope, sight)?,
            None => self.look_around(sight)?,
        }
        Ok(())
    }

    /// Puts the cursor on an area or cell, or on the nearest one it lies in.
    pub fn point_at(&mut self, scope: Scope, sight: &Sight<'_>) -> Read<()> {
        self.areas.unfold_around(scope, sight)?;
        self.list.cursor = self.areas.row_around(scope).unwrap_or(self.list.cursor);
        self.look_around(sight)
    }

    /// Reads the area under the cursor, and who holds the places there and above.
    fn look_around(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.list.clamp(self.areas.rows().len());
        let here = self.scope();
        let under = here.map_or(Ok(None), |scope| sight.reader.area(scope))?;
        self.under = None;
        if let Some(area) = under {
            let open = sight.reader.tally(Tally::Open, area.scope)?;
            self.is_filled = open > 0
                || sight.reader.tally(Tally::Households, area.scope)? > 0
                || !sight.reader.parts(area.scope)?.is_empty();
            self.under = Some((area, open));
        }
        let around: Vec<Scope> = std::iter::successors(here, |scope| scope.parent()).collect();
        let mut posts = Vec::new();
        for scope in around.into_iter().rev().filter(|scope| *scope != Scope::WHOLE) {
            let area = sight.reader.area(scope)?;
            for post in Post::ALL.into_iter().filter(|post| post.extent() == scope.extent()) {
                let name = area.as_ref().and_then(|area| area.people.get(&post)).cloned();
                let elsewhere = name.as_deref().map_or(Ok(0), |name| elsewhere(name, scope, sight))?;
                posts.push(Place { scope, post, name, elsewhere });
            }
        }
        self.posts = posts;
        self.people.clamp(self.posts.len());
        Ok(())
    }

    /// Reads a row, unless it was read since something may have changed.
    fn seen(&self, scope: Scope, sight: &Sight<'_>) -> Read<Seen> {
        use chrono::Datelike;
        if let Some(seen) = self.seen.borrow().get(&scope) {
            return Ok(seen.clone());
        }
        let area = sight.reader.area(scope)?.unwrap_or_else(|| Area::new(scope));
        let count = |tally| sight.reader.tally(tally, scope);
        let open = count(Tally::Open)?;
        let now = moment_key(sight.now);
        let late =
            if open > 0 { sight.reader.list(Rows::Owed, scope, 0..now, Order::OldestFirst, 0)?.total } else { 0 };
        let seen = Seen {
            name: area.label(),
            retired: area.retired,
            households: count(Tally::Households)?,
            visited: count(Tally::Visited(sight.today().year()))?,
            open,
            late,
            answers: area.people.values().next().cloned().unwrap_or_default(),
        };
        self.seen.borrow_mut().insert(scope, seen.clone());
        Ok(seen)
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) -> Read<()> {
        here.allow(Can::Open, true);
        let Some((area, _)) = &self.under else { return Ok(()) };
        here.cell = Some(area.scope).filter(|scope| scope.is_cell());
        let cells = sight.reader.tally(Tally::InUse(Extent::Cell), Scope::WHOLE)?;
        areas::look(here, area, self.is_filled, cells);
        Ok(())
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        match action {
            Action::Move(step) if self.in_people => self.people.step(step, self.posts.len()),
            Action::Move(step) => self.list.step(step, self.areas.rows().len()),
            Action::NextPane | Action::PreviousPane => self.in_people = !self.in_people && !self.posts.is_empty(),
            Action::Left if self.in_people => self.in_people = false,
            Action::Left => self.fold(),
            Action::Right if !self.in_people => self.unfold(sight)?,
            Action::Open if self.in_people => return Ok(self.open_post()),
            Action::Open => match self.scope() {
                Some(scope) if scope.is_cell() => return Ok(Then::GoToCell(scope)),
                Some(scope) if self.areas.is_unfolded(scope) => self.fold(),
                _ => self.unfold(sight)?,
            },
            _ => {}
        }
        self.look_around(sight)?;
        Ok(Then::Stay)
    }

    /// What the person under the cursor answers for; where nobody is, the question who it shall be.
    fn open_post(&self) -> Then {
        match self.posts.get(self.people.cursor) {
            Some(Place { name: Some(name), .. }) => Then::ShowOfficial(name.clone()),
            Some(Place { scope, name: None, .. }) => Then::NamePeople(*scope),
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
        if !self.areas.fold(scope) {
            let parent = scope.parent().and_then(|parent| self.areas.row_around(parent));
            self.list.cursor = parent.unwrap_or(self.list.cursor);
        }
    }

    /// Unfolds the area under the cursor, or goes to the first that lies in it.
    fn unfold(&mut self, sight: &Sight<'_>) -> Read<()> {
        let Some(scope) = self.scope().filter(|scope| !scope.is_cell()) else { return Ok(()) };
        if !self.areas.unfold(scope, sight)? {
            self.list.step(Step::Down, self.areas.rows().len());
        }
        Ok(())
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        if self.areas.rows().is_empty() {
            super::paint_empty(paint, area, Empty::Cells, lang);
            return Ok(());
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
        self.paint_tree(paint, tree, sight, lang)?;
        self.paint_people(paint, people, lang);
        Ok(())
    }

    fn paint_tree(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
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
        let rows = self.areas.rows();
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let visible = self.list.visible(body.height.into(), rows.len());
        for (y, at) in (body.y..).zip(visible) {
            let place = Rect { y, height: 1, ..body };
            let seen = self.seen(rows[at], sight)?;
            self.paint_area(paint, place, (rows[at], &seen), lang);
            if at == self.list.cursor {
                super::paint_cursor(paint, place, !self.in_people);
            }
        }
        Ok(())
    }

    fn paint_area(&self, paint: &mut Paint<'_>, place: Rect, (scope, seen): (Scope, &Seen), lang: Lang) {
        let extent = scope.extent();
        let sign = match (extent, self.areas.is_unfolded(scope)) {
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
        let mut name = if extent == Extent::Cell { cell_name(&seen.name, lang) } else { seen.name.clone() };
        if seen.retired {
            name = format!("{name} {}", AreaWord::Retired.word(lang));
        }
        let columns = columns(place.width);
        paint.text(place.x + indent, place.y, 1, sign, Role::Aside);
        let (x, width) = columns[0];
        paint.text(place.x + indent + 2, place.y, (x + width).saturating_sub(indent + 2), &name, Role::Body);
        let numbers = [
            (seen.households, Role::Aside),
            (seen.visited, Role::Aside),
            (seen.open, Role::Soon),
            (i64::try_from(seen.late).unwrap_or(i64::MAX), Role::Late),
        ];
        for ((number, role), (x, width)) in numbers.into_iter().zip(&columns[1..]) {
            if number > 0 {
                paint.right(place.x + x, place.y, *width, &number.to_string(), role);
            }
        }
        let (x, width) = columns[5];
        paint.text(place.x + x, place.y, width, &seen.answers, Role::Body);
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
            let Place { post, name, elsewhere, .. } = &self.posts[at];
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
            if *elsewhere > 0 {
                paint.text(left, y, width, &also(lang, *elsewhere), Role::Aside);
            }
            if self.in_people && at == self.people.cursor {
                super::paint_cursor(paint, place, true);
            }
        }
    }

    /// What is said of the area under the cursor in the top row.
    pub fn place(&self, lang: Lang) -> String {
        self.under.as_ref().map_or_else(String::new, |(area, open)| {
            let name = if area.scope.is_cell() { cell_name(&area.label(), lang) } else { area.label() };
            format!("{name}  {}", matters_count(lang, *open))
        })
    }
}

/// How many places somebody holds in other areas.
fn elsewhere(name: &str, here: Scope, sight: &Sight<'_>) -> Read<usize> {
    let known = official(sight.reader, name)?;
    Ok(known.map_or(0, |official| official.posts.iter().filter(|post| post.scope != here).count()))
}

/// Names, households, visited, open, late, who answers for it.
fn columns(width: u16) -> Vec<(u16, u16)> {
    let numbers = [Width::Fixed(6), Width::Fixed(7), Width::Fixed(6), Width::Fixed(6)];
    lay_out(width, &[&[Width::Rest], &numbers[..], &[Width::Fixed(12)]].concat())
}
