//! A backup a day in a folder or on a stick: the last seven days that have one, and one a week for the four weeks before.
//!
//! Promises: only files of this device whose names are dates are ever removed, and only after the new backup was verified
//! and found complete. What another device or hand put into the folder is left alone. A name holds a date and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::Datelike;

use super::backup::{self, BackupFault, Place};
use super::durable;
use super::replica::{Backed, CommitFault, Progress, Replica, Snapshot, StoreFault};
use crate::domain::disclosure::{Disclosed, Manner};
use crate::domain::erasure::list;
use crate::domain::facets::Tally;
use crate::domain::moment::{Date, Moment};
use crate::domain::reader::{Read, Reader};
use crate::domain::scope::Scope;

/// Days that are kept, counting only those that have a backup.
pub const DAYS: usize = 7;
/// Weeks before those days of which one is kept each, counting only those that have one.
pub const WEEKS: usize = 4;
/// Days after which the last backup is old.
pub const OLD: i64 = 3;

/// Disclosures among which the last one is looked for.
const NEWEST: usize = 20;

/// What came of a day's backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// It was written, and so many older ones were removed.
    Backed { file: PathBuf, backed: Backed, removed: usize },
    /// There is one of the day already.
    There,
    /// The folder is not there, nor what it lies in: the stick is not plugged in.
    Away(PathBuf),
    /// A file of that name is not of this device, and was left alone.
    NotOurs(PathBuf),
}

/// What a day's backup is called.
pub fn name(day: Date) -> String {
    format!("chuanmen-{}.backup", day.format("%Y-%m-%d"))
}

/// The day of a name, where it is one of ours.
pub fn day_of(file: &str) -> Option<Date> {
    let day: Date = file.strip_prefix("chuanmen-")?.strip_suffix(".backup")?.parse().ok()?;
    (name(day) == file).then_some(day)
}

/// The days whose backups are kept. Of a week the first is, so that what was kept stays kept while days go by.
pub fn kept(days: &BTreeSet<Date>) -> BTreeSet<Date> {
    let mut newest = days.iter().rev();
    let mut kept: BTreeSet<Date> = newest.by_ref().take(DAYS).copied().collect();
    let mut weeks: BTreeMap<_, Date> = BTreeMap::new();
    for day in newest {
        weeks.insert(day.iso_week(), *day);
    }
    kept.extend(weeks.values().rev().take(WEEKS));
    kept
}

/// So many days ago the last backup was made, where that is too long; `Some(None)` where there never was one.
pub fn overdue(last: Option<Moment>, today: Date) -> Option<Option<i64>> {
    let Some(last) = last else { return Some(None) };
    let days = (today - last.date()).num_days();
    (days > OLD).then_some(Some(days))
}

/// Whether [`back_up`] would write one of that day and device now, as far as can be told beforehand.
pub fn is_due(folder: &Path, device: u64, today: Date, stale: Option<Moment>) -> bool {
    let file = folder.join(name(today));
    let reached = folder.is_dir() || folder.parent().is_some_and(Path::is_dir);
    let is_old = |made: Moment| stale.is_some_and(|stale| made < stale);
    reached && (!file.exists() || made_by(&file, device).is_some_and(is_old))
}

/// Records that everything is about to be written into the backup of a day, unless the last thing this device recorded says
/// so of the same person already: what a copy holds beyond that one is nothing, and a computer on which nobody works would
/// otherwise write a line a day for ever. Returns whether it was recorded.
///
/// # Errors
/// When it could not be recorded. The backup should be written all the same: a ledger on a disk that is full or failing must
/// be saved above all.
pub fn record(replica: &mut Replica, now: Moment, by: &str) -> Result<bool, StoreFault> {
    if is_recorded(replica, by)? {
        return Ok(false);
    }
    let households = replica.tally(Tally::Households, Scope::WHOLE)?;
    let households = u64::try_from(households).unwrap_or(0);
    let disclosed = Disclosed::everything(Manner::DailyBackup, name(now.date()), households);
    match replica.disclose((now, by.to_owned()), Scope::WHOLE, disclosed) {
        // What is in the journal is recorded.
        Ok(_) | Err(CommitFault::SavedNotShown(_)) => Ok(true),
        Err(CommitFault::NotSaved(fault)) => Err(fault),
        Err(CommitFault::Refused(refusal)) => Err(io::Error::other(format!("{refusal:?}")).into()),
    }
}

