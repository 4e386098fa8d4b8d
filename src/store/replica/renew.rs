//! A new generation: the whole data copied under a new, wrapped key; verified; put in the place of the old one, which is
//! removed. This and erasure are the only deletions there are.
//!
//! In the data folder: `next/` while the copy is made, `next/ready` from the moment on at which it counts, `old/` for what
//! is on its way out. Whatever a kill leaves behind, the next open goes on from there: without `ready` the copy is
//! dropped, with it the exchange is finished.

use std::fs;
use std::io;
use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};

use super::open::{DATABASE, JOURNAL, QUARANTINE};
use super::{Progress, Replica, StoreFault};
use crate::domain::reader::Unreadable;
use crate::store::durable::{crash_here, sync_folder};
use crate::store::format::SealedEvent;
use crate::store::format::keyring::Cost;
use crate::store::journal::{Journal, JournalSettings};
use crate::store::keyring::{self, Keyring, KeyringFault, Stored};
use crate::store::seal::{self, DataKey};
use crate::store::sled::{SledSettings, SledStorage, wait_until_closed};
use crate::store::wrap::{RecoveryCode, Secret};
use crate::store::{codec, desk, durable};

const NEXT: &str = "next";
const READY: &str = "ready";
const OLD: &str = "old";
/// What a generation consists of.
const PARTS: [&str; 4] = [keyring::NAME, desk::NAME, JOURNAL, DATABASE];

/// Why the data was not put under a passphrase. It is as it was.
#[derive(Debug)]
pub enum RenewFault {
    /// It is under one already; that one can be changed.
    AlreadyLocked,
    /// The journal is damaged: what does not open cannot be copied. Repair first.
    Damaged,
    /// Data in memory has no keyring.
    InMemory,
    Store(StoreFault),
}

impl<T: Into<StoreFault>> From<T> for RenewFault {
    fn from(fault: T) -> Self {
        Self::Store(fault.into())
    }
}

/// What was read of one journal: every header, and how many events.
#[derive(PartialEq, Eq)]
struct Extent {
    headers: blake3::Hash,
    events: u64,
}

impl Replica {
    /// Whether a passphrase is needed to open the data.
    pub fn is_locked_at_rest(&self) -> bool {
        self.wrapped
    }

