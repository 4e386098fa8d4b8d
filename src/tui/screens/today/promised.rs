//! What the person owes with their own hands: things to bring to the doors of today, and what else they promised.

use std::collections::HashSet;

use crate::domain::deadline::Due;
use crate::domain::facets::{List as Index, NEXT_VISIT, Tally, moment_key};
use crate::domain::id::Id;
use crate::domain::matter::{Assignee, Kind, Matter, State};
use crate::domain::moment::{Date, Moment};
use crate::domain::promise::{Promise, Promised, asks_to_bring};
use crate::domain::reader::{Order, Read};
use crate::domain::route::RouteDay;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::promise::PromiseWord;
use crate::i18n::route;
use crate::i18n::term::{Term, kind_mark};
use crate::tui::sight::Sight;

use super::plan::Plan;

/// Where there is no route: open promises of an area that are looked at, those due first and those for the next visit;
/// and claimed wishes.
const MOST: usize = 60;
/// Calendar days ahead within which something is due.
const AHEAD: i64 = 7;

/// What is owed to a door: a promise, or a wish that the person claimed.
#[derive(Debug)]
pub(super) struct Owing {
    /// Of the promise, or of the wish.
    pub id: Id,
    pub household: Option<Id>,
    pub text: String,
    due: Option<Moment>,
    what: What,
}

#[derive(Debug)]
enum What {
    /// With the day it was made, and who keeps it where that is somebody else.
    Promise { on: Date, keeper: Option<String> },
    /// Claimed by the person.
    Wish,
}

impl Owing {
    pub fn is_promise(&self) -> bool {
        matches!(self.what, What::Promise { .. })
    }

    pub fn is_late(&self, now: Moment) -> bool {
        self.due.is_some_and(|due| due < now)
    }

    /// What stands in the first column.
    pub fn mark(&self, lang: Lang) -> &'static str {
        match (self.is_promise(), lang) {
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

    /// Why it is owed: promised when, or by whom; claimed.
    pub fn why(&self, lang: Lang) -> String {
        match &self.what {
            What::Promise { on, keeper: None } => route::promised_on(*on, lang),
            What::Promise { keeper: Some(keeper), .. } => route::promised_by(keeper, lang),
            What::Wish => route::claimed(lang).to_owned(),
        }
    }

    fn of_promise(promise: Promise, me: &str) -> Self {
        let keeper = Some(promise.keeper().to_owned()).filter(|keeper| keeper != me);
        let what = What::Promise { on: promise.at.date(), keeper };
        let Promised { household, text, due, .. } = promise.promised;
        Self { id: promise.id, household, text, due, what }
    }

    fn of_wish(matter: &Matter, sight: &Sight<'_>) -> Self {
        Self {
            id: matter.id,
            household: matter.raised.household,
            text: matter.raised.text.clone(),
            due: matter.next_obligation(&sight.rules.workdays).map(|(_, due)| due.at),
            what: What::Wish,
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
    /// Those of an area. With a route of today all that is due at its doors is to be had along, whoever promised it and
    /// in whatever words; without one, what is due within a week or with the next visit and speaks of bringing.
    pub fn read(scope: Scope, plan: Option<&Plan>, sight: &Sight<'_>) -> Read<Self> {
        let route = plan.filter(|plan| plan.day == RouteDay::Today);
        let mut owings = Self::default();
        if let Some(plan) = route {
            for door in plan.left() {
                owings.bring.extend(due_at(door, sight)?);
            }
        }
        let taken: HashSet<Id> = owings.bring.iter().map(|owing| owing.id).collect();
        for promise in first_promises(scope, sight)?.into_iter().filter(|promise| promise.keeper() == sight.me) {
            let owing = Owing::of_promise(promise, sight.me);
            if taken.contains(&owing.id) {
                continue;
            }
            let brought = route.is_none() && is_due(&owing, sight) && asks_to_bring(&owing.text);
            if brought { owings.bring.push(owing) } else { owings.promised.push(owing) }
        }
        if route.is_none() {
            owings.bring.extend(my_wishes(scope, sight)?.into_iter().filter(|wish| is_due(wish, sight)));
        }
        for owings in [&mut owings.bring, &mut owings.promised] {
            owings.sort_by_key(|owing| (owing.due.is_none(), owing.due, owing.id));
        }
        Ok(owings)
    }

    pub fn find(&self, id: Id) -> Option<&Owing> {
        self.bring.iter().chain(&self.promised).find(|owing| owing.id == id)
    }
}

/// What is due at a door: open promises, and the wishes that the person claimed.
fn due_at(door: Id, sight: &Sight<'_>) -> Read<Vec<Owing>> {
    let open = sight.reader.promises_of(door)?.into_iter().filter(Promise::is_open);
    let mut owings: Vec<Owing> = open.map(|promise| Owing::of_promise(promise, sight.me)).collect();
    if let Some(household) = sight.reader.household(door)? {
        let wishes = sight.reader.matters_of_household(&household)?;
        owings
            .extend(wishes.iter().filter(|wish| is_claimed_by_me(wish, sight)).map(|wish| Owing::of_wish(wish, sight)));
    }
    // What is to be carried there is taken along before its day too.
    owings.retain(|owing| !owing.is_promise() || is_due(owing, sight) || asks_to_bring(&owing.text));
    Ok(owings)
}

/// Whether it is due within a week, or with the next visit.
fn is_due(owing: &Owing, sight: &Sight<'_>) -> bool {
    owing.due.is_none_or(|due| due <= week_on(sight))
}

fn week_on(sight: &Sight<'_>) -> Moment {
    Moment::end_of(sight.today()).plus_seconds(AHEAD * 86_400)
}

/// The open promises of an area that are due first, and the first of those that are for the next visit.
fn first_promises(scope: Scope, sight: &Sight<'_>) -> Read<Vec<Promise>> {
    let mut found = Vec::new();
    for keys in [0..NEXT_VISIT, NEXT_VISIT..u64::MAX] {
        for row in sight.reader.list(Index::Promised, scope, keys, Order::OldestFirst, MOST)?.rows {
            found.extend(sight.reader.promise(row.id)?);
        }
    }
    Ok(found)
}

fn is_claimed_by_me(matter: &Matter, sight: &Sight<'_>) -> bool {
    matter.kind() == Kind::Wish
        && matter.state_at(sight.now) == State::Claimed
        && matches!(&matter.assignee, Some(Assignee::Person(name)) if name == sight.me)
}

/// The wishes of an area that the person claimed and has not brought yet.
fn my_wishes(scope: Scope, sight: &Sight<'_>) -> Read<Vec<Owing>> {
    // Mostly nobody has claimed any: then nothing is read.
    if sight.reader.tally(Tally::Matters(Kind::Wish, State::Claimed), scope)? == 0 {
        return Ok(Vec::new());
    }
    let until = moment_key(week_on(sight)) + 1;
    let listing = sight.reader.list(Index::Owed, scope, 0..until, Order::OldestFirst, MOST)?;
    let mut found = Vec::new();
    for row in listing.rows {
        let matter = sight.reader.matter(row.id)?;
        let mine = matter.filter(|matter| is_claimed_by_me(matter, sight));
        found.extend(mine.map(|matter| Owing::of_wish(&matter, sight)));
    }
    Ok(found)
}
