//! Pieces that screens are put together from. None of them knows what it shows.

pub mod columns;
pub mod heat;
pub mod line_edit;
pub mod list;
pub mod paint;
pub mod wrapped;
