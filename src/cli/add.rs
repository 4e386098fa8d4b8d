//! `add`: one line from the door, the same as on the screen.

use serde::Serialize;

use super::call::Call;
use super::document::{MatterDocument, PromiseDocument, VisitDocument, VisitPromiseDocument, act_id, household_id};
use super::output::table;
use super::search::{code_of, why};
use super::text::{Row, minute};
use crate::domain::decide::Decision;
use crate::domain::event::{Event, LogId};
use crate::domain::fact::Fact;
use crate::domain::history::fold;
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::{Kind, Source};
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::request::{RaiseNote, Request};
use crate::domain::scope::Scope;
use crate::entry::choice::Choices;
use crate::entry::line::{LineKind, Parsed};
use crate::entry::parse::parse;
use crate::entry::resolve::{Context, Meant, Resolved, resolve_with};
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::trouble::Trouble;
use crate::search::{Leads, Lookalike};
use crate::store::replica::Replica;

/// Write down what was said at a door, in one line
///
/// The household, what it is, the words, and marks: wxy 诉求 门前路坑洼 #道路 !7, or: wxy wish rice cooker #living.
/// What was not heard at a door needs no household: --source phone --cell 003 诉求 广场路灯不亮. It records no visit.
/// A day gone by stands before the kind: wxy 昨天 诉求 …, or is given with --at.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The line; words of several arguments are put together
    #[arg(required = true, num_args = 1..)]
    line: Vec<String>,
    /// The open matter that this voice joins, such as one of the look-alikes of a dry run
    #[arg(long, value_name = "ID")]
    into: Option<String>,
    /// Who called there, where not the one who writes it down (代录)
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Who went along; once for each
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,
    /// Who of the household was met
    #[arg(long, value_name = "NAME")]
    met: Option<String>,
    /// Where it came from; only what was heard at the door records the visit
    #[arg(long, value_name = "SOURCE", default_value = "door", value_parser = Source::WORDS)]
    source: String,
    /// Who spoke, where it is no household of ours
    #[arg(long, value_name = "NAME")]
    caller: Option<String>,
    /// The number of who spoke, where it is no household of ours; one written beside the name is found there
    #[arg(long, value_name = "NUMBER")]
    caller_phone: Option<String>,
    /// Only say what would be saved
    #[arg(long)]
    dry_run: bool,
}

/// Look-alikes that are named, at most.
const LOOKALIKES: usize = 5;

#[derive(Serialize)]
struct Answer {
    saved: bool,
    act: Option<String>,
    household: Option<MeantDocument>,
    visit: Option<VisitDocument>,
    matter: Option<MatterDocument>,
    /// What was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<PromiseDocument>,
    problems: Vec<ProblemDocument>,
    candidates: Vec<CandidateDocument>,
    #[serde(serialize_with = "as_ids")]
    lookalikes: Vec<Lookalike>,
}

#[derive(Serialize)]
struct MeantDocument {
    id: String,
    cell: String,
    door: String,
    head: String,
}

#[derive(Serialize)]
struct ProblemDocument {
    column: usize,
    length: usize,
    code: &'static str,
    message: String,
    hint: String,
}

#[derive(Serialize)]
struct CandidateDocument {
    household: String,
    why: String,
    #[serde(skip)]
    row: Vec<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let line = self.line.join(" ");
        let mut replica = call.open_existing()?;
        let scope = call.scope(&replica)?;
        let parsed = parse(&line, false);
        let choices = self.choices(call, &parsed, scope)?;
        let resolved = resolved(call, &replica, scope, (&parsed, &choices))?;
        let mut answer = Answer::of(&resolved, call.lang);
        let lead = self.into.as_deref().map(|text| call.id(text)).transpose()?;
        answer.lookalikes = lookalikes(call, &replica, &resolved)?;
        match resolved.request().map(|request| joining(request, lead)) {
            Some(request) if self.dry_run => foresee(call, &replica, &resolved, &request, &mut answer)?,
            Some(request) => save(call, &mut replica, &resolved, &request, &mut answer)?,
            None => {}
        }
        call.answer(&answer, || answer.text(call, &line))?;
        match answer.problems.len() {
            0 => Ok(()),
            _ if self.dry_run => Ok(()),
            count => Err(call.failed(&Trouble::NotUnderstood(count)).answered()),
        }
    }
}

