//! The one way a command prints: text for people, or one JSON document; errors on standard error besides.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;

use crate::failure::Failure;
use crate::i18n::measure;

/// Where answers go, and in which form.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// One JSON document instead of text.
    pub json: bool,
}

impl Output {
    /// Prints an answer: the document, or the text that is made only if it is wanted.
    pub fn answer(self, document: &impl Serialize, text: impl FnOnce() -> String) -> io::Result<()> {
        if self.json {
            let mut out = io::BufWriter::new(io::stdout().lock());
            serde_json::to_writer(&mut out, document)?;
            writeln!(out)?;
            return out.flush();
        }
        let text = printable(&text());
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.is_empty() && !text.ends_with('\n') {
            writeln!(out)?;
        }
        out.flush()
    }

    /// Tells a failure and returns the code to end with.
    pub fn failure(self, failure: &Failure) -> ExitCode {
        tell(failure);
        if self.json && !failure.answered {
            let Failure { code, message, hint, .. } = failure;
            let error = json!({"error": {"code": code, "message": message, "hint": hint}});
            let _gone = writeln!(io::stdout(), "{error}");
        }
        ExitCode::from(failure.exit_code())
    }
}

/// Prints text that has no document: help, completions, the manual.
pub fn plain(text: &str) {
    // Nobody is left to tell when the reader of the output has gone away.
    let _gone = io::stdout().write_all(text.as_bytes());
}

/// Tells a person something beside the answer.
pub fn aside(label: &str, text: &str) {
    let _gone = writeln!(io::stderr(), "{label}: {}", printable(text).trim_end_matches('\n'));
}

/// A text of several lines with nothing in them that acts on a terminal.
fn printable(text: &str) -> String {
    text.split_inclusive('\n').fold(String::with_capacity(text.len()), |mut printed, line| {
        printed.push_str(&measure::harmless(line.strip_suffix('\n').unwrap_or(line)));
        printed.extend(line.ends_with('\n').then_some('\n'));
        printed
    })
}

/// A line that is written over by the next one, while a person waits; nothing where nobody looks.
pub fn progress(text: &str) {
    if io::stderr().is_terminal() {
        let _gone = write!(io::stderr(), "\r\x1b[K{}", measure::harmless(text)).and_then(|()| io::stderr().flush());
    }
}

/// Takes the last progress line away.
pub fn progress_over() {
    progress("");
}

/// Tells a failure on standard error only.
pub fn tell(failure: &Failure) {
    aside("error", &failure.message);
    if let Some(hint) = &failure.hint {
        aside("hint", hint);
    }
}

/// Columns beyond which an entry of a table is cut, since all rows are made as wide.
const WIDEST: usize = 240;

/// Rows as text, each column as wide as its widest entry; only what is wider than [`WIDEST`] is cut, and no line ends
/// in spaces.
pub fn table(rows: &[Vec<String>]) -> String {
    table_within(rows, WIDEST)
}

/// The same with nothing cut: of what somebody asks for alone.
pub fn whole_table(rows: &[Vec<String>]) -> String {
    table_within(rows, usize::MAX)
}

fn table_within(rows: &[Vec<String>], widest: usize) -> String {
    let shown = |entry: &String| measure::cut(&measure::harmless_within(entry, widest), widest).into_owned();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let widths = rows.iter().fold(Vec::<usize>::new(), |mut widths, row| {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, entry) in widths.iter_mut().zip(row) {
            *width = (*width).max(measure::columns(entry));
        }
        widths
    });
    let mut text = String::new();
    for row in &rows {
        let entries: Vec<String> = row.iter().zip(&widths).map(|(entry, width)| measure::pad(entry, *width)).collect();
        text.push_str(entries.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        let rows = [["王秀英", "3组12号", "x"], ["Wang", "1", "y"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "王秀英  3组12号  x\nWang    1        y\n");
    }

    #[test]
    fn one_long_entry_does_not_make_every_row_long() {
        let text = table(&[vec!["路".repeat(1 << 18), "x".to_owned()], vec!["灯".to_owned(), "y".to_owned()]]);
        assert!(text.lines().all(|line| measure::columns(line) <= WIDEST + 3), "{}", text.len());
        assert!(text.starts_with('路') && text.contains("~  x"));
    }

    #[test]
    fn what_acts_on_a_terminal_is_not_printed() {
        let text = table(&[vec!["a\x1b[31mb".to_owned()]]);
        assert!(!text.contains('\x1b'), "{text:?}");
        assert_eq!(printable("a\x1b[2J\n\nb\u{202e}"), "a␛[2J\n\nb␦");
    }
}
