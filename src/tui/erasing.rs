//! Erasing by law, asked for from a household.

use crate::domain::erasure::Subject;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::reader::Read;
use crate::i18n::erasing::{self, EraseSaid, EraseTrouble};
use crate::i18n::msg::Msg;
use crate::store::replica::{Copy, EraseFault, StoreFault};

use super::effect::Effect;
use super::model::Model;
use super::overlays::Overlay;
use super::overlays::confirm::Confirm;
use super::stage::Book;
use super::work::Erased;

/// Says what would be destroyed, and asks once more.
pub fn survey(book: &Book, model: &mut Model, (household, subject, why): (Option<Id>, Subject, &str)) -> Option<Msg> {
    let erasing = match book.replica.survey_erasure(subject, why) {
        Ok(erasing) => erasing,
        Err(refusal) => return Some(Msg::Refused(Box::new(refusal))),
    };
    let question = erasing::question(model.lang, &erasing.toll, book.replica.set_aside(), erasing.mentions.len());
    let effect = Effect::Erase { household, subject, why: why.to_owned() };
    model.overlays.push(Overlay::Confirm(Confirm { question, effect }));
    model.view += 1;
    None
}

/// Shows what came of an erasure: what is left, from the first page.
pub fn erased(book: &mut Book, model: &mut Model, household: Option<Id>, outcome: Erased, now: Moment) {
    let msg = match outcome {
        Ok(copies) => owed(copies),
        Err(fault) => not_erased(fault),
    };
    model.desk = book.replica.desk().clone();
    model.sheets.retain(|(purpose, _)| household.is_none_or(|household| !purpose.is_about(household)));
    model.overlays.clear();
    model.screens.truncate(1);
    model.view += 1;
    let shown = shown(book, model, msg, now);
    model.status = Some(shown.unwrap_or_else(|fault| Msg::Unreadable(fault.to_string())));
}

fn shown(book: &mut Book, model: &mut Model, msg: Msg, now: Moment) -> Read<Msg> {
    book.rules = crate::domain::reader::Reader::rules(&book.replica);
    book.forget_roster();
    book.forget_matters();
    let me = model.me.clone();
    model.reload(&book.sight(now, &me))?;
    Ok(msg)
}

/// What is told of the backups: how many may still hold it.
fn owed(copies: Result<Vec<Copy>, StoreFault>) -> Msg {
    match copies {
        Ok(copies) => {
            let owed = copies.iter().filter(|copy| copy.owed.is_some()).count();
            Msg::Erasing(EraseSaid::Erased { rewritten: copies.len() - owed, owed })
        }
        Err(fault) => Msg::Fault(fault.to_string()),
    }
}

fn not_erased(fault: EraseFault) -> Msg {
    let trouble = match fault {
        EraseFault::Refused(refusal) => return Msg::Refused(Box::new(refusal)),
        EraseFault::Damaged => EraseTrouble::Damaged,
        EraseFault::NoRoom { free, needed } => EraseTrouble::NoRoom { free, needed },
        EraseFault::NotSaved(fault) => return Msg::Fault(fault.to_string()),
        EraseFault::NotDestroyed(fault) => EraseTrouble::NotDestroyed(fault.to_string()),
    };
    Msg::Erasing(EraseSaid::Not(trouble))
}
