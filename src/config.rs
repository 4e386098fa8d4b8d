//! The settings file: who works here, in which language, with which theme, in which cell.
//!
//! ```toml
//! person = "陈强"
//! lang = "zh"
//! theme = "paper"
//! cell = "150826102207-003"
//! backup_folder = "/media/stick/chuanmen"
//! lock_after_minutes = 5
//! ```
//! A fault never keeps the program from starting: what can be read holds, and every fault is told with its line.

pub mod own_theme;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::scope::Scope;
use crate::i18n::Lang;

const KEYS: [&str; 6] = ["person", "lang", "theme", "cell", "backup_folder", LOCK_AFTER];
/// The folder of one's own themes, beside the settings file.
pub const THEMES: &str = "themes";
const LOCK_AFTER: &str = "lock_after_minutes";
/// A day.
const MOST_MINUTES: u32 = 24 * 60;

/// What a person has set. Whatever is left out is decided by the command line or the surroundings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Who writes things down.
    pub person: Option<String>,
    pub lang: Option<Lang>,
    /// The name of a theme: one that comes with the program, or one of [`own_theme`].
    pub theme: Option<String>,
    /// The cell that the app opens with.
    pub cell: Option<Scope>,
    /// Where a backup goes every day; it may begin with `~/`.
    pub backup_folder: Option<PathBuf>,
    /// Minutes without a key after which the screens are shut; 0 for never.
    pub lock_after_minutes: Option<u32>,
}

/// A line of the file that was left out of account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    pub why: ConfigWhy,
}

