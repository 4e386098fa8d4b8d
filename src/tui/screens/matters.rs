//! Matters: every one of them, narrowed by a filter, by when it is due; all that can be done with one or with several.
//!
//! What the filter asks is answered from the docket in memory; only the rows that are painted are read from the store.

mod filter_line;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ratatui::layout::Rect;

use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::facets::List as Index;
use crate::domain::id::Id;
use crate::domain::matter::VerbName;
use crate::domain::reader::{Order, Read};
use crate::domain::scope::Scope;
use crate::entry::docket::Docket;
use crate::i18n::Lang;
use crate::i18n::matters::{MattersSaid, MattersWord};
use crate::i18n::msg::Count;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::{Action, Context};
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::sight::Sight;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

use super::matter::Detail;
use super::row::MatterRow;
use filter_line::FilterLine;

/// Columns of the list where the matter stands beside it.
pub const ROWS: u16 = 53;
/// Rows that are listed while the docket is being read.
const FIRST: usize = 200;
/// Rows of what the line may become.
const OFFERS: u16 = 8;

/// The page.
#[derive(Debug, Default)]
pub struct Matters {
    line: FilterLine,
    lang: Lang,
    rows: Vec<Id>,
    /// How many there are without the filter; `None` while they are being read.
    all: Option<usize>,
    late: usize,
    list: List,
    /// The matter to put the cursor on at the first load.
    wanted: Option<Id>,
    marked: HashSet<Id>,
    /// Whether what is hidden of the matter under the cursor is shown now.
    pub revealed: bool,
    /// The matter under the cursor beside the list, on a wide terminal.
    beside: Option<Detail>,
    /// Rows that were painted, until something is recorded.
    painted: RefCell<HashMap<Id, Option<Rc<MatterRow>>>>,
}

/// What of the page is remembered while another one is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    pub filter: String,
    pub matter: Option<Id>,
}

impl Matters {
    /// The page as it was left.
    pub fn again(left: &Left, lang: Lang, sight: &Sight<'_>) -> Self {
        Self { line: FilterLine::with(&left.filter, sight), lang, wanted: left.matter, ..Self::default() }
    }

    /// What is to be remembered of it.
    pub fn left(&self) -> Left {
        Left { filter: self.line.text().trim().to_owned(), matter: self.matter() }
    }

    pub fn context(&self) -> Context {
        if self.line.is_typed { Context::Filter } else { Context::Matters }
    }

    /// The rows of the list, in order.
    pub fn rows(&self) -> &[Id] {
        &self.rows
    }

    /// The matter under the cursor.
    pub fn matter(&self) -> Option<Id> {
        self.rows.get(self.list.cursor).copied()
    }

    /// The matters that are marked, in the order of the list; those that the filter hides come last.
    pub fn marked(&self) -> Vec<Id> {
        let listed: Vec<Id> = self.rows.iter().filter(|id| self.marked.contains(id)).copied().collect();
        let mut hidden: Vec<Id> = self.marked.iter().filter(|id| !listed.contains(id)).copied().collect();
        hidden.sort_unstable();
        [listed, hidden].concat()
    }

    /// Unmarks all; whether any was marked.
    pub fn unmark(&mut self) -> bool {
        !std::mem::take(&mut self.marked).is_empty()
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.painted.get_mut().clear();
        self.beside = None;
        self.narrow(sight)
    }

    /// Lists what fits; the cursor stays on its matter, or where it was when that fits no longer.
    pub fn narrow(&mut self, sight: &Sight<'_>) -> Read<()> {
        let docket = sight.docket.filter(|docket| docket.is_read());
        // Who has not moved yet begins at the top of the whole list.
        let is_first = self.all.is_none() && self.list.cursor == 0;
        let under_cursor = self.wanted.or_else(|| self.matter().filter(|_| !is_first));
        self.all = docket.map(Docket::len);
        if let Some(docket) = docket {
            self.rows = docket.find(&self.line.filter, sight.now);
            self.late = docket.late_among(&self.rows, sight.now);
            self.wanted = None;
        } else if self.line.is_empty() {
            let most_urgent = sight.reader.list(Index::Owed, Scope::WHOLE, 0..u64::MAX, Order::OldestFirst, FIRST)?;
            self.rows = most_urgent.rows.into_iter().map(|row| row.id).collect();
            self.late = 0;
        } else {
            self.rows.clear();
            self.late = 0;
        }
        let at = under_cursor.and_then(|id| self.rows.iter().position(|row| *row == id));
        self.list.cursor = at.unwrap_or(self.list.cursor);
        self.list.clamp(self.rows.len());
        Ok(())
    }

