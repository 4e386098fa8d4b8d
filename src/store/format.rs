//! The format page: every byte the store writes itself. All numbers are big-endian; all hashes are BLAKE3.
//! "check" means the first 8 bytes of the hash of what it covers: it finds accidents, not attackers (sealing does that).
//!
//! ## Event header, 124 bytes
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 1 | algorithms: 1 = ed25519, BLAKE3, XChaCha20-Poly1305 |
//! | 1 | 8 | device |
//! | 9 | 2 | epoch: grows by one when a device is set up again |
//! | 11 | 17 | scope |
//! | 28 | 8 | seq: contiguous from 1 in the log (device, epoch, scope) |
//! | 36 | 8 | stamp: order only |
//! | 44 | 8 | record |
//! | 52 | 8 | act |
//! | 60 | 32 | prev: hash of the header before it in the same log; zeros for the first |
//! | 92 | 32 | body hash: hash of the plaintext (salt and payload) |
//!
//! The chain of a log thus covers headers and hashes of bodies, and still holds when a body is erased. What an erasure
//! names is an event of its own; a body that it names is never taken in again, from whatever copy.
//!
//! ## Event envelope, 129 bytes and the body
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 124 | event header |
//! | 124 | 1 | flags: 0, or 1 = body erased |
//! | 125 | 4 | length of the body |
//! | 129 | – | body; of an erased one nothing, or zeros as many as it had |
//!
//! ## Body (sealed)
//! 24 bytes nonce · ciphertext · 16 bytes tag, by XChaCha20-Poly1305. Plaintext: 16 random bytes of salt · payload; without the
//! salt an erased body could be guessed from its hash. Associated data: the 124 bytes of the event header.
//!
//! ## Sealed value (in a derived tree)
//! 24 bytes nonce · ciphertext · 16 bytes tag. Associated data: `chuanmen value` · 1 byte tree · key.
//!
//! ## Journal file `journal/NNNN.log`
//! A file header, then frames; a file that was rotated away ends with a trailer. An act never spans two files.
//!
//! File header, 64 bytes:
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `chmnjrnl` |
//! | 8 | 2 | format, 1 |
//! | 10 | 2 | epoch of the device that began the file |
//! | 12 | 8 | device |
//! | 20 | 4 | number of the file, from 1 |
//! | 24 | 32 | chain of the last frame of the file before it; zeros for the first |
//! | 56 | 8 | check over 0..56 |
//!
//! Frame, 24 + length + 40 bytes:
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 4 | `CMfr` |
//! | 4 | 1 | kind: 1 = a whole act, 2 = part of an act, 3 = commit mark, 4 = trailer |
//! | 5 | 1 | 0 |
//! | 6 | 2 | place of a part in its act, from 0; for a commit mark the number of parts; else 0 |
//! | 8 | 4 | length of the payload |
//! | 12 | 4 | count: events in the payload; for a commit mark, in the act; for a trailer 0 |
//! | 16 | 8 | check over 0..16 |
//! | 24 | – | payload: envelopes one after the other; empty for a commit mark and a trailer |
//! | −40 | 32 | chain: hash of the chain before it · bytes 4..8 and 12..16 · the event headers |
//! | −8 | 8 | check over everything before it in the frame |
//!
//! The chain leaves bodies and lengths out: erasing a body changes the last check, never the chain.
//! Parts count only with the commit mark behind them.
//!
//! ## Keyring `keyring`
//! Two same copies, at 0 and at 4,096, zeros between: a bad sector hits one copy. A copy is 88 bytes with a bare key and
//! 264 with a wrapped one.
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `chmnkeys` |
//! | 8 | 2 | format, 1 |
//! | 10 | 1 | how the key is kept: 0 = bare, 1 = wrapped |
//! | 11 | 1 | 0 |
//! | 12 | 2 | epoch |
//! | 14 | 2 | 0 |
//! | 16 | 8 | device |
//! | 24 | 32 | bare: the data key |
//! | 24 | 208 | wrapped: two slots, for the passphrase and for the recovery code |
//! | −32 | 32 | hash over everything before it |
//!
//! Slot, 104 bytes:
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 4 | 1 = passphrase by Argon2id 1.3, 2 = recovery code by BLAKE3 |
//! | 4 | 4 | Argon2id memory in KiB; 0 for a recovery code, as the next two |
//! | 8 | 4 | passes |
//! | 12 | 4 | lanes |
//! | 16 | 16 | salt |
//! | 32 | 24 | nonce |
//! | 56 | 48 | the data key sealed by XChaCha20-Poly1305 under what was derived; associated data: bytes 0..12 and 16..24 of the copy · bytes 0..32 of the slot |
//!
//! ## Backup
//! | bytes | what |
//! |---|---|
//! | 8 | `chmnback` |
//! | 2 | format, 1 |
//! | 2 | 0 |
//! | 8 | when it was made, seconds since 1970 |
//! | 4 | length of the keyring's copy |
//! | 4 | length of the desk |
//! | 8 | check over the 28 bytes before |
//! | – | one copy of the keyring · the desk · check over both |
//! | – | the frames of all acts, chained from zeros as in a journal; no trailer |
//! | 4 | `CMbk` |
//! | 4 | 0 |
//! | 8 | acts |
//! | 8 | events |
//! | 32 | chain of the last frame |
//! | 8 | check over the 56 bytes before |
//!
//! A bare key stands bare in a backup too.
//!
//! ## Another format
//! Whatever changes on this page, or in what the sealed payloads hold, adds a folder to `tests/golden`: a backup that this
//! program made, bare and wrapped, and what its lists said (`CHUANMEN_GOLDEN=2 cargo test --test golden`). Every earlier
//! folder stays, and every later program restores it.
//!
//! ## Desk `desk`
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `chmndesk` |
//! | 8 | 1 | version, 1; a higher one has what this program would lose |
//! | 9 | 24 | nonce |
//! | 33 | – | ciphertext of a JSON object · 16 bytes tag. Associated data: `chuanmen file` · bytes 0..9 |
//!
//! ## What this protects against, and what not
//! Four are meant: an *accident* (a power cut, a bad sector, a slip), a *thief* who has the disk or a backup, a *colleague*
//! with an account on the computer, an *editor* who changes the files on purpose. Where no passphrase is set the key stands
//! bare beside the data: then thief, colleague with the rights to read the folder and editor can read and write
//! everything, and nothing below that is said of them holds.
//!
//! | bytes | against | not against |
//! |---|---|---|
//! | device, epoch, scope, seq | an editor who moves an event to another log or place: the tag covers the header, so its body does not open there | a thief: they stand in the clear and say which cells this computer has, and how often something was recorded in each |
//! | stamp | as above | a thief: the millisecond of every recording stands in the clear. A clock that is wrong: the stamp is what it said |
//! | record, act | as above | a thief: which recordings are about the same household or matter, and what was recorded together; not who it is |
//! | prev | an accident, and an editor without the key who takes an event out of the middle of a log or puts one in: `doctor` finds the gap | an editor who cuts off the end of a log with what follows: nothing says how long it was. No hash here is signed: whoever has the key writes chains that hold, in the name of any device |
//! | body hash | an accident: it binds the chain to the words while a body may be erased. With 16 random bytes of salt in front it tells nothing of an erased one | – |
//! | flags, body erased | – | an editor: zeros and the flag look like an erasure by law, and no tag covers an erased event. Header and chain still hold; the words are gone |
//! | length of the body | an accident, with the checks of the frame | a thief: it tells about how long each text is |
//! | nonce, ciphertext, tag | a thief and a colleague under a passphrase; an editor without the key: a changed body does not open | whoever knows the passphrase; an editor who puts the bytes of an erased body back |
//! | check of 8 bytes: file header, frame head, frame, backup | an accident: one in 2⁶⁴ goes unnoticed | an editor: it has no key, and is computed anew |
//! | frame: length, count | an accident: the next frame is found behind a damaged one | a thief: how large each act was |
//! | frame: chain; file header: chain, number, device | an accident: a frame or file that is missing, doubled or exchanged with another is named by file and byte | an editor, who computes the chain anew; and whoever takes away the last frames: the database is then ahead of the journal, which is noticed, unless it is set back with them |
//! | trailer | a lost end of a file that is not the last | a lost end of the last file, as long as the database is lost too |
//! | sealed value, with tree and key | a thief; an editor who moves a value to another key | an editor who takes a row away or puts an earlier one back: only `doctor --full` finds it, by comparing with the journal |
//! | rows that are not sealed: lists, sums, places | an accident, by `doctor --full` | a thief: due dates, and how many households and matters each cell has, without a name. Identity numbers are there as keyed hashes |
//! | keyring: two copies, hash | a bad sector: either copy heals the other | an editor: the hash has no key |
//! | keyring: slots | a thief, as far as the passphrase is hard to guess: every guess costs a derivation; the recovery code has 130 random bits | a short or common passphrase. An earlier copy of this file: changing the passphrase keeps the data key, so the old passphrase opens the old copy, and with it everything since |
//! | desk: version, tag | a thief; an editor who changes it: it is set aside as damaged | an editor who puts an earlier desk back; its length tells about how much lies unsaved |
//! | backup: when, acts, events | a cut or damaged file: the trailer counts what must be in it | a thief: they stand in the clear. A bare key in it opens it |
//!
//! Against nobody here: a whole folder exchanged for an earlier copy of itself opens as if nothing had been (only another
//! device, a newer backup or paper knows better); what is in memory or on the screen while the data is open, also behind
//! the PIN, which keeps the key in memory for half an hour; names of files and folders, their sizes and times; the count of
//! wrong passphrases, which slows the keyboard and not a copy of the disk. What was deleted may stay readable on a drive
//! that moves its sectors, for whoever had its key.

