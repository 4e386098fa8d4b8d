//! What was found, each by a code for programs and in words for people.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::call::Call;
use crate::cli::document::history::{Teller, word};
use crate::cli::document::moment;
use crate::domain::oddity::oddity;
use crate::domain::reader::Reader;
use crate::domain::record::Record;
use crate::domain::scope::Scope;
use crate::i18n::fact;
use crate::i18n::finding::{Finding, JournalFinding};
use crate::i18n::msg::Label;
use crate::store::journal::{Damage, DamageKind};
use crate::store::leftovers;
use crate::store::replica::{Diagnosis, Held, Lost, Missing, Opened, Replica, TreeReport};

#[derive(Serialize)]
pub struct FindingDocument {
    code: &'static str,
    /// damage: something is wrong now; mended: it was, until this repair; notice: it was mended, or may become wrong.
    severity: &'static str,
    /// The file, as a path in the data folder; none where it is about no file.
    file: Option<PathBuf>,
    /// The byte of the file from which on it is so.
    offset: Option<u64>,
    message: String,
    hint: String,
}

/// An event that the journal has lost.
#[derive(Serialize)]
pub struct MissingDocument {
    /// The cell or area in whose log it stood, and the device that wrote it.
    scope: String,
    device: String,
    seq: u64,
    /// The record it was about, as printed; none where that is not known any more.
    record: Option<String>,
    /// Door and head of the household, or the words of the matter; none where they are not known any more.
    about: Option<String>,
    /// What sort of event, in snake case, and in words.
    event: Option<&'static str>,
    what: Option<String>,
    typed_at: Option<String>,
    /// The events before and behind it in that log were typed then.
    after: Option<String>,
    before: Option<String>,
    /// database, backup or nowhere.
    held_by: &'static str,
    backup: Option<PathBuf>,
    #[serde(skip)]
    place: String,
}

impl FindingDocument {
    fn of(call: &Call, finding: &Finding, mended: bool, (file, offset): (Option<PathBuf>, Option<u64>)) -> Self {
        let [message, mut hint] = finding.said(call.lang);
        let mended = mended && finding.is_mendable();
        let severity = match finding.is_damage() {
            true if mended => "mended",
            true => "damage",
            false => "notice",
        };
        if mended {
            hint = call.say("已修好；旧的在 quarantine", "mended; the old lies in quarantine");
        }
        Self { code: finding.code(), severity, file, offset, message, hint }
    }

    pub fn code(&self) -> &'static str {
        self.code
    }

    pub fn text(&self) -> String {
        let at = match (&self.file, self.offset) {
            (Some(file), Some(offset)) => format!("{} @{offset}  ", file.display()),
            (Some(file), None) => format!("{}  ", file.display()),
            _ => String::new(),
        };
        format!("[{}] {at}{}\n    -> {}\n", self.code, self.message, self.hint)
    }
}

/// Everything that was found, the worst first; `mended` by the repair that found it.
pub fn findings(
    call: &Call,
    (found, opened): (&Diagnosis, &Opened),
    (lost, mended): (&Lost, bool),
    (data, left): (&Path, &[PathBuf]),
    replica: &Replica,
) -> Vec<FindingDocument> {
    let mut all = Vec::new();
    let mut add = |finding: Finding, file: Option<PathBuf>, offset: Option<u64>| {
        all.push(FindingDocument::of(call, &finding, mended, (file, offset)));
    };
    for Damage { file, frame, what, .. } in &found.journal.damage {
        add(Finding::Journal(kind(*what)), Some(journal_file(*file)), Some(*frame));
    }
    let (broken, unreadable) = (found.broken_links, found.unreadable_events);
    if broken + unreadable > 0 {
        add(Finding::Links { broken, unreadable }, None, None);
    }
    if lost.total > 0 {
        add(Finding::Missing(lost.total), None, None);
    }
    if found.is_behind {
        add(Finding::Behind, None, None);
    }
    if let Some(fault) = &found.database {
        add(Finding::Database(fault.clone()), Some("db".into()), None);
    }
    // Against a journal that has lost something the rows of a whole database are not as it says.
    let differs = |tree: &&TreeReport| !tree.is_sound() && found.journal.is_whole();
    for TreeReport { tree, missing, extra, different, .. } in found.trees.iter().filter(differs) {
        let tree = format!("{tree:?}").to_lowercase();
        let rows = Finding::Rows { tree, missing: *missing, extra: *extra, different: *different };
        add(rows, Some("db".into()), None);
    }
    // An end that the database has is not torn, but cut off.
    if let Some(torn) = opened.torn.as_ref().filter(|_| !found.is_behind) {
        let finding = Finding::TornTail { bytes: torn.bytes, kept: torn.kept.clone() };
        add(finding, Some(journal_file(torn.at.file)), Some(torn.at.frame));
    }
    if let Some(rebuilt) = &opened.rebuilt {
        let (why, aside) = (rebuilt.why.clone(), rebuilt.aside.clone());
        add(Finding::Rebuilt { why, aside }, Some("db".into()), None);
    }
    if opened.keyring_healed {
        add(Finding::KeyHealed, Some("keyring".into()), None);
    }
    if let Some(aside) = &opened.desk_aside {
        add(Finding::DeskAside(aside.aside.clone()), Some("desk".into()), None);
    }
    // What cannot be read is told for itself.
    if let Some(odd) = oddity(call.now, replica.last_typed().ok().flatten()) {
        add(Finding::Clock(odd), None, None);
    }
    if let Some((free, reserve)) = leftovers::nearly_full(data) {
        add(Finding::DiskLow { free: free >> 20, reserve: reserve >> 20 }, None, None);
    }
    for path in left {
        let stays = data.join(path).exists();
        add(Finding::Leftover { stays }, Some(path.clone()), None);
    }
    all
}

