//! The doorstep card: who lives here, what was promised, what is in hand and what to say about it.
//!
//! Face to face is the default: tags, phone and what accuses somebody are hidden until a key shows them for seconds.

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::area::{Area, Role as Post};
use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::household::{HomeParticular, Household, Person, phrase};
use crate::domain::id::Id;
use crate::domain::matter::{Matter, Source};
use crate::domain::phone::Phone;
use crate::domain::promise::Promise;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::bound;
use crate::i18n::conflict;
use crate::i18n::entry::Entry;
use crate::i18n::home::HomeWord;
use crate::i18n::life;
use crate::i18n::matters::MatterWord;
use crate::i18n::measure::{columns, pad, pad_left};
use crate::i18n::msg::{Count, Empty, Label};
use crate::i18n::promise::{self, PromiseWord};
use crate::i18n::relation::Relation;
use crate::i18n::term::Term;
use crate::i18n::{Lang, measure, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::homes;
use crate::tui::sight::Sight;
use crate::tui::widgets::heat::{self, Heat};
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

use super::marks;
use super::row::MatterRow;
use super::telling::Told;

/// Visits that the card shows.
const VISITS: usize = 6;
/// Promises that ended, the latest first, that the card shows.
const ENDED: usize = 3;
/// Lines that one name, promise or answer takes on the card, at most; the household's page and `show` have the whole.
const LINES: usize = 4;

/// The page.
#[derive(Debug)]
pub struct Card {
    id: Id,
    household: Option<Household>,
    /// Open ones first, by when they are due, those without a date last; then the ended ones, the newest first.
    matters: Vec<(Matter, MatterRow)>,
    /// What to tell the household about each open matter.
    told: Vec<Told>,
    open: usize,
    /// Open ones first.
    promises: Vec<Promise>,
    /// Values that two people wrote differently.
    conflicts: usize,
    heat: Heat,
    people: Vec<(Post, String)>,
    /// Where its members went, with door and head.
    merged_into: Option<String>,
    list: List,
    /// The lines that were painted last and what they were written for, until it is read again.
    written: RefCell<Option<(Written, Rc<[Line]>)>>,
    /// The matter to put the cursor on at the first load.
    wanted: Option<Id>,
    /// Whether what is hidden face to face is shown now.
    pub revealed: bool,
}

/// What the lines depend on besides what was read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Written {
    width: u16,
    lang: Lang,
    cursor: usize,
    revealed: bool,
    /// With the next one the page is read anew in any case.
    minute: i64,
}

impl Card {
    pub fn of(household: Id, matter: Option<Id>) -> Self {
        Self {
            id: household,
            household: None,
            matters: Vec::new(),
            told: Vec::new(),
            open: 0,
            promises: Vec::new(),
            conflicts: 0,
            heat: Heat::default(),
            people: Vec::new(),
            merged_into: None,
            written: RefCell::default(),
            list: List::default(),
            wanted: matter,
            revealed: false,
        }
    }

    pub fn household(&self) -> Option<&Household> {
        self.household.as_ref()
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        let under_cursor = self.wanted.take().or_else(|| self.item().map(|item| self.id_of(item)));
        self.matters.clear();
        self.written.take();
        self.household = sight.reader.household(self.id)?;
        let Some(household) = &self.household else { return Ok(()) };
        let mut matters = sight.reader.matters_of_household(household)?;
        matters.sort_by_key(|matter| !matter.is_open());
        self.open = matters.iter().filter(|matter| matter.is_open()).count();
        for matter in matters {
            let row = MatterRow::read(&matter, None, sight)?;
            self.matters.push((matter, row));
        }
        self.matters[..self.open].sort_by_key(|(_, row)| (row.due_at().is_none(), row.due_at()));
        self.told.clear();
        for (matter, _) in &self.matters[..self.open] {
            self.told.push(Told::read(matter, &sight.reader.history(matter.id)?, sight)?);
        }
        self.promises = sight.reader.promises_of(self.id)?;
        let marks = marks::of_household(self.id, sight)?;
        self.conflicts = marks.iter().map(|record| record.trail().conflicts.len()).sum();
        self.heat = Heat::of(&sight.reader.visits_of_household(household)?, sight.today());
        self.people = people(household, sight)?;
        self.merged_into = household.merged_into.map(|into| sight.reader.household_name(into)).transpose()?;
        let items = self.items();
        let at = under_cursor.and_then(|id| items.iter().position(|item| self.id_of(*item) == id));
        self.list.cursor = at.unwrap_or(self.list.cursor);
        self.list.clamp(items.len());
        Ok(())
    }

