//! What is done with promises, and the pages of what happened at a door.

use super::row;
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::here::Can;

/// Where a promise stands under the cursor.
const PROMISED: &[Context] = &[Context::Today, Context::Card];

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Promise,
        contexts: PROMISED,
        keys: &["y", "'"],
        essential: true,
        hint: 2,
        offered: |here| here.promise.is_some(),
        ..row(Action::KeepPromise, "keep-promise", ["兑现了", "kept"], ["答应的办到了，记下今天", "It was kept: today"])
    },
    Entry {
        group: Group::Promise,
        contexts: PROMISED,
        keys: &["Y", "\""],
        essential: true,
        offered: |here| here.promise.is_some(),
        ..row(Action::LetGo, "let-go", ["作罢", "let go"], ["答应的不办了，写明原因", "It will not be kept: say why"])
    },
    Entry {
        group: Group::Promise,
        contexts: &[Context::Card],
        offered: |here| here.promise.is_some(),
        ..row(
            Action::PromiseMenu,
            "this-promise",
            ["这件答应", "this promise"],
            ["列出这件答应的事现在能做的", "List what can be done with this promise"],
        )
    },
    Entry {
        group: Group::Promise,
        keys: &["P", "!"],
        essential: true,
        offered: |here| here.household.is_some(),
        ..row(
            Action::Promise,
            "promise-at-door",
            ["答应一件", "a promise"],
            ["在门口答应了什么：写一行，可以带日子 !周五", "What was promised at the door, with a day: !fri"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: &[Context::Today, Context::Cell, Context::Card, Context::Home],
        keys: &["H", "$"],
        essential: true,
        hint: 11,
        offered: |here| here.household.is_some(),
        ..row(
            Action::Past,
            "history",
            ["全部经过", "history"],
            ["这一户的全部经过：谁、何时、改了什么，一年走访图", "All that happened here, and a map of the year"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: &[Context::Card, Context::Home, Context::Detail, Context::Matters],
        keys: &["X", "%"],
        essential: true,
        hint: 4,
        offered: |here| here.can(Can::Settle),
        ..row(
            Action::Conflicts,
            "conflicts",
            ["定冲突", "settle"],
            ["两人写得不一样的，两个并排，选一个定下来", "What two people wrote differently: choose one"],
        )
    },
    Entry {
        group: Group::Go,
        ..row(
            Action::AllConflicts,
            "all-conflicts",
            ["全部冲突", "all conflicts"],
            ["这一片两人写得不一样的，逐个定下来", "What two people wrote differently here"],
        )
    },
];
