//! Walking the whole journal, file by file.

use std::ops::{Bound, ControlFlow};
use std::path::PathBuf;

use super::walk::{Found, Link, Walk};
use super::{ActVisit, Damage, DamageKind, Journal, JournalFault, JournalReport, Position, file};
use crate::store::format::{FILE_HEADER_LEN, FileHeader, SealedEvent};

/// The acts that stand in a journal at one moment. It may be read, on another thread too, while more is appended.
#[derive(Clone, Debug)]
pub struct Snapshot {
    data: PathBuf,
    device: u64,
    number: u32,
    end: u64,
}

impl Journal {
    /// What stands in it now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { data: self.data.clone(), device: self.device, number: self.number, end: self.end }
    }

    /// As [`Snapshot::replay`] of what stands in it now.
    pub fn replay(&self, from: Bound<Position>, visit: &mut ActVisit<'_>) -> JournalReport {
        self.snapshot().replay(from, visit)
    }

    /// As [`Snapshot::replay_readable`] of what stands in it now.
    ///
    /// # Errors
    /// As there.
    pub fn replay_readable(
        &self,
        from: Bound<Position>,
        visit: &mut ActVisit<'_>,
    ) -> Result<JournalReport, JournalFault> {
        self.snapshot().replay_readable(from, visit)
    }

    /// Visits every act in order until a visit fails.
    ///
    /// # Errors
    /// The fault of the visit at which it ended.
    pub fn try_each<F>(&self, visit: &mut dyn FnMut(Vec<SealedEvent>) -> Result<(), F>) -> Result<JournalReport, F> {
        let mut fault = None;
        let report = self.replay(Bound::Unbounded, &mut |_, act| match visit(act) {
            Ok(()) => ControlFlow::Continue(()),
            Err(found) => {
                fault = Some(found);
                ControlFlow::Break(())
            }
        });
        fault.map_or(Ok(report), Err)
    }

    /// Walks the whole journal and reports what does not hold.
    pub fn verify(&self) -> JournalReport {
        self.replay(Bound::Unbounded, &mut |_, _| ControlFlow::Continue(()))
    }
}

impl Snapshot {
    /// Visits the acts from `from` on, in order: `Included(position)` begins with the act there, `Excluded(position)`
    /// with the one after. Frames behind damage are visited too; what could not be read is in the report's `damage`.
    /// A file that is missing or cannot be read is damage like any other.
    pub fn replay(&self, from: Bound<Position>, visit: &mut ActVisit<'_>) -> JournalReport {
        let mut report = JournalReport::default();
        let never = self.replay_while(from, &mut report, visit, &mut |_| ControlFlow::Continue(()));
        debug_assert!(never.is_none(), "a file that cannot be read does not end this walk");
        report
    }

    /// As [`Snapshot::replay`], but a file that the disk does not give ends the walk: for whoever would take the acts behind
    /// it for all there are. What is damaged in itself is in the report.
    ///
    /// # Errors
    /// [`JournalFault::Io`]; what stands before that file was visited.
    pub fn replay_readable(
        &self,
        from: Bound<Position>,
        visit: &mut ActVisit<'_>,
    ) -> Result<JournalReport, JournalFault> {
        let mut report = JournalReport::default();
        let stopped = self.replay_while(from, &mut report, visit, &mut ControlFlow::Break);
        stopped.map_or(Ok(report), Err)
    }

    /// Walks until `visit` has enough, or `unreadable` says that it ends with a file that cannot be read: the fault then.
    fn replay_while(
        &self,
        from: Bound<Position>,
        report: &mut JournalReport,
        visit: &mut ActVisit<'_>,
        unreadable: &mut dyn FnMut(JournalFault) -> ControlFlow<JournalFault>,
    ) -> Option<JournalFault> {
        let start = match from {
            Bound::Included(position) | Bound::Excluded(position) => position,
            Bound::Unbounded => Position { file: 1, frame: 0 },
        };
        let mut link = Link::Anchor;
        for number in start.file..=self.number {
            let begin = if number == start.file { start.frame } else { 0 };
            let mut only_after = |position: Position, events: Vec<SealedEvent>| {
                if from == Bound::Excluded(position) { ControlFlow::Continue(()) } else { visit(position, events) }
            };
            let wanted = if begin < FILE_HEADER_LEN as u64 { 0 } else { begin };
            let bytes = match file::read(&self.data, number, wanted) {
                Ok(Some(bytes)) => bytes,
                missing => {
                    let what = if missing.is_ok() { DamageKind::FileMissing } else { DamageKind::FileUnreadable };
                    report.damage.push(Damage { file: number, frame: 0, resumed: 0, what });
                    link = Link::Lost;
                    if let Err(fault) = missing
                        && let ControlFlow::Break(fault) =
                            unreadable(JournalFault::io("read", &file::path(&self.data, number), fault))
                    {
                        return Some(fault);
                    }
                    continue;
                }
            };
            match self.replay_file((number, begin), bytes, link, report, &mut only_after) {
                ControlFlow::Continue(next) => link = next,
                ControlFlow::Break(()) => break,
            }
        }
        None
    }

    fn replay_file(
        &self,
        (number, begin): (u32, u64),
        mut bytes: Vec<u8>,
        before: Link,
        report: &mut JournalReport,
        visit: &mut ActVisit<'_>,
    ) -> ControlFlow<(), Link> {
        let last = number == self.number;
        if last {
            bytes.truncate(usize::try_from(self.end).unwrap_or(usize::MAX)); // never what a failed append left
        }
        report.files += 1;
        let mut walk = if begin < FILE_HEADER_LEN as u64 {
            let link = self.enter(number, &bytes, before, report);
            Walk::new(number, &bytes, FILE_HEADER_LEN as u64, link)
        } else {
            Walk::new(number, &bytes, begin, Link::Anchor)
        };
        let mut flow = ControlFlow::Continue(());
        while flow.is_continue()
            && let Some(found) = walk.next()
        {
            match found {
                Found::Damage(damage) => report.damage.push(damage),
                Found::Act { at, events } => {
                    report.acts += 1;
                    report.events += events.len() as u64;
                    flow = visit(Position { file: number, frame: at }, events);
                }
            }
        }
        report.frames += walk.frames;
        report.unlinked += walk.unlinked;
        if flow.is_break() {
            return ControlFlow::Break(());
        }
        report.damage.extend(walk.missing_end(last));
        ControlFlow::Continue(walk.link)
    }

    /// Checks a file's header against the file before it; returns what its first frame has to follow from.
    fn enter(&self, number: u32, bytes: &[u8], before: Link, report: &mut JournalReport) -> Link {
        let mut damage = |what| {
            let resumed = FILE_HEADER_LEN.min(bytes.len()) as u64;
            report.damage.push(Damage { file: number, frame: 0, resumed, what });
        };
        let header = match FileHeader::decode(bytes) {
            Ok(header) => header,
            Err(fault) => {
                damage(DamageKind::FileHeader(fault));
                return before.guess();
            }
        };
        if header.file != number || header.device != self.device {
            damage(DamageKind::FileMisplaced);
        }
        if matches!(before, Link::Sure(chain) if chain != header.chain) {
            damage(DamageKind::Chain);
        }
        Link::Sure(header.chain)
    }
}
