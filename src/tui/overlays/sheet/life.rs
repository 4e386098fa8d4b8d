//! The sheets of a death, a birth, moving in and out: the fields that say what happened, and below them what follows,
//! each line of it ticked or not. What follows is found anew when what happened changes; what was ticked stays so.

use super::field::{Choice, Field, Key, Sort, birth, gone_by};
use super::request::Filled;
use super::words;
use crate::domain::household::{Arrival, Away, Household, Person, Tag};
use crate::domain::id::Id;
use crate::domain::life::{Consequence, Consequences, Life, LifeEvent, What, consequences};
use crate::domain::moment::Date;
use crate::domain::person_id::{PersonId, Sex};
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::i18n::Lang;
use crate::i18n::{family, life};
use crate::tui::describe::Doors;
use crate::tui::homes::LifeAct;
use crate::tui::sight::Sight;

use super::open::relation_of;

/// Stands in the line of what is ticked.
pub const TICKED: &str = "x";
/// Picked for those who stay registered where they no longer live.
const REGISTERED: &str = "留在这里";

/// What is asked about an event before anything follows from it.
pub fn fields(act: LifeAct, home: &Household, member: Option<Id>, today: Date, lang: Lang) -> Vec<Field> {
    let today = today.to_string();
    let on = |label: [&str; 2]| Field::new(Key::On, label).required().with(Some(&today), lang);
    let who = || who(act, home, member, lang);
    match act {
        LifeAct::Died => vec![who(), on(["哪天去世", "died on"])],
        LifeAct::MovedOut => [vec![who()], leaving(&on(["哪天搬走", "left on"]), lang)].concat(),
        LifeAct::AllAway => leaving(&on(["哪天搬走", "left on"]), lang),
        LifeAct::Back => vec![who()],
        LifeAct::Born => {
            let mut fields = vec![Field::new(Key::Name, ["姓名", "name"]).required()];
            fields.extend([relation(), on(["哪天出生", "born on"])]);
            fields.extend([sexes(), number()]);
            fields
        }
        LifeAct::Arrived => {
            let mut fields = vec![Field::new(Key::Name, ["姓名", "name"]).required(), relation()];
            fields.extend([number(), sexes(), Field::new(Key::Birth, ["出生", "birth"])]);
            fields.extend([on(["哪天搬来", "came on"]), Field::new(Key::Place, ["从哪里来", "from"])]);
            fields
        }
        LifeAct::AllBack => Vec::new(),
    }
}

fn relation() -> Field {
    Field::new(Key::Relation, ["与户主关系", "relation to head"]).picked_of(Sort::Free, words::relations(false))
}

fn sexes() -> Field {
    Field::new(Key::Sex, ["性别", "sex"]).picked_of(Sort::Pick, words::sexes())
}

fn number() -> Field {
    Field::new(Key::Number, ["身份证号", "identity number"])
}

fn leaving(on: &Field, lang: Lang) -> Vec<Field> {
    let registered = Field::new(Key::Registered, ["户口", "registration"]).picked_of(
        Sort::Pick,
        vec![Choice::said("迁走", ["一起迁走", "moves too"]), Choice::said(REGISTERED, ["还留在这里", "stays here"])],
    );
    vec![on.clone(), Field::new(Key::Place, ["搬到哪里", "to"]), registered.with(Some("迁走"), lang)]
}

/// Whom it is about: of those who are there, or for coming back of those who are gone.
fn who(act: LifeAct, home: &Household, member: Option<Id>, lang: Lang) -> Field {
    let living = home.profile.members.iter().filter(|_| act != LifeAct::Back).map(|member| {
        let relation = family::relation(&member.details.relation, lang);
        (member.id, format!("{}  {relation}", member.details.name))
    });
    let gone = home.lives.gone.iter().filter(|gone| match act {
        LifeAct::Back => true,
        _ => Some(gone.member.id) == member && !gone.going.is_death(),
    });
    let choice = |(id, label): (Id, String)| Choice::said(&id.to_string(), [label.trim_end(), label.trim_end()]);
    let choices: Vec<Choice> =
        living.chain(gone.map(|gone| (gone.member.id, life::gone(gone, lang)))).map(choice).collect();
    let only = choices.first().filter(|_| choices.len() == 1).map(|only| only.value.clone());
    let picked = member.map(|member| member.to_string()).or(only);
    Field::new(Key::Who, ["谁", "who"]).required().picked_of(Sort::Pick, choices).with(picked.as_deref(), lang)
}

/// What the fields say that happened; `None` as long as nobody is picked or no day stands there.
pub fn event(act: LifeAct, fields: &[Field], today: Date) -> Option<LifeEvent> {
    let filled = Filled(fields);
    let on = || filled.text(Key::On).and_then(|text| gone_by(&text, today));
    let who = || filled.text(Key::Who).and_then(|id| id.parse().ok());
    let place = || filled.text(Key::Place).unwrap_or_default();
    let away = || {
        let registered = filled.text(Key::Registered).is_some_and(|chosen| chosen == REGISTERED);
        Some(Away { on: on()?, to: place(), registered })
    };
    Some(match act {
        LifeAct::Died => LifeEvent::Died { member: who()?, on: on()? },
        LifeAct::MovedOut => LifeEvent::Left { member: who()?, away: away()? },
        LifeAct::AllAway => LifeEvent::AllLeft(away()?),
        LifeAct::Back => LifeEvent::Back { member: who()? },
        LifeAct::AllBack => LifeEvent::AllBack,
        LifeAct::Born => LifeEvent::Arrived { person: Box::new(person(&filled)), arrival: Arrival::Born(on()?) },
        LifeAct::Arrived => {
            let arrival = Arrival::Came { on: on()?, from: place() };
            LifeEvent::Arrived { person: Box::new(person(&filled)), arrival }
        }
    })
}

