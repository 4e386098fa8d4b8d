//! `rules`: the deadline policy and the table of workdays, loaded as recorded facts.

use std::fs;
use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use super::call::Call;
use super::document::act_id;
use crate::domain::policy::Policy;
use crate::domain::reader::{Read, Reader};
use crate::domain::record::{Record, Subject};
use crate::domain::request::Request;
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;
use crate::store::replica::Replica;

/// Load or print the township's deadline policy and its table of workdays
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Load a deadline policy; without a file, print the one in force
    Policy {
        /// A TOML file in the form of the printed one
        file: Option<PathBuf>,
    },
    /// Load a table of days off and make-up workdays; without a file, print the one in force
    Workdays {
        /// Lines of date, holiday or makeup, and name, separated by tabs
        file: Option<PathBuf>,
    },
}

#[derive(Serialize)]
struct Answer {
    rules: RulesDocument,
    act: Option<String>,
}

#[derive(Serialize)]
struct RulesDocument {
    subject: &'static str,
    /// Whether it is the township's own, or the one that comes with the program.
    loaded: bool,
    text: String,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let (subject, file) = match self.command {
            RulesCommand::Policy { file } => (Subject::Policy, file),
            RulesCommand::Workdays { file } => (Subject::Workdays, file),
        };
        match file {
            Some(file) => load(call, subject, file),
            None => print(call, subject),
        }
    }
}

fn load(call: &Call, subject: Subject, file: PathBuf) -> Result<(), Failure> {
    let text = fs::read_to_string(&file).map_err(|fault| call.failed(&Trouble::File(file, fault.to_string())))?;
    let request = match subject {
        Subject::Policy => Request::SetPolicy { toml: text },
        Subject::Workdays => Request::SetWorkdays { tsv: text },
    };
    let mut replica = call.open()?;
    let committed = call.commit(&mut replica, &request)?;
    let rules = call.read(in_force(Some(&replica), subject))?;
    let answer = Answer { rules, act: committed.act.map(act_id) };
    call.answer(&answer, || match &answer.act {
        Some(act) => call.say(format!("已载入 {act}"), format!("loaded {act}")),
        None => call.say("已经是这一份", "it is in force already"),
    })
}

fn print(call: &Call, subject: Subject) -> Result<(), Failure> {
    let data = call.data()?;
    let replica = if Replica::exists(&data) { Some(call.open_existing()?) } else { None };
    let rules = call.read(in_force(replica.as_ref(), subject))?;
    let answer = Answer { rules, act: None };
    call.answer(&answer, || answer.rules.text.clone())
}

fn in_force(replica: Option<&Replica>, subject: Subject) -> Read<RulesDocument> {
    let record = match replica {
        Some(replica) => replica.record(subject.id())?,
        None => None,
    };
    let own = match record {
        Some(Record::Ruling(ruling)) => Some(ruling.text),
        _ => None,
    };
    let (name, embedded) = match subject {
        Subject::Policy => ("policy", Policy::embedded_toml()),
        Subject::Workdays => ("workdays", crate::domain::workdays::Workdays::embedded_tsv()),
    };
    Ok(RulesDocument { subject: name, loaded: own.is_some(), text: own.unwrap_or_else(|| embedded.to_owned()) })
}
