//! The app behind its lock: screens that are open, covered while the key stays in memory, or shut with nothing of the
//! data left in it.
//!
//! Promises: while a page of the lock is up, no key reaches the screens and nothing of the data is painted; what was
//! being typed is on the desk before anything is dropped. Absent: wiping what the screens had read from memory; only the
//! key is.

pub mod hidden;
pub mod job;
mod setting;
pub mod sheet;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use zeroize::Zeroizing;

use crate::domain::moment::Moment;
use crate::i18n::locked::LockSaid;
use crate::i18n::msg::Msg;
use crate::store::pin;
use crate::store::replica::{OpenFault, Opened, Replica};
use crate::store::tries;
use crate::store::wrap::{PATIENCE, Secret};
use crate::tui::denial::why;

use super::action::{Action, Context, Edit};
use super::effect::Guard;
use super::here::{Can, Here};
use super::input::Input;
use super::keymap::{Meaning, resolve};
use super::model::Options;
use super::stage::Stage;
use super::widgets::paint::Paint;

use hidden::strength;
use job::{Job, Told};
use sheet::{Part, Sheet};

/// Minutes without a key after which the screens are shut, where the settings say nothing.
pub const LOCK_AFTER_MINUTES: u32 = 5;
/// Time for which a PIN reopens; then the key is dropped.
pub const COVERED: Duration = Duration::from_secs(30 * 60);

/// Completes the options once data that was shut is open; `None` where the app cannot go on with them.
pub type Complete<'a> = Box<dyn Fn(&Replica, Opened, Options) -> Option<Options> + 'a>;

/// What holds for the lock.
pub struct Terms<'a> {
    /// The data folder; `None` for data in memory, which cannot be locked.
    pub data: Option<PathBuf>,
    /// Whether a passphrase is offered in the first run.
    pub offers: bool,
    /// Time without a key after which the screens are shut; `None` for never.
    pub lock_after: Option<Duration>,
    /// How long deriving a key from a new passphrase shall take.
    pub patience: Duration,
    pub complete: Option<Complete<'a>>,
}

impl Terms<'_> {
    /// The usual ones for data in a folder.
    pub fn usual(data: Option<PathBuf>) -> Self {
        let lock_after = Some(Duration::from_secs(u64::from(LOCK_AFTER_MINUTES) * 60));
        Self { data, offers: true, lock_after, patience: PATIENCE, complete: None }
    }
}

/// The app. Moments are what the clock shows; a `lapse` is the time since the start, by which the lock waits: it also runs
/// where the clock stands still.
pub struct App<'a> {
    /// The screens; `None` while the data is shut.
    pub stage: Option<Stage>,
    /// What lies in front of the screens.
    sheet: Option<Sheet>,
    /// The present passphrase while it is tried, before a new one.
    old: Option<Zeroizing<String>>,
    options: Options,
    terms: Terms<'a>,
    size: (u16, u16),
    /// To be begun by whoever drives the app.
    jobs: Vec<Job>,
    is_working: bool,
    /// The screens are dropped as soon as work gives their copy back.
    is_closing: bool,
    /// The lapse at which the last key was pressed.
    touched: Duration,
    /// The lapse since which the screens are covered.
    covered: Duration,
    /// The lapse before which no secret is tried.
    until: Duration,
    /// The lapse of the last input or look at the time.
    lapse: Duration,
    ended: bool,
    /// Why the app cannot go on; words for a log.
    fault: Option<String>,
    view: u64,
}

impl fmt::Debug for App<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("App").field("stage", &self.stage).field("sheet", &self.sheet).finish_non_exhaustive()
    }
}

impl<'a> App<'a> {
    /// The screens over a device's copy; behind the lock where there is none.
    ///
    /// # Errors
    /// What could not be read, in words for a log.
    pub fn new(
        replica: Option<Replica>,
        options: Options,
        terms: Terms<'a>,
        size: (u16, u16),
        now: Moment,
    ) -> Result<Self, String> {
        let mut app = Self {
            stage: None,
            sheet: None,
            old: None,
            options,
            terms,
            size,
            jobs: Vec::new(),
            is_working: false,
            is_closing: false,
            touched: Duration::ZERO,
            covered: Duration::ZERO,
            until: Duration::ZERO,
            lapse: Duration::ZERO,
            ended: false,
            fault: None,
            view: 0,
        };
        match replica {
            Some(replica) => app.open(replica, now)?,
            None => app.ask(),
        }
        Ok(app)
    }

