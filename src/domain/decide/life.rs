//! A death, a birth, moving in and out: one act with what was wanted to follow.

use super::household::particulars_of;
use super::{Decision, Desk, Draft};
use crate::domain::deadline::Allowance;
use crate::domain::fact::Fact;
use crate::domain::household::{Arrival, Away, Going, HEAD, Household, HouseholdField, MemberField, Person, Tag};
use crate::domain::id::{Id, RecordKind};
use crate::domain::life::{Follow, Life, LifeEvent};
use crate::domain::matter::verb::{Verb, VerbName};
use crate::domain::matter::{Kind, Source, Tier};
use crate::domain::moment::{Date, Moment};
use crate::domain::promise::Ending;
use crate::domain::refusal::{HomeRefusal, LifeRefusal, Refusal};
use crate::domain::request::RaiseNote;

/// The category of what is to be done about papers; a policy without it files that under everything else.
const PAPERS: &str = "papers";

impl Desk<'_> {
    pub(super) fn live(&mut self, life: &Life) -> Result<Decision, Refusal> {
        let household = self.standing_household(life.household)?;
        if let Some(on) = life.event.on().filter(|on| *on > self.asker.now.date()) {
            return Err(LifeRefusal::NotYet(on).into());
        }
        let mut decision = Decision::unchanged(household.id);
        let facts = self.facts_of(&household, life)?;
        let draft = |fact| Draft { record: household.id, scope: household.cell, fact };
        decision.drafts.extend(facts.into_iter().map(draft));
        for follow in &life.follow {
            self.followed(&household, life, follow, &mut decision)?;
        }
        Ok(decision)
    }

    /// Two people, or two households, that look like one: each household keeps that they are not.
    pub(super) fn hold_apart(&self, mine: Id, other: Id) -> Result<Decision, Refusal> {
        let place = |id| self.reader.place(id)?.ok_or(Refusal::NotFound(id));
        let (one, two) = (place(mine)?, place(other)?);
        let fitting = one.kind == two.kind && matches!(one.kind, RecordKind::Household | RecordKind::Member);
        if !fitting || mine == other {
            return Err(LifeRefusal::NotTwo.into());
        }
        if self.household(one.record)?.lives.are_apart(mine, other) {
            return Err(LifeRefusal::AreApart.into());
        }
        let mut decision = Decision::on(one.record, one.scope, Fact::HeldApart { mine, other });
        if one.record != two.record {
            decision.join(Decision::on(two.record, two.scope, Fact::HeldApart { mine: other, other: mine }));
        }
        Ok(decision)
    }

    fn facts_of(&self, household: &Household, life: &Life) -> Result<Vec<Fact>, Refusal> {
        match &life.event {
            LifeEvent::Died { member, on } => gone(household, life, *member, Going::Died(*on)),
            LifeEvent::Left { member, away } => gone(household, life, *member, Going::Left(trimmed(away))),
            LifeEvent::Arrived { person, arrival } => self.arrived(household, person, arrival),
            LifeEvent::Back { member } => back(household, *member),
            LifeEvent::AllLeft(_) if household.lives.away.is_some() => Err(LifeRefusal::IsAway.into()),
            LifeEvent::AllLeft(away) => Ok(vec![Fact::WentAway(trimmed(away))]),
            LifeEvent::AllBack if household.lives.away.is_none() => Err(LifeRefusal::NotAway.into()),
            LifeEvent::AllBack => Ok(vec![Fact::CameBack]),
        }
    }

    fn arrived(&self, household: &Household, person: &Person, arrival: &Arrival) -> Result<Vec<Fact>, Refusal> {
        let mut person = person.clone();
        if let (Arrival::Born(on), None) = (arrival, &person.birth) {
            person.birth = Some(on.to_string());
        }
        let member = self.member(&person)?;
        let further = particulars_of(&member);
        let back = household.lives.away.is_some().then_some(Fact::CameBack);
        let arrived = Fact::MemberArrived { member: Box::new(member), arrival: arrival.clone() };
        Ok(back.into_iter().chain([arrived]).chain(further).collect())
    }

    fn followed(
        &mut self,
        household: &Household,
        life: &Life,
        follow: &Follow,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let on = life.event.on().unwrap_or_else(|| self.asker.at.date());
        match follow {
            Follow::EndTag(name) => {
                let tag = household.tag(name).ok_or_else(|| HomeRefusal::NoSuchTag(name.clone()))?;
                let fact = Fact::TagEnded { name: name.clone(), on: tag.ending_with(on) };
                decision.drafts.push(Draft { record: household.id, scope: household.cell, fact });
            }
            Follow::EndTagOfPerson(_) => {}
            Follow::Withdraw(matter) => self.said_of(*matter, VerbName::Withdraw, &life.words, decision)?,
            Follow::Note(matter) => self.said_of(*matter, VerbName::Note, &life.words, decision)?,
            Follow::LetGo(promise) => {
                let promise = self.reader.promise(*promise)?.ok_or(Refusal::NotFound(*promise))?;
                decision.drafts.extend(Self::ended(&promise, Ending::LetGo, Some(&life.words))?.drafts);
            }
            Follow::Errand { id, text } => {
                let raised = self.errand(household, id, text, on)?;
                decision.drafts.extend(raised.drafts);
            }
            Follow::LeaveOther { household: other, member } => {
                let other = self.standing_household(*other)?;
                let to = format!("{} {}", household.profile.door, household.profile.head);
                let going = Going::Left(Away { on, to, registered: false });
                let nobody = Life { head: None, relations: Vec::new(), ..life.clone() };
                let facts = gone(&other, &nobody, *member, going)?;
                let draft = |fact| Draft { record: other.id, scope: other.cell, fact };
                decision.drafts.extend(facts.into_iter().map(draft));
                decision.about.push(other.id);
            }
        }
        Ok(())
    }

    /// What happened is said of a matter that was raised before.
    fn said_of(&mut self, matter: Id, name: VerbName, words: &str, decision: &mut Decision) -> Result<(), Refusal> {
        let verb = Verb { text: Some(words.to_owned()), ..Verb::new(name) };
        let matter = self.reader.matter(matter)?.ok_or(Refusal::NotFound(matter))?;
        decision.drafts.extend(self.step(&matter, &verb)?.drafts);
        Ok(())
    }

    /// Something to be done about papers, by the policy's last day for it.
    fn errand(&mut self, household: &Household, id: &str, text: &str, on: Date) -> Result<Decision, Refusal> {
        let rules = self.reader.rules();
        let known = rules.policy.life.iter().map(|ruled| &ruled.value).find(|errand| errand.id == id);
        let known = known.ok_or_else(|| LifeRefusal::NoSuchErrand(id.to_owned()))?;
        let last = known.last_day(on).map(|day| Allowance::Until(Moment::end_of(day)));
        let category = rules.policy.category_by_id(PAPERS).map_or("other", |category| category.id.as_str());
        self.raise(&RaiseNote {
            source: Source::Seen,
            tier: Some(Tier::Timed),
            category: Some(category.to_owned()),
            allowance: last,
            ..RaiseNote::new(Kind::Demand, household.id, text)
        })
    }
}

