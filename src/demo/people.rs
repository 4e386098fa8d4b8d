//! A household's people with names, identity numbers, telephones and tags.

use chrono::{Datelike, Days};
use fastrand::Rng;

use super::chance::{between, happens, one_in_hundred, pick};
use super::family::Kin;
use super::names::{self, People};
use crate::domain::household::Person;
use crate::domain::moment::Date;
use crate::domain::person_id::{IdFault, PersonId, Sex};

/// Most people in one household, so that every person of the township has a number of their own.
pub(super) const MOST_MEMBERS: u64 = 8;

/// A number that no other person of the township has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot(u64);

impl Slot {
    pub fn new(household: u64, member: usize) -> Self {
        Self(household * MOST_MEMBERS + (member as u64).min(MOST_MEMBERS - 1))
    }

    /// Coprime with every modulus below, so that neighbours are spread without meeting.
    const STEP: u64 = 104_529;
    /// Where the spread begins, so that the first person has no number of zeros.
    const START: u64 = 91_817;
    /// Sequence numbers of a day and sex; the others would end in 00, as a spreadsheet's damage does.
    const SEQUENCES: u64 = 490;
    /// Neither this county code nor the hundred below it was ever assigned.
    const COUNTY: u64 = 152_499;

    /// Day of the year from 1 to 365, sequence number and county code; with sex and year they name one person.
    pub fn identity(self) -> (u32, u64, u64) {
        let whole = 365 * Self::SEQUENCES;
        let spread = (self.0 % whole * Self::STEP + Self::START) % whole;
        let sequence = spread / 365;
        let day = u32::try_from(spread % 365 + 1).unwrap_or(1);
        (day, sequence + sequence / 49 + 1, Self::COUNTY - self.0 / whole % 39)
    }

    /// A mobile number that nobody has: its fourth to seventh digits are 0.
    fn phone(self) -> String {
        const PREFIXES: [u64; 25] = [
            130, 131, 132, 133, 135, 136, 137, 138, 139, 147, 150, 151, 152, 153, 155, 156, 158, 159, 176, 177, 182,
            183, 186, 187, 189,
        ];
        let whole = PREFIXES.len() as u64 * 10_000;
        let spread = (self.0 % whole * Self::STEP + Self::START) % whole;
        let prefix = PREFIXES[usize::try_from(spread / 10_000).unwrap_or(0)];
        format!("{prefix}0000{:04}", spread % 10_000)
    }
}

/// The date of birth of somebody who is that old today, and the identity number that fits.
fn born(slot: Slot, age: i64, sex: Sex, today: Date) -> (Date, Option<String>) {
    let (day, sequence, county) = slot.identity();
    let years = age + i64::from(day > today.ordinal());
    let year = today.year() - i32::try_from(years).unwrap_or(0);
    let birth = Date::from_yo_opt(year, day).unwrap_or(today);
    let sequence = sequence * 2 - u64::from(sex == Sex::Male);
    let first = format!("{county}{}{sequence:03}", birth.format("%Y%m%d"));
    let number = match PersonId::parse(&format!("{first}0")) {
        Ok(id) => Some(id.as_str().to_owned()),
        Err(IdFault::Checksum(check)) => Some(format!("{first}{check}")),
        Err(_) => None,
    };
    (birth, number)
}

/// One household before it has a door.
pub(super) struct Naming<'a> {
    pub people: People,
    pub surname: &'a str,
    /// Share of the township's households that take no surname from the national table.
    pub left_out: f64,
    /// The head's name where it is settled already.
    pub head: Option<&'a str>,
    pub today: Date,
    /// The household's number in the township.
    pub household: u64,
}

