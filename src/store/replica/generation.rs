//! Putting a whole new generation of the data in the place of the one that is there.
//!
//! In the data folder: `next/` while the new one is built, `next/ready` from the moment on at which it counts, `old/` for
//! what is on its way out. Whatever a kill leaves behind, the next open goes on from there: without `ready` what was built
//! is dropped, with it the exchange is finished.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::open::{DATABASE, JOURNAL, QUARANTINE, SUSPECT};
use crate::store::durable::{crash_here, sync_folder};
use crate::store::{desk, durable, keyring};

const NEXT: &str = "next";
const READY: &str = "ready";
const OLD: &str = "old";
/// What a generation consists of.
const PARTS: [&str; 4] = [keyring::NAME, desk::NAME, JOURNAL, DATABASE];
/// Under what name an old generation is set aside.
const REPLACED: &str = "replaced";

/// What becomes of the generation that is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is removed, its key first: it lay under a key that stood bare on the disk, or holds what was erased by law.
    Remove,
    /// It is moved into quarantine.
    SetAside,
}

impl Fate {
    fn word(self) -> &'static [u8] {
        match self {
            Self::Remove => b"remove",
            Self::SetAside => b"aside",
        }
    }
}

/// An empty folder to build the next generation in.
pub fn begin(data: &Path) -> io::Result<PathBuf> {
    let next = data.join(NEXT);
    remove(&next)?;
    remove(&data.join(OLD))?;
    fs::create_dir_all(&next)?;
    Ok(next)
}

/// Drops what was built so far; the next opening would do it too.
pub fn give_up(data: &Path) {
    let _left = remove(&data.join(NEXT));
}

/// Makes the next generation the one that counts. It has to be durable, and closed.
pub fn ready(data: &Path, fate: Fate) -> io::Result<()> {
    let next = data.join(NEXT);
    sync_folder(&next)?;
    crash_here("next built");
    durable::replace(&next, READY, fate.word())?;
    sync_folder(data)?;
    crash_here("next ready");
    Ok(())
}

/// Whether a generation waits to be put in place.
pub fn is_ready(data: &Path) -> bool {
    data.join(NEXT).join(READY).exists()
}

/// Finishes an exchange that was begun, and drops a generation that never counted. Nothing happens where there is
/// neither. Must run under the lock of the folder and before anything else is opened in it. Returns where the old
/// generation lies, if it was set aside just now.
pub fn finish(data: &Path) -> io::Result<Option<PathBuf>> {
    let (next, old) = (data.join(NEXT), data.join(OLD));
    let mut aside = None;
    match fs::read(next.join(READY)) {
        Ok(fate) => aside = exchange(data, &next, fate == Fate::SetAside.word())?,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => remove(&next)?,
        Err(fault) => return Err(fault),
    }
    crash_here("next exchanged");
    remove_old(&old)?;
    Ok(aside)
}

fn exchange(data: &Path, next: &Path, keeps: bool) -> io::Result<Option<PathBuf>> {
    let old = data.join(OLD);
    fs::create_dir_all(&old)?;
    for part in PARTS {
        let coming = next.join(part);
        if !coming.exists() {
            continue;
        }
        set_off(&data.join(part), &old.join(part))?;
        crash_here(&format!("next without {part}"));
        fs::rename(&coming, data.join(part))?;
        crash_here("next part");
    }
    if !keeps {
        // What was set aside earlier lies under the old key, which once stood bare on this disk, or may hold what was
        // erased.
        set_off(&data.join(QUARANTINE), &old.join(QUARANTINE))?;
    }
    if data.join(SUSPECT).exists() {
        fs::remove_file(data.join(SUSPECT))?;
    }
    sync_folder(&old)?;
    sync_folder(data)?;
    let aside = if keeps { set_aside(data, &old)? } else { None };
    fs::remove_file(next.join(READY))?;
    remove(next)?;
    sync_folder(data)?;
    Ok(aside)
}

/// Moves a part that has not been moved yet.
fn set_off(from: &Path, to: &Path) -> io::Result<()> {
    if from.exists() && !to.exists() { fs::rename(from, to) } else { Ok(()) }
}

/// Moves the old generation into quarantine; before `ready` goes, so that it is never taken for one to be removed.
fn set_aside(data: &Path, old: &Path) -> io::Result<Option<PathBuf>> {
    if fs::read_dir(old)?.next().is_none() {
        fs::remove_dir(old)?;
        return Ok(None);
    }
    let aside = durable::free_name(&data.join(QUARANTINE), REPLACED)?;
    fs::rename(old, &aside)?;
    sync_folder(&data.join(QUARANTINE))?;
    sync_folder(data)?;
    crash_here("next aside");
    Ok(Some(aside))
}

/// The old key goes first, and is written over before: without it the rest is noise. Where the key goes on, everything
/// is written over, as far as a disk lets that be done.
fn remove_old(old: &Path) -> io::Result<()> {
    let key = old.join(keyring::NAME);
    if key.exists() {
        write_over(&key)?;
        fs::remove_file(&key)?;
    } else if old.is_dir() {
        write_over_all(old)?;
        crash_here("old written over");
    }
    remove(old)
}

fn write_over_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            write_over_all(&entry.path())?;
        } else {
            write_over(&entry.path())?;
        }
    }
    Ok(())
}

/// Zeros over all bytes of a file.
fn write_over(path: &Path) -> io::Result<()> {
    const PIECE: u64 = 1 << 20;
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    let mut left = file.metadata()?.len();
    let zeros = vec![0; usize::try_from(left.min(PIECE)).unwrap_or(0)];
    while left > 0 {
        let piece = left.min(PIECE);
        io::Write::write_all(&mut file, &zeros[..usize::try_from(piece).unwrap_or(0)])?;
        left -= piece;
    }
    file.sync_all()
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}
