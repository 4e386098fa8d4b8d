//! One line of text being typed. The caret stands between characters as a person sees them, never inside one.

use std::cell::Cell;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::i18n::measure::{columns, harmless, harmless_within};

/// A line, its caret, and how far it is scrolled sideways.
#[derive(Clone, Debug, Default)]
pub struct LineEdit {
    text: String,
    /// Byte offset, always on a boundary of a character as seen.
    caret: usize,
    /// Byte offset of the first visible character; all that painting changes.
    scroll: Cell<usize>,
}

/// What of a line is visible.
#[derive(Debug, PartialEq, Eq)]
pub struct Window {
    /// Byte offset of the first visible character.
    pub from: usize,
    /// Terminal column of the caret, counted from the first visible character.
    pub caret: usize,
}

impl LineEdit {
    /// A line that already holds text, the caret at its end.
    pub fn with(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset of the caret.
    pub fn caret(&self) -> usize {
        self.caret
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Writes at the caret. A line break becomes a blank, other control characters are dropped: a paste cannot send
    /// the line off.
    pub fn insert(&mut self, text: &str) {
        let kept: String = text
            .chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
            .filter(|c| !c.is_control())
            .collect();
        self.text.insert_str(self.caret, &kept);
        // What was written may join with what follows it into one character as seen.
        self.caret = self.boundary_from(self.caret + kept.len());
    }

    pub fn left(&mut self) {
        self.caret = self.before(self.caret);
    }

    pub fn right(&mut self) {
        self.caret = self.after(self.caret);
    }

    pub fn home(&mut self) {
        self.caret = 0;
    }

    pub fn end(&mut self) {
        self.caret = self.text.len();
    }

    /// Removes the character before the caret.
    pub fn backspace(&mut self) {
        self.remove(self.before(self.caret));
    }

    /// Removes the character after the caret.
    pub fn delete(&mut self) {
        let end = self.after(self.caret);
        self.text.replace_range(self.caret..end, "");
        self.caret = self.boundary_from(self.caret);
    }

    /// Removes the word before the caret, with the blanks after it. A run of Chinese goes by the words that Unicode
    /// sees in it, one character each.
    pub fn delete_word(&mut self) {
        let start = self.text[..self.caret].trim_end().split_word_bound_indices().next_back().map_or(0, |(at, _)| at);
        self.remove(start);
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Replaces bytes `from..to`, the caret behind the new text. Offsets inside a character move to its start.
    pub fn replace(&mut self, from: usize, to: usize, with: &str) {
        let floor = |at: usize| (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let (from, to) = (floor(from).unwrap_or(0), floor(to.max(from)).unwrap_or(0));
        self.text.replace_range(from..to, "");
        self.caret = from;
        self.insert(with);
    }

    fn remove(&mut self, start: usize) {
        self.text.replace_range(start..self.caret, "");
        self.caret = self.boundary_from(start);
    }

    /// The first boundary between characters as seen at or after a byte offset.
    fn boundary_from(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(false) => cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len()),
            // The whole text is at hand, so that it is never asked for.
            Ok(true) | Err(_) => at,
        }
    }

    fn before(&self, at: usize) -> usize {
        self.text[..at].grapheme_indices(true).next_back().map_or(0, |(start, _)| start)
    }

    fn after(&self, at: usize) -> usize {
        self.text[at..].graphemes(true).next().map_or(at, |grapheme| at + grapheme.len())
    }

    /// What to paint in `width` terminal columns, the caret within them. Scrolls no further than it must, and looks at no
    /// more characters than fit.
    pub fn window(&self, width: usize) -> Window {
        let scrolled = self.boundary_from(self.scroll.get().min(self.caret));
        let mut from = scrolled.max(self.first_within(self.caret, width.max(1) - 1));
        // After deleting, what is left moves back into view.
        if !self.fills(from, width) {
            from = from.min(self.first_within(self.text.len(), width.max(1) - 1));
        }
        self.scroll.set(from);
        Window { from, caret: shown(&self.text[from..self.caret]) }
    }

    /// The first boundary from which what stands before `end` takes at most that many columns.
    fn first_within(&self, end: usize, width: usize) -> usize {
        let (mut from, mut used) = (end, 0);
        for (at, grapheme) in self.text[..end].grapheme_indices(true).rev() {
            used += shown(grapheme);
            if used > width {
                break;
            }
            from = at;
        }
        from
    }

    /// Whether what stands from there on takes at least that many columns.
    fn fills(&self, from: usize, width: usize) -> bool {
        columns(&harmless_within(&self.text[from..], width)) >= width
    }
}

/// Columns of a text as it is painted.
fn shown(text: &str) -> usize {
    columns(&harmless(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_press_removes_one_character_as_it_is_seen() {
        let mut line = LineEdit::with("王👩🏽\u{200d}🌾e\u{301}");
        line.backspace();
        assert_eq!(line.text(), "王👩🏽\u{200d}🌾");
        line.backspace();
        assert_eq!(line.text(), "王");
        line.left();
        line.insert("小");
        assert_eq!(line.text(), "小王");
    }

    #[test]
    fn a_paste_stays_on_one_line() {
        assert_eq!(LineEdit::with("门前路\r\n坑洼\x1b[A").text(), "门前路  坑洼[A");
    }

    #[test]
    fn the_word_before_the_caret_goes_with_its_blank() {
        let mut line = LineEdit::with("rice cooker ");
        line.delete_word();
        assert_eq!(line.text(), "rice ");
    }

    #[test]
    fn a_long_line_scrolls_so_that_the_caret_stays_in_view() {
        let mut line = LineEdit::with("一二三四五六七八");
        assert_eq!(line.window(6), Window { from: 18, caret: 4 });
        line.home();
        assert_eq!(line.window(6), Window { from: 0, caret: 0 });
        line.right();
        assert_eq!(line.window(6), Window { from: 0, caret: 2 });
    }

    proptest! {
        #[test]
        fn the_caret_is_never_inside_a_character(steps in prop::collection::vec((0usize..10, "[a王é\u{301}👩\u{200d}🇨🇳 ]{0,4}"), 0..40), width in 2usize..12) {
            let mut line = LineEdit::default();
            for (step, text) in steps {
                match step {
                    0 => line.left(),
                    1 => line.right(),
                    2 => line.home(),
                    3 => line.end(),
                    4 => line.backspace(),
                    5 => line.delete(),
                    6 => line.delete_word(),
                    7 => line.replace(line.caret() / 2, line.caret(), &text),
                    _ => line.insert(&text),
                }
                let boundary = line.caret() == line.text().len()
                    || line.text().grapheme_indices(true).any(|(at, _)| at == line.caret());
                prop_assert!(boundary, "{:?} at {}", line.text(), line.caret());
                let window = line.window(width);
                prop_assert!(window.caret < width, "{window:?} in {width}");
            }
        }
    }
}
