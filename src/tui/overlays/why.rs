//! Why a deadline is when it is: which days counted, which were skipped and why.

use ratatui::layout::Rect;

use crate::domain::deadline::{DeadlineClock, Explanation, Skip};
use crate::domain::matter::Matter;
use crate::i18n::msg::Label;
use crate::i18n::{Lang, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::sight::Sight;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// The explanation, line by line.
#[derive(Debug)]
pub struct Why {
    title: String,
    lines: Vec<(String, Role)>,
    list: List,
}

impl Why {
    /// The explanation of a matter's deadline; `None` where it has none. `facing`: at the household's door.
    pub fn of(matter: &Matter, facing: bool, sight: &Sight<'_>, lang: Lang) -> Option<Self> {
        let clock = matter.clock.as_ref()?;
        let title = format!("{}  {}", Label::Why.text(lang), sight.about(matter, facing, lang));
        Some(Self { title, lines: explain(clock, sight, lang), list: List::default() })
    }

    /// Lines to be read, under a title.
    pub fn told(title: String, lines: Vec<(String, Role)>) -> Self {
        Self { title, lines, list: List::default() }
    }

    pub fn update(&mut self, action: Action) -> Then {
        if let Action::Move(step) = action {
            self.list.step(step, self.lines.len());
        }
        Then::Stay
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect) {
        super::paint_title(paint, area, &self.title);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let visible = self.list.visible(body.height.into(), self.lines.len());
        for (row, at) in super::rows(body, 0).zip(visible) {
            let (text, role) = &self.lines[at];
            paint.text(row.x + 1, row.y, row.width.saturating_sub(2), text, *role);
        }
    }
}

fn explain(clock: &DeadlineClock, sight: &Sight<'_>, lang: Lang) -> Vec<(String, Role)> {
    let (allowance, received) = clock.counts();
    let explanation = clock.explain(&sight.rules.workdays);
    let today = sight.today();
    let (hour, minute) = received.hour_minute();
    let from = when::day(received.date(), today, lang);
    let given = when::allowance(allowance, today, lang);
    let mut lines = vec![
        (format!("{}  {from} {hour:02}:{minute:02}   {given}", Label::Received.text(lang)), Role::Panel),
        (due_line(&explanation, sight, lang), Role::PanelTitle),
        (String::new(), Role::Panel),
    ];
    let mut days: Vec<_> = explanation.counted.iter().enumerate().map(|(at, day)| (*day, Ok(at + 1))).collect();
    days.extend(explanation.skipped.iter().map(|(day, why)| (*day, Err(why))));
    days.sort_by_key(|(day, _)| *day);
    for (day, counted) in days {
        let name = when::day(day, today, lang);
        lines.push(match counted {
            Ok(number) => (format!("{number:>5}  {name}"), Role::Panel),
            Err(why) => (format!("    -  {name}  {}", skip(why, lang)), Role::PanelAside),
        });
    }
    if explanation.paused_seconds > 0 {
        let hours = explanation.paused_seconds / 3600;
        lines.push((format!("{} {hours} h", Label::Paused.text(lang)), Role::PanelAside));
    }
    lines
}

fn due_line(explanation: &Explanation, sight: &Sight<'_>, lang: Lang) -> String {
    let due = explanation.due;
    let (hour, minute) = due.at.hour_minute();
    let time = if (hour, minute) == (23, 59) { "24:00".to_owned() } else { format!("{hour:02}:{minute:02}") };
    let estimated = if due.provisional { format!("  ({})", Label::Estimated.text(lang)) } else { String::new() };
    let day = when::day(due.at.date(), sight.today(), lang);
    format!("{}  {day} {time}   {}{estimated}", Label::DueBy.text(lang), sight.due(due, lang))
}

fn skip(why: &Skip, lang: Lang) -> String {
    match (why, lang) {
        (Skip::Weekend, Lang::Zh) => "周末".to_owned(),
        (Skip::Weekend, Lang::En) => "weekend".to_owned(),
        (Skip::Holiday(name), Lang::Zh) => format!("{name}放假"),
        (Skip::Holiday(name), Lang::En) => format!("holiday {name}"),
        (Skip::Paused, Lang::Zh) => "暂停，等群众".to_owned(),
        (Skip::Paused, Lang::En) => "paused, waiting for the household".to_owned(),
    }
}
