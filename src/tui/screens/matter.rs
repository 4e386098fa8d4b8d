//! One matter whole: what was said, where it stands and until when, who has it, who else speaks, what to tell the
//! household, and everything that happened to it.
//!
//! Somebody of the household may be looking: what accuses somebody and telephone numbers are hidden until a key shows
//! them for seconds.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::domain::deadline::DeadlineClock;
use crate::domain::disclosure::{Column, Disclosed, Manner};
use crate::domain::event::{Event, EventRef};
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::History;
use crate::domain::household::Household;
use crate::domain::id::Id;
use crate::domain::masking;
use crate::domain::matter::{Assignee, Matter, VerbName};
use crate::domain::moment::Moment;
use crate::domain::promise::Promise;
use crate::domain::reader::Read;
use crate::domain::record::Record;
use crate::domain::responder::Responder;
use crate::domain::scope::Scope;
use crate::i18n::fact::Names;
use crate::i18n::matters::MatterWord;
use crate::i18n::msg::{Empty, Label};
use crate::i18n::promise;
use crate::i18n::term::Term;
use crate::i18n::{Lang, past, when};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::describe::Doors;
use crate::tui::effect::Then;
use crate::tui::here::{Can, Here};
use crate::tui::homes::HomeAct;
use crate::tui::sight::Sight;
use crate::tui::widgets::list::Step;
use crate::tui::widgets::paint::Paint;
use crate::tui::widgets::wrapped::Wrapped;

use super::row::MatterRow;
use super::telling::Told;

/// The page.
#[derive(Debug)]
pub struct Detail {
    id: Id,
    known: Option<Known>,
    /// The first line in view.
    top: usize,
    /// Lines in view and in all, as they were painted last.
    painted: Cell<(usize, usize)>,
    wrapped: Wrapped,
    /// Whether what is hidden face to face is shown now.
    pub revealed: bool,
}

/// What is read of a matter.
#[derive(Debug)]
struct Known {
    matter: Matter,
    row: MatterRow,
    household: Option<Household>,
    responder: Option<Responder>,
    telling: Told,
    /// Doors and heads of the voices joined to it.
    voices: Vec<String>,
    /// What happened, the newest first, in both languages.
    told: Vec<[String; 2]>,
    promises: Vec<Promise>,
}

/// One line, already as wide as it may be.
struct Line {
    text: String,
    role: Role,
}

impl Detail {
    pub fn of(matter: Id) -> Self {
        Self {
            id: matter,
            known: None,
            top: 0,
            painted: Cell::new((0, 0)),
            wrapped: Wrapped::default(),
            revealed: false,
        }
    }

    pub fn id(&self) -> Id {
        self.id
    }

    /// Whose it is: door and head, or who called.
    pub fn whose(&self) -> String {
        self.known.as_ref().map_or_else(String::new, |known| known.row.whose())
    }

    pub fn load(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.wrapped.forget();
        self.known = sight.reader.matter(self.id)?.map(|matter| Known::read(matter, sight)).transpose()?;
        Ok(())
    }

