//! Where everything lies in the database: keys and unsealed values, all in one place.
//!
//! Keys are fixed-width and big-endian, so that the order of bytes is the order of things, and hold nothing personal:
//! ids are drawn numbers, identity numbers appear only as keyed hashes.
//!
//! Rows of all trees but `text` and `meta` stand many to a value of sled; the bytes of such a pack are described in
//! `sled/packs.rs`; values over 6 KB lie in pieces in a tree of their own, `long`: see `sled/long.rs`.
//!
//! | tree | key | value |
//! |---|---|---|
//! | event | record 8 · stamp 8 · device 8 · seq 8 · scope 17 | the sealed event as in the journal |
//! | log | device 8 · epoch 2 · scope 17 · seq 8 | record 8 · stamp 8 |
//! | record | scope 17 (zeros for areas, cells, responders, rules) · kind 1 · record 8 | sealed record |
//! | where | id 8 | kind 1 · scope 17 · record 8 · block 4 (of a household's search text) |
//! | list | list 1 · scope 17 · key 8 · id 8 | of everything, where the id is a record's: its scope without the zeros at the end; else – |
//! | tally | tally 1 · number 4 · scope 17 | sum 8 |
//! | tally | 64 + tally 1 · number 4 · scope of a township (or what is larger) 17 | the sum of all that lies in it: 8 |
//! | tally | 128 + list 1 · day 4 · zeros 17 | how many rows the list of everything has on that [`day`]: 8 |
//! | tally | 192 + list 1 · scope of a township 17 · day 4 | how many of them lie in that township: 8 |
//! | text | scope 17 · block 4 | sealed search text |
//! | person | keyed hash of an identity number, of a name and birth, or of a cell and door 16 · household 8 | – |
//! | act | act 8 · device 8 · epoch 2 · scope 17 | first seq 8 · last seq 8 |
//! | meta | name | see [`Meta`] |

use super::journal::Position;
use crate::domain::erasure::Subject;
use crate::domain::event::LogId;
use crate::domain::facets::{List, Tally};
use crate::domain::id::{Id, RecordKind};
use crate::domain::reader::Place;
use crate::domain::scope::{Extent, SCOPE_BYTES, Scope};
use crate::store::storage::after_prefix;

/// Keys of the `meta` tree.
#[derive(Clone, Copy, Debug)]
pub enum Meta {
    /// Format of this layout: 4 bytes.
    Format,
    /// Version of the rules that the index rows were derived under: 8 bytes.
    Rules,
    /// The journal's last act of which everything is applied: file 4 · frame 8.
    Applied,
    /// Number of acts of this device: 8 bytes.
    Acts,
    /// Last event of a log: seq 8 · hash of its header 32.
    Head(LogId),
    /// The event of that log and seq was erased by law: nothing.
    Struck(LogId, u64),
    /// Somebody or something was erased by law: the stamp of the first event that says so, 8 bytes.
    Erased(Subject),
    /// Bytes of something that was erased may still lie in the journal or in old pages: nothing.
    Owed,
}

/// Format of this layout and of the packs in sled; another one is rebuilt from the journal.
pub const FORMAT: u32 = 9;

impl Meta {
    pub fn key(self) -> Vec<u8> {
        match self {
            Self::Format => b"format".to_vec(),
            Self::Rules => b"rules".to_vec(),
            Self::Applied => b"applied".to_vec(),
            Self::Acts => b"acts".to_vec(),
            Self::Head(log) => [b"head".as_slice(), &log_prefix(log)].concat(),
            Self::Struck(log, seq) => [Self::struck_prefix(), &log_key(log, seq)].concat(),
            Self::Erased(Subject { kind, id }) => {
                [Self::erased_prefix(), &[kind.number()], &id.as_u64().to_be_bytes()].concat()
            }
            Self::Owed => b"owed".to_vec(),
        }
    }

