//! The quick line for people who write words first: what is asked, what is proposed, what is changed by arrows, what is
//! put off.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use proptest::prelude::*;

use chuanmen::domain::household::Household;
use chuanmen::domain::matter::{Kind, Matter, Source, Tier};
use chuanmen::domain::reader::Reader;
use chuanmen::domain::scope::Scope;
use chuanmen::domain::visit::Outcome;
use chuanmen::i18n::Lang;
use chuanmen::tui::action::Context;

use crate::hands::Hands;
use crate::player::Player;
use crate::{SMALL, looks, status};

fn household(player: &Player, head: &str) -> Household {
    let cell: Scope = crate::township::cell();
    let found = player.stage.book.replica.households_of_cell(cell).unwrap();
    found.into_iter().find(|household| household.profile.head == head).unwrap()
}

/// The household's matters, the newest first.
fn matters(player: &Player, head: &str) -> Vec<Matter> {
    player.stage.book.replica.matters_of_household(&household(player, head)).unwrap()
}

fn newest(player: &Player, head: &str) -> Matter {
    matters(player, head).into_iter().next().unwrap()
}

/// All matters of the cell that have no household.
fn calls(player: &Player) -> Vec<Matter> {
    let mut found = Vec::new();
    let mut take = |record| {
        if let chuanmen::domain::record::Record::Matter(matter) = record
            && matter.raised.source != Source::Door
        {
            found.push(matter);
        }
        true
    };
    let kind = chuanmen::domain::id::RecordKind::Matter;
    player.stage.book.replica.each(kind, Scope::WHOLE, &mut take).unwrap();
    found
}

/// The row of the panel that begins with a label.
fn row(player: &Player, label: &str) -> String {
    let shown = player.shown();
    let mut rows = shown.lines().filter(|line| line.trim_start_matches([' ', '>']).starts_with(label));
    rows.next_back().unwrap_or_else(|| panic!("no row {label} in\n{shown}")).trim().to_owned()
}

#[test]
fn a_visit_a_wish_and_a_timed_demand_at_one_door_take_at_most_twelve_keys() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<home>");
    let door = player.stage.model.here.household.unwrap();
    let head = player.stage.book.replica.household(door).unwrap().unwrap().profile.head;
    let before = matters(&player, &head).len();
    let mut hands = Hands::on(player);
    hands.press("<f3>");
    hands.words("身体还好，说下月去看儿子");
    hands.press("<enter><f2>");
    hands.words("想换个洗衣机");
    hands.press("<enter><enter><f2>");
    hands.words("门前路坑洼，雨天过不去");
    hands.press("<enter><enter>");
    let Hands { player, presses } = hands;
    assert!(presses <= 12, "{presses} keys");
    assert_eq!(player.stage.model.context(), Context::Cell, "back on the list");
    assert_eq!(player.stage.model.here.household, Some(door), "on the same door");
    let visit = household(&player, &head).visits[0].clone();
    assert_eq!((visit.outcome, visit.note.as_str()), (Outcome::Met, "身体还好，说下月去看儿子"));
    assert_eq!(household(&player, &head).visits.iter().filter(|v| v.at.date() == player.now.date()).count(), 1);
    let mut found = matters(&player, &head);
    assert_eq!(found.len(), before + 2);
    found.truncate(2);
    found.sort_by_key(|matter| matter.kind() != Kind::Wish);
    assert_eq!((found[0].kind(), found[0].raised.text.as_str()), (Kind::Wish, "想换个洗衣机"));
    assert_eq!((found[1].kind(), found[1].tier), (Kind::Demand, Tier::Timed));
    assert_eq!(found[1].raised.text, "门前路坑洼，雨天过不去");
    assert_eq!(found[1].raised.category, "roads");
    assert_eq!(player.stage.book.sight(player.now, "").assignee(&found[1]).unwrap(), "交通站", "as it was proposed");
}

