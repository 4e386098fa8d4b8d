//! A sheet of fields: what is known of a household, a member or a tag, and what a family's changes ask for.
//!
//! Each field is a line with what can be picked below it. Arrows pick where there is something to pick, else they go to
//! the next field; Tab and Enter go on; one key saves from anywhere. What is left unchanged is not recorded.

use ratatui::layout::Rect;

use crate::domain::handover::{Handover, Share};
use crate::domain::id::Id;
use crate::domain::life::{Consequences, LifeEvent};
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::measure::columns;
use crate::i18n::msg::Msg;
use crate::i18n::sheet::SheetMsg;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Then};
use crate::tui::homes::{HomeAct, LifeAct};
use crate::tui::sight::Sight;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

mod areas;
pub mod field;
pub mod life;
mod open;
mod request;
mod words;

pub use field::{Field, Key, Sort};

/// Rows for what can be picked, at most.
const CHOICES: u16 = 7;

/// What a sheet is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    AddHousehold(Scope),
    EditHousehold(Id),
    AddMember(Id),
    /// The household and its member.
    EditMember(Id, Id),
    Leave(Id, Id),
    /// A tag of these households; its name where one is changed.
    Tag(Vec<Id>, Option<String>),
    Head(Id),
    Split(Id),
    Merge(Id),
    Move(Id),
    /// The page of everything that is kept about a household.
    Page(Id),
    /// A household, or a member of it, by law.
    Erase(Id, Option<Id>),
    /// The words of a matter, by law.
    EraseMatter(Id),
    /// A promise that is not kept.
    LetGo(Id),
    /// A walk list of these doors.
    Walk(Vec<Id>),
    /// What happens in the lives of a household, or of a member of it.
    Live(LifeAct, Id, Option<Id>),
    /// Something new directly in an area.
    AddArea(Scope),
    RenameArea(Scope),
    /// Who holds the places of an area or cell.
    People(Scope),
    /// The cell becomes part of another.
    MergeCell(Scope),
    /// Doors go to another cell.
    MoveDoors(Vec<Id>),
    /// What somebody has in hand in a cell goes to another.
    HandOver(Scope, Share),
    /// The sheets of a cell's households, into a file.
    Sheets(Scope),
}

impl Purpose {
    /// Whether it is about a household.
    pub fn is_about(&self, home: Id) -> bool {
        match self {
            Self::AddHousehold(_)
            | Self::LetGo(_)
            | Self::Walk(_)
            | Self::EraseMatter(_)
            | Self::AddArea(_)
            | Self::RenameArea(_)
            | Self::People(_)
            | Self::MergeCell(_)
            | Self::Sheets(_) => false,
            Self::HandOver(_, share) => matches!(share, Share::Doors(doors) if doors.contains(&home)),
            Self::Tag(homes, _) | Self::MoveDoors(homes) => homes.contains(&home),
            Self::EditHousehold(id)
            | Self::AddMember(id)
            | Self::EditMember(id, _)
            | Self::Leave(id, _)
            | Self::Head(id)
            | Self::Split(id)
            | Self::Merge(id)
            | Self::Move(id)
            | Self::Page(id)
            | Self::Erase(id, _)
            | Self::Live(_, id, _) => *id == home,
        }
    }
}

/// What may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Numbers and all else in full, as that was asked for.
    pub in_full: bool,
    /// Somebody of the household may be looking.
    pub facing: bool,
}

impl Shown {
    /// Whether tags, remarks and accusations are hidden.
    pub fn hides(self) -> bool {
        self.facing && !self.in_full
    }
}

/// The sheet.
#[derive(Debug)]
pub struct Sheet {
    purpose: Purpose,
    shown: Shown,
    title: String,
    fields: Vec<Field>,
    at: usize,
    rows: List,
    /// What was warned of: saved all the same when it is asked for again.
    warned: Option<SheetMsg>,
    /// What follows from what the fields say, and from which event it was found.
    foreseen: Option<Foreseen>,
    /// What it would come to as it is filled in now.
    preview: Vec<(String, Role)>,
    /// Of what handover that tells.
    handing: Option<Handover>,
}

/// What was found to follow.
#[derive(Debug)]
struct Foreseen {
    event: LifeEvent,
    /// How many fields come before what follows.
    base: usize,
    all: Consequences,
}

