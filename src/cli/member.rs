//! `member`: people of a household.

use clap::Subcommand;
use serde::Serialize;

use super::call::Call;
use super::document::{HouseholdDocument, MemberDocument, act_id};
use super::household::given;
use super::life::{self, Choices, Headed, Leaving};
use super::output::{aside, table};
use super::text::Row;
use crate::domain::household::{MemberField, Particular, Person};
use crate::domain::id::Id;
use crate::domain::life::LifeEvent;
use crate::domain::moment::Date;
use crate::domain::person_id::{PersonId, Sex};
use crate::domain::reader::Reader;
use crate::domain::refusal::{HomeRefusal, Refusal};
use crate::domain::request::{Edit, Request};
use crate::failure::Failure;
use crate::store::replica::Replica;

/// Members of households
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: MemberCommand,
}

#[derive(Debug, Subcommand)]
enum MemberCommand {
    /// Add a member to a household
    Add(New),
    /// Change what is known of a member; an empty text takes a value away
    Edit(Changed),
    /// A member leaves the household: moved, married away, died …
    Leave(Left),
    /// A member died: lists what follows, and records what is wanted of it as one act
    Died(Died),
    /// A member moves away: lists what follows, and records what is wanted of it as one act
    MoveOut(MovedOut),
    /// Somebody who died or moved away by mistake, or came back, is a member again
    Back(Returned),
}

#[derive(Debug, clap::Args)]
struct New {
    /// The household's id
    household: String,
    #[command(flatten)]
    known: Known,
}

#[derive(Debug, clap::Args)]
struct Changed {
    /// The member's id
    member: String,
    #[command(flatten)]
    known: Known,
}

#[derive(Debug, clap::Args)]
struct Left {
    /// The member's id
    member: String,
    /// Why: 迁出, 去世, 出嫁 …
    #[arg(long)]
    why: String,
}

#[derive(Debug, clap::Args)]
struct Died {
    /// The member's id
    member: String,
    /// The day of the death, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    headed: Headed,
    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, clap::Args)]
struct MovedOut {
    /// The member's id
    member: String,
    #[command(flatten)]
    leaving: Leaving,
    #[command(flatten)]
    headed: Headed,
    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, clap::Args)]
struct Returned {
    /// The member's id
    member: String,
    #[command(flatten)]
    choices: Choices,
}

/// What can be known of a person.
#[derive(Debug, clap::Args)]
pub struct Known {
    /// Name
    #[arg(long)]
    name: Option<String>,
    /// Relation to the head: 配偶, 子, 女 …
    #[arg(long)]
    relation: Option<String>,
    /// Identity number; sex and birth follow from it
    #[arg(long)]
    id_number: Option<String>,
    /// Sex
    #[arg(long, value_parser = ["男", "女", ""])]
    sex: Option<String>,
    /// Date of birth, YYYY-MM-DD or YYYY-MM
    #[arg(long, value_parser = birth)]
    birth: Option<String>,
    /// Ethnicity: 汉族, 蒙古族 …
    #[arg(long)]
    ethnicity: Option<String>,
    /// Telephone number
    #[arg(long)]
    phone: Option<String>,
    /// A group that the person belongs to; may be given several times, and then these are all
    #[arg(long = "tag")]
    tags: Vec<String>,
    /// Remark
    #[arg(long)]
    remark: Option<String>,
    /// Former name
    #[arg(long)]
    former_name: Option<String>,
    /// Schooling: 小学, 初中 …
    #[arg(long)]
    schooling: Option<String>,
    /// Marital state: 未婚, 已婚 …
    #[arg(long)]
    marital: Option<String>,
    /// Political status: 中共党员, 群众 …
    #[arg(long)]
    politics: Option<String>,
    /// Health
    #[arg(long)]
    health: Option<String>,
    /// Where the person is: 在家, 外出务工(呼和浩特) …
    #[arg(long)]
    whereabouts: Option<String>,
    /// Occupation
    #[arg(long)]
    occupation: Option<String>,
    /// Employer or school
    #[arg(long)]
    workplace: Option<String>,
    /// Where the person is registered, if not here
    #[arg(long)]
    registered_at: Option<String>,
    /// Health insurance
    #[arg(long)]
    medical_insurance: Option<String>,
    /// Pension insurance
    #[arg(long)]
    pension: Option<String>,
}

