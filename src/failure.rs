//! What a person is told when something cannot be done: what, where, and what to do now.

use crate::domain::reader::Unreadable;
use crate::domain::refusal::{PromiseRefusal, Refusal, UndoRefusal};
use crate::i18n::erasing::EraseTrouble;
use crate::i18n::refusal::{matter, refusal as sentence};
use crate::i18n::trouble::Trouble;
use crate::i18n::{Lang, areas, erasing, family, home, life};

/// What sort of failure, which is also the exit code of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The request failed.
    Failed = 1,
    /// It was asked for in a wrong way.
    Usage = 2,
    /// Another process has the data open.
    InUse = 3,
    /// A passphrase is needed, or was wrong.
    Locked = 4,
    /// Data is damaged.
    Damaged = 5,
}

/// A failure in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    /// The word for programs, in snake case.
    pub code: &'static str,
    /// What went wrong, and where.
    pub message: String,
    /// What to do now.
    pub hint: Option<String>,
    /// The command's own document was printed and says what is wrong; none of the failure's follows it.
    pub answered: bool,
}

impl Failure {
    /// What stands in the way of a command.
    pub fn of(lang: Lang, trouble: &Trouble) -> Self {
        let (message, hint) = trouble.said(lang);
        let kind = match trouble {
            Trouble::InUse(_) => FailureKind::InUse,
            Trouble::Saving(saving) if saving.is_damage() => FailureKind::Damaged,
            Trouble::Lock(locked) if locked.is_shut() => FailureKind::Locked,
            Trouble::Key(_) | Trouble::Damaged(_) | Trouble::Unsound | Trouble::Erasing(EraseTrouble::Damaged) => {
                FailureKind::Damaged
            }
            Trouble::Naming(naming) if naming.is_usage() => FailureKind::Usage,
            Trouble::NotAMoment(_)
            | Trouble::AtLater
            | Trouble::NotAnId(_)
            | Trouble::NotALimit(_)
            | Trouble::BadFilter(_)
            | Trouble::Page(_) => FailureKind::Usage,
            _ => FailureKind::Failed,
        };
        Self { kind, code: trouble.code(), message, hint, answered: false }
    }

    /// A command line that is not understood, in the parser's words.
    pub fn usage(message: String, hint: String) -> Self {
        Self { kind: FailureKind::Usage, code: "usage", message, hint: Some(hint), answered: false }
    }

    /// Why a request was refused.
    pub fn refused(lang: Lang, refusal: &Refusal) -> Self {
        let (message, hint) = sentence(lang, refusal);
        let kind = match refusal {
            Refusal::Unreadable(_) => FailureKind::Damaged,
            _ => FailureKind::Failed,
        };
        Self { kind, code: code(refusal), message, hint: Some(hint), answered: false }
    }

    /// Stored data that cannot be read.
    pub fn unreadable(lang: Lang, fault: Unreadable) -> Self {
        Self::refused(lang, &Refusal::Unreadable(fault))
    }

    /// The same, of a command that has printed its document.
    #[must_use]
    pub fn answered(self) -> Self {
        Self { answered: true, ..self }
    }

    /// Whether a command ended because stored data could not be read, before it answered or recorded anything.
    pub fn is_unreadable(&self) -> bool {
        self.code == "unreadable" && !self.answered
    }

    /// The number that the program ends with.
    pub fn exit_code(&self) -> u8 {
        self.kind as u8
    }
}

/// The word for programs of a refusal.
fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotFound(_) => "not_found",
        Refusal::UnknownCell(_) => "unknown_cell",
        Refusal::WrongExtent { .. } => "wrong_extent",
        Refusal::EmptyName => "empty_name",
        Refusal::EmptyText => "empty_text",
        Refusal::UnknownCategory(_) => "unknown_category",
        Refusal::BeforeIt { .. } => "before_it",
        Refusal::SameCell => "same_cell",
        Refusal::Home(refusal) => home::refusal_code(refusal),
        Refusal::Family(refusal) => family::refusal_code(refusal),
        Refusal::Life(refusal) => life::refusal_code(refusal),
        Refusal::Matter(refusal) => matter::code(refusal),
        Refusal::Clock(refusal) => matter::clock_code(refusal),
        Refusal::Link(refusal) => matter::link_code(*refusal),
        Refusal::Area(refusal) => areas::refusal_code(refusal),
        Refusal::Erase(refusal) => erasing::refusal_code(refusal),
        Refusal::NoSuchConflict => "no_such_conflict",
        Refusal::CannotTake => "cannot_take",
        Refusal::Promise(PromiseRefusal::Nothing) => "empty_text",
        Refusal::Promise(PromiseRefusal::Ended(_)) => "promise_ended",
        Refusal::Promise(PromiseRefusal::NoReason) => "no_reason",
        Refusal::BadPolicy(_) => "bad_policy",
        Refusal::BadWorkdays(_) => "bad_workdays",
        Refusal::Undo(UndoRefusal::NothingToUndo) => "nothing_to_undo",
        Refusal::Undo(UndoRefusal::Disclosed) => "disclosed",
        Refusal::Undo(UndoRefusal::NothingToRedo) => "nothing_to_redo",
        Refusal::Undo(UndoRefusal::DependedOn(_)) => "depended_on",
        Refusal::Unreadable(_) => "unreadable",
    }
}
