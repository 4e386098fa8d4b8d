//! The app from outside, against a floor program in the same run: launches and keys of the two alternate, so that noise
//! of the machine falls on both. Absolute times differ from machine to machine; compare the ratios.
//!
//! `CHUANMEN_BENCH_SIZES=3000,30000,300000 CHUANMEN_BENCH_ROUNDS=5 CHUANMEN_BENCH_IDLE=60 cargo bench --bench terminal`

#[path = "terminal/floor.rs"]
mod floor;
#[path = "support/folder.rs"]
mod folder;
#[path = "terminal/samples.rs"]
mod samples;
#[path = "terminal/session.rs"]
mod session;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::i18n::msg::Count;
use samples::{Aim, HEAD, Samples};
use session::Session;

const DOWN: &str = "\x1b[B";
const PAGE_DOWN: &str = "\x1b[6~";
const PAGE_UP: &str = "\x1b[5~";
/// Keys of each kind that are pressed in a round.
const KEYS: usize = 40;
/// Matters that are written down in a round.
const SAVES: usize = 8;
const STARTS: usize = 3;
/// What is looked for, letter by letter.
const QUERY: &str = "wxy";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "floor"] => floor::run().expect("the floor runs on a terminal"),
        [_, "bare", folder] => floor::read(Path::new(folder)).expect("the bare database opens"),
        _ => measure(),
    }
}

fn measure() {
    let rounds = std::env::var("CHUANMEN_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    let towns: Vec<Town> = folder::sizes().into_iter().map(Town::new).collect();
    let mut samples: Vec<Samples> = towns.iter().map(|_| Samples::default()).collect();
    for round in 0..rounds {
        for (town, samples) in towns.iter().zip(&mut samples) {
            eprintln!("round {} of {rounds}: {} households", round + 1, town.size);
            town.starts(samples);
            town.keys(samples);
            town.saves(samples);
        }
    }
    for (town, samples) in towns.iter().zip(&mut samples) {
        town.idles(samples);
    }
    println!("Times in milliseconds; {rounds} rounds.\n\n{HEAD}");
    for (town, samples) in towns.iter().zip(&samples) {
        for aim in aims(town.size, samples) {
            println!("{}", aim.row());
        }
    }
    if let ([small, ..], [first, .., last]) = (&towns[..], &samples[..]) {
        let large = towns.last().map_or(0, |town| town.size);
        for what in ["cursor key", "page key", "cell screen", "card screen", "save", "due list", "first frame"] {
            let what_grows = format!("{what}: {large} households against {}", small.size);
            let (app, p99, floor) = (last.median(what), last.p99(what), first.median(what));
            println!("{}", Aim { number: "11", what: what_grows, app, p99, floor, most: 1.2 }.row());
        }
    }
}

/// A township to measure on, and a bare database with as many rows as it has households.
struct Town {
    size: u32,
    data: tempfile::TempDir,
    bare: PathBuf,
    home: tempfile::TempDir,
    /// What the search says when it has looked through all households.
    found: String,
}

impl Town {
    fn new(size: u32) -> Self {
        eprintln!("{size} households: preparing");
        let bare = folder::kept(&format!("bare-{size}"));
        if !bare.exists() {
            floor::fill(&bare, size).expect("a bare database");
        }
        floor::read(&bare).expect("a bare database");
        let replica = folder::open(&folder::folder(size));
        let found = replica.roster(Scope::WHOLE).expect("readable").search(QUERY, None, 0).total;
        let home = tempfile::tempdir().expect("a folder");
        Self { size, data: folder::copy(size), bare, home, found: Count::Found(found).text(Lang::En) }
    }

    fn app(&self) -> Session {
        let arguments = self.arguments();
        Session::start(program(), &arguments.iter().map(String::as_str).collect::<Vec<_>>(), self.home.path())
    }

    fn arguments(&self) -> [String; 6] {
        let data = self.data.path().display().to_string();
        ["--data".to_owned(), data, "--now".to_owned(), folder::now().to_string(), "--lang".to_owned(), "en".to_owned()]
    }

    fn floor(&self) -> Session {
        let mut floor = Session::start(&own(), &["floor"], self.home.path());
        floor.since_start(|screen| screen.contains(floor::READY));
        floor.rest();
        floor
    }

    /// First frames, the whole roster searchable, and the list of what is due from the shell.
    fn starts(&self, samples: &mut Samples) {
        for _ in 0..STARTS {
            let mut floor = Session::start(&own(), &["floor"], self.home.path());
            samples.time("floor frame", floor.since_start(|screen| screen.contains(floor::READY)));
            drop(floor);
            samples.time("bare open", timed(Command::new(own()).arg("bare").arg(&self.bare)));
            let mut app = self.app();
            samples.time("first frame", app.since_start(is_today));
            app.send(&format!("/{QUERY}"));
            samples.time("searchable", app.since_start(|screen| screen.contains(&self.found)));
            drop(app);
            samples.time("due list", timed(Command::new(program()).args(self.arguments()).args(["due", "--json"])));
        }
    }

    /// Single keys, alternating between the two programs, and many keys in one write.
    fn keys(&self, samples: &mut Samples) {
        let (mut floor, mut app) = (self.floor(), self.open());
        for _ in 0..KEYS {
            samples.time("floor key", floor.press(DOWN).0);
            let (time, bytes) = app.press(DOWN);
            samples.time("cursor key", time);
            samples.add("cursor bytes", f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)));
        }
        for _ in 0..KEYS / 4 {
            let start = Instant::now();
            app.press(DOWN);
            if let Some((_, bytes)) = app.follow_up() {
                samples.time("card follows", start.elapsed().saturating_sub(session::SILENCE));
                samples.add("card bytes", f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)));
            }
        }
        for _ in 0..KEYS / 4 {
            samples.time("page key", app.press(PAGE_DOWN).0);
            app.press(PAGE_UP);
            samples.time("cell screen", app.press("2").0);
            app.press(DOWN);
            samples.time("card screen", app.press("\r").0);
            app.press("\x1b");
            app.press("1");
        }
        app.press("\x1b[H");
        samples.time("100 keys", app.press(&DOWN.repeat(100)).0);
        samples.time("floor 100 keys", floor.press(&DOWN.repeat(100)).0);
        app.press("/");
        for _ in 0..KEYS / QUERY.len() {
            for letter in QUERY.chars() {
                samples.time("floor letter", floor.press(&letter.to_string()).0);
                samples.time("search key", app.press(&letter.to_string()).0);
            }
            app.press(&"\x7f".repeat(QUERY.len()));
        }
        samples.add("memory", app.peak().unwrap_or(f64::NAN));
        samples.add("floor memory", floor.peak().unwrap_or(f64::NAN));
    }

    /// Demands written down on a card: from Enter to *saved*; beside it the disk's own time for one durable append.
    fn saves(&self, samples: &mut Samples) {
        let mut app = self.open();
        let mut disk = File::create(self.home.path().join("append")).expect("a file");
        app.press(&format!("/{QUERY}"));
        app.press("\r");
        for number in 0..SAVES {
            app.press("n");
            app.press(&format!("诉求 门前路坑洼 {number}"));
            samples.time("save", app.press("\r").0);
            assert!(app.contents().contains("Saved"), "it is not saved; the screen shows\n{}", app.contents());
            let start = Instant::now();
            disk.write_all(&[7; 4096]).and_then(|()| disk.sync_data()).expect("the disk takes it");
            samples.time("append", start.elapsed());
        }
    }

    /// What it takes and writes while nobody types: seconds from `CHUANMEN_BENCH_IDLE`, or ten.
    fn idles(&self, samples: &mut Samples) {
        let seconds = std::env::var("CHUANMEN_BENCH_IDLE").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(10);
        let mut app = self.open();
        // What follows the start by seconds is over then: the database is made durable, the backup is not due.
        std::thread::sleep(Duration::from_secs(3));
        app.rest();
        let before = app.processor_time();
        samples.add("idle bytes", f64::from(u32::try_from(app.idle(Duration::from_secs(seconds))).unwrap_or(u32::MAX)));
        if let (Some(before), Some(after)) = (before, app.processor_time()) {
            samples.add(
                "idle share",
                after.saturating_sub(before).as_secs_f64() / Duration::from_secs(seconds).as_secs_f64() * 100.0,
            );
        }
    }

    /// The app with its first frame shown and its search text read.
    fn open(&self) -> Session {
        let mut app = self.app();
        app.since_start(is_today);
        app.rest();
        app.press("/");
        app.send(QUERY);
        app.since_start(|screen| screen.contains(&self.found));
        app.press("\x1b");
        app.rest();
        app
    }
}

