//! `doctor`: is everything there, whole, and the same in journal and database?

mod finding;

use std::path::PathBuf;

use serde::Serialize;

use finding::{FindingDocument, MissingDocument, findings};

use super::call::Call;
use super::output::{self, table};
use crate::domain::moment::Moment;
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;
use crate::i18n::when;
use crate::store::journal::{Damage, JournalReport};
use crate::store::leftovers;
use crate::store::replica::{Diagnosis, Lost, Opened, Repaired, Replica, TreeReport};

/// Examine the data: the chains of what was written, and with --full every row of the database against them
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Fold everything anew from the journal and compare
    #[arg(long)]
    full: bool,
    /// Examine everything and, where it is damaged, build it anew from what is whole; with --full in any case
    #[arg(long)]
    repair: bool,
}

#[derive(Serialize)]
struct Answer {
    sound: bool,
    full: bool,
    journal: JournalDocument,
    logs: usize,
    broken_links: u64,
    unreadable_events: u64,
    /// What the database said when it could not be read to its end.
    database: Option<String>,
    trees: Vec<TreeDocument>,
    opening: OpeningDocument,
    /// When the last backup was made on this computer; `null` where none is known of.
    last_backup: Option<String>,
    /// Where one goes every day, as the settings say.
    backup_folder: Option<PathBuf>,
    /// Backups, or folders of them, that may still hold what was erased by law.
    owed_backups: Vec<PathBuf>,
    /// Whether bytes of what was erased still lie in the data folder: the next opening goes on with them.
    owes_erasure: bool,
    /// What a repair did; `null` without `--repair`.
    repair: Option<RepairDocument>,
    /// Everything that was found, by code and in words.
    findings: Vec<FindingDocument>,
    /// The events that the journal has lost, at most a thousand; and how many in all.
    missing: Vec<MissingDocument>,
    missing_total: usize,
}

#[derive(Serialize)]
struct RepairDocument {
    /// Whether anything was built anew.
    repaired: bool,
    /// What was found, in words for a log.
    why: Option<String>,
    journal_rewritten: bool,
    /// Events that the journal had lost and a database still held.
    recovered: u64,
    /// Events that are nowhere any more.
    lost: u64,
    /// Events that do not open and were left out of the new journal.
    left_out: u64,
    /// Where what was there before lies now.
    aside: Vec<PathBuf>,
}

#[derive(Serialize)]
struct JournalDocument {
    files: u64,
    frames: u64,
    acts: u64,
    events: u64,
    unlinked: u64,
    damage: Vec<DamageDocument>,
}

#[derive(Serialize)]
struct DamageDocument {
    file: u32,
    frame: u64,
    resumed: u64,
    what: String,
}

#[derive(Serialize)]
struct TreeDocument {
    tree: String,
    rows: u64,
    missing: u64,
    extra: u64,
    different: u64,
}

/// What opening found and mended before the examination.
#[derive(Serialize)]
struct OpeningDocument {
    caught_up: u64,
    rebuilt: Option<String>,
    torn_bytes: u64,
    keyring_healed: bool,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        if self.repair { self.repair(call) } else { self.examine(call) }
    }

    fn repair(&self, call: &Call) -> Result<(), Failure> {
        let data = call.data()?;
        let left = leftovers::found(&data);
        let repaired = call.repair(self.full)?;
        let sound = repaired.after.is_sound();
        let (found, repair) =
            (if repaired.why.is_some() { &repaired.found } else { &repaired.after }, RepairDocument::of(&repaired));
        let (replica, _) = call.open_existing_telling()?;
        let has_lost = repaired.lost + repaired.after.missing_events > 0 || !repaired.damaged.is_empty();
        let folder = call.backup_folder.as_deref();
        let lost = if has_lost { replica.lost(&repaired.damaged, folder) } else { Lost::default() };
        let (after, opened) = (&repaired.after, &repaired.opened);
        let mut answer = Answer { repair: Some(repair), ..Answer::of(call, after, opened, true) };
        let mended = repaired.why.is_some() && sound;
        answer.findings = findings(call, (found, opened), (&lost, mended), (&data, &left), &replica);
        answer.name(call, &replica, &lost);
        answer.owed_backups.clone_from(&replica.desk().owed);
        answer.owes_erasure = call.read(replica.owes_erasure())?;
        call.answer(&answer, || answer.text(call))?;
        if sound { Ok(()) } else { Err(call.failed(&Trouble::Unsound).answered()) }
    }

    fn examine(&self, call: &Call) -> Result<(), Failure> {
        let data = call.data()?;
        let left = leftovers::found(&data);
        let (replica, opened) = call.open_existing_telling()?;
        let found = replica.doctor(self.full, &mut |progress| {
            if progress.done.is_multiple_of(1_000) {
                output::progress(&call.counting(progress));
            }
        });
        output::progress_over();
        let sound = found.is_sound();
        let has_lost = !found.journal.is_whole() || found.missing_events > 0;
        let headers = replica.headers_in_damage(&found);
        let lost = if has_lost { replica.lost(&headers, call.backup_folder.as_deref()) } else { Lost::default() };
        let mut answer = Answer::of(call, &found, &opened, self.full);
        answer.findings = findings(call, (&found, &opened), (&lost, false), (&data, &left), &replica);
        answer.name(call, &replica, &lost);
        answer.owed_backups.clone_from(&replica.desk().owed);
        answer.owes_erasure = call.read(replica.owes_erasure())?;
        call.answer(&answer, || answer.text(call))?;
        if sound { Ok(()) } else { Err(call.failed(&Trouble::Unsound).answered()) }
    }
}

