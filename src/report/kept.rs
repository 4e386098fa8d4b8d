//! Everything that is kept about a household or a person, in plain words: what the law lets them ask for.

use super::Page;
use super::told::{Teller, minute};
use crate::domain::desk::Desk;
use crate::domain::disclosure::{Column, Disclosed, Disclosure, Manner};
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::household::{Household, HouseholdField, Member, Tag};
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::Matter;
use crate::domain::moment::{Date, Moment};
use crate::domain::person_id::Sex;
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::scope::Scope;
use crate::domain::visit::Visit;
use crate::i18n::Lang;
use crate::i18n::fact::Names;
use crate::i18n::promise::PromiseWord;
use crate::i18n::report::{ReportWord as W, made};
use crate::i18n::term::Term;
use crate::i18n::{disclosed, family, life, measure};

/// What a page is made from beside the records.
pub struct Circumstances<'a> {
    pub reader: &'a dyn Reader,
    pub desk: &'a Desk,
    pub lang: Lang,
    pub now: Moment,
    /// Who makes the page.
    pub by: String,
    /// Whether identity numbers and telephone numbers stand in it in full.
    pub reveal: bool,
    /// Backups that are known of, in words.
    pub backups: Vec<String>,
}

/// The page of a household; `None` where none has this id.
pub fn household(about: &Circumstances<'_>, id: Id) -> Read<Option<Page>> {
    let Some(household) = about.reader.household(id)? else { return Ok(None) };
    Subject { about, household, member: None }.page().map(Some)
}

/// The page of a person of a household; `None` where nobody has this id.
pub fn person(about: &Circumstances<'_>, id: Id) -> Read<Option<Page>> {
    let Some(place) = about.reader.place(id)?.filter(|place| place.kind == RecordKind::Member) else { return Ok(None) };
    let Some(household) = about.reader.household(place.record)? else { return Ok(None) };
    let Some(member) = household.anybody(id).cloned() else { return Ok(None) };
    Subject { about, household, member: Some(member) }.page().map(Some)
}

/// That a page of a household, or of one of its members, is about to be given away: what it holds of people.
pub fn taken_out(household: Id, member: Option<Id>, reveal: bool) -> Disclosed {
    let mut columns = vec![Column::Address, Column::Tags, Column::Details, Column::Accusations, Column::History];
    if reveal {
        columns.extend([Column::IdNumber, Column::Phone, Column::CallerPhone]);
    }
    columns.sort_unstable();
    let what = member.map_or_else(|| household.show(RecordKind::Household), |id| id.show(RecordKind::Member));
    Disclosed { manner: Manner::Report, what, columns, count: 1, household: Some(household) }
}

/// Whom a page is about: a household, or one of its members.
struct Subject<'a> {
    about: &'a Circumstances<'a>,
    household: Household,
    member: Option<Member>,
}

