//! What is said of pages for paper that the screens write into files.

use std::path::PathBuf;

use super::Lang;

/// A sentence about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperSaid {
    /// It lies there now.
    Written(PathBuf),
    /// A walk list of so many doors lies there now.
    WalkWritten(usize, PathBuf),
    /// What the system says.
    NotWritten(PathBuf, String),
    /// A file of that name is there.
    InTheWay(PathBuf),
    /// The name of the file says no form.
    NoForm,
    /// That it is taken out could not be recorded, and why; so it was not written.
    NotRecorded(String),
    /// There is no door that a walk list could hold.
    NoDoors,
}

impl PaperSaid {
    /// Whether it tells of something that did not work.
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Written(_) | Self::WalkWritten(..))
    }

    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Written(file) => {
                lang.pick(format!("已写到 {}", file.display()), format!("written to {}", file.display()))
            }
            Self::WalkWritten(doors, file) => lang.pick(
                format!("走访单 {doors} 户，已写到 {}", file.display()),
                format!("Walk list of {doors} doors written to {}", file.display()),
            ),
            Self::NotWritten(file, why) => lang
                .pick(format!("没有写成 {}：{why}", file.display()), format!("not written, {}: {why}", file.display())),
            Self::InTheWay(file) => lang.pick(
                // What to do stands before the path, which may be longer than the row.
                format!("没有写成，换个文件名：已有 {}", file.display()),
                format!("not written, choose another name: {} is there", file.display()),
            ),
            Self::NoForm => lang
                .pick("文件名以 .html（A4 打印）或 .txt 结尾", "let the name end in .html (prints on A4) or .txt")
                .to_owned(),
            Self::NotRecorded(why) => lang.pick(
                format!("没有写成：这次导出记不下来（{why}）"),
                format!("not written: that it is taken out could not be recorded ({why})"),
            ),
            Self::NoDoors => lang.pick("这里没有住户可印", "no households to print here").to_owned(),
        }
    }
}
