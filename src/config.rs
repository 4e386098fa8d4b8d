//! The settings file: who works here, in which language, with which theme, in which cell.
//!
//! ```toml
//! person = "陈强"
//! lang = "zh"
//! theme = "paper"
//! cell = "150826102207-003"
//! backup_folder = "/media/stick/chuanmen"
//! lock_after_minutes = 5
//!
//! [keys]                       # see crate::tui::bindings
//! visit = ["F3", "V"]
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
use crate::tui::bindings::{Bindings, Refused};

const KEYS: [&str; 7] = ["person", "lang", "theme", "cell", "backup_folder", LOCK_AFTER, OWN_KEYS];
const OWN_KEYS: &str = "keys";
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
    /// What was given other keys than the program gives it.
    pub keys: Bindings,
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
    /// A table of actions with the names of their keys is wanted.
    KeyTable,
    /// The name of a key, or several in brackets, are wanted for this action.
    KeyNames(String),
    /// The keys of an action, and why they are not its keys.
    Keys(String, Refused),
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
            if key.get_ref() == OWN_KEYS {
                faults.extend(config.set_keys(value).into_iter().map(|(at, why)| ConfigFault { line: line(at), why }));
            } else if let Err(why) = config.set(key.get_ref(), value, &themes) {
                faults.push(ConfigFault { line: line(key.span().start), why });
            }
        }
        faults.sort_by_key(|fault| fault.line);
        (config, faults)
    }

    /// Takes the table of keys; each fault with where it stands, in bytes.
    fn set_keys(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<(usize, ConfigWhy)> {
        let DeValue::Table(table) = value.get_ref() else { return vec![(value.span().start, ConfigWhy::KeyTable)] };
        let mut faults = Vec::new();
        let (mut wanted, mut places) = (Vec::new(), Vec::new());
        for (id, keys) in table {
            let (id, at) = (id.get_ref().to_string(), id.span().start);
            match names(keys.get_ref()) {
                Some(keys) => {
                    wanted.push((id, keys));
                    places.push(at);
                }
                None => faults.push((at, ConfigWhy::KeyNames(id))),
            }
        }
        let (keys, refused) = Bindings::read(&wanted);
        self.keys = keys;
        faults.extend(refused.into_iter().map(|(at, why)| (places[at], ConfigWhy::Keys(wanted[at].0.clone(), why))));
        faults
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

/// One text, or a list of them; `None` for anything else.
fn names(value: &DeValue<'_>) -> Option<Vec<String>> {
    let text = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    match value {
        DeValue::Array(list) => list.iter().map(|value| text(value.get_ref())).collect(),
        value => text(value).map(|text| vec![text]),
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
            (ConfigWhy::KeyTable, Lang::Zh) => "keys 应为一张表：[keys]，下面每行一个动作 = \"键\"".to_owned(),
            (ConfigWhy::KeyTable, Lang::En) => {
                "keys should be a table: [keys], and below it one action = \"key\" a line".to_owned()
            }
            (ConfigWhy::KeyNames(id), Lang::Zh) => format!("{id} 应为键名，如 \"F3\" 或 [\"F3\", \"V\"]"),
            (ConfigWhy::KeyNames(id), Lang::En) => {
                format!("{id} should be the name of a key such as \"F3\", or several: [\"F3\", \"V\"]")
            }
            (ConfigWhy::Keys(id, why), lang) => refused(id, why, lang),
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

/// Why an action keeps the keys that the program gives it.
fn refused(id: &str, why: &Refused, lang: Lang) -> String {
    let [zh, en] = match why {
        Refused::UnknownAction(id) => [
            format!("没有“{id}”这个动作；chuanmen man 里有全部名字"),
            format!("there is no action {id:?}; chuanmen man names them all"),
        ],
        Refused::NotAKey(key) => [
            format!("{id}：没有“{key}”这个键；写法如 F3、Ctrl-t、PgDn、x"),
            format!("{id}: there is no key {key:?}; write F3, Ctrl-t, PgDn, x"),
        ],
        Refused::Taken { key, by } => [
            format!("{id}：“{key}”已是 {by} 的键；先给 {by} 换一个"),
            format!("{id}: {key:?} is already the key of {by}; give that another first"),
        ],
        Refused::OnlyLetters(id) => [
            format!("{id}：开着输入法时字母键不灵，还要一个不是字母的键"),
            format!("{id}: letters do not arrive while an input method is on; it needs another key beside them"),
        ],
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
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
    fn keys_of_ones_own_are_taken_and_what_cannot_be_is_told_by_line() {
        let text = "lang = \"en\"\n[keys]\nvisit = [\"F11\", \"V\"]\nfly = \"F11\"\ntheme = 3\nlanguage = \"F1\"\nwrite = \"w\"\n";
        let (config, faults) = Config::read(text, None);
        let told: Vec<_> = faults.iter().map(|fault| fault.said(Lang::En)).collect();
        for (at, words) in
            ["line 4: ", "line 5: ", "line 6: ", "line 7: "].iter().zip(["fly", "theme", "help", "letters"])
        {
            assert!(told.iter().any(|told| told.starts_with(at) && told.contains(words)), "{at}{words}: {told:#?}");
        }
        assert_eq!((told.len(), config.lang), (4, Some(Lang::En)), "{told:#?}");
        let visit = crate::tui::action::entry(crate::tui::action::Action::Visit);
        assert_eq!(config.keys.keys(visit).collect::<Vec<_>>(), ["F11", "V"]);
    }

    #[test]
    fn no_file_is_no_fault() {
        assert_eq!(Config::load(Path::new("/nowhere/config.toml")), (Config::default(), Vec::new()));
    }
}
