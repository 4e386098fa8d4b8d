//! The desk: what this device keeps for its person and records nowhere. Nothing on it is an event; it travels to no
//! other device, and nothing is decided by it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::id::Id;
use super::moment::{Date, Moment};
use super::route::Route;
use super::scope::Scope;

/// Backups written by hand that are remembered; of older ones nobody asks.
const MOST_BACKUPS: usize = 60;

/// What lies on the desk. Fields that an older program has not written are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Desk {
    /// Lines that were typed and not saved, at most one a door, none of them empty.
    drafts: Vec<Draft>,
    /// Doors put off (待补), each once, in the order in which that was done.
    parked: Vec<Parked>,
    /// Who the person said they are.
    pub me: Option<String>,
    /// The cells that are theirs, the one they begin with first.
    pub cells: Vec<Scope>,
    /// What the person said headers of rosters mean: by header, the field's stable name.
    pub columns: BTreeMap<String, String>,
    /// What was typed into forms and not saved.
    forms: Vec<FormDraft>,
    /// What is kept of the PIN that reopens the screens, where one is set.
    pub pin: Option<Pin>,
    /// Backups that were written by hand, the latest last.
    pub backups: Vec<PathBuf>,
    /// Backups, or folders of them, that could not be reached since something was erased, and may still hold it.
    pub owed: Vec<PathBuf>,
    /// The route of today, of a day to come, or what was left of an earlier one.
    pub route: Option<Route>,
    /// The day of a paper list that is being typed from.
    pub paper: Option<Paper>,
}

/// A paper list that is being typed from: what is written down at doors was said on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub of: Date,
    /// The day of typing. On another day nothing is backdated any more.
    pub typed_on: Date,
}

/// What is kept of a PIN: nothing that tells it without the data key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    pub salt: [u8; 16],
    /// Keyed hash of salt and digits.
    pub hash: [u8; 32],
    /// Wrong tries since the last right one.
    pub wrong: u8,
}

impl fmt::Debug for Pin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Pin(hidden)")
    }
}

/// A line that was typed and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The household at whose door it was typed; none for a line that names its household itself.
    pub door: Option<Id>,
    pub text: String,
    /// When it was typed in last.
    pub at: Moment,
    /// What was chosen beside the words, as the line itself writes and reads it; empty where nothing was.
    #[serde(default)]
    pub chosen: String,
}

/// What was typed into the form of a verb and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// The matters that the form is for, in order.
    pub matters: Vec<Id>,
    /// The verb's word in the command contract.
    pub verb: String,
    /// What stands in each field.
    pub fields: Vec<String>,
}

/// A door that was put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    pub household: Id,
    pub at: Moment,
}

/// A desk that could not be read, and was moved aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskAside {
    pub why: DeskFault,
    /// Where it lies now.
    pub aside: PathBuf,
}

/// Why a desk cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskFault {
    Damaged,
    /// Written by a newer program, with its version.
    Newer(u8),
}

impl FormDraft {
    fn is_of(&self, matters: &[Id], verb: &str) -> bool {
        self.matters == matters && self.verb == verb
    }
}