impl Answer {
    fn of(call: &Call, found: &Diagnosis, opened: &Opened, full: bool) -> Self {
        let last = call.data().ok().and_then(|data| Replica::last_backup_of(&data));
        Self {
            sound: found.is_sound(),
            full,
            journal: JournalDocument::of(&found.journal),
            logs: found.logs,
            broken_links: found.broken_links,
            unreadable_events: found.unreadable_events,
            database: found.database.clone(),
            trees: found.trees.iter().map(TreeDocument::of).collect(),
            opening: OpeningDocument {
                caught_up: opened.caught_up,
                rebuilt: opened.rebuilt.as_ref().map(|rebuilt| rebuilt.why.clone()),
                torn_bytes: opened.torn.as_ref().map_or(0, |torn| torn.bytes),
                keyring_healed: opened.keyring_healed,
            },
            last_backup: last.map(|last| last.to_string()),
            backup_folder: call.backup_folder.clone(),
            owed_backups: Vec::new(),
            owes_erasure: false,
            repair: None,
            findings: Vec::new(),
            missing: Vec::new(),
            missing_total: 0,
        }
    }

    fn name(&mut self, call: &Call, replica: &Replica, lost: &Lost) {
        self.missing = lost.named.iter().map(|one| MissingDocument::of(call, replica, one)).collect();
        self.missing_total = lost.total;
    }

    fn text(&self, call: &Call) -> String {
        let JournalDocument { files, frames, acts, events, .. } = &self.journal;
        let mut text = call.say(
            format!("日志 {files} 个文件，{frames} 帧，{acts} 次写入，{events} 条记录\n"),
            format!("journal: {files} files, {frames} frames, {acts} appends, {events} events\n"),
        );
        let trees: Vec<Vec<String>> = self.trees.iter().map(|tree| tree.row(call)).collect();
        text.push_str(&table(&trees));
        for finding in &self.findings {
            text.push_str(&finding.text());
            if finding.code() == "events_missing" {
                self.missing.iter().take(call.limit).for_each(|one| text.push_str(&one.text(call)));
                let more = self.missing_total.saturating_sub(call.limit);
                if more > 0 {
                    text.push_str(&call.say(format!("  还有 {more} 条\n"), format!("  {more} more\n")));
                }
            }
        }
        if let Some(repair) = &self.repair {
            text.push_str(&repair.text(call));
        }
        text.push_str(&self.backups(call));
        text.push_str(&self.erasures(call));
        text.push_str(&if self.sound { call.say("完好", "sound") } else { call.say("有损坏", "damaged") });
        text
    }
}

impl Answer {
    /// What of an erasure is still to be done.
    fn erasures(&self, call: &Call) -> String {
        let mut text = String::new();
        if self.owes_erasure {
            text.push_str(&call.say(
                "已依法删除的内容还没全从磁盘上抹去：腾出地方，再打开一次\n",
                "bytes of what was erased by law are still on the disk: make room and open the data again\n",
            ));
        }
        for place in &self.owed_backups {
            let place = place.display();
            text.push_str(&call.say(
                format!("这里可能还有已依法删除的内容，够得着时再备份一次就会删去：{place}\n"),
                format!(
                    "may still hold what was erased by law; a backup made when it is in reach erases it: {place}\n"
                ),
            ));
        }
        text
    }

