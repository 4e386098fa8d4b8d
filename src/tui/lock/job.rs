//! What the lock has done beside the loop, because it takes its time: deriving keys, opening, copying everything.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use crate::store::replica::{OpenFault, Opened, RenewFault, Replica};
use crate::store::wrap::{RecoveryCode, Secret, calibrated};

/// Something to be done. The secrets in it are gone when it is done.
#[derive(Debug)]
pub enum Job {
    Open {
        data: PathBuf,
        secret: Secret,
    },
    /// Whether a secret opens data that is open already.
    Prove {
        data: PathBuf,
        secret: Secret,
    },
    /// Put the data under a passphrase; a derivation shall take that long.
    Renew {
        replica: Box<Replica>,
        data: PathBuf,
        secret: Secret,
        patience: Duration,
    },
    Change {
        data: PathBuf,
        old: Secret,
        new: Secret,
        patience: Duration,
    },
}

/// What came of it.
#[derive(Debug)]
pub enum Told {
    /// Events copied so far.
    Progress(u64),
    Opened(Result<Box<(Replica, Opened)>, OpenFault>),
    Proved(Result<(), OpenFault>),
    /// The code to be written down, and the renewed copy.
    Renewed(RecoveryCode, Result<Box<(Replica, Opened)>, OpenFault>),
    NotRenewed(Box<(Replica, RenewFault)>),
    Changed(Result<(), OpenFault>),
    /// A fault of the program itself.
    Failed,
}

/// Events after which progress is told.
const TOLD_EVERY: u64 = 500;

impl Job {
    /// Does it, telling on the way and at the end. Never panics.
    pub fn run(self, tell: &mut dyn FnMut(Told)) {
        let told = catch_unwind(AssertUnwindSafe(|| self.done(tell)));
        tell(told.unwrap_or(Told::Failed));
    }

    fn done(self, tell: &mut dyn FnMut(Told)) -> Told {
        match self {
            Self::Open { data, secret } => {
                Told::Opened(Replica::open_with(&data, Some(&secret), &mut |_| {}).map(Box::new))
            }
            Self::Prove { data, secret } => Told::Proved(Replica::prove(&data, &secret)),
            Self::Change { data, old, new, patience } => {
                Told::Changed(Replica::rewrap(&data, &old, &new, calibrated(patience)))
            }
            Self::Renew { replica, data, secret, patience } => {
                let renewed = replica.renew(&secret, calibrated(patience), &mut |progress| {
                    if progress.done.is_multiple_of(TOLD_EVERY) {
                        tell(Told::Progress(progress.done));
                    }
                });
                match renewed {
                    // Opening puts the copy in its place and removes the old one.
                    Ok(code) => {
                        Told::Renewed(code, Replica::open_with(&data, Some(&secret), &mut |_| {}).map(Box::new))
                    }
                    Err(fault) => Told::NotRenewed(fault),
                }
            }
        }
    }
}
