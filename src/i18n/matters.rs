//! What the screen of matters says.

use super::Lang;
use super::term::Term;
use crate::domain::matter::VerbName;

/// A fixed word or phrase of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MattersWord {
    Filter,
    /// What a filter may hold, where none is written.
    FilterHint,
    /// The way out of a list that is empty because of its filter.
    NothingFits,
    /// No matter was ever raised.
    None,
    /// The matters are being read.
    Reading,
    /// What keys do while a filter is typed.
    Typing,
}

/// A sentence with numbers or names in it.
#[derive(Clone, Debug, PartialEq)]
pub enum MattersSaid {
    /// How many there are; with a filter, how many of them fit.
    Total {
        fitting: usize,
        of: Option<usize>,
    },
    /// The place of the row under the cursor, and how many rows there are.
    Place(usize, usize),
    Late(usize),
    /// How many matters a verb is for, and how many marked ones it does not fit.
    These {
        fitting: usize,
        unfit: usize,
    },
    /// A verb that needs nothing more, for so many matters.
    AskThese {
        verb: VerbName,
        fitting: usize,
        unfit: usize,
    },
    /// What was recorded, and how many matters were refused: what the first is about, and why.
    Partly {
        done: String,
        refused: usize,
        first: String,
        why: String,
    },
    /// None of so many was recorded.
    NoneOf {
        refused: usize,
        first: String,
        why: String,
    },
}

impl Term for MattersWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Filter => ["筛选", "filter"],
            Self::FilterHint => [
                "按 {filter:/} 或直接打字：名字、事由、#类别 @承办 is:逾期 state:在办 cell:003",
                "{filter:/} for words, names, #category @responder is:late state:assigned cell:003",
            ],
            Self::NothingFits => [
                "没有这样的事项。{back:Esc} 去掉筛选，或按 {filter:/} 改一改。",
                "No matter fits. {back:Esc} drops the filter, {filter:/} changes it.",
            ],
            Self::None => [
                "还没有事项。到户上按 {write:F2} 记诉求、微心愿、纠纷；不是在门口听到的，按 {call:F8}。",
                "No matters yet. {write:F2} at a door writes down a demand, a wish or a dispute; {call:F8} what was not heard at a door.",
            ],
            Self::Reading => ["还在读，先列最急的", "still reading; the most urgent first"],
            Self::Typing => [
                "{next:Tab} 补全，上下选，{open:Enter} 看结果；前面加 - 是除去",
                "{next:Tab} completes, arrows choose, {open:Enter} to the list; a - before it excludes",
            ],
        }
    }
}

fn these(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("选中的 {count} 件"),
        Lang::En => format!("{count} marked"),
    }
}

/// That some of the marked ones are left as they are.
fn left_alone(count: usize, lang: Lang) -> String {
    match (count, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => format!("  另有 {count} 件现在不能这样办，不动"),
        (_, Lang::En) => format!("  {count} more cannot be and stay as they are"),
    }
}

impl MattersSaid {
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Total { fitting, of: None }, Lang::Zh) => format!("事项 {fitting}"),
            (Self::Total { fitting, of: None }, Lang::En) => format!("Matters {fitting}"),
            (Self::Total { fitting, of: Some(all) }, Lang::Zh) => format!("事项 {all} 中的 {fitting}"),
            (Self::Total { fitting, of: Some(all) }, Lang::En) => format!("Matters {fitting} of {all}"),
            (Self::Place(at, all), _) => format!("{at}/{all}"),
            (Self::Late(count), Lang::Zh) => format!("逾期 {count}"),
            (Self::Late(count), Lang::En) => format!("late {count}"),
            (Self::These { fitting, unfit }, _) => format!("{}{}", these(*fitting, lang), left_alone(*unfit, lang)),
            (Self::AskThese { verb, fitting, unfit }, Lang::Zh) => {
                format!("{}：{}？{}", verb.word(lang), these(*fitting, lang), left_alone(*unfit, lang))
            }
            (Self::AskThese { verb, fitting, unfit }, Lang::En) => {
                format!("{}: {}?{}", verb.word(lang), these(*fitting, lang), left_alone(*unfit, lang))
            }
            (Self::NoneOf { refused, first, why }, Lang::Zh) => format!("{refused} 件都没办：{first} {why}"),
            (Self::NoneOf { refused, first, why }, Lang::En) => format!("None of {refused} saved: {first}: {why}"),
            (Self::Partly { done, refused, first, why }, Lang::Zh) => {
                format!("已保存 {done}；{refused} 件没办，还选中着：{first} {why}")
            }
            (Self::Partly { done, refused, first, why }, Lang::En) => {
                format!("Saved {done}; {refused} refused and still marked: {first}: {why}")
            }
        }
    }
}

/// A word on the page of one matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatterWord {
    /// Where it stands.
    Standing,
    /// Who has it in hand.
    With,
    /// What the household said at the call-back.
    Household,
    /// The other side.
    Parties,
    /// The matter that it was joined to.
    Lead,
    /// Those that were joined to it.
    Voices,
    /// What to tell the household.
    Tell,
    History,
    /// Of a value that was replaced.
    Before,
    /// Of a step that was taken back.
    Undone,
    /// Words that were typed into a form and not saved.
    Unsaved,
    /// The same in few words.
    Say,
    /// Where it came from.
    Source,
    Caller,
    WrittenBy,
}

impl Term for MatterWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Standing => ["办到哪了", "Where it stands"],
            Self::With => ["承办", "in hand of"],
            Self::Household => ["回访", "call-back"],
            Self::Parties => ["对方", "other side"],
            Self::Lead => ["并入", "joined to"],
            Self::Voices => ["一起反映的", "joined by"],
            Self::Tell => ["怎么跟他说", "What to tell them"],
            Self::History => ["经过", "What happened"],
            Self::Before => ["原", "before:"],
            Self::Undone => ["（已撤销）", "(undone)"],
            Self::Unsaved => ["写了没保存", "typed and not saved"],
            Self::Say => ["跟他说", "Say"],
            Self::Source => ["来源", "source"],
            Self::Caller => ["来电来访的人", "caller"],
            Self::WrittenBy => ["记录", "written by"],
        }
    }
}
