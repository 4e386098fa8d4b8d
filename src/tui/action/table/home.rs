//! What is done with households, their members and tags.

use super::row;
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::here::{Can, Here};
use crate::tui::homes::{HomeAct, LifeAct};

/// Where a household stands under the cursor.
const HOMES: &[Context] = &[Context::Today, Context::Cell, Context::Card, Context::Home, Context::Duplicates];

const fn home(act: HomeAct, id: &'static str, label: [&'static str; 2], says: [&'static str; 2]) -> Entry {
    Entry { group: Group::Home, contexts: HOMES, ..row(Action::Home(act), id, label, says) }
}

fn offers(here: &Here, act: HomeAct) -> bool {
    here.home.contains(&act)
}

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Home,
        contexts: HOMES,
        keys: &["F12", "o"],
        essential: true,
        hint: 8,
        offered: |here| !here.home.is_empty(),
        ..row(
            Action::HomeMenu,
            "household",
            ["本户", "more"],
            ["列出这一户现在能办的：改、添人、类别、分户…", "List what can be done with this household now"],
        )
    },
    Entry {
        group: Group::Home,
        contexts: &[Context::Card],
        keys: &["z", "Right"],
        essential: true,
        hint: 9,
        offered: |here| here.household.is_some(),
        ..row(
            Action::Particulars,
            "particulars",
            ["全户信息", "all details"],
            ["全户：家人各项、类别、来去、经过", "The whole household: members, tags, its history"],
        )
    },
    Entry {
        group: Group::Home,
        contexts: &[Context::Cell],
        keys: &["Space"],
        essential: true,
        hint: 12,
        offered: |here| here.household.is_some(),
        ..row(
            Action::MarkDoor,
            "mark-door",
            ["选中", "mark"],
            [
                "选中这一户；{nobody-home:F5} 把选中的都记不在家，{back:Esc} 取消",
                "Mark this door; {nobody-home:F5} for all marked, {back:Esc} unmarks",
            ],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::AddHousehold),
        ..home(
            HomeAct::AddHousehold,
            "add-household",
            ["新增住户", "new household"],
            ["在这个网格登记一户；搬来的写上从哪里、哪天", "Enter a household here; where it moved in from"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Edit),
        ..home(
            HomeAct::Edit,
            "edit-household",
            ["改住户", "edit household"],
            ["改门牌、电话、地址、住房…", "Change door, phone, address, housing …"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::AddMember),
        ..home(
            HomeAct::AddMember,
            "add-member",
            ["添家人", "add member"],
            ["这一户添一口人", "Add a member to this household"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::EditMember),
        ..home(
            HomeAct::EditMember,
            "edit-member",
            ["改家人", "edit member"],
            ["改光标下这位家人的信息", "Change what is known of the member here"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Leave),
        ..home(
            HomeAct::Leave,
            "member-leaves",
            ["家人离开", "member leaves"],
            ["出嫁、参军、登记有误…，写明原因", "Married away, army, by mistake …: with why"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Live(LifeAct::Died)),
        ..home(
            HomeAct::Live(LifeAct::Died),
            "died",
            ["去世", "died"],
            ["列出随之要办的：类别、心愿、换户主、注销户口", "Lists what follows: tags, wishes, head, papers"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Live(LifeAct::Born)),
        ..home(
            HomeAct::Live(LifeAct::Born),
            "born",
            ["出生", "born"],
            ["添新生儿，列出上户口等要办的", "Adds a child and lists what is to be done"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Live(LifeAct::MovedOut)),
        ..home(
            HomeAct::Live(LifeAct::MovedOut),
            "moves-out",
            ["家人搬走", "moves out"],
            ["搬到哪里、哪天、户口走不走，列出要办的", "Where to, when, what follows"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Live(LifeAct::Arrived)),
        ..home(
            HomeAct::Live(LifeAct::Arrived),
            "moves-in",
            ["搬来一位", "moves in"],
            ["从哪里来；原来在别户的一起转出", "From where; leaves the old household"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Live(LifeAct::Back)),
        ..home(
            HomeAct::Live(LifeAct::Back),
            "is-back",
            ["回来了", "is back"],
            ["记错的，或者搬走又回来的", "Gone by mistake, or back again"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Live(LifeAct::AllAway)),
        ..home(
            HomeAct::Live(LifeAct::AllAway),
            "all-away",
            ["全家搬走", "all leave"],
            ["不再走访，搜得到；列出要办的", "No more visits, still found; what follows"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Live(LifeAct::AllBack)),
        ..home(
            HomeAct::Live(LifeAct::AllBack),
            "all-back",
            ["全家搬回", "all back"],
            ["又住回来了，照常走访", "They live there again and are visited"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Tag),
        ..home(
            HomeAct::Tag,
            "tag",
            ["加类别", "add tag"],
            ["人群类别：原因、从哪天、到哪天", "A tag with its reason, first and last day"],
        )
    },
    Entry {
        offered: |here| here.marked > 0,
        ..home(
            HomeAct::TagMarked,
            "tag-marked",
            ["选中加类别", "tag marked"],
            ["给选中的各户加同一个类别", "Add one tag to all marked doors"],
        )
    },
    Entry {
        group: Group::Home,
        contexts: HOMES,
        keys: &["+"],
        essential: true,
        offered: |here| here.tag.is_some(),
        ..row(
            Action::Renew,
            "renew-tag",
            ["类别续一年", "renew tag"],
            ["快到期的类别再续一年", "The tag that asks goes on for another year"],
        )
    },
    Entry {
        group: Group::Home,
        contexts: HOMES,
        keys: &["-"],
        essential: true,
        offered: |here| here.tag.is_some(),
        ..row(
            Action::EndTag,
            "end-tag",
            ["类别到期为止", "let tag end"],
            ["快到期的类别到日子就不再享受", "The tag that asks ends with its last day"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Head),
        ..home(
            HomeAct::Head,
            "head",
            ["户主变更", "another head"],
            ["换户主，原户主改成家人", "Another head; the old one stays as a member"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Split),
        ..home(
            HomeAct::Split,
            "split",
            ["分户", "split"],
            ["几位家人分出去另立一户", "Some members get a door of their own"],
        )
    },
    Entry {
        contexts: &[Context::Duplicates],
        keys: &["Del", "x"],
        essential: true,
        hint: 7,
        offered: |here| offers(here, HomeAct::Apart),
        ..home(
            HomeAct::Apart,
            "apart",
            ["不是同一个", "not the same"],
            ["核对过是两个，记下，不再列出", "Checked, they are two: not listed again"],
        )
    },
    Entry {
        group: Group::Home,
        ..row(
            Action::Duplicates,
            "duplicates",
            ["查重", "duplicates"],
            ["身份证号、同名同生日、门牌相近的", "Same number, same name and birth, similar doors"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Merge),
        ..home(
            HomeAct::Merge,
            "merge",
            ["并户", "merge"],
            ["全家并入另一户，走访留在原处", "All go over to another household"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Move),
        ..home(
            HomeAct::Move,
            "move",
            ["迁移网格", "move"],
            ["整户迁到另一个网格，事项一起走", "The household and its matters to another cell"],
        )
    },
    Entry {
        group: Group::Home,
        contexts: HOMES,
        offered: |here| here.household.is_some(),
        ..row(
            Action::HomeDisclosures,
            "who-looked",
            ["谁看过", "who looked"],
            ["谁在何时看过这一户隐去的", "Who was shown what is hidden of this household"],
        )
    },
    Entry {
        group: Group::Home,
        contexts: &[Context::Today, Context::Cell, Context::Card],
        offered: |here| here.cell.is_some() || here.household.is_some() || here.can(Can::TakeRoute),
        ..row(
            Action::WalkList,
            "walk-list",
            ["走访单", "walk list"],
            ["印走访单：选中的、路线上的，或全网格", "A list for paper: chosen, route, or the cell"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Page),
        ..home(
            HomeAct::Page,
            "page",
            ["打印页", "page"],
            ["把这一户的全部记录存成打印页", "Everything kept about it, as a page for paper"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::EraseMember),
        ..home(
            HomeAct::EraseMember,
            "erase-member",
            ["依法删除这个人", "erase person"],
            ["销毁这个人的记录；不能撤销", "Destroy what is kept of them; for good"],
        )
    },
    Entry {
        offered: |here| offers(here, HomeAct::Erase),
        ..home(
            HomeAct::Erase,
            "erase-household",
            ["依法删除整户", "erase home"],
            ["销毁这一户的记录；不能撤销", "Destroy what is kept of it; for good"],
        )
    },
    Entry {
        contexts: &[Context::Detail],
        offered: |here| offers(here, HomeAct::EraseMatter),
        ..home(
            HomeAct::EraseMatter,
            "erase-matter",
            ["依法删除事项", "erase matter"],
            ["销毁这件事的文字；不能撤销", "Destroy the words of the matter; for good"],
        )
    },
    Entry {
        group: Group::Line,
        contexts: &[Context::Sheet],
        keys: &["F2", "Ctrl-s"],
        essential: true,
        hint: 1,
        ..row(Action::Save, "save", ["保存", "save"], ["填到哪里都可以保存", "Save what is filled in, from any field"])
    },
];
