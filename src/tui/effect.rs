//! What a key asks the outer loop to do. Screens change nothing themselves.

use crate::domain::disclosure::Disclosed;
use crate::domain::erasure::Subject;
use crate::domain::handover::Handover;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::i18n::msg::Msg;

use super::Left;
use super::action::Action;
use super::work::Errand;

/// Something only the outer loop can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Record this, said `at`; without that, what is heard or done at doors was said on the day of the paper list that is
    /// being typed from, and all else is of now.
    Commit {
        request: Request,
        at: Option<Moment>,
    },
    /// Take the last act back; asks first where that reaches far.
    Undo,
    /// Show what is hidden on the page, once it is recorded that it is: what, and in which area. `None` where nothing is
    /// hidden, or it is shown already.
    Reveal(Option<Box<(Scope, Disclosed)>>),
    /// Write the desk as it is in the model.
    Keep,
    /// Have this done beside the loop; the page hears of it.
    Send(Errand),
    /// Stop what is being done beside the loop.
    Stop,
    /// Something about the lock over the screens.
    Guard(Guard),
    /// Write the page of everything that is kept about a household into a file.
    Page {
        household: Id,
        /// As it was typed.
        path: String,
        reveal: bool,
    },
    /// Write a walk list of some doors into a file.
    Walk {
        doors: Vec<Id>,
        /// As it was typed.
        path: String,
        reveal: bool,
    },
    /// Write the sheets of a handover into a file; with `closes` what was filled in closes then.
    Sheets {
        handover: Box<Handover>,
        /// As it was typed.
        path: String,
        reveal: bool,
        closes: bool,
    },
    /// Say what erasing would destroy, and ask.
    Survey {
        /// The household it is about, where it is about one.
        household: Option<Id>,
        subject: Subject,
        why: String,
    },
    /// Erase by law.
    Erase {
        household: Option<Id>,
        subject: Subject,
        why: String,
    },
    Quit,
    /// Leave in order to do something that the screens cannot.
    Leave(Left),
}

/// What is wanted of the lock over the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Shut the screens.
    Lock,
    /// Set a passphrase, or change it.
    Passphrase,
    /// Offer to set a passphrase, where there is none.
    Offer,
    Pin,
}

/// What a page or overlay wants to happen after a key.
#[derive(Debug)]
pub enum Then {
    Stay,
    /// The household's card, in place of what lies over the pages.
    GoToCard {
        household: Id,
        matter: Option<Id>,
    },
    /// The page of one matter, over the page that leads there.
    GoToMatter(Id),
    /// The household's card, with the line open where its words were left.
    TakeUp(Id),
    /// The sheet of a tag of a household.
    ChangeTag {
        household: Id,
        name: String,
    },
    /// The page of cells, on this one.
    GoToCell(Scope),
    /// The tree of areas, with this one under the cursor.
    GoToArea(Scope),
    /// All that somebody answers for.
    ShowOfficial(String),
    /// The sheet of who holds the places of an area.
    NamePeople(Scope),
    Say(Msg),
    /// Do it; what was filled in for it closes once it is done.
    Do(Effect),
    /// Keep this on the desk.
    Put(OnDesk),
    /// The one, then the other.
    Both(Box<Then>, Box<Then>),
    /// Close the overlay, if there is one, then run the action as if its key were pressed.
    Run(Action),
}

/// What a page has asked its person, to be kept on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnDesk {
    /// Who they are.
    Me(String),
    /// The cells that are theirs; the app begins with them.
    Cells(Vec<Scope>),
    /// What a header of rosters means, by the field's stable name.
    Column(String, String),
}

impl Effect {
    /// Record it as of now, or of the day of the paper list that is being typed from.
    pub fn commit(request: Request) -> Self {
        Self::Commit { request, at: None }
    }
}
