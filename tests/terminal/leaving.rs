//! Leaving the app backs up, once a day, and says so; the ledger opens from what was written.

use std::fs;

use crate::seat::{CELL, CTRL_Q, NOW, Seat};

fn seat(lang: &'static str) -> (Seat, std::path::PathBuf) {
    let seat = Seat::with_roster(lang);
    let config = seat.home().join(".config/chuanmen");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("config.toml"), "backup_folder = \"~/stick/chuanmen\"\n").unwrap();
    let stick = seat.home().join("stick");
    fs::create_dir(&stick).unwrap();
    (seat, stick)
}

#[test]
fn leaving_writes_the_days_backup_and_says_so() {
    for (lang, due, warned, done) in [
        ("zh", "该走访", "还没有备份", "今天的备份已写好"),
        ("en", "Visits due", "No backup yet", "today's backup is written"),
    ] {
        let (seat, stick) = seat(lang);
        let mut app = seat.start(&[]);
        app.wait_for(due);
        app.wait_for(warned);
        app.send(CTRL_Q);
        app.wait_for(done);
        assert_eq!(app.ended(), 0);
        let file = stick.join("chuanmen").join(format!("chuanmen-{}.backup", &NOW[..10]));
        let households = ["list", "households", "--cell", CELL, "--limit", "0"];
        let before = seat.ask(&households);
        let doctor = seat.ask(&["doctor"]);
        assert_eq!(doctor["last_backup"], format!("{NOW}+08:00"));
        let given = &seat.ask(&["list", "disclosures"])["disclosures"];
        assert_eq!((&given[0]["how"], given.as_array().unwrap().len()), (&"daily_backup".into(), 1), "{given}");
        // The day has one now: nothing is warned of, and nothing written.
        let mut app = seat.start(&[]);
        let screen = app.wait_for(due);
        assert!(!screen.contains(warned), "{screen}");
        app.send(CTRL_Q);
        assert_eq!(app.ended(), 0);
        assert!(!app.contents().contains(done), "{}", app.contents());
        // The laptop is lost.
        fs::remove_dir_all(seat.data()).unwrap();
        assert_eq!(seat.ask(&["restore", &file.display().to_string()])["way"], "whole");
        assert_eq!(seat.ask(&households), before);
    }
}

#[test]
fn leaving_without_the_stick_says_so_and_ends_well() {
    let (seat, stick) = seat("zh");
    fs::remove_dir(&stick).unwrap();
    let mut app = seat.start(&[]);
    app.wait_for("该走访");
    app.send(CTRL_Q);
    app.wait_for("备份盘没插");
    assert_eq!(app.ended(), 0);
    assert_eq!(seat.ask(&["doctor"])["last_backup"], serde_json::Value::Null);
}
