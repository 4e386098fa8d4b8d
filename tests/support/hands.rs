//! Hands on a keyboard whose letters go to an input method: words arrive as committed text, keys are counted.

#![allow(dead_code, reason = "every test uses its own part of this")]

use crossterm::event::KeyCode;

use chuanmen::tui::input::Input;
use chuanmen::tui::key::Key;

use crate::keys::script;
use crate::player::Player;

/// A person with an input method on. Not one letter arrives as a key, not even with Ctrl held down.
pub struct Hands {
    pub player: Player,
    /// Keys pressed beyond the words.
    pub presses: usize,
}

impl Hands {
    pub fn on(player: Player) -> Self {
        Self { player, presses: 0 }
    }

    /// Presses the keys of a script, each of which counts.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for input in script(keys) {
            let Input::Key(key) = &input else { panic!("a script holds keys") };
            assert!(!is_letter(*key), "letters are dead while an input method is on: {key} in {keys}");
            self.presses += 1;
            self.player.give(&input);
        }
        self
    }

    /// What the input method commits; typing and choosing it is not counted.
    pub fn words(&mut self, words: &str) -> &mut Self {
        for c in words.chars() {
            assert!(!c.is_ascii_alphabetic(), "an input method commits no letters");
            self.player.give(&Input::Key(Key::plain(KeyCode::Char(c))));
        }
        self
    }

    /// The row of the screen that begins with the cursor's mark.
    pub fn row(&self) -> String {
        let shown = self.player.shown();
        let marked = shown.lines().find(|line| line.starts_with('>') || line.starts_with(" >"));
        marked.unwrap_or_else(|| panic!("no cursor in\n{shown}")).to_owned()
    }

    /// Goes down to the row of a page that holds some words.
    pub fn go_to(&mut self, words: &str) -> &mut Self {
        self.press("<home>");
        for _ in 0..60 {
            if self.row().contains(words) {
                return self;
            }
            self.press("<down>");
        }
        panic!("no row with {words} in\n{}", self.player.shown());
    }
}

fn is_letter(key: Key) -> bool {
    matches!(key.code, KeyCode::Char(c) if c.is_alphabetic())
}
