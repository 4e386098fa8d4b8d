//! The rows of the table. What a row leaves out comes from `row` or `verb`.

use crate::domain::matter::VerbName;

use super::{Action, Context, Edit, Entry, Group};
use crate::tui::here::{Can, Here};
use crate::tui::widgets::list::Step;

const SCREENS: &[Context] = &[Context::Today, Context::Cell, Context::Card];
const TYPED: &[Context] = &[Context::Line, Context::Form, Context::Search, Context::Palette];
const READ: &[Context] = &[Context::Today, Context::Cell, Context::Card, Context::Help, Context::Why];
const LISTS: &[Context] = &[Context::Today, Context::Card];

const fn always(_: &Here) -> bool {
    true
}

/// A row without essential mark and hint, to be completed with `..`.
const fn row(action: Action, id: &'static str, label: [&'static str; 2], says: [&'static str; 2]) -> Entry {
    Entry {
        action,
        id,
        label,
        says,
        group: Group::Program,
        contexts: SCREENS,
        keys: &[],
        essential: false,
        hint: 0,
        offered: always,
    }
}

const fn verb(name: VerbName, id: &'static str, label: [&'static str; 2], says: [&'static str; 2]) -> Entry {
    Entry { group: Group::Matter, contexts: LISTS, ..row(Action::Verb(name), id, label, says) }
}

