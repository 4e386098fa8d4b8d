use proptest::prelude::*;

use super::*;

fn header() -> Header {
    Header {
        alg: ALGORITHMS,
        device: 0x0102_0304_0506_0708,
        epoch: 0x1112,
        scope: *b"33010600100200300",
        seq: 7,
        stamp: 0x2122_2324_2526_2728,
        record: 0x3132_3334_3536_3738,
        act: 0x4142_4344_4546_4748,
        prev: [0xAA; 32],
        body_hash: [0xBB; 32],
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

/// The bytes on disk may only change together with `FORMAT`: other versions have written them.
#[test]
fn the_header_keeps_its_bytes() {
    let expected = format!(
        "01{}{}{}{}{}{}{}{}{}",
        "0102030405060708",
        "1112",
        "3333303130363030313030323030333030",
        "0000000000000007",
        "2122232425262728",
        "3132333435363738",
        "4142434445464748",
        "aa".repeat(32),
        "bb".repeat(32)
    );
    assert_eq!(hex(&header().encode()), expected);
    assert_eq!(Header::decode(&header().encode()), header());
}

#[test]
fn the_envelope_keeps_its_bytes_whole_and_erased() {
    let whole = SealedEvent { header: header(), body: vec![1, 2, 3] };
    assert_eq!(hex(&whole.encode()[HEADER_LEN..]), "0000000003010203");
    let erased = SealedEvent { header: header(), body: vec![] };
    assert_eq!(hex(&erased.encode()[HEADER_LEN..]), "0100000000");
    let mut in_place = whole.encode();
    in_place[HEADER_LEN] = 1;
    in_place[ENVELOPE_LEN..].fill(0);
    assert_eq!(SealedEvent::decode(&in_place), Ok(erased));
}

#[test]
fn the_file_header_keeps_its_bytes() {
    let file = FileHeader { epoch: 3, device: 0x0102_0304_0506_0708, file: 9, chain: [0xCC; 32] };
    let bytes = file.encode();
    let fields = format!("63686d6e6a726e6c{}{}{}{}{}", "0001", "0003", "0102030405060708", "00000009", "cc".repeat(32));
    assert_eq!(hex(&bytes[..56]), fields);
    assert_eq!(bytes[56..], blake3::hash(&bytes[..56]).as_bytes()[..8]);
    assert_eq!(FileHeader::decode(&bytes), Ok(file));
}

#[test]
fn the_frame_keeps_its_bytes() {
    let event = SealedEvent { header: header(), body: vec![9; 4] };
    let mut bytes = Vec::new();
    let chain = encode_frame(FrameKind::Part(2), 1, std::slice::from_ref(&event), &[0xDD; 32], &mut bytes);
    assert_eq!(hex(&bytes[..16]), "434d667202000002".to_owned() + "00000085" + "00000001");
    assert_eq!(bytes[16..24], blake3::hash(&bytes[..16]).as_bytes()[..8]);
    assert_eq!(bytes[24..24 + 133], event.encode());
    let linked = [[0xDD; 32].as_slice(), &[2, 0, 0, 2], &[0, 0, 0, 1], &header().encode()].concat();
    assert_eq!(bytes[157..189], *blake3::hash(&linked).as_bytes());
    assert_eq!(chain, bytes[157..189]);
    assert_eq!(bytes[189..], blake3::hash(&bytes[..189]).as_bytes()[..8]);
    let frame = Frame::decode(&bytes).unwrap();
    assert_eq!(frame.events, [event]);
    assert!(frame.follows(&[0xDD; 32]) && !frame.follows(&[0xDE; 32]));
}

#[test]
fn a_newer_format_is_named_as_such() {
    let mut bytes = FileHeader { epoch: 1, device: 1, file: 1, chain: [0; 32] }.encode();
    bytes[9] = 2;
    let check = *blake3::hash(&bytes[..56]).as_bytes();
    bytes[56..].copy_from_slice(&check[..8]);
    assert_eq!(FileHeader::decode(&bytes), Err(FormatFault::Version(2)));
}

#[test]
fn erasing_a_body_leaves_the_chain_as_it_was() {
    let whole = SealedEvent { header: header(), body: vec![1, 2, 3] };
    let erased = SealedEvent { body: vec![], ..whole.clone() };
    let frame = |event: SealedEvent| encode_frame(FrameKind::Act, 1, &[event], &[0; 32], &mut Vec::new());
    assert_eq!(frame(whole), frame(erased));
}

proptest! {
    #[test]
    fn decoding_any_bytes_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = SealedEvent::decode(&bytes);
        let _ = Frame::decode(&bytes);
        let _ = FileHeader::decode(&bytes);
        prop_assert!(keyring::KeyringCopy::decode(&bytes).is_err());
    }

    #[test]
    fn a_header_comes_back_as_it_went(seq: u64, stamp: u64, record: u64, act: u64, scope: [u8; 17], prev: [u8; 32]) {
        let header = Header { scope, seq, stamp, record, act, prev, ..header() };
        prop_assert_eq!(Header::decode(&header.encode()), header);
    }
}
