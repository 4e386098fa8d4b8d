//! Search text: blocks of at most 64 households of one cell, rewritten as households change.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::Replica;
use crate::domain::household::Household;
use crate::domain::reader::{Read, Unreadable};
use crate::domain::scope::Scope;
use crate::search::{self, Roster, decode_block, encode_block};
use crate::store::layout::{Fields, text_key};
use crate::store::seal::{DataKey, open_value, seal_value};
use crate::store::storage::{Batch, Direction, RowReader, RowVisit, StorageFault, Tree, after_prefix};

/// Households in one block.
const BLOCK: usize = 64;
/// Threads that read beside the one that asks, at most.
const MOST_BESIDE: usize = 3;

/// What search knows of a household.
pub(super) fn entry_of(household: &Household) -> search::Entry {
    let profile = &household.profile;
    let people = profile.members.iter().map(|member| &member.details);
    let mut tails: Vec<String> = Vec::new();
    let numbers =
        profile.phone.iter().chain(people.clone().flat_map(|person| person.id_number.iter().chain(&person.phone)));
    for number in numbers {
        let digits: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
        let tail: String = digits[digits.len().saturating_sub(6)..].iter().collect();
        if tail.len() >= 4 && !tails.contains(&tail) {
            tails.push(tail);
        }
    }
    let gone = household.lives.gone.iter().map(|gone| {
        let mark = if gone.going.is_death() { search::DIED } else { search::LEFT };
        format!("{}{mark}", gone.member.details.name)
    });
    let left = if household.is_lived_in() { "" } else { search::LEFT };
    search::Entry {
        household: household.id.as_u64(),
        cell: household.cell.to_string().into(),
        door: profile.door.clone(),
        head: format!("{}{left}", profile.head),
        names: people.map(|person| person.name.clone()).chain(gone).collect(),
        tails,
    }
}

/// Blocks touched while a batch is made.
#[derive(Default)]
pub(super) struct Blocks {
    open: BTreeMap<(Scope, u32), Vec<search::Entry>>,
    last: BTreeMap<Scope, u32>,
}

impl Blocks {
    /// Takes a household's text out of its block.
    pub(super) fn remove(&mut self, replica: &Replica, scope: Scope, block: u32, household: u64) -> Read<()> {
        self.block(replica, scope, block)?.retain(|entry| entry.household != household);
        Ok(())
    }

    /// Puts a household's text in the cell's last block, or a new one when that is full. Returns the block's number.
    pub(super) fn add(&mut self, replica: &Replica, scope: Scope, entry: search::Entry) -> Read<u32> {
        let mut last = match self.last.get(&scope) {
            Some(last) => *last,
            None => replica.last_block(scope)?.unwrap_or(1),
        };
        if self.block(replica, scope, last)?.len() >= BLOCK {
            last += 1;
        }
        self.last.insert(scope, last);
        self.block(replica, scope, last)?.push(entry);
        Ok(last)
    }

    /// Replaces a household's text where it stands.
    pub(super) fn replace(&mut self, replica: &Replica, scope: Scope, block: u32, entry: search::Entry) -> Read<()> {
        let entries = self.block(replica, scope, block)?;
        match entries.iter_mut().find(|other| other.household == entry.household) {
            Some(other) => *other = entry,
            None => entries.push(entry),
        }
        Ok(())
    }

    fn block(&mut self, replica: &Replica, scope: Scope, block: u32) -> Read<&mut Vec<search::Entry>> {
        match self.open.entry((scope, block)) {
            Entry::Occupied(open) => Ok(open.into_mut()),
            Entry::Vacant(place) => Ok(place.insert(match replica.block(scope, block)? {
                Some(bytes) => decode_block(&bytes).map_err(|_| Unreadable("a block of search text".to_owned()))?,
                None => Vec::new(),
            })),
        }
    }

    /// Writes what was touched.
    pub(super) fn close(self, replica: &Replica, batch: &mut Batch) -> Read<()> {
        for ((scope, block), entries) in self.open {
            let key = text_key(scope, block);
            if entries.is_empty() {
                batch.remove(Tree::Text, key);
            } else {
                let sealed = seal_value(&replica.key, Tree::Text.byte(), &key, &encode_block(&entries))?;
                batch.put(Tree::Text, key, sealed);
            }
        }
        Ok(())
    }
}

impl Replica {
    fn last_block(&self, scope: Scope) -> Read<Option<u32>> {
        let prefix = scope.key();
        let mut last = None;
        let mut visit = |key: &[u8], _: &[u8]| {
            last = Fields(&key[prefix.len()..]).u32();
            ControlFlow::Break(())
        };
        let end = after_prefix(&prefix);
        self.storage.range(Tree::Text, &prefix, end.as_deref(), Direction::Descending, &mut visit)?;
        Ok(last)
    }

    /// A block of search text, opened.
    fn block(&self, scope: Scope, block: u32) -> Read<Option<Vec<u8>>> {
        let key = text_key(scope, block);
        let Some(sealed) = self.storage.get(Tree::Text, &key)? else { return Ok(None) };
        Ok(Some(open_value(&self.key, Tree::Text.byte(), &key, &sealed)?))
    }

    /// Begins to read everybody below a scope, ready to be searched.
    pub fn begin_roster(&self, scope: Scope) -> RosterReading {
        let beside = || self.storage.reader().map(|rows| TextReader { rows, key: self.key.clone() });
        RosterReading::begin(scope, beside)
    }

