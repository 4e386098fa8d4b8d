//! States of a matter and which verb leads from which to which: the table of the command contract.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::verb::VerbName;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Sent up, waiting for a decision.
    Triage,
    Assigned,
    /// Sent back to the cell's cadre.
    Returned,
    /// Done, waiting for the call-back.
    Done,
    Closed,
    Declined,
    Collected,
    Published,
    Claimed,
    Fulfilled,
    Confirmed,
    Withdrawn,
    Open,
    Mediating,
    Settled,
}

impl State {
    pub const ALL: [Self; 15] = [
        Self::Triage,
        Self::Assigned,
        Self::Returned,
        Self::Done,
        Self::Closed,
        Self::Declined,
        Self::Collected,
        Self::Published,
        Self::Claimed,
        Self::Fulfilled,
        Self::Confirmed,
        Self::Withdrawn,
        Self::Open,
        Self::Mediating,
        Self::Settled,
    ];

    /// The word in the command contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::Assigned => "assigned",
            Self::Returned => "returned",
            Self::Done => "done",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Collected => "collected",
            Self::Published => "published",
            Self::Claimed => "claimed",
            Self::Fulfilled => "fulfilled",
            Self::Confirmed => "confirmed",
            Self::Withdrawn => "withdrawn",
            Self::Open => "open",
            Self::Mediating => "mediating",
            Self::Settled => "settled",
        }
    }

    /// Whether nothing more is owed.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Closed | Self::Declined | Self::Confirmed | Self::Withdrawn)
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// The state a verb leads to; `None` when the verb does not fit. `Confirm` is read as a satisfied answer; what a
/// dissatisfied household does is [`after_dissatisfaction`].
pub fn next(kind: Kind, state: State, verb: VerbName) -> Option<State> {
    use VerbName as V;
    if matches!(verb, V::Note | V::Urge | V::Promise | V::Told | V::Join | V::Unjoin) {
        return (!state.is_end()).then_some(state);
    }
    match kind {
        Kind::Demand => demand(state, verb),
        Kind::Wish => wish(state, verb),
        Kind::Dispute => dispute(state, verb),
    }
}

fn demand(state: State, verb: VerbName) -> Option<State> {
    use State as S;
    use VerbName as V;
    Some(match (state, verb) {
        (S::Triage | S::Assigned | S::Returned, V::Assign) => S::Assigned,
        (S::Triage, V::Return) => S::Returned,
        (S::Triage, V::Decline) => S::Declined,
        (S::Assigned | S::Returned, V::Return) | (S::Triage | S::Assigned | S::Returned, V::Escalate) => S::Triage,
        (S::Assigned | S::Returned, V::Done) => S::Done,
        (S::Assigned | S::Returned, V::Extend | V::Pause | V::Resume) => state,
        (S::Returned, V::Answer) | (S::Done, V::Confirm) => S::Closed,
        (S::Closed | S::Declined, V::Reopen) => S::Assigned,
        _ => return None,
    })
}

fn wish(state: State, verb: VerbName) -> Option<State> {
    use State as S;
    use VerbName as V;
    Some(match (state, verb) {
        (S::Collected, V::Publish) | (S::Claimed, V::Release) => S::Published,
        (S::Published, V::Claim) | (S::Claimed, V::Connect) => S::Claimed,
        (S::Claimed, V::Fulfil) => S::Fulfilled,
        (S::Fulfilled, V::Confirm) => S::Confirmed,
        (S::Collected | S::Published | S::Claimed, V::Withdraw) => S::Withdrawn,
        _ => return None,
    })
}

fn dispute(state: State, verb: VerbName) -> Option<State> {
    use State as S;
    use VerbName as V;
    Some(match (state, verb) {
        (S::Open | S::Mediating | S::Returned, V::Mediate)
        | (S::Open | S::Mediating | S::Returned | S::Triage, V::Assign) => S::Mediating,
        (S::Open | S::Mediating | S::Returned, V::Settle) => S::Settled,
        (S::Open | S::Mediating | S::Returned | S::Triage, V::Escalate) => S::Triage,
        (S::Triage, V::Return) => S::Returned,
        (S::Triage, V::Decline) => S::Declined,
        (S::Settled, V::Confirm) => S::Closed,
        (S::Closed | S::Declined, V::Reopen) => S::Mediating,
        _ => return None,
    })
}

/// Where a matter goes when the household says at the call-back that it is not satisfied.
pub fn after_dissatisfaction(kind: Kind) -> State {
    match kind {
        Kind::Demand => State::Assigned,
        Kind::Wish => State::Published,
        Kind::Dispute => State::Mediating,
    }
}

/// What can be done with an open voice by itself.
pub const VOICE_VERBS: [VerbName; 7] = [
    VerbName::Confirm,
    VerbName::Note,
    VerbName::Urge,
    VerbName::Promise,
    VerbName::Told,
    VerbName::Join,
    VerbName::Unjoin,
];

/// The verbs that fit a state, in the order of the contract's table.
pub fn fitting(kind: Kind, state: State) -> Vec<VerbName> {
    VerbName::ALL.into_iter().filter(|verb| next(kind, state, *verb).is_some()).collect()
}
