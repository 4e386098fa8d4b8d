//! Does what the screens ask for. The one place of the screens from which something is recorded.

use crate::domain::decide::{Asker, decide};
use crate::domain::disclosure::Disclosed;
use crate::domain::fact::Fact;
use crate::domain::id::{Id, IdSource};
use crate::domain::matter::Source;
use crate::domain::moment::Moment;
use crate::domain::reader::{ActView, Read, Reader};
use crate::domain::refusal::{Refusal, UndoRefusal};
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::exchange::review::main_cell;
use crate::i18n::kept::Kept;
use crate::i18n::matters::MattersSaid;
use crate::i18n::msg::Msg;
use crate::store::replica::{CommitFault, Committed, Said};

use super::denial::why;
use super::effect::Effect;
use super::model::Model;
use super::overlays::Overlay;
use super::overlays::confirm::Confirm;
use super::paper::Wanted;
use super::screens::Screen;
use super::screens::cell::CellPage;
use super::screens::first::FirstRun;
use super::stage::Book;
use super::{describe, erasing, paper};

/// Records that one undo takes back without a question, when they were made since the start.
const FEW: usize = 8;

/// Does one effect and shows the outcome; whether the program shall end.
pub fn perform(book: &mut Book, model: &mut Model, effect: &Effect, now: Moment) -> bool {
    let outcome = match effect {
        Effect::Quit => {
            // The person was asked already where writing had failed before.
            let asked = model.is_unkept;
            return keep(book, model).is_ok() || asked;
        }
        Effect::Keep => put_down(book, model, now),
        Effect::Commit { request, at } => {
            let at = at.unwrap_or_else(|| said_at(book, request, now));
            commit(book, model, request, at, now).map(Some)
        }
        Effect::Reveal(what) => Ok(Some(reveal(book, model, what.as_deref(), now))),
        Effect::Undo => undo(book, model, now),
        Effect::Page { household, path, reveal } => {
            paper::kept(book, model, *household, Wanted { path, reveal: *reveal }, now).map(Some)
        }
        Effect::Walk { doors, path, reveal } => {
            paper::walk_list(book, model, doors, Wanted { path, reveal: *reveal }, now).map(Some)
        }
        Effect::Sheets { handover, path, reveal, closes } => {
            paper::sheets(book, model, (handover, *closes), Wanted { path, reveal: *reveal }, now).map(Some)
        }
        Effect::Survey { household, subject, why } => Ok(erasing::survey(book, model, (*household, *subject, why))),
        // The stage itself sends errands and stops them.
        Effect::Erase { .. } | Effect::Send(_) | Effect::Stop | Effect::Guard(_) | Effect::Leave(_) => return false,
    };
    model.status = outcome.unwrap_or_else(|fault| Some(Msg::Unreadable(fault.to_string())));
    let me = model.me.clone();
    if let Err(fault) = model.settle(&book.sight(now, &me)) {
        model.status = Some(Msg::Unreadable(fault.to_string()));
    }
    false
}

/// Writes the desk, if it changed; the outcome is remembered, and a fault is shown.
///
/// # Errors
/// The fault, in words for a log.
pub fn keep(book: &mut Book, model: &mut Model) -> Result<(), String> {
    let kept = book.replica.keep_desk(model.desk.clone()).map_err(|fault| why(&fault, model.lang));
    model.is_unkept = kept.is_err();
    if let Err(fault) = &kept {
        model.status = Some(Msg::Kept(Kept::Not(fault.clone())));
    }
    kept
}

/// Writes the desk, and shows the doors that were put off or taken up.
fn put_down(book: &mut Book, model: &mut Model, now: Moment) -> Read<Option<Msg>> {
    let before = book.replica.desk();
    let reload = model.desk.parked() != before.parked() || model.desk.route != before.route;
    let moved = match model.screens.last() {
        Some(Screen::Today(page)) => page.stop_here(),
        _ => None,
    };
    if keep(book, model).is_ok() && reload {
        let me = model.me.clone();
        model.reload(&book.sight(now, &me))?;
        if let (Screen::Today(page), Some(door)) = (model.screen(), moved) {
            page.point_at_stop(door);
        }
    }
    Ok(model.status.take())
}

/// When what is recorded now was said.
fn said_at(book: &Book, request: &Request, now: Moment) -> Moment {
    if request.is_of_doors() { book.replica.desk().said_at(now) } else { now }
}

