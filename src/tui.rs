//! The screens. One keystroke runs through four steps: `input` makes it a key, `keymap` finds what it means from THE
//! table in `action`, `update` changes the `model` and asks for effects, `perform` records them; then `view` paints.
//!
//! No ticks: the loop sleeps until an input, a signal, or the next moment that changes what is shown.

pub mod action;
pub mod daily;
pub mod describe;
pub mod effect;
pub mod here;
pub mod homes;
pub mod input;
pub mod key;
pub mod keymap;
pub mod model;
pub mod overlays;
pub mod perform;
pub mod screens;
pub mod sight;
pub mod stage;
pub mod terminal;
pub mod update;
pub mod view;
pub mod widgets;
pub mod work;

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::domain::moment::Moment;
use crate::store::replica::Replica;

use input::{Input, burst_as_paste};
pub use model::Options;
use stage::Stage;
use terminal::{Session, Wake};
use work::Report;

/// Idle time after which recorded acts are made durable in the database too; the journal has them already.
const IDLE: Duration = Duration::from_secs(2);

/// Pause in typing after which the words are kept on the disk, and the longest that they are not while typing goes on.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_UNKEPT: Duration = Duration::from_secs(5);

/// How the person left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Left {
    /// To do something else.
    #[default]
    Away,
    /// To look around in the invented township.
    ForDemo,
    /// To go on with what a backup holds; its path as it was typed.
    ForBackup(String),
    /// Not at all: the system ended the program, or the terminal is gone.
    Ended,
}

/// The device's copy after the screens, made durable.
#[derive(Debug)]
pub struct Ended {
    pub left: Left,
    pub replica: Replica,
    /// Whether anything was recorded.
    pub recorded: bool,
}

/// Opens the app on a device's copy and returns when the person leaves. `now` tells the time.
///
/// # Errors
/// When the terminal cannot be used, or when the data cannot be read or made durable.
pub fn run(replica: Replica, options: Options, now: &dyn Fn() -> Moment) -> io::Result<Ended> {
    let size = crossterm::terminal::size()?;
    let probes = !options.ascii;
    let mut stage = Stage::open(replica, options, size, now()).map_err(io::Error::other)?;
    let mut session = Session::enter()?;
    paint(&mut session, &stage, true)?;
    if probes && terminal::draws_ambiguous_wide() {
        stage.model.ascii = true;
    }
    paint(&mut session, &stage, true)?;
    let channel = terminal::listen();
    let outcome = follow(&mut stage, &mut session, &channel, now);
    drop(session);
    // Whatever is being recorded is stopped or finished; the copy is made durable in any case.
    stage.stop();
    // When the system ends the program there is no time for a backup; half of one has no name and is written over.
    let waits = stage.ended;
    if let Some(begun) = stage.backup_said().filter(|_| waits) {
        // Nothing can be told where standard error is gone.
        let _gone = writeln!(io::stderr(), "{begun}");
    }
    while stage.is_lent() || (waits && stage.is_backing_up()) {
        match channel.1.recv() {
            Ok(Wake::Report(report)) => stage.hear(*report, now()),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    terminal::leave_listening(channel);
    // However it ends, what is being typed is there the next time.
    let kept = stage.keep().map_err(io::Error::other);
    outcome?;
    kept?;
    stage.book.replica.settle().map_err(io::Error::other)?;
    let left = if stage.ended { stage.left } else { Left::Ended };
    let recorded = !stage.model.recorded.is_empty();
    Ok(Ended { left, recorded, replica: stage.book.replica })
}

fn follow(
    stage: &mut Stage,
    session: &mut Session,
    (sender, wakes): &(Sender<Wake>, Receiver<Wake>),
    now: &dyn Fn() -> Moment,
) -> io::Result<()> {
    let mut unread = true;
    let mut unkept: Option<Instant> = None;
    let mut typed = Instant::now();
    while !stage.ended {
        for job in stage.jobs() {
            terminal::set_off(job, sender);
        }
        let before = stage.model.view;
        unkept = stage.is_unkept().then(|| unkept.unwrap_or_else(Instant::now));
        match wakes.recv_timeout(patience(stage, unread, unkept, typed, now())) {
            Ok(wake) => {
                let (inputs, reports, end) = gather(wake, wakes);
                for report in reports {
                    stage.hear(report, now());
                    unread = true;
                }
                if !inputs.is_empty() {
                    typed = Instant::now();
                }
                for input in &inputs {
                    if matches!(input, Input::Resize) {
                        stage.model.size = crossterm::terminal::size()?;
                    }
                    stage.take(input, now());
                    unread = true;
                }
                if end {
                    return Ok(());
                }
            }
            Err(RecvTimeoutError::Timeout) if unread => {
                unread = stage.read_more();
                // What is being typed is looked for among more households now.
                if unread || !stage.model.awaits_reading() {
                    continue;
                }
            }
            Err(RecvTimeoutError::Timeout) if unkept.is_some() => {
                if stage.keep().is_ok() {
                    continue;
                }
            }
            Err(RecvTimeoutError::Timeout) if stage.wants_backup(now()) && typed.elapsed() >= daily::IDLE => {
                stage.back_up(now());
                continue;
            }
            Err(RecvTimeoutError::Timeout) => {
                stage.book.replica.settle().map_err(io::Error::other)?;
                if now() < stage.model.next_change() {
                    continue;
                }
                stage.tick(now());
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        paint(session, stage, stage.model.view != before)?;
    }
    Ok(())
}

/// How long to sleep when nothing is typed.
fn patience(stage: &Stage, unread: bool, unkept: Option<Instant>, typed: Instant, now: Moment) -> Duration {
    if unread {
        return Duration::ZERO;
    }
    if let Some(since) = unkept {
        // What was just recorded must not be offered again as a draft, whatever happens next.
        if stage.is_outdated() {
            return Duration::ZERO;
        }
        return PAUSE.min(LONGEST_UNKEPT.saturating_sub(since.elapsed()));
    }
    if stage.book.replica.is_unsettled() {
        return IDLE;
    }
    let seconds = stage.model.next_change().unix() - now.unix();
    let change = Duration::from_secs(u64::try_from(seconds).unwrap_or(0).max(1));
    if stage.wants_backup(now) { change.min(daily::IDLE.saturating_sub(typed.elapsed())) } else { change }
}

/// All that has arrived together, to be painted once; and whether the program shall end.
fn gather(first: Wake, wakes: &Receiver<Wake>) -> (Vec<Input>, Vec<Report>, bool) {
    let (mut inputs, mut reports) = (Vec::new(), Vec::new());
    let mut next = Some(first);
    while let Some(wake) = next {
        match wake {
            Wake::Event(event) => inputs.extend(Input::from_event(event)),
            Wake::Report(report) => reports.push(*report),
            Wake::End => return (inputs, reports, true),
        }
        // Where pasted text comes as keys, its pieces arrive within a few milliseconds of each other.
        next = if cfg!(windows) { wakes.recv_timeout(BURST).ok() } else { wakes.try_recv().ok() };
    }
    (if cfg!(windows) { burst_as_paste(inputs) } else { inputs }, reports, false)
}

/// Time within which the next key of a pasted text arrives where it comes as keys.
const BURST: Duration = Duration::from_millis(10);

fn paint(session: &mut Session, stage: &Stage, anew: bool) -> io::Result<()> {
    session.draw(anew, |frame| {
        if let Some(caret) = stage.paint(frame.buffer_mut()) {
            frame.set_cursor_position(caret);
        }
    })
}
