//! What an act recorded, in a few words: for the status line and for the question before an undo.

use crate::domain::event::Event;
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::History;
use crate::domain::household::{HomeParticular, HouseholdField};
use crate::domain::id::Id;
use crate::domain::masking;
use crate::domain::matter::Assignee;
use crate::domain::reader::{ActView, Read};
use crate::domain::record::Record;
use crate::i18n::areas;
use crate::i18n::fact::Names;
use crate::i18n::msg::{Count, Label};
use crate::i18n::promise::PromiseWord;
use crate::i18n::roster::homes;
use crate::i18n::term::Term;
use crate::i18n::when;
use crate::i18n::{Lang, family};

use super::sight::Sight;

/// Facts that are told one by one; more are counted.
const TOLD: usize = 2;

/// What an act recorded. Of an undo: what it took back.
pub fn act(act: &ActView, sight: &Sight<'_>, lang: Lang) -> Read<String> {
    let mut told: Vec<String> = Vec::new();
    let mut more = 0;
    if let Some(taken) = taken_in(act, lang) {
        return Ok(taken);
    }
    if let Some(told) = alike(act, lang).or_else(|| of_areas(act, lang)) {
        return Ok(told);
    }
    let brings_visit = |fact: &Fact| matches!(fact, Fact::Matter(MatterFact::Raised(_)) | Fact::Promised(_));
    let raises = act.events.iter().any(|event| brings_visit(&event.fact));
    for event in &act.events {
        if let Fact::Retracted { of, .. } = &event.fact {
            let taken = sight.reader.act(*of)?;
            return taken.map_or_else(|| Ok(String::new()), |taken| self::act(&taken, sight, lang));
        }
        // The visit that comes with the first matter of the day is told behind it.
        if raises && matches!(event.fact, Fact::Visited(_)) {
            continue;
        }
        if told.len() == TOLD {
            more += 1;
            continue;
        }
        let text = fact(event, sight, lang)?;
        if !told.contains(&text) {
            told.push(text);
        }
    }
    if raises && act.events.iter().any(|event| matches!(event.fact, Fact::Visited(_))) {
        told.push(Label::VisitToo.text(lang).to_owned());
    }
    if more > 0 {
        told.push(Count::More(more).text(lang));
    }
    Ok(told.join(if lang == Lang::Zh { "，" } else { ", " }))
}

/// The same step with more matters than are told one by one.
fn alike(act: &ActView, lang: Lang) -> Option<String> {
    let verb = |event: &Event| match &event.fact {
        Fact::Matter(step) => step.verb(),
        _ => None,
    };
    let first = verb(act.events.first()?)?;
    let same = act.events.len() > TOLD && act.events.iter().all(|event| verb(event) == Some(first));
    let count = act.events.len();
    same.then(|| match lang {
        Lang::Zh => format!("{} {count} 件", first.word(lang)),
        Lang::En => format!("{} {count} matters", first.word(lang)),
    })
}

/// What was handed over, or which households went elsewhere together.
fn of_areas(act: &ActView, lang: Lang) -> Option<String> {
    let count = |wanted: &dyn Fn(&Fact) -> bool| act.events.iter().filter(|event| wanted(&event.fact)).count();
    let names = act.events.iter().find_map(|event| match &event.fact {
        Fact::Matter(MatterFact::HandedOver { from, to, .. }) | Fact::PromiseHanded { from, to } => {
            Some((from.as_str(), to.as_str()))
        }
        _ => None,
    });
    let roles = count(&|fact| matches!(fact, Fact::RoleHeld { .. }));
    let doors = count(&|fact| matches!(fact, Fact::HouseholdSet(HouseholdField::More(HomeParticular::Cadre, _))));
    let matters = count(&|fact| matches!(fact, Fact::Matter(MatterFact::HandedOver { .. })));
    let promises = count(&|fact| matches!(fact, Fact::PromiseHanded { .. }));
    if names.is_some() || doors > TOLD && doors + roles == act.events.len() {
        return Some(areas::handed(lang, names, [roles, doors, matters, promises]));
    }
    let is_home = |fact: &Fact| match fact {
        Fact::Carried(snapshot) => snapshot.household().is_some(),
        _ => false,
    };
    let homes = count(&is_home);
    let retired = count(&|fact| *fact == Fact::AreaRetired);
    (homes > TOLD || homes > 0 && retired > 0).then(|| areas::moved(lang, homes, retired))
}

/// What a roster brought, where an act adds more households than are told one by one.
fn taken_in(act: &ActView, lang: Lang) -> Option<String> {
    let added = act.events.iter().filter_map(|event| match &event.fact {
        Fact::HouseholdAdded(profile) => Some(profile.members.len()),
        _ => None,
    });
    let (households, members) = added.fold((0, 0), |(households, members), more| (households + 1, members + more));
    let word = if lang == Lang::Zh { "新增" } else { "new:" };
    (households > TOLD).then(|| format!("{word} {}", homes(households, members, lang)))
}

