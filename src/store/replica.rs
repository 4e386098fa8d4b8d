//! A device's copy: the one door to everything that is kept.
//!
//! Promises: what [`Replica::commit`] answered is on the disk. It is decided, stamped, sealed, appended to the
//! journal and made durable with one sync; only then is it applied to the database, which can be rebuilt from the
//! journal at any time. Events from elsewhere come in by [`Replica::absorb`] and go through the same fold.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::codec::{self, CodecFault};
use super::desk;
use super::durable::crash_here;
use super::format::SealedEvent;
use super::journal::{Journal, JournalFault, Position};
use super::keyring::KeyringFault;
use super::layout::Meta;
use super::lock::{DataLock, LockFault};
use super::memory::MemoryStorage;
use super::seal::{DataKey, SealFault, seal_event};
use super::storage::{Storage, StorageFault, Tree};
use crate::domain::area::Area;
use crate::domain::decide::{Asker, Decision, Dictated, Draft, decide};
use crate::domain::desk::{Desk, DeskAside};
use crate::domain::disclosure::Disclosed;
use crate::domain::erasure::Name;
use crate::domain::event::{Event, EventRef, LogId};
use crate::domain::history::History;
use crate::domain::id::{Id, IdSource};
use crate::domain::moment::Moment;
use crate::domain::reader::{Place, Read, Reader, Unreadable};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::rules::Rules;
use crate::domain::scope::Scope;

mod apply;
mod copies;
mod doctor;
mod erase;
mod generation;
mod missing;
mod open;
mod read;
mod renew;
mod repair;
mod restore;
mod snapshot;
#[cfg(test)]
mod tests;
mod text;

pub use copies::{CleanseFault, Cleansed, Copy, Owed};
pub use doctor::{Diagnosis, TreeReport};
pub use erase::{Done as ErasureDone, EraseFault, Erased};
pub use missing::{Held, Lost, Missing};
pub use open::{Mending, OpenFault, Opened, Rebuilt, reserve};
pub use renew::{ChangeFault, RenewFault};
pub use repair::Repaired;
pub use restore::{Again, RestoreFault, Restored, Way};
pub use snapshot::{Backed, Snapshot};
pub use text::RosterReading;

/// Acts after which the database is made durable without being asked.
const SETTLE_EVERY: u32 = 256;
/// Events that, taken in at once, leave the database much larger than it need be: ten thousand households left 25 MB, written
/// anew mostly 15. Below that little is won.
const MUCH: usize = 8_000;
/// Events after which whoever watches a commit is asked whether it shall go on.
const WATCHED: usize = 500;

/// Who asks for something to be recorded, and when it was said.
#[derive(Clone, Debug)]
pub struct Said {
    pub now: Moment,
    /// Earlier than `now` when entered afterwards.
    pub at: Moment,
    pub by: String,
}

/// What a commit recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// `None` when all of it held already and nothing was written.
    pub act: Option<Id>,
    /// The records it is about, in the order of the request.
    pub about: Vec<Id>,
    /// For undo: acts that stand on something, which therefore stays.
    pub kept: Vec<Id>,
    /// Number of events written.
    pub events: usize,
}

/// How far a commit is, in events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Made ready; nothing is written yet.
    Ready(usize),
    /// All are on the disk; so many are in the database too.
    Saved(usize),
}

/// Why a commit did not go through.
#[derive(Debug)]
pub enum CommitFault {
    /// It may not be recorded.
    Refused(Refusal),
    /// It could not be written; nothing was.
    NotSaved(StoreFault),
    /// It is safe in the journal, but the database could not take it in; opening again will.
    SavedNotShown(StoreFault),
}

impl From<Refusal> for CommitFault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Anything below that failed.
#[derive(Debug)]
pub enum StoreFault {
    Io(std::io::Error),
    Lock(LockFault),
    Keyring(KeyringFault),
    Journal(JournalFault),
    Storage(StorageFault),
    Seal(SealFault),
    Unreadable(Unreadable),
    /// Whoever watched asked for it to be stopped before it was saved.
    Stopped,
    /// An act before is on the disk and not in the database: only opening anew takes it in.
    Behind,
}

