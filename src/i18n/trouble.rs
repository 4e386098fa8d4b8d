//! What stands in the way of a command, apart from refusals: said in both languages, with what to do now.

use std::path::PathBuf;

use super::erasing::EraseTrouble;
use super::key::KeyTrouble;
use super::locked::Locked;
use super::naming::NameTrouble;
use super::report::PageTrouble;
use super::saved::Saving;
use super::{Lang, conflict, disclosed};

/// Something that keeps a command from being done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No data lies there yet.
    NoData(PathBuf),
    /// The process, where it is known.
    InUse(Option<u32>),
    /// The key file.
    Key(KeyTrouble),
    /// A passphrase is in the way, or is not there.
    Lock(Locked),
    /// A backup.
    Saving(Saving),
    /// What is damaged, in words of the store.
    Damaged(String),
    /// Damage was found; where doctor says more.
    Unsound,
    Newer,
    /// The data folder cannot be opened; what the system says.
    NotOpened(PathBuf, String),
    /// What the system says; nothing was recorded.
    NotSaved(String),
    /// That something is to be shown in full could not be recorded, and nothing was shown; what the system says.
    NotDisclosed(String),
    /// It is recorded, but the database could not take it in.
    SavedNotShown(String),
    NoHome,
    /// What was given as an id is none.
    NotAnId(String),
    NotAMoment(String),
    /// `--at` lies after now.
    AtLater,
    /// A name or a code that is not the name of one thing.
    Naming(NameTrouble),
    NotALimit(String),
    /// The filter's faulty tokens, each with its reason.
    BadFilter(Vec<String>),
    /// A file of the person's; what the system says.
    File(PathBuf, String),
    /// Faulty lines of a column map: line and reason.
    BadMap(PathBuf, Vec<(usize, String)>),
    /// What has no household needs a cell.
    WhichCell,
    /// Which of so many conflicts is resolved, or on what, is not said.
    WhichConflict(usize),
    /// The line has problems; how many.
    NotUnderstood(usize),
    /// A file could not be read as a roster.
    NotARoster(String),
    /// No household of the files names a known cell or village; the villages they name.
    NothingPlaced(Vec<String>),
    /// Erasing by law.
    Erasing(EraseTrouble),
    /// A page for paper.
    Page(PageTrouble),
    /// The screen cannot be shown here; what the system says.
    NoTerminal(String),
}

