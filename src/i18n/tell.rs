//! What to tell the household about a matter (怎么跟他说): one sentence that can be said as it stands, for every kind
//! and state. No name of another household is in it.

use super::Lang;
use super::term::Term;
use super::when::day;
use crate::domain::matter::{Kind, Matter, State};
use crate::domain::moment::Moment;
use crate::domain::workdays::Workdays;

/// What the sentence is made of.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The matter that the household waits for: its own, or the lead of its voice.
    pub matter: &'a Matter,
    /// Whether others raised the same, and it is handled together.
    pub is_shared: bool,
    /// Who has it in hand, by name; empty where nobody has.
    pub with: &'a str,
    /// What was written last of how it goes.
    pub progress: Option<&'a str>,
    pub now: Moment,
    pub workdays: &'a Workdays,
}

/// The sentence.
pub fn tell(telling: &Telling<'_>, lang: Lang) -> String {
    let matter = telling.matter;
    let state = matter.state_at(telling.now);
    let shared = match lang {
        Lang::Zh => "几户反映的是同一件事，一起办。",
        Lang::En => "Several households raised the same, so it is handled together. ",
    };
    let mut text = if telling.is_shared { shared.to_owned() } else { String::new() };
    text.push_str(&match matter.kind() {
        Kind::Demand => telling.demand(state, lang),
        Kind::Wish => telling.wish(state, lang),
        Kind::Dispute => telling.dispute(state, lang),
    });
    if let Some(progress) = telling.progress.filter(|_| is_in_hand(state)) {
        let progress = stopped(progress);
        text.push_str(&lang.pick(format!("最近：{progress}。"), format!(" Latest: {progress}.")));
    }
    text
}

/// Whether there is more to tell than how it ended.
fn is_in_hand(state: State) -> bool {
    !state.is_end() && !matches!(state, State::Done | State::Fulfilled | State::Settled)
}

