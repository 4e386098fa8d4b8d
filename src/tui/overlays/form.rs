//! What a verb asks for before it can be recorded: words, a due date, who, how far up, the household's word.

use std::cmp::Reverse;

use ratatui::layout::Rect;

use crate::domain::deadline::Allowance;
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::verb::{Need, Verb};
use crate::domain::matter::{Assignee, Kind, Level, Matter, Satisfied, VerbName};
use crate::domain::moment::Date;
use crate::domain::reader::Read;
use crate::domain::record::Record;
use crate::domain::request::Request;
use crate::entry::dates::Limit;
use crate::entry::preview::PreviewDue;
use crate::i18n::measure::cut;
use crate::i18n::msg::{Label, Msg};
use crate::i18n::term::Term;
use crate::i18n::{Lang, when};
use crate::search::{alike, initials};
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Then};
use crate::tui::screens::row::MatterRow;
use crate::tui::sight::Sight;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// Matters of the village that are offered to join, at most.
const LEADS: usize = 300;
/// Columns for the words of a matter to join, so that its door and date are seen on 80.
const LEAD_WORDS: usize = 28;

/// The form of one verb on one matter, or on several at once.
#[derive(Debug)]
pub struct Form {
    matters: Vec<Id>,
    /// What the matter is about, in both languages.
    about: [String; 2],
    verb: VerbName,
    fields: Vec<Field>,
    at: usize,
}

#[derive(Debug)]
struct Field {
    need: Need,
    /// Whether it may stay empty.
    optional: bool,
    line: LineEdit,
    /// What stood in it before anything was typed.
    offered: String,
    /// What can be picked; empty for free text.
    options: Vec<Choice>,
    list: List,
    /// Nothing is picked until an arrow is pressed.
    open: bool,
}

#[derive(Clone, Debug)]
struct Choice {
    /// In both languages.
    text: [String; 2],
    what: Picked,
}

#[derive(Clone, Debug, PartialEq)]
enum Picked {
    To(Assignee),
    Level(Level),
    Satisfied(Satisfied),
    Lead(Id),
}

impl Form {
    /// The form of a verb; `Err` is what to say where nothing could be picked. `facing`: at the household's door.
    pub fn open(matter: &Matter, verb: VerbName, facing: bool, sight: &Sight<'_>) -> Read<Result<Self, Msg>> {
        let mut fields = Vec::new();
        for need in verb.needs() {
            let field = Field::open(*need, matter, facing, sight)?;
            if field.options.is_empty() && *need == Need::Responder {
                return Ok(Err(Msg::NoResponders));
            }
            if field.options.is_empty() && *need == Need::Lead {
                return Ok(Err(Msg::NothingToJoin));
            }
            fields.push(field);
        }
        if verb == VerbName::Confirm {
            fields.push(Field { optional: true, ..Field::bare(Need::Text) });
        }
        Ok(Ok(Self {
            matters: vec![matter.id],
            about: Lang::ALL.map(|lang| sight.about(matter, facing, lang).to_owned()),
            verb,
            fields,
            at: 0,
        }))
    }

    /// The same for several matters, of which the first tells what can be picked; with what to call them.
    #[must_use]
    pub fn over(mut self, matters: Vec<Id>, about: [String; 2]) -> Self {
        (self.matters, self.about) = (matters, about);
        self
    }

    /// Which matters it is about, and what is done with them.
    pub fn purpose(&self) -> (&[Id], VerbName) {
        (&self.matters, self.verb)
    }

    /// What stands in each field as it was typed; nothing where nothing was.
    pub fn typed(&self) -> Vec<String> {
        if self.fields.iter().all(|field| field.line.text() == field.offered) {
            return Vec::new();
        }
        self.fields.iter().map(|field| field.line.text().to_owned()).collect()
    }

    /// Puts what was typed before into the fields.
    pub fn restore(&mut self, typed: &[String]) {
        for (field, text) in self.fields.iter_mut().zip(typed) {
            field.line = LineEdit::with(text);
        }
    }

