//! The day's backup beside the loop: when it is wanted, and what came of it in words.
//!
//! Promises: nothing waits for it, and nothing it has to say comes twice a day.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::domain::moment::{Date, Moment};
use crate::i18n::daily::DailySaid;
use crate::i18n::saved::Saving;
use crate::i18n::system::Denial;
use crate::store::backup::BackupFault;
use crate::store::daily::{self, Day};
use crate::store::replica::Replica;

use super::work::{Errand, Order};

/// How long nobody types before it begins.
pub const IDLE: Duration = Duration::from_secs(60);

/// Whether a backup is due, and whether it is being written.
#[derive(Debug)]
pub struct Daily {
    folder: Option<PathBuf>,
    /// When the last backup was made, wherever it went.
    last: Option<Moment>,
    /// The day on which it was tried last.
    tried: Option<Date>,
    /// The job that writes it.
    job: Option<u64>,
    /// Why it could not be recorded that it is written.
    unrecorded: Option<String>,
}

impl Daily {
    /// Into that folder; without one nothing is ever wanted.
    pub fn into(folder: Option<PathBuf>, last: Option<Moment>) -> Self {
        Self { folder, last, tried: None, job: None, unrecorded: None }
    }

    /// Where it goes.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// When the last one was made, as is known now.
    pub fn found(&mut self, last: Option<Moment>) {
        self.last = last;
    }

    /// Whether it should begin as soon as nobody types.
    pub fn is_wanted(&self, now: Moment) -> bool {
        self.folder.is_some() && self.job.is_none() && self.tried != Some(now.date())
    }

    /// Whether it is being written.
    pub fn is_under_way(&self) -> bool {
        self.job.is_some()
    }

    /// Records that it is written, where it will be. Returns the errand, with what the replica holds then; `None` where there
    /// is nothing to back up or it cannot be read.
    pub fn errand(&mut self, replica: &mut Replica, by: &str, now: Moment) -> Option<Errand> {
        self.tried = Some(now.date());
        let folder = self.folder.clone()?;
        if daily::is_due(&folder, replica.device(), now.date(), None) {
            self.unrecorded = daily::record(replica, now, by).err().map(|fault| fault.to_string());
        }
        let snapshot = replica.snapshot(now).ok().flatten()?;
        Some(Errand::BackUp(Arc::new(Order { folder, snapshot, stale: None })))
    }

    /// A job was set off.
    pub fn begin(&mut self, job: u64) {
        self.job = Some(job);
    }

    /// Why it could not be recorded that it was written; told once.
    pub fn unrecorded(&mut self) -> Option<String> {
        self.unrecorded.take()
    }

    /// A job ended; whether it was this one.
    pub fn end(&mut self, job: u64) -> bool {
        self.job.take_if(|own| *own == job).is_some()
    }

    /// How old the last backup is, where it is too old; nothing where no folder is set.
    pub fn overdue(&self, now: Moment) -> Option<Option<i64>> {
        self.folder.as_ref()?;
        daily::overdue(self.last, now.date())
    }
}

/// What is said of it; nothing where there was one already.
pub fn said(outcome: &Result<Day, BackupFault>) -> Option<DailySaid> {
    Some(match outcome {
        Ok(Day::Backed { file, backed, .. }) if backed.damage > 0 => DailySaid::Damaged(file.clone()),
        Ok(Day::Backed { file, .. }) => DailySaid::Done(file.clone()),
        Ok(Day::There) => return None,
        Ok(Day::Away(folder)) => DailySaid::Away(folder.clone()),
        Ok(Day::NotOurs(file)) => DailySaid::NotOurs(file.clone()),
        Err(fault) => DailySaid::Failed(saving(fault)),
    })
}

/// Why a backup was not written or cannot be read, as it is told.
pub fn saving(fault: &BackupFault) -> Saving {
    match fault {
        BackupFault::Exists(path) => Saving::Exists(path.clone()),
        BackupFault::NotOne(path) => Saving::NotABackup(path.clone()),
        BackupFault::Newer(path) => Saving::NewerBackup(path.clone()),
        BackupFault::Damaged { path, at, .. } => Saving::DamagedBackup(path.clone(), *at),
        BackupFault::Io { path, fault, .. } => match Denial::of(fault) {
            Some(denial) => Saving::Denied(path.clone(), denial),
            None => Saving::File(path.clone(), fault.to_string()),
        },
        BackupFault::Differs(path) => Saving::Differs(path.clone()),
        BackupFault::Journal(fault) => Saving::Other(fault.to_string()),
    }
}
