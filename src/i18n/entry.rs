//! What the quick line asks and says beside the words.

use serde::{Deserialize, Serialize};

use super::Lang;
use super::bound;
use super::term::Term;
use crate::domain::matter::Source;

/// What can be chosen beside the words, a row each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Row {
    Source,
    /// An open demand in like words that this one may join.
    Alike,
    Kind,
    Outcome,
    Tier,
    /// Who is asked.
    Level,
    /// What was answered on the spot.
    Answer,
    /// What is asked of the level.
    Asked,
    Category,
    Due,
    Responder,
    Urgent,
    Day,
    By,
    With,
    Met,
    Caller,
    CallerPhone,
    Cell,
}

impl Term for Row {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Source => ["哪里来的", "came by"],
            Self::Alike => ["相近的", "alike"],
            Self::Kind => ["是什么", "what it is"],
            Self::Outcome => ["见到人没", "were they in"],
            Self::Tier => ["怎么办", "how"],
            Self::Level => ["报到哪里", "sent up to"],
            Self::Answer => ["怎么答的", "answer"],
            Self::Asked => ["请上面", "asked above"],
            Self::Category => ["类别", "category"],
            Self::Due => ["期限", "due"],
            Self::Responder => ["承办", "responder"],
            Self::Urgent => ["急不急", "urgent"],
            Self::Day => ["哪天说的", "said on"],
            Self::By => ["谁去的", "called by"],
            Self::With => ["同行", "with"],
            Self::Met => ["见到谁", "met"],
            Self::Caller => ["谁说的", "caller"],
            Self::CallerPhone => ["电话", "phone"],
            Self::Cell => ["在哪里", "where"],
        }
    }
}

impl Term for Source {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Door => ["走访", "at the door"],
            Self::WalkIn => ["来访", "walk-in"],
            Self::Phone => ["电话", "phone"],
            Self::Hotline => ["热线", "hotline"],
            Self::Seen => ["巡查看到", "seen"],
            Self::Enterprise => ["企业", "enterprise"],
        }
    }
}

/// A sentence of the quick line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A line that writes down no household's words.
    NoHousehold,
    /// What the words look like, before anything was asked.
    LooksLike(String),
    /// So many open demands of the village are in like words.
    Alike(usize),
    /// It joins none of them.
    NotJoined(usize),
    JoinHint,
    /// Only the visit.
    OnlyVisit,
    /// Whoever writes it down does it.
    Myself,
    /// Nobody yet.
    Unclaimed,
    NotUrgent,
    Urgent,
    /// What to press on a row with values.
    Turn,
    /// What to press on a row that a name can be typed into.
    TurnOrType,
    /// What to type where it may stay empty.
    AsSaid,
    TypeAnswer,
    TypeDay,
    TypeNames,
    TypeCaller,
    TypePhone,
    /// What was typed as a number is none.
    NotANumber,
    /// A name typed on a row that nothing is called.
    NoSuch(String),
    /// What the line itself says is changed there.
    InTheLine,
    /// The words were put off with the door.
    Parked {
        head: String,
        length: usize,
    },
    Unparked(String),
    /// A draft of so many characters waits.
    DraftWaits(usize),
    /// A door put off at a time of day.
    ParkedAt(String),
    ParkedMark,
    /// There is no cell to write it down in.
    NoCell,
}

