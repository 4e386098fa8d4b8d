//! The tree of areas as far as it is unfolded. No more of it is read than that: what it costs does not grow with how many
//! areas there are.

use std::collections::HashSet;

use crate::domain::facets::Tally;
use crate::domain::reader::Read;
use crate::domain::scope::{Extent, Scope};
use crate::tui::sight::Sight;

/// Cells up to which every village begins unfolded.
const FEW: i64 = 12;

/// Which areas are unfolded, and the rows that this comes to.
#[derive(Debug, Default)]
pub struct Unfolding {
    unfolded: HashSet<Scope>,
    rows: Vec<Scope>,
    /// Whether every county and township was unfolded, as they are at first.
    begun: bool,
}

impl Unfolding {
    /// The areas and cells whose ancestors are all unfolded, by code.
    pub fn rows(&self) -> &[Scope] {
        &self.rows
    }

    pub fn is_unfolded(&self, area: Scope) -> bool {
        self.unfolded.contains(&area)
    }

    /// The row of an area or cell.
    pub fn row_of(&self, scope: Scope) -> Option<usize> {
        self.rows.binary_search(&scope).ok()
    }

    /// The row of an area or cell, or of the nearest one it lies in that has one.
    pub fn row_around(&self, scope: Scope) -> Option<usize> {
        std::iter::successors(Some(scope), |scope| scope.parent()).find_map(|scope| self.row_of(scope))
    }

    /// Reads the rows anew, after areas may have changed. At first counties and townships are unfolded, and villages too
    /// where there are few cells.
    pub fn read(&mut self, sight: &Sight<'_>) -> Read<()> {
        let first = !std::mem::replace(&mut self.begun, true);
        let few = first && sight.reader.tally(Tally::InUse(Extent::Cell), Scope::WHOLE)? <= FEW;
        let begins = |extent| first && (extent < Extent::Village || extent == Extent::Village && few);
        let unfolded = &mut self.unfolded;
        self.rows = walk(Scope::WHOLE, sight, &mut |area| {
            if begins(area.extent()) {
                unfolded.insert(area);
            }
            unfolded.contains(&area)
        })?;
        Ok(())
    }

    /// Unfolds all that an area or cell lies in.
    pub fn unfold_around(&mut self, scope: Scope, sight: &Sight<'_>) -> Read<()> {
        let around: Vec<Scope> = std::iter::successors(scope.parent(), |scope| scope.parent()).collect();
        for area in around.into_iter().rev() {
            self.unfold(area, sight)?;
        }
        Ok(())
    }

    /// Unfolds an area; `false` where it was unfolded.
    pub fn unfold(&mut self, area: Scope, sight: &Sight<'_>) -> Read<bool> {
        if !self.unfolded.insert(area) {
            return Ok(false);
        }
        if let Some(at) = self.row_of(area) {
            let within = walk(area, sight, &mut |area| self.unfolded.contains(&area))?;
            let behind = self.rows.split_off(at + 1);
            self.rows.extend(within.into_iter().chain(behind));
        }
        Ok(true)
    }

    /// Folds an area; `false` where it was folded.
    pub fn fold(&mut self, area: Scope) -> bool {
        if !self.unfolded.remove(&area) {
            return false;
        }
        self.rows.retain(|row| *row == area || !area.holds(*row));
        true
    }
}

/// What lies in an area, and in what of that is unfolded, by code.
fn walk(area: Scope, sight: &Sight<'_>, is_unfolded: &mut dyn FnMut(Scope) -> bool) -> Read<Vec<Scope>> {
    let mut rows = Vec::new();
    let mut left = sight.reader.parts(area)?;
    left.reverse();
    // The last one is looked at first, so that an area is followed by what lies in it.
    while let Some(scope) = left.pop() {
        rows.push(scope);
        if is_unfolded(scope) {
            left.extend(sight.reader.parts(scope)?.into_iter().rev());
        }
    }
    Ok(rows)
}
