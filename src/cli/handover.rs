//! `handover`: what one person has in hand in a cell goes to another, as one act.

use serde::Serialize;

use super::call::Call;
use super::document::{PromiseDocument, act_id, household_id, matter_id};
use crate::domain::area::Role;
use crate::domain::handover::{Along, Given, Handover, OnDesk, Share, along};
use crate::domain::promise::Promise;
use crate::domain::reader::Reader;
use crate::domain::refusal::{AreaRefusal, Refusal};
use crate::domain::request::Request;
use crate::domain::scope::{Extent, Scope};
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::areas::{self, AreaWord};
use crate::i18n::naming::NameTrouble;
use crate::i18n::term::Term;
use crate::i18n::trouble::Trouble;
use crate::store::replica::Replica;

/// Hand a cell, its promises or some of its doors over to a successor, as one act
///
/// Places on the ladders, doors, matters in hand and promises go from one person to another; what was recorded before
/// stays as it was. --cell says which cell; with the code of a village or township every cell in it goes over in which
/// --from has anything, as one act. `report handover` writes a sheet for each household.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Who takes over
    #[arg(long)]
    to: String,
    /// Who hands over [default: the head of the cell]
    #[arg(long)]
    from: Option<String>,
    /// Hand over what was promised to households, and nothing else
    #[arg(long)]
    promises_only: bool,
    /// A household's id: hand over this door with its matters, and not the cell; may be given several times
    #[arg(long = "door", value_name = "ID", conflicts_with = "promises_only")]
    doors: Vec<String>,
    /// Only say what would go along
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Answer {
    cell: String,
    from: String,
    to: String,
    /// `cell`, `promises` or `doors`.
    share: &'static str,
    saved: bool,
    act: Option<String>,
    roles: Vec<&'static str>,
    /// Of an area: the cells in which anything goes over, and the places on the ladders with where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Vec<PlaceDocument>>,
    /// Ids, in walking order.
    households: Vec<String>,
    /// Of these the ones whose own cadre changes.
    own: Vec<String>,
    matters: Vec<GivenDocument>,
    promises: Vec<PromiseDocument>,
    /// Drafts and doors put off on this device; they stay on it.
    drafts: usize,
    parked: usize,
}

/// A place on a ladder.
#[derive(Serialize)]
struct PlaceDocument {
    code: String,
    role: &'static str,
}

#[derive(Serialize)]
struct GivenDocument {
    id: String,
    household: Option<String>,
    text: String,
    state: &'static str,
    in_hand: bool,
    /// Sent up by who hands over: it comes back to the successor.
    awaited: bool,
    promises: Vec<WordDocument>,
}

/// What was promised in a step of it.
#[derive(Serialize)]
struct WordDocument {
    text: String,
    by: String,
}

impl PlaceDocument {
    fn of((scope, role): &(Scope, Role)) -> Self {
        Self { code: scope.to_string(), role: role.as_str() }
    }
}

impl GivenDocument {
    fn of(given: &Given) -> Self {
        let Given { matter, in_hand, awaited, promises } = given;
        let promise = |text: &String, by: String| WordDocument { text: text.clone(), by };
        Self {
            id: matter_id(matter.id),
            household: matter.raised.household.map(household_id),
            text: matter.raised.text.clone(),
            state: matter.state.as_str(),
            in_hand: *in_hand,
            awaited: *awaited,
            promises: promises.iter().map(|known| promise(&known.text, known.by.date().to_string())).collect(),
        }
    }
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open_existing()?;
        let doors = self.doors.iter().map(|door| call.id(door)).collect::<Result<Vec<_>, _>>()?;
        let doors_given = !doors.is_empty();
        let share = match (self.promises_only, doors.is_empty()) {
            (true, _) => Share::Promises,
            (false, true) => Share::Cell,
            (false, false) => Share::Doors(doors),
        };
        let cell = if doors_given { cell(call, &replica)? } else { place(call, &replica)? };
        let from = from(call, &replica, cell, self.from.as_deref())?;
        let handover = Handover { cell, from, to: self.to.trim().to_owned(), share };
        let along = call.read(along(&replica, &handover))?;
        let on_desk = OnDesk::of(replica.desk(), &along);
        let request = Request::HandOver(Box::new(handover.clone()));
        let act = if self.dry_run {
            call.tried(&replica, call.at, &request).map_err(|refusal| Failure::refused(call.lang, &refusal))?;
            None
        } else {
            call.commit(&mut replica, &request)?.act
        };
        let promise = |promise: &Promise| PromiseDocument::of(&replica, promise, call.now);
        let promises = call.read(along.owed.iter().map(promise).collect())?;
        let answer = Answer {
            cell: cell.to_string(),
            from: handover.from.clone(),
            to: handover.to.clone(),
            share: share_word(&handover.share),
            saved: act.is_some(),
            act: act.map(act_id),
            roles: along.roles.iter().map(|(_, role)| role.as_str()).collect(),
            cells: (!cell.is_cell()).then(|| along.cells().iter().map(Scope::to_string).collect()),
            places: (!cell.is_cell()).then(|| along.roles.iter().map(PlaceDocument::of).collect()),
            households: along.households.iter().map(|home| household_id(home.id)).collect(),
            own: along.own.iter().copied().map(household_id).collect(),
            matters: along.matters.iter().map(GivenDocument::of).collect(),
            promises,
            drafts: on_desk.drafts,
            parked: on_desk.parked,
        };
        call.answer(&answer, || told(call.lang, &handover, &along, act.is_some()))
    }
}

