//! Storage in sled 0.34.7: the only user of the crate.
//!
//! Promises beyond [`Storage`]: opening and dropping never panic and never say a word on the terminal; a half-written snapshot that would keep
//! sled from ever opening again is removed first. What sled does not promise and this module adds: `sync` calls
//! `sync_data` on sled's file, since sled's own flush does not survive a power cut.
//!
//! Rows that follow each other are packed into one value of sled: see `sled/packs.rs`. A long value lies in pieces, since
//! sled would lose it in a power cut: see `sled/long.rs`. What was written in another order
//! than that of its keys can be written anew: see `sled/anew.rs`.
//!
//! One batch should hold no more than a thousand events: a transaction is held in memory several times over.
//! Absent: recovery. A fault means: move the folder away and rebuild from the journal.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::ops::{Bound, ControlFlow};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::thread;
use std::time::Duration;

use ::sled::transaction::{ConflictableTransactionError, TransactionError, Transactional, TransactionalTree};
use ::sled::{Config, Db, IVec};

mod anew;
mod long;
mod packs;

pub use anew::tidy;
use packs::{Change, Rows, Sizes};

use super::storage::{Batch, Direction, RowReader, RowVisit, Storage, StorageFault, Tree};

const RELEASE_TRIES: u32 = 200;
const RELEASE_PAUSE: Duration = Duration::from_millis(10);

/// How the database is run.
#[derive(Debug, Clone, Copy)]
pub struct SledSettings {
    /// Bytes of cache: 32 MB for a laptop, 64 to 128 MB in an office.
    pub cache: u64,
}

impl Default for SledSettings {
    fn default() -> Self {
        Self { cache: 32 << 20 }
    }
}

/// Trees in a sled database.
#[derive(Debug)]
pub struct SledStorage {
    folder: PathBuf,
    settings: SledSettings,
    /// `None` only where writing it anew went wrong between shutting the old and opening the new. Others hold it while
    /// they read beside.
    database: Option<Arc<Database>>,
    /// Whether anything was written since it was opened.
    written: bool,
}

/// An open database.
#[derive(Debug)]
struct Database {
    /// Those of [`Tree::ALL`], and behind them the one with the pieces of long values.
    trees: Vec<::sled::Tree>,
    /// Taken only when all of it is dropped.
    db: Option<Db>,
    /// sled's own file, opened once more to make it durable.
    file: File,
}

impl SledStorage {
    /// Opens the database in `folder`, creating it when there is none.
    ///
    /// # Errors
    /// [`StorageFault`]; the files are to be taken as damaged unless it is `Io`. Opening a damaged database may have changed
    /// it: copy the folder before, if it is to be looked at.
    pub fn open(folder: &Path, settings: SledSettings) -> Result<Self, StorageFault> {
        anew::tidy(folder)?;
        let database = Some(Arc::new(Database::open(folder, settings)?));
        Ok(Self { folder: folder.to_owned(), settings, database, written: false })
    }

    fn database(&self) -> Result<&Arc<Database>, StorageFault> {
        self.database.as_ref().ok_or_else(|| StorageFault::Damaged("it was shut while it was written anew".to_owned()))
    }
}

impl Database {
    fn open(folder: &Path, settings: SledSettings) -> Result<Self, StorageFault> {
        fs::create_dir_all(folder)?;
        remove_half_snapshots(folder)?;
        let config = Config::new().path(folder).cache_capacity(settings.cache).flush_every_ms(Some(5_000));
        quietly(|| {
            let db = open_when_released(&config)?;
            let names = Tree::ALL.into_iter().map(Tree::name).chain([long::NAME]);
            let trees = names.map(|name| db.open_tree(name)).collect::<Result<_, _>>()?;
            let file = OpenOptions::new().read(true).write(true).open(folder.join("db"))?;
            Ok(Self { trees, db: Some(db), file })
        })
    }

    fn tree(&self, tree: Tree) -> &::sled::Tree {
        &self.trees[usize::from(tree.byte())]
    }