impl fmt::Display for StoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(fault) => write!(f, "{fault}"),
            Self::Lock(fault) => write!(f, "{fault}"),
            Self::Keyring(fault) => write!(f, "{fault}"),
            Self::Journal(fault) => write!(f, "{fault}"),
            Self::Storage(fault) => write!(f, "{fault}"),
            Self::Seal(fault) => write!(f, "{fault}"),
            Self::Unreadable(fault) => write!(f, "{fault}"),
            Self::Stopped => f.write_str("stopped"),
            Self::Behind => f.write_str("what was saved before is not in the database yet; open anew"),
        }
    }
}

impl std::error::Error for StoreFault {}

impl StoreFault {
    /// What the operating system answered, where that is what stood in the way, and about which file if that is known.
    pub fn system(&self) -> Option<(&std::io::Error, Option<&Path>)> {
        match self {
            Self::Io(fault) | Self::Storage(StorageFault::Io(fault)) => Some((fault, None)),
            Self::Lock(LockFault::Io { path, fault })
            | Self::Keyring(KeyringFault::Io { path, fault })
            | Self::Journal(JournalFault::Io { path, fault, .. }) => Some((fault, Some(path))),
            _ => None,
        }
    }
}

macro_rules! from_faults {
    ($($variant:ident($fault:ty)),* $(,)?) => {
        $(impl From<$fault> for StoreFault {
            fn from(fault: $fault) -> Self {
                Self::$variant(fault)
            }
        })*
    };
}
from_faults!(
    Io(std::io::Error),
    Lock(LockFault),
    Keyring(KeyringFault),
    Journal(JournalFault),
    Storage(StorageFault),
    Seal(SealFault),
    Unreadable(Unreadable),
);

impl From<StorageFault> for Unreadable {
    fn from(fault: StorageFault) -> Self {
        Self(fault.to_string())
    }
}

impl From<CodecFault> for Unreadable {
    fn from(fault: CodecFault) -> Self {
        Self(fault.to_string())
    }
}

impl From<SealFault> for Unreadable {
    fn from(fault: SealFault) -> Self {
        Self(fault.to_string())
    }
}

/// How far long work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    /// 0 when it is not known beforehand.
    pub total: u64,
}

/// A device's copy.
pub struct Replica {
    storage: Box<dyn Storage>,
    /// `None` in memory.
    journal: Option<Journal>,
    /// Held as long as the copy is open.
    lock: Option<DataLock>,
    key: DataKey,
    device: u64,
    epoch: u16,
    rules: Rules,
    /// Acts of this device so far.
    acts: u64,
    heads: HashMap<LogId, (u64, [u8; 32])>,
    /// Events whose bodies were erased by law.
    gone: HashSet<Name>,
    /// Set once the files of this copy are being replaced: what still reads them must not count.
    replaced: Arc<AtomicBool>,
    /// Areas and cells that were read, until one of them changes: every row of a list names its cell.
    areas: RefCell<HashMap<Scope, Option<Area>>>,
    /// Where the records of rows are that were listed, until something is written.
    places: RefCell<HashMap<Id, Place>>,
    unsettled: u32,
    /// An act was saved that the database did not take in. Another one behind it would be decided without it, and would
    /// move the mark from which the next opening catches up.
    behind: bool,
    position: Option<Position>,
    desk: Desk,
    /// Whether the desk is on the disk as it is here.
    desk_kept: bool,
    /// The desk's folder; `None` in memory.
    data: Option<PathBuf>,
    /// What became of a desk that could not be read.
    desk_aside: Option<DeskAside>,
    /// What opening had to mend.
    mended: Mending,
    /// A passphrase is needed to open it.
    wrapped: bool,
}

impl fmt::Debug for Replica {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replica").field("device", &self.device).field("acts", &self.acts).finish_non_exhaustive()
    }
}

impl Replica {
    /// A copy without files, for tests of screens and of laws.
    pub fn in_memory(device: u64) -> Self {
        let key = DataKey::from_bytes(*blake3::hash(b"memory").as_bytes());
        Self::over(Box::new(MemoryStorage::new()), None, key, device, 1)
    }

