//! Finding a household from anywhere: by initials, pinyin, Chinese, door, the last digits of a number.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ratatui::layout::Rect;

use crate::domain::id::Id;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::conflict;
use crate::i18n::msg::{Count, Empty, Label};
use crate::search::Found;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::sight::Sight;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

/// Households that are listed at most; all are counted.
const LIMIT: usize = 100;
/// So many of them are told about before the cursor is moved: more than a screen has rows.
const FIRST: usize = 60;

/// What is searched for and what was found.
#[derive(Debug, Default)]
pub struct Search {
    line: LineEdit,
    found: Found,
    list: List,
    /// Names of the cells that were painted.
    cells: RefCell<HashMap<(Box<str>, Lang), String>>,
    /// Households of which two people wrote different things, once something was searched for.
    at_odds: Option<HashSet<Id>>,
}

impl Search {
    /// The search with its first characters typed.
    pub fn with(text: &str, sight: &Sight<'_>) -> Self {
        let mut search = Self::default();
        search.write(text, sight);
        search
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>) {
        self.line.insert(text);
        self.find(sight);
    }

    /// Looks again for what is typed.
    pub fn find(&mut self, sight: &Sight<'_>) {
        // Of what cannot be read the card tells.
        self.at_odds.get_or_insert_with(|| sight.reader.at_odds_in(Scope::WHOLE).unwrap_or_default());
        self.found = self.best(FIRST, sight);
        self.list = List::default();
    }

    fn best(&self, limit: usize, sight: &Sight<'_>) -> Found {
        let query = self.line.text().trim();
        if query.is_empty() { Found::default() } else { sight.roster.search(query, None, limit) }
    }

    /// Moves the cursor; for that all that are listed have to be there.
    fn step(&mut self, step: Step, sight: &Sight<'_>) {
        if self.found.hits.len() < self.found.total.min(LIMIT) {
            self.found = self.best(LIMIT, sight);
        }
        self.list.step(step, self.found.hits.len());
    }

    fn cell_name(&self, code: &str, sight: &Sight<'_>, lang: Lang) -> Read<String> {
        let key = (Box::from(code), lang);
        if let Some(known) = self.cells.borrow().get(&key) {
            return Ok(known.clone());
        }
        let name = match code.parse::<Scope>() {
            Ok(scope) => sight.scope_name(scope, lang)?,
            Err(_) => code.to_owned(),
        };
        self.cells.borrow_mut().insert(key, name.clone());
        Ok(name)
    }

    /// Looks again because more households can be found now; the cursor stays on the household it was moved to.
    pub fn find_more(&mut self, sight: &Sight<'_>) {
        let hits = &self.found.hits;
        let chosen = hits.get(self.list.cursor).filter(|_| self.list.cursor > 0).map(|hit| hit.household);
        self.find(sight);
        if chosen.is_some() {
            self.found = self.best(LIMIT, sight);
        }
        self.list.cursor = self.found.hits.iter().position(|hit| Some(hit.household) == chosen).unwrap_or(0);
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Then {
        match action {
            Action::Move(step) => self.step(step, sight),
            Action::Edit(edit) => {
                super::edit(&mut self.line, edit);
                self.find(sight);
            }
            Action::Open => {
                if let Some(hit) = self.found.hits.get(self.list.cursor) {
                    return Then::GoToCard { household: Id::from_u64(hit.household), matter: None };
                }
            }
            _ => {}
        }
        Then::Stay
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        paint.fill(area, Role::Panel);
        let prompt = format!("{}:", Label::Search.text(lang));
        super::paint_line(paint, Rect { height: 1, ..area }, &prompt, &self.line, true, |_| Role::Entry);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let heading = match (self.line.text().trim().is_empty(), self.found.total) {
            (true, _) => Empty::SearchStart.text(lang).to_owned(),
            (false, 0) => Empty::Search.text(lang).to_owned(),
            (false, total) => Count::Found(total).text(lang),
        };
        paint.text(body.x + 1, body.y, body.width.saturating_sub(2), &heading, Role::PanelAside);
        let rows = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
        let widths = [Width::Fixed(10), Width::Fixed(11), Width::Rest, Width::Fixed(28)];
        let places = lay_out(area.width.saturating_sub(4), &widths);
        let visible = self.list.visible(rows.height.into(), self.found.hits.len());
        for (row, at) in super::rows(rows, 0).zip(visible) {
            let hit = &self.found.hits[at];
            let chosen = at == self.list.cursor;
            super::paint_choice(paint, row, "", chosen);
            let cell = self.cell_name(&hit.cell, sight, lang)?;
            let why: Vec<String> =
                hit.why.iter().map(|why| if lang == Lang::Zh { why.zh() } else { why.en() }).collect();
            let left = if hit.left { ["（无人住）", "(left) "][lang as usize] } else { "" };
            let is_at_odds = self.at_odds.as_ref().is_some_and(|all| all.contains(&Id::from_u64(hit.household)));
            let conflict = if is_at_odds { conflict::mark(lang) } else { String::new() };
            let texts = [hit.head.as_str(), &hit.door, &cell, &format!("{conflict}{left}{}", why.join(" "))];
            let roles = if chosen {
                [Role::PanelSelected; 4]
            } else {
                [Role::Panel, Role::PanelAside, Role::Panel, Role::PanelAside]
            };
            for ((&(x, width), text), role) in places.iter().zip(texts).zip(roles) {
                paint.text(row.x + 3 + x, row.y, width, text, role);
            }
        }
        Ok(())
    }
}
