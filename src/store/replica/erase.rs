//! Erasing by law: bodies of events destroyed in journal, database and desk, and kept from ever coming back.
//!
//! Promises: the erasure is recorded first, as facts that name what is erased; from then on nothing shows it, takes it in
//! again or heals it. Then the data is copied without the bodies, verified, and the copy put in the place of the old, which
//! is written over and removed, with everything that was ever set aside. A kill at any moment leaves the data as it was,
//! or an erasure that the next opening finishes.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use super::apply::Draft;
use super::generation::{self, Fate};
use super::open::{DATABASE, QUARANTINE, database, settings};
use super::renew::{build_database, generation_journal};
use super::{CommitFault, Dictated, Progress, Replica, Said, StoreFault};
use crate::domain::decide::erase::{Erasing, erase, erase_again};
use crate::domain::desk::Desk;
use crate::domain::erasure::{Erasure, Name, Subject};
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::id::{Id, IdSource, RecordKind};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Unreadable};
use crate::domain::refusal::{EraseRefusal, Refusal};
use crate::store::durable::crash_here;
use crate::store::format::SealedEvent;
use crate::store::journal::{Journal, JournalSettings};
use crate::store::keyring::Keyring;
use crate::store::layout::{Fields, Meta, event_key, log_key, log_of_key};
use crate::store::seal::DataKey;
use crate::store::sled::wait_until_closed;
use crate::store::storage::{Direction, Tree, after_prefix};
use crate::store::{codec, desk};

/// Something that was erased, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Erased {
    pub subject: Subject,
    pub at: Moment,
}

/// What an erasure did.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    pub act: Id,
    pub erasing: Erasing,
}

/// Why nothing was erased, or not all of it was destroyed.
#[derive(Debug)]
pub enum EraseFault {
    Refused(Refusal),
    /// The journal is damaged: what cannot be read cannot be erased. Repair first.
    Damaged,
    /// There is no room for a copy: so many bytes are free, so many are needed.
    NoRoom {
        free: u64,
        needed: u64,
    },
    /// It could not be recorded; nothing was erased.
    NotSaved(StoreFault),
    /// It is recorded, and nothing shows it any more; its bytes are destroyed when the data is opened next.
    NotDestroyed(StoreFault),
}

impl From<Refusal> for EraseFault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A fault with the copy that goes on; `None` where it has to be opened anew.
pub type Kept<T> = Box<(Option<Replica>, T)>;