    /// What of the matter stands here only once it is asked for.
    pub fn hidden(&self, sight: &Sight<'_>) -> Option<(Scope, Disclosed)> {
        let known = self.known.as_ref()?;
        let (matter, home) = (&known.matter, known.household.as_ref());
        let home =
            home.and_then(|household| household.profile.phone.as_ref()).filter(|_| matter.caller_phone.is_none());
        let responder = known.responder.as_ref().and_then(|responder| responder.phone.as_ref());
        let columns = [
            (home.or(responder).is_some(), Column::Phone),
            (matter.caller_phone.is_some(), Column::CallerPhone),
            (sight.accuses(matter), Column::Accusations),
        ];
        let hidden = columns.into_iter().filter(|(there, _)| *there).map(|(_, column)| column).collect();
        let disclosed = Disclosed::of_rows(Manner::Record, "", [hidden])?;
        Some((matter.cell, Disclosed { household: matter.raised.household, ..disclosed }))
    }

    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) -> Read<()> {
        let Some(known) = &self.known else { return Ok(()) };
        here.matter = Some(self.id);
        here.household = known.matter.raised.household;
        here.allow(Can::Open, here.household.is_some());
        here.allow(Can::Explain, known.matter.clock.is_some());
        here.allow(Can::Reveal, true);
        here.home.push(HomeAct::EraseMatter);
        here.allow(Can::Settle, !known.matter.trail.conflicts.is_empty());
        here.verbs = sight.verbs(&known.matter)?;
        Ok(())
    }

    pub fn update(&mut self, action: Action) -> Then {
        match action {
            Action::Move(step) => self.scroll(step),
            Action::Open => {
                let household = self.known.as_ref().and_then(|known| known.matter.raised.household);
                let matter = Some(self.id);
                return household.map_or(Then::Stay, |household| Then::GoToCard { household, matter });
            }
            _ => {}
        }
        Then::Stay
    }

    fn scroll(&mut self, step: Step) {
        let (height, len) = self.painted.get();
        let page = height.saturating_sub(1).max(1);
        let top = match step {
            Step::Up => self.top.saturating_sub(1),
            Step::Down => self.top + 1,
            Step::PageUp => self.top.saturating_sub(page),
            Step::PageDown => self.top + page,
            Step::First => 0,
            Step::Last => len,
        };
        self.top = top.min(len.saturating_sub(height));
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) -> Read<()> {
        let Some(known) = &self.known else {
            super::paint_empty(paint, area, Empty::Gone, lang);
            return Ok(());
        };
        let is_hidden = !self.revealed && sight.accuses(&known.matter);
        let (revealed, wrapped) = (self.revealed, &self.wrapped);
        let seen = Seen { known, is_hidden, revealed, width: area.width.into(), wrapped, sight, lang };
        let lines = seen.lines()?;
        let height = usize::from(area.height);
        self.painted.set((height, lines.len()));
        let top = self.top.min(lines.len().saturating_sub(height));
        for (y, line) in (area.y..area.bottom()).zip(&lines[top..]) {
            paint.text(area.x + 1, y, area.width.saturating_sub(1), &line.text, line.role);
        }
        // More below is told where it begins.
        if lines.len() > top + height && area.height > 0 {
            let more = crate::i18n::msg::Count::More(lines.len() - top - height).text(lang);
            paint.right(area.x, area.bottom() - 1, area.width.saturating_sub(1), &more, Role::Aside);
        }
        Ok(())
    }
}

impl Known {
    fn read(matter: Matter, sight: &Sight<'_>) -> Read<Self> {
        let reader = sight.reader;
        let household = matter.raised.household.map_or(Ok(None), |id| reader.household(id))?;
        let row = MatterRow::read(&matter, household.as_ref(), sight)?;
        let mut voices = Vec::new();
        for voice in reader.voices(matter.id)? {
            let household = reader.matter(voice)?.and_then(|voice| voice.raised.household);
            voices.push(household.map_or(Ok(String::new()), |id| reader.household_name(id))?);
        }
        voices.retain(|name| !name.is_empty());
        let responder = match &matter.assignee {
            Some(Assignee::Responder(id)) => reader.responder(*id)?,
            _ => None,
        };
        let events = reader.history(matter.id)?;
        let telling = Told::read(&matter, &events, sight)?;
        let promises = reader.promises_of(matter.id)?;
        let mut told = told(&events, sight);
        for promise in &promises {
            told.extend(self::told(&reader.history(promise.id)?, sight));
        }
        told.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
        let told = told.into_iter().map(|(_, told)| told).collect();
        Ok(Self { matter, row, household, responder, telling, voices, told, promises })
    }
}

