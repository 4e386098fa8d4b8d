//! Text in terminal columns: a Chinese character takes two, a combining mark none.
//!
//! Every text that reaches the screen goes through [`harmless`] first, so that what somebody typed or imported can
//! neither move the cursor, nor hide, nor turn the line around. Cutting never leaves half a wide character.

use std::borrow::Cow;
use std::iter;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What stands where text was cut off.
pub const CUT: &str = "~";
/// What stands for a character that is there and has no look of its own.
pub const STAND_IN: char = '␦';
/// So many letters fill a column for certain: some are one picture together.
const LETTERS: usize = 16;
/// Marks on one base character beyond this are dropped: a pile of them paints over neighbouring rows.
const MARKS: usize = 6;

/// Terminal columns that a text takes; ambiguous characters count as one.
pub fn columns(text: &str) -> usize {
    places(text).map(|(_, columns)| columns).sum()
}

/// The text with nothing in it that acts on a terminal, turns the line around or cannot be told from nothing: the one
/// rule by which what somebody typed or imported is shown. What is stored stays as it was, letter for letter.
///
/// | character | shown as |
/// |---|---|
/// | what ends a line or is a tab | a space |
/// | another control (C0, DEL) | its picture, as `␛` |
/// | a control of the second set (C1), a mark of direction, one of private use | [`STAND_IN`] |
/// | what joins, varies or parts letters without width (joiners, variation selectors, zero-width space, BOM), shades of skin | nothing |
/// | more than six marks on a letter, a mark without a letter | nothing |
pub fn harmless(text: &str) -> Cow<'_, str> {
    harmless_start(text, usize::MAX).0
}

/// As [`harmless`], but no longer than what fills that many columns for certain; so that of a text of a megabyte no
/// more is looked at than can be seen.
pub fn harmless_within(text: &str, columns: usize) -> Cow<'_, str> {
    harmless_start(text, letters_in(columns)).0
}

/// So many letters fill that many columns for certain.
fn letters_in(columns: usize) -> usize {
    columns.saturating_mul(LETTERS).saturating_add(LETTERS)
}

/// The first letters of a text made harmless, with the marks on them; and whether there are more.
fn harmless_start(text: &str, letters: usize) -> (Cow<'_, str>, bool) {
    if text.len() <= letters && !text.chars().any(is_touched) {
        return (Cow::Borrowed(text), false);
    }
    let mut kept = String::with_capacity(text.len().min(letters));
    let (mut marks, mut left, mut more) = (0, letters, false);
    for c in text.chars().filter(|&c| !invisible(c)) {
        let c = shown_as(c);
        marks = if mark(c) { marks + 1 } else { 0 };
        if marks == 0 {
            let Some(fewer) = left.checked_sub(1) else {
                more = true;
                break;
            };
            left = fewer;
        }
        // A mark with nothing before it would sit on whatever stands to its left.
        if marks <= MARKS && !(marks > 0 && kept.is_empty()) {
            kept.push(c);
        }
    }
    (Cow::Owned(kept), more)
}

/// Whether a character is not shown as it is, or only behind another one.
fn is_touched(c: char) -> bool {
    usual_columns(c).is_none() && (shown_as(c) != c || invisible(c) || mark(c))
}

/// The columns of the characters that nearly all text is made of, each of which is a grapheme of its own among its like
/// (Unicode 17, UAX 29): ASCII that is shown, lines that frame, and the Chinese characters of the first block.
pub fn usual_columns(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '─'..='╿' => Some(1),
        '\u{4e00}'..='\u{9fff}' => Some(2),
        _ => None,
    }
}

fn shown_as(c: char) -> char {
    match c {
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(STAND_IN),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => STAND_IN,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => STAND_IN,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => STAND_IN,
        // A vowel of Kirat Rai, two of which are counted as one.
        '\u{16d67}' => STAND_IN,
        _ => c,
    }
}

fn mark(c: char) -> bool {
    c.width() == Some(0)
}

fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}'
        // Shades of skin: one terminal paints them into the picture before them, another beside it.
        | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The text in at most that many columns; what did not fit is marked by [`CUT`] in the last column.
pub fn cut(text: &str, width: usize) -> Cow<'_, str> {
    // No more of a long text is looked at than fits.
    if prefix(text, width).len() == text.len() {
        return Cow::Borrowed(text);
    }
    match width {
        0 => Cow::Borrowed(""),
        _ => Cow::Owned(format!("{}{CUT}", prefix(text, width - 1))),
    }
}

/// The longest start of a text that takes at most that many columns.
pub fn prefix(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, columns) in places(text) {
        used += columns;
        if used > width {
            return &text[..at];
        }
    }
    text
}