fn birth(text: &str) -> Result<String, String> {
    let text = text.trim();
    let day = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
    if text.is_empty() || day.parse::<Date>().is_ok() {
        Ok(text.to_owned())
    } else {
        Err("write YYYY-MM-DD or YYYY-MM".to_owned())
    }
}

#[derive(Serialize)]
struct Answer {
    member: MemberDocument,
    act: Option<String>,
}

#[derive(Serialize)]
struct Departed {
    household: HouseholdDocument,
    act: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        match self.command {
            MemberCommand::Died(Died { member, on, headed, choices }) => {
                let (household, member) = home_of(call, &call.open_existing()?, &member)?;
                let event = LifeEvent::Died { member, on: on.unwrap_or_else(|| call.at.date()) };
                life::run(call, household, event, &choices, &headed)
            }
            MemberCommand::MoveOut(MovedOut { member, leaving, headed, choices }) => {
                let (household, member) = home_of(call, &call.open_existing()?, &member)?;
                life::run(call, household, LifeEvent::Left { member, away: leaving.away(call) }, &choices, &headed)
            }
            MemberCommand::Back(Returned { member, choices }) => {
                let (household, member) = home_of(call, &call.open_existing()?, &member)?;
                life::run(call, household, LifeEvent::Back { member }, &choices, &Headed::default())
            }
            other => other.record(call),
        }
    }
}

impl MemberCommand {
    fn record(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open_existing()?;
        match self {
            Self::Add(New { household, known }) => {
                let household = call.id(&household)?;
                let person = known.person(call)?;
                known.tell_others(call, &replica, household)?;
                let edits = vec![Edit::AddMember(Box::new(person))];
                let committed = call.commit(&mut replica, &Request::EditHousehold { household, edits })?;
                let home = call.record(replica.household(household))?;
                let newest = home.profile.members.last().map(|member| member.id);
                answer(call, &mut replica, household, newest.unwrap_or(household), committed.act)
            }
            Self::Edit(Changed { member, known }) => {
                let (household, member) = home_of(call, &replica, &member)?;
                let fields = known.fields(call)?;
                known.tell_others(call, &replica, household)?;
                let edits = fields.into_iter().map(|field| Edit::SetMember { member, field }).collect();
                let committed = call.commit(&mut replica, &Request::EditHousehold { household, edits })?;
                answer(call, &mut replica, household, member, committed.act)
            }
            Self::Leave(Left { member, why }) => {
                let (household, member) = home_of(call, &replica, &member)?;
                let edits = vec![Edit::RemoveMember { member, why }];
                let committed = call.commit(&mut replica, &Request::EditHousehold { household, edits })?;
                let home = call.record(replica.household(household))?;
                let document = call.answered(&mut replica, |replica, reveal| {
                    call.read(HouseholdDocument::of(replica, &home, call.now, reveal))
                })?;
                let left = Departed { household: document, act: committed.act.map(act_id) };
                call.answer(&left, || table(&[left.household.row(call.lang)]))
            }
            Self::Died(_) | Self::MoveOut(_) | Self::Back(_) => Ok(()),
        }
    }
}

/// The household that a member of that id belongs to, and the id.
fn home_of(call: &Call, replica: &Replica, text: &str) -> Result<(Id, Id), Failure> {
    let id = call.id(text)?;
    let place = call.record_or_refuse(replica.place(id), id)?;
    Ok((place.record, id))
}