impl Subject<'_> {
    fn page(&self) -> Read<Page> {
        let Circumstances { reader, lang, now, reveal, .. } = *self.about;
        let word = if self.member.is_some() { W::Person } else { W::Household };
        let name = self.member.as_ref().map_or(&self.household.profile.head, |member| &member.details.name);
        let mut page = Page::new(lang, format!("{}  {name}", word.word(lang)));
        page.under.push(made(lang, &minute(now), &self.about.by));
        page.under.extend((!reveal).then(|| W::Masked.word(lang).to_owned()));
        page.under.push(W::Yours.word(lang).to_owned());
        self.particulars(&mut page);
        self.members(&mut page);
        self.tags(&mut page);
        self.visits(&mut page)?;
        let matters = self.matters(&mut page)?;
        self.history(&mut page)?;
        let teller = self.teller();
        for matter in &matters {
            let text = measure::cut(&matter.raised.text, 40);
            page.heading(format!("{}  {} {text}", W::OfMatter.word(lang), matter.id.show(RecordKind::Matter)));
            let events = reader.history(matter.id)?;
            self.told(&mut page, teller.rows(&events, &|_, _| true));
        }
        self.on_this_device(&mut page);
        self.disclosed(&mut page)?;
        self.backups(&mut page);
        Ok(page)
    }

    fn teller(&self) -> Teller<'_> {
        let Circumstances { reader, lang, reveal, .. } = *self.about;
        Teller { reader, lang, reveal }
    }

    fn word(&self, word: W) -> String {
        word.word(self.about.lang).to_owned()
    }

    fn table(&self, page: &mut Page, heads: &[W], rows: Vec<Vec<String>>) {
        let heads: Vec<&str> = heads.iter().map(|head| head.word(self.about.lang)).collect();
        page.table(&heads, rows, W::Nothing.word(self.about.lang));
    }

    fn told(&self, page: &mut Page, rows: Vec<Vec<String>>) {
        self.table(page, &[W::When, W::By, W::What], rows);
    }

    /// What is known of the household; of a person's household only where it is.
    fn particulars(&self, page: &mut Page) {
        let Household { id, cell, added_at, profile, .. } = &self.household;
        let teller = self.teller();
        page.heading(format!("{} {}", profile.door, profile.head));
        let mut facts = vec![
            ("id".to_owned(), id.show(RecordKind::Household)),
            (self.word(W::Cell), cell.to_string()),
            (self.word(W::Door), profile.door.clone()),
            (self.word(W::Head), profile.head.clone()),
        ];
        if self.member.is_none() {
            let phone = profile.phone.as_deref().map(|phone| teller.phone(phone));
            facts.push((self.word(W::Phone), phone.unwrap_or_default()));
            facts.push((self.word(W::EnteredOn), minute(*added_at)));
            let more = profile.more.iter().map(|(name, text)| (name.word(self.about.lang).to_owned(), text.clone()));
            facts.extend(more);
            let away = self.household.lives.away.as_ref();
            facts.extend(away.map(|away| (self.word(W::Gone), life::left(away, self.about.lang))));
        }
        facts.push((self.word(W::Address), profile.address.clone().unwrap_or_default()));
        page.facts(facts);
    }

    fn members(&self, page: &mut Page) {
        let lang = self.about.lang;
        let teller = self.teller();
        let wanted = |member: &&Member| self.member.as_ref().is_none_or(|about| about.id == member.id);
        page.heading(if self.member.is_some() { W::Person.word(lang) } else { W::Members.word(lang) });
        for member in self.household.everybody().filter(wanted) {
            let person = &member.details;
            let sex = if person.sex == Sex::Unknown { "" } else { person.sex.word(lang) };
            let mut facts = vec![
                (self.word(W::Name), person.name.clone()),
                ("id".to_owned(), member.id.show(RecordKind::Member)),
                (self.word(W::Relation), family::relation(&person.relation, lang)),
                (
                    self.word(W::IdNumber),
                    person.id_number.as_deref().map(|number| teller.number(number)).unwrap_or_default(),
                ),
                (self.word(W::Sex), sex.to_owned()),
                (self.word(W::Birth), person.birth.clone().unwrap_or_default()),
                (self.word(W::Ethnicity), person.ethnicity.clone().unwrap_or_default()),
                (self.word(W::Phone), person.phone.as_deref().map(|phone| teller.phone(phone)).unwrap_or_default()),
                (self.word(W::Tag), person.tags.join(" ")),
                (self.word(W::Remark), person.remark.clone().unwrap_or_default()),
            ];
            facts.extend(person.more.iter().map(|(name, text)| (name.word(lang).to_owned(), text.clone())));
            let gone = self.household.lives.gone(member.id);
            facts.extend(gone.map(|gone| (self.word(W::Gone), life::went(&gone.going, lang))));
            page.facts(facts);
        }
    }

    fn tags(&self, page: &mut Page) {
        page.heading(self.word(W::Tags));
        let day = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
        let row =
            |tag: &Tag| vec![tag.name.clone(), tag.reason.clone().unwrap_or_default(), day(tag.from), day(tag.to)];
        self.table(page, &[W::Tag, W::Reason, W::From, W::To], self.household.profile.tags.iter().map(row).collect());
    }

    fn visits(&self, page: &mut Page) -> Read<()> {
        let Circumstances { reader, lang, .. } = *self.about;
        let row = |visit: Visit| {
            let by = if visit.by == visit.typed_by {
                visit.by
            } else {
                format!("{} ({} {})", visit.by, W::Typed.word(lang), visit.typed_by)
            };
            let (met, with) = (visit.met.unwrap_or_default(), visit.with.join(" "));
            vec![minute(visit.at), visit.outcome.word(lang).to_owned(), by, with, met, visit.note]
        };
        page.heading(self.word(W::Visits));
        let rows = reader.visits_of_household(&self.household)?.into_iter().map(row).collect();
        self.table(page, &[W::When, W::Outcome, W::By, W::With, W::Met, W::Note], rows);
        Ok(())
    }

    /// Writes what they raised, what others raised that names them, and what was promised. Returns all these matters.
    fn matters(&self, page: &mut Page) -> Read<Vec<Matter>> {
        let Circumstances { reader, lang, .. } = *self.about;
        let own = reader.matters_of_household(&self.household)?;
        page.heading(self.word(W::Matters));
        let rows = own.iter().map(|matter| self.matter(matter)).collect::<Read<_>>()?;
        self.table(page, &[W::When, W::What, W::State, W::InHand, W::Answer], rows);
        let others = self.elsewhere()?;
        page.heading(self.word(W::Elsewhere));
        let rows = others.iter().map(|(matter, role)| {
            vec![
                minute(matter.raised_at),
                self.word(*role),
                matter.raised.text.clone(),
                matter.state_at(self.about.now).word(lang).to_owned(),
            ]
        });
        self.table(page, &[W::When, W::AsWhat, W::What, W::State], rows.collect());
        let matters: Vec<Matter> = own.into_iter().chain(others.into_iter().map(|(matter, _)| matter)).collect();
        page.heading(self.word(W::Promises));
        let promised = matters.iter().flat_map(|matter| matter.promises.iter().map(move |promise| (matter, promise)));
        let made = reader.promises_of(self.household.id)?.into_iter().map(|promise| {
            let due = promise.promised.due.map_or_else(|| PromiseWord::NextVisit.word(lang).to_owned(), minute);
            let ended = promise
                .ended
                .as_ref()
                .map(|ended| format!("{} {} {} {}", ended.ending.word(lang), minute(ended.at), ended.by, ended.text));
            let until = std::iter::once(due).chain(ended).collect::<Vec<_>>().join("\n");
            let on = matters.iter().find(|matter| Some(matter.id) == promise.promised.matter);
            let on = on.map_or_else(String::new, |matter| measure::cut(&matter.raised.text, 40).into_owned());
            vec![format!("{}  {}", promise.promised.text, promise.by()), until, on]
        });
        let rows = promised.map(|(matter, (text, by))| {
            vec![text.clone(), by.map_or_else(String::new, minute), measure::cut(&matter.raised.text, 40).into_owned()]
        });
        self.table(page, &[W::Promises, W::Until, W::Matters], made.chain(rows).collect());
        Ok(matters)
    }

    fn matter(&self, matter: &Matter) -> Read<Vec<String>> {
        let lang = self.about.lang;
        let raised = &matter.raised;
        let assignee = matter.assignee.as_ref().map(|who| self.about.reader.assignee_name(who)).transpose()?;
        let parties = raised.parties.iter().map(|party| format!("& {}", party.name));
        let text = format!("{} {}", raised.kind.word(lang), raised.text);
        let told = matter.told.as_ref().map(|(text, _)| text.clone());
        let done = matter.done.as_ref().map(|(text, _)| text.clone());
        let answers: Vec<String> =
            [matter.asked.clone(), matter.answer.clone(), done, told].into_iter().flatten().collect();
        Ok(vec![
            minute(matter.raised_at),
            std::iter::once(text).chain(parties).collect::<Vec<_>>().join("\n"),
            matter.state_at(self.about.now).word(lang).to_owned(),
            assignee.unwrap_or_default(),
            answers.join("\n"),
        ])
    }

    /// Matters that are not of this household and name it, or the person, as the other party or as the caller.
    fn elsewhere(&self) -> Read<Vec<(Matter, W)>> {
        let names = self.names();
        let phones = self.phones();
        let mut found = Vec::new();
        self.about.reader.each(RecordKind::Matter, Scope::WHOLE, &mut |record| {
            let Record::Matter(matter) = record else { return true };
            let raised = &matter.raised;
            if raised.household == Some(self.household.id) {
                return true;
            }
            let is_party = raised.parties.iter().any(|party| match party.household {
                Some(household) => household == self.household.id,
                None => names.contains(&party.name.as_str()),
            });
            let is_caller = raised.household.is_none()
                && (raised.caller.as_deref().is_some_and(|caller| names.contains(&caller))
                    || matter.caller_phone.as_deref().is_some_and(|phone| phones.contains(&phone)));
            if is_party || is_caller {
                found.push((matter, if is_party { W::AsParty } else { W::AsCaller }));
            }
            true
        })?;
        found.sort_by_key(|(matter, _)| (std::cmp::Reverse(matter.raised_at), matter.id));
        Ok(found)
    }

    /// The people the page is about.
    fn people(&self) -> impl Iterator<Item = &Member> {
        let about = self.member.as_ref().map(|member| member.id);
        self.household.everybody().filter(move |member| about.is_none_or(|about| about == member.id))
    }

    fn names(&self) -> Vec<&str> {
        let head = self.member.is_none().then_some(self.household.profile.head.as_str());
        head.into_iter().chain(self.people().map(|member| member.details.name.as_str())).collect()
    }

    fn phones(&self) -> Vec<&str> {
        let of_home = self.household.profile.phone.as_deref().filter(|_| self.member.is_none());
        of_home.into_iter().chain(self.people().filter_map(|member| member.details.phone.as_deref())).collect()
    }

    /// Changes of the household, of a person those that speak of them.
    fn history(&self, page: &mut Page) -> Read<()> {
        let events = self.about.reader.history(self.household.id)?;
        let of_person = |event: &Event, _: Option<&Record>| match &self.member {
            None => true,
            Some(member) => speaks_of(&event.fact, member),
        };
        page.heading(self.word(W::History));
        self.told(page, self.teller().rows(&events, &of_person));
        Ok(())
    }

    fn on_this_device(&self, page: &mut Page) {
        let Circumstances { desk, .. } = *self.about;
        let id = self.household.id;
        let draft = desk.draft(Some(id)).map(|draft| vec![minute(draft.at), self.word(W::Draft), draft.text.clone()]);
        let parked = desk.parked().iter().filter(|parked| parked.household == id);
        let parked = parked.map(|parked| vec![minute(parked.at), self.word(W::Parked), String::new()]);
        let names = self.names();
        let elsewhere = desk.drafts().filter(|draft| draft.door != Some(id));
        let elsewhere = elsewhere.filter(|draft| names.iter().any(|name| draft.text.contains(name)));
        let elsewhere = elsewhere.map(|draft| vec![minute(draft.at), self.word(W::Draft), draft.text.clone()]);
        page.heading(self.word(W::OnThisDevice));
        let rows = draft.into_iter().chain(parked).chain(elsewhere).collect();
        self.table(page, &[W::When, W::What, W::Note], rows);
    }

    /// Who was shown what of the household, or took it out; before this page itself.
    fn disclosed(&self, page: &mut Page) -> Read<()> {
        let lang = self.about.lang;
        page.heading(self.word(W::Disclosed));
        let rows = self.about.reader.disclosures_of(self.household.id)?.into_iter().map(|disclosure| {
            let Disclosure { at, by, disclosed: shown, .. } = disclosure;
            let what = format!("{} {}", shown.manner.word(lang), shown.what);
            let note = format!("{}  {}", disclosed::columns(&shown.columns, lang), disclosed::count(shown.count, lang));
            vec![minute(at), by, what.trim_end().to_owned(), note]
        });
        self.table(page, &[W::When, W::By, W::What, W::Note], rows.collect());
        Ok(())
    }

    fn backups(&self, page: &mut Page) {
        page.heading(self.word(W::Backups));
        if self.about.backups.is_empty() {
            page.paragraph(self.word(W::NoBackup));
        } else {
            page.paragraph(self.word(W::BackupsHold));
            for backup in &self.about.backups {
                page.paragraph(backup.clone());
            }
        }
        page.paragraph(self.word(W::NotInBackups));
    }
}

/// Whether a fact of a household says something of one of its members.
fn speaks_of(fact: &Fact, member: &Member) -> bool {
    let (id, name) = (member.id, member.details.name.as_str());
    match fact {
        Fact::HouseholdAdded(profile) | Fact::SplitFrom { profile, .. } => {
            profile.members.iter().any(|other| other.id == id)
        }
        Fact::HouseholdSet(HouseholdField::Head(head)) => head == name,
        Fact::MemberAdded(other)
        | Fact::MemberCame { member: other, .. }
        | Fact::MemberArrived { member: other, .. } => other.id == id,
        Fact::MemberSet { member, .. }
        | Fact::MemberLeft { member, .. }
        | Fact::MemberWent { member, .. }
        | Fact::MemberGone { member, .. }
        | Fact::MemberBack { member } => *member == id,
        Fact::HeldApart { mine, other } => *mine == id || *other == id,
        Fact::TagSet(tag) => tag.reason.as_deref().is_some_and(|why| why.contains(name)),
        Fact::Carried(_) | Fact::MergedInto { .. } | Fact::Retracted { .. } => true,
        Fact::Visited(note) => note.met.as_deref().is_some_and(|met| met.contains(name)) || note.note.contains(name),
        _ => false,
    }
}
