//! Sentences that name keys name them as they are bound.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chuanmen::i18n::Lang;
use chuanmen::tui::action::table;
use chuanmen::tui::bindings::Bindings;
use chuanmen::tui::model::Options;

use crate::player::Player;
use crate::player::options::options;
use crate::{SMALL, status, township};

/// The texts between quotes of the program's sentences, each with where it stands.
fn sentences() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let i18n = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/i18n");
    let files = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let (folders, mut sources): (Vec<_>, Vec<_>) = files(&i18n).into_iter().partition(|path| path.is_dir());
    sources.extend(folders.iter().flat_map(|folder| files(folder)));
    for path in sources {
        let source = fs::read_to_string(&path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            let texts = line.replace("\\\"", "'");
            let texts = texts.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
            found.extend(texts.into_iter().map(|text| (path.display().to_string(), text)));
        }
    }
    found
}

/// What stands in a sentence for keys: the action and its usual key.
fn marks(text: &str) -> Vec<(String, String)> {
    let marks = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')?.0.split_once(':'));
    let named = marks.filter(|(action, usual)| {
        !usual.is_empty() && !action.is_empty() && action.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    });
    named
        .map(|(action, usual)| (action.to_owned(), usual.to_owned()))
        .filter(|(_, usual)| usual != "?" && !usual.starts_with('0'))
        .collect()
}

#[test]
fn every_key_in_a_sentence_is_one_of_its_action() {
    let mut count = 0;
    for (place, text) in sentences() {
        for (action, usual) in marks(&text) {
            let row = table::rows().find(|row| row.id == action).unwrap_or_else(|| panic!("{place}: {text}"));
            assert!(row.keys.contains(&usual.as_str()), "{place}: {text}");
            count += 1;
        }
    }
    assert!(count > 60, "only {count} were found");
}

#[test]
fn no_sentence_names_a_key_that_could_be_bound_otherwise() {
    let keys: HashSet<&str> = table::rows().flat_map(|row| row.keys).copied().filter(|key| key.len() > 1).collect();
    let keys: HashSet<&str> =
        keys.into_iter().filter(|key| !["Up", "Down", "Left", "Right", "Space", "Home", "End"].contains(key)).collect();
    for (place, text) in sentences() {
        // The names of keys themselves, and what stands beside the name of an action.
        if keys.contains(text.as_str()) {
            continue;
        }
        let bare: String = text
            .split('{')
            .enumerate()
            .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) })
            .collect();
        let words = bare.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        let named: Vec<&str> = words.filter(|word| keys.contains(word)).collect();
        assert!(named.is_empty(), "{place} names {named:?}: {text}");
    }
}

#[test]
fn whoever_has_other_keys_reads_of_those() {
    let wanted = [("reveal", "Ctrl-g"), ("from-paper", "Ctrl-t"), ("write", "F9"), ("conflicts", "^")];
    let wanted: Vec<_> = wanted.iter().map(|(id, key)| ((*id).to_owned(), vec![(*key).to_owned()])).collect();
    let (keys, refused) = Bindings::read(&wanted);
    assert_eq!(refused, []);
    for (lang, hidden, paper) in
        [(Lang::Zh, "(Ctrl-g 显示)", "再按 Ctrl-t"), (Lang::En, "(Ctrl-g shows)", "Ctrl-t: a day")]
    {
        let bound = Options { keys: Arc::new(keys.clone()), ..options(lang) };
        let mut player = Player::begun(township::village(), bound, SMALL, township::now());
        player.press("<c-t>");
        assert!(status(&player).contains(paper), "{}", status(&player));
        player.press("2<enter>");
        assert!(player.shown().contains(hidden) && !player.shown().contains("F6"), "{}", player.shown());
        // Begun as usual, the usual keys are told again.
        let usual = Player::village(lang, SMALL).press("2<enter>").shown();
        assert!(usual.contains(&hidden.replace("Ctrl-g", "F6")), "{usual}");
    }
}
