//! Backup files: every act of the journal, the keyring and the desk, in one file. The bytes are on the
//! [format page](super::format).
//!
//! Promises: a backup is written beside its name, made durable, read back from the disk and only then given its name; an
//! existing file is never touched, except by [`Place::over`], which puts a verified one in its place in one step. Reading
//! one is a stream; what does not verify is named with its place.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::durable::{crash_here, sync_folder};
use super::format::backup::{BackupHead, BackupTail, HEAD_LEN, TAIL_LEN};
use super::format::keyring::KeyringCopy;
use super::format::{FRAME_HEAD_LEN, FormatFault, Frame, FrameHead, FrameKind, Hash, SealedEvent, check};
use super::journal::{JournalFault, Snapshot, encode_act};
use crate::domain::moment::Moment;

/// Bytes of a frame's head, to go back by.
const FRAME_HEAD: i64 = 24;
/// A frame larger than this was never written by us.
const LARGEST_FRAME: u64 = 256 << 20;
/// A keyring or desk larger than this was never written by us.
const LARGEST_BLOCK: u32 = 64 << 20;

/// What a backup holds beside the acts.
pub struct Contents {
    pub made: Moment,
    /// The keyring as it lay on the disk.
    pub keyring: KeyringCopy,
    /// The sealed desk; empty where there was none.
    pub desk: Vec<u8>,
}

/// How much is in a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    pub acts: u64,
    pub events: u64,
    pub bytes: u64,
    /// The chain over all headers in their order.
    pub chain: Hash,
}

/// Where a backup goes.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    path: &'p Path,
    over: bool,
}

impl<'p> Place<'p> {
    /// A name that nothing has.
    pub fn new(path: &'p Path) -> Self {
        Self { path, over: false }
    }

    /// A name that an earlier backup may have, which goes once the new one is verified.
    pub fn over(path: &'p Path) -> Self {
        Self { path, over: true }
    }
}

/// Why a backup was not written or cannot be read.
#[derive(Debug)]
pub enum BackupFault {
    /// A file of that name is there.
    Exists(PathBuf),
    /// What was being done, where.
    Io {
        doing: &'static str,
        path: PathBuf,
        fault: io::Error,
    },
    /// It is no backup file.
    NotOne(PathBuf),
    /// Written by a newer program.
    Newer(PathBuf),
    /// Damaged or cut off, from which byte on.
    Damaged {
        path: PathBuf,
        at: u64,
        what: FormatFault,
    },
    /// What was read back is not what was written.
    Differs(PathBuf),
    Journal(JournalFault),
}

impl fmt::Display for BackupFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(path) => write!(out, "{} exists", path.display()),
            Self::Io { doing, path, fault } => write!(out, "cannot {doing} {}: {fault}", path.display()),
            Self::NotOne(path) => write!(out, "{} is no backup", path.display()),
            Self::Newer(path) => write!(out, "{} was written by a newer program", path.display()),
            Self::Damaged { path, at, what } => write!(out, "{} is damaged from byte {at} on: {what}", path.display()),
            Self::Differs(path) => write!(out, "{} does not read back as it was written", path.display()),
            Self::Journal(fault) => write!(out, "{fault}"),
        }
    }
}

impl std::error::Error for BackupFault {}

/// Writes a backup of a journal. Returns its extent and how many places of the journal were damaged and are missing.
/// `holds` is asked before it gets its name: whether the contents are still those of the journal.
///
/// # Errors
/// [`BackupFault`]; the name is as it was then.
pub fn write(
    Place { path: to, over }: Place<'_>,
    contents: &Contents,
    journal: &Snapshot,
    holds: &dyn Fn() -> bool,
    progress: &mut dyn FnMut(u64),
) -> Result<(Extent, usize), BackupFault> {
    if !over && to.exists() {
        return Err(BackupFault::Exists(to.to_owned()));
    }
    let part = part_of(to);
    let written = write_part(&part, contents, journal, progress).and_then(|(written, damage)| {
        crash_here("backup written");
        let (_, read) = read(&part, &mut |_| ControlFlow::Continue(()))?;
        if read == written && holds() { Ok((read, damage)) } else { Err(BackupFault::Differs(to.to_owned())) }
    });
    let done = written.and_then(|done| {
        let named = fs::rename(&part, to).and_then(|()| sync_folder(folder_of(to)));
        named.map(|()| done).map_err(io_fault("name", to))
    });
    if done.is_err() {
        // A part that was left is overwritten by the next backup of that name.
        let _gone = fs::remove_file(&part);
    }
    done
}

