//! The clock jumps by years, back and forth, between runs and within one.
//!
//! Order is the order in which things were written down, whatever the clock said; a deadline counts from the moment that it
//! was given, and is the same as on a computer that never knew another.
//!
//! Seen to fail: with stamps taken from the clock alone, what was recorded after a jump back stands before what it follows.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use chuanmen::domain::moment::Moment;
use chuanmen::domain::request::Request;
use chuanmen::store::replica::{Replica, Said};
use serde_json::Value;

use crate::world::{CELL, Ledger, chance, chuanmen, line, rounds, said};

/// A moment somewhere between 1971 and 2099, at some minute of the day.
fn somewhen(random: &mut fastrand::Rng) -> String {
    let (year, month, day) = (random.u32(1971..2100), random.u32(1..13), random.u32(1..29));
    format!("{year}-{month:02}-{day:02}T{:02}:{:02}:00+08:00", random.u32(0..24), random.u32(0..60))
}

fn at(data: &Path, now: &str, words: &[&str]) -> Output {
    // The last of two moments counts.
    let mut command = chuanmen(data, words);
    command.args(["--now", now]);
    command.output().unwrap()
}

fn ask(data: &Path, now: &str, words: &[&str]) -> Value {
    let output = at(data, now, words);
    assert!(output.status.success(), "{now} {words:?}: {}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn whatever_the_clock_says_order_and_deadlines_hold() {
    let mut random = chance("clock");
    let lines = 12 * rounds();
    let fresh = Ledger::new();
    let mut ledger = Ledger::new();
    let data = ledger.data();
    let (mut acts, mut dues, mut back) = (Vec::new(), BTreeMap::new(), 0);
    let mut before = String::new();
    for number in 0..lines {
        let now = somewhen(&mut random);
        back += usize::from(now < before);
        let answer = ask(&data, &now, &["add", &line(number)]);
        assert_eq!(answer["saved"], true);
        ledger.saved.push(number);
        acts.push(answer["act"].as_str().unwrap().to_owned());
        let matter = &answer["matter"];
        assert_eq!(matter["raised_at"].as_str(), Some(now.as_str()));
        // A computer that never knew another time gives the same deadline.
        let alone = fresh.twin();
        let due = &ask(&alone.data(), &now, &["add", &line(number)])["matter"]["due"];
        assert_eq!(&matter["due"], due, "{now}");
        dues.insert(matter["id"].as_str().unwrap().to_owned(), due.as_str().unwrap().to_owned());
        before = now;
    }
    // Late is what is due before now, whatever now is.
    for _ in 0..4 {
        let now = somewhen(&mut random);
        let listed = ask(&data, &now, &["list", "matters", "--limit", "0"]);
        for matter in listed["matters"].as_array().unwrap() {
            let due = &dues[matter["id"].as_str().unwrap()];
            assert_eq!(matter["late"].as_bool(), Some(*due < now), "{due} at {now}");
        }
    }
    let household = ask(&data, &before, &["list", "households"])["households"][0]["id"].as_str().unwrap().to_owned();
    let shown = ask(&data, &before, &["show", &household]);
    let mut order: Vec<&str> = Vec::new();
    for event in shown["history"].as_array().unwrap().iter().rev() {
        let act = event["act"].as_str().unwrap();
        if acts.iter().any(|known| known == act) && order.last() != Some(&act) {
            order.push(act);
        }
    }
    let visits: Vec<&str> = acts.iter().map(String::as_str).filter(|act| order.contains(act)).collect();
    assert_eq!(order, visits, "the history is in the order of recording");
    // The last act is taken back, by somebody whose clock is before everything.
    ask(&data, "1970-06-01T08:00:00+08:00", &["act", &acts[lines - 1], "undo"]);
    ledger.saved.retain(|number| *number != lines - 1);
    assert_eq!(ledger.assert_whole("after the jumps"), lines - 1);
    println!("clock: {lines} lines, the clock jumped back {back} times, order and deadlines hold, nothing lost");
}

#[test]
fn a_clock_that_jumps_within_a_run_leaves_sound_data() {
    let mut random = chance("clock within a run");
    let ledger = Ledger::new();
    let jumps = 40 * rounds();
    {
        let (mut replica, _) = Replica::open(&ledger.data(), &mut |_| {}).unwrap();
        for number in 0..jumps {
            let now: Moment = somewhen(&mut random).parse().unwrap();
            let said = Said { now, at: now, by: "陈强".to_owned() };
            let name = Some(format!("第{number}格"));
            replica.commit(&said, &Request::AddCell { scope: CELL.parse().unwrap(), name }).unwrap();
        }
    }
    // The name that was given last holds, whenever that was.
    let cells = ask(&ledger.data(), "2026-11-21T09:00:00+08:00", &["list", "cells"]);
    assert_eq!(cells["cells"][0]["name"], format!("第{}格", jumps - 1));
    assert_eq!(ledger.assert_whole("after jumps within a run"), 0);
    println!("clock: {jumps} jumps within a run, the last word holds");
}
