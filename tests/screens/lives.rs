//! A death, a birth, moving in and out, from a household's menu and from the row of a member.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::facets::{List, Tally};
use chuanmen::domain::household::{Going, Household};
use chuanmen::domain::matter::State;
use chuanmen::domain::reader::{Order, Reader};
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::snapshot::snapshot;
use crate::township;

/// What the screen looks like, kept under a name.
fn picture(name: &str, player: &Player) {
    insta::assert_snapshot!(name, snapshot(&player.painted().0));
}

/// The household of a head.
fn of(player: &Player, head: &str) -> Household {
    let homes = player.stage.book.replica.doors_of_cell(township::cell(), |_| true).unwrap();
    homes.into_iter().find(|home| home.profile.head == head).unwrap()
}

fn visits_due(player: &Player) -> usize {
    let replica = &player.stage.book.replica;
    replica.list(List::VisitDue, Scope::WHOLE, 0..u64::MAX, Order::OldestFirst, 1).unwrap().total
}

/// The menu of somebody's household, narrowed to one action by its name; what is hidden face to face is shown.
fn menu(player: &mut Player, head: &str, label: &str) {
    player.press("/").press(head).press("<enter><f6><f12>").press(label).press("<enter>");
}

#[test]
fn a_death_lists_what_follows_and_one_enter_records_it_and_one_undo_takes_it_back() {
    let mut player = Player::village(Lang::Zh, (80, 24));
    let before = visits_due(&player);
    menu(&mut player, "付桂兰", "去世");
    let shown = player.shown();
    assert!(shown.contains("这一户就没人住了"), "{shown}");
    assert!(shown.contains("[x] 类别 独居老人：到 2026-11-23 为止"), "{shown}");
    assert!(shown.contains("[x] 记成待办：申报死亡登记、注销户口（2026-12-23 前）"), "{shown}");
    // Another day: what follows is dated anew.
    player.press("<c-u>11-20<down>");
    let shown = player.shown();
    assert!(shown.contains("（2026-12-20 前）") && shown.contains("到 2026-11-20 为止"), "{shown}");
    // The cursor stands on the tag: a blank unticks it, Enter records all.
    player.press("　");
    assert!(player.shown().contains("[ ] 类别 独居老人"), "{}", player.shown());
    player.press("<enter>");
    let home = of(&player, "付桂兰");
    assert_eq!(home.lives.gone[0].going, Going::Died("2026-11-20".parse().unwrap()), "{}", player.shown());
    assert!(!home.tag("独居老人").unwrap().ended, "that was not ticked");
    let matters = player.stage.book.replica.matters_of_household(&home).unwrap();
    assert!(matters.iter().any(|matter| matter.raised.text == "付桂兰：申报死亡登记、注销户口"), "{matters:?}");
    assert_eq!(visits_due(&player), before - 1);
    assert_eq!(player.stage.book.replica.tally(Tally::Left, Scope::WHOLE).unwrap(), 1);
    player.press("u");
    assert!(of(&player, "付桂兰").is_lived_in(), "{}", player.shown());
    assert_eq!(visits_due(&player), before);
}

#[test]
fn the_member_under_the_cursor_dies_and_the_household_tells_of_it() {
    for (lang, name) in [(Lang::Zh, "去世"), (Lang::En, "died")] {
        let mut player = Player::village(lang, (80, 24));
        player.press("/王秀英<enter><right><down><down>");
        player.press("<f12>").press(name).press("<enter>");
        picture(&format!("a_death_{}", lang.code()), &player);
        player.press("<f2>");
        let home = of(&player, "王秀英");
        assert_eq!(home.lives.gone[0].member.details.name, "王建国", "{}", player.shown());
        let line = if lang == Lang::Zh { "2026-11-23 去世" } else { "died 2026-11-23" };
        assert!(player.shown().contains(line), "{}", player.shown());
        // The row of one who is gone: Enter asks whether they are back.
        player.press("<down><down><enter>");
        picture(&format!("is_back_{}", lang.code()), &player);
        player.press("<f2>");
        assert_eq!(of(&player, "王秀英").profile.members.len(), 3, "{}", player.shown());
    }
}

