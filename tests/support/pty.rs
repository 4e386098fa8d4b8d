//! The real binary in a pseudo-terminal: keys in, what a person would see out.

#![allow(dead_code, reason = "every test uses its own part of this")]

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than any step takes on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program and its screen.
pub struct Pty {
    shown: Arc<Mutex<Shown>>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    child: Box<dyn Child + Send + Sync>,
    // The program's terminal closes when this is dropped.
    master: Box<dyn MasterPty + Send>,
    reading: thread::JoinHandle<()>,
    /// How the terminal handed lines over before the program came.
    found: String,
}

/// What the program has written and what a person sees of it.
struct Shown {
    parser: vt100::Parser,
    written: Vec<u8>,
    /// Whether a picture has begun that is not whole yet.
    is_partial: bool,
    /// Nothing more is read.
    is_left: bool,
}

impl Pty {
    /// Starts the binary with these arguments on a terminal of that many columns and rows, with `home` as its home,
    /// these variables besides, and nothing else of this process's environment that could change what it shows.
    pub fn start(arguments: &[&str], home: &Path, variables: &[(&str, &str)], size: (u16, u16)) -> Self {
        Self::start_on(arguments, home, variables, size, true)
    }

    /// The same; a terminal that `answers` says where its cursor is when it is asked.
    pub fn start_on(
        arguments: &[&str],
        home: &Path,
        variables: &[(&str, &str)],
        (columns, rows): (u16, u16),
        answers: bool,
    ) -> Self {
        let size = PtySize { cols: columns, rows, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let found = discipline(&*pair.master);
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_chuanmen"));
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the binary starts");
        drop(pair.slave);
        let parser = vt100::Parser::new(rows, columns, 0);
        let shown = Arc::new(Mutex::new(Shown { parser, written: Vec::new(), is_partial: false, is_left: false }));
        let keys: Arc<Mutex<Box<dyn Write + Send>>> =
            Arc::new(Mutex::new(pair.master.take_writer().expect("the first writer")));
        let reader = pair.master.try_clone_reader().expect("a reader");
        let reading = thread::spawn({
            let (shown, keys) = (Arc::clone(&shown), Arc::clone(&keys));
            move || follow(reader, &shown, answers.then_some(&keys))
        });
        Self { shown, keys, child, master: pair.master, reading, found }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().expect("no thread of ours panics")
    }

    /// Presses keys, given as the bytes a terminal sends: `"\r"` Enter, `"\x1b[B"` down, `"\x1bOQ"` F2.
    pub fn send(&self, keys: &str) {
        let mut writer = self.keys.lock().expect("no thread of ours panics");
        writer.write_all(keys.as_bytes()).expect("the program reads its keys");
        writer.flush().expect("the program reads its keys");
    }

    /// The screen as text, one line per row.
    pub fn contents(&self) -> String {
        self.shown().parser.screen().contents()
    }

    /// Row and column of the terminal's own cursor, counted from 0; `None` when it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let shown = self.shown();
        let screen = shown.parser.screen();
        (!screen.hide_cursor()).then(|| screen.cursor_position())
    }

    /// Whether the terminal is as the program found it: its first screen, a cursor, pasted text as keys, whole lines.
    pub fn is_given_back(&self) -> bool {
        let shown = self.shown();
        let screen = shown.parser.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && discipline(&*self.master) == self.found
    }

    /// All bytes the program has written so far.
    pub fn written(&self) -> Vec<u8> {
        self.shown().written.clone()
    }

    /// Gives the terminal another number of columns and rows.
    pub fn resize(&self, (columns, rows): (u16, u16)) {
        self.shown().narrow(columns);
        self.shown().parser.screen_mut().set_size(rows, columns);
        let size = PtySize { cols: columns, rows, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a pseudo-terminal has a size");
    }

    /// The program's process.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Waits until a text stands on the screen, and returns the whole screen; panics with it when that never happens.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("{text:?} on the screen"), |contents| contents.contains(text))
    }

    /// Waits until the screen, wholly painted, satisfies a condition.
    pub fn wait_until(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let (contents, is_partial) = {
                let shown = self.shown();
                (shown.parser.screen().contents(), shown.is_partial)
            };
            if !is_partial && holds(&contents) {
                return contents;
            }
            assert!(start.elapsed() < PATIENCE, "waited in vain for {what}; the screen shows\n{contents}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the program as a power cut would: at once, without a word (`kill -9`).
    pub fn kill(mut self) {
        // `Child::kill` asks first, which the program would answer.
        let killed = Command::new("kill").args(["-KILL", &self.process().to_string()]).status();
        assert!(killed.expect("the system has kill").success(), "the program runs");
        self.child.wait().expect("the program ended");
    }

    /// Closes the terminal's window after a last key, which has to show something; returns when the program has ended.
    pub fn close_window(self, last: &str) {
        self.shown().is_left = true;
        self.send(last);
        let Self { keys, mut child, master, reading, .. } = self;
        reading.join().expect("no thread of ours panics");
        // These were the last who had the terminal open.
        drop((keys, master));
        let start = Instant::now();
        while child.try_wait().expect("the program can be asked").is_none() {
            assert!(start.elapsed() < PATIENCE, "the program goes on without a terminal");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the program ends by itself; the code it ended with.
    pub fn ended(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be asked") {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "the program goes on; the screen shows\n{}", self.contents());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Feeds what the program writes to the screen, and answers where the cursor is when it asks, as most terminals do.
fn follow(mut reader: Box<dyn Read + Send>, shown: &Mutex<Shown>, keys: Option<&Arc<Mutex<Box<dyn Write + Send>>>>) {
    let mut buffer = [0; 16384];
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        let bytes = &buffer[..read];
        let mut shown = shown.lock().expect("no thread of ours panics");
        if shown.is_left {
            return;
        }
        shown.take(bytes);
        if let Some(keys) = keys
            && bytes.windows(4).any(|window| window == b"\x1b[6n")
        {
            let (row, column) = shown.parser.screen().cursor_position();
            let _ = write!(keys.lock().expect("no thread of ours panics"), "\x1b[{};{}R", row + 1, column + 1);
        }
    }
}

impl Shown {
    /// Takes away what a narrower screen would cut in half: the screen here does not bear half a character.
    fn narrow(&mut self, columns: u16) {
        let (rows, _) = self.parser.screen().size();
        let cut: Vec<u16> = (0..rows)
            .filter(|row| self.parser.screen().cell(*row, columns.saturating_sub(1)).is_some_and(vt100::Cell::is_wide))
            .collect();
        for row in cut {
            self.parser.process(format!("\x1b7\x1b[{};{columns}H\x1b[K\x1b8", row + 1).as_bytes());
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        const BEGIN: &[u8] = b"\x1b[?2026h";
        const END: &[u8] = b"\x1b[?2026l";
        self.parser.process(bytes);
        // A mark may have come in two pieces.
        let from = self.written.len().saturating_sub(BEGIN.len() - 1);
        self.written.extend_from_slice(bytes);
        let mut marks = self.written[from..].windows(BEGIN.len()).filter(|window| [BEGIN, END].contains(window));
        self.is_partial = marks.next_back().map_or(self.is_partial, |mark| mark == BEGIN);
    }
}

/// How a terminal hands over what is typed: line by line or key by key, with echo or without.
fn discipline(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}
