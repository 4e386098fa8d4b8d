//! Why something could not be kept or opened, as both faces tell it.

use crate::i18n::Lang;
use crate::i18n::system::Denial;
use crate::store::journal::JournalFault;
use crate::store::keyring::KeyringFault;
use crate::store::replica::StoreFault;

/// What stood in the way: what the disk refused in the language's words, anything else in the store's.
pub fn why(fault: &StoreFault, lang: Lang) -> String {
    match (denial(fault), fault.system()) {
        // Room and a writable disk are wanted for all files, rights for each.
        (Some(Denial::Rights), Some((_, Some(path)))) => format!("{} ({})", Denial::Rights.text(lang), path.display()),
        (Some(denial), _) => denial.text(lang),
        (None, _) => fault.to_string(),
    }
}

fn denial(fault: &StoreFault) -> Option<Denial> {
    match fault {
        StoreFault::Journal(JournalFault::DiskFull { free, reserve }) => {
            Some(Denial::Kept { free: free >> 20, reserve: reserve >> 20 })
        }
        StoreFault::Journal(JournalFault::Distrusted | JournalFault::Io { doing: "sync", .. }) => {
            Some(Denial::Distrusted)
        }
        StoreFault::Keyring(KeyringFault::Unsure(_)) => Some(Denial::Unsure),
        StoreFault::Behind => Some(Denial::Behind),
        _ => fault.system().and_then(|(fault, _)| Denial::of(fault)),
    }
}
