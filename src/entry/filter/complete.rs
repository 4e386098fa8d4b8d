//! What the token at the caret of a filter may become.

use crate::domain::matter::{Kind, Level, State, Tier};
use crate::domain::policy::Policy;
use crate::entry::fold::Folded;
use crate::entry::named::completing;
use crate::i18n::Lang;
use crate::i18n::term::Term;
use crate::search::initials;

use super::Mark;

/// What a filter can speak of here.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub policy: &'a Policy,
    /// Names of whoever may have a matter in hand.
    pub responders: &'a [String],
    /// Cells by what `cell:` takes, each with its name.
    pub cells: &'a [(String, String)],
    pub tags: &'a [String],
    pub lang: Lang,
}

/// One way to complete a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Of the first character that is replaced, from 0.
    pub column: usize,
    /// Characters that are replaced.
    pub length: usize,
    /// What stands there then.
    pub insert: String,
    /// What that means, where the token does not say it.
    pub says: String,
}

/// A key with what stands behind it: the word to write, and all names it goes by.
struct Key {
    name: &'static str,
    values: Vec<(String, [String; 2])>,
    says: [&'static str; 2],
}

/// How the token at the caret (a column, 0 to the number of characters) may go on, the likeliest first: what may stand
/// behind `#`, `@` or a key; for a plain word every token that it may be the beginning of, by initials, Chinese or
/// English; everything there is where no token stands.
pub fn complete(text: &str, caret: usize, known: &Known<'_>) -> Vec<Offer> {
    let line = Folded::new(text);
    let caret = caret.min(line.read.len());
    let is_blank = |at: &usize| line.read[*at].is_whitespace();
    let mut start = (0..caret).rev().find(is_blank).map_or(0, |at| at + 1);
    let end = (caret..line.read.len()).find(is_blank).unwrap_or(line.read.len());
    if end > start + 1 && line.read[start] == '-' {
        start += 1;
    }
    let word = line.read(start, caret.max(start));
    let column = if word == "-" { start + 1 } else { start };
    let found = if word == "-" { tokens("", known) } else { tokens(&word, known) };
    let offers = found.into_iter().map(|(insert, says)| Offer { column, length: end - column, insert, says });
    // What stands there already is no way on.
    offers.filter(|offer| line.read(start, end) != Folded::new(&offer.insert).read.iter().collect::<String>()).collect()
}

fn tokens(word: &str, known: &Known<'_>) -> Vec<(String, String)> {
    if let Some(rest) = word.strip_prefix('#') {
        return categories(rest, known);
    }
    if let Some(rest) = word.strip_prefix('@') {
        return responders(rest, known);
    }
    let keys = keys(known);
    if let Some((key, rest)) = word.split_once(':') {
        return keys.iter().find(|known| known.name == key).map_or_else(Vec::new, |key| key.completing(rest));
    }
    if word.is_empty() {
        let marks = keys.iter().filter(|key| key.name == "is").flat_map(|key| key.completing(""));
        return marks.chain(beginnings(&keys, known.lang)).collect();
    }
    let begun = beginnings(&keys, known.lang).into_iter().filter(|(insert, _)| insert.starts_with(word));
    let values = keys.iter().flat_map(|key| key.beginning(word));
    let categories = categories(word, known).into_iter().filter(|(insert, _)| begins(&insert[1..], word));
    let responders = responders(word, known).into_iter().filter(|(insert, _)| begins(&insert[1..], word));
    begun.chain(values).chain(categories).chain(responders).collect()
}

fn begins(name: &str, word: &str) -> bool {
    name.to_lowercase().starts_with(word) || initials(name).starts_with(word)
}

fn categories(word: &str, known: &Known<'_>) -> Vec<(String, String)> {
    let categories: Vec<_> = known.policy.categories.iter().map(|ruled| &ruled.value).collect();
    let chinese: Vec<&str> = categories.iter().map(|category| category.zh.as_str()).collect();
    let english: Vec<&str> = categories.iter().map(|category| category.id.as_str()).collect();
    let mut places = completing(word, &chinese);
    for place in completing(word, &english) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let token = |place: usize| match known.lang {
        Lang::Zh => (format!("#{}", categories[place].zh), String::new()),
        Lang::En => (format!("#{}", categories[place].id), categories[place].en.clone()),
    };
    places.into_iter().map(token).collect()
}

fn responders(word: &str, known: &Known<'_>) -> Vec<(String, String)> {
    let names: Vec<&str> = known.responders.iter().map(String::as_str).collect();
    // A name with a blank in it is found by its part before that.
    let one_word = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
    completing(word, &names).into_iter().map(|place| (format!("@{}", one_word(names[place])), String::new())).collect()
}

/// The marks and keys that a token can begin with.
fn beginnings(keys: &[Key], lang: Lang) -> Vec<(String, String)> {
    let marks = [("#", ["哪一类", "a category"]), ("@", ["谁承办", "who has it in hand"])];
    let marks = marks.map(|(mark, says)| (mark.to_owned(), says[lang as usize].to_owned()));
    let keys = keys.iter().map(|key| (format!("{}:", key.name), key.says[lang as usize].to_owned()));
    marks.into_iter().chain(keys).collect()
}

fn keys(known: &Known<'_>) -> Vec<Key> {
    let named = |values: &[(String, String)]| {
        let named = |(value, name): &(String, String)| (value.clone(), [name.clone(), name.clone()]);
        values.iter().map(named).collect()
    };
    let tags: Vec<_> = known.tags.iter().map(|tag| (tag.clone(), tag.clone())).collect();
    vec![
        Key {
            name: "is",
            values: words(&Mark::ALL, Mark::as_str, known.lang),
            says: ["逾期、暂停、急……", "late, paused, urgent …"],
        },
        Key {
            name: "state",
            values: words(&State::ALL, State::as_str, known.lang),
            says: ["办到哪一步", "how far it is"],
        },
        Key {
            name: "kind",
            values: words(Kind::ALL, Kind::as_str, known.lang),
            says: ["诉求、微心愿、纠纷", "demand, wish, dispute"],
        },
        Key {
            name: "tier",
            values: words(Tier::ALL, Tier::as_str, known.lang),
            says: ["怎么办理", "how it is handled"],
        },
        Key {
            name: "level",
            values: words(Level::ALL, Level::as_str, known.lang),
            says: ["上报到哪一级", "the level it was sent up to"],
        },
        Key { name: "cell", values: named(known.cells), says: ["哪个网格", "which cell"] },
        Key { name: "tag", values: named(&tags), says: ["哪类人群", "which tag"] },
    ]
}

/// The words of a trade as they are written: in Chinese those that people say, where no other value is called so.
fn words<T: Term>(all: &[T], as_str: fn(T) -> &'static str, lang: Lang) -> Vec<(String, [String; 2])> {
    let shared = |term: &T| all.iter().filter(|other| other.word(Lang::Zh) == term.word(Lang::Zh)).count() > 1;
    let written = |term: T| match lang {
        Lang::Zh if !shared(&term) => term.word(lang),
        _ => as_str(term),
    };
    let names = |term: T| [term.word(lang), as_str(term)].map(str::to_owned);
    all.iter().map(|term| (written(*term).to_owned(), names(*term))).collect()
}

impl Key {
    /// What may stand behind the key for the beginning of a value.
    fn completing(&self, word: &str) -> Vec<(String, String)> {
        let mut places = Vec::new();
        for name in 0..2 {
            let names: Vec<&str> = self.values.iter().map(|(_, names)| names[name].as_str()).collect();
            places.extend(completing(word, &names));
        }
        let values: Vec<&str> = self.values.iter().map(|(value, _)| value.as_str()).collect();
        places.extend(completing(word, &values));
        let mut seen = Vec::new();
        places.retain(|place| {
            !seen.contains(place) && {
                seen.push(*place);
                true
            }
        });
        places.into_iter().map(|place| self.token(place)).collect()
    }

