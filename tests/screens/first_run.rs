//! The first run: an empty device, who somebody is, how to begin, which cells are theirs.

use chuanmen::domain::facets::Tally;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::Replica;
use chuanmen::tui::Left;

use crate::player::Player;
use crate::review::{folder, sample};
use crate::{SMALL, looks, status};

const STEPS: [(&str, &str); 7] = [
    ("who", ""),
    ("ways", "李敏<enter>"),
    ("new_cell", "李敏<enter><down><enter>杭锦后旗<down>陕坝镇<down>满天红村"),
    ("cells", "李敏<enter><down><enter>杭锦后旗<down>陕坝镇<down>满天红村<enter><enter><enter>"),
    ("begun", "李敏<enter><down><enter>杭锦后旗<down>陕坝镇<down>满天红村<enter><enter><enter><enter>"),
    ("backup", "李敏<enter><end><enter>"),
    ("empty_today", "<esc>"),
];

#[test]
fn every_step_looks_as_it_did() {
    for (name, look) in looks(&STEPS, |lang, size| Player::on(Replica::in_memory(1), lang, size)) {
        insta::assert_snapshot!(format!("first_{name}"), look);
    }
}

/// Words of the story in one language.
struct Tongue {
    lang: Lang,
    who: &'static str,
    counted: &'static str,
    saved: &'static str,
    which: &'static str,
    begun: &'static str,
    due: &'static str,
    visit: &'static str,
    undo: &'static str,
    undone: &'static str,
}

const TONGUES: [Tongue; 2] = [
    Tongue {
        lang: Lang::Zh,
        who: "您是谁",
        counted: "新增 42 户 116 人",
        saved: "已保存",
        which: "哪些网格归您管",
        begun: "李敏，管 1 个网格",
        due: "该走访 42 户",
        visit: "说下月回来",
        undo: "撤销这一次",
        undone: "已撤销",
    },
    Tongue {
        lang: Lang::En,
        who: "Who are you",
        counted: "new 42 hh 116 p",
        saved: "Saved",
        which: "Which cells are yours",
        begun: "李敏: 1 cells are yours",
        due: "Visits due 42",
        visit: "back next month",
        undo: "Undo this",
        undone: "Undone",
    },
];

#[test]
fn the_first_day_from_an_empty_device_to_three_doors() {
    for tongue in TONGUES {
        let folder = folder("王府村户籍人口花名册.xlsx", &sample());
        let mut player = Player::among(Replica::in_memory(1), tongue.lang, SMALL, &[folder.path()]);
        assert!(player.shown().contains(tongue.who), "{}", player.shown());
        player.press("李敏<enter><enter><enter>");
        // The village in the title is not known: it is added with one cell, at one Enter each.
        player.press("<enter><enter>");
        assert!(player.shown().contains(tongue.counted), "{}", player.shown());
        player.press("<enter>");
        assert!(status(&player).starts_with(tongue.saved), "{}", status(&player));
        assert!(player.shown().contains(tongue.which), "{}", player.shown());
        player.press("<space>");
        assert!(player.shown().contains("[*]"), "{}", player.shown());
        player.press("<enter>");
        assert!(status(&player).contains(tongue.begun), "{}", status(&player));
        assert!(player.shown().contains(tongue.due), "{}", player.shown());
        assert_eq!(player.stage.model.desk.me.as_deref(), Some("李敏"));
        // The import is the last act: one undo would take it back, and asks.
        player.press("u");
        assert!(player.shown().contains(tongue.undo), "{}", player.shown());
        player.press("<esc>");
        for _ in 0..3 {
            // Words first; the focused guess and Enter save them as a visit.
            player.press("<home><enter><f2>").press(tongue.visit).press("<enter>1<enter>");
            assert!(status(&player).starts_with(tongue.saved), "{}\n{}", status(&player), player.shown());
            player.press("<esc>1");
        }
        assert_eq!(player.stage.book.replica.tally(Tally::Visited(2026), Scope::WHOLE).unwrap(), 3);
    }
}

#[test]
fn the_import_is_taken_back_whole_where_it_was_the_last_thing() {
    for tongue in TONGUES {
        let folder = folder("王府村户籍人口花名册.xlsx", &sample());
        let mut player = Player::among(Replica::in_memory(1), tongue.lang, SMALL, &[folder.path()]);
        player.press("李敏<enter><enter><enter><enter><enter><enter><space><enter>u<enter>");
        assert!(status(&player).starts_with(tongue.undone), "{}", status(&player));
        assert_eq!(player.stage.book.replica.tally(Tally::Households, Scope::WHOLE).unwrap(), 0);
        player.press("<c-r>");
        assert_eq!(player.stage.book.replica.tally(Tally::Households, Scope::WHOLE).unwrap(), 42);
    }
}

