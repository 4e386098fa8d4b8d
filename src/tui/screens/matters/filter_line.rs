//! The line in which a filter is typed, with what the token at the caret may become.

use ratatui::layout::Rect;

use crate::domain::reader::Read;
use crate::domain::scope::Scope;
use crate::entry::filter::complete::{Known, Offer, complete};
use crate::entry::filter::{Filter, FilterFault};
use crate::i18n::Lang;
use crate::i18n::matters::MattersWord;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::overlays;
use crate::tui::sight::{Sight, cell_name};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

/// The line, and what it was understood as.
#[derive(Debug, Default)]
pub struct FilterLine {
    line: LineEdit,
    pub filter: Filter,
    faults: Vec<FilterFault>,
    offers: Vec<Offer>,
    list: List,
    /// An offer was picked with an arrow.
    is_picked: bool,
    /// Whether keys are written into it.
    pub is_typed: bool,
    named: Named,
}

/// The names that can be completed, read when the line is opened.
#[derive(Debug, Default)]
struct Named {
    responders: Vec<String>,
    cells: Vec<(String, String)>,
    tags: Vec<String>,
}

impl FilterLine {
    /// A line that holds a filter already.
    pub fn with(text: &str, sight: &Sight<'_>) -> Self {
        let mut line = Self { line: LineEdit::with(text), ..Self::default() };
        line.understand(sight);
        line
    }

    pub fn text(&self) -> &str {
        self.line.text()
    }

    pub fn is_empty(&self) -> bool {
        self.line.text().trim().is_empty()
    }

    /// Opens it for typing.
    pub fn open(&mut self, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        self.is_typed = true;
        self.named = Named::read(sight, lang)?;
        self.line.end();
        if !self.line.text().is_empty() && !self.line.text().ends_with(' ') {
            self.line.insert(" ");
        }
        self.offer(sight, lang);
        Ok(())
    }

    /// Closes it; what is written stays.
    pub fn close(&mut self, sight: &Sight<'_>) {
        self.is_typed = false;
        self.line = LineEdit::with(self.line.text().trim_end());
        self.understand(sight);
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>, lang: Lang) {
        self.line.insert(text);
        self.offer(sight, lang);
    }

    pub fn clear(&mut self) {
        *self = Self { named: std::mem::take(&mut self.named), ..Self::default() };
    }

    /// What a key does in it. Whether the line is to be closed.
    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> bool {
        match action {
            Action::Move(step) => self.pick(step),
            Action::NextPane => self.take(sight, lang),
            Action::Open if self.is_picked => self.take(sight, lang),
            Action::Open => return true,
            Action::Edit(edit) => {
                overlays::edit(&mut self.line, edit);
                self.offer(sight, lang);
            }
            _ => {}
        }
        false
    }

    /// The first press picks what is first.
    fn pick(&mut self, step: Step) {
        if self.is_picked {
            self.list.step(step, self.offers.len());
        }
        self.is_picked = !self.offers.is_empty();
    }

    /// Puts the offer under the cursor, or the first, in the place of what was typed.
    fn take(&mut self, sight: &Sight<'_>, lang: Lang) {
        let Some(offer) = self.offers.get(self.list.cursor).cloned() else { return };
        let byte =
            |column: usize| self.line.text().char_indices().nth(column).map_or(self.line.text().len(), |(at, _)| at);
        let (from, to) = (byte(offer.column), byte(offer.column + offer.length));
        let goes_on = offer.insert.ends_with([':', '#', '@']) || self.line.text()[to..].starts_with(' ');
        let text = if goes_on { offer.insert } else { format!("{} ", offer.insert) };
        self.line.replace(from, to, &text);
        self.offer(sight, lang);
    }

    fn understand(&mut self, sight: &Sight<'_>) {
        (self.filter, self.faults) = Filter::read_known(self.line.text(), &sight.rules.policy);
    }

    fn offer(&mut self, sight: &Sight<'_>, lang: Lang) {
        self.understand(sight);
        let caret = self.line.text()[..self.line.caret()].chars().count();
        let Named { responders, cells, tags } = &self.named;
        let known = Known { policy: &sight.rules.policy, responders, cells, tags, lang };
        self.offers = complete(self.line.text(), caret, &known);
        (self.list, self.is_picked) = (List::default(), false);
    }

