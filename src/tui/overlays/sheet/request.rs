//! What a filled sheet asks to record: only what was changed.

use super::field::{CLEAR, Field, Key, birth, day, gone_by};
use super::{Purpose, areas, words};
use crate::domain::erasure::Subject;
use crate::domain::household::{Arrival, HEAD, Household, HouseholdField, MemberField, Person, Tag};
use crate::domain::id::{Id, RecordKind};
use crate::domain::moment::Date;
use crate::domain::person_id::{PersonId, Sex};
use crate::domain::phone::Phone;
use crate::domain::promise::Ending;
use crate::domain::reader::Read;
use crate::domain::request::{Edit, NewHousehold, Part, Request};
use crate::domain::scope::Scope;
use crate::i18n::sheet::SheetMsg;
use crate::tui::effect::Effect;
use crate::tui::sight::Sight;

/// The request, or the field that stands in its way and why.
pub type Asked = Result<Request, (usize, SheetMsg)>;

/// What a sheet asks for that is no request: a page in a file, or an erasure.
pub fn effect(purpose: &Purpose, fields: &[Field]) -> Option<Effect> {
    let filled = Filled(fields);
    match *purpose {
        Purpose::Sheets(_) => areas::file_of(purpose, fields, true),
        Purpose::Page(household) => Some(Effect::Page {
            household,
            path: filled.text(Key::Path)?,
            reveal: filled.text(Key::Numbers).is_some_and(|chosen| chosen == words::IN_FULL),
        }),
        Purpose::Walk(ref doors) => Some(Effect::Walk {
            doors: doors.clone(),
            path: filled.text(Key::Path)?,
            reveal: filled.text(Key::Numbers).is_some_and(|chosen| chosen == words::IN_FULL),
        }),
        Purpose::Erase(household, member) => {
            let subject = match member {
                Some(id) => Subject { kind: RecordKind::Member, id },
                None => Subject { kind: RecordKind::Household, id: household },
            };
            Some(Effect::Survey { household: Some(household), subject, why: filled.text(Key::Why)? })
        }
        Purpose::EraseMatter(id) => {
            let subject = Subject { kind: RecordKind::Matter, id };
            Some(Effect::Survey { household: None, subject, why: filled.text(Key::Why)? })
        }
        _ => None,
    }
}

pub fn of(purpose: &Purpose, fields: &[Field], sight: &Sight<'_>) -> Read<Asked> {
    if let Some(asked) = areas::request(purpose, fields, sight)? {
        return Ok(asked);
    }
    let filled = Filled(fields);
    Ok(match purpose {
        Purpose::AddHousehold(cell) => {
            Ok(Request::AddHousehold { cell: *cell, household: filled.new_household(sight.said_on()) })
        }
        Purpose::EditHousehold(id) => {
            let edits = fields.iter().filter(|field| field.is_changed()).filter_map(household_field);
            Ok(Request::EditHousehold { household: *id, edits: edits.map(Edit::Set).collect() })
        }
        Purpose::AddMember(id) => {
            let edits = vec![Edit::AddMember(Box::new(filled.person()))];
            Ok(Request::EditHousehold { household: *id, edits })
        }
        Purpose::EditMember(id, member) => {
            let changed = filled.changed().into_iter();
            let edits = changed.map(|field| Edit::SetMember { member: *member, field }).collect();
            Ok(Request::EditHousehold { household: *id, edits })
        }
        Purpose::Leave(id, member) => {
            let why = filled.text(Key::Why).unwrap_or_default();
            let edits = vec![Edit::RemoveMember { member: *member, why }];
            Ok(Request::EditHousehold { household: *id, edits })
        }
        Purpose::Tag(homes, name) => Ok(filled.tagged(homes, name.as_deref(), sight)),
        Purpose::Head(id) => filled.picked(Key::Head).map(|head| Request::ChangeHead {
            household: *id,
            head,
            relations: filled.relations().into_iter().filter(|(member, _)| *member != head).collect(),
        }),
        Purpose::Split(id) => {
            let Some(home) = sight.reader.household(*id)? else { return Ok(Err((0, filled.lacks(Key::Door)))) };
            let cell = filled.text(Key::Cell).and_then(|cell| cell.parse().ok()).unwrap_or(home.cell);
            let part = Box::new(filled.part(cell, &home));
            Ok(Request::SplitHousehold { household: *id, part })
        }
        Purpose::Merge(id) => filled.picked(Key::Household).map(|into| Request::MergeHouseholds {
            from: *id,
            into,
            relations: filled.relations(),
        }),
        Purpose::LetGo(promise) => {
            Ok(Request::EndPromise { promise: *promise, ending: Ending::LetGo, text: filled.text(Key::Why) })
        }
        // These are no requests, or were told above.
        Purpose::Page(_)
        | Purpose::Walk(_)
        | Purpose::Erase(..)
        | Purpose::EraseMatter(_)
        | Purpose::Live(..)
        | Purpose::AddArea(_)
        | Purpose::RenameArea(_)
        | Purpose::People(_)
        | Purpose::MergeCell(_)
        | Purpose::MoveDoors(_)
        | Purpose::HandOver(..)
        | Purpose::Sheets(_) => Ok(Request::All(Vec::new())),
        Purpose::Move(id) => filled
            .text(Key::Cell)
            .and_then(|cell| cell.parse().ok())
            .map(|to| Request::MoveHousehold { household: *id, to })
            .ok_or_else(|| (0, filled.lacks(Key::Cell))),
    })
}