impl Replica {
    /// What erasing would come to; nothing is recorded.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn survey_erasure(&self, subject: Subject, why: &str) -> Result<Erasing, Refusal> {
        erase(self, subject, why)
    }

    /// Everything that was ever erased here, the first first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn erased(&self) -> Read<Vec<Erased>> {
        let prefix = Meta::erased_prefix();
        let mut found = Vec::new();
        let end = after_prefix(prefix);
        self.storage.range(Tree::Meta, prefix, end.as_deref(), Direction::Ascending, &mut |key, value| {
            found.extend(erased_of(&key[prefix.len()..], value));
            ControlFlow::Continue(())
        })?;
        found.sort_by_key(|erased: &Erased| (erased.at, erased.subject));
        Ok(found)
    }

    /// Whether bytes of something that was erased may still lie in the data folder.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn owes_erasure(&self) -> Read<bool> {
        Ok(self.storage.get(Tree::Meta, &Meta::Owed.key())?.is_some())
    }

    /// How many things lie in quarantine, which an erasure removes: nobody can tell what they hold.
    pub fn set_aside(&self) -> usize {
        let quarantine = self.data.as_ref().map(|data| data.join(QUARANTINE));
        quarantine.and_then(|folder| fs::read_dir(folder).ok()).map_or(0, Iterator::count)
    }

    /// Erases: records it, strikes it from the desk, and destroys the bytes. Returns the copy to go on with.
    ///
    /// # Errors
    /// [`EraseFault`], with the copy to go on with where there is one.
    pub fn erase(
        self,
        said: &Said,
        subject: Subject,
        why: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Done), Kept<EraseFault>> {
        let erasing = match erase(&self, subject, why) {
            Ok(erasing) => erasing,
            Err(refusal) => return Err(Box::new((Some(self), refusal.into()))),
        };
        self.erase_as(said, erasing, progress)
    }

    /// Erases what an old copy brought back of something that was erased before. Nothing happens where nothing of it is
    /// there.
    ///
    /// # Errors
    /// As [`Replica::erase`].
    pub(super) fn erase_again(
        self,
        said: &Said,
        subject: Subject,
        why: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, Kept<EraseFault>> {
        let nothing =
            |refusal: &Refusal| matches!(refusal, Refusal::NotFound(_) | Refusal::Erase(EraseRefusal::NothingLeft));
        match erase_again(&self, subject, why) {
            Ok(erasing) => self.erase_as(said, erasing, progress).map(|(replica, _)| replica),
            Err(refusal) if nothing(&refusal) => Ok(self),
            Err(refusal) => Err(Box::new((Some(self), refusal.into()))),
        }
    }

    fn erase_as(
        mut self,
        said: &Said,
        erasing: Erasing,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Done), Kept<EraseFault>> {
        let done = match self.record_erasure(said, erasing) {
            Ok(done) => done,
            Err(fault) => return Err(Box::new((Some(self), fault))),
        };
        match self.destroyed(progress) {
            Ok(replica) => Ok((replica, done)),
            Err(failed) => {
                let (replica, fault) = *failed;
                Err(Box::new((replica, EraseFault::NotDestroyed(fault))))
            }
        }
    }

    fn record_erasure(&mut self, said: &Said, erasing: Erasing) -> Result<Done, EraseFault> {
        self.check_room()?;
        if self.journal.as_ref().is_some_and(|journal| !journal.verify().is_whole()) {
            return Err(EraseFault::Damaged);
        }
        self.keep_desk(self.struck_desk(&erasing)).map_err(EraseFault::NotSaved)?;
        crash_here("erase desk");
        let act = IdSource::new(self.device, self.epoch, self.acts + 1).draw();
        let drafts = erasing.drafts.clone();
        let dictated = Dictated { at: said.now, typed_at: said.now, by: said.by.clone(), drafts };
        let events = self.written(vec![(act, dictated)]).map_err(EraseFault::NotSaved)?;
        let sealed = self.seal(&events, &mut |_| ControlFlow::Continue(())).map_err(EraseFault::NotSaved)?;
        match self.save(sealed, events) {
            Ok(()) => Ok(Done { act, erasing }),
            Err(CommitFault::Refused(refusal)) => Err(refusal.into()),
            Err(CommitFault::NotSaved(fault)) => Err(EraseFault::NotSaved(fault)),
            Err(CommitFault::SavedNotShown(fault)) => Err(EraseFault::NotDestroyed(fault)),
        }
    }

    /// The desk without what is erased.
    fn struck_desk(&self, erasing: &Erasing) -> Desk {
        let mut desk = self.desk.clone();
        for household in &erasing.sought.households {
            desk.forget_draft(Some(*household));
            desk.unpark(*household);
        }
        desk.strike(&|words| erasing.sought.strike(words));
        desk
    }

    /// The copy needs as much room as what is there.
    fn check_room(&self) -> Result<(), EraseFault> {
        let Some(data) = &self.data else { return Ok(()) };
        let failed = |fault: io::Error| EraseFault::NotSaved(fault.into());
        let needed = size_of(data).map_err(failed)?;
        let free = fs2::available_space(data).map_err(failed)?;
        let reserve = settings().reserve;
        if free < needed + reserve { Err(EraseFault::NoRoom { free, needed: needed + reserve }) } else { Ok(()) }
    }

    /// Destroys the bytes of what was erased: copies everything without them and puts the copy in place.
    ///
    /// # Errors
    /// With the copy to go on with, where there is one; the bytes are still there then, and are not shown.
    pub(super) fn destroyed(mut self, progress: &mut dyn FnMut(Progress)) -> Result<Self, Kept<StoreFault>> {
        let Some(data) = self.data.clone().filter(|_| self.journal.is_some()) else {
            // In memory nothing lies anywhere else.
            let mut draft = Draft::default();
            draft.batch.remove(Tree::Meta, Meta::Owed.key());
            return match self.storage.write(&draft.batch) {
                Ok(()) => Ok(self),
                Err(fault) => Err(Box::new((Some(self), fault.into()))),
            };
        };
        if let Err(fault) = self.copied_without(&data, progress) {
            generation::give_up(&data);
            return Err(Box::new((Some(self), fault)));
        }
        self.replaced.store(true, std::sync::atomic::Ordering::SeqCst);
        if let Err(fault) = generation::ready(&data, Fate::Remove) {
            return Err(Box::new((None, fault.into())));
        }
        self.exchanged(&data, progress).map_err(|fault| Box::new((None, fault)))
    }

    /// Builds the next generation without the bodies of what was erased.
    fn copied_without(&mut self, data: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), StoreFault> {
        self.settle()?;
        let next = generation::begin(data)?;
        let keyring = Keyring::in_hand(self.device, self.epoch, self.key.clone());
        desk::save(&next, &self.key, &self.desk)?;
        let journal = self.journal.as_ref().ok_or_else(|| io::Error::other("data in memory has no journal"))?;
        let copied = copy_without(journal, &next, &keyring, &self.gone, progress)?;
        crash_here("erase journal");
        let journal = generation_journal(&next, &keyring)?;
        if read_back(&journal, &self.key, &self.gone)? != copied {
            return Err(io::Error::other("the copy does not read back as it was written").into());
        }
        build_database(&next, journal, &keyring, progress)?;
        crash_here("erase database");
        Ok(())
    }

    /// Puts the next generation in place and opens it, without letting go of the folder.
    fn exchanged(self, data: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Self, StoreFault> {
        let Self { storage, journal, lock, key, device, epoch, desk, desk_kept, desk_aside, wrapped, .. } = self;
        drop((storage, journal));
        wait_until_closed(&data.join(DATABASE));
        generation::finish(data)?;
        let storage = database(data)?;
        let known = super::open::applied(&storage)?;
        let (journal, _) = Journal::open_with(data, device, epoch, JournalSettings { known, ..settings() })?;
        let mut replica = Self::over(Box::new(storage), Some(journal), key, device, epoch);
        replica.position = known;
        replica.load_counters()?;
        replica.load_rules()?;
        replica.catch_up(known, progress)?;
        Ok(Self { lock, desk, desk_kept, data: Some(data.to_owned()), desk_aside, wrapped, ..replica })
    }

    /// Whether an event's body was erased by law, whatever bytes still come along with it.
    pub(super) fn is_struck(&self, event: &SealedEvent) -> bool {
        name_of(event).is_some_and(|name| self.gone.contains(&name))
    }

    /// Events that are about to be taken in, without the bodies that were erased before or are by others among them.
    pub(super) fn without_struck(&self, events: &mut [SealedEvent]) -> Read<()> {
        let mut gone: HashSet<Name> = HashSet::new();
        for event in events.iter().filter(|event| !event.is_erased() && !self.is_struck(event)) {
            names_in(&codec::open(&self.key, event)?.fact, &mut gone);
        }
        for event in events {
            if name_of(event).is_some_and(|name| gone.contains(&name) || self.gone.contains(&name)) {
                event.body.clear();
            }
        }
        Ok(())
    }

    /// Rows of an erasure: whom it is about, the names of what is erased, and the events without their bodies.
    pub(super) fn draft_erasure(&mut self, event: &Event, erasure: &Erasure, draft: &mut Draft) -> Read<()> {
        let subject = Meta::Erased(erasure.subject);
        let before = self.storage.get(Tree::Meta, &subject.key())?.and_then(|bytes| Fields(&bytes).u64());
        let at = before.map_or(event.stamp, |before| before.min(event.stamp));
        draft.batch.put(Tree::Meta, subject.key(), at.to_be_bytes());
        let mut names = Vec::new();
        erasure.names(&mut |name| names.push(name));
        for (log, seq) in names {
            draft.batch.put(Tree::Meta, Meta::Struck(log, seq).key(), []);
            self.gone.insert((log, seq));
            let place = draft.says(self, Tree::Log, &log_key(log, seq))?;
            let Some((record, stamp)) = place.and_then(|bytes| Fields(&bytes).id().zip(Fields(&bytes[8..]).u64()))
            else {
                continue;
            };
            let key = event_key(record, stamp, log, seq);
            let Some(bytes) = draft.says(self, Tree::Event, &key)? else { continue };
            let mut sealed = SealedEvent::decode(&bytes).map_err(|fault| Unreadable(fault.to_string()))?;
            if !sealed.is_erased() {
                sealed.body.clear();
                draft.batch.put(Tree::Event, key, sealed.encode());
                draft.batch.put(Tree::Meta, Meta::Owed.key(), []);
            }
        }
        Ok(())
    }

    /// Learns which events were erased.
    pub(super) fn load_struck(&mut self) -> Result<(), StoreFault> {
        let prefix = Meta::struck_prefix();
        let end = after_prefix(prefix);
        let gone = &mut self.gone;
        self.storage.range(Tree::Meta, prefix, end.as_deref(), Direction::Ascending, &mut |key, _| {
            gone.extend(log_of_key(&key[prefix.len()..]));
            ControlFlow::Continue(())
        })?;
        Ok(())
    }
}

fn erased_of(key: &[u8], value: &[u8]) -> Option<Erased> {
    let (kind, id) = key.split_first()?;
    let subject = Subject { kind: RecordKind::from_number(*kind)?, id: Fields(id).id()? };
    Some(Erased { subject, at: crate::domain::erasure::written_at(Fields(value).u64()?) })
}

/// The name of a sealed event; `None` when its scope is none.
pub(super) fn name_of(event: &SealedEvent) -> Option<Name> {
    Some((codec::log_of(&event.header)?, event.header.seq))
}

/// Adds what a fact erases.
pub(super) fn names_in(fact: &Fact, names: &mut HashSet<Name>) {
    if let Fact::Erased(erasure) = fact {
        erasure.names(&mut |name| {
            names.insert(name);
        });
    }
}

/// What was read of a journal: all headers, how many events, and how many of them have no body.
type Extent = (blake3::Hash, u64, u64);

/// Every act of a journal in a journal of its own, without the bodies of these events.
fn copy_without(
    from: &Journal,
    to: &Path,
    keyring: &Keyring,
    gone: &HashSet<Name>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Extent, StoreFault> {
    let mut copy = generation_journal(to, keyring)?;
    let (mut headers, mut events, mut erased) = (blake3::Hasher::new(), 0, 0);
    let report = from.try_each(&mut |mut act| -> Result<(), StoreFault> {
        for event in &mut act {
            headers.update(&event.header.encode());
            events += 1;
            if name_of(event).is_some_and(|name| gone.contains(&name)) {
                event.body.clear();
            }
            erased += u64::from(event.is_erased());
        }
        progress(Progress { done: events, total: 0 });
        Ok(copy.append_unsynced(&act)?)
    })?;
    if !report.is_whole() {
        return Err(io::Error::other("the journal is damaged; repair it first").into());
    }
    copy.sync()?;
    Ok((headers.finalize(), events, erased))
}

/// Reads a journal to its end: every event opens or has no body, and none of these has one.
fn read_back(journal: &Journal, key: &DataKey, gone: &HashSet<Name>) -> Result<Extent, StoreFault> {
    let (mut headers, mut events, mut erased) = (blake3::Hasher::new(), 0, 0);
    journal.try_each(&mut |act| -> Result<(), StoreFault> {
        for event in &act {
            headers.update(&event.header.encode());
            events += 1;
            erased += u64::from(event.is_erased());
            let is_gone = name_of(event).is_some_and(|name| gone.contains(&name));
            if is_gone && !event.is_erased() {
                return Err(io::Error::other("a body that was erased is still there").into());
            }
            codec::open(key, event).map_err(Unreadable::from)?;
        }
        Ok(())
    })?;
    Ok((headers.finalize(), events, erased))
}

/// Bytes of all files in a folder and below.
fn size_of(folder: &Path) -> io::Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // sled drops files while it works.
        let Ok(about) = entry.metadata() else { continue };
        size += if about.is_dir() { size_of(&entry.path())? } else { about.len() };
    }
    Ok(size)
}
