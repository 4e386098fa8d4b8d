//! A data folder with known contents, the lines that were answered *saved*, and what has to hold of both.

#![allow(dead_code, reason = "every part uses its own share of this")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub const NOW: &str = "2026-11-21T09:00:00+08:00";
pub const CELL: &str = "150826102207-003";

/// How many times as long as usual the tests go on: 1 unless `CHUANMEN_ROUNDS` says more.
pub fn rounds() -> usize {
    std::env::var("CHUANMEN_ROUNDS").ok().and_then(|text| text.parse().ok()).filter(|rounds| *rounds > 0).unwrap_or(1)
}

/// Chance from a seed that is printed: what `CHUANMEN_SEED` says, else always the same.
pub fn chance(part: &str) -> fastrand::Rng {
    let asked = std::env::var("CHUANMEN_SEED").ok().and_then(|text| text.parse().ok());
    let seed: u64 = asked.unwrap_or(20_261_121);
    println!("{part}: chance begins at {seed}");
    fastrand::Rng::with_seed(seed)
}

/// Says that something is not tested here.
pub fn skipped(part: &str, why: &str) {
    println!("{part}: skipped: {why}");
}

/// The command to be run on a folder; it answers in JSON.
pub fn chuanmen(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chuanmen"));
    command.args(["--json", "--now", NOW, "--as", "陈强", "--lang", "zh", "--data"]).arg(data).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn run(data: &Path, words: &[&str]) -> Output {
    chuanmen(data, words).output().unwrap()
}

/// Both outputs as text, for a test that stops.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The document of a command that has to succeed.
pub fn answer(data: &Path, words: &[&str]) -> Value {
    let output = run(data, words);
    assert!(output.status.success(), "{words:?}: {}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The words of one of many lines, all about the one household.
pub fn line(number: usize) -> String {
    format!("wxy 诉求 第{number}处路坑洼 #道路")
}

/// Whether a command answered that it has saved.
pub fn is_saved(output: &Output) -> bool {
    serde_json::from_slice::<Value>(&output.stdout).is_ok_and(|answer| answer["saved"] == true)
}

/// A folder with one household, and which lines were entered there.
pub struct Ledger {
    folder: TempDir,
    /// Lines that were answered *saved*: each has to be there, once.
    pub saved: Vec<usize>,
    /// Lines that were not: each may be there once, or not at all.
    pub doubtful: Vec<usize>,
}

impl Ledger {
    /// One household at door 12, no lines.
    pub fn new() -> Self {
        let ledger = Self { folder: tempfile::tempdir().unwrap(), saved: Vec::new(), doubtful: Vec::new() };
        answer(&ledger.data(), &["cells", "add", CELL]);
        answer(&ledger.data(), &["household", "add", "--cell", CELL, "--door", "3组12号", "--head", "王秀英"]);
        ledger
    }

    /// One household and that many lines.
    pub fn with_lines(count: usize) -> Self {
        let mut ledger = Self::new();
        for _ in 0..count {
            ledger.enter();
        }
        ledger
    }

    /// Another one with the same contents.
    pub fn twin(&self) -> Self {
        let twin =
            Self { folder: tempfile::tempdir().unwrap(), saved: self.saved.clone(), doubtful: self.doubtful.clone() };
        copy(&self.data(), &twin.data());
        twin
    }

    /// What lies beside the data folder, for files of the test.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The next line, not entered yet.
    pub fn next(&self) -> usize {
        self.saved.iter().chain(&self.doubtful).max().map_or(0, |last| last + 1)
    }

    /// Enters the next line undisturbed.
    pub fn enter(&mut self) {
        let number = self.next();
        assert_eq!(answer(&self.data(), &["add", &line(number)])["saved"], true);
        self.saved.push(number);
    }

    /// Takes down what became of a line; returns whether it was answered *saved*.
    pub fn heard(&mut self, number: usize, output: &Output) -> bool {
        let saved = is_saved(output);
        let heap = if saved { &mut self.saved } else { &mut self.doubtful };
        heap.push(number);
        saved
    }

    /// Every line answered *saved* is there, nothing is there twice or in part, nothing that was never entered is there,
    /// and the data is sound. Returns how many lines there are.
    pub fn assert_whole(&self, when: &str) -> usize {
        let found = found(&self.data());
        let lost: Vec<_> = self.saved.iter().filter(|number| !found.contains_key(number)).collect();
        assert_eq!(lost, Vec::<&usize>::new(), "lost: {when}");
        for (number, count) in &found {
            assert_eq!(*count, 1, "line {number} is there more than once: {when}");
            assert!(self.saved.contains(number) || self.doubtful.contains(number), "line {number} is invented: {when}");
        }
        assert_sound(&self.data(), when);
        found.len()
    }
}

/// How often each line's demand is found.
pub fn found(data: &Path) -> BTreeMap<usize, usize> {
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

/// The thorough examination finds nothing.
pub fn assert_sound(data: &Path, when: &str) {
    let output = run(data, &["doctor", "--full"]);
    assert!(output.status.success(), "{when}: {}", said(&output));
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
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

/// All files below a folder that hold anything, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.retain(|path| fs::metadata(path).unwrap().len() > 0);
    found.sort();
    found
}
