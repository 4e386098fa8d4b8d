//! `search`: households by initials, pinyin, names, doors and last digits.

use serde::Serialize;

use super::call::Call;
use super::document::household_id;
use super::text::{Row, rows};
use crate::domain::id::Id;
use crate::domain::scope::Scope;
use crate::entry::filter::Mark;
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::term::Term;
use crate::search::{Hit, Why};

/// Find households by initials, pinyin, names, doors, and last digits of ID or phone
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to look for, as in: wxy 3-12
    #[arg(required = true, num_args = 1..)]
    query: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    households: Vec<HitDocument>,
    total: usize,
}

/// A household that fits.
#[derive(Serialize)]
pub struct HitDocument {
    pub id: String,
    pub head: String,
    pub cell: String,
    pub door: String,
    pub why: String,
    /// Nobody lives there any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
}

impl HitDocument {
    pub fn of(hit: &Hit, lang: Lang) -> Self {
        Self {
            id: household_id(Id::from_u64(hit.household)),
            head: hit.head.clone(),
            cell: hit.cell.to_string(),
            door: hit.door.clone(),
            why: why(hit, lang),
            left: hit.left,
        }
    }
}

/// What of a household fitted.
pub fn why(hit: &Hit, lang: Lang) -> String {
    let parts = hit.why.iter().map(|why: &Why| match lang {
        Lang::Zh => why.zh(),
        Lang::En => why.en(),
    });
    parts.collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " })
}

impl Row for HitDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let mark = if self.left { Mark::Left.word(lang) } else { "" };
        let why = format!("{} {mark}", self.why).trim_end().to_owned();
        vec![self.id.clone(), self.head.clone(), self.cell.clone(), self.door.clone(), why]
    }
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let replica = call.open_existing()?;
        let scope = call.scope(&replica)?;
        let roster = call.read(replica.roster(scope))?;
        let limit = if call.limit == usize::MAX { 0 } else { call.limit };
        let found = roster.search(&self.query.join(" "), code_of(scope).as_deref(), limit);
        let households = found.hits.iter().map(|hit| HitDocument::of(hit, call.lang)).collect();
        let answer = Answer { households, total: found.total };
        call.answer(&answer, || rows(&answer.households, answer.total, call.lang))
    }
}

/// The beginning of the codes in a scope; none for everything.
pub fn code_of(scope: Scope) -> Option<String> {
    (scope != Scope::WHOLE).then(|| scope.to_string())
}
