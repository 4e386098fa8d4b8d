//! The bytes that turn one picture on a terminal into the next: no more of them than it takes.
//!
//! A cursor is sent only to where it does not stand, a colour set only where it is another one. Behind a character on
//! whose width terminals do not agree the cursor is sent anew; on the width of Chinese characters they agree.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::Anew;

/// Appends what is to be written so that the terminal shows the next picture, which is as large as the one shown. Nothing
/// may be set before; nothing is set behind.
pub fn write(out: &mut String, shown: &Buffer, next: &Buffer, anew: Anew) {
    let mut pen = Pen::default();
    let width = usize::from(next.area.width).max(1);
    let rows = shown.content.chunks(width).zip(next.content.chunks(width));
    for (y, (before, after)) in (0..).zip(rows) {
        let differs = before != after;
        let whole = match anew {
            Anew::Nothing => false,
            Anew::FirstRow => y == 0,
            Anew::Rows => differs,
            Anew::All => true,
        };
        if whole || differs {
            write_row(out, &mut pen, y, (before, after), whole);
        }
    }
    if pen != (Pen { at: pen.at, ..Pen::default() }) {
        out.push_str("\x1b[0m");
    }
}

fn write_row(out: &mut String, pen: &mut Pen, y: u16, (before, after): (&[Cell], &[Cell]), whole: bool) {
    let (mut x, mut hurt) = (0, 0);
    while let Some(cell) = after.get(x) {
        let end = (x + columns(cell.symbol()).max(1)).min(after.len());
        if whole || x < hurt || before[x..end] != after[x..end] {
            // What is written over was as wide as it was: no terminal keeps the other half of a character.
            hurt = (x..end).map(|at| at + columns(before[at].symbol())).max().unwrap_or(0).max(hurt);
            pen.write(out, (u16::try_from(x).unwrap_or(u16::MAX), y), cell);
        }
        x = end;
    }
}

/// What the terminal would write the next character with.
#[derive(Debug, Default, PartialEq)]
struct Pen {
    /// Column and row, where that is known.
    at: Option<(u16, u16)>,
    text: Color,
    ground: Color,
    modifier: Modifier,
}

impl Pen {
    fn write(&mut self, out: &mut String, (x, y): (u16, u16), cell: &Cell) {
        self.go_to(out, (x, y));
        self.take_up(out, cell);
        out.push_str(cell.symbol());
        self.at = agreed_columns(cell.symbol()).map(|columns| (x + columns, y));
    }

    fn go_to(&self, out: &mut String, (x, y): (u16, u16)) {
        if self.at != Some((x, y)) {
            push(out, format_args!("\x1b[{};{}H", y + 1, x + 1));
        }
    }

    /// Sets what a place is written with.
    fn take_up(&mut self, out: &mut String, cell: &Cell) {
        let wanted = Self { at: self.at, text: cell.fg, ground: cell.bg, modifier: cell.modifier };
        if *self == wanted {
            return;
        }
        out.push_str("\x1b[");
        if !cell.modifier.contains(self.modifier) {
            // What is taken away cannot be told from what else it would take away: bold and dim end together.
            out.push_str("0;");
            *self = Self { at: self.at, ..Self::default() };
        }
        for (modifier, code) in MODIFIERS {
            if (cell.modifier - self.modifier).contains(modifier) {
                push(out, format_args!("{code};"));
            }
        }
        if cell.fg != self.text {
            push_colour(out, cell.fg, 38);
        }
        if cell.bg != self.ground {
            push_colour(out, cell.bg, 48);
        }
        // Each part ends with a semicolon.
        out.pop();
        out.push('m');
        *self = wanted;
    }
}