/// Where each grapheme of a text begins, in bytes, and its columns. Tables are asked only about what is not usual.
fn places(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut end = 0;
    iter::from_fn(move || {
        let (at, rest) = (end, &text[end..]);
        let mut letters = rest.chars();
        let first = letters.next()?;
        // What follows may belong to this letter.
        let alone = letters.next().is_none_or(|next| usual_columns(next).is_some());
        if let Some(columns) = usual_columns(first).filter(|_| alone) {
            end += first.len_utf8();
            return Some((at, columns));
        }
        let grapheme = rest.graphemes(true).next()?;
        end += grapheme.len();
        Some((at, grapheme.width()))
    })
}

/// The text in exactly that many columns, cut or filled with spaces on the right.
pub fn pad(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let gap = width.saturating_sub(columns(&text));
    format!("{text}{:gap$}", "")
}

/// The text in exactly that many columns, cut or filled with spaces on the left: for numbers.
pub fn pad_left(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let gap = width.saturating_sub(columns(&text));
    format!("{:gap$}{text}", "")
}

/// The text as lines of at most that many columns (at least 2), made [`harmless`]. English breaks at spaces where it
/// can, Chinese anywhere but before a closing mark such as `，。）`. Takes time in proportion to the text, whatever it
/// is made of.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_within(text, width, usize::MAX).0
}

/// The first lines of [`wrap`], at most that many of them, and whether there are more. Takes time in proportion to what
/// it gives back, so that a page can show the beginning of a text of a megabyte.
pub fn wrap_within(text: &str, width: usize, most: usize) -> (Vec<String>, bool) {
    let mut wrapping = Wrapping { width: width.max(2), line: String::new(), used: 0, lines: Vec::new() };
    let mut unseen = false;
    for paragraph in text.split('\n') {
        // No more of a long paragraph is looked at than can be seen of it.
        let left = most.saturating_add(1).saturating_sub(wrapping.lines.len());
        let (shown, cut) = harmless_start(paragraph, letters_in(wrapping.width.saturating_mul(left)));
        unseen = cut;
        for piece in shown.split_word_bounds() {
            wrapping.place(piece);
            if wrapping.lines.len() > most {
                break;
            }
        }
        wrapping.end_line();
        if wrapping.lines.len() > most || unseen {
            break;
        }
    }
    let more = wrapping.lines.len() > most || unseen;
    wrapping.lines.truncate(most);
    (wrapping.lines, more)
}

/// Pieces side by side with a gap between them, as many in a line as fit into that many columns: a line breaks between
/// pieces, and inside one only where it is wider than a line.
pub fn flow(pieces: &[String], gap: usize, width: usize) -> Vec<String> {
    flow_within(pieces, gap, width, usize::MAX)
}

/// As [`flow`], each piece in at most that many lines (at least 1); a longer one is marked by [`CUT`] where it ends.
pub fn flow_within(pieces: &[String], gap: usize, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for piece in pieces {
        let wide = columns_within(piece, width);
        match lines.last_mut() {
            Some(line) if used + gap + wide <= width => {
                line.push_str(&" ".repeat(gap));
                line.push_str(&harmless(piece));
                used += gap + wide;
            }
            _ => {
                let (mut broken, more) = wrap_within(piece, width, most.max(1));
                if let Some(last) = broken.last_mut().filter(|_| more) {
                    *last = format!("{}{CUT}", prefix(last, width.saturating_sub(1)));
                }
                used = broken.last().map_or(0, |line| columns(line));
                lines.append(&mut broken);
            }
        }
    }
    lines
}

/// Columns of a text as it is shown, or any number above `most` where it takes more.
fn columns_within(text: &str, most: usize) -> usize {
    let shown = harmless_within(text, most.saturating_add(1));
    let mut used = 0;
    for grapheme in shown.graphemes(true) {
        used += grapheme.width();
        if used > most {
            break;
        }
    }
    used
}

/// Lines being filled. What the line takes is counted along, never measured again.
struct Wrapping {
    width: usize,
    line: String,
    /// Columns of `line`.
    used: usize,
    lines: Vec<String>,
}

