//! A year of calls at the doors of a cell.

use chrono::Datelike;
use fastrand::Rng;

use super::chain::Cell;
use super::chance::{between, one_in_hundred, pick, weighted};
use super::households::Home;
use super::{DAY, Township, words};
use crate::domain::decide::{Dictated, Draft};
use crate::domain::fact::Fact;
use crate::domain::moment::{Date, Moment};
use crate::domain::visit::{Outcome, VisitNote};

/// The visits of a cell, in no order.
pub(super) fn of_cell(town: &Township, cell: &Cell, homes: &[Home], rng: &mut Rng) -> Vec<Dictated> {
    let mut acts = Vec::new();
    for home in homes {
        let days = town.policy.visit_cadence_days(home.tags.iter().map(String::as_str));
        let every = i64::from(days) * DAY;
        let mut at = town.begin().plus_seconds(between(DAY, every, rng));
        while at < town.plan.now {
            let outcome = outcome(home, rng);
            acts.extend(call(town, cell, home, at, outcome, rng));
            // Mostly in time; now and then a door comes late. Who was not reached is tried again soon.
            let percent = if one_in_hundred(7, rng) { between(105, 130, rng) } else { between(60, 99, rng) };
            let next = if outcome.reached() { every / 100 * percent } else { between(3, 14, rng) * DAY };
            at = at.plus_seconds(next);
        }
    }
    acts
}

/// One call, in daylight of a day on which offices work where there is one; none when that is after now.
fn call(town: &Township, cell: &Cell, home: &Home, about: Moment, outcome: Outcome, rng: &mut Rng) -> Option<Dictated> {
    let mut date = about.date();
    while !town.workdays.is_working(date) && !one_in_hundred(15, rng) {
        date = date.succ_opt()?;
    }
    let at = daytime(date, rng);
    let late = one_in_hundred(12, rng);
    let typed_at = if late { Moment::local(date, 19, 30, 0).plus_seconds(between(0, 7_200, rng)) } else { at };
    if typed_at > town.plan.now {
        return None;
    }
    let by = if one_in_hundred(75, rng) { &cell.cadre } else { &cell.household_cadre };
    let other = if *by == cell.cadre { &cell.head } else { &cell.cadre };
    let typed_for = late && one_in_hundred(20, rng);
    let note = VisitNote {
        outcome,
        by: typed_for.then(|| by.clone()),
        with: if one_in_hundred(30, rng) && other != by { vec![other.clone()] } else { Vec::new() },
        met: outcome.reached().then(|| pick(&home.people.iter().collect::<Vec<_>>(), rng).clone()),
        note: text(home, outcome, date.month(), rng).to_owned(),
    };
    let by = if typed_for { cell.head.clone() } else { by.clone() };
    let drafts = vec![Draft { record: home.id, scope: cell.scope, fact: Fact::Visited(Box::new(note)) }];
    Some(Dictated { at, typed_at, by, drafts })
}

/// A moment between 08:30 and 17:59 of a date.
pub(super) fn daytime(date: Date, rng: &mut Rng) -> Moment {
    Moment::local(date, 8, 30, 0).plus_seconds(between(0, 9 * 3_600 + 29 * 60, rng))
}

fn outcome(home: &Home, rng: &mut Rng) -> Outcome {
    let mix = if home.away {
        [(Outcome::Phone, 55), (Outcome::Absent, 35), (Outcome::Met, 10), (Outcome::Declined, 0)]
    } else {
        [(Outcome::Met, 84), (Outcome::Absent, 9), (Outcome::Phone, 6), (Outcome::Declined, 1)]
    };
    weighted(&mix, rng)
}

fn text(home: &Home, outcome: Outcome, month: u32, rng: &mut Rng) -> &'static str {
    let cared_for = home.tags.iter().any(|tag| matches!(tag.as_str(), "低保" | "监测" | "特困"));
    let of = match outcome {
        Outcome::Met if cared_for && one_in_hundred(60, rng) => words::CARE_NOTES,
        Outcome::Met if one_in_hundred(40, rng) => words::SEASON_NOTES[(month % 12 / 3) as usize],
        Outcome::Met => words::VISIT_NOTES,
        Outcome::Absent => words::ABSENT_NOTES,
        Outcome::Declined => words::DECLINED_NOTES,
        Outcome::Phone if home.away => words::AWAY_NOTES,
        Outcome::Phone => words::PHONE_NOTES,
    };
    pick(of, rng)
}
