//! Text as a policy, and at a place of the embedded one; as a calendar: read, or refused with lines that are there.
#![no_main]

use chuanmen::domain::policy::Policy;
use chuanmen::domain::workdays::Workdays;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (u16, u8, &str)| {
    let (at, cut, text) = parts;
    let whole = Policy::embedded_toml();
    let floor = |at: usize| (0..=at).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
    let from = floor(whole.len() * usize::from(at) / 65_536);
    let to = floor((from + usize::from(cut)).min(whole.len()));
    for text in [text.to_owned(), [&whole[..from], text, &whole[to..]].concat()] {
        match Policy::from_toml(&text) {
            Ok(policy) => {
                policy.guess(&text);
            }
            Err(faults) => {
                assert!(!faults.is_empty());
                let lines = text.lines().count().max(1);
                assert!(faults.iter().all(|fault| fault.line <= lines + 1), "{faults:?}");
            }
        }
    }
    if let Err(faults) = Workdays::from_tsv(text) {
        assert!(!faults.is_empty());
    }
});
