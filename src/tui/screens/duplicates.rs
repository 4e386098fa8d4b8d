//! People and doors that stand in the records twice: a row for each pair with why, and below the rows both sides beside
//! each other. What can be done is done with the side that Tab points at.

use std::collections::{BTreeMap, HashSet};

use ratatui::layout::Rect;

use crate::domain::duplicates::{Duplicate, Side, duplicates, duplicates_of, sort};
use crate::domain::household::Household;
use crate::domain::id::Id;
use crate::domain::masking;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::duplicates::{DuplicateWord as Word, count};
use crate::i18n::home::HomeWord;
use crate::i18n::measure;
use crate::i18n::term::Term;
use crate::i18n::{Lang, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::homes::{self, HomeAct};
use crate::tui::sight::Sight;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

use super::card::person;

/// Rows of the two sides, at most.
const SIDES: u16 = 11;
/// Columns of the words that say why.
const WHY: usize = 16;

/// The page.
#[derive(Debug)]
pub struct Duplicates {
    scope: Scope,
    /// The household that is one of each pair.
    of: Option<Id>,
    pairs: Vec<Duplicate>,
    /// Every household that was one of a pair since all were looked for, as it was read last.
    seen: BTreeMap<Id, Option<Household>>,
    is_read: bool,
    list: List,
    /// Whether the second side is meant.
    second: bool,
}

impl Duplicates {
    /// Those in a scope, or those of one household.
    pub fn of(scope: Scope, household: Option<Id>) -> Self {
        Self {
            scope,
            of: household,
            pairs: Vec::new(),
            seen: BTreeMap::new(),
            is_read: false,
            list: List::default(),
            second: false,
        }
    }

    pub fn scope(&self) -> Scope {
        self.scope
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        let home = self.of.map_or(Ok(None), |id| sight.reader.household(id))?;
        self.pairs = match (self.of, home) {
            (Some(_), Some(home)) => duplicates_of(sight.reader, &home)?,
            (Some(_), None) => Vec::new(),
            (None, _) if self.is_read => self.again(sight)?,
            (None, _) => duplicates(sight.reader, self.scope)?,
        };
        self.is_read = true;
        for side in self.pairs.iter().flat_map(|pair| [&pair.one, &pair.other]) {
            self.seen.insert(side.household.id, Some(side.household.clone()));
        }
        self.list.clamp(self.pairs.len());
        Ok(())
    }

    /// The pairs as they are after something was recorded: households that changed are looked at anew by what they are
    /// alike in; the others stand as they were. The index of everybody is not read again.
    fn again(&mut self, sight: &Sight<'_>) -> Read<Vec<Duplicate>> {
        let mut changed = HashSet::new();
        for (id, known) in &mut self.seen {
            let now = sight.reader.household(*id)?;
            if now != *known {
                *known = now;
                changed.insert(*id);
            }
        }
        let is_of_changed =
            |pair: &Duplicate| [&pair.one, &pair.other].iter().any(|side| changed.contains(&side.household.id));
        let mut kept = std::mem::take(&mut self.pairs);
        kept.retain(|pair| !is_of_changed(pair));
        for home in changed.iter().filter_map(|id| self.seen[id].as_ref()).filter(|home| home.is_lived_in()) {
            for pair in duplicates_of(sight.reader, home)? {
                let inside = self.scope.holds(pair.one.household.cell) && self.scope.holds(pair.other.household.cell);
                let known = kept.iter().any(|known| (known.why, known.ids()) == (pair.why, pair.ids()));
                if inside && !known {
                    kept.push(pair);
                }
            }
        }
        sort(&mut kept);
        Ok(kept)
    }

    fn pair(&self) -> Option<&Duplicate> {
        self.pairs.get(self.list.cursor)
    }

    /// The side that is meant and the other one.
    fn sides(&self) -> Option<(&Side, &Side)> {
        let pair = self.pair()?;
        Some(if self.second { (&pair.other, &pair.one) } else { (&pair.one, &pair.other) })
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) {
        let Some((mine, other)) = self.sides() else { return };
        here.household = Some(mine.household.id);
        homes::look(here, &mine.household, mine.member, sight);
        here.pair = Some((mine.id(), other.id()));
        here.other = Some(other.household.id).filter(|id| *id != mine.household.id);
        here.home.push(HomeAct::Apart);
        here.allow(Can::Open, true);
    }

    pub fn update(&mut self, action: Action) -> Then {
        match action {
            Action::Move(step) => self.list.step(step, self.pairs.len()),
            Action::NextPane | Action::PreviousPane => self.second = !self.second,
            Action::Open => {
                if let Some((mine, _)) = self.sides() {
                    return Then::GoToCard { household: mine.household.id, matter: None };
                }
            }
            _ => {}
        }
        Then::Stay
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        if self.pairs.is_empty() {
            super::paint_saying(paint, area, Word::None.word(lang));
            return Ok(());
        }
        let heading = format!("{}   {}", count(self.pairs.len(), lang), Word::Todo.word(lang));
        paint.text(area.x + 1, area.y, area.width.saturating_sub(2), &heading, Role::Aside);
        let below = SIDES.min(area.height.saturating_sub(3));
        let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(2 + below), ..area };
        let visible = self.list.visible(rows.height.into(), self.pairs.len());
        for (y, at) in (rows.y..rows.bottom()).zip(visible) {
            let row = Rect { y, height: 1, ..rows };
            let text = line(&self.pairs[at], lang);
            paint.text(row.x + 2, y, row.width.saturating_sub(2), &text, Role::Body);
            if at == self.list.cursor {
                super::paint_cursor(paint, row, true);
            }
        }
        let Some(pair) = self.pair() else { return Ok(()) };
        let top = rows.bottom();
        paint.text(area.x, top, area.width, &"─".repeat(area.width.into()), Role::Aside);
        let width = area.width / 2;
        for (at, side) in [&pair.one, &pair.other].into_iter().enumerate() {
            let x = area.x + if at == 0 { 0 } else { width };
            let place = Rect { x, y: top + 1, width: width.saturating_sub(1), height: below };
            paint_side(paint, place, side, (at == 1) == self.second, sight, lang)?;
        }
        Ok(())
    }
}

