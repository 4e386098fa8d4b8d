//! The filter of lists, written as the quick line is: `#道路 is:late @交通站 cell:003 王秀英 -tag:低保`.
//!
//! Every token has to fit; `-` before one excludes what it fits. Words fit texts, names, and initials of names. Pure.

pub mod complete;

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
    /// Several where one word names the same state of different kinds.
    State(Vec<State>),
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
    /// A household that everybody left; one who died or moved away.
    Left,
}

impl Mark {
    pub const ALL: [Self; 7] =
        [Self::Late, Self::Paused, Self::Urgent, Self::Joined, Self::Conflict, Self::Provisional, Self::Left];

    /// The word behind `is:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Paused => "paused",
            Self::Urgent => "urgent",
            Self::Joined => "joined",
            Self::Conflict => "conflict",
            Self::Provisional => "provisional",
            Self::Left => "left",
        }
    }
}

impl Term for Mark {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Late => ["逾期", "late"],
            Self::Paused => ["暂停", "paused"],
            Self::Urgent => ["急", "urgent"],
            Self::Joined => ["并入", "joined"],
            Self::Conflict => ["冲突", "conflict"],
            Self::Provisional => ["估算", "estimated"],
            Self::Left => ["已离开", "left"],
        }
    }
}

/// Texts and names as a filter reads them: made once, asked often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Folded, one a line; no token has a line break in it.
    texts: String,
    /// Initials of the names, one a line.
    initials: String,
}

impl Words {
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>, names: impl IntoIterator<Item = &'t str>) -> Self {
        let mut words = Self::default();
        for text in texts {
            words.texts.push_str(&folded(text));
            words.texts.push('\n');
        }
        for name in names {
            words.texts.push_str(&folded(name));
            words.texts.push('\n');
            words.initials.push_str(&initials(name));
            words.initials.push('\n');
        }
        words
    }

    /// Whether a folded word is part of a text or name, or begins the initials of a name.
    pub fn have(&self, word: &str) -> bool {
        self.texts.contains(word) || self.initials.lines().any(|initials| initials.starts_with(word))
    }
}

/// What a filter looks at. What it does not have, no token about it fits.
pub trait Subject {
    /// Whether a folded word stands in a text or name of it, or begins the initials of a name.
    fn speaks_of(&self, word: &str) -> bool;

    /// The policy's id.
    fn category(&self) -> Option<&str>;

    /// Whether a folded word names who has it in hand.
    fn is_with(&self, word: &str) -> bool;

    /// The full code of its cell, in lower case.
    fn cell(&self) -> &str;

    fn kind(&self) -> Option<Kind>;

    fn tier(&self) -> Option<Tier>;

    fn state(&self) -> Option<State>;

    fn level(&self) -> Option<Level>;

    /// Whether a folded word is part of one of its tags.
    fn has_tag(&self, word: &str) -> bool;

    fn is(&self, mark: Mark) -> bool;
}

/// What a filter looks at, put together for one look.
#[derive(Clone, Debug, Default)]
pub struct Traits<'a> {
    /// Names of people, which initials find.
    pub names: Vec<&'a str>,
    pub texts: Vec<&'a str>,
    /// The policy's id.
    pub category: Option<&'a str>,
    pub responder: Option<&'a str>,
    /// The full code, in lower case.
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
    /// Of its first character, from 0.
    pub column: usize,
    /// As it was written.
    pub token: String,
    /// What may stand there; empty where nothing follows the mark.
    pub expected: Vec<String>,
}

impl FilterFault {
    /// The token and what may stand there.
    pub fn said(&self, lang: Lang) -> String {
        let Self { token, expected, .. } = self;
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
        let (filter, faults) = Self::read_known(text, policy);
        if faults.is_empty() { Ok(filter) } else { Err(faults) }
    }

    /// The filter of the tokens that are understood, and those that are not.
    pub fn read_known(text: &str, policy: &Policy) -> (Self, Vec<FilterFault>) {
        let (mut tokens, mut faults) = (Vec::new(), Vec::new());
        for (column, written) in tokens_of(text) {
            let plain = folded(&written);
            let (excludes, rest) = match plain.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (true, rest),
                _ => (false, plain.as_str()),
            };
            match test(rest, policy) {
                Ok(test) => tokens.push(Token { excludes, test }),
                Err(expected) => faults.push(FilterFault { column, token: written, expected }),
            }
        }
        (Self { tokens }, faults)
    }

    /// Whether a mark is asked for, and not excluded.
    pub fn asks_for(&self, mark: Mark) -> bool {
        self.tokens.iter().any(|token| !token.excludes && token.test == Test::Is(mark))
    }

    /// Whether everything fits.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Whether every token fits.
    pub fn fits(&self, subject: &impl Subject) -> bool {
        self.tokens.iter().all(|token| token.test.fits(subject) != token.excludes)
    }
}