impl Sheet {
    /// The sheet for a purpose; `None` where what it is about is gone.
    pub fn open(purpose: Purpose, shown: Shown, sight: &Sight<'_>, lang: Lang) -> Read<Option<Self>> {
        let Some((title, fields)) = open::fields(&purpose, shown, sight, lang)? else { return Ok(None) };
        let (rows, preview) = (List::default(), Vec::new());
        let mut sheet =
            Self { purpose, shown, title, fields, at: 0, rows, warned: None, foreseen: None, preview, handing: None };
        sheet.foresee(sight, lang)?;
        // Who it is about is known: what is asked next comes first.
        let known = |field: &Field| matches!(field.key, Key::Who | Key::Giver) && !field.value().is_empty();
        if sheet.fields.first().is_some_and(known) {
            sheet.go(1);
        }
        Ok(Some(sheet))
    }

    pub fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// What was typed into it, field by field; empty where nothing was changed.
    pub fn typed(&self) -> Vec<String> {
        let changed = self.fields.iter().any(Field::is_changed);
        if changed { self.fields.iter().map(|field| field.line.text().to_owned()).collect() } else { Vec::new() }
    }

    /// What was typed and not saved, field by field.
    pub fn changed(&self) -> Vec<String> {
        let changed = self.fields.iter().filter(|field| field.is_changed() && field.sort != Sort::Tick);
        changed.map(|field| field.line.text().to_owned()).collect()
    }

    /// Characters that were typed and not saved.
    pub fn unsaved(&self) -> usize {
        let changed = self.fields.iter().filter(|field| field.is_changed() && field.sort != Sort::Tick);
        changed.map(|field| field.line.text().trim().chars().count()).sum()
    }

    /// Puts back what was typed when the sheet was closed without saving.
    pub fn restore(&mut self, typed: &[String], sight: &Sight<'_>, lang: Lang) -> Read<()> {
        // What follows is found from the first fields, and then what was said of it stands there again.
        for _ in 0..2 {
            for (field, text) in self.fields.iter_mut().zip(typed) {
                field.put(text);
            }
            self.foresee(sight, lang)?;
        }
        Ok(())
    }

    /// Puts another household where the sheet asks for one, or its door where it asks where somebody went; what was
    /// typed stays.
    pub fn prefer(&mut self, other: Id, name: &str, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        for field in self.fields.iter_mut().filter(|field| field.line.is_empty()) {
            match field.key {
                Key::Household => {
                    field.options.retain(|option| option.value != other.to_string());
                    field.options.insert(0, field::Choice::said(&other.to_string(), [name, name]));
                    field.first_options.clone_from(&field.options);
                    field.put(name);
                }
                Key::Place => field.put(name),
                _ => {}
            }
        }
        self.foresee(sight, lang)
    }

    /// Finds anew what it would come to, and what follows, where what happened is another.
    fn foresee(&mut self, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        // What goes along is looked for anew only where another hands it over.
        let handing = areas::handing_over(&self.purpose, &self.fields);
        if handing.is_none() || handing != self.handing {
            self.preview = areas::preview(&self.purpose, &self.fields, sight, lang)?;
            self.handing = handing;
        }
        let Purpose::Live(act, home, _) = self.purpose else { return Ok(()) };
        let base = self.foreseen.as_ref().map_or(self.fields.len(), |known| known.base);
        let event = life::event(act, &self.fields[..base], sight.said_on());
        let (Some(event), Some(home)) = (event, sight.reader.household(home)?) else { return Ok(()) };
        if self.foreseen.as_ref().is_some_and(|known| known.event == event) {
            return Ok(());
        }
        let before = self.fields.split_off(base);
        let (tail, all) = life::tail(&home, &event, &before, (self.shown.hides(), sight), lang)?;
        self.fields.extend(tail);
        self.at = self.at.min(self.fields.len().saturating_sub(1));
        self.foreseen = Some(Foreseen { event, base, all });
        Ok(())
    }

    /// Whether Enter saves.
    pub fn is_at_last_field(&self) -> bool {
        self.at + 1 >= self.fields.len() || self.saves_anywhere()
    }

    /// Whether Enter saves from any field: what it comes to is in view.
    fn saves_anywhere(&self) -> bool {
        matches!(self.purpose, Purpose::HandOver(..))
    }