fn share_word(share: &Share) -> &'static str {
    match share {
        Share::Cell => "cell",
        Share::Promises => "promises",
        Share::Doors(_) => "doors",
    }
}

/// The cell of the call: one must be named.
pub fn cell(call: &Call, replica: &Replica) -> Result<Scope, Failure> {
    let scope = call.scope(replica)?;
    if scope.is_cell() {
        return Ok(scope);
    }
    if scope != Scope::WHOLE {
        return Err(Failure::refused(call.lang, &Refusal::WrongExtent { given: scope, needed: Extent::Cell }));
    }
    call.own_cell.ok_or_else(|| call.failed(&Trouble::Naming(NameTrouble::NoCell)))
}

/// The cell of the call, or the area of which all cells are meant.
pub fn place(call: &Call, replica: &Replica) -> Result<Scope, Failure> {
    let scope = call.scope(replica)?;
    if scope == Scope::WHOLE { cell(call, replica) } else { Ok(scope) }
}

/// Who hands over: as given, else the head of the cell.
pub fn from(call: &Call, replica: &Replica, cell: Scope, given: Option<&str>) -> Result<String, Failure> {
    if let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) {
        return Ok(given.to_owned());
    }
    let area = call.read(replica.area(cell))?;
    let area = area.ok_or_else(|| call.failed(&Trouble::Naming(NameTrouble::UnknownCell(cell.to_string()))))?;
    let head = area.people.get(&Role::Head).cloned();
    head.ok_or_else(|| Failure::refused(call.lang, &AreaRefusal::Headless(cell).into()))
}

fn told(lang: Lang, handover: &Handover, along: &Along, saved: bool) -> String {
    let counts = [
        (AreaWord::Households, along.households.len()),
        (AreaWord::Own, along.own.len()),
        (AreaWord::Matters, along.in_hand().count()),
        (AreaWord::Promises, along.promises()),
        (AreaWord::Claimed, along.claimed().count()),
    ];
    let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{} {count}", word.word(lang))).collect();
    let code = |scope: &Scope| if handover.cell.is_cell() { String::new() } else { format!("{scope} ") };
    let roles = along.roles.iter().map(|(scope, role)| format!("{}{}", code(scope), role.word(lang)));
    let roles: Vec<String> = roles.collect();
    let Handover { cell, from, to, share } = handover;
    let head = format!("{cell}  {from} → {to}  {}", areas::share_in(*cell, share, lang));
    let state = match (saved, lang) {
        (true, Lang::Zh) => "已交接",
        (true, Lang::En) => "handed over",
        (false, Lang::Zh) => "还没有记录（--dry-run）",
        (false, Lang::En) => "nothing recorded (--dry-run)",
    };
    let mut lines = vec![head, roles.join(" "), counts.join("  ")];
    lines.extend(
        along.matters.iter().map(|given| format!("  {} {}", matter_id(given.matter.id), given.matter.raised.text)),
    );
    lines.push(state.to_owned());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
