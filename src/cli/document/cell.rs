//! Areas, cells and responders.

use std::collections::HashMap;

use serde::Serialize;

use super::People;
use crate::domain::area::Area;
use crate::domain::facets::Tally;
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::{Assignee, Kind, Standing, State};
use crate::domain::moment::Moment;
use crate::domain::people::{Official, Post, officials};
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::responder::Responder;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::term::Term;

#[derive(Clone, Debug, Serialize)]
pub struct CellDocument {
    pub code: String,
    pub name: String,
    /// The names of the areas it lies in; their codes where they have none.
    pub village: String,
    pub township: String,
    pub households: i64,
    /// Households that were reached this calendar year.
    pub visited: i64,
    pub open_matters: i64,
    /// Everybody on both ladders who answers for it, from the township down.
    pub people: People,
    /// Out of use.
    pub retired: bool,
}

/// An area that is not a cell.
#[derive(Clone, Debug, Serialize)]
pub struct AreaDocument {
    pub code: String,
    pub name: String,
    pub people: People,
    /// Out of use.
    pub retired: bool,
}

impl AreaDocument {
    pub fn of(area: &Area) -> Self {
        Self { code: area.scope.to_string(), name: area.name.clone(), people: people([area]), retired: area.retired }
    }
}

fn people<'a>(areas: impl IntoIterator<Item = &'a Area>) -> People {
    let held = areas.into_iter().flat_map(|area| &area.people);
    held.map(|(role, person)| (role.as_str(), person.clone())).collect()
}

/// The areas of the tree and the tallies of its cells, read once for many cells.
#[derive(Debug)]
pub struct Chains {
    areas: HashMap<Scope, Area>,
    households: HashMap<Scope, i64>,
    visited: HashMap<Scope, i64>,
    open: HashMap<Scope, i64>,
}

impl Chains {
    /// What stands above and in the cells of a scope.
    pub fn read(reader: &dyn Reader, scope: Scope, now: Moment) -> Read<Self> {
        use chrono::Datelike;
        let areas = reader.areas(Scope::WHOLE)?.into_iter().map(|area| (area.scope, area)).collect();
        let tallies = |tally| reader.tallies(tally, scope);
        let mut open: HashMap<Scope, i64> = tallies(Tally::Joined)?.into_iter().collect();
        for &kind in Kind::ALL {
            for state in State::ALL.into_iter().filter(|state| !state.is_end()) {
                for (cell, count) in tallies(Tally::Matters(kind, state))? {
                    *open.entry(cell).or_default() += count;
                }
            }
        }
        Ok(Self {
            areas,
            households: tallies(Tally::Households)?.into_iter().collect(),
            visited: tallies(Tally::Visited(now.date().year()))?.into_iter().collect(),
            open,
        })
    }

