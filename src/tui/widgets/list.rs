//! A list with one row under the cursor, of which only the visible rows are ever read or painted.

use std::cell::Cell;
use std::ops::{Range, RangeInclusive};

/// Where the cursor of a list stands and how far it is scrolled. The scroll offset is all that painting changes.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub cursor: usize,
    offset: Cell<usize>,
    page: Cell<usize>,
}

/// Stands for an offset that puts the cursor at the top.
const LIFTED: usize = usize::MAX;

/// How far to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl List {
    /// A list with its cursor on a row.
    pub fn at(cursor: usize) -> Self {
        Self { cursor, ..Self::default() }
    }

    /// Moves within `len` rows; a page is what was last painted.
    pub fn step(&mut self, step: Step, len: usize) {
        let page = self.page.get().saturating_sub(1).max(1);
        self.cursor = match step {
            Step::Up => self.cursor.saturating_sub(1),
            Step::Down => self.cursor.saturating_add(1),
            Step::PageUp => self.cursor.saturating_sub(page),
            Step::PageDown => self.cursor.saturating_add(page),
            Step::First => 0,
            Step::Last => usize::MAX,
        };
        self.clamp(len);
    }

    /// Keeps the cursor on a row when the list became shorter.
    pub fn clamp(&mut self, len: usize) {
        self.cursor = self.cursor.min(len.saturating_sub(1));
    }

    /// Puts the row under the cursor at the top of what is painted next, as far as there is more below.
    pub fn lift(&self) {
        self.offset.set(LIFTED);
    }

    /// Rows around the cursor that a few page keys could bring into view, of `len`: to be read before they are asked for.
    pub fn around(&self, len: usize) -> Range<usize> {
        let reach = 4 * self.page.get();
        self.cursor.saturating_sub(reach)..self.cursor.saturating_add(reach).min(len)
    }

    /// The rows to paint in `height` lines, with the cursor among them. Where it leaves them they scroll by half a page:
    /// one line with every key would paint the whole page each time.
    pub fn visible(&self, height: usize, len: usize) -> Range<usize> {
        self.visible_with(self.cursor..=self.cursor, height, len)
    }

    /// As [`List::visible`] where what stands under the cursor takes several lines, such as a row and its heading;
    /// where they do not all fit, the first ones do.
    pub fn visible_with(&self, lines: RangeInclusive<usize>, height: usize, len: usize) -> Range<usize> {
        self.page.set(height);
        let (first, last) = (*lines.start(), *lines.end());
        let (least, most) = ((last + 1).saturating_sub(height), len.saturating_sub(height));
        let offset = match self.offset.get() {
            LIFTED => first,
            offset if offset.min(most) < least || offset.min(most) > first => first.saturating_sub(height / 2),
            offset => offset,
        };
        let offset = offset.min(most).max(least).min(first);
        self.offset.set(offset);
        offset..(offset + height).min(len)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_lifted_row_stands_at_the_top_where_there_is_more_below() {
        let list = List::at(6);
        assert_eq!(list.visible(4, 20), 4..8);
        list.lift();
        assert_eq!(list.visible(4, 20), 6..10);
        list.lift();
        assert_eq!(list.visible(4, 8), 4..8, "at the end no row stays blank");
    }

    #[test]
    fn a_list_scrolls_by_half_a_page() {
        let mut list = List::default();
        let mut offsets = Vec::new();
        for _ in 0..12 {
            offsets.push(list.visible(6, 30).start);
            list.step(Step::Down, 30);
        }
        assert_eq!(offsets, [0, 0, 0, 0, 0, 0, 3, 3, 3, 6, 6, 6]);
        list.cursor = 5;
        assert_eq!(list.visible(6, 30), 2..8);
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_on_a_painted_row(moves in prop::collection::vec(0usize..6, 0..40), len in 0usize..50, height in 1usize..20) {
            let mut list = List::default();
            for step in moves {
                list.step([Step::Up, Step::Down, Step::PageUp, Step::PageDown, Step::First, Step::Last][step], len);
                let rows = list.visible(height, len);
                prop_assert!(rows.len() <= height && rows.end <= len);
                prop_assert!(len == 0 || rows.contains(&list.cursor), "{} not in {rows:?}", list.cursor);
                prop_assert!(len < height || rows.len() == height, "no blank rows while there are more to show");
            }
        }
    }
}
