//! What the people of a cell raised in a year, and how far each matter has come.

use chrono::Days;
use fastrand::Rng;

use super::chain::Cell;
use super::chance::{between, one_in_hundred, pick, place, weighted};
use super::fate::{CERTAIN, Fate, Twist, thrown, topic};
use super::households::Home;
use super::life::{Life, Raising};
use super::visits::daytime;
use super::words::{Topic, topics};
use super::{DAY, Township, YEAR};
use crate::domain::deadline::{self, Allowance};
use crate::domain::decide::Dictated;
use crate::domain::id::IdSource;
use crate::domain::matter::{Kind, Level, Party, Satisfied, State, Tier};
use crate::domain::moment::Moment;

/// Matters for each hundred households in a year: 15–40 for each thousand in a month (population.tsv, an estimate).
const PER_HUNDRED: u32 = 30;

/// The matters of a cell with all their steps, in no order.
pub(super) fn of_cell(town: &Township, cell: &Cell, homes: &[Home], ids: &IdSource, rng: &mut Rng) -> Vec<Dictated> {
    let certain = CERTAIN.iter().zip(0..).filter(|(_, place)| place % town.plan.cells == cell.number);
    let mut fates: Vec<Fate> = certain.map(|(fate, _)| *fate).collect();
    let hundredths = cell.households * PER_HUNDRED;
    let more = hundredths / 100 + u32::from(one_in_hundred(hundredths % 100, rng));
    fates.extend((0..more).map(|_| thrown(rng)));
    let table = Table { town, cell, homes, ids };
    fates.into_iter().flat_map(|fate| table.lived(fate, rng)).collect()
}

/// What the matters of one cell are thrown from.
struct Table<'a> {
    town: &'a Township,
    cell: &'a Cell,
    homes: &'a [Home],
    ids: &'a IdSource,
}

impl<'a> Table<'a> {
    fn lived(&self, fate: Fate, rng: &mut Rng) -> Vec<Dictated> {
        let home = (!self.homes.is_empty()).then(|| &self.homes[place(self.homes.len(), rng)]);
        if fate.twist == Twist::Chorus {
            return self.chorus(home, rng);
        }
        let mut life = self.begin(fate, topic(fate, &self.town.policy, rng), rng);
        match fate.kind {
            Kind::Demand => self.demand(&mut life, fate, home, rng),
            Kind::Wish => wish(&mut life, fate.state, home, rng),
            Kind::Dispute => self.dispute(&mut life, fate.state, home, rng),
        }
        life.acts
    }

