//! `responder add`.

use clap::Subcommand;
use serde::Serialize;

use super::call::Call;
use super::document::act_id;
use super::document::cell::{Loads, ResponderDocument};
use super::text::Row;
use crate::domain::reader::Reader;
use crate::domain::request::Request;
use crate::domain::responder::{Responder, ResponderKind};
use crate::failure::Failure;

/// Who acts on matters (承办单位/人)
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ResponderCommand,
}

#[derive(Debug, Subcommand)]
enum ResponderCommand {
    /// Add a responder, or complete the one of that name
    Add {
        /// What it is called
        name: String,
        /// A department, paired unit, work team, expert or party member [default: department, or as it is]
        #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(ResponderKind::WORDS))]
        kind: Option<String>,
        /// Telephone number
        #[arg(long)]
        phone: Option<String>,
    },
}

#[derive(Serialize)]
struct Answer {
    responder: ResponderDocument,
    act: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let ResponderCommand::Add { name, kind, phone } = self.command;
        let mut replica = call.open()?;
        let id = Responder::id_of(&name);
        let present = call.read(replica.responder(id))?.map(|responder| responder.kind);
        let kind = kind.and_then(|kind| kind.parse().ok()).or(present).unwrap_or(ResponderKind::Department);
        let committed = call.commit(&mut replica, &Request::AddResponder { name, kind, phone })?;
        let responder = call.record(replica.responder(id))?;
        let loads = call.read(Loads::read(&replica, call.now))?;
        let answer = Answer { responder: loads.responder(&responder), act: committed.act.map(act_id) };
        call.answer(&answer, || super::output::table(&[answer.responder.row(call.lang)]))
    }
}
