//! The words of households: what is kept of them, and why something may not be recorded.

use super::term::Term;
use super::{Lang, Told};
use crate::domain::household::{HomeParticular, Particular};
use crate::domain::id::RecordKind;
use crate::domain::person_id::IdFault;
use crate::domain::refusal::HomeRefusal;

impl Term for Particular {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::FormerName => ["曾用名", "former name"],
            Self::Schooling => ["文化程度", "schooling"],
            Self::Marital => ["婚姻状况", "marital state"],
            Self::Politics => ["政治面貌", "political status"],
            Self::Health => ["健康状况", "health"],
            Self::Whereabouts => ["人在哪里", "whereabouts"],
            Self::Occupation => ["职业", "occupation"],
            Self::Workplace => ["单位学校", "employer, school"],
            Self::RegisteredAt => ["户籍地", "registered at"],
            Self::MedicalInsurance => ["医疗保险", "health insurance"],
            Self::Pension => ["养老保险", "pension"],
        }
    }
}

impl Term for HomeParticular {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Number => ["户号", "household number"],
            Self::Housing => ["住房", "housing"],
            Self::Income => ["家庭年收入", "yearly income"],
            Self::Remark => ["备注", "remark"],
            Self::Cadre => ["包户干部", "household cadre"],
            Self::Model => ["党员示范户", "model household"],
        }
    }
}

/// Why something may not be recorded of a household, and what to do now.
pub fn refusal(lang: Lang, refusal: &HomeRefusal) -> Told {
    match refusal {
        HomeRefusal::EmptyDoor => {
            lang.told(["门牌是空的", "the door is empty"], ["写上门牌，如 3组12号", "write the door, as in 3组12号"])
        }
        HomeRefusal::BadNumber(fault) => lang.told(
            [
                format!("身份证号{}", number_fault(*fault, Lang::Zh)),
                format!("identity number: {}", number_fault(*fault, Lang::En)),
            ],
            [
                "看着证件再打一遍；一时拿不准就空着，写在备注里",
                "type it again from the card; if in doubt leave it empty and put it in the remark",
            ],
        ),
        HomeRefusal::EndsBeforeItBegins => lang
            .told(["结束的日子早于开始的日子", "it would end before it begins"], ["核对这两个日子", "check both days"]),
        HomeRefusal::NoSuchTag(name) => lang.told(
            [format!("这一户没有类别“{name}”"), format!("this household has no tag {name:?}")],
            ["看有哪些类别：show 编号", "show ID lists those it has"],
        ),
        HomeRefusal::Merged { into } => {
            let into = into.show(RecordKind::Household);
            lang.told(
                ["这一户已并入别的户", "this household was merged into another"],
                [
                    format!("记到 {into}；要分开就撤销那次并户"),
                    format!("record it at {into}; undo the merge to part them"),
                ],
            )
        }
    }
}

/// What is wrong with an identity number, said behind its name.
pub fn number_fault(fault: IdFault, lang: Lang) -> String {
    let fixed = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    match fault {
        IdFault::Empty => fixed("是空的", "it is empty"),
        IdFault::Masked => fixed("有星号，要完整的号码", "some digits are stars"),
        IdFault::PrecisionLost => fixed("后几位被表格弄丢了", "a spreadsheet lost the last digits"),
        IdFault::Length(n) => lang.pick(format!("有 {n} 位，应是 18 位"), format!("{n} characters instead of 18")),
        IdFault::Character(c) => lang.pick(format!("不能有“{c}”"), format!("{c:?} cannot stand in it")),
        IdFault::Birth => fixed("第 7–14 位不是日期", "characters 7–14 are no date"),
        IdFault::Checksum(c) => lang.pick(
            format!("校验不对：按前 17 位，末位应是 {c}"),
            format!("check digit: after these 17 it ought to be {c}"),
        ),
    }
}

/// The word for programs of a refusal.
pub fn refusal_code(refusal: &HomeRefusal) -> &'static str {
    match refusal {
        HomeRefusal::EmptyDoor => "empty_door",
        HomeRefusal::BadNumber(_) => "bad_number",
        HomeRefusal::EndsBeforeItBegins => "ends_before_it_begins",
        HomeRefusal::NoSuchTag(_) => "no_such_tag",
        HomeRefusal::Merged { .. } => "merged",
    }
}

/// A word of the page with everything that is known of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeWord {
    Members,
    AddMember,
    Gone,
    Tags,
    AddTag,
    History,
    MergedInto,
    Absorbed,
    SplitFrom,
    IdNumber,
    Birth,
    Ethnicity,
    Phone,
    Address,
    Remark,
    /// Lines that are only shown when somebody asks to see them.
    Hidden,
    /// A tag that asks, face to face.
    TagAsks,
    /// How a tag that asks is renewed or ended.
    RenewOrEnd,
    Ended,
    Ends,
}

impl Term for HomeWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Members => ["家人", "Members"],
            Self::AddMember => ["+ 添家人", "+ add a member"],
            Self::Gone => ["去世和搬走的家人", "Members who died or moved away"],
            Self::Tags => ["人群类别", "Tags"],
            Self::AddTag => ["+ 加类别", "+ add a tag"],
            Self::History => ["经过", "What happened"],
            Self::MergedInto => ["已并入", "merged into"],
            Self::Absorbed => ["并进来的", "merged in"],
            Self::SplitFrom => ["分户自", "split off from"],
            Self::IdNumber => ["身份证", "identity number"],
            Self::Birth => ["出生", "birth"],
            Self::Ethnicity => ["民族", "ethnicity"],
            Self::Phone => ["电话", "phone"],
            Self::Address => ["地址", "address"],
            Self::Remark => ["备注", "remark"],
            Self::Hidden => {
                ["当面：其余已隐去 ({reveal:F6} 显示)", "Face to face the rest is hidden ({reveal:F6} shows it)"]
            }
            Self::TagAsks => ["有类别快到期 ({reveal:F6} 显示)", "a tag is about to end ({reveal:F6} shows it)"],
            Self::RenewOrEnd => {
                ["{renew-tag:+} 续一年  {end-tag:-} 到期为止", "{renew-tag:+} renews it, {end-tag:-} lets it end"]
            }
            Self::Ended => ["已定到期为止", "will end"],
            Self::Ends => ["到期", "ends"],
        }
    }
}
