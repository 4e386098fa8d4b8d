//! What the journal found and why it could not go on.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::Position;
use crate::store::format::FormatFault;

/// What opening found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// There was no journal; an empty one was begun.
    pub created: bool,
    /// What was cut off the end: never acknowledged, unless the disk lied.
    pub torn: Option<Torn>,
    /// Damage in the part that was looked at.
    pub damage: Vec<Damage>,
}

/// A torn end that was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// Where the cut was made.
    pub at: Position,
    /// How many bytes were cut off.
    pub bytes: u64,
    /// The file that keeps them.
    pub kept: PathBuf,
}

/// Something in the journal that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    pub file: u32,
    /// Where the damaged frame begins in the file, in bytes.
    pub frame: u64,
    /// Where reading goes on, in bytes: all before it, from `frame` on, could not be used.
    pub resumed: u64,
    pub what: DamageKind,
}

/// What kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// The file's header.
    FileHeader(FormatFault),
    /// The file stands under another number or belongs to another device.
    FileMisplaced,
    /// A file in the middle is gone.
    FileMissing,
    /// The disk does not give the file's bytes.
    FileUnreadable,
    /// A file that is not the last does not end with its trailer.
    NoTrailer,
    /// A frame.
    Frame(FormatFault),
    /// A whole frame that does not follow from the one before it: something between is missing, added or swapped.
    Chain,
    /// The parts of a large act and its commit mark do not fit together.
    Mark,
}

/// What a walk through the journal found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalReport {
    pub files: u64,
    /// Whole frames, commit marks and trailers among them.
    pub frames: u64,
    pub acts: u64,
    pub events: u64,
    pub damage: Vec<Damage>,
    /// Whole frames whose link to the frame before them could not be verified.
    pub unlinked: u64,
}

impl JournalReport {
    /// Whether every frame from the beginning of the walk on is whole and linked to the one before.
    pub fn is_whole(&self) -> bool {
        self.damage.is_empty() && self.unlinked == 0
    }
}

/// Why the journal could not do what was asked.
#[derive(Debug)]
pub enum JournalFault {
    /// The operating system refused.
    Io { doing: &'static str, path: PathBuf, fault: io::Error },
    /// Less is free than the reserve (both in bytes); nothing was written.
    DiskFull { free: u64, reserve: u64 },
    /// The journal was begun by another device.
    OtherDevice { found: u64, expected: u64 },
    /// The journal has a newer format, with its number.
    Newer(u16),
    /// A sync has failed since it was opened: it has to be opened anew.
    Distrusted,
    /// An act without events.
    Empty,
    /// An act over 65,535 frames or an event over 4 GB.
    TooLarge,
}

impl JournalFault {
    pub(super) fn io(doing: &'static str, path: &Path, fault: io::Error) -> Self {
        JournalFault::Io { doing, path: path.to_path_buf(), fault }
    }

    /// Whether the disk is full: room has to be made before anything more can be saved.
    pub fn is_disk_full(&self) -> bool {
        match self {
            JournalFault::DiskFull { .. } => true,
            JournalFault::Io { fault, .. } => {
                matches!(fault.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
            }
            _ => false,
        }
    }
}

impl fmt::Display for JournalFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JournalFault::Io { doing, path, fault } => write!(out, "cannot {doing} {}: {fault}", path.display()),
            JournalFault::DiskFull { free, reserve } => {
                write!(out, "only {} MB are free on the disk; {} MB are kept free", free >> 20, reserve >> 20)
            }
            JournalFault::OtherDevice { found, expected } => {
                write!(out, "the journal belongs to device {found:016x}, the keyring to {expected:016x}")
            }
            JournalFault::Newer(format) => write!(out, "the journal has format {format}; a newer program is needed"),
            JournalFault::Distrusted => write!(out, "the disk failed to keep an earlier write"),
            JournalFault::Empty => write!(out, "there is nothing to write down"),
            JournalFault::TooLarge => write!(out, "too much for one act"),
        }
    }
}

impl std::error::Error for JournalFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            JournalFault::Io { fault, .. } => Some(fault),
            _ => None,
        }
    }
}
