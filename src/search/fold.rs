//! One form for what is typed and what is kept, so that they can be compared.

use crate::domain::width::half_width;

/// Whether a character only separates the parts of a name: the dots of Tibetan and Uyghur names in every form
/// they are typed in, the apostrophe of `xi'an`, white space and controls.
pub(super) fn separates_names(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '･' | '．' | '.' | '‧' | '∙' | '⋅' | '\'' | '’')
        || c.is_whitespace()
        || c.is_control()
}

/// The characters by which names are compared: half-width, lower case, without separators, ü as v.
pub(super) fn name_letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(|c| match c {
        // Most letters are these, and the tables of cases and spaces are slow.
        '\u{3400}'..='\u{9FFF}' => Some(c),
        'ü' | 'Ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => Some('v'),
        _ => Some(half_width(c)).filter(|c| !separates_names(*c)).map(|c| c.to_lowercase().next().unwrap_or(c)),
    })
}
