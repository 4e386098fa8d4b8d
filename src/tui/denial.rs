//! Why something could not be kept or opened, as both faces tell it.

use crate::i18n::Lang;
use crate::i18n::system::Denial;
use crate::store::journal::JournalFault;
use crate::store::replica::StoreFault;

/// What stood in the way: what the disk refused in the language's words, anything else in the store's.
pub fn why(fault: &StoreFault, lang: Lang) -> String {
    denial(fault).map_or_else(|| fault.to_string(), |denial| denial.text(lang))
}

fn denial(fault: &StoreFault) -> Option<Denial> {
    match fault {
        StoreFault::Journal(JournalFault::DiskFull { free, reserve }) => {
            Some(Denial::Kept { free: free >> 20, reserve: reserve >> 20 })
        }
        StoreFault::Behind => Some(Denial::Behind),
        _ => fault.system().and_then(Denial::of),
    }
}