fn journal_file(number: u32) -> PathBuf {
    PathBuf::from(format!("journal/{number:04}.log"))
}

fn kind(what: DamageKind) -> JournalFinding {
    match what {
        DamageKind::FileHeader(_) => JournalFinding::Header,
        DamageKind::FileMisplaced => JournalFinding::Misplaced,
        DamageKind::FileMissing => JournalFinding::FileMissing,
        DamageKind::FileUnreadable => JournalFinding::Unreadable,
        DamageKind::NoTrailer => JournalFinding::NoTrailer,
        DamageKind::Frame(_) => JournalFinding::Frame,
        DamageKind::Chain => JournalFinding::Order,
        DamageKind::Mark => JournalFinding::Mark,
    }
}

impl MissingDocument {
    pub fn of(call: &Call, replica: &Replica, missing: &Missing) -> Self {
        let Missing { log, seq, record, event, held, between } = missing;
        let names = Teller { reader: replica, lang: call.lang };
        // What cannot be read is left unnamed: it is damage that is being told of.
        let known = record.and_then(|id| replica.record(id).ok().flatten());
        let before = known.as_ref().and_then(Record::as_household);
        let kind = known.as_ref().map(Record::kind);
        let about = known.as_ref().and_then(|known| about(replica, known));
        let named = replica.area(log.scope).ok().flatten().map(|area| format!("{} {}", log.scope, area.label()));
        let place = match named {
            Some(named) => named,
            None if log.scope == Scope::WHOLE => Label::Whole.text(call.lang).to_owned(),
            None => log.scope.to_string(),
        };
        let [after, behind] = between.map(|at| at.map(moment));
        Self {
            scope: log.scope.to_string(),
            device: format!("{:016x}", log.device),
            seq: *seq,
            record: record.map(|id| kind.map_or_else(|| id.to_string(), |kind| id.show(kind))),
            about,
            event: event.as_ref().map(|event| word(&event.fact)),
            what: event.as_ref().map(|event| fact::fact(call.lang, &event.fact, before, &names)),
            typed_at: event.as_ref().map(|event| moment(event.typed_at)),
            after,
            before: behind,
            held_by: match held {
                Held::Database => "database",
                Held::Backup(_) => "backup",
                Held::Nowhere => "nowhere",
            },
            backup: match held {
                Held::Backup(file) => Some(file.clone()),
                _ => None,
            },
            place,
        }
    }

    pub fn text(&self, call: &Call) -> String {
        let mut parts = vec![format!("{} #{}", self.place, self.seq)];
        parts.extend(self.typed_at.as_deref().map(minute));
        parts.extend(self.about.clone());
        parts.extend(self.what.clone());
        if self.about.is_none() && self.what.is_none() {
            parts.extend(self.record.clone());
        }
        if self.what.is_none() {
            let [after, before] =
                [&self.after, &self.before].map(|at| at.as_deref().map_or_else(|| "…".to_owned(), minute));
            parts.push(call.say(
                format!("内容不知道；在 {after} 和 {before} 之间记的"),
                format!("what it said is not known; typed between {after} and {before}"),
            ));
        }
        parts.push(match (self.held_by, &self.backup) {
            ("database", _) => {
                call.say("数据库里还有：doctor --repair 找回", "the database has it: doctor --repair brings it back")
            }
            (_, Some(backup)) => {
                let backup = backup.display();
                call.say(format!("备份里有：restore {backup}"), format!("a backup has it: restore {backup}"))
            }
            _ => call.say(
                "这台电脑上没有了：从同事的电脑、别处的备份或纸上补",
                "nowhere on this computer: from a colleague's, a backup elsewhere, or paper",
            ),
        });
        format!("  - {}\n", parts.join("  "))
    }
}

fn about(replica: &Replica, known: &Record) -> Option<String> {
    let household = |id| replica.household_name(id).ok().filter(|name| !name.is_empty());
    match known {
        Record::Household(known) => household(known.id),
        Record::Matter(matter) => {
            let whose = matter.raised.household.and_then(household).unwrap_or_default();
            Some(format!("{whose} {}", matter.raised.text).trim().to_owned())
        }
        Record::Area(area) => Some(area.label()),
        Record::Responder(responder) => Some(responder.name.clone()),
        Record::Promise(promise) => {
            let whose = promise.promised.household.and_then(household).unwrap_or_default();
            Some(format!("{whose} {}", promise.promised.text).trim().to_owned())
        }
        Record::Ruling(_) | Record::Disclosure(_) => None,
    }
}

fn minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}
