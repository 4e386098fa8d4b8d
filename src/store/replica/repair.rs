//! Repair: the database, and where needed the journal, built anew aside, examined, and put in the place of the old.
//!
//! Promises: nothing that was there is deleted; it is moved into `quarantine/` and named. A kill at any moment leaves
//! either what was there or what was built.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};

use super::erase::{name_of, names_in};
use super::generation::{self, Fate};
use super::open::{DATABASE, OpenFault, Parts, QUARANTINE, applied, database, keyring, settings};
use super::{Diagnosis, Opened, Progress, Replica, StoreFault};
use crate::domain::erasure::Name;
use crate::domain::id::{Id, IdSource};
use crate::store::codec;
use crate::store::durable::{self, crash_here};
use crate::store::format::{Header, SealedEvent};
use crate::store::journal::{Journal, JournalReport, JournalSettings};
use crate::store::keyring::Keyring;
use crate::store::lock::DataLock;
use crate::store::seal::DataKey;
use crate::store::sled::{self, SledSettings, SledStorage, wait_until_closed};
use crate::store::storage::{Direction, RowReader, StorageFault, Tree};
use crate::store::wrap::Secret;

/// A copy of an old database, opened to take events out of it: opening may change a damaged one.
const SALVAGE: &str = "salvage";

/// What a repair found and did.
#[derive(Debug, Default)]
pub struct Repaired {
    /// What was found before.
    pub found: Diagnosis,
    /// Why the database was built anew, in words for a log; `None` when nothing was.
    pub why: Option<String>,
    /// The journal was written anew as well.
    pub journal_rewritten: bool,
    /// Events the journal had lost that were still in a database.
    pub recovered: u64,
    /// Events that are nowhere any more, as far as the numbers of the others tell.
    pub lost: u64,
    /// Headers of events that stood in the damaged frames of the journal.
    pub damaged: Vec<Header>,
    /// Events that do not open under the key and were left out of the new journal.
    pub left_out: u64,
    /// Where what was there before lies now.
    pub aside: Option<PathBuf>,
    /// What was found afterwards; as `found` when nothing was built anew.
    pub after: Diagnosis,
    pub opened: Opened,
}

/// Names and ways of one data folder under repair.
struct Workshop<'a> {
    data: &'a Path,
    bench: PathBuf,
    keyring: &'a Keyring,
}

impl Replica {
    /// Whether there is anything that a repair could work on.
    pub fn is_repairable(data: &Path) -> bool {
        Self::exists(data) || data.join(DATABASE).is_dir()
    }

