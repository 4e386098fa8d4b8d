//! `household`: adding, editing, moving; families that part, come together, or get another head.

use clap::Subcommand;
use serde::Serialize;

use super::call::Call;
use super::document::HouseholdDocument;
use super::document::act_id;
use super::life::{self, Choices, Leaving};
use super::member::Known;
use super::text::Row;
use crate::domain::household::{Arrival, HEAD, HomeParticular, Household, HouseholdField, Person, Tag};
use crate::domain::id::Id;
use crate::domain::life::LifeEvent;
use crate::domain::moment::Date;
use crate::domain::reader::Reader;
use crate::domain::request::{Edit, NewHousehold, Part, Request};
use crate::domain::scope::Scope;
use crate::failure::Failure;
use crate::i18n::naming::NameTrouble;
use crate::i18n::trouble::Trouble;
use crate::store::replica::{Committed, Replica};

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
    /// Change what is known of a household; an empty text takes a value away
    Edit(Changed),
    /// Move a household to another cell, with all that belongs to it
    Move(Moved),
    /// Give some members a door of their own
    Split(Split),
    /// Merge a household into another one; its visits and ended matters stay where they are
    Merge(Merged),
    /// Make another member the head
    Head(Headed),
    /// A child is born into the household
    Born(Born),
    /// Somebody moves in
    Arrive(Arrived),
    /// The whole household moves away: no more visits are due, and search still finds it
    Away(Away),
    /// A household that moved away lives at its door again
    Back(Returned),
    /// What stands in the list of duplicates is two: it is not listed again
    Apart(Apart),
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
    /// Where the whole household moved in from, where it did
    #[arg(long, value_name = "PLACE")]
    from: Option<String>,
    /// The day it moved in [default with --from: today, or the day of --at]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    more: More,
}

