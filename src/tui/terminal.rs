//! The terminal itself: taken over at the start, given back whatever happens, and the only source of [`Wake`]s.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, execute, queue, style, terminal};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::lock::job::{Job as LockJob, Told};
use super::work::{Job, Report};

mod picture;

/// Why the sleeping loop wakes up.
#[derive(Debug)]
pub enum Wake {
    /// What a person did; whether more of it has arrived already, which follows at once.
    Event(Event, bool),
    /// Work beside the loop has something to tell.
    Report(Box<Report>),
    /// Work of the lock has something to tell.
    Told(Box<Told>),
    /// The system asks the program to end, or the terminal is gone.
    End,
}

/// What of a picture is written although the terminal should show it already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anew {
    /// Only what differs from the picture before.
    Nothing,
    /// The first row.
    FirstRow,
    /// All of every row in which something differs: what a terminal keeps of a wide character cannot be told from the
    /// difference.
    Rows,
    /// Every place.
    All,
}

/// The terminal while the program holds it. Dropping it gives the terminal back.
pub struct Session {
    /// The picture on the terminal.
    shown: Buffer,
    /// The one that is painted next.
    next: Buffer,
}

impl Session {
    /// Takes the terminal over: raw keys, the alternate screen, pasted text as one piece. A panic that nobody catches
    /// gives it back as it drops the session; one that is caught leaves the screens up.
    pub fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        let session = Self { shown: Buffer::default(), next: Buffer::default() };
        // From here on dropping it gives the terminal back.
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        Ok(session)
    }

    /// Paints once; `paint` gives back where the terminal's cursor shall stand. Goes out in one piece.
    pub fn draw(&mut self, anew: Anew, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        let (width, height) = terminal::size()?;
        let area = Rect::new(0, 0, width, height);
        let mut out = Vec::new();
        queue!(out, BeginSynchronizedUpdate)?;
        if self.shown.area == area {
            self.next.reset();
        } else {
            queue!(out, terminal::Clear(terminal::ClearType::All))?;
            (self.shown, self.next) = (Buffer::empty(area), Buffer::empty(area));
        }
        let caret = paint(&mut self.next);
        let mut difference = String::new();
        picture::write(&mut difference, &self.shown, &self.next, anew);
        out.extend_from_slice(difference.as_bytes());
        match caret {
            Some(Position { x, y }) => queue!(out, cursor::Show, cursor::MoveTo(x, y))?,
            None => queue!(out, cursor::Hide)?,
        }
        queue!(out, EndSynchronizedUpdate)?;
        let mut terminal = io::stdout().lock();
        terminal.write_all(&out)?;
        terminal.flush()?;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back. Nothing can be told when this fails, and there is nothing else to try.
fn leave() {
    let _ = execute!(io::stdout(), EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}

/// Whether this terminal draws characters of uncertain width two columns wide, found by drawing one. A terminal that
/// does not answer counts as one that draws them narrow. Must run before [`listen_to_keys`].
pub fn draws_ambiguous_wide() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(probe_ambiguous_width)
}

fn probe_ambiguous_width() -> bool {
    let probe = || -> io::Result<u16> {
        let mut out = io::stdout();
        queue!(out, cursor::SavePosition, cursor::MoveTo(0, 0), style::Print("·"))?;
        out.flush()?;
        let (column, _) = cursor::position()?;
        execute!(
            out,
            cursor::MoveTo(0, 0),
            terminal::Clear(terminal::ClearType::UntilNewLine),
            cursor::RestorePosition
        )?;
        Ok(column)
    };
    probe().is_ok_and(|column| column > 1)
}

/// Where everything that wakes the loop comes from, and where work beside the loop tells its news.
pub type Wakes = (Sender<Wake>, Receiver<Wake>);

/// What listens while no loop runs: a thread that reads keys cannot be called back, so the next loop takes it over.
static LISTENING: Mutex<Option<Wakes>> = Mutex::new(None);

fn listening() -> MutexGuard<'static, Option<Wakes>> {
    LISTENING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens to the system, and where an earlier loop did to the terminal. To be begun before the terminal is taken over, so
/// that whoever ends the program from then on lets it give the terminal back.
pub fn listen_to_system() -> Wakes {
    listening().take().unwrap_or_else(|| {
        let (sender, receiver) = channel();
        hear_system(sender.clone());
        (sender, receiver)
    })
}

/// Listens to the terminal. To be begun once nothing else reads from it.
pub fn listen_to_keys(sender: &Sender<Wake>) {
    static READING: Once = Once::new();
    READING.call_once(|| {
        let sender = sender.clone();
        thread::spawn(move || {
            while let Ok(event) = crossterm::event::read() {
                let more = crossterm::event::poll(Duration::ZERO).unwrap_or(false);
                if sender.send(Wake::Event(event, more)).is_err() {
                    return;
                }
            }
            let _ = sender.send(Wake::End);
        });
    });
}

/// Leaves the listening to whoever asks next. News of work that is over is dropped with what else was not heard.
pub fn leave_listening(wakes: Wakes) {
    while wakes.1.try_recv().is_ok() {}
    *listening() = Some(wakes);
}

/// The next key or other event, for a question on a plain terminal.
///
/// # Errors
/// When the terminal is gone.
pub fn next_event() -> io::Result<Event> {
    let Some((_, wakes)) = &*listening() else { return crossterm::event::read() };
    loop {
        match wakes.recv() {
            Ok(Wake::Event(event, _)) => return Ok(event),
            Ok(Wake::Report(_) | Wake::Told(_)) => {}
            Ok(Wake::End) | Err(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Runs a job on a thread of its own.
pub fn set_off(job: Job, sender: &Sender<Wake>) {
    let sender = sender.clone();
    thread::spawn(move || {
        job.run(&mut |report| {
            // Nobody listens any more only when the program ends.
            let _ = sender.send(Wake::Report(Box::new(report)));
        });
    });
}

/// Runs a job of the lock on a thread of its own.
pub fn set_off_for_lock(job: LockJob, sender: &Sender<Wake>) {
    let sender = sender.clone();
    thread::spawn(move || {
        job.run(&mut |told| {
            let _ = sender.send(Wake::Told(Box::new(told)));
        });
    });
}

#[cfg(unix)]
fn hear_system(sender: Sender<Wake>) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    // Without this the program still works; only the terminal would not be given back when it is told to end.
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    thread::spawn(move || {
        for _ in &mut signals {
            if sender.send(Wake::End).is_err() {
                return;
            }
        }
    });
}

#[cfg(not(unix))]
fn hear_system(_: Sender<Wake>) {}
