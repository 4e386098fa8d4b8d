//! What happened to a household, in one line each: what it was and what it is now.

use super::fact::Names;
use super::relation::Relation;
use super::term::Term;
use super::{Lang, Told};
use crate::domain::fact::Fact;
use crate::domain::household::{Household, HouseholdField, MemberField, Person, Profile, Tag, phrase};
use crate::domain::id::Id;
use crate::domain::moment::Date;
use crate::domain::person_id::Sex;
use crate::domain::refusal::FamilyRefusal;

/// One line about a fact of a household, with the numbers of people as `names` shows them; `before` is the household as it was.
/// `None` for facts of other records.
pub fn fact(lang: Lang, fact: &Fact, before: Option<&Household>, names: &dyn Names) -> Option<String> {
    let say = |zh: String, en: String| if lang == Lang::Zh { zh } else { en };
    let member = |id: Id| before.and_then(|household| household.member(id)).map(|member| &member.details);
    let name = |id: Id| member(id).map_or_else(String::new, |person| person.name.clone());
    Some(match fact {
        Fact::HouseholdAdded(profile) => {
            let count = profile.members.len();
            say(format!("登记{}，{count} 人", profile.head), format!("entered: {}, {count} people", profile.head))
        }
        Fact::HouseholdSet(field) => of_household(lang, field, before.map(|household| &household.profile), names),
        Fact::MemberAdded(member) => {
            let person = &member.details;
            let relation = relation(&person.relation, lang);
            say(format!("添家人{} {relation}", person.name), format!("member added: {} {relation}", person.name))
                .trim_end()
                .to_owned()
        }
        Fact::MemberSet { member: id, field } => of_member(lang, field, member(*id), names),
        Fact::MemberLeft { member: id, why } => {
            say(format!("家人{}离开：{why}", name(*id)), format!("{} left: {why}", name(*id)))
        }
        Fact::TagSet(tag) => of_tag(lang, tag, before.and_then(|household| household.tag(&tag.name))),
        Fact::TagEnded { name, on } => say(format!("类别 {name} 到 {on} 为止"), format!("tag {name} ends on {on}")),
        Fact::MemberWent { member, to } => {
            let to = names.household(*to);
            say(format!("{}分户到 {to}", name(*member)), format!("{} went to the new household {to}", name(*member)))
        }
        Fact::SplitFrom { from, profile } => {
            let from = names.household(*from);
            let who = people(profile, lang);
            say(format!("从 {from} 分户：{who}"), format!("split off from {from}: {who}"))
        }
        Fact::MemberCame { from, member } => {
            let (from, who) = (names.household(*from), &member.details.name);
            say(format!("{who}随 {from} 并入"), format!("{who} came with {from}"))
        }
        Fact::Absorbed { from } => {
            let from = names.household(*from);
            say(format!("{from} 并入本户"), format!("{from} was merged into this household"))
        }
        Fact::MergedInto { into } => {
            let into = names.household(*into);
            let who = before.map_or_else(String::new, |household| people(&household.profile, lang));
            say(format!("并入 {into}：{who}"), format!("merged into {into}: {who}"))
        }
        _ => return super::life::fact(lang, fact, before, names),
    })
}

