//! What holds at every place: how it looks, its keys, leaving, and keys that mean nothing.

use proptest::prelude::*;

use chuanmen::i18n::Lang;
use chuanmen::store::replica::Replica;
use chuanmen::tui::action::table;
use chuanmen::tui::action::{Action, Context};
use chuanmen::tui::input::Input;
use chuanmen::tui::keymap::hints;

use crate::player::Player;
use crate::snapshot::snapshot;
use crate::{SMALL, character, looks, named_in_table, status, township};

/// Every place there is, by the keys that lead there from Today.
pub const PLACES: &[(&str, &str)] = &[
    ("today", ""),
    ("cell", "2"),
    ("card", "<enter>"),
    ("cell_card", "2<enter>"),
    ("line", "<enter>n诉求 路灯又坏了 #道路 @交通站 !7"),
    ("line_kind", "<enter>n孙女要一个书包<enter>"),
    ("line_fault", "<enter>n诉求 路灯又坏了 #天上"),
    ("form", "<enter>s"),
    ("search", "/w"),
    ("menu", "<enter><space>"),
    ("palette", ":"),
    ("help", "?"),
    ("why", "w"),
    ("confirm", "2<space><down><space><f5>"),
    ("matters", "3"),
    ("matters_marked", "3<space><space>"),
    ("matter", "3<enter>"),
    ("matter_dispute", "3李四<enter><enter>"),
    ("matter_voice", "3<end><enter>"),
    ("filter", "3/is:逾期 state:"),
    ("filter_fault", "3路 #天上"),
];

#[test]
fn every_place_looks_as_it_did() {
    for (name, look) in looks(PLACES, Player::village) {
        insta::assert_snapshot!(name, look);
    }
}

#[test]
fn ctrl_q_leaves_from_everywhere_and_asks_where_words_are_unsaved() {
    for (name, keys) in PLACES {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press(keys);
        let words = player.stage.model.unsaved();
        player.press("<c-q>");
        assert_eq!(player.stage.ended, words == 0, "{name}");
        if words > 0 {
            let question = format!("还有 {words} 个字没保存");
            assert!(player.shown().contains(&question), "{name}: {}", player.shown());
            player.press("<c-q>");
            assert!(!player.stage.ended, "a key held down is no answer");
            assert!(!player.press("<esc>").shown().contains(&question), "one question, one answer");
            assert_eq!(player.stage.model.unsaved(), words, "nothing is lost by asking");
            player.press("<c-q><enter>");
            assert!(player.stage.ended, "{name}");
        }
    }
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("d铺了砂石<c-q>");
    assert!(player.stage.ended, "words in a form are kept");
    assert_eq!(player.stage.book.replica.desk().drafted(), 4);
    player = Player::village(Lang::Zh, SMALL);
    player.press("2<f12>新增<enter>东1号<c-q>");
    assert!(player.shown().contains("还有 3 个字没保存"), "words in a sheet count: {}", player.shown());
}

#[test]
fn theme_and_language_change_at_once() {
    let mut player = Player::village(Lang::Zh, SMALL);
    let night = snapshot(&player.painted().0);
    player.press(":theme<enter>");
    assert_ne!(snapshot(&player.painted().0), night);
    assert!(status(&player).contains("paper"), "{}", status(&player));
    player.press(":language<enter>");
    assert!(player.shown().contains("Visits due"), "{}", player.shown());
}

#[test]
fn every_key_in_the_hint_row_does_something() {
    for (name, keys) in PLACES {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press(keys);
        for hint in hints(&player.stage.model.here) {
            let mut player = Player::village(Lang::Zh, SMALL);
            player.press(keys);
            let before = (player.painted(), player.stage.ended);
            let key = hint.keys.iter().find(|key| key.chars().count() > 1).or(hint.keys.first()).unwrap();
            player.give(&named_in_table(key));
            let after = (player.painted(), player.stage.ended);
            assert!(before != after, "{key} ({}) in {name}", hint.id);
            assert!(!status(&player).contains("这里现在不能"), "{key} in {name}: {}", status(&player));
        }
    }
}

#[test]
fn every_action_survives_an_empty_device_and_a_full_one() {
    for full in [false, true] {
        for (_, place) in PLACES {
            let replica = if full { township::village() } else { Replica::in_memory(1) };
            let mut player = Player::on(replica, Lang::Zh, SMALL);
            let context = player.press(place).stage.model.context();
            player.press("<esc><esc><esc>1");
            let here = table::rows().filter(|entry| entry.contexts.contains(&context));
            for key in here.flat_map(|entry| entry.keys) {
                player.press(place).give(&named_in_table(key));
                player.painted();
                player.press("<enter>").painted();
                player.press("<esc><esc><esc>1");
            }
        }
    }
}

#[test]
fn every_action_without_a_key_is_found_in_the_palette() {
    for entry in table::rows().filter(|entry| entry.keys.is_empty() && entry.contexts.contains(&Context::Today)) {
        // What belongs to a household is found where one is under the cursor.
        let offered = !matches!(entry.action, Action::Verb(_) | Action::Home(_));
        let mut player = Player::village(Lang::En, SMALL);
        player.press(":").press(entry.id);
        assert!(!offered || player.shown().contains(entry.says(Lang::En)), "{}: {}", entry.id, player.shown());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_keys_in_any_size_break_the_screen(
        presses in prop::collection::vec((0usize..140, prop::char::any()), 1..40),
        size in (1u16..130, 1u16..45),
        english: bool,
    ) {
        let lang = if english { Lang::En } else { Lang::Zh };
        let mut player = Player::village(lang, size);
        let keys: Vec<&str> = table::rows().flat_map(|entry| entry.keys).copied().collect();
        for (press, c) in presses {
            match keys.get(press) {
                Some(key) => player.give(&named_in_table(key)),
                None if press % 2 == 0 => player.give(&Input::Paste(format!("诉求 {c}\n#道"))),
                None => player.give(&character(c)),
            }
            // The snapshot fails on half a character and on a row that is wider than the screen.
            snapshot(&player.painted().0);
        }
    }
}
