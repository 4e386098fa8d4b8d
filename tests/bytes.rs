//! Files of ours with bytes turned over, cut off, doubled or put in: each is read, or refused in words; never a panic,
//! and what lies there afterwards opens again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/township.rs"]
mod township;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;

use chuanmen::config::Config;
use chuanmen::domain::desk::Desk;
use chuanmen::domain::record::Record;
use chuanmen::domain::request::Request;
use chuanmen::i18n::Lang;
use chuanmen::store::codec::{decode_record, encode_record};
use chuanmen::store::desk;
use chuanmen::store::replica::{Again, Replica, Said};
use chuanmen::store::seal::DataKey;

/// What is done to bytes; places are shares of their length in 65536ths.
#[derive(Clone, Debug)]
enum Harm {
    Turn(u16, u8),
    Cut(u16),
    Double(u16, u8),
    Put(u16, Vec<u8>),
}

fn harms() -> impl Strategy<Value = Vec<Harm>> {
    let harm = prop_oneof![
        3 => (any::<u16>(), 1u8..).prop_map(|(at, with)| Harm::Turn(at, with)),
        1 => any::<u16>().prop_map(Harm::Cut),
        1 => (any::<u16>(), any::<u8>()).prop_map(|(at, count)| Harm::Double(at, count)),
        1 => (any::<u16>(), prop::collection::vec(any::<u8>(), 0..60)).prop_map(|(at, bytes)| Harm::Put(at, bytes)),
    ];
    prop::collection::vec(harm, 1..4)
}

fn harmed(bytes: &[u8], harms: &[Harm]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for harm in harms {
        let place = |at: u16| bytes.len() * usize::from(at) / 65_536;
        match harm {
            Harm::Turn(at, with) => {
                let at = place(*at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= with;
                }
            }
            Harm::Cut(at) => bytes.truncate(place(*at)),
            Harm::Double(at, count) => {
                let at = place(*at);
                let end = (at + usize::from(*count)).min(bytes.len());
                let twice = bytes[at..end].to_vec();
                bytes.splice(at..at, twice);
            }
            Harm::Put(at, new) => {
                let at = place(*at);
                bytes.splice(at..at, new.iter().copied());
            }
        }
    }
    bytes
}

/// A data folder with a few acts, a backup of it, and the bytes of its journal, keyring and backup.
struct Written {
    folder: tempfile::TempDir,
    journal: Vec<u8>,
    backup: Vec<u8>,
    events: u64,
}

fn written() -> &'static Written {
    static WRITTEN: OnceLock<Written> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let (mut replica, _) = Replica::open(&data, &mut |_| ()).unwrap();
        let said = Said { now: township::now(), at: township::now(), by: "陈强".to_owned() };
        for number in 3..9 {
            let scope = format!("150826102207-00{number}").parse().unwrap();
            replica.commit(&said, &Request::AddCell { scope, name: Some(format!("{number}网格")) }).unwrap();
        }
        let backup = folder.path().join("all.backup");
        let events = replica.back_up(&backup, township::now(), &mut |_| ()).unwrap().events;
        drop(replica);
        let journal = fs::read(data.join("journal/0001.log")).unwrap();
        Written { journal, backup: fs::read(backup).unwrap(), events, folder }
    })
}

/// The data folder without its database, copied.
fn copied(to: &Path) {
    let from = written().folder.path().join("data");
    fs::create_dir_all(to.join("journal")).unwrap();
    for entry in fs::read_dir(&from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

fn records() -> &'static Vec<Vec<u8>> {
    static RECORDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    RECORDS.get_or_init(|| {
        use chuanmen::domain::id::RecordKind;
        use chuanmen::domain::reader::Reader;
        use chuanmen::domain::scope::Scope;
        let village = township::village();
        let mut found: Vec<Record> = Vec::new();
        for kind in [RecordKind::Household, RecordKind::Matter, RecordKind::Cell] {
            let mut take = |record: Record| {
                found.push(record);
                true
            };
            village.each(kind, Scope::WHOLE, &mut take).unwrap();
        }
        assert!(found.len() > 6);
        found.iter().map(encode_record).collect()
    })
}

proptest! {
    #[test]
    fn a_record_is_read_or_refused(harms in harms(), which in any::<prop::sample::Index>()) {
        let whole = which.get(records());
        prop_assert!(decode_record(whole).is_ok());
        if let Err(fault) = decode_record(&harmed(whole, &harms)) {
            prop_assert!(!fault.to_string().is_empty());
        }
    }

    #[test]
    fn settings_are_read_line_by_line(text in any::<String>(), harms in harms()) {
        let whole = "person = \"陈强\"\nlang = \"zh\"\ntheme = \"night\"\ncell = \"150826102207-003\"\n";
        let broken = String::from_utf8_lossy(&harmed(whole.as_bytes(), &harms)).into_owned();
        for text in [text, broken] {
            for fault in Config::read(&text, None).1 {
                prop_assert!(Lang::ALL.iter().all(|lang| !fault.said(*lang).is_empty()));
                prop_assert!(fault.line <= text.lines().count().max(1), "{fault:?} in {text:?}");
            }
        }
    }

    #[test]
    fn a_desk_is_read_or_lies_aside_as_it_was(harms in harms()) {
        let (folder, key) = (tempfile::tempdir().unwrap(), DataKey::from_bytes([7; 32]));
        let mut kept = Desk::default();
        kept.me = Some("陈强".to_owned());
        desk::save(folder.path(), &key, &kept).unwrap();
        let bytes = harmed(&fs::read(folder.path().join(desk::NAME)).unwrap(), &harms);
        fs::write(folder.path().join(desk::NAME), &bytes).unwrap();
        let (read, aside) = desk::load(folder.path(), &key, &folder.path().join("quarantine")).unwrap();
        if let Some(aside) = aside {
            prop_assert_eq!((fs::read(aside.aside).unwrap(), read), (bytes, Desk::default()));
        } else {
            prop_assert_eq!(read, kept, "what is sealed is never read as something else");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn a_journal_is_read_as_far_as_it_is_whole_and_opens_twice(harms in harms()) {
        let folder = tempfile::tempdir().unwrap();
        copied(folder.path());
        fs::write(folder.path().join("journal/0001.log"), harmed(&written().journal, &harms)).unwrap();
        for _ in 0..2 {
            if let Err(fault) = Replica::open(folder.path(), &mut |_| ()) {
                let told = format!("{fault:?}");
                prop_assert!(!told.is_empty());
            }
        }
    }

    #[test]
    fn a_backup_is_restored_whole_or_not_at_all(harms in harms()) {
        let folder = tempfile::tempdir().unwrap();
        let (file, data) = (folder.path().join("all.backup"), folder.path().join("data"));
        let bytes = harmed(&written().backup, &harms);
        fs::write(&file, &bytes).unwrap();
        let restored = Replica::restore(&data, &file, None, &Again::nothing(), &mut |_| ());
        if restored.is_ok() {
            prop_assert_eq!(restored.unwrap().events, written().events, "what was harmed is not taken for whole");
        } else {
            prop_assert!(!Replica::exists(&data), "{:?}", restored);
        }
    }
}
