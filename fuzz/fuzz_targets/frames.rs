//! Bytes as frames, headers and sealed events of the journal, as copies of the keyring and as ends of a backup: read or
//! refused, and what is read is written back as it was.
#![no_main]

use chuanmen::store::format::keyring::KeyringCopy;
use chuanmen::store::format::{FileHeader, Frame, FrameHead, Header, SealedEvent, check};
use libfuzzer_sys::fuzz_target;

/// The bytes with the check that stands behind the first `upto` of them made right, so that more is reached than the
/// check.
fn checked(bytes: &[u8], upto: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some(head) = bytes.get(..upto).map(check)
        && let Some(place) = bytes.get_mut(upto..upto + 8)
    {
        place.copy_from_slice(&head);
    }
    bytes
}

/// A frame with all its checks made right.
fn framed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = checked(bytes, 16);
    if let Some(body) = bytes.len().checked_sub(8).filter(|body| *body >= 24) {
        let whole = check(&bytes[..body]);
        bytes[body..].copy_from_slice(&whole);
    }
    bytes
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(event) = SealedEvent::decode(bytes) {
        // Of an erased body only the zeros that stand for it may be fewer.
        assert!(event.is_erased() || event.encode() == bytes);
        assert_eq!(SealedEvent::decode(&event.encode()).as_ref(), Ok(&event));
    }
    let _ = KeyringCopy::decode(bytes);
    for bytes in [bytes.to_vec(), checked(bytes, 56)] {
        if let Ok(file) = FileHeader::decode(&bytes) {
            assert_eq!(file.encode()[..], bytes[..file.encode().len()]);
        }
    }
    for bytes in [bytes.to_vec(), framed(bytes)] {
        let _ = FrameHead::decode(&bytes);
        if let Ok(frame) = Frame::decode(&bytes) {
            assert!(frame.events.iter().map(SealedEvent::encoded_len).sum::<usize>() < bytes.len());
        }
    }
    if let Some(header) = bytes.first_chunk() {
        assert_eq!(Header::decode(header).encode(), *header);
    }
});
