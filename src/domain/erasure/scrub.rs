//! What is left of a fact when people are erased from it.

use std::collections::HashSet;

use super::STRUCK;
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::Snapshot;
use crate::domain::household::{Arrival, Away, Going, Household, HouseholdField, Member, MemberField, Profile};
use crate::domain::id::Id;
use crate::domain::matter::{Matter, Raised};
use crate::domain::promise::Promised;
use crate::domain::visit::VisitNote;

/// Who is erased, and by what they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Households that are erased with all that is theirs.
    pub households: HashSet<Id>,
    /// Members that are erased, by every id that they had.
    pub members: HashSet<Id>,
    /// Names, as people were called; the longest first.
    pub names: Vec<String>,
    /// Identity numbers and telephone numbers; the longest first.
    pub numbers: Vec<String>,
}

/// How near a record is to those who are erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It speaks of them: their names are struck wherever they stand.
    Near,
    /// It may speak of namesakes: only their numbers are struck.
    Far,
}

impl Sought {
    /// Adds a name; a single character is no name that could be told from a word.
    pub fn name(&mut self, name: &str) {
        let name = name.trim();
        if name.chars().count() > 1 && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
            self.names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        }
    }

    /// Adds an identity number or a telephone number; a short one is no number that could be told from a quantity.
    pub fn number(&mut self, number: &str) {
        let number = number.trim();
        if number.len() > 5 && !self.numbers.iter().any(|known| known == number) {
            self.numbers.push(number.to_owned());
            self.numbers.sort_by_key(|number| std::cmp::Reverse(number.len()));
        }
    }

    pub fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name.trim())
    }

    /// Whether words hold a name.
    pub fn are_named_in(&self, words: &str) -> bool {
        self.names.iter().any(|name| words.contains(name.as_str()))
    }

    /// What is left of a fact; `None` where it spoke of nobody else. A fact that does not speak of them stays as it is.
    pub fn scrubbed(&self, fact: &Fact, reach: Reach) -> Option<Fact> {
        Scrub { sought: self, reach }.fact(fact.clone())
    }

    /// Strikes what is sought out of words of the desk.
    pub fn strike(&self, words: &mut String) {
        Scrub { sought: self, reach: Reach::Near }.words(words);
    }
}

struct Scrub<'a> {
    sought: &'a Sought,
    reach: Reach,
}

