//! A line as it is read: half-width and lower case, character for character as it was typed.

use crate::domain::width::half_width;

/// A line twice, in characters: as typed and as read. A place is a column in both.
#[derive(Debug)]
pub(super) struct Folded {
    pub typed: Vec<char>,
    pub read: Vec<char>,
}

impl Folded {
    pub fn new(text: &str) -> Self {
        let typed: Vec<char> = text.chars().collect();
        let lower = |c: char| {
            let mut lower = c.to_lowercase();
            // A letter whose lower case is longer stays, so that columns stay.
            if lower.len() == 1 { lower.next().unwrap_or(c) } else { c }
        };
        let read = typed.iter().map(|c| lower(half_width(*c))).collect();
        Self { typed, read }
    }

    /// What was typed between two columns, the second not included.
    pub fn typed(&self, from: usize, to: usize) -> String {
        self.typed[from..to].iter().collect()
    }

    /// The same as it is read.
    pub fn read(&self, from: usize, to: usize) -> String {
        self.read[from..to].iter().collect()
    }
}

/// A single word as it is read.
pub(super) fn folded(word: &str) -> String {
    Folded::new(word).read.into_iter().collect()
}
