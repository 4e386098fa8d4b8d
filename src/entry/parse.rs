//! From a line of text to what it says.

use crate::domain::matter::Kind;

use super::dates::NamedDay;
use super::fold::Folded;
use super::lex::{self, Form, Token, Visiting};
use super::line::{Handling, Line, LineKind, Mark, Parsed, What};

/// Pieces that may stand before the kind.
const HOUSEHOLD_PIECES: usize = 4;

/// Reads a line; any text is a line. `inside` says that the household is implied and the kind comes first.
///
/// Without a kind the whole text is in the words, without marks.
pub fn parse(text: &str, inside: bool) -> Parsed {
    parse_as(text, inside, None)
}

/// The same where the kind was chosen beside the words: it goes before a kind that the line names, and where the line
/// names none its words begin at once. Such a line holds neither an answer nor what is asked above: both are chosen too,
/// and a `!` among words said is a word; a limit or 急 with words right behind it, too.
pub fn parse_as(text: &str, inside: bool, chosen: Option<LineKind>) -> Parsed {
    let folded = Folded::new(text);
    let columns = folded.typed.len();
    let opening = opening(&folded, inside);
    let Some(kind) = chosen.or(opening.as_ref().map(|opening| opening.kind)) else {
        let words = text.trim().to_owned();
        return Parsed { line: Line { words, ..Line::default() }, marks: Vec::new(), columns };
    };
    let mut reading = Reading::new(&folded, kind);
    reading.words_alone = opening.is_none();
    let begin = opening.as_ref().map_or(0, |opening| opening.token.rest);
    if let Some(opening) = &opening {
        reading.open(opening);
    }
    reading.read(begin);
    let mut parsed = reading.parsed;
    parsed.columns = columns;
    parsed
}

/// How a line opens.
struct Opening {
    kind: LineKind,
    /// The columns of what stands before the kind.
    household: Option<(usize, usize)>,
    /// The day right before the kind, and its token.
    day: Option<(NamedDay, Token)>,
    /// The token that names the kind.
    token: Token,
}

/// Finds the kind behind at most four pieces for the household.
fn opening(line: &Folded, inside: bool) -> Option<Opening> {
    let mut from = 0;
    let mut household: Option<(usize, usize)> = None;
    let mut day = None;
    for piece in 0..=HOUSEHOLD_PIECES {
        let token = lex::token(line, from)?;
        let named = lex::kind(&line.read(token.start, token.head));
        let named = named.filter(|(_, letter)| !letter || ((inside || piece > 0) && is_english(line, token.rest)));
        if let Some((kind, _)) = named {
            return Some(Opening { kind, household, day, token });
        }
        if day.is_some() {
            return None;
        }
        day = day_before_kind(line, token).map(|named| (named, token));
        if day.is_some() {
            from = token.rest;
            continue;
        }
        if inside {
            return None;
        }
        household = Some((household.map_or(token.start, |(start, _)| start), token.head.max(token.start + 1)));
        from = token.rest;
    }
    None
}

/// The day that a token right before a kind names. A door number (3-12) or a name is none.
fn day_before_kind(line: &Folded, token: Token) -> Option<NamedDay> {
    let next = lex::token(line, token.rest)?;
    lex::kind(&line.read(next.start, next.head)).filter(|(_, letter)| !letter || is_english(line, next.rest))?;
    let head = line.read(token.start, token.head);
    NamedDay::read(&head).filter(|day| match day {
        NamedDay::FromToday(_) | NamedDay::OfWeek(..) => true,
        NamedDay::OfYear { .. } | NamedDay::Full { .. } => head.contains('月'),
        NamedDay::Weekday(_) => false,
    })
}

/// Whether no word from a column on is Chinese; names behind marks may be.
fn is_english(line: &Folded, mut from: usize) -> bool {
    while let Some(token) = lex::token(line, from) {
        let words = if lex::form(line, token).is_some() { token.rest } else { token.start };
        if line.read[words..token.end].iter().copied().any(is_chinese) {
            return false;
        }
        from = token.end;
    }
    true
}

/// Whether a character is a Chinese one (not a mark of punctuation).
pub(super) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// The part behind the kind while it is read.
struct Reading<'a> {
    text: &'a Folded,
    kind: LineKind,
    parsed: Parsed,
    /// Whether 不在家 and the day of a visit may still come.
    opening: bool,
    outcome_named: bool,
    /// No kind was written.
    words_alone: bool,
}

impl<'a> Reading<'a> {
    fn new(text: &'a Folded, kind: LineKind) -> Self {
        let line = Line { kind: Some(kind), ..Line::default() };
        let parsed = Parsed { line, ..Parsed::default() };
        Self { text, kind, parsed, opening: kind == LineKind::Visit, outcome_named: false, words_alone: false }
    }

    fn mark(&mut self, start: usize, end: usize, what: What) {
        self.parsed.marks.push(Mark { column: start, length: end - start, what });
    }

