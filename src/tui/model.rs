//! All that the screens know. Changed by `update` alone; painted from shared references.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::desk::Desk;
use crate::domain::fact::Fact;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::reader::{ActView, Read};
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::msg::Msg;
use crate::theme::Theme;

use super::action::Context;
use super::bindings::Bindings;
use super::effect::Effect;
use super::here::{Can, Here};
use super::homes::Several;
use super::overlays::Overlay;
use super::overlays::confirm::Confirm;
use super::overlays::sheet::Purpose;
use super::screens::first::FirstRun;
use super::screens::matters::Left;
use super::screens::today::Today;
use super::screens::today::plan::ahead;
use super::screens::{Screen, Subject};
use super::sight::Sight;
use super::work::Step;

/// Seconds for which what is hidden face to face is shown.
const SHOWN: i64 = 20;
/// Columns from which the card stands beside the list of doors.
pub const WIDE: u16 = 110;

/// How the program was started.
#[derive(Clone, Debug)]
pub struct Options {
    pub lang: Lang,
    pub theme: Theme,
    pub keys: Arc<Bindings>,
    /// `NO_COLOR` is not set.
    pub colours: bool,
    /// Use plain characters only.
    pub ascii: bool,
    /// Whose copy this is.
    pub me: String,
    /// The cell to begin with.
    pub cell: Option<Scope>,
    /// Folders where rosters are looked for.
    pub places: Vec<PathBuf>,
    /// What `~` means in a path.
    pub home: Option<PathBuf>,
    /// Where a backup goes every day.
    pub backup_folder: Option<PathBuf>,
}

/// Work that has the device's copy, and that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    pub step: Step,
    /// It was asked to stop.
    pub stopping: bool,
}

/// The state of the screens.
#[derive(Debug)]
pub struct Model {
    pub lang: Lang,
    pub theme: Theme,
    pub colours: bool,
    pub ascii: bool,
    pub me: String,
    pub now: Moment,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The lowest is always Today.
    pub screens: Vec<Screen>,
    pub overlays: Vec<Overlay>,
    pub status: Option<Msg>,
    /// What hidden part is shown, and until when.
    showing: Option<(Subject, Moment)>,
    /// What this device keeps for its person: what is typed and not saved, doors put off. Written by [`Effect::Keep`],
    /// and by itself when a person pauses.
    pub desk: Desk,
    /// Whether the last writing of the desk failed.
    pub is_unkept: bool,
    /// The quick line on the screen.
    writing: Option<Writing>,
    /// The village of the household that the line on the screen is about.
    pub line_village: Option<Scope>,
    /// Sheets that were closed with something typed in them, and what that was.
    pub sheets: Vec<(Purpose, Vec<String>)>,
    /// The cell that was looked at last.
    pub cell: Option<Scope>,
    /// The page of matters as it was left.
    pub matters: Left,
    /// Doors of today's route at which nobody called yet, in order.
    pub ahead: Vec<Id>,
    /// Acts recorded since the start, which are undone without a question.
    pub recorded: Vec<Id>,
    /// Whether there is something to undo and to redo.
    pub past: Vec<Can>,
    /// What a household could be joined with or moved to.
    pub several: Several,
    /// What stands under the cursor, as of the last update.
    pub here: Here,
    /// Whether a passphrase opens the data.
    pub is_guarded: bool,
    /// The cursor was only moved: what stands beside the list may follow when no key follows.
    pub moved: bool,
    /// Only stopping, help and leaving work while this is set.
    pub busy: Option<Busy>,
    /// Raised with every change of page or overlay, after which everything is painted anew.
    pub view: u64,
}

/// A quick line on the screen.
#[derive(Debug)]
struct Writing {
    door: Option<Id>,
    /// The word it began with, which nobody typed.
    offered: String,
}

impl Model {
    /// The state at the start, with Today on the screen.
    pub fn new(options: Options, size: (u16, u16), sight: &Sight<'_>) -> Read<Self> {
        let own = sight.desk.cells.clone();
        let page = Today::of(options.cell.or_else(|| around(&own)).unwrap_or(Scope::WHOLE));
        let mut model = Self {
            lang: options.lang,
            theme: if options.colours { options.theme } else { options.theme.without_colours() },
            colours: options.colours,
            ascii: options.ascii,
            me: options.me,
            now: sight.now,
            size,
            screens: vec![Screen::Today(page)],
            overlays: Vec::new(),
            status: None,
            showing: None,
            sheets: Vec::new(),
            desk: sight.desk.clone(),
            is_unkept: false,
            writing: None,
            line_village: None,
            cell: options.cell.or_else(|| own.first().copied()),
            matters: Left::default(),
            ahead: Vec::new(),
            recorded: Vec::new(),
            past: Vec::new(),
            several: Several::default(),
            here: Here { keys: options.keys, ..Here::bare(Context::Today) },
            is_guarded: false,
            moved: false,
            busy: None,
            view: 0,
        };
        if sight.reader.first_cell(Scope::WHOLE)?.is_none() {
            model.screens.push(Screen::First(FirstRun::begin(sight.desk.me.as_deref())));
        }
        model.reload(sight)?;
        Ok(model)
    }

