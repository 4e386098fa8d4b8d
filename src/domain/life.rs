//! What happens in people's lives – a death, a birth, moving in and out – and what follows from it for a household.
//!
//! What follows is listed before anything is recorded. The person says of each whether it shall be, and all of it is
//! one act.

use chrono::{Days, Months};

use super::household::{Arrival, Away, Going, Household, Member, Person, Tag};
use super::id::{Id, RecordKind};
use super::matter::state::next;
use super::matter::{Kind, Matter, VerbName};
use super::moment::{Date, Moment};
use super::policy::{LifeErrand, LifeKind, Within};
use super::promise::Promise;
use super::reader::{Read, Reader};

/// One event in the life of a household, and what of its consequences is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    pub household: Id,
    pub event: LifeEvent,
    /// Who is the head from now on, where the head went and others stay.
    pub head: Option<Id>,
    /// Relations to the new head; who is not named keeps theirs.
    pub relations: Vec<(Id, String)>,
    /// What shall follow; what is left out does not.
    pub follow: Vec<Follow>,
    /// What happened, in a few words: stands in the notes on matters.
    pub words: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum LifeEvent {
    Died {
        member: Id,
        on: Date,
    },
    /// Born or moved in.
    Arrived {
        person: Box<Person>,
        arrival: Arrival,
    },
    Left {
        member: Id,
        away: Away,
    },
    /// Somebody who was gone is back, or never went.
    Back {
        member: Id,
    },
    AllLeft(Away),
    AllBack,
}

/// Something that follows when it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follow {
    /// A tag of the household ends with that day.
    EndTag(String),
    /// A tag of the person is theirs alone; where this is not wanted it is the household's from now on.
    EndTagOfPerson(String),
    /// An open wish is withdrawn.
    Withdraw(Id),
    /// It is noted on an open matter what happened.
    Note(Id),
    /// A promise is let go.
    LetGo(Id),
    /// Something to be done about it, by the policy's id, is recorded as a matter in these words.
    Errand { id: String, text: String },
    /// Who moved in leaves the household of ours in which they are still a member.
    LeaveOther { household: Id, member: Id },
}

/// Something that may follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Consequence {
    pub what: What,
    /// Whether it follows where nobody says otherwise.
    pub chosen: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Tag(Tag),
    TagOfPerson(String),
    Wish(Box<Matter>),
    Matter(Box<Matter>),
    Promise(Box<Promise>),
    /// With its last day, where the policy names one.
    Errand(LifeErrand, Option<Date>),
    /// In that household they are still a member under this id.
    Elsewhere {
        household: Id,
        member: Id,
    },
}

/// All that follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consequences {
    /// The head goes and others stay: who is the head then has to be said.
    pub needs_head: bool,
    /// Nobody is left at the door: nobody calls there any more.
    pub empties: bool,
    /// There are visits again.
    pub revives: bool,
    pub may_follow: Vec<Consequence>,
}

impl Consequence {
    /// A word that names it on a command line and stays the same: `tag:低保`, the id of a matter, `errand:burial`.
    pub fn key(&self) -> String {
        match &self.what {
            What::Tag(tag) => format!("tag:{}", tag.name),
            What::TagOfPerson(name) => format!("own:{name}"),
            What::Wish(matter) | What::Matter(matter) => matter.id.show(RecordKind::Matter),
            What::Promise(promise) => promise.id.show(RecordKind::Promise),
            What::Errand(errand, _) => format!("errand:{}", errand.id),
            What::Elsewhere { household, .. } => household.show(RecordKind::Household),
        }
    }

    /// What is to be recorded where it is wanted; `text` is how an errand is worded.
    pub fn follow(&self, text: impl FnOnce(&LifeErrand) -> String) -> Follow {
        match &self.what {
            What::Tag(tag) => Follow::EndTag(tag.name.clone()),
            What::TagOfPerson(name) => Follow::EndTagOfPerson(name.clone()),
            What::Wish(matter) => Follow::Withdraw(matter.id),
            What::Matter(matter) => Follow::Note(matter.id),
            What::Promise(promise) => Follow::LetGo(promise.id),
            What::Errand(errand, _) => Follow::Errand { id: errand.id.clone(), text: text(errand) },
            What::Elsewhere { household, member } => Follow::LeaveOther { household: *household, member: *member },
        }
    }
}

