//! Lines that a page itself asks for, one below the other.

use ratatui::layout::Rect;

use crate::i18n::Lang;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::overlays;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::Step;
use crate::tui::widgets::paint::Paint;

/// One line with what it is for, in Chinese and in English.
#[derive(Debug)]
pub struct Field {
    pub label: [&'static str; 2],
    pub line: LineEdit,
}

/// Lines of which one takes the keys.
#[derive(Debug, Default)]
pub struct Fields {
    pub rows: Vec<Field>,
    at: usize,
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Something else was typed or gone to.
    Going,
    /// Enter in the last line.
    Done,
}

impl Fields {
    /// Lines that hold these texts already.
    pub fn of(rows: impl IntoIterator<Item = ([&'static str; 2], String)>) -> Self {
        let rows = rows.into_iter().map(|(label, text)| Field { label, line: LineEdit::with(&text) });
        Self { rows: rows.collect(), at: 0 }
    }

    /// What stands in a line, without blanks at its ends; empty where there is no such line.
    pub fn text(&self, at: usize) -> &str {
        self.rows.get(at).map_or("", |field| field.line.text().trim())
    }

    /// Goes to a line.
    pub fn go_to(&mut self, at: usize) {
        self.at = at.min(self.rows.len().saturating_sub(1));
    }

    pub fn is_at_last(&self) -> bool {
        self.at + 1 >= self.rows.len()
    }

    pub fn write(&mut self, text: &str) {
        if let Some(field) = self.rows.get_mut(self.at) {
            field.line.insert(text);
        }
    }

    pub fn update(&mut self, action: Action) -> Filled {
        let last = self.rows.len().saturating_sub(1);
        match action {
            Action::Open if self.at >= last => return Filled::Done,
            Action::Open | Action::Move(Step::Down) => self.at = (self.at + 1).min(last),
            Action::Move(Step::Up) => self.at = self.at.saturating_sub(1),
            Action::NextPane => self.at = if self.at >= last { 0 } else { self.at + 1 },
            Action::PreviousPane => self.at = self.at.checked_sub(1).unwrap_or(last),
            Action::Edit(edit) => {
                if let Some(field) = self.rows.get_mut(self.at) {
                    overlays::edit(&mut field.line, edit);
                }
            }
            _ => {}
        }
        Filled::Going
    }

    /// Paints the lines from the top of an area; the row below the last.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) -> u16 {
        for ((at, field), y) in self.rows.iter().enumerate().zip(area.y..area.bottom()) {
            let row = Rect { y, height: 1, ..area };
            let prompt = format!("{}:", field.label[lang as usize]);
            if at == self.at {
                overlays::paint_line(paint, row, &prompt, &field.line, true, |_| Role::Entry);
            } else {
                let x = paint.text(row.x + 1, y, row.width.saturating_sub(1), &prompt, Role::Aside);
                paint.text(x + 1, y, row.right().saturating_sub(x + 1), field.line.text(), Role::Body);
            }
        }
        area.y.saturating_add(u16::try_from(self.rows.len()).unwrap_or(u16::MAX)).min(area.bottom())
    }
}
