//! One matter's life, step by step: each step at its moment, with the clock that then runs.

use fastrand::Rng;

use super::chain::{Cell, decider};
use super::chance::{between, one_in_hundred, pick};
use super::households::Home;
use super::visits::daytime;
use super::words::{self, Topic};
use super::{DAY, Township};
use crate::domain::deadline::{Allowance, DeadlineClock};
use crate::domain::decide::{Dictated, Draft};
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::{Assignee, Kind, Level, Party, Raised, Satisfied, Source, Tier};
use crate::domain::moment::Moment;
use crate::domain::policy::Category;
use crate::domain::promise::{Ending, Promised};

/// A matter being lived through. Time only goes on, and never past now.
pub(super) struct Life<'a> {
    town: &'a Township,
    cell: &'a Cell,
    pub topic: &'static Topic,
    pub record: Id,
    kind: Kind,
    /// The moment of the last step.
    pub at: Moment,
    pub clock: Option<DeadlineClock>,
    level: Level,
    /// Whose it is.
    home: Option<Id>,
    pub acts: Vec<Dictated>,
}

/// How a matter is raised.
pub(super) struct Raising<'a> {
    pub home: Option<&'a Home>,
    pub tier: Tier,
    /// Instead of the policy's.
    pub allowance: Option<Allowance>,
    pub to_responder: bool,
    pub urgent: bool,
    pub parties: Vec<Party>,
}

impl<'a> Raising<'a> {
    pub fn new(home: Option<&'a Home>, tier: Tier) -> Self {
        Self { home, tier, allowance: None, to_responder: false, urgent: false, parties: Vec::new() }
    }
}

impl<'a> Life<'a> {
    /// A life that begins at a moment; the first step raises the matter.
    pub fn new(town: &'a Township, cell: &'a Cell, kind: Kind, topic: &'static Topic, record: Id, at: Moment) -> Self {
        Self { town, cell, topic, record, kind, at, clock: None, level: Level::Village, home: None, acts: Vec::new() }
    }

