//! The journal's files in their folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{JournalFault, Position, Torn};
use crate::store::durable;
use crate::store::format::{FILE_HEADER_LEN, FileHeader, FormatFault};

fn folder(data: &Path) -> PathBuf {
    data.join("journal")
}

pub(super) fn path(data: &Path, number: u32) -> PathBuf {
    folder(data).join(format!("{number:04}.log"))
}

pub(super) fn sync_folder(data: &Path) -> Result<(), JournalFault> {
    let folder = folder(data);
    durable::sync_folder(&folder).map_err(|fault| JournalFault::io("sync", &folder, fault))
}

pub(super) fn ensure_folder(data: &Path) -> Result<(), JournalFault> {
    let folder = folder(data);
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(&folder)
        .and_then(|()| durable::sync_folder(data))
        .map_err(|fault| JournalFault::io("create", &folder, fault))
}

/// The numbers of the files there are, ascending.
pub(super) fn numbers(data: &Path) -> Result<Vec<u32>, JournalFault> {
    let folder = folder(data);
    let list = || -> io::Result<Vec<u32>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name();
            numbers.extend(name.to_str().and_then(|name| name.strip_suffix(".log")?.parse::<u32>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    };
    list().map_err(|fault| JournalFault::io("list", &folder, fault))
}

/// A file's bytes from `begin` on (all of them where it is not that long), each in its place: what stands before is
/// not read and is zero. `None` when there is no such file.
pub(super) fn read(data: &Path, number: u32, begin: u64) -> io::Result<Option<Vec<u8>>> {
    let mut file = match File::open(path(data, number)) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let place = |byte: u64| usize::try_from(byte).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge));
    let len = file.metadata()?.len();
    let begin = if begin < len { begin } else { 0 };
    let mut bytes = vec![0; place(len)?];
    file.seek(SeekFrom::Start(begin))?;
    file.read_exact(&mut bytes[place(begin)?..])?;
    Ok(Some(bytes))
}

pub(super) fn read_header(data: &Path, number: u32) -> Result<Result<FileHeader, FormatFault>, JournalFault> {
    let path = path(data, number);
    let mut bytes = Vec::with_capacity(FILE_HEADER_LEN);
    File::open(&path)
        .and_then(|file| file.take(FILE_HEADER_LEN as u64).read_to_end(&mut bytes))
        .map_err(|fault| JournalFault::io("read", &path, fault))?;
    Ok(FileHeader::decode(&bytes))
}

pub(super) fn open(data: &Path, number: u32) -> Result<File, JournalFault> {
    let path = path(data, number);
    OpenOptions::new().read(true).write(true).open(&path).map_err(|fault| JournalFault::io("open", &path, fault))
}

/// A new file with its header; not synced yet. Nothing is left when it fails.
pub(super) fn create(data: &Path, header: &FileHeader) -> Result<File, JournalFault> {
    let path = path(data, header.file);
    let create = || -> io::Result<File> {
        let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        match file.write_all(&header.encode()) {
            Ok(()) => Ok(file),
            Err(fault) => {
                fs::remove_file(&path)?;
                Err(fault)
            }
        }
    };
    create().map_err(|fault| JournalFault::io("create", &path, fault))
}

/// Copies everything from `at` on into `quarantine/`, durably.
pub(super) fn set_aside(data: &Path, at: Position) -> Result<Torn, JournalFault> {
    let path = path(data, at.file);
    let copy = || -> io::Result<Torn> {
        let mut file = File::open(&path)?;
        file.seek(SeekFrom::Start(at.frame))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let quarantine = data.join("quarantine");
        if !quarantine.is_dir() {
            fs::create_dir_all(&quarantine)?;
            durable::sync_folder(data)?;
        }
        let (kept, mut out) = new_name(&quarantine, &format!("journal-{:04}-{}", at.file, at.frame))?;
        out.write_all(&bytes)?;
        out.sync_all()?;
        durable::sync_folder(&quarantine)?;
        Ok(Torn { at, bytes: bytes.len() as u64, kept })
    };
    copy().map_err(|fault| JournalFault::io("set aside the torn end of", &path, fault))
}

fn new_name(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    let mut turn = 1;
    loop {
        let path = folder.join(format!("{name}-{turn}.torn"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => turn += 1,
            opened => return Ok((path, opened?)),
        }
    }
}

/// Sets a file aside whose creation was cut short, and removes it.
pub(super) fn remove_unborn(data: &Path, number: u32) -> Result<Torn, JournalFault> {
    let torn = set_aside(data, Position { file: number, frame: 0 })?;
    let path = path(data, number);
    fs::remove_file(&path).map_err(|fault| JournalFault::io("remove", &path, fault))?;
    sync_folder(data)?;
    Ok(torn)
}
