//! Where the last file's last whole act ends.

use std::path::Path;

use super::walk::{Found, Link, Walk};
use super::{Damage, DamageKind, JournalFault, OpenReport, Position, file};
use crate::store::format::{FILE_HEADER_LEN, FileHeader, FormatFault, Hash};

/// The end of the last file.
pub(super) struct Tail {
    /// Where the next act goes. Less than `len`: what stands between is torn.
    pub(super) end: u64,
    pub(super) len: u64,
    pub(super) chain: Hash,
    pub(super) closed: bool,
    /// The last act, where one was met and nothing is damaged from there on.
    pub(super) last: Option<Position>,
    born: bool,
}

impl Tail {
    /// Walks the last file, from the act that is `known` to be written if that stands in it; adds the damage it meets.
    pub(super) fn find(
        data: &Path,
        number: u32,
        header: Result<FileHeader, FormatFault>,
        known: Option<Position>,
        report: &mut OpenReport,
    ) -> Result<Self, JournalFault> {
        let known = known.filter(|known| known.file >= number);
        let wanted = known.filter(|known| known.file == number && header.is_ok()).map_or(0, |known| known.frame);
        let bytes = file::read(data, number, wanted)
            .and_then(|bytes| bytes.ok_or_else(|| std::io::ErrorKind::NotFound.into()))
            .map_err(|fault| JournalFault::io("read", &file::path(data, number), fault))?;
        let len = bytes.len() as u64;
        let begin = known.filter(|known| known.file == number && header.is_ok() && known.frame < len);
        let mut walk = match (begin, header) {
            (Some(known), _) => Walk::new(number, &bytes, known.frame, Link::Anchor),
            (None, Ok(header)) => Walk::new(number, &bytes, FILE_HEADER_LEN as u64, Link::Sure(header.chain)),
            (None, Err(fault)) => {
                let what = DamageKind::FileHeader(fault);
                let resumed = len.min(FILE_HEADER_LEN as u64);
                report.damage.push(Damage { file: number, frame: 0, resumed, what });
                Walk::new(number, &bytes, FILE_HEADER_LEN as u64, Link::Lost)
            }
        };
        let mut last = None;
        for found in walk.by_ref() {
            match found {
                Found::Act { at, .. } => last = Some(Position { file: number, frame: at }),
                Found::Damage(damage) => {
                    last = None;
                    report.damage.push(damage);
                }
            }
        }
        let born = header.is_ok() || walk.frames > 0 || known.is_some();
        // What was known to be written once is damaged now, not torn: it stays, and the next act goes behind it.
        let whole = known.is_some_and(|known| known >= Position { file: number, frame: walk.end.0 });
        let (end, link) = if whole { (len, walk.link) } else { walk.end };
        Ok(Self { end, len, chain: link.chain(), closed: walk.closed, last, born })
    }

    /// The file was being created when the power went: nothing in it ever counted.
    pub(super) fn is_unborn(&self) -> bool {
        !self.born
    }
}
