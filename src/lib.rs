//! 串门 chuanmen: a keyboard-only, offline-first visiting ledger for cadres who walk a township's grid.
//!
//! # Code map
//!
//! Four pure verbs carry the program: `decide` (may this be recorded, and as which facts?), `fold` and its step
//! `apply` (what do these facts come to?), `update` (what does this key ask for?) and `view` (what does it look
//! like?). Everything impure lies in [`store`] (disk), [`exchange`] (other programs' files) and the outermost loops
//! in [`tui`] and [`cli`].
//!
//! | part | what it is |
//! |---|---|
//! | [`domain`] | the words of the trade: records, facts, requests, deadlines, policy; no input or output, no clock |
//! | [`entry`] | the quick line: fold, lex, parse, resolve, preview, complete, print; filters, and every matter as they see it |
//! | [`search`] | finding a household by initials, pinyin, Chinese, doors and number tails; matters in like words |
//! | [`store`] | journal, database, sealing; [`store::replica`] is the one door to all of it |
//! | [`exchange`] | rosters of other programs in, pages for paper out |
//! | [`demo`] | an invented township: people, a year of visits and matters, thrown from a seed |
//! | [`i18n`] | every sentence in Chinese and English; measuring text in columns |
//! | [`report`] | pages for paper: what they say, and the two forms they are written in |
//! | [`theme`] | one name per place a style is used; colours from TOML |
//! | [`cli`] | the command line: one file per subcommand, one document per answer |
//! | [`clock`], [`config`], [`paths`], [`failure`] | the time, the settings file, where things lie, what a person is told when it fails |
//! | [`tui`] | the screens: one table of actions, `update`, `view`, and the loop around them |
//!
//! # Layers
//!
//! `domain ← entry, search ← store ← exchange`; `domain ← i18n ← report, theme ← tui`. Screens never name the store or the
//! clock: they read through [`domain::reader::Reader`] and write by returning an effect. `tests/tidy.rs` enforces
//! this.

pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod entry;
pub mod exchange;
pub mod failure;
pub mod i18n;
pub mod paths;
pub mod report;
pub mod search;
pub mod store;
pub mod theme;
pub mod tui;
