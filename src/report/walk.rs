//! The walk list: doors to call at with boxes to tick and room to write, for days without a battery.
//!
//! A neighbour may look over the cadre's shoulder: unless it is asked for, no tag, no words that accuse somebody and no
//! full number stand on it.

use super::told::{cell_name, estimated, minute};
use super::{Page, Part};
use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::household::{Household, Person};
use crate::domain::id::Id;
use crate::domain::masking;
use crate::domain::matter::Matter;
use crate::domain::moment::Moment;
use crate::domain::promise::Promise;
use crate::domain::reader::{Read, Reader};
use crate::domain::rules::Rules;
use crate::domain::scope::Scope;
use crate::i18n::msg::Label;
use crate::i18n::report::made;
use crate::i18n::term::{Term, kind_mark};
use crate::i18n::walk::{self, WalkWord as W};
use crate::i18n::{Lang, family, when};

/// Empty lines to write on below each door.
const LINES: usize = 2;
/// Open matters, and promises, that are printed of one door, at most; the card has all.
const MOST: usize = 6;

/// What a walk list is made from beside the records.
pub struct Walk<'a> {
    pub reader: &'a dyn Reader,
    pub rules: &'a Rules,
    pub lang: Lang,
    pub now: Moment,
    /// Who makes it.
    pub by: String,
    /// Whether tags, full numbers and words that accuse stand on it.
    pub reveal: bool,
}

/// The list of these doors, in their order, with a heading for each cell; and how many doors are on it. Doors at which
/// nobody lives any more are left out.
pub fn page(walk: &Walk<'_>, doors: &[Id]) -> Read<(Page, usize)> {
    let mut homes = Vec::new();
    for door in doors {
        homes.extend(walk.reader.household(*door)?.filter(Household::is_lived_in));
    }
    let word = |word: W| word.word(walk.lang).to_owned();
    let mut page = Page::new(walk.lang, format!("{}  {}", word(W::Title), walk::doors(homes.len(), walk.lang)));
    page.under.push(made(walk.lang, &minute(walk.now), &walk.by));
    page.under.push(word(if walk.reveal { W::InFull } else { W::Masked }));
    page.under.push(word(W::Afterwards));
    page.paragraph(word(W::ByHand));
    if homes.is_empty() {
        page.paragraph(word(W::Empty));
    }
    for (at, home) in homes.iter().enumerate() {
        if at == 0 || homes[at - 1].cell != home.cell {
            page.heading(format!("{}   {}", cell_name(walk.reader, home.cell, walk.lang)?, home.cell));
        }
        let door = walk.door(at + 1, home)?;
        page.parts.push(Part::Together(door));
    }
    Ok((page, homes.len()))
}

/// That a list of so many doors is about to be given away: what it holds of people.
pub fn taken_out(doors: usize, reveal: bool) -> Disclosed {
    let mut columns = vec![Column::Details, Column::History];
    if reveal {
        columns.extend([Column::Phone, Column::Address, Column::Tags, Column::Accusations]);
    }
    columns.sort_unstable();
    let count = u64::try_from(doors).unwrap_or(u64::MAX);
    Disclosed { manner: Manner::Report, what: "walk".to_owned(), columns, count, household: None }
}

/// The smallest area that holds the cells of some doors, in which the list is recorded as taken out.
pub fn area_of(reader: &dyn Reader, doors: &[Id]) -> Read<Scope> {
    let mut area: Option<Scope> = None;
    for door in doors {
        let Some(home) = reader.household(*door)? else { continue };
        let known = area.unwrap_or(home.cell);
        let mut wider = std::iter::successors(Some(known), |scope| scope.parent());
        area = wider.find(|scope| scope.holds(home.cell));
    }
    Ok(area.unwrap_or(Scope::WHOLE))
}

impl Walk<'_> {
    fn door(&self, number: usize, home: &Household) -> Read<Vec<Part>> {
        let lang = self.lang;
        let profile = &home.profile;
        let phone = profile.phone.as_ref().map(|phone| self.phone(phone)).unwrap_or_default();
        let first = [format!("{number}. {}", profile.door), profile.head.clone(), phone, self.last_visit(home)];
        let mut parts = vec![Part::Strong(joined(first))];
        let boxes = [W::Home, W::Away, W::Phoned, W::Declined].map(|word| word.word(lang).to_owned());
        parts.push(Part::Boxes(boxes.into()));
        let members = profile.members.iter().map(|member| self.person(&member.details));
        parts.extend(paragraph(joined(members)));
        if self.reveal {
            let tags = home.tag_names(self.now.date()).join("  ");
            parts.extend(paragraph(joined([profile.address.clone().unwrap_or_default(), tags])));
        }
        for matter in self.reader.matters_of_household(home)?.iter().filter(|matter| matter.is_open()).take(MOST) {
            parts.extend(paragraph(self.matter(matter)));
        }
        let promises = self.reader.promises_of(home.id)?;
        for promise in promises.iter().filter(|promise| promise.is_open()).take(MOST) {
            parts.extend(paragraph(self.promise(promise)?));
        }
        parts.push(Part::Lines(LINES));
        Ok(parts)
    }

    fn phone(&self, phone: &str) -> String {
        if self.reveal { phone.to_owned() } else { masking::phone(phone) }
    }

    fn last_visit(&self, home: &Household) -> String {
        let Some(visit) = home.last_visit() else { return Label::NeverVisited.text(self.lang).to_owned() };
        let day = when::day(visit.at.date(), self.now.date(), self.lang);
        format!("{} {day}", Label::LastVisit.text(self.lang))
    }

    fn person(&self, person: &Person) -> String {
        let age = person.age(self.now.date()).map(|years| walk::age(years, self.lang)).unwrap_or_default();
        let words = [person.name.clone(), family::relation(&person.relation, self.lang), age];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn hides(&self, matter: &Matter) -> bool {
        !self.reveal && self.rules.policy.accuses(matter.kind(), Some(&matter.raised.category))
    }

    fn matter(&self, matter: &Matter) -> String {
        let text = if self.hides(matter) { Label::NotFacing.text(self.lang) } else { &matter.raised.text };
        let due = matter.next_obligation(&self.rules.workdays);
        let due = due.map(|(_, due)| estimated(walk::by(due.at.date(), self.now.date(), self.lang), due, self.lang));
        joined([
            format!("{} {text}", kind_mark(matter.kind(), self.lang)),
            matter.state_at(self.now).word(self.lang).to_owned(),
            due.unwrap_or_default(),
        ])
    }

    fn promise(&self, promise: &Promise) -> Read<String> {
        let matter = promise.promised.matter.map_or(Ok(None), |id| self.reader.matter(id))?;
        let hidden = matter.is_some_and(|matter| self.hides(&matter));
        let text = if hidden { Label::NotFacing.text(self.lang) } else { &promise.promised.text };
        let due = promise.promised.due.map(|due| walk::by(due.date(), self.now.date(), self.lang));
        let due = due.unwrap_or_else(|| W::NextVisit.word(self.lang).to_owned());
        Ok(joined([format!("{} {text}", W::Promised.word(self.lang)), due, promise.by().to_owned()]))
    }
}

/// Pieces of a line without the empty ones.
fn joined(pieces: impl IntoIterator<Item = String>) -> String {
    pieces.into_iter().filter(|piece| !piece.trim().is_empty()).collect::<Vec<_>>().join("   ")
}

fn paragraph(text: String) -> Option<Part> {
    (!text.is_empty()).then_some(Part::Paragraph(text))
}