/// What is kept of a household beside door, head, phone and tags.
#[derive(Debug, clap::Args)]
struct More {
    /// Address
    #[arg(long)]
    address: Option<String>,
    /// Number of the household's register (户号)
    #[arg(long)]
    number: Option<String>,
    /// What it lives in (住房)
    #[arg(long)]
    housing: Option<String>,
    /// Yearly income of the family
    #[arg(long)]
    income: Option<String>,
    /// Remark
    #[arg(long)]
    remark: Option<String>,
    /// The cadre who answers for this household itself (包户干部), where that is not the cell's
    #[arg(long)]
    cadre: Option<String>,
    /// The party-member model household that guides this one (党员示范户)
    #[arg(long)]
    model: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Changed {
    /// The household's id
    household: String,
    /// Its door
    #[arg(long)]
    door: Option<String>,
    /// Telephone number
    #[arg(long)]
    phone: Option<String>,
    #[command(flatten)]
    more: More,
}

#[derive(Debug, clap::Args)]
struct Moved {
    /// The household's id
    household: String,
    /// The cell it goes to: its full code, or a suffix where only one fits
    #[arg(long, value_name = "CODE")]
    to: String,
}

#[derive(Debug, clap::Args)]
struct Split {
    /// The household's id
    household: String,
    /// The new household's door
    #[arg(long)]
    door: String,
    /// Who goes, and what they are to the new head: MEMBER=户主, MEMBER=配偶 …
    #[arg(long = "member", value_name = "MEMBER=RELATION", value_parser = said_of, required = true)]
    members: Vec<(Id, String)>,
    /// Its cell, if it is another one
    #[arg(long, value_name = "CODE")]
    to: Option<String>,
    /// The new household's telephone number
    #[arg(long)]
    phone: Option<String>,
    /// A tag that goes along; may be given several times
    #[arg(long = "tag")]
    tags: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct Merged {
    /// Id of the household that is merged
    household: String,
    /// Id of the household it is merged into
    #[arg(long, value_name = "HOUSEHOLD")]
    into: String,
    /// What a member is to the head there: MEMBER=RELATION; may be given several times
    #[arg(long = "relation", value_name = "MEMBER=RELATION", value_parser = said_of)]
    relations: Vec<(Id, String)>,
}

#[derive(Debug, clap::Args)]
struct Headed {
    /// The household's id
    household: String,
    /// Id of the member who becomes the head
    member: String,
    /// What a member, the old head above all, is to the new head: MEMBER=RELATION; may be given several times
    #[arg(long = "relation", value_name = "MEMBER=RELATION", value_parser = said_of)]
    relations: Vec<(Id, String)>,
}

#[derive(Debug, clap::Args)]
struct Apart {
    /// Id of a household or member
    one: String,
    /// Id of the household or member that it looks like
    other: String,
}

#[derive(Debug, clap::Args)]
struct Born {
    /// The household's id
    household: String,
    /// The day of the birth, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, clap::Args)]
struct Arrived {
    /// The household's id
    household: String,
    /// The day they came, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Where from, in words
    #[arg(long, value_name = "TEXT", default_value = "")]
    from: String,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, clap::Args)]
struct Away {
    /// The household's id
    household: String,
    #[command(flatten)]
    leaving: Leaving,
    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, clap::Args)]
struct Returned {
    /// The household's id
    household: String,
    #[command(flatten)]
    choices: Choices,
}

/// A member's id and what is said of them.
pub(super) fn said_of(text: &str) -> Result<(Id, String), String> {
    let wrong = || "write MEMBER=RELATION, for example p3k…=配偶".to_owned();
    let (id, relation) = text.split_once(['=', '＝']).ok_or_else(wrong)?;
    Ok((id.trim().parse().map_err(|_| wrong())?, relation.trim().to_owned()))
}

#[derive(Serialize)]
struct Answer {
    household: HouseholdDocument,
    /// The other household of a split or merge.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<HouseholdDocument>,
    act: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        match self.command {
            HouseholdCommand::Add(new) => add(call, &new),
            HouseholdCommand::Edit(changed) => {
                let mut replica = call.open_existing()?;
                let household = call.id(&changed.household)?;
                record(call, &mut replica, &Request::EditHousehold { household, edits: changed.edits() })
            }
            HouseholdCommand::Move(moved) => {
                let mut replica = call.open_existing()?;
                let to = call.cell_named(&replica, &moved.to)?;
                record(call, &mut replica, &Request::MoveHousehold { household: call.id(&moved.household)?, to })
            }
            HouseholdCommand::Split(split) => {
                let mut replica = call.open_existing()?;
                let request = split.request(call, &replica)?;
                record(call, &mut replica, &request)
            }
            HouseholdCommand::Merge(Merged { household, into, relations }) => {
                let (from, into) = (call.id(&household)?, call.id(&into)?);
                record(call, &mut call.open_existing()?, &Request::MergeHouseholds { from, into, relations })
            }
            HouseholdCommand::Head(Headed { household, member, relations }) => {
                let (household, head) = (call.id(&household)?, call.id(&member)?);
                record(call, &mut call.open_existing()?, &Request::ChangeHead { household, head, relations })
            }
            HouseholdCommand::Apart(Apart { one, other }) => {
                let request = Request::HoldApart { mine: call.id(&one)?, other: call.id(&other)? };
                record(call, &mut call.open_existing()?, &request)
            }
            HouseholdCommand::Born(Born { household, on, known, choices }) => {
                let arrival = Arrival::Born(on.unwrap_or_else(|| call.at.date()));
                arrive(call, &household, &known, arrival, &choices)
            }
            HouseholdCommand::Arrive(Arrived { household, on, from, known, choices }) => {
                let on = on.unwrap_or_else(|| call.at.date());
                arrive(call, &household, &known, Arrival::Came { on, from: from.trim().to_owned() }, &choices)
            }
            HouseholdCommand::Away(Away { household, leaving, choices }) => {
                let event = LifeEvent::AllLeft(leaving.away(call));
                life::run(call, call.id(&household)?, event, &choices, &life::Headed::default())
            }
            HouseholdCommand::Back(Returned { household, choices }) => {
                life::run(call, call.id(&household)?, LifeEvent::AllBack, &choices, &life::Headed::default())
            }
        }
    }
}

fn arrive(call: &Call, household: &str, known: &Known, arrival: Arrival, choices: &Choices) -> Result<(), Failure> {
    let event = LifeEvent::Arrived { person: Box::new(known.person(call)?), arrival };
    life::run(call, call.id(household)?, event, choices, &life::Headed::default())
}

fn add(call: &Call, new: &New) -> Result<(), Failure> {
    if call.cell.is_none() && call.own_cell.is_none() {
        return Err(call.failed(&Trouble::Naming(NameTrouble::NoCell)));
    }
    let mut replica = call.open()?;
    let named = call.cell.as_deref().map(|named| call.cell_named(&replica, named)).transpose()?;
    let cell = named.or(call.own_cell).ok_or_else(|| call.failed(&Trouble::Naming(NameTrouble::NoCell)))?;
    let request = match present(call, &replica, cell, new)? {
        Some(household) => Request::EditHousehold { household: household.id, edits: new.edits(&household) },
        None => Request::AddHousehold { cell, household: new.household(call.at.date()) },
    };
    record(call, &mut replica, &request)
}

