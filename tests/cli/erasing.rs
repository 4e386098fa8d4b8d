//! Erasing by law: what was erased is nowhere any more, in no file, under no key, in no copy; what others said is kept.
//!
//! Seen to fail: with the old generation left where it was, its files still hold the old bytes; with the earlier backups
//! left as they are, they still hold the words; without erasing again, a backup that is restored brings them back.

use std::fs;
use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};

use chuanmen::store::journal::Journal;
use chuanmen::store::keyring::{Keyring, Stored};
use chuanmen::store::replica::{OpenFault, Replica};
use chuanmen::store::seal::{DataKey, open_event, open_value};
use chuanmen::store::sled::{SledSettings, SledStorage};
use chuanmen::store::storage::{Direction, RowReader, Tree};
use chuanmen::store::{backup, desk};
use serde_json::Value;

use crate::bench::{Bench, assert_keys, text};

const HEAD: &str = "欧阳璎珞";
const SON: &str = "尉迟峥嵘";
const NUMBER: &str = "152499197905013894";
const PHONE: &str = "13947206518";
const NOTE: &str = "腊月二十从榆林回来";
const DEMAND: &str = "苜蓿地界碑被挪了三尺";
const DRAFT: &str = "驼绒被褥没晒干";
const PLACES: [&str; 11] = [
    "erase desk",
    "saved",
    "applied",
    "erase journal",
    "erase database",
    "next built",
    "ready.part",
    "next ready",
    "next without journal",
    "next part",
    "old written over",
];

/// A township of two doors in which one is about to be erased, with a folder for backups.
struct Village {
    bench: Bench,
    backups: PathBuf,
    /// The household of [`HEAD`], their son, and the neighbour.
    home: String,
    son: String,
    neighbour: String,
    /// What they raised: alone, and with a neighbour's voice joined to it.
    alone: String,
    shared: String,
}

impl Village {
    fn new() -> Self {
        let bench = Bench::with_a_cell();
        let backups = bench.data().parent().unwrap().join("stick");
        fs::create_dir_all(&backups).unwrap();
        let config = bench.data().parent().unwrap().join("config/chuanmen");
        fs::create_dir_all(&config).unwrap();
        fs::write(config.join("config.toml"), format!("backup_folder = '{}'\n", backups.display())).unwrap();
        let added = ["household", "add", "--cell", "003", "--door", "1组1号", "--head", HEAD, "--phone", PHONE];
        let home = text(&bench.document(&added, 0)["household"], "id");
        let relation = ["--relation", "子", "--id-number", NUMBER];
        bench.document(&[&["member", "add", &home, "--name", SON][..], &relation].concat(), 0);
        let members = bench.done("list members");
        let son = members["members"].as_array().unwrap().iter().find(|member| member["name"] == SON).unwrap();
        let son = text(son, "id");
        bench.add(&format!("{HEAD} 走访 {SON}{NOTE}"));
        let alone = bench.matter(&format!("{HEAD} 诉求 {DEMAND}"));
        bench.document(&["act", &alone, "note", "--text", &format!("{SON}电话{PHONE}")], 0);
        let shared = bench.matter(&format!("{HEAD} 诉求 门前路坑洼"));
        let voice = bench.matter("李四 诉求 门前路坑洼不平");
        bench.document(&["act", &voice, "join", "--into", &shared], 0);
        bench.add(&format!("李四 纠纷 争地界 &{HEAD}"));
        let mut village = Self {
            neighbour: text(&bench.done("list households")["households"][1], "id"),
            son,
            home,
            backups,
            alone,
            shared,
            bench,
        };
        if village.neighbour == village.home {
            village.neighbour = text(&village.bench.done("list households")["households"][0], "id");
        }
        village.draft();
        village
    }

    /// A line typed at the door and not saved.
    fn draft(&self) {
        let mut replica = open(&self.bench.data());
        let mut kept = replica.desk().clone();
        let door = self.home.parse().unwrap();
        kept.keep_draft(Some(door), (&format!("{DRAFT}{HEAD}"), ""), "2026-11-20T09:00".parse().unwrap());
        kept.park(door, "2026-11-20T09:00".parse().unwrap());
        replica.keep_desk(kept).unwrap();
    }

