//! Households, their members and visits.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{VisitPromiseDocument, household_id, moment};
use crate::domain::facets::visit_due;
use crate::domain::household::{Away, Going, Gone, Household, Member, Person, Tag};
use crate::domain::id::{Id, RecordKind};
use crate::domain::masking;
use crate::domain::moment::{Date, Moment};
use crate::domain::person_id::Sex;
use crate::domain::reader::{Read, Reader};
use crate::domain::visit::{Visit, VisitNote};

#[derive(Clone, Debug, Serialize)]
pub struct HouseholdDocument {
    pub id: String,
    pub cell: String,
    pub door: String,
    pub head: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub members: usize,
    pub tags: Vec<String>,
    pub last_visit: Option<String>,
    pub visit_due: String,
    pub open_matters: usize,
    // What few households have is left out where there is none of it.
    /// The tags with why and from when to when, where that is known of any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tag_details: Vec<TagDocument>,
    /// What else is known, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<&'static str, String>,
    /// The household it was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// Households that were merged into it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absorbed: Vec<String>,
    /// The household it was split off from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split_from: Option<String>,
    /// Where the whole household moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<AwayDocument>,
    /// Nobody is left at the door: all died or moved away one by one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub empty: bool,
    /// Members who died or moved away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<GoneDocument>,
}

/// Where people moved.
#[derive(Clone, Debug, Serialize)]
pub struct AwayDocument {
    pub on: String,
    pub to: String,
    /// Whether they are still registered at the door.
    pub registered: bool,
}

impl AwayDocument {
    fn of(away: &Away) -> Self {
        Self { on: away.on.to_string(), to: away.to.clone(), registered: away.registered }
    }
}

/// A member who died or moved away.
#[derive(Clone, Debug, Serialize)]
pub struct GoneDocument {
    pub id: String,
    pub name: String,
    /// `died` or `moved`.
    pub how: &'static str,
    pub on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<AwayDocument>,
}

