//! Tables that office systems export as HTML under the name of a spreadsheet.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::reading::ReadFailure;
use super::table::{Budget, COLUMN_LIMIT, Field, Merge, Row, Sheet};

/// The rows of all tables, counted through; what is no table is left out.
pub(super) fn sheet(text: &str) -> Result<Sheet, ReadFailure> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.check_comments = false;
    let mut grid = Grid::empty();
    let mut stumbles = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => grid.open(&tag)?,
            Ok(Event::Empty(tag)) if is(&tag, "br") => grid.write("\n"),
            Ok(Event::End(tag)) => grid.close(tag.name().as_ref())?,
            Ok(Event::Text(text)) => grid.write(&text),
            Ok(Event::CData(text)) => grid.write(&text),
            Ok(Event::GeneralRef(name)) => grid.write(&entity(&name)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) if stumbles < 1000 => stumbles += 1,
            Err(_) => break,
        }
    }
    grid.finish()
}

fn is(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.name().as_ref().eq_ignore_ascii_case(name)
}

fn entity(name: &str) -> String {
    match name {
        "amp" => "&".into(),
        "lt" => "<".into(),
        "gt" => ">".into(),
        "quot" => "\"".into(),
        "nbsp" => " ".into(),
        "apos" => "'".into(),
        "middot" => "·".into(),
        _ => numeric(name).map(String::from).unwrap_or_default(),
    }
}

fn numeric(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

struct Grid {
    budget: Budget,
    rows: Vec<Row>,
    merges: Vec<Merge>,
    /// Rows begun, blank ones included.
    count: u32,
    column: u32,
    row: BTreeMap<u32, Field>,
    field: Option<String>,
    /// Columns and rows that the field being read covers.
    span: (u32, u32),
    /// Columns taken by a field above, and up to which row (from 0, inclusive).
    taken: BTreeMap<u32, u32>,
}

impl Grid {
    fn empty() -> Self {
        Self {
            budget: Budget::whole(),
            rows: Vec::new(),
            merges: Vec::new(),
            count: 0,
            column: 0,
            row: BTreeMap::new(),
            field: None,
            span: (1, 1),
            taken: BTreeMap::new(),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadFailure> {
        if is(tag, "tr") {
            self.end_row()?;
            self.count += 1;
        } else if is(tag, "td") || is(tag, "th") {
            self.end_field()?;
            self.skip_taken();
            self.span = (span(tag, "colspan"), span(tag, "rowspan"));
            self.field = Some(String::new());
        } else if is(tag, "br") {
            self.write("\n");
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ReadFailure> {
        match name.to_ascii_lowercase().as_str() {
            "td" | "th" => self.end_field(),
            "tr" | "table" => self.end_row(),
            _ => Ok(()),
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(field) = &mut self.field {
            field.push_str(text);
        }
    }

    fn skip_taken(&mut self) {
        let row = self.count.saturating_sub(1);
        while self.taken.get(&self.column).is_some_and(|until| *until >= row) {
            self.column += 1;
        }
    }

    fn end_field(&mut self) -> Result<(), ReadFailure> {
        let Some(text) = self.field.take() else { return Ok(()) };
        let top = self.count.saturating_sub(1);
        let (wide, tall) = self.span;
        if let Some(field) = Field::text(&text).filter(|_| self.column < COLUMN_LIMIT) {
            self.budget.field(&field)?;
            self.row.insert(self.column, field);
        }
        if wide > 1 || tall > 1 {
            let (bottom, right) = (top.saturating_add(tall - 1), (self.column + wide - 1).min(COLUMN_LIMIT));
            self.merges.push(Merge { top, left: self.column, bottom, right });
            if tall > 1 {
                self.taken.extend((self.column..=right).map(|c| (c, bottom)));
            }
        }
        self.column = (self.column + wide).min(COLUMN_LIMIT);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadFailure> {
        self.end_field()?;
        let fields = std::mem::take(&mut self.row);
        if !fields.is_empty() {
            self.budget.row()?;
            self.rows.push(Row { number: self.count.max(1), fields });
        }
        self.column = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<Sheet, ReadFailure> {
        self.end_row()?;
        Ok(Sheet { rows: self.rows, merges: self.merges, ..Sheet::default() })
    }
}

/// How many columns or rows a field covers, 1 to 1,000.
fn span(tag: &BytesStart<'_>, name: &str) -> u32 {
    let mut attributes = tag.html_attributes();
    let value = attributes.with_checks(false).flatten().find(|a| a.key.as_ref().eq_ignore_ascii_case(name));
    value.and_then(|a| a.value.trim().parse().ok()).unwrap_or(1).clamp(1, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loose_table_is_read_with_its_spans() {
        let sheet = sheet(
            "<html><body><p>x<table border=1><tr><th colspan=2>a&nbsp;b<th rowspan=2>c</tr>\
             <tr><td>1<br>2</td><td>&#20013;</td></tr><TR><TD>3</TD></TR></table>",
        )
        .unwrap();
        assert_eq!(sheet.rows.iter().map(|r| r.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(sheet.rows[0].text(0), "a b");
        assert_eq!(sheet.rows[0].text(2), "c");
        assert_eq!(sheet.rows[1].text(0), "1\n2");
        assert_eq!(sheet.rows[1].text(1), "中");
        assert_eq!(sheet.merges.len(), 2);
        assert_eq!(sheet.rows[2].text(0), "3");
    }
}
