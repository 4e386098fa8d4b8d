//! What the device keeps for its person without recording it: said when it is there again, and when it is not.

use super::Lang;
use super::bound;
use crate::domain::desk::{DeskAside, DeskFault};

/// A sentence about the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// So many characters at so many doors were typed and not saved.
    Drafts { doors: usize, characters: usize },
    /// It could not be read, and begins anew.
    Aside(DeskAside),
    /// It cannot be written; words for a log.
    Not(String),
}

impl Kept {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    /// Whether it tells of something that did not work.
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Drafts { .. })
    }

    fn zh(&self) -> String {
        match self {
            Self::Drafts { doors, characters } => {
                format!(
                    "上次没保存的 {characters} 个字留着（{doors} 处），到那户按 {key_write} 接着写",
                    key_write = bound::key("write", "F2")
                )
            }
            Self::Aside(DeskAside { why: DeskFault::Damaged, aside }) => {
                format!("草稿和待补的文件坏了，已移到 {}，从空的开始；已保存的不受影响", aside.display())
            }
            Self::Aside(DeskAside { why: DeskFault::Newer(_), aside }) => {
                format!("草稿和待补是新版程序写的，已移到 {}，从空的开始；请用新版打开", aside.display())
            }
            Self::Not(fault) => format!("没保存的字写不进磁盘，只在内存里（{fault}）"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Drafts { doors, characters } => {
                format!(
                    "{characters} unsaved characters at {doors} doors are kept; {key_write} there goes on with them",
                    key_write = bound::key("write", "F2")
                )
            }
            Self::Aside(DeskAside { why: DeskFault::Damaged, aside }) => {
                let aside = aside.display();
                format!("drafts and parked doors were damaged and lie in {aside}; what was saved is untouched")
            }
            Self::Aside(DeskAside { why: DeskFault::Newer(_), aside }) => {
                let aside = aside.display();
                format!("drafts and parked doors are of a newer version and lie in {aside}; use that version")
            }
            Self::Not(fault) => format!("unsaved words cannot be written to the disk and are only in memory ({fault})"),
        }
    }
}
