//! Examining a data folder: the chain of the journal, the chains of the logs, and every row of the database against
//! a fold of the journal into memory.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Bound, ControlFlow};

use super::{Progress, Replica, StoreFault};
use crate::domain::event::LogId;
use crate::domain::facets::List;
use crate::search::{Entry, decode_block};
use crate::store::codec;
use crate::store::format::SealedEvent;
use crate::store::journal::JournalReport;
use crate::store::layout::Fields;
use crate::store::memory::MemoryStorage;
use crate::store::seal::open_value;
use crate::store::storage::{Direction, StorageFault, Tree};

/// What an examination found.
#[derive(Debug, Default)]
pub struct Diagnosis {
    pub journal: JournalReport,
    /// Logs looked at, and events whose link to the one before is wrong or missing.
    pub logs: usize,
    pub broken_links: u64,
    /// Events that are missing between others of their log.
    pub missing_events: u64,
    /// The database has seen acts that the journal does not hold.
    pub is_behind: bool,
    /// Events of the journal that do not open or read.
    pub unreadable_events: u64,
    /// Each tree compared; empty after a quick look.
    pub trees: Vec<TreeReport>,
    /// The database could not be read to its end.
    pub database: Option<String>,
}

/// A tree of the database against what the journal folds to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeReport {
    pub tree: Tree,
    pub rows: u64,
    /// Rows that should be there and are not.
    pub missing: u64,
    /// Rows that should not be there.
    pub extra: u64,
    /// Rows that say something else.
    pub different: u64,
}

/// A row's key and value, made comparable.
type Comparable = (Vec<u8>, Vec<u8>);

/// An event in its log: seq, hash of the header before it, hash of its own.
type Link = (u64, [u8; 32], [u8; 32]);

impl TreeReport {
    pub fn is_sound(&self) -> bool {
        self.missing + self.extra + self.different == 0
    }
}

impl Diagnosis {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.journal.is_whole()
            && self.broken_links == 0
            && !self.is_behind
            && self.unreadable_events == 0
            && self.database.is_none()
            && self.trees.iter().all(TreeReport::is_sound)
    }
}

impl Replica {
    /// Examines the data. A quick look walks the journal and checks both chains; a full one folds the journal into
    /// memory again and compares every row of every tree.
    pub fn doctor(&self, full: bool, progress: &mut dyn FnMut(Progress)) -> Diagnosis {
        let mut found = Diagnosis::default();
        let Some(journal) = &self.journal else { return found };
        let mut fresh = Self::over(Box::new(MemoryStorage::new()), None, self.key.clone(), self.device, self.epoch);
        let mut logs: HashMap<LogId, Vec<Link>> = HashMap::new();
        let mut done = 0;
        let mut broken = fresh.load_rules().err();
        found.journal = journal.replay(Bound::Unbounded, &mut |position, sealed| {
            for event in &sealed {
                let Some(log) = codec::log_of(&event.header) else {
                    found.broken_links += 1;
                    continue;
                };
                logs.entry(log).or_default().push((event.header.seq, event.header.prev, event.header.hash()));
                found.unreadable_events += u64::from(full && codec::open(&self.key, event).is_err());
            }
            done += sealed.len() as u64;
            if full && broken.is_none() {
                broken = fresh.replay_acts(position, sealed).err();
            }
            progress(Progress { done, total: 0 });
            ControlFlow::Continue(())
        });
        found.logs = logs.len();
        for links in logs.into_values() {
            let (broken, missing) = chained(links);
            found.broken_links += broken;
            found.missing_events += missing;
        }
        if let Some(fault) = broken {
            found.database = Some(fault.to_string());
        } else if full {
            self.compare(&fresh, &mut found);
        }
        found
    }

    fn compare(&self, fresh: &Self, found: &mut Diagnosis) {
        for tree in Tree::ALL {
            match self.compared(fresh, tree) {
                Ok(report) => found.trees.push(report),
                Err(fault) => found.database = Some(fault.to_string()),
            }
        }
    }

