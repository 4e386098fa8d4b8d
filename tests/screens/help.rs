//! The help and the palette: made from the table of actions, for the place in which they are opened.

use chuanmen::i18n::Lang;
use chuanmen::i18n::measure::columns;
use chuanmen::i18n::msg::Label;
use chuanmen::tui::action::{Context, Entry, table};

use crate::SMALL;
use crate::everywhere::PLACES;
use crate::player::Player;

/// The rows of the help, from the first page to the last.
fn rows(player: &mut Player) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for _ in 0..12 {
        let shown = player.shown();
        let page: Vec<&str> = shown.lines().skip(3).take(18).filter(|row| !row.trim().is_empty()).collect();
        for row in page {
            let row = row.trim_start_matches(['>', ' ']).to_owned();
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        player.press("<pgdn>");
    }
    rows
}

#[test]
fn the_help_of_every_place_fits_the_screen_and_begins_with_what_works_there_now() {
    for lang in Lang::ALL {
        for (name, keys) in
            PLACES.iter().filter(|(name, _)| !["palette", "help", "why", "menu", "confirm"].contains(name))
        {
            let mut player = Player::village(lang, SMALL);
            player.press(keys);
            let here = player.stage.model.here.clone();
            player.press("<f1>");
            assert_eq!(player.stage.model.context(), Context::Help, "{name}");
            assert_eq!(player.stage.model.overlays.iter().filter(|o| o.context() == Context::Help).count(), 1);
            let rows = rows(&mut player);
            let at = |entry: &Entry| {
                let says = entry.says(lang);
                rows.iter()
                    .position(|row| row.ends_with(says))
                    .unwrap_or_else(|| panic!("no {says} in {name}: {rows:#?}"))
            };
            let divide = rows.iter().position(|row| row == Label::NotNow.text(lang)).unwrap_or(rows.len());
            let of_place = table::rows().filter(|entry| entry.contexts.contains(&here.context));
            for entry in of_place.filter(|entry| here.keys.shown(entry, here.context).is_some()) {
                assert_eq!(at(entry) < divide, (entry.offered)(&here), "{} in {name}: {rows:#?}", entry.id);
            }
            assert!(rows.iter().all(|row| columns(row) <= 79 && !row.contains('~')), "{name}: {rows:#?}");
            assert!(player.press("<esc>").stage.model.context() == here.context, "{name}");
        }
    }
}

#[test]
fn the_palette_is_narrowed_by_initials_of_either_language_and_by_full_width_letters() {
    for lang in Lang::ALL {
        for typed in ["hzt", "theme", "ｈｚｔ", "huanzhuti", "换主题"] {
            let mut player = Player::village(lang, SMALL);
            let shown = player.press(":").press(typed).shown();
            let theme = table::rows().find(|entry| entry.id == "theme").map(|entry| entry.says(lang));
            let found = shown.lines().position(|row| theme.is_some_and(|says| row.contains(says)));
            assert!(found.is_some_and(|row| row < 8), "{typed} in {lang:?}\n{shown}");
        }
    }
}

#[test]
fn the_palette_finds_initials_anywhere_and_those_in_front_first() {
    let mut player = Player::village(Lang::Zh, SMALL);
    assert!(player.press(":zt").shown().contains("换主题"), "{}", player.shown());
    let shown = player.press("<esc><enter>:j").shown();
    assert!(shown.contains("办这件") && shown.find("记进展") < shown.find("办这件"), "{shown}");
}

#[test]
fn the_mark_of_the_help_stands_on_keys_and_no_key_is_cut() {
    for lang in Lang::ALL {
        let mut player = Player::village(lang, SMALL);
        player.press("?");
        for _ in 0..60 {
            let shown = player.shown();
            assert!(shown.lines().any(|line| line.starts_with(">  ")), "{shown}");
            assert!(!shown.lines().skip(2).any(|line| line.contains('~')), "{shown}");
            assert!(shown.lines().any(|line| line.contains("PgDn ")), "{shown}");
            player.press("<down>");
        }
        player.press("<home>");
        assert!(player.shown().lines().nth(4).is_some_and(|line| line.starts_with(">  ")), "{}", player.shown());
    }
}
