//! A quick line, understood.

use serde::{Deserialize, Serialize};

use crate::domain::matter::{Kind, Level};
use crate::domain::visit::Outcome;

use super::dates::{Limit, NamedDay};

/// What a line is about; names are still as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What stands before the kind: initials, name, door, digits. Empty where the household is implied.
    pub household: String,
    /// None where no kind was named: then everything is in `words`.
    pub kind: Option<LineKind>,
    /// Of a visit.
    pub outcome: Outcome,
    /// The day it was, where one was named: of a visit behind its kind, of a matter before it.
    pub day: Option<NamedDay>,
    pub urgent: bool,
    pub category: Option<String>,
    pub responder: Option<String>,
    /// Other parties of a dispute.
    pub parties: Vec<String>,
    pub handling: Handling,
    /// What was said, letter for letter.
    pub words: String,
}

/// What a line writes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    Visit,
    Matter(Kind),
    /// What was promised to the household (答应).
    Promise,
}

/// How a matter is handled, as far as the line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// Left to the policy.
    #[default]
    Open,
    Within(Limit),
    /// Within what the policy allows, also where it would be sent up by itself; chosen, never written.
    Timed,
    /// Sent up to whom the policy says, with what is asked there; chosen, never written.
    Above(String),
    /// Answered on the spot: the words of the answer.
    Answered(String),
    /// Sent up: to whom, and what is asked there; empty where only what was said is.
    SentUp(Level, String),
}

/// A piece of a line that was taken as a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Of the first character, from 0.
    pub column: usize,
    /// In characters.
    pub length: usize,
    pub what: What,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Household,
    Kind,
    Outcome,
    Day,
    Urgent,
    Category,
    Responder,
    /// The party with that number in the line.
    Party(usize),
    Limit,
    Answer,
    SentUp,
    /// A backslash that makes a mark a word.
    Literal,
}

/// A line with the places of its marks, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    pub line: Line,
    pub marks: Vec<Mark>,
    /// Characters of the whole line.
    pub columns: usize,
}

impl Parsed {
    /// Where the mark of that sort stands: column and length in characters.
    pub fn place(&self, what: What) -> Option<(usize, usize)> {
        self.marks.iter().find(|mark| mark.what == what).map(|mark| (mark.column, mark.length))
    }
}
