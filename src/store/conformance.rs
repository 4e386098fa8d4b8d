//! What every storage has to do, run over each of them.

use std::ops::ControlFlow;

use proptest::collection::vec;
use proptest::{option, prelude::*};

use super::memory::MemoryStorage;
use super::sled::{SledSettings, SledStorage};
use super::storage::{Batch, Direction, RowReader, Storage, Tree};

type Rows = Vec<(Vec<u8>, Vec<u8>)>;

fn rows(storage: &dyn Storage, tree: Tree, from: &[u8], to: Option<&[u8]>, direction: Direction) -> Rows {
    let mut rows = Vec::new();
    let mut visit = |key: &[u8], value: &[u8]| {
        rows.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    };
    storage.range(tree, from, to, direction, &mut visit).unwrap();
    rows
}

fn keys(storage: &dyn Storage, from: &[u8], to: Option<&[u8]>, direction: Direction) -> Vec<u8> {
    rows(storage, Tree::List, from, to, direction).into_iter().map(|(key, _)| key[0]).collect()
}

fn what_is_put_is_got_until_removed(storage: &mut dyn Storage) {
    let mut batch = Batch::new();
    for tree in Tree::ALL {
        batch.put(tree, *b"key", tree.name());
    }
    batch.put(Tree::Meta, *b"", *b"");
    storage.write(&batch).unwrap();
    for tree in Tree::ALL {
        assert_eq!(storage.get(tree, b"key").unwrap().as_deref(), Some(tree.name().as_bytes()));
        assert_eq!(storage.get(tree, b"ke").unwrap(), None);
    }
    assert_eq!(storage.get(Tree::Meta, b"").unwrap(), Some(vec![]));
    let mut batch = Batch::new();
    batch.remove(Tree::Event, *b"key");
    batch.remove(Tree::Event, *b"never there");
    storage.write(&batch).unwrap();
    storage.write(&Batch::new()).unwrap();
    assert_eq!(storage.get(Tree::Event, b"key").unwrap(), None);
    assert!(storage.get(Tree::Log, b"key").unwrap().is_some());
}

fn the_last_word_in_a_batch_wins(storage: &mut dyn Storage) {
    let mut batch = Batch::new();
    batch.put(Tree::Tally, *b"a", *b"1");
    batch.put(Tree::Tally, *b"a", *b"2");
    batch.put(Tree::Tally, *b"b", *b"1");
    batch.remove(Tree::Tally, *b"b");
    batch.remove(Tree::Tally, *b"c");
    batch.put(Tree::Tally, *b"c", *b"3");
    storage.write(&batch).unwrap();
    let expected: Rows = vec![(b"a".to_vec(), b"2".to_vec()), (b"c".to_vec(), b"3".to_vec())];
    assert_eq!(rows(storage, Tree::Tally, b"", None, Direction::Ascending), expected);
}

