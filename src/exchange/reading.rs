//! What reading a roster gives: people, households, what was passed over and what a person should look at.

use super::guidance::{Line, Spot};
use crate::domain::moment::Date;
use crate::domain::person_id::{IdFault, PersonId, Sex};
use crate::domain::phone::Phone;

/// How much a problem weighs: an error is held back or taken without the bad value, a warning is taken and shown, a
/// note only tells what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Info,
    Warn,
    Error,
}

/// What is wrong with a field, a row or a household, with what the sentence about it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemCode {
    IdChecksum { expected: Option<char> },
    IdLength { fault: IdFault },
    IdMissing,
    IdPrecisionLost,
    IdSexMismatch,
    IdBirthMismatch { number_says: Date },
    IdDuplicateRow { first_row: u32 },
    IdDuplicateOtherHousehold { first_sheet: Option<String>, first_row: u32 },
    SameNameNoId { first_row: u32 },
    SameHeadName { first_row: u32 },
    MultiHead { first_row: u32 },
    NoHead,
    CountMismatch { written: u32, found: u32 },
    PhoneInvalid { digits: usize },
    DateAmbiguous,
    DateTwoDigitYear,
    BirthMonthOnly,
    FormulaNoValue,
    NamePrivateChar,
    NameOddChar { found: char },
    NameInnerSpace,
}

/// One thing to look at. `row` counts from 1 as the spreadsheet shows it, `column` from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub sheet: Option<String>,
    pub row: u32,
    pub column: Option<u32>,
    pub header: Option<String>,
    /// What stands in the field; empty where nothing does.
    pub text: String,
    pub code: ProblemCode,
    pub severity: Severity,
    /// True when a person has looked at it and takes the row as it was read.
    pub accepted: bool,
}

impl Problem {
    pub(super) fn new(row: u32, column: Option<u32>, code: ProblemCode, severity: Severity) -> Self {
        let (sheet, header, text) = (None, None, String::new());
        Self { sheet, row, column, header, text, code, severity, accepted: false }
    }

    /// The row it is about.
    pub fn line(&self) -> Line {
        Line { sheet: self.sheet.clone(), row: self.row }
    }

    /// The field it is about, where it is about one.
    pub fn spot(&self) -> Option<Spot> {
        Some(Spot { sheet: self.sheet.clone(), row: self.row, column: self.column? })
    }

    /// The column's letters as the spreadsheet shows them.
    pub fn column_letters(&self) -> Option<String> {
        self.column.map(letters)
    }
}

/// `A` for 0, `Z` for 25, `AA` for 26.
pub(super) fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut reversed = String::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        reversed.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    reversed.chars().rev().collect()
}

/// Why a row became no person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    Blank,
    Title,
    Header,
    Total,
    Footer,
    /// Something beside or between the people: a remark, a row without a name.
    NoPerson,
    /// The same person is already on this row of the same household.
    Repeated {
        first_row: u32,
    },
    /// The same number stands in another household: held back until a person decides.
    Held {
        first_row: u32,
    },
    /// A person asked to leave the row out for now.
    SetAside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// From 1.
    pub row: u32,
    pub why: SkipReason,
}

/// A person as the roster has them, checked. Sex and birth come from the identity number where that is sound.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Record {
    /// Place in [`Reading::sheets`].
    pub sheet: usize,
    pub row: u32,
    /// Column of the name, from 0: tells the people of one row apart.
    pub column: u32,
    /// Equal for the people of one household, different for all others of the file.
    pub household: String,
    pub name: String,
    /// As written (`配偶`, `长子`); empty when the roster does not say.
    pub relation: String,
    pub head: bool,
    pub id: Option<PersonId>,
    pub sex: Sex,
    pub birth: Option<Date>,
    /// Without 族; empty when not given.
    pub ethnicity: String,
    pub phones: Vec<Phone>,
    pub address: String,
    pub tags: Vec<String>,
    /// What the remark column says besides tags.
    pub remark: String,
    /// The household's number in the roster (户号), when it has one.
    pub household_number: String,
    pub village: String,
    pub group: String,
    /// The grid cell, when the roster names it.
    pub cell: String,
    /// The door within the group or village: what is left of the address.
    pub door: String,
}

