//! Erasing by law: which events speak of whom, and what of them is left.

use std::collections::{HashMap, HashSet};

use super::Draft;
use crate::domain::erasure::scrub::{Reach, Sought, without_note, without_words};
use crate::domain::erasure::{Erasure, Name, Rest, STRUCK, Struck, Subject};
use crate::domain::event::Event;
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::fold;
use crate::domain::household::{Household, HouseholdField, Member, Particular, Person, Profile, phrase};
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::{Matter, Raised};
use crate::domain::promise::Promised;
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::refusal::{EraseRefusal, FamilyRefusal, Refusal};
use crate::domain::scope::Scope;

/// What an erasure comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Erasing {
    /// One fact for each record and scope that it touches.
    pub drafts: Vec<Draft>,
    pub toll: Toll,
    /// By what those who are erased are known, for what lies outside the records.
    pub sought: Sought,
    /// Records of others in which a name of theirs stands too, or a namesake's: left as they are.
    pub mentions: Vec<(RecordKind, Id)>,
}

/// How much is erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Toll {
    /// Events whose bodies are destroyed.
    pub events: usize,
    /// Of these, events that are restated without what is erased.
    pub restated: usize,
    /// Records of which nothing is left.
    pub records: usize,
    pub people: usize,
    pub visits: usize,
    /// Matters of which nothing is left.
    pub matters: usize,
    /// Matters that stay, without what is erased.
    pub matters_kept: usize,
}

/// What an erasure of somebody or something would come to.
///
/// # Errors
/// [`Refusal`] when there is nothing of that id, nothing left to erase, no reason, or the head of others.
pub fn erase(reader: &dyn Reader, subject: Subject, why: &str) -> Result<Erasing, Refusal> {
    erased(reader, subject, why, false)
}

/// The same of what was erased before and came back with an old copy: it goes, whatever it was then. The head of others
/// leaves them without one.
///
/// # Errors
/// As [`erase`], but for the head of others.
pub fn erase_again(reader: &dyn Reader, subject: Subject, why: &str) -> Result<Erasing, Refusal> {
    erased(reader, subject, why, true)
}

fn erased(reader: &dyn Reader, subject: Subject, why: &str, again: bool) -> Result<Erasing, Refusal> {
    let why = why.trim();
    if why.is_empty() {
        return Err(EraseRefusal::NoReason.into());
    }
    let mut eraser = Eraser { reader, subject, why, sought: Sought::default(), near: HashSet::new(), people: 0, again };
    let erasing = match subject.kind {
        RecordKind::Household => {
            eraser.seek_household(subject.id)?;
            eraser.erasing()?
        }
        RecordKind::Member => {
            eraser.seek_person(subject.id)?;
            eraser.erasing()?
        }
        RecordKind::Visit => eraser.note_of_visit()?,
        RecordKind::Matter => eraser.words_of_matter()?,
        _ => return Err(Refusal::NotFound(subject.id)),
    };
    if erasing.drafts.is_empty() {
        return Err(EraseRefusal::NothingLeft.into());
    }
    Ok(erasing)
}

/// What an id names that can be erased, also where nothing of it is shown any more.
///
/// # Errors
/// When the records cannot be read.
pub fn subject_of(reader: &dyn Reader, id: Id) -> Read<Option<Subject>> {
    if let Some(place) = reader.place(id)? {
        let is =
            |kind| matches!(kind, RecordKind::Household | RecordKind::Member | RecordKind::Visit | RecordKind::Matter);
        return Ok(is(place.kind).then_some(Subject { kind: place.kind, id }));
    }
    let mut found = None;
    reader.each_history(&mut |record, events| {
        let kind = if record == id { kind_of(&events) } else { kind_inside(id, &events) };
        found = kind.map(|kind| Subject { kind, id });
        found.is_none()
    })?;
    Ok(found)
}

/// Whether events are of a household or of a matter.
fn kind_of(events: &[Event]) -> Option<RecordKind> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Matter(_) => Some(RecordKind::Matter),
        Fact::Carried(snapshot) if snapshot.household().is_some() => Some(RecordKind::Household),
        Fact::Carried(snapshot) if snapshot.promise().is_some() => Some(RecordKind::Promise),
        Fact::Carried(_) => Some(RecordKind::Matter),
        Fact::HouseholdAdded(_) | Fact::SplitFrom { .. } | Fact::Visited(_) => Some(RecordKind::Household),
        Fact::Promised(_) => Some(RecordKind::Promise),
        Fact::Erased(erasure) if matches!(erasure.subject.kind, RecordKind::Household | RecordKind::Matter) => {
            Some(erasure.subject.kind)
        }
        _ => None,
    })
}

