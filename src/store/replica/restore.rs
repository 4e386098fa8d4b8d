//! Data out of a backup.
//!
//! Promises: restoring loses nothing. Where no data lies it comes whole; where the same data lies it takes in what is
//! missing; where other data lies, that is moved into quarantine and named. A restored device begins a new epoch, so that
//! what the lost one wrote after the backup never gets the same numbers.

use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};

use super::copies::not_erased;
use super::generation::{self, Fate};
use super::open::{DATABASE, OpenFault, QUARANTINE, settings, unlocked};
use super::renew::{build_database, generation_journal};
use super::{CommitFault, Progress, Replica, Said, StoreFault};
use crate::domain::erasure::Subject;
use crate::domain::event::LogId;
use crate::domain::moment::Moment;
use crate::store::backup::{self, BackupFault};
use crate::store::durable::{self, crash_here};
use crate::store::format::SealedEvent;
use crate::store::journal::{Journal, JournalFault};
use crate::store::keyring::{self, Keyring, KeyringFault, Stored};
use crate::store::layout::{Fields, event_key, log_key};
use crate::store::lock::DataLock;
use crate::store::sled::wait_until_closed;
use crate::store::storage::Tree;
use crate::store::wrap::Secret;
use crate::store::{codec, desk};

/// What restoring would do, or did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// No data lies there: it comes whole.
    Fresh,
    /// The same data lies there: so many events are missing and are taken in.
    Merge { missing: u64 },
    /// The same data lies there and its key is gone or damaged: it comes back, and then what is missing is taken in.
    Key,
    /// Other data lies there; it is moved into quarantine.
    Replace,
}

/// What a backup holds and what restoring it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub made: Moment,
    pub acts: u64,
    pub events: u64,
    pub locked: bool,
    pub way: Way,
    /// Where the data that was replaced lies now.
    pub aside: Option<PathBuf>,
}

/// What is erased again from a backup that is restored, and who says so.
#[derive(Clone, Debug)]
pub struct Again {
    pub subjects: Vec<Subject>,
    pub said: Said,
    /// Why, as the erasures will say.
    pub why: String,
}

impl Again {
    /// Nothing beyond what was erased where the backup is restored to.
    pub fn nothing() -> Self {
        let (now, by) = (Moment::from_unix(0), String::new());
        Self { subjects: Vec::new(), said: Said { now, at: now, by }, why: "restore".to_owned() }
    }

    /// The same, with what was erased in a copy.
    fn and(&self, replica: &Replica) -> Result<Self, RestoreFault> {
        let mut again = self.clone();
        for erased in replica.erased().map_err(StoreFault::from)? {
            if !again.subjects.contains(&erased.subject) {
                again.subjects.push(erased.subject);
            }
        }
        Ok(again)
    }

    /// The same, with what was erased in data that is about to be replaced, where that opens.
    fn and_of(&self, data: &Path, secret: Option<&Secret>) -> Result<Self, RestoreFault> {
        let Ok((replica, _)) = Replica::open_with(data, secret, &mut |_| ()) else { return Ok(self.clone()) };
        let again = self.and(&replica);
        drop(replica);
        wait_until_closed(&data.join(DATABASE));
        again
    }

    /// Erases what of it is there.
    fn erase(&self, mut replica: Replica, progress: &mut dyn FnMut(Progress)) -> Result<Replica, RestoreFault> {
        for subject in &self.subjects {
            let erased = replica.erase_again(&self.said, *subject, &self.why, progress);
            replica = erased.map_err(|failed| not_erased(&failed.1))?;
        }
        Ok(replica)
    }
}

/// Why nothing was restored. What was there is still there.
#[derive(Debug)]
pub enum RestoreFault {
    Backup(BackupFault),
    /// The backup, or the data that is there, does not open.
    Open(OpenFault),
    /// So many events have the number of another one here: two devices went on from the same data.
    Forked(u64),
    Store(StoreFault),
}

impl From<BackupFault> for RestoreFault {
    fn from(fault: BackupFault) -> Self {
        Self::Backup(fault)
    }
}

impl From<OpenFault> for RestoreFault {
    fn from(fault: OpenFault) -> Self {
        Self::Open(fault)
    }
}

impl From<std::io::Error> for RestoreFault {
    fn from(fault: std::io::Error) -> Self {
        Self::Store(fault.into())
    }
}

impl From<StoreFault> for RestoreFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl Replica {
    /// What restoring a backup here would come to. Nothing is changed; the whole backup is verified.
    ///
    /// # Errors
    /// [`RestoreFault`].
    pub fn survey_backup(data: &Path, from: &Path, secret: Option<&Secret>) -> Result<Restored, RestoreFault> {
        let (contents, extent) = backup::read(from, &mut |_| ControlFlow::Continue(()))?;
        let keyring = opened(data, Stored::of(contents.keyring.clone()), secret)?;
        let way = match Here::of(data, &keyring, secret)? {
            Here::Nothing => Way::Fresh,
            Here::Other => Way::Replace,
            Here::Keyless => Way::Key,
            Here::Same(replica) => {
                let (missing, forked) = replica.missing_of(from)?;
                if forked > 0 {
                    return Err(RestoreFault::Forked(forked));
                }
                Way::Merge { missing }
            }
        };
        let locked = keyring.is_wrapped();
        let backup::Extent { acts, events, .. } = extent;
        Ok(Restored { made: contents.made, acts, events, locked, way, aside: None })
    }

