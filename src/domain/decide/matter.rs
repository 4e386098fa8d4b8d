//! Matters: raising, and every verb that follows.

use super::{Decision, Desk, Draft, worded};
use crate::domain::deadline::{Allowance, ClockRefusal, DeadlineClock};
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::handover::heir;
use crate::domain::id::Id;
use crate::domain::matter::state::{VOICE_VERBS, fitting, next};
use crate::domain::matter::verb::{Need, Verb, VerbName};
use crate::domain::matter::{Assignee, Kind, Level, Matter, Raised, Satisfied, Source, State, Tier};
use crate::domain::moment::Moment;
use crate::domain::phone::Phone;
use crate::domain::refusal::{LinkRefusal, MatterRefusal, Refusal};
use crate::domain::request::RaiseNote;

impl Desk<'_> {
    pub(super) fn raise(&mut self, note: &RaiseNote) -> Result<Decision, Refusal> {
        let household = note.household.map(|id| self.standing_household(id)).transpose()?;
        let cell = match (&household, note.cell) {
            (Some(household), _) => household.cell,
            (None, Some(cell)) => cell,
            (None, None) => return Err(Refusal::EmptyName),
        };
        self.known_cell(cell)?;
        let mut raised = self.raised(note)?;
        let phone = caller_phone(note, &mut raised);
        let lead = note.joins.map(|lead| self.joinable(lead, note.kind, note.household)).transpose()?;
        let id = self.asker.ids.draw();
        let mut decision = Decision::default();
        // A call or a walk-in is no visit.
        if let Some(household) = household.filter(|_| note.source == Source::Door) {
            decision.drafts.extend(self.first_word(&household, &note.visit));
        }
        decision.join(Decision::on(id, cell, Fact::Matter(MatterFact::Raised(Box::new(raised)))));
        if let Some(phone) = phone {
            let fact = Fact::Matter(MatterFact::CallerPhone { phone });
            decision.drafts.push(Draft { record: id, scope: cell, fact });
        }
        if let Some(lead) = lead {
            decision.drafts.push(Draft { record: id, scope: cell, fact: Fact::Matter(MatterFact::Joined { lead }) });
        }
        Ok(decision)
    }

    /// The note with everything filled in that the policy decides.
    fn raised(&self, note: &RaiseNote) -> Result<Raised, Refusal> {
        let policy = &self.reader.rules().policy;
        let text = worded(&note.text, Refusal::EmptyText)?;
        let category = match &note.category {
            Some(word) => policy.category(word).ok_or_else(|| Refusal::UnknownCategory(word.clone()))?.id.clone(),
            None => policy.guess(&text).map_or_else(|| "other".to_owned(), |category| category.id.clone()),
        };
        let answer = note.answer.as_deref().map(str::trim).filter(|answer| !answer.is_empty());
        let tier = note.tier.unwrap_or_else(|| policy.default_tier(note.kind, Some(&category), answer.is_some()));
        let tier = if note.kind == Kind::Wish { Tier::Timed } else { tier };
        if tier == Tier::Immediate && answer.is_none() {
            return Err(MatterRefusal::NoAnswer.into());
        }
        let asked = note.asked.as_deref().map(str::trim).filter(|asked| !asked.is_empty());
        let sent_up_to = || note.level.unwrap_or_else(|| policy.sent_up_to(Some(&category)));
        let level = (tier == Tier::Escalated).then(sent_up_to);
        // Where nothing else is asked of the level above, it is asked for what was said.
        let asked = level.map(|_| asked.unwrap_or(&text).to_owned());
        let allowance = match level {
            Some(level) => policy.triage_allowance(level),
            None => note.allowance.unwrap_or_else(|| policy.allowance(Some(&category))),
        };
        let assignee = match (note.responder, note.kind) {
            (Some(responder), _) => Some(self.known_responder(responder)?),
            (None, Kind::Wish) => None,
            (None, _) => Some(Assignee::Person(self.who_called(&note.visit).to_owned())),
        };
        Ok(Raised {
            kind: note.kind,
            tier,
            text: note.text.clone(),
            category,
            source: note.source,
            household: note.household,
            caller: note.caller.clone(),
            parties: note.parties.clone(),
            urgent: note.urgent,
            answer: answer.map(str::to_owned),
            level,
            asked,
            assignee,
            clock: (tier != Tier::Immediate).then(|| self.clock(allowance)),
        })
    }

    fn known_responder(&self, id: Id) -> Result<Assignee, Refusal> {
        self.reader.responder(id)?.ok_or(Refusal::NotFound(id))?;
        Ok(Assignee::Responder(id))
    }

    pub(super) fn clock(&self, allowance: Allowance) -> DeadlineClock {
        DeadlineClock::start(allowance, self.asker.at, &self.reader.rules().workdays)
    }

    pub(super) fn act(&self, id: Id, verb: &Verb) -> Result<Decision, Refusal> {
        let matter = self.reader.matter(id)?.ok_or(Refusal::NotFound(id))?;
        self.not_before(matter.raised_at)?;
        self.step(&matter, verb)
    }

    /// The same where the day of it is that of something else, from which it follows.
    pub(super) fn step(&self, matter: &Matter, verb: &Verb) -> Result<Decision, Refusal> {
        let id = matter.id;
        self.fits(matter, verb.name)?;
        if let Some(need) = verb.lacks() {
            return Err(MatterRefusal::Lacks { verb: verb.name, need }.into());
        }
        if verb.name == VerbName::Promise {
            return Ok(self.promise_on(matter, verb));
        }
        let fact = self.fact(matter, verb)?;
        let mut decision = Decision::on(id, matter.cell, Fact::Matter(fact));
        if verb.name == VerbName::Return && matter.state == State::Triage {
            decision.drafts.extend(self.to_successor(matter)?);
        }
        Ok(decision)
    }

    /// What comes back to the cell comes back to whoever took over from the one who sent it up.
    fn to_successor(&self, matter: &Matter) -> Result<Option<Draft>, Refusal> {
        let from = matter.raised_by.clone();
        let to = heir(&self.reader.history(matter.id)?, &from);
        let step = MatterFact::HandedOver { from: from.clone(), to: to.clone(), promises_only: false };
        Ok((from != to).then_some(Draft { record: matter.id, scope: matter.cell, fact: Fact::Matter(step) }))
    }

    fn fits(&self, matter: &Matter, verb: VerbName) -> Result<(), Refusal> {
        let state = matter.state_at(self.asker.at);
        let voice = matter.lead.filter(|_| matter.is_open());
        let fits = match (voice, verb) {
            (Some(lead), VerbName::Confirm) => {
                if !self.reader.matter(lead)?.is_none_or(|lead| lead.is_worked_off()) {
                    return Err(LinkRefusal::LeadNotDone { lead }.into());
                }
                true
            }
            (Some(_), _) => VOICE_VERBS.contains(&verb),
            (None, VerbName::Unjoin) => return Err(LinkRefusal::NotJoined.into()),
            (None, _) => next(matter.kind(), state, verb).is_some(),
        };
        if fits {
            return Ok(());
        }
        let fitting = if voice.is_some() { VOICE_VERBS.to_vec() } else { fitting(matter.kind(), state) };
        Err(MatterRefusal::DoesNotFit { verb, kind: matter.kind(), state, fitting }.into())
    }

    fn fact(&self, matter: &Matter, verb: &Verb) -> Result<MatterFact, Refusal> {
        use VerbName as V;
        let text = || verb.text.as_deref().unwrap_or_default().trim().to_owned();
        let rules = self.reader.rules();
        let policy = &rules.policy;
        Ok(match verb.name {
            V::Answer => MatterFact::Answered { text: text() },
            V::Assign => MatterFact::Assigned { to: self.assignee(verb)?, clock: self.clock(asked_allowance(verb)?) },
            V::Return => MatterFact::Returned { text: text(), clock: self.returned_clock(matter) },
            V::Decline => MatterFact::Declined { text: text() },
            V::Escalate => {
                let level = level_above(matter, verb)?;
                let clock = self.clock(policy.triage_allowance(level));
                MatterFact::Escalated { level, text: text(), clock }
            }
            V::Done => MatterFact::Done { text: text() },
            V::Extend => {
                let allowance = asked_allowance(verb)?;
                let clock = self.changed(matter, |clock, at| clock.extend(allowance, at, &rules.workdays))?;
                MatterFact::Extended { clock, why: text() }
            }
            V::Pause => {
                let clock = self.changed(matter, |clock, at| clock.pause(at, &rules.workdays))?;
                MatterFact::Paused { clock, why: text() }
            }
            V::Resume => {
                MatterFact::Resumed { clock: self.changed(matter, |clock, at| clock.resume(at, &rules.workdays))? }
            }
            V::Confirm => self.confirmed(matter, verb),
            V::Reopen => MatterFact::Reopened { text: text(), clock: self.reopened_clock(matter) },
            V::Publish => MatterFact::Published,
            V::Claim => {
                MatterFact::Claimed { to: self.assignee(verb)?, connect_by: self.clock(policy.connect_by.value).due.at }
            }
            V::Connect => MatterFact::Connected,
            V::Release => MatterFact::Released,
            V::Fulfil => MatterFact::Fulfilled { text: text() },
            V::Withdraw => MatterFact::Withdrawn { text: text() },
            V::Mediate => MatterFact::Mediated { text: text() },
            V::Settle => MatterFact::Settled { text: text(), follow_up: self.days_on(policy.follow_up_days.value) },
            V::Note => MatterFact::Noted { text: text() },
            V::Urge => MatterFact::Urged,
            V::Promise => MatterFact::Promised { text: text(), by: self.clock(asked_allowance(verb)?).due.at },
            V::Told => MatterFact::Told { text: text() },
            V::Join => MatterFact::Joined { lead: self.lead(matter, verb)? },
            V::Unjoin => MatterFact::Unjoined,
        })
    }

    fn assignee(&self, verb: &Verb) -> Result<Assignee, Refusal> {
        match &verb.to {
            Some(Assignee::Responder(id)) => self.known_responder(*id),
            Some(Assignee::Person(name)) => Ok(Assignee::Person(worded(name, Refusal::EmptyName)?)),
            None => Err(MatterRefusal::Lacks { verb: verb.name, need: Need::Responder }.into()),
        }
    }

    /// The end of the day that many calendar days after the verb.
    fn days_on(&self, days: u32) -> Moment {
        Moment::end_of(self.asker.at.plus_seconds(i64::from(days) * 86_400).date())
    }

    /// From triage back to the cell: a fresh allowance to act; from the cell back to triage: one to decide.
    fn returned_clock(&self, matter: &Matter) -> DeadlineClock {
        let policy = &self.reader.rules().policy;
        self.clock(match matter.state {
            State::Triage => policy.allowance(Some(&matter.raised.category)),
            _ => policy.triage_allowance(matter.level.unwrap_or(Level::Village)),
        })
    }

    fn reopened_clock(&self, matter: &Matter) -> DeadlineClock {
        let policy = &self.reader.rules().policy;
        self.clock(match (matter.before_end, matter.level) {
            (Some(State::Triage), Some(level)) => policy.triage_allowance(level),
            _ => policy.reopen.value,
        })
    }

    fn confirmed(&self, matter: &Matter, verb: &Verb) -> MatterFact {
        let satisfied = verb.satisfied.unwrap_or(Satisfied::Yes);
        let policy = &self.reader.rules().policy;
        let fresh = || self.clock(policy.allowance(Some(&matter.raised.category)));
        MatterFact::Confirmed { satisfied, text: verb.text.clone(), clock: (satisfied == Satisfied::No).then(fresh) }
    }

    fn changed(
        &self,
        matter: &Matter,
        change: impl FnOnce(&mut DeadlineClock, Moment) -> Result<(), ClockRefusal>,
    ) -> Result<DeadlineClock, Refusal> {
        let mut clock = matter.clock.clone().ok_or(ClockRefusal::FixedDate)?;
        change(&mut clock, self.asker.at)?;
        Ok(clock)
    }

    fn lead(&self, matter: &Matter, verb: &Verb) -> Result<Id, Refusal> {
        let id = verb.lead.ok_or(MatterRefusal::Lacks { verb: verb.name, need: Need::Lead })?;
        if id == matter.id {
            return Err(LinkRefusal::JoinsItself.into());
        }
        if !self.reader.voices(matter.id)?.is_empty() {
            return Err(LinkRefusal::HasVoices.into());
        }
        self.joinable(id, matter.kind(), matter.raised.household)
    }

    /// A matter that a voice of that kind and household may be joined to.
    fn joinable(&self, id: Id, kind: Kind, household: Option<Id>) -> Result<Id, Refusal> {
        let lead = self.reader.matter(id)?.ok_or(Refusal::NotFound(id))?;
        if let Some(lead) = lead.lead {
            return Err(LinkRefusal::LeadIsVoice { lead }.into());
        }
        let apart = household != lead.raised.household;
        if lead.kind() != kind || (kind == Kind::Wish && apart) || !lead.is_open() {
            return Err(LinkRefusal::NotJoinable.into());
        }
        Ok(id)
    }
}

