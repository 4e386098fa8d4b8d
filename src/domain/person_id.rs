//! Identity numbers (GB 11643): cleaned of what typing and spreadsheets add, checked, masked.

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::moment::Date;
use super::width::squeezed;

/// What is written of a person's sex (GB/T 2261.1, without 9 *not stated*, which reads as unknown).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sex {
    Male,
    Female,
    #[default]
    Unknown,
}

impl Sex {
    /// The sex of its Chinese word; unknown for any other.
    pub fn of_word(word: &str) -> Self {
        match word {
            "男" => Self::Male,
            "女" => Self::Female,
            _ => Self::Unknown,
        }
    }
}

/// A checked identity number: 18 characters, the last one a digit or `X`.
///
/// The area code is not looked up: abolished counties and residence permits (81, 82, 83, 9…) carry valid numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonId([u8; 18]);

/// Why a text is not an identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Nothing is left after cleaning.
    Empty,
    /// Some digits are stars, as on a public notice.
    Masked,
    /// A spreadsheet kept 15 digits and put zeros or an exponent for the rest.
    PrecisionLost,
    /// Neither 18 nor 15 characters; how many there are.
    Length(usize),
    /// A character that no identity number has.
    Character(char),
    /// The date of birth inside is no date of the years 1800–2199.
    Birth,
    /// The last character ought to be this one.
    Checksum(char),
}

impl fmt::Display for IdFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "no identity number"),
            Self::Masked => write!(f, "digits are hidden by stars"),
            Self::PrecisionLost => write!(f, "the last digits were lost in a spreadsheet"),
            Self::Length(n) => write!(f, "{n} characters instead of 18"),
            Self::Character(c) => write!(f, "{c:?} cannot stand in an identity number"),
            Self::Birth => write!(f, "the date of birth inside is no date"),
            Self::Checksum(c) => write!(f, "the check digit ought to be {c}"),
        }
    }
}

impl PersonId {
    /// The standard's weight of each of the first 17 digits.
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    /// The check character for each remainder modulo 11.
    const CHECKS: &[u8; 11] = b"10X98765432";