    /// How old the last backup is, and where one goes every day.
    fn backups(&self, call: &Call) -> String {
        let last = self.last_backup.as_ref().and_then(|last| last.parse::<Moment>().ok());
        let mut text = match last {
            None => call.say("还没有备份", "no backup yet"),
            Some(last) => {
                let (at, ago) = (last.to_string(), when::ago(last.date(), call.now.date(), call.lang));
                let at = at[..16].replace('T', " ");
                call.say(format!("上次备份 {at}（{ago}）"), format!("last backup {at} ({ago})"))
            }
        };
        text.push_str(&match &self.backup_folder {
            Some(folder) => {
                call.say(format!("，每天备份到 {}", folder.display()), format!(", every day into {}", folder.display()))
            }
            None => call.say(
                "；config.toml 里写 backup_folder 就会每天自动备份",
                "; backup_folder in config.toml makes one every day",
            ),
        });
        text.push('\n');
        text
    }
}

impl RepairDocument {
    fn of(repaired: &Repaired) -> Self {
        Self {
            repaired: repaired.why.is_some(),
            why: repaired.why.clone(),
            journal_rewritten: repaired.journal_rewritten,
            recovered: repaired.recovered,
            lost: repaired.lost,
            left_out: repaired.left_out,
            aside: repaired.aside.iter().cloned().collect(),
        }
    }

    fn text(&self, call: &Call) -> String {
        let Some(why) = &self.why else {
            return call.say("没有发现损坏，什么都没动\n", "nothing is damaged; nothing was changed\n");
        };
        let Self { recovered, lost, left_out, aside, .. } = self;
        let mut text = call.say(format!("发现：{why}\n"), format!("found: {why}\n"));
        text.push_str(&if self.journal_rewritten {
            call.say(
                "日志和数据库都已重建、检查并换上\n",
                "journal and database were built anew, examined and put in place\n",
            )
        } else {
            call.say(
                "数据库已按日志重建、检查并换上\n",
                "the database was built anew from the journal, examined and put in place\n",
            )
        });
        if *recovered > 0 {
            text.push_str(&call.say(
                format!("日志里丢的 {recovered} 条记录从数据库找回来了\n"),
                format!("{recovered} events that the journal had lost were found in a database\n"),
            ));
        }
        if lost + left_out > 0 {
            text.push_str(&call.say(
                format!("有 {lost} 条记录找不回来，{left_out} 条读不出；有备份时请再恢复一次\n"),
                format!("{lost} events could not be found again, {left_out} do not read; a backup may have them\n"),
            ));
        }
        for path in aside {
            let path = path.display();
            text.push_str(&call.say(format!("原来的留在 {path}\n"), format!("what was there lies in {path}\n")));
        }
        text
    }
}

impl JournalDocument {
    fn of(report: &JournalReport) -> Self {
        Self {
            files: report.files,
            frames: report.frames,
            acts: report.acts,
            events: report.events,
            unlinked: report.unlinked,
            damage: report.damage.iter().map(DamageDocument::of).collect(),
        }
    }
}

impl DamageDocument {
    fn of(damage: &Damage) -> Self {
        let Damage { file, frame, resumed, what } = damage;
        Self { file: *file, frame: *frame, resumed: *resumed, what: format!("{what:?}") }
    }
}

impl TreeDocument {
    fn of(report: &TreeReport) -> Self {
        let TreeReport { tree, rows, missing, extra, different } = report;
        let tree = format!("{tree:?}").to_lowercase();
        Self { tree, rows: *rows, missing: *missing, extra: *extra, different: *different }
    }

    fn row(&self, call: &Call) -> Vec<String> {
        let Self { tree, rows, missing, extra, different } = self;
        let counts = call.say(
            format!("{rows} 行  缺 {missing}  多 {extra}  不同 {different}"),
            format!("{rows} rows, {missing} missing, {extra} extra, {different} different"),
        );
        vec![format!("  {tree}"), counts]
    }
}