fn people(profile: &Profile, lang: Lang) -> String {
    let names: Vec<&str> = profile.members.iter().map(|member| member.details.name.as_str()).collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// A relation as it is said in a language; one that is not known stays as it is written.
pub fn relation(word: &str, lang: Lang) -> String {
    Relation::of(word).map_or_else(|| word.to_owned(), |relation| relation.word(lang).to_owned())
}

/// `what: before → now`, with what was not there left out.
fn change(what: &str, before: Option<String>, now: &str) -> String {
    let now = if now.is_empty() { "-" } else { now };
    match before.filter(|before| !before.is_empty()) {
        Some(before) => format!("{what} {before} → {now}"),
        None => format!("{what} {now}"),
    }
}

fn of_household(lang: Lang, field: &HouseholdField, before: Option<&Profile>, names: &dyn Names) -> String {
    let masked = |phone: &Option<String>| phone.as_deref().map(|phone| names.phone(phone)).unwrap_or_default();
    let label = |both: [&'static str; 2]| both[lang as usize];
    match field {
        HouseholdField::Door(door) => change(label(["门牌", "door"]), before.map(|known| known.door.clone()), door),
        HouseholdField::Head(head) => change(label(["户主", "head"]), before.map(|known| known.head.clone()), head),
        HouseholdField::Phone(phone) => {
            change(label(["电话", "phone"]), before.map(|known| masked(&known.phone)), &masked(phone))
        }
        HouseholdField::Address(address) => {
            let known = before.and_then(|known| known.address.clone());
            change(label(["地址", "address"]), known, address.as_deref().unwrap_or_default())
        }
        HouseholdField::More(name, text) => {
            let known = before.and_then(|known| phrase(&known.more, *name)).map(str::to_owned);
            change(name.word(lang), known, text.as_deref().unwrap_or_default())
        }
    }
}

fn of_member(lang: Lang, field: &MemberField, before: Option<&Person>, names: &dyn Names) -> String {
    let who = before.map_or("", |person| person.name.as_str());
    let number = |number: &Option<String>| number.as_deref().map(|number| names.number(number)).unwrap_or_default();
    let phone = |phone: &Option<String>| phone.as_deref().map(|phone| names.phone(phone)).unwrap_or_default();
    let sex = |sex: Sex| sex.word(lang).to_owned();
    let plain = |text: &Option<String>| text.clone().unwrap_or_default();
    let was = |read: &dyn Fn(&Person) -> String| before.map(read);
    let (label, before, now) = match field {
        MemberField::Name(name) => (["姓名", "name"], None, name.clone()),
        MemberField::Relation(word) => {
            (["关系", "relation"], was(&|person| relation(&person.relation, lang)), relation(word, lang))
        }
        MemberField::IdNumber(now) => {
            (["身份证号", "identity number"], was(&|person| number(&person.id_number)), number(now))
        }
        MemberField::Sex(now) => (["性别", "sex"], was(&|person| sex(person.sex)), sex(*now)),
        MemberField::Birth(now) => (["出生", "birth"], was(&|person| plain(&person.birth)), plain(now)),
        MemberField::Ethnicity(now) => (["民族", "ethnicity"], was(&|person| plain(&person.ethnicity)), plain(now)),
        MemberField::Phone(now) => (["电话", "phone"], was(&|person| phone(&person.phone)), phone(now)),
        MemberField::Tags(now) => (["类别", "tags"], was(&|person| person.tags.join(" ")), now.join(" ")),
        MemberField::Remark(now) => (["备注", "remark"], was(&|person| plain(&person.remark)), plain(now)),
        MemberField::More(name, now) => {
            (name.both(), was(&|person| phrase(&person.more, *name).unwrap_or_default().to_owned()), plain(now))
        }
    };
    format!("{who} {}", change(label[lang as usize], before, &now)).trim_start().to_owned()
}

fn of_tag(lang: Lang, tag: &Tag, before: Option<&Tag>) -> String {
    let what = if lang == Lang::Zh { "类别" } else { "tag" };
    // A tag that is only renewed says no more than that.
    if let Some((known, last)) = before.and_then(|known| Some((known, known.to?)))
        && let Some(to) = tag.to.filter(|to| *to != last)
        && (&known.reason, known.from) == (&tag.reason, tag.from)
    {
        let until = if lang == Lang::Zh { "至" } else { "to" };
        return format!("{what} {} {until} {last} → {to}", tag.name);
    }
    let now = tag_line(tag, lang);
    match before.map(|known| tag_line(known, lang)).filter(|known| *known != now) {
        Some(known) => format!("{what} {known} → {now}"),
        None => format!("{what} {now}"),
    }
}

/// A tag with its reason and dates: `低保（因病）2026-01-01 至 2026-12-31`.
pub fn tag_line(tag: &Tag, lang: Lang) -> String {
    let reason = tag.reason.as_deref().filter(|reason| !reason.is_empty());
    let reason = reason.map_or_else(String::new, |reason| match lang {
        Lang::Zh => format!("（{reason}）"),
        Lang::En => format!(" ({reason})"),
    });
    let day = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let span = match (tag.from, tag.to, lang) {
        (None, None, _) => String::new(),
        (_, Some(_), Lang::Zh) => format!(" {} 至 {}", day(tag.from), day(tag.to)),
        (_, None, Lang::Zh) => format!(" {} 起", day(tag.from)),
        (_, Some(_), Lang::En) => format!(" {} to {}", day(tag.from), day(tag.to)),
        (_, None, Lang::En) => format!(" from {}", day(tag.from)),
    };
    format!("{}{reason}{}", tag.name, span.replace("  ", " "))
}

/// Why a family may not part, come together or get another head, and what to do now.
pub fn refusal(lang: Lang, refusal: &FamilyRefusal) -> Told {
    match refusal {
        FamilyRefusal::MergesItself => lang
            .told(["不能并入自己", "a household cannot be merged into itself"], ["选另一户", "name another household"]),
        FamilyRefusal::HeadLeaves(name) => lang.told(
            [format!("{name}是户主，还有别人在户"), format!("{name} is the head and others stay")],
            ["先做户主变更", "make somebody else the head first"],
        ),
        FamilyRefusal::NoPart => lang.told(
            ["要分出去的是一部分人：不能没有人，也不能是全家", "some go and some stay: not nobody, not everybody"],
            ["全家到别的网格用迁移网格", "a whole family moves with its household"],
        ),
        FamilyRefusal::OneHead => lang.told(
            ["分出去的人里要有一位户主，也只能有一位", "of those who go exactly one is the head"],
            ["把其中一位的关系选成户主", "give one of them the relation 户主 (head)"],
        ),
        FamilyRefusal::IsHead(name) => lang.told(
            [format!("{name}本来就是户主"), format!("{name} is the head already")],
            ["不用变更", "nothing is to be changed"],
        ),
        FamilyRefusal::OldHeadIs(name) => lang.told(
            [format!("还缺{name}与新户主的关系"), format!("what {name} is to the new head is not said")],
            ["写上关系，如 母亲", "say it, as in 母亲"],
        ),
    }
}

/// The word for programs of a refusal.
pub fn refusal_code(refusal: &FamilyRefusal) -> &'static str {
    match refusal {
        FamilyRefusal::MergesItself => "merges_itself",
        FamilyRefusal::HeadLeaves(_) => "head_leaves",
        FamilyRefusal::NoPart => "no_part",
        FamilyRefusal::OneHead => "one_head",
        FamilyRefusal::IsHead(_) => "is_head",
        FamilyRefusal::OldHeadIs(_) => "old_head_is",
    }
}