    /// What the keys of all [`Meta::Struck`] begin with.
    pub fn struck_prefix() -> &'static [u8] {
        b"struck"
    }

    /// What the keys of all [`Meta::Erased`] begin with.
    pub fn erased_prefix() -> &'static [u8] {
        b"erased"
    }
}

/// Reads fixed-width fields off the front of stored bytes.
pub struct Fields<'a>(pub &'a [u8]);

impl Fields<'_> {
    pub fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    pub fn id(&mut self) -> Option<Id> {
        self.u64().map(Id::from_u64)
    }

    pub fn scope(&mut self) -> Option<Scope> {
        self.take::<SCOPE_BYTES>().and_then(Scope::from_key)
    }
}

pub fn log_prefix(log: LogId) -> Vec<u8> {
    [log.device.to_be_bytes().as_slice(), &log.epoch.to_be_bytes(), &log.scope.key()].concat()
}

pub fn log_key(log: LogId, seq: u64) -> Vec<u8> {
    [log_prefix(log).as_slice(), &seq.to_be_bytes()].concat()
}

/// The log and seq of a [`log_key`].
pub fn log_of_key(key: &[u8]) -> Option<(LogId, u64)> {
    let mut fields = Fields(key);
    let (device, epoch) = (fields.u64()?, u16::from_be_bytes(fields.take()?));
    Some((LogId { device, epoch, scope: fields.scope()? }, fields.u64()?))
}

pub fn event_key(record: Id, stamp: u64, log: LogId, seq: u64) -> Vec<u8> {
    let mut key = Vec::with_capacity(49);
    for part in [record.as_u64(), stamp, log.device, seq] {
        key.extend_from_slice(&part.to_be_bytes());
    }
    key.extend_from_slice(&log.scope.key());
    key
}

/// Whether records of a kind are few and wanted together, so that they stand side by side before all cells.
pub fn is_shared(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Area | RecordKind::Cell | RecordKind::Responder | RecordKind::Rules)
}

pub fn record_key(scope: Scope, kind: RecordKind, id: Id) -> Vec<u8> {
    let scope = if is_shared(kind) { Scope::WHOLE } else { scope };
    [scope.key().as_slice(), &[kind.number()], &id.as_u64().to_be_bytes()].concat()
}

/// What `where` says of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    pub place: Place,
    /// The block of search text that a household stands in; 0 for everything else.
    pub block: u32,
}

impl Whereabouts {
    pub fn encode(self) -> Vec<u8> {
        let Place { kind, scope, record } = self.place;
        [&[kind.number()], scope.key().as_slice(), &record.as_u64().to_be_bytes(), &self.block.to_be_bytes()].concat()
    }

    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields(bytes);
        let kind = RecordKind::from_number(fields.take::<1>()?[0])?;
        let place = Place { kind, scope: fields.scope()?, record: fields.id()? };
        Some(Self { place, block: fields.u32()? })
    }
}

pub fn list_prefix(list: List, scope: Scope) -> Vec<u8> {
    [&[list as u8], scope.key().as_slice()].concat()
}

pub fn list_key(list: List, scope: Scope, key: u64, id: Id) -> Vec<u8> {
    [list_prefix(list, scope).as_slice(), &key.to_be_bytes(), &id.as_u64().to_be_bytes()].concat()
}

pub fn tally_prefix(tally: Tally) -> [u8; 5] {
    let (code, number) = tally.code();
    let [a, b, c, d] = number.to_be_bytes();
    [code, a, b, c, d]
}

pub fn tally_key(tally: Tally, scope: Scope) -> Vec<u8> {
    [tally_prefix(tally).as_slice(), &scope.key()].concat()
}

