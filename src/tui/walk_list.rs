//! Walk lists for paper, asked for from the screens.

use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::reader::Read;
use crate::exchange::{paper, shelf};
use crate::i18n::msg::Msg;
use crate::i18n::walk::WalkSaid;
use crate::report::Form;
use crate::report::walk::{self, Walk};
use crate::store::replica::CommitFault;

use super::model::Model;
use super::stage::Book;

/// Records that a list of some doors is taken out, then writes it; what is shown tells where it lies. Without the record
/// nothing is written.
pub fn write(book: &mut Book, model: &mut Model, (doors, path, reveal): (&[Id], &str, bool), now: Moment) -> Read<Msg> {
    let file = shelf::meant(path, book.home.as_deref());
    let Some(form) = file.to_str().and_then(Form::of_name) else { return Ok(Msg::Walk(WalkSaid::NoForm)) };
    let file = std::path::absolute(&file).unwrap_or(file);
    if file.exists() {
        return Ok(Msg::Walk(WalkSaid::InTheWay(file)));
    }
    let about = Walk { reader: &book.replica, rules: &book.rules, lang: model.lang, now, by: model.me.clone(), reveal };
    let (page, count) = walk::page(&about, doors)?;
    let area = walk::area_of(&book.replica, doors)?;
    match book.replica.disclose((now, model.me.clone()), area, walk::taken_out(count, reveal)) {
        // What is in the journal is recorded.
        Ok(_) | Err(CommitFault::SavedNotShown(_)) => {}
        Err(CommitFault::Refused(refusal)) => return Ok(Msg::Refused(Box::new(refusal))),
        Err(CommitFault::NotSaved(fault)) => return Ok(Msg::Walk(WalkSaid::NotRecorded(fault.to_string()))),
    }
    Ok(Msg::Walk(match paper::write_new(&file, &page.written(form)) {
        Ok(()) => {
            model.close_recorded();
            WalkSaid::Written(count, file)
        }
        Err(fault) => WalkSaid::NotWritten(file, fault.to_string()),
    }))
}
