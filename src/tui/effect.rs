//! What a key asks the outer loop to do. Screens change nothing themselves.

use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::request::Request;
use crate::i18n::msg::Msg;

use super::action::Action;

/// Something only the outer loop can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Record this; `at` when it was said earlier than now.
    Commit {
        request: Request,
        at: Option<Moment>,
    },
    /// Take the last act back; asks first where that reaches far.
    Undo,
    /// Write the desk as it is in the model.
    Keep,
    Quit,
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
    /// The household's card, with the line open where its words were left.
    TakeUp(Id),
    Say(Msg),
    /// Do it; what was filled in for it closes once it is done.
    Do(Effect),
    /// Close the overlay, if there is one, then run the action as if its key were pressed.
    Run(Action),
}

impl Effect {
    /// Record it as of now.
    pub fn commit(request: Request) -> Self {
        Self::Commit { request, at: None }
    }
}
