//! Moving the cursor.

use super::{READ, row};
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::widgets::list::Step;

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["Up", "k"],
        essential: true,
        ..row(Action::Move(Step::Up), "up", ["上", "up"], ["上一行", "One row up"])
    },
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["Down", "j"],
        essential: true,
        ..row(Action::Move(Step::Down), "down", ["下", "down"], ["下一行", "One row down"])
    },
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["PgUp", "Ctrl-b"],
        essential: true,
        ..row(Action::Move(Step::PageUp), "page-up", ["上页", "page up"], ["上一页", "One page up"])
    },
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["PgDn", "Ctrl-f"],
        essential: true,
        ..row(Action::Move(Step::PageDown), "page-down", ["下页", "page down"], ["下一页", "One page down"])
    },
    Entry {
        group: Group::Move,
        contexts: READ,
        keys: &["Home", "g"],
        essential: true,
        ..row(Action::Move(Step::First), "first", ["开头", "first"], ["第一行", "The first row"])
    },
    Entry {
        group: Group::Move,
        contexts: READ,
        keys: &["End", "G"],
        essential: true,
        ..row(Action::Move(Step::Last), "last", ["末尾", "last"], ["最后一行", "The last row"])
    },
    Entry {
        group: Group::Move,
        contexts: &[Context::Cell, Context::Tree, Context::Review, Context::First],
        keys: &["Left", "h"],
        essential: true,
        ..row(
            Action::Left,
            "left",
            ["左", "left"],
            ["收起；回到左栏；换成前一个", "Fold up; the pane or choice before"],
        )
    },
    Entry {
        group: Group::Move,
        contexts: &[Context::Cell, Context::Tree, Context::Review, Context::First],
        keys: &["Right", "l"],
        essential: true,
        ..row(Action::Right, "right", ["右", "right"], ["展开；到右栏；换成后一个", "Unfold; the next pane or choice"])
    },
    Entry {
        group: Group::Move,
        contexts: &[
            Context::Today,
            Context::Cell,
            Context::Tree,
            Context::Line,
            Context::Duplicates,
            Context::Form,
            Context::Sheet,
            Context::Fields,
            Context::Filter,
        ],
        keys: &["Tab"],
        essential: true,
        ..row(
            Action::NextPane,
            "next",
            ["换栏", "next"],
            ["换栏、换组；在录入行里是补全", "The next pane, group, field; complete in a line"],
        )
    },
    Entry {
        group: Group::Move,
        contexts: &[Context::Cell, Context::Tree, Context::Duplicates, Context::Form, Context::Sheet, Context::Fields],
        keys: &["Shift-Tab"],
        ..row(Action::PreviousPane, "previous", ["上一栏", "previous"], ["上一栏", "The pane or field before"])
    },
];
