//! What a person raised.

pub mod kind;

pub use kind::{Kind, Level, ResponderKind, Tier};
