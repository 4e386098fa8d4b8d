//! A new generation: the whole data copied under a new, wrapped key; verified; put in the place of the old one, which is
//! removed. This and erasure are the only deletions there are.

use std::path::Path;

use super::generation::{self, Fate};
use super::open::{self, DATABASE};
use super::{OpenFault, Opened, Progress, Replica, StoreFault};
use crate::domain::desk::Pin;
use crate::domain::reader::Unreadable;
use crate::store::durable::crash_here;
use crate::store::format::SealedEvent;
use crate::store::format::keyring::Cost;
use crate::store::journal::{Journal, JournalSettings};
use crate::store::keyring::{Keyring, KeyringFault, Stored};
use crate::store::seal::{self, DataKey};
use crate::store::sled::{SledSettings, SledStorage, wait_until_closed};
use crate::store::wrap::{RecoveryCode, Secret};
use crate::store::{codec, desk, pin};

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

    /// The data folder; `None` in memory.
    pub fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// What is to be kept of a PIN on the desk.
    ///
    /// # Errors
    /// [`StoreFault::Seal`] when the system gives no randomness.
    pub fn pin(&self, digits: &str) -> Result<Pin, StoreFault> {
        Ok(pin::keep(&self.key, digits)?)
    }

    /// Whether these digits are the PIN.
    pub fn is_pin(&self, kept: &Pin, digits: &str) -> bool {
        pin::is_right(&self.key, kept, digits)
    }

    /// Whether a secret opens the data of a folder that is open already. A wrong one is counted.
    ///
    /// # Errors
    /// [`OpenFault`]; `WrongSecret` where it does not.
    pub fn prove(data: &Path, secret: &Secret) -> Result<(), OpenFault> {
        open::keyring(data, Some(secret), &mut Opened::default()).map(drop)
    }

    /// As [`Replica::change_passphrase`], for data that is open in this process. A wrong one is counted.
    ///
    /// # Errors
    /// [`OpenFault`]; the old passphrase holds on, but for [`KeyringFault::Unsure`].
    pub fn rewrap(data: &Path, old: &Secret, new: &Secret, cost: Cost) -> Result<(), OpenFault> {
        let mut keyring = open::keyring(data, Some(old), &mut Opened::default())?;
        let before = keyring.clone();
        keyring.rewrap(new, cost)?;
        Ok(keyring.save_over(&before, data)?)
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
                    generation::give_up(data);
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
        let next = generation::begin(&data)?;
        let mut keyring = Keyring::generate(self.device, self.epoch)?;
        let code = keyring.wrap(passphrase, cost)?;
        keyring.save(&next)?;
        desk::save(&next, &keyring.key, &self.desk)?;
        let journal = self.journal.as_ref().ok_or(RenewFault::InMemory)?;
        let copied = copy_journal(journal, &next, &self.key, &keyring, progress)?;
        crash_here("renew-journal");
        let journal = generation_journal(&next, &keyring)?;
        if read_through(&journal, &keyring.key)? != copied {
            return Err(RenewFault::Damaged);
        }
        build_database(&next, journal, &keyring, progress)?;
        generation::ready(&data, Fate::Remove)?;
        Ok(code)
    }

    /// Wraps the key by another passphrase; the data stays as it is, and so does the recovery code.
    ///
    /// # Errors
    /// [`ChangeFault`]; the old passphrase holds on, but for [`KeyringFault::Unsure`].
    pub fn change_passphrase(&self, old: &Secret, new: &Secret, cost: Cost) -> Result<(), ChangeFault> {
        let (data, mut keyring) = self.keyring(old)?;
        let before = keyring.clone();
        keyring.rewrap(new, cost).map_err(StoreFault::from)?;
        Ok(keyring.save_over(&before, data)?)
    }

    /// Draws a new recovery code; the old one opens nothing from then on.
    ///
    /// # Errors
    /// [`ChangeFault`]; the old code holds on, but for [`KeyringFault::Unsure`].
    pub fn change_code(&self, secret: &Secret) -> Result<RecoveryCode, ChangeFault> {
        let (data, mut keyring) = self.keyring(secret)?;
        let before = keyring.clone();
        let code = keyring.recode().map_err(StoreFault::from)?.ok_or(ChangeFault::NotLocked)?;
        keyring.save_over(&before, data)?;
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

/// The journal of a generation that is being built.
pub(super) fn generation_journal(next: &Path, keyring: &Keyring) -> Result<Journal, StoreFault> {
    let settings = JournalSettings { reserve: 0, ..JournalSettings::default() };
    Ok(Journal::open_with(next, keyring.device, keyring.epoch, settings)?.0)
}

/// The database of a generation that is being built: all of its journal folded, durable, and closed again.
pub(super) fn build_database(
    next: &Path,
    journal: Journal,
    keyring: &Keyring,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), StoreFault> {
    let storage = SledStorage::open(&next.join(DATABASE), SledSettings::default())?;
    let mut copy = Replica::over(Box::new(storage), Some(journal), keyring.key.clone(), keyring.device, keyring.epoch);
    copy.load_rules()?;
    copy.catch_up(None, progress)?;
    copy.arrange()?;
    drop(copy);
    wait_until_closed(&next.join(DATABASE));
    Ok(())
}

/// Every act of a journal under another key, in a journal of its own.
fn copy_journal(
    from: &Journal,
    to: &Path,
    old: &DataKey,
    keyring: &Keyring,
    progress: &mut dyn FnMut(Progress),
) -> Result<Extent, RenewFault> {
    let mut copy = generation_journal(to, keyring)?;
    let (mut headers, mut events) = (blake3::Hasher::new(), 0);
    let report = from.try_each(&mut |act| -> Result<(), StoreFault> {
        let sealed: Vec<SealedEvent> =
            act.iter().map(|event| seal::reseal_event(old, &keyring.key, event)).collect::<Result<_, _>>()?;
        for event in &sealed {
            headers.update(&event.header.encode());
            events += 1;
        }
        progress(Progress { done: events, total: 0 });
        Ok(copy.append_unsynced(&sealed)?)
    })?;
    if !report.is_whole() {
        return Err(RenewFault::Damaged);
    }
    copy.sync()?;
    Ok(Extent { headers: headers.finalize(), events })
}

/// Reads a journal to its end and opens every event that is not erased.
fn read_through(journal: &Journal, key: &DataKey) -> Result<Extent, StoreFault> {
    let (mut headers, mut events) = (blake3::Hasher::new(), 0);
    journal.try_each(&mut |act| -> Result<(), StoreFault> {
        for event in &act {
            headers.update(&event.header.encode());
            events += 1;
            if !event.is_erased() {
                codec::open(key, event).map_err(Unreadable::from)?;
            }
        }
        Ok(())
    })?;
    Ok(Extent { headers: headers.finalize(), events })
}
