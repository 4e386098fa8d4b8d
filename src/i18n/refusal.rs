//! Why a request was refused, said once for the command line and the screens.

use super::term::{Term, day_and_month};
use super::{Lang, areas, erasing, home};
use crate::domain::id::RecordKind;
use crate::domain::matter::verb::Need;
use crate::domain::matter::{Kind, State, VerbName};
use crate::domain::moment::Moment;
use crate::domain::policy::{PolicyFault, PolicyWhy, Wanted};
use crate::domain::refusal::{PromiseRefusal, Refusal};
use crate::domain::scope::Extent;
use crate::domain::workdays::{RowExpected, RowFault};

/// What went wrong and, where something can be done about it, what; without a full stop at the end of either.
pub fn refusal(lang: Lang, refusal: &Refusal) -> (String, Option<String>) {
    match lang {
        Lang::Zh => zh(refusal),
        Lang::En => en(refusal),
    }
}

fn bare(message: impl Into<String>) -> (String, Option<String>) {
    (message.into(), None)
}

fn hinted(message: impl Into<String>, hint: impl Into<String>) -> (String, Option<String>) {
    (message.into(), Some(hint.into()))
}

fn of_conflict(refusal: &Refusal, lang: Lang) -> (String, Option<String>) {
    let [message, hint] = super::conflict::refusal(refusal, lang);
    hinted(message, hint)
}

fn of_promise(refusal: PromiseRefusal, lang: Lang) -> (String, Option<String>) {
    let [message, hint] = super::promise::refusal(refusal, lang);
    hinted(message, hint)
}

fn zh(refusal: &Refusal) -> (String, Option<String>) {
    match refusal {
        Refusal::NotFound(id) => hinted(format!("找不到 {id}"), "核对编号，或用 list、search 查找"),
        Refusal::UnknownCell(cell) => {
            hinted(format!("还没有网格 {cell}"), format!("先添加：cells add {cell} --name 名称"))
        }
        Refusal::WrongExtent { given, needed } => {
            hinted(format!("{given} 不是{}的代码", extent_zh(*needed)), form(*needed))
        }
        Refusal::EmptyName => bare("名字是空的"),
        Refusal::EmptyText => bare("没有写内容"),
        Refusal::UnknownCategory(word) => {
            hinted(format!("没有类别“{word}”"), "换一个政策里的类别，或者不写，由文字推断")
        }
        Refusal::Lacks { verb, need } => {
            hinted(format!("“{}”还缺：{}", verb.word(Lang::Zh), need.word(Lang::Zh)), need_hint(*need, Lang::Zh))
        }
        Refusal::NoAnswer => hinted("当场答复要写下答复", "把答复写在 ! 后面"),
        Refusal::DoesNotFit { verb, kind, state, fitting } => does_not_fit_zh(*verb, *kind, *state, fitting),
        Refusal::NotLater { due } => {
            hinted("新的期限不晚于现在的期限", format!("现在的期限是 {}", moment(*due, Lang::Zh)))
        }
        Refusal::AlreadyExtended => hinted("已经延过一次，不能再延", "办结，或者上报"),
        Refusal::Expired { due } => {
            hinted(format!("期限已过（{}），不能再延期或暂停", moment(*due, Lang::Zh)), "办结，或者上报说明")
        }
        Refusal::FixedDate => bare("这件事没有可以暂停的期限：日期是人定的，或者没有期限"),
        Refusal::AlreadyPaused => bare("已经暂停计时"),
        Refusal::NotPaused => bare("没有暂停计时"),
        Refusal::LevelNotAbove => hinted("只能往上一级上报", "选比现在更高的一级"),
        Refusal::JoinsItself => bare("不能并入自己"),
        Refusal::LeadIsVoice { lead } => {
            let lead = lead.show(RecordKind::Matter);
            hinted("要并入的那件自己也并入了另一件", format!("并入 {lead}"))
        }
        Refusal::HasVoices => hinted("有别的事项并入了这一件，它不能再并入别的", "反过来并入，或先把它们拆出"),
        Refusal::NotJoinable => hinted("这两件不能并在一起", "同类、在办的才能并；微心愿只在同一户内合并"),
        Refusal::NotJoined => bare("没有并入别的事项"),
        Refusal::LeadNotDone { lead } => {
            bare(format!("并入的那件 {} 还没有办结，不能回访", lead.show(RecordKind::Matter)))
        }
        Refusal::BeforeIt { began } => {
            hinted(format!("这件事 {} 才有，早不过那天", began.date()), "改成那天或以后，或先结束补录")
        }
        Refusal::SameCell => bare("这一户已经在这个网格里"),
        Refusal::Home(refusal) => home::refusal(Lang::Zh, refusal),
        Refusal::NoSuchConflict | Refusal::CannotTake => of_conflict(refusal, Lang::Zh),
        Refusal::Promise(refusal) => of_promise(*refusal, Lang::Zh),
        Refusal::Area(refusal) => areas::refusal(Lang::Zh, refusal),
        Refusal::Erase(refusal) => erasing::refusal(Lang::Zh, refusal),
        Refusal::BadPolicy(faults) => {
            hinted(faulty("政策文件", faults.iter().map(policy_fault_zh)), "改好后再载入；什么都没有改动")
        }
        Refusal::BadWorkdays(faults) => {
            hinted(faulty("工作日表", faults.iter().map(row_fault_zh)), "改好后再载入；什么都没有改动")
        }
        Refusal::NothingToUndo => bare("没有可以撤销的"),
        Refusal::Disclosed => hinted("这是查看、导出的记录，撤不了", "看过就是看过；list disclosures 列出全部"),
        Refusal::NothingToRedo => bare("没有可以恢复的"),
        Refusal::DependedOn(acts) => {
            hinted("后来的记录以这一次为前提，撤不了", format!("先撤销：{}", shown_acts(acts)))
        }
        Refusal::Unreadable(fault) => hinted(format!("有数据读不出来：{fault}"), "运行 doctor --full 检查"),
    }
}