    /// Everybody in a scope, ready to be searched.
    ///
    /// # Errors
    /// When the search text cannot be read.
    pub fn roster(&self, scope: Scope) -> Read<Roster> {
        let (mut reading, mut roster) = (self.begin_roster(scope), Roster::default());
        while reading.read_more(self, &mut roster)? {}
        Ok(roster)
    }
}

/// Visits rows of search text from a key to another in order.
type Rows<'r> = dyn Fn(&[u8], Option<&[u8]>, &mut RowVisit<'_>) -> Result<(), StorageFault> + 'r;

/// Adds the search text of a scope to a roster.
fn read_scope(scope: Scope, roster: &mut Roster, key: &DataKey, rows: &Rows<'_>) -> Read<()> {
    let (from, to) = scope.key_range();
    let mut outcome = Ok(());
    let mut take = |key_of: &[u8], sealed: &[u8]| {
        outcome = open_value(key, Tree::Text.byte(), key_of, sealed).map_err(Unreadable::from).and_then(|block| {
            roster.push_block(&block).map_err(|_| Unreadable(format!("the search text of {scope} is damaged")))
        });
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    rows(&from, to.as_ref().map(<[u8; _]>::as_slice), &mut take)?;
    outcome
}

/// What is left to be read of a scope: from a key on.
#[derive(Debug, Default)]
struct Left(Option<(Scope, Vec<u8>)>);

impl Left {
    fn of(scope: Scope) -> Self {
        Self(Some((scope, scope.key_range().0.to_vec())))
    }

    /// The next village in which there is search text, jumped to: whoever finds it reads it. Of a village or cell that
    /// is all.
    fn next(&mut self, rows: &Rows<'_>) -> Read<Option<Scope>> {
        let Some((scope, from)) = self.0.take() else { return Ok(None) };
        if scope.village().is_some() {
            return Ok(Some(scope));
        }
        let mut found = None;
        rows(&from, scope.key_range().1.as_ref().map(<[u8; _]>::as_slice), &mut |key, _| {
            found = Fields(key).scope();
            ControlFlow::Break(())
        })?;
        let village = found.map(|cell| cell.village().unwrap_or(cell));
        let behind = village.and_then(|village| village.key_range().1);
        self.0 = behind.map(|from| (scope, from.to_vec()));
        Ok(village)
    }
}

/// Reads search text on a thread of its own.
struct TextReader {
    rows: Box<dyn RowReader>,
    key: DataKey,
}

impl TextReader {
    /// Reads one village after the other.
    fn read(&self, left: &Mutex<Left>) -> Read<Roster> {
        let rows = |from: &[u8], to: Option<&[u8]>, visit: &mut RowVisit<'_>| {
            self.rows.range(Tree::Text, from, to, Direction::Ascending, visit)
        };
        let mut roster = Roster::default();
        while let Some(village) = next(left, &rows)? {
            read_scope(village, &mut roster, &self.key, &rows)?;
        }
        Ok(roster)
    }
}

/// Everybody while they are being read: village by village, by whoever asks and by threads beside, each of which takes the
/// next one. Nothing of what is read may change meanwhile. Dropping it ends the threads, which takes as long as a village.
#[derive(Debug, Default)]
pub struct RosterReading {
    left: Arc<Mutex<Left>>,
    beside: Vec<JoinHandle<Read<Roster>>>,
}

impl RosterReading {
    fn begin(scope: Scope, reader: impl Fn() -> Option<TextReader>) -> Self {
        let threads = thread::available_parallelism().map_or(0, |processors| processors.get() - 1).min(MOST_BESIDE);
        let left = Arc::new(Mutex::new(Left::of(scope)));
        let beside = (0..threads).filter_map(|_| reader());
        let beside = beside.map(|reader| {
            let left = Arc::clone(&left);
            thread::spawn(move || reader.read(&left))
        });
        let beside = beside.collect();
        Self { left, beside }
    }

    /// Whether all was read.
    pub fn is_over(&self) -> bool {
        self.beside.is_empty() && lock(&self.left).0.is_none()
    }

    /// Reads one more village into a roster; at the end adds what was read beside. Whether more is left.
    ///
    /// # Errors
    /// When search text cannot be read; what follows it can be.
    pub fn read_more(&mut self, replica: &Replica, roster: &mut Roster) -> Read<bool> {
        let rows = |from: &[u8], to: Option<&[u8]>, visit: &mut RowVisit<'_>| {
            replica.storage.range(Tree::Text, from, to, Direction::Ascending, visit)
        };
        if let Some(village) = next(&self.left, &rows)? {
            read_scope(village, roster, &replica.key, &rows)?;
        } else if let Some(thread) = self.beside.pop() {
            let read = thread.join().unwrap_or_else(|_| Err(Unreadable("search text".to_owned())));
            roster.join(read?);
        }
        Ok(!self.is_over())
    }
}

impl Drop for RosterReading {
    fn drop(&mut self) {
        lock(&self.left).0 = None;
        for thread in self.beside.drain(..) {
            // What it read is not wanted any more.
            let _unwanted = thread.join();
        }
    }
}

fn lock(left: &Mutex<Left>) -> MutexGuard<'_, Left> {
    left.lock().unwrap_or_else(PoisonError::into_inner)
}

fn next(left: &Mutex<Left>, rows: &Rows<'_>) -> Read<Option<Scope>> {
    lock(left).next(rows)
}
