//! The lock in a real terminal: behind it at the start, shut with F10, set in the app.

use std::fs;

use crate::pty::Pty;
use crate::seat::{CTRL_Q, ENTER, ESC, F2, F4, F10, Seat};

const WORDS: &str = "走村串户又一年";
/// Names and places of the roster.
const OF_THE_ROSTER: [&str; 4] = ["王秀英", "王永福", "3组", "003"];

fn holds_nothing_of_the_roster(screen: &str) {
    for word in OF_THE_ROSTER {
        assert!(!screen.contains(word), "{word} on\n{screen}");
    }
}

fn type_in(app: &Pty, words: &str, dots: usize) {
    app.send(words);
    let dots = format!(": {}", "*".repeat(dots));
    app.wait_until("what is typed as dots", |screen| screen.lines().any(|line| line.trim_end().ends_with(&dots)));
    app.send(ENTER);
}

#[test]
fn locked_data_opens_with_its_passphrase_alone_and_f10_shuts_it_again() {
    for (lang, locked, wrong, due) in
        [("zh", "已锁", "口令不对（连续第 1 次）", "该走访"), ("en", "Locked", "Wrong passphrase", "Visits due")]
    {
        let seat = Seat::with_roster(lang);
        let (_, code) = seat.lock(WORDS);
        let mut app = seat.start(&[]);
        let screen = app.wait_for(locked);
        assert!(!app.is_given_back(), "the app's own screen, not a bare line");
        holds_nothing_of_the_roster(&screen);
        type_in(&app, "走村串户又两年", 7);
        holds_nothing_of_the_roster(&app.wait_for(wrong));
        type_in(&app, WORDS, 7);
        app.wait_for(due);
        app.send("王秀英");
        app.wait_for("> 王秀英");
        app.send(ENTER);
        app.wait_for("张志强");
        app.send(F2);
        app.wait_for("王秀英> ");
        app.send("诉求 路灯");
        app.wait_for("诉求 路灯");
        app.send(F10);
        holds_nothing_of_the_roster(&app.wait_for(locked));
        type_in(&app, &code, 34);
        app.wait_for(due);
        app.send("王秀英");
        app.wait_for("> 王秀英");
        app.send(&format!("{ENTER}{F2}"));
        app.wait_for("诉求 路灯");
        app.send(ESC);
        app.wait_until("the line closed", |screen| !screen.contains("王秀英> "));
        app.send(F10);
        app.wait_for(locked);
        app.send(CTRL_Q);
        assert_eq!(app.ended(), 0);
        app.wait_until("the terminal given back", |_| app.is_given_back());
        holds_nothing_of_the_roster(&app.contents());
    }
}

#[test]
fn while_it_is_shut_another_program_can_have_the_data() {
    let seat = Seat::with_roster("zh");
    let (file, _) = seat.lock(WORDS);
    let app = seat.start(&[]);
    app.wait_for("已锁");
    let with_file = ["--passphrase-file", &file];
    assert_eq!(seat.ask(&[with_file[0], with_file[1], "list", "households"])["total"], 42);
    let mut other = seat.start(&with_file);
    other.wait_for("该走访");
    type_in(&app, WORDS, 7);
    let screen = app.wait_for("数据正被另一个程序打开");
    assert!(screen.contains(&other.process().to_string()), "{screen}");
    other.send(CTRL_Q);
    assert_eq!(other.ended(), 0);
    type_in(&app, WORDS, 7);
    app.wait_for("该走访");
}

#[test]
fn a_file_with_the_passphrase_opens_without_asking() {
    let seat = Seat::with_roster("zh");
    let (file, _) = seat.lock(WORDS);
    seat.start(&["--passphrase-file", &file]).wait_for("该走访");
    let seat = Seat::with_roster("zh");
    let (file, _) = seat.lock(WORDS);
    seat.start_under(&[("CHUANMEN_PASSPHRASE_FILE", &file)], &[]).wait_for("该走访");
}

#[test]
fn after_many_wrong_tries_the_seconds_are_counted_down_and_esc_leaves() {
    let seat = Seat::with_roster("zh");
    seat.lock(WORDS);
    fs::write(seat.data().join("tries"), "6\n").unwrap();
    let mut app = seat.start(&[]);
    app.wait_for("等 4 秒");
    app.send("走");
    app.wait_for(": *");
    app.wait_for("等 3 秒");
    app.wait_for("等 2 秒");
    app.send(ESC);
    app.wait_until("the line emptied", |screen| !screen.contains(": *"));
    app.send(ESC);
    assert_eq!(app.ended(), 0);
}

#[test]
fn a_passphrase_is_set_in_the_app_and_its_code_confirmed() {
    let seat = Seat::with_roster("zh");
    let mut app = seat.start(&[]);
    app.wait_for("该走访");
    app.send(F10);
    app.wait_for("还没有口令");
    app.send(F4);
    app.wait_for("命令");
    app.send(&format!("设口令{ENTER}"));
    app.wait_for("新口令");
    type_in(&app, WORDS, 7);
    app.wait_for("再输一遍");
    type_in(&app, WORDS, 7);
    let screen = app.wait_for("抄好了按 Enter");
    holds_nothing_of_the_roster(&screen);
    let code = screen.lines().map(str::trim).find(|line| line.matches('-').count() == 6).unwrap().to_owned();
    app.send(ENTER);
    app.wait_for("最后一组");
    app.send(&format!("{}{ENTER}", code.rsplit('-').next().unwrap()));
    app.wait_for("口令设好了");
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
    let app = seat.start(&[]);
    app.wait_for("已锁");
    type_in(&app, WORDS, 7);
    app.wait_for("该走访");
}

#[cfg(target_os = "linux")]
#[test]
fn the_system_may_write_no_core_of_it() {
    let seat = Seat::with_roster("zh");
    let app = seat.start(&[]);
    app.wait_for("该走访");
    let limits = fs::read_to_string(format!("/proc/{}/limits", app.process())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
}