impl GoneDocument {
    fn of(gone: &Gone) -> Self {
        let away = match &gone.going {
            Going::Died(_) => None,
            Going::Left(away) => Some(AwayDocument::of(away)),
        };
        Self {
            id: gone.member.id.show(RecordKind::Member),
            name: gone.member.details.name.clone(),
            how: if away.is_some() { "moved" } else { "died" },
            on: gone.going.on().to_string(),
            away,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct TagDocument {
    pub name: String,
    pub reason: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// Whether somebody decided that it ends with its last day.
    pub ended: bool,
}

impl TagDocument {
    pub fn of(tag: &Tag) -> Self {
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        Self {
            name: tag.name.clone(),
            reason: tag.reason.clone(),
            from: day(tag.from),
            to: day(tag.to),
            ended: tag.ended,
        }
    }
}

impl HouseholdDocument {
    /// The phone is masked unless it is to be revealed.
    pub fn of(reader: &dyn Reader, household: &Household, now: Moment, reveal: bool) -> Read<Self> {
        let profile = &household.profile;
        Ok(Self {
            id: household_id(household.id),
            cell: household.cell.to_string(),
            door: profile.door.clone(),
            head: profile.head.clone(),
            phone: profile.phone.as_deref().map(|phone| shown_phone(phone, reveal)),
            address: profile.address.clone(),
            members: profile.members.len(),
            tags: household.tag_names(now.date()).into_iter().map(str::to_owned).collect(),
            last_visit: household.last_visit().map(|visit| moment(visit.at)),
            visit_due: moment(visit_due(household, &reader.rules())),
            open_matters: reader.open_matters_of(household)?,
            tag_details: if profile.tags.iter().all(|tag| *tag == Tag::plain(tag.name.as_str())) {
                Vec::new()
            } else {
                profile.tags.iter().map(TagDocument::of).collect()
            },
            more: profile.more.iter().map(|(name, text)| (name.as_str(), text.clone())).collect(),
            merged_into: household.merged_into.map(household_id),
            absorbed: household.absorbed.iter().copied().map(household_id).collect(),
            split_from: household.split_from.map(household_id),
            away: household.lives.away.as_ref().map(AwayDocument::of),
            empty: !household.is_merged() && household.is_empty(),
            gone: household.lives.gone.iter().map(GoneDocument::of).collect(),
        })
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct MemberDocument {
    pub id: String,
    pub household: String,
    pub name: String,
    pub relation: String,
    pub id_number: Option<String>,
    /// 男 or 女, as rosters write it.
    pub sex: Option<&'static str>,
    pub birth: Option<String>,
    pub ethnicity: Option<String>,
    pub phone: Option<String>,
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// What else is known, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<&'static str, String>,
    /// How they went, of one who died or moved away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<GoneDocument>,
}

impl MemberDocument {
    /// Identity number and phone are masked unless they are to be revealed.
    pub fn of(household: &Household, member: &Member, reveal: bool) -> Self {
        let Person { name, relation, id_number, sex, birth, ethnicity, phone, tags, remark, more } = &member.details;
        Self {
            id: member.id.show(RecordKind::Member),
            household: household_id(household.id),
            name: name.clone(),
            relation: relation.clone(),
            id_number: id_number.as_deref().map(|number| shown_number(number, reveal)),
            sex: match sex {
                Sex::Male => Some("男"),
                Sex::Female => Some("女"),
                Sex::Unknown => None,
            },
            birth: birth.clone(),
            ethnicity: ethnicity.clone(),
            phone: phone.as_deref().map(|phone| shown_phone(phone, reveal)),
            tags: tags.clone(),
            remark: remark.clone(),
            more: more.iter().map(|(name, text)| (name.as_str(), text.clone())).collect(),
            gone: household.lives.gone(member.id).map(GoneDocument::of),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct VisitDocument {
    /// Null for a visit that is only foreseen.
    pub id: Option<String>,
    pub household: String,
    pub at: String,
    pub typed_at: String,
    pub outcome: &'static str,
    pub by: String,
    /// Who wrote it down; differs from `by` when entered for another.
    pub typed_by: String,
    pub with: Vec<String>,
    pub met: Option<String>,
    pub note: String,
    /// What was promised at the door that day.
    pub promises: Vec<VisitPromiseDocument>,
}

impl VisitDocument {
    pub fn of(household: Id, visit: &Visit, promises: Vec<VisitPromiseDocument>) -> Self {
        Self {
            id: Some(visit.id.show(RecordKind::Visit)),
            household: household_id(household),
            at: moment(visit.at),
            typed_at: moment(visit.typed_at),
            outcome: visit.outcome.as_str(),
            by: visit.by.clone(),
            typed_by: visit.typed_by.clone(),
            with: visit.with.clone(),
            met: visit.met.clone(),
            note: visit.note.clone(),
            promises,
        }
    }

    /// A visit that would be recorded: `said` are the moments it was made and typed, and who types.
    pub fn foreseen(household: Id, note: &VisitNote, said: (Moment, Moment, &str)) -> Self {
        let (at, typed_at, by) = said;
        Self {
            id: None,
            household: household_id(household),
            at: moment(at),
            typed_at: moment(typed_at),
            outcome: note.outcome.as_str(),
            by: note.by.clone().unwrap_or_else(|| by.to_owned()),
            typed_by: by.to_owned(),
            with: note.with.clone(),
            met: note.met.clone(),
            note: note.note.clone(),
            promises: Vec::new(),
        }
    }
}

/// A telephone number with its middle hidden, unless it is to be revealed.
pub(super) fn shown_phone(phone: &str, reveal: bool) -> String {
    if reveal { phone.to_owned() } else { masking::phone(phone) }
}

/// An identity number with its middle hidden, unless it is to be revealed.
fn shown_number(number: &str, reveal: bool) -> String {
    if reveal { number.to_owned() } else { masking::number(number) }
}
