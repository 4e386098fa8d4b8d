//! `tag`: the groups that rules speak of (人群类别).

use clap::Subcommand;
use serde::Serialize;

use super::call::Call;
use super::document::household::TagDocument;
use super::document::{HouseholdDocument, act_id};
use super::output::table;
use super::text::Row;
use crate::domain::household::Tag;
use crate::domain::moment::Date;
use crate::domain::reader::Reader;
use crate::domain::request::{Edit, Request};
use crate::failure::Failure;
use crate::i18n::family::tag_line;

/// Tags of households: 低保, 监测, 残疾 …
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: TagCommand,
}

#[derive(Debug, Subcommand)]
enum TagCommand {
    /// Set or renew a tag; with a last day it asks for renewal when that comes
    Set(Set),
    /// Let a tag end
    End(End),
}

#[derive(Debug, clap::Args)]
struct Set {
    /// The household's id
    household: String,
    /// The tag: 低保, 监测, 独居老人 …
    name: String,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// First day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Last day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
}

#[derive(Debug, clap::Args)]
struct End {
    /// The household's id
    household: String,
    /// The tag
    name: String,
    /// Its last day [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

#[derive(Serialize)]
struct Answer {
    household: HouseholdDocument,
    tag: Option<TagDocument>,
    act: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open_existing()?;
        let (household, name, edit) = match self.command {
            TagCommand::Set(Set { household, name, reason, from, to }) => {
                let tag = Tag { reason, from, to, ..Tag::plain(name.trim()) };
                (household, name, Edit::SetTag(tag))
            }
            TagCommand::End(End { household, name, on }) => {
                let on = on.unwrap_or(call.at.date());
                (household, name.clone(), Edit::EndTag { name: name.trim().to_owned(), on })
            }
        };
        let household = call.id(&household)?;
        let committed = call.commit(&mut replica, &Request::EditHousehold { household, edits: vec![edit] })?;
        let home = call.record(replica.household(household))?;
        let answer = Answer {
            household: call.answered(&mut replica, |replica, reveal| {
                call.read(HouseholdDocument::of(replica, &home, call.now, reveal))
            })?,
            tag: home.tag(name.trim()).map(TagDocument::of),
            act: committed.act.map(act_id),
        };
        call.answer(&answer, || {
            let mut row = answer.household.row(call.lang);
            row.pop();
            row.extend(home.tag(name.trim()).map(|tag| tag_line(tag, call.lang)));
            table(&[row])
        })
    }
}
