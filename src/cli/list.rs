//! `list`: cells, households, members, visits, matters, responders, narrowed by a filter.

use clap::ValueEnum;
use serde::Serialize;

use super::call::Call;
use super::document::cell::{Chains, Loads};
use super::document::matter::Standing;
use super::document::{
    CellDocument, HouseholdDocument, MatterDocument, MemberDocument, ResponderDocument, VisitDocument,
};
use super::text::{Row, rows};
use crate::domain::area::Area;
use crate::domain::facets::{Tally, visit_due};
use crate::domain::household::{Household, Member};
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::Matter;
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};
use crate::domain::scope::Scope;
use crate::domain::visit::Visit;
use crate::entry::filter::{Filter, Mark, Traits};
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;

/// List cells, households, members, visits, matters or responders
///
/// --filter takes words (text, names, initials), #category, @responder, cell: kind: tier: state: level: tag:,
/// is:late is:paused is:urgent is:joined is:conflict is:provisional; a - before a token excludes what it fits.
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
    Households,
    Members,
    Visits,
    Matters,
    Responders,
}

/// The list's document; only the key of what was asked for is there.
#[derive(Default, Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Vec<CellDocument>>,
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
    total: usize,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let replica = call.open_existing()?;
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
            What::Households => {
                let (found, total) = call.read(listing.households(call.limit))?;
                give(call, found, total, |found| Answer { households: Some(found), total, ..all })
            }
            What::Members => {
                let (found, total) = call.read(listing.members(call.limit))?;
                give(call, found, total, |found| Answer { members: Some(found), total, ..all })
            }
            What::Visits => {
                let (found, total) = call.read(listing.visits(call.limit))?;
                give(call, found, total, |found| Answer { visits: Some(found), total, ..all })
            }
            What::Matters => {
                let (found, total) = call.read(listing.matters(call.limit))?;
                give(call, found, total, |found| Answer { matters: Some(found), total, ..all })
            }
            What::Responders => {
                let (found, total) = call.read(listing.responders(call.limit))?;
                give(call, found, total, |found| Answer { responders: Some(found), total, ..all })
            }
        }
    }
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

    fn households(&self, limit: usize) -> Read<(Vec<HouseholdDocument>, usize)> {
        let (mut documents, mut total) = (Vec::new(), 0);
        self.each_household(&mut |household| {
            if self.filter.fits(&self.of_household(household)) {
                total += 1;
                if documents.len() < limit {
                    documents.push(HouseholdDocument::of(self.reader, household, self.now, self.reveal)?);
                }
            }
            Ok(())
        })?;
        Ok((documents, total))
    }

    fn members(&self, limit: usize) -> Read<(Vec<MemberDocument>, usize)> {
        let (mut documents, mut total) = (Vec::new(), 0);
        self.each_household(&mut |household| {
            for member in &household.profile.members {
                if self.filter.fits(&of_member(household, member)) {
                    total += 1;
                    if documents.len() < limit {
                        documents.push(MemberDocument::of(household, member, self.reveal));
                    }
                }
            }
            Ok(())
        })?;
        Ok((documents, total))
    }

    /// The newest first. Only where they are is kept while they are put in order: there are many.
    fn visits(&self, limit: usize) -> Read<(Vec<VisitDocument>, usize)> {
        let mut found: Vec<(std::cmp::Reverse<Moment>, Id, Id)> = Vec::new();
        self.each_household(&mut |household| {
            let visits = self.reader.visits_of_household(household)?;
            let fitting = visits.iter().filter(|visit| self.filter.fits(&of_visit(household, visit)));
            found.extend(fitting.map(|visit| (std::cmp::Reverse(visit.at), visit.id, household.id)));
            Ok(())
        })?;
        found.sort_unstable();
        let mut documents = Vec::new();
        for (_, id, household) in found.iter().take(limit) {
            let Some(household) = self.reader.household(*household)? else { continue };
            let visits = self.reader.visits_of_household(&household)?;
            let visit = visits.iter().find(|visit| visit.id == *id);
            documents.extend(visit.map(|visit| VisitDocument::of(household.id, visit)));
        }
        Ok((documents, found.len()))
    }

    /// By when they are due, then by id.
    fn matters(&self, limit: usize) -> Read<(Vec<MatterDocument>, usize)> {
        let mut ids = Vec::new();
        self.reader.each(RecordKind::Matter, self.scope, &mut |record| {
            ids.push(record.id());
            true
        })?;
        let mut found: Vec<(bool, Option<Moment>, Id)> = Vec::new();
        for id in ids {
            let Some(matter) = self.reader.matter(id)? else { continue };
            let standing = Standing::at(self.reader, &matter, self.now)?;
            if self.filter.is_empty() || self.fits_matter(&matter, standing)? {
                found.push((standing.due.is_none(), standing.due, id));
            }
        }
        found.sort_unstable();
        let mut documents = Vec::new();
        for (.., id) in found.iter().take(limit) {
            documents.extend(MatterDocument::of_id(self.reader, *id, self.now, self.reveal)?);
        }
        Ok((documents, found.len()))
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

    /// Households of the scope by cell and door in walking order, one cell in memory at a time.
    fn each_household(&self, visit: &mut dyn FnMut(&Household) -> Read<()>) -> Read<()> {
        for (cell, _) in self.reader.tallies(Tally::Households, self.scope)? {
            for household in self.reader.households_of_cell(cell)? {
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
        let profile = &household.profile;
        let members = profile.members.iter().map(|member| member.details.name.as_str());
        Traits {
            names: members.chain([profile.head.as_str()]).collect(),
            texts: profile.address.as_deref().into_iter().chain([profile.door.as_str()]).collect(),
            cell: household.cell.to_string(),
            tags: household.tag_names(self.now.date()),
            marks,
            ..Traits::default()
        }
    }

    fn fits_matter(&self, matter: &Matter, standing: Standing) -> Read<bool> {
        let raised = &matter.raised;
        let household = match raised.household {
            Some(id) => self.reader.household(id)?,
            None => None,
        };
        let responder = match &matter.assignee {
            Some(assignee) => Some(self.reader.assignee_name(assignee)?),
            None => None,
        };
        let head = household.as_ref().map(|household| household.profile.head.as_str());
        let parties = raised.parties.iter().map(|party| party.name.as_str());
        let said = [&raised.answer, &matter.asked].into_iter().filter_map(|text| text.as_deref());
        let marks = [
            (standing.late, Mark::Late),
            (matter.is_paused(), Mark::Paused),
            (raised.urgent, Mark::Urgent),
            (matter.lead.is_some(), Mark::Joined),
            (!matter.trail.conflicts.is_empty(), Mark::Conflict),
            (standing.provisional, Mark::Provisional),
        ];
        Ok(self.filter.fits(&Traits {
            names: head.into_iter().chain(raised.caller.as_deref()).chain(parties).collect(),
            texts: said.chain([raised.text.as_str()]).collect(),
            category: Some(&raised.category),
            responder: responder.as_deref(),
            cell: matter.cell.to_string(),
            kind: Some(raised.kind),
            tier: Some(matter.tier),
            state: Some(standing.state),
            level: matter.level,
            tags: household.as_ref().map(|household| household.tag_names(self.now.date())).unwrap_or_default(),
            marks: marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect(),
        }))
    }
}

fn of_cell(cell: &Area) -> Traits<'_> {
    let code = cell.scope.to_string();
    let names = cell.people.values().map(String::as_str).chain([cell.name.as_str()]).collect();
    Traits { names, cell: code, ..Traits::default() }
}

fn of_member<'m>(household: &Household, member: &'m Member) -> Traits<'m> {
    let person = &member.details;
    Traits {
        names: vec![&person.name],
        texts: person.ethnicity.as_deref().into_iter().chain([person.relation.as_str()]).collect(),
        cell: household.cell.to_string(),
        tags: person.tags.iter().map(String::as_str).collect(),
        ..Traits::default()
    }
}

fn of_visit<'v>(household: &'v Household, visit: &'v Visit) -> Traits<'v> {
    let with = visit.with.iter().map(String::as_str).chain(visit.met.as_deref());
    Traits {
        names: with.chain([household.profile.head.as_str(), visit.by.as_str()]).collect(),
        texts: vec![&visit.note, visit.outcome.as_str()],
        cell: household.cell.to_string(),
        ..Traits::default()
    }
}
