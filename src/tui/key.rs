//! One key press, as the table of actions names it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A press of one key with what was held down. Shift is kept only where the character does not already tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

impl Key {
    /// A key with nothing held down.
    pub fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// The key of a name such as [`fmt::Display`] writes, in capitals or not; `None` where no key has it.
    pub fn named(name: &str) -> Option<Self> {
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return Some(Self::plain(KeyCode::Char(c)).folded());
        }
        let name = name.to_ascii_lowercase();
        let held = |prefix: &str| name.strip_prefix(prefix).and_then(Self::named);
        if let Some(key) = held("ctrl-") {
            return Some(Self { ctrl: true, ..key });
        }
        if let Some(key) = held("alt-") {
            return Some(Self { alt: true, ..key });
        }
        if let Some(key) = held("shift-") {
            return Some(Self { shift: true, ..key }).filter(|key| key.typed().is_none());
        }
        let code = match name.as_str() {
            "space" => KeyCode::Char(' '),
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "backspace" => KeyCode::Backspace,
            "del" => KeyCode::Delete,
            "insert" => KeyCode::Insert,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pgup" => KeyCode::PageUp,
            "pgdn" => KeyCode::PageDown,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            _ => KeyCode::F(name.strip_prefix('f')?.parse().ok().filter(|n| (1..=12).contains(n))?),
        };
        Some(Self::plain(code))
    }

    /// The character that this press writes; `None` for keys that write nothing.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key as a command: what an input method turned into its full-width form is folded back. What was typed as
    /// text is never folded.
    #[must_use]
    pub fn folded(self) -> Self {
        match self.code {
            KeyCode::Char(c) => Self { code: KeyCode::Char(fold(c)), ..self },
            _ => self,
        }
    }
}

/// The ASCII character on the same key. `、` is what a Chinese input method gives for the `/` key.
fn fold(c: char) -> char {
    match c {
        '、' | '÷' => '/',
        '。' => '.',
        '《' => '<',
        '》' => '>',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' => '$',
        '·' => '`',
        '\u{3000}' => ' ',
        // The full-width forms lie in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let held = |modifier| event.modifiers.contains(modifier);
        let (ctrl, alt) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
        match event.code {
            // Some terminals report Ctrl-R with the capital letter.
            KeyCode::Char(c) if ctrl => Self { code: KeyCode::Char(c.to_ascii_lowercase()), ctrl, alt, shift: false },
            KeyCode::Char(_) => Self { code: event.code, ctrl, alt, shift: false },
            KeyCode::BackTab => Self { code: KeyCode::Tab, ctrl, alt, shift: true },
            code => Self { code, ctrl, alt, shift: held(KeyModifiers::SHIFT) },
        }
    }
}

impl fmt::Display for Key {
    /// As the table of actions, the hints and the help write it: `Ctrl-r`, `F2`, `PgDn`, `/`, `Space`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Delete => f.write_str("Del"),
            code => write!(f, "{code:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::table;

    #[test]
    fn what_an_input_method_makes_of_a_command_key_is_still_that_command() {
        for (typed, meant) in
            ["／/", "、/", "？?", "：:", "；;", "【[", "】]", "１1", "ｑq", "Ｇ G", "　 "].map(|pair| {
                let mut chars = pair.chars();
                (chars.next().unwrap(), chars.next_back().unwrap())
            })
        {
            assert_eq!(Key::plain(KeyCode::Char(typed)).folded(), Key::plain(KeyCode::Char(meant)));
        }
        assert_eq!(Key::plain(KeyCode::Char('王')).folded(), Key::plain(KeyCode::Char('王')));
    }

    #[test]
    fn keys_are_named_as_they_are_printed_on_a_keyboard() {
        let name = |code, modifiers| Key::from(KeyEvent::new(code, modifiers)).to_string();
        assert_eq!(name(KeyCode::Char('R'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), "Ctrl-r");
        assert_eq!(name(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(name(KeyCode::BackTab, KeyModifiers::SHIFT), "Shift-Tab");
        assert_eq!(name(KeyCode::F(5), KeyModifiers::NONE), "F5");
        assert_eq!(name(KeyCode::PageDown, KeyModifiers::NONE), "PgDn");
        assert_eq!(["f13", "hyper-x", "Shift-a", ""].map(Key::named), [None; 4]);
        assert_eq!(Key::named("ＣＴＲＬ"), None);
    }

    #[test]
    fn every_key_of_the_table_is_found_by_its_name() {
        for name in table::rows().flat_map(|entry| entry.keys) {
            let named = |name: &str| Key::named(name).map(|key| key.to_string());
            assert_eq!(named(name).as_deref(), Some(*name));
            assert!(name.chars().count() == 1 || named(&name.to_uppercase()).as_deref() == Some(*name));
        }
    }
}
