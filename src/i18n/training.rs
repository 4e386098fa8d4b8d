//! What is said while somebody practises on invented doors.

use super::Lang;
use super::bound;
use super::term::Term;

/// One thing to practise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drill {
    NobodyHome,
    Wish,
    Demand,
    Answer,
    Park,
    Undo,
    Search,
}

impl Drill {
    /// All of them, in the order in which they are practised.
    pub const ALL: [Self; 7] =
        [Self::NobodyHome, Self::Wish, Self::Demand, Self::Answer, Self::Park, Self::Undo, Self::Search];

    /// What is to be done at the door of that head.
    pub fn asks(self, head: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => match self {
                Self::NobodyHome => format!("{head}家敲门没人应，记下来"),
                Self::Wish => format!("{head}想换个洗衣机：记成微心愿"),
                Self::Demand => format!("{head}说门前路坑洼：记成诉求，5 个工作日办结"),
                Self::Answer => format!("{head}问合作医疗怎么交，当场讲清了：连答复一起记"),
                Self::Park => format!("{head}家正吵架：写半句，先放下，晚上再补"),
                Self::Undo => format!("{head}家其实有人，刚才那条“不在家”记错了：撤掉"),
                Self::Search => format!("路上碰到{head}：打开这一户"),
            },
            Lang::En => match self {
                Self::NobodyHome => format!("Nobody answers at {head}'s door: record it"),
                Self::Wish => format!("{head} wants a washing machine: record the wish"),
                Self::Demand => format!("{head}: potholes by the gate. A demand, due in 5 working days"),
                Self::Answer => format!("{head} asks how to pay the insurance, you explain: record both"),
                Self::Park => format!("They quarrel at {head}'s: write a few words, put the door off"),
                Self::Undo => format!("{head} was at home after all: take \"nobody home\" back"),
                Self::Search => format!("You meet {head} on the road: open the household"),
            },
        }
    }

    /// Words that do it, where words are typed.
    pub fn words(self, lang: Lang) -> &'static str {
        let both = match self {
            Self::NobodyHome | Self::Undo => ["", ""],
            Self::Wish => ["愿望 换个洗衣机", "wish a washing machine"],
            Self::Demand => ["诉求 门前路坑洼 !5", "ask potholes by the gate !5"],
            Self::Answer => ["诉求 合作医疗怎么交 ! 讲了在村委会交", "ask how to pay ! at the village office"],
            Self::Park => ["东邻吵架，话没说完", "they quarrel over the border"],
            Self::Search => ["林小梅", "lxm"],
        };
        both[lang as usize]
    }
}

impl Term for Drill {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::NobodyHome => ["不在家", "nobody home"],
            Self::Wish => ["微心愿", "a wish"],
            Self::Demand => ["限时诉求", "a timed demand"],
            Self::Answer => ["当场答复", "answered at once"],
            Self::Park => ["待补", "parking a door"],
            Self::Undo => ["撤销", "undo"],
            Self::Search => ["查找", "search"],
        }
    }
}

/// A sentence of the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Training {
    /// How many keys were pressed so far, and in how many seconds.
    SoFar { keys: usize, seconds: u64 },
    /// What was done, in how many keys and seconds, as short as can be.
    Shortest { what: Drill, keys: usize, seconds: u64 },
    /// The same the long way, with the fewest keys and the way.
    Longer { what: Drill, keys: usize, seconds: u64, fewest: usize, way: String },
    /// The way, for somebody who is lost.
    Way(String),
    /// What is done here is not kept.
    NotKept,
    /// What was pressed leads out of the practice.
    NotHere,
    /// All of it: keys, the fewest keys, seconds.
    Sum { keys: usize, fewest: usize, seconds: u64 },
    /// An earlier run: its day, keys, seconds.
    Before { day: String, keys: usize, seconds: u64 },
    /// The runs could not be kept, and why.
    RunsNotKept(String),
}

/// A fixed word of the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainingWord {
    Title,
    Result,
    Earlier,
    Again,
    Leave,
    Keys,
    Seconds,
}

impl Term for TrainingWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["练手", "Practice"],
            Self::Result => ["练完了", "Done"],
            Self::Earlier => ["以前几次", "Earlier"],
            Self::Again => ["再来一次", "once more"],
            Self::Leave => ["离开", "leave"],
            Self::Keys => ["键", "keys"],
            Self::Seconds => ["秒", "s"],
        }
    }
}

impl Training {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::SoFar { keys, seconds } => format!("已按 {keys} 键（字不算）  {seconds} 秒"),
            Self::Shortest { what, keys, seconds } => {
                format!("{}：{keys} 键，{seconds} 秒，不能再少了", what.word(Lang::Zh))
            }
            Self::Longer { what, keys, seconds, fewest, way } => {
                format!("{}：{keys} 键，{seconds} 秒；{fewest} 键就够：{way}", what.word(Lang::Zh))
            }
            Self::Way(way) => format!("可以这样：{way}"),
            Self::NotKept => bound::told("门户都是编的，记什么都不留，真台账碰不到；{back:Esc} 离开").to_owned(),
            Self::NotHere => bound::told("练手时用不上这个；{back:Esc} 离开练手").to_owned(),
            Self::Sum { keys, fewest, seconds } => format!("共 {keys} 键（最少 {fewest}），{seconds} 秒"),
            Self::Before { day, keys, seconds } => format!("{day}  {keys} 键  {seconds} 秒"),
            Self::RunsNotKept(why) => format!("这次成绩没记下来：{why}"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::SoFar { keys, seconds } => format!("{keys} keys so far, beyond the words  {seconds} s"),
            Self::Shortest { what, keys, seconds } => {
                format!("{}: {keys} keys, {seconds} s; no way is shorter", what.word(Lang::En))
            }
            Self::Longer { what, keys, seconds, fewest, way } => {
                format!("{}: {keys} keys, {seconds} s; {fewest} will do: {way}", what.word(Lang::En))
            }
            Self::Way(way) => format!("One way: {way}"),
            Self::NotKept => {
                bound::told("Invented doors: nothing is kept, the ledger is not touched; {back:Esc} leaves").to_owned()
            }
            Self::NotHere => bound::told("Not while practising; {back:Esc} leaves the practice").to_owned(),
            Self::Sum { keys, fewest, seconds } => format!("{keys} keys in all (the fewest are {fewest}), {seconds} s"),
            Self::Before { day, keys, seconds } => format!("{day}  {keys} keys  {seconds} s"),
            Self::RunsNotKept(why) => format!("this run could not be kept: {why}"),
        }
    }
}