use std::fmt;

pub mod backup;
pub mod keyring;

/// The version of every format on this page.
pub const FORMAT: u16 = 1;
/// ed25519, BLAKE3, XChaCha20-Poly1305.
pub const ALGORITHMS: u8 = 1;
/// Bytes of a scope.
pub const SCOPE_LEN: usize = 17;
/// Bytes of an event header.
pub const HEADER_LEN: usize = 124;
/// Bytes of an envelope before its body.
pub const ENVELOPE_LEN: usize = HEADER_LEN + 5;
/// Bytes of a journal file's header.
pub const FILE_HEADER_LEN: usize = 64;
/// Bytes of a frame before its payload.
pub const FRAME_HEAD_LEN: usize = 24;
/// Bytes of a frame behind its payload.
pub const FRAME_TAIL_LEN: usize = 40;
/// What every frame begins with.
pub const FRAME_MAGIC: [u8; 4] = *b"CMfr";

/// What the desk's file begins with.
pub const DESK_MAGIC: [u8; 8] = *b"chmndesk";
/// The version of the desk that this program writes.
pub const DESK_VERSION: u8 = 1;

const FILE_MAGIC: [u8; 8] = *b"chmnjrnl";
const ERASED: u8 = 1;

/// The hash of an event header or a frame's chain.
pub type Hash = [u8; 32];

