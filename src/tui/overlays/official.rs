//! What one person answers for: every place they hold with what lies there, and what they have in hand.

use super::why::Why;
use crate::domain::facets::{List, Tally, moment_key};
use crate::domain::id::RecordKind;
use crate::domain::matter::{Assignee, Matter};
use crate::domain::people::official;
use crate::domain::reader::{Order, Read};
use crate::domain::record::Record;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::areas::{AreaWord, counts};
use crate::i18n::measure::{cut, pad};
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::sight::Sight;

/// Cells whose matters are looked through for what somebody has in hand.
const CELLS: usize = 20;
/// Matters that are told one by one.
const TOLD: usize = 30;

/// The list, from the township down.
pub fn list(name: &str, sight: &Sight<'_>, lang: Lang) -> Read<Why> {
    let title = format!("{name}  {}", AreaWord::AnswersFor.word(lang));
    let known = official(sight.reader, name)?;
    let mut lines = Vec::new();
    let mut cells: Vec<Scope> = Vec::new();
    for post in known.iter().flat_map(|official| &official.posts) {
        let place = sight.scope_name(post.scope, lang)?;
        let told = counted(post.scope, sight, lang)?;
        lines.push((format!("{}  {}  {told}", pad(post.role.word(lang), 18), pad(&place, 24)), Role::Panel));
        cells.extend(Some(post.scope).filter(|scope| scope.is_cell() && !cells.contains(scope)));
    }
    if lines.is_empty() {
        lines.push((AreaWord::NothingElse.word(lang).to_owned(), Role::PanelAside));
    }
    cells.truncate(CELLS);
    let (now, workdays) = (sight.now, &sight.rules.workdays);
    let mut in_hand: Vec<Matter> = Vec::new();
    for cell in cells {
        sight.reader.each(RecordKind::Matter, cell, &mut |record| {
            if let Record::Matter(matter) = record
                && matter.is_open()
                && matches!(&matter.assignee, Some(Assignee::Person(person)) if person == name)
            {
                in_hand.push(matter);
            }
            true
        })?;
    }
    let due = |matter: &Matter| matter.next_obligation(workdays).map(|(_, due)| due);
    in_hand.sort_by_key(|matter| (due(matter).is_none(), due(matter).map(|due| due.at), matter.id));
    lines.push((String::new(), Role::Panel));
    lines.push((format!("{} {}", AreaWord::Matters.word(lang), in_hand.len()), Role::PanelTitle));
    for matter in in_hand.iter().take(TOLD) {
        let due = due(matter);
        let role = if due.is_some_and(|due| due.at < now) { Role::Late } else { Role::Panel };
        let when = due.map_or_else(String::new, |due| sight.due(due, lang));
        let whose = matter.raised.household.map_or(Ok(String::new()), |id| sight.reader.household_name(id))?;
        let about = cut(sight.about(matter, false, lang), 34);
        lines.push((format!("  {}  {}  {when}", pad(&about, 34), pad(&whose, 20)), role));
    }
    Ok(Why::told(title, lines))
}

/// What lies in an area: households, how many of them were visited this year, open and late matters.
fn counted(scope: Scope, sight: &Sight<'_>, lang: Lang) -> Read<String> {
    use chrono::Datelike;
    let households = sight.reader.tally(Tally::Households, scope)?;
    let visited = sight.reader.tally(Tally::Visited(sight.today().year()), scope)?;
    let open = sight.reader.tally(Tally::Open, scope)?;
    let late = sight.reader.list(List::Owed, scope, 0..moment_key(sight.now), Order::OldestFirst, 0)?.total;
    Ok(counts(lang, [households, visited, open, i64::try_from(late).unwrap_or(i64::MAX)]))
}
