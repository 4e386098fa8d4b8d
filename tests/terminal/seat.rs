//! A cadre's seat: a home, a data folder, a terminal, and the keys as a terminal sends them.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::pty::Pty;

/// A Monday of a week without holidays.
pub const NOW: &str = "2026-11-23T09:12:00";
pub const CELL: &str = "150826102207-003";
pub const SMALL: (u16, u16) = (80, 24);
pub const LARGE: (u16, u16) = (120, 40);

pub const ENTER: &str = "\r";
pub const ESC: &str = "\x1b";
pub const UP: &str = "\x1b[A";
pub const DOWN: &str = "\x1b[B";
pub const RIGHT: &str = "\x1b[C";
pub const LEFT: &str = "\x1b[D";
pub const HOME: &str = "\x1b[H";
pub const END: &str = "\x1b[F";
pub const SPACE: &str = " ";
pub const F2: &str = "\x1bOQ";
pub const F3: &str = "\x1bOR";
pub const F4: &str = "\x1bOS";
pub const F10: &str = "\x1b[21~";
pub const CTRL_Q: &str = "\x11";
pub const CTRL_Z: &str = "\x1a";

/// The roster of 王府村: 42 households, 116 people.
pub fn roster() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters/01_王府村户籍人口花名册.xlsx");
    path.display().to_string()
}

pub struct Seat {
    home: TempDir,
    lang: &'static str,
}

impl Seat {
    pub fn new(lang: &'static str) -> Self {
        Self { home: tempfile::tempdir().unwrap(), lang }
    }

    /// One with the roster taken in.
    pub fn with_roster(lang: &'static str) -> Self {
        let seat = Self::new(lang);
        let answer = seat.ask(&["import", &roster(), "--cell", CELL, "--yes"]);
        assert_eq!(answer["households"]["created"], 42);
        seat
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Puts the data under a passphrase; the file that holds it, and the recovery code.
    pub fn lock(&self, passphrase: &str) -> (String, String) {
        let file = self.home.path().join("passphrase");
        std::fs::write(&file, passphrase).unwrap();
        let file = file.display().to_string();
        let answer = self.ask(&["lock", "--set", "--new-passphrase-file", &file, "--patience", "1"]);
        (file, answer["recovery_code"].as_str().unwrap().to_owned())
    }

    fn words(&self, words: &[&str]) -> Vec<String> {
        let data = self.data().display().to_string();
        let common = ["--data", &data, "--now", NOW, "--lang", self.lang, "--as", "陈强"];
        common.iter().chain(words).map(|&word| word.to_owned()).collect()
    }

    /// Starts a command in the terminal; without words the app.
    pub fn start(&self, words: &[&str]) -> Pty {
        self.start_under(&[], words)
    }

    /// Starts the app and waits for its first page.
    pub fn on_today(&self) -> Pty {
        let app = self.start(&[]);
        app.wait_for(if self.lang == "zh" { "该走访" } else { "Visits due" });
        app
    }

    /// Starts it with these variables in its environment.
    pub fn start_under(&self, variables: &[(&str, &str)], words: &[&str]) -> Pty {
        let words = self.words(words);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Pty::start(&words, self.home.path(), variables, SMALL)
    }

    /// Starts the app on a terminal that answers no question.
    pub fn start_unanswered(&self) -> Pty {
        let words = self.words(&[]);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Pty::start_on(&words, self.home.path(), &[], SMALL, false)
    }

    /// The document of a command that is done, outside any terminal.
    pub fn ask(&self, words: &[&str]) -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_chuanmen"))
            .env_clear()
            .env("HOME", self.home.path())
            .args(self.words(words))
            .arg("--json")
            .output()
            .unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// The row of the screen that holds a text.
pub fn row<'a>(screen: &'a str, text: &str) -> &'a str {
    screen.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("no row with {text:?} in\n{screen}"))
}

/// Whether the cursor's mark is on the row with a text.
pub fn is_on(screen: &str, text: &str) -> bool {
    screen.lines().any(|line| line.contains(text) && line.contains('>'))
}

/// Presses a key until the cursor's mark is on the row with a text.
pub fn go_to(app: &Pty, key: &str, text: &str) {
    for _ in 0..60 {
        let before = app.contents();
        if is_on(&before, text) {
            return;
        }
        app.send(key);
        app.wait_until("the cursor to move", |screen| screen != before);
    }
    panic!("no row with {text:?} is reached; the screen shows\n{}", app.contents());
}
