//! Everything that is known of a household: its own particulars, every member with theirs, tags with reason and dates,
//! where it came from and went to, and what happened. Enter changes what stands under the cursor.
//!
//! Face to face is the default here too: what is nobody else's business shows for seconds when a key asks for it.

use ratatui::layout::Rect;

use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::erasure::Erasers;
use crate::domain::fact::Fact;
use crate::domain::history::History;
use crate::domain::household::{Household, Member, Person, Tag};
use crate::domain::id::Id;
use crate::domain::masking;
use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::i18n::home::HomeWord;
use crate::i18n::msg::Empty;
use crate::i18n::term::Term;
use crate::i18n::{Lang, erasing, family, life, past, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::describe::Doors;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::homes::{self, HomeAct, LifeAct};
use crate::tui::sight::Sight;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;
use crate::tui::widgets::wrapped::Wrapped;

use super::card::person;

/// Steps of the history that are told, the newest first.
const TOLD: usize = 60;

/// The page.
#[derive(Debug)]
pub struct Home {
    id: Id,
    household: Option<Household>,
    /// Other households it has to do with: what they are to it, which, and their door and head.
    others: Vec<(HomeWord, Id, String)>,
    /// Day, person and words of what happened, in both languages.
    told: Vec<[String; 2]>,
    list: List,
    wrapped: Wrapped,
    /// Whether what is hidden face to face is shown now.
    pub revealed: bool,
}

/// What the cursor can stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Household,
    Member(Id),
    AddMember,
    /// Somebody who died or moved away.
    Gone(Id),
    Tag(String),
    AddTag,
    Other(Id),
    /// A step of the history: only to be scrolled to.
    Told(usize),
}

struct Line {
    text: String,
    role: Role,
    item: Option<Item>,
}

impl Home {
    pub fn of(household: Id) -> Self {
        Self {
            id: household,
            household: None,
            others: Vec::new(),
            told: Vec::new(),
            list: List::default(),
            wrapped: Wrapped::default(),
            revealed: false,
        }
    }

    pub fn household(&self) -> Option<&Household> {
        self.household.as_ref()
    }

    /// What of the household stands here only once it is asked for: a row for each of its people, one for itself.
    pub fn hidden(&self) -> Option<(Scope, Disclosed)> {
        let household = self.household.as_ref()?;
        let profile = &household.profile;
        let own = [
            (profile.phone.is_some(), Column::Phone),
            (profile.address.is_some(), Column::Address),
            (!profile.more.is_empty(), Column::Details),
            (!profile.tags.is_empty(), Column::Tags),
            (!self.told.is_empty(), Column::History),
        ];
        let of_member = |member: &Member| {
            let known = &member.details;
            let told = known.birth.is_some() || known.ethnicity.is_some() || known.remark.is_some();
            columns([
                (known.id_number.is_some(), Column::IdNumber),
                (known.phone.is_some(), Column::Phone),
                (told || !known.more.is_empty(), Column::Details),
                (!known.tags.is_empty(), Column::Tags),
            ])
        };
        let rows = profile.members.iter().map(of_member).chain([columns(own)]);
        let disclosed = Disclosed::of_rows(Manner::Particulars, "", rows)?;
        Some((household.cell, Disclosed { household: Some(household.id), ..disclosed }))
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.wrapped.forget();
        self.others.clear();
        self.told.clear();
        self.household = sight.reader.household(self.id)?;
        let Some(household) = &self.household else { return Ok(()) };
        let merged = household.merged_into.map(|id| (HomeWord::MergedInto, id));
        let split = household.split_from.map(|id| (HomeWord::SplitFrom, id));
        let absorbed = household.absorbed.iter().map(|id| (HomeWord::Absorbed, *id));
        for (what, id) in merged.into_iter().chain(split).chain(absorbed) {
            self.others.push((what, id, sight.reader.household_name(id)?));
        }
        let events = sight.reader.history(self.id)?;
        let names = Doors::masked(sight);
        let mut told = Vec::new();
        let erasers = Erasers::of(&events);
        History::new(&events).retell(|event, live, before| {
            let before = before.and_then(crate::domain::record::Record::as_household);
            told.push(Lang::ALL.map(|lang| {
                let mut what = crate::i18n::fact::fact(lang, &event.fact, before, &names);
                if let Some(erasure) = erasers.of_event(event) {
                    what = erasing::told(lang, what, event, erasure);
                }
                let undone =
                    if live || event.fact == Fact::Gone { "" } else { ["（已撤销）", " (undone)"][lang as usize] };
                let day = when::day(event.at.date(), sight.today(), lang);
                format!("{day}  {}  {what}{}{undone}", event.by, past::typed_later(event, sight.today(), lang))
            }));
        });
        told.reverse();
        told.truncate(TOLD);
        self.told = told;
        self.list.clamp(self.items().len());
        Ok(())
    }

