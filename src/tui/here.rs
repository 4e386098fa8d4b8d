//! What stands under the cursor, as far as an action has to know to tell whether it would do something.

use std::sync::Arc;

use crate::domain::id::Id;
use crate::domain::matter::VerbName;
use crate::domain::scope::Scope;

use super::action::Context;
use super::areas::AreaAct;
use super::bindings::Bindings;
use super::homes::{HomeAct, Several};

/// The place where a key is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    pub context: Context,
    /// The keys in force.
    pub keys: Arc<Bindings>,
    /// The household under the cursor, or that of the matter under it.
    pub household: Option<Id>,
    /// The matter under the cursor.
    pub matter: Option<Id>,
    /// The open promise under the cursor.
    pub promise: Option<Id>,
    /// What can be done with the household under the cursor, with its member or in its cell.
    pub home: Vec<HomeAct>,
    /// What a household could be joined with or moved to.
    pub several: Several,
    /// The area or cell under the cursor of the tree.
    pub area: Option<Scope>,
    /// What can be done with it, or with marked doors of a cell.
    pub areas: Vec<AreaAct>,
    /// The cell of the household, or the one whose doors are listed.
    pub cell: Option<Scope>,
    /// The member under the cursor.
    pub member: Option<Id>,
    /// The tag under the cursor, or the one of the household that asks whether it goes on.
    pub tag: Option<String>,
    /// Two that may be one: the member or household under the cursor, and what it is like.
    pub pair: Option<(Id, Id)>,
    /// The household of the other.
    pub other: Option<Id>,
    /// Doors that are marked.
    pub marked: usize,
    /// What can be done with that matter now.
    pub verbs: Vec<VerbName>,
    /// What else would do something here.
    pub can: Vec<Can>,
}

/// Something that can be done in some places and not in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Can {
    /// The deadline of the matter can be explained.
    Explain,
    /// Enter does something.
    Open,
    /// There is something to go back to.
    GoBack,
    Widen,
    Narrow,
    /// What was not heard at a door can be written down: that is not being done already.
    Call,
    Undo,
    Redo,
    /// Rosters can be looked for again.
    LookAgain,
    /// What is under review can be taken in.
    Take,
    /// A passphrase opens what F10 shuts.
    Lock,
    /// What is under the cursor can be marked.
    Mark,
    /// Two people wrote different things: one can be chosen.
    Settle,
    /// Something hidden on a list can be shown.
    Reveal,
    /// Doors are chosen, or there is a route to put down.
    TakeRoute,
    /// There is a door to go on to.
    NextDoor,
    /// The row is a door of the route.
    Reorder,
    /// Something is left that can wait for tomorrow.
    CarryOver,
    /// Sheets for paper can be written of what is filled in.
    Print,
}

impl Here {
    /// A place with nothing under the cursor.
    pub fn bare(context: Context) -> Self {
        Self {
            context,
            keys: Arc::default(),
            household: None,
            matter: None,
            promise: None,
            home: Vec::new(),
            several: Several::default(),
            area: None,
            areas: Vec::new(),
            cell: None,
            member: None,
            tag: None,
            pair: None,
            other: None,
            marked: 0,
            verbs: Vec::new(),
            can: Vec::new(),
        }
    }

    pub fn can(&self, what: Can) -> bool {
        self.can.contains(&what)
    }

    /// Adds something that can be done, where that is so.
    pub fn allow(&mut self, what: Can, so: bool) {
        if so && !self.can(what) {
            self.can.push(what);
        }
    }

    /// Whether a verb fits the matter under the cursor.
    pub fn fits(&self, verb: VerbName) -> bool {
        self.verbs.contains(&verb)
    }
}
