//! The journal: what `append` has returned for is on the disk and stays there.
//!
//! Promises: one act is one call, counted whole or not at all, made durable with exactly one `sync_data` (a call that begins
//! a new file, every 16 MB, makes the old file's trailer and the new name durable too). Frames are chained. On opening, only what
//! stands behind the last whole act of the last file is cut off, after its bytes were kept in `quarantine/`; damage
//! anywhere else is reported, never cut, and the walk goes on behind it. After a failed append the file is as before it.
//! After a failed sync nothing more is appended until the journal is opened anew: the system may have dropped what it could
//! not write, and a second sync would say that all is well.
//!
//! Absent: what events mean, sealing, healing of damaged frames. The bytes are described in [`format`](super::format).

mod file;
mod replay;
mod report;
mod salvage;
mod split;
mod tail;
#[cfg(test)]
mod tests;
mod walk;

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::format::{FILE_HEADER_LEN, FileHeader, FormatFault, Hash, SealedEvent, encode_frame};
pub use replay::Snapshot;
pub use report::{Damage, DamageKind, JournalFault, JournalReport, OpenReport, Torn};
use split::Piece;
use tail::Tail;

/// Where an act begins: ordered as the journal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Number of the file, from 1.
    pub file: u32,
    /// Where the act's (first) frame begins in the file, in bytes.
    pub frame: u64,
}

/// How a journal is kept. Sizes in bytes.
#[derive(Debug, Clone, Copy)]
pub struct JournalSettings {
    /// A file of at least this size is closed before the next act.
    pub rotate_at: u64,
    /// Appending is refused while the disk has less than this free; 0 = never.
    pub reserve: u64,
    /// An act with more than this in one frame is split into parts.
    pub largest_frame: usize,
    /// An act known to be on the disk, best the last one applied: opening looks at the last file from there only, and
    /// neither it nor anything before it is ever taken for torn.
    pub known: Option<Position>,
}

impl Default for JournalSettings {
    fn default() -> Self {
        Self { rotate_at: 16 << 20, reserve: 64 << 20, largest_frame: 4 << 20, known: None }
    }
}

/// Appends the frames of one act to `out`, as a journal has them; returns the chain behind them.
///
/// # Errors
/// [`JournalFault::Empty`] without events, [`JournalFault::TooLarge`] for an act over 65,535 frames.
pub fn encode_act(events: &[SealedEvent], before: &Hash, out: &mut Vec<u8>) -> Result<Hash, JournalFault> {
    let pieces = split::split(events, JournalSettings::default().largest_frame)?;
    let frame = |chain, Piece { kind, count, events }: Piece<'_>| encode_frame(kind, count, events, &chain, out);
    Ok(pieces.into_iter().fold(*before, frame))
}

/// Called with each act in order; `Break` ends the walk.
pub type ActVisit<'a> = dyn FnMut(Position, Vec<SealedEvent>) -> ControlFlow<()> + 'a;

/// The journal of one data folder, open for appending.
#[derive(Debug)]
pub struct Journal {
    data: PathBuf,
    device: u64,
    epoch: u16,
    settings: JournalSettings,
    file: File,
    number: u32,
    /// Where the last whole act ends.
    end: u64,
    /// Where it begins, as far as that is known.
    last: Option<Position>,
    chain: Hash,
    /// The file has its trailer: the next act begins a new one.
    closed: bool,
    /// There may be bytes behind `end` from an append that failed.
    unclean: bool,
    /// A sync has failed: what was written then may be gone, and no later sync would say so.
    distrusted: bool,
    /// Whether each act is made durable by itself.
    syncs: bool,
}

impl Journal {
    /// Opens the journal in `data`/journal with the usual settings, beginning it when there is none.
    ///
    /// # Errors
    /// As [`Journal::open_with`].
    pub fn open(data: &Path, device: u64, epoch: u16) -> Result<(Self, OpenReport), JournalFault> {
        Self::open_with(data, device, epoch, JournalSettings::default())
    }

