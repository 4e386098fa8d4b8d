//! The screens. One keystroke runs through four steps: `input` makes it a key, `keymap` finds what it means from THE
//! table in `action`, `update` changes the `model` and asks for effects, `perform` records them; then `view` paints.
//!
//! No ticks: the loop sleeps until an input, a signal, or the next moment that changes what is shown.

pub mod action;
pub mod areas;
pub mod bindings;
pub mod daily;
pub mod denial;
pub mod describe;
pub mod effect;
mod erasing;
pub mod here;
pub mod homes;
pub mod input;
pub mod key;
pub mod keymap;
pub mod lock;
pub mod model;
pub mod overlays;
mod paper;
pub mod perform;
pub mod screens;
pub mod sight;
pub mod stage;
pub mod terminal;
pub mod trainer;
pub mod update;
pub mod view;
pub mod widgets;
pub mod work;

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::domain::moment::Moment;
use crate::store::crash_here;
use crate::store::replica::Replica;

use input::{Input, burst_as_paste};
use lock::{App, Terms};
pub use model::Options;
use stage::Stage;
use terminal::{Anew, Session, Wake};

/// Idle time after which recorded acts are made durable in the database too; the journal has them already.
const IDLE: Duration = Duration::from_secs(2);

/// Pause in typing after which the words are kept on the disk, and the longest that they are not while typing goes on.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_UNKEPT: Duration = Duration::from_secs(5);
/// Pause after a move of the cursor before what stands beside the list follows it: a little more than between the keys
/// of one that is held down.
const FOLLOWS: Duration = Duration::from_millis(40);
/// Longest sleep where nothing waits for a moment.
const LONG: Duration = Duration::from_secs(3_600);

/// How the person left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Left {
    /// To do something else.
    #[default]
    Away,
    /// To look around in the invented township.
    ForDemo,
    /// To practise on invented doors, and come back.
    ForTraining,
    /// To go on with what a backup holds; its path as it was typed.
    ForBackup(String),
    /// Not at all: the system ended the program, or the terminal is gone.
    Ended,
}

/// What is left after the screens.
#[derive(Debug)]
pub struct Ended {
    pub left: Left,
    /// The device's copy, made durable; `None` where the data was shut.
    pub replica: Option<Replica>,
    /// Whether anything was recorded.
    pub recorded: bool,
}

