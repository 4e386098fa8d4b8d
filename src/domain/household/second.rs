//! The shapes in which households were carried into another cell: the second, before anybody was gone from one, and the
//! one that followed it. Events keep them for ever.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lives::Lives;
use super::{Household, Id, Moment, Profile, Scope, Trail, Visit};

#[derive(Serialize, Deserialize)]
struct SecondHousehold {
    id: Id,
    cell: Scope,
    added_at: Moment,
    profile: Profile,
    visits: Vec<Visit>,
    older_visits: Vec<(Moment, Id)>,
    years_reached: Vec<i32>,
    trail: Trail,
    merged_into: Option<Id>,
    absorbed: Vec<Id>,
    split_from: Option<Id>,
}

impl From<&Household> for SecondHousehold {
    fn from(household: &Household) -> Self {
        let household = household.clone();
        Self {
            id: household.id,
            cell: household.cell,
            added_at: household.added_at,
            profile: household.profile,
            visits: household.visits,
            older_visits: household.older_visits,
            years_reached: household.years_reached,
            trail: household.trail,
            merged_into: household.merged_into,
            absorbed: household.absorbed,
            split_from: household.split_from,
        }
    }
}

impl SecondHousehold {
    fn with(self, lives: Lives) -> Household {
        Household {
            id: self.id,
            cell: self.cell,
            added_at: self.added_at,
            profile: self.profile,
            visits: self.visits,
            older_visits: self.older_visits,
            years_reached: self.years_reached,
            trail: self.trail,
            merged_into: self.merged_into,
            absorbed: self.absorbed,
            split_from: self.split_from,
            lives,
        }
    }
}

/// Without who is gone; only read.
pub(in crate::domain) mod home {
    use super::{Deserialize, Deserializer, Household, Lives, SecondHousehold, Serialize, Serializer};

    pub fn serialize<S: Serializer>(value: &Household, serializer: S) -> Result<S::Ok, S::Error> {
        SecondHousehold::from(value).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Household>, D::Error> {
        SecondHousehold::deserialize(deserializer).map(|second| Box::new(second.with(Lives::default())))
    }
}

/// With who is gone.
pub(in crate::domain) mod door {
    use super::{Deserialize, Deserializer, Household, Lives, SecondHousehold, Serialize, Serializer};

    pub fn serialize<S: Serializer>(value: &Household, serializer: S) -> Result<S::Ok, S::Error> {
        (SecondHousehold::from(value), &value.lives).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Household>, D::Error> {
        <(SecondHousehold, Lives)>::deserialize(deserializer).map(|(second, lives)| Box::new(second.with(lives)))
    }
}
