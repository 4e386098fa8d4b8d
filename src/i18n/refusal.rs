//! Why a request was refused, said once for the command line and the screens.

use super::term::Term;
use super::{Lang, Told, areas, conflict, erasing, family, home, life, promise};
use crate::domain::id::{Id, RecordKind};
use crate::domain::refusal::{Refusal, UndoRefusal};
use crate::domain::scope::Extent;

pub mod matter;
mod rules;

/// Why something may not be recorded, and what to do now.
pub fn refusal(lang: Lang, refusal: &Refusal) -> Told {
    match refusal {
        Refusal::Home(refusal) => home::refusal(lang, refusal),
        Refusal::Family(refusal) => family::refusal(lang, refusal),
        Refusal::Life(refusal) => life::refusal(lang, refusal),
        Refusal::Matter(refusal) => matter::refusal(lang, refusal),
        Refusal::Clock(refusal) => matter::of_clock(lang, refusal),
        Refusal::Link(refusal) => matter::of_link(lang, *refusal),
        Refusal::Promise(refusal) => promise::refusal(lang, *refusal),
        Refusal::Area(refusal) => areas::refusal(lang, refusal),
        Refusal::Erase(refusal) => erasing::refusal(lang, refusal),
        Refusal::NoSuchConflict | Refusal::CannotTake => conflict::refusal(lang, refusal),
        Refusal::Undo(refusal) => of_undo(lang, refusal),
        Refusal::NotFound(id) => lang.told(
            [format!("找不到 {id}"), format!("{id} is not known here")],
            ["核对编号，或用 list、search 查找", "check the id, or look it up with list or search"],
        ),
        Refusal::UnknownCell(cell) => lang.told(
            [format!("还没有网格 {cell}"), format!("there is no grid cell {cell} yet")],
            [format!("先添加：cells add {cell} --name 名称"), format!("add it first: cells add {cell} --name NAME")],
        ),
        Refusal::WrongExtent { given, needed } => {
            let form = code_of(*needed);
            let [zh, en] = needed.both();
            let what = [format!("{given} 不是{zh}的代码"), format!("{given} is not the code of a {en}")];
            lang.told(what, [format!("写成 {form}"), format!("write it as in {form}")])
        }
        Refusal::EmptyName => lang.told(["名字是空的", "the name is empty"], ["写上名字", "write the name"]),
        Refusal::EmptyText => lang.told(
            ["没有写内容", "nothing was written down"],
            ["写上说了什么、办了什么", "write what was said or done"],
        ),
        Refusal::UnknownCategory(word) => lang.told(
            [format!("没有类别“{word}”"), format!("there is no category {word:?}")],
            [
                "换一个政策里的类别，或者不写，由文字推断",
                "take one of the policy's, or leave it out and let the words tell",
            ],
        ),
        Refusal::SameCell => lang.told(
            ["这一户已经在这个网格里", "the household lies in that cell already"],
            ["选另一个网格", "take another cell"],
        ),
        Refusal::BadPolicy(faults) => (rules::policy(lang, faults), mend(lang)),
        Refusal::BadWorkdays(faults) => (rules::workdays(lang, faults), mend(lang)),
        Refusal::Unreadable(fault) => lang.told(
            [format!("有数据读不出来：{fault}"), format!("some data cannot be read: {fault}")],
            ["运行 doctor --full 检查", "run doctor --full"],
        ),
        Refusal::BeforeIt { began } => lang.told(
            [format!("这件事 {} 才有，早不过那天", began.date()), format!("this began on {}", began.date())],
            ["改成那天或以后，或先结束补录", "give that day or a later one, or end typing from paper"],
        ),
    }
}

fn mend(lang: Lang) -> String {
    lang.pick("改好后再载入；什么都没有改动", "mend it and load it again; nothing was changed").to_owned()
}

fn of_undo(lang: Lang, refusal: &UndoRefusal) -> Told {
    match refusal {
        UndoRefusal::NothingToUndo => lang.told(
            ["没有可以撤销的", "there is nothing to undo"],
            ["更早的一次要写编号：act 编号 undo", "an older act is named: act ID undo"],
        ),
        UndoRefusal::NothingToRedo => lang.told(
            ["没有可以恢复的", "there is nothing to redo"],
            ["撤销以后、没有新记以前才能恢复", "what was undone can be redone until something new is recorded"],
        ),
        UndoRefusal::Disclosed => lang.told(
            ["这是查看、导出的记录，撤不了", "this records that something was shown in full, and stays"],
            ["看过就是看过；list disclosures 列出全部", "what was seen was seen; list disclosures lists them all"],
        ),
        UndoRefusal::DependedOn(acts) => {
            let acts: Vec<String> = acts.iter().map(|act: &Id| act.show(RecordKind::Act)).collect();
            let acts = acts.join(" ");
            lang.told(
                ["后来的记录以这一次为前提，撤不了", "later acts stand on this one, so it stays"],
                [format!("先撤销：{acts}"), format!("undo these first: {acts}")],
            )
        }
    }
}

/// A code of that extent, as an example.
fn code_of(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "*",
        Extent::County => "150826",
        Extent::Township => "150826102",
        Extent::Village => "150826102207",
        Extent::Cell => "150826102207-003",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_file_is_told_with_its_line() {
        let faults = crate::domain::policy::Policy::from_toml("version = \"x\"").unwrap_err();
        let lines = faults.len();
        for lang in Lang::ALL {
            let (message, _) = refusal(lang, &Refusal::BadPolicy(faults.clone()));
            assert_eq!(message.lines().count(), lines + 1, "{message}");
        }
    }

    #[test]
    fn an_act_that_must_go_first_can_be_copied_from_the_hint() {
        let act = Id::from_u64(77);
        let (_, hint) = refusal(Lang::En, &UndoRefusal::DependedOn(vec![act]).into());
        assert!(hint.ends_with(&act.show(RecordKind::Act)));
    }
}
