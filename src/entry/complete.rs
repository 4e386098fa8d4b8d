//! What the token at the caret may become.

use super::fold::Folded;
use super::lex;
use super::named::completing;
use super::resolve::Context;
use crate::domain::id::Id;
use crate::search::Hit;

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

/// Households that are offered at most.
const PARTIES: usize = 9;
const LEVELS: [&str; 6] = ["村", "镇", "县", "village", "township", "county"];

/// How the token at the caret (a column, 0 to the number of characters) may go on: categories behind `#`, responders
/// behind `@`, households behind `&`, levels behind `!!`; by initials, Chinese or beginning, all of them while nothing follows the mark. Empty
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
    } else if let Some(word) = upto.strip_prefix('&') {
        parties(word, context)
    } else {
        Vec::new()
    };
    inserts.into_iter().map(|insert| Completion { column: start, length: end - start, insert }).collect()
}

/// Households that a word behind `&` may name, each so that it names no other; those of the same group (组) as the
/// line's own while nothing follows the mark, for neighbours quarrel most. Never the line's own.
fn parties(word: &str, context: &Context) -> Vec<String> {
    let own = context.inside.map(Id::as_u64);
    let home = own.and_then(|own| context.roster.entry(own));
    let found = match (&home, word.is_empty()) {
        (Some(home), true) => {
            let group = home.door.find('组').map_or(home.door.as_str(), |at| &home.door[..at + '组'.len_utf8()]);
            context.roster.search(group, Some(&home.cell), PARTIES)
        }
        _ => context.roster.search(word, context.scope, PARTIES),
    };
    let others = found.hits.into_iter().filter(|hit| Some(hit.household) != own);
    others.map(|hit| format!("&{}", naming(&hit, context))).collect()
}

/// The head's name, with the door where others are called so.
fn naming(hit: &Hit, context: &Context) -> String {
    let names = |query: &str| {
        let found = context.roster.search(query, context.scope, 2);
        found.the_one().is_some_and(|one| one.household == hit.household)
    };
    let with_door = format!("{}{}", hit.head, hit.door);
    let plain = !with_door.chars().any(char::is_whitespace);
    if !names(&hit.head) && plain && names(&with_door) { with_door } else { hit.head.clone() }
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
