//! Finding a household from anywhere: by initials, pinyin, Chinese, door, the last digits of a number.

use std::collections::HashSet;

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
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// Households that are listed at most; all are counted.
const LIMIT: usize = 100;

/// What is searched for and what was found.
#[derive(Debug, Default)]
pub struct Search {
    line: LineEdit,
    found: Found,
    list: List,
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
        let query = self.line.text().trim();
        self.found = if query.is_empty() { Found::default() } else { sight.roster.search(query, None, LIMIT) };
        self.list = List::default();
    }

    /// Looks again because more households can be found now; the cursor stays on the household it was moved to.
    pub fn find_more(&mut self, sight: &Sight<'_>) {
        let hits = &self.found.hits;
        let chosen = hits.get(self.list.cursor).filter(|_| self.list.cursor > 0).map(|hit| hit.household);
        self.find(sight);
        self.list.cursor = self.found.hits.iter().position(|hit| Some(hit.household) == chosen).unwrap_or(0);
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Then {
        match action {
            Action::Move(step) => self.list.step(step, self.found.hits.len()),
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
            let cell = match hit.cell.parse::<Scope>() {
                Ok(scope) => sight.scope_name(scope, lang)?,
                Err(_) => hit.cell.to_string(),
            };
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
