//! Which cell a roster's words for a place mean.

use std::collections::BTreeMap;

use super::super::reading::Record;
use crate::domain::area::Area;
use crate::domain::reader::{Read, Reader};
use crate::domain::scope::Scope;

/// The suffix of the one cell that a village without cells gets.
const ONLY_CELL: &str = "001";

/// What is known of the places that rosters name.
pub(super) struct Places<'a> {
    villages: Vec<Area>,
    cells: Vec<Area>,
    /// Receives what names no known place.
    fallback: Option<Scope>,
    /// What a person said that a roster's words for a village mean: a village or a cell.
    said: &'a BTreeMap<String, Scope>,
}

impl<'a> Places<'a> {
    pub fn read(reader: &dyn Reader, fallback: Option<Scope>, said: &'a BTreeMap<String, Scope>) -> Read<Self> {
        let villages = reader.areas(Scope::WHOLE)?.into_iter().filter(|area| area.scope.village().is_some()).collect();
        Ok(Self { villages, cells: reader.cells(Scope::WHOLE)?, fallback, said })
    }

    /// The cell that a record belongs to; `None` when its words name none.
    pub fn cell_of(&self, record: &Record) -> Option<Scope> {
        let said = self.said.get(&record.village).copied();
        if let Some(cell) = said.filter(|scope| scope.is_cell()) {
            return Some(cell);
        }
        let named = || self.villages.iter().find(|area| names(area, &record.village)).map(|area| area.scope);
        let village = said.or_else(named);
        let within = |cell: &&Area| village.is_none_or(|village| village.holds(cell.scope));
        if !record.cell.is_empty() {
            let mut fitting = self.cells.iter().filter(within).filter(|cell| names(cell, &record.cell));
            if let (Some(cell), None) = (fitting.next(), fitting.next()) {
                return Some(cell.scope);
            }
        }
        let Some(village) = village else { return self.fallback };
        let inside = self.fallback.filter(|cell| village.holds(*cell));
        let mut cells = self.cells.iter().filter(within).map(|cell| cell.scope);
        match (cells.next(), cells.next()) {
            // A village without cells gets one for itself.
            (None, _) => inside.or_else(|| Scope::cell(village, ONLY_CELL)),
            (only, None) => only,
            _ => inside,
        }
    }

    /// Whether a cell is yet to be added before anybody can be put into it.
    pub fn is_new(&self, cell: Scope) -> bool {
        !self.cells.iter().any(|known| known.scope == cell)
    }
}

/// Whether a roster's word means this area: its name, its code, or the last part of a cell's code.
fn names(area: &Area, word: &str) -> bool {
    let word = word.trim();
    !word.is_empty() && (area.name == word || area.scope.to_string() == word || area.scope.suffix() == word)
}
