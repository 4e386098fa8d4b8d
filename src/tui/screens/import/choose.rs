//! Choosing the file: what lies in the usual places, or a path that is typed.

use ratatui::layout::Rect;

use crate::exchange::review::Decided;
use crate::exchange::shelf::{Continued, Lying, Shelf, is_path};
use crate::i18n::Lang;
use crate::i18n::measure::wrap;
use crate::i18n::msg::Msg;
use crate::i18n::roster::{RosterSaid, RosterWord, size};
use crate::i18n::term::{Term, day_and_month};
use crate::search::initials;
use crate::theme::role::Role;
use crate::tui::action::{Action, Edit};
use crate::tui::effect::{Effect, Then};
use crate::tui::overlays;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;
use crate::tui::work::Errand;

/// The line, and what can be chosen with it.
#[derive(Debug, Default)]
pub(super) struct Chooser {
    line: LineEdit,
    shelf: Shelf,
    /// Names that fit the path being typed, and the text they fit.
    names: Vec<String>,
    list: List,
}

impl Chooser {
    pub fn found(&mut self, shelf: Shelf) {
        self.shelf = shelf;
        self.list = List::default();
    }

    /// The path goes on as far as there is one way; unless something else was typed meanwhile.
    pub fn continued(&mut self, asked: &str, continued: Continued) {
        if self.line.text() != asked {
            return;
        }
        self.line = LineEdit::with(&continued.text);
        self.names = continued.names;
        self.list = List::default();
    }

    pub fn write(&mut self, text: &str) {
        self.line.insert(text);
        self.typed();
    }

    fn typed(&mut self) {
        self.names.clear();
        self.list = List::default();
    }

    fn is_path(&self) -> bool {
        is_path(self.line.text().trim())
    }

    /// The files that fit what is typed, by name or initials.
    fn fitting(&self) -> Vec<&Lying> {
        let typed = self.line.text().trim().to_lowercase();
        let fits = |lying: &&Lying| {
            let name = name_of(lying);
            typed.is_empty() || name.to_lowercase().contains(&typed) || initials(&name).contains(&typed)
        };
        self.shelf.lying.iter().filter(fits).collect()
    }

    fn len(&self) -> usize {
        if self.is_path() { self.names.len() } else { self.fitting().len() }
    }

    pub fn update(&mut self, action: Action, decided: Decided) -> Then {
        match action {
            Action::Move(step) => self.list.step(step, self.len()),
            Action::Edit(edit) => {
                overlays::edit(&mut self.line, edit);
                if !matches!(edit, Edit::Left | Edit::Right | Edit::Home | Edit::End) {
                    self.typed();
                }
            }
            Action::NextPane => return self.complete(),
            Action::Open => return self.open(decided),
            _ => {}
        }
        Then::Stay
    }

    /// Continues the path; from a word, the path of the file under the cursor.
    fn complete(&mut self) -> Then {
        if !self.is_path() {
            let Some(path) = self.fitting().get(self.list.cursor).map(|lying| lying.path.display().to_string()) else {
                return Then::Stay;
            };
            self.line = LineEdit::with(&path);
            self.typed();
            return Then::Stay;
        }
        Then::Do(Effect::Send(Errand::Complete(self.line.text().to_owned())))
    }

    fn open(&mut self, decided: Decided) -> Then {
        if !self.is_path() {
            let chosen = self.fitting().get(self.list.cursor).map(|lying| lying.path.display().to_string());
            let path = chosen.or_else(|| Some(self.line.text().trim().to_owned()).filter(|text| !text.is_empty()));
            return path.map_or(Then::Say(Msg::Roster(RosterSaid::NothingChosen)), |path| read(path, decided));
        }
        let text = self.line.text().trim().to_owned();
        let Some(name) = self.names.get(self.list.cursor) else { return read(text, decided) };
        let folder = text.rfind('/').map_or("", |at| &text[..=at]);
        let path = format!("{folder}{name}");
        if !name.ends_with('/') {
            return read(path, decided);
        }
        self.line = LineEdit::with(&path);
        self.typed();
        Then::Do(Effect::Send(Errand::Complete(path)))
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        let prompt = format!("{}:", RosterWord::File.word(lang));
        overlays::paint_line(paint, Rect { height: 1, ..area }, &prompt, &self.line, true, |_| Role::Entry);
        let width = area.width.saturating_sub(3);
        let mut y = area.y + 1;
        for line in wrap(self.advice().word(lang), width.into()) {
            paint.text(area.x + 1, y, width, &line, Role::Aside);
            y += 1;
        }
        let rows = Rect { y: y + 1, height: area.bottom().saturating_sub(y + 1), ..area };
        if self.advice() == RosterWord::NoFiles {
            for (place, y) in self.shelf.places.iter().zip(rows.y..rows.bottom()) {
                paint.text(rows.x + 3, y, width.saturating_sub(2), &self.shelf.shown(place), Role::Body);
            }
            return;
        }
        let visible = self.list.visible(rows.height.into(), self.len());
        let fitting = if self.is_path() { Vec::new() } else { self.fitting() };
        for (at, y) in visible.zip(rows.y..) {
            let row = Rect { y, height: 1, ..rows };
            if let Some(lying) = fitting.get(at) {
                let folder = lying.path.parent().map_or_else(String::new, |folder| self.shelf.shown(folder));
                paint_lying(paint, row, lying, &folder, lang);
            } else {
                let name = self.names.get(at).map_or("", String::as_str);
                paint.text(row.x + 3, y, row.width.saturating_sub(4), name, Role::Body);
            }
            if at == self.list.cursor {
                super::super::paint_cursor(paint, row, true);
            }
        }
    }

    fn advice(&self) -> RosterWord {
        match (self.len(), self.line.text().trim().is_empty()) {
            (0, true) if !self.shelf.places.is_empty() => RosterWord::NoFiles,
            (0, false) if !self.is_path() => RosterWord::NothingFits,
            _ => RosterWord::HowToChoose,
        }
    }
}

fn read(path: String, decided: Decided) -> Then {
    Then::Do(Effect::Send(Errand::Read(path, Box::new(decided))))
}

fn name_of(lying: &Lying) -> String {
    lying.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Name, the folder it lies in, the day it was written, how large it is.
fn paint_lying(paint: &mut Paint<'_>, row: Rect, lying: &Lying, folder: &str, lang: Lang) {
    let inner = Rect { x: row.x + 3, width: row.width.saturating_sub(4), ..row };
    let room = if inner.width >= 90 { 40 } else { 18 };
    let widths = [Width::Rest, Width::Fixed(room), Width::Fixed(10), Width::Fixed(8)];
    let places = lay_out(inner.width, &widths);
    let parent = from_its_end(folder, room.into());
    let day = lying.written.map_or_else(String::new, |at| day_and_month(at.date(), lang));
    let texts = [name_of(lying), parent, day];
    for (((x, width), text), role) in places.iter().zip(texts).zip([Role::Body, Role::Aside, Role::Aside]) {
        paint.text(inner.x + x, row.y, *width, &text, role);
    }
    let (x, width) = places[3];
    paint.right(inner.x + x, row.y, width, &size(lying.bytes), Role::Aside);
}

/// The end of a path in at most that many columns: its last folder tells more than its first.
fn from_its_end(path: &str, width: usize) -> String {
    use crate::i18n::measure::columns;
    if columns(path) <= width {
        return path.to_owned();
    }
    let mut from = path.char_indices().map(|(at, _)| at);
    let start = from.find(|at| columns(&path[*at..]) < width).unwrap_or(0);
    format!("~{}", &path[start..])
}
