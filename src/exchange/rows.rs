//! Rows below a header, read as people or passed over with a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::check::{self, Slips};
use super::column_map::ColumnMap;
use super::columns::{Meaning, ethnicity, is_head_word, is_relation, looks_like_id, mark_tag, ticked};
use super::header::{self, Column, Layout};
use super::names;
use super::places;
use super::reading::{ProblemCode, Record, Severity, SkipReason, Skipped};
use super::table::{Field, Row, Sheet};
use super::wording::is_yes;
use super::words::{FOOTERS, KNOWN_TAGS, TITLES, TOTAL_OF, TOTALS};
use crate::domain::person_id::Sex;
use crate::domain::phone::{Phone, PhoneFault};
use crate::domain::width::squeezed;

/// A person with what grouping and checking still need of the row.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub record: Record,
    pub head_name: String,
    /// What the household's count column says.
    pub count: Option<(u32, u32)>,
    /// Columns (from 0) by what they hold, for telling problems; one for all people under a header.
    pub columns: Rc<BTreeMap<Meaning, u32>>,
    /// What stands over each column of the sheet.
    pub headers: Rc<BTreeMap<u32, String>>,
    /// False when the identity number's field was blank.
    pub id_written: bool,
    /// True when people of one household stand in one row.
    pub beside: bool,
    pub says_relation: bool,
}

/// A sheet's people and what else its rows were.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    pub people: Vec<Person>,
    pub header_rows: Vec<u32>,
    pub skipped: Vec<Skipped>,
    pub columns: Vec<Column>,
    pub slips: Slips,
}

/// What is said once and holds until it is said again: the title's village, a line naming a group.
#[derive(Clone, Debug, Default)]
struct Context {
    village: String,
    group: String,
}

/// All people of a sheet; `None` when it has no header.
/// `header` is the row of the header (from 1) where a person has named it.
pub(super) fn people_of(sheet: &Sheet, map: &ColumnMap, header: Option<u32>) -> Option<Crowd> {
    let tables = if header.is_none() { header::tables_beside(sheet, map) } else { Vec::new() };
    if tables.len() < 2 {
        return people_of_table(sheet, map, header);
    }
    let crowds = tables.iter().filter_map(|table| people_of_table(table, map, None));
    crowds.reduce(|mut all, crowd| {
        all.people.extend(crowd.people);
        all.columns.extend(crowd.columns);
        all.skipped.extend(crowd.skipped);
        all.slips.0.extend(crowd.slips.0);
        let rows: BTreeSet<u32> = all.people.iter().map(|p| p.record.row).collect();
        all.skipped.retain(|s| !rows.contains(&s.row));
        all.skipped.sort_by_key(|s| s.row);
        all.skipped.dedup_by_key(|s| s.row);
        all
    })
}

fn people_of_table(sheet: &Sheet, map: &ColumnMap, header: Option<u32>) -> Option<Crowd> {
    let (mut at, mut layout) = header::find(sheet, map, header)?;
    let mut crowd = Crowd { columns: layout.columns.clone(), ..Crowd::default() };
    let mut context = Context::default();
    for row in sheet.rows[..at].iter().filter(|row| !layout.rows.contains(&row.number)) {
        crowd.skipped.push(Skipped { row: row.number, why: SkipReason::Title });
        context.learn_title(row);
    }
    context.village = sheet.name.as_deref().and_then(places::village_of).unwrap_or(context.village);
    crowd.people.reserve_exact(sheet.rows.len() - at);
    crowd.take_header(&layout);
    let mut places = places_of(&layout);
    let mut filled = Filled::new(sheet);
    while let Some(row) = sheet.rows.get(at) {
        if header::is_header(row, map) {
            let (after, next) = header::layout_at(sheet, at, map);
            if next.columns.len() == layout.columns.len() || next.columns.len() > 2 {
                crowd.take_header(&next);
                // A repeated header has fewer rows below to judge contents by; the same words mean the same again.
                let same = words_of(&next).eq(words_of(&layout));
                if !same {
                    (places, layout) = (places_of(&next), next);
                }
                at = after;
                continue;
            }
        }
        match passed_over(row, &layout) {
            Some(why) => {
                context.learn_line(row, why);
                crowd.skipped.push(Skipped { row: row.number, why });
            }
            None => crowd.take_row(&filled.row(row, &layout), &layout, &places, &context),
        }
        at += 1;
    }
    crowd.tell_blank_rows(sheet);
    Some(crowd)
}

