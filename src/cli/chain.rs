//! `chain set`: who answers for an area or cell.

use clap::Subcommand;
use serde::Serialize;

use super::areas::scope;
use super::call::Call;
use super::document::act_id;
use crate::domain::area::Role;
use crate::domain::reader::Reader;
use crate::domain::request::Request;
use crate::failure::Failure;
use crate::i18n::naming::NameTrouble;
use crate::i18n::term::Term;
use crate::i18n::trouble::Trouble;

/// Who answers for which area and cell (网格链条)
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ChainCommand,
}

#[derive(Debug, Subcommand)]
enum ChainCommand {
    /// Name who holds a place on the ladder; an empty name leaves it empty
    Set {
        /// The code of the township, village or cell
        code: String,
        /// committee, branch, head, cadre, model, village_leader, cell_cadre or household_cadre, or the Chinese word
        role: String,
        /// The person's name
        person: String,
    },
}

#[derive(Serialize)]
struct Answer {
    chain: ChainDocument,
    act: Option<String>,
}

#[derive(Serialize)]
struct ChainDocument {
    code: String,
    role: &'static str,
    person: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let ChainCommand::Set { code, role, person } = self.command;
        let scope = scope(call, &code)?;
        let role: Role =
            role.parse().map_err(|()| call.failed(&Trouble::Naming(NameTrouble::UnknownRole(role.clone()))))?;
        let mut replica = call.open()?;
        let committed = call.commit(&mut replica, &Request::SetRole { scope, role, person: Some(person) })?;
        let area = call.read(replica.area(scope))?;
        let person = area.and_then(|area| area.people.get(&role).cloned());
        let chain = ChainDocument { code: scope.to_string(), role: role.as_str(), person };
        let answer = Answer { chain, act: committed.act.map(act_id) };
        call.answer(&answer, || {
            let person = answer.chain.person.as_deref().unwrap_or("-");
            format!("{} {} {person}", answer.chain.code, role.word(call.lang))
        })
    }
}
