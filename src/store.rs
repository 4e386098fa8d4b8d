//! The store, byte level: what lies on the disk and what survives there.
//!
//! Promises, module by module:
//! - [`mod@format`]: the one page that documents every byte of journal, envelope and keyring; encode and decode.
//! - [`seal`]: bodies and derived values are sealed under the data key; a sealed event opens only in its own log and place.
//! - [`keyring`]: the data key in a small file written twice; either copy heals the other.
//! - [`wrap`]: a passphrase and a printed recovery code around the data key; [`tries`] counts wrong ones.
//! - [`pin`]: digits that reopen the screens while the data key is in memory; kept on the desk.
//! - [`storage`]: the trait over the database: ordered trees, one atomic write over all of them, a durable sync.
//!   [`memory`] and [`sled`] implement it under one conformance suite.
//! - [`journal`]: an appended act is on the disk when `append` returns; only a torn tail is ever cut off, and kept aside.
//! - [`desk`]: what the device keeps for its person, one sealed file; what cannot be read lies aside.
//! - [`backup`]: everything in one file that is read back before it gets its name.
//! - [`daily`]: a backup a day in a folder; which stay and which go.
//! - [`leftovers`]: what a program that was ended leaves behind.
//! - [`lock`]: one process per data folder.
//!
//! Absent: words of the trade. A scope is 17 bytes here, a record a number, a payload bytes.
//! Inside one data folder: `lock`, `keyring`, `desk`, `backed-up`, `journal/`, `db/`, `quarantine/`; while a
//! repair is under way, `repair/`.

pub mod backup;
pub mod codec;
#[cfg(test)]
mod conformance;
pub mod daily;
pub mod desk;
mod durable;
pub mod format;
pub mod journal;
pub mod keyring;
pub mod layout;
pub mod leftovers;
pub mod lock;
pub mod memory;
pub mod pin;
pub mod replica;
pub mod seal;
pub mod sled;
pub mod storage;
pub mod tries;
pub mod wrap;

pub(crate) use durable::crash_here;