    /// Whether sheets for paper can be written of what is filled in.
    pub fn prints(&self) -> bool {
        matches!(self.purpose, Purpose::HandOver(..))
    }

    /// What writes them; nothing where no file is named.
    pub fn sheets(&self) -> Option<Effect> {
        areas::file_of(&self.purpose, &self.fields, false)
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        self.warned = None;
        if let Some(field) = self.fields.get_mut(self.at) {
            field.write(text);
        }
        self.find_households(sight, lang);
        self.foresee(sight, lang)
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        match action {
            Action::NextPane => self.go(1),
            Action::PreviousPane => self.go(self.fields.len().saturating_sub(1)),
            Action::Save => return self.save(sight, lang),
            Action::Open => return self.enter(sight, lang),
            Action::Move(step) => {
                self.step(step, lang);
                self.foresee(sight, lang)?;
            }
            Action::Edit(edit) => {
                self.warned = None;
                if let Some(field) = self.fields.get_mut(self.at) {
                    super::edit(&mut field.line, edit);
                    field.typed();
                }
                self.find_households(sight, lang);
                self.foresee(sight, lang)?;
            }
            _ => {}
        }
        Ok(Then::Stay)
    }

    fn go(&mut self, by: usize) {
        self.at = (self.at + by) % self.fields.len().max(1);
    }

    fn step(&mut self, step: Step, lang: Lang) {
        let Some(field) = self.fields.get_mut(self.at) else { return };
        if field.can_be_picked() {
            field.step(step, lang);
            return;
        }
        let last = self.fields.len().saturating_sub(1);
        self.at = match step {
            Step::Up => self.at.saturating_sub(1),
            Step::Down => (self.at + 1).min(last),
            Step::PageUp | Step::First => 0,
            Step::PageDown | Step::Last => last,
        };
    }

    /// Takes what is picked; then the next field, or all of it is saved.
    fn enter(&mut self, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        let saves = self.saves_anywhere();
        let Some(field) = self.fields.get_mut(self.at) else { return Ok(Then::Stay) };
        let typed = field.line.text().to_owned();
        if field.take(lang) {
            return Ok(Then::Stay);
        }
        // What was completed is looked at before it is recorded.
        if saves && field.line.text() != typed {
            self.foresee(sight, lang)?;
            return Ok(Then::Stay);
        }
        if let Err(msg) = field.check(sight) {
            return Ok(Then::Say(Msg::Sheet(msg)));
        }
        // Among what follows there is nothing to fill in: all of it is recorded.
        let ticks = field.sort == Sort::Tick;
        self.foresee(sight, lang)?;
        if ticks || self.is_at_last_field() {
            return self.save(sight, lang);
        }
        self.at += 1;
        Ok(Then::Stay)
    }

    fn save(&mut self, sight: &Sight<'_>, lang: Lang) -> Read<Then> {
        for (at, field) in self.fields.iter_mut().enumerate() {
            field.take(lang);
            if let Err(msg) = field.check(sight) {
                self.at = at;
                return Ok(Then::Say(Msg::Sheet(msg)));
            }
        }
        self.foresee(sight, lang)?;
        if let Some((at, warning)) = self.warning(sight)?
            && self.warned.as_ref() != Some(&warning)
        {
            self.at = at;
            self.warned = Some(warning.clone());
            return Ok(Then::Say(Msg::Sheet(SheetMsg::Twice(Box::new(warning)))));
        }
        if let Purpose::Live(act, home, _) = self.purpose {
            let event = life::event(act, &self.fields, sight.said_on());
            return Ok(match (event, sight.reader.household(home)?) {
                (Some(event), Some(home)) => Then::Do(Effect::commit(life::request(&home, event, &self.fields, lang))),
                _ => Then::Stay,
            });
        }
        if let (Purpose::Leave(..), Some(act)) = (&self.purpose, self.life_told()) {
            return Ok(Then::Run(Action::Home(HomeAct::Live(act))));
        }
        if let Some(effect) = request::effect(&self.purpose, &self.fields) {
            return Ok(Then::Do(effect));
        }
        Ok(match request::of(&self.purpose, &self.fields, sight)? {
            Ok(request) => Then::Do(Effect::commit(request)),
            Err((at, msg)) => {
                self.at = at;
                Then::Say(Msg::Sheet(msg))
            }
        })
    }

