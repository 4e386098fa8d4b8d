//! What the operating system refuses, in words that say what to do.

use std::io::{self, ErrorKind};

use super::Lang;

/// Why something could not be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// There is no room left.
    Full,
    /// There is less room than is kept free, both in MB.
    Kept {
        free: u64,
        reserve: u64,
    },
    ReadOnly,
    /// The person of the process may not.
    Rights,
    /// The disk answers with an error of its own.
    Failing,
    /// The database has not taken in what was saved before.
    Behind,
    /// The disk did not keep what was to be kept.
    Distrusted,
    /// Whether the new passphrase or code holds, or the old one.
    Unsure,
}

impl Denial {
    /// What an answer of the operating system comes to; `None` for those that have no sentence of their own.
    pub fn of(fault: &io::Error) -> Option<Self> {
        /// EIO: there is no kind for it.
        const INPUT_OUTPUT: i32 = 5;
        match fault.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(Self::Full),
            ErrorKind::ReadOnlyFilesystem => Some(Self::ReadOnly),
            ErrorKind::PermissionDenied => Some(Self::Rights),
            _ if cfg!(unix) && fault.raw_os_error() == Some(INPUT_OUTPUT) => Some(Self::Failing),
            _ => None,
        }
    }

    pub fn text(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Full, Lang::Zh) => "磁盘满了，清出一些空间".to_owned(),
            (Self::Full, Lang::En) => "the disk is full; make room on it".to_owned(),
            (Self::Kept { free, reserve }, Lang::Zh) => {
                format!("磁盘只剩 {free} MB，要留出 {reserve} MB；清出一些空间")
            }
            (Self::Kept { free, reserve }, Lang::En) => {
                format!("only {free} MB are free on the disk and {reserve} MB are kept free; make room on it")
            }
            (Self::ReadOnly, Lang::Zh) => "这块盘是只读的；把整个数据目录复制到能写的盘上，用 --data 打开".to_owned(),
            (Self::ReadOnly, Lang::En) => {
                "the disk is read-only; copy the whole data folder to one that is not and open it with --data"
                    .to_owned()
            }
            (Self::Rights, Lang::Zh) => "没有读写的权限".to_owned(),
            (Self::Rights, Lang::En) => "you have no right to read or write there".to_owned(),
            (Self::Behind, Lang::Zh) => "前面存下的还没整理进数据库；请退出再打开".to_owned(),
            (Self::Behind, Lang::En) => {
                "what was saved before is not in the database yet; leave and open again".to_owned()
            }
            (Self::Distrusted, Lang::Zh) => "磁盘没留住写下的，先不再写；请退出再打开".to_owned(),
            (Self::Distrusted, Lang::En) => {
                "the disk did not keep what was written; nothing more is until you leave and open again".to_owned()
            }
            (Self::Unsure, Lang::Zh) => "磁盘出错，新的旧的哪个管用说不准；两个都留着，再打开时都试试".to_owned(),
            (Self::Unsure, Lang::En) => {
                "the disk failed, and either the new one or the old one opens the data; keep both and try both"
                    .to_owned()
            }
            (Self::Failing, Lang::Zh) => "磁盘读写出错，可能要坏了，先备份到别的盘".to_owned(),
            (Self::Failing, Lang::En) => "the disk fails to read or write; back up to another one".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_number_of_the_system_is_said() {
        let denial = |number| Denial::of(&io::Error::from_raw_os_error(number));
        if cfg!(unix) {
            assert_eq!(
                [28, 30, 13, 5, 2].map(denial),
                [Some(Denial::Full), Some(Denial::ReadOnly), Some(Denial::Rights), Some(Denial::Failing), None]
            );
        }
    }
}
