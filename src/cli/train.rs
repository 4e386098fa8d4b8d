//! `train`: practice on invented doors.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use super::call::Call;
use super::output;
use crate::domain::moment::Moment;
use crate::failure::Failure;
use crate::i18n::training::Training;
use crate::i18n::trouble::Trouble;
use crate::paths;
use crate::tui;
use crate::tui::trainer::{self, Run};

/// Runs that are kept.
const KEPT: usize = 20;

/// Practise the keys on invented doors
///
/// Seven things to do, timed, with the fewest keys for each. The ledger is not opened; of each run its day, keys and
/// seconds are kept beside the settings.
#[derive(Debug, clap::Args)]
pub struct Args {}

#[derive(Serialize)]
struct Answer {
    runs: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    at: Moment,
    keys: usize,
    seconds: u64,
}

impl Args {
    pub fn run(call: &Call) -> Result<(), Failure> {
        super::terminal(call)?;
        let file = paths::training();
        let before = file.as_deref().map(read).unwrap_or_default();
        let clock = call.clock;
        let options = super::options(call);
        let new = trainer::train(options, before.clone(), &|| clock.now())
            .map_err(|fault| call.failed(&Trouble::NoTerminal(fault.to_string())))?;
        if let Some(file) = file.filter(|_| !new.is_empty())
            && let Err(fault) = keep(&file, before.iter().chain(&new))
        {
            let said = Training::RunsNotKept(format!("{}: {fault}", file.display()));
            output::aside("warning", &said.text(call.lang));
        }
        let text = || {
            let sum = |run: &Run| {
                let fewest = tui::trainer::fewest_of_all(call.lang);
                Training::Sum { keys: run.keys, fewest, seconds: run.seconds }.text(call.lang)
            };
            new.iter().map(sum).collect::<Vec<_>>().join("\n")
        };
        let rows = new.iter().map(|run| Row { at: run.at, keys: run.keys, seconds: run.seconds });
        call.answer(&Answer { runs: rows.collect() }, text)
    }
}

/// Earlier runs, the oldest first; a line that is none is passed over.
fn read(file: &Path) -> Vec<Run> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().filter_map(understood).collect()
}

/// A run as it is kept: moment, keys, seconds, with tabs between them.
fn understood(line: &str) -> Option<Run> {
    let mut fields = line.split('\t');
    let run = Run {
        at: fields.next()?.parse().ok()?,
        keys: fields.next()?.parse().ok()?,
        seconds: fields.next()?.parse().ok()?,
    };
    fields.next().is_none().then_some(run)
}

/// Writes the last runs whole beside the old file, then puts them in its place.
fn keep<'r>(file: &Path, runs: impl Iterator<Item = &'r Run>) -> io::Result<()> {
    let lines: Vec<String> = runs.map(|run| format!("{}\t{}\t{}\n", run.at, run.keys, run.seconds)).collect();
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = file.with_extension("new");
    fs::write(&beside, lines[lines.len().saturating_sub(KEPT)..].concat())?;
    fs::rename(&beside, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_runs_are_kept_and_what_is_no_run_is_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("settings/training.tsv");
        let at: Moment = "2026-11-23T09:12".parse().expect("a moment");
        let runs: Vec<Run> = (0..KEPT + 3).map(|keys| Run { at, keys, seconds: 60 }).collect();
        keep(&file, runs.iter()).expect("it can be written");
        assert_eq!(read(&file), runs[3..]);
        fs::write(&file, "2026-11-23T09:12:00+08:00\t14\t60\nnonsense\n2026-11-23T09:12\t1\n")
            .expect("it can be written");
        assert_eq!(read(&file), [Run { at, keys: 14, seconds: 60 }]);
        assert_eq!(read(&folder.path().join("none")), []);
    }
}