impl Desk {
    /// All drafts, the door typed at last first.
    pub fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter().rev()
    }

    /// What was typed at a door and not saved.
    pub fn draft(&self, door: Option<Id>) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.door == door)
    }

    /// Keeps what was typed at a door, as it is, with what was chosen beside it. Blank text leaves no draft; the same
    /// again keeps its moment.
    pub fn keep_draft(&mut self, door: Option<Id>, (text, chosen): (&str, &str), at: Moment) {
        if self.draft(door).is_some_and(|draft| draft.text == text && draft.chosen == chosen) {
            return;
        }
        self.forget_draft(door);
        if !text.trim().is_empty() {
            self.drafts.push(Draft { door, text: text.to_owned(), at, chosen: chosen.to_owned() });
        }
    }

    pub fn forget_draft(&mut self, door: Option<Id>) {
        self.drafts.retain(|draft| draft.door != door);
    }

    /// Changes the words of all drafts; one of which nothing is left goes.
    pub fn strike(&mut self, strike: &dyn Fn(&mut String)) {
        for draft in &mut self.drafts {
            strike(&mut draft.text);
            strike(&mut draft.chosen);
        }
        self.drafts.retain(|draft| !draft.text.trim().is_empty());
    }

    /// Remembers where a backup was written.
    pub fn keep_backup(&mut self, file: PathBuf) {
        self.backups.retain(|known| *known != file);
        self.backups.push(file);
        let old = self.backups.len().saturating_sub(MOST_BACKUPS);
        self.backups.drain(..old);
    }

    /// Characters of all drafts, without blanks at their ends.
    pub fn drafted(&self) -> usize {
        let forms = self.forms.iter().flat_map(|form| &form.fields);
        self.drafts.iter().map(|draft| &draft.text).chain(forms).map(|text| text.trim().chars().count()).sum()
    }

    /// What was typed into the form of a verb for some matters and not saved, field by field.
    pub fn form(&self, matters: &[Id], verb: &str) -> Option<&[String]> {
        self.forms.iter().find(|form| form.is_of(matters, verb)).map(|form| form.fields.as_slice())
    }

    /// All that was typed into forms of one matter and not saved.
    pub fn forms_of(&self, matter: Id) -> impl Iterator<Item = &FormDraft> {
        self.forms.iter().filter(move |form| form.matters == [matter])
    }

    /// All that was typed into forms and not saved.
    pub fn forms(&self) -> &[FormDraft] {
        &self.forms
    }

    /// Keeps what was typed into a form; no fields, or blank ones, leave no draft.
    pub fn keep_form(&mut self, matters: &[Id], verb: &str, fields: &[String]) {
        if self.form(matters, verb) == Some(fields) {
            return;
        }
        self.forget_form(matters, verb);
        if fields.iter().any(|text| !text.trim().is_empty()) {
            let (matters, verb, fields) = (matters.to_vec(), verb.to_owned(), fields.to_vec());
            self.forms.push(FormDraft { matters, verb, fields });
        }
    }

    pub fn forget_form(&mut self, matters: &[Id], verb: &str) {
        self.forms.retain(|form| !form.is_of(matters, verb));
    }

    /// Doors put off, the first put off first.
    pub fn parked(&self) -> &[Parked] {
        &self.parked
    }

    pub fn is_parked(&self, household: Id) -> bool {
        self.parked.iter().any(|parked| parked.household == household)
    }

    /// Puts a door off; one that is put off already keeps its place and moment.
    pub fn park(&mut self, household: Id, at: Moment) {
        if !self.is_parked(household) {
            self.parked.push(Parked { household, at });
        }
    }

    /// The day of the paper list that is being typed from today.
    pub fn paper_of(&self, today: Date) -> Option<Date> {
        self.paper.filter(|paper| paper.typed_on == today).map(|paper| paper.of)
    }

    /// When what is written down now was said: on the day of the paper list that is being typed from, else now.
    pub fn said_at(&self, now: Moment) -> Moment {
        let (hour, minute) = now.hour_minute();
        self.paper_of(now.date()).map_or(now, |day| Moment::local(day, hour, minute, 0))
    }

    /// Whether the door was put off.
    pub fn unpark(&mut self, household: Id) -> bool {
        let before = self.parked.len();
        self.parked.retain(|parked| parked.household != household);
        self.parked.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Moment {
        Moment::from_unix(1_790_000_000 + minute * 60)
    }

    #[test]
    fn each_door_has_one_draft_and_blank_ones_are_gone() {
        let mut desk = Desk::default();
        let door = Some(Id::from_u64(7));
        desk.keep_draft(door, ("诉求 路", ""), at(0));
        desk.keep_draft(None, ("wxy ", ""), at(1));
        desk.keep_draft(door, ("诉求 路灯", ""), at(2));
        desk.keep_draft(door, ("诉求 路灯", ""), at(3));
        let drafts: Vec<_> = desk.drafts().map(|draft| (draft.door, draft.text.as_str(), draft.at)).collect();
        assert_eq!(drafts, [(door, "诉求 路灯", at(2)), (None, "wxy ", at(1))]);
        assert_eq!(desk.drafted(), 8);
        desk.keep_draft(door, ("  ", ""), at(4));
        desk.forget_draft(None);
        assert_eq!(desk, Desk::default());
    }

    #[test]
    fn a_door_is_put_off_once_and_taken_up_again() {
        let mut desk = Desk::default();
        let [one, two] = [1, 2].map(Id::from_u64);
        desk.park(one, at(0));
        desk.park(two, at(1));
        desk.park(one, at(2));
        assert_eq!(desk.parked(), [Parked { household: one, at: at(0) }, Parked { household: two, at: at(1) }]);
        assert!(desk.unpark(one) && !desk.unpark(one));
        assert!(desk.is_parked(two) && !desk.is_parked(one));
    }
}
