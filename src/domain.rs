//! The words of the trade: pure, without input or output, clock or terminal.
//!
//! Two functions carry it. [`decide::decide`] says whether a request may be recorded and as which facts;
//! [`history::fold`] says what a record's facts come to, in whatever order they arrived.

pub mod apply;
pub mod area;
pub mod deadline;
pub mod decide;
pub mod desk;
pub mod disclosure;
pub mod duplicates;
pub mod erasure;
pub mod event;
pub mod facets;
pub mod fact;
pub mod handover;
pub mod history;
pub mod household;
pub mod id;
pub mod life;
pub mod masking;
pub mod matter;
pub mod moment;
pub mod oddity;
pub mod people;
pub mod person_id;
pub mod phone;
pub mod policy;
pub mod promise;
pub mod reader;
pub mod record;
pub mod refusal;
pub mod request;
pub mod responder;
pub mod route;
pub mod rules;
pub mod scope;
pub mod visit;
pub mod width;
pub mod workdays;
