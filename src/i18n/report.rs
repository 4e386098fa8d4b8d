//! The words of reports on paper.

use std::path::PathBuf;

use super::Lang;
use super::bound;
use super::term::Term;

/// What stands in the way of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageTrouble {
    /// The ending of its file's name says no form.
    NoSuchForm(PathBuf),
    /// No route lies on this computer.
    NoRoute,
    /// No such door in the cell.
    NoSuchDoor(String),
}

impl PageTrouble {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchForm(_) => "no_such_form",
            Self::NoRoute => "no_route",
            Self::NoSuchDoor(_) => "no_such_door",
        }
    }

    /// What is wrong, and what to do now.
    pub fn said(&self, lang: Lang) -> (String, &'static str) {
        match (self, lang) {
            (Self::NoSuchForm(path), Lang::Zh) => {
                (format!("{}：看不出要哪一种文件", path.display()), "文件名以 .html（A4 打印）或 .txt 结尾")
            }
            (Self::NoRoute, Lang::Zh) => {
                ("这台电脑上没有排路线".to_owned(), bound::told("在今日页用空格选户，按 {route:#} 排路线"))
            }
            (Self::NoRoute, Lang::En) => (
                "no route lies on this computer".to_owned(),
                bound::told("choose doors on Today with Space, {route:#} takes them as route"),
            ),
            (Self::NoSuchDoor(door), Lang::Zh) => {
                (format!("这个网格里没有门牌“{door}”"), "照 chuanmen list households 里的门牌写，几户之间用逗号")
            }
            (Self::NoSuchDoor(door), Lang::En) => {
                (format!("no door {door:?} in this cell"), "write it as chuanmen list households does, commas between")
            }
            (Self::NoSuchForm(path), Lang::En) => {
                (format!("{}: what sort of file?", path.display()), "let its name end in .html (prints on A4) or .txt")
            }
        }
    }
}

/// A heading, a column or a short sentence of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportWord {
    Household,
    Person,
    Members,
    Tags,
    Visits,
    Matters,
    Elsewhere,
    Promises,
    History,
    OfMatter,
    OnThisDevice,
    Disclosed,
    Backups,
    Nothing,
    // Names of facts and columns.
    Cell,
    Door,
    Head,
    Phone,
    Address,
    EnteredOn,
    Gone,
    Name,
    Relation,
    IdNumber,
    Sex,
    Birth,
    Ethnicity,
    Remark,
    Tag,
    Reason,
    From,
    To,
    When,
    Outcome,
    By,
    With,
    Met,
    Note,
    What,
    State,
    InHand,
    Answer,
    AsWhat,
    AsCaller,
    AsParty,
    Until,
    Typed,
    Undone,
    Draft,
    Parked,
    Left,
    // Sentences.
    Masked,
    Yours,
    BackupsHold,
    NoBackup,
    NotInBackups,
}

impl Term for ReportWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Household => ["一户的全部记录", "Everything kept about a household"],
            Self::Person => ["一个人的全部记录", "Everything kept about a person"],
            Self::Members => ["家人", "Members"],
            Self::Tags => ["人群类别", "Tags"],
            Self::Visits => ["走访", "Visits"],
            Self::Matters => ["提出的事项", "Matters raised"],
            Self::Elsewhere => ["别处提到的事项", "Matters of others that name them"],
            Self::Promises => ["答应过的", "Promises"],
            Self::History => ["改动经过", "What was changed"],
            Self::OfMatter => ["事项经过", "What happened to the matter"],
            Self::OnThisDevice => ["只在这台电脑上的", "Only on this computer"],
            Self::Disclosed => ["给人看过或导出的", "Shown in full or taken out"],
            Self::Backups => ["备份", "Backups"],
            Self::Nothing => ["没有", "none"],
            Self::Cell => ["网格", "cell"],
            Self::Door => ["门牌", "door"],
            Self::Head => ["户主", "head"],
            Self::Phone => ["电话", "phone"],
            Self::Address => ["地址", "address"],
            Self::EnteredOn => ["登记于", "entered on"],
            Self::Gone => ["去向", "gone"],
            Self::Name => ["姓名", "name"],
            Self::Relation => ["关系", "relation"],
            Self::IdNumber => ["身份证号", "identity number"],
            Self::Sex => ["性别", "sex"],
            Self::Birth => ["出生", "birth"],
            Self::Ethnicity => ["民族", "ethnicity"],
            Self::Remark => ["其他", "other"],
            Self::Tag => ["类别", "tag"],
            Self::Reason => ["原因", "reason"],
            Self::From => ["从", "from"],
            Self::To => ["到", "to"],
            Self::When => ["时间", "when"],
            Self::Outcome => ["结果", "outcome"],
            Self::By => ["谁", "by"],
            Self::With => ["同行", "with"],
            Self::Met => ["见到", "met"],
            Self::Note => ["记录", "note"],
            Self::What => ["内容", "what"],
            Self::State => ["状态", "state"],
            Self::InHand => ["承办", "in hand of"],
            Self::Answer => ["答复和结果", "answers and results"],
            Self::AsWhat => ["身份", "as"],
            Self::AsCaller => ["来电来访人", "caller"],
            Self::AsParty => ["纠纷另一方", "other party"],
            Self::Until => ["期限", "by"],
            Self::Typed => ["录入", "typed"],
            Self::Undone => ["（已撤销）", "(undone)"],
            Self::Draft => ["没保存的草稿", "draft not saved"],
            Self::Parked => ["待补", "parked"],
            Self::Left => ["已离户", "no longer in the household"],
            Self::Masked => [
                "身份证号和电话中间几位已隐去；要完整的加 --reveal，这会留下记录。",
                "Identity numbers and phones have their middle hidden; --reveal shows them in full, which is recorded.",
            ],
            Self::Yours => [
                "本人可以要求更正：改了以后，旧的留在改动经过里；也可以依法要求删除：删除不能撤销。",
                "The person may have it corrected: what it was before stays under what was changed. They may also have it \
                 erased by law, which cannot be undone.",
            ],
            Self::BackupsHold => {
                ["这个时刻以前做的备份里也有以上内容：", "Backups made up to this moment hold the same:"]
            }
            Self::NoBackup => ["这台电脑没有备份的记录。", "No backup is known of on this computer."],
            Self::NotInBackups => [
                "别处另存的备份、导出的文件和打印的纸不在这张单子上。",
                "Backups kept elsewhere, exported files and printed paper are not on this list.",
            ],
        }
    }
}

/// Who made the page and when.
pub fn made(lang: Lang, at: &str, by: &str) -> String {
    match lang {
        Lang::Zh => format!("{at} 由 {by} 打印"),
        Lang::En => format!("made {at} by {by}"),
    }
}
