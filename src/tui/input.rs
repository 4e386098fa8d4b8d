//! What reaches the program from a terminal: presses, pasted text, a new size.

use crossterm::event::{Event, KeyCode, KeyEventKind};

use super::key::Key;

/// One thing that a person did at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    Paste(String),
    Resize,
}

impl Input {
    /// `None` for what the program takes no notice of: releases, mouse, focus.
    pub fn from_event(event: Event) -> Option<Self> {
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => None,
            Event::Key(key) => Some(Self::Key(key.into())),
            Event::Paste(text) => Some(Self::Paste(text)),
            Event::Resize(..) => Some(Self::Resize),
            _ => None,
        }
    }
}

/// Characters and Enters that came in one burst, as one paste: for terminals without bracketed paste, where the
/// Enter inside a pasted text would otherwise send off half of it. Anything but a burst of text comes back as it was.
pub fn burst_as_paste(inputs: Vec<Input>) -> Vec<Input> {
    let text: Option<String> = inputs.iter().map(character).collect();
    match text {
        Some(text) if text.trim_end().contains('\n') && text.trim().chars().count() > 2 => vec![Input::Paste(text)],
        _ => inputs,
    }
}

fn character(input: &Input) -> Option<char> {
    match input {
        Input::Key(key) if key.code == KeyCode::Enter => Some('\n'),
        Input::Key(key) => key.typed(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyEvent, KeyModifiers};

    use super::*;

    fn keys(text: &str) -> Vec<Input> {
        let code = |c| if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
        text.chars().map(|c| Input::Key(Key::plain(code(c)))).collect()
    }

    #[test]
    fn a_pasted_line_break_does_not_send_the_line_off() {
        assert_eq!(burst_as_paste(keys("门前路\n坑洼")), [Input::Paste("门前路\n坑洼".into())]);
        assert_eq!(burst_as_paste(keys("坑洼\n")), keys("坑洼\n"), "typing fast and pressing Enter is not a paste");
    }

    #[test]
    fn a_release_is_not_a_second_press() {
        let mut event = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        assert!(Input::from_event(Event::Key(event)).is_some());
        event.kind = KeyEventKind::Release;
        assert_eq!(Input::from_event(Event::Key(event)), None);
    }
}
