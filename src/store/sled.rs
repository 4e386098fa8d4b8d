//! Storage in sled 0.34.7: the only user of the crate.
//!
//! Promises beyond [`Storage`]: opening never panics and never says a word on the terminal; a half-written snapshot that would keep
//! sled from ever opening again is removed first. What sled does not promise and this module adds: `sync` calls
//! `sync_data` on sled's file, since sled's own flush does not survive a power cut.
//!
//! One batch should hold no more than a thousand events: a transaction is held in memory several times over.
//! Absent: recovery. A fault means: move the folder away and rebuild from the journal.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::ops::Bound;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;
use std::thread;
use std::time::Duration;

use ::sled::transaction::{ConflictableTransactionError, TransactionError, Transactional, TransactionalTree};
use ::sled::{Config, Db, IVec};

use super::storage::{Batch, Direction, RowVisit, Storage, StorageFault, Tree};

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
    trees: Vec<::sled::Tree>,
    db: Db,
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
        fs::create_dir_all(folder)?;
        remove_half_snapshots(folder)?;
        let config = Config::new().path(folder).cache_capacity(settings.cache).flush_every_ms(Some(5_000));
        quietly(|| {
            let db = open_when_released(&config)?;
            let trees = Tree::ALL.iter().map(|tree| db.open_tree(tree.name())).collect::<Result<_, _>>()?;
            let file = OpenOptions::new().read(true).write(true).open(folder.join("db"))?;
            Ok(Self { trees, db, file })
        })
    }

    fn tree(&self, tree: Tree) -> &::sled::Tree {
        &self.trees[usize::from(tree.byte())]
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

impl Storage for SledStorage {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StorageFault> {
        quietly(|| Ok(self.tree(tree).get(key)?.map(|value| value.to_vec())))
    }

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
        let upper = to.map_or(Bound::Unbounded, Bound::Excluded);
        let mut rows = quietly(|| Ok(self.tree(tree).range::<&[u8], _>((Bound::Included(from), upper))))?;
        // Only the step into sled is guarded: a panic in `visit` is the caller's own.
        while let Some((key, value)) = quietly(|| match direction {
            Direction::Ascending => Ok(rows.next().transpose()?),
            Direction::Descending => Ok(rows.next_back().transpose()?),
        })? {
            if visit(&key, &value).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn write(&mut self, batch: &Batch) -> Result<(), StorageFault> {
        let touched: Vec<Tree> = Tree::ALL.into_iter().filter(|tree| !batch.of(*tree).is_empty()).collect();
        if touched.is_empty() {
            return Ok(());
        }
        let trees: Vec<&::sled::Tree> = touched.iter().map(|tree| self.tree(*tree)).collect();
        quietly(|| {
            let outcome = trees.as_slice().transaction(|views| {
                for (tree, view) in touched.iter().zip(views) {
                    stage(batch, *tree, view)?;
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
        quietly(|| Ok(self.db.flush()?))?;
        Ok(self.file.sync_data()?)
    }
}

fn stage(batch: &Batch, tree: Tree, view: &TransactionalTree) -> Result<(), ConflictableTransactionError<()>> {
    for (key, value) in batch.of(tree) {
        let key = IVec::from(key.as_slice());
        match value {
            Some(value) => view.insert(key, value.as_slice())?,
            None => view.remove(key)?,
        };
    }
    Ok(())
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
