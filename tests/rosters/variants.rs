//! The same roster as another office would have written it: columns in another order, other words for them, more columns
//! and lines, other notations, another kind of file. What is expected moves along.

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::GB18030;
use fastrand::Rng;

use crate::book::{Area, Cell, Line, Table, as_html, as_text, as_workbook, tables_of};
use crate::score::{Expected, ExpectedProblem, ExpectedSkip};
use crate::vocabulary::{NO, NOTES, OTHER_SHEETS, OTHERS, TICKS, TITLES, TOTALS, YES, other_word};

pub struct Variant {
    pub name: String,
    pub bytes: Vec<u8>,
    pub expected: Expected,
    pub tables: Vec<Table>,
}

impl Variant {
    /// The words of all headers, for telling what a reader stumbled over.
    pub fn headers(&self) -> String {
        let of_sheet = |sheet: &crate::score::ExpectedSheet| {
            let table = self.tables.iter().find(|table| table.name == sheet.name).unwrap();
            let rows = sheet.header_rows.iter().take(2).map(|row| &table.lines[*row as usize - 1]);
            rows.flat_map(|line| line.cells.values().map(Cell::text)).collect::<Vec<_>>().join(" ")
        };
        self.expected.sheets.iter().map(of_sheet).collect::<Vec<_>>().join(" || ").replace('\n', "")
    }
}

/// A variant that the seed fixes.
pub fn vary(name: &str, bytes: &[u8], expected: &Expected, seed: u64) -> Variant {
    let mut rng = Rng::with_seed(seed);
    let mut expected = expected.clone();
    let mut tables = tables_of(bytes);
    let several = tables.len() > 1;
    let days1904 = rng.u8(..4) == 0;
    // Whether households are marked by their numbers or head's names decides what may be merged and left blank.
    for table in &mut tables {
        let Some(at) = expected.sheets.iter().position(|sheet| sheet.name == table.was) else { continue };
        Change { table, expected: &mut expected, at, rng: &mut rng, sample: &name[..2] }.all();
    }
    let kind = if several || tables[0].stray { 0 } else { rng.u8(..10) };
    // Only a workbook has formulas; elsewhere there is a blank field.
    expected.problems.retain(|problem| kind < 5 || problem.code != "FORMULA_NO_VALUE");
    if kind < 5 {
        settle_sheets(&mut tables, &mut expected, several, &mut rng);
        let bytes = as_workbook(&tables, days1904);
        let name = format!("{} variant {seed}.xlsx", &name[..2]);
        return Variant { name, bytes, expected, tables };
    }
    rename(&mut expected, tables[0].was.as_ref(), None);
    tables[0].name = None;
    let (ending, bytes) = as_other(&tables[0], kind, &mut rng);
    if ending != "html.xls" {
        tables[0].merges.clear();
    }
    Variant { name: format!("{} variant {seed}.{ending}", &name[..2]), bytes, expected, tables }
}

