//! The route as it stands: its doors in order, and how the call at each went.

use std::rc::Rc;

use crate::domain::household::{Household, walking_order};
use crate::domain::id::Id;
use crate::domain::moment::{Date, Moment};
use crate::domain::reader::Read;
use crate::domain::route::{RouteDay, called_since, is_left};
use crate::domain::visit::Outcome;
use crate::tui::sight::Sight;

/// The route with what became of its doors.
#[derive(Debug)]
pub(super) struct Plan {
    pub day: RouteDay,
    pub on: Date,
    pub stops: Vec<Stop>,
}

/// A door of the route.
#[derive(Debug)]
pub(super) struct Stop {
    pub household: Rc<Household>,
    /// How and when somebody called there since the day of the route.
    pub call: Option<(Outcome, Moment)>,
    /// Whether it has to be gone to again.
    pub left: bool,
}

impl Plan {
    /// The route that lies on the desk; doors at which nobody lives any more are on it only where somebody called.
    pub fn read(sight: &Sight<'_>) -> Read<Option<Self>> {
        let Some(route) = &sight.desk.route else { return Ok(None) };
        let mut stops = Vec::new();
        for door in route.doors() {
            let Some(household) = sight.reader.household(*door)?.filter(|known| !known.is_merged()) else { continue };
            let (call, lived_in) = (called_since(&household, route.on()), household.is_lived_in());
            if lived_in || call.is_some() {
                stops.push(Stop {
                    left: lived_in && is_left(call),
                    call: call.map(|visit| (visit.outcome, visit.at)),
                    household: Rc::new(household),
                });
            }
        }
        Ok(Some(Self { day: route.day(sight.today()), on: route.on(), stops }))
    }

    /// Doors that have to be gone to, in order.
    pub fn left(&self) -> impl Iterator<Item = Id> {
        self.stops.iter().filter(|stop| stop.left).map(|stop| stop.household.id)
    }

    pub fn holds(&self, door: Id) -> bool {
        self.stops.iter().any(|stop| stop.household.id == door)
    }

    /// The stop at a door, with its place on the route from 1.
    pub fn stop(&self, door: Id) -> Option<(usize, &Stop)> {
        let at = self.stops.iter().position(|stop| stop.household.id == door)?;
        Some((at + 1, &self.stops[at]))
    }
}

/// The doors of today's route at which nobody called yet, in order; none where there is no route for today.
pub fn ahead(sight: &Sight<'_>) -> Read<Vec<Id>> {
    let plan = Plan::read(sight)?.filter(|plan| plan.day == RouteDay::Today);
    let open = plan.map(|plan| {
        let open = plan.stops.iter().filter(|stop| stop.call.is_none());
        open.map(|stop| stop.household.id).collect()
    });
    Ok(open.unwrap_or_default())
}

/// Doors as they are walked: cell by cell, in each by the door. Those at which nobody lives any more are left out.
pub fn in_walking_order(doors: &[Id], sight: &Sight<'_>) -> Read<Vec<Id>> {
    let mut placed = Vec::new();
    for id in doors {
        if let Some(household) = sight.reader.household(*id)?.filter(Household::is_lived_in) {
            placed.push((household.cell, walking_order(&household.profile.door), *id));
        }
    }
    placed.sort();
    Ok(placed.into_iter().map(|(.., id)| id).collect())
}
