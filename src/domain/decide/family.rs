//! Families that part, come together or get another head.

use super::{Decision, Desk, Draft, worded};
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::Snapshot;
use crate::domain::household::{HEAD, Household, HouseholdField, Member, MemberField, Profile, Tag};
use crate::domain::id::Id;
use crate::domain::matter::Matter;
use crate::domain::refusal::{FamilyRefusal, HomeRefusal, Refusal};
use crate::domain::request::Part;
use crate::domain::scope::Scope;

impl Desk<'_> {
    /// Members go by an id of their own in each household: what was recorded of them before stays where it was.
    pub(super) fn split_household(&mut self, id: Id, part: &Part) -> Result<Decision, Refusal> {
        self.cell_in_use(part.cell)?;
        let household = self.standing_household(id)?;
        let going = going(&household, part)?;
        let heads: Vec<&Member> = going.iter().filter(|member| member.details.is_called_head()).collect();
        let [head] = heads[..] else { return Err(FamilyRefusal::OneHead.into()) };
        let new = self.asker.ids.draw();
        let on = self.asker.at.date();
        let profile = Profile {
            door: worded(&part.door, HomeRefusal::EmptyDoor.into())?,
            head: head.details.name.clone(),
            phone: part.phone.clone(),
            members: going.iter().map(|member| Member { id: self.asker.ids.draw(), ..member.clone() }).collect(),
            tags: part.tags.iter().map(|name| tag_of(&household, name).cloned()).collect::<Result<_, _>>()?,
            ..Profile::default()
        };
        let began = Fact::SplitFrom { from: id, profile: Box::new(profile) };
        let mut decision = Decision::on(new, part.cell, began);
        decision.about.push(id);
        let went = going.iter().map(|member| Fact::MemberWent { member: member.id, to: new });
        let ended = part.tags.iter().map(|name| Fact::TagEnded { name: name.clone(), on });
        let here = |fact| Draft { record: id, scope: household.cell, fact };
        decision.drafts.extend(went.chain(ended).map(here));
        Ok(decision)
    }

    pub(super) fn merge_households(
        &mut self,
        from: Id,
        into: Id,
        relations: &[(Id, String)],
    ) -> Result<Decision, Refusal> {
        if from == into {
            return Err(FamilyRefusal::MergesItself.into());
        }
        let (leaving, staying) = (self.standing_household(from)?, self.standing_household(into)?);
        let cell = staying.cell;
        let mut decision = Decision::on(into, cell, Fact::Absorbed { from });
        decision.about.push(from);
        for member in &leaving.profile.members {
            let mut member = Member { id: self.asker.ids.draw(), ..related(member, relations) };
            // A household has one head; what the other one is to them somebody has to say.
            if member.details.is_called_head() && !staying.profile.members.is_empty() {
                member.details.relation = String::new();
            }
            let fact = Fact::MemberCame { from, member: Box::new(member) };
            decision.drafts.push(Draft { record: into, scope: cell, fact });
        }
        for tag in leaving.profile.tags.iter().filter(|tag| !tag.ended && staying.tag(&tag.name).is_none()) {
            decision.drafts.push(Draft { record: into, scope: cell, fact: Fact::TagSet(tag.clone()) });
        }
        decision.drafts.push(Draft { record: from, scope: leaving.cell, fact: Fact::MergedInto { into } });
        for matter in self.reader.matters_of_household(&leaving)?.into_iter().filter(Matter::is_open) {
            decision.drafts.extend(rehomed(matter, into, cell));
        }
        decision.drafts.extend(self.rehomed_promises(from, into, cell)?);
        Ok(decision)
    }

    pub(super) fn change_head(&mut self, id: Id, head: Id, relations: &[(Id, String)]) -> Result<Decision, Refusal> {
        let household = self.standing_household(id)?;
        let new = household.member(head).ok_or(Refusal::NotFound(head))?;
        let old = household.head();
        if old.is_some_and(|old| old.id == head) {
            return Err(FamilyRefusal::IsHead(new.details.name.clone()).into());
        }
        let mut decision =
            Decision::on(id, household.cell, Fact::HouseholdSet(HouseholdField::Head(new.details.name.clone())));
        for member in &household.profile.members {
            let mut changed = related(member, relations);
            if member.id == head {
                HEAD.clone_into(&mut changed.details.relation);
            } else if changed.details.is_called_head() || changed.details.relation.trim().is_empty() && is(old, member)
            {
                return Err(FamilyRefusal::OldHeadIs(member.details.name.clone()).into());
            }
            if changed.details.relation != member.details.relation {
                let field = MemberField::Relation(changed.details.relation);
                let fact = Fact::MemberSet { member: member.id, field };
                decision.drafts.push(Draft { record: id, scope: household.cell, fact });
            }
        }
        Ok(decision)
    }
}

fn is(old: Option<&Member>, member: &Member) -> bool {
    old.is_some_and(|old| old.id == member.id)
}

/// Who goes, with their new relations; the head of those who stay is not among them.
fn going(household: &Household, part: &Part) -> Result<Vec<Member>, Refusal> {
    let mut going: Vec<Member> = Vec::new();
    for (id, relation) in &part.members {
        let member = household.member(*id).ok_or(Refusal::NotFound(*id))?;
        if household.is_head(*id) {
            return Err(FamilyRefusal::HeadLeaves(member.details.name.clone()).into());
        }
        if going.iter().all(|known| known.id != *id) {
            let mut member = member.clone();
            relation.trim().clone_into(&mut member.details.relation);
            going.push(member);
        }
    }
    if going.is_empty() || going.len() == household.profile.members.len() {
        return Err(FamilyRefusal::NoPart.into());
    }
    Ok(going)
}

fn tag_of<'a>(household: &'a Household, name: &str) -> Result<&'a Tag, Refusal> {
    household.tag(name).ok_or_else(|| HomeRefusal::NoSuchTag(name.to_owned()).into())
}

/// A member with the relation that is said of them, if one is.
fn related(member: &Member, relations: &[(Id, String)]) -> Member {
    let mut member = member.clone();
    if let Some((_, relation)) = relations.iter().find(|(id, _)| *id == member.id) {
        relation.trim().clone_into(&mut member.details.relation);
    }
    member
}

/// An open matter goes along: into the cell where the other household lies, and under its door.
fn rehomed(matter: Matter, into: Id, cell: Scope) -> Vec<Draft> {
    let record = matter.id;
    let moved = (matter.cell != cell).then(|| Fact::Carried(Box::new(Snapshot::Affair(Box::new(matter)))));
    let given = Fact::Matter(MatterFact::Rehomed { household: into });
    moved.into_iter().chain([given]).map(|fact| Draft { record, scope: cell, fact }).collect()
}
