//! The bytes of the keyring. They are described on the [format page](super).

use super::{FORMAT, FormatFault, Reader, known};

/// Where the second copy begins.
pub const SECOND: usize = 4096;
/// Bytes of a copy with a bare key.
pub const BARE_LEN: usize = 88;
/// Bytes of a copy with a wrapped key.
pub const WRAPPED_LEN: usize = HEAD_LEN + 2 * SLOT_LEN + HASH_LEN;
/// Bytes of a copy's head that its slots are bound to.
pub const BOUND_LEN: usize = 20;
/// Bytes before the key or its slots.
const HEAD_LEN: usize = 24;
/// Bytes of a slot.
pub const SLOT_LEN: usize = 104;
/// Bytes of a slot before the nonce: kind, cost and salt.
pub const SLOT_HEAD_LEN: usize = 32;

const HASH_LEN: usize = 32;
const MAGIC: [u8; 8] = *b"chmnkeys";
const BARE: u8 = 0;
const WRAPPED: u8 = 1;

/// One copy of the keyring.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyringCopy {
    pub epoch: u16,
    pub device: u64,
    pub key: KeptKey,
}

/// The data key as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum KeptKey {
    Bare([u8; 32]),
    Wrapped(Box<[Slot; 2]>),
}

/// The data key wrapped by one secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub kind: SlotKind,
    pub cost: Cost,
    pub salt: [u8; 16],
    pub nonce: [u8; 24],
    /// Ciphertext and tag.
    pub sealed: [u8; 48],
}

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    Passphrase = 1,
    Recovery = 2,
}

/// What deriving a key from a passphrase costs; zeros where nothing is derived at a cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Slot {
    /// Kind, cost and salt as they are written.
    pub fn head(&self) -> [u8; SLOT_HEAD_LEN] {
        let mut out = [0; SLOT_HEAD_LEN];
        let Cost { memory_kib, passes, lanes } = self.cost;
        for (at, number) in [self.kind as u32, memory_kib, passes, lanes].into_iter().enumerate() {
            out[at * 4..at * 4 + 4].copy_from_slice(&number.to_be_bytes());
        }
        out[16..].copy_from_slice(&self.salt);
        out
    }

    fn decode(read: &mut Reader<'_>) -> Result<Self, FormatFault> {
        let kind = match u32::from_be_bytes(read.array()) {
            1 => SlotKind::Passphrase,
            2 => SlotKind::Recovery,
            _ => return Err(FormatFault::Flags),
        };
        let [memory_kib, passes, lanes] = [(); 3].map(|()| u32::from_be_bytes(read.array()));
        let cost = Cost { memory_kib, passes, lanes };
        Ok(Self { kind, cost, salt: read.array(), nonce: read.array(), sealed: read.array() })
    }
}

fn head(kept: u8, epoch: u16, device: u64) -> [u8; HEAD_LEN] {
    let mut out = [0; HEAD_LEN];
    out[0..8].copy_from_slice(&MAGIC);
    out[8..10].copy_from_slice(&FORMAT.to_be_bytes());
    out[10] = kept;
    out[12..14].copy_from_slice(&epoch.to_be_bytes());
    out[16..24].copy_from_slice(&device.to_be_bytes());
    out
}

/// What the slots of a wrapped key are bound to: its device. Not its epoch, which grows when a device is set up again
/// from a backup, where the recovery code is not at hand to wrap the key anew.
pub fn bound_to(device: u64) -> [u8; BOUND_LEN] {
    let head = head(WRAPPED, 0, device);
    let mut out = [0; BOUND_LEN];
    out[..12].copy_from_slice(&head[..12]);
    out[12..].copy_from_slice(&head[16..]);
    out
}

