//! `areas add` and `cells add`.

use clap::Subcommand;
use serde::Serialize;

use super::call::Call;
use super::document::act_id;
use super::document::cell::{AreaDocument, CellDocument, Chains};
use crate::domain::reader::Reader;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::failure::Failure;
use crate::i18n::naming::NameTrouble;
use crate::i18n::trouble::Trouble;
use crate::store::replica::Replica;

/// Counties, townships and villages
#[derive(Debug, clap::Args)]
pub struct AreaArgs {
    #[command(subcommand)]
    command: AreaCommand,
}

#[derive(Debug, Subcommand)]
enum AreaCommand {
    /// Add an area, or rename it
    Add {
        /// Its division code: 6 digits for a county, 9 for a township, 12 for a village
        code: String,
        /// What it is called
        name: String,
    },
    /// Take an area in which nothing lies out of use
    Retire {
        /// Its division code
        code: String,
    },
}

/// Grid cells
#[derive(Debug, clap::Args)]
pub struct CellArgs {
    #[command(subcommand)]
    command: CellCommand,
}

#[derive(Debug, Subcommand)]
enum CellCommand {
    /// Add a grid cell, or rename it
    Add {
        /// Its code: the village's 12 digits, a hyphen and its number there, as 150826102207-003
        code: String,
        /// What it is called; left out, it keeps its name
        #[arg(long)]
        name: Option<String>,
    },
    /// Take a cell in which nothing lies out of use
    Retire {
        /// Its code
        code: String,
    },
    /// Move all that lies in a cell to another one, and take it out of use: one act
    Merge {
        /// The code of the cell that goes
        from: String,
        /// The code of the cell that stays
        into: String,
    },
}

#[derive(Serialize)]
struct AreaAnswer {
    area: AreaDocument,
    act: Option<String>,
}

#[derive(Serialize)]
struct CellAnswer {
    cell: CellDocument,
    act: Option<String>,
}

impl AreaArgs {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let (code, name) = match self.command {
            AreaCommand::Add { code, name } => (code, Some(name)),
            AreaCommand::Retire { code } => (code, None),
        };
        let scope = scope(call, &code)?;
        let mut replica = call.open()?;
        let request = name.map_or(Request::RetireArea { scope }, |name| Request::AddArea { scope, name });
        let committed = call.commit(&mut replica, &request)?;
        let area = call.record(replica.area(scope))?;
        let answer = AreaAnswer { area: AreaDocument::of(&area), act: committed.act.map(act_id) };
        call.answer(&answer, || format!("{} {}", answer.area.code, answer.area.name))
    }
}

impl CellArgs {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open()?;
        let (scope, request) = match self.command {
            CellCommand::Add { code, name } => {
                let scope = scope(call, &code)?;
                (scope, Request::AddCell { scope, name })
            }
            CellCommand::Retire { code } => {
                let scope = call.cell_named(&replica, &code)?;
                (scope, Request::RetireArea { scope })
            }
            CellCommand::Merge { from, into } => {
                let [from, into] = [call.cell_named(&replica, &from)?, call.cell_named(&replica, &into)?];
                (into, Request::MergeCells { from, into })
            }
        };
        let committed = call.commit(&mut replica, &request)?;
        let answer = CellAnswer { cell: cell_document(call, &replica, scope)?, act: committed.act.map(act_id) };
        call.answer(&answer, || format!("{} {}", answer.cell.code, answer.cell.name))
    }
}

/// A code as a person wrote it.
pub fn scope(call: &Call, code: &str) -> Result<Scope, Failure> {
    code.parse().map_err(|_| call.failed(&Trouble::Naming(NameTrouble::NotACode(code.to_owned()))))
}

/// The document of a cell that is known.
pub fn cell_document(call: &Call, replica: &Replica, scope: Scope) -> Result<CellDocument, Failure> {
    let cell = call.record(replica.area(scope))?;
    let chains = call.read(Chains::read(replica, scope, call.now))?;
    Ok(chains.cell(&cell))
}
