//! What a person says about a file before it is taken: what columns hold, what a field should say, which rows wait.
//!
//! The file is never written. The same guidance over the same file always gives the same reading, so a correction is
//! one more entry here and one more reading.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::column_map::ColumnMap;
use super::reading::{Problem, letters};
use super::table::{Field, Row, Sheet};

/// A row of a file. `sheet` is `None` in files without sheets, rows count from 1 as the spreadsheet shows them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line {
    pub sheet: Option<String>,
    pub row: u32,
}

/// A field of a file: as [`Line`], with its column from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    pub sheet: Option<String>,
    pub row: u32,
    pub column: u32,
}

impl Spot {
    /// The column's letters as the spreadsheet shows them.
    pub fn column_letters(&self) -> String {
        letters(self.column)
    }

    /// The row it stands on.
    pub fn line(&self) -> Line {
        Line { sheet: self.sheet.clone(), row: self.row }
    }
}

/// Everything a person has said about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guidance {
    pub columns: ColumnMap,
    /// Sheets to be read although they are hidden (`true`), or to be left out (`false`).
    pub sheets: BTreeMap<String, bool>,
    /// The row of each sheet's header (from 1), where its words tell nothing.
    pub headers: BTreeMap<Option<String>, u32>,
    /// What fields say instead of what stands in the file; an empty text empties the field.
    pub mends: BTreeMap<Spot, String>,
    /// Rows that wait. Where the head's row waits, the household does.
    pub held: BTreeSet<Line>,
    accepted: BTreeSet<(Line, Option<u32>, &'static str)>,
}

impl From<ColumnMap> for Guidance {
    fn from(columns: ColumnMap) -> Self {
        Self { columns, ..Self::default() }
    }
}

impl Guidance {
    /// Takes the row of a problem as it was read; the problem is still told, but asks no more.
    pub fn accept(&mut self, problem: &Problem) {
        self.accepted.insert(key(problem));
    }

    /// Lets a problem ask again.
    pub fn reopen(&mut self, problem: &Problem) {
        self.accepted.remove(&key(problem));
    }

    pub fn has_accepted(&self, problem: &Problem) -> bool {
        self.accepted.contains(&key(problem))
    }

    /// Whether a sheet is to be read.
    pub(super) fn reads(&self, sheet: &Sheet) -> bool {
        let said = sheet.name.as_ref().and_then(|name| self.sheets.get(name));
        said.copied().unwrap_or(!sheet.hidden)
    }

    /// The sheet with the fields that were mended.
    pub(super) fn mended<'a>(&self, sheet: &'a Sheet) -> Cow<'a, Sheet> {
        let mut mended = Cow::Borrowed(sheet);
        for (spot, text) in self.mends.iter().filter(|(spot, _)| spot.sheet == sheet.name) {
            let rows = &mut mended.to_mut().rows;
            let at = rows.binary_search_by_key(&spot.row, |row| row.number).unwrap_or_else(|at| {
                rows.insert(at, Row { number: spot.row, fields: BTreeMap::new() });
                at
            });
            match Field::text(text) {
                Some(field) => rows[at].fields.insert(spot.column, field),
                None => rows[at].fields.remove(&spot.column),
            };
        }
        if let Cow::Owned(sheet) = &mut mended {
            sheet.rows.retain(|row| !row.fields.is_empty());
        }
        mended
    }
}

