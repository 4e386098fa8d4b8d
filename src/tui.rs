//! The screens.

pub mod action;
pub mod describe;
pub mod effect;
pub mod here;
pub mod input;
pub mod key;
pub mod keymap;
pub mod model;
pub mod overlays;
pub mod screens;
pub mod sight;
pub mod terminal;
pub mod update;
pub mod view;
pub mod widgets;