/// What everyone may know of an event: its log, place, order, record and the hash of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Algorithms used, [`ALGORITHMS`].
    pub alg: u8,
    pub device: u64,
    pub epoch: u16,
    pub scope: [u8; SCOPE_LEN],
    /// Place in the log (device, epoch, scope), contiguous from 1.
    pub seq: u64,
    /// Order only: 48 bits of milliseconds and a counter.
    pub stamp: u64,
    pub record: u64,
    pub act: u64,
    /// Hash of the header before it in the same log; zeros for the first.
    pub prev: Hash,
    /// Hash of the plaintext: salt and payload.
    pub body_hash: Hash,
}

impl Header {
    pub fn encode(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        out[0] = self.alg;
        out[1..9].copy_from_slice(&self.device.to_be_bytes());
        out[9..11].copy_from_slice(&self.epoch.to_be_bytes());
        out[11..28].copy_from_slice(&self.scope);
        out[28..36].copy_from_slice(&self.seq.to_be_bytes());
        out[36..44].copy_from_slice(&self.stamp.to_be_bytes());
        out[44..52].copy_from_slice(&self.record.to_be_bytes());
        out[52..60].copy_from_slice(&self.act.to_be_bytes());
        out[60..92].copy_from_slice(&self.prev);
        out[92..124].copy_from_slice(&self.body_hash);
        out
    }

