//! What is said about backups.

use std::path::PathBuf;

use super::Lang;
use super::system::Denial;

/// Why a backup was not written or not restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    Exists(PathBuf),
    NotABackup(PathBuf),
    NewerBackup(PathBuf),
    /// From which byte on.
    DamagedBackup(PathBuf, u64),
    /// What the system says.
    File(PathBuf, String),
    /// What the system refused there.
    Denied(PathBuf, Denial),
    /// It does not read back as it was written.
    Differs(PathBuf),
    /// So many events of the backup have the number of another one here.
    Forked(u64),
    /// In words of the store.
    Other(String),
}

impl Saving {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exists(_) => "exists",
            Self::NotABackup(_) => "not_a_backup",
            Self::NewerBackup(_) => "newer",
            Self::DamagedBackup(..) | Self::Differs(_) => "damaged_backup",
            Self::File(..) | Self::Denied(..) => "file",
            Self::Forked(_) => "forked",
            Self::Other(_) => "not_saved",
        }
    }

    /// Whether something stored is damaged.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::DamagedBackup(..) | Self::Differs(_))
    }

    /// What is wrong, and what to do now.
    pub fn said(&self, lang: Lang) -> (String, &'static str) {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> (String, &'static str) {
        match self {
            Self::Exists(path) => (format!("{} 已经有了", path.display()), "换一个文件名；旧的备份不会被覆盖"),
            Self::NotABackup(path) => (format!("{} 不是备份文件", path.display()), "看看是不是选错了文件"),
            Self::NewerBackup(path) => (format!("{} 是更新版本的程序写的", path.display()), "更新程序"),
            Self::DamagedBackup(path, at) => {
                (format!("备份 {} 从第 {at} 字节起损坏", path.display()), "换一份更早的备份；这里什么都没有动")
            }
            Self::File(path, why) => (format!("{}：{why}", path.display()), "检查路径、权限和剩余空间"),
            Self::Denied(path, denial) => {
                (format!("{}：{}", path.display(), denial.text(Lang::Zh)), "换一个地方，或改好了再试")
            }
            Self::Differs(path) => (format!("{} 写下后读回来不一样", path.display()), "这块盘可能坏了，换一块盘再备份"),
            Self::Forked(events) => (
                format!("备份里有 {events} 条记录与这里的编号相同、内容不同"),
                "两台电脑接着同一份数据各写各的；请恢复到另一个目录：--data 目录",
            ),
            Self::Other(why) => (why.clone(), "运行 doctor 看看；什么都不要删除"),
        }
    }

    fn en(&self) -> (String, &'static str) {
        match self {
            Self::Exists(path) => {
                (format!("{} exists", path.display()), "give another name; an older backup is never overwritten")
            }
            Self::NotABackup(path) => (format!("{} is no backup", path.display()), "see whether it is the right file"),
            Self::NewerBackup(path) => {
                (format!("{} was written by a newer program", path.display()), "update the program")
            }
            Self::DamagedBackup(path, at) => (
                format!("the backup {} is damaged from byte {at} on", path.display()),
                "take an older backup; nothing was changed here",
            ),
            Self::File(path, why) => (format!("{}: {why}", path.display()), "check path, permissions and free space"),
            Self::Denied(path, denial) => (
                format!("{}: {}", path.display(), denial.text(Lang::En)),
                "choose another place, or mend this and try again",
            ),
            Self::Differs(path) => (
                format!("{} does not read back as it was written", path.display()),
                "the disk may be failing; back up to another one",
            ),
            Self::Forked(events) => (
                format!("{events} events of the backup have the number of another one here"),
                "two computers went on from the same data; restore into another folder: --data DIR",
            ),
            Self::Other(why) => (why.clone(), "run doctor; delete nothing"),
        }
    }
}
