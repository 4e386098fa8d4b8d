//! A painted buffer as text: what is written, in which style each column stands, and what the styles are.
//!
//! The library's own form drops the styles and litters the second half of wide characters.

#![allow(dead_code, reason = "every test uses its own part of this")]

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::glyphs::{glyphs, walk};

/// Glyphs, then a grid with one letter per column naming its style, then the legend of letters. The most frequent
/// style is `.`; the second half of a wide character carries the letter of the first.
pub fn snapshot(buffer: &Buffer) -> String {
    let mut legend = Legend::of(buffer);
    let mut text = glyphs(buffer);
    text.push_str("\n--- styles ---\n");
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        walk(buffer, y, |_, width, style| {
            let letter = legend.letter(style);
            row.extend(std::iter::repeat_n(letter, width));
        });
        text.push_str(row.trim_end_matches('.'));
        text.push('\n');
    }
    text.push_str("--- legend ---\n");
    text.push_str(&legend.listing());
    text
}

struct Legend {
    known: Vec<(char, Style)>,
}

impl Legend {
    fn of(buffer: &Buffer) -> Self {
        let mut counts: Vec<(usize, Style)> = Vec::new();
        for y in buffer.area.top()..buffer.area.bottom() {
            walk(buffer, y, |_, _, style| match counts.iter_mut().find(|(_, known)| *known == style) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, style)),
            });
        }
        let most = counts.iter().max_by_key(|(count, _)| *count).map(|(_, style)| *style).unwrap_or_default();
        Self { known: vec![('.', most)] }
    }

    fn letter(&mut self, style: Style) -> char {
        if let Some((letter, _)) = self.known.iter().find(|(_, known)| *known == style) {
            return *letter;
        }
        let letter = ('a'..='z').nth(self.known.len() - 1).expect("fewer styles than letters");
        self.known.push((letter, style));
        letter
    }

    fn listing(&self) -> String {
        let colour = |colour: Option<ratatui::style::Color>| colour.map_or("-".to_owned(), |c| c.to_string());
        self.known.iter().fold(String::new(), |text, (letter, style)| {
            let emphasis =
                if style.add_modifier.is_empty() { String::new() } else { format!(" {:?}", style.add_modifier) };
            text + &format!("{letter} {} on {}{emphasis}\n", colour(style.fg), colour(style.bg))
        })
    }
}
