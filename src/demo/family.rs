//! Who lives behind a door: sizes, relations, ages and sexes that fit together.
//!
//! Sizes follow the national shares of 2020 (population.tsv, mean 2.62); the mix of shapes within a size is set so
//! that the age bands and the share of men come out as the census has them. A test measures both.

use fastrand::Rng;

use super::chance::{between, happens, one_in_hundred, weighted};
use crate::domain::person_id::Sex;

/// A person of a household before having a name.
#[derive(Clone, Debug)]
pub(super) struct Kin {
    /// Relation to the head in the field's words (GB/T 4761).
    pub relation: &'static str,
    pub sex: Sex,
    /// Whole years today.
    pub age: i64,
    /// Whether the person carries the family's surname, or another one by marriage.
    pub of_line: bool,
}

/// What a household is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Elder,
    Single,
    /// Two, both past 60.
    ElderCouple,
    Couple,
    /// One parent and so many children under age.
    LoneParent(u8),
    /// One parent and a grown child.
    LoneParentGrown,
    /// An adult with a parent past 60.
    WithParent,
    /// Grandparents, so many, and a grandchild left behind.
    Grandparents(u8),
    /// A couple with so many children under age, grown children and parents of the man.
    Nest {
        young: u8,
        grown: u8,
        parents: u8,
    },
    /// An elder couple who head it, their son and his wife, and so many grandchildren.
    Elders {
        grandchildren: u8,
    },
}

const SIZES: &[(u8, u32)] = &[(1, 254), (2, 297), (3, 210), (4, 132), (5, 62), (6, 33), (7, 13)];

/// The people of one more household, the head first.
pub(super) fn family(rng: &mut Rng) -> Vec<Kin> {
    match shape(weighted(SIZES, rng), rng) {
        Shape::Elder => vec![head(sex(46, rng), elder_age(rng))],
        Shape::Single => vec![head(sex(64, rng), between(24, 59, rng))],
        Shape::ElderCouple => {
            let age = between(61, 80, rng);
            couple(age, rng)
        }
        Shape::Couple => {
            let age = if one_in_hundred(75, rng) { between(42, 60, rng) } else { between(24, 41, rng) };
            couple(age, rng)
        }
        Shape::LoneParent(children) => lone_parent(children, rng),
        Shape::LoneParentGrown => {
            let child = between(19, 34, rng);
            let parent = head(sex(50, rng), child + between(22, 27, rng));
            vec![parent, kid(child, rng)]
        }
        Shape::WithParent => {
            let grown = head(sex(68, rng), between(34, 58, rng));
            let parent = parents(grown.age, 1, rng);
            std::iter::once(grown).chain(parent).collect()
        }
        Shape::Grandparents(count) => grandparents(count, rng),
        Shape::Nest { young, grown, parents } => nest(young, grown, parents, rng),
        Shape::Elders { grandchildren } => elders(grandchildren, rng),
    }
}

/// A couple, some with a child, whose head is a man or a woman as asked: the party member whose household is a model.
pub(super) fn model_family(man: bool, rng: &mut Rng) -> Vec<Kin> {
    let young = u8::from(one_in_hundred(65, rng));
    let mut family = nest(young, 0, 0, rng);
    if (family[0].sex == Sex::Male) != man {
        let spouse = Kin { relation: "户主", ..family[1].clone() };
        family[1] = Kin { relation: "配偶", ..family[0].clone() };
        family[0] = spouse;
    }
    family
}

fn shape(size: u8, rng: &mut Rng) -> Shape {
    use Shape as S;
    let nest = |young, grown, parents| S::Nest { young, grown, parents };
    let mix: &[(Shape, u32)] = match size {
        1 => &[(S::Elder, 36), (S::Single, 64)],
        2 => &[
            (S::ElderCouple, 31),
            (S::Couple, 40),
            (S::LoneParent(1), 8),
            (S::LoneParentGrown, 8),
            (S::WithParent, 9),
            (S::Grandparents(1), 4),
        ],
        3 => &[
            (nest(1, 0, 0), 46),
            (nest(0, 1, 0), 24),
            (nest(0, 0, 1), 15),
            (S::Grandparents(2), 9),
            (S::LoneParent(2), 6),
        ],
        4 => &[(nest(2, 0, 0), 46), (nest(1, 0, 1), 34), (nest(1, 1, 0), 13), (S::Elders { grandchildren: 0 }, 7)],
        5 => &[(nest(2, 0, 1), 38), (nest(1, 0, 2), 48), (nest(3, 0, 0), 14)],
        6 => &[(nest(2, 0, 2), 75), (S::Elders { grandchildren: 2 }, 25)],
        _ => &[(nest(3, 0, 2), 100)],
    };
    weighted(mix, rng)
}

fn sex(men_in_hundred: u32, rng: &mut Rng) -> Sex {
    if one_in_hundred(men_in_hundred, rng) { Sex::Male } else { Sex::Female }
}

fn head(sex: Sex, age: i64) -> Kin {
    Kin { relation: "户主", sex, age, of_line: true }
}

/// Fewer the older.
fn elder_age(rng: &mut Rng) -> i64 {
    60 + between(0, 30, rng).min(between(0, 33, rng))
}

/// Three in four under 15, the others of 15 to 17.
fn minor_age(rng: &mut Rng) -> i64 {
    if one_in_hundred(76, rng) { between(0, 14, rng) } else { between(15, 17, rng) }
}

