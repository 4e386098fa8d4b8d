//! Opening a data folder: lock, keyring, database, journal, catching up; and building the database anew.

use std::collections::HashSet;
use std::fs;
use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};
use std::thread;

use super::erase::{name_of, names_in};
use super::{Progress, Replica, StoreFault, generation};
use crate::domain::desk::DeskAside;
use crate::domain::event::Event;
use crate::domain::reader::{Read, Unreadable};
use crate::domain::rules::Rules;
use crate::store::codec;
use crate::store::desk;
use crate::store::durable;
use crate::store::format::SealedEvent;
use crate::store::journal::{Damage, Journal, JournalFault, JournalSettings, Position, Torn};
use crate::store::keyring::{Keyring, KeyringFault, Locked, Stored};
use crate::store::layout::{FORMAT, Fields, Meta, position_of};
use crate::store::lock::{DataLock, LockFault};
use crate::store::seal::DataKey;
use crate::store::sled::{self, SledSettings, SledStorage};
use crate::store::storage::{Batch, Storage, StorageFault, Tree};
use crate::store::tries;
use crate::store::wrap::Secret;

pub(super) const DATABASE: &str = "db";
pub(super) const JOURNAL: &str = "journal";
pub(super) const QUARANTINE: &str = "quarantine";
/// Events of the journal that are taken in together.
const AT_ONCE: usize = 1_000;
/// Left when the database was found damaged while open: the next start builds it anew.
pub(super) const SUSPECT: &str = "db.suspect";

/// What opening found and did.
#[derive(Debug, Default)]
pub struct Opened {
    /// Nothing was there before.
    pub created: bool,
    /// Acts that were in the journal and not in the database yet.
    pub caught_up: u64,
    pub rebuilt: Option<Rebuilt>,
    /// An act that was being written when the power went; it had not been answered.
    pub torn: Option<Torn>,
    pub damage: Vec<Damage>,
    /// One copy of the key was damaged and has been written anew.
    pub keyring_healed: bool,
    /// What the device kept for its person could not be read.
    pub desk_aside: Option<DeskAside>,
    /// Why bytes of something that was erased by law could not be destroyed yet.
    pub erasure_owed: Option<String>,
}

/// What opening had to mend, for the person who goes on with the copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mending {
    /// One copy of the key was damaged and has been written anew.
    pub key: bool,
    /// Where the bytes lie of an act that was being written when the power went.
    pub torn: Option<PathBuf>,
    /// Where the old database lies.
    pub rebuilt: Option<PathBuf>,
}

/// The database was set aside and built anew from the journal.
#[derive(Debug)]
pub struct Rebuilt {
    pub why: String,
    /// Where the old one lies.
    pub aside: PathBuf,
    pub events: u64,
}

/// Why a data folder does not open.
#[derive(Debug)]
pub enum OpenFault {
    /// Another process has it open.
    InUse {
        pid: Option<u32>,
        host: Option<String>,
    },
    /// It is under a passphrase, and none was given.
    Locked,
    /// Neither the passphrase nor the recovery code; how many wrong ones there were in a row.
    WrongSecret(u32),
    /// There is a journal, but no key to read it.
    KeyMissing(PathBuf),
    /// Neither of the two copies of the key is whole.
    KeyDamaged(PathBuf),
    /// The journal is not this device's.
    Damaged(String),
    /// Written by a newer program.
    Newer,
    Other(StoreFault),
}

impl std::fmt::Display for OpenFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InUse { pid, host } => {
                let (pid, host) = (pid.map_or_else(String::new, |pid| pid.to_string()), host.as_deref().unwrap_or("?"));
                write!(f, "the data is open in another process (process {pid} on {host})")
            }
            Self::Locked => write!(f, "the data is locked"),
            Self::WrongSecret(tries) => write!(f, "wrong passphrase, {tries} in a row"),
            Self::KeyMissing(path) => write!(f, "the key file {} is missing", path.display()),
            Self::KeyDamaged(path) => write!(f, "both copies in the key file {} are damaged", path.display()),
            Self::Damaged(what) => write!(f, "{what}"),
            Self::Newer => write!(f, "the data was written by a newer version"),
            Self::Other(fault) => write!(f, "{fault}"),
        }
    }
}

