//! A home in which the real binary runs, and the search through all that lies there.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::pty::Pty;

/// A Monday of a week without holidays.
const NOW: &str = "2026-11-23T09:12:00";
pub const CELL: &str = "150826102207-003";

/// An identity number from its first seventeen digits.
pub fn id_number(digits: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    format!("{digits}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11])
}

/// Texts as the bytes they have in UTF-8, UTF-16 of both orders, and GB18030, which holds GBK.
pub struct Search {
    wanted: Vec<(String, Vec<u8>)>,
    /// Places in `wanted` by the first two bytes.
    by_start: Vec<Vec<u16>>,
}

/// What a search went through.
#[derive(Default)]
pub struct Seen {
    pub files: usize,
    pub bytes: usize,
    /// Which text in which file.
    pub found: Vec<String>,
}

impl Search {
    pub fn of(needles: &[String]) -> Self {
        let mut wanted = Vec::new();
        for needle in needles {
            let utf16 = |bytes: fn(u16) -> [u8; 2]| needle.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
            let national = encoding_rs::GB18030.encode(needle).0.into_owned();
            for bytes in [needle.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), national] {
                wanted.push((needle.clone(), bytes));
            }
        }
        let mut by_start = vec![Vec::new(); 1 << 16];
        for (place, (_, bytes)) in wanted.iter().enumerate() {
            by_start[start(bytes)].push(u16::try_from(place).unwrap());
        }
        Self { wanted, by_start }
    }

    /// The texts that stand in these bytes.
    pub fn bytes(&self, bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for (at, two) in bytes.windows(2).enumerate() {
            for place in &self.by_start[start(two)] {
                let (needle, wanted) = &self.wanted[usize::from(*place)];
                if bytes[at..].starts_with(wanted) {
                    found.push(needle.clone());
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Everything below a folder: what is in the files, and what they are called.
    pub fn folder(&self, folder: &Path) -> Seen {
        let mut seen = Seen::default();
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().as_encoded_bytes().to_vec();
                let mut found = self.bytes(&name);
                if path.is_dir() {
                    waiting.push(path.clone());
                } else {
                    let bytes = fs::read(&path).unwrap();
                    seen.files += 1;
                    seen.bytes += bytes.len();
                    found.extend(self.bytes(&bytes));
                }
                seen.found.extend(found.into_iter().map(|needle| format!("{needle} in {}", path.display())));
            }
        }
        seen
    }
}

fn start(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

pub struct World {
    /// Home, with the data, the temporary files and the folder the program runs in.
    home: TempDir,
    /// What the program was given and what it was asked to write elsewhere.
    outside: TempDir,
    cadre: &'static str,
    search: Search,
    files: Cell<usize>,
    bytes: Cell<usize>,
    searches: Cell<usize>,
}

impl World {
    pub fn new(cadre: &'static str, needles: &[String]) -> Self {
        let home = tempfile::tempdir().unwrap();
        for folder in ["tmp", "here"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        Self {
            home,
            outside: tempfile::tempdir().unwrap(),
            cadre,
            search: Search::of(needles),
            files: Cell::new(0),
            bytes: Cell::new(0),
            searches: Cell::new(0),
        }
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn outside(&self) -> &Path {
        self.outside.path()
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chuanmen"));
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("TMPDIR", self.home.path().join("tmp"))
            .env("USER", self.cadre)
            .env("CHUANMEN_RESERVE_MB", "0")
            .current_dir(self.home.path().join("here"))
            .args(["--now", NOW, "--lang", "zh", "--as", self.cadre, "--data"])
            .arg(self.data())
            .args(words)
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    pub fn done(&self, words: &[&str]) -> Value {
        let output = self.run(&[words, &["--json"]].concat());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{words:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&text).unwrap()
    }

    pub fn killed_at(&self, place: &str, words: &[&str]) {
        self.done(&["list", "cells"]);
        let output = self.command(words).env("CHUANMEN_CRASH_AT", place).output().unwrap();
        assert_eq!(output.status.code(), None, "it was to die at {place}");
    }

    /// The id of the matter with these words.
    pub fn matter(&self, words: &str) -> String {
        let listed = self.done(&["list", "matters"]);
        let found = listed["matters"].as_array().unwrap().iter().find(|matter| matter["text"] == words);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    pub fn start(&self, words: &[&str]) -> Pty {
        self.start_with(&[], words)
    }

    pub fn start_under(&self, variables: &[(&str, &str)]) -> Pty {
        self.start_with(variables, &[])
    }

    fn start_with(&self, variables: &[(&str, &str)], words: &[&str]) -> Pty {
        let (data, tmp) = (self.data().display().to_string(), self.home.path().join("tmp").display().to_string());
        let mut all = vec!["--data", &data, "--now", NOW, "--lang", "zh", "--as", self.cadre];
        all.extend(words);
        let variables = [variables, &[("TMPDIR", tmp.as_str()), ("CHUANMEN_RESERVE_MB", "0")]].concat();
        Pty::start(&all, self.home.path(), &variables, (80, 24))
    }

    /// Waits until a file of the data folder is there.
    pub fn wait_until_written(&self, name: &str) {
        let began = Instant::now();
        while !self.data().join(name).exists() {
            assert!(began.elapsed() < Duration::from_secs(30), "{name} is not written");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Turns bits over in the middle of the journal.
    pub fn scratch_the_journal(&self) {
        let path = self.data().join("journal/0001.log");
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 40].iter_mut().for_each(|byte| *byte ^= 0x5A);
        fs::write(path, bytes).unwrap();
    }

    /// Looks through everything below the home; nothing may be found.
    pub fn search(&self, when: &str) {
        let seen = self.search.folder(self.home.path());
        self.files.set(self.files.get() + seen.files);
        self.bytes.set(self.bytes.get() + seen.bytes);
        self.searches.set(self.searches.get() + 1);
        assert!(seen.files > 3 && seen.bytes > 1_000, "{when}: nothing was searched");
        assert_eq!(seen.found, Vec::<String>::new(), "{when}");
    }

    pub fn search_file(&self, file: &Path, when: &str) {
        assert_eq!(self.search.bytes(&fs::read(file).unwrap()), Vec::<String>::new(), "{when}");
    }

    /// Looks through the keys and values of the database as they are read out: on the disk what keys have in common is
    /// left away.
    pub fn database(&self, when: &str) {
        #[expect(clippy::disallowed_methods, reason = "what lies there is looked at without the store")]
        let database = sled::Config::new().path(self.data().join("db")).open().unwrap();
        let (mut rows, mut found) = (0, Vec::new());
        for name in database.tree_names() {
            for row in &database.open_tree(name).unwrap() {
                let (key, value) = row.unwrap();
                found.extend(self.search.bytes(&key));
                found.extend(self.search.bytes(&value));
                rows += 1;
            }
        }
        assert!(rows > 10, "{when}: {rows} values, each of many rows");
        assert_eq!(found, Vec::<String>::new(), "{when}");
    }

    pub fn found_in(&self, bytes: &[u8]) -> Vec<String> {
        self.search.bytes(bytes)
    }

    /// Nothing of a person stands on the terminal that was given back, nor did its title ever change.
    pub fn assert_clean(&self, app: &Pty, when: &str) {
        app.wait_until("the first screen again", |_| app.is_given_back());
        let left = app.contents();
        assert_eq!(self.search.bytes(left.as_bytes()), Vec::<String>::new(), "{when}:\n{left}");
        let written = app.written();
        for title in [b"\x1b]0;", b"\x1b]1;", b"\x1b]2;"] {
            assert!(!written.windows(title.len()).any(|window| window == title), "{when}: a title");
        }
        // What went to the first screen, before and after the other one, is what scrolling back shows.
        let (enter, leave) = (b"\x1b[?1049h", b"\x1b[?1049l");
        let at = |mark: &[u8]| written.windows(mark.len()).position(|window| window == mark);
        let (entered, left) = (at(enter).unwrap(), at(leave).unwrap());
        for part in [&written[..entered], &written[left..]] {
            assert_eq!(self.search.bytes(part), Vec::<String>::new(), "{when}");
        }
    }

    /// Files and bytes gone through so far.
    pub fn seen(&self) -> (usize, usize) {
        (self.files.get(), self.bytes.get())
    }

    pub fn searches(&self) -> usize {
        self.searches.get()
    }
}