    /// The act of its own that is told as the reason of a leaving.
    fn life_told(&self) -> Option<LifeAct> {
        let why = self.fields.iter().find(|field| field.key == Key::Why)?;
        words::life_told_by(&why.value())
    }

    /// What is unusual and may still be right: a number that is somebody else's, a sex or birth that it does not tell.
    fn warning(&self, sight: &Sight<'_>) -> Read<Option<(usize, SheetMsg)>> {
        let home = match &self.purpose {
            Purpose::AddMember(home) | Purpose::EditMember(home, _) | Purpose::Live(_, home, _) => Some(*home),
            _ => None,
        };
        for (at, field) in self.fields.iter().enumerate() {
            if let Some(warning) = field::warning(field, &self.fields, home, sight)? {
                return Ok(Some((at, warning)));
            }
        }
        Ok(None)
    }

    /// Households that what was typed finds, where one is to be picked.
    fn find_households(&mut self, sight: &Sight<'_>, lang: Lang) {
        let here = match &self.purpose {
            Purpose::Merge(id) => *id,
            _ => return,
        };
        if let Some(field) = self.fields.get_mut(self.at).filter(|field| field.key == Key::Household) {
            field.options = open::found(field.line.text(), here, sight, lang);
            if field.options.is_empty() && field.line.text().trim().is_empty() {
                field.options = field.first_options.clone();
            }
        }
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        paint.fill(area, Role::Panel);
        let title = format!("{}{}", self.title, self.comes_to(lang));
        paint.text(area.x + 1, area.y, area.width.saturating_sub(2), &title, Role::PanelTitle);
        let Some(field) = self.fields.get(self.at) else { return Ok(()) };
        let fitting = u16::try_from(field.fitting().len()).unwrap_or(CHOICES);
        let choices = if self.preview.is_empty() { CHOICES } else { fitting.clamp(1, CHOICES / 2) };
        let below = 1 + if field.can_be_picked() { choices } else { 1 };
        let below = below.min(area.height / 2);
        let above = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + below), ..area };
        let visible = self.rows.visible_with(self.at..=self.at, above.height.into(), self.fields.len());
        let width = self
            .fields
            .iter()
            .filter(|field| field.sort != Sort::Tick)
            .map(|field| columns(&field.label[lang as usize]))
            .max()
            .unwrap_or(0)
            .min(18);
        for (row, at) in super::rows(above, 0).zip(visible) {
            self.fields[at].paint(paint, row, width, at == self.at, lang);
        }
        let first = u16::try_from(self.fields.len() + 1).unwrap_or(u16::MAX);
        for (row, (text, role)) in super::rows(above, first).zip(&self.preview) {
            paint.text(row.x + 2, row.y, row.width.saturating_sub(3), text, *role);
        }
        let below = Rect { y: above.bottom(), height: below, ..area };
        self.paint_below(paint, below, field, sight, lang)
    }

    /// That nobody is left at the door, or somebody is again.
    fn comes_to(&self, lang: Lang) -> &'static str {
        match &self.foreseen {
            Some(known) if known.all.empties => {
                ["  这一户就没人住了，不再走访", "  nobody will live there: no more visits"][lang as usize]
            }
            Some(known) if known.all.revives => ["  这一户又有人住了", "  the door is lived in again"][lang as usize],
            _ => "",
        }
    }

    /// What the field under the caret comes to, and what can be picked for it.
    fn paint_below(&self, paint: &mut Paint<'_>, area: Rect, field: &Field, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        let (hint, role) = match field.check(sight) {
            Err(msg) if field.is_changed() => (msg.text(lang), Role::PanelFault),
            _ => match self.warning(sight)?.filter(|(at, _)| *at == self.at) {
                Some((_, warning)) => (warning.text(lang), Role::PanelFault),
                None => (field.hint(sight, lang), Role::PanelAside),
            },
        };
        paint.text(area.x + 3, area.y, area.width.saturating_sub(4), &hint, role);
        let fitting = field.fitting();
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let visible = field.list.visible(body.height.into(), fitting.len());
        for (row, at) in super::rows(body, 0).zip(visible) {
            let option = &field.options[fitting[at]];
            let text = format!("{}  {}", option.label[lang as usize], option.note[lang as usize]);
            super::paint_choice(paint, row, text.trim_end(), field.open && at == field.list.cursor);
        }
        Ok(())
    }
}
