//! The disk is full, at every place of every command.
//!
//! The data lies on a small file system, and something else takes all of it but a few pages: none at first, then more and
//! more, until the command has what it needs; so the disk refuses here and there and everywhere in between. The program
//! keeps nothing free for itself here, else it would refuse before the disk does; that it does so is tested as well.
//!
//! Seen to fail: with what is half written left lying when a small file cannot be replaced, `backed-up.part` was left.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::plug::done;
use crate::pty::Pty;
use crate::world::{self, CELL, Ledger, chance, copy, line, rounds, said, skipped};

/// Bytes in which a file system in memory gives its room.
const PAGE: usize = 4096;
const LINES: usize = 6;
/// Households in the roster: enough that the database has to grow for them.
const ROSTER: usize = 1_000;
/// Lines that are entered one after the other while there is room.
const MANY: usize = 8;
const PASSPHRASE: &str = "走村串户又一年";

/// A file system of few pages.
struct Small {
    folder: tempfile::TempDir,
}

impl Small {
    fn new(pages: u64) -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={}", pages * PAGE as u64);
        done(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()))?;
        Ok(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    fn empty(&self) {
        for entry in fs::read_dir(self.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
    }

    /// Takes all room but these pages.
    fn fill(&self, left: u64) {
        let path = self.path().join("filler");
        let mut filler = File::create(&path).unwrap();
        let page = [1; PAGE];
        let mut taken = 0;
        while filler.write_all(&page).is_ok() {
            taken += 1;
        }
        assert!(taken >= left, "{taken} pages are free, {left} are asked for");
        filler.set_len((taken - left) * PAGE as u64).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _busy = done(Command::new("umount").arg(self.folder.path()));
    }
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq)]
enum Ended {
    Refused,
    /// Saved; for taking it into the database there was no room.
    Late,
    Through,
}

impl Ended {
    fn of(output: &Output) -> Self {
        let code = serde_json::from_slice::<Value>(&output.stdout).map(|document| document["error"]["code"].clone());
        match code {
            _ if output.status.success() => Self::Through,
            Ok(code) if code == "saved_not_shown" => Self::Late,
            _ => Self::Refused,
        }
    }

    fn is_saved(self) -> bool {
        self != Self::Refused
    }
}

/// What a disk can be full in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    FirstStart,
    Line,
    Rotation,
    Roster,
    Backup,
    Restore,
    Lock,
    Repair,
    /// The database is gone, and built anew from the journal.
    Rebuilding,
    /// Nothing is written but what opening writes.
    Asking,
}

const PHASES: [Phase; 10] = [
    Phase::FirstStart,
    Phase::Line,
    Phase::Rotation,
    Phase::Roster,
    Phase::Backup,
    Phase::Restore,
    Phase::Lock,
    Phase::Repair,
    Phase::Rebuilding,
    Phase::Asking,
];

/// What every try begins with: data with lines, and files beside it.
struct Scene {
    ledger: Ledger,
    small: Small,
}

impl Scene {
    fn new() -> Result<Self, String> {
        let small = Small::new(4096)?;
        let ledger = Ledger::with_lines(LINES);
        world::answer(&ledger.data(), &["backup", ledger.beside("backup").to_str().unwrap()]);
        fs::write(ledger.beside("secret"), PASSPHRASE).unwrap();
        fs::write(ledger.beside("roster.csv"), roster()).unwrap();
        Ok(Self { ledger, small })
    }

    fn beside(&self, name: &str) -> String {
        self.ledger.beside(name).to_str().unwrap().to_owned()
    }

    /// Puts the data there as it is before the command.
    fn set(&self, phase: Phase) {
        self.small.empty();
        let data = self.small.data();
        if !matches!(phase, Phase::FirstStart | Phase::Restore) {
            copy(&self.ledger.data(), &data);
        }
        if phase == Phase::Rebuilding {
            fs::remove_dir_all(data.join("db")).unwrap();
        }
    }

    fn command(&self, phase: Phase) -> Command {
        let (secret, backup, roster) = (self.beside("secret"), self.beside("backup"), self.beside("roster.csv"));
        let to = self.small.path().join("saved").to_str().unwrap().to_owned();
        let entered = line(LINES);
        let words: Vec<&str> = match phase {
            Phase::FirstStart => vec!["cells", "add", CELL],
            Phase::Line | Phase::Rotation => vec!["add", &entered],
            Phase::Roster => vec!["import", &roster, "--yes", "--cell", CELL],
            Phase::Backup => vec!["backup", &to],
            Phase::Restore => vec!["restore", &backup, "--yes"],
            Phase::Lock => vec!["lock", "--set", "--patience", "1", "--new-passphrase-file", &secret],
            Phase::Repair => vec!["doctor", "--repair", "--full"],
            Phase::Rebuilding | Phase::Asking => vec!["list", "matters", "--limit", "0"],
        };
        let mut command = world::chuanmen(&self.small.data(), &words);
        command.env("CHUANMEN_RESERVE_MB", "0");
        if phase == Phase::Rotation {
            command.env("CHUANMEN_ROTATE_KB", "1");
        }
        command
    }

