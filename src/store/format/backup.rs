//! The bytes of a backup file. They are described on the [format page](super).

use super::{FORMAT, FormatFault, Hash, Reader, check, known};

/// Bytes of the head.
pub const HEAD_LEN: usize = 36;
/// Bytes of the tail.
pub const TAIL_LEN: usize = 64;

const MAGIC: [u8; 8] = *b"chmnback";
const TAIL_MAGIC: [u8; 4] = *b"CMbk";

/// What a backup begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupHead {
    /// Seconds since 1970.
    pub made: i64,
    /// Bytes of the keyring's copy.
    pub keyring: u32,
    /// Bytes of the desk.
    pub desk: u32,
}

impl BackupHead {
    pub fn encode(&self) -> [u8; HEAD_LEN] {
        let mut out = [0; HEAD_LEN];
        out[..8].copy_from_slice(&MAGIC);
        out[8..10].copy_from_slice(&FORMAT.to_be_bytes());
        out[12..20].copy_from_slice(&self.made.to_be_bytes());
        out[20..24].copy_from_slice(&self.keyring.to_be_bytes());
        out[24..28].copy_from_slice(&self.desk.to_be_bytes());
        let check = check(&out[..28]);
        out[28..].copy_from_slice(&check);
        out
    }

    /// # Errors
    /// [`FormatFault`] naming what does not hold.
    pub fn decode(bytes: &[u8; HEAD_LEN]) -> Result<Self, FormatFault> {
        let mut read = Reader(bytes);
        let magic: [u8; 8] = read.array();
        if magic != MAGIC {
            return Err(FormatFault::Magic);
        }
        if check(&bytes[..28]) != bytes[28..] {
            return Err(FormatFault::Check);
        }
        known(true, u16::from_be_bytes(read.array()))?;
        let _zeros: [u8; 2] = read.array();
        Ok(Self {
            made: i64::from_be_bytes(read.array()),
            keyring: u32::from_be_bytes(read.array()),
            desk: u32::from_be_bytes(read.array()),
        })
    }
}

/// What a backup ends with: that it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupTail {
    pub acts: u64,
    pub events: u64,
    /// The chain of the last frame.
    pub chain: Hash,
}

impl BackupTail {
    /// Whether bytes begin like a tail.
    pub fn begins(bytes: &[u8]) -> bool {
        bytes.starts_with(&TAIL_MAGIC)
    }

    pub fn encode(&self) -> [u8; TAIL_LEN] {
        let mut out = [0; TAIL_LEN];
        out[..4].copy_from_slice(&TAIL_MAGIC);
        out[8..16].copy_from_slice(&self.acts.to_be_bytes());
        out[16..24].copy_from_slice(&self.events.to_be_bytes());
        out[24..56].copy_from_slice(&self.chain);
        let check = check(&out[..56]);
        out[56..].copy_from_slice(&check);
        out
    }

    /// # Errors
    /// [`FormatFault`] naming what does not hold.
    pub fn decode(bytes: &[u8; TAIL_LEN]) -> Result<Self, FormatFault> {
        if !Self::begins(bytes) {
            return Err(FormatFault::Magic);
        }
        if check(&bytes[..56]) != bytes[56..] {
            return Err(FormatFault::Check);
        }
        let mut read = Reader(&bytes[8..]);
        Ok(Self {
            acts: u64::from_be_bytes(read.array()),
            events: u64::from_be_bytes(read.array()),
            chain: read.array(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_tail_keep_their_bytes_and_no_bit_changes_unseen() {
        let head = BackupHead { made: 0x0102_0304, keyring: 88, desk: 7 };
        let bytes = head.encode();
        assert_eq!(&bytes[..12], b"chmnback\x00\x01\x00\x00");
        assert_eq!(&bytes[12..28], &[0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 88, 0, 0, 0, 7]);
        assert_eq!(BackupHead::decode(&bytes), Ok(head));
        let tail = BackupTail { acts: 3, events: 5, chain: [0xAA; 32] };
        let tail_bytes = tail.encode();
        assert_eq!(BackupTail::decode(&tail_bytes), Ok(tail));
        for at in 0..HEAD_LEN {
            let mut altered = bytes;
            altered[at] ^= 0x10;
            assert!(BackupHead::decode(&altered).is_err(), "byte {at}");
        }
        for at in 0..TAIL_LEN {
            let mut altered = tail_bytes;
            altered[at] ^= 0x10;
            assert!(BackupTail::decode(&altered).is_err(), "byte {at}");
        }
    }
}
