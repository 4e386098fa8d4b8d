//! Key scripts: `jj<enter>` as a person would press it.

#![allow(dead_code, reason = "every test uses its own part of this")]

use crossterm::event::KeyCode;

use chuanmen::tui::input::Input;
use chuanmen::tui::key::Key;

/// Reads a script. Plain characters stand for themselves; `<enter>`, `<esc>`, `<tab>`, `<s-tab>`, `<s-up>`, `<up>`, `<down>`,
/// `<left>`, `<right>`, `<home>`, `<end>`, `<pgup>`, `<pgdn>`, `<bs>`, `<del>`, `<space>`, `<f1>`…`<f12>`, `<c-r>`.
pub fn script(text: &str) -> Vec<Input> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|after| after.split_once('>'))
            .and_then(|(name, after)| named(name).map(|key| (key, after)));
        if let Some((key, after)) = named {
            keys.push(Input::Key(key));
            rest = after;
        } else {
            keys.push(Input::Key(Key::plain(KeyCode::Char(c))));
            rest = &rest[c.len_utf8()..];
        }
    }
    keys
}

fn named(name: &str) -> Option<Key> {
    if let Some(letter) = name.strip_prefix("c-") {
        return Some(Key { ctrl: true, ..Key::plain(KeyCode::Char(letter.chars().next()?)) });
    }
    if let Some(key) = name.strip_prefix("s-").and_then(named) {
        return Some(Key { shift: true, ..key });
    }
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "space" => KeyCode::Char(' '),
        _ => KeyCode::F(name.strip_prefix('f')?.parse().ok()?),
    };
    Some(Key::plain(code))
}
