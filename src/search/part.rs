//! A part of the roster: the search text of some villages, laid end to end in a few long arrays.

use std::collections::HashMap;
use std::ops::Range;

use super::block::{Block, Damaged, END, joined, parted};
use super::glyph::{BETWEEN, GlyphId, Glyphs};
use super::numbers::{Fit, Masks, door_mask, pairs, push_door_form, push_tail_form};
use super::query::{Part as Piece, Query};
use super::{By, DIED, Entry, Hit, LEFT, Why, bare};

/// The best score; costs are taken from it.
const BEST: u16 = 1000;
/// What reading a query in a later way costs.
const LATER_WAY: u16 = 16;

/// Some 150 bytes a household.
#[derive(Debug, Default)]
pub(super) struct Part {
    rows: Vec<Row>,
    households: Vec<u64>,
    masks: Vec<Masks>,
    /// Numbers of the names' letters, [`BETWEEN`] between names, the head's first.
    letters: Vec<GlyphId>,
    /// Doors in the form they are compared in.
    doors: String,
    /// Tails, each with a line feed after it.
    tails: Vec<u8>,
    /// As [`joined`] has them.
    texts: String,
    cells: Vec<Cell>,
    cell_places: HashMap<Box<str>, usize>,
    glyphs: Glyphs,
}

#[derive(Debug)]
struct Cell {
    code: Box<str>,
    /// The beginning of the code as a number: cells in the order of their codes.
    order: u128,
}

#[derive(Clone, Debug, Default)]
struct Row {
    cell: usize,
    letters: Span,
    door: Span,
    tails: Span,
    text: Span,
    names: usize,
}

/// A stretch of one of the arrays.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: usize,
    end: usize,
}

impl Span {
    fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// Where a household that fits stands among the others: by cost, by cell, and in its cell as the blocks have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    cost: u16,
    cell: u128,
    row: usize,
}

/// What a part answers.
#[derive(Debug)]
pub(super) struct Fitting {
    /// What the query means in this part.
    pub query: Query,
    pub places: Vec<Place>,
    /// How many fit, whatever the limit.
    pub total: usize,
}

impl Part {
    /// How many households it holds.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds the households of a block as [`super::encode_block`] wrote it.
    pub fn push_block(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let block = Block::read(bytes)?;
        for (cell, row) in block.rows() {
            self.push(row.household, cell, row.names, row.text);
        }
        Ok(())
    }

    /// Adds a household.
    pub fn add(&mut self, entry: &Entry) {
        self.push(entry.household, &entry.cell, entry.names.len(), &joined(entry));
    }

    /// The text of one household.
    pub fn entry(&self, household: u64) -> Option<Entry> {
        self.households.iter().position(|id| *id == household).map(|place| self.entry_at(place))
    }

    /// The best `limit` households among some that fit a query (0 = all), in order. `scope` is the beginning of a cell's
    /// code.
    pub fn search(&self, among: Range<usize>, query: &str, scope: &str, limit: usize) -> Fitting {
        let query = Query::read(query, &self.glyphs);
        if query.ways.is_empty() {
            return Fitting { query, places: Vec::new(), total: 0 };
        }
        let within: Vec<bool> = self.cells.iter().map(|cell| cell.code.starts_with(scope)).collect();
        // Most households are passed over by their masks alone, which lie close together.
        let likely = among.clone().zip(&self.masks[among]).filter(|(_, masks)| query.may_fit(**masks));
        let place = |(row, masks): (usize, &Masks)| {
            let cost = self.cost(&self.rows[row], *masks, &query)?;
            Some(Place { cost, cell: self.cells[self.rows[row].cell].order, row })
        };
        let mut places: Vec<Place> = likely.filter(|(row, _)| within[self.rows[*row].cell]).filter_map(place).collect();
        let total = places.len();
        if limit > 0 && limit < total {
            places.select_nth_unstable(limit);
            places.truncate(limit);
        }
        places.sort_unstable();
        Fitting { query, places, total }
    }

    fn cost(&self, row: &Row, masks: Masks, query: &Query) -> Option<u16> {
        let ways = query.ways.iter().zip((0..).step_by(usize::from(LATER_WAY)));
        ways.filter_map(|(parts, later): (_, u16)| Some(self.cost_of_way(row, masks, parts)?.saturating_add(later)))
            .min()
    }

    fn cost_of_way(&self, row: &Row, masks: Masks, parts: &[Piece]) -> Option<u16> {
        let (names, door, tails) = self.compared(row);
        parts.iter().try_fold(0_u16, |sum, part| Some(sum.saturating_add(part.cost(names, door, tails, masks)?)))
    }

    fn compared(&self, row: &Row) -> (&[GlyphId], &str, &[u8]) {
        (&self.letters[row.letters.range()], &self.doors[row.door.range()], &self.tails[row.tails.range()])
    }

