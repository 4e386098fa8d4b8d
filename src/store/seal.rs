//! Sealing: XChaCha20-Poly1305 under the data key. The bytes are described in [`format`](super::format).
//!
//! Promises: an event opens only under its own header (log, seq, record, order), a value only under its own tree and key;
//! no nonce is used twice. Absent: passwords and wrapping of the data key.

use std::cell::RefCell;
use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::format::{ALGORITHMS, Header, SealedEvent};

const NONCE_LEN: usize = 24;
const SALT_LEN: usize = 16;
const VALUE_CONTEXT: &[u8] = b"chuanmen value";

/// The key that everything is sealed under; wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new key from the operating system's randomness.
    ///
    /// # Errors
    /// [`SealFault::Random`] when the system gives none.
    pub fn generate() -> Result<Self, SealFault> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut_slice()).map_err(|_| SealFault::Random)?;
        Ok(Self(key))
    }

    /// The bare key, for the keyring.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A hash of `content` that nobody can recompute without the key; `purpose` keeps its uses apart.
    pub fn keyed_hash(&self, purpose: &str, content: &[u8]) -> [u8; 32] {
        let key = Zeroizing::new(blake3::derive_key(purpose, self.0.as_slice()));
        *blake3::keyed_hash(&key, content).as_bytes()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_slice().into())
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DataKey(hidden)")
    }
}

/// Seals a payload as the body of an event. `header.alg` and `header.body_hash` are filled in; whatever they held is ignored.
///
/// # Errors
/// [`SealFault::Random`] when the system gives no randomness, [`SealFault::Large`] over 256 GB.
pub fn seal_event(key: &DataKey, header: Header, payload: &[u8]) -> Result<SealedEvent, SealFault> {
    let salt = random()?;
    let nonce = random()?;
    seal_event_with(key, header, payload, salt, nonce)
}

fn seal_event_with(
    key: &DataKey,
    header: Header,
    payload: &[u8],
    salt: [u8; SALT_LEN],
    nonce: [u8; NONCE_LEN],
) -> Result<SealedEvent, SealFault> {
    let mut plain = Zeroizing::new(Vec::with_capacity(SALT_LEN + payload.len()));
    plain.extend_from_slice(&salt);
    plain.extend_from_slice(payload);
    let header = Header { alg: ALGORITHMS, body_hash: *blake3::hash(&plain).as_bytes(), ..header };
    let body = seal(key, &plain, &header.encode(), nonce)?;
    Ok(SealedEvent { header, body })
}

/// The payload of a sealed event.
///
/// # Errors
/// [`SealFault::Erased`] when the body was erased, [`SealFault::Algorithms`] for algorithms this program does not know,
/// [`SealFault::Forged`] when key, header and body do not belong together.
pub fn open_event(key: &DataKey, event: &SealedEvent) -> Result<Vec<u8>, SealFault> {
    if event.header.alg != ALGORITHMS {
        return Err(SealFault::Algorithms(event.header.alg));
    }
    if event.is_erased() {
        return Err(SealFault::Erased);
    }
    let mut plain = Zeroizing::new(open(key, &event.body, &event.header.encode())?);
    if *blake3::hash(&plain).as_bytes() != event.header.body_hash || plain.len() < SALT_LEN {
        return Err(SealFault::Forged);
    }
    Ok(plain.split_off(SALT_LEN))
}

/// Seals a derived value so that it opens only under its own tree and key.
///
/// # Errors
/// As [`seal_event`].
pub fn seal_value(key: &DataKey, tree: u8, storage_key: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealFault> {
    seal(key, plain, &value_context(tree, storage_key), random()?)
}

/// The plaintext of a derived value.
///
/// # Errors
/// [`SealFault::Forged`] when key, tree, storage key and bytes do not belong together.
pub fn open_value(key: &DataKey, tree: u8, storage_key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealFault> {
    open(key, sealed, &value_context(tree, storage_key))
}

fn value_context(tree: u8, storage_key: &[u8]) -> Vec<u8> {
    [VALUE_CONTEXT, &[tree], storage_key].concat()
}

fn seal(key: &DataKey, plain: &[u8], aad: &[u8], nonce: [u8; NONCE_LEN]) -> Result<Vec<u8>, SealFault> {
    let payload = Payload { msg: plain, aad };
    let sealed = key.cipher().encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| SealFault::Large)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &DataKey, sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>, SealFault> {
    let (nonce, msg) = sealed.split_at_checked(NONCE_LEN).ok_or(SealFault::Forged)?;
    key.cipher().decrypt(XNonce::from_slice(nonce), Payload { msg, aad }).map_err(|_| SealFault::Forged)
}

/// Random bytes drawn ahead, so that an import does not ask the system once per event.
struct RandomBlock {
    bytes: [u8; 4096],
    used: usize,
}

thread_local! {
    static RANDOM: RefCell<RandomBlock> = const { RefCell::new(RandomBlock { bytes: [0; 4096], used: 4096 }) };
}

fn random<const N: usize>() -> Result<[u8; N], SealFault> {
    RANDOM.with_borrow_mut(|block| {
        if block.bytes.len() - block.used < N {
            getrandom::fill(&mut block.bytes).map_err(|_| SealFault::Random)?;
            block.used = 0;
        }
        let mut drawn = [0; N];
        drawn.copy_from_slice(&block.bytes[block.used..block.used + N]);
        block.used += N;
        Ok(drawn)
    })
}

/// Why something could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealFault {
    /// The operating system gave no randomness.
    Random,
    /// The plaintext is larger than the cipher takes.
    Large,
    /// The body was erased by law.
    Erased,
    /// Algorithms this program does not know, with their number.
    Algorithms(u8),
    /// Key, place and bytes do not belong together: altered, moved, or sealed under another key.
    Forged,
}

impl fmt::Display for SealFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SealFault::Random => write!(out, "the operating system gave no random bytes"),
            SealFault::Large => write!(out, "the text is too large to be sealed"),
            SealFault::Erased => write!(out, "the content was erased"),
            SealFault::Algorithms(number) => write!(out, "sealed with algorithms {number}; a newer version is needed"),
            SealFault::Forged => write!(out, "altered, moved, or sealed under another key"),
        }
    }
}

impl std::error::Error for SealFault {}