#[test]
fn when_the_head_dies_the_sheet_asks_who_follows() {
    let mut player = Player::village(Lang::Zh, (80, 24));
    menu(&mut player, "王秀英", "去世");
    player.press("<down>");
    assert!(player.shown().contains("新户主"), "{}", player.shown());
    player.press("<f2>");
    assert!(of(&player, "王秀英").lives.gone.is_empty(), "somebody has to be the head: {}", player.shown());
    player.press("<down><f2>");
    let home = of(&player, "王建国");
    assert_eq!(home.lives.gone[0].member.details.name, "王秀英");
    assert_eq!(home.head().unwrap().details.name, "王建国");
    // Somebody else than the head: nobody is asked for.
    let mut player = Player::village(Lang::Zh, (80, 24));
    menu(&mut player, "王秀英", "去世");
    player.press("<down><down>");
    assert!(!player.shown().contains("新户主"), "{}", player.shown());
}

#[test]
fn a_child_is_born_and_the_sheet_keeps_what_was_typed() {
    let mut player = Player::village(Lang::Zh, (80, 24));
    menu(&mut player, "王秀英", "出生");
    player.press("王小宝<tab>孙子<tab><c-u>昨天<esc>");
    menu(&mut player, "王秀英", "出生");
    assert!(player.shown().contains("王小宝") && player.shown().contains("（2026-12-22 前）"), "{}", player.shown());
    player.press("<f2>");
    let home = of(&player, "王秀英");
    let child = home.profile.members.last().unwrap();
    assert_eq!(
        (child.details.name.as_str(), child.details.relation.as_str()),
        ("王小宝", "孙子"),
        "{}",
        player.shown()
    );
    assert_eq!(child.details.birth.as_deref(), Some("2026-11-22"));
    let matters = player.stage.book.replica.matters_of_household(&home).unwrap();
    assert!(matters.iter().any(|matter| matter.raised.text.contains("王小宝：申报出生登记")), "{matters:?}");
}

#[test]
fn a_household_moves_away_its_wishes_with_it_and_comes_back_in_one_key() {
    for lang in Lang::ALL {
        let mut player = Player::village(lang, (80, 24));
        let before = visits_due(&player);
        menu(&mut player, "付桂兰", "all-away");
        player.press("<tab>包头<tab><down><down>");
        picture(&format!("all_leave_{}", lang.code()), &player);
        player.press("<f2>");
        let home = of(&player, "付桂兰");
        let away = home.lives.away.as_ref().unwrap();
        assert_eq!((away.to.as_str(), away.registered), ("包头", true), "{}", player.shown());
        assert_eq!(visits_due(&player), before - 1);
        let matters = player.stage.book.replica.matters_of_household(&home).unwrap();
        assert!(matters.iter().all(
            |matter| matter.raised.kind != chuanmen::domain::matter::Kind::Wish || matter.state != State::Collected
        ));
        player.press("2");
        assert!(!player.shown().contains("1组3号"), "it is no door on the list: {}", player.shown());
        let count = if lang == Lang::Zh { "无人住 1" } else { "1 left" };
        assert!(player.shown().contains(count), "but it is counted: {}", player.shown());
        player.press("/付桂兰");
        let mark = if lang == Lang::Zh { "（无人住）" } else { "(left)" };
        assert!(player.shown().contains(mark), "found with a mark: {}", player.shown());
        player.press("<enter>");
        let away = if lang == Lang::Zh { "全家 2026-11-23 搬到包头" } else { "all moved to 包头 2026-11-23" };
        assert!(player.shown().contains(away), "the card says so: {}", player.shown());
        player.press("<right>");
        picture(&format!("left_{}", lang.code()), &player);
        player.press("<f12>all-back<enter>");
        assert!(of(&player, "付桂兰").is_lived_in(), "{}", player.shown());
        assert_eq!(visits_due(&player), before);
    }
}

#[test]
fn face_to_face_no_sheet_tells_tags_remarks_or_accusations_and_what_is_hidden_is_kept() {
    for (lang, died, tag, hidden) in [
        (Lang::Zh, "去世", "独居老人", "[x] 类别 已隐去：到 2026-11-23 为止"),
        (Lang::En, "died", "old and alone", "[x] tag hidden: ends on 2026-11-23"),
    ] {
        let mut player = Player::village(lang, (80, 24));
        player.press("/付桂兰<enter><f12>").press(died).press("<enter>");
        let shown = player.shown();
        assert!(shown.contains(hidden) && !shown.contains(tag) && !shown.contains("独居老人"), "{shown}");
        player.press("<f2>");
        let home = of(&player, "付桂兰");
        assert!(home.tag("独居老人").unwrap().ended, "what is hidden follows all the same: {}", player.shown());
    }
    // The dispute of 李四 accuses somebody: the sheet does not read it out.
    let mut player = Player::village(Lang::Zh, (80, 24));
    player.press("/李四<enter><f12>去世<enter>");
    assert!(!player.shown().contains("与王五争地界"), "{}", player.shown());
    player.press("<esc><f6><f12>去世<enter>");
    assert!(player.shown().contains("与王五争地界"), "{}", player.shown());
    player.press("<esc><esc>/王秀英<enter><f12>分户<enter>");
    assert!(player.shown().contains("类别 1 (已隐去)") && !player.shown().contains("低保"), "{}", player.shown());
}

