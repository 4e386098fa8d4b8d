//! What is said of the day's backup.

use std::path::PathBuf;

use super::Lang;
use super::saved::Saving;

/// A sentence about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DailySaid {
    /// It is being written to this folder.
    Begins(PathBuf),
    /// It was written and verified.
    Done(PathBuf),
    /// It was written, but the journal has damaged places that are missing in it.
    Damaged(PathBuf),
    /// What the folder is on is not plugged in.
    Away(PathBuf),
    /// A file of its name is not of this device.
    NotOurs(PathBuf),
    /// It could not be written.
    Failed(Saving),
    /// That it is written could not be recorded, and why; it is written all the same.
    Unrecorded(String),
    /// The last one was made so many days ago, or never.
    Overdue(Option<i64>),
}

impl DailySaid {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    /// Whether it tells of something that did not work. A stick that is not plugged in is no fault.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Damaged(_) | Self::NotOurs(_) | Self::Failed(_) | Self::Unrecorded(_))
    }

    fn zh(&self) -> String {
        match self {
            Self::Begins(folder) => format!("正在备份到 {}", folder.display()),
            Self::Done(file) => format!("今天的备份已写好，读回核对过：{}", file.display()),
            Self::Damaged(file) => {
                format!("备份写好了，但日志有损坏，缺了的不在里面；请运行 doctor --full：{}", file.display())
            }
            Self::Away(folder) => format!("备份盘没插，今天还没备份：{}", folder.display()),
            Self::NotOurs(file) => format!("今天没备份：那里的同名文件不是这台电脑的，没有动它：{}", file.display()),
            Self::Failed(why) => {
                let (what, now) = why.said(Lang::Zh);
                format!("今天没备份成：{what}；{now}")
            }
            Self::Unrecorded(why) => format!("今天的备份没能记进查看记录（{why}），照样备份"),
            Self::Overdue(Some(days)) => format!("已有 {days} 天没备份：插上备份盘，退出时会自动备份"),
            Self::Overdue(None) => "还没有备份：插上备份盘，退出时会自动备份".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Begins(folder) => format!("backing up to {}", folder.display()),
            Self::Done(file) => format!("today's backup is written and reads back whole: {}", file.display()),
            Self::Damaged(file) => {
                format!("backed up, but without damaged places of the journal; run doctor --full: {}", file.display())
            }
            Self::Away(folder) => format!("no backup today yet, the stick is not plugged in: {}", folder.display()),
            Self::NotOurs(file) => {
                format!("no backup today: the file there is not of this computer; left alone: {}", file.display())
            }
            Self::Failed(why) => {
                let (what, now) = why.said(Lang::En);
                format!("no backup today: {what}; {now}")
            }
            Self::Unrecorded(why) => {
                format!("that today's backup is made could not be recorded ({why}); it is made all the same")
            }
            Self::Overdue(Some(days)) => format!("No backup for {days} days: plug the stick in, leaving backs up"),
            Self::Overdue(None) => "No backup yet: plug the stick in, leaving backs up".to_owned(),
        }
    }
}
