//! What will be saved, shown while a line is typed.

use chrono::{Datelike, Weekday};

use crate::domain::deadline::{Allowance, Explanation, explain};
use crate::domain::matter::{Kind, Level, Tier};
use crate::domain::moment::{Date, Moment};
use crate::domain::visit::Outcome;
use crate::domain::workdays::Workdays;
use crate::i18n::Lang;
use crate::i18n::promise::PromiseWord;
use crate::i18n::term::Term;

use super::line::LineKind;
use super::resolve::{Context, Meant, Resolved};

/// What will be saved, piece by piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub household: Option<Meant>,
    pub kind: Option<LineKind>,
    /// Of a visit.
    pub outcome: Option<Outcome>,
    /// The day of a visit, where it is not today.
    pub day: Option<Date>,
    /// Of a matter: the category's name in Chinese and in English, and whether it was guessed from the words.
    pub category: Option<(String, String)>,
    pub guessed: bool,
    pub tier: Option<Tier>,
    pub level: Option<Level>,
    pub asked: Option<String>,
    pub answer: Option<String>,
    pub due: Option<PreviewDue>,
    pub responder: Option<String>,
    pub parties: Vec<String>,
    pub urgent: bool,
}

/// When it will be due, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewDue {
    pub at: Moment,
    pub weekday: Weekday,
    /// Counted through a year without a published calendar (估算).
    pub provisional: bool,
    pub allowance: Allowance,
    /// The days that counted and those that did not.
    pub why: Explanation,
}

/// What will be saved.
pub fn preview(resolved: &Resolved, context: &Context) -> Preview {
    let of_matter = matches!(resolved.kind, Some(LineKind::Matter(_)));
    let filed = context.policy.category_by_id(&resolved.filed_under).filter(|_| of_matter);
    let responder = context.responders.iter().find(|(id, _)| Some(*id) == resolved.responder);
    let due = resolved.counted.map(|allowance| PreviewDue::of(allowance, resolved.at, context.workdays));
    Preview {
        household: resolved.household.clone(),
        kind: resolved.kind,
        outcome: (resolved.kind == Some(LineKind::Visit)).then_some(resolved.outcome),
        day: Some(resolved.at.date()).filter(|date| *date != context.at.date()),
        category: filed.map(|category| (category.zh.clone(), category.en.clone())),
        guessed: of_matter && resolved.category.is_none(),
        tier: resolved.tier,
        level: resolved.level,
        asked: resolved.asked.clone(),
        answer: resolved.answer.clone(),
        due,
        responder: responder.map(|(_, name)| name.clone()),
        parties: resolved.parties.iter().map(|party| party.name.clone()).collect(),
        urgent: resolved.urgent,
    }
}

impl Preview {
    /// The pieces as short texts in the order they are read: household, kind, tier, due, category, responder, others.
    pub fn pieces(&self, lang: Lang) -> Vec<String> {
        let mut pieces = Vec::new();
        pieces.extend(self.household.as_ref().map(|meant| format!("{} {}", meant.head, meant.door).trim().to_owned()));
        pieces.extend(self.kind.map(|kind| kind_text(kind, lang).to_owned()));
        pieces.extend(self.outcome.map(|outcome| outcome_text(outcome, lang).to_owned()));
        pieces.extend(self.day.map(|date| format!("{} {}", day_text(date, lang), weekday_text(date.weekday(), lang))));
        pieces.extend(self.tier.map(|tier| self.tier_text(tier, lang)));
        let next_visit = self.kind == Some(LineKind::Promise) && self.due.is_none();
        pieces.extend(next_visit.then(|| PromiseWord::NextVisit.word(lang).to_owned()));
        pieces.extend(self.due.as_ref().map(|due| due.text(lang)));
        pieces.extend(self.category_text(lang));
        pieces.extend(self.responder.as_ref().map(|name| format!("@{name}")));
        pieces.extend(self.parties.iter().map(|name| format!("&{name}")));
        pieces.extend(self.urgent.then(|| pick(lang, "急", "urgent").to_owned()));
        pieces
    }

    fn category_text(&self, lang: Lang) -> Option<String> {
        let (zh, en) = self.category.as_ref()?;
        let guess = if self.guessed { "?" } else { "" };
        Some(format!("#{}{guess}", pick(lang, zh, en)))
    }