    /// What the cursor can stand on, from the top.
    fn items(&self) -> Vec<Item> {
        let Some(household) = &self.household else { return Vec::new() };
        let mut items = Vec::new();
        if household.is_merged() {
            items.extend(self.others.iter().map(|(_, id, _)| Item::Other(*id)));
        } else {
            items.push(Item::Household);
            items.extend(household.profile.members.iter().map(|member| Item::Member(member.id)));
            items.push(Item::AddMember);
            items.extend(household.lives.gone.iter().map(|gone| Item::Gone(gone.member.id)));
            if self.revealed {
                items.extend(household.profile.tags.iter().map(|tag| Item::Tag(tag.name.clone())));
            }
            items.push(Item::AddTag);
            items.extend(self.others.iter().map(|(_, id, _)| Item::Other(*id)));
        }
        if self.revealed {
            items.extend((0..self.told.len()).map(Item::Told));
        }
        items
    }

    fn item(&self) -> Option<Item> {
        self.items().into_iter().nth(self.list.cursor)
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) {
        let Some(household) = &self.household else { return };
        here.household = (!household.is_merged()).then_some(household.id);
        here.allow(Can::Explain, !household.is_merged());
        let item = self.item();
        let member = match &item {
            Some(Item::Member(member) | Item::Gone(member)) => Some(*member),
            _ => None,
        };
        homes::look(here, household, member, sight);
        if let Some(Item::Tag(name)) = &item {
            here.tag = household.tag(name).filter(|tag| tag.asks_by().is_some()).map(|tag| tag.name.clone());
        }
        here.allow(Can::Open, !matches!(item, None | Some(Item::Told(_))));
    }

    pub fn update(&mut self, action: Action) -> Then {
        let items = self.items();
        match action {
            Action::Move(step) => self.list.step(step, items.len()),
            Action::Open => {
                return match items.into_iter().nth(self.list.cursor) {
                    Some(Item::Household) => Then::Run(Action::Home(HomeAct::Edit)),
                    Some(Item::Member(_)) => Then::Run(Action::Home(HomeAct::EditMember)),
                    Some(Item::Gone(_)) => Then::Run(Action::Home(HomeAct::Live(LifeAct::Back))),
                    Some(Item::AddMember) => Then::Run(Action::Home(HomeAct::AddMember)),
                    Some(Item::AddTag) => Then::Run(Action::Home(HomeAct::Tag)),
                    Some(Item::Tag(name)) => Then::ChangeTag { household: self.id, name },
                    Some(Item::Other(household)) => Then::GoToCard { household, matter: None },
                    Some(Item::Told(_)) | None => Then::Stay,
                };
            }
            _ => {}
        }
        Then::Stay
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        let Some(household) = &self.household else {
            super::paint_empty(paint, area, Empty::Gone, lang);
            return;
        };
        let lines = self.lines(household, usize::from(area.width), sight, lang);
        let item = self.item();
        let is_here = |line: &Line| line.item.is_some() && line.item == item;
        let cursor = lines.iter().position(is_here).unwrap_or(0);
        let last = lines.iter().rposition(is_here).unwrap_or(cursor);
        let first = if self.list.cursor == 0 { 0 } else { cursor };
        let visible = self.list.visible_with(first..=last, usize::from(area.height), lines.len());
        for (y, at) in (area.y..).zip(visible) {
            let place = Rect { y, height: 1, ..area };
            let line = &lines[at];
            paint.text(place.x + 2, y, place.width.saturating_sub(2), &line.text, line.role);
            if at == cursor && line.item.is_some() {
                super::paint_cursor(paint, place, true);
            }
        }
    }

    fn lines(&self, household: &Household, width: usize, sight: &Sight<'_>, lang: Lang) -> Vec<Line> {
        let mut lines = Vec::new();
        let heading = |word: HomeWord| Line { text: word.word(lang).to_owned(), role: Role::Heading, item: None };
        let act = |word: HomeWord, item| Line { text: word.word(lang).to_owned(), role: Role::Aside, item: Some(item) };
        let others = |lines: &mut Vec<Line>| {
            for (what, id, name) in &self.others {
                let text = format!("{} {name}", what.word(lang));
                lines.push(Line { text, role: Role::Body, item: Some(Item::Other(*id)) });
            }
        };
        if household.is_merged() {
            others(&mut lines);
        } else {
            self.write_household(&mut lines, household, width, lang);
            lines.push(heading(HomeWord::Members));
            for member in &household.profile.members {
                self.write_member(&mut lines, household, member, width, sight, lang);
            }
            lines.push(act(HomeWord::AddMember, Item::AddMember));
            write_gone(&mut lines, household, lang);
            lines.push(heading(HomeWord::Tags));
            if self.revealed {
                for tag in &household.profile.tags {
                    lines.push(tag_row(tag, sight, lang));
                }
            }
            lines.push(act(HomeWord::AddTag, Item::AddTag));
            others(&mut lines);
        }
        lines.push(heading(HomeWord::History));
        if self.revealed {
            for (at, told) in self.told.iter().enumerate() {
                for text in self.wrapped.wrap(&told[lang as usize], width.saturating_sub(4)) {
                    lines.push(Line { text, role: Role::Body, item: Some(Item::Told(at)) });
                }
            }
        } else {
            lines.push(Line { text: HomeWord::Hidden.word(lang).to_owned(), role: Role::Aside, item: None });
        }
        lines
    }