/// What an id is inside a household's record: somebody who left, or a visit that was taken back.
fn kind_inside(id: Id, events: &[Event]) -> Option<RecordKind> {
    let is_member = |event: &Event| told_members(&event.fact).any(|member| member.id == id);
    if events.iter().any(is_member) {
        return Some(RecordKind::Member);
    }
    let is_visit = |event: &Event| matches!(event.fact, Fact::Visited(_)) && event.own_id() == id;
    events.iter().any(is_visit).then_some(RecordKind::Visit)
}

/// Members as a fact writes them down.
fn told_members(fact: &Fact) -> Box<dyn Iterator<Item = &Member> + '_> {
    match fact {
        Fact::HouseholdAdded(profile) | Fact::SplitFrom { profile, .. } => Box::new(profile.members.iter()),
        Fact::MemberAdded(member) | Fact::MemberCame { member, .. } | Fact::MemberArrived { member, .. } => {
            Box::new(std::iter::once(member.as_ref()))
        }
        Fact::Carried(snapshot) => Box::new(snapshot.household().into_iter().flat_map(Household::everybody)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The household as a fact writes it down whole.
fn told_profile(fact: &Fact) -> Option<&Profile> {
    match fact {
        Fact::HouseholdAdded(profile) | Fact::SplitFrom { profile, .. } => Some(profile),
        Fact::Carried(snapshot) => snapshot.household().map(|household| &household.profile),
        _ => None,
    }
}

/// What a matter was raised as, where a fact says that.
fn told_raised(fact: &Fact) -> Option<&Raised> {
    match fact {
        Fact::Matter(MatterFact::Raised(raised)) => Some(raised),
        Fact::Carried(snapshot) => snapshot.matter().map(|matter| &matter.raised),
        _ => None,
    }
}

/// What was promised, where a fact says that.
fn told_promised(fact: &Fact) -> Option<&Promised> {
    match fact {
        Fact::Promised(promised) => Some(promised),
        Fact::Carried(snapshot) => snapshot.promise().map(|promise| &promise.promised),
        _ => None,
    }
}

/// What becomes of a record's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Nothing is left.
    Whole,
    /// What is erased is struck out.
    Struck(Reach),
}

struct Eraser<'a> {
    reader: &'a dyn Reader,
    subject: Subject,
    why: &'a str,
    sought: Sought,
    /// Households that those who are erased belong or belonged to.
    near: HashSet<Id>,
    people: usize,
    /// It was decided before.
    again: bool,
}