    /// Tries with more and more pages until there are enough; returns how many were.
    fn enough(&self, phase: Phase, count: &mut Count) -> u64 {
        let mut pages = if phase == Phase::Roster { 80 } else { 1 };
        loop {
            let ended = self.try_with(phase, pages);
            count.take(ended);
            if ended == Ended::Through || pages > 1_000 {
                return pages;
            }
            pages *= 2;
        }
    }

    /// Runs a command with that many pages free.
    fn try_with(&self, phase: Phase, pages: u64) -> Ended {
        let when = format!("{phase:?} with {pages} pages free");
        self.set(phase);
        self.small.fill(pages);
        let output = self.command(phase).output().unwrap();
        told(&output, &when);
        let mut ended = Ended::of(&output);
        let mut entered = usize::from(ended.is_saved());
        while matches!(phase, Phase::Line | Phase::Rotation) && ended == Ended::Through && entered < MANY {
            let output = self.again(&["add", &line(LINES + entered)], phase, true).output().unwrap();
            told(&output, &when);
            ended = Ended::of(&output);
            entered += usize::from(ended.is_saved());
        }
        // Whoever looks while it is still full is told, and nothing gets worse by it.
        let looked = self.again(&["list", "cells"], phase, ended.is_saved()).output().unwrap();
        told(&looked, &format!("looking, {when}"));
        self.small.free();
        self.assert_whole(phase, ended.is_saved(), entered, &when);
        ended
    }

    /// A command after the one that was tried.
    fn again(&self, words: &[&str], phase: Phase, went: bool) -> Command {
        let mut command = world::chuanmen(&self.small.data(), words);
        command.env("CHUANMEN_RESERVE_MB", "0");
        if phase == Phase::Rotation {
            command.env("CHUANMEN_ROTATE_KB", "1");
        }
        if phase == Phase::Lock && (went || self.is_locked()) {
            command.args(["--passphrase-file", &self.beside("secret")]);
        }
        command
    }

    fn is_locked(&self) -> bool {
        let output = world::chuanmen(&self.small.data(), &["list", "cells"]).output().unwrap();
        output.status.code() == Some(4)
    }

    fn ask(&self, words: &[&str], phase: Phase, went: bool, when: &str) -> Value {
        let output = self.again(words, phase, went).output().unwrap();
        assert!(output.status.success(), "{when}: then {words:?}: {}", said(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// With room again, all is there that was answered, sound, and goes on.
    fn assert_whole(&self, phase: Phase, went: bool, entered: usize, when: &str) {
        if matches!(phase, Phase::FirstStart | Phase::Restore) && !went {
            let output = self.command(phase).output().unwrap();
            assert!(output.status.success(), "{when}: tried again: {}", said(&output));
        }
        if phase != Phase::FirstStart {
            let matters = self.ask(&["list", "matters", "--limit", "0"], phase, went, when);
            let mut counts = BTreeMap::new();
            for matter in matters["matters"].as_array().unwrap() {
                *counts.entry(matter["text"].as_str().unwrap().to_owned()).or_insert(0) += 1;
            }
            let writes = matches!(phase, Phase::Line | Phase::Rotation);
            let answered = LINES + if writes { entered } else { 0 };
            for number in 0..answered {
                assert_eq!(counts.remove(&text(number)), Some(1), "{when}: line {number}");
            }
            let doubtful = counts.remove(&text(answered));
            assert!(doubtful.is_none_or(|count| writes && count == 1), "{when}: {doubtful:?} times");
            assert!(counts.is_empty(), "{when}: invented {counts:?}");
            let households = self.ask(&["list", "households"], phase, went, when)["total"].as_u64().unwrap();
            let taken = phase == Phase::Roster && went;
            let all = 1 + ROSTER as u64;
            assert!(households == 1 || phase == Phase::Roster && households == all, "{when}: {households} households");
            assert!(households == all || !taken, "{when}: the roster was answered and is not there");
        }
        if phase == Phase::Backup {
            let saved = self.small.path().join("saved");
            assert_eq!(saved.exists(), went, "{when}: half a backup");
            if went {
                self.ask(&["restore", saved.to_str().unwrap(), "--dry-run"], phase, went, when);
            }
        }
        assert_eq!(self.ask(&["doctor", "--full"], phase, went, when)["sound"], true, "{when}");
        if phase != Phase::FirstStart {
            let words = line(LINES + MANY + 1);
            assert_eq!(self.ask(&["add", &words], phase, went, when)["saved"], true, "{when}");
        }
        self.assert_tidy(when);
    }

    /// Nothing is left half.
    fn assert_tidy(&self, when: &str) {
        for folder in [self.small.path().to_owned(), self.small.data()] {
            for entry in fs::read_dir(folder).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let known = ["data", "saved", "lock", "keyring", "desk", "backed-up", "journal", "db", "quarantine"];
                assert!(known.contains(&name.as_str()), "{when}: {name} is left");
            }
        }
    }
}

fn roster() -> String {
    let given = |number: usize| ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋"][number % 10];
    let rows = (0..ROSTER).map(|row| {
        let name = [given(row / 100), given(row / 10), given(row)].concat();
        format!("张{},{row}组1号,\n", &name[3..])
    });
    std::iter::once("户主姓名,门牌号,电话\n".to_owned()).chain(rows).collect()
}

fn text(number: usize) -> String {
    format!("第{number}处路坑洼")
}

/// A command ended in order: it went through or said in words why not, and what to do.
fn told(output: &Output, when: &str) {
    let text = said(output);
    assert!(matches!(output.status.code(), Some(0 | 1 | 4 | 5)), "{when}: {:?} {text}", output.status);
    assert!(!text.contains("panicked"), "{when}: {text}");
    if !output.status.success() {
        let document: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{when}: {text}"));
        let error = &document["error"];
        assert!(
            error["message"].is_string() && error["hint"].is_string() || document["sound"] == false,
            "{when}: {text}"
        );
    }
}

#[test]
fn a_full_disk_loses_nothing_anywhere() {
    let mut random = chance("full");
    let scene = match Scene::new() {
        Ok(scene) => scene,
        Err(why) => return skipped("full", &why),
    };
    let mut count = Count::default();
    for phase in PHASES {
        let enough = scene.enough(phase, &mut count);
        for _ in 0..rounds() {
            count.take(scene.try_with(phase, random.u64(0..=enough)));
        }
    }
    let Count { refused, late, went } = count;
    println!(
        "full: {} tries in {} works, {refused} refused, {late} saved with no room to show it, {went} through, nothing lost",
        refused + late + went,
        PHASES.len()
    );
    assert!(refused > went / 2 && late > 0, "the disk refused in the middle");
}

/// What the program keeps free itself is refused before anything is written.
#[test]
fn less_room_than_is_kept_free_is_said_before_anything_is_written() {
    let scene = match Scene::new() {
        Ok(scene) => scene,
        Err(why) => return skipped("full", &why),
    };
    scene.set(Phase::Line);
    let journal = || fs::read(scene.small.data().join("journal/0001.log")).unwrap();
    let before = journal();
    for phase in [Phase::Line, Phase::Roster] {
        let output = scene.command(phase).env_remove("CHUANMEN_RESERVE_MB").output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), document["error"]["code"].as_str()), (Some(1), Some("not_saved")));
        let message = document["error"]["message"].as_str().unwrap();
        assert!(message.contains("磁盘只剩") && message.contains("要留出 64 MB"), "{message}");
        assert_eq!(journal(), before);
    }
    scene.assert_whole(Phase::Line, false, 0, "with the usual reserve");
}

