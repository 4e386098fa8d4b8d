//! What can be done with a matter, by name and with what it needs.

use std::str::FromStr;

use super::super::id::Id;
use super::Satisfied;
use super::kind::Level;
use crate::domain::deadline::Allowance;

/// The name of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerbName {
    Answer,
    Assign,
    Return,
    Decline,
    Escalate,
    Done,
    Extend,
    Pause,
    Resume,
    Confirm,
    Reopen,
    Publish,
    Claim,
    Connect,
    Release,
    Fulfil,
    Withdraw,
    Mediate,
    Settle,
    Note,
    Urge,
    Promise,
    Told,
    Join,
    Unjoin,
}

impl VerbName {
    pub const ALL: [Self; 25] = [
        Self::Answer,
        Self::Assign,
        Self::Return,
        Self::Decline,
        Self::Escalate,
        Self::Done,
        Self::Extend,
        Self::Pause,
        Self::Resume,
        Self::Confirm,
        Self::Reopen,
        Self::Publish,
        Self::Claim,
        Self::Connect,
        Self::Release,
        Self::Fulfil,
        Self::Withdraw,
        Self::Mediate,
        Self::Settle,
        Self::Note,
        Self::Urge,
        Self::Promise,
        Self::Told,
        Self::Join,
        Self::Unjoin,
    ];

    /// The word in the command contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Assign => "assign",
            Self::Return => "return",
            Self::Decline => "decline",
            Self::Escalate => "escalate",
            Self::Done => "done",
            Self::Extend => "extend",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Confirm => "confirm",
            Self::Reopen => "reopen",
            Self::Publish => "publish",
            Self::Claim => "claim",
            Self::Connect => "connect",
            Self::Release => "release",
            Self::Fulfil => "fulfil",
            Self::Withdraw => "withdraw",
            Self::Mediate => "mediate",
            Self::Settle => "settle",
            Self::Note => "note",
            Self::Urge => "urge",
            Self::Promise => "promise",
            Self::Told => "told",
            Self::Join => "join",
            Self::Unjoin => "unjoin",
        }
    }

    /// What the verb cannot do without.
    pub fn needs(self) -> &'static [Need] {
        match self {
            Self::Assign => &[Need::Responder, Need::Due],
            Self::Claim => &[Need::Responder],
            Self::Extend => &[Need::Due, Need::Text],
            Self::Promise => &[Need::Text, Need::Due],
            Self::Escalate => &[Need::Level, Need::Text],
            Self::Confirm => &[Need::Satisfied],
            Self::Join => &[Need::Lead],
            Self::Resume | Self::Publish | Self::Connect | Self::Release | Self::Urge | Self::Unjoin => &[],
            Self::Answer
            | Self::Return
            | Self::Decline
            | Self::Done
            | Self::Pause
            | Self::Reopen
            | Self::Fulfil
            | Self::Withdraw
            | Self::Mediate
            | Self::Settle
            | Self::Note
            | Self::Told => &[Need::Text],
        }
    }
}

impl FromStr for VerbName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == text).ok_or(())
    }
}

/// Something a verb cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    Text,
    Responder,
    Due,
    Level,
    Satisfied,
    Lead,
}

/// A verb with all that was given along with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verb {
    pub name: VerbName,
    pub text: Option<String>,
    pub to: Option<super::Assignee>,
    /// Counted from the moment of the verb.
    pub due: Option<Allowance>,
    pub level: Option<Level>,
    pub lead: Option<Id>,
    pub satisfied: Option<Satisfied>,
}

impl Verb {
    pub fn new(name: VerbName) -> Self {
        Self { name, text: None, to: None, due: None, level: None, lead: None, satisfied: None }
    }

    /// The first thing the verb needs and was not given; a blank text counts as not given.
    pub fn lacks(&self) -> Option<Need> {
        self.name.needs().iter().copied().find(|need| !self.has(*need)).or_else(|| {
            let unhappy = self.name == VerbName::Confirm && self.satisfied == Some(Satisfied::No);
            (unhappy && !self.has(Need::Text)).then_some(Need::Text)
        })
    }

    fn has(&self, need: Need) -> bool {
        match need {
            Need::Text => self.text.as_ref().is_some_and(|text| !text.trim().is_empty()),
            Need::Responder => self.to.is_some(),
            Need::Due => self.due.is_some(),
            Need::Level => self.level.is_some(),
            Need::Satisfied => self.satisfied.is_some(),
            Need::Lead => self.lead.is_some(),
        }
    }
}
