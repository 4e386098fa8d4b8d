//! Why something may not be recorded. The sentences for people are in `i18n`.

use super::id::Id;
use super::matter::verb::{Need, VerbName};
use super::matter::{Kind, State};
use super::moment::Moment;
use super::policy::PolicyFault;
use super::reader::Unreadable;
use super::scope::{Extent, Scope};
use super::workdays::RowFault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No record, or not of the kind that was asked for.
    NotFound(Id),
    UnknownCell(Scope),
    /// A code of another extent is needed.
    WrongExtent {
        given: Scope,
        needed: Extent,
    },
    EmptyName,
    EmptyText,
    UnknownCategory(String),
    /// The verb cannot do without this.
    Lacks {
        verb: VerbName,
        need: Need,
    },
    /// Answered on the spot, without the answer.
    NoAnswer,
    /// The verb does not fit; `fitting` do.
    DoesNotFit {
        verb: VerbName,
        kind: Kind,
        state: State,
        fitting: Vec<VerbName>,
    },
    /// The new date is not later than the present one.
    NotLater {
        due: Moment,
    },
    AlreadyExtended,
    /// The deadline has passed: it cannot be extended any more.
    Expired {
        due: Moment,
    },
    /// A date that a person fixed cannot be paused.
    FixedDate,
    AlreadyPaused,
    NotPaused,
    /// Only a level above the present one can be asked.
    LevelNotAbove,
    JoinsItself,
    /// The lead is itself joined to another; join that one.
    LeadIsVoice {
        lead: Id,
    },
    /// Others are joined to this one, so it cannot become a voice.
    HasVoices,
    /// Only matters of one kind are joined, and wishes only within a household.
    NotJoinable,
    NotJoined,
    /// The lead is not done yet, so its voices cannot be called back.
    LeadNotDone {
        lead: Id,
    },
    /// The household lies in that cell already.
    SameCell,
    /// A policy file has faults.
    BadPolicy(Vec<PolicyFault>),
    /// A table of workdays has faults.
    BadWorkdays(Vec<RowFault>),
    NothingToUndo,
    NothingToRedo,
    /// Later acts stand on this one.
    DependedOn(Vec<Id>),
    Unreadable(Unreadable),
}

impl From<Unreadable> for Refusal {
    fn from(fault: Unreadable) -> Self {
        Self::Unreadable(fault)
    }
}
