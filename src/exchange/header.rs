//! Finds header rows, of one or two levels, and lays out what each column holds.

use std::collections::{BTreeMap, BTreeSet};

use super::column_map::ColumnMap;
use super::columns::{Meaning, bare_header, by_contents, is_relation, looks_like_id, names_in};
use super::table::{Merge, Row, Sheet};
use super::words::HEAD_WORDS;
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
    // A telephone, a date or a number of a person is no column's name; most rows end here.
    let digits = |text: &String| text.chars().filter(char::is_ascii_digit).count();
    if texts.iter().any(|t| digits(t) >= 6 || is_number(t)) {
        return false;
    }
    let meanings: Vec<Meaning> = texts.iter().filter_map(|t| map.meaning(t)).collect();
    let distinct: BTreeSet<Meaning> = meanings.iter().copied().collect();
    let names = [Meaning::Name, Meaning::Id, Meaning::HeadId].iter().any(|m| distinct.contains(m));
    // 户主 alone is as often a person's relation as a column's name.
    let head = distinct.contains(&Meaning::HeadName) && distinct.len() >= 3;
    // Several of a person's columns under an unusual word for the name, which the contents will tell.
    let several = distinct.iter().filter(|meaning| meaning.personal()).count() >= 3;
    (names && distinct.len() >= 2 || head || several) && meanings.len() * 5 >= texts.len() * 2
}

/// The first header of a sheet, or the one on the row that was named (from 1): how many rows of the sheet it ends
/// after, and its layout.
pub(super) fn find(sheet: &Sheet, map: &ColumnMap, named: Option<u32>) -> Option<(usize, Layout)> {
    let first = match named {
        Some(number) => sheet.rows.iter().position(|row| row.number == number)?,
        None => match sheet.rows.iter().take(SEARCHED).position(|row| is_header(row, map)) {
            Some(first) => first,
            None => return by_people(sheet, map),
        },
    };
    Some(layout_at(sheet, first, map))
}

/// Where no row has usual words: what stands over the first identity number, or nothing at all, if the contents below
/// tell names and numbers.
fn by_people(sheet: &Sheet, map: &ColumnMap) -> Option<(usize, Layout)> {
    let numbered = |row: &Row| row.columns().iter().any(|c| is_number(&row.text(*c)));
    let first = sheet.rows.iter().take(SEARCHED).position(numbered)?;
    let over = first.checked_sub(1).filter(|at| could_head(&sheet.rows[*at], &sheet.rows[first]));
    let (after, layout) =
        over.map_or_else(|| (first, without_header(sheet, first, map)), |at| layout_at(sheet, at, map));
    let known = [Meaning::Name, Meaning::Id].iter().all(|meaning| layout.column(*meaning, 0).is_some());
    known.then_some((after, layout))
}

/// The layout of a list that begins at this place without any header.
fn without_header(sheet: &Sheet, first: usize, map: &ColumnMap) -> Layout {
    let (rows, said) = (&sheet.rows[first..], Said { map, sheet: sheet.name.as_deref() });
    let columns: BTreeSet<u32> = rows.iter().take(JUDGED).flat_map(|row| row.fields.keys().copied()).collect();
    let labels = columns.into_iter().map(|c| (c, String::new(), String::new())).collect();
    let mut layout = lay_out(labels, rows, said);
    weigh_contents(&mut layout, rows, said);
    layout
}

fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && looks_like_id(text)
}

/// True when a row could name the columns of the row below: over most of them, and without long numbers.
fn could_head(row: &Row, below: &Row) -> bool {
    let digits = |c: u32| row.text(c).chars().filter(char::is_ascii_digit).count();
    row.fields.len() >= 2 && row.fields.len() * 2 > below.fields.len() && row.fields.keys().all(|c| digits(*c) < 4)
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
    let mut layout = lay_out(labels, &sheet.rows[after..], said);
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

fn lay_out(labels: Vec<(u32, String, String)>, rows: &[Row], said: Said<'_>) -> Layout {
    let mut columns: Vec<Column> = Vec::new();
    let mut whose: Vec<String> = Vec::new();
    let mut owners: Vec<Option<String>> = Vec::new();
    for (at, above, below) in labels {
        let header = if below.is_empty() { above.clone() } else { below.clone() };
        let said_of = said.at(at).or_else(|| said.map.said(&header));
        let of_member = || Meaning::of_header(without_owner(&bare_header(&header))?);
        let own = said_of.or_else(of_member).or_else(|| Meaning::of_header(&header));
        let meaning = own.unwrap_or(Meaning::Ignored);
        columns.push(Column { at, header, meaning, block: 0 });
        let above = if below.is_empty() { String::new() } else { squeezed(&above) };
        owners.push(if above.is_empty() { owner(&below) } else { Some(above.clone()) });
        whose.push(above);
    }
    name_members(&mut columns, &owners, rows, said);
    let names: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].meaning == Meaning::Name).collect();
    let numbers = columns.iter().filter(|c| c.meaning == Meaning::Id).count();
    let beside = names.len() >= 2 && (numbers >= 2 || names.len() >= 3);
    let head_first = names.first().is_some_and(|i| whose[*i].contains("户主"))
        || (beside && columns.iter().any(|c| c.meaning == Meaning::HeadName && c.at < columns[names[0]].at));
    let by_owner = beside && each_has_one(&names, &owners);
    let head_first = head_first || by_owner && owners.iter().flatten().any(|owner| is_heads(owner));
    let blocks = if by_owner {
        number_owners(&mut columns, &owners)
    } else if beside {
        number_blocks(&mut columns, &names)
    } else {
        1
    };
    if blocks == 1 {
        keep_first_of_each(&mut columns, said);
    }
    Layout { rows: Vec::new(), columns, blocks, head_first }
}