#[test]
fn what_is_asked_looks_as_it_did() {
    let places = [
        ("ask_demand", "<enter>n门前路又坑洼了<enter>"),
        ("ask_wish", "<enter>n想换个洗衣机<enter>"),
        ("ask_answer", "<enter>n低保怎么办理<enter>3１已讲解政策"),
        ("ask_sent_up", "<enter>n水源被污染<enter>３３请环保站检测"),
        ("change_category", "<enter>n门前路又坑洼了<enter><down><down><right>"),
        ("change_due", "<enter>n门前路又坑洼了<enter><down><down><down>下周三"),
        ("change_responder", "<enter>n门前路又坑洼了<enter><down><down><down><down><right>"),
        ("complete", "<enter>n门前路又坑洼了 ＠<down>"),
        ("parked_today", "<enter>n东邻吵架，说到一半<f7><esc>"),
        ("parked_card", "<enter>n东邻吵架，说到一半<f7>"),
        ("parked_cell", "<enter>n东邻吵架，说到一半<f7>2"),
        ("alike", "/孙福<enter>n路面坑洼不平"),
        ("alike_list", "/孙福<enter>n路面坑洼不平<down>"),
        ("alike_row", "/孙福<enter>n路面坑洼不平<enter><up><right>"),
        ("call", "<f8>广场上的路灯不亮"),
        ("call_rows", "<f8>广场上的路灯不亮<enter>"),
    ];
    for (name, look) in looks(&places, Player::village) {
        insta::assert_snapshot!(format!("line_{name}"), look);
    }
}

#[test]
fn five_neighbours_and_one_road_are_one_matter_with_five_voices() {
    for (lang, words, alike, voices, waiting) in [
        (
            Lang::Zh,
            ["村口的路全是坑", "路面坑洼不平", "路上全是坑，坑洼积水", "坑洼的路过不去"],
            "相近的诉求在办",
            "+4户",
            "该回访",
        ),
        (
            Lang::En,
            ["村口的路全是坑", "路面坑洼不平", "路上全是坑，坑洼积水", "坑洼的路过不去"],
            "in like words",
            "+4hh",
            "To call back",
        ),
    ] {
        let mut player = Player::on(crate::township::road(), lang, SMALL);
        for (head, words) in ["付桂兰", "赵小兰", "李四", "孙福"].into_iter().zip(words) {
            player.press("/").press(head).press("<enter><f2>").press(words);
            assert!(player.shown().contains(alike), "{words}: {}", player.shown());
            player.press("<down>");
            let listed = player.shown().lines().rfind(|line| line.starts_with(" > ")).unwrap().to_owned();
            assert!(listed.contains("门前路坑洼") && !listed.contains("王秀英"), "without a name: {listed}");
            player.press("<enter>");
            assert_eq!(newest(&player, head).raised.text, words, "{}", player.shown());
            assert!(newest(&player, head).lead.is_some(), "raised and joined in one act");
            player.press("<esc>");
        }
        assert!(player.press("1").shown().contains(voices), "{}", player.shown());
        // The lead is done; each household is called back on its own, the lead's as well, one by one from Today.
        player.press("<home>d铺了砂石<enter>");
        for left in (1..=5).rev() {
            let counted = format!("{waiting} {left}");
            assert!(player.press("1").shown().contains(&counted), "{counted}\n{}", player.shown());
            player.press("<home>c1<enter><enter>");
        }
        assert!(!player.press("1").shown().contains(waiting), "{}", player.shown());
        for head in ["付桂兰", "赵小兰", "李四", "孙福", "王秀英"] {
            let matter = newest(&player, head);
            assert!(matter.state.is_end() && matter.satisfied.is_some(), "{head}: {}", player.shown());
        }
        // Taken back, the last one waits again.
        assert!(player.press("u").shown().contains(&format!("{waiting} 1")), "{}", player.shown());
    }
}

#[test]
fn a_voice_can_be_joined_from_the_rows_too_and_a_wish_never() {
    let mut player = Player::on(crate::township::road(), Lang::Zh, SMALL);
    player.press("/孙福<enter><f2>路面坑洼不平<enter><up><right><enter>");
    assert!(newest(&player, "孙福").lead.is_some(), "{}", player.shown());
    player.press("u<f2>路面坑洼不平<enter><enter>");
    assert!(newest(&player, "孙福").lead.is_none(), "as shown: it joins none");
    player.press("<f2>愿望 门前路坑洼");
    assert!(!player.shown().contains("相近"), "{}", player.shown());
}

