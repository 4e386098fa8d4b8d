//! Telephone numbers: mobile, landline and short ones, cleaned of what people write around them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::width::half_width;

/// A telephone number in digits; a landline keeps the hyphen after its area code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// Nothing is written, or only a sign for nothing (`无`, `/`, `-`).
    Empty,
    /// Some digits are stars.
    Masked,
    /// So many digits are no number that can be called.
    Digits(usize),
}

impl fmt::Display for PhoneFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "no telephone number"),
            Self::Masked => write!(f, "digits are hidden by stars"),
            Self::Digits(n) => write!(f, "{n} digits are no telephone number"),
        }
    }
}

impl Phone {
    /// One number; what stands in brackets and a country prefix (`+86`, `0086`, `86`) are dropped.
    pub fn parse(text: &str) -> Result<Self, PhoneFault> {
        Self::parse_all(text)?.into_iter().next().ok_or(PhoneFault::Empty)
    }

    /// All numbers of a text, separated by `/`, `、`, `,`, `;` or a line break, in the order written.
    ///
    /// # Errors
    /// The first fault when not one part is a number; parts that are none beside a good one are left out.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, PhoneFault> {
        let plain = without_brackets(&text.chars().map(half_width).collect::<String>());
        let parts = plain.split(['/', '、', ',', ';', '\n', '|', '\\']);
        let (good, bad): (Vec<_>, Vec<_>) = parts.map(Self::parse_part).partition(Result::is_ok);
        let good: Vec<Self> = good.into_iter().flatten().collect();
        let mut faults = bad.into_iter().filter_map(Result::err);
        if good.is_empty() {
            Err(faults.find(|fault| *fault != PhoneFault::Empty).unwrap_or(PhoneFault::Empty))
        } else {
            Ok(good)
        }
    }

    fn parse_part(part: &str) -> Result<Self, PhoneFault> {
        if part.contains('*') && part.chars().any(|c| c.is_ascii_digit()) {
            return Err(PhoneFault::Masked);
        }
        let part = part.trim();
        let part = part.strip_suffix(".0").unwrap_or(part);
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return Err(PhoneFault::Empty);
        }
        let local = without_country(&digits, part.starts_with('+'));
        if is_mobile(local) || is_short(local) {
            return Ok(Self(local.to_owned()));
        }
        landline(local, part).map(Self).ok_or(PhoneFault::Digits(digits.len()))
    }

    /// The first number in a text of names and numbers, and the text without it; a short number is none there, for it
    /// may as well be a door. `None` where there is no number.
    pub fn found_in(text: &str) -> Option<(String, Self)> {
        let letters: Vec<char> = text.chars().map(half_width).collect();
        let part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+');
        let mut from = 0;
        while let Some(start) = (from..letters.len()).find(|at| part(letters[*at])) {
            let end = (start..letters.len()).find(|at| !part(letters[*at])).unwrap_or(letters.len());
            let run: String = letters[start..end].iter().collect();
            if let Some(phone) = Self::parse(&run).ok().filter(|phone| !is_short(&phone.0)) {
                let between = |c: char| c.is_whitespace() || ",，、;；:：/()（）".contains(c);
                let [before, behind] =
                    [&text.chars().take(start).collect::<String>(), &text.chars().skip(end).collect()]
                        .map(|side: &String| side.trim_matches(between).to_owned());
                let sides = [before, behind];
                let rest: Vec<&str> = sides.iter().map(String::as_str).filter(|side| !side.is_empty()).collect();
                return Some((rest.join(" "), phone));
            }
            from = end;
        }
        None
    }

    /// Digits, with a hyphen after a landline's area code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first three digits, stars, the last four (`138****1234`); numbers of up to 7 digits show the last two.
    pub fn masked(&self) -> String {
        let digits: Vec<char> = self.0.chars().filter(char::is_ascii_digit).collect();
        let (head, tail) = if digits.len() > 7 { (3, 4) } else { (0, 2) };
        let tail_from = digits.len().saturating_sub(tail);
        let shown = |at: usize| at < head || at >= tail_from;
        digits.iter().enumerate().map(|(at, c)| if shown(at) { *c } else { '*' }).collect()
    }

    /// The last four digits, by which people are asked for.
    pub fn tail(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or(&self.0)
    }
}

/// The text without `(…)`, an unclosed bracket reaching to the end.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    // An area code is often written in brackets: `(0479)8812345`.
    if kept.chars().filter(char::is_ascii_digit).count() < 9 && text.trim_start().starts_with("(0") {
        return text.replace('(', "").replace(')', "-");
    }
    kept
}