pub(super) struct Filled<'a>(pub(super) &'a [Field]);

impl Filled<'_> {
    fn field(&self, key: Key) -> Option<&Field> {
        self.0.iter().find(|field| field.key == key)
    }

    pub(super) fn text(&self, key: Key) -> Option<String> {
        self.field(key)?.text()
    }

    pub(super) fn lacks(&self, key: Key) -> SheetMsg {
        self.field(key).map_or_else(|| SheetMsg::Lacks([String::new(), String::new()]), Field::lacks)
    }

    /// The place of a field, to which the caret goes where it is not right.
    pub(super) fn place(&self, key: Key) -> usize {
        self.0.iter().position(|field| field.key == key).unwrap_or(0)
    }

    /// The id that is picked in a field.
    fn picked(&self, key: Key) -> Result<Id, (usize, SheetMsg)> {
        let at = self.place(key);
        let id = self.text(key).and_then(|id| id.parse().ok());
        id.ok_or_else(|| (at, self.lacks(key)))
    }

    /// The identity number as it is kept.
    pub(super) fn number(&self) -> Option<PersonId> {
        self.field(Key::Number)?.number()?.ok()
    }

    fn person(&self) -> Person {
        let mut person = Person::default();
        for field in self.0.iter().filter_map(member_field).chain(self.told_by_number()) {
            field.set(&mut person);
        }
        person
    }

    /// What a new identity number tells, where nothing else was said.
    fn told_by_number(&self) -> Vec<MemberField> {
        let Some(number) = self.number() else { return Vec::new() };
        let mut told = Vec::new();
        if self.text(Key::Sex).is_none() {
            told.push(MemberField::Sex(number.sex()));
        }
        if self.text(Key::Birth).is_none() {
            told.push(MemberField::Birth(Some(number.birth().to_string())));
        }
        told
    }

    /// The changes to a member.
    fn changed(&self) -> Vec<MemberField> {
        let changed = self.0.iter().filter(|field| field.is_changed());
        let mut changes: Vec<MemberField> = changed.filter_map(member_field).collect();
        if self.field(Key::Number).is_some_and(Field::is_changed) {
            changes.extend(self.told_by_number());
        }
        changes
    }

    fn new_household(&self, today: Date) -> NewHousehold {
        let head = Person { relation: HEAD.to_owned(), tags: Vec::new(), ..self.person() };
        let more = self.0.iter().filter_map(|field| match field.key {
            Key::Home(name) => Some((name, field.text()?)),
            _ => None,
        });
        NewHousehold {
            door: self.text(Key::Door).unwrap_or_default(),
            head: head.name.clone(),
            phone: head.phone.clone(),
            address: self.text(Key::Address),
            tags: self.field(Key::Tags).map(Field::words).unwrap_or_default().into_iter().map(Tag::plain).collect(),
            more: more.collect(),
            members: vec![head],
            arrival: self.arrival(today),
        }
    }

    /// Where a whole household moved in from and when, today where only the one is said.
    fn arrival(&self, today: Date) -> Option<Arrival> {
        let (from, on) = (self.text(Key::Place), self.text(Key::On));
        let told = from.is_some() || on.is_some();
        let on = on.and_then(|text| gone_by(&text, today)).unwrap_or(today);
        told.then(|| Arrival::Came { on, from: from.unwrap_or_default() })
    }

    fn tagged(&self, homes: &[Id], name: Option<&str>, sight: &Sight<'_>) -> Request {
        let date = |key| self.text(key).and_then(|text| day(&text, sight.said_on()));
        let name = name.map_or_else(|| self.text(Key::Tag).unwrap_or_default(), str::to_owned);
        let tag = Tag { reason: self.text(Key::Reason), from: date(Key::From), to: date(Key::To), ..Tag::plain(name) };
        let edit =
            |household: &Id| Request::EditHousehold { household: *household, edits: vec![Edit::SetTag(tag.clone())] };
        match homes {
            [one] => edit(one),
            all => Request::All(all.iter().map(edit).collect()),
        }
    }

    /// What is said of each member.
    pub(super) fn relations(&self) -> Vec<(Id, String)> {
        let said = |field: &Field| match field.key {
            Key::Of(member) => Some((member, field.text()?)),
            _ => None,
        };
        self.0.iter().filter_map(said).collect()
    }

    fn part(&self, cell: Scope, home: &Household) -> Part {
        let along = |field: &Field| match field.key {
            Key::Along(at) if field.value() == "带走" => Some(home.profile.tags.get(at)?.name.clone()),
            _ => None,
        };
        Part {
            cell,
            door: self.text(Key::Door).unwrap_or_default(),
            phone: self.text(Key::Phone),
            members: self.relations(),
            tags: self.0.iter().filter_map(along).collect(),
        }
    }
}