    /// Asks for what opens the data. Wrong tries of earlier times count.
    fn ask(&mut self) {
        self.show(Some(Sheet::of(Part::Ask)));
        let wrong = self.terms.data.as_deref().map_or(0, tries::count);
        self.until = self.until.max(self.lapse + tries::pause(wrong));
    }

    fn show(&mut self, sheet: Option<Sheet>) {
        self.sheet = sheet;
        self.view += 1;
    }

    fn open(&mut self, replica: Replica, now: Moment) -> Result<(), String> {
        let mut stage =
            Stage::open(replica, self.options.clone(), self.size, now).map_err(|fault| fault.to_string())?;
        if let Some(pin) = &mut stage.model.desk.pin {
            pin.wrong = 0;
        }
        self.stage = Some(stage);
        self.touched = self.lapse;
        self.show(None);
        Ok(())
    }

    /// Whether the person left, or the app cannot go on.
    pub fn is_ended(&self) -> bool {
        self.ended || self.fault.is_some() || (self.stage.as_ref().is_some_and(|stage| stage.ended))
    }

    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Raised with every change after which everything is painted anew.
    pub fn view(&self) -> (u64, Option<u64>) {
        (self.view, self.stage.as_ref().map(|stage| stage.model.view))
    }

    pub fn is_covered(&self) -> bool {
        self.sheet.is_some()
    }

    /// Draws characters of uncertain width as plain ones.
    pub fn use_plain_characters(&mut self) {
        self.options.ascii = true;
        if let Some(stage) = &mut self.stage {
            stage.model.ascii = true;
        }
    }

