//! Events and records to bytes and back.
//!
//! An event's payload is one version byte and the [postcard](https://postcard.jamesmunns.com/wire-format) form of
//! `Body`. Facts only ever gain variants at the end, so an older payload reads as it was written; an unknown
//! variant or version is a fact from a newer program, kept as bytes. A record's value begins with a version byte
//! too, but is never converted: it is folded again from its events.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::format::{Header, SealedEvent};
use super::seal::{DataKey, SealFault, open_event};
use crate::domain::erasure::written_at;
use crate::domain::event::{Event, EventRef, LogId};
use crate::domain::fact::Fact;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::record::Record;
use crate::domain::scope::Scope;

const BODY_VERSION: u8 = 1;
const RECORD_VERSION: u8 = 4;

/// What of an event is sealed.
#[derive(Serialize, Deserialize)]
struct Body<'a> {
    at: Moment,
    typed_at: Moment,
    #[serde(borrow)]
    by: std::borrow::Cow<'a, str>,
    after: Vec<EventRef>,
    fact: Fact,
}

/// Why bytes are no event or record.
#[derive(Debug)]
pub enum CodecFault {
    Seal(SealFault),
    /// Written by a newer program.
    Newer(u8),
    Malformed,
}

impl fmt::Display for CodecFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seal(fault) => write!(f, "{fault}"),
            Self::Newer(version) => write!(f, "written in version {version} by a newer program"),
            Self::Malformed => write!(f, "the bytes do not read as what they should be"),
        }
    }
}

impl From<SealFault> for CodecFault {
    fn from(fault: SealFault) -> Self {
        Self::Seal(fault)
    }
}

/// The header of an event, without what sealing and chaining fill in.
pub fn header_of(event: &Event, prev: [u8; 32]) -> Header {
    Header {
        alg: 0,
        device: event.log.device,
        epoch: event.log.epoch,
        scope: event.log.scope.key(),
        seq: event.seq,
        stamp: event.stamp,
        record: event.record.as_u64(),
        act: event.act.as_u64(),
        prev,
        body_hash: [0; 32],
    }
}

/// The log that a header names; `None` when its scope is none.
pub fn log_of(header: &Header) -> Option<LogId> {
    let scope = Scope::from_key(header.scope)?;
    Some(LogId { device: header.device, epoch: header.epoch, scope })
}

/// The payload to be sealed.
pub fn encode_body(event: &Event) -> Vec<u8> {
    let body = Body {
        at: event.at,
        typed_at: event.typed_at,
        by: event.by.as_str().into(),
        after: event.after.clone(),
        fact: event.fact.clone(),
    };
    postcard::to_extend(&body, vec![BODY_VERSION]).expect("a fact has no part that postcard cannot write")
}

/// Opens a sealed event; one without a body opens as [`Fact::Gone`].
pub fn open(key: &DataKey, sealed: &SealedEvent) -> Result<Event, CodecFault> {
    if sealed.is_erased() {
        return gone(&sealed.header);
    }
    let payload = open_event(key, sealed)?;
    let (version, body) = payload.split_first().ok_or(CodecFault::Malformed)?;
    if *version != BODY_VERSION {
        return Err(CodecFault::Newer(*version));
    }
    let body: Body<'_> = postcard::from_bytes(body).map_err(|_| CodecFault::Malformed)?;
    let header = &sealed.header;
    Ok(Event {
        log: log_of(header).ok_or(CodecFault::Malformed)?,
        seq: header.seq,
        stamp: header.stamp,
        record: Id::from_u64(header.record),
        act: Id::from_u64(header.act),
        at: body.at,
        typed_at: body.typed_at,
        by: body.by.into_owned(),
        after: body.after,
        fact: body.fact,
    })
}

/// What is left of an event whose body was erased.
fn gone(header: &Header) -> Result<Event, CodecFault> {
    let at = written_at(header.stamp);
    Ok(Event {
        log: log_of(header).ok_or(CodecFault::Malformed)?,
        seq: header.seq,
        stamp: header.stamp,
        record: Id::from_u64(header.record),
        act: Id::from_u64(header.act),
        at,
        typed_at: at,
        by: String::new(),
        after: Vec::new(),
        fact: Fact::Gone,
    })
}

/// A record's value before sealing.
pub fn encode_record(record: &Record) -> Vec<u8> {
    postcard::to_extend(record, vec![RECORD_VERSION]).expect("a record has no part that postcard cannot write")
}

/// A record from its opened value.
pub fn decode_record(bytes: &[u8]) -> Result<Record, CodecFault> {
    match bytes.split_first() {
        Some((&RECORD_VERSION, record)) => postcard::from_bytes(record).map_err(|_| CodecFault::Malformed),
        Some((version, _)) => Err(CodecFault::Newer(*version)),
        None => Err(CodecFault::Malformed),
    }
}
