//! Words about the tree of areas: what may not be done in it, and what is handed over in it.

use super::term::Term;
use super::{Lang, Told};
use crate::domain::handover::{OnDesk, Share};
use crate::domain::refusal::AreaRefusal;
use crate::domain::scope::{Extent, Scope};

/// Why something may not be recorded of an area, and what to do now.
pub fn refusal(lang: Lang, refusal: &AreaRefusal) -> Told {
    match lang {
        Lang::Zh => zh(refusal),
        Lang::En => en(refusal),
    }
}

/// The word for programs of a refusal.
pub fn refusal_code(refusal: &AreaRefusal) -> &'static str {
    match refusal {
        AreaRefusal::Unknown(_) => "unknown_area",
        AreaRefusal::Retired(_) => "retired",
        AreaRefusal::NotEmpty { .. } => "not_empty",
        AreaRefusal::MergesItself => "merges_itself",
        AreaRefusal::SamePerson(_) => "same_person",
        AreaRefusal::NothingInHand { .. } => "nothing_in_hand",
        AreaRefusal::Headless(_) => "headless",
    }
}

fn zh(refusal: &AreaRefusal) -> Told {
    match refusal {
        AreaRefusal::Unknown(scope) => {
            (format!("还没有 {scope}"), format!("先添加：areas add {scope} 名称，网格用 cells add"))
        }
        AreaRefusal::Retired(cell) => {
            (format!("网格 {cell} 已停用"), format!("换一个网格，或重新启用：cells add {cell}"))
        }
        AreaRefusal::NotEmpty { scope, areas, households, matters } => {
            let parts = [
                (*areas > 0).then(|| format!("{areas} 个下级")),
                (*households > 0).then(|| format!("{households} 户")),
                (*matters > 0).then(|| format!("{matters} 件在办事项")),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let hint = if *areas > 0 {
                "先停用下级"
            } else {
                "先并入别的网格，或把住户迁走、事项办结"
            };
            (format!("{scope} 里还有 {}，不能停用", parts.join("、")), hint.to_owned())
        }
        AreaRefusal::MergesItself => ("不能并入自己".to_owned(), "选另一个网格".to_owned()),
        AreaRefusal::SamePerson(name) => (format!("交的人和接的人都是{name}"), "写接手的人".to_owned()),
        AreaRefusal::NothingInHand { person, cell } => {
            (format!("{person}在 {cell} 没有可交的"), "核对姓名：list people 列出谁管什么".to_owned())
        }
        AreaRefusal::Headless(cell) => {
            (format!("{cell} 没有网格长，不知道由谁交"), "写明交的人：--from 姓名".to_owned())
        }
    }
}

fn en(refusal: &AreaRefusal) -> Told {
    match refusal {
        AreaRefusal::Unknown(scope) => {
            (format!("there is no {scope} yet"), format!("add it first: areas add {scope} NAME, a cell with cells add"))
        }
        AreaRefusal::Retired(cell) => {
            (format!("grid cell {cell} is out of use"), format!("take another, or bring it back: cells add {cell}"))
        }
        AreaRefusal::NotEmpty { scope, areas, households, matters } => {
            let parts = [
                (*areas > 0).then(|| format!("{areas} areas or cells")),
                (*households > 0).then(|| format!("{households} households")),
                (*matters > 0).then(|| format!("{matters} open matters")),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let hint = if *areas > 0 {
                "retire what lies in it first"
            } else {
                "merge it into another cell, or move the households and end the matters"
            };
            (format!("{scope} still holds {}", parts.join(", ")), hint.to_owned())
        }
        AreaRefusal::MergesItself => ("a cell cannot be merged into itself".to_owned(), "take another".to_owned()),
        AreaRefusal::SamePerson(name) => {
            (format!("{name} would hand over to themselves"), "name who takes over".to_owned())
        }
        AreaRefusal::NothingInHand { person, cell } => (
            format!("{person} has nothing to hand over in {cell}"),
            "check the name: list people says who has what".into(),
        ),
        AreaRefusal::Headless(cell) => {
            (format!("nobody heads grid cell {cell}"), "say who hands it over: --from NAME".to_owned())
        }
    }
}

/// That what a person had in hand in a matter is another's now.
pub fn handed_over(lang: Lang, from: &str, to: &str, promises_only: bool) -> String {
    match (lang, promises_only) {
        (Lang::Zh, false) => format!("交接 {from} → {to}"),
        (Lang::Zh, true) => format!("答应的事交接 {from} → {to}"),
        (Lang::En, false) => format!("handed over {from} → {to}"),
        (Lang::En, true) => format!("promises handed over {from} → {to}"),
    }
}

impl Term for Extent {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Whole => ["全部", "everything"],
            Self::County => ["县（旗）", "county"],
            Self::Township => ["乡镇", "township"],
            Self::Village => ["村（社区）", "village"],
            Self::Cell => ["网格", "cell"],
        }
    }
}

