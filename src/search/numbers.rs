//! Door numbers and the last digits of identity numbers and phones.

use super::glyph::mask_of;
use crate::domain::width::half_width;

/// What stands between the numbers of a door: 3组12号, 3-12, 3队12户, 2栋1单元301.
fn stands_between(c: char) -> bool {
    matches!(
        c,
        '组' | '队'
            | '社'
            | '栋'
            | '幢'
            | '单'
            | '元'
            | '号'
            | '户'
            | '室'
            | '巷'
            | '弄'
            | '排'
            | '楼'
            | '层'
            | '院'
            | '-'
            | '_'
            | '/'
            | '#'
            | '—'
            | '–'
            | '－'
            | '之'
            | ','
            | '，'
            | '、'
            | ';'
            | '；'
            | '·'
    )
}

/// The form in which doors are compared: half-width, lower case, numbers without leading zeros, one `-` between parts.
///
/// 3组12号, `3-12`, `３组０１２号` are all `3-12`; 王家湾12号 is `王家湾12`.
fn door_form(door: &str) -> String {
    let mut form = String::new();
    push_door_form(door, &mut form);
    form
}

/// Appends the [`door_form`] of a door.
pub(super) fn push_door_form(door: &str, forms: &mut String) {
    let from = forms.len();
    // What the form ends with so far; a Chinese character counts as none of those that matter.
    let mut last = None;
    let mut letters = door.chars().peekable();
    while let Some(c) = letters.next() {
        let c = if ('\u{2E80}'..'\u{FF00}').contains(&c) { c } else { lower(half_width(c)) };
        if c == '第' || c.is_control() {
            continue;
        }
        let after_number = last.is_some_and(|last: char| last.is_ascii_digit() || last == '-');
        let written = if c == ' ' || c.is_whitespace() || c == '#' || c == '-' || (after_number && stands_between(c)) {
            last.filter(|last| *last != '-').map(|_| '-')
        } else if c == '0' && !last.is_some_and(|last| last.is_ascii_digit()) {
            // A leading zero goes, a lone zero stays.
            let more = letters.peek().is_some_and(|next| half_width(*next).is_ascii_digit());
            (!more).then_some('0')
        } else {
            Some(c)
        };
        forms.extend(written);
        last = written.or(last);
    }
    let end = forms[from..].trim_end_matches('-').len();
    forms.truncate(from + end);
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Appends the [`tail_form`] of a tail.
pub(super) fn push_tail_form(tail: &str, forms: &mut Vec<u8>) {
    if tail.bytes().all(|b| b.is_ascii_digit()) {
        forms.extend_from_slice(tail.as_bytes());
    } else {
        forms.extend(tail_form(tail));
    }
}

/// The digits of a tail as they are compared: ASCII digits and `x`.
fn tail_form(tail: &str) -> impl Iterator<Item = u8> + '_ {
    let folded = tail.chars().map(half_width).map(|c| c.to_ascii_lowercase());
    folded.filter_map(|c| u8::try_from(c).ok()).filter(|b| b.is_ascii_digit() || *b == b'x')
}

/// Whether a folded part of a query reads as the number of a door or a tail: digits, with what stands between.
pub(super) fn is_number_char(c: char) -> bool {
    c.is_ascii_digit() || c == '第' || stands_between(c)
}

/// What is known of a household's text at a glance: most rows are passed over by it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Masks {
    /// Of names and door, see [`mask_of`].
    pub letters: u64,
    /// Of door and tails, see [`pairs`].
    pub pairs: u64,
}

/// The mask of what is not a number in a door.
pub(super) fn door_mask(form: &str) -> u64 {
    form.chars().filter(|c| !c.is_ascii_digit() && *c != '-').fold(0, |mask, c| mask | mask_of(c))
}

/// A number that is looked for.
#[derive(Debug)]
pub(super) struct Number {
    form: String,
    /// Whether it can be the end of an identity number or a phone.
    tail: bool,
    pairs: u64,
    mask: u64,
}

/// How well a number fits, best first; the costs are added to those of the other parts of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Door,
    LastOfDoor,
    EndOfTail,
    StartOfDoor,
    WithinDoor,
    WithinTail,
}

