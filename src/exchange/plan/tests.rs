//! Laws of taking rosters in, on every sample that can be read.

use std::ops::ControlFlow;
use std::path::Path;

use super::*;
use crate::domain::facets::Tally;
use crate::exchange::read_roster;
use crate::store::replica::{Replica, Said};

fn samples() -> Vec<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        read_roster(&name, &std::fs::read(path).unwrap(), &mut |_| ControlFlow::Continue(()))
    };
    let kinds = ["xlsx", "xls", "csv"];
    let is_roster =
        |path: &&std::path::PathBuf| path.extension().is_some_and(|ending| kinds.iter().any(|kind| ending == *kind));
    let rosters = paths.iter().filter(is_roster).map(read);
    let readings: Vec<Reading> = rosters.filter(|reading| reading.failure.is_none()).collect();
    assert!(readings.len() >= 8, "samples are there");
    readings
}

fn cell() -> Scope {
    "150826102207-003".parse().unwrap()
}

fn take(replica: &mut Replica, readings: &[Reading]) -> Plan {
    let planned = plan(readings, replica, Some(cell())).unwrap();
    if let Some(request) = planned.clone().request() {
        let at = "2026-11-21T09:00".parse().unwrap();
        replica.commit(&Said { now: at, at, by: "陈强".into() }, &request).unwrap();
    }
    planned
}

#[test]
fn the_same_file_a_second_time_changes_nothing_and_everybody_is_there() {
    for reading in samples() {
        let mut replica = Replica::in_memory(1);
        let first = take(&mut replica, std::slice::from_ref(&reading));
        let members = usize::try_from(replica.tally(Tally::Members, Scope::WHOLE).unwrap()).unwrap();
        assert_eq!(members, reading.records.len(), "{}", reading.file);
        let second = take(&mut replica, std::slice::from_ref(&reading));
        assert_eq!(second.requests, [], "{}", reading.file);
        assert_eq!(second.households.unchanged, first.households.created, "{}", reading.file);
        assert_eq!(second.members.unchanged, members, "{}", reading.file);
        assert_eq!((second.members.held, second.households.held), (first.members.held, 0), "{}", reading.file);
    }
}

#[test]
fn a_roster_given_twice_at_once_is_taken_once() {
    let reading = samples().remove(0);
    let mut replica = Replica::in_memory(1);
    let planned = take(&mut replica, &[reading.clone(), reading.clone()]);
    let members = usize::try_from(replica.tally(Tally::Members, Scope::WHOLE).unwrap()).unwrap();
    assert_eq!((members, planned.members.created), (reading.records.len(), reading.records.len()));
}

#[test]
fn whoever_is_missing_from_a_newer_roster_stays() {
    let mut reading = samples().remove(0);
    let mut replica = Replica::in_memory(1);
    let first = take(&mut replica, std::slice::from_ref(&reading));
    reading.records.truncate(reading.records.len() / 2);
    let second = take(&mut replica, std::slice::from_ref(&reading));
    assert_eq!(second.requests, []);
    let members = usize::try_from(replica.tally(Tally::Members, Scope::WHOLE).unwrap()).unwrap();
    assert_eq!(members, first.members.created);
}

#[test]
fn a_roster_that_names_a_known_cell_goes_there() {
    let mut reading = samples().remove(0);
    let mut replica = Replica::in_memory(1);
    let known: Scope = "150826102207-007".parse().unwrap();
    let at = "2026-11-21T09:00".parse().unwrap();
    let said = Said { now: at, at, by: "陈强".into() };
    replica.commit(&said, &Request::AddCell { scope: known, name: Some("七网格".into()) }).unwrap();
    for record in &mut reading.records {
        record.cell = "七网格".into();
    }
    let planned = plan(std::slice::from_ref(&reading), &replica, None).unwrap();
    assert!(planned.unplaced.is_empty());
    let cells = planned.requests.iter().map(|request| match request {
        Request::AddHousehold { cell, .. } => *cell,
        other => panic!("{other:?}"),
    });
    assert!(cells.into_iter().all(|cell| cell == known));
}
