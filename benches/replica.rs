//! What one step costs inside the program: starting, recording, reading a line, searching, the list of what is owed.
//!
//! `CHUANMEN_BENCH_SIZES=3000,30000,300000 cargo bench --bench replica`

#[path = "support/folder.rs"]
mod folder;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};

use chuanmen::domain::facets::{List, moment_key};
use chuanmen::domain::id::{Id, RecordKind};
use chuanmen::domain::matter::Kind;
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::{Order, Reader};
use chuanmen::domain::record::Record;
use chuanmen::domain::request::{RaiseNote, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::entry::parse::parse;
use chuanmen::entry::resolve::{Context, resolve};
use chuanmen::search::Leads;
use chuanmen::search::alike::Texts;
use chuanmen::store::replica::{Replica, Said};

/// Rows that a screen shows.
const PAGE: usize = 40;
/// Open matters of a large village.
const LARGE: usize = 3_000;
/// What is typed into the search: initials letter by letter, pinyin, Chinese, a door, the end of a number.
const QUERIES: [&str; 6] = ["w", "wxy", "wangxi", "王秀", "3组12号", "1234"];

fn main() {
    let mut criterion = Criterion::default()
        .configure_from_args()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    for size in folder::sizes() {
        starting(&mut criterion, size);
        reading(&mut criterion, size);
        likening(&mut criterion, size);
        recording(&mut criterion, size);
    }
    criterion.final_summary();
}

/// Opening a folder and reading what Today shows first.
fn starting(criterion: &mut Criterion, size: u32) {
    let data = folder::folder(size);
    let mut group = criterion.benchmark_group("start");
    group.bench_function(BenchmarkId::new("open", size), |bench| {
        bench.iter_custom(|times| started(&data, times, |_| ()));
    });
    group.bench_function(BenchmarkId::new("open and Today's first rows", size), |bench| {
        bench.iter_custom(|times| started(&data, times, first_rows));
    });
    group.finish();
}

/// The time for so many starts; closing again is not counted.
fn started(data: &Path, times: u64, then: impl Fn(&Replica)) -> Duration {
    let mut sum = Duration::ZERO;
    for _ in 0..times {
        let start = Instant::now();
        let replica = folder::open(data);
        then(&replica);
        sum += start.elapsed();
    }
    sum
}

fn first_rows(replica: &Replica) {
    let listing = owed(replica);
    for row in &listing {
        let matter = replica.matter(*row).expect("readable").expect("there");
        if let Some(household) = matter.raised.household {
            black_box(replica.household(household).expect("readable"));
        }
    }
    black_box(visits_due(replica));
}

/// The first matters that are owed, of all that are.
fn owed(replica: &Replica) -> Vec<Id> {
    let listing = replica.list(List::Owed, Scope::WHOLE, 0..u64::MAX, Order::OldestFirst, PAGE).expect("readable");
    assert!(listing.total >= listing.rows.len());
    listing.rows.iter().map(|row| row.id).collect()
}

/// How many doors are to be visited by the end of today.
fn visits_due(replica: &Replica) -> usize {
    let end = moment_key(Moment::end_of(folder::now().date())) + 1;
    replica.list(List::VisitDue, Scope::WHOLE, 0..end, Order::OldestFirst, PAGE).expect("readable").total
}

fn reading(criterion: &mut Criterion, size: u32) {
    let replica = folder::open(&folder::folder(size));
    let mut group = criterion.benchmark_group("read");
    group.bench_function(BenchmarkId::new("owed, first rows and count", size), |bench| bench.iter(|| owed(&replica)));
    group.bench_function(BenchmarkId::new("visits due, first rows and count", size), |bench| {
        bench.iter(|| visits_due(&replica));
    });
    group.bench_function(BenchmarkId::new("all search text", size), |bench| {
        bench.iter_with_large_drop(|| replica.roster(Scope::WHOLE).expect("readable"));
    });
    group.finish();
    let roster = replica.roster(Scope::WHOLE).expect("readable");
    let mut group = criterion.benchmark_group("search");
    for query in QUERIES {
        group.bench_function(BenchmarkId::new(query, size), |bench| bench.iter(|| roster.search(query, None, PAGE)));
    }
    group.finish();
    let rules = replica.rules();
    let responders: Vec<(Id, String)> =
        replica.responders().expect("readable").into_iter().map(|found| (found.id, found.name)).collect();
    let context = Context {
        roster: &roster,
        inside: None,
        scope: None,
        responders: &responders,
        policy: &rules.policy,
        workdays: &rules.workdays,
        at: folder::now(),
    };
    criterion.bench_function(&format!("line/parse and resolve/{size}"), |bench| {
        bench.iter(|| resolve(&parse(black_box("3组12号 诉求 门前路坑洼，雨天过不去 #道路 !7"), false), &context));
    });
}

/// Open demands of a village into memory, and those that words are like; then among as many as a large village has.
fn likening(criterion: &mut Criterion, size: u32) {
    let replica = folder::open(&folder::folder(size));
    let policy = replica.rules().policy;
    let village = replica.place(owed(&replica)[0]).expect("readable").and_then(|place| place.scope.village());
    let village = village.expect("a matter lies in a village");
    let mut group = criterion.benchmark_group("lookalikes");
    group.bench_function(BenchmarkId::new("open demands of a village", size), |bench| {
        bench.iter_with_large_drop(|| Leads::of_village(&replica, &policy, village).expect("readable"));
    });
    let mut texts = Texts::default();
    let mut all = Vec::new();
    let mut take = |record: Record| {
        all.extend(match record {
            Record::Matter(matter) => Some(matter.raised.text),
            _ => None,
        });
        all.len() < LARGE
    };
    replica.each(RecordKind::Matter, Scope::WHOLE, &mut take).expect("readable");
    for (number, text) in (0..LARGE as u64).zip(all.iter().cycle()) {
        texts.put(
            number,
            &format!("{text}{}", char::from_u32(0x4E00 + u32::try_from(number).expect("few")).expect("Chinese")),
        );
    }
    texts.weigh();
    group.bench_function(BenchmarkId::new(format!("one key among {LARGE} texts"), size), |bench| {
        bench.iter(|| texts.like(black_box("门前路坑洼，雨天过不去，老人出行不便")));
    });
    group.finish();
}

fn recording(criterion: &mut Criterion, size: u32) {
    let data = folder::copy(size);
    let mut replica = folder::open(data.path());
    let household = first_household(&replica);
    let said = Said { now: folder::now(), at: folder::now(), by: "陈强".to_owned() };
    criterion.bench_function(&format!("commit/a demand/{size}"), |bench| {
        bench.iter(|| {
            let note = RaiseNote::new(Kind::Demand, household, "门前路坑洼，雨天过不去");
            replica.commit(&said, &Request::Raise(Box::new(note))).expect("it is recorded")
        });
    });
}

fn first_household(replica: &Replica) -> Id {
    let mut found = None;
    let mut first = |record: Record| {
        found = Some(record.id());
        false
    };
    replica.each(RecordKind::Household, Scope::WHOLE, &mut first).expect("readable");
    found.expect("a township has households")
}
