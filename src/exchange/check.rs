//! Checks: each person by themselves, then people against each other.

use std::collections::HashMap;

use super::columns::Meaning;
use super::header::Column;
use super::names::Birthday;
use super::reading::{Problem, ProblemCode, Reading, Record, Severity, SkipReason, Skipped};
use super::rows::Person;
use super::table::Field;
use crate::domain::moment::Date;
use crate::domain::person_id::{IdFault, PersonId, Sex};

/// Problems of one sheet while it is read; the sheet's name is set at the end.
#[derive(Debug, Default)]
pub(super) struct Slips(pub Vec<Problem>);

impl Slips {
    pub fn tell(&mut self, row: u32, column: Option<&Column>, code: ProblemCode, severity: Severity) {
        let header = column.map(|c| c.header.split_whitespace().collect());
        self.0.push(Problem { header, ..Problem::new(row, column.map(|c| c.at), code, severity) });
    }
}

/// Takes a sound identity number into the record and tells of any other; false when nothing was written.
pub(super) fn read_id(record: &mut Record, field: Option<&Field>, column: Option<&Column>, slips: &mut Slips) -> bool {
    let Some(column) = column else { return false };
    let parsed = match field {
        None => Err(IdFault::Empty),
        // A spreadsheet keeps 15 digits of a number: of 18 the last three are gone, whatever they look like.
        Some(Field::Number(number)) if number.abs() >= 1e15 => Err(IdFault::PrecisionLost),
        Some(Field::NoValue) => return true,
        Some(field) => PersonId::parse(&field.written()),
    };
    let fault = match parsed {
        Ok(id) => {
            record.id = Some(id);
            return true;
        }
        Err(fault) => fault,
    };
    let nothing =
        matches!(field.map(Field::written).as_deref(), Some("无" | "暂无" | "没有" | "/" | "不详" | "未办理"));
    let missing = nothing || fault == IdFault::Empty;
    let (code, severity) = match fault {
        _ if missing => (ProblemCode::IdMissing, Severity::Warn),
        IdFault::PrecisionLost => (ProblemCode::IdPrecisionLost, Severity::Error),
        IdFault::Checksum(c) => (ProblemCode::IdChecksum { expected: Some(c) }, Severity::Error),
        IdFault::Birth => (ProblemCode::IdChecksum { expected: None }, Severity::Error),
        fault => (ProblemCode::IdLength { fault }, Severity::Error),
    };
    slips.tell(record.row, Some(column), code, severity);
    !missing
}

/// Settles the birth date: the identity number's where there is one, else what is written exactly.
pub(super) fn settle_birth(record: &mut Record, written: Option<Birthday>) -> Option<(ProblemCode, Severity)> {
    if let Some(id) = record.id {
        record.birth = Some(id.birth());
        return match written? {
            birthday if !birthday.fits(id.birth()) => {
                Some((ProblemCode::IdBirthMismatch { number_says: id.birth() }, Severity::Warn))
            }
            Birthday::ShortYear { .. } => Some((ProblemCode::DateTwoDigitYear, Severity::Info)),
            _ => None,
        };
    }
    match written? {
        Birthday::Day(day) => {
            record.birth = Some(day);
            None
        }
        Birthday::Month { .. } | Birthday::Year(_) => Some((ProblemCode::BirthMonthOnly, Severity::Info)),
        Birthday::ShortYear { .. } => Some((ProblemCode::DateTwoDigitYear, Severity::Warn)),
        Birthday::Ambiguous => Some((ProblemCode::DateAmbiguous, Severity::Warn)),
    }
}

/// Checks people against each other over the whole file, and moves them into the reading.
pub(super) fn gather(people: Vec<Person>, reading: &mut Reading) {
    reading.records.reserve_exact(people.len());
    let mut by_id: HashMap<PersonId, (usize, u32, String, String)> = HashMap::new();
    let mut without: HashMap<(String, String), Namesakes> = HashMap::new();
    for mut person in people {
        let row = person.record.row;
        if let Some(id) = person.record.id {
            if let Some((sheet, first_row, household, name)) = by_id.get(&id).cloned() {
                let same_household = household == person.record.household;
                let code = if same_household {
                    ProblemCode::IdDuplicateRow { first_row }
                } else {
                    let first_sheet = reading.sheet_name(sheet).map(str::to_owned);
                    ProblemCode::IdDuplicateOtherHousehold { first_sheet, first_row }
                };
                let other_name = same_household && name != person.record.name;
                let severity = if same_household && !other_name { Severity::Warn } else { Severity::Error };
                tell(reading, &person, Meaning::Id, code, severity);
                if other_name {
                    // Two people cannot share a number: both stay, the second without it.
                    person.record.id = None;
                } else {
                    let why = if same_household {
                        SkipReason::Repeated { first_row }
                    } else {
                        SkipReason::Held { first_row }
                    };
                    pass_over(reading, person.record, why);
                    continue;
                }
            } else {
                let record = &person.record;
                by_id.insert(id, (record.sheet, row, record.household.clone(), record.name.clone()));
            }
        } else if !person.id_written && person.columns.contains_key(&Meaning::Id) {
            let namesakes = without.entry((person.record.village.clone(), person.record.name.clone())).or_default();
            if let Some(first_row) = namesakes.first_like(&person.record) {
                let code = ProblemCode::SameNameNoId { first_row };
                tell(reading, &person, Meaning::Name, code, Severity::Warn);
            }
            namesakes.add(&person.record);
        }
        reading.records.push(person.record);
    }
}