impl Trouble {
    /// The word for programs, in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoData(_) => "no_data",
            Self::InUse(_) => "in_use",
            Self::Key(key) => key.code(),
            Self::Naming(naming) => naming.code(),
            Self::Lock(locked) => locked.code(),
            Self::Saving(saving) => saving.code(),
            Self::Damaged(_) | Self::Unsound => "damaged",
            Self::Newer => "newer",
            Self::NotOpened(..) => "not_opened",
            Self::NotSaved(_) => "not_saved",
            Self::NotDisclosed(_) => "not_disclosed",
            Self::SavedNotShown(_) => "saved_not_shown",
            Self::NoHome => "no_home",
            Self::NotAnId(_) => "not_an_id",
            Self::NotAMoment(_) => "not_a_moment",
            Self::AtLater => "at_later_than_now",
            Self::NotALimit(_) => "not_a_limit",
            Self::BadFilter(_) => "bad_filter",
            Self::File(..) => "file",
            Self::BadMap(..) => "bad_map",
            Self::WhichCell => "which_cell",
            Self::WhichConflict(_) => "which_conflict",
            Self::NotUnderstood(_) => "not_understood",
            Self::NotARoster(_) => "not_a_roster",
            Self::NothingPlaced(_) => "nothing_placed",
            Self::Erasing(erasing) => erasing.code(),
            Self::Page(page) => page.code(),
            Self::NoTerminal(_) => "no_terminal",
        }
    }

    /// What went wrong and what to do now; without a full stop at the end of either.
    pub fn said(&self, lang: Lang) -> (String, Option<String>) {
        let bare = |(message, hint): (String, &str)| (message, hint.to_owned());
        let (message, hint) = match (self, lang) {
            (Self::Lock(locked), _) => bare(locked.said(lang)),
            (Self::Saving(saving), _) => bare(saving.said(lang)),
            (Self::Key(key), _) => bare(key.said(lang)),
            (Self::Page(page), _) => bare(page.said(lang)),
            (Self::Erasing(erasing), _) => erasing.said(lang),
            (Self::Naming(naming), _) => naming.said(lang),
            (Self::NotDisclosed(why), _) => disclosed::not_recorded(why, lang),
            (_, Lang::Zh) => self.zh(),
            (_, Lang::En) => self.en(),
        };
        (message, Some(hint).filter(|hint| !hint.is_empty()))
    }

    fn zh(&self) -> (String, String) {
        let (message, hint) = match self {
            Self::NoData(path) => (
                format!("{} 里还没有数据", path.display()),
                "先写入：cells add、household add 或 import；想先看看：chuanmen demo",
            ),
            Self::InUse(pid) => {
                let who = pid.map_or_else(String::new, |pid| format!("（进程 {pid}）"));
                (format!("数据正被另一个程序打开{who}"), "先退出那个程序，再试一次")
            }
            Self::Damaged(what) => (format!("数据有损坏：{what}"), "运行 doctor --full；不要删除任何文件"),
            Self::Unsound => ("检查发现损坏".to_owned(), "不要删除任何文件；先把整个数据目录复制一份"),
            Self::Newer => ("数据是更新版本的程序写的".to_owned(), "更新程序"),
            Self::NotOpened(path, why) => {
                (format!("打不开 {}：{why}", path.display()), "核对 --data，看看有没有权限和空间")
            }
            Self::NotSaved(why) => (format!("没有保存：{why}"), "看看磁盘空间和权限，再试一次"),
            Self::SavedNotShown(why) => (format!("已经保存，但没能整理进数据库：{why}"), "再打开一次就会补上"),
            // Said above, each from a page of its own.
            Self::Lock(_)
            | Self::Key(_)
            | Self::Naming(_)
            | Self::Saving(_)
            | Self::Page(_)
            | Self::Erasing(_)
            | Self::NotDisclosed(_) => (String::new(), ""),
            Self::NoHome => ("找不到用户目录".to_owned(), "用 --data 写明数据目录"),
            Self::NotAnId(text) => (format!("“{text}”不是编号"), "编号是一个字母加 12 位字符，list 和 search 会列出"),
            Self::NotAMoment(text) => (format!("“{text}”不是时间"), "写成 2026-11-21T09:00 或 2026-11-21"),
            Self::AtLater => ("--at 晚于现在".to_owned(), "--at 是说话的时候，不能在以后"),
            Self::NotALimit(text) => (format!("“{text}”不是期限"), "写成 7（工作日）、7d、4h、12-05、明天、周三"),
            Self::BadFilter(faults) => (format!("筛选看不懂：{}", faults.join("；")), "写法见 list --help"),
            Self::File(path, why) => (format!("{}：{why}", path.display()), "核对文件名和权限"),
            Self::BadMap(path, faults) => {
                (listed(path, faults, |line, why| format!("第 {line} 行 {why}")), "写法：\"列名\" = \"field\"")
            }
            Self::WhichConflict(count) => conflict::which(*count, Lang::Zh),
            Self::WhichCell => ("没写户名，也没写在哪个网格".to_owned(), "用 --cell 写明网格，如 --cell 003"),
            Self::NotUnderstood(count) => (format!("没有保存：有 {count} 处要改"), "照上面的提示改好，再试一次"),
            Self::NotARoster(file) => (format!("没有读出 {file}"), "照上面的提示改好；什么都没有导入"),
            Self::NothingPlaced(villages) if villages.is_empty() => {
                ("这些户没有写明网格或村，不知道放在哪里".to_owned(), "用 --cell 写明网格，如 --cell 150826102207-003")
            }
            Self::NothingPlaced(villages) => {
                return (
                    format!("还不认识这些村：{}", villages.join("、")),
                    format!("用 --cell 写明网格，或先添加：areas add 代码 {}", villages[0]),
                );
            }
            Self::NoTerminal(why) => (format!("这里显示不了界面：{why}"), "在终端里运行，或用子命令：--help"),
        };
        (message, hint.to_owned())
    }

    fn en(&self) -> (String, String) {
        let (message, hint) = match self {
            Self::NoData(path) => (
                format!("there is no data in {} yet", path.display()),
                "write something first: cells add, household add or import; or look around in: chuanmen demo",
            ),
            Self::InUse(pid) => {
                let who = pid.map_or_else(String::new, |pid| format!(" (process {pid})"));
                (format!("the data is open in another process{who}"), "leave that one and try again")
            }
            Self::Damaged(what) => (format!("data is damaged: {what}"), "run doctor --full; delete nothing"),
            Self::Unsound => ("damage was found".to_owned(), "delete nothing; copy the whole data folder first"),
            Self::Newer => ("the data was written by a newer version".to_owned(), "update the program"),
            Self::NotOpened(path, why) => {
                (format!("{} cannot be opened: {why}", path.display()), "check --data, permissions and free space")
            }
            Self::NotSaved(why) => {
                (format!("nothing was saved: {why}"), "check free space and permissions, then try again")
            }
            Self::SavedNotShown(why) => {
                (format!("it is saved, but the database could not take it in: {why}"), "opening again will catch up")
            }
            // Said above, each from a page of its own.
            Self::Lock(_)
            | Self::Key(_)
            | Self::Naming(_)
            | Self::Saving(_)
            | Self::Page(_)
            | Self::Erasing(_)
            | Self::NotDisclosed(_) => (String::new(), ""),
            Self::NoHome => ("there is no home folder".to_owned(), "name the data folder with --data"),
            Self::NotAnId(text) => {
                (format!("{text:?} is not an id"), "an id is a letter and 12 characters; list and search print them")
            }
            Self::NotAMoment(text) => (format!("{text:?} is not a moment"), "write 2026-11-21T09:00 or 2026-11-21"),
            Self::AtLater => {
                ("--at is later than now".to_owned(), "--at says when it was said, which cannot be still to come")
            }
            Self::NotALimit(text) => {
                (format!("{text:?} is not a time limit"), "write 7 (working days), 7d, 4h, 12-05, tomorrow, fri")
            }
            Self::BadFilter(faults) => {
                (format!("the filter is not understood: {}", faults.join("; ")), "see list --help")
            }
            Self::File(path, why) => (format!("{}: {why}", path.display()), "check its name and permissions"),
            Self::BadMap(path, faults) => {
                (listed(path, faults, |line, why| format!("line {line} {why}")), "its form is: \"header\" = \"field\"")
            }
            Self::WhichConflict(count) => conflict::which(*count, Lang::En),
            Self::WhichCell => {
                ("neither a household nor a cell is named".to_owned(), "say where it is, as in --cell 003")
            }
            Self::NotUnderstood(1) => {
                ("nothing was saved: one thing is to be mended".to_owned(), "mend it and try again")
            }
            Self::NotUnderstood(count) => {
                (format!("nothing was saved: {count} things are to be mended"), "mend them and try again")
            }
            Self::NotARoster(file) => (format!("{file} could not be read"), "mend it as told above; nothing was taken"),
            Self::NothingPlaced(villages) if villages.is_empty() => (
                "these households name neither a cell nor a village".to_owned(),
                "say where they go, as in --cell 150826102207-003",
            ),
            Self::NothingPlaced(villages) => {
                return (
                    format!("these villages are not known yet: {}", villages.join(", ")),
                    format!("say where they go with --cell, or add the village: areas add CODE {}", villages[0]),
                );
            }
            Self::NoTerminal(why) => {
                (format!("the screen cannot be shown here: {why}"), "run it in a terminal, or see the commands: --help")
            }
        };
        (message, hint.to_owned())
    }
}

fn listed(path: &std::path::Path, faults: &[(usize, String)], line: impl Fn(usize, &str) -> String) -> String {
    let lines = faults.iter().map(|(at, why)| line(*at, why));
    std::iter::once(format!("{}:", path.display())).chain(lines).collect::<Vec<_>>().join("\n  ")
}