fn ranges_hold_their_bounds_both_ways(storage: &mut dyn Storage) {
    let mut batch = Batch::new();
    for key in [1_u8, 3, 5, 7, 255] {
        batch.put(Tree::List, [key], [key]);
    }
    storage.write(&batch).unwrap();
    let up = |from: &[u8], to: Option<&[u8]>| keys(storage, from, to, Direction::Ascending);
    assert_eq!(up(&[], None), [1, 3, 5, 7, 255]);
    assert_eq!(up(&[3], Some(&[7])), [3, 5]);
    assert_eq!(up(&[2], Some(&[8])), [3, 5, 7]);
    assert!(up(&[7], Some(&[3])).is_empty());
    assert!(up(&[3], Some(&[3])).is_empty());
    assert_eq!(up(&[3, 0], Some(&[5, 0])), [5]);
    let down = |from: &[u8], to: Option<&[u8]>| keys(storage, from, to, Direction::Descending);
    assert_eq!(down(&[], None), [255, 7, 5, 3, 1]);
    assert_eq!(down(&[3], Some(&[7])), [5, 3]);
    assert!(down(&[7], Some(&[3])).is_empty());
    let mut seen = Vec::new();
    let mut first_two = |key: &[u8], _: &[u8]| {
        seen.push(key[0]);
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    storage.range(Tree::List, &[], None, Direction::Descending, &mut first_two).unwrap();
    assert_eq!(seen, [255, 7]);
}

/// A thousand rows over all trees, long enough to split pages: order and content hold.
fn many_rows_keep_their_order(storage: &mut dyn Storage) {
    for round in 0..5_u16 {
        let mut batch = Batch::new();
        for number in 0..1_000_u16 {
            let tree = Tree::ALL[usize::from(number) % 4];
            batch.put(
                tree,
                [b"many".as_slice(), &number.to_be_bytes()].concat(),
                vec![u8::try_from(round).unwrap(); 300],
            );
        }
        storage.write(&batch).unwrap();
    }
    for (place, tree) in Tree::ALL.into_iter().enumerate().take(4) {
        let found = rows(storage, tree, b"many", Some(b"many\xff\xff\xff"), Direction::Ascending);
        let numbers: Vec<u16> = found.iter().map(|(key, _)| u16::from_be_bytes([key[4], key[5]])).collect();
        let expected: Vec<u16> = (0..1_000).filter(|number| usize::from(*number) % 4 == place).collect();
        assert_eq!(numbers, expected);
        assert!(found.iter().all(|(_, value)| *value == vec![4; 300]));
    }
}

fn suite(mut fresh: impl FnMut() -> Box<dyn Storage>) {
    what_is_put_is_got_until_removed(fresh().as_mut());
    the_last_word_in_a_batch_wins(fresh().as_mut());
    ranges_hold_their_bounds_both_ways(fresh().as_mut());
    many_rows_keep_their_order(fresh().as_mut());
    written_anew_all_is_as_it_was(fresh().as_mut());
}

fn written_anew_all_is_as_it_was(storage: &mut dyn Storage) {
    let mut batch = Batch::new();
    for tree in Tree::ALL {
        for number in 0..200_u8 {
            batch.put(tree, [number], vec![number; usize::from(number) * 7]);
        }
    }
    storage.write(&batch).unwrap();
    for round in 0..3 {
        storage.rewrite().unwrap();
        let mut more = Batch::new();
        for tree in Tree::ALL {
            let found = rows(storage, tree, b"", None, Direction::Ascending);
            assert_eq!(found.len(), 200 + round, "{tree:?}");
            assert!(found.iter().all(|(key, value)| value.iter().all(|byte| *byte == key[0])));
            more.put(tree, [7, u8::try_from(round).unwrap()], [7]);
        }
        storage.write(&more).unwrap();
    }
}

#[test]
fn memory_conforms() {
    suite(|| Box::new(MemoryStorage::new()));
}

#[test]
fn sled_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    suite(|| {
        number += 1;
        Box::new(open(&folder.path().join(number.to_string())))
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is put and removed, in whatever batches: sled holds what memory holds, by key and by range, also after
    /// it was opened anew.
    #[test]
    fn sled_holds_what_memory_holds(
        batches in vec(vec((0..300_u16, option::weighted(0.7, length())), 1..120), 1..12),
        ends in (0..300_u16, 0..300_u16),
        anew in option::of(0..12_usize),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("db");
        let (mut sled, mut memory) = (open(&place), MemoryStorage::new());
        let key = |number: u16| [b"key".as_slice(), &number.to_be_bytes()].concat();
        for (number, batch) in batches.into_iter().enumerate() {
            let mut written = Batch::new();
            for (number, value) in batch {
                for tree in [Tree::List, Tree::Where, Tree::Event, Tree::Text] {
                    match value {
                        Some(len) => written.put(tree, key(number), bytes(len)),
                        None => written.remove(tree, key(number)),
                    }
                }
            }
            sled.write(&written).unwrap();
            memory.write(&written).unwrap();
            if anew == Some(number) {
                sled.rewrite().unwrap();
            }
        }
        let (from, to) = (key(ends.0), key(ends.1));
        let same = |sled: &SledStorage| {
            for tree in [Tree::List, Tree::Where, Tree::Event, Tree::Text] {
                for number in 0..300 {
                    assert_eq!(sled.get(tree, &key(number)).unwrap(), memory.get(tree, &key(number)).unwrap());
                }
                for direction in [Direction::Ascending, Direction::Descending] {
                    for (from, to) in [(b"".as_slice(), None), (&from, Some(to.as_slice())), (&from, None)] {
                        assert_eq!(rows(sled, tree, from, to, direction), rows(&memory, tree, from, to, direction));
                    }
                }
            }
        };
        same(&sled);
        sled.sync().unwrap();
        drop(sled);
        same(&open(&place));
        // What sled puts there does not survive a power cut.
        assert_eq!(std::fs::read_dir(place.join("blobs")).unwrap().count(), 0);
    }
}

/// Lengths of values: most are short, some many times as long as a page.
fn length() -> impl Strategy<Value = usize> {
    prop_oneof![30 => 0..400_usize, 2 => 4_000..9_000_usize, 1 => 9_000..200_000_usize]
}

/// A value in which a piece that is missing, or in another place, shows.
fn bytes(length: usize) -> Vec<u8> {
    (0..=250).cycle().take(length).collect()
}

fn open(folder: &std::path::Path) -> SledStorage {
    SledStorage::open(folder, SledSettings { cache: 4 << 20 }).unwrap()
}

#[test]
fn sled_keeps_what_was_synced_and_opens_beside_a_half_written_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..3_u8 {
        let mut storage = open(folder.path());
        for before in 0..round {
            assert_eq!(storage.get(Tree::Record, &[before]).unwrap(), Some(vec![before; 100]));
        }
        let mut batch = Batch::new();
        batch.put(Tree::Record, [round], vec![round; 100]);
        storage.write(&batch).unwrap();
        storage.sync().unwrap();
        drop(storage);
        let half = folder.path().join("snap.00000000000000FF.generating");
        std::fs::write(&half, b"half").unwrap();
        drop(open(folder.path()));
        assert!(!half.exists());
    }
}

/// Whatever a kill leaves of a rewriting: the old database is there, or the new one, and nothing else.
#[test]
fn sled_is_one_whole_database_after_a_rewriting_that_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let make = |name: &str, value: u8| {
        let mut storage = open(&place(name));
        let mut batch = Batch::new();
        batch.put(Tree::Record, *b"key", [value]);
        storage.write(&batch).unwrap();
        storage.sync().unwrap();
        drop(storage);
        super::sled::wait_until_closed(&place(name));
    };
    let found = || {
        let storage = open(&place("db"));
        let found = storage.get(Tree::Record, b"key").unwrap();
        drop(storage);
        super::sled::wait_until_closed(&place("db"));
        assert!(!place("db.anew").exists() && !place("db.before").exists());
        found
    };
    make("db", 1);
    std::fs::create_dir(place("db.anew")).unwrap();
    std::fs::write(place("db.anew").join("db"), b"half").unwrap();
    assert_eq!(found(), Some(vec![1]), "while it was built");
    make("new", 2);
    std::fs::rename(place("db"), place("db.before")).unwrap();
    std::fs::rename(place("new"), place("db.anew")).unwrap();
    assert_eq!(found(), Some(vec![1]), "between the two");
    make("new", 2);
    std::fs::rename(place("db"), place("db.before")).unwrap();
    std::fs::rename(place("new"), place("db")).unwrap();
    assert_eq!(found(), Some(vec![2]), "with the new one in its place");
}