    /// What is told of the household at a place.
    pub fn hit(&self, place: Place, query: &Query) -> Hit {
        let (row, masks) = (&self.rows[place.row], self.masks[place.row]);
        let entry = self.entry_at(place.row);
        let (names, door, tails) = self.compared(row);
        let costs = query.ways.iter().map(|parts| self.cost_of_way(row, masks, parts));
        let ways = costs.zip(&query.ways).zip((0_u16..).step_by(usize::from(LATER_WAY)));
        let best = ways.filter_map(|((sum, parts), later)| Some((sum?.saturating_add(later), parts)));
        let parts = best.min_by_key(|(sum, _)| *sum).map_or(&[][..], |(_, parts)| parts);
        let mut exact = true;
        let mut why = Vec::new();
        for part in parts {
            match part {
                Piece::Name(name) => {
                    let Some((fit, at)) = name.fits(names, masks) else { continue };
                    let by = names.split(|id| *id == BETWEEN).nth(at).map_or(By::Pinyin, |letters| name.by(letters));
                    let named = named(&entry, at, by);
                    let is_gone = matches!(named, Why::Died(..) | Why::Left(..));
                    exact &= by == By::Characters && fit.whole && fit.prefix && !is_gone;
                    why.push(named);
                }
                Piece::Number(number) => {
                    let Some(fit) = number.fits(door, tails, masks) else { continue };
                    exact &= fit == Fit::Door;
                    let tail = || Why::Tail(number.text().to_owned());
                    why.push(if fit.is_tail() { tail() } else { Why::Door(entry.door.clone()) });
                }
            }
        }
        let Entry { household, cell, door, head, .. } = entry;
        let (left, head) = (head.ends_with(LEFT), bare(&head).to_owned());
        Hit { household, cell, door, head, why, score: BEST.saturating_sub(place.cost), exact: exact && !left, left }
    }

    fn entry_at(&self, place: usize) -> Entry {
        let row = &self.rows[place];
        parted(self.households[place], &self.cells[row.cell].code, row.names, &self.texts[row.text.range()])
    }

    /// Adds a row; `text` is as [`joined`] has it, `names` how many members' names are in it.
    fn push(&mut self, household: u64, cell: &str, names: usize, text: &str) {
        let mut masks = Masks::default();
        let mut row = Row { cell: self.cell(cell), names, ..Row::default() };
        let mut texts = text.split_terminator(END);
        row.door.start = self.doors.len();
        push_door_form(texts.next().unwrap_or_default(), &mut self.doors);
        row.door.end = self.doors.len();
        let door = &self.doors[row.door.range()];
        masks.letters |= door_mask(door);
        masks.pairs |= pairs(door.as_bytes());
        row.letters.start = self.letters.len();
        let head = texts.next().unwrap_or_default();
        masks.letters |= self.glyphs.push_name(bare(head), &mut self.letters);
        for name in members(head, texts.by_ref().take(names)) {
            self.letters.push(BETWEEN);
            masks.letters |= self.glyphs.push_name(bare(name), &mut self.letters);
        }
        row.letters.end = self.letters.len();
        row.tails.start = self.tails.len();
        for tail in texts {
            push_tail_form(tail, &mut self.tails);
            self.tails.push(b'\n');
        }
        row.tails.end = self.tails.len();
        masks.pairs |= pairs(&self.tails[row.tails.range()]);
        row.text.start = self.texts.len();
        self.texts.push_str(text);
        row.text.end = self.texts.len();
        self.rows.push(row);
        self.masks.push(masks);
        self.households.push(household);
    }

    /// The place of a cell's code; blocks bring the households of one cell together.
    fn cell(&mut self, code: &str) -> usize {
        let latest = self.rows.last().map(|row| row.cell).filter(|cell| *self.cells[*cell].code == *code);
        if let Some(place) = latest.or_else(|| self.cell_places.get(code).copied()) {
            return place;
        }
        let mut order = [0; 16];
        order.iter_mut().zip(code.bytes()).for_each(|(place, byte)| *place = byte);
        self.cells.push(Cell { code: code.into(), order: u128::from_be_bytes(order) });
        self.cell_places.insert(code.into(), self.cells.len() - 1);
        self.cells.len() - 1
    }
}

/// The members beside the head.
fn members<'a>(head: &'a str, names: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    names.filter(move |name| *name != bare(head))
}

/// Whose name fitted: `at` counts the head as 0, then the members beside the head.
fn named(entry: &Entry, at: usize, by: By) -> Why {
    let member = at.checked_sub(1).and_then(|at| members(&entry.head, entry.names.iter().map(String::as_str)).nth(at));
    match member {
        Some(name) if name.ends_with(DIED) => Why::Died(bare(name).to_owned(), by),
        Some(name) if name.ends_with(LEFT) => Why::Left(bare(name).to_owned(), by),
        Some(name) => Why::Member(name.to_owned(), by),
        None => Why::Head(bare(&entry.head).to_owned(), by),
    }
}
