//! Finds header rows, of one or two levels, and lays out what each column holds.

use std::collections::{BTreeMap, BTreeSet};

use super::column_map::ColumnMap;
use super::columns::{Meaning, by_contents, is_relation, looks_like_id};
use super::table::{Merge, Row, Sheet};
use crate::domain::width::squeezed;

/// One column under a header. `block` counts the people that stand side by side in a row, from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub at: u32,
    pub header: String,
    pub meaning: Meaning,
    pub block: usize,
}

/// What the columns below one header hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// Row numbers from 1.
    pub rows: Vec<u32>,
    pub columns: Vec<Column>,
    /// People side by side in one row; 1 in a plain roster.
    pub blocks: usize,
    /// True when the first of several people in a row is the head by the header's own words.
    pub head_first: bool,
}

impl Layout {
    /// The column of a meaning: for personal meanings in that block, for others anywhere.
    pub fn column(&self, meaning: Meaning, block: usize) -> Option<&Column> {
        self.columns.iter().find(|c| c.meaning == meaning && (c.block == block || !meaning.personal()))
    }

    pub fn all(&self, meaning: Meaning) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |c| c.meaning == meaning)
    }
}

/// How far down a first header is looked for.
const SEARCHED: usize = 80;
/// Rows below a header by which its columns are judged.
const JUDGED: usize = 300;

/// True when a row's fields are names of columns rather than a person's facts.
pub(super) fn is_header(row: &Row, map: &ColumnMap) -> bool {
    let texts: Vec<String> = row.columns().iter().map(|c| row.text(*c)).collect();
    if texts.iter().any(|t| t.chars().any(|c| c.is_ascii_digit()) && looks_like_id(t)) {
        return false;
    }
    let meanings: Vec<Meaning> = texts.iter().filter_map(|t| map.meaning(t)).collect();
    let distinct: BTreeSet<Meaning> = meanings.iter().copied().collect();
    let names = [Meaning::Name, Meaning::Id, Meaning::HeadId].iter().any(|m| distinct.contains(m));
    // 户主 alone is as often a person's relation as a column's name.
    let head = distinct.contains(&Meaning::HeadName) && distinct.len() >= 3;
    (names || head) && distinct.len() >= 2 && meanings.len() * 2 >= texts.len()
}

/// The first header of a sheet, or the one on the row that was named (from 1): how many rows of the sheet it ends
/// after, and its layout.
pub(super) fn find(sheet: &Sheet, map: &ColumnMap, named: Option<u32>) -> Option<(usize, Layout)> {
    let first = match named {
        Some(number) => sheet.rows.iter().position(|row| row.number == number)?,
        None => sheet.rows.iter().take(SEARCHED).position(|row| is_header(row, map))?,
    };
    Some(layout_at(sheet, first, map))
}

/// The tables that stand side by side on one sheet, each with its own numbers of households or rows, from left to
/// right; one table when the sheet is plain.
pub(super) fn tables_beside(sheet: &Sheet, map: &ColumnMap) -> Vec<Sheet> {
    let Some(header) = sheet.rows.iter().take(SEARCHED).find(|row| is_header(row, map)) else { return Vec::new() };
    let columns = header.columns();
    let meanings: Vec<Option<Meaning>> = columns.iter().map(|c| map.meaning(&header.text(*c))).collect();
    let own = |meanings: &[Option<Meaning>]| {
        let has = |wanted: &[Meaning]| meanings.iter().flatten().any(|m| wanted.contains(m));
        has(&[Meaning::Name]) && has(&[Meaning::HouseholdNumber, Meaning::Serial, Meaning::HeadName])
    };
    let period = (2..=meanings.len() / 2).find(|period| {
        meanings.len().is_multiple_of(*period)
            && own(&meanings[..*period])
            && meanings.chunks(*period).all(|chunk| chunk == &meanings[..*period])
    });
    let Some(period) = period else { return Vec::new() };
    columns.chunks(period).map(|part| restricted(sheet, header.number, part)).collect()
}

