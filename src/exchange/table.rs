//! Sheets of fields, whatever program wrote them. Limits are ours: a library is not asked for a whole sheet at once.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, SheetVisible, Xls, Xlsx};

use super::extent::Joined;
use super::reading::ReadFailure;
use super::roster::Progress;
use super::sniff::{Kind, kind_of};
use crate::domain::moment::Date;
use crate::domain::width::unseen;

/// A file on disk may be this large, in bytes: 30,000 rows take 3 MB as .xlsx and 10 MB as text.
pub const FILE_LIMIT: u64 = 32 << 20;
/// What a compressed file may unfold to; 30,000 rows of 20 columns take about 60 MB.
const INFLATED_LIMIT: u64 = 400 << 20;
/// What one entry that is kept in memory as a whole may unfold to: everything but the sheets themselves. The shared
/// words of 30,000 rows of 20 columns take about 20 MB.
const KEPT_LIMIT: u64 = 40 << 20;
/// A township has 30,000 to 60,000 people; that many were read within 256 MB.
const ROW_LIMIT: usize = 60_000;
/// Filled fields of a file: 60,000 people in 20 columns.
const FIELD_LIMIT: usize = 1_300_000;
/// Fields of one line of text, as many as the columns of a spreadsheet.
const SEPARATORS: usize = 16_384;
/// All text of a file, in bytes, and that of one field. A spreadsheet takes 32,767 characters into one; text files know
/// no limit.
const TEXT_LIMIT: usize = 64 << 20;
const FIELD_BYTES: usize = 4 << 20;
/// Columns beyond are not read: the widest forms seen have about 120.
pub(super) const COLUMN_LIMIT: u32 = 1024;
/// A sheet ends where this many rows hold nothing.
const EMPTY_ROWS: u32 = 5_000;

/// What one place of a sheet holds. Blank text never becomes a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Field {
    Text(String),
    Number(f64),
    Date(Date),
    /// A formula whose result was not saved.
    NoValue,
}

/// A row with at least one field; `number` counts from 1, columns from 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Row {
    pub number: u32,
    pub fields: BTreeMap<u32, Field>,
}

/// Fields joined to one: rows and columns from 0, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Sheet {
    pub name: Option<String>,
    pub hidden: bool,
    pub rows: Vec<Row>,
    pub merges: Vec<Merge>,
}

impl Field {
    pub fn text(text: &str) -> Option<Self> {
        (!text.chars().all(unseen)).then(|| Self::Text(text.to_owned()))
    }

    /// As a person would type it; whole numbers without a point.
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => text.trim_matches(unseen).to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::NoValue => String::new(),
        }
    }
}

impl Sheet {
    /// The row with this number, from 1.
    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }
}

impl Row {
    /// The field as text; empty where there is none.
    pub fn text(&self, column: u32) -> String {
        self.fields.get(&column).map(Field::written).unwrap_or_default()
    }

    /// Columns with something in them, from left to right.
    pub fn columns(&self) -> Vec<u32> {
        let mut columns: Vec<u32> = self.fields.keys().copied().collect();
        columns.sort_unstable();
        columns
    }

    pub fn first_text(&self) -> String {
        self.columns().first().map(|c| self.text(*c)).unwrap_or_default()
    }
}

/// Tells how far reading has come; `Break` gives it up.
pub(super) type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// All sheets of a file.
pub(super) fn sheets(bytes: &[u8], watch: &mut Watch<'_>) -> Result<Vec<Sheet>, ReadFailure> {
    let length = bytes.len() as u64;
    if length > FILE_LIMIT {
        return Err(ReadFailure::TooLarge { bytes: length, limit: FILE_LIMIT });
    }
    match kind_of(bytes)? {
        Kind::Zip => {
            let joined = guard_inflation(bytes)?;
            unfailing(|| xlsx(bytes, joined, watch))
        }
        Kind::Ole => unfailing(|| ole(bytes)),
        Kind::Html(text) => Ok(vec![super::html::sheet(&text)?]),
        Kind::Text(text) => Ok(vec![separated(text)?]),
    }
    .and_then(within_limit)
}

