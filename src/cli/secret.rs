//! Where passphrases come from: a file that was named, or a line typed unseen.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use zeroize::Zeroizing;

use super::call::Call;
use crate::failure::Failure;
use crate::i18n::locked::Locked;
use crate::i18n::trouble::Trouble;
use crate::store::wrap::Secret;
use crate::tui::terminal::next_event;

/// The first line of a file.
///
/// # Errors
/// A file that cannot be read.
pub fn from_file(call: &Call, path: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|fault| call.failed(&Trouble::File(path.to_owned(), fault.to_string())))?;
    Ok(Zeroizing::new(text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or("").to_owned()))
}

/// A line typed at the terminal and not shown; `None` where there is no terminal to ask at, or nobody who answers.
pub fn typed(prompt: &str) -> Option<Zeroizing<String>> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let mut told = io::stderr();
    write!(told, "{prompt}").and_then(|()| told.flush()).ok()?;
    enable_raw_mode().ok()?;
    let line = unseen_line();
    // Nothing can be told when the terminal does not listen any more.
    let _restored = disable_raw_mode();
    let _ended = writeln!(told);
    line
}

fn unseen_line() -> Option<Zeroizing<String>> {
    // Room enough that growing leaves no copies behind.
    let mut line = Zeroizing::new(String::with_capacity(1024));
    loop {
        let Event::Key(key) = next_event().ok()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match key.code {
            KeyCode::Enter => return Some(line),
            KeyCode::Esc => return None,
            KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => return None,
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => line.clear(),
            KeyCode::Char(c) => line.push(c),
            KeyCode::Backspace => {
                line.pop();
            }
            _ => {}
        }
    }
}

/// A new passphrase: from a file, or typed twice.
///
/// # Errors
/// A file that cannot be read, two lines that differ, one that is too short, nobody to ask.
pub fn new(call: &Call, file: Option<&Path>) -> Result<Secret, Failure> {
    let text = match file {
        Some(path) => from_file(call, path)?,
        None => twice(call)?,
    };
    let secret = Secret::passphrase(&text);
    let refused = if secret.is_like_a_pin() {
        Some(Locked::LikePin)
    } else {
        (!secret.is_strong_enough()).then_some(Locked::Weak)
    };
    refused.map_or(Ok(secret), |locked| Err(call.failed(&Trouble::Lock(locked))))
}

fn twice(call: &Call) -> Result<Zeroizing<String>, Failure> {
    let asked =
        |zh: &str, en: &str| typed(&call.say(zh, en)).ok_or_else(|| call.failed(&Trouble::Lock(Locked::NothingNew)));
    let first = asked("新口令（看不见）：", "New passphrase (not shown): ")?;
    let second = asked("再输一遍：", "Once more: ")?;
    if *first == *second { Ok(first) } else { Err(call.failed(&Trouble::Lock(Locked::Differ))) }
}
