//! The page in front of everything: nothing of the data stands on it.

use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

use crate::domain::width::half_width;
use crate::i18n::Lang;
use crate::i18n::locked::{LockSaid, LockWord};
use crate::i18n::measure::wrap;
use crate::i18n::msg::Label;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::{Action, Context, entry};
use crate::tui::bindings::Bindings;
use crate::tui::widgets::paint::Paint;

use super::hidden::{Hidden, strength};

/// What is asked for.
pub enum Part {
    /// Passphrase or recovery code.
    Ask,
    Pin,
    /// The present passphrase, before a new one.
    Old,
    /// A new passphrase; behind the present one where there is one. `offered`: nobody asked for it.
    New {
        old: Option<Zeroizing<String>>,
        offered: bool,
    },
    Again {
        old: Option<Zeroizing<String>>,
        first: Zeroizing<String>,
    },
    /// Everything is being copied; so many events are.
    Renewing(u64),
    /// The code is shown, in groups.
    Code(Zeroizing<String>),
    /// Its last group is asked for.
    Confirm(Zeroizing<String>),
    /// A new PIN; whether there is one already.
    NewPin {
        replaces: bool,
    },
    PinAgain {
        first: Zeroizing<String>,
    },
}

/// The page.
pub struct Sheet {
    pub part: Part,
    pub line: Hidden,
    pub said: Option<LockSaid>,
    /// Something is being done with what was typed.
    pub is_busy: bool,
    /// Whether leaving was asked for before the code was confirmed.
    pub is_warned: bool,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Sheet")
    }
}

impl Sheet {
    pub fn of(part: Part) -> Self {
        Self { part, line: Hidden::default(), said: None, is_busy: false, is_warned: false }
    }

    /// Goes on to ask for something else.
    pub fn go(&mut self, part: Part) {
        self.part = part;
        self.line.clear();
        self.said = None;
    }

    /// Whether it stands between a person and data that is shut.
    pub fn is_shut(&self) -> bool {
        matches!(self.part, Part::Ask | Part::Pin)
    }

    /// Whether what is under way would be lost with the page.
    pub fn must_stay(&self) -> bool {
        matches!(self.part, Part::Renewing(_) | Part::Code(_) | Part::Confirm(_))
    }

    /// Takes a change of the line in.
    pub fn write(&mut self, text: &str) {
        if !matches!(self.part, Part::Renewing(_) | Part::Code(_)) {
            self.said = None;
            self.line.write(text);
        }
    }

    /// Whether what was typed is the last group of the code.
    pub fn is_last_group(&self) -> bool {
        let Part::Confirm(code) = &self.part else { return false };
        let typed: Zeroizing<String> = Zeroizing::new(self.line.text().trim().chars().map(plain).collect());
        code.rsplit('-').next().is_some_and(|last| last == typed.as_str())
    }

    fn words(&self) -> (LockWord, LockWord, Option<LockWord>) {
        match &self.part {
            Part::Ask => (LockWord::Locked, LockWord::AskSays, Some(LockWord::AskPrompt)),
            Part::Pin => (LockWord::PinTitle, LockWord::PinSays, Some(LockWord::PinPrompt)),
            Part::Old => (LockWord::OldTitle, LockWord::OldSays, Some(LockWord::OldPrompt)),
            Part::New { offered: true, .. } => (LockWord::OfferTitle, LockWord::OfferSays, Some(LockWord::NewPrompt)),
            Part::New { .. } => (LockWord::NewTitle, LockWord::NewSays, Some(LockWord::NewPrompt)),
            Part::Again { .. } => (LockWord::NewTitle, LockWord::AgainSays, Some(LockWord::AgainPrompt)),
            Part::Renewing(_) => (LockWord::Renewing, LockWord::RenewingSays, None),
            Part::Code(_) => (LockWord::CodeTitle, LockWord::CodeSays, None),
            Part::Confirm(_) => (LockWord::ConfirmTitle, LockWord::ConfirmSays, Some(LockWord::ConfirmPrompt)),
            Part::NewPin { .. } => (LockWord::NewPinTitle, LockWord::NewPinSays, Some(LockWord::NewPinPrompt)),
            Part::PinAgain { .. } => (LockWord::NewPinTitle, LockWord::AgainSays, Some(LockWord::AgainPrompt)),
        }
    }

