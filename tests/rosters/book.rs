//! A workbook of any kind as the tests write it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{DataRef, Reader, SheetVisible, Xlsx};
use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
    /// Year, month, day, as a date of the spreadsheet.
    Day(u16, u8, u8),
    /// A formula with the result that was saved, if one was.
    Formula(Option<String>),
}

/// A row; `was` is its number in the sample, from 1.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub was: Option<u32>,
    pub cells: BTreeMap<usize, Cell>,
}

/// Rows and columns from 0, both ends inclusive.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub top: usize,
    pub left: usize,
    pub bottom: usize,
    pub right: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The name in the sample.
    pub was: Option<String>,
    pub name: Option<String>,
    pub hidden: bool,
    pub lines: Vec<Line>,
    pub merges: Vec<Area>,
    /// A space far down and right.
    pub stray: bool,
}

impl Cell {
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            // As a spreadsheet saves long numbers as text.
            Self::Number(number) if *number >= 1e15 => format!("{:.5}E+17", number / 1e17),
            Self::Number(number) => number.to_string(),
            Self::Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
            Self::Formula(saved) => saved.clone().unwrap_or_default(),
        }
    }
}

impl Line {
    pub fn of(texts: &[&str]) -> Self {
        let filled = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
        Self { was: None, cells: filled.map(|(c, text)| (c, Cell::Text((*text).to_owned()))).collect() }
    }

    pub fn text(&self, column: usize) -> String {
        self.cells.get(&column).map(Cell::text).unwrap_or_default()
    }

    fn put(&mut self, column: usize, text: &str) {
        if !text.is_empty() {
            self.cells.insert(column, Cell::Text(text.to_owned()));
        }
    }
}

/// A sample as it stands.
pub fn tables_of(bytes: &[u8]) -> Vec<Table> {
    if bytes.starts_with(b"PK") {
        return workbook_tables(bytes);
    }
    let (text, ..) = GB18030.decode(bytes);
    let rows: Vec<Vec<String>> = if bytes.starts_with(b"<") {
        let text = String::from_utf8_lossy(bytes);
        let inner = |td: &str| td.split_once('>').map(|(_, rest)| rest.split('<').next().unwrap_or("").to_owned());
        let cells = |tr: &str| tr.split("<t").skip(1).filter(|t| t.starts_with(['d', 'h'])).filter_map(inner).collect();
        text.split("<tr").skip(1).map(cells).collect()
    } else {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let line = |(row, number): (Vec<String>, u32)| {
        let mut line = Line { was: Some(number), ..Line::default() };
        row.iter().enumerate().for_each(|(c, text)| line.put(c, text));
        line
    };
    vec![Table { lines: rows.into_iter().zip(1..).map(line).collect(), ..Table::default() }]
}

fn workbook_tables(bytes: &[u8]) -> Vec<Table> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut tables = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        let merges = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut table = Table { was: Some(sheet.name.clone()), name: Some(sheet.name.clone()), ..Table::default() };
        table.hidden = sheet.visible != SheetVisible::Visible;
        let mut reader = book.worksheet_cells_reader(&sheet.name).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            let (row, column) = (cell.get_position().0 as usize, cell.get_position().1 as usize);
            if row > 5000 {
                table.stray = true;
                continue;
            }
            let value = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
                DataRef::String(text) => Cell::Text(text.clone()),
                DataRef::Float(number) => Cell::Number(*number),
                #[expect(clippy::cast_precision_loss, reason = "small numbers of a sample")]
                DataRef::Int(number) => Cell::Number(*number as f64),
                other => panic!("{other:?}"),
            };
            while table.lines.len() <= row {
                let was = u32::try_from(table.lines.len() + 1).unwrap();
                table.lines.push(Line { was: Some(was), ..Line::default() });
            }
            if value.text() != "" {
                table.lines[row].cells.insert(column, value);
            }
        }
        let merges = merges.iter().map(|m| Area {
            top: m.start.0 as usize,
            left: m.start.1 as usize,
            bottom: m.end.0 as usize,
            right: (m.end.1 as usize).min(200),
        });
        table.merges = merges.collect();
        tables.push(table);
    }
    tables
}