/// Copies of the files taken while batches are written stand for kills: each holds whole batches only.
#[test]
fn sled_shows_a_batch_whole_or_not_at_all_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let live = folder.path().join("live");
    let mut storage = open(&live);
    for round in 0..6_u8 {
        let mut batch = Batch::new();
        for tree in Tree::ALL {
            for key in 0..20_u8 {
                batch.put(tree, [key], vec![round; 200]);
            }
        }
        storage.write(&batch).unwrap();
        if round % 2 == 1 {
            storage.sync().unwrap();
        }
        let copy = folder.path().join(format!("killed-{round}"));
        copy_files(&live, &copy);
        let killed = open(&copy);
        let mut values: Vec<Vec<u8>> = Tree::ALL
            .iter()
            .flat_map(|tree| rows(&killed, *tree, b"", None, Direction::Ascending))
            .map(|(_, v)| v)
            .collect();
        assert!(values.is_empty() && round == 0 || values.len() == 200, "round {round}: {} rows", values.len());
        values.dedup();
        assert!(values.len() <= 1, "round {round}: parts of several batches");
    }
}

fn copy_files(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Whatever stands in its files, opening and reading sled ends in a value or a fault, never in a panic.
#[test]
fn damaged_sled_files_make_faults_not_panics() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    let mut storage = open(&whole);
    let mut batch = Batch::new();
    for key in 0..200_u8 {
        batch.put(Tree::Record, [key], vec![key; 500]);
    }
    storage.write(&batch).unwrap();
    storage.sync().unwrap();
    drop(storage);
    let files = |folder: &std::path::Path| -> Vec<std::path::PathBuf> {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.is_file()).collect()
    };
    for (round, file) in files(&whole).iter().cycle().take(12).enumerate() {
        let copy = folder.path().join(format!("damaged-{round}"));
        copy_files(&whole, &copy);
        let target = copy.join(file.file_name().unwrap());
        let mut bytes = std::fs::read(&target).unwrap();
        let at = bytes.len() * (round % 5) / 5;
        if round % 2 == 0 && at < bytes.len() {
            bytes[at] ^= 0x40;
        } else {
            bytes.truncate(at);
        }
        std::fs::write(&target, bytes).unwrap();
        if let Ok(storage) = SledStorage::open(&copy, SledSettings::default()) {
            let _ = storage.range(Tree::Record, b"", None, Direction::Ascending, &mut |_, _| ControlFlow::Continue(()));
        }
    }
}