fn household_field(field: &Field) -> Option<HouseholdField> {
    Some(match field.key {
        Key::Door => HouseholdField::Door(field.value()),
        Key::Phone => HouseholdField::Phone(phone(field)),
        Key::Address => HouseholdField::Address(field.text()),
        Key::Home(name) => HouseholdField::More(name, field.text()),
        _ => return None,
    })
}

fn member_field(field: &Field) -> Option<MemberField> {
    let value = field.value();
    Some(match field.key {
        Key::Name => MemberField::Name(value),
        Key::Relation => MemberField::Relation(field.text().unwrap_or_default()),
        Key::Number => MemberField::IdNumber(field.number().and_then(Result::ok).map(String::from)),
        Key::Sex => MemberField::Sex(if value == CLEAR { Sex::Unknown } else { Sex::of_word(&value) }),
        Key::Birth => MemberField::Birth(field.text().and_then(|text| birth(&text))),
        Key::Ethnicity => MemberField::Ethnicity(field.text()),
        Key::Phone => MemberField::Phone(phone(field)),
        Key::Tags => MemberField::Tags(field.words()),
        Key::Remark => MemberField::Remark(field.text()),
        Key::More(name) => MemberField::More(name, field.text()),
        _ => return None,
    })
}

/// A telephone number in its usual form; what is none is kept as it was typed.
fn phone(field: &Field) -> Option<String> {
    field.text().map(|text| Phone::parse(&text).map_or(text, |phone| phone.as_str().to_owned()))
}
