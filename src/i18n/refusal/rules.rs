//! What is wrong with a policy or a table of workdays, line by line.

use crate::domain::policy::{PolicyFault, PolicyWhy, Wanted};
use crate::domain::workdays::{RowExpected, RowFault};
use crate::i18n::Lang;

/// The faults of a policy, each on a line of its own.
pub fn policy(lang: Lang, faults: &[PolicyFault]) -> String {
    let told = match lang {
        Lang::Zh => policy_fault_zh,
        Lang::En => policy_fault_en,
    };
    faulty(lang.pick("政策文件", "the policy"), faults.iter().map(told))
}

/// The faults of a table of workdays, each on a line of its own.
pub fn workdays(lang: Lang, faults: &[RowFault]) -> String {
    let told = match lang {
        Lang::Zh => row_fault_zh,
        Lang::En => row_fault_en,
    };
    faulty(lang.pick("工作日表", "the table of workdays"), faults.iter().map(told))
}

/// Every fault on a line of its own below what has them.
fn faulty(what: &str, faults: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = faults.map(|fault| format!("\n  {fault}")).collect();
    format!("{what}:{}", lines.concat())
}

fn policy_fault_zh(fault: &PolicyFault) -> String {
    let why = match &fault.why {
        PolicyWhy::NotToml(words) => format!("不是 TOML：{words}"),
        PolicyWhy::Missing => "缺这一项".to_owned(),
        PolicyWhy::Unknown(known) => format!("没有这一项；可以写：{}", known.join("、")),
        PolicyWhy::Wants(wanted) => format!("应为{}", wanted_zh(*wanted)),
        PolicyWhy::Twice => "重复了".to_owned(),
    };
    format!("第 {} 行 {} {why}", fault.line, fault.place)
}

fn policy_fault_en(fault: &PolicyFault) -> String {
    let why = match &fault.why {
        PolicyWhy::NotToml(words) => format!("this is no TOML: {words}"),
        PolicyWhy::Missing => "is missing".to_owned(),
        PolicyWhy::Unknown(known) => format!("is not known; these are: {}", known.join(", ")),
        PolicyWhy::Wants(wanted) => format!("should be {}", wanted_en(*wanted)),
        PolicyWhy::Twice => "was given before".to_owned(),
    };
    format!("line {} {} {why}", fault.line, fault.place)
}

fn wanted_zh(wanted: Wanted) -> String {
    match wanted {
        Wanted::Text => "不空的文字".to_owned(),
        Wanted::Texts => "一列不空的文字".to_owned(),
        Wanted::Date => "日期，如 \"2026-01-01\"".to_owned(),
        Wanted::Number(most) => format!("0 到 {most} 的整数"),
        Wanted::Allowance => "时限，如 \"7 working days\"、\"7 days\"、\"24 hours\"".to_owned(),
        Wanted::Within => "期限，如 \"1 month\"、\"10 days\"".to_owned(),
        Wanted::YesNo => "true 或 false".to_owned(),
        Wanted::Word(words) => format!("其中之一：{}", words.join("、")),
        Wanted::Table => "一张表".to_owned(),
        Wanted::Tables => "一列表".to_owned(),
    }
}

fn wanted_en(wanted: Wanted) -> String {
    match wanted {
        Wanted::Text => "text that is not empty".to_owned(),
        Wanted::Texts => "a list of texts, none of them empty".to_owned(),
        Wanted::Date => "a date such as \"2026-01-01\"".to_owned(),
        Wanted::Number(most) => format!("a whole number from 0 to {most}"),
        Wanted::Allowance => "a time such as \"7 working days\", \"7 days\" or \"24 hours\"".to_owned(),
        Wanted::Within => "a limit such as \"1 month\" or \"10 days\"".to_owned(),
        Wanted::YesNo => "true or false".to_owned(),
        Wanted::Word(words) => format!("one of {}", words.join(", ")),
        Wanted::Table => "a table".to_owned(),
        Wanted::Tables => "a list of tables".to_owned(),
    }
}

fn row_fault_zh(fault: &RowFault) -> String {
    let expected = match fault.expected {
        RowExpected::ThreeColumns => "三列：日期、类别、名称，用制表符隔开",
        RowExpected::Date => "1900–2199 年的日期，写成 2026-01-01",
        RowExpected::Kind => "holiday 或 makeup",
        RowExpected::Name => "节日的名称",
        RowExpected::WeekendToMakeUp => "周六或周日：只有休息日才能补班",
        RowExpected::NewDate => "前面没有出现过的日期",
        RowExpected::AnyRow => "表头下面至少一行",
    };
    format!("第 {} 行“{}”：应为{expected}", fault.row, fault.found)
}

fn row_fault_en(fault: &RowFault) -> String {
    let expected = match fault.expected {
        RowExpected::ThreeColumns => "three columns (date, kind, name) separated by tabs",
        RowExpected::Date => "a date of the years 1900–2199 such as 2026-01-01",
        RowExpected::Kind => "holiday or makeup",
        RowExpected::Name => "the name of the holiday",
        RowExpected::WeekendToMakeUp => "a Saturday or Sunday: only those are worked to make up",
        RowExpected::NewDate => "a date that no earlier row names",
        RowExpected::AnyRow => "at least one row below the header",
    };
    format!("line {} {:?}: should be {expected}", fault.row, fault.found)
}