    /// The smallest area that holds the cells that are the person's; `None` where none is.
    pub fn own_scope(&self) -> Option<Scope> {
        around(&self.desk.cells)
    }

    /// The page on top.
    pub fn screen(&mut self) -> &mut Screen {
        self.screens.last_mut().expect("Today is never taken off the stack")
    }

    pub fn context(&self) -> Context {
        if self.busy.is_some() {
            return Context::Busy;
        }
        let screen = || self.screens.last().map_or(Context::Today, Screen::context);
        self.overlays.last().map_or_else(screen, Overlay::context)
    }

    /// Whether the card stands beside the list of doors.
    pub fn is_wide(&self) -> bool {
        self.size.0 >= WIDE
    }

    /// Reads the page on top again, after something was recorded, a page was left, or the minute changed.
    pub fn reload(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.now = sight.now;
        self.screen().load(sight)?;
        self.past = past(sight)?;
        self.several = Several::of(sight.reader)?;
        self.ahead = ahead(sight)?;
        self.settle(sight)
    }

    /// Brings what follows from the state up to date after each input.
    pub fn settle(&mut self, sight: &Sight<'_>) -> Read<()> {
        let door = self.writing.as_ref().map(|writing| writing.door);
        self.keep_words();
        let present = self.writing.as_ref().map(|writing| writing.door);
        if door != present || self.line_village.is_none() {
            let place = present.flatten().map_or(Ok(None), |household| sight.reader.place(household))?;
            self.line_village = place.and_then(|place| place.scope.village());
        }
        let revealed = self.is_revealed();
        match self.screen() {
            Screen::Today(page) => page.revealed = revealed,
            Screen::Card(card) => card.revealed = revealed,
            Screen::Home(page) => page.revealed = revealed,
            Screen::Matter(page) => page.revealed = revealed,
            Screen::Past(page) => page.revealed = revealed,
            Screen::Marks(page) => page.revealed = revealed,
            Screen::Cell(_)
            | Screen::Matters(_)
            | Screen::Import(_)
            | Screen::First(_)
            | Screen::Duplicates(_)
            | Screen::Tree(_) => {}
        }
        if !self.lags() {
            self.accompany(sight)?;
        }
        if let Some(Screen::Cell(page)) = self.screens.iter().rev().find(|screen| matches!(screen, Screen::Cell(_))) {
            self.cell = page.cell().or(self.cell);
        }
        let lang = self.lang;
        if let Some(Screen::Matters(page)) =
            self.screens.iter_mut().rev().find(|screen| matches!(screen, Screen::Matters(_)))
        {
            page.speak(lang);
            self.matters = page.left();
        }
        self.here = self.look(self.context(), sight)?;
        Ok(())
    }

    /// Whether what stands beside the list is that of a row from which the cursor was moved on just now. It follows
    /// with [`Model::accompany`] when no key follows: a cursor that is held down would read and paint a card a row.
    pub fn lags(&self) -> bool {
        self.moved
            && match self.screens.last() {
                Some(Screen::Today(page)) => page.lags(),
                Some(Screen::Cell(page)) => page.lags(),
                Some(Screen::Matters(page)) => page.lags(),
                _ => false,
            }
    }

    /// Shows beside the list what stands under the cursor, where there is room.
    pub fn accompany(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.moved = false;
        let (wide, revealed) = (self.is_wide(), self.is_revealed());
        match self.screen() {
            Screen::Today(page) => page.accompany(wide, sight),
            Screen::Cell(page) => page.accompany(wide, revealed, sight),
            Screen::Matters(page) => page.accompany(wide, revealed, sight),
            _ => Ok(()),
        }
    }

