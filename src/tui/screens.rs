//! The full pages. Each keeps what it shows, reads it again when something was recorded, and says what stands under its
//! cursor.

pub mod area_list;
pub mod card;
pub mod cell;
pub mod duplicates;
pub mod fields;
pub mod first;
pub mod home;
pub mod import;
pub mod marks;
pub mod matter;
pub mod matters;
pub mod new_cell;
pub mod past;
pub mod row;
pub mod telling;
pub mod today;
pub mod tree;
mod unfolding;

use ratatui::layout::Rect;

use crate::domain::disclosure::Disclosed;
use crate::domain::id::Id;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::measure::columns;
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
    Matters(matters::Matters),
    Matter(matter::Detail),
    Duplicates(duplicates::Duplicates),
    Tree(tree::Tree),
    Past(past::Past),
    Marks(marks::Marks),
}

/// What a page shows in full for a while when that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Card(Id),
    Home(Id),
    Past(Id),
    Marks(Id),
    /// A matter, on its page or under the cursor of the list.
    Matter(Id),
    /// The rows of an area.
    Today(Scope),
}

impl Screen {
    /// What it hides until that is asked for; nothing on pages that hide nothing.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Today(page) => Some(Subject::Today(page.scope())),
            Self::Card(page) => page.household().map(|household| Subject::Card(household.id)),
            Self::Home(page) => page.household().map(|household| Subject::Home(household.id)),
            Self::Matters(page) => page.matter().map(Subject::Matter),
            Self::Matter(page) => Some(Subject::Matter(page.id())),
            Self::Past(page) => page.household().map(|household| Subject::Past(household.id)),
            Self::Marks(page) => Some(Subject::Marks(page.subject())),
            Self::Cell(_) | Self::Import(_) | Self::First(_) | Self::Duplicates(_) | Self::Tree(_) => None,
        }
    }

    /// What of people's data it hides, and the area it is about; `None` where it hides nothing.
    pub fn hidden(&self, sight: &Sight<'_>) -> Read<Option<(Scope, Disclosed)>> {
        match self {
            Self::Today(page) => page.hidden(sight),
            Self::Card(page) => Ok(page.hidden(sight)),
            Self::Home(page) => Ok(page.hidden()),
            Self::Matters(page) => page.hidden(sight),
            Self::Matter(page) => Ok(page.hidden(sight)),
            Self::Past(page) => page.hidden(sight),
            Self::Marks(page) => Ok(page.hidden()),
            Self::Cell(_) | Self::Import(_) | Self::First(_) | Self::Duplicates(_) | Self::Tree(_) => Ok(None),
        }
    }

    pub fn context(&self) -> Context {
        match self {
            Self::Today(_) => Context::Today,
            Self::Cell(_) => Context::Cell,
            Self::Card(_) => Context::Card,
            Self::Import(page) => page.context(),
            Self::First(page) => page.context(),
            Self::Home(_) => Context::Home,
            Self::Matters(page) => page.context(),
            Self::Matter(_) => Context::Detail,
            Self::Duplicates(_) => Context::Duplicates,
            Self::Tree(_) => Context::Tree,
            Self::Past(page) => page.context(),
            Self::Marks(_) => Context::Marks,
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
            Self::Matters(page) => page.load(sight),
            Self::Matter(page) => page.load(sight),
            Self::Duplicates(page) => page.load(sight),
            Self::Tree(page) => page.load(sight),
            Self::Past(page) => page.load(sight),
            Self::Marks(page) => page.load(sight),
        }
    }

    /// Reads a little of what will be painted when the cursor goes on by a page; whether there was anything.
    pub fn read_ahead(&mut self, sight: &Sight<'_>) -> Read<bool> {
        match self {
            Self::Today(page) => page.read_ahead(sight),
            Self::Matters(page) => page.read_ahead(sight),
            _ => Ok(false),
        }
    }

    /// Adds what stands under its cursor.
    pub fn look(&self, here: &mut Here, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        match self {
            Self::Today(page) => page.look(here, sight)?,
            Self::Card(page) => page.look(here, sight)?,
            Self::Matters(page) => page.look(here, sight)?,
            Self::Matter(page) => page.look(here, sight)?,
            Self::Cell(page) => page.look(here, sight),
            Self::Home(page) => page.look(here, sight),
            Self::Duplicates(page) => page.look(here, sight),
            Self::Past(page) => page.look(here, sight, lang),
            Self::Import(page) => page.look(here),
            Self::First(page) => page.look(here),
            Self::Marks(page) => page.look(here),
            Self::Tree(page) => page.look(here, sight)?,
        }
        Ok(())
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        match self {
            Self::Today(page) => page.update(action, sight),
            Self::Cell(page) => page.update(action, sight),
            Self::Card(page) => Ok(page.update(action)),
            Self::Home(page) => Ok(page.update(action)),
            Self::Import(page) => page.update(action, sight),
            Self::First(page) => page.update(action, sight),
            Self::Matters(page) => page.update(action, sight),
            Self::Matter(page) => Ok(page.update(action)),
            Self::Duplicates(page) => Ok(page.update(action)),
            Self::Tree(page) => page.update(action, sight),
            Self::Past(page) => Ok(page.update(action, sight, lang)),
            Self::Marks(page) => Ok(page.update(action)),
        }
    }

    /// Writes into the line that the page itself asks for.
    pub fn write(&mut self, text: &str, sight: &Sight<'_>) -> Read<()> {
        match self {
            Self::Import(page) => page.write(text, sight),
            Self::First(page) => page.write(text, sight),
            Self::Matters(page) => page.write(text, sight),
            Self::Past(page) => {
                page.write(text);
                Ok(())
            }
            Self::Today(_)
            | Self::Cell(_)
            | Self::Card(_)
            | Self::Home(_)
            | Self::Matter(_)
            | Self::Duplicates(_)
            | Self::Tree(_)
            | Self::Marks(_) => Ok(()),
        }
    }

    /// Goes back by one of the page's own steps; whether there was one.
    pub fn back(&mut self, sight: &Sight<'_>) -> Read<bool> {
        match self {
            Self::Import(page) => Ok(page.back()),
            Self::First(page) => Ok(page.back()),
            Self::Matters(page) => page.back(sight),
            Self::Tree(page) => Ok(page.back()),
            Self::Today(page) => page.back(sight),
            Self::Past(page) => Ok(page.back()),
            Self::Cell(_) | Self::Card(_) | Self::Home(_) | Self::Matter(_) | Self::Duplicates(_) | Self::Marks(_) => {
                Ok(false)
            }
        }
    }
}

