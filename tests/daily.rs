//! The day's backup: written while a person works, kept as promised, silent where there is nothing to say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/glyphs.rs"]
mod glyphs;
#[path = "support/keys.rs"]
mod keys;
#[path = "support/player.rs"]
mod player;
#[path = "support/township.rs"]
mod township;

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use chuanmen::domain::disclosure::{Column, Disclosure, Manner};
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::request::{NewHousehold, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::store::backup;
use chuanmen::store::daily::{self, Day};
use chuanmen::store::replica::{Replica, Said};
use chuanmen::tui::model::Options;
use player::Player;
use player::options::options;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(desk.stick()).unwrap();
        desk
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    fn backups(&self) -> PathBuf {
        self.stick().join("chuanmen")
    }

    /// A ledger with one household.
    fn ledger(&self, name: &str) -> Replica {
        let (mut replica, _) = Replica::open(&self.folder.path().join(name), &mut |_| {}).unwrap();
        let cell: Scope = "150826102207-003".parse().unwrap();
        let household = NewHousehold { door: "3组12号".into(), head: "王秀英".into(), ..NewHousehold::default() };
        let begin =
            Request::All(vec![Request::AddCell { scope: cell, name: None }, Request::AddHousehold { cell, household }]);
        let said = Said { now: at("2026-11-21T09:00"), at: at("2026-11-21T09:00"), by: "陈强".to_owned() };
        replica.commit(&said, &begin).unwrap();
        replica
    }

    fn names(&self) -> Vec<String> {
        let files = fs::read_dir(self.backups()).unwrap();
        let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn player(&self, replica: Replica, lang: Lang) -> Player {
        let options = Options { backup_folder: Some(self.backups()), ..options(lang) };
        let player = Player::begun(replica, options, (80, 24), township::now());
        Player { waits: true, ..player }
    }
}

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn back_up(replica: &Replica, folder: &Path, now: Moment, stale: Option<Moment>) -> Day {
    let snapshot = replica.snapshot(now).unwrap().unwrap();
    daily::back_up(folder, &snapshot, stale, &mut |_| ()).unwrap()
}

fn events(file: &Path) -> u64 {
    backup::read(file, &mut |_| ControlFlow::Continue(())).unwrap().1.events
}

#[test]
fn keys_work_and_are_recorded_while_the_backup_is_written() {
    let desk = Desk::new();
    let mut player = desk.player(desk.ledger("data"), Lang::Zh);
    assert!(player.stage.wants_backup(player.now));
    player.stage.back_up(player.now);
    assert!(player.stage.is_backing_up() && !player.stage.is_lent());
    player.press("<enter>n诉求 路灯又坏了<enter>");
    assert!(player.shown().contains("路灯又坏了"), "{}", player.shown());
    player.work();
    assert!(!player.stage.is_backing_up() && !player.stage.wants_backup(player.now));
    let file = desk.backups().join(daily::name(player.now.date()));
    // What was recorded after it began is not in it, and what is in it is whole.
    let before = events(&file);
    assert_eq!(back_up(&player.stage.book.replica, &desk.backups(), player.now.plus_seconds(60), None), Day::There);
    let anew = Some(player.now.plus_seconds(1));
    let written = back_up(&player.stage.book.replica, &desk.backups(), player.now.plus_seconds(60), anew);
    assert!(matches!(written, Day::Backed { .. }), "{written:?}");
    assert!(events(&file) > before);
}

#[test]
fn a_stick_that_is_not_there_is_said_once_a_day_and_is_no_error() {
    for (lang, words) in [(Lang::Zh, "备份盘没插"), (Lang::En, "the stick is not plugged in")] {
        let desk = Desk::new();
        let mut player = desk.player(desk.ledger("data"), lang);
        fs::remove_dir(desk.stick()).unwrap();
        player.stage.back_up(player.now);
        player.work();
        assert!(player.shown().contains(words), "{}", player.shown());
        assert!(!player.stage.model.status.as_ref().unwrap().is_fault());
        player.press("<down>");
        assert!(!player.shown().contains(words), "{}", player.shown());
        assert!(!player.stage.wants_backup(player.now), "not again today");
        assert!(player.stage.wants_backup(player.now.plus_seconds(86_400)), "but tomorrow");
    }
}

#[test]
fn today_says_that_the_last_backup_is_old_until_there_is_one() {
    for (lang, never, old) in
        [(Lang::Zh, "还没有备份", "已有 4 天没备份"), (Lang::En, "No backup yet", "No backup for 4 days")]
    {
        let desk = Desk::new();
        let mut player = desk.player(desk.ledger("data"), lang);
        assert!(player.shown().contains(never), "{}", player.shown());
        player.stage.back_up(player.now);
        player.work();
        assert!(!player.shown().contains(never), "{}", player.shown());
        player.now = player.now.plus_seconds(4 * 86_400);
        player.stage.tick(player.now);
        assert!(player.shown().contains(old), "{}", player.shown());
    }
}

#[test]
fn without_a_folder_nothing_is_wanted_and_nothing_is_said() {
    let desk = Desk::new();
    let player = Player::on(desk.ledger("data"), Lang::Zh, (80, 24));
    assert!(!player.stage.wants_backup(player.now));
    assert!(!player.shown().contains("备份"), "{}", player.shown());
}

#[test]
fn the_last_seven_and_four_weekly_ones_stay_and_nothing_else_is_touched() {
    let desk = Desk::new();
    let replica = desk.ledger("data");
    let other = desk.ledger("other");
    let start = at("2026-09-01T18:00");
    back_up(&other, &desk.backups(), start.plus_seconds(-86_400), None);
    let notes = desk.backups().join("notes.txt");
    fs::write(&notes, "2026").unwrap();
    // A clock that went wrong once.
    back_up(&replica, &desk.backups(), at("2031-01-01T08:00"), None);
    for day in 0..60 {
        back_up(&replica, &desk.backups(), start.plus_seconds(day * 86_400), None);
    }
    let wanted = [
        "chuanmen-2026-08-31.backup", // the other ledger's
        "chuanmen-2026-09-28.backup",
        "chuanmen-2026-10-05.backup",
        "chuanmen-2026-10-12.backup",
        "chuanmen-2026-10-19.backup",
        "chuanmen-2026-10-24.backup",
        "chuanmen-2026-10-25.backup",
        "chuanmen-2026-10-26.backup",
        "chuanmen-2026-10-27.backup",
        "chuanmen-2026-10-28.backup",
        "chuanmen-2026-10-29.backup",
        "chuanmen-2026-10-30.backup",
        "chuanmen-2031-01-01.backup",
        "notes.txt",
    ];
    assert_eq!(desk.names(), wanted);
}

#[test]
fn nothing_goes_before_the_new_one_is_verified() {
    let desk = Desk::new();
    let replica = desk.ledger("data");
    for day in 0..7 {
        back_up(&replica, &desk.backups(), at("2026-11-01T18:00").plus_seconds(day * 86_400), None);
    }
    let before = desk.names();
    // Where its part should be written lies a folder: it cannot be.
    let next = at("2026-11-20T18:00");
    fs::create_dir(desk.backups().join("chuanmen-2026-11-20.backup.part")).unwrap();
    let snapshot = replica.snapshot(next).unwrap().unwrap();
    assert!(daily::back_up(&desk.backups(), &snapshot, None, &mut |_| ()).is_err());
    fs::remove_dir(desk.backups().join("chuanmen-2026-11-20.backup.part")).unwrap();
    assert_eq!(desk.names(), before);
    assert!(matches!(back_up(&replica, &desk.backups(), next, None), Day::Backed { removed: 0, .. }));
}

#[test]
fn a_file_of_todays_name_that_is_not_ours_is_left_as_it_is() {
    let desk = Desk::new();
    let replica = desk.ledger("data");
    let (other, now) = (desk.ledger("other"), at("2026-11-22T18:00"));
    back_up(&other, &desk.backups(), now, None);
    let file = desk.backups().join(daily::name(now.date()));
    let before = fs::read(&file).unwrap();
    assert_eq!(back_up(&replica, &desk.backups(), now, Some(now)), Day::NotOurs(file.clone()));
    assert_eq!(fs::read(&file).unwrap(), before);
}

fn recorded(replica: &Replica) -> Vec<Disclosure> {
    replica.disclosures(Scope::WHOLE, 1_000).unwrap().0
}

#[test]
fn a_days_backup_is_recorded_before_it_is_written_and_an_idle_computer_records_no_more() {
    let desk = Desk::new();
    let mut player = desk.player(desk.ledger("data"), Lang::Zh);
    let day = |player: &mut Player| {
        player.now = player.now.plus_seconds(86_400);
        player.stage.back_up(player.now);
        player.work();
        assert!(desk.backups().join(daily::name(player.now.date())).is_file());
    };
    day(&mut player);
    let first = recorded(&player.stage.book.replica);
    assert_eq!(first.len(), 1, "{first:?}");
    let noted = &first[0].disclosed;
    assert_eq!(
        (noted.manner, noted.count, noted.columns.as_slice()),
        (Manner::DailyBackup, 1, &[Column::Everything][..])
    );
    assert_eq!((noted.what.as_str(), first[0].by.as_str()), ("chuanmen-2026-11-24.backup", "陈强"));
    let file = desk.backups().join(daily::name(player.now.date()));
    assert_eq!(events(&file), player.stage.book.replica.count_events().unwrap(), "the record is in the backup itself");
    let before = player.stage.book.replica.count_events().unwrap();
    for _ in 0..10 {
        day(&mut player);
    }
    assert_eq!(player.stage.book.replica.count_events().unwrap(), before, "nothing was done, and nothing is recorded");
    player.press("<enter>n诉求 路灯又坏了<enter>");
    day(&mut player);
    day(&mut player);
    assert_eq!(recorded(&player.stage.book.replica).len(), 2);
    player.stage.model.me = "李四".to_owned();
    day(&mut player);
    assert_eq!(recorded(&player.stage.book.replica)[0].by, "李四", "somebody else may carry the stick");
    player.press("u");
    assert!(player.shown().contains("路灯又坏了"), "undo does not mind it: {}", player.shown());
}

#[test]
fn a_backup_that_is_not_written_is_not_recorded() {
    let desk = Desk::new();
    let mut player = desk.player(desk.ledger("data"), Lang::Zh);
    fs::remove_dir(desk.stick()).unwrap();
    player.stage.back_up(player.now);
    player.work();
    assert_eq!(recorded(&player.stage.book.replica), []);
    fs::create_dir(desk.stick()).unwrap();
    player.now = player.now.plus_seconds(86_400);
    player.stage.back_up(player.now);
    player.work();
    assert_eq!(recorded(&player.stage.book.replica).len(), 1);
}
