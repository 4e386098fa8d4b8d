//! The program itself.

use super::{ALL_SCREENS, PAGES, row};
use crate::tui::action::{Action, Context, Entry};
use crate::tui::here::Can;

pub const ROWS: &[Entry] = &[
    Entry {
        contexts: ALL_SCREENS,
        keys: &["u", "Ctrl-z", "("],
        essential: true,
        offered: |here| here.can(Can::Undo),
        ..row(
            Action::Undo,
            "undo",
            ["撤销", "undo"],
            ["撤销上一次操作，说明撤了什么", "Take the last act back, saying what it was"],
        )
    },
    Entry {
        contexts: ALL_SCREENS,
        keys: &["Ctrl-r", "Ctrl-y", ")"],
        essential: true,
        offered: |here| here.can(Can::Redo),
        ..row(Action::Redo, "redo", ["重做", "redo"], ["撤销的再做回来", "Bring back what was taken back"])
    },
    Entry {
        contexts: PAGES,
        keys: &[":", "F4"],
        essential: true,
        hint: 12,
        ..row(
            Action::Palette,
            "palette",
            ["全部命令", "commands"],
            ["按名字或首字母找任何命令", "Any action, by name or initials"],
        )
    },
    Entry {
        contexts: &[
            Context::Today,
            Context::Cell,
            Context::Card,
            Context::Home,
            Context::Matters,
            Context::Detail,
            Context::Tree,
            Context::Filter,
            Context::Review,
            Context::First,
            Context::Fields,
            Context::Line,
            Context::Many,
            Context::Form,
            Context::Sheet,
            Context::Search,
        ],
        keys: &["F1", "?"],
        essential: true,
        hint: 13,
        ..row(Action::Help, "help", ["帮助", "help"], ["这里能按的键", "The keys that work here"])
    },
    Entry {
        contexts: ALL_SCREENS,
        ..row(
            Action::Disclosures,
            "disclosures",
            ["查看记录", "who looked"],
            ["谁在何时看过、导出过哪些，多少条", "Who was shown or took out what, and when"],
        )
    },
    Entry {
        contexts: PAGES,
        ..row(
            Action::Theme,
            "theme",
            ["换主题", "theme"],
            ["夜间、纸面、高对比、单色轮换", "Night, paper, high contrast, mono in turn"],
        )
    },
    Entry {
        contexts: PAGES,
        ..row(
            Action::Train,
            "train",
            ["练手", "practice"],
            ["在编出来的门户上练按键，计时；真台账不动", "Practise on invented doors, timed; nothing real"],
        )
    },
    Entry {
        contexts: PAGES,
        ..row(Action::Language, "language", ["English", "中文"], ["切换到英文界面", "切换到中文 (switch to Chinese)"])
    },
    Entry {
        contexts: &Context::ALL,
        keys: &["F10"],
        essential: true,
        hint: 14,
        ..row(
            Action::Lock,
            "lock",
            ["锁屏", "lock"],
            ["锁屏；写的留着，口令或 PIN 打开", "Lock; words are kept, passphrase or PIN opens"],
        )
    },
    Entry {
        contexts: PAGES,
        ..row(
            Action::Passphrase,
            "passphrase",
            ["设口令", "passphrase"],
            ["设口令、换口令", "Set a passphrase, or change it"],
        )
    },
    Entry {
        contexts: PAGES,
        ..row(
            Action::Pin,
            "pin",
            ["设PIN", "PIN"],
            ["设 PIN、换 PIN：锁屏后用几位数字打开", "Set a PIN: a few digits reopen the screens"],
        )
    },
    Entry {
        contexts: &Context::ALL,
        keys: &["Ctrl-q", "q"],
        essential: true,
        ..row(Action::Quit, "quit", ["退出", "quit"], ["退出；写的都在", "Leave; everything is kept"])
    },
];