    /// Opens the journal in `data`/journal, beginning it when there is none, and cuts off a torn end.
    ///
    /// # Errors
    /// [`JournalFault::Io`], [`JournalFault::OtherDevice`] or [`JournalFault::Newer`]; nothing was changed then.
    pub fn open_with(
        data: &Path,
        device: u64,
        epoch: u16,
        settings: JournalSettings,
    ) -> Result<(Self, OpenReport), JournalFault> {
        file::ensure_folder(data)?;
        let mut report = OpenReport::default();
        let Some(last) = file::numbers(data)?.pop() else {
            report.created = true;
            return Ok((Self::begin(data, device, epoch, settings)?, report));
        };
        let header = match file::read_header(data, last)? {
            Ok(header) if header.device != device => {
                return Err(JournalFault::OtherDevice { found: header.device, expected: device });
            }
            Err(FormatFault::Version(format)) => return Err(JournalFault::Newer(format)),
            header => header,
        };
        let tail = Tail::find(data, last, header, settings.known, &mut report)?;
        if tail.is_unborn() {
            let torn = file::remove_unborn(data, last)?;
            let (journal, before) = Self::open_with(data, device, epoch, settings)?;
            return Ok((journal, OpenReport { torn: Some(torn), ..before }));
        }
        let mut journal = Self {
            data: data.to_path_buf(),
            device,
            epoch,
            settings,
            file: file::open(data, last)?,
            number: last,
            end: tail.end,
            last: tail.last,
            chain: tail.chain,
            closed: tail.closed,
            unclean: false,
            distrusted: false,
            syncs: true,
        };
        journal.cut_torn_end(&tail, &mut report)?;
        Ok((journal, report))
    }

    fn begin(data: &Path, device: u64, epoch: u16, settings: JournalSettings) -> Result<Self, JournalFault> {
        let header = FileHeader { epoch, device, file: 1, chain: [0; 32] };
        let file = file::create(data, &header)?;
        file.sync_data().map_err(|fault| JournalFault::io("sync", &file::path(data, 1), fault))?;
        file::sync_folder(data)?;
        Ok(Self {
            data: data.to_path_buf(),
            device,
            epoch,
            settings,
            file,
            number: 1,
            end: FILE_HEADER_LEN as u64,
            last: None,
            chain: header.chain,
            closed: false,
            unclean: false,
            distrusted: false,
            syncs: true,
        })
    }

    /// Cuts off what stands behind the last whole act.
    fn cut_torn_end(&mut self, tail: &Tail, report: &mut OpenReport) -> Result<(), JournalFault> {
        if tail.end < tail.len {
            let at = self.end();
            report.damage.retain(|damage| damage.frame < at.frame);
            report.torn = Some(file::set_aside(&self.data, at)?);
            self.cut()?;
        }
        Ok(())
    }

    /// Where the next act will begin. Every act in the journal stands before it.
    pub fn end(&self) -> Position {
        Position { file: self.number, frame: self.end }
    }

    /// Whether an act is known to be the last one, with nothing to be read behind it. `false` says nothing.
    pub fn is_last(&self, act: Position) -> bool {
        self.last == Some(act)
    }

    /// Appends one act. When this returns `Ok` the act is on the disk.
    ///
    /// # Errors
    /// [`JournalFault::Empty`] without events, [`JournalFault::DiskFull`] below the reserve, [`JournalFault::TooLarge`] for
    /// an act over 65,535 frames, [`JournalFault::Io`]; nothing of the act counts then, and a later append works
    /// as soon as the disk does. [`JournalFault::Distrusted`] ever after a sync has failed.
    pub fn append(&mut self, events: &[SealedEvent]) -> Result<Position, JournalFault> {
        if self.distrusted {
            return Err(JournalFault::Distrusted);
        }
        let frames = split::split(events, self.settings.largest_frame)?;
        let bytes: u64 = events.iter().map(|event| event.encoded_len() as u64).sum();
        self.refuse_when_full(bytes)?;
        if self.unclean {
            self.cut()?;
        }
        if self.closed || self.end >= self.settings.rotate_at {
            self.rotate()?;
        }
        let position = self.end();
        match self.write(&frames) {
            Ok((end, chain)) => (self.end, self.chain, self.last) = (end, chain, Some(position)),
            Err(fault) => return Err(self.undo(fault)),
        }
        Ok(position)
    }