    /// What of the household stands here only once it is asked for.
    pub fn hidden(&self, sight: &Sight<'_>) -> Option<(Scope, Disclosed)> {
        let household = self.household.as_ref()?;
        let profile = &household.profile;
        let columns = [
            (profile.phone.is_some(), Column::Phone),
            (profile.address.is_some(), Column::Address),
            (!household.tag_names(sight.today()).is_empty(), Column::Tags),
            (self.matters.iter().any(|(matter, _)| sight.accuses(matter)), Column::Accusations),
        ];
        let hidden = columns.into_iter().filter(|(there, _)| *there).map(|(_, column)| column).collect();
        let disclosed = Disclosed::of_rows(Manner::Card, "", [hidden])?;
        Some((household.cell, Disclosed { household: Some(household.id), ..disclosed }))
    }

    /// What the cursor can stand on, from the top: open matters, open promises, ended matters.
    fn items(&self) -> Vec<Item> {
        let promises = self.promises.iter().take_while(|promise| promise.is_open()).count();
        let open = (0..self.open).map(Item::Matter);
        open.chain((0..promises).map(Item::Promise)).chain((self.open..self.matters.len()).map(Item::Matter)).collect()
    }

    fn item(&self) -> Option<Item> {
        self.items().get(self.list.cursor).copied()
    }

    fn id_of(&self, item: Item) -> Id {
        match item {
            Item::Matter(at) => self.matters[at].0.id,
            Item::Promise(at) => self.promises[at].id,
        }
    }

    pub fn matter(&self) -> Option<&Matter> {
        match self.item()? {
            Item::Matter(at) => Some(&self.matters[at].0),
            Item::Promise(_) => None,
        }
    }

    fn promise(&self) -> Option<&Promise> {
        match self.item()? {
            Item::Promise(at) => Some(&self.promises[at]),
            Item::Matter(_) => None,
        }
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) -> Read<()> {
        here.household = self.household.as_ref().map(|household| household.id);
        if let Some(household) = &self.household {
            homes::look(here, household, None, sight);
            here.allow(Can::Open, household.is_merged());
            here.allow(Can::Explain, !household.is_merged());
            here.allow(Can::Settle, self.conflicts > 0);
        }
        if let Some(promise) = self.promise() {
            here.promise = Some(promise.id);
            here.allow(Can::Open, true);
        }
        if let Some(matter) = self.matter() {
            here.matter = Some(matter.id);
            here.allow(Can::Explain, matter.clock.is_some());
            here.verbs = sight.verbs(matter)?;
            here.allow(Can::Open, !here.verbs.is_empty());
        }
        Ok(())
    }

    pub fn update(&mut self, action: Action) -> Then {
        match action {
            Action::Move(step) => self.list.step(step, self.items().len()),
            Action::Open => {
                let into = self.household.as_ref().and_then(|household| household.merged_into);
                let card = into.map(|household| Then::GoToCard { household, matter: None });
                let list = if self.promise().is_some() { Action::PromiseMenu } else { Action::Matter };
                return card.unwrap_or(Then::Run(list));
            }
            _ => {}
        }
        Then::Stay
    }