fn part_of(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    to.with_file_name(name)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn io_fault<'p>(doing: &'static str, path: &'p Path) -> impl Fn(io::Error) -> BackupFault + 'p {
    move |fault| BackupFault::Io { doing, path: path.to_owned(), fault }
}

fn write_part(
    part: &Path,
    contents: &Contents,
    journal: &Snapshot,
    progress: &mut dyn FnMut(u64),
) -> Result<(Extent, usize), BackupFault> {
    let failed = io_fault("write", part);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = BufWriter::new(options.open(part).map_err(&failed)?);
    let head = front(contents);
    out.write_all(&head).map_err(&failed)?;
    let mut extent = Extent { bytes: head.len() as u64, ..Extent::default() };
    let mut outcome = Ok(());
    let mut bytes = Vec::new();
    let report = journal.replay_readable(Bound::Unbounded, &mut |_, act| {
        bytes.clear();
        let written = encode_act(&act, &extent.chain, &mut bytes)
            .map_err(BackupFault::Journal)
            .and_then(|chain| out.write_all(&bytes).map_err(&failed).map(|()| chain));
        match written {
            Ok(chain) => {
                extent.chain = chain;
                extent.acts += 1;
                extent.events += act.len() as u64;
                extent.bytes += bytes.len() as u64;
                progress(extent.events);
                ControlFlow::Continue(())
            }
            Err(fault) => {
                outcome = Err(fault);
                ControlFlow::Break(())
            }
        }
    });
    outcome?;
    let report = report.map_err(BackupFault::Journal)?;
    let Extent { acts, events, chain, .. } = extent;
    out.write_all(&BackupTail { acts, events, chain }.encode()).map_err(&failed)?;
    extent.bytes += TAIL_LEN as u64;
    let file = out.into_inner().map_err(|fault| failed(fault.into_error()))?;
    file.sync_all().map_err(&failed)?;
    Ok((extent, report.damage.len()))
}

fn front(contents: &Contents) -> Zeroizing<Vec<u8>> {
    let keyring = Zeroizing::new(contents.keyring.encode());
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).expect("a keyring and a desk are small");
    let head = BackupHead { made: contents.made.unix(), keyring: length(&keyring), desk: length(&contents.desk) };
    let mut blocks = Zeroizing::new(Vec::with_capacity(keyring.len() + contents.desk.len()));
    blocks.extend_from_slice(&keyring);
    blocks.extend_from_slice(&contents.desk);
    let mut out = Zeroizing::new(Vec::with_capacity(HEAD_LEN + blocks.len() + 8));
    out.extend_from_slice(&head.encode());
    out.extend_from_slice(&blocks);
    out.extend_from_slice(&check(&blocks));
    out
}

/// What stands before the acts of a backup.
///
/// # Errors
/// [`BackupFault`] as far as it was read.
pub fn contents(from: &Path) -> Result<Contents, BackupFault> {
    Stream::open(from)?.front()
}

/// Reads a backup to its end and visits every act. Everything is verified on the way; an act is visited only whole.
/// After a `Break` the rest is left unread and unverified.
///
/// # Errors
/// [`BackupFault`] with the place of the first thing that does not hold.
pub fn read(
    from: &Path,
    visit: &mut dyn FnMut(Vec<SealedEvent>) -> ControlFlow<()>,
) -> Result<(Contents, Extent), BackupFault> {
    let mut stream = Stream::open(from)?;
    let contents = stream.front()?;
    let mut extent = Extent::default();
    let mut parts: Vec<SealedEvent> = Vec::new();
    loop {
        let at = stream.at;
        let damaged = |what| BackupFault::Damaged { path: from.to_owned(), at, what };
        let Some(frame) = stream.frame()? else { break };
        if !frame.follows(&extent.chain) {
            return Err(damaged(FormatFault::Check));
        }
        extent.chain = frame.chain;
        let act = match frame.head.kind {
            FrameKind::Act => frame.events,
            FrameKind::Part(_) => {
                parts.extend(frame.events);
                continue;
            }
            FrameKind::Mark(_) if parts.len() == frame.head.count as usize => std::mem::take(&mut parts),
            FrameKind::Mark(_) | FrameKind::Trailer => return Err(damaged(FormatFault::Count)),
        };
        extent.acts += 1;
        extent.events += act.len() as u64;
        if visit(act).is_break() {
            return Ok((contents, extent));
        }
    }
    stream.tail(extent)?;
    extent.bytes = stream.at;
    Ok((contents, extent))
}

