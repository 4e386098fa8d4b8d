//! A question before something far-reaching.

use ratatui::layout::Rect;

use crate::i18n::measure::wrap;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Then};
use crate::tui::widgets::paint::Paint;

/// What is asked, and what happens when it is confirmed.
#[derive(Debug)]
pub struct Confirm {
    pub question: String,
    pub effect: Effect,
}

impl Confirm {
    pub fn update(&self, action: Action) -> Then {
        match action {
            Action::Open => Then::Do(self.effect.clone()),
            _ => Then::Stay,
        }
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect) {
        paint.fill(area, Role::Panel);
        paint.hairline(area, area.y);
        let width = area.width.saturating_sub(2);
        for (row, line) in super::rows(area, 1).zip(wrap(&self.question, width.into())) {
            paint.text(row.x + 1, row.y, width, &line, Role::PanelTitle);
        }
    }
}
