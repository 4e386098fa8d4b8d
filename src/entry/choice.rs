//! What is chosen beside the words of a line, so that the words stay as they were said.

use serde::{Deserialize, Serialize};

use crate::domain::id::Id;
use crate::domain::matter::{Kind, Level, Source, Tier};
use crate::domain::policy::Policy;
use crate::domain::request::RaiseNote;
use crate::domain::scope::Scope;
use crate::domain::visit::{Outcome, VisitNote};

use super::dates::{Limit, NamedDay};
use super::line::{Handling, Line, LineKind};

/// What was chosen. Whatever is chosen goes before what the line itself says; what is not is left to the line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    pub kind: Option<LineKind>,
    pub outcome: Option<Outcome>,
    /// Without effect where the line itself holds the words of an answer or of what is asked above.
    pub tier: Option<Tier>,
    /// Who is asked, where it is sent up.
    pub level: Option<Level>,
    /// What was answered on the spot.
    pub answer: String,
    /// What is asked of the level; where it is empty, what was said.
    pub asked: String,
    /// The policy's id of the category.
    pub category: Option<String>,
    pub limit: Option<Limit>,
    /// A responder, or nobody but the one who was told.
    pub responder: Option<Option<Id>>,
    pub urgent: Option<bool>,
    pub day: Option<NamedDay>,
    /// Who called, where not the one who types.
    pub by: Option<String>,
    pub with: Vec<String>,
    pub met: Option<String>,
    pub source: Source,
    /// Where it is, for a matter without a household.
    pub cell: Option<Scope>,
    /// Who spoke, where it is no household of ours.
    pub caller: Option<String>,
    /// Their number.
    pub caller_phone: Option<String>,
    /// The open demand that this one joins.
    pub joins: Option<Id>,
}

impl Choices {
    /// Puts the chosen marks into a line that was read with the chosen kind.
    pub(super) fn apply(&self, line: &mut Line) {
        line.outcome = self.outcome.unwrap_or(line.outcome);
        line.category = self.category.clone().or_else(|| line.category.take());
        line.urgent = self.urgent.unwrap_or(line.urgent);
        line.day = self.day.or(line.day);
        if self.responder.is_some() {
            line.responder = None;
        }
        if let (Handling::Open | Handling::Within(_), Some(limit)) = (&line.handling, self.limit) {
            line.handling = Handling::Within(limit);
        }
        let fits = line.kind != Some(LineKind::Matter(Kind::Wish)) && !line.handling.holds_words();
        match self.tier.filter(|_| fits) {
            Some(Tier::Immediate) => line.handling = Handling::Answered(self.answer.trim().to_owned()),
            Some(Tier::Escalated) => {
                line.handling = self.level.map_or(Handling::Above(self.asked.trim().to_owned()), |level| {
                    Handling::SentUp(level, self.asked.trim().to_owned())
                });
            }
            Some(Tier::Timed) if line.handling == Handling::Open => line.handling = Handling::Timed,
            _ => {}
        }
    }

    /// What is said of the visit, beside its outcome and note.
    pub fn visit(&self) -> VisitNote {
        VisitNote { by: self.by.clone(), with: self.with.clone(), met: self.met.clone(), ..VisitNote::default() }
    }

    /// Puts what no line can say into a note.
    pub(super) fn complete(&self, note: &mut RaiseNote) {
        note.source = self.source;
        note.caller.clone_from(&self.caller);
        note.caller_phone.clone_from(&self.caller_phone);
        note.cell = self.cell.filter(|_| note.household.is_none());
        note.visit = self.visit();
        note.joins = self.joins.filter(|_| note.kind == Kind::Demand);
    }
}

impl Handling {
    /// Whether it holds words that were typed in the line.
    pub fn holds_words(&self) -> bool {
        matches!(self, Self::Answered(_) | Self::SentUp(..))
    }
}

/// Names in a list as people write them: with commas, spaces or 、 between.
pub fn names(text: &str) -> Vec<String> {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    text.split(between).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Who usually acts on a category, among those known: the first whose name has one of the trades that the policy names.
pub fn usual_responder(policy: &Policy, category: &str, responders: &[(Id, String)]) -> Option<Id> {
    let acting = &policy.category_by_id(category)?.responders;
    let mut trades = acting.iter().flat_map(|acting| &acting.names);
    trades.find_map(|trade| responders.iter().find(|(_, name)| name.contains(trade.as_str())).map(|(id, _)| *id))
}
