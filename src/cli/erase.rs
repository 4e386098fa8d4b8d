//! `erase`: somebody, a household or words of a record destroyed by law.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::call::Call;
use super::copies::{self, CopyDocument};
use super::document::act_id;
use super::output;
use crate::domain::decide::erase::{Erasing, subject_of};
use crate::domain::erasure::{Subject, list};
use crate::domain::id::RecordKind;
use crate::domain::refusal::Refusal;
use crate::exchange::paper;
use crate::failure::Failure;
use crate::i18n::erasing::{self, EraseTrouble};
use crate::i18n::trouble::Trouble;
use crate::store::replica::{EraseFault, Replica};

/// Destroy what is kept about a person, a household, a visit's note or a matter's words; this cannot be undone
///
/// Says first what would be destroyed, and asks. The contents are destroyed in the journal, the database, the desk and every
/// backup that can be reached; what they say of others is kept. Who erased, when and why is recorded, never what it said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id of a member, a household, a visit or a matter
    #[arg(required_unless_present = "list")]
    id: Option<String>,
    /// On what ground
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Only say what it would destroy
    #[arg(long)]
    dry_run: bool,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Write the list of everything that was erased here, for restore --erased: ids and days only
    #[arg(long, value_name = "FILE", conflicts_with_all = ["id", "why", "dry_run", "yes"])]
    list: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    id: String,
    kind: RecordKind,
    /// Whether it was erased; else it only says what would be.
    erased: bool,
    act: Option<String>,
    why: Option<String>,
    /// Events whose contents are destroyed, and how many of these keep what they say of others.
    events: usize,
    restated: usize,
    people: usize,
    visits: usize,
    matters: usize,
    matters_kept: usize,
    /// Old copies in quarantine that are removed with it.
    set_aside: usize,
    /// Records of others in which a name of theirs stands too, or a namesake's: left as they are.
    mentions: Vec<String>,
    /// Backups that held it.
    backups: Vec<CopyDocument>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let replica = call.open_existing()?;
        if let Some(file) = &self.list {
            return write_list(call, &replica, file);
        }
        let id = call.id(self.id.as_deref().unwrap_or_default())?;
        let subject = call.read(subject_of(&replica, id))?.ok_or_else(|| refused(call, &Refusal::NotFound(id)))?;
        // What it comes to does not depend on the reason, which a dry run need not say.
        let why = self.why.clone().unwrap_or_default();
        let asked = if why.trim().is_empty() { "?" } else { why.trim() };
        let erasing = replica.survey_erasure(subject, asked).map_err(|refusal| refused(call, &refusal))?;
        let mut answer = Answer::of(subject, &erasing, &replica, self.why.clone());
        if self.dry_run {
            return answer.give(call);
        }
        if !self.is_agreed(call, &answer, subject, &erasing)? {
            return answer.give(call);
        }
        let done = call.with_progress(|progress| replica.erase(&call.said(), subject, &why, progress));
        let mut replica = match done {
            Ok((replica, done)) => {
                answer.act = Some(act_id(done.act));
                answer.erased = true;
                replica
            }
            Err(failed) => return Err(not_erased(call, &failed.1)),
        };
        answer.backups = copies::go_through(call, &mut replica)?;
        answer.give(call)
    }

    /// Whether a person typed the word, or said so beforehand.
    fn is_agreed(&self, call: &Call, answer: &Answer, subject: Subject, erasing: &Erasing) -> Result<bool, Failure> {
        if self.why.as_deref().is_none_or(|why| why.trim().is_empty()) {
            return Err(refused(call, &crate::domain::refusal::EraseRefusal::NoReason.into()));
        }
        if self.yes {
            return Ok(true);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            output::aside(
                "hint",
                &call.say("确认后加上 --yes；删除不能撤销", "add --yes to do it; it cannot be undone"),
            );
            return Ok(false);
        }
        let mut told = io::stderr();
        let word = call.say("删除", "erase");
        let text = format!(
            "{}\n{}\n{}",
            erasing::subject(call.lang, subject),
            erasing::toll(call.lang, &erasing.toll).join("\n"),
            answer.beside(call),
        );
        output::aside(&call.say("将要销毁", "would be destroyed"), &text);
        let asked = call.say(
            format!("这是唯一不能撤销的操作。确认就打“{word}”两个字："),
            format!("This is the one thing that cannot be undone. Type {word:?} to do it: "),
        );
        let asked = write!(told, "{asked}").and_then(|()| told.flush());
        let mut reply = String::new();
        let read = asked.is_ok() && io::stdin().read_line(&mut reply).is_ok();
        Ok(read && matches!(reply.trim().to_lowercase().as_str(), "删除" | "erase"))
    }
}