    pub fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        if let Some(stage) = &mut self.stage {
            stage.model.size = size;
        }
    }

    /// Jobs of the lock to be run now, each on a thread of its own; what they tell comes back by [`App::hear`].
    pub fn jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.jobs)
    }

    /// Takes one input in.
    pub fn take(&mut self, input: &Input, now: Moment, lapse: Duration) {
        self.pass(now, lapse);
        if !matches!(input, Input::Resize) {
            self.touched = lapse;
        }
        if matches!(input, Input::Resize) {
            self.view += 1;
        }
        if self.sheet.is_some() {
            self.take_unseen(input, now);
        } else if let Some(stage) = &mut self.stage {
            stage.take(input, now);
            if let Some(guard) = stage.guard.take() {
                self.guard(guard);
            }
        }
    }

    fn guard(&mut self, guard: Guard) {
        let Some(stage) = &mut self.stage else { return };
        let is_guarded = stage.model.is_guarded;
        match guard {
            Guard::Lock => self.lock(),
            Guard::Offer if is_guarded || !self.terms.offers || self.terms.data.is_none() => {}
            _ if self.terms.data.is_none() => stage.model.status = Some(Msg::Lock(LockSaid::NothingToGuard)),
            _ if stage.is_lent() || stage.is_backing_up() => stage.model.status = Some(Msg::Lock(LockSaid::AtWork)),
            Guard::Passphrase if is_guarded => self.show(Some(Sheet::of(Part::Old))),
            Guard::Passphrase => self.show(Some(Sheet::of(Part::New { old: None, offered: false }))),
            Guard::Offer => self.show(Some(Sheet::of(Part::New { old: None, offered: true }))),
            Guard::Pin => {
                let replaces = stage.model.desk.pin.is_some();
                self.show(Some(Sheet::of(Part::NewPin { replaces })));
            }
        }
    }

    /// Shuts the screens: behind the PIN where one is set, else wholly.
    pub fn lock(&mut self) {
        let Some(stage) = &mut self.stage else { return };
        // What an overlay holds in words that are kept goes to the disk; its place stays as it is.
        let kept = stage.keep();
        let has_pin = stage.model.desk.pin.as_ref().is_some_and(|pin| pin.wrong < pin::TRIES);
        self.covered = self.lapse;
        if has_pin {
            self.show(Some(Sheet::of(Part::Pin)));
        } else if let Err(fault) = kept {
            // The words are in memory alone: covered, they stay there.
            self.ask();
            if let Some(sheet) = &mut self.sheet {
                sheet.said = Some(LockSaid::NotShut(fault));
            }
        } else {
            self.close();
        }
    }

    /// Drops the screens with the key. What could not be kept holds them; work that has the data is waited for.
    fn close(&mut self) {
        if !self.sheet.as_ref().is_some_and(|sheet| matches!(sheet.part, Part::Ask)) {
            self.ask();
        }
        let Some(stage) = &mut self.stage else { return };
        // A backup under way has the key as well.
        self.is_closing = stage.is_lent() || stage.is_backing_up();
        if self.is_closing {
            return;
        }
        stage.model.rescue_words();
        let kept = stage.keep().and_then(|()| stage.book.replica.settle().map_err(|fault| fault.to_string()));
        if let Err(fault) = kept {
            if let Some(sheet) = &mut self.sheet {
                sheet.said = Some(LockSaid::NotShut(fault));
            }
            return;
        }
        let model = &stage.model;
        self.options.lang = model.lang;
        self.options.theme.clone_from(&model.theme);
        self.options.me.clone_from(&model.me);
        self.stage = None;
        self.view += 1;
    }

    /// What a page of the lock does with an input.
    fn take_unseen(&mut self, input: &Input, now: Moment) {
        let mut here = Here { keys: Arc::clone(&self.options.keys), ..Here::bare(Context::Secret) };
        here.allow(Can::Open, true);
        here.allow(Can::GoBack, true);
        let Some(sheet) = &mut self.sheet else { return };
        match input {
            Input::Resize => {}
            Input::Paste(text) => sheet.write(text),
            Input::Key(key) => match resolve(*key, &here) {
                Meaning::Type(c) | Meaning::Find(c) => sheet.write(c.encode_utf8(&mut [0; 4])),
                Meaning::Run(Action::Edit(Edit::Backspace)) => sheet.line.erase(),
                Meaning::Run(Action::Edit(_)) => sheet.line.clear(),
                Meaning::Run(Action::Open) => self.enter(now),
                Meaning::Run(Action::Back) => self.back(),
                Meaning::Run(Action::Quit) => self.quit(),
                Meaning::Run(Action::Lock) => self.lock_page(),
                _ => {}
            },
        }
    }

    /// F10 on a page that sets something.
    fn lock_page(&mut self) {
        let is_guarded = self.stage.as_ref().is_some_and(|stage| stage.model.is_guarded);
        let may = |sheet: &Sheet| !sheet.must_stay() && !sheet.is_shut() && !sheet.is_busy;
        if is_guarded && self.sheet.as_ref().is_some_and(may) {
            self.lock();
        }
    }

    fn quit(&mut self) {
        let Some(sheet) = &mut self.sheet else { return };
        match sheet.part {
            Part::Renewing(_) => return,
            Part::Code(_) | Part::Confirm(_) if !sheet.is_warned => {
                sheet.is_warned = true;
                sheet.said = Some(LockSaid::Unconfirmed);
                return;
            }
            _ => {}
        }
        if let Some(stage) = self.stage.as_mut().filter(|stage| !stage.is_lent()) {
            stage.model.rescue_words();
        }
        self.ended = true;
    }

    fn back(&mut self) {
        let has_stage = self.stage.is_some();
        let Some(sheet) = &mut self.sheet else { return };
        if sheet.is_busy {
            return;
        }
        match std::mem::replace(&mut sheet.part, Part::Ask) {
            Part::Ask if sheet.line.is_empty() && !has_stage => self.ended = true,
            Part::Again { old, .. } => sheet.go(Part::New { old, offered: false }),
            Part::PinAgain { .. } => {
                let replaces = self.stage.as_ref().is_some_and(|stage| stage.model.desk.pin.is_some());
                sheet.go(Part::NewPin { replaces });
            }
            Part::Confirm(code) => sheet.go(Part::Code(code)),
            Part::Old | Part::New { .. } | Part::NewPin { .. } => self.show(None),
            part @ (Part::Ask | Part::Pin | Part::Renewing(_) | Part::Code(_)) => {
                sheet.line.clear();
                sheet.part = part;
            }
        }
    }

    fn enter(&mut self, now: Moment) {
        let wait = self.seconds_to_wait();
        let Some(sheet) = &mut self.sheet else { return };
        if sheet.is_busy {
            return;
        }
        match &sheet.part {
            Part::Ask | Part::Old if sheet.line.is_empty() || wait > 0 => {}
            Part::Ask => self.try_secret(),
            Part::Pin => self.try_pin(now),
            // A wrong one is told before anybody thinks of a new one.
            Part::Old => self.try_old(),
            Part::New { offered: true, .. } if sheet.line.is_empty() => self.show(None),
            Part::New { .. } if !strength(sheet.line.text()).1 => {
                let like_pin = Secret::passphrase(sheet.line.text()).is_like_a_pin();
                sheet.said = Some(if like_pin { LockSaid::LikePin } else { LockSaid::Weak });
            }
            Part::Confirm(_) if sheet.is_last_group() => self.finish(LockSaid::Set),
            Part::Confirm(_) => {
                sheet.line.clear();
                sheet.said = Some(LockSaid::WrongGroup);
            }
            Part::NewPin { .. } | Part::PinAgain { .. } => self.enter_pin(),
            Part::Renewing(_) => {}
            Part::New { .. } | Part::Again { .. } | Part::Code(_) => self.go_on(),
        }
    }

    fn send(&mut self, job: Job) {
        self.is_working = true;
        self.jobs.push(job);
    }

    /// Whole seconds until the next try, counted up.
    pub fn seconds_to_wait(&self) -> u64 {
        let left = self.until.saturating_sub(self.lapse);
        left.as_secs() + u64::from(left.subsec_nanos() > 0)
    }

    fn try_secret(&mut self) {
        let wait = self.seconds_to_wait();
        let Some(sheet) = &mut self.sheet else { return };
        let Some(data) = self.terms.data.clone() else { return };
        if wait > 0 {
            return;
        }
        if self.is_closing {
            sheet.said = Some(LockSaid::AtWork);
            return;
        }
        let secret = Secret::typed(&sheet.line.take());
        (sheet.is_busy, sheet.said) = (true, None);
        let is_open = self.stage.is_some();
        self.send(if is_open { Job::Prove { data, secret } } else { Job::Open { data, secret } });
    }

    /// Tries the present passphrase, before a new one is asked for.
    fn try_old(&mut self) {
        let (Some(sheet), Some(data)) = (&mut self.sheet, self.terms.data.clone()) else { return };
        let old = sheet.line.take();
        let secret = Secret::typed(&old);
        (sheet.is_busy, sheet.said) = (true, None);
        self.old = Some(old);
        self.send(Job::Prove { data, secret });
    }

    /// What was tried is right: the screens again, or, where it was to be changed, on to the new one.
    fn proved(&mut self, now: Moment) {
        let old = self.old.take();
        match &mut self.sheet {
            Some(sheet) if matches!(sheet.part, Part::Old) => sheet.go(Part::New { old, offered: false }),
            _ => self.uncover(now),
        }
    }

    /// Digits are a PIN; anything else is tried as the passphrase.
    fn try_pin(&mut self, now: Moment) {
        let (Some(sheet), Some(stage)) = (&mut self.sheet, &mut self.stage) else { return };
        if sheet.line.is_empty() {
            return;
        }
        let Some(digits) = pin::digits(sheet.line.text()) else {
            if sheet.line.length() < *pin::DIGITS.start() {
                sheet.line.clear();
                sheet.said = Some(LockSaid::NotAPin);
            } else {
                self.try_secret();
            }
            return;
        };
        sheet.line.clear();
        if stage.is_lent() {
            sheet.said = Some(LockSaid::AtWork);
            return;
        }
        let Some(pin) = &mut stage.model.desk.pin else { return };
        if stage.book.replica.is_pin(pin, &digits) {
            return self.uncover(now);
        }
        pin.wrong = pin.wrong.saturating_add(1);
        let left = pin::TRIES.saturating_sub(pin.wrong);
        // That the count cannot be written is told when the screens are open again; in memory it holds.
        let _told = stage.keep();
        if left > 0 {
            sheet.said = Some(LockSaid::WrongPin(left));
            return;
        }
        self.close();
        if let Some(sheet) = &mut self.sheet {
            sheet.said = Some(LockSaid::PinSpent);
        }
    }

    /// The screens again, as they were.
    fn uncover(&mut self, now: Moment) {
        if let Some(stage) = &mut self.stage {
            if let Some(pin) = &mut stage.model.desk.pin {
                pin.wrong = 0;
            }
            stage.tick(now);
        }
        self.touched = self.lapse;
        self.show(None);
    }

    /// Takes in what a job of the lock tells.
    pub fn hear(&mut self, told: Told, now: Moment, lapse: Duration) {
        self.lapse = self.lapse.max(lapse);
        if let Told::Progress(done) = told {
            if let Some(Sheet { part: Part::Renewing(copied), .. }) = &mut self.sheet {
                *copied = done;
            }
            return;
        }
        self.is_working = false;
        if let Some(sheet) = &mut self.sheet {
            sheet.is_busy = false;
        }
        match told {
            Told::Progress(_) => {}
            Told::Opened(Ok(opened)) => self.opened(*opened, now),
            Told::Proved(Ok(())) => self.proved(now),
            Told::Opened(Err(fault)) | Told::Proved(Err(fault)) => self.refuse(&fault),
            Told::Changed(Ok(())) => self.finish(LockSaid::Changed),
            Told::Changed(Err(fault)) => self.refuse(&fault),
            Told::Renewed(code, opened) => self.renewed(&code.shown(), opened),
            Told::NotRenewed(fault) => self.not_renewed(*fault),
            Told::Failed => self.fault = Some("the lock failed".to_owned()),
        }
    }

    fn opened(&mut self, (replica, opened): (Replica, Opened), now: Moment) {
        if let Some(complete) = self.terms.complete.take() {
            let Some(options) = complete(&replica, opened, self.options.clone()) else {
                self.ended = true;
                return;
            };
            self.options = options;
        }
        self.fault = self.open(replica, now).err();
    }

    fn refuse(&mut self, fault: &OpenFault) {
        self.old = None;
        let said = match fault {
            OpenFault::WrongSecret(wrong) => {
                self.until = self.lapse + tries::pause(*wrong);
                LockSaid::Wrong(*wrong)
            }
            OpenFault::InUse { pid, .. } => LockSaid::InUse(*pid),
            OpenFault::Other(fault) => LockSaid::Fault(why(fault, self.options.lang)),
            fault => LockSaid::Fault(fault.to_string()),
        };
        if let Some(sheet) = &mut self.sheet {
            sheet.said = Some(said);
        }
    }

    /// Follows up on work of the screens: what waited for it to end is shut now.
    pub fn follow_up(&mut self) {
        if self.is_closing {
            self.close();
        }
    }

    /// When the screens are shut by themselves, as a lapse.
    fn idle_at(&self) -> Option<Duration> {
        let stage = self.stage.as_ref().filter(|stage| stage.model.is_guarded)?;
        let after = self.terms.lock_after?;
        match &self.sheet {
            None => Some(self.touched + after),
            Some(sheet) if sheet.must_stay() || sheet.is_busy => None,
            Some(sheet) if !sheet.is_shut() => Some(self.touched + after),
            // Covered: the key is dropped in time, unless that failed already.
            Some(Sheet { part: Part::Pin, .. }) if !stage.is_lent() => Some(self.covered + COVERED),
            Some(_) => None,
        }
    }

    /// Looks at the time: shuts what is left alone for long enough.
    pub fn pass(&mut self, now: Moment, lapse: Duration) {
        self.lapse = self.lapse.max(lapse);
        if self.idle_at().is_none_or(|at| self.lapse < at) {
            return;
        }
        let covered = self.sheet.as_ref().is_some_and(Sheet::is_shut);
        if let Some(stage) = &mut self.stage {
            stage.model.now = now;
        }
        if covered { self.close() } else { self.lock() }
    }

    /// How long until the lock changes something by itself.
    pub fn patience(&self, lapse: Duration) -> Option<Duration> {
        let idle = self.idle_at().map(|at| at.saturating_sub(lapse));
        let left = self.until.saturating_sub(lapse);
        let waits = self.sheet.is_some() && !left.is_zero();
        // The count of seconds changes when a whole one has passed.
        let second = waits.then(|| {
            let part = Duration::from_nanos(u64::from(left.subsec_nanos()));
            if part.is_zero() { Duration::from_secs(1) } else { part }
        });
        idle.into_iter().chain(second).min()
    }

    /// Paints everything; where the terminal's cursor shall stand.
    pub fn paint(&self, buffer: &mut Buffer) -> Option<Position> {
        let Some(sheet) = &self.sheet else { return self.stage.as_ref()?.paint(buffer) };
        let (theme, lang, ascii) = match &self.stage {
            Some(stage) => (stage.model.theme.clone(), stage.model.lang, stage.model.ascii),
            None if self.options.colours => (self.options.theme.clone(), self.options.lang, self.options.ascii),
            None => (self.options.theme.clone().without_colours(), self.options.lang, self.options.ascii),
        };
        let mut paint = Paint { buffer, theme: &theme, ascii, caret: None };
        sheet.paint(&mut paint, &self.options.keys, lang, self.seconds_to_wait())
    }
}
