//! `doctor`: is everything there, whole, and the same in journal and database?

use serde::Serialize;

use super::call::Call;
use super::output::{self, table};
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;
use crate::store::journal::{Damage, JournalReport};
use crate::store::replica::{Diagnosis, Opened, TreeReport};

/// Examine the data: the chains of what was written, and with --full every row of the database against them
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Fold everything anew from the journal and compare
    #[arg(long)]
    full: bool,
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
        let (replica, opened) = call.open_existing_telling()?;
        let found = replica.doctor(self.full, &mut |progress| {
            if progress.done.is_multiple_of(1_000) {
                output::progress(&call.counting(progress));
            }
        });
        output::progress_over();
        let sound = found.is_sound();
        let answer = Answer::of(&found, &opened, self.full);
        call.answer(&answer, || answer.text(call))?;
        if sound { Ok(()) } else { Err(call.failed(&Trouble::Unsound).answered()) }
    }
}

impl Answer {
    fn of(found: &Diagnosis, opened: &Opened, full: bool) -> Self {
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
        }
    }

    fn text(&self, call: &Call) -> String {
        let JournalDocument { files, frames, acts, events, damage, .. } = &self.journal;
        let mut text = call.say(
            format!("日志 {files} 个文件，{frames} 帧，{acts} 次写入，{events} 条记录\n"),
            format!("journal: {files} files, {frames} frames, {acts} appends, {events} events\n"),
        );
        for damage in damage {
            let DamageDocument { file, frame, what, .. } = damage;
            text.push_str(&call.say(
                format!("  文件 {file} 第 {frame} 字节起有损坏：{what}\n"),
                format!("  file {file} is damaged from byte {frame} on: {what}\n"),
            ));
        }
        let trees: Vec<Vec<String>> = self.trees.iter().map(|tree| tree.row(call)).collect();
        text.push_str(&table(&trees));
        if let Some(fault) = &self.database {
            text.push_str(&call.say(format!("数据库：{fault}\n"), format!("database: {fault}\n")));
        }
        text.push_str(&if self.sound { call.say("完好", "sound") } else { call.say("有损坏", "damaged") });
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
