//! Households: entering, changing, moving, visiting.

use super::{Decision, Desk, Draft, worded};
use crate::domain::fact::Fact;
use crate::domain::history::Snapshot;
use crate::domain::household::{Household, HouseholdField, Member, MemberField, Person, Profile};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Edit, NewHousehold};
use crate::domain::scope::Scope;
use crate::domain::visit::VisitNote;

impl Desk<'_> {
    pub(super) fn household(&self, id: Id) -> Result<Household, Refusal> {
        self.reader.household(id)?.ok_or(Refusal::NotFound(id))
    }

    pub(super) fn add_household(&mut self, cell: Scope, new: &NewHousehold) -> Result<Decision, Refusal> {
        self.known_cell(cell)?;
        let profile = Profile {
            door: new.door.trim().to_owned(),
            head: worded(&new.head, Refusal::EmptyName)?,
            phone: new.phone.clone(),
            address: new.address.clone(),
            members: new.members.iter().map(|person| self.member(person)).collect::<Result<_, _>>()?,
            tags: new.tags.clone(),
        };
        let id = self.asker.ids.draw();
        Ok(Decision::on(id, cell, Fact::HouseholdAdded(Box::new(profile))))
    }

    fn member(&self, person: &Person) -> Result<Member, Refusal> {
        let mut details = person.clone();
        details.name = worded(&person.name, Refusal::EmptyName)?;
        Ok(Member { id: self.asker.ids.draw(), details })
    }

    pub(super) fn edit_household(&mut self, id: Id, edits: &[Edit]) -> Result<Decision, Refusal> {
        let household = self.household(id)?;
        let mut decision = Decision::unchanged(id);
        for edit in edits {
            if let Some(fact) = self.edit(&household, edit)? {
                decision.drafts.push(Draft { record: id, scope: household.cell, fact });
            }
        }
        Ok(decision)
    }

    /// The fact that an edit comes to; `None` when it holds already.
    fn edit(&self, household: &Household, edit: &Edit) -> Result<Option<Fact>, Refusal> {
        Ok(match edit {
            Edit::Set(field) => {
                if let HouseholdField::Head(head) = field {
                    worded(head, Refusal::EmptyName)?;
                }
                let mut profile = household.profile.clone();
                field.clone().set(&mut profile);
                (profile != household.profile).then(|| Fact::HouseholdSet(field.clone()))
            }
            Edit::AddMember(person) => Some(Fact::MemberAdded(Box::new(self.member(person)?))),
            Edit::SetMember { member, field } => {
                if let MemberField::Name(name) = field {
                    worded(name, Refusal::EmptyName)?;
                }
                let present = household.member(*member).ok_or(Refusal::NotFound(*member))?;
                let mut details = present.details.clone();
                field.clone().set(&mut details);
                (details != present.details).then(|| Fact::MemberSet { member: *member, field: field.clone() })
            }
            Edit::RemoveMember { member, why } => {
                household.member(*member).ok_or(Refusal::NotFound(*member))?;
                Some(Fact::MemberLeft { member: *member, why: why.clone() })
            }
            Edit::SetTag(tag) => {
                worded(&tag.name, Refusal::EmptyName)?;
                (!household.profile.tags.contains(tag)).then(|| Fact::TagSet(tag.clone()))
            }
            Edit::EndTag { name, on } => {
                let tag = household.profile.tags.iter().find(|tag| tag.name == *name).ok_or(Refusal::EmptyName)?;
                (tag.to != Some(*on)).then(|| Fact::TagEnded { name: name.clone(), on: *on })
            }
        })
    }

    /// The household goes whole: with its members, tags, visits and every matter it raised.
    pub(super) fn move_household(&mut self, id: Id, to: Scope) -> Result<Decision, Refusal> {
        self.known_cell(to)?;
        let household = self.household(id)?;
        if household.cell == to {
            return Err(Refusal::SameCell);
        }
        let matters = self.reader.matters_of_household(&household)?;
        let snapshot = Snapshot::Household(household);
        let mut decision = Decision::on(id, to, Fact::Carried(Box::new(snapshot)));
        for matter in matters {
            let record = matter.id;
            let fact = Fact::Carried(Box::new(Snapshot::Matter(matter)));
            decision.drafts.push(Draft { record, scope: to, fact });
        }
        Ok(decision)
    }

    pub(super) fn visit(&mut self, id: Id, note: &VisitNote) -> Result<Decision, Refusal> {
        let household = self.household(id)?;
        Ok(Decision::on(id, household.cell, Fact::Visited(Box::new(note.clone()))))
    }
}
