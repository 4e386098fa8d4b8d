//! The doors of a cell, and who lives behind them.

use fastrand::Rng;

use super::chain::Cell;
use super::chance::{between, happens, one_in_hundred, pick};
use super::family::{Kin, family, model_family};
use super::names::{self, People};
use super::people::{Naming, some_day_before};
use super::{DAY, Township};
use crate::domain::decide::{Dictated, Draft};
use crate::domain::fact::Fact;
use crate::domain::household::{Member, Person, Profile, Tag};
use crate::domain::id::{Id, IdSource};
use crate::domain::moment::{Date, Moment};

/// Share of households that draw 低保 whole, and of those in which one person alone does. 6.5 % of rural people draw
/// it, 1.8 to a household (population.tsv).
const ALLOWANCE: (f64, f64) = (0.083, 0.018);

/// What later parts need to know of a household.
pub(super) struct Home {
    pub id: Id,
    pub head: String,
    /// Names of everybody who may open the door.
    pub people: Vec<String>,
    /// All tags, the household's and its members'.
    pub tags: Vec<String>,
    /// Everybody is away for most of the year.
    pub away: bool,
}

/// The acts that enter the households of a cell.
pub(super) struct Roster {
    /// The one act of the first day; none for a cell without households.
    pub added: Option<Dictated>,
    /// Children born since.
    pub later: Vec<Dictated>,
}

pub(super) fn of_cell(town: &Township, cell: &Cell, ids: &IdSource, rng: &mut Rng) -> (Roster, Vec<Home>) {
    let begin = town.begin();
    let (mut drafts, mut later, mut homes) = (Vec::new(), Vec::new(), Vec::new());
    let mut door = 0;
    for number in 0..cell.households {
        door += between(1, 3, rng);
        let (id, mut profile) = (ids.draw(), profile(town, cell, number, ids, rng));
        profile.door = format!("{}组{door}号", cell.group);
        homes.push(home(id, &profile, town.plan.now.date(), rng));
        let born_since = |member: &Member| member.details.birth.as_deref() > Some(&*begin.date().to_string());
        for member in profile.members.extract_if(.., |member| born_since(member)) {
            later.extend(birth(town, cell, id, member, rng));
        }
        drafts.push(Draft { record: id, scope: cell.scope, fact: Fact::HouseholdAdded(Box::new(profile)) });
    }
    let by = cell.cadre.clone();
    let added = (!drafts.is_empty()).then_some(Dictated { at: begin, typed_at: begin, by, drafts });
    (Roster { added, later }, homes)
}

fn profile(town: &Township, cell: &Cell, number: u32, ids: &IdSource, rng: &mut Rng) -> Profile {
    let today = town.plan.now.date();
    let model = (number == 0).then_some(&cell.model);
    let people = if model.is_some() { People::Han } else { People::of_village(cell.village, rng) };
    let family = if let Some(model) = model { model_family(model.man, rng) } else { family(rng) };
    let surname = model.map_or_else(|| names::surname(people, town.left_out, rng), |model| model.surname);
    let naming = Naming {
        people,
        surname,
        left_out: town.left_out,
        head: model.map(|model| model.name.as_str()),
        today,
        household: cell.first_household + u64::from(number),
    };
    let mut persons = naming.persons(&family, rng);
    let tags = if model.is_some() {
        persons[0].tags = vec!["党员".to_owned()];
        vec![Tag::plain("党员示范户")]
    } else {
        household_tags(&mut persons, &family, today, rng)
    };
    Profile {
        door: String::new(),
        head: persons[0].name.clone(),
        phone: persons[0].phone.clone().or_else(|| persons.iter().find_map(|person| person.phone.clone())),
        address: one_in_hundred(70, rng).then(|| format!("{}{}", town.villages[cell.village as usize].name, cell.name)),
        members: persons.into_iter().map(|details| Member { id: ids.draw(), details }).collect(),
        tags,
        more: Vec::new(),
    }
}

