//! Text as the settings file and as a map of columns: each fault is told in both languages with a line that is there.
#![no_main]

use chuanmen::config::Config;
use chuanmen::exchange::ColumnMap;
use chuanmen::i18n::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines = text.lines().count().max(1);
    for fault in Config::read(text).1 {
        assert!(fault.line <= lines + 1, "{fault:?}");
        assert!(Lang::ALL.iter().all(|lang| !fault.said(*lang).is_empty()));
    }
    if let Err(faults) = ColumnMap::parse(text) {
        assert!(faults.iter().all(|fault| Lang::ALL.iter().all(|lang| !fault.message(*lang).is_empty())));
    }
});
