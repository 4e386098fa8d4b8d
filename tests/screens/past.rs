//! The history of a door, the map of a year, and conflicts that are settled.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::deadline::Allowance;
use chuanmen::domain::household::HouseholdField;
use chuanmen::domain::id::{Id, RecordKind};
use chuanmen::domain::matter::VerbName;
use chuanmen::domain::matter::verb::Verb;
use chuanmen::domain::promise::Ending;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::record::Record;
use chuanmen::domain::request::{Edit, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::{Replica, Said};
use chuanmen::tui::screens::Screen;

use crate::player::Player;
use crate::{LARGE, SMALL, looks, status, township};

fn home(replica: &Replica, head: &str) -> Id {
    let mut found = None;
    replica
        .each(RecordKind::Household, Scope::WHOLE, &mut |record| {
            if let Record::Household(home) = record
                && home.profile.head == head
            {
                found = Some(home.id);
            }
            true
        })
        .unwrap();
    found.unwrap()
}

fn write(replica: &mut Replica, by: &str, at: &str, request: &Request) {
    let now = township::at(at);
    replica.commit(&Said { now, at: now, by: by.to_owned() }, request).unwrap();
}

fn phone(household: Id, number: &str) -> Request {
    let field = HouseholdField::Phone(Some(number.to_owned()));
    Request::EditHousehold { household, edits: vec![Edit::Set(field)] }
}

/// Three devices of the village: two gave 王秀英 other numbers and took other steps with the road, none knowing of the
/// others; the first has met them all.
fn at_odds() -> Replica {
    let mut first = township::village();
    let mut others: Vec<Replica> = (8..10)
        .map(|number| {
            let mut device = Replica::in_memory(number);
            device.absorb(first.sealed_events().unwrap()).unwrap();
            device
        })
        .collect();
    let wang = home(&first, "王秀英");
    let wang_home = first.household(wang).unwrap().unwrap();
    let matters = first.matters_of_household(&wang_home).unwrap();
    let road = matters.iter().find(|matter| matter.raised.text.contains("路")).unwrap().id;
    let step =
        |verb, text: &str| Request::Act { matter: road, verb: Verb { text: Some(text.to_owned()), ..Verb::new(verb) } };
    write(&mut others[0], "李敏", "2026-11-21T08:00", &phone(wang, "13900001111"));
    write(&mut others[0], "李敏", "2026-11-21T08:10", &step(VerbName::Done, "铺了砂"));
    write(&mut others[1], "徐仙", "2026-11-21T09:00", &phone(wang, "13700002222"));
    let mut assign = Verb::new(VerbName::Assign);
    assign.to = Some(chuanmen::domain::matter::Assignee::Person("徐仙".to_owned()));
    assign.due = Some(Allowance::Days(9));
    write(&mut others[1], "徐仙", "2026-11-21T09:10", &Request::Act { matter: road, verb: assign });
    for other in &others {
        first.absorb(other.sealed_events().unwrap()).unwrap();
    }
    first
}

fn number(player: &Player) -> String {
    let replica = &player.stage.book.replica;
    replica.household(home(replica, "王秀英")).unwrap().unwrap().profile.phone.unwrap()
}

#[test]
fn every_page_of_the_past_looks_as_it_did() {
    let places = [("past", "王秀英<enter>￥"), ("past_filter", "王秀英<enter>￥交通站"), ("marks", "王秀英<enter>％")];
    for (name, look) in looks(&places, |lang, size| Player::on(at_odds(), lang, size)) {
        insta::assert_snapshot!(name, look);
    }
}

#[test]
fn a_conflict_is_told_on_the_card_and_settled_with_arrows_and_enter() {
    for (lang, told) in [(Lang::Zh, "有 2 处两人写得不一样"), (Lang::En, "different things in 2 places")] {
        let mut player = Player::on(at_odds(), lang, SMALL);
        player.press("王秀英<enter>");
        assert!(player.shown().contains(told), "{}", player.shown());
        assert_eq!(number(&player), "13700002222", "the later holds");
        player.press("%");
        let shown = player.shown();
        for part in ["李敏", "徐仙", "139****1111", "137****2222"] {
            assert!(shown.contains(part), "{part}\n{shown}");
        }
        player.press("<down><enter>");
        assert_eq!(number(&player), "13900001111", "{}", player.shown());
        player.press("u");
        assert_eq!(number(&player), "13700002222", "{}", player.shown());
        player.press("<home><enter>");
        assert_eq!(number(&player), "13700002222");
        player.press("<enter>");
        assert!(matches!(player.stage.model.screens.last(), Some(Screen::Marks(_))));
        let replica = &player.stage.book.replica;
        let wang = replica.household(home(replica, "王秀英")).unwrap().unwrap();
        assert!(wang.trail.conflicts.is_empty(), "{:?}", wang.trail.conflicts);
        player.press("<esc>");
        assert!(!player.shown().contains(told), "{}", player.shown());
    }
}

#[test]
fn a_promise_about_a_dispute_is_not_read_out_beside_its_conflict() {
    let mut first = township::village();
    let li = home(&first, "李四");
    let dispute = first.matters_of_household(&first.household(li).unwrap().unwrap()).unwrap()[0].id;
    let mut promised = Verb { text: Some("去跟王五说说".to_owned()), ..Verb::new(VerbName::Promise) };
    promised.due = Some(Allowance::Days(9));
    write(&mut first, "陈强", "2026-11-21T08:00", &Request::Act { matter: dispute, verb: promised });
    let promise = first.promises_of(li).unwrap()[0].id;
    let end = |ending, text: &str| Request::EndPromise { promise, ending, text: Some(text.to_owned()) };
    let mut other = Replica::in_memory(8);
    other.absorb(first.sealed_events().unwrap()).unwrap();
    write(&mut other, "李敏", "2026-11-21T09:00", &end(Ending::Kept, "跟王五说过了"));
    write(&mut first, "陈强", "2026-11-21T09:10", &end(Ending::LetGo, "王五不在家"));
    first.absorb(other.sealed_events().unwrap()).unwrap();
    let mut player = Player::on(first, Lang::Zh, SMALL);
    player.press("李四<enter>%");
    assert!(player.shown().contains("李敏") && !player.shown().contains("王五"), "{}", player.shown());
    player.press("<f6>");
    assert!(player.shown().contains("王五"), "{}", player.shown());
}

#[test]
fn what_does_not_fit_any_more_is_told_and_changes_nothing() {
    let mut player = Player::on(at_odds(), Lang::Zh, SMALL);
    // The phone is settled first; of the road what holds is kept.
    player.press("王秀英<enter>%<enter>");
    let before = player.stage.book.replica.acts(99).unwrap().len();
    player.press("<down><enter>");
    let after = player.stage.book.replica.acts(99).unwrap().len();
    let refused = status(&player).contains("用不上");
    assert_eq!(refused, before == after, "{}", player.shown());
}

#[test]
fn the_filter_finds_doors_and_matters_that_are_at_odds() {
    let mut player = Player::on(at_odds(), Lang::Zh, SMALL);
    player.press("3/is:conflict<enter>");
    assert!(player.shown().contains("[冲突] 门前路坑洼") && player.shown().contains("1/1"), "{}", player.shown());
    player.press("<enter>%");
    assert!(player.shown().contains("办理状态"), "{}", player.shown());
    assert!(!player.shown().contains("137****"), "only of the matter:\n{}", player.shown());
}

#[test]
fn the_history_tells_old_and_new_who_and_on_which_device_once_it_may_be_seen() {
    let mut player = Player::on(at_odds(), Lang::Zh, LARGE);
    player.press("王秀英<enter>$");
    let shown = player.shown();
    assert!(!shown.contains("139****") && !shown.contains("低保"), "face to face:\n{shown}");
    assert!(shown.contains("已告知 已报交通站，等料"), "{shown}");
    player.press("电话");
    assert!(player.shown().contains("没有这样的经过"), "{}", player.shown());
    player.press("<enter><f6>");
    let shown = player.shown();
    assert!(shown.contains("13804781234 → 13900001111"), "{shown}");
    assert!(shown.contains("设备 0009") || shown.contains("设备 0008"), "{shown}");
    player.press("<esc>");
    assert!(player.shown().contains("一年走访"), "{}", player.shown());
    player.press("<esc>");
    assert!(matches!(player.stage.model.screens.last(), Some(Screen::Card(_))), "{}", player.shown());
}

#[test]
fn a_row_of_the_history_opens_its_matter_and_esc_comes_back() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("王秀英<enter>$等料<enter><enter>");
    assert!(matches!(player.stage.model.screens.last(), Some(Screen::Matter(_))), "{}", player.shown());
    player.press("<esc>");
    assert!(matches!(player.stage.model.screens.last(), Some(Screen::Past(_))), "{}", player.shown());
}