impl LifeEvent {
    /// The day it happened; `None` where no day is told.
    pub fn on(&self) -> Option<Date> {
        match self {
            Self::Died { on, .. } => Some(*on),
            Self::Arrived { arrival, .. } => Some(arrival.on()),
            Self::Left { away, .. } | Self::AllLeft(away) => Some(away.on),
            Self::Back { .. } | Self::AllBack => None,
        }
    }

    /// The member it is about, where it is about one who is known.
    pub fn member(&self) -> Option<Id> {
        match self {
            Self::Died { member, .. } | Self::Left { member, .. } | Self::Back { member } => Some(*member),
            Self::Arrived { .. } | Self::AllLeft(_) | Self::AllBack => None,
        }
    }

    /// The name of whom it is about: of the member, or of the head where it is about all of them.
    pub fn who(&self, household: &Household) -> String {
        let member = self.member().and_then(|id| household.anybody(id));
        match self {
            Self::Arrived { person, .. } => person.name.clone(),
            _ => member.map_or_else(|| household.profile.head.clone(), |member| member.details.name.clone()),
        }
    }

    /// The events of the policy's errands that it counts as.
    fn kind(&self) -> Option<LifeKind> {
        Some(match self {
            Self::Died { .. } => LifeKind::Death,
            Self::Arrived { arrival: Arrival::Born(_), .. } => LifeKind::Birth,
            Self::Arrived { arrival: Arrival::Came { .. }, .. } | Self::AllBack => LifeKind::MovedIn,
            Self::Left { .. } | Self::AllLeft(_) => LifeKind::MovedOut,
            Self::Back { .. } => return None,
        })
    }

    /// How somebody who leaves goes.
    pub fn going(&self) -> Option<Going> {
        match self {
            Self::Died { on, .. } => Some(Going::Died(*on)),
            Self::Left { away, .. } => Some(Going::Left(away.clone())),
            _ => None,
        }
    }
}

/// What follows from an event for a household.
///
/// # Errors
/// When the records cannot be read.
pub fn consequences(reader: &dyn Reader, household: &Household, event: &LifeEvent) -> Read<Consequences> {
    let mut all = Consequences::default();
    let leaving = event.going().and(event.member()).and_then(|member| household.member(member));
    let others = household.profile.members.iter().any(|member| Some(member.id) != event.member());
    let lived_in = household.is_lived_in();
    if let Some(member) = leaving {
        all.needs_head = others && household.is_head(member.id);
        all.empties = !others && lived_in;
    }
    all.empties |= matches!(event, LifeEvent::AllLeft(_));
    all.revives = !lived_in && matches!(event, LifeEvent::AllBack | LifeEvent::Back { .. } | LifeEvent::Arrived { .. });
    if leaving.is_some() || matches!(event, LifeEvent::AllLeft(_)) {
        all.may_follow.extend(tags(household, event, leaving, all.empties));
        all.may_follow.extend(matters(reader, household, leaving, all.empties, event)?);
        all.may_follow.extend(promises(reader, household, leaving, all.empties)?);
    }
    if let LifeEvent::Arrived { person, .. } = event {
        all.may_follow.extend(elsewhere(reader, household, person)?);
    }
    all.may_follow.extend(errands(reader, household, event));
    Ok(all)
}

/// A tag of the household ends by itself when nobody is left, or when it was given for the one who goes.
fn tags<'a>(
    household: &'a Household,
    event: &'a LifeEvent,
    leaving: Option<&'a Member>,
    empties: bool,
) -> impl Iterator<Item = Consequence> + 'a {
    let own = leaving.into_iter().flat_map(|member| &member.details.tags);
    let own = own.map(|name| Consequence { what: What::TagOfPerson(name.clone()), chosen: true });
    let still_registered = matches!(event, LifeEvent::Left { away, .. } | LifeEvent::AllLeft(away) if away.registered);
    let of_home = household.profile.tags.iter().filter(|tag| !tag.ended);
    own.chain(of_home.map(move |tag| {
        let given_for = leaving.is_some_and(|member| {
            let named = tag.reason.as_deref().is_some_and(|why| why.contains(&member.details.name));
            named || member.details.tags.contains(&tag.name)
        });
        Consequence { what: What::Tag(tag.clone()), chosen: (empties || given_for) && !still_registered }
    }))
}

