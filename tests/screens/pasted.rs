//! Several lines pasted into the quick line: one record each, as one act, and nothing lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::household::Household;
use chuanmen::domain::matter::{Kind, Matter};
use chuanmen::domain::reader::Reader;
use chuanmen::i18n::Lang;
use chuanmen::tui::action::Context;
use chuanmen::tui::input::Input;

use crate::player::Player;
use crate::snapshot::snapshot;
use crate::{SMALL, status, township};

fn household(player: &Player, head: &str) -> Household {
    let found = player.stage.book.replica.households_of_cell(township::cell()).unwrap();
    found.into_iter().find(|household| household.profile.head == head).unwrap()
}

fn matters(player: &Player, head: &str) -> Vec<Matter> {
    player.stage.book.replica.matters_of_household(&household(player, head)).unwrap()
}

fn visits_today(player: &Player, head: &str) -> usize {
    household(player, head).visits.iter().filter(|visit| visit.at.date() == player.now.date()).count()
}

fn paste(player: &mut Player, text: &str) {
    player.give(&Input::Paste(text.to_owned()));
}

/// The line of 孙福's card with three lines pasted into it.
fn three(lang: Lang) -> Player {
    let mut player = Player::village(lang, SMALL);
    player.press("孙福<enter><f2>");
    paste(&mut player, "微心愿 一口锅 #生活\r\n\n  诉求 门前路又坑洼了 #道路 !7\r\n诉求 井水浑\n");
    player
}

#[test]
fn lines_pasted_together_are_one_record_each_and_one_act() {
    let mut player = three(Lang::Zh);
    assert_eq!(player.stage.model.context(), Context::Many, "{}", player.shown());
    assert!(player.shown().contains("贴了 3 行") && player.shown().contains("3 行可以存"), "{}", player.shown());
    assert!(player.shown().contains("将保存"), "what becomes of the line under the cursor:\n{}", player.shown());
    player.press("<enter>");
    assert_eq!(player.stage.model.context(), Context::Card, "{}", player.shown());
    let kinds: Vec<Kind> = matters(&player, "孙福").iter().map(Matter::kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Demand).count(), 2, "{}", status(&player));
    assert_eq!((kinds.len(), visits_today(&player, "孙福")), (3, 1), "one call at the door");
    assert!(player.stage.model.desk.draft(Some(household(&player, "孙福").id)).is_none());
    player.press("u");
    assert_eq!((matters(&player, "孙福").len(), visits_today(&player, "孙福")), (0, 0), "{}", status(&player));
    player.press("<c-r>");
    assert_eq!(matters(&player, "孙福").len(), 3, "{}", status(&player));
}

#[test]
fn what_cannot_be_saved_stays_to_be_mended_and_the_rest_is_saved() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("孙福<enter><f2>");
    paste(&mut player, "诉求 路灯坏了 #天上\n诉求 井水浑");
    assert!(player.shown().contains("1 行可以存") && player.shown().contains(">! 诉求"), "{}", player.shown());
    assert!(player.shown().contains("没有「天上」这一类"), "{}", player.shown());
    player.press("<enter>");
    assert_eq!(matters(&player, "孙福").len(), 1, "{}", player.shown());
    assert_eq!(player.stage.model.context(), Context::Many);
    assert!(player.shown().contains("贴了 1 行"), "{}", player.shown());
    player.press("<enter>");
    assert!(status(&player).contains("没有一行能存"), "{}", player.shown());
    player.press("<c-w><c-w><c-w>#道路<enter>");
    assert_eq!(matters(&player, "孙福").len(), 2, "{}", player.shown());
    assert_eq!(player.stage.model.context(), Context::Card);
    // An emptied line is left out.
    player.press("<f2>");
    paste(&mut player, "诉求 甲\n诉求 乙\n诉求 丙");
    player.press("<down><c-u><enter>");
    let texts: Vec<String> = matters(&player, "孙福").into_iter().map(|matter| matter.raised.text).collect();
    assert!(texts.contains(&"甲".to_owned()) && texts.contains(&"丙".to_owned()) && !texts.contains(&"乙".to_owned()));
}

