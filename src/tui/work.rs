//! Slow work beside the loop: looking for files, reading rosters, comparing them with the ledger, recording them.
//!
//! A page asks for an [`Errand`]; the stage makes it a [`Job`], which runs on a thread of its own and sends [`Report`]s
//! back over the loop's one channel. A job that needs the ledger takes the device's copy along and brings it back with
//! its last report: nothing else can read or write meanwhile, and the loop stays free to paint, to stop it, to end.

use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::domain::erasure::Subject;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::request::Request;
use crate::exchange::review::{Decided, Review, Unread};
use crate::exchange::shelf::{self, Continued, Shelf};
use crate::exchange::{ReadFailure, Source};
use crate::store::backup::BackupFault;
use crate::store::daily::{self, Day};
use crate::store::replica::{
    CommitFault, Committed, Copy, EraseFault, Progress, Replica, Said, Saving, Snapshot, StoreFault,
};

/// What a page asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// List the spreadsheets in the usual places.
    Look,
    /// Continue a path that is being typed.
    Complete(String),
    /// Read a file, given by its path as it was typed, and compare it with the ledger.
    Read(String, Box<Decided>),
    /// The same again after something else was decided.
    Again(Opened, Box<Decided>),
    /// Record what was reviewed.
    Take(Box<Request>),
    /// Write the day's backup.
    BackUp(Arc<Order>),
    /// Erase by law; then go through the backups that are known of, those of this folder among them.
    Erase(Erase, Option<PathBuf>),
}

/// What is erased by law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erase {
    /// The household it is about, where it is about one.
    pub household: Option<Id>,
    pub subject: Subject,
    pub why: String,
}

/// What came of an erasure: the backups that held it, or why it was not done.
pub type Erased = Result<Result<Vec<Copy>, StoreFault>, EraseFault>;

/// Where a backup goes and what is in it.
#[derive(Debug)]
pub struct Order {
    pub folder: PathBuf,
    pub snapshot: Snapshot,
    /// A backup of the day that was made before is written anew.
    pub stale: Option<Moment>,
}

impl PartialEq for Order {
    /// Two orders are never the same: what is in them is of two moments.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Records after which it is shown how far an erasure is.
const SHOWN: u64 = 100;
/// People of a file up to which reading it again is quicker than a blink, and is not sent away.
const FEW: usize = 3_000;

/// A file that was opened, and how many people it has.
#[derive(Clone, Debug)]
pub struct Opened {
    pub source: Arc<Source>,
    pub people: usize,
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.source, &other.source)
    }
}

impl Errand {
    /// Whether the device's copy goes along.
    pub fn needs_ledger(&self) -> bool {
        matches!(self, Self::Read(..) | Self::Again(..) | Self::Take(_) | Self::Erase(..))
    }

    /// Where it begins.
    pub fn first_step(&self) -> Step {
        match self {
            Self::Take(_) => Step::Recording(0),
            Self::Erase(..) => Step::Erasing(0),
            _ => Step::Reading(0),
        }
    }

    /// Whether it is done before the next paint anyway.
    pub fn is_quick(&self) -> bool {
        matches!(self, Self::Again(opened, _) if opened.people <= FEW)
    }
}

/// Whether a job has been asked to stop; shared between the loop and the job.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.0.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// An errand with all it needs.
#[derive(Debug)]
pub struct Job {
    /// Counts up; the reports carry it.
    pub number: u64,
    pub errand: Errand,
    pub stop: Stop,
    /// The device's copy, when it goes along.
    pub replica: Option<Replica>,
    /// Who asks, and when.
    pub said: Said,
    /// Where rosters are looked for.
    pub places: Vec<PathBuf>,
    pub home: Option<PathBuf>,
}

/// What a job has to tell.
#[derive(Debug)]
pub struct Report {
    /// The job's.
    pub number: u64,
    pub news: News,
    /// The device's copy, given back with the last news.
    pub replica: Option<Replica>,
}

/// What is being done, and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Rows of a file.
    Reading(usize),
    /// Records that nothing is written of yet.
    Recording(usize),
    /// Records that are on the disk, so that nothing can be stopped any more; so many are in order.
    Arranging(usize),
    /// Records copied without what is erased by law; that cannot be stopped.
    Erasing(u64),
}

impl Step {
    /// Whether it can be stopped with nothing done.
    pub fn can_stop(self) -> bool {
        !matches!(self, Self::Arranging(_) | Self::Erasing(_))
    }
}

/// How an errand stands or ended.
#[derive(Debug)]
pub enum News {
    Progress(Step),
    Looked(Shelf),
    /// The text that was asked about, and how it goes on.
    Continued(String, Continued),
    Reviewed(Box<Review>),
    Unread(Unread),
    Taken(Box<Request>, Result<Committed, CommitFault>),
    Stopped,
    BackedUp(Result<Day, BackupFault>),
    Erased(Erase, Box<Erased>),
    /// A fault of the program itself; words for a log.
    Failed(String),
}

