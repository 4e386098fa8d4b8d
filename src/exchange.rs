//! Other programs' files.
//!
//! A roster goes through one line of steps, each in its module: the bytes are told apart (`sniff`), read into sheets of
//! fields (`table`), the header is found (`header`) and its columns understood (`columns`), rows are read as people
//! (`rows`), people are put into households (`group`) and checked against each other (`check`). What comes out is a
//! [`Reading`]; no step writes, and nothing is taken before a person has confirmed it.
//!
//! [`paper`] puts pages for paper into files.

mod check;
mod column_map;
mod columns;
mod extent;
mod group;
mod guidance;
mod header;
mod html;
mod names;
pub mod paper;
mod places;
pub mod plan;
mod reading;
pub mod review;
mod roster;
mod rows;
pub mod shelf;
mod sniff;
mod table;
mod wording;
mod words;

pub use column_map::{ColumnMap, MapFault};
pub use columns::Meaning;
pub use guidance::{Guidance, Line, Spot};
pub use reading::{
    HouseholdDraft, Problem, ProblemCode, ReadFailure, Reading, Record, Severity, SheetReading, SkipReason, Skipped,
};
pub use roster::{Progress, Source, read_roster, read_roster_with};
pub use table::FILE_LIMIT;
pub use wording::FileDocument;
