//! One process per data folder: the database underneath is made for one.
//!
//! Promises: while a [`DataLock`] lives nobody else gets one for the folder; it ends with the process, however that ends.
//! Absent: waiting.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

const NAME: &str = "lock";

/// The lock on a data folder, held until dropped.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Locks the folder `data` and writes process id and host into `data`/lock.
    ///
    /// # Errors
    /// [`LockFault::Held`] by whom, when another process (or this one) has it; [`LockFault::Io`].
    pub fn acquire(data: &Path) -> Result<Self, LockFault> {
        let path = data.join(NAME);
        let io = |fault| LockFault::Io { path: path.clone(), fault };
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(holder(&mut file, path)),
            Err(TryLockError::Error(fault)) => return Err(io(fault)),
        }
        let text = format!("{} {}\n", std::process::id(), host());
        // On a full or failing disk the holder stays unnamed; the lock holds all the same.
        let _unnamed = file.set_len(0).and_then(|()| file.write_all(text.as_bytes()));
        Ok(Self { _file: file })
    }
}

fn holder(file: &mut File, path: PathBuf) -> LockFault {
    let mut text = String::new();
    // Windows does not let a locked file be read: the holder stays unnamed then.
    let _unreadable = file.read_to_string(&mut text).is_err();
    let (pid, host) = text.trim().split_once(' ').unwrap_or_default();
    LockFault::Held { path, pid: pid.parse().ok(), host: (!host.is_empty()).then(|| host.to_owned()) }
}

fn host() -> String {
    let named = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let named = named.or_else(|| std::env::var("COMPUTERNAME").ok()).or_else(|| std::env::var("HOSTNAME").ok());
    named.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned())
}

/// Why the folder could not be locked.
#[derive(Debug)]
pub enum LockFault {
    /// Another process has it; who, as far as it can be read.
    Held { path: PathBuf, pid: Option<u32>, host: Option<String> },
    /// The operating system refused.
    Io { path: PathBuf, fault: io::Error },
}

impl fmt::Display for LockFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LockFault::Held { pid: Some(pid), host: Some(host), .. } => {
                write!(out, "the data is in use by process {pid} on {host}")
            }
            LockFault::Held { path, .. } => write!(out, "the data is in use by another process ({})", path.display()),
            LockFault::Io { path, fault } => write!(out, "cannot lock {}: {fault}", path.display()),
        }
    }
}

impl std::error::Error for LockFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LockFault::Io { fault, .. } => Some(fault),
            LockFault::Held { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_fails_and_names_the_holder() {
        let data = tempfile::tempdir().unwrap();
        let first = DataLock::acquire(data.path()).unwrap();
        let Err(LockFault::Held { pid, host, .. }) = DataLock::acquire(data.path()) else { panic!("locked twice") };
        assert_eq!(pid, Some(std::process::id()));
        assert!(host.is_some());
        drop(first);
        DataLock::acquire(data.path()).unwrap();
    }
}
