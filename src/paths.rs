//! Where things lie on this computer.

use std::path::PathBuf;

use directories::ProjectDirs;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invented_township_never_lies_in_the_ledger() {
        let (Some(data), Some(demo)) = (data(), demo()) else { return };
        assert!(!demo.starts_with(&data) && !data.starts_with(&demo));
    }
}
