//! Where one can go.

use super::{ALL_SCREENS, PAGES, TYPED, joined, row};
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::here::Can;

/// Where something can be opened, saved or confirmed.
const OPENED: &[Context] =
    &joined::<22>(&[ALL_SCREENS, TYPED, &[Context::Review, Context::First, Context::Confirm, Context::Secret]]);

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Go,
        contexts: OPENED,
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
        hint: 11,
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
        contexts: ALL_SCREENS,
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
        contexts: ALL_SCREENS,
        keys: &["2"],
        essential: true,
        ..row(Action::Cell, "cell", ["网格", "Cell"], ["网格：区划、住户", "Cell: the area tree and its households"])
    },
    Entry {
        group: Group::Go,
        contexts: ALL_SCREENS,
        keys: &["3"],
        essential: true,
        ..row(
            Action::Matters,
            "matters",
            ["事项", "Matters"],
            ["事项：全部诉求、心愿、纠纷，筛选、批量办", "Matters: all of them, filtered, several at once"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: &[Context::Matters, Context::Past],
        keys: &["/"],
        essential: true,
        hint: 2,
        ..row(
            Action::Filter,
            "filter",
            ["筛选", "filter"],
            ["只看合适的：字、姓名、#类别 @承办 is:逾期", "Only what fits: words, #category @who is:late"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: PAGES,
        keys: &["Ctrl-o"],
        essential: true,
        offered: |here| here.context != Context::Fields || here.can(Can::LookAgain),
        ..row(
            Action::Import,
            "import",
            ["导入花名册", "import"],
            ["导入花名册：选文件，核对，导入", "Import a roster: choose, review, take it in"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: ALL_SCREENS,
        ..row(
            Action::WhoAmI,
            "who-am-i",
            ["我是谁", "who am I"],
            ["我是谁，管哪些网格", "Who I am, and which cells are mine"],
        )
    },
    Entry {
        group: Group::Go,
        contexts: &[Context::Today, Context::Cell, Context::Card, Context::Home, Context::Detail, Context::Marks],
        keys: &["/"],
        essential: true,
        hint: 10,
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
];