/// A head of that age and the spouse, the man up to six years older than the woman. The children carry the man's
/// surname, who is mostly the head.
fn couple(age: i64, rng: &mut Rng) -> Vec<Kin> {
    let man_heads = one_in_hundred(86, rng);
    let apart = between(-1, 5, rng);
    let spouse_age = (if man_heads { age - apart } else { age + apart }).max(21);
    let (mine, theirs) = if man_heads { (Sex::Male, Sex::Female) } else { (Sex::Female, Sex::Male) };
    let spouse = Kin { relation: "配偶", sex: theirs, age: spouse_age, of_line: !man_heads };
    vec![Kin { of_line: man_heads, ..head(mine, age) }, spouse]
}

fn kid(age: i64, rng: &mut Rng) -> Kin {
    let sex = sex(53, rng);
    Kin { relation: if sex == Sex::Male { "子" } else { "女" }, sex, age, of_line: true }
}

fn grandchild(age: i64, rng: &mut Rng) -> Kin {
    let kid = kid(age, rng);
    Kin { relation: if kid.sex == Sex::Male { "孙子" } else { "孙女" }, ..kid }
}

/// The children's ages, the eldest first, one to five years apart.
fn siblings(count: u8, rng: &mut Rng) -> Vec<i64> {
    let mut ages = vec![minor_age(rng)];
    while ages.len() < usize::from(count) {
        let last = ages[ages.len() - 1];
        // Where the first is an infant the others are older.
        let next = if last > 1 { last - between(1, last.min(5), rng) } else { last + between(2, 5, rng) };
        ages.push(if ages.contains(&next) { ages.iter().max().copied().unwrap_or(0) + 2 } else { next });
    }
    ages.sort_unstable_by(|a, b| b.cmp(a));
    ages.truncate(usize::from(count));
    ages
}

fn lone_parent(children: u8, rng: &mut Rng) -> Vec<Kin> {
    let ages = siblings(children, rng);
    let parent = head(sex(45, rng), ages[0] + between(22, 34, rng));
    std::iter::once(parent).chain(ages.into_iter().map(|age| kid(age, rng))).collect()
}

fn grandparents(count: u8, rng: &mut Rng) -> Vec<Kin> {
    let young = between(2, 14, rng);
    let age = young + between(47, 58, rng);
    let mut people = if count == 2 { couple(age, rng) } else { vec![head(sex(35, rng), age)] };
    people.push(grandchild(young, rng));
    people
}

/// The head's father, mother or both, 20 to 30 years older.
fn parents(of: i64, count: u8, rng: &mut Rng) -> Vec<Kin> {
    let age = (of + between(21, 29, rng)).min(95);
    let father = Kin { relation: "父亲", sex: Sex::Male, age, of_line: true };
    let mother_age = (age - between(0, 3, rng)).max(of + 20);
    let mother = Kin { relation: "母亲", sex: Sex::Female, age: mother_age, of_line: false };
    match count {
        0 => Vec::new(),
        1 if happens(0.36, rng) => vec![father],
        1 => vec![mother],
        _ => vec![father, mother],
    }
}

fn nest(young: u8, grown: u8, elders: u8, rng: &mut Rng) -> Vec<Kin> {
    let mut ages = if young > 0 { siblings(young, rng) } else { Vec::new() };
    for _ in 0..grown {
        let age = match ages.first() {
            Some(eldest) => between(18, 20, rng).max(eldest + 1),
            None => between(18, 30, rng),
        };
        ages.insert(0, age);
    }
    let age = match ages.first() {
        Some(eldest) => eldest + between(24, 33, rng),
        None => between(32, 57, rng),
    };
    let mut people = couple(age.max(24), rng);
    if elders > 0 && people[0].sex == Sex::Female {
        // The old people live with their son, who is the head.
        people = vec![
            Kin { of_line: true, ..head(Sex::Male, age) },
            Kin { of_line: false, sex: Sex::Female, relation: "配偶", age },
        ];
    }
    let mother = people.iter().find(|kin| kin.sex == Sex::Female).map_or(age, |kin| kin.age);
    let lift = ages.first().map_or(0, |eldest| (eldest + 20 - mother).max(0));
    for parent in &mut people {
        parent.age += lift;
    }
    let head_age = people[0].age;
    people.extend(ages.into_iter().map(|age| kid(age, rng)));
    people.extend(parents(head_age, elders, rng));
    people
}

fn elders(grandchildren: u8, rng: &mut Rng) -> Vec<Kin> {
    let ages = if grandchildren > 0 { siblings(grandchildren, rng) } else { Vec::new() };
    let son = match ages.first() {
        Some(eldest) => eldest + between(24, 30, rng),
        None => between(24, 36, rng),
    };
    let old = son + between(23, 29, rng);
    let mut people = vec![
        head(Sex::Male, old),
        Kin { relation: "配偶", sex: Sex::Female, age: old - between(0, 3, rng), of_line: false },
        Kin { relation: "子", sex: Sex::Male, age: son, of_line: true },
        Kin { relation: "儿媳", sex: Sex::Female, age: son - between(0, 3, rng), of_line: false },
    ];
    people.extend(ages.into_iter().map(|age| grandchild(age, rng)));
    people
}