/// Why, who, and the two doors.
fn line(pair: &Duplicate, lang: Lang) -> String {
    let door = |side: &Side| format!("{} {}", side.household.profile.door, side.household.profile.head);
    let who = pair.one.person().map_or(String::new(), |member| format!("{}  ", member.details.name));
    format!("{}  {who}{} / {}", measure::pad(pair.why.word(lang), WHY), door(&pair.one), door(&pair.other))
}

/// A side, marked where it is the one that is meant.
fn paint_side(
    paint: &mut Paint<'_>,
    area: Rect,
    side: &Side,
    is_meant: bool,
    sight: &Sight<'_>,
    lang: Lang,
) -> Read<()> {
    let profile = &side.household.profile;
    let title = format!("{} {} {}", if is_meant { ">" } else { " " }, profile.door, profile.head);
    let role = if is_meant { Role::Heading } else { Role::Body };
    paint.text(area.x + 1, area.y, area.width.saturating_sub(2), &title, role);
    let width = usize::from(area.width.saturating_sub(4));
    let lines = lines(side, sight, lang)?;
    let wrapped = lines.iter().flat_map(|line| measure::wrap(line, width));
    for (y, text) in (area.y + 1..area.bottom()).zip(wrapped) {
        paint.text(area.x + 3, y, area.width.saturating_sub(4), &text, Role::Body);
    }
    Ok(())
}

/// What is known of a side, with numbers masked.
fn lines(side: &Side, sight: &Sight<'_>, lang: Lang) -> Read<Vec<String>> {
    let home = &side.household;
    let mut lines = vec![sight.scope_name(home.cell, lang)?];
    let named = |word: HomeWord, text: String| format!("{} {text}", word.word(lang));
    if let Some(member) = side.person() {
        let known = &member.details;
        lines.push(person(known, true, sight, lang));
        lines.extend(known.id_number.iter().map(|number| named(HomeWord::IdNumber, masking::number(number))));
        lines.extend(known.birth.iter().map(|birth| named(HomeWord::Birth, birth.clone())));
        lines.extend(known.phone.iter().map(|phone| named(HomeWord::Phone, masking::phone(phone))));
    }
    let names: Vec<&str> = home.profile.members.iter().map(|member| member.details.name.as_str()).collect();
    lines.push(format!("{} {}", Word::Members.word(lang), names.join(if lang == Lang::Zh { "、" } else { ", " })));
    let tags = home.tag_names(sight.today());
    if !tags.is_empty() {
        lines.push(format!("{} {}", Word::Tags.word(lang), tags.join(" ")));
    }
    lines.push(match home.last_visit() {
        Some(visit) => {
            format!("{} {}", Word::LastVisit.word(lang), when::day(visit.at.date(), sight.today(), lang))
        }
        None => Word::NeverVisited.word(lang).to_owned(),
    });
    Ok(lines)
}