    fn category(&self) -> Option<&'a Category> {
        self.town.policy.category_by_id(self.topic.category)
    }

    pub fn allowance(&self) -> Allowance {
        self.town.policy.allowance(Some(self.topic.category))
    }

    /// Whether the policy sends it up where nothing else was said.
    pub fn goes_up(&self) -> bool {
        self.town.policy.default_tier(self.kind, Some(self.topic.category), false) == Tier::Escalated
    }

    /// How many in a hundred are answered at the door: 60–70 of all demands (population.tsv, an estimate), most of
    /// what the policy counts as answered on the spot, none of what goes up.
    pub fn answered_in_hundred(&self) -> u32 {
        match self.category() {
            Some(category) if category.on_the_spot => 92,
            _ if self.goes_up() => 0,
            _ => 50,
        }
    }

    fn clock(&self, allowance: Allowance) -> DeadlineClock {
        DeadlineClock::start(allowance, self.at, &self.town.workdays)
    }

    /// A new clock from now on.
    fn restart(&mut self, allowance: Allowance) -> DeadlineClock {
        let clock = self.clock(allowance);
        self.clock = Some(clock.clone());
        clock
    }

    fn cadre(&self) -> String {
        self.cell.cadre.clone()
    }

    fn decider(&self) -> String {
        decider(self.town, self.cell, self.level).to_owned()
    }

    fn step(&mut self, by: String, fact: MatterFact) {
        let drafts = vec![Draft { record: self.record, scope: self.cell.scope, fact: Fact::Matter(fact) }];
        self.acts.push(Dictated { at: self.at, typed_at: self.at, by, drafts });
    }

    /// Goes on to some hour of the day of a moment. Where that has gone by, to somewhat later; where it is yet to
    /// come, to halfway between the last step and now.
    pub fn go_to(&mut self, about: Moment, rng: &mut Rng) {
        let now = self.town.plan.now;
        let wanted = daytime(about.date(), rng);
        let next = if wanted > self.at { wanted } else { self.at.plus_seconds(between(600, 5_400, rng)) };
        let halfway = self.at.plus_seconds((now.unix() - self.at.unix()) / 2);
        self.at = if next < now { next } else { halfway };
    }

    /// Goes on by some days.
    pub fn wait(&mut self, least: i64, most: i64, rng: &mut Rng) {
        self.go_to(self.at.plus_seconds(between(least, most, rng) * DAY), rng);
    }

    /// Goes on to when the work is done: in time, or late in 6 of 100 cases.
    pub fn work(&mut self, rng: &mut Rng) {
        let due = self.clock.as_ref().map_or(self.at, |clock| clock.due.at);
        let whole = (due.unix() - self.at.unix()).max(0);
        let late = one_in_hundred(6, rng);
        let share = if late { between(110, 160, rng) } else { between(15, 95, rng) };
        self.go_to(self.at.plus_seconds(whole / 100 * share), rng);
    }

    pub fn raise(&mut self, raising: Raising<'_>, rng: &mut Rng) {
        self.home = raising.home.map(|home| home.id);
        let category = self.category();
        if raising.tier == Tier::Escalated {
            self.level = self.town.policy.sent_up_to(Some(self.topic.category));
            if self.level == Level::Village && one_in_hundred(45, rng) {
                self.level = Level::Township;
            }
        }
        let allowance = match raising.tier {
            Tier::Escalated => self.town.policy.triage_allowance(self.level),
            _ => raising.allowance.unwrap_or_else(|| self.allowance()),
        };
        let clock = (raising.tier != Tier::Immediate).then(|| self.restart(allowance));
        let village = &self.town.villages[self.cell.village as usize];
        let assignee = match self.kind {
            _ if raising.to_responder => {
                Some(Assignee::Responder(self.town.responders.fitting(category, village, rng)))
            }
            Kind::Wish => None,
            _ => Some(Assignee::Person(self.cadre())),
        };
        let said = pick(self.topic.said, rng);
        let text =
            if one_in_hundred(55, rng) { format!("{said} {}", pick(self.topic.tails, rng)) } else { said.into() };
        let source = self.source(raising.home, rng);
        let escalated = raising.tier == Tier::Escalated;
        let raised = Raised {
            kind: self.kind,
            tier: raising.tier,
            text,
            category: self.topic.category.to_owned(),
            source,
            household: raising.home.map(|home| home.id),
            caller: raising.home.is_none().then(|| "过路群众".to_owned()),
            parties: raising.parties,
            urgent: raising.urgent,
            answer: (raising.tier == Tier::Immediate).then(|| pick(self.topic.answers, rng).to_owned()),
            level: escalated.then_some(self.level),
            asked: escalated.then(|| self.topic.asked.to_owned()),
            assignee,
            clock,
        };
        self.step(self.cadre(), MatterFact::Raised(Box::new(raised)));
        self.at_the_door(source, raising.home);
    }

    fn source(&self, home: Option<&Home>, rng: &mut Rng) -> Source {
        match (home, rng.u32(0..100)) {
            (None, _) => Source::Seen,
            (_, 0..=74) => Source::Door,
            (_, 75..=84) => Source::Phone,
            (_, 85..=93) => Source::WalkIn,
            (_, 94..=96) if self.kind != Kind::Wish => Source::Hotline,
            _ => Source::Door,
        }
    }

    /// What is raised at the door is written down with the visit.
    fn at_the_door(&mut self, source: Source, home: Option<&Home>) {
        if let (Source::Door, Some(home), Some(act)) = (source, home, self.acts.last_mut()) {
            let fact = Fact::Visited(Box::default());
            act.drafts.insert(0, Draft { record: home.id, scope: self.cell.scope, fact });
        }
    }

    pub fn note(&mut self, rng: &mut Rng) {
        let by = self.cadre();
        let fact = match rng.u32(0..4) {
            0 => MatterFact::Told { text: pick(words::TOLD, rng).to_owned() },
            1 => return self.promise(pick(words::PROMISES, rng)),
            _ => MatterFact::Noted { text: pick(words::NOTES, rng).to_owned() },
        };
        self.step(by, fact);
    }

    /// Something is promised; most promises are kept before their day.
    fn promise(&mut self, text: &str) {
        let due = self.clock(Allowance::Days(7)).due.at;
        let record = Id::named(RecordKind::Promise, &format!("{} {}", self.record, self.at));
        let household = self.home;
        let promised =
            Promised { text: text.to_owned(), household, matter: Some(self.record), due: Some(due), by: None };
        self.promise_step(record, self.at, Fact::Promised(Box::new(promised)));
        let kept_at = self.at.plus_seconds(4 * DAY);
        if kept_at < self.town.plan.now && !record.as_u64().is_multiple_of(5) {
            let fact = Fact::PromiseEnded { ending: Ending::Kept, text: String::new() };
            self.promise_step(record, kept_at, fact);
        }
    }

    fn promise_step(&mut self, record: Id, at: Moment, fact: Fact) {
        let drafts = vec![Draft { record, scope: self.cell.scope, fact }];
        self.acts.push(Dictated { at, typed_at: at, by: self.cadre(), drafts });
    }

    pub fn urge(&mut self) {
        self.step(self.decider(), MatterFact::Urged);
    }

    pub fn assign(&mut self, rng: &mut Rng) {
        let village = &self.town.villages[self.cell.village as usize];
        let to = Assignee::Responder(self.town.responders.fitting(self.category(), village, rng));
        let clock = self.restart(self.allowance());
        self.step(self.decider(), MatterFact::Assigned { to, clock });
    }

    pub fn send_back(&mut self, rng: &mut Rng) {
        let clock = self.restart(self.allowance());
        self.step(self.decider(), MatterFact::Returned { text: pick(words::RETURNS, rng).to_owned(), clock });
    }

    pub fn decline(&mut self, rng: &mut Rng) {
        let text = pick(self.topic.answers, rng).to_owned();
        self.step(self.decider(), MatterFact::Declined { text });
    }

    /// Sends it up to the village, or further up from there.
    pub fn send_up(&mut self, level: Level) {
        self.level = level;
        let clock = self.restart(self.town.policy.triage_allowance(level));
        let text = self.topic.asked.to_owned();
        self.step(self.cadre(), MatterFact::Escalated { level, text, clock });
    }

    pub fn answer(&mut self, rng: &mut Rng) {
        let text = pick(self.topic.answers, rng).to_owned();
        self.step(self.cadre(), MatterFact::Answered { text });
    }

    pub fn done(&mut self, rng: &mut Rng) {
        let text = pick(self.topic.done, rng).to_owned();
        self.step(self.cadre(), MatterFact::Done { text });
    }

    /// The household's word; not satisfied only where that is asked for.
    pub fn confirm(&mut self, satisfied: Satisfied, rng: &mut Rng) {
        let unhappy = satisfied == Satisfied::No;
        let clock = unhappy.then(|| self.restart(self.allowance()));
        let text = pick(if unhappy { words::UNHAPPY } else { words::HAPPY }, rng);
        let text = (unhappy || one_in_hundred(50, rng)).then(|| text.to_owned());
        self.step(self.decider(), MatterFact::Confirmed { satisfied, text, clock });
    }

    pub fn reopen(&mut self, rng: &mut Rng) {
        let clock = self.restart(self.allowance());
        self.step(self.cadre(), MatterFact::Reopened { text: pick(words::REOPENS, rng).to_owned(), clock });
    }

    /// Waits for the household, where the clock allows it.
    pub fn pause(&mut self, rng: &mut Rng) {
        if let Some(clock) = &mut self.clock
            && clock.pause(self.at, &self.town.workdays).is_ok()
        {
            let clock = clock.clone();
            self.step(self.cadre(), MatterFact::Paused { clock, why: pick(words::PAUSES, rng).to_owned() });
        }
    }

    /// Ends the wait, where there is one.
    pub fn resume(&mut self) {
        if let Some(clock) = &mut self.clock
            && clock.resume(self.at, &self.town.workdays).is_ok()
        {
            let clock = clock.clone();
            self.step(self.cadre(), MatterFact::Resumed { clock });
        }
    }

    /// More time, where the clock allows it.
    pub fn extend(&mut self, rng: &mut Rng) {
        if let Some(clock) = &mut self.clock
            && clock.extend(Allowance::Working(20), self.at, &self.town.workdays).is_ok()
        {
            let clock = clock.clone();
            self.step(self.cadre(), MatterFact::Extended { clock, why: pick(words::EXTENSIONS, rng).to_owned() });
        }
    }

    pub fn publish(&mut self) {
        self.step(self.decider(), MatterFact::Published);
    }

    pub fn claim(&mut self, rng: &mut Rng) {
        let village = &self.town.villages[self.cell.village as usize];
        let to = Assignee::Responder(self.town.responders.fitting(self.category(), village, rng));
        let connect_by = self.clock(self.town.policy.connect_by.value).due.at;
        self.step(self.decider(), MatterFact::Claimed { to, connect_by });
    }

    pub fn connect(&mut self) {
        self.step(self.cadre(), MatterFact::Connected);
    }

    pub fn release(&mut self) {
        self.step(self.decider(), MatterFact::Released);
    }

    pub fn fulfil(&mut self, rng: &mut Rng) {
        let text = pick(self.topic.done, rng).to_owned();
        self.step(self.cadre(), MatterFact::Fulfilled { text });
    }

    pub fn withdraw(&mut self, rng: &mut Rng) {
        let text = pick(self.topic.answers, rng).to_owned();
        self.step(self.cadre(), MatterFact::Withdrawn { text });
    }

    pub fn mediate(&mut self, rng: &mut Rng) {
        self.step(self.cadre(), MatterFact::Mediated { text: pick(words::MEDIATED, rng).to_owned() });
    }

    pub fn settle(&mut self, rng: &mut Rng) {
        let days = i64::from(self.town.policy.follow_up_days.value);
        let follow_up = Moment::end_of(self.at.plus_seconds(days * DAY).date());
        self.step(self.cadre(), MatterFact::Settled { text: pick(self.topic.done, rng).to_owned(), follow_up });
    }

    pub fn join(&mut self, lead: Id) {
        self.step(self.decider(), MatterFact::Joined { lead });
    }
}