    /// Examines a data folder in full; with damage, or when `always`, builds anew what is derived from the journal, and
    /// the journal where it is damaged from what it and the databases still hold.
    ///
    /// # Errors
    /// As [`Replica::open`]; what was there is still there then.
    pub fn repair(
        data: &Path,
        secret: Option<&Secret>,
        always: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Repaired, OpenFault> {
        let lock = DataLock::acquire(data)?;
        let mut repaired = Repaired { aside: generation::finish(data)?, ..Repaired::default() };
        sled::tidy(&data.join(DATABASE))?;
        let keyring = keyring(data, secret, &mut repaired.opened)?;
        let shop = Workshop { data, bench: generation::begin(data)?, keyring: &keyring };
        let (journal, report) = Journal::open_with(data, keyring.device, keyring.epoch, settings())?;
        repaired.opened.torn = report.torn;
        let lock = shop.examine(journal, lock, &mut repaired, progress)?;
        if repaired.why.is_none() && always {
            repaired.why = Some("asked for".to_owned());
        }
        if repaired.why.is_none() {
            repaired.after = std::mem::take(&mut repaired.found);
            return Ok(repaired);
        }
        let doubted = !repaired.found.journal.is_whole() || repaired.found.is_behind;
        let lock = shop.build(lock, doubted, &mut repaired, progress)?;
        generation::ready(data, Fate::SetAside)?;
        repaired.aside = generation::finish(data)?.or(repaired.aside);
        drop(lock);
        Ok(repaired)
    }
}

impl Workshop<'_> {
    /// Examines what is there, and says why it has to be built anew if it has.
    fn examine(
        &self,
        journal: Journal,
        lock: DataLock,
        repaired: &mut Repaired,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<DataLock, OpenFault> {
        let opened = database(self.data).and_then(|storage| Ok((applied(&storage)?, storage)));
        let (position, storage) = match opened {
            Ok(opened) => opened,
            Err(fault) => {
                repaired.why = Some(fault.to_string());
                repaired.found.database = Some(fault.to_string());
                repaired.found.journal = journal.verify();
                return Ok(lock);
            }
        };
        if position.is_some_and(|position| position >= journal.end()) {
            repaired.why = Some("the database is ahead of the journal".to_owned());
            repaired.found.journal = journal.verify();
            repaired.found.is_behind = true;
            return Ok(lock);
        }
        let parts = Parts { data: self.data, lock, keyring: self.keyring.clone(), journal };
        let lock = match parts.caught_up(storage, position, &mut repaired.opened, progress) {
            Ok(mut replica) => {
                repaired.found = replica.doctor(true, progress);
                if let Err(fault) = replica.settle() {
                    repaired.found.database = Some(fault.to_string());
                }
                replica.lock.take().map_or_else(|| DataLock::acquire(self.data), Ok)?
            }
            Err(failed) => {
                let (parts, fault) = *failed;
                repaired.found.journal = parts.journal.verify();
                repaired.found.database = Some(fault.to_string());
                parts.lock
            }
        };
        wait_until_closed(&self.data.join(DATABASE));
        if !repaired.found.is_sound() {
            repaired.why = Some(reason(&repaired.found));
        }
        Ok(lock)
    }

    /// Builds the database, and with `doubted` the journal, aside, and examines them.
    fn build(
        &self,
        lock: DataLock,
        doubted: bool,
        repaired: &mut Repaired,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<DataLock, OpenFault> {
        if doubted {
            self.rewrite_journal(repaired, progress)?;
        }
        let Keyring { device, epoch, .. } = *self.keyring;
        let home = if doubted { &self.bench } else { self.data };
        let (journal, _) = Journal::open_with(home, device, epoch, settings())?;
        crash_here("repair journal");
        let storage =
            SledStorage::open(&self.bench.join(DATABASE), SledSettings::default()).map_err(StoreFault::from)?;
        let parts = Parts { data: self.data, lock, keyring: self.keyring.clone(), journal };
        let mut anew = Opened::default();
        let mut replica =
            parts.caught_up(storage, None, &mut anew, progress).map_err(|failed| OpenFault::from(failed.1))?;
        replica.arrange()?;
        crash_here("repair database");
        repaired.after = replica.doctor(true, progress);
        repaired.lost = repaired.after.missing_events;
        if repaired.after.database.is_some() || !repaired.after.trees.iter().all(super::TreeReport::is_sound) {
            return Err(OpenFault::Damaged(
                "what was built anew does not hold either; nothing was replaced".to_owned(),
            ));
        }
        let lock = replica.lock.take().map_or_else(|| DataLock::acquire(self.data), Ok)?;
        drop(replica);
        wait_until_closed(&self.bench.join(DATABASE));
        durable::sync_folder(&self.bench)?;
        Ok(lock)
    }

    /// Writes what the journal still holds into a new one, and behind it what only databases hold.
    fn rewrite_journal(&self, repaired: &mut Repaired, progress: &mut dyn FnMut(Progress)) -> Result<(), OpenFault> {
        let Keyring { device, epoch, ref key, .. } = *self.keyring;
        let (old, _) = Journal::open_with(self.data, device, epoch, settings())?;
        repaired.damaged = old.headers_in(&repaired.found.journal.damage);
        let (mut new, _) =
            Journal::open_with(&self.bench, device, epoch, JournalSettings { reserve: 0, ..settings() })?;
        let salvaged = self.salvaged(key)?;
        let gone = self.struck(&old, &salvaged);
        let is_struck = |event: &SealedEvent| name_of(event).is_some_and(|name| gone.contains(&name));
        let mut known = HashSet::new();
        let mut done = 0;
        old.try_each(&mut |mut events| {
            let before = events.len();
            events.iter_mut().filter(|event| is_struck(event)).for_each(|event| event.body.clear());
            events.retain(|event| event.is_erased() || codec::open(key, event).is_ok());
            repaired.left_out += (before - events.len()) as u64;
            known.extend(events.iter().map(|event| event.header.hash()));
            done += events.len() as u64;
            progress(Progress { done, total: 0 });
            if events.is_empty() { Ok(()) } else { new.append_unsynced(&events) }
        })?;
        for mut act in salvaged {
            act.retain(|event| known.insert(event.header.hash()));
            act.iter_mut().filter(|event| is_struck(event)).for_each(|event| event.body.clear());
            repaired.recovered += act.len() as u64;
            if !act.is_empty() {
                new.append_unsynced(&act)?;
            }
        }
        new.sync()?;
        repaired.journal_rewritten = true;
        Ok(())
    }

    /// Events that were erased by law, as far as the journal and these events tell: no copy brings them back.
    fn struck(&self, journal: &Journal, salvaged: &[Vec<SealedEvent>]) -> HashSet<Name> {
        let mut gone = HashSet::new();
        let mut look = |event: &SealedEvent| {
            if let Ok(event) = codec::open(&self.keyring.key, event) {
                names_in(&event.fact, &mut gone);
            }
        };
        salvaged.iter().flatten().for_each(&mut look);
        let _report: JournalReport = journal.replay(Bound::Unbounded, &mut |_, events| {
            events.iter().for_each(&mut look);
            ControlFlow::Continue(())
        });
        gone
    }

    /// Events of this data that databases hold, act by act, oldest first.
    fn salvaged(&self, key: &DataKey) -> Result<Vec<Vec<SealedEvent>>, OpenFault> {
        let mut known = HashSet::new();
        let mut acts: HashMap<u64, Vec<SealedEvent>> = HashMap::new();
        for database in self.databases()? {
            // A database that does not open gives nothing; it lies where it lay.
            for event in self.events_of(&database)? {
                let holds = codec::open(key, &event).is_ok() || event.is_erased();
                if holds && known.insert(event.header.hash()) {
                    acts.entry(event.header.act).or_default().push(event);
                }
            }
        }
        let mut acts: Vec<Vec<SealedEvent>> = acts.into_values().collect();
        for act in &mut acts {
            act.sort_by_key(|event| (event.header.scope, event.header.seq));
        }
        acts.sort_by_key(|act| act.iter().map(|event| (event.header.stamp, event.header.seq)).min());
        Ok(acts)
    }

    /// The database in use, and those that were set aside before, the latest first.
    fn databases(&self) -> io::Result<Vec<PathBuf>> {
        let mut aside = Vec::new();
        let quarantine = self.data.join(QUARANTINE);
        if quarantine.is_dir() {
            for entry in fs::read_dir(quarantine)? {
                let path = entry?.path();
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                let database = if name.starts_with(DATABASE) { path } else { path.join(DATABASE) };
                aside.extend(database.is_dir().then_some(database));
            }
        }
        aside.sort();
        let present = self.data.join(DATABASE);
        Ok(std::iter::once(present).filter(|path| path.is_dir()).chain(aside.into_iter().rev()).collect())
    }

    /// The events that can be read out of a copy of a database. What is damaged gives what it can.
    ///
    /// # Errors
    /// Where the disk fails instead: what it holds would be taken for lost.
    fn events_of(&self, database: &Path) -> io::Result<Vec<SealedEvent>> {
        let copy = self.bench.join(SALVAGE);
        copy_folder(database, &copy)?;
        let mut events = Vec::new();
        let walked = SledStorage::open(&copy, SledSettings::default()).and_then(|storage| {
            let mut take = |_: &[u8], value: &[u8]| {
                events.extend(SealedEvent::decode(value));
                ControlFlow::Continue(())
            };
            // What comes before the place that cannot be read is taken; so is what comes behind, from the other end.
            storage
                .range(Tree::Event, &[], None, Direction::Ascending, &mut take)
                .or_else(|_| storage.range(Tree::Event, &[], None, Direction::Descending, &mut take))
        });
        wait_until_closed(&copy);
        fs::remove_dir_all(&copy)?;
        match walked {
            Err(StorageFault::Io(fault)) if is_of_the_disk(&fault) => Err(fault),
            _ => Ok(events),
        }
    }
}

/// Whether the disk has failed, and not something in the files.
fn is_of_the_disk(fault: &io::Error) -> bool {
    fault.raw_os_error().is_some() && fault.kind() != io::ErrorKind::NotFound
}

/// What an examination found, in words for a log.
fn reason(found: &Diagnosis) -> String {
    let mut reasons = Vec::new();
    if !found.journal.is_whole() {
        reasons.push(format!("{} damaged places in the journal", found.journal.damage.len().max(1)));
    }
    if found.broken_links + found.unreadable_events > 0 {
        let Diagnosis { broken_links, unreadable_events, .. } = found;
        reasons.push(format!("{broken_links} broken links, {unreadable_events} unreadable events"));
    }
    reasons.extend(found.database.clone());
    for tree in found.trees.iter().filter(|tree| !tree.is_sound()) {
        let super::TreeReport { tree, missing, extra, different, .. } = tree;
        reasons.push(format!("{tree:?}: {missing} rows missing, {extra} extra, {different} different"));
    }
    reasons.join("; ")
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// What numbers an act of this device has: the count of acts before it and one, or, where acts are missing or came in
/// another order, whatever number its id was drawn from.
pub(super) fn number_of(device: u64, epoch: u16, acts: u64, act: Id) -> u64 {
    const FAR: u64 = 100_000;
    let is = |number: &u64| {
        let source = IdSource::new(device, epoch, *number);
        source.draw() == act || source.first_as_before() == act
    };
    let ahead = acts + 1..acts + 1 + FAR;
    ahead.chain(acts.saturating_sub(FAR)..=acts).find(is).unwrap_or(acts + 1)
}
