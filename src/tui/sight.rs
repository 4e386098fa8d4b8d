//! What the screens see: the read-only views of the data, the roster that is searched, and the moment it is.

use crate::domain::area::Area;
use crate::domain::deadline::Due;
use crate::domain::desk::Desk;
use crate::domain::id::Id;
use crate::domain::matter::{Assignee, Kind, Matter, State, VerbName, state};
use crate::domain::moment::{Date, Moment};
use crate::domain::promise::Promise;
use crate::domain::reader::{Read, Reader};
use crate::domain::rules::Rules;
use crate::domain::scope::{Extent, Scope};
use crate::entry::docket::Docket;
pub use crate::i18n::areas::cell_name;
use crate::i18n::msg::Label;
use crate::i18n::{Lang, when};
use crate::search::{Leads, Lookalike, Roster};

/// Everything a screen may look at. It can change nothing.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub reader: &'a dyn Reader,
    pub roster: &'a Roster,
    /// The open demands of the village in which a line is being typed, once they are read.
    pub leads: Option<&'a Leads>,
    /// Every matter in memory, once the page of matters was opened; what is read of it so far.
    pub docket: Option<&'a Docket>,
    pub rules: &'a Rules,
    /// What the device keeps for its person, as it was written last; the model has what is being typed.
    pub desk: &'a Desk,
    pub now: Moment,
    /// Whose copy this is; matters in hand of this person are "mine".
    pub me: &'a str,
    /// So many days ago the last backup was made, where that is too long; `Some(None)` where there never was one.
    pub backup_overdue: Option<Option<i64>>,
}

/// Look-alikes that are shown, at most.
const LOOKALIKES: usize = 5;

impl Sight<'_> {
    /// Open demands of the village that words at a household's door are like, the most alike first; the household's own
    /// are not among them. Nothing until the village is read, which takes a moment after a line is opened.
    pub fn lookalikes(&self, household: Id, words: &str) -> Read<Vec<Lookalike>> {
        let Some(leads) = self.leads.filter(|_| !words.trim().is_empty()) else { return Ok(Vec::new()) };
        let cell = self.reader.place(household)?.map(|place| place.scope);
        let here = cell.and_then(Scope::village) == Some(leads.village());
        Ok(if here { leads.like(words, Some(household), LOOKALIKES) } else { Vec::new() })
    }

    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// When what is written down now was said: on the day of the paper list that is being typed from, else now.
    pub fn said_at(&self) -> Moment {
        self.desk.said_at(self.now)
    }

    /// The day on which what is written down now was said: words for days, such as tomorrow, count from it.
    pub fn said_on(&self) -> Date {
        self.said_at().date()
    }

    /// Who has a matter in hand, by name; empty when nobody has.
    pub fn assignee(&self, matter: &Matter) -> Read<String> {
        match &matter.assignee {
            None => Ok(String::new()),
            Some(Assignee::Person(name)) => Ok(name.clone()),
            Some(Assignee::Responder(id)) => {
                Ok(self.reader.responder(*id)?.map_or_else(String::new, |responder| responder.name))
            }
        }
    }

    /// The name of a scope with the village it lies in: `满天红村 003网格`, `陕坝镇`; the code where there is no name.
    pub fn scope_name(&self, scope: Scope, lang: Lang) -> Read<String> {
        let label = |scope: Scope| -> Read<String> {
            Ok(self.reader.area(scope)?.map_or_else(|| scope.to_string(), |area: Area| area.label()))
        };
        Ok(match (scope.extent(), scope.parent()) {
            (Extent::Whole, _) => Label::Whole.text(lang).to_owned(),
            (Extent::Cell, Some(village)) => format!("{} {}", label(village)?, cell_name(&label(scope)?, lang)),
            _ => label(scope)?,
        })
    }

    /// Where the deadline of something owed stands, in few words.
    pub fn due(&self, due: Due, lang: Lang) -> String {
        when::due(due, self.now, &self.rules.workdays, lang)
    }

    /// What a matter is about, as a title may say it. At a door (`facing` the household) nothing is read out that
    /// accuses somebody.
    pub fn about<'m>(&self, matter: &'m Matter, facing: bool, lang: Lang) -> &'m str {
        if facing && self.accuses(matter) { Label::NotFacing.text(lang) } else { &matter.raised.text }
    }

    /// What was promised, as a title may say it: nothing of a matter that accuses somebody is read out at a door.
    pub fn about_promise(&self, promise: &Promise, facing: bool, lang: Lang) -> Read<String> {
        let matter = promise.promised.matter.filter(|_| facing).map_or(Ok(None), |id| self.reader.matter(id))?;
        let hides = matter.is_some_and(|matter| self.accuses(&matter));
        Ok(if hides { Label::NotFacing.text(lang).to_owned() } else { promise.promised.text.clone() })
    }

    /// Whether what was said accuses somebody.
    pub fn accuses(&self, matter: &Matter) -> bool {
        self.rules.policy.accuses(matter.kind(), Some(&matter.raised.category))
    }

    /// What can be done with a matter now: the verbs that fit its state and are not ruled out by its clock or links.
    pub fn verbs(&self, matter: &Matter) -> Read<Vec<VerbName>> {
        let mut verbs = state::fitting(matter.kind(), matter.state);
        if let Some(lead) = matter.lead.filter(|_| matter.is_open()) {
            // A voice is called back on its own once its lead is done; all else is done with the lead.
            let done = self.reader.matter(lead)?.is_none_or(|lead| lead.is_worked_off());
            verbs = state::VOICE_VERBS.into_iter().filter(|verb| *verb != VerbName::Confirm || done).collect();
        }
        let clock = matter.clock.as_ref();
        let late = clock.is_some_and(|clock| clock.is_late(self.said_at(), &self.rules.workdays));
        let extended = clock.is_some_and(crate::domain::deadline::DeadlineClock::is_extended);
        let paused = matter.is_paused();
        let has_voices = !self.reader.voices(matter.id)?.is_empty();
        verbs.retain(|verb| match verb {
            VerbName::Extend => clock.is_some() && !late && !extended && !paused,
            VerbName::Pause => clock.is_some() && !paused && !late,
            VerbName::Resume => paused,
            VerbName::Join => matter.lead.is_none() && !has_voices,
            VerbName::Unjoin => matter.lead.is_some(),
            VerbName::Escalate => matter.level.is_none_or(|level| level.above().is_some()),
            _ => true,
        });
        Ok(verbs)
    }
}

/// The kinds and states that still ask something of somebody.
pub fn open_states() -> impl Iterator<Item = (Kind, State)> {
    use Kind::{Demand, Dispute, Wish};
    let demand = [State::Triage, State::Assigned, State::Returned, State::Done].map(|state| (Demand, state));
    let wish = [State::Collected, State::Published, State::Claimed, State::Fulfilled].map(|state| (Wish, state));
    let dispute = [State::Triage, State::Returned, State::Open, State::Mediating, State::Settled];
    demand.into_iter().chain(wish).chain(dispute.map(|state| (Dispute, state)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_open_state_is_counted_and_no_ended_one() {
        for kind in [Kind::Demand, Kind::Wish, Kind::Dispute] {
            for state in State::ALL {
                let worked = !state::fitting(kind, state).is_empty() && !state.is_end();
                let reachable = state::fitting(kind, state).len() > 6;
                let counted = open_states().any(|open| open == (kind, state));
                assert!(!counted || worked, "{kind:?} {state:?}");
                assert!(counted || !reachable, "{kind:?} {state:?}");
            }
        }
    }
}
