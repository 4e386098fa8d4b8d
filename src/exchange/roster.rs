//! From bytes to a reading: the steps in their order.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::check;
use super::group;
use super::guidance::{Guidance, Line};
use super::reading::{Problem, ProblemCode, ReadFailure, Reading, Severity, SheetReading, SkipReason};
use super::rows::{self, Crowd, Person};
use super::table::{self, Sheet, Watch};

/// How far reading has come: rows of the sheet being read so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub rows: usize,
}

/// Reads a roster from the bytes of a file; `name` is only repeated in the answer. Never panics, writes nothing.
/// `progress` is called about every 1,000 rows; its `Break` ends the reading as cancelled.
pub fn read_roster(name: &str, bytes: &[u8], progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Reading {
    read_roster_with(name, bytes, &Guidance::default(), progress)
}

/// As [`read_roster`], with what a person has said about the file.
pub fn read_roster_with(
    name: &str,
    bytes: &[u8],
    guidance: &Guidance,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Reading {
    match Source::open(name, bytes, progress) {
        Ok(source) => source.read(guidance, progress),
        Err(failure) => Reading::failed(name, failure),
    }
}

/// An opened file: its fields as they stand, which can be read again and again with other guidance.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    sheets: Vec<Sheet>,
}

impl Source {
    /// Opens the bytes of a file; `progress` as in [`read_roster`].
    ///
    /// # Errors
    /// What keeps the file from being opened; finding no header or nobody in it is told by [`Self::read`].
    pub fn open(
        name: &str,
        bytes: &[u8],
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, ReadFailure> {
        Ok(Self { name: name.to_owned(), sheets: table::sheets(bytes, progress)? })
    }

    /// People, households and problems under this guidance. Pure.
    pub fn read(&self, guidance: &Guidance, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Reading {
        read_sheets(&self.name, &self.sheets, guidance, progress)
    }

    /// What stands in a row: column from 0 and text, from left to right; nothing for a blank row.
    pub fn fields(&self, line: &Line) -> Vec<(u32, String)> {
        let row = self.sheets.iter().find(|sheet| sheet.name == line.sheet).and_then(|sheet| sheet.row(line.row));
        row.map(|row| row.columns().into_iter().map(|c| (c, row.text(c))).collect()).unwrap_or_default()
    }

    /// Names of all sheets in the file's order with whether each is hidden; `None` for files without sheets.
    pub fn sheets(&self) -> impl Iterator<Item = (Option<&str>, bool)> {
        self.sheets.iter().map(|sheet| (sheet.name.as_deref(), sheet.hidden))
    }
}

/// Reads what is already a set of sheets.
fn read_sheets(name: &str, sheets: &[Sheet], guidance: &Guidance, progress: &mut Watch<'_>) -> Reading {
    let mut reading = Reading { file: name.to_owned(), ..Reading::default() };
    let mut placed = Vec::new();
    let mut header_seen = false;
    for sheet in sheets {
        if progress(Progress { rows: 0 }).is_break() {
            return Reading::failed(name, ReadFailure::Cancelled);
        }
        let mended = guidance.mended(sheet);
        let named = guidance.headers.get(&sheet.name).copied();
        let crowd = if guidance.reads(sheet) { rows::people_of(&mended, &guidance.columns, named) } else { None };
        header_seen |= crowd.is_some();
        match crowd {
            Some(crowd) if !crowd.people.is_empty() => {
                // Most files have one sheet, whose people need not be copied.
                let mut people = take_sheet(&mut reading, &mended, crowd);
                if placed.is_empty() { placed = people } else { placed.append(&mut people) }
            }
            _ => reading.ignored_sheets.extend(sheet.name.clone()),
        }
    }
    if placed.is_empty() {
        let failure = if header_seen { ReadFailure::Nobody } else { ReadFailure::NoHeader };
        return Reading { ignored_sheets: reading.ignored_sheets, ..Reading::failed(name, failure) };
    }
    check::gather(set_aside(placed, guidance, &mut reading), &mut reading);
    finish(&mut reading);
    for problem in &mut reading.problems {
        problem.accepted = guidance.has_accepted(problem);
        let sheet = sheets.iter().find(|sheet| sheet.name == problem.sheet);
        let field = sheet.and_then(|sheet| sheet.row(problem.row)).zip(problem.column);
        let mend = problem.spot().and_then(|spot| guidance.mends.get(&spot));
        problem.text = mend.cloned().or_else(|| field.map(|(row, column)| row.text(column))).unwrap_or_default();
    }
    reading
}

/// Takes out the rows that a person lets wait, with the whole household where the head's is one of them.
fn set_aside(placed: Vec<Person>, guidance: &Guidance, reading: &mut Reading) -> Vec<Person> {
    if guidance.held.is_empty() {
        return placed;
    }
    let waits = |person: &Person| guidance.held.contains(&reading.spot(&person.record).line());
    let heads = placed.iter().filter(|p| p.record.head && waits(p));
    let households: HashSet<String> = heads.map(|p| p.record.household.clone()).collect();
    let (out, kept): (Vec<_>, Vec<_>) =
        placed.into_iter().partition(|p| waits(p) || households.contains(&p.record.household));
    for person in out {
        check::pass_over(reading, person.record, SkipReason::SetAside);
    }
    kept
}

fn take_sheet(reading: &mut Reading, sheet: &Sheet, crowd: Crowd) -> Vec<Person> {
    let place = reading.sheets.len();
    let Crowd { mut people, header_rows, skipped, columns, slips } = crowd;
    let headers: Rc<BTreeMap<u32, String>> = Rc::new(columns.iter().map(|c| (c.at, c.header.clone())).collect());
    for person in &mut people {
        person.record.sheet = place;
        person.headers = Rc::clone(&headers);
    }
    let found = group::group(&mut people, &format!("{}-", place + 1));
    reading.sheets.push(SheetReading {
        name: sheet.name.clone(),
        header_rows,
        skipped,
        columns: columns.into_iter().map(|c| (c.at, c.header, c.meaning)).collect(),
        ..SheetReading::default()
    });
    reading.problems.extend(slips.0.into_iter().map(|mut problem| {
        problem.sheet.clone_from(&sheet.name);
        problem
    }));
    for (at, meaning, code, severity) in found {
        check::tell(reading, &people[at], meaning, code, severity);
    }
    people
}

/// Counts, and puts problems into the order of rows.
fn finish(reading: &mut Reading) {
    for place in 0..reading.sheets.len() {
        let here = || reading.records.iter().filter(|r| r.sheet == place);
        let households: HashSet<&str> = here().map(|r| r.household.as_str()).collect();
        let (households, members) = (households.len(), here().count());
        reading.sheets[place].households = households;
        reading.sheets[place].members = members;
    }
    suspect_zeros(reading);
    let order: BTreeMap<Option<String>, usize> =
        reading.sheets.iter().enumerate().map(|(at, s)| (s.name.clone(), at)).collect();
    reading.problems.sort_by_key(|p| (order.get(&p.sheet).copied(), p.row, p.column));
}

/// Where a spreadsheet cut a column's numbers to 15 digits, about one in eleven of what is left passes the check: when
/// others of the sheet were cut, no number that ends in 000 is believed.
fn suspect_zeros(reading: &mut Reading) {
    let damaged: HashSet<Option<String>> =
        reading.problems.iter().filter(|p| p.code == ProblemCode::IdPrecisionLost).map(|p| p.sheet.clone()).collect();
    for record in &mut reading.records {
        let sheet = reading.sheets.get(record.sheet);
        let ends = record.id.is_some_and(|id| id.as_str().ends_with("000"));
        let Some(sheet) = sheet.filter(|s| ends && damaged.contains(&s.name)) else { continue };
        let column = sheet.columns.iter().find(|(_, _, meaning)| *meaning == super::Meaning::Id);
        record.id = None;
        let at = column.map(|(at, ..)| *at);
        reading.problems.push(Problem {
            sheet: sheet.name.clone(),
            header: column.map(|(_, header, _)| header.clone()),
            ..Problem::new(record.row, at, ProblemCode::IdPrecisionLost, Severity::Error)
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::table::{Field, Merge, Row};
    use super::*;

    fn onward(_: Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    /// What stands in rosters, and what nobody expects there.
    fn field() -> impl Strategy<Value = Field> {
        let usual = [
            "姓名",
            "户主",
            "户主姓名",
            "与户主关系",
            "身份证号",
            "电话",
            "出生日期",
            "序号",
            "户号",
            "家庭成员1",
            "家庭人口数",
            "备注",
            "配偶",
            "张三",
            "合计",
            "第1页",
            "152499197905013894",
            "1524**********3894",
            "13800006579",
            "1979.5",
            "王府村1组",
            "低保户",
            "√",
            "村",
            "组",
        ];
        prop_oneof![
            6 => prop::sample::select(usual.to_vec()).prop_map(|text| Field::Text(text.into())),
            1 => "\\PC{1,12}".prop_map(Field::Text),
            1 => any::<f64>().prop_map(Field::Number),
            1 => Just(Field::NoValue),
        ]
    }

    fn sheet() -> impl Strategy<Value = Sheet> {
        let row = prop::collection::btree_map(0..9_u32, field(), 1..9);
        let merge = (0..12_u32, 0..9_u32, 0..4_u32, 0..4_u32).prop_map(|(top, left, down, right)| Merge {
            top,
            left,
            bottom: top + down,
            right: left + right,
        });
        // Without one usual row most grids would be no roster at all.
        let header = prop::option::weighted(0.8, (0..14_usize, 0..6_u32));
        (prop::collection::vec((row, 1..3_u32), 0..14), prop::collection::vec(merge, 0..3), header).prop_map(
            |(mut rows, merges, header)| {
                if let Some((at, left)) = header {
                    let words = ["户主", "姓名", "身份证号", "电话"].map(|word| Field::Text(word.into()));
                    rows.insert(at.min(rows.len()), ((left..).zip(words).collect(), 1));
                }
                let mut number = 0;
                let rows = rows.into_iter().map(|(fields, step)| {
                    number += step;
                    Row { number, fields }
                });
                Sheet { name: Some("表".into()), hidden: false, rows: rows.collect(), merges }
            },
        )
    }

    #[test]
    fn a_number_that_stands_beside_a_columns_name_loses_no_row() {
        let text = |text: &str| Field::Text(text.into());
        let id = || text("152499197905013894");
        let rows = [vec![(0, text("姓名"))], vec![(0, id())], vec![(0, id()), (1, text("身份证号"))]];
        let rows = (1..).zip(rows).map(|(number, fields)| Row { number, fields: fields.into_iter().collect() });
        let sheet = Sheet { rows: rows.collect(), ..Sheet::default() };
        let reading = read_sheets("x", &[sheet], &Guidance::default(), &mut onward);
        let taken: Vec<u32> = reading.records.iter().map(|record| record.row).collect();
        let told: Vec<u32> = reading.sheets.iter().flat_map(|sheet| &sheet.skipped).map(|skip| skip.row).collect();
        assert_eq!((taken, told), (vec![3], vec![1, 2]), "{:?}", reading.failure);
    }

    #[test]
    fn a_name_in_a_column_that_is_nobodys_place_loses_no_row() {
        let text = |text: &str| Field::Text(text.into());
        let rows = [
            vec![(0, text("电话")), (3, text("身份证号"))],
            vec![(0, text("姓名")), (4, text("家庭成员1")), (8, text("户主"))],
            vec![(0, Field::Number(0.0)), (8, text("姓名"))],
            vec![(4, text("姓名")), (5, text("𑀀"))],
        ];
        let rows = (1..).zip(rows).map(|(number, fields)| Row { number, fields: fields.into_iter().collect() });
        let sheet = Sheet { rows: rows.collect(), ..Sheet::default() };
        let reading = read_sheets("x", &[sheet], &Guidance::default(), &mut onward);
        let taken = reading.records.iter().map(|record| record.row);
        let told = reading.sheets.iter().flat_map(|sheet| &sheet.skipped).map(|skip| skip.row);
        let all: std::collections::BTreeSet<u32> = taken.chain(told).collect();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4], "{:?}", reading.failure);
    }

    proptest! {
        #[test]
        fn any_bytes_get_an_answer(head in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<table>", b"\xFF\xFE"]),
                                   bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let reading = read_roster("x", &[head, &bytes].concat(), &mut onward);
            prop_assert_eq!(reading.failure.is_some(), reading.records.is_empty());
        }

        #[test]
        fn every_row_of_any_grid_is_a_person_or_passed_over_with_a_reason(sheet in sheet()) {
            let reading = read_sheets("x", std::slice::from_ref(&sheet), &Guidance::default(), &mut onward);
            if reading.failure.is_some() {
                return Ok(());
            }
            for row in &sheet.rows {
                let taken = reading.records.iter().any(|r| r.row == row.number);
                let told = reading.sheets[0].skipped.iter().any(|s| s.row == row.number);
                prop_assert!(taken || told, "row {} is lost", row.number);
            }
            let members: usize = reading.households().iter().map(|h| h.members.len()).sum();
            prop_assert_eq!(members, reading.records.len());
            prop_assert_eq!(reading.sheets[0].households, reading.households().len());
        }

        #[test]
        fn no_identity_number_is_taken_twice(sheet in sheet()) {
            let reading = read_sheets("x", &[sheet.clone(), sheet], &Guidance::default(), &mut onward);
            let numbers: Vec<_> = reading.records.iter().filter_map(|r| r.id).collect();
            let distinct: HashSet<_> = numbers.iter().collect();
            prop_assert_eq!(distinct.len(), numbers.len());
        }
    }
}
