//! Doors that are the same however they are written: `3组12号`, `3-12`, `三组十二号`.

use crate::domain::width::half_width;

/// The form in which doors are compared: their numbers in the order in which they stand, with letters that belong to
/// one (`12A`). A door without a number is compared as it is written, without blanks. Empty where nothing is left.
pub fn door_form(door: &str) -> String {
    let plain: Vec<char> = door.trim().chars().map(half_width).flat_map(char::to_lowercase).collect();
    let mut numbers: Vec<String> = Vec::new();
    let mut at = 0;
    while at < plain.len() {
        if let Some((number, length)) = number_at(&plain[at..]) {
            let letters: String = plain[at + length..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
            at += length + letters.len();
            numbers.push(format!("{number}{letters}"));
        } else {
            at += 1;
        }
    }
    if numbers.is_empty() { plain.into_iter().filter(|c| c.is_alphanumeric()).collect() } else { numbers.join("-") }
}

/// A number at the beginning of a text and how many characters it takes: digits, or Chinese numerals below a thousand.
fn number_at(text: &[char]) -> Option<(u32, usize)> {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let number = text[..digits]
            .iter()
            .fold(0_u32, |sum, c| sum.saturating_mul(10).saturating_add(c.to_digit(10).unwrap_or(0)));
        return Some((number, digits));
    }
    let length = text.iter().take_while(|c| numeral(**c).is_some() || matches!(c, '十' | '百')).count();
    (length > 0).then(|| (chinese(&text[..length]), length))
}

fn numeral(c: char) -> Option<u32> {
    "零一二三四五六七八九"
        .chars()
        .position(|known| known == c)
        .or((c == '〇').then_some(0))
        .and_then(|n| n.try_into().ok())
}

/// `十二` is 12, `一百零三` 103; numerals without 十 or 百 are read one by one: `一〇三`.
fn chinese(text: &[char]) -> u32 {
    if !text.iter().any(|c| matches!(c, '十' | '百')) {
        return text.iter().fold(0, |sum: u32, c| sum.saturating_mul(10).saturating_add(numeral(*c).unwrap_or(0)));
    }
    let (mut sum, mut last) = (0_u32, None);
    for c in text {
        match c {
            '百' => sum += last.take().unwrap_or(1) * 100,
            '十' => sum += last.take().unwrap_or(1) * 10,
            c => last = numeral(*c).filter(|number| *number > 0),
        }
    }
    sum + last.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_is_the_same_however_it_is_written() {
        for same in ["3组12号", "3-12", "三组十二号", "３组１２号", "03组012号", " 3 组 12 号 ", "三组一二号"]
        {
            assert_eq!(door_form(same), "3-12", "{same}");
        }
        for (door, form) in [
            ("三组一百零三号", "3-103"),
            ("三组一百二十号", "3-120"),
            ("十组二十号", "10-20"),
            ("12A", "12a"),
            ("12号附1号", "12-1"),
            ("河东 老院", "河东老院"),
            ("", ""),
            ("号", "号"),
        ] {
            assert_eq!(door_form(door), form, "{door}");
        }
        assert_ne!(door_form("3组12号"), door_form("31组2号"));
    }
}
