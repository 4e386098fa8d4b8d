//! Finding a household by initials, pinyin, Chinese, door number and the last digits of identity numbers and phones.
//!
//! The [`Roster`] holds the search text of every household in memory and is scanned once per keystroke. Masks of
//! letters and of neighbouring digits pass over most rows; what a query means for each character is worked out once.
//! [`alike`] measures how alike two texts are in what they speak of; [`Leads`] finds the open demands of a village that
//! words are like.
//!
//! Pure: no input or output; the store keeps the text in sealed blocks ([`encode_block`]).

pub mod alike;
mod block;
mod fold;
mod glyph;
mod leads;
mod numbers;
mod part;
mod query;
mod readings;
mod roster;
mod spoken;

pub use block::{Damaged, decode_block, encode_block};
pub use leads::{Leads, Lookalike};
pub use query::By;
pub use readings::{initials, sort_key};
pub use roster::Roster;
pub use spoken::Spoken;

/// Stands behind the name of somebody who died.
pub const DIED: &str = "\u{1}";
/// Stands behind the name of somebody who moved away, and behind the head's where nobody lives at the door any more.
pub const LEFT: &str = "\u{2}";

/// A name without its mark.
fn bare(name: &str) -> &str {
    name.trim_end_matches(['\u{1}', '\u{2}'])
}

/// The search text of one household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub household: u64,
    /// The full code of its grid cell, `150826102207-003`.
    pub cell: Box<str>,
    /// The door number as it is written, `3组12号`; may be empty.
    pub door: String,
    /// The head's name; with [`LEFT`] behind it where nobody lives there any more.
    pub head: String,
    /// The members' names; the head's may be among them. Behind those of the gone stands [`DIED`] or [`LEFT`].
    pub names: Vec<String>,
    /// The last digits of identity numbers and phones, 4 to 6 each.
    pub tails: Vec<String>,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best first; of equals the one first in walking order as the blocks have it.
    pub hits: Vec<Hit>,
    /// How many households fit, whatever the limit.
    pub total: usize,
}

impl Found {
    /// The household that is meant: the only one that fits, or the only one whose door or whole name was typed.
    pub fn the_one(&self) -> Option<&Hit> {
        let mut exact = self.hits.iter().filter(|hit| hit.exact);
        match (self.hits.first(), exact.next(), exact.next()) {
            (Some(only), ..) if self.total == 1 => Some(only),
            (_, Some(one), None) => Some(one),
            _ => None,
        }
    }
}

/// A household that fits a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub household: u64,
    pub cell: Box<str>,
    pub door: String,
    pub head: String,
    /// What fitted: one per part of the query.
    pub why: Vec<Why>,
    /// Higher is better.
    pub score: u16,
    /// The door number or a whole name was typed as it is written; never of somebody who is gone.
    pub exact: bool,
    /// Nobody lives there any more.
    pub left: bool,
}

/// What of a household fitted a part of a query. Tails hold only what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Head(String, By),
    Member(String, By),
    /// Somebody who was a member and died.
    Died(String, By),
    /// Somebody who was a member and moved away.
    Left(String, By),
    Door(String),
    Tail(String),
}

impl Why {
    /// What fitted, in Chinese: `户主王秀英（首字母）`.
    pub fn zh(&self) -> String {
        let by = |by: By| match by {
            By::Characters => "",
            By::Initials => "（首字母）",
            By::Pinyin => "（拼音）",
            By::Both => "（汉字和拼音）",
        };
        match self {
            Self::Head(name, how) => format!("户主{name}{}", by(*how)),
            Self::Member(name, how) => format!("家人{name}{}", by(*how)),
            Self::Died(name, how) => format!("已故{name}{}", by(*how)),
            Self::Left(name, how) => format!("搬走的{name}{}", by(*how)),
            Self::Door(door) => format!("门牌{door}"),
            Self::Tail(digits) => format!("尾号{digits}"),
        }
    }

    /// What fitted, in English: `head 王秀英 (initials)`.
    pub fn en(&self) -> String {
        let by = |by: By| match by {
            By::Characters => "",
            By::Initials => " (initials)",
            By::Pinyin => " (pinyin)",
            By::Both => " (characters and pinyin)",
        };
        match self {
            Self::Head(name, how) => format!("head {name}{}", by(*how)),
            Self::Member(name, how) => format!("member {name}{}", by(*how)),
            Self::Died(name, how) => format!("died: {name}{}", by(*how)),
            Self::Left(name, how) => format!("moved away: {name}{}", by(*how)),
            Self::Door(door) => format!("door {door}"),
            Self::Tail(digits) => format!("number ending {digits}"),
        }
    }
}

#[cfg(test)]
mod tests;
