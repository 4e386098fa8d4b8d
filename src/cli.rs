//! The command line. Every subcommand is a file of its own with its arguments, whose doc comments are the help, and one
//! function; both faces of the program record through the same requests.
//!
//! A command answers with one document: printed as text for people, or with `--json` as JSON for programs. Keys of the
//! documents never change their meaning.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::config::{self, own_theme};
use crate::domain::moment::Moment;
use crate::exchange::shelf;
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::trouble::Trouble;
use crate::paths;
use crate::store::replica::{Opened, Replica};
use crate::tui;
use crate::tui::lock::{Complete, Terms};
use crate::tui::model::Options;

mod act;
mod add;
mod areas;
mod backup;
mod breakdown;
pub mod call;
mod chain;
mod completions;
mod copies;
mod daily;
mod deadline;
mod demo;
mod doctor;
pub mod document;
mod due;
mod dumps;
mod erase;
mod handover;
mod household;
mod import;
mod life;
mod list;
mod lock;
mod man;
mod member;
mod output;
mod report;
mod responder;
mod rules;
mod search;
mod secret;
mod show;
mod tag;
mod text;
mod train;

use call::Call;
use output::Output;

/// 串门 chuanmen: a keyboard-only, offline-first visiting ledger for cadres who walk a township's grid.
///
/// Without a command the app opens. Every command prints text for people, or with --json one document for programs.
#[derive(Debug, Parser)]
#[command(name = "chuanmen", version, about, propagate_version = true)]
pub struct CommandLine {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that every command takes.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// Data folder [default: the platform's; created by the first command that writes]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Take this moment for now, e.g. 2026-11-21T09:00 [default: $CHUANMEN_NOW, else the clock]
    #[arg(long, global = true, value_name = "MOMENT", value_parser = moment)]
    pub now: Option<Moment>,
    /// When it was said, if earlier than it is typed
    #[arg(long, global = true, value_name = "MOMENT", value_parser = moment)]
    pub at: Option<Moment>,
    /// Who writes it down [default: the settings file's person, else the user's name]
    #[arg(long = "as", global = true, value_name = "PERSON")]
    pub person: Option<String>,
    /// Language of the answers [default: the settings file's, else the locale's]
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// Theme of the screens: night, paper, contrast, mono, or themes/NAME.toml beside the settings file
    #[arg(long, global = true, value_name = "NAME", value_parser = theme)]
    pub theme: Option<String>,
    /// Grid cell: its full code, or a suffix where only one fits
    #[arg(long, global = true, value_name = "CODE")]
    pub cell: Option<String>,
    /// Opens data that is under a passphrase: the first line of this file, passphrase or recovery code [default:
    /// $CHUANMEN_PASSPHRASE_FILE, else asked for]
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long, global = true)]
    pub json: bool,
    /// Rows of a list; 0 for all
    #[arg(long, global = true, value_name = "N", default_value_t = 100)]
    pub limit: usize,
    /// Show identity numbers and telephone numbers in full; that it was done is recorded
    #[arg(long, global = true)]
    pub reveal: bool,
    /// Only characters that every terminal draws alike
    #[arg(long, global = true)]
    pub ascii: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Add(add::Args),
    Act(act::Args),
    List(list::Args),
    Show(show::Args),
    Search(search::Args),
    Due(due::Args),
    Deadline(deadline::Args),
    Areas(areas::AreaArgs),
    Cells(areas::CellArgs),
    Household(household::Args),
    Member(member::Args),
    Tag(tag::Args),
    Responder(responder::Args),
    Chain(chain::Args),
    Handover(handover::Args),
    Rules(rules::Args),
    Import(import::Args),
    Report(report::Args),
    Erase(erase::Args),
    Doctor(doctor::Args),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Lock(lock::Args),
    Demo(demo::Args),
    Train(train::Args),
    Completions(completions::Args),
    /// Print the manual page, in the form that man reads
    Man,
}

/// Asks for a terminal before anything is opened or created for the screens.
fn terminal(call: &Call) -> Result<(), Failure> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    let why = call.say("这里不是终端", "this is no terminal");
    Err(call.failed(&Trouble::NoTerminal(why)))
}

