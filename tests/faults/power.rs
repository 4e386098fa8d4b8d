//! The power is cut while the program writes, again and again, and the disk that is left is looked at.
//!
//! The program works on a disk of its own (see `plug`) and is stopped at a random moment of a command; what the disk
//! would hold after a cut at that moment is put together, mounted and examined. Then the program goes on, so that every
//! command also ends. A third of the cuts lose all of the drive's cache, a third keep it, a third keep some sectors of it.
//!
//! Seen to fail: with the journal's sync left out, what was answered is damaged at the first cut; with the sync of a
//! journal that is built aside left out, all lines were lost after `lock --set`; with the sync of a replaced file left
//! out, the keyring was damaged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::plug::{Disk, Running};
use crate::world::{self, CELL, chance, files, rounds, said, skipped};

/// Files beside the disk with a passphrase each.
const SECRETS: [&str; 2] = ["first", "second"];
/// Households in the roster that is taken in.
const ROSTER: usize = 20;
/// Characters of a long remark, of three bytes each.
const LONG: usize = 100_000;

/// What a person has been told so far.
#[derive(Clone, Default)]
struct Told {
    saved: BTreeSet<usize>,
    doubtful: BTreeSet<usize>,
    /// Rosters taken in, and one that may be.
    rosters: usize,
    roster_doubtful: bool,
    /// Households taken in with a remark of [`LONG`] characters, and one that may be.
    long: usize,
    long_doubtful: bool,
    /// Backups written.
    backups: Vec<String>,
    /// Folders in which data was begun.
    starts: Vec<String>,
    /// What opens the data, where it is locked.
    secret: Option<&'static str>,
    /// What may open it instead.
    other: Option<&'static str>,
}

/// A work that the power can fail in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Work {
    Line,
    Roster,
    /// A roster of one household, with a remark longer than what the database puts in a page.
    Long,
    Backup,
    Repair,
    Restore,
    /// Data is begun in a folder of its own.
    Start,
    Lock,
    Change,
}

/// What was done in which order on one disk: much writing down, and each of the rest.
const DAY: [Work; 28] = {
    use Work::{Backup, Change, Line, Lock, Long, Repair, Restore, Roster, Start};
    [
        Line, Line, Line, Start, Roster, Line, Long, Line, Backup, Line, Line, Repair, Line, Long, Line, Restore, Line,
        Roster, Line, Backup, Line, Lock, Line, Change, Line, Backup, Repair, Line,
    ]
};

struct Scene {
    disk: Disk,
    beside: tempfile::TempDir,
    told: Told,
    next: usize,
}

impl Scene {
    fn new() -> Result<Self, String> {
        let disk = Disk::new()?;
        let beside = tempfile::tempdir().unwrap();
        for secret in SECRETS {
            fs::write(beside.path().join(secret), format!("走村串户又一年 {secret}")).unwrap();
        }
        let scene = Self { disk, beside, told: Told::default(), next: 0 };
        scene.must(&["cells", "add", CELL]);
        scene.must(&["household", "add", "--cell", CELL, "--door", "3组12号", "--head", "王秀英"]);
        Ok(scene)
    }

