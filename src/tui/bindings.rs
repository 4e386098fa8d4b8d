//! The keys in force: those of the table of actions, but for the actions that a person has given keys of their own.
//!
//! ```toml
//! [keys]
//! visit = ["F3", "V"]
//! theme = "Ctrl-t"
//! ```
//! An action is named as the manual's table of keys names it, a key as the hint row writes it. Whoever gives an action
//! other keys takes its old ones away. What would leave two meanings to one key, or an essential action without a key
//! that works while an input method is on, is left out of account and told.

use std::collections::{BTreeMap, HashSet};

use super::action::{Context, Entry, table};
use super::key::Key;

/// Keys that differ from the table's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    own: BTreeMap<&'static str, Vec<String>>,
}

/// Why the keys of an action were left out of account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No action has this name.
    UnknownAction(String),
    /// No key has this name.
    NotAKey(String),
    /// The key already stands for another action where both can be done.
    Taken { key: String, by: &'static str },
    /// With an input method on, letters do not arrive: this action needs another key beside them.
    OnlyLetters(&'static str),
}

impl Bindings {
    /// Takes what fits of the wanted keys: of each action its name and the names of its keys. Beside it stands what was
    /// refused, by its place among them.
    pub fn read(wanted: &[(String, Vec<String>)]) -> (Self, Vec<(usize, Refused)>) {
        let mut refused = Vec::new();
        let mut taken: Vec<(usize, &'static Entry, Vec<String>)> = Vec::new();
        for (at, (id, keys)) in wanted.iter().enumerate() {
            match understood(id, keys) {
                Ok((entry, keys)) => taken.push((at, entry, keys)),
                Err(why) => refused.push((at, why)),
            }
        }
        // What is refused gets its old keys back, which may be in the way of another.
        let own = loop {
            let own = Self { own: taken.iter().map(|(_, entry, keys)| (entry.id, keys.clone())).collect() };
            let clash = taken.iter().rposition(|(_, entry, _)| own.clash(entry).is_some());
            let Some(clash) = clash else { break own };
            let (at, entry, _) = taken.remove(clash);
            refused.extend(own.clash(entry).map(|why| (at, why)));
        };
        refused.sort_by_key(|(at, _)| *at);
        (own, refused)
    }

    /// The keys of an action, the first the one that is shown.
    pub fn keys<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = &'a str> {
        let own = self.own.get(entry.id);
        let table = if own.is_some() { &[][..] } else { entry.keys };
        own.into_iter().flatten().map(String::as_str).chain(table.iter().copied())
    }

    /// Of each action that has keys of its own the one that sentences name: it works while an input method is on, where
    /// any does.
    pub fn named(&self) -> BTreeMap<String, String> {
        let name = |keys: &[String]| keys.iter().find(|key| !is_letter(key)).or(keys.first()).cloned();
        self.own.iter().filter_map(|(id, keys)| Some(((*id).to_owned(), name(keys)?))).collect()
    }

    /// The row that a key means in a context.
    pub fn meant(&self, key: Key, context: Context) -> Option<&'static Entry> {
        let name = key.folded().to_string();
        table::rows().find(|entry| entry.contexts.contains(&context) && self.keys(entry).any(|key| key == name))
    }

    /// The key to show for an action in a context: the first that is no text there, so that it works as shown.
    pub fn shown<'a>(&'a self, entry: &'a Entry, context: Context) -> Option<&'a str> {
        self.keys(entry).find(|key| !context.is_typed() || !writes(key))
    }

    /// The action whose keys these also are, in a place where both can be done.
    fn clash(&self, entry: &'static Entry) -> Option<Refused> {
        let mine: HashSet<&str> = self.keys(entry).collect();
        let others = table::rows().filter(|other| other.id != entry.id);
        others.filter(|other| other.contexts.iter().any(|context| entry.contexts.contains(context))).find_map(|other| {
            let key = self.keys(other).find(|key| mine.contains(key))?;
            Some(Refused::Taken { key: key.to_owned(), by: other.id })
        })
    }
}