impl Wrapping {
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.lines.push(line.trim_end().to_owned());
        self.used = 0;
    }

    fn place(&mut self, piece: &str) {
        let blank = piece.trim().is_empty();
        let wide = columns_within(piece, self.width);
        if self.used + wide <= self.width {
            if !(self.line.is_empty() && blank && !self.lines.is_empty()) {
                self.line.push_str(piece);
                self.used += wide;
            }
            return;
        }
        if blank {
            return; // a space at the break is the break
        }
        let mut next = String::new();
        if piece.chars().next().is_some_and(closes) {
            // The character before the closing mark goes with it.
            if let Some((at, last)) = self.line.grapheme_indices(true).next_back().filter(|(at, _)| *at > 0) {
                last.clone_into(&mut next);
                self.line.truncate(at);
            }
        }
        if !self.line.is_empty() {
            self.end_line();
        }
        self.used = columns(&next);
        self.line = next;
        for grapheme in piece.graphemes(true) {
            if grapheme.width() <= self.width {
                self.put(grapheme);
                continue;
            }
            // Letters without end can be one picture, as first parts of Korean syllables are.
            for c in grapheme.chars() {
                self.put(c.encode_utf8(&mut [0; 4]));
            }
        }
    }

    fn put(&mut self, letter: &str) {
        let wide = letter.width();
        if self.used + wide > self.width {
            self.lines.push(std::mem::take(&mut self.line));
            self.used = 0;
        }
        self.line.push_str(letter);
        self.used += wide;
    }
}

fn closes(c: char) -> bool {
    "，。、；：？！）》】」』”’…～,.;:?!)]}".contains(c)
}

/// The text with characters that some terminals draw two columns wide and others one replaced by plain ones, for
/// `--ascii` and for terminals found to draw them wide.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(ambiguous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if ambiguous(c) { out.push_str(stand_in(c)) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Letters (Greek, Cyrillic) are left alone: a name is worth more than a straight column. Pictures of controls are in
/// few fonts.
fn ambiguous(c: char) -> bool {
    ('\u{2400}'..='\u{243f}').contains(&c) || (!c.is_alphabetic() && c.width() != c.width_cjk())
}

