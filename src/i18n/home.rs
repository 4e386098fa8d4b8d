//! The words of households: what is kept of them, and why something may not be recorded.

use super::Lang;
use super::term::Term;
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

/// What went wrong and, where something can be done about it, what; without a full stop at the end of either.
pub fn refusal(lang: Lang, refusal: &HomeRefusal) -> (String, Option<String>) {
    let say = |[zh, en]: [&str; 2]| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let bare = |both| (say(both), None);
    let hinted = |what, hint| (say(what), Some(say(hint)));
    match refusal {
        HomeRefusal::EmptyDoor => bare(["门牌是空的", "the door is empty"]),
        HomeRefusal::BadNumber(fault) => (
            match lang {
                Lang::Zh => format!("身份证号{}", number_fault(*fault, lang)),
                Lang::En => format!("identity number: {}", number_fault(*fault, lang)),
            },
            Some(say([
                "看着证件再打一遍；一时拿不准就空着，写在备注里",
                "type it again from the card; if in doubt leave it empty and put it in the remark",
            ])),
        ),
        HomeRefusal::EndsBeforeItBegins => bare(["结束的日子早于开始的日子", "it would end before it begins"]),
        HomeRefusal::NoSuchTag(name) => match lang {
            Lang::Zh => (format!("这一户没有类别“{name}”"), None),
            Lang::En => (format!("this household has no tag {name:?}"), None),
        },
        HomeRefusal::Merged { into } => {
            let into = into.show(RecordKind::Household);
            match lang {
                Lang::Zh => ("这一户已并入别的户".to_owned(), Some(format!("记到 {into}；要分开就撤销那次并户"))),
                Lang::En => (
                    "this household was merged into another".to_owned(),
                    Some(format!("record it at {into}; undo the merge to part them")),
                ),
            }
        }
        HomeRefusal::MergesItself => bare(["不能并入自己", "a household cannot be merged into itself"]),
        HomeRefusal::HeadLeaves(name) => {
            let what = match lang {
                Lang::Zh => format!("{name}是户主，还有别人在户"),
                Lang::En => format!("{name} is the head and others stay"),
            };
            (what, Some(say(["先做户主变更", "make somebody else the head first"])))
        }
        HomeRefusal::NoPart => hinted(
            ["要分出去的是一部分人：不能没有人，也不能是全家", "some go and some stay: not nobody, not everybody"],
            ["全家搬走用迁移网格", "a whole family moves with its household"],
        ),
        HomeRefusal::OneHead => hinted(
            ["分出去的人里要有一位户主，也只能有一位", "of those who go exactly one is the head"],
            ["把其中一位的关系选成户主", "give one of them the relation 户主 (head)"],
        ),
        HomeRefusal::IsHead(name) => match lang {
            Lang::Zh => (format!("{name}本来就是户主"), None),
            Lang::En => (format!("{name} is the head already"), None),
        },
        HomeRefusal::OldHeadIs(name) => match lang {
            Lang::Zh => (format!("还缺{name}与新户主的关系"), None),
            Lang::En => (format!("what {name} is to the new head is not said"), None),
        },
        HomeRefusal::NeedsHead(name) => match lang {
            Lang::Zh => (
                format!("{name}是户主，还有别人在户"),
                Some("说清谁接着当户主：表里选“新户主”，命令行用 --head".to_owned()),
            ),
            Lang::En => (
                format!("{name} is the head and others stay"),
                Some("say who is the head from now on: the field \"new head\", or --head".to_owned()),
            ),
        },
        HomeRefusal::NotYet(day) => match lang {
            Lang::Zh => (format!("{day} 还没到"), Some("写已经到了的日子".to_owned())),
            Lang::En => (format!("{day} lies ahead"), Some("give the day it happened".to_owned())),
        },
        HomeRefusal::IsGone(name) => match lang {
            Lang::Zh => (format!("{name}早已记为去世或搬走"), Some("记错了就先“回来”，或撤销那一次".to_owned())),
            Lang::En => (
                format!("{name} died or moved away before"),
                Some("if that was wrong, bring them back first, or undo it".to_owned()),
            ),
        },
        HomeRefusal::NotGone(name) => match lang {
            Lang::Zh => (format!("{name}就在户里"), None),
            Lang::En => (format!("{name} lives there"), None),
        },
        HomeRefusal::IsAway => bare(["这一户早已搬走", "this household moved away before"]),
        HomeRefusal::NotAway => bare(["这一户没有搬走", "this household did not move away"]),
        HomeRefusal::NoSuchErrand(id) => match lang {
            Lang::Zh => (format!("办理规则里没有“{id}”"), None),
            Lang::En => (format!("the policy knows no {id:?}"), None),
        },
        HomeRefusal::NoSuchConsequence(key) => match lang {
            Lang::Zh => (format!("没有“{key}”这一项后果"), Some("--dry-run 会列出各项的编号".to_owned())),
            Lang::En => (format!("nothing of the key {key:?} follows"), Some("--dry-run lists the keys".to_owned())),
        },
        HomeRefusal::AreApart => bare(["早已记过：不是同一个", "it was recorded before that they are two"]),
        HomeRefusal::NotTwo => hinted(
            ["要两个人，或者两户", "two people are wanted, or two households"],
            ["看一遍查重列表里的编号", "see the ids in the list of duplicates"],
        ),
    }
}

