//! `deadline`: when something would be due, and why.

use std::fmt::Write;

use serde::Serialize;

use super::call::Call;
use super::document::moment;
use crate::domain::deadline::{Allowance, Skip, explain};
use crate::domain::moment::Moment;
use crate::domain::reader::Reader;
use crate::domain::rules::Rules;
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;
use crate::store::replica::Replica;

/// When something received at a moment is due, which days count, and which do not
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("allowance").required(true).args(["working", "days", "hours"])))]
pub struct Args {
    /// When it was received
    #[arg(long, value_name = "MOMENT", value_parser = super::moment)]
    from: Moment,
    /// Working days; the first is the first one after the date of receipt
    #[arg(long, value_name = "N")]
    working: Option<u32>,
    /// Calendar days; a last day that is off gives way to the next working day
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Hours, day and night
    #[arg(long, value_name = "N")]
    hours: Option<u32>,
}

#[derive(Serialize)]
struct Answer {
    due: String,
    counted: Vec<String>,
    skipped: Vec<SkippedDocument>,
    provisional: bool,
}

#[derive(Serialize)]
struct SkippedDocument {
    date: String,
    why: String,
}

impl Args {
    fn allowance(&self) -> Allowance {
        match (self.working, self.days, self.hours) {
            (Some(days), ..) => Allowance::Working(days),
            (_, Some(days), _) => Allowance::Days(days),
            (_, _, hours) => Allowance::Hours(hours.unwrap_or(0)),
        }
    }

    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let allowance = self.allowance();
        if !allowance.is_reasonable() {
            let most = format!("> {} d", Allowance::LONGEST_DAYS);
            return Err(call.failed(&Trouble::NotALimit(most)));
        }
        // The township's own calendar where there is one; the embedded one does without any data.
        let data = call.data()?;
        let rules = if Replica::exists(&data) { call.open_existing()?.rules() } else { Rules::embedded() };
        let explained = explain(allowance, self.from, &[], &rules.workdays);
        let skipped = explained.skipped.iter().map(|(date, skip)| SkippedDocument {
            date: date.to_string(),
            why: match skip {
                Skip::Weekend => call.say("周末", "weekend"),
                Skip::Holiday(name) => name.clone(),
                Skip::Paused => call.say("暂停", "paused"),
            },
        });
        let answer = Answer {
            due: moment(explained.due.at),
            counted: explained.counted.iter().map(ToString::to_string).collect(),
            skipped: skipped.collect(),
            provisional: explained.due.provisional,
        };
        call.answer(&answer, || answer.text(call))
    }
}

impl Answer {
    fn text(&self, call: &Call) -> String {
        let mut text = self.due.clone();
        if self.provisional {
            text.push_str(&call.say("（估算）", " (provisional)"));
        }
        text.push('\n');
        for (number, date) in self.counted.iter().enumerate() {
            // Writing to a string does not fail.
            let _written = writeln!(text, "{:>4}  {date}", number + 1);
        }
        for SkippedDocument { date, why } in &self.skipped {
            let _written = writeln!(text, "   -  {date}  {why}");
        }
        text
    }
}
