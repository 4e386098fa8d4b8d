//! What is said of the file with the key, and of what opening had to mend.

use std::path::PathBuf;

use super::Lang;

/// Why there is no key to open the data with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyTrouble {
    /// Its file is gone.
    Missing(PathBuf),
    /// Both copies in its file are damaged.
    Damaged(PathBuf),
}

impl KeyTrouble {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "key_missing",
            Self::Damaged(_) => "key_damaged",
        }
    }

    /// What is wrong, and what to do now.
    pub fn said(&self, lang: Lang) -> (String, &'static str) {
        let message = match (self, lang) {
            (Self::Missing(path), Lang::Zh) => format!("密钥文件 {} 不见了", path.display()),
            (Self::Missing(path), Lang::En) => format!("the key file {} is gone", path.display()),
            (Self::Damaged(path), Lang::Zh) => format!("密钥文件 {} 的两份都坏了", path.display()),
            (Self::Damaged(path), Lang::En) => format!("both copies in the key file {} are damaged", path.display()),
        };
        let hint = match lang {
            Lang::Zh => {
                "不要删除任何文件；用这台电脑最近的一份备份：restore 备份文件。备份里有同一把钥匙，备份以后记的也会打开"
            }
            Lang::En => {
                "delete nothing; take the newest backup of this computer: restore FILE. It has the same key, which opens \
                 what was recorded after it too"
            }
        };
        (message, hint)
    }
}

/// What had to be mended when the data was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mended {
    /// One of the two copies of the key was damaged, and is written anew from the other.
    Key,
    /// What was being written when the power went, and was never answered as saved, is cut off; its bytes lie here.
    Torn(PathBuf),
    /// The database was built anew; the old one lies here.
    Rebuilt(PathBuf),
}

impl Mended {
    /// Whether something should be done about it.
    pub fn is_fault(&self) -> bool {
        *self == Self::Key
    }

    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Key, Lang::Zh) => "密钥文件两份里坏了一份，已按好的那份补好；这块盘可能不可靠，先备份".to_owned(),
            (Self::Key, Lang::En) => {
                "one of the key's two copies was damaged and is mended; the disk may be failing: back up".to_owned()
            }
            (Self::Torn(_), Lang::Zh) => "上次断电时有一笔没写完，没有答复过“已保存”，已切掉".to_owned(),
            (Self::Torn(_), Lang::En) => {
                "something was cut off while it was written; it was never answered as saved".to_owned()
            }
            (Self::Rebuilt(aside), Lang::Zh) => format!("数据库已按日志重建，没有丢；旧的在 {}", aside.display()),
            (Self::Rebuilt(aside), Lang::En) => {
                format!(
                    "the database was built anew from the journal, nothing is lost; the old one: {}",
                    aside.display()
                )
            }
        }
    }
}
