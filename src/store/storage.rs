//! The trait over the database: ordered trees of bytes to bytes.
//!
//! Every implementation guarantees:
//! - [`Storage::write`] is atomic over all trees: after it, or after a crash, all of the batch is there or none;
//! - a write is seen by every later read of the same storage;
//! - keys are ordered as bytes, in [`RowReader::range`] as well;
//! - after [`Storage::sync`] returns, everything written before survives a power cut;
//! - no call panics; damage shows as a [`StorageFault`].
//!
//! Absent: durability of a single write (the journal's work), transactions that read, and any size estimate.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;

/// One ordered keyspace. The keys of each are described in the store's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tree {
    Event,
    Log,
    Record,
    Where,
    List,
    Tally,
    Text,
    Person,
    Act,
    Meta,
}

impl Tree {
    pub const ALL: [Tree; 10] = [
        Tree::Event,
        Tree::Log,
        Tree::Record,
        Tree::Where,
        Tree::List,
        Tree::Tally,
        Tree::Text,
        Tree::Person,
        Tree::Act,
        Tree::Meta,
    ];

    /// The tree's name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Tree::Event => "event",
            Tree::Log => "log",
            Tree::Record => "record",
            Tree::Where => "where",
            Tree::List => "list",
            Tree::Tally => "tally",
            Tree::Text => "text",
            Tree::Person => "person",
            Tree::Act => "act",
            Tree::Meta => "meta",
        }
    }

    /// The tree's number, bound into its sealed values; stable on disk, equal to its place in [`Tree::ALL`].
    pub const fn byte(self) -> u8 {
        self as u8
    }
}

/// Puts and removals over several trees, written as one. The last word on a key wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    trees: [BTreeMap<Vec<u8>, Option<Vec<u8>>>; Tree::ALL.len()],
}

impl Batch {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn put(&mut self, tree: Tree, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.trees[usize::from(tree.byte())].insert(key.into(), Some(value.into()));
    }

    /// Removing what is not there is no fault.
    pub fn remove(&mut self, tree: Tree, key: impl Into<Vec<u8>>) {
        self.trees[usize::from(tree.byte())].insert(key.into(), None);
    }

    /// What the batch says about a key: `None` nothing, `Some(None)` removed, `Some(Some(value))` put.
    pub fn says(&self, tree: Tree, key: &[u8]) -> Option<Option<&[u8]>> {
        self.trees[usize::from(tree.byte())].get(key).map(Option::as_deref)
    }

    /// The batch's words on one tree, in key order; `None` is a removal.
    pub fn of(&self, tree: Tree) -> &BTreeMap<Vec<u8>, Option<Vec<u8>>> {
        &self.trees[usize::from(tree.byte())]
    }

    /// Number of keys the batch speaks about.
    pub fn len(&self) -> usize {
        self.trees.iter().map(BTreeMap::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.trees.iter().all(BTreeMap::is_empty)
    }
}

/// Which way a range is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// Called with key and value of each row; `Break` ends the walk.
pub type RowVisit<'a> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'a;

/// Reads rows in the order of their keys. One that [`Storage::reader`] gives is to be dropped before files are moved.
pub trait RowReader: Send {
    /// Visits rows with `from <= key < to` (`None`: to the end of the tree); none when `from >= to`.
    ///
    /// # Errors
    /// [`StorageFault`] when the database cannot be read; rows before the fault have been visited.
    fn range(
        &self,
        tree: Tree,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visit: &mut RowVisit<'_>,
    ) -> Result<(), StorageFault>;
}

/// See the module's head for what every implementation guarantees.
pub trait Storage: RowReader {
    /// # Errors
    /// [`StorageFault`] when the database cannot be read.
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StorageFault>;

    /// What reads the same rows on another thread; `None` where only this one can.
    fn reader(&self) -> Option<Box<dyn RowReader>> {
        None
    }

    /// Writes the whole batch or, on a fault, nothing of it. At most a thousand events at once: see [`sled`](super::sled).
    ///
    /// # Errors
    /// [`StorageFault`] when the database cannot be written. What is read afterwards may be a mixture: open the storage anew,
    /// then nothing of the batch is there.
    fn write(&mut self, batch: &Batch) -> Result<(), StorageFault>;

    /// Returns when everything written so far survives a power cut.
    ///
    /// # Errors
    /// [`StorageFault`] when the disk refuses; what survives is then unknown.
    fn sync(&mut self) -> Result<(), StorageFault>;

    /// Writes everything anew in the order of its keys, where that makes it smaller and faster to open; durable when this
    /// returns. What is read is the same before and after, and a crash on the way leaves the one or the other. Takes a
    /// second per 100 MB.
    ///
    /// # Errors
    /// [`StorageFault`] when the disk refuses; nothing is lost, but it may have to be opened anew.
    fn rewrite(&mut self) -> Result<(), StorageFault> {
        self.sync()
    }

    /// Ends with the storage where the process is about to end as well. What nothing was written to need not be shut then,
    /// which takes long where much was read: it is left to the system, as by a crash. It cannot be opened again in this
    /// process.
    fn leave(self: Box<Self>) {}
}

/// The first key after every key that begins with `prefix`, for use as `to`; `None` when there is none (empty or all 0xFF).
pub fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut end = prefix[..=last].to_vec();
    end[last] += 1;
    Some(end)
}

/// Why the database could not do what was asked.
#[derive(Debug)]
pub enum StorageFault {
    /// The operating system refused; most often a full disk or missing rights.
    Io(std::io::Error),
    /// The database found its own files damaged.
    Damaged(String),
    /// The database panicked; its files are to be taken as damaged.
    Panicked(String),
}

impl fmt::Display for StorageFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StorageFault::Io(fault) => write!(out, "the database could not reach the disk: {fault}"),
            StorageFault::Damaged(what) => write!(out, "the database is damaged: {what}"),
            StorageFault::Panicked(what) => write!(out, "the database broke down: {what}"),
        }
    }
}

impl std::error::Error for StorageFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StorageFault::Io(fault) => Some(fault),
            StorageFault::Damaged(_) | StorageFault::Panicked(_) => None,
        }
    }
}

impl From<std::io::Error> for StorageFault {
    fn from(fault: std::io::Error) -> Self {
        StorageFault::Io(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_tree_is_its_place() {
        for (place, tree) in Tree::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(tree.byte()), place);
        }
    }

    #[test]
    fn after_prefix_is_the_first_key_behind_all_with_the_prefix() {
        assert_eq!(after_prefix(b"ab"), Some(b"ac".to_vec()));
        assert_eq!(after_prefix(&[1, 255, 255]), Some(vec![2]));
        assert_eq!(after_prefix(&[255]), None);
        assert_eq!(after_prefix(&[]), None);
    }
}
