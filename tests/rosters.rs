//! Real-looking rosters, and hundreds of variants of them, come out as their `.expected.json` says.

#[path = "rosters/score.rs"]
mod score;
#[path = "rosters/variants.rs"]
mod variants;

use std::path::{Path, PathBuf};

use score::{Expected, Score};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters")
}

/// Every sample beside its expectation.
fn samples() -> Vec<(String, Vec<u8>, Expected)> {
    let mut samples: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name()?.to_str()?.strip_suffix(".expected.json")?.to_owned();
            let expected = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            Some((name.clone(), std::fs::read(folder().join(name)).unwrap(), expected))
        })
        .collect();
    samples.sort_by(|a, b| a.0.cmp(&b.0));
    samples
}

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
