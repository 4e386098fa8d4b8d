//! The shapes in which the first events wrote people, tags and households. Events keep them for ever, whatever the
//! program knows of a household today; what has come since is recorded by facts of its own.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Date, Household, Id, Lives, Member, Moment, Person, Profile, Scope, Sex, Tag, Trail, Visit};

#[derive(Serialize, Deserialize)]
struct FirstPerson {
    name: String,
    relation: String,
    id_number: Option<String>,
    sex: Sex,
    birth: Option<String>,
    ethnicity: Option<String>,
    phone: Option<String>,
    tags: Vec<String>,
    remark: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct FirstMember {
    id: Id,
    details: FirstPerson,
}

#[derive(Serialize, Deserialize)]
struct FirstTag {
    name: String,
    reason: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
}

#[derive(Serialize, Deserialize)]
struct FirstProfile {
    door: String,
    head: String,
    phone: Option<String>,
    address: Option<String>,
    members: Vec<FirstMember>,
    tags: Vec<FirstTag>,
}

#[derive(Serialize, Deserialize)]
struct FirstHousehold {
    id: Id,
    cell: Scope,
    added_at: Moment,
    profile: FirstProfile,
    visits: Vec<Visit>,
    older_visits: Vec<(Moment, Id)>,
    years_reached: Vec<i32>,
    trail: Trail,
}

impl From<&Person> for FirstPerson {
    fn from(person: &Person) -> Self {
        let Person { name, relation, id_number, sex, birth, ethnicity, phone, tags, remark, more: _ } = person.clone();
        Self { name, relation, id_number, sex, birth, ethnicity, phone, tags, remark }
    }
}

impl From<FirstPerson> for Person {
    fn from(first: FirstPerson) -> Self {
        let FirstPerson { name, relation, id_number, sex, birth, ethnicity, phone, tags, remark } = first;
        Self { name, relation, id_number, sex, birth, ethnicity, phone, tags, remark, more: Vec::new() }
    }
}

impl From<&Member> for FirstMember {
    fn from(member: &Member) -> Self {
        Self { id: member.id, details: (&member.details).into() }
    }
}

impl From<FirstMember> for Member {
    fn from(first: FirstMember) -> Self {
        Self { id: first.id, details: first.details.into() }
    }
}

impl From<&Tag> for FirstTag {
    fn from(tag: &Tag) -> Self {
        let Tag { name, reason, from, to, ended: _ } = tag.clone();
        Self { name, reason, from, to }
    }
}

impl From<FirstTag> for Tag {
    fn from(first: FirstTag) -> Self {
        let FirstTag { name, reason, from, to } = first;
        Self { name, reason, from, to, ended: false }
    }
}

impl From<&Profile> for FirstProfile {
    fn from(profile: &Profile) -> Self {
        let Profile { door, head, phone, address, members, tags, more: _ } = profile.clone();
        let members = members.iter().map(FirstMember::from).collect();
        Self { door, head, phone, address, members, tags: tags.iter().map(FirstTag::from).collect() }
    }
}

impl From<FirstProfile> for Profile {
    fn from(first: FirstProfile) -> Self {
        let FirstProfile { door, head, phone, address, members, tags } = first;
        let members = members.into_iter().map(Member::from).collect();
        let tags = tags.into_iter().map(Tag::from).collect();
        Self { door, head, phone, address, members, tags, more: Vec::new() }
    }
}

impl From<&Household> for FirstHousehold {
    fn from(household: &Household) -> Self {
        let household = household.clone();
        Self {
            id: household.id,
            cell: household.cell,
            added_at: household.added_at,
            profile: (&household.profile).into(),
            visits: household.visits,
            older_visits: household.older_visits,
            years_reached: household.years_reached,
            trail: household.trail,
        }
    }
}

impl From<FirstHousehold> for Household {
    fn from(first: FirstHousehold) -> Self {
        let FirstHousehold { id, cell, added_at, profile, visits, older_visits, years_reached, trail } = first;
        let (merged_into, absorbed, split_from) = (None, Vec::new(), None);
        let profile = profile.into();
        Self {
            id,
            cell,
            added_at,
            profile,
            visits,
            older_visits,
            years_reached,
            trail,
            merged_into,
            absorbed,
            split_from,
            lives: Lives::default(),
        }
    }
}

/// Writes and reads a value in its first shape: for `#[serde(with)]`.
macro_rules! in_first_shape {
    ($name:ident, $now:ty, $first:ty, $held:ty) => {
        pub(in crate::domain) mod $name {
            use super::{Deserialize, Deserializer, Serialize, Serializer};

            pub fn serialize<S: Serializer>(value: &$held, serializer: S) -> Result<S::Ok, S::Error> {
                let value: &$now = value;
                <$first>::from(value).serialize(serializer)
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$held, D::Error> {
                <$first>::deserialize(deserializer).map(|first| <$held>::from(<$now>::from(first)))
            }
        }
    };
}
in_first_shape!(member, super::Member, super::FirstMember, Box<super::Member>);
in_first_shape!(tag, super::Tag, super::FirstTag, super::Tag);
in_first_shape!(profile, super::Profile, super::FirstProfile, Box<super::Profile>);
in_first_shape!(household, super::Household, super::FirstHousehold, super::Household);