    fn backup(&self, file: &Path) {
        self.bench.document(&["backup", file.to_str().unwrap(), "--now", "2026-11-20T18:00"], 0);
    }

    fn erase(&self, id: &str) -> Value {
        let erased = self.bench.document(&["erase", id, "--why", "本人申请", "--yes"], 0);
        assert_eq!(erased["erased"], true, "{erased}");
        erased
    }

    fn assert_sound(&self) {
        let found = self.bench.done("doctor --full");
        assert_eq!(found["sound"], true, "{found}");
    }

    /// Whether the neighbour has everything they had.
    fn assert_neighbour_is_whole(&self) {
        let homes = self.bench.done("list households");
        let heads: Vec<&str> =
            homes["households"].as_array().unwrap().iter().map(|home| home["head"].as_str().unwrap()).collect();
        assert!(heads.contains(&"李四") && heads.contains(&"王秀英"), "{homes}");
        let matters = self.bench.done("list matters").to_string();
        assert!(matters.contains("门前路坑洼不平") && matters.contains("争地界"), "{matters}");
    }
}

/// Opens data in this process. A command that another test starts may hold the lock's file for the moment of its birth.
fn open(data: &Path) -> Replica {
    loop {
        match Replica::open(data, &mut |_| ()) {
            Ok((replica, _)) => return replica,
            Err(OpenFault::InUse { .. }) => std::thread::yield_now(),
            Err(fault) => panic!("{fault}"),
        }
    }
}

/// Everything that can be read of a data folder with its key, and where it stands.
fn opened(data: &Path) -> Vec<(String, Vec<u8>)> {
    let (stored, _) = Keyring::load(data).unwrap();
    let Stored::Open(keyring) = stored else { panic!("no passphrase is set") };
    let mut found = Vec::new();
    let (journal, _) = Journal::open(data, keyring.device, keyring.epoch).unwrap();
    let report = journal.replay(Bound::Unbounded, &mut |_, events| {
        for event in events.iter().filter(|event| !event.is_erased()) {
            found.push((format!("journal seq {}", event.header.seq), open_event(&keyring.key, event).unwrap()));
        }
        ControlFlow::Continue(())
    });
    assert!(report.is_whole());
    let storage = SledStorage::open(&data.join("db"), SledSettings::default()).unwrap();
    for tree in Tree::ALL {
        storage
            .range(tree, &[], None, Direction::Ascending, &mut |key, value| {
                let plain = match tree {
                    Tree::Record | Tree::Text => open_value(&keyring.key, tree.byte(), key, value).unwrap(),
                    _ => [key, value].concat(),
                };
                found.push((format!("{tree:?}"), plain));
                ControlFlow::Continue(())
            })
            .unwrap();
    }
    drop(storage);
    chuanmen::store::sled::wait_until_closed(&data.join("db"));
    let (desk, aside) = desk::load(data, &keyring.key, &data.join("quarantine")).unwrap();
    assert!(aside.is_none());
    found.push(("desk".to_owned(), serde_json::to_vec(&desk).unwrap()));
    found
}

/// Everything that can be read of a backup.
fn opened_backup(file: &Path, key: &DataKey) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let read = backup::read(file, &mut |events| {
        for event in events.iter().filter(|event| !event.is_erased()) {
            found.push((format!("{} seq {}", file.display(), event.header.seq), open_event(key, event).unwrap()));
        }
        ControlFlow::Continue(())
    });
    let (contents, _) = read.unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("desk"), &contents.desk).unwrap();
    if !contents.desk.is_empty() {
        let (desk, aside) = desk::load(folder.path(), key, &folder.path().join("quarantine")).unwrap();
        assert!(aside.is_none());
        found.push((format!("desk of {}", file.display()), serde_json::to_vec(&desk).unwrap()));
    }
    found
}

fn key(data: &Path) -> DataKey {
    match Keyring::load(data).unwrap().0 {
        Stored::Open(keyring) => keyring.key,
        Stored::Locked(_) => panic!("no passphrase is set"),
    }
}

fn holding<'a>(opened: &'a [(String, Vec<u8>)], needles: &[&str]) -> Vec<&'a str> {
    let holds =
        |bytes: &[u8]| needles.iter().any(|needle| bytes.windows(needle.len()).any(|part| part == needle.as_bytes()));
    opened.iter().filter(|(_, plain)| holds(plain)).map(|(place, _)| place.as_str()).collect()
}

