//! What the token at the caret may become.

use super::fold::Folded;
use super::lex;
use super::named::completing;
use super::resolve::Context;

/// One way to complete a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Of the first character that is replaced, from 0.
    pub column: usize,
    /// Characters that are replaced.
    pub length: usize,
    /// What stands there then, with its mark.
    pub insert: String,
}

const LEVELS: [&str; 6] = ["村", "镇", "县", "village", "township", "county"];

/// How the token at the caret (a column, 0 to the number of characters) may go on: categories behind `#`, responders
/// behind `@`, levels behind `!!`; by initials, Chinese or beginning, all of them while nothing follows the mark. Empty
/// anywhere else.
pub fn complete(text: &str, caret: usize, context: &Context) -> Vec<Completion> {
    let line = Folded::new(text);
    let Some((start, end)) = token_at(&line, caret) else { return Vec::new() };
    let categories = context.policy.categories.iter().map(|ruled| &ruled.value);
    let upto = line.read(start, caret.clamp(start, end));
    let choices = |mark: &str, names: Vec<&str>, word: &str| {
        let places = completing(word, &names);
        places.into_iter().map(|place| format!("{mark}{}", names[place])).collect::<Vec<_>>()
    };
    let inserts = if let Some(word) = upto.strip_prefix("!!") {
        LEVELS.iter().filter(|level| level.starts_with(word)).map(|level| format!("!!{level}")).collect()
    } else if let Some(word) = upto.strip_prefix('#') {
        let english = !word.is_empty() && categories.clone().any(|category| category.id.starts_with(word));
        let name = |english: bool| categories.clone().map(move |c| if english { c.id.as_str() } else { c.zh.as_str() });
        let mut found = choices("#", name(false).collect(), word);
        if english {
            found.extend(choices("#", name(true).collect(), word));
        }
        found
    } else if let Some(word) = upto.strip_prefix('@') {
        choices("@", context.responders.iter().map(|(_, name)| name.as_str()).collect(), word)
    } else {
        Vec::new()
    };
    inserts.into_iter().map(|insert| Completion { column: start, length: end - start, insert }).collect()
}

/// The columns of the token that the caret stands in or behind.
fn token_at(line: &Folded, caret: usize) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(token) = lex::token(line, from) {
        if token.start < caret && caret <= token.end {
            return Some((token.start, token.end));
        }
        from = token.end;
    }
    None
}
