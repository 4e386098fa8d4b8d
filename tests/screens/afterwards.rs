//! What is typed from a paper list afterwards, beside visits and lines: every step, promise and change of a family carries
//! the day of the list, and the history tells when it was typed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::fact::{Fact, MatterFact};
use chuanmen::domain::household::Going;
use chuanmen::domain::reader::Reader;
use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::{LARGE, SMALL, status};

/// The facts of the last act, with the days on which they were said and typed.
fn last(player: &Player) -> (String, String, Vec<Fact>) {
    let replica = &player.stage.book.replica;
    let act = replica.act(replica.last_act().unwrap().unwrap().id).unwrap().unwrap();
    let day = |at: chuanmen::domain::moment::Moment| at.date().to_string();
    let days: Vec<(String, String)> = act.events.iter().map(|event| (day(event.at), day(event.typed_at))).collect();
    assert!(days.iter().all(|days| *days == days_of(&act.events[0])), "one act is of one day: {days:?}");
    let (said, typed) = days_of(&act.events[0]);
    (said, typed, act.events.into_iter().map(|event| event.fact).collect())
}

fn days_of(event: &chuanmen::domain::event::Event) -> (String, String) {
    (event.at.date().to_string(), event.typed_at.date().to_string())
}

/// The page of one matter, found by its words, typed from the list of two days before.
fn on_matter(lang: Lang, words: &str) -> Player {
    let mut player = Player::village(lang, SMALL);
    player.press("<c-p><c-p>3/").press(words).press("<enter><enter>");
    assert!(player.shown().contains(words), "{}", player.shown());
    player
}

/// Does one of the things that a menu lists.
fn from_menu(player: &mut Player, menu: &str, label: &str) {
    player.press(menu).press(label).press("<enter>");
}

#[test]
fn a_step_with_a_matter_was_done_on_the_day_of_the_paper_and_the_history_tells_both() {
    for (lang, verb, both) in
        [(Lang::Zh, "办结", "11月21日 周六  陈强  办结 路边已补  （今天补录）"), (Lang::En, "done", "(typed today)")]
    {
        let mut player = on_matter(lang, "低保复核材料");
        from_menu(&mut player, ":", verb);
        player.press("路边已补<enter>");
        let (said, typed, facts) = last(&player);
        assert_eq!((said.as_str(), typed.as_str()), ("2026-11-21", "2026-11-23"), "{}", player.shown());
        assert!(matches!(&facts[..], [Fact::Matter(MatterFact::Done { .. })]), "{facts:?}");
        assert!(player.shown().contains(both), "{}", player.shown());
        player.press("u");
        let (said, ..) = last(&player);
        assert_eq!(said, "2026-11-23", "what is taken back is taken back now");
    }
}

#[test]
fn days_in_a_form_count_from_the_day_of_the_paper() {
    let mut player = on_matter(Lang::Zh, "低保复核材料");
    from_menu(&mut player, ":", "延期");
    player.press("<c-u>10天");
    assert!(player.shown().contains("12月1日"), "ten days from the 21st:\n{}", player.shown());
    player.press("<enter>等材料<enter>");
    let (said, _, facts) = last(&player);
    assert_eq!(said, "2026-11-21", "{}", player.shown());
    let Fact::Matter(MatterFact::Extended { clock, .. }) = &facts[0] else { panic!("{facts:?}") };
    assert_eq!(clock.due.at.date().to_string(), "2026-12-01");
}

#[test]
fn what_ran_out_since_could_still_be_extended_on_the_day_of_the_paper() {
    let mut player = Player::village_at(crate::township::at("2026-11-26T09:00"), Lang::Zh, SMALL);
    player.press("3/低保复核材料<enter><enter>");
    let offered = |player: &mut Player| {
        player.press(":延期");
        let row = player.shown().lines().any(|line| line.starts_with(" >") && line.contains("延期"));
        player.press("<esc>");
        row
    };
    assert!(!offered(&mut player), "it ran out on the 23rd");
    player.press("1<c-p><c-p><c-p><c-p>3<enter>");
    assert!(offered(&mut player), "of the 22nd");
}