/// How the screens are set, whatever they are opened on. A theme of one's own that cannot be read is told.
fn options(call: &Call) -> Options {
    let name = call.theme.as_deref().unwrap_or_default();
    let (theme, faults) = own_theme::load(paths::themes().as_deref(), name, call.lang);
    for fault in faults {
        output::aside("warning", &format!("{}/{name}.toml: {fault}", config::THEMES));
    }
    Options {
        lang: call.lang,
        theme,
        keys: Arc::clone(&call.keys),
        colours: std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
        ascii: call.ascii,
        me: call.by(),
        cell: None,
        places: paths::rosters(),
        home: paths::home(),
        backup_folder: None,
    }
}

/// Opens the screens over a replica, or behind the lock where a passphrase is asked for first, until a person leaves them.
/// With `own` data a passphrase is offered, and a backup goes into the folder of the settings every day.
fn open_app(call: &Call, data: &Path, replica: Option<Replica>, own: bool) -> Result<(), Failure> {
    let backup_folder = call.backup_folder.as_deref().filter(|_| own);
    let bare = Options { backup_folder: backup_folder.map(Path::to_owned), ..options(call) };
    let completed = |replica: &Replica, options: Options| -> Result<Options, Failure> {
        let cell = match &call.cell {
            Some(text) => Some(call.cell_named(replica, text)?),
            None => call.own_cell,
        };
        Ok(Options { me: call.by(), cell, ..options })
    };
    let options = match &replica {
        Some(replica) => completed(replica, bare)?,
        None => bare,
    };
    let (found, refused) = (RefCell::new(None), RefCell::new(None));
    let complete = |replica: &Replica, opened: Opened, options: Options| {
        call.meet(replica);
        found.replace(Some(opened));
        completed(replica, options).map_err(|failure| refused.replace(Some(failure))).ok()
    };
    let terms = Terms {
        offers: own,
        lock_after: call.lock_after,
        complete: replica.is_none().then(|| Box::new(complete) as Complete<'_>),
        ..Terms::usual(Some(data.to_owned()))
    };
    call.forget_secret();
    let clock = call.clock;
    let left = tui::run(replica, options, terms, &|| clock.now());
    if let Some(opened) = found.take() {
        call.tell_repairs(&opened);
    }
    if let Some(failure) = refused.take() {
        return Err(failure);
    }
    let tui::Ended { left, replica, recorded } =
        left.map_err(|fault| call.failed(&Trouble::NoTerminal(fault.to_string())))?;
    match left {
        tui::Left::Away | tui::Left::ForTraining => {
            if let (Some(folder), Some(mut replica)) = (backup_folder, replica) {
                daily::at_leaving(call, folder, &mut replica, recorded);
                if !replica.desk().owed.is_empty() {
                    // The stick may be back on which something lies that was erased while it was away.
                    copies::go_through(call, &mut replica)?;
                }
            }
            if left != tui::Left::ForTraining {
                return Ok(());
            }
            // Nothing of the ledger stays open meanwhile; a passphrase is asked for again.
            train::Args::run(call)?;
            open_app(call, data, call.open_unasked(data)?, own)
        }
        // The terminal is gone, or the system ends everything: there is no time.
        tui::Left::Ended => Ok(()),
        tui::Left::ForDemo => demo::Args::beside(call).run(call),
        tui::Left::ForBackup(path) => {
            // What is restored takes the place of what is open here.
            drop(replica);
            backup::RestoreArgs::agreed(shelf::meant(&path, paths::home().as_deref())).run(call)?;
            open_app(call, data, Some(call.open()?), own)
        }
    }
}

/// The app on the data of the call.
fn start(call: &Call) -> Result<(), Failure> {
    terminal(call)?;
    let data = call.data()?;
    let replica = call.open_unasked(&data)?;
    open_app(call, &data, replica, true)
}

fn theme(text: &str) -> Result<String, String> {
    let names = own_theme::names(paths::themes().as_deref());
    names.iter().find(|name| *name == text).cloned().ok_or_else(|| format!("there are {}", names.join(", ")))
}

fn moment(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|_| "not a moment; write 2026-11-21T09:00 or 2026-11-21".to_owned())
}

/// Runs what a command line asks for and returns the code to end with.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    dumps::forbid();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let output = Output { json: arguments.iter().any(|argument| argument == "--json") };
    let lang = CommandLine::try_parse_from(&arguments).ok().and_then(|line| Lang::from_code(&line.common.lang?));
    let ended = breakdown::contained(lang.or_else(locale).unwrap_or_default(), || answer(&arguments, output));
    ended.unwrap_or_else(|failure| output.failure(&failure))
}