    /// Paints the line; where nothing is written and nothing typed, what it is for.
    pub fn paint(&self, paint: &mut Paint<'_>, row: Rect, lang: Lang) {
        let prompt = format!("{}:", MattersWord::Filter.word(lang));
        if self.is_typed {
            overlays::paint_line(paint, row, &prompt, &self.line, true, |byte| self.role_at(byte, Role::Entry));
        } else if self.is_empty() {
            paint.text(row.x + 1, row.y, row.width.saturating_sub(2), MattersWord::FilterHint.word(lang), Role::Aside);
        } else {
            let x = paint.text(row.x + 1, row.y, row.width, &prompt, Role::Aside) + 1;
            self.paint_text(paint, Rect { x, width: row.right().saturating_sub(x), ..row });
        }
    }

    fn paint_text(&self, paint: &mut Paint<'_>, row: Rect) {
        let mut x = row.x;
        for (at, c) in self.line.text().char_indices() {
            let left = row.right().saturating_sub(x + 1);
            x = paint.text(x, row.y, left, c.encode_utf8(&mut [0; 4]), self.role_at(at, Role::Heading));
        }
    }

    /// The role of the character that begins at a byte: not understood, or as the rest.
    fn role_at(&self, byte: usize, plain: Role) -> Role {
        let column = self.line.text()[..byte].chars().count();
        let wrong = |fault: &FilterFault| (fault.column..fault.column + fault.token.chars().count()).contains(&column);
        if self.faults.iter().any(wrong) { Role::EntryFault } else { plain }
    }

    /// What is wrong, where something is: which token, and what may stand there.
    pub fn fault(&self, lang: Lang) -> Option<String> {
        self.faults.first().map(|fault| fault.said(lang))
    }

    /// What may be typed, below the list.
    pub fn paint_offers(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        paint.fill(area, Role::Panel);
        paint.hairline(area, area.y);
        let head = Rect { y: area.y + 1, height: 1, ..area };
        let width = head.width.saturating_sub(2);
        // A key that still waits for its value is told by the offers themselves.
        let fault = self.fault(lang).filter(|_| self.offers.is_empty());
        match fault {
            Some(fault) => paint.text(head.x + 1, head.y, width, &fault, Role::PanelFault),
            None => paint.text(head.x + 1, head.y, width, MattersWord::Typing.word(lang), Role::PanelAside),
        };
        let rows = area.y + 2..area.bottom();
        let visible = self.list.visible(rows.len(), self.offers.len());
        for (y, at) in rows.zip(visible) {
            let row = Rect { y, height: 1, ..area };
            let chosen = self.is_picked && at == self.list.cursor;
            overlays::paint_choice(paint, row, "", chosen);
            let offer = &self.offers[at];
            let roles = if chosen { [Role::PanelSelected; 2] } else { [Role::Panel, Role::PanelAside] };
            paint.text(row.x + 3, y, 24, &offer.insert, roles[0]);
            paint.text(row.x + 28, y, row.width.saturating_sub(30), &offer.says, roles[1]);
        }
    }
}

impl Named {
    fn read(sight: &Sight<'_>, lang: Lang) -> Read<Self> {
        let mut responders: Vec<String> = sight.reader.responders()?.into_iter().map(|known| known.name).collect();
        if !sight.me.is_empty() && !responders.iter().any(|name| name == sight.me) {
            responders.push(sight.me.to_owned());
        }
        let cells = sight.reader.cells(Scope::WHOLE)?;
        let mut written = Vec::new();
        for cell in &cells {
            let suffix = cell.scope.suffix().to_owned();
            let shared = cells.iter().filter(|other| other.scope.suffix() == suffix).count() > 1;
            let village = cell.scope.parent().map_or(Ok(None), |village| sight.reader.area(village))?;
            let village = village.map_or_else(String::new, |village| village.label());
            let name = format!("{village} {}", cell_name(&cell.label(), lang));
            written.push((if shared { cell.scope.to_string() } else { suffix }, name));
        }
        let tags = sight.docket.map(crate::entry::docket::Docket::tags).unwrap_or_default();
        // A tag with a blank in it is found by its part before that.
        let one_word = |tag: String| tag.split_whitespace().next().map(str::to_owned);
        Ok(Self { responders, cells: written, tags: tags.into_iter().filter_map(one_word).collect() })
    }
}
