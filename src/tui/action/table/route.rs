//! The day's route: which doors, in which order, what is left of them.

use super::row;
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::here::Can;

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Route,
        contexts: &[Context::Today],
        keys: &["Space"],
        essential: true,
        hint: 5,
        offered: |here| here.household.is_some(),
        ..row(
            Action::PickDoor,
            "pick-door",
            ["选进路线", "pick"],
            [
                "选中这一户，{route:#} 排进今天的路线；再按不选",
                "Choose this door; {route:#} takes what is chosen as route",
            ],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Today, Context::Cell],
        keys: &["#"],
        essential: true,
        hint: 5,
        offered: |here| here.can(Can::TakeRoute),
        ..row(
            Action::TakeRoute,
            "route",
            ["排路线", "route"],
            ["选中的户排成今天的路线；没选就放下路线", "What is chosen is today's route; else put it down"],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Card, Context::Home],
        keys: &["]", "Ctrl-n"],
        essential: true,
        hint: 6,
        offered: |here| here.can(Can::NextDoor),
        ..row(
            Action::NextDoor,
            "next-door",
            ["下一户", "next"],
            ["去路线上下一户；没有路线按门牌顺序", "The next door of the route, or of the cell"],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Today],
        keys: &["Shift-Up", "{"],
        essential: true,
        offered: |here| here.can(Can::Reorder),
        ..row(
            Action::DoorEarlier,
            "door-earlier",
            ["往前排", "earlier"],
            ["路线里这一户往前排", "Walk to this door earlier on the route"],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Today],
        keys: &["Shift-Down", "}"],
        essential: true,
        offered: |here| here.can(Can::Reorder),
        ..row(
            Action::DoorLater,
            "door-later",
            ["往后排", "later"],
            ["路线里这一户往后排", "Walk to this door later on the route"],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Today],
        keys: &["Ctrl-e"],
        essential: true,
        ..row(
            Action::Evening,
            "evening",
            ["晚上收尾", "evening"],
            ["只看没做完的：没去到、待补、没存的", "Only what is not finished: doors, words"],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Today],
        keys: &["Ctrl-d"],
        essential: true,
        offered: |here| here.can(Can::CarryOver),
        ..row(
            Action::CarryOver,
            "tomorrow",
            ["放到明天", "tomorrow"],
            ["没去到的、待补的、选中的，排到明天", "What is left, parked or chosen: tomorrow"],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Cell],
        keys: &["`"],
        essential: true,
        offered: |here| here.cell.is_some(),
        ..row(
            Action::Unvisited,
            "unvisited",
            ["没走访的", "unvisited"],
            ["只列今年没走访到的户；再按看全部", "Only doors not reached this year; again: all"],
        )
    },
    Entry {
        group: Group::Route,
        contexts: &[Context::Today, Context::Cell, Context::Card],
        keys: &["Ctrl-p"],
        essential: true,
        ..row(
            Action::Paper,
            "from-paper",
            ["补录前一天", "from paper"],
            ["补录纸上的：记的算前一天说的，再按再前一天", "Write down what was said a day earlier"],
        )
    },
];
