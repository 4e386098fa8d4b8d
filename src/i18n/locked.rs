//! What is said about passphrases.

use super::Lang;

/// What stands in the way of opening the data or of changing its passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// A passphrase is needed.
    Needed,
    /// It was wrong; so many times in a row.
    Wrong(u32),
    /// There is a passphrase already.
    Already,
    /// There is no passphrase to change.
    Not,
    Weak,
    /// The two lines typed are not the same.
    Differ,
    /// Nobody to ask for a new passphrase.
    NothingNew,
}

impl Locked {
    /// The word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Needed => "locked",
            Self::Wrong(_) => "wrong_passphrase",
            Self::Already => "locked_already",
            Self::Not => "not_locked",
            Self::Weak => "weak_passphrase",
            Self::Differ => "passphrases_differ",
            Self::NothingNew => "no_passphrase",
        }
    }

    /// Whether the data stays shut.
    pub fn is_shut(self) -> bool {
        matches!(self, Self::Needed | Self::Wrong(_))
    }

    /// What is wrong, and what to do now.
    pub fn said(self, lang: Lang) -> (String, &'static str) {
        let [what, now] = match (self, lang) {
            (Self::Wrong(tries), Lang::Zh) => {
                return (format!("口令不对（连续第 {tries} 次）"), "检查大小写；忘了口令可以用纸上的恢复码");
            }
            (Self::Wrong(tries), Lang::En) => {
                let now = "mind capitals; the recovery code on paper opens the data too";
                return (format!("wrong passphrase ({tries} in a row)"), now);
            }
            (Self::Needed, Lang::Zh) => ["数据有口令保护", "在终端里输入口令，或用 --passphrase-file 指明存口令的文件"],
            (Self::Needed, Lang::En) => [
                "the data is under a passphrase",
                "type it at a terminal, or name the file that holds it with --passphrase-file",
            ],
            (Self::Already, Lang::Zh) => ["数据已有口令", "要换口令用 lock --change"],
            (Self::Already, Lang::En) => ["the data is under a passphrase already", "change it with lock --change"],
            (Self::Not, Lang::Zh) => ["数据没有口令", "要设口令用 lock --set"],
            (Self::Not, Lang::En) => ["the data is under no passphrase", "set one with lock --set"],
            (Self::Weak, Lang::Zh) => ["口令太短", "至少八个字母数字，或四个汉字"],
            (Self::Weak, Lang::En) => {
                ["the passphrase is too short", "at least eight letters, or four Chinese characters"]
            }
            (Self::Differ, Lang::Zh) => ["两遍输入的口令不一样", "再来一次"],
            (Self::Differ, Lang::En) => ["the two passphrases differ", "try again"],
            (Self::NothingNew, Lang::Zh) => {
                ["没有新口令", "在终端里运行，或用 --new-passphrase-file 指明存新口令的文件"]
            }
            (Self::NothingNew, Lang::En) => [
                "there is no new passphrase",
                "run it at a terminal, or name the file that holds it with --new-passphrase-file",
            ],
        };
        (what.to_owned(), now)
    }
}
