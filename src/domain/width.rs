//! What input methods and spreadsheets do to plain characters: full-width forms and marks nobody sees.

/// The half-width form of a full-width letter, digit or sign; every other character unchanged.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// True for every kind of space, line break, zero-width mark, direction mark and byte order mark.
pub fn unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{00AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Half-width throughout, and nothing unseen left.
pub fn squeezed(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !unseen(*c)).collect()
}