/// More than the limit is refused, never cut off in silence.
fn within_limit(sheets: Vec<Sheet>) -> Result<Vec<Sheet>, ReadFailure> {
    let rows: usize = sheets.iter().map(|sheet| sheet.rows.len()).sum();
    if rows > ROW_LIMIT { Err(ReadFailure::TooManyRows { limit: ROW_LIMIT }) } else { Ok(sheets) }
}

/// How much may still be taken in.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    rows: usize,
    fields: usize,
    bytes: usize,
}

impl Budget {
    pub fn whole() -> Self {
        Self { rows: ROW_LIMIT, fields: FIELD_LIMIT, bytes: TEXT_LIMIT }
    }

    pub fn row(&mut self) -> Result<(), ReadFailure> {
        self.rows = self.rows.checked_sub(1).ok_or(ReadFailure::TooManyRows { limit: ROW_LIMIT })?;
        Ok(())
    }

    pub fn field(&mut self, field: &Field) -> Result<(), ReadFailure> {
        let bytes = if let Field::Text(text) = field { text.len() } else { 0 };
        if bytes > FIELD_BYTES {
            return Err(ReadFailure::FieldTooLong { limit: FIELD_BYTES });
        }
        let left = self.fields.checked_sub(1).zip(self.bytes.checked_sub(bytes));
        (self.fields, self.bytes) = left.ok_or(ReadFailure::TooManyFields { limit: FIELD_LIMIT })?;
        Ok(())
    }
}

/// A library's own slip on a damaged file is a damaged file to the reader, never the end of the program.
fn unfailing<T>(read: impl FnOnce() -> Result<T, ReadFailure>) -> Result<T, ReadFailure> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(ReadFailure::Damaged { detail: String::new() }))
}

fn damaged(error: &impl ToString) -> ReadFailure {
    ReadFailure::Damaged { detail: error.to_string() }
}

/// Unfolds every entry into nothing and counts, because the sizes an archive states may be lies. Returns the joined fields
/// of an OpenDocument file, which are found on the way.
fn guard_inflation(bytes: &[u8]) -> Result<Joined, ReadFailure> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let mut left = INFLATED_LIMIT;
    for at in 0..archive.len() {
        let Ok(entry) = archive.by_index(at) else { continue };
        let streamed = entry.name().is_ok_and(|name| name.to_ascii_lowercase().starts_with("xl/worksheets/"));
        let limit = if streamed { left } else { left.min(KEPT_LIMIT) };
        let counted = std::io::copy(&mut entry.take(limit + 1), &mut std::io::sink()).map_err(|e| damaged(&e))?;
        if counted > limit {
            return Err(ReadFailure::Inflated { limit: if streamed { INFLATED_LIMIT } else { KEPT_LIMIT } });
        }
        left -= counted;
    }
    super::extent::of_ods(&mut archive)
}

fn xlsx(bytes: &[u8], joined: Joined, watch: &mut Watch<'_>) -> Result<Vec<Sheet>, ReadFailure> {
    let mut book: Xlsx<_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(calamine::XlsxError::Password) => return Err(ReadFailure::Encrypted),
        Err(error) => return ods(bytes, joined).unwrap_or_else(|| Err(damaged(&error))),
    };
    let listed = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    let mut budget = Budget::whole();
    for sheet in listed.into_iter().filter(|s| s.typ == calamine::SheetType::WorkSheet) {
        let merges = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(|e| damaged(&e))?;
        let mut rows = Rows::new(budget);
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|e| damaged(&e))? {
            let field = field_of_ref(&cell.value, cell.formula.is_some());
            if rows.put(cell.pos, field, watch)?.is_break() {
                break;
            }
        }
        budget = rows.budget;
        sheets.push(Sheet {
            name: Some(sheet.name),
            hidden: sheet.visible != SheetVisible::Visible,
            rows: rows.rows,
            merges: merges.iter().map(merge_of).collect(),
        });
    }
    Ok(sheets)
}

fn merge_of(area: &calamine::Dimensions) -> Merge {
    Merge { top: area.start.0, left: area.start.1, bottom: area.end.0, right: area.end.1.min(COLUMN_LIMIT) }
}

