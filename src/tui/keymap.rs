//! From a key to what it means. Keys resolve here and nowhere else.

use super::action::table;
use super::action::{Action, Context, Entry};
use super::here::{Can, Here};
use super::key::Key;
use super::widgets::list::Step;

/// What a press means in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Run(Action),
    /// The key has a meaning that would do nothing now; the row says which.
    NotNow(Action),
    /// A character of a text that is being typed.
    Type(char),
    /// A character that starts the search: with an input method on, letters never arrive as commands.
    Find(char),
    Nothing,
}

/// What a key means in a place.
pub fn resolve(key: Key, here: &Here) -> Meaning {
    if here.context.is_typed()
        && let Some(c) = key.typed()
    {
        return Meaning::Type(c);
    }
    if let Some(entry) = here.keys.meant(key, here.context) {
        return if (entry.offered)(here) { Meaning::Run(entry.action) } else { Meaning::NotNow(entry.action) };
    }
    match key.folded().typed() {
        Some(c) if here.context.is_screen() && !c.is_ascii() => Meaning::Find(c),
        _ => Meaning::Nothing,
    }
}

/// The rows for the hint row, the most important first.
pub fn hints(here: &Here) -> Vec<&'static Entry> {
    // The help is longer than most screens.
    let scrolls = |entry: &Entry| here.context == Context::Help && entry.action == Action::Move(Step::PageDown);
    let shown = |entry: &&Entry| {
        // Where no passphrase is set the key only says so.
        let idle = entry.action == Action::Lock && !here.can(Can::Lock);
        (entry.hint > 0 && !idle || scrolls(entry)) && entry.contexts.contains(&here.context) && (entry.offered)(here)
    };
    let mut rows: Vec<&'static Entry> = table::rows().filter(shown).collect();
    rows.sort_by_key(|entry| entry.hint);
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crossterm::event::KeyCode;

    use super::*;
    use crate::domain::matter::VerbName;
    use crate::i18n::Lang;
    use crate::i18n::measure::columns;
    use crate::tui::bindings::{is_letter, writes};

    fn press(c: char, here: &Here) -> Meaning {
        resolve(Key::plain(KeyCode::Char(c)), here)
    }

    #[test]
    fn a_chinese_character_in_a_list_starts_the_search_and_a_folded_key_is_its_command() {
        let here = Here::bare(Context::Today);
        assert_eq!(press('王', &here), Meaning::Find('王'));
        assert_eq!(press('、', &here), Meaning::Run(Action::Search));
        assert_eq!(press('？', &here), Meaning::Run(Action::Help));
        assert_eq!(press('：', &here), Meaning::Run(Action::Palette));
        assert_eq!(press('２', &here), Meaning::Run(Action::Cell));
        assert_eq!(press('Z', &here), Meaning::Nothing);
    }

    #[test]
    fn in_a_line_every_character_is_text_as_it_was_typed() {
        let here = Here::bare(Context::Line);
        for c in ['q', '、', '１', '王', '?', ' '] {
            assert_eq!(press(c, &here), Meaning::Type(c));
        }
        assert_eq!(
            resolve(Key { ctrl: true, ..Key::plain(KeyCode::Char('u')) }, &here),
            Meaning::Run(Action::Edit(crate::tui::action::Edit::Clear))
        );
    }

    #[test]
    fn what_would_be_refused_is_not_offered() {
        let mut here = Here::bare(Context::Card);
        assert_eq!(press('d', &here), Meaning::NotNow(Action::Verb(VerbName::Done)));
        assert!(hints(&here).iter().all(|entry| entry.action != Action::Verb(VerbName::Done)));
        here.verbs = vec![VerbName::Done];
        assert_eq!(press('d', &here), Meaning::Run(Action::Verb(VerbName::Done)));
        assert!(hints(&here).iter().any(|entry| entry.action == Action::Verb(VerbName::Done)));
    }

    #[test]
    fn ids_and_actions_stand_once_and_every_verb_has_its_row() {
        let ids: HashSet<_> = table::rows().map(|entry| entry.id).collect();
        let actions: HashSet<_> = table::rows().map(|entry| entry.action).collect();
        assert_eq!((ids.len(), actions.len()), (table::rows().count(), table::rows().count()));
        for verb in VerbName::ALL {
            assert!(actions.contains(&Action::Verb(verb)), "{verb:?}");
        }
    }

    #[test]
    fn no_key_has_two_meanings_in_one_place() {
        for context in Context::ALL {
            let mut seen = HashSet::new();
            for entry in table::rows().filter(|entry| entry.contexts.contains(&context)) {
                for key in entry.keys {
                    assert!(seen.insert(key), "{key} is taken twice in {context:?}, once by {}", entry.id);
                }
            }
        }
    }

    #[test]
    fn with_an_input_method_on_everything_essential_is_still_reachable() {
        for entry in table::rows().filter(|entry| entry.essential) {
            for context in entry.contexts {
                let reachable = entry.keys.iter().any(|key| !(is_letter(key) || context.is_typed() && writes(key)));
                assert!(reachable, "{} in {context:?}", entry.id);
            }
        }
    }

    #[test]
    fn every_action_is_named_and_explained_in_both_languages() {
        for entry in table::rows() {
            for lang in Lang::ALL {
                assert!(!entry.label(lang).is_empty() && !entry.says(lang).is_empty(), "{}", entry.id);
                assert!(columns(entry.label(lang)) <= 14, "{} does not fit the hint row", entry.label(lang));
                assert!(columns(entry.says(lang)) <= 49, "{} does not fit the help", entry.says(lang));
            }
            let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(chinese(entry.says[0]), "{}", entry.id);
        }
    }
}
