//! How large a rectangle of fields a file asks for, looked at before a library that keeps whole rectangles opens it: one
//! stray field in the last corner of a sheet would otherwise ask for gigabytes.

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::reading::ReadFailure;
use super::table::{COLUMN_LIMIT, Merge};

/// Fields of one sheet, blank ones between included.
const RECTANGLE_LIMIT: u64 = 3_000_000;

fn too_many() -> ReadFailure {
    ReadFailure::TooManyFields { limit: usize::try_from(RECTANGLE_LIMIT).unwrap_or(usize::MAX) }
}

/// Joined fields by the name of their sheet.
pub(super) type Joined = BTreeMap<String, Vec<Merge>>;

/// Checks the sheets of an OpenDocument file, and finds the joined fields, which the library leaves out. Nothing is found
/// in other archives.
pub(super) fn of_ods(archive: &mut zip::ZipArchive<impl Read + Seek>) -> Result<Joined, ReadFailure> {
    let Ok(content) = archive.by_name("content.xml") else { return Ok(Joined::new()) };
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut joined = Joined::new();
    let (mut sheet, mut name) = (Extent::default(), String::new());
    // Of the row that is being walked: how often it stands, its fields so far, and up to which there is something.
    let (mut times, mut column, mut filled) = (0, 0, 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "table" => {
                (sheet, times, filled) = (Extent::default(), 0, 0);
                name = attribute(&tag, "name").unwrap_or_default();
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "table-row" => {
                sheet.pass(times, filled)?;
                (times, column, filled) = (number(&tag, "number-rows-repeated"), 0, 0);
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref().ends_with("table-cell") => {
                let down = number(&tag, "number-rows-spanned");
                let across = number(&tag, "number-columns-spanned");
                if down > 1 || across > 1 {
                    joined.entry(name.clone()).or_default().push(area(sheet.rows, column, down, across));
                }
                column = column.saturating_add(number(&tag, "number-columns-repeated"));
                if has_value(&tag) {
                    filled = column;
                }
            }
            // A paragraph is what a field shows.
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "p" => filled = column,
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "table" => {
                sheet.pass(times, filled)?;
                (times, filled) = (0, 0);
            }
            Ok(Event::Eof) | Err(_) => return Ok(joined),
            Ok(_) => {}
        }
    }
}

fn area(top: u64, left: u64, down: u64, across: u64) -> Merge {
    let place = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let last = |first: u64, length: u64| place(first.saturating_add(length.saturating_sub(1)));
    Merge { top: place(top), left: place(left), bottom: last(top, down), right: last(left, across).min(COLUMN_LIMIT) }
}

fn has_value(tag: &BytesStart<'_>) -> bool {
    tag.attributes().with_checks(false).flatten().any(|a| a.key.local_name().as_ref() == "value-type")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.value.as_ref();
    Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned))
}

fn number(tag: &BytesStart<'_>, name: &str) -> u64 {
    attribute(tag, name).and_then(|value| value.parse().ok()).unwrap_or(1)
}

/// Rows and columns from the first corner to the last filled field.
#[derive(Default)]
struct Extent {
    rows: u64,
    filled_rows: u64,
    columns: u64,
}

impl Extent {
    /// Takes `times` rows in, which hold something up to a column.
    fn pass(&mut self, times: u64, filled: u64) -> Result<(), ReadFailure> {
        self.rows = self.rows.saturating_add(times);
        if filled > 0 {
            self.filled_rows = self.rows;
            self.columns = self.columns.max(filled);
        }
        if self.filled_rows.saturating_mul(self.columns) > RECTANGLE_LIMIT { Err(too_many()) } else { Ok(()) }
    }
}