/// Rows as they come in, with our limits.
struct Rows {
    rows: Vec<Row>,
    budget: Budget,
}

impl Rows {
    fn new(budget: Budget) -> Self {
        Self { rows: Vec::new(), budget }
    }

    /// `Break` when the sheet has ended as far as we are concerned.
    fn put(
        &mut self,
        (row, column): (u32, u32),
        field: Option<Field>,
        watch: &mut Watch<'_>,
    ) -> Result<ControlFlow<()>, ReadFailure> {
        let number = row.saturating_add(1);
        let last = self.rows.last().map_or(0, |r| r.number);
        if number > last.saturating_add(EMPTY_ROWS) {
            return Ok(ControlFlow::Break(()));
        }
        let Some(field) = field.filter(|_| column < COLUMN_LIMIT) else { return Ok(ControlFlow::Continue(())) };
        if number != last {
            self.budget.row()?;
            if self.rows.len() % 1000 == 999 && watch(Progress { rows: self.rows.len() + 1 }).is_break() {
                return Err(ReadFailure::Cancelled);
            }
            self.rows.push(Row { number, fields: BTreeMap::new() });
        }
        self.budget.field(&field)?;
        if let Some(row) = self.rows.last_mut() {
            row.fields.insert(column, field);
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn field_of_ref(value: &DataRef<'_>, formula: bool) -> Option<Field> {
    match value {
        DataRef::SharedString(text) => Field::text(text),
        DataRef::Empty => formula.then_some(Field::NoValue),
        other => field_of(&Data::from(other.clone()), formula),
    }
}

fn field_of(value: &Data, formula: bool) -> Option<Field> {
    match value {
        // A spreadsheet keeps 15 digits of any number.
        Data::Int(number) => number.to_string().parse().ok().map(Field::Number),
        Data::Float(number) => Some(Field::Number(*number)),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Field::text(text).or_else(|| formula.then_some(Field::NoValue))
        }
        Data::Bool(yes) => Some(Field::Text(if *yes { "是" } else { "否" }.into())),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Date::from_ymd_opt(year.into(), month.into(), day.into())
                .map(Field::Date)
                .or(Some(Field::Number(moment.as_f64())))
        }
        Data::Error(_) => Some(Field::NoValue),
        Data::Empty => None,
    }
}

/// The older container: an encrypted workbook, or .xls. Its reader takes whole sheets, which the format itself keeps
/// to 65,536 rows of 256 columns.
fn ole(bytes: &[u8]) -> Result<Vec<Sheet>, ReadFailure> {
    if contains_utf16(bytes, "EncryptedPackage") {
        return Err(ReadFailure::Encrypted);
    }
    super::extent::of_xls(bytes)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => ReadFailure::Encrypted,
        other => damaged(&other),
    })?;
    let joined = |book: &Xls<_>, name: &str| {
        let areas = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        areas.iter().map(merge_of).collect()
    };
    whole_sheets(&mut book, joined)
}