    /// Paints the card; without `focused` it only accompanies a list.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, focused: bool, sight: &Sight<'_>, lang: Lang) {
        let Some(household) = &self.household else {
            super::paint_empty(paint, area, Empty::Gone, lang);
            return;
        };
        let lines = self.written(household, area.width, sight, lang);
        let left = usize::from(area.height).saturating_sub(lines.len() + 1);
        if left >= usize::from(heat::ROWS) && area.width > heat::COLUMNS {
            let y = area.bottom() - heat::ROWS;
            self.heat.paint(
                paint,
                Rect { x: area.x + 1, y, height: heat::ROWS, width: area.width - 1 },
                sight.today(),
                lang,
            );
        }
        let item = self.item();
        let is_here = |line: &Line| line.item.is_some() && line.item == item;
        let cursor = lines.iter().position(is_here).unwrap_or(0);
        // The lines about the matter under the cursor stay in view with it.
        let last = lines.iter().rposition(is_here).unwrap_or(cursor);
        // With the first matter the people of the house are in view.
        let first = if self.list.cursor == 0 { 0 } else { cursor };
        let visible = self.list.visible_with(first..=last, usize::from(area.height), lines.len());
        for (y, at) in (area.y..).zip(visible) {
            let place = Rect { y, height: 1, ..area };
            self.paint_line(paint, place, &lines[at], sight, lang);
            if focused && at == cursor && lines[at].item.is_some() {
                super::paint_cursor(paint, place, true);
            }
        }
    }

    fn paint_line(&self, paint: &mut Paint<'_>, place: Rect, line: &Line, sight: &Sight<'_>, lang: Lang) {
        match &line.what {
            What::Text(text, role) => {
                paint.text(place.x + 1, place.y, place.width.saturating_sub(1), text, *role);
            }
            What::Hairline => paint.hairline(place, place.y),
            What::Matter(at) => {
                let inner = Rect { x: place.x + 3, width: place.width.saturating_sub(4), ..place };
                if let Some((matter, row)) = self.matters.get(*at) {
                    self.shown(matter, row, sight, lang).paint(paint, inner, sight, lang);
                }
            }
        }
    }

    /// What accuses somebody is not read out by the other side of the table.
    fn shown(&self, matter: &Matter, row: &MatterRow, sight: &Sight<'_>, lang: Lang) -> MatterRow {
        let mut row = row.clone();
        if self.hides(matter, sight) {
            Label::Hidden.text(lang).clone_into(&mut row.text);
        }
        row
    }

    /// Whether nothing may be shown of what a matter is about and of what was said on it.
    fn hides(&self, matter: &Matter, sight: &Sight<'_>) -> bool {
        !self.revealed && sight.accuses(matter)
    }

    /// The lines of the card; they are written once for all pictures that show the same.
    fn written(&self, household: &Household, width: u16, sight: &Sight<'_>, lang: Lang) -> Rc<[Line]> {
        let (cursor, revealed, minute) = (self.list.cursor, self.revealed, sight.now.unix().div_euclid(60));
        let wanted = Written { width, lang, cursor, revealed, minute };
        if let Some((_, lines)) = self.written.borrow().as_ref().filter(|(of, _)| *of == wanted) {
            return Rc::clone(lines);
        }
        let lines: Rc<[Line]> = self.lines(household, usize::from(width), sight, lang).into();
        *self.written.borrow_mut() = Some((wanted, Rc::clone(&lines)));
        lines
    }

    fn lines(&self, household: &Household, width: usize, sight: &Sight<'_>, lang: Lang) -> Vec<Line> {
        let mut lines = Vec::new();
        self.write_people(&mut lines, household, width, sight, lang);
        write_left(&mut lines, household, sight, lang);
        if self.conflicts > 0 {
            lines.push(Line::text(conflict::waiting(self.conflicts, lang), Role::Soon));
        }
        lines.push(Line { what: What::Hairline, item: None });
        self.write_open_matters(&mut lines, width, sight, lang);
        self.write_promises(&mut lines, width, sight, lang);
        self.write_ended_matters(&mut lines, lang);
        write_visits(&mut lines, household, sight, lang);
        lines
    }

    fn write_people(&self, lines: &mut Vec<Line>, household: &Household, width: usize, sight: &Sight<'_>, lang: Lang) {
        let profile = &household.profile;
        let head = profile.members.iter().find(|member| member.details.name == profile.head);
        let phone = profile.phone.as_deref().map(|phone| self.phone(phone));
        let about = head.map(|head| person(&head.details, false, sight, lang));
        let tags = household.tag_names(sight.today());
        let hidden =
            if !self.revealed && (!tags.is_empty() || phone.is_some()) { Label::Hidden.text(lang) } else { "" };
        let first = [about.as_deref().unwrap_or(&profile.head), &profile.door, phone.as_deref().unwrap_or(""), hidden];
        let first: Vec<&str> = first.into_iter().filter(|part| !part.is_empty()).collect();
        let first: Vec<String> = first.into_iter().map(str::to_owned).collect();
        lines.extend(flow(&first, width, Role::Heading));
        let others = profile.members.iter().filter(|member| Some(member.id) != head.map(|head| head.id));
        let others: Vec<String> = others.map(|member| person(&member.details, true, sight, lang)).collect();
        lines.extend(flow(&others, width, Role::Body));
        if let (true, Some(address)) = (self.revealed, &profile.address) {
            lines.push(Line::text(address.clone(), Role::Aside));
        }
        if self.revealed && !tags.is_empty() {
            lines.push(Line::text(tags.join("  "), Role::Soon));
        }
        self.write_tag_asking(lines, household, sight, lang);
        let posts: Vec<String> = self.people.iter().map(|(post, name)| format!("{} {name}", post.word(lang))).collect();
        lines.extend(flow(&posts, width, Role::Aside));
    }

    /// Where its members went, and the tag that asks whether it goes on.
    fn write_tag_asking(&self, lines: &mut Vec<Line>, household: &Household, sight: &Sight<'_>, lang: Lang) {
        if let Some(name) = &self.merged_into {
            lines.push(Line::text(
                format!("{} {name}  ({})", HomeWord::MergedInto.word(lang), bound::key("open", "Enter")),
                Role::Soon,
            ));
        }
        let gone = life::standing(household, lang);
        lines.extend(gone.map(|text| Line::text(text, Role::Soon)));
        let Some(tag) = homes::asking(household, sight.today()) else { return };
        let Some(last) = tag.to.filter(|_| self.revealed) else {
            return lines.push(Line::text(HomeWord::TagAsks.word(lang).to_owned(), Role::Soon));
        };
        let day = when::day(last, sight.today(), lang);
        let [ends, how] = [HomeWord::Ends, HomeWord::RenewOrEnd].map(|word| word.word(lang));
        lines.push(Line::text(format!("{} {day} {ends}  {how}", tag.name), Role::Soon));
    }

    fn phone(&self, number: &str) -> String {
        if self.revealed {
            return number.to_owned();
        }
        // What is no telephone number is not shown at all until it is asked for.
        Phone::parse(number).map_or_else(|_| "****".to_owned(), |phone| phone.masked())
    }

    fn write_open_matters(&self, lines: &mut Vec<Line>, width: usize, sight: &Sight<'_>, lang: Lang) {
        if self.matters.is_empty() {
            lines.push(Line::text(Empty::Matters.text(lang).to_owned(), Role::Aside));
        }
        if self.open > 0 {
            lines.push(Line::text(Count::Open(self.open).text(lang), Role::Heading));
        }
        for ((at, (matter, row)), told) in self.matters.iter().enumerate().zip(&self.told) {
            let item = Some(Item::Matter(at));
            lines.push(Line { what: What::Matter(at), item });
            if self.hides(matter, sight) {
                continue;
            }
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            let sentence = told.sentence(matter, row, sight, lang);
            let mut said = vec![format!("{}{colon}{sentence}", MatterWord::Say.word(lang))];
            said.extend(self.source(matter, sight, lang));
            for text in
                said.iter().flat_map(|text| measure::wrap(text, width.saturating_sub(8)).into_iter().take(LINES))
            {
                lines.push(Line { what: What::Text(format!("      {text}"), Role::Aside), item });
            }
        }
    }

    /// Where a matter came from, where it was not heard at the door; with the day and who took it down.
    fn source(&self, matter: &Matter, sight: &Sight<'_>, lang: Lang) -> Option<String> {
        if matter.raised.source == Source::Door {
            return None;
        }
        let phone = matter.caller_phone.as_deref().map(|phone| self.phone(phone)).unwrap_or_default();
        let caller = matter.raised.caller.as_deref().unwrap_or_default();
        let day = when::day(matter.raised_at.date(), sight.today(), lang);
        let source = format!("{} {}", MatterWord::Source.word(lang), matter.raised.source.word(lang));
        let pieces = [source.as_str(), caller, &phone, &day, &matter.raised_by];
        Some(pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("  "))
    }

    fn write_ended_matters(&self, lines: &mut Vec<Line>, lang: Lang) {
        let ended = self.open..self.matters.len();
        if !ended.is_empty() {
            lines.push(Line::text(Count::Ended(ended.len()).text(lang), Role::Heading));
        }
        lines.extend(ended.map(|at| Line { what: What::Matter(at), item: Some(Item::Matter(at)) }));
    }

    /// What was promised: what is open with its day and who said so, then what ended last and when.
    fn write_promises(&self, lines: &mut Vec<Line>, width: usize, sight: &Sight<'_>, lang: Lang) {
        let open = self.promises.iter().take_while(|promise| promise.is_open()).count();
        if open > 0 {
            lines.push(Line::text(format!("{} {open}", PromiseWord::Open.word(lang)), Role::Heading));
        }
        for (at, promised) in self.promises[..open].iter().enumerate() {
            let role = if promised.is_late(sight.now) { Role::Late } else { Role::Body };
            let due = promise::due(promised, sight.now, lang);
            let pieces = [due, self.promise_text(promised, sight, lang), promised.keeper().to_owned()];
            for (n, text) in measure::flow_within(&pieces, 2, width.saturating_sub(6), LINES).into_iter().enumerate() {
                let text = if n == 0 { format!("  {text}") } else { format!("    {text}") };
                lines.push(Line { what: What::Text(text, role), item: Some(Item::Promise(at)) });
            }
        }
        self.write_told_promises(lines, width, sight, lang);
        for promised in self.promises[open..].iter().take(ENDED) {
            let pieces = [self.promise_text(promised, sight, lang), promise::ended(promised, sight.today(), lang)];
            let text = measure::flow_within(&pieces, 2, width.saturating_sub(4), 1).concat();
            lines.push(Line::text(format!("  {text}"), Role::Aside));
        }
    }

    /// What was promised on a matter that accuses somebody may tell of it.
    fn promise_text(&self, promised: &Promise, sight: &Sight<'_>, lang: Lang) -> String {
        let on = promised.promised.matter;
        let matter = self.matters.iter().find(|(matter, _)| Some(matter.id) == on);
        match matter {
            Some((matter, _)) if self.hides(matter, sight) => Label::Hidden.text(lang).to_owned(),
            _ => promised.promised.text.clone(),
        }
    }

    /// Promises as earlier versions kept them, in the matter.
    fn write_told_promises(&self, lines: &mut Vec<Line>, width: usize, sight: &Sight<'_>, lang: Lang) {
        let open = self.matters.iter().take(self.open).map(|(matter, _)| matter);
        let told = open.filter(|matter| !self.hides(matter, sight));
        for (text, by) in told.flat_map(|matter| &matter.promises) {
            let by = by.map_or_else(String::new, |by| when::day(by.date(), sight.today(), lang));
            let lines_of = measure::flow_within(&[by, text.clone()], 2, width.saturating_sub(4), LINES);
            lines.extend(lines_of.into_iter().map(|text| Line::text(format!("  {text}"), Role::Body)));
        }
    }
}

