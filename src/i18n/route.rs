//! What is said of the route of a day, of visits that are due, and of typing from a paper list.

use super::Lang;
use super::bound;
use super::term::{Term, day_and_month};
use super::when;
use crate::domain::moment::Date;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteWord {
    /// The title over the rules by which a visit is due.
    WhyVisit,
    LastReached,
    NeverReached,
    /// The day by which the household was entered, where nobody was reached yet.
    EnteredOn,
    VisitBy,
    /// Over the rules: the strictest holds.
    Strictest,
    /// A rule for whoever has no tag that asks for more.
    Everyone,
    /// Some rules are not read out at a door.
    NotFacing,
}

/// A sentence with numbers or names in it.
#[derive(Clone, Debug, PartialEq)]
pub enum RouteSaid {
    /// So many doors are on today's route.
    Taken(usize),
    /// The route was put down; so many doors stay chosen.
    PutDown(usize),
    /// A door was taken off the route.
    TakenOff(String),
    /// So many doors wait for a day.
    CarriedOver(usize, String),
    /// Somebody called at every door of the route.
    Walked,
    /// It is the last door of its cell.
    LastDoor,
    /// What is typed was said on that day.
    PaperOf(String),
    PaperEnds,
}

/// The heading of a group of doors, with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum RouteCount {
    /// Doors of today's route that were called at, and all of them.
    Today(usize, usize),
    /// Doors left of the route of an earlier day.
    Rest(String, usize),
    /// Doors that wait for a day to come.
    Ahead(String, usize),
    /// Things to bring to the doors of today.
    Bring(usize),
    /// What else was promised.
    Promised(usize),
    /// Doors with words that were not saved.
    Drafts(usize),
    /// The list of what is not finished.
    Evening,
}

impl Term for RouteWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::WhyVisit => ["为什么该走访", "Why a visit is due"],
            Self::LastReached => ["上次见到人", "last reached"],
            Self::NeverReached => ["还没见到过人", "nobody was reached yet"],
            Self::EnteredOn => ["登记", "entered"],
            Self::VisitBy => ["该走访", "visit by"],
            Self::Strictest => ["这些规定都要求，最勤的算数：", "These rules ask for it; the strictest holds:"],
            Self::Everyone => ["所有住户", "every household"],
            Self::NotFacing => [
                "按什么类别，当面不显示（{reveal:F6} 显示后再按 {why:=}）",
                "By which tags is not shown at the door ({reveal:F6}, then {why:=})",
            ],
        }
    }
}

impl RouteSaid {
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    /// Whether it tells of something that did not work.
    pub fn is_fault(&self) -> bool {
        false
    }

    fn zh(&self) -> String {
        match self {
            Self::Taken(doors) => format!(
                "今天的路线 {doors} 户；{}、{} 换先后，在门口按 {} 去下一户",
                bound::key("door-earlier", "Shift-Up"),
                bound::key("door-later", "Shift-Down"),
                bound::key("next-door", "]")
            ),
            Self::PutDown(doors) => format!("路线放下了；{doors} 户还选着，再按 {} 排上", bound::key("route", "#")),
            Self::TakenOff(head) => format!("{head} 不在路线里了；还选着，按 {} 放回", bound::key("route", "#")),
            Self::CarriedOver(doors, day) => {
                format!("{doors} 户放到{day}的路线；按 {} 两次改回今天", bound::key("route", "#"))
            }
            Self::Walked => "路线上的门都去过了".to_owned(),
            Self::LastDoor => "这是本网格最后一户".to_owned(),
            Self::PaperOf(day) => format!(
                "补录：记的都算 {day} 说的；再按 {key_paper} 退一天，回今日按 {key_back} 结束",
                key_paper = bound::key("from-paper", "Ctrl-p"),
                key_back = bound::key("back", "Esc")
            ),
            Self::PaperEnds => "补录结束，记的又算今天说的".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Taken(doors) => {
                format!(
                    "{doors} doors on today's route; {}, {} reorder, {} at a door: the next",
                    bound::key("door-earlier", "Shift-Up"),
                    bound::key("door-later", "Shift-Down"),
                    bound::key("next-door", "]")
                )
            }
            Self::PutDown(doors) => {
                format!("Route put down; {doors} doors stay chosen, {} takes them again", bound::key("route", "#"))
            }
            Self::TakenOff(head) => {
                format!("{head} is off the route, still chosen; {} puts it back", bound::key("route", "#"))
            }
            Self::CarriedOver(doors, day) => {
                format!("{doors} doors wait for {day}; {} twice brings them back to today", bound::key("route", "#"))
            }
            Self::Walked => "Every door of the route was called at".to_owned(),
            Self::LastDoor => "This is the last door of the cell".to_owned(),
            Self::PaperOf(day) => {
                format!(
                    "Counts as said on {day}; {key_paper}: a day earlier; {key_back} on Today ends it",
                    key_paper = bound::key("from-paper", "Ctrl-p"),
                    key_back = bound::key("back", "Esc")
                )
            }
            Self::PaperEnds => "What you write counts as said today again".to_owned(),
        }
    }
}