    /// Takes what stands before the words.
    fn open(&mut self, opening: &Opening) {
        if let Some((start, end)) = opening.household {
            self.parsed.line.household = self.text.typed(start, end);
            self.mark(start, end, What::Household);
        }
        if let Some((day, token)) = opening.day {
            self.parsed.line.day = Some(day);
            self.mark(token.start, token.head, What::Day);
        }
        self.mark(opening.token.start, opening.token.head, What::Kind);
    }

    fn read(&mut self, mut from: usize) {
        let mut gap_before = None;
        while let Some(token) = lex::token(self.text, from) {
            let gap = gap_before.take().unwrap_or((token.gap, token.start));
            if let Some(behind) = self.taken(token) {
                // What follows a mark and its comma directly keeps the space that was before the mark.
                let directly = behind < self.text.read.len() && !self.text.read[behind].is_whitespace();
                gap_before = directly.then_some(gap);
                from = behind;
            } else {
                self.word(gap, token);
                from = token.end;
            }
        }
    }

    /// Takes a token as a mark, if it is one here; the column behind it.
    fn taken(&mut self, token: Token) -> Option<usize> {
        let behind = match self.kind {
            LineKind::Visit => self.taken_of_visit(token)?,
            LineKind::Promise => {
                let what = self.taken_of_promise(token)?;
                self.mark(token.start, token.head, what);
                token.rest
            }
            LineKind::Matter(kind) => {
                let what = self.taken_of_matter(kind, token)?;
                self.mark(token.start, token.head, what);
                token.rest
            }
        };
        Some(behind)
    }

    fn taken_of_visit(&mut self, token: Token) -> Option<usize> {
        let (visiting, behind) = self.opening.then(|| lex::of_visit(self.text, token)).flatten()?;
        let what = match visiting {
            Visiting::Outcome(outcome) if !self.outcome_named => {
                self.outcome_named = true;
                self.parsed.line.outcome = outcome;
                What::Outcome
            }
            Visiting::Day(day) if self.parsed.line.day.is_none() => {
                self.parsed.line.day = Some(day);
                What::Day
            }
            _ => return None,
        };
        let end = if behind <= token.end { token.head } else { behind };
        self.mark(token.start, end, what);
        Some(behind)
    }

    /// By when it is to be kept; the rest is what was promised.
    fn taken_of_promise(&mut self, token: Token) -> Option<What> {
        let Form::Limit(limit) = lex::form(self.text, token)? else { return None };
        let stands = !self.words_alone || token.rest == token.end;
        let line = &mut self.parsed.line;
        (stands && line.handling == Handling::Open).then(|| line.handling = Handling::Within(limit))?;
        Some(What::Limit)
    }

    /// Each mark counts once (parties any number of times), the first time; after that it is a word.
    fn taken_of_matter(&mut self, kind: Kind, token: Token) -> Option<What> {
        let form = lex::form(self.text, token)?;
        let value = self.text.typed(token.start + 1, token.head);
        let followed = form == Form::Answer && self.is_followed_by_words(token);
        let line = &mut self.parsed.line;
        let open = line.handling == Handling::Open;
        let with_words = open && !self.words_alone;
        // Said, "!1，…" and "急，…" go on as a sentence; a mark stands alone.
        let stands = !self.words_alone || token.rest == token.end;
        match form {
            Form::Category if line.category.is_none() => {
                line.category = Some(value);
                Some(What::Category)
            }
            Form::Responder if line.responder.is_none() => {
                line.responder = Some(value);
                Some(What::Responder)
            }
            Form::Party if kind == Kind::Dispute => {
                line.parties.push(value);
                Some(What::Party(line.parties.len() - 1))
            }
            Form::Urgent if stands && !line.urgent => {
                line.urgent = true;
                Some(What::Urgent)
            }
            Form::Limit(limit) if stands && open => {
                line.handling = Handling::Within(limit);
                Some(What::Limit)
            }
            Form::Answer if with_words && kind == Kind::Demand && followed => {
                line.handling = Handling::Answered(String::new());
                Some(What::Answer)
            }
            Form::SentUp(level) if with_words => {
                line.handling = Handling::SentUp(level, String::new());
                Some(What::SentUp)
            }
            _ => None,
        }
    }

    fn is_followed_by_words(&self, token: Token) -> bool {
        let mut from = token.end;
        while let Some(next) = lex::token(self.text, from) {
            if lex::form(self.text, next).is_none() {
                return true;
            }
            from = next.rest.max(next.start + 1);
        }
        false
    }

    /// Keeps a token as it was typed, with the white space before it where it is not the first.
    fn word(&mut self, gap: (usize, usize), token: Token) {
        self.opening = false;
        let literal = lex::backslashes(self.text, token).is_some();
        if literal {
            self.mark(token.start, token.start + 1, What::Literal);
        }
        let line = &mut self.parsed.line;
        let words = match &mut line.handling {
            Handling::Answered(words) | Handling::SentUp(_, words) => words,
            _ => &mut line.words,
        };
        if !words.is_empty() {
            words.push_str(&self.text.typed(gap.0, gap.1));
        }
        words.push_str(&self.text.typed(token.start + usize::from(literal), token.end));
    }
}
