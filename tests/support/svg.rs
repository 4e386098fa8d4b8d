//! A painted buffer as a picture: text in its place, column by column, in the colours of the theme.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::glyphs::walk;

/// Tenths of a pixel that one column and one row take, and the size of the letters in pixels.
const COLUMN: usize = 84;
const ROW: usize = 200;
const LETTERS: usize = 14;
/// What a terminal shows that gives its own colours.
const OWN: (&str, &str) = ("#e4e4e4", "#101010");

/// A piece of a row: text of one style and of one width of character, without blanks.
struct Piece {
    x: usize,
    columns: usize,
    text: String,
    style: Style,
}

/// The picture, with a title for those who cannot see it.
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let (width, height) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let ground = colours(most_frequent(buffer)).1;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {} {}\" font-family=\"'Noto Sans Mono CJK SC','Source Han Mono SC','Sarasa Mono SC','DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"{LETTERS}\" xml:space=\"preserve\">\n<title>{}</title>\n",
        pixels(width * COLUMN),
        pixels(height * ROW),
        escaped(title)
    );
    writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>").expect("a string takes it");
    for y in buffer.area.top()..buffer.area.bottom() {
        paint_grounds(buffer, y, &ground, &mut out);
        for piece in pieces(buffer, y) {
            paint_text(&piece, y, &mut out);
        }
    }
    out + "</svg>\n"
}

/// The style of most places, which is the ground of the whole.
fn most_frequent(buffer: &Buffer) -> Style {
    let mut counts: Vec<(Style, usize)> = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        walk(buffer, y, |_, wide, style| match counts.iter_mut().find(|(known, _)| *known == style) {
            Some((_, count)) => *count += wide,
            None => counts.push((style, wide)),
        });
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(style, _)| style).unwrap_or_default()
}

/// The colours of letters and ground.
fn colours(style: Style) -> (String, String) {
    let named = |colour: Option<Color>, own: &str| match colour {
        None | Some(Color::Reset) => own.to_owned(),
        Some(colour) => colour.to_string().to_lowercase(),
    };
    let (fg, bg) = (named(style.fg, OWN.0), named(style.bg, OWN.1));
    if style.add_modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) }
}

/// The places of a row whose ground is another than the picture's.
fn paint_grounds(buffer: &Buffer, y: u16, ground: &str, out: &mut String) {
    let mut runs: Vec<(usize, usize, String)> = Vec::new();
    let mut x = 0;
    walk(buffer, y, |_, wide, style| {
        let own = colours(style).1;
        match runs.last_mut() {
            Some((_, end, colour)) if *colour == own => *end += wide,
            _ => runs.push((x, x + wide, own)),
        }
        x += wide;
    });
    for (from, to, colour) in runs.into_iter().filter(|(.., colour)| colour != ground) {
        let (x, top, width) = (pixels(from * COLUMN), pixels(usize::from(y) * ROW), pixels((to - from) * COLUMN));
        let height = pixels(ROW);
        writeln!(out, "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>")
            .expect("a string takes it");
    }
}

fn pieces(buffer: &Buffer, y: u16) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut x = 0;
    walk(buffer, y, |symbol, wide, style| {
        let at = x;
        x += wide;
        if symbol.trim().is_empty() {
            return;
        }
        let fits = |piece: &&mut Piece| {
            let narrow = piece.columns == piece.text.chars().count();
            piece.x + piece.columns == at && piece.style == style && narrow == (wide == 1)
        };
        match pieces.last_mut().filter(fits) {
            Some(piece) => {
                piece.text.push_str(symbol);
                piece.columns += wide;
            }
            None => pieces.push(Piece { x: at, columns: wide, text: symbol.to_owned(), style }),
        }
    });
    pieces
}

fn paint_text(piece: &Piece, y: u16, out: &mut String) {
    let (x, base) = (pixels(piece.x * COLUMN), pixels(usize::from(y) * ROW + 145));
    let (length, fill) = (pixels(piece.columns * COLUMN), colours(piece.style).0);
    let held = |modifier| piece.style.add_modifier.contains(modifier);
    let weight = if held(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let line = if held(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let slant = if held(Modifier::ITALIC) { " font-style=\"italic\"" } else { "" };
    let text = escaped(&piece.text);
    writeln!(
        out,
        "<text x=\"{x}\" y=\"{base}\" textLength=\"{length}\" fill=\"{fill}\"{weight}{line}{slant}>{text}</text>"
    )
    .expect("a string takes it");
}

/// Tenths of a pixel as pixels.
fn pixels(tenths: usize) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
