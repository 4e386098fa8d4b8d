//! What a fact changes in a promise.

use super::Record;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::history::Trail;
use crate::domain::promise::{Ended, Promise};

pub(super) fn step(record: Option<&Record>, event: &Event) -> Option<Record> {
    let promise = match (record, &event.fact) {
        (None, Fact::Promised(promised)) => Promise {
            id: event.record,
            cell: event.log.scope.is_cell().then_some(event.log.scope)?,
            promised: promised.as_ref().clone(),
            at: event.at,
            typed_at: event.typed_at,
            typed_by: event.by.clone(),
            ended: None,
            trail: Trail::default(),
            keeper: None,
        },
        (Some(Record::Promise(promise)), Fact::PromiseEnded { ending, text }) if promise.is_open() => {
            let ended = Ended { ending: *ending, text: text.clone(), at: event.at, by: event.by.clone() };
            Promise { ended: Some(ended), ..promise.clone() }
        }
        (Some(Record::Promise(promise)), Fact::PromiseRehomed { household }) => {
            let mut promise = promise.clone();
            promise.promised.household = Some(*household);
            promise
        }
        (Some(Record::Promise(promise)), Fact::PromiseHanded { from, to }) => {
            let mut promise = promise.clone();
            if promise.keeper() == from {
                promise.keeper = Some(to.clone());
            }
            promise
        }
        _ => return None,
    };
    Some(Record::Promise(promise))
}
