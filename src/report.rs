//! Pages for paper: what a report says, free of how it is written down, and the two ways of writing it.
//!
//! A [`Page`] is a title, a few lines under it, and parts in their order. [`html`] makes one file of it that needs
//! nothing else and prints on A4; [`text`] makes lines for a terminal or a plain printer. Whatever was typed by
//! somebody comes out as letters, never as markup or as something that acts on a terminal.
//!
//! [`kept`] is the page of everything that is kept about a household or a person, [`walk`] the list of doors to call at,
//! [`handover`] the sheets for whoever takes a cell over.

use crate::i18n::Lang;

pub mod handover;
pub mod html;
pub mod kept;
pub mod text;
mod told;
pub mod walk;

/// What a report says, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub lang: Lang,
    pub title: String,
    /// Lines under the title: of when it is, by whom, how it is to be read.
    pub under: Vec<String>,
    pub parts: Vec<Part>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Heading(String),
    Paragraph(String),
    /// Names with what is known under each.
    Facts(Vec<(String, String)>),
    /// Heads of the columns, and rows of as many entries.
    Table {
        heads: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// What comes next begins a sheet of its own.
    NewSheet,
    /// A line that stands out.
    Strong(String),
    /// Boxes to tick, each before its word.
    Boxes(Vec<String>),
    /// So many empty lines to write on.
    Lines(usize),
    /// Parts that stay on one sheet.
    Together(Vec<Part>),
}

/// How a page is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Html,
    Text,
}

impl Form {
    /// The form that a file's name asks for by its ending: `.html`, `.htm` or `.txt`, in either case.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "txt" => Some(Self::Text),
            _ => None,
        }
    }
}

impl Page {
    pub fn new(lang: Lang, title: impl Into<String>) -> Self {
        Self { lang, title: title.into(), under: Vec::new(), parts: Vec::new() }
    }

    /// The page in a form, with a line end behind its last line.
    pub fn written(&self, form: Form) -> String {
        match form {
            Form::Html => html::write(self),
            Form::Text => text::write(self),
        }
    }

    pub fn heading(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Heading(text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Paragraph(text.into()));
    }

    /// Facts without those of which nothing is known.
    pub fn facts(&mut self, facts: impl IntoIterator<Item = (String, String)>) {
        self.parts.push(Part::Facts(facts.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()));
    }

    /// A table, or the words that say there is nothing where it has no rows.
    pub fn table(&mut self, heads: &[&str], rows: Vec<Vec<String>>, nothing: &str) {
        self.parts.push(if rows.is_empty() {
            Part::Paragraph(nothing.to_owned())
        } else {
            Part::Table { heads: heads.iter().map(|head| (*head).to_owned()).collect(), rows }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut page = Page::new(Lang::Zh, "王秀英 <b>");
        page.under.push("2026-11-22 \x1b[31m".to_owned());
        page.heading("家人 & 类别");
        page.facts([("电话".to_owned(), "138****1234".to_owned()), ("地址".to_owned(), " ".to_owned())]);
        page.table(
            &["姓名", "说了什么"],
            vec![vec!["索南·才旦".to_owned(), "路\"不\"平\u{202e}\n第二行".to_owned()]],
            "没有",
        );
        page.table(&["姓名"], Vec::new(), "没有");
        page
    }

    #[test]
    fn markup_and_control_characters_come_out_as_letters() {
        let html = page().written(Form::Html);
        for wanted in ["王秀英 &lt;b&gt;", "家人 &amp; 类别", "路&quot;不&quot;平", "<p>没有</p>", "lang=\"zh-CN\""]
        {
            assert!(html.contains(wanted), "{wanted}: {html}");
        }
        let text = page().written(Form::Text);
        for written in [&html, &text] {
            assert!(!written.contains(['\x1b', '\u{202e}']), "{written}");
            assert!(!written.contains("地址"), "nothing is known of it");
        }
        assert!(!html.contains("src=") && !html.contains("href="), "it needs no other file");
    }

    #[test]
    fn columns_stand_under_each_other_and_long_entries_go_on_below() {
        let mut page = Page::new(Lang::Zh, "x");
        let rows = vec![vec!["王秀英".to_owned(), "路".repeat(80)], vec!["李四".to_owned(), "好".to_owned()]];
        page.table(&["姓名", "记录"], rows, "");
        let text = page.written(Form::Text);
        assert!(text.contains("姓名    记录\n王秀英  路路"), "{text}");
        assert!(text.contains("李四    好\n"), "{text}");
        assert!(text.lines().all(|line| crate::i18n::measure::columns(line) <= text::WIDTH), "{text}");
        assert_eq!(text.matches('路').count(), 80);
    }

    #[test]
    fn the_ending_of_a_name_says_the_form() {
        assert_eq!(Form::of_name("王秀英.HTML"), Some(Form::Html));
        assert_eq!(Form::of_name("a.b.txt"), Some(Form::Text));
        assert_eq!(Form::of_name("txt"), None);
        assert_eq!(Form::of_name("a.pdf"), None);
    }
}
