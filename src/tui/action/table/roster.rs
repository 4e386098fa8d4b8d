//! Reviewing a roster, and the questions of the first run.

use super::row;
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::here::Can;

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Roster,
        contexts: &[Context::Review],
        keys: &["Ctrl-s"],
        essential: true,
        hint: 3,
        offered: |here| here.can(Can::Take),
        ..row(
            Action::Take,
            "take",
            ["导入", "take in"],
            ["照现在这样导入；u 一次撤销", "Take it in as it stands; u takes it back"],
        )
    },
    Entry {
        group: Group::Roster,
        contexts: &[Context::Review, Context::First],
        keys: &["Space"],
        essential: true,
        hint: 4,
        offered: |here| here.can(Can::Mark),
        ..row(
            Action::Mark,
            "mark",
            ["取或不取", "take or not"],
            ["这一条、这一类取还是不取；标出我的网格", "Take this or leave it out; mark a cell as mine"],
        )
    },
];
