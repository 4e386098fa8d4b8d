//! The main job, end to end, by keys: a roster is taken in, a cell opened, a household found by initials, a visit, a
//! wish, an answered, a timed and a sent-up demand are written in one line each, the plug is pulled, and everything is
//! there after a start, to be taken back and to be closed.
//!
//! In Chinese no letter is pressed as a command: an input method keeps letters to itself and gives characters.

use crate::pty::Pty;
use crate::seat::{CELL, CTRL_Q, CTRL_Z, DOWN, ENTER, F2, F3, HOME, LEFT, RIGHT, SPACE, Seat, go_to, roster, row};

/// What is typed and what is read, in one language.
struct Tongue {
    lang: &'static str,
    question: &'static str,
    yes: &'static str,
    nothing_taken: &'static str,
    taken: &'static str,
    visits_due: &'static str,
    visits_due_after: &'static str,
    cell: &'static str,
    search_key: &'static str,
    search: &'static str,
    found: &'static str,
    bare_card: &'static str,
    visit_preview: &'static str,
    visit: &'static str,
    visit_saved: &'static str,
    /// Lines of the wish, the answered, the timed and the sent-up demand; what the preview promises; what is saved.
    lines: [(&'static str, &'static str, &'static str); 4],
    within_seven_days: &'static str,
    /// On Today: the words, and when it is due.
    due: [(&'static str, &'static str); 3],
    /// What is typed on Today to find the household again.
    again: &'static str,
    in_hand: [&'static str; 3],
    answered: (&'static str, &'static str),
    undo_question: &'static str,
    undone: &'static str,
    /// The timed demand's row, and its words.
    timed: (&'static str, &'static str),
    done: (&'static str, &'static str, &'static str, &'static str),
    confirm: (&'static str, &'static str, &'static str),
    sent_up: &'static str,
}

const ZH: Tongue = Tongue {
    lang: "zh",
    question: "导入吗？ [y/N]",
    yes: "是",
    nothing_taken: "没有导入",
    taken: "已导入",
    visits_due: "该走访 42 户",
    visits_due_after: "该走访 41 户",
    cell: "42 户  今年走访 0/42",
    search_key: "、",
    search: "查找:",
    found: "户主王秀英（首字母）",
    bare_card: "没有在办的事",
    visit_preview: "走访  在家",
    visit: "说下月回来",
    visit_saved: "已保存  王秀英 走访 在家 说下月回来",
    lines: [
        ("愿望 电饭锅 #生活 !4", "11月27日 周五 (4个工作日)", "王秀英 微心愿 电饭锅"),
        ("诉 低保怎么办理 ! 已讲解政策并留下材料清单", "当场答复", "王秀英 诉求 低保怎么办理"),
        ("诉求 门前路坑洼 雨天过不去 #道路 !3", "11月26日 周四 (3个工作日)", "王秀英 诉求 门前路坑洼 雨天过不去"),
        ("诉 水源被污染 !!镇 请环保站检测", "上报镇  11月25日 周三", "王秀英 诉求 水源被污染"),
    ],
    within_seven_days: "七天内到期 3",
    due: [("水源被污染", "定夺周三"), ("门前路坑洼", "周四"), ("电饭锅", "周五")],
    again: "王秀英",
    in_hand: ["在办 3", "在办 2", "办完 1"],
    answered: ("诉 低保怎么办理", "已销号"),
    undo_question: "撤销这一次：王秀英 诉求 水源被污染",
    undone: "已撤销  王秀英 诉求 水源被污染",
    timed: ("诉 门前路坑洼", "门前路坑洼 雨天过不去"),
    done: ("办结", "办结  门前路坑洼", "铺了砂石", "已保存  办结 门前路坑洼"),
    confirm: ("回访确认", "回访确认  门前路坑洼", "已保存  回访确认 门前路坑洼"),
    sent_up: "水源被污染",
};

const EN: Tongue = Tongue {
    lang: "en",
    question: "Take it? [y/N]",
    yes: "y",
    nothing_taken: "nothing was taken",
    taken: "taken a",
    visits_due: "Visits due 42",
    visits_due_after: "Visits due 41",
    cell: "42 hh  visited 0/42",
    search_key: "/",
    search: "search:",
    found: "head 王秀英 (initials)",
    bare_card: "Nothing in hand",
    visit_preview: "visit  met",
    visit: "back next month",
    visit_saved: "Saved  王秀英 visit met back next month",
    lines: [
        ("wish a rice cooker #living !4", "Fri 27 Nov (4 working days)", "王秀英 wish a rice cooker"),
        (
            "ask how to apply ! rules explained, list of papers left",
            "answered on the spot",
            "王秀英 demand how to apply",
        ),
        ("ask potholes by the gate #roads !3", "Thu 26 Nov (3 working days)", "王秀英 demand potholes by the gate"),
        (
            "ask polluted water !!township please send the environment station",
            "Wed 25 Nov (2 working days)",
            "王秀英 demand polluted water",
        ),
    ],
    within_seven_days: "Due within 7 days 3",
    due: [("polluted water", "decide Wed"), ("potholes by the gate", "Thu"), ("a rice cooker", "Fri")],
    again: "/wxy",
    in_hand: ["In hand 3", "In hand 2", "Ended 1"],
    answered: ("dem how to apply", "closed"),
    undo_question: "Undo this: 王秀英 demand polluted water",
    undone: "Undone  王秀英 demand polluted water",
    timed: ("dem potholes by the gate", "potholes by the gate"),
    done: ("done", "done  potholes", "filled with gravel", "Saved  done potholes"),
    confirm: ("confirm", "confirm  potholes", "Saved  confirm potholes"),
    sent_up: "polluted water",
};

#[test]
fn a_day_in_chinese_without_a_single_letter_key() {
    play(&ZH);
}

#[test]
fn a_day_in_english() {
    play(&EN);
}

fn play(tongue: &Tongue) {
    let seat = Seat::new(tongue.lang);
    take_the_roster_in(&seat, tongue);
    let app = seat.start(&[]);
    open_the_card(&app, tongue);
    write_it_down(&app, tongue);
    app.kill();
    let mut app = seat.start(&[]);
    find_all_of_it(&app, tongue);
    take_one_back(&app, tongue);
    if tongue.lang == "zh" {
        close_one_from_the_list_of_what_can_be_done(&app, tongue);
    } else {
        close_one_from_today(&app, tongue);
    }
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
    ask_the_command_line(&seat, tongue);
}

/// Asks first; a no takes nothing.
fn take_the_roster_in(seat: &Seat, tongue: &Tongue) {
    let roster = roster();
    let import = ["import", &roster, "--cell", CELL];
    let mut asked = seat.start(&import);
    let screen = asked.wait_for(tongue.question);
    assert!(screen.contains("ID_CHECKSUM") && screen.contains("Sheet1 G10"), "doubts are shown first:\n{screen}");
    asked.send(&format!("n{ENTER}"));
    asked.wait_for(tongue.nothing_taken);
    assert_eq!(asked.ended(), 0);
    assert!(!seat.data().exists(), "a no leaves not even a folder");
    let mut asked = seat.start(&import);
    asked.wait_for(tongue.question);
    asked.send(&format!("{}{ENTER}", tongue.yes));
    asked.wait_for(tongue.taken);
    assert_eq!(asked.ended(), 0);
    assert_eq!(seat.ask(&["list", "members"])["total"], 116);
}

/// From Today to the cell, through the tree to its households, and by initials to one of them.
fn open_the_card(app: &Pty, tongue: &Tongue) {
    app.wait_for(tongue.visits_due);
    app.send("2");
    app.wait_for(tongue.cell);
    app.send(LEFT);
    app.wait_until("the cursor on the cell", |screen| row(screen, "* ").starts_with('>'));
    app.send(RIGHT);
    app.wait_until("the cursor on a household", |screen| row(screen, "* ").starts_with(' '));
    app.send(HOME);
    app.wait_for(">  1组67号");
    go_to(app, DOWN, "1组110号");
    app.send(tongue.search_key);
    app.wait_for(tongue.search);
    app.send("wxy");
    app.wait_for(tongue.found);
    app.send(ENTER);
    app.wait_for(tongue.bare_card);
}

/// A visit and four matters, each in one line.
fn write_it_down(app: &Pty, tongue: &Tongue) {
    app.send(F3);
    app.wait_for(tongue.visit_preview);
    app.send(tongue.visit);
    app.wait_for(tongue.visit);
    app.send(ENTER);
    app.wait_for(tongue.visit_saved);
    for (line, preview, saved) in tongue.lines {
        app.send(F2);
        app.wait_for("王秀英> ");
        app.send(line);
        let screen = app.wait_for(preview);
        assert!(row(&screen, "王秀英> ").contains(line), "{screen}");
        app.send(ENTER);
        app.wait_until(&format!("{saved:?} saved"), |screen| {
            screen.lines().last().is_some_and(|status| status.contains(saved))
        });
    }
}

/// On Today what is due, and on the card everything.
fn find_all_of_it(app: &Pty, tongue: &Tongue) {
    let today = app.wait_for(tongue.within_seven_days);
    for (text, when) in tongue.due {
        let row = row(&today, text);
        assert!(row.contains("王秀英") && row.contains(when), "{text}: {today}");
    }
    assert!(today.contains(tongue.visits_due_after), "the door that was knocked at is off the list:\n{today}");
    app.send(tongue.again);
    app.wait_for("王秀英     3组8号");
    app.send(ENTER);
    let card = app.wait_for(tongue.in_hand[0]);
    for (text, when) in tongue.due {
        assert!(row(&card, text).contains(when), "{text}: {card}");
    }
    let (answered, closed) = tongue.answered;
    assert!(card.contains(tongue.in_hand[2]) && row(&card, answered).contains(closed), "{card}");
    assert!(row(&card, tongue.visit).contains("陈强"), "{card}");
}

/// The newest act was before the start: it is named and asked about first.
fn take_one_back(app: &Pty, tongue: &Tongue) {
    app.send(CTRL_Z);
    app.wait_for(tongue.undo_question);
    app.send(ENTER);
    let card = app.wait_for(tongue.undone);
    assert!(card.contains(tongue.in_hand[1]), "{card}");
    assert!(!card.lines().rev().skip(1).any(|row| row.contains(tongue.sent_up)), "{card}");
}

/// Done, then confirmed by the household, on its card and without a letter.
fn close_one_from_the_list_of_what_can_be_done(app: &Pty, tongue: &Tongue) {
    let (matter, words) = tongue.timed;
    for (choice, finish) in [(tongue.done.0, done as fn(&Pty, &Tongue)), (tongue.confirm.0, confirm)] {
        go_to(app, DOWN, matter);
        app.send(SPACE);
        app.wait_for(&format!("{words}:"));
        go_to(app, DOWN, choice);
        app.send(ENTER);
        finish(app, tongue);
    }
    assert!(row(&app.contents(), matter).contains(tongue.answered.1), "{}", app.contents());
}

/// Done, then confirmed by the household, each with one key on Today, which does not show it any more then.
fn close_one_from_today(app: &Pty, tongue: &Tongue) {
    let (_, matter) = tongue.timed;
    app.send("1");
    app.wait_for(tongue.visits_due_after);
    for (key, finish) in [("d", done as fn(&Pty, &Tongue)), ("c", confirm)] {
        go_to(app, DOWN, matter);
        app.send(key);
        finish(app, tongue);
    }
    assert!(app.contents().lines().rev().skip(1).all(|row| !row.contains(matter)), "{}", app.contents());
}

fn done(app: &Pty, tongue: &Tongue) {
    let (_, form, text, saved) = tongue.done;
    app.wait_for(form);
    app.send(text);
    app.wait_for(text);
    app.send(ENTER);
    app.wait_for(saved);
}

fn confirm(app: &Pty, tongue: &Tongue) {
    let (_, form, saved) = tongue.confirm;
    app.wait_for(form);
    app.send(&format!("1{ENTER}{ENTER}"));
    app.wait_for(saved);
}

/// The same is there for the command line.
fn ask_the_command_line(seat: &Seat, tongue: &Tongue) {
    let listed = seat.ask(&["list", "matters"]);
    let mut found: Vec<[&str; 4]> = listed["matters"].as_array().unwrap().iter().map(summary).collect();
    found.sort_unstable();
    let (wish, timed) = (tongue.due[2].0, tongue.timed.1);
    let (_, answered) = tongue.answered.0.split_once(' ').unwrap();
    assert_eq!(
        found,
        [
            ["demand", "immediate", "closed", answered],
            ["demand", "timed", "closed", timed],
            ["wish", "timed", "collected", wish],
        ]
    );
    let visits = seat.ask(&["list", "visits"]);
    assert_eq!(visits["total"], 1);
    assert_eq!((&visits["visits"][0]["note"], &visits["visits"][0]["by"]), (&tongue.visit.into(), &"陈强".into()));
    seat.ask(&["doctor", "--full"]);
    let household = visits["visits"][0]["household"].as_str().unwrap();
    let shown = seat.ask(&["show", household]);
    assert_eq!((&shown["record"]["head"], &shown["record"]["open_matters"]), (&"王秀英".into(), &1.into()));
    let matters = listed["matters"].as_array().unwrap();
    let closed = matters.iter().find(|matter| matter["text"] == timed).unwrap()["id"].as_str().unwrap();
    let history = seat.ask(&["show", closed])["history"].to_string();
    assert!(history.contains(tongue.done.2), "what was done is kept: {history}");
}

fn summary(matter: &serde_json::Value) -> [&str; 4] {
    ["kind", "tier", "state", "text"].map(|key| matter[key].as_str().unwrap())
}