    /// Opens the filter with some text behind what it holds.
    pub fn write(&mut self, text: &str, sight: &Sight<'_>) -> Read<()> {
        if !self.line.is_typed {
            self.line.open(sight, self.lang)?;
        }
        self.line.write(text, sight, self.lang);
        self.narrow(sight)
    }

    /// The language in which tokens are completed.
    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
    }

    /// Closes the filter that is being typed, else empties it; whether there was one.
    pub fn back(&mut self, sight: &Sight<'_>) -> Read<bool> {
        if self.line.is_typed {
            self.line.close(sight);
        } else if !self.marked.is_empty() || self.line.is_empty() {
            return Ok(false);
        } else {
            self.line.clear();
        }
        self.narrow(sight)?;
        Ok(true)
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) -> Read<()> {
        if self.line.is_typed {
            here.allow(Can::Open, true);
            return Ok(());
        }
        here.marked = self.marked.len();
        let Some(row) = self.matter().map_or(Ok(None), |id| self.row(id, sight))? else { return Ok(()) };
        here.allow(Can::Open, true);
        here.allow(Can::Mark, true);
        row.look(here, sight)?;
        if !self.marked.is_empty() {
            here.verbs = self.verbs_of_marked(sight)?;
        }
        Ok(())
    }

    /// What can be done with any of the marked matters.
    fn verbs_of_marked(&self, sight: &Sight<'_>) -> Read<Vec<VerbName>> {
        let mut found: Vec<VerbName> = Vec::new();
        for id in &self.marked {
            let Some(matter) = sight.reader.matter(*id)? else { continue };
            for verb in sight.verbs(&matter)? {
                if !found.contains(&verb) {
                    found.push(verb);
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Unmarks those that something was done with.
    pub fn unmark_these(&mut self, matters: &[Id]) {
        self.marked.retain(|id| !matters.contains(id));
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        if self.line.is_typed {
            if self.line.update(action, sight, self.lang) {
                self.line.close(sight);
            }
            self.narrow(sight)?;
            return Ok(Then::Stay);
        }
        match action {
            Action::Move(step) => self.list.step(step, self.rows.len()),
            Action::Filter => self.line.open(sight, self.lang)?,
            Action::MarkMatter => self.mark(),
            Action::Open => return Ok(self.matter().map_or(Then::Stay, Then::GoToMatter)),
            _ => {}
        }
        Ok(Then::Stay)
    }

    /// What of the matter under the cursor stands here only once it is asked for.
    pub fn hidden(&self, sight: &Sight<'_>) -> Read<Option<(Scope, Disclosed)>> {
        if let Some(beside) = self.beside.as_ref().filter(|_| !self.lags()) {
            return Ok(beside.hidden(sight));
        }
        let Some(matter) = self.matter().map(|id| sight.reader.matter(id)).transpose()?.flatten() else {
            return Ok(None);
        };
        let hidden = matter.caller_phone.is_some().then_some(Column::CallerPhone).into_iter().collect();
        let disclosed = Disclosed::of_rows(Manner::Matters, "", [hidden]);
        Ok(disclosed.map(|disclosed| (matter.cell, Disclosed { household: matter.raised.household, ..disclosed })))
    }

    /// Whether the page beside the list is still that of another row.
    pub fn lags(&self) -> bool {
        self.beside.as_ref().is_some_and(|detail| Some(detail.id()) != self.matter())
    }

    /// Keeps the matter under the cursor beside the list, where there is room.
    pub fn accompany(&mut self, wide: bool, revealed: bool, sight: &Sight<'_>) -> Read<()> {
        self.revealed = revealed;
        let matter = self.matter().filter(|_| wide);
        if self.beside.as_ref().map(Detail::id) != matter {
            self.beside = matter.map(Detail::of);
            if let Some(detail) = &mut self.beside {
                detail.load(sight)?;
            }
        }
        if let Some(detail) = &mut self.beside {
            detail.revealed = revealed;
        }
        Ok(())
    }

    /// Marks the matter under the cursor, or no longer, and goes to the next.
    fn mark(&mut self) {
        let Some(id) = self.matter() else { return };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.list.step(Step::Down, self.rows.len());
    }

    /// The row of a matter, read once.
    fn row(&self, id: Id, sight: &Sight<'_>) -> Read<Option<Rc<MatterRow>>> {
        if let Some(known) = self.painted.borrow().get(&id) {
            return Ok(known.clone());
        }
        let row = match sight.reader.matter(id)? {
            None => None,
            Some(matter) => {
                let door = matter.raised.household.map_or(Ok(None), |id| sight.reader.household(id))?;
                Some(Rc::new(MatterRow::read(&matter, door.as_ref(), sight)?))
            }
        };
        self.painted.borrow_mut().insert(id, row.clone());
        Ok(row)
    }

    /// Reads one row that will be painted when the cursor goes on by a page; whether there was one.
    pub fn read_ahead(&self, sight: &Sight<'_>) -> Read<bool> {
        let near = &self.rows[self.list.around(self.rows.len())];
        let next = near.iter().find(|id| !self.painted.borrow().contains_key(id)).copied();
        next.map_or(Ok(false), |id| self.row(id, sight).map(|_| true))
    }

    /// Paints the page and returns what could not be read.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        let Some(detail) = &self.beside else { return self.paint_list(paint, area, false, sight, lang) };
        let beside = Rect { x: area.x + ROWS + 1, width: area.width.saturating_sub(ROWS + 1), ..area };
        self.paint_list(paint, Rect { width: ROWS, ..area }, false, sight, lang)?;
        detail.paint(paint, beside, sight, lang)
    }

    /// The list beside the page of the matter under the cursor, at which somebody else may be looking.
    pub fn paint_beside(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        self.paint_list(paint, area, true, sight, lang)
    }

    fn paint_list(
        &self,
        paint: &mut Paint<'_>,
        area: Rect,
        is_facing: bool,
        sight: &Sight<'_>,
        lang: Lang,
    ) -> Read<()> {
        self.paint_heading(paint, Rect { height: 1, ..area }, lang);
        self.line.paint(paint, Rect { y: area.y + 1, height: 1, ..area }, lang);
        let mut body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        if self.line.is_typed {
            let offers = OFFERS.min(body.height / 2);
            body.height -= offers;
            self.line.paint_offers(paint, Rect { y: body.bottom(), height: offers, ..body }, lang);
        } else if let Some(fault) = self.line.fault(lang) {
            paint.text(body.x + 1, body.y, body.width.saturating_sub(2), &fault, Role::Fault);
            body = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
        }
        if self.rows.is_empty() {
            let word = match (self.all, self.line.is_empty()) {
                (None, _) => MattersWord::Reading,
                (Some(_), true) => MattersWord::None,
                (Some(_), false) => MattersWord::NothingFits,
            };
            super::paint_saying(paint, body, word.word(lang));
            return Ok(());
        }
        let visible = self.list.visible(body.height.into(), self.rows.len());
        for (y, at) in (body.y..).zip(visible) {
            let place = Rect { y, height: 1, ..body };
            let id = self.rows[at];
            if let Some(row) = self.row(id, sight)? {
                let row = if is_facing { Rc::new(row.facing(lang)) } else { row };
                let inner = Rect { x: place.x + 3, width: place.width.saturating_sub(4), ..place };
                row.paint_with_door(paint, inner, self.revealed && at == self.list.cursor, sight, lang);
            }
            if self.marked.contains(&id) {
                paint.text(place.x + 1, y, 1, "*", Role::Soon);
            }
            if at == self.list.cursor {
                super::paint_cursor(paint, place, !self.line.is_typed && !is_facing);
                if is_facing {
                    // The page beside the list is this matter's.
                    paint.text(place.x, place.y, 1, "*", Role::Resting);
                }
            }
        }
        Ok(())
    }

    /// How many there are, how many late, how many marked; on the right where the cursor stands.
    fn paint_heading(&self, paint: &mut Paint<'_>, row: Rect, lang: Lang) {
        let mut x = row.x + 1;
        let mut say = |paint: &mut Paint<'_>, text: &str, role| {
            x = paint.text(x, row.y, row.right().saturating_sub(x), text, role) + 3;
        };
        match self.all {
            None => say(paint, MattersWord::Reading.word(lang), Role::Aside),
            Some(all) => {
                let of = (!self.line.filter.is_empty()).then_some(all);
                say(paint, &MattersSaid::Total { fitting: self.rows.len(), of }.text(lang), Role::Heading);
            }
        }
        if self.late > 0 {
            say(paint, &MattersSaid::Late(self.late).text(lang), Role::Late);
        }
        if !self.marked.is_empty() {
            say(paint, &Count::Marked(self.marked.len()).text(lang), Role::Soon);
        }
        if !self.rows.is_empty() {
            let place = MattersSaid::Place(self.list.cursor + 1, self.rows.len()).text(lang);
            paint.right(row.x, row.y, row.width.saturating_sub(1), &place, Role::Aside);
        }
    }
}
