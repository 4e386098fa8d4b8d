//! A data folder on a real disk: opened, reopened, doubted, rebuilt.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::fs;
use std::ops::Range;
use std::path::Path;

use chuanmen::demo::{Plan, township};
use chuanmen::domain::facets::{List, moment_key};
use chuanmen::domain::id::{Id, RecordKind};
use chuanmen::domain::matter::Kind;
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::{Order, Reader};
use chuanmen::domain::request::{NewHousehold, RaiseNote, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::store::replica::{OpenFault, Opened, Replica, Said};

fn said() -> Said {
    let now: Moment = "2026-11-21T09:00:00+08:00".parse().unwrap();
    Said { now, at: now, by: "陈强".to_owned() }
}

fn open(data: &Path) -> (Replica, Opened) {
    Replica::open(data, &mut |_| {}).unwrap()
}

/// A folder with one door and this many demands; returns the household.
fn filled(data: &Path, demands: usize) -> Id {
    let cell: Scope = "150826102207-003".parse().unwrap();
    let (mut replica, opened) = open(data);
    assert!(opened.created);
    let household = NewHousehold { door: "3组12号".into(), head: "王秀英".into(), ..NewHousehold::default() };
    let begin =
        Request::All(vec![Request::AddCell { scope: cell, name: None }, Request::AddHousehold { cell, household }]);
    let household = replica.commit(&said(), &begin).unwrap().about[1];
    for number in 0..demands {
        let note = RaiseNote::new(Kind::Demand, household, format!("路坑洼 {number}"));
        replica.commit(&said(), &Request::Raise(Box::new(note))).unwrap();
    }
    household
}

fn demands(replica: &Replica) -> usize {
    let mut count = 0;
    replica
        .each(RecordKind::Matter, Scope::WHOLE, &mut |_| {
            count += 1;
            true
        })
        .unwrap();
    count
}

#[test]
fn what_was_saved_is_there_after_a_start_and_the_doctor_agrees() {
    let data = tempfile::tempdir().unwrap();
    let household = filled(data.path(), 40);
    let (replica, opened) = open(data.path());
    assert!(!opened.created && opened.rebuilt.is_none(), "{opened:?}");
    assert_eq!(demands(&replica), 40);
    assert_eq!(replica.household(household).unwrap().unwrap().profile.head, "王秀英");
    let found = replica.doctor(true, &mut |_| {});
    assert!(found.is_sound() && found.trees.len() == 10, "{found:?}");
    assert_eq!(found.journal.events, replica.count_events().unwrap());
}

#[test]
fn a_second_copy_of_the_program_is_told_who_has_the_data() {
    let data = tempfile::tempdir().unwrap();
    filled(data.path(), 1);
    let _first = open(data.path());
    match Replica::open(data.path(), &mut |_| {}) {
        Err(OpenFault::InUse { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lost_or_doubted_database_is_built_anew_and_the_old_one_kept() {
    let data = tempfile::tempdir().unwrap();
    filled(data.path(), 30);
    fs::remove_dir_all(data.path().join("db")).unwrap();
    {
        let (replica, opened) = open(data.path());
        assert!(opened.caught_up > 0);
        assert_eq!(demands(&replica), 30);
    }
    Replica::suspect(data.path()).unwrap();
    {
        let (replica, opened) = open(data.path());
        let rebuilt = opened.rebuilt.expect("a doubted database is rebuilt");
        assert!(rebuilt.aside.join("db").exists());
        assert_eq!(demands(&replica), 30);
        assert!(replica.doctor(true, &mut |_| {}).is_sound());
    }
    let (_, opened) = open(data.path());
    assert!(opened.rebuilt.is_none(), "only once");
}

#[test]
fn without_its_key_a_journal_is_not_written_over() {
    let data = tempfile::tempdir().unwrap();
    filled(data.path(), 1);
    fs::remove_file(data.path().join("keyring")).unwrap();
    assert!(matches!(Replica::open(data.path(), &mut |_| {}), Err(OpenFault::KeyMissing(_))));
}

/// The count beside a list's first rows is that of all rows, however the range lies to the days that are counted.
#[test]
fn a_list_is_counted_rightly_without_being_walked() {
    let now: Moment = "2026-11-21T09:00:00+08:00".parse().unwrap();
    let invented = township(&Plan::small(now));
    let mut replica = Replica::in_memory(1);
    for acts in std::iter::once(invented.shared()).chain(invented.cells()) {
        replica.dictate(acts).unwrap();
    }
    let midnight = Moment::start_of(now.date());
    let ends = [0, -200 * 86_400 - 1, -3 * 86_400, -3 * 86_400 + 7, -86_400, 0, 1, 40_000, 86_400, 9 * 86_400 - 1]
        .map(|seconds| moment_key(midnight.plus_seconds(seconds)));
    let ends = [[0].as_slice(), &ends[1..], &[u64::MAX]].concat();
    for list in [List::Owed, List::CallBack, List::VisitDue, List::Visited, List::Raised] {
        let rows = |keys: Range<u64>, limit| replica.list(list, Scope::WHOLE, keys, Order::NewestFirst, limit).unwrap();
        assert!(rows(0..u64::MAX, 1).total > 1, "{list:?} is empty");
        for from in &ends {
            for to in &ends {
                let (first, all) = (rows(*from..*to, 1), rows(*from..*to, usize::MAX));
                assert_eq!(first.total, all.rows.len(), "{list:?} from {from} to {to}");
                assert_eq!(first.rows.as_slice(), &all.rows[..all.rows.len().min(1)]);
            }
        }
    }
}
