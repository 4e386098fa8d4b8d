//! The full pages. Each keeps what it shows, reads it again when something was recorded, and says what stands under its
//! cursor.

pub mod area_list;
pub mod card;
pub mod cell;
pub mod fields;
pub mod first;
pub mod home;
pub mod import;
pub mod new_cell;
pub mod row;
pub mod today;

use ratatui::layout::Rect;

use crate::domain::reader::Read;
use crate::i18n::Lang;
use crate::i18n::measure::wrap;
use crate::i18n::msg::Empty;
use crate::theme::role::Role;

use super::action::{Action, Context};
use super::effect::Then;
use super::here::Here;
use super::sight::Sight;
use super::widgets::paint::Paint;

/// A page on the stack.
#[derive(Debug)]
pub enum Screen {
    Today(today::Today),
    Cell(cell::CellPage),
    Card(card::Card),
    Import(import::ImportPage),
    First(first::FirstRun),
    Home(home::Home),
}

impl Screen {
    pub fn context(&self) -> Context {
        match self {
            Self::Today(_) => Context::Today,
            Self::Cell(_) => Context::Cell,
            Self::Card(_) => Context::Card,
            Self::Import(page) => page.context(),
            Self::First(page) => page.context(),
            Self::Home(_) => Context::Home,
        }
    }

    /// Reads what it shows again; the cursor stays where it still can.
    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        match self {
            Self::Today(page) => page.load(sight),
            Self::Cell(page) => page.load(sight),
            Self::Card(page) => page.load(sight),
            Self::Import(page) => page.load(sight),
            Self::First(page) => page.load(sight),
            Self::Home(page) => page.load(sight),
        }
    }

    /// Adds what stands under its cursor.
    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) -> Read<()> {
        match self {
            Self::Today(page) => page.look(here, sight),
            Self::Cell(page) => page.look(here, sight),
            Self::Card(page) => page.look(here, sight),
            Self::Import(page) => {
                page.look(here);
                Ok(())
            }
            Self::First(page) => {
                page.look(here);
                Ok(())
            }
            Self::Home(page) => page.look(here, sight),
        }
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        match self {
            Self::Today(page) => page.update(action, sight),
            Self::Cell(page) => page.update(action, sight),
            Self::Card(page) => Ok(page.update(action)),
            Self::Home(page) => Ok(page.update(action)),
            Self::Import(page) => page.update(action, sight),
            Self::First(page) => page.update(action, sight),
        }
    }

    /// Writes into the line that the page itself asks for.
    pub fn write(&mut self, text: &str, sight: &Sight<'_>) -> Read<()> {
        match self {
            Self::Import(page) => page.write(text, sight),
            Self::First(page) => page.write(text, sight),
            Self::Today(_) | Self::Cell(_) | Self::Card(_) | Self::Home(_) => Ok(()),
        }
    }

    /// Goes back by one of the page's own steps; whether there was one.
    pub fn back(&mut self) -> bool {
        match self {
            Self::Import(page) => page.back(),
            Self::First(page) => page.back(),
            Self::Today(_) | Self::Cell(_) | Self::Card(_) | Self::Home(_) => false,
        }
    }
}

/// What to do next, where there is nothing to show.
fn paint_empty(paint: &mut Paint<'_>, area: Rect, empty: Empty, lang: Lang) {
    let width = area.width.saturating_sub(4);
    for (line, y) in wrap(empty.text(lang), width.into()).iter().zip(area.y + 1..area.bottom()) {
        paint.text(area.x + 2, y, width, line, Role::Aside);
    }
}

/// Columns at the beginning of a row that show the cursor, and most of them where a word goes on.
const LIT: (u16, u16) = (14, 28);

/// Marks the row under the cursor: by the style of its beginning, and by a sign that needs no colour. A bar over the
/// whole row would send all of two rows to the terminal again with every move.
fn paint_cursor(paint: &mut Paint<'_>, row: Rect, focused: bool) {
    let role = if focused { Role::Selected } else { Role::Resting };
    let is_blank = |x: &u16| paint.buffer.cell((row.x + x, row.y)).is_none_or(|place| place.symbol() == " ");
    let lit = (LIT.0..LIT.1).find(is_blank).unwrap_or(LIT.1).min(row.width);
    paint.restyle(Rect { width: lit, ..row }, role);
    paint.text(row.x, row.y, 1, if focused { ">" } else { " " }, role);
}
