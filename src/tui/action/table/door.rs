//! What is done at a door.

use super::row;
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::here::Can;

/// The pages, and the line that is being written.
const AT_WORK: &[Context] =
    &[Context::Today, Context::Cell, Context::Card, Context::Matters, Context::Detail, Context::Line];

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Door,
        keys: &["n", "F2"],
        essential: true,
        hint: 1,
        ..row(
            Action::Write,
            "write",
            ["记一笔", "write"],
            ["打开一行录入：走访、微心愿、诉求、纠纷", "The quick line: visit, wish, demand, dispute"],
        )
    },
    Entry {
        group: Group::Door,
        keys: &["v", "F3"],
        essential: true,
        hint: 3,
        offered: |here| here.household.is_some(),
        ..row(Action::Visit, "visit", ["走访", "visit"], ["记这一户的走访", "Write down a visit at this door"])
    },
    Entry {
        group: Group::Door,
        keys: &["F5"],
        essential: true,
        hint: 4,
        offered: |here| here.household.is_some() || here.marked > 0,
        ..row(
            Action::NobodyHome,
            "nobody-home",
            ["不在家", "nobody home"],
            ["一键记下：走访，家里没人", "Record a call with nobody home, at one key"],
        )
    },
    Entry {
        group: Group::Door,
        contexts: AT_WORK,
        keys: &["F7"],
        essential: true,
        hint: 12,
        offered: |here| here.household.is_some(),
        ..row(
            Action::Park,
            "park",
            ["待补", "park"],
            ["先放下这一户，字留着，今日里接着写", "Put this door off; its words wait on Today"],
        )
    },
    Entry {
        group: Group::Door,
        contexts: AT_WORK,
        keys: &["F8"],
        essential: true,
        hint: 13,
        offered: |here| here.can(Can::Call),
        ..row(
            Action::Call,
            "call",
            ["来电来访", "call"],
            ["记电话、来访、巡查看到的，不用先选户", "A call, a walk-in, something seen: no household"],
        )
    },
    Entry {
        group: Group::Door,
        contexts: &[
            Context::Today,
            Context::Card,
            Context::Home,
            Context::Matters,
            Context::Detail,
            Context::Past,
            Context::Marks,
        ],
        keys: &["F6"],
        essential: true,
        hint: 10,
        offered: |here| {
            here.can(Can::Reveal) || matches!(here.context, Context::Card | Context::Home) && here.household.is_some()
        },
        ..row(
            Action::Reveal,
            "reveal",
            ["显示隐去的", "show hidden"],
            ["把当面隐去的类别、电话显示二十秒", "Show what is hidden, for twenty seconds"],
        )
    },
];