#[test]
fn the_map_of_the_year_has_a_letter_for_each_outcome_in_its_week() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("王秀英<enter>$");
    let shown = player.shown();
    let row =
        |day: &str| shown.lines().find(|line| line.trim_start().starts_with(&format!("{day} "))).unwrap().to_owned();
    // 10-11 was a Sunday with nobody home, 09-02 and 11-12 a Wednesday and a Thursday with somebody.
    let at = |row: &str, letter: char| row.chars().rev().position(|c| c == letter);
    assert!(row("日").contains('o') && !row("日").contains('#'), "{shown}");
    assert!(row("三").contains('#') && row("四").contains('#'), "{shown}");
    let thursday = row("四");
    let weeks_back = at(thursday.trim_end(), '#').unwrap();
    assert_eq!(weeks_back, 1, "one week before the last Thursday there was:\n{shown}");
    assert!(shown.contains("# 在家") && shown.contains("o 不在家"), "{shown}");
}

#[test]
fn doors_at_odds_carry_a_mark_wherever_they_are_listed_until_it_is_settled() {
    for (lang, mark) in [(Lang::Zh, "[冲突]"), (Lang::En, "[conflict]")] {
        let mut player = Player::on(at_odds(), lang, LARGE);
        let marked = |player: &Player| {
            let shown = player.shown();
            let rows: Vec<&str> = shown.lines().filter(|line| line.contains(mark)).collect();
            // Beside the list the card tells of its own matters.
            rows.iter().filter(|row| row.contains("3组12号")).count()
        };
        player.press("2");
        assert_eq!(marked(&player), 1, "page of cells:\n{}", player.shown());
        player.press("/wxy");
        assert_eq!(marked(&player), 1, "search:\n{}", player.shown());
        player.press("<esc>");
        // Its visit is put on the route of Today.
        player.press("<home><down><down><down><down><space>#1<home>");
        assert!(marked(&player) >= 1, "Today:\n{}", player.shown());
        player.press("2/王秀英<enter>");
        for _ in 0..3 {
            player.press("%<home><enter><esc>");
        }
        player.press("2");
        assert_eq!(marked(&player), 0, "settled:\n{}", player.shown());
    }
}

