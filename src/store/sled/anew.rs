//! The database written anew in the order of its keys.
//!
//! sled appends: what is written in another order lies scattered, in pages half full, beside what was replaced since. A
//! township written down day by day holds three times what is alive in it, and opening reads a note of every page and
//! the head of every segment. Copied in order it is a third as large, with a quarter of the pages.
//!
//! Beside the database's folder: `db.anew` while the new one is built, `db.before` while the two change places. Whatever a
//! kill leaves, [`tidy`] goes back to the old one unless the new one stands in its place.

use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::packs::{self, Row};
use super::{Database, SledStorage, quietly, sizes, wait_until_closed};
use crate::store::durable::{crash_here, sync_folder};
use crate::store::storage::{Direction, RowReader, Storage, StorageFault, Tree};

/// Bytes that stay free beside the copy.
const RESERVE: u64 = 64 << 20;

/// As [`Storage::rewrite`]. On a disk with too little room for a copy, and while others read beside, nothing happens.
pub(super) fn rewrite(storage: &mut SledStorage) -> Result<(), StorageFault> {
    storage.sync()?;
    // Whoever reads beside has the old one open.
    if Arc::strong_count(storage.database()?) > 1 {
        return Ok(());
    }
    let folder = storage.folder.clone();
    let room = fs2::available_space(&folder)?;
    if room < storage.database()?.size()?.saturating_add(RESERVE) {
        return Ok(());
    }
    let (new, old) = (beside(&folder, "anew"), beside(&folder, "before"));
    if let Err(fault) = build(storage, &new) {
        let _later = remove(&new);
        return Err(fault);
    }
    crash_here("anew built");
    storage.database = None;
    wait_until_closed(&folder);
    let exchanged = exchange(&folder, &new, &old);
    // Where that failed, it is the old one that is opened again.
    tidy(&folder)?;
    storage.database = Some(Arc::new(Database::open(&folder, storage.settings)?));
    Ok(exchanged?)
}

fn exchange(folder: &Path, new: &Path, old: &Path) -> io::Result<()> {
    fs::rename(folder, old)?;
    crash_here("anew without");
    fs::rename(new, folder)?;
    if let Some(above) = folder.parent() {
        sync_folder(above)?;
    }
    crash_here("anew in place");
    Ok(())
}

/// Clears away what a rewriting of the database in `folder` left that did not come to its end; the database is the old
/// one or the new one then.
///
/// # Errors
/// What the operating system says.
pub fn tidy(folder: &Path) -> io::Result<()> {
    let old = beside(folder, "before");
    if old.exists() && !folder.exists() {
        fs::rename(&old, folder)?;
    }
    remove(&old)?;
    remove(&beside(folder, "anew"))
}

fn beside(folder: &Path, word: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(word);
    folder.with_file_name(name)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// Copies everything into a new database, makes it durable and shuts it.
fn build(storage: &SledStorage, folder: &Path) -> Result<(), StorageFault> {
    remove(folder)?;
    let copy = Database::open(folder, storage.settings)?;
    for tree in Tree::ALL {
        let mut into = Filling {
            copy: &copy,
            tree,
            largest: sizes(tree).map(|sizes| sizes.full),
            start: Vec::new(),
            pack: Vec::new(),
        };
        let mut outcome = Ok(());
        storage.range(tree, &[], None, Direction::Ascending, &mut |key, value| {
            outcome = into.take((key, value));
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        outcome?;
        into.write()?;
    }
    copy.sync()?;
    drop(copy);
    wait_until_closed(folder);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            File::open(path)?.sync_all()?;
        }
    }
    Ok(sync_folder(folder)?)
}

/// A tree that is filled in the order of its keys.
struct Filling<'c> {
    copy: &'c Database,
    tree: Tree,
    /// Bytes of a pack; `None` where each row is a value by itself.
    largest: Option<usize>,
    /// The key of the pack that is being filled.
    start: Vec<u8>,
    pack: Vec<u8>,
}

impl Filling<'_> {
    fn take(&mut self, row: Row<'_>) -> Result<(), StorageFault> {
        let (key, value) = row;
        let Some(largest) = self.largest else { return quietly(|| self.copy.put(self.tree, key, value.to_vec())) };
        if !self.pack.is_empty() && self.pack.len() + packs::size(&row) > largest {
            self.write()?;
            self.start = key.to_vec();
        }
        packs::push(&mut self.pack, &row);
        Ok(())
    }

    fn write(&mut self) -> Result<(), StorageFault> {
        if self.pack.is_empty() {
            return Ok(());
        }
        let pack = std::mem::take(&mut self.pack);
        quietly(|| self.copy.put(self.tree, &self.start, pack))
    }
}
