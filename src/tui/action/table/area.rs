//! What is done in the tree of areas, and handing over.

use super::row;
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::areas::AreaAct;
use crate::tui::here::{Can, Here};

const TREE: &[Context] = &[Context::Tree];
const CELLS: &[Context] = &[Context::Tree, Context::Cell];

const fn area(act: AreaAct, id: &'static str, label: [&'static str; 2], says: [&'static str; 2]) -> Entry {
    Entry { group: Group::Area, contexts: TREE, ..row(Action::Area(act), id, label, says) }
}

fn offers(here: &Here, act: AreaAct) -> bool {
    here.areas.contains(&act)
}

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Area,
        contexts: &[Context::Cell],
        keys: &["&", "Ctrl-g", "t"],
        essential: true,
        hint: 12,
        ..row(
            Action::Tree,
            "tree",
            ["区划", "areas"],
            ["区划：各级数字、各级负责人，增改、交接", "The tree of areas: counts, people, changes"],
        )
    },
    Entry {
        group: Group::Area,
        contexts: TREE,
        keys: &["F12", "o", "Space"],
        essential: true,
        hint: 3,
        offered: |here| !here.areas.is_empty(),
        ..row(
            Action::AreaMenu,
            "area-menu",
            ["办理", "more"],
            ["列出这里现在能办的：添、改名、定人、交接、并、撤", "List what can be done here: add, rename, people …"],
        )
    },
    Entry {
        group: Group::Area,
        contexts: TREE,
        keys: &["/"],
        essential: true,
        hint: 10,
        ..row(
            Action::FindArea,
            "find-area",
            ["找区划", "find"],
            ["按首字母、汉字、代码或人名找村和网格", "Find a place: initials, name, code or person"],
        )
    },
    Entry {
        keys: &["F2", "n"],
        essential: true,
        hint: 4,
        offered: |here| offers(here, AreaAct::Add),
        ..area(
            AreaAct::Add,
            "add-area",
            ["添加", "add"],
            ["在这一级下面添乡镇、村、网格", "Add a township, village or cell below this one"],
        )
    },
    Entry {
        keys: &["F3", "e"],
        essential: true,
        hint: 5,
        offered: |here| offers(here, AreaAct::People),
        ..area(
            AreaAct::People,
            "people",
            ["定人", "people"],
            ["这一级各岗位是谁：填、换、空缺", "Who holds each place here: name, change, empty it"],
        )
    },
    Entry {
        offered: |here| offers(here, AreaAct::Rename),
        ..area(AreaAct::Rename, "rename-area", ["改名", "rename"], ["改这里的名称", "Call it something else"])
    },
    Entry {
        contexts: CELLS,
        keys: &["@", "Ctrl-x", "x"],
        essential: true,
        hint: 13,
        offered: |here| offers(here, AreaAct::HandOver),
        ..area(
            AreaAct::HandOver,
            "hand-over",
            ["交接", "hand over"],
            ["把网格或答应的事一次交给接手的人", "The cell, or its promises, to a successor"],
        )
    },
    Entry {
        contexts: &[Context::Cell],
        offered: |here| offers(here, AreaAct::HandOverMarked),
        ..area(
            AreaAct::HandOverMarked,
            "hand-over-marked",
            ["选中交接", "hand marked"],
            ["选中的各户连同事项交给另一个人包", "Marked doors with their matters to another cadre"],
        )
    },
    Entry {
        contexts: &[Context::Cell],
        offered: |here| offers(here, AreaAct::MoveMarked),
        ..area(
            AreaAct::MoveMarked,
            "move-marked",
            ["选中迁移", "move marked"],
            ["选中的各户一次迁到别的或新的网格", "Marked doors to another cell, or to a new one"],
        )
    },
    Entry {
        contexts: CELLS,
        offered: |here| offers(here, AreaAct::Sheets),
        ..area(
            AreaAct::Sheets,
            "handover-sheets",
            ["打印交接页", "sheets"],
            ["一户一页：家人、类别、走访、事项、答应的", "One sheet a household, for the successor"],
        )
    },
    Entry {
        offered: |here| offers(here, AreaAct::Merge),
        ..area(
            AreaAct::Merge,
            "merge-cells",
            ["并网格", "merge cell"],
            ["整个网格并入另一个，一次撤销全部还原", "All of it to another cell; one undo parts them"],
        )
    },
    Entry {
        offered: |here| offers(here, AreaAct::Retire),
        ..area(
            AreaAct::Retire,
            "retire-area",
            ["停用", "retire"],
            ["空的村、网格不再用；以前的记录都在", "An empty one goes out of use; its history stays"],
        )
    },
    Entry {
        group: Group::Area,
        contexts: &[Context::Sheet],
        keys: &["F11", "Ctrl-p"],
        essential: true,
        hint: 3,
        offered: |here| here.can(Can::Print),
        ..row(
            Action::Print,
            "print",
            ["打印", "print"],
            ["交接页写成文件，一户一页", "Write the sheets of the handover into a file"],
        )
    },
];
