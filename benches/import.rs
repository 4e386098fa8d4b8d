//! What it takes to import a roster: 30,000 people of an invented township from a .csv file, by the real binary, from
//! spawn to exit, with its peak memory; and where the time goes, inside.
//!
//! `CHUANMEN_BENCH_ROWS=30000 cargo bench --bench import`

#[path = "support/folder.rs"]
#[expect(dead_code, reason = "every bench uses its own part of this")]
mod folder;

use std::collections::HashMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chuanmen::demo::{Plan, Township, township};
use chuanmen::domain::fact::Fact;
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::scope::Scope;
use chuanmen::exchange::plan::plan;
use chuanmen::exchange::{Guidance, read_roster_with};
use chuanmen::store::replica::{Replica, Said};

const ROUNDS: usize = 5;
/// Aims: seconds, and MB of peak memory.
const AIMS: (f64, u64) = (3.0, 200);

fn main() {
    let rows = std::env::var("CHUANMEN_BENCH_ROWS").map_or(30_000, |rows| rows.parse().expect("a number"));
    let invented = invented(rows);
    let roster = roster(&invented, rows);
    let mut runs: Vec<(f64, u64)> = (0..ROUNDS).map(|_| from_outside(&invented, &roster)).collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (seconds, _) = runs[ROUNDS / 2];
    let peak = runs.iter().map(|run| run.1).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "rows are counted in thousands")]
    let pace = rows as f64 / seconds;
    println!("import of {rows} rows, median of {ROUNDS}: {seconds:.2} s, {pace:.0} rows/s, peak {peak} MB");
    let met = |met: bool| if met { "met" } else { "missed" };
    println!("aims: {} s {}, {} MB {}", AIMS.0, met(seconds <= AIMS.0), AIMS.1, met(peak <= AIMS.1));
    inside(&invented, &roster);
}

/// A township with at least that many people.
fn invented(rows: usize) -> Township {
    let households = u32::try_from(rows * 2 / 5).expect("rows are counted in thousands");
    let villages = (households / 375).clamp(1, Plan::MOST_VILLAGES);
    township(&Plan { seed: 1, villages, cells: (households / 25).max(villages), households, now: folder::now() })
}

/// The first so many people of a township as a roster: village and cell, door, head, and one row a person.
fn roster(invented: &Township, rows: usize) -> PathBuf {
    let path = folder::kept(&format!("roster-{rows}.csv"));
    let mut text = String::from("行政村,网格,门牌号,户主姓名,姓名,与户主关系,身份证号码,民族,联系电话\n");
    let shared: Vec<_> = invented.shared().into_iter().flat_map(|act| act.drafts).collect();
    let names: HashMap<Scope, &str> = shared
        .iter()
        .filter_map(|draft| match &draft.fact {
            Fact::AreaNamed { scope, name } => Some((*scope, name.as_str())),
            _ => None,
        })
        .collect();
    let mut left = rows;
    'all: for acts in invented.cells() {
        for draft in acts.iter().flat_map(|act| &act.drafts) {
            let Fact::HouseholdAdded(profile) = &draft.fact else { continue };
            let village = &names[&draft.scope.village().expect("a cell lies in a village")];
            for member in &profile.members {
                let person = &member.details;
                let relation = &person.relation;
                let of = |text: &Option<String>| text.clone().unwrap_or_default();
                let (id, phone, people) = (of(&person.id_number), of(&person.phone), of(&person.ethnicity));
                let (door, head, name, cell) = (&profile.door, &profile.head, &person.name, draft.scope.suffix());
                text.push_str(&format!("{village},{cell},{door},{head},{name},{relation},{id},{people},{phone}\n"));
                left -= 1;
                if left == 0 {
                    break 'all;
                }
            }
        }
    }
    fs::write(&path, text).expect("the roster is written");
    path
}

/// A folder that knows the township's villages and cells and nobody in them.
fn empty(invented: &Township) -> tempfile::TempDir {
    let data = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut replica = folder::open(data.path());
    replica.dictate(invented.shared()).expect("villages and cells");
    replica.settle().expect("on the disk");
    data
}

/// Seconds from spawn to exit, and MB of peak memory as the system has it.
fn from_outside(invented: &Township, roster: &Path) -> (f64, u64) {
    let data = empty(invented);
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_chuanmen"))
        .args(["import", "--yes", "--json", "--now", "2026-11-23T09:12", "--data"])
        .arg(data.path())
        .arg(roster)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_of(child.id()));
        match child.try_wait().expect("the binary can be asked") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    assert!(status.success(), "the roster is taken");
    (seconds, peak)
}

/// The peak memory of a running process in MB; 0 where the system does not tell.
fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// The same step by step in this process.
fn inside(invented: &Township, roster: &Path) {
    let data = empty(invented);
    let mut replica: Replica = folder::open(data.path());
    let now: Moment = folder::now();
    let timed = |what: &str, start: Instant| println!("  {what}: {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let bytes = fs::read(roster).expect("the roster is there");
    let reading = read_roster_with("roster.csv", &bytes, &Guidance::default(), &mut |_| ControlFlow::Continue(()));
    timed("read and check", start);
    let start = Instant::now();
    let planned = plan(&[reading], &replica, None).expect("readable");
    timed("compare with what is known", start);
    let start = Instant::now();
    let request = planned.request().expect("there is something to take");
    let said = Said { now, at: now, by: "陈强".to_owned() };
    let committed = replica.commit(&said, &request).expect("it is taken");
    timed(&format!("take {} events", committed.events), start);
    let start = Instant::now();
    replica.settle().expect("on the disk");
    timed("make the database durable", start);
    assert!(replica.cells(Scope::WHOLE).expect("readable").len() > 1, "spread over cells");
}
