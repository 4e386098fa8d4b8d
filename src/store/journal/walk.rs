//! Walking the frames of one file: acts and damage in the order of the bytes.

use std::collections::VecDeque;

use super::{Damage, DamageKind};
use crate::store::format::{
    FRAME_HEAD_LEN, FRAME_MAGIC, FRAME_TAIL_LEN, FormatFault, Frame, FrameHead, FrameKind, Hash, SealedEvent,
};

/// What the next frame has to follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// The chain of the whole frame before.
    Sure(Hash),
    /// The chain as it stands in damaged bytes: it may confirm, its mismatch says nothing new.
    Guess(Hash),
    /// The walk begins here; the first frame is believed.
    Anchor,
    /// Lost with what was damaged.
    Lost,
}

impl Link {
    /// The same link when something between is damaged.
    pub(super) fn guess(self) -> Self {
        match self {
            Link::Sure(chain) | Link::Guess(chain) => Link::Guess(chain),
            Link::Anchor | Link::Lost => Link::Lost,
        }
    }

    /// The chain to go on writing with; zeros when it is lost.
    pub(super) fn chain(self) -> Hash {
        match self {
            Link::Sure(chain) | Link::Guess(chain) => chain,
            Link::Anchor | Link::Lost => [0; 32],
        }
    }
}

/// One finding of the walk.
pub(super) enum Found {
    Act { at: u64, events: Vec<SealedEvent> },
    Damage(Damage),
}

/// The parts of a large act whose commit mark has not come yet.
struct Parts {
    at: u64,
    events: Vec<SealedEvent>,
    next: u16,
    /// Damage among them was already reported.
    flawed: bool,
}

/// An iterator over the findings in one file's bytes.
pub(super) struct Walk<'a> {
    file: u32,
    bytes: &'a [u8],
    at: usize,
    ready: VecDeque<Found>,
    parts: Option<Parts>,
    /// What the next frame has to follow from.
    pub(super) link: Link,
    /// Where the last whole act (or trailer) ends, and the link there.
    pub(super) end: (u64, Link),
    /// The last whole frame was the trailer.
    pub(super) closed: bool,
    pub(super) frames: u64,
    /// Whole frames whose link could not be verified.
    pub(super) unlinked: u64,
}

impl<'a> Walk<'a> {
    /// Begins at byte `begin` of the file's `bytes`, or at their end if they are fewer.
    pub(super) fn new(file: u32, bytes: &'a [u8], begin: u64, link: Link) -> Self {
        let at = usize::try_from(begin).unwrap_or(usize::MAX).min(bytes.len());
        let (ready, parts, end) = (VecDeque::new(), None, (at as u64, link));
        Self { file, bytes, at, ready, parts, link, end, closed: false, frames: 0, unlinked: 0 }
    }

    /// What a file that has been walked to its end is lacking there; `last`: it may still be written to.
    pub(super) fn missing_end(&self, last: bool) -> Option<Damage> {
        let resumed = self.bytes.len() as u64;
        match &self.parts {
            Some(parts) => Some(Damage { file: self.file, frame: parts.at, resumed, what: DamageKind::Mark }),
            None if last || self.closed => None,
            None => Some(Damage { file: self.file, frame: resumed, resumed, what: DamageKind::NoTrailer }),
        }
    }

    fn frame_at(&self, at: usize) -> Result<(Frame, usize), FormatFault> {
        let rest = &self.bytes[at..];
        let len = usize::try_from(FrameHead::decode(rest)?.frame_len()).map_err(|_| FormatFault::Short)?;
        let bytes = rest.get(..len).ok_or(FormatFault::Short)?;
        Ok((Frame::decode(bytes)?, at + len))
    }

    fn step(&mut self) {
        match self.frame_at(self.at) {
            Ok((frame, end)) => self.take(frame, end),
            Err(fault) => self.skip(fault),
        }
    }

