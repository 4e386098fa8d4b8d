//! The policy: allowances, margins and cadences that an office sets, each with its source and the day it holds from.
//!
//! A policy is a recorded fact of the township, kept as the TOML text it was read from. It never rewrites the past: a
//! matter stores the allowance it was given.

use pinyin::ToPinyin;

use super::deadline::{self, Allowance};
use super::matter::{Kind, LadderStep, Level, ResponderKind, Tier};
use super::moment::{Date, Moment};
use super::workdays::Workdays;

mod read;

pub use read::{PolicyFault, PolicyWhy, Wanted};

/// The category that takes what fits no other.
const OTHER: &str = "other";

/// A value, where it comes from and since when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled<T> {
    /// The value itself.
    pub value: T,
    /// The rule, notice or practice it was taken from.
    pub source: String,
    /// The first day it holds.
    pub valid_from: Date,
}

/// What a matter is about, and what follows from that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The short English word that files, commands and the quick line use, such as `roads`.
    pub id: String,
    /// Its Chinese name, such as 道路.
    pub zh: String,
    /// Its English name as shown.
    pub en: String,
    /// What people say, as examples.
    pub examples: Vec<String>,
    /// Further words by which a text is guessed to belong here.
    pub words: Vec<String>,
    /// The kinds of matter it is meant for.
    pub kinds: Vec<Kind>,
    /// How it is handled when the speaker named no tier: timed or escalated.
    pub tier: Tier,
    /// Whether it counts as answered on the spot when an answer was given.
    pub on_the_spot: bool,
    /// Who decides when it is sent up and no level was named.
    pub sent_up_to: Level,
    /// How long a responder has.
    pub allowance: Allowance,
    /// Who usually acts, the first before the others.
    pub responders: Vec<Acting>,
    /// Whether it accuses somebody, so that it is hidden face to face.
    pub accuses: bool,
}

/// A sort of responder and the trades (Chinese) among them that fit a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// The sort.
    pub kind: ResponderKind,
    /// Such as 交通 or 司法所; empty where any of that sort will do.
    pub names: Vec<String>,
}

/// How often doors with certain tags are visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// Any of these tags; none means every household.
    pub tags: Vec<String>,
    /// At least once in so many calendar days.
    pub days: u32,
}

/// What happens in people's lives, as far as something is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifeKind {
    Death,
    Birth,
    MovedIn,
    MovedOut,
}

impl LifeKind {
    /// The words in a policy.
    pub const WORDS: &'static [&'static str] = &["death", "birth", "moved_in", "moved_out"];
}

impl std::str::FromStr for LifeKind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        let all = [Self::Death, Self::Birth, Self::MovedIn, Self::MovedOut];
        Self::WORDS.iter().position(|known| *known == word).map(|at| all[at]).ok_or(())
    }
}

/// How long there is for something, from the day after the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Calendar months: up to and including the same day of the month.
    Months(u32),
    /// Calendar days.
    Days(u32),
}

/// Something that is to be done when somebody dies, is born or moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeErrand {
    /// A short English word.
    pub id: String,
    pub event: LifeKind,
    pub zh: String,
    pub en: String,
    /// `None` where no rule names a limit.
    pub within: Option<Within>,
    /// Only where the person or the household carries one of these tags; none means always.
    pub tags: Vec<String>,
}

/// Every rule of one version of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Raised by the office with each edit.
    pub version: u32,
    /// In the order of the file, which is the order of lists.
    pub categories: Vec<Ruled<Category>>,
    /// For the decision about what was sent up: village, township, county.
    pub triage: [Ruled<Allowance>; 3],
    /// Working days before the due date from which a matter is shown as near.
    pub warning: Ruled<u32>,
    /// Each step and after how many working days of being late it is called for, mildest first.
    pub ladder: Vec<Ruled<(LadderStep, u32)>>,
    /// How long a claimed wish has to be connected.
    pub connect_by: Ruled<Allowance>,
    /// Calendar days from the settling of a dispute to the follow-up visit.
    pub follow_up_days: Ruled<u32>,
    /// What a matter has anew once it is reopened.
    pub reopen: Ruled<Allowance>,
    /// How often which doors are visited; one of them is for every household.
    pub visits: Vec<Ruled<Cadence>>,
    /// What is to be done when somebody dies, is born or moves.
    pub life: Vec<Ruled<LifeErrand>>,
}

impl Policy {
    /// The policy that comes with the program: estimates and public rules for an office to edit.
    pub fn embedded() -> Self {
        Self::from_toml(Self::embedded_toml()).expect("the embedded policy is read by a test")
    }

