//! What can be picked: the words that ledgers use.

use chrono::{Datelike, Months};

use super::field::Choice;
use crate::domain::household::{HomeParticular, Particular};
use crate::domain::moment::Date;
use crate::i18n::Lang;
use crate::i18n::relation::Relation;
use crate::tui::homes::LifeAct;

/// Relations to the head that are met most (GB/T 4761).
const RELATIONS: [&str; 21] = [
    "配偶",
    "子",
    "女",
    "儿媳",
    "女婿",
    "父亲",
    "母亲",
    "孙子",
    "孙女",
    "外孙",
    "外孙女",
    "公公",
    "婆婆",
    "岳父",
    "岳母",
    "祖父",
    "祖母",
    "兄弟",
    "姐妹",
    "其他亲属",
    "非亲属",
];

/// GB/T 3304, the most numerous first.
const ETHNICITIES: [&str; 56] = [
    "汉族",
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "高山族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "怒族",
    "乌孜别克族",
    "俄罗斯族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "塔塔尔族",
    "独龙族",
    "鄂伦春族",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
];

const TAGS: [[&str; 2]; 19] = [
    ["低保", "allowance"],
    ["特困", "extreme hardship"],
    ["脱贫", "lifted out of poverty"],
    ["监测", "monitored"],
    ["脱贫不稳定户", "unstable after poverty"],
    ["边缘易致贫户", "on the edge of poverty"],
    ["突发严重困难户", "sudden hardship"],
    ["残疾", "disabled"],
    ["重病", "seriously ill"],
    ["慢性病", "chronically ill"],
    ["独居老人", "old and alone"],
    ["高龄老人", "very old"],
    ["留守老人", "old, left behind"],
    ["留守儿童", "child left behind"],
    ["留守妇女", "woman left behind"],
    ["孤儿", "orphan"],
    ["辍学风险", "may drop out"],
    ["退役军人", "veteran"],
    ["党员", "party member"],
];

fn said(words: &[[&str; 2]]) -> Vec<Choice> {
    words.iter().map(|[zh, en]| Choice::said(zh, [zh, &format!("{zh}  {en}")])).collect()
}

/// Relations to a head, and the head itself where somebody may be it.
pub fn relations(with_head: bool) -> Vec<Choice> {
    let head = with_head.then_some(crate::domain::household::HEAD);
    let choice = |word: &str| {
        let said = |lang| Relation::of(word).map_or(word, |relation| relation.word(lang));
        Choice::said(word, [word, &format!("{word}  {}", said(Lang::En))])
    };
    head.into_iter().chain(RELATIONS).map(choice).collect()
}

pub fn ethnicities() -> Vec<Choice> {
    ETHNICITIES.map(Choice::word).into()
}

pub fn sexes() -> Vec<Choice> {
    said(&[["男", "male"], ["女", "female"]])
}

/// The tags that rules speak of, and others that are in use already.
pub fn tags(in_use: &[String]) -> Vec<Choice> {
    let others = in_use.iter().filter(|tag| TAGS.iter().all(|[known, _]| known != tag));
    said(&TAGS).into_iter().chain(others.map(|tag| Choice::word(tag))).collect()
}

/// What a sheet about people's lives is called.
pub fn life(act: LifeAct) -> [&'static str; 2] {
    match act {
        LifeAct::Died => ["去世", "A death"],
        LifeAct::MovedOut => ["家人搬走", "Somebody moves away"],
        LifeAct::Back => ["回来了", "Somebody is back"],
        LifeAct::Born => ["出生", "A birth"],
        LifeAct::Arrived => ["搬来一位", "Somebody moves in"],
        LifeAct::AllAway => ["全家搬走", "All move away"],
        LifeAct::AllBack => ["全家搬回", "All are back"],
    }
}

/// What is picked for numbers in full on a page.
pub const IN_FULL: &str = "完整";

/// How numbers stand on a page.
pub fn numbers() -> Vec<Choice> {
    vec![
        Choice::said("隐去中间", ["隐去中间", "middle hidden"]),
        Choice::said(IN_FULL, ["完整（留下记录）", "in full (recorded)"]),
    ]
}

/// What stands on a walk list.
pub fn walk() -> Vec<Choice> {
    vec![
        Choice::said("当面用", ["当面用：不印类别和说别人的话", "for the door: no tags, no accusations"]),
        Choice::said(IN_FULL, ["全印（留下记录）", "in full (recorded)"]),
    ]
}

/// Grounds of an erasure.
pub fn grounds() -> Vec<Choice> {
    said(&[
        ["本人申请", "asked for by the person"],
        ["家属申请", "asked for by the family"],
        ["超过保存期限", "kept long enough"],
        ["登记有误", "entered by mistake"],
    ])
}

/// Why a promise is let go.
pub fn let_go() -> Vec<Choice> {
    said(&[
        ["人家说不用了", "no longer wanted"],
        ["办不到，已说明", "cannot be done, and said so"],
        ["别人办了", "done by somebody else"],
        ["政策不允许，已说明", "not allowed, and said so"],
    ])
}

