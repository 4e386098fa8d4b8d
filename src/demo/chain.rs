//! What the township shares: areas and cells, the people in office on both ladders, and who acts on matters.

use fastrand::Rng;

use super::chance::{self, between, one_in_hundred, pick};
use super::names::{self, People};
use super::{DAY, Plan, Township};
use crate::domain::area::{Area, Role};
use crate::domain::decide::{Dictated, Draft};
use crate::domain::fact::Fact;
use crate::domain::id::Id;
use crate::domain::matter::{Level, ResponderKind};
use crate::domain::person_id::Sex;
use crate::domain::policy::Category;
use crate::domain::responder::Responder;
use crate::domain::scope::Scope;

/// Name of the township.
pub(super) const TOWNSHIP: &str = "陕坝镇";
const COUNTY: &str = "河套县";
/// Code of the county, whose last six digits are the township's and village's.
const COUNTY_CODE: u64 = 150_826;
const TOWNSHIP_CODE: u64 = 150_826_102;

pub(super) struct Village {
    pub scope: Scope,
    pub name: String,
    /// The secretary of the village branch.
    pub branch: String,
    /// The township leader who answers for the village.
    pub leader: String,
}

pub(super) struct Cell {
    /// Counted from 0 through the township.
    pub number: u32,
    pub scope: Scope,
    /// Place of its village.
    pub village: u32,
    /// Number of the villagers' group, from 1.
    pub group: u32,
    pub name: String,
    pub households: u32,
    /// The number of its first household in the township.
    pub first_household: u64,
    pub head: String,
    pub cadre: String,
    pub model: Model,
    /// The township cadre who answers for the cell.
    pub township_cadre: String,
    pub household_cadre: String,
}

/// The head of the cell's model household, who also lives behind its first door.
pub(super) struct Model {
    pub name: String,
    pub surname: &'static str,
    pub man: bool,
}

/// The township's code.
pub(super) fn township_scope() -> Scope {
    code(TOWNSHIP_CODE)
}

fn code(digits: u64) -> Scope {
    digits.to_string().parse().expect("six, nine or twelve digits without a leading zero are a code")
}

/// Somebody in office: a name and surname of a working age.
fn person(rng: &mut Rng) -> Model {
    let man = one_in_hundred(68, rng);
    let surname = names::surname(People::Han, 0.0, rng);
    let born = i32::try_from(between(1966, 1998, rng)).unwrap_or(1980);
    let name = names::full_name(People::Han, surname, if man { Sex::Male } else { Sex::Female }, born, None, rng);
    Model { name, surname, man }
}

/// The villages and cells of a plan with their people.
pub(super) fn shape(plan: &Plan) -> (Vec<Village>, Vec<Cell>) {
    let mut rng = chance::for_part(plan.seed, 0);
    let leaders: Vec<String> = (0..9).map(|_| person(&mut rng).name).collect();
    let villages: Vec<Village> = (0..plan.villages)
        .map(|number| Village {
            scope: code(TOWNSHIP_CODE * 1_000 + 201 + u64::from(number)),
            name: names::village(number),
            branch: person(&mut rng).name,
            leader: pick(&leaders.iter().collect::<Vec<_>>(), &mut rng).clone(),
        })
        .collect();
    let cells_of = chance::shares(plan.cells, plan.villages, 1, (6, 14), &mut rng);
    let mut doors = chance::shares(plan.households, plan.cells, 4, (5, 20), &mut rng).into_iter();
    let mut cells = Vec::new();
    let mut first_household = 0;
    for (village, count) in (0..).zip(cells_of) {
        for group in 1..=count.min(Plan::MOST_CELLS) {
            let households = doors.next().unwrap_or(0);
            let cell = cell(&villages, village, group, &mut rng);
            let number = u32::try_from(cells.len()).unwrap_or(u32::MAX);
            cells.extend(cell.map(|cell| Cell { number, households, first_household, ..cell }));
            first_household += u64::from(households);
        }
    }
    (villages, cells)
}

fn cell(villages: &[Village], village: u32, group: u32, rng: &mut Rng) -> Option<Cell> {
    let of = villages.get(village as usize)?;
    // A party member heads a few cells besides being secretary of the village.
    let head = if one_in_hundred(8, rng) { of.branch.clone() } else { person(rng).name };
    Some(Cell {
        number: 0,
        scope: Scope::cell(of.scope, &format!("{group:03}"))?,
        village,
        group,
        name: names::cell(group, rng),
        households: 0,
        first_household: 0,
        head,
        cadre: person(rng).name,
        model: person(rng),
        township_cadre: person(rng).name,
        household_cadre: person(rng).name,
    })
}

/// Who acts on matters, and which of them fit which category.
pub(super) struct Responders {
    all: Vec<(String, ResponderKind, String)>,
}

