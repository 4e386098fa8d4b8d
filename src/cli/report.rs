//! `report`: pages for paper, into a file or to standard output.

use std::io;
use std::path::PathBuf;

use serde::Serialize;

use super::call::Call;
use crate::domain::facets::visit_due;
use crate::domain::handover::{Handover, Share};
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::reader::Reader;
use crate::domain::refusal::Refusal;
use crate::domain::scope::Scope;
use crate::exchange::paper;
use crate::failure::Failure;
use crate::i18n::naming::NameTrouble;
use crate::i18n::report::PageTrouble;
use crate::i18n::trouble::Trouble;
use crate::report::handover;
use crate::report::kept::{self, Circumstances};
use crate::report::walk::{self, Walk};
use crate::report::{Form, Page};
use crate::store::replica::Replica;

/// Write a page for paper: a walk list, the sheets of a handover, or what is kept about a household or a person
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Everything that is kept about a household
    Household {
        /// The household's id
        id: String,
        #[command(flatten)]
        out: Out,
    },
    /// A sheet for each household of the cell of --cell, for whoever takes it over
    Handover {
        /// Who takes over, where that is known
        #[arg(long, default_value = "", hide_default_value = true)]
        to: String,
        /// Who hands over [default: the head of the cell]
        #[arg(long)]
        from: Option<String>,
        /// Only sheets of households to which something was promised
        #[arg(long)]
        promises_only: bool,
        #[command(flatten)]
        out: Out,
    },
    /// Everything that is kept about a person
    Person {
        /// The member's id
        id: String,
        #[command(flatten)]
        out: Out,
    },
    /// A list of the doors of --cell to call at, with boxes to tick and room to write; with --reveal also tags, full
    /// numbers and what accuses somebody
    Walk {
        #[command(flatten)]
        doors: Doors,
        #[command(flatten)]
        out: Out,
    },
}

/// Which doors a walk list has.
#[derive(Debug, clap::Args)]
struct Doors {
    /// Only these doors of the cell, in this order: doors as they are written there, or ids of households
    #[arg(long = "doors", value_name = "DOOR,…", value_delimiter = ',', conflicts_with_all = ["route", "due"])]
    only: Vec<String>,
    /// The doors of the route that lies on this computer, in its order
    #[arg(long, conflicts_with = "due")]
    route: bool,
    /// Only doors where a visit is due
    #[arg(long)]
    due: bool,
}

/// Where a page goes.
#[derive(Debug, clap::Args)]
struct Out {
    /// The file, .html for a page that prints on A4 or .txt for plain lines; none of that name may be there. With - the
    /// lines go to standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

#[derive(Serialize)]
struct Answer {
    /// Null where the page itself is the answer.
    file: Option<PathBuf>,
    title: String,
    /// Whether numbers stand in it in full.
    revealed: bool,
    /// The page as plain lines, where no file was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let (is_person, id, out) = match &self.what {
            What::Household { id, out } => (false, id, out),
            What::Person { id, out } => (true, id, out),
            What::Walk { doors, out } => return walk_list(call, doors, out),
            What::Handover { to, from, promises_only, out } => {
                let share = if *promises_only { Share::Promises } else { Share::Cell };
                return sheets(call, (from.as_deref(), to.trim()), share, out);
            }
        };
        let form = out.form(call)?;
        let id = call.id(id)?;
        let mut replica = call.open_existing()?;
        let about = circumstances(call, &replica);
        let page = if is_person { kept::person(&about, id) } else { kept::household(&about, id) };
        let page = call.read(page)?.ok_or_else(|| unknown(call, id))?;
        let place = call.read(replica.place(id))?.ok_or_else(|| unknown(call, id))?;
        let disclosed = kept::taken_out(place.record, is_person.then_some(id), call.reveal);
        call.record_disclosed(&mut replica, place.scope, disclosed)?;
        out.write(call, &page, form)
    }
}

/// Writes the walk list.
fn walk_list(call: &Call, doors: &Doors, out: &Out) -> Result<(), Failure> {
    let form = out.form(call)?;
    let mut replica = call.open_existing()?;
    let doors = doors.found(call, &replica)?;
    let rules = replica.rules();
    let (lang, now, reveal) = (call.lang, call.now, call.reveal);
    let walk = Walk { reader: &replica, rules: &rules, lang, now, by: call.by(), reveal };
    let (page, count) = call.read(walk::page(&walk, &doors))?;
    let scope = call.read(walk::area_of(&replica, &doors))?;
    call.record_disclosed(&mut replica, scope, walk::taken_out(count, reveal))?;
    out.write(call, &page, form)
}