/// Records it and answers with the households it is about.
fn record(call: &Call, replica: &mut Replica, request: &Request) -> Result<(), Failure> {
    let committed = call.commit(replica, request)?;
    let answer = Answer::of(call, replica, &committed)?;
    let rows = || [Some(&answer.household), answer.from.as_ref()].into_iter().flatten().map(|one| one.row(call.lang));
    call.answer(&answer, || super::output::table(&rows().collect::<Vec<_>>()))
}

impl Answer {
    fn of(call: &Call, replica: &mut Replica, committed: &Committed) -> Result<Self, Failure> {
        let mut document = |id: &Id| {
            call.answered(replica, |replica, reveal| {
                let household = call.record(replica.household(*id))?;
                call.read(HouseholdDocument::of(replica, &household, call.now, reveal))
            })
        };
        let first = committed.about.first().copied().unwrap_or(Id::from_u64(0));
        Ok(Self {
            household: document(&first)?,
            from: committed.about.get(1).map(document).transpose()?,
            act: committed.act.map(act_id),
        })
    }
}

/// The household of that door and head, if it is there.
fn present(call: &Call, reader: &dyn Reader, cell: Scope, new: &New) -> Result<Option<Household>, Failure> {
    let households = call.read(reader.households_of_cell(cell))?;
    let same =
        |household: &Household| household.profile.door == new.door.trim() && household.profile.head == new.head.trim();
    Ok(households.into_iter().find(same))
}

/// A text, or none where it is empty.
pub(super) fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl More {
    fn phrases(&self) -> impl Iterator<Item = (HomeParticular, &String)> {
        let all = [
            (HomeParticular::Number, &self.number),
            (HomeParticular::Housing, &self.housing),
            (HomeParticular::Income, &self.income),
            (HomeParticular::Remark, &self.remark),
            (HomeParticular::Cadre, &self.cadre),
            (HomeParticular::Model, &self.model),
        ];
        all.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)))
    }

    fn edits(&self) -> impl Iterator<Item = Edit> {
        let address = self.address.iter().map(|address| HouseholdField::Address(given(address)));
        address.chain(self.phrases().map(|(name, text)| HouseholdField::More(name, given(text)))).map(Edit::Set)
    }
}

impl New {
    fn household(&self, today: Date) -> NewHousehold {
        let moved_in = self.from.is_some() || self.on.is_some();
        let from = self.from.as_deref().unwrap_or_default().trim().to_owned();
        NewHousehold {
            arrival: moved_in.then(|| Arrival::Came { on: self.on.unwrap_or(today), from }),
            door: self.door.clone(),
            head: self.head.clone(),
            phone: self.phone.clone(),
            address: self.more.address.as_deref().and_then(given),
            // The head lives there too; the others come with a roster or one by one.
            members: vec![Person {
                name: self.head.clone(),
                relation: HEAD.to_owned(),
                phone: self.phone.clone(),
                ..Person::default()
            }],
            tags: self.tags.iter().map(Tag::plain).collect(),
            more: self.more.phrases().filter_map(|(name, text)| Some((name, given(text)?))).collect(),
        }
    }

    /// What is given and not known of a household yet.
    fn edits(&self, household: &Household) -> Vec<Edit> {
        let known = |tag: &&String| household.profile.tags.iter().any(|present| present.name == **tag);
        let tags = self.tags.iter().filter(|tag| !known(tag)).map(|tag| Edit::SetTag(Tag::plain(tag)));
        let phone = self.phone.iter().map(|phone| Edit::Set(HouseholdField::Phone(Some(phone.clone()))));
        phone.chain(tags).chain(self.more.edits()).collect()
    }
}

impl Changed {
    fn edits(&self) -> Vec<Edit> {
        let door = self.door.iter().map(|door| Edit::Set(HouseholdField::Door(door.trim().to_owned())));
        let phone = self.phone.iter().map(|phone| Edit::Set(HouseholdField::Phone(given(phone))));
        door.chain(phone).chain(self.more.edits()).collect()
    }
}

impl Split {
    fn request(self, call: &Call, replica: &Replica) -> Result<Request, Failure> {
        let household = call.id(&self.household)?;
        let present = call.record_or_refuse(replica.household(household), household)?;
        let cell = self.to.as_deref().map(|to| call.cell_named(replica, to)).transpose()?.unwrap_or(present.cell);
        let Self { door, members, phone, tags, .. } = self;
        Ok(Request::SplitHousehold { household, part: Box::new(Part { cell, door, phone, members, tags }) })
    }
}
