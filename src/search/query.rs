//! What was typed to find a household, worked out once for all rows.

use super::fold::name_letters;
use super::glyph::{BETWEEN, Glyph, GlyphId, Glyphs, mask_of};
use super::numbers::{Fit, Masks, Number, is_number_char};
use crate::domain::width::half_width;

/// Letters of a name that are looked at; no name is spelled with more.
const LONGEST: usize = 63;

/// Ways to read a query, the likeliest first. A household is found by the first one of which every part fits.
#[derive(Debug)]
pub(super) struct Query {
    pub ways: Vec<Vec<Part>>,
}

/// A part that must fit the household somewhere.
#[derive(Debug)]
pub(super) enum Part {
    Name(Name),
    Number(Number),
}

impl Query {
    /// Reads a query: as a door when it holds a digit or a Chinese character, as one name when it holds no digit, and
    /// cut at spaces and between letters and numbers (`wxy 3-12`, `王1234`).
    pub fn read(text: &str, glyphs: &Glyphs) -> Self {
        let text: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
        let digits = text.contains(|c: char| c.is_ascii_digit());
        let name = |text: &str| Name::typed(text, glyphs).map(Part::Name);
        let number = |text: &str| Number::typed(text).map(Part::Number);
        let mut ways = Vec::new();
        if !digits {
            ways.extend(name(&text).map(|part| vec![part]));
        }
        if digits || !text.is_ascii() {
            ways.extend(number(&text).map(|part| vec![part]));
        }
        let pieces = cut(&text);
        if pieces.len() > 1 {
            let parts = pieces
                .iter()
                .map(|piece| if piece.contains(|c: char| c.is_ascii_digit()) { number(piece) } else { name(piece) });
            ways.extend(parts.collect::<Option<Vec<_>>>());
        }
        Self { ways }
    }

    /// Whether a household with these masks may fit; where not, it does not.
    pub fn may_fit(&self, row: Masks) -> bool {
        self.ways.iter().any(|parts| parts.iter().all(|part| part.may_fit(row)))
    }
}

/// Cuts at white space and where a number begins or ends; `123x` stays whole.
fn cut(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for token in text.split_whitespace() {
        let mut piece = String::new();
        let mut letters = token.chars().peekable();
        while let Some(c) = letters.next() {
            let in_number = piece.starts_with(|first: char| first.is_ascii_digit());
            let last_of_identity = c == 'x' && letters.peek().is_none();
            let stays = if in_number { is_number_char(c) || last_of_identity } else { !c.is_ascii_digit() };
            if !stays && !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
            }
            piece.push(c);
        }
        pieces.push(piece);
    }
    pieces
}

/// A name that is looked for, in any mix of initials, syllables and characters.
#[derive(Debug)]
pub(super) struct Name {
    typed: Vec<char>,
    /// Per glyph and place in `typed`: the places reached by taking the glyph there, as bits.
    every: Vec<u64>,
    usual: Vec<u64>,
    initials: Vec<u64>,
    /// Bits that the mask of a household's letters must have.
    mask: u64,
}

/// How well a name fits; see [`NameFit::cost`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameFit {
    /// From the first letter of the name.
    pub prefix: bool,
    /// By the surname's own reading and the usual readings of the rest.
    pub usual: bool,
    /// The last letter of the name was taken too.
    pub whole: bool,
}

impl NameFit {
    /// A prefix counts before a substring, then a usual reading before others, then the head before a member
    /// (2, added by the caller), then a whole name before the start of a longer one.
    pub fn cost(self) -> u16 {
        u16::from(!self.prefix) * 8 + u16::from(!self.usual) * 4 + u16::from(!self.whole)
    }
}

/// By what a name was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Its own characters.
    Characters,
    Initials,
    /// Syllables, whole or in part, also with initials between.
    Pinyin,
    /// Characters and letters.
    Both,
}

impl Name {
    fn typed(text: &str, glyphs: &Glyphs) -> Option<Self> {
        let typed: Vec<char> = name_letters(text).take(LONGEST).collect();
        if typed.is_empty() {
            return None;
        }
        let places = typed.len();
        let mut name =
            Self { every: vec![0; glyphs.len() * places], usual: Vec::new(), initials: Vec::new(), typed, mask: 0 };
        name.usual.clone_from(&name.every);
        name.initials.clone_from(&name.every);
        let mut reached = vec![0; places];
        for (id, glyph) in glyphs.iter() {
            for (place, reached) in reached.iter_mut().enumerate() {
                let row = id * places + place;
                if glyph.mask & mask_of(name.typed[place]) != 0 {
                    name.initials[row] = name.first_letter(glyph, place);
                    name.usual[row] = name.spelled(glyph, &glyph.usual, place);
                    name.every[row] = name.usual[row] | name.spelled(glyph, &glyph.other, place);
                    *reached |= name.every[row];
                }
            }
        }
        name.mask = name.required(&reached);
        Some(name)
    }

