//! Characters of names as small numbers, each with the ways it may be spelled.
//!
//! A township's names use a few thousand different characters. What a query means for each of them is worked out once
//! per keystroke; walking a name is then a few table reads.

use std::collections::HashMap;

use super::fold::name_letters;
use super::readings::{compound_syllable, spellings, surname_length};

/// The number of a character in [`Glyphs`]. 0 stands between names.
pub(super) type GlyphId = u16;

/// Between two names.
pub(super) const BETWEEN: GlyphId = 0;
/// A character beyond the 65,534 that fit: it matches nothing.
const UNKNOWN: GlyphId = GlyphId::MAX;
/// Characters of the basic plane are found by their code, without hashing.
const PLANE: usize = 0x1_0000;

/// Where in a name a character stands, as far as that decides how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Given,
    Surname,
    /// In a two-character surname that is read so.
    Compound(&'static str),
}

/// One character at one place.
#[derive(Debug)]
pub(super) struct Glyph {
    pub letter: char,
    pub usual: Vec<String>,
    pub other: Vec<String>,
    /// See [`mask_of`]: the initials of every spelling and the character itself.
    pub mask: u64,
}

/// Every character seen so far.
#[derive(Debug)]
pub(super) struct Glyphs {
    known: Vec<Glyph>,
    given: Vec<GlyphId>,
    surnames: Vec<GlyphId>,
    rare: HashMap<(char, Place), GlyphId>,
    letters: Vec<char>,
}

impl Default for Glyphs {
    fn default() -> Self {
        let between = Glyph { letter: '\0', usual: Vec::new(), other: Vec::new(), mask: 0 };
        Self {
            known: vec![between],
            given: vec![BETWEEN; PLANE],
            surnames: vec![BETWEEN; PLANE],
            rare: HashMap::new(),
            letters: Vec::new(),
        }
    }
}

impl Glyphs {
    /// Every glyph with its number, without the one that stands between names.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Glyph)> {
        self.known.iter().enumerate().skip(1)
    }

    /// One more than the greatest number in use.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Appends the numbers of a name's letters to `out`; gives back the mask of the name.
    pub fn push_name(&mut self, name: &str, out: &mut Vec<GlyphId>) -> u64 {
        let mut letters = std::mem::take(&mut self.letters);
        letters.clear();
        letters.extend(name_letters(name));
        let surname = surname_length(name, &letters);
        let mut mask = 0;
        for (place, &letter) in letters.iter().enumerate() {
            let id = match (surname, place) {
                (1, 0) => self.number(letter, Place::Surname),
                (2, 0 | 1) => self.in_compound(&letters, place),
                _ => self.number(letter, Place::Given),
            };
            mask |= self.known.get(usize::from(id)).map_or(0, |glyph| glyph.mask);
            out.push(id);
        }
        self.letters = letters;
        mask
    }

    fn in_compound(&mut self, letters: &[char], place: usize) -> GlyphId {
        let compound: String = letters.iter().take(2).collect();
        let syllable = compound_syllable(&compound, place);
        self.number(letters[place], syllable.map_or(Place::Given, Place::Compound))
    }

    fn number(&mut self, letter: char, place: Place) -> GlyphId {
        let code = letter as usize;
        let table = match place {
            Place::Given => Some(&self.given),
            Place::Surname => Some(&self.surnames),
            Place::Compound(_) => None,
        };
        let seen = match table.and_then(|table| table.get(code)) {
            Some(&id) => id,
            None => self.rare.get(&(letter, place)).copied().unwrap_or(BETWEEN),
        };
        if seen == BETWEEN { self.add(letter, place) } else { seen }
    }

    fn add(&mut self, letter: char, place: Place) -> GlyphId {
        let Some(id) = GlyphId::try_from(self.known.len()).ok().filter(|id| *id < UNKNOWN) else {
            return UNKNOWN;
        };
        let mut spelled = spellings(letter, place == Place::Surname);
        if let Place::Compound(syllable) = place {
            spelled.other.append(&mut spelled.usual);
            spelled.usual.push(syllable.to_owned());
        }
        let initials = spelled.usual.iter().chain(&spelled.other).filter_map(|reading| reading.chars().next());
        let mask = initials.map(mask_of).fold(mask_of(letter), |mask, bit| mask | bit);
        self.known.push(Glyph { letter, usual: spelled.usual, other: spelled.other, mask });
        let code = letter as usize;
        match place {
            Place::Given if code < PLANE => self.given[code] = id,
            Place::Surname if code < PLANE => self.surnames[code] = id,
            _ => _ = self.rare.insert((letter, place), id),
        }
        id
    }
}

/// One bit for a character: 26 for the letters a–z, 38 shared by all others.
pub(super) fn mask_of(c: char) -> u64 {
    match c {
        'a'..='z' => 1 << (u32::from(c) - u32::from('a')),
        _ => 1 << (26 + u32::from(c) % 38),
    }
}