/// What to do next, where there is nothing to show.
fn paint_empty(paint: &mut Paint<'_>, area: Rect, empty: Empty, lang: Lang) {
    paint_saying(paint, area, empty.text(lang));
}

/// A sentence in the place of rows, as many lines as it takes.
fn paint_saying(paint: &mut Paint<'_>, area: Rect, text: &str) {
    let width = area.width.saturating_sub(4);
    for (line, y) in wrap(text, width.into()).iter().zip(area.y + 1..area.bottom()) {
        paint.text(area.x + 2, y, width, line, Role::Aside);
    }
}

/// Columns at the beginning of a row that show the cursor, and most of them where a word goes on.
const LIT: (u16, u16) = (14, 28);

/// Marks the row under the cursor: by the style of its beginning, and by a sign that needs no colour. A bar over the
/// whole row would send all of two rows to the terminal again with every move.
fn paint_cursor(paint: &mut Paint<'_>, row: Rect, focused: bool) {
    let role = if focused { Role::Selected } else { Role::Resting };
    let symbol = |x: u16| paint.buffer.cell((row.x + x, row.y)).map_or(" ", |place| place.symbol());
    // The second column of a wide character is a blank of its own in the buffer.
    let within = |x: u16| x > 0 && columns(symbol(x - 1)) > 1;
    let end = (LIT.0..LIT.1).find(|x| symbol(*x) == " " && !within(*x)).unwrap_or(LIT.1);
    let lit = (end + u16::from(within(end))).min(row.width);
    paint.restyle(Rect { width: lit, ..row }, role);
    paint.text(row.x, row.y, 1, if focused { ">" } else { " " }, role);
}
