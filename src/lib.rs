//! 串门 chuanmen.

pub mod domain;
pub mod entry;
pub mod exchange;
pub mod i18n;
pub mod search;
pub mod store;
pub mod theme;
pub mod tui;