impl Doors {
    /// The doors that are asked for, in walking order where no other was given.
    fn found(&self, call: &Call, replica: &Replica) -> Result<Vec<Id>, Failure> {
        let missing = |what: PageTrouble| call.failed(&Trouble::Page(what));
        if self.route {
            let route = replica.desk().route.as_ref().ok_or_else(|| missing(PageTrouble::NoRoute))?;
            return Ok(route.doors().to_vec());
        }
        let scope = call.scope(replica)?;
        let cells = call.read(replica.cells(scope))?;
        if cells.is_empty() || scope == Scope::WHOLE && cells.len() > 1 {
            return Err(call.failed(&Trouble::Naming(NameTrouble::NoCell)));
        }
        let mut homes = Vec::new();
        for cell in cells {
            homes.extend(call.read(replica.households_of_cell(cell.scope))?);
        }
        let rules = replica.rules();
        let ends = Moment::end_of(call.now.date());
        homes.retain(|home| !self.due || visit_due(home, &rules) <= ends);
        if self.only.is_empty() {
            return Ok(homes.iter().map(|home| home.id).collect());
        }
        let wanted = |text: &String| {
            let text = text.trim();
            let id = text.parse().ok();
            let home = homes.iter().find(|home| home.profile.door == text || Some(home.id) == id);
            home.map(|home| home.id).ok_or_else(|| missing(PageTrouble::NoSuchDoor(text.to_owned())))
        };
        self.only.iter().map(wanted).collect()
    }
}

/// Writes the sheets of a handover.
fn sheets(call: &Call, (from, to): (Option<&str>, &str), share: Share, out: &Out) -> Result<(), Failure> {
    let form = out.form(call)?;
    let mut replica = call.open_existing()?;
    let cell = super::handover::place(call, &replica)?;
    let from = super::handover::from(call, &replica, cell, from)?;
    let handover = Handover { cell, from, to: to.to_owned(), share };
    let Call { lang, now, reveal, .. } = *call;
    let about = handover::Circumstances { reader: &replica, lang, now, by: call.by(), reveal };
    let (page, households) = call.read(handover::page(&about, &handover))?;
    call.record_disclosed(&mut replica, cell, handover::taken_out(cell, households, reveal))?;
    out.write(call, &page, form)
}

fn unknown(call: &Call, id: Id) -> Failure {
    Failure::refused(call.lang, &Refusal::NotFound(id))
}

/// What a page of the call is made from.
fn circumstances<'a>(call: &Call, replica: &'a Replica) -> Circumstances<'a> {
    Circumstances {
        reader: replica,
        desk: replica.desk(),
        lang: call.lang,
        now: call.now,
        by: call.by(),
        reveal: call.reveal,
        backups: replica.known_backups(),
    }
}

impl Out {
    /// The form that the file's name asks for; none for standard output.
    fn form(&self, call: &Call) -> Result<Option<Form>, Failure> {
        if self.out.as_os_str() == "-" {
            return Ok(None);
        }
        // What stands in the way is told before anything is recorded as taken out.
        if self.out.exists() {
            let fault = io::Error::from(io::ErrorKind::AlreadyExists);
            return Err(call.failed(&Trouble::File(self.out.clone(), fault.to_string())));
        }
        let form = self.out.to_str().and_then(Form::of_name);
        form.map(Some).ok_or_else(|| call.failed(&Trouble::Page(PageTrouble::NoSuchForm(self.out.clone()))))
    }

    fn write(&self, call: &Call, page: &Page, form: Option<Form>) -> Result<(), Failure> {
        let mut answer = Answer { file: None, title: page.title.clone(), revealed: call.reveal, text: None };
        let Some(form) = form else {
            let text = page.written(Form::Text);
            answer.text = Some(text.clone());
            return call.answer(&answer, || text);
        };
        let file = std::path::absolute(&self.out).unwrap_or_else(|_| self.out.clone());
        paper::write_new(&file, &page.written(form))
            .map_err(|fault| call.failed(&Trouble::File(file.clone(), fault.to_string())))?;
        answer.file = Some(file.clone());
        call.answer(&answer, || {
            let (title, file) = (&answer.title, file.display());
            call.say(format!("{title}\n已写到 {file}"), format!("{title}\nwritten to {file}"))
        })
    }
}
