//! An invented township: people behind doors, a year of visits and matters, believable and nobody's.
//!
//! The same seed, sizes and moment give the same township, on every machine. Each grid cell is thrown for itself, so
//! that a large township can be written cell by cell. What it should look like is measured by tests against the
//! national figures in `population.tsv`.

use crate::domain::decide::Dictated;
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::id::IdSource;
use crate::domain::moment::Moment;
use crate::domain::policy::Policy;
use crate::domain::scope::Scope;
use crate::domain::workdays::Workdays;

mod chain;
mod chance;
mod family;
mod fate;
mod households;
mod life;
mod matters;
mod names;
mod people;
mod visits;
mod words;

use chain::{Cell, Responders, Village};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// How long before `now` the township's books begin, in days.
const YEAR: i64 = 365;

/// What to invent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// At least 1; what exceeds [`Plan::MOST_VILLAGES`] is left out.
    pub villages: u32,
    /// At least one in each village; what exceeds [`Plan::MOST_CELLS`] in each village is left out.
    pub cells: u32,
    pub households: u32,
    /// The last moment of the township's life so far; it began a year before.
    pub now: Moment,
}

impl Plan {
    /// Villagers' committees have the codes 200–399 of a township; the first is left free.
    pub const MOST_VILLAGES: u32 = 199;
    /// Cells of one village, which are numbered with three digits.
    pub const MOST_CELLS: u32 = 999;

    /// A township of usual size: 32 villages, 472 cells, 12,000 households.
    pub const fn usual(now: Moment) -> Self {
        Self { seed: 1, villages: 32, cells: 472, households: 12_000, now }
    }

    /// A few doors: 2 villages, 6 cells, 60 households, with matters of every kind in every state.
    pub const fn small(now: Moment) -> Self {
        Self { seed: 1, villages: 2, cells: 6, households: 60, now }
    }
}

/// A township that was thrown from a [`Plan`]; its acts are made when asked for.
pub struct Township {
    /// Name of the township, such as 陕坝镇.
    pub name: &'static str,
    /// Its nine-digit code.
    pub scope: Scope,
    plan: Plan,
    villages: Vec<Village>,
    cells: Vec<Cell>,
    responders: Responders,
    policy: Policy,
    workdays: Workdays,
    /// Share of households (0–1) that take no surname from the national table.
    left_out: f64,
}

/// How much of what acts add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub villages: usize,
    pub cells: usize,
    pub households: usize,
    pub members: usize,
    pub visits: usize,
    pub matters: usize,
}

impl Counts {
    /// Counts what these acts bring in.
    pub fn take(&mut self, acts: &[Dictated]) {
        for draft in acts.iter().flat_map(|act| &act.drafts) {
            match &draft.fact {
                Fact::AreaNamed { scope, .. } if scope.is_cell() => self.cells += 1,
                Fact::AreaNamed { scope, .. } if scope.village() == Some(*scope) => self.villages += 1,
                Fact::HouseholdAdded(profile) => {
                    self.households += 1;
                    self.members += profile.members.len();
                }
                Fact::MemberAdded(_) => self.members += 1,
                Fact::Visited(_) => self.visits += 1,
                Fact::Matter(MatterFact::Raised(_)) => self.matters += 1,
                _ => {}
            }
        }
    }
}

/// Throws a township: its shape, its people in office and its responders. The doors are thrown by
/// [`Township::cells`].
pub fn township(plan: &Plan) -> Township {
    let villages = plan.villages.clamp(1, Plan::MOST_VILLAGES);
    let cells = plan.cells.clamp(villages, villages * Plan::MOST_CELLS);
    let plan = Plan { villages, cells, ..*plan };
    let (villages, cells) = chain::shape(&plan);
    let outside = |cell: &Cell| f64::from(cell.households * names::People::without_table(cell.village));
    let left_out = cells.iter().map(outside).sum::<f64>() / 100.0 / f64::from(plan.households.max(1));
    Township {
        name: chain::TOWNSHIP,
        scope: chain::township_scope(),
        responders: Responders::new(&villages, plan.seed),
        plan,
        villages,
        cells,
        policy: Policy::embedded(),
        workdays: Workdays::embedded(),
        left_out,
    }
}

impl Township {
    /// What the plan came to: sizes that could not be had are mended.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The acts that every device of the township holds: areas, cells, both ladders of people, responders; in the
    /// order they were recorded, before any act of a cell.
    pub fn shared(&self) -> Vec<Dictated> {
        chain::acts(self)
    }

    /// The acts of one cell after another, each cell's in the order they were typed: the households of the cell in
    /// one act, then visits and matters up to the plan's moment.
    pub fn cells(&self) -> impl Iterator<Item = Vec<Dictated>> + '_ {
        self.cells.iter().map(|cell| self.cell(cell))
    }

    fn cell(&self, cell: &Cell) -> Vec<Dictated> {
        let mut rng = chance::for_part(self.plan.seed, 1 + u64::from(cell.number));
        let ids = IdSource::new(self.device(), 1, u64::from(cell.number));
        let (roster, homes) = households::of_cell(self, cell, &ids, &mut rng);
        let mut acts = visits::of_cell(self, cell, &homes, &mut rng);
        acts.extend(matters::of_cell(self, cell, &homes, &ids, &mut rng));
        acts.extend(roster.later);
        acts.sort_by_key(|act| act.typed_at);
        let mut all = Vec::with_capacity(acts.len() + 1);
        all.extend(roster.added);
        all.extend(acts);
        all
    }

    /// The number that ids are drawn with, as if the seed were a device.
    fn device(&self) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&blake3::hash(&self.plan.seed.to_be_bytes()).as_bytes()[..8]);
        u64::from_be_bytes(first)
    }

    /// When the cells' rosters were entered.
    fn begin(&self) -> Moment {
        Moment::local(self.plan.now.plus_seconds(-YEAR * DAY).date(), 9, 0, 0)
    }
}

#[cfg(test)]
mod tests;
