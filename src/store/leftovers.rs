//! What a program that was ended leaves in a data folder, and how full its disk is.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal::JournalSettings;

/// Folders in which generations and databases are built aside.
const ASIDE: [&str; 3] = ["next", "old", "repair"];
/// Times the reserve below which a disk is nearly full.
const NEARLY: u64 = 4;

/// Half-written files, and folders of work that was not finished; as paths in the data folder, in order.
pub fn found(data: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        ASIDE.into_iter().map(PathBuf::from).filter(|folder| data.join(folder).is_dir()).collect();
    for folder in ["", "journal", "db"] {
        let names = fs::read_dir(data.join(folder)).into_iter().flatten().flatten();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        found.extend(names.filter(|name| is_left(name)).map(|name| Path::new(folder).join(name)));
    }
    found.sort();
    found
}

fn is_left(name: &str) -> bool {
    let has = |end: &str| Path::new(name).extension().is_some_and(|extension| extension == end);
    has("part") || name.starts_with("snap.") && has("generating")
}

/// Bytes that are free on the disk of a folder and bytes below which nothing is saved, where the first come near the second.
pub fn nearly_full(data: &Path) -> Option<(u64, u64)> {
    let free = fs2::available_space(data).ok()?;
    let reserve = super::replica::reserve();
    (free < reserve.max(JournalSettings::default().reserve).saturating_mul(NEARLY)).then_some((free, reserve))
}
