//! Bytes of any kind as a roster: what they are is told by them alone, and they get an answer.
#![no_main]

use chuanmen::exchange::read_roster;
use chuanmen::i18n::Lang;
use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;

/// How files of the kinds begin that are told apart.
const HEADS: [&[u8]; 8] = [
    b"",
    b"PK\x03\x04",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    b"<html><table>",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xEF\xBB\xBF",
    "姓名,性别,身份证号\n".as_bytes(),
];

fuzz_target!(|parts: (u8, &[u8])| {
    let bytes = [HEADS[usize::from(parts.0) % HEADS.len()], parts.1].concat();
    let reading = read_roster("x", &bytes, &mut |_| ControlFlow::Continue(()));
    assert_eq!(reading.failure.is_some(), reading.records.is_empty());
    if let Some(failure) = &reading.failure {
        assert!(Lang::ALL.iter().all(|lang| !failure.message(*lang).is_empty() && !failure.hint(*lang).is_empty()));
    }
    // The answer can be made of it in both languages.
    for lang in Lang::ALL {
        let _document = reading.document(lang, true);
    }
});