/// The sheet with only some columns from its header down; what stands above stays.
fn restricted(sheet: &Sheet, header: u32, columns: &[u32]) -> Sheet {
    let within = |row: &Row| {
        let mut row = row.clone();
        if row.number >= header {
            row.fields.retain(|c, _| columns.contains(c));
        }
        row
    };
    let rows = sheet.rows.iter().map(within).filter(|row| !row.fields.is_empty()).collect();
    Sheet { rows, ..sheet.clone() }
}

/// The layout of the header that begins at this place of the sheet's rows, and the place after it.
pub(super) fn layout_at(sheet: &Sheet, first: usize, map: &ColumnMap) -> (usize, Layout) {
    let second = sheet
        .rows
        .get(first + 1)
        .filter(|row| row.number == sheet.rows[first].number + 1 && is_second_level(row, &sheet.rows[first], map));
    let mut top = second.map(|_| first);
    let lowest = if second.is_some() { first + 1 } else { first };
    if top.is_none() && first > 0 && names_blanks_of(sheet, first, map) {
        top = Some(first - 1);
    }
    let labels = labels(sheet, top, lowest, map);
    let after = lowest + 1;
    let said = Said { map, sheet: sheet.name.as_deref() };
    let mut layout = lay_out(labels, said);
    layout.rows = top.into_iter().chain([lowest]).map(|at| sheet.rows[at].number).collect();
    weigh_contents(&mut layout, &sheet.rows[after..], said);
    // Whatever the words and contents suggest, a person's word on this very column holds.
    for column in &mut layout.columns {
        column.meaning = said.at(column.at).unwrap_or(column.meaning);
    }
    (after, layout)
}

/// What a person has said of the columns of one sheet.
#[derive(Clone, Copy)]
struct Said<'a> {
    map: &'a ColumnMap,
    sheet: Option<&'a str>,
}

impl Said<'_> {
    fn at(self, column: u32) -> Option<Meaning> {
        self.map.at(self.sheet, column)
    }

    fn of(self, column: &Column) -> Option<Meaning> {
        self.at(column.at).or_else(|| self.map.said(&column.header))
    }

    fn meaning(self, column: u32, header: &str) -> Option<Meaning> {
        self.at(column).or_else(|| self.map.meaning(header))
    }
}

/// A second level says again 姓名 and the like under a first that only says whose.
fn is_second_level(row: &Row, above: &Row, map: &ColumnMap) -> bool {
    let words = |row: &Row| row.columns().into_iter().filter(|c| map.meaning(&row.text(*c)).is_some()).count();
    let filled = row.columns().len();
    filled > 0 && words(row) * 3 >= filled * 2 && row.columns() != above.columns()
}

/// True when the row above names columns that this row leaves blank: 序号 merged down beside a second level.
fn names_blanks_of(sheet: &Sheet, at: usize, map: &ColumnMap) -> bool {
    let (row, above) = (&sheet.rows[at], &sheet.rows[at - 1]);
    above.number + 1 == row.number
        && above.columns().into_iter().any(|c| !row.fields.contains_key(&c) && map.meaning(&above.text(c)).is_some())
}

/// Column, what stands above it, what stands right over the people.
fn labels(sheet: &Sheet, top: Option<usize>, lowest: usize, map: &ColumnMap) -> Vec<(u32, String, String)> {
    let low = &sheet.rows[lowest];
    let above = top.map(|at| &sheet.rows[at]);
    let mut columns: BTreeSet<u32> = low.fields.keys().copied().collect();
    columns.extend(above.iter().flat_map(|row| row.fields.keys().copied()));
    columns.extend(map.places(sheet.name.as_deref()));
    // A column whose header was left blank still holds something.
    columns.extend(sheet.rows[lowest + 1..].iter().take(JUDGED).flat_map(|row| row.fields.keys().copied()));
    columns
        .into_iter()
        .map(|c| (c, above.map(|row| over(row, c, &sheet.merges)).unwrap_or_default(), low.text(c)))
        .collect()
}

