//! What the person owes with their own hands: things to bring to the doors of today, and what else they promised.

use std::collections::HashSet;

use crate::domain::deadline::Due;
use crate::domain::facets::{List as Index, Tally, moment_key};
use crate::domain::id::Id;
use crate::domain::matter::{Assignee, Kind, Matter, State};
use crate::domain::moment::Moment;
use crate::domain::promise::{Promise, Promised, asks_to_bring};
use crate::domain::reader::{Order, Read};
use crate::domain::route::RouteDay;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::promise::PromiseWord;
use crate::i18n::term::{Term, kind_mark};
use crate::tui::sight::Sight;

use super::plan::Plan;

/// Open promises of an area that are looked at, those due first; and claimed wishes.
const MOST: usize = 60;
/// Calendar days ahead for which things are brought where there is no route.
const AHEAD: i64 = 7;

/// A promise or a claimed wish of the person.
#[derive(Debug)]
pub(super) struct Owing {
    /// Of the promise, or of the wish.
    pub id: Id,
    pub household: Option<Id>,
    pub text: String,
    due: Option<Moment>,
    /// Else it is a wish.
    is_promise: bool,
}

impl Owing {
    pub fn is_promise(&self) -> bool {
        self.is_promise
    }

    pub fn is_late(&self, now: Moment) -> bool {
        self.due.is_some_and(|due| due < now)
    }

    /// What stands in the first column.
    pub fn mark(&self, lang: Lang) -> &'static str {
        match (self.is_promise, lang) {
            (false, _) => kind_mark(Kind::Wish, lang),
            (true, Lang::Zh) => "答",
            (true, Lang::En) => "prm",
        }
    }

    /// By when.
    pub fn when(&self, sight: &Sight<'_>, lang: Lang) -> String {
        let due = self.due.map(|at| sight.due(Due { at, provisional: false }, lang));
        due.unwrap_or_else(|| PromiseWord::NextVisit.word(lang).to_owned())
    }

    fn of_promise(promise: Promise) -> Self {
        let Promised { household, text, due, .. } = promise.promised;
        Self { id: promise.id, household, text, due, is_promise: true }
    }

    fn of_wish(matter: &Matter, sight: &Sight<'_>) -> Self {
        Self {
            id: matter.id,
            household: matter.raised.household,
            text: matter.raised.text.clone(),
            due: matter.next_obligation(&sight.rules.workdays).map(|(_, due)| due.at),
            is_promise: false,
        }
    }
}

/// What to bring today, and what else was promised; each with the first that is due first.
#[derive(Debug, Default)]
pub(super) struct Owings {
    pub bring: Vec<Owing>,
    pub promised: Vec<Owing>,
}

impl Owings {
    /// Those of an area. With a route of today only to its doors something is brought, else to doors where it is due
    /// within a week or with the next visit.
    pub fn read(scope: Scope, plan: Option<&Plan>, sight: &Sight<'_>) -> Read<Self> {
        let route = plan.filter(|plan| plan.day == RouteDay::Today);
        let (promises, _) = sight.reader.open_promises(scope, MOST)?;
        let mine = promises.into_iter().filter(|promise| promise.by() == sight.me);
        let mut owings = Self::default();
        let mut taken = HashSet::new();
        for owing in mine.map(Owing::of_promise) {
            taken.insert(owing.id);
            let brought = asks_to_bring(&owing.text) && is_for_today(&owing, route, sight);
            if brought { owings.bring.push(owing) } else { owings.promised.push(owing) }
        }
        if let Some(plan) = route {
            owings.add_of_route(plan, &taken, sight)?;
        }
        let wishes = my_wishes(scope, sight)?;
        owings.bring.extend(wishes.into_iter().filter(|wish| is_for_today(wish, route, sight)));
        owings.bring.sort_by_key(|owing| (owing.due.is_none(), owing.due, owing.id));
        Ok(owings)
    }

    /// What others promised to bring to the doors of the route: whoever goes there can take it along.
    fn add_of_route(&mut self, plan: &Plan, taken: &HashSet<Id>, sight: &Sight<'_>) -> Read<()> {
        for door in plan.left() {
            let open = sight.reader.promises_of(door)?.into_iter().filter(Promise::is_open);
            let new = open.filter(|promise| !taken.contains(&promise.id) && asks_to_bring(&promise.promised.text));
            self.bring.extend(new.map(Owing::of_promise));
        }
        Ok(())
    }

    pub fn find(&self, id: Id) -> Option<&Owing> {
        self.bring.iter().chain(&self.promised).find(|owing| owing.id == id)
    }
}

fn is_for_today(owing: &Owing, route: Option<&Plan>, sight: &Sight<'_>) -> bool {
    match route {
        Some(plan) => owing.household.is_some_and(|door| plan.left().any(|left| left == door)),
        None => owing.due.is_none_or(|due| due <= Moment::end_of(sight.today()).plus_seconds(AHEAD * 86_400)),
    }
}

/// The wishes of an area that the person claimed and has not brought yet.
fn my_wishes(scope: Scope, sight: &Sight<'_>) -> Read<Vec<Owing>> {
    // Mostly nobody has claimed any: then nothing is read.
    if sight.reader.tally(Tally::Matters(Kind::Wish, State::Claimed), scope)? == 0 {
        return Ok(Vec::new());
    }
    let until = moment_key(Moment::end_of(sight.today()).plus_seconds(AHEAD * 86_400)) + 1;
    let listing = sight.reader.list(Index::Owed, scope, 0..until, Order::OldestFirst, MOST)?;
    let mut found = Vec::new();
    for row in listing.rows {
        let matter = sight.reader.matter(row.id)?;
        let mine = |matter: &Matter| {
            matter.kind() == Kind::Wish
                && matter.state == State::Claimed
                && matches!(&matter.assignee, Some(Assignee::Person(name)) if name == sight.me)
        };
        found.extend(matter.filter(mine).map(|matter| Owing::of_wish(&matter, sight)));
    }
    Ok(found)
}