    /// sled's own rows in which rows of a range lie.
    fn values(&self, tree: Tree, from: &[u8], to: Option<&[u8]>) -> Result<::sled::Iter, StorageFault> {
        let rows = self.tree(tree);
        let start = if is_packed(tree) { last_until(rows, from)?.map(|(start, _)| start) } else { None };
        let start = start.as_deref().unwrap_or(from);
        let upper = to.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(rows.range::<&[u8], _>((Bound::Included(start), upper)))
    }

    /// Pieces of long values.
    fn long(&self) -> &::sled::Tree {
        &self.trees[Tree::ALL.len()]
    }

    /// The pack in which a key stands if it stands anywhere.
    fn holding(&self, tree: Tree, key: &[u8]) -> Result<Option<(IVec, IVec)>, StorageFault> {
        let Some((start, pack)) = last_until(self.tree(tree), key)? else { return Ok(None) };
        let pack = long::whole(self, tree, &start, pack)?;
        Ok(Some((start, pack)))
    }

    /// Puts one value by itself.
    fn put(&self, tree: Tree, key: &[u8], value: Vec<u8>) -> Result<(), StorageFault> {
        let mut changes = [(key.to_vec(), Some(value))];
        let pieces = long::divided(self, tree, &mut changes)?;
        let rows = pieces.iter().map(|change| (self.long(), change));
        for (rows, (key, value)) in rows.chain(changes.iter().map(|change| (self.tree(tree), change))) {
            match value {
                Some(value) => rows.insert(key, value.as_slice())?,
                None => rows.remove(key)?,
            };
        }
        Ok(())
    }

    /// What a tree's packs become when rows are put and removed.
    fn repacked(
        &self,
        tree: Tree,
        rows: &BTreeMap<Vec<u8>, Option<Vec<u8>>>,
        sizes: Sizes,
    ) -> Result<Vec<Change>, StorageFault> {
        let mut changes = Vec::new();
        let mut left = rows.iter().peekable();
        while let Some((first, _)) = left.peek() {
            let (start, pack) = self.holding(tree, first)?.unwrap_or_default();
            let end = self.tree(tree).get_gt(&start)?.map(|(key, _)| key);
            let of_pack =
                std::iter::from_fn(|| left.next_if(|(key, _)| end.as_ref().is_none_or(|end| key.as_slice() < &**end)));
            changes.extend(packs::changed(&start, &pack, of_pack, sizes)?);
        }
        Ok(changes)
    }

    /// Bytes on the disk.
    fn size(&self) -> Result<u64, StorageFault> {
        self.db.as_ref().map_or(Ok(0), |db| Ok(db.size_on_disk()?))
    }

    fn sync(&self) -> Result<(), StorageFault> {
        if let Some(db) = &self.db {
            quietly(|| Ok(db.flush()?))?;
        }
        Ok(self.file.sync_data()?)
    }
}

/// A database dropped in this process lets go of its file a little later, from a thread of its own. The folder's lock keeps
/// other processes out, so a file that is held is about to be free.
#[expect(clippy::disallowed_methods, reason = "this is the one place that opens the database")]
fn open_when_released(config: &Config) -> Result<Db, ::sled::Error> {
    let mut tries = RELEASE_TRIES;
    loop {
        match config.open() {
            Err(::sled::Error::Io(fault)) if tries > 0 && fault.to_string().contains("could not acquire lock") => {
                tries -= 1;
                thread::sleep(RELEASE_PAUSE);
            }
            opened => return opened,
        }
    }
}

/// A kill while sled writes a snapshot leaves `snap.*.generating`, after which 0.34.7 does not open again.
fn remove_half_snapshots(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with("snap.") && name.ends_with(".generating")) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

