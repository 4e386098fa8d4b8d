//! What a terminal is owed: the cursor where a person types, itself back at the end, silence in between.

use std::process::Command;
use std::thread;
use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use crate::pty::Pty;
use crate::seat::{CTRL_Q, DOWN, END, ENTER, ESC, F2, F3, HOME, LARGE, LEFT, SMALL, Seat, UP};

/// The app on the card of 王秀英.
pub fn on_the_card(seat: &Seat) -> Pty {
    let app = seat.start(&[]);
    app.wait_for("该走访");
    app.send("王秀英");
    app.wait_for("户主王秀英");
    app.send(ENTER);
    app.wait_for("张志强 配偶");
    app
}

/// Waits until the terminal's own cursor stands right behind a text.
pub fn cursor_behind(app: &Pty, text: &str) {
    app.wait_until(&format!("the cursor behind {text:?}"), |screen| {
        let behind = screen.lines().enumerate().find_map(|(line, written)| {
            let (before, _) = written.split_once(text)?;
            Some((line, before.width() + text.width()))
        });
        let cursor = app.cursor().map(|(line, column)| (usize::from(line), usize::from(column)));
        behind.is_some() && cursor == behind
    });
}

#[test]
fn the_cursor_stands_at_the_caret_while_chinese_is_typed() {
    let seat = Seat::with_roster("zh");
    let app = on_the_card(&seat);
    app.send(F2);
    cursor_behind(&app, "王秀英> ");
    app.send("诉求 路a灯·坏");
    cursor_behind(&app, "王秀英> 诉求 路a灯·坏");
    app.send(LEFT);
    cursor_behind(&app, "王秀英> 诉求 路a灯·");
    app.send(&LEFT.repeat(3));
    cursor_behind(&app, "王秀英> 诉求 路");
    app.send("口的");
    cursor_behind(&app, "王秀英> 诉求 路口的");
    app.send(HOME);
    cursor_behind(&app, "王秀英> ");
    app.send(END);
    cursor_behind(&app, "王秀英> 诉求 路口的a灯·坏");
    app.send(ESC);
    app.wait_for("留着");
    app.send("/");
    cursor_behind(&app, "查找: ");
    app.send("王x英");
    cursor_behind(&app, "查找: 王x英");
    app.send(LEFT);
    cursor_behind(&app, "查找: 王x");
}

#[test]
fn among_the_found_the_arrows_choose() {
    let seat = Seat::with_roster("zh");
    let app = seat.start(&[]);
    app.wait_for("该走访");
    app.send("/wxy");
    app.wait_for("> 王秀英");
    app.send(DOWN);
    app.wait_for("> 王永福");
    app.send(ENTER);
    app.wait_for("2组86号 王永福");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let seat = Seat::with_roster("zh");
    let mut app = seat.start(&[]);
    app.wait_for("该走访");
    assert!(!app.is_given_back(), "it is taken while the app runs");
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
    app.wait_until("the terminal given back", |_| app.is_given_back());
}

#[test]
fn told_to_end_before_it_reads_keys_it_gives_the_terminal_back() {
    let seat = Seat::with_roster("zh");
    // It has the terminal, and waits for an answer that does not come before it reads any key.
    let mut app = seat.start_unanswered();
    app.wait_until("the first picture", |screen| screen.contains("该走访"));
    let told = Command::new("kill").args(["-TERM", &app.process().to_string()]).status();
    assert!(told.unwrap().success());
    assert_eq!(app.ended(), 0);
    app.wait_until("the terminal given back", |_| app.is_given_back());
}

#[test]
fn told_to_end_it_gives_the_terminal_back_and_what_was_saved_is_there() {
    let seat = Seat::with_roster("zh");
    let mut app = on_the_card(&seat);
    app.send(F3);
    app.wait_for("走访  在家");
    app.send(&format!("说了修路{ENTER}"));
    app.wait_for("已保存");
    let told = Command::new("kill").args(["-TERM", &app.process().to_string()]).status();
    assert!(told.unwrap().success());
    assert_eq!(app.ended(), 0);
    app.wait_until("the terminal given back", |_| app.is_given_back());
    assert_eq!(seat.ask(&["list", "visits"])["visits"][0]["note"], "说了修路");
}

