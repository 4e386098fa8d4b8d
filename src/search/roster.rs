//! Every household's search text in memory.

use std::collections::{HashMap, HashSet};

use super::block::{Block, Damaged, END, joined, parted};
use super::glyph::{BETWEEN, GlyphId, Glyphs};
use super::numbers::{Fit, Masks, door_mask, pairs, push_door_form, tail_form};
use super::query::{Part, Query};
use super::{By, DIED, Entry, Found, Hit, LEFT, Why, bare};

/// The best score; costs are taken from it.
const BEST: u16 = 1000;
/// What reading a query in a later way costs.
const LATER_WAY: u16 = 16;

/// The search text of all households that are at hand, scanned as a whole by each query.
///
/// The texts lie end to end in a few long arrays, some 150 bytes a household; a changed household's new text goes to
/// the end, and the arrays are laid out anew when half of them is out of use.
#[derive(Debug, Default)]
pub struct Roster {
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
    cells: Vec<Box<str>>,
    cell_places: HashMap<Box<str>, usize>,
    glyphs: Glyphs,
    /// Households changed since the roster began: what a block says of them is older.
    changed: HashSet<u64>,
    /// Bytes of `texts` that no row uses.
    unused: usize,
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

impl Roster {
    /// How many households it holds.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds the households of a block as [`super::encode_block`] wrote it. Each household may lie in one block only;
    /// those that were changed or removed here before the block came are left as they are.
    pub fn push_block(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let block = Block::read(bytes)?;
        for (cell, row) in block.rows() {
            if self.changed.is_empty() || !self.changed.contains(&row.household) {
                self.push(row.household, cell, row.names, row.text);
            }
        }
        Ok(())
    }

    /// Adds a household or puts its new text in place of the old.
    pub fn upsert(&mut self, entry: &Entry) {
        let old = self.place_of(entry.household);
        self.changed.insert(entry.household);
        self.push(entry.household, &entry.cell, entry.names.len(), &joined(entry));
        if let Some(old) = old {
            self.unused += self.rows[old].text.range().len();
            // The new row takes the old one's place, so that the order of equals stays.
            self.rows.swap_remove(old);
            self.masks.swap_remove(old);
            self.households.swap_remove(old);
            self.tidy();
        }
    }

    /// Takes a household out; whether it was there.
    pub fn remove(&mut self, household: u64) -> bool {
        self.changed.insert(household);
        let Some(place) = self.place_of(household) else { return false };
        self.unused += self.rows[place].text.range().len();
        self.rows.remove(place);
        self.masks.remove(place);
        self.households.remove(place);
        self.tidy();
        true
    }

    /// The text of one household.
    pub fn entry(&self, household: u64) -> Option<Entry> {
        self.place_of(household).map(|place| self.entry_at(place))
    }

    /// Households that fit a query, in a cell or below an area (`scope` is the beginning of a cell's code): the best
    /// `limit` of them (0 = all) and how many there are. A query without a letter or digit finds nothing.
    pub fn search(&self, query: &str, scope: Option<&str>, limit: usize) -> Found {
        let query = Query::read(query, &self.glyphs);
        if query.ways.is_empty() {
            return Found::default();
        }
        let within: Vec<bool> = self.cells.iter().map(|cell| cell.starts_with(scope.unwrap_or_default())).collect();
        // Most households are passed over by their masks alone, which lie close together.
        let likely = self.masks.iter().enumerate().filter(|(_, masks)| query.may_fit(**masks));
        let mut fitting: Vec<(u16, usize)> = likely
            .filter(|(place, _)| within[self.rows[*place].cell])
            .filter_map(|(place, masks)| Some((self.cost(&self.rows[place], *masks, &query)?, place)))
            .collect();
        let total = fitting.len();
        if limit > 0 && limit < total {
            fitting.select_nth_unstable(limit);
            fitting.truncate(limit);
        }
        fitting.sort_unstable();
        let hits = fitting.into_iter().map(|(cost, place)| self.hit(place, cost, &query)).collect();
        Found { hits, total }
    }

