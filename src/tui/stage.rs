//! The data and the screens together, without a terminal: what the loop drives, and what tests drive in its place.

use std::fmt;
use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::domain::fact::Fact;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::oddity::oddity;
use crate::domain::reader::{ActView, Read, Reader};
use crate::domain::rules::Rules;
use crate::domain::scope::Scope;
use crate::entry::docket::Docket;
use crate::i18n::bound;
use crate::i18n::daily::DailySaid;
use crate::i18n::kept::Kept;
use crate::i18n::key::Mended;
use crate::i18n::locked::LockSaid;
use crate::i18n::msg::Msg;
use crate::search::{Leads, Roster};
use crate::store::backup::BackupFault;
use crate::store::daily::Day;
use crate::store::replica::{Mending, Replica, RosterReading, Said};

use super::Left;
use super::daily::{self, Daily};
use super::effect::{Effect, Guard};
use super::erasing;
use super::input::Input;
use super::model::{Busy, Model, Options};
use super::overlays::Overlay;
use super::perform;
use super::sight::Sight;
use super::update::{hear, update};
use super::view::view;
use super::work::{Erase, Errand, Job, News, Report, Stop};

/// Open demands that are read between two keys.
const AT_ONCE: usize = 100;
/// Records that an act may change before all matters are read anew.
const MANY: usize = 2_000;

/// A device's copy with what is kept in memory beside it.
pub struct Book {
    pub replica: Replica,
    pub roster: Roster,
    pub rules: Rules,
    /// What is not in the roster yet.
    reading: RosterReading,
    /// The copy was handed over while it was being read.
    is_cut_short: bool,
    /// The open demands of the village in which a line was typed last.
    leads: Option<Leads>,
    /// Every matter, once their page was opened.
    docket: Option<Docket>,
    daily: Daily,
    /// What `~` means in a path.
    pub home: Option<PathBuf>,
    /// Where a backup goes every day.
    pub backup_folder: Option<PathBuf>,
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").field("replica", &self.replica).finish_non_exhaustive()
    }
}

impl Book {
    fn open(replica: Replica, home: Option<PathBuf>, backup_folder: Option<PathBuf>) -> Self {
        let rules = replica.rules();
        let daily = Daily::into(backup_folder.clone(), replica.last_backup());
        let (roster, reading) = (Roster::default(), replica.begin_roster(Scope::WHOLE));
        let (leads, docket, is_cut_short) = (None, None, false);
        Self { replica, roster, rules, reading, is_cut_short, leads, docket, daily, home, backup_folder }
    }

    /// What the screens may look at.
    pub fn sight<'a>(&'a self, now: Moment, me: &'a str) -> Sight<'a> {
        Sight {
            reader: &self.replica,
            roster: &self.roster,
            leads: self.leads.as_ref(),
            docket: self.docket.as_ref(),
            rules: &self.rules,
            desk: self.replica.desk(),
            now,
            me,
            backup_overdue: self.daily.overdue(now),
        }
    }

    /// Hands the device's copy over; an empty one stands in its place until it is given back. What is being read of it
    /// is read anew then.
    fn lend(&mut self) -> Replica {
        if !self.reading.is_over() {
            (self.reading, self.roster) = (RosterReading::default(), Roster::default());
            self.is_cut_short = true;
        }
        std::mem::replace(&mut self.replica, Replica::in_memory(0))
    }

    /// Takes the device's copy back.
    fn take_back(&mut self, replica: Replica) {
        self.replica = replica;
        if std::mem::take(&mut self.is_cut_short) {
            self.forget_roster();
        }
    }

    /// Starts the roster anew; it is read piece by piece, so that nobody waits for it.
    pub fn forget_roster(&mut self) {
        // Whoever still reads is to end first.
        (self.reading, self.roster) = (RosterReading::default(), Roster::default());
        self.reading = self.replica.begin_roster(Scope::WHOLE);
    }

    /// Has the matters and open demands in memory read anew when they are asked for.
    pub fn forget_matters(&mut self) {
        self.docket = None;
        self.leads = None;
    }

