//! Two that may be one.

use serde::Serialize;

use super::disclosure::Personal;
use super::{HouseholdDocument, MemberDocument};
use crate::domain::disclosure::Column;
use crate::domain::duplicates::{Duplicate, Side};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};

#[derive(Clone, Debug, Serialize)]
pub struct DuplicateDocument {
    /// `same_number`, `same_name_and_birth` or `similar_door`.
    pub why: &'static str,
    pub one: SideDocument,
    pub other: SideDocument,
}

/// One of the two.
#[derive(Clone, Debug, Serialize)]
pub struct SideDocument {
    /// What `household apart` takes: the member's id, else the household's.
    pub id: String,
    pub household: HouseholdDocument,
    pub member: Option<MemberDocument>,
}

impl DuplicateDocument {
    pub fn of(reader: &dyn Reader, pair: &Duplicate, now: Moment, reveal: bool) -> Read<Self> {
        Ok(Self {
            why: pair.why.as_str(),
            one: SideDocument::of(reader, &pair.one, now, reveal)?,
            other: SideDocument::of(reader, &pair.other, now, reveal)?,
        })
    }
}

impl SideDocument {
    fn of(reader: &dyn Reader, side: &Side, now: Moment, reveal: bool) -> Read<Self> {
        let household = HouseholdDocument::of(reader, &side.household, now, reveal)?;
        let member = side.person().map(|member| MemberDocument::of(&side.household, member, reveal));
        Ok(Self { id: member.as_ref().map_or(&household.id, |member| &member.id).clone(), household, member })
    }
}

impl Personal for DuplicateDocument {
    fn personal(&self) -> Vec<Column> {
        let mut columns = Vec::new();
        for side in [&self.one, &self.other] {
            columns.extend(side.household.personal());
            columns.extend(side.member.personal());
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    fn household(&self) -> Option<&str> {
        None
    }
}