fn commit(book: &mut Book, model: &mut Model, request: &Request, at: Moment, now: Moment) -> Read<Msg> {
    let said = Said { now, at, by: model.me.clone() };
    let Some((fitting, refused)) = sifted(book, &said, request) else {
        let taken = book.replica.commit(&said, request);
        return after(book, model, request, taken, now);
    };
    let count = refused.len();
    let Some((matter, refusal)) = refused.into_iter().next() else {
        let taken = book.replica.commit(&said, request);
        return after(book, model, request, taken, now);
    };
    let first = book.replica.matter(matter)?.map_or_else(String::new, |matter| matter.raised.text);
    let why = crate::i18n::refusal::refusal(model.lang, &refusal).0;
    if fitting.is_empty() {
        return Ok(Msg::Matters(MattersSaid::NoneOf { refused: count, first, why }));
    }
    let taken = book.replica.commit(&said, &Request::All(fitting.clone()));
    match after(book, model, &Request::All(fitting), taken, now)? {
        Msg::Saved(done) => Ok(Msg::Matters(MattersSaid::Partly { done, refused: count, first, why })),
        other => Ok(other),
    }
}

/// Matters, each with why nothing was done with it.
type Refused = Vec<(Id, Refusal)>;

/// Of one verb on several matters those that it fits, and those that are refused; `None` for any other request.
fn sifted(book: &Book, said: &Said, request: &Request) -> Option<(Vec<Request>, Refused)> {
    let Request::All(all) = request else { return None };
    let ids = IdSource::new(0, 0, 0);
    let asker = Asker { now: said.now, at: said.at, by: said.by.clone(), ids: &ids };
    let (mut fitting, mut refused) = (Vec::new(), Vec::new());
    for request in all {
        let Request::Act { matter, .. } = request else { return None };
        match decide(&book.replica, &asker, request) {
            Ok(_) => fitting.push(request.clone()),
            Err(refusal) => refused.push((*matter, refusal)),
        }
    }
    Some((fitting, refused))
}

/// The matters that a verb is for.
fn matters_of(request: &Request) -> Vec<Id> {
    match request {
        Request::Act { matter, .. } => vec![*matter],
        Request::All(all) => all.iter().flat_map(matters_of).collect(),
        _ => Vec::new(),
    }
}

/// Shows what a commit beside the loop came to, and where it did what was asked goes there.
pub fn taken(
    book: &mut Book,
    model: &mut Model,
    request: &Request,
    taken: Result<Committed, CommitFault>,
    now: Moment,
) {
    let saved = !matches!(taken, Err(CommitFault::Refused(_) | CommitFault::NotSaved(_)));
    if saved {
        arrive(model, request);
    }
    let told = after(book, model, request, taken, now);
    model.status = Some(told.unwrap_or_else(|fault| Msg::Unreadable(fault.to_string())));
    let me = model.me.clone();
    if let Err(fault) = model.reload(&book.sight(now, &me)) {
        model.status = Some(Msg::Unreadable(fault.to_string()));
    }
}

/// After a roster was taken in: the cell that most of it went to, or in the first run the question which are theirs.
fn arrive(model: &mut Model, request: &Request) {
    let first = model.screens.iter().any(|screen| matches!(screen, Screen::First(_)));
    model.overlays.clear();
    model.screens.truncate(1);
    model.view += 1;
    model.screens.push(if first {
        Screen::First(FirstRun::cells(&model.me))
    } else {
        Screen::Cell(CellPage::of(main_cell(request).or(model.cell)))
    });
}

fn after(
    book: &mut Book,
    model: &mut Model,
    request: &Request,
    taken: Result<Committed, CommitFault>,
    now: Moment,
) -> Read<Msg> {
    match taken {
        Ok(committed) => {
            model.close_recorded();
            take_up(book, model, request);
            if let Screen::Matters(page) = model.screen() {
                page.unmark_these(&matters_of(request));
            } else if matches!(request, Request::All(_)) {
                model.unmark();
            }
            recorded(book, model, request, &committed, now)
        }
        Err(CommitFault::Refused(refusal)) => Ok(Msg::Refused(Box::new(refusal))),
        Err(CommitFault::NotSaved(fault)) => Ok(Msg::Fault(why(&fault, model.lang))),
        Err(CommitFault::SavedNotShown(fault)) => {
            model.close_recorded();
            Ok(Msg::SavedNotShown(why(&fault, model.lang)))
        }
    }
}

/// A door at which something is recorded is put off no longer. A fault of writing that down is shown.
fn take_up(book: &mut Book, model: &mut Model, request: &Request) {
    let door = match request {
        Request::Visit { household, .. } => Some(*household),
        Request::Raise(note) if note.source == Source::Door => note.household,
        _ => None,
    };
    if door.is_some_and(|door| model.desk.unpark(door)) {
        // What is wrong is on the status line, and the door still put off.
        let _shown = keep(book, model);
    }
}

