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
    pub const EMBEDDED: [(&'static str, &'static str); 4] = [
        ("night", include_str!("../themes/night.toml")),
        ("paper", include_str!("../themes/paper.toml")),
        ("contrast", include_str!("../themes/contrast.toml")),
        ("mono", include_str!("../themes/mono.toml")),
    ];

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

    /// Contrast by WCAG 2.1, 1–21; `None` where both colours are the terminal's own.
    fn contrast(style: Style) -> Option<f64> {
        let (fg, bg) = (style.fg.expect("a foreground"), style.bg.expect("a background"));
        if (fg, bg) == (Color::Reset, Color::Reset) {
            return None;
        }
        let (light, dark) = (luminance(fg).max(luminance(bg)), luminance(fg).min(luminance(bg)));
        Some((light + 0.05) / (dark + 0.05))
    }

    #[test]
    fn every_text_of_every_theme_can_be_read_in_glare() {
        for (name, text) in Theme::EMBEDDED {
            let (theme, warnings) = load::read(name, text);
            assert!(warnings.is_empty(), "{name}: {warnings:?}");
            let least = if name == "contrast" { 12.0 } else { 7.0 };
            for role in Role::ALL {
                let found = contrast(theme.style(role));
                assert_eq!(found.is_none(), name == "mono", "{name}.{}", role.name());
                assert!(found.is_none_or(|found| found >= least), "{name}.{}: {found:.1?}:1", role.name());
            }
        }
    }

    #[test]
    fn no_theme_hides_what_is_selected_late_or_wrong() {
        for (name, _) in Theme::EMBEDDED {
            let theme = Theme::embedded(name);
            let pairs = [
                (Role::Selected, Role::Body),
                (Role::Resting, Role::Body),
                (Role::Late, Role::Body),
                (Role::Soon, Role::Body),
                (Role::Late, Role::Soon),
                (Role::Fault, Role::Status),
                (Role::Key, Role::Hint),
                (Role::Marker, Role::Entry),
                (Role::EntryFault, Role::Entry),
                (Role::PanelSelected, Role::Panel),
                (Role::PanelFault, Role::Panel),
            ];
            for (role, beside) in pairs {
                assert_ne!(theme.style(role), theme.style(beside), "{name}: {} and {}", role.name(), beside.name());
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
        let mut theme = first.clone();
        for (name, _) in Theme::EMBEDDED {
            assert_eq!(theme.name, name);
            theme = theme.next();
        }
        assert_eq!(theme, first);
    }
}