impl KeyringCopy {
    pub fn encode(&self) -> Vec<u8> {
        // At its full length from the start: growing would leave a copy of the key behind.
        let mut out = Vec::with_capacity(WRAPPED_LEN);
        match &self.key {
            KeptKey::Bare(key) => {
                out.extend_from_slice(&head(BARE, self.epoch, self.device));
                out.extend_from_slice(key);
            }
            KeptKey::Wrapped(slots) => {
                out.extend_from_slice(&head(WRAPPED, self.epoch, self.device));
                for slot in slots.iter() {
                    out.extend_from_slice(&slot.head());
                    out.extend_from_slice(&slot.nonce);
                    out.extend_from_slice(&slot.sealed);
                }
            }
        }
        let hash = blake3::hash(&out);
        out.extend_from_slice(hash.as_bytes());
        out
    }

    /// One copy off the front of the bytes.
    ///
    /// # Errors
    /// [`FormatFault`] when the bytes are too short, damaged, of another kind or of a newer format.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatFault> {
        let kept = *bytes.get(10).ok_or(FormatFault::Short)?;
        // A copy of a way not known here is as long as a wrapped one, as far as its check can tell.
        let length = if kept == BARE { BARE_LEN } else { WRAPPED_LEN };
        let bytes = bytes.get(..length).ok_or(FormatFault::Short)?;
        let (fields, hash) = bytes.split_at(length - HASH_LEN);
        if blake3::hash(fields).as_bytes()[..] != *hash {
            return Err(FormatFault::Check);
        }
        let mut read = Reader(fields);
        let magic: [u8; 8] = read.array();
        let format = u16::from_be_bytes(read.array());
        known(magic == MAGIC, format)?;
        let [kept, _zero] = read.array();
        let epoch = u16::from_be_bytes(read.array());
        let _zeros: [u8; 2] = read.array();
        let device = u64::from_be_bytes(read.array());
        let key = match kept {
            BARE => KeptKey::Bare(read.array()),
            WRAPPED => KeptKey::Wrapped(Box::new([Slot::decode(&mut read)?, Slot::decode(&mut read)?])),
            newer => return Err(FormatFault::Version(u16::from(newer))),
        };
        Ok(Self { epoch, device, key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(kind: SlotKind) -> Slot {
        Slot {
            kind,
            cost: Cost { memory_kib: 32_768, passes: 3, lanes: 1 },
            salt: [0xAA; 16],
            nonce: [0xBB; 24],
            sealed: [0xCC; 48],
        }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    fn no_bit_changes_unseen(bytes: &[u8]) {
        for at in 0..bytes.len() {
            let mut altered = bytes.to_vec();
            altered[at] ^= 0x10;
            assert!(KeyringCopy::decode(&altered).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_bare_key_keeps_its_bytes() {
        let copy = KeyringCopy { epoch: 3, device: 0x0102_0304_0506_0708, key: KeptKey::Bare([0xEE; 32]) };
        let bytes = copy.encode();
        let fields =
            format!("63686d6e6b657973{}{}{}{}{}", "00010000", "0003", "0000", "0102030405060708", "ee".repeat(32));
        assert_eq!(hex(&bytes[..56]), fields);
        assert_eq!(bytes[56..], *blake3::hash(&bytes[..56]).as_bytes());
        assert!(KeyringCopy::decode(&bytes) == Ok(copy));
        no_bit_changes_unseen(&bytes);
    }

    #[test]
    fn a_wrapped_key_keeps_its_bytes() {
        let slots = Box::new([slot(SlotKind::Passphrase), slot(SlotKind::Recovery)]);
        let copy = KeyringCopy { epoch: 3, device: 0x0102_0304_0506_0708, key: KeptKey::Wrapped(slots) };
        let bytes = copy.encode();
        let head = "63686d6e6b657973000101000003000001020304050607".to_owned() + "08";
        let slot = |kind: &str| {
            let cost = "000080000000000300000001";
            format!("{kind}{cost}{}{}{}", "aa".repeat(16), "bb".repeat(24), "cc".repeat(48))
        };
        assert_eq!(hex(&bytes[..232]), head + &slot("00000001") + &slot("00000002"));
        assert_eq!(bytes.len(), WRAPPED_LEN);
        assert!(KeyringCopy::decode(&bytes) == Ok(copy));
        no_bit_changes_unseen(&bytes);
    }
}
