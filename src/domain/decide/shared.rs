//! What a township shares: areas, cells, the ladders of people, responders, rules.

use super::{Decision, Desk, Draft, extent, worded};
use crate::domain::area::{Area, Role};
use crate::domain::fact::Fact;
use crate::domain::policy::Policy;
use crate::domain::record::{Record, Subject};
use crate::domain::refusal::Refusal;
use crate::domain::responder::{Responder, ResponderKind};
use crate::domain::scope::{Extent, Scope};
use crate::domain::workdays::Workdays;

impl Desk<'_> {
    pub(super) fn add_area(&mut self, scope: Scope, name: &str) -> Result<Decision, Refusal> {
        if matches!(scope.extent(), Extent::Whole | Extent::Cell) {
            return Err(Refusal::WrongExtent { given: scope, needed: Extent::Village });
        }
        let decision = self.name_area(scope, &worded(name, Refusal::EmptyName)?)?;
        // A cell that is added in the same act leaves its village the name it has here.
        self.cells.insert(scope);
        Ok(decision)
    }

    pub(super) fn add_cell(&mut self, scope: Scope, name: Option<&str>) -> Result<Decision, Refusal> {
        extent(scope, Extent::Cell)?;
        let present = self.reader.area(scope)?;
        let name =
            name.map_or_else(|| present.map(|cell| cell.name).unwrap_or_default(), |name| name.trim().to_owned());
        let mut decision = self.name_area(scope, &name)?;
        self.cells.insert(scope);
        // A cell hangs in the tree below its village, so the village is known from here on, if only by its code.
        if let Some(village) = scope.village().filter(|village| !self.cells.contains(village)) {
            let known = self.reader.area(village)?;
            if known.as_ref().is_none_or(|area| area.retired) {
                let name = known.map(|area| area.name).unwrap_or_default();
                let fact = Fact::AreaNamed { scope: village, name };
                decision.drafts.push(Draft { record: Area::id_of(village), scope: village, fact });
            }
            self.cells.insert(village);
        }
        Ok(decision)
    }

    fn name_area(&self, scope: Scope, name: &str) -> Result<Decision, Refusal> {
        let id = Area::id_of(scope);
        if self.cells.contains(&scope)
            || self.reader.area(scope)?.is_some_and(|area| area.name == name && !area.retired)
        {
            return Ok(Decision::unchanged(id));
        }
        Ok(Decision::on(id, scope, Fact::AreaNamed { scope, name: name.to_owned() }))
    }

    pub(super) fn set_role(&mut self, scope: Scope, role: Role, person: Option<&str>) -> Result<Decision, Refusal> {
        extent(scope, role.extent())?;
        let id = Area::id_of(scope);
        let person = person.map(str::trim).filter(|person| !person.is_empty()).map(str::to_owned);
        let area = self.reader.area(scope)?;
        if area.is_none() && scope.is_cell() && !self.cells.contains(&scope) {
            return Err(Refusal::UnknownCell(scope));
        }
        if area.and_then(|area| area.people.get(&role).cloned()) == person {
            return Ok(Decision::unchanged(id));
        }
        Ok(Decision::on(id, scope, Fact::RoleHeld { role, person }))
    }

    pub(super) fn add_responder(
        &mut self,
        name: &str,
        kind: ResponderKind,
        phone: Option<&str>,
    ) -> Result<Decision, Refusal> {
        let name = worded(name, Refusal::EmptyName)?;
        let id = Responder::id_of(&name);
        let phone = phone.map(str::trim).filter(|phone| !phone.is_empty()).map(str::to_owned);
        let same = |old: &Responder| old.name == name && old.kind == kind && (phone.is_none() || old.phone == phone);
        if self.reader.responder(id)?.as_ref().is_some_and(same) {
            return Ok(Decision::unchanged(id));
        }
        Ok(Decision::on(id, Scope::WHOLE, Fact::ResponderNamed { name, kind, phone }))
    }

    pub(super) fn set_policy(&mut self, toml: &str) -> Result<Decision, Refusal> {
        if let Err(faults) = Policy::from_toml(toml) {
            return Err(Refusal::BadPolicy(faults));
        }
        self.set_rules(Subject::Policy, toml, Fact::PolicySet { toml: toml.to_owned() })
    }

    pub(super) fn set_workdays(&mut self, tsv: &str) -> Result<Decision, Refusal> {
        if let Err(faults) = Workdays::from_tsv(tsv) {
            return Err(Refusal::BadWorkdays(faults));
        }
        self.set_rules(Subject::Workdays, tsv, Fact::WorkdaysSet { tsv: tsv.to_owned() })
    }

    fn set_rules(&self, subject: Subject, text: &str, fact: Fact) -> Result<Decision, Refusal> {
        match self.reader.record(subject.id())? {
            Some(Record::Ruling(ruling)) if ruling.text == text => Ok(Decision::unchanged(subject.id())),
            _ => Ok(Decision::on(subject.id(), Scope::WHOLE, fact)),
        }
    }
}
