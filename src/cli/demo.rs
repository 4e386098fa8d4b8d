//! `demo`: an invented township to look around in, in a data folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::call::Call;
use super::output;
use crate::demo::{Counts, Plan, Township, township};
use crate::domain::area::Area;
use crate::domain::decide::Dictated;
use crate::domain::facets::Tally;
use crate::domain::id::RecordKind;
use crate::domain::matter::{Kind, State};
use crate::domain::reader::{Read, Reader};
use crate::domain::scope::{Extent, Scope};
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;
use crate::paths;
use crate::store::replica::{CommitFault, Progress, Replica};
use crate::tui::denial::why;

/// Events that are written down in one go.
const AT_ONCE: usize = 4_000;
/// Stands in the folder while the township is being written, so that half a one is never taken for a whole.
const UNFINISHED: &str = "unfinished";

/// Open an invented township with a year of visits and matters
///
/// It lies in a data folder of its own, never in the real one; a second run opens what is there.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only build it
    #[arg(long)]
    no_open: bool,
    /// Its data folder [default: one of its own beside the real one]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The same number, sizes and --now give the same township
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Villages, 1 to 199
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=i64::from(Plan::MOST_VILLAGES)))]
    villages: u32,
    /// Grid cells, at least one a village
    #[arg(long, value_name = "N", default_value_t = 472, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    cells: u32,
    /// Households
    #[arg(long, value_name = "N", default_value_t = 12_000, value_parser = clap::value_parser!(u32).range(1..=3_000_000))]
    households: u32,
    /// Build it anew; the old one is set aside
    #[arg(long)]
    fresh: bool,
}

#[derive(Serialize)]
struct Answer {
    dir: PathBuf,
    township: String,
    villages: usize,
    cells: usize,
    households: usize,
    members: usize,
    visits: usize,
    matters: usize,
}

impl Args {
    /// A township of usual size, opened from the first run of the real ledger: in the demo's own folder, or beside the
    /// ledger's where that was named; never in it.
    pub fn beside(call: &Call) -> Self {
        let dir = call.named_data().map(|data| {
            let name = data.file_name().unwrap_or(data.as_os_str()).to_string_lossy();
            data.with_file_name(format!("{name}-demo"))
        });
        let Plan { seed, villages, cells, households, .. } = Plan::usual(call.now);
        Self { no_open: false, dir: dir.or_else(paths::demo), seed, villages, cells, households, fresh: false }
    }

    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let dir = self.dir(call)?;
        if !self.no_open {
            super::terminal(call)?;
        }
        if Replica::exists(&dir) && (self.fresh || dir.join(UNFINISHED).exists()) {
            set_aside(&dir).map_err(|fault| call.failed(&Trouble::File(dir.clone(), fault.to_string())))?;
        }
        let is_new = !Replica::exists(&dir);
        let mut replica = call.open_at(&dir)?;
        let answer = if is_new {
            self.build(call, &mut replica, &dir)?
        } else {
            call.read(Answer::of_present(&replica, dir.clone()))?
        };
        if self.no_open {
            return call.answer(&answer, || answer.text(call));
        }
        super::open_app(call, &dir, Some(replica), false)
    }

    fn dir(&self, call: &Call) -> Result<PathBuf, Failure> {
        let named = self.dir.as_deref().or_else(|| call.named_data()).map(Path::to_owned);
        named.or_else(paths::demo).ok_or_else(|| call.failed(&Trouble::NoHome))
    }

    fn build(&self, call: &Call, replica: &mut Replica, dir: &Path) -> Result<Answer, Failure> {
        let Self { seed, villages, cells, households, .. } = *self;
        let marker = dir.join(UNFINISHED);
        let unwritten = |fault: std::io::Error| call.failed(&Trouble::File(marker.clone(), fault.to_string()));
        fs::write(&marker, b"").map_err(unwritten)?;
        let invented = township(&Plan { seed, villages, cells, households, now: call.now });
        let counts = write(call, replica, &invented)?;
        replica.arrange().map_err(|fault| call.failed(&Trouble::NotSaved(why(&fault, call.lang))))?;
        fs::remove_file(&marker).map_err(unwritten)?;
        Ok(Answer::new(dir.to_owned(), invented.name.to_owned(), counts))
    }
}