    /// Paints the whole screen; where the terminal's cursor shall stand. `wait`: seconds until the next try.
    pub fn paint(&self, paint: &mut Paint<'_>, keys: &Bindings, lang: Lang, wait: u64) -> Option<Position> {
        let area = paint.area();
        paint.fill(area, Role::Body);
        paint.text(area.x + 1, area.y, area.width.saturating_sub(1), Label::Name.text(lang), Role::Place);
        paint.hairline(area, area.y + 1);
        let (title, says, prompt) = self.words();
        let width = area.width.saturating_sub(4);
        paint.text(area.x + 2, area.y + 3, width, title.word(lang), Role::Heading);
        let mut y = lines(paint, area, area.y + 4, says.word(lang), Role::Aside) + 1;
        match &self.part {
            Part::Renewing(done) => {
                paint.text(area.x + 2, y, width, &done.to_string(), Role::Body);
            }
            Part::Code(code) => {
                paint.text(area.x + 4, y, width.saturating_sub(2), code, Role::Heading);
                paint.text(area.x + 2, y + 2, width, LockWord::CodeNext.word(lang), Role::Aside);
            }
            _ => {}
        }
        let mut caret = None;
        if let Some(prompt) = prompt {
            caret = Some(self.paint_line(paint, Rect { y, height: 1, ..area }, prompt.word(lang)));
            y += 2;
        }
        self.paint_below(paint, area, y, lang, wait);
        paint.hairline(area, area.bottom().saturating_sub(3));
        self.paint_keys(paint, keys, area, lang);
        caret
    }

    /// What was typed as dots, the terminal's cursor behind them.
    fn paint_line(&self, paint: &mut Paint<'_>, row: Rect, prompt: &str) -> Position {
        paint.fill(row, Role::Entry);
        let x = paint.text(row.x + 2, row.y, row.width / 2, &format!("{prompt}: "), Role::Prompt);
        let room = usize::from(row.right().saturating_sub(x + 2));
        // What confirms a code on paper is no secret to whoever sees the screen.
        let shown = match &self.part {
            Part::Confirm(_) => self.line.text().to_owned(),
            _ => "*".repeat(self.line.length().min(room)),
        };
        let end = paint.text(x, row.y, u16::try_from(room).unwrap_or(u16::MAX), &shown, Role::Entry);
        Position { x: end, y: row.y }
    }

    /// What is to be said about what is typed, and what helps.
    fn paint_below(&self, paint: &mut Paint<'_>, area: Rect, y: u16, lang: Lang, wait: u64) {
        let below = match (&self.part, &self.said) {
            _ if self.is_busy && !matches!(self.part, Part::Renewing(_)) => {
                let word = if self.is_shut() { LockWord::Opening } else { LockWord::Changing };
                Some((word.word(lang).to_owned(), Role::Aside))
            }
            (Part::Ask | Part::Pin | Part::Old, _) if wait > 0 => Some((LockSaid::Wait(wait).text(lang), Role::Fault)),
            (_, Some(said)) => Some((said.text(lang), if said.is_fault() { Role::Fault } else { Role::Done })),
            (Part::New { .. }, None) if !self.line.is_empty() => {
                let (word, can) = strength(self.line.text());
                Some((word.word(lang).to_owned(), if can { Role::Aside } else { Role::Fault }))
            }
            (Part::NewPin { replaces: true }, None) => {
                Some((LockWord::RemovePinSays.word(lang).to_owned(), Role::Aside))
            }
            _ => None,
        };
        let mut y = y;
        if let Some((text, role)) = below {
            y = lines(paint, area, y, &text, role);
        }
        let help = match self.part {
            Part::Ask | Part::Pin | Part::Old => LockWord::Forgotten,
            Part::New { offered: true, .. } => LockWord::NewSays,
            _ => return,
        };
        lines(paint, area, y + 1, help.word(lang), Role::Aside);
    }

    fn paint_keys(&self, paint: &mut Paint<'_>, keys: &Bindings, area: Rect, lang: Lang) {
        let back = match self.part {
            Part::Ask => Some(LockWord::Leaves),
            Part::New { offered: true, .. } => Some(LockWord::Later),
            Part::Confirm(_) => Some(LockWord::ShowsCode),
            Part::Pin | Part::Renewing(_) | Part::Code(_) => None,
            _ => Some(LockWord::Cancels),
        };
        let enter = (!matches!(self.part, Part::Renewing(_))).then_some(LockWord::Confirms);
        let quit = (!matches!(self.part, Part::Ask | Part::Renewing(_))).then_some(LockWord::Leaves);
        let y = area.bottom().saturating_sub(2);
        let mut x = area.x + 1;
        for (action, word) in [(Action::Open, enter), (Action::Back, back), (Action::Quit, quit)] {
            let (Some(word), Some(key)) = (word, keys.shown(entry(action), Context::Secret)) else { continue };
            x = paint.text(x, y, area.width, key, Role::Key);
            x = paint.text(x + 1, y, area.width, word.word(lang), Role::Hint) + 2;
        }
    }
}

/// The digit of a recovery code that was meant.
fn plain(c: char) -> char {
    match half_width(c).to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// Writes a text in as many rows as it takes; the row below it.
fn lines(paint: &mut Paint<'_>, area: Rect, y: u16, text: &str, role: Role) -> u16 {
    let width = area.width.saturating_sub(4);
    let mut y = y;
    for line in wrap(text, width.into()) {
        if y + 3 >= area.bottom() {
            break;
        }
        paint.text(area.x + 2, y, width, &line, role);
        y += 1;
    }
    y
}