#[test]
fn words_come_first_and_the_kind_is_chosen_after() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n孙女要一个书桌");
    assert!(player.shown().contains("Enter 看一眼  Esc"), "the first Enter saves nothing: {}", player.shown());
    player.press("<enter>");
    assert!(player.shown().contains("Enter 保存  Esc"), "the second does: {}", player.shown());
    assert!(player.shown().contains("1 只记走访   2 微心愿  [3 诉求]  4 纠纷"), "{}", player.shown());
    player.press("2<enter>");
    assert!(status(&player).contains("微心愿 孙女要一个书桌"), "{}", status(&player));
}

#[test]
fn the_kind_is_guessed_from_the_words_and_is_a_demand_where_nothing_is_known() {
    for (words, kind) in
        [("拿不准的一句话", "[3 诉求]"), ("想换个洗衣机", "[2 微心愿]"), ("东邻吵架", "[4 纠纷]"), ("", "[1 只记走访]")]
    {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("<enter>n").press(words).press("<enter>");
        let chosen = player.shown().lines().rfind(|line| line.starts_with(" > ")).unwrap_or_default().to_owned();
        assert!(chosen.contains(kind), "{words}: {}", player.shown());
    }
}

#[test]
fn the_second_enter_saves_with_the_guessed_kind_and_tier() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n屋顶漏雨没人管 住房<enter>");
    assert!(row(&player, "怎么办").contains("[3 上报研判]"), "{}", player.shown());
    player.press("<enter>");
    let matter = newest(&player, "王秀英");
    assert_eq!((matter.tier, matter.raised.text.as_str()), (Tier::Escalated, "屋顶漏雨没人管 住房"));
}

#[test]
fn kind_and_tier_are_picked_by_full_width_digits_and_the_answer_is_asked_for() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n低保怎么办理<enter>３１<enter>");
    assert!(status(&player).contains("没写怎么答复的"), "{}", player.shown());
    player.press("已讲解政策，并留下材料清单<enter>");
    let matter = newest(&player, "王秀英");
    assert_eq!((matter.tier, matter.answer.as_deref()), (Tier::Immediate, Some("已讲解政策，并留下材料清单")));
    assert_eq!(matter.raised.text, "低保怎么办理");
}

#[test]
fn what_is_sent_up_says_what_is_asked_and_of_whom() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n水源被污染<enter>3３请环保站检测<up>2<enter>");
    let matter = newest(&player, "王秀英");
    assert_eq!(matter.level, Some(chuanmen::domain::matter::Level::Township), "{}", player.shown());
    assert_eq!((matter.tier, matter.asked.as_deref()), (Tier::Escalated, Some("请环保站检测")));
}

#[test]
fn category_due_responder_and_urgency_are_changed_by_arrows() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n门前路又坑洼了<enter>");
    assert!(row(&player, "类别").contains("道路?") && row(&player, "承办").contains("交通站?"), "{}", player.shown());
    player.press("<down><down><right>");
    assert!(row(&player, "类别").contains("饮水") && !row(&player, "类别").contains('?'), "{}", player.shown());
    player.press("<left>");
    assert!(row(&player, "类别").ends_with("道路"), "{}", player.shown());
    player.press("<down><right>");
    assert!(row(&player, "期限").contains("11月24日 周二 (1个工作日)"), "{}", player.shown());
    player.press("<down>供<down><right><enter>");
    let matter = newest(&player, "王秀英");
    let (assignee, due) =
        (player.stage.book.sight(player.now, "").assignee(&matter).unwrap(), matter.clock.unwrap().due.at);
    assert_eq!((assignee.as_str(), due.to_string().as_str()), ("供电所", "2026-11-24T23:59:59+08:00"));
    assert!(matter.raised.urgent);
    assert_eq!(matter.raised.text, "门前路又坑洼了", "the words are as they were said");
}

#[test]
fn in_the_text_left_and_right_move_the_caret_and_from_a_row_the_text_is_reached_again() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n门前坑洼<left><left>路<enter>");
    assert!(player.shown().contains("王秀英> 门前路坑洼"), "{}", player.shown());
    player.press("<up><end>，难走<enter>");
    assert_eq!(newest(&player, "王秀英").raised.text, "门前路坑洼，难走");
}

