//! `import`: rosters of other programs, read, shown, and taken as one act once a person agrees.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use serde::Serialize;

use super::areas::scope;
use super::call::Call;
use super::document::act_id;
use super::output;
use crate::domain::reader::Reader;
use crate::domain::refusal::Refusal;
use crate::domain::scope::{Extent, Scope};
use crate::exchange::plan::{About, Candidate, Counts, Decision, Plan, plan};
use crate::exchange::{ColumnMap, FileDocument, Guidance, Reading, Severity, read_roster_with};
use crate::failure::Failure;
use crate::i18n::roster::RosterWord;
use crate::i18n::term::Term;
use crate::i18n::trouble::Trouble;
use crate::store::replica::Replica;
use crate::tui::denial::why;

/// Problems of a file that are listed as text; all of them are in the document.
const SHOWN: usize = 20;

/// Take in rosters: .xlsx, .xls, .ods, .csv, .txt
///
/// The header is found, columns are understood, people are put into households and checked. Nothing is taken before
/// --yes or a yes at the terminal; everything is one act, which one undo takes back. The same file again changes
/// nothing. Who may be somebody known, without a number to say so, is held back and decided in the app (Ctrl-o).
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The files
    #[arg(required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Only say what would be taken
    #[arg(long)]
    dry_run: bool,
    /// Take it without asking
    #[arg(long)]
    yes: bool,
    /// List every person in the document
    #[arg(long)]
    records: bool,
    /// What columns mean, where their headers do not say: lines of "header" = "field"
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer<'a> {
    files: Vec<FileDocument<'a>>,
    households: Counts,
    members: Counts,
    /// Households that name no known cell or village.
    unplaced: Vec<Unplaced>,
    /// Who may be somebody known, without a number to say so: held back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<Undecided<'a>>,
    act: Option<String>,
}

#[derive(Serialize)]
struct Undecided<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    row: u32,
    column: String,
    about: &'static str,
    name: &'a str,
    door: &'a str,
    birth: Option<&'a str>,
    candidates: Vec<Known<'a>>,
    message: String,
}

#[derive(Serialize)]
struct Known<'a> {
    household: String,
    member: Option<String>,
    door: &'a str,
    head: &'a str,
    birth: Option<&'a str>,
    /// `died` or `moved`, of somebody who is no longer there.
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<&'static str>,
}

impl<'a> Undecided<'a> {
    fn of(call: &Call, readings: &'a [Reading], decision: &'a Decision) -> Self {
        let Decision { question, name, door, birth, candidates, .. } = decision;
        let known = |candidate: &'a Candidate| Known {
            household: candidate.household.to_string(),
            member: candidate.member.map(|member| member.to_string()),
            door: &candidate.door,
            head: &candidate.head,
            birth: candidate.birth.as_deref(),
            gone: candidate.going.as_ref().map(|going| if going.is_death() { "died" } else { "moved" }),
        };
        Self {
            file: readings.get(question.reading).map_or("", |reading| reading.file.as_str()),
            sheet: question.spot.sheet.as_deref(),
            row: question.spot.row,
            column: question.spot.column_letters(),
            about: match question.about {
                About::Household => "household",
                About::Person => "person",
            },
            name,
            door,
            birth: birth.as_deref(),
            candidates: candidates.iter().map(known).collect(),
            message: decision.message(call.lang),
        }
    }
}