/// A cell's own label with the word for a cell where it is only a number.
pub fn cell_name(label: &str, lang: Lang) -> String {
    if label.chars().any(|c| !c.is_ascii_alphanumeric()) {
        return label.to_owned();
    }
    let word = Extent::Cell.word(lang);
    lang.pick(format!("{label}{word}"), format!("{word} {label}"))
}

/// How much is handed over of a cell, or of an area.
pub fn share_in(scope: Scope, share: &Share, lang: Lang) -> String {
    match share {
        Share::Cell if !scope.is_cell() => lang.pick("这里面他手里的全部", "all that is theirs in it").to_owned(),
        share => self::share(lang, share),
    }
}

/// How much is handed over.
pub fn share(lang: Lang, share: &Share) -> String {
    match (lang, share) {
        (Lang::Zh, Share::Cell) => "整个网格".to_owned(),
        (Lang::Zh, Share::Promises) => "只交答应的事".to_owned(),
        (Lang::Zh, Share::Doors(doors)) => format!("选中的 {} 户", doors.len()),
        (Lang::En, Share::Cell) => "the whole cell".to_owned(),
        (Lang::En, Share::Promises) => "promises only".to_owned(),
        (Lang::En, Share::Doors(doors)) => format!("{} marked doors", doors.len()),
    }
}

/// What stands for the code of something new, by how large it is.
pub fn code_of(extent: Extent) -> [&'static str; 2] {
    match extent {
        Extent::Whole | Extent::County => ["县代码（6位）", "county's code"],
        Extent::Township => ["乡镇代码", "township's code"],
        Extent::Village => ["村代码", "village's code"],
        Extent::Cell => ["网格编号", "cell's number"],
    }
}

/// How many other places somebody holds.
pub fn also(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 处"),
        Lang::En => format!("and {count} more"),
    }
}

/// How many areas and cells were found.
pub fn found(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("找到 {count} 处"),
        Lang::En => format!("{count} found"),
    }
}

/// Open matters, in the top row.
pub fn matters_count(lang: Lang, count: i64) -> String {
    match lang {
        Lang::Zh => format!("在办 {count}"),
        Lang::En => format!("{count} open"),
    }
}

/// Households, those visited this year, open and late matters.
pub fn counts(lang: Lang, [households, visited, open, late]: [i64; 4]) -> String {
    match lang {
        Lang::Zh => format!("{households} 户  走访 {visited}  在办 {open}  逾期 {late}"),
        Lang::En => format!("{households} hh  {visited} visited  {open} open  {late} late"),
    }
}

/// What lies on this device and stays there.
pub fn on_desk(lang: Lang, desk: OnDesk) -> String {
    let OnDesk { drafts, parked } = desk;
    match lang {
        Lang::Zh => format!("这台电脑上没保存的：草稿 {drafts}，待补 {parked}；留在这里，请先补完"),
        Lang::En => format!("not saved on this device: {drafts} drafts, {parked} parked doors; they stay here"),
    }
}

/// What an act of handing over came to: places, doors, matters and promises.
pub fn handed(lang: Lang, names: Option<(&str, &str)>, counts: [usize; 4]) -> String {
    let names = names.map_or_else(String::new, |(from, to)| format!(" {from} → {to}"));
    let counts = match lang {
        Lang::Zh => ["岗位", "包户", "事项", "答应的事"],
        Lang::En => ["places", "doors", "matters", "promises"],
    }
    .into_iter()
    .zip(counts);
    let counts = counts.filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(word, count)| format!("{word} {count}")).collect();
    format!("{}{names}  {}", AreaWord::Handover.word(lang), counts.join("  "))
}

/// That so many households went to other cells, and so many cells out of use.
pub fn moved(lang: Lang, households: usize, retired: usize) -> String {
    match (lang, retired) {
        (Lang::Zh, 0) => format!("迁移 {households} 户"),
        (Lang::Zh, _) => format!("并网格，迁 {households} 户"),
        (Lang::En, 0) => format!("moved {households} households"),
        (Lang::En, _) => format!("cell merged, {households} households moved"),
    }
}

/// What is wrong with something typed in the tree of areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaSaid {
    NotACode {
        typed: String,
        extent: Extent,
        parent: Scope,
    },
    Elsewhere {
        child: Scope,
        parent: Scope,
    },
    /// It is there already, and called so.
    Already(Scope, String),
    /// One of two fields is to be filled in.
    OneOfBoth,
    /// The name alone does not tell which one is meant.
    NoCode,
}