/// What is wrong with an identity number, said behind its name.
pub fn number_fault(fault: IdFault, lang: Lang) -> String {
    let both = match fault {
        IdFault::Empty => ["是空的".to_owned(), "it is empty".to_owned()],
        IdFault::Masked => ["有星号，要完整的号码".to_owned(), "some digits are stars".to_owned()],
        IdFault::PrecisionLost => ["后几位被表格弄丢了".to_owned(), "a spreadsheet lost the last digits".to_owned()],
        IdFault::Length(n) => [format!("有 {n} 位，应是 18 位"), format!("{n} characters instead of 18")],
        IdFault::Character(c) => [format!("里不能有“{c}”"), format!("{c:?} cannot stand in it")],
        IdFault::Birth => ["第 7–14 位不是日期".to_owned(), "characters 7–14 are no date".to_owned()],
        IdFault::Checksum(c) => {
            [format!("校验不对：按前 17 位，末位应是 {c}"), format!("check digit: after these 17 it ought to be {c}")]
        }
    };
    let [zh, en] = both;
    if lang == Lang::Zh { zh } else { en }
}

/// The word for programs of a refusal.
pub fn refusal_code(refusal: &HomeRefusal) -> &'static str {
    match refusal {
        HomeRefusal::EmptyDoor => "empty_door",
        HomeRefusal::BadNumber(_) => "bad_number",
        HomeRefusal::EndsBeforeItBegins => "ends_before_it_begins",
        HomeRefusal::NoSuchTag(_) => "no_such_tag",
        HomeRefusal::Merged { .. } => "merged",
        HomeRefusal::MergesItself => "merges_itself",
        HomeRefusal::HeadLeaves(_) => "head_leaves",
        HomeRefusal::NoPart => "no_part",
        HomeRefusal::OneHead => "one_head",
        HomeRefusal::IsHead(_) => "is_head",
        HomeRefusal::OldHeadIs(_) => "old_head_is",
        HomeRefusal::NeedsHead(_) => "needs_head",
        HomeRefusal::NotYet(_) => "not_yet",
        HomeRefusal::IsGone(_) => "is_gone",
        HomeRefusal::NotGone(_) => "not_gone",
        HomeRefusal::IsAway => "is_away",
        HomeRefusal::NotAway => "not_away",
        HomeRefusal::NoSuchErrand(_) => "no_such_errand",
        HomeRefusal::NoSuchConsequence(_) => "no_such_consequence",
        HomeRefusal::AreApart => "are_apart",
        HomeRefusal::NotTwo => "not_two",
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
            Self::Gone => ["不在了的家人", "Members who are gone"],
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
            Self::Hidden => ["当面：其余已隐去 (F6 显示)", "Face to face the rest is hidden (F6 shows it)"],
            Self::TagAsks => ["有类别快到期 (F6 显示)", "a tag is about to end (F6 shows it)"],
            Self::RenewOrEnd => ["+ 续一年  - 到期为止", "+ renews it, - lets it end"],
            Self::Ended => ["已定到期为止", "will end"],
            Self::Ends => ["到期", "ends"],
        }
    }
}