#[derive(Serialize)]
struct Unplaced {
    village: String,
    households: usize,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let guidance = Guidance::from(self.map(call)?);
        let readings: Vec<Reading> =
            self.files.iter().map(|file| read(call, file, &guidance)).collect::<Result<_, _>>()?;
        if let Some(failed) = readings.iter().find(|reading| reading.failure.is_some()) {
            let trouble = Trouble::NotARoster(failed.file.clone());
            self.answer(call, &readings, &Plan::default(), None)?;
            return Err(call.failed(&trouble).answered());
        }
        let data = call.data()?;
        let mut replica = if Replica::exists(&data) { call.open_at(&data)? } else { Replica::in_memory(0) };
        let planned = call.read(plan(&readings, &replica, Self::cell(call, &replica)?))?;
        if planned.households.held > 0 && planned.requests.is_empty() && !planned.unplaced.is_empty() && self.yes {
            let villages = planned.unplaced.keys().filter(|village| !village.is_empty()).cloned().collect();
            return Err(call.failed(&Trouble::NothingPlaced(villages)));
        }
        let act = if self.is_agreed(call, &readings, &planned) {
            if !Replica::exists(&data) {
                replica = call.open_at(&data)?;
            }
            Self::take(call, &mut replica, &planned)?
        } else {
            None
        };
        self.answer(call, &readings, &planned, act)
    }

    /// Whether a person was shown everything and asked.
    fn asks(&self) -> bool {
        !self.yes && !self.dry_run && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    fn map(&self, call: &Call) -> Result<ColumnMap, Failure> {
        let Some(path) = &self.map else { return Ok(ColumnMap::default()) };
        let text =
            fs::read_to_string(path).map_err(|fault| call.failed(&Trouble::File(path.clone(), fault.to_string())))?;
        ColumnMap::parse(&text).map_err(|faults| {
            let faults = faults.into_iter().map(|fault| (fault.line, fault.message(call.lang))).collect();
            call.failed(&Trouble::BadMap(path.clone(), faults))
        })
    }

    /// The cell that receives what names no place; a full code may be of a cell that is yet to be added.
    fn cell(call: &Call, reader: &dyn Reader) -> Result<Option<Scope>, Failure> {
        let Some(text) = call.cell.as_deref() else { return Ok(None) };
        let cell = if text.contains('-') { scope(call, text)? } else { call.cell_named(reader, text)? };
        if cell.is_cell() {
            return Ok(Some(cell));
        }
        Err(Failure::refused(call.lang, &Refusal::WrongExtent { given: cell, needed: Extent::Cell }))
    }

    /// Whether it is to be taken: by option, or by a yes at the terminal to what is shown there.
    fn is_agreed(&self, call: &Call, readings: &[Reading], planned: &Plan) -> bool {
        if self.dry_run || planned.requests.is_empty() {
            return false;
        }
        if self.yes {
            return true;
        }
        if !self.asks() {
            let hint = call.say("什么都没有导入；确认后加上 --yes", "nothing was taken; add --yes to take it");
            output::aside("hint", &hint);
            return false;
        }
        let question = call.say("导入吗？ [y/N] ", "Take it? [y/N] ");
        let mut told = io::stderr();
        let asked = write!(told, "{}{question}", summary(call, readings, planned)).and_then(|()| told.flush());
        let mut reply = String::new();
        asked.is_ok()
            && io::stdin().read_line(&mut reply).is_ok()
            && matches!(reply.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "好")
    }

    fn take(call: &Call, replica: &mut Replica, planned: &Plan) -> Result<Option<String>, Failure> {
        let Some(request) = planned.clone().request() else { return Ok(None) };
        let committed = call.commit(replica, &request)?;
        output::progress(RosterWord::Arranging.word(call.lang));
        let arranged = replica.arrange_after(committed.events);
        output::progress_over();
        arranged.map_err(|fault| call.failed(&Trouble::SavedNotShown(why(&fault, call.lang))))?;
        Ok(committed.act.map(act_id))
    }

    fn answer(&self, call: &Call, readings: &[Reading], planned: &Plan, act: Option<String>) -> Result<(), Failure> {
        let tongue = call.lang;
        let unplaced = planned.unplaced.iter();
        let answer = Answer {
            files: readings.iter().map(|reading| reading.document(tongue, self.records)).collect(),
            households: planned.households,
            members: planned.members,
            unplaced: unplaced
                .map(|(village, count)| Unplaced { village: village.clone(), households: *count })
                .collect(),
            decisions: planned.decisions.iter().map(|decision| Undecided::of(call, readings, decision)).collect(),
            act,
        };
        let open = planned.decisions.iter().filter(|decision| decision.answer.is_none()).count();
        if open > 0 {
            let hint = call.say(
                format!("{open} 处要由人来定，定之前先不导入：打开 chuanmen，按 Ctrl-o 选这个文件，在那里逐一回答"),
                format!(
                    "{open} left to a person and held back until then: open chuanmen, press Ctrl-o, choose the file and \
                     answer there"
                ),
            );
            output::aside("hint", &hint);
        }
        call.answer(&answer, || {
            let taken = match &answer.act {
                Some(act) => call.say(format!("已导入 {act}"), format!("taken {act}")),
                None if planned.requests.is_empty() => call.say("没有变化", "nothing to change"),
                None => call.say("没有导入", "nothing was taken"),
            };
            // Somebody who was asked has just read the rest.
            let asked = self.asks() && !planned.requests.is_empty();
            if asked { taken } else { format!("{}{taken}\n", summary(call, readings, planned)) }
        })
    }
}