    /// A life that stands before its first step, at a moment from which it can come to its fate.
    fn begin(&self, fate: Fate, topic: &'static Topic, rng: &mut Rng) -> Life<'a> {
        let mut life = Life::new(self.town, self.cell, fate.kind, topic, self.ids.draw(), self.town.plan.now);
        let at = match (fate.kind, fate.state) {
            _ if fate.twist == Twist::Provisional || (fate.twist == Twist::DueToday && self.day_off()) => {
                self.days_ago(1, 4, rng)
            }
            (Kind::Demand | Kind::Dispute, State::Triage) => {
                self.received(self.town.policy.triage_allowance(Level::Village), want(fate.twist, rng), rng)
            }
            (_, State::Assigned | State::Collected | State::Open) => {
                self.received(allowance(fate, &life, self.town), want(fate.twist, rng), rng)
            }
            (_, State::Published | State::Returned | State::Mediating) => self.days_ago(3, 16, rng),
            // So late that the claim is at most seven days old.
            (_, State::Claimed) => self.days_ago(6, 9, rng),
            (_, State::Fulfilled) => self.days_ago(9, 20, rng),
            (_, State::Done | State::Settled) => self.days_ago(12, 40, rng),
            _ => self.days_ago(8, YEAR - 6, rng),
        };
        life.at = at;
        life
    }

    /// Whether offices are closed today, so that no count of working days ends.
    fn day_off(&self) -> bool {
        !self.town.workdays.is_working(self.town.plan.now.date())
    }

    fn days_ago(&self, least: i64, most: i64, rng: &mut Rng) -> Moment {
        let about = self.town.plan.now.plus_seconds(-between(least, most, rng) * DAY);
        daytime(about.date(), rng)
    }

    /// A moment before now at which an allowance must have begun so as to stand as wanted; some hours ago where no
    /// such moment is found.
    fn received(&self, allowance: Allowance, want: Want, rng: &mut Rng) -> Moment {
        let now = self.town.plan.now;
        let today = now.date();
        let mut fitting = Vec::new();
        for back in 0..60 {
            let Some(date) = today.checked_sub_days(Days::new(back)) else { break };
            let at = daytime(date, rng);
            let due = deadline::due(allowance, at, &self.town.workdays).at;
            if at < now && want.holds(due, now) {
                fitting.push(at);
            } else if due < now.plus_seconds(-12 * DAY) {
                break;
            }
        }
        if fitting.is_empty() { now.plus_seconds(-between(1_800, 9_000, rng)) } else { pick(&fitting, rng) }
    }

    fn demand(&self, life: &mut Life<'a>, fate: Fate, home: Option<&Home>, rng: &mut Rng) {
        match fate.state {
            State::Triage => life.raise(Raising::new(home, Tier::Escalated), rng),
            State::Returned | State::Declined => {
                life.raise(Raising::new(home, Tier::Escalated), rng);
                life.wait(1, 2, rng);
                decided(life, fate.state, rng);
            }
            State::Done => {
                worked(life, home, rng);
            }
            State::Assigned => self.assigned(life, fate, home, rng),
            _ => closed(life, fate.twist, home, rng),
        }
    }

    fn assigned(&self, life: &mut Life<'a>, fate: Fate, home: Option<&Home>, rng: &mut Rng) {
        let now = self.town.plan.now;
        if matches!(fate.twist, Twist::Reopened | Twist::Again) {
            let again = life.at;
            life.at = self.days_ago(70, 110, rng);
            worked(life, home, rng);
            life.go_to(again.plus_seconds(-2 * DAY), rng);
            if fate.twist == Twist::Reopened {
                life.confirm(Satisfied::Yes, rng);
                life.go_to(again, rng);
                life.reopen(rng);
            } else {
                life.go_to(again, rng);
                life.confirm(Satisfied::No, rng);
            }
            return;
        }
        if fate.twist == Twist::Plain && life.goes_up() {
            let decided = life.at;
            life.at = daytime(decided.plus_seconds(-between(1, 2, rng) * DAY).date(), rng);
            life.raise(Raising::new(home, Tier::Escalated), rng);
            life.go_to(decided, rng);
            return life.assign(rng);
        }
        let urgent = fate.twist == Twist::Urgent;
        let allowance = Some(allowance(fate, life, self.town));
        let to_responder = urgent || one_in_hundred(60, rng);
        life.raise(Raising { allowance, to_responder, urgent, ..Raising::new(home, Tier::Timed) }, rng);
        match fate.twist {
            Twist::Paused => {
                life.wait(0, 1, rng);
                life.pause(rng);
            }
            Twist::Extended => {
                life.wait(1, 2, rng);
                life.extend(rng);
            }
            _ => {
                if one_in_hundred(45, rng) {
                    life.wait(1, 2, rng);
                    life.note(rng);
                }
            }
        }
        if life.clock.as_ref().is_some_and(|clock| clock.is_late(now, &self.town.workdays)) && one_in_hundred(60, rng) {
            life.go_to(now.plus_seconds(-DAY), rng);
            life.urge();
        }
    }

    fn dispute(&self, life: &mut Life<'a>, state: State, home: Option<&Home>, rng: &mut Rng) {
        let parties = vec![self.other_party(home, rng)];
        let tier = if state == State::Triage { Tier::Escalated } else { Tier::Timed };
        life.raise(Raising { parties, ..Raising::new(home, tier) }, rng);
        match state {
            State::Triage | State::Open => return,
            State::Returned | State::Declined => {
                life.wait(1, 3, rng);
                life.send_up(Level::Township);
                life.wait(1, 2, rng);
                decided(life, state, rng);
                return;
            }
            _ => {}
        }
        if one_in_hundred(25, rng) {
            life.wait(1, 2, rng);
            life.send_up(Level::Village);
            life.wait(1, 2, rng);
            life.assign(rng);
        }
        for _ in 0..between(1, 3, rng) {
            life.wait(1, 4, rng);
            life.mediate(rng);
        }
        if state != State::Mediating {
            life.work(rng);
            life.settle(rng);
        }
        if state == State::Closed {
            life.wait(20, 31, rng);
            life.confirm(Satisfied::Yes, rng);
        }
    }

    /// A neighbour of the cell, or somebody from elsewhere.
    fn other_party(&self, home: Option<&Home>, rng: &mut Rng) -> Party {
        let others: Vec<&Home> =
            self.homes.iter().filter(|other| home.is_none_or(|home| home.id != other.id)).collect();
        if others.is_empty() || one_in_hundred(20, rng) {
            let name = pick(&["张三娃", "外村包地户", "施工队老板", "李四"], rng).to_owned();
            return Party { name, household: None };
        }
        let other = pick(&others, rng);
        Party { name: other.head.clone(), household: Some(other.id) }
    }

    /// One household's concern, and its neighbours' voices joined to it; in some cases put right already.
    fn chorus(&self, home: Option<&Home>, rng: &mut Rng) -> Vec<Dictated> {
        let topic = &topics(Kind::Demand)[place(3, rng)];
        let over = one_in_hundred(30, rng);
        let at = if over { self.days_ago(60, 200, rng) } else { self.days_ago(4, 9, rng) };
        let mut lead = Life::new(self.town, self.cell, Kind::Demand, topic, self.ids.draw(), at);
        lead.raise(Raising { to_responder: true, ..Raising::new(home, Tier::Timed) }, rng);
        let mut voices = Vec::new();
        let others = self.homes.iter().filter(|other| home.is_none_or(|home| home.id != other.id));
        for other in others.take(usize::try_from(between(2, 4, rng)).unwrap_or(2)) {
            let mut voice = Life::new(self.town, self.cell, Kind::Demand, topic, self.ids.draw(), lead.at);
            voice.wait(0, 1, rng);
            voice.raise(Raising::new(Some(other), Tier::Timed), rng);
            voice.wait(0, 1, rng);
            voice.join(lead.record);
            voices.push(voice);
        }
        if over {
            lead.wait(3, 6, rng);
            lead.note(rng);
            lead.wait(1, 4, rng);
            lead.done(rng);
            for voice in voices.iter_mut().chain([&mut lead]) {
                voice.wait(9, 14, rng);
                voice.confirm(Satisfied::Yes, rng);
            }
        }
        voices.into_iter().chain([lead]).flat_map(|life| life.acts).collect()
    }
}

/// What the responder is given: the policy's, or so much that it reaches a year without published holidays. What must
/// be due on a day off was promised for that day.
fn allowance(fate: Fate, life: &Life<'_>, town: &Township) -> Allowance {
    let today = town.plan.now.date();
    match fate.twist {
        Twist::DueToday if !town.workdays.is_working(today) => Allowance::Until(Moment::end_of(today)),
        Twist::Provisional => {
            let begun = town.plan.now.plus_seconds(-5 * DAY);
            let reaches = |days: &u32| deadline::due(Allowance::Working(*days), begun, &town.workdays).provisional;
            let days = [20, 30, 40, 60, 90, 130, 190, 260].into_iter().find(reaches);
            days.map_or_else(|| life.allowance(), Allowance::Working)
        }
        _ => life.allowance(),
    }
}

/// Where a deadline is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    Late,
    Today,
    ThisWeek,
    Left,
}