fn understood(id: &str, keys: &[String]) -> Result<(&'static Entry, Vec<String>), Refused> {
    let entry = table::rows().find(|entry| entry.id == id).ok_or_else(|| Refused::UnknownAction(id.to_owned()))?;
    let named = |key: &String| Key::named(key).map(|key| key.to_string()).ok_or_else(|| Refused::NotAKey(key.clone()));
    let keys = keys.iter().map(named).collect::<Result<Vec<_>, _>>()?;
    let reachable = |context: &Context| keys.iter().any(|key| !(is_letter(key) || context.is_typed() && writes(key)));
    if entry.essential && !entry.contexts.iter().all(reachable) {
        return Err(Refused::OnlyLetters(entry.id));
    }
    Ok((entry, keys))
}

/// Whether a key writes a character where one types.
pub fn writes(key: &str) -> bool {
    key.chars().count() == 1 || key == "Space"
}

/// Whether an input method swallows the key.
pub fn is_letter(key: &str) -> bool {
    key.chars().count() == 1 && key.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(wanted: &[(&str, &[&str])]) -> (Bindings, Vec<(usize, Refused)>) {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let wanted: Vec<_> = wanted.iter().map(|(id, keys)| ((*id).to_owned(), owned(keys))).collect();
        Bindings::read(&wanted)
    }

    fn entry(id: &str) -> &'static Entry {
        table::rows().find(|entry| entry.id == id).expect("the action is in the table")
    }

    #[test]
    fn an_action_is_reached_by_the_keys_that_it_was_given_and_by_no_others() {
        let (own, refused) = read(&[("visit", &["F11", "V"]), ("theme", &["ctrl-T"])]);
        assert_eq!(refused, []);
        let meant = |name: &str| own.meant(Key::named(name).expect("a key"), Context::Today).map(|entry| entry.id);
        assert_eq!([meant("F11"), meant("V"), meant("Ctrl-t")], [Some("visit"), Some("visit"), Some("theme")]);
        assert_eq!([meant("v"), meant("F3")], [None, None]);
        assert_eq!(own.shown(entry("visit"), Context::Today), Some("F11"));
        assert_eq!(meant("F1"), Some("help"), "the others keep theirs");
    }

    #[test]
    fn two_actions_can_change_places() {
        let (own, refused) = read(&[("write", &["F3"]), ("visit", &["F2"])]);
        assert_eq!(refused, []);
        assert_eq!(own.meant(Key::named("F2").expect("a key"), Context::Card).map(|entry| entry.id), Some("visit"));
    }

    #[test]
    fn what_cannot_be_is_refused_and_the_rest_holds() {
        let (own, refused) = read(&[
            ("fly", &["F11"]),
            ("write", &["F99"]),
            ("visit", &["v"]),
            ("theme", &["F1"]),
            ("language", &["Ctrl-t"]),
        ]);
        let why: Vec<_> = refused.into_iter().map(|(_, why)| why).collect();
        assert_eq!(
            why,
            [
                Refused::UnknownAction("fly".into()),
                Refused::NotAKey("F99".into()),
                Refused::OnlyLetters("visit"),
                Refused::Taken { key: "F1".into(), by: "help" },
            ]
        );
        assert_eq!(own.keys(entry("language")).collect::<Vec<_>>(), ["Ctrl-t"]);
        assert_eq!(own.keys(entry("visit")).collect::<Vec<_>>(), entry("visit").keys);
    }

    proptest! {
        #[test]
        fn whatever_is_wanted_no_key_has_two_meanings_in_one_place(
            wanted in prop::collection::vec((0usize..400, prop::collection::vec(0usize..400, 0..4)), 0..12)
        ) {
            let rows: Vec<&Entry> = table::rows().collect();
            let keys: Vec<&str> = rows.iter().flat_map(|row| row.keys).copied().collect();
            let wanted: Vec<(String, Vec<String>)> = wanted
                .into_iter()
                .map(|(row, of)| {
                    let of = of.into_iter().map(|key| keys[key % keys.len()].to_owned()).collect();
                    (rows[row % rows.len()].id.to_owned(), of)
                })
                .collect();
            let (own, _) = Bindings::read(&wanted);
            for context in Context::ALL {
                let mut seen = HashSet::new();
                for row in table::rows().filter(|row| row.contexts.contains(&context)) {
                    let keys: HashSet<&str> = own.keys(row).collect();
                    for key in keys {
                        prop_assert!(seen.insert(key), "{key} twice in {context:?}, once for {}", row.id);
                    }
                }
            }
            for row in table::rows().filter(|row| row.essential) {
                prop_assert!(own.keys(row).any(|key| !is_letter(key)), "{}", row.id);
            }
        }
    }
}
