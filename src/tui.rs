//! The screens.

pub mod input;
pub mod key;
pub mod terminal;
pub mod widgets;
