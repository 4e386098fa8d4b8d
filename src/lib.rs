//! 串门 chuanmen.

pub mod domain;
