//! Promises on the card: made in few keys, kept with one, let go with a reason, taken back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::reader::Reader;
use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::{LARGE, SMALL, status};

/// Puts the cursor of a card on an open promise.
fn to_promise(player: &mut Player, words: &str) {
    player.press("<home>");
    for _ in 0..20 {
        let here = player.stage.model.here.promise;
        let promise = here.and_then(|id| player.stage.book.replica.promise(id).unwrap());
        if promise.is_some_and(|promise| promise.promised.text == words) {
            return;
        }
        player.press("<down>");
    }
    panic!("no promise is open:\n{}", player.shown());
}

#[test]
fn a_promise_is_made_at_the_door_in_a_line_and_kept_with_one_key() {
    for (lang, words, open, kept) in [
        (Lang::Zh, "带米来", "下次来时  带米来  陈强", "兑现"),
        (Lang::En, "bring rice", "next visit  bring rice", "kept"),
    ] {
        let mut player = Player::village(lang, SMALL);
        player.press("2<enter>!").press(words).press("<enter>");
        assert!(player.shown().contains(open), "{}", player.shown());
        to_promise(&mut player, words);
        player.press("‘");
        assert!(status(&player).contains(kept) && status(&player).contains(words), "{}", player.shown());
        assert!(!player.shown().contains(open), "{}", player.shown());
        player.press("u");
        assert!(player.shown().contains(open), "{}", player.shown());
    }
}

#[test]
fn enter_on_a_promise_lists_what_can_be_done_and_letting_go_asks_why() {
    let mut player = Player::village(Lang::Zh, LARGE);
    player.press("2<enter>");
    to_promise(&mut player, "下次带医保报销单来");
    player.press("<enter>");
    assert!(player.shown().contains("兑现了") && player.shown().contains("作罢"), "{}", player.shown());
    player.press("<down><enter>");
    player.press("<enter>");
    assert!(status(&player).contains("还缺原因"), "{}", player.shown());
    player.press("<down><enter>");
    assert!(status(&player).contains("作罢"), "{}", player.shown());
    assert!(player.shown().contains("下次带医保报销单来  作罢"), "{}", player.shown());
    assert!(player.stage.model.here.promise.is_none());
}

#[test]
fn words_first_offer_a_promise_as_a_kind() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<enter>n下次带米来<enter>5");
    assert!(player.shown().contains("[5 答应]"), "{}", player.shown());
    player.press("<enter>");
    assert!(status(&player).contains("答应 下次带米来"), "{}", player.shown());
    assert!(player.shown().contains("下次来时  下次带米来"), "{}", player.shown());
}
