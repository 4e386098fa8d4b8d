//! Visits: one call at one door.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::id::Id;
use super::moment::Moment;

/// One call at one door (走访).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    pub id: Id,
    /// When it was.
    pub at: Moment,
    /// When it was typed; later than `at` when entered afterwards (补录).
    pub typed_at: Moment,
    /// Who called.
    pub by: String,
    /// Who typed it; differs from `by` when entered for another (代录).
    pub typed_by: String,
    pub outcome: Outcome,
    pub with: Vec<String>,
    /// Who was met, when somebody said so.
    pub met: Option<String>,
    pub note: String,
}

/// What is said of a visit when it is written down.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VisitNote {
    pub outcome: Outcome,
    /// Who called, where not the one who types.
    pub by: Option<String>,
    pub with: Vec<String>,
    pub met: Option<String>,
    pub note: String,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Somebody was at home (在家).
    #[default]
    Met,
    /// Nobody home (不在家).
    Absent,
    /// They would not speak (拒访).
    Declined,
    /// By phone (电话).
    Phone,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Met, Self::Absent, Self::Declined, Self::Phone];

    /// The word in the command contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Absent => "absent",
            Self::Declined => "declined",
            Self::Phone => "phone",
        }
    }

    /// Whether somebody of the household was spoken to, so that the call counts as a visit that was due.
    pub fn reached(self) -> bool {
        matches!(self, Self::Met | Self::Phone)
    }
}

impl FromStr for Outcome {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text).ok_or(())
    }
}
