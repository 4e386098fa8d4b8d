//! The only way text reaches the buffer: made harmless by the rule of [`harmless`](crate::i18n::measure::harmless), cut
//! by columns, never beyond its place. Work is bounded by what can be seen, not by how long the text is.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::i18n::measure::{columns, cut, harmless_within, pad_left, plain, usual_columns};
use crate::theme::Theme;
use crate::theme::role::Role;

/// A buffer with the theme it is painted in.
pub struct Paint<'b> {
    pub buffer: &'b mut Buffer,
    pub theme: &'b Theme,
    /// Replace characters that some terminals draw two columns wide.
    pub ascii: bool,
    /// Where the terminal's own cursor shall stand; an input method draws its candidates there.
    pub caret: Option<Position>,
}

impl Paint<'_> {
    /// The whole of what is painted on.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Blanks an area. A wide character that reached into it from the left is blanked as well, so that no half is left.
    pub fn fill(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.area());
        let style = self.theme.style(role);
        if area == self.area() {
            let mut blank = Cell::default();
            blank.set_style(style);
            self.buffer.content.fill(blank);
            return;
        }
        for y in area.top()..area.bottom() {
            if let Some(left) = area.left().checked_sub(1).and_then(|x| self.buffer.cell_mut((x, y)))
                && columns(left.symbol()) > 1
            {
                left.set_symbol(" ");
            }
            for x in area.left()..area.right() {
                if let Some(place) = self.buffer.cell_mut((x, y)) {
                    place.reset();
                    place.set_style(style);
                }
            }
        }
    }

    /// Writes a text into at most `width` columns, marked where it is cut; the column after it.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        let area = self.area();
        if y >= area.bottom() || x >= area.right() {
            return x;
        }
        let width = width.min(area.right() - x);
        let style = self.theme.style(role);
        if let Some(end) = self.usual_text((x, y), width, text, style) {
            return end;
        }
        let text = self.shown(text, width);
        self.buffer.set_stringn(x, y, cut(&text, width.into()), width.into(), style).0
    }

    /// Writes a text that fits and holds nothing but the characters that nearly all text is made of; the column after
    /// it. `None`, with nothing written, where it is another one.
    fn usual_text(&mut self, (x, y): (u16, u16), width: u16, text: &str, style: Style) -> Option<u16> {
        let ascii = self.ascii;
        let columns = |c: char| usual_columns(c).filter(|columns| *columns == 2 || c.is_ascii() || !ascii);
        let mut taken = 0;
        for c in text.chars() {
            taken += columns(c)?;
            if taken > usize::from(width) {
                return None;
            }
        }
        let begin = self.buffer.index_of(x, y);
        let mut places = self.buffer.content[begin..begin + taken].iter_mut();
        for c in text.chars() {
            places.next()?.set_char(c).set_style(style);
            if !c.is_ascii() && usual_columns(c) == Some(2) {
                // Hidden below the second half of the character.
                places.next()?.reset();
            }
        }
        Some(x + u16::try_from(taken).unwrap_or(width))
    }

    /// Writes a text so that it ends at the right edge of `width` columns.
    pub fn right(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) {
        let shown = self.shown(text, width);
        let gap = usize::from(width).saturating_sub(columns(&shown));
        let text = if gap > 0 { shown.into_owned() } else { pad_left(&shown, width.into()) };
        let skipped = u16::try_from(gap).unwrap_or(0);
        self.text(x.saturating_add(skipped), y, width.saturating_sub(skipped), &text, role);
    }

    /// A line across an area's full width.
    pub fn hairline(&mut self, area: Rect, y: u16) {
        let dash = if self.ascii { "-" } else { "─" };
        self.text(area.x, y, area.width, &dash.repeat(area.width.into()), Role::Hairline);
    }

    /// A row in the style of the cursor: what is already painted there keeps its text.
    pub fn restyle(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.area());
        self.buffer.set_style(area, self.theme.style(role));
    }

    /// What can be seen of a text in that many columns, and a little more.
    fn shown<'t>(&self, text: &'t str, width: u16) -> Cow<'t, str> {
        let safe = harmless_within(text, width.into());
        if !self.ascii {
            return safe;
        }
        match safe {
            Cow::Borrowed(text) => plain(text),
            Cow::Owned(text) => Cow::Owned(plain(&text).into_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(buffer: &Buffer, y: u16) -> String {
        let mut text = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            text.push_str(buffer[(x, y)].symbol());
            x += u16::try_from(columns(buffer[(x, y)].symbol())).unwrap().max(1);
        }
        text
    }

    #[test]
    fn a_panel_leaves_no_half_character_at_its_left_edge() {
        let theme = Theme::embedded("night");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        let mut paint = Paint { buffer: &mut buffer, theme: &theme, ascii: false, caret: None };
        paint.text(0, 0, 10, "王秀英在家", Role::Body);
        paint.fill(Rect::new(3, 0, 4, 1), Role::Panel);
        assert_eq!(row(&buffer, 0), "王     在家".replace("在家", " 家"));
    }

    proptest! {
        /// What is written place by place looks as it does where a text is taken apart by the tables.
        #[test]
        fn usual_text_is_written_as_any_other(text in "[ -~王秀英·…a─│\u{301}]{0,14}", x in 0u16..20, width in 0u16..24, ascii: bool) {
            let theme = Theme::embedded("night");
            let style = theme.style(Role::Late);
            let mut usual = Buffer::empty(Rect::new(0, 0, 24, 1));
            let mut any = usual.clone();
            let mut paint = Paint { buffer: &mut usual, theme: &theme, ascii, caret: None };
            let width = width.min(24 - x);
            if let Some(end) = paint.usual_text((x, 0), width, &text, style) {
                let shown = if ascii { plain(&text).into_owned() } else { text.clone() };
                prop_assert_eq!(any.set_stringn(x, 0, shown, width.into(), style).0, end);
            }
            prop_assert_eq!(usual, any);
        }

        #[test]
        fn no_text_leaves_its_place(text in any::<String>(), x in 0u16..30, width in 0u16..30, ascii: bool) {
            let theme = Theme::embedded("night");
            let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 2));
            let mut paint = Paint { buffer: &mut buffer, theme: &theme, ascii, caret: None };
            paint.text(x, 0, width, &text, Role::Body);
            paint.right(x, 1, width, &text, Role::Body);
            for y in 0..2 {
                for at in (0..24).filter(|at| *at < x || *at >= x.saturating_add(width)) {
                    prop_assert_eq!(buffer[(at, y)].symbol(), " ", "column {} of row {}", at, y);
                }
            }
        }
    }
}
