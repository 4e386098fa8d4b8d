//! What the names in a line mean, and what is wrong with them.

use crate::domain::deadline::{Allowance, Due, due};
use crate::domain::id::Id;
use crate::domain::matter::{Kind, Level, Party, Tier};
use crate::domain::moment::Moment;
use crate::domain::policy::Policy;
use crate::domain::request::{PromiseNote, RaiseNote, Request};
use crate::domain::visit::{Outcome, VisitNote};
use crate::domain::workdays::Workdays;
use crate::search::{Hit, Roster};

use super::choice::Choices;
use super::line::{Handling, LineKind, Parsed, What};
use super::named::{Named, named};
use super::parse::is_chinese;
use super::problem::{Fault, Problem};

/// Candidates that are shown at most.
const CANDIDATES: usize = 9;

/// What a line is read against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub roster: &'a Roster,
    /// The household whose card is open: then the line names none.
    pub inside: Option<Id>,
    /// The beginning of cell codes that households are looked for in; none for everywhere.
    pub scope: Option<&'a str>,
    /// Everybody who can be given a matter, in the order of lists.
    pub responders: &'a [(Id, String)],
    pub policy: &'a Policy,
    pub workdays: &'a Workdays,
    /// When it was said: now, unless the person said otherwise. Days are counted from here.
    pub at: Moment,
}

/// The household a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    pub id: Id,
    pub cell: Box<str>,
    pub door: String,
    pub head: String,
}

/// A line whose names are found. It can be saved when there are no `problems`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    pub household: Option<Meant>,
    /// The households to choose from, where the line fits several; the best first, at most nine.
    pub candidates: Vec<Hit>,
    pub kind: Option<LineKind>,
    /// When it was: the context's moment, or the day a visit names.
    pub at: Moment,
    pub outcome: Outcome,
    pub words: String,
    pub urgent: bool,
    /// The policy's id of the category, where one was named.
    pub category: Option<String>,
    /// The id of the category that holds: the named one, or what the words suggest, or `other`.
    pub filed_under: String,
    /// Of a matter: named or by the policy.
    pub tier: Option<Tier>,
    /// Who decides, where it is sent up.
    pub level: Option<Level>,
    /// What is asked of that level, where the line says so.
    pub asked: Option<String>,
    pub answer: Option<String>,
    /// What the line itself sets; `due` holds in any case.
    pub allowance: Option<Allowance>,
    /// When it is due, except where it is answered on the spot.
    pub due: Option<Due>,
    /// The allowance `due` was counted from.
    pub counted: Option<Allowance>,
    pub responder: Option<Id>,
    pub parties: Vec<Party>,
    /// What no line can say: where it came from, who called.
    pub choices: Choices,
    /// In the order of their columns.
    pub problems: Vec<Problem>,
}

impl Resolved {
    /// What is asked to be recorded; none while something is wrong.
    pub fn request(&self) -> Option<Request> {
        if !self.problems.is_empty() {
            return None;
        }
        match self.kind? {
            LineKind::Visit => {
                let note = VisitNote { outcome: self.outcome, note: self.words.clone(), ..self.choices.visit() };
                Some(Request::Visit { household: self.household.as_ref()?.id, note })
            }
            LineKind::Matter(kind) => Some(Request::Raise(Box::new(self.note(kind)?))),
            LineKind::Promise => Some(Request::Promise(Box::new(PromiseNote {
                household: self.household.as_ref()?.id,
                text: self.words.clone(),
                due: self.allowance,
                visit: self.choices.visit(),
            }))),
        }
    }

    /// The note of a matter; none where there is neither a household nor a cell.
    fn note(&self, kind: Kind) -> Option<RaiseNote> {
        let mut note = RaiseNote {
            tier: self.tier,
            category: Some(self.filed_under.clone()),
            allowance: self.allowance,
            responder: self.responder,
            parties: self.parties.clone(),
            urgent: self.urgent,
            answer: self.answer.clone(),
            level: self.level,
            asked: self.asked.clone(),
            household: self.household.as_ref().map(|meant| meant.id),
            ..RaiseNote::new(kind, Id::from_u64(0), self.words.clone())
        };
        self.choices.complete(&mut note);
        (note.household.is_some() || note.cell.is_some()).then_some(note)
    }
}

/// Finds what a line means.
pub fn resolve(parsed: &Parsed, context: &Context) -> Resolved {
    resolve_with(parsed, &Choices::default(), context)
}