    /// Brings what is in memory up to date with an act.
    pub fn follow(&mut self, act: &ActView) -> Read<()> {
        self.follow_matters(act)?;
        self.follow_leads(act)
    }

    /// Brings the matters in memory up to date with an act; what changes them all is read anew.
    fn follow_matters(&mut self, act: &ActView) -> Read<()> {
        let Some(docket) = &mut self.docket else { return Ok(()) };
        let mut records: Vec<Id> = act.events.iter().map(|event| event.record).collect();
        records.sort_unstable();
        records.dedup();
        if docket.is_of_other_rules(&self.rules) || records.len() > MANY || !docket.is_read() {
            self.docket = Some(Docket::unread(&self.replica, Scope::WHOLE)?);
            return Ok(());
        }
        docket.refresh(&self.replica, &records)
    }

    /// Reads the matters of one more cell; whether any are left.
    fn read_matters(&mut self) -> Read<bool> {
        if let Some(docket) = &mut self.docket {
            return Ok(!docket.is_read() && docket.read_more(&self.replica)?);
        }
        self.docket = Some(Docket::unread(&self.replica, Scope::WHOLE)?);
        Ok(true)
    }

    /// Whether all matters are in memory.
    fn knows_matters(&self) -> bool {
        self.docket.as_ref().is_some_and(Docket::is_read)
    }

    /// Brings the open demands in memory up to date with an act. What an undo or a new policy changed is read anew.
    fn follow_leads(&mut self, act: &ActView) -> Read<()> {
        let Some(leads) = &mut self.leads else { return Ok(()) };
        let matters = act.events.iter().filter(|event| matches!(event.fact, Fact::Matter(_)));
        let mut matters: Vec<Id> = matters.map(|event| event.record).collect();
        if act.events.iter().any(|event| matches!(event.fact, Fact::Retracted { .. } | Fact::PolicySet { .. })) {
            self.leads = None;
            return Ok(());
        }
        matters.dedup();
        leads.refresh(&self.replica, &self.rules.policy, &matters)
    }

    /// Reads a few more of the open demands of a village; whether more are left.
    fn read_leads(&mut self, village: Scope) -> Read<bool> {
        let leads = match &mut self.leads {
            Some(leads) if leads.village() == village => leads,
            other => {
                *other = Some(Leads::unread(&self.replica, village)?);
                return Ok(true);
            }
        };
        Ok(!leads.is_read() && leads.read_more(&self.replica, &self.rules.policy, AT_ONCE)?)
    }

    /// Reads the search text of one more village; whether more is left.
    fn read_more(&mut self) -> Read<bool> {
        self.reading.read_more(&self.replica, &mut self.roster)
    }
}

/// The data and the screens.
#[derive(Debug)]
pub struct Stage {
    pub book: Book,
    pub model: Model,
    /// Ended by the person.
    pub ended: bool,
    /// Ended in order to do this.
    pub left: Left,
    /// What is wanted of the lock over the screens, until [`super::lock::App`] takes it.
    pub guard: Option<Guard>,
    /// Sent off and not begun yet: whoever drives the stage runs them.
    jobs: Vec<Job>,
    /// Number of the last job.
    number: u64,
    /// The job that has the device's copy, and how it is stopped.
    lent: Option<(u64, Stop)>,
    places: Vec<PathBuf>,
    home: Option<PathBuf>,
}

impl Stage {
    /// Today on a terminal of that many columns and rows.
    pub fn open(replica: Replica, options: Options, size: (u16, u16), now: Moment) -> Read<Self> {
        let book = Book::open(replica, options.home.clone(), options.backup_folder.clone());
        let me = options.me.clone();
        bound::bind(options.keys.named());
        let (places, home) = (options.places.clone(), options.home.clone());
        let mut model = Model::new(options, size, &book.sight(now, &me))?;
        // A clock that is wrong makes every deadline wrong; what is kept is there in any case.
        let odd = oddity(now, book.replica.last_typed()?).map(Msg::Clock);
        model.status =
            mended(&book.replica).map(Msg::Mended).or(odd).or_else(|| remembered(&book.replica).map(Msg::Kept));
        model.is_guarded = book.replica.is_locked_at_rest();
        let (jobs, number, lent) = (Vec::new(), 0, None);
        Ok(Self { book, model, ended: false, left: Left::Away, guard: None, jobs, number, lent, places, home })
    }

