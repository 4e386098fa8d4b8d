//! Why a verb may not be done on a matter, or a matter not be raised.

use crate::domain::deadline::ClockRefusal;
use crate::domain::id::RecordKind;
use crate::domain::matter::verb::Need;
use crate::domain::matter::{Kind, State, VerbName};
use crate::domain::moment::Moment;
use crate::domain::refusal::{LinkRefusal, MatterRefusal};
use crate::i18n::term::{Term, day_and_month};
use crate::i18n::{Lang, Told};

/// Why a matter may not be raised, or a verb not be done on it, and what to do now.
pub fn refusal(lang: Lang, refusal: &MatterRefusal) -> Told {
    match refusal {
        MatterRefusal::Lacks { verb, need } => lang.told(
            [
                format!("“{}”还缺：{}", verb.word(Lang::Zh), need.word(Lang::Zh)),
                format!("{} needs: {}", verb.word(Lang::En), need.word(Lang::En)),
            ],
            how_given(*need),
        ),
        MatterRefusal::NoAnswer => lang.told(
            ["当场答复要写下答复", "an answer on the spot needs the answer"],
            ["把答复写在 ! 后面", "write it after the !"],
        ),
        MatterRefusal::DoesNotFit { verb, kind, state, fitting } => {
            (does_not_fit(lang, *verb, *kind, *state), what_fits(lang, fitting))
        }
        MatterRefusal::LevelNotAbove => lang.told(
            ["只能往上一级上报", "it can only be sent up to a higher level"],
            ["选比现在更高的一级", "name a level above the present one"],
        ),
    }
}

fn does_not_fit(lang: Lang, verb: VerbName, kind: Kind, state: State) -> String {
    let (kind, state) = (kind.word(lang), state.word(lang));
    lang.pick(
        format!("{kind}现在是“{state}”，不能“{}”", verb.word(lang)),
        format!("{} does not fit a {kind} that is {state:?}", verb.as_str()),
    )
}

/// Verbs as people say them, with the words that commands take.
fn what_fits(lang: Lang, fitting: &[VerbName]) -> String {
    let words: Vec<&str> = fitting.iter().map(|verb| verb.as_str()).collect();
    let named: Vec<String> = fitting.iter().map(|verb| format!("{}（{}）", verb.word(lang), verb.as_str())).collect();
    match (lang, fitting) {
        (Lang::Zh, []) => "这件事已了结，有新情况另记一件".to_owned(),
        (Lang::En, []) => "it has ended; write anything new down by itself".to_owned(),
        (Lang::Zh, _) => format!("现在可以：{}", named.join("、")),
        (Lang::En, _) => format!("what fits: {}", words.join(", ")),
    }
}

/// Why a clock is left as it was, and what to do now.
pub fn of_clock(lang: Lang, refusal: &ClockRefusal) -> Told {
    match refusal {
        ClockRefusal::FixedDate => lang.told(
            [
                "这件事没有可以暂停的期限：日期是人定的，或者没有期限",
                "it has no deadline that can be paused: a person fixed the date, or there is none",
            ],
            ["人定的日期可以延期", "a date that a person fixed can be extended"],
        ),
        ClockRefusal::Paused => {
            lang.told(["已经暂停计时", "it is paused already"], ["接着办的时候恢复计时", "resume it when it goes on"])
        }
        ClockRefusal::NotPaused => {
            lang.told(["没有暂停计时", "it is not paused"], ["计时本来就在走", "its clock is running as it is"])
        }
        ClockRefusal::Expired(due) => lang.told(
            [
                format!("期限已过（{}），不能再延期或暂停", moment(due.at, Lang::Zh)),
                format!("it was due {}; what is late cannot be extended or paused", moment(due.at, Lang::En)),
            ],
            ["办结，或者上报说明", "finish it, or send it up and say why"],
        ),
        ClockRefusal::ExtendedBefore(_) => lang.told(
            ["已经延过一次，不能再延", "it was extended once; it cannot be extended again"],
            ["办结，或者上报", "finish it, or send it up"],
        ),
        ClockRefusal::NotLater { present, .. } => lang.told(
            ["新的期限不晚于现在的期限", "the new date is not later than the present one"],
            [
                format!("现在的期限是 {}", moment(present.at, Lang::Zh)),
                format!("it is due {} now", moment(present.at, Lang::En)),
            ],
        ),
    }
}

