//! What is done with a matter.

use super::{EXPLAINED, ONE_BY_ONE, row, verb};
use crate::domain::matter::VerbName;
use crate::tui::action::{Action, Context, Entry, Group};
use crate::tui::here::Can;

pub const ROWS: &[Entry] = &[
    Entry {
        group: Group::Matter,
        contexts: ONE_BY_ONE,
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
        group: Group::Matter,
        contexts: &[Context::Today, Context::Matters],
        keys: &[";"],
        essential: true,
        hint: 5,
        offered: |here| !here.verbs.is_empty(),
        ..row(
            Action::OnThese,
            "act-on-these",
            ["办理", "act"],
            ["列出现在能办的：选中的一次办，没选就办这件", "What can be done with all marked, or this one"],
        )
    },
    Entry {
        group: Group::Matter,
        contexts: &[Context::Matters],
        keys: &["Space"],
        essential: true,
        hint: 4,
        offered: |here| here.can(Can::Mark),
        ..row(
            Action::MarkMatter,
            "mark-matter",
            ["选中", "mark"],
            [
                "选中这件；选中的一次办、一次撤销，{back:Esc} 取消",
                "Mark it: all marked are one act; {back:Esc} unmarks",
            ],
        )
    },
    Entry {
        group: Group::Matter,
        contexts: &[Context::Today, Context::Card],
        keys: &[","],
        essential: true,
        offered: |here| here.matter.is_some(),
        ..row(
            Action::Detail,
            "whole-matter",
            ["细看", "details"],
            ["这件事项的全部：时限、承办、怎么说、经过", "The whole matter: who, until when, its history"],
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
        contexts: EXPLAINED,
        keys: &["w", "="],
        essential: true,
        hint: 12,
        offered: |here| here.can(Can::Explain),
        ..row(
            Action::Why,
            "why",
            ["为何这天", "why this day"],
            ["说明期限、该走访的日子怎么算的", "Explain a due date, or why a visit is due"],
        )
    },
];