/// People of one sheet that has a header; rows count from 1.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SheetReading {
    /// `None` for files without sheets.
    pub name: Option<String>,
    pub header_rows: Vec<u32>,
    pub households: usize,
    pub members: usize,
    pub skipped: Vec<Skipped>,
    /// Column (from 0), its header, and what it was taken for: for showing and mending.
    pub columns: Vec<(u32, String, super::Meaning)>,
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    Empty,
    TooLarge {
        bytes: u64,
        limit: u64,
    },
    /// A compressed file that would unfold beyond the limit.
    Inflated {
        limit: u64,
    },
    Encrypted,
    UnknownKind,
    Damaged {
        detail: String,
    },
    /// Text in no encoding that rosters use.
    Encoding,
    /// No sheet has a row with column names such as 姓名 and 身份证号.
    NoHeader,
    /// There is a header but nobody below it.
    Nobody,
    TooManyRows {
        limit: usize,
    },
    /// More filled fields, or more text in them.
    TooManyFields {
        limit: usize,
    },
    /// One field has more text than that, in bytes.
    FieldTooLong {
        limit: usize,
    },
    Cancelled,
}

/// A household of the file, ready to be compared with the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdDraft {
    pub key: String,
    /// Place in [`Reading::sheets`].
    pub sheet: usize,
    pub first_row: u32,
    /// Place in [`Reading::records`]; `None` when the roster names no head.
    pub head: Option<usize>,
    /// Places in [`Reading::records`], in the order of the roster.
    pub members: Vec<usize>,
    /// True when an error on one of its rows asks a person to decide.
    pub held: bool,
}

/// All of a file.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Reading {
    /// The name it was given, without folders.
    pub file: String,
    pub failure: Option<ReadFailure>,
    pub sheets: Vec<SheetReading>,
    /// Sheets without people: summaries, dictionaries, instructions, hidden ones.
    pub ignored_sheets: Vec<String>,
    pub records: Vec<Record>,
    /// People held back, because their number stands in another household or a person asked for it; not among
    /// `records`.
    pub held: Vec<Record>,
    /// In order of sheet and row.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// The answer to a file that is not even opened; `None` when its size (in bytes) may be read.
    pub fn too_large(file: &str, bytes: u64) -> Option<Self> {
        let limit = super::FILE_LIMIT;
        (bytes > limit).then(|| Self::failed(file, ReadFailure::TooLarge { bytes, limit }))
    }

    pub(super) fn failed(file: &str, failure: ReadFailure) -> Self {
        Self { file: file.to_owned(), failure: Some(failure), ..Self::default() }
    }

    /// The households in the order of their first rows.
    pub fn households(&self) -> Vec<HouseholdDraft> {
        let mut drafts: Vec<HouseholdDraft> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for (at, record) in self.records.iter().enumerate() {
            let place = *places.entry(record.household.as_str()).or_insert_with(|| {
                drafts.push(HouseholdDraft {
                    key: record.household.clone(),
                    sheet: record.sheet,
                    first_row: record.row,
                    head: None,
                    members: Vec::new(),
                    held: false,
                });
                drafts.len() - 1
            });
            let draft = &mut drafts[place];
            draft.members.push(at);
            if record.head && draft.head.is_none() {
                draft.head = Some(at);
            }
        }
        let wrong = self.rows_with_errors();
        for draft in &mut drafts {
            draft.held = draft.members.iter().any(|at| {
                let record = &self.records[*at];
                wrong.contains(&(self.sheet_name(record.sheet), record.row))
            });
        }
        drafts
    }

    fn rows_with_errors(&self) -> std::collections::HashSet<(Option<&str>, u32)> {
        let errors = self.problems.iter().filter(|p| p.severity == Severity::Error && !p.accepted);
        errors.map(|p| (p.sheet.as_deref(), p.row)).collect()
    }

    /// Where a record's name stands.
    pub fn spot(&self, record: &Record) -> Spot {
        let sheet = self.sheet_name(record.sheet).map(str::to_owned);
        Spot { sheet, row: record.row, column: record.column }
    }

    /// The name of a sheet by its place; `None` for files without sheets.
    pub fn sheet_name(&self, place: usize) -> Option<&str> {
        self.sheets.get(place)?.name.as_deref()
    }
}
