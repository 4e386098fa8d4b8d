//! A death, a birth, moving in and out: what happened, and what may follow, in words.

use super::family;
use super::term::Term;
use super::{Lang, Told};
use crate::domain::fact::Fact;
use crate::domain::household::{Arrival, Away, Going, Gone, Household};
use crate::domain::id::Id;
use crate::domain::life::{Consequence, LifeEvent, What};
use crate::domain::moment::Date;
use crate::domain::policy::LifeErrand;
use crate::domain::refusal::LifeRefusal;

use super::fact::Names;

/// One line about a fact of this part; `None` for others. `before` is the household as it was.
pub fn fact(lang: Lang, fact: &Fact, before: Option<&Household>, names: &dyn Names) -> Option<String> {
    let name = |id: Id| {
        let member = before.and_then(|household| household.anybody(id));
        member.map_or_else(String::new, |member| member.details.name.clone())
    };
    Some(match fact {
        Fact::MemberGone { member, going } => format!("{} {}", name(*member), went(going, lang)),
        Fact::MemberBack { member } => {
            lang.pick(format!("{}回来了", name(*member)), format!("{} is back", name(*member)))
        }
        Fact::MemberArrived { member, arrival } => {
            let relation = family::relation(&member.details.relation, lang);
            format!("{} {relation} {}", member.details.name, came(arrival, lang)).replace("  ", " ")
        }
        Fact::WentAway(away) => lang.pick(format!("全家 {}", left(away, lang)), format!("all {}", left(away, lang))),
        Fact::CameBack => lang.pick("全家搬回来了".to_owned(), "the household is back".to_owned()),
        Fact::HeldApart { mine, other } => {
            let (mine, other) = (name(*mine), names.household(*other));
            match (mine.is_empty(), lang) {
                (false, Lang::Zh) => format!("{mine}核对过：和另一户的那位不是同一个人"),
                (false, Lang::En) => format!("{mine} checked: not the same person as one in another household"),
                (true, Lang::Zh) => format!("核对过：和 {other} 不是同一户"),
                (true, Lang::En) => format!("checked: not the same household as {other}"),
            }
        }
        _ => return None,
    })
}

/// How somebody went: `2026-11-03 去世`.
pub fn went(going: &Going, lang: Lang) -> String {
    match going {
        Going::Died(on) => lang.pick(format!("{on} 去世"), format!("died {on}")),
        Going::Left(away) => left(away, lang),
    }
}

/// Where people moved: `2026-11-03 搬到包头（户口还在这里）`.
pub fn left(away: &Away, lang: Lang) -> String {
    let Away { on, to, registered } = away;
    let to = match (to.is_empty(), lang) {
        (true, Lang::Zh) => "搬走".to_owned(),
        (true, Lang::En) => "moved away".to_owned(),
        (false, Lang::Zh) => format!("搬到{to}"),
        (false, Lang::En) => format!("moved to {to}"),
    };
    let registered = match (registered, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "（户口还在这里）",
        (true, Lang::En) => " (still registered here)",
    };
    lang.pick(format!("{on} {to}{registered}"), format!("{to} {on}{registered}"))
}

fn came(arrival: &Arrival, lang: Lang) -> String {
    match arrival {
        Arrival::Born(on) => lang.pick(format!("{on} 出生"), format!("born {on}")),
        Arrival::Came { on, from } if from.is_empty() => lang.pick(format!("{on} 搬来"), format!("moved in {on}")),
        Arrival::Came { on, from } => lang.pick(format!("{on} 从{from}搬来"), format!("moved in from {from} {on}")),
    }
}

/// Why nobody calls at a door any more; `None` where somebody lives there.
pub fn standing(household: &Household, lang: Lang) -> Option<String> {
    let away = household.lives.away.as_ref();
    let left = away.map(|away| lang.pick(format!("全家 {}", left(away, lang)), format!("all {}", left(away, lang))));
    let empty = !household.is_merged() && household.is_empty();
    let empty =
        empty.then(|| lang.pick("没有人住了，不再走访".to_owned(), "nobody lives here any more: no visits".to_owned()));
    left.or(empty)
}

/// How many households everybody left.
pub fn left_doors(count: i64, lang: Lang) -> String {
    lang.pick(format!("无人住 {count}"), format!("{count} left"))
}

/// Somebody who is gone, in a line: `孙福（配偶）2026-11-03 去世`.
pub fn gone(gone: &Gone, lang: Lang) -> String {
    let person = &gone.member.details;
    let relation = family::relation(&person.relation, lang);
    let relation = match (relation.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("（{relation}）"),
        (false, Lang::En) => format!(" ({relation})"),
    };
    format!("{}{relation} {}", person.name, went(&gone.going, lang))
}

/// What happened, as it stands in the notes on matters: `孙福 2026-11-03 去世`.
pub fn words(event: &LifeEvent, household: &Household, lang: Lang) -> String {
    let name = |id: Id| household.anybody(id).map_or_else(String::new, |member| member.details.name.clone());
    match event {
        LifeEvent::Died { member, on } => format!("{} {}", name(*member), went(&Going::Died(*on), lang)),
        LifeEvent::Left { member, away } => format!("{} {}", name(*member), left(away, lang)),
        LifeEvent::Arrived { person, arrival } => format!("{} {}", person.name, came(arrival, lang)),
        LifeEvent::Back { member } => {
            lang.pick(format!("{}回来了", name(*member)), format!("{} is back", name(*member)))
        }
        LifeEvent::AllLeft(away) => {
            lang.pick(format!("全家 {}", left(away, lang)), format!("all {}", left(away, lang)))
        }
        LifeEvent::AllBack => lang.pick("全家搬回来了".to_owned(), "the household is back".to_owned()),
    }
}