/// Columns by what they hold, for each person of a row.
fn places_of(layout: &Layout) -> Vec<Rc<BTreeMap<Meaning, u32>>> {
    let of = |block| {
        let columns = layout.columns.iter();
        columns.filter_map(|c| Some((c.meaning, layout.column(c.meaning, block)?.at))).collect()
    };
    (0..layout.blocks).map(|block| Rc::new(of(block))).collect()
}

/// Columns with a header, and their words.
fn words_of(layout: &Layout) -> impl Iterator<Item = (u32, &String)> {
    layout.columns.iter().filter(|c| !c.header.is_empty()).map(|c| (c.at, &c.header))
}

impl Context {
    fn learn_title(&mut self, row: &Row) {
        if self.village.is_empty() {
            self.village = places::village_of(&row.first_text()).unwrap_or_default();
        }
    }

    /// A line of its own such as 王府村二组 holds for the people below it.
    fn learn_line(&mut self, row: &Row, why: SkipReason) {
        if why != SkipReason::NoPerson || row.fields.len() != 1 {
            return;
        }
        let place = places::address(&row.first_text());
        if place.door.is_empty() && !(place.village.is_empty() && place.group.is_empty()) {
            self.group = place.group;
            if !place.village.is_empty() {
                self.village = place.village;
            }
        }
    }
}

/// Fills down what a household writes once in joined fields.
struct Filled {
    /// Joined fields that reach down, by the row they begin on (from 1): column, last row (from 1).
    begins: BTreeMap<u32, Vec<(u32, u32)>>,
    /// Values of joined fields that reach further down: column → (last row from 1, field).
    open: BTreeMap<u32, (u32, Field)>,
}

impl Filled {
    fn new(sheet: &Sheet) -> Self {
        let mut begins: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for merge in sheet.merges.iter().filter(|m| m.bottom > m.top) {
            begins.entry(merge.top.saturating_add(1)).or_default().push((merge.left, merge.bottom.saturating_add(1)));
        }
        Self { begins, open: BTreeMap::new() }
    }

    fn row(&mut self, row: &Row, layout: &Layout) -> Row {
        for (column, last) in self.begins.get(&row.number).into_iter().flatten() {
            if let Some(field) = row.fields.get(column) {
                self.open.insert(*column, (*last, field.clone()));
            }
        }
        let mut full = row.clone();
        for (column, (until, field)) in &self.open {
            let meaning = layout.columns.iter().find(|c| c.at == *column).map(|c| c.meaning);
            if *until >= row.number && meaning.is_some_and(Meaning::of_household) {
                full.fields.entry(*column).or_insert_with(|| field.clone());
            }
        }
        full
    }
}

/// Why a row is nobody; `None` for a person.
fn passed_over(row: &Row, layout: &Layout) -> Option<SkipReason> {
    let texts: Vec<String> = row.columns().iter().map(|c| squeezed(&row.text(*c)).to_lowercase()).collect();
    let numbered = layout.all(Meaning::Id).any(|c| looks_like_id(&row.text(c.at)));
    let related = layout.all(Meaning::Relation).any(|c| is_relation(&row.text(c.at)));
    if !numbered && !related {
        let first = texts.first().map(String::as_str).unwrap_or_default();
        if texts.iter().take(4).any(|t| is_total(t)) {
            return Some(SkipReason::Total);
        }
        let page = first.starts_with('第') && first.contains('页') || first.starts_with("page");
        if page || texts.iter().take(3).any(|t| FOOTERS.iter().any(|w| t.contains(w)) && t.chars().count() > 3) {
            return Some(SkipReason::Footer);
        }
        if texts.len() == 1 && TITLES.iter().any(|w| first.contains(w)) {
            return Some(SkipReason::Title);
        }
    }
    let named = layout.all(Meaning::Name).any(|c| is_name(&row.text(c.at)));
    let alone = texts.len() == 1 && layout.columns.len() > 2;
    (!named || alone).then_some(SkipReason::NoPerson)
}

/// True for the first words of a row of sums: 合计, 本页小计, 全村总计42户.
fn is_total(text: &str) -> bool {
    let of = TOTAL_OF.iter().find_map(|of| text.strip_prefix(of)).unwrap_or(text);
    [text, of].iter().any(|text| {
        TOTALS.iter().any(|word| text.starts_with(word) && text.chars().count() <= word.chars().count() + 8)
    })
}

/// True for a number of people or households: 116人.
fn is_count(plain: &str) -> bool {
    let number = plain.trim_end_matches(['人', '户', '口', '名']);
    number.len() < plain.len() && number.parse::<f64>().is_ok()
}

