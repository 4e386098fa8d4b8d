//! What an event says. A variant, once released, never changes its shape: a new shape is a new variant at the end,
//! because the bytes on disk name a variant by its place.

use serde::{Deserialize, Serialize};

use super::area::Role;
use super::deadline::DeadlineClock;
use super::disclosure::Disclosed;
use super::erasure::Erasure;
use super::event::EventRef;
use super::history::Snapshot;
use super::household::{Arrival, Away, Going, HouseholdField, Member, MemberField, Profile, Tag, first};
use super::id::Id;
use super::matter::VerbName;
use super::matter::{Assignee, Level, Raised, Satisfied};
use super::moment::{Date, Moment};
use super::promise::{Ending, Promised};
use super::responder::ResponderKind;
use super::scope::Scope;
use super::visit::VisitNote;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// An area or cell exists and is called so.
    AreaNamed {
        scope: Scope,
        name: String,
    },
    /// Somebody holds a place on a ladder; `None` empties it.
    RoleHeld {
        role: Role,
        person: Option<String>,
    },
    ResponderNamed {
        name: String,
        kind: ResponderKind,
        phone: Option<String>,
    },
    /// The deadline policy of the township, as TOML.
    PolicySet {
        toml: String,
    },
    /// A table of days off and make-up workdays.
    WorkdaysSet {
        tsv: String,
    },
    HouseholdAdded(#[serde(with = "first::profile")] Box<Profile>),
    HouseholdSet(HouseholdField),
    MemberAdded(#[serde(with = "first::member")] Box<Member>),
    MemberSet {
        member: Id,
        field: MemberField,
    },
    MemberLeft {
        member: Id,
        why: String,
    },
    TagSet(#[serde(with = "first::tag")] Tag),
    TagEnded {
        name: String,
        on: Date,
    },
    Visited(Box<VisitNote>),
    /// The record, as it was, goes on in this event's scope.
    Carried(Box<Snapshot>),
    Matter(MatterFact),
    /// These events of the same record no longer count; `of` is the act they belong to.
    Retracted {
        of: Id,
        events: Vec<EventRef>,
    },
    /// A member went over to the household that was split off from this one.
    MemberWent {
        member: Id,
        to: Id,
    },
    /// The household begins as a part of another one.
    SplitFrom {
        from: Id,
        profile: Box<Profile>,
    },
    /// A member of a household that was merged into this one.
    MemberCame {
        from: Id,
        member: Box<Member>,
    },
    /// Another household was merged into this one.
    Absorbed {
        from: Id,
    },
    /// Its members went over to another household; what happened at its door stays here.
    MergedInto {
        into: Id,
    },
    /// People's data was shown in full, or written to a file for others. Never taken back.
    Disclosed(Box<Disclosed>),
    /// Events of the same record were erased by law.
    Erased(Box<Erasure>),
    /// Nothing: stands where an event's body was erased. Never written.
    Gone,
    /// Somebody promised something to a household.
    Promised(Box<Promised>),
    /// A promise was kept, or let go.
    PromiseEnded {
        ending: Ending,
        text: String,
    },
    /// A promise is owed to this household from now on: the one it was made to was merged into it.
    PromiseRehomed {
        household: Id,
    },
    /// A member died or moved away; what is known of them stays with the household.
    MemberGone {
        member: Id,
        going: Going,
    },
    /// Somebody who was gone lives there again, or never went.
    MemberBack {
        member: Id,
    },
    /// Somebody was born into the household or moved in.
    MemberArrived {
        #[serde(with = "first::member")]
        member: Box<Member>,
        arrival: Arrival,
    },
    /// The whole household moved away.
    WentAway(Away),
    /// The household lives at its door again.
    CameBack,
    /// What looks like one is two: the household or a member of it, and another household or a member of that.
    HeldApart {
        mine: Id,
        other: Id,
    },
    /// The area or cell is out of use; named again it is in use again.
    AreaRetired,
    /// A promise is another's to keep from now on.
    PromiseHanded {
        from: String,
        to: String,
    },
    /// Somebody decided between two values that were written without knowing of each other: the mark goes.
    ConflictSettled {
        field: Field,
        holds: EventRef,
        other: EventRef,
        /// The one of the two that was taken.
        taken: EventRef,
    },
}

/// A step in the life of a matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MatterFact {
    Raised(Box<Raised>),
    Answered {
        text: String,
    },
    Assigned {
        to: Assignee,
        clock: DeadlineClock,
    },
    /// Sent back to the cell's cadre, or by the cadre to those who decide; with the clock that now runs.
    Returned {
        text: String,
        clock: DeadlineClock,
    },
    Declined {
        text: String,
    },
    Escalated {
        level: Level,
        text: String,
        clock: DeadlineClock,
    },
    Done {
        text: String,
    },
    Extended {
        clock: DeadlineClock,
        why: String,
    },
    Paused {
        clock: DeadlineClock,
        why: String,
    },
    Resumed {
        clock: DeadlineClock,
    },
    /// The call-back; `clock` is the fresh allowance of a dissatisfied household.
    Confirmed {
        satisfied: Satisfied,
        text: Option<String>,
        clock: Option<DeadlineClock>,
    },
    Reopened {
        text: String,
        clock: DeadlineClock,
    },
    Published,
    Claimed {
        to: Assignee,
        connect_by: Moment,
    },
    Connected,
    Released,
    Fulfilled {
        text: String,
    },
    Withdrawn {
        text: String,
    },
    Mediated {
        text: String,
    },
    Settled {
        text: String,
        follow_up: Moment,
    },
    Noted {
        text: String,
    },
    Urged,
    Promised {
        text: String,
        by: Moment,
    },
    Told {
        text: String,
    },
    Joined {
        lead: Id,
    },
    Unjoined,
    /// It is this household's from now on: the one it was raised by was merged into it.
    Rehomed {
        household: Id,
    },
    /// How a caller who is no household of ours is reached.
    CallerPhone {
        phone: String,
    },
    /// What a person had to do here is another's from now on: the matter where they had it in hand, what they promised.
    HandedOver {
        from: String,
        to: String,
        /// The matter itself stays with whoever has it.
        promises_only: bool,
    },
}

/// The single value that a fact writes; two people who write it without knowing of each other are in conflict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    Name,
    Role(Role),
    Content,
    Door,
    Head,
    Phone,
    Address,
    /// A value of a member, by the place of its variant in [`MemberField`].
    Member(Id, u8),
    /// Whether a member belongs to the household.
    Belongs(Id),
    Tag(String),
    /// The state of a matter and what hangs on it.
    State,
    /// What a voice is joined to.
    Lead,
    /// The cell the record lies in.
    Place,
    /// A particular of a household, by the place of its name.
    Home(u8),
    /// Whether the household goes on by itself.
    Merged,
    /// Whose matter it is.
    Household,
    /// Whether the household lives at its door.
    Away,
}