    /// The words written into it so far.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|field| field.need == Need::Text).map(|field| field.line.text())
    }

    /// Whether Enter records it.
    pub fn is_at_last_field(&self) -> bool {
        self.at + 1 >= self.fields.len()
    }

    pub fn write(&mut self, text: &str) {
        let Some(field) = self.fields.get_mut(self.at) else { return };
        let digit = text.chars().next().map(crate::domain::width::half_width).and_then(|c| c.to_digit(10));
        if let (true, Some(digit)) = (field.is_short(), digit) {
            let at = usize::try_from(digit).unwrap_or(0);
            if (1..=field.options.len()).contains(&at) {
                field.list.cursor = at - 1;
            }
            return;
        }
        field.line.insert(text);
        field.list = List::default();
        field.open = false;
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Then {
        let last = self.fields.len().saturating_sub(1);
        match action {
            Action::NextPane => self.at = if self.at == last { 0 } else { self.at + 1 },
            Action::PreviousPane => self.at = self.at.checked_sub(1).unwrap_or(last),
            Action::Open => return self.enter(sight),
            _ => {}
        }
        let Some(field) = self.fields.get_mut(self.at) else { return Then::Stay };
        match action {
            Action::Move(step) => {
                let len = field.fitting().len();
                // The first press picks what is first.
                if !std::mem::take(&mut field.open) {
                    field.list.step(step, len);
                }
            }
            Action::Edit(edit) => {
                super::edit(&mut field.line, edit);
                field.list = List::default();
            }
            _ => {}
        }
        Then::Stay
    }

    /// Goes to the next field, or records the verb when every field has what it needs.
    fn enter(&mut self, sight: &Sight<'_>) -> Then {
        let mut verb = Verb::new(self.verb);
        for (at, field) in self.fields.iter().enumerate() {
            let filled = field.fill(&mut verb, sight);
            // Fields behind this one may still be empty; they are gone to.
            match filled {
                Err(msg) if at <= self.at => {
                    self.at = at;
                    return Then::Say(msg);
                }
                _ => {}
            }
        }
        if self.at + 1 < self.fields.len() {
            self.at += 1;
            return Then::Stay;
        }
        if let Some(need) = verb.lacks() {
            return Then::Say(Msg::FieldLacks(need));
        }
        Then::Do(Effect::commit(request(&self.matters, &verb)))
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        paint.fill(area, Role::Panel);
        paint.hairline(area, area.y);
        let title = format!("{}  {}", self.verb.word(lang), self.about[lang as usize]);
        paint.text(area.x + 1, area.y + 1, area.width.saturating_sub(2), &title, Role::PanelTitle);
        let mut rows = super::rows(area, 2);
        for (at, field) in self.fields.iter().enumerate() {
            let Some(row) = rows.next() else { return };
            let focused = at == self.at;
            field.paint(paint, row, focused, sight, lang);
            if focused
                && field.need == Need::Due
                && let Some(row) = rows.next()
            {
                let (text, role) = field.due_hint(sight, lang);
                paint.text(row.x + 3, row.y, row.width.saturating_sub(4), &text, role);
            }
        }
        let Some(field) = self.fields.get(self.at) else { return };
        let fitting = field.fitting();
        let left: Vec<Rect> = rows.collect();
        let visible = field.list.visible(left.len(), fitting.len());
        for (row, at) in left.into_iter().zip(visible) {
            let number = if field.is_short() { format!("{}  ", at + 1) } else { String::new() };
            let text = format!("{number}{}", fitting[at].text[lang as usize]);
            super::paint_choice(paint, row, &text, at == field.list.cursor && !field.open);
        }
    }
}

impl Field {
    fn bare(need: Need) -> Self {
        Self {
            need,
            optional: false,
            line: LineEdit::default(),
            offered: String::new(),
            options: Vec::new(),
            list: List::default(),
            open: false,
        }
    }

    fn open(need: Need, matter: &Matter, facing: bool, sight: &Sight<'_>) -> Read<Self> {
        let mut field = Self::bare(need);
        match need {
            Need::Text => {}
            Need::Due => {
                let allowance = sight.rules.policy.allowance(Some(&matter.raised.category));
                field.offered = as_typed(allowance);
                field.line = LineEdit::with(&field.offered);
            }
            Need::Responder => field.options = responders(sight)?,
            Need::Level => field.options = levels(matter),
            Need::Satisfied => {
                field.options = Satisfied::ALL.map(|word| Choice::term(word, Picked::Satisfied(word))).into();
            }
            Need::Lead => {
                let leads = leads(matter, facing, sight)?;
                field.open = !leads.first().is_some_and(|lead| lead.alike);
                field.options = leads.into_iter().map(|lead| lead.choice).collect();
            }
        }
        Ok(field)
    }

