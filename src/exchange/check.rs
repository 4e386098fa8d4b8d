//! Checks: each person by themselves, then people against each other.

use std::collections::{BTreeMap, HashMap};

use super::columns::Meaning;
use super::header::Column;
use super::names::Birthday;
use super::reading::{Problem, ProblemCode, Reading, Record, Severity, SkipReason, Skipped};
use super::rows::Person;
use super::table::Field;
use crate::domain::person_id::{IdFault, PersonId};

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

/// A person of the file with the sheet they stand on.
pub(super) struct Placed {
    pub person: Person,
    pub headers: std::rc::Rc<BTreeMap<u32, String>>,
}

/// Checks people against each other over the whole file, and moves them into the reading.
pub(super) fn gather(people: Vec<Placed>, reading: &mut Reading) {
    let mut by_id: HashMap<PersonId, (usize, u32, String, String)> = HashMap::new();
    let mut without: HashMap<(String, String), Vec<(u32, Record)>> = HashMap::new();
    for placed in people {
        let Placed { mut person, headers } = placed;
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
                tell(reading, &person, &headers, Meaning::Id, code, severity);
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
            let maybe_same = namesakes.iter().find(|(_, other)| may_be_one(other, &person.record));
            if let Some((first_row, _)) = maybe_same {
                let code = ProblemCode::SameNameNoId { first_row: *first_row };
                tell(reading, &person, &headers, Meaning::Name, code, Severity::Warn);
            }
            namesakes.push((row, person.record.clone()));
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

/// Two namesakes without numbers may be one person unless sex or birth tell them apart.
fn may_be_one(a: &Record, b: &Record) -> bool {
    use crate::domain::person_id::Sex;
    let sexes = a.sex == b.sex || a.sex == Sex::Unknown || b.sex == Sex::Unknown;
    let births = a.birth == b.birth || a.birth.is_none() || b.birth.is_none();
    sexes && births
}

/// Tells a problem of a person's row at the column of a meaning.
pub(super) fn tell(
    reading: &mut Reading,
    person: &Person,
    headers: &BTreeMap<u32, String>,
    meaning: Meaning,
    code: ProblemCode,
    severity: Severity,
) {
    let column = person.columns.get(&meaning).copied();
    let header = column.and_then(|c| headers.get(&c)).map(|h| h.split_whitespace().collect());
    let sheet = reading.sheet_name(person.record.sheet).map(str::to_owned);
    reading.problems.push(Problem { sheet, header, ..Problem::new(person.record.row, column, code, severity) });
}