    fn over(storage: Box<dyn Storage>, journal: Option<Journal>, key: DataKey, device: u64, epoch: u16) -> Self {
        Self {
            storage,
            journal,
            lock: None,
            key,
            device,
            epoch,
            rules: Rules::embedded(),
            acts: 0,
            heads: HashMap::new(),
            gone: HashSet::new(),
            replaced: Arc::default(),
            areas: RefCell::default(),
            places: RefCell::default(),
            unsettled: 0,
            behind: false,
            position: None,
            desk: Desk::default(),
            desk_kept: true,
            data: None,
            desk_aside: None,
            mended: Mending::default(),
            wrapped: false,
        }
    }

    /// Decides a request and records what it comes to as one act. When this answers, the act is on the disk.
    pub fn commit(&mut self, said: &Said, request: &Request) -> Result<Committed, CommitFault> {
        self.commit_watched(said, request, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`Replica::commit`] for large requests: `watch` hears how far it is. Its `Break` stops the commit as
    /// [`StoreFault::Stopped`] with nothing written; once the act is saved its answer changes nothing.
    pub fn commit_watched(
        &mut self,
        said: &Said,
        request: &Request,
        watch: &mut dyn FnMut(Saving) -> ControlFlow<()>,
    ) -> Result<Committed, CommitFault> {
        let ids = IdSource::new(self.device, self.epoch, self.acts + 1);
        let act = ids.draw();
        let asker = Asker { now: said.now, at: said.at, by: said.by.clone(), ids: &ids };
        let Decision { drafts, about, kept } = decide(self, &asker, request)?;
        if drafts.is_empty() {
            return Ok(Committed { act: None, about, kept, events: 0 });
        }
        let dictated = Dictated { at: said.at, typed_at: said.now, by: said.by.clone(), drafts };
        let events = self.written(vec![(act, dictated)]).map_err(CommitFault::NotSaved)?;
        let count = events.len();
        let sealed = self.seal(&events, watch).map_err(CommitFault::NotSaved)?;
        self.save_watched(sealed, events, watch)?;
        Ok(Committed { act: Some(act), about, kept, events: count })
    }

    /// Records that people's data is about to be shown in full, or written to a file for others, before it is. The area
    /// is the one that was asked for; what is about one household is recorded in its cell.
    ///
    /// # Errors
    /// When it could not be recorded: then nothing may be shown or written.
    pub fn disclose(
        &mut self,
        (now, by): (Moment, String),
        scope: Scope,
        disclosed: Disclosed,
    ) -> Result<Committed, CommitFault> {
        self.commit(&Said { now, at: now, by }, &Request::Disclose { scope, disclosed: Box::new(disclosed) })
    }

    /// Records acts whose facts are known to fit, in one append. Returns the number of events.
    pub fn dictate(&mut self, acts: Vec<Dictated>) -> Result<usize, CommitFault> {
        let numbered = (self.acts + 1..)
            .zip(acts)
            .filter(|(_, act)| !act.drafts.is_empty())
            .map(|(number, act)| (IdSource::new(self.device, self.epoch, number).draw(), act))
            .collect();
        let events = self.written(numbered).map_err(CommitFault::NotSaved)?;
        let count = events.len();
        if count > 0 {
            let sealed = self.seal(&events, &mut |_| ControlFlow::Continue(())).map_err(CommitFault::NotSaved)?;
            self.save(sealed, events)?;
        }
        Ok(count)
    }

    /// Takes in events from elsewhere, in any order and with repetitions. Returns how many were new.
    pub fn absorb(&mut self, events: Vec<SealedEvent>) -> Result<usize, CommitFault> {
        let mut new = Vec::new();
        let mut seen = HashSet::new();
        for event in events {
            let known = self.knows(&event).map_err(|fault| CommitFault::NotSaved(fault.into()))?;
            if !known && seen.insert(event.header.hash()) {
                new.push(event);
            }
        }
        self.without_struck(&mut new).map_err(|fault| CommitFault::NotSaved(fault.into()))?;
        let opened = new.iter().map(|event| codec::open(&self.key, event)).collect::<Result<Vec<_>, _>>();
        let opened = opened.map_err(|fault| CommitFault::NotSaved(Unreadable::from(fault).into()))?;
        let count = new.len();
        if count > 0 {
            self.save(new, opened)?;
        }
        Ok(count)
    }

    fn save(&mut self, sealed: Vec<SealedEvent>, events: Vec<Event>) -> Result<(), CommitFault> {
        self.save_watched(sealed, events, &mut |_| ControlFlow::Continue(()))
    }

    /// Saves and shows: journal first, database second.
    fn save_watched(
        &mut self,
        sealed: Vec<SealedEvent>,
        events: Vec<Event>,
        watch: &mut dyn FnMut(Saving) -> ControlFlow<()>,
    ) -> Result<(), CommitFault> {
        if self.behind {
            return Err(CommitFault::NotSaved(StoreFault::Behind));
        }
        if let Some(journal) = &mut self.journal {
            self.position = Some(journal.append(&sealed).map_err(|fault| CommitFault::NotSaved(fault.into()))?);
            crash_here("saved");
        }
        let mut shown = |count| {
            let _ = watch(Saving::Saved(count));
        };
        self.apply(sealed, events, self.position, &mut shown).map_err(|fault| {
            self.behind = true;
            CommitFault::SavedNotShown(fault)
        })?;
        crash_here("applied");
        self.unsettled += 1;
        if self.unsettled >= SETTLE_EVERY {
            self.settle().map_err(CommitFault::SavedNotShown)?;
        }
        Ok(())
    }

    /// Whether the disk has failed to keep a write, after which nothing more is recorded before the data is opened anew.
    pub fn is_distrusted(&self) -> bool {
        self.journal.as_ref().is_some_and(Journal::is_distrusted)
    }

    /// Makes the database durable, so that the next start has nothing to catch up with. Where the disk fails at that, the
    /// next start builds it anew: a later sync would not tell of what was dropped.
    pub fn settle(&mut self) -> Result<(), StoreFault> {
        if self.unsettled == 0 {
            return Ok(());
        }
        let synced = self.storage.sync();
        if let (Err(StorageFault::Io(fault)), Some(data)) = (&synced, &self.data)
            && fault.kind() != std::io::ErrorKind::StorageFull
        {
            let _as_told = Self::suspect(data);
        }
        synced?;
        self.unsettled = 0;
        Ok(())
    }

    /// Writes the database anew in the order of its keys: after much was taken in at once it is a third as large and opens
    /// as much faster. It is durable then.
    ///
    /// # Errors
    /// When the disk refuses; all that was recorded is in the journal.
    pub fn arrange(&mut self) -> Result<(), StoreFault> {
        self.storage.rewrite()?;
        self.unsettled = 0;
        Ok(())
    }

    /// As [`Replica::arrange`] where that many events were taken in at once and it is worth the while; else nothing happens.
    /// Where the disk refuses, the database stays as it was.
    ///
    /// # Errors
    /// When the database has to be opened anew; what was saved is in the journal.
    pub fn arrange_after(&mut self, events: usize) -> Result<(), StoreFault> {
        if events < MUCH {
            return Ok(());
        }
        match self.arrange() {
            Err(fault) if self.storage.get(Tree::Meta, &Meta::Format.key()).is_err() => Err(fault),
            _ => Ok(()),
        }
    }

    /// Ends with the copy where the process is about to end as well, which lets go of its folder: a database that was only
    /// read need not be shut.
    pub fn leave(self) {
        let Self { storage, lock, .. } = self;
        storage.leave();
        std::mem::forget(lock);
    }

    /// Whether acts were recorded that [`Replica::settle`] has not made durable in the database yet.
    pub fn is_unsettled(&self) -> bool {
        self.unsettled > 0
    }

    /// What this device keeps for its person and records nowhere, as it was kept last.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What became of a desk that could not be read when this copy was opened.
    pub fn desk_aside(&self) -> Option<&DeskAside> {
        self.desk_aside.as_ref()
    }

    /// What had to be mended when this copy was opened.
    pub fn mended(&self) -> &Mending {
        &self.mended
    }

    /// Keeps the desk; when this answers, it is on the disk. The desk that is kept already is not written again.
    ///
    /// # Errors
    /// When it cannot be written. It is kept in memory then, and on the disk is the one before.
    pub fn keep_desk(&mut self, desk: Desk) -> Result<(), StoreFault> {
        if self.desk == desk && self.desk_kept {
            return Ok(());
        }
        self.desk = desk;
        self.desk_kept = false;
        if let Some(data) = &self.data {
            desk::save(data, &self.key, &self.desk)?;
        }
        self.desk_kept = true;
        Ok(())
    }

    /// Puts facts behind all that is known of their records, and numbers them in their logs.
    fn written(&self, acts: Vec<(Id, Dictated)>) -> Result<Vec<Event>, StoreFault> {
        let mut tips: HashMap<Id, (Option<u64>, Vec<EventRef>)> = HashMap::new();
        let mut seqs: HashMap<LogId, u64> = HashMap::new();
        let mut events = Vec::new();
        for (act, Dictated { at, typed_at, by, drafts }) in acts {
            for Draft { record, scope, fact } in drafts {
                let log = LogId { device: self.device, epoch: self.epoch, scope };
                let seq = match seqs.get(&log) {
                    Some(seq) => seq + 1,
                    None => self.head(log)?.map_or(1, |(seq, _)| seq + 1),
                };
                seqs.insert(log, seq);
                let (seen, after) = match tips.remove(&record) {
                    Some(tip) => tip,
                    None => self.tip(record)?,
                };
                let stamp = EventRef::next_stamp(typed_at, seen);
                tips.insert(record, (Some(stamp), vec![EventRef { stamp, device: self.device }]));
                events.push(Event { log, seq, stamp, record, act, at, typed_at, by: by.clone(), after, fact });
            }
        }
        Ok(events)
    }

    /// The latest stamp and the heads of a record's history.
    fn tip(&self, record: Id) -> Read<(Option<u64>, Vec<EventRef>)> {
        if let Some(found) = self.record(record)? {
            let trail = found.trail();
            return Ok((trail.last.map(|last| last.stamp), trail.heads.clone()));
        }
        let events = self.history(record)?;
        let history = History::new(&events);
        Ok((history.last_stamp(), history.heads()))
    }

    fn seal(
        &self,
        events: &[Event],
        watch: &mut dyn FnMut(Saving) -> ControlFlow<()>,
    ) -> Result<Vec<SealedEvent>, StoreFault> {
        let mut heads: HashMap<LogId, [u8; 32]> = HashMap::new();
        let mut sealed = Vec::with_capacity(events.len());
        for event in events {
            if sealed.len().is_multiple_of(WATCHED) && watch(Saving::Ready(sealed.len())).is_break() {
                return Err(StoreFault::Stopped);
            }
            let prev = match heads.get(&event.log) {
                Some(head) => *head,
                None => self.head(event.log)?.map_or([0; 32], |(_, hash)| hash),
            };
            let one = seal_event(&self.key, codec::header_of(event, prev), &codec::encode_body(event))?;
            heads.insert(event.log, one.header.hash());
            sealed.push(one);
        }
        Ok(sealed)
    }

    /// Seq and header hash of a log's last event.
    fn head(&self, log: LogId) -> Read<Option<(u64, [u8; 32])>> {
        if let Some(head) = self.heads.get(&log) {
            return Ok(Some(*head));
        }
        let Some(bytes) = self.storage.get(Tree::Meta, &Meta::Head(log).key())? else { return Ok(None) };
        let mut fields = super::layout::Fields(&bytes);
        match (fields.u64(), fields.take()) {
            (Some(seq), Some(hash)) => Ok(Some((seq, hash))),
            _ => Err(Unreadable("the head of a log".to_owned())),
        }
    }

    fn knows(&self, event: &SealedEvent) -> Read<bool> {
        let Some(log) = codec::log_of(&event.header) else { return Ok(false) };
        Ok(self.storage.get(Tree::Log, &super::layout::log_key(log, event.header.seq))?.is_some())
    }
}