/// Finds what a line means that was read with the chosen kind, with the other choices beside it.
pub fn resolve_with(parsed: &Parsed, choices: &Choices, context: &Context) -> Resolved {
    let mut parsed = parsed.clone();
    choices.apply(&mut parsed.line);
    let parsed = &parsed;
    let mut finding = Finding { parsed, choices, context, problems: Vec::new() };
    let line = &parsed.line;
    let (household, candidates) = finding.household();
    let parties = finding.parties();
    let category = finding.category();
    let at = finding.moment();
    let responder = finding.responder();
    finding.words();
    let mut resolved = Resolved {
        household,
        candidates,
        kind: line.kind,
        at,
        outcome: line.outcome,
        words: line.words.clone(),
        urgent: line.urgent,
        filed_under: category.clone().unwrap_or_else(|| suggested(&line.words, context.policy)),
        category,
        tier: None,
        level: None,
        asked: None,
        answer: None,
        allowance: None,
        due: None,
        counted: None,
        responder,
        parties,
        choices: choices.clone(),
        problems: Vec::new(),
    };
    match line.kind {
        Some(LineKind::Matter(kind)) => finding.handling(kind, &mut resolved),
        Some(LineKind::Promise) => finding.promised_by(&mut resolved),
        Some(LineKind::Visit) | None => {}
    }
    resolved.problems = finding.problems;
    resolved.problems.sort_by_key(|problem| problem.column);
    resolved
}

fn suggested(words: &str, policy: &Policy) -> String {
    policy.guess(words).map_or_else(|| "other".to_owned(), |category| category.id.clone())
}

/// Finding while problems are collected.
struct Finding<'a> {
    parsed: &'a Parsed,
    choices: &'a Choices,
    context: &'a Context<'a>,
    problems: Vec<Problem>,
}