/// What the cursor stands on, by its place among the matters or promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Matter(usize),
    Promise(usize),
}

/// One line of the card, and what it belongs to.
#[derive(Debug)]
struct Line {
    what: What,
    item: Option<Item>,
}

#[derive(Debug)]
enum What {
    Text(String, Role),
    Hairline,
    Matter(usize),
}

impl Line {
    fn text(text: String, role: Role) -> Self {
        Self { what: What::Text(text, role), item: None }
    }
}

/// What was left at this door. The words themselves may accuse somebody: only how many they are is shown.
fn write_left(lines: &mut Vec<Line>, household: &Household, sight: &Sight<'_>, lang: Lang) {
    let parked = sight.desk.parked().iter().find(|parked| parked.household == household.id);
    let mut pieces: Vec<String> =
        parked.map(|parked| Entry::ParkedAt(when::at(parked.at, sight.today(), lang)).text(lang)).into_iter().collect();
    if let Some(draft) = sight.desk.draft(Some(household.id)) {
        pieces.push(Entry::DraftWaits(draft.text.trim().chars().count()).text(lang));
    }
    if !pieces.is_empty() {
        lines.push(Line::text(pieces.join("   "), Role::Soon));
    }
}

fn write_visits(lines: &mut Vec<Line>, household: &Household, sight: &Sight<'_>, lang: Lang) {
    if household.visits.is_empty() {
        lines.push(Line::text(Empty::Visits.text(lang).to_owned(), Role::Aside));
        return;
    }
    lines.push(Line::text(Label::Visits.text(lang).to_owned(), Role::Heading));
    let shown: Vec<_> = household.visits.iter().take(VISITS).collect();
    let columns_of = |texts: &[String]| texts.iter().map(|text| columns(text)).max().unwrap_or(0);
    let days: Vec<_> = shown.iter().map(|visit| when::day(visit.at.date(), sight.today(), lang)).collect();
    let agos: Vec<_> = shown.iter().map(|visit| when::ago(visit.at.date(), sight.today(), lang)).collect();
    let (day_width, ago_width) = (columns_of(&days), columns_of(&agos));
    for ((visit, day), ago) in shown.into_iter().zip(&days).zip(&agos) {
        let (day, ago) = (pad(day, day_width), pad_left(ago, ago_width));
        let rest = [visit.outcome.word(lang), &visit.by, &visit.note];
        let rest: Vec<&str> = rest.into_iter().filter(|piece| !piece.is_empty()).collect();
        lines.push(Line::text(format!("  {day}  {ago}  {}", rest.join("  ")), Role::Body));
    }
}