    fn write_household(&self, lines: &mut Vec<Line>, household: &Household, width: usize, lang: Lang) {
        let profile = &household.profile;
        let gone = life::standing(household, lang);
        lines.extend(gone.map(|text| Line { text, role: Role::Soon, item: None }));
        let mut pieces = vec![format!("{}  {}", profile.door, profile.head)];
        let named = |label: &str, text: &str| format!("{label} {text}");
        if let Some(phone) = &profile.phone {
            let phone = if self.revealed { phone.clone() } else { masking::phone(phone) };
            pieces.push(named(HomeWord::Phone.word(lang), &phone));
        }
        if self.revealed {
            pieces.extend(profile.address.iter().map(|text| named(HomeWord::Address.word(lang), text)));
            pieces.extend(profile.more.iter().map(|(name, text)| named(name.word(lang), text)));
        }
        for text in self.wrapped.flow(&pieces, 3, width.saturating_sub(4)) {
            lines.push(Line { text, role: Role::Body, item: Some(Item::Household) });
        }
    }

    fn write_member(
        &self,
        lines: &mut Vec<Line>,
        household: &Household,
        member: &Member,
        width: usize,
        sight: &Sight<'_>,
        lang: Lang,
    ) {
        let known = &member.details;
        let item = || Some(Item::Member(member.id));
        let head = if household.is_head(member.id) { ["户主", "head"][lang as usize] } else { "" };
        // A remark is not for everybody's eyes.
        let plain = Person { remark: None, ..known.clone() };
        let text = format!("{} {head}", person(&plain, !household.is_head(member.id), sight, lang));
        lines.push(Line { text: text.trim_end().to_owned(), role: Role::Body, item: item() });
        let named = |word: HomeWord, text: String| format!("{} {text}", word.word(lang));
        let shown = |text: &String, mask: fn(&str) -> String| if self.revealed { text.clone() } else { mask(text) };
        let mut pieces = Vec::new();
        pieces.extend(known.id_number.iter().map(|n| named(HomeWord::IdNumber, shown(n, masking::number))));
        pieces.extend(known.phone.iter().map(|phone| named(HomeWord::Phone, shown(phone, masking::phone))));
        if self.revealed {
            pieces.extend(known.birth.iter().map(|birth| named(HomeWord::Birth, birth.clone())));
            pieces.extend(known.ethnicity.iter().map(|text| named(HomeWord::Ethnicity, text.clone())));
            pieces.extend(known.more.iter().map(|(name, text)| format!("{} {text}", name.word(lang))));
            if !known.tags.is_empty() {
                pieces.push(named(HomeWord::Tags, known.tags.join(" ")));
            }
            pieces.extend(known.remark.iter().map(|text| named(HomeWord::Remark, text.clone())));
        }
        for text in self.wrapped.flow(&pieces, 3, width.saturating_sub(8)) {
            lines.push(Line { text: format!("    {text}"), role: Role::Aside, item: item() });
        }
    }
}

/// Those who died or moved away.
fn write_gone(lines: &mut Vec<Line>, household: &Household, lang: Lang) {
    if household.lives.gone.is_empty() {
        return;
    }
    lines.push(Line { text: HomeWord::Gone.word(lang).to_owned(), role: Role::Heading, item: None });
    for gone in &household.lives.gone {
        let item = Some(Item::Gone(gone.member.id));
        lines.push(Line { text: life::gone(gone, lang), role: Role::Aside, item });
    }
}

/// The columns that are there.
fn columns(columns: impl IntoIterator<Item = (bool, Column)>) -> Vec<Column> {
    columns.into_iter().filter(|(there, _)| *there).map(|(_, column)| column).collect()
}

/// A tag with its reason and dates, and what it asks.
fn tag_row(tag: &Tag, sight: &Sight<'_>, lang: Lang) -> Line {
    let mut text = family::tag_line(tag, lang);
    let mut role = Role::Body;
    if tag.ended {
        text = format!("{text}  {}", HomeWord::Ended.word(lang));
        role = Role::Aside;
    } else if homes::asks(tag, sight.today()) {
        text = format!("{text}  {}", HomeWord::RenewOrEnd.word(lang));
        role = Role::Soon;
    }
    Line { text, role, item: Some(Item::Tag(tag.name.clone())) }
}