/// Where several members stand side by side under an unknown word for the name, the contents tell it.
fn name_members(columns: &mut [Column], owners: &[Option<String>], rows: &[Row], said: Said<'_>) {
    let numbered: BTreeSet<&String> =
        columns.iter().zip(owners).filter(|(c, _)| c.meaning == Meaning::Id).filter_map(|(_, o)| o.as_ref()).collect();
    if numbered.len() < 2 {
        return;
    }
    for owner in numbered {
        let own = |at: &usize| owners[*at].as_ref() == Some(owner);
        let named = |meaning: Meaning| matches!(meaning, Meaning::Name | Meaning::HeadName);
        if (0..columns.len()).filter(own).any(|at| named(columns[at].meaning)) {
            continue;
        }
        let unknown = (0..columns.len()).filter(own).find(|at| {
            let column = &columns[*at];
            said.meaning(column.at, &column.header).is_none() && names_in(rows, column.at).is_some()
        });
        if let Some(at) = unknown {
            columns[at].meaning = Meaning::Name;
        }
    }
}

/// Whom a header of one level speaks of: the number in 成员2姓名 or 姓名2, the head in 户主姓名.
fn owner(header: &str) -> Option<String> {
    let plain = bare_header(header);
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return Some(digits);
    }
    if let Some((_, after)) = plain.split_once("成员") {
        return after.chars().next().filter(|c| "一二三四五六七八九十".contains(*c)).map(String::from);
    }
    is_heads(&plain).then(|| HEAD_WORDS[0].to_owned())
}

/// What a header of one level says after the member it speaks of: 常用电话 in 家庭成员1常用电话.
fn without_owner(header: &str) -> Option<&str> {
    let (_, rest) = header.split_once("成员")?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    (!rest.is_empty()).then_some(rest)
}

fn is_heads(owner: &str) -> bool {
    HEAD_WORDS.iter().any(|word| owner.contains(word)) && !owner.contains("关系")
}

/// Whether every name's column says whose it is, and no two say the same.
fn each_has_one(names: &[usize], owners: &[Option<String>]) -> bool {
    let named: BTreeSet<&String> = names.iter().filter_map(|at| owners[*at].as_ref()).collect();
    named.len() == names.len()
}

/// Gives each column the place of the person that its header speaks of, in whatever order that person's columns stand;
/// the head comes first.
fn number_owners(columns: &mut [Column], owners: &[Option<String>]) -> usize {
    let heads_name = columns
        .iter()
        .zip(owners)
        .any(|(column, owner)| column.meaning == Meaning::Name && owner.as_ref().is_some_and(|owner| is_heads(owner)));
    for column in columns.iter_mut().filter(|_| !heads_name) {
        column.meaning = match column.meaning {
            Meaning::HeadName => Meaning::Name,
            Meaning::HeadId => Meaning::Id,
            Meaning::HeadPhone => Meaning::Phone,
            other => other,
        };
    }
    let mut order: Vec<&String> = Vec::new();
    for (column, owner) in columns.iter().zip(owners) {
        if let Some(owner) = owner.as_ref().filter(|owner| column.meaning == Meaning::Name && !order.contains(owner)) {
            order.push(owner);
        }
    }
    order.sort_by_key(|owner| !is_heads(owner));
    for (column, owner) in columns.iter_mut().zip(owners) {
        let place = owner.as_ref().map(|owner| order.iter().position(|known| *known == owner));
        column.block = place.flatten().unwrap_or(0);
        // What belongs to somebody without a name is nobody's.
        if place == Some(None) && column.meaning.personal() {
            column.meaning = Meaning::Ignored;
        }
    }
    order.len()
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
    name_by_contents(layout, rows, said);
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

/// The column under an unknown word that holds the most different names.
fn name_by_contents(layout: &mut Layout, rows: &[Row], said: Said<'_>) {
    if layout.column(Meaning::Name, 0).is_some() {
        return;
    }
    let unknown = |c: &&mut Column| c.meaning == Meaning::Ignored && said.meaning(c.at, &c.header).is_none();
    let named = layout.columns.iter_mut().filter(unknown).filter_map(|c| Some((names_in(rows, c.at)?, c)));
    // Of equals the first.
    if let Some((_, column)) = named.min_by_key(|(names, _)| std::cmp::Reverse(*names)) {
        column.meaning = Meaning::Name;
    }
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
