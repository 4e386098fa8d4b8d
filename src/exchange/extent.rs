//! How large a rectangle of fields a file asks for, looked at before a library that keeps whole rectangles opens it: one
//! stray field in the last corner of a sheet would otherwise ask for gigabytes.

use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::reading::ReadFailure;

/// Fields of one sheet, blank ones between included.
const RECTANGLE_LIMIT: u64 = 3_000_000;

fn too_many() -> ReadFailure {
    ReadFailure::TooManyFields { limit: usize::try_from(RECTANGLE_LIMIT).unwrap_or(usize::MAX) }
}

/// Checks the sheets of an OpenDocument file.
pub(super) fn of_ods(archive: &mut zip::ZipArchive<impl Read + Seek>) -> Result<(), ReadFailure> {
    let Ok(content) = archive.by_name("content.xml") else { return Ok(()) };
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut sheet = Extent::default();
    let (mut times, mut column, mut covers, mut filled) = (1, 0, 1, 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "table" => {
                sheet = Extent::default();
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "table-row" => {
                sheet.pass(times, filled)?;
                (times, column, filled) = (number(&tag, "number-rows-repeated"), 0, 0);
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref().ends_with("table-cell") => {
                covers = number(&tag, "number-columns-repeated");
                column += covers;
                if has_value(&tag) {
                    filled = column;
                }
            }
            // A paragraph is what a field shows.
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "p" && covers > 0 => filled = column,
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "table" => {
                sheet.pass(times, filled)?;
                filled = 0;
            }
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

fn has_value(tag: &BytesStart<'_>) -> bool {
    tag.attributes().with_checks(false).flatten().any(|a| a.key.local_name().as_ref() == "value-type")
}

fn number(tag: &BytesStart<'_>, name: &str) -> u64 {
    let mut attributes = tag.attributes();
    let value = attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
    value.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1)
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
    chain(long(entry, 116)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_counts_from_the_first_corner_to_the_last_field() {
        let mut sheet = Extent::default();
        assert_eq!(sheet.pass(1, 20), Ok(()));
        assert_eq!(sheet.pass(1_048_570, 0), Ok(()), "blank rows at the end ask for nothing");
        assert_eq!(sheet.pass(1, 1), Err(too_many()));
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