    /// A tree here against the same tree of another copy.
    pub fn compared(&self, other: &Self, tree: Tree) -> Result<TreeReport, StoreFault> {
        let mut rows = [self.rows_of(tree)?, other.rows_of(tree)?];
        if tree == Tree::List && self.device != other.device {
            // Which acts are its own is the one list that every device keeps for itself.
            for rows in &mut rows {
                rows.retain(|key, _| key.first() != Some(&(List::Acts as u8)));
            }
        }
        Ok(compared(tree, &rows[0], &rows[1]))
    }

    /// Every event here as it is sealed, by record and in order.
    pub fn sealed_events(&self) -> Result<Vec<SealedEvent>, StoreFault> {
        let mut events = Vec::new();
        self.storage.range(Tree::Event, &[], None, Direction::Ascending, &mut |_, value| {
            events.extend(SealedEvent::decode(value));
            ControlFlow::Continue(())
        })?;
        Ok(events)
    }

    /// A tree's rows in comparable form: sealed values opened, blocks of search text as one row a household.
    fn rows_of(&self, tree: Tree) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, StoreFault> {
        let mut rows = BTreeMap::new();
        let mut fault = None;
        self.storage.range(tree, &[], None, Direction::Ascending, &mut |key, value| {
            match self.comparable(tree, key, value) {
                Ok(comparable) => rows.extend(comparable),
                Err(found) => fault = Some(found),
            }
            ControlFlow::Continue(())
        })?;
        fault.map_or(Ok(rows), |fault| Err(fault.into()))
    }

    fn comparable(&self, tree: Tree, key: &[u8], value: &[u8]) -> Result<Vec<Comparable>, StorageFault> {
        let open =
            || open_value(&self.key, tree.byte(), key, value).map_err(|fault| StorageFault::Damaged(fault.to_string()));
        Ok(match tree {
            Tree::Record => vec![(key.to_vec(), open()?)],
            Tree::Text => {
                let entries = decode_block(&open()?).map_err(|_| StorageFault::Damaged("search text".to_owned()))?;
                entries.iter().map(|entry| (text_key(entry), format!("{entry:?}").into_bytes())).collect()
            }
            // In which block a household's text stands depends on the order of arrival and is no fact.
            Tree::Where => vec![(key.to_vec(), value[..value.len().saturating_sub(4)].to_vec())],
            _ => vec![(key.to_vec(), value.to_vec())],
        })
    }

    /// Number of events in the database.
    pub fn count_events(&self) -> Result<u64, StoreFault> {
        let mut count = 0;
        self.storage.range(Tree::Log, &[], None, Direction::Ascending, &mut |_, value| {
            count += u64::from(Fields(value).u64().is_some());
            ControlFlow::Continue(())
        })?;
        Ok(count)
    }
}

/// How many events of a log do not follow from the one before, and how many are missing between others. Events that
/// came later than those behind them hold as well.
fn chained(mut links: Vec<Link>) -> (u64, u64) {
    links.sort_unstable();
    let (mut broken, mut missing) = (0, 0);
    let mut before = (0, [0; 32]);
    for (seq, prev, hash) in links {
        if seq != before.0 + 1 || prev != before.1 {
            broken += 1;
            missing += seq.saturating_sub(before.0 + 1);
        }
        before = (seq, hash);
    }
    (broken, missing)
}

fn text_key(entry: &Entry) -> Vec<u8> {
    [entry.cell.as_bytes(), &entry.household.to_be_bytes()].concat()
}

fn compared(tree: Tree, here: &BTreeMap<Vec<u8>, Vec<u8>>, there: &BTreeMap<Vec<u8>, Vec<u8>>) -> TreeReport {
    let count = |number: usize| number as u64;
    TreeReport {
        tree,
        rows: count(here.len()),
        missing: count(there.keys().filter(|key| !here.contains_key(*key)).count()),
        extra: count(here.keys().filter(|key| !there.contains_key(*key)).count()),
        different: count(
            here.iter().filter(|(key, value)| there.get(*key).is_some_and(|other| other != *value)).count(),
        ),
    }
}
