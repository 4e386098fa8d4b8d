//! The page of what stands twice, from the palette, from a household and from a cell.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::duplicates::duplicates;
use chuanmen::domain::household::{Person, Tag};
use chuanmen::domain::reader::Reader;
use chuanmen::domain::request::{NewHousehold, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::{Replica, Said};

use crate::player::Player;
use crate::snapshot::snapshot;
use crate::township;

/// The village, and somebody who stands in two more households of it; one of their doors is 王秀英's, written otherwise.
fn village() -> Replica {
    let mut replica = township::village();
    let said = Said { now: township::now(), at: township::now(), by: "陈强".to_owned() };
    for (door, head) in [("三组十二号", "巴图"), ("6组1号", "其木格")] {
        let twice = Person {
            name: "巴图".to_owned(),
            relation: if head == "巴图" { "户主" } else { "女婿" }.to_owned(),
            id_number: Some("152499197905013894".to_owned()),
            birth: Some("1979-05-01".to_owned()),
            phone: Some("13904785678".to_owned()),
            ..Person::default()
        };
        let own = Person { name: head.to_owned(), relation: "户主".to_owned(), ..Person::default() };
        let members = if head == "巴图" { vec![twice] } else { vec![own, twice] };
        let tags = vec![Tag::plain("低保")];
        let household =
            NewHousehold { door: door.to_owned(), head: head.to_owned(), members, tags, ..NewHousehold::default() };
        replica.commit(&said, &Request::AddHousehold { cell: township::cell(), household }).unwrap();
    }
    replica
}

fn pairs(player: &Player) -> usize {
    duplicates(&player.stage.book.replica, Scope::WHOLE).unwrap().len()
}

#[test]
fn the_page_shows_both_sides_and_a_key_says_that_they_are_two() {
    for lang in Lang::ALL {
        for size in [(80, 24), (120, 40)] {
            let mut player = Player::on(village(), lang, size);
            player.press("<f4>duplicates<enter>");
            assert_eq!(pairs(&player), 2, "{}", player.shown());
            insta::assert_snapshot!(format!("duplicates_{}_{}", lang.code(), size.0), snapshot(&player.painted().0));
            assert!(!player.shown().contains("152499197905013894"), "numbers are masked: {}", player.shown());
            player.press("<down><del>");
            assert_eq!(pairs(&player), 1, "{}", player.shown());
            player.press("<del>");
            assert_eq!(pairs(&player), 0, "{}", player.shown());
            player.press("u");
            assert_eq!(pairs(&player), 1, "one undo brings it back: {}", player.shown());
        }
    }
}

#[test]
fn from_the_page_the_member_moves_or_the_households_are_merged() {
    let mut player = Player::on(village(), Lang::Zh, (80, 24));
    player.press("<f4>duplicates<enter><tab><f12>moves-out<enter>");
    assert!(player.shown().contains("三组十二号 巴图"), "where to is known: {}", player.shown());
    player.press("<f2>");
    assert_eq!(pairs(&player), 1, "only the doors are left: {}", player.shown());
    player.press("u<f12>merge<enter>");
    assert!(player.shown().contains("并入另一户") && player.shown().contains("巴图"), "{}", player.shown());
    player.press("<tab>母亲<f2>");
    let shown = player.shown();
    let merged = player.stage.book.replica.households_of_cell(township::cell()).unwrap().len();
    assert_eq!(merged, 7, "{shown}");
}

#[test]
fn a_household_asks_for_its_own_and_nothing_is_said_where_there_is_nothing() {
    let mut player = Player::on(village(), Lang::Zh, (80, 24));
    player.press("/王秀英<enter><f12>duplicates<enter>");
    let shown = player.shown();
    assert!(shown.contains("1 对") && shown.contains("门牌相近"), "{shown}");
    player.press("<esc>/付桂兰<enter><f12>duplicates<enter>");
    assert!(player.shown().contains("没有重的"), "{}", player.shown());
    player.press("<esc>2<f4>duplicates<enter>");
    assert!(player.shown().contains("2 对"), "{}", player.shown());
}

#[test]
fn two_members_of_one_household_with_one_number_are_told_and_the_page_follows_every_save() {
    for lang in Lang::ALL {
        let mut replica = village();
        let said = Said { now: township::now(), at: township::now(), by: "陈强".to_owned() };
        let twice = |name: &str, relation: &str| Person {
            name: name.to_owned(),
            relation: relation.to_owned(),
            id_number: Some("11010519491231002X".to_owned()),
            ..Person::default()
        };
        let members = vec![twice("白音", "户主"), twice("白音图", "兄弟")];
        let household =
            NewHousehold { door: "7组1号".to_owned(), head: "白音".to_owned(), members, ..NewHousehold::default() };
        replica.commit(&said, &Request::AddHousehold { cell: township::cell(), household }).unwrap();
        let mut player = Player::on(replica, lang, (80, 24));
        player.press("<f4>duplicates<enter>");
        let rows =
            |player: &Player| player.shown().lines().filter(|line| line.contains(" / ") && line.contains('号')).count();
        assert_eq!((rows(&player), pairs(&player)), (3, 3), "{}", player.shown());
        assert!(player.shown().contains("7组1号 白音 / 7组1号 白音"), "{}", player.shown());
        // It is checked that they are two; undone it stands there again; another save leaves it.
        let to = |player: &mut Player| {
            player.press("<home>");
            while player
                .stage
                .model
                .here
                .household
                .is_none_or(|id| player.stage.book.replica.household(id).unwrap().unwrap().profile.door != "7组1号")
            {
                player.press("<down>");
            }
        };
        to(&mut player);
        player.press("<del>");
        assert_eq!((rows(&player), pairs(&player)), (2, 2), "{}", player.shown());
        player.press("u");
        assert_eq!((rows(&player), pairs(&player)), (3, 3), "{}", player.shown());
        // One of the others is held apart: the page and the records say the same.
        player.press("<home><del>");
        assert_eq!(rows(&player), pairs(&player), "{}", player.shown());
        player.press("u");
        assert_eq!((rows(&player), pairs(&player)), (3, 3), "{}", player.shown());
    }
}
