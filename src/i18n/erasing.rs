//! What is said about erasing by law.

use std::path::PathBuf;

use super::bound;
use super::{Lang, Told};
use crate::domain::decide::erase::Toll;
use crate::domain::erasure::Subject;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::id::RecordKind;
use crate::domain::refusal::EraseRefusal;

/// What the screens say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EraseSaid {
    /// So many backups were rewritten, so many may still hold it.
    Erased {
        rewritten: usize,
        owed: usize,
    },
    Not(EraseTrouble),
}

impl EraseSaid {
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Erased { owed: 0, .. })
    }

    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Erased { owed: 0, rewritten: 0 } => lang.pick("已依法删除", "erased by law").to_owned(),
            Self::Erased { owed: 0, rewritten } => lang.pick(
                format!("已依法删除，重写了 {rewritten} 份备份"),
                format!("erased by law, {rewritten} backups rewritten"),
            ),
            Self::Erased { owed, .. } => lang.pick(
                format!("已依法删除；{owed} 份备份够不着，记下了：插上盘再备份一次"),
                format!("erased by law; {owed} backups out of reach are remembered: back up again with the stick"),
            ),
            Self::Not(trouble) => trouble.said(lang).0,
        }
    }
}

/// What would be destroyed, and that it cannot be brought back.
pub fn question(lang: Lang, toll: &Toll, set_aside: usize, mentions: usize) -> String {
    let mut lines = self::toll(lang, toll);
    if set_aside > 0 {
        lines.push(lang.pick(
            format!("{set_aside} 份旧的隔离件一并删去"),
            format!("{set_aside} old copies in quarantine go with it"),
        ));
    }
    if mentions > 0 {
        lines.push(lang.pick(
            format!("别人的 {mentions} 条记录里也有这个名字，不动"),
            format!("the name stands in {mentions} records of others, which stay"),
        ));
    }
    let [comma, head] = lang.pick(["；", "将销毁："], ["; ", "Would be destroyed: "]);
    let end = bound::told(lang.pick(
        "。这是唯一不能撤销的操作。{open:Enter} 删除，{back:Esc} 不删",
        ". This is the one thing that cannot be undone. {open:Enter} erases, {back:Esc} does not",
    ));
    format!("{head}{}{end}", lines.join(comma))
}

/// Why an erasure was not done, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EraseTrouble {
    Damaged,
    /// Bytes.
    NoRoom {
        free: u64,
        needed: u64,
    },
    /// What the system says.
    NotDestroyed(String),
    /// A list of what was erased has a line that is none; its number, from 1.
    BadList(PathBuf, usize),
}

impl EraseTrouble {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::NoRoom { .. } => "disk_full",
            Self::NotDestroyed(_) => "not_destroyed",
            Self::BadList(..) => "bad_list",
        }
    }

    /// What is wrong, and what to do now.
    pub fn said(&self, lang: Lang) -> Told {
        let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
        match self {
            Self::Damaged => lang.told(
                [
                    "日志有损坏，读不出的也就删不掉；什么都没有动",
                    "the journal is damaged, and what cannot be read cannot be erased; nothing was changed",
                ],
                ["先运行 doctor --repair，再删除", "run doctor --repair first, then erase"],
            ),
            Self::NoRoom { free, needed } => {
                let (free, needed) = (megabytes(*free), megabytes(*needed));
                lang.told(
                    [
                        format!("地方不够：要 {needed} MB，只剩 {free} MB；什么都没有动"),
                        format!("not enough room: {needed} MB needed, {free} MB free; nothing was changed"),
                    ],
                    ["先腾出地方，再删除", "make room first, then erase"],
                )
            }
            Self::NotDestroyed(why) => lang.told(
                [
                    format!("已记下删除，哪里都不再显示，但旧的内容还没能从磁盘上抹去：{why}"),
                    format!("it is recorded and shown nowhere any more, but its bytes are still on the disk: {why}"),
                ],
                [
                    "下次打开时会接着抹去；doctor 会说抹去了没有",
                    "opening the data again goes on with it; doctor tells whether it is done",
                ],
            ),
            Self::BadList(path, line) => lang.told(
                [
                    format!("{} 第 {line} 行看不懂", path.display()),
                    format!("{}: line {line} is not understood", path.display()),
                ],
                ["这份单子由 erase --list 写出；什么都没有动", "erase --list writes such a list; nothing was changed"],
            ),
        }
    }
}

/// That it is being done, and how many records were copied so far.
pub fn under_way(lang: Lang, records: u64) -> String {
    lang.pick(
        format!("正在依法删除，已抄过 {records} 条；做完以前不能停"),
        format!("erasing by law, {records} records copied; it cannot be stopped now"),
    )
}

/// Why a backup was not rewritten: it is not there.
pub fn away(lang: Lang) -> &'static str {
    lang.pick("现在够不着", "out of reach now")
}

/// The ground of erasing again what was erased before the backup came back.
pub fn again(lang: Lang) -> &'static str {
    lang.pick("恢复备份时再次删除", "erased again when a backup was restored")
}

/// Why a backup was not rewritten: it has what is nowhere else.
pub fn only_there(lang: Lang, events: u64) -> String {
    lang.pick(
        format!("它有 {events} 条记录是这里没有的，先恢复它"),
        format!("it has {events} events that are not here; restore it first"),
    )
}

/// Why something may not be erased, or taken back after it was, and what to do now.
pub fn refusal(lang: Lang, refusal: &EraseRefusal) -> Told {
    match refusal {
        EraseRefusal::NoReason => lang.told(
            ["删除要写明原因", "why it is erased is not said"],
            ["写上依据，比如：本人申请", "say on what ground, as in: asked for by the person"],
        ),
        EraseRefusal::NothingLeft => lang.told(
            ["没有可删除的内容，或已经删除", "nothing is left of it that could be erased"],
            ["要看留下了什么：show 编号", "show ID tells what is left"],
        ),
        EraseRefusal::OnlyMember(home) => {
            let home = home.show(RecordKind::Household);
            lang.told(
                ["这一户只有这一个人", "they are the only member of their household"],
                [format!("删除整户：{home}"), format!("erase the household: {home}")],
            )
        }
        EraseRefusal::ForGood => lang.told(
            ["删除不能撤销", "what was erased cannot be brought back"],
            ["删错了的只能重新登记", "what was erased by mistake is entered anew"],
        ),
        EraseRefusal::ActErased => lang.told(
            ["这次操作记下的内容已依法删除", "what this act recorded was erased by law"],
            ["不能撤销，也不能恢复", "it can be neither undone nor redone"],
        ),
    }
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
            lang.pick(format!("依法删除 {count} 条：{why}"), format!("erased by law, {count} events: {why}"))
        }
        _ => lang.pick("已依法删除", "erased by law").to_owned(),
    }
}

/// The line of an event that was erased, or of which a part was: when, and by whom.
pub fn told(lang: Lang, what: String, event: &Event, erasure: &Event) -> String {
    let (day, by) = (erasure.typed_at.date(), &erasure.by);
    if event.fact == Fact::Gone {
        return lang.pick(format!("已于 {day} 由 {by} 依法删除"), format!("erased on {day} by {by}"));
    }
    let part = lang
        .pick(format!("（其中一部分已于 {day} 由 {by} 依法删除）"), format!(" (part of it erased on {day} by {by})"));
    what + &part
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
    format!("{} {id}", word[lang as usize])
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
    counted.map(|(count, word)| format!("{count} {}", word[lang as usize])).collect()
}
