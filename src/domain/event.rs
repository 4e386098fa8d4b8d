//! Events: the only thing ever written.

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::id::Id;
use super::moment::Moment;
use super::scope::Scope;

/// A log of events without gaps: one device, one installation of it, one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId {
    pub device: u64,
    pub epoch: u16,
    pub scope: Scope,
}

/// The place of an event in the total order: the stamp, ties broken by device.
///
/// A stamp is 48 bits of milliseconds and a 16-bit counter. It is greater than every stamp in the history of its
/// record that its author had seen, so within one record a stamp and a device name one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventRef {
    pub stamp: u64,
    pub device: u64,
}

impl EventRef {
    /// The stamp for an event written at `now` after `seen`, the latest stamp seen in the record's history.
    pub fn next_stamp(now: Moment, seen: Option<u64>) -> u64 {
        let clock = u64::try_from(now.unix().saturating_mul(1_000)).unwrap_or(0) << 16;
        seen.map_or(clock, |seen| clock.max(seen.saturating_add(1)))
    }
}

/// An immutable fact about one record, by one person on one device at one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub log: LogId,
    /// Contiguous from 1 within the log.
    pub seq: u64,
    pub stamp: u64,
    pub record: Id,
    /// The act it was recorded with.
    pub act: Id,
    /// The claimed moment: when it was said or done. Deadlines count from it.
    pub at: Moment,
    /// When it was typed.
    pub typed_at: Moment,
    /// Who recorded it.
    pub by: String,
    /// The heads of the record's history that the author had seen.
    pub after: Vec<EventRef>,
    pub fact: Fact,
}

impl Event {
    pub fn reference(&self) -> EventRef {
        EventRef { stamp: self.stamp, device: self.log.device }
    }

    /// The id of what this event alone creates inside its record, such as a visit.
    pub fn own_id(&self) -> Id {
        let mut hasher = blake3::Hasher::new();
        for part in [self.record.as_u64(), self.stamp, self.log.device] {
            hasher.update(&part.to_be_bytes());
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Id::from_u64(u64::from_be_bytes(first))
    }
}