const STATIONS: &[&str] = &[
    "交通站",
    "村建站",
    "水务站",
    "环保站",
    "住建所",
    "民政办",
    "卫健办",
    "医保办",
    "人社所",
    "自然资源所",
    "司法所",
    "应急办",
    "便民服务中心",
    "经发办",
    "纪检办",
    "派出所",
    "农牧站",
    "综治中心",
];
/// Paired units, and the firms and schools that serve the place.
const UNITS: &[&str] = &[
    "供电所",
    "通信营业部",
    "中心学校",
    "县农商行",
    "县医院",
    "县供销社",
    "县税务局",
    "县妇联",
    "河套面业公司",
    "县图书馆",
];
/// The five work teams (五支工作队).
const TEAMS: [&str; 5] = ["生态文明", "产业促进", "社会保障", "社会治理", "文化宣传"];
const EXPERTS: &[&str] = &["农技专家", "农技专家", "畜牧专家", "电商专家"];
const MEMBERS: &[&str] = &["调解员", "调解员", "调解员", "设岗党员", "设岗党员", "设岗党员"];

impl Responders {
    pub fn new(villages: &[Village], seed: u64) -> Self {
        use ResponderKind as R;
        let mut rng = chance::for_part(seed, u64::MAX);
        let mut names: Vec<(String, ResponderKind)> = Vec::new();
        names.extend(STATIONS.iter().map(|name| ((*name).to_owned(), R::Department)));
        names.extend(UNITS.iter().map(|name| ((*name).to_owned(), R::Unit)));
        for (posts, kind) in [(EXPERTS, R::Expert), (MEMBERS, R::Member)] {
            names.extend(posts.iter().map(|post| (format!("{post}{}", person(&mut rng).name), kind)));
        }
        for village in villages {
            names.extend(TEAMS.iter().map(|team| (format!("{}{team}工作队", village.name), R::Team)));
        }
        names.dedup();
        let phone = |place: usize| format!("1500000{:04}", place % 10_000);
        let all = names.into_iter().enumerate().map(|(place, (name, kind))| (name, kind, phone(place))).collect();
        Self { all }
    }

    /// A responder that the policy names for a category and that acts in a village; any station where it names none.
    pub fn fitting(&self, category: Option<&Category>, village: &Village, rng: &mut Rng) -> Id {
        let acts = |(name, kind, _): &&(String, ResponderKind, String)| {
            let here = *kind != ResponderKind::Team || name.starts_with(&village.name);
            let wanted = category.into_iter().flat_map(|category| &category.responders).any(|acting| {
                acting.kind == *kind
                    && (acting.names.is_empty() || acting.names.iter().any(|trade| name.contains(trade.as_str())))
            });
            here && wanted
        };
        let fitting: Vec<&str> = self.all.iter().filter(acts).map(|(name, ..)| name.as_str()).collect();
        Responder::id_of(if fitting.is_empty() { pick(STATIONS, rng) } else { pick(&fitting, rng) })
    }
}

/// The acts of the office before the cells begin.
pub(super) fn acts(town: &Township) -> Vec<Dictated> {
    let mut rng = chance::for_part(town.plan.seed, u64::MAX - 1);
    let mut at = town.begin().plus_seconds(-2 * DAY);
    let committee = person(&mut rng).name;
    let by = format!("党群办{}", person(&mut rng).name);
    let mut act = |drafts| {
        at = at.plus_seconds(60);
        Dictated { at, typed_at: at, by: by.clone(), drafts }
    };
    let mut first = vec![named(code(COUNTY_CODE), COUNTY), named(township_scope(), TOWNSHIP)];
    first.push(held(township_scope(), Role::Committee, &committee));
    let mut acts = vec![act(first)];
    for (place, village) in (0..).zip(&town.villages) {
        let mut drafts = vec![
            named(village.scope, &village.name),
            held(village.scope, Role::Branch, &village.branch),
            held(village.scope, Role::VillageLeader, &village.leader),
        ];
        town.cells.iter().filter(|cell| cell.village == place).for_each(|cell| drafts.extend(of_cell(cell)));
        acts.push(act(drafts));
    }
    let responders = town.responders.all.iter().map(|(name, kind, phone)| Draft {
        record: Responder::id_of(name),
        scope: Scope::WHOLE,
        fact: Fact::ResponderNamed { name: name.clone(), kind: *kind, phone: Some(phone.clone()) },
    });
    acts.push(act(responders.collect()));
    acts
}

fn of_cell(cell: &Cell) -> impl Iterator<Item = Draft> + '_ {
    let roles = [
        (Role::Head, &cell.head),
        (Role::Cadre, &cell.cadre),
        (Role::Model, &cell.model.name),
        (Role::CellCadre, &cell.township_cadre),
        (Role::HouseholdCadre, &cell.household_cadre),
    ];
    let held = roles.into_iter().map(|(role, name)| held(cell.scope, role, name));
    std::iter::once(named(cell.scope, &cell.name)).chain(held)
}

fn named(scope: Scope, name: &str) -> Draft {
    Draft { record: Area::id_of(scope), scope, fact: Fact::AreaNamed { scope, name: name.to_owned() } }
}

fn held(scope: Scope, role: Role, person: &str) -> Draft {
    let fact = Fact::RoleHeld { role, person: Some(person.to_owned()) };
    Draft { record: Area::id_of(scope), scope, fact }
}

/// Who decides at a level: the village's secretary, above it the township leader who answers for the village.
pub(super) fn decider<'a>(town: &'a Township, cell: &Cell, level: Level) -> &'a str {
    let village = &town.villages[cell.village as usize];
    if level == Level::Village { &village.branch } else { &village.leader }
}