fn en(refusal: &Refusal) -> (String, Option<String>) {
    match refusal {
        Refusal::NotFound(id) => {
            hinted(format!("{id} is not known here"), "check the id, or look it up with list or search")
        }
        Refusal::UnknownCell(cell) => {
            hinted(format!("there is no grid cell {cell} yet"), format!("add it first: cells add {cell} --name NAME"))
        }
        Refusal::WrongExtent { given, needed } => {
            hinted(format!("{given} is not the code of a {}", extent_en(*needed)), form(*needed))
        }
        Refusal::EmptyName => bare("the name is empty"),
        Refusal::EmptyText => bare("nothing was written down"),
        Refusal::UnknownCategory(word) => hinted(
            format!("there is no category {word:?}"),
            "take one of the policy's, or leave it out and let the words tell",
        ),
        Refusal::Lacks { verb, need } => {
            hinted(format!("{} needs: {}", verb.word(Lang::En), need.word(Lang::En)), need_hint(*need, Lang::En))
        }
        Refusal::NoAnswer => hinted("an answer on the spot needs the answer", "write it after the !"),
        Refusal::DoesNotFit { verb, kind, state, fitting } => does_not_fit_en(*verb, *kind, *state, fitting),
        Refusal::NotLater { due } => hinted(
            "the new date is not later than the present one",
            format!("it is due {} now", moment(*due, Lang::En)),
        ),
        Refusal::AlreadyExtended => {
            hinted("it was extended once; it cannot be extended again", "finish it, or send it up")
        }
        Refusal::Expired { due } => hinted(
            format!("it was due {}; what is late cannot be extended or paused", moment(*due, Lang::En)),
            "finish it, or send it up and say why",
        ),
        Refusal::FixedDate => bare("it has no deadline that can be paused: a person fixed the date, or there is none"),
        Refusal::AlreadyPaused => bare("it is paused already"),
        Refusal::NotPaused => bare("it is not paused"),
        Refusal::LevelNotAbove => {
            hinted("it can only be sent up to a higher level", "name a level above the present one")
        }
        Refusal::JoinsItself => bare("a matter cannot be joined to itself"),
        Refusal::LeadIsVoice { lead } => {
            let lead = lead.show(RecordKind::Matter);
            hinted("that one is itself joined to another", format!("join it to {lead}"))
        }
        Refusal::HasVoices => hinted(
            "others are joined to this one, so it cannot join another",
            "join the other to this one, or unjoin them first",
        ),
        Refusal::NotJoinable => hinted(
            "these two cannot be joined",
            "only open matters of one kind can be, and wishes only within one household",
        ),
        Refusal::NotJoined => bare("it is not joined to another"),
        Refusal::LeadNotDone { lead } => bare(format!(
            "its lead {} is not done yet, so there is nothing to call back about",
            lead.show(RecordKind::Matter)
        )),
        Refusal::BeforeIt { began } => {
            hinted(format!("this began on {}", began.date()), "give that day or a later one, or end typing from paper")
        }
        Refusal::SameCell => bare("the household lies in that cell already"),
        Refusal::Home(refusal) => home::refusal(Lang::En, refusal),
        Refusal::NoSuchConflict | Refusal::CannotTake => of_conflict(refusal, Lang::En),
        Refusal::Promise(refusal) => of_promise(*refusal, Lang::En),
        Refusal::Area(refusal) => areas::refusal(Lang::En, refusal),
        Refusal::Erase(refusal) => erasing::refusal(Lang::En, refusal),
        Refusal::BadPolicy(faults) => hinted(
            faulty("the policy", faults.iter().map(policy_fault_en)),
            "mend it and load it again; nothing was changed",
        ),
        Refusal::BadWorkdays(faults) => hinted(
            faulty("the table of workdays", faults.iter().map(row_fault_en)),
            "mend it and load it again; nothing was changed",
        ),
        Refusal::NothingToUndo => bare("there is nothing to undo"),
        Refusal::Disclosed => hinted(
            "this records that something was shown in full, and stays",
            "what was seen was seen; list disclosures lists them all",
        ),
        Refusal::NothingToRedo => bare("there is nothing to redo"),
        Refusal::DependedOn(acts) => {
            hinted("later acts stand on this one, so it stays", format!("undo these first: {}", shown_acts(acts)))
        }
        Refusal::Unreadable(fault) => hinted(format!("some data cannot be read: {fault}"), "run doctor --full"),
    }
}

