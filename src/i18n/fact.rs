//! What a fact of a history says, in one line.

use super::term::{Term, day_and_month};
use super::{Lang, areas, disclosed, erasing, family, promise};
use crate::domain::deadline::DeadlineClock;
use crate::domain::fact::{Fact, Field, MatterFact};
use crate::domain::household::Household;
use crate::domain::id::{Id, RecordKind};
use crate::domain::masking;
use crate::domain::matter::{Assignee, Raised};
use crate::domain::moment::Moment;

/// Names of what facts refer to by id.
pub trait Names {
    /// The name of who has a matter in hand.
    fn assignee(&self, assignee: &Assignee) -> String;

    /// Door and head of a household.
    fn household(&self, id: Id) -> String;

    /// What a matter is called: its id, where nobody asked for more.
    fn matter(&self, id: Id, _: Lang) -> String {
        id.show(RecordKind::Matter)
    }

    /// What an act is called: its id, where nobody asked for more.
    fn act(&self, id: Id, _: Lang) -> String {
        id.show(RecordKind::Act)
    }

    /// A telephone number as it is shown: masked, where nobody asked for more.
    fn phone(&self, phone: &str) -> String {
        masking::phone(phone)
    }

    /// An identity number as it is shown.
    fn number(&self, number: &str) -> String {
        masking::number(number)
    }
}

/// One line, with telephone and identity numbers as `names` shows them; `before` is the household as it was, for a fact of one.
pub fn fact(lang: Lang, fact: &Fact, before: Option<&Household>, names: &dyn Names) -> String {
    let say = |zh: String, en: String| lang.pick(zh, en);
    if let Some(line) = family::fact(lang, fact, before, names) {
        return line;
    }
    match fact {
        Fact::AreaNamed { scope, name } => say(format!("{scope} 名为{name}"), format!("{scope} is called {name}")),
        Fact::AreaRetired => say("停用".into(), "out of use".into()),
        Fact::RoleHeld { role, person: Some(person) } => format!("{}: {person}", role.word(lang)),
        Fact::RoleHeld { role, person: None } => {
            say(format!("{}空缺", role.word(lang)), format!("{}: nobody", role.word(lang)))
        }
        Fact::ResponderNamed { name, .. } => say(format!("承办 {name}"), format!("responder {name}")),
        Fact::PolicySet { .. } => say("载入政策".into(), "policy loaded".into()),
        Fact::WorkdaysSet { .. } => say("载入工作日表".into(), "table of workdays loaded".into()),
        Fact::Visited(note) => joined(&[note.outcome.word(lang), note.note.as_str()]),
        // The other facts of households have been told above.
        Fact::HouseholdAdded(_)
        | Fact::HouseholdSet(_)
        | Fact::MemberAdded(_)
        | Fact::MemberSet { .. }
        | Fact::MemberLeft { .. }
        | Fact::TagSet(_)
        | Fact::TagEnded { .. }
        | Fact::MemberWent { .. }
        | Fact::SplitFrom { .. }
        | Fact::MemberCame { .. }
        | Fact::Absorbed { .. }
        | Fact::MergedInto { .. }
        | Fact::MemberGone { .. }
        | Fact::MemberBack { .. }
        | Fact::MemberArrived { .. }
        | Fact::WentAway(_)
        | Fact::CameBack
        | Fact::HeldApart { .. } => String::new(),
        Fact::Erased(_) | Fact::Gone => erasing::fact(lang, fact),
        Fact::PromiseHanded { from, to } => areas::handed_over(lang, from, to, false),
        Fact::ConflictSettled { field: of, .. } => say(
            format!("两人写得不一样，定下了：{}", field(lang, of)),
            format!("conflict settled: {}", field(lang, of)),
        ),
        Fact::Promised(_) | Fact::PromiseEnded { .. } | Fact::PromiseRehomed { .. } => {
            promise::fact(fact, |household| names.household(household), lang)
        }
        Fact::Carried(_) => say("迁入这个网格".into(), "moved into this cell".into()),
        Fact::Matter(step) => matter(lang, step, names),
        Fact::Disclosed(disclosed) => disclosed::line(disclosed, names, lang),
        Fact::Retracted { of, .. } => {
            let act = names.act(*of, lang);
            say(format!("撤销 {act}"), format!("took back {act}"))
        }
    }
}

