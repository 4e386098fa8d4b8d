//! What a passphrase costs from outside: start, search and save of the app on a pseudo-terminal, with and without one, in
//! turns in the same run, beside a floor program. Deriving the key is measured apart and taken off the start.
//!
//! `CHUANMEN_BENCH_SIZES=3000,30000 CHUANMEN_BENCH_ROUNDS=5 cargo bench --bench lock`

#[path = "terminal/floor.rs"]
#[allow(dead_code, reason = "the bare database is measured by another bench")]
mod floor;
#[path = "support/folder.rs"]
mod folder;
#[path = "terminal/samples.rs"]
mod samples;
#[path = "terminal/session.rs"]
#[allow(dead_code, reason = "memory is measured by another bench")]
mod session;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chuanmen::store::format::keyring::Cost;
use chuanmen::store::replica::Replica;
use chuanmen::store::wrap::Secret;
use samples::{Aim, HEAD, Samples};
use session::Session;

const PASSPHRASE: &str = "doors and rice cookers";
/// The least that a passphrase may cost to try; deriving is taken off whatever it takes.
const COST: Cost = Cost { memory_kib: 32 << 10, passes: 3, lanes: 1 };
const QUERY: &str = "wxy";
const STARTS: usize = 5;
const SEARCHES: usize = 12;
const SAVES: usize = 12;
/// How much more anything may take with a passphrase.
const MOST: f64 = 1.1;

fn main() {
    if std::env::args().nth(1).as_deref() == Some("floor") {
        return floor::run().expect("the floor runs on a terminal");
    }
    let rounds = std::env::var("CHUANMEN_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    println!("Times in milliseconds; {rounds} rounds. \"Against\" is the same without a passphrase.\n\n{HEAD}");
    for size in folder::sizes() {
        let town = Town::new(size);
        let mut samples = Samples::default();
        for round in 0..rounds {
            eprintln!("round {} of {rounds}: {size} households", round + 1);
            town.measure(&mut samples);
        }
        for (what, name, bare) in [
            ("start, key derivation aside", "start, locked", "start"),
            ("search key with count", "search, locked", "search"),
            ("Enter to saved", "save, locked", "save"),
        ] {
            let (app, p99, floor) = (samples.median(name), samples.p99(name), samples.median(bare));
            println!("{}", Aim { number: "lock", what: format!("{size}: {what}"), app, p99, floor, most: MOST }.row());
        }
        let [derive, frame, key] = ["derive", "floor frame", "floor key"].map(|name| samples.median(name));
        println!("\n{size}: deriving the key {derive:.1}; the floor's first frame {frame:.2}, its key {key:.2}\n");
    }
}

/// A township twice: open, and under a passphrase. Both databases are built anew from their journals, so that they are
/// laid out alike.
struct Town {
    open: tempfile::TempDir,
    locked: tempfile::TempDir,
    home: tempfile::TempDir,
}

impl Town {
    fn new(size: u32) -> Self {
        eprintln!("{size} households: preparing");
        let (open, locked) = (folder::copy(size), folder::copy(size));
        std::fs::remove_dir_all(open.path().join("db")).expect("the database lies there");
        drop(folder::open(open.path()));
        let renewed = folder::open(locked.path()).renew(&Secret::passphrase(PASSPHRASE), COST, &mut |_| {});
        assert!(renewed.is_ok(), "the passphrase is set");
        for data in [&open, &locked] {
            let secret = Secret::passphrase(PASSPHRASE);
            // The second start is the first usual one.
            drop(Replica::open_with(data.path(), Some(&secret), &mut |_| {}).expect("it opens"));
        }
        Self { open, locked, home: tempfile::tempdir().expect("a folder") }
    }

    fn measure(&self, samples: &mut Samples) {
        for _ in 0..STARTS {
            let began = Instant::now();
            Replica::prove(self.locked.path(), &Secret::passphrase(PASSPHRASE)).expect("the passphrase opens it");
            let derive = began.elapsed();
            samples.time("derive", derive);
            let mut floor = self.floor();
            samples.time("floor frame", floor.since_start(|screen| screen.contains(floor::READY)));
            drop(floor);
            samples.time("start", self.app(self.open.path()).since_start(is_today));
            let (_app, taken) = self.unlocked();
            samples.time("start, locked", taken.saturating_sub(derive));
        }
        let mut floor = self.floor();
        floor.since_start(|screen| screen.contains(floor::READY));
        floor.rest();
        let (mut open, mut locked) = (self.app(self.open.path()), self.unlocked().0);
        open.since_start(is_today);
        open.rest();
        locked.rest();
        let mut apps = [("search", "save", open), ("search, locked", "save, locked", locked)];
        for (.., app) in &mut apps {
            app.press("/");
        }
        for _ in 0..SEARCHES {
            for letter in QUERY.chars() {
                samples.time("floor key", floor.press(&letter.to_string()).0);
                for (search, _, app) in &mut apps {
                    samples.time(search, app.press(&letter.to_string()).0);
                }
            }
            for (.., app) in &mut apps {
                app.press(&"\x7f".repeat(QUERY.len()));
            }
        }
        for (.., app) in &mut apps {
            app.press(QUERY);
            app.press("\r");
        }
        for number in 0..SAVES {
            for (_, save, app) in &mut apps {
                app.press("n");
                app.press(&format!("诉求 门前路坑洼 {number}"));
                let entered = app.age();
                app.send("\r");
                let saved = app.since_start(|screen| screen.contains("Saved"));
                samples.time(save, saved.saturating_sub(entered));
                app.rest();
            }
        }
    }

    fn app(&self, data: &Path) -> Session {
        let (data, now) = (data.display().to_string(), folder::now().to_string());
        let arguments = ["--data", &data, "--now", &now, "--lang", "en"];
        Session::start(Path::new(env!("CARGO_BIN_EXE_chuanmen")), &arguments, self.home.path())
    }

    fn floor(&self) -> Session {
        let own: PathBuf = std::env::current_exe().expect("this program has a path");
        Session::start(&own, &["floor"], self.home.path())
    }

    /// The app behind its passphrase, opened, and what that took without the time of typing: from the start to the page
    /// that asks, and from Enter to the first page.
    fn unlocked(&self) -> (Session, Duration) {
        let mut app = self.app(self.locked.path());
        let asked = app.since_start(|screen| screen.contains("Locked"));
        app.rest();
        app.press(PASSPHRASE);
        let entered = app.age();
        app.send("\r");
        let shown = app.since_start(is_today);
        (app, asked + shown.saturating_sub(entered))
    }
}

fn is_today(screen: &str) -> bool {
    screen.contains("Today") && screen.contains("Late")
}
