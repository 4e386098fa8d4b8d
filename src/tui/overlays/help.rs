//! The keys that work where the person stands, made from the table of actions.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::i18n::Lang;
use crate::i18n::msg::Label;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::table;
use crate::tui::action::{Action, Context, Group};
use crate::tui::bindings::{Bindings, writes};
use crate::tui::effect::Then;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

/// The help for one place.
#[derive(Debug)]
pub struct Help {
    context: Context,
    keys: Arc<Bindings>,
    list: List,
}

enum Line {
    Group(Group),
    Key { keys: String, label: &'static str, says: &'static str },
}

impl Help {
    pub fn of(context: Context, keys: Arc<Bindings>) -> Self {
        // The first line is a heading.
        Self { context, keys, list: List::at(1) }
    }

    fn lines(&self, lang: Lang) -> Vec<Line> {
        let mut lines = Vec::new();
        for group in Group::ALL {
            let rows = table::rows().filter(|row| row.group == group && row.contexts.contains(&self.context));
            let mut rows = rows.filter(|row| self.keys.shown(row, self.context).is_some()).peekable();
            if rows.peek().is_some() {
                lines.push(Line::Group(group));
            }
            lines.extend(rows.map(|row| {
                let typed = self.context.is_typed();
                let keys: Vec<_> = self.keys.keys(row).filter(|key| !(typed && writes(key))).collect();
                Line::Key { keys: keys.join(" "), label: row.label(lang), says: row.says(lang) }
            }));
        }
        lines
    }

    pub fn update(&mut self, action: Action, lang: Lang) -> Then {
        if let Action::Move(step) = action {
            self.step(step, &self.lines(lang));
        }
        Then::Stay
    }

    /// Moves from key to key, past the headings.
    fn step(&mut self, step: Step, lines: &[Line]) {
        self.list.step(step, lines.len());
        if matches!(lines.get(self.list.cursor), Some(Line::Group(_))) {
            let back = matches!(step, Step::Up | Step::PageUp) && self.list.cursor > 0;
            self.list.step(if back { Step::Up } else { Step::Down }, lines.len());
        }
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        super::paint_title(paint, area, Label::Help.text(lang));
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let lines = self.lines(lang);
        let cursor = self.list.cursor;
        // The first key of a group is seen with its heading.
        let headed = cursor > 0 && matches!(lines.get(cursor - 1), Some(Line::Group(_)));
        let visible = self.list.visible_with(cursor - usize::from(headed)..=cursor, body.height.into(), lines.len());
        let places = lay_out(area.width.saturating_sub(3), &[Width::Fixed(13), Width::Fixed(13), Width::Rest]);
        for (row, at) in super::rows(body, 0).zip(visible) {
            if at == self.list.cursor {
                paint.text(row.x, row.y, 1, ">", Role::PanelTitle);
            }
            match &lines[at] {
                Line::Group(group) => {
                    paint.text(row.x + 1, row.y, row.width.saturating_sub(2), group.word(lang), Role::PanelTitle);
                }
                Line::Key { keys, label, says } => {
                    let texts = [keys.as_str(), label, says];
                    let roles = [Role::PanelTitle, Role::Panel, Role::PanelAside];
                    for ((&(x, width), text), role) in places.iter().zip(texts).zip(roles) {
                        paint.text(row.x + 3 + x, row.y, width, text, role);
                    }
                }
            }
        }
    }
}
