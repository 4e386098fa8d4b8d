//! One picture's bytes on their way to the terminal: in one piece, without what says nothing.
//!
//! ratatui places the cursor anew behind every wide character, since terminals differ on the width of some. On the width
//! of Chinese characters they agree, so that there a third of the bytes of a Chinese page can stay away.

use std::io::{self, Write};

/// A picture in the making. It goes out when it is whole: with a flush behind its last bytes.
#[derive(Default)]
pub struct Picture(Vec<u8>);

/// The last bytes of a picture, which `EndSynchronizedUpdate` writes.
const END: &[u8] = b"\x1b[?2026l";

impl Write for Picture {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.0.ends_with(END) {
            return Ok(());
        }
        let picture = std::mem::take(&mut self.0);
        let mut out = io::stdout().lock();
        match std::str::from_utf8(&picture) {
            Ok(picture) => out.write_all(thinned(picture).as_bytes())?,
            Err(_) => out.write_all(&picture)?,
        }
        out.flush()
    }
}

/// A picture without moves of the cursor to where it stands already, colours that are set already, and resets that the
/// next one includes.
fn thinned(picture: &str) -> String {
    let mut thin = String::with_capacity(picture.len());
    let mut at: Option<(u32, u32)> = None;
    // What colours are set by, as far as it is known: of the text and of the ground.
    let mut set = ["", ""];
    let mut rest = picture;
    while let Some(next) = rest.chars().next() {
        let length = if next == '\x1b' { sequence(rest) } else { next.len_utf8() };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        if next != '\x1b' {
            at = at.zip(width(next)).map(|((row, column), width)| (row, column + width));
        } else if let Some(place) = destination(piece) {
            if at == Some(place) {
                continue;
            }
            at = Some(place);
        } else if TAKEN_BACK.contains(&piece) && resets(behind) {
            continue;
        } else if let Some(colours) = colours(piece) {
            let new = |place: usize| !colours[place].is_empty() && colours[place] != set[place];
            let changes: Vec<&str> = (0..2).filter(|place| new(*place)).map(|place| colours[place]).collect();
            for (set, colour) in set.iter_mut().zip(colours).filter(|(_, colour)| !colour.is_empty()) {
                *set = colour;
            }
            if !changes.is_empty() {
                thin.extend(["\x1b[", &changes.join(";"), "m"]);
            }
            continue;
        } else if piece.ends_with('m') {
            if piece == "\x1b[0m" || !is_attribute(piece) {
                set = ["", ""];
            }
        } else {
            at = None;
        }
        thin.push_str(piece);
    }
    thin
}

/// Bytes of the control sequence that a text begins with.
fn sequence(text: &str) -> usize {
    let ends = |c: char| ('@'..='~').contains(&c);
    match text.strip_prefix("\x1b[") {
        Some(inner) => inner.find(ends).map_or(text.len(), |end| end + 3),
        None => 1,
    }
}

/// Row and column that a control sequence moves the cursor to.
fn destination(sequence: &str) -> Option<(u32, u32)> {
    let (row, column) = sequence.strip_prefix("\x1b[")?.strip_suffix('H')?.split_once(';')?;
    Some((row.parse().ok()?, column.parse().ok()?))
}

/// What a control sequence sets the colours of text and ground by, where it does nothing else.
fn colours(sequence: &str) -> Option<[&str; 2]> {
    let inner = sequence.strip_prefix("\x1b[")?.strip_suffix('m')?;
    let (text, ground) = match inner.find("48;") {
        _ if inner.starts_with("48;") => ("", inner),
        Some(at) => (inner[..at].strip_suffix(';')?, &inner[at..]),
        None => (inner, ""),
    };
    let is_colour = |colour: &str, begin: &str| {
        let parts = colour.strip_prefix(begin).map(|rest| rest.split(';').collect::<Vec<_>>());
        parts.is_some_and(|parts| matches!((parts[0], parts.len()), ("2", 4) | ("5", 2)))
    };
    let whole = (text.is_empty() || is_colour(text, "38;")) && (ground.is_empty() || is_colour(ground, "48;"));
    (whole && !inner.is_empty()).then_some([text, ground])
}