impl std::error::Error for OpenFault {}

impl<T: Into<StoreFault>> From<T> for OpenFault {
    fn from(fault: T) -> Self {
        match fault.into() {
            StoreFault::Lock(LockFault::Held { pid, host, .. }) => Self::InUse { pid, host },
            StoreFault::Journal(JournalFault::Newer(_)) | StoreFault::Keyring(KeyringFault::Newer { .. }) => {
                Self::Newer
            }
            StoreFault::Keyring(KeyringFault::Missing(path)) => Self::KeyMissing(path),
            StoreFault::Keyring(KeyringFault::Damaged(path) | KeyringFault::Differ(path)) => Self::KeyDamaged(path),
            StoreFault::Journal(fault @ JournalFault::OtherDevice { .. }) => Self::Damaged(fault.to_string()),
            other => Self::Other(other),
        }
    }
}

impl Replica {
    /// Whether data lies in a folder, also where it cannot be looked into.
    pub fn exists(data: &Path) -> bool {
        data.join(JOURNAL).try_exists().unwrap_or(true) || generation::is_ready(data)
    }

    /// Opens a data folder, creating it when there is none. Whatever the journal holds and the database does not is
    /// taken in; a database that cannot be read is set aside and built anew.
    pub fn open(data: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(Self, Opened), OpenFault> {
        Self::open_with(data, None, progress)
    }

    /// As [`Replica::open`], with what opens data that is under a passphrase. A wrong one is counted.
    pub fn open_with(
        data: &Path,
        secret: Option<&Secret>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Opened), OpenFault> {
        let (mut replica, mut opened) = match Self::open_events(data, secret, Ahead::IsLeft, progress)? {
            Some(opened) => opened,
            None => Self::open_mended(data, secret, progress)?,
        };
        let (desk, aside) = desk::load(data, &replica.key, &data.join(QUARANTINE))?;
        opened.desk_aside.clone_from(&aside);
        (replica.desk, replica.desk_aside, replica.data) = (desk, aside, Some(data.to_owned()));
        let mended = Mending {
            key: opened.keyring_healed,
            torn: opened.torn.as_ref().map(|torn| torn.kept.clone()),
            rebuilt: opened.rebuilt.as_ref().map(|rebuilt| rebuilt.aside.clone()),
        };
        if replica.owes_erasure().map_err(StoreFault::from)? {
            replica = match replica.destroyed(progress) {
                Ok(replica) => replica,
                // There is no room now: nothing shows it, and the next opening tries again.
                Err(failed) => {
                    let (replica, fault) = *failed;
                    opened.erasure_owed = Some(fault.to_string());
                    replica.ok_or(OpenFault::Other(fault))?
                }
            };
        }
        replica.mended = mended;
        Ok((replica, opened))
    }

    /// Opens what has lost the end of its journal: the database still holds it, and gives it back.
    fn open_mended(
        data: &Path,
        secret: Option<&Secret>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Opened), OpenFault> {
        let repaired = Self::repair(data, secret, false, progress)?;
        let opened = Self::open_events(data, secret, Ahead::IsRebuilt, progress)?;
        let (replica, mut opened) = opened.ok_or_else(|| OpenFault::Damaged("the journal lost its end".to_owned()))?;
        if let (Some(why), Some(aside)) = (repaired.why, repaired.aside) {
            opened.rebuilt = Some(Rebuilt { why, aside, events: replica.acts });
        }
        Ok((replica, opened))
    }

    /// `None`, with nothing changed, where the database is ahead of the journal and shall be left.
    fn open_events(
        data: &Path,
        secret: Option<&Secret>,
        ahead: Ahead,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Option<(Self, Opened)>, OpenFault> {
        durable::create_private(data)?;
        let lock = DataLock::acquire(data)?;
        // An exchange that was interrupted when all was ready.
        generation::finish(data)?;
        sled::tidy(&data.join(DATABASE))?;
        let mut opened = Opened { created: !Self::exists(data), ..Opened::default() };
        let keyring = keyring(data, secret, &mut opened)?;
        // The database is waited for most of a start; the rules that everything is read by are parsed meanwhile.
        thread::spawn(|| drop(Rules::embedded()));
        let (storage, mut why) = match database(data) {
            Ok(storage) => (Some(storage), None),
            Err(StorageFault::Io(fault)) => return Err(fault.into()),
            Err(fault) => (None, Some(fault.to_string())),
        };
        let applied = storage.as_ref().map(applied).transpose();
        let applied = match applied {
            Ok(applied) => applied.flatten(),
            Err(fault) => {
                why = Some(fault.to_string());
                None
            }
        };
        let known = applied.filter(|_| why.is_none());
        let settings = JournalSettings { known, ..settings() };
        let (journal, report) = Journal::open_with(data, keyring.device, keyring.epoch, settings)?;
        (opened.torn, opened.damage) = (report.torn, report.damage);
        if known.is_some_and(|known| known >= journal.end()) {
            if ahead == Ahead::IsLeft {
                return Ok(None);
            }
            why = Some("the database is ahead of the journal".to_owned());
        }
        match (storage, why) {
            (Some(storage), None) => {
                let parts = Parts { data, lock, keyring, journal };
                match parts.caught_up(storage, applied, &mut opened, progress) {
                    Ok(mut replica) => {
                        // The database was missing, and is built anew.
                        if applied.is_none() && opened.caught_up > 0 {
                            replica.arrange()?;
                        }
                        Ok(Some((replica, opened)))
                    }
                    // The database is not to blame.
                    Err(failed) if matches!(failed.1, StoreFault::Journal(_)) => Err(failed.1.into()),
                    Err(failed) => {
                        let (parts, fault) = *failed;
                        parts.rebuilt(fault.to_string(), opened, progress).map(Some)
                    }
                }
            }
            (storage, why) => {
                drop(storage);
                let parts = Parts { data, lock, keyring, journal };
                parts.rebuilt(why.unwrap_or_default(), opened, progress).map(Some)
            }
        }
    }

    /// Marks the database of a folder as not to be trusted, so that the next open builds it anew.
    pub fn suspect(data: &Path) -> std::io::Result<()> {
        fs::write(data.join(SUSPECT), b"")
    }

    /// Takes in what stands in the journal behind `applied`. Returns acts and events.
    pub(super) fn catch_up(
        &mut self,
        applied: Option<Position>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(u64, u64), StoreFault> {
        let is_last = |journal: &Journal| applied.is_some_and(|applied| journal.is_last(applied));
        let Some(journal) = self.journal.take_if(|journal| !is_last(journal)) else { return Ok((0, 0)) };
        let (mut acts, mut events, mut fault) = (0, 0, None);
        let mut pending: Vec<SealedEvent> = Vec::new();
        let mut end = None;
        let from = applied.map_or(Bound::Unbounded, Bound::Excluded);
        // A file that cannot be read now may be readable later: nothing behind it counts as taken in before it is.
        let walked = journal.replay_readable(from, &mut |position, sealed| {
            acts += 1;
            pending.extend(sealed);
            end = Some(position);
            if pending.len() < AT_ONCE {
                return ControlFlow::Continue(());
            }
            match self.replay_acts(position, std::mem::take(&mut pending)) {
                Ok(count) => events += count,
                Err(found) => fault = Some(found),
            }
            progress(Progress { done: events, total: 0 });
            if fault.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        self.journal = Some(journal);
        if let Some(fault) = fault {
            return Err(fault);
        }
        if let Some(position) = end.filter(|end| Some(*end) != self.position) {
            events += self.replay_acts(position, pending)?;
            progress(Progress { done: events, total: 0 });
        }
        walked?;
        Ok((acts, events))
    }

    /// Takes in the events of acts that follow each other in the journal; `position` is the last one's place. Returns
    /// how many of them were new.
    pub(super) fn replay_acts(&mut self, position: Position, sealed: Vec<SealedEvent>) -> Result<u64, StoreFault> {
        let mut new = Vec::with_capacity(sealed.len());
        let mut seen = HashSet::new();
        for event in sealed {
            if !self.knows(&event)? && seen.insert((codec::log_of(&event.header), event.header.seq)) {
                new.push(event);
            }
        }
        let mut opened = new.iter().map(|event| self.opened(event)).collect::<Read<Vec<_>>>()?;
        self.strike(&mut new, &mut opened)?;
        let count = new.len() as u64;
        self.apply(new, opened, Some(position), &mut |_| ())?;
        self.position = Some(position);
        self.unsettled += 1;
        if self.unsettled >= super::SETTLE_EVERY {
            self.settle()?;
        }
        Ok(count)
    }

    fn opened(&self, event: &SealedEvent) -> Read<Event> {
        codec::open(&self.key, event).map_err(Unreadable::from)
    }

    /// Takes the bodies away that were erased before, or are by others among these events.
    fn strike(&mut self, sealed: &mut [SealedEvent], opened: &mut [Event]) -> Result<(), StoreFault> {
        let mut gone = HashSet::new();
        for event in opened.iter() {
            names_in(&event.fact, &mut gone);
        }
        let mut owed = false;
        for (sealed, event) in sealed.iter_mut().zip(opened) {
            let named = name_of(sealed).is_some_and(|name| gone.contains(&name) || self.gone.contains(&name));
            if named && !sealed.is_erased() {
                sealed.body.clear();
                *event = self.opened(sealed)?;
                owed = true;
            }
        }
        if owed {
            let mut batch = Batch::new();
            batch.put(Tree::Meta, Meta::Owed.key(), []);
            self.storage.write(&batch)?;
        }
        Ok(())
    }

    pub(super) fn load_counters(&mut self) -> Result<(), StoreFault> {
        self.load_struck()?;
        let acts = self.storage.get(Tree::Meta, &Meta::Acts.key())?;
        self.acts = acts.and_then(|bytes| Fields(&bytes).u64()).unwrap_or(0);
        Ok(())
    }
}

/// What is done with a database that holds more than the journal.
#[derive(Clone, Copy, PartialEq)]
enum Ahead {
    /// It is the only place where what the journal lost still stands.
    IsLeft,
    IsRebuilt,
}

/// As `CHUANMEN_RESERVE_MB` says, the free space that is kept on the disk in MB; 0 turns the reserve off. While it is
/// tested, `CHUANMEN_ROTATE_KB` says how large a file of the journal grows.
pub(super) fn settings() -> JournalSettings {
    let standard = JournalSettings::default();
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let reserve = number("CHUANMEN_RESERVE_MB").map_or(standard.reserve, |megabytes| megabytes << 20);
    let rotate_at = number("CHUANMEN_ROTATE_KB").filter(|_| cfg!(debug_assertions));
    let rotate_at = rotate_at.map_or(standard.rotate_at, |kilobytes| kilobytes << 10);
    JournalSettings { rotate_at, reserve, ..standard }
}

/// Bytes below which nothing is saved.
pub fn reserve() -> u64 {
    settings().reserve
}

pub(super) fn keyring(data: &Path, secret: Option<&Secret>, opened: &mut Opened) -> Result<Keyring, OpenFault> {
    match Keyring::load(data) {
        Ok((stored, healed)) => {
            opened.keyring_healed = healed;
            match stored {
                Stored::Open(keyring) => Ok(keyring),
                Stored::Locked(locked) => unlocked(data, locked, secret),
            }
        }
        Err(KeyringFault::Missing(_)) if opened.created => {
            let mut device = [0; 8];
            getrandom::fill(&mut device).map_err(|fault| std::io::Error::other(fault.to_string()))?;
            let keyring = Keyring::generate(u64::from_be_bytes(device), 1)?;
            keyring.save(data)?;
            Ok(keyring)
        }
        Err(fault) => Err(fault.into()),
    }
}

pub(super) fn unlocked(data: &Path, locked: Locked, secret: Option<&Secret>) -> Result<Keyring, OpenFault> {
    let secret = secret.ok_or(OpenFault::Locked)?;
    let Ok(keyring) = locked.unlock(secret) else { return Err(OpenFault::WrongSecret(tries::wrong(data)?)) };
    tries::forget(data);
    Ok(keyring)
}

pub(super) fn database(data: &Path) -> Result<SledStorage, StorageFault> {
    if data.join(SUSPECT).exists() {
        return Err(StorageFault::Damaged("found damaged when it was last read".to_owned()));
    }
    let storage = SledStorage::open(&data.join(DATABASE), SledSettings::default())?;
    match storage.get(Tree::Meta, &Meta::Format.key())?.as_deref() {
        None => Ok(storage),
        Some(format) if format == FORMAT.to_be_bytes() => Ok(storage),
        Some(_) => Err(StorageFault::Damaged("its layout is of another version".to_owned())),
    }
}

pub(super) fn applied(storage: &SledStorage) -> Result<Option<Position>, StorageFault> {
    Ok(storage.get(Tree::Meta, &Meta::Applied.key())?.and_then(|bytes| position_of(&bytes)))
}

/// What opening has in hand before there is a replica.
pub(super) struct Parts<'a> {
    pub(super) data: &'a Path,
    pub(super) lock: DataLock,
    pub(super) keyring: Keyring,
    pub(super) journal: Journal,
}

impl Parts<'_> {
    /// A replica over a database that may lag behind the journal. On a fault the parts come back.
    pub(super) fn caught_up(
        self,
        storage: SledStorage,
        applied: Option<Position>,
        opened: &mut Opened,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Replica, Box<(Self, StoreFault)>> {
        let Self { data, lock, keyring, journal } = self;
        let key: DataKey = keyring.key.clone();
        let mut replica = Replica::over(Box::new(storage), Some(journal), key, keyring.device, keyring.epoch);
        replica.position = applied;
        let mut go = || -> Result<(), StoreFault> {
            replica.load_counters()?;
            replica.load_rules()?;
            (opened.caught_up, _) = replica.catch_up(applied, progress)?;
            Ok(())
        };
        match go() {
            Ok(()) => {
                replica.lock = Some(lock);
                replica.wrapped = keyring.is_wrapped();
                Ok(replica)
            }
            Err(fault) => {
                // The journal is put back while a fault is on its way, so it is there.
                let journal = replica.journal.take().expect("catching up puts the journal back");
                Err(Box::new((Self { data, lock, keyring, journal }, fault)))
            }
        }
    }

    /// A replica over a database built anew from the whole journal; the old one is set aside.
    fn rebuilt(
        self,
        why: String,
        mut opened: Opened,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Replica, Opened), OpenFault> {
        let aside = set_aside(self.data)?;
        let storage = database(self.data).map_err(StoreFault::from)?;
        let data = self.data;
        let mut replica =
            self.caught_up(storage, None, &mut opened, progress).map_err(|failed| OpenFault::from(failed.1))?;
        replica.arrange()?;
        let events = replica.acts;
        opened.rebuilt = Some(Rebuilt { why, aside, events });
        let _gone = fs::remove_file(data.join(SUSPECT));
        Ok((replica, opened))
    }
}

/// Moves the database into quarantine, under the first free number.
fn set_aside(data: &Path) -> std::io::Result<PathBuf> {
    let aside = durable::free_name(&data.join(QUARANTINE), DATABASE)?;
    let database = data.join(DATABASE);
    if database.exists() {
        fs::rename(&database, &aside)?;
    }
    let _gone = fs::remove_file(data.join(SUSPECT));
    Ok(aside)
}