/// Sealed bodies in which one of the needles stands: what must not lie on the disk afterwards.
fn bodies(data: &Path, needles: &[&str]) -> Vec<Vec<u8>> {
    let key = key(data);
    let replica = open(data);
    let sealed = replica.sealed_events().unwrap().into_iter().filter(|event| !event.is_erased());
    let held =
        sealed.filter(|event| !holding(&[(String::new(), open_event(&key, event).unwrap())], needles).is_empty());
    let bodies: Vec<Vec<u8>> = held.map(|event| event.body).collect();
    drop(replica);
    chuanmen::store::sled::wait_until_closed(&data.join("db"));
    bodies
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Files of a folder in which sealed bodies, or words in the clear, still lie.
fn files_with(folder: &Path, bodies: &[Vec<u8>], needles: &[&str]) -> Vec<PathBuf> {
    let mut found = files(folder);
    found.retain(|file| {
        let bytes = fs::read(file).unwrap();
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        bodies.iter().any(|body| holds(&body[..48])) || needles.iter().any(|needle| holds(needle.as_bytes()))
    });
    found
}

#[test]
fn of_an_erased_household_no_byte_is_left_and_its_neighbours_lose_nothing() {
    let village = Village::new();
    let (data, needles) = (village.bench.data(), [HEAD, SON, NUMBER, PHONE, NOTE, DEMAND, DRAFT]);
    let daily = village.backups.join("chuanmen-2026-11-20.backup");
    let by_hand = data.parent().unwrap().join("by-hand.backup");
    village.backup(&daily);
    village.backup(&by_hand);
    // Something that was set aside once.
    fs::create_dir_all(data.join("quarantine")).unwrap();
    fs::copy(&by_hand, data.join("quarantine/old")).unwrap();
    let before = bodies(&data, &needles);
    assert!(before.len() > 4, "the search finds what is there");
    assert!(files_with(&data, &before, &needles).len() > 1, "journal, database and quarantine have it");
    assert!(
        !holding(&opened(&data), &[DRAFT]).is_empty()
            && !holding(&opened_backup(&daily, &key(&data)), &needles).is_empty()
    );

    let dry = village.bench.document(&["erase", &village.home, "--dry-run"], 0);
    assert_keys(
        &dry,
        "id kind erased act why events restated people visits matters matters_kept set_aside mentions backups",
    );
    assert_eq!(
        (dry["erased"].as_bool(), dry["people"].as_u64(), dry["set_aside"].as_u64()),
        (Some(false), Some(2), Some(1))
    );
    assert_eq!((dry["matters"].as_u64(), dry["matters_kept"].as_u64()), (Some(1), Some(2)), "{dry}");
    let erased = village.erase(&village.home);
    assert_eq!(erased["events"], dry["events"]);
    let rewritten: Vec<bool> =
        erased["backups"].as_array().unwrap().iter().map(|copy| copy["rewritten"].as_bool().unwrap()).collect();
    assert_eq!(rewritten, [true, true], "{erased}");

    assert_eq!(holding(&opened(&data), &needles), Vec::<&str>::new());
    assert_eq!(files_with(&data, &before, &needles), Vec::<PathBuf>::new());
    for file in [&daily, &by_hand] {
        assert_eq!(holding(&opened_backup(file, &key(&data)), &needles), Vec::<&str>::new());
    }
    assert_eq!(files_with(&village.backups, &before, &needles), Vec::<PathBuf>::new());
    assert!(fs::read_to_string(village.backups.join("chuanmen-erased.txt")).unwrap().contains(&village.home));
    village.assert_sound();
    village.assert_neighbour_is_whole();
    let shared = village.bench.done(&format!("show {}", village.shared));
    assert_eq!((&shared["record"]["household"], &shared["record"]["text"]), (&Value::Null, &Value::from("门前路坑洼")));
    assert_eq!(shared["record"]["voices"].as_array().unwrap().len(), 1);
    let gone = village.bench.done(&format!("show {}", village.home));
    let lines = gone["history"].as_array().unwrap();
    assert!(
        lines.iter().any(|line| line["event"] == "erased" && line["what"].as_str().unwrap().contains("本人申请")),
        "{gone}"
    );
    assert!(
        lines.iter().any(|line| line["event"] == "gone" && line["what"] == "erased on 2026-11-21 by 陈强"),
        "{gone}"
    );
    assert_eq!(village.bench.refused(&["erase", &village.home, "--why", "x", "--yes"], 1).0, "nothing_left");
    let act = text(&erased, "act");
    assert_eq!(village.bench.refused(&["act", &act, "undo"], 1).0, "for_good");
}

#[test]
fn of_an_erased_person_nothing_is_left_and_their_household_goes_on() {
    let village = Village::new();
    let (data, needles) = (village.bench.data(), [SON, NUMBER]);
    let before = bodies(&data, &needles);
    let erased = village.erase(&village.son);
    assert_eq!((erased["people"].as_u64(), erased["matters"].as_u64()), (Some(1), Some(0)), "{erased}");
    assert_eq!(holding(&opened(&data), &needles), Vec::<&str>::new());
    assert_eq!(files_with(&data, &before, &needles), Vec::<PathBuf>::new());
    village.assert_sound();
    let home = village.bench.done(&format!("show {}", village.home));
    assert_eq!((&home["record"]["head"], &home["record"]["members"]), (&Value::from(HEAD), &Value::from(1)));
    let visits = village.bench.done("list visits").to_string();
    assert!(visits.contains(&format!("×××{NOTE}")), "{visits}");
    let lines = home["history"].to_string();
    assert!(lines.contains("(part of it erased on 2026-11-21 by 陈强)"), "{lines}");
    let found = village.bench.done(&format!("search {SON}"));
    assert_eq!(found["total"], 0);
    let head = village.bench.done("list members");
    let head = head["members"].as_array().unwrap().iter().find(|member| member["name"] == HEAD).unwrap();
    assert_eq!(village.bench.refused(&["erase", &text(head, "id"), "--why", "x", "--yes"], 1).0, "only_member");
}

#[test]
fn the_words_of_one_visit_or_matter_go_and_what_was_done_stays() {
    let village = Village::new();
    let data = village.bench.data();
    let visits = village.bench.done("list visits");
    let visit =
        visits["visits"].as_array().unwrap().iter().find(|visit| visit["note"].as_str().unwrap().contains(NOTE));
    let visit = text(visit.unwrap(), "id");
    village.erase(&visit);
    village.erase(&village.alone);
    assert_eq!(holding(&opened(&data), &[NOTE, DEMAND]), Vec::<&str>::new());
    let visit = village.bench.done(&format!("show {visit}"));
    assert_eq!((&visit["record"]["note"], &visit["record"]["outcome"]), (&Value::from("×××"), &Value::from("met")));
    let matter = village.bench.done(&format!("show {}", village.alone));
    assert_eq!((&matter["record"]["text"], &matter["record"]["state"]), (&Value::from("×××"), &Value::from("triage")));
    village.assert_sound();
}

#[test]
fn nothing_is_erased_without_a_ground_and_a_word() {
    let village = Village::new();
    assert_eq!(village.bench.refused(&["erase", &village.home, "--yes"], 1).0, "no_reason");
    assert_eq!(village.bench.refused(&["erase", "h000000000000", "--why", "x", "--yes"], 1).0, "not_found");
    let asked = village.bench.document(&["erase", &village.home, "--why", "x"], 0);
    assert_eq!(asked["erased"], false);
    assert!(village.bench.done("list households").to_string().contains(HEAD));
}

/// An erasure that is killed has not happened, or is finished by the next opening.
#[test]
fn a_kill_at_any_place_leaves_all_or_nothing_of_what_is_erased() {
    let needles = [HEAD, SON, NUMBER, DEMAND];
    for place in PLACES {
        let village = Village::new();
        let data = village.bench.data();
        let before = bodies(&data, &needles);
        let killed = village.bench.killed_at(place, &["erase", &village.home, "--why", "本人申请", "--yes"]);
        assert_ne!(killed.code, 0, "{place} is never reached");
        village.assert_sound();
        village.assert_neighbour_is_whole();
        let left = holding(&opened(&data), &needles).len();
        if place == "erase desk" {
            assert!(left > 0, "nothing was recorded yet");
            village.erase(&village.home);
        }
        assert_eq!(holding(&opened(&data), &needles), Vec::<&str>::new(), "{place}");
        assert_eq!(files_with(&data, &before, &needles), Vec::<PathBuf>::new(), "{place}");
        village.assert_sound();
    }
}

#[test]
fn no_copy_brings_back_what_was_erased() {
    let village = Village::new();
    let (data, needles) = (village.bench.data(), [HEAD, SON, NUMBER, DEMAND]);
    let elsewhere = tempfile::tempdir().unwrap();
    let old = elsewhere.path().join("old.backup");
    village.backup(&old);
    let stick = elsewhere.path().join("stick.backup");
    fs::rename(&old, &stick).unwrap();
    let erased = village.erase(&village.home);
    let owed = &erased["backups"][0];
    assert_eq!((owed["rewritten"].as_bool(), &owed["file"]), (Some(false), &Value::from(old.to_str().unwrap())));
    assert!(village.bench.done("doctor")["owed_backups"].to_string().contains("old.backup"));

    // The same data: what is known is not taken in again.
    village.bench.document(&["restore", stick.to_str().unwrap(), "--yes"], 0);
    assert_eq!(holding(&opened(&data), &needles), Vec::<&str>::new());
    village.assert_sound();
    village.bench.document(&["doctor", "--full", "--repair"], 0);
    assert_eq!(holding(&opened(&data), &needles), Vec::<&str>::new());

    // A lost computer: the list that lay beside the backups erases again, or one that is named.
    let list = elsewhere.path().join("list.txt");
    village.bench.document(&["erase", "--list", list.to_str().unwrap()], 0);
    fs::rename(&data, elsewhere.path().join("lost")).unwrap();
    let restored = ["restore", stick.to_str().unwrap(), "--erased", list.to_str().unwrap(), "--yes"];
    village.bench.document(&restored, 0);
    assert_eq!(holding(&opened(&data), &needles), Vec::<&str>::new());
    village.assert_sound();
    village.assert_neighbour_is_whole();

    // Without a list nobody can know; with it the stick is healed where it comes back.
    fs::remove_dir_all(&data).unwrap();
    village.bench.document(&["restore", stick.to_str().unwrap(), "--yes"], 0);
    assert!(!holding(&opened(&data), &needles).is_empty());
    fs::write(&list, "王秀英\n").unwrap();
    assert_eq!(village.bench.refused(&restored, 1).0, "bad_list");
}

#[test]
fn a_backup_that_was_out_of_reach_is_rewritten_when_it_is_back() {
    let village = Village::new();
    let needles = [HEAD, SON, NUMBER, DEMAND];
    let daily = village.backups.join("chuanmen-2026-11-20.backup");
    village.backup(&daily);
    let away = village.backups.with_extension("away");
    fs::rename(&village.backups, &away).unwrap();
    village.erase(&village.home);
    let owed = village.bench.done("doctor")["owed_backups"].clone();
    assert!(owed.as_array().is_some_and(|owed| !owed.is_empty()), "{owed}");
    fs::rename(&away, &village.backups).unwrap();
    village.bench.document(&["backup", village.backups.join("new.backup").to_str().unwrap()], 0);
    let key = key(&village.bench.data());
    assert_eq!(holding(&opened_backup(&daily, &key), &needles), Vec::<&str>::new());
    assert_eq!(village.bench.done("doctor")["owed_backups"], Value::from(Vec::<String>::new()));
}

#[test]
fn under_a_passphrase_it_goes_the_same_way_and_the_passphrase_still_opens() {
    let village = Village::new();
    let words = village.bench.file("words", "走村串户又一年\n");
    village.bench.document(&["lock", "--set", "--patience", "1", "--new-passphrase-file", &words], 0);
    let with = |line: &[&str]| village.bench.document(&[line, &["--passphrase-file", &words]].concat(), 0);
    let erased = with(&["erase", &village.home, "--why", "本人申请", "--yes"]);
    assert_eq!(erased["erased"], true, "{erased}");
    assert!(!with(&["list", "households"]).to_string().contains(HEAD));
    assert_eq!(with(&["doctor", "--full"])["sound"], true);
    assert_eq!(village.bench.refused(&["list", "cells"], 4).0, "locked");
}
