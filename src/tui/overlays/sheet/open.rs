//! The title and fields of each sheet, filled with what is known.

use std::collections::BTreeSet;

use super::field::{Choice, Field, Key, Sort};
use super::{Purpose, Shown, areas, words};
use crate::domain::household::{HomeParticular, Household, Member, Particular, Person, Tag, phrase};
use crate::domain::id::{Id, RecordKind};
use crate::domain::masking;
use crate::domain::person_id::Sex;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::family;
use crate::i18n::life;
use crate::i18n::term::Term;
use crate::i18n::walk::{self, WalkWord};
use crate::tui::sight::Sight;

/// Households that a typed word finds, at most.
const FOUND: usize = 50;

type Opened = Option<(String, Vec<Field>)>;

/// The sheet's title and its fields; `None` where what it is about is gone.
pub fn fields(purpose: &Purpose, shown: Shown, sight: &Sight<'_>, lang: Lang) -> Read<Opened> {
    let say = |both: [&str; 2]| both[lang as usize].to_owned();
    let opening = Opening { shown, sight, lang };
    match purpose {
        Purpose::AddHousehold(cell) => {
            let place = sight.scope_name(*cell, lang)?;
            let title = format!("{}  {place}", say(["新增住户", "New household"]));
            Ok(Some((title, opening.new_household(*cell)?)))
        }
        Purpose::EditHousehold(id) => {
            opening.about(*id, ["改住户信息", "Change the household"], |home| Ok(opening.household(home)))
        }
        Purpose::AddMember(id) => {
            opening.about(*id, ["添家人", "Add a member"], |_| Ok(opening.member(&Person::default(), false)))
        }
        Purpose::EditMember(id, member) => {
            opening.about_member(*id, *member, ["改家人信息", "Change a member"], |home, person| {
                opening.member(person, home.is_head(*member))
            })
        }
        Purpose::Leave(id, member) => {
            opening.about_member(*id, *member, ["家人离开", "A member leaves"], |_, _| {
                let why = Field::new(Key::Why, ["原因", "why"]).required();
                vec![why.picked_of(Sort::Free, words::leavings())]
            })
        }
        Purpose::Tag(homes, name) => opening.tag(homes, name.as_deref()),
        Purpose::Head(id) => opening.about(*id, ["户主变更", "Another head"], |home| Ok(opening.head(home))),
        Purpose::Split(id) => opening.about(*id, ["分户", "Split the household"], |home| opening.split(home)),
        Purpose::Merge(id) => {
            opening.about(*id, ["并入另一户", "Merge into another household"], |home| opening.merge(home))
        }
        Purpose::Page(id) => opening.about(*id, ["打印页：全部记录", "Page: everything kept"], |home| {
            let path = format!("~/chuanmen-{}-{}.html", home.id.show(RecordKind::Household), sight.today());
            let numbers = Field::new(Key::Numbers, ["号码", "numbers"]).picked_of(Sort::Pick, words::numbers());
            Ok(vec![saved_as(&path, lang), numbers])
        }),
        Purpose::Walk(doors) => {
            let path = format!("~/chuanmen-walk-{}.html", sight.today());
            let shown = Field::new(Key::Numbers, ["印什么", "shows"]).picked_of(Sort::Pick, words::walk());
            let title = format!("{}  {}", WalkWord::Title.word(lang), walk::doors(doors.len(), lang));
            Ok(Some((title, vec![saved_as(&path, lang), shown])))
        }
        Purpose::Erase(id, None) => {
            opening.about(*id, ["依法删除整户", "Erase the household by law"], |_| Ok(erasing_fields()))
        }
        Purpose::Erase(id, Some(member)) => {
            opening.about_member(*id, *member, ["依法删除", "Erase by law"], |_, _| erasing_fields())
        }
        Purpose::EraseMatter(id) => {
            let Some(matter) = sight.reader.matter(*id)? else { return Ok(None) };
            let title = say(["依法删除事项的文字", "Erase the words of a matter by law"]);
            Ok(Some((format!("{title}  {}", matter.id.show(RecordKind::Matter)), erasing_fields())))
        }
        Purpose::LetGo(id) => {
            let Some(promise) = sight.reader.promise(*id)? else { return Ok(None) };
            let about = sight.about_promise(&promise, !shown.in_full, lang)?;
            let why = Field::new(Key::Why, ["原因", "why"]).required();
            let title = format!("{}  {about}", say(["作罢", "Let go"]));
            Ok(Some((title, vec![why.picked_of(Sort::Free, words::let_go())])))
        }
        Purpose::Live(act, id, member) => opening
            .about(*id, words::life(*act), |home| Ok(super::life::fields(*act, home, *member, sight.said_on(), lang))),
        Purpose::AddArea(_)
        | Purpose::RenameArea(_)
        | Purpose::People(_)
        | Purpose::MergeCell(_)
        | Purpose::MoveDoors(_)
        | Purpose::HandOver(..)
        | Purpose::Sheets(_) => areas::fields(purpose, sight, lang),
        Purpose::Move(id) => opening.about(*id, ["迁移网格", "Move to another cell"], |home| {
            let cells = Field::new(Key::Cell, ["迁到", "to cell"]).required();
            Ok(vec![cells.picked_of(Sort::Pick, opening.cells(Some(home.cell))?)])
        }),
    }
}