fn does_not_fit_zh(verb: VerbName, kind: Kind, state: State, fitting: &[VerbName]) -> (String, Option<String>) {
    let (verb, kind, state) = (verb.word(Lang::Zh), kind.word(Lang::Zh), state.word(Lang::Zh));
    let message = format!("{kind}现在是“{state}”，不能“{verb}”");
    if fitting.is_empty() {
        return bare(message);
    }
    let fitting: Vec<String> =
        fitting.iter().map(|verb| format!("{}（{}）", verb.word(Lang::Zh), verb.as_str())).collect();
    hinted(message, format!("现在可以：{}", fitting.join("、")))
}

fn does_not_fit_en(verb: VerbName, kind: Kind, state: State, fitting: &[VerbName]) -> (String, Option<String>) {
    let message = format!("{} does not fit a {kind} that is {:?}", verb.as_str(), state.word(Lang::En));
    if fitting.is_empty() {
        return bare(message);
    }
    let fitting: Vec<&str> = fitting.iter().map(|verb| verb.as_str()).collect();
    hinted(message, format!("what fits: {}", fitting.join(", ")))
}

/// How the missing thing is given, on the command line and in a line.
fn need_hint(need: Need, lang: Lang) -> String {
    let both = match need {
        Need::Text => ["写一句：--text", "say it: --text"],
        Need::Responder => ["写明谁来办：--to", "say who: --to"],
        Need::Due => ["写明期限：--due 7（工作日）、7d、12-05", "say by when: --due 7 (working days), 7d, 12-05"],
        Need::Level => ["写明哪一级：--level village|township|county", "say which: --level village|township|county"],
        Need::Satisfied => ["写明评价：--satisfied yes|partly|no", "say it: --satisfied yes|partly|no"],
        Need::Lead => ["写明并入哪一件：--into 编号", "say which: --into ID"],
    };
    both[lang as usize].to_owned()
}

fn extent_zh(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "全部",
        Extent::County => "县（旗）",
        Extent::Township => "乡镇",
        Extent::Village => "村（社区）",
        Extent::Cell => "网格",
    }
}

fn extent_en(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "whole",
        Extent::County => "county",
        Extent::Township => "township",
        Extent::Village => "village",
        Extent::Cell => "grid cell",
    }
}

/// A code of that extent, as an example.
fn form(extent: Extent) -> String {
    match extent {
        Extent::Whole => "*",
        Extent::County => "150826",
        Extent::Township => "150826102",
        Extent::Village => "150826102207",
        Extent::Cell => "150826102207-003",
    }
    .to_owned()
}

fn moment(moment: Moment, lang: Lang) -> String {
    let (hour, minute) = moment.hour_minute();
    let (day, year) = (day_and_month(moment.date(), lang), moment.date().format("%Y"));
    match lang {
        Lang::Zh => format!("{year}年{day} {hour:02}:{minute:02}"),
        Lang::En => format!("{day} {year} {hour:02}:{minute:02}"),
    }
}

fn shown_acts(acts: &[crate::domain::id::Id]) -> String {
    acts.iter().map(|act| act.show(RecordKind::Act)).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;

    #[test]
    fn a_verb_that_does_not_fit_is_told_with_those_that_do() {
        let fitting = vec![VerbName::Done, VerbName::Extend];
        let why = Refusal::DoesNotFit { verb: VerbName::Confirm, kind: Kind::Demand, state: State::Assigned, fitting };
        for lang in Lang::ALL {
            let (message, hint) = refusal(lang, &why);
            assert!(message.contains(State::Assigned.word(lang)), "{message}");
            assert!(hint.unwrap().contains("extend"), "the word a command takes stands in the hint");
        }
    }

    #[test]
    fn every_need_names_the_option_that_gives_it() {
        for verb in VerbName::ALL {
            for &need in verb.needs() {
                for lang in Lang::ALL {
                    let (message, hint) = refusal(lang, &Refusal::Lacks { verb, need });
                    assert!(message.contains(need.word(lang)) && hint.unwrap().contains("--"), "{message}");
                }
            }
        }
    }

    #[test]
    fn every_fault_of_a_file_is_told_with_its_line() {
        let faults = crate::domain::policy::Policy::from_toml("version = \"x\"").unwrap_err();
        let lines = faults.len();
        for lang in Lang::ALL {
            let (message, _) = refusal(lang, &Refusal::BadPolicy(faults.clone()));
            assert_eq!(message.lines().count(), lines + 1, "{message}");
        }
    }

    #[test]
    fn an_act_that_must_go_first_can_be_copied_from_the_hint() {
        let act = Id::from_u64(77);
        let (_, hint) = refusal(Lang::En, &Refusal::DependedOn(vec![act]));
        assert!(hint.unwrap().ends_with(&act.show(RecordKind::Act)));
    }
}
