//! Conflicts: each value that two people wrote without knowing of each other, with both, who and when; one is chosen.
//!
//! Somebody of the household may be looking: what accuses somebody and numbers are hidden until a key shows them.

use ratatui::layout::Rect;

use crate::domain::area::Area;
use crate::domain::decide::Asker;
use crate::domain::decide::conflict::can_be_taken;
use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::event::Event;
use crate::domain::history::{Conflict, History};
use crate::domain::id::{Id, IdSource};
use crate::domain::reader::Read;
use crate::domain::record::Record;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::i18n::conflict::{self, ConflictWord};
use crate::i18n::fact;
use crate::i18n::msg::{Label, Msg};
use crate::i18n::term::Term;
use crate::i18n::{Lang, measure, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::describe::Doors;
use crate::tui::effect::{Effect, Then};
use crate::tui::here::{Can, Here};
use crate::tui::sight::Sight;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// Lines that one value takes, at most.
const LINES: usize = 3;
/// Records of an area whose marks are shown, at most.
const MOST: usize = 100;

/// The page.
#[derive(Debug)]
pub struct Marks {
    of: Whose,
    found: Vec<Mark>,
    /// Records that have marks beyond those that are shown.
    beyond: usize,
    list: List,
    pub revealed: bool,
}

/// Whose marks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A household with all that is its.
    Household(Id),
    Matter(Id),
    /// All in an area.
    Area(Scope),
}

/// One conflict, as it is shown.
#[derive(Debug)]
struct Mark {
    record: Record,
    conflict: Conflict,
    sides: [Option<Event>; 2],
    /// Each record's state before the side was written.
    before: [Option<Record>; 2],
    can_take: bool,
    accuses: bool,
    /// Door and head of the household it is about; empty where it is about none.
    door: String,
}

/// The records of a household and of all that is its that have marks, the household first.
pub fn of_household(household: Id, sight: &Sight<'_>) -> Read<Vec<Record>> {
    let mut records = Vec::new();
    if let Some(home) = sight.reader.household(household)? {
        let matters = sight.reader.matters_of_household(&home)?.into_iter().map(Record::Matter);
        let promises = sight.reader.promises_of(home.id)?.into_iter().map(Record::Promise);
        let mut rest: Vec<Record> = matters.chain(promises).collect();
        records.push(Record::Household(home));
        records.append(&mut rest);
    }
    records.retain(|record| !record.trail().conflicts.is_empty());
    Ok(records)
}

impl Whose {
    /// The records that have marks, and how many more there are.
    fn records(self, sight: &Sight<'_>) -> Read<(Vec<Record>, usize)> {
        let mut records = match self {
            Self::Household(household) => of_household(household, sight)?,
            Self::Matter(matter) => sight.reader.record(matter)?.into_iter().collect(),
            Self::Area(scope) => {
                let (records, total) = sight.reader.conflicted(scope, MOST)?;
                let beyond = total - records.len();
                return Ok((records, beyond));
            }
        };
        records.retain(|record| !record.trail().conflicts.is_empty());
        Ok((records, 0))
    }
}

impl Marks {
    pub fn of(of: Whose) -> Self {
        Self { of, found: Vec::new(), beyond: 0, list: List::default(), revealed: false }
    }

    pub fn whose(&self) -> Whose {
        self.of
    }

    /// What is shown on it once is shown for.
    pub fn subject(&self) -> Id {
        match self.of {
            Whose::Household(id) | Whose::Matter(id) => id,
            Whose::Area(scope) => Area::id_of(scope),
        }
    }

