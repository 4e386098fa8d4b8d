//! The real binary in a real (pseudo-)terminal: a day of work in both languages, and the terminal's due.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/pty.rs"]
mod pty;
#[path = "terminal/seat.rs"]
mod seat;

#[path = "terminal/desk.rs"]
mod desk;
#[path = "terminal/evening.rs"]
mod evening;
#[path = "terminal/first_day.rs"]
mod first_day;
#[path = "terminal/leaving.rs"]
mod leaving;
#[path = "terminal/lock.rs"]
mod lock;
#[path = "terminal/manners.rs"]
mod manners;
#[path = "terminal/mending.rs"]
mod mending;
#[path = "terminal/stories.rs"]
mod stories;
#[path = "terminal/thrift.rs"]
mod thrift;
#[path = "terminal/training.rs"]
mod training;
