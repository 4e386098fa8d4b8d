//! The day's backup when the app is left.

use std::path::Path;

use super::call::Call;
use super::output;
use crate::i18n::daily::DailySaid;
use crate::store::backup::BackupFault;
use crate::store::daily::{self, Day};
use crate::store::replica::Replica;
use crate::tui::daily::said;

/// Seconds for which a backup of the day is new enough, though something was recorded since.
const FRESH: i64 = 3_600;

/// Writes it, with a line of progress. Whatever comes of it is told, and never keeps anybody from leaving.
pub fn at_leaving(call: &Call, folder: &Path, replica: &mut Replica, recorded: bool) {
    let now = call.clock.now();
    let stale = recorded.then(|| now.plus_seconds(-FRESH));
    if daily::is_due(folder, replica.device(), now.date(), stale)
        && let Err(fault) = daily::record(replica, now, &call.by())
    {
        output::aside("warning", &DailySaid::Unrecorded(fault.to_string()).text(call.lang));
    }
    let snapshot = match replica.snapshot(now) {
        Ok(Some(snapshot)) => snapshot,
        Ok(None) => return,
        Err(fault) => {
            let why = crate::i18n::saved::Saving::Other(fault.to_string());
            return output::aside("warning", &DailySaid::Failed(why).text(call.lang));
        }
    };
    let begins = DailySaid::Begins(folder.to_owned()).text(call.lang);
    output::progress(&begins);
    let outcome = daily::back_up(folder, &snapshot, stale, &mut |progress| {
        if progress.done.is_multiple_of(1_000) {
            output::progress(&format!("{begins}  {}", call.counting(progress)));
        }
    });
    output::progress_over();
    tell(call, &outcome);
}

fn tell(call: &Call, outcome: &Result<Day, BackupFault>) {
    let Some(said) = said(outcome) else { return };
    let label = if said.is_fault() { "warning" } else { "hint" };
    output::aside(label, &said.text(call.lang));
    if matches!(outcome, Ok(Day::Backed { backed, .. }) if !backed.locked) {
        output::aside("warning", &call.say(
            "这份备份没有口令：谁拿到都能读。用 lock --set 设口令，或把盘锁好",
            "no passphrase protects this backup: whoever finds it can read it. Set one with lock --set, or lock the stick away",
        ));
    }
}
