//! What a person raised.

pub mod kind;

pub use kind::{Kind, LadderStep, Level, ResponderKind, Tier, UnknownWord};
