//! Every household's search text in memory.

use std::collections::HashSet;

use super::block::{Block, Damaged};
use super::glyph::{BETWEEN, GlyphId, Glyphs};
use super::numbers::{Fit, Masks, door_form, door_mask, pairs, tail_form};
use super::query::{Part, Query};
use super::{By, Entry, Found, Hit, Why};

/// The best score; costs are taken from it.
const BEST: u16 = 1000;
/// What reading a query in a later way costs.
const LATER_WAY: u16 = 16;
/// Between the texts of a row.
const END: char = '\0';

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
    /// Door, head, members' names and tails as they are written, each with [`END`] after it.
    texts: String,
    cells: Vec<Box<str>>,
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

/// What a row is made of, wherever it comes from.
struct Texts<'a> {
    household: u64,
    cell: &'a str,
    door: &'a str,
    head: &'a str,
    names: &'a [&'a str],
    tails: &'a [&'a str],
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
                let (household, door, head) = (row.household, row.door, row.head);
                self.push(&Texts { household, cell, door, head, names: &row.names, tails: &row.tails });
            }
        }
        Ok(())
    }

    /// Adds a household or puts its new text in place of the old.
    pub fn upsert(&mut self, entry: &Entry) {
        let names: Vec<&str> = entry.names.iter().map(String::as_str).collect();
        let tails: Vec<&str> = entry.tails.iter().map(String::as_str).collect();
        let texts = Texts {
            household: entry.household,
            cell: &entry.cell,
            door: &entry.door,
            head: &entry.head,
            names: &names,
            tails: &tails,
        };
        let old = self.place_of(entry.household);
        self.changed.insert(entry.household);
        self.push(&texts);
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
        let rows = self.rows.iter().enumerate().filter(|(_, row)| within[row.cell]);
        let mut fitting: Vec<(u16, usize)> =
            rows.filter_map(|(place, row)| Some((self.cost(row, self.masks[place], &query)?, place))).collect();
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
                    exact &= by == By::Characters && fit.whole && fit.prefix;
                    why.push(named(&entry, at, by));
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
        Hit { household, cell, door, head, why, score: BEST.saturating_sub(cost), exact }
    }

    fn place_of(&self, household: u64) -> Option<usize> {
        self.households.iter().position(|id| *id == household)
    }

    fn entry_at(&self, place: usize) -> Entry {
        let row = &self.rows[place];
        let mut texts = self.texts[row.text.range()].split_terminator(END);
        let mut next = || texts.next().unwrap_or_default().to_owned();
        let (door, head) = (next(), next());
        let names = texts.by_ref().take(row.names).map(str::to_owned).collect();
        let tails = texts.map(str::to_owned).collect();
        Entry { household: self.households[place], cell: self.cells[row.cell].clone(), door, head, names, tails }
    }

    fn push(&mut self, texts: &Texts) {
        let mut masks = Masks::default();
        let mut row = Row { cell: self.cell(texts.cell), names: texts.names.len(), ..Row::default() };
        row.letters.start = self.letters.len();
        masks.letters |= self.glyphs.push_name(texts.head, &mut self.letters);
        for name in members(texts.head, texts.names.iter().copied()) {
            self.letters.push(BETWEEN);
            masks.letters |= self.glyphs.push_name(name, &mut self.letters);
        }
        row.letters.end = self.letters.len();
        row.door.start = self.doors.len();
        let door = door_form(texts.door);
        masks.letters |= door_mask(&door);
        masks.pairs |= pairs(door.as_bytes());
        self.doors.push_str(&door);
        row.door.end = self.doors.len();
        row.tails.start = self.tails.len();
        for tail in texts.tails {
            self.tails.extend(tail_form(tail));
            self.tails.push(b'\n');
        }
        row.tails.end = self.tails.len();
        masks.pairs |= pairs(&self.tails[row.tails.range()]);
        row.text.start = self.texts.len();
        for text in [texts.door, texts.head].iter().chain(texts.names).chain(texts.tails) {
            if text.contains(END) {
                self.texts.extend(text.chars().filter(|c| *c != END));
            } else {
                self.texts.push_str(text);
            }
            self.texts.push(END);
        }
        row.text.end = self.texts.len();
        self.rows.push(row);
        self.masks.push(masks);
        self.households.push(texts.household);
    }

    /// The place of a cell's code; blocks bring the households of one cell together.
    fn cell(&mut self, code: &str) -> usize {
        self.cells.iter().rposition(|cell| **cell == *code).unwrap_or_else(|| {
            self.cells.push(code.into());
            self.cells.len() - 1
        })
    }

    /// Lays the arrays out anew when more than half of the text is out of use.
    fn tidy(&mut self) {
        if self.unused <= self.texts.len() / 2 {
            return;
        }
        let mut tidy = Self { changed: std::mem::take(&mut self.changed), ..Self::default() };
        for place in 0..self.rows.len() {
            let entry = self.entry_at(place);
            tidy.push(&Texts {
                household: entry.household,
                cell: &entry.cell,
                door: &entry.door,
                head: &entry.head,
                names: &entry.names.iter().map(String::as_str).collect::<Vec<_>>(),
                tails: &entry.tails.iter().map(String::as_str).collect::<Vec<_>>(),
            });
        }
        *self = tidy;
    }
}

/// The members beside the head.
fn members<'a>(head: &'a str, names: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    names.filter(move |name| *name != head)
}

/// Whose name fitted: `at` counts the head as 0, then the members beside the head.
fn named(entry: &Entry, at: usize, by: By) -> Why {
    let member = at.checked_sub(1).and_then(|at| members(&entry.head, entry.names.iter().map(String::as_str)).nth(at));
    match member {
        Some(name) => Why::Member(name.to_owned(), by),
        None => Why::Head(entry.head.clone(), by),
    }
}