#[test]
fn a_hidden_tag_of_a_member_stays_unless_another_is_typed() {
    let mut player = Player::village(Lang::Zh, (80, 40));
    let member = |player: &Player| of(player, "王秀英").profile.members[1].details.clone();
    let edit = |player: &mut Player| {
        player.press("<f12>改家人<enter>");
        assert!(player.shown().contains("改家人信息  王建国"), "{}", player.shown());
    };
    // Tags come before the last field.
    let to_tags = |player: &mut Player| {
        player.press("<s-tab><s-tab>");
    };
    player.press("/王秀英<enter><right><down><down>");
    edit(&mut player);
    to_tags(&mut player);
    player.press("残疾<f2>");
    assert_eq!(member(&player).tags, ["残疾"], "{}", player.shown());
    edit(&mut player);
    assert!(!player.shown().contains("残疾"), "{}", player.shown());
    player.press("<c-u>王建业<f2>");
    assert_eq!((member(&player).name.as_str(), member(&player).tags.len()), ("王建业", 1), "{}", player.shown());
    player.press("<f12>改家人<enter>");
    to_tags(&mut player);
    player.press("-<f2>");
    assert!(member(&player).tags.is_empty(), "{}", player.shown());
}

#[test]
fn leaving_for_a_death_or_a_move_opens_the_sheet_of_that() {
    for (why, lang, title) in [
        ("去世", Lang::Zh, "去世  3组12号 王秀英"),
        ("病故了", Lang::Zh, "去世  3组12号 王秀英"),
        ("moved to the city", Lang::En, "left on"),
    ] {
        let mut player = Player::village(lang, (80, 24));
        player.press("/王秀英<enter><right><down><down>");
        let leave = if lang == Lang::Zh { "家人离开" } else { "leaves" };
        player.press("<f12>").press(leave).press("<enter>");
        let before = player.stage.book.replica.acts(99).unwrap().len();
        player.press(why).press("<f2>");
        let shown = player.shown();
        assert!(shown.contains(title) && shown.contains("王建国"), "{shown}");
        assert_eq!(player.stage.book.replica.acts(99).unwrap().len(), before, "nothing is recorded yet");
        player.press("<f2>");
        assert_eq!(of(&player, "王秀英").lives.gone.len(), 1, "{}", player.shown());
    }
    let mut player = Player::village(Lang::Zh, (80, 24));
    player.press("/王秀英<enter><right><down><down><f12>家人离开<enter>登记有误<f2>");
    let home = of(&player, "王秀英");
    assert_eq!((home.profile.members.len(), home.lives.gone.len()), (2, 0), "{}", player.shown());
}

#[test]
fn a_household_that_moves_in_from_elsewhere_is_a_new_one_with_where_it_came_from() {
    for (lang, new, from, told) in [
        (Lang::Zh, "新增住户", "从哪里搬来", "2026-11-20 从包头搬来"),
        (Lang::En, "new household", "moved in from", "moved in from 包头 2026-11-20"),
    ] {
        let mut player = Player::village(lang, (80, 40));
        player.press("2<f4>").press(new).press("<enter>");
        assert!(player.shown().contains(from), "{}", player.shown());
        player.press("6组1号<tab>包海").press(&"<tab>".repeat(7)).press("包头<tab>11-20<f2>");
        let home = of(&player, "包海");
        assert_eq!(
            (home.profile.members.len(), home.is_head(home.profile.members[0].id)),
            (1, true),
            "{}",
            player.shown()
        );
        player.press("<enter><right><f6>");
        assert!(player.shown().contains(told), "{}", player.shown());
        player.press("u");
        let homes = player.stage.book.replica.doors_of_cell(township::cell(), |_| true).unwrap();
        assert!(homes.iter().all(|home| home.profile.head != "包海"), "{}", player.shown());
    }
}