    /// The text of [`Policy::embedded`], for an office to begin from.
    pub const fn embedded_toml() -> &'static str {
        include_str!("policy.toml")
    }

    /// Reads a policy.
    ///
    /// # Errors
    /// Every fault with its line, in the order of the file. Where the text is no TOML at all, only those faults.
    pub fn from_toml(text: &str) -> Result<Self, Vec<PolicyFault>> {
        read::policy(text)
    }

    /// The category of that id.
    pub fn category_by_id(&self, id: &str) -> Option<&Category> {
        self.each_category().find(|category| category.id == id)
    }

    /// The one category that a word names; none where several would fit.
    pub fn category(&self, word: &str) -> Option<&Category> {
        match self.matching(word)[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The categories that a word may name, in the order of the policy. The first of these that fits at all decides:
    /// id or name, initials of the name in pinyin, beginning of id or name, beginning of the initials.
    pub fn matching(&self, word: &str) -> Vec<&Category> {
        let word = word.trim().to_lowercase();
        if word.is_empty() {
            return Vec::new();
        }
        let ways: [fn(&Category, &str) -> bool; 4] = [
            |category, word| category.names().any(|name| name == word),
            |category, word| category.initials() == word,
            |category, word| category.names().any(|name| name.starts_with(word)),
            |category, word| category.initials().starts_with(word),
        ];
        let fitting = ways.iter().map(|fits| self.each_category().filter(|category| fits(category, &word)).collect());
        fitting.into_iter().find(|found: &Vec<_>| !found.is_empty()).unwrap_or_default()
    }

    /// The category whose example words cover most of a text; of equals the first. None where no word occurs.
    pub fn guess(&self, text: &str) -> Option<&Category> {
        let text = text.to_lowercase();
        let scored = self.each_category().map(|category| (category.likeness(&text), category));
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.filter(|(score, _)| *score > 0).map(|(_, category)| category)
    }

    /// How long a responder has for a matter of that category; none or an unknown one counts as `other`.
    pub fn allowance(&self, category_id: Option<&str>) -> Allowance {
        self.category_or_other(category_id).allowance
    }

    /// How a matter is handled where the speaker named no tier. Demands follow their category, and are immediate only
    /// where an answer was given; wishes are timed; disputes start open, which is timed.
    pub fn default_tier(&self, kind: Kind, category_id: Option<&str>, answered: bool) -> Tier {
        let category = self.category_or_other(category_id);
        match kind {
            Kind::Demand if answered && category.on_the_spot => Tier::Immediate,
            Kind::Demand => category.tier,
            Kind::Wish | Kind::Dispute => Tier::Timed,
        }
    }

    /// Who decides about a matter that was sent up without naming a level: a complaint about a cadre goes past the
    /// village, whatever its kind.
    pub fn sent_up_to(&self, category_id: Option<&str>) -> Level {
        self.category_or_other(category_id).sent_up_to
    }

    /// Whether such a matter accuses somebody: a dispute, or a category that the policy says so of.
    pub fn accuses(&self, kind: Kind, category_id: Option<&str>) -> bool {
        kind == Kind::Dispute || self.category_or_other(category_id).accuses
    }

    /// How long a level has for its decision.
    pub fn triage_allowance(&self, level: Level) -> Allowance {
        self.triage[level as usize].value
    }

    /// The moments from which a matter due then is on each step of the ladder, mildest first: the first second after
    /// the due moment, or the start of the working day that makes it late by the step's margin.
    pub fn ladder_from(&self, due: Moment, workdays: &Workdays) -> Vec<(LadderStep, Moment)> {
        let begins = |margin| match margin {
            0 => due.plus_seconds(1),
            days => Moment::start_of(deadline::due(Allowance::Working(days), due, workdays).at.date()),
        };
        self.ladder.iter().map(|step| (step.value.0, begins(step.value.1))).collect()
    }

    /// At least once in how many calendar days a household with these tags is visited.
    pub fn visit_cadence_days<'a>(&self, tags: impl Iterator<Item = &'a str>) -> u32 {
        self.visit_cadences(tags)[0].value.days
    }

    /// What is asked of a household with these tags, the strictest first; never empty.
    pub fn visit_cadences<'a>(&self, tags: impl Iterator<Item = &'a str>) -> Vec<&Ruled<Cadence>> {
        let tags: Vec<&str> = tags.map(str::trim).collect();
        let mut holding: Vec<_> = self.visits.iter().filter(|ruled| ruled.value.asks_of(&tags)).collect();
        holding.sort_by_key(|ruled| ruled.value.days);
        assert!(!holding.is_empty(), "reading a policy asks for a cadence that holds for everyone");
        holding
    }

    fn each_category(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().map(|ruled| &ruled.value)
    }

    fn category_or_other(&self, id: Option<&str>) -> &Category {
        let named = id.and_then(|id| self.category_by_id(id));
        named
            .or_else(|| self.category_by_id(OTHER))
            .expect("reading a policy asks for the category that takes the rest")
    }
}

impl Cadence {
    /// Whether it holds for a household with these tags.
    pub fn asks_of(&self, tags: &[&str]) -> bool {
        self.tags.is_empty() || self.tags.iter().any(|tag| tags.contains(&tag.as_str()))
    }
}

impl Category {
    fn names(&self) -> impl Iterator<Item = String> {
        [&self.id, &self.zh, &self.en].into_iter().map(|name| name.to_lowercase())
    }

    /// The first letters of the Chinese name in pinyin, such as `dl` for 道路.
    pub fn initials(&self) -> String {
        self.zh.as_str().to_pinyin().flatten().map(pinyin::Pinyin::first_letter).collect()
    }

    /// Characters of the text's words that belong to this category; the text in lower case.
    fn likeness(&self, text: &str) -> usize {
        let words = self.examples.iter().chain(&self.words).chain([&self.zh]);
        words.map(|word| word.to_lowercase()).filter(|word| occurs(word, text)).map(|word| weight(&word)).sum()
    }
}

/// Whether a word occurs; one in Latin letters only as a whole word.
fn occurs(word: &str, text: &str) -> bool {
    if word.is_ascii() {
        text.split(|c: char| !c.is_ascii_alphanumeric()).any(|token| token == word)
    } else {
        text.contains(word)
    }
}

/// What a word says: each Chinese character as much as a Latin word.
fn weight(word: &str) -> usize {
    if word.is_ascii() { 2 } else { word.chars().count() }
}

#[cfg(test)]
mod tests;
