//! The first run: who somebody is, how to begin, which cells are theirs. Asked again whenever they want.

use ratatui::layout::Rect;

use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::first::{FirstSaid, FirstWord};
use crate::i18n::measure::wrap;
use crate::i18n::msg::Msg;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::Left;
use crate::tui::action::{Action, Context};
use crate::tui::effect::{Effect, OnDesk, Then};
use crate::tui::here::{Can, Here};
use crate::tui::sight::Sight;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

use super::area_list::AreaList;
use super::fields::{Fields, Filled};
use super::new_cell::NewCell;

/// The ways to begin, in the order they are offered.
const WAYS: [(FirstWord, FirstWord); 4] = [
    (FirstWord::ByRoster, FirstWord::ByRosterSays),
    (FirstWord::ByCell, FirstWord::ByCellSays),
    (FirstWord::ByDemo, FirstWord::ByDemoSays),
    (FirstWord::ByBackup, FirstWord::ByBackupSays),
];

/// The page.
#[derive(Debug)]
pub struct FirstRun {
    name: Fields,
    backup: Fields,
    ways: List,
    form: NewCell,
    tree: AreaList,
    /// Cells that were marked.
    mine: Vec<Scope>,
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Who,
    Ways,
    NewCell,
    /// Which backup file.
    Backup,
    Cells,
}

impl FirstRun {
    /// On an empty device; whoever said their name already is not asked again.
    pub fn begin(me: Option<&str>) -> Self {
        let part = if me.is_some() { Part::Ways } else { Part::Who };
        Self { part, ..Self::asking(me.unwrap_or_default()) }
    }

    /// Asks everything again.
    pub fn again(me: &str) -> Self {
        Self::asking(me)
    }

    /// Asks which cells are theirs.
    pub fn cells(me: &str) -> Self {
        Self { part: Part::Cells, ..Self::asking(me) }
    }

    fn asking(me: &str) -> Self {
        let name = Fields::of([(FirstWord::YourName.both(), me.to_owned())]);
        let backup = Fields::of([(FirstWord::BackupFile.both(), String::new())]);
        let (ways, form, tree) = (List::default(), NewCell::default(), AreaList::default());
        Self { name, backup, ways, form, tree, mine: Vec::new(), part: Part::Who }
    }

    pub fn context(&self) -> Context {
        match self.part {
            Part::Who | Part::NewCell | Part::Backup => Context::Fields,
            Part::Ways | Part::Cells => Context::First,
        }
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        let fresh = self.tree.is_empty();
        self.tree = AreaList::read(sight, &[])?;
        if self.mine.is_empty() {
            self.mine.clone_from(&sight.desk.cells);
        }
        if matches!(self.part, Part::Ways | Part::NewCell | Part::Backup) && self.tree.has_cells() {
            self.part = Part::Cells;
        }
        if fresh {
            match self.mine.first() {
                Some(cell) => self.tree.point_at(*cell),
                None => self.tree.point_at_first_cell(),
            }
        }
        Ok(())
    }

    pub fn look(&self, here: &mut Here) {
        here.allow(Can::Open, true);
        here.allow(Can::Mark, self.part == Part::Cells && self.tree.under_cursor().is_some());
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>) -> Read<()> {
        match self.part {
            Part::Who => self.name.write(text),
            Part::NewCell => self.form.write(text, sight)?,
            Part::Backup => self.backup.write(text),
            Part::Ways | Part::Cells => {}
        }
        Ok(())
    }

    /// Goes back by one question; whether there was one.
    pub fn back(&mut self) -> bool {
        self.part = match self.part {
            Part::NewCell | Part::Backup => Part::Ways,
            Part::Ways => Part::Who,
            Part::Who | Part::Cells => return false,
        };
        true
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        Ok(match self.part {
            Part::Who => self.update_who(action),
            Part::Ways => return self.update_ways(action, sight),
            Part::NewCell => return self.update_form(action, sight),
            Part::Backup => self.update_backup(action),
            Part::Cells => self.update_cells(action),
        })
    }

    fn update_who(&mut self, action: Action) -> Then {
        if self.name.update(action) == Filled::Going {
            return Then::Stay;
        }
        let name = self.name.text(0).to_owned();
        if name.is_empty() {
            return Then::Say(Msg::First(FirstSaid::NoName));
        }
        self.part = if self.tree.has_cells() { Part::Cells } else { Part::Ways };
        Then::Put(OnDesk::Me(name))
    }

