//! The binary by its contract: each command in a folder of its own, its keys, its exit codes, its errors tried.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "cli/areas.rs"]
mod areas;
#[path = "cli/asking.rs"]
mod asking;
#[path = "cli/bench.rs"]
mod bench;
#[path = "cli/calling.rs"]
mod calling;
#[path = "cli/conflicts.rs"]
mod conflicts;
#[path = "cli/diagnosing.rs"]
mod diagnosing;
#[path = "cli/disclosing.rs"]
mod disclosing;
#[path = "cli/erasing.rs"]
mod erasing;
#[path = "cli/filling.rs"]
mod filling;
#[path = "cli/homes.rs"]
mod homes;
#[path = "cli/joining.rs"]
mod joining;
#[path = "cli/keeping.rs"]
mod keeping;
#[path = "cli/lives.rs"]
mod lives;
#[path = "cli/locking.rs"]
mod locking;
#[path = "support/options.rs"]
mod options;
#[path = "cli/paper.rs"]
mod paper;
#[path = "cli/promises.rs"]
mod promises;
#[path = "cli/saving.rs"]
mod saving;
#[path = "cli/walk.rs"]
mod walk;
#[path = "cli/working.rs"]
mod working;