fn asked_allowance(verb: &Verb) -> Result<Allowance, Refusal> {
    Ok(verb.due.ok_or(MatterRefusal::Lacks { verb: verb.name, need: Need::Due })?)
}

/// The number that a caller who is no household of ours is reached by; one that was written beside the name is taken
/// out of it.
fn caller_phone(note: &RaiseNote, raised: &mut Raised) -> Option<String> {
    if note.household.is_some() {
        return None;
    }
    let given = note.caller_phone.as_deref().map(str::trim).filter(|given| !given.is_empty());
    if let Some(given) = given {
        return Some(Phone::parse(given).map_or_else(|_| given.to_owned(), String::from));
    }
    let (rest, phone) = Phone::found_in(raised.caller.as_deref()?)?;
    raised.caller = Some(rest).filter(|rest| !rest.is_empty());
    Some(phone.into())
}

/// The level asked for, which from triage must lie above the one that has the matter.
fn level_above(matter: &Matter, verb: &Verb) -> Result<Level, Refusal> {
    let level = verb.level.ok_or(MatterRefusal::Lacks { verb: verb.name, need: Need::Level })?;
    match matter.level {
        Some(present) if matter.state == State::Triage && level <= present => Err(MatterRefusal::LevelNotAbove.into()),
        _ => Ok(level),
    }
}