fn stand_in(c: char) -> &'static str {
    match c {
        '·' | '•' | '・' => ".",
        '…' => "...",
        '“' | '”' => "\"",
        '‘' | '’' | '′' => "'",
        '—' | '–' | '―' | '─' | '━' | '═' => "-",
        '│' | '┃' | '║' => "|",
        '×' => "x",
        '÷' => "/",
        '→' => "->",
        '←' => "<-",
        '↑' => "^",
        '√' | '↓' => "v",
        '±' => "+-",
        '℃' | '°' => "C",
        '①' => "(1)",
        '②' => "(2)",
        '③' => "(3)",
        '④' => "(4)",
        '⑤' => "(5)",
        '●' | '■' | '★' | '◆' | '※' => "*",
        '○' | '□' | '☆' | '◇' => "o",
        '\u{2500}'..='\u{257f}' => "+",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_cut_between_characters_and_marked() {
        assert_eq!(cut("王秀英", 6), "王秀英");
        assert_eq!(cut("王秀英", 5), "王秀~");
        assert_eq!(cut("王秀英", 4), "王~", "half a character is never drawn");
        assert_eq!(cut("王秀英", 1), "~");
        assert_eq!(cut("王秀英", 0), "");
        assert_eq!(pad("王秀英", 4), "王~ ");
        assert_eq!(pad_left("12", 4), "  12");
    }

    #[test]
    fn what_was_typed_cannot_drive_the_terminal() {
        assert_eq!(harmless("a\x1b[2Jb\r\n\tc\0\x7f\u{9b}31m"), "a␛[2Jb   c␀␡␦31m");
        assert_eq!(harmless("付\u{202e}桂\u{200b}兰\u{feff}\u{e863}"), "付␦桂兰␦");
        assert_eq!(plain(&harmless("a\x1b\u{202e}")), "a??");
        assert_eq!(harmless("\u{301}a"), "a", "a mark with nothing before it would change the column to its left");
        assert_eq!(columns(&harmless(&format!("e{}", "\u{301}".repeat(200)))), 1);
        assert!(harmless(&format!("e{}", "\u{301}".repeat(200))).chars().count() <= 1 + MARKS);
        assert!(matches!(harmless("索南·才旦"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_never_begins_with_a_closing_mark() {
        assert_eq!(wrap("门前路坑洼，雨天过不去。", 10), ["门前路坑", "洼，雨天过", "不去。"]);
        assert_eq!(wrap("rice cooker for the kitchen", 11), ["rice cooker", "for the", "kitchen"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
    }

    #[test]
    fn pieces_that_belong_together_stay_on_one_line() {
        let pieces = ["诉求", "#道路", "@交通站"].map(str::to_owned);
        assert_eq!(flow(&pieces, 2, 13), ["诉求  #道路", "@交通站"]);
        assert_eq!(flow(&pieces, 2, 20), ["诉求  #道路  @交通站"]);
        assert_eq!(flow(&pieces[2..], 2, 5), ["@交通", "站"], "only what is wider than a line is broken");
    }

    /// Terminals add up the columns of characters, this program those of what is seen as one.
    #[test]
    fn no_character_is_counted_otherwise_together_with_others_than_alone() {
        let mut otherwise = Vec::new();
        for c in ('\0'..'\u{32000}').chain('\u{e0000}'..'\u{e0fff}') {
            let text = format!("a{c}王{c}{c}👩{c}");
            let shown = harmless(&text);
            let one_by_one: usize = shown.chars().map(|c| c.width().unwrap_or(0)).sum();
            if columns(&shown) != one_by_one {
                otherwise.push(format!("{c:?} U+{:04x}", u32::from(c)));
            }
        }
        assert_eq!(otherwise, [""; 0]);
    }

    /// Where each piece of a line was measured with all before it, one of these took hours.
    #[test]
    fn a_megabyte_of_anything_is_wrapped() {
        for unit in [
            "门前路坑洼，",
            "a",
            " ",
            "\u{200b}",
            "e\u{301}",
            "\u{301}",
            "\x1b[31m",
            "，",
            "🇨🇳",
            "👩\u{200d}",
            "\n",
            "\u{1100}",
        ] {
            let text = unit.repeat((1 << 20) / unit.len());
            let lines = wrap(&text, 74);
            assert!(lines.iter().all(|line| columns(line) <= 74), "{unit:?}");
            assert_eq!(wrap_within(&text, 74, 3).0, lines[..lines.len().min(3)], "{unit:?}");
            assert!(flow_within(&[text.clone(), text], 2, 74, 3).len() <= 6, "{unit:?}");
        }
    }

    #[test]
    fn a_piece_of_too_many_lines_is_cut_and_marked() {
        assert_eq!(flow_within(&["一二三四五六七".to_owned(), "八".to_owned()], 2, 6, 2), ["一二三", "四五~", "八"]);
        assert_eq!(flow_within(&["一二三四五六".to_owned()], 2, 6, 2), ["一二三", "四五六"]);
    }

    #[test]
    fn a_plain_terminal_gets_no_character_of_uncertain_width() {
        assert_eq!(plain("索南·才旦 → “好”…"), "索南.才旦 -> \"好\"...");
        assert_eq!(plain("────"), "----");
        assert!(matches!(plain("王秀英 door"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn padding_fills_exactly_the_columns_asked_for(text in "\\PC{0,30}|[王李·é\u{200d}👩🏽\u{301}a]{0,12}", width in 0usize..24) {
            let text = harmless(&text);
            prop_assert_eq!(columns(&pad(&text, width)), width);
            prop_assert_eq!(columns(&pad_left(&text, width)), width);
        }

        #[test]
        fn graphemes_are_those_of_the_tables(text in any::<String>(), unusual in "[王a \u{301}\u{200d}👩🇨é·，]{0,20}") {
            for text in [text, unusual] {
                let by_tables: Vec<_> = text.grapheme_indices(true).map(|(at, piece)| (at, piece.width())).collect();
                prop_assert_eq!(places(&text).collect::<Vec<_>>(), by_tables);
            }
        }

        #[test]
        fn wrapping_keeps_every_word_and_no_line_is_too_wide(text in "[王李，。（）a b]{0,60}", width in 2usize..20) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| columns(line) <= width), "{lines:?}");
            let kept: String = lines.concat().chars().filter(|c| *c != ' ').collect();
            prop_assert_eq!(kept, text.replace(' ', ""));
        }

        #[test]
        fn the_first_lines_are_those_of_the_whole(text in "[王李，。 ab\n\u{200b}\u{301}]{0,60}", width in 2usize..20, most in 0usize..8) {
            let (lines, more) = wrap_within(&text, width, most);
            let whole = wrap(&text, width);
            prop_assert_eq!(&lines[..], &whole[..most.min(whole.len())]);
            prop_assert_eq!(more, whole.len() > most);
        }

        #[test]
        fn no_line_of_any_text_is_too_wide_or_harmful(text in any::<String>(), width in 2usize..20) {
            for line in wrap(&text, width).iter().chain(&flow(&[text.clone(), text.clone()], 2, width)) {
                prop_assert!(columns(line) <= width, "{line:?}");
                prop_assert!(!line.chars().any(|c| c.is_control() || invisible(c) || shown_as(c) != c));
            }
        }

        #[test]
        fn the_start_of_a_long_text_looks_as_the_whole_of_it(text in any::<String>(), many in 1usize..40, width in 0usize..24) {
            let text = text.repeat(many);
            let (start, whole) = (harmless_within(&text, width), harmless(&text));
            prop_assert_eq!(cut(&start, width), cut(&whole, width));
        }

        #[test]
        fn nothing_harmful_survives(text in any::<String>()) {
            let safe = harmless(&text);
            prop_assert!(!safe.chars().any(|c| c.is_control() || invisible(c) || shown_as(c) != c));
            let again = harmless(&safe);
            prop_assert_eq!(again.as_ref(), safe.as_ref(), "what was made harmless stays as it is");
            prop_assert!(!plain(&safe).chars().any(ambiguous));
        }
    }
}