    fn skip(&mut self, fault: FormatFault) {
        let (from, to) = (self.at, self.next_frame());
        self.damage(from, to, DamageKind::Frame(fault));
        if let Some(parts) = &mut self.parts {
            parts.flawed = true;
        }
        let tail = (to - from >= FRAME_HEAD_LEN + FRAME_TAIL_LEN).then(|| &self.bytes[to - FRAME_TAIL_LEN..to]);
        self.link = tail.and_then(|tail| tail.first_chunk()).map_or(Link::Lost, |chain| Link::Guess(*chain));
        self.at = to;
    }

    /// Where a frame begins behind the damaged one: where its head says, else wherever the next whole head stands.
    fn next_frame(&self) -> usize {
        let is_head = |at: usize| FrameHead::decode(&self.bytes[at..]).is_ok();
        if let Ok(head) = FrameHead::decode(&self.bytes[self.at..])
            && let Some(next) = usize::try_from(head.frame_len()).ok().and_then(|len| self.at.checked_add(len))
            && (next == self.bytes.len() || next < self.bytes.len() && is_head(next))
        {
            return next;
        }
        (self.at + 1..self.bytes.len())
            .find(|at| self.bytes[*at..].starts_with(&FRAME_MAGIC) && is_head(*at))
            .unwrap_or(self.bytes.len())
    }

    fn damage(&mut self, from: usize, to: usize, what: DamageKind) {
        let damage = Damage { file: self.file, frame: from as u64, resumed: to as u64, what };
        self.ready.push_back(Found::Damage(damage));
    }

    fn take(&mut self, frame: Frame, end: usize) {
        self.check_link(&frame);
        self.frames += 1;
        let at = self.at;
        (self.link, self.at) = (Link::Sure(frame.chain), end);
        match frame.head.kind {
            FrameKind::Act => {
                self.give_up_parts();
                self.ready.push_back(Found::Act { at: at as u64, events: frame.events });
            }
            FrameKind::Part(place) => return self.take_part(at, place, frame.events),
            FrameKind::Mark(parts) => self.take_mark(at, parts, frame.head.count),
            FrameKind::Trailer => self.give_up_parts(),
        }
        self.closed = frame.head.kind == FrameKind::Trailer;
        self.end = (end as u64, self.link);
    }

    fn check_link(&mut self, frame: &Frame) {
        match self.link {
            Link::Anchor => {}
            Link::Sure(chain) | Link::Guess(chain) if frame.follows(&chain) => {}
            Link::Sure(_) => {
                self.unlinked += 1;
                self.damage(self.at, self.at, DamageKind::Chain);
            }
            Link::Guess(_) | Link::Lost => self.unlinked += 1,
        }
    }

    fn take_part(&mut self, at: usize, place: u16, events: Vec<SealedEvent>) {
        if place == 0 {
            self.give_up_parts();
        }
        let parts = self.parts.get_or_insert(Parts { at: at as u64, events: Vec::new(), next: 0, flawed: false });
        parts.flawed |= parts.next != place;
        parts.next = place.wrapping_add(1);
        parts.events.extend(events);
    }

    fn take_mark(&mut self, at: usize, marked: u16, count: u32) {
        let Some(parts) = self.parts.take() else {
            return self.damage(at, self.at, DamageKind::Mark);
        };
        if parts.flawed || parts.next != marked || parts.events.len() != count as usize {
            self.damage(at, self.at, DamageKind::Mark);
        }
        self.ready.push_back(Found::Act { at: parts.at, events: parts.events });
    }

    /// A later act proves that the mark of these parts was written once and is lost: an append that failed leaves nothing.
    fn give_up_parts(&mut self) {
        if let Some(parts) = self.parts.take() {
            self.damage(self.at, self.at, DamageKind::Mark);
            self.ready.push_back(Found::Act { at: parts.at, events: parts.events });
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Some(found);
            }
            if self.at >= self.bytes.len() {
                return None;
            }
            self.step();
        }
    }
}