#[test]
fn a_second_app_on_the_same_data_says_so_and_leaves_the_first_alone() {
    for (lang, told) in [("zh", "数据正被另一个程序打开"), ("en", "the data is open in another process")] {
        let seat = Seat::with_roster(lang);
        let first = seat.start(&[]);
        first.wait_for("42");
        let mut second = seat.start(&[]);
        let screen = second.wait_for(told);
        assert!(screen.contains(&first.process().to_string()), "it says which process:\n{screen}");
        assert_eq!(second.ended(), 3);
        first.send("2");
        first.wait_for("0/42");
    }
}

/// Whether any of the written bytes asks for a colour; going back to the terminal's own is none.
fn is_coloured(written: &[u8]) -> bool {
    let written = String::from_utf8_lossy(written);
    written.split("\x1b[").skip(1).any(|sequence| {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        sequence[end..].starts_with('m')
            && sequence[..end]
                .split([';', ':'])
                .any(|number| matches!(number.parse(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107)))
    })
}

#[test]
fn no_colour_is_sent_where_none_is_wanted() {
    let seat = Seat::with_roster("zh");
    for (variables, coloured) in [(&[][..], true), (&[("NO_COLOR", "1")][..], false)] {
        let app = seat.start_under(variables, &[]);
        app.wait_for("该走访");
        app.send("2");
        app.wait_for("0/42");
        app.send(F2);
        app.wait_for("> ");
        app.send("诉求 路灯 #天上");
        app.wait_for("没有「天上」这一类");
        assert_eq!(is_coloured(&app.written()), coloured, "{variables:?}");
        app.kill();
    }
}

#[test]
fn another_size_is_taken_up_while_a_card_is_open() {
    let seat = Seat::with_roster("zh");
    let app = on_the_card(&seat);
    app.send("2");
    app.wait_for("0/42");
    app.send(ENTER);
    app.wait_for("张志强 配偶");
    let ends_with_clock = |screen: &str, columns: u16| {
        let top = screen.lines().next().unwrap_or_default().trim_end();
        top.ends_with("09:12") && top.width() == usize::from(columns) - 1
    };
    let small = app.contents();
    app.resize(LARGE);
    let large = app.wait_until("the card 120 columns wide", |screen| ends_with_clock(screen, LARGE.0));
    assert!(large.contains("张志强 配偶") && large.contains("今年走访 0/42"), "card and list side by side:\n{large}");
    app.send(F2);
    app.wait_for("王秀英> ");
    app.resize((30, 10));
    app.wait_until("a word that it is too small", |screen| !screen.contains("王秀英"));
    app.resize(SMALL);
    cursor_behind(&app, "王秀英> ");
    app.send(ESC);
    let again = app.wait_until("the card as it was", |screen| screen == small);
    assert!(ends_with_clock(&again, SMALL.0));
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let seat = Seat::with_roster("zh");
    let app = on_the_card(&seat);
    app.send(F3);
    app.wait_for("走访  在家");
    app.send(ENTER);
    app.wait_for("已保存");
    let written = app.written().len();
    // Longer than the time after which the database is made durable as well.
    thread::sleep(Duration::from_millis(2_500));
    assert_eq!(app.written().len(), written);
    app.send(F2);
    app.wait_for("王秀英> ");
}

#[test]
fn keys_that_come_all_at_once_are_all_taken() {
    let seat = Seat::with_roster("zh");
    let mut app = seat.start(&[]);
    app.wait_for("该走访");
    app.send("2");
    app.wait_for("0/42");
    app.send(HOME);
    app.wait_for(">  1组67号");
    let hundred = format!("{}{}", format!("{DOWN}{DOWN}{UP}").repeat(30), UP.repeat(10));
    app.send(&hundred);
    app.wait_for(">  3组8号    王秀英");
    let words = "门前路坑洼雨天过不去".repeat(6);
    app.send(&format!("{F2}诉求 {words}{ENTER}"));
    app.wait_for("已保存");
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
    assert_eq!(seat.ask(&["list", "matters"])["matters"][0]["text"], words);
}