    fn update_ways(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        match action {
            Action::Move(step) => self.ways.step(step, WAYS.len()),
            Action::Open => match WAYS[self.ways.cursor].0 {
                FirstWord::ByRoster => return Ok(Then::Run(Action::Import)),
                FirstWord::ByDemo => return Ok(Then::Do(Effect::Leave(Left::ForDemo))),
                FirstWord::ByBackup => self.part = Part::Backup,
                _ => {
                    self.form = NewCell::of("", sight)?;
                    self.part = Part::NewCell;
                }
            },
            _ => {}
        }
        Ok(Then::Stay)
    }

    fn update_form(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        if self.form.update(action, sight)? == Filled::Going {
            return Ok(Then::Stay);
        }
        Ok(match self.form.requests(sight)? {
            Ok((cell, requests)) => {
                self.mine = vec![cell];
                Then::Do(Effect::commit(Request::All(requests)))
            }
            Err(said) => Then::Say(Msg::First(said)),
        })
    }

    fn update_backup(&mut self, action: Action) -> Then {
        if self.backup.update(action) == Filled::Going {
            return Then::Stay;
        }
        match self.backup.text(0) {
            "" => Then::Say(Msg::First(FirstSaid::NoBackup)),
            path => Then::Do(Effect::Leave(Left::ForBackup(path.to_owned()))),
        }
    }

    fn update_cells(&mut self, action: Action) -> Then {
        match action {
            Action::Open => return Then::Put(OnDesk::Cells(self.mine.clone())),
            Action::Mark => self.mark(),
            action => self.tree.update(action),
        }
        Then::Stay
    }

    /// Marks the cell under the cursor, or all cells of the area; takes the mark away where all have it.
    fn mark(&mut self) {
        let Some(scope) = self.tree.under_cursor() else { return };
        let cells = self.tree.cells_in(scope);
        if cells.iter().all(|cell| self.mine.contains(cell)) {
            self.mine.retain(|cell| !cells.contains(cell));
        } else {
            self.mine.extend(cells.into_iter().filter(|cell| !self.mine.contains(cell)).collect::<Vec<_>>());
        }
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        match self.part {
            Part::Who => self.paint_who(paint, area, lang),
            Part::Ways => self.paint_ways(paint, area, lang),
            Part::NewCell => self.form.paint(paint, Rect { y: area.y + 1, height: area.height - 1, ..area }, lang),
            Part::Backup => {
                let body = paint_question(paint, area, FirstWord::WhichBackup, FirstWord::HowToRestore, lang);
                self.backup.paint(paint, Rect { x: body.x + 1, width: body.width.saturating_sub(1), ..body }, lang);
            }
            Part::Cells => {
                let body = paint_question(paint, area, FirstWord::WhichCells, FirstWord::HowToMark, lang);
                self.tree.paint(paint, body, lang, &|scope| {
                    let cells = self.tree.cells_in(scope);
                    let all = !cells.is_empty() && cells.iter().all(|cell| self.mine.contains(cell));
                    if all { "[*]" } else { "[ ]" }
                });
            }
        }
    }

    fn paint_who(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        paint.text(area.x + 2, area.y + 1, area.width - 3, FirstWord::Welcome.word(lang), Role::Aside);
        let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let body = paint_question(paint, body, FirstWord::WhoAreYou, FirstWord::WhyName, lang);
        self.name.paint(paint, Rect { x: body.x + 1, width: body.width.saturating_sub(1), ..body }, lang);
    }

    fn paint_ways(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        paint.text(area.x + 2, area.y + 1, area.width - 3, FirstWord::HowToBegin.word(lang), Role::Heading);
        for ((at, (way, says)), y) in WAYS.iter().enumerate().zip((area.y + 3..area.bottom()).step_by(3)) {
            let row = Rect { y, height: 1, ..area };
            paint.text(row.x + 3, y, row.width - 4, way.word(lang), Role::Body);
            if at == self.ways.cursor {
                super::paint_cursor(paint, row, true);
            }
            if y + 1 < area.bottom() {
                paint.text(row.x + 5, y + 1, row.width - 6, says.word(lang), Role::Aside);
            }
        }
    }
}

/// A question and how it is answered; what is left below them.
fn paint_question(paint: &mut Paint<'_>, area: Rect, asked: FirstWord, how: FirstWord, lang: Lang) -> Rect {
    let width = area.width.saturating_sub(4);
    paint.text(area.x + 2, area.y + 1, width, asked.word(lang), Role::Heading);
    let mut y = area.y + 2;
    for line in wrap(how.word(lang), width.into()) {
        paint.text(area.x + 2, y, width, &line, Role::Aside);
        y += 1;
    }
    Rect { y: y + 1, height: area.bottom().saturating_sub(y + 1), ..area }
}
