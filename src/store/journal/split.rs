//! An act as the frames it is written in.

use super::JournalFault;
use crate::store::format::{FrameKind, SealedEvent};

/// One frame to be written.
pub(super) struct Piece<'a> {
    pub(super) kind: FrameKind,
    /// Events in it; of a commit mark, in the act.
    pub(super) count: u32,
    pub(super) events: &'a [SealedEvent],
}

impl Piece<'_> {
    pub(super) const TRAILER: Self = Piece { kind: FrameKind::Trailer, count: 0, events: &[] };
}

/// One frame for an act of at most `largest` bytes, else parts of about that size and a commit mark.
pub(super) fn split(events: &[SealedEvent], largest: usize) -> Result<Vec<Piece<'_>>, JournalFault> {
    let count = |events: &[SealedEvent]| u32::try_from(events.len()).map_err(|_| JournalFault::TooLarge);
    let total = count(events)?;
    match cut(events, largest)?.as_slice() {
        [] => Err(JournalFault::Empty),
        [events] => Ok(vec![Piece { kind: FrameKind::Act, count: total, events }]),
        parts => {
            let marked = u16::try_from(parts.len()).map_err(|_| JournalFault::TooLarge)?;
            let mut pieces = Vec::with_capacity(parts.len() + 1);
            for (place, events) in (0..marked).zip(parts) {
                pieces.push(Piece { kind: FrameKind::Part(place), count: count(events)?, events });
            }
            pieces.push(Piece { kind: FrameKind::Mark(marked), count: total, events: &[] });
            Ok(pieces)
        }
    }
}

/// Runs of events that take at most `largest` bytes, or a single larger one.
fn cut(events: &[SealedEvent], largest: usize) -> Result<Vec<&[SealedEvent]>, JournalFault> {
    let mut runs = Vec::new();
    let (mut begin, mut size) = (0, 0);
    for (index, event) in events.iter().enumerate() {
        if size > 0 && size + event.encoded_len() > largest {
            runs.push(&events[begin..index]);
            (begin, size) = (index, 0);
        }
        size += event.encoded_len();
        if u32::try_from(size).is_err() {
            return Err(JournalFault::TooLarge);
        }
    }
    if begin < events.len() {
        runs.push(&events[begin..]);
    }
    Ok(runs)
}
