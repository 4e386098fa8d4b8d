//! The screens.

pub mod input;
pub mod key;
pub mod widgets;