impl Args {
    /// What no line can say.
    fn choices(&self, call: &Call, parsed: &Parsed, scope: Scope) -> Result<Choices, Failure> {
        let source: Source = self.source.parse().unwrap_or_default();
        let nobody = source != Source::Door && parsed.line.household.is_empty();
        if nobody && !scope.is_cell() {
            return Err(call.failed(&Trouble::WhichCell));
        }
        Ok(Choices {
            by: self.by.clone(),
            with: self.with.clone(),
            met: self.met.clone(),
            source,
            caller: self.caller.clone(),
            caller_phone: self.caller_phone.clone(),
            cell: nobody.then_some(scope),
            ..Choices::default()
        })
    }
}

/// The request, with the voice joined where one was named.
fn joining(request: Request, lead: Option<Id>) -> Request {
    match request {
        Request::Raise(note) => Request::Raise(Box::new(RaiseNote { joins: lead, ..*note })),
        other => other,
    }
}

/// Open demands of the village that the line's words are like; a line about anything but a demand has none.
fn lookalikes(call: &Call, replica: &Replica, resolved: &Resolved) -> Result<Vec<Lookalike>, Failure> {
    let demand = resolved.kind == Some(LineKind::Matter(Kind::Demand));
    let Some(household) = resolved.household.as_ref().filter(|_| demand) else { return Ok(Vec::new()) };
    let Some(village) = call.read(replica.place(household.id))?.and_then(|place| place.scope.village()) else {
        return Ok(Vec::new());
    };
    let leads = call.read(Leads::of_village(replica, &replica.rules().policy, village))?;
    Ok(leads.like(&resolved.words, Some(household.id), LOOKALIKES))
}

fn resolved(
    call: &Call,
    replica: &Replica,
    scope: Scope,
    (parsed, choices): (&Parsed, &Choices),
) -> Result<Resolved, Failure> {
    let roster = call.read(replica.roster(scope))?;
    let rules = replica.rules();
    let responders: Vec<(Id, String)> =
        call.read(replica.responders())?.into_iter().map(|responder| (responder.id, responder.name)).collect();
    let code = code_of(scope);
    let context = Context {
        roster: &roster,
        inside: None,
        scope: code.as_deref(),
        responders: &responders,
        policy: &rules.policy,
        workdays: &rules.workdays,
        at: call.at,
    };
    Ok(resolve_with(parsed, choices, &context))
}

