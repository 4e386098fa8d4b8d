//! The field's own words, in both languages side by side.

use chrono::{Datelike, Weekday};

use super::Lang;
use super::bound;
use crate::domain::area::Role;
use crate::domain::matter::verb::Need;
use crate::domain::matter::{Kind, Level, Obligation, Satisfied, State, Tier, VerbName};
use crate::domain::moment::Date;
use crate::domain::person_id::Sex;
use crate::domain::visit::Outcome;
use crate::domain::workdays::{Day, Workdays};

/// A word of the trade that is shown to people.
pub trait Term: Copy {
    /// The word in Chinese and in English.
    fn both(self) -> [&'static str; 2];

    fn word(self, lang: Lang) -> &'static str {
        bound::told(self.both()[lang as usize])
    }
}

impl Term for Kind {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Demand => ["诉求", "demand"],
            Self::Wish => ["微心愿", "wish"],
            Self::Dispute => ["纠纷", "dispute"],
        }
    }
}

/// The one character or three letters of a kind in the first column of a list.
pub fn kind_mark(kind: Kind, lang: Lang) -> &'static str {
    let both = match kind {
        Kind::Demand => ["诉", "dem"],
        Kind::Wish => ["愿", "wsh"],
        Kind::Dispute => ["纠", "dsp"],
    };
    both[lang as usize]
}

impl Term for Tier {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Immediate => ["当场答复", "answered on the spot"],
            Self::Timed => ["限时办结", "timed"],
            Self::Escalated => ["上报研判", "sent up"],
        }
    }
}

impl Term for Level {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Village => ["村", "village"],
            Self::Township => ["镇", "township"],
            Self::County => ["县", "county"],
        }
    }
}

impl Term for State {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Triage => ["待定夺", "undecided"],
            Self::Assigned => ["在办", "in hand"],
            Self::Returned => ["已退回", "returned"],
            Self::Done => ["待回访", "to call back"],
            Self::Closed => ["已销号", "closed"],
            Self::Declined => ["不属受理", "declined"],
            Self::Collected => ["已收集", "collected"],
            Self::Published => ["已公示", "published"],
            Self::Claimed => ["已认领", "claimed"],
            Self::Fulfilled => ["待确认", "to confirm"],
            Self::Confirmed => ["已确认", "confirmed"],
            Self::Withdrawn => ["已撤回", "withdrawn"],
            Self::Open => ["待调解", "open"],
            Self::Mediating => ["调解中", "in mediation"],
            Self::Settled => ["待回访", "to follow up"],
        }
    }
}

impl Term for Obligation {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Deadline => ["办理", "do"],
            Self::Decision => ["定夺", "decide"],
            Self::Connect => ["联系", "connect"],
            Self::FollowUp => ["回访", "follow up"],
        }
    }
}

impl Term for Satisfied {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Yes => ["满意", "satisfied"],
            Self::Partly => ["基本满意", "partly satisfied"],
            Self::No => ["不满意", "not satisfied"],
        }
    }
}

impl Term for Outcome {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Met => ["在家", "met"],
            Self::Absent => ["不在家", "nobody home"],
            Self::Declined => ["拒访", "declined"],
            Self::Phone => ["电话", "by phone"],
        }
    }
}

impl Term for Sex {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Male => ["男", "m"],
            Self::Female => ["女", "f"],
            Self::Unknown => ["", ""],
        }
    }
}

impl Term for Role {
    fn both(self) -> [&'static str; 2] {
        let english = match self {
            Self::Committee => "township committee",
            Self::Branch => "village branch",
            Self::Head => "cell head",
            Self::Cadre => "party-member cadre",
            Self::Model => "model household",
            Self::VillageLeader => "village leader",
            Self::CellCadre => "cell cadre",
            Self::HouseholdCadre => "household cadre",
        };
        [self.zh(), english]
    }
}

impl Term for Need {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["说明", "text"],
            Self::Responder => ["承办", "responder"],
            Self::Due => ["期限", "due date"],
            Self::Level => ["上报到哪一级", "level"],
            Self::Satisfied => ["群众评价", "the household's word"],
            Self::Lead => ["并入哪一件", "the matter to join"],
        }
    }
}

impl Term for VerbName {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Answer => ["答复", "answer"],
            Self::Assign => ["派办", "assign"],
            Self::Return => ["退回", "return"],
            Self::Decline => ["不属受理", "decline"],
            Self::Escalate => ["上报", "send up"],
            Self::Done => ["办结", "done"],
            Self::Extend => ["延期", "extend"],
            Self::Pause => ["暂停计时", "pause"],
            Self::Resume => ["恢复计时", "resume"],
            Self::Confirm => ["回访确认", "confirm"],
            Self::Reopen => ["重新办理", "reopen"],
            Self::Publish => ["公示", "publish"],
            Self::Claim => ["认领", "claim"],
            Self::Connect => ["已联系", "connected"],
            Self::Release => ["放回", "release"],
            Self::Fulfil => ["实现", "fulfil"],
            Self::Withdraw => ["撤回", "withdraw"],
            Self::Mediate => ["调解", "mediate"],
            Self::Settle => ["调解成功", "settle"],
            Self::Note => ["记进展", "note"],
            Self::Urge => ["催办", "urge"],
            Self::Promise => ["答应", "promise"],
            Self::Told => ["已告知", "told them"],
            Self::Join => ["并入", "join"],
            Self::Unjoin => ["拆出", "unjoin"],
        }
    }
}

/// Monday to Sunday, short.
pub fn weekday(date: Date, lang: Lang) -> &'static str {
    let both = match date.weekday() {
        Weekday::Mon => ["周一", "Mon"],
        Weekday::Tue => ["周二", "Tue"],
        Weekday::Wed => ["周三", "Wed"],
        Weekday::Thu => ["周四", "Thu"],
        Weekday::Fri => ["周五", "Fri"],
        Weekday::Sat => ["周六", "Sat"],
        Weekday::Sun => ["周日", "Sun"],
    };
    both[lang as usize]
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date without its year: `11月23日`, `23 Nov`.
pub fn day_and_month(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => format!("{} {}", date.day(), MONTHS[date.month0() as usize]),
    }
}

/// What the calendar on the wall says of a date: working day, weekend, holiday with its name, make-up workday.
pub fn day_sort(date: Date, workdays: &Workdays, lang: Lang) -> String {
    match (workdays.day(date), lang) {
        (Day::Working, Lang::Zh) => "工作日".to_owned(),
        (Day::Working, Lang::En) => "workday".to_owned(),
        (Day::Weekend, Lang::Zh) => "休息日".to_owned(),
        (Day::Weekend, Lang::En) => "weekend".to_owned(),
        (Day::Holiday(name), Lang::Zh) => format!("{name}假期"),
        (Day::Holiday(name), Lang::En) => format!("holiday ({name})"),
        (Day::Makeup(_), Lang::Zh) => "调休上班".to_owned(),
        (Day::Makeup(_), Lang::En) => "make-up workday".to_owned(),
    }
}