impl Job {
    /// Does it, telling on the way; the last report brings the device's copy back. Never panics.
    pub fn run(mut self, tell: &mut dyn FnMut(Report)) {
        let mut replica = self.replica.take();
        let number = self.number;
        if let (Errand::Erase(what, folder), Some(replica)) = (&self.errand, replica.take_if(|_| self.erases())) {
            let outcome = catch_unwind(AssertUnwindSafe(|| self.erased(replica, what, folder.as_deref(), tell)));
            let failed = |_| (None, News::Failed("erasing".to_owned()));
            let (replica, news) = outcome.unwrap_or_else(failed);
            return tell(Report { number, news, replica });
        }
        let done = catch_unwind(AssertUnwindSafe(|| self.done(replica.as_mut(), tell)));
        let news = done.unwrap_or_else(|_| News::Failed(format!("{:?}", std::mem::discriminant(&self.errand))));
        tell(Report { number, news, replica });
    }

    fn done(&self, mut replica: Option<&mut Replica>, tell: &mut dyn FnMut(Report)) -> News {
        let number = self.number;
        let mut step = |step: Step| {
            tell(Report { number, news: News::Progress(step), replica: None });
            self.stop.flow()
        };
        if let (Errand::Take(request), Some(replica)) = (&self.errand, replica.as_deref_mut()) {
            return self.taken(request, replica, &mut step);
        }
        if let Errand::BackUp(order) = &self.errand {
            let Order { folder, snapshot, stale } = order.as_ref();
            return News::BackedUp(daily::back_up(folder, snapshot, *stale, &mut |_| ()));
        }
        let mut watch = |rows: usize| step(Step::Reading(rows));
        match (&self.errand, replica) {
            (Errand::Look, _) => {
                let (places, home) = (self.places.clone(), self.home.clone());
                News::Looked(Shelf { lying: shelf::look(&places), places, home })
            }
            (Errand::Complete(text), _) => News::Continued(text.clone(), shelf::complete(text, self.home.as_deref())),
            (Errand::Read(text, decided), Some(replica)) => match self.source(text, &mut watch) {
                Ok(source) => reviewed(Arc::new(source), decided, replica, &mut watch),
                Err(unread) => news_of(unread),
            },
            (Errand::Again(opened, decided), Some(replica)) => {
                reviewed(Arc::clone(&opened.source), decided, replica, &mut watch)
            }
            (Errand::Take(_) | Errand::BackUp(_) | Errand::Erase(..), _) | (_, None) => {
                News::Failed("no ledger".to_owned())
            }
        }
    }

    fn erases(&self) -> bool {
        matches!(self.errand, Errand::Erase(..))
    }

    /// Erases, then goes through the backups. No copy comes back where the data has to be opened anew.
    fn erased(
        &self,
        replica: Replica,
        what: &Erase,
        folder: Option<&Path>,
        tell: &mut dyn FnMut(Report),
    ) -> (Option<Replica>, News) {
        let number = self.number;
        let mut progress = |progress: Progress| {
            if progress.done.is_multiple_of(SHOWN) {
                tell(Report { number, news: News::Progress(Step::Erasing(progress.done)), replica: None });
            }
        };
        let (replica, outcome) = match replica.erase(&self.said, what.subject, &what.why, &mut progress) {
            Ok((mut replica, _)) => {
                let copies = replica.cleanse_all(folder, self.said.now, &mut progress);
                (Some(replica), Ok(copies))
            }
            Err(failed) => (failed.0, Err(failed.1)),
        };
        (replica, News::Erased(what.clone(), Box::new(outcome)))
    }

    fn taken(&self, request: &Request, replica: &mut Replica, step: &mut dyn FnMut(Step) -> ControlFlow<()>) -> News {
        let mut taken = replica.commit_watched(&self.said, request, &mut |saving| match saving {
            Saving::Ready(count) => step(Step::Recording(count)),
            Saving::Saved(count) => step(Step::Arranging(count)),
        });
        if let Ok(committed) = &taken
            && let Err(fault) = replica.arrange_after(committed.events)
        {
            taken = Err(CommitFault::SavedNotShown(fault));
        }
        match taken {
            Err(CommitFault::NotSaved(StoreFault::Stopped)) => News::Stopped,
            taken => News::Taken(Box::new(request.clone()), taken),
        }
    }

    fn source(&self, text: &str, watch: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Result<Source, Unread> {
        let path = shelf::meant(text, self.home.as_deref());
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        if path.is_dir() {
            return Err(Unread::Folder(name));
        }
        let bytes = fs::read(&path).map_err(|fault| Unread::File(path.clone(), fault.to_string()))?;
        Source::open(&name, &bytes, &mut |progress| watch(progress.rows)).map_err(|failure| match failure {
            ReadFailure::Cancelled => Unread::Stopped,
            failure => Unread::Roster(name.clone(), failure),
        })
    }
}

fn news_of(unread: Unread) -> News {
    if unread == Unread::Stopped { News::Stopped } else { News::Unread(unread) }
}

fn reviewed(
    source: Arc<Source>,
    decided: &Decided,
    replica: &Replica,
    watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> News {
    match Review::of(source, decided.clone(), replica, watch) {
        Ok(review) => News::Reviewed(Box::new(review)),
        Err(unread) => news_of(unread),
    }
}