    /// Takes one input in and does what it asks for.
    pub fn take(&mut self, input: &Input, now: Moment) {
        let me = self.model.me.clone();
        let effects = update(&mut self.model, input, &self.book.sight(now, &me));
        self.perform(effects, now);
    }

    fn perform(&mut self, effects: Vec<Effect>, now: Moment) {
        for effect in effects {
            match effect {
                Effect::Send(errand) => self.send(errand, now),
                Effect::Stop => self.stop(),
                Effect::Erase { household, subject, why } => self.erase(Erase { household, subject, why }, now),
                Effect::Guard(Guard::Lock | Guard::Pin) if !self.model.is_guarded => {
                    self.model.status = Some(Msg::Lock(LockSaid::NoPassphrase));
                }
                Effect::Guard(guard) => self.guard = Some(guard),
                Effect::Leave(left) => (self.ended, self.left) = (true, left),
                effect => self.ended |= perform::perform(&mut self.book, &mut self.model, &effect, now),
            }
        }
    }

    /// Whether the desk holds something that was not yet tried to be written.
    pub fn is_unkept(&self) -> bool {
        !self.is_lent() && self.model.desk != *self.book.replica.desk()
    }

    /// Whether the disk still has a draft that is none any more: recorded, or deleted.
    pub fn is_outdated(&self) -> bool {
        let desk = self.book.replica.desk();
        desk.drafts().any(|draft| self.model.desk.draft(draft.door).is_none())
            || desk.forms().iter().any(|form| self.model.desk.form(&form.matters, &form.verb).is_none())
    }

    /// Writes the desk, if it changed. A fault is shown; the words stay in memory.
    ///
    /// # Errors
    /// The fault, in words for a log.
    pub fn keep(&mut self) -> Result<(), String> {
        if self.is_lent() {
            return Ok(());
        }
        perform::keep(&mut self.book, &mut self.model)
    }

    /// Sends an errand off; a quick one is done at once. One that needs the device's copy takes it along.
    fn send(&mut self, errand: Errand, now: Moment) {
        if self.lent.is_some() {
            return;
        }
        self.number += 1;
        let (number, stop) = (self.number, Stop::default());
        let quick = errand.is_quick();
        let replica = errand.needs_ledger().then(|| self.book.lend());
        if replica.is_some() {
            self.lent = Some((number, stop.clone()));
            self.model.busy = (!quick).then(|| Busy { step: errand.first_step(), stopping: false });
        }
        let said = Said { now, at: now, by: self.model.me.clone() };
        let job = Job { number, errand, stop, replica, said, places: self.places.clone(), home: self.home.clone() };
        if quick {
            let mut reports = Vec::new();
            job.run(&mut |report| reports.push(report));
            for report in reports {
                self.hear(report, now);
            }
            return;
        }
        self.model.view += 1;
        self.settle(now);
        self.jobs.push(job);
    }

    /// Sends an erasure off. What is typed elsewhere is kept first; it is struck out of what lies on the desk.
    fn erase(&mut self, what: Erase, now: Moment) {
        if self.keep().is_ok() {
            let folder = self.book.backup_folder.clone();
            self.send(Errand::Erase(what, folder), now);
        }
    }

    /// The keys that work are those of waiting now.
    fn settle(&mut self, now: Moment) {
        let me = self.model.me.clone();
        if let Err(fault) = self.model.settle(&self.book.sight(now, &me)) {
            self.model.status = Some(Msg::Unreadable(fault.to_string()));
        }
    }

