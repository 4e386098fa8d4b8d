//! Matters: what a person raised (事项) — demands, small wishes, disputes — and their life.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::deadline::{DeadlineClock, Due};
use super::history::Trail;
use super::id::Id;
use super::moment::Moment;
use super::scope::Scope;
use super::workdays::Workdays;

pub(in crate::domain) mod first;
pub mod kind;
pub mod standing;
pub mod state;
pub mod verb;

pub use kind::{Kind, LadderStep, Level, ResponderKind, Tier, UnknownWord};
pub use standing::Standing;
pub use state::State;
pub use verb::VerbName;

/// What a household, caller or cadre raised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    pub id: Id,
    /// The grid cell.
    pub cell: Scope,
    pub raised: Raised,
    /// When it was said; clocks start here.
    pub raised_at: Moment,
    pub raised_by: String,
    pub state: State,
    /// What it was before it was closed or declined, for reopening.
    pub before_end: Option<State>,
    pub tier: Tier,
    /// The level that decides or decided; `None` while it never left the cell.
    pub level: Option<Level>,
    pub assignee: Option<Assignee>,
    /// What is asked of the level above.
    pub asked: Option<String>,
    pub answer: Option<String>,
    pub clock: Option<DeadlineClock>,
    /// What was done, and when.
    pub done: Option<(String, Moment)>,
    pub closed_at: Option<Moment>,
    /// A claimed wish must be connected by this moment or it is back on the list.
    pub connect_by: Option<Moment>,
    /// A settled dispute is looked at again by this moment.
    pub follow_up: Option<Moment>,
    /// The matter this voice was joined to.
    pub lead: Option<Id>,
    pub satisfied: Option<Satisfied>,
    /// Promises made along the way: what, and by when.
    pub promises: Vec<(String, Option<Moment>)>,
    /// What the household was last told.
    pub told: Option<(String, Moment)>,
    /// How often it was urged (催办).
    pub urged: u32,
    pub trail: Trail,
    /// The number of a caller who is no household of ours: in digits where it is one, else as it was written.
    pub caller_phone: Option<String>,
}

/// What is written down when a matter is raised; only corrections change it later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Raised {
    pub kind: Kind,
    pub tier: Tier,
    pub text: String,
    /// The policy's id of the category.
    pub category: String,
    pub source: Source,
    pub household: Option<Id>,
    /// Who spoke, where there is no household.
    pub caller: Option<String>,
    pub parties: Vec<Party>,
    /// To be phoned through now (急).
    pub urgent: bool,
    pub answer: Option<String>,
    pub level: Option<Level>,
    pub asked: Option<String>,
    pub assignee: Option<Assignee>,
    pub clock: Option<DeadlineClock>,
}

/// Where a matter came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    #[default]
    Door,
    WalkIn,
    Phone,
    Hotline,
    /// Seen by a cadre.
    Seen,
    Enterprise,
}

impl Source {
    pub const ALL: [Self; 6] = [Self::Door, Self::WalkIn, Self::Phone, Self::Hotline, Self::Seen, Self::Enterprise];

    /// The words in the command contract, in the order of [`Source::ALL`].
    pub const WORDS: [&'static str; 6] = ["door", "walk_in", "phone", "hotline", "seen", "enterprise"];

    /// The word in the command contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::WalkIn => "walk_in",
            Self::Phone => "phone",
            Self::Hotline => "hotline",
            Self::Seen => "seen",
            Self::Enterprise => "enterprise",
        }
    }
}

impl FromStr for Source {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|source| source.as_str() == text).ok_or(())
    }
}

/// The other side of a dispute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    pub household: Option<Id>,
}

/// Who has the matter in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assignee {
    Responder(Id),
    /// A cadre by name.
    Person(String),
}

/// The household's word at the call-back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Satisfied {
    Yes,
    Partly,
    No,
}

impl Satisfied {
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The word in the command contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

/// Which clock a row of a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obligation {
    /// To be done by the assignee.
    Deadline,
    /// To be decided by the level it was sent up to (定夺).
    Decision,
    /// A claimed wish is to be connected.
    Connect,
    /// A settled dispute is to be looked at again.
    FollowUp,
}

impl Matter {
    pub fn kind(&self) -> Kind {
        self.raised.kind
    }

    /// Whether it still asks something of somebody; a joined voice does so through its lead.
    pub fn is_open(&self) -> bool {
        !self.state.is_end()
    }

    pub fn is_paused(&self) -> bool {
        self.clock.as_ref().is_some_and(DeadlineClock::is_paused)
    }

    /// The deadline as it stands: the recorded one, or the present calendar's where that was provisional.
    pub fn due(&self, workdays: &Workdays) -> Option<Due> {
        if self.state.is_end() {
            return None;
        }
        self.clock.as_ref().map(|clock| clock.current_due(workdays))
    }

    /// The next moment by which somebody owes something, and what; `None` while paused, joined, done or ended.
    pub fn next_obligation(&self, workdays: &Workdays) -> Option<(Obligation, Due)> {
        if self.lead.is_some() || self.is_paused() {
            return None;
        }
        let fixed = |at| Due { at, provisional: false };
        match self.state {
            State::Triage => self.due(workdays).map(|due| (Obligation::Decision, due)),
            State::Claimed => {
                let connect = self.connect_by.map(|at| (Obligation::Connect, fixed(at)));
                let due = self.due(workdays).map(|due| (Obligation::Deadline, due));
                connect.into_iter().chain(due).min_by_key(|(_, due)| due.at)
            }
            State::Settled => self.follow_up.map(|at| (Obligation::FollowUp, fixed(at))),
            State::Assigned
            | State::Returned
            | State::Collected
            | State::Published
            | State::Open
            | State::Mediating => self.due(workdays).map(|due| (Obligation::Deadline, due)),
            State::Done | State::Fulfilled | State::Closed | State::Declined | State::Confirmed | State::Withdrawn => {
                None
            }
        }
    }

    /// Whether the work is done and only the household's word is missing.
    pub fn awaits_call_back(&self) -> bool {
        matches!(self.state, State::Done | State::Fulfilled) && self.lead.is_none()
    }

    /// Whether nothing more is done in it, so that the voices joined to it are called back.
    pub fn is_worked_off(&self) -> bool {
        matches!(self.state, State::Done | State::Fulfilled | State::Settled) || self.state.is_end()
    }

    /// Since when nothing more is done in it; when it was raised, where that is not known.
    pub fn worked_off_at(&self) -> Moment {
        self.done.as_ref().map(|(_, at)| *at).or(self.closed_at).unwrap_or(self.raised_at)
    }

    /// The state a list shows at a moment: a claim not connected in time reads as published.
    pub fn state_at(&self, now: Moment) -> State {
        match self.connect_by {
            Some(by) if self.state == State::Claimed && by < now => State::Published,
            _ => self.state,
        }
    }
}