    pub fn decode(bytes: &[u8; HEADER_LEN]) -> Self {
        let mut read = Reader(bytes);
        Self {
            alg: read.array::<1>()[0],
            device: u64::from_be_bytes(read.array()),
            epoch: u16::from_be_bytes(read.array()),
            scope: read.array(),
            seq: u64::from_be_bytes(read.array()),
            stamp: u64::from_be_bytes(read.array()),
            record: u64::from_be_bytes(read.array()),
            act: u64::from_be_bytes(read.array()),
            prev: read.array(),
            body_hash: read.array(),
        }
    }

    /// The hash that the next header of the same log carries as `prev`.
    pub fn hash(&self) -> Hash {
        *blake3::hash(&self.encode()).as_bytes()
    }
}

/// Reads fixed fields off the front; only for slices whose length the caller has fixed.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.0.split_first_chunk::<N>().expect("the fields of a table add up to its length");
        self.0 = rest;
        *head
    }
}

/// An event as it stands in journal, database and backup: the same bytes everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEvent {
    pub header: Header,
    /// Nonce, ciphertext and tag; empty when the body was erased by law.
    pub body: Vec<u8>,
}

impl SealedEvent {
    /// Whether the body was erased: header and chain still verify, the content is gone for good.
    pub fn is_erased(&self) -> bool {
        self.body.is_empty()
    }

    /// The envelope's length in bytes.
    pub fn encoded_len(&self) -> usize {
        ENVELOPE_LEN + self.body.len()
    }

    /// Appends the envelope.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        let len = u32::try_from(self.body.len()).expect("a body is bounded by the journal's largest frame");
        out.extend_from_slice(&self.header.encode());
        out.push(if self.is_erased() { ERASED } else { 0 });
        out.extend_from_slice(&len.to_be_bytes());
        out.extend_from_slice(&self.body);
    }

    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.encoded_len());
        self.encode_into(&mut out);
        out
    }

    /// Takes one envelope off the front of `bytes`.
    ///
    /// # Errors
    /// [`FormatFault`] when the bytes are not a whole envelope.
    pub fn take(bytes: &mut &[u8]) -> Result<Self, FormatFault> {
        let (header, rest) = bytes.split_first_chunk::<HEADER_LEN>().ok_or(FormatFault::Short)?;
        let ([flags, len @ ..], rest) = rest.split_first_chunk::<5>().ok_or(FormatFault::Short)?;
        let len = u32::from_be_bytes(*len) as usize;
        let (body, rest) = rest.split_at_checked(len).ok_or(FormatFault::Short)?;
        let body = match *flags {
            0 if !body.is_empty() => body.to_vec(),
            ERASED if body.iter().all(|byte| *byte == 0) => Vec::new(),
            _ => return Err(FormatFault::Flags),
        };
        *bytes = rest;
        Ok(Self { header: Header::decode(header), body })
    }

    /// # Errors
    /// [`FormatFault`] when the bytes are not exactly one envelope.
    pub fn decode(mut bytes: &[u8]) -> Result<Self, FormatFault> {
        let event = Self::take(&mut bytes)?;
        if bytes.is_empty() { Ok(event) } else { Err(FormatFault::Long) }
    }
}

/// The head of a journal file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileHeader {
    pub epoch: u16,
    pub device: u64,
    /// Number of the file, from 1.
    pub file: u32,
    /// Chain of the last frame of the file before; zeros for the first.
    pub chain: Hash,
}