/// Tells that a person's row is not taken, and keeps the person where they wait for somebody's word. The row is told
/// once, however many people stand in it.
pub(super) fn pass_over(reading: &mut Reading, record: Record, why: SkipReason) {
    let row = record.row;
    if let Some(sheet) = reading.sheets.get_mut(record.sheet) {
        let at = sheet.skipped.partition_point(|s| s.row < row);
        if sheet.skipped.get(at) != Some(&Skipped { row, why }) {
            sheet.skipped.insert(at, Skipped { row, why });
        }
    }
    if matches!(why, SkipReason::Held { .. } | SkipReason::SetAside) {
        reading.held.push(record);
    }
}

/// A birth as one of many: the same one, or none at all, or whichever.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Born {
    On(Date),
    Unknown,
    Whenever,
}

impl Born {
    fn of(record: &Record) -> Self {
        record.birth.map_or(Self::Unknown, Self::On)
    }
}

/// People of one name without numbers. Two may be one person unless sex or birth tell them apart.
#[derive(Default)]
struct Namesakes {
    count: usize,
    /// The first of each sex and birth.
    first: HashMap<(Sex, Born), Namesake>,
}

/// Ordered as they stand in the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Namesake {
    place: usize,
    row: u32,
}

impl Namesakes {
    fn add(&mut self, record: &Record) {
        for born in [Born::Whenever, Born::of(record)] {
            let here = Namesake { place: self.count, row: record.row };
            self.first.entry((record.sex, born)).or_insert(here);
        }
        self.count += 1;
    }

    /// The row of the first who may be this person.
    fn first_like(&self, record: &Record) -> Option<u32> {
        let sexes = match record.sex {
            Sex::Unknown => [Sex::Unknown, Sex::Male, Sex::Female],
            known => [known, known, Sex::Unknown],
        };
        let births = match Born::of(record) {
            Born::Unknown | Born::Whenever => [Born::Whenever; 2],
            known @ Born::On(_) => [known, Born::Unknown],
        };
        let alike = sexes.iter().flat_map(|sex| births.iter().map(move |born| (*sex, *born)));
        alike.filter_map(|key| self.first.get(&key)).min().map(|namesake| namesake.row)
    }
}

/// Tells a problem of a person's row at the column of a meaning.
pub(super) fn tell(reading: &mut Reading, person: &Person, meaning: Meaning, code: ProblemCode, severity: Severity) {
    let column = person.columns.get(&meaning).copied();
    let header = column.and_then(|c| person.headers.get(&c)).map(|h| h.split_whitespace().collect());
    let sheet = reading.sheet_name(person.record.sheet).map(str::to_owned);
    reading.problems.push(Problem { sheet, header, ..Problem::new(person.record.row, column, code, severity) });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_namesake_is_the_one_that_walking_all_would_find(people in prop::collection::vec((0..3_usize, 0..4_u32), 0..30)) {
            let sexes = [Sex::Male, Sex::Female, Sex::Unknown];
            let record = |(row, (sex, day)): (u32, &(usize, u32))| {
                Record { row, sex: sexes[*sex], birth: Date::from_ymd_opt(1980, 1, *day), ..Record::default() }
            };
            let records: Vec<Record> = (2..).zip(&people).map(record).collect();
            let mut namesakes = Namesakes::default();
            for (at, record) in records.iter().enumerate() {
                let alike = |other: &&Record| {
                    let sexes = other.sex == record.sex || [other.sex, record.sex].contains(&Sex::Unknown);
                    sexes && (other.birth == record.birth || other.birth.is_none() || record.birth.is_none())
                };
                prop_assert_eq!(namesakes.first_like(record), records[..at].iter().find(alike).map(|r| r.row));
                namesakes.add(record);
            }
        }
    }
}
