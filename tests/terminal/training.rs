//! Practising in a real terminal: as a command, and out of the app and back.

use std::fs;
use std::path::{Path, PathBuf};

use crate::seat::{ENTER, ESC, F2, F4, Seat};

const F5: &str = "\x1b[15~";
const F7: &str = "\x1b[18~";

/// What is kept of practising, wherever the platform keeps settings.
fn kept(home: &Path) -> Option<PathBuf> {
    let mut waiting = vec![home.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                waiting.push(entry.path());
            } else if entry.file_name() == "training.tsv" {
                return Some(entry.path());
            }
        }
    }
    None
}

#[test]
fn a_run_is_timed_and_kept_and_the_ledger_is_not_made() {
    let seat = Seat::new("zh");
    let mut app = seat.start(&["train"]);
    app.wait_for("练手 1/7");
    for (keys, shown) in [
        (F5.to_owned(), "练手 2/7"),
        (format!("{F2}愿望 换个洗衣机{ENTER}"), "练手 3/7"),
        (format!("{F2}诉求 门前路坑洼 ！5{ENTER}"), "练手 4/7"),
        (format!("{F2}诉求 合作医疗怎么交 ! 讲了{ENTER}"), "练手 5/7"),
        (format!("{F2}东邻吵架{F7}"), "练手 6/7"),
        ("（".to_owned(), "练手 7/7"),
        (format!("林小梅{ENTER}"), "共 11 键（最少 11）"),
    ] {
        app.send(&keys);
        app.wait_for(shown);
    }
    app.send(ESC);
    assert_eq!(app.ended(), 0);
    let text = fs::read_to_string(kept(seat.home()).unwrap()).unwrap();
    let fields: Vec<&str> = text.trim_end().split('\t').collect();
    assert_eq!((fields.len(), fields[1]), (3, "11"), "{text}");
    assert!(fields[0].starts_with("2026-11-23T09:12") && fields[2].parse::<u64>().is_ok(), "{text}");
    assert!(!seat.data().exists(), "practising makes no ledger");
    // The next time it is shown.
    let mut again = seat.start(&["train"]);
    again.wait_for("练手 1/7");
    again.send(ESC);
    assert_eq!(again.ended(), 0);
    assert_eq!(fs::read_to_string(kept(seat.home()).unwrap()).unwrap(), text, "nothing was finished");
}

#[test]
fn from_the_app_one_goes_to_practise_and_comes_back() {
    let seat = Seat::with_roster("zh");
    let before = seat.ask(&["list", "visits"]);
    let mut app = seat.on_today();
    app.send(&format!("{F4}练手{ENTER}"));
    app.wait_for("练手 1/7");
    app.send(F5);
    app.wait_for("练手 2/7");
    app.send(ESC);
    app.wait_for("该走访");
    app.send(&format!("{F4}退出{ENTER}"));
    assert_eq!(app.ended(), 0);
    assert_eq!(seat.ask(&["list", "visits"]), before, "what was practised is nobody's");
}
