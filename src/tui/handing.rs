//! The sheets of a handover, written into a file.

use crate::domain::handover::Handover;
use crate::domain::moment::Moment;
use crate::domain::reader::Read;
use crate::exchange::{paper, shelf};
use crate::i18n::erasing::EraseSaid;
use crate::i18n::msg::Msg;
use crate::report::Form;
use crate::report::handover::{self, Circumstances};
use crate::store::replica::CommitFault;

use super::model::Model;
use super::stage::Book;

/// Writes the sheets; what is shown tells where they lie. That they were written is recorded before they are.
pub fn sheets(
    book: &mut Book,
    model: &mut Model,
    (handover, path, reveal, closes): (&Handover, &str, bool, bool),
    now: Moment,
) -> Read<Option<Msg>> {
    let said = |said| Ok(Some(Msg::Erasing(said)));
    let file = shelf::meant(path, book.home.as_deref());
    let Some(form) = file.to_str().and_then(Form::of_name) else { return said(EraseSaid::NoForm) };
    let file = std::path::absolute(&file).unwrap_or(file);
    let by = model.me.clone();
    let about = Circumstances { reader: &book.replica, lang: model.lang, now, by: by.clone(), reveal };
    let (page, households) = handover::page(&about, handover)?;
    let disclosed = handover::taken_out(handover.cell, households, reveal);
    match book.replica.disclose((now, by), handover.cell, disclosed) {
        Ok(_) | Err(CommitFault::SavedNotShown(_)) => {}
        Err(CommitFault::Refused(refusal)) => return Ok(Some(Msg::Refused(Box::new(refusal)))),
        Err(CommitFault::NotSaved(fault)) => return Ok(Some(Msg::NotRevealed(fault.to_string()))),
    }
    match paper::write_new(&file, &page.written(form)) {
        Ok(()) => {
            if closes {
                model.close_recorded();
            }
            said(EraseSaid::Written(file))
        }
        Err(fault) => said(EraseSaid::NotWritten(file, fault.to_string())),
    }
}
