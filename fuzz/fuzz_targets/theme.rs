//! Text as a theme: one comes out whatever stands there.
#![no_main]

use chuanmen::theme::load::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (theme, warnings) = read("mine", text);
    assert_eq!(theme.name, "mine");
    let lines = text.lines().count().max(1);
    assert!(warnings.iter().all(|warning| warning.line <= lines + 1), "{warnings:?}");
});