impl Finding<'_> {
    fn problem(&mut self, what: What, fault: Fault) {
        let (column, length) = self.parsed.place(what).unwrap_or((self.parsed.columns, 0));
        self.problems.push(Problem { column, length, fault });
    }

    fn household(&mut self) -> (Option<Meant>, Vec<Hit>) {
        if self.parsed.line.kind.is_none() {
            let empty = self.parsed.line.words.is_empty();
            let fault = if empty { Fault::Empty } else { Fault::NoKind };
            self.problems.push(Problem { column: 0, length: self.parsed.columns, fault });
        }
        if let Some(id) = self.context.inside {
            // The roster may still be loading; the household is known all the same.
            let entry = self.context.roster.entry(id.as_u64());
            let (cell, door, head) = entry.map(|entry| (entry.cell, entry.door, entry.head)).unwrap_or_default();
            return (Some(Meant { id, cell, door, head }), Vec::new());
        }
        let query = &self.parsed.line.household;
        if self.parsed.line.kind.is_none() || self.choices.cell.is_some() {
            return (None, Vec::new());
        }
        if query.is_empty() {
            self.problems.push(Problem { column: 0, length: 0, fault: Fault::NoHousehold });
            return (None, Vec::new());
        }
        let found = self.context.roster.search(query, self.context.scope, CANDIDATES);
        if let Some(hit) = found.the_one() {
            return (Some(meant(hit)), Vec::new());
        }
        let fault = match found.total {
            0 => Fault::UnknownHousehold(query.clone()),
            total => Fault::SeveralHouseholds(query.clone(), total),
        };
        self.problem(What::Household, fault);
        (None, found.hits)
    }

    /// Households where one fits; else the name as it stands. Letters that fit nobody are no name.
    fn parties(&mut self) -> Vec<Party> {
        let mut parties = Vec::new();
        for (place, query) in self.parsed.line.parties.iter().enumerate() {
            let found = self.context.roster.search(query, self.context.scope, 2);
            let party = match found.the_one() {
                Some(hit) => Party { name: hit.head.clone(), household: Some(Id::from_u64(hit.household)) },
                None if query.chars().any(is_chinese) => Party { name: query.clone(), household: None },
                None => {
                    let several = Fault::SeveralHouseholds(query.clone(), found.total);
                    let fault = if found.total > 0 { several } else { Fault::UnknownParty(query.clone()) };
                    self.problem(What::Party(place), fault);
                    continue;
                }
            };
            parties.push(party);
        }
        parties
    }

    fn category(&mut self) -> Option<String> {
        let word = self.parsed.line.category.as_ref()?;
        let categories: Vec<_> = self.context.policy.categories.iter().map(|ruled| &ruled.value).collect();
        let zh: Vec<&str> = categories.iter().map(|category| category.zh.as_str()).collect();
        let fitting = self.context.policy.matching(word);
        if let [one] = fitting[..] {
            return Some(one.id.clone());
        }
        let near = |places: Vec<usize>| places.into_iter().map(|place| zh[place].to_owned()).collect();
        let fault = match named(word, &zh) {
            _ if !fitting.is_empty() => {
                let near = fitting.iter().map(|category| category.zh.clone()).collect();
                Fault::SeveralCategories { word: word.clone(), near }
            }
            Named::One(place) => return Some(categories[place].id.clone()),
            Named::Several(places) => Fault::SeveralCategories { word: word.clone(), near: near(places) },
            Named::None(places) => Fault::UnknownCategory { word: word.clone(), near: near(places) },
        };
        self.problem(What::Category, fault);
        None
    }

    fn responder(&mut self) -> Option<Id> {
        if let Some(chosen) = self.choices.responder {
            return chosen;
        }
        let word = self.parsed.line.responder.as_ref()?;
        let names: Vec<&str> = self.context.responders.iter().map(|(_, name)| name.as_str()).collect();
        let near = |places: Vec<usize>| places.into_iter().map(|place| names[place].to_owned()).collect();
        let fault = match named(word, &names) {
            Named::One(place) => return Some(self.context.responders[place].0),
            Named::Several(places) => Fault::SeveralResponders { word: word.clone(), near: near(places) },
            Named::None(places) => Fault::UnknownResponder { word: word.clone(), near: near(places) },
        };
        self.problem(What::Responder, fault);
        None
    }

    /// The moment of the line: at the time of day of the context, on the day that a visit names.
    fn moment(&mut self) -> Moment {
        let at = self.context.at;
        let Some(day) = self.parsed.line.day else { return at };
        match day.gone_by(at.date()) {
            Ok(date) => {
                let (hour, minute) = at.hour_minute();
                if date == at.date() { at } else { Moment::local(date, hour, minute, 0) }
            }
            Err(fault) => {
                self.problem(What::Day, Fault::of_day(fault, false));
                at
            }
        }
    }

    fn words(&mut self) {
        let line = &self.parsed.line;
        if matches!(line.kind, Some(LineKind::Matter(_) | LineKind::Promise)) && line.words.is_empty() {
            self.problems.push(Problem { column: self.parsed.columns, length: 0, fault: Fault::NothingSaid });
        }
    }

    /// By when a promise is to be kept, where the line says so.
    fn promised_by(&mut self, resolved: &mut Resolved) {
        let Handling::Within(limit) = &self.parsed.line.handling else { return };
        match limit.allowance(self.context.at.date()) {
            Ok(allowance) => resolved.allowance = Some(allowance),
            Err(fault) => self.problem(What::Limit, Fault::of_day(fault, true)),
        }
        resolved.counted = resolved.allowance;
        resolved.due = resolved.counted.map(|allowance| due(allowance, resolved.at, self.context.workdays));
    }

    /// Tier, level and due date: as the line says, else as the policy has it for the category.
    fn handling(&mut self, kind: Kind, resolved: &mut Resolved) {
        let policy = self.context.policy;
        let category = Some(resolved.filed_under.as_str());
        let tier = match &self.parsed.line.handling {
            Handling::Open => policy.default_tier(kind, category, false),
            Handling::Within(limit) => {
                match limit.allowance(self.context.at.date()) {
                    Ok(allowance) => resolved.allowance = Some(allowance),
                    Err(fault) => self.problem(What::Limit, Fault::of_day(fault, true)),
                }
                Tier::Timed
            }
            Handling::Timed => Tier::Timed,
            Handling::Above(asked) => {
                resolved.asked = Some(asked.clone()).filter(|asked| !asked.is_empty());
                Tier::Escalated
            }
            Handling::Answered(answer) => {
                if answer.is_empty() {
                    self.problems.push(Problem { column: self.parsed.columns, length: 0, fault: Fault::NoAnswer });
                }
                resolved.answer = Some(answer.clone());
                Tier::Immediate
            }
            Handling::SentUp(..) if kind == Kind::Wish => {
                self.problem(What::SentUp, Fault::WishSentUp);
                Tier::Timed
            }
            Handling::SentUp(level, asked) => {
                resolved.level = Some(*level);
                resolved.asked = Some(asked.clone()).filter(|asked| !asked.is_empty());
                Tier::Escalated
            }
        };
        if tier == Tier::Escalated {
            resolved.level = resolved.level.or_else(|| Some(policy.sent_up_to(category)));
        }
        resolved.counted = match (tier, resolved.level) {
            (Tier::Immediate, _) => None,
            (Tier::Escalated, Some(level)) => Some(policy.triage_allowance(level)),
            _ => Some(resolved.allowance.unwrap_or_else(|| policy.allowance(category))),
        };
        resolved.due = resolved.counted.map(|allowance| due(allowance, resolved.at, self.context.workdays));
        resolved.tier = Some(tier);
    }
}

fn meant(hit: &Hit) -> Meant {
    Meant { id: Id::from_u64(hit.household), cell: hit.cell.clone(), door: hit.door.clone(), head: hit.head.clone() }
}