/// The one word that says an erasure is meant.
pub fn erase_word() -> Vec<Choice> {
    vec![Choice::said("删除", ["删除", "删除  erase"])]
}

/// Why somebody leaves a household. A death or a move has a sheet of its own, which is gone to: more follows from it.
pub fn leavings() -> Vec<Choice> {
    let mut all = said(&[
        ["出嫁", "married away"],
        ["参军", "joined the army"],
        ["上学迁户", "registered at school"],
        ["登记有误", "entered by mistake"],
        ["去世", "died"],
        ["搬走", "moved away"],
    ]);
    for choice in all.iter_mut().filter(|choice| life_told_by(&choice.value).is_some()) {
        choice.note = ["另有一张表，要问日子和要跟着办的".to_owned(), "has a sheet of its own".to_owned()];
    }
    all
}

/// The act of its own that a reason for leaving tells.
pub fn life_told_by(why: &str) -> Option<LifeAct> {
    let why = why.to_lowercase();
    let tells = |words: &[&str]| words.iter().any(|word| why.contains(word));
    if tells(&["去世", "死亡", "病故", "过世", "died", "death"]) {
        return Some(LifeAct::Died);
    }
    tells(&["搬走", "搬到", "迁出", "迁走", "moved"]).then_some(LifeAct::MovedOut)
}

/// Last days that are asked for most.
pub fn last_days(today: Date) -> Vec<Choice> {
    let year_end = |year| Date::from_ymd_opt(year, 12, 31);
    let days = [
        (year_end(today.year()), ["今年底", "end of this year"]),
        (today.checked_add_months(Months::new(6)), ["半年后", "in half a year"]),
        (today.checked_add_months(Months::new(12)), ["一年后", "in a year"]),
        (year_end(today.year() + 1), ["明年底", "end of next year"]),
    ];
    let choice = |(day, [zh, en]): (Option<Date>, [&str; 2])| {
        let day = day?.to_string();
        Some(Choice::said(&day, [&format!("{day}  {zh}"), &format!("{day}  {en}")]))
    };
    days.into_iter().filter_map(choice).collect()
}

pub fn yes() -> Vec<Choice> {
    said(&[["留下", "stays"], ["带走", "goes along"]])
}

/// The words under a name of a person.
pub fn of_person(name: Particular) -> Vec<Choice> {
    let words: &[[&str; 2]] = match name {
        Particular::Schooling => &[
            ["文盲或半文盲", "cannot read"],
            ["学龄前", "before school"],
            ["小学", "primary school"],
            ["初中", "middle school"],
            ["高中", "high school"],
            ["中专", "vocational school"],
            ["大专", "college"],
            ["本科", "university"],
            ["研究生", "graduate school"],
        ],
        Particular::Marital => &[["未婚", "single"], ["已婚", "married"], ["丧偶", "widowed"], ["离婚", "divorced"]],
        Particular::Politics => &[
            ["群众", "none"],
            ["中共党员", "party member"],
            ["中共预备党员", "probationary member"],
            ["共青团员", "youth league"],
            ["民主党派", "another party"],
            ["无党派人士", "without party"],
        ],
        Particular::Health => &[
            ["健康", "well"],
            ["一般", "fair"],
            ["慢性病", "chronically ill"],
            ["大病", "seriously ill"],
            ["残疾", "disabled"],
        ],
        Particular::Whereabouts => &[
            ["在家", "at home"],
            ["外出务工", "away for work"],
            ["在外上学", "away at school"],
            ["随子女居住", "with the children"],
            ["长期外出", "away for long"],
            ["参军", "in the army"],
        ],
        Particular::Occupation => &[
            ["务农", "farmer"],
            ["放牧", "herder"],
            ["务工", "worker"],
            ["经商", "trader"],
            ["学生", "pupil, student"],
            ["退休", "retired"],
            ["无业", "none"],
        ],
        Particular::MedicalInsurance => {
            &[["城乡居民医保", "residents'"], ["职工医保", "employees'"], ["未参保", "none"]]
        }
        Particular::Pension => &[
            ["城乡居民养老", "residents'"],
            ["职工养老", "employees'"],
            ["领取养老金", "draws a pension"],
            ["未参保", "none"],
        ],
        Particular::FormerName | Particular::Workplace | Particular::RegisteredAt => &[],
    };
    said(words)
}

/// The words under a name of a household.
pub fn of_home(name: HomeParticular) -> Vec<Choice> {
    let words: &[[&str; 2]] = match name {
        HomeParticular::Housing => &[
            ["砖房", "brick house"],
            ["土房", "earth house"],
            ["楼房", "flat"],
            ["租房", "rented"],
            ["借住", "lent"],
            ["危房", "unsafe"],
        ],
        HomeParticular::Number
        | HomeParticular::Income
        | HomeParticular::Remark
        | HomeParticular::Cadre
        | HomeParticular::Model => &[],
    };
    said(words)
}
