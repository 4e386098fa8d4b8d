//! Why something may not be recorded. The sentences for people are in `i18n`.

use super::deadline::ClockRefusal;
use super::id::Id;
use super::matter::verb::{Need, VerbName};
use super::matter::{Kind, State};
use super::moment::{Date, Moment};
use super::person_id::IdFault;
use super::policy::PolicyFault;
use super::promise::Ending;
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
    /// A step with a matter or promise is said to be of a day before it was there.
    BeforeIt {
        began: Moment,
    },
    /// The household lies in that cell already.
    SameCell,
    /// A household, its members or its tags do not allow it.
    Home(HomeRefusal),
    /// Who belongs to a household does not allow it.
    Family(FamilyRefusal),
    /// Who lives there, or how they came and went, does not allow it.
    Life(LifeRefusal),
    /// What is said of a matter, or its state, does not allow it.
    Matter(MatterRefusal),
    /// The clock of a matter does not allow it.
    Clock(ClockRefusal),
    /// What a matter is joined to, or what is joined to it, does not allow it.
    Link(LinkRefusal),
    /// There is no such mark, or it was settled already.
    NoSuchConflict,
    /// What the other wrote does not fit any more.
    CannotTake,
    /// A promise does not allow it.
    Promise(PromiseRefusal),
    /// The tree of areas, or who answers for them, does not allow it.
    Area(AreaRefusal),
    /// It cannot be erased, or was.
    Erase(EraseRefusal),
    /// A policy file has faults.
    BadPolicy(Vec<PolicyFault>),
    /// A table of workdays has faults.
    BadWorkdays(Vec<RowFault>),
    /// It cannot be taken back, or brought back again.
    Undo(UndoRefusal),
    Unreadable(Unreadable),
}

impl From<Unreadable> for Refusal {
    fn from(fault: Unreadable) -> Self {
        Self::Unreadable(fault)
    }
}

/// Why something may not be recorded of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HomeRefusal {
    EmptyDoor,
    /// What was given as an identity number is none.
    BadNumber(IdFault),
    /// A tag would end before it begins.
    EndsBeforeItBegins,
    /// The household carries no such tag.
    NoSuchTag(String),
    /// The household was merged into this one; what is to be recorded is recorded there.
    Merged {
        into: Id,
    },
}

/// Why a family may not part, come together or get another head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FamilyRefusal {
    MergesItself,
    /// The head cannot leave before another member is the head.
    HeadLeaves(String),
    /// Nobody goes, or everybody does.
    NoPart,
    /// Of those who make a household exactly one is the head.
    OneHead,
    /// That member is the head already.
    IsHead(String),
    /// What the old head is to the new one is not said.
    OldHeadIs(String),
}

/// Why something may not be recorded of a death, a birth, moving in and out, or of who is the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifeRefusal {
    /// The head goes; who is the head of the others then is not said.
    NeedsHead(String),
    /// The day lies ahead.
    NotYet(Date),
    /// That person died or moved away before.
    IsGone(String),
    /// That person lives there.
    NotGone(String),
    /// The household moved away before.
    IsAway,
    /// The household lives at its door.
    NotAway,
    /// The policy knows no such errand.
    NoSuchErrand(String),
    /// Nothing of that key follows.
    NoSuchConsequence(String),
    /// The two were held apart before.
    AreApart,
    /// Not two people, nor two households.
    NotTwo,
}

/// Why something may not be recorded of a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatterRefusal {
    /// The verb cannot do without this.
    Lacks { verb: VerbName, need: Need },
    /// Answered on the spot, without the answer.
    NoAnswer,
    /// The verb does not fit; `fitting` do.
    DoesNotFit { verb: VerbName, kind: Kind, state: State, fitting: Vec<VerbName> },
    /// Only a level above the present one can be asked.
    LevelNotAbove,
}

/// Why matters may not be joined or parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRefusal {
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
}

/// Why something is not taken back, or not brought back again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UndoRefusal {
    NothingToUndo,
    /// That something was disclosed is not taken back.
    Disclosed,
    NothingToRedo,
    /// Later acts stand on this one.
    DependedOn(Vec<Id>),
}

/// Why a promise may not be made or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseRefusal {
    /// Nothing is said to be promised.
    Nothing,
    /// It was kept or let go already.
    Ended(Ending),
    /// It is let go without a reason.
    NoReason,
}

/// Why something may not be recorded of an area, or of who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaRefusal {
    Unknown(Scope),
    /// The cell is out of use.
    Retired(Scope),
    /// Something lies in it: areas or cells, households, open matters.
    NotEmpty {
        scope: Scope,
        areas: usize,
        households: i64,
        matters: i64,
    },
    MergesItself,
    /// Who hands over and who takes over are one.
    SamePerson(String),
    NothingInHand {
        person: String,
        cell: Scope,
    },
    /// Nobody heads the cell, so it has to be said who hands it over.
    Headless(Scope),
}

impl From<AreaRefusal> for Refusal {
    fn from(refusal: AreaRefusal) -> Self {
        Self::Area(refusal)
    }
}

/// Why something may not be erased, or what was erased stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EraseRefusal {
    NoReason,
    /// Nothing is left that could be erased.
    NothingLeft,
    /// The only member of this household: the household is what is to be erased.
    OnlyMember(Id),
    /// An erasure cannot be taken back.
    ForGood,
    /// What the act recorded was erased.
    ActErased,
}

impl From<PromiseRefusal> for Refusal {
    fn from(refusal: PromiseRefusal) -> Self {
        Self::Promise(refusal)
    }
}

impl From<EraseRefusal> for Refusal {
    fn from(refusal: EraseRefusal) -> Self {
        Self::Erase(refusal)
    }
}

impl From<HomeRefusal> for Refusal {
    fn from(refusal: HomeRefusal) -> Self {
        Self::Home(refusal)
    }
}

impl From<LifeRefusal> for Refusal {
    fn from(refusal: LifeRefusal) -> Self {
        Self::Life(refusal)
    }
}

impl From<MatterRefusal> for Refusal {
    fn from(refusal: MatterRefusal) -> Self {
        Self::Matter(refusal)
    }
}

impl From<FamilyRefusal> for Refusal {
    fn from(refusal: FamilyRefusal) -> Self {
        Self::Family(refusal)
    }
}

impl From<UndoRefusal> for Refusal {
    fn from(refusal: UndoRefusal) -> Self {
        Self::Undo(refusal)
    }
}

impl From<ClockRefusal> for Refusal {
    fn from(refusal: ClockRefusal) -> Self {
        Self::Clock(refusal)
    }
}

impl From<LinkRefusal> for Refusal {
    fn from(refusal: LinkRefusal) -> Self {
        Self::Link(refusal)
    }
}
