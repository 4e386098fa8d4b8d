//! Things with names (responders), found by a word for them.

use crate::search::{initials, sort_key};

use super::fold::folded;

/// How many names a hint shows.
const NEAR: usize = 3;

/// What a word names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// The place of the only one that fits.
    One(usize),
    /// Several fit.
    Several(Vec<usize>),
    /// None fits; these are the nearest.
    None(Vec<usize>),
}

/// What a word names among names. The first of these that fits at all decides: the whole name, its beginning, a part of
/// it, its initials, the beginning of its initials or of its pinyin, a part of its initials.
pub fn named(word: &str, names: &[&str]) -> Named {
    let word: String = folded(word).split_whitespace().collect();
    let fitting = fitting(&word, names);
    match fitting[..] {
        [one] => Named::One(one),
        [] => Named::None(nearest(&word, names)),
        _ => Named::Several(fitting),
    }
}

/// The place of the likeliest name that a word may be the beginning of; none where none fits.
pub fn first_fitting(word: &str, names: &[&str]) -> Option<usize> {
    completing(word, names).first().copied()
}

/// The places of all names that a word may be the beginning of, likeliest first; all names for an empty word.
pub(super) fn completing(word: &str, names: &[&str]) -> Vec<usize> {
    let word: String = folded(word).split_whitespace().collect();
    let mut found: Vec<usize> = Vec::new();
    for way in WAYS {
        let fitting = names.iter().enumerate().filter(|(_, name)| way(&folded(name), &word));
        for (place, _) in fitting {
            if !found.contains(&place) {
                found.push(place);
            }
        }
    }
    found
}

const WAYS: [fn(&str, &str) -> bool; 7] = [
    |name, word| name == word,
    |name, word| name.starts_with(word),
    |name, word| name.contains(word),
    |name, word| initials(name) == word,
    |name, word| initials(name).starts_with(word),
    |name, word| sort_key(name).replace(' ', "").starts_with(word),
    |name, word| initials(name).contains(word),
];

fn fitting(word: &str, names: &[&str]) -> Vec<usize> {
    if word.is_empty() {
        return Vec::new();
    }
    let folded_names: Vec<String> = names.iter().map(|name| folded(name)).collect();
    let ways = WAYS.iter().map(|way| {
        let fits = folded_names.iter().enumerate().filter(|(_, name)| way(name, word));
        fits.map(|(place, _)| place).collect::<Vec<_>>()
    });
    ways.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Those that have the most characters in common with a word.
fn nearest(word: &str, names: &[&str]) -> Vec<usize> {
    let common = |name: &str| {
        let name = folded(name);
        word.chars().filter(|c| name.contains(*c)).count()
    };
    let mut scored: Vec<(usize, usize)> = names.iter().enumerate().map(|(place, name)| (common(name), place)).collect();
    scored.retain(|(score, _)| *score > 0);
    scored.sort_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
    scored.into_iter().take(NEAR).map(|(_, place)| place).collect()
}
