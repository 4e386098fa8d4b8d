//! What is done in the tree of areas: its page, its list of what can be done, its sheets, what one key records.

use super::Turn;
use crate::domain::handover::Share;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::tui::action::Action;
use crate::tui::areas::AreaAct;
use crate::tui::effect::Effect;
use crate::tui::overlays::menu::Menu;
use crate::tui::overlays::places::Places;
use crate::tui::overlays::sheet::Purpose;
use crate::tui::overlays::{Overlay, official};
use crate::tui::screens::Screen;
use crate::tui::screens::cell::CellPage;
use crate::tui::screens::tree::Tree;

impl Turn<'_, '_> {
    pub(super) fn in_tree(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        match action {
            Action::Tree => {
                let scope = here.cell.or(self.model.cell);
                self.go_to_tree(scope)
            }
            Action::FindArea => self.find_area(""),
            Action::AreaMenu => {
                let title = here.area.map_or(Ok(String::new()), |area| self.sight.scope_name(area, self.model.lang))?;
                self.over(Overlay::Menu(Menu::of_area(here, title)));
                Ok(())
            }
            Action::Area(act) => self.in_area(act, here.area.or(here.cell)),
            Action::Print => {
                self.print();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The tree over the page that leads there; over the page of cells it takes its place when one is chosen.
    pub(super) fn go_to_tree(&mut self, scope: Option<Scope>) -> Read<()> {
        self.model.view += 1;
        self.model.overlays.clear();
        self.model.screens.retain(|screen| !matches!(screen, Screen::Tree(_)));
        self.model.screens.push(Screen::Tree(Tree::at(scope)));
        self.model.reload(self.sight)
    }

    /// The search in the tree with its first characters typed.
    pub(super) fn find_area(&mut self, text: &str) -> Read<()> {
        let places = Places::of(text, self.sight)?;
        self.over(Overlay::Places(places));
        Ok(())
    }

    /// Puts the cursor of the tree on an area.
    pub(super) fn go_to_area(&mut self, scope: Scope) -> Read<()> {
        self.model.view += 1;
        self.model.overlays.clear();
        if let Screen::Tree(page) = self.model.screen() {
            page.point_at(scope, self.sight)?;
        }
        self.model.reload(self.sight)
    }

    /// The page of cells on one cell; back from there leads to the tree.
    pub(super) fn go_to_this_cell(&mut self, cell: Scope) -> Read<()> {
        self.model.view += 1;
        self.model.overlays.clear();
        self.model.screens.retain(|screen| !matches!(screen, Screen::Cell(_) | Screen::Card(_)));
        self.model.screens.push(Screen::Cell(CellPage::of(Some(cell))));
        self.model.reload(self.sight)
    }

    pub(super) fn show_official(&mut self, name: &str) -> Read<()> {
        let list = official::list(name, self.sight, self.model.lang)?;
        self.over(Overlay::Why(list));
        Ok(())
    }

    fn in_area(&mut self, act: AreaAct, area: Option<Scope>) -> Read<()> {
        let purpose = match (act, area) {
            (AreaAct::MoveMarked, _) => Purpose::MoveDoors(self.marked()),
            (AreaAct::HandOverMarked, Some(cell)) => Purpose::HandOver(cell, Share::Doors(self.marked())),
            (AreaAct::Add, Some(area)) => Purpose::AddArea(if area.is_cell() { parent(area) } else { area }),
            (AreaAct::Rename, Some(area)) => Purpose::RenameArea(area),
            (AreaAct::People, Some(area)) => Purpose::People(area),
            (AreaAct::HandOver, Some(cell)) => Purpose::HandOver(cell, Share::Cell),
            (AreaAct::Sheets, Some(cell)) => Purpose::Sheets(cell),
            (AreaAct::Merge, Some(cell)) => Purpose::MergeCell(cell),
            (AreaAct::Retire, Some(scope)) => {
                self.effects.push(Effect::commit(Request::RetireArea { scope }));
                return Ok(());
            }
            (_, None) => return Ok(()),
        };
        self.open_sheet(purpose)
    }

    /// Writes the sheets of the handover that is being filled in; it stays open.
    fn print(&mut self) {
        if let Some(Overlay::Sheet(sheet)) = self.model.overlays.last() {
            self.effects.extend(sheet.sheets());
        }
    }
}

fn parent(cell: Scope) -> Scope {
    cell.parent().unwrap_or(Scope::WHOLE)
}