#[test]
fn a_day_gone_by_is_chosen_for_any_kind_and_the_clock_starts_there() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n门前路又坑洼了<enter><pgdn><up><up><up><right><right>");
    assert!(row(&player, "哪天说的").contains("2天前  11月21日 周六"), "{}", player.shown());
    player.press("<enter>");
    let matter = newest(&player, "王秀英");
    assert_eq!(matter.raised_at.date().to_string(), "2026-11-21");
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n11月20日 诉求 路灯又坏了 !7<enter>");
    assert_eq!(newest(&player, "王秀英").raised_at.date().to_string(), "2026-11-20");
}

#[test]
fn who_called_with_whom_and_whom_they_met_is_written_down_with_the_visit() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n门前路又坑洼了<enter><pgdn>王小雨<up>华明 孙福<up>徐仙<enter>");
    let visit = household(&player, "王秀英").visits[0].clone();
    assert_eq!((visit.by.as_str(), visit.typed_by.as_str()), ("徐仙", "陈强"), "{}", player.shown());
    assert_eq!((visit.with, visit.met.as_deref()), (vec!["华明".to_owned(), "孙福".to_owned()], Some("王小雨")));
}

#[test]
fn the_marks_alone_list_what_fits_and_arrows_take_it() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n门前路又坑洼了 ＠");
    assert!(player.shown().contains("@交通站") && player.shown().contains("@环保站"), "{}", player.shown());
    player.press("<down><down><enter>");
    let text = player.shown();
    assert!(
        text.contains("王秀英> 门前路又坑洼了 @交通站") || text.contains("@环保站") || text.contains("@供电所"),
        "{text}"
    );
    player.press("＃");
    assert!(player.shown().contains("#道路"), "{}", player.shown());
}

#[test]
fn the_other_party_is_picked_from_the_households_by_arrows_initials_or_chinese() {
    for (typed, keys) in [("＆", "<down>"), ("&sf", "<down>"), ("＆孙", "<tab>")] {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("王秀英<enter><f2>争地界 ").press(typed);
        assert!(player.shown().contains("&孙福") && !player.shown().contains("&王秀英"), "{typed}: {}", player.shown());
        player.press(keys);
        if keys == "<down>" {
            let mut rows = 0;
            while !player.shown().lines().any(|line| line.starts_with(" > &孙福")) {
                player.press("<down>");
                rows += 1;
                assert!(rows < 9, "{}", player.shown());
            }
            player.press("<enter>");
        }
        player.press("<enter>4<enter>");
        let matter = newest(&player, "王秀英");
        assert_eq!(matter.raised.text, "争地界", "{}", player.shown());
        assert_eq!(matter.raised.parties.len(), 1);
        assert_eq!(matter.raised.parties[0].household, Some(household(&player, "孙福").id), "{}", player.shown());
    }
}

#[test]
fn a_quarrel_is_put_off_in_one_key_and_finished_in_the_evening_from_today() {
    for (lang, parked, words, again) in [
        (Lang::Zh, "待补 1 户", "东邻吵架，说到一半", "不再待补"),
        (Lang::En, "Parked doors 1", "they quarrel over", "no longer parked"),
    ] {
        let mut player = Player::village(lang, SMALL);
        player.press("<enter><f2>").press(words).press("<f7>");
        assert!(status(&player).contains("王秀英"), "{}", status(&player));
        assert!(!player.shown().lines().take(20).any(|line| line.contains(words)), "not read out on the card");
        player.press("<esc>");
        assert!(player.shown().contains(parked), "{}", player.shown());
        let at = player.shown().lines().position(|line| line.contains(words)).unwrap();
        for _ in 0..20 {
            if player.shown().lines().nth(at).is_some_and(|line| line.starts_with('>')) {
                break;
            }
            player.press("<down>");
        }
        player.press("<enter>");
        assert!(player.shown().contains(&format!("王秀英> {words}")), "{}", player.shown());
        player.press("，后来和好了<enter>4<enter>");
        assert_eq!(newest(&player, "王秀英").raised.text, format!("{words}，后来和好了"));
        assert_eq!(newest(&player, "王秀英").kind(), Kind::Dispute);
        player.press("<esc>");
        assert!(!player.shown().contains(parked), "saved, it is put off no longer:\n{}", player.shown());
        player.press("<home><f7>");
        assert!(player.shown().contains(parked), "{}", player.shown());
        player.press("<f7>");
        assert!(status(&player).contains(again) && !player.shown().contains(parked), "{}", player.shown());
    }
}