    /// Hands the device's copy over to what renews it; [`Stage::give_back`] brings one in its place.
    pub fn lend(&mut self) -> Option<Replica> {
        if self.is_lent() {
            return None;
        }
        self.number += 1;
        self.lent = Some((self.number, Stop::default()));
        Some(self.book.lend())
    }

    /// Goes on with a device's copy of the same data.
    pub fn give_back(&mut self, replica: Replica) {
        self.model.is_guarded = replica.is_locked_at_rest();
        self.take_back(replica);
    }

    fn take_back(&mut self, replica: Replica) {
        self.book.take_back(replica);
        self.lent = None;
        self.model.view += 1;
    }

    /// Asks the job that has the device's copy to stop.
    pub fn stop(&mut self) {
        if let Some((_, stop)) = &self.lent {
            stop.ask();
        }
        if let Some(busy) = &mut self.model.busy {
            busy.stopping = busy.step.can_stop();
        }
    }

    /// Jobs to be run now, each on a thread of its own; what they tell comes back by [`Stage::hear`].
    pub fn jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.jobs)
    }

    /// Whether a job has the device's copy.
    pub fn is_lent(&self) -> bool {
        self.lent.is_some()
    }

    /// Whether the day's backup should begin as soon as nobody types.
    pub fn wants_backup(&self, now: Moment) -> bool {
        !self.is_lent() && self.book.daily.is_wanted(now)
    }

    /// Sends the day's backup off.
    pub fn back_up(&mut self, now: Moment) {
        if !self.wants_backup(now) {
            return;
        }
        let (book, me) = (&mut self.book, &self.model.me);
        if let Some(errand) = book.daily.errand(&mut book.replica, me, now) {
            self.send(errand, now);
            self.book.daily.begin(self.number);
        }
    }

    /// Whether the day's backup is being written.
    pub fn is_backing_up(&self) -> bool {
        self.book.daily.is_under_way()
    }

    /// What is waited for when a person leaves meanwhile.
    pub fn backup_said(&self) -> Option<String> {
        let folder = self.book.daily.folder().filter(|_| self.is_backing_up())?;
        Some(DailySaid::Begins(folder.to_owned()).text(self.model.lang))
    }

    /// Shows what came of the day's backup, unless something else was said that is not read yet.
    fn backed_up(&mut self, outcome: &Result<Day, BackupFault>, now: Moment) {
        self.book.daily.found(self.book.replica.last_backup());
        let unrecorded = self.book.daily.unrecorded().filter(|_| outcome.is_ok()).map(DailySaid::Unrecorded);
        if let Some(said) = daily::said(outcome).map(|said| unrecorded.unwrap_or(said))
            && (self.model.status.is_none() || said.is_fault())
        {
            self.model.status = Some(Msg::Daily(said));
        }
        self.settle(now);
    }

    /// Takes in what a job tells.
    pub fn hear(&mut self, report: Report, now: Moment) {
        let Report { number, news, replica } = report;
        let is_last = !matches!(news, News::Progress(_));
        if is_last && replica.is_none() && self.lent.as_ref().is_some_and(|(lent, _)| *lent == number) {
            // The data has to be opened anew, which goes on with what was begun.
            (self.lent, self.model.busy, self.ended) = (None, None, true);
        }
        if let Some(replica) = replica {
            self.take_back(replica);
            self.model.busy = None;
        }
        if let News::Progress(step) = news {
            let present = self.lent.as_ref().is_some_and(|(lent, _)| *lent == number);
            if let Some(busy) = self.model.busy.as_mut().filter(|_| present) {
                busy.step = step;
                self.settle(now);
            }
            return;
        }
        if self.book.daily.end(number)
            && let News::BackedUp(outcome) = &news
        {
            self.backed_up(outcome, now);
            return;
        }
        if let News::Erased(what, outcome) = news {
            erasing::erased(&mut self.book, &mut self.model, what.household, *outcome, now);
            return;
        }
        if let News::Taken(request, taken) = news {
            perform::taken(&mut self.book, &mut self.model, &request, taken, now);
            return;
        }
        let me = self.model.me.clone();
        let effects = hear(&mut self.model, news, &self.book.sight(now, &me));
        self.perform(effects, now);
    }

    /// Whether what stands beside the list has to follow the cursor when no key follows.
    pub fn lags(&self) -> bool {
        !self.is_lent() && self.model.lags()
    }

    /// Shows beside the list what stands under the cursor.
    pub fn accompany(&mut self, now: Moment) {
        let me = self.model.me.clone();
        if let Err(fault) = self.model.accompany(&self.book.sight(now, &me)) {
            self.model.status = Some(Msg::Unreadable(fault.to_string()));
        }
    }

    /// Shows the present minute, and hides what was shown for seconds.
    pub fn tick(&mut self, now: Moment) {
        if self.is_lent() {
            self.model.now = now;
            return;
        }
        let me = self.model.me.clone();
        if let Err(fault) = self.model.reload(&self.book.sight(now, &me)) {
            self.model.status = Some(Msg::Unreadable(fault.to_string()));
        }
    }

    /// Reads a little of what search and the line need; whether anything was left to read.
    pub fn read_more(&mut self) -> bool {
        if self.is_lent() {
            return false;
        }
        if self.model.lists_matters() && !self.book.knows_matters() {
            return self.read_matters();
        }
        if self.book.reading.is_over() {
            return self.read_leads();
        }
        let more = self.book.read_more().unwrap_or_else(|fault| {
            self.model.status = Some(Msg::Unreadable(fault.to_string()));
            false
        });
        // What is being typed is looked for among all households now; a look after each piece would be painted by nobody.
        if !more && let Some(Overlay::Search(search)) = self.model.overlays.last_mut() {
            search.find_more(&self.book.sight(self.model.now, &self.model.me));
        }
        true
    }

    /// Reads a row that a page key would bring into view; whether there was one.
    pub fn read_ahead(&mut self) -> bool {
        if self.is_lent() {
            return false;
        }
        let sight = self.book.sight(self.model.now, &self.model.me);
        // What cannot be read is told when it is to be shown.
        self.model.screens.last_mut().is_some_and(|screen| screen.read_ahead(&sight).unwrap_or(false))
    }

    /// Reads some of the matters that the page on top lists; whether there is more to read.
    fn read_matters(&mut self) -> bool {
        let me = self.model.me.clone();
        let outcome = self.book.read_matters().and_then(|more| {
            let sight = self.book.sight(self.model.now, &me);
            if more { Ok(()) } else { self.model.reload(&sight) }
        });
        if let Err(fault) = outcome {
            self.model.status = Some(Msg::Unreadable(fault.to_string()));
            return false;
        }
        true
    }

    /// Reads a few of the open demands that the line being typed is compared with; whether more are left.
    fn read_leads(&mut self) -> bool {
        let Some(village) = self.model.line_village else { return false };
        self.book.read_leads(village).unwrap_or_else(|fault| {
            self.model.status = Some(Msg::Unreadable(fault.to_string()));
            self.model.line_village = None;
            false
        })
    }

    /// Paints everything; where the terminal's cursor shall stand.
    pub fn paint(&self, buffer: &mut Buffer) -> Option<Position> {
        view(&self.model, &self.book.sight(self.model.now, &self.model.me), buffer)
    }
}

/// The gravest thing that opening had to mend.
fn mended(replica: &Replica) -> Option<Mended> {
    let Mending { key, torn, rebuilt } = replica.mended().clone();
    key.then_some(Mended::Key).or(rebuilt.map(Mended::Rebuilt)).or(torn.map(Mended::Torn))
}

/// What is to be said at the start of what was kept.
fn remembered(replica: &Replica) -> Option<Kept> {
    if let Some(aside) = replica.desk_aside() {
        return Some(Kept::Aside(aside.clone()));
    }
    let doors = replica.desk().drafts().count();
    (doors > 0).then(|| Kept::Drafts { doors, characters: replica.desk().drafted() })
}
