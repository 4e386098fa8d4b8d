//! Backups that earlier programs made: each opens, and holds what it held. One folder a format, in tests/golden:
//! `bare.backup`, `wrapped.backup` with its `passphrase`, and `lists.json` with what the lists said. All people invented.
//!
//! A program that changes a format adds a folder: `CHUANMEN_GOLDEN=2 cargo test --test golden` writes tests/golden/2. The
//! earlier folders stay as they are for good.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};
use tempfile::TempDir;

const NOW: &str = "2026-11-21T09:00:00";
const PASSPHRASE: &str = "passphrase";
/// Beside them from the third format on: who was shown what in full.
const DISCLOSURES: &str = "disclosures.json";
const LISTS: [&str; 6] = ["cells", "households", "members", "visits", "matters", "responders"];

struct Computer {
    home: TempDir,
}

impl Computer {
    fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    fn ask(&self, words: &[&str]) -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_chuanmen"))
            .env_clear()
            .env("HOME", self.home.path())
            .env("CHUANMEN_RESERVE_MB", "0")
            .args(["--now", NOW, "--lang", "zh", "--as", "陈强", "--json", "--data"])
            .arg(self.home.path().join("data"))
            .args(words)
            .output()
            .unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Who was shown what in full. To list the rest in full adds to it, and so does every backup.
    fn disclosures(&self, options: &[&str]) -> Value {
        self.ask(&[&["list", "disclosures", "--limit", "0"], options].concat())["disclosures"].clone()
    }

    fn lists(&self, options: &[&str]) -> Value {
        let list = |what: &str| self.ask(&[&["list", what, "--limit", "0", "--reveal"], options].concat());
        Value::Object(LISTS.iter().map(|what| ((*what).to_owned(), list(what))).collect::<Map<_, _>>())
    }
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// What of one document is not the same in another. A later program may say more; it may not say less or otherwise.
fn lost(expected: &Value, found: &Value, at: &str) -> Vec<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let each = expected.iter();
            each.flat_map(|(key, value)| match found.get(key) {
                Some(found) => lost(value, found, &format!("{at}.{key}")),
                None => vec![format!("{at}.{key} is gone")],
            })
            .collect()
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let pairs = expected.iter().zip(found).enumerate();
            pairs.flat_map(|(number, (expected, found))| lost(expected, found, &format!("{at}[{number}]"))).collect()
        }
        (expected, found) if expected == found => Vec::new(),
        (expected, found) => vec![format!("{at} was {expected} and is {found}")],
    }
}

#[test]
fn a_backup_of_every_format_opens_and_holds_what_it_held() {
    if let Ok(name) = std::env::var("CHUANMEN_GOLDEN") {
        write(&golden().join(name));
    }
    let mut formats = 0;
    for folder in fs::read_dir(golden()).unwrap() {
        let folder = folder.unwrap().path();
        let expected: Value = serde_json::from_slice(&fs::read(folder.join("lists.json")).unwrap()).unwrap();
        assert!(
            LISTS.iter().all(|list| expected[list].to_string().len() > 40),
            "{} holds next to nothing",
            folder.display()
        );
        let passphrase = folder.join(PASSPHRASE).display().to_string();
        for (file, options) in [("bare.backup", vec![]), ("wrapped.backup", vec!["--passphrase-file", &passphrase])] {
            let computer = Computer::new();
            let file = folder.join(file).display().to_string();
            assert_eq!(computer.ask(&[&["restore", file.as_str()], &options[..]].concat())["way"], "whole");
            let seen = computer.disclosures(&options);
            let were = fs::read(folder.join(DISCLOSURES)).map(|text| serde_json::from_slice::<Value>(&text).unwrap());
            for one in were.iter().filter_map(Value::as_array).flatten() {
                assert!(seen.as_array().unwrap().contains(one), "{file}: {one} is gone");
            }
            let lost = lost(&expected, &computer.lists(&options), "");
            assert!(lost.is_empty(), "{file}: {lost:#?}");
            assert_eq!(computer.ask(&[&["doctor", "--full"], &options[..]].concat())["sound"], true, "{file}");
        }
        formats += 1;
    }
    assert!(formats > 0);
}

#[test]
fn what_is_missing_or_other_is_found() {
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let before = json(r#"{"rows": [{"head": "王秀英", "open": 1}]}"#);
    assert!(lost(&before, &json(r#"{"rows": [{"head": "王秀英", "open": 1, "more": 2}], "total": 1}"#), "").is_empty());
    for other in [r#"{"rows": [{"head": "王秀英", "open": 2}]}"#, r#"{"rows": [{"open": 1}]}"#, r#"{"rows": []}"#, "{}"]
    {
        assert_eq!(lost(&before, &json(other), "").len(), 1, "{other}");
    }
}

/// Writes the folder of the present format: a small ledger with something of everything.
fn write(folder: &Path) {
    let computer = Computer::new();
    let ask = |words: &[&str]| computer.ask(words);
    ask(&["areas", "add", "150826102", "陕坝镇"]);
    ask(&["areas", "add", "150826102207", "满天红村"]);
    ask(&["cells", "add", "150826102207-003", "--name", "三网格"]);
    ask(&["chain", "set", "150826102207-003", "head", "陈强"]);
    ask(&["responder", "add", "交通站", "--phone", "0478-8812345"]);
    let added = ask(&[
        "household",
        "add",
        "--cell",
        "003",
        "--door",
        "3组12号",
        "--head",
        "王秀英",
        "--phone",
        "13812341234",
        "--tag",
        "低保",
    ]);
    let household = added["household"]["id"].as_str().or_else(|| added["id"].as_str()).unwrap().to_owned();
    ask(&["household", "add", "--cell", "003", "--door", "3组2号", "--head", "李四"]);
    ask(&["member", "add", &household, "--name", "张志强", "--schooling", "小学"]);
    for line in [
        "wxy 走访 都好",
        "wxy 诉求 门前路坑洼",
        "wxy 诉求 水源浑浊 #饮水 @交通站 !7",
        "ls 愿望 电饭锅",
        "ls 纠纷 东邻占道",
    ] {
        ask(&["add", line]);
    }
    let undone = ask(&["add", "ls 诉求 写错了"]);
    ask(&["act", undone["act"].as_str().unwrap(), "undo"]);
    ask(&["list", "households", "--reveal", "--filter", "王秀英"]);
    let other = ask(&["household", "add", "--cell", "003", "--door", "3组5号", "--head", "赵六"]);
    let other = other["household"]["id"].as_str().unwrap().to_owned();
    ask(&["member", "add", &other, "--name", "赵小兰", "--relation", "女"]);
    let members = ask(&["list", "members"]);
    let gone = members["members"].as_array().unwrap().iter().find(|member| member["name"] == "赵小兰").unwrap();
    ask(&["erase", gone["id"].as_str().unwrap(), "--why", "本人申请", "--yes"]);
    fs::create_dir(folder).unwrap();
    fs::write(folder.join(DISCLOSURES), serde_json::to_vec_pretty(&computer.disclosures(&[])).unwrap()).unwrap();
    fs::write(folder.join("lists.json"), serde_json::to_vec_pretty(&computer.lists(&[])).unwrap()).unwrap();
    let path = |name: &str| folder.join(name).display().to_string();
    ask(&["backup", &path("bare.backup")]);
    fs::write(folder.join(PASSPHRASE), "走村串户又一年\n").unwrap();
    let words = path(PASSPHRASE);
    ask(&["lock", "--set", "--patience", "1", "--new-passphrase-file", &words]);
    ask(&["backup", &path("wrapped.backup"), "--passphrase-file", &words]);
}
