//! Reads a theme file. A fault never keeps the program from starting: it is told with its line, and the place keeps
//! the style it would have had.
//!
//! ```toml
//! inherits = "night"
//! [palette]
//! ink = "#101418"
//! [roles]
//! body = { fg = "#f2f2f2", bg = "ink" }
//! late = { fg = "#ffb4a8", bold = true }      # what a role leaves out is taken from body
//! hint = { fg = "terminal" }                  # the colour that the terminal writes in
//! ```

use std::collections::HashMap;
use std::ops::Range;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Theme;
use super::role::Role;

/// The name of the colours that the terminal itself writes in, and on.
const OWN: &str = "terminal";

/// What is wrong in a theme file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Line of the fault, counted from 1.
    pub line: usize,
    pub fault: Fault,
}

/// Each names the word it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not TOML; the parser's own words.
    NotToml(String),
    /// `inherits` names a theme that does not exist.
    UnknownTheme(String),
    UnknownRole(String),
    UnknownKey(String),
    /// Neither `#rrggbb` nor a name in `[palette]` nor `terminal`.
    NotAColour(String),
    /// A key with a value of the wrong type.
    WrongType(String),
}

/// The theme of a file's text and all that is wrong with it. Roles that the file leaves out come from the theme it
/// inherits, or from the first embedded one.
pub fn read(name: &str, text: &str) -> (Theme, Vec<Warning>) {
    let mut reader = Reader { text, palette: HashMap::new(), warnings: Vec::new() };
    let theme = reader.theme(name);
    (theme, reader.warnings)
}

struct Reader<'t> {
    text: &'t str,
    palette: HashMap<String, Color>,
    warnings: Vec<Warning>,
}

impl<'t> Reader<'t> {
    fn theme(&mut self, name: &str) -> Theme {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            self.warn(error.span().unwrap_or_default(), Fault::NotToml(error.message().to_owned()));
        }
        let table = table.into_inner();
        let mut styles = self.inherited(&table);
        if let Some(palette) = self.table(&table, "palette") {
            self.read_palette(&palette);
        }
        if let Some(roles) = self.table(&table, "roles") {
            self.read_roles(&roles, &mut styles);
        }
        for key in table.keys().filter(|key| !["inherits", "palette", "roles"].contains(&key.get_ref().as_ref())) {
            self.warn(key.span(), Fault::UnknownKey(key.get_ref().to_string()));
        }
        Theme { name: name.to_owned(), styles }
    }

    fn inherited(&mut self, table: &DeTable<'t>) -> [Style; Role::ALL.len()] {
        let base = Theme::EMBEDDED[0].0;
        let wanted = match table.get("inherits").map(|value| (value.span(), value.get_ref())) {
            None => base,
            Some((_, DeValue::String(wanted))) if Theme::EMBEDDED.iter().any(|(known, _)| known == wanted) => {
                wanted.as_ref()
            }
            Some((span, DeValue::String(wanted))) => {
                self.warn(span, Fault::UnknownTheme(wanted.to_string()));
                base
            }
            Some((span, _)) => {
                self.warn(span, Fault::WrongType("inherits".to_owned()));
                base
            }
        };
        // The first embedded theme stands on nothing.
        if self.text == Theme::EMBEDDED[0].1 {
            [Style::default(); Role::ALL.len()]
        } else {
            Theme::embedded(wanted).styles
        }
    }

    fn table(&mut self, table: &DeTable<'t>, key: &str) -> Option<DeTable<'t>> {
        let value = table.get(key)?;
        if let DeValue::Table(inner) = value.get_ref() {
            return Some(inner.clone());
        }
        self.warn(value.span(), Fault::WrongType(key.to_owned()));
        None
    }

    fn read_palette(&mut self, table: &DeTable<'t>) {
        for (key, value) in table {
            if let Some(colour) = self.colour(key.get_ref(), value) {
                self.palette.insert(key.get_ref().to_string(), colour);
            }
        }
    }

    /// `body` first: what another role leaves out is taken from it.
    fn read_roles(&mut self, table: &DeTable<'t>, styles: &mut [Style; Role::ALL.len()]) {
        let body = table.get(Role::Body.name());
        if let Some(body) = body {
            styles[Role::Body as usize] = self.style(body, styles[Role::Body as usize]);
        }
        let base = styles[Role::Body as usize];
        for (key, value) in table {
            let Some(role) = Role::ALL.into_iter().find(|role| role.name() == key.get_ref()) else {
                self.warn(key.span(), Fault::UnknownRole(key.get_ref().to_string()));
                continue;
            };
            if role != Role::Body {
                styles[role as usize] = self.style(value, Style { fg: base.fg, bg: base.bg, ..Style::default() });
            }
        }
    }

    fn style(&mut self, value: &Spanned<DeValue<'t>>, base: Style) -> Style {
        let DeValue::Table(table) = value.get_ref() else {
            self.warn(value.span(), Fault::WrongType(self.text[value.span()].to_owned()));
            return base;
        };
        let mut style = base;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "fg" => style.fg = self.colour("fg", value).or(style.fg),
                "bg" => style.bg = self.colour("bg", value).or(style.bg),
                word => match modifier(word) {
                    Some(modifier) => style = self.emphasised(style, modifier, word, value),
                    None => self.warn(key.span(), Fault::UnknownKey(word.to_owned())),
                },
            }
        }
        style
    }

    fn emphasised(&mut self, style: Style, modifier: Modifier, word: &str, value: &Spanned<DeValue<'t>>) -> Style {
        match value.get_ref() {
            DeValue::Boolean(true) => style.add_modifier(modifier),
            DeValue::Boolean(false) => style.remove_modifier(modifier),
            _ => {
                self.warn(value.span(), Fault::WrongType(word.to_owned()));
                style
            }
        }
    }

    fn colour(&mut self, key: &str, value: &Spanned<DeValue<'t>>) -> Option<Color> {
        let DeValue::String(text) = value.get_ref() else {
            self.warn(value.span(), Fault::WrongType(key.to_owned()));
            return None;
        };
        let written = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let named = self.palette.get(text.as_ref()).copied().or((text == OWN).then_some(Color::Reset));
        let colour = named.or_else(|| written.and_then(|_| Color::from_str(text).ok()));
        if colour.is_none() {
            self.warn(value.span(), Fault::NotAColour(text.to_string()));
        }
        colour
    }

    fn warn(&mut self, span: Range<usize>, fault: Fault) {
        let line = 1 + self.text.bytes().take(span.start).filter(|byte| *byte == b'\n').count();
        self.warnings.push(Warning { line, fault });
    }
}