impl Answer {
    fn of(Subject { kind, id }: Subject, erasing: &Erasing, replica: &Replica, why: Option<String>) -> Self {
        let toll = &erasing.toll;
        Self {
            id: id.show(kind),
            kind,
            erased: false,
            act: None,
            why,
            events: toll.events,
            restated: toll.restated,
            people: toll.people,
            visits: toll.visits,
            matters: toll.matters,
            matters_kept: toll.matters_kept,
            set_aside: replica.set_aside(),
            mentions: erasing.mentions.iter().map(|(kind, id)| id.show(*kind)).collect(),
            backups: Vec::new(),
        }
    }

    fn give(&self, call: &Call) -> Result<(), Failure> {
        call.answer(self, || {
            let toll = crate::domain::decide::erase::Toll {
                events: self.events,
                restated: self.restated,
                records: 0,
                people: self.people,
                visits: self.visits,
                matters: self.matters,
                matters_kept: self.matters_kept,
            };
            let head = match (self.erased, &self.act) {
                (true, Some(act)) => call
                    .say(format!("{} 已依法删除（{act}）", self.id), format!("{} was erased by law ({act})", self.id)),
                _ => call.say(
                    format!("{}：什么都没有动，将要销毁：", self.id),
                    format!("{}: nothing was changed; would be destroyed:", self.id),
                ),
            };
            let lines = erasing::toll(call.lang, &toll).join("\n");
            format!("{head}\n{lines}\n{}", self.beside(call))
        })
    }

    /// What is told beside the counts.
    fn beside(&self, call: &Call) -> String {
        let mut text = String::new();
        let mut line = |zh: String, en: String| {
            text.push_str(&call.say(zh, en));
            text.push('\n');
        };
        if self.set_aside > 0 {
            let count = self.set_aside;
            line(
                format!("{count} 份旧的隔离件（quarantine）一并删去"),
                format!("{count} old copies in quarantine go with it"),
            );
        }
        if !self.mentions.is_empty() {
            let ids = self.mentions.iter().take(12).cloned().collect::<Vec<_>>().join(" ");
            let count = self.mentions.len();
            line(
                format!("别人的 {count} 条记录里也有这个名字，可能是同名，没有动：{ids}"),
                format!(
                    "the name stands in {count} records of others too, perhaps a namesake's; left as they are: {ids}"
                ),
            );
        }
        for copy in &self.backups {
            let file = copy.file.display();
            match &copy.why {
                None => line(format!("备份已重写：{file}"), format!("backup rewritten: {file}")),
                Some(why) => line(
                    format!("备份里可能还有，记下了，够得着时再删：{file}（{why}）"),
                    format!("may still be in a backup; remembered until it can be done: {file} ({why})"),
                ),
            }
        }
        text
    }
}

fn write_list(call: &Call, replica: &Replica, file: &std::path::Path) -> Result<(), Failure> {
    let erased = call.read(replica.erased())?;
    let text = list::written(erased.iter().map(|erased| (erased.subject, erased.at.date())));
    if file.as_os_str() == "-" {
        return call.text("list", &text);
    }
    paper::write_new(file, &text).map_err(|fault| call.failed(&Trouble::File(file.to_owned(), fault.to_string())))?;
    let document = serde_json::json!({ "file": file, "erased": erased.len() });
    call.answer(&document, || {
        let (file, count) = (file.display(), erased.len());
        call.say(format!("{count} 项，已写到 {file}"), format!("{count} entries, written to {file}"))
    })
}

fn refused(call: &Call, refusal: &Refusal) -> Failure {
    Failure::refused(call.lang, refusal)
}

fn not_erased(call: &Call, fault: &EraseFault) -> Failure {
    call.failed(&Trouble::Erasing(match fault {
        EraseFault::Refused(refusal) => return refused(call, refusal),
        EraseFault::Damaged => EraseTrouble::Damaged,
        EraseFault::NoRoom { free, needed } => EraseTrouble::NoRoom { free: *free, needed: *needed },
        EraseFault::NotSaved(fault) => return call.failed(&Trouble::NotSaved(fault.to_string())),
        EraseFault::NotDestroyed(fault) => EraseTrouble::NotDestroyed(fault.to_string()),
    }))
}