/// What happened, with what it replaced, each with its place among others.
fn told(events: &[Event], sight: &Sight<'_>) -> Vec<(EventRef, [String; 2])> {
    let names = Doors::masked(sight);
    let mut told = Vec::new();
    History::new(events).retell(|event, live, before| {
        let before = before.and_then(Record::as_matter);
        let telling = Lang::ALL.map(|lang| {
            let what = crate::i18n::fact::fact(lang, &event.fact, None, &names);
            let old = before.map(|before| replaced(&event.fact, before, &names, lang)).unwrap_or_default();
            let undone = if live { "" } else { MatterWord::Undone.word(lang) };
            let day = when::day(event.at.date(), sight.today(), lang);
            let typed = past::typed_later(event, sight.today(), lang);
            let pieces = [day.as_str(), &event.by, &what, &old, typed.trim_start(), undone];
            pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("  ")
        });
        told.push((event.reference(), telling));
    });
    told
}

/// Who had it and until when before a step that changed that; of a joining what it was joined to.
pub(super) fn replaced(fact: &Fact, before: &Matter, names: &Doors<'_>, lang: Lang) -> String {
    let Fact::Matter(step) = fact else { return String::new() };
    let sight = names.sight;
    let due = |clock: &DeadlineClock| {
        let had = before.clock.as_ref().map(|clock| clock.due.at).filter(|due| *due != clock.due.at);
        had.map(|due: Moment| when::day(due.date(), sight.today(), lang))
    };
    let who = |to: &Assignee| before.assignee.as_ref().filter(|had| *had != to).map(|had| names.assignee(had));
    let old = match step {
        MatterFact::Assigned { to, clock } => vec![who(to), due(clock)],
        MatterFact::Claimed { to, .. } => vec![who(to)],
        MatterFact::Extended { clock, .. }
        | MatterFact::Resumed { clock }
        | MatterFact::Returned { clock, .. }
        | MatterFact::Escalated { clock, .. } => vec![due(clock)],
        _ => Vec::new(),
    };
    let old: Vec<String> = old.into_iter().flatten().filter(|old| !old.is_empty()).collect();
    if old.is_empty() { String::new() } else { format!("({} {})", MatterWord::Before.word(lang), old.join(" ")) }
}

/// A matter as it is shown now.
struct Seen<'a> {
    known: &'a Known,
    /// What was said, by whom against whom, and what came of it is not to be read out.
    is_hidden: bool,
    revealed: bool,
    width: usize,
    wrapped: &'a Wrapped,
    sight: &'a Sight<'a>,
    lang: Lang,
}

