//! The keys that work where the person stands, made from the table of actions.

use ratatui::layout::Rect;

use crate::i18n::Lang;
use crate::i18n::measure::columns;
use crate::i18n::msg::Label;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::table;
use crate::tui::action::{Action, Entry, Group};
use crate::tui::bindings::writes;
use crate::tui::effect::Then;
use crate::tui::here::Here;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

/// Columns for keys where explanations are long: a key and another fit, or one with a long name.
const FEWEST: u16 = 12;

/// The help for one place.
#[derive(Debug)]
pub struct Help {
    here: Here,
    list: List,
}

enum Line {
    Heading(&'static str),
    Key { keys: Vec<String>, label: &'static str, says: &'static str },
}

impl Help {
    /// The keys of a place, those that would do something there before those that would not now.
    pub fn of(here: Here) -> Self {
        // The first line is a heading.
        Self { here, list: List::at(1) }
    }

    fn lines(&self, lang: Lang) -> Vec<Line> {
        let Here { context, keys, .. } = &self.here;
        let rows = table::rows().filter(|row| row.contexts.contains(context) && keys.shown(row, *context).is_some());
        let (now, not_now): (Vec<&Entry>, Vec<&Entry>) = rows.partition(|row| (row.offered)(&self.here));
        let mut lines = Vec::new();
        for group in Group::ALL {
            let mut rows = now.iter().filter(|row| row.group == group).peekable();
            if rows.peek().is_some() {
                lines.push(Line::Heading(group.word(lang)));
            }
            lines.extend(rows.map(|row| self.line(row, lang)));
        }
        if !not_now.is_empty() {
            lines.push(Line::Heading(Label::NotNow.text(lang)));
        }
        lines.extend(not_now.into_iter().map(|row| self.line(row, lang)));
        lines
    }

    fn line(&self, row: &Entry, lang: Lang) -> Line {
        let typed = self.here.context.is_typed();
        let keys = self.here.keys.keys(row).filter(|key| !(typed && writes(key))).map(str::to_owned).collect();
        Line::Key { keys, label: row.label(lang), says: row.says(lang) }
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
        if matches!(lines.get(self.list.cursor), Some(Line::Heading(_))) {
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
        let headed = cursor > 0 && matches!(lines.get(cursor - 1), Some(Line::Heading(_)));
        let visible = self.list.visible_with(cursor - usize::from(headed)..=cursor, body.height.into(), lines.len());
        if lines.len() > usize::from(body.height) {
            let part = format!("{}-{}/{} ", visible.start + 1, visible.end, lines.len());
            paint.right(area.x, area.y, area.width, &part, Role::PanelTitle);
        }
        let width = area.width.saturating_sub(3);
        let (keys_width, label_width) = widths(&lines, width);
        let places = lay_out(width, &[Width::Fixed(keys_width), Width::Fixed(label_width), Width::Rest]);
        for (row, at) in super::rows(body, 0).zip(visible) {
            if at == self.list.cursor {
                paint.text(row.x, row.y, 1, ">", Role::PanelTitle);
            }
            match &lines[at] {
                Line::Heading(words) => {
                    paint.text(row.x + 1, row.y, row.width.saturating_sub(2), words, Role::PanelTitle);
                }
                Line::Key { keys, label, says } => {
                    let keys = fitting(keys, keys_width.into());
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

/// Columns of the keys and of the labels of these lines within `total`: as many as the widest take, the keys no more than
/// the explanations leave.
fn widths(lines: &[Line], total: u16) -> (u16, u16) {
    let widest = |of: fn(&Line) -> usize| u16::try_from(lines.iter().map(of).max().unwrap_or(0)).unwrap_or(u16::MAX);
    let keys = widest(|line| if let Line::Key { keys, .. } = line { columns(&keys.join(" ")) } else { 0 });
    let label = widest(|line| if let Line::Key { label, .. } = line { columns(label) } else { 0 });
    let says = widest(|line| if let Line::Key { says, .. } = line { columns(says) } else { 0 });
    let left = total.saturating_sub(label + says + 2);
    (keys.min(left.max(FEWEST)), label)
}

/// As many keys, from the first, as fit into that many columns whole.
fn fitting(keys: &[String], width: usize) -> String {
    let mut text = keys.first().cloned().unwrap_or_default();
    for key in keys.iter().skip(1) {
        let longer = format!("{text} {key}");
        if columns(&longer) > width {
            break;
        }
        text = longer;
    }
    text
}