/// Why it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigWhy {
    /// The file is there and cannot be read; what the system says.
    File(String),
    /// It is no TOML; what the reader of TOML says, in English.
    NotToml(String),
    UnknownKey(String),
    /// The key, and what its value should be: one of these words.
    OneOf(&'static str, Vec<String>),
    /// The key wants text.
    Text(&'static str),
    /// The key wants a whole number, 0 up to this.
    Number(&'static str, u32),
    /// The code of a grid cell is wanted.
    CellCode(String),
    /// A folder is wanted, named from the top or from the home.
    FullPath(String),
}

impl Config {
    /// Reads the file at a path; an absent one is an empty one.
    pub fn load(path: &Path) -> (Self, Vec<ConfigFault>) {
        match fs::read_to_string(path) {
            Ok(text) => Self::read(&text, Some(&path.with_file_name(THEMES))),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => (Self::default(), Vec::new()),
            Err(fault) => (Self::default(), vec![ConfigFault { line: 0, why: ConfigWhy::File(fault.to_string()) }]),
        }
    }

    /// Reads settings, with all faults in the order of the file; `themes` is the folder of one's own themes.
    pub fn read(text: &str, themes: Option<&Path>) -> (Self, Vec<ConfigFault>) {
        let (table, broken) = DeTable::parse_recoverable(text);
        let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let mut faults: Vec<ConfigFault> = broken
            .iter()
            .map(|fault| ConfigFault {
                line: fault.span().map_or(1, |span| line(span.start)),
                why: ConfigWhy::NotToml(fault.message().to_owned()),
            })
            .collect();
        let mut config = Self::default();
        let themes = own_theme::names(themes);
        for (key, value) in table.get_ref() {
            if let Err(why) = config.set(key.get_ref(), value, &themes) {
                faults.push(ConfigFault { line: line(key.span().start), why });
            }
        }
        faults.sort_by_key(|fault| fault.line);
        (config, faults)
    }

    fn set(&mut self, key: &str, value: &Spanned<DeValue<'_>>, themes: &[String]) -> Result<(), ConfigWhy> {
        let Some(known) = KEYS.iter().find(|known| **known == key) else {
            return Err(ConfigWhy::UnknownKey(key.to_owned()));
        };
        if *known == LOCK_AFTER {
            let number = match value.get_ref() {
                DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
                _ => None,
            };
            let minutes = number.filter(|number| *number <= MOST_MINUTES);
            self.lock_after_minutes = Some(minutes.ok_or(ConfigWhy::Number(known, MOST_MINUTES))?);
            return Ok(());
        }
        let DeValue::String(text) = value.get_ref() else { return Err(ConfigWhy::Text(known)) };
        let text = text.trim();
        match *known {
            "person" if text.is_empty() => return Err(ConfigWhy::Text(known)),
            "person" => self.person = Some(text.to_owned()),
            "lang" => {
                let codes = || Lang::ALL.iter().map(|lang| lang.code().to_owned()).collect();
                let lang = Lang::ALL.into_iter().find(|lang| lang.code() == text);
                self.lang = Some(lang.ok_or_else(|| ConfigWhy::OneOf(known, codes()))?);
            }
            "theme" => {
                let name = themes.iter().find(|name| *name == text);
                self.theme = Some(name.ok_or_else(|| ConfigWhy::OneOf(known, themes.to_vec()))?.clone());
            }
            "cell" => {
                let cell = text.parse::<Scope>().ok().filter(|scope| scope.is_cell());
                self.cell = Some(cell.ok_or_else(|| ConfigWhy::CellCode(text.to_owned()))?);
            }
            _ => {
                let path = Path::new(text);
                if !path.is_absolute() && !path.starts_with("~") {
                    return Err(ConfigWhy::FullPath(text.to_owned()));
                }
                self.backup_folder = Some(path.to_owned());
            }
        }
        Ok(())
    }
}

impl ConfigFault {
    /// The line and what is wrong there.
    pub fn said(&self, lang: Lang) -> String {
        let why = match (&self.why, lang) {
            (ConfigWhy::File(why), Lang::Zh) => format!("读不了：{why}"),
            (ConfigWhy::File(why), Lang::En) => format!("cannot be read: {why}"),
            (ConfigWhy::NotToml(why), Lang::Zh) => format!("不是 TOML：{why}"),
            (ConfigWhy::NotToml(why), Lang::En) => format!("this is no TOML: {why}"),
            (ConfigWhy::UnknownKey(key), Lang::Zh) => {
                format!("没有“{key}”这一项；可以写 {}", KEYS.join("、"))
            }
            (ConfigWhy::UnknownKey(key), Lang::En) => {
                format!("{key:?} is not known; there are {}", KEYS.join(", "))
            }
            (ConfigWhy::OneOf(key, words), Lang::Zh) => format!("{key} 应为其中之一：{}", words.join("、")),
            (ConfigWhy::OneOf(key, words), Lang::En) => format!("{key} should be one of {}", words.join(", ")),
            (ConfigWhy::Text(key), Lang::Zh) => format!("{key} 应为文字"),
            (ConfigWhy::Text(key), Lang::En) => format!("{key} should be text"),
            (ConfigWhy::Number(key, most), Lang::Zh) => format!("{key} 应为 0 到 {most} 的整数；0 是不自动锁"),
            (ConfigWhy::Number(key, most), Lang::En) => {
                format!("{key} should be a whole number from 0 to {most}; 0 is never")
            }
            (ConfigWhy::CellCode(text), Lang::Zh) => format!("“{text}”不是网格代码，如 150826102207-003"),
            (ConfigWhy::CellCode(text), Lang::En) => {
                format!("{text:?} is not the code of a cell such as 150826102207-003")
            }
            (ConfigWhy::FullPath(text), Lang::Zh) => {
                format!("“{text}”不是从头写起的文件夹，如 /media/stick/chuanmen 或 ~/备份")
            }
            (ConfigWhy::FullPath(text), Lang::En) => {
                format!("{text:?} is no folder named in full such as /media/stick/chuanmen or ~/backups")
            }
        };
        match (self.line, lang) {
            (0, _) => why,
            (line, Lang::Zh) => format!("第 {line} 行：{why}"),
            (line, Lang::En) => format!("line {line}: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_with_its_line_and_the_rest_holds() {
        let text = "person = \"陈强\"\nlang = \"fr\"\ncolour = 1\ntheme = \"paper\"\ncell = \"003\"\n";
        let (config, faults) = Config::read(text, None);
        assert_eq!(config.person.as_deref(), Some("陈强"));
        assert_eq!(config.theme.as_deref(), Some("paper"));
        let told: Vec<(usize, bool)> =
            faults.iter().map(|fault| (fault.line, matches!(fault.why, ConfigWhy::UnknownKey(_)))).collect();
        assert_eq!(told, [(2, false), (3, true), (5, false)]);
    }

    #[test]
    fn a_folder_for_backups_is_named_in_full() {
        let folder = |text: &str| Config::read(&format!("backup_folder = {text}\n"), None);
        assert_eq!(folder("\"~/backups\"").0.backup_folder.as_deref(), Some(Path::new("~/backups")));
        for wrong in ["\"backups\"", "\"\"", "7"] {
            let (config, faults) = folder(wrong);
            assert_eq!((config.backup_folder, faults.len()), (None, 1), "{wrong}");
            assert_eq!(faults[0].line, 1);
        }
    }

    #[test]
    fn a_file_that_is_half_toml_still_gives_its_other_half() {
        let (config, faults) = Config::read("lang = \"en\"\nperson = = \"x\"\ntheme = \"night\"\n", None);
        assert_eq!((config.lang, config.theme.as_deref()), (Some(Lang::En), Some("night")));
        assert!(faults.iter().all(|fault| fault.line == 2) && !faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn minutes_are_a_whole_number_in_bounds() {
        for (text, minutes) in [("0", Some(0)), ("15", Some(15)), ("1440", Some(1440))] {
            let (config, faults) = Config::read(&format!("lock_after_minutes = {text}\n"), None);
            assert_eq!((config.lock_after_minutes, faults), (minutes, Vec::new()));
        }
        for text in ["-1", "1441", "\"5\"", "2.5", "true"] {
            let (config, faults) = Config::read(&format!("lang = \"zh\"\nlock_after_minutes = {text}\n"), None);
            assert_eq!(config.lock_after_minutes, None, "{text}");
            assert_eq!(faults, [ConfigFault { line: 2, why: ConfigWhy::Number(LOCK_AFTER, MOST_MINUTES) }], "{text}");
        }
    }

    #[test]
    fn no_file_is_no_fault() {
        assert_eq!(Config::load(Path::new("/nowhere/config.toml")), (Config::default(), Vec::new()));
    }
}
