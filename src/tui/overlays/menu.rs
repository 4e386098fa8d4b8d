//! The palette: every action that would do something now, by name or initials; and the shorter list of what can be
//! done with one matter.

mod rank;

use ratatui::layout::Rect;

use crate::i18n::Lang;
use crate::i18n::msg::{Empty, Label};
use crate::theme::role::Role;
use crate::tui::action::table;
use crate::tui::action::{Action, Entry, Group};
use crate::tui::effect::Then;
use crate::tui::here::Here;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// The list of actions and what was typed to narrow it.
#[derive(Debug)]
pub struct Menu {
    here: Here,
    title: String,
    line: LineEdit,
    list: List,
    only: Option<Group>,
}

impl Menu {
    /// Every action that is offered in a place.
    pub fn all(here: Here, lang: Lang) -> Self {
        Self {
            here,
            title: Label::Commands.text(lang).to_owned(),
            line: LineEdit::default(),
            list: List::default(),
            only: None,
        }
    }

    /// What can be done with the matter in that place.
    pub fn of_matter(here: Here, title: String) -> Self {
        Self { here, title, line: LineEdit::default(), list: List::default(), only: Some(Group::Matter) }
    }

    /// What can be done with the household in that place.
    pub fn of_home(here: Here, title: String) -> Self {
        Self { only: Some(Group::Home), ..Self::of_matter(here, title) }
    }

    /// What can be done with the promise in that place.
    pub fn of_promise(here: Here, title: String) -> Self {
        Self { only: Some(Group::Promise), ..Self::of_matter(here, title) }
    }

    /// What can be done in the tree of areas.
    pub fn of_area(here: Here, title: String) -> Self {
        Self { only: Some(Group::Area), ..Self::of_matter(here, title) }
    }

    fn fitting(&self, lang: Lang) -> Vec<&'static Entry> {
        let typed = rank::typed(self.line.text());
        let wanted = |entry: &&Entry| match self.only {
            Some(group) => entry.group == group && !is_of_lists(entry.action),
            None => {
                !matches!(entry.group, Group::Move | Group::Line)
                    && !matches!(entry.action, Action::Palette | Action::Open | Action::Back)
            }
        };
        let offered = |entry: &&Entry| entry.contexts.contains(&self.here.context) && (entry.offered)(&self.here);
        let ranked = |entry: &'static Entry| Some((rank::rank(entry, &typed, lang)?, entry));
        let mut found: Vec<_> = table::rows().filter(wanted).filter(offered).filter_map(ranked).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    pub fn update(&mut self, action: Action, lang: Lang) -> Then {
        let fitting = self.fitting(lang);
        match action {
            Action::Move(step) => self.list.step(step, fitting.len()),
            Action::Open => {
                return fitting.get(self.list.cursor).map_or(Then::Stay, |entry| Then::Run(entry.action));
            }
            Action::Edit(edit) => {
                super::edit(&mut self.line, edit);
                self.list = List::default();
            }
            _ => {}
        }
        Then::Stay
    }

    pub fn write(&mut self, text: &str, _: Lang) {
        self.line.insert(text);
        self.list = List::default();
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        paint.fill(area, Role::Panel);
        let prompt = Rect { height: 1, ..area };
        super::paint_line(paint, prompt, &format!("{}:", self.title), &self.line, true, |_| Role::Entry);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let fitting = self.fitting(lang);
        if fitting.is_empty() {
            paint.text(body.x + 3, body.y, body.width.saturating_sub(3), Empty::Palette.text(lang), Role::PanelAside);
        }
        let visible = self.list.visible(body.height.into(), fitting.len());
        let places = lay_out(area.width.saturating_sub(4), &[Width::Fixed(14), Width::Fixed(8), Width::Rest]);
        for (row, at) in super::rows(body, 0).zip(visible) {
            let entry = fitting[at];
            let chosen = at == self.list.cursor;
            super::paint_choice(paint, row, "", chosen);
            let key = self.here.keys.shown(entry, self.here.context).unwrap_or("");
            let roles =
                if chosen { [Role::PanelSelected; 3] } else { [Role::Panel, Role::PanelTitle, Role::PanelAside] };
            for ((&(x, width), text), role) in places.iter().zip([entry.label(lang), key, entry.says(lang)]).zip(roles)
            {
                paint.text(row.x + 3 + x, row.y, width, text, role);
            }
        }
    }
}

/// Whether an action only leads to this list, or marks what it is for.
fn is_of_lists(action: Action) -> bool {
    matches!(
        action,
        Action::PromiseMenu
            | Action::Matter
            | Action::OnThese
            | Action::HomeMenu
            | Action::AreaMenu
            | Action::FindArea
            | Action::Tree
            | Action::MarkDoor
            | Action::MarkMatter
    )
}