const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// `base` is 38 for the text, 48 for the ground.
fn push_colour(out: &mut String, colour: Color, base: u8) {
    let number = match colour {
        Color::Reset => return push(out, format_args!("{};", base + 1)),
        Color::Rgb(red, green, blue) => return push(out, format_args!("{base};2;{red};{green};{blue};")),
        Color::Indexed(number) => number,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    push(out, format_args!("{base};5;{number};"));
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to memory cannot fail");
}

/// Columns of what stands in a place.
fn columns(symbol: &str) -> usize {
    agreed_columns(symbol).map_or_else(|| symbol.width(), usize::from)
}

/// Columns of what stands in a place, where all terminals agree on them.
fn agreed_columns(symbol: &str) -> Option<u16> {
    let mut letters = symbol.chars();
    match (letters.next()?, letters.next()) {
        (' '..='~', None) => Some(1),
        // Chinese punctuation, characters, and full-width forms.
        (
            '\u{3001}'..='\u{3003}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}',
            None,
        ) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    const PLACE: Rect = Rect::new(0, 0, 24, 3);

    fn written(shown: &Buffer, next: &Buffer, anew: Anew) -> String {
        let mut out = String::new();
        write(&mut out, shown, next, anew);
        out
    }

    #[test]
    fn the_cursor_is_not_sent_to_where_it_stands() {
        let mut next = Buffer::empty(PLACE);
        next.set_string(0, 0, "> 王秀英·a", Style::new());
        next.set_string(0, 2, "b", Style::new());
        assert_eq!(
            written(&Buffer::empty(PLACE), &next, Anew::Nothing),
            "\x1b[1;1H>\x1b[1;3H王秀英·\x1b[1;10Ha\x1b[3;1Hb"
        );
    }

    #[test]
    fn a_colour_is_not_set_twice() {
        let (ink, ground) = (Color::Rgb(1, 2, 3), Color::Rgb(7, 8, 9));
        let mut next = Buffer::empty(PLACE);
        next.set_string(0, 0, "ab", Style::new().fg(ink).bg(ground));
        next.set_string(2, 0, "c", Style::new().fg(Color::Indexed(4)).bg(ground).add_modifier(Modifier::BOLD));
        next.set_string(3, 0, "d", Style::new().fg(ink).bg(ground));
        assert_eq!(
            written(&Buffer::empty(PLACE), &next, Anew::Nothing),
            "\x1b[1;1H\x1b[38;2;1;2;3;48;2;7;8;9mab\x1b[1;38;5;4mc\x1b[0;38;2;1;2;3;48;2;7;8;9md\x1b[0m"
        );
    }

    fn a_style() -> impl Strategy<Value = Style> {
        const COLOURS: [Color; 5] =
            [Color::Reset, Color::Rgb(9, 8, 7), Color::Rgb(200, 1, 1), Color::Indexed(77), Color::LightRed];
        const MODIFIERS: [Modifier; 4] =
            [Modifier::empty(), Modifier::BOLD, Modifier::REVERSED, Modifier::BOLD.union(Modifier::UNDERLINED)];
        let colour = || prop::sample::select(&COLOURS[..]);
        (colour(), colour(), prop::sample::select(&MODIFIERS[..]))
            .prop_map(|(text, ground, modifier)| Style::new().fg(text).bg(ground).add_modifier(modifier))
    }

    fn a_picture() -> impl Strategy<Value = Buffer> {
        prop::collection::vec((0_u16..24, 0_u16..3, "[ -~王秀英·，…①é]{0,9}", a_style()), 0..8).prop_map(|texts| {
            let mut picture = Buffer::empty(PLACE);
            for (x, y, text, style) in texts {
                picture.set_string(x, y, text, style);
            }
            picture
        })
    }

    proptest! {
        /// Whatever stood there before, a terminal shows the next picture as if it had never shown another one.
        #[test]
        fn a_terminal_shows_the_next_picture(before in a_picture(), next in a_picture(), page: bool) {
            let empty = Buffer::empty(PLACE);
            let anew = if page { Anew::Rows } else { Anew::Nothing };
            let shown = |pictures: &[String]| {
                let mut terminal = vt100::Parser::new(PLACE.height, PLACE.width, 0);
                for picture in pictures {
                    terminal.process(picture.as_bytes());
                }
                let places = (0..PLACE.height).flat_map(|y| (0..PLACE.width).map(move |x| (y, x)));
                let look = |(y, x)| {
                    let place = terminal.screen().cell(y, x).unwrap();
                    let hidden = place.is_wide_continuation();
                    let text = if place.has_contents() { place.contents().to_owned() } else { " ".to_owned() };
                    let colours = (place.fgcolor(), place.bgcolor());
                    (!hidden).then_some((text, colours, place.bold(), place.underline(), place.inverse()))
                };
                places.map(look).collect::<Vec<_>>()
            };
            let at_once = shown(&[written(&empty, &next, Anew::All)]);
            let one_by_one = [written(&empty, &before, Anew::All), written(&before, &next, anew)];
            prop_assert_eq!(shown(&one_by_one), at_once);
        }
    }
}