/// Somebody goes: another head where the head went, then the member, then what was theirs and stays with the household.
fn gone(household: &Household, life: &Life, id: Id, going: Going) -> Result<Vec<Fact>, Refusal> {
    let Some(member) = household.member(id) else { return gone_before(household, id, going) };
    let others: Vec<_> = household.profile.members.iter().filter(|other| other.id != id).collect();
    let mut facts = Vec::new();
    if household.is_head(id) && !others.is_empty() {
        let head = life.head.ok_or_else(|| LifeRefusal::NeedsHead(member.details.name.clone()))?;
        let head = *others.iter().find(|other| other.id == head).ok_or(Refusal::NotFound(head))?;
        facts.push(Fact::HouseholdSet(HouseholdField::Head(head.details.name.clone())));
        for other in others {
            let said = life.relations.iter().find(|(who, _)| *who == other.id).map(|(_, relation)| relation.trim());
            let relation = if other.id == head.id { HEAD } else { said.unwrap_or(&other.details.relation) };
            if relation != other.details.relation {
                let field = MemberField::Relation(relation.to_owned());
                facts.push(Fact::MemberSet { member: other.id, field });
            }
        }
    }
    facts.push(Fact::MemberGone { member: id, going });
    let ends =
        |name: &str| life.follow.iter().any(|follow| matches!(follow, Follow::EndTagOfPerson(tag) if tag == name));
    let stays = |name: &&String| !ends(name) && household.tag(name).is_none_or(|tag| tag.ended);
    let staying = member.details.tags.iter().filter(|_| life.household == household.id).filter(stays);
    facts.extend(staying.map(|name| Fact::TagSet(Tag::plain(name.as_str()))));
    Ok(facts)
}

/// Somebody who moved away before died since, or went somewhere else.
fn gone_before(household: &Household, id: Id, going: Going) -> Result<Vec<Fact>, Refusal> {
    let known = household.lives.gone(id).ok_or(Refusal::NotFound(id))?;
    if known.going == going || known.going.is_death() {
        return Err(LifeRefusal::IsGone(known.member.details.name.clone()).into());
    }
    Ok(vec![Fact::MemberGone { member: id, going }])
}

/// Who was the head before is a member without a relation now, where there is another head.
fn back(household: &Household, id: Id) -> Result<Vec<Fact>, Refusal> {
    let Some(gone) = household.lives.gone(id) else {
        let present = household.member(id).ok_or(Refusal::NotFound(id))?;
        return Err(LifeRefusal::NotGone(present.details.name.clone()).into());
    };
    let mut facts = vec![Fact::MemberBack { member: id }];
    if gone.member.details.is_called_head() && !household.profile.members.is_empty() {
        facts.push(Fact::MemberSet { member: id, field: MemberField::Relation(String::new()) });
    }
    Ok(facts)
}

fn trimmed(away: &Away) -> Away {
    Away { to: away.to.trim().to_owned(), ..away.clone() }
}
