//! The words of the trade: pure, without input or output, clock or terminal.

pub mod moment;