/// Writes the township down, many acts in one go.
fn write(call: &Call, replica: &mut Replica, invented: &Township) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    let mut pending: Vec<Dictated> = Vec::new();
    let mut events = 0;
    let total = u64::from(invented.plan().households);
    for acts in std::iter::once(invented.shared()).chain(invented.cells()) {
        counts.take(&acts);
        events += acts.iter().map(|act| act.drafts.len()).sum::<usize>();
        pending.extend(acts);
        if events >= AT_ONCE {
            dictate(call, replica, std::mem::take(&mut pending))?;
            events = 0;
            output::progress(&call.counting(Progress { done: counts.households as u64, total }));
        }
    }
    dictate(call, replica, pending)?;
    output::progress_over();
    Ok(counts)
}

fn dictate(call: &Call, replica: &mut Replica, acts: Vec<Dictated>) -> Result<(), Failure> {
    replica.dictate(acts).map(drop).map_err(|fault| match fault {
        CommitFault::Refused(refusal) => Failure::refused(call.lang, &refusal),
        CommitFault::NotSaved(fault) => call.failed(&Trouble::NotSaved(why(&fault, call.lang))),
        CommitFault::SavedNotShown(fault) => call.failed(&Trouble::SavedNotShown(why(&fault, call.lang))),
    })
}

/// Moves a township that is no longer wanted beside the folder, under the first free number.
fn set_aside(dir: &Path) -> std::io::Result<()> {
    let name = dir.file_name().unwrap_or(dir.as_os_str()).to_string_lossy().into_owned();
    let free =
        (1..10_000_u32).map(|number| dir.with_file_name(format!("{name}.old-{number}"))).find(|path| !path.exists());
    fs::rename(dir, free.unwrap_or_else(|| dir.with_file_name(format!("{name}.old"))))
}

impl Answer {
    fn new(dir: PathBuf, township: String, counts: Counts) -> Self {
        let Counts { villages, cells, households, members, visits, matters } = counts;
        Self { dir, township, villages, cells, households, members, visits, matters }
    }

    /// Counts what lies in a folder.
    fn of_present(reader: &dyn Reader, dir: PathBuf) -> Read<Self> {
        let areas = reader.areas(Scope::WHOLE)?;
        let count = |extent| areas.iter().filter(|area| area.scope.extent() == extent).count();
        let township = areas.iter().find(|area| area.scope.extent() == Extent::Township);
        let tally = |tally| reader.tally(tally, Scope::WHOLE).map(|count| usize::try_from(count).unwrap_or(0));
        let mut matters = tally(Tally::Joined)?;
        for &kind in Kind::ALL {
            for state in State::ALL {
                matters += tally(Tally::Matters(kind, state))?;
            }
        }
        let mut visits = 0;
        reader.each(RecordKind::Household, Scope::WHOLE, &mut |record| {
            if let crate::domain::record::Record::Household(household) = record {
                visits += household.visits.len() + household.older_visits.len();
            }
            true
        })?;
        let counts = Counts {
            villages: count(Extent::Village),
            cells: reader.cells(Scope::WHOLE)?.len(),
            households: tally(Tally::Households)?,
            members: tally(Tally::Members)?,
            visits,
            matters,
        };
        Ok(Self::new(dir, township.map(Area::label).unwrap_or_default(), counts))
    }

    fn text(&self, call: &Call) -> String {
        let Self { dir, township, villages, cells, households, members, visits, matters } = self;
        call.say(
            format!(
                "{township}：{villages} 个村，{cells} 个网格，{households} 户 {members} 人，走访 {visits} 次，事项 {matters} 件\n{}",
                dir.display()
            ),
            format!(
                "{township}: {villages} villages, {cells} cells, {households} households with {members} people, {visits} visits, {matters} matters\n{}",
                dir.display()
            ),
        )
    }
}
