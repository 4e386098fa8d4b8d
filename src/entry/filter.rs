//! The filter of lists, written as the quick line is: `#道路 is:late @交通站 cell:003 王秀英 -tag:低保`.
//!
//! Every token has to fit; `-` before one excludes what it fits. Words fit texts, names, and initials of names. Pure.

use crate::domain::matter::{Kind, Level, State, Tier};
use crate::domain::policy::Policy;
use crate::i18n::Lang;
use crate::i18n::term::Term;
use crate::search::initials;

use super::fold::folded;

/// A filter that was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    excludes: bool,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Words(String),
    /// The policy's ids that the word may name.
    Category(Vec<String>),
    Responder(String),
    Cell(String),
    Kind(Kind),
    Tier(Tier),
    State(State),
    Level(Level),
    Tag(String),
    Is(Mark),
}

/// Something that holds of a record at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Its time is up; of a household: the next visit's.
    Late,
    Paused,
    Urgent,
    /// A voice joined to a lead.
    Joined,
    /// Two people wrote different things without knowing of each other.
    Conflict,
    /// Due by an estimate.
    Provisional,
}

impl Mark {
    const ALL: [(&'static str, Self); 6] = [
        ("late", Self::Late),
        ("paused", Self::Paused),
        ("urgent", Self::Urgent),
        ("joined", Self::Joined),
        ("conflict", Self::Conflict),
        ("provisional", Self::Provisional),
    ];
}

/// What a filter looks at. What a record does not have, no token about it fits.
#[derive(Clone, Debug, Default)]
pub struct Traits<'a> {
    /// Names of people, which initials find.
    pub names: Vec<&'a str>,
    pub texts: Vec<&'a str>,
    /// The policy's id.
    pub category: Option<&'a str>,
    pub responder: Option<&'a str>,
    /// The full code.
    pub cell: String,
    pub kind: Option<Kind>,
    pub tier: Option<Tier>,
    pub state: Option<State>,
    pub level: Option<Level>,
    pub tags: Vec<&'a str>,
    pub marks: Vec<Mark>,
}

/// A token that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterFault {
    /// As it was written.
    pub token: String,
    /// What may stand there; empty where nothing follows the mark.
    pub expected: Vec<String>,
}

impl FilterFault {
    /// The token and what may stand there.
    pub fn said(&self, lang: Lang) -> String {
        let Self { token, expected } = self;
        match (lang, expected.is_empty()) {
            (Lang::Zh, true) => format!("“{token}”后面要写字"),
            (Lang::Zh, false) => format!("“{token}”：可以写 {}", expected.join("、")),
            (Lang::En, true) => format!("{token:?} needs a word behind it"),
            (Lang::En, false) => format!("{token:?}: may be {}", expected.join(", ")),
        }
    }
}

impl Filter {
    /// Reads a filter; categories are those of the policy.
    ///
    /// # Errors
    /// Every token that is not understood.
    pub fn read(text: &str, policy: &Policy) -> Result<Self, Vec<FilterFault>> {
        let (mut tokens, mut faults) = (Vec::new(), Vec::new());
        for written in text.split_whitespace() {
            let plain = folded(written);
            let (excludes, rest) = match plain.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (true, rest),
                _ => (false, plain.as_str()),
            };
            match test(rest, policy) {
                Ok(test) => tokens.push(Token { excludes, test }),
                Err(expected) => faults.push(FilterFault { token: written.to_owned(), expected }),
            }
        }
        if faults.is_empty() { Ok(Self { tokens }) } else { Err(faults) }
    }

    /// Whether everything fits.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Whether every token fits.
    pub fn fits(&self, traits: &Traits<'_>) -> bool {
        self.tokens.iter().all(|token| token.test.fits(traits) != token.excludes)
    }
}

/// What a token asks for, or what may stand there.
fn test(token: &str, policy: &Policy) -> Result<Test, Vec<String>> {
    if let Some(word) = token.strip_prefix('#') {
        let found: Vec<String> = policy.matching(word).into_iter().map(|category| category.id.clone()).collect();
        let known = || policy.categories.iter().map(|ruled| ruled.value.zh.clone()).collect();
        return if found.is_empty() { Err(known()) } else { Ok(Test::Category(found)) };
    }
    if let Some(word) = token.strip_prefix('@') {
        return wanted(word).map(Test::Responder);
    }
    let Some((key, word)) = token.split_once(':') else { return Ok(Test::Words(token.to_owned())) };
    Ok(match key {
        "cell" => Test::Cell(wanted(word)?),
        "tag" => Test::Tag(wanted(word)?),
        "kind" => Test::Kind(term(word, Kind::ALL, Kind::as_str)?),
        "tier" => Test::Tier(term(word, Tier::ALL, Tier::as_str)?),
        "state" => Test::State(term(word, &State::ALL, State::as_str)?),
        "level" => Test::Level(term(word, Level::ALL, Level::as_str)?),
        "is" => {
            let mark = Mark::ALL.iter().find(|(known, _)| *known == word);
            Test::Is(mark.ok_or_else(|| Mark::ALL.map(|(known, _)| format!("is:{known}")).to_vec())?.1)
        }
        // A colon inside what was said, such as a time of day, makes no key of what stands before it.
        _ => Test::Words(token.to_owned()),
    })
}