impl Naming<'_> {
    /// The persons of a family, in its order.
    pub fn persons(&self, family: &[Kin], rng: &mut Rng) -> Vec<Person> {
        let mut persons: Vec<Person> = Vec::new();
        let mut father: Option<String> = None;
        for (place, kin) in family.iter().enumerate() {
            let slot = Slot::new(self.household, place);
            let (birth, number) = born(slot, kin.age, kin.sex, self.today);
            let child = matches!(kin.relation, "子" | "女");
            let name = match (place, self.head) {
                (0, Some(name)) => name.to_owned(),
                _ => loop {
                    let name = self.name(kin, birth, father.as_deref().filter(|_| child), rng);
                    if persons.iter().all(|other| other.name != name) {
                        break name;
                    }
                },
            };
            if place < 2 && kin.sex == Sex::Male {
                father = Some(name.clone());
            }
            persons.push(self.person(kin, name, birth, number, slot, rng));
        }
        persons
    }

    fn name(&self, kin: &Kin, birth: Date, father: Option<&str>, rng: &mut Rng) -> String {
        let surname = if kin.of_line { self.surname } else { names::surname(self.people, self.left_out, rng) };
        names::full_name(self.people, surname, kin.sex, birth.year(), father, rng)
    }

    fn person(
        &self,
        kin: &Kin,
        name: String,
        birth: Date,
        number: Option<String>,
        slot: Slot,
        rng: &mut Rng,
    ) -> Person {
        let telephones = match kin.age {
            ..=13 => 0,
            14..=17 => 40,
            18..=64 => 93,
            65..=74 => 70,
            _ => 35,
        };
        let phone = one_in_hundred(telephones, rng).then(|| slot.phone());
        let mut person = Person {
            name,
            relation: kin.relation.to_owned(),
            id_number: number,
            sex: kin.sex,
            birth: Some(birth.to_string()),
            ethnicity: Some(self.people.zh().to_owned()),
            phone,
            tags: Vec::new(),
            remark: None,
            more: Vec::new(),
        };
        own_tags(&mut person, kin, rng);
        person
    }
}

/// Tags that a person carries alone.
fn own_tags(person: &mut Person, kin: &Kin, rng: &mut Rng) {
    // People with a disability: 6.3 % of all (estimate of the federation), more the older.
    let disabled = match kin.age {
        ..=14 => 0.02,
        15..=59 => 0.046,
        _ => 0.165,
    };
    if happens(disabled, rng) {
        let kind = pick(&["肢体", "肢体", "听力", "视力", "言语", "智力", "精神", "多重"], rng);
        let grade = pick(&["一级", "二级", "三级", "三级", "四级", "四级"], rng);
        person.remark = Some(format!("{kind}残疾{grade}"));
        person.tags.push("残疾".to_owned());
    } else if happens(if kin.age >= 60 { 0.04 } else { 0.006 }, rng) {
        person.remark = Some(pick(&["尿毒症透析", "脑梗后遗症", "肺癌术后", "冠心病支架", "白血病"], rng).to_owned());
        person.tags.push("重病".to_owned());
    }
    match kin.age {
        18.. if one_in_hundred(4, rng) => person.tags.push("党员".to_owned()),
        20.. if kin.sex == Sex::Male && one_in_hundred(5, rng) => person.tags.push("退役军人".to_owned()),
        18..=55 if person.remark.is_none() && one_in_hundred(30, rng) => {
            let place = pick(&["呼和浩特", "包头", "鄂尔多斯", "北京", "银川", "乌海", "天津"], rng);
            let trade = pick(&["工地", "饭店", "开车", "电厂", "家政", "煤矿"], rng);
            person.remark = Some(format!("常年外出，在{place}（{trade}）"));
            person.tags.push("外出务工".to_owned());
        }
        12..=15 if one_in_hundred(3, rng) => person.tags.push("辍学风险".to_owned()),
        _ => {}
    }
    if kin.relation.starts_with('孙') && kin.age < 16 {
        person.tags.push("留守儿童".to_owned());
        person.remark.get_or_insert_with(|| "父母在外务工，随祖父母生活".to_owned());
    }
}

/// A day of the last years, such as the day a tag began.
pub(super) fn some_day_before(today: Date, least: i64, most: i64, rng: &mut Rng) -> Date {
    let days = u64::try_from(between(least, most, rng)).unwrap_or(0);
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}