impl FileHeader {
    pub fn encode(&self) -> [u8; FILE_HEADER_LEN] {
        let mut out = [0; FILE_HEADER_LEN];
        out[0..8].copy_from_slice(&FILE_MAGIC);
        out[8..10].copy_from_slice(&FORMAT.to_be_bytes());
        out[10..12].copy_from_slice(&self.epoch.to_be_bytes());
        out[12..20].copy_from_slice(&self.device.to_be_bytes());
        out[20..24].copy_from_slice(&self.file.to_be_bytes());
        out[24..56].copy_from_slice(&self.chain);
        let check = check(&out[..56]);
        out[56..].copy_from_slice(&check);
        out
    }

    /// # Errors
    /// [`FormatFault`] when the bytes are too short, damaged, of another kind or of a newer format.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatFault> {
        let bytes = bytes.first_chunk::<FILE_HEADER_LEN>().ok_or(FormatFault::Short)?;
        if check(&bytes[..56]) != bytes[56..] {
            return Err(FormatFault::Check);
        }
        let mut read = Reader(bytes);
        let magic: [u8; 8] = read.array();
        let format = u16::from_be_bytes(read.array());
        known(magic == FILE_MAGIC, format)?;
        Ok(Self {
            epoch: u16::from_be_bytes(read.array()),
            device: u64::from_be_bytes(read.array()),
            file: u32::from_be_bytes(read.array()),
            chain: read.array(),
        })
    }
}

fn known(magic: bool, format: u16) -> Result<(), FormatFault> {
    match (magic, format) {
        (false, _) => Err(FormatFault::Magic),
        (true, FORMAT) => Ok(()),
        (true, other) => Err(FormatFault::Version(other)),
    }
}

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// A whole act.
    Act,
    /// Part of an act, with its place from 0.
    Part(u16),
    /// Closes the parts of an act, with their number.
    Mark(u16),
    /// Closes a file.
    Trailer,
}

/// The head of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameHead {
    pub kind: FrameKind,
    /// Bytes of the payload.
    pub length: u32,
    /// Events in the payload; of a commit mark, in the act; of a trailer 0.
    pub count: u32,
}

impl FrameHead {
    pub fn encode(&self) -> [u8; FRAME_HEAD_LEN] {
        let mut out = [0; FRAME_HEAD_LEN];
        out[0..4].copy_from_slice(&FRAME_MAGIC);
        let (kind, place) = match self.kind {
            FrameKind::Act => (1, 0),
            FrameKind::Part(place) => (2, place),
            FrameKind::Mark(parts) => (3, parts),
            FrameKind::Trailer => (4, 0),
        };
        out[4] = kind;
        out[6..8].copy_from_slice(&place.to_be_bytes());
        out[8..12].copy_from_slice(&self.length.to_be_bytes());
        out[12..16].copy_from_slice(&self.count.to_be_bytes());
        let check = check(&out[..16]);
        out[16..].copy_from_slice(&check);
        out
    }

    /// # Errors
    /// [`FormatFault`] when the bytes are too short, damaged or no frame.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatFault> {
        let bytes = bytes.first_chunk::<FRAME_HEAD_LEN>().ok_or(FormatFault::Short)?;
        if bytes[..4] != FRAME_MAGIC {
            return Err(FormatFault::Magic);
        }
        if check(&bytes[..16]) != bytes[16..] {
            return Err(FormatFault::Check);
        }
        let mut read = Reader(&bytes[4..]);
        let [kind, zero] = read.array();
        let place = u16::from_be_bytes(read.array());
        let kind = match (kind, zero, place) {
            (1, 0, 0) => FrameKind::Act,
            (2, 0, place) => FrameKind::Part(place),
            (3, 0, parts) => FrameKind::Mark(parts),
            (4, 0, 0) => FrameKind::Trailer,
            _ => return Err(FormatFault::Flags),
        };
        Ok(Self { kind, length: u32::from_be_bytes(read.array()), count: u32::from_be_bytes(read.array()) })
    }

    /// Bytes of the whole frame.
    pub fn frame_len(&self) -> u64 {
        FRAME_HEAD_LEN as u64 + u64::from(self.length) + FRAME_TAIL_LEN as u64
    }

    /// The frame's chain: over the chain before it, its kind and count, and its events' headers.
    pub fn chain(&self, before: &Hash, events: &[SealedEvent]) -> Hash {
        let head = self.encode();
        let mut hash = blake3::Hasher::new();
        hash.update(before).update(&head[4..8]).update(&head[12..16]);
        for event in events {
            hash.update(&event.header.encode());
        }
        *hash.finalize().as_bytes()
    }
}

