//! A program on a pseudo-terminal of 120 by 40, timed from outside: from a key's bytes to the last byte of the frame
//! it leads to. What is read is stamped when it arrives; taking it apart is not inside any sample.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const SIZE: PtySize = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
/// So long nothing comes when a frame is over.
pub const SILENCE: Duration = Duration::from_millis(25);
/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program and what it has painted so far.
pub struct Session {
    started: Instant,
    chunks: Receiver<(Instant, Vec<u8>)>,
    keys: Box<dyn Write + Send>,
    screen: vt100::Parser,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Session {
    /// Starts a program with a folder of its own for a home.
    pub fn start(program: &Path, arguments: &[&str], home: &Path) -> Self {
        let pair = native_pty_system().openpty(SIZE).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        let reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, chunks) = channel();
        thread::spawn(move || follow(reader, &sender));
        let keys = pair.master.take_writer().expect("the first writer");
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let screen = vt100::Parser::new(SIZE.rows, SIZE.cols, 0);
        Self { started, chunks, keys, screen, child, _master: pair.master }
    }

    /// The time from the start until the screen is as wanted.
    pub fn since_start(&mut self, wanted: impl Fn(&str) -> bool) -> Duration {
        loop {
            let shown = self.take(PATIENCE);
            let text = self.screen.screen().contents();
            let Some((at, _)) = shown else { panic!("waited in vain; the screen shows\n{text}") };
            if wanted(&text) {
                return at - self.started;
            }
        }
    }

    /// The time since the start.
    #[allow(dead_code, reason = "one of the benches asks")]
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Presses keys in one write; the time until the last byte that comes before a silence, and how many bytes came.
    pub fn press(&mut self, keys: &str) -> (Duration, usize) {
        // What came since the last silence answers no key of these.
        while self.take(Duration::ZERO).is_some() {}
        let before = Instant::now();
        self.send(keys);
        let Some((mut last, mut bytes)) = self.take(PATIENCE) else { panic!("nothing happens at {keys:?}") };
        while let Some((at, more)) = self.take(SILENCE) {
            last = at;
            bytes += more;
        }
        (last - before, bytes)
    }

    /// The time until something more comes by itself, and how many bytes come before a silence.
    pub fn follow_up(&mut self) -> Option<(Duration, usize)> {
        let before = Instant::now();
        let (mut last, mut bytes) = self.take(SILENCE * 8)?;
        while let Some((at, more)) = self.take(SILENCE) {
            last = at;
            bytes += more;
        }
        Some((last - before, bytes))
    }

    pub fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("the program reads its keys");
    }

    /// Waits until nothing more comes.
    pub fn rest(&mut self) {
        while self.take(SILENCE * 8).is_some() {}
    }

    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Takes one piece of output in, and answers where the cursor is when that is asked.
    fn take(&mut self, patience: Duration) -> Option<(Instant, usize)> {
        let (at, bytes) = self.chunks.recv_timeout(patience).ok()?;
        self.screen.process(&bytes);
        if bytes.windows(4).any(|window| window == b"\x1b[6n") {
            let (row, column) = self.screen.screen().cursor_position();
            self.send(&format!("\x1b[{};{}R", row + 1, column + 1));
        }
        Some((at, bytes.len()))
    }

    /// Waits, and counts the bytes that come meanwhile.
    pub fn idle(&mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut bytes = 0;
        while let Some((_, more)) = self.take(end.saturating_duration_since(Instant::now())) {
            bytes += more;
        }
        bytes
    }

    /// Processor time it has taken so far, in nanoseconds as the scheduler counts; `None` where the system does not say.
    pub fn processor_time(&self) -> Option<Duration> {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.process_id()?)).ok()?;
        let of_task = |task: std::io::Result<fs::DirEntry>| {
            let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<u64>().ok()
        };
        Some(Duration::from_nanos(tasks.filter_map(of_task).sum()))
    }

    /// The most memory it has held so far, in MB; `None` where the system does not say.
    pub fn peak(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches("kB").trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ = self.child.wait();
    }
}

fn follow(mut reader: Box<dyn Read + Send>, sender: &Sender<(Instant, Vec<u8>)>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        if sender.send((Instant::now(), buffer[..read].to_vec())).is_err() {
            return;
        }
    }
}
