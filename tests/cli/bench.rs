//! A folder to run the binary in, and what it answered.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// A Saturday of a week without holidays.
pub const NOW: &str = "2026-11-21T09:00:00";

/// A data folder that no other test sees, and a home without settings.
pub struct Bench {
    home: TempDir,
}

/// What a run of the binary answered.
pub struct Answered {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// One with a cell, a responder and two households: 王秀英 at 3组12号 and 李四 at 3组2号. Made once and copied.
    pub fn with_a_cell() -> Self {
        static FIRST: OnceLock<Bench> = OnceLock::new();
        let bench = Self::new();
        copy(&FIRST.get_or_init(Self::set_up).data(), &bench.data());
        bench
    }

    /// The same, and yet another: made by itself, under a key of its own.
    pub fn with_another_cell() -> Self {
        Self::set_up()
    }

    fn set_up() -> Self {
        let bench = Self::new();
        for line in [
            "areas add 150826102 陕坝镇",
            "areas add 150826102207 满天红村",
            "cells add 150826102207-003 --name 三网格",
            "chain set 150826102207-003 head 陈强",
            "responder add 交通站 --phone 0478-8812345",
            "household add --cell 003 --door 3组12号 --head 王秀英 --phone 13812341234 --tag 低保",
            "household add --cell 003 --door 3组2号 --head 李四",
        ] {
            bench.done(line);
        }
        bench
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub fn run(&self, arguments: &[&str]) -> Answered {
        self.run_under(&[], arguments)
    }

    /// Runs it so that it ends by itself at a named place in the store.
    pub fn killed_at(&self, place: &str, arguments: &[&str]) -> Answered {
        self.run_under(&[("CHUANMEN_CRASH_AT", place)], arguments)
    }

    /// Runs it where nothing more may be written: the disk has less left than is kept free.
    pub fn with_a_full_disk(&self, arguments: &[&str]) -> Answered {
        self.run_under(&[("CHUANMEN_RESERVE_MB", "99999999")], arguments)
    }

    fn run_under(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Answered {
        let output = Command::new(env!("CARGO_BIN_EXE_chuanmen"))
            .env_clear()
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .env("XDG_DATA_HOME", self.home.path().join("share"))
            .env("CHUANMEN_NOW", NOW)
            .env("LANG", "en_GB.UTF-8")
            .env("USER", "陈强")
            .env("CHUANMEN_RESERVE_MB", "0")
            .envs(environment.iter().copied())
            .arg("--data")
            .arg(self.data())
            .args(arguments)
            .output()
            .unwrap();
        Answered {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs words separated by spaces and gives the document of a command that is done.
    pub fn done(&self, line: &str) -> Value {
        let words: Vec<&str> = line.split(' ').collect();
        self.document(&words, 0)
    }

    /// The one document that a command prints with `--json` before it ends with this code.
    pub fn document(&self, arguments: &[&str], code: i32) -> Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        let answered = self.run(&all);
        assert_eq!(answered.code, code, "{arguments:?}: {}{}", answered.out, answered.err);
        serde_json::from_str(&answered.out).unwrap_or_else(|fault| panic!("{arguments:?}: {fault}: {}", answered.out))
    }

    /// The error that a command ends with: its code and its hint. Both stand on standard error as well.
    pub fn refused(&self, arguments: &[&str], code: i32) -> (String, String) {
        let mut all = arguments.to_vec();
        all.push("--json");
        let answered = self.run(&all);
        assert_eq!(answered.code, code, "{arguments:?}: {}{}", answered.out, answered.err);
        let error = serde_json::from_str::<Value>(&answered.out).unwrap()["error"].clone();
        assert!(answered.err.contains(&format!("error: {}", text(&error, "message"))), "{}", answered.err);
        let hint = error["hint"].as_str().unwrap_or_default().to_owned();
        assert!(hint.is_empty() || answered.err.contains(&format!("hint: {hint}")), "{}", answered.err);
        (text(&error, "code"), hint)
    }

    /// Writes a line down and gives its document.
    pub fn add(&self, line: &str) -> Value {
        let document = self.document(&["add", line], 0);
        assert_eq!(document["saved"], true);
        document
    }

    /// Raises a matter and gives its id.
    pub fn matter(&self, line: &str) -> String {
        text(&self.add(line)["matter"], "id")
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A text of a document.
pub fn text(document: &Value, key: &str) -> String {
    document[key].as_str().unwrap_or_else(|| panic!("{key} of {document}")).to_owned()
}

/// The keys of a document, one by one.
pub fn keys(document: &Value) -> BTreeSet<&str> {
    document.as_object().unwrap_or_else(|| panic!("{document}")).keys().map(String::as_str).collect()
}

/// That a document has exactly these keys.
pub fn assert_keys(document: &Value, wanted: &str) {
    let wanted: BTreeSet<&str> = wanted.split_whitespace().collect();
    assert_eq!(keys(document), wanted, "{document}");
}

pub const MATTER: &str = "id kind tier state level text category source household head cell caller caller_phone raised_at due \
    provisional paused late urgent responder asked answer done_at closed_at connect_by ladder lead voices parties \
    satisfied";
pub const HOUSEHOLD: &str = "id cell door head phone address members tags last_visit visit_due open_matters";
pub const VISIT: &str = "id household at typed_at outcome by typed_by with met note promises";
pub const HISTORY: &str = "at typed_at by device act event what undone";