/// In the app: what was typed stays in its line, and goes in when there is room again.
#[test]
fn the_app_goes_on_when_there_is_room_again() {
    const CTRL_Q: &str = "\x11";
    for (lang, full, saved) in [("zh", "磁盘满了", "已保存"), ("en", "the disk is full", "Saved")] {
        let scene = match Scene::new() {
            Ok(scene) => scene,
            Err(why) => return skipped("full", &why),
        };
        scene.set(Phase::Line);
        let data = scene.small.data();
        let arguments = ["--data", data.to_str().unwrap(), "--now", world::NOW, "--as", "陈强", "--lang", lang];
        let home = tempfile::tempdir().unwrap();
        let mut app = Pty::start(&arguments, home.path(), &[("CHUANMEN_RESERVE_MB", "0")], (80, 24));
        app.wait_for("F1");
        scene.small.fill(0);
        let mut entered = 0;
        loop {
            app.send("n");
            app.wait_for("> ");
            app.send(&line(LINES + entered));
            app.wait_for(&format!("> {}", line(LINES + entered)));
            app.send("\r");
            let screen = app.wait_until("an answer", |screen| {
                screen.contains(full) || screen.contains(saved) && screen.contains(&text(LINES + entered))
            });
            if screen.contains(full) {
                assert!(screen.contains(&line(LINES + entered)), "what was typed stays:\n{screen}");
                break;
            }
            entered += 1;
            assert!(entered < 100, "the disk never refused");
        }
        scene.small.free();
        app.send("\r");
        app.wait_until("it is saved", |screen| screen.contains(saved) && screen.contains(&text(LINES + entered)));
        app.send(CTRL_Q);
        assert_eq!(app.ended(), 0);
        assert!(app.is_given_back());
        let written = String::from_utf8_lossy(&app.written()).into_owned();
        assert!(!written.contains("panicked"), "{written}");
        scene.assert_whole(Phase::Line, true, entered + 1, lang);
        println!("full: the app in {lang}: {entered} lines saved on the full disk, one refused, kept and saved later");
    }
}

/// How the tries ended.
#[derive(Default)]
struct Count {
    refused: usize,
    late: usize,
    went: usize,
}

impl Count {
    fn take(&mut self, ended: Ended) {
        match ended {
            Ended::Refused => self.refused += 1,
            Ended::Late => self.late += 1,
            Ended::Through => self.went += 1,
        }
    }
}