/// What an upper header row says over a column: its own field, that of a joined area, else the nearest to the left.
fn over(row: &Row, column: u32, merges: &[Merge]) -> String {
    if row.fields.contains_key(&column) {
        return row.text(column);
    }
    let joined = merges.iter().find(|m| m.top.saturating_add(1) == row.number && (m.left..=m.right).contains(&column));
    if let Some(joined) = joined {
        return row.text(joined.left);
    }
    let over_this_row = merges.iter().any(|m| m.top.saturating_add(1) == row.number);
    let left = row.fields.keys().copied().filter(|c| *c < column).max();
    left.filter(|_| !over_this_row).map(|c| row.text(c)).unwrap_or_default()
}

fn lay_out(labels: Vec<(u32, String, String)>, said: Said<'_>) -> Layout {
    let mut columns: Vec<Column> = Vec::new();
    let mut whose: Vec<String> = Vec::new();
    for (at, above, below) in labels {
        let header = if below.is_empty() { above.clone() } else { below.clone() };
        let meaning = said.meaning(at, &header).unwrap_or(Meaning::Ignored);
        columns.push(Column { at, header, meaning, block: 0 });
        whose.push(if below.is_empty() { String::new() } else { squeezed(&above) });
    }
    let names: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].meaning == Meaning::Name).collect();
    let numbers = columns.iter().filter(|c| c.meaning == Meaning::Id).count();
    let beside = names.len() >= 2 && (numbers >= 2 || names.len() >= 3);
    let head_first = names.first().is_some_and(|i| whose[*i].contains("户主"))
        || (beside && columns.iter().any(|c| c.meaning == Meaning::HeadName && c.at < columns[names[0]].at));
    let blocks = if beside { number_blocks(&mut columns, &names) } else { 1 };
    if blocks == 1 {
        keep_first_of_each(&mut columns, said);
    }
    Layout { rows: Vec::new(), columns, blocks, head_first }
}

/// Gives each column the place of the person it belongs to; a leading 户主 column becomes the first person's name.
fn number_blocks(columns: &mut [Column], names: &[usize]) -> usize {
    let first_name = columns[names[0]].at;
    let mut block = 0;
    let mut started = false;
    for column in columns.iter_mut() {
        let leading_head = column.meaning == Meaning::HeadName && column.at < first_name;
        if leading_head {
            column.meaning = Meaning::Name;
        }
        column.meaning = match column.meaning {
            Meaning::HeadId if column.at < first_name => Meaning::Id,
            Meaning::HeadPhone if column.at < first_name => Meaning::Phone,
            other => other,
        };
        if column.meaning == Meaning::Name {
            block += usize::from(started);
            started = true;
        }
        column.block = block;
    }
    block + 1
}

/// In a plain roster a meaning belongs to one column: what the map says, else the first.
fn keep_first_of_each(columns: &mut [Column], said: Said<'_>) {
    let mut seen: BTreeMap<Meaning, usize> = BTreeMap::new();
    for at in 0..columns.len() {
        let meaning = columns[at].meaning;
        if matches!(meaning, Meaning::Ignored | Meaning::Mark | Meaning::Phone | Meaning::Remark | Meaning::Category) {
            continue;
        }
        match seen.get(&meaning) {
            Some(first) if said.of(&columns[at]).is_some() && said.of(&columns[*first]).is_none() => {
                columns[*first].meaning = Meaning::Ignored;
                seen.insert(meaning, at);
            }
            Some(_) => columns[at].meaning = Meaning::Ignored,
            None => {
                seen.insert(meaning, at);
            }
        }
    }
}

