//! Where things lie on this computer.

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// The ledger's folder in the platform's data directory; `None` for a user without a home.
pub fn data() -> Option<PathBuf> {
    ProjectDirs::from("", "", "chuanmen").map(|dirs| dirs.data_dir().to_owned())
}

/// The invented township's folder: beside the ledger's, never in it.
pub fn demo() -> Option<PathBuf> {
    ProjectDirs::from("", "", "chuanmen-demo").map(|dirs| dirs.data_dir().to_owned())
}

/// The settings file.
pub fn config() -> Option<PathBuf> {
    ProjectDirs::from("", "", "chuanmen").map(|dirs| dirs.config_dir().join("config.toml"))
}

/// What is kept of practising, beside the settings file.
pub fn training() -> Option<PathBuf> {
    Some(config()?.with_file_name("training.tsv"))
}

/// The folder of one's own themes, beside the settings file.
pub fn themes() -> Option<PathBuf> {
    Some(config()?.with_file_name(crate::config::THEMES))
}

/// The user's home; `None` for a user without one.
pub fn home() -> Option<PathBuf> {
    UserDirs::new().map(|dirs| dirs.home_dir().to_owned())
}

/// The folders where a roster usually lies: the present one, the home, downloads, the desktop, sticks that are plugged
/// in. Only those that exist.
pub fn rosters() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = std::env::current_dir().into_iter().collect();
    if let Some(dirs) = UserDirs::new() {
        let home = dirs.home_dir();
        places.push(home.to_owned());
        places.extend(
            [dirs.download_dir(), dirs.desktop_dir(), dirs.document_dir()].into_iter().flatten().map(Into::into),
        );
        places.extend(["Downloads", "下载", "Desktop", "桌面", "Documents", "文档"].map(|name| home.join(name)));
    }
    places.extend(["/media", "/run/media", "/Volumes"].into_iter().flat_map(|mounts| plugged_in(Path::new(mounts))));
    let mut seen = std::collections::HashSet::new();
    places.retain(|place| place.is_dir() && seen.insert(place.clone()));
    places
}

/// What is mounted below a folder: by name, or by user and name.
fn plugged_in(mounts: &Path) -> Vec<PathBuf> {
    let folders = |place: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    };
    let first = folders(mounts);
    let second: Vec<PathBuf> = first.iter().flat_map(|place| folders(place)).collect();
    first.into_iter().chain(second).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invented_township_never_lies_in_the_ledger() {
        let (Some(data), Some(demo)) = (data(), demo()) else { return };
        assert!(!demo.starts_with(&data) && !data.starts_with(&demo));
    }
}