#[test]
fn a_line_put_off_is_taken_up_with_what_was_chosen_beside_the_words() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player
        .press("王秀英<enter><f2>东邻吵架，说到一半<enter>4<down><down><right><down><down><right><down>2<down><right>");
    player.press("<down>徐仙<f7>");
    // The next day: two days ago is three days ago.
    player.now = player.now.plus_seconds(86_400);
    player.press("<f2>");
    let shown = player.shown();
    assert!(row(&player, "是什么").contains("[3 纠纷]") || shown.contains("[4 纠纷]"), "{shown}");
    assert!(row(&player, "急不急").contains("[2 急"), "{shown}");
    assert!(row(&player, "哪天说的").contains("11月22日"), "{shown}");
    assert!(row(&player, "谁去的").contains("徐仙"), "{shown}");
    player.press("，后来和好了<enter>");
    let matter = newest(&player, "王秀英");
    assert_eq!(matter.raised.text, "东邻吵架，说到一半，后来和好了", "{}", player.shown());
    assert_eq!((matter.kind(), matter.raised.urgent), (Kind::Dispute, true));
    assert_eq!(matter.raised_at.date().to_string(), "2026-11-22");
    assert_eq!(household(&player, "王秀英").visits.iter().filter(|visit| visit.by == "徐仙").count(), 1);
    // A new line begins anew.
    player.press("<f2>门前路又坑洼了<enter>");
    assert!(
        row(&player, "急不急").contains("[1 不急]") && !row(&player, "谁去的").contains("徐仙"),
        "{}",
        player.shown()
    );
    // An answer that was typed is words as well.
    player.press("31已讲解政策<esc><f2>");
    assert!(row(&player, "怎么答的").contains("已讲解政策"), "{}", player.shown());
}

#[test]
fn a_call_put_aside_keeps_who_called() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<f8>广场上的路灯不亮<enter><pgdn><up><up>孙福<right><esc><f8>");
    player.press("<enter>");
    assert_eq!(newest(&player, "孙福").raised.source, Source::Phone, "{}", player.shown());
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<f8>广场上的路灯不亮<enter><pgdn><up>13800006579<esc><f8><enter>");
    assert_eq!(calls(&player).pop().unwrap().caller_phone.as_deref(), Some("13800006579"));
}

#[test]
fn a_call_is_written_down_over_a_line_and_the_line_is_there_again() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("王秀英<enter>");
    let visits = household(&player, "王秀英").visits.len();
    player.press("<f2>她正说到<f8>广场上的路灯不亮<enter><enter>");
    assert!(status(&player).contains("广场上的路灯不亮"), "{}", player.shown());
    assert!(player.shown().contains("王秀英> 她正说到"), "{}", player.shown());
    let call = calls(&player).pop().unwrap();
    assert_eq!((call.raised.source, call.raised.household, call.cell), (Source::Phone, None, crate::township::cell()));
    assert_eq!(household(&player, "王秀英").visits.len(), visits, "a call is no visit");
    // Left unfinished, each keeps its own words.
    player.press("<f8>没说完<esc>，没完<esc>");
    player.press("<f8>");
    assert!(player.shown().contains("没说完"), "{}", player.shown());
    player.press("<esc><f2>");
    assert!(player.shown().contains("王秀英> 她正说到，没完"), "{}", player.shown());
}

#[test]
fn a_caller_is_named_or_picked_among_ours_and_the_cell_and_source_are_changed() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<f8>广场上的路灯不亮<down>4<pgdn><right><up><up>过路的老张<enter>");
    let call = calls(&player).pop().unwrap();
    assert_eq!(call.raised.source, Source::Seen, "{}", player.shown());
    assert_eq!(call.raised.caller.as_deref(), Some("过路的老张"));
    assert_eq!(call.cell.to_string(), "150826102207-004");
    assert_eq!(call.caller_phone, None);
    let mut player = Player::village(Lang::Zh, SMALL);
    let visits = household(&player, "孙福").visits.len();
    player.press("<f8>广场上的路灯不亮<enter><pgdn><up><up>孙福<right><enter>");
    let call = newest(&player, "孙福");
    assert_eq!((call.raised.source, call.raised.text.as_str()), (Source::Phone, "广场上的路灯不亮"));
    assert_eq!(household(&player, "孙福").visits.len(), visits, "a call is no visit");
}

