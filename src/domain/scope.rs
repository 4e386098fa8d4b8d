//! Where a fact belongs: a county, township, village or grid cell, as one fixed-width ordered key.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Bytes of a scope's key: the 12-digit division code as a big-endian number, then the local suffix.
pub const SCOPE_BYTES: usize = AREA_BYTES + SUFFIX_BYTES;
const AREA_BYTES: usize = 5;
/// Longest local suffix in bytes; the two to six characters in use fit, Chinese ones up to four.
pub const SUFFIX_BYTES: usize = 12;

/// An area (county, township, village) or a grid cell.
///
/// The statistical division code has 12 digits (6 county, 3 township, 3 village); a shorter code is filled with
/// zeros, so that an ancestor sorts before what lies in it and a prefix is one contiguous range of keys.
/// The suffix of a cell is opaque: it is compared and shown, never computed from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope([u8; SCOPE_BYTES]);

/// How large a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Everything on this device.
    Whole,
    County,
    Township,
    Village,
    Cell,
}

/// What was given as an area or cell code is not one.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct NotACode;

impl Scope {
    /// Everything on this device; the ancestor of every other scope.
    pub const WHOLE: Self = Self([0; SCOPE_BYTES]);

    /// A cell of a village by its local suffix; `None` when the area is no village or the suffix does not fit.
    pub fn cell(village: Self, suffix: &str) -> Option<Self> {
        let fits = (1..=SUFFIX_BYTES).contains(&suffix.len())
            && !suffix.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\0');
        if village.extent() != Extent::Village || !fits {
            return None;
        }
        let mut key = village.0;
        key[AREA_BYTES..AREA_BYTES + suffix.len()].copy_from_slice(suffix.as_bytes());
        Some(Self(key))
    }

    /// The key as stored: order of keys is order of codes.
    pub fn key(self) -> [u8; SCOPE_BYTES] {
        self.0
    }

    /// The scope of a stored key; `None` when the bytes are not the key of any scope.
    pub fn from_key(key: [u8; SCOPE_BYTES]) -> Option<Self> {
        let scope = Self(key);
        let suffix = &key[AREA_BYTES..];
        let end = suffix.iter().position(|b| *b == 0).unwrap_or(SUFFIX_BYTES);
        let sound = scope.digits() < 1_000_000_000_000
            && suffix[end..].iter().all(|b| *b == 0)
            && std::str::from_utf8(&suffix[..end]).is_ok()
            && (end == 0 || !scope.digits().is_multiple_of(1_000));
        sound.then_some(scope)
    }

    fn digits(self) -> u64 {
        self.0[..AREA_BYTES].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }

    fn from_digits(digits: u64) -> Self {
        let mut key = [0; SCOPE_BYTES];
        key[..AREA_BYTES].copy_from_slice(&digits.to_be_bytes()[8 - AREA_BYTES..]);
        Self(key)
    }

    pub fn extent(self) -> Extent {
        let digits = self.digits();
        if self.0[AREA_BYTES] != 0 {
            Extent::Cell
        } else if digits == 0 {
            Extent::Whole
        } else if digits.is_multiple_of(1_000_000) {
            Extent::County
        } else if digits.is_multiple_of(1_000) {
            Extent::Township
        } else {
            Extent::Village
        }
    }

    pub fn is_cell(self) -> bool {
        self.extent() == Extent::Cell
    }

    /// The local suffix of a cell; empty for an area.
    pub fn suffix(&self) -> &str {
        let suffix = &self.0[AREA_BYTES..];
        let end = suffix.iter().position(|b| *b == 0).unwrap_or(SUFFIX_BYTES);
        std::str::from_utf8(&suffix[..end]).unwrap_or_default()
    }

    /// The next larger scope: cell → village → township → county → everything; `None` above everything.
    pub fn parent(self) -> Option<Self> {
        let digits = self.digits();
        match self.extent() {
            Extent::Whole => None,
            Extent::County => Some(Self::WHOLE),
            Extent::Township => Some(Self::from_digits(digits - digits % 1_000_000)),
            Extent::Village => Some(Self::from_digits(digits - digits % 1_000)),
            Extent::Cell => Some(Self::from_digits(digits)),
        }
    }