impl Telling<'_> {
    fn demand(&self, state: State, lang: Lang) -> String {
        match state {
            State::Triage => self.sent_up(lang),
            State::Returned => self.returned(lang),
            State::Done => {
                let done = self.done(lang);
                lang.pick(
                    format!("您反映的事办好了{done}。您看满意不满意？"),
                    format!("It has been done{done}. Are you satisfied?"),
                )
            }
            State::Closed => self.closed(lang),
            State::Declined => self.declined(lang),
            // Whatever else a demand may be in, somebody has it in hand.
            _ => self.in_hand(lang),
        }
    }

    fn wish(&self, state: State, lang: Lang) -> String {
        let with = self.with(lang);
        match state {
            State::Published => lang.pick(
                "您的心愿已经公示，没写名字，正等人认领。".to_owned(),
                "Your wish is published without your name and waits for somebody to take it.".to_owned(),
            ),
            State::Claimed => match self.matter.connect_by {
                Some(by) => {
                    let by = self.on(by, lang);
                    lang.pick(
                        format!("您的心愿有人认领了，是{with}，{by}前会跟您联系。"),
                        format!("{with} took up your wish and will get in touch by {by}."),
                    )
                }
                None => lang.pick(
                    format!("您的心愿由{with}认领，已经联系过，正在准备。"),
                    format!("{with} took up your wish, has been in touch and is getting it ready."),
                ),
            },
            State::Fulfilled => {
                let done = self.done(lang);
                lang.pick(
                    format!("您的心愿办到了{done}。收到没有，满意不满意？"),
                    format!("Your wish came true{done}. Did it arrive, and are you satisfied?"),
                )
            }
            State::Confirmed => lang
                .pick("您的心愿实现了，您也确认过了。".to_owned(), "Your wish came true, as you confirmed.".to_owned()),
            State::Withdrawn => lang.pick(
                "您的心愿已经撤回。想再提，随时跟我说。".to_owned(),
                "Your wish was withdrawn. If you want it after all, tell me at any time.".to_owned(),
            ),
            _ => lang.pick(
                "您的心愿记下了，接下来公示，不写名字，等人认领。".to_owned(),
                "Your wish is written down; next it is published, without your name, for somebody to take.".to_owned(),
            ),
        }
    }

    fn dispute(&self, state: State, lang: Lang) -> String {
        match state {
            State::Triage => self.sent_up(lang),
            State::Returned => self.returned(lang),
            State::Mediating => {
                let with = self.with(lang);
                let by = self.by(lang);
                lang.pick(
                    format!("这个纠纷正由{with}调解{by}。"),
                    format!("{with} is mediating between the two sides{by}."),
                )
            }
            State::Settled => {
                let terms = self.matter.answer.as_deref().map(stopped).unwrap_or_default();
                let terms = lang.pick(prefixed("：", terms), prefixed(": ", terms));
                let again = self.matter.follow_up.map(|at| self.on(at, lang)).unwrap_or_default();
                lang.pick(
                    format!("两边说定了{terms}。{again}前我再来看看做到没有。"),
                    format!("The two sides agreed{terms}. By {again} I come again to see whether it is kept."),
                )
            }
            State::Closed => self.closed(lang),
            State::Declined => self.declined(lang),
            _ => {
                let by = self.by(lang);
                lang.pick(
                    format!("这个纠纷记下了，接下来请两边一起调解{by}。"),
                    format!("The dispute is written down; next both sides are asked to a mediation{by}."),
                )
            }
        }
    }

    fn sent_up(&self, lang: Lang) -> String {
        let level = self.matter.level.map_or("", |level| level.word(lang));
        let Some((by, late)) = self.day(lang) else {
            return lang.pick(
                format!("您说的事已经报到{level}里，等那边定。"),
                format!("It was sent up to the {level}, which is to decide."),
            );
        };
        if late {
            return lang.pick(format!("您说的事已经报到{level}里，本该{by}定下来，晚了，我们在催，定了就告诉您。"),
                format!(
                    "It was sent up to the {level}, which was to decide by {by} and is late; we are pressing, and I tell \
                     you once it is decided."
                ),
            );
        }
        lang.pick(
            format!("您说的事已经报到{level}里，{by}前定谁来办，定了就告诉您。"),
            format!("It was sent up to the {level}, which decides by {by} who does it; I tell you then."),
        )
    }

    fn returned(&self, lang: Lang) -> String {
        let by = self.by(lang);
        lang.pick(
            format!("您说的事上面退回来由我们办，我来给您答复{by}。"),
            format!("It was sent back to us here; you get an answer from me{by}."),
        )
    }

    fn in_hand(&self, lang: Lang) -> String {
        let with = self.with(lang);
        if self.matter.is_paused() {
            return lang.pick(
                "您说的事在办，现在等您这边；您那边好了跟我说一声，接着往下办。".to_owned(),
                "It is in hand and waits for you now; tell me when you are ready and it goes on.".to_owned(),
            );
        }
        match self.day(lang) {
            Some((by, true)) => lang.pick(format!("您说的事交给{with}在办，本该{by}办好，晚了，我们在催，有消息马上告诉您。"),
                format!(
                    "{with} has it in hand; it was to be done by {by} and is late. We are pressing, and I tell you any news."
                ),
            ),
            Some((by, false)) => lang.pick(format!("您说的事交给{with}在办，{by}前办好。"),
                format!("{with} has it in hand and is to be done by {by}."),
            ),
            None => lang.pick(format!("您说的事交给{with}在办，有消息告诉您。"),
                format!("{with} has it in hand; I tell you any news."),
            ),
        }
    }

    fn closed(&self, lang: Lang) -> String {
        let said = self.matter.done.as_ref().map(|(text, _)| text).or(self.matter.answer.as_ref());
        let said = said.map(|text| stopped(text)).unwrap_or_default();
        let said = lang.pick(prefixed("：", said), prefixed(": ", said));
        lang.pick(
            format!("这件事办完了{said}。以后有什么，随时找我。"),
            format!("This is settled{said}. Come to me at any time."),
        )
    }

    fn declined(&self, lang: Lang) -> String {
        let why = self.matter.answer.as_deref().map(stopped).unwrap_or_default();
        let why = lang.pick(prefixed("：", why), prefixed(": ", why));
        lang.pick(format!("这件事不归我们办{why}。"), format!("This is not ours to do{why}."))
    }

    fn with(&self, lang: Lang) -> String {
        if self.with.is_empty() {
            lang.pick("村里".to_owned(), "The village".to_owned())
        } else {
            self.with.to_owned()
        }
    }

    fn done(&self, lang: Lang) -> String {
        let text = self.matter.done.as_ref().map(|(text, _)| stopped(text)).unwrap_or_default();
        prefixed(lang.pick("：", ": "), text)
    }

    /// The day by which something is owed, and whether that is past.
    fn day(&self, lang: Lang) -> Option<(String, bool)> {
        let (_, due) = self.matter.next_obligation(self.workdays)?;
        let mut day = self.on(due.at, lang);
        if due.provisional {
            day.push_str(lang.pick("（估算）", " (estimated)"));
        }
        Some((day, due.at < self.now))
    }

    /// The day behind a sentence, where one lies ahead.
    fn by(&self, lang: Lang) -> String {
        match self.day(lang) {
            Some((by, false)) => lang.pick(format!("，{by}前"), format!(" by {by}")),
            Some((by, true)) => {
                lang.pick(format!("，本该{by}前，晚了"), format!(", which was to be by {by} and is late"))
            }
            None => String::new(),
        }
    }

    fn on(&self, at: Moment, lang: Lang) -> String {
        day(at.date(), self.now.date(), lang)
    }
}