/// Names of streams stand in UTF-16 in the container's directory.
fn contains_utf16(bytes: &[u8], word: &str) -> bool {
    let wanted: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// `None` when the archive is no OpenDocument sheet either.
fn ods(bytes: &[u8], mut joined: Joined) -> Option<Result<Vec<Sheet>, ReadFailure>> {
    let mut book: calamine::Ods<_> = calamine::Ods::new(Cursor::new(bytes)).ok()?;
    Some(whole_sheets(&mut book, |_, name| joined.remove(name).unwrap_or_default()))
}

fn whole_sheets<'a, R: Reader<Cursor<&'a [u8]>>>(
    book: &mut R,
    mut joined: impl FnMut(&R, &str) -> Vec<Merge>,
) -> Result<Vec<Sheet>, ReadFailure> {
    let listed = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    let mut budget = Budget::whole();
    for sheet in listed {
        let Ok(range) = book.worksheet_range(&sheet.name) else { continue };
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Vec::new();
        for (values, number) in range.rows().zip(top + 1..) {
            let fields: BTreeMap<u32, Field> =
                values.iter().zip(left..COLUMN_LIMIT).filter_map(|(v, c)| Some((c, field_of(v, false)?))).collect();
            if !fields.is_empty() {
                budget.row()?;
                fields.values().try_for_each(|field| budget.field(field))?;
                rows.push(Row { number, fields });
            }
        }
        let hidden = sheet.visible != SheetVisible::Visible;
        let merges = joined(book, &sheet.name);
        sheets.push(Sheet { name: Some(sheet.name), hidden, rows, merges });
    }
    Ok(sheets)
}

/// Text with a separator between fields: comma, tab, semicolon or bar, whichever the first lines agree on.
fn separated(mut text: String) -> Result<Sheet, ReadFailure> {
    let mut budget = Budget::whole();
    if !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    // A plain push may double what is held.
    text.reserve_exact(1);
    text.push('\n');
    let separator = delimiter(&text);
    // The library keeps the end of every field of a row, eight bytes each.
    let fields = |line: &str| line.bytes().filter(|byte| *byte == separator).count();
    if text.lines().any(|line| line.len() > SEPARATORS && fields(line) > SEPARATORS) {
        return Err(ReadFailure::TooManyFields { limit: SEPARATORS });
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut number, mut line) = (0_u32, reader.position().line());
    let mut record = csv::StringRecord::new();
    while matches!(reader.read_record(&mut record), Ok(true)) && rows.len() <= ROW_LIMIT {
        // The library passes over blank lines without a word, but a spreadsheet counts them as rows.
        let passed = reader.position().line() - line;
        line = reader.position().line();
        let inside = record.iter().map(|f| f.matches('\n').count() as u64).sum::<u64>();
        let blank = passed.saturating_sub(1 + inside);
        number = number.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX)).saturating_add(1);
        let fields: BTreeMap<u32, Field> = (0..COLUMN_LIMIT)
            .zip(record.iter())
            .filter_map(|(c, text)| Some((c, Field::text(unwrapped(text))?)))
            .collect();
        if !fields.is_empty() {
            budget.row()?;
            fields.values().try_for_each(|field| budget.field(field))?;
            rows.push(Row { number, fields });
        }
    }
    Ok(Sheet { rows, ..Sheet::default() })
}

/// `="0012"`, by which exports keep a spreadsheet from cutting zeros off, is `0012`.
fn unwrapped(text: &str) -> &str {
    text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(text)
}

fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(40).collect();
    let lines_with = |c: char| lines.iter().filter(|l| l.matches(c).count() >= 2).count();
    let all = [',', '\t', ';', '|'].map(|c| (lines_with(c), c));
    // The first of equals wins: a comma is the likelier one.
    let best = all.iter().rev().max_by_key(|(count, _)| *count).map_or(',', |(_, c)| *c);
    u8::try_from(best).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<u32> {
        separated(text.to_owned()).unwrap().rows.iter().map(|r| r.number).collect()
    }

    #[test]
    fn rows_of_text_count_as_a_spreadsheet_shows_them() {
        assert_eq!(numbers("a,b\r\nc,d\r\n"), [1, 2]);
        assert_eq!(numbers("a,b\n\n\nc,d"), [1, 4]);
        assert_eq!(numbers("\na,\"b\nb\"\n\nc,d\n,,\ne,f\n"), [2, 4, 6]);
        assert_eq!(numbers("a,b\rc,d\r"), [1, 2]);
    }

    #[test]
    fn the_separator_is_what_the_lines_agree_on() {
        for text in ["a,b,c\n1,2,3\n", "a\tb\tc\n1\t2\t3\n", "a;b;c\n1;2;3\n"] {
            assert_eq!(separated(text.to_owned()).unwrap().rows[1].text(2), "3", "{text}");
        }
    }

    #[test]
    fn a_protected_workbook_is_told_from_a_damaged_one() {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        assert!(matches!(sheets(&bytes, &mut |_| ControlFlow::Continue(())), Err(ReadFailure::Damaged { .. })));
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(sheets(&bytes, &mut |_| ControlFlow::Continue(())), Err(ReadFailure::Encrypted));
    }
}