impl Fact {
    /// The value this fact writes; `None` for facts that only add, such as a visit or a note.
    pub fn field(&self) -> Option<Field> {
        Some(match self {
            Self::AreaNamed { .. } | Self::AreaRetired => Field::Name,
            Self::RoleHeld { role, .. } => Field::Role(*role),
            Self::ResponderNamed { .. } | Self::PolicySet { .. } | Self::WorkdaysSet { .. } => Field::Content,
            Self::HouseholdSet(field) => match field {
                HouseholdField::Door(_) => Field::Door,
                HouseholdField::Head(_) => Field::Head,
                HouseholdField::Phone(_) => Field::Phone,
                HouseholdField::Address(_) => Field::Address,
                HouseholdField::More(name, _) => Field::Home(*name as u8),
            },
            Self::MemberSet { member, field } => Field::Member(*member, field.place()),
            Self::MemberLeft { member, .. }
            | Self::MemberWent { member, .. }
            | Self::MemberGone { member, .. }
            | Self::MemberBack { member } => Field::Belongs(*member),
            Self::WentAway(_) | Self::CameBack => Field::Away,
            Self::TagSet(tag) => Field::Tag(tag.name.clone()),
            Self::TagEnded { name, .. } => Field::Tag(name.clone()),
            Self::Carried(_) => Field::Place,
            Self::Matter(fact) => return fact.field(),
            Self::MergedInto { .. } => Field::Merged,
            Self::PromiseEnded { .. } => Field::State,
            Self::PromiseRehomed { .. } => Field::Household,
            Self::Erased(_)
            | Self::Gone
            | Self::HouseholdAdded(_)
            | Self::MemberAdded(_)
            | Self::MemberArrived { .. }
            | Self::HeldApart { .. }
            | Self::Visited(_)
            | Self::Retracted { .. }
            | Self::SplitFrom { .. }
            | Self::MemberCame { .. }
            | Self::Absorbed { .. }
            | Self::Promised(_)
            | Self::PromiseHanded { .. }
            | Self::ConflictSettled { .. }
            | Self::Disclosed(_) => return None,
        })
    }
}