impl Fit {
    pub fn cost(self) -> u16 {
        match self {
            Self::Door => 0,
            Self::LastOfDoor => 2,
            Self::EndOfTail => 4,
            Self::StartOfDoor => 6,
            Self::WithinDoor => 8,
            Self::WithinTail => 12,
        }
    }

    pub fn is_tail(self) -> bool {
        matches!(self, Self::EndOfTail | Self::WithinTail)
    }
}

impl Number {
    /// What was typed as a number; none when nothing of it can be compared.
    pub fn typed(text: &str) -> Option<Self> {
        let form = door_form(text);
        if form.is_empty() {
            return None;
        }
        let digits = form.trim_end_matches('x');
        // Leading zeros count in the end of an identity number: 0001 is one, 01 is a door.
        let zeros = text.chars().map(half_width).take_while(|c| *c == '0').count();
        let long = form.len() >= 2 || zeros >= 2;
        let tail = long && form.len() - digits.len() <= 1 && digits.bytes().all(|b| b.is_ascii_digit());
        let form = if zeros > 0 && tail && text.chars().count() > 1 { tail_text(text) } else { form };
        let pairs = pairs(form.trim_start_matches('0').as_bytes());
        let mask = if tail { 0 } else { door_mask(&form) };
        Some(Self { form, tail, pairs, mask })
    }

    /// Whether it can fit a household with these masks.
    pub fn may_fit(&self, row: Masks) -> bool {
        row.pairs & self.pairs == self.pairs && row.letters & self.mask == self.mask
    }

    /// How the number fits a door (in [`door_form`]) and tails (each in [`tail_form`] with a line feed after it).
    pub fn fits(&self, door: &str, tails: &[u8], row: Masks) -> Option<Fit> {
        if !self.may_fit(row) {
            return None;
        }
        let at_door = self.fits_door(door);
        if !self.tail || at_door.is_some_and(|fit| fit.cost() < Fit::EndOfTail.cost()) {
            return at_door;
        }
        let needle = self.form.as_bytes();
        let mut within = false;
        for tail in tails.split(|b| *b == b'\n') {
            if tail.ends_with(needle) {
                return Some(Fit::EndOfTail);
            }
            within |= needle.len() > 2 && tail.windows(needle.len()).any(|digits| digits == needle);
        }
        at_door.or(within.then_some(Fit::WithinTail))
    }

    fn fits_door(&self, door: &str) -> Option<Fit> {
        let form = self.form.trim_start_matches('0');
        let form = if form.is_empty() { self.form.as_str() } else { form };
        if door == form {
            return Some(Fit::Door);
        }
        let (door, form) = (door.as_bytes(), form.as_bytes());
        let digits = form.first().is_some_and(u8::is_ascii_digit);
        let mut best = None;
        for (place, typed) in door.windows(form.len()).enumerate() {
            let before = place.checked_sub(1).map(|place| door[place]);
            // 2 is not the door 12, and 12 not yet the door 121 but on the way to it.
            if typed != form || digits && before.is_some_and(|b| b.is_ascii_digit()) {
                continue;
            }
            let fit = match (before, door.get(place + form.len())) {
                (_, None) => Fit::LastOfDoor,
                (None, Some(b'-')) => Fit::StartOfDoor,
                _ => Fit::WithinDoor,
            };
            if best.is_none_or(|best: Fit| fit.cost() < best.cost()) {
                best = Some(fit);
            }
        }
        best
    }

    /// The end of the tail that was meant, as typed.
    pub fn text(&self) -> &str {
        &self.form
    }
}

fn tail_text(text: &str) -> String {
    tail_form(text).map(char::from).collect()
}

/// One bit for each two neighbouring digits (`x` is a digit here).
pub(super) fn pairs(digits: &[u8]) -> u64 {
    let (mut mask, mut before) = (0, None);
    for digit in digits {
        let value = match digit {
            b'0'..=b'9' => Some(u32::from(digit - b'0')),
            b'x' => Some(10),
            _ => None,
        };
        if let (Some(first), Some(second)) = (before, value) {
            mask |= 1_u64 << ((first * 11 + second) % 64);
        }
        before = value;
    }
    mask
}