impl Entry {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NoHousehold => "不是入户听到的".to_owned(),
            Self::LooksLike(what) => {
                format!("像{what}。按 {key_open} 看一眼再存", key_open = bound::key("open", "Enter"))
            }
            Self::Alike(n) => format!("本村还有 {n} 条相近的诉求在办  ↓ 看看"),
            Self::NotJoined(n) => format!("不并入（本村还有 {n} 条在办，→ 看看）"),
            Self::JoinHint => bound::told("{open:Enter} 并入这一件，一起回访").to_owned(),
            Self::OnlyVisit => "只记走访".to_owned(),
            Self::Myself => "我自己".to_owned(),
            Self::Unclaimed => "公示后等认领".to_owned(),
            Self::NotUrgent => "不急".to_owned(),
            Self::Urgent => "急，马上打电话".to_owned(),
            Self::Turn => "← → 换".to_owned(),
            Self::TurnOrType => "← → 换，或打名字".to_owned(),
            Self::AsSaid => "不写就照原话".to_owned(),
            Self::TypeAnswer => "写下当场怎么答复的".to_owned(),
            Self::TypeDay => "← → 换，或打 11-20、上周三".to_owned(),
            Self::TypeNames => "打名字，几个人用空格隔开".to_owned(),
            Self::TypeCaller => "打姓名、电话，可不写；← → 选是哪户".to_owned(),
            Self::TypePhone => "打电话号码，可不写".to_owned(),
            Self::NotANumber => "不像电话号码，照写的记下".to_owned(),
            Self::NoSuch(text) => format!("没有“{text}”"),
            Self::InTheLine => "这一项写在上面的行里了，请改那一行".to_owned(),
            Self::Parked { head, length: 0 } => {
                format!("待补：{head}。今日里有，{key_park} 取消", key_park = bound::key("park", "F7"))
            }
            Self::Parked { head, length } => format!("待补：{head}，写的 {length} 个字留着。今日里接着写"),
            Self::Unparked(head) => format!("{head} 不再待补"),
            Self::DraftWaits(length) => {
                format!("有 {length} 个字没存，{key_write} 接着写", key_write = bound::key("write", "F2"))
            }
            Self::ParkedAt(when) => format!("待补  {when}放下的"),
            Self::ParkedMark => "待补".to_owned(),
            Self::NoCell => "还没有网格。退出后导入花名册：chuanmen import 花名册.xlsx".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::NoHousehold => "not heard at a door".to_owned(),
            Self::LooksLike(what) => {
                format!("looks like: {what}. {key_open} shows it before saving", key_open = bound::key("open", "Enter"))
            }
            Self::Alike(n) => format!("{n} open in the village in like words  Down shows them"),
            Self::NotJoined(n) => format!("joins none ({n} open in the village, Right shows them)"),
            Self::JoinHint => bound::told("{open:Enter} joins this one; each is called back").to_owned(),
            Self::OnlyVisit => "visit only".to_owned(),
            Self::Myself => "myself".to_owned(),
            Self::Unclaimed => "published, then claimed".to_owned(),
            Self::NotUrgent => "no".to_owned(),
            Self::Urgent => "yes, phone at once".to_owned(),
            Self::Turn => "Left/Right change it".to_owned(),
            Self::TurnOrType => "Left/Right, or type a name".to_owned(),
            Self::AsSaid => "empty: what was said".to_owned(),
            Self::TypeAnswer => "write what was answered".to_owned(),
            Self::TypeDay => "Left/Right, or type 11-20, last-wed".to_owned(),
            Self::TypeNames => "type names, blanks between".to_owned(),
            Self::TypeCaller => "name, phone; Left/Right: which household".to_owned(),
            Self::TypePhone => "number to call back, if known".to_owned(),
            Self::NotANumber => "no telephone number; kept as written".to_owned(),
            Self::NoSuch(text) => format!("nothing is called \"{text}\""),
            Self::InTheLine => "The line above says this; change it there".to_owned(),
            Self::Parked { head, length: 0 } => {
                format!("Parked: {head}. It is on Today; {key_park} takes it off", key_park = bound::key("park", "F7"))
            }
            Self::Parked { head, length } => format!("Parked: {head}, {length} characters kept. Go on from Today"),
            Self::Unparked(head) => format!("{head} is no longer parked"),
            Self::DraftWaits(length) => format!(
                "{length} characters not saved; {key_write} goes on with them",
                key_write = bound::key("write", "F2")
            ),
            Self::ParkedAt(when) => format!("parked  {when}"),
            Self::ParkedMark => "parked".to_owned(),
            Self::NoCell => "No cells yet. Leave and import a roster: chuanmen import ROSTER.xlsx".to_owned(),
        }
    }
}