fn fact(event: &Event, sight: &Sight<'_>, lang: Lang) -> Read<String> {
    let name = name_of(event.record, sight)?;
    let en = lang == Lang::En;
    let what = match &event.fact {
        Fact::Matter(MatterFact::Raised(raised)) => {
            let head = raised.household.map_or(Ok(String::new()), |id| name_of(id, sight))?;
            let due = raised
                .clock
                .as_ref()
                .map_or_else(String::new, |clock| when::day(clock.due.at.date(), sight.today(), lang));
            format!("{head} {} {}  {due}", raised.kind.word(lang), raised.text)
        }
        Fact::Matter(step) => {
            let verb = step.verb().map_or("", |verb| verb.word(lang));
            format!("{verb} {name}")
        }
        Fact::Promised(promised) => {
            let head = promised.household.map_or(Ok(String::new()), |id| name_of(id, sight))?;
            let due = promised.due.map(|due| when::day(due.date(), sight.today(), lang));
            let due = due.unwrap_or_else(|| PromiseWord::NextVisit.word(lang).to_owned());
            format!("{head} {} {}  {due}", PromiseWord::Promised.word(lang), promised.text)
        }
        Fact::ConflictSettled { .. } => {
            format!("{name} {}", crate::i18n::fact::fact(lang, &event.fact, None, &Doors::masked(sight)))
        }
        Fact::PromiseEnded { ending, .. } => format!("{} {name}", ending.word(lang)),
        Fact::Visited(note) => {
            let visit = if en { "visit" } else { "走访" };
            format!("{name} {visit} {} {}", note.outcome.word(lang), note.note)
        }
        Fact::HouseholdAdded(profile) => {
            format!("{} {} {}", if en { "new household" } else { "新增住户" }, profile.head, profile.door)
        }
        Fact::AreaNamed { scope, name } => format!("{} {scope} {name}", if en { "area" } else { "区划" }),
        Fact::AreaRetired => format!("{} {}", if en { "out of use" } else { "停用" }, event.log.scope),
        Fact::RoleHeld { role, person } => format!("{} {}", role.word(lang), person.as_deref().unwrap_or("-")),
        Fact::ResponderNamed { name, .. } => format!("{} {name}", if en { "responder" } else { "承办" }),
        Fact::PolicySet { .. } => (if en { "deadline policy" } else { "时限规则" }).to_owned(),
        Fact::WorkdaysSet { .. } => (if en { "calendar of workdays" } else { "工作日历" }).to_owned(),
        _ => match of_home(event, sight, lang)? {
            told if told.is_empty() => format!("{} {name}", if en { "change" } else { "改" }),
            told => format!("{name}  {told}"),
        },
    };
    Ok(what.trim().to_owned())
}

/// What a fact of a household says, with what was before it.
fn of_home(event: &Event, sight: &Sight<'_>, lang: Lang) -> Read<String> {
    let known = sight.reader.history(event.record)?;
    let before = History::new(&known).before(event.reference());
    let before = before.as_ref().and_then(Record::as_household);
    Ok(family::fact(lang, &event.fact, before, &Doors::masked(sight)).unwrap_or_default())
}

/// Households by door and head, matters by their words unless those accuse somebody, acts by who and when; numbers in
/// full where that is asked for.
pub struct Doors<'a> {
    pub sight: &'a Sight<'a>,
    pub revealed: bool,
}

impl<'a> Doors<'a> {
    pub fn masked(sight: &'a Sight<'a>) -> Self {
        Self { sight, revealed: false }
    }
}

impl Names for Doors<'_> {
    fn assignee(&self, assignee: &Assignee) -> String {
        self.sight.reader.assignee_name(assignee).unwrap_or_default()
    }

    fn matter(&self, id: Id, lang: Lang) -> String {
        let matter = self.sight.reader.matter(id).ok().flatten();
        matter.map_or_else(String::new, |matter| self.sight.about(&matter, !self.revealed, lang).to_owned())
    }

    fn act(&self, id: Id, lang: Lang) -> String {
        let act = self.sight.reader.act(id).ok().flatten();
        act.map_or_else(String::new, |act| format!("{} {}", when::day(act.at.date(), self.sight.today(), lang), act.by))
    }

    fn phone(&self, phone: &str) -> String {
        if self.revealed { phone.to_owned() } else { masking::phone(phone) }
    }

    fn number(&self, number: &str) -> String {
        if self.revealed { number.to_owned() } else { masking::number(number) }
    }

    fn household(&self, id: Id) -> String {
        // A name that cannot be read leaves the line without it; the record itself tells of the damage.
        self.sight.reader.household_name(id).unwrap_or_default()
    }
}

/// The head of a household, or the words of a matter; empty for anything else.
fn name_of(record: Id, sight: &Sight<'_>) -> Read<String> {
    Ok(match sight.reader.record(record)? {
        Some(Record::Household(household)) => household.profile.head,
        Some(Record::Matter(matter)) => matter.raised.text,
        Some(Record::Promise(promise)) => promise.promised.text,
        _ => String::new(),
    })
}