fn modifier(word: &str) -> Option<Modifier> {
    match word {
        "bold" => Some(Modifier::BOLD),
        "underlined" => Some(Modifier::UNDERLINED),
        "reversed" => Some(Modifier::REVERSED),
        "italic" => Some(Modifier::ITALIC),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_theme_of_ones_own_inherits_what_it_leaves_out() {
        let (theme, warnings) =
            read("mine", "inherits = \"paper\"\n[roles]\nlate = { fg = \"#7a0000\", bold = true }\n");
        assert_eq!(warnings, []);
        assert_eq!(theme.style(Role::Soon), Theme::embedded("paper").style(Role::Soon));
        assert_eq!(theme.style(Role::Late).fg, Some(Color::Rgb(0x7a, 0, 0)));
        assert_eq!(theme.style(Role::Late).bg, theme.style(Role::Body).bg, "what a role leaves out comes from body");
    }

    #[test]
    fn every_fault_is_told_with_its_line_and_the_theme_still_loads() {
        let text = "inherits = \"dusk\"\nsize = 3\n[palette]\nink = \"blackish\"\n[roles]\nlate = { fg = \"ink\", blink = true }\n\
                    lte = { fg = \"#fff\" }\nsoon = 3\n";
        let (theme, warnings) = read("mine", text);
        let told: Vec<_> = warnings.iter().map(|w| (w.line, w.fault.clone())).collect();
        assert!(told.contains(&(1, Fault::UnknownTheme("dusk".into()))), "{told:?}");
        assert!(told.contains(&(2, Fault::UnknownKey("size".into()))), "{told:?}");
        assert!(told.contains(&(4, Fault::NotAColour("blackish".into()))), "{told:?}");
        assert!(told.contains(&(6, Fault::NotAColour("ink".into()))), "{told:?}");
        assert!(told.contains(&(6, Fault::UnknownKey("blink".into()))), "{told:?}");
        assert!(told.contains(&(7, Fault::UnknownRole("lte".into()))), "{told:?}");
        assert!(told.contains(&(8, Fault::WrongType("3".into()))), "{told:?}");
        assert_eq!(theme.style(Role::Body), Theme::embedded("night").style(Role::Body));
    }

    #[test]
    fn what_is_not_toml_is_a_warning_not_a_stop() {
        let (theme, warnings) = read("mine", "inherits = \"paper\"\n[roles\n");
        assert!(warnings.iter().any(|w| w.line == 2 && matches!(w.fault, Fault::NotToml(_))), "{warnings:?}");
        assert!(theme.style(Role::Body).fg.is_some());
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic(text in "(\\[(roles|palette)\\]|late|inherits|=|\"|#|\\{|\\}|fg|bold|true|王|\n| ){0,40}") {
            let (theme, _) = read("mine", &text);
            prop_assert_eq!(theme.name, "mine");
        }
    }
}