/// Records the line and puts what was recorded into the answer.
fn save(
    call: &Call,
    replica: &mut Replica,
    resolved: &Resolved,
    request: &Request,
    answer: &mut Answer,
) -> Result<(), Failure> {
    let committed = call.commit_at(replica, resolved.at, request)?;
    answer.saved = true;
    answer.act = committed.act.map(act_id);
    let events = match committed.act {
        Some(act) => call.read(replica.act(act))?.map(|act| act.events).unwrap_or_default(),
        None => Vec::new(),
    };
    for event in &events {
        match &event.fact {
            Fact::Visited(_) => answer.visit = call.read(recorded_visit(replica, event))?,
            Fact::Matter(_) => {
                answer.matter = call.answered(replica, |replica, reveal| {
                    call.read(MatterDocument::of_id(replica, event.record, call.now, reveal))
                })?;
            }
            Fact::Promised(_) => {
                let promise = call.read(replica.promise(event.record))?;
                let document = |promise| PromiseDocument::of(replica, &promise, call.now);
                answer.promise = call.read(promise.map(document).transpose())?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn recorded_visit(replica: &Replica, event: &Event) -> Read<Option<VisitDocument>> {
    let Some(household) = replica.household(event.record)? else { return Ok(None) };
    let id = event.own_id();
    let Some(visit) = household.visits.iter().find(|visit| visit.id == id) else { return Ok(None) };
    let promises = replica.promises_of(household.id)?;
    let promises = VisitPromiseDocument::with(visit, &household.visits, &promises);
    Ok(Some(VisitDocument::of(household.id, visit, promises)))
}

/// Puts into the answer what the line would record; nothing is written.
fn foresee(
    call: &Call,
    replica: &Replica,
    resolved: &Resolved,
    request: &Request,
    answer: &mut Answer,
) -> Result<(), Failure> {
    let Decision { drafts, .. } =
        call.tried(replica, resolved.at, request).map_err(|refusal| Failure::refused(call.lang, &refusal))?;
    let by = call.by();
    let mut events = Vec::new();
    for (stamp, draft) in (1..).zip(drafts) {
        if let Fact::Visited(note) = &draft.fact {
            let said = (resolved.at, call.now, by.as_str());
            answer.visit = Some(VisitDocument::foreseen(draft.record, note, said));
            continue;
        }
        events.push(Event {
            log: LogId { device: 0, epoch: 0, scope: draft.scope },
            seq: stamp,
            stamp,
            record: draft.record,
            act: draft.record,
            at: resolved.at,
            typed_at: call.now,
            by: by.clone(),
            after: Vec::new(),
            fact: draft.fact,
        });
    }
    match fold(&events) {
        Some(Record::Matter(matter)) => {
            let document = call.read(MatterDocument::of(replica, &matter, call.now, call.reveal))?;
            answer.matter = Some(MatterDocument { id: None, ..document });
        }
        Some(Record::Promise(promise)) => {
            let document = call.read(PromiseDocument::of(replica, &promise, call.now))?;
            answer.promise = Some(PromiseDocument { id: None, ..document });
        }
        _ => {}
    }
    Ok(())
}

impl Answer {
    fn of(resolved: &Resolved, lang: Lang) -> Self {
        let problems = resolved.problems.iter().map(|problem| ProblemDocument {
            column: problem.column,
            length: problem.length,
            code: problem.fault.code(),
            message: problem.fault.message(lang),
            hint: problem.fault.hint(lang),
        });
        let candidates = resolved.candidates.iter().map(|hit| CandidateDocument {
            household: household_id(Id::from_u64(hit.household)),
            why: why(hit, lang),
            row: vec![hit.head.clone(), hit.cell.to_string(), hit.door.clone()],
        });
        Self {
            saved: false,
            act: None,
            household: resolved.household.as_ref().map(MeantDocument::of),
            visit: None,
            matter: None,
            promise: None,
            problems: problems.collect(),
            candidates: candidates.collect(),
            lookalikes: Vec::new(),
        }
    }

    fn text(&self, call: &Call, line: &str) -> String {
        let mut text = String::new();
        if let Some(MeantDocument { head, door, cell, .. }) = &self.household {
            text.push_str(&format!("{head}  {door}  {cell}\n"));
        }
        if let Some(visit) = &self.visit {
            let title = call.say("走访", "visit");
            text.push_str(&format!("{title}  {}  {}\n", minute(&visit.at), visit.note));
        }
        if let Some(matter) = &self.matter {
            text.push_str(&table(&[matter.row(call.lang)]));
        }
        text.push_str(&table(&self.promise.iter().map(|promise| promise.row(call.lang)).collect::<Vec<_>>()));
        for problem in &self.problems {
            text.push_str(&problem.text(line));
        }
        let candidates: Vec<Vec<String>> = self.candidates.iter().map(CandidateDocument::row).collect();
        text.push_str(&table(&candidates));
        if !self.lookalikes.is_empty() {
            text.push_str(&call.say(
                "本村相近的在办诉求（并入: --into 编号）\n",
                "open demands nearby that are alike (join one: --into ID)\n",
            ));
            let rows = self.lookalikes.iter().map(|found| {
                let Lookalike { id, text, raised_at, cell, voices, .. } = found;
                vec![
                    id.show(RecordKind::Matter),
                    text.clone(),
                    cell.to_string(),
                    raised_at.date().to_string(),
                    format!("+{voices}"),
                ]
            });
            text.push_str(&table(&rows.collect::<Vec<_>>()));
        }
        match (&self.act, self.problems.is_empty()) {
            (Some(act), _) => text.push_str(&call.say(format!("已保存 {act}"), format!("saved {act}"))),
            (None, true) => text.push_str(&call.say("没有保存（只是试写）", "not saved (only tried)")),
            (None, false) => {}
        }
        text
    }
}

fn as_ids<S: serde::Serializer>(lookalikes: &[Lookalike], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(lookalikes.iter().map(|found| found.id.show(RecordKind::Matter)))
}

impl MeantDocument {
    fn of(meant: &Meant) -> Self {
        Self {
            id: household_id(meant.id),
            cell: meant.cell.to_string(),
            door: meant.door.clone(),
            head: meant.head.clone(),
        }
    }
}

impl ProblemDocument {
    /// The line with the place underlined, what is wrong there, and how to mend it.
    fn text(&self, line: &str) -> String {
        use crate::i18n::measure::columns;
        let before: String = line.chars().take(self.column).collect();
        let at: String = line.chars().skip(self.column).take(self.length).collect();
        let (gap, under) = (columns(&before), columns(&at).max(1));
        format!("{line}\n{:gap$}{}\n{}\n  {}\n", "", "^".repeat(under), self.message, self.hint)
    }
}

impl CandidateDocument {
    fn row(&self) -> Vec<String> {
        let mut row = vec![self.household.clone()];
        row.extend(self.row.iter().cloned());
        row.push(self.why.clone());
        row
    }
}
