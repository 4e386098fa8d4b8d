//! Going from one place to another.

use super::Turn;
use crate::domain::id::Id;
use crate::domain::reader::Read;
use crate::domain::scope::{Extent, Scope};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::screens::Screen;
use crate::tui::screens::card::Card;
use crate::tui::screens::cell::CellPage;
use crate::tui::screens::first::FirstRun;
use crate::tui::screens::import::ImportPage;
use crate::tui::work::Errand;

impl Turn<'_, '_> {
    pub(super) fn go(&mut self, action: Action) -> Read<()> {
        self.model.view += 1;
        match action {
            Action::Today => self.model.screens.truncate(1),
            Action::Cell => return self.go_to_cell(),
            Action::Matters => self.go_to_matters(),
            _ => {
                let narrower = |model: &Model, scope| model.narrower(scope).unwrap_or(scope);
                let Some(Screen::Today(page)) = self.model.screens.last() else { return Ok(()) };
                let scope = if action == Action::Narrower {
                    skip_county(narrower(self.model, page.scope()), |scope| narrower(self.model, scope))
                } else {
                    skip_county(page.scope().parent().unwrap_or(Scope::WHOLE), |_| Scope::WHOLE)
                };
                if let Screen::Today(page) = self.model.screen() {
                    page.show(scope, self.sight)?;
                }
            }
        }
        self.model.reload(self.sight)
    }

    /// The page that takes a roster in; looks for files at once.
    pub(super) fn go_to_import(&mut self) -> Read<()> {
        self.model.view += 1;
        self.model.overlays.clear();
        if self.model.screens.iter().any(|screen| matches!(screen, Screen::Import(_))) {
            self.model.screens.retain(|screen| !matches!(screen, Screen::Card(_) | Screen::Cell(_)));
        } else {
            self.model.screens.push(Screen::Import(ImportPage::default()));
        }
        self.effects.push(Effect::Send(Errand::Look));
        self.model.reload(self.sight)
    }

    /// Who somebody is and which cells are theirs, asked again.
    pub(super) fn go_to_first(&mut self) -> Read<()> {
        self.model.view += 1;
        self.model.overlays.clear();
        let page = FirstRun::again(self.model.desk.me.as_deref().unwrap_or(&self.model.me));
        self.model.screens.truncate(1);
        self.model.screens.push(Screen::First(page));
        self.model.reload(self.sight)
    }

    /// The page of cells, on the cell and household under the cursor.
    pub(super) fn go_to_cell(&mut self) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?.household;
        let household = here.map_or(Ok(None), |id| self.sight.reader.household(id))?;
        let cell = household.as_ref().map(|household| household.cell).or(self.model.cell);
        let mut page = CellPage::of(cell);
        page.load(self.sight)?;
        if let Some(household) = household {
            page.point_at(household.id);
        }
        self.model.screens.truncate(1);
        self.model.screens.push(Screen::Cell(page));
        self.model.overlays.clear();
        Ok(())
    }

    /// The household's card, over the page of cells when that is open.
    pub(super) fn go_to_card(&mut self, household: Id, matter: Option<Id>) -> Read<()> {
        self.model.view += 1;
        self.model.overlays.clear();
        // A card over a matter goes back to it; the card that the matter was opened from goes.
        self.model.screens.retain(|screen| !matches!(screen, Screen::Card(_)));
        while matches!(self.model.screens.last(), Some(Screen::Home(_))) {
            self.model.screens.pop();
        }
        let cell = self.sight.reader.household(household)?.map(|household| household.cell);
        if let Some(Screen::Cell(page)) = self.model.screens.last_mut() {
            if page.cell() != cell {
                *page = CellPage::of(cell);
                page.load(self.sight)?;
            }
            page.point_at(household);
        }
        self.model.screens.push(Screen::Card(Card::of(household, matter)));
        self.model.hide();
        self.model.reload(self.sight)
    }
}

/// A device seldom holds more than one county: the step that would show the same again is left out.
fn skip_county(scope: Scope, next: impl Fn(Scope) -> Scope) -> Scope {
    if scope.extent() == Extent::County { next(scope) } else { scope }
}
