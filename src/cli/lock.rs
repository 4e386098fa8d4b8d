//! `lock`: a passphrase around the data.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use super::call::Call;
use super::{output, secret};
use crate::failure::Failure;
use crate::i18n::locked::Locked;
use crate::i18n::trouble::Trouble;
use crate::store::replica::{ChangeFault, RenewFault, Replica};
use crate::store::wrap::{PATIENCE, Secret, calibrated};
use crate::tui::denial::why;

/// Put the data under a passphrase, or change it; without an option says whether there is one
///
/// --set copies everything under a new key, verifies the copy and removes what lay under the old one; it prints a
/// recovery code, once, to be written on paper and kept away from the computer. --change leaves the data and the code as
/// they are. Whoever forgets the passphrase and loses the code has lost the data.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Set a passphrase on data that has none
    #[arg(long, group = "doing")]
    set: bool,
    /// Change the passphrase
    #[arg(long, group = "doing")]
    change: bool,
    /// Print a new recovery code; the old one opens nothing then
    #[arg(long, group = "doing")]
    new_code: bool,
    /// The new passphrase: the first line of this file [default: asked for twice]
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// How long deriving the key from the passphrase shall take on this machine, in milliseconds
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    patience: Option<u64>,
}

#[derive(Serialize)]
struct Answer {
    /// Whether a passphrase is needed to open the data.
    locked: bool,
    /// The code to be written down, once.
    recovery_code: Option<String>,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let data = call.data()?;
        if !Replica::exists(&data) {
            return Err(call.failed(&Trouble::NoData(data)));
        }
        let recovery_code = if self.set {
            Some(self.set(call, &data)?)
        } else if self.change {
            self.change(call, &data)?;
            None
        } else if self.new_code {
            let (replica, secret) = Self::opened(call, &data)?;
            let code = replica.change_code(&secret).map_err(|fault| not_changed(call, &fault))?;
            Some(code.shown().to_string())
        } else {
            let locked = call.open_existing()?.is_locked_at_rest();
            return call.answer(&Answer { locked, recovery_code: None }, || {
                let [zh, en] = if locked {
                    ["数据有口令保护", "a passphrase protects the data"]
                } else {
                    ["数据没有口令；用 lock --set 设一个", "no passphrase protects the data; set one with lock --set"]
                };
                call.say(zh, en)
            });
        };
        let answer = Answer { locked: true, recovery_code };
        call.answer(&answer, || match &answer.recovery_code {
            Some(code) => call.say(
                format!("恢复码（只显示这一次，抄在纸上，别和电脑放在一起）：\n\n    {code}\n"),
                format!(
                    "Recovery code (shown this once; write it on paper and keep it away from the \
                     computer):\n\n    {code}\n"
                ),
            ),
            None => call.say("口令已换", "the passphrase is changed"),
        })
    }

    fn patience(&self) -> Duration {
        self.patience.map_or(PATIENCE, Duration::from_millis)
    }

    fn set(&self, call: &Call, data: &Path) -> Result<String, Failure> {
        let replica = call.open_at(data)?;
        if replica.is_locked_at_rest() {
            return Err(call.failed(&Trouble::Lock(Locked::Already)));
        }
        let passphrase = secret::new(call, self.new_passphrase_file.as_deref())?;
        let cost = calibrated(self.patience());
        let renewed = replica.renew(&passphrase, cost, &mut |progress| {
            if progress.done.is_multiple_of(1_000) {
                output::progress(&call.counting(progress));
            }
        });
        output::progress_over();
        let code = renewed.map_err(|failed| match failed.1 {
            RenewFault::AlreadyLocked | RenewFault::InMemory => call.failed(&Trouble::Lock(Locked::Already)),
            RenewFault::Damaged => call.failed(&Trouble::Unsound),
            RenewFault::Store(fault) => call.failed(&Trouble::NotSaved(why(&fault, call.lang))),
        })?;
        // Opening puts the copy in its place and removes the old one; the code is worth nothing before.
        call.open_with(data, &passphrase)?;
        Ok(code.shown().to_string())
    }

    fn change(&self, call: &Call, data: &Path) -> Result<(), Failure> {
        let (replica, old) = Self::opened(call, data)?;
        let new = secret::new(call, self.new_passphrase_file.as_deref())?;
        let changed = replica.change_passphrase(&old, &new, calibrated(self.patience()));
        changed.map_err(|fault| not_changed(call, &fault))
    }

    /// Data that is under a passphrase, and what opened it.
    fn opened(call: &Call, data: &Path) -> Result<(Replica, Secret), Failure> {
        let (replica, secret) = call.open_telling_secret(data)?;
        match secret {
            Some(secret) if replica.is_locked_at_rest() => Ok((replica, secret)),
            _ => Err(call.failed(&Trouble::Lock(Locked::Not))),
        }
    }
}

fn not_changed(call: &Call, fault: &ChangeFault) -> Failure {
    call.failed(&match fault {
        ChangeFault::NotLocked => Trouble::Lock(Locked::Not),
        ChangeFault::Wrong => Trouble::Lock(Locked::Wrong(1)),
        ChangeFault::Store(fault) => Trouble::NotSaved(why(fault, call.lang)),
    })
}