/// Words without the full stop at their end: the sentence has its own.
fn stopped(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '.', '！', '!', '；', ';'])
}

/// Nothing for nothing.
fn prefixed(before: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{before}{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deadline::{Allowance, DeadlineClock};
    use crate::domain::history::Trail;
    use crate::domain::id::Id;
    use crate::domain::matter::{Assignee, Level, Raised, Source, Tier, state};

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn matter(kind: Kind, state: State) -> Matter {
        let received = at("2026-11-18T10:00");
        let clock = DeadlineClock::start(Allowance::Working(5), received, &Workdays::embedded());
        Matter {
            id: Id::from_u64(1),
            cell: "150826102207-003".parse().unwrap(),
            raised: Raised {
                kind,
                tier: Tier::Timed,
                text: "门前路坑洼".to_owned(),
                category: "roads".to_owned(),
                source: Source::Door,
                household: None,
                caller: None,
                parties: Vec::new(),
                urgent: false,
                answer: None,
                level: None,
                asked: None,
                assignee: None,
                clock: Some(clock.clone()),
            },
            raised_at: received,
            raised_by: "陈强".to_owned(),
            state,
            before_end: None,
            tier: Tier::Timed,
            level: (state == State::Triage).then_some(Level::Township),
            assignee: Some(Assignee::Person("交通站".to_owned())),
            asked: None,
            answer: Some("到民政办申请。".to_owned()),
            clock: Some(clock),
            done: matches!(state, State::Done | State::Fulfilled).then(|| ("铺了砂石".to_owned(), received)),
            closed_at: None,
            connect_by: (state == State::Claimed).then(|| at("2026-11-27T23:59:59")),
            follow_up: (state == State::Settled).then(|| at("2026-12-10T23:59:59")),
            lead: None,
            satisfied: None,
            promises: Vec::new(),
            told: None,
            urged: 0,
            trail: Trail::default(),
            caller_phone: None,
        }
    }

    fn said(matter: &Matter, now: &str, progress: Option<&str>, lang: Lang) -> String {
        let workdays = Workdays::embedded();
        let telling =
            Telling { matter, is_shared: false, with: "交通站", progress, now: at(now), workdays: &workdays };
        tell(&telling, lang)
    }

    const NOW: &str = "2026-11-23T09:12";

    /// Every kind and state in which a matter can be.
    fn all() -> Vec<(Kind, State)> {
        let kinds = [Kind::Demand, Kind::Wish, Kind::Dispute].into_iter();
        let pairs = kinds.flat_map(|kind| State::ALL.map(|state| (kind, state)));
        let own = |(kind, state): &(Kind, State)| match kind {
            Kind::Wish => matches!(
                state,
                State::Collected
                    | State::Published
                    | State::Claimed
                    | State::Fulfilled
                    | State::Confirmed
                    | State::Withdrawn
            ),
            Kind::Demand => matches!(
                state,
                State::Triage | State::Assigned | State::Returned | State::Done | State::Closed | State::Declined
            ),
            Kind::Dispute => matches!(
                state,
                State::Triage
                    | State::Returned
                    | State::Open
                    | State::Mediating
                    | State::Settled
                    | State::Closed
                    | State::Declined
            ),
        };
        pairs.filter(own).collect()
    }

    #[test]
    fn every_kind_and_state_has_a_sentence_of_its_own_in_both_languages() {
        for lang in Lang::ALL {
            let mut seen: Vec<String> = Vec::new();
            for (kind, state) in all() {
                assert!(state.is_end() || !state::fitting(kind, state).is_empty(), "{kind:?} {state:?}");
                let text = said(&matter(kind, state), NOW, None, lang);
                let ends = text.ends_with(['。', '？', '.', '?']);
                assert!(ends && !text.contains("。。") && !text.contains("  "), "{kind:?} {state:?}: {text}");
                let alike = seen.iter().filter(|other| **other == text).count();
                let both = matches!(state, State::Triage | State::Returned | State::Closed | State::Declined);
                assert!(alike == 0 || both && kind == Kind::Dispute, "{kind:?} {state:?}: {text}");
                seen.push(text);
            }
            assert_eq!(seen.len(), 19);
        }
    }

    #[test]
    fn the_sentence_names_who_by_when_and_what_came_of_it() {
        for (kind, state, parts) in [
            (Kind::Demand, State::Triage, &["镇", "11月25日 周三"][..]),
            (Kind::Demand, State::Assigned, &["交通站", "11月25日 周三前办好"]),
            (Kind::Demand, State::Returned, &["11月25日 周三前"]),
            (Kind::Demand, State::Done, &["铺了砂石", "满意不满意"]),
            (Kind::Demand, State::Closed, &["到民政办申请。"]),
            (Kind::Demand, State::Declined, &["不归我们办：到民政办申请。"]),
            (Kind::Wish, State::Claimed, &["交通站", "联系"]),
            (Kind::Wish, State::Fulfilled, &["铺了砂石"]),
            (Kind::Dispute, State::Open, &["调解", "11月25日 周三前"]),
            (Kind::Dispute, State::Mediating, &["交通站调解"]),
            (Kind::Dispute, State::Settled, &["到民政办申请", "12月10日 周四前"]),
        ] {
            let text = said(&matter(kind, state), NOW, None, Lang::Zh);
            assert!(parts.iter().all(|part| text.contains(part)), "{kind:?} {state:?}: {text}");
        }
    }

    #[test]
    fn what_is_late_lapsed_or_waits_for_the_household_is_said_so() {
        let assigned = matter(Kind::Demand, State::Assigned);
        assert!(said(&assigned, "2026-11-30T09:00", None, Lang::Zh).contains("本该11月25日 周三办好，晚了"));
        assert!(said(&assigned, "2026-11-30T09:00", None, Lang::En).contains("is late"));
        let claimed = matter(Kind::Wish, State::Claimed);
        assert!(said(&claimed, "2026-11-30T09:00", None, Lang::Zh).contains("等人认领"), "nobody was in touch in time");
        let mut paused = assigned;
        paused.clock.as_mut().unwrap().pause(at(NOW), &Workdays::embedded()).unwrap();
        assert!(said(&paused, NOW, None, Lang::Zh).contains("等您这边"));
    }

    #[test]
    fn the_last_progress_is_told_while_it_is_in_hand_only() {
        let assigned = matter(Kind::Demand, State::Assigned);
        assert!(said(&assigned, NOW, Some("料到了。"), Lang::Zh).ends_with("最近：料到了。"));
        let done = matter(Kind::Demand, State::Done);
        assert!(!said(&done, NOW, Some("料到了"), Lang::Zh).contains("料到了"));
    }
}
