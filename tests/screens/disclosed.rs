//! What is hidden face to face and shown for seconds: recorded once, before it is shown, and nowhere else shown.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::disclosure::{Column, Disclosure, Manner};
use chuanmen::domain::reader::Reader;
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::snapshot::snapshot;
use crate::{LARGE, SMALL, status};

fn recorded(player: &Player) -> Vec<Disclosure> {
    player.stage.book.replica.disclosures(Scope::WHOLE, 100).unwrap().0
}

#[test]
fn what_is_shown_is_recorded_once_for_each_showing_of_a_page() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>");
    assert_eq!(recorded(&player), []);
    player.press("<f6>");
    let first = recorded(&player);
    assert_eq!(first.len(), 1);
    let of = first[0].disclosed.household.unwrap();
    assert_eq!((first[0].disclosed.manner, first[0].disclosed.count), (Manner::Card, 1));
    assert_eq!(first[0].disclosed.columns, [Column::Phone, Column::Tags]);
    assert_eq!((first[0].by.as_str(), first[0].at), (player.stage.model.me.as_str(), player.now));
    player.press("<f6><down><up>");
    assert_eq!(recorded(&player).len(), 1, "it is shown already");
    player.press("<right>");
    assert!(!player.shown().contains("13804781234"), "another page hides again\n{}", player.shown());
    player.press("<f6>");
    assert!(player.shown().contains("13804781234"), "{}", player.shown());
    let found = recorded(&player);
    let page = found.iter().find(|one| one.disclosed.manner == Manner::Particulars).unwrap();
    assert_eq!((page.disclosed.household, found.len()), (Some(of), 2));
    assert!(page.disclosed.columns.contains(&Column::History), "{page:?}");
    player.now = player.now.plus_seconds(20);
    player.stage.tick(player.now);
    player.press("<f6>");
    assert_eq!(recorded(&player).len(), 3, "shown another time");
}

#[test]
fn beside_the_list_nothing_of_another_household_shows() {
    let mut player = Player::village(Lang::Zh, LARGE);
    player.press("<enter><f6>");
    assert!(player.shown().contains("13804781234"));
    player.press("2");
    for _ in 0..6 {
        assert!(!player.shown().contains("13804781234"), "{}", player.shown());
        player.press("<down>");
    }
    assert_eq!(recorded(&player).len(), 1);
}

#[test]
fn neither_undo_nor_redo_minds_what_was_looked_at() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter><f2>诉求 井盖没了<enter>").press("<f6>").press("u");
    assert!(status(&player).contains("井盖没了"), "{}", status(&player));
    assert!(!player.press("<esc>").shown().contains("井盖没了 "), "{}", player.shown());
    player.press("<enter><f6><c-r>");
    assert!(status(&player).contains("井盖没了"), "{}", status(&player));
    assert_eq!(recorded(&player).len(), 2);
}

#[test]
fn who_looked_is_listed_for_a_household_and_for_all() {
    for (lang, size, name) in [
        (Lang::Zh, SMALL, "zh_80"),
        (Lang::En, SMALL, "en_80"),
        (Lang::Zh, LARGE, "zh_120"),
        (Lang::En, LARGE, "en_120"),
    ] {
        let mut player = Player::village(lang, size);
        player.press("<enter><f6><right><f6><esc><f12>谁看过");
        player.press("<enter>");
        insta::assert_snapshot!(format!("disclosures_of_household_{name}"), snapshot(&player.painted().0));
        player.press("<esc><esc><f4>disclosures<enter>");
        insta::assert_snapshot!(format!("disclosures_{name}"), snapshot(&player.painted().0));
    }
}

#[test]
fn where_nobody_looked_that_is_said() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<f4>查看记录<enter>");
    assert!(player.shown().contains("还没有人看过"), "{}", player.shown());
}