fn read(call: &Call, path: &PathBuf, guidance: &Guidance) -> Result<Reading, Failure> {
    let unread = |fault: io::Error| call.failed(&Trouble::File(path.clone(), fault.to_string()));
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let size = fs::metadata(path).map_err(unread)?.len();
    if let Some(refused) = Reading::too_large(&name, size) {
        return Ok(refused);
    }
    let bytes = fs::read(path).map_err(unread)?;
    let reading = read_roster_with(&name, &bytes, guidance, &mut |progress| {
        if progress.rows > 0 {
            output::progress(&format!("{name}  {}", progress.rows));
        }
        ControlFlow::Continue(())
    });
    output::progress_over();
    Ok(reading)
}

/// Files, what would change, and what a person should look at.
fn summary(call: &Call, readings: &[Reading], planned: &Plan) -> String {
    let mut text = String::new();
    for reading in readings {
        text.push_str(&of_file(call, reading));
    }
    let Plan { households, members, .. } = planned;
    text.push_str(&counts(call, &call.say("户", "households"), *households));
    text.push_str(&counts(call, &call.say("人", "members"), *members));
    for (village, count) in &planned.unplaced {
        let village = if village.is_empty() { "-" } else { village };
        text.push_str(&call.say(
            format!("  不认识的村 {village}：{count} 户（用 --cell 写明网格，或先 areas add）\n"),
            format!("  unknown village {village}: {count} households (name a cell with --cell, or areas add it)\n"),
        ));
    }
    for decision in planned.decisions.iter().take(SHOWN) {
        let row = decision.question.spot.row;
        text.push_str(&call.say(
            format!("  第 {row} 行  {}（先不导入）\n", decision.message(call.lang)),
            format!("  row {row}  {} (held back)\n", decision.message(call.lang)),
        ));
    }
    if planned.decisions.len() > SHOWN {
        let more = planned.decisions.len() - SHOWN;
        text.push_str(&call.say(format!("  还有 {more} 处待定\n"), format!("  and {more} more to decide\n")));
    }
    text
}

fn of_file(call: &Call, reading: &Reading) -> String {
    let tongue = call.lang;
    let mut text = format!("{}\n", reading.file);
    if let Some(failure) = &reading.failure {
        text.push_str(&format!("  {}\n  {}\n", failure.message(tongue), failure.hint(tongue)));
    }
    let asking: Vec<_> = reading.problems.iter().filter(|problem| problem.severity > Severity::Info).collect();
    for problem in asking.iter().take(SHOWN) {
        let sheet = problem.sheet.as_deref().unwrap_or_default();
        let place = format!("{sheet} {}{}", problem.column_letters().unwrap_or_default(), problem.row);
        text.push_str(&format!("  {}  {}  {}\n", place.trim(), problem.code.code(), problem.message(tongue)));
    }
    if asking.len() > SHOWN {
        let more = asking.len() - SHOWN;
        text.push_str(&call.say(format!("  还有 {more} 处\n"), format!("  and {more} more\n")));
    }
    text
}

fn counts(call: &Call, what: &str, counts: Counts) -> String {
    let Counts { created, updated, unchanged, held } = counts;
    call.say(
        format!("{what}  新增 {created}  更新 {updated}  不变 {unchanged}  待定 {held}\n"),
        format!("{what}: {created} new, {updated} updated, {unchanged} unchanged, {held} held\n"),
    )
}
