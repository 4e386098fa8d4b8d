//! `doctor --repair` over the real binary: what is damaged is built anew from what is whole, what was there lies aside,
//! and a kill at any moment of it loses nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const CELL: &str = "150826102207-003";
const LINES: usize = 12;

fn chuanmen(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chuanmen"));
    command
        .args(["--now", "2026-11-21T09:00:00+08:00", "--as", "陈强", "--lang", "zh", "--data"])
        .arg(data)
        .args(words);
    command.stdin(Stdio::null()).env("CHUANMEN_RESERVE_MB", "0");
    command
}

fn run(data: &Path, words: &[&str]) -> Output {
    chuanmen(data, &[&["--json"], words].concat()).output().unwrap()
}

fn answer(data: &Path, words: &[&str], code: i32) -> Value {
    let output = run(data, words);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(code), "{words:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&text).unwrap()
}

/// A folder with one household and some demands, each an act of its own.
fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    answer(data, &["cells", "add", CELL], 0);
    answer(data, &["household", "add", "--cell", CELL, "--door", "3组12号", "--head", "王秀英"], 0);
    for number in 0..LINES {
        answer(data, &["add", &format!("wxy 诉求 第{number}处路坑洼")], 0);
    }
    folder
}

/// What people see: every matter and the history of the household.
fn shown(data: &Path) -> (Value, Value) {
    let matters = answer(data, &["list", "matters", "--limit", "0"], 0);
    let household = answer(data, &["list", "households"], 0)["households"][0]["id"].as_str().unwrap().to_owned();
    (matters, answer(data, &["show", &household], 0))
}

fn journal(data: &Path) -> PathBuf {
    data.join("journal/0001.log")
}

/// Turns bits over in the middle of a file.
fn scratch(path: &Path, share: f64) {
    let mut bytes = fs::read(path).unwrap();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
    let at = (bytes.len() as f64 * share) as usize;
    for byte in &mut bytes[at..at + 40] {
        *byte ^= 0x5A;
    }
    fs::write(path, bytes).unwrap();
}

fn assert_sound(data: &Path) {
    assert_eq!(answer(data, &["doctor", "--full"], 0)["sound"], true);
}

#[test]
fn where_nothing_is_damaged_nothing_is_done_unless_it_is_asked_for() {
    let folder = written();
    let data = folder.path();
    let before = shown(data);
    let found = answer(data, &["doctor", "--repair"], 0);
    assert_eq!((&found["repair"]["repaired"], &found["repair"]["aside"]), (&json!(false), &json!([])));
    assert!(!data.join("quarantine").exists());
    let text = chuanmen(data, &["doctor", "--repair"]).output().unwrap();
    assert!(String::from_utf8_lossy(&text.stdout).contains("没有发现损坏，什么都没动"));
    let anew = answer(data, &["doctor", "--repair", "--full"], 0);
    assert_eq!((&anew["repair"]["repaired"], &anew["repair"]["journal_rewritten"]), (&json!(true), &json!(false)));
    assert_eq!(anew["repair"]["aside"], json!([data.join("quarantine/replaced-0001")]));
    assert!(data.join("quarantine/replaced-0001/db/db").exists());
    assert_eq!(shown(data), before);
    assert_sound(data);
}

#[test]
fn a_database_that_will_not_open_is_built_anew() {
    let folder = written();
    let data = folder.path();
    let before = shown(data);
    for entry in fs::read_dir(data.join("db")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::write(&path, b"nothing of use").unwrap();
        }
    }
    let found = answer(data, &["doctor", "--repair"], 0);
    assert_eq!(found["repair"]["repaired"], true, "{found}");
    assert!(data.join("quarantine/replaced-0001/db").is_dir());
    assert_eq!(shown(data), before);
    assert_sound(data);
}

#[test]
fn what_the_journal_lost_comes_back_from_the_database() {
    for share in [0.3, 0.6, 0.97] {
        let folder = written();
        let data = folder.path();
        let before = shown(data);
        scratch(&journal(data), share);
        let damaged = fs::read(journal(data)).unwrap();
        assert_eq!(answer(data, &["doctor"], 5)["sound"], false);
        let found = answer(data, &["doctor", "--repair"], 0);
        let repair = &found["repair"];
        assert_eq!((&repair["journal_rewritten"], &repair["lost"]), (&json!(true), &json!(0)), "{repair}");
        assert!(repair["recovered"].as_u64().unwrap() > 0, "{repair}");
        let aside = repair["aside"].as_array().unwrap();
        assert_eq!(aside.len(), 1, "{repair}");
        let aside = Path::new(aside[0].as_str().unwrap());
        assert!(aside.join("db").is_dir());
        let kept = fs::read(aside.join("journal/0001.log")).unwrap();
        assert!(damaged.starts_with(&kept) || kept == damaged, "the damaged journal lies there as it was");
        assert_eq!(shown(data), before);
        assert_sound(data);
        // Numbers of acts go on behind all that were ever used.
        answer(data, &["add", "wxy 诉求 还有一处"], 0);
        assert_eq!(answer(data, &["list", "matters"], 0)["total"], LINES + 1);
        assert_sound(data);
    }
}