    fn first_letter(&self, glyph: &Glyph, place: usize) -> u64 {
        let initial = |reading: &String| reading.starts_with(self.typed[place]);
        if glyph.usual.iter().chain(&glyph.other).any(initial) { 1 << (place + 1) } else { 0 }
    }

    /// Places reached when a glyph is taken as itself, by its initial, by a syllable, or by the part of a syllable that
    /// was typed so far.
    fn spelled(&self, glyph: &Glyph, readings: &[String], place: usize) -> u64 {
        let rest = &self.typed[place..];
        let mut reached = if rest[0] == glyph.letter { 1 << (place + 1) } else { 0 };
        for reading in readings {
            let same = reading.chars().zip(rest).take_while(|(a, b)| a == *b).count();
            if same > 0 {
                reached |= 1 << (place + 1);
            }
            // Syllables are ASCII: bytes and letters are the same.
            if same == reading.len() || same == rest.len() {
                reached |= 1 << (place + same);
            }
        }
        reached
    }

    /// The bits of the letters that no syllable can hold inside: each must be an initial or a character of the name.
    fn required(&self, reached: &[u64]) -> u64 {
        let mut inside = 0_u64;
        for (place, ends) in reached.iter().enumerate() {
            let farthest = 64 - ends.leading_zeros() as usize;
            for within in place + 1..farthest.saturating_sub(1) {
                inside |= 1 << within;
            }
        }
        let surely_first = self.typed.iter().enumerate().filter(|(place, _)| inside & (1 << place) == 0);
        surely_first.fold(0, |mask, (_, c)| mask | mask_of(*c))
    }

    fn may_fit(&self, row: Masks) -> bool {
        row.letters & self.mask == self.mask
    }

    /// How the name fits a household's names, the head's first: the best fit and the number of the name.
    pub fn fits(&self, names: &[GlyphId], row: Masks) -> Option<(NameFit, usize)> {
        if !self.may_fit(row) {
            return None;
        }
        let mut best: Option<(NameFit, usize)> = None;
        for (place, name) in names.split(|id| *id == BETWEEN).enumerate() {
            let Some(fit) = self.fits_name(name) else { continue };
            let cost = |(fit, place): (NameFit, usize)| fit.cost() + 2 * u16::from(place > 0);
            if best.is_none_or(|best| cost((fit, place)) < cost(best)) {
                best = Some((fit, place));
            }
        }
        best
    }

    fn fits_name(&self, name: &[GlyphId]) -> Option<NameFit> {
        let any = self.walk(&self.every, name, true)?;
        for (prefix, usual) in [(true, true), (true, false), (false, true)] {
            let table = if usual { &self.usual } else { &self.every };
            if let Some(whole) = self.walk(table, name, !prefix) {
                return Some(NameFit { prefix, usual, whole });
            }
        }
        Some(NameFit { prefix: false, usual: false, whole: any })
    }

    /// Walks a name through a table; whether its last letter was taken, none where it does not fit.
    fn walk(&self, table: &[u64], name: &[GlyphId], anywhere: bool) -> Option<bool> {
        let places = self.typed.len();
        let end = 1_u64 << places;
        let mut at = 1_u64;
        for (taken, id) in name.iter().enumerate() {
            let row = usize::from(*id) * places;
            let Some(row) = table.get(row..row + places) else {
                at = u64::from(anywhere);
                continue;
            };
            let mut next = 0;
            while at != 0 {
                next |= row[at.trailing_zeros() as usize];
                at &= at - 1;
            }
            if next & end != 0 {
                return Some(taken + 1 == name.len());
            }
            at = next | u64::from(anywhere);
            if at == 0 {
                return None;
            }
        }
        None
    }

    /// By what a name that fits was recognised.
    pub fn by(&self, name: &[GlyphId]) -> By {
        let letters = self.typed.iter().filter(|c| c.is_ascii_lowercase()).count();
        if letters == 0 {
            By::Characters
        } else if letters < self.typed.len() {
            By::Both
        } else if self.walk(&self.initials, name, true).is_some() {
            By::Initials
        } else {
            By::Pinyin
        }
    }
}

impl Part {
    fn may_fit(&self, row: Masks) -> bool {
        match self {
            Self::Name(name) => name.may_fit(row),
            Self::Number(number) => number.may_fit(row),
        }
    }

    /// What the part costs where it fits; lower is better.
    pub fn cost(&self, names: &[GlyphId], door: &str, tails: &[u8], masks: Masks) -> Option<u16> {
        match self {
            Self::Name(name) => name.fits(names, masks).map(|(fit, place)| fit.cost() + 2 * u16::from(place > 0)),
            Self::Number(number) => number.fits(door, tails, masks).map(Fit::cost),
        }
    }
}
