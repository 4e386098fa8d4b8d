//! A computer's clock that cannot be right is told at the start: it makes every deadline wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::reader::Reader;
use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::township::{at, now};
use crate::{LARGE, SMALL, status};

#[test]
fn a_clock_before_the_program_or_the_last_entry_is_told_once() {
    let last = Player::village(Lang::Zh, SMALL).stage.book.replica.last_typed().unwrap().unwrap();
    for (lang, size, words) in [
        (Lang::Zh, SMALL, "电脑日期不对"),
        (Lang::Zh, LARGE, "时限会算错"),
        (Lang::En, SMALL, "deadlines will be wrong"),
        (Lang::En, LARGE, "deadlines will be wrong"),
    ] {
        for wrong in [at("2026-10-31T09:00"), last.plus_seconds(-3_600)] {
            let mut player = Player::village_at(wrong, lang, size);
            assert!(status(&player).contains(words), "{}", status(&player));
            assert!(!player.press("<down>").shown().contains(words), "it does not nag");
        }
        assert!(!status(&Player::village_at(now(), lang, size)).contains(words));
    }
}
