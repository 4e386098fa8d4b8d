//! The first day, end to end, by keys that no input method swallows: an empty home, who somebody is, a roster with
//! faults, a field mended, a row left out, villages put into a cell, three doors, the plug pulled, and the way back.

use std::fs;

use crate::pty::Pty;
use crate::seat::{CTRL_Q, CTRL_Z, DOWN, END, ENTER, ESC, F2, HOME, SPACE, Seat, go_to, is_on};

const CTRL_O: &str = "\x0f";
const CTRL_Y: &str = "\x19";

/// A wrong check digit at the head of the first household and of the second; two villages that nobody has entered.
const ROSTER: &str = "户号,姓名,与户主关系,身份证号,联系电话,村,门牌\n\
    1,张三,户主,152499197905013895,13800006579,红旗村,1组1号\n\
    1,李四妹,配偶,,,红旗村,1组1号\n\
    2,王五,户主,152499196001013891,,红旗村,1组2号\n\
    3,赵六,户主,,13800006571,红旗村,1组3号\n\
    4,孙福,户主,,,东升村,2组1号\n\
    5,周兰,户主,,,东升村,2组2号\n";

struct Tongue {
    lang: &'static str,
    who: &'static str,
    ways: &'static str,
    wrong_digits: &'static str,
    right: &'static str,
    mended: &'static str,
    left_out: &'static str,
    back: &'static str,
    new_cell: &'static str,
    counted: &'static str,
    which: &'static str,
    later: &'static str,
    due_word: &'static str,
    due: [&'static str; 2],
    question: &'static str,
    words: &'static str,
    saved: &'static str,
    take: &'static str,
    undone: &'static str,
    redone: &'static str,
}

const ZH: Tongue = Tongue {
    lang: "zh",
    who: "您是谁",
    ways: "从哪里开始",
    wrong_digits: "身份证号校验不对",
    right: "对了",
    mended: "改好了",
    left_out: "先不导入",
    back: "表头认得对不对",
    new_cell: "新建网格",
    counted: "新增 4 户 5 人",
    which: "哪些网格归您管",
    later: "以后再说",
    due_word: "该走访",
    due: ["该走访 4 户", "该走访 1 户"],
    question: "是什么",
    words: "说下月回来",
    saved: "已保存",
    take: "照这样导入",
    undone: "已撤销",
    redone: "已重做",
};

const EN: Tongue = Tongue {
    lang: "en",
    who: "Who are you",
    ways: "How do you want to begin",
    wrong_digits: "identity number fails",
    right: "right; Enter",
    mended: "Mended",
    left_out: "left out for now",
    back: "What the columns hold",
    new_cell: "A new cell",
    counted: "new 4 hh 5 p",
    which: "Which cells are yours",
    later: "Esc later",
    due_word: "Visits due",
    due: ["Visits due 4", "Visits due 1"],
    question: "what it is",
    words: "back next month",
    saved: "Saved",
    take: "Take it in so",
    undone: "Undone",
    redone: "Redone",
};

#[test]
fn the_first_day_in_chinese() {
    first_day(&ZH);
}

#[test]
fn the_first_day_in_english() {
    first_day(&EN);
}

fn first_day(tongue: &Tongue) {
    let seat = Seat::new(tongue.lang);
    let downloads = seat.home().join("Downloads");
    fs::create_dir(&downloads).unwrap();
    fs::write(downloads.join("花名册.csv"), ROSTER).unwrap();
    let app = seat.start(&[]);
    app.wait_for(tongue.who);
    app.send("李敏");
    app.send(ENTER);
    app.wait_for(tongue.ways);
    app.send(ENTER);
    app.wait_for("花名册.csv");
    review(&app, tongue);
    app.send(ENTER);
    app.wait_for(tongue.which);
    app.send(SPACE);
    app.wait_for("[*]");
    app.send(ENTER);
    // A passphrase is offered, and put off.
    app.wait_for(tongue.later);
    app.send(ESC);
    app.wait_for(tongue.due[0]);
    // The import is the last act: it is taken back as one, and brought back.
    app.send(CTRL_Z);
    app.wait_for(tongue.undone);
    app.send(CTRL_Y);
    app.wait_for(tongue.redone);
    app.wait_for(tongue.due[0]);
    for _ in 0..3 {
        visit(&app, tongue);
    }
    app.wait_for(tongue.due[1]);
    app.kill();
    afterwards(&seat, tongue);
}

/// Looks the roster over until it can be taken.
fn review(app: &Pty, tongue: &Tongue) {
    app.send(ENTER);
    app.wait_for(tongue.wrong_digits);
    to_the_top(app, tongue);
    go_to(app, DOWN, tongue.wrong_digits);
    app.send(ENTER);
    app.wait_for("152499********3895");
    app.send(ENTER);
    app.wait_for("152499197905013895");
    app.send(END);
    app.send("\x7f4");
    app.wait_for(tongue.right);
    app.send(ENTER);
    app.wait_for(tongue.mended);
    app.send(SPACE);
    app.send(SPACE);
    app.wait_for(tongue.left_out);
    app.send(ESC);
    app.wait_for(tongue.back);
    to_the_top(app, tongue);
    go_to(app, DOWN, "东升村");
    app.send(ENTER);
    app.wait_for(tongue.new_cell);
    app.send(ENTER);
    app.wait_for(tongue.back);
    to_the_top(app, tongue);
    go_to(app, DOWN, "红旗村");
    app.send(ENTER);
    app.wait_for(tongue.new_cell);
    app.send(ENTER);
    app.wait_for(tongue.counted);
    to_the_top(app, tongue);
}

fn to_the_top(app: &Pty, tongue: &Tongue) {
    app.send(HOME);
    app.wait_until("the first line", |screen| is_on(screen, tongue.take));
}

/// Words first at the first door of Today; they are saved as a visit.
fn visit(app: &Pty, tongue: &Tongue) {
    app.send(HOME);
    app.send(ENTER);
    app.send(F2);
    app.wait_for("> ");
    app.send(tongue.words);
    app.wait_for(tongue.words);
    app.send(ENTER);
    app.wait_for(tongue.question);
    app.send("1");
    app.send(ENTER);
    app.wait_for(tongue.saved);
    app.send(ESC);
    app.wait_for(tongue.due_word);
}

/// After a start the person is known, the same roster changes nothing, and the last act can be taken back.
fn afterwards(seat: &Seat, tongue: &Tongue) {
    let mut app = seat.start(&[]);
    app.wait_for(tongue.due[1]);
    app.send(CTRL_O);
    app.wait_for("花名册.csv");
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
    let known = seat.ask(&["list", "households"]);
    assert_eq!(known["total"], 4, "one was left out: {known}");
    assert_eq!(seat.ask(&["list", "visits"])["total"], 3);
}

#[test]
fn another_computer_goes_on_from_a_backup_chosen_in_the_first_run() {
    let (old, new) = (Seat::new("zh"), Seat::new("zh"));
    old.ask(&["cells", "add", "150826102207-003", "--name", "三网格"]);
    old.ask(&["household", "add", "--cell", "003", "--door", "3组12号", "--head", "王秀英"]);
    let file = new.home().join("全部.backup");
    let file = file.to_str().unwrap();
    let words = old.home().join("words");
    fs::write(&words, "走村串户又一年").unwrap();
    let words = words.to_str().unwrap();
    old.ask(&["lock", "--set", "--patience", "1", "--new-passphrase-file", words]);
    old.ask(&["backup", file, "--passphrase-file", words]);
    let mut app = new.start(&[]);
    app.wait_for("您是谁");
    app.send("李敏");
    app.send(ENTER);
    app.wait_for("从哪里开始");
    app.send(END);
    app.send(ENTER);
    app.wait_for("哪个备份文件");
    app.send(file);
    app.send(ENTER);
    app.wait_for("口令或恢复码");
    app.send("走村串户又一年");
    app.send(ENTER);
    app.wait_for("王秀英");
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
}