#[test]
fn what_the_journal_lost_comes_back_from_a_database_that_was_set_aside_before() {
    let folder = written();
    let data = folder.path();
    let before = shown(data);
    scratch(&journal(data), 0.5);
    // The next opening is told not to trust the database, and builds it from a journal with a hole.
    fs::write(data.join("db.suspect"), b"").unwrap();
    assert_ne!(answer(data, &["list", "matters"], 0)["total"], LINES);
    let found = answer(data, &["doctor", "--repair"], 0);
    assert_eq!(found["repair"]["lost"], 0, "{found}");
    assert_eq!(shown(data), before);
    assert_sound(data);
}

#[test]
fn what_is_nowhere_any_more_is_said_and_the_rest_is_there() {
    let folder = written();
    let data = folder.path();
    scratch(&journal(data), 0.5);
    fs::remove_dir_all(data.join("db")).unwrap();
    let found = answer(data, &["doctor", "--repair"], 5);
    let lost = found["repair"]["lost"].as_u64().unwrap();
    assert!(lost > 0, "{found}");
    let total = answer(data, &["list", "matters"], 0)["total"].as_u64().unwrap();
    assert!(total >= (LINES - 2) as u64, "{total}");
    // What is written down now does not take the numbers of what is lost.
    for number in 0..3 {
        answer(data, &["add", &format!("wxy 诉求 新的{number}")], 0);
    }
    assert_eq!(answer(data, &["list", "matters"], 0)["total"], total + 3);
    let text = chuanmen(data, &["doctor", "--repair", "--lang", "en"]).output().unwrap();
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains("could not be found again"), "{text}");
}

#[test]
fn a_journal_that_is_gone_comes_back_from_the_database() {
    let folder = written();
    let data = folder.path();
    let before = shown(data);
    fs::remove_dir_all(data.join("journal")).unwrap();
    let found = answer(data, &["doctor", "--repair"], 0);
    assert_eq!(found["repair"]["lost"], 0, "{found}");
    assert_eq!(shown(data), before);
    assert_sound(data);
}

#[test]
fn killed_at_any_moment_it_can_be_run_again_and_nothing_is_lost() {
    for place in [
        "repair journal",
        "chunk",
        "repair database",
        "next built",
        "ready.part",
        "next ready",
        "next without journal",
        "next part",
        "next aside",
    ] {
        let folder = written();
        let data = folder.path();
        let before = shown(data);
        scratch(&journal(data), 0.5);
        let killed = chuanmen(data, &["doctor", "--repair"]).env("CHUANMEN_CRASH_AT", place).output().unwrap();
        assert_eq!(killed.status.code(), None, "killed at {place}: {}", String::from_utf8_lossy(&killed.stderr));
        assert_eq!(shown(data), before, "at once after {place}");
        answer(data, &["doctor", "--repair"], 0);
        assert_eq!(shown(data), before, "after {place} and another repair");
        assert_sound(data);
        assert!(!data.join("next").exists() && !data.join("old").exists());
    }
}

#[test]
fn killed_while_a_database_that_was_built_anew_is_put_in_order_it_is_whole() {
    for place in ["anew built", "anew without", "anew in place"] {
        let folder = written();
        let data = folder.path();
        let before = shown(data);
        fs::write(data.join("db.suspect"), b"").unwrap();
        let killed = chuanmen(data, &["list", "cells"]).env("CHUANMEN_CRASH_AT", place).output().unwrap();
        assert_eq!(killed.status.code(), None, "killed at {place}: {}", String::from_utf8_lossy(&killed.stderr));
        assert_eq!(shown(data), before, "after {place}");
        assert_sound(data);
        assert!(!data.join("db.anew").exists() && !data.join("db.before").exists(), "{place}");
    }
}

#[test]
fn killed_without_warning_again_and_again_it_ends_whole() {
    let folder = written();
    let data = folder.path();
    let before = shown(data);
    scratch(&journal(data), 0.5);
    let mut random = fastrand::Rng::with_seed(7);
    let mut killed = 0;
    for _ in 0..30 {
        let mut child = chuanmen(data, &["doctor", "--repair", "--full"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_micros(random.u64(1_000..60_000)));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
    }
    assert!(killed > 5, "{killed} kills hit");
    answer(data, &["doctor", "--repair"], 0);
    assert_eq!(shown(data), before);
    assert_sound(data);
}