#[test]
fn a_step_before_the_matter_was_there_is_refused_and_nothing_is_lost() {
    for (lang, says) in [(Lang::Zh, "这件事 2026-11-20 才有"), (Lang::En, "began on 2026-11-20")] {
        let mut player = Player::village(lang, SMALL);
        player.press("<c-p><c-p><c-p><c-p><c-p>付桂兰<enter>");
        let before = player.stage.book.replica.acts(99).unwrap().len();
        player.press("<home>");
        while player.stage.model.here.matter.is_none() {
            player.press("<down>");
        }
        player.press("<enter>");
        from_menu(&mut player, "", if lang == Lang::Zh { "记进展" } else { "note" });
        player.press("还没有人认领<enter>");
        assert_eq!(player.stage.book.replica.acts(99).unwrap().len(), before, "{}", player.shown());
        assert!(status(&player).contains(says), "{}", player.shown());
        assert!(player.shown().contains("还没有人认领"), "{}", player.shown());
    }
}

#[test]
fn a_promise_from_paper_was_kept_on_its_day() {
    let mut player = Player::village(Lang::Zh, LARGE);
    player.press("<c-p>2<enter><home>");
    while player.stage.model.here.promise.is_none() {
        player.press("<down>");
    }
    player.press("'");
    let (said, typed, facts) = last(&player);
    assert!(matches!(&facts[..], [Fact::PromiseEnded { .. }]), "{facts:?}");
    assert_eq!((said.as_str(), typed.as_str()), ("2026-11-22", "2026-11-23"));
}

#[test]
fn a_death_and_a_telephone_number_from_paper_are_of_its_day() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<c-p><c-p>付桂兰<enter><f12>去世<enter>");
    assert!(player.shown().contains("2026-11-21"), "the day of the paper stands there:\n{}", player.shown());
    player.press("<enter><enter>");
    let (said, typed, facts) = last(&player);
    assert_eq!((said.as_str(), typed.as_str()), ("2026-11-21", "2026-11-23"), "{}", player.shown());
    let died = facts.iter().find_map(|fact| match fact {
        Fact::MemberGone { going: Going::Died(on), .. } => Some(on.to_string()),
        _ => None,
    });
    assert_eq!(died.as_deref(), Some("2026-11-21"), "{facts:?}");

    player.press("孙福<enter><f12>改住户<enter><down><c-u>13900002222<c-s>");
    let (said, typed, facts) = last(&player);
    assert!(matches!(&facts[..], [Fact::HouseholdSet(_)]), "{}", player.shown());
    assert_eq!((said.as_str(), typed.as_str()), ("2026-11-21", "2026-11-23"));
}

#[test]
fn a_death_before_a_matter_was_raised_still_ends_what_follows() {
    let mut player = Player::village(Lang::Zh, SMALL);
    // 付桂兰 wished on the 20th; she died on the 18th, so says the list.
    player.press("<c-p><c-p><c-p><c-p><c-p>付桂兰<enter><f12>去世<enter><f2>");
    let (said, _, facts) = last(&player);
    assert_eq!(said, "2026-11-18", "{}", player.shown());
    assert!(facts.iter().any(|fact| matches!(fact, Fact::Matter(MatterFact::Withdrawn { .. }))), "{facts:?}");
}

#[test]
fn what_is_done_at_the_desk_is_of_now_whatever_paper_is_typed_from() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<c-p>孙福<enter><f12>迁移网格<enter><down><enter>");
    let (said, _, facts) = last(&player);
    assert!(matches!(facts[0], Fact::Carried(_)), "{}", player.shown());
    assert_eq!(said, "2026-11-23");
}
