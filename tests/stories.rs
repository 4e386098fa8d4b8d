//! The main job from end to end, played by keys on the real program in a real terminal: a roster is taken in, a cell
//! opened, a door found by initials, everything said there written down; the plug is pulled, and all of it is there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/pty.rs"]
mod pty;

use std::path::Path;
use std::process::Command;

use chuanmen::i18n::Lang;
use chuanmen::i18n::measure::columns;
use pty::Pty;

const CELL: &str = "150826102207-003";
/// A Monday.
const NOW: &str = "2026-11-23T09:12";
const F3: &str = "\x1bOR";

/// What is typed and what is looked for, in one language.
struct Words {
    lang: Lang,
    late_word: &'static str,
    visit: &'static str,
    wish: &'static str,
    answered: &'static str,
    timed: &'static str,
    sent_up: &'static str,
    saved: &'static str,
    undo_this: &'static str,
    undone: &'static str,
    /// The first field of the forms of doing and of calling back.
    about: [&'static str; 2],
    confirmed: &'static str,
    /// Of each line, the words that are found again: visit, wish, answered, timed, sent up.
    found: [&'static str; 5],
}

const ZH: Words = Words {
    lang: Lang::Zh,
    late_word: "该走访",
    visit: "在家 说孙子上学远",
    wish: "愿望 电饭锅 #生活",
    answered: "诉求 低保怎么办理 ! 已讲解政策并留下清单",
    timed: "诉求 门前路坑洼 #道路 @交通站 !3",
    sent_up: "诉求 水源浑浊 !!镇 请环保站检测",
    saved: "已保存",
    undo_this: "撤销这一次",
    undone: "已撤销",
    about: ["说明:", "群众评价:"],
    confirmed: "回访确认",
    found: ["说孙子上学远", "电饭锅", "低保怎么办理", "门前路坑洼", "水源浑浊"],
};

const EN: Words = Words {
    lang: Lang::En,
    late_word: "Visits due",
    visit: "the school is far away",
    wish: "wish rice cooker",
    answered: "ask how to apply for allowance ! explained, list left",
    timed: "ask road is broken @交通站 !3",
    sent_up: "ask muddy water !!township please test it",
    saved: "Saved",
    undo_this: "Undo this",
    undone: "Undone",
    about: ["text:", "the household's word:"],
    confirmed: "confirm",
    found: ["the school is far", "rice cooker", "how to apply", "road is broken", "muddy water"],
};

#[test]
fn everything_said_at_a_door_survives_a_pulled_plug() {
    play(&ZH);
}

#[test]
fn everything_said_at_a_door_survives_a_pulled_plug_in_english() {
    play(&EN);
}

fn play(words: &Words) {
    let home = tempfile::tempdir().unwrap();
    import(home.path());
    let app = open(home.path(), words);
    open_the_door(&app);
    write_everything(&app, words);
    app.kill();

    let app = open(home.path(), words);
    for text in &words.found[3..] {
        app.wait_for(text);
    }
    open_the_door(&app);
    for text in words.found {
        app.wait_for(text);
    }
    undo_the_last(&app, words);
    close_the_timed_one(&app, words);
    app.send("\x11");
    assert!(app.ended_well());
    let matters = chuanmen(home.path(), &["list", "matters", "--json"]);
    assert_eq!(
        matters.matches("\"state\":\"closed\"").count(),
        2,
        "the answered one and the one just closed: {matters}"
    );
    assert!(!matters.contains(words.found[4]), "what was undone is gone: {matters}");
    assert!(matters.contains(words.found[1]), "{matters}");
    chuanmen(home.path(), &["doctor", "--full"]);
}

/// Runs a command on the same data as the app; what it prints.
fn chuanmen(home: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_chuanmen"))
        .args(arguments)
        .args(["--data", home.join("data").to_str().unwrap(), "--now", NOW, "--as", "陈强"])
        .env("HOME", home)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn import(home: &Path) {
    let roster = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters/01_王府村户籍人口花名册.xlsx");
    chuanmen(home, &["import", roster.to_str().unwrap(), "--cell", CELL, "--yes"]);
    chuanmen(home, &["responder", "add", "交通站"]);
}

fn open(home: &Path, words: &Words) -> Pty {
    let data = home.join("data");
    let arguments = ["--data", data.to_str().unwrap(), "--now", NOW, "--as", "陈强", "--lang", words.lang.code()];
    let app = Pty::start(&arguments, home, (80, 24));
    app.wait_for(words.late_word);
    app
}

/// The cell's page, then the household of 孙志强 by the initials of its head.
fn open_the_door(app: &Pty) {
    app.send("2");
    // So many doors of the cell were reached this year.
    app.wait_for("/42");
    app.send("/szq");
    app.wait_for("孙志强");
    app.send("\r");
    app.wait_for("1组110号 孙志强");
}

fn write_everything(app: &Pty, words: &Words) {
    app.send(F3);
    app.wait_for("孙志强>");
    save(app, words, words.visit, words.found[0]);
    for (line, found) in [words.wish, words.answered, words.timed, words.sent_up].into_iter().zip(&words.found[1..]) {
        app.send("n");
        app.wait_for("孙志强>");
        save(app, words, line, found);
    }
}

/// Types a line, sees the terminal's cursor stand behind it, and saves it.
fn save(app: &Pty, words: &Words, line: &str, found: &str) {
    app.send(line);
    app.wait_until("the cursor behind what was typed", |screen| {
        let Some((row, column)) = app.cursor() else { return false };
        let typed = screen.lines().nth(usize::from(row)).unwrap_or_default().trim_end();
        typed.ends_with(line) && columns(typed) == usize::from(column)
    });
    app.send("\r");
    app.wait_until(&format!("{found} to be saved"), |screen| {
        let last = screen.lines().last().unwrap_or_default();
        last.contains(words.saved) && last.contains(found)
    });
}

/// An act of before the start is taken back after a question that says what it is.
fn undo_the_last(app: &Pty, words: &Words) {
    app.send("u");
    app.wait_until("the question", |screen| screen.contains(words.undo_this) && screen.contains(words.found[4]));
    app.send("\r");
    app.wait_for(words.undone);
}

/// The timed demand stands first on Today: it is done, and closed with the household's word.
fn close_the_timed_one(app: &Pty, words: &Words) {
    app.send("1");
    app.wait_until("Today without what was undone", |screen| {
        screen.contains(words.late_word) && screen.contains(words.found[3]) && !screen.contains(words.found[4])
    });
    app.send("d");
    app.wait_for(words.about[0]);
    app.send("铺了砂石\r");
    app.wait_for(words.saved);
    app.send("c");
    app.wait_for(words.about[1]);
    app.send("1\r\r");
    app.wait_until("the call-back", |screen| {
        screen.lines().last().is_some_and(|last| last.contains(words.saved) && last.contains(words.confirmed))
    });
    app.wait_until("Today without it", |screen| screen.lines().take(20).all(|line| !line.contains(words.found[3])));
}