/// Corrects by the contents what the header's words leave open.
fn weigh_contents(layout: &mut Layout, rows: &[Row], said: Said<'_>) {
    if layout.blocks > 1 {
        fold_repeated_head(layout, rows);
        return;
    }
    relation_under_head(layout, rows);
    for wanted in [Meaning::Id, Meaning::Phone, Meaning::Relation, Meaning::Sex] {
        if layout.column(wanted, 0).is_some() {
            continue;
        }
        let unknown = layout.columns.iter().position(|c| {
            c.meaning == Meaning::Ignored
                && said.meaning(c.at, &c.header).is_none()
                && by_contents(rows, c.at) == Some(wanted)
        });
        if let Some(at) = unknown {
            layout.columns[at].meaning = wanted;
        }
    }
    if layout.column(Meaning::Name, 0).is_none()
        && let Some(head) = layout.columns.iter_mut().find(|c| c.meaning == Meaning::HeadName)
    {
        head.meaning = Meaning::Name;
        layout.head_first = true;
        for column in &mut layout.columns {
            column.meaning = match column.meaning {
                Meaning::HeadId => Meaning::Id,
                Meaning::HeadPhone => Meaning::Phone,
                other => other,
            };
        }
    }
    serial_as_household_number(layout, rows);
}

/// A column headed 户主 that holds 户主, 配偶, 儿子 is the relation.
fn relation_under_head(layout: &mut Layout, rows: &[Row]) {
    if layout.column(Meaning::Relation, 0).is_some() {
        return;
    }
    for column in layout.columns.iter_mut().filter(|c| c.meaning == Meaning::HeadName) {
        let texts: Vec<String> = rows.iter().take(300).map(|r| r.text(column.at)).filter(|t| !t.is_empty()).collect();
        let relations = texts.iter().filter(|t| is_relation(t)).count();
        if relations * 2 > texts.len() {
            column.meaning = Meaning::Relation;
        }
    }
}

/// Head and member side by side with the head written on every row are a plain roster with the head's name beside.
fn fold_repeated_head(layout: &mut Layout, rows: &[Row]) {
    if layout.blocks != 2 || !layout.head_first {
        return;
    }
    let (Some(head), Some(member)) = (layout.column(Meaning::Name, 0), layout.column(Meaning::Name, 1)) else { return };
    let (head, member) = (head.at, member.at);
    let named: Vec<&Row> = rows.iter().filter(|r| r.fields.contains_key(&member)).collect();
    let again = named.windows(2).filter(|pair| {
        let next = pair[1].text(head);
        next.is_empty() || next == pair[0].text(head)
    });
    if again.count() * 5 < named.len() {
        return;
    }
    for column in &mut layout.columns {
        if column.block == 0 {
            column.meaning = match column.meaning {
                Meaning::Name => Meaning::HeadName,
                Meaning::Id => Meaning::HeadId,
                Meaning::Phone => Meaning::HeadPhone,
                other if other.personal() => Meaning::Ignored,
                other => other,
            };
        }
        column.block = 0;
    }
    layout.blocks = 1;
    layout.head_first = false;
}

/// 序号 counts households where it stays the same, or blank, over several rows.
fn serial_as_household_number(layout: &mut Layout, rows: &[Row]) {
    let (None, Some(serial), Some(name)) = (
        layout.column(Meaning::HouseholdNumber, 0),
        layout.column(Meaning::Serial, 0).map(|c| c.at),
        layout.column(Meaning::Name, 0).map(|c| c.at),
    ) else {
        return;
    };
    let named: Vec<String> = rows.iter().filter(|r| r.fields.contains_key(&name)).map(|r| r.text(serial)).collect();
    let filled = named.iter().filter(|t| !t.is_empty()).count();
    let stays = named.windows(2).filter(|pair| pair[1].is_empty() || pair[0] == pair[1]).count();
    if filled > 0 && stays * 5 >= named.len() {
        for column in layout.columns.iter_mut().filter(|c| c.at == serial) {
            column.meaning = Meaning::HouseholdNumber;
        }
    }
}
