//! A roster under review: what was read, what a person has decided about it so far, and what taking it would change.
//!
//! Nothing here writes. Every decision makes a new review of the same bytes, so that what is shown is what would be
//! taken.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use super::plan::{Choices, Plan, plan_with};
use super::reading::{Problem, ProblemCode, ReadFailure, Reading, Record, Severity};
use super::{Guidance, Line, Meaning, Source};
use crate::domain::reader::{Reader, Unreadable};
use crate::domain::request::Request;
use crate::domain::scope::Scope;

/// What a person has decided about a roster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// About the file.
    pub guidance: Guidance,
    /// About the ledger: where households go, and who is who.
    pub choices: Choices,
    /// Areas and cells to be added with it, an area before what lies in it.
    pub founded: Vec<Request>,
}

/// How a problem stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nobody has looked at it; taken without what is wrong.
    Open,
    /// Looked at, and taken without what is wrong.
    Accepted,
    /// The row is left out for now.
    Held,
}

/// Why there is nothing to review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A folder of that name.
    Folder(String),
    /// What the system says.
    File(PathBuf, String),
    /// The file's name, and why no people could be read from it.
    Roster(String, ReadFailure),
    /// The ledger could not be read.
    Ledger(Unreadable),
    Stopped,
}

/// A roster under review.
#[derive(Clone, Debug)]
pub struct Review {
    pub source: Arc<Source>,
    pub decided: Decided,
    pub reading: Reading,
    pub plan: Plan,
}

/// Problems of one sort.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The word of the contract, such as `ID_CHECKSUM`.
    pub code: &'static str,
    /// The weightiest of them.
    pub severity: Severity,
    /// Places in [`Reading::problems`].
    pub problems: Vec<usize>,
}

impl Review {
    /// Reads a roster and compares it with what is known. `watch` hears of rows read so far and may stop it.
    pub fn of(
        source: Arc<Source>,
        decided: Decided,
        reader: &dyn Reader,
        watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Self, Unread> {
        let mut rows = 0;
        let reading = source.read(&decided.guidance, &mut |progress| {
            rows = progress.rows.max(rows);
            watch(rows)
        });
        match reading.failure.clone() {
            Some(ReadFailure::Cancelled) => return Err(Unread::Stopped),
            Some(failure) => return Err(Unread::Roster(reading.file, failure)),
            None => {}
        }
        if watch(rows).is_break() {
            return Err(Unread::Stopped);
        }
        let plan = plan_with(std::slice::from_ref(&reading), reader, &decided.choices).map_err(Unread::Ledger)?;
        Ok(Self { source, decided, reading, plan })
    }

    /// What is to be looked at, by sort, the weightiest first. What only tells what was done is left out.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (at, problem) in self.reading.problems.iter().enumerate() {
            if problem.severity == Severity::Info {
                continue;
            }
            let code = problem.code.code();
            match groups.iter_mut().find(|group| group.code == code) {
                Some(group) => {
                    group.problems.push(at);
                    group.severity = group.severity.max(problem.severity);
                }
                None => groups.push(Group { code, severity: problem.severity, problems: vec![at] }),
            }
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.severity));
        groups
    }

    /// The problem at a place among all of them.
    pub fn problem(&self, at: usize) -> Option<&Problem> {
        self.reading.problems.get(at)
    }

    /// The person a row is about; `None` where the row is nobody's.
    pub fn record(&self, line: &Line) -> Option<&Record> {
        let mut records = self.reading.records.iter().chain(&self.reading.held);
        records.find(|record| record.row == line.row && self.reading.sheet_name(record.sheet) == line.sheet.as_deref())
    }

    /// How a problem stands.
    pub fn stand(&self, problem: &Problem) -> Stand {
        let held = matches!(problem.code, ProblemCode::IdDuplicateOtherHousehold { .. });
        if held || self.decided.guidance.held.contains(&problem.line()) {
            Stand::Held
        } else if problem.accepted {
            Stand::Accepted
        } else {
            Stand::Open
        }
    }

    /// What a problem's column was taken for.
    pub fn meaning(&self, problem: &Problem) -> Option<Meaning> {
        let sheet = self.reading.sheets.iter().find(|sheet| sheet.name == problem.sheet)?;
        sheet.columns.iter().find(|(at, ..)| Some(*at) == problem.column).map(|(.., meaning)| *meaning)
    }

    /// The words by which the roster names villages that are not known, or that a person has said something about: how
    /// many households, and where they go. Empty words for households that name none.
    pub fn places(&self) -> Vec<(String, usize, Option<Scope>)> {
        let choices = &self.decided.choices;
        let mut counts: BTreeMap<String, usize> = self.plan.unplaced.clone();
        for draft in self.reading.households() {
            let head = draft.head.or_else(|| draft.members.first().copied());
            let village = head.map(|at| self.reading.records[at].village.clone()).unwrap_or_default();
            if choices.villages.contains_key(&village) {
                *counts.entry(village).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .map(|(word, count)| {
                let place = choices.villages.get(&word).copied();
                (word, count, place)
            })
            .collect()
    }

    /// Everything to be recorded as one act; `None` when nothing would change.
    pub fn request(&self) -> Option<Request> {
        if self.plan.requests.is_empty() {
            return None;
        }
        Some(Request::All(self.decided.founded.iter().chain(&self.plan.requests).cloned().collect()))
    }
}

/// The cell that most of the new households of a request come to, where one of them is new.
pub fn main_cell(request: &Request) -> Option<Scope> {
    fn count(request: &Request, counts: &mut BTreeMap<Scope, usize>) {
        match request {
            Request::All(requests) => requests.iter().for_each(|request| count(request, counts)),
            Request::AddHousehold { cell, .. } => *counts.entry(*cell).or_default() += 1,
            _ => {}
        }
    }
    let mut counts = BTreeMap::new();
    count(request, &mut counts);
    counts.into_iter().max_by_key(|(scope, count)| (*count, std::cmp::Reverse(*scope))).map(|(scope, _)| scope)
}
