//! Households: entering, changing, moving, visiting.

use super::{Decision, Desk, Draft, worded};
use crate::domain::fact::Fact;
use crate::domain::history::Snapshot;
use crate::domain::household::{Arrival, Household, HouseholdField, Member, MemberField, Person, Profile, Tag};
use crate::domain::id::Id;
use crate::domain::person_id::PersonId;
use crate::domain::refusal::{FamilyRefusal, HomeRefusal, LifeRefusal, Refusal};
use crate::domain::request::{Edit, NewHousehold};
use crate::domain::scope::Scope;
use crate::domain::visit::VisitNote;

impl Desk<'_> {
    pub(super) fn household(&self, id: Id) -> Result<Household, Refusal> {
        self.reader.household(id)?.ok_or(Refusal::NotFound(id))
    }

    /// A household that something can still be recorded of.
    pub(super) fn standing_household(&self, id: Id) -> Result<Household, Refusal> {
        let household = self.household(id)?;
        match household.merged_into {
            Some(into) => Err(HomeRefusal::Merged { into }.into()),
            None => Ok(household),
        }
    }

    pub(super) fn add_household(&mut self, cell: Scope, new: &NewHousehold) -> Result<Decision, Refusal> {
        self.cell_in_use(cell)?;
        new.tags.iter().try_for_each(checked_tag)?;
        if let Some(on) = new.arrival.as_ref().map(Arrival::on).filter(|on| *on > self.asker.now.date()) {
            return Err(LifeRefusal::NotYet(on).into());
        }
        let mut profile = Profile {
            door: new.door.trim().to_owned(),
            head: worded(&new.head, Refusal::EmptyName)?,
            phone: new.phone.clone(),
            address: new.address.clone(),
            members: new.members.iter().map(|person| self.member(person)).collect::<Result<_, _>>()?,
            tags: new.tags.clone(),
            more: Vec::new(),
        };
        let id = self.asker.ids.draw();
        // The first shape of a profile knows no particulars: they follow as facts of their own.
        let of_members = profile.members.iter().flat_map(particulars_of).collect::<Vec<_>>();
        let of_home =
            new.more.iter().map(|(name, text)| Fact::HouseholdSet(HouseholdField::More(*name, Some(text.clone()))));
        // Who moved in came to a door that stood empty.
        let coming = new.arrival.iter().flat_map(|arrival| {
            let members = std::mem::take(&mut profile.members).into_iter();
            members.map(|member| Fact::MemberArrived { member: Box::new(member), arrival: arrival.clone() })
        });
        let coming: Vec<Fact> = coming.collect();
        let further: Vec<Fact> = of_home.chain(coming).chain(of_members).collect();
        let mut decision = Decision::on(id, cell, Fact::HouseholdAdded(Box::new(profile)));
        decision.drafts.extend(further.into_iter().map(|fact| Draft { record: id, scope: cell, fact }));
        Ok(decision)
    }

    pub(super) fn member(&self, person: &Person) -> Result<Member, Refusal> {
        let mut details = person.clone();
        details.name = worded(&person.name, Refusal::EmptyName)?;
        details.id_number = details.id_number.map(|number| checked_number(&number)).transpose()?;
        Ok(Member { id: self.asker.ids.draw(), details })
    }

    pub(super) fn edit_household(&mut self, id: Id, edits: &[Edit]) -> Result<Decision, Refusal> {
        // What earlier edits of the same request change is known to the later ones.
        let mut household = self.standing_household(id)?;
        let mut decision = Decision::unchanged(id);
        for edit in edits {
            for fact in self.edit(&household, edit)? {
                foresee(&mut household, &fact);
                decision.drafts.push(Draft { record: id, scope: household.cell, fact });
            }
        }
        Ok(decision)
    }

    /// The facts that an edit comes to; none when it holds already.
    fn edit(&self, household: &Household, edit: &Edit) -> Result<Vec<Fact>, Refusal> {
        Ok(match edit {
            Edit::Set(field) => {
                if let HouseholdField::Head(head) = field {
                    worded(head, Refusal::EmptyName)?;
                }
                let mut profile = household.profile.clone();
                field.clone().set(&mut profile);
                if profile == household.profile { Vec::new() } else { vec![Fact::HouseholdSet(field.clone())] }
            }
            Edit::AddMember(person) => {
                let member = self.member(person)?;
                let further = particulars_of(&member);
                [vec![Fact::MemberAdded(Box::new(member))], further].concat()
            }
            Edit::SetMember { member, field } => set_member(household, *member, field)?,
            Edit::RemoveMember { member, why } => {
                let present = household.member(*member).ok_or(Refusal::NotFound(*member))?;
                if household.is_head(*member) && household.profile.members.len() > 1 {
                    return Err(FamilyRefusal::HeadLeaves(present.details.name.clone()).into());
                }
                vec![Fact::MemberLeft { member: *member, why: why.clone() }]
            }
            Edit::SetTag(tag) => {
                checked_tag(tag)?;
                if household.profile.tags.contains(tag) { Vec::new() } else { vec![Fact::TagSet(tag.clone())] }
            }
            Edit::EndTag { name, on } => {
                let tag = household.tag(name).ok_or_else(|| HomeRefusal::NoSuchTag(name.clone()))?;
                if tag.from.is_some_and(|from| from > *on) {
                    return Err(HomeRefusal::EndsBeforeItBegins.into());
                }
                let holds = tag.to == Some(*on) && tag.ended;
                if holds { Vec::new() } else { vec![Fact::TagEnded { name: name.clone(), on: *on }] }
            }
        })
    }

    /// The household goes whole: with its members, tags, visits and every matter it raised.
    pub(super) fn move_household(&mut self, id: Id, to: Scope) -> Result<Decision, Refusal> {
        self.cell_in_use(to)?;
        let household = self.standing_household(id)?;
        if household.cell == to {
            return Err(Refusal::SameCell);
        }
        let matters = self.reader.matters_of_household(&household)?;
        let snapshot = Snapshot::Door(Box::new(household));
        let mut decision = Decision::on(id, to, Fact::Carried(Box::new(snapshot)));
        for matter in matters {
            let record = matter.id;
            let fact = Fact::Carried(Box::new(Snapshot::Affair(Box::new(matter))));
            decision.drafts.push(Draft { record, scope: to, fact });
        }
        decision.drafts.extend(self.carried_promises(id, to)?);
        Ok(decision)
    }

    pub(super) fn visit(&mut self, id: Id, note: &VisitNote) -> Result<Decision, Refusal> {
        let household = self.standing_household(id)?;
        self.called.insert((id, self.who_called(note).to_owned()));
        Ok(Decision::on(id, household.cell, Fact::Visited(Box::new(note.clone()))))
    }

    /// The visit that a cadre's first word at a door each day records too; `None` where the visit is recorded, or will be
    /// by an earlier part of the request.
    pub(super) fn first_word(&mut self, household: &Household, note: &VisitNote) -> Option<Draft> {
        let who = self.who_called(note).to_owned();
        let is_first = !household.was_called_on(&who, self.asker.at.date()) && self.called.insert((household.id, who));
        let fact = Fact::Visited(Box::new(note.clone()));
        is_first.then_some(Draft { record: household.id, scope: household.cell, fact })
    }

    /// Who was at the door: the one who types, unless somebody else is named (代录).
    pub(super) fn who_called<'n>(&'n self, note: &'n VisitNote) -> &'n str {
        note.by.as_deref().unwrap_or(&self.asker.by)
    }
}