#[test]
fn every_step_has_a_way_back_and_what_was_answered_is_not_asked_again() {
    let mut player = Player::on(Replica::in_memory(1), Lang::Zh, SMALL);
    player.press("<enter>");
    assert!(status(&player).contains("写上姓名"), "{}", status(&player));
    player.press("李敏<enter><down><enter>");
    assert!(player.shown().contains("新建网格"), "{}", player.shown());
    player.press("<esc>");
    assert!(player.shown().contains("从哪里开始"), "{}", player.shown());
    player.press("<home><enter>");
    assert!(player.shown().contains("文件:"), "{}", player.shown());
    player.press("<esc>");
    assert!(player.shown().contains("从哪里开始"), "{}", player.shown());
    player.press("<esc>");
    assert!(player.shown().contains("您是谁") && player.shown().contains("李敏"), "{}", player.shown());
    player.press("<esc>");
    assert!(player.shown().contains("Ctrl-o"), "Today says how to go on:\n{}", player.shown());
    // Started again, it goes on where it was.
    let replica = std::mem::replace(&mut player.stage.book.replica, Replica::in_memory(2));
    let mut again = Player::on(replica, Lang::Zh, SMALL);
    assert!(again.shown().contains("从哪里开始"), "{}", again.shown());
    again.press("<down><enter><down><down>满天红村<enter><enter><enter>");
    assert!(again.shown().contains("哪些网格归您管"), "{}", again.shown());
    let replica = std::mem::replace(&mut again.stage.book.replica, Replica::in_memory(2));
    let later = Player::on(replica, Lang::Zh, SMALL);
    assert!(later.shown().contains("还没有住户"), "{}", later.shown());
}

#[test]
fn a_cell_that_is_begun_with_lies_in_the_village_that_was_named() {
    let mut player = Player::on(Replica::in_memory(1), Lang::Zh, SMALL);
    player.press("李敏<enter><down><enter>杭锦后旗<down>陕坝镇<down>满天红村<enter><enter><enter>");
    for name in ["杭锦后旗", "陕坝镇", "满天红村", "001网格"] {
        assert!(player.shown().contains(name), "{name}\n{}", player.shown());
    }
}

#[test]
fn who_somebody_is_can_be_said_again_from_the_palette() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<f4>我是谁<enter>");
    assert!(player.shown().contains("您是谁"), "{}", player.shown());
    player.press("<c-u>徐仙<enter>");
    assert!(player.shown().contains("哪些网格归您管") && player.shown().contains("[ ]"), "{}", player.shown());
    player.press("<down><space><enter>");
    assert!(status(&player).contains("徐仙，管 1 个网格"), "{}", status(&player));
    assert!(player.shown().lines().next().is_some_and(|line| line.contains("004网格")), "{}", player.shown());
    assert_eq!(player.stage.book.replica.desk().cells.len(), 1);
    assert_eq!(player.stage.model.me, "徐仙");
}

#[test]
fn the_invented_township_is_opened_in_place_of_the_ledger_and_never_in_it() {
    let mut player = Player::on(Replica::in_memory(1), Lang::Zh, SMALL);
    player.press("李敏<enter><down><down><enter>");
    assert!(player.stage.ended && player.stage.left == Left::ForDemo);
    assert_eq!(player.stage.book.replica.tally(Tally::Households, Scope::WHOLE).unwrap(), 0);
}

#[test]
fn a_backup_is_restored_from_the_first_question_on() {
    let mut player = Player::on(Replica::in_memory(1), Lang::Zh, SMALL);
    player.press("李敏<enter><end><enter><enter>");
    assert!(status(&player).contains("写上备份文件的路径"), "{}", status(&player));
    player.press("<esc>");
    assert!(player.shown().contains("从哪里开始") && !player.stage.ended, "{}", player.shown());
    player.press("<enter>/media/U盘/chuanmen.backup<enter>");
    assert!(player.stage.ended);
    assert_eq!(player.stage.left, Left::ForBackup("/media/U盘/chuanmen.backup".to_owned()));
}

#[test]
fn what_is_missing_of_a_new_cell_is_gone_to() {
    let mut player = Player::on(Replica::in_memory(1), Lang::Zh, SMALL);
    player.press("李敏<enter><down><enter>杭锦后旗<enter>陕坝镇<enter><enter><enter><enter>");
    assert!(status(&player).contains("写上村名"), "{}", status(&player));
    player.press("满天红村");
    assert!(player.shown().lines().any(|line| line.contains("村、社区: 满天红村")), "{}", player.shown());
}

#[test]
fn every_empty_place_says_what_to_do_next_and_the_key_it_names_works_there() {
    let new_cell = "李敏<enter><down><enter><down><down>满天红村<enter><enter><enter><enter>";
    // Where it is empty, what it says in both languages, the key it names, and what that shows.
    let places = [
        ("<esc>", ["Ctrl-o 导入花名册", "Ctrl-o imports a roster"], "<c-o>", ["文件:", "file:"]),
        ("<esc>2", ["还没有网格", "No cells yet"], "<f4>who<enter>", ["您是谁", "Who are you"]),
        (new_cell, ["这个网格还没有住户", "No households in this cell"], "<c-o>", ["文件:", "file:"]),
        (new_cell, ["F4 选", "F4 \"new"], "<f4>add-household<enter>", ["户主", "head"]),
        ("<esc><f4>zzzz", ["Ctrl-u 清空", "Ctrl-u empties"], "<c-u>", ["导入花名册", "import"]),
        ("<esc>/zzzz", ["Ctrl-u 清空", "Ctrl-u empties"], "<c-u>", ["打首字母", "Type initials"]),
    ];
    for lang in Lang::ALL {
        for (keys, says, key, shows) in &places {
            let mut player = Player::on(Replica::in_memory(1), lang, SMALL);
            player.press(keys);
            assert!(player.shown().contains(says[lang as usize]), "{keys}\n{}", player.shown());
            player.press(key);
            assert!(player.shown().contains(shows[lang as usize]), "{keys} {key}\n{}", player.shown());
        }
    }
}
