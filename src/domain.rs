//! The words of the trade: pure, without input or output, clock or terminal.

pub mod deadline;
pub mod matter;
pub mod moment;
pub mod policy;
pub mod workdays;
