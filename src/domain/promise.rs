//! Promises: what a cadre said they would do for a household, until it is kept or let go (答应的事).
//!
//! Each is a record of its own in the cell of its household, so that none ever grows: made at a door or on a matter, due
//! on a day or with the next visit, kept or let go with a reason.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::history::Trail;
use super::id::Id;
use super::moment::Moment;
use super::scope::Scope;
use super::visit::Visit;

/// What was promised, as a fact says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    pub text: String,
    /// To whom; `None` for a caller who is no household of ours.
    pub household: Option<Id>,
    /// What it is about, where it was promised on a matter.
    pub matter: Option<Id>,
    /// By when; `None` for the next visit.
    pub due: Option<Moment>,
    /// Who promised it, where not the one who typed it.
    pub by: Option<String>,
}

/// How a promise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ending {
    /// It was kept (兑现).
    Kept,
    /// It was let go, for a reason.
    LetGo,
}

impl Ending {
    pub const ALL: [Self; 2] = [Self::Kept, Self::LetGo];

    /// The word in the command contract, as a verb.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Kept => "keep",
            Self::LetGo => "let-go",
        }
    }

    /// The word in the command contract, as a state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::LetGo => "let_go",
        }
    }
}

/// How, when and by whom a promise was ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub ending: Ending,
    /// How it was kept, where somebody said so; why it was let go.
    pub text: String,
    pub at: Moment,
    pub by: String,
}

/// A promise, folded from its facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    pub id: Id,
    /// The grid cell.
    pub cell: Scope,
    pub promised: Promised,
    /// When it was made.
    pub at: Moment,
    pub typed_at: Moment,
    /// Who typed it.
    pub typed_by: String,
    pub ended: Option<Ended>,
    pub trail: Trail,
    /// Whom it was handed over to, where it was.
    pub keeper: Option<String>,
}

impl Promise {
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Who promised it.
    pub fn by(&self) -> &str {
        self.promised.by.as_deref().unwrap_or(&self.typed_by)
    }

    /// Who keeps it: whom it was handed over to, else who promised it.
    pub fn keeper(&self) -> &str {
        self.keeper.as_deref().unwrap_or(self.by())
    }

    /// Whether it is still open after its day.
    pub fn is_late(&self, now: Moment) -> bool {
        self.is_open() && self.promised.due.is_some_and(|due| due < now)
    }

    pub fn state(&self) -> &'static str {
        self.ended.as_ref().map_or("open", |ended| ended.ending.as_str())
    }

    /// Whether it was made with a visit: by who called, on the same day.
    pub fn was_made_with(&self, visit: &Visit) -> bool {
        visit.by == self.by() && visit.at.date() == self.at.date()
    }
}

/// Words by which a promise says that something is brought along.
const BRINGS: [&str; 9] = ["带", "捎", "送", "拿", "取", "bring", "deliver", "fetch", "hand over"];

/// Whether the words of a promise speak of something to bring to the door.
pub fn asks_to_bring(text: &str) -> bool {
    let text = text.to_lowercase();
    BRINGS.iter().any(|word| text.contains(word))
}

/// Puts promises in the order in which they are shown: open ones first, by when they are due, those for the next visit
/// last; then the ended ones, the latest first.
pub fn sort(promises: &mut [Promise]) {
    promises.sort_by_key(|promise| {
        let due = promise.promised.due;
        let ended = promise.ended.as_ref().map(|ended| Reverse(ended.at));
        (ended.is_some(), ended, due.is_none(), due, promise.at, promise.id)
    });
}

/// Which of some promises were made with a visit, where a person called more than once that day with the latest call
/// that is not after them; `visits` are all that are known of the household.
pub fn made_with<'a>(visit: &Visit, visits: &[Visit], promises: &'a [Promise]) -> Vec<&'a Promise> {
    let of = |promise: &Promise| {
        let same = || visits.iter().filter(|visit| promise.was_made_with(visit));
        let before = same().filter(|visit| visit.at <= promise.at).max_by_key(|visit| (visit.at, visit.id));
        before.or_else(|| same().min_by_key(|visit| (visit.at, visit.id))).map(|visit| visit.id)
    };
    promises.iter().filter(|promise| of(promise) == Some(visit.id)).collect()
}