/// `days1904` writes dates as a spreadsheet of the old Macintosh counts them.
pub fn as_workbook(tables: &[Table], days1904: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let shown = tables.iter().position(|table| !table.hidden).unwrap();
    for (at, table) in tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(table.name.as_deref().unwrap_or("Sheet1")).unwrap();
        sheet.set_hidden(table.hidden);
        if at == shown {
            sheet.set_active(true);
        }
        sheet.set_formula_result_default("");
        let plain = Format::new();
        for area in &table.merges {
            let [top, bottom] = [area.top, area.bottom].map(|row| u32::try_from(row).unwrap());
            let [left, right] = [area.left, area.right].map(|column| u16::try_from(column).unwrap());
            if (top, left) != (bottom, right) {
                sheet.merge_range(top, left, bottom, right, "", &plain).unwrap();
            }
        }
        write_lines(sheet, table, days1904);
        if table.stray {
            sheet.write_string(1_048_575, 16_383, " ").unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    if days1904 { replaced(&bytes, "xl/workbook.xml", "<workbookPr", "<workbookPr date1904=\"1\"") } else { bytes }
}

fn write_lines(sheet: &mut Worksheet, table: &Table, days1904: bool) {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (line, row) in table.lines.iter().zip(0..) {
        for (column, cell) in &line.cells {
            let column = u16::try_from(*column).unwrap();
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, text).unwrap(),
                Cell::Number(number) => sheet.write_number(row, column, *number).unwrap(),
                Cell::Day(year, month, day) => {
                    let day = ExcelDateTime::from_ymd(*year, *month, *day).unwrap().to_excel();
                    let shift = if days1904 { 1462.0 } else { 0.0 };
                    sheet.write_number_with_format(row, column, day - shift, &date).unwrap()
                }
                Cell::Formula(saved) => {
                    let formula = Formula::new("=MID(A1,1,2)");
                    let formula = if let Some(saved) = saved { formula.set_result(saved) } else { formula };
                    sheet.write_formula(row, column, formula).unwrap()
                }
            };
        }
    }
}

/// An archive with words of one entry replaced.
fn replaced(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let entry_name = entry.name().unwrap().into_owned();
        if entry_name == name {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{text}");
            content = text.replacen(from, to, 1).into_bytes();
        }
        new.start_file(entry_name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// Text with a separator; fields with separators, quotes or line breaks in quotes.
pub fn as_text(table: &Table, separator: char) -> String {
    let width = table.lines.iter().filter_map(|line| line.cells.keys().last()).max().map_or(0, |c| c + 1);
    let field = |text: String| {
        let plain = !text.contains(['"', '\n', '\r', separator]);
        if plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
    };
    let row = |line: &Line| {
        let fields: Vec<String> = (0..width).map(|c| field(line.text(c))).collect();
        fields.join(&separator.to_string())
    };
    table.lines.iter().map(|line| if line.cells.is_empty() { "\r\n".into() } else { row(line) + "\r\n" }).collect()
}

pub fn as_html(table: &Table, tag: &str) -> String {
    let width = table.lines.iter().filter_map(|line| line.cells.keys().last()).max().map_or(0, |c| c + 1);
    let escaped =
        |text: String| text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>").replace(' ', "&nbsp;");
    let mut html = String::from("<html><head><meta charset=utf-8></head><body><table border=1>");
    for (number, line) in table.lines.iter().enumerate() {
        html.push_str(&format!("<{tag}>"));
        for column in 0..width {
            let area = table
                .merges
                .iter()
                .find(|m| (m.top..=m.bottom).contains(&number) && (m.left..=m.right).contains(&column));
            let spans = match area {
                Some(area) if (area.top, area.left) != (number, column) => continue,
                Some(area) => {
                    format!(" rowspan={} colspan={}", area.bottom - area.top + 1, area.right - area.left + 1)
                }
                None => String::new(),
            };
            html.push_str(&format!("<td{spans} style='mso-number-format:\"\\@\"'>{}</td>", escaped(line.text(column))));
        }
        html.push_str(&format!("</{tag}>\r\n"));
    }
    html + "</table></body></html>"
}