/// The facts that a change to a member comes to. The head's name is the household's too.
fn set_member(household: &Household, id: Id, field: &MemberField) -> Result<Vec<Fact>, Refusal> {
    let field = match field {
        MemberField::Name(name) => MemberField::Name(worded(name, Refusal::EmptyName)?),
        MemberField::IdNumber(Some(number)) => MemberField::IdNumber(Some(checked_number(number)?)),
        other => other.clone(),
    };
    let present = household.member(id).ok_or(Refusal::NotFound(id))?;
    let mut details = present.details.clone();
    field.clone().set(&mut details);
    if details == present.details {
        return Ok(Vec::new());
    }
    let mut facts = Vec::new();
    if let MemberField::Name(name) = &field
        && household.is_head(id)
    {
        facts.push(Fact::HouseholdSet(HouseholdField::Head(name.clone())));
    }
    facts.push(Fact::MemberSet { member: id, field });
    Ok(facts)
}

/// The facts that tell what the first shape of a member leaves out.
pub(super) fn particulars_of(member: &Member) -> Vec<Fact> {
    let more = member.details.more.iter();
    more.map(|(name, text)| Fact::MemberSet { member: member.id, field: MemberField::More(*name, Some(text.clone())) })
        .collect()
}

/// The 18 characters of an identity number.
fn checked_number(number: &str) -> Result<String, Refusal> {
    PersonId::parse(number).map(String::from).map_err(|fault| HomeRefusal::BadNumber(fault).into())
}

pub(super) fn checked_tag(tag: &Tag) -> Result<(), Refusal> {
    worded(&tag.name, Refusal::EmptyName)?;
    match (tag.from, tag.to) {
        (Some(from), Some(to)) if from > to => Err(HomeRefusal::EndsBeforeItBegins.into()),
        _ => Ok(()),
    }
}

/// What a household will be when a fact is recorded.
fn foresee(household: &mut Household, fact: &Fact) {
    let profile = &mut household.profile;
    match fact {
        Fact::HouseholdSet(field) => field.clone().set(profile),
        Fact::MemberAdded(member) => profile.members.push(member.as_ref().clone()),
        Fact::MemberSet { member, field } => {
            if let Some(member) = profile.members.iter_mut().find(|known| known.id == *member) {
                field.clone().set(&mut member.details);
            }
        }
        Fact::MemberLeft { member, .. } => profile.members.retain(|known| known.id != *member),
        Fact::TagSet(tag) => {
            profile.tags.retain(|known| known.name != tag.name);
            profile.tags.push(tag.clone());
        }
        Fact::TagEnded { name, on } => {
            if let Some(tag) = profile.tags.iter_mut().find(|known| known.name == *name) {
                (tag.to, tag.ended) = (Some(*on), true);
            }
        }
        _ => {}
    }
}
