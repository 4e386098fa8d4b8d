//! Pages for paper, asked for from the screens: each is recorded as taken out and then written into a file of its own.

use std::path::{Path, PathBuf};

use crate::domain::disclosure::Disclosed;
use crate::domain::handover::Handover;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::exchange::{paper, shelf};
use crate::i18n::msg::Msg;
use crate::i18n::paper::PaperSaid;
use crate::report::walk::{self, Walk};
use crate::report::{Form, handover, kept};
use crate::store::replica::CommitFault;

use super::model::Model;
use super::stage::Book;

/// A file to write: where, as it was typed; whether what is hidden stands in it in full.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub path: &'a str,
    pub reveal: bool,
}

/// Writes a walk list of some doors; what is shown tells where it lies.
pub fn walk_list(book: &mut Book, model: &mut Model, doors: &[Id], wanted: Wanted<'_>, now: Moment) -> Read<Msg> {
    let (file, form) = match meant(book, wanted.path) {
        Ok(meant) => meant,
        Err(said) => return Ok(Msg::Paper(said)),
    };
    let (lang, by, reveal) = (model.lang, model.me.clone(), wanted.reveal);
    let about = Walk { reader: &book.replica, rules: &book.rules, lang, now, by, reveal };
    let (page, count) = walk::page(&about, doors)?;
    let area = walk::area_of(&book.replica, doors)?;
    let taken = (area, walk::taken_out(count, reveal));
    Ok(match write(book, model, taken, (&file, &page.written(form)), now) {
        Ok(()) => {
            model.close_recorded();
            Msg::Paper(PaperSaid::WalkWritten(count, file))
        }
        Err(msg) => msg,
    })
}

/// Writes the sheets of a handover, with which what was filled in `closes` or stays; what is shown tells where they lie.
pub fn sheets(
    book: &mut Book,
    model: &mut Model,
    (handover, closes): (&Handover, bool),
    wanted: Wanted<'_>,
    now: Moment,
) -> Read<Msg> {
    let (file, form) = match meant(book, wanted.path) {
        Ok(meant) => meant,
        Err(said) => return Ok(Msg::Paper(said)),
    };
    let (lang, by, reveal) = (model.lang, model.me.clone(), wanted.reveal);
    let about = handover::Circumstances { reader: &book.replica, lang, now, by, reveal };
    let (page, households) = handover::page(&about, handover)?;
    let taken = (handover.cell, handover::taken_out(handover.cell, households, reveal));
    Ok(match write(book, model, taken, (&file, &page.written(form)), now) {
        Ok(()) => {
            if closes {
                model.close_recorded();
            }
            Msg::Paper(PaperSaid::Written(file))
        }
        Err(msg) => msg,
    })
}

/// Writes the page of everything that is kept about a household; what is shown tells where it lies.
pub fn kept(book: &mut Book, model: &mut Model, household: Id, wanted: Wanted<'_>, now: Moment) -> Read<Msg> {
    let (file, form) = match meant(book, wanted.path) {
        Ok(meant) => meant,
        Err(said) => return Ok(Msg::Paper(said)),
    };
    let about = kept::Circumstances {
        reader: &book.replica,
        desk: &model.desk,
        lang: model.lang,
        now,
        by: model.me.clone(),
        reveal: wanted.reveal,
        backups: book.replica.known_backups(),
    };
    let Some(page) = kept::household(&about, household)? else { return Ok(Msg::NothingChanged) };
    // A disclosure of a household lies in its cell.
    let taken = (Scope::WHOLE, kept::taken_out(household, None, wanted.reveal));
    Ok(match write(book, model, taken, (&file, &page.written(form)), now) {
        Ok(()) => {
            model.close_recorded();
            Msg::Paper(PaperSaid::Written(file))
        }
        Err(msg) => msg,
    })
}

/// The file that is meant and the form that its name asks for; else what to say, before anything is recorded.
fn meant(book: &Book, path: &str) -> Result<(PathBuf, Form), PaperSaid> {
    let file = shelf::meant(path, book.home.as_deref());
    let form = file.to_str().and_then(Form::of_name).ok_or(PaperSaid::NoForm)?;
    let file = std::path::absolute(&file).unwrap_or(file);
    if file.exists() { Err(PaperSaid::InTheWay(file)) } else { Ok((file, form)) }
}

/// Records that a page is taken out, then writes it. Without the record nothing is written.
fn write(
    book: &mut Book,
    model: &Model,
    (scope, disclosed): (Scope, Disclosed),
    (file, text): (&Path, &str),
    now: Moment,
) -> Result<(), Msg> {
    match book.replica.disclose((now, model.me.clone()), scope, disclosed) {
        // What is in the journal is recorded.
        Ok(_) | Err(CommitFault::SavedNotShown(_)) => {}
        Err(CommitFault::Refused(refusal)) => return Err(Msg::Refused(Box::new(refusal))),
        Err(CommitFault::NotSaved(fault)) => return Err(Msg::Paper(PaperSaid::NotRecorded(fault.to_string()))),
    }
    paper::write_new(file, text).map_err(|fault| Msg::Paper(PaperSaid::NotWritten(file.to_owned(), fault.to_string())))
}
