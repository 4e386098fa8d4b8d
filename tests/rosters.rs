//! Real-looking rosters, and hundreds of variants of them, come out as their `.expected.json` says.

#[cfg(test)]
#[path = "rosters/kinds.rs"]
mod kinds;
#[cfg(test)]
#[path = "rosters/score.rs"]
mod score;
#[cfg(test)]
#[path = "rosters/variants.rs"]
mod variants;

use chuanmen::exchange::read_roster;
use score::{Score, samples};

#[test]
fn samples_come_out_as_expected() {
    let mut wrong = Vec::new();
    println!("{}", Score::HEADINGS);
    for (name, bytes, expected) in samples() {
        let score = Score::of(&name, &bytes, &expected);
        println!("{score}");
        wrong.extend(score.faults);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn variants_come_out_as_expected() {
    let mut wrong = Vec::new();
    let mut passed = 0;
    for (name, bytes, expected) in samples().iter().filter(|s| s.0.starts_with("01") || s.0.starts_with("06")) {
        for seed in 0..100 {
            let variant = variants::vary(name, bytes, expected, seed);
            let score = Score::of(&variant.name, &variant.bytes, &variant.expected);
            passed += usize::from(score.faults.is_empty());
            wrong.extend(score.faults.into_iter().map(|fault| format!("{fault}\n    header: {}", variant.header)));
        }
    }
    println!("{passed} of 200 variants as expected");
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert_eq!(passed, 200);
}

#[test]
fn a_damaged_file_is_an_answer_and_never_the_end_of_the_program() {
    let mut rng = fastrand::Rng::with_seed(7);
    let mut refused = 0;
    for (name, bytes, _) in samples() {
        for _ in 0..12 {
            let mut bytes = bytes.clone();
            for _ in 0..rng.usize(1..6) {
                let at = rng.usize(..bytes.len());
                bytes[at] = rng.u8(..);
            }
            bytes.truncate(rng.usize(bytes.len() / 2..=bytes.len()));
            let reading = read_roster(&name, &bytes, &mut |_| std::ops::ControlFlow::Continue(()));
            assert_eq!(reading.failure.is_some(), reading.records.is_empty(), "{name}");
            refused += usize::from(reading.failure.is_some());
        }
    }
    assert!(refused > 20, "only {refused} of 120 were refused");
}
