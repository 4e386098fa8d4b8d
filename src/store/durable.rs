//! Making names and whole small files durable.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Creates a folder, with what it lies in, durably and so that its owner only may look into it. One that is there stays as it is.
///
/// # Errors
/// What the operating system says.
pub fn create_private(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let missing: Vec<&Path> =
        folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.is_dir()).collect();
    if let Some(above) = above(folder) {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    missing.into_iter().filter_map(above).try_for_each(sync_folder)
}

/// The folder in which a path lies.
fn above(path: &Path) -> Option<&Path> {
    path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// Makes the names in a folder durable. Windows keeps them itself and cannot open a folder as a file.
///
/// # Errors
/// What the operating system says.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Writes `name` in `folder` so that after a power cut the old or the new content is there, whole; readable by its owner only.
///
/// # Errors
/// What the operating system says; the old content is still there then, and nothing beside it.
pub fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let part = folder.join(format!("{name}.part"));
    let named = write_private(&part, bytes).and_then(|()| {
        crash_here(&format!("{name}.part"));
        fs::rename(&part, folder.join(name))
    });
    if named.is_err() {
        // On a disk that is full it would take room for nothing.
        let _gone = fs::remove_file(&part);
    }
    named?;
    sync_folder(folder)
}

/// Writes a file durably that its owner only may read; its name is not durable yet.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The first free `name-NNNN` in a folder, which is created when there is none.
///
/// # Errors
/// What the operating system says.
pub fn free_name(folder: &Path, name: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let free = (1..=u32::MAX).map(|number| folder.join(format!("{name}-{number:04}"))).find(|path| !path.exists());
    Ok(free.unwrap_or_else(|| folder.join(name)))
}

/// Ends the process here when a test asks for it: at the places where a pulled plug hurts most. `CHUANMEN_PANIC_AT`
/// breaks down in the same places, as `place:words` with the words that the panic shall say.
pub fn crash_here(place: &str) {
    if !cfg!(debug_assertions) {
        return;
    }
    if std::env::var("CHUANMEN_CRASH_AT").is_ok_and(|wanted| wanted == place) {
        std::process::abort();
    }
    let panics = std::env::var("CHUANMEN_PANIC_AT").unwrap_or_default();
    if let Some((_, words)) = panics.split_once(':').filter(|(wanted, _)| *wanted == place) {
        panic!("{words}");
    }
}
