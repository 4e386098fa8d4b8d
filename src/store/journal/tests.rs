use std::fs;
use std::ops::{Bound, ControlFlow};
use std::path::Path;

use super::*;
use crate::store::format::Header;
use crate::store::seal::{DataKey, seal_event};

const DEVICE: u64 = 77;
const SMALL: JournalSettings = JournalSettings { rotate_at: 2_000, reserve: 0, largest_frame: 700, known: None };
const ROOMY: JournalSettings = JournalSettings { rotate_at: 1 << 20, ..SMALL };

/// An act of `count` events of about 200 bytes, recognisable by its number.
fn act(number: u64, count: u64) -> Vec<SealedEvent> {
    let event = |seq| {
        let header = Header {
            alg: 1,
            device: DEVICE,
            epoch: 1,
            scope: [5; 17],
            seq,
            stamp: number,
            record: 1,
            act: number,
            prev: [0; 32],
            body_hash: [0; 32],
        };
        seal_event(&DataKey::from_bytes([1; 32]), header, b"visit").unwrap()
    };
    (1..=count).map(event).collect()
}

fn open(data: &Path, settings: JournalSettings) -> (Journal, OpenReport) {
    Journal::open_with(data, DEVICE, 1, settings).unwrap()
}

fn replayed(journal: &Journal, from: Bound<Position>) -> (Vec<(Position, Vec<SealedEvent>)>, JournalReport) {
    let mut acts = Vec::new();
    let report = journal.replay(from, &mut |position, events| {
        acts.push((position, events));
        ControlFlow::Continue(())
    });
    (acts, report)
}

fn acts(journal: &Journal) -> Vec<Vec<SealedEvent>> {
    replayed(journal, Bound::Unbounded).0.into_iter().map(|(_, events)| events).collect()
}

/// A data folder with these acts; returns them and where each begins.
fn written(settings: JournalSettings, sizes: &[u64]) -> (tempfile::TempDir, Vec<Vec<SealedEvent>>, Vec<Position>) {
    let data = tempfile::tempdir().unwrap();
    let (mut journal, report) = open(data.path(), settings);
    assert!(report.created && report.torn.is_none());
    let written: Vec<_> = (1..).zip(sizes).map(|(number, size)| act(number, *size)).collect();
    let positions = written.iter().map(|events| journal.append(events).unwrap()).collect();
    (data, written, positions)
}

fn log(data: &Path, number: u32) -> std::path::PathBuf {
    data.join("journal").join(format!("{number:04}.log"))
}

fn len(data: &Path, number: u32) -> u64 {
    fs::metadata(log(data, number)).unwrap().len()
}

fn cut(data: &Path, number: u32, len: u64) {
    fs::OpenOptions::new().write(true).open(log(data, number)).unwrap().set_len(len).unwrap();
}

#[test]
fn what_is_appended_is_replayed_in_order_after_opening_again() {
    let (data, written, positions) = written(ROOMY, &[1, 3, 2, 12, 1]);
    let (journal, report) = open(data.path(), ROOMY);
    assert_eq!(report, OpenReport::default());
    let (found, report) = replayed(&journal, Bound::Unbounded);
    assert_eq!(found, positions.iter().copied().zip(written).collect::<Vec<_>>());
    assert!(report.is_whole());
    assert_eq!((report.acts, report.events), (5, 19));
    assert!(positions.is_sorted() && *positions.last().unwrap() < journal.end());
}

