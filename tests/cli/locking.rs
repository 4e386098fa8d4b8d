//! A passphrase around the data: set, asked for, changed, and set again after a kill at every step.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::bench::{Answered, Bench, text};

const FIRST: &str = "走村串户又一年";
const SECOND: &str = "another long one";

/// A derivation that takes no time to speak of: what is tested is not how long it takes.
const QUICK: [&str; 2] = ["--patience", "1"];

impl Bench {
    fn set_passphrase(&self) -> String {
        let file = self.file("first", FIRST);
        let document = self.document(&["lock", "--set", "--new-passphrase-file", &file, QUICK[0], QUICK[1]], 0);
        assert_eq!(document["locked"], true);
        text(&document, "recovery_code")
    }

    fn with(&self, secret: &str, arguments: &[&str], code: i32) -> Value {
        let file = self.file("secret", secret);
        let mut all = arguments.to_vec();
        all.extend(["--passphrase-file", &file]);
        self.document(&all, code)
    }
}

/// All that can be listed, and the history of a household.
fn everything(bench: &Bench, secret: Option<&str>) -> Vec<Value> {
    let lists = ["households", "members", "visits", "matters", "responders", "cells"];
    let ask = |arguments: &[&str]| match secret {
        None => bench.document(arguments, 0),
        Some(secret) => bench.with(secret, arguments, 0),
    };
    let mut all: Vec<Value> = lists.iter().map(|what| ask(&["list", what])).collect();
    let id = text(&all[0]["households"][0], "id");
    all.push(ask(&["show", &id]));
    all
}

/// Whether these bytes stand in any file of a folder.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().map(Result::unwrap).any(|entry| {
        if entry.path().is_dir() {
            return holds(&entry.path(), bytes);
        }
        fs::read(entry.path()).unwrap().windows(bytes.len()).any(|window| window == bytes)
    })
}

fn filled() -> Bench {
    let bench = Bench::with_a_cell();
    bench.add("wxy 诉求 门前路坑洼");
    bench.add("ls 愿望 电饭锅");
    bench
}

#[test]
fn data_under_a_passphrase_is_the_same_data_and_opens_with_nothing_else() {
    let bench = filled();
    let before = everything(&bench, None);
    let key = fs::read(bench.data().join("keyring")).unwrap()[24..56].to_vec();
    let code = bench.set_passphrase();
    for secret in [FIRST, &code, &code.to_lowercase().replace('-', " ")] {
        assert_eq!(everything(&bench, Some(secret)), before);
    }
    assert_eq!(bench.refused(&["list", "households"], 4).0, "locked");
    let wrong = bench.with("走村串户又两年", &["list", "households"], 4);
    assert_eq!(wrong["error"]["code"], "wrong_passphrase");
    assert_eq!(bench.with(FIRST, &["doctor", "--full"], 0)["sound"], true);
    assert!(!holds(&bench.data(), &key), "the old key is on the disk");
    let names: Vec<String> = names(&bench.data());
    assert!(!names.iter().any(|name| ["old", "next", "quarantine"].contains(&name.as_str())), "{names:?}");
    assert!(holds(&bench.data(), b"chmnkeys"), "looking through the files finds what is there");
}

#[test]
fn a_line_written_under_the_passphrase_is_there_the_next_time() {
    let bench = filled();
    bench.set_passphrase();
    assert_eq!(bench.with(FIRST, &["add", "wxy 走访 都好"], 0)["saved"], true);
    let visits = bench.with(FIRST, &["list", "visits"], 0);
    let notes = visits["visits"].as_array().unwrap().iter().map(|visit| visit["note"].as_str().unwrap());
    assert!(notes.into_iter().any(|note| note == "都好"), "{visits}");
}

#[test]
fn a_passphrase_that_could_be_a_pin_is_refused_and_nothing_is_changed() {
    let bench = filled();
    for digits in ["12345678", "１２３４５６７８", "20261122"] {
        let file = bench.file("new", digits);
        let (code, hint) = bench.refused(&["lock", "--set", "--new-passphrase-file", &file, QUICK[0], QUICK[1]], 1);
        assert!(code == "passphrase_like_pin" && hint.contains("add a word"), "{code} {hint}");
    }
    assert_eq!(bench.done("lock")["locked"], false);
}

#[test]
fn a_changed_passphrase_takes_the_place_of_the_old_one_and_the_paper_goes_on() {
    let bench = filled();
    assert_eq!(bench.refused(&["lock", "--change"], 1).0, "not_locked");
    assert_eq!(bench.done("lock")["locked"], false);
    let code = bench.set_passphrase();
    let second = bench.file("second", SECOND);
    bench.with(FIRST, &["lock", "--change", "--new-passphrase-file", &second, QUICK[0], QUICK[1]], 0);
    bench.with(FIRST, &["list", "cells"], 4);
    bench.with(SECOND, &["list", "cells"], 0);
    assert_eq!(bench.with(&code, &["lock"], 0)["locked"], true);
    let newer = text(&bench.with(SECOND, &["lock", "--new-code"], 0), "recovery_code");
    assert_ne!(newer, code);
    bench.with(&code, &["list", "cells"], 4);
    bench.with(&newer, &["list", "cells"], 0);
    let first = bench.file("first", FIRST);
    let again = bench.with(SECOND, &["lock", "--set", "--new-passphrase-file", &first], 1);
    assert_eq!(again["error"]["code"], "locked_already");
}

#[test]
fn a_weak_passphrase_is_refused_and_nobody_to_ask_is_told() {
    let bench = filled();
    let weak = bench.file("weak", "abcdefg");
    assert_eq!(bench.refused(&["lock", "--set", "--new-passphrase-file", &weak], 1).0, "weak_passphrase");
    assert_eq!(bench.refused(&["lock", "--set"], 1).0, "no_passphrase");
    assert_eq!(bench.done("list households")["total"], 2);
}

#[test]
fn a_kill_at_any_step_of_setting_it_loses_nothing() {
    for (place, set) in [
        ("renew-journal", false),
        ("next built", false),
        ("ready.part", false),
        ("next ready", true),
        ("next without journal", true),
        ("next part", true),
        ("next exchanged", true),
    ] {
        let bench = filled();
        let before = everything(&bench, None);
        let first = bench.file("first", FIRST);
        let Answered { code, .. } =
            bench.killed_at(place, &["lock", "--set", "--new-passphrase-file", &first, QUICK[0], QUICK[1]]);
        assert_ne!(code, 0, "{place} was not reached");
        assert_eq!(everything(&bench, set.then_some(FIRST)), before, "{place}");
        let left = names(&bench.data());
        assert!(!left.iter().any(|name| name == "old" || name == "next"), "{place}: {left:?}");
        if !set {
            bench.set_passphrase();
            assert_eq!(everything(&bench, Some(FIRST)), before, "{place}, set again");
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
