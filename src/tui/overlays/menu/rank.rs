//! Which actions fit what was typed into the palette, and which of them come first.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::width::half_width;
use crate::i18n::Lang;
use crate::search::Spoken;
use crate::tui::action::{Entry, table};

/// How the names of each action are read aloud, by its id: Chinese, English, the id.
static SPOKEN: LazyLock<HashMap<&'static str, [Spoken; 3]>> = LazyLock::new(|| {
    let spoken = |entry: &Entry| [entry.label[0], entry.label[1], entry.id].map(Spoken::of);
    table::rows().map(|entry| (entry.id, spoken(entry))).collect()
});

/// What was typed, as names are compared with it: half-width, lower case, without blanks at its ends.
pub fn typed(text: &str) -> String {
    text.trim().chars().map(half_width).flat_map(char::to_lowercase).collect()
}

/// The place of an action among those that fit, the smallest first; `None` where it does not fit. What begins with what
/// was typed, in the language that is read, comes before what only contains it or only fits in the other.
pub fn rank(entry: &Entry, typed: &str, lang: Lang) -> Option<u8> {
    let names = [entry.label[0], entry.label[1], entry.id].map(str::to_lowercase);
    let own = lang as usize;
    let letters: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_spoken = !letters.is_empty() && typed.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-');
    let spoken = SPOKEN.get(entry.id).filter(|_| is_spoken);
    let begins = |at: usize| spoken.is_some_and(|spoken| spoken[at].begins_with(&letters));
    let contains = |at: usize| spoken.is_some_and(|spoken| spoken[at].contains(&letters));
    let ways = [
        names.iter().any(|name| name == typed),
        names[own].starts_with(typed) || own == 0 && begins(0),
        begins(own),
        names.iter().any(|name| name.starts_with(typed)) || begins(1) || begins(2),
        begins(0),
        names[own].contains(typed) || contains(own),
        names.iter().any(|name| name.contains(typed)) || (0..3).any(contains),
        entry.says(lang).to_lowercase().contains(typed),
    ];
    ways.iter().position(|fits| *fits).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids of the actions that fit, the first first.
    fn found(text: &str, lang: Lang) -> Vec<&'static str> {
        let typed = typed(text);
        let mut fits: Vec<(u8, &str)> =
            table::rows().filter_map(|entry| Some((rank(entry, &typed, lang)?, entry.id))).collect();
        fits.sort_by_key(|(rank, _)| *rank);
        fits.into_iter().map(|(_, id)| id).collect()
    }

    #[test]
    fn initials_of_both_languages_find_an_action_whatever_language_is_read() {
        for lang in Lang::ALL {
            for (typed, id) in [
                ("bzj", "nobody-home"),
                ("nh", "nobody-home"),
                ("nobody h", "nobody-home"),
                ("不在家", "nobody-home"),
                ("ｂｚｊ", "nobody-home"),
                ("buzaijia", "nobody-home"),
                ("bzaijia", "nobody-home"),
                ("cx", "undo"),
                ("chexiao", "undo"),
                ("cz", "search"),
                ("WAI", "who-am-i"),
            ] {
                let found = found(typed, lang);
                assert!(found.iter().take(2).any(|known| *known == id), "{typed} in {lang:?}: {found:?}");
            }
        }
    }

    #[test]
    fn every_action_is_the_first_or_nearly_so_by_its_name_and_its_initials() {
        for lang in Lang::ALL {
            for entry in table::rows() {
                let by_name = found(entry.label(lang), lang);
                let same = table::rows().filter(|other| other.label(lang) == entry.label(lang)).count();
                let at = by_name.iter().position(|id| *id == entry.id);
                assert!(at.is_some_and(|at| at < same), "{} in {lang:?}: {by_name:?}", entry.label(lang));
            }
        }
    }

    #[test]
    fn what_begins_with_it_comes_before_what_only_contains_it() {
        let by_letter = found("j", Lang::Zh);
        let place = |id| by_letter.iter().position(|known| *known == id);
        assert!(place("note") < place("matter"), "{by_letter:?}");
        assert!(found("x#y", Lang::Zh).is_empty());
    }
}
