//! What is done with promises: making one at a door, keeping it, letting it go. And the pages of what happened there.

use super::Turn;
use crate::domain::promise::Ending;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::i18n::promise::PromiseWord;
use crate::i18n::term::Term;
use crate::tui::action::{Action, Context};
use crate::tui::effect::Effect;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::menu::Menu;
use crate::tui::overlays::sheet::Purpose;
use crate::tui::screens::Screen;
use crate::tui::screens::marks::Marks;
use crate::tui::screens::past::Past;

impl Turn<'_, '_> {
    /// The page of everything that happened at the door here, or of the conflicts to be settled.
    pub(super) fn go_to_past(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        let page = match (action, here.household) {
            (Action::Past, Some(household)) => Screen::Past(Past::of(household)),
            (Action::Conflicts, household) => {
                let matter = here.matter.filter(|_| here.context != Context::Card);
                Screen::Marks(Marks::of(household, matter))
            }
            _ => return Ok(()),
        };
        self.model.view += 1;
        self.model.hide();
        self.model.screens.push(page);
        self.model.reload(self.sight)
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