/// The range of keys of a tally's sums in a scope: those of its cells, or those of its townships.
pub fn tally_range(tally: Tally, scope: Scope, townships: bool) -> ([u8; 5], Vec<u8>, Option<Vec<u8>>) {
    let mut prefix = tally_prefix(tally);
    prefix[0] += if townships { ADDED_UP } else { 0 };
    let (from, to) = scope.key_range();
    let to = to.map_or_else(|| after_prefix(&prefix), |to| Some([prefix.as_slice(), &to].concat()));
    (prefix, [prefix.as_slice(), &from].concat(), to)
}

/// Added to the number of a tally where it is summed for a township.
const ADDED_UP: u8 = 64;

/// Where a tally is added up that a cell counts in: at its township, or at itself if it lies in none.
pub fn sum_key(tally: Tally, scope: Scope) -> Vec<u8> {
    let mut key = tally_key(tally, township(scope));
    key[0] += ADDED_UP;
    key
}

/// The township a scope is or lies in; itself where it is larger.
fn township(scope: Scope) -> Scope {
    let mut around = std::iter::successors(Some(scope), |scope| scope.parent());
    around.find(|scope| scope.extent() <= Extent::Township).unwrap_or(scope)
}

/// Whether the rows of a list are also counted for each township.
pub fn is_counted_by_township(list: List) -> bool {
    list == List::Owed
}

/// Where the number of rows stands that a township has in a list on a day.
pub fn township_day_key(list: List, scope: Scope, day: u32) -> Vec<u8> {
    [&[192 + list as u8], township(scope).key().as_slice(), &day.to_be_bytes()].concat()
}

/// What the keys of all [`township_day_key`]s of a list begin with.
pub fn township_days(list: List) -> u8 {
    192 + list as u8
}

/// A scope in as few bytes as it takes.
pub fn short_scope(scope: Scope) -> Vec<u8> {
    let key = scope.key();
    let len = key.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    key[..len].to_vec()
}

/// The scope of [`short_scope`]'s bytes.
pub fn scope_of_short(bytes: &[u8]) -> Option<Scope> {
    let mut key = [0; SCOPE_BYTES];
    key.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Scope::from_key(key)
}

/// Whether the rows of a list are counted by day. Lists whose keys are no moments are never counted, only walked.
pub fn is_counted(list: List) -> bool {
    !matches!(
        list,
        List::OfHousehold
            | List::OpenOf
            | List::Voices
            | List::JoinedTo
            | List::Acts
            | List::DisclosedOf
            | List::PromisedOf
            | List::Conflicted
            | List::Doubled
    )
}

/// Seconds of a day.
const DAY: u64 = 86_400;
/// The key of 00:00 at +08:00, forty thousand days before 1970: days are counted from here.
const FIRST_DAY: u64 = (1 << 63) - 8 * 3_600 - 40_000 * DAY;

/// The calendar day in which the moment of a list's key lies.
pub fn day(key: u64) -> u32 {
    u32::try_from(key.saturating_sub(FIRST_DAY) / DAY).unwrap_or(u32::MAX)
}

/// The key of a day's first second.
pub fn day_start(day: u32) -> u64 {
    FIRST_DAY + u64::from(day) * DAY
}

/// Where the number of rows stands that the list of everything has on a day.
pub fn day_key(list: List, day: u32) -> Vec<u8> {
    [&[128 + list as u8], day.to_be_bytes().as_slice(), &Scope::WHOLE.key()].concat()
}

pub fn text_key(scope: Scope, block: u32) -> Vec<u8> {
    [scope.key().as_slice(), &block.to_be_bytes()].concat()
}

pub fn act_key(act: Id, log: LogId) -> Vec<u8> {
    [act.as_u64().to_be_bytes().as_slice(), &log_prefix(log)].concat()
}

pub fn position_bytes(position: Position) -> Vec<u8> {
    [position.file.to_be_bytes().as_slice(), &position.frame.to_be_bytes()].concat()
}

pub fn position_of(bytes: &[u8]) -> Option<Position> {
    let mut fields = Fields(bytes);
    Some(Position { file: fields.u32()?, frame: fields.u64()? })
}