    /// What stands under the cursor of the page on top, for a context.
    pub fn look(&self, context: Context, sight: &Sight<'_>) -> Read<Here> {
        let keys = Arc::clone(&self.here.keys);
        let mut here = Here { can: self.past.clone(), several: self.several, keys, ..Here::bare(context) };
        let can_go_back = self.busy.map_or_else(
            || !self.overlays.is_empty() || self.screens.len() > 1,
            |busy| !busy.stopping && busy.step.can_stop(),
        );
        here.allow(Can::Lock, self.is_guarded);
        here.allow(Can::GoBack, can_go_back);
        if self.busy.is_some() {
            return Ok(here);
        }
        if let Some(screen) = self.screens.last() {
            screen.look(&mut here, sight, self.lang)?;
        }
        if let Some(Screen::Today(page)) = self.screens.last() {
            here.allow(Can::Narrow, self.narrower(page.scope()).is_some());
            here.allow(Can::GoBack, sight.desk.paper_of(sight.today()).is_some());
        }
        here.allow(Can::NextDoor, here.household.is_some());
        here.allow(Can::Open, !self.overlays.is_empty());
        let line = match self.overlays.last() {
            Some(Overlay::Line(line)) => Some(line),
            _ => None,
        };
        if let Some(line) = line {
            here.household = line.household();
        }
        let prints = matches!(self.overlays.last(), Some(Overlay::Sheet(sheet)) if sheet.prints());
        here.allow(Can::Print, prints);
        here.allow(Can::Call, line.is_none_or(|line| !line.is_of_nobody()));
        Ok(here)
    }

    /// Closes what was filled in for something that is recorded now; nothing of it is left as a draft.
    pub fn close_recorded(&mut self) {
        if let Some(Overlay::Many(many)) = self.overlays.last_mut() {
            let before = many.before().trim().to_owned();
            if many.recorded() {
                self.close_pasted(&before);
            }
            return;
        }
        if self.overlays.last().is_some_and(Overlay::is_filled_in) {
            match self.overlays.pop() {
                Some(Overlay::Line(line)) => {
                    self.desk.forget_draft(line.draft().0);
                    self.writing = None;
                }
                Some(Overlay::Form(form)) => {
                    let (matters, verb) = form.purpose();
                    self.desk.forget_form(matters, verb.as_str());
                }
                _ => {}
            }
            self.view += 1;
        }
    }

    /// Closes the list of pasted lines and the line below it; what stood in that before is a draft again.
    fn close_pasted(&mut self, before: &str) {
        self.overlays.pop();
        let offered = self.writing.take().is_some_and(|writing| writing.offered.trim() == before);
        if let Some(Overlay::Line(line)) = self.overlays.pop() {
            let typed = if offered { "" } else { before };
            self.desk.keep_draft(line.draft().0, (typed, ""), self.now);
        }
        self.view += 1;
    }

    /// Unmarks all doors; whether any was marked.
    pub fn unmark(&mut self) -> bool {
        match self.screen() {
            Screen::Today(page) => page.unmark(),
            Screen::Cell(page) => page.unmark(),
            Screen::Matters(page) => page.unmark(),
            _ => false,
        }
    }

    /// Remembers the word that a line at a door begins with: alone it is no draft.
    pub fn offers(&mut self, door: Option<Id>, word: &str) {
        self.writing = Some(Writing { door, offered: word.to_owned() });
    }

    /// The line on top was closed: one below it is of another door.
    pub fn puts_down(&mut self) {
        self.writing = None;
    }

