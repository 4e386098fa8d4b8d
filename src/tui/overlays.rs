//! What lies over a page: the quick line, forms, search, palette, help, explanations, questions.

pub mod cadence;
pub mod confirm;
pub mod disclosed;
pub mod form;
pub mod help;
pub mod menu;
pub mod official;
pub mod places;
pub mod quick_line;
pub mod search;
pub mod sheet;
pub mod why;

use ratatui::layout::Rect;

use crate::domain::reader::Read;
use crate::i18n::Lang;
use crate::i18n::measure::columns;
use crate::theme::role::Role;

use super::action::{Action, Context, Edit};
use super::effect::Then;
use super::sight::Sight;
use super::widgets::line_edit::LineEdit;
use super::widgets::paint::Paint;

/// Rows of a panel that opens above the two bottom rows and leaves the page to be read.
pub const LOW_PANEL: u16 = 7;

#[derive(Debug)]
pub enum Overlay {
    Line(quick_line::QuickLine),
    /// Several lines pasted into the line below it.
    Many(quick_line::many::Many),
    Form(form::Form),
    Sheet(Box<sheet::Sheet>),
    Search(search::Search),
    Places(places::Places),
    Menu(menu::Menu),
    Help(help::Help),
    Why(why::Why),
    Confirm(confirm::Confirm),
}

impl Overlay {
    pub fn context(&self) -> Context {
        match self {
            Self::Line(_) => Context::Line,
            Self::Many(_) => Context::Many,
            Self::Form(_) => Context::Form,
            Self::Sheet(_) => Context::Sheet,
            Self::Search(_) | Self::Places(_) => Context::Search,
            Self::Menu(_) => Context::Palette,
            Self::Help(_) => Context::Help,
            Self::Why(_) => Context::Why,
            Self::Confirm(_) => Context::Confirm,
        }
    }

    /// Whether it is filled in for something that is recorded, and closes then.
    pub fn is_filled_in(&self) -> bool {
        self.is_low() || matches!(self, Self::Sheet(_) | Self::Many(_))
    }

    /// Whether it leaves the page above it to be read.
    pub fn is_low(&self) -> bool {
        matches!(self, Self::Line(_) | Self::Form(_) | Self::Confirm(_))
    }

    /// Rows of a panel that leaves the page above it to be read.
    pub fn height(&self, sight: &Sight<'_>) -> u16 {
        match self {
            Self::Line(line) => line.height(sight),
            _ => LOW_PANEL,
        }
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        match self {
            Self::Line(line) => line.update(action, sight, lang),
            Self::Many(many) => Ok(many.update(action, sight, lang)),
            Self::Form(form) => Ok(form.update(action, sight)),
            Self::Sheet(sheet) => sheet.update(action, sight, lang),
            Self::Search(search) => Ok(search.update(action, sight)),
            Self::Places(places) => Ok(places.update(action)),
            Self::Menu(menu) => Ok(menu.update(action, lang)),
            Self::Help(help) => Ok(help.update(action, lang)),
            Self::Why(why) => Ok(why.update(action)),
            Self::Confirm(confirm) => Ok(confirm.update(action)),
        }
    }

    /// Writes into the line being typed; nothing where there is none.
    pub fn write(&mut self, text: &str, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        match self {
            Self::Line(line) => return Ok(line.write(text, sight, lang)),
            Self::Many(many) => {
                many.write(text, sight, lang);
            }
            Self::Form(form) => {
                form.write(text);
            }
            Self::Sheet(sheet) => {
                sheet.write(text, sight, lang)?;
            }
            Self::Search(search) => {
                search.write(text, sight);
            }
            Self::Places(places) => {
                places.write(text);
            }
            Self::Menu(menu) => {
                menu.write(text, lang);
            }
            Self::Help(_) | Self::Why(_) | Self::Confirm(_) => {}
        }
        Ok(Then::Stay)
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        match self {
            Self::Line(line) => line.paint(paint, area, sight, lang),
            Self::Many(many) => many.paint(paint, area, sight, lang),
            Self::Form(form) => form.paint(paint, area, sight, lang),
            Self::Sheet(sheet) => return sheet.paint(paint, area, sight, lang),
            Self::Search(search) => return search.paint(paint, area, sight, lang),
            Self::Places(places) => places.paint(paint, area, lang),
            Self::Menu(menu) => menu.paint(paint, area, lang),
            Self::Help(help) => help.paint(paint, area, lang),
            Self::Why(why) => why.paint(paint, area),
            Self::Confirm(confirm) => confirm.paint(paint, area),
        }
        Ok(())
    }
}

/// Changes a line being typed.
pub(in crate::tui) fn edit(line: &mut LineEdit, edit: Edit) {
    match edit {
        Edit::Left => line.left(),
        Edit::Right => line.right(),
        Edit::Home => line.home(),
        Edit::End => line.end(),
        Edit::Backspace => line.backspace(),
        Edit::Delete => line.delete(),
        Edit::Word => line.delete_word(),
        Edit::Clear => line.clear(),
    }
}

/// Paints a prompt and the line behind it into one row. With `focused` the terminal's cursor stands at the caret;
/// `role_at` gives the role of the character that begins at a byte.
pub(in crate::tui) fn paint_line(
    paint: &mut Paint<'_>,
    row: Rect,
    prompt: &str,
    line: &LineEdit,
    focused: bool,
    role_at: impl Fn(usize) -> Role,
) {
    use unicode_segmentation::UnicodeSegmentation;
    paint.fill(row, Role::Entry);
    let mut x = paint.text(row.x + 1, row.y, row.width.saturating_sub(1) / 2, prompt, Role::Prompt);
    x = paint.text(x, row.y, 1, " ", Role::Entry);
    let width = row.right().saturating_sub(x + 1);
    let window = line.window(width.into());
    if focused {
        let column = u16::try_from(window.caret).unwrap_or(0);
        paint.caret = Some((x.saturating_add(column).min(row.right().saturating_sub(1)), row.y).into());
    }
    let end = x + width;
    for (at, grapheme) in line.text()[window.from..].grapheme_indices(true) {
        let left = end.saturating_sub(x);
        if usize::from(left) < columns(grapheme) {
            break;
        }
        x = paint.text(x, row.y, left, grapheme, role_at(window.from + at));
    }
}

/// The head of a panel: a line across, and what it is.
fn paint_title(paint: &mut Paint<'_>, area: Rect, title: &str) {
    paint.fill(area, Role::Panel);
    paint.text(area.x + 1, area.y, area.width.saturating_sub(2), title, Role::PanelTitle);
}

/// The rows of an area from one on, each one line high.
fn rows(area: Rect, from: u16) -> impl Iterator<Item = Rect> {
    (area.y.saturating_add(from)..area.bottom()).map(move |y| Rect { y, height: 1, ..area })
}

/// A row to choose from, marked when it is under the cursor.
pub(in crate::tui) fn paint_choice(paint: &mut Paint<'_>, row: Rect, text: &str, chosen: bool) {
    let role = if chosen { Role::PanelSelected } else { Role::Panel };
    paint.fill(row, role);
    paint.text(row.x + 1, row.y, 1, if chosen { ">" } else { " " }, role);
    paint.text(row.x + 3, row.y, row.width.saturating_sub(4), text, role);
}
