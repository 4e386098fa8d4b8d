//! Spreadsheets lying about on this computer, and paths while they are typed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::domain::moment::Moment;

/// Files of one folder that are looked at, at most: a folder of photographs shall not hold anybody up.
const LOOKED_AT: usize = 5_000;
/// Files that are offered, at most.
const OFFERED: usize = 200;
/// Names that fit a path being typed, at most.
const NAMES: usize = 200;
/// How the names of rosters end.
const ENDINGS: [&str; 8] = ["xlsx", "xls", "xlsm", "xlsb", "ods", "csv", "tsv", "et"];

/// A spreadsheet that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    pub path: PathBuf,
    pub bytes: u64,
    /// When it was written last, where the system says.
    pub written: Option<Moment>,
}

/// What was found, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The newest first.
    pub lying: Vec<Lying>,
    /// The folders that were looked through.
    pub places: Vec<PathBuf>,
    pub home: Option<PathBuf>,
}

impl Shelf {
    /// A folder as it is shown: the home as `~`.
    pub fn shown(&self, folder: &Path) -> String {
        let inside = self.home.as_deref().and_then(|home| folder.strip_prefix(home).ok());
        match inside {
            Some(inside) if inside.as_os_str().is_empty() => "~".to_owned(),
            Some(inside) => format!("~/{}", inside.display()),
            None => folder.display().to_string(),
        }
    }
}

/// The spreadsheets in some folders (not in the folders within them), the newest first, each once.
pub fn look(places: &[PathBuf]) -> Vec<Lying> {
    let mut found: Vec<Lying> = places.iter().flat_map(|place| spreadsheets(place)).collect();
    found.sort_by(|a, b| b.written.cmp(&a.written).then_with(|| a.path.cmp(&b.path)));
    let mut seen = std::collections::HashSet::new();
    found.retain(|lying| seen.insert(lying.path.canonicalize().unwrap_or_else(|_| lying.path.clone())));
    found.truncate(OFFERED);
    found
}

fn spreadsheets(place: &Path) -> Vec<Lying> {
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let paths = entries.take(LOOKED_AT).flatten().map(|entry| entry.path());
    paths.filter(|path| is_spreadsheet(path)).filter_map(|path| lying(&path)).collect()
}

/// Whether a name ends like a spreadsheet's. `~$` begins the names of the marks that office programs leave while a
/// file is open.
fn is_spreadsheet(path: &Path) -> bool {
    let named = path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with(['~', '.']));
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    named && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn lying(path: &Path) -> Option<Lying> {
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let seconds = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map(|since| since.as_secs());
    let written = seconds.and_then(|seconds| i64::try_from(seconds).ok()).map(Moment::from_unix);
    Some(Lying { path: path.to_owned(), bytes: about.len(), written })
}

/// A path being typed, continued as far as there is one way on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Continued {
    /// What stands in the line now.
    pub text: String,
    /// The names that fit, folders first and ending in `/`; empty when nothing does.
    pub names: Vec<String>,
}

/// Whether a text is a path rather than a word to look for: it begins like one.
pub fn is_path(text: &str) -> bool {
    let text = text.trim_start_matches(['"', '\'']);
    let drive = text.chars().nth(1) == Some(':') && text.starts_with(|c: char| c.is_ascii_alphabetic());
    drive || text.starts_with(['/', '~', '.', '\\', '／', '～', '、']) || text.contains(['/', '／'])
}

/// The file that a typed path means. What an input method made of its marks is folded back where there is no such file
/// as typed; quotes around a pasted path are left out.
pub fn meant(text: &str, home: Option<&Path>) -> PathBuf {
    let bare = text.trim().trim_matches(['"', '\'']).trim_start_matches("file://");
    let typed = at_home(bare, home);
    if typed.exists() { typed } else { at_home(&folded(bare), home) }
}

fn at_home(text: &str, home: Option<&Path>) -> PathBuf {
    match (text.strip_prefix('~'), home) {
        (Some(rest), Some(home)) => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(text),
    }
}

/// The marks of a path as a keyboard without input method gives them.
fn folded(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| match c {
        '、' => '/',
        '～' => '~',
        '．' | '。' => '.',
        c => c,
    });
    first.into_iter().chain(chars).map(|c| if c == '／' { '/' } else { c }).collect()
}

/// Continues a path: names in the folder typed so far that begin with what follows it, folders and spreadsheets only.
pub fn complete(text: &str, home: Option<&Path>) -> Continued {
    let text = if at_home(text, home).exists() { text.to_owned() } else { folded(text) };
    let (folder, begun) = text.rfind('/').map_or(("", text.as_str()), |at| text.split_at(at + 1));
    let place = if folder.is_empty() { PathBuf::from(".") } else { at_home(folder, home) };
    if text == "~" {
        return Continued { text: "~/".to_owned(), names: Vec::new() };
    }
    let mut names = names_in(&place, begun);
    let shared = shared_start(&names);
    names.truncate(NAMES);
    let kept = if shared.len() > begun.len() { shared } else { begun.to_owned() };
    Continued { text: format!("{folder}{kept}"), names }
}

/// Folders first, then spreadsheets, each by name.
fn names_in(place: &Path, begun: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let mut names = Vec::new();
    for entry in entries.take(LOOKED_AT).flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        if hidden || !name.starts_with(begun) {
            continue;
        }
        if entry.path().is_dir() {
            names.push((false, format!("{name}/")));
        } else if is_spreadsheet(&entry.path()) {
            names.push((true, name));
        }
    }
    names.sort();
    names.into_iter().map(|(_, name)| name).collect()
}

/// What all of them begin with.
fn shared_start(names: &[String]) -> String {
    let Some(first) = names.first() else { return String::new() };
    let common = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let length = names.iter().map(|name| common(first, name)).min().unwrap_or(0);
    first.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["王府村花名册.xlsx", "王府村低保.xls", "照片.jpg", "~$王府村花名册.xlsx", "a.csv"]
        {
            fs::write(folder.path().join(name), b"x").unwrap();
        }
        fs::create_dir(folder.path().join("王府村")).unwrap();
        folder
    }

    #[test]
    fn spreadsheets_are_found_once_and_nothing_else() {
        let folder = folder();
        let found = look(&[folder.path().to_owned(), folder.path().join("."), folder.path().join("nowhere")]);
        let mut names: Vec<_> =
            found.iter().map(|lying| lying.path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["a.csv", "王府村低保.xls", "王府村花名册.xlsx"]);
    }

    #[test]
    fn a_path_is_continued_as_far_as_there_is_one_way_on() {
        let folder = folder();
        let typed = |rest: &str| format!("{}/{rest}", folder.path().display());
        let two = complete(&typed("王"), None);
        assert_eq!(two.text, typed("王府村"));
        assert_eq!(two.names, ["王府村/", "王府村低保.xls", "王府村花名册.xlsx"]);
        assert_eq!(complete(&typed("王府村花"), None).text, typed("王府村花名册.xlsx"));
        assert_eq!(complete(&typed("没有"), None), Continued { text: typed("没有"), names: Vec::new() });
    }

    #[test]
    fn what_an_input_method_makes_of_a_path_still_names_the_file() {
        let folder = folder();
        let path = folder.path().join("a.csv");
        let full_width = format!("\"{}\"", path.display().to_string().replace('/', "／"));
        assert_eq!(meant(&full_width, None), path);
        assert_eq!(meant("、a.csv", None), PathBuf::from("/a.csv"));
        assert_eq!(meant("～/a.csv", Some(folder.path())), path);
        assert!(is_path("、home") && is_path("～") && is_path("C:\\a") && !is_path("王府村"));
    }
}
