//! 串门 chuanmen.

pub mod domain;
pub mod store;