impl Want {
    fn holds(self, due: Moment, now: Moment) -> bool {
        let week = Moment::end_of(now.plus_seconds(7 * DAY).date());
        match self {
            Self::Late => due < now && now.unix() - due.unix() < 12 * DAY,
            Self::Today => due >= now && due.date() == now.date(),
            Self::ThisWeek => due.date() > now.date() && due <= week,
            Self::Left => due.date() > now.date(),
        }
    }
}

fn want(twist: Twist, rng: &mut Rng) -> Want {
    match twist {
        Twist::Late => Want::Late,
        Twist::DueToday | Twist::Urgent => Want::Today,
        Twist::DueThisWeek => Want::ThisWeek,
        Twist::Plain => weighted(&[(Want::Late, 15), (Want::Today, 8), (Want::ThisWeek, 37), (Want::Left, 40)], rng),
        _ => Want::Left,
    }
}

/// What a level decides that does not assign: back to the cell, or declined.
fn decided(life: &mut Life<'_>, state: State, rng: &mut Rng) {
    if state == State::Returned {
        life.send_back(rng);
    } else {
        life.decline(rng);
    }
}

/// Raised with a date or sent up, worked on and done.
fn worked(life: &mut Life<'_>, home: Option<&Home>, rng: &mut Rng) {
    if life.goes_up() || one_in_hundred(12, rng) {
        life.raise(Raising::new(home, Tier::Escalated), rng);
        life.wait(1, 2, rng);
        life.assign(rng);
    } else {
        let to_responder = one_in_hundred(60, rng);
        life.raise(Raising { to_responder, ..Raising::new(home, Tier::Timed) }, rng);
    }
    match rng.u32(0..100) {
        0..=4 => {
            life.wait(0, 1, rng);
            life.pause(rng);
            life.wait(2, 6, rng);
            life.resume();
        }
        5..=9 => {
            life.wait(1, 2, rng);
            life.extend(rng);
        }
        10..=44 => {
            life.wait(1, 2, rng);
            life.note(rng);
        }
        _ => {}
    }
    life.work(rng);
    life.done(rng);
}