fn as_other(table: &Table, kind: u8, rng: &mut Rng) -> (&'static str, Vec<u8>) {
    if kind == 5 {
        return ("html.xls", as_html(table, ["tr", "TR"][rng.usize(..2)]).into_bytes());
    }
    let separator = [',', ',', '\t', ';', '|'][rng.usize(..5)];
    let text = as_text(table, separator);
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    match (kind, rng.u8(..4)) {
        (6, 0) => ("utf16le.xls", [&[0xFF, 0xFE][..], &utf16(&text, false)].concat()),
        (6, 1) => ("utf16be.txt", [&[0xFE, 0xFF][..], &utf16(&text, true)].concat()),
        (6, 2) => ("utf16.txt", utf16(&text, false)),
        (6 | 7, _) => ("bom.csv", [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat()),
        (8, _) => ("utf8.csv", text.into_bytes()),
        _ => ("gbk.csv", GB18030.encode(&text).0.into_owned()),
    }
}

/// Gives a sheet another name in all that is expected.
fn rename(expected: &mut Expected, from: Option<&String>, to: Option<&String>) {
    let moved = |sheet: &mut Option<String>| {
        if sheet.as_ref() == from {
            *sheet = to.cloned();
        }
    };
    expected.records.iter_mut().for_each(|record| moved(&mut record.sheet));
    expected.problems.iter_mut().for_each(|problem| moved(&mut problem.sheet));
    expected.skipped_rows.iter_mut().for_each(|skip| moved(&mut skip.sheet));
    expected.sheets.iter_mut().for_each(|sheet| moved(&mut sheet.name));
}

/// Names, order and company of the sheets.
fn settle_sheets(tables: &mut Vec<Table>, expected: &mut Expected, several: bool, rng: &mut Rng) {
    if !several {
        let names = ["Sheet1", "花名册", "王府村", "2026年", "一组（新）", "基础信息表"];
        let name = names[rng.usize(..names.len())].to_owned();
        let was = tables[0].was.clone();
        // A file without sheets has `None`, whose sheet is to get a name.
        rename(expected, was.as_ref(), Some(&name));
        tables[0].name = Some(name);
    }
    for _ in 0..rng.usize(..3) {
        let (name, rows) = OTHER_SHEETS[rng.usize(..OTHER_SHEETS.len())];
        if tables.iter().any(|table| table.name.as_deref() == Some(name)) {
            continue;
        }
        let lines = rows.iter().map(|row| Line::of(row)).collect();
        tables.push(Table { name: Some(name.to_owned()), lines, hidden: rng.bool(), ..Table::default() });
        expected.ignore_sheets.push(name.to_owned());
    }
    let last_shown = tables.iter().filter(|table| !table.hidden).count() == 1;
    rng.shuffle(tables);
    if last_shown && rng.bool() {
        tables.sort_by_key(|table| table.hidden);
    }
    let order: Vec<Option<String>> = tables.iter().map(|table| table.name.clone()).collect();
    expected.sheets.sort_by_key(|sheet| order.iter().position(|name| *name == sheet.name));
}

/// Changes one table and moves what is expected of it along. Columns are moved before lines; cells before both.
struct Change<'a> {
    table: &'a mut Table,
    expected: &'a mut Expected,
    /// Place among the expected sheets.
    at: usize,
    rng: &'a mut Rng,
    sample: &'a str,
}