fn without_country(digits: &str, plus: bool) -> &str {
    let rest = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|r| plus || r.len() == 11));
    match rest {
        Some(rest) if rest.len() >= 10 => rest,
        _ if digits.len() == 12 && is_mobile(&digits[1..]) && digits.starts_with('0') => &digits[1..],
        _ => digits,
    }
}

/// `1[3-9]` and nine digits; 14… and 19… belong to it.
fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes()[1], b'0' | b'1' | b'2')
}

/// Short numbers inside a village's own group are 3 to 6 digits.
fn is_short(digits: &str) -> bool {
    (3..=6).contains(&digits.len())
}

/// Area code (3–4 digits from 0) and 7–8 digits, or 7–8 digits alone.
fn landline(digits: &str, written: &str) -> Option<String> {
    if (7..=8).contains(&digits.len()) && !digits.starts_with(['0', '1']) {
        return Some(digits.to_owned());
    }
    if !digits.starts_with('0') || !(10..=12).contains(&digits.len()) {
        return None;
    }
    let marked = written.find(['-', ' ', '\u{2014}']).filter(|at| (3..=4).contains(at));
    // 010 and 02x are the only area codes of three digits (the numbering plan of 2003).
    let code = marked.unwrap_or(if digits.starts_with("01") || digits.starts_with("02") { 3 } else { 4 });
    let (area, rest) = digits.split_at_checked(code)?;
    (7..=8).contains(&rest.len()).then(|| format!("{area}-{rest}"))
}

impl TryFrom<String> for Phone {
    type Error = PhoneFault;

    fn try_from(text: String) -> Result<Self, PhoneFault> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Phone {
    /// Masked: a number must not reach a log by way of `{:?}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_found_under_what_people_write_around_it() {
        for text in [
            "13800006579",
            "138 0000 6579",
            "138-0000-6579",
            "+8613800006579",
            "008613800006579",
            "8613800006579",
            "１３８００００６５７９",
            "13800006579.0",
            "13800006579（儿子）",
            " 13800006579/13900000001",
            "13800006579、0479-8812345",
            "013800006579",
        ] {
            assert_eq!(Phone::parse(text).map(String::from), Ok("13800006579".into()), "{text}");
        }
    }

    #[test]
    fn landlines_and_short_numbers_are_numbers() {
        for (text, number) in [
            ("0479-8812345", "0479-8812345"),
            ("(0479)8812345", "0479-8812345"),
            ("01088123456", "010-88123456"),
            ("8812345", "8812345"),
            ("66123", "66123"),
        ] {
            assert_eq!(Phone::parse(text).map(String::from), Ok(number.into()), "{text}");
        }
    }

    #[test]
    fn both_numbers_of_a_field_are_kept_in_order() {
        let both = Phone::parse_all("13800006579/13900000001").unwrap();
        assert_eq!(both.iter().map(Phone::as_str).collect::<Vec<_>>(), ["13800006579", "13900000001"]);
    }

    #[test]
    fn a_number_beside_a_name_is_found_and_taken_out() {
        for (text, rest, number) in [
            ("过路的老张 13800006579", "过路的老张", "13800006579"),
            ("过路的老张１３８００００６５７９", "过路的老张", "13800006579"),
            ("电话：0479-8812345，老张", "电话 老张", "0479-8812345"),
            ("老张（8812345）", "老张", "8812345"),
            ("13800006579", "", "13800006579"),
            ("3组12号的老张 +86-13800006579", "3组12号的老张", "13800006579"),
        ] {
            let found = Phone::found_in(text).map(|(rest, phone)| (rest, phone.as_str().to_owned()));
            assert_eq!(found, Some((rest.to_owned(), number.to_owned())), "{text}");
        }
        for text in ["", "老张", "3组12号的老张", "老张 110", "1380000657"] {
            assert_eq!(Phone::found_in(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_told_apart_from_none() {
        for text in ["", "无", "/", "-", "—"] {
            assert_eq!(Phone::parse(text), Err(PhoneFault::Empty), "{text}");
        }
        assert_eq!(Phone::parse("1380000123"), Err(PhoneFault::Digits(10)));
        assert_eq!(Phone::parse("138****1234"), Err(PhoneFault::Masked));
    }

    #[test]
    fn a_masked_number_keeps_only_its_ends() {
        assert_eq!(Phone::parse("13800006579").unwrap().masked(), "138****6579");
        assert_eq!(Phone::parse("66123").unwrap().masked(), "***23");
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer_and_what_is_taken_stays_the_same(text in "[0-9+（）()/、 \\-*.\\PC]{0,24}") {
            for phone in Phone::parse_all(&text).unwrap_or_default() {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
        }
    }
}