    /// Whether all that can be picked is told by a digit.
    fn is_short(&self) -> bool {
        matches!(self.need, Need::Level | Need::Satisfied)
    }

    /// What can be picked, narrowed by what was typed.
    fn fitting(&self) -> Vec<&Choice> {
        let typed = self.line.text().trim().to_lowercase();
        let fits = |choice: &&Choice| {
            typed.is_empty()
                || choice.text.iter().any(|text| text.to_lowercase().contains(&typed))
                || initials(&choice.text[0]).starts_with(&typed)
        };
        self.options.iter().filter(fits).collect()
    }

    /// Puts what was typed or picked into the verb.
    fn fill(&self, verb: &mut Verb, sight: &Sight<'_>) -> Result<(), Msg> {
        let text = self.line.text().trim();
        match self.need {
            Need::Text if text.is_empty() && self.optional => {}
            Need::Text if text.is_empty() => return Err(Msg::FieldLacks(self.need)),
            Need::Text => verb.text = Some(text.to_owned()),
            Need::Due => verb.due = Some(due(text, sight.said_on())?),
            Need::Responder | Need::Level | Need::Satisfied | Need::Lead => {
                if self.open {
                    return Err(Msg::FieldLacks(self.need));
                }
                let picked = self.fitting().get(self.list.cursor).map(|choice| choice.what.clone());
                match picked.ok_or_else(|| Msg::NoResponder(text.to_owned()))? {
                    Picked::To(to) => verb.to = Some(to),
                    Picked::Level(level) => verb.level = Some(level),
                    Picked::Satisfied(word) => verb.satisfied = Some(word),
                    Picked::Lead(lead) => verb.lead = Some(lead),
                }
            }
        }
        Ok(())
    }

    /// The day that what was typed as a due date comes to.
    fn due_day(&self, sight: &Sight<'_>, lang: Lang) -> Result<String, Msg> {
        let allowance = due(self.line.text().trim(), sight.said_on())?;
        Ok(PreviewDue::of(allowance, sight.said_at(), &sight.rules.workdays).text(lang))
    }

    /// The day that a due date comes to, and how one is written.
    fn due_hint(&self, sight: &Sight<'_>, lang: Lang) -> (String, Role) {
        match self.due_day(sight, lang) {
            Ok(day) => (format!("{day}  {}", Label::DueHint.text(lang)), Role::PanelAside),
            Err(_) if self.line.is_empty() => (Label::DueHint.text(lang).to_owned(), Role::PanelAside),
            Err(fault) => (fault.text(lang), Role::PanelFault),
        }
    }

    fn paint(&self, paint: &mut Paint<'_>, row: Rect, focused: bool, sight: &Sight<'_>, lang: Lang) {
        let prompt = format!("{}:", self.need.word(lang));
        if focused {
            super::paint_line(paint, row, &prompt, &self.line, true, |_| Role::Entry);
            return;
        }
        let fitting = self.fitting();
        let picked = fitting.get(self.list.cursor).filter(|_| !self.open);
        let picked = picked.map(|choice| choice.text[lang as usize].clone());
        let mut text = format!("{prompt} {}", picked.unwrap_or_else(|| self.line.text().to_owned()));
        if let (Need::Due, Ok(day)) = (self.need, self.due_day(sight, lang)) {
            text = format!("{text}  {day}");
        }
        paint.text(row.x + 1, row.y, row.width.saturating_sub(2), &text, Role::PanelAside);
    }
}

impl Choice {
    fn term<T: Term>(term: T, what: Picked) -> Self {
        Self { text: term.both().map(str::to_owned), what }
    }
}