/// Whether this device has recorded nothing since it recorded such a backup of the same person.
fn is_recorded(replica: &Replica, by: &str) -> Read<bool> {
    let Some(last) = replica.acts(1)?.first().copied() else { return Ok(true) };
    // The newest by their clock, which may have jumped; where it did, one is recorded that need not be.
    let (newest, _) = replica.disclosures(Scope::WHOLE, NEWEST)?;
    for noted in newest.iter().filter(|noted| noted.disclosed.manner == Manner::DailyBackup && noted.by == by) {
        if replica.history(noted.id)?.iter().any(|event| event.act == last) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes the backup of the snapshot's day, unless there is one; one that was made before `stale` is written anew.
///
/// # Errors
/// [`BackupFault`]; every backup that was there is still there.
pub fn back_up(
    folder: &Path,
    snapshot: &Snapshot,
    stale: Option<Moment>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Day, BackupFault> {
    if !is_there(folder)? {
        return Ok(Day::Away(folder.to_owned()));
    }
    let today = snapshot.made().date();
    let file = folder.join(name(today));
    if file.exists() {
        match made_by(&file, snapshot.device()) {
            None => return Ok(Day::NotOurs(file)),
            Some(made) if stale.is_none_or(|stale| made >= stale) => return Ok(Day::There),
            Some(_) => {}
        }
    }
    let backed = snapshot.write(Place::over(&file), progress)?;
    // What a damaged journal has lost may be in an older backup.
    let removed = if backed.damage == 0 { remove_old(folder, snapshot.device(), today) } else { 0 };
    Ok(Day::Backed { file, backed, removed })
}

/// Puts the list of what was erased beside the backups of a folder.
///
/// # Errors
/// What the operating system says; the list before is still there then.
pub fn put_list(folder: &Path, text: &str) -> io::Result<()> {
    durable::replace(folder, list::NAME, text.as_bytes())
}

/// Whether the folder is there; it is made where only it is lacking.
fn is_there(folder: &Path) -> Result<bool, BackupFault> {
    if folder.is_dir() {
        return Ok(true);
    }
    match fs::create_dir(folder) {
        Ok(()) => Ok(true),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(fault) => Err(BackupFault::Io { doing: "create", path: folder.to_owned(), fault }),
    }
}

/// When a backup was made, where it is of that device.
fn made_by(file: &Path, device: u64) -> Option<Moment> {
    let contents = backup::contents(file).ok()?;
    (contents.keyring.device == device).then_some(contents.made)
}

/// Removes what is not kept; how many went. One that cannot be removed goes another day.
fn remove_old(folder: &Path, device: u64, today: Date) -> usize {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let days = files.filter_map(|file| day_of(file.file_name().to_str()?));
    // A day to come is of a clock that went wrong, and says nothing about how old the others are.
    let past = days.filter(|day| *day <= today);
    let ours: BTreeSet<Date> = past.filter(|day| made_by(&folder.join(name(*day)), device).is_some()).collect();
    let old = ours.difference(&kept(&ours)).filter(|day| fs::remove_file(folder.join(name(**day))).is_ok()).count();
    // At worst a removed one is back after a power cut, and goes another day.
    let _synced = durable::sync_folder(folder);
    old
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn days() -> impl Strategy<Value = BTreeSet<Date>> {
        let start = Date::from_ymd_opt(2026, 1, 1).expect("a day");
        proptest::collection::btree_set(0_u64..400, 0..120)
            .prop_map(move |days| days.into_iter().map(|day| start + Days::new(day)).collect())
    }

    proptest! {
        #[test]
        fn the_last_seven_and_one_of_each_of_four_weeks_before(days in days()) {
            let kept = kept(&days);
            prop_assert!(kept.is_subset(&days));
            let newest: BTreeSet<Date> = days.iter().rev().take(DAYS).copied().collect();
            prop_assert!(newest.is_subset(&kept));
            let older: Vec<Date> = days.difference(&newest).copied().collect();
            let weekly: Vec<Date> = kept.difference(&newest).copied().collect();
            let mut weeks: Vec<_> = older.iter().map(Datelike::iso_week).collect();
            weeks.dedup();
            let wanted: Vec<_> = weeks.iter().rev().take(WEEKS).rev().copied().collect();
            prop_assert_eq!(weekly.iter().map(Datelike::iso_week).collect::<Vec<_>>(), wanted);
        }

        #[test]
        fn what_is_removed_day_by_day_is_what_would_be_removed_at_once(days in days()) {
            let mut there = BTreeSet::new();
            for day in &days {
                there.insert(*day);
                there = kept(&there);
            }
            prop_assert_eq!(there, kept(&days));
        }

        #[test]
        fn a_name_is_its_day_and_no_other_name_is(days in days(), other in "[a-z0-9.-]{0,30}") {
            for day in days {
                prop_assert_eq!(day_of(&name(day)), Some(day));
            }
            prop_assert!(day_of(&other).is_none_or(|day| name(day) == other));
        }
    }

    #[test]
    fn names_like_ours_are_not_ours() {
        for other in ["chuanmen-2026-1-2.backup", "chuanmen-2026-01-02.backup.part", "Chuanmen-2026-01-02.backup"] {
            assert_eq!(day_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_backup_is_old_after_three_days() {
        let at = |text: &str| text.parse::<Moment>().expect("a moment");
        let today = at("2026-11-22T00:01").date();
        assert_eq!(overdue(Some(at("2026-11-19T00:00")), today), None);
        assert_eq!(overdue(Some(at("2026-11-18T23:59")), today), Some(Some(4)));
        assert_eq!(overdue(None, today), Some(None));
    }
}