/// Tags of the household, and those of its members that go with them.
fn household_tags(persons: &mut [Person], family: &[Kin], today: Date, rng: &mut Rng) -> Vec<Tag> {
    let mut tags = Vec::new();
    let frail = persons.iter().any(|person| person.tags.iter().any(|tag| tag == "残疾" || tag == "重病"));
    let old = family.iter().all(|kin| kin.age >= 60);
    let allowance = allowance(persons, family, frail, today, rng);
    if old && persons.len() == 1 {
        tags.push(Tag::plain("独居老人"));
        if allowance.is_none() && one_in_hundred(12, rng) {
            persons[0].tags.push("特困".to_owned());
            tags.push(tag("特困", "无赡养人，分散供养", some_day_before(today, 400, 3_000, rng), None));
        }
    }
    let lifted = one_in_hundred(if frail { 20 } else { 8 }, rng);
    if lifted {
        let why = pick(&["因病致贫", "因残致贫", "缺劳动力", "缺资金", "因学致贫"], rng);
        tags.push(tag("脱贫", &format!("{why}，2018年脱贫"), Date::from_ymd_opt(2018, 12, 1).unwrap_or(today), None));
    }
    let watched = match (frail, lifted) {
        (true, true) => 8,
        (true, false) | (false, true) => 3,
        _ => 0,
    };
    if one_in_hundred(watched, rng) {
        let kind = pick(&["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"], rng);
        let why = pick(&["收入骤减", "医药费支出大", "大风毁棚", "独子车祸"], rng);
        tags.push(tag("监测", &format!("{kind}：{why}"), some_day_before(today, 60, 700, rng), None));
    }
    tags.extend(allowance);
    tags
}

/// The household's 低保 tag; one person alone may draw it without a tag of the household.
fn allowance(persons: &mut [Person], family: &[Kin], frail: bool, today: Date, rng: &mut Rng) -> Option<Tag> {
    let dear = match persons.len() {
        1 => 1.45,
        2 => 1.15,
        3 => 0.65,
        _ => 0.35,
    };
    let need = dear * if frail { 2.2 } else { 0.75 };
    if happens(ALLOWANCE.0 * need, rng) {
        for person in persons.iter_mut() {
            person.tags.push("低保".to_owned());
        }
        let young = family.iter().any(|kin| kin.age < 18);
        let why = match (frail, young) {
            (true, _) => pick(&["因病缺少收入", "因残缺劳动力", "药费支出大"], rng),
            (false, true) => pick(&["供学生负担重", "单人抚养子女"], rng),
            (false, false) => pick(&["年老缺劳动力", "收入低于标准", "地少无其他收入"], rng),
        };
        let from = some_day_before(today, 100, 1_500, rng);
        // Some run out in the next weeks and have to be asked for again.
        let to =
            one_in_hundred(25, rng).then(|| Moment::start_of(today).plus_seconds(between(3, 300, rng) * DAY).date());
        return Some(tag("低保", why, from, to));
    }
    let weakest = persons.iter_mut().find(|person| person.tags.iter().any(|tag| tag == "残疾" || tag == "重病"));
    if let Some(person) = weakest.filter(|_| happens(ALLOWANCE.1 * 5.0, rng)) {
        person.tags.push("低保".to_owned());
    }
    None
}

fn tag(name: &str, reason: &str, from: Date, to: Option<Date>) -> Tag {
    Tag { name: name.to_owned(), reason: Some(reason.to_owned()), from: Some(from), to, ended: false }
}

fn home(id: Id, profile: &Profile, today: Date, rng: &mut Rng) -> Home {
    let tags = profile.tags.iter().map(|tag| &tag.name);
    let theirs = profile.members.iter().flat_map(|member| &member.details.tags);
    let grown = |person: &Person| person.age(today).is_some_and(|age| age >= 16);
    let lives_here = |person: &Person| !person.tags.iter().any(|tag| tag == "外出务工");
    let answers = |member: &&Member| grown(&member.details) && lives_here(&member.details);
    let mut people: Vec<String> =
        profile.members.iter().filter(answers).take(2).map(|member| member.details.name.clone()).collect();
    let away = people.is_empty() || one_in_hundred(3, rng);
    if people.is_empty() {
        people.push(profile.head.clone());
    }
    Home { id, head: profile.head.clone(), people, tags: tags.chain(theirs).cloned().collect(), away }
}

/// A child that came into the household some days after being born.
fn birth(town: &Township, cell: &Cell, household: Id, member: Member, rng: &mut Rng) -> Option<Dictated> {
    let born: Date = member.details.birth.as_deref()?.parse().ok()?;
    let days = between(3, 30, rng);
    let at = Moment::local(born, 10, 0, 0).plus_seconds(days * DAY).min(town.plan.now);
    let drafts = vec![Draft { record: household, scope: cell.scope, fact: Fact::MemberAdded(Box::new(member)) }];
    Some(Dictated { at, typed_at: at, by: cell.cadre.clone(), drafts })
}