    fn must(&self, words: &[&str]) {
        let output = self.command(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", said(&output));
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = on(&self.disk.path(), self.told.secret.map(|name| self.secret(name)).as_deref(), words);
        // A file of the journal holds a few lines only, so that new ones are begun.
        command.env("CHUANMEN_ROTATE_KB", "4");
        command
    }

    fn secret(&self, name: &str) -> String {
        self.beside.path().join(name).to_str().unwrap().to_owned()
    }

    fn roster(&self, number: usize) -> String {
        const GIVEN: [&str; ROSTER] = [
            "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞",
            "平", "刚",
        ];
        let family = ["张", "李", "赵", "刘"][number % 4];
        let mut text = String::from("户主姓名,门牌号,电话\n");
        for (row, given) in GIVEN.iter().enumerate() {
            text.push_str(&format!("{family}{given},{number}组{row}号,\n"));
        }
        let path = self.beside.path().join(format!("roster-{number}.csv"));
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn long(&self, number: usize) -> String {
        let path = self.beside.path().join(format!("long-{number}.csv"));
        let remark = "王".repeat(LONG);
        fs::write(&path, format!("户主姓名,门牌号,备注\n龙{number},{number}号,{remark}\n")).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The command of a work, and what a person has been told when it has answered.
    fn prepared(&self, work: Work) -> (Command, Told, Told) {
        let (mut during, mut after) = (self.told.clone(), self.told.clone());
        let words: Vec<String> = match work {
            Work::Line => {
                during.doubtful.insert(self.next);
                after.saved.insert(self.next);
                vec!["add".into(), world::line(self.next)]
            }
            Work::Roster => {
                during.roster_doubtful = true;
                after.rosters += 1;
                vec!["import".into(), self.roster(after.rosters), "--yes".into(), "--cell".into(), CELL.into()]
            }
            Work::Long => {
                during.long_doubtful = true;
                after.long += 1;
                vec!["import".into(), self.long(after.long), "--yes".into(), "--cell".into(), CELL.into()]
            }
            Work::Backup => {
                let name = format!("backup-{}", after.backups.len());
                after.backups.push(name.clone());
                vec!["backup".into(), self.disk.path().join(name).to_str().unwrap().into()]
            }
            Work::Repair => ["doctor", "--repair", "--full"].map(String::from).to_vec(),
            Work::Restore => {
                // The oldest backup comes back into data that has more.
                vec!["restore".into(), self.disk.path().join("backup-0").to_str().unwrap().into(), "--yes".into()]
            }
            Work::Start => {
                let name = format!("start-{}", after.starts.len());
                let folder = self.disk.path().join(&name).to_str().unwrap().to_owned();
                after.starts.push(name);
                vec!["cells".into(), "add".into(), CELL.into(), "--data".into(), folder]
            }
            Work::Lock => {
                (during.other, after.secret) = (Some(SECRETS[0]), Some(SECRETS[0]));
                self.locking("--set", SECRETS[0])
            }
            Work::Change => {
                (during.other, after.secret) = (Some(SECRETS[1]), Some(SECRETS[1]));
                self.locking("--change", SECRETS[1])
            }
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        (self.command(&words), during, after)
    }
}

impl Scene {
    fn locking(&self, how: &str, secret: &str) -> Vec<String> {
        let file = self.secret(secret);
        ["lock", how, "--patience", "1", "--new-passphrase-file", &file].map(String::from).to_vec()
    }
}

/// The program on the data of a disk.
fn on(disk: &Path, secret: Option<&str>, words: &[&str]) -> Command {
    let mut command = world::chuanmen(&disk.join("data"), words);
    if let Some(secret) = secret {
        command.args(["--passphrase-file", secret]);
    }
    command.env("CHUANMEN_RESERVE_MB", "0");
    command
}

/// Runs a command that has to succeed on a disk that is left.
fn ask(disk: &Path, secret: Option<&str>, words: &[&str], when: &str) -> Value {
    let output = on(disk, secret, words).output().unwrap();
    assert!(output.status.success(), "{when}: {words:?}: {}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Which of the secrets that may open the data does.
fn opening(disk: &Path, told: &Told, beside: &Path) -> Option<String> {
    let file = |name: &str| beside.join(name).to_str().unwrap().to_owned();
    let usual = told.secret.map(file);
    let Some(other) = told.other else { return usual };
    let tried = on(disk, usual.as_deref(), &["list", "cells"]).output().unwrap();
    if tried.status.code() == Some(4) { Some(file(other)) } else { usual }
}

/// Holds a disk that is left against what a person has been told.
fn examine(disk: &Path, told: &Told, beside: &Path, when: &str) {
    let secret = opening(disk, told, beside);
    let secret = secret.as_deref();
    let matters = ask(disk, secret, &["list", "matters", "--limit", "0"], when);
    let lines = lines_of(&matters);
    let numbers: BTreeSet<usize> = lines.iter().copied().collect();
    assert_eq!(numbers.len(), lines.len(), "{when}: nothing is there twice");
    let lost: Vec<_> = told.saved.difference(&numbers).collect();
    assert!(lost.is_empty(), "{when}: lost {lost:?}");
    let invented: Vec<_> =
        numbers.iter().filter(|number| !told.saved.contains(number) && !told.doubtful.contains(number)).collect();
    assert!(invented.is_empty(), "{when}: invented {invented:?}");
    let households = ask(disk, secret, &["list", "households", "--limit", "0"], when);
    let (long, short): (Vec<&Value>, Vec<&Value>) =
        households["households"].as_array().unwrap().iter().partition(|home| text(home, "head").starts_with('龙'));
    assert!(
        long.len() == told.long || told.long_doubtful && long.len() == told.long + 1,
        "{when}: {} long remarks",
        long.len()
    );
    // The thorough examination below holds the database against the journal; that the journal has all of it is seen here.
    if let Some(home) = long.last() {
        let page = ask(disk, secret, &["report", "household", text(home, "id")], when);
        assert_eq!(text(&page, "text").matches('王').count(), LONG, "{when}: a remark is whole");
    }
    let rosters = short.len() - 1;
    assert_eq!(rosters % ROSTER, 0, "{when}: a roster is taken in whole or not at all");
    let rosters = rosters / ROSTER;
    assert!(
        rosters == told.rosters || told.roster_doubtful && rosters == told.rosters + 1,
        "{when}: {rosters} rosters"
    );
    for backup in &told.backups {
        let backup = disk.join(backup);
        ask(disk, secret, &["restore", backup.to_str().unwrap(), "--dry-run"], when);
    }
    for start in &told.starts {
        let folder = disk.join(start);
        let cells = ask(disk, None, &["list", "cells", "--data", folder.to_str().unwrap()], when);
        assert_eq!(cells["cells"].as_array().unwrap().len(), 1, "{when}: {start}");
    }
    // What was only begun there does not stand in the way of beginning again.
    let next = disk.join(format!("start-{}", told.starts.len()));
    ask(disk, None, &["cells", "add", CELL, "--data", next.to_str().unwrap()], when);
    assert_eq!(ask(disk, secret, &["doctor", "--full"], when)["sound"], true, "{when}");
    // It goes on from there.
    assert_eq!(ask(disk, secret, &["add", &world::line(9_999)], when)["saved"], true, "{when}");
}

fn text<'a>(document: &'a Value, key: &str) -> &'a str {
    document[key].as_str().unwrap()
}

/// The files of a folder and what is in them.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = files(folder).into_iter();
    paths.map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap())).collect()
}

fn lines_of(matters: &Value) -> Vec<usize> {
    let texts = matters["matters"].as_array().unwrap().iter().map(|matter| matter["text"].as_str().unwrap());
    texts.map(|text| text.trim_start_matches('第').split('处').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn a_power_cut_takes_nothing_that_was_answered() {
    let mut random = chance("power");
    let mut lines = 0;
    let (mut cuts, mut amid, mut older, mut stakes) = (0, 0, 0, 0);
    for day in 0..rounds() {
        let mut scene = match Scene::new() {
            Ok(scene) => scene,
            Err(why) => return skipped("power", &why),
        };
        for (number, work) in DAY.into_iter().enumerate() {
            let (mut command, during, after) = scene.prepared(work);
            let out = scene.beside.path().join("out");
            command
                .stdout(fs::File::create(&out).unwrap())
                .stderr(fs::File::create(scene.beside.path().join("err")).unwrap());
            let usual = Duration::from_millis(match work {
                Work::Line | Work::Backup | Work::Start | Work::Change => 40,
                Work::Roster => 60,
                Work::Long => 90,
                Work::Repair | Work::Restore => 120,
                Work::Lock => 300,
            });
            let mut child = Running::start(&mut command);
            std::thread::sleep(usual.mul_f64(random.f64()));
            let still = child.stop();
            let moment = scene.disk.moment();
            let live = contents(&scene.disk.path().join("data"));
            let answered = serde_json::from_slice::<Value>(&fs::read(&out).unwrap()).is_ok();
            let told = if answered { &after } else { &during };
            let share = [0.0, 1.0, random.f64()][number % 3];
            let when = format!("day {day}, {number}: {work:?}, {share:.2} of the cache");
            stakes += moment.at_stake();
            cuts += 1;
            amid += usize::from(still && !answered);
            let beside = scene.beside.path().to_owned();
            moment.cut(share, &mut random, |disk| {
                let left = contents(&disk.join("data"));
                older += live.iter().filter(|(path, bytes)| left.get(*path) != Some(bytes)).count();
                examine(disk, told, &beside, &when);
            });
            let ended = child.ended();
            assert!(ended.success(), "{when}: {}", fs::read_to_string(scene.beside.path().join("err")).unwrap());
            if work == Work::Line {
                scene.next += 1;
            }
            scene.told = after;
        }
        lines += scene.told.saved.len();
        let moment = scene.disk.moment();
        moment.cut(0.0, &mut random, |disk| examine(disk, &scene.told, scene.beside.path(), "in the end"));
    }
    println!(
        "power: {cuts} cuts, {amid} amid a command, {older} files older than the program had written them, {stakes} sectors torn from the drive's cache, {lines} lines answered, 0 lost"
    );
    assert!(amid * 3 > cuts, "{amid} of {cuts} cuts fell into a command");
}
