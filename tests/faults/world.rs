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
    /// Name of the file beside the data that holds the passphrase, where there is one.
    pub secret: Option<&'static str>,
}

impl Ledger {
    /// One household at door 12, no lines.
    pub fn new() -> Self {
        let ledger = Self::nowhere();
        ledger.answer(&["cells", "add", CELL]);
        ledger.answer(&["household", "add", "--cell", CELL, "--door", "3组12号", "--head", "王秀英"]);
        ledger
    }

    /// A place for a data folder that is not there yet.
    pub fn nowhere() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), saved: Vec::new(), doubtful: Vec::new(), secret: None }
    }

    /// One household and that many lines.
    pub fn with_lines(count: usize) -> Self {
        let mut ledger = Self::new();
        for _ in 0..count {
            ledger.enter();
        }
        ledger
    }

    /// Another one with the same contents, and the same files beside them.
    pub fn twin(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(self.folder.path(), folder.path());
        Self { folder, saved: self.saved.clone(), doubtful: self.doubtful.clone(), secret: self.secret }
    }

    /// The folder in which everything of this ledger lies.
    pub fn place(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.beside("data")
    }

    /// A file of the test beside the data folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command on this data, with its passphrase if there is one.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = chuanmen(&self.data(), words);
        if let Some(secret) = self.secret {
            command.arg("--passphrase-file").arg(self.beside(secret));
        }
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// The document of a command that has to succeed.
    pub fn answer(&self, words: &[&str]) -> Value {
        document(words, &self.run(words))
    }

    /// The next line, not entered yet.
    pub fn next(&self) -> usize {
        self.saved.iter().chain(&self.doubtful).max().map_or(0, |last| last + 1)
    }

    /// Enters the next line undisturbed.
    pub fn enter(&mut self) {
        let number = self.next();
        assert_eq!(self.answer(&["add", &line(number)])["saved"], true);
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
        let found = self.assert_nothing_lost(when);
        let output = self.run(&["doctor", "--full"]);
        assert!(output.status.success(), "{when}: {}", said(&output));
        found
    }

    /// As [`Ledger::assert_whole`], of data that may be damaged.
    pub fn assert_nothing_lost(&self, when: &str) -> usize {
        let output = self.run(&["list", "matters", "--limit", "0"]);
        assert!(output.status.success(), "{when}: {}", said(&output));
        let found = lines_of(&serde_json::from_slice(&output.stdout).unwrap());
        let lost: Vec<_> = self.saved.iter().filter(|number| !found.contains_key(number)).collect();
        assert_eq!(lost, Vec::<&usize>::new(), "lost {when}");
        for (number, count) in &found {
            assert_eq!(*count, 1, "line {number} is there more than once {when}");
            assert!(self.saved.contains(number) || self.doubtful.contains(number), "line {number} is invented {when}");
        }
        found.len()
    }
}

/// The document of a command that has to succeed.
pub fn answer(data: &Path, words: &[&str]) -> Value {
    document(words, &run(data, words))
}

/// How often each line's demand is found.
pub fn found(data: &Path) -> BTreeMap<usize, usize> {
    lines_of(&answer(data, &["list", "matters", "--limit", "0"]))
}

/// The thorough examination finds nothing.
pub fn assert_sound(data: &Path, when: &str) {
    let output = run(data, &["doctor", "--full"]);
    assert!(output.status.success(), "{when}: {}", said(&output));
}

/// The document of a command that had to succeed.
fn document(words: &[&str], output: &Output) -> Value {
    assert!(output.status.success(), "{words:?}: {}", said(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// How often each line's demand stands in a list of matters.
pub fn lines_of(list: &Value) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for matter in list["matters"].as_array().unwrap() {
        let text = matter["text"].as_str().unwrap();
        let number = text.trim_start_matches('第').split('处').next().unwrap().parse().unwrap();
        assert_eq!(text, format!("第{number}处路坑洼"), "whole or not at all");
        *counts.entry(number).or_insert(0) += 1;
    }
    counts
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