fn closed(life: &mut Life<'_>, twist: Twist, home: Option<&Home>, rng: &mut Rng) {
    let plain = twist == Twist::Plain;
    if plain && one_in_hundred(life.answered_in_hundred(), rng) {
        return life.raise(Raising::new(home, Tier::Immediate), rng);
    }
    if plain && one_in_hundred(10, rng) {
        life.raise(Raising::new(home, Tier::Escalated), rng);
        life.wait(1, 2, rng);
        life.send_back(rng);
        life.wait(1, 2, rng);
        return life.answer(rng);
    }
    worked(life, home, rng);
    life.wait(1, 5, rng);
    match twist {
        Twist::Reopened => {
            life.confirm(Satisfied::Yes, rng);
            life.wait(2, 9, rng);
            life.reopen(rng);
        }
        Twist::Again => life.confirm(Satisfied::No, rng),
        _ => return life.confirm(if one_in_hundred(90, rng) { Satisfied::Yes } else { Satisfied::Partly }, rng),
    }
    life.work(rng);
    life.done(rng);
    life.wait(1, 5, rng);
    life.confirm(Satisfied::Yes, rng);
}

fn wish(life: &mut Life<'_>, state: State, home: Option<&Home>, rng: &mut Rng) {
    life.raise(Raising::new(home, Tier::Timed), rng);
    if state == State::Collected {
        return;
    }
    life.wait(1, 2, rng);
    life.publish();
    if state == State::Withdrawn {
        life.wait(1, 5, rng);
        return life.withdraw(rng);
    }
    if one_in_hundred(10, rng) {
        life.wait(0, 1, rng);
        life.claim(rng);
        life.wait(0, 1, rng);
        life.release();
    }
    if state == State::Published {
        return;
    }
    life.wait(1, 3, rng);
    life.claim(rng);
    if state == State::Claimed && one_in_hundred(70, rng) {
        return;
    }
    life.wait(1, 2, rng);
    life.connect();
    if state == State::Claimed {
        return;
    }
    life.wait(1, 4, rng);
    life.fulfil(rng);
    if state == State::Confirmed {
        life.wait(1, 5, rng);
        life.confirm(Satisfied::Yes, rng);
    }
}
