//! The tree of areas and cells, to choose from or to mark in.

use std::collections::HashSet;

use ratatui::layout::Rect;

use crate::domain::area::Area;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::{Extent, Scope};
use crate::i18n::Lang;
use crate::i18n::first::FirstWord;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::sight::{Sight, cell_name};
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// Cells up to which every village begins unfolded.
const FEW: usize = 40;

/// An area or cell with its name.
#[derive(Clone, Debug)]
struct Branch {
    scope: Scope,
    label: String,
}

/// The tree with what is folded and what is under the cursor.
#[derive(Debug, Default)]
pub struct AreaList {
    branches: Vec<Branch>,
    unfolded: HashSet<Scope>,
    list: List,
    /// Whether a new one is offered above the tree.
    founding: bool,
}

impl AreaList {
    /// The same with a row above it that stands for a new village or cell.
    #[must_use]
    pub fn with_founding(self) -> Self {
        Self { founding: true, ..self }
    }

    /// Whether the cursor stands on the row for a new one.
    pub fn at_top(&self) -> bool {
        self.founding && self.list.cursor == 0
    }

    /// Rows above the tree.
    fn above(&self) -> usize {
        usize::from(self.founding)
    }

    /// The known areas and cells, and those that requests would add.
    pub fn read(sight: &Sight<'_>, founded: &[Request]) -> Read<Self> {
        let mut areas = sight.reader.areas(Scope::WHOLE)?;
        areas.extend(sight.reader.cells(Scope::WHOLE)?);
        let mut branches: Vec<Branch> =
            areas.iter().map(|area| Branch { scope: area.scope, label: Area::label(area) }).collect();
        for request in founded {
            let (scope, name) = match request {
                Request::AddArea { scope, name } => (*scope, name.clone()),
                Request::AddCell { scope, name } => (*scope, name.clone().unwrap_or_default()),
                _ => continue,
            };
            if !branches.iter().any(|branch| branch.scope == scope) {
                let label = if name.is_empty() { scope.suffix().to_owned() } else { name };
                branches.push(Branch { scope, label });
            }
        }
        // An area's code sorts before the codes of all that lies in it.
        branches.sort_by_key(|branch| branch.scope);
        let few = branches.iter().filter(|branch| branch.scope.is_cell()).count() <= FEW;
        let open = |branch: &&Branch| few || matches!(branch.scope.extent(), Extent::County | Extent::Township);
        let unfolded = branches.iter().filter(open).map(|branch| branch.scope).collect();
        Ok(Self { branches, unfolded, list: List::default(), founding: false })
    }

    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    /// Whether there is a cell to choose.
    pub fn has_cells(&self) -> bool {
        self.branches.iter().any(|branch| branch.scope.is_cell())
    }

    /// Puts the cursor on an area or cell, where it is shown.
    pub fn point_at(&mut self, scope: Scope) {
        self.unfolded.extend(std::iter::successors(scope.parent(), |scope| scope.parent()));
        if let Some(at) = self.rows().iter().position(|branch| branch.scope == scope) {
            self.list.cursor = at + self.above();
        }
    }

    /// Puts the cursor on the first cell.
    pub fn point_at_first_cell(&mut self) {
        if let Some(cell) = self.branches.iter().find(|branch| branch.scope.is_cell()).map(|branch| branch.scope) {
            self.point_at(cell);
        }
    }

    /// The area or cell under the cursor.
    pub fn under_cursor(&self) -> Option<Scope> {
        let at = self.list.cursor.checked_sub(self.above())?;
        self.rows().get(at).map(|branch| branch.scope)
    }

    /// The cells of an area, or the cell itself.
    pub fn cells_in(&self, scope: Scope) -> Vec<Scope> {
        let cells = self.branches.iter().map(|branch| branch.scope).filter(|scope| scope.is_cell());
        cells.filter(|cell| scope.holds(*cell)).collect()
    }

    /// The branches whose ancestors are all unfolded.
    fn rows(&self) -> Vec<&Branch> {
        let known: HashSet<Scope> = self.branches.iter().map(|branch| branch.scope).collect();
        let folded_in = |scope: Scope| {
            std::iter::successors(scope.parent(), |scope| scope.parent())
                .any(|parent| known.contains(&parent) && !self.unfolded.contains(&parent))
        };
        self.branches.iter().filter(|branch| !folded_in(branch.scope)).collect()
    }

    pub fn update(&mut self, action: Action) {
        match action {
            Action::Move(step) => self.list.step(step, self.rows().len() + self.above()),
            Action::Right => {
                let Some(scope) = self.under_cursor() else { return };
                if !scope.is_cell() {
                    self.unfolded.insert(scope);
                }
            }
            Action::Left => self.fold(),
            _ => {}
        }
    }

    /// Folds the area under the cursor, or goes to the one it lies in.
    fn fold(&mut self) {
        let Some(scope) = self.under_cursor() else { return };
        if self.unfolded.remove(&scope) {
            return;
        }
        let rows = self.rows();
        let mut parents = std::iter::successors(scope.parent(), |scope| scope.parent());
        let at = parents.find_map(|parent| rows.iter().position(|branch| branch.scope == parent));
        self.list.cursor = at.map_or(self.list.cursor, |at| at + self.above());
    }

    /// Paints the tree; `mark` is what stands before a branch besides its fold.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang, mark: &dyn Fn(Scope) -> &'static str) {
        let rows = self.rows();
        let visible = self.list.visible(usize::from(area.height), rows.len() + self.above());
        for (y, at) in (area.y..).zip(visible) {
            let place = Rect { y, height: 1, ..area };
            let Some(branch) = at.checked_sub(self.above()).map(|at| rows[at]) else {
                paint.text(place.x + 3, y, place.width - 4, FirstWord::NewCell.word(lang), Role::Body);
                if self.at_top() {
                    super::paint_cursor(paint, place, true);
                }
                continue;
            };
            let extent = branch.scope.extent();
            let fold = if extent == Extent::Cell {
                " "
            } else if self.unfolded.contains(&branch.scope) {
                "-"
            } else {
                "+"
            };
            let indent = match extent {
                Extent::Cell => 6,
                Extent::Village => 4,
                Extent::Township => 2,
                _ => 0,
            };
            let name = if branch.scope.is_cell() { cell_name(&branch.label, lang) } else { branch.label.clone() };
            let text = format!("{} {fold} {name}", mark(branch.scope));
            let end = paint.text(place.x + 2 + indent, y, place.width.saturating_sub(3 + indent), &text, Role::Body);
            let code = branch.scope.to_string();
            let x = (place.x + 44).max(end + 2);
            paint.text(x, y, place.right().saturating_sub(x + 1), &code, Role::Aside);
            if at == self.list.cursor {
                super::paint_cursor(paint, place, true);
            }
        }
    }
}
