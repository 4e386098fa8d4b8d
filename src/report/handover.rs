//! Sheets for whoever takes a cell over: a cover that says what goes along, then one sheet for each household.

use super::Page;
use super::told::{cell_name, estimated, minute};
use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::handover::{Along, Handover, along};
use crate::domain::household::{HomeParticular, Household, Member, phrase};
use crate::domain::masking;
use crate::domain::matter::{Assignee, Matter};
use crate::domain::moment::Moment;
use crate::domain::promise::Promise;
use crate::domain::reader::{Read, Reader};
use crate::domain::scope::Scope;
use crate::i18n::areas::{self, AreaWord as A};
use crate::i18n::promise::PromiseWord;
use crate::i18n::report::{ReportWord as W, made};
use crate::i18n::tell::{Telling, tell};
use crate::i18n::term::Term;
use crate::i18n::{Lang, family, measure};

/// Visits that stand on a household's sheet, at most; the newest.
const VISITS: usize = 5;

/// What the sheets are made from.
pub struct Circumstances<'a> {
    pub reader: &'a dyn Reader,
    pub lang: Lang,
    pub now: Moment,
    /// Who makes them.
    pub by: String,
    /// Whether identity numbers and telephone numbers stand in them in full.
    pub reveal: bool,
}

/// The sheets of a handover, and how many households they are of: those that go along. Where nothing is handed over to
/// anybody (`to` is empty) they are the sheets of the cell as it is.
pub fn page(about: &Circumstances<'_>, handover: &Handover) -> Read<(Page, usize)> {
    let along = along(about.reader, handover)?;
    let sheets = Sheets { about, handover, along: &along };
    let mut page = sheets.cover()?;
    let households = sheets.households()?;
    for household in &households {
        page.parts.push(super::Part::NewSheet);
        sheets.household(&mut page, household)?;
    }
    Ok((page, households.len()))
}

/// An area by its name; a cell with its village.
fn place_name(reader: &dyn Reader, scope: Scope, lang: Lang) -> Read<String> {
    if scope.is_cell() {
        return cell_name(reader, scope, lang);
    }
    Ok(reader.area(scope)?.map_or_else(|| scope.to_string(), |area| area.label()))
}

/// What the sheets of so many households hold of people, for the record that they were written.
pub fn taken_out(cell: Scope, households: usize, reveal: bool) -> Disclosed {
    let mut columns = vec![Column::Tags, Column::Details, Column::Accusations, Column::History, Column::Address];
    if reveal {
        columns.extend([Column::IdNumber, Column::Phone]);
    }
    columns.sort_unstable();
    let count = u64::try_from(households).unwrap_or(u64::MAX);
    Disclosed { manner: Manner::Report, what: cell.to_string(), columns, count, household: None }
}

struct Sheets<'a> {
    about: &'a Circumstances<'a>,
    handover: &'a Handover,
    along: &'a Along,
}