/// A person in few words: name, relation, sex unless the relation tells it, age, remark.
pub(super) fn person(person: &Person, with_relation: bool, sight: &Sight<'_>, lang: Lang) -> String {
    let age = person.age(sight.today()).map_or_else(String::new, |age| age.to_string());
    let known = Relation::of(&person.relation).filter(|_| with_relation);
    let relation = known.map_or(person.relation.as_str(), |relation| relation.word(lang));
    let relation = if with_relation { relation } else { "" };
    let told = known.is_some_and(|relation| relation.sex == person.sex);
    let sex = if told { "" } else { person.sex.word(lang) };
    let remark = person.remark.as_deref().unwrap_or("");
    let parts = [person.name.as_str(), relation, sex, &age, remark];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Pieces side by side, as many in a line as fit.
fn flow(pieces: &[String], width: usize, role: Role) -> Vec<Line> {
    let lines = measure::flow_within(pieces, 3, width.saturating_sub(2), LINES);
    lines.into_iter().map(|line| Line::text(line, role)).collect()
}

/// Who answers for this door, from the township down.
fn people(household: &Household, sight: &Sight<'_>) -> Read<Vec<(Post, String)>> {
    let mut scopes: Vec<_> = std::iter::successors(Some(household.cell), |scope| scope.parent()).collect();
    scopes.reverse();
    let mut people = Vec::new();
    for scope in scopes {
        if let Some(Area { people: held, .. }) = sight.reader.area(scope)? {
            people.extend(held);
        }
    }
    // Who answers for the household itself stands in the place of the cell's.
    for (post, own) in [(Post::HouseholdCadre, HomeParticular::Cadre), (Post::Model, HomeParticular::Model)] {
        if let Some(name) = phrase(&household.profile.more, own) {
            people.retain(|(known, _)| *known != post);
            people.push((post, name.to_owned()));
        }
    }
    people.sort_by_key(|(post, _)| (post.extent(), *post));
    Ok(people)
}
