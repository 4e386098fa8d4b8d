//! What people do to a data folder, and what has to hold of it however far each deed came.

use std::fs;
use std::process::{Command, Output};

use crate::world::{CELL, Ledger, line, lines_of, said};

/// Something that is done to a data folder, and what has to hold however far it came.
pub struct Deed {
    pub name: &'static str,
    /// What is there before.
    pub ready: fn() -> Ledger,
    pub command: fn(&Ledger) -> Command,
    /// Called with what the command put out that was struck.
    pub after: fn(&mut Ledger, &Output, &str),
}

pub const DEEDS: &[Deed] = &[
    Deed {
        name: "the first start",
        ready: Ledger::nowhere,
        command: |ledger| ledger.command(&["cells", "add", CELL]),
        after: after_first,
    },
    Deed { name: "a line", ready: || Ledger::with_lines(3), command: adding, after: after_line },
    Deed {
        name: "a line that begins a new journal file",
        ready: || Ledger::with_lines(5),
        command: |ledger| with(adding(ledger), "CHUANMEN_ROTATE_KB", "2"),
        after: after_line,
    },
    Deed { name: "a line behind one that the database lacks", ready: behind, command: adding, after: after_line },
    Deed { name: "a line behind a torn end", ready: torn, command: adding, after: after_line },
    Deed { name: "a backup", ready: || Ledger::with_lines(3), command: backing_up, after: after_backup },
    Deed { name: "an import", ready: || Ledger::with_lines(1), command: importing, after: after_import },
    Deed { name: "lock --set", ready: unlocked, command: locking, after: after_lock },
    Deed { name: "lock --change", ready: locked, command: changing, after: after_change },
    Deed {
        name: "a repair",
        ready: damaged,
        command: |ledger| ledger.command(&["doctor", "--repair"]),
        after: after_repair,
    },
    Deed { name: "a restore where nothing lies", ready: lost, command: restoring, after: after_restore },
    Deed { name: "a restore where less lies", ready: older, command: restoring, after: after_restore },
    Deed { name: "a restore where other data lies", ready: foreign, command: restoring, after: after_replace },
];

fn with(mut command: Command, name: &str, value: &str) -> Command {
    command.env(name, value);
    command
}

fn adding(ledger: &Ledger) -> Command {
    ledger.command(&["add", &line(ledger.next())])
}

fn backing_up(ledger: &Ledger) -> Command {
    ledger.command(&["backup", &ledger.beside("backup").display().to_string()])
}

fn restoring(ledger: &Ledger) -> Command {
    ledger.command(&["restore", "--yes", &ledger.beside("backup").display().to_string()])
}

fn importing(ledger: &Ledger) -> Command {
    let mut rows = "户主姓名,姓名,关系,住址\n".to_owned();
    for number in 1..=30 {
        rows.push_str(&format!("李{0},李{0},户主,2组{number}号\n", char::from_u32(0x4E00 + number).unwrap()));
    }
    fs::write(ledger.beside("roster.csv"), rows).unwrap();
    ledger.command(&["import", "--yes", "--cell", CELL, &ledger.beside("roster.csv").display().to_string()])
}

fn locking(ledger: &Ledger) -> Command {
    ledger.command(&[
        "lock",
        "--set",
        "--patience",
        "1",
        "--new-passphrase-file",
        &ledger.beside("first").display().to_string(),
    ])
}

fn changing(ledger: &Ledger) -> Command {
    ledger.command(&[
        "lock",
        "--change",
        "--patience",
        "1",
        "--new-passphrase-file",
        &ledger.beside("second").display().to_string(),
    ])
}

/// A line stands in the journal that the database lacks.
fn behind() -> Ledger {
    let mut ledger = Ledger::with_lines(3);
    let number = ledger.next();
    let killed = with(adding(&ledger), "CHUANMEN_CRASH_AT", "saved").output().unwrap();
    assert!(!killed.status.success());
    ledger.saved.push(number);
    ledger
}

fn torn() -> Ledger {
    let ledger = Ledger::with_lines(3);
    let journal = ledger.data().join("journal/0001.log");
    let mut bytes = fs::read(&journal).unwrap();
    let last = bytes[bytes.len() - 300..].to_vec();
    bytes.extend(last);
    fs::write(journal, bytes).unwrap();
    ledger
}

fn unlocked() -> Ledger {
    let ledger = Ledger::with_lines(3);
    fs::write(ledger.beside("first"), "walk the cell by day\n").unwrap();
    fs::write(ledger.beside("second"), "walk the cell by night\n").unwrap();
    ledger
}

fn locked() -> Ledger {
    let mut ledger = unlocked();
    assert!(locking(&ledger).output().unwrap().status.success());
    ledger.secret = Some("first");
    ledger
}

/// Damaged in the middle of the journal; the database has all of it.
fn damaged() -> Ledger {
    let ledger = Ledger::with_lines(5);
    let journal = ledger.data().join("journal/0001.log");
    let mut bytes = fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40].iter_mut().for_each(|byte| *byte ^= 0x5A);
    fs::write(journal, bytes).unwrap();
    ledger
}