/// Appends one frame to `out` and returns its chain. For a commit mark or a trailer `count` says what `events`, empty, cannot.
pub fn encode_frame(kind: FrameKind, count: u32, events: &[SealedEvent], before: &Hash, out: &mut Vec<u8>) -> Hash {
    let length: usize = events.iter().map(SealedEvent::encoded_len).sum();
    let length = u32::try_from(length).expect("the journal splits an act long before 4 GB");
    let head = FrameHead { kind, length, count };
    let chain = head.chain(before, events);
    let begin = out.len();
    out.extend_from_slice(&head.encode());
    for event in events {
        event.encode_into(out);
    }
    out.extend_from_slice(&chain);
    let check = check(&out[begin..]);
    out.extend_from_slice(&check);
    chain
}

/// What a whole frame holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub head: FrameHead,
    pub events: Vec<SealedEvent>,
    /// The chain as written; whether it follows from the frame before is [`Frame::follows`].
    pub chain: Hash,
}

impl Frame {
    /// Decodes exactly one frame and verifies its checks, not its chain.
    ///
    /// # Errors
    /// [`FormatFault`] naming what does not hold.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatFault> {
        let head = FrameHead::decode(bytes)?;
        if bytes.len() as u64 != head.frame_len() {
            return Err(FormatFault::Short);
        }
        let (covered, written) = bytes.split_at(bytes.len() - 8);
        if check(covered) != written {
            return Err(FormatFault::Check);
        }
        let (mut payload, chain) = covered[FRAME_HEAD_LEN..].split_at(head.length as usize);
        let mut events = Vec::new();
        while !payload.is_empty() {
            events.push(SealedEvent::take(&mut payload)?);
        }
        if matches!(head.kind, FrameKind::Act | FrameKind::Part(_)) && events.len() != head.count as usize {
            return Err(FormatFault::Count);
        }
        Ok(Self { head, events, chain: Reader(chain).array() })
    }

    /// Whether the frame's chain follows from the chain before it.
    pub fn follows(&self, before: &Hash) -> bool {
        self.head.chain(before, &self.events) == self.chain
    }
}

/// The first 8 bytes of the hash.
pub fn check(bytes: &[u8]) -> [u8; 8] {
    *blake3::hash(bytes).as_bytes().first_chunk().expect("a hash has 32 bytes")
}

/// Why bytes are not what this page describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatFault {
    /// They end too early.
    Short,
    /// Something follows where nothing should.
    Long,
    /// They do not begin as they should.
    Magic,
    /// A newer format, with its number.
    Version(u16),
    /// The check does not hold: a bit has changed.
    Check,
    /// A kind or flag this format does not know.
    Flags,
    /// The events are not as many as the head says.
    Count,
}

impl fmt::Display for FormatFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormatFault::Short => write!(out, "ends too early"),
            FormatFault::Long => write!(out, "goes on after its end"),
            FormatFault::Magic => write!(out, "does not begin as it should"),
            FormatFault::Version(number) => write!(out, "has format {number}; this program knows {FORMAT}"),
            FormatFault::Check => write!(out, "has changed since it was written (checksum)"),
            FormatFault::Flags => write!(out, "has an unknown kind or flag"),
            FormatFault::Count => write!(out, "does not hold as many events as it says"),
        }
    }
}

impl std::error::Error for FormatFault {}

#[cfg(test)]
mod tests;
