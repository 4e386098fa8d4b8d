//! Events that the journal has lost, named as well as they still can be, and where their words may be had again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};

use super::{Diagnosis, Replica};
use crate::domain::event::{Event, LogId};
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::store::backup;
use crate::store::codec;
use crate::store::daily::day_of;
use crate::store::format::{Header, SealedEvent};
use crate::store::layout::Fields;
use crate::store::storage::{Direction, Tree};

/// Events that are named, at most.
const NAMED: usize = 1_000;

/// What the journal has lost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lost {
    /// The events by name, in order: at most a thousand.
    pub named: Vec<Missing>,
    /// How many there are in all.
    pub total: usize,
}

/// An event that stands in no whole frame of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    pub log: LogId,
    pub seq: u64,
    /// The record it was about, where that is still known.
    pub record: Option<Id>,
    /// What it said, where something still holds it.
    pub event: Option<Event>,
    pub held: Held,
    /// When the events before and behind it in its log were typed.
    pub between: [Option<Moment>; 2],
}

/// Where the words of a missing event may be had from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// The database: a repair writes them back.
    Database,
    Backup(PathBuf),
    /// Nowhere on this computer.
    Nowhere,
}

/// What is known of a missing event before it is looked for.
type Wanted = BTreeMap<(LogId, u64), Option<Id>>;

impl Replica {
    /// The events that the journal has lost: the gaps in its logs, what stood in its damaged frames (`headers`), what the
    /// database holds beyond it, and what this device's backups in a folder hold beyond it.
    pub fn lost(&self, headers: &[Header], folder: Option<&Path>) -> Lost {
        let known = self.journalled();
        let mut wanted = gaps(&known);
        let is_known = |log: LogId, seq: u64| known.get(&log).is_some_and(|seqs| seqs.contains(&seq));
        let mut want = |log: LogId, seq: u64, record: Id| {
            if !is_known(log, seq) {
                wanted.insert((log, seq), Some(record));
            }
        };
        for header in headers {
            if let Some(log) = codec::log_of(header).filter(|log| log.device == self.device || known.contains_key(log))
            {
                want(log, header.seq, Id::from_u64(header.record));
            }
        }
        // A database that cannot be read adds nothing; that it cannot is told for itself.
        let _unread = self.storage.range(Tree::Log, &[], None, Direction::Ascending, &mut |key, value| {
            let mut fields = Fields(key);
            let mut place =
                || Some((fields.u64()?, u16::from_be_bytes(fields.take()?), fields.scope()?, fields.u64()?));
            if let (Some((device, epoch, scope, seq)), Some(record)) = (place(), Fields(value).id()) {
                want(LogId { device, epoch, scope }, seq, record);
            }
            ControlFlow::Continue(())
        });
        let mut held: HashMap<(LogId, u64), (SealedEvent, PathBuf)> = HashMap::new();
        for file in folder.map(|folder| self.backups_in(folder)).unwrap_or_default() {
            // Of a damaged backup what comes before the damage is taken.
            let _damaged = backup::read(&file, &mut |act| {
                for event in act {
                    let Some(log) = codec::log_of(&event.header) else { continue };
                    let seq = event.header.seq;
                    if !is_known(log, seq) {
                        wanted.insert((log, seq), Some(Id::from_u64(event.header.record)));
                        held.entry((log, seq)).or_insert_with(|| (event, file.clone()));
                    }
                }
                ControlFlow::Continue(())
            });
        }
        let total = wanted.len();
        let first = wanted.into_iter().take(NAMED);
        let named = first.map(|((log, seq), record)| self.named(log, seq, record, &held, &known)).collect();
        Lost { named, total }
    }

    /// Headers of the events that stood in the damaged frames that an examination found.
    pub fn headers_in_damage(&self, found: &Diagnosis) -> Vec<Header> {
        self.journal.as_ref().map(|journal| journal.headers_in(&found.journal.damage)).unwrap_or_default()
    }

    /// The seqs of each log that stand in whole frames.
    fn journalled(&self) -> HashMap<LogId, BTreeSet<u64>> {
        let mut known: HashMap<LogId, BTreeSet<u64>> = HashMap::new();
        if let Some(journal) = &self.journal {
            journal.replay(Bound::Unbounded, &mut |_, act| {
                for event in act {
                    if let Some(log) = codec::log_of(&event.header) {
                        known.entry(log).or_default().insert(event.header.seq);
                    }
                }
                ControlFlow::Continue(())
            });
        }
        known
    }

    /// This device's backups in a folder, the newest first.
    fn backups_in(&self, folder: &Path) -> Vec<PathBuf> {
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.file_name().and_then(|name| day_of(name.to_str()?)).is_some()).collect();
        files.sort_unstable();
        files.retain(|path| backup::contents(path).is_ok_and(|found| found.keyring.device == self.device));
        files.reverse();
        files
    }

    fn named(
        &self,
        log: LogId,
        seq: u64,
        record: Option<Id>,
        held: &HashMap<(LogId, u64), (SealedEvent, PathBuf)>,
        known: &HashMap<LogId, BTreeSet<u64>>,
    ) -> Missing {
        let here = self.event(log, seq).ok().flatten();
        let backup = held.get(&(log, seq));
        let (event, held) = match (here, backup) {
            (Some(event), _) => (Some(event), Held::Database),
            (None, Some((sealed, file))) => (codec::open(&self.key, sealed).ok(), Held::Backup(file.clone())),
            (None, None) => (None, Held::Nowhere),
        };
        let typed = |seq: Option<&u64>| self.event(log, *seq?).ok().flatten().map(|event| event.typed_at);
        let seqs = known.get(&log);
        let between = [
            typed(seqs.and_then(|seqs| seqs.range(..seq).next_back())),
            typed(seqs.and_then(|seqs| seqs.range(seq..).next())),
        ];
        Missing { log, seq, record, event, held, between }
    }
}

/// The seqs that lack between the first and the last of each log.
fn gaps(known: &HashMap<LogId, BTreeSet<u64>>) -> Wanted {
    let mut wanted = Wanted::new();
    for (log, seqs) in known {
        let last = seqs.last().copied().unwrap_or(0);
        wanted.extend((1..last).filter(|seq| !seqs.contains(seq)).map(|seq| ((*log, seq), None)));
    }
    wanted
}