impl Change<'_> {
    fn all(mut self) {
        let headers: Vec<usize> =
            self.expected.sheets[self.at].header_rows.iter().map(|row| *row as usize - 1).collect();
        let two_levels = self.sample == "10";
        self.table.merges.retain(|area| area.top == 0 && area.left == 0 && !two_levels);
        // The words of a repeated header stay the same on every page.
        let lowest = if two_levels { headers[1] } else { headers[0] };
        let words = self.reworded(lowest);
        for header in headers.iter().filter(|row| !two_levels || **row == lowest) {
            for (column, word) in &words {
                self.table.lines[*header].cells.insert(*column, Cell::Text(word.clone()));
            }
        }
        let groups = if two_levels { self.groups(headers[0], lowest) } else { Vec::new() };
        if !two_levels {
            self.convert_cells(&headers);
            self.add_columns(&headers);
        }
        self.move_columns(&headers, &groups);
        if two_levels {
            self.settle_levels(headers[0], lowest);
        }
        self.insert_lines(&headers);
        self.renumber(two_levels);
        if !two_levels {
            self.merge_down(&headers);
        }
    }

    fn reworded(&mut self, header: usize) -> BTreeMap<usize, String> {
        let (mut words, mut chosen): (BTreeMap<usize, String>, BTreeMap<String, String>) = Default::default();
        for (column, cell) in &self.table.lines[header].cells {
            // A form has one word for the same column of each member.
            if let Some(word) = chosen.get(&cell.text()) {
                words.insert(*column, word.clone());
                continue;
            }
            let word = if self.rng.u8(..4) == 0 { cell.text() } else { other_word(&cell.text(), self.rng) };
            // Two columns of one name are another kind of roster.
            let taken = words.values().any(|other| *other == word);
            let word = if taken { cell.text() } else { word };
            chosen.insert(cell.text(), word.clone());
            words.insert(*column, word);
        }
        words
    }

    /// Rows with a person that nothing is wrong with, by place, with their place among the expected records.
    fn clean_rows(&self) -> Vec<(usize, usize)> {
        let sheet = &self.expected.sheets[self.at].name;
        let wrong: BTreeSet<u32> = self.expected.problems.iter().filter(|p| p.sheet == *sheet).map(|p| p.row).collect();
        let here = self.expected.records.iter().enumerate().filter(|(_, record)| record.sheet == *sheet);
        here.filter(|(_, record)| !wrong.contains(&record.row))
            .map(|(at, record)| (record.row as usize - 1, at))
            .collect()
    }

    /// Numbers, dates and formulas in place of text, where the sample is clean.
    fn convert_cells(&mut self, headers: &[usize]) {
        if self.sample == "04" || self.sample == "12" {
            return;
        }
        let rows = self.clean_rows();
        let ids: Vec<Option<String>> = rows.iter().map(|(_, at)| self.expected.records[*at].id.clone()).collect();
        let column_of = |table: &Table, wanted: &dyn Fn(&str) -> bool| {
            let filled = |c: usize| rows.iter().filter(|(row, _)| wanted(&table.lines[*row].text(c))).count();
            (0..40).find(|c| filled(*c) * 2 > rows.len())
        };
        let id = column_of(self.table, &|text| text.len() == 18 && text.is_ascii());
        let birth = column_of(self.table, &|text| text.len() == 10 && text.matches('-').count() == 2);
        let number = column_of(self.table, &|text| text.starts_with("00") && text.len() <= 4);
        let phone = (0..40).find(|c| {
            let mut texts =
                rows.iter().map(|(row, _)| self.table.lines[*row].text(*c)).filter(|t| !t.is_empty()).peekable();
            texts.peek().is_some() && texts.all(|text| text.len() == 11 && text.starts_with('1'))
        });
        let sex = column_of(self.table, &|text| text == "男" || text == "女");
        if let Some(column) = birth {
            self.other_dates(&rows, column);
        }
        for column in [number, phone].into_iter().flatten() {
            if self.rng.bool() {
                for line in self.table.lines.iter_mut().skip(headers[0] + 1) {
                    if let Ok(number) = line.text(column).parse() {
                        line.cells.insert(column, Cell::Number(number));
                    }
                }
            }
        }
        let zeros = ids.iter().flatten().any(|id| id.ends_with("000"));
        if let Some(column) = id {
            match self.rng.u8(..4) {
                0 if !zeros => self.cut_numbers(&rows, column),
                1 => self.old_numbers(&rows, column),
                _ => {}
            }
        }
        if let Some(column) = sex
            && self.rng.u8(..3) == 0
        {
            self.formulas(&rows, column);
        }
    }

    fn other_dates(&mut self, rows: &[(usize, usize)], column: usize) {
        let form = self.rng.u8(..8);
        for (row, _) in rows {
            let text = self.table.lines[*row].text(column);
            let parts: Vec<u16> = text.split('-').filter_map(|part| part.parse().ok()).collect();
            let &[y, m, d] = parts.as_slice() else { continue };
            let cell = match form {
                0 => Cell::Text(format!("{y}年{m}月{d}日")),
                1 => Cell::Text(format!("{y}/{m}/{d}")),
                2 => Cell::Text(format!("{y}.{m:02}.{d:02}")),
                3 => Cell::Text(format!("{y}{m:02}{d:02}")),
                4 => Cell::Number(f64::from(y) * 1e4 + f64::from(m) * 1e2 + f64::from(d)),
                5 | 6 => Cell::Day(y, u8::try_from(m).unwrap(), u8::try_from(d).unwrap()),
                _ => Cell::Text(format!("{y}-{m:02}-{d:02} 00:00:00")),
            };
            self.table.lines[*row].cells.insert(column, cell);
        }
    }

    /// A few numbers typed as numbers: of 18 digits a spreadsheet keeps 15.
    fn cut_numbers(&mut self, rows: &[(usize, usize)], column: usize) {
        for (row, at) in rows {
            let id = self.table.lines[*row].text(column);
            let Ok(number) = id.parse::<f64>() else { continue };
            if self.rng.u8(..8) > 0 {
                continue;
            }
            self.table.lines[*row].cells.insert(column, Cell::Number((number / 1000.0).floor() * 1000.0));
            let record = &mut self.expected.records[*at];
            (record.id, record.birth, record.sex) = (None, None, None);
            let (sheet, row) = (record.sheet.clone(), record.row);
            self.expect_problem(sheet, row, column, "ID_PRECISION_LOST", "error");
        }
    }

    /// Numbers of the old form, of 15 digits, as numbers; they mean the same people.
    fn old_numbers(&mut self, rows: &[(usize, usize)], column: usize) {
        for (row, _) in rows {
            let id = self.table.lines[*row].text(column);
            let of_last_century = id.len() == 18 && &id[6..8] == "19";
            if of_last_century && self.rng.u8(..5) == 0 {
                let short: f64 = format!("{}{}", &id[..6], &id[8..17]).parse().unwrap();
                self.table.lines[*row].cells.insert(column, Cell::Number(short));
            }
        }
    }

    fn formulas(&mut self, rows: &[(usize, usize)], column: usize) {
        let saved = self.rng.bool();
        for (row, at) in rows {
            if self.rng.u8(..6) > 0 {
                continue;
            }
            let text = self.table.lines[*row].text(column);
            self.table.lines[*row].cells.insert(column, Cell::Formula(saved.then_some(text)));
            if !saved {
                let record = &mut self.expected.records[*at];
                if record.id.is_none() {
                    record.sex = None;
                }
                let (sheet, row) = (record.sheet.clone(), record.row);
                self.expect_problem(sheet, row, column, "FORMULA_NO_VALUE", "warn");
            }
        }
    }

    fn expect_problem(&mut self, sheet: Option<String>, row: u32, column: usize, code: &str, severity: &str) {
        let (col, code, severity) = (Some(letter(column)), code.to_owned(), severity.to_owned());
        self.expected.problems.push(ExpectedProblem { sheet, row, col, code, severity });
    }

    /// Columns that say something else, and columns with ticks.
    fn add_columns(&mut self, headers: &[usize]) {
        let mut next = self.table.lines[headers[0]].cells.keys().last().unwrap() + 1;
        let people: BTreeMap<u32, usize> = {
            let sheet = &self.expected.sheets[self.at].name;
            let here = self.expected.records.iter().enumerate().filter(|(_, record)| record.sheet == *sheet);
            here.map(|(at, record)| (record.row, at)).collect()
        };
        let mut others: Vec<_> = OTHERS.iter().collect();
        self.rng.shuffle(&mut others);
        for (header, fields) in others.into_iter().take(self.rng.usize(..5)) {
            self.put_header(headers, next, header);
            for row in people.keys() {
                let number = 100_000 + self.rng.u32(..900_000);
                let text = fields[self.rng.usize(..fields.len())]
                    .replace("{n}", &number.to_string())
                    .replace("{id}", "152499197404142815")
                    .replace("{tel}", &format!("13900{number}"));
                if !text.is_empty() {
                    self.table.lines[*row as usize - 1].cells.insert(next, Cell::Text(text));
                }
            }
            next += 1;
        }
        if self.rng.bool() {
            let (header, tag) = TICKS[self.rng.usize(..TICKS.len())];
            let spoken_of = |line: &Line| line.cells.values().any(|cell| cell.text().contains(tag));
            if self.table.lines.iter().any(spoken_of) {
                return;
            }
            let (yes, no) = (YES[self.rng.usize(..YES.len())], NO[self.rng.usize(..NO.len())]);
            self.put_header(headers, next, header);
            for (row, at) in people {
                let ticked = self.rng.u8(..4) == 0;
                let mark = if ticked { yes } else { no };
                self.expected.records[at].ticks.push((tag.to_owned(), ticked));
                if !mark.is_empty() {
                    self.table.lines[row as usize - 1].cells.insert(next, Cell::Text(mark.to_owned()));
                }
            }
        }
    }

    fn put_header(&mut self, headers: &[usize], column: usize, word: &str) {
        for header in headers {
            self.table.lines[*header].cells.insert(column, Cell::Text(word.to_owned()));
        }
    }

    /// For people side by side: first and last column of each, as the upper level of the header has them.
    fn groups(&self, top: usize, lowest: usize) -> Vec<(usize, usize)> {
        let starts: Vec<usize> = self.table.lines[top].cells.keys().copied().collect();
        let end = *self.table.lines[lowest].cells.keys().last().unwrap() + 1;
        let width = starts.last().map_or(end, |last| end.max(last + 1));
        starts.iter().zip(starts.iter().skip(1).chain([&width])).map(|(from, to)| (*from, to - 1)).collect()
    }

    /// Columns change places: all of a plain table, those of one person where people stand side by side.
    fn move_columns(&mut self, headers: &[usize], groups: &[(usize, usize)]) {
        let first = *headers.first().unwrap();
        let width = self.table.lines[first..].iter().filter_map(|line| line.cells.keys().last()).max().unwrap() + 1;
        let mut places: Vec<usize> = (0..width).collect();
        if groups.is_empty() {
            self.rng.shuffle(&mut places);
        }
        // Every member's columns stand in the same order.
        let mut order: Vec<usize> = (0..4).collect();
        self.rng.shuffle(&mut order);
        for (left, _) in groups.iter().filter(|(left, right)| right - left == 3) {
            for (place, own) in order.iter().enumerate() {
                places[left + own] = left + place;
            }
        }
        for line in &mut self.table.lines[first..] {
            // The upper level's word stands over the first of its columns, whichever that is.
            let upper = !groups.is_empty() && line.was == Some(u32::try_from(first).unwrap() + 1);
            if !upper {
                line.cells = std::mem::take(&mut line.cells).into_iter().map(|(c, cell)| (places[c], cell)).collect();
            }
        }
        let sheet = self.expected.sheets[self.at].name.clone();
        for problem in self.expected.problems.iter_mut().filter(|p| p.sheet == sheet) {
            problem.col = problem.col.as_deref().map(|col| letter(places[column_of(col)]));
        }
    }

    /// The upper level stays, joined over its columns, or goes into the words of one level.
    fn settle_levels(&mut self, top: usize, lowest: usize) {
        let groups = self.groups(top, lowest);
        let said_twice = self.table.lines[lowest]
            .cells
            .values()
            .any(|cell| cell.text().split_whitespace().collect::<String>().contains("成员"));
        if said_twice || self.rng.bool() {
            for (left, right) in groups {
                let (bottom, right) = if right > left { (top, right) } else { (lowest, left) };
                self.table.merges.push(Area { top, left, bottom, right });
            }
            return;
        }
        for (left, right) in groups {
            let above = self.table.lines[top].text(left);
            for column in left..=right {
                let below = self.table.lines[lowest].text(column);
                let joined = if left == right { above.clone() } else { format!("{above}{below}") };
                self.table.lines[lowest].cells.insert(column, Cell::Text(joined));
            }
        }
        self.table.lines.remove(top);
    }

    /// Titles, blank lines, notes, sums and pages.
    fn insert_lines(&mut self, headers: &[usize]) {
        let header = self.table.lines.iter().position(|line| line.was == Some(u32::try_from(headers[0]).unwrap() + 1));
        let header = header.unwrap_or(0);
        let sheet = self.expected.sheets[self.at].name.clone();
        let people: BTreeSet<u32> =
            self.expected.records.iter().filter(|record| record.sheet == sheet).map(|record| record.row).collect();
        let last = people.iter().max().copied().unwrap();
        let (rng, mut varied) = (&mut *self.rng, Vec::new());
        let paged = headers.len() == 1 && rng.u8(..4) == 0;
        let page = rng.usize(15..40);
        let words = self.table.lines[header].clone();
        let pick = |rng: &mut Rng, from: &[&str]| Line::of(&[from[rng.usize(..from.len())]]);
        let mut on_page = 0;
        for (place, line) in self.table.lines.drain(..).enumerate() {
            if place <= header && rng.u8(..3) == 0 {
                varied.push(pick(rng, TITLES));
            }
            let taken = line.was.is_some_and(|was| people.contains(&was));
            if taken && rng.u8(..25) == 0 {
                varied.push(Line::default());
            }
            on_page += usize::from(taken);
            if paged && taken && on_page > page {
                on_page = 1;
                varied.push(Line::of(&["第1页  共3页"]));
                varied.push(pick(rng, TITLES));
                varied.push(Line { was: Some(0), ..words.clone() });
            }
            let ends = line.was == Some(last);
            varied.push(line);
            if ends {
                for _ in 0..rng.usize(..3) {
                    let (first, second) = TOTALS[rng.usize(..TOTALS.len())];
                    varied.push(Line::of(&[first, "", second]));
                }
                for _ in 0..rng.usize(..3) {
                    varied.push(if rng.bool() { pick(rng, NOTES) } else { Line::default() });
                }
            }
        }
        self.table.lines = varied;
    }

    /// Moves what is expected to where its row stands now.
    fn renumber(&mut self, two_levels: bool) {
        let places: BTreeMap<u32, u32> = self
            .table
            .lines
            .iter()
            .zip(1..)
            .filter_map(|(line, now)| Some((line.was.filter(|was| *was > 0)?, now)))
            .collect();
        let sheet = self.expected.sheets[self.at].name.clone();
        for record in self.expected.records.iter_mut().filter(|record| record.sheet == sheet) {
            record.row = places[&record.row];
        }
        for problem in self.expected.problems.iter_mut().filter(|problem| problem.sheet == sheet) {
            problem.row = places[&problem.row];
        }
        let again: Vec<u32> =
            self.table.lines.iter().zip(1..).filter(|(line, _)| line.was == Some(0)).map(|(_, now)| now).collect();
        let other = |skip: &ExpectedSkip| skip.sheet != sheet || places.contains_key(&skip.row);
        self.expected.skipped_rows.retain(other);
        for skip in self.expected.skipped_rows.iter_mut().filter(|skip| skip.sheet == sheet) {
            skip.row = places[&skip.row];
        }
        let headers = &mut self.expected.sheets[self.at].header_rows;
        let moved = headers.iter().filter_map(|row| places.get(row).copied()).chain(again);
        *headers = moved.collect();
        headers.sort_unstable();
        if two_levels && headers.len() == 2 {
            // Merges were made before lines came in above.
            let shift = headers[0] as usize - 1 - self.table.merges.iter().map(|area| area.top).min().unwrap_or(0);
            for area in &mut self.table.merges {
                (area.top, area.bottom) = (area.top + shift, area.bottom + shift);
            }
        } else if !two_levels {
            // A title joined over the sheet stays with its line.
            let title = self.table.lines.iter().position(|line| line.was == Some(1)).unwrap();
            for area in &mut self.table.merges {
                (area.top, area.bottom) = (title, title);
            }
            if headers[0] as usize - 1 == title {
                self.table.merges.clear();
            }
        }
    }

    /// What a household writes once is joined over its rows: its number, its head, its address.
    fn merge_down(&mut self, headers: &[usize]) {
        if self.rng.bool() || headers.len() > 1 || self.sample == "12" {
            return;
        }
        let header = self.expected.sheets[self.at].header_rows[0] as usize - 1;
        let sheet = &self.expected.sheets[self.at].name;
        let mut homes: Vec<(String, Vec<usize>)> = Vec::new();
        for record in self.expected.records.iter().filter(|record| record.sheet == *sheet) {
            let row = record.row as usize - 1;
            match homes.last_mut().filter(|(home, rows)| *home == record.household && rows.last() == Some(&(row - 1))) {
                Some((_, rows)) => rows.push(row),
                None => homes.push((record.household.clone(), vec![row])),
            }
        }
        let distinct: BTreeSet<&String> = homes.iter().map(|(home, _)| home).collect();
        if distinct.len() != homes.len() {
            return;
        }
        let columns: Vec<usize> = self.table.lines[header].cells.keys().copied().collect();
        for column in columns {
            let same = |rows: &[usize]| {
                let first = self.table.lines[rows[0]].text(column);
                !first.is_empty() && rows.iter().all(|row| self.table.lines[*row].text(column) == first)
            };
            let long = || homes.iter().filter(|(_, rows)| rows.len() > 1);
            let differ = homes.windows(2).filter(|pair| {
                self.table.lines[pair[0].1[0]].text(column) != self.table.lines[pair[1].1[0]].text(column)
            });
            // Names and numbers of households, not what happens to be equal, such as 汉.
            if !long().all(|(_, rows)| same(rows)) || long().count() == 0 || differ.count() * 4 < homes.len() * 3 {
                continue;
            }
            for (_, rows) in homes.iter().filter(|(_, rows)| rows.len() > 1) {
                for row in &rows[1..] {
                    self.table.lines[*row].cells.remove(&column);
                }
                self.table.merges.push(Area {
                    top: rows[0],
                    left: column,
                    bottom: *rows.last().unwrap(),
                    right: column,
                });
            }
        }
    }
}

fn letter(column: usize) -> String {
    let small = |at: usize| char::from(b'A' + u8::try_from(at).unwrap()).to_string();
    if column < 26 { small(column) } else { small(column / 26 - 1) + &small(column % 26) }
}

fn column_of(letters: &str) -> usize {
    letters.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1) - 1
}
