//! `list`: cells, people, households, members, visits, matters, responders, disclosures, narrowed by a filter.

use clap::ValueEnum;
use serde::Serialize;

use super::call::Call;
use super::document::cell::{Chains, Loads};
use super::document::{
    AtOddsDocument, CellDocument, DisclosureDocument, DuplicateDocument, HouseholdDocument, MatterDocument,
    MemberDocument, OfficialDocument, Personal, PromiseDocument, ResponderDocument, VisitDocument,
    VisitPromiseDocument,
};
use super::text::{Row, rows};
use crate::domain::area::Area;
use crate::domain::disclosure::{Disclosure, Manner};
use crate::domain::duplicates::{Side, duplicates};
use crate::domain::facets::{Tally, visit_due};
use crate::domain::household::{Household, Member};
use crate::domain::id::{Id, RecordKind};
use crate::domain::moment::Moment;
use crate::domain::promise::{self, Promise};
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::scope::Scope;
use crate::domain::visit::Visit;
use crate::entry::docket::Docket;
use crate::entry::filter::{Filter, Mark, Traits};
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::trouble::Trouble;
use crate::store::replica::Replica;

/// List cells, people on the ladders, households, members, visits, matters, responders, promises, duplicates,
/// conflicts, or disclosures: who was shown what in full
///
/// --filter takes words (text, names, initials), #category, @responder, cell: kind: tier: state: level: tag:,
/// is:late is:paused is:urgent is:joined is:conflict is:provisional is:left (died, moved away); a - before a token excludes what it fits.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to list
    #[arg(value_enum)]
    what: What,
    /// Only what fits, as in: '#道路 is:late -@交通站'
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    filter: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    Cells,
    /// Everybody on the ladders, with all that they answer for
    People,
    Households,
    Members,
    Visits,
    Matters,
    Responders,
    /// Who was shown people's data in full or given it in a file, when, which columns and of how many
    Disclosures,
    /// What was promised to households: open ones first, by when they are due
    Promises,
    /// What two people wrote differently without knowing of each other, by cell and door: `act ID resolve` settles it
    Conflicts,
    /// People and doors that stand twice: same number, same name and birth, similar doors; the surest first
    Duplicates,
}

/// The list's document; only the key of what was asked for is there.
#[derive(Default, Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Vec<CellDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<Vec<OfficialDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    households: Option<Vec<HouseholdDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Vec<MemberDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visits: Option<Vec<VisitDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matters: Option<Vec<MatterDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responders: Option<Vec<ResponderDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disclosures: Option<Vec<DisclosureDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promises: Option<Vec<PromiseDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflicts: Option<Vec<AtOddsDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicates: Option<Vec<DuplicateDocument>>,
    total: usize,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open_existing()?;
        let filter = Filter::read(&self.filter, &replica.rules().policy).map_err(|faults| {
            let faults = faults.iter().map(|fault| fault.said(call.lang)).collect();
            call.failed(&Trouble::BadFilter(faults))
        })?;
        let scope = call.scope(&replica)?;
        let listing = Listing { reader: &replica, filter, scope, now: call.now, reveal: call.reveal };
        let all = Answer::default();
        match self.what {
            What::Cells => {
                let (found, total) = call.read(listing.cells(call.limit))?;
                give(call, found, total, |found| Answer { cells: Some(found), total, ..all })
            }
            What::Duplicates => {
                let (found, total) = call.read(listing.duplicates(call.limit))?;
                disclose(call, &mut replica, (Manner::Members, &self.filter), scope, &found)?;
                give(call, found, total, |found| Answer { duplicates: Some(found), total, ..all })
            }
            What::Conflicts => {
                let (found, total) = call.read(listing.conflicts(call.limit, call.lang))?;
                give(call, found, total, |found| Answer { conflicts: Some(found), total, ..all })
            }
            What::People => {
                let (found, total) = call.read(listing.people(call.limit, call.lang))?;
                give(call, found, total, |found| Answer { people: Some(found), total, ..all })
            }
            What::Households => {
                let (found, total) = call.read(listing.households(call.limit))?;
                disclose(call, &mut replica, (Manner::Households, &self.filter), scope, &found)?;
                give(call, found, total, |found| Answer { households: Some(found), total, ..all })
            }
            What::Members => {
                let (found, total) = call.read(listing.members(call.limit))?;
                disclose(call, &mut replica, (Manner::Members, &self.filter), scope, &found)?;
                give(call, found, total, |found| Answer { members: Some(found), total, ..all })
            }
            What::Visits => {
                let (found, total) = call.read(listing.visits(call.limit))?;
                give(call, found, total, |found| Answer { visits: Some(found), total, ..all })
            }
            What::Matters => {
                let (found, total) = call.read(listing.matters(call.limit))?;
                disclose(call, &mut replica, (Manner::Matters, &self.filter), scope, &found)?;
                give(call, found, total, |found| Answer { matters: Some(found), total, ..all })
            }
            What::Responders => {
                let (found, total) = call.read(listing.responders(call.limit))?;
                give(call, found, total, |found| Answer { responders: Some(found), total, ..all })
            }
            What::Disclosures => {
                let (found, total) = call.read(listing.disclosures(call.limit, call.lang))?;
                give(call, found, total, |found| Answer { disclosures: Some(found), total, ..all })
            }
            What::Promises => {
                let (found, total) = call.read(listing.promises(call.limit))?;
                give(call, found, total, |found| Answer { promises: Some(found), total, ..all })
            }
        }
    }
}

