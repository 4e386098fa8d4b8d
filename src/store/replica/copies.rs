//! Backups that were made before an erasure.
//!
//! A backup whose every event is known here is replaced by one of the present, which is verified before it takes the old
//! one's name: so nothing that only it held is lost, and what was erased is in none of them.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::restore::Holds;
use super::{Progress, Replica, RestoreFault, StoreFault};
use crate::domain::erasure::list;
use crate::domain::moment::Moment;
use crate::store::backup::{self, BackupFault, Place};
use crate::store::daily;

/// What became of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleansed {
    /// It holds nothing that was erased.
    Clean,
    /// One of the present stands in its place.
    Rewritten,
    /// It is of another device, and was left alone.
    NotOurs,
}

/// Why a backup still holds what was erased.
#[derive(Debug)]
pub enum CleanseFault {
    Backup(BackupFault),
    /// So many of its events are nowhere here: it is the only place that has them.
    Unknown(u64),
    Store(StoreFault),
}

impl From<BackupFault> for CleanseFault {
    fn from(fault: BackupFault) -> Self {
        Self::Backup(fault)
    }
}

impl<T: Into<StoreFault>> From<T> for CleanseFault {
    fn from(fault: T) -> Self {
        Self::Store(fault.into())
    }
}

/// A backup that held, or may still hold, what was erased.
#[derive(Debug)]
pub struct Copy {
    pub file: PathBuf,
    /// Why it may still hold it; `None` where one of the present stands in its place.
    pub owed: Option<Owed>,
}

/// Why a backup was not rewritten.
#[derive(Debug)]
pub enum Owed {
    /// It is out of reach.
    Away,
    Fault(CleanseFault),
}

impl Replica {
    /// Backups that were written by hand from this computer, and when the last one was made.
    pub fn known_backups(&self) -> Vec<String> {
        let files = self.desk.backups.iter().map(|file| file.display().to_string());
        self.last_backup().map(|last| last.to_string()).into_iter().chain(files).collect()
    }

    /// Goes through all backups that are known of: a folder of them, those that were written by hand, and those that are
    /// owed. What cannot be done is remembered on the desk; the list of what was erased is put beside the folder's.
    /// Nothing happens where nothing was ever erased.
    ///
    /// # Errors
    /// When the database cannot be read or the desk not be written.
    pub fn cleanse_all(
        &mut self,
        folder: Option<&Path>,
        at: Moment,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<Copy>, StoreFault> {
        let erased = self.erased()?;
        if erased.is_empty() {
            return Ok(Vec::new());
        }
        let mut desk = self.desk.clone();
        let mut places: Vec<PathBuf> = folder.iter().map(|folder| (*folder).to_owned()).collect();
        for place in desk.backups.iter().chain(&desk.owed) {
            if !places.contains(place) {
                places.push(place.clone());
            }
        }
        desk.owed.clear();
        let mut copies = Vec::new();
        for place in places {
            let found = self.copies_in(&place, at, progress);
            if found.iter().any(|copy| copy.owed.is_some()) {
                desk.owed.push(place);
            }
            copies.extend(found);
        }
        self.keep_desk(desk)?;
        if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
            let text = list::written(erased.iter().map(|erased| (erased.subject, erased.at.date())));
            daily::put_list(folder, &text)?;
        }
        Ok(copies)
    }

    /// The backups of a folder, or one by itself; those that hold nothing that was erased are not told of.
    fn copies_in(&self, place: &Path, at: Moment, progress: &mut dyn FnMut(Progress)) -> Vec<Copy> {
        let files = match place.is_dir().then(|| fs::read_dir(place)) {
            None => vec![place.to_owned()],
            Some(Ok(entries)) => {
                let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
                files.retain(|file| file.extension().is_some_and(|ending| ending == "backup"));
                files.sort();
                files
            }
            Some(Err(_)) => return vec![Copy { file: place.to_owned(), owed: Some(Owed::Away) }],
        };
        let copy = |file: PathBuf| {
            if !file.exists() {
                return Some(Copy { file, owed: Some(Owed::Away) });
            }
            match self.cleanse(&file, at, progress) {
                Ok(Cleansed::Clean | Cleansed::NotOurs) => None,
                Ok(Cleansed::Rewritten) => Some(Copy { file, owed: None }),
                Err(fault) => Some(Copy { file, owed: Some(Owed::Fault(fault)) }),
            }
        };
        files.into_iter().filter_map(copy).collect()
    }

    /// Puts a backup of the present in the place of one that was made before something was erased. `at` is the moment
    /// it is told of as made at.
    ///
    /// # Errors
    /// [`CleanseFault`]; the backup is as it was.
    pub fn cleanse(
        &self,
        file: &Path,
        at: Moment,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Cleansed, CleanseFault> {
        let Some(last) = self.erased()?.last().map(|erased| erased.at) else { return Ok(Cleansed::Clean) };
        if backup::contents(file)?.keyring.device != self.device {
            return Ok(Cleansed::NotOurs);
        }
        let (mut holds, mut unknown) = (false, 0);
        let mut fault = None;
        let (contents, _) = backup::read(file, &mut |act| {
            for event in &act {
                holds |= !event.is_erased() && self.is_struck(event);
                match self.holds(event) {
                    Ok(Holds::It) => {}
                    Ok(Holds::Nothing | Holds::Another) => unknown += 1,
                    Err(found) => fault = Some(found),
                }
            }
            ControlFlow::Continue(())
        })?;
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        // The desk of one that was made before may have a draft of what was erased.
        if !holds && contents.made >= last {
            return Ok(Cleansed::Clean);
        }
        if unknown > 0 {
            return Err(CleanseFault::Unknown(unknown));
        }
        let snapshot = self.snapshot(at)?.ok_or_else(|| BackupFault::NotOne(file.to_owned()))?;
        snapshot.write(Place::over(file), progress)?;
        Ok(Cleansed::Rewritten)
    }
}

/// Why restoring stopped while it erased again.
pub(super) fn not_erased(fault: &super::EraseFault) -> RestoreFault {
    RestoreFault::Store(std::io::Error::other(format!("what was erased could not be erased again: {fault:?}")).into())
}
