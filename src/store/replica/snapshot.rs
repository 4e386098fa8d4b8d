//! All of a replica at one moment, to be written into a backup while the replica is worked with.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Progress, Replica, StoreFault};
use crate::domain::moment::Moment;
use crate::store::backup::{self, BackupFault, Contents, Place};
use crate::store::keyring::Keyring;
use crate::store::{desk, durable, journal};

/// Holds when the last backup was made, and nothing else.
const LAST: &str = "backed-up";

/// A backup that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backed {
    pub acts: u64,
    pub events: u64,
    pub bytes: u64,
    /// Damaged places of the journal, whose acts are missing in the backup.
    pub damage: usize,
    /// A passphrase is needed to open it.
    pub locked: bool,
}

/// What a backup of that moment holds.
pub struct Snapshot {
    data: PathBuf,
    contents: Contents,
    journal: journal::Snapshot,
    locked: bool,
    /// Whether the files have been replaced since.
    replaced: Arc<AtomicBool>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Snapshot").field("journal", &self.journal).finish_non_exhaustive()
    }
}

impl Replica {
    /// Everything as it is now, told of as made at that moment; `None` for a copy without files.
    ///
    /// # Errors
    /// When keyring or desk cannot be read.
    pub fn snapshot(&self, at: Moment) -> Result<Option<Snapshot>, StoreFault> {
        let (Some(data), Some(journal)) = (&self.data, &self.journal) else { return Ok(None) };
        let (stored, _) = Keyring::load(data)?;
        let desk = match fs::read(data.join(desk::NAME)) {
            Ok(desk) => desk,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(fault) => return Err(fault.into()),
        };
        let contents = Contents { made: at, keyring: stored.copy(), desk };
        let (journal, locked) = (journal.snapshot(), self.wrapped);
        let replaced = Arc::clone(&self.replaced);
        Ok(Some(Snapshot { data: data.clone(), contents, journal, locked, replaced }))
    }

    /// Writes everything into one file and reads it back.
    ///
    /// # Errors
    /// [`BackupFault`]; no file of that name is left then.
    pub fn back_up(&self, to: &Path, at: Moment, progress: &mut dyn FnMut(Progress)) -> Result<Backed, BackupFault> {
        let failed = |fault: StoreFault| BackupFault::Io {
            doing: "read the keyring for",
            path: to.to_owned(),
            fault: io::Error::other(fault.to_string()),
        };
        let snapshot = self.snapshot(at).map_err(failed)?;
        let snapshot = snapshot.ok_or_else(|| BackupFault::NotOne(to.to_owned()))?;
        snapshot.write(Place::new(to), progress)
    }

    /// This device, by which its backups are known.
    pub fn device(&self) -> u64 {
        self.device
    }

    /// When the last backup was made on this computer, wherever it went; `None` where none is known of.
    pub fn last_backup(&self) -> Option<Moment> {
        Self::last_backup_of(self.data.as_ref()?)
    }

    /// The same of data that is not open.
    pub fn last_backup_of(data: &Path) -> Option<Moment> {
        let text = fs::read_to_string(data.join(LAST)).ok()?;
        text.trim().parse().ok()
    }
}

impl Snapshot {
    /// The device whose copy it is.
    pub fn device(&self) -> u64 {
        self.contents.keyring.device
    }

    /// The moment it is of.
    pub fn made(&self) -> Moment {
        self.contents.made
    }

    /// Writes it into one file and reads it back.
    ///
    /// # Errors
    /// [`BackupFault`]; the name is as it was then.
    pub fn write(&self, to: Place<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Backed, BackupFault> {
        // Under another passphrase everything is sealed anew, and what was read belongs to two keys.
        // Once something was erased, what was read before may still hold it.
        let holds = || {
            !self.replaced.load(Ordering::SeqCst)
                && Keyring::load(&self.data).is_ok_and(|(stored, _)| stored.copy() == self.contents.keyring)
        };
        let mut tell = |done| progress(Progress { done, total: 0 });
        let (extent, damage) = backup::write(to, &self.contents, &self.journal, &holds, &mut tell)?;
        // The backup is there; at worst its age is told too high.
        let _noted = durable::replace(&self.data, LAST, format!("{}\n", self.contents.made).as_bytes());
        let backup::Extent { acts, events, bytes, .. } = extent;
        Ok(Backed { acts, events, bytes, damage, locked: self.locked })
    }
}
