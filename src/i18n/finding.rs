//! What an examination of the data found: named, explained, and what to do about it.

use std::path::PathBuf;

use super::Lang;
use crate::domain::moment::Moment;
use crate::domain::oddity::Oddity;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Bytes that were cut off the end of the journal, and where they are kept.
    TornTail {
        bytes: u64,
        kept: PathBuf,
    },
    Journal(JournalFinding),
    /// Events that follow from nothing, or that do not open.
    Links {
        broken: u64,
        unreadable: u64,
    },
    /// So many events are missing.
    Missing(usize),
    /// The database knew more than the journal.
    Behind,
    /// It was built anew on opening; why, in words for a log, and where the old one lies.
    Rebuilt {
        why: String,
        aside: PathBuf,
    },
    /// What the database said.
    Database(String),
    /// Rows of the database that are not as the journal says.
    Rows {
        tree: String,
        missing: u64,
        extra: u64,
        different: u64,
    },
    /// One copy of the key was damaged and was written anew from the other.
    KeyHealed,
    DeskAside(PathBuf),
    /// The clock cannot be right.
    Clock(Oddity),
    /// So many MB are left.
    DiskLow {
        free: u64,
        reserve: u64,
    },
    /// Left behind by a program that was ended; whether it is still there.
    Leftover {
        stays: bool,
    },
}

/// What is wrong with a part of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalFinding {
    Header,
    Misplaced,
    FileMissing,
    Unreadable,
    NoTrailer,
    Frame,
    Order,
    Mark,
}

impl Finding {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TornTail { .. } => "torn_tail",
            Self::Journal(what) => what.code(),
            Self::Links { .. } => "broken_links",
            Self::Missing(_) => "events_missing",
            Self::Behind => "database_ahead",
            Self::Rebuilt { .. } => "database_rebuilt",
            Self::Database(_) => "database_unreadable",
            Self::Rows { .. } => "database_differs",
            Self::KeyHealed => "key_copy_healed",
            Self::DeskAside(_) => "desk_set_aside",
            Self::Clock(Oddity::BeforeProgram(_)) => "clock_before_program",
            Self::Clock(Oddity::BeforeLast(_)) => "clock_before_last",
            Self::DiskLow { .. } => "disk_nearly_full",
            Self::Leftover { .. } => "leftover",
        }
    }

    /// Whether something is damaged now, and not only was or may be.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::Journal(_)
                | Self::Links { .. }
                | Self::Missing(_)
                | Self::Behind
                | Self::Database(_)
                | Self::Rows { .. }
        )
    }

    /// Whether a repair that ends sound has mended it. What is still missing then stays missing.
    pub fn is_mendable(&self) -> bool {
        self.is_damage() && !matches!(self, Self::Missing(_))
    }

    /// What it is, and what to do.
    pub fn said(&self, lang: Lang) -> [String; 2] {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> [String; 2] {
        const REPAIR: &str = "运行 doctor --repair：能找回的都找回，旧的放在 quarantine，不会删除";
        let (what, now) = match self {
            Self::TornTail { bytes, kept } => (
                format!(
                    "最后一次写入只写了一半（断电或被强行结束），{bytes} 字节移到 {}；那一次通常没有显示过“已保存”",
                    kept.display()
                ),
                "不用做什么；那一次的内容请重记",
            ),
            Self::Journal(what) => return what.said(Lang::Zh),
            Self::Links { broken, unreadable } => {
                (format!("{broken} 条记录与前一条接不上，{unreadable} 条打不开：文件被改过或损坏"), REPAIR)
            }
            Self::Missing(count) => (
                format!("{count} 条记录在日志里找不到了，下面逐条列出"),
                "按每条后面写的去找回：修复、恢复备份，或从同事、纸上补记",
            ),
            Self::Behind => ("数据库比日志新：日志被截短或换成了旧的".to_owned(), REPAIR),
            Self::Rebuilt { why, aside } => (
                format!("数据库打不开（{why}），已按日志重建；旧的在 {}", aside.display()),
                "不用做什么；确认数据都在以后，旧的可以删",
            ),
            Self::Database(fault) => (format!("数据库读不到底：{fault}"), REPAIR),
            Self::Rows { tree, missing, extra, different } => {
                (format!("数据库的 {tree} 与日志不一致：缺 {missing} 行，多 {extra} 行，{different} 行不同"), REPAIR)
            }
            Self::KeyHealed => {
                ("密钥文件两份中坏了一份，已用好的一份补上".to_owned(), "磁盘可能有坏道：今天就备份到别的盘")
            }
            Self::DeskAside(aside) => {
                (format!("草稿和待补的文件坏了，已移到 {}；已保存的不受影响", aside.display()), "没保存的字请重写")
            }
            Self::Clock(Oddity::BeforeProgram(made)) => (
                format!("电脑的时钟比程序出厂（{}）还早", made.to_the_minute()),
                "把系统日期调对：时钟不对，时限就都不对",
            ),
            Self::Clock(Oddity::BeforeLast(last)) => (
                format!("电脑的时钟比最后一次记录（{}）还早", last.to_the_minute()),
                "把系统日期调对：时钟不对，时限就都不对",
            ),
            Self::DiskLow { free, reserve } => {
                (format!("磁盘只剩 {free} MB；少于 {reserve} MB 就不能再保存"), "清出空间，或把数据移到别的盘")
            }
            Self::Leftover { stays: true } => {
                ("上次被强行结束时留下的半个文件，不算数据".to_owned(), "不用管：下次写同一个文件会盖掉")
            }
            Self::Leftover { stays: false } => ("上次被强行结束时留下的，打开时已收拾好".to_owned(), "不用做什么"),
        };
        [what, now.to_owned()]
    }

    fn en(&self) -> [String; 2] {
        const REPAIR: &str =
            "run doctor --repair: it brings back what can be had and keeps the old in quarantine; nothing is deleted";
        let (what, now) = match self {
            Self::TornTail { bytes, kept } => (
                format!(
                    "the last writing was cut off half way (power cut or kill): {bytes} bytes are kept in {}; it was not said to be saved, unless the disk broke it later",
                    kept.display()
                ),
                "nothing to do; write that entry down again",
            ),
            Self::Journal(what) => return what.said(Lang::En),
            Self::Links { broken, unreadable } => (
                format!(
                    "{broken} events do not follow from the one before and {unreadable} do not open: files were changed or damaged"
                ),
                REPAIR,
            ),
            Self::Missing(count) => (
                format!("{count} events are in no whole part of the journal; they are named below"),
                "bring each back as is said behind it: by repair, from a backup, else from a colleague or from paper",
            ),
            Self::Behind => {
                ("the database is newer than the journal, which was cut or replaced by an older one".to_owned(), REPAIR)
            }
            Self::Rebuilt { why, aside } => (
                format!(
                    "the database did not open ({why}) and was built anew from the journal; the old one is in {}",
                    aside.display()
                ),
                "nothing to do; the old one may go once all is seen to be there",
            ),
            Self::Database(fault) => (format!("the database cannot be read to its end: {fault}"), REPAIR),
            Self::Rows { tree, missing, extra, different } => (
                format!(
                    "{tree} of the database is not what the journal says: {missing} rows missing, {extra} extra, {different} different"
                ),
                REPAIR,
            ),
            Self::KeyHealed => (
                "one of the two copies of the key was damaged and was written anew from the other".to_owned(),
                "the disk may be failing: back up to another one today",
            ),
            Self::DeskAside(aside) => (
                format!(
                    "drafts and parked doors were damaged and lie in {}; what was saved is untouched",
                    aside.display()
                ),
                "write again what was not saved",
            ),
            Self::Clock(Oddity::BeforeProgram(made)) => (
                format!("the clock shows a day before this program was made ({})", made.to_the_minute()),
                "set the system's date: with a wrong clock every deadline is wrong",
            ),
            Self::Clock(Oddity::BeforeLast(last)) => (
                format!("the clock shows a moment before the last entry ({})", last.to_the_minute()),
                "set the system's date: with a wrong clock every deadline is wrong",
            ),
            Self::DiskLow { free, reserve } => (
                format!("only {free} MB are free on the disk; below {reserve} MB nothing can be saved"),
                "make room, or move the data to another disk",
            ),
            Self::Leftover { stays: true } => (
                "half a file, left by a program that was ended; it is no data".to_owned(),
                "nothing to do: the next writing of that file goes over it",
            ),
            Self::Leftover { stays: false } => {
                ("left by a program that was ended, and tidied up on opening".to_owned(), "nothing to do")
            }
        };
        [what, now.to_owned()]
    }
}