impl MatterFact {
    fn field(&self) -> Option<Field> {
        match self {
            Self::Raised(_) | Self::Noted { .. } | Self::Urged | Self::Promised { .. } | Self::Told { .. } => None,
            Self::HandedOver { .. } => None,
            Self::Joined { .. } | Self::Unjoined => Some(Field::Lead),
            Self::Rehomed { .. } => Some(Field::Household),
            Self::CallerPhone { .. } => Some(Field::Phone),
            _ => Some(Field::State),
        }
    }

    /// The verb that this step is the record of; `None` for raising and for what no verb does.
    pub fn verb(&self) -> Option<VerbName> {
        Some(match self {
            Self::Raised(_) | Self::Rehomed { .. } | Self::CallerPhone { .. } | Self::HandedOver { .. } => return None,
            Self::Answered { .. } => VerbName::Answer,
            Self::Assigned { .. } => VerbName::Assign,
            Self::Returned { .. } => VerbName::Return,
            Self::Declined { .. } => VerbName::Decline,
            Self::Escalated { .. } => VerbName::Escalate,
            Self::Done { .. } => VerbName::Done,
            Self::Extended { .. } => VerbName::Extend,
            Self::Paused { .. } => VerbName::Pause,
            Self::Resumed { .. } => VerbName::Resume,
            Self::Confirmed { .. } => VerbName::Confirm,
            Self::Reopened { .. } => VerbName::Reopen,
            Self::Published => VerbName::Publish,
            Self::Claimed { .. } => VerbName::Claim,
            Self::Connected => VerbName::Connect,
            Self::Released => VerbName::Release,
            Self::Fulfilled { .. } => VerbName::Fulfil,
            Self::Withdrawn { .. } => VerbName::Withdraw,
            Self::Mediated { .. } => VerbName::Mediate,
            Self::Settled { .. } => VerbName::Settle,
            Self::Noted { .. } => VerbName::Note,
            Self::Urged => VerbName::Urge,
            Self::Promised { .. } => VerbName::Promise,
            Self::Told { .. } => VerbName::Told,
            Self::Joined { .. } => VerbName::Join,
            Self::Unjoined => VerbName::Unjoin,
        })
    }
}

impl MemberField {
    /// The place of the variant, which names the field in conflict marks.
    fn place(&self) -> u8 {
        match self {
            Self::Name(_) => 0,
            Self::Relation(_) => 1,
            Self::IdNumber(_) => 2,
            Self::Sex(_) => 3,
            Self::Birth(_) => 4,
            Self::Ethnicity(_) => 5,
            Self::Phone(_) => 6,
            Self::Tags(_) => 7,
            Self::Remark(_) => 8,
            Self::More(name, _) => 9 + *name as u8,
        }
    }
}
