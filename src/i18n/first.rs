//! What the first run asks and says.

use super::Lang;
use super::bound;
use super::term::Term;

/// A fixed word or sentence of the first run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstWord {
    Title,
    Welcome,
    WhoAreYou,
    YourName,
    WhyName,
    HowToBegin,
    ByRoster,
    ByRosterSays,
    ByCell,
    ByCellSays,
    ByDemo,
    ByDemoSays,
    ByBackup,
    ByBackupSays,
    BackupFile,
    WhichBackup,
    HowToRestore,
    WhichCells,
    HowToMark,
    NewCell,
    County,
    Township,
    Village,
    Cell,
    Code,
    WillAdd,
    Provisional,
    RealCode,
}

impl Term for FirstWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["开始", "Begin"],
            Self::Welcome => {
                ["串门：走访登记，不用联网，只用键盘", "chuanmen: a visiting ledger, offline, by keyboard alone"]
            }
            Self::WhoAreYou => ["您是谁？", "Who are you?"],
            Self::YourName => ["姓名", "name"],
            Self::WhyName => [
                "谁走访、谁记下的，都记这个名字。以后按 {palette:F4} 选“我是谁”可以改",
                "Visits and notes are signed with it. {palette:F4}, \"who am I\", changes it later",
            ],
            Self::HowToBegin => [
                "从哪里开始？上下键选，{open:Enter} 定",
                "How do you want to begin? Arrows choose, {open:Enter} decides",
            ],
            Self::ByRoster => ["导入花名册", "Import a roster"],
            Self::ByRosterSays => [
                "村里的户籍表、人口表，Excel 或 csv 都行；先核对，再导入",
                "The village's list of households, Excel or csv; looked over first",
            ],
            Self::ByCell => ["从空网格开始", "Begin with an empty cell"],
            Self::ByCellSays => [
                "写下村名和网格，住户走到哪户登记哪户",
                "Name the village and the cell; households are entered as they are visited",
            ],
            Self::ByDemo => ["先看看虚构的镇", "Look around in an invented township"],
            Self::ByDemoSays => [
                "里面的人都是编的，另放一处，不会混进您的册子",
                "Nobody in it is real; it lies apart and never mixes with your ledger",
            ],
            Self::ByBackup => ["从备份恢复", "Restore a backup"],
            Self::ByBackupSays => [
                "换了电脑、重装了系统：把备份文件里的全部拿回来",
                "Another computer, a new system: everything out of the backup file",
            ],
            Self::BackupFile => ["备份文件", "backup file"],
            Self::WhichBackup => ["哪个备份文件？", "Which backup file?"],
            Self::HowToRestore => [
                "写下路径，如 /media/U盘/chuanmen.backup。设过口令的会问口令；恢复好就打开",
                "Its path, such as /media/stick/chuanmen.backup. One under a passphrase asks for it; then the app opens on it",
            ],
            Self::WhichCells => ["哪些网格归您管？", "Which cells are yours?"],
            Self::HowToMark => [
                "空格标出，{open:Enter} 开始；不标也行，以后按 {palette:F4} 选“我是谁”再标",
                "Space marks, {open:Enter} begins; none is fine too, {palette:F4} \"who am I\" asks again",
            ],
            Self::NewCell => ["新建网格", "A new cell"],
            Self::County => ["县、旗、区", "county"],
            Self::Township => ["乡镇、街道", "township"],
            Self::Village => ["村、社区", "village"],
            Self::Cell => ["网格编号", "cell number"],
            Self::Code => ["村的12位代码（不知道就空着）", "12-digit village code, if known"],
            Self::WillAdd => ["将新建", "This adds"],
            Self::Provisional => [
                "代码是临时编的，照样能用。名字以后能改；要换成正式代码，得另建网格再把户迁过去",
                "The code is made up and works all the same. Names can be changed later; for the official code another cell is added and the households are moved there",
            ],
            Self::RealCode => ["代码照您写的", "The code is as you typed it"],
        }
    }
}

/// What the first run reports on the bottom row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstSaid {
    NoName,
    NoBackup,
    NoVillage,
    NotAVillageCode(String),
    /// The person's name, and how many cells are theirs.
    Begun(String, usize),
}

impl FirstSaid {
    pub fn text(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::NoName if zh => bound::told("写上姓名，再按 {open:Enter}；不想写按 {back:Esc}").to_owned(),
            Self::NoName => bound::told("Type a name, then {open:Enter}; {back:Esc} leaves it").to_owned(),
            Self::NoBackup if zh => bound::told("写上备份文件的路径，再按 {open:Enter}；{back:Esc} 返回").to_owned(),
            Self::NoBackup => {
                bound::told("Type the path of the backup file, then {open:Enter}; {back:Esc} goes back").to_owned()
            }
            Self::NoVillage if zh => "写上村名".to_owned(),
            Self::NoVillage => "Type the village's name".to_owned(),
            Self::NotAVillageCode(code) if zh => format!("“{code}”不是村的代码：要 12 位数字，不知道就空着"),
            Self::NotAVillageCode(code) => format!("{code:?} is no village's code: 12 digits, or leave it empty"),
            Self::Begun(name, 0) if zh => format!("{name}，开始吧"),
            Self::Begun(name, 0) => format!("{name}: ready"),
            Self::Begun(name, cells) if zh => format!("{name}，管 {cells} 个网格。今日从这里开始"),
            Self::Begun(name, cells) => format!("{name}: {cells} cells are yours; Today begins with them"),
        }
    }

    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Begun(..))
    }
}