/// One verb on one matter, or on several as one act.
pub fn request(matters: &[Id], verb: &Verb) -> Request {
    let act = |matter: &Id| Request::Act { matter: *matter, verb: verb.clone() };
    match matters {
        [one] => act(one),
        several => Request::All(several.iter().map(act).collect()),
    }
}

/// An allowance as it is typed behind `!`.
fn as_typed(allowance: Allowance) -> String {
    match allowance {
        Allowance::Working(days) => days.to_string(),
        Allowance::Days(days) => format!("{days}d"),
        Allowance::Hours(hours) => format!("{hours}h"),
        Allowance::Until(at) => at.date().format("%m-%d").to_string(),
    }
}

fn due(text: &str, today: Date) -> Result<Allowance, Msg> {
    let limit = Limit::read(text.trim_start_matches(['!', '！'])).ok_or_else(|| Msg::NotADate(text.to_owned()))?;
    limit.allowance(today).map_err(|_| Msg::NotADate(text.to_owned()))
}

/// Whoever can be given a matter, and oneself.
fn responders(sight: &Sight<'_>) -> Read<Vec<Choice>> {
    let responders = sight.reader.responders()?.into_iter();
    let mut choices: Vec<Choice> = responders
        .map(|responder| {
            let what = Picked::To(Assignee::Responder(responder.id));
            Choice { text: [responder.name.clone(), responder.name], what }
        })
        .collect();
    if !sight.me.is_empty() {
        let text = Lang::ALL.map(|lang| format!("{} ({})", Label::Me.text(lang), sight.me));
        choices.push(Choice { text, what: Picked::To(Assignee::Person(sight.me.to_owned())) });
    }
    Ok(choices)
}

/// The levels above the one that has it.
fn levels(matter: &Matter) -> Vec<Choice> {
    let above = |level: &Level| matter.level.is_none_or(|present| *level > present);
    let all = [Level::Village, Level::Township, Level::County];
    all.into_iter().filter(above).map(|level| Choice::term(level, Picked::Level(level))).collect()
}

/// A matter that could be joined.
struct Lead {
    choice: Choice,
    /// Whether its words are much like those of the matter.
    alike: bool,
}

/// Open matters of the same kind in the village that can be joined: the most alike in words first, then the newest.
/// At a door (`facing`) they stand there without names.
fn leads(matter: &Matter, facing: bool, sight: &Sight<'_>) -> Read<Vec<Lead>> {
    let village = matter.cell.village().unwrap_or(matter.cell);
    let wish = matter.kind() == Kind::Wish;
    let mut others = Vec::new();
    sight.reader.each(RecordKind::Matter, village, &mut |record| {
        let Record::Matter(other) = record else { return true };
        let same = other.kind() == matter.kind() && (!wish || other.raised.household == matter.raised.household);
        if same && other.id != matter.id && other.is_open() && other.lead.is_none() {
            others.push((alike::likeness(&matter.raised.text, &other.raised.text), other));
        }
        true
    })?;
    others.sort_by_key(|(likeness, other)| (Reverse(*likeness), Reverse(other.raised_at), other.id));
    others.truncate(LEADS);
    others.into_iter().map(|(likeness, other)| Lead::read(&other, likeness >= alike::ALIKE, facing, sight)).collect()
}

impl Lead {
    /// Words, household and door, when it is due and when it was received. `facing` another household only what hurts
    /// nobody.
    fn read(matter: &Matter, alike: bool, facing: bool, sight: &Sight<'_>) -> Read<Self> {
        let household = matter.raised.household.map_or(Ok(None), |id| sight.reader.household(id))?;
        let row = MatterRow::read(matter, household.as_ref(), sight)?;
        let received = matter.raised_at.date();
        let text = Lang::ALL.map(|lang| {
            let alike = if alike { Label::Alike.text(lang) } else { "" };
            let received = format!("{} {}", Label::Received.text(lang), when::day(received, sight.today(), lang));
            let words = cut(sight.about(matter, facing, lang), LEAD_WORDS);
            let (head, door) = if facing { ("", "") } else { (row.head.as_str(), row.door.as_str()) };
            let pieces = [alike, &words, head, door, &row.when(sight, lang), &received];
            pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("  ")
        });
        Ok(Self { choice: Choice { text, what: Picked::Lead(matter.id) }, alike })
    }
}