    /// The household under the cursor.
    pub fn household(&self) -> Option<Id> {
        match self.of {
            Whose::Household(id) => Some(id),
            _ => self.found.get(self.list.cursor / 2)?.record.of_household(),
        }
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.found.clear();
        let ids = IdSource::new(0, 0, 0);
        let asker = Asker { now: sight.now, at: sight.now, by: sight.me.to_owned(), ids: &ids };
        let (records, beyond) = self.of.records(sight)?;
        self.beyond = beyond;
        for record in records {
            let events = sight.reader.history(record.id())?;
            let history = History::new(&events);
            let accuses = accuses(&record, sight)?;
            let door = record.of_household().map_or(Ok(String::new()), |id| sight.reader.household_name(id))?;
            for conflict in record.trail().conflicts.clone() {
                let side = |wanted| events.iter().find(|event| event.reference() == wanted).cloned();
                let sides = [side(conflict.holds), side(conflict.other)];
                let before = [history.before(conflict.holds), history.before(conflict.other)];
                let can_take = sides[1].as_ref().is_some_and(|other| can_be_taken(&record, other, &asker));
                let (record, door) = (record.clone(), door.clone());
                self.found.push(Mark { record, conflict, sides, before, can_take, accuses, door });
            }
        }
        self.list.clamp(self.found.len() * 2);
        Ok(())
    }

    /// What of the values stands here only once it is asked for.
    pub fn hidden(&self) -> Option<(Scope, Disclosed)> {
        let first = self.found.first()?;
        let accusing = self.found.iter().any(|mark| mark.accuses);
        let columns = std::iter::once(Column::History).chain(accusing.then_some(Column::Accusations)).collect();
        let disclosed = Disclosed::of_rows(Manner::Record, "", [columns])?;
        Some(match self.of {
            Whose::Area(scope) => (scope, disclosed),
            _ => (first.record.scope(), Disclosed { household: self.household(), ..disclosed }),
        })
    }

    pub fn look(&self, here: &mut Here) {
        here.household = self.household();
        here.allow(Can::Open, !self.found.is_empty());
        here.allow(Can::Reveal, !self.found.is_empty());
    }

    pub fn update(&mut self, action: Action) -> Then {
        match action {
            Action::Move(step) => self.list.step(step, self.found.len() * 2),
            Action::Open => return self.choose(),
            _ => {}
        }
        Then::Stay
    }

    fn choose(&self) -> Then {
        let Some(mark) = self.found.get(self.list.cursor / 2) else { return Then::Stay };
        let take_other = self.list.cursor % 2 == 1;
        if take_other && !mark.can_take {
            return Then::Say(Msg::Refused(Box::new(crate::domain::refusal::Refusal::CannotTake)));
        }
        let conflict = mark.conflict.clone();
        Then::Do(Effect::commit(Request::SettleConflict { record: mark.record.id(), conflict, take_other }))
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        let word = if self.found.is_empty() { ConflictWord::None } else { ConflictWord::Choose };
        let more = if self.beyond > 0 { conflict::beyond(self.beyond, lang) } else { String::new() };
        let title = format!("{} {}{more}", ConflictWord::Title.word(lang), self.found.len());
        paint.text(area.x + 1, area.y, area.width.saturating_sub(2), &title, Role::Heading);
        paint.text(area.x + 1, area.y + 1, area.width.saturating_sub(2), word.word(lang), Role::Aside);
        let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let lines: Vec<Line> = self
            .found
            .iter()
            .enumerate()
            .flat_map(|(at, mark)| self.lines(at, mark, area.width, sight, lang))
            .collect();
        let is_here = |line: &Line| line.item == Some(self.list.cursor);
        let cursor = lines.iter().position(is_here).unwrap_or(0);
        let last = lines.iter().rposition(is_here).unwrap_or(cursor);
        // With the first value its heading is in view.
        let first = if self.list.cursor.is_multiple_of(2) { cursor.saturating_sub(2) } else { cursor };
        let visible = self.list.visible_with(first..=last, usize::from(body.height), lines.len());
        for (y, at) in (body.y..).zip(visible) {
            let line = &lines[at];
            paint.text(body.x + 2, y, body.width.saturating_sub(3), &line.text, line.role);
            if at == cursor && line.item.is_some() {
                super::paint_cursor(paint, Rect { y, height: 1, ..body }, true);
            }
        }
    }

