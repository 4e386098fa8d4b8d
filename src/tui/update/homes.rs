//! What is done with households: the list of it, its sheets, and what one key records.

use chrono::{Datelike, Months};

use super::Turn;
use crate::domain::household::Tag;
use crate::domain::id::Id;
use crate::domain::life::LifeEvent;
use crate::domain::moment::Date;
use crate::domain::reader::Read;
use crate::domain::request::{Edit, Request};
use crate::domain::scope::Scope;
use crate::domain::visit::{Outcome, VisitNote};
use crate::i18n::msg::Msg;
use crate::i18n::sheet::SheetMsg;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::here::Here;
use crate::tui::homes::{HomeAct, LifeAct};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::menu::Menu;
use crate::tui::overlays::sheet::{self, Purpose, Sheet, Shown};
use crate::tui::screens::Screen;
use crate::tui::screens::duplicates::Duplicates;
use crate::tui::screens::home::Home;

impl Turn<'_, '_> {
    pub(super) fn at_home(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        match (action, here.household) {
            (Action::HomeMenu, household) => {
                let title = match household {
                    Some(id) => self.sight.reader.household_name(id)?,
                    None => here.cell.map_or(Ok(String::new()), |cell| self.sight.scope_name(cell, self.model.lang))?,
                };
                self.over(Overlay::Menu(Menu::of_home(here, title)));
                Ok(())
            }
            (Action::Particulars, Some(household)) => {
                self.model.view += 1;
                self.model.screens.push(Screen::Home(Home::of(household)));
                self.model.reload(self.sight)
            }
            (Action::Renew | Action::EndTag, Some(household)) => {
                self.decide_tag(household, here.tag.as_deref(), action)
            }
            (Action::Home(HomeAct::Live(LifeAct::AllBack)), Some(household)) => {
                let Some(home) = self.sight.reader.household(household)? else { return Ok(()) };
                let request = sheet::life::request(&home, LifeEvent::AllBack, &[], self.model.lang);
                self.effects.push(Effect::commit(request));
                Ok(())
            }
            (Action::Home(HomeAct::Apart), _) => {
                let request = here.pair.map(|(mine, other)| Request::HoldApart { mine, other });
                self.effects.extend(request.map(Effect::commit));
                Ok(())
            }
            (Action::Home(act), _) => match self.purpose(act, &here) {
                Some(purpose) => {
                    self.open_sheet(purpose)?;
                    self.prefer(here.other)
                }
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn purpose(&self, act: HomeAct, here: &Here) -> Option<Purpose> {
        let household = here.household;
        Some(match act {
            HomeAct::AddHousehold => Purpose::AddHousehold(here.cell?),
            HomeAct::Edit => Purpose::EditHousehold(household?),
            HomeAct::AddMember => Purpose::AddMember(household?),
            HomeAct::EditMember => Purpose::EditMember(household?, here.member?),
            HomeAct::Leave => Purpose::Leave(household?, here.member?),
            HomeAct::Tag => Purpose::Tag(vec![household?], None),
            HomeAct::TagMarked => Purpose::Tag(self.marked(), None),
            HomeAct::Head => Purpose::Head(household?),
            HomeAct::Split => Purpose::Split(household?),
            HomeAct::Merge => Purpose::Merge(household?),
            HomeAct::Move => Purpose::Move(household?),
            HomeAct::Page => Purpose::Page(household?),
            HomeAct::Erase => Purpose::Erase(household?, None),
            HomeAct::EraseMember => Purpose::Erase(household?, Some(here.member?)),
            HomeAct::Apart => return None,
            HomeAct::EraseMatter => Purpose::EraseMatter(here.matter?),
            HomeAct::Live(act) => Purpose::Live(act, household?, here.member),
        })
    }

    /// Who and what stands twice: of the household here, in the cell here, or anywhere.
    pub(super) fn go_to_duplicates(&mut self) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        let (scope, of) = match self.model.screens.last() {
            Some(Screen::Card(_) | Screen::Home(_)) => (here.cell.unwrap_or(Scope::WHOLE), here.household),
            Some(Screen::Cell(_)) => (here.cell.unwrap_or(Scope::WHOLE), None),
            _ => (Scope::WHOLE, None),
        };
        self.model.view += 1;
        self.model.overlays.clear();
        self.model.screens.retain(|screen| !matches!(screen, Screen::Duplicates(_)));
        self.model.screens.push(Screen::Duplicates(Duplicates::of(scope, of)));
        self.model.reload(self.sight)
    }

    /// In a sheet that asks for another household: the one that stands beside it.
    fn prefer(&mut self, other: Option<Id>) -> Read<()> {
        let (Some(other), Some(Overlay::Sheet(sheet))) = (other, self.model.overlays.last_mut()) else {
            return Ok(());
        };
        let name = self.sight.reader.household_name(other)?;
        sheet.prefer(other, &name, self.sight, self.model.lang)
    }

    /// Opens a sheet with what was typed in it and not saved.
    pub(super) fn open_sheet(&mut self, purpose: Purpose) -> Read<()> {
        let shown = Shown { in_full: self.model.is_revealed(), facing: self.model.is_facing() };
        let Some(mut sheet) = Sheet::open(purpose, shown, self.sight, self.model.lang)? else { return Ok(()) };
        let kept = self.model.sheets.iter().position(|(purpose, _)| purpose == sheet.purpose());
        if let Some(at) = kept {
            let (_, typed) = self.model.sheets.remove(at);
            sheet.restore(&typed, self.sight, self.model.lang)?;
            self.say(Msg::Sheet(SheetMsg::GoesOn));
        }
        self.over(Overlay::Sheet(Box::new(sheet)));
        Ok(())
    }

    /// Keeps what was typed in a sheet that is closed.
    pub(super) fn keep_sheet(&mut self, sheet: &Sheet) {
        let typed = sheet.typed();
        if !typed.is_empty() {
            self.say(Msg::Sheet(SheetMsg::Kept(sheet.unsaved())));
            self.model.sheets.push((sheet.purpose().clone(), typed));
        }
    }

    /// Renews a tag for a year, or lets it end with its last day.
    fn decide_tag(&mut self, household: Id, name: Option<&str>, action: Action) -> Read<()> {
        let known = self.sight.reader.household(household)?;
        let tag = known.as_ref().zip(name).and_then(|(known, name)| known.tag(name));
        let Some((tag, last)) = tag.and_then(|tag| Some((tag, tag.to?))) else { return Ok(()) };
        let edit = if action == Action::Renew {
            Edit::SetTag(Tag { to: Some(a_year_on(last, self.sight.today())), ended: false, ..tag.clone() })
        } else {
            Edit::EndTag { name: tag.name.clone(), on: last }
        };
        self.effects.push(Effect::commit(Request::EditHousehold { household, edits: vec![edit] }));
        Ok(())
    }

    /// The doors that are marked on the page of cells.
    pub(super) fn marked(&self) -> Vec<Id> {
        match self.model.screens.last() {
            Some(Screen::Cell(page)) => page.marked(),
            _ => Vec::new(),
        }
    }

    /// Records that nobody was home at all marked doors, after showing how many.
    pub(super) fn nobody_home_at_marked(&mut self) {
        let doors = self.marked();
        let question = Msg::Sheet(SheetMsg::NobodyHomeAt(doors.len())).text(self.model.lang);
        let visit = |household| Request::Visit {
            household,
            note: VisitNote { outcome: Outcome::Absent, ..VisitNote::default() },
        };
        let request = Request::All(doors.into_iter().map(visit).collect());
        let effect = Effect::commit(request);
        self.over(Overlay::Confirm(Confirm { question, effect }));
    }
}

/// A year after the last day; of one long gone the end of this year or the next that lies ahead.
fn a_year_on(last: Date, today: Date) -> Date {
    let mut day = last;
    while day <= last || day <= today {
        let Some(next) = day.checked_add_months(Months::new(12)) else { return today };
        day = next;
    }
    // The last day of a month stays the last one.
    if (last.month(), last.day()) == (2, 29) { day } else { day.with_day(last.day()).unwrap_or(day) }
}