impl Scrub<'_> {
    fn fact(&self, mut fact: Fact) -> Option<Fact> {
        match &mut fact {
            Fact::HouseholdAdded(profile) | Fact::SplitFrom { profile, .. } => self.profile(profile),
            Fact::HouseholdSet(field) => self.household_field(field),
            Fact::MemberAdded(member) | Fact::MemberCame { member, .. } | Fact::MemberArrived { member, .. }
                if self.sought.members.contains(&member.id) =>
            {
                return None;
            }
            Fact::MemberAdded(member) | Fact::MemberCame { member, .. } => self.person(&mut member.details),
            Fact::MemberArrived { member, arrival } => {
                self.person(&mut member.details);
                if let Arrival::Came { from, .. } = arrival {
                    self.words(from);
                }
            }
            Fact::MemberSet { member, .. }
            | Fact::MemberLeft { member, .. }
            | Fact::MemberWent { member, .. }
            | Fact::MemberGone { member, .. }
            | Fact::MemberBack { member }
                if self.sought.members.contains(member) =>
            {
                return None;
            }
            Fact::MemberSet { field, .. } => self.member_field(field),
            Fact::MemberLeft { why, .. } => self.words(why),
            Fact::MemberGone { going: Going::Left(away), .. } | Fact::WentAway(away) => self.away(away),
            Fact::HeldApart { mine, other } if self.is_sought(*mine) || self.is_sought(*other) => return None,
            Fact::TagSet(tag) => self.maybe(&mut tag.reason),
            Fact::Visited(note) => self.visit(note),
            Fact::Carried(snapshot) => self.snapshot(snapshot),
            Fact::Matter(MatterFact::CallerPhone { phone }) if self.sought.numbers.contains(phone) => return None,
            Fact::Matter(MatterFact::Rehomed { household }) if self.sought.households.contains(household) => {
                return None;
            }
            Fact::Matter(step) => self.step(step),
            Fact::Promised(promised) => self.promised(promised),
            Fact::PromiseEnded { text, .. } => self.words(text),
            Fact::PromiseRehomed { household } if self.sought.households.contains(household) => return None,
            Fact::Disclosed(disclosed) => self.words(&mut disclosed.what),
            Fact::AreaNamed { .. }
            | Fact::AreaRetired
            | Fact::PromiseHanded { .. }
            | Fact::RoleHeld { .. }
            | Fact::ResponderNamed { .. }
            | Fact::PolicySet { .. }
            | Fact::WorkdaysSet { .. }
            | Fact::TagEnded { .. }
            | Fact::Retracted { .. }
            | Fact::MemberWent { .. }
            | Fact::Absorbed { .. }
            | Fact::MergedInto { .. }
            | Fact::PromiseRehomed { .. }
            | Fact::MemberGone { .. }
            | Fact::MemberBack { .. }
            | Fact::CameBack
            | Fact::HeldApart { .. }
            | Fact::ConflictSettled { .. }
            | Fact::Erased(_)
            | Fact::Gone => {}
        }
        Some(fact)
    }

    fn words(&self, words: &mut String) {
        let names = if self.reach == Reach::Near { self.sought.names.as_slice() } else { &[] };
        for known in self.sought.numbers.iter().chain(names) {
            if words.contains(known.as_str()) {
                *words = words.replace(known.as_str(), STRUCK);
            }
        }
    }

    fn maybe(&self, words: &mut Option<String>) {
        if let Some(words) = words {
            self.words(words);
        }
    }

    /// A number of theirs is taken away whole.
    fn number(&self, number: &mut Option<String>) {
        if number.as_ref().is_some_and(|number| self.sought.numbers.contains(number)) {
            *number = None;
        }
    }

    fn is_sought(&self, id: Id) -> bool {
        self.sought.members.contains(&id) || self.sought.households.contains(&id)
    }

    fn away(&self, away: &mut Away) {
        self.words(&mut away.to);
    }

    fn profile(&self, profile: &mut Profile) {
        profile.members.retain(|member| !self.sought.members.contains(&member.id));
        self.words(&mut profile.head);
        self.number(&mut profile.phone);
        self.maybe(&mut profile.address);
        for member in &mut profile.members {
            self.person(&mut member.details);
        }
        for tag in &mut profile.tags {
            self.maybe(&mut tag.reason);
        }
        for (_, text) in &mut profile.more {
            self.words(text);
        }
    }

    /// Somebody else: what is said of them beside their name.
    fn person(&self, person: &mut crate::domain::household::Person) {
        self.number(&mut person.phone);
        self.maybe(&mut person.remark);
        for (_, text) in &mut person.more {
            self.words(text);
        }
    }

    fn household_field(&self, field: &mut HouseholdField) {
        match field {
            HouseholdField::Door(text) | HouseholdField::Head(text) => self.words(text),
            HouseholdField::Phone(phone) => self.number(phone),
            HouseholdField::Address(text) | HouseholdField::More(_, text) => self.maybe(text),
        }
    }

    fn member_field(&self, field: &mut MemberField) {
        match field {
            MemberField::Phone(phone) => self.number(phone),
            MemberField::Remark(text) | MemberField::More(_, text) => self.maybe(text),
            MemberField::Name(_)
            | MemberField::Relation(_)
            | MemberField::IdNumber(_)
            | MemberField::Sex(_)
            | MemberField::Birth(_)
            | MemberField::Ethnicity(_)
            | MemberField::Tags(_) => {}
        }
    }

    fn visit(&self, note: &mut VisitNote) {
        self.maybe(&mut note.met);
        self.words(&mut note.note);
    }

    fn snapshot(&self, snapshot: &mut Snapshot) {
        if let Some(household) = snapshot.household_mut() {
            self.household(household);
        } else if let Some(matter) = snapshot.matter_mut() {
            self.matter(matter);
        } else if let Some(promise) = snapshot.promise_mut() {
            self.promised(&mut promise.promised);
            promise.ended.iter_mut().for_each(|ended| self.words(&mut ended.text));
        }
    }

    fn promised(&self, promised: &mut Promised) {
        if promised.household.is_some_and(|household| self.sought.households.contains(&household)) {
            promised.household = None;
        }
        self.words(&mut promised.text);
    }

    fn household(&self, household: &mut Household) {
        self.profile(&mut household.profile);
        let lives = &mut household.lives;
        lives.gone.retain(|gone| !self.sought.members.contains(&gone.member.id));
        lives.apart.retain(|(mine, other)| !self.is_sought(*mine) && !self.is_sought(*other));
        for gone in &mut lives.gone {
            let Member { details, .. } = &mut gone.member;
            self.person(details);
            if let Going::Left(away) = &mut gone.going {
                self.away(away);
            }
        }
        lives.away.iter_mut().for_each(|away| self.away(away));
        for visit in &mut household.visits {
            self.maybe(&mut visit.met);
            self.words(&mut visit.note);
        }
    }

    fn raised(&self, raised: &mut Raised) {
        if raised.household.is_some_and(|household| self.sought.households.contains(&household)) {
            raised.household = None;
        }
        self.words(&mut raised.text);
        for words in [&mut raised.caller, &mut raised.answer, &mut raised.asked] {
            self.maybe(words);
        }
        for party in &mut raised.parties {
            if party.household.is_some_and(|household| self.sought.households.contains(&household)) {
                party.household = None;
                STRUCK.clone_into(&mut party.name);
            }
            self.words(&mut party.name);
        }
    }

    fn matter(&self, matter: &mut Matter) {
        self.raised(&mut matter.raised);
        self.number(&mut matter.caller_phone);
        for words in [&mut matter.answer, &mut matter.asked] {
            self.maybe(words);
        }
        let done = matter.done.iter_mut().chain(&mut matter.told).map(|(text, _)| text);
        for words in done.chain(matter.promises.iter_mut().map(|(text, _)| text)) {
            self.words(words);
        }
    }

    fn step(&self, step: &mut MatterFact) {
        if let MatterFact::Raised(raised) = step {
            self.raised(raised);
        }
        each_words(step, &mut |words| self.words(words));
    }
}

