//! What can be done with an area or cell: only what would not be refused.

use crate::domain::area::Area;
use crate::domain::scope::Extent;

use super::here::Here;

/// Something done in the tree of areas, or with what lies in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AreaAct {
    /// Something new directly below the area under the cursor; beside a cell.
    Add,
    Rename,
    /// Who holds the places there.
    People,
    HandOver,
    /// A sheet for each household.
    Sheets,
    /// The cell becomes part of another.
    Merge,
    Retire,
    /// The marked doors go to another cell.
    MoveMarked,
    /// The marked doors get another cadre.
    HandOverMarked,
}

/// Adds what can be done with an area or cell with so many households, matters and parts, where so many cells are.
pub fn look(here: &mut Here, area: &Area, filled: bool, cells: i64) {
    here.area = Some(area.scope);
    here.areas.extend([AreaAct::Add, AreaAct::Rename]);
    if area.scope.extent() != Extent::County {
        here.areas.push(AreaAct::People);
    }
    if area.scope.is_cell() || area.scope.extent() != Extent::County && cells > 0 {
        here.areas.push(AreaAct::HandOver);
    }
    if area.scope.is_cell() {
        here.areas.push(AreaAct::Sheets);
        if cells > 1 {
            here.areas.push(AreaAct::Merge);
        }
    }
    if !filled {
        here.areas.push(AreaAct::Retire);
    }
}