fn backed_up() -> Ledger {
    let ledger = Ledger::with_lines(3);
    assert!(backing_up(&ledger).output().unwrap().status.success());
    ledger
}

fn lost() -> Ledger {
    let ledger = backed_up();
    fs::remove_dir_all(ledger.data()).unwrap();
    ledger
}

/// The data is from before the backup's last lines.
fn older() -> Ledger {
    let mut newer = Ledger::with_lines(1);
    let older = newer.twin();
    newer.enter();
    newer.enter();
    assert!(backing_up(&newer).output().unwrap().status.success());
    fs::remove_dir_all(newer.data()).unwrap();
    fs::rename(older.data(), newer.data()).unwrap();
    newer
}

/// Other data lies there.
fn foreign() -> Ledger {
    let ledger = lost();
    fs::rename(Ledger::new().data(), ledger.data()).unwrap();
    ledger
}

fn after_first(ledger: &mut Ledger, _: &Output, when: &str) {
    ledger.answer(&["cells", "add", CELL]);
    ledger.answer(&["household", "add", "--cell", CELL, "--door", "3组12号", "--head", "王秀英"]);
    ledger.enter();
    ledger.assert_whole(when);
}

fn after_line(ledger: &mut Ledger, output: &Output, when: &str) {
    ledger.heard(ledger.next(), output);
    ledger.assert_nothing_lost(when);
    ledger.enter();
    ledger.assert_whole(when);
}

fn after_backup(ledger: &mut Ledger, output: &Output, when: &str) {
    ledger.assert_whole(when);
    let file = ledger.beside("backup");
    if output.status.success() {
        assert!(file.exists(), "answered, and not there {when}");
    }
    if !file.exists() {
        assert!(backing_up(ledger).output().unwrap().status.success(), "no second try {when}");
    }
    let survey = ledger.answer(&["restore", "--dry-run", &file.display().to_string()]);
    // Every try is recorded as one that would take people's data out, in an act of its own.
    assert!(survey["acts"].as_u64() >= Some(5) && survey["missing"] == 0, "{survey} {when}");
}

fn after_import(ledger: &mut Ledger, output: &Output, when: &str) {
    let total = ledger.answer(&["list", "households"])["total"].as_u64().unwrap();
    assert!(total == 31 || total == 1 && !output.status.success(), "{total} households {when}");
    let again = importing(ledger).output().unwrap();
    assert!(again.status.success(), "{when}: {}", said(&again));
    assert_eq!(ledger.answer(&["list", "households"])["total"], 31, "{when}");
    ledger.assert_whole(when);
}

fn after_lock(ledger: &mut Ledger, output: &Output, when: &str) {
    let bare = ledger.run(&["list", "cells"]).status.code();
    assert!(bare == Some(4) || bare == Some(0) && !output.status.success(), "{bare:?} {when}");
    if bare == Some(4) {
        ledger.secret = Some("first");
    }
    ledger.enter();
    ledger.assert_whole(when);
    assert!(!ledger.data().join("next").exists() && !ledger.data().join("old").exists(), "something is left {when}");
}

fn after_change(ledger: &mut Ledger, output: &Output, when: &str) {
    let opens = ["first", "second"].map(|secret| {
        ledger.secret = Some(secret);
        ledger.run(&["list", "cells"]).status.success()
    });
    assert!(opens[0] != opens[1], "{opens:?} {when}");
    // What says that it failed has changed nothing, unless it says that it does not know, or could not answer.
    let unsure =
        ["两个都留着", "stdout"].iter().any(|word| said(output).contains(word)) || output.status.code().is_none();
    assert!(opens[1] == output.status.success() || unsure, "{opens:?} {when}: {}", said(output));
    ledger.secret = Some(if opens[0] { "first" } else { "second" });
    ledger.enter();
    ledger.assert_whole(when);
}

fn after_repair(ledger: &mut Ledger, _: &Output, when: &str) {
    ledger.assert_nothing_lost(when);
    let repaired = ledger.answer(&["doctor", "--repair"]);
    assert_eq!(repaired["repair"]["lost"], 0, "{repaired} {when}");
    ledger.enter();
    ledger.assert_whole(when);
    assert!(!ledger.data().join("next").exists() && !ledger.data().join("old").exists(), "something is left {when}");
}

fn after_restore(ledger: &mut Ledger, output: &Output, when: &str) {
    if !output.status.success() {
        let again = restoring(ledger).output().unwrap();
        assert!(again.status.success(), "{when}: {}", said(&again));
    }
    ledger.assert_whole(when);
    ledger.enter();
    ledger.assert_whole(when);
}

fn after_replace(ledger: &mut Ledger, output: &Output, when: &str) {
    let there = lines_of(&ledger.answer(&["list", "matters"])).len();
    assert!(there == 3 || there == 0 && !output.status.success(), "{there} lines {when}");
    after_restore(ledger, output, when);
    let aside = fs::read_dir(ledger.data().join("quarantine")).unwrap();
    let kept = aside.filter(|entry| entry.as_ref().unwrap().path().join("keyring").exists()).count();
    assert!(kept >= 1, "what was replaced is gone {when}");
}