/// Households that a typed word finds, but for one.
pub fn found(typed: &str, but: Id, sight: &Sight<'_>, lang: Lang) -> Vec<Choice> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let hits = sight.roster.search(typed.trim(), None, FOUND).hits.into_iter();
    let others = hits.filter(|hit| Id::from_u64(hit.household) != but);
    let choice = |hit: crate::search::Hit| {
        let place = hit.cell.parse().ok().and_then(|cell: Scope| sight.scope_name(cell, lang).ok());
        let label = format!("{} {}  {}", hit.door, hit.head, place.unwrap_or_default());
        Choice::said(&Id::from_u64(hit.household).to_string(), [&label, &label])
    };
    others.map(choice).collect()
}

/// Where a page for paper goes.
fn saved_as(path: &str, lang: Lang) -> Field {
    Field::new(Key::Path, ["存到", "save as"]).required().with(Some(path), lang)
}

/// On what ground, and the word that says it is meant.
fn erasing_fields() -> Vec<Field> {
    let why = Field::new(Key::Why, ["依据", "on what ground"]).required();
    let word = Field::new(Key::Word, ["打“删除”", "type erase"]).required();
    vec![why.picked_of(Sort::Free, words::grounds()), word.picked_of(Sort::Pick, words::erase_word())]
}

struct Opening<'a> {
    shown: Shown,
    sight: &'a Sight<'a>,
    lang: Lang,
}