    fn cost(&self, row: &Row, masks: Masks, query: &Query) -> Option<u16> {
        let ways = query.ways.iter().zip((0..).step_by(usize::from(LATER_WAY)));
        ways.filter_map(|(parts, later): (_, u16)| Some(self.cost_of_way(row, masks, parts)?.saturating_add(later)))
            .min()
    }

    fn cost_of_way(&self, row: &Row, masks: Masks, parts: &[Part]) -> Option<u16> {
        let (names, door, tails) = self.compared(row);
        parts.iter().try_fold(0_u16, |sum, part| Some(sum.saturating_add(part.cost(names, door, tails, masks)?)))
    }

    fn compared(&self, row: &Row) -> (&[GlyphId], &str, &[u8]) {
        (&self.letters[row.letters.range()], &self.doors[row.door.range()], &self.tails[row.tails.range()])
    }

    fn hit(&self, place: usize, cost: u16, query: &Query) -> Hit {
        let (row, masks) = (&self.rows[place], self.masks[place]);
        let entry = self.entry_at(place);
        let (names, door, tails) = self.compared(row);
        let costs = query.ways.iter().map(|parts| self.cost_of_way(row, masks, parts));
        let ways = costs.zip(&query.ways).zip((0_u16..).step_by(usize::from(LATER_WAY)));
        let best = ways.filter_map(|((sum, parts), later)| Some((sum?.saturating_add(later), parts)));
        let parts = best.min_by_key(|(sum, _)| *sum).map_or(&[][..], |(_, parts)| parts);
        let mut exact = true;
        let mut why = Vec::new();
        for part in parts {
            match part {
                Part::Name(name) => {
                    let Some((fit, at)) = name.fits(names, masks) else { continue };
                    let by = names.split(|id| *id == BETWEEN).nth(at).map_or(By::Pinyin, |letters| name.by(letters));
                    let named = named(&entry, at, by);
                    let is_gone = matches!(named, Why::Died(..) | Why::Left(..));
                    exact &= by == By::Characters && fit.whole && fit.prefix && !is_gone;
                    why.push(named);
                }
                Part::Number(number) => {
                    let Some(fit) = number.fits(door, tails, masks) else { continue };
                    exact &= fit == Fit::Door;
                    let tail = || Why::Tail(number.text().to_owned());
                    why.push(if fit.is_tail() { tail() } else { Why::Door(entry.door.clone()) });
                }
            }
        }
        let Entry { household, cell, door, head, .. } = entry;
        let (left, head) = (head.ends_with(LEFT), bare(&head).to_owned());
        Hit { household, cell, door, head, why, score: BEST.saturating_sub(cost), exact: exact && !left, left }
    }

    fn place_of(&self, household: u64) -> Option<usize> {
        self.households.iter().position(|id| *id == household)
    }

    fn entry_at(&self, place: usize) -> Entry {
        let row = &self.rows[place];
        parted(self.households[place], &self.cells[row.cell], row.names, &self.texts[row.text.range()])
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
            self.tails.extend(tail_form(tail));
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
        let latest = self.rows.last().map(|row| row.cell).filter(|cell| *self.cells[*cell] == *code);
        if let Some(place) = latest.or_else(|| self.cell_places.get(code).copied()) {
            return place;
        }
        self.cells.push(code.into());
        self.cell_places.insert(code.into(), self.cells.len() - 1);
        self.cells.len() - 1
    }

    /// Lays the arrays out anew when more than half of the text is out of use.
    fn tidy(&mut self) {
        if self.unused <= self.texts.len() / 2 {
            return;
        }
        let mut tidy = Self { changed: std::mem::take(&mut self.changed), ..Self::default() };
        for place in 0..self.rows.len() {
            let row = &self.rows[place];
            tidy.push(self.households[place], &self.cells[row.cell], row.names, &self.texts[row.text.range()]);
        }
        *self = tidy;
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
