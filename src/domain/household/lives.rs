//! Who is no longer at a door, and why: those who died, those who moved away, and doors that everybody left.
//!
//! Nobody is thrown away: what was known of them stays with the household, so that a death or a move is found later,
//! and a roster that names them again is not taken for a new person.

use serde::{Deserialize, Serialize};

use super::{Date, Household, Id, Member};

/// What came and went at a door.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lives {
    /// Members who died or moved away, in the order in which that was recorded.
    pub gone: Vec<Gone>,
    /// Where the whole household went.
    pub away: Option<Away>,
    /// What looks like one and is not: something of this household (itself or a member), and what it was held against.
    pub apart: Vec<(Id, Id)>,
}

/// Somebody who is no longer there, as they were known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gone {
    pub member: Member,
    pub going: Going,
}

/// How somebody went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Going {
    /// The day of the death.
    Died(Date),
    Left(Away),
}

/// Where people moved to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// The day they left.
    pub on: Date,
    /// In words; empty where nobody knows.
    pub to: String,
    /// They are still registered (户籍) at this door, where they no longer live.
    pub registered: bool,
}

/// How somebody came to a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arrival {
    /// The day of the birth.
    Born(Date),
    /// The day they came, and where from in words; empty where nobody knows.
    Came { on: Date, from: String },
}

impl Going {
    /// The day of the death or of the move.
    pub fn on(&self) -> Date {
        match self {
            Self::Died(on) => *on,
            Self::Left(away) => away.on,
        }
    }

    pub fn is_death(&self) -> bool {
        matches!(self, Self::Died(_))
    }
}

impl Arrival {
    /// The day of the birth or of the move.
    pub fn on(&self) -> Date {
        match self {
            Self::Born(on) | Self::Came { on, .. } => *on,
        }
    }
}

impl Lives {
    pub fn gone(&self, member: Id) -> Option<&Gone> {
        self.gone.iter().find(|gone| gone.member.id == member)
    }

    /// Whether somebody said that the two are not the same.
    pub fn are_apart(&self, one: Id, other: Id) -> bool {
        self.apart.iter().any(|pair| *pair == (one, other) || *pair == (other, one))
    }
}

impl Household {
    /// Whether somebody still lives at the door: nobody calls at one that everybody left, or that was merged.
    pub fn is_lived_in(&self) -> bool {
        !self.is_merged() && self.lives.away.is_none() && !self.is_empty()
    }

    /// Whether everybody who lived there died or moved away one by one.
    pub fn is_empty(&self) -> bool {
        self.profile.members.is_empty() && !self.lives.gone.is_empty()
    }

    /// A member, also one who is gone.
    pub fn anybody(&self, id: Id) -> Option<&Member> {
        self.member(id).or_else(|| self.lives.gone(id).map(|gone| &gone.member))
    }

    /// Those who live there and those who are gone.
    pub fn everybody(&self) -> impl Iterator<Item = &Member> {
        self.profile.members.iter().chain(self.lives.gone.iter().map(|gone| &gone.member))
    }
}