/// A backup file while it is read.
struct Stream<'p> {
    path: &'p Path,
    input: BufReader<File>,
    at: u64,
}

impl<'p> Stream<'p> {
    fn open(path: &'p Path) -> Result<Self, BackupFault> {
        let file = File::open(path).map_err(io_fault("open", path))?;
        Ok(Self { path, input: BufReader::new(file), at: 0 })
    }

    fn damaged(&self, what: FormatFault) -> BackupFault {
        BackupFault::Damaged { path: self.path.to_owned(), at: self.at, what }
    }

    fn take(&mut self, bytes: &mut [u8]) -> Result<(), BackupFault> {
        match self.input.read_exact(bytes) {
            Ok(()) => {
                self.at += bytes.len() as u64;
                Ok(())
            }
            Err(fault) if fault.kind() == io::ErrorKind::UnexpectedEof => Err(self.damaged(FormatFault::Short)),
            Err(fault) => Err(io_fault("read", self.path)(fault)),
        }
    }

    fn front(&mut self) -> Result<Contents, BackupFault> {
        let mut head = [0; HEAD_LEN];
        let short = |fault| match fault {
            BackupFault::Damaged { path, at: 0, .. } => BackupFault::NotOne(path),
            other => other,
        };
        self.take(&mut head).map_err(short)?;
        let head = BackupHead::decode(&head).map_err(|fault| match fault {
            FormatFault::Magic => BackupFault::NotOne(self.path.to_owned()),
            FormatFault::Version(_) => BackupFault::Newer(self.path.to_owned()),
            what => self.damaged(what),
        })?;
        if head.keyring > LARGEST_BLOCK || head.desk > LARGEST_BLOCK {
            return Err(self.damaged(FormatFault::Long));
        }
        let keyring_len = head.keyring as usize;
        let mut blocks = Zeroizing::new(vec![0; keyring_len + head.desk as usize]);
        self.take(&mut blocks)?;
        let mut written = [0; 8];
        self.take(&mut written)?;
        if check(&blocks) != written {
            return Err(self.damaged(FormatFault::Check));
        }
        let keyring = KeyringCopy::decode(&blocks[..keyring_len]).map_err(|what| match what {
            FormatFault::Version(_) => BackupFault::Newer(self.path.to_owned()),
            what => self.damaged(what),
        })?;
        let desk = blocks[keyring_len..].to_vec();
        Ok(Contents { made: Moment::from_unix(head.made), keyring, desk })
    }

    /// The next frame; `None` where the tail begins.
    fn frame(&mut self) -> Result<Option<Frame>, BackupFault> {
        let begin = self.at;
        let mut head = [0; FRAME_HEAD_LEN];
        self.take(&mut head)?;
        if BackupTail::begins(&head) {
            self.input.seek_relative(-FRAME_HEAD).map_err(io_fault("read", self.path))?;
            self.at = begin;
            return Ok(None);
        }
        let length = FrameHead::decode(&head).map_err(|what| self.damaged(what))?.frame_len();
        if length > LARGEST_FRAME {
            return Err(self.damaged(FormatFault::Long));
        }
        let length = usize::try_from(length).map_err(|_| self.damaged(FormatFault::Long))?;
        let mut bytes = vec![0; length];
        bytes[..FRAME_HEAD_LEN].copy_from_slice(&head);
        self.take(&mut bytes[FRAME_HEAD_LEN..])?;
        let frame = Frame::decode(&bytes);
        frame.map(Some).map_err(|what| BackupFault::Damaged { path: self.path.to_owned(), at: begin, what })
    }

    /// The tail, which has to agree with what was read, and nothing behind it.
    fn tail(&mut self, read: Extent) -> Result<(), BackupFault> {
        let mut bytes = [0; TAIL_LEN];
        self.take(&mut bytes)?;
        let tail = BackupTail::decode(&bytes).map_err(|what| self.damaged(what))?;
        if tail != (BackupTail { acts: read.acts, events: read.events, chain: read.chain }) {
            return Err(self.damaged(FormatFault::Count));
        }
        let mut more = [0];
        match self.input.read(&mut more) {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.damaged(FormatFault::Long)),
            Err(fault) => Err(io_fault("read", self.path)(fault)),
        }
    }
}
