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
const FILE_CONTEXT: &[u8] = b"chuanmen file";

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
    Ok(opened(key, event)?.split_off(SALT_LEN))
}

/// Salt and payload of an event that is not erased.
fn opened(key: &DataKey, event: &SealedEvent) -> Result<Zeroizing<Vec<u8>>, SealFault> {
    let plain = Zeroizing::new(open(key, &event.body, &event.header.encode())?);
    if *blake3::hash(&plain).as_bytes() != event.header.body_hash || plain.len() < SALT_LEN {
        return Err(SealFault::Forged);
    }
    Ok(plain)
}

/// The same event under another key: header and hash of the body stay, so that every chain goes on. An erased one is
/// returned as it is.
///
/// # Errors
/// As [`open_event`] and [`seal_event`].
pub fn reseal_event(from: &DataKey, to: &DataKey, event: &SealedEvent) -> Result<SealedEvent, SealFault> {
    if event.is_erased() {
        return Ok(event.clone());
    }
    let head = event.header.encode();
    let plain = opened(from, event)?;
    Ok(SealedEvent { header: event.header, body: seal(to, &plain, &head, random()?)? })
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

/// Seals the content of a small file so that it opens only behind the same head.
///
/// # Errors
/// As [`seal_event`].
pub fn seal_file(key: &DataKey, head: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealFault> {
    seal(key, plain, &[FILE_CONTEXT, head].concat(), random()?)
}

/// The content of a small file.
///
/// # Errors
/// [`SealFault::Forged`] when key, head and bytes do not belong together.
pub fn open_file(key: &DataKey, head: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealFault> {
    open(key, sealed, &[FILE_CONTEXT, head].concat())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            alg: 0,
            device: 1,
            epoch: 1,
            scope: *b"33010600100200300",
            seq: 1,
            stamp: 5,
            record: 6,
            act: 7,
            prev: [0; 32],
            body_hash: [0; 32],
        }
    }

    fn key() -> DataKey {
        DataKey::from_bytes([7; 32])
    }

    #[test]
    fn an_event_opens_to_what_was_sealed() {
        for payload in [&b""[..], "张三想要低保".as_bytes()] {
            let event = seal_event(&key(), header(), payload).unwrap();
            assert_eq!(open_event(&key(), &event).unwrap(), payload);
        }
    }

    /// The sealed bytes may only change together with the format: other versions have written them.
    #[test]
    fn the_sealed_body_keeps_its_bytes() {
        let event = seal_event_with(&key(), header(), b"visit", [1; 16], [2; 24]).unwrap();
        assert_eq!(
            event.header.body_hash,
            *blake3::hash(b"\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01visit").as_bytes()
        );
        assert_eq!(event.body[..24], [2; 24]);
        assert_eq!(event.body.len(), 24 + 16 + 5 + 16);
        assert_eq!(&blake3::hash(&event.body).to_hex()[..16], "b7dca9059e60c945");
    }

    #[test]
    fn an_event_under_another_key_keeps_header_and_words() {
        let (old, new) = (key(), DataKey::from_bytes([9; 32]));
        let event = seal_event(&old, header(), b"visit").unwrap();
        let moved = reseal_event(&old, &new, &event).unwrap();
        assert_eq!(moved.header, event.header);
        assert_eq!(open_event(&new, &moved).unwrap(), b"visit");
        assert_eq!(open_event(&old, &moved), Err(SealFault::Forged));
        let erased = SealedEvent { body: vec![], ..event };
        assert_eq!(reseal_event(&old, &new, &erased), Ok(erased));
    }

    #[test]
    fn an_event_opens_in_its_own_log_and_place_only() {
        let event = seal_event(&key(), header(), b"visit").unwrap();
        let moved = |header: Header| open_event(&key(), &SealedEvent { header, ..event.clone() });
        let own = event.header;
        for elsewhere in [
            Header { device: 2, ..own },
            Header { epoch: 2, ..own },
            Header { scope: *b"33010600100200301", ..own },
            Header { seq: 2, ..own },
            Header { stamp: 6, ..own },
            Header { record: 7, ..own },
            Header { prev: [1; 32], ..own },
        ] {
            assert_eq!(moved(elsewhere), Err(SealFault::Forged));
        }
        assert!(moved(own).is_ok());
    }

    #[test]
    fn no_bit_of_a_body_can_change_unseen() {
        let event = seal_event(&key(), header(), b"visit").unwrap();
        for bit in 0..event.body.len() * 8 {
            let mut altered = event.clone();
            altered.body[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open_event(&key(), &altered), Err(SealFault::Forged));
        }
        assert_eq!(open_event(&DataKey::from_bytes([8; 32]), &event), Err(SealFault::Forged));
    }

    #[test]
    fn an_erased_body_says_so_and_its_hash_cannot_be_guessed() {
        let event = seal_event(&key(), header(), b"visit").unwrap();
        let erased = SealedEvent { body: vec![], ..event.clone() };
        assert_eq!(open_event(&key(), &erased), Err(SealFault::Erased));
        assert_ne!(event.header.body_hash, *blake3::hash(b"visit").as_bytes());
        assert_ne!(event.header.body_hash, seal_event(&key(), header(), b"visit").unwrap().header.body_hash);
    }

    #[test]
    fn a_value_opens_under_its_own_tree_and_key_only() {
        let sealed = seal_value(&key(), 2, b"cell", b"record").unwrap();
        assert_eq!(open_value(&key(), 2, b"cell", &sealed).unwrap(), b"record");
        assert_eq!(open_value(&key(), 3, b"cell", &sealed), Err(SealFault::Forged));
        assert_eq!(open_value(&key(), 2, b"cello", &sealed), Err(SealFault::Forged));
        assert_eq!(open_value(&key(), 2, b"cell", &sealed[..20]), Err(SealFault::Forged));
    }

    #[test]
    fn no_nonce_is_drawn_twice() {
        let drawn: std::collections::HashSet<[u8; NONCE_LEN]> = (0..1_000).map(|_| random().unwrap()).collect();
        assert_eq!(drawn.len(), 1_000);
    }

    #[test]
    fn a_key_does_not_show_itself() {
        assert_eq!(format!("{:?}", key()), "DataKey(hidden)");
    }

    #[test]
    fn a_keyed_hash_depends_on_key_and_purpose() {
        let hash = key().keyed_hash("a", b"1");
        assert_eq!(hash, key().keyed_hash("a", b"1"));
        assert_ne!(hash, key().keyed_hash("b", b"1"));
        assert_ne!(hash, DataKey::from_bytes([8; 32]).keyed_hash("a", b"1"));
    }
}
