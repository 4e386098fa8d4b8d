//! Backups that may still hold what was erased by law: rewritten where they can be reached, remembered where not.

use std::path::PathBuf;

use serde::Serialize;

use super::call::Call;
use crate::failure::Failure;
use crate::i18n::erasing;
use crate::i18n::trouble::Trouble;
use crate::store::replica::{CleanseFault, Owed, Replica};
use crate::tui::daily::saving;

/// What became of a backup after an erasure.
#[derive(Debug, Serialize)]
pub struct CopyDocument {
    pub file: PathBuf,
    /// Whether one of the present stands in its place; else it may still hold what was erased.
    pub rewritten: bool,
    /// Why it was not rewritten.
    pub why: Option<String>,
}

/// Goes through all backups that are known of, as [`Replica::cleanse_all`] says.
pub fn go_through(call: &Call, replica: &mut Replica) -> Result<Vec<CopyDocument>, Failure> {
    let folder = call.backup_folder.as_deref();
    let copies = call.with_progress(|progress| replica.cleanse_all(folder, call.now, progress));
    let copies = copies.map_err(|fault| call.failed(&Trouble::NotSaved(fault.to_string())))?;
    let document = |copy: crate::store::replica::Copy| {
        let why = copy.owed.map(|owed| match owed {
            Owed::Away => erasing::away(call.lang).to_owned(),
            Owed::Fault(CleanseFault::Unknown(events)) => erasing::only_there(call.lang, events),
            Owed::Fault(CleanseFault::Backup(fault)) => saving(&fault).said(call.lang).0,
            Owed::Fault(CleanseFault::Store(fault)) => fault.to_string(),
        });
        CopyDocument { file: copy.file, rewritten: why.is_none(), why }
    };
    Ok(copies.into_iter().map(document).collect())
}