/// Why matters may not be joined or parted, and what to do now.
pub fn of_link(lang: Lang, refusal: LinkRefusal) -> Told {
    match refusal {
        LinkRefusal::JoinsItself => {
            lang.told(["不能并入自己", "a matter cannot be joined to itself"], ["换一件来并入", "name another one"])
        }
        LinkRefusal::LeadIsVoice { lead } => {
            let lead = lead.show(RecordKind::Matter);
            lang.told(
                ["要并入的那件自己也并入了另一件", "that one is itself joined to another"],
                [format!("并入 {lead}"), format!("join it to {lead}")],
            )
        }
        LinkRefusal::HasVoices => lang.told(
            ["有别的事项并入了这一件，它不能再并入别的", "others are joined to this one, so it cannot join another"],
            ["反过来并入，或先把它们拆出", "join the other to this one, or unjoin them first"],
        ),
        LinkRefusal::NotJoinable => lang.told(
            ["这两件不能并在一起", "these two cannot be joined"],
            [
                "同类、在办的才能并；微心愿只在同一户内合并",
                "only open matters of one kind can be, and wishes only within one household",
            ],
        ),
        LinkRefusal::NotJoined => {
            lang.told(["没有并入别的事项", "it is not joined to another"], ["不用拆出", "there is nothing to unjoin"])
        }
        LinkRefusal::LeadNotDone { lead } => {
            let lead = lead.show(RecordKind::Matter);
            lang.told(
                [
                    format!("并入的那件 {lead} 还没有办结，不能回访"),
                    format!("its lead {lead} is not done yet, so there is nothing to call back about"),
                ],
                ["先办结那一件", "finish the lead first"],
            )
        }
    }
}

/// The word for programs of a refusal.
pub fn code(refusal: &MatterRefusal) -> &'static str {
    match refusal {
        MatterRefusal::Lacks { .. } => "lacks",
        MatterRefusal::NoAnswer => "no_answer",
        MatterRefusal::DoesNotFit { .. } => "does_not_fit",
        MatterRefusal::LevelNotAbove => "level_not_above",
    }
}

/// The word for programs of a refusal.
pub fn clock_code(refusal: &ClockRefusal) -> &'static str {
    match refusal {
        ClockRefusal::FixedDate => "fixed_date",
        ClockRefusal::Paused => "already_paused",
        ClockRefusal::NotPaused => "not_paused",
        ClockRefusal::Expired(_) => "expired",
        ClockRefusal::ExtendedBefore(_) => "already_extended",
        ClockRefusal::NotLater { .. } => "not_later",
    }
}

/// The word for programs of a refusal.
pub fn link_code(refusal: LinkRefusal) -> &'static str {
    match refusal {
        LinkRefusal::JoinsItself => "joins_itself",
        LinkRefusal::LeadIsVoice { .. } => "lead_is_voice",
        LinkRefusal::HasVoices => "has_voices",
        LinkRefusal::NotJoinable => "not_joinable",
        LinkRefusal::NotJoined => "not_joined",
        LinkRefusal::LeadNotDone { .. } => "lead_not_done",
    }
}

/// How the missing thing is given, on the command line and in a line.
fn how_given(need: Need) -> [&'static str; 2] {
    match need {
        Need::Text => ["写一句：--text", "say it: --text"],
        Need::Responder => ["写明谁来办：--to", "say who: --to"],
        Need::Due => ["写明期限：--due 7（工作日）、7d、12-05", "say by when: --due 7 (working days), 7d, 12-05"],
        Need::Level => ["写明哪一级：--level village|township|county", "say which: --level village|township|county"],
        Need::Satisfied => ["写明评价：--satisfied yes|partly|no", "say it: --satisfied yes|partly|no"],
        Need::Lead => ["写明并入哪一件：--into 编号", "say which: --into ID"],
    }
}

fn moment(moment: Moment, lang: Lang) -> String {
    let (hour, minute) = moment.hour_minute();
    let (day, year) = (day_and_month(moment.date(), lang), moment.date().format("%Y"));
    match lang {
        Lang::Zh => format!("{year}年{day} {hour:02}:{minute:02}"),
        Lang::En => format!("{day} {year} {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_that_does_not_fit_is_told_with_those_that_do() {
        let fitting = vec![VerbName::Done, VerbName::Extend];
        let why =
            MatterRefusal::DoesNotFit { verb: VerbName::Confirm, kind: Kind::Demand, state: State::Assigned, fitting };
        for lang in Lang::ALL {
            let (message, hint) = refusal(lang, &why);
            assert!(message.contains(State::Assigned.word(lang)), "{message}");
            assert!(hint.contains("extend"), "the word a command takes stands in the hint");
        }
    }

    #[test]
    fn every_need_names_the_option_that_gives_it() {
        for verb in VerbName::ALL {
            for &need in verb.needs() {
                for lang in Lang::ALL {
                    let (message, hint) = refusal(lang, &MatterRefusal::Lacks { verb, need });
                    assert!(message.contains(need.word(lang)) && hint.contains("--"), "{message}");
                }
            }
        }
    }
}
