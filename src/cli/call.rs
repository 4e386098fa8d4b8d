//! One call of the program: who asks, when, about which data, and how the answer is to be given.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::document::Personal;
use super::output::{self, Output};
use super::{Common, locale, secret};
use crate::clock::{self, Clock};
use crate::config::Config;
use crate::domain::decide::{Asker, Decision, decide};
use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::id::{Id, IdSource};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader, Unreadable};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::bound;
use crate::i18n::kept::Kept;
use crate::i18n::key::KeyTrouble;
use crate::i18n::locked::Locked;
use crate::i18n::naming::NameTrouble;
use crate::i18n::trouble::Trouble;
use crate::paths;
use crate::store::replica::{CommitFault, Committed, OpenFault, Opened, Progress, Repaired, Replica, Said};
use crate::store::tries;
use crate::store::wrap::Secret;
use crate::tui::bindings::Bindings;
use crate::tui::denial::why;
use crate::tui::lock::LOCK_AFTER_MINUTES;

/// What the common options, the settings file and the surroundings come to.
#[derive(Debug)]
pub struct Call {
    pub lang: Lang,
    pub clock: Clock,
    /// What was taken for now when the call began.
    pub now: Moment,
    /// When it was said.
    pub at: Moment,
    /// Who asks, as the call or the settings say.
    named: Option<String>,
    /// Who the person of the opened data said they are.
    known: RefCell<Option<String>>,
    /// The theme's name, where one was chosen.
    pub theme: Option<String>,
    /// The keys of the screens.
    pub keys: Arc<Bindings>,
    /// The cell that was named, as it was written.
    pub cell: Option<String>,
    /// The cell of the settings file.
    pub own_cell: Option<Scope>,
    /// Where a backup of the ledger goes every day.
    pub backup_folder: Option<PathBuf>,
    /// Time without a key after which the app is locked; `None` for never.
    pub lock_after: Option<Duration>,
    /// At most so many rows of a list.
    pub limit: usize,
    pub reveal: bool,
    pub ascii: bool,
    pub output: Output,
    data: Option<PathBuf>,
    passphrase_file: Option<PathBuf>,
    /// The secret that was typed, while one command has several uses for it.
    typed: RefCell<Option<Secret>>,
}

impl Call {
    /// # Errors
    /// A moment in the environment that is none, or `--at` after now.
    pub fn new(common: Common, output: Output) -> Result<Self, Failure> {
        let (config, faults) = paths::config().map_or_else(Default::default, |path| Config::load(&path));
        let given = common.lang.as_deref().and_then(Lang::from_code);
        let lang = given.or(config.lang).or_else(locale).unwrap_or_default();
        bound::bind(config.keys.named());
        for fault in &faults {
            output::aside("warning", &format!("config.toml: {}", fault.said(lang)));
        }
        let clock = match common.now {
            Some(at) => Clock::fixed(at),
            None => clock_of_environment().map_err(|text| Failure::of(lang, &Trouble::NotAMoment(text)))?,
        };
        let now = clock.now();
        let at = common.at.unwrap_or(now);
        if at > now {
            return Err(Failure::of(lang, &Trouble::AtLater));
        }
        Ok(Self {
            lang,
            clock,
            now,
            at,
            named: common.person.or(config.person),
            known: RefCell::default(),
            theme: common.theme.or(config.theme),
            keys: Arc::new(config.keys),
            cell: common.cell,
            own_cell: config.cell,
            backup_folder: config.backup_folder.map(in_home),
            lock_after: match config.lock_after_minutes.unwrap_or(LOCK_AFTER_MINUTES) {
                0 => None,
                minutes => Some(Duration::from_secs(u64::from(minutes) * 60)),
            },
            limit: if common.limit == 0 { usize::MAX } else { common.limit },
            reveal: common.reveal,
            ascii: common.ascii,
            output,
            data: common.data,
            passphrase_file: common.passphrase_file.or_else(|| {
                std::env::var_os("CHUANMEN_PASSPHRASE_FILE").filter(|path| !path.is_empty()).map(PathBuf::from)
            }),
            typed: RefCell::default(),
        })
    }

    /// Who asks: whoever the call or the settings name, else who the person said they are, else the computer's user.
    pub fn by(&self) -> String {
        let known = self.named.clone().or_else(|| self.known.borrow().clone());
        known.or_else(user).unwrap_or_else(|| nobody(self.lang).to_owned())
    }

