//! The same village roster as other programs write it, run where they are installed.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chuanmen::exchange::{Reading, read_roster};
use serde_json::{Value, json};

/// A program, the ending of its files, the Debian package that has it.
pub const PROGRAMS: [(&str, &str, &str); 4] = [
    ("openpyxl", "xlsx", "python3-openpyxl"),
    ("XlsxWriter", "xlsx", "python3-xlsxwriter"),
    ("xlwt", "xls", "python3-xlwt"),
    ("odfpy", "ods", "python3-odf"),
];

/// What is expected of a person: head's name, name, relation, identity number, birth, telephone, door, tags.
pub type Expected = (String, String, String, Option<String>, String, String, String, Vec<String>);

/// How a roster is set.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What a household writes once is joined over its rows; otherwise it stands on the head's row alone.
    pub joined: bool,
    pub from_1904: bool,
}

const SURNAMES: [&str; 6] = ["王", "李", "张", "阿", "赵", "欧阳"];
const GIVEN: [&str; 8] = ["建国", "秀英", "伟", "玉兰", "海龙", "淑珍", "志强", "桂花"];
const RELATIONS: [&str; 5] = ["户主", "配偶", "长子", "长女", "父亲"];
const TICKS: [&str; 3] = ["低保户", "残疾人", "党员"];
/// The row below the header, from 0.
const FIRST: usize = 4;

/// A workbook for `write.py`, and who is in it.
pub fn village(form: Form) -> (Value, Vec<Expected>) {
    let mut sheet = Sheet::default();
    let mut people = Vec::new();
    sheet.head();
    let mut row = FIRST;
    for (household, size) in (1..=60_usize).zip([3, 1, 4, 2, 5, 2].into_iter().cycle()) {
        let name = |place: usize| format!("{}{}", SURNAMES[household % 6], GIVEN[(household / 6 + place * 3) % 8]);
        let door = format!("{household}号");
        let top = row;
        // Joined fields hold a household together whoever is written first.
        let head = if form.joined && household.is_multiple_of(4) { size - 1 } else { 0 };
        for place in 0..size {
            let (id, (year, month, day)) = identity(row);
            let phone = format!("1{}0000{:04}", 30 + row % 60, row);
            let relation = RELATIONS[(place + size - head) % size];
            let birth = format!("{year}-{month:02}-{day:02}");
            if place == 0 {
                sheet.number(row, 0, household);
                sheet.text(row, 1, &name(head));
                sheet.text(row, 7, &format!("王府村{}组{door}", household / 20 + 1));
            }
            sheet.text(row, 2, &name(place));
            sheet.text(row, 3, relation);
            // As a number, a spreadsheet keeps fifteen digits of it.
            let lost = household % 20 == 7 && place == 0;
            if lost {
                sheet.number(row, 4, id[..17].parse::<usize>().unwrap() / 100 * 1000);
            } else {
                sheet.text(row, 4, &id);
            }
            sheet.put(row, 5, "date", &json!([year, month, day]));
            sheet.number(row, 6, phone.parse().unwrap());
            let mut tags = Vec::new();
            for (tick, at) in TICKS.into_iter().zip(0..) {
                if (row * 7 + at).is_multiple_of(5) {
                    sheet.text(row, 8 + at, "√");
                    tags.push(tick.to_owned());
                }
            }
            tags.sort();
            let id = (!lost).then_some(id);
            people.push((name(head), name(place), relation.to_owned(), id, birth, phone, door.clone(), tags));
            row += 1;
        }
        if form.joined && size > 1 {
            for column in [0, 1, 7] {
                sheet.join(top, column, row - 1, column);
            }
        }
    }
    sheet.text(row, 0, "合计");
    sheet.text(row, 2, &format!("{}人", people.len()));
    let mut hidden = Sheet::default();
    for (line, row) in [["姓名", "与户主关系", "身份证号"], ["赵不在", "户主", &identity(9999).0]].iter().zip(0..)
    {
        for (text, column) in line.iter().zip(0..) {
            hidden.text(row, column, text);
        }
    }
    let sheets = [sheet.named("花名册", false), hidden.named("去年", true)];
    (json!({ "from_1904": form.from_1904, "sheets": sheets }), people)
}