/// Visits the words that a step was told in, beside what was raised.
fn each_words(step: &mut MatterFact, visit: &mut dyn FnMut(&mut String)) {
    match step {
        MatterFact::Answered { text }
        | MatterFact::Returned { text, .. }
        | MatterFact::Declined { text }
        | MatterFact::Escalated { text, .. }
        | MatterFact::Done { text }
        | MatterFact::Extended { why: text, .. }
        | MatterFact::Paused { why: text, .. }
        | MatterFact::Confirmed { text: Some(text), .. }
        | MatterFact::Reopened { text, .. }
        | MatterFact::Fulfilled { text }
        | MatterFact::Withdrawn { text }
        | MatterFact::Mediated { text }
        | MatterFact::Settled { text, .. }
        | MatterFact::Noted { text }
        | MatterFact::Promised { text, .. }
        | MatterFact::Told { text } => visit(text),
        MatterFact::Raised(_)
        | MatterFact::Assigned { .. }
        | MatterFact::Resumed { .. }
        | MatterFact::Confirmed { text: None, .. }
        | MatterFact::Published
        | MatterFact::Claimed { .. }
        | MatterFact::Connected
        | MatterFact::Released
        | MatterFact::Urged
        | MatterFact::Joined { .. }
        | MatterFact::Unjoined
        | MatterFact::Rehomed { .. }
        | MatterFact::CallerPhone { .. }
        | MatterFact::HandedOver { .. } => {}
    }
}

/// What is left of a fact of a matter whose words are erased: its kind, states, dates and who has it in hand.
pub fn without_words(fact: &Fact) -> Option<Fact> {
    let mut fact = fact.clone();
    let strike = |words: &mut String| STRUCK.clone_into(words);
    match &mut fact {
        Fact::Matter(MatterFact::CallerPhone { .. }) => return None,
        Fact::Matter(step) => {
            if let MatterFact::Raised(raised) = step {
                words_of(raised, &strike);
            }
            each_words(step, &mut |words| strike(words));
        }
        Fact::Carried(snapshot) => {
            if let Some(promise) = snapshot.promise_mut() {
                strike(&mut promise.promised.text);
                promise.ended.iter_mut().for_each(|ended| strike(&mut ended.text));
            }
            let Some(matter) = snapshot.matter_mut() else { return Some(fact) };
            words_of(&mut matter.raised, &strike);
            matter.caller_phone = None;
            matter.answer.iter_mut().chain(&mut matter.asked).for_each(strike);
            let done = matter.done.iter_mut().chain(&mut matter.told).map(|(text, _)| text);
            done.chain(matter.promises.iter_mut().map(|(text, _)| text)).for_each(strike);
        }
        Fact::Promised(promised) => strike(&mut promised.text),
        Fact::PromiseEnded { text, .. } => strike(text),
        _ => {}
    }
    Some(fact)
}

fn words_of(raised: &mut Raised, strike: &dyn Fn(&mut String)) {
    strike(&mut raised.text);
    raised.answer.iter_mut().chain(&mut raised.asked).for_each(strike);
    raised.caller = None;
}

/// What is left of a fact of a household when what was written of one visit is erased; `is_it` says whether the fact
/// itself records that visit.
pub fn without_note(fact: &Fact, visit: Id, is_it: bool) -> Fact {
    let mut fact = fact.clone();
    match &mut fact {
        Fact::Visited(note) if is_it => {
            STRUCK.clone_into(&mut note.note);
            note.met = None;
        }
        Fact::Carried(snapshot) => {
            let Some(household) = snapshot.household_mut() else { return fact };
            for known in household.visits.iter_mut().filter(|known| known.id == visit) {
                STRUCK.clone_into(&mut known.note);
                known.met = None;
            }
        }
        _ => {}
    }
    fact
}