impl AreaSaid {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotACode { typed, extent: Extent::Cell, .. } => {
                format!("“{typed}”不是网格编号：写 1 到 12 个字母数字，如 004，不带空格和 -")
            }
            Self::NotACode { typed, extent: Extent::County, .. } => format!("“{typed}”不是县代码：写 6 位数字"),
            Self::NotACode { typed, parent, .. } => {
                format!("“{typed}”不是代码：写接在 {parent} 后面的 3 位数字，或全码")
            }
            Self::Elsewhere { child, parent } => format!("{child} 不在 {parent} 里：换个代码，或到它的上一级去添"),
            Self::Already(scope, name) => format!("已经有 {scope} {name}；要换名字用“改名”"),
            Self::OneOfBoth => "选一个网格，或写新网格的编号，只填一个".to_owned(),
            Self::NoCode => "光看名字定不下来，写上 3 位代码".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::NotACode { typed, extent: Extent::Cell, .. } => {
                format!("{typed:?} is no cell number: 1 to 12 letters or digits, as 004, without blanks and -")
            }
            Self::NotACode { typed, extent: Extent::County, .. } => {
                format!("{typed:?} is no county's code: it has 6 digits")
            }
            Self::NotACode { typed, parent, .. } => {
                format!("{typed:?} is no code: write the 3 digits that follow {parent}, or all of it")
            }
            Self::Elsewhere { child, parent } => {
                format!("{child} does not lie in {parent}: take another code, or add it where it lies")
            }
            Self::Already(scope, name) => format!("there is {scope} {name} already; rename changes its name"),
            Self::OneOfBoth => "choose a cell or write the number of a new one, not both".to_owned(),
            Self::NoCode => "the name alone does not tell which is meant; write its 3 digits".to_owned(),
        }
    }
}

/// A heading, a column or a short sentence about areas and handing over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaWord {
    Handover,
    From,
    To,
    Giver,
    Taker,
    What,
    PrintTo,
    GoesAlong,
    Roles,
    Cells,
    Households,
    Own,
    Matters,
    InHandNow,
    Awaited,
    Promises,
    Claimed,
    LastVisits,
    Tell,
    Due,
    InHand,
    Signed,
    NothingElse,
    // The tree.
    Visited,
    Open,
    Late,
    Answers,
    AnswersFor,
    Ladders,
    Vacant,
    Retired,
    Find,
    FindHow,
    // Its sheets.
    AddBelow,
    Rename,
    People,
    Merge,
    MoveDoors,
    Sheets,
    NotFound,
    Name,
    Into,
    NewCell,
    Provisional,
}

impl Term for AreaWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Handover => ["交接", "Handover"],
            Self::From => ["交", "from"],
            Self::To => ["接", "to"],
            Self::Giver => ["交的人", "hands over"],
            Self::Taker => ["接的人", "takes over"],
            Self::What => ["交哪些", "how much"],
            Self::PrintTo => ["打印页存到", "sheets to"],
            Self::GoesAlong => ["一起交出去的：", "What goes along:"],
            Self::Roles => ["岗位", "places"],
            Self::Cells => ["网格", "cells"],
            Self::Households => ["住户", "households"],
            Self::Own => ["改包户", "doors with a new cadre"],
            Self::Matters => ["在办事项", "open matters"],
            Self::InHandNow => ["手上事项", "matters in hand"],
            Self::Awaited => ["上报待退回", "sent up, may come back"],
            Self::Promises => ["答应过的", "promises"],
            Self::Claimed => ["认领的微心愿", "claimed wishes"],
            Self::LastVisits => ["最近走访", "last visits"],
            Self::Tell => ["怎么跟他说", "what to tell them"],
            Self::Due => ["期限", "due"],
            Self::InHand => ["承办", "in hand of"],
            Self::Signed => [
                "交的人签字：________    接的人签字：________    日期：________",
                "handed over: ________    taken over: ________    date: ________",
            ],
            Self::NothingElse => ["没有", "none"],
            Self::Visited => ["已访", "visited"],
            Self::Open => ["在办", "open"],
            Self::Late => ["逾期", "late"],
            Self::Answers => ["负责人", "in charge"],
            Self::AnswersFor => ["管什么", "Answers for what:"],
            Self::Ladders => [
                "谁负责（{next:Tab} 到这里，{open:Enter} 看他管什么）",
                "Who answers ({next:Tab}; {open:Enter}: for what else)",
            ],
            Self::Vacant => ["空缺", "nobody"],
            Self::Retired => ["（停用）", "(out of use)"],
            Self::Find => ["找", "find"],
            Self::FindHow => [
                "谁是谁；打名称、首字母、代码或姓名来找，{open:Enter} 去",
                "Who is who; type a name, initials or code, {open:Enter} goes there",
            ],
            Self::AddBelow => ["添加到", "Add to"],
            Self::Rename => ["改名", "Rename"],
            Self::People => ["定人", "Who answers for"],
            Self::Merge => ["并网格：整个并走", "Merge the whole of"],
            Self::MoveDoors => ["迁移网格", "Move to another cell"],
            Self::Sheets => ["打印交接页", "Sheets of"],
            Self::NotFound => ["没有这样的区划和人", "No such area, cell or person"],
            Self::Name => ["名称", "name"],
            Self::Into => ["到", "to cell"],
            Self::NewCell => ["或新网格编号", "or a new number"],
            Self::Provisional => [
                "没有填代码：按名称给一个临时代码，别处按同样的名称添的就是同一个",
                "Without a code it gets one made of its names: added elsewhere by these names it is the same",
            ],
        }
    }
}
