//! What a person says that columns hold: by header, also as a file of lines `"header" = "field"` in TOML, or by place.

use std::collections::BTreeMap;

use toml::Spanned;

use super::columns::{Meaning, plain_header};
use crate::i18n::Lang;

/// What columns were said to hold, whatever the words of their headers. A place is stronger than a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    by_header: BTreeMap<String, Meaning>,
    /// Sheet and column (from 0).
    by_place: BTreeMap<(Option<String>, u32), Meaning>,
}

/// A fault in a column map, with its line from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapFault {
    pub line: usize,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// Not TOML of the form asked for; what the TOML reader says.
    Form(String),
    /// A field that is none of [`Meaning::WORDS`].
    Field(String),
}

impl MapFault {
    /// What is wrong on the line and what may stand there.
    pub fn message(&self, lang: Lang) -> String {
        let words = Meaning::WORDS.map(|(word, _)| word).join(" ");
        match (&self.what, lang) {
            (What::Form(detail), Lang::Zh) => format!("每行应写成 \"表头\" = \"字段\"（{detail}）"),
            (What::Form(detail), Lang::En) => format!("each line has to be \"header\" = \"field\" ({detail})"),
            (What::Field(field), Lang::Zh) => format!("没有“{field}”这个字段，可用：{words}"),
            (What::Field(field), Lang::En) => format!("there is no field {field:?}; there are: {words}"),
        }
    }
}

impl ColumnMap {
    /// Reads a map such as `"老幼" = "ignore"`. Spaces and brackets of headers do not matter.
    ///
    /// # Errors
    /// All faults at once, each with its line.
    pub fn parse(text: &str) -> Result<Self, Vec<MapFault>> {
        let line_of = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let lines: BTreeMap<Spanned<String>, Spanned<String>> = toml::from_str(text).map_err(|error| {
            let line = line_of(error.span().map_or(0, |span| span.start));
            vec![MapFault { line, what: What::Form(error.message().to_owned()) }]
        })?;
        let mut map = Self::default();
        let mut faults = Vec::new();
        for (header, field) in lines {
            if let Some((_, meaning)) = Meaning::WORDS.iter().find(|(word, _)| word == field.get_ref()) {
                map.set(header.get_ref(), *meaning);
            } else {
                let line = line_of(field.span().start);
                faults.push(MapFault { line, what: What::Field(field.into_inner()) });
            }
        }
        if faults.is_empty() { Ok(map) } else { Err(faults) }
    }

    /// Says what a header means from now on.
    pub fn set(&mut self, header: &str, meaning: Meaning) {
        self.by_header.insert(plain_header(header), meaning);
    }

    /// Says what one column of one sheet (`None` in files without sheets) holds from now on; columns count from 0.
    pub fn set_at(&mut self, sheet: Option<&str>, column: u32, meaning: Meaning) {
        self.by_place.insert((sheet.map(str::to_owned), column), meaning);
    }

    /// Leaves a column to the words of its header again.
    pub fn forget_at(&mut self, sheet: Option<&str>, column: u32) {
        self.by_place.remove(&(sheet.map(str::to_owned), column));
    }

    /// What was said of a column by its place.
    pub fn at(&self, sheet: Option<&str>, column: u32) -> Option<Meaning> {
        self.by_place.get(&(sheet.map(str::to_owned), column)).copied()
    }

    /// Columns of a sheet that were spoken of by their place.
    pub(super) fn places<'a>(&'a self, sheet: Option<&'a str>) -> impl Iterator<Item = u32> + 'a {
        self.by_place.keys().filter(move |(of, _)| of.as_deref() == sheet).map(|(_, column)| *column)
    }

    /// What a header means: as the map says, else by its own words.
    pub(super) fn meaning(&self, header: &str) -> Option<Meaning> {
        self.said(header).or_else(|| Meaning::of_header(header))
    }

    /// What the map says of a header.
    pub(super) fn said(&self, header: &str) -> Option<Meaning> {
        self.by_header.get(&plain_header(header)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_overrides_the_words_of_a_header() {
        let map = ColumnMap::parse("\"老 号\" = \"id\"\n\"备注\" = \"ignore\"\n").unwrap();
        assert_eq!(map.meaning("老号"), Some(Meaning::Id));
        assert_eq!(map.meaning("备注"), Some(Meaning::Ignored));
        assert_eq!(map.meaning("姓名"), Some(Meaning::Name));
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let faults = ColumnMap::parse("\"甲\" = \"id\"\n\"乙\" = \"ident\"\n\"丙\" = \"nmae\"\n").unwrap_err();
        assert_eq!(faults.iter().map(|f| f.line).collect::<std::collections::BTreeSet<_>>(), [2, 3].into());
        assert!(
            faults.iter().any(|f| f.message(Lang::En).contains("\"nmae\"") && f.message(Lang::Zh).contains("nmae"))
        );
        assert_eq!(ColumnMap::parse("\"甲\" = \"id\"\n\"乙\" = [\n").unwrap_err().len(), 1);
    }
}
