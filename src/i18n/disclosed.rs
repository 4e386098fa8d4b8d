//! What was shown in full or written to a file for others: the words for where, what and how many.

use super::Lang;
use super::fact::Names;
use super::term::Term;
use crate::domain::disclosure::{Column, Disclosed, Manner};

impl Term for Manner {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Households => ["列出住户", "list of households"],
            Self::Members => ["列出家人", "list of members"],
            Self::Matters => ["列出事项", "list of matters"],
            Self::Due => ["列出到期", "list of what is due"],
            Self::Record => ["查看一条", "one record"],
            Self::Answer => ["录入后显示", "answer to an entry"],
            Self::Card => ["户卡", "doorstep card"],
            Self::Particulars => ["全户信息", "all details"],
            Self::Today => ["今日", "Today"],
            Self::Backup => ["备份", "backup"],
            Self::Report => ["报表", "report"],
            Self::DailyBackup => ["每日备份", "daily backup"],
        }
    }
}

impl Term for Column {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::IdNumber => ["身份证号", "identity number"],
            Self::Phone => ["电话", "phone"],
            Self::CallerPhone => ["来电号码", "caller's number"],
            Self::Address => ["地址", "address"],
            Self::Tags => ["类别", "tags"],
            Self::Details => ["其他信息", "other details"],
            Self::Accusations => ["反映别人的话", "words about others"],
            Self::History => ["经过", "history"],
            Self::Everything => ["全部", "everything"],
        }
    }
}

/// What a list of disclosures is headed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    All,
    OfHousehold,
    Nobody,
}

impl Term for Heading {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::All => ["谁看过、导出过", "Who was shown or took out what"],
            Self::OfHousehold => ["谁看过这一户隐去的", "Who was shown what is hidden of"],
            Self::Nobody => ["还没有人看过", "Nobody so far"],
        }
    }
}

/// The columns in words.
pub fn columns(columns: &[Column], lang: Lang) -> String {
    let words: Vec<&str> = columns.iter().map(|column| column.word(lang)).collect();
    words.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// The household or what was asked for; empty where the manner says everything.
pub fn subject(disclosed: &Disclosed, names: &dyn Names) -> String {
    let household = disclosed.household.map(|id| names.household(id)).unwrap_or_default();
    let parts = [household, disclosed.what.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One line: where it stood, of whom, which columns, of how many.
pub fn line(disclosed: &Disclosed, names: &dyn Names, lang: Lang) -> String {
    let subject = subject(disclosed, names);
    let (manner, columns) = (disclosed.manner.word(lang), columns(&disclosed.columns, lang));
    let count = count(disclosed.count, lang);
    let shown = if lang == Lang::Zh { format!("{columns} {count}") } else { format!("{columns} ({count})") };
    let parts = [manner, subject.as_str(), shown.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// That it could not be recorded, so that nothing is shown; and what to do.
pub fn not_recorded(why: &str, lang: Lang) -> (String, String) {
    let (message, hint) = match lang {
        Lang::Zh => {
            (format!("没有显示全号：这次查看记不下来（{why}）"), "不加 --reveal 可以看隐去的；检查剩余空间和权限")
        }
        Lang::En => (
            format!("nothing is shown in full: that it is could not be recorded ({why})"),
            "without --reveal it is shown masked; check free space and permissions",
        ),
    };
    (message, hint.to_owned())
}

/// Rows that had any of it.
pub fn count(count: u64, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Zh, _) => format!("{count} 条"),
        (Lang::En, 1) => "1 row".to_owned(),
        (Lang::En, _) => format!("{count} rows"),
    }
}