#[test]
fn a_replay_begins_with_or_behind_any_act() {
    let (data, written, positions) = written(SMALL, &[1, 12, 2, 2, 5, 1, 1]);
    let (journal, _) = open(data.path(), SMALL);
    assert!(positions.last().unwrap().file > 2, "several files are wanted");
    for (place, position) in positions.iter().enumerate() {
        let events = |from| replayed(&journal, from).0.into_iter().map(|(_, events)| events).collect::<Vec<_>>();
        assert_eq!(events(Bound::Included(*position)), written[place..]);
        assert_eq!(events(Bound::Excluded(*position)), written[place + 1..]);
        assert!(replayed(&journal, Bound::Included(*position)).1.is_whole());
    }
    let mut count = 0;
    let _ = journal.replay(Bound::Unbounded, &mut |_, _| {
        count += 1;
        if count == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(count, 3);
}

#[test]
fn files_rotate_with_a_trailer_and_an_act_never_spans_two() {
    let (data, written, positions) = written(SMALL, &[3, 3, 3, 3, 20, 1, 1]);
    let (journal, _) = open(data.path(), SMALL);
    let report = journal.verify();
    assert!(report.is_whole());
    assert!(report.files >= 3);
    assert_eq!(report.files, u64::from(positions.last().unwrap().file));
    assert_eq!(acts(&journal), written);
    cut(data.path(), 1, len(data.path(), 1) - 64);
    let damage = journal.verify().damage;
    assert_eq!(damage.iter().map(|damage| damage.what).collect::<Vec<_>>(), [DamageKind::NoTrailer, DamageKind::Chain]);
}

#[test]
fn a_missing_file_is_reported_and_the_rest_is_replayed() {
    let (data, written, positions) = written(SMALL, &[3, 3, 3, 3, 3, 3, 3]);
    let (journal, _) = open(data.path(), SMALL);
    fs::remove_file(log(data.path(), 2)).unwrap();
    let (found, report) = replayed(&journal, Bound::Unbounded);
    let expected: Vec<_> = positions.into_iter().zip(written).filter(|(position, _)| position.file != 2).collect();
    assert_eq!(found, expected);
    assert_eq!(report.damage.len(), 1);
    assert_eq!(report.damage[0].what, DamageKind::FileMissing);
}

/// The plug is pulled at every byte of the last act: all before it stays, it is gone whole, its bytes are kept, and writing goes on.
fn torn_anywhere(settings: JournalSettings, last: u64) {
    let (data, written, positions) = written(settings, &[1, 2, last]);
    let whole = fs::read(log(data.path(), 1)).unwrap();
    let begin = usize::try_from(positions[2].frame).unwrap();
    for end in begin..whole.len() {
        fs::write(log(data.path(), 1), &whole[..end]).unwrap();
        let (mut journal, report) = open(data.path(), settings);
        assert_eq!(acts(&journal), written[..2], "cut at {end}");
        assert!(report.damage.is_empty() && !report.created);
        match report.torn {
            None => assert_eq!(end, begin),
            Some(torn) => {
                assert_eq!(torn.at, positions[2]);
                assert_eq!(fs::read(&torn.kept).unwrap(), whole[begin..end]);
                fs::remove_file(torn.kept).unwrap();
            }
        }
        assert_eq!(len(data.path(), 1), begin as u64);
        if end % 16 == 0 {
            assert_eq!(journal.append(&written[2]).unwrap(), positions[2]);
            assert_eq!(fs::read(log(data.path(), 1)).unwrap(), whole);
        }
    }
}

#[test]
fn a_torn_act_is_cut_off_and_kept_aside() {
    torn_anywhere(ROOMY, 1);
}

#[test]
fn an_act_of_several_frames_torn_before_its_mark_is_dropped_whole() {
    torn_anywhere(JournalSettings { largest_frame: 200, ..ROOMY }, 3);
}

#[test]
fn pages_lost_in_the_last_act_are_torn_as_well() {
    let (data, written, positions) = written(ROOMY, &[1, 2, 8]);
    let mut bytes = fs::read(log(data.path(), 1)).unwrap();
    let begin = usize::try_from(positions[2].frame).unwrap();
    bytes[begin..].fill(0);
    fs::write(log(data.path(), 1), &bytes).unwrap();
    let (journal, report) = open(data.path(), ROOMY);
    assert_eq!(acts(&journal), written[..2]);
    assert_eq!(report.torn.unwrap().bytes, (bytes.len() - begin) as u64);
}

#[test]
fn a_file_cut_short_at_its_birth_is_begun_again() {
    let (data, mut written, positions) = written(SMALL, &[6, 6, 6, 6, 6, 6]);
    let last = positions.last().unwrap().file;
    let first_in_last = positions.iter().position(|position| position.file == last).unwrap();
    let whole = fs::read(log(data.path(), last)).unwrap();
    for end in 0..64 {
        fs::write(log(data.path(), last), &whole[..end]).unwrap();
        let (mut journal, report) = open(data.path(), SMALL);
        assert_eq!(report.torn.unwrap().bytes, end as u64);
        assert_eq!(acts(&journal), written[..first_in_last]);
        assert_eq!(journal.append(&written[first_in_last]).unwrap(), positions[first_in_last]);
        assert!(journal.verify().is_whole());
    }
    written.truncate(first_in_last + 1);
    assert_eq!(acts(&open(data.path(), SMALL).0), written);

    let empty = tempfile::tempdir().unwrap();
    drop(open(empty.path(), SMALL));
    cut(empty.path(), 1, 20);
    let (journal, report) = open(empty.path(), SMALL);
    assert!(report.created && report.torn.is_some());
    assert!(journal.verify().is_whole());
}

/// Every bit of a whole journal counts: none changes unseen, and no act is replayed that was not written.
#[test]
fn every_flipped_byte_is_detected_and_nothing_is_invented() {
    let (data, written, _) = written(SMALL, &[1, 5, 2, 4, 3]);
    let (journal, _) = open(data.path(), SMALL);
    let events: Vec<SealedEvent> = written.concat();
    for number in 1..=journal.end().file {
        let whole = fs::read(log(data.path(), number)).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << (at % 8);
            fs::write(log(data.path(), number), &damaged).unwrap();
            let (found, report) = replayed(&journal, Bound::Unbounded);
            assert!(!report.damage.is_empty(), "file {number} byte {at}");
            let found: Vec<SealedEvent> = found.into_iter().flat_map(|(_, events)| events).collect();
            assert!(found.iter().all(|event| events.contains(event)), "file {number} byte {at}");
            assert!(found.len() + 4 >= events.len(), "file {number} byte {at}: too much lost");
        }
        fs::write(log(data.path(), number), &whole).unwrap();
    }
    assert!(journal.verify().is_whole());
}

#[test]
fn damage_in_the_middle_is_never_cut_and_writing_goes_on_behind_it() {
    let (data, written, positions) = written(ROOMY, &[1, 2, 1, 2]);
    let mut bytes = fs::read(log(data.path(), 1)).unwrap();
    for at in positions[1].frame..positions[2].frame {
        let at = usize::try_from(at).unwrap();
        bytes[at] ^= 0x20;
        fs::write(log(data.path(), 1), &bytes).unwrap();
        let (mut journal, report) = open(data.path(), ROOMY);
        assert!(report.torn.is_none());
        assert_eq!(report.damage.len(), 1, "byte {at}");
        assert_eq!((report.damage[0].frame, report.damage[0].resumed), (positions[1].frame, positions[2].frame));
        assert_eq!(acts(&journal), [&written[0], &written[2], &written[3]].map(Clone::clone));
        if at % 16 == 0 {
            let more = act(9, 1);
            journal.append(&more).unwrap();
            assert_eq!(acts(&journal), [&written[0], &written[2], &written[3], &more].map(Clone::clone));
        }
        bytes[at] ^= 0x20;
    }
}

/// Bytes taken out of or put into the middle are noticed; what stands around them is found again.
#[test]
fn a_gap_or_a_stray_piece_is_noticed() {
    let (data, written, positions) = written(ROOMY, &[1, 2, 1, 2]);
    let bytes = fs::read(log(data.path(), 1)).unwrap();
    let [_, second, third, _] = positions.as_slice() else { panic!("four acts were written") };
    let (second, third) = (usize::try_from(second.frame).unwrap(), usize::try_from(third.frame).unwrap());
    let replay = |bytes: &[u8]| {
        fs::write(log(data.path(), 1), bytes).unwrap();
        let (journal, report) = open(data.path(), ROOMY);
        assert!(report.torn.is_none() && !report.damage.is_empty() && !journal.verify().is_whole());
        acts(&journal)
    };
    let without_second = [&written[0], &written[2], &written[3]].map(Clone::clone);
    assert_eq!(replay(&[&bytes[..second], &bytes[third..]].concat()), without_second);
    assert_eq!(replay(&[&bytes[..second + 30], &bytes[second + 50..]].concat()), without_second);
    assert_eq!(replay(&[&bytes[..third], &[7; 100], &bytes[third..]].concat()), written);
}

#[test]
fn an_act_known_to_be_written_is_damaged_never_torn() {
    let (data, written, positions) = written(ROOMY, &[1, 2, 1]);
    let mut bytes = fs::read(log(data.path(), 1)).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    fs::write(log(data.path(), 1), &bytes).unwrap();
    let (mut journal, report) = open(data.path(), JournalSettings { known: Some(positions[2]), ..ROOMY });
    assert!(report.torn.is_none());
    assert_eq!(report.damage.len(), 1);
    journal.append(&written[2]).unwrap();
    assert_eq!(acts(&journal), written);
    assert_eq!(fs::read(log(data.path(), 1)).unwrap()[..bytes.len()], bytes);

    let (journal, report) = open(data.path(), JournalSettings { known: Some(positions[1]), ..ROOMY });
    assert_eq!((report.torn, report.damage.len()), (None, 1));
    assert_eq!(acts(&journal), written);
}

#[test]
fn after_a_failed_append_the_next_one_works() {
    let (data, written, positions) = written(ROOMY, &[1, 2]);
    let (mut journal, _) = open(data.path(), ROOMY);
    let end = journal.end();
    // The disk refuses: a file that cannot be written to, behind which half an act has been left.
    let good = std::mem::replace(&mut journal.file, fs::File::open(log(data.path(), 1)).unwrap());
    let mut half = fs::OpenOptions::new().append(true).open(log(data.path(), 1)).unwrap();
    half.write_all(&[b'C'; 500]).unwrap();
    assert!(matches!(journal.append(&act(3, 8)), Err(JournalFault::Io { .. })));
    assert_eq!(journal.end(), end);
    assert_eq!(acts(&journal), written);
    assert!(journal.verify().is_whole(), "half an act must not be seen");
    journal.file = good;
    let third = act(3, 8);
    assert_eq!(journal.append(&third).unwrap(), end);
    let (journal, report) = open(data.path(), ROOMY);
    assert_eq!(report, OpenReport::default());
    assert_eq!(acts(&journal), [written, vec![third]].concat());
    assert!(positions[1] < end);
}

#[test]
fn after_a_failed_sync_nothing_is_appended_until_it_is_opened_anew() {
    let (data, written, _) = written(ROOMY, &[1, 2]);
    let (mut journal, _) = open(data.path(), ROOMY);
    // What takes every write and cannot be synced.
    let null = fs::OpenOptions::new().read(true).write(true).open("/dev/null").unwrap();
    let good = std::mem::replace(&mut journal.file, null);
    assert!(matches!(journal.append(&act(3, 1)), Err(JournalFault::Io { doing: "sync", .. })));
    journal.file = good;
    assert!(matches!(journal.append(&act(3, 1)), Err(JournalFault::Distrusted)));
    assert_eq!(acts(&journal), written);
    let (mut journal, _) = open(data.path(), ROOMY);
    journal.append(&act(3, 1)).unwrap();
}

#[test]
fn a_file_that_the_disk_does_not_give_ends_the_walk_of_whoever_needs_all() {
    let (data, written, positions) = written(SMALL, &[6, 6, 6, 6, 6, 6]);
    assert!(positions[5].file > 2);
    let (journal, _) = open(data.path(), SMALL);
    fs::remove_file(log(data.path(), 2)).unwrap();
    fs::create_dir(log(data.path(), 2)).unwrap();
    let mut seen = 0;
    let mut count = |_, _| {
        seen += 1;
        ControlFlow::Continue(())
    };
    assert!(matches!(journal.replay_readable(Bound::Unbounded, &mut count), Err(JournalFault::Io { .. })));
    assert!(positions[..seen].iter().all(|position| position.file == 1) && positions[seen].file == 2);
    let (behind, report) = replayed(&journal, Bound::Unbounded);
    assert!(behind.len() < written.len() && behind.last().unwrap().1 == written[5] && !report.is_whole());
}

#[test]
fn below_the_reserve_nothing_is_written() {
    let (data, written, _) = written(ROOMY, &[1]);
    let (mut journal, _) = open(data.path(), JournalSettings { reserve: u64::MAX, ..ROOMY });
    let fault = journal.append(&act(2, 1)).unwrap_err();
    assert!(matches!(fault, JournalFault::DiskFull { reserve: u64::MAX, .. }) && fault.is_disk_full());
    assert_eq!(acts(&journal), written);
    let (mut journal, _) = open(data.path(), JournalSettings { reserve: 1, ..ROOMY });
    journal.append(&act(2, 1)).unwrap();
}

#[test]
fn an_empty_act_and_another_devices_journal_are_refused() {
    let (data, ..) = written(ROOMY, &[1]);
    let (mut journal, _) = open(data.path(), ROOMY);
    assert!(matches!(journal.append(&[]), Err(JournalFault::Empty)));
    let other = Journal::open(data.path(), 78, 1);
    assert!(matches!(other, Err(JournalFault::OtherDevice { found: DEVICE, expected: 78 })));
}

#[test]
fn a_newer_journal_is_left_alone() {
    let (data, ..) = written(ROOMY, &[1]);
    let mut bytes = fs::read(log(data.path(), 1)).unwrap();
    bytes[9] = 2;
    let check = *blake3::hash(&bytes[..56]).as_bytes();
    bytes[56..64].copy_from_slice(&check[..8]);
    fs::write(log(data.path(), 1), &bytes).unwrap();
    assert!(matches!(Journal::open(data.path(), DEVICE, 1), Err(JournalFault::Newer(2))));
    assert_eq!(fs::read(log(data.path(), 1)).unwrap(), bytes);
}
