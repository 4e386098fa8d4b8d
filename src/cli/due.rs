//! `due`: what is late, due today and later, and where a visit is due.

use std::ops::Range;

use chrono::Days;
use serde::Serialize;

use super::call::Call;
use super::document::{Counted, HouseholdDocument, MatterDocument, Personal, moment};
use super::text::rows;
use crate::domain::deadline::{Allowance, due};
use crate::domain::disclosure::{Column, Manner};
use crate::domain::facets::{List, moment_key};
use crate::domain::moment::Moment;
use crate::domain::reader::{Order, Read, Reader};
use crate::domain::scope::Scope;
use crate::entry::dates::Limit;
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;
use crate::store::replica::Replica;

/// What is late, due today and due soon, and where a visit is due
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How far to look ahead, that day included: 7d, 5 (working days), 12-05, fri
    #[arg(long, value_name = "TIME", default_value = "7d")]
    within: String,
}

#[derive(Serialize)]
struct Answer {
    now: String,
    late: Counted<MatterDocument>,
    today: Counted<MatterDocument>,
    later: Counted<MatterDocument>,
    visits: Visits,
}

#[derive(Serialize)]
struct Visits {
    total: usize,
    households: Vec<HouseholdDocument>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let unread = || call.failed(&Trouble::NotALimit(self.within.clone()));
        let limit = Limit::read(&self.within).ok_or_else(unread)?;
        let allowance = limit.allowance(call.now.date()).map_err(|_| unread())?;
        let mut replica = call.open_existing()?;
        let scope = call.scope(&replica)?;
        let until = match allowance {
            // Looking ahead, a day off gives way to no working day: seven days are seven days.
            Allowance::Days(days) => {
                let day = call.now.date().checked_add_days(Days::new(days.into()));
                Moment::end_of(day.ok_or_else(unread)?)
            }
            _ => due(allowance, call.now, &replica.rules().workdays).at,
        };
        let looking = Looking { replica: &replica, scope, call };
        let answer = call.read(looking.answer(until))?;
        call.disclose(&mut replica, (Manner::Due, &self.within), scope, answer.personal())?;
        call.answer(&answer, || answer.text(call))?;
        replica.leave();
        Ok(())
    }
}

struct Looking<'a> {
    replica: &'a Replica,
    scope: Scope,
    call: &'a Call,
}

impl Looking<'_> {
    fn answer(&self, until: Moment) -> Read<Answer> {
        let now = moment_key(self.call.now);
        let tomorrow = moment_key(Moment::end_of(self.call.now.date())) + 1;
        let end = moment_key(until) + 1;
        Ok(Answer {
            now: moment(self.call.now),
            late: self.owed(0..now)?,
            today: self.owed(now..tomorrow)?,
            later: self.owed(tomorrow..end.max(tomorrow))?,
            visits: self.visits(0..tomorrow)?,
        })
    }

    fn owed(&self, keys: Range<u64>) -> Read<Counted<MatterDocument>> {
        let listing = self.replica.list(List::Owed, self.scope, keys, Order::OldestFirst, self.call.limit)?;
        let mut matters = Vec::new();
        for row in &listing.rows {
            matters.extend(MatterDocument::of_id(self.replica, row.id, self.call.now, self.call.reveal)?);
        }
        Ok(Counted { total: listing.total, matters })
    }

    fn visits(&self, keys: Range<u64>) -> Read<Visits> {
        let listing = self.replica.list(List::VisitDue, self.scope, keys, Order::OldestFirst, self.call.limit)?;
        let mut households = Vec::new();
        for row in &listing.rows {
            if let Some(household) = self.replica.household(row.id)? {
                households.push(HouseholdDocument::of(self.replica, &household, self.call.now, self.call.reveal)?);
            }
        }
        Ok(Visits { total: listing.total, households })
    }
}

impl Answer {
    /// What of each row is masked unless it is to be revealed.
    fn personal(&self) -> Vec<Vec<Column>> {
        let matters = [&self.late, &self.today, &self.later].into_iter().flat_map(|part| &part.matters);
        matters.map(Personal::personal).chain(self.visits.households.iter().map(Personal::personal)).collect()
    }

    fn text(&self, call: &Call) -> String {
        let parts = [
            (call.say("逾期", "Late"), &self.late),
            (call.say("今天到期", "Due today"), &self.today),
            (call.say("往后", "Later"), &self.later),
        ];
        let mut text = String::new();
        for (title, part) in parts {
            text.push_str(&format!("{title} {}\n", part.total));
            if part.total > 0 {
                text.push_str(&rows(&part.matters, part.total, call.lang));
            }
        }
        text.push_str(&format!("{} {}\n", call.say("该走访", "Visits due"), self.visits.total));
        if self.visits.total > 0 {
            text.push_str(&rows(&self.visits.households, self.visits.total, call.lang));
        }
        text
    }
}
