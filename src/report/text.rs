//! A page as plain lines.

use super::{Page, Part};
use crate::i18n::measure;

/// Columns of a line, at most.
pub const WIDTH: usize = 96;
/// Columns between two entries of a row.
const GAP: usize = 2;
/// The most columns that an entry before the last takes.
const WIDEST: usize = 24;

/// All lines, each with its end.
pub fn write(page: &Page) -> String {
    let mut out = String::new();
    line(&mut out, &measure::harmless(&page.title));
    line(&mut out, &"=".repeat(measure::columns(&measure::harmless(&page.title)).min(WIDTH)));
    for text in &page.under {
        paragraph(&mut out, text);
    }
    for (at, part) in page.parts.iter().enumerate() {
        let follows_its_like = matches!(part, Part::Facts(_)) && at > 0 && matches!(page.parts[at - 1], Part::Facts(_));
        out.extend(follows_its_like.then_some('\n'));
        write_part(&mut out, part);
    }
    out
}

fn write_part(out: &mut String, part: &Part) {
    match part {
        Part::Heading(text) => {
            out.push('\n');
            line(out, &measure::harmless(text));
            line(out, &"-".repeat(measure::columns(&measure::harmless(text)).min(WIDTH)));
        }
        Part::Paragraph(text) | Part::Strong(text) => paragraph(out, text),
        Part::NewSheet => out.push('\n'),
        Part::Facts(facts) => {
            let rows: Vec<Vec<String>> = facts.iter().map(|(name, text)| vec![name.clone(), text.clone()]).collect();
            table(out, &rows);
        }
        Part::Table { heads, rows } => {
            table(out, &[std::slice::from_ref(heads), rows.as_slice()].concat());
        }
        Part::Boxes(words) => {
            let boxes: Vec<String> = words.iter().map(|word| format!("[ ] {word}")).collect();
            paragraph(out, &boxes.join("    "));
        }
        Part::Lines(count) => {
            for _ in 0..*count {
                out.push('\n');
                line(out, &"_".repeat(WIDTH));
            }
        }
        Part::Together(parts) => {
            out.push('\n');
            for part in parts {
                write_part(out, part);
            }
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

fn paragraph(out: &mut String, text: &str) {
    for text in wrapped(text, WIDTH) {
        line(out, &text);
    }
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| measure::wrap(&measure::harmless(line), width)).collect()
}

/// Rows with their entries under each other; what is too long goes on in the lines below.
fn table(out: &mut String, rows: &[Vec<String>]) {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        let entries = rows.iter().filter_map(|row| row.get(column));
        entries.map(|entry| measure::columns(&measure::harmless(entry))).max().unwrap_or(0)
    };
    let most = (WIDTH - WIDTH / 3) / count.max(1);
    let mut widths: Vec<usize> = (0..count).map(|column| widest(column).min(WIDEST.max(most))).collect();
    // The last column takes what the others leave; where they leave too little, all of them give way.
    let before: usize = widths.iter().rev().skip(1).map(|width| width + GAP).sum();
    if before + WIDTH / 4 > WIDTH {
        let share = (WIDTH - WIDTH / 4) / count.max(1) - GAP;
        for width in &mut widths {
            *width = (*width).min(share);
        }
    }
    let before: usize = widths.iter().rev().skip(1).map(|width| width + GAP).sum();
    if let Some(last) = widths.last_mut() {
        *last = WIDTH - before;
    }
    for row in rows {
        let columns: Vec<Vec<String>> = row.iter().zip(&widths).map(|(entry, width)| wrapped(entry, *width)).collect();
        for at in 0..columns.iter().map(Vec::len).max().unwrap_or(0) {
            let entries = columns
                .iter()
                .zip(&widths)
                .map(|(lines, width)| measure::pad(lines.get(at).map_or("", String::as_str), *width));
            line(out, &entries.collect::<Vec<_>>().join(&" ".repeat(GAP)));
        }
    }
}