    fn lines(&self, at: usize, mark: &Mark, width: u16, sight: &Sight<'_>, lang: Lang) -> Vec<Line> {
        let hides = mark.accuses && !self.revealed;
        let whose = match &mark.record {
            Record::Matter(matter) => sight.about(matter, hides, lang).to_owned(),
            Record::Promise(_) if hides => Label::NotFacing.text(lang).to_owned(),
            Record::Promise(promise) => promise.promised.text.clone(),
            Record::Household(_) => mark.door.clone(),
            Record::Area(area) => sight.scope_name(area.scope, lang).unwrap_or_else(|_| area.label()),
            Record::Responder(responder) => responder.name.clone(),
            Record::Ruling(_) | Record::Disclosure(_) => String::new(),
        };
        let whose = match (self.of, &mark.record) {
            (Whose::Area(_), Record::Matter(_) | Record::Promise(_)) => format!("{}  {whose}", mark.door),
            _ => whose,
        };
        let heading = format!("{}  {whose}", fact::field(lang, &mark.conflict.field));
        let mut lines = vec![Line { text: String::new(), role: Role::Body, item: None }];
        lines.push(Line { text: heading, role: Role::Heading, item: None });
        let names = Doors { sight, revealed: self.revealed };
        for (side, word) in [ConflictWord::Holds, ConflictWord::Other].into_iter().enumerate() {
            let mut pieces = vec![format!("  {}", word.word(lang))];
            if let Some(event) = &mark.sides[side] {
                let before = mark.before[side].as_ref().and_then(Record::as_household);
                let what = fact::fact(lang, &event.fact, before, &names);
                pieces.push(if hides { Label::Hidden.text(lang).to_owned() } else { what });
                pieces.push(told_by(event, sight, lang));
            }
            pieces.extend((side == 1 && !mark.can_take).then(|| ConflictWord::CannotTake.word(lang).to_owned()));
            let flowed = measure::flow_within(&pieces, 2, usize::from(width).saturating_sub(12), LINES);
            let item = Some(at * 2 + side);
            let role = if side == 1 && !mark.can_take { Role::Aside } else { Role::Body };
            let further = |at: usize, text: String| if at == 0 { text } else { format!("      {text}") };
            lines.extend(flowed.into_iter().enumerate().map(|(n, text)| Line { text: further(n, text), role, item }));
        }
        lines
    }
}

/// Whether a record tells of what accuses somebody: a matter, or a promise that was made on one.
fn accuses(record: &Record, sight: &Sight<'_>) -> Read<bool> {
    Ok(match record {
        Record::Matter(matter) => sight.accuses(matter),
        Record::Promise(promise) => {
            let matter = promise.promised.matter.map_or(Ok(None), |id| sight.reader.matter(id))?;
            matter.is_some_and(|matter| sight.accuses(&matter))
        }
        _ => false,
    })
}

/// One line, and which value it belongs to: two for each conflict.
struct Line {
    text: String,
    role: Role,
    item: Option<usize>,
}

/// Who wrote something, when, and on which device; when it was typed, where that was later.
pub fn told_by(event: &Event, sight: &Sight<'_>, lang: Lang) -> String {
    let moment = |at: crate::domain::moment::Moment| {
        let (hour, minute) = at.hour_minute();
        format!("{} {hour:02}:{minute:02}", when::day(at.date(), sight.today(), lang))
    };
    let mut pieces = vec![event.by.clone(), moment(event.at)];
    if event.typed_at != event.at {
        pieces.push(format!("{} {}", ConflictWord::Typed.word(lang), moment(event.typed_at)));
    }
    pieces.push(format!("{} {:04x}", ConflictWord::Device.word(lang), event.log.device & 0xffff));
    pieces.join("  ")
}