fn wanted(word: &str) -> Result<String, Vec<String>> {
    if word.is_empty() { Err(Vec::new()) } else { Ok(word.to_owned()) }
}

/// A word of the trade, as commands write it or as people say it in Chinese.
fn term<T: Term>(word: &str, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, Vec<String>> {
    let found = all.iter().copied().find(|term| as_str(*term) == word || term.word(Lang::Zh) == word);
    found.ok_or_else(|| all.iter().map(|term| as_str(*term).to_owned()).collect())
}

impl Test {
    fn fits(&self, traits: &Traits<'_>) -> bool {
        match self {
            Self::Words(word) => {
                traits.texts.iter().any(|text| folded(text).contains(word.as_str()))
                    || traits.names.iter().any(|name| named(name, word))
            }
            Self::Category(ids) => traits.category.is_some_and(|id| ids.iter().any(|known| known == id)),
            Self::Responder(word) => traits.responder.is_some_and(|name| named(name, word)),
            Self::Cell(code) => {
                let cell = traits.cell.to_lowercase();
                cell.starts_with(code.as_str()) || cell.ends_with(code.as_str())
            }
            Self::Kind(kind) => traits.kind == Some(*kind),
            Self::Tier(tier) => traits.tier == Some(*tier),
            Self::State(state) => traits.state == Some(*state),
            Self::Level(level) => traits.level == Some(*level),
            Self::Tag(word) => traits.tags.iter().any(|tag| folded(tag).contains(word.as_str())),
            Self::Is(mark) => traits.marks.contains(mark),
        }
    }
}

/// Whether a word is part of a name or begins its initials.
fn named(name: &str, word: &str) -> bool {
    folded(name).contains(word) || initials(name).starts_with(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filter(text: &str) -> Filter {
        Filter::read(text, &Policy::embedded()).unwrap()
    }

    fn road() -> Traits<'static> {
        Traits {
            names: vec!["王秀英"],
            texts: vec!["门前路坑洼 雨天过不去"],
            category: Some("roads"),
            responder: Some("交通站"),
            cell: "150826102207-003".to_owned(),
            kind: Some(Kind::Demand),
            tier: Some(Tier::Timed),
            state: Some(State::Assigned),
            level: None,
            tags: vec!["低保户"],
            marks: vec![Mark::Late],
        }
    }

    #[test]
    fn each_token_finds_what_it_speaks_of_and_nothing_else() {
        for text in [
            "坑洼",
            "王秀英",
            "wxy",
            "wx",
            "#道路",
            "#dl",
            "@交通",
            "@jtz",
            "cell:003",
            "cell:150826102",
            "kind:demand",
            "kind:诉求",
            "tier:timed",
            "state:assigned",
            "tag:低保",
            "is:late",
            "＃道路　ｉｓ：late",
            "",
        ] {
            assert!(filter(text).fits(&road()), "{text}");
        }
        for text in [
            "李四",
            "xy",
            "#饮水",
            "@水管站",
            "cell:004",
            "kind:wish",
            "tier:escalated",
            "state:done",
            "level:township",
            "tag:残疾",
            "is:paused",
            "坑洼 is:paused",
        ] {
            assert!(!filter(text).fits(&road()), "{text}");
        }
    }

    #[test]
    fn a_minus_excludes() {
        assert!(!filter("-is:late").fits(&road()));
        assert!(filter("坑洼 -is:paused -#饮水").fits(&road()));
    }

    #[test]
    fn every_token_that_is_not_understood_is_told() {
        let faults = Filter::read("坑洼 is:gone kind:road #没有这类 @", &Policy::embedded()).unwrap_err();
        let tokens: Vec<&str> = faults.iter().map(|fault| fault.token.as_str()).collect();
        assert_eq!(tokens, ["is:gone", "kind:road", "#没有这类", "@"]);
        assert!(faults[1].expected.contains(&"dispute".to_owned()));
    }

    proptest! {
        #[test]
        fn excluding_a_token_keeps_what_it_dropped_and_drops_what_it_kept(token in "[#@]?(is:|kind:|cell:)?[a-z0-9王路:]{1,6}") {
            let policy = Policy::embedded();
            if let (Ok(with), Ok(without)) = (Filter::read(&token, &policy), Filter::read(&format!("-{token}"), &policy)) {
                prop_assert_ne!(with.fits(&road()), without.fits(&road()));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _understood = Filter::read(&text, &Policy::embedded());
        }
    }
}