/// Before they are printed: records what of the rows stands in full.
fn disclose(
    call: &Call,
    replica: &mut Replica,
    listed: (Manner, &str),
    scope: Scope,
    found: &[impl Personal],
) -> Result<(), Failure> {
    call.disclose(replica, listed, scope, found.iter().map(Personal::personal))
}

fn give<T: Row>(
    call: &Call,
    found: Vec<T>,
    total: usize,
    answer: impl FnOnce(Vec<T>) -> Answer,
) -> Result<(), Failure> {
    let text = if call.output.json { String::new() } else { rows(&found, total, call.lang) };
    call.answer(&answer(found), || text)
}

/// What is listed, and from where.
struct Listing<'a> {
    reader: &'a dyn Reader,
    filter: Filter,
    scope: Scope,
    now: Moment,
    reveal: bool,
}

impl Listing<'_> {
    fn cells(&self, limit: usize) -> Read<(Vec<CellDocument>, usize)> {
        let chains = Chains::read(self.reader, self.scope, self.now)?;
        let mut found: Vec<Area> = self.reader.cells(self.scope)?;
        found.retain(|cell| self.filter.fits(&of_cell(cell)));
        Ok((found.iter().take(limit).map(|cell| chains.cell(cell)).collect(), found.len()))
    }

    fn people(&self, limit: usize, lang: Lang) -> Read<(Vec<OfficialDocument>, usize)> {
        let mut found = OfficialDocument::all(self.reader, self.scope, self.now, lang)?;
        found.retain(|official| {
            let marks = if official.late > 0 { vec![Mark::Late] } else { Vec::new() };
            let texts = official.posts.iter().flat_map(|post| [post.said.as_str(), post.code.as_str()]).collect();
            self.filter.fits(&Traits { names: vec![&official.name], texts, marks, ..Traits::default() })
        });
        let total = found.len();
        found.truncate(limit);
        Ok((found, total))
    }

    fn households(&self, limit: usize) -> Read<(Vec<HouseholdDocument>, usize)> {
        let (mut documents, mut total) = (Vec::new(), 0);
        let mut take = |household: &Household| {
            if self.filter.fits(&self.of_household(household)) {
                total += 1;
                if documents.len() < limit {
                    documents.push(HouseholdDocument::of(self.reader, household, self.now, self.reveal)?);
                }
            }
            Ok(())
        };
        // Who left is listed only where that is asked for.
        if self.filter.asks_for(Mark::Left) {
            self.each_left(&mut take)?;
        } else {
            self.each_household(&mut take)?;
        }
        Ok((documents, total))
    }

    fn members(&self, limit: usize) -> Read<(Vec<MemberDocument>, usize)> {
        let (mut documents, mut total) = (Vec::new(), 0);
        let left = self.filter.asks_for(Mark::Left);
        let mut take = |household: &Household| {
            let gone = household.lives.gone.iter().map(|gone| &gone.member);
            let living = household.profile.members.iter().filter(|_| !left || !household.is_lived_in());
            for member in living.chain(gone.filter(|_| left)) {
                if self.filter.fits(&of_member(household, member)) {
                    total += 1;
                    if documents.len() < limit {
                        documents.push(MemberDocument::of(household, member, self.reveal));
                    }
                }
            }
            Ok(())
        };
        self.each_household(&mut take)?;
        if left {
            self.each_left(&mut take)?;
        }
        Ok((documents, total))
    }

    /// The newest first. Only where they are is kept while they are put in order: there are many.
    fn visits(&self, limit: usize) -> Read<(Vec<VisitDocument>, usize)> {
        let mut found: Vec<(std::cmp::Reverse<Moment>, Id, Id)> = Vec::new();
        let mut take = |household: &Household| {
            let visits = self.reader.visits_of_household(household)?;
            let fitting = visits.iter().filter(|visit| self.filter.fits(&of_visit(household, visit)));
            found.extend(fitting.map(|visit| (std::cmp::Reverse(visit.at), visit.id, household.id)));
            Ok(())
        };
        self.each_household(&mut take)?;
        self.each_left(&mut take)?;
        found.sort_unstable();
        let mut documents = Vec::new();
        for (_, id, household) in found.iter().take(limit) {
            let Some(household) = self.reader.household(*household)? else { continue };
            let visits = self.reader.visits_of_household(&household)?;
            let Some(visit) = visits.iter().find(|visit| visit.id == *id) else { continue };
            let promises = self.reader.promises_of(household.id)?;
            let promises = VisitPromiseDocument::with(visit, &visits, &promises);
            documents.push(VisitDocument::of(household.id, visit, promises));
        }
        Ok((documents, found.len()))
    }

    /// By when they are due, then by id.
    fn matters(&self, limit: usize) -> Read<(Vec<MatterDocument>, usize)> {
        let found = Docket::of(self.reader, self.scope)?.find(&self.filter, self.now);
        let mut documents = Vec::new();
        for id in found.iter().take(limit) {
            documents.extend(MatterDocument::of_id(self.reader, *id, self.now, self.reveal)?);
        }
        Ok((documents, found.len()))
    }

    fn duplicates(&self, limit: usize) -> Read<(Vec<DuplicateDocument>, usize)> {
        let mut found = duplicates(self.reader, self.scope)?;
        let fits = |side: &Side| match side.person() {
            Some(member) => self.filter.fits(&of_member(&side.household, member)),
            None => self.filter.fits(&self.of_household(&side.household)),
        };
        found.retain(|pair| fits(&pair.one) || fits(&pair.other));
        let shown = found.iter().take(limit);
        let documents = shown.map(|pair| DuplicateDocument::of(self.reader, pair, self.now, self.reveal));
        Ok((documents.collect::<Read<_>>()?, found.len()))
    }

    /// By cell and door; of a record that two people wrote differently in several places one row for each.
    fn conflicts(&self, limit: usize, lang: Lang) -> Read<(Vec<AtOddsDocument>, usize)> {
        let mut found = Vec::new();
        for record in self.reader.conflicted(self.scope, usize::MAX)?.0 {
            let home = record.of_household().map_or(Ok(None), |id| self.reader.household(id))?;
            let texts = home.as_ref().map(|home| home.profile.door.as_str());
            let traits = Traits {
                names: home.iter().map(|home| home.profile.head.as_str()).collect(),
                texts: texts.into_iter().chain(record.as_matter().map(|matter| matter.raised.text.as_str())).collect(),
                cell: record.scope().to_string().to_lowercase(),
                marks: vec![Mark::Conflict],
                ..Traits::default()
            };
            if self.filter.fits(&traits) {
                found.extend(AtOddsDocument::all(self.reader, &record, home.as_ref(), lang)?);
            }
        }
        let total = found.len();
        found.truncate(limit);
        Ok((found, total))
    }

    fn responders(&self, limit: usize) -> Read<(Vec<ResponderDocument>, usize)> {
        let loads = Loads::read(self.reader, self.now)?;
        let mut found: Vec<ResponderDocument> =
            self.reader.responders()?.iter().map(|responder| loads.responder(responder)).collect();
        found.retain(|responder| {
            let marks = if responder.late > 0 { vec![Mark::Late] } else { Vec::new() };
            let responder = responder.name.as_str();
            self.filter.fits(&Traits { names: vec![responder], responder: Some(responder), marks, ..Traits::default() })
        });
        let total = found.len();
        found.truncate(limit);
        Ok((found, total))
    }

    /// The newest first.
    fn disclosures(&self, limit: usize, lang: Lang) -> Read<(Vec<DisclosureDocument>, usize)> {
        let named = |disclosure: &Disclosure| DisclosureDocument::of(self.reader, disclosure, lang);
        if self.filter.is_empty() {
            let (found, total) = self.reader.disclosures(self.scope, limit)?;
            return Ok((found.iter().map(named).collect(), total));
        }
        let (found, _) = self.reader.disclosures(self.scope, usize::MAX)?;
        let all = found.iter().map(named);
        let mut fitting: Vec<DisclosureDocument> = all.filter(|one| self.filter.fits(&of_disclosure(one))).collect();
        let total = fitting.len();
        fitting.truncate(limit);
        Ok((fitting, total))
    }

    /// Open ones first, by when they are due, those for the next visit last; then the ended ones, the latest first.
    fn promises(&self, limit: usize) -> Read<(Vec<PromiseDocument>, usize)> {
        let mut found: Vec<Promise> = Vec::new();
        let mut fault = None;
        self.reader.each(RecordKind::Promise, self.scope, &mut |record| {
            let Record::Promise(promise) = record else { return true };
            match self.fits_promise(&promise) {
                Ok(true) => found.push(promise),
                Ok(false) => {}
                Err(unread) => fault = Some(unread),
            }
            fault.is_none()
        })?;
        fault.map_or(Ok(()), Err)?;
        promise::sort(&mut found);
        let shown = found.iter().take(limit).map(|promise| PromiseDocument::of(self.reader, promise, self.now));
        Ok((shown.collect::<Read<_>>()?, found.len()))
    }

    fn fits_promise(&self, promise: &Promise) -> Read<bool> {
        let home = promise.promised.household.map_or(Ok(None), |id| self.reader.household(id))?;
        let mut marks = Vec::new();
        marks.extend(promise.is_late(self.now).then_some(Mark::Late));
        marks.extend((!promise.trail.conflicts.is_empty()).then_some(Mark::Conflict));
        let head = home.as_ref().map(|home| home.profile.head.as_str());
        let door = home.as_ref().map(|home| home.profile.door.as_str());
        let ended = promise.ended.as_ref().map(|ended| ended.text.as_str());
        Ok(self.filter.fits(&Traits {
            names: head.into_iter().chain([promise.by(), promise.keeper()]).collect(),
            texts: ended.into_iter().chain(door).chain([promise.promised.text.as_str(), promise.state()]).collect(),
            cell: promise.cell.to_string().to_lowercase(),
            marks,
            ..Traits::default()
        }))
    }

    /// Households of the scope by cell and door in walking order, one cell in memory at a time.
    fn each_household(&self, visit: &mut dyn FnMut(&Household) -> Read<()>) -> Read<()> {
        for (cell, _) in self.reader.tallies(Tally::Households, self.scope)? {
            for household in self.reader.households_of_cell(cell)? {
                visit(&household)?;
            }
        }
        Ok(())
    }

    /// Households of the scope that everybody left, in the same order.
    fn each_left(&self, visit: &mut dyn FnMut(&Household) -> Read<()>) -> Read<()> {
        for (cell, _) in self.reader.tallies(Tally::Left, self.scope)? {
            for household in self.reader.left_of_cell(cell)? {
                visit(&household)?;
            }
        }
        Ok(())
    }

    fn of_household<'h>(&self, household: &'h Household) -> Traits<'h> {
        let mut marks = Vec::new();
        if visit_due(household, &self.reader.rules()) < self.now {
            marks.push(Mark::Late);
        }
        if !household.trail.conflicts.is_empty() {
            marks.push(Mark::Conflict);
        }
        if !household.is_lived_in() {
            marks.push(Mark::Left);
        }
        let profile = &household.profile;
        let members = profile.members.iter().map(|member| member.details.name.as_str());
        Traits {
            names: members.chain([profile.head.as_str()]).collect(),
            texts: profile.address.as_deref().into_iter().chain([profile.door.as_str()]).collect(),
            cell: household.cell.to_string().to_lowercase(),
            tags: household.tag_names(self.now.date()),
            marks,
            ..Traits::default()
        }
    }
}