fn is_today(screen: &str) -> bool {
    screen.contains("Today") && screen.contains("Late")
}

fn own() -> PathBuf {
    std::env::current_exe().expect("this program has a path")
}

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_chuanmen"))
}

/// From the start of a command to its end.
fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status().expect("the command runs");
    let taken = start.elapsed();
    assert!(status.success(), "{command:?} failed");
    taken
}

/// The table's rows for one size.
fn aims(size: u32, samples: &Samples) -> Vec<Aim> {
    let large = size > 100_000;
    let aim = |number, what: &str, name, floor, most| {
        let what = format!("{size}: {what}");
        Aim { number, what, app: samples.median(name), p99: samples.p99(name), floor, most }
    };
    let [key, letter] = ["floor key", "floor letter"].map(|name| samples.median(name));
    let bare = samples.median("bare open");
    let start = samples.median("floor frame") + bare;
    let durable = key + samples.median("append");
    vec![
        aim("1", "first frame, against floor's + bare open", "first frame", start, 1.3),
        aim("2", "whole roster searchable after spawn, ms", "searchable", if large { 120.0 } else { 25.0 }, 1.0),
        aim("3", "cursor key, against floor's", "cursor key", key, 1.5),
        aim("3", "page key, against floor's key", "page key", key, 1.5),
        aim("3", "bytes a cursor move", "cursor bytes", 200.0, 1.0),
        aim("3", "after a pause the card beside follows, ms since the key", "card follows", 60.0, 1.0),
        aim("3", "bytes of that card", "card bytes", 2_500.0, 1.0),
        aim("4", "search key with count, against floor's letter", "search key", letter, 2.0),
        aim("4", "search key with count, ms", "search key", if large { 15.0 } else { 2.0 }, 1.0),
        aim("5", "Enter to saved, against floor's key + one append", "save", durable, 2.0),
        aim("6", "`due --json`, against bare open", "due list", bare, 1.5),
        aim("7", "100 keys in one write, against one key", "100 keys", samples.median("cursor key"), 4.0),
        aim("8", "idle, percent of a processor", "idle share", 0.05, 1.0),
        aim("8", "idle, bytes written", "idle bytes", 1.0, 0.0),
        aim(
            "9",
            "memory in MB, against floor's + 64 (256)",
            "memory",
            samples.median("floor memory") + if large { 256.0 } else { 64.0 },
            1.0,
        ),
    ]
}