/// Open wishes and matters; of a household in which others stay they go on where nobody says otherwise.
fn matters(
    reader: &dyn Reader,
    household: &Household,
    leaving: Option<&Member>,
    empties: bool,
    event: &LifeEvent,
) -> Read<Vec<Consequence>> {
    let at = event.on().map_or(Moment::from_unix(i64::MAX / 2), Moment::end_of);
    let open = reader.matters_of_household(household)?.into_iter().filter(Matter::is_open);
    let consequence = |matter: Matter| {
        let named = leaving.is_some_and(|member| {
            let name = member.details.name.as_str();
            let told = |text: &str| text.contains(name);
            told(&matter.raised.text) || matter.raised.caller.as_deref().is_some_and(told)
        });
        let withdraws = matter.kind() == Kind::Wish
            && matter.lead.is_none()
            && next(Kind::Wish, matter.state_at(at), VerbName::Withdraw).is_some();
        let what = if withdraws { What::Wish(Box::new(matter)) } else { What::Matter(Box::new(matter)) };
        Consequence { what, chosen: empties || named }
    };
    Ok(open.map(consequence).collect())
}

/// What was promised and is still owed.
fn promises(
    reader: &dyn Reader,
    household: &Household,
    leaving: Option<&Member>,
    empties: bool,
) -> Read<Vec<Consequence>> {
    let open = reader.promises_of(household.id)?.into_iter().filter(Promise::is_open);
    let consequence = |promise: Promise| {
        let named = leaving.is_some_and(|member| promise.promised.text.contains(&member.details.name));
        Consequence { what: What::Promise(Box::new(promise)), chosen: empties || named }
    };
    Ok(open.map(consequence).collect())
}

/// Where somebody who moved in is still a member, unless others there would be left without a head.
fn elsewhere(reader: &dyn Reader, household: &Household, person: &Person) -> Read<Option<Consequence>> {
    let Some(number) = person.id_number.as_deref() else { return Ok(None) };
    for id in reader.households_of_person(number)? {
        let Some(other) = reader.household(id)?.filter(|other| other.id != household.id) else { continue };
        let members = &other.profile.members;
        let known = members.iter().find(|member| member.details.id_number.as_deref() == Some(number));
        if let Some(member) = known.filter(|member| members.len() == 1 || !other.is_head(member.id)) {
            let what = What::Elsewhere { household: other.id, member: member.id };
            return Ok(Some(Consequence { what, chosen: true }));
        }
    }
    Ok(None)
}

/// What the policy wants done, where it speaks of a tag for households that carry it or somebody of whom does.
fn errands(reader: &dyn Reader, household: &Household, event: &LifeEvent) -> Vec<Consequence> {
    let (Some(kind), on) = (event.kind(), event.on()) else { return Vec::new() };
    let carried: Vec<&str> = household.asking_tags().collect();
    let rules = reader.rules();
    let fitting = rules.policy.life.iter().map(|ruled| &ruled.value).filter(|errand| {
        let concerns = errand.tags.is_empty() || errand.tags.iter().any(|tag| carried.contains(&tag.as_str()));
        errand.event == kind && concerns
    });
    fitting
        .map(|errand| {
            let last = on.and_then(|on| errand.last_day(on));
            // What is bound to a day, or to what they receive, is not forgotten.
            let chosen = last.is_some() || !errand.tags.is_empty();
            Consequence { what: What::Errand(errand.clone(), last), chosen }
        })
        .collect()
}

impl LifeErrand {
    /// The last day for it, where the policy names a limit: counted from the day of the event, which is not counted.
    pub fn last_day(&self, on: Date) -> Option<Date> {
        match self.within? {
            Within::Months(months) => on.checked_add_months(Months::new(months)),
            Within::Days(days) => on.checked_add_days(Days::new(days.into())),
        }
    }
}
