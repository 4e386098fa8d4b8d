//! A page as one HTML file that needs no other, for A4.

use std::fmt::Write;

use super::{Page, Part};
use crate::i18n::{Lang, measure};

const STYLE: &str = "\
@page{size:A4;margin:16mm 14mm}\
body{font:10.5pt/1.5 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif;\
color:#000;background:#fff;max-width:182mm;margin:0 auto;padding:4mm}\
h1{font-size:16pt;margin:0 0 2mm}h2{font-size:12pt;margin:6mm 0 2mm;border-bottom:0.3mm solid #000;break-after:avoid}\
p{margin:1mm 0;overflow-wrap:anywhere}p.under{color:#444}\
table{border-collapse:collapse;width:100%;margin:1mm 0 3mm}\
th,td{border:0.2mm solid #888;padding:0.8mm 1.6mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
thead{display:table-header-group}tr{break-inside:avoid}table.facts th{width:34mm;font-weight:normal;color:#444}\
.sheet{break-before:page}section{break-inside:avoid;border-top:0.2mm solid #888;padding:1.5mm 0 3mm}\
.boxes span{display:inline-block;margin-right:9mm}.boxes span::before{content:\"\";display:inline-block;width:3.4mm;\
height:3.4mm;border:0.3mm solid #000;margin-right:1.5mm;vertical-align:-0.4mm}.line{border-bottom:0.2mm solid #888;height:8mm}@media print{body{max-width:none;padding:0}}";

/// The whole file, with a line end behind its last line.
pub fn write(page: &Page) -> String {
    let lang = if page.lang == Lang::Zh { "zh-CN" } else { "en" };
    let title = escaped(&page.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for line in &page.under {
        put(&mut out, format_args!("<p class=\"under\">{}</p>\n", escaped(line)));
    }
    for part in &page.parts {
        write_part(&mut out, part);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn write_part(out: &mut String, part: &Part) {
    match part {
        Part::Heading(text) => put(out, format_args!("<h2>{}</h2>\n", escaped(text))),
        Part::Paragraph(text) => put(out, format_args!("<p>{}</p>\n", escaped(text))),
        Part::Strong(text) => put(out, format_args!("<p><strong>{}</strong></p>\n", escaped(text))),
        Part::NewSheet => out.push_str("<div class=\"sheet\"></div>\n"),
        Part::Facts(facts) => {
            out.push_str("<table class=\"facts\">\n");
            for (name, text) in facts {
                let (name, text) = (escaped(name), escaped(text));
                put(out, format_args!("<tr><th scope=\"row\">{name}</th><td>{text}</td></tr>\n"));
            }
            out.push_str("</table>\n");
        }
        Part::Table { heads, rows } => table(out, heads, rows),
        Part::Boxes(words) => {
            let boxes: Vec<String> = words.iter().map(|word| format!("<span>{}</span>", escaped(word))).collect();
            put(out, format_args!("<p class=\"boxes\">{}</p>\n", boxes.concat()));
        }
        Part::Lines(count) => put(out, format_args!("{}\n", "<div class=\"line\"></div>".repeat(*count))),
        Part::Together(parts) => {
            out.push_str("<section>\n");
            for part in parts {
                write_part(out, part);
            }
            out.push_str("</section>\n");
        }
    }
}

fn table(out: &mut String, heads: &[String], rows: &[Vec<String>]) {
    let cells = |row: &[String], tag: &str| -> String {
        let cells: Vec<String> = row.iter().map(|text| format!("<{tag}>{}</{tag}>", escaped(text))).collect();
        cells.concat()
    };
    put(out, format_args!("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n", cells(heads, "th")));
    for row in rows {
        put(out, format_args!("<tr>{}</tr>\n", cells(row, "td")));
    }
    out.push_str("</tbody>\n</table>\n");
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes whatever is written");
}

/// A text as letters: lines of it stay lines, nothing in it is markup or turns the direction of writing.
fn escaped(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escaped_line).collect();
    lines.join("<br>")
}

fn escaped_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in measure::harmless(line).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