/// Shows what was recorded.
fn recorded(book: &mut Book, model: &mut Model, request: &Request, committed: &Committed, now: Moment) -> Read<Msg> {
    book.rules = book.replica.rules();
    let view = committed.act.map_or(Ok(None), |act| book.replica.act(act))?;
    if view.as_ref().is_some_and(|act| changes_households(book, act)) {
        book.forget_roster();
    }
    if let Some(act) = &view {
        book.follow(act)?;
    }
    model.recorded.extend(committed.act);
    let me = model.me.clone();
    let sight = book.sight(now, &me);
    model.reload(&sight)?;
    if let (Request::AddHousehold { .. }, Some(new), Screen::Cell(page)) =
        (request, committed.about.first(), model.screen())
    {
        page.point_at(*new);
        model.settle(&sight)?;
    }
    let Some(view) = view else { return Ok(Msg::NothingChanged) };
    let what = describe::act(&view, &sight, model.lang)?;
    Ok(match request {
        Request::Undo(_) if !committed.kept.is_empty() => Msg::UndoneExcept(what, committed.kept.len()),
        Request::Undo(_) => Msg::Undone(what),
        Request::Redo(_) => Msg::Redone(what),
        _ => Msg::Saved(what),
    })
}

/// Whether an act adds, changes or takes away what households are found by.
fn changes_households(book: &Book, act: &ActView) -> bool {
    act.events.iter().any(|event| match &event.fact {
        fact if leaves_names(fact) => false,
        Fact::Retracted { of, .. } => book
            .replica
            .act(*of)
            .ok()
            .flatten()
            .is_some_and(|taken| taken.events.iter().any(|event| !leaves_names(&event.fact))),
        _ => true,
    })
}

/// Whether a fact changes nothing that households are found by.
fn leaves_names(fact: &Fact) -> bool {
    let promise = matches!(
        fact,
        Fact::ConflictSettled { .. } | Fact::Promised(_) | Fact::PromiseEnded { .. } | Fact::PromiseRehomed { .. }
    );
    promise || matches!(fact, Fact::Visited(_) | Fact::Matter(_) | Fact::Disclosed(_))
}

/// Records that what is hidden is shown, then shows it. Without the record nothing is shown.
fn reveal(book: &mut Book, model: &mut Model, what: Option<&(Scope, Disclosed)>, now: Moment) -> Msg {
    if let Some((scope, disclosed)) = what {
        match book.replica.disclose((now, model.me.clone()), *scope, disclosed.clone()) {
            // What is in the journal is recorded.
            Ok(_) | Err(CommitFault::SavedNotShown(_)) => {}
            Err(CommitFault::Refused(refusal)) => return Msg::Refused(Box::new(refusal)),
            Err(CommitFault::NotSaved(fault)) => return Msg::NotRevealed(fault.to_string()),
        }
    }
    model.now = now;
    model.reveal();
    Msg::Revealed
}

/// Takes the last act back: at once when it is a small one made since the start, otherwise after a question that says
/// what it is.
fn undo(book: &mut Book, model: &mut Model, now: Moment) -> Read<Option<Msg>> {
    let act = match undoable(book, &model.me, now) {
        Ok(act) => act,
        Err(Refusal::Unreadable(fault)) => return Err(fault),
        Err(refusal) => return Ok(Some(Msg::Refused(Box::new(refusal)))),
    };
    let request = Request::Undo(Some(act));
    let view = book.replica.act(act)?;
    let small = view.as_ref().is_some_and(|view| view.events.len() <= FEW);
    if small && model.recorded.contains(&act) {
        return commit(book, model, &request, now, now).map(Some);
    }
    let what = view.map_or(Ok(String::new()), |view| describe::act(&view, &book.sight(now, &model.me), model.lang))?;
    let question = Msg::UndoThis(what).text(model.lang);
    model.overlays.push(Overlay::Confirm(Confirm { question, effect: Effect::commit(request) }));
    model.view += 1;
    Ok(None)
}

/// The act that an undo would take back, by deciding it without recording.
fn undoable(book: &Book, me: &str, now: Moment) -> Result<Id, Refusal> {
    let ids = IdSource::new(0, 0, 0);
    let asker = Asker { now, at: now, by: me.to_owned(), ids: &ids };
    let decision = decide(&book.replica, &asker, &Request::Undo(None))?;
    let taken = decision.drafts.iter().find_map(|draft| match draft.fact {
        Fact::Retracted { of, .. } => Some(of),
        _ => None,
    });
    taken.ok_or(UndoRefusal::NothingToUndo.into())
}
