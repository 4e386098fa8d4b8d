//! How names are read aloud: every reading of a character, and the one reading that a surname has.

use std::collections::HashMap;
use std::sync::LazyLock;

use ib_matcher::pinyin::{PinyinData, PinyinNotation};
use pinyin::ToPinyin;

use super::fold::{name_letters, separates_names};
use crate::domain::width::half_width;

/// Surnames that are read otherwise than their characters usually are: surname, reading, other accepted readings.
static TABLE: &str = include_str!("surname-readings.tsv");

static EVERY_READING: LazyLock<PinyinData> = LazyLock::new(|| PinyinData::new(PinyinNotation::Ascii));

static SURNAMES: LazyLock<HashMap<&'static str, Surname>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        let (surname, reading) = (fields.next()?, fields.next()?);
        let others = fields.next().unwrap_or_default();
        Some((surname, Surname { reading: syllables(reading), others: syllables(others) }))
    });
    rows.collect()
});

/// The first characters of two-character surnames, sorted: most names are told from them at a glance.
static COMPOUND_STARTS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let compounds = SURNAMES.keys().filter(|surname| surname.chars().count() > 1);
    let mut starts: Vec<char> = compounds.filter_map(|surname| surname.chars().next()).collect();
    starts.sort_unstable();
    starts
});

/// Syllables per character of a surname.
struct Surname {
    reading: Vec<&'static str>,
    others: Vec<&'static str>,
}

fn syllables(text: &'static str) -> Vec<&'static str> {
    text.split_whitespace().collect()
}

/// How one character of a name may be spelled; `ü` is written `v`, and `lu`, `lyu` stand beside `lv`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Spellings {
    /// As it is read here: the surname reading for a surname, else the most usual one.
    pub usual: Vec<String>,
    /// The readings it has elsewhere.
    pub other: Vec<String>,
}

/// The spellings of a character; `surname` holds where it is the first of a name of one-character surname.
pub(super) fn spellings(c: char, surname: bool) -> Spellings {
    let mut every = Vec::new();
    let known = surname.then(|| SURNAMES.get(c.encode_utf8(&mut [0; 4]) as &str)).flatten();
    let usual = match known {
        Some(known) => known.reading.first().copied(),
        None => c.to_pinyin().map(pinyin::Pinyin::plain),
    };
    every.extend(known.iter().flat_map(|known| known.others.iter().map(ToString::to_string)));
    EVERY_READING.get_pinyins_and_for_each(c, |reading| {
        every.extend(reading.notation(PinyinNotation::Ascii).map(str::to_owned));
    });
    let usual = usual.map_or_else(|| every.first().cloned(), |reading| Some(reading.replace('ü', "v")));
    let usual: Vec<String> = usual.iter().flat_map(|reading| written_as(reading)).collect();
    let mut other: Vec<String> = every.iter().flat_map(|reading| written_as(reading)).collect();
    other.sort_unstable();
    other.dedup();
    other.retain(|reading| !usual.contains(reading));
    Spellings { usual, other }
}

/// 吕 is typed `lv`, `lyu` and `lu`; 女 likewise.
fn written_as(reading: &str) -> Vec<String> {
    let mut ways = vec![reading.to_owned()];
    if let Some((before, after)) = reading.split_once('v') {
        ways.push(format!("{before}yu{after}"));
        ways.push(format!("{before}u{after}"));
    }
    ways
}

/// How many leading characters of the folded letters of a name are its surname: 0, 1 or 2.
///
/// A name in parts (索南·才旦) or of Latin letters has none.
pub(super) fn surname_length(name: &str, letters: &[char]) -> usize {
    if letters.len() < 2 || letters[0].is_ascii() || is_in_parts(name) {
        return 0;
    }
    if letters.len() == 2 || COMPOUND_STARTS.binary_search(&letters[0]).is_err() {
        return 1;
    }
    let first_two: String = letters[..2].iter().collect();
    if SURNAMES.contains_key(first_two.as_str()) { 2 } else { 1 }
}

/// Whether a dot parts a name; a space alone does not (王 秀英).
fn is_in_parts(name: &str) -> bool {
    let dot = |c: char| !matches!(c, '\u{3400}'..='\u{9FFF}') && separates_names(half_width(c)) && !c.is_whitespace();
    name.chars().any(dot)
}

/// The most usual reading of each letter of a name, the surname read as a surname; a letter without a reading stands
/// for itself.
fn read_aloud(name: &str) -> Vec<String> {
    let letters: Vec<char> = name_letters(name).collect();
    let surname = surname_length(name, &letters);
    let compound: String = letters.iter().take(2).collect();
    let compound = if surname == 2 { SURNAMES.get(compound.as_str()) } else { None };
    let read = |(place, &c): (usize, &char)| {
        if let Some(syllable) = compound.and_then(|known| known.reading.get(place)) {
            return (*syllable).to_owned();
        }
        let spelled = spellings(c, surname == 1 && place == 0);
        spelled.usual.into_iter().next().unwrap_or_else(|| c.to_string())
    };
    letters.iter().enumerate().map(read).collect()
}

/// The initials of a name, lower case, the surname read as a surname: 单秀英 → `sxy`, 尉迟恭 → `ycg`.
pub fn initials(name: &str) -> String {
    read_aloud(name).iter().filter_map(|syllable| syllable.chars().next()).collect()
}

/// The pinyin by which a name is sorted, syllables set apart by spaces: 单秀英 → `shan xiu ying`.
pub fn sort_key(name: &str) -> String {
    read_aloud(name).join(" ")
}

/// The reading of one syllable of a two-character surname.
pub(super) fn compound_syllable(compound: &str, place: usize) -> Option<&'static str> {
    SURNAMES.get(compound).and_then(|known| known.reading.get(place)).copied()
}
