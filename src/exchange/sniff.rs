//! Tells kinds of files apart by their bytes; the name is not believed.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::reading::ReadFailure;

/// What a file is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive: .xlsx or .ods.
    Zip,
    /// The older container: .xls, or an encrypted .xlsx.
    Ole,
    /// Text, decoded.
    Html(String),
    Text(String),
}

pub(super) fn kind_of(bytes: &[u8]) -> Result<Kind, ReadFailure> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadFailure::Empty);
    }
    if bytes.starts_with(b"PK") {
        return Ok(Kind::Zip);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(Kind::Ole);
    }
    let text = decoded(bytes)?;
    let head: String = text.trim_start().chars().take(512).collect::<String>().to_ascii_lowercase();
    let marked =
        head.starts_with('<') && ["<html", "<table", "<!doctype html", "<meta"].iter().any(|m| head.contains(m));
    Ok(if marked { Kind::Html(text) } else { Kind::Text(text) })
}

/// Text of any encoding that offices in China write: UTF-8, UTF-16 with or without its mark, GBK, GB18030.
fn decoded(bytes: &[u8]) -> Result<String, ReadFailure> {
    if bytes.starts_with(&[0xFF, 0xFE]) || zeros(bytes, 1) {
        return Ok(UTF_16LE.decode(bytes).0.into_owned());
    }
    if bytes.starts_with(&[0xFE, 0xFF]) || zeros(bytes, 0) {
        return Ok(UTF_16BE.decode(bytes).0.into_owned());
    }
    if bytes.contains(&0) {
        return Err(ReadFailure::UnknownKind);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.trim_start_matches('\u{FEFF}').to_owned());
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Ok(UTF_8.decode(bytes).0.into_owned());
    }
    let (text, _, faulty) = GB18030.decode(bytes);
    // One byte torn off by another program spoils a name or two; noise spoils everything.
    let spoilt = text.chars().filter(|c| *c == '\u{FFFD}' || (c.is_control() && !c.is_whitespace())).count();
    if faulty && spoilt * 50 > text.chars().count() {
        return Err(ReadFailure::Encoding);
    }
    Ok(text.into_owned())
}

/// True when more than a fifth of the bytes at odd (1) or even (0) places are zero and hardly any at the others, such
/// as the lower half of 一: UTF-16 without a mark.
fn zeros(bytes: &[u8], side: usize) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let count = |s: usize| head.iter().skip(s).step_by(2).filter(|b| **b == 0).count();
    count(1 - side) * 20 <= count(side) && count(side) * 10 > head.len().max(40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_roster_is_read_in_every_encoding() {
        let text = "姓名,身份证号\n张三,1\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let files = [
            text.as_bytes().to_vec(),
            [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
            GB18030.encode(text).0.into_owned(),
            [&[0xFF, 0xFE][..], &utf16].concat(),
            utf16,
        ];
        for bytes in files {
            assert_eq!(kind_of(&bytes), Ok(Kind::Text(text.into())), "{bytes:x?}");
        }
    }

    #[test]
    fn kinds_are_told_by_their_bytes() {
        assert_eq!(kind_of(b"PK\x03\x04"), Ok(Kind::Zip));
        assert_eq!(kind_of(b" \n"), Err(ReadFailure::Empty));
        assert_eq!(kind_of(b"\x7fELF\0\x01\x02"), Err(ReadFailure::UnknownKind));
        assert!(matches!(kind_of(b"<html><table>"), Ok(Kind::Html(_))));
    }
}
