//! What only a person can decide: whether somebody in a roster is somebody known, where no number says so.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::guidance::Spot;
use super::incoming::{Arrival, contradict};
use crate::domain::household::{Going, Gone, Household, Member};
use crate::domain::id::{Id, RecordKind};
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::life;

/// Who is asked about: stays the same however often the same files are planned in the same order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// Place among the readings that were planned, from 0.
    pub reading: usize,
    /// Where the person's name stands, or that of the household's head.
    pub spot: Spot,
    pub about: About,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    Household,
    Person,
}

/// A question with who it may be. Without an answer it is held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub question: Question,
    /// The person's name, or the head's.
    pub name: String,
    /// The door by the roster; empty when it names none.
    pub door: String,
    /// The person's or head's date of birth by the roster.
    pub birth: Option<String>,
    /// At least one.
    pub candidates: Vec<Candidate>,
    /// What was answered, while that answer still fits.
    pub answer: Option<Answer>,
}

/// A known household, or a known person in it, that the roster may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub household: Id,
    /// `None` where the household itself is asked about.
    pub member: Option<Id>,
    pub door: String,
    pub head: String,
    /// Of the person, or of the head where it is known.
    pub birth: Option<String>,
    /// How they went, of somebody who died or moved away.
    pub going: Option<Going>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The known person (a member's id) or household (a household's id). A person who is known in another household
    /// stays there, and what the roster says of them is taken there.
    Same(Id),
    /// Somebody, or a household, not known yet.
    Another,
    Hold,
}

impl Decision {
    /// The question in one sentence, without the candidates.
    pub fn message(&self, lang: Lang) -> String {
        let name = &self.name;
        if let Some(going) = self.candidates.iter().find_map(|one| one.going.as_ref()) {
            let went = life::went(going, lang);
            return match lang {
                Lang::Zh => format!("{name}已记为 {went}，名册里还有。是同一人（不改）、另一人，还是先不导入？"),
                Lang::En => format!(
                    "{name} {went}, and the roster still has them: the same person (stays gone), another one, or leave out?"
                ),
            };
        }
        match (self.question.about, lang) {
            (About::Household, Lang::Zh) => {
                format!("本网格已有户主同名的户：{name}。是同一户、另一户，还是先不导入？")
            }
            (About::Household, Lang::En) => format!(
                "The cell already has a household whose head is called {name}: the same household, another one, or leave it out for now?"
            ),
            (About::Person, Lang::Zh) => {
                format!("已有同名同生日的人：{name}。是同一人、另一人，还是先不导入？")
            }
            (About::Person, Lang::En) => {
                format!("A person of this name is known: {name}. The same person, another one, or leave out for now?")
            }
        }
    }

    /// The answer that was given, if it is one of those that can be given.
    pub(super) fn answered(mut self, answers: &BTreeMap<Question, Answer>) -> Self {
        let fits = |answer: &Answer| match answer {
            Answer::Same(id) => self.candidates.iter().any(|c| c.member.unwrap_or(c.household) == *id),
            Answer::Another | Answer::Hold => true,
        };
        self.answer = answers.get(&self.question).copied().filter(fits);
        self
    }
}

impl Candidate {
    pub(super) fn household(household: &Household) -> Self {
        let profile = &household.profile;
        let head = profile.members.iter().find(|member| member.details.name == profile.head);
        Self {
            household: household.id,
            member: None,
            door: profile.door.clone(),
            head: profile.head.clone(),
            birth: head.and_then(|head| head.details.birth.clone()),
            going: None,
        }
    }

    /// Somebody who is no longer there.
    pub(super) fn gone(household: &Household, gone: &Gone) -> Self {
        Self { going: Some(gone.going.clone()), ..Self::member(household, &gone.member) }
    }

    pub(super) fn member(household: &Household, member: &Member) -> Self {
        let birth = member.details.birth.clone();
        Self { member: Some(member.id), birth, ..Self::household(household) }
    }
}

/// Known people by name, of those names that are asked for.
#[derive(Default)]
pub(super) struct Namesakes(HashMap<String, Vec<(Candidate, bool)>>);

impl Namesakes {
    /// Looks through every known household once; `found` are members that the rosters' people were found to be.
    pub fn of(names: &HashSet<&str>, found: &HashSet<Id>, reader: &dyn Reader) -> Read<Self> {
        let mut by_name: HashMap<String, Vec<(Candidate, bool)>> = HashMap::new();
        if names.is_empty() {
            return Ok(Self::default());
        }
        reader.each(RecordKind::Household, Scope::WHOLE, &mut |record| {
            let Record::Household(household) = record else { return true };
            for member in &household.profile.members {
                let details = &member.details;
                if details.birth.is_some() && names.contains(details.name.as_str()) && !found.contains(&member.id) {
                    let candidate = Candidate::member(&household, member);
                    by_name.entry(details.name.clone()).or_default().push((candidate, details.id_number.is_some()));
                }
            }
            true
        })?;
        Ok(Self(by_name))
    }

    /// Who of the known could be this person by name and birth, where not both have a number.
    pub fn alike(&self, arrival: &Arrival) -> Vec<Candidate> {
        let person = &arrival.person;
        if person.birth.is_none() {
            return Vec::new();
        }
        let known = self.0.get(&person.name).into_iter().flatten();
        let alike = known.filter(|(candidate, numbered)| {
            let both_numbered = *numbered && person.id_number.is_some();
            !(both_numbered || contradict(candidate.birth.as_ref(), person.birth.as_ref()))
        });
        alike.map(|(candidate, _)| candidate.clone()).collect()
    }
}