    /// Cleans and checks a text; 15 digits are read as a number of the years 1900–1999.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let cleaned = clean(text);
        if cleaned.is_empty() {
            return Err(IdFault::Empty);
        }
        if cleaned.contains('*') {
            return Err(IdFault::Masked);
        }
        if is_exponent(&cleaned) {
            return Err(IdFault::PrecisionLost);
        }
        let length = cleaned.chars().count();
        if let Some(odd) = cleaned.chars().enumerate().find_map(|(at, c)| odd_at(at, c, length)) {
            return Err(IdFault::Character(odd));
        }
        match cleaned.len() {
            18 => Self::from_18(cleaned.as_bytes()),
            15 => Self::from_15(&cleaned),
            _ => Err(IdFault::Length(length)),
        }
    }

    fn from_18(bytes: &[u8]) -> Result<Self, IdFault> {
        let number: [u8; 18] = bytes.try_into().map_err(|_| IdFault::Length(bytes.len()))?;
        let check = Self::check_of(&number);
        if number[17] != check {
            return Err(if number.ends_with(b"000") {
                IdFault::PrecisionLost
            } else {
                IdFault::Checksum(check.into())
            });
        }
        Self(number).date_inside().map(|_| Self(number)).ok_or(IdFault::Birth)
    }

    /// The 18 characters of a number given out before 1999-10-01 with 15 digits.
    fn from_15(digits: &str) -> Result<Self, IdFault> {
        let mut number = [b'0'; 18];
        number[..6].copy_from_slice(&digits.as_bytes()[..6]);
        number[6..8].copy_from_slice(b"19");
        number[8..17].copy_from_slice(&digits.as_bytes()[6..]);
        number[17] = Self::check_of(&number);
        Self(number).date_inside().map(|_| Self(number)).ok_or(IdFault::Birth)
    }

    /// The check character that the first 17 digits ask for.
    fn check_of(number: &[u8; 18]) -> u8 {
        let sum: u32 = Self::WEIGHTS.iter().zip(number).map(|(w, d)| w * u32::from(d.saturating_sub(b'0'))).sum();
        Self::CHECKS[(sum % 11) as usize]
    }

    fn date_inside(&self) -> Option<Date> {
        let digits = |from: usize, to: usize| self.as_str().get(from..to)?.parse::<u32>().ok();
        let year = i32::try_from(digits(6, 10)?).ok()?;
        Date::from_ymd_opt(year, digits(10, 12)?, digits(12, 14)?).filter(|date| (1800..=2199).contains(&date.year()))
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the constructors let only digits and X through")
    }

    /// The date of birth inside the number.
    pub fn birth(&self) -> Date {
        self.date_inside().expect("the constructors refuse a number without a date")
    }

    /// The sex that the 17th digit tells: odd is male.
    pub fn sex(&self) -> Sex {
        if self.0[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// Four characters, ten stars, four characters.
    pub fn masked(&self) -> String {
        format!("{}**********{}", &self.as_str()[..4], &self.as_str()[14..])
    }

    /// The number as a public notice shows it: the last four are hidden as well.
    pub fn masked_for_notice(&self) -> String {
        format!("{}**************", &self.as_str()[..4])
    }
}

/// The text with full-width forms made half-width and without spaces, hyphens, quotes, unseen marks and a trailing
/// `.0`; Ⅹ × Х x become `X`.
pub fn clean(text: &str) -> String {
    let kept: String = squeezed(text)
        .chars()
        .filter(|c| !matches!(c, '\'' | '`' | '"' | '\u{2018}'..='\u{201D}' | '\u{B4}' | '-' | '\u{2010}'..='\u{2015}'))
        .map(|c| match c {
            'x' | 'Ⅹ' | 'ⅹ' | '×' | 'Х' | 'х' | 'Χ' | 'χ' => 'X',
            '＊' | '●' => '*',
            other => other.to_ascii_uppercase(),
        })
        .collect();
    kept.strip_suffix(".0").or(kept.strip_suffix('.')).unwrap_or(&kept).to_owned()
}

/// True for `1.52499E+17` and the like.
fn is_exponent(cleaned: &str) -> bool {
    cleaned.split_once('E').is_some_and(|(number, power)| {
        number.parse::<f64>().is_ok() && power.trim_start_matches('+').parse::<u8>().is_ok()
    })
}

/// The character when it cannot stand at this place of a number that long.
fn odd_at(at: usize, c: char, length: usize) -> Option<char> {
    let fits = c.is_ascii_digit() || (c == 'X' && length == 18 && at == 17);
    (!fits).then_some(c)
}

impl FromStr for PersonId {
    type Err = IdFault;

    fn from_str(text: &str) -> Result<Self, IdFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PersonId {
    type Error = IdFault;

    fn try_from(text: String) -> Result<Self, IdFault> {
        Self::parse(&text)
    }
}

impl From<PersonId> for String {
    fn from(id: PersonId) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PersonId {
    /// Masked: a number must not reach a log by way of `{:?}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALID: &str = "152499197905013894";

    fn seventeen() -> impl Strategy<Value = String> {
        (100_000..999_999_u32, 1900..2026_u32, 1..=12_u32, 1..=28_u32, 0..1000_u32)
            .prop_map(|(area, year, month, day, order)| format!("{area}{year}{month:02}{day:02}{order:03}"))
    }

    fn with_check(seventeen: &str) -> Option<PersonId> {
        "0123456789X".chars().find_map(|c| PersonId::parse(&format!("{seventeen}{c}")).ok())
    }

    #[test]
    fn a_number_tells_birth_and_sex_and_shows_only_its_ends() {
        let id = PersonId::parse(VALID).unwrap();
        assert_eq!(id.birth(), Date::from_ymd_opt(1979, 5, 1).unwrap());
        assert_eq!(id.sex(), Sex::Male);
        assert_eq!(id.masked(), "1524**********3894");
        assert_eq!(id.masked_for_notice(), "1524**************");
        assert!(!format!("{id:?}").contains("197905"));
    }

    #[test]
    fn dirt_of_every_kind_is_cleaned_off() {
        for text in [
            "'152499197905013894",
            " 152499 19790501 3894\n",
            "\u{FEFF}１５２４９９１９７９０５０１３８９４\u{200B}",
            "152499-197905013894",
            "`152499197905013894",
            "152499197905013894.0",
        ] {
            assert_eq!(PersonId::parse(text).map(|id| id.to_string()), Ok(VALID.into()), "{text:?}");
        }
        for x in ["x", "X", "Ⅹ", "×", "Х", "ｘ"] {
            assert!(PersonId::parse(&format!("15249919790120081{x}")).is_ok(), "{x}");
        }
    }

    #[test]
    fn each_fault_is_named() {
        for (text, fault) in [
            (" ", IdFault::Empty),
            ("1524**********3894", IdFault::Masked),
            ("1.52499E+17", IdFault::PrecisionLost),
            ("152499197905013000", IdFault::PrecisionLost),
            ("15249919790501389", IdFault::Length(17)),
            ("15249919790501389A", IdFault::Character('A')),
            ("152499197905013895", IdFault::Checksum('4')),
            ("152499791301389", IdFault::Birth),
        ] {
            assert_eq!(PersonId::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn fifteen_digits_and_the_eighteen_made_of_them_are_one_person() {
        assert_eq!(PersonId::parse("152499740414281"), PersonId::parse("152499197404142815"));
    }

    proptest! {
        #[test]
        fn exactly_one_check_character_fits(digits in seventeen()) {
            let fitting = "0123456789X".chars().filter(|c| PersonId::parse(&format!("{digits}{c}")).is_ok()).count();
            prop_assert_eq!(fitting, 1);
        }

        #[test]
        fn one_wrong_digit_is_always_noticed(digits in seventeen(), at in 0..17_usize, add in 1..10_u8) {
            let id = with_check(&digits).expect("one fits");
            let mut bytes = id.as_str().as_bytes().to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + add) % 10;
            prop_assert!(PersonId::parse(&String::from_utf8(bytes).unwrap()).is_err());
        }

        #[test]
        fn two_neighbours_swapped_are_always_noticed(digits in seventeen(), at in 0..16_usize) {
            let mut bytes = with_check(&digits).expect("one fits").as_str().as_bytes().to_vec();
            prop_assume!(bytes[at] != bytes[at + 1]);
            bytes.swap(at, at + 1);
            prop_assert!(PersonId::parse(&String::from_utf8(bytes).unwrap()).is_err());
        }

        #[test]
        fn any_text_gets_an_answer_and_what_is_taken_stays_the_same(text in "\\PC*") {
            if let Ok(id) = PersonId::parse(&text) {
                prop_assert_eq!(PersonId::parse(id.as_str()), Ok(id));
            }
        }
    }
}
