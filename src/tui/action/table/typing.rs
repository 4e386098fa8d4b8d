//! Changing what is being typed.

use super::{ERASED, TYPED, row};
use crate::tui::action::{Action, Edit, Entry, Group};

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Left"],
        ..row(Action::Edit(Edit::Left), "caret-left", ["左移", "left"], ["光标左移", "The caret one to the left"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Right"],
        ..row(Action::Edit(Edit::Right), "caret-right", ["右移", "right"], ["光标右移", "The caret one to the right"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Home", "Ctrl-a"],
        ..row(Action::Edit(Edit::Home), "caret-home", ["行首", "start"], ["光标到行首", "The caret to the start"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["End", "Ctrl-e"],
        ..row(Action::Edit(Edit::End), "caret-end", ["行尾", "end"], ["光标到行尾", "The caret to the end"])
    },
    Entry {
        group: Group::Line,
        contexts: ERASED,
        keys: &["Backspace", "Ctrl-h"],
        essential: true,
        ..row(
            Action::Edit(Edit::Backspace),
            "backspace",
            ["删前字", "erase"],
            ["删光标前的字", "Erase before the caret"],
        )
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Del"],
        ..row(Action::Edit(Edit::Delete), "delete", ["删后字", "delete"], ["删光标后的字", "Erase after the caret"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Ctrl-w"],
        ..row(
            Action::Edit(Edit::Word),
            "erase-word",
            ["删词", "erase word"],
            ["删光标前的词", "Erase the word before the caret"],
        )
    },
    Entry {
        group: Group::Line,
        contexts: ERASED,
        keys: &["Ctrl-u"],
        ..row(Action::Edit(Edit::Clear), "erase-all", ["全删", "erase all"], ["清空这一行", "Empty the line"])
    },
];
