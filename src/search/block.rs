//! Blocks of search text as the database keeps them, before they are sealed.

use serde::{Deserialize, Serialize};

use super::Entry;

/// The only form there is so far.
const FORM: u8 = 1;

/// What was read is not a block of search text.
#[derive(Debug, PartialEq, Eq)]
pub struct Damaged;

#[derive(Serialize, Deserialize)]
pub(super) struct Block<'a> {
    form: u8,
    #[serde(borrow)]
    cells: Vec<&'a str>,
    #[serde(borrow)]
    rows: Vec<Row<'a>>,
}

/// An entry as it lies in a block; the cell is a place in the block's table.
#[derive(Serialize, Deserialize)]
pub(super) struct Row<'a> {
    pub household: u64,
    cell: usize,
    pub door: &'a str,
    pub head: &'a str,
    #[serde(borrow)]
    pub names: Vec<&'a str>,
    #[serde(borrow)]
    pub tails: Vec<&'a str>,
}

impl<'a> Block<'a> {
    /// Reads a block without copying its text.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Damaged> {
        let block: Self = postcard::from_bytes(bytes).map_err(|_| Damaged)?;
        let whole = block.form == FORM && block.rows.iter().all(|row| row.cell < block.cells.len());
        whole.then_some(block).ok_or(Damaged)
    }

    /// The rows, each with the code of its cell.
    pub fn rows(&self) -> impl Iterator<Item = (&'a str, &Row<'a>)> {
        self.rows.iter().filter_map(|row| Some((*self.cells.get(row.cell)?, row)))
    }
}

/// The bytes of a block: postcard of the form's number, the codes of the cells, and one row per entry.
pub fn encode_block(entries: &[Entry]) -> Vec<u8> {
    let mut cells: Vec<&str> = Vec::new();
    let rows = entries.iter().map(|entry| {
        let cell = cells.iter().position(|cell| *cell == &*entry.cell).unwrap_or_else(|| {
            cells.push(&entry.cell);
            cells.len() - 1
        });
        Row {
            household: entry.household,
            cell,
            door: &entry.door,
            head: &entry.head,
            names: entry.names.iter().map(String::as_str).collect(),
            tails: entry.tails.iter().map(String::as_str).collect(),
        }
    });
    let rows = rows.collect();
    postcard::to_stdvec(&Block { form: FORM, cells, rows }).expect("writing numbers and text to memory cannot fail")
}

/// The entries of a block that [`encode_block`] wrote.
pub fn decode_block(bytes: &[u8]) -> Result<Vec<Entry>, Damaged> {
    let block = Block::read(bytes)?;
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let entries = block.rows().map(|(cell, row)| Entry {
        household: row.household,
        cell: cell.into(),
        door: row.door.to_owned(),
        head: row.head.to_owned(),
        names: own(&row.names),
        tails: own(&row.tails),
    });
    Ok(entries.collect())
}
