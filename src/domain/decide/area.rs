//! Areas that are retired, cells that become one, and what is handed over in them.

use super::promise::carried;
use super::{Decision, Desk, Draft, extent, worded};
use crate::domain::area::Area;
use crate::domain::facets::Tally;
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::handover::{Handover, Share, along};
use crate::domain::history::Snapshot;
use crate::domain::household::{HomeParticular, HouseholdField};
use crate::domain::id::RecordKind;
use crate::domain::matter::{Kind, State};
use crate::domain::reader::Read;
use crate::domain::record::Record;
use crate::domain::refusal::{AreaRefusal, Refusal};
use crate::domain::scope::{Extent, Scope};

impl Desk<'_> {
    /// A cell that something may be put into: known and not retired.
    pub(super) fn cell_in_use(&self, cell: Scope) -> Result<(), Refusal> {
        self.known_cell(cell)?;
        let retired = self.reader.area(cell)?.is_some_and(|area| area.retired);
        if retired && !self.cells.contains(&cell) { Err(AreaRefusal::Retired(cell).into()) } else { Ok(()) }
    }

    /// An area or cell goes out of use, as long as nothing lies in it.
    pub(super) fn retire_area(&mut self, scope: Scope) -> Result<Decision, Refusal> {
        let id = Area::id_of(scope);
        let area = self.reader.area(scope)?.ok_or(AreaRefusal::Unknown(scope))?;
        if area.retired {
            return Ok(Decision::unchanged(id));
        }
        let within = self.reader.areas(scope)?.into_iter().chain(self.reader.cells(scope)?);
        let areas = within.filter(|other| other.scope != scope).count();
        // Those that everybody left may come back, so the cell they come back to stays.
        let households = self.reader.tally(Tally::Households, scope)? + self.reader.tally(Tally::Left, scope)?;
        let matters = if areas == 0 { self.open_matters(scope)? } else { 0 };
        if areas > 0 || households > 0 || matters > 0 {
            return Err(AreaRefusal::NotEmpty { scope, areas, households, matters }.into());
        }
        Ok(Decision::on(id, scope, Fact::AreaRetired))
    }

    fn open_matters(&self, scope: Scope) -> Read<i64> {
        let mut sum = self.reader.tally(Tally::Joined, scope)?;
        for &kind in Kind::ALL {
            for state in State::ALL.into_iter().filter(|state| !state.is_end()) {
                sum += self.reader.tally(Tally::Matters(kind, state), scope)?;
            }
        }
        Ok(sum)
    }

    /// Every household of a cell goes over to another one with all that is theirs, and open matters of nobody's door;
    /// then the cell is retired.
    pub(super) fn merge_cells(&mut self, from: Scope, into: Scope) -> Result<Decision, Refusal> {
        extent(from, Extent::Cell)?;
        self.known_cell(from)?;
        self.cell_in_use(into)?;
        if from == into {
            return Err(AreaRefusal::MergesItself.into());
        }
        let mut decision = Decision::default();
        // Those that everybody left go along too: they may come back.
        let doors = self.reader.households_of_cell(from)?.into_iter().chain(self.reader.left_of_cell(from)?);
        for household in doors {
            decision.join(self.move_household(household.id, into)?);
        }
        self.reader.each(RecordKind::Matter, from, &mut |record| {
            if let Record::Matter(matter) = record
                && matter.is_open()
                && matter.raised.household.is_none()
            {
                let record = matter.id;
                let fact = Fact::Carried(Box::new(Snapshot::Affair(Box::new(matter))));
                decision.drafts.push(Draft { record, scope: into, fact });
            }
            true
        })?;
        let promises = self.reader.open_promises(from, usize::MAX)?.0;
        let of_nobody = promises.into_iter().filter(|promise| promise.promised.household.is_none());
        decision.drafts.extend(of_nobody.map(|promise| carried(promise, into)));
        let id = Area::id_of(from);
        decision.drafts.push(Draft { record: id, scope: from, fact: Fact::AreaRetired });
        decision.about.extend([Area::id_of(into), id]);
        Ok(decision)
    }

    /// What one person has in hand in a cell goes to another, as one act.
    pub(super) fn hand_over(&mut self, handover: &Handover) -> Result<Decision, Refusal> {
        let cell = handover.cell;
        let of_doors = matches!(handover.share, Share::Doors(_));
        if cell.is_cell() || cell.extent() == Extent::Whole || of_doors {
            extent(cell, Extent::Cell)?;
            self.known_cell(cell)?;
        } else if self.reader.area(cell)?.is_none() {
            return Err(AreaRefusal::Unknown(cell).into());
        }
        let [from, to] = [&handover.from, &handover.to].map(|name| worded(name, Refusal::EmptyName));
        let handover = Handover { from: from?, to: to?, ..handover.clone() };
        let Handover { from, to, share, .. } = &handover;
        if from == to {
            return Err(AreaRefusal::SamePerson(to.clone()).into());
        }
        let along = along(self.reader, &handover)?;
        if along.is_empty() {
            return Err(AreaRefusal::NothingInHand { person: from.clone(), cell }.into());
        }
        let mut decision = Decision { about: vec![Area::id_of(cell)], ..Decision::default() };
        for (scope, role) in along.roles {
            let fact = Fact::RoleHeld { role, person: Some(to.clone()) };
            decision.drafts.push(Draft { record: Area::id_of(scope), scope, fact });
        }
        for home in along.households.iter().filter(|home| along.own.contains(&home.id)) {
            let fact = Fact::HouseholdSet(HouseholdField::More(HomeParticular::Cadre, Some(to.clone())));
            decision.drafts.push(Draft { record: home.id, scope: home.cell, fact });
        }
        for given in along.matters {
            let promises_only = *share == Share::Promises;
            let step = MatterFact::HandedOver { from: from.clone(), to: to.clone(), promises_only };
            decision.drafts.push(Draft { record: given.matter.id, scope: given.matter.cell, fact: Fact::Matter(step) });
        }
        for promise in along.owed {
            let fact = Fact::PromiseHanded { from: from.clone(), to: to.clone() };
            decision.drafts.push(Draft { record: promise.id, scope: promise.cell, fact });
        }
        Ok(decision)
    }
}