/// The value of which two people wrote different things.
pub fn field(lang: Lang, field: &Field) -> String {
    let both = match field {
        Field::Name => ["名称", "name"],
        Field::Role(role) => return role.word(lang).to_owned(),
        Field::Content => ["内容", "content"],
        Field::Door => ["门牌", "door"],
        Field::Head => ["户主", "head"],
        Field::Phone => ["电话", "phone"],
        Field::Address => ["地址", "address"],
        Field::Member(..) => ["家人的信息", "a member's details"],
        Field::Belongs(_) => ["家人是否在户", "whether a member belongs"],
        Field::Tag(name) => return lang.pick(format!("类别 {name}"), format!("tag {name}")),
        Field::State => ["办理状态", "state"],
        Field::Lead => ["并入", "joining"],
        Field::Place => ["所在网格", "cell"],
        Field::Home(_) => ["户的信息", "the household's details"],
        Field::Merged => ["并户", "the merge"],
        Field::Household => ["是哪一户的", "whose it is"],
        Field::Away => ["是否住在这里", "whether they live there"],
    };
    both[lang as usize].to_owned()
}

fn matter(lang: Lang, step: &MatterFact, names: &dyn Names) -> String {
    match step {
        MatterFact::Raised(raised) => return raised_line(lang, raised),
        MatterFact::Rehomed { household } => {
            let household = names.household(*household);
            return lang.pick(format!("随并户归 {household}"), format!("went with its household to {household}"));
        }
        MatterFact::HandedOver { from, to, promises_only } => {
            return areas::handed_over(lang, from, to, *promises_only);
        }
        MatterFact::CallerPhone { phone } => {
            let phone = names.phone(phone);
            return lang.pick(format!("来电号码 {phone}"), format!("caller's number {phone}"));
        }
        _ => {}
    }
    let verb = step.verb().map(|verb| verb.word(lang)).unwrap_or_default();
    let detail = match step {
        MatterFact::Answered { text }
        | MatterFact::Declined { text }
        | MatterFact::Done { text }
        | MatterFact::Fulfilled { text }
        | MatterFact::Withdrawn { text }
        | MatterFact::Mediated { text }
        | MatterFact::Noted { text }
        | MatterFact::Told { text } => text.clone(),
        MatterFact::Returned { text, clock } | MatterFact::Reopened { text, clock } => {
            joined(&[text, &until(lang, clock)])
        }
        MatterFact::Extended { clock, why } | MatterFact::Paused { clock, why } => joined(&[why, &until(lang, clock)]),
        MatterFact::Assigned { to, clock } => joined(&[&names.assignee(to), &until(lang, clock)]),
        MatterFact::Escalated { level, text, clock } => joined(&[level.word(lang), text, &until(lang, clock)]),
        MatterFact::Resumed { clock } => until(lang, clock),
        MatterFact::Confirmed { satisfied, text, .. } => {
            joined(&[satisfied.word(lang), text.as_deref().unwrap_or_default()])
        }
        MatterFact::Claimed { to, connect_by } => joined(&[&names.assignee(to), &by(lang, *connect_by)]),
        MatterFact::Settled { text, follow_up } => joined(&[text, &by(lang, *follow_up)]),
        MatterFact::Promised { text, by: at } => joined(&[text, &by(lang, *at)]),
        MatterFact::Joined { lead } => names.matter(*lead, lang),
        MatterFact::Raised(_)
        | MatterFact::Rehomed { .. }
        | MatterFact::CallerPhone { .. }
        | MatterFact::HandedOver { .. }
        | MatterFact::Published
        | MatterFact::Connected
        | MatterFact::Released
        | MatterFact::Urged
        | MatterFact::Unjoined => String::new(),
    };
    joined(&[verb, &detail])
}

fn raised_line(lang: Lang, raised: &Raised) -> String {
    let level = raised.level.map(|level| level.word(lang)).unwrap_or_default();
    let tier = raised.tier.word(lang);
    joined(&[raised.kind.word(lang), &raised.text, tier, level, raised.answer.as_deref().unwrap_or_default()])
}

fn until(lang: Lang, clock: &DeadlineClock) -> String {
    by(lang, clock.due.at)
}

fn by(lang: Lang, at: Moment) -> String {
    let day = day_and_month(at.date(), lang);
    lang.pick(format!("到{day}"), format!("by {day}"))
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}
