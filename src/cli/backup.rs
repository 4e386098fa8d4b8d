//! `backup` and `restore`: everything in one file, and out of one.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::call::Call;
use super::copies;
use super::output;
use crate::domain::disclosure::{Disclosed, Manner};
use crate::domain::erasure::list;
use crate::domain::facets::Tally;
use crate::domain::reader::Reader;
use crate::domain::scope::Scope;
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::erasing::{self, EraseTrouble};
use crate::i18n::saved::Saving;
use crate::i18n::trouble::Trouble;
use crate::store::replica::{Again, CommitFault, OpenFault, Replica, RestoreFault, Restored, Way};
use crate::tui::daily::saving;
use crate::tui::denial::why;

/// Write everything into one file, read it back, and only then give it its name
///
/// The file is sealed as the data is: under the passphrase where one is set. Without one it holds the key bare, and
/// whoever finds it can read it.
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// The file; none of that name may be there
    file: PathBuf,
}

#[derive(Serialize)]
struct BackupAnswer {
    file: PathBuf,
    acts: u64,
    events: u64,
    bytes: u64,
    /// Whether a passphrase is needed to open it.
    locked: bool,
    /// Read back from the disk and found as it was written.
    verified: bool,
    /// Damaged places of the journal, whose acts are missing in it.
    damaged: usize,
}

impl BackupArgs {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut replica = call.open_existing()?;
        if !self.file.exists() {
            record(call, &mut replica, &self.file);
        }
        let backed = call.with_progress(|progress| replica.back_up(&self.file, call.now, progress));
        let backed = backed.map_err(|fault| call.failed(&Trouble::Saving(saving(&fault))))?;
        let mut desk = replica.desk().clone();
        desk.keep_backup(std::path::absolute(&self.file).unwrap_or_else(|_| self.file.clone()));
        // The backup is there all the same.
        let _remembered = replica.keep_desk(desk);
        // A stick that is back may hold what was erased while it was away.
        let _told = copies::go_through(call, &mut replica)?;
        let answer = BackupAnswer {
            file: self.file,
            acts: backed.acts,
            events: backed.events,
            bytes: backed.bytes,
            locked: backed.locked,
            verified: true,
            damaged: backed.damage,
        };
        if !backed.locked {
            output::aside("warning", &call.say(
                "这份备份没有口令：谁拿到都能读。先用 lock --set 设口令再备份，或把它锁好",
                "no passphrase protects this backup: whoever finds it can read it. Set one with lock --set first, or lock it away",
            ));
        }
        call.answer(&answer, || {
            let (file, acts, events) = (answer.file.display(), answer.acts, answer.events);
            call.say(
                format!("已备份到 {file}：{acts} 次操作，{events} 条记录，已读回核对"),
                format!("backed up to {file}: {acts} acts, {events} events, read back and found whole"),
            )
        })?;
        if backed.damage > 0 { Err(call.failed(&Trouble::Unsound).answered()) } else { Ok(()) }
    }
}

/// Records that everything is about to be written to a file. Where it cannot be the file is written all the same: a ledger
/// on a disk that is full or failing must be saved above all.
fn record(call: &Call, replica: &mut Replica, file: &Path) {
    let households = replica.tally(Tally::Households, Scope::WHOLE).unwrap_or(0);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let disclosed = Disclosed::everything(Manner::Backup, name, u64::try_from(households).unwrap_or(0));
    if let Err(CommitFault::NotSaved(why)) = replica.disclose((call.now, call.by()), Scope::WHOLE, disclosed) {
        output::aside(
            "warning",
            &call.say(
                format!("这次备份没能记进查看记录（{why}），照样备份"),
                format!("that this backup was made could not be recorded ({why}); it is made all the same"),
            ),
        );
    }
}

/// Restore a backup: whole where no data lies, what is missing where the same data lies, else in place of other data
///
/// Says first what it will do, and asks where data lies already. Data that is replaced is moved into quarantine, never
/// deleted.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup file
    file: PathBuf,
    /// Erase again what this list names before anything is shown; the list that erase writes beside backups is found there
    /// by itself
    #[arg(long, value_name = "FILE")]
    erased: Option<PathBuf>,
    /// Only say what it would do
    #[arg(long)]
    dry_run: bool,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
struct RestoreAnswer {
    file: PathBuf,
    /// When the backup was made.
    made: String,
    acts: u64,
    events: u64,
    locked: bool,
    /// whole, missing, key or replace.
    way: &'static str,
    /// Events that are missing here.
    missing: u64,
    restored: bool,
    /// Where the data that was replaced lies now.
    aside: Option<PathBuf>,
}

