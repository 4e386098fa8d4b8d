//! What a person asks to record.

use super::area::Role;
use super::deadline::Allowance;
use super::disclosure::Disclosed;
use super::handover::Handover;
use super::history::Conflict;
use super::household::{Arrival, HomeParticular, HouseholdField, MemberField, Person, Phrases, Tag};
use super::id::Id;
use super::life::Life;
use super::matter::verb::Verb;
use super::matter::{Kind, Level, Source, Tier};
use super::moment::Date;
use super::promise::Ending;
use super::responder::ResponderKind;
use super::scope::Scope;
use super::visit::VisitNote;

#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    AddArea {
        scope: Scope,
        name: String,
    },
    /// A name of `None` keeps the cell's present name.
    AddCell {
        scope: Scope,
        name: Option<String>,
    },
    SetRole {
        scope: Scope,
        role: Role,
        person: Option<String>,
    },
    /// An area or cell in which nothing lies goes out of use.
    RetireArea {
        scope: Scope,
    },
    /// All that lies in a cell goes over to another, and the cell out of use.
    MergeCells {
        from: Scope,
        into: Scope,
    },
    /// What one person has in hand in a cell goes to another.
    HandOver(Box<Handover>),
    AddResponder {
        name: String,
        kind: ResponderKind,
        phone: Option<String>,
    },
    SetPolicy {
        toml: String,
    },
    SetWorkdays {
        tsv: String,
    },
    AddHousehold {
        cell: Scope,
        household: NewHousehold,
    },
    EditHousehold {
        household: Id,
        edits: Vec<Edit>,
    },
    MoveHousehold {
        household: Id,
        to: Scope,
    },
    /// Some members become a household of their own (分户).
    SplitHousehold {
        household: Id,
        part: Box<Part>,
    },
    /// The members, tags and open matters of a household go over to another one (并户).
    MergeHouseholds {
        from: Id,
        into: Id,
        /// Relations to the head of the other household, by member of the first; who is not named keeps theirs.
        relations: Vec<(Id, String)>,
    },
    /// Another member becomes the head (户主变更).
    ChangeHead {
        household: Id,
        head: Id,
        /// Relations to the new head; the old head must be among them.
        relations: Vec<(Id, String)>,
    },
    /// A death, a birth, moving in or out, with what shall follow.
    Live(Box<Life>),
    /// What looks like one is two: members, or households by their doors.
    HoldApart {
        mine: Id,
        other: Id,
    },
    Visit {
        household: Id,
        note: VisitNote,
    },
    Raise(Box<RaiseNote>),
    Act {
        matter: Id,
        verb: Verb,
    },
    /// Something is promised at a door; the visit is recorded with it, where it is the first word there that day.
    Promise(Box<PromiseNote>),
    /// Settles what two people wrote without knowing of each other: what holds stays, or the other is taken.
    SettleConflict {
        record: Id,
        conflict: Conflict,
        take_other: bool,
    },
    /// A promise was kept, or is let go; the text says how, or why.
    EndPromise {
        promise: Id,
        ending: Ending,
        text: Option<String>,
    },
    /// Takes an act back: this one, or the last of this device that still counts.
    Undo(Option<Id>),
    /// Brings an act back that was taken back: this one, or the last.
    Redo(Option<Id>),
    /// People's data is shown in full or written to a file for others; in the cell of the household it is about, else
    /// in the area that was asked for.
    Disclose {
        scope: Scope,
        disclosed: Box<Disclosed>,
    },
    /// Several requests as one act.
    All(Vec<Request>),
}

impl Request {
    /// Whether it says what was heard or done at doors. What is typed from a paper list of such things carries the day
    /// of the list; what is done at the desk (areas, handing over, settling, taking back) is of the moment it is typed.
    pub fn is_of_doors(&self) -> bool {
        match self {
            Self::AddHousehold { .. }
            | Self::EditHousehold { .. }
            | Self::SplitHousehold { .. }
            | Self::MergeHouseholds { .. }
            | Self::ChangeHead { .. }
            | Self::Live(_)
            | Self::Visit { .. }
            | Self::Raise(_)
            | Self::Act { .. }
            | Self::Promise(_)
            | Self::EndPromise { .. } => true,
            Self::AddArea { .. }
            | Self::AddCell { .. }
            | Self::SetRole { .. }
            | Self::RetireArea { .. }
            | Self::MergeCells { .. }
            | Self::HandOver(_)
            | Self::AddResponder { .. }
            | Self::SetPolicy { .. }
            | Self::SetWorkdays { .. }
            | Self::MoveHousehold { .. }
            | Self::HoldApart { .. }
            | Self::SettleConflict { .. }
            | Self::Undo(_)
            | Self::Redo(_)
            | Self::Disclose { .. } => false,
            Self::All(requests) => requests.iter().any(Self::is_of_doors),
        }
    }
}

/// A household that is entered or imported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewHousehold {
    pub door: String,
    pub head: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    /// With the head among them, when known.
    pub members: Vec<Person>,
    pub tags: Vec<Tag>,
    pub more: Phrases<HomeParticular>,
    /// Where it moved in from, and when; `None` for one that was here before it was entered.
    pub arrival: Option<Arrival>,
}

/// What of a household becomes one of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub cell: Scope,
    pub door: String,
    pub phone: Option<String>,
    /// Who goes, with the relation to the new head, who is among them as 户主.
    pub members: Vec<(Id, String)>,
    /// Names of tags that go along and end here on the day of the act.
    pub tags: Vec<String>,
}

/// One change to a household.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Set(HouseholdField),
    AddMember(Box<Person>),
    SetMember { member: Id, field: MemberField },
    RemoveMember { member: Id, why: String },
    SetTag(Tag),
    EndTag { name: String, on: Date },
}

/// What somebody raised, as it was written down; what is left open the policy decides.
#[derive(Clone, Debug, PartialEq)]
pub struct RaiseNote {
    pub kind: Kind,
    pub text: String,
    pub household: Option<Id>,
    /// The cell, where there is no household.
    pub cell: Option<Scope>,
    /// Who spoke, where there is no household; a telephone number among it is recorded as the caller's.
    pub caller: Option<String>,
    pub caller_phone: Option<String>,
    pub source: Source,
    pub tier: Option<Tier>,
    /// The policy's id; guessed from the words when `None`.
    pub category: Option<String>,
    pub allowance: Option<Allowance>,
    pub responder: Option<Id>,
    pub parties: Vec<super::matter::Party>,
    pub urgent: bool,
    pub answer: Option<String>,
    pub level: Option<Level>,
    pub asked: Option<String>,
    /// The open matter that this voice joins, in the same act.
    pub joins: Option<Id>,
    /// Who called, with whom, whom they met: said of the visit that it records as well, where it does.
    pub visit: VisitNote,
}

/// What is promised at a door.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseNote {
    pub household: Id,
    pub text: String,
    /// By when, counted from when it was said; `None` for the next visit.
    pub due: Option<Allowance>,
    /// Who called, with whom, whom they met: said of the visit that it records as well, where it does.
    pub visit: VisitNote,
}

impl RaiseNote {
    /// Words of a household, everything else left to the policy.
    pub fn new(kind: Kind, household: Id, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            household: Some(household),
            cell: None,
            caller: None,
            caller_phone: None,
            source: Source::Door,
            tier: None,
            category: None,
            allowance: None,
            responder: None,
            parties: Vec::new(),
            urgent: false,
            answer: None,
            level: None,
            asked: None,
            joins: None,
            visit: VisitNote::default(),
        }
    }
}
