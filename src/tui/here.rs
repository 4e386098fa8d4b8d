//! What stands under the cursor, as far as an action has to know to tell whether it would do something.

use crate::domain::id::Id;
use crate::domain::matter::VerbName;

use super::action::Context;

/// The place where a key is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    pub context: Context,
    /// The household under the cursor, or that of the matter under it.
    pub household: Option<Id>,
    /// The matter under the cursor.
    pub matter: Option<Id>,
    /// What can be done with that matter now.
    pub verbs: Vec<VerbName>,
    /// Whether that matter has a deadline that can be explained.
    pub has_clock: bool,
    /// Whether Enter does something.
    pub opens: bool,
    /// Whether there is something to go back to.
    pub goes_back: bool,
    pub wider: bool,
    pub narrower: bool,
    pub can_undo: bool,
    pub can_redo: bool,
}

impl Here {
    /// A place with nothing under the cursor.
    pub fn bare(context: Context) -> Self {
        Self {
            context,
            household: None,
            matter: None,
            verbs: Vec::new(),
            has_clock: false,
            opens: false,
            goes_back: false,
            wider: false,
            narrower: false,
            can_undo: false,
            can_redo: false,
        }
    }

    /// Whether a verb fits the matter under the cursor.
    pub fn fits(&self, verb: VerbName) -> bool {
        self.verbs.contains(&verb)
    }
}