fn key(problem: &Problem) -> (Line, Option<u32>, &'static str) {
    (problem.line(), problem.column, problem.code.code())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::reading::ProblemCode;
    use super::super::{Meaning, ReadFailure, Reading, Source};
    use super::*;

    const ROSTER: &str = "户号,姓名,关系,身份证号,代码\n\
        1,张三,户主,152499197905013895,x\n\
        1,李四,配偶,,y\n\
        2,王五,户主,,152499197905013894\n\
        2,赵六,子,,z\n";

    fn source(text: &str) -> Source {
        Source::open("r.csv", text.as_bytes(), &mut |_| ControlFlow::Continue(())).unwrap()
    }

    fn read(source: &Source, guidance: &Guidance) -> Reading {
        source.read(guidance, &mut |_| ControlFlow::Continue(()))
    }

    fn spot(row: u32, column: u32) -> Spot {
        Spot { sheet: None, row, column }
    }

    fn names(reading: &Reading) -> Vec<&str> {
        reading.records.iter().map(|record| record.name.as_str()).collect()
    }

    #[test]
    fn a_mended_field_is_read_as_if_the_file_said_so_and_the_file_stays() {
        let source = source(ROSTER);
        let before = read(&source, &Guidance::default());
        let wrong = before.problems.iter().find(|p| p.row == 2).unwrap();
        assert_eq!(wrong.text, "152499197905013895");
        let mut guidance = Guidance::default();
        guidance.mends.insert(wrong.spot().unwrap(), "152499197905013894".into());
        guidance.mends.insert(spot(3, 1), "李四妹".into());
        let after = read(&source, &guidance);
        assert!(after.problems.iter().all(|p| p.row != 2), "{:?}", after.problems);
        assert_eq!(after.records[0].id.unwrap().as_str(), "152499197905013894");
        assert_eq!(names(&after), ["张三", "李四妹", "王五", "赵六"]);
        assert_eq!(after.spot(&after.records[1]), spot(3, 1));
        assert_eq!(source.fields(&wrong.line())[3], (3, "152499197905013895".into()));
        assert_eq!(read(&source, &Guidance::default()), before);
        // Mending with nonsense tells what stands there now.
        guidance.mends.insert(spot(2, 3), "12".into());
        let text = &read(&source, &guidance).problems[0].text;
        assert_eq!(text, "12");
    }

    #[test]
    fn an_emptied_or_added_row_is_gone_or_there() {
        let source = source("户号,姓名\n1,张三\n\n2,王五\n");
        let mut guidance = Guidance::default();
        guidance.mends.insert(spot(4, 0), String::new());
        guidance.mends.insert(spot(4, 1), " ".into());
        guidance.mends.insert(spot(3, 1), "李四".into());
        assert_eq!(names(&read(&source, &guidance)), ["张三", "李四"]);
    }

    #[test]
    fn a_problem_that_is_accepted_asks_no_more() {
        let source = source(ROSTER);
        let first = read(&source, &Guidance::default());
        assert!(first.households()[0].held && first.problems[0].code.code() == "ID_CHECKSUM");
        let mut guidance = Guidance::default();
        guidance.accept(&first.problems[0]);
        let second = read(&source, &guidance);
        assert!(second.problems[0].accepted && !second.households()[0].held);
        guidance.reopen(&first.problems[0]);
        assert_eq!(read(&source, &guidance), first);
    }

    #[test]
    fn a_row_waits_alone_and_a_heads_row_with_its_household() {
        let source = source(ROSTER);
        let mut guidance = Guidance::default();
        guidance.held.insert(spot(3, 0).line());
        let reading = read(&source, &guidance);
        assert_eq!(names(&reading), ["张三", "王五", "赵六"]);
        guidance.held.insert(spot(4, 0).line());
        let reading = read(&source, &guidance);
        assert_eq!(names(&reading), ["张三"]);
        assert_eq!(reading.held.iter().map(|r| r.row).collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(reading.sheets[0].skipped.len(), 4, "{:?}", reading.sheets[0].skipped);
    }

    #[test]
    fn which_of_two_with_one_number_is_taken_is_said_by_letting_the_other_wait() {
        let source = source(
            "户号,姓名,关系,身份证号\n1,张三,户主,152499197905013894\n2,李四,户主,\n2,张三,子,152499197905013894\n",
        );
        let first = read(&source, &Guidance::default());
        assert!(first.problems.iter().any(|p| matches!(p.code, ProblemCode::IdDuplicateOtherHousehold { .. })));
        assert_eq!(first.records.iter().map(|r| r.row).collect::<Vec<_>>(), [2, 3]);
        let mut guidance = Guidance::default();
        guidance.held.insert(spot(2, 0).line());
        let second = read(&source, &guidance);
        assert_eq!(second.records.iter().map(|r| r.row).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn a_column_is_what_a_person_says_of_its_place() {
        let source = source(ROSTER);
        let mut guidance = Guidance::default();
        guidance.columns.set_at(None, 4, Meaning::Id);
        guidance.columns.set_at(None, 3, Meaning::Ignored);
        let reading = read(&source, &guidance);
        assert_eq!(reading.records[2].id.unwrap().as_str(), "152499197905013894");
        assert_eq!(reading.sheets[0].columns[4], (4, "代码".into(), Meaning::Id));
        guidance.columns.forget_at(None, 4);
        guidance.columns.forget_at(None, 3);
        assert_eq!(read(&source, &guidance), read(&source, &Guidance::default()));
    }

    #[test]
    fn a_header_in_unknown_words_is_named_by_its_row() {
        let source = source("通讯录\n甲,乙,丙\n张三,户主,x\n李四,配偶,y\n");
        assert_eq!(read(&source, &Guidance::default()).failure, Some(ReadFailure::NoHeader));
        let mut guidance = Guidance::default();
        guidance.headers.insert(None, 2);
        guidance.columns.set_at(None, 0, Meaning::Name);
        let reading = read(&source, &guidance);
        assert_eq!(names(&reading), ["张三", "李四"]);
        assert_eq!(reading.records[1].relation, "配偶", "the contents say it");
    }

    #[test]
    fn every_meaning_has_a_name_in_both_languages() {
        use crate::i18n::Lang;
        for lang in [Lang::Zh, Lang::En] {
            let names: BTreeSet<_> = Meaning::ALL.iter().map(|meaning| meaning.label(lang)).collect();
            assert_eq!(names.len(), Meaning::ALL.len());
        }
    }
}