    /// The document of a cell.
    pub fn cell(&self, cell: &Area) -> CellDocument {
        let above: Vec<Scope> = std::iter::successors(cell.scope.parent(), |scope| scope.parent()).collect();
        let known = above.iter().rev().filter_map(|scope| self.areas.get(scope));
        let label = |scope: Option<Scope>| {
            let scope = scope.unwrap_or(Scope::WHOLE);
            self.areas.get(&scope).map_or_else(|| scope.to_string(), Area::label)
        };
        let count = |tally: &HashMap<Scope, i64>| tally.get(&cell.scope).copied().unwrap_or(0);
        CellDocument {
            code: cell.scope.to_string(),
            name: cell.name.clone(),
            village: label(cell.scope.village()),
            township: label(cell.scope.village().and_then(Scope::parent)),
            households: count(&self.households),
            visited: count(&self.visited),
            open_matters: count(&self.open),
            people: people(known.chain([cell])),
            retired: cell.retired,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ResponderDocument {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    /// A number to be called at work, never masked.
    pub phone: Option<String>,
    pub open: usize,
    pub late: usize,
}

/// Open and late matters of each responder.
#[derive(Debug, Default)]
pub struct Loads(HashMap<Id, (usize, usize)>);

impl Loads {
    pub fn read(reader: &dyn Reader, now: Moment) -> Read<Self> {
        let mut loads = Self::default();
        let rules = reader.rules();
        reader.each(RecordKind::Matter, Scope::WHOLE, &mut |record| {
            if let Record::Matter(matter) = record
                && let Some(Assignee::Responder(id)) = matter.assignee
                && matter.is_open()
            {
                let (open, late) = loads.0.entry(id).or_default();
                *open += 1;
                // A voice owes nothing by itself.
                *late += usize::from(matter.lead.is_none() && Standing::of_itself(&rules, &matter, now).late);
            }
            true
        })?;
        Ok(loads)
    }

    pub fn responder(&self, responder: &Responder) -> ResponderDocument {
        let (open, late) = self.0.get(&responder.id).copied().unwrap_or_default();
        ResponderDocument {
            id: responder.id.show(RecordKind::Responder),
            name: responder.name.clone(),
            kind: responder.kind.as_str(),
            phone: responder.phone.clone(),
            open,
            late,
        }
    }
}

/// Somebody on the ladders with all that they answer for.
#[derive(Clone, Debug, Serialize)]
pub struct OfficialDocument {
    pub name: String,
    pub posts: Vec<PostDocument>,
    /// Cells that they answer for, at whatever level, and the households in these.
    pub cells: usize,
    pub households: i64,
    /// Open matters in hand of them, and how many of these are late.
    pub open: usize,
    pub late: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct PostDocument {
    pub role: &'static str,
    pub code: String,
    pub name: String,
    /// The same for people, in the language of the answer.
    #[serde(skip)]
    pub said: String,
}

impl OfficialDocument {
    /// Everybody who holds a place in a scope or above it, the highest first.
    pub fn all(reader: &dyn Reader, scope: Scope, now: Moment, lang: Lang) -> Read<Vec<Self>> {
        let cells = reader.cells(Scope::WHOLE)?;
        let names: HashMap<Scope, String> =
            reader.areas(Scope::WHOLE)?.iter().chain(&cells).map(|area| (area.scope, area.label())).collect();
        let households: HashMap<Scope, i64> = reader.tallies(Tally::Households, Scope::WHOLE)?.into_iter().collect();
        let loads = in_hand(reader, now)?;
        let mut found = officials(reader)?;
        found.retain(|official| official.posts.iter().any(|post| scope.holds(post.scope) || post.scope.holds(scope)));
        let document = |official: Official| {
            let theirs: Vec<Scope> = official.cells(&cells).map(|cell| cell.scope).collect();
            let (open, late) = loads.get(&official.name).copied().unwrap_or_default();
            let post = |post: &Post| {
                let name = names.get(&post.scope).cloned().unwrap_or_default();
                let said = format!("{} {name}", post.role.word(lang));
                PostDocument { role: post.role.as_str(), code: post.scope.to_string(), name, said }
            };
            Self {
                posts: official.posts.iter().map(post).collect(),
                cells: theirs.len(),
                households: theirs.iter().filter_map(|cell| households.get(cell)).sum(),
                name: official.name,
                open,
                late,
            }
        };
        Ok(found.into_iter().map(document).collect())
    }
}

/// Open and late matters in hand of each person.
fn in_hand(reader: &dyn Reader, now: Moment) -> Read<HashMap<String, (usize, usize)>> {
    let rules = reader.rules();
    let mut loads: HashMap<String, (usize, usize)> = HashMap::new();
    reader.each(RecordKind::Matter, Scope::WHOLE, &mut |record| {
        if let Record::Matter(matter) = record
            && let Some(Assignee::Person(name)) = &matter.assignee
            && matter.is_open()
        {
            let (open, late) = loads.entry(name.clone()).or_default();
            *open += 1;
            *late += usize::from(matter.lead.is_none() && Standing::of_itself(&rules, &matter, now).late);
        }
        true
    })?;
    Ok(loads)
}