impl JournalFinding {
    fn code(self) -> &'static str {
        match self {
            Self::Header => "journal_header",
            Self::Misplaced => "journal_file_misplaced",
            Self::FileMissing => "journal_file_missing",
            Self::Unreadable => "journal_file_unreadable",
            Self::NoTrailer => "journal_end_missing",
            Self::Frame => "journal_frame",
            Self::Order => "journal_order",
            Self::Mark => "journal_act_incomplete",
        }
    }

    fn said(self, lang: Lang) -> [String; 2] {
        let both = match self {
            Self::Header => ["日志文件的开头坏了", "the head of a journal file is damaged"],
            Self::Misplaced => [
                "日志文件换了位置，或是别的电脑的",
                "a journal file stands in another's place, or is another computer's",
            ],
            Self::FileMissing => ["中间少了一个日志文件", "a journal file in the middle is gone"],
            Self::Unreadable => ["磁盘读不出这个日志文件", "the disk does not give this journal file"],
            Self::NoTrailer => ["日志文件的结尾丢了", "the end of a journal file is lost"],
            Self::Frame => ["这一段的内容坏了，读不出", "what stands here is damaged and does not read"],
            Self::Order => [
                "这一段是好的，但不接前一段：中间有缺、有多，或换了顺序",
                "this part is whole but does not follow from the one before: something is missing, added or exchanged",
            ],
            Self::Mark => ["一次大的写入不完整", "the parts of a large writing do not fit together"],
        };
        let now = [
            "运行 doctor --repair：从数据库补回，旧的放在 quarantine，不会删除",
            "run doctor --repair: it is filled in from the database; the old lies in quarantine, nothing is deleted",
        ];
        [both[lang as usize].to_owned(), now[lang as usize].to_owned()]
    }
}

/// What is odd about the clock, for the status line of the screens.
pub fn clock(oddity: Oddity, lang: Lang) -> String {
    match (oddity, lang) {
        (Oddity::BeforeProgram(made), Lang::Zh) => {
            format!("电脑日期不对：比程序出厂（{}）还早，时限会算错；请调对系统日期", day(made))
        }
        (Oddity::BeforeProgram(made), Lang::En) => {
            format!("The date is wrong: before {}; deadlines will be wrong, set it right", day(made))
        }
        (Oddity::BeforeLast(last), Lang::Zh) => {
            format!("电脑日期不对：比上次记录（{}）还早，时限会算错；请调对", day(last))
        }
        (Oddity::BeforeLast(last), Lang::En) => {
            format!("The clock is behind the last entry ({}); deadlines will be wrong", day(last))
        }
    }
}

fn day(at: Moment) -> String {
    at.date().to_string()
}
