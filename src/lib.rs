//! 串门 chuanmen.

pub mod domain;
pub mod search;
pub mod store;