    /// Restores a backup, as [`Replica::survey_backup`] says. Before anything of it counts, `again` is erased from it, and
    /// whatever was erased where it is restored to.
    ///
    /// # Errors
    /// [`RestoreFault`]; what was there is still there.
    pub fn restore(
        data: &Path,
        from: &Path,
        secret: Option<&Secret>,
        again: &Again,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Restored, RestoreFault> {
        let mut survey = Self::survey_backup(data, from, secret)?;
        let mut aside = None;
        if survey.way == Way::Key {
            aside = bring_key(data, from, secret)?;
            survey = Self::survey_backup(data, from, secret)?;
        }
        if let Way::Merge { missing } = survey.way {
            let (mut replica, _) = Self::open_with(data, secret, progress)?;
            replica.take_in(from, progress)?;
            replica.settle()?;
            if replica.owes_erasure().map_err(StoreFault::from)? {
                replica = replica.destroyed(progress).map_err(|failed| failed.1)?;
            }
            let again = if missing > 0 { again.and(&replica)? } else { again.clone() };
            again.erase(replica, progress)?;
            return Ok(Restored { aside, ..survey });
        }
        let again = match survey.way {
            Way::Replace => again.and_of(data, secret)?,
            _ => again.clone(),
        };
        durable::create_private(data)?;
        let lock = DataLock::acquire(data).map_err(OpenFault::from)?;
        generation::finish(data)?;
        let built = build(data, from, secret, &again, progress);
        if let Err(fault) = built {
            generation::give_up(data);
            return Err(fault);
        }
        generation::ready(data, Fate::SetAside)?;
        let aside = generation::finish(data)?;
        drop(lock);
        Ok(Restored { aside, ..survey })
    }

    /// How many events of a backup are not known here, and how many have the number of another one here.
    fn missing_of(&self, from: &Path) -> Result<(u64, u64), RestoreFault> {
        let (mut missing, mut forked) = (0, 0);
        let mut fault = None;
        backup::read(from, &mut |act| {
            for event in &act {
                match self.holds(event) {
                    Ok(Holds::Nothing) => missing += 1,
                    Ok(Holds::Another) => forked += 1,
                    Ok(Holds::It) => {}
                    Err(found) => {
                        fault = Some(found);
                        return ControlFlow::Break(());
                    }
                }
            }
            ControlFlow::Continue(())
        })?;
        fault.map_or(Ok((missing, forked)), |fault| Err(fault.into()))
    }

    fn take_in(&mut self, from: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), RestoreFault> {
        let mut done = 0;
        let mut fault = None;
        backup::read(from, &mut |act| match self.absorb(act) {
            Ok(count) => {
                done += count as u64;
                progress(Progress { done, total: 0 });
                ControlFlow::Continue(())
            }
            Err(found) => {
                fault = Some(found);
                ControlFlow::Break(())
            }
        })?;
        match fault {
            None => Ok(()),
            Some(CommitFault::NotSaved(fault) | CommitFault::SavedNotShown(fault)) => Err(fault.into()),
            Some(CommitFault::Refused(refusal)) => {
                Err(StoreFault::from(std::io::Error::other(format!("{refusal:?}"))).into())
            }
        }
    }

    /// What stands under a number of a log.
    fn sealed_event(&self, log: LogId, seq: u64) -> Result<Option<SealedEvent>, StoreFault> {
        let Some(at) = self.storage.get(Tree::Log, &log_key(log, seq))? else { return Ok(None) };
        let mut fields = Fields(&at);
        let (Some(record), Some(stamp)) = (fields.id(), fields.u64()) else { return Ok(None) };
        let event = self.storage.get(Tree::Event, &event_key(record, stamp, log, seq))?;
        Ok(event.and_then(|bytes| SealedEvent::decode(&bytes).ok()))
    }

    pub(super) fn holds(&self, event: &SealedEvent) -> Result<Holds, StoreFault> {
        let Some(log) = codec::log_of(&event.header) else { return Ok(Holds::Nothing) };
        Ok(match self.sealed_event(log, event.header.seq)? {
            None => Holds::Nothing,
            Some(known) if known.header.hash() == event.header.hash() => Holds::It,
            Some(_) => Holds::Another,
        })
    }
}

/// What stands here under the number of an event.
pub(super) enum Holds {
    Nothing,
    It,
    Another,
}

/// What lies where a backup is to be restored.
enum Here {
    Nothing,
    Same(Box<Replica>),
    /// The same data, without its key.
    Keyless,
    Other,
}

impl Here {
    fn of(data: &Path, keyring: &Keyring, secret: Option<&Secret>) -> Result<Self, RestoreFault> {
        if !Replica::exists(data) {
            return Ok(Self::Nothing);
        }
        let same = match Keyring::load(data) {
            Ok((Stored::Open(here), _)) => here.key == keyring.key,
            Ok((Stored::Locked(locked), _)) => {
                secret.and_then(|secret| locked.unlock(secret).ok()).is_some_and(|here| here.key == keyring.key)
            }
            Err(KeyringFault::Missing(_) | KeyringFault::Damaged(_) | KeyringFault::Differ(_))
                if epoch_here(data, keyring)?.is_some() =>
            {
                return Ok(Self::Keyless);
            }
            // What does not open is other data: it is set aside, not touched.
            Err(_) => false,
        };
        if !same {
            return Ok(Self::Other);
        }
        let (replica, _) = Replica::open_with(data, secret, &mut |_| ())?;
        Ok(Self::Same(Box::new(replica)))
    }
}

/// The last epoch of a keyring's device in the journal that lies here; `None` where it does not open with that key.
fn epoch_here(data: &Path, keyring: &Keyring) -> Result<Option<u16>, RestoreFault> {
    let lock = DataLock::acquire(data).map_err(OpenFault::from)?;
    let journal = match Journal::open_with(data, keyring.device, keyring.epoch, settings()) {
        Ok((journal, _)) => journal,
        Err(JournalFault::OtherDevice { .. }) => return Ok(None),
        Err(fault) => return Err(StoreFault::from(fault).into()),
    };
    let (mut opens, mut epoch) = (None, keyring.epoch);
    journal.replay(Bound::Unbounded, &mut |_, act| {
        for event in &act {
            let log = codec::log_of(&event.header).filter(|log| log.device == keyring.device);
            epoch = epoch.max(log.map_or(0, |log| log.epoch));
            if opens.is_none() && !event.is_erased() {
                opens = Some(codec::open(&keyring.key, event).is_ok());
            }
        }
        if opens == Some(false) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    drop(lock);
    Ok(opens.filter(|opens| *opens).map(|_| epoch))
}

/// Puts the key of a backup in the place of one that is gone or damaged; where that lies now.
fn bring_key(data: &Path, from: &Path, secret: Option<&Secret>) -> Result<Option<PathBuf>, RestoreFault> {
    let mut keyring = opened(data, Stored::of(backup::contents(from)?.keyring), secret)?;
    keyring.epoch = epoch_here(data, &keyring)?.unwrap_or(keyring.epoch);
    let lock = DataLock::acquire(data).map_err(OpenFault::from)?;
    let damaged = data.join(keyring::NAME);
    let aside = damaged.exists().then(|| durable::free_name(&data.join(QUARANTINE), keyring::NAME)).transpose()?;
    if let Some(aside) = &aside {
        // What is left of it is copied, so that at every moment something lies there that is no worse.
        std::fs::copy(&damaged, aside)?;
    }
    keyring.save(data).map_err(StoreFault::from)?;
    drop(lock);
    Ok(aside)
}

fn opened(data: &Path, stored: Stored, secret: Option<&Secret>) -> Result<Keyring, OpenFault> {
    match stored {
        Stored::Open(keyring) => Ok(keyring),
        Stored::Locked(locked) => unlocked(data, locked, secret),
    }
}

/// Builds the generation that a backup holds.
fn build(
    data: &Path,
    from: &Path,
    secret: Option<&Secret>,
    again: &Again,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), RestoreFault> {
    let next = generation::begin(data)?;
    let contents = backup::contents(from)?;
    let mut keyring = opened(data, Stored::of(contents.keyring), secret)?;
    keyring.epoch = next_epoch(data, &keyring);
    keyring.save(&next).map_err(StoreFault::from)?;
    let mut journal = generation_journal(&next, &keyring)?;
    let mut fault = None;
    backup::read(from, &mut |act| match journal.append_unsynced(&act) {
        Ok(()) => ControlFlow::Continue(()),
        Err(found) => {
            fault = Some(found);
            ControlFlow::Break(())
        }
    })?;
    if let Some(fault) = fault {
        return Err(StoreFault::from(fault).into());
    }
    journal.sync().map_err(StoreFault::from)?;
    build_database(&next, journal, &keyring, progress)?;
    if !contents.desk.is_empty() {
        durable::replace(&next, desk::NAME, &contents.desk)?;
    }
    crash_here("restore built");
    if !again.subjects.is_empty() {
        let (replica, _) = Replica::open_with(&next, secret, progress)?;
        drop(again.erase(replica, progress)?);
        wait_until_closed(&next.join(DATABASE));
    }
    Ok(())
}

/// One more than any epoch that this device is known to have written in.
fn next_epoch(data: &Path, keyring: &Keyring) -> u16 {
    let here = match Keyring::load(data) {
        Ok((stored, _)) if stored.copy().device == keyring.device => stored.copy().epoch,
        _ => 0,
    };
    keyring.epoch.max(here).saturating_add(1)
}