impl RouteCount {
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Today(called, all), Lang::Zh) => format!("今天的路线 {called}/{all} 户"),
            (Self::Today(called, all), Lang::En) => format!("Today's route {called}/{all}"),
            (Self::Rest(day, doors), Lang::Zh) => {
                format!("{day}的路线剩下 {doors} 户，按 {} 接着走", bound::key("route", "#"))
            }
            (Self::Rest(day, doors), Lang::En) => {
                format!("Left of {day}: {doors}, {} goes on with them", bound::key("route", "#"))
            }
            (Self::Ahead(day, doors), Lang::Zh) => format!("{day}的路线 {doors} 户"),
            (Self::Ahead(day, doors), Lang::En) => format!("Route of {day}: {doors}"),
            (Self::Bring(things), Lang::Zh) => format!("今天要带 {things}"),
            (Self::Bring(things), Lang::En) => format!("To bring {things}"),
            (Self::Promised(promises), Lang::Zh) => format!("我答应的 {promises}"),
            (Self::Promised(promises), Lang::En) => format!("I promised {promises}"),
            (Self::Drafts(doors), Lang::Zh) => format!("没存的字 {doors} 户"),
            (Self::Drafts(doors), Lang::En) => format!("Words not saved {doors}"),
            (Self::Evening, Lang::Zh) => {
                bound::told("晚上收尾：没做完的都在这里  {tomorrow:Ctrl-d} 放到明天  {back:Esc} 返回").to_owned()
            }
            (Self::Evening, Lang::En) => {
                bound::told("Evening: what is not finished  {tomorrow:Ctrl-d} tomorrow  {back:Esc} back").to_owned()
            }
        }
    }
}

/// Why something is owed to a door: the person promised it that day.
pub fn promised_on(day: Date, lang: Lang) -> String {
    let day = day_and_month(day, lang);
    lang.pick(format!("{day}答应"), format!("promised {day}"))
}

/// Why something is owed to a door: another one promised it, and who goes there can take it along.
pub fn promised_by(who: &str, lang: Lang) -> String {
    lang.pick(format!("{who}答应"), format!("{who} promised"))
}

/// Why something is owed to a door: the person claimed the wish.
pub fn claimed(lang: Lang) -> &'static str {
    lang.pick("我认领的", "I claimed it")
}

/// At least once in so many calendar days.
pub fn every(days: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("至少每 {days} 天一次"),
        Lang::En => format!("at least every {days} days"),
    }
}

/// Where a rule comes from and since when it holds.
pub fn ruled(source: &str, from: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("依据：{source}（{from} 起）"),
        Lang::En => format!("by: {source} (from {from})"),
    }
}

/// How far a visit is due, in calendar days.
pub fn due_in(due: Date, today: Date, lang: Lang) -> String {
    match ((today - due).num_days(), lang) {
        (0, Lang::Zh) => "就是今天".to_owned(),
        (0, Lang::En) => "today".to_owned(),
        (late, Lang::Zh) if late > 0 => format!("已过 {late} 天"),
        (late, Lang::En) if late > 0 => format!("{late} days ago"),
        (late, Lang::Zh) => format!("还有 {} 天", -late),
        (late, Lang::En) => format!("in {} days", -late),
    }
}

/// In the header while somebody types from a paper list.
pub fn typing_from(day: Date, today: Date, lang: Lang) -> String {
    let day = when::day(day, today, lang);
    match lang {
        Lang::Zh => format!("补录 {day}"),
        Lang::En => format!("as said {day}"),
    }
}
