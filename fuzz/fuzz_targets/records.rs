//! Bytes as folded records and as bodies of events: read or refused in words, and what is read is written again so that
//! it reads the same.
#![no_main]

use chuanmen::search::decode_block;
use chuanmen::store::codec::{decode_record, encode_record};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match decode_record(bytes) {
        Ok(record) => {
            let again = decode_record(&encode_record(&record)).expect("what was written is read");
            assert_eq!(again, record);
        }
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
    let _ = decode_block(bytes);
});