fn of_cell(cell: &Area) -> Traits<'_> {
    let code = cell.scope.to_string().to_lowercase();
    let names = cell.people.values().map(String::as_str).chain([cell.name.as_str()]).collect();
    Traits { names, cell: code, ..Traits::default() }
}

fn of_disclosure(disclosure: &DisclosureDocument) -> Traits<'_> {
    let columns = disclosure.columns.iter().copied();
    Traits {
        names: vec![&disclosure.by],
        texts: columns.chain([disclosure.how, disclosure.what.as_str()]).collect(),
        cell: disclosure.cell.clone().unwrap_or_default(),
        ..Traits::default()
    }
}

fn of_member<'m>(household: &Household, member: &'m Member) -> Traits<'m> {
    let person = &member.details;
    Traits {
        names: vec![&person.name],
        texts: person.ethnicity.as_deref().into_iter().chain([person.relation.as_str()]).collect(),
        cell: household.cell.to_string().to_lowercase(),
        tags: person.tags.iter().map(String::as_str).collect(),
        marks: if household.is_lived_in() && household.member(member.id).is_some() {
            Vec::new()
        } else {
            vec![Mark::Left]
        },
        ..Traits::default()
    }
}

fn of_visit<'v>(household: &'v Household, visit: &'v Visit) -> Traits<'v> {
    let with = visit.with.iter().map(String::as_str).chain(visit.met.as_deref());
    Traits {
        names: with.chain([household.profile.head.as_str(), visit.by.as_str()]).collect(),
        texts: vec![&visit.note, visit.outcome.as_str()],
        cell: household.cell.to_string().to_lowercase(),
        ..Traits::default()
    }
}