    /// The tokens of this key whose value a plain word begins.
    fn beginning(&self, word: &str) -> Vec<(String, String)> {
        let fits = |(_, names): &(String, [String; 2])| names.iter().any(|name| begins(name, word));
        (0..self.values.len()).filter(|place| fits(&self.values[*place])).map(|place| self.token(place)).collect()
    }

    fn token(&self, place: usize) -> (String, String) {
        let (value, names) = &self.values[place];
        let says = if names[0] == *value { String::new() } else { names[0].clone() };
        (format!("{}:{value}", self.name), says)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Filter;
    use super::*;

    fn offers(text: &str, lang: Lang) -> Vec<Offer> {
        let policy = Policy::embedded();
        let known = Known {
            policy: &policy,
            responders: &["交通站".to_owned(), "供电所".to_owned()],
            cells: &[("003".to_owned(), "满天红村 003网格".to_owned())],
            tags: &["低保".to_owned()],
            lang,
        };
        complete(text, text.chars().count(), &known)
    }

    fn first(text: &str, lang: Lang) -> String {
        offers(text, lang).first().map(|offer| offer.insert.clone()).unwrap_or_default()
    }

    #[test]
    fn a_token_is_completed_by_initials_by_chinese_and_by_english() {
        for (typed, insert) in [
            ("#dl", "#道路"),
            ("#道", "#道路"),
            ("＃道", "#道路"),
            ("@jt", "@交通站"),
            ("@供", "@供电所"),
            ("state:zb", "state:在办"),
            ("state:在", "state:在办"),
            ("state:ass", "state:在办"),
            ("is:la", "is:逾期"),
            ("is：yq", "is:逾期"),
            ("cell:0", "cell:003"),
            ("tag:db", "tag:低保"),
            ("kind:jf", "kind:纠纷"),
            ("st", "state:"),
            ("逾", "is:逾期"),
            ("yq", "is:逾期"),
            ("dl", "#道路"),
            ("jtz", "@交通站"),
            ("坑洼 -is:z", "is:暂停"),
            ("坑洼 -", "is:逾期"),
            ("坑洼 ", "is:逾期"),
        ] {
            assert_eq!(first(typed, Lang::Zh), insert, "{typed}");
        }
        for (typed, insert) in [("#ro", "#roads"), ("is:", "is:late"), ("late", "is:late")] {
            assert_eq!(first(typed, Lang::En), insert, "{typed}");
        }
        assert!(offers("门前路坑洼", Lang::Zh).is_empty());
    }

    #[test]
    fn what_is_offered_is_understood_and_replaces_just_the_token() {
        for lang in Lang::ALL {
            for typed in ["", "坑洼 ", "-", "is:", "state:", "kind:", "tier:", "level:", "cell:", "tag:", "#", "@", "d"]
            {
                for offer in offers(typed, lang) {
                    let mut text: Vec<char> = typed.chars().collect();
                    text.splice(offer.column..offer.column + offer.length, offer.insert.chars());
                    let text: String = text.into_iter().collect();
                    let whole = !offer.insert.ends_with([':', '#', '@']);
                    assert_eq!(Filter::read(&text, &Policy::embedded()).is_ok(), whole, "{text}");
                }
            }
        }
        // Where two states are called alike, what is written tells them apart.
        let states = offers("state:待回访", Lang::Zh);
        let states: Vec<_> = states.iter().map(|offer| (offer.insert.as_str(), offer.says.as_str())).collect();
        assert_eq!(states, [("state:done", "待回访"), ("state:settled", "待回访")]);
    }
}