fn is_name(text: &str) -> bool {
    let plain = squeezed(text);
    if is_count(&plain) {
        return false;
    }
    (1..=40).contains(&plain.chars().count()) && plain.chars().any(char::is_alphabetic) && !looks_like_id(&plain)
}

impl Crowd {
    fn take_header(&mut self, layout: &Layout) {
        self.header_rows.extend(&layout.rows);
        self.skipped.extend(layout.rows.iter().map(|row| Skipped { row: *row, why: SkipReason::Header }));
    }

    /// Blank rows between the first and the last row with something in it, at most 2,000.
    fn tell_blank_rows(&mut self, sheet: &Sheet) {
        for pair in sheet.rows.windows(2) {
            let blank = pair[0].number + 1..pair[1].number;
            self.skipped.extend(blank.take(2000).map(|row| Skipped { row, why: SkipReason::Blank }));
        }
        self.skipped.sort_by_key(|s| s.row);
        self.skipped.dedup_by_key(|s| s.row);
    }

    fn take_row(&mut self, row: &Row, layout: &Layout, places: &[Rc<BTreeMap<Meaning, u32>>], context: &Context) {
        let before = self.people.len();
        for (block, columns) in places.iter().enumerate() {
            let named = layout.column(Meaning::Name, block).is_some_and(|c| is_name(&row.text(c.at)));
            if named {
                let reader = RowReader { row, layout, block, slips: &mut self.slips };
                let person = Person { columns: Rc::clone(columns), ..reader.person(context) };
                self.people.push(person);
            }
        }
        // A name may stand in a column that is nobody's place.
        if self.people.len() == before {
            self.skipped.push(Skipped { row: row.number, why: SkipReason::NoPerson });
        }
    }
}

/// Reads one person of one row.
struct RowReader<'a> {
    row: &'a Row,
    layout: &'a Layout,
    block: usize,
    slips: &'a mut Slips,
}

