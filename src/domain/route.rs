//! The route of a day: doors in the order in which somebody means to walk them.
//!
//! It lies on the desk and is recorded nowhere. Whether somebody called at a door is read from the visits themselves, so
//! that a visit that is taken back opens its door again.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::household::Household;
use super::id::Id;
use super::moment::Date;
use super::visit::{Outcome, Visit};

/// Doors to walk to on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The day it is for.
    on: Date,
    /// Each once, in walking order unless somebody put them otherwise.
    doors: Vec<Id>,
}

/// Which day a route is for, seen from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteDay {
    /// A day that is over: what is left of it is offered again.
    Earlier,
    Today,
    /// A day to come.
    Ahead,
}

impl Route {
    /// A route of these doors, each once; `None` where there is no door.
    pub fn of(on: Date, doors: impl IntoIterator<Item = Id>) -> Option<Self> {
        let mut route = Self { on, doors: Vec::new() };
        route.add(doors);
        (!route.doors.is_empty()).then_some(route)
    }

    pub fn on(&self) -> Date {
        self.on
    }

    pub fn day(&self, today: Date) -> RouteDay {
        match self.on.cmp(&today) {
            std::cmp::Ordering::Less => RouteDay::Earlier,
            std::cmp::Ordering::Equal => RouteDay::Today,
            std::cmp::Ordering::Greater => RouteDay::Ahead,
        }
    }

    pub fn doors(&self) -> &[Id] {
        &self.doors
    }

    pub fn holds(&self, door: Id) -> bool {
        self.doors.contains(&door)
    }

    /// Adds doors at its end; those that are on it already keep their place.
    pub fn add(&mut self, doors: impl IntoIterator<Item = Id>) {
        let mut known: HashSet<Id> = self.doors.iter().copied().collect();
        self.doors.extend(doors.into_iter().filter(|door| known.insert(*door)));
    }

    /// Takes a door off; whether it was on it.
    pub fn leave_out(&mut self, door: Id) -> bool {
        let before = self.doors.len();
        self.doors.retain(|known| *known != door);
        self.doors.len() < before
    }

    /// Puts a door before or behind its neighbour; whether there is one.
    pub fn shift(&mut self, door: Id, earlier: bool) -> bool {
        let Some(at) = self.doors.iter().position(|known| *known == door) else { return false };
        let to = if earlier { at.checked_sub(1) } else { Some(at + 1) };
        let Some(to) = to.filter(|to| *to < self.doors.len()) else { return false };
        self.doors.swap(at, to);
        true
    }
}

/// The door to go to from `here`: the first one behind it that is left, else the first that is left; never `here`.
pub fn next_door(doors: &[Id], left: &[Id], here: Option<Id>) -> Option<Id> {
    let at = here.and_then(|here| doors.iter().position(|door| *door == here)).map_or(0, |at| at + 1);
    let (before, behind) = doors.split_at(at.min(doors.len()));
    behind.iter().chain(before).copied().find(|door| left.contains(door) && Some(*door) != here)
}

/// The call at a door since a date, that date included, that says most: the latest that reached somebody, else the
/// latest.
pub fn called_since(household: &Household, on: Date) -> Option<&Visit> {
    let calls = || household.visits.iter().filter(|visit| visit.at.date() >= on);
    calls().find(|visit| visit.outcome.reached()).or_else(|| calls().next())
}

/// Whether a door has to be gone to again: nobody called there, or nobody was home.
pub fn is_left(call: Option<&Visit>) -> bool {
    call.is_none_or(|visit| visit.outcome == Outcome::Absent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<const N: usize>(numbers: [u64; N]) -> [Id; N] {
        numbers.map(Id::from_u64)
    }

    fn date(day: u32) -> Date {
        Date::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn a_door_stands_once_and_moves_among_its_neighbours() {
        let [a, b, c] = ids([1, 2, 3]);
        assert_eq!(Route::of(date(23), []), None);
        let mut route = Route::of(date(23), [a, b, a]).unwrap();
        route.add([b, c]);
        assert_eq!(route.doors(), [a, b, c]);
        assert!(route.shift(c, true) && !route.shift(a, true) && !route.shift(b, false));
        assert_eq!(route.doors(), [a, c, b]);
        assert!(route.leave_out(c) && !route.leave_out(c) && !route.shift(c, true));
        assert_eq!(route.doors(), [a, b]);
        assert_eq!([22, 23, 24].map(|day| route.day(date(day))), [RouteDay::Ahead, RouteDay::Today, RouteDay::Earlier]);
    }

    #[test]
    fn the_next_door_lies_behind_this_one_and_those_before_it_come_last() {
        let doors = ids([1, 2, 3, 4]);
        let [a, b, c, d] = doors;
        assert_eq!(next_door(&doors, &[a, c, d], Some(b)), Some(c));
        assert_eq!(next_door(&doors, &[a, b], Some(b)), Some(a));
        assert_eq!(next_door(&doors, &[b], Some(b)), None, "one is there already");
        assert_eq!(next_door(&doors, &[b, d], None), Some(b));
        assert_eq!(next_door(&doors, &[b, d], Some(Id::from_u64(9))), Some(b), "from elsewhere it begins anew");
    }
}
