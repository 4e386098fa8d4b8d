//! Finding an area or cell in the tree: by initials, Chinese, code, or by who answers for it; and who is who, one row for
//! everybody on the ladders, whatever places they hold.

use ratatui::layout::Rect;

use crate::domain::people::{Official, officials};
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::areas::{AreaWord, also, found};
use crate::i18n::term::Term;
use crate::search::initials;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::sight::Sight;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// Columns that the name of somebody gets.
const NAME: u16 = 14;
/// Places of somebody that are told in their row.
const TOLD: usize = 3;

/// What is looked for, and all there is.
#[derive(Debug)]
pub struct Places {
    line: LineEdit,
    list: List,
    all: Vec<Place>,
    /// Places of `all` that fit.
    found: Vec<usize>,
}

/// Whether a row is an area or somebody.
#[derive(Debug)]
enum Whose {
    Area(Scope),
    Official(String),
}

/// An area or cell, or somebody, by all that they are found by.
#[derive(Debug)]
struct Place {
    whose: Whose,
    code: String,
    /// Its own name, and that with the village before it.
    label: String,
    said: [String; 2],
    initials: String,
    people: Vec<(String, String)>,
}

impl Places {
    /// All areas and cells, with the first characters typed.
    pub fn of(text: &str, sight: &Sight<'_>) -> Read<Self> {
        let mut areas = sight.reader.areas(Scope::WHOLE)?;
        areas.extend(sight.reader.cells(Scope::WHOLE)?);
        // An area's code sorts before the codes of all that lies in it.
        areas.sort_by_key(|area| area.scope);
        let mut all = Vec::with_capacity(areas.len());
        for area in &areas {
            let said = [sight.scope_name(area.scope, Lang::Zh)?, sight.scope_name(area.scope, Lang::En)?];
            let mut people: Vec<(String, String)> = Vec::new();
            for name in area.people.values() {
                if people.iter().all(|(known, _)| known != name) {
                    people.push((name.clone(), initials(name)));
                }
            }
            let (label, code) = (area.label(), area.scope.to_string());
            let initials = initials(&said[0]);
            all.push(Place { whose: Whose::Area(area.scope), code, initials, label, said, people });
        }
        for official in officials(sight.reader)? {
            all.push(Place::of_official(&official, sight)?);
        }
        let mut places = Self { line: LineEdit::with(text), list: List::default(), all, found: Vec::new() };
        places.find();
        Ok(places)
    }

    fn find(&mut self) {
        let typed = self.line.text().trim().to_lowercase();
        self.list = List::default();
        if typed.is_empty() {
            // Who is who, before anything is typed.
            let official = |at: &usize| matches!(self.all[*at].whose, Whose::Official(_));
            self.found = (0..self.all.len()).filter(official).collect();
            return;
        }
        let mut found: Vec<(u8, usize)> =
            self.all.iter().enumerate().filter_map(|(at, place)| Some((place.fits(&typed)?, at))).collect();
        found.sort_unstable();
        self.found = found.into_iter().map(|(_, at)| at).collect();
    }

    pub fn write(&mut self, text: &str) {
        self.line.insert(text);
        self.find();
    }

    pub fn update(&mut self, action: Action) -> Then {
        match action {
            Action::Move(step) => self.list.step(step, self.found.len()),
            Action::Edit(edit) => {
                super::edit(&mut self.line, edit);
                self.find();
            }
            Action::Open => {
                let found = self.found.get(self.list.cursor);
                return match found.map(|at| &self.all[*at].whose) {
                    Some(Whose::Area(scope)) => Then::GoToArea(*scope),
                    Some(Whose::Official(name)) => Then::ShowOfficial(name.clone()),
                    None => Then::Stay,
                };
            }
            _ => {}
        }
        Then::Stay
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        paint.fill(area, Role::Panel);
        let prompt = format!("{}:", AreaWord::Find.word(lang));
        super::paint_line(paint, Rect { height: 1, ..area }, &prompt, &self.line, true, |_| Role::Entry);
        let heading = match (self.line.text().trim().is_empty(), self.found.len()) {
            (true, _) => AreaWord::FindHow.word(lang).to_owned(),
            (false, 0) => AreaWord::NotFound.word(lang).to_owned(),
            (false, total) => found(lang, total),
        };
        paint.text(area.x + 1, area.y + 1, area.width.saturating_sub(2), &heading, Role::PanelAside);
        let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let widths = [Width::Rest, Width::Fixed(20), Width::Fixed(18)];
        let places = lay_out(area.width.saturating_sub(4), &widths);
        let visible = self.list.visible(body.height.into(), self.found.len());
        for (row, at) in super::rows(body, 0).zip(visible) {
            let place = &self.all[self.found[at]];
            let chosen = at == self.list.cursor;
            super::paint_choice(paint, row, "", chosen);
            let people: Vec<&str> = place.people.iter().map(|(name, _)| name.as_str()).collect();
            let texts = match &place.whose {
                Whose::Area(_) => [place.said[lang as usize].as_str(), &people.join(" "), &place.code],
                Whose::Official(name) => [name.as_str(), "", ""],
            };
            let roles = if chosen { [Role::PanelSelected; 3] } else { [Role::Panel, Role::Panel, Role::PanelAside] };
            for ((&(x, width), text), role) in places.iter().zip(texts).zip(roles) {
                paint.text(row.x + 3 + x, row.y, width, text, role);
            }
            if let Whose::Official(_) = place.whose {
                let x = row.x + 3 + NAME;
                let role = if chosen { Role::PanelSelected } else { Role::PanelAside };
                paint.text(x, row.y, row.right().saturating_sub(x + 1), &place.said[lang as usize], role);
            }
        }
    }
}

impl Place {
    fn of_official(official: &Official, sight: &Sight<'_>) -> Read<Self> {
        let said = |lang: Lang| -> Read<String> {
            let posts = official.posts.iter().take(TOLD);
            let told =
                posts.map(|post| Ok(format!("{} {}", post.role.word(lang), sight.scope_name(post.scope, lang)?)));
            let mut told = told.collect::<Read<Vec<String>>>()?;
            let more = official.posts.len().saturating_sub(TOLD);
            told.extend((more > 0).then(|| also(lang, more)));
            Ok(told.join("  "))
        };
        Ok(Self {
            code: String::new(),
            initials: initials(&official.name),
            label: official.name.clone(),
            said: [said(Lang::Zh)?, said(Lang::En)?],
            people: Vec::new(),
            whose: Whose::Official(official.name.clone()),
        })
    }

    /// How well it fits what was typed, the best 0; `None` where it does not.
    fn fits(&self, typed: &str) -> Option<u8> {
        let code = self.code.to_lowercase();
        if let Whose::Official(name) = &self.whose {
            return if name == typed {
                Some(0)
            } else if self.initials.starts_with(typed) || name.contains(typed) {
                Some(1)
            } else {
                None
            };
        }
        let person = |(name, initials): &(String, String)| name == typed || initials == typed;
        if self.label.to_lowercase() == typed || code == typed {
            Some(0)
        } else if self.initials.starts_with(typed) || self.said[0].starts_with(typed) {
            Some(1)
        } else if self.said.iter().any(|said| said.to_lowercase().contains(typed)) || self.initials.contains(typed) {
            Some(2)
        } else if self.people.iter().any(person) || self.people.iter().any(|(name, _)| name.contains(typed)) {
            Some(3)
        } else {
            code.contains(typed).then_some(4)
        }
    }
}