/// Whether a control sequence says nothing of colours: bold, underlined and the like.
fn is_attribute(sequence: &str) -> bool {
    let inner = sequence.strip_prefix("\x1b[").and_then(|inner| inner.strip_suffix('m'));
    inner.and_then(|number| number.parse::<u8>().ok()).is_some_and(|number| (1..30).contains(&number))
}

/// Control sequences that only take back a colour.
const TAKEN_BACK: [&str; 3] = ["\x1b[39m", "\x1b[49m", "\x1b[59m"];

/// Whether a text begins with control sequences that take everything back.
fn resets(mut text: &str) -> bool {
    while let Some(behind) = TAKEN_BACK.iter().find_map(|sequence| text.strip_prefix(sequence)) {
        text = behind;
    }
    text.starts_with("\x1b[0m")
}

/// Columns of a character on which all terminals agree.
fn width(c: char) -> Option<u32> {
    match c {
        ' '..='~' => Some(1),
        // Chinese punctuation, characters, and full-width forms.
        '\u{3001}'..='\u{3003}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' => {
            Some(2)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_cursor_is_not_sent_to_where_it_stands() {
        let picture = "\x1b[6;1H\x1b[38;2;1;2;3m> 王\x1b[6;5H秀\x1b[6;7H英\x1b[6;9H·\x1b[6;10Ha\x1b[9;1Hb\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
        assert_eq!(thinned(picture), "\x1b[6;1H\x1b[38;2;1;2;3m> 王秀英·\x1b[6;10Ha\x1b[9;1Hb\x1b[0m");
    }

    #[test]
    fn a_colour_is_not_set_twice() {
        let (ink, ground) = ("38;2;1;2;3", "48;2;7;8;9");
        let picture = format!(
            "\x1b[{ink};{ground}ma\x1b[1m\x1b[38;5;4;{ground}mb\x1b[22m\x1b[{ink};{ground}m\x1b[{ink};{ground}mc\x1b[0m\x1b[{ink};{ground}md\x1b[39me\x1b[{ink};{ground}mf"
        );
        let thin = format!(
            "\x1b[{ink};{ground}ma\x1b[1m\x1b[38;5;4mb\x1b[22m\x1b[{ink}mc\x1b[0m\x1b[{ink};{ground}md\x1b[39me\x1b[{ink};{ground}mf"
        );
        assert_eq!(thinned(&picture), thin);
    }

    #[test]
    fn a_colour_that_is_taken_back_by_itself_stays_taken_back() {
        for picture in ["\x1b[39mtext", "\x1b[39m\x1b[1mtext", "\x1b[39m", "\x1b[4", "\x1b", "\x1b[39m\x1b["] {
            assert_eq!(thinned(picture), picture);
        }
    }

    const STYLES: [&str; 11] = [
        "",
        "\x1b[1m",
        "\x1b[22m",
        "\x1b[4m",
        "\x1b[39m\x1b[49m\x1b[59m\x1b[0m",
        "\x1b[38;2;9;8;7m",
        "\x1b[38;2;9;8;7;48;2;1;1;1m",
        "\x1b[38;5;3;48;2;1;1;1m",
        "\x1b[48;2;1;1;1m",
        "\x1b[39m",
        "\x1b[31;42m",
    ];

    proptest! {
        /// What a terminal shows is the same, whatever is written where.
        #[test]
        fn a_thinned_picture_shows_the_same(
            pieces in prop::collection::vec((1u16..8, 1u16..30, "[ -~王秀英·，…①é]{0,4}", 0usize..STYLES.len()), 0..40),
        ) {
            let mut picture = String::new();
            for (row, column, text, style) in pieces {
                picture.push_str(&format!("\x1b[{row};{column}H"));
                picture.push_str(STYLES[style]);
                let mut at = column;
                for c in text.chars() {
                    picture.push_str(&format!("{c}"));
                    at += if c.is_ascii() || "·…①é".contains(c) { 1 } else { 2 };
                    if !c.is_ascii() {
                        picture.push_str(&format!("\x1b[{row};{at}H"));
                    }
                }
            }
            let shown = |text: &str| {
                let mut terminal = vt100::Parser::new(10, 40, 0);
                terminal.process(text.as_bytes());
                (terminal.screen().contents_formatted(), terminal.screen().cursor_position())
            };
            prop_assert_eq!(shown(&thinned(&picture)), shown(&picture));
        }
    }
}
