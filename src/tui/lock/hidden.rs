//! A line that is typed and not shown.

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

use crate::domain::width::half_width;
use crate::i18n::locked::LockWord;
use crate::store::wrap::{LEAST_WEIGHT, Secret};

/// Room enough that growing leaves no copies behind.
const ROOM: usize = 1024;

/// The line; wiped from memory when dropped.
pub struct Hidden(Zeroizing<String>);

impl Default for Hidden {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(ROOM)))
    }
}

impl Hidden {
    /// Writes at the end. Control characters are dropped, and what there is no room for.
    pub fn write(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_control()) {
            if self.0.len() + c.len_utf8() <= ROOM {
                self.0.push(c);
            }
        }
    }

    /// Removes the last character as a person sees it.
    pub fn erase(&mut self) {
        let end = self.0.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        self.0.truncate(end);
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// Characters, each of which is a dot on the screen.
    pub fn length(&self) -> usize {
        self.0.graphemes(true).count()
    }

    /// What was typed; an empty line is left.
    pub fn take(&mut self) -> Zeroizing<String> {
        std::mem::take(self).0
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Hidden")
    }
}

/// How hard a passphrase is to guess, in a word, and whether it can be set.
pub fn strength(text: &str) -> (LockWord, bool) {
    let text = text.trim();
    if !Secret::passphrase(text).is_strong_enough() {
        return (LockWord::Short, false);
    }
    if Secret::passphrase(text).is_like_a_pin() {
        return (LockWord::LikePin, false);
    }
    let mut known: Zeroizing<Vec<char>> = Zeroizing::new(Vec::with_capacity(text.len()));
    known.extend(text.chars().map(half_width));
    let (length, digits) = (known.len(), known.iter().all(char::is_ascii_digit));
    let weight: usize = known.iter().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    known.sort_unstable();
    known.dedup();
    let word = if known.len() * 2 < length.min(8) {
        LockWord::Repeats
    } else if digits {
        LockWord::OnlyDigits
    } else if weight < LEAST_WEIGHT + LEAST_WEIGHT / 2 {
        LockWord::Fair
    } else {
        LockWord::Good
    };
    (word, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_takes_what_is_typed_and_gives_back_one_character_at_a_time() {
        let mut line = Hidden::default();
        line.write("走e\u{301}\n\x1b１");
        assert_eq!((line.text(), line.length()), ("走e\u{301}１", 3));
        line.erase();
        line.erase();
        assert_eq!(line.text(), "走");
        assert_eq!(line.take().as_str(), "走");
        assert!(line.is_empty());
        line.write(&"王".repeat(1_000));
        assert_eq!(line.length(), ROOM / 3);
        assert_eq!(format!("{line:?}"), "Hidden");
    }

    #[test]
    fn weak_ones_are_told_while_they_are_typed() {
        for (text, word) in [
            ("abc", LockWord::Short),
            ("走村串", LockWord::Short),
            ("11111111", LockWord::LikePin),
            ("１９７６０３１２", LockWord::LikePin),
            ("111111111", LockWord::Repeats),
            ("197603121", LockWord::OnlyDigits),
            ("１９７６０３１２１", LockWord::OnlyDigits),
            ("走村串户", LockWord::Fair),
            ("走村串户又一年", LockWord::Good),
            ("horse battery", LockWord::Good),
        ] {
            let refused = [LockWord::Short, LockWord::LikePin].contains(&word);
            assert_eq!(strength(text), (word, !refused), "{text}");
        }
    }
}