#[test]
fn closed_it_is_one_line_and_whatever_happens_the_words_are_kept() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("孙福<enter><f2>他说");
    paste(&mut player, "门前路坑洼\n雨天过不去");
    let door = household(&player, "孙福").id;
    let kept = |player: &Player| player.stage.model.desk.draft(Some(door)).map(|draft| draft.text.clone());
    assert_eq!(kept(&player).as_deref(), Some("他说 门前路坑洼 雨天过不去"), "while the list is open");
    player.press("<end>了");
    assert_eq!(kept(&player).as_deref(), Some("他说 门前路坑洼了 雨天过不去"), "with what was mended in it");
    player.press("<esc>");
    assert_eq!(player.stage.model.context(), Context::Line);
    assert!(player.shown().contains("孙福> 他说 门前路坑洼了 雨天过不去"), "{}", player.shown());
    player.press("<enter><enter>");
    assert_eq!(matters(&player, "孙福")[0].raised.text, "他说 门前路坑洼了 雨天过不去", "{}", player.shown());
    // What stood in the line before the lines came is there afterwards.
    player.press("<f2>没说完");
    paste(&mut player, "诉求 甲\n诉求 乙");
    player.press("<enter>");
    assert_eq!(matters(&player, "孙福").len(), 3, "{}", player.shown());
    assert_eq!(kept(&player).as_deref(), Some("没说完"), "{}", player.shown());
}

#[test]
fn more_than_is_taken_at_once_is_refused_in_words_and_changes_nothing() {
    for (text, said) in [
        ("诉求 甲\n".repeat(101), "贴的有 101 行，一次最多 100 行"),
        (format!("{}\n乙", "甲".repeat(8_000)), "一次最多 8000 个"),
        ("甲".repeat(4_001), "一次最多 4000 个"),
    ] {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("孙福<enter><f2>原来的");
        paste(&mut player, &text);
        assert!(status(&player).contains(said), "{}", player.shown());
        assert!(player.shown().contains("孙福> 原来的"), "{}", player.shown());
        assert_eq!(player.stage.model.context(), Context::Line);
    }
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("孙福<enter><f2>");
    paste(&mut player, &"诉求 甲\n".repeat(100));
    player.press("<enter>");
    assert_eq!(matters(&player, "孙福").len(), 100, "{}", player.shown());
}

#[test]
fn lines_that_name_their_doors_and_days_are_taken_as_they_say() {
    for (lang, lines) in [
        (Lang::Zh, "sf 愿望 一口锅\nfgl 走访 昨天 说下月回来\n3组9 诉求 路又坏了 #道路"),
        (Lang::En, "sf wish a pan\nfgl visit yesterday back next month\n3组9 ask the road again #roads"),
    ] {
        let mut player = Player::village(lang, SMALL);
        player.press("2<left>n");
        paste(&mut player, lines);
        assert_eq!(player.stage.model.context(), Context::Many, "{}", player.shown());
        let before = matters(&player, "赵小兰").len();
        player.press("<enter>");
        assert_eq!(matters(&player, "孙福").len(), 1, "{}", player.shown());
        assert_eq!(matters(&player, "赵小兰").len(), before + 1);
        // What was said on another day is an act of its own.
        assert_eq!(player.stage.model.context(), Context::Many, "{}", player.shown());
        player.press("<enter>");
        let visit = household(&player, "付桂兰").visits[0].clone();
        assert_eq!(visit.at.date().to_string(), "2026-11-22", "{visit:?}");
        assert_eq!(player.stage.model.context(), Context::Cell, "{}", player.shown());
    }
}

#[test]
fn pasted_lines_look_as_they_did() {
    for lang in Lang::ALL {
        let mut player = three(lang);
        player.press("<down>");
        insta::assert_snapshot!(format!("pasted_{}", lang.code()), snapshot(&player.painted().0));
    }
}