/// The tokens of a filter, each with the column of its first character.
fn tokens_of(text: &str) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    let mut within = false;
    for (column, c) in text.chars().enumerate() {
        match tokens.last_mut().filter(|_| within) {
            _ if c.is_whitespace() => within = false,
            Some((_, token)) => token.push(c),
            None => {
                within = true;
                tokens.push((column, c.to_string()));
            }
        }
    }
    tokens
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
        "state" => Test::State(terms(word, &State::ALL, State::as_str)?),
        "level" => Test::Level(term(word, Level::ALL, Level::as_str)?),
        "is" => Test::Is(
            term(word, &Mark::ALL, Mark::as_str)
                .map_err(|words| words.into_iter().map(|word| format!("is:{word}")).collect::<Vec<_>>())?,
        ),
        // A colon inside what was said, such as a time of day, makes no key of what stands before it.
        _ => Test::Words(token.to_owned()),
    })
}

fn wanted(word: &str) -> Result<String, Vec<String>> {
    if word.is_empty() { Err(Vec::new()) } else { Ok(word.to_owned()) }
}

/// A word of the trade, as commands write it or as people say it in Chinese.
fn term<T: Term>(word: &str, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, Vec<String>> {
    terms(word, all, as_str).map(|found| found[0])
}

/// All that a word of the trade may mean, at least one.
fn terms<T: Term>(word: &str, all: &[T], as_str: fn(T) -> &'static str) -> Result<Vec<T>, Vec<String>> {
    let means = |term: &T| as_str(*term) == word || term.word(Lang::Zh) == word;
    let found: Vec<T> = all.iter().copied().filter(means).collect();
    if found.is_empty() { Err(all.iter().map(|term| as_str(*term).to_owned()).collect()) } else { Ok(found) }
}

impl Test {
    fn fits(&self, subject: &impl Subject) -> bool {
        match self {
            Self::Words(word) => subject.speaks_of(word),
            Self::Category(ids) => subject.category().is_some_and(|id| ids.iter().any(|known| known == id)),
            Self::Responder(word) => subject.is_with(word),
            Self::Cell(code) => subject.cell().starts_with(code.as_str()) || subject.cell().ends_with(code.as_str()),
            Self::Kind(kind) => subject.kind() == Some(*kind),
            Self::Tier(tier) => subject.tier() == Some(*tier),
            Self::State(states) => subject.state().is_some_and(|state| states.contains(&state)),
            Self::Level(level) => subject.level() == Some(*level),
            Self::Tag(word) => subject.has_tag(word),
            Self::Is(mark) => subject.is(*mark),
        }
    }
}

impl Subject for Traits<'_> {
    fn speaks_of(&self, word: &str) -> bool {
        self.texts.iter().any(|text| folded(text).contains(word)) || self.names.iter().any(|name| named(name, word))
    }

    fn category(&self) -> Option<&str> {
        self.category
    }

    fn is_with(&self, word: &str) -> bool {
        self.responder.is_some_and(|name| named(name, word))
    }

    fn cell(&self) -> &str {
        &self.cell
    }

    fn kind(&self) -> Option<Kind> {
        self.kind
    }

    fn tier(&self) -> Option<Tier> {
        self.tier
    }

    fn state(&self) -> Option<State> {
        self.state
    }

    fn level(&self) -> Option<Level> {
        self.level
    }

    fn has_tag(&self, word: &str) -> bool {
        self.tags.iter().any(|tag| folded(tag).contains(word))
    }

    fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
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
            "is:逾期",
            "state:在办",
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
        assert_eq!(faults.iter().map(|fault| fault.column).collect::<Vec<_>>(), [3, 11, 21, 27]);
        assert!(faults[1].expected.contains(&"dispute".to_owned()));
    }

    #[test]
    fn a_word_that_two_states_share_finds_both() {
        for state in [State::Done, State::Settled] {
            let called_back = Traits { state: Some(state), ..road() };
            assert!(filter("state:待回访").fits(&called_back), "{state:?}");
        }
        assert!(!filter("state:settled").fits(&Traits { state: Some(State::Done), ..road() }));
    }

    #[test]
    fn what_is_understood_narrows_beside_what_is_not() {
        let (known, faults) = Filter::read_known("坑洼 is: @交通", &Policy::embedded());
        assert!(known.fits(&road()) && faults.len() == 1);
        assert!(!Filter::read_known("停电 is:", &Policy::embedded()).0.fits(&road()));
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