impl RowReader for Arc<Database> {
    fn range(
        &self,
        tree: Tree,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visit: &mut RowVisit<'_>,
    ) -> Result<(), StorageFault> {
        if to.is_some_and(|to| from >= to) {
            return Ok(());
        }
        let mut values = if is_packed(tree) && direction == Direction::Ascending {
            // The pack in which a range begins is often all of it: it is looked up once, and the next one only where the
            // range goes on.
            let first = quietly(|| self.holding(tree, from))?;
            if let Some((_, pack)) = &first
                && visit_rows(pack, (from, to), visit)?.is_break()
            {
                return Ok(());
            }
            let start = first.as_ref().map_or(Bound::Included(from), |(start, _)| Bound::Excluded(&**start));
            let upper = to.map_or(Bound::Unbounded, Bound::Excluded);
            quietly(|| Ok(self.tree(tree).range::<&[u8], _>((start, upper))))?
        } else {
            quietly(|| self.values(tree, from, to))?
        };
        let mut next = || {
            let found = match direction {
                Direction::Ascending => values.next(),
                Direction::Descending => values.next_back(),
            };
            let Some((key, value)) = found.transpose()? else { return Ok(None) };
            let value = long::whole(self, tree, &key, value)?;
            Ok(Some((key, value)))
        };
        // Only the step into sled is guarded: a panic in `visit` is the caller's own.
        while let Some((key, value)) = quietly(&mut next)? {
            let flow = match (is_packed(tree), direction) {
                (false, _) => visit(&key, &value),
                (true, Direction::Ascending) => visit_rows(&value, (from, to), visit)?,
                (true, Direction::Descending) => {
                    let mut rows = Rows(&value).collect::<Result<Vec<_>, _>>()?;
                    rows.retain(|(key, _)| *key >= from && to.is_none_or(|to| *key < to));
                    rows.iter().rev().try_for_each(|(key, value)| visit(key, value))
                }
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }
}

impl RowReader for SledStorage {
    fn range(
        &self,
        tree: Tree,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visit: &mut RowVisit<'_>,
    ) -> Result<(), StorageFault> {
        self.database()?.range(tree, from, to, direction, visit)
    }
}

impl Storage for SledStorage {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StorageFault> {
        quietly(|| {
            let database = self.database()?;
            if !is_packed(tree) {
                let Some(value) = database.tree(tree).get(key)? else { return Ok(None) };
                return Ok(Some(long::whole(database, tree, key, value)?.to_vec()));
            }
            let Some((_, pack)) = database.holding(tree, key)? else { return Ok(None) };
            for row in Rows(&pack) {
                match row? {
                    (found, value) if found == key => return Ok(Some(value.to_vec())),
                    (found, _) if found > key => break,
                    _ => {}
                }
            }
            Ok(None)
        })
    }

    fn reader(&self) -> Option<Box<dyn RowReader>> {
        self.database.clone().map(|database| Box::new(database) as Box<dyn RowReader>)
    }

    fn write(&mut self, batch: &Batch) -> Result<(), StorageFault> {
        self.written = true;
        quietly(|| {
            let database = self.database()?;
            let (mut touched, mut pieces) = (Vec::new(), Vec::new());
            for tree in Tree::ALL.into_iter().filter(|tree| !batch.of(*tree).is_empty()) {
                let rows = batch.of(tree);
                let mut changes = match sizes(tree) {
                    Some(sizes) => database.repacked(tree, rows, sizes)?,
                    None => rows.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
                };
                pieces.extend(long::divided(database, tree, &mut changes)?);
                touched.push((database.tree(tree), changes));
            }
            if !pieces.is_empty() {
                touched.push((database.long(), pieces));
            }
            if touched.is_empty() {
                return Ok(());
            }
            let trees: Vec<&::sled::Tree> = touched.iter().map(|(tree, _)| *tree).collect();
            let outcome = trees.as_slice().transaction(|views| {
                for ((_, changes), view) in touched.iter().zip(views) {
                    stage(changes, view)?;
                }
                Ok::<(), ConflictableTransactionError<()>>(())
            });
            match outcome {
                Ok(()) => Ok(()),
                Err(TransactionError::Storage(fault)) => Err(fault.into()),
                Err(TransactionError::Abort(())) => Err(StorageFault::Damaged("a write was given up".to_owned())),
            }
        })
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        self.database()?.sync()
    }

    fn rewrite(&mut self) -> Result<(), StorageFault> {
        self.written = true;
        anew::rewrite(self)
    }

    fn leave(self: Box<Self>) {
        if !self.written {
            std::mem::forget(self);
        }
    }
}

impl Drop for Database {
    /// sled panics when the disk fails while it lets go. What it could not write stands in the journal.
    fn drop(&mut self) {
        let (trees, db) = (std::mem::take(&mut self.trees), self.db.take());
        let _as_far_as_it_went = quietly(|| {
            drop((trees, db));
            Ok(())
        });
    }
}

fn stage(changes: &[Change], view: &TransactionalTree) -> Result<(), ConflictableTransactionError<()>> {
    for (key, value) in changes {
        let key = IVec::from(key.as_slice());
        match value {
            Some(value) => view.insert(key, value.as_slice())?,
            None => view.remove(key)?,
        };
    }
    Ok(())
}

/// Visits the rows of a pack that lie in a range; breaks where the visit does, or where the range ends in this pack.
fn visit_rows(
    pack: &[u8],
    (from, to): (&[u8], Option<&[u8]>),
    visit: &mut RowVisit<'_>,
) -> Result<ControlFlow<()>, StorageFault> {
    for row in Rows(pack) {
        let (key, value) = row?;
        if to.is_some_and(|to| key >= to) {
            return Ok(ControlFlow::Break(()));
        }
        if key >= from && visit(key, value).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The last row up to a key.
fn last_until(tree: &::sled::Tree, key: &[u8]) -> Result<Option<(IVec, IVec)>, StorageFault> {
    Ok(tree.range::<&[u8], _>((Bound::Unbounded, Bound::Included(key))).next_back().transpose()?)
}

/// How large the packs of a tree are; `None` for trees that are not packed: blocks of search text are long, and `meta`
/// says how to read all the others. Sixteen packs make a page, which is read as a whole: where rows are looked up one
/// here and one there, packs are small, and larger where they are read in a row or hardly ever. Rows whose keys come in
/// no order are written one to a pack instead of many, so that a pack with few of them is divided further.
fn sizes(tree: Tree) -> Option<Sizes> {
    match tree {
        Tree::Event | Tree::Log | Tree::Act => Some(Sizes { full: 4_096, touched: 1_024 }),
        Tree::List | Tree::Tally => Some(Sizes { full: 2_048, touched: 1_024 }),
        Tree::Record => Some(Sizes { full: 1_024, touched: 1_024 }),
        Tree::Where | Tree::Person => Some(Sizes { full: 1_024, touched: 512 }),
        Tree::Text | Tree::Meta => None,
    }
}

fn is_packed(tree: Tree) -> bool {
    sizes(tree).is_some()
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a call into sled; a panic in it becomes a fault and is not printed.
fn quietly<T>(call: impl FnOnce() -> Result<T, StorageFault>) -> Result<T, StorageFault> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    let was = QUIET.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(call));
    QUIET.set(was);
    outcome.unwrap_or_else(|panic| Err(StorageFault::Panicked(words(panic.as_ref()))))
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a word".to_owned())
}

impl From<::sled::Error> for StorageFault {
    fn from(fault: ::sled::Error) -> Self {
        match fault {
            ::sled::Error::Io(fault) => StorageFault::Io(fault),
            other => StorageFault::Damaged(other.to_string()),
        }
    }
}

/// Waits until a database that was dropped has let go of its file, so that its folder can be moved. Gives up after a
/// few seconds.
pub fn wait_until_closed(folder: &Path) {
    for _ in 0..RELEASE_TRIES {
        match File::open(folder.join("db")).map(|file| file.try_lock()) {
            Ok(Err(fs::TryLockError::WouldBlock)) => thread::sleep(RELEASE_PAUSE),
            _ => return,
        }
    }
}