impl Sheets<'_> {
    fn word(&self, word: impl Term) -> String {
        word.word(self.about.lang).to_owned()
    }

    fn table(&self, page: &mut Page, heads: &[String], rows: Vec<Vec<String>>) {
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        page.table(&heads, rows, A::NothingElse.word(self.about.lang));
    }

    /// Households that go along, and those whose promises do.
    fn households(&self) -> Read<Vec<Household>> {
        let mut found = self.along.households.clone();
        let of_matters = self.along.matters.iter().map(|given| given.matter.raised.household);
        for id in of_matters.chain(self.along.owed.iter().map(|promise| promise.promised.household)).flatten() {
            if found.iter().all(|home| home.id != id) {
                found.extend(self.about.reader.household(id)?);
            }
        }
        Ok(found)
    }

    fn cover(&self) -> Read<Page> {
        let Circumstances { reader, lang, now, reveal, .. } = *self.about;
        let Handover { cell, from, to, share } = self.handover;
        let name = place_name(reader, *cell, lang)?;
        let mut page = Page::new(lang, format!("{}  {name}", A::Handover.word(lang)));
        page.under.push(made(lang, &minute(now), &self.about.by));
        page.under.extend((!reveal).then(|| self.word(W::Masked)));
        let roles = self.along.roles.iter().map(|(scope, role)| {
            let role = role.word(lang);
            let place = if cell.is_cell() { String::new() } else { place_name(reader, *scope, lang)? };
            Ok(format!("{place} {role}").trim_start().to_owned())
        });
        let roles: Vec<String> = roles.collect::<Read<_>>()?;
        let number = |count: usize| count.to_string();
        page.facts([
            (self.word(W::Cell), cell.to_string()),
            (self.word(A::From), from.clone()),
            (self.word(A::To), to.clone()),
            (self.word(W::What), areas::share_in(*cell, share, lang)),
            (self.word(A::Roles), roles.join(lang.pick("、", ", "))),
            (self.word(A::Households), number(self.along.households.len())),
            (self.word(A::Matters), number(self.along.in_hand().count())),
            (self.word(A::Promises), number(self.along.promises())),
            (self.word(A::Claimed), number(self.along.claimed().count())),
        ]);
        page.paragraph(self.word(A::Signed));
        self.matters_of_nobody(&mut page)?;
        page.heading(self.word(A::Households));
        let mut rows = Vec::new();
        for household in self.households()? {
            let open = self.open(&household)?.len();
            let last = household.last_visit().map_or_else(String::new, |visit| visit.at.date().to_string());
            let open = if open > 0 { open.to_string() } else { String::new() };
            rows.push(vec![self.door(&household)?, household.profile.head, last, open]);
        }
        let heads = [self.word(W::Door), self.word(W::Head), self.word(A::LastVisits), self.word(A::Matters)];
        self.table(&mut page, &heads, rows);
        Ok(page)
    }

    /// What goes along and is of no household here.
    fn matters_of_nobody(&self, page: &mut Page) -> Read<()> {
        let matters = self.along.matters.iter().map(|given| &given.matter);
        let rows: Vec<Vec<String>> = matters
            .filter(|matter| matter.raised.household.is_none())
            .map(|matter| self.matter(matter))
            .collect::<Read<_>>()?;
        if !rows.is_empty() {
            page.heading(self.word(A::Matters));
            self.table(page, &self.matter_heads(), rows);
        }
        Ok(())
    }

    /// The door, behind its cell where the sheets are of several.
    fn door(&self, household: &Household) -> Read<String> {
        let door = &household.profile.door;
        if self.handover.cell.is_cell() {
            return Ok(door.clone());
        }
        Ok(format!("{}  {door}", cell_name(self.about.reader, household.cell, self.about.lang)?))
    }

    fn open(&self, household: &Household) -> Read<Vec<Matter>> {
        let mut matters = self.about.reader.matters_of_household(household)?;
        matters.retain(Matter::is_open);
        Ok(matters)
    }

    fn household(&self, page: &mut Page, household: &Household) -> Read<()> {
        let Circumstances { reader, lang, .. } = *self.about;
        let profile = &household.profile;
        page.heading(format!("{}  {}", self.door(household)?, profile.head));
        let own = |name| phrase(&profile.more, name).unwrap_or_default().to_owned();
        page.facts([
            (self.word(W::Phone), profile.phone.as_deref().map(|phone| self.phone(phone)).unwrap_or_default()),
            (self.word(W::Address), profile.address.clone().unwrap_or_default()),
            (self.word(HomeParticular::Housing), own(HomeParticular::Housing)),
            (self.word(HomeParticular::Cadre), own(HomeParticular::Cadre)),
            (self.word(HomeParticular::Model), own(HomeParticular::Model)),
            (
                self.word(W::Tags),
                profile.tags.iter().map(|tag| family::tag_line(tag, lang)).collect::<Vec<_>>().join("\n"),
            ),
            (self.word(W::Remark), own(HomeParticular::Remark)),
        ]);
        page.heading(self.word(W::Members));
        let rows = profile.members.iter().map(|member| self.member(member)).collect();
        let heads = [
            self.word(W::Name),
            self.word(W::Relation),
            self.word(W::IdNumber),
            self.word(W::Phone),
            self.word(W::Remark),
        ];
        self.table(page, &heads, rows);
        page.heading(self.word(A::Matters));
        let open = self.open(household)?;
        let rows = open.iter().map(|matter| self.matter(matter)).collect::<Read<_>>()?;
        self.table(page, &self.matter_heads(), rows);
        self.promises(page, household, &open)?;
        page.heading(self.word(A::LastVisits));
        let visits = reader.visits_of_household(household)?.into_iter().take(VISITS);
        let rows = visits.map(|visit| {
            let met = visit.met.unwrap_or_default();
            vec![visit.at.date().to_string(), visit.outcome.word(lang).to_owned(), visit.by, met, visit.note]
        });
        let heads = [W::When, W::Outcome, W::By, W::Met, W::Note].map(|word| self.word(word));
        self.table(page, &heads, rows.collect());
        Ok(())
    }

    fn phone(&self, phone: &str) -> String {
        if self.about.reveal { phone.to_owned() } else { masking::phone(phone) }
    }

    fn member(&self, member: &Member) -> Vec<String> {
        let person = &member.details;
        let number = |number: &str| if self.about.reveal { number.to_owned() } else { masking::number(number) };
        let age = person.age(self.about.now.date()).map(|age| age.to_string()).unwrap_or_default();
        let relation = family::relation(&person.relation, self.about.lang);
        let told = person.more.iter().map(|(_, text)| text.clone()).chain(person.tags.clone());
        let told: Vec<String> = told.chain(person.remark.clone()).collect();
        vec![
            format!("{} {age}", person.name).trim_end().to_owned(),
            relation,
            person.id_number.as_deref().map(number).unwrap_or_default(),
            person.phone.as_deref().map(|phone| self.phone(phone)).unwrap_or_default(),
            told.join(" "),
        ]
    }

    fn matter_heads(&self) -> [String; 5] {
        [self.word(W::What), self.word(W::State), self.word(A::Due), self.word(A::InHand), self.word(A::Tell)]
    }

    fn matter(&self, matter: &Matter) -> Read<Vec<String>> {
        let Circumstances { reader, lang, now, .. } = *self.about;
        let rules = reader.rules();
        let due = matter.next_obligation(&rules.workdays);
        let due = due.map(|(_, due)| estimated(due.at.date().to_string(), due, lang));
        let in_hand = matter.assignee.as_ref().map_or(Ok(String::new()), |who| self.in_hand(who))?;
        let text = format!("{} {}", matter.raised.kind.word(lang), matter.raised.text);
        Ok(vec![text, matter.state_at(now).word(lang).to_owned(), due.unwrap_or_default(), in_hand, self.tell(matter)?])
    }

    /// Who has a matter in hand: whoever takes over, where it goes along.
    fn in_hand(&self, who: &Assignee) -> Read<String> {
        let Handover { from, to, .. } = self.handover;
        let name = self.about.reader.assignee_name(who)?;
        let goes = !to.is_empty() && matches!(who, Assignee::Person(person) if person == from);
        Ok(if goes { format!("{name} → {to}") } else { name })
    }

    /// What to tell the household: of a voice what its lead says.
    fn tell(&self, matter: &Matter) -> Read<String> {
        let Circumstances { reader, lang, now, .. } = *self.about;
        let lead = matter.lead.map_or(Ok(None), |lead| reader.matter(lead))?;
        let told = lead.as_ref().unwrap_or(matter);
        let with = told.assignee.as_ref().map_or(Ok(String::new()), |who| reader.assignee_name(who))?;
        let rules = reader.rules();
        let is_shared = lead.is_some() || !reader.voices(matter.id)?.is_empty();
        let workdays = &rules.workdays;
        Ok(tell(&Telling { matter: told, is_shared, with: &with, progress: None, now, workdays }, lang))
    }

    fn promises(&self, page: &mut Page, household: &Household, open: &[Matter]) -> Read<()> {
        let Circumstances { reader, lang, .. } = *self.about;
        let mut rows = Vec::new();
        for promise in reader.promises_of(household.id)?.into_iter().filter(Promise::is_open) {
            let about = promise.promised.matter.map_or(Ok(None), |id| reader.matter(id))?;
            let about = about.map_or_else(String::new, |matter| measure::cut(&matter.raised.text, 40).into_owned());
            let keeper = promise.keeper().to_owned();
            let due = promise.promised.due.map(|due| due.date().to_string());
            let due = due.unwrap_or_else(|| PromiseWord::NextVisit.word(lang).to_owned());
            rows.push(vec![promise.promised.text, due, keeper, about]);
        }
        for matter in open.iter().filter(|matter| !matter.promises.is_empty()) {
            for promise in crate::domain::handover::promises(&self.about.reader.history(matter.id)?) {
                let about = measure::cut(&matter.raised.text, 40).into_owned();
                rows.push(vec![promise.text, promise.by.date().to_string(), promise.owner, about]);
            }
        }
        if !rows.is_empty() {
            page.heading(self.word(A::Promises));
            let heads = [W::What, W::Until, W::By, W::Matters].map(|word| self.word(word));
            self.table(page, &heads, rows);
        }
        Ok(())
    }
}
