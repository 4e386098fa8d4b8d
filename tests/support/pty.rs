//! The real binary in a pseudo-terminal: keys in, what a person would see out.

#![allow(dead_code, reason = "every test uses its own part of this")]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than any step takes on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program and its screen.
pub struct Pty {
    screen: Arc<Mutex<vt100::Parser>>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    child: Box<dyn Child + Send + Sync>,
    // The program's terminal closes when this is dropped.
    _master: Box<dyn MasterPty + Send>,
}

impl Pty {
    /// Starts the binary with these arguments on a terminal of that many columns and rows, with `home` as its home
    /// and nothing else of this process's environment that could change what it shows.
    pub fn start(arguments: &[&str], home: &Path, (columns, rows): (u16, u16)) -> Self {
        let size = PtySize { cols: columns, rows, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_chuanmen"));
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        let child = pair.slave.spawn_command(command).expect("the binary starts");
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let keys: Arc<Mutex<Box<dyn Write + Send>>> =
            Arc::new(Mutex::new(pair.master.take_writer().expect("the first writer")));
        let reader = pair.master.try_clone_reader().expect("a reader");
        thread::spawn({
            let (screen, keys) = (Arc::clone(&screen), Arc::clone(&keys));
            move || follow(reader, &screen, &keys)
        });
        Self { screen, keys, child, _master: pair.master }
    }

    /// Presses keys, given as the bytes a terminal sends: `"\r"` Enter, `"\x1b[B"` down, `"\x1bOQ"` F2.
    pub fn send(&self, keys: &str) {
        let mut writer = self.keys.lock().expect("no thread of ours panics");
        writer.write_all(keys.as_bytes()).expect("the program reads its keys");
        writer.flush().expect("the program reads its keys");
    }

    /// The screen as text, one line per row.
    pub fn contents(&self) -> String {
        self.screen.lock().expect("no thread of ours panics").screen().contents()
    }

    /// Row and column of the terminal's own cursor, counted from 0; `None` when it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let parser = self.screen.lock().expect("no thread of ours panics");
        (!parser.screen().hide_cursor()).then(|| parser.screen().cursor_position())
    }

    /// Waits until a text stands on the screen, and returns the whole screen; panics with it when that never happens.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("{text:?} on the screen"), |contents| contents.contains(text))
    }

    /// Waits until the screen satisfies a condition.
    pub fn wait_until(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let contents = self.contents();
            if holds(&contents) {
                return contents;
            }
            assert!(start.elapsed() < PATIENCE, "waited in vain for {what}; the screen shows\n{contents}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the program as a power cut would: at once, without a word (`kill -9`).
    pub fn kill(mut self) {
        self.child.kill().expect("the program runs");
        self.child.wait().expect("the program ended");
    }

    /// Waits until the program ends by itself; whether it did so without an error.
    pub fn ended_well(mut self) -> bool {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be asked") {
                return status.success();
            }
            assert!(start.elapsed() < PATIENCE, "the program goes on; the screen shows\n{}", self.contents());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Feeds what the program writes to the screen, and answers where the cursor is when it asks, as a terminal does.
fn follow(mut reader: Box<dyn Read + Send>, screen: &Mutex<vt100::Parser>, keys: &Mutex<Box<dyn Write + Send>>) {
    let mut buffer = [0; 16384];
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        let bytes = &buffer[..read];
        let mut parser = screen.lock().expect("no thread of ours panics");
        parser.process(bytes);
        if bytes.windows(4).any(|window| window == b"\x1b[6n") {
            let (row, column) = parser.screen().cursor_position();
            let _ = write!(keys.lock().expect("no thread of ours panics"), "\x1b[{};{}R", row + 1, column + 1);
        }
    }
}
