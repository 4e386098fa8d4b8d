//! Data folders to measure on: townships invented once and kept under the build's target folder.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use chuanmen::demo::{Plan, township};
use chuanmen::domain::moment::Moment;
use chuanmen::store::replica::Replica;

/// Households of a village and of a cell, as in a township of usual size.
const OF_VILLAGE: u32 = 375;
const OF_CELL: u32 = 25;
/// Acts that are written down in one go.
const AT_ONCE: usize = 3_000;

/// When everything is looked at: a Monday.
pub fn now() -> Moment {
    "2026-11-23T09:12:00+08:00".parse().expect("a moment")
}

/// Numbers of households to measure with: `CHUANMEN_BENCH_SIZES`, or 3,000 and 30,000.
pub fn sizes() -> Vec<u32> {
    let asked = std::env::var("CHUANMEN_BENCH_SIZES").unwrap_or_else(|_| "3000,30000".to_owned());
    asked.split(',').map(|size| size.trim().parse().expect("CHUANMEN_BENCH_SIZES is numbers with commas")).collect()
}

/// Where things that take long to make are kept.
pub fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The data folder of a township with that many households, built when there is none. Nothing is to be recorded in it.
pub fn folder(households: u32) -> PathBuf {
    let kept = kept(&format!("township-{households}"));
    if !kept.exists() {
        let part = kept.with_extension("part");
        let _none = fs::remove_dir_all(&part);
        build(&part, households);
        // The second start is the first usual one: the database notes then where its pages are.
        drop(open(&part));
        fs::rename(&part, &kept).expect("the folder can be renamed");
    }
    kept
}

/// A copy of the township's folder, to be written to.
pub fn copy(households: u32) -> TempDir {
    let to = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    copy_all(&folder(households), to.path());
    to
}

pub fn open(data: &Path) -> Replica {
    Replica::open(data, &mut |_| {}).expect("the township opens").0
}

fn build(data: &Path, households: u32) {
    let villages = (households / OF_VILLAGE).clamp(1, Plan::MOST_VILLAGES);
    let plan = Plan { seed: 1, villages, cells: households / OF_CELL, households, now: now() };
    let invented = township(&plan);
    let mut replica = open(data);
    let mut pending = invented.shared();
    for acts in invented.cells() {
        pending.extend(acts);
        if pending.len() >= AT_ONCE {
            replica.dictate(std::mem::take(&mut pending)).expect("the township is written down");
        }
    }
    replica.dictate(pending).expect("the township is written down");
    replica.arrange().expect("the township is on the disk");
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a file can be copied");
        }
    }
}
