//! What is done with promises: making one at a door, keeping it, letting it go. And the pages of what happened there.

use super::Turn;
use crate::domain::promise::Ending;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::i18n::promise::PromiseWord;
use crate::i18n::term::Term;
use crate::tui::action::{Action, Context};
use crate::tui::effect::Effect;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::menu::Menu;
use crate::tui::overlays::sheet::Purpose;
use crate::tui::screens::Screen;
use crate::tui::screens::marks::{Marks, Whose};
use crate::tui::screens::past::Past;

impl Turn<'_, '_> {
    /// The page of everything that happened at the door here, or of the conflicts to be settled.
    pub(super) fn go_to_past(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        let page = match (action, here.household) {
            (Action::Past, Some(household)) => Screen::Past(Past::of(household)),
            (Action::Conflicts, household) => {
                let matter = here.matter.filter(|_| here.context != Context::Card).map(Whose::Matter);
                let Some(whose) = matter.or(household.map(Whose::Household)) else { return Ok(()) };
                Screen::Marks(Marks::of(whose))
            }
            (Action::AllConflicts, _) => Screen::Marks(Marks::of(Whose::Area(self.area_here()))),
            _ => return Ok(()),
        };
        self.model.view += 1;
        self.model.hide();
        if action == Action::AllConflicts {
            self.model.screens.retain(|screen| !matches!(screen, Screen::Marks(_)));
        }
        self.model.screens.push(page);
        self.model.reload(self.sight)
    }

    /// The area of the page on top: that of Today, the cell of the page of cells, else everything.
    fn area_here(&self) -> Scope {
        match self.model.screens.last() {
            Some(Screen::Today(page)) => page.scope(),
            Some(Screen::Cell(page)) => page.cell().unwrap_or(Scope::WHOLE),
            _ => Scope::WHOLE,
        }
    }

    pub(super) fn with_promise(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        match (action, here.household, here.promise) {
            (Action::Promise, Some(household), _) => {
                let word = format!("{} ", PromiseWord::InLine.word(self.model.lang));
                self.open_line(Some(household), &word)
            }
            (Action::KeepPromise, _, Some(promise)) => {
                let request = Request::EndPromise { promise, ending: Ending::Kept, text: None };
                self.effects.push(Effect::commit(request));
                Ok(())
            }
            (Action::LetGo, _, Some(promise)) => self.open_sheet(Purpose::LetGo(promise)),
            (Action::PromiseMenu, _, Some(promise)) => {
                let known = self.sight.reader.promise(promise)?;
                let facing = self.model.is_facing();
                let title = known.map(|known| self.sight.about_promise(&known, facing, self.model.lang));
                self.over(Overlay::Menu(Menu::of_promise(here, title.transpose()?.unwrap_or_default())));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