    /// Puts the data under a passphrase: copies it under a new key, verifies the copy, and makes it the one that counts.
    /// The copy is what the next open finds; this one is gone then. Returns the code to be written down.
    ///
    /// # Errors
    /// [`RenewFault`] with this copy of the data, which goes on as before.
    pub fn renew(
        mut self,
        passphrase: &Secret,
        cost: Cost,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<RecoveryCode, Box<(Self, RenewFault)>> {
        match self.copied(passphrase, cost, progress) {
            Ok(code) => Ok(code),
            Err(fault) => {
                if let Some(data) = &self.data {
                    // What is left of the copy goes with the next open at the latest.
                    let _left = fs::remove_dir_all(data.join(NEXT));
                }
                Err(Box::new((self, fault)))
            }
        }
    }

    fn copied(
        &mut self,
        passphrase: &Secret,
        cost: Cost,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<RecoveryCode, RenewFault> {
        if self.wrapped {
            return Err(RenewFault::AlreadyLocked);
        }
        let data = self.data.clone().ok_or(RenewFault::InMemory)?;
        self.settle()?;
        let next = data.join(NEXT);
        remove(&next)?;
        remove(&data.join(OLD))?;
        fs::create_dir_all(&next)?;
        let mut keyring = Keyring::generate(self.device, self.epoch)?;
        let code = keyring.wrap(passphrase, cost)?;
        keyring.save(&next)?;
        desk::save(&next, &keyring.key, &self.desk)?;
        let journal = self.journal.as_ref().ok_or(RenewFault::InMemory)?;
        let copied = copy_journal(journal, &next, &self.key, &keyring, progress)?;
        crash_here("renew-journal");
        let storage = SledStorage::open(&next.join(DATABASE), SledSettings::default())?;
        let settings = JournalSettings { reserve: 0, ..JournalSettings::default() };
        let (journal, _) = Journal::open_with(&next, keyring.device, keyring.epoch, settings)?;
        if read_through(&journal, &keyring.key)? != copied {
            return Err(RenewFault::Damaged);
        }
        let key = keyring.key.clone();
        let mut copy = Self::over(Box::new(storage), Some(journal), key, keyring.device, keyring.epoch);
        copy.load_rules()?;
        copy.catch_up(None, progress)?;
        copy.unsettled = 1;
        copy.settle()?;
        drop(copy);
        wait_until_closed(&next.join(DATABASE));
        sync_folder(&next)?;
        crash_here("renew-copied");
        durable::replace(&next, READY, b"")?;
        crash_here("renew-ready");
        Ok(code)
    }

    /// Wraps the key by another passphrase; the data stays as it is, and so does the recovery code.
    ///
    /// # Errors
    /// [`ChangeFault`]; the old passphrase holds on.
    pub fn change_passphrase(&self, old: &Secret, new: &Secret, cost: Cost) -> Result<(), ChangeFault> {
        let (data, mut keyring) = self.keyring(old)?;
        keyring.rewrap(new, cost).map_err(StoreFault::from)?;
        Ok(keyring.save(data)?)
    }

    /// Draws a new recovery code; the old one opens nothing from then on.
    ///
    /// # Errors
    /// [`ChangeFault`]; the old code holds on.
    pub fn change_code(&self, secret: &Secret) -> Result<RecoveryCode, ChangeFault> {
        let (data, mut keyring) = self.keyring(secret)?;
        let code = keyring.recode().map_err(StoreFault::from)?.ok_or(ChangeFault::NotLocked)?;
        keyring.save(data)?;
        Ok(code)
    }

    /// The keyring on the disk, opened once more.
    fn keyring(&self, secret: &Secret) -> Result<(&Path, Keyring), ChangeFault> {
        let data = self.data.as_deref().ok_or(ChangeFault::NotLocked)?;
        let (Stored::Locked(locked), _) = Keyring::load(data)? else { return Err(ChangeFault::NotLocked) };
        Ok((data, locked.unlock(secret).map_err(|_| ChangeFault::Wrong)?))
    }
}

/// Why a passphrase was not changed.
#[derive(Debug)]
pub enum ChangeFault {
    /// There is none.
    NotLocked,
    /// The old one is not the one.
    Wrong,
    Store(StoreFault),
}

impl From<StoreFault> for ChangeFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl From<KeyringFault> for ChangeFault {
    fn from(fault: KeyringFault) -> Self {
        Self::Store(fault.into())
    }
}

/// Every act of a journal under another key, in a journal of its own.
fn copy_journal(
    from: &Journal,
    to: &Path,
    old: &DataKey,
    keyring: &Keyring,
    progress: &mut dyn FnMut(Progress),
) -> Result<Extent, RenewFault> {
    let settings = JournalSettings { reserve: 0, ..JournalSettings::default() };
    let (mut copy, _) = Journal::open_with(to, keyring.device, keyring.epoch, settings)?;
    let (mut headers, mut events) = (blake3::Hasher::new(), 0);
    let mut fault = None;
    let report = from.replay(Bound::Unbounded, &mut |_, act| {
        let sealed: Result<Vec<SealedEvent>, _> =
            act.iter().map(|event| seal::reseal_event(old, &keyring.key, event)).collect();
        let appended = sealed.map_err(StoreFault::from).and_then(|sealed| {
            for event in &sealed {
                headers.update(&event.header.encode());
                events += 1;
            }
            copy.append_unsynced(&sealed).map_err(StoreFault::from)
        });
        progress(Progress { done: events, total: 0 });
        match appended {
            Ok(()) => ControlFlow::Continue(()),
            Err(found) => {
                fault = Some(found);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    if !report.is_whole() {
        return Err(RenewFault::Damaged);
    }
    copy.sync()?;
    Ok(Extent { headers: headers.finalize(), events })
}

/// Reads a journal to its end and opens every event that is not erased.
fn read_through(journal: &Journal, key: &DataKey) -> Result<Extent, StoreFault> {
    let (mut headers, mut events) = (blake3::Hasher::new(), 0);
    let mut fault = None;
    journal.replay(Bound::Unbounded, &mut |_, act| {
        for event in &act {
            headers.update(&event.header.encode());
            events += 1;
            if !event.is_erased()
                && let Err(found) = codec::open(key, event)
            {
                fault = Some(StoreFault::from(Unreadable::from(found)));
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    fault.map_or_else(|| Ok(Extent { headers: headers.finalize(), events }), Err)
}

/// Finishes an exchange of generations that was begun, and drops a copy that never counted. Nothing happens where there
/// is neither. Must run under the lock of the folder and before anything else is opened in it.
pub(super) fn finish(data: &Path) -> io::Result<()> {
    let next = data.join(NEXT);
    if next.join(READY).exists() {
        exchange(data, &next)?;
        crash_here("renew-exchanged");
    } else {
        remove(&next)?;
    }
    remove_old(&data.join(OLD))
}

fn exchange(data: &Path, next: &Path) -> io::Result<()> {
    let old = data.join(OLD);
    fs::create_dir_all(&old)?;
    for part in PARTS {
        let coming = next.join(part);
        if !coming.exists() {
            continue;
        }
        set_off(&data.join(part), &old.join(part))?;
        fs::rename(&coming, data.join(part))?;
        crash_here("renew-part");
    }
    // What was set aside earlier lies under the old key, which once stood bare on this disk.
    set_off(&data.join(QUARANTINE), &old.join(QUARANTINE))?;
    sync_folder(&old)?;
    sync_folder(data)?;
    fs::remove_file(next.join(READY))?;
    remove(next)?;
    sync_folder(data)
}

/// Moves a part that has not been moved yet.
fn set_off(from: &Path, to: &Path) -> io::Result<()> {
    if from.exists() && !to.exists() { fs::rename(from, to) } else { Ok(()) }
}

/// The old key goes first, and is written over before: without it the rest is noise.
fn remove_old(old: &Path) -> io::Result<()> {
    let key: PathBuf = old.join(keyring::NAME);
    if let Ok(about) = fs::metadata(&key) {
        let zeros = vec![0; usize::try_from(about.len()).unwrap_or(0)];
        let file = fs::OpenOptions::new().write(true).open(&key)?;
        io::Write::write_all(&mut &file, &zeros)?;
        file.sync_all()?;
        fs::remove_file(&key)?;
    }
    remove(old)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}
