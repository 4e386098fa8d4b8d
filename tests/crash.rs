//! The plug is pulled, over the real binary: what was answered *saved* is there afterwards, whatever happened.
//!
//! Counts are printed. Seen to fail: with the journal's sync and append moved behind the database, lines answered
//! *saved* go missing; with the database not doubted after a fault, the flipped bits end in errors.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const NOW: &str = "2026-11-21T09:00:00+08:00";
const CELL: &str = "150826102207-003";

fn chuanmen(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chuanmen"));
    command.args(["--json", "--now", NOW, "--as", "陈强", "--lang", "zh", "--data"]).arg(data).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(data: &Path, words: &[&str]) -> Output {
    chuanmen(data, words).output().unwrap()
}

fn answer(data: &Path, words: &[&str]) -> Value {
    let output = run(data, words);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{words:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&text).unwrap()
}

/// A folder with one household at door 12.
fn one_door(data: &Path) {
    answer(data, &["cells", "add", CELL]);
    answer(data, &["household", "add", "--cell", CELL, "--door", "3组12号", "--head", "王秀英"]);
}

fn line(number: usize) -> String {
    format!("wxy 诉求 第{number}处路坑洼 #道路")
}

/// How often each line's demand is found.
fn found(data: &Path) -> BTreeMap<usize, usize> {
    let answer = answer(data, &["list", "matters", "--limit", "0"]);
    let mut counts = BTreeMap::new();
    for matter in answer["matters"].as_array().unwrap() {
        let text = matter["text"].as_str().unwrap();
        let number = text.trim_start_matches('第').split('处').next().unwrap().parse().unwrap();
        assert_eq!(text, format!("第{number}处路坑洼"), "whole or not at all");
        *counts.entry(number).or_insert(0) += 1;
    }
    counts
}

fn assert_sound(data: &Path) {
    let output = run(data, &["doctor", "--full"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn nothing_answered_saved_is_lost_when_the_program_is_killed() {
    const KILLS: usize = 150;
    /// Of these the kill is placed between the journal's sync and the end of taking it into the database.
    const PLACED: usize = 75;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    one_door(data);
    let began = Instant::now();
    assert!(run(data, &["add", &line(0)]).status.success());
    let usual = began.elapsed();
    let mut random = fastrand::Rng::with_seed(20_261_121);
    let (mut saved, mut killed, mut placed) = (vec![0], 0, Vec::new());
    for number in 1..=KILLS {
        let mut command = chuanmen(data, &["add", &line(number)]);
        if number % (KILLS / PLACED) == 0 {
            let place = ["saved", "chunk", "applied"][number / 2 % 3];
            if place == "chunk" {
                // What earlier kills left is taken in first; else the kill would fall into that, before the line.
                answer(data, &["list", "cells"]);
            }
            command.env("CHUANMEN_CRASH_AT", place);
            let output = command.output().unwrap();
            assert!(!output.status.success() && output.stdout.is_empty(), "it was to die there");
            placed.push(number);
            killed += 1;
            continue;
        }
        let mut child = command.spawn().unwrap();
        std::thread::sleep(usual.mul_f64(random.f64() * 1.2));
        let in_time = child.try_wait().unwrap().is_none();
        child.kill().unwrap_or_default();
        let output = child.wait_with_output().unwrap();
        killed += usize::from(in_time);
        let said_saved = serde_json::from_slice::<Value>(&output.stdout).is_ok_and(|answer| answer["saved"] == true);
        if said_saved {
            saved.push(number);
        }
    }
    let found = found(data);
    let lost: Vec<_> = saved.iter().chain(&placed).filter(|number| !found.contains_key(number)).collect();
    println!(
        "kills: {KILLS} lines entered, {killed} killed ({} between journal and database), {} answered saved, {} found, {} lost",
        placed.len(),
        saved.len(),
        found.len(),
        lost.len()
    );
    assert_eq!(lost, Vec::<&usize>::new());
    assert!(found.values().all(|count| *count == 1), "nothing is there twice: {found:?}");
    assert!(placed.len() >= 60);
    assert_sound(data);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.retain(|path| fs::metadata(path).unwrap().len() > 0);
    found.sort();
    found
}

#[test]
fn a_damaged_database_loses_nothing() {
    const DAMAGES: usize = 50;
    const LINES: usize = 40;
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    one_door(&whole);
    for number in 0..LINES {
        answer(&whole, &["add", &line(number)]);
    }
    let mut random = fastrand::Rng::with_seed(7);
    let (mut flips, mut cuts, mut rebuilt) = (0, 0, 0);
    for round in 0..DAMAGES {
        let data = folder.path().join(format!("damaged-{round}"));
        copy(&whole, &data);
        let files = files(&data.join("db"));
        let file = &files[round % files.len()];
        let mut bytes = fs::read(file).unwrap();
        let written = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
        if round % 5 == 4 {
            bytes.truncate(random.usize(0..written));
            cuts += 1;
        } else {
            bytes[random.usize(0..written)] ^= 1 << random.u32(0..8);
            flips += 1;
        }
        fs::write(file, bytes).unwrap();
        let found = found(&data);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), (0..LINES).collect::<Vec<_>>(), "{}", file.display());
        assert_sound(&data);
        rebuilt += usize::from(data.join("quarantine").exists());
        fs::remove_dir_all(&data).unwrap();
    }
    println!(
        "damage to the database: {flips} bit flips, {cuts} truncations, {rebuilt} rebuilt from the journal, 0 of {LINES} lines lost"
    );
}

#[test]
fn a_second_process_is_told_so_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    one_door(data);
    let held = chuanmen::store::replica::Replica::open(data, &mut |_| {}).unwrap();
    let output = run(data, &["add", &line(1)]);
    assert_eq!(output.status.code(), Some(3));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(answer["error"]["code"].is_string() && answer["error"]["hint"].is_string(), "{answer}");
    drop(held);
    let deadline = Instant::now() + Duration::from_secs(5);
    while run(data, &["list", "matters"]).status.code() == Some(3) && Instant::now() < deadline {}
    assert_eq!(found(data), BTreeMap::new());
}