fn person(filled: &Filled<'_>) -> Person {
    let number = filled.number();
    let told = |sex: Sex| if sex == Sex::Unknown { number.as_ref().map_or(sex, PersonId::sex) } else { sex };
    Person {
        name: filled.text(Key::Name).unwrap_or_default(),
        relation: filled.text(Key::Relation).unwrap_or_default(),
        sex: told(filled.text(Key::Sex).map_or(Sex::Unknown, |word| Sex::of_word(&word))),
        birth: filled
            .text(Key::Birth)
            .and_then(|text| birth(&text))
            .or_else(|| number.as_ref().map(|number| number.birth().to_string())),
        id_number: number.map(String::from),
        ..Person::default()
    }
}

/// What is asked and listed below, for an event: who is the head then, and what follows. What was said of it `before`
/// stays. Where somebody of the household may be looking it `hides` which tags they are, and what accuses somebody.
pub fn tail(
    home: &Household,
    event: &LifeEvent,
    before: &[Field],
    (hides, sight): (bool, &Sight<'_>),
    lang: Lang,
) -> Read<(Vec<Field>, Consequences)> {
    let all = consequences(sight.reader, home, event)?;
    let mut fields = Vec::new();
    if all.needs_head {
        fields.extend(heads(home, event.member(), lang));
    }
    fields.extend(all.may_follow.iter().map(|one| tick(one, event.on(), (hides, sight), lang)));
    for field in &mut fields {
        let same = |known: &&Field| match (&known.consequence, &field.consequence) {
            (Some(known), Some(now)) => known.key() == now.key(),
            (None, None) => known.key == field.key,
            _ => false,
        };
        if let Some(known) = before.iter().find(same).filter(|known| known.is_changed()) {
            field.put(known.line.text());
        }
    }
    Ok((fields, all))
}

/// Who is the head then, and what the others are to them.
fn heads(home: &Household, leaving: Option<Id>, lang: Lang) -> Vec<Field> {
    let others: Vec<_> = home.profile.members.iter().filter(|member| Some(member.id) != leaving).collect();
    let choice = |member: &&crate::domain::household::Member| {
        let relation = family::relation(&member.details.relation, lang);
        let label = format!("{}  {relation}", member.details.name);
        Choice::said(&member.id.to_string(), [label.trim_end(), label.trim_end()])
    };
    let head = Field::new(Key::Head, ["新户主", "new head"]).required();
    let mut fields = vec![head.picked_of(Sort::Pick, others.iter().map(choice).collect())];
    for member in others {
        let field = relation_of(member, ["与新户主的关系", "to the new head"], false);
        fields.push(field.with(Some(&member.details.relation), lang));
    }
    fields
}

fn tick(one: &Consequence, on: Option<Date>, (hides, sight): (bool, &Sight<'_>), lang: Lang) -> Field {
    let names = Doors::masked(sight);
    let label = Lang::ALL.map(|lang| {
        let shown = if hides { before_them(one, sight, lang) } else { one.clone() };
        life::consequence(&shown, on, lang, &names)
    });
    let field = Field::new(Key::Follow, [&label[0], &label[1]]);
    field.with(one.chosen.then_some(TICKED), lang).ticking(one.clone())
}

/// What may follow, as it may be read by somebody of the household.
fn before_them(one: &Consequence, sight: &Sight<'_>, lang: Lang) -> Consequence {
    let hidden = || life::hidden(lang).to_owned();
    let mut shown = one.clone();
    match &mut shown.what {
        What::Tag(tag) => *tag = Tag::plain(hidden()),
        What::TagOfPerson(name) => *name = hidden(),
        What::Wish(matter) | What::Matter(matter) => {
            let about = sight.about(matter, true, lang).to_owned();
            matter.raised.text = about;
        }
        // What cannot be read is not read out.
        What::Promise(promise) => {
            promise.promised.text = sight.about_promise(promise, true, lang).unwrap_or_else(|_| hidden());
        }
        What::Errand(..) | What::Elsewhere { .. } => {}
    }
    shown
}

/// The request for what happened and what is ticked.
pub fn request(home: &Household, event: LifeEvent, fields: &[Field], lang: Lang) -> Request {
    let filled = Filled(fields);
    let who = event.who(home);
    let ticked = fields.iter().filter(|field| field.is_ticked()).filter_map(|field| field.consequence.as_ref());
    let head = filled.text(Key::Head).and_then(|id| id.parse().ok());
    Request::Live(Box::new(Life {
        household: home.id,
        head,
        relations: filled.relations().into_iter().filter(|(member, _)| Some(*member) != head).collect(),
        follow: ticked.map(|one| one.follow(|errand| life::errand(errand, &who, lang))).collect(),
        words: life::words(&event, home, lang),
        event,
    }))
}
