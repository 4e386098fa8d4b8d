//! What a machine does to a program, done to the real binary: it is killed, cut off, refused and interrupted, and
//! afterwards everything it had answered *saved* is there, once, and whole.
//!
//! Every part prints how often it struck and what it found. `CHUANMEN_ROUNDS` says how many times as long as usual it
//! goes on (1), `CHUANMEN_SEED` where chance begins; what this machine does not allow is said to be *skipped*, and why.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "faults/world.rs"]
mod world;

#[path = "faults/deeds.rs"]
mod deeds;
#[path = "faults/plug.rs"]
mod plug;
#[path = "support/pty.rs"]
mod pty;
#[path = "faults/strace.rs"]
mod strace;

#[path = "faults/calls.rs"]
mod calls;
#[path = "faults/clock.rs"]
mod clock;
#[path = "faults/damage.rs"]
mod damage;
#[path = "faults/full.rs"]
mod full;
#[path = "faults/harm.rs"]
mod harm;
#[path = "faults/kills.rs"]
mod kills;
#[path = "faults/power.rs"]
mod power;
#[path = "faults/rights.rs"]
mod rights;