fn answer(arguments: &[OsString], output: Output) -> ExitCode {
    match CommandLine::try_parse_from(arguments) {
        Ok(line) => match run_parsed(line, output) {
            Ok(()) => ExitCode::SUCCESS,
            // The database was found damaged while it was read. Nothing was recorded, and the journal has everything:
            // it is built anew, and the same is asked once more.
            Err(Stopped { failure, data: Some(data) }) if failure.is_unreadable() && distrust(&data) => {
                CommandLine::try_parse_from(arguments)
                    .map_err(|error| usage(&error))
                    .and_then(|line| run_parsed(line, output).map_err(|stopped| stopped.failure))
                    .map_or_else(|failure| output.failure(&failure), |()| ExitCode::SUCCESS)
            }
            Err(stopped) => output.failure(&stopped.failure),
        },
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            output::plain(&error.render().to_string());
            ExitCode::SUCCESS
        }
        Err(error) => output.failure(&usage(&error)),
    }
}

/// A call that failed, and on which data.
struct Stopped {
    failure: Failure,
    data: Option<PathBuf>,
}

fn run_parsed(line: CommandLine, output: Output) -> Result<(), Stopped> {
    let call = Call::new(line.common, output).map_err(|failure| Stopped { failure, data: None })?;
    let answered = match line.command {
        Some(command) => command.run(&call),
        None => start(&call),
    };
    answered.map_err(|failure| Stopped { failure, data: call.data().ok() })
}

/// Has the next opening build the database of a folder anew. Whether that could be noted down.
fn distrust(data: &Path) -> bool {
    Replica::suspect(data).is_ok()
}

impl Command {
    fn run(self, call: &Call) -> Result<(), Failure> {
        match self {
            Self::Add(args) => args.run(call),
            Self::Act(args) => args.run(call),
            Self::List(args) => args.run(call),
            Self::Show(args) => args.run(call),
            Self::Search(args) => args.run(call),
            Self::Due(args) => args.run(call),
            Self::Deadline(args) => args.run(call),
            Self::Areas(args) => args.run(call),
            Self::Cells(args) => args.run(call),
            Self::Household(args) => args.run(call),
            Self::Member(args) => args.run(call),
            Self::Tag(args) => args.run(call),
            Self::Responder(args) => args.run(call),
            Self::Chain(args) => args.run(call),
            Self::Handover(args) => args.run(call),
            Self::Rules(args) => args.run(call),
            Self::Import(args) => args.run(call),
            Self::Erase(args) => args.run(call),
            Self::Report(args) => args.run(call),
            Self::Doctor(args) => args.run(call),
            Self::Backup(args) => args.run(call),
            Self::Restore(args) => args.run(call),
            Self::Lock(args) => args.run(call),
            Self::Demo(args) => args.run(call),
            Self::Train(_) => train::Args::run(call),
            Self::Completions(args) => args.run(call),
            Self::Man => man::run(call),
        }
    }
}

/// What the parser says, as a failure: its first sentences as the message, its advice as the hint.
fn usage(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let (message, advice) = text.split_once("\n\n").unwrap_or((text, ""));
    let advice: Vec<&str> = advice.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let hint = if advice.is_empty() { "see --help".to_owned() } else { advice.join("; ") };
    Failure::usage(message.trim().to_owned(), hint)
}

/// The definition that completions and the manual are made from.
fn definition() -> clap::Command {
    CommandLine::command()
}

/// The language of a locale's name in the environment.
fn locale() -> Option<Lang> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(std::env::var_os);
    let first = set.map(|value| value.to_string_lossy().into_owned()).find(|value| !value.is_empty())?;
    Lang::from_code(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together_and_every_command_and_option_has_its_help() {
        let mut definition = definition();
        definition.build();
        definition.clone().debug_assert();
        let mut waiting: Vec<clap::Command> = definition.get_subcommands().cloned().collect();
        while let Some(command) = waiting.pop() {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            for option in command.get_arguments() {
                assert!(option.get_help().is_some(), "{} of {} has no help", option.get_id(), command.get_name());
            }
            waiting.extend(command.get_subcommands().cloned());
        }
    }

    #[test]
    fn a_command_line_that_is_not_understood_is_told_with_what_would_be() {
        let error = CommandLine::try_parse_from(["chuanmen", "list", "houses"]).unwrap_err();
        let failure = usage(&error);
        assert_eq!(failure.exit_code(), 2);
        assert!(failure.message.contains("houses"), "{failure:?}");
        assert!(failure.hint.unwrap().contains("households"), "what is possible stands in the hint");
    }
}
