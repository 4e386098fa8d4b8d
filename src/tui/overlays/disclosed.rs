//! Who was shown people's data in full or took it out in a file: of one household, or at all.

use super::why::Why;
use crate::domain::disclosure::Disclosure;
use crate::domain::id::Id;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::disclosed::{self, Heading};
use crate::i18n::measure::pad;
use crate::i18n::msg::Count;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::describe::Doors;
use crate::tui::sight::Sight;

/// Disclosures that are listed, the newest; more are counted.
const LISTED: usize = 200;

/// The list, the newest first, two lines each: when, who, where and of whom; then which columns, of how many.
pub fn list(household: Option<Id>, sight: &Sight<'_>, lang: Lang) -> Read<Why> {
    let (found, total, title) = if let Some(id) = household {
        let found = sight.reader.disclosures_of(id)?;
        let name = sight.reader.household_name(id)?;
        let total = found.len();
        (found, total, format!("{}  {name}", Heading::OfHousehold.word(lang)))
    } else {
        let (found, total) = sight.reader.disclosures(Scope::WHOLE, LISTED)?;
        (found, total, Heading::All.word(lang).to_owned())
    };
    let mut lines: Vec<(String, Role)> =
        found.iter().take(LISTED).flat_map(|one| lines(one, household.is_none(), sight, lang)).collect();
    if total == 0 {
        lines.push((Heading::Nobody.word(lang).to_owned(), Role::PanelAside));
    }
    if total > LISTED {
        lines.push((Count::More(total - LISTED).text(lang), Role::PanelAside));
    }
    Ok(Why::told(title, lines))
}

fn lines(one: &Disclosure, named: bool, sight: &Sight<'_>, lang: Lang) -> [(String, Role); 2] {
    let Disclosure { at, by, disclosed: shown, .. } = one;
    let manner = shown.manner.word(lang);
    let subject = if named { disclosed::subject(shown, &Doors::masked(sight)) } else { shown.what.clone() };
    let at = at.to_the_minute();
    let first = format!("{at}  {}  {manner}  {subject}", pad(by, 8));
    let (columns, count) = (disclosed::columns(&shown.columns, lang), disclosed::count(shown.count, lang));
    [(first.trim_end().to_owned(), Role::Panel), (format!("                  {columns}  {count}"), Role::PanelAside)]
}
