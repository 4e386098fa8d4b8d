//! From what a line says back to a line.

use crate::domain::matter::{Kind, Level};
use crate::domain::visit::Outcome;

use super::dates::NamedDay;
use super::fold::Folded;
use super::lex;
use super::line::{Handling, Line, LineKind};
use super::parse::is_chinese;

/// The line as it would be typed: household, kind, words, marks. Reading it gives the same line again.
///
/// A word that has the form of a mark is written with a backslash before it.
pub fn print(line: &Line) -> String {
    let Some(kind) = line.kind else { return line.words.clone() };
    let english = is_english(line);
    let mut pieces = vec![line.household.clone()];
    if kind == LineKind::Visit {
        pieces.extend([kind_word(kind, english).to_owned(), outcome_word(line.outcome, english).to_owned()]);
        pieces.extend(line.day.map(|day| day.to_string()));
    } else {
        pieces.extend(line.day.map(before_kind));
        pieces.push(kind_word(kind, english).to_owned());
    }
    pieces.push(literal(&line.words, kind == LineKind::Visit));
    pieces.extend(line.category.iter().map(|name| format!("#{name}")));
    pieces.extend(line.responder.iter().map(|name| format!("@{name}")));
    pieces.extend(line.parties.iter().map(|name| format!("&{name}")));
    if line.urgent {
        pieces.push(if english { "!urgent" } else { "急" }.to_owned());
    }
    match &line.handling {
        Handling::Open | Handling::Timed | Handling::Above(_) => {}
        Handling::Within(limit) => pieces.push(format!("!{limit}")),
        Handling::Answered(answer) => pieces.extend(["!".to_owned(), literal(answer, false)]),
        Handling::SentUp(level, asked) => {
            pieces.extend([format!("!!{}", level_word(*level, english)), literal(asked, false)]);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces.join(" ")
}

/// A day as it stands before a kind, where numbers alone would be a door.
fn before_kind(day: NamedDay) -> String {
    match day {
        NamedDay::OfYear { month, day } => format!("{month}月{day}日"),
        NamedDay::Full { year, month, day } => format!("{year}年{month}月{day}日"),
        _ => day.to_string(),
    }
}

fn is_english(line: &Line) -> bool {
    let others = match &line.handling {
        Handling::Answered(words) | Handling::SentUp(_, words) => words.as_str(),
        _ => "",
    };
    // A letter in the name of a household (王 w) is a kind only before English words.
    let mut pieces = line.household.split(|c: char| !c.is_alphanumeric()).skip(1);
    let letters = pieces.any(|piece| piece.chars().count() == 1 && !piece.contains(is_chinese));
    !letters
        && !line.words.chars().chain(others.chars()).any(is_chinese)
        && line.words.chars().chain(others.chars()).any(|c| c.is_ascii_alphabetic())
}

/// Words with a backslash before each that would be taken for a mark.
fn literal(words: &str, of_visit: bool) -> String {
    let text = Folded::new(words);
    let mut written = String::new();
    let mut from = 0;
    while let Some(token) = lex::token(&text, from) {
        written.push_str(&text.typed(token.gap, token.start));
        let opening = of_visit && from == 0 && lex::of_visit(&text, token).is_some();
        if opening || lex::form(&text, token).is_some() || lex::backslashes(&text, token).is_some() {
            written.push('\\');
        }
        written.push_str(&text.typed(token.start, token.end));
        from = token.end;
    }
    written
}

fn kind_word(kind: LineKind, english: bool) -> &'static str {
    match (kind, english) {
        (LineKind::Visit, false) => "走访",
        (LineKind::Visit, true) => "visit",
        (LineKind::Promise, false) => "答应",
        (LineKind::Promise, true) => "promise",
        (LineKind::Matter(Kind::Demand), false) => "诉求",
        (LineKind::Matter(Kind::Demand), true) => "ask",
        (LineKind::Matter(Kind::Wish), false) => "愿望",
        (LineKind::Matter(Kind::Wish), true) => "wish",
        (LineKind::Matter(Kind::Dispute), false) => "纠纷",
        (LineKind::Matter(Kind::Dispute), true) => "dispute",
    }
}

fn outcome_word(outcome: Outcome, english: bool) -> &'static str {
    match (outcome, english) {
        (Outcome::Met, _) => "",
        (Outcome::Absent, false) => "不在家",
        (Outcome::Absent, true) => "nobody home",
        (Outcome::Declined, false) => "拒访",
        (Outcome::Declined, true) => "declined",
        (Outcome::Phone, false) => "电话",
        (Outcome::Phone, true) => "by phone",
    }
}

fn level_word(level: Level, english: bool) -> &'static str {
    match (level, english) {
        (Level::Village, false) => "村",
        (Level::Township, false) => "镇",
        (Level::County, false) => "县",
        (_, true) => level.as_str(),
    }
}