impl Eraser<'_> {
    /// A household, those that were merged into it, and all their people, wherever they lived before.
    fn seek_household(&mut self, id: Id) -> Result<(), Refusal> {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if !self.sought.households.insert(id) {
                continue;
            }
            let events = self.reader.history(id)?;
            if events.is_empty() {
                return Err(Refusal::NotFound(id));
            }
            self.near.insert(id);
            let mut members = HashSet::new();
            for event in &events {
                self.know_household(&event.fact);
                members.extend(told_members(&event.fact).map(|member| member.id));
                if let Fact::Absorbed { from } = &event.fact {
                    waiting.push(*from);
                }
            }
            for member in members {
                self.people += usize::from(self.follow(id, member, false)?);
            }
        }
        Ok(())
    }

    /// What a household was known by: its heads and its numbers.
    fn know_household(&mut self, fact: &Fact) {
        if let Some(profile) = told_profile(fact) {
            self.sought.name(&profile.head);
            profile.phone.iter().for_each(|phone| self.sought.number(phone));
        }
        match fact {
            Fact::HouseholdSet(HouseholdField::Head(name)) => self.sought.name(name),
            Fact::HouseholdSet(HouseholdField::Phone(Some(phone))) => self.sought.number(phone),
            _ => {}
        }
    }

    /// A person, under every id that they had in one household after another.
    fn seek_person(&mut self, id: Id) -> Result<(), Refusal> {
        let home = match self.reader.place(id)? {
            Some(place) => place.record,
            None => self.home_of(id)?.ok_or(Refusal::NotFound(id))?,
        };
        if !self.again
            && let Some(household) = self.reader.household(home)?
            && let Some(member) = household.member(id)
            && household.is_head(id)
        {
            let alone = household.profile.members.len() == 1;
            return Err(if alone {
                EraseRefusal::OnlyMember(home).into()
            } else {
                FamilyRefusal::HeadLeaves(member.details.name.clone()).into()
            });
        }
        // Whoever is the last one who is known of a door: the door would stand without anybody.
        if !self.again
            && let Some(household) = self.reader.household(home)?
            && household.lives.gone(id).is_some()
            && household.everybody().count() == 1
        {
            return Err(EraseRefusal::OnlyMember(home).into());
        }
        self.follow(home, id, true)?;
        self.people = 1;
        Ok(())
    }

    /// The household in which somebody was who is there no more.
    fn home_of(&self, member: Id) -> Read<Option<Id>> {
        let mut found = None;
        self.reader.each_history(&mut |record, events| {
            if kind_inside(member, &events) == Some(RecordKind::Member) {
                found = Some(record);
            }
            found.is_none()
        })?;
        Ok(found)
    }

    /// Follows a person through the households that families parted from and came together in; with `onward` also to
    /// where they live now. Returns whether they were not known yet.
    fn follow(&mut self, home: Id, member: Id, onward: bool) -> Read<bool> {
        let mut waiting = vec![(home, member)];
        let mut is_new = false;
        while let Some((home, member)) = waiting.pop() {
            if !self.sought.members.insert(member) {
                continue;
            }
            is_new = true;
            self.near.insert(home);
            let events = self.reader.history(home)?;
            let person = self.know_person(member, &events);
            for event in &events {
                match &event.fact {
                    Fact::SplitFrom { from, profile } if profile.members.iter().any(|known| known.id == member) => {
                        let before = self.reader.history(*from)?;
                        let went = before.iter().filter_map(|event| match &event.fact {
                            Fact::MemberWent { member, to } if *to == home => Some(*member),
                            _ => None,
                        });
                        let went: HashSet<Id> = went.collect();
                        let same = like(&person, &before).filter(|id| went.contains(id));
                        waiting.extend(same.map(|id| (*from, id)));
                    }
                    Fact::MemberCame { from, member: known } if known.id == member => {
                        waiting.extend(like(&person, &self.reader.history(*from)?).map(|id| (*from, id)));
                    }
                    Fact::MemberWent { member: known, to } if onward && *known == member => {
                        waiting.extend(like(&person, &self.reader.history(*to)?).map(|id| (*to, id)));
                    }
                    Fact::MergedInto { into } if onward => {
                        waiting.extend(like(&person, &self.reader.history(*into)?).map(|id| (*into, id)));
                    }
                    _ => {}
                }
            }
        }
        Ok(is_new)
    }

    /// Learns what a member of a household was ever known by.
    fn know_person(&mut self, member: Id, events: &[Event]) -> Known {
        let mut known = Known::default();
        for event in events {
            for told in told_members(&event.fact).filter(|told| told.id == member) {
                known.add(&told.details);
            }
            if let Fact::MemberSet { member: of, field } = &event.fact
                && *of == member
            {
                let mut person = Person::default();
                field.clone().set(&mut person);
                known.add(&person);
            }
        }
        known.names.iter().for_each(|name| self.sought.name(name));
        known.numbers.iter().chain(&known.phones).for_each(|number| self.sought.number(number));
        known
    }

    /// Goes through all that is known and erases what speaks of those who are sought.
    fn erasing(self) -> Result<Erasing, Refusal> {
        let mut erasing = Erasing { toll: Toll { people: self.people, ..Toll::default() }, ..Erasing::default() };
        let villages = self.villages()?;
        let mut fault = None;
        self.reader.each_history(&mut |record, events| {
            let way = match self.way(record, &events, &villages) {
                Ok(way) => way,
                Err(found) => {
                    fault = Some(found);
                    return false;
                }
            };
            self.erase_in(record, &events, way, &mut erasing);
            true
        })?;
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        erasing.sought = self.sought;
        Ok(erasing)
    }

    /// The villages in which those who are erased live.
    fn villages(&self) -> Read<HashSet<Scope>> {
        let mut villages = HashSet::new();
        for id in &self.near {
            villages.extend(self.reader.history(*id)?.iter().filter_map(|event| event.log.scope.village()));
        }
        Ok(villages)
    }

    /// What becomes of a record's events.
    fn way(&self, record: Id, events: &[Event], villages: &HashSet<Scope>) -> Read<Way> {
        if self.sought.households.contains(&record) {
            return Ok(Way::Whole);
        }
        if self.near.contains(&record) {
            return Ok(Way::Struck(Reach::Near));
        }
        if let Some(promised) = events.iter().find_map(|event| told_promised(&event.fact)) {
            return Ok(self.way_of_promise(promised, events));
        }
        let raised: Vec<&Raised> = events.iter().filter_map(|event| told_raised(&event.fact)).collect();
        let (Some(first), Some(event)) = (raised.first(), events.first()) else { return Ok(Way::Struck(Reach::Far)) };
        let matter = match fold(events) {
            Some(Record::Matter(matter)) => Some(matter),
            _ => None,
        };
        let of = matter.as_ref().map_or(first.household, |matter| matter.raised.household);
        if of.is_some_and(|household| self.sought.households.contains(&household)) {
            let kept = matter.map_or(Ok(false), |matter| self.others_joined(&matter))?;
            return Ok(if kept { Way::Struck(Reach::Near) } else { Way::Whole });
        }
        let here = event.log.scope.village().is_some_and(|village| villages.contains(&village));
        let near = |raised: &&Raised| {
            raised.household.is_some_and(|household| self.near.contains(&household))
                || raised.parties.iter().any(|party| match party.household {
                    Some(household) => self.near.contains(&household),
                    None => here && self.sought.is_named(&party.name),
                })
                || here && raised.caller.as_deref().is_some_and(|caller| self.sought.is_named(caller))
        };
        Ok(Way::Struck(if raised.iter().any(near) { Reach::Near } else { Reach::Far }))
    }

    /// A promise goes with the household it is owed to, wherever it was made first.
    fn way_of_promise(&self, first: &Promised, events: &[Event]) -> Way {
        let owed = match fold(events) {
            Some(Record::Promise(promise)) => promise.promised.household,
            _ => first.household,
        };
        let is = |homes: &HashSet<Id>, home: Option<Id>| home.is_some_and(|home| homes.contains(&home));
        if is(&self.sought.households, owed) {
            return Way::Whole;
        }
        let near = is(&self.near, owed) || is(&self.near, first.household);
        Way::Struck(if near { Reach::Near } else { Reach::Far })
    }

    /// Whether somebody else's voice is joined to a matter.
    fn others_joined(&self, matter: &Matter) -> Read<bool> {
        for voice in self.reader.voices(matter.id)? {
            let of = self.reader.matter(voice)?.and_then(|voice| voice.raised.household);
            if of.is_none_or(|household| !self.sought.households.contains(&household)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn erase_in(&self, record: Id, events: &[Event], way: Way, erasing: &mut Erasing) {
        let kind = kind_of(events);
        let left = |event: &Event| match way {
            Way::Whole if matches!(event.fact, Fact::Retracted { .. }) => Some(event.fact.clone()),
            Way::Whole => None,
            Way::Struck(reach) => self.sought.scrubbed(&event.fact, reach),
        };
        let struck = self.struck(events, &left);
        if way == Way::Struck(Reach::Far)
            && let Some(kind) = kind
            && events
                .iter()
                .any(|event| self.sought.scrubbed(&event.fact, Reach::Near).as_ref() != left(event).as_ref())
        {
            erasing.mentions.push((kind, record));
        }
        if struck.is_empty() {
            return;
        }
        let toll = &mut erasing.toll;
        let visits = events.iter().filter(|event| matches!(event.fact, Fact::Visited(_)));
        toll.visits += visits.filter(|event| struck.contains_key(&(event.log, event.seq))).count();
        toll.records += usize::from(way == Way::Whole);
        match (kind, way) {
            (Some(RecordKind::Matter), Way::Whole) => toll.matters += 1,
            (Some(RecordKind::Matter), Way::Struck(_)) => toll.matters_kept += 1,
            _ => {}
        }
        self.draft(record, struck, erasing);
    }

    /// What a visit's note says, in the visit and wherever it was carried.
    fn note_of_visit(&self) -> Result<Erasing, Refusal> {
        let id = self.subject.id;
        let home = match self.reader.place(id)? {
            Some(place) => place.record,
            None => return Err(Refusal::NotFound(id)),
        };
        let events = self.reader.history(home)?;
        let left = |event: &Event| Some(without_note(&event.fact, id, event.own_id() == id));
        let mut erasing = Erasing::default();
        let struck = self.struck(&events, &left);
        erasing.toll.visits = usize::from(!struck.is_empty());
        self.draft(home, struck, &mut erasing);
        Ok(erasing)
    }

    /// The words of a matter: what was said, asked, answered, promised and noted.
    fn words_of_matter(&self) -> Result<Erasing, Refusal> {
        let events = self.reader.history(self.subject.id)?;
        if kind_of(&events) != Some(RecordKind::Matter) {
            return Err(Refusal::NotFound(self.subject.id));
        }
        let mut erasing = Erasing::default();
        let struck = self.struck(&events, &|event| without_words(&event.fact));
        erasing.toll.matters_kept = usize::from(!struck.is_empty());
        self.draft(self.subject.id, struck, &mut erasing);
        // What was promised on it speaks of it.
        for promise in self.reader.promises_of(self.subject.id)? {
            let events = self.reader.history(promise.id)?;
            let struck = self.struck(&events, &|event| without_words(&event.fact));
            self.draft(promise.id, struck, &mut erasing);
        }
        Ok(erasing)
    }

    /// The events of a record that change when what is left of each takes its place, and earlier erasures that would
    /// still tell more.
    fn struck(&self, events: &[Event], left: &dyn Fn(&Event) -> Option<Fact>) -> HashMap<Name, Struck> {
        let mut found = HashMap::new();
        for event in events.iter().filter(|event| !matches!(event.fact, Fact::Gone | Fact::Erased(_))) {
            let fact = left(event);
            if fact.as_ref() != Some(&event.fact) {
                found.insert((event.log, event.seq), struck(event, fact));
            }
        }
        let mut earlier: Vec<(&Event, &Erasure)> = events.iter().filter_map(erasure_of).collect();
        earlier.sort_by_key(|(event, _)| (event.reference(), event.seq));
        for (event, erasure) in earlier {
            let mut erasure = erasure.clone();
            erasure.events.retain(|struck| !found.contains_key(&(struck.log, struck.seq)));
            self.sought.strike(&mut erasure.why);
            let fact = Fact::Erased(Box::new(erasure));
            if fact != event.fact {
                found.insert((event.log, event.seq), struck(event, Some(fact)));
            }
        }
        found
    }

    /// One fact for each scope in which events are erased: who holds only that scope's log must know of it.
    fn draft(&self, record: Id, struck: HashMap<Name, Struck>, erasing: &mut Erasing) {
        erasing.toll.events += struck.len();
        erasing.toll.restated += struck.values().filter(|struck| struck.rest.is_some()).count();
        let mut by_scope: HashMap<Scope, Vec<Struck>> = HashMap::new();
        for (_, struck) in struck {
            by_scope.entry(struck.log.scope).or_default().push(struck);
        }
        let mut drafts: Vec<(Scope, Vec<Struck>)> = by_scope.into_iter().collect();
        drafts.sort_by_key(|(scope, _)| *scope);
        let mut why = self.why.to_owned();
        self.sought.strike(&mut why);
        for (scope, mut events) in drafts {
            events.sort_by_key(|struck| (struck.log, struck.seq));
            let erasure = Erasure { subject: self.subject, why: why.clone(), events };
            erasing.drafts.push(Draft { record, scope, fact: Fact::Erased(Box::new(erasure)) });
        }
    }
}

/// An event's name with what is left of it.
fn struck(event: &Event, fact: Option<Fact>) -> Struck {
    let Event { log, seq, at, typed_at, ref by, ref after, .. } = *event;
    let rest = fact.map(|fact| Box::new(Rest { at, typed_at, by: by.clone(), fact }));
    Struck { log, seq, after: after.clone(), rest }
}

fn erasure_of(event: &Event) -> Option<(&Event, &Erasure)> {
    match &event.fact {
        Fact::Erased(erasure) => Some((event, erasure)),
        _ => None,
    }
}

/// What somebody was known by.
#[derive(Default)]
struct Known {
    names: HashSet<String>,
    numbers: HashSet<String>,
    phones: HashSet<String>,
}

impl Known {
    fn add(&mut self, person: &Person) {
        self.names.extend(phrase(&person.more, Particular::FormerName).map(str::to_owned));
        self.names.extend(Some(person.name.clone()).filter(|name| !name.is_empty() && name != STRUCK));
        self.numbers.extend(person.id_number.clone());
        self.phones.extend(person.phone.clone());
    }

    /// Whether a member is the same person: the same number, or the same name where one of the two has none.
    fn is(&self, person: &Person) -> bool {
        match &person.id_number {
            Some(number) if !self.numbers.is_empty() => self.numbers.contains(number),
            _ => self.names.contains(&person.name),
        }
    }
}

/// Members of a household who are the same person.
fn like<'a>(person: &'a Known, events: &'a [Event]) -> impl Iterator<Item = Id> + 'a {
    let told = events.iter().flat_map(|event| told_members(&event.fact));
    told.filter(|member| person.is(&member.details)).map(|member| member.id)
}