/// Checks the sheets of an .xls file (BIFF8) by the records of its fields.
pub(super) fn of_xls(bytes: &[u8]) -> Result<(), ReadFailure> {
    let Some(stream) = workbook_stream(bytes) else { return Ok(()) };
    let (mut at, mut sheet) = (0, Extent::default());
    while let (Some(kind), Some(length)) = (short(&stream, at), short(&stream, at + 2)) {
        let field = matches!(kind, 0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203..=0x0205 | 0x027E);
        if kind == 0x0809 {
            sheet = Extent::default();
        } else if field && let (Some(row), Some(column)) = (short(&stream, at + 4), short(&stream, at + 6)) {
            sheet.filled_rows = sheet.filled_rows.max(u64::from(row) + 1);
            sheet.columns = sheet.columns.max(u64::from(column) + 1);
            if sheet.filled_rows * sheet.columns > RECTANGLE_LIMIT {
                return Err(too_many());
            }
        }
        at += 4 + usize::from(length);
    }
    Ok(())
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The workbook inside the older container: sectors chained by an allocation table, found by its directory. `None` for
/// anything else; at most as long as the file.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = 1_usize.checked_shl(u32::from(short(bytes, 30)?)).filter(|size| (512..=4096).contains(size))?;
    let sector = |number: u32| {
        let from = (usize::try_from(number).ok()?).checked_add(1)?.checked_mul(size)?;
        bytes.get(from..(from + size).min(bytes.len()))
    };
    let mut tables: Vec<u32> = (0..109).filter_map(|at| long(bytes, 76 + at * 4)).collect();
    let mut next = long(bytes, 68)?;
    for _ in 0..bytes.len() / size {
        let Some(part) = sector(next) else { break };
        tables.extend((0..size / 4 - 1).filter_map(|at| long(part, at * 4)));
        next = long(part, size - 4)?;
    }
    let follow = |number: u32| {
        let table = sector(*tables.get(usize::try_from(number).ok()? / (size / 4))?)?;
        long(table, usize::try_from(number).ok()? % (size / 4) * 4)
    };
    let chain = |first: u32| {
        let mut stream = Vec::new();
        let mut at = first;
        while let Some(part) = sector(at).filter(|_| stream.len() < bytes.len()) {
            stream.extend_from_slice(part);
            at = follow(at)?;
        }
        Some(stream)
    };
    let directory = chain(long(bytes, 48)?)?;
    let named = |entry: &&[u8]| {
        ["Workbook", "Book"].iter().any(|name| {
            let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            entry.starts_with(&name)
        })
    };
    let entry = directory.chunks_exact(128).find(named)?;
    if long(entry, 120)? >= long(bytes, 56)? {
        return chain(long(entry, 116)?);
    }
    // A short stream lies in pieces of 64 bytes inside the first entry's, with a table of their own.
    let (pieces, table) = (chain(long(&directory, 116)?)?, chain(long(bytes, 60)?)?);
    let mut stream = Vec::new();
    let mut at = usize::try_from(long(entry, 116)?).ok()?;
    while let Some(piece) = pieces.chunks(64).nth(at).filter(|_| stream.len() < bytes.len()) {
        stream.extend_from_slice(piece);
        at = usize::try_from(long(&table, at * 4)?).ok()?;
    }
    Some(stream)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    #[test]
    fn a_rectangle_counts_from_the_first_corner_to_the_last_field() {
        let mut sheet = Extent::default();
        assert_eq!(sheet.pass(1, 20), Ok(()));
        assert_eq!(sheet.pass(1_048_570, 0), Ok(()), "blank rows at the end ask for nothing");
        assert_eq!(sheet.pass(1, 1), Err(too_many()));
    }

    fn archive_of(content: &str) -> zip::ZipArchive<Cursor<Vec<u8>>> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
        zip::ZipArchive::new(archive.finish().unwrap()).unwrap()
    }

    #[test]
    fn blank_rows_below_one_sheet_are_not_counted_to_the_next() {
        let cell = "<table:table-cell><text:p>x</text:p></table:table-cell>";
        let row = format!("<table:table-row>{}</table:table-row>", cell.repeat(10));
        let rest = "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell/></table:table-row>";
        let sheet = format!("<table:table>{row}{rest}</table:table>");
        assert_eq!(of_ods(&mut archive_of(&format!("<body>{sheet}{sheet}</body>"))), Ok(Joined::new()));
        let far = format!("<body><table:table>{rest}{row}</table:table></body>");
        assert_eq!(of_ods(&mut archive_of(&far)), Err(too_many()));
    }

    #[test]
    fn joined_fields_are_found_where_they_begin() {
        let content = "<b><table:table table:name=\"一 &amp; 二\"><table:table-row/>\
            <table:table-row table:number-rows-repeated=\"3\"/><table:table-row>\
            <table:table-cell table:number-columns-repeated=\"2\"/>\
            <table:table-cell table:number-rows-spanned=\"2\" table:number-columns-spanned=\"3\"/>\
            </table:table-row></table:table></b>";
        let area = Merge { top: 4, left: 2, bottom: 5, right: 4 };
        assert_eq!(of_ods(&mut archive_of(content)), Ok(Joined::from([("一 & 二".to_owned(), vec![area])])));
    }

    /// A container with one workbook of one field at the last row and this column, in a stream of its own or among the
    /// short ones.
    fn container(column: u16, short: bool) -> Vec<u8> {
        let mut file = vec![0_u8; 512 * 6];
        let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
        let end = u32::MAX - 1;
        put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        put(30, &9_u16.to_le_bytes());
        put(48, &1_u32.to_le_bytes());
        put(56, &4096_u32.to_le_bytes());
        put(60, &2_u32.to_le_bytes());
        put(68, &end.to_le_bytes());
        // Sectors: the table, the directory, the table of short streams, the stream.
        put(76, &0_u32.to_le_bytes());
        for at in 1..109 {
            put(76 + at * 4, &u32::MAX.to_le_bytes());
        }
        for at in 0..4 {
            put(512 + at * 4, &end.to_le_bytes());
        }
        let entry = |name: &str, start: u32, size: u32| {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry.resize(116, 0);
            entry.extend(start.to_le_bytes().into_iter().chain(size.to_le_bytes()).chain([0; 4]));
            entry
        };
        put(1024, &entry("Root Entry", 3, 512));
        put(1024 + 128, &if short { entry("Workbook", 2, 100) } else { entry("Workbook", 3, 4096) });
        put(1536 + 2 * 4, &end.to_le_bytes());
        let records = [0x0809_u16, 0, 0x0203, 14, 65_535, column];
        let records: Vec<u8> = records.into_iter().flat_map(u16::to_le_bytes).collect();
        put(2048 + if short { 2 * 64 } else { 0 }, &records);
        file
    }

    #[test]
    fn an_old_workbook_is_walked_wherever_its_stream_lies() {
        for short in [false, true] {
            assert_eq!(of_xls(&container(255, short)), Err(too_many()), "{short}");
            assert_eq!(of_xls(&container(9, short)), Ok(()), "{short}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_walked_to_an_end(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..3000)) {
            let head = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
            let mut file = [&head[..], &bytes].concat();
            if file.len() > 32 {
                (file[30], file[31]) = (9, 0);
            }
            proptest::prop_assert!(of_xls(&file).is_ok() || of_xls(&file) == Err(too_many()));
        }
    }
}
