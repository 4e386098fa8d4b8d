//! What is written on a painted buffer, with each wide character once.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// The characters alone, one line per row, without trailing blanks.
pub fn glyphs(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        walk(buffer, y, |symbol, _, _| row.push_str(symbol));
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// Visits the characters of a row with the columns each takes.
pub fn walk(buffer: &Buffer, y: u16, mut visit: impl FnMut(&str, usize, Style)) {
    let mut x = buffer.area.left();
    while x < buffer.area.right() {
        let place = &buffer[(x, y)];
        let width = place.symbol().width().max(1);
        assert!(usize::from(x) + width <= usize::from(buffer.area.right()), "half a character at {x},{y}");
        visit(place.symbol(), width, place.style());
        x += u16::try_from(width).expect("a character is a few columns wide");
    }
}
