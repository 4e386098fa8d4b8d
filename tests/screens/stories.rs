//! Stories of the field, played by keys with an input method on: not one letter is pressed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::HashSet;

use chuanmen::demo::{Plan, township as invented};
use chuanmen::domain::facets::{List, moment_key};
use chuanmen::domain::id::Id;
use chuanmen::domain::matter::{Matter, State};
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::{Order, Reader};
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::Replica;
use chuanmen::tui::action::Context;

use crate::hands::Hands;
use crate::player::Player;
use crate::{SMALL, status, township};

const DAY: i64 = 86_400;

/// The matter of the household on the card with these words.
fn matter(hands: &Hands, words: &str) -> Matter {
    let replica = &hands.player.stage.book.replica;
    let door = hands.player.stage.model.here.household.unwrap();
    let household = replica.household(door).unwrap().unwrap();
    let found = replica.matters_of_household(&household).unwrap();
    found.into_iter().find(|matter| matter.raised.text == words).unwrap_or_else(|| panic!("no {words}"))
}

/// Does what the list of the matter calls by a name, with what it asks for.
fn act(hands: &mut Hands, name: &str, asked: &str) {
    hands.press("　").words(name).press("<enter>");
    if !asked.is_empty() {
        hands.words(asked).press("<enter>");
    }
}

fn pass(hands: &mut Hands, days: i64) {
    hands.player.now = hands.player.now.plus_seconds(days * DAY);
    hands.player.stage.tick(hands.player.now);
}

#[test]
fn the_rice_is_low_a_unit_brings_some_and_the_next_time_it_is_a_school_bag() {
    let mut hands = Hands::on(Player::village(Lang::Zh, SMALL));
    hands.words("付桂兰").press("<enter><f3>").words("季度核验，拍照在另一个系统里做了").press("<enter>");
    hands.press("<f2>").words("愿望 一袋米").press("<enter>");
    assert_eq!(matter(&hands, "一袋米").state, State::Collected, "{}", status(&hands.player));
    hands.go_to("一袋米");
    act(&mut hands, "公示", "");
    assert_eq!(matter(&hands, "一袋米").state, State::Published, "{}", hands.player.shown());
    hands.go_to("一袋米");
    act(&mut hands, "认领", "供电所");
    assert_eq!(matter(&hands, "一袋米").state, State::Claimed, "{}", hands.player.shown());
    assert!(matter(&hands, "一袋米").connect_by.is_some(), "to be connected within seven days");
    pass(&mut hands, 1);
    hands.go_to("一袋米");
    act(&mut hands, "已联系", "");
    pass(&mut hands, 1);
    hands.go_to("一袋米");
    act(&mut hands, "实现", "送到家里了");
    assert_eq!(matter(&hands, "一袋米").state, State::Fulfilled, "{}", hands.player.shown());
    pass(&mut hands, 30);
    // The next visit: how it went, and what is wished for now.
    hands.press("<f3>").words("米收到了").press("<enter>").go_to("一袋米");
    act(&mut hands, "回访", "１");
    if hands.player.stage.model.context() == Context::Form {
        hands.press("<enter>");
    }
    assert_eq!(matter(&hands, "一袋米").state, State::Confirmed, "{}", hands.player.shown());
    hands.press("<f2>").words("愿望 孙女要一个书包").press("<enter>");
    assert_eq!(matter(&hands, "孙女要一个书包").state, State::Collected, "{}", hands.player.shown());
}

/// The invented township of a few cells, written into memory as it was half a year ago.
fn of_cells() -> Replica {
    let township = invented(&Plan::small(township::at("2026-06-01T09:00")));
    let mut replica = Replica::in_memory(3);
    replica.dictate(township.shared()).unwrap();
    for acts in township.cells() {
        replica.dictate(acts).unwrap();
    }
    replica
}

#[test]
fn every_household_that_is_to_be_visited_is_one_key_away_and_has_its_named_people() {
    let mut hands = Hands::on(Player::on(of_cells(), Lang::Zh, SMALL));
    let replica = &hands.player.stage.book.replica;
    assert_eq!(replica.cells(Scope::WHOLE).unwrap().len(), 6);
    let today = moment_key(Moment::end_of(hands.player.now.date())) + 1;
    let due = replica.list(List::VisitDue, Scope::WHOLE, 0..today, Order::OldestFirst, 100).unwrap();
    let unvisited: HashSet<Id> = due.rows.iter().map(|row| row.id).collect();
    assert!(
        unvisited.len() > 3 && unvisited.len() == due.total,
        "{} of {} are left to be visited",
        unvisited.len(),
        due.total
    );
    hands.press("<home>");
    let mut reached = HashSet::new();
    for _ in 0..200 {
        let here = &hands.player.stage.model.here;
        let (door, matter) = (here.household, here.matter);
        if let (Some(door), None) = (door, matter)
            && unvisited.contains(&door)
            && reached.insert(door)
        {
            hands.press("<enter>");
            assert_eq!(hands.player.stage.model.context(), Context::Card, "{}", hands.player.shown());
            assert_eq!(hands.player.stage.model.here.household, Some(door));
            for role in ["镇党委", "村支部", "网格长"] {
                assert!(hands.player.shown().contains(role), "{role}:\n{}", hands.player.shown());
            }
            hands.press("<esc>");
        }
        hands.press("<down>");
    }
    assert_eq!(reached.len(), unvisited.len(), "{}", hands.player.shown());
}