/// What is to be done, as the matter says it: `孙福：申报死亡登记、注销户口`.
pub fn errand(errand: &LifeErrand, who: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{who}：{}", errand.zh),
        Lang::En => format!("{who}: {}", errand.en),
    }
}

/// In place of what somebody of the household shall not read over one's shoulder.
pub fn hidden(lang: Lang) -> &'static str {
    lang.pick("已隐去", "hidden")
}

/// Something that may follow, in a line that says what is done when it is chosen.
pub fn consequence(consequence: &Consequence, on: Option<Date>, lang: Lang, names: &dyn Names) -> String {
    match &consequence.what {
        What::Tag(tag) => {
            let until = on.map_or_else(String::new, |on| tag.ending_with(on).to_string());
            let tag = family::tag_line(tag, lang);
            lang.pick(format!("类别 {tag}：到 {until} 为止"), format!("tag {tag}: ends on {until}"))
        }
        What::TagOfPerson(name) => lang.pick(
            format!("本人类别 {name}：不再保留（不选就归这一户）"),
            format!("own tag {name}: not kept (else it is the household's)"),
        ),
        What::Wish(matter) => lang
            .pick(format!("撤回微心愿：{}", matter.raised.text), format!("withdraw the wish: {}", matter.raised.text)),
        What::Matter(matter) => {
            let kind = matter.kind().word(lang);
            let text = &matter.raised.text;
            lang.pick(
                format!("在{kind}上记一笔，照旧办：{text}"),
                format!("note it on the {kind}, which goes on: {text}"),
            )
        }
        What::Promise(promise) => {
            let text = &promise.promised.text;
            lang.pick(format!("答应的事作罢：{text}"), format!("let the promise go: {text}"))
        }
        What::Errand(errand, last) => {
            let last = match (last, lang) {
                (None, _) => String::new(),
                (Some(day), Lang::Zh) => format!("（{day} 前）"),
                (Some(day), Lang::En) => format!(" (by {day})"),
            };
            lang.pick(format!("记成待办：{}{last}", errand.zh), format!("to do: {}{last}", errand.en))
        }
        What::Elsewhere { household, .. } => {
            let name = names.household(*household);
            lang.pick(format!("从 {name} 转出（同一个身份证号）"), format!("leaves {name} (same identity number)"))
        }
    }
}

/// Why something may not be recorded of coming and going, and what to do now.
pub fn refusal(lang: Lang, refusal: &LifeRefusal) -> Told {
    match refusal {
        LifeRefusal::NeedsHead(name) => lang.told(
            [format!("{name}是户主，还有别人在户"), format!("{name} is the head and others stay")],
            [
                "说清谁接着当户主：表里选“新户主”，命令行用 --head",
                "say who is the head from now on: the field \"new head\", or --head",
            ],
        ),
        LifeRefusal::NotYet(day) => lang.told(
            [format!("{day} 还没到"), format!("{day} lies ahead")],
            ["写已经到了的日子", "give the day it happened"],
        ),
        LifeRefusal::IsGone(name) => lang.told(
            [format!("{name}已经记为去世或搬走"), format!("{name} died or moved away before")],
            ["记错了就先“回来”，或撤销那一次", "if that was wrong, bring them back first, or undo it"],
        ),
        LifeRefusal::NotGone(name) => lang.told(
            [format!("{name}就在户里"), format!("{name} lives there")],
            ["不用记回来", "there is nobody to bring back"],
        ),
        LifeRefusal::IsAway => lang.told(
            ["这一户已经搬走", "this household moved away before"],
            ["搬去的地方记错了：撤销那一次再记", "if the place was wrong, undo that act and record it anew"],
        ),
        LifeRefusal::NotAway => lang.told(
            ["这一户没有搬走", "this household did not move away"],
            ["有人搬来的，记“迁入”", "somebody who moves in is recorded as such"],
        ),
        LifeRefusal::NoSuchErrand(id) => lang.told(
            [format!("办理规则里没有“{id}”"), format!("the policy knows no {id:?}")],
            ["看有哪些：rules policy", "rules policy shows those it knows"],
        ),
        LifeRefusal::NoSuchConsequence(key) => lang.told(
            [format!("没有“{key}”这一项后果"), format!("nothing of the key {key:?} follows")],
            ["--dry-run 会列出各项的编号", "--dry-run lists the keys"],
        ),
        LifeRefusal::AreApart => lang.told(
            ["已经记过：不是同一个", "it was recorded before that they are two"],
            ["记错了就撤销那一次", "undo that act if it was a mistake"],
        ),
        LifeRefusal::NotTwo => lang.told(
            ["要两个人，或者两户", "two people are wanted, or two households"],
            ["看一遍查重列表里的编号", "see the ids in the list of duplicates"],
        ),
    }
}

/// The word for programs of a refusal.
pub fn refusal_code(refusal: &LifeRefusal) -> &'static str {
    match refusal {
        LifeRefusal::NeedsHead(_) => "needs_head",
        LifeRefusal::NotYet(_) => "not_yet",
        LifeRefusal::IsGone(_) => "is_gone",
        LifeRefusal::NotGone(_) => "not_gone",
        LifeRefusal::IsAway => "is_away",
        LifeRefusal::NotAway => "not_away",
        LifeRefusal::NoSuchErrand(_) => "no_such_errand",
        LifeRefusal::NoSuchConsequence(_) => "no_such_consequence",
        LifeRefusal::AreApart => "are_apart",
        LifeRefusal::NotTwo => "not_two",
    }
}
