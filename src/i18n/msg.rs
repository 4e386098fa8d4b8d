//! One variant per sentence that the screens say.

use super::bound;
use super::daily::DailySaid;
use super::entry::Entry;
use super::erasing::EraseSaid;
use super::first::FirstSaid;
use super::kept::Kept;
use super::key::Mended;
use super::locked::LockSaid;
use super::matters::MattersSaid;
use super::paper::PaperSaid;
use super::pasted::Pasted;
use super::roster::RosterSaid;
use super::route::RouteSaid;
use super::sheet::SheetMsg;
use super::{Lang, en, zh};
use crate::domain::matter::verb::Need;
use crate::domain::oddity::Oddity;
use crate::domain::refusal::Refusal;

/// A sentence, with what it speaks of. Names and words of households stand in it as they were written.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// What was recorded.
    Saved(String),
    /// Everything asked for held already.
    NothingChanged,
    Undone(String),
    Redone(String),
    /// Undone, but later acts stand on so many of its records.
    UndoneExcept(String, usize),
    /// What a sheet says.
    Sheet(SheetMsg),
    /// The action's label.
    NotNow(&'static str),
    Refused(Box<Refusal>),
    /// Something stored could not be read; words for a log.
    Unreadable(String),
    /// On the disk, but not on the screens; words for a log.
    SavedNotShown(String),
    /// What would be taken back.
    UndoThis(String),
    /// A fault of the disk or the terminal; words for a log.
    Fault(String),
    /// What is wrong with the quick line, and how to mend it.
    LineProblem(String, String),
    /// So many characters are kept for later.
    LineKept(usize),
    /// So many characters that were typed and not saved would be lost.
    LeaveUnsaved(usize),
    /// The head of a household where nobody was home today already.
    NobodyHomeAgain(String),
    Revealed,
    /// That it is shown could not be recorded, so it is not shown; words for a log.
    NotRevealed(String),
    /// Pasted text of so many characters is more than is taken at once, and was left out whole.
    TooLong {
        count: usize,
        most: usize,
    },
    ThemeIs(String),
    LanguageIs,
    /// A field of a form is empty.
    FieldLacks(Need),
    /// What was typed as a due date is none.
    NotADate(String),
    /// Nobody with that name answers for anything here.
    NoResponder(String),
    /// A responder nobody has added yet, and how to add one.
    NoResponders,
    /// No open matter of the village can be joined.
    NothingToJoin,
    /// Of taking a roster in.
    Roster(RosterSaid),
    /// Of the first run.
    First(FirstSaid),
    /// What is kept and not recorded.
    Kept(Kept),
    /// Opening had to mend something.
    Mended(Mended),
    /// Of the quick line and of doors put off.
    Entry(Entry),
    /// Of the day's backup.
    Daily(DailySaid),
    /// Of erasing by law.
    Erasing(EraseSaid),
    /// Of passphrase and PIN.
    Lock(LockSaid),
    /// Of several matters at once.
    Matters(MattersSaid),
    /// Several lines pasted at once.
    Pasted(Pasted),
    /// The clock cannot be right.
    Clock(Oddity),
    /// Of the route of a day.
    Route(RouteSaid),
    /// Of a page for paper.
    Paper(PaperSaid),
}

/// What an empty place says: what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// No household at all.
    Everything,
    /// Nothing late or due, and no visit due.
    Today,
    /// No cell exists.
    Cells,
    /// No household in this cell.
    Cell,
    /// Every household of the cell was reached this year.
    Unvisited,
    /// The household was taken back.
    Gone,
    /// No matter of this household.
    Matters,
    /// No visit to this household yet.
    Visits,
    /// Nothing fits the search.
    Search,
    /// The search waits for its first character.
    SearchStart,
    /// No action fits.
    Palette,
}

/// A count or heading with its number.
#[derive(Clone, Debug, PartialEq)]
pub enum Count {
    Late(usize),
    Today(usize),
    /// Doors put off.
    Parked(usize),
    Week(usize),
    CallBack(usize),
    Visits(usize),
    /// Tags that ask whether they go on.
    Tags(usize),
    Marked(usize),
    Open(usize),
    Ended(usize),
    More(usize),
    Households(i64),
    Members(usize),
    /// Households reached this year, of all.
    Visited(i64, i64),
    /// Households that were not reached this year, of which only those are listed.
    Unvisited(usize),
    Matters(i64),
    /// Further households that joined their voice.
    Voices(usize),
    Found(usize),
}

/// A fixed word or phrase of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Name,
    Whole,
    Hidden,
    /// In place of words that accuse somebody, in the title of what lies over a card.
    NotFacing,
    Promised,
    Visits,
    LastVisit,
    NeverVisited,
    Paused,
    Urgent,
    Estimated,
    Joined,
    Saves,
    Save,
    GoesOn,
    Confirms,
    Closes,
    AsOne,
    Stops,
    Search,
    Commands,
    Help,
    /// Keys of this place that would do nothing now.
    NotNow,
    Why,
    Received,
    DueBy,
    Me,
    Asked,
    /// What was answered, or agreed upon.
    Answer,
    DoneWas,
    ToldWas,
    AskKind,
    LineHint,
    /// The line that has to name the household itself.
    LineHintAnywhere,
    /// A matter that records the visit as well.
    VisitToo,
    /// On the list of doors, where digits switch pages: the search finds door numbers.
    FindsDoors,
    /// How a due date is written.
    DueHint,
    /// A matter whose words are much like another's.
    Alike,
    TooSmall,
    Households,
    OpenMatters,
}

impl Msg {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => zh::sentence(self),
            Lang::En => en::sentence(self),
        }
    }

    /// Whether it tells of something that did not work.
    pub fn is_fault(&self) -> bool {
        match self {
            Self::Roster(said) => return said.is_fault(),
            Self::First(said) => return said.is_fault(),
            Self::Daily(said) => return said.is_fault(),
            Self::Erasing(said) => return said.is_fault(),
            Self::Route(said) => return said.is_fault(),
            Self::Paper(said) => return said.is_fault(),
            _ => {}
        }
        if let Self::Lock(said) = self {
            return said.is_fault();
        }
        if let Self::Mended(mended) = self {
            return mended.is_fault();
        }
        if let Self::Kept(kept) = self {
            return kept.is_fault();
        }
        if let Self::Sheet(said) = self {
            return said.is_fault();
        }
        !matches!(
            self,
            Self::Saved(_)
                | Self::NothingChanged
                | Self::Undone(_)
                | Self::Redone(_)
                | Self::LineKept(_)
                | Self::Entry(Entry::Parked { .. } | Entry::Unparked(_))
                | Self::Revealed
                | Self::ThemeIs(_)
                | Self::LanguageIs
                | Self::UndoThis(_)
                | Self::LeaveUnsaved(_)
                | Self::NobodyHomeAgain(_)
        )
    }

    /// Whether the undo key is offered beside it.
    pub fn can_be_undone(&self) -> bool {
        matches!(self, Self::Saved(_) | Self::Redone(_) | Self::Matters(MattersSaid::Partly { .. }))
    }
}

impl Empty {
    pub fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => bound::told(zh::empty(self)),
            Lang::En => bound::told(en::empty(self)),
        }
    }
}

impl Count {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => zh::count(self),
            Lang::En => en::count(self),
        }
    }
}

impl Label {
    pub fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => bound::told(zh::label(self)),
            Lang::En => bound::told(en::label(self)),
        }
    }
}
