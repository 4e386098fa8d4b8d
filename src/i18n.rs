//! Every sentence the program says, in Chinese and in English, and how wide it is on a terminal.
//!
//! A sentence is one variant of [`msg::Msg`]; `zh.rs` and `en.rs` match it exhaustively, so a text that is missing in
//! one language does not compile. Nothing here reads the environment or the terminal.

pub mod areas;
pub mod bound;
pub mod conflict;
pub mod daily;
pub mod disclosed;
pub mod duplicates;
mod en;
pub mod entry;
pub mod erasing;
pub mod fact;
pub mod family;
pub mod finding;
pub mod first;
pub mod home;
pub mod kept;
pub mod key;
pub mod life;
pub mod locked;
pub mod matters;
pub mod measure;
pub mod msg;
pub mod naming;
pub mod paper;
pub mod past;
pub mod pasted;
pub mod promise;
pub mod refusal;
pub mod relation;
pub mod report;
pub mod roster;
pub mod route;
pub mod saved;
pub mod sheet;
pub mod system;
pub mod tell;
pub mod term;
pub mod training;
pub mod trouble;
pub mod walk;
pub mod when;
mod zh;

use serde::{Deserialize, Serialize};

/// What went wrong, and what to do now; without a full stop at the end of either.
pub type Told = (String, String);

/// The two languages of the screen, the reports and the command line. Neither is the translation of the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Both, for tests and for settings that list them.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// `zh` or `en`, as `--lang` and the settings file write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The one of two things that is for this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// What went wrong and what to do now, each in the one of two sentences that is for this language.
    fn told(self, [zh, en]: [impl Into<String>; 2], [zh_now, en_now]: [impl Into<String>; 2]) -> Told {
        match self {
            Self::Zh => (zh.into(), zh_now.into()),
            Self::En => (en.into(), en_now.into()),
        }
    }

    /// The language of a code or of a locale name (`zh_CN.UTF-8`, `en`); `None` for any other.
    pub fn from_code(text: &str) -> Option<Self> {
        match text.split(['_', '-', '.', '@']).next()? {
            "zh" => Some(Self::Zh),
            "en" | "C" | "POSIX" => Some(Self::En),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_name_picks_its_language_and_a_foreign_one_none() {
        assert_eq!(Lang::from_code("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::from_code("en-GB"), Some(Lang::En));
        assert_eq!(Lang::from_code("mn_MN"), None);
        assert!(Lang::ALL.iter().all(|lang| Lang::from_code(lang.code()) == Some(*lang)));
    }
}