    /// Keeps what is being typed on the desk. A line that turned out to be about another door is no longer of the first.
    fn keep_words(&mut self) {
        let Self { overlays, desk, writing, now, .. } = self;
        if let [.., Overlay::Line(line), Overlay::Many(many)] = &mut overlays[..] {
            line.put(&many.as_one());
        }
        for overlay in &*overlays {
            if let Overlay::Form(form) = overlay {
                let (matters, verb) = form.purpose();
                desk.keep_form(matters, verb.as_str(), &form.typed());
            }
        }
        let line = overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Line(line) => Some((line.draft(), line.chosen())),
            _ => None,
        });
        let Some(((door, text), chosen)) = line else {
            *writing = None;
            return;
        };
        let writing = writing.get_or_insert_with(|| Writing { door, offered: String::new() });
        if writing.door != door {
            desk.forget_draft(writing.door);
            writing.door = door;
        }
        let typed = if text.trim() == writing.offered.trim() { "" } else { text };
        desk.keep_draft(door, (typed, &chosen), *now);
    }

    /// The next smaller area that holds the cell looked at last.
    pub fn narrower(&self, scope: Scope) -> Option<Scope> {
        let cell = self.cell.filter(|cell| *cell != scope && scope.holds(*cell))?;
        let mut smaller = cell;
        while let Some(parent) = smaller.parent().filter(|parent| *parent != scope) {
            smaller = parent;
        }
        Some(smaller)
    }

    /// Whether Enter records what the form on top is about.
    pub fn is_at_last_field(&self) -> bool {
        match self.overlays.last() {
            Some(Overlay::Form(form)) => form.is_at_last_field(),
            Some(Overlay::Sheet(sheet)) => sheet.is_at_last_field(),
            _ => false,
        }
    }

    /// Characters that leaving would lose: what stands in sheets, and drafts that cannot be written.
    pub fn unsaved(&self) -> usize {
        let sheets = self.overlays.iter().map(|overlay| match overlay {
            Overlay::Sheet(sheet) => sheet.unsaved(),
            _ => 0,
        });
        let drafts = if self.is_unkept { self.desk.drafted() } else { 0 };
        drafts + sheets.sum::<usize>()
    }

    /// Puts what stands in sheets into the draft that belongs to no door: they are about to be gone. Forms have drafts.
    pub fn rescue_words(&mut self) {
        let sheets = std::mem::take(&mut self.overlays);
        let words = sheets.iter().flat_map(|overlay| match overlay {
            Overlay::Sheet(sheet) => sheet.changed(),
            _ => Vec::new(),
        });
        let (before, chosen) = self.desk.draft(None).map(|draft| (draft.text.clone(), draft.chosen.clone())).unzip();
        let words: Vec<String> = before.into_iter().chain(words).filter(|words| !words.trim().is_empty()).collect();
        self.desk.keep_draft(None, (&words.join(" "), &chosen.unwrap_or_default()), self.now);
    }

    /// Whether the question is open that comes before words are left unsaved.
    pub fn asks_to_leave(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Confirm(Confirm { effect: Effect::Quit, .. })))
    }

    /// Whether what is on the screen depends on what is read in pieces: the search, a line at a door, the matters.
    pub fn awaits_reading(&self) -> bool {
        self.is_searching() || self.line_village.is_some() || self.lists_matters()
    }

    /// Whether the page of matters is on top.
    pub fn lists_matters(&self) -> bool {
        matches!(self.screens.last(), Some(Screen::Matters(_)))
    }

    /// Whether what is typed on the page on top narrows what it lists.
    pub fn narrows_itself(&self) -> bool {
        self.lists_matters() || matches!(self.screens.last(), Some(Screen::Past(_)))
    }

    /// Whether the search is open.
    pub fn is_searching(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Search(_)))
    }

    /// Whether somebody of the household may be looking at the page on top: it is their doorstep card.
    pub fn is_facing(&self) -> bool {
        matches!(
            self.screens.last(),
            Some(Screen::Card(_) | Screen::Home(_) | Screen::Matter(_) | Screen::Past(_) | Screen::Marks(_))
        )
    }

    /// Whether what is hidden on the page on top is shown now. What was asked for on one page is shown on no other.
    pub fn is_revealed(&self) -> bool {
        let subject = self.screens.last().and_then(Screen::subject);
        self.showing.is_some_and(|(of, until)| self.now < until && subject == Some(of))
    }

    /// Shows what is hidden on the page on top for a while.
    pub fn reveal(&mut self) {
        let subject = self.screens.last().and_then(Screen::subject);
        self.showing = subject.map(|subject| (subject, self.now.plus_seconds(SHOWN)));
    }

    /// Hides again what was shown for a while.
    pub fn hide(&mut self) {
        self.showing = None;
    }

    /// The next moment at which the screen changes by itself: the minute of the clock, or the end of a revealing.
    pub fn next_change(&self) -> Moment {
        let minute = self.now.plus_seconds(60 - self.now.unix().rem_euclid(60));
        match self.showing {
            Some((_, until)) if until > self.now => minute.min(until),
            _ => minute,
        }
    }
}

/// The smallest area that holds some cells; the cell itself where it is one.
fn around(cells: &[Scope]) -> Option<Scope> {
    let first = *cells.first()?;
    std::iter::successors(Some(first), |scope| scope.parent()).find(|area| cells.iter().all(|cell| area.holds(*cell)))
}

/// Whether there is something to undo, and to redo: the last act was an undo.
fn past(sight: &Sight<'_>) -> Read<Vec<Can>> {
    let Some(last) = sight.reader.last_act()? else { return Ok(Vec::new()) };
    Ok(if is_undo(&last) { vec![Can::Undo, Can::Redo] } else { vec![Can::Undo] })
}

/// Whether an act only takes others back.
pub fn is_undo(act: &ActView) -> bool {
    act.events.iter().any(|event| matches!(event.fact, Fact::Retracted { .. }))
}