impl RestoreArgs {
    /// Restoring that a person has asked for already.
    pub fn agreed(file: PathBuf) -> Self {
        Self { file, erased: None, dry_run: false, yes: true }
    }

    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let data = call.data()?;
        let again = self.again(call)?;
        let survey = call.with_secret(&data, |secret| ask_again(Replica::survey_backup(&data, &self.file, secret)))?;
        let survey = survey.map_err(|fault| call.failed(&not_restored(call.lang, &fault)))?;
        if !self.is_agreed(call, &survey) {
            return self.answer(call, &survey, false);
        }
        let restored = call.with_secret(&data, |secret| {
            ask_again(call.with_progress(|progress| Replica::restore(&data, &self.file, secret, &again, progress)))
        })?;
        let restored = restored.map_err(|fault| call.failed(&not_restored(call.lang, &fault)))?;
        self.answer(call, &restored, true)
    }

    /// What is erased again: of the list that was named, and of the one that lies beside the backup.
    fn again(&self, call: &Call) -> Result<Again, Failure> {
        let beside = self.file.parent().map(|folder| folder.join(list::NAME)).filter(|file| file.is_file());
        let mut subjects = Vec::new();
        for file in self.erased.iter().chain(&beside) {
            let text = std::fs::read_to_string(file)
                .map_err(|fault| call.failed(&Trouble::File(file.clone(), fault.to_string())))?;
            let read = list::read(&text)
                .map_err(|line| call.failed(&Trouble::Erasing(EraseTrouble::BadList(file.clone(), line))))?;
            subjects.extend(read);
        }
        Ok(Again { subjects, said: call.said(), why: erasing::again(call.lang).to_owned() })
    }

    fn is_agreed(&self, call: &Call, survey: &Restored) -> bool {
        if self.dry_run {
            return false;
        }
        if self.yes || survey.way == Way::Fresh {
            return true;
        }
        let plan = plan(call, survey);
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            output::aside(
                "hint",
                &call.say(format!("{plan}。确认后加上 --yes"), format!("{plan}; add --yes to do it")),
            );
            return false;
        }
        let mut told = io::stderr();
        let asked =
            write!(told, "{plan}{}", call.say("。可以吗？[y/N] ", ". Do it? [y/N] ")).and_then(|()| told.flush());
        let mut reply = String::new();
        asked.is_ok()
            && io::stdin().read_line(&mut reply).is_ok()
            && matches!(reply.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "好" | "可以")
    }

    fn answer(&self, call: &Call, of: &Restored, restored: bool) -> Result<(), Failure> {
        let (way, missing) = match of.way {
            Way::Fresh => ("whole", of.events),
            Way::Merge { missing } => ("missing", missing),
            Way::Key => ("key", 0),
            Way::Replace => ("replace", of.events),
        };
        let answer = RestoreAnswer {
            file: self.file.clone(),
            made: of.made.to_string(),
            acts: of.acts,
            events: of.events,
            locked: of.locked,
            way,
            missing,
            restored,
            aside: of.aside.clone(),
        };
        call.answer(&answer, || {
            let plan = plan(call, of);
            let aside = of.aside.as_ref().map_or_else(String::new, |aside| {
                call.say(
                    format!("，原来的在 {}", aside.display()),
                    format!("; what was there lies in {}", aside.display()),
                )
            });
            if restored {
                call.say(format!("{plan}：已完成{aside}"), format!("{plan}: done{aside}"))
            } else {
                call.say(format!("{plan}：什么都没有动"), format!("{plan}: nothing was changed"))
            }
        })
    }
}

/// What restoring comes to, in a sentence without its end.
fn plan(call: &Call, of: &Restored) -> String {
    let (made, events) = (&of.made.to_string()[..16], of.events);
    let made = made.replace('T', " ");
    match of.way {
        Way::Fresh => call.say(
            format!("恢复 {made} 的备份，{events} 条记录"),
            format!("restoring the backup of {made} with {events} events"),
        ),
        Way::Merge { missing } => call.say(
            format!("{made} 的备份与这里是同一份数据，补上这里没有的 {missing} 条记录"),
            format!("the backup of {made} is of the data that is here; taking in the {missing} events missing here"),
        ),
        Way::Key => call.say(
            format!("{made} 的备份与这里是同一份数据：拿回它的钥匙，备份以后记的也在"),
            format!("the backup of {made} is of the data that is here; bringing back its key, with what was recorded since"),
        ),
        Way::Replace => call.say(
            format!("这里是另一份数据：把它移到 quarantine，换上 {made} 的备份，{events} 条记录"),
            format!("other data is here: moving it into quarantine and putting the backup of {made} with {events} events in its place"),
        ),
    }
}

/// Faults that another secret may mend are asked about; the others are told.
fn ask_again<T>(outcome: Result<T, RestoreFault>) -> Result<Result<T, RestoreFault>, OpenFault> {
    match outcome {
        Err(RestoreFault::Open(fault @ (OpenFault::Locked | OpenFault::WrongSecret(_)))) => Err(fault),
        other => Ok(other),
    }
}

fn not_restored(lang: Lang, fault: &RestoreFault) -> Trouble {
    Trouble::Saving(match fault {
        RestoreFault::Backup(fault) => saving(fault),
        RestoreFault::Open(OpenFault::InUse { pid, .. }) => return Trouble::InUse(*pid),
        RestoreFault::Open(fault) => Saving::Other(fault.to_string()),
        RestoreFault::Forked(events) => Saving::Forked(*events),
        RestoreFault::Store(fault) if fault.system().is_some() => return Trouble::NotSaved(why(fault, lang)),
        RestoreFault::Store(fault) => Saving::Other(fault.to_string()),
    })
}
