//! Disclosures: who was shown people's data in full or given it in a file, when, which columns and of how many.
//!
//! Each is a record of its own, so that none ever grows, and none is taken back: what was seen was seen.

use serde::{Deserialize, Serialize};

use super::history::Trail;
use super::id::Id;
use super::moment::Moment;
use super::scope::Scope;

/// What was disclosed, as a fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosed {
    pub manner: Manner,
    /// The filter, the report or the file's name; empty where the manner says everything.
    pub what: String,
    /// What stood in full, each once, in the order of [`Column`].
    pub columns: Vec<Column>,
    /// Rows that had any of it: persons, households or matters, whatever the manner shows.
    pub count: u64,
    /// The household, where it was about one.
    pub household: Option<Id>,
}

/// Where people's data stood in full. The bytes on disk name a variant by its place: new ones come at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Manner {
    /// A list of households, of members, of matters.
    Households,
    Members,
    Matters,
    Due,
    /// One record with its history.
    Record,
    /// The answer to something that was recorded.
    Answer,
    /// The doorstep card.
    Card,
    /// The page with everything known of a household.
    Particulars,
    /// The numbers of callers on Today.
    Today,
    /// A file that holds everything.
    Backup,
    /// A report or an export for others.
    Report,
    /// The day's backup, written by itself.
    DailyBackup,
}

impl Manner {
    pub const ALL: [Self; 12] = [
        Self::Households,
        Self::Members,
        Self::Matters,
        Self::Due,
        Self::Record,
        Self::Answer,
        Self::Card,
        Self::Particulars,
        Self::Today,
        Self::Backup,
        Self::Report,
        Self::DailyBackup,
    ];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Households => "list_households",
            Self::Members => "list_members",
            Self::Matters => "list_matters",
            Self::Due => "due",
            Self::Record => "show",
            Self::Answer => "answer",
            Self::Card => "card",
            Self::Particulars => "particulars",
            Self::Today => "today",
            Self::Backup => "backup",
            Self::Report => "report",
            Self::DailyBackup => "daily_backup",
        }
    }
}

/// What is masked or hidden until somebody asks. The bytes on disk name a variant by its place: new ones come at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    IdNumber,
    Phone,
    /// The number of a caller who is no household of ours.
    CallerPhone,
    Address,
    Tags,
    /// Every other particular of a household or member: birth, schooling, work, remarks.
    Details,
    /// Words that accuse somebody.
    Accusations,
    /// What happened to the household.
    History,
    /// Everything the ledger holds.
    Everything,
}

impl Column {
    pub const ALL: [Self; 9] = [
        Self::IdNumber,
        Self::Phone,
        Self::CallerPhone,
        Self::Address,
        Self::Tags,
        Self::Details,
        Self::Accusations,
        Self::History,
        Self::Everything,
    ];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
            Self::CallerPhone => "caller_phone",
            Self::Address => "address",
            Self::Tags => "tags",
            Self::Details => "details",
            Self::Accusations => "accusations",
            Self::History => "history",
            Self::Everything => "everything",
        }
    }
}

impl Disclosed {
    /// A file that holds everything, of so many households; `what` is its name.
    pub fn everything(manner: Manner, what: impl Into<String>, households: u64) -> Self {
        Self { manner, what: what.into(), columns: vec![Column::Everything], count: households, household: None }
    }

    /// What rows have in full, counted; `None` where no row has anything.
    pub fn of_rows(
        manner: Manner,
        what: impl Into<String>,
        rows: impl IntoIterator<Item = Vec<Column>>,
    ) -> Option<Self> {
        let (mut columns, mut count) = (Vec::new(), 0);
        for row in rows.into_iter().filter(|row| !row.is_empty()) {
            columns.extend(row);
            count += 1;
        }
        columns.sort_unstable();
        columns.dedup();
        (count > 0).then(|| Self { manner, what: what.into(), columns, count, household: None })
    }
}

/// A disclosure, folded from its one fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disclosure {
    pub id: Id,
    /// The cell of the household it was about, else the area that was asked for.
    pub scope: Scope,
    /// When the clock of the device said it was.
    pub at: Moment,
    pub by: String,
    pub device: u64,
    pub disclosed: Disclosed,
    pub trail: Trail,
}