    /// The sentence in the language of the call.
    pub fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.lang {
            Lang::Zh => zh.into(),
            Lang::En => en.into(),
        }
    }

    pub fn failed(&self, trouble: &Trouble) -> Failure {
        Failure::of(self.lang, trouble)
    }

    /// What was read, or the failure that it cannot be.
    pub fn read<T>(&self, read: Read<T>) -> Result<T, Failure> {
        read.map_err(|fault| Failure::unreadable(self.lang, fault))
    }

    /// A record that was just written or found, and therefore is there.
    pub fn record<T>(&self, read: Read<Option<T>>) -> Result<T, Failure> {
        let gone = || Unreadable("a record that was written is not there".to_owned());
        self.read(read.and_then(|record| record.ok_or_else(gone)))
    }

    /// Something of an id that a person gave, which may name nothing.
    pub fn record_or_refuse<T>(&self, read: Read<Option<T>>, id: Id) -> Result<T, Failure> {
        self.read(read)?.ok_or_else(|| Failure::refused(self.lang, &Refusal::NotFound(id)))
    }

    /// The data folder.
    pub fn data(&self) -> Result<PathBuf, Failure> {
        self.data.clone().or_else(paths::data).ok_or_else(|| self.failed(&Trouble::NoHome))
    }

    /// The data folder that was named, if one was.
    pub fn named_data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// Opens the data for a command that only asks.
    ///
    /// # Errors
    /// Where no data lies, nothing is created.
    pub fn open_existing(&self) -> Result<Replica, Failure> {
        self.open_existing_telling().map(|(replica, _)| replica)
    }

    /// Opens the data for a command that only asks, with what opening found.
    pub fn open_existing_telling(&self) -> Result<(Replica, Opened), Failure> {
        let data = self.data()?;
        if !Replica::exists(&data) {
            return Err(self.failed(&Trouble::NoData(data)));
        }
        self.open_telling(&data)
    }

    /// Opens the data for a command that writes; creates it when there is none.
    pub fn open(&self) -> Result<Replica, Failure> {
        self.open_at(&self.data()?)
    }

    /// Opens the data in a folder.
    pub fn open_at(&self, data: &Path) -> Result<Replica, Failure> {
        self.open_telling(data).map(|(replica, _)| replica)
    }

    /// Opens the data in a folder, and what opening found.
    pub fn open_telling(&self, data: &Path) -> Result<(Replica, Opened), Failure> {
        let (replica, opened, _) = self.open_asking(data)?;
        Ok((replica, opened))
    }

    /// Opens the data for the app, which asks for a passphrase itself: `None` where one is needed and no file has it.
    pub fn open_unasked(&self, data: &Path) -> Result<Option<Replica>, Failure> {
        if self.passphrase_file.is_some() {
            return self.open_at(data).map(Some);
        }
        match self.with_progress(|progress| Replica::open_with(data, None, progress)) {
            Ok((replica, opened)) => {
                self.meet(&replica);
                self.tell_repairs(&opened);
                Ok(Some(replica))
            }
            Err(OpenFault::Locked) => Ok(None),
            Err(fault) => Err(self.not_opened(data, &fault)),
        }
    }

    /// Learns who the person of some data said they are.
    pub fn meet(&self, replica: &Replica) {
        self.known.replace(replica.desk().me.clone());
    }

    /// As [`Call::open_telling`], with the secret that opened it, where one was needed.
    pub fn open_telling_secret(&self, data: &Path) -> Result<(Replica, Option<Secret>), Failure> {
        let (replica, _, secret) = self.open_asking(data)?;
        Ok((replica, secret))
    }

    /// Opens the data with a secret that is known.
    pub fn open_with(&self, data: &Path, secret: &Secret) -> Result<Replica, Failure> {
        let opened = self.with_progress(|progress| Replica::open_with(data, Some(secret), progress));
        opened.map(|(replica, _)| replica).map_err(|fault| self.not_opened(data, &fault))
    }

    /// Opens the data, with the secret that opened it where one was needed.
    fn open_asking(&self, data: &Path) -> Result<(Replica, Opened, Option<Secret>), Failure> {
        let ((replica, opened), secret) =
            self.asking(data, |secret| self.with_progress(|progress| Replica::open_with(data, secret, progress)))?;
        self.meet(&replica);
        self.tell_repairs(&opened);
        Ok((replica, opened, secret))
    }

    /// Does what needs a secret where something is locked.
    pub fn with_secret<T>(
        &self,
        data: &Path,
        work: impl Fn(Option<&Secret>) -> Result<T, OpenFault>,
    ) -> Result<T, Failure> {
        Ok(self.asking(data, work)?.0)
    }

    /// Does what needs the data open: with the file that was named, else with what is typed at the terminal, as often as
    /// it takes.
    fn asking<T>(
        &self,
        data: &Path,
        open: impl Fn(Option<&Secret>) -> Result<T, OpenFault>,
    ) -> Result<(T, Option<Secret>), Failure> {
        let mut secret = match &self.passphrase_file {
            Some(path) => Some(Secret::typed(&secret::from_file(self, path)?)),
            None => self.typed.borrow().clone(),
        };
        loop {
            if secret.is_some() {
                self.wait_for_next_try(data);
            }
            match open(secret.as_ref()) {
                Ok(opened) => {
                    self.typed.replace(secret.clone());
                    return Ok((opened, secret));
                }
                Err(OpenFault::Locked | OpenFault::WrongSecret(_)) if self.passphrase_file.is_none() => {
                    if secret.is_some() {
                        output::aside("error", &self.say("口令不对", "wrong passphrase"));
                    }
                    let asked = self.say("口令或恢复码（看不见）：", "Passphrase or recovery code (not shown): ");
                    let typed = secret::typed(&asked);
                    let typed = typed.ok_or_else(|| self.failed(&Trouble::Lock(Locked::Needed)))?;
                    secret = Some(Secret::typed(&typed));
                }
                Err(fault) => return Err(self.not_opened(data, &fault)),
            }
        }
    }

    /// Forgets the secret that was typed; the data that it opened stays open.
    pub fn forget_secret(&self) {
        self.typed.take();
    }

    /// The pause that wrong tries before have earned.
    fn wait_for_next_try(&self, data: &Path) {
        let pause = tries::pause(tries::count(data));
        if !pause.is_zero() {
            let seconds = pause.as_secs();
            let text =
                self.say(format!("试错多次，等 {seconds} 秒"), format!("several wrong tries; waiting {seconds} s"));
            output::aside("hint", &text);
            std::thread::sleep(pause);
        }
    }

    /// Says what opening found and did, where that is worth a word.
    pub fn tell_repairs(&self, opened: &Opened) {
        if let Some(rebuilt) = &opened.rebuilt {
            let aside = rebuilt.aside.display();
            let text = match self.lang {
                Lang::Zh => format!("数据库已按记录重建（{}）；旧的在 {aside}", rebuilt.why),
                Lang::En => {
                    format!("the database was built anew from the journal ({}); the old one is in {aside}", rebuilt.why)
                }
            };
            output::aside("warning", &text);
        }
        if !opened.damage.is_empty() {
            let text = match self.lang {
                Lang::Zh => "日志里有损坏，请运行 doctor --full",
                Lang::En => "the journal is damaged; run doctor --full",
            };
            output::aside("warning", text);
        }
        if opened.keyring_healed {
            let text = match self.lang {
                Lang::Zh => "密钥文件两份里坏了一份，已按好的那份补好；这块盘可能不可靠，先备份",
                Lang::En => {
                    "one of the two copies of the key was damaged and is mended from the other; the disk may be failing: \
                     make a backup"
                }
            };
            output::aside("warning", text);
        }
        if let Some(torn) = &opened.torn {
            let kept = torn.kept.display();
            let text = match self.lang {
                Lang::Zh => format!("上次有一笔没写完就断了，没有答复过“已保存”；写了一半的字节留在 {kept}"),
                Lang::En => {
                    format!(
                        "something was cut off while it was written and never answered as saved; its bytes are in {kept}"
                    )
                }
            };
            output::aside("warning", &text);
        }
        if let Some(aside) = &opened.desk_aside {
            output::aside("warning", &Kept::Aside(aside.clone()).text(self.lang));
        }
    }

    /// Examines and repairs the data of the call.
    pub fn repair(&self, always: bool) -> Result<Repaired, Failure> {
        let data = self.data()?;
        if !Replica::is_repairable(&data) {
            return Err(self.failed(&Trouble::NoData(data)));
        }
        let repair =
            |secret: Option<&Secret>| self.with_progress(|progress| Replica::repair(&data, secret, always, progress));
        Ok(self.asking(&data, repair)?.0)
    }

    /// Does long work, and says on standard error how far it has come.
    pub fn with_progress<T>(&self, work: impl FnOnce(&mut dyn FnMut(Progress)) -> T) -> T {
        let mut seen = false;
        let outcome = work(&mut |progress: Progress| {
            if progress.done.is_multiple_of(1_000) {
                seen = true;
                output::progress(&self.counting(progress));
            }
        });
        if seen {
            output::progress_over();
        }
        outcome
    }

    /// How far long work has come.
    pub fn counting(&self, progress: Progress) -> String {
        match (progress.total, self.lang) {
            (0, Lang::Zh) => format!("已处理 {}", progress.done),
            (0, Lang::En) => format!("{} so far", progress.done),
            (total, Lang::Zh) => format!("{} / {total}", progress.done),
            (total, Lang::En) => format!("{} of {total}", progress.done),
        }
    }

    fn not_opened(&self, data: &Path, fault: &OpenFault) -> Failure {
        self.failed(&match fault {
            OpenFault::Locked => Trouble::Lock(Locked::Needed),
            OpenFault::WrongSecret(tries) => Trouble::Lock(Locked::Wrong(*tries)),
            OpenFault::InUse { pid, .. } => Trouble::InUse(*pid),
            OpenFault::KeyMissing(path) => Trouble::Key(KeyTrouble::Missing(path.clone())),
            OpenFault::KeyDamaged(path) => Trouble::Key(KeyTrouble::Damaged(path.clone())),
            OpenFault::Damaged(what) => Trouble::Damaged(what.clone()),
            OpenFault::Newer => Trouble::Newer,
            OpenFault::Other(fault) => Trouble::NotOpened(data.to_owned(), why(fault, self.lang)),
        })
    }

    /// Who says it, and when.
    pub fn said(&self) -> Said {
        self.said_at(self.at)
    }

    /// Who says it, of another moment.
    pub fn said_at(&self, at: Moment) -> Said {
        Said { now: self.now, at, by: self.by() }
    }

    /// Records a request.
    pub fn commit(&self, replica: &mut Replica, request: &Request) -> Result<Committed, Failure> {
        self.commit_at(replica, self.at, request)
    }

    /// Records a request as of another moment.
    pub fn commit_at(&self, replica: &mut Replica, at: Moment, request: &Request) -> Result<Committed, Failure> {
        replica.commit(&self.said_at(at), request).map_err(|fault| match fault {
            CommitFault::Refused(refusal) => Failure::refused(self.lang, &refusal),
            CommitFault::NotSaved(fault) => self.failed(&Trouble::NotSaved(why(&fault, self.lang))),
            CommitFault::SavedNotShown(fault) => self.failed(&Trouble::SavedNotShown(why(&fault, self.lang))),
        })
    }

    /// What a request would come to as of a moment; nothing is recorded, and the ids in it are nobody's.
    ///
    /// # Errors
    /// Why it would be refused.
    pub fn tried(&self, replica: &Replica, at: Moment, request: &Request) -> Result<Decision, Refusal> {
        let ids = IdSource::new(0, 0, 0);
        decide(replica, &Asker { now: self.now, at, by: self.by(), ids: &ids }, request)
    }

    /// Before an answer with `--reveal` is given: records what of it stands in full, row by row. Nothing is recorded where
    /// nothing does.
    ///
    /// # Errors
    /// When it could not be recorded: then the answer must not be given.
    pub fn disclose(
        &self,
        replica: &mut Replica,
        (manner, what): (Manner, &str),
        scope: Scope,
        rows: impl IntoIterator<Item = Vec<Column>>,
    ) -> Result<(), Failure> {
        match Disclosed::of_rows(manner, what, rows).filter(|_| self.reveal) {
            Some(disclosed) => self.record_disclosed(replica, scope, disclosed),
            None => Ok(()),
        }
    }

    /// The same of one document, in the cell of the household it is about.
    pub fn disclose_one(
        &self,
        replica: &mut Replica,
        (manner, what): (Manner, &str),
        document: &impl Personal,
    ) -> Result<(), Failure> {
        let household = document.household().and_then(|id| id.parse().ok());
        match Disclosed::of_rows(manner, what, [document.personal()]).filter(|_| self.reveal) {
            Some(disclosed) => self.record_disclosed(replica, Scope::WHOLE, Disclosed { household, ..disclosed }),
            None => Ok(()),
        }
    }

    /// The document of what was just recorded, with or without its numbers in full. Where it cannot be recorded that they
    /// are shown it is masked, and that is said: what was asked for is done.
    pub fn answered<T: Personal>(
        &self,
        replica: &mut Replica,
        document: impl Fn(&Replica, bool) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let full = document(replica, self.reveal)?;
        match self.disclose_one(replica, (Manner::Answer, ""), &full) {
            Ok(()) => Ok(full),
            Err(failure) => {
                output::aside("warning", &failure.message);
                document(replica, false)
            }
        }
    }

    /// Records that people's data is about to be shown in full or written to a file for others.
    ///
    /// # Errors
    /// When it could not be recorded: then nothing may be shown or written.
    pub fn record_disclosed(&self, replica: &mut Replica, scope: Scope, disclosed: Disclosed) -> Result<(), Failure> {
        match replica.disclose((self.now, self.by()), scope, disclosed) {
            // Opening again shows it among the disclosures.
            Ok(_) | Err(CommitFault::SavedNotShown(_)) => Ok(()),
            Err(CommitFault::Refused(refusal)) => Err(Failure::refused(self.lang, &refusal)),
            Err(CommitFault::NotSaved(fault)) => Err(self.failed(&Trouble::NotDisclosed(fault.to_string()))),
        }
    }

    /// Gives the answer.
    pub fn answer(&self, document: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), Failure> {
        match self.output.answer(document, text) {
            // Whoever reads the answer may stop reading: `chuanmen list cells | head`.
            Err(fault) if fault.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            answered => answered.map_err(|fault| self.failed(&Trouble::File("stdout".into(), fault.to_string()))),
        }
    }

    /// Gives an answer that is one text, under a key of its own.
    pub fn text(&self, key: &str, text: &str) -> Result<(), Failure> {
        self.answer(&serde_json::json!({ key: text }), || text.to_owned())
    }

    /// The scope that was named with `--cell`, or everything.
    pub fn scope(&self, reader: &dyn Reader) -> Result<Scope, Failure> {
        self.cell.as_deref().map_or(Ok(Scope::WHOLE), |text| self.cell_named(reader, text))
    }

    /// The cell of a full code, or the only known one whose code ends so. An area's code stands for the area.
    pub fn cell_named(&self, reader: &dyn Reader, text: &str) -> Result<Scope, Failure> {
        let text = text.trim();
        if let Ok(scope) = text.parse() {
            return Ok(scope);
        }
        let cells = self.read(reader.cells(Scope::WHOLE))?;
        let codes: Vec<(Scope, String)> = cells.iter().map(|cell| (cell.scope, cell.scope.to_string())).collect();
        let suffixed = codes.iter().filter(|(scope, _)| scope.suffix() == text).collect();
        let ending = codes.iter().filter(|(_, code)| code.ends_with(text)).collect();
        for found in [suffixed, ending] {
            let found: Vec<&(Scope, String)> = found;
            match found[..] {
                [] => {}
                [(scope, _)] => return Ok(*scope),
                _ => {
                    let codes = found.iter().map(|(_, code)| code.clone()).collect();
                    return Err(self.failed(&Trouble::Naming(NameTrouble::SeveralCells(text.to_owned(), codes))));
                }
            }
        }
        Err(self.failed(&Trouble::Naming(NameTrouble::UnknownCell(text.to_owned()))))
    }

    /// An id as a person wrote it.
    pub fn id(&self, text: &str) -> Result<Id, Failure> {
        text.parse().map_err(|_| self.failed(&Trouble::NotAnId(text.to_owned())))
    }
}

fn clock_of_environment() -> Result<Clock, String> {
    match std::env::var(clock::VARIABLE) {
        Ok(text) if !text.trim().is_empty() => text.parse().map(Clock::fixed).map_err(|_| text),
        _ => Ok(Clock::system()),
    }
}

/// A path that may begin with `~`, in full.
fn in_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), paths::home()) {
        (Ok(inside), Some(home)) => home.join(inside),
        _ => path,
    }
}

/// The name of the computer's user.
fn user() -> Option<String> {
    let names = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(|variable| std::env::var(variable).ok());
    names.map(|name| name.trim().to_owned()).find(|name| !name.is_empty())
}

fn nobody(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "未署名",
        Lang::En => "unnamed",
    }
}