#[test]
fn in_words_first_a_mark_inside_what_was_said_is_a_word() {
    for words in ["！ 灯", "！1，道", "! 路 ！！ 镇", "急，快来看看", "！急，快来", "！3天。还不修就去上访！！"]
    {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("王秀英<enter><f2>").press(words).press("<enter>3<enter>");
        assert_eq!(newest(&player, "王秀英").raised.text, words, "{}", player.shown());
    }
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("王秀英<enter><f2>路灯不亮 ！7。 急<enter>3<enter>");
    let matter = newest(&player, "王秀英");
    assert_eq!((matter.raised.text.as_str(), matter.raised.urgent), ("路灯不亮", true), "alone, marks are marks");
}

#[test]
fn a_callers_number_has_its_own_row_is_masked_in_lists_and_shown_on_asking() {
    for typed in ["<up><up>过路的老张 13800006579", "<up><up>过路的老张<down>１３８ ００００ ６５７９"]
    {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("<f8>广场上的路灯不亮 ！3<enter><pgdn>").press(typed).press("<pgdn>");
        assert!(row(&player, "谁说的").ends_with("过路的老张"), "{}", player.shown());
        assert!(row(&player, "电话").contains("6579"), "{}", player.shown());
        player.press("<enter>");
        let call = calls(&player).pop().unwrap();
        assert_eq!(call.raised.caller.as_deref(), Some("过路的老张"));
        assert_eq!(call.caller_phone.as_deref(), Some("13800006579"));
        player.press("1<tab><tab><tab>");
        for _ in 0..12 {
            let line = player.shown().lines().find(|line| line.starts_with('>')).unwrap_or_default().to_owned();
            if line.contains("广场") {
                break;
            }
            player.press("<up>");
        }
        let listed = player.shown();
        assert!(listed.contains("138****6579") && !listed.contains("13800006579"), "{listed}");
        assert!(player.press("<f6>").shown().contains("13800006579"), "{}", player.shown());
    }
    // What is no number is kept as it was typed, and none of it is read out.
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<f8>广场上的路灯不亮 ！3<enter><pgdn><up>问村长要<enter>");
    assert_eq!(calls(&player).pop().unwrap().caller_phone.as_deref(), Some("问村长要"));
    assert!(!player.press("1").shown().contains("问村长要"));
}

/// So many cases, or as many as the environment asks for.
fn cases(few: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(asked.unwrap_or(few)) }
}

proptest! {
    #![proptest_config(cases(24))]
    #[test]
    fn whatever_is_chosen_the_words_are_kept_letter_for_letter(
        words in "[门前路，坑洼。！？ 吵架1急]{0,12}[道灯]",
        keys in prop::collection::vec(prop::sample::select(vec!["<up>", "<down>", "<left>", "<right>", "<pgdn>"]), 0..24),
    ) {
        let marks = |token: &str| token.trim_end_matches(['，', '。']).trim_start_matches('！') == "急"
            || token.starts_with('！') && token.chars().skip(1).all(|c| c == '1' || "，。".contains(c)) && token.contains('1');
        prop_assume!(!words.split(' ').any(marks), "a mark that stands alone is meant");
        let mut player = Player::village(Lang::Zh, SMALL);
        let before = matters(&player, "王秀英").len();
        player.press("王秀英<enter><f2>").press(&words).press("<enter>3");
        // The caret in the text is moved as well, which changes nothing.
        player.press(&keys.concat());
        player.press("<enter>");
        let after = matters(&player, "王秀英");
        let texts: Vec<&str> = after.iter().map(|matter| matter.raised.text.as_str()).collect();
        // A visit may be said to have been on a day before others.
        let noted = household(&player, "王秀英").visits.iter().any(|visit| visit.note == words.trim());
        let home = household(&player, "王秀英").id;
        let promises = player.stage.book.replica.promises_of(home).unwrap();
        let promised = promises.iter().any(|promise| promise.promised.text == words.trim());
        let lacks = status(&player).contains("没写怎么答复的");
        prop_assert!(
            lacks || after.len() == before + 1 && texts.contains(&words.trim()) || noted || promised,
            "{words:?} {texts:?} {noted:?} {}", player.shown()
        );
    }
}
