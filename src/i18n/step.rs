//! What to do next about a matter, and what to say at the door.

use super::Lang;
use super::msg::Label;
use super::when::{ago, day};
use crate::domain::matter::{Matter, State};
use crate::domain::moment::Moment;
use crate::domain::workdays::Workdays;

/// One to three short lines: the step that is owed with its exact day, what was asked or done, what they were told.
pub fn next_steps(matter: &Matter, now: Moment, workdays: &Workdays, lang: Lang) -> Vec<String> {
    let today = now.date();
    let mut lines = vec![next_step(matter.state_at(now), lang).to_owned()];
    if let Some((_, due)) = matter.next_obligation(workdays) {
        let estimated = if due.provisional { format!(" ({})", Label::Estimated.text(lang)) } else { String::new() };
        let day = day(due.at.date(), today, lang);
        lines[0] = format!("{}  {} {day}{estimated}", lines[0], Label::DueBy.text(lang));
    }
    let said = |label: Label, text: &str| format!("{}: {text}", label.text(lang));
    if let Some(asked) = &matter.asked {
        lines.push(said(Label::Asked, asked));
    }
    if let Some((text, at)) = &matter.done {
        lines.push(format!("{}  {}", said(Label::DoneWas, text), ago(at.date(), today, lang)));
    }
    if let Some((text, at)) = &matter.told {
        lines.push(format!("{}  {}", said(Label::ToldWas, text), ago(at.date(), today, lang)));
    }
    lines
}

fn next_step(state: State, lang: Lang) -> &'static str {
    let both = match state {
        State::Triage => {
            ["等上面定夺；可以催，可以记进展", "Waiting for a decision above; urge it or note how it goes"]
        }
        State::Assigned => ["在办；办好了按 d 办结", "In hand; when it is done, d"],
        State::Returned => ["退回来了；答复、派办或再上报", "Came back; answer, assign or send it up again"],
        State::Done => ["办好了；问问满意不满意，按 c", "Done; ask whether they are satisfied, c"],
        State::Collected => ["还没公示", "Not published yet"],
        State::Published => ["等人认领", "Waiting to be claimed"],
        State::Claimed => ["有人认领了；联系上以后实现", "Claimed; to be connected, then fulfilled"],
        State::Fulfilled => ["实现了；问问收到没有，按 c", "Fulfilled; ask whether it arrived, c"],
        State::Open => ["还没调解", "No mediation yet"],
        State::Mediating => ["调解中", "In mediation"],
        State::Settled => ["调成了；到日子回访，按 c", "Settled; follow up on the day, c"],
        State::Closed | State::Declined | State::Confirmed | State::Withdrawn => ["已了结", "Ended"],
    };
    both[lang as usize]
}
