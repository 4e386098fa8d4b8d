//! Colours and emphasis: one [`role::Role`] per place where a style is used, filled from a theme file.
//!
//! No colour stands in the code; a screen names the role and nothing else. A theme never carries meaning alone: beside
//! every coloured word stands the word or mark that says the same.

pub mod load;
pub mod role;

use ratatui::style::Style;

use role::Role;

/// A style for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub name: String,
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// The themes that come with the program, the default first.
    pub const EMBEDDED: [(&'static str, &'static str); 2] =
        [("night", include_str!("../themes/night.toml")), ("paper", include_str!("../themes/paper.toml"))];

    /// The style of a place.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The same emphasis without any colour, for `NO_COLOR`; the selection is reversed, so that it stays visible.
    #[must_use]
    pub fn without_colours(mut self) -> Self {
        for (role, style) in Role::ALL.iter().zip(&mut self.styles) {
            *style = Style { fg: None, bg: None, ..*style };
            if role.is_selection() {
                *style = style.reversed();
            }
        }
        self
    }

    /// One of [`Theme::EMBEDDED`] by name; the first for a name that is none of them.
    pub fn embedded(name: &str) -> Self {
        let (name, text) = Self::EMBEDDED.into_iter().find(|(known, _)| *known == name).unwrap_or(Self::EMBEDDED[0]);
        load::read(name, text).0
    }

    /// The embedded theme after this one, round and round.
    #[must_use]
    pub fn next(&self) -> Self {
        let at = Self::EMBEDDED.iter().position(|(name, _)| *name == self.name).map_or(0, |at| at + 1);
        Self::embedded(Self::EMBEDDED[at % Self::EMBEDDED.len()].0)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    /// Relative luminance by WCAG 2.1, 0–1.
    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(r, g, b) = colour else { panic!("a theme names true colours, not {colour:?}") };
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    #[test]
    fn every_text_of_both_themes_can_be_read_in_glare() {
        for (name, text) in Theme::EMBEDDED {
            let (theme, warnings) = load::read(name, text);
            assert!(warnings.is_empty(), "{name}: {warnings:?}");
            for role in Role::ALL {
                let style = theme.style(role);
                let (fg, bg) = (style.fg.expect("a foreground"), style.bg.expect("a background"));
                let (light, dark) = (luminance(fg).max(luminance(bg)), luminance(fg).min(luminance(bg)));
                let contrast = (light + 0.05) / (dark + 0.05);
                assert!(contrast >= 7.0, "{name}.{}: {contrast:.1}:1", role.name());
            }
        }
    }

    #[test]
    fn without_colours_the_selection_still_shows() {
        let theme = Theme::embedded("night").without_colours();
        for role in Role::ALL {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{}", role.name());
            assert_eq!(style.add_modifier.contains(Modifier::REVERSED), role.is_selection(), "{}", role.name());
        }
    }

    #[test]
    fn the_next_theme_comes_round_to_the_first() {
        let first = Theme::embedded("night");
        assert_eq!(first.next().name, "paper");
        assert_eq!(first.next().next(), first);
    }
}