/// Opens the app on a device's copy, or behind the lock where there is none yet, and returns when the person leaves. `now`
/// tells the time.
///
/// # Errors
/// When the terminal cannot be used, or when the data cannot be read or made durable.
pub fn run(
    replica: Option<Replica>,
    options: Options,
    terms: Terms<'_>,
    now: &dyn Fn() -> Moment,
) -> io::Result<Ended> {
    let size = crossterm::terminal::size()?;
    let probes = !options.ascii;
    let mut app = App::new(replica, options, terms, size, now()).map_err(io::Error::other)?;
    let channel = terminal::listen_to_system();
    let mut session = Session::enter()?;
    paint(&mut session, &app, Anew::All)?;
    if probes {
        // What was drawn to find out stood in the first row.
        let wide = terminal::draws_ambiguous_wide();
        if wide {
            app.use_plain_characters();
        }
        paint(&mut session, &app, if wide { Anew::All } else { Anew::FirstRow })?;
    }
    terminal::listen_to_keys(&channel.0);
    let mut seat = Seat::at(app, now);
    let outcome = catch_unwind(AssertUnwindSafe(|| seat.follow(&mut session, &channel)));
    drop(session);
    let mut app = seat.app;
    let outcome = outcome.unwrap_or_else(|panic| {
        // Whatever broke down, what is being typed is kept; unless that is what broke down.
        let _tried = catch_unwind(AssertUnwindSafe(|| app.stage.as_mut().map(Stage::keep)));
        resume_unwind(panic)
    });
    // Whatever is being recorded is stopped or finished; the copy is made durable in any case.
    // When the system ends the program there is no time for a backup; half of one has no name and is written over.
    let waits = app.is_ended();
    if let Some(stage) = &mut app.stage {
        stage.stop();
        if let Some(begun) = stage.backup_said().filter(|_| waits) {
            // Nothing can be told where standard error is gone.
            let _gone = writeln!(io::stderr(), "{begun}");
        }
    }
    let works = |stage: &Stage| stage.is_lent() || (waits && stage.is_backing_up());
    while app.fault().is_none() && app.stage.as_ref().is_some_and(works) {
        match channel.1.recv() {
            Ok(Wake::Report(report)) => {
                if let Some(stage) = &mut app.stage {
                    stage.hear(*report, now());
                }
            }
            Ok(Wake::Told(told)) => app.hear(*told, now(), Duration::ZERO),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    terminal::leave_listening(channel);
    // However it ends, what is being typed is there the next time.
    let kept = app.stage.as_mut().map_or(Ok(()), Stage::keep).map_err(io::Error::other);
    outcome?;
    if let Some(fault) = app.fault() {
        return Err(io::Error::other(fault.to_owned()));
    }
    kept?;
    let left = if waits { Left::Away } else { Left::Ended };
    let Some(mut stage) = app.stage else { return Ok(Ended { left, replica: None, recorded: false }) };
    stage.book.replica.settle().map_err(io::Error::other)?;
    let left = if stage.ended { stage.left } else { left };
    let recorded = !stage.model.recorded.is_empty();
    Ok(Ended { left, recorded, replica: Some(stage.book.replica) })
}

/// The time, and how much of it has passed since the start: by the clock or by the processor, whichever is more. The
/// processor's count stops while a laptop sleeps, the clock's where it stands still or is set back.
struct Watch<'n> {
    now: &'n dyn Fn() -> Moment,
    began: (Instant, Moment),
}

impl<'n> Watch<'n> {
    fn start(now: &'n dyn Fn() -> Moment) -> Self {
        Self { now, began: (Instant::now(), now()) }
    }

    fn now(&self) -> Moment {
        (self.now)()
    }

    fn lapse(&self) -> Duration {
        let by_clock = self.now().unix() - self.began.1.unix();
        self.began.0.elapsed().max(Duration::from_secs(u64::try_from(by_clock).unwrap_or(0)))
    }
}

/// The app at a terminal.
struct Seat<'a, 'n> {
    app: App<'a>,
    watch: Watch<'n>,
    /// Whether search and line may have something left to read.
    unread: bool,
    /// Whether they had, when they were asked last.
    reads: bool,
    /// Whether rows beyond the screen may be left to read.
    is_ahead: bool,
    /// Since when typed words are not on the disk.
    unkept: Option<Instant>,
    /// When something was typed last.
    typed: Instant,
}

impl<'a, 'n> Seat<'a, 'n> {
    fn at(app: App<'a>, now: &'n dyn Fn() -> Moment) -> Self {
        let watch = Watch::start(now);
        Self { app, watch, unread: true, reads: false, is_ahead: true, unkept: None, typed: Instant::now() }
    }
}

impl Seat<'_, '_> {
    fn follow(&mut self, session: &mut Session, (sender, wakes): &(Sender<Wake>, Receiver<Wake>)) -> io::Result<()> {
        while !self.app.is_ended() {
            if let Some(stage) = &mut self.app.stage {
                stage.jobs().into_iter().for_each(|job| terminal::set_off(job, sender));
            }
            self.app.jobs().into_iter().for_each(|job| terminal::set_off_for_lock(job, sender));
            let before = self.app.view();
            let is_unkept = self.app.stage.as_ref().is_some_and(Stage::is_unkept);
            self.unkept = is_unkept.then(|| self.unkept.unwrap_or_else(Instant::now));
            match wakes.recv_timeout(self.patience()) {
                Ok(wake) => {
                    if self.wake(gather(wake, wakes))? {
                        return Ok(());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    if !self.time_passed()? {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            paint(session, &self.app, if self.app.view() == before { Anew::Nothing } else { Anew::Rows })?;
        }
        Ok(())
    }

    /// Takes in what has arrived; whether the program shall end.
    fn wake(&mut self, (news, end): (Vec<Wake>, bool)) -> io::Result<bool> {
        let mut inputs = Vec::new();
        for wake in news {
            match wake {
                Wake::Report(report) => {
                    if let Some(stage) = &mut self.app.stage {
                        stage.hear(*report, self.watch.now());
                    }
                    self.app.follow_up();
                }
                Wake::Told(told) => self.app.hear(*told, self.watch.now(), self.watch.lapse()),
                Wake::Event(event, _) => inputs.extend(Input::from_event(event)),
                Wake::End => {}
            }
            (self.unread, self.is_ahead) = (true, true);
        }
        let inputs = if cfg!(windows) { burst_as_paste(inputs) } else { inputs };
        if !inputs.is_empty() {
            self.typed = Instant::now();
        }
        for input in &inputs {
            if matches!(input, Input::Resize) {
                self.app.resize(crossterm::terminal::size()?);
            }
            self.app.take(input, self.watch.now(), self.watch.lapse());
        }
        Ok(end)
    }

    /// Does what was to be done when nothing has arrived; whether the screen changed.
    fn time_passed(&mut self) -> io::Result<bool> {
        let (now, lapse) = (self.watch.now(), self.watch.lapse());
        let before = (self.app.view(), self.app.seconds_to_wait());
        self.app.pass(now, lapse);
        if before != (self.app.view(), self.app.seconds_to_wait()) {
            return Ok(true);
        }
        let Some(stage) = &mut self.app.stage else { return Ok(false) };
        if stage.lags() && self.typed.elapsed() >= FOLLOWS {
            stage.accompany(now);
            return Ok(true);
        }
        if self.unread {
            let (was_reading, reads) = (self.reads, stage.read_more());
            (self.unread, self.reads) = (reads, reads);
            // What is being typed is looked for among more households now.
            return Ok(was_reading && !reads && stage.model.awaits_reading());
        }
        if self.is_ahead {
            self.is_ahead = stage.read_ahead();
            return Ok(false);
        }
        if self.unkept.is_some() {
            // A fault is shown.
            return Ok(stage.keep().is_err());
        }
        if stage.wants_backup(now) && self.typed.elapsed() >= daily::IDLE {
            stage.back_up(now);
            return Ok(false);
        }
        stage.book.replica.settle().map_err(io::Error::other)?;
        if now < stage.model.next_change() {
            return Ok(false);
        }
        stage.tick(now);
        Ok(true)
    }

    /// How long to sleep when nothing arrives.
    fn patience(&self) -> Duration {
        let lock = self.app.patience(self.watch.lapse());
        let stage = self.app.stage.as_ref().map(|stage| self.patience_of(stage));
        lock.into_iter().chain(stage).min().unwrap_or(LONG)
    }

    fn patience_of(&self, stage: &Stage) -> Duration {
        if self.unread || self.is_ahead {
            return Duration::ZERO;
        }
        if stage.lags() {
            return FOLLOWS.saturating_sub(self.typed.elapsed());
        }
        if let Some(since) = self.unkept {
            // What was just recorded must not be offered again as a draft, whatever happens next.
            if stage.is_outdated() {
                return Duration::ZERO;
            }
            return PAUSE.min(LONGEST_UNKEPT.saturating_sub(since.elapsed()));
        }
        if stage.book.replica.is_unsettled() {
            return IDLE;
        }
        let now = self.watch.now();
        let seconds = stage.model.next_change().unix() - now.unix();
        let change = Duration::from_secs(u64::try_from(seconds).unwrap_or(0).max(1));
        let wanted = stage.wants_backup(now);
        if wanted { change.min(daily::IDLE.saturating_sub(self.typed.elapsed())) } else { change }
    }
}

/// All that has arrived together, to be painted once; and whether the program shall end.
fn gather(first: Wake, wakes: &Receiver<Wake>) -> (Vec<Wake>, bool) {
    let mut news = Vec::new();
    let mut next = Some(first);
    while let Some(wake) = next {
        if matches!(wake, Wake::End) {
            return (news, true);
        }
        let more = matches!(wake, Wake::Event(_, true));
        news.push(wake);
        next = match more {
            true => wakes.recv().ok(),
            // Where pasted text comes as keys, its pieces arrive within a few milliseconds of each other.
            false if cfg!(windows) => wakes.recv_timeout(BURST).ok(),
            false => wakes.try_recv().ok(),
        };
    }
    (news, false)
}

/// Time within which the next key of a pasted text arrives where it comes as keys.
const BURST: Duration = Duration::from_millis(10);

fn paint(session: &mut Session, app: &App<'_>, anew: Anew) -> io::Result<()> {
    if app.stage.as_ref().is_some_and(Stage::is_unkept) {
        crash_here("words shown");
    }
    session.draw(anew, |buffer| app.paint(buffer))
}