#[test]
fn a_promise_or_matter_at_odds_marks_its_door_as_the_household_does() {
    let mut player = Player::on(at_odds(), Lang::Zh, SMALL);
    // What is left of the household's conflicts is the one of its road.
    player.press("王秀英<enter>%<home><enter>");
    let replica = &player.stage.book.replica;
    let wang = home(replica, "王秀英");
    assert!(replica.household(wang).unwrap().unwrap().trail.conflicts.is_empty());
    player.press("2");
    assert!(
        player.shown().lines().any(|line| line.contains("3组12号") && line.contains("[冲突]")),
        "{}",
        player.shown()
    );
}

#[test]
fn all_conflicts_of_an_area_are_one_command_away_and_settled_one_by_one() {
    for (lang, word, title, none) in [
        (Lang::Zh, "全部冲突", "两人写得不一样 2", "没有要定的了"),
        (Lang::En, "all conflicts", "Two people wrote different things 2", "Nothing is left"),
    ] {
        let mut player = Player::on(at_odds(), lang, SMALL);
        player.press("<f4>").press(word).press("<enter>");
        let shown = player.shown();
        assert!(shown.contains(title) && shown.contains("3组12号 王秀英"), "{shown}");
        assert!(!shown.contains("13900001111"), "face to face:\n{shown}");
        player.press("<enter><home><enter>");
        assert!(player.shown().contains(none), "{}", player.shown());
        player.press("uu");
        assert!(player.shown().contains(title), "{}", player.shown());
    }
}
