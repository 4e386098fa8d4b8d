//! The screens.

pub mod action;
pub mod here;
pub mod input;
pub mod key;
pub mod keymap;
pub mod terminal;
pub mod widgets;
