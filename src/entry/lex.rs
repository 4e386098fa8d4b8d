//! Tokens of a line, and which of them have the form of a mark.

use crate::domain::matter::{Kind, Level};
use crate::domain::visit::Outcome;

use super::dates::{Limit, NamedDay};
use super::fold::Folded;
use super::line::LineKind;

/// A run of characters without white space, and the white space before it. All are columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Where the white space before it begins.
    pub gap: usize,
    pub start: usize,
    /// Where its head ends: at the first separator, or at its end.
    pub head: usize,
    /// After the separators that follow the head.
    pub rest: usize,
    pub end: usize,
}

/// The form of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Category,
    Responder,
    Party,
    Urgent,
    Limit(Limit),
    /// A lone `!`.
    Answer,
    SentUp(Level),
}

/// Where a mark ends, beside white space.
fn separates(c: char) -> bool {
    matches!(c, ',' | '、' | ';' | ':' | '。' | '｡')
}

/// Whether the sign at a place stands between the numbers of a date, as an input method writes `!12.5` and `!12/5`.
fn is_within_date(token: &[char], at: usize) -> bool {
    let before = token[..at].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let after = token[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
    let ends = token.get(at + 1 + after).is_none_or(|c| separates(*c));
    token[0] == '!' && matches!(token[at], '。' | '、') && before > 0 && matches!(after, 1 | 2) && ends
}

/// The next token at or after a column.
pub(super) fn token(line: &Folded, from: usize) -> Option<Token> {
    let space = |column: &usize| line.read[*column].is_whitespace();
    let start = (from..line.read.len()).find(|column| !space(column))?;
    let end = (start..line.read.len()).find(space).unwrap_or(line.read.len());
    let parts =
        |column: &usize| separates(line.read[*column]) && !is_within_date(&line.read[start..end], column - start);
    let head = (start..end).find(parts).unwrap_or(end);
    let rest = (head..end).find(|column| !separates(line.read[*column])).unwrap_or(end);
    Some(Token { gap: from, start, head, rest, end })
}

/// The form that the head of a token has.
pub(super) fn form(line: &Folded, token: Token) -> Option<Form> {
    let head = line.read(token.start, token.head);
    let mut letters = head.chars();
    let first = letters.next()?;
    let next = letters.next();
    match first {
        '#' if next.is_some_and(char::is_alphabetic) => Some(Form::Category),
        '@' if next.is_some_and(char::is_alphabetic) => Some(Form::Responder),
        '&' if next.is_some_and(char::is_alphanumeric) => Some(Form::Party),
        '!' if next == Some('!') => level(&head[2..]).map(Form::SentUp),
        '!' => match &head[1..] {
            "" if token.end == token.start + 1 => Some(Form::Answer),
            "急" | "urgent" => Some(Form::Urgent),
            limit => Limit::read(limit).map(Form::Limit),
        },
        '急' if next.is_none() => Some(Form::Urgent),
        _ => None,
    }
}

fn level(word: &str) -> Option<Level> {
    match word {
        "村" | "village" => Some(Level::Village),
        "镇" | "乡" | "乡镇" | "township" | "town" => Some(Level::Township),
        "县" | "旗" | "区" | "county" => Some(Level::County),
        _ => None,
    }
}

/// A kind's word, and whether it is a single letter, which counts only in an English line.
pub(super) fn kind(head: &str) -> Option<(LineKind, bool)> {
    let kind = match head {
        "诉求" | "诉" | "ask" | "a" => LineKind::Matter(Kind::Demand),
        "微心愿" | "愿望" | "愿" | "wish" | "w" => LineKind::Matter(Kind::Wish),
        "纠纷" | "纠" | "dispute" | "d" => LineKind::Matter(Kind::Dispute),
        "走访" | "访" | "visit" | "v" => LineKind::Visit,
        "答应" | "承诺" | "promise" | "p" => LineKind::Promise,
        _ => return None,
    };
    Some((kind, head.len() == 1))
}

/// How a visit ended.
pub(super) fn outcome(words: &str) -> Option<Outcome> {
    match words {
        "在家" => Some(Outcome::Met),
        "不在家" | "家中无人" | "没人" | "nobody home" | "not home" => Some(Outcome::Absent),
        "拒访" | "declined" => Some(Outcome::Declined),
        "电话" | "by phone" => Some(Outcome::Phone),
        _ => None,
    }
}

/// What may stand between 走访 and its words; the column behind it, separators included.
pub(super) fn of_visit(line: &Folded, token_at: Token) -> Option<(Visiting, usize)> {
    let head = line.read(token_at.start, token_at.head);
    if let Some(outcome) = outcome(&head) {
        return Some((Visiting::Outcome(outcome), token_at.rest));
    }
    if let Some(day) = NamedDay::read(&head) {
        return Some((Visiting::Day(day), token_at.rest));
    }
    let second = token(line, token_at.end).filter(|_| token_at.head == token_at.end)?;
    let outcome = outcome(&format!("{head} {}", line.read(second.start, second.head)))?;
    Some((Visiting::Outcome(outcome), second.rest))
}

/// A mark of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visiting {
    Outcome(Outcome),
    Day(NamedDay),
}

/// How many backslashes a token begins with, where a mark follows them: one of them is taken off.
pub(super) fn backslashes(line: &Folded, token: Token) -> Option<usize> {
    let count = (token.start..token.end).take_while(|column| line.read[*column] == '\\').count();
    let bare = Token { start: token.start + count, ..token };
    (count > 0 && bare.start < bare.head && (form(line, bare).is_some() || of_visit(line, bare).is_some()))
        .then_some(count)
}