    /// Appends one act without making it durable: for a journal that counts only after [`Journal::sync`].
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub fn append_unsynced(&mut self, events: &[SealedEvent]) -> Result<(), JournalFault> {
        self.syncs = false;
        let appended = self.append(events);
        self.syncs = true;
        appended.map(drop)
    }

    /// Makes everything durable that was appended.
    ///
    /// # Errors
    /// [`JournalFault::Io`].
    pub fn sync(&mut self) -> Result<(), JournalFault> {
        for number in 1..=self.number {
            let path = file::path(&self.data, number);
            let synced = File::open(&path).and_then(|file| file.sync_all());
            synced.map_err(|fault| JournalFault::io("sync", &path, fault))?;
        }
        file::sync_folder(&self.data)
    }

    fn refuse_when_full(&self, bytes: u64) -> Result<(), JournalFault> {
        if self.settings.reserve == 0 {
            return Ok(());
        }
        let free = fs2::available_space(&self.data)
            .map_err(|fault| JournalFault::io("ask for free space", &self.data, fault))?;
        if free < self.settings.reserve.saturating_add(bytes) {
            return Err(JournalFault::DiskFull { free, reserve: self.settings.reserve });
        }
        Ok(())
    }

    /// Writes frames behind `end`, and makes them durable unless that is put off; returns the new end and chain.
    fn write(&mut self, frames: &[Piece<'_>]) -> Result<(u64, Hash), JournalFault> {
        let (mut end, mut chain) = (self.end, self.chain);
        let mut bytes = Vec::new();
        self.at_file("seek", |file| file.seek(SeekFrom::Start(end)))?;
        for Piece { kind, count, events } in frames {
            bytes.clear();
            chain = encode_frame(*kind, *count, events, &chain, &mut bytes);
            self.at_file("write", |file| file.write_all(&bytes))?;
            end += bytes.len() as u64;
        }
        if self.syncs {
            self.sync_file()?;
        }
        Ok((end, chain))
    }

    fn sync_file(&mut self) -> Result<(), JournalFault> {
        let synced = self.at_file("sync", |file| file.sync_data());
        self.distrusted |= synced.is_err();
        synced
    }

    /// Whether a sync has failed, after which nothing more is appended.
    pub fn is_distrusted(&self) -> bool {
        self.distrusted
    }

    fn at_file<T>(
        &mut self,
        doing: &'static str,
        act: impl FnOnce(&mut File) -> io::Result<T>,
    ) -> Result<T, JournalFault> {
        act(&mut self.file).map_err(|fault| JournalFault::io(doing, &file::path(&self.data, self.number), fault))
    }

    /// After a failed write: back to the last whole act, now or before the next append.
    fn undo(&mut self, fault: JournalFault) -> JournalFault {
        self.unclean = true;
        match self.cut() {
            // Either way the write failed; when the cut did too, `unclean` makes the next append begin with it.
            Ok(()) | Err(_) => fault,
        }
    }

    fn cut(&mut self) -> Result<(), JournalFault> {
        let end = self.end;
        self.at_file("cut", |file| file.set_len(end))?;
        self.sync_file()?;
        self.unclean = false;
        Ok(())
    }

    /// Closes the file with its trailer and begins the next. May be called again after a fault.
    fn rotate(&mut self) -> Result<(), JournalFault> {
        if !self.closed {
            match self.write(&[Piece::TRAILER]) {
                Ok((end, chain)) => (self.end, self.chain) = (end, chain),
                Err(fault) => return Err(self.undo(fault)),
            }
            self.closed = true;
        }
        let header = FileHeader { epoch: self.epoch, device: self.device, file: self.number + 1, chain: self.chain };
        self.file = file::create(&self.data, &header)?;
        self.number = header.file;
        self.end = FILE_HEADER_LEN as u64;
        self.closed = false;
        let named = file::sync_folder(&self.data);
        self.distrusted |= named.is_err();
        named
    }
}