fn answer(call: &Call, replica: &mut Replica, household: Id, member: Id, act: Option<Id>) -> Result<(), Failure> {
    let home = call.record(replica.household(household))?;
    let person = home.member(member).ok_or_else(|| Failure::refused(call.lang, &Refusal::NotFound(member)))?;
    let member = call.answered(replica, |_, reveal| Ok(MemberDocument::of(&home, person, reveal)))?;
    let answer = Answer { member, act: act.map(act_id) };
    call.answer(&answer, || table(&[answer.member.row(call.lang)]))
}

impl Known {
    /// A person of whom only this is known.
    pub fn person(&self, call: &Call) -> Result<Person, Failure> {
        let mut person = Person::default();
        for field in self.fields(call)? {
            field.set(&mut person);
        }
        Ok(person)
    }

    /// What is given, as changes; sex and birth follow from the identity number unless they are given.
    fn fields(&self, call: &Call) -> Result<Vec<MemberField>, Failure> {
        let mut fields = Vec::new();
        fields.extend(self.name.clone().map(MemberField::Name));
        fields.extend(self.relation.as_deref().map(|word| MemberField::Relation(word.trim().to_owned())));
        if let Some(number) = &self.id_number {
            fields.extend(numbered(call, number)?);
        }
        fields.extend(self.sex.as_deref().map(|sex| MemberField::Sex(Sex::of_word(sex))));
        fields.extend(self.birth.as_deref().map(|birth| MemberField::Birth(given(birth))));
        fields.extend(self.ethnicity.as_deref().map(|text| MemberField::Ethnicity(given(text))));
        fields.extend(self.phone.as_deref().map(|phone| MemberField::Phone(given(phone))));
        if !self.tags.is_empty() {
            fields.push(MemberField::Tags(self.tags.iter().filter_map(|tag| given(tag)).collect()));
        }
        fields.extend(self.remark.as_deref().map(|text| MemberField::Remark(given(text))));
        let phrases = self.phrases().into_iter();
        fields.extend(phrases.filter_map(|(name, text)| Some(MemberField::More(name, given(text.as_ref()?)))));
        Ok(fields)
    }

    fn phrases(&self) -> [(Particular, &Option<String>); 11] {
        [
            (Particular::FormerName, &self.former_name),
            (Particular::Schooling, &self.schooling),
            (Particular::Marital, &self.marital),
            (Particular::Politics, &self.politics),
            (Particular::Health, &self.health),
            (Particular::Whereabouts, &self.whereabouts),
            (Particular::Occupation, &self.occupation),
            (Particular::Workplace, &self.workplace),
            (Particular::RegisteredAt, &self.registered_at),
            (Particular::MedicalInsurance, &self.medical_insurance),
            (Particular::Pension, &self.pension),
        ]
    }

    /// Tells where else somebody of this identity number is a member.
    fn tell_others(&self, call: &Call, replica: &Replica, household: Id) -> Result<(), Failure> {
        let number = self.id_number.as_deref().and_then(|number| PersonId::parse(number).ok());
        let Some(number) = number else { return Ok(()) };
        let known = call.read(replica.keepers(number.as_str()))?;
        if let Some(other) = known.into_iter().find(|other| *other != household) {
            let name = call.read(replica.household_name(other))?;
            let text = call.say(
                format!("这个身份证号已在 {name} 的家人里"),
                format!("somebody of this identity number is a member of {name}"),
            );
            aside("warning", &text);
        }
        Ok(())
    }
}

/// An identity number with the sex and birth that it tells.
fn numbered(call: &Call, text: &str) -> Result<Vec<MemberField>, Failure> {
    if text.trim().is_empty() {
        return Ok(vec![MemberField::IdNumber(None)]);
    }
    let refused = |fault| Failure::refused(call.lang, &HomeRefusal::BadNumber(fault).into());
    let number = PersonId::parse(text).map_err(refused)?;
    Ok(vec![
        MemberField::IdNumber(Some(number.as_str().to_owned())),
        MemberField::Sex(number.sex()),
        MemberField::Birth(Some(number.birth().to_string())),
    ])
}