impl Opening<'_> {
    fn about(&self, id: Id, title: [&str; 2], fields: impl FnOnce(&Household) -> Read<Vec<Field>>) -> Read<Opened> {
        let Some(home) = self.sight.reader.household(id)? else { return Ok(None) };
        let title = format!("{}  {} {}", title[self.lang as usize], home.profile.door, home.profile.head);
        Ok(Some((title, fields(&home)?)))
    }

    fn about_member(
        &self,
        id: Id,
        member: Id,
        title: [&str; 2],
        fields: impl FnOnce(&Household, &Person) -> Vec<Field>,
    ) -> Read<Opened> {
        let Some(home) = self.sight.reader.household(id)? else { return Ok(None) };
        let Some(member) = home.member(member) else { return Ok(None) };
        let title = format!("{}  {}  {}", title[self.lang as usize], member.details.name, home.profile.door);
        Ok(Some((title, fields(&home, &member.details))))
    }

    fn new_household(&self, cell: Scope) -> Read<Vec<Field>> {
        let mut fields = vec![
            Field::new(Key::Door, ["门牌", "door"]).required(),
            Field::new(Key::Name, ["户主姓名", "head's name"]).required(),
            Field::new(Key::Number, ["户主身份证", "identity number"]),
            Field::new(Key::Sex, ["性别", "sex"]).picked_of(Sort::Pick, words::sexes()),
            Field::new(Key::Birth, ["出生", "birth"]),
            Field::new(Key::Phone, ["电话", "phone"]),
            Field::new(Key::Address, ["地址", "address"]),
            Field::new(Key::Tags, ["人群类别", "tags"]).picked_of(Sort::Many, self.tags_in(cell)?),
        ];
        fields.extend([
            Field::new(Key::Place, ["从哪里搬来", "moved in from"]),
            Field::new(Key::On, ["哪天搬来", "moved in on"]),
        ]);
        fields.extend(HomeParticular::ALL.map(|name| self.of_home(name, &[])));
        Ok(fields)
    }

    fn household(&self, home: &Household) -> Vec<Field> {
        let known = &home.profile;
        let mut fields = vec![
            Field::new(Key::Door, ["门牌", "door"]).required().with(Some(&known.door), self.lang),
            self.hidden(Key::Phone, ["电话", "phone"], known.phone.as_deref(), masking::phone),
            Field::new(Key::Address, ["地址", "address"]).with(known.address.as_deref(), self.lang),
        ];
        fields.extend(HomeParticular::ALL.map(|name| self.of_home(name, &known.more)));
        fields
    }

    fn of_home(&self, name: HomeParticular, known: &[(HomeParticular, String)]) -> Field {
        let field = Field::new(Key::Home(name), name.both()).picked_of(Sort::Free, words::of_home(name));
        field.with(phrase(known, name), self.lang)
    }

    /// A number that is masked unless it may be seen: what is typed replaces it.
    fn hidden(&self, key: Key, label: [&str; 2], known: Option<&str>, mask: fn(&str) -> String) -> Field {
        let field = Field::new(key, label);
        if self.shown.in_full { field.with(known, self.lang) } else { field.keeping(known.map(mask)) }
    }

    /// What is not for everybody's eyes: kept and not shown where somebody of the household may be looking.
    fn private(&self, field: Field, known: Option<&str>) -> Field {
        match known {
            Some(_) if self.shown.hides() => field.keeping(Some(life::hidden(self.lang).to_owned())),
            known => field.with(known, self.lang),
        }
    }

    fn member(&self, known: &Person, is_head: bool) -> Vec<Field> {
        let lang = self.lang;
        let mut fields = vec![Field::new(Key::Name, ["姓名", "name"]).required().with(Some(&known.name), lang)];
        if !is_head {
            let relation = Field::new(Key::Relation, ["与户主关系", "relation to head"]);
            fields.push(relation.picked_of(Sort::Free, words::relations(false)).with(Some(&known.relation), lang));
        }
        let sex = Field::new(Key::Sex, ["性别", "sex"]).picked_of(Sort::Pick, words::sexes());
        let ethnicity = Field::new(Key::Ethnicity, ["民族", "ethnicity"]).picked_of(Sort::Free, words::ethnicities());
        let sex_word = (known.sex != Sex::Unknown).then(|| known.sex.word(Lang::Zh));
        fields.extend([
            self.hidden(Key::Number, ["身份证号", "identity number"], known.id_number.as_deref(), masking::number),
            sex.with(sex_word, lang),
            Field::new(Key::Birth, ["出生", "birth"]).with(known.birth.as_deref(), lang),
            self.hidden(Key::Phone, ["电话", "phone"], known.phone.as_deref(), masking::phone),
            ethnicity.with(known.ethnicity.as_deref(), lang),
        ]);
        for name in Particular::ALL {
            let field = Field::new(Key::More(name), name.both()).picked_of(Sort::Free, words::of_person(name));
            fields.push(field.with(phrase(&known.more, name), lang));
        }
        let own: &[String] = if self.shown.hides() { &[] } else { &known.tags };
        let tags = Field::new(Key::Tags, ["类别", "tags"]).picked_of(Sort::Many, words::tags(own));
        let is_tagged = !known.tags.is_empty();
        fields.push(self.private(tags, Some(known.tags.join(" ")).filter(|_| is_tagged).as_deref()));
        fields.push(self.private(Field::new(Key::Remark, ["备注", "remark"]), known.remark.as_deref()));
        fields
    }

    fn tag(&self, homes: &[Id], name: Option<&str>) -> Read<Opened> {
        let Some(first) = homes.first().map(|id| self.sight.reader.household(*id)).transpose()?.flatten() else {
            return Ok(None);
        };
        let known = name.and_then(|name| first.tag(name)).cloned();
        let day = |date: Option<crate::domain::moment::Date>| date.map(|date| date.to_string());
        let tag = known.unwrap_or_else(|| Tag { from: Some(self.sight.said_on()), ..Tag::plain("") });
        let lang = self.lang;
        let mut fields = Vec::new();
        if name.is_none() {
            let field = Field::new(Key::Tag, ["类别", "tag"]).required();
            fields.push(field.picked_of(Sort::Free, self.tags_in(first.cell)?));
        }
        let to =
            Field::new(Key::To, ["到哪天", "last day"]).picked_of(Sort::Free, words::last_days(self.sight.said_on()));
        fields.extend([
            Field::new(Key::Reason, ["原因", "reason"]).with(tag.reason.as_deref(), lang),
            Field::new(Key::From, ["从哪天", "from"]).with(day(tag.from).as_deref(), lang),
            to.with(day(tag.to).as_deref(), lang),
        ]);
        let about = match (homes.len(), lang) {
            (1, _) => format!("{} {}", first.profile.door, first.profile.head),
            (count, Lang::Zh) => format!("选中的 {count} 户"),
            (count, Lang::En) => format!("{count} marked doors"),
        };
        let what = ["人群类别", "Tag"][lang as usize];
        Ok(Some((format!("{what}  {}  {about}", name.unwrap_or_default()).replace("    ", "  "), fields)))
    }

    /// The tags that rules speak of and those in use in a cell.
    fn tags_in(&self, cell: Scope) -> Read<Vec<Choice>> {
        let homes = self.sight.reader.households_of_cell(cell)?;
        let used: BTreeSet<&String> =
            homes.iter().flat_map(|home| home.profile.tags.iter().map(|tag| &tag.name)).collect();
        Ok(words::tags(&used.into_iter().cloned().collect::<Vec<_>>()))
    }

    fn head(&self, home: &Household) -> Vec<Field> {
        let old = home.head().map(|head| head.id);
        let others = home.profile.members.iter().filter(|member| Some(member.id) != old);
        let candidates = others.map(|member| {
            let relation = family::relation(&member.details.relation, self.lang);
            let label = format!("{}  {relation}", member.details.name);
            Choice::said(&member.id.to_string(), [&label, &label])
        });
        let head = Field::new(Key::Head, ["新户主", "new head"]).required();
        let mut fields = vec![head.picked_of(Sort::Pick, candidates.collect())];
        for member in &home.profile.members {
            let is_old = Some(member.id) == old;
            let field = relation_of(member, ["与新户主的关系", "to the new head"], false);
            let known = (!is_old).then_some(member.details.relation.as_str());
            fields.push(field.with(known, self.lang).required_if(is_old));
        }
        fields
    }

    fn split(&self, home: &Household) -> Read<Vec<Field>> {
        let lang = self.lang;
        let cell = Field::new(Key::Cell, ["网格", "cell"]).required();
        let mut fields = vec![
            Field::new(Key::Door, ["新门牌", "new door"]).required(),
            cell.picked_of(Sort::Pick, self.cells(None)?).with(Some(&home.cell.to_string()), lang),
            Field::new(Key::Phone, ["新户电话", "new phone"]),
        ];
        let stays = Choice::said("", ["留下", "stays"]);
        for member in home.profile.members.iter().filter(|member| !home.is_head(member.id)) {
            let mut field = relation_of(member, ["在新户", "there"], true);
            field.options.insert(0, stays.clone());
            field.first_options.clone_from(&field.options);
            fields.push(field);
        }
        for (at, tag) in home.profile.tags.iter().enumerate().filter(|(_, tag)| !tag.ended) {
            let name =
                if self.shown.hides() { format!("{} ({})", at + 1, life::hidden(lang)) } else { tag.name.clone() };
            let field = Field::new(Key::Along(at), [&format!("类别 {name}"), &format!("tag {name}")]);
            fields.push(field.picked_of(Sort::Pick, words::yes()).with(Some("留下"), lang));
        }
        Ok(fields)
    }

    fn merge(&self, home: &Household) -> Read<Vec<Field>> {
        let lang = self.lang;
        let doors = self.sight.reader.households_of_cell(home.cell)?;
        let doors = doors.iter().filter(|other| other.id != home.id).map(|other| {
            let label = format!("{} {}", other.profile.door, other.profile.head);
            Choice::said(&other.id.to_string(), [&label, &label])
        });
        let into = Field::new(Key::Household, ["并到哪一户", "into"]).required();
        let mut fields = vec![into.picked_of(Sort::Pick, doors.collect())];
        for member in &home.profile.members {
            let is_head = home.is_head(member.id);
            let field = relation_of(member, ["与那户户主", "to that head"], false);
            let known = (!is_head).then_some(member.details.relation.as_str());
            fields.push(field.with(known, lang).required_if(is_head));
        }
        Ok(fields)
    }

    /// Cells in the order of the tree, each with its village.
    fn cells(&self, but: Option<Scope>) -> Read<Vec<Choice>> {
        let cells = self.sight.reader.cells(Scope::WHOLE)?;
        let others = cells.into_iter().map(|cell| cell.scope).filter(|scope| Some(*scope) != but);
        let choice = |scope: Scope| {
            let [zh, en] = [self.sight.scope_name(scope, Lang::Zh)?, self.sight.scope_name(scope, Lang::En)?];
            Ok(Choice::said(&scope.to_string(), [&zh, &en]))
        };
        others.map(choice).collect()
    }
}

/// What a member is to a head.
pub(super) fn relation_of(member: &Member, what: [&str; 2], with_head: bool) -> Field {
    let name = &member.details.name;
    let label = [format!("{name}{}", what[0]), format!("{name} {}", what[1])];
    let field = Field::new(Key::Of(member.id), [&label[0], &label[1]]);
    field.picked_of(Sort::Free, words::relations(with_head))
}