impl<'a> RowReader<'a> {
    fn column(&self, meaning: Meaning) -> Option<&'a Column> {
        self.layout.column(meaning, self.block)
    }

    fn field(&self, meaning: Meaning) -> Option<&'a Field> {
        self.row.fields.get(&self.column(meaning)?.at)
    }

    fn text(&self, meaning: Meaning) -> String {
        self.field(meaning).map(Field::written).unwrap_or_default()
    }

    fn slip(&mut self, meaning: Meaning, code: ProblemCode, severity: Severity) {
        let column = self.column(meaning).cloned();
        self.slips.tell(self.row.number, column.as_ref(), code, severity);
    }

    fn person(mut self, context: &Context) -> Person {
        let column = self.column(Meaning::Name).map_or(0, |c| c.at);
        let mut record = Record { row: self.row.number, column, ..Record::default() };
        self.read_name(&mut record);
        record.relation = squeezed(&self.text(Meaning::Relation));
        let marked = is_yes(&self.text(Meaning::IsHead)) == Some(true);
        let first = self.layout.head_first && self.block == 0;
        record.head = marked || is_head_word(&record.relation.to_lowercase()) || first && record.relation.is_empty();
        if record.head && record.relation.is_empty() {
            record.relation = "户主".into();
        }
        let (field, column) = (self.field(Meaning::Id), self.column(Meaning::Id));
        let id_written = check::read_id(&mut record, field, column, self.slips);
        self.read_sex_and_birth(&mut record);
        let written = squeezed(&self.text(Meaning::Ethnicity));
        record.ethnicity = ethnicity(&written).unwrap_or(written);
        self.read_phones(&mut record);
        self.read_tags(&mut record);
        self.read_place(&mut record, context);
        record.household_number = squeezed(&self.text(Meaning::HouseholdNumber));
        if self.row.columns().iter().any(|c| self.row.fields.get(c) == Some(&Field::NoValue)) {
            self.tell_missing_values();
        }
        let count = self.column(Meaning::Count).map(|c| c.at);
        let beside = self.layout.blocks > 1;
        Person {
            head_name: names::name(&self.text(Meaning::HeadName)).0,
            count: count.and_then(|at| Some((at, squeezed(&self.row.text(at)).trim_end_matches('人').parse().ok()?))),
            columns: Rc::default(),
            headers: Rc::default(),
            id_written,
            beside,
            says_relation: beside || self.column(Meaning::Relation).is_some() || self.column(Meaning::IsHead).is_some(),
            record,
        }
    }

    fn read_name(&mut self, record: &mut Record) {
        let (name, problems) = names::name(&self.text(Meaning::Name));
        record.name = name;
        for code in problems {
            let severity = if code == ProblemCode::NameInnerSpace { Severity::Info } else { Severity::Warn };
            self.slip(Meaning::Name, code, severity);
        }
    }

    fn read_sex_and_birth(&mut self, record: &mut Record) {
        let written = match squeezed(&self.text(Meaning::Sex)).to_lowercase().as_str() {
            "男" | "男性" | "1" | "m" | "male" => Sex::Male,
            "女" | "女性" | "2" | "f" | "female" => Sex::Female,
            _ => Sex::Unknown,
        };
        record.sex = record.id.map_or(written, |id| id.sex());
        if written != Sex::Unknown && record.sex != written {
            self.slip(Meaning::Sex, ProblemCode::IdSexMismatch, Severity::Warn);
        }
        let birthday = self.field(Meaning::Birth).and_then(names::birthday);
        if let Some((code, severity)) = check::settle_birth(record, birthday) {
            self.slip(Meaning::Birth, code, severity);
        }
    }

    fn read_phones(&mut self, record: &mut Record) {
        let columns: Vec<Column> = self.layout.all(Meaning::Phone).filter(|c| c.block == self.block).cloned().collect();
        for column in columns {
            match Phone::parse_all(&self.row.text(column.at)) {
                Ok(phones) => record.phones.extend(phones),
                Err(PhoneFault::Empty) => {}
                Err(fault) => {
                    let digits = if let PhoneFault::Digits(n) = fault { n } else { 0 };
                    self.slips.tell(
                        self.row.number,
                        Some(&column),
                        ProblemCode::PhoneInvalid { digits },
                        Severity::Warn,
                    );
                }
            }
        }
        if record.phones.is_empty() && record.head {
            record.phones = Phone::parse_all(&self.text(Meaning::HeadPhone)).unwrap_or_default();
        }
        let mut seen = Vec::new();
        record.phones.retain(|p| {
            !seen.contains(p) && {
                seen.push(p.clone());
                true
            }
        });
    }

    /// Tags and remarks stand once in a row; side by side they are the first person's.
    fn read_tags(&mut self, record: &mut Record) {
        if self.block > 0 {
            return;
        }
        for column in self.layout.all(Meaning::Category) {
            let text = self.row.text(column.at);
            record.tags.extend(
                words(&text)
                    .filter(|w| is_yes(w).is_none() && !matches!(*w, "一般户" | "普通" | "正常"))
                    .map(str::to_owned),
            );
        }
        for column in self.layout.all(Meaning::Mark).filter(|c| ticked(&self.row.text(c.at))) {
            record.tags.push(mark_tag(&column.header));
        }
        for column in self.layout.all(Meaning::Remark) {
            let text = self.row.text(column.at);
            record.tags.extend(words(&text).filter(|w| KNOWN_TAGS.contains(w)).map(str::to_owned));
            let rest: Vec<&str> = words(&text).filter(|w| !KNOWN_TAGS.contains(w)).collect();
            if !rest.is_empty() {
                record.remark = if rest.len() == words(&text).count() { text } else { rest.join("，") };
            }
        }
        record.tags.sort();
        record.tags.dedup();
    }

    fn read_place(&mut self, record: &mut Record, context: &Context) {
        record.address = self.text(Meaning::Address);
        let home = places::address(&record.address);
        let group = places::address(&self.text(Meaning::Group));
        let written = squeezed(&self.text(Meaning::Village));
        let first = |options: [&str; 4]| options.into_iter().find(|o| !o.is_empty()).unwrap_or_default().to_owned();
        record.village = first([&written, &group.village, &home.village, &context.village]);
        let number = if group.group.is_empty() { &group.door } else { &group.group };
        record.group = first([number, &home.group, &context.group, ""]);
        record.cell = squeezed(&self.text(Meaning::Cell));
        record.door = first([&squeezed(&self.text(Meaning::Door)), &home.door, "", ""]);
    }

    fn tell_missing_values(&mut self) {
        let columns: Vec<Column> = self.layout.columns.iter().filter(|c| c.block == self.block).cloned().collect();
        for column in columns.iter().filter(|c| c.meaning != Meaning::Ignored && c.meaning != Meaning::Serial) {
            if self.row.fields.get(&column.at) == Some(&Field::NoValue) {
                self.slips.tell(self.row.number, Some(column), ProblemCode::FormulaNoValue, Severity::Warn);
            }
        }
    }
}

/// Words of a remark or category field.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、', ';', '；', '/', '|', '\n', ' ', '\u{3000}', '。'])
        .map(str::trim)
        .filter(|w| !w.is_empty())
}
