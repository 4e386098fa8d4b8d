//! The same roster as another office would have written it: columns in another order, other usual words for them, more
//! lines above and between, another kind of file. What is expected moves along.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use encoding_rs::GB18030;
use fastrand::Rng;
use rust_xlsxwriter::Workbook;

use crate::score::Expected;

pub struct Variant {
    pub name: String,
    pub bytes: Vec<u8>,
    pub expected: Expected,
    pub header: String,
}

/// Other usual words for a header.
const OTHER_WORDS: [(&str, &[&str]); 15] = [
    ("序号", &["编号", "序 号", "No."]),
    ("户号", &["户编号", "家庭编号", "户序号", "Household no."]),
    ("姓名", &["家庭成员姓名", "姓 名", "成员姓名", "Name"]),
    ("成员姓名", &["姓名", "家庭成员", "成员", "Full name"]),
    ("与户主关系", &["关系", "称谓", "与户主\n关系", "Relation to head"]),
    ("性别", &["性 别", "Sex", "*性别"]),
    ("民族", &["族别", "民 族", "Ethnicity"]),
    ("公民身份号码", &["身份证号", "证件号码", "身份证号码（18位）", "ID number"]),
    ("证件号码", &["身份证号", "公民身份号码", "身份证\n号码", "ID No."]),
    ("出生日期", &["出生年月", "出生年月日", "Date of birth"]),
    ("联系电话", &["手机号", "电话", "联系方式", "Phone"]),
    ("手机号码", &["联系电话", "手机", "电话号码", "Mobile"]),
    ("家庭住址", &["住址", "现住址", "家庭地址", "Address"]),
    ("户主姓名", &["户主", "户主 姓名", "Head of household"]),
    ("备注", &["备 注", "说明", "Remarks"]),
];
const LINES_ABOVE: [&str; 5] = [
    "户籍人口信息登记表",
    "单位：户、人",
    "填报单位（盖章）：村民委员会",
    "2026年11月",
    "填表人：李四    联系电话：13800000000",
];

type Grid = Vec<Vec<String>>;

/// The rows of a sample as text, blank ones included.
fn grid_of(bytes: &[u8]) -> Grid {
    if !bytes.starts_with(b"PK") {
        let text = GB18030.decode(bytes).0.into_owned();
        return text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |data: &Data| if let Data::Empty = data { String::new() } else { data.to_string() };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// A variant that the seed fixes.
pub fn vary(name: &str, bytes: &[u8], expected: &Expected, seed: u64) -> Variant {
    let mut rng = Rng::with_seed(seed);
    let mut expected = expected.clone();
    let mut grid = grid_of(bytes);
    let header = expected.sheets[0].header_rows[0] as usize - 1;
    reword(&mut grid[header], &mut rng);
    let order = shuffle(&mut grid, header, &mut rng);
    let rows = insert_rows(&mut grid, header, &expected, &mut rng);
    let kind = rng.usize(..3);
    let sheet = (kind == 0).then(|| "Sheet1".to_owned());
    let moved = |row: u32| rows[&(row as usize - 1)] + 1;
    for record in &mut expected.records {
        (record.sheet, record.row) = (sheet.clone(), moved(record.row));
    }
    for problem in &mut expected.problems {
        (problem.sheet, problem.row) = (sheet.clone(), moved(problem.row));
        problem.col = problem.col.as_deref().map(|col| letter(order[col.as_bytes()[0] as usize - 65]));
    }
    for skip in &mut expected.skipped_rows {
        (skip.sheet, skip.row) = (sheet.clone(), moved(skip.row));
    }
    expected.sheets[0].name = sheet;
    expected.sheets[0].header_rows = vec![moved(u32::try_from(header).unwrap() + 1)];
    let header = grid[expected.sheets[0].header_rows[0] as usize - 1].join(" ").replace('\n', "");
    let (ending, bytes) = match kind {
        0 => ("xlsx", as_workbook(&grid)),
        1 => ("utf8.csv", as_text(&grid).into_bytes()),
        _ => ("gbk.csv", GB18030.encode(&as_text(&grid)).0.into_owned()),
    };
    Variant { name: format!("{} variant {seed}.{ending}", &name[..2]), bytes, expected, header }
}

fn letter(column: usize) -> String {
    char::from(b'A' + u8::try_from(column).unwrap()).to_string()
}

fn reword(header: &mut [String], rng: &mut Rng) {
    for word in header {
        if let Some((_, others)) = OTHER_WORDS.iter().find(|(usual, _)| usual == word)
            && rng.u8(..3) > 0
        {
            *word = others[rng.usize(..others.len())].to_owned();
        }
    }
}

/// Puts the columns of the table into another order; lines above and totals below stay. Gives the new place of each.
fn shuffle(grid: &mut Grid, header: usize, rng: &mut Rng) -> Vec<usize> {
    let width = grid[header].len();
    let mut from: Vec<usize> = (0..width).collect();
    rng.shuffle(&mut from);
    for row in grid.iter_mut().skip(header) {
        row.resize(width, String::new());
        *row = from.iter().map(|old| row[*old].clone()).collect();
    }
    (0..width).map(|old| from.iter().position(|f| *f == old).unwrap()).collect()
}

/// Adds lines above the header and blank rows anywhere; gives the new place of each old row, from 0.
fn insert_rows(grid: &mut Grid, header: usize, expected: &Expected, rng: &mut Rng) -> BTreeMap<usize, u32> {
    let mut places = BTreeMap::new();
    let mut varied: Grid = Vec::new();
    let last = expected.records.iter().map(|r| r.row as usize).max().unwrap();
    for (at, row) in grid.drain(..).enumerate() {
        if at <= header {
            for _ in 0..rng.usize(..2) {
                varied.push(vec![LINES_ABOVE[rng.usize(..LINES_ABOVE.len())].to_owned()]);
            }
        }
        if at != 0 && at <= last && rng.u8(..20) == 0 {
            varied.push(Vec::new());
        }
        places.insert(at, u32::try_from(varied.len()).unwrap());
        varied.push(row);
    }
    *grid = varied;
    places
}

fn as_workbook(grid: &Grid) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, number) in grid.iter().zip(0..) {
        for (text, column) in row.iter().zip(0..).filter(|(text, _)| !text.is_empty()) {
            sheet.write_string(number, column, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn as_text(grid: &Grid) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut text = String::new();
    for row in grid {
        if row.is_empty() {
            let written = writer.into_inner().unwrap();
            text.push_str(&String::from_utf8(written).unwrap());
            text.push_str("\r\n");
            writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        } else {
            writer.write_record(row).unwrap();
        }
    }
    text + &String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