impl Seen<'_> {
    fn lines(&self) -> Read<Vec<Line>> {
        let mut lines = Vec::new();
        self.write_words(&mut lines)?;
        self.write_standing(&mut lines);
        self.write_others(&mut lines);
        self.heading(&mut lines, MatterWord::Tell);
        if self.is_hidden {
            self.write(&mut lines, Label::NotFacing.text(self.lang), Role::Aside);
        } else {
            self.write(&mut lines, &self.telling(), Role::Body);
        }
        self.heading(&mut lines, MatterWord::History);
        if self.is_hidden {
            self.write(&mut lines, Label::Hidden.text(self.lang), Role::Aside);
        } else {
            for told in &self.known.told {
                self.write(&mut lines, &told[self.lang as usize], Role::Body);
            }
        }
        Ok(lines)
    }

    fn telling(&self) -> String {
        let Known { matter, row, telling, .. } = self.known;
        telling.sentence(matter, row, self.sight, self.lang)
    }

    /// The matter that an open voice waits for.
    fn lead(&self) -> Option<&(Matter, String)> {
        self.known.telling.waits_for(&self.known.matter)
    }

    /// What was said, who said it, where.
    fn write_words(&self, lines: &mut Vec<Line>) -> Read<()> {
        let (lang, Known { matter, row, household, .. }) = (self.lang, self.known);
        let words = if self.is_hidden { Label::Hidden.text(lang) } else { &matter.raised.text };
        let urgent = if matter.raised.urgent { format!("[{}] ", Label::Urgent.text(lang)) } else { String::new() };
        self.plain(lines, &format!("{}  {urgent}{words}", matter.kind().word(lang)), Role::Heading);
        let home = household.as_ref().and_then(|household| household.profile.phone.as_ref());
        let category = self.sight.rules.policy.category_by_id(&matter.raised.category);
        let category =
            category.map(|category| format!("#{}", if lang == Lang::Zh { &category.zh } else { &category.en }));
        let whose = household.as_ref().map(|_| row.whose());
        let mut pieces: Vec<String> = whose.into_iter().collect();
        pieces.extend(home.map(|phone| self.phone(phone)));
        pieces.push(self.sight.scope_name(matter.cell, lang)?);
        pieces.extend(category.filter(|_| !self.is_hidden));
        self.pieces(lines, &pieces, Role::Body);
        self.write_source(lines);
        Ok(())
    }

    /// Where it came from, who called and how they are reached, when that was and who wrote it down.
    fn write_source(&self, lines: &mut Vec<Line>) {
        let (lang, matter) = (self.lang, &self.known.matter);
        let raised = &matter.raised;
        let caller = raised.caller.as_ref().map(|caller| format!("{} {caller}", MatterWord::Caller.word(lang)));
        let phone = matter.caller_phone.as_ref().map(|phone| self.phone(phone));
        let (hour, minute) = matter.raised_at.hour_minute();
        let said = format!("{} {hour:02}:{minute:02}", when::day(matter.raised_at.date(), self.sight.today(), lang));
        let by = format!("{} {}", MatterWord::WrittenBy.word(lang), matter.raised_by);
        let mut pieces = vec![raised.source.word(lang).to_owned()];
        pieces.extend(caller.into_iter().chain(phone).chain([said, by]));
        self.named(lines, MatterWord::Source.word(lang), &pieces.join("  "));
    }

    fn phone(&self, number: &str) -> String {
        if self.revealed { number.to_owned() } else { masking::phone(number) }
    }

    /// Where it stands, until when, and who has it.
    fn write_standing(&self, lines: &mut Vec<Line>) {
        let (lang, sight, Known { matter, row, responder, .. }) = (self.lang, self.sight, self.known);
        // An open voice stands where its lead does, with whoever has that.
        let lead = self.lead().map(|(lead, _)| lead);
        let state = lead.unwrap_or(matter).state_at(sight.now);
        let mut pieces = vec![state.word(lang).to_owned(), matter.tier.word(lang).to_owned()];
        pieces.extend(matter.level.map(|level| level.word(lang).to_owned()));
        let when = row.when(sight, lang);
        if !pieces.contains(&when) {
            pieces.push(when);
        }
        let shown = row.due().or_else(|| matter.due(&sight.rules.workdays)).filter(|_| matter.lead.is_none());
        if let Some(due) = shown {
            let (hour, minute) = due.at.hour_minute();
            let time = if (hour, minute) == (23, 59) { "24:00".to_owned() } else { format!("{hour:02}:{minute:02}") };
            let day = when::day(due.at.date(), sight.today(), lang);
            let estimated = if due.provisional { format!(" ({})", Label::Estimated.text(lang)) } else { String::new() };
            pieces.push(format!("{} {day} {time}{estimated}", Label::DueBy.text(lang)));
        }
        self.heading(lines, MatterWord::Standing);
        self.pieces(lines, &pieces, row.role(sight));
        if !row.who.is_empty() && lead.is_none() {
            let phone = responder.as_ref().and_then(|responder| responder.phone.as_ref());
            let phone = phone.map_or_else(String::new, |phone| format!("  {}", self.phone(phone)));
            self.named(lines, MatterWord::With.word(lang), &format!("{}{phone}", row.who));
        }
        if self.is_hidden {
            return;
        }
        for form in sight.desk.forms_of(matter.id) {
            let verb = form.verb.parse().map_or("", |verb: VerbName| verb.word(lang));
            let words = format!("{verb}  {}", form.fields.join(" "));
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            self.write(lines, &format!("{}{colon}{words}", MatterWord::Unsaved.word(lang)), Role::Soon);
        }
        let texts = [(Label::Asked, &matter.asked), (Label::Answer, &matter.answer)];
        for (label, text) in texts {
            if let Some(text) = text {
                self.named(lines, label.text(lang), text);
            }
        }
        let at = |at: Moment| when::ago(at.date(), sight.today(), lang);
        for (label, said) in [(Label::DoneWas, &matter.done), (Label::ToldWas, &matter.told)] {
            if let Some((text, when)) = said {
                self.named(lines, label.text(lang), &format!("{text}  {}", at(*when)));
            }
        }
        if let Some(satisfied) = matter.satisfied {
            self.named(lines, MatterWord::Household.word(lang), satisfied.word(lang));
        }
    }

    /// Who else speaks: the lead, the voices, the other side; and what was promised.
    fn write_others(&self, lines: &mut Vec<Line>) {
        let (lang, Known { matter, telling, voices, promises, .. }) = (self.lang, self.known);
        if self.is_hidden {
            return;
        }
        let parties: Vec<String> = matter.raised.parties.iter().map(|party| party.name.clone()).collect();
        if !parties.is_empty() {
            self.named(lines, MatterWord::Parties.word(lang), &parties.join("  "));
        }
        if let Some((lead, who)) = &telling.lead {
            let text = format!("{}  {}  {who}", lead.raised.text, lead.state_at(self.sight.now).word(lang));
            self.named(lines, MatterWord::Lead.word(lang), &text);
        }
        if !voices.is_empty() {
            self.named(lines, MatterWord::Voices.word(lang), &voices.join(", "));
        }
        for promised in promises {
            let when = if promised.is_open() {
                promise::due(promised, self.sight.now, lang)
            } else {
                promise::ended(promised, self.sight.today(), lang)
            };
            let text = format!("{}  {when}  {}", promised.promised.text, promised.keeper());
            self.named(lines, Label::Promised.text(lang), &text);
        }
        for (text, by) in &matter.promises {
            let by = by.map_or_else(String::new, |by| when::day(by.date(), self.sight.today(), lang));
            self.named(lines, Label::Promised.text(lang), &format!("{text}  {by}"));
        }
    }

    fn heading(&self, lines: &mut Vec<Line>, word: MatterWord) {
        lines.push(Line { text: String::new(), role: Role::Body });
        lines.push(Line { text: word.word(self.lang).to_owned(), role: Role::Heading });
    }

    fn named(&self, lines: &mut Vec<Line>, name: &str, text: &str) {
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        self.write(lines, &format!("{name}{colon}{}", text.trim()), Role::Body);
    }

    fn write(&self, lines: &mut Vec<Line>, text: &str, role: Role) {
        for (at, text) in self.wrapped.wrap(text, self.width.saturating_sub(6)).into_iter().enumerate() {
            let indent = if at == 0 { "  " } else { "    " };
            lines.push(Line { text: format!("{indent}{text}"), role });
        }
    }

    fn plain(&self, lines: &mut Vec<Line>, text: &str, role: Role) {
        let wrapped = self.wrapped.wrap(text, self.width.saturating_sub(2));
        lines.extend(wrapped.into_iter().map(|text| Line { text, role }));
    }

    fn pieces(&self, lines: &mut Vec<Line>, pieces: &[String], role: Role) {
        let pieces: Vec<String> = pieces.iter().filter(|piece| !piece.is_empty()).cloned().collect();
        let flowed = self.wrapped.flow(&pieces, 2, self.width.saturating_sub(4));
        lines.extend(flowed.into_iter().map(|text| Line { text: format!("  {text}"), role }));
    }
}