    fn tier_text(&self, tier: Tier, lang: Lang) -> String {
        match (tier, self.level) {
            (Tier::Immediate, _) => pick(lang, "当场答复", "answered on the spot").to_owned(),
            (Tier::Escalated, Some(level)) => match lang {
                Lang::Zh => format!("上报{}", level_text(level, lang)),
                Lang::En => format!("sent up to the {}", level_text(level, lang)),
            },
            (Tier::Escalated, None) => pick(lang, "上报研判", "sent up").to_owned(),
            (Tier::Timed, _) => pick(lang, "限时办结", "timed").to_owned(),
        }
    }
}

impl PreviewDue {
    /// When something received at a moment is due.
    pub fn of(allowance: Allowance, received: Moment, workdays: &Workdays) -> Self {
        let why = explain(allowance, received, &[], workdays);
        let at = why.due.at;
        Self { at, weekday: at.date().weekday(), provisional: why.due.provisional, allowance, why }
    }

    /// `12月2日 周三 (7个工作日)`, `Wed 2 Dec (7 working days)`; marked where it is provisional.
    pub fn text(&self, lang: Lang) -> String {
        let day = match lang {
            Lang::Zh => format!("{} {}", day_text(self.at.date(), lang), weekday_text(self.weekday, lang)),
            Lang::En => format!("{} {}", weekday_text(self.weekday, lang), day_text(self.at.date(), lang)),
        };
        let (hour, minute) = self.at.hour_minute();
        let time = if matches!(self.allowance, Allowance::Hours(_)) {
            format!(" {hour:02}:{minute:02}")
        } else {
            String::new()
        };
        let reason = match (self.allowance, lang) {
            (Allowance::Working(days), Lang::Zh) => format!(" ({days}个工作日)"),
            (Allowance::Working(1), Lang::En) => " (1 working day)".to_owned(),
            (Allowance::Working(days), Lang::En) => format!(" ({days} working days)"),
            (Allowance::Days(days), Lang::Zh) => format!(" ({days}天)"),
            (Allowance::Days(1), Lang::En) => " (1 day)".to_owned(),
            (Allowance::Days(days), Lang::En) => format!(" ({days} days)"),
            (Allowance::Hours(hours), Lang::Zh) => format!(" ({hours}小时)"),
            (Allowance::Hours(1), Lang::En) => " (1 hour)".to_owned(),
            (Allowance::Hours(hours), Lang::En) => format!(" ({hours} hours)"),
            (Allowance::Until(_), _) => String::new(),
        };
        let provisional = if self.provisional { pick(lang, " 估算", " provisional") } else { "" };
        format!("{day}{time}{reason}{provisional}")
    }
}

fn pick<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn kind_text(kind: LineKind, lang: Lang) -> &'static str {
    match kind {
        LineKind::Visit => pick(lang, "走访", "visit"),
        LineKind::Promise => pick(lang, "答应", "promise"),
        LineKind::Matter(Kind::Demand) => pick(lang, "诉求", "demand"),
        LineKind::Matter(Kind::Wish) => pick(lang, "微心愿", "wish"),
        LineKind::Matter(Kind::Dispute) => pick(lang, "纠纷", "dispute"),
    }
}

fn outcome_text(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Met => pick(lang, "在家", "met"),
        Outcome::Absent => pick(lang, "不在家", "nobody home"),
        Outcome::Declined => pick(lang, "拒访", "declined"),
        Outcome::Phone => pick(lang, "电话", "by phone"),
    }
}

fn level_text(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Village => pick(lang, "村", "village"),
        Level::Township => pick(lang, "镇", "township"),
        Level::County => pick(lang, "县", "county"),
    }
}

fn day_text(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => date.format("%-m月%-d日").to_string(),
        Lang::En => date.format("%-d %b").to_string(),
    }
}

fn weekday_text(day: Weekday, lang: Lang) -> &'static str {
    match day {
        Weekday::Mon => pick(lang, "周一", "Mon"),
        Weekday::Tue => pick(lang, "周二", "Tue"),
        Weekday::Wed => pick(lang, "周三", "Wed"),
        Weekday::Thu => pick(lang, "周四", "Thu"),
        Weekday::Fri => pick(lang, "周五", "Fri"),
        Weekday::Sat => pick(lang, "周六", "Sat"),
        Weekday::Sun => pick(lang, "周日", "Sun"),
    }
}