/// Every action of the program.
pub static TABLE: &[Entry] = &[
    // At the door.
    Entry {
        group: Group::Door,
        keys: &["n", "F2"],
        essential: true,
        hint: 1,
        ..row(
            Action::Write,
            "write",
            ["记一笔", "write"],
            ["打开一行录入：走访、微心愿、诉求、纠纷", "The quick line: visit, wish, demand, dispute"],
        )
    },
    Entry {
        group: Group::Door,
        keys: &["v", "F3"],
        essential: true,
        hint: 3,
        offered: |here| here.household.is_some(),
        ..row(Action::Visit, "visit", ["走访", "visit"], ["记这一户的走访", "Write down a visit at this door"])
    },
    Entry {
        group: Group::Door,
        keys: &["F5"],
        essential: true,
        hint: 4,
        offered: |here| here.household.is_some(),
        ..row(
            Action::NobodyHome,
            "nobody-home",
            ["不在家", "nobody home"],
            ["一键记下：走访，家里没人", "Record a call with nobody home, at one key"],
        )
    },
    Entry {
        group: Group::Door,
        contexts: &[Context::Card],
        keys: &["F6"],
        essential: true,
        hint: 9,
        offered: |here| here.household.is_some(),
        ..row(
            Action::Reveal,
            "reveal",
            ["显示隐去的", "show hidden"],
            ["把当面隐去的类别、电话显示二十秒", "Show what is hidden, for twenty seconds"],
        )
    },
    // Matters.
    Entry {
        group: Group::Matter,
        contexts: LISTS,
        keys: &["Space"],
        essential: true,
        hint: 5,
        offered: |here| !here.verbs.is_empty(),
        ..row(
            Action::Matter,
            "matter",
            ["办这件", "act on it"],
            ["列出这件事项现在能做的事", "List what can be done with this matter now"],
        )
    },
    Entry {
        keys: &["d"],
        hint: 6,
        offered: |here| here.fits(VerbName::Done),
        ..verb(VerbName::Done, "done", ["办结", "done"], ["办好了：写明办了什么", "It is done: say what was done"])
    },
    Entry {
        keys: &["a"],
        offered: |here| here.fits(VerbName::Answer),
        ..verb(VerbName::Answer, "answer", ["答复", "answer"], ["当场答复，写下答复的话", "Answer it, in words"])
    },
    Entry {
        keys: &["s"],
        offered: |here| here.fits(VerbName::Assign),
        ..verb(
            VerbName::Assign,
            "assign",
            ["派办", "assign"],
            ["派给承办单位，定期限", "Give it to a responder, with a due date"],
        )
    },
    Entry {
        keys: &["x"],
        offered: |here| here.fits(VerbName::Extend),
        ..verb(
            VerbName::Extend,
            "extend",
            ["延期", "extend"],
            ["到期前延一次，写明原因", "Extend it once, before it is late, with a reason"],
        )
    },
    Entry {
        keys: &["p"],
        offered: |here| here.fits(VerbName::Pause),
        ..verb(
            VerbName::Pause,
            "pause",
            ["暂停计时", "pause"],
            ["等群众补材料，时限停下", "Stop its clock while the household is waited for"],
        )
    },
    Entry {
        keys: &["r"],
        offered: |here| here.fits(VerbName::Resume),
        ..verb(VerbName::Resume, "resume", ["恢复计时", "resume"], ["时限接着走", "Let its clock go on"])
    },
    Entry {
        keys: &["m"],
        offered: |here| here.fits(VerbName::Note),
        ..verb(VerbName::Note, "note", ["记进展", "note"], ["记一条进展", "Write down how it goes"])
    },
    Entry {
        keys: &["i"],
        offered: |here| here.fits(VerbName::Promise),
        ..verb(
            VerbName::Promise,
            "promise",
            ["答应", "promise"],
            ["记下答应了什么、哪天前", "Write down what was promised, and by when"],
        )
    },
    Entry {
        keys: &["t"],
        offered: |here| here.fits(VerbName::Told),
        ..verb(
            VerbName::Told,
            "told",
            ["已告知", "told"],
            ["记下怎么跟群众说的", "Write down what the household was told"],
        )
    },
    Entry {
        keys: &["c"],
        hint: 7,
        offered: |here| here.fits(VerbName::Confirm),
        ..verb(
            VerbName::Confirm,
            "confirm",
            ["回访确认", "confirm"],
            ["回访：满意就销号，不满意接着办", "Call back: satisfied closes it, else it goes on"],
        )
    },
    Entry {
        keys: &["e"],
        offered: |here| here.fits(VerbName::Escalate),
        ..verb(
            VerbName::Escalate,
            "escalate",
            ["上报", "send up"],
            ["报给村、镇或县，写明请他们做什么", "Send it up, saying what is asked"],
        )
    },
    Entry {
        keys: &["R"],
        offered: |here| here.fits(VerbName::Reopen),
        ..verb(VerbName::Reopen, "reopen", ["重新办理", "reopen"], ["销了号的再办", "Take a closed matter up again"])
    },
    Entry {
        keys: &["J"],
        offered: |here| here.fits(VerbName::Join),
        ..verb(
            VerbName::Join,
            "join",
            ["并入", "join"],
            ["同一件事并到先来的那件", "Join it to another matter about the same thing"],
        )
    },
    Entry {
        keys: &["U"],
        offered: |here| here.fits(VerbName::Unjoin),
        ..verb(
            VerbName::Unjoin,
            "unjoin",
            ["拆出", "unjoin"],
            ["从并入的那件拆出来", "Take it out of the joined matter"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Return),
        ..verb(VerbName::Return, "return", ["退回", "return"], ["退回上一手，写明原因", "Send it back, with a reason"])
    },
    Entry {
        offered: |here| here.fits(VerbName::Decline),
        ..verb(
            VerbName::Decline,
            "decline",
            ["不属受理", "decline"],
            ["不归这里管，写明原因和该找谁", "Not ours: say why, and where to turn"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Publish),
        ..verb(
            VerbName::Publish,
            "publish",
            ["公示", "publish"],
            ["公示微心愿，不写名字", "Publish the wish, without a name"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Claim),
        ..verb(
            VerbName::Claim,
            "claim",
            ["认领", "claim"],
            ["由谁认领，七天内要联系", "Who claims the wish; to connect within 7 days"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Connect),
        ..verb(
            VerbName::Connect,
            "connect",
            ["已联系", "connected"],
            ["认领人已联系到户", "The claimer has spoken to the household"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Release),
        ..verb(
            VerbName::Release,
            "release",
            ["放回", "release"],
            ["放回公示，别人来认领", "Put the wish back for others to claim"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Fulfil),
        ..verb(
            VerbName::Fulfil,
            "fulfil",
            ["实现", "fulfil"],
            ["微心愿实现了：写明怎么实现的", "The wish came true: say how"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Withdraw),
        ..verb(
            VerbName::Withdraw,
            "withdraw",
            ["撤回", "withdraw"],
            ["不要了，写明原因", "No longer wished for, with a reason"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Mediate),
        ..verb(VerbName::Mediate, "mediate", ["调解", "mediate"], ["记一次调解", "Write down a mediation session"])
    },
    Entry {
        offered: |here| here.fits(VerbName::Settle),
        ..verb(
            VerbName::Settle,
            "settle",
            ["调解成功", "settle"],
            ["调成了：写明怎么约定的", "Settled: write down the terms"],
        )
    },
    Entry {
        offered: |here| here.fits(VerbName::Urge),
        ..verb(VerbName::Urge, "urge", ["催办", "urge"], ["催一次承办的", "Urge whoever has it in hand"])
    },
    Entry {
        group: Group::Matter,
        contexts: LISTS,
        keys: &["w", "="],
        essential: true,
        hint: 8,
        offered: |here| here.can(Can::Explain),
        ..row(
            Action::Why,
            "why",
            ["为何这天", "why this day"],
            ["逐日说明期限怎么算的", "Explain the due date day by day"],
        )
    },
    // Going places.
    Entry {
        group: Group::Go,
        contexts: &[
            Context::Today,
            Context::Cell,
            Context::Card,
            Context::Line,
            Context::Form,
            Context::Search,
            Context::Palette,
            Context::Confirm,
        ],
        keys: &["Enter"],
        essential: true,
        hint: 2,
        offered: |here| here.can(Can::Open),
        ..row(Action::Open, "open", ["打开", "open"], ["打开；在录入行里是保存", "Open it; in a line, save it"])
    },
    Entry {
        group: Group::Go,
        contexts: &Context::ALL,
        keys: &["Esc", "Ctrl-c"],
        essential: true,
        hint: 10,
        offered: |here| here.can(Can::GoBack),
        ..row(
            Action::Back,
            "back",
            ["返回", "back"],
            ["返回；录入行收起，写的不丢", "Go back; a line closes and keeps its words"],
        )
    },
    Entry {
        group: Group::Go,
        keys: &["1"],
        essential: true,
        ..row(
            Action::Today,
            "today",
            ["今日", "Today"],
            ["今日：逾期、到期、该走访", "Today: late, due, doors to visit"],
        )
    },
    Entry {
        group: Group::Go,
        keys: &["2"],
        essential: true,
        ..row(Action::Cell, "cell", ["网格", "Cell"], ["网格：区划、住户", "Cell: the area tree and its households"])
    },
    Entry {
        group: Group::Go,
        keys: &["/"],
        essential: true,
        hint: 11,
        ..row(
            Action::Search,
            "search",
            ["查找", "search"],
            ["按首字母、拼音、汉字、门牌、尾号找住户", "Find a household: initials, name, door, digits"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: &[Context::Today],
        keys: &["["],
        essential: true,
        offered: |here| here.can(Can::Narrow),
        ..row(
            Action::Narrower,
            "narrower",
            ["只看小范围", "narrower"],
            ["今日只看村或网格", "Today for a smaller area"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: &[Context::Today],
        keys: &["]"],
        essential: true,
        offered: |here| here.can(Can::Widen),
        ..row(Action::Wider, "wider", ["看大范围", "wider"], ["今日看全村、全镇", "Today for a larger area"])
    },
    // Moving.
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["Up", "k"],
        essential: true,
        ..row(Action::Move(Step::Up), "up", ["上", "up"], ["上一行", "One row up"])
    },
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["Down", "j"],
        essential: true,
        ..row(Action::Move(Step::Down), "down", ["下", "down"], ["下一行", "One row down"])
    },
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["PgUp", "Ctrl-b"],
        essential: true,
        ..row(Action::Move(Step::PageUp), "page-up", ["上页", "page up"], ["上一页", "One page up"])
    },
    Entry {
        group: Group::Move,
        contexts: &Context::ALL,
        keys: &["PgDn", "Ctrl-f"],
        essential: true,
        ..row(Action::Move(Step::PageDown), "page-down", ["下页", "page down"], ["下一页", "One page down"])
    },
    Entry {
        group: Group::Move,
        contexts: READ,
        keys: &["Home", "g"],
        essential: true,
        ..row(Action::Move(Step::First), "first", ["开头", "first"], ["第一行", "The first row"])
    },
    Entry {
        group: Group::Move,
        contexts: READ,
        keys: &["End", "G"],
        essential: true,
        ..row(Action::Move(Step::Last), "last", ["末尾", "last"], ["最后一行", "The last row"])
    },
    Entry {
        group: Group::Move,
        contexts: &[Context::Cell],
        keys: &["Left", "h"],
        essential: true,
        ..row(Action::Left, "left", ["左", "left"], ["收起；回到左栏", "Fold up; to the pane on the left"])
    },
    Entry {
        group: Group::Move,
        contexts: &[Context::Cell],
        keys: &["Right", "l"],
        essential: true,
        ..row(Action::Right, "right", ["右", "right"], ["展开；到右栏", "Unfold; to the pane on the right"])
    },
    Entry {
        group: Group::Move,
        contexts: &[Context::Today, Context::Cell, Context::Line, Context::Form],
        keys: &["Tab"],
        essential: true,
        ..row(
            Action::NextPane,
            "next",
            ["换栏", "next"],
            ["换栏、换组；在录入行里是补全", "The next pane, group, field; complete in a line"],
        )
    },
    Entry {
        group: Group::Move,
        contexts: &[Context::Cell, Context::Form],
        keys: &["Shift-Tab"],
        ..row(Action::PreviousPane, "previous", ["上一栏", "previous"], ["上一栏", "The pane or field before"])
    },
    // Typing.
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Left"],
        ..row(Action::Edit(Edit::Left), "caret-left", ["左移", "left"], ["光标左移", "The caret one to the left"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Right"],
        ..row(Action::Edit(Edit::Right), "caret-right", ["右移", "right"], ["光标右移", "The caret one to the right"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Home", "Ctrl-a"],
        ..row(Action::Edit(Edit::Home), "caret-home", ["行首", "start"], ["光标到行首", "The caret to the start"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["End", "Ctrl-e"],
        ..row(Action::Edit(Edit::End), "caret-end", ["行尾", "end"], ["光标到行尾", "The caret to the end"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Backspace", "Ctrl-h"],
        essential: true,
        ..row(
            Action::Edit(Edit::Backspace),
            "backspace",
            ["删前字", "erase"],
            ["删光标前的字", "Erase before the caret"],
        )
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Del"],
        ..row(Action::Edit(Edit::Delete), "delete", ["删后字", "delete"], ["删光标后的字", "Erase after the caret"])
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Ctrl-w"],
        ..row(
            Action::Edit(Edit::Word),
            "erase-word",
            ["删词", "erase word"],
            ["删光标前的词", "Erase the word before the caret"],
        )
    },
    Entry {
        group: Group::Line,
        contexts: TYPED,
        keys: &["Ctrl-u"],
        ..row(Action::Edit(Edit::Clear), "erase-all", ["全删", "erase all"], ["清空这一行", "Empty the line"])
    },
    // The program.
    Entry {
        keys: &["u", "Ctrl-z"],
        essential: true,
        offered: |here| here.can(Can::Undo),
        ..row(
            Action::Undo,
            "undo",
            ["撤销", "undo"],
            ["撤销上一次操作，说明撤了什么", "Take the last act back, saying what it was"],
        )
    },
    Entry {
        keys: &["Ctrl-r", "Ctrl-y"],
        essential: true,
        offered: |here| here.can(Can::Redo),
        ..row(Action::Redo, "redo", ["重做", "redo"], ["撤销的再做回来", "Bring back what was taken back"])
    },
    Entry {
        keys: &[":", "F4"],
        essential: true,
        hint: 12,
        ..row(
            Action::Palette,
            "palette",
            ["全部命令", "commands"],
            ["按名字或首字母找任何命令", "Any action, by name or initials"],
        )
    },
    Entry {
        contexts: &[Context::Today, Context::Cell, Context::Card, Context::Line, Context::Form, Context::Search],
        keys: &["F1", "?"],
        essential: true,
        hint: 13,
        ..row(Action::Help, "help", ["帮助", "help"], ["这里能按的键", "The keys that work here"])
    },
    Entry {
        ..row(Action::Theme, "theme", ["换主题", "theme"], ["夜间、纸面之间切换", "Switch between night and paper"])
    },
    Entry {
        ..row(Action::Language, "language", ["English", "中文"], ["切换到英文界面", "切换到中文 (switch to Chinese)"])
    },
    Entry {
        contexts: &Context::ALL,
        keys: &["Ctrl-q", "q"],
        essential: true,
        ..row(Action::Quit, "quit", ["退出", "quit"], ["退出；写的都在", "Leave; everything is kept"])
    },
];