/// A number of a county that does not exist, different for every place, and the day of birth in it.
fn identity(at: usize) -> (String, (usize, usize, usize)) {
    let (year, month, day) = (1940 + at % 80, 1 + at / 3 % 12, 1 + at / 7 % 28);
    let plain = format!("152499{year}{month:02}{day:02}{:03}", 1 + at % 998);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = plain.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    (format!("{plain}{}", char::from(b"10X98765432"[sum % 11])), (year, month, day))
}

#[derive(Default)]
struct Sheet {
    cells: Vec<Value>,
    merges: Vec<Value>,
}

impl Sheet {
    fn put(&mut self, row: usize, column: usize, kind: &str, value: &Value) {
        self.cells.push(json!([row, column, kind, value]));
    }

    fn text(&mut self, row: usize, column: usize, text: &str) {
        self.put(row, column, "text", &json!(text));
    }

    fn number(&mut self, row: usize, column: usize, number: usize) {
        self.put(row, column, "number", &json!(number));
    }

    fn join(&mut self, top: usize, left: usize, bottom: usize, right: usize) {
        self.merges.push(json!([top, left, bottom, right]));
    }

    /// A title over all columns, who filled it in, and a header of two levels.
    fn head(&mut self) {
        self.text(0, 0, "赤水乡王府村2026年户籍人口花名册");
        self.join(0, 0, 0, 11);
        self.text(1, 0, "填报单位（盖章）：王府村村民委员会");
        for (text, column) in [("序号", 0), ("户主姓名", 1), ("联系电话", 6), ("家庭住址", 7), ("备注", 11)]
        {
            self.text(2, column, text);
            self.join(2, column, 3, column);
        }
        self.text(2, 2, "家庭成员");
        self.join(2, 2, 2, 5);
        self.text(2, 8, "特殊情况");
        self.join(2, 8, 2, 10);
        for (text, column) in ["姓名", "与户主关系", "身份证号", "出生日期"].into_iter().zip(2..) {
            self.text(3, column, text);
        }
        for (text, column) in TICKS.into_iter().zip(8..) {
            self.text(3, column, text);
        }
    }

    fn named(self, name: &str, hidden: bool) -> Value {
        json!({ "name": name, "hidden": hidden, "cells": self.cells, "merges": self.merges })
    }
}

/// A Python that has the program, or why there is none.
pub fn python_with(program: &str) -> Result<&'static str, String> {
    let module = match program {
        "XlsxWriter" => "xlsxwriter",
        "odfpy" => "odf",
        other => other,
    };
    let has = |python: &&str| {
        let import = ["-c", &format!("import {module}")].map(str::to_owned);
        Command::new(python).args(import).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    // Packages of the system belong to the system's Python, whichever comes first.
    let found = ["python3", "/usr/bin/python3"].into_iter().find(|python| has(python));
    found.ok_or_else(|| format!("no python3 here has {module}"))
}

/// The workbook as the program writes it.
pub fn written(python: &str, program: &str, ending: &str, workbook: &Value) -> Vec<u8> {
    let script: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters/write.py");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("roster.{ending}"));
    let mut writer = Command::new(python).arg(script).arg(program).arg(&path).stdin(Stdio::piped()).spawn().unwrap();
    writer.stdin.take().unwrap().write_all(workbook.to_string().as_bytes()).unwrap();
    assert!(writer.wait().unwrap().success(), "{program}");
    std::fs::read(path).unwrap()
}

pub fn reading(ending: &str, bytes: &[u8]) -> Reading {
    read_roster(&format!("roster.{ending}"), bytes, &mut |_| ControlFlow::Continue(()))
}

/// Who was read, with the name of their household's head.
pub fn people(reading: &Reading) -> Vec<Expected> {
    let heads: BTreeMap<&str, &str> =
        reading.records.iter().filter(|r| r.head).map(|r| (r.household.as_str(), r.name.as_str())).collect();
    let person = |record: &chuanmen::exchange::Record| {
        (
            heads.get(record.household.as_str()).copied().unwrap_or_default().to_owned(),
            record.name.clone(),
            record.relation.clone(),
            record.id.map(|id| id.as_str().to_owned()),
            record.birth.map(|birth| birth.to_string()).unwrap_or_default(),
            record.phones.first().map(|phone| phone.as_str().to_owned()).unwrap_or_default(),
            record.door.clone(),
            record.tags.clone(),
        )
    };
    reading.records.iter().map(person).collect()
}
