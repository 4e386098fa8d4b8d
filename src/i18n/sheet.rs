//! What the sheets for households, members and tags say.

use super::Lang;
use super::areas::AreaSaid;
use super::bound;
use super::home::number_fault;
use super::term::Term;
use crate::domain::moment::Date;
use crate::domain::person_id::{IdFault, Sex};

/// A sentence of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetMsg {
    /// A field that cannot stay empty, by its label in both languages.
    Lacks([String; 2]),
    NotInList(String),
    Number(IdFault),
    NotABirth(String),
    NotADay(String),
    /// Sex, birth and age that an identity number tells.
    Tells(String, Date, u32),
    /// Somebody of this number is a member of that household.
    Elsewhere(String),
    /// A birth in the future or more than 110 years ago.
    OddAge(Date),
    OtherSex(Sex),
    OtherBirth(Date),
    OddPhone(String),
    /// A warning; asked for again it is saved all the same.
    Twice(Box<SheetMsg>),
    Keeps,
    BirthHint,
    DayHint,
    PickHint,
    ManyHint,
    TickHint,
    /// What was typed before and not saved stands in the sheet again.
    GoesOn,
    /// So many characters that were not saved are kept until the sheet is opened again.
    Kept(usize),
    /// So many doors are marked.
    NobodyHomeAt(usize),
    MarksGone,
    /// A code in the tree of areas that is none, or of something that is there.
    Area(AreaSaid),
}

impl SheetMsg {
    /// Whether it tells of something that did not work.
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::GoesOn | Self::Kept(_) | Self::MarksGone | Self::NobodyHomeAt(_))
    }

    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Lacks([label, _]) => format!("还缺{label}"),
            Self::NotInList(text) => format!("“{text}”不在列表里，用上下键选"),
            Self::Number(fault) => format!("身份证号{}；拿不准就空着", number_fault(*fault, Lang::Zh)),
            Self::NotABirth(text) => format!("“{text}”不是出生日期，写成 1979-05-01 或 1979-05"),
            Self::NotADay(text) => format!("“{text}”不是日期，写成 2027-12-31、12-31，或从列表选"),
            Self::Tells(sex, birth, age) => format!("号码对：{sex}，{birth} 出生，{age} 岁"),
            Self::Elsewhere(name) => format!("这个身份证号已在 {name} 的家人里"),
            Self::OddAge(birth) => format!("号码里的出生日期是 {birth}，请核对"),
            Self::OtherSex(sex) => format!("身份证号第 17 位说是{}", sex.word(Lang::Zh)),
            Self::OtherBirth(birth) => format!("身份证号里的出生日期是 {birth}"),
            Self::OddPhone(text) => format!("“{text}”不像电话号码"),
            Self::Twice(warning) => {
                format!("{}。再按一次 {key_save} 照样保存", warning.zh(), key_save = bound::key("save", "F2"))
            }
            Self::Keeps => "空着就不改；打新的就换；打 - 就清掉".to_owned(),
            Self::BirthHint => "写成 1979-05-01 或 1979-05；有身份证号就不用写".to_owned(),
            Self::DayHint => "写成 2027-12-31、12-31，或用上下键选；空着就没有期限".to_owned(),
            Self::PickHint => {
                bound::told("上下键选，也可以打字或首字母；{open:Enter} 下一项，{save:F2} 保存").to_owned()
            }
            Self::ManyHint => bound::told("上下键选，{open:Enter} 加上，可以加几个，空格隔开").to_owned(),
            Self::TickHint => {
                bound::told("空格打勾或去掉；{open:Enter} 或 {save:F2} 连同打勾的一起记下，一次撤销全部撤掉").to_owned()
            }
            Self::GoesOn => bound::told("上次没存的接着写；{save:F2} 保存").to_owned(),
            Self::Kept(length) => format!("没保存的 {length} 个字留着，再打开接着写"),
            Self::NobodyHomeAt(count) => format!("选中的 {count} 户，都记“走访，不在家”？（一次撤销全部撤掉）"),
            Self::MarksGone => "不再选中".to_owned(),
            Self::Area(said) => said.text(Lang::Zh),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Lacks([_, label]) => format!("{label} is missing"),
            Self::NotInList(text) => format!("{text:?} is not in the list; pick with the arrows"),
            Self::Number(fault) => {
                format!("identity number: {}; if in doubt leave it empty", number_fault(*fault, Lang::En))
            }
            Self::NotABirth(text) => format!("{text:?} is no date of birth; write 1979-05-01 or 1979-05"),
            Self::NotADay(text) => format!("{text:?} is no date; write 2027-12-31 or 12-31, or pick one"),
            Self::Tells(sex, birth, age) => format!("the number is right: {sex}, born {birth}, {age} years"),
            Self::Elsewhere(name) => format!("somebody of this number is a member of {name}"),
            Self::OddAge(birth) => format!("the birth in the number is {birth}; check it"),
            Self::OtherSex(sex) => {
                format!("the 17th digit of the number says {}", if *sex == Sex::Male { "male" } else { "female" })
            }
            Self::OtherBirth(birth) => format!("the birth in the number is {birth}"),
            Self::OddPhone(text) => format!("{text:?} does not look like a telephone number"),
            Self::Twice(warning) => {
                format!("{}. {key_save} again saves it all the same", warning.en(), key_save = bound::key("save", "F2"))
            }
            Self::Keeps => "empty leaves it as it is; new words replace it; - takes it away".to_owned(),
            Self::BirthHint => "1979-05-01 or 1979-05; not needed with an identity number".to_owned(),
            Self::DayHint => "2027-12-31 or 12-31, or pick one; empty means no last day".to_owned(),
            Self::PickHint => {
                bound::told("arrows pick; typing narrows; {open:Enter} goes on, {save:F2} saves").to_owned()
            }
            Self::ManyHint => bound::told("arrows pick, {open:Enter} adds; several with blanks between").to_owned(),
            Self::TickHint => {
                bound::told("Space ticks or not; {open:Enter} or {save:F2} records it with what is ticked, one undo")
                    .to_owned()
            }
            Self::GoesOn => bound::told("what was not saved last time stands here again; {save:F2} saves").to_owned(),
            Self::Kept(length) => format!("{length} unsaved characters are kept; open it again to go on"),
            Self::NobodyHomeAt(count) => {
                format!("Record \"nobody home\" at all {count} marked doors? One undo takes all back")
            }
            Self::MarksGone => "nothing is marked any more".to_owned(),
            Self::Area(said) => said.text(Lang::En),
        }
    }
}