    /// The village a cell or village lies in; `None` for larger scopes.
    pub fn village(self) -> Option<Self> {
        match self.extent() {
            Extent::Cell => self.parent(),
            Extent::Village => Some(self),
            _ => None,
        }
    }

    /// Whether `other` is this scope or lies in it.
    pub fn holds(self, other: Self) -> bool {
        let (first, end) = self.key_range();
        first <= other.0 && end.is_none_or(|end| other.0 < end)
    }

    /// Keys from (inclusive) and to (exclusive) of this scope and all that lies in it; no end for everything.
    pub fn key_range(self) -> ([u8; SCOPE_BYTES], Option<[u8; SCOPE_BYTES]>) {
        let width = match self.extent() {
            Extent::Whole => return (self.0, None),
            Extent::County => 1_000_000,
            Extent::Township => 1_000,
            Extent::Village => 1,
            Extent::Cell => {
                let mut end = self.0;
                // The suffix is UTF-8 and therefore never holds the byte 0xFF that this addition could overflow.
                end[SCOPE_BYTES - 1] += 1;
                return (self.0, Some(end));
            }
        };
        (self.0, Some(Self::from_digits(self.digits() + width).0))
    }
}

impl fmt::Display for Scope {
    /// `150826`, `150826102`, `150826102207`, `150826102207-003`; `*` for everything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        match self.extent() {
            Extent::Whole => f.write_str("*"),
            Extent::County => write!(f, "{:06}", digits / 1_000_000),
            Extent::Township => write!(f, "{:09}", digits / 1_000),
            Extent::Village => write!(f, "{digits:012}"),
            Extent::Cell => write!(f, "{digits:012}-{}", self.suffix()),
        }
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Scope {
    type Err = NotACode;

    /// Reads a 6-, 9- or 12-digit division code, or a village's code, a hyphen and a cell's suffix.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let text = text.trim();
        if text == "*" {
            return Ok(Self::WHOLE);
        }
        let (area, suffix) = text.split_once('-').map_or((text, None), |(area, suffix)| (area, Some(suffix)));
        if !area.bytes().all(|b| b.is_ascii_digit()) || !matches!(area.len(), 6 | 9 | 12) {
            return Err(NotACode);
        }
        let digits: u64 = format!("{area:0<12}").parse().map_err(|_| NotACode)?;
        let scope = Self::from_digits(digits);
        if digits < 100_000_000_000 {
            return Err(NotACode);
        }
        match suffix {
            None => Ok(scope),
            Some(suffix) => Self::cell(scope, suffix).ok_or(NotACode),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(code: &str) -> Scope {
        code.parse().unwrap()
    }

    #[test]
    fn a_code_reads_back_as_it_is_shown() {
        for code in ["150826", "150826102", "150826102207", "150826102207-003", "150826102207-甲1"] {
            assert_eq!(scope(code).to_string(), code);
            assert_eq!(Scope::from_key(scope(code).key()), Some(scope(code)));
        }
    }

    #[test]
    fn an_area_holds_exactly_what_lies_in_it() {
        let chain = ["150826102207-003", "150826102207", "150826102", "150826", "*"].map(scope);
        for pair in chain.windows(2) {
            assert_eq!(pair[0].parent(), Some(pair[1]));
            assert!(pair[1].holds(pair[0]) && !pair[0].holds(pair[1]));
        }
        assert!(!scope("150826102207").holds(scope("150826102208-003")));
        assert!(!scope("150826102207-003").holds(scope("150826102207-0031")));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for code in [
            "",
            "15082",
            "15082610220x",
            "150826-003",
            "150826102207-",
            "150826102207-a b",
            "150826102207-1234567890123",
        ] {
            assert_eq!(code.parse::<Scope>(), Err(NotACode), "{code}");
        }
    }
}
