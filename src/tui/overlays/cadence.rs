//! Why a visit is due at a door: when somebody was reached last, which rules ask for a visit, and by when.

use super::why::Why;
use crate::domain::facets::visit_due;
use crate::domain::household::Household;
use crate::domain::policy::{Cadence, Ruled};
use crate::i18n::route::{RouteWord, due_in, every, ruled};
use crate::i18n::term::Term;
use crate::i18n::{Lang, when};
use crate::theme::role::Role;
use crate::tui::sight::Sight;

/// The explanation. `facing`: at the household's door, where its tags are not told.
pub fn why(household: &Household, facing: bool, sight: &Sight<'_>, lang: Lang) -> Why {
    let profile = &household.profile;
    let title = format!("{}  {} {}", RouteWord::WhyVisit.word(lang), profile.door, profile.head);
    let mut lines = vec![(reached(household, sight, lang), Role::Panel)];
    let due = visit_due(household, sight.rules).date();
    let day = when::day(due, sight.today(), lang);
    let due_in = due_in(due, sight.today(), lang);
    lines.push((format!("{}  {day}   {due_in}", RouteWord::VisitBy.word(lang)), Role::PanelTitle));
    lines.push((String::new(), Role::Panel));
    let tags: Vec<&str> = household.asking_tags().map(str::trim).collect();
    let rules = sight.rules.policy.visit_cadences(tags.iter().copied());
    if facing {
        lines.push((every(rules[0].value.days, lang), Role::Panel));
        lines.push((RouteWord::NotFacing.word(lang).to_owned(), Role::PanelAside));
        return Why::told(title, lines);
    }
    lines.push((RouteWord::Strictest.word(lang).to_owned(), Role::PanelAside));
    for (at, rule) in rules.into_iter().enumerate() {
        let mark = if at == 0 { '*' } else { ' ' };
        let who = whom(rule, &tags, lang);
        lines.push((format!("{mark} {who}  {}", every(rule.value.days, lang)), Role::Panel));
        lines.push((format!("    {}", ruled(&rule.source, rule.valid_from, lang)), Role::PanelAside));
    }
    Why::told(title, lines)
}

/// When somebody of the household was reached last, else that nobody was since it was entered.
fn reached(household: &Household, sight: &Sight<'_>, lang: Lang) -> String {
    let day = |date| format!("{}  ({})", when::day(date, sight.today(), lang), when::ago(date, sight.today(), lang));
    let Some(visit) = household.last_visit() else {
        let [never, entered] = [RouteWord::NeverReached, RouteWord::EnteredOn].map(|word| word.word(lang));
        return format!("{never}  {entered} {}", day(household.added_at.date()));
    };
    format!("{}  {}  {}", RouteWord::LastReached.word(lang), day(visit.at.date()), visit.outcome.word(lang))
}

/// The tags of the household that a rule is for, or that it is for everybody.
fn whom(rule: &Ruled<Cadence>, tags: &[&str], lang: Lang) -> String {
    if rule.value.tags.is_empty() {
        return RouteWord::Everyone.word(lang).to_owned();
    }
    let mut named: Vec<&str> = rule.value.tags.iter().map(String::as_str).filter(|tag| tags.contains(tag)).collect();
    named.dedup();
    named.join(" ")
}
