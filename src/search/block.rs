//! Blocks of search text as the database keeps them, before they are sealed.

use serde::{Deserialize, Serialize};

use super::Entry;

/// The only form there is so far.
const FORM: u8 = 1;
/// Behind each of the texts of a row; it occurs in none of them.
pub(super) const END: char = '\0';

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

/// An entry as it lies in a block; the cell is a place in the block's table. One text for all, because reading many
/// short ones takes the most time of a start.
#[derive(Serialize, Deserialize)]
pub(super) struct Row<'a> {
    pub household: u64,
    cell: usize,
    /// How many members' names there are.
    pub names: usize,
    /// See [`joined`].
    pub text: &'a str,
}

impl<'a> Block<'a> {
    /// Reads a block without copying its text.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Damaged> {
        let block: Self = postcard::from_bytes(bytes).map_err(|_| Damaged)?;
        let whole = block.form == FORM && block.rows.iter().all(|row| row.cell < block.cells.len() && row.is_whole());
        whole.then_some(block).ok_or(Damaged)
    }

    /// The rows, each with the code of its cell.
    pub fn rows(&self) -> impl Iterator<Item = (&'a str, &Row<'a>)> {
        self.rows.iter().filter_map(|row| Some((*self.cells.get(row.cell)?, row)))
    }
}

impl Row<'_> {
    fn is_whole(&self) -> bool {
        let texts = self.text.bytes().filter(|b| *b == 0).count();
        self.text.ends_with(END) && texts.checked_sub(2).is_some_and(|others| self.names <= others)
    }
}

/// Door, head, members' names and tails as they are written, each with [`END`] behind it.
pub(super) fn joined(entry: &Entry) -> String {
    let mut text = String::new();
    for part in [&entry.door, &entry.head].into_iter().chain(&entry.names).chain(&entry.tails) {
        text.extend(part.chars().filter(|c| *c != END));
        text.push(END);
    }
    text
}

/// The entry that a row was made of.
pub(super) fn parted(household: u64, cell: &str, names: usize, text: &str) -> Entry {
    let mut texts = text.split_terminator(END).map(str::to_owned);
    let door = texts.next().unwrap_or_default();
    let head = texts.next().unwrap_or_default();
    let names = texts.by_ref().take(names).collect();
    Entry { household, cell: cell.into(), door, head, names, tails: texts.collect() }
}

/// The bytes of a block: postcard of the form's number, the codes of the cells, and one row per entry.
pub fn encode_block(entries: &[Entry]) -> Vec<u8> {
    let mut cells: Vec<&str> = Vec::new();
    let texts: Vec<String> = entries.iter().map(joined).collect();
    let rows = entries.iter().zip(&texts).map(|(entry, text)| {
        let cell = cells.iter().position(|cell| *cell == &*entry.cell).unwrap_or_else(|| {
            cells.push(&entry.cell);
            cells.len() - 1
        });
        Row { household: entry.household, cell, names: entry.names.len(), text }
    });
    let rows = rows.collect();
    postcard::to_stdvec(&Block { form: FORM, cells, rows }).expect("writing numbers and text to memory cannot fail")
}

/// The entries of a block that [`encode_block`] wrote.
pub fn decode_block(bytes: &[u8]) -> Result<Vec<Entry>, Damaged> {
    let block = Block::read(bytes)?;
    Ok(block.rows().map(|(cell, row)| parted(row.household, cell, row.names, row.text)).collect())
}
