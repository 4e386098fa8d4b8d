//! `household add`.

use clap::Subcommand;
use serde::Serialize;

use super::call::Call;
use super::document::HouseholdDocument;
use super::document::act_id;
use super::text::Row;
use crate::domain::household::{Household, HouseholdField, Person, Tag};
use crate::domain::id::Id;
use crate::domain::reader::Reader;
use crate::domain::request::{Edit, NewHousehold, Request};
use crate::domain::scope::Scope;
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;

/// Households
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: HouseholdCommand,
}

#[derive(Debug, Subcommand)]
enum HouseholdCommand {
    /// Add a household to the cell of --cell or of the settings; one of the same door and head is completed, never
    /// doubled
    Add(New),
}

#[derive(Debug, clap::Args)]
struct New {
    /// Its door as it is said in the village: 3组12号
    #[arg(long)]
    door: String,
    /// Name of the head of the household
    #[arg(long)]
    head: String,
    /// Telephone number
    #[arg(long)]
    phone: Option<String>,
    /// A group that the household belongs to (低保, 残疾 …); may be given several times
    #[arg(long = "tag")]
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    household: HouseholdDocument,
    act: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let HouseholdCommand::Add(new) = self.command;
        if call.cell.is_none() && call.own_cell.is_none() {
            return Err(call.failed(&Trouble::NoCell));
        }
        let mut replica = call.open()?;
        let named = call.cell.as_deref().map(|named| call.cell_named(&replica, named)).transpose()?;
        let cell = named.or(call.own_cell).ok_or_else(|| call.failed(&Trouble::NoCell))?;
        let request = match present(call, &replica, cell, &new)? {
            Some(household) => Request::EditHousehold { household: household.id, edits: new.edits(&household) },
            None => Request::AddHousehold { cell, household: new.household() },
        };
        let committed = call.commit(&mut replica, &request)?;
        let id = committed.about.first().copied().unwrap_or(Id::from_u64(0));
        let household = call.record(replica.household(id))?;
        let document = call.read(HouseholdDocument::of(&replica, &household, call.now, call.reveal))?;
        let answer = Answer { household: document, act: committed.act.map(act_id) };
        call.answer(&answer, || super::output::table(&[answer.household.row(call.lang)]))
    }
}

/// The household of that door and head, if it is there.
fn present(call: &Call, reader: &dyn Reader, cell: Scope, new: &New) -> Result<Option<Household>, Failure> {
    let households = call.read(reader.households_of_cell(cell))?;
    let same =
        |household: &Household| household.profile.door == new.door.trim() && household.profile.head == new.head.trim();
    Ok(households.into_iter().find(same))
}

impl New {
    fn household(&self) -> NewHousehold {
        NewHousehold {
            door: self.door.clone(),
            head: self.head.clone(),
            phone: self.phone.clone(),
            // The head lives there too; the others come with a roster or one by one.
            members: vec![Person {
                name: self.head.clone(),
                relation: "户主".to_owned(),
                phone: self.phone.clone(),
                ..Person::default()
            }],
            tags: self.tags.iter().map(Tag::plain).collect(),
            ..NewHousehold::default()
        }
    }

    /// What is given and not known of a household yet.
    fn edits(&self, household: &Household) -> Vec<Edit> {
        let known = |tag: &&String| household.profile.tags.iter().any(|present| present.name == **tag);
        let tags = self.tags.iter().filter(|tag| !known(tag)).map(|tag| Edit::SetTag(Tag::plain(tag)));
        let phone = self.phone.iter().map(|phone| Edit::Set(HouseholdField::Phone(Some(phone.clone()))));
        phone.chain(tags).collect()
    }
}
