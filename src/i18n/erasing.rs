//! What is said about erasing by law.

use super::Lang;
use crate::domain::decide::erase::Toll;
use crate::domain::erasure::Subject;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::id::RecordKind;
use crate::domain::refusal::EraseRefusal;

/// What went wrong and, where something can be done about it, what; without a full stop at the end of either.
pub fn refusal(lang: Lang, refusal: &EraseRefusal) -> (String, Option<String>) {
    let (what, hint) = match refusal {
        EraseRefusal::NoReason => (
            ["删除要写明原因".to_owned(), "why it is erased is not said".to_owned()],
            ["写上依据，比如：本人申请", "say on what ground, as in: asked for by the person"].map(str::to_owned),
        ),
        EraseRefusal::NothingLeft => (
            ["没有可删除的内容，或早已删除".to_owned(), "nothing is left of it that could be erased".to_owned()],
            ["要看留下了什么：show 编号", "show ID tells what is left"].map(str::to_owned),
        ),
        EraseRefusal::OnlyMember(home) => {
            let home = home.show(RecordKind::Household);
            (
                ["这一户只有这一个人".to_owned(), "they are the only member of their household".to_owned()],
                [format!("删除整户：{home}"), format!("erase the household: {home}")],
            )
        }
        EraseRefusal::ForGood => (
            ["删除不能撤销".to_owned(), "what was erased cannot be brought back".to_owned()],
            [String::new(), String::new()],
        ),
        EraseRefusal::ActErased => (
            ["这次操作记下的内容已依法删除".to_owned(), "what this act recorded was erased by law".to_owned()],
            ["不能撤销，也不能恢复", "it can be neither undone nor redone"].map(str::to_owned),
        ),
    };
    let hint = pick(lang, hint);
    (pick(lang, what), Some(hint).filter(|hint| !hint.is_empty()))
}

/// The word for programs of a refusal.
pub fn refusal_code(refusal: &EraseRefusal) -> &'static str {
    match refusal {
        EraseRefusal::NoReason => "no_reason",
        EraseRefusal::NothingLeft => "nothing_left",
        EraseRefusal::OnlyMember(_) => "only_member",
        EraseRefusal::ForGood => "for_good",
        EraseRefusal::ActErased => "act_erased",
    }
}

/// A line of a history about a fact of erasing: the erasure itself, or what stands where a body was.
pub fn fact(lang: Lang, fact: &Fact) -> String {
    match fact {
        Fact::Erased(erasure) => {
            let (count, why) = (erasure.events.len(), &erasure.why);
            pick(lang, [format!("依法删除 {count} 条：{why}"), format!("erased by law, {count} events: {why}")])
        }
        _ => pick(lang, ["已依法删除", "erased by law"]).to_owned(),
    }
}

/// The line of an event that was erased, or of which a part was: when, and by whom.
pub fn told(lang: Lang, what: String, event: &Event, erasure: &Event) -> String {
    let (day, by) = (erasure.typed_at.date(), &erasure.by);
    if event.fact == Fact::Gone {
        return pick(lang, [format!("已于 {day} 由 {by} 依法删除"), format!("erased on {day} by {by}")]);
    }
    let part = [format!("（其中一部分已于 {day} 由 {by} 依法删除）"), format!(" (part of it erased on {day} by {by})")];
    what + &pick(lang, part)
}

/// What is to be erased, in a word with its id.
pub fn subject(lang: Lang, subject: Subject) -> String {
    let id = subject.id.show(subject.kind);
    let word = match subject.kind {
        RecordKind::Household => ["整户", "the whole household"],
        RecordKind::Member => ["这个人", "the person"],
        RecordKind::Visit => ["走访记录的文字", "the note of the visit"],
        _ => ["事项的文字", "the words of the matter"],
    };
    format!("{} {id}", pick(lang, word))
}

/// How much would be destroyed, a line each.
pub fn toll(lang: Lang, toll: &Toll) -> Vec<String> {
    let counts = [
        (toll.people, ["人", "people"]),
        (toll.visits, ["次走访", "visits"]),
        (toll.matters, ["件事项，连同经过", "matters with all that happened to them"]),
        (toll.matters_kept, ["件事项留下，删去其中的字", "matters that stay without the words"]),
        (toll.events, ["条记录的内容销毁", "events whose contents are destroyed"]),
        (toll.restated, ["条里别人的部分另行保留", "of them keep what they say of others"]),
    ];
    let counted = counts.into_iter().filter(|(count, _)| *count > 0);
    counted.map(|(count, word)| format!("{count} {}", pick(lang, word))).collect()
}

fn pick<T>(lang: Lang, [zh, en]: [T; 2]) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
