//! How a matter and a household look as one row, the same on every page.

use std::cell::OnceCell;

use ratatui::layout::Rect;

use crate::domain::deadline::Due;
use crate::domain::household::Household;
use crate::domain::id::Id;
use crate::domain::masking;
use crate::domain::matter::{Kind, Level, Matter, Obligation, State, VerbName};
use crate::domain::moment::Moment;
use crate::domain::reader::Read;
use crate::i18n::conflict;
use crate::i18n::measure::columns;
use crate::i18n::msg::{Count, Label};
use crate::i18n::term::{Term, kind_mark};
use crate::i18n::{Lang, when};
use crate::theme::role::Role;
use crate::tui::here::{Can, Here};
use crate::tui::sight::Sight;
use crate::tui::widgets::columns::{Width, lay_out};
use crate::tui::widgets::paint::Paint;

/// What a row says of a matter.
#[derive(Clone, Debug)]
pub struct MatterRow {
    id: Id,
    /// The household at whose door it was said.
    pub household: Option<Id>,
    pub kind: Kind,
    pub head: String,
    pub door: String,
    /// The number of a caller who is no household of ours.
    pub phone: Option<String>,
    pub text: String,
    pub who: String,
    pub voices: usize,
    pub urgent: bool,
    /// Whether two people wrote different things of it.
    pub conflict: bool,
    /// Whether what was said accuses somebody.
    pub accuses: bool,
    owed: Option<(Obligation, Due)>,
    paused: bool,
    joined: bool,
    state: State,
    /// The level that a decision is waited for from.
    decides: Option<Level>,
    has_deadline: bool,
    /// What can be done with it, found when the cursor first stands on it.
    verbs: OnceCell<Vec<VerbName>>,
}

impl MatterRow {
    pub fn read(matter: &Matter, household: Option<&Household>, sight: &Sight<'_>) -> Read<Self> {
        let profile = household.map(|household| &household.profile);
        let lead = matter.lead.filter(|_| matter.is_open());
        // A voice whose lead is worked off waits for nothing but its own household's word.
        let asked = lead.map_or(Ok(None), |lead| sight.reader.matter(lead))?.is_some_and(|lead| lead.is_worked_off());
        Ok(Self {
            id: matter.id,
            household: matter.raised.household,
            has_deadline: matter.clock.is_some(),
            verbs: OnceCell::new(),
            kind: matter.kind(),
            head: profile.map_or_else(|| matter.raised.caller.clone().unwrap_or_default(), |p| p.head.clone()),
            door: profile.map_or_else(String::new, |p| p.door.clone()),
            phone: matter.caller_phone.clone(),
            text: matter.raised.text.clone(),
            who: sight.assignee(matter)?,
            decides: matter.level.filter(|_| matter.state == State::Triage),
            voices: sight.reader.voices(matter.id)?.len(),
            urgent: matter.raised.urgent,
            conflict: !matter.trail.conflicts.is_empty(),
            accuses: sight.accuses(matter),
            owed: matter.next_obligation(&sight.rules.workdays),
            paused: matter.is_paused(),
            joined: lead.is_some() && !asked,
            state: if asked { State::Done } else { matter.state_at(sight.now) },
        })
    }

    /// Adds what can be done with the matter where the cursor stands on it.
    pub fn look(&self, here: &mut Here, sight: &Sight<'_>) -> Read<()> {
        here.household = self.household;
        here.matter = Some(self.id);
        here.allow(Can::Reveal, self.phone.is_some());
        here.allow(Can::Explain, self.has_deadline);
        here.verbs = self.verbs(sight)?;
        Ok(())
    }

    fn verbs(&self, sight: &Sight<'_>) -> Read<Vec<VerbName>> {
        if let Some(known) = self.verbs.get() {
            return Ok(known.clone());
        }
        let verbs = sight.reader.matter(self.id)?.map_or(Ok(Vec::new()), |matter| sight.verbs(&matter))?;
        Ok(self.verbs.get_or_init(|| verbs).clone())
    }

    /// Door and head of the household, or who called.
    pub fn whose(&self) -> String {
        format!("{} {}", self.door, self.head).trim().to_owned()
    }

    /// What is due next, if anything is.
    pub fn due(&self) -> Option<Due> {
        self.owed.map(|(_, due)| due)
    }

    /// The same without the words, where they accuse somebody.
    #[must_use]
    pub fn facing(&self, lang: Lang) -> Self {
        let mut row = self.clone();
        if row.accuses {
            Label::Hidden.text(lang).clone_into(&mut row.text);
        }
        row
    }

    /// The moment at which something is due next, if anything is.
    pub fn due_at(&self) -> Option<Moment> {
        self.owed.map(|(_, due)| due.at)
    }

    /// When it is due, or why nothing is due.
    pub fn when(&self, sight: &Sight<'_>, lang: Lang) -> String {
        match self.owed {
            Some((Obligation::Deadline, due)) => sight.due(due, lang),
            Some((what, due)) => {
                let space = if lang == Lang::En { " " } else { "" };
                format!("{}{space}{}", what.word(lang), sight.due(due, lang))
            }
            None if self.paused => Label::Paused.text(lang).to_owned(),
            None if self.joined => Label::Joined.text(lang).to_owned(),
            None => self.state.word(lang).to_owned(),
        }
    }

    /// How urgently the moment it is due shows.
    pub fn role(&self, sight: &Sight<'_>) -> Role {
        match self.owed {
            Some((_, due)) if due.at < sight.now => Role::Late,
            Some((_, due)) if due.at <= Moment::end_of(sight.today()) => Role::Soon,
            _ => Role::Aside,
        }
    }

    /// Paints it into one row: kind, text, who, when.
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        self.paint_words(paint, area, (false, self.words(lang)), sight, lang);
    }

    /// The same with the household in front, or who called and their number, in full where `revealed`.
    pub fn paint_with_door(&self, paint: &mut Paint<'_>, area: Rect, revealed: bool, sight: &Sight<'_>, lang: Lang) {
        let shown = |phone: &String| if revealed { phone.clone() } else { masking::phone(phone) };
        let words = [self.phone.as_ref().map(shown), Some(self.words(lang))];
        let words = words.into_iter().flatten().collect::<Vec<_>>().join("  ");
        self.paint_words(paint, area, (true, words), sight, lang);
    }

    fn paint_words(
        &self,
        paint: &mut Paint<'_>,
        area: Rect,
        (with_door, words): (bool, String),
        sight: &Sight<'_>,
        lang: Lang,
    ) {
        let (head, door) = if with_door { door_widths(area.width) } else { (0, 0) };
        let kind = if lang == Lang::Zh { 2 } else { 3 };
        // Beside a list there is no room for who has it; the words matter more.
        let who = if area.width < 50 { 0 } else { 10 + spare(area.width) };
        // The words are cut before the date is.
        let when = self.when(sight, lang);
        let date = u16::try_from(columns(&when)).unwrap_or(0).max(if lang == Lang::Zh { 14 } else { 16 });
        let widths = [kind, head, door].map(Width::Fixed).into_iter().filter(|width| *width != Width::Fixed(0));
        let widths: Vec<Width> = widths.chain([Width::Rest, Width::Fixed(who), Width::Fixed(date)]).collect();
        let mut places = lay_out(area.width, &widths).into_iter().map(|(x, width)| (area.x + x, width));
        let mut first = vec![(kind_mark(self.kind, lang), Role::Body)];
        if with_door {
            first.extend([(self.head.as_str(), Role::Body), (self.door.as_str(), Role::Aside)]);
        }
        for (text, role) in first {
            let (x, width) = places.next().unwrap_or_default();
            paint.text(x, area.y, width, text, role);
        }
        // How many stand behind it is told even where the words are cut.
        let voices = if self.voices > 0 { Count::Voices(self.voices).text(lang) } else { String::new() };
        let (x, width) = places.next().unwrap_or_default();
        let taken = u16::try_from(columns(&voices) + 1).unwrap_or(0).min(width);
        let end = paint.text(x, area.y, width - if self.voices > 0 { taken } else { 0 }, &words, Role::Body);
        paint.text(end + 1, area.y, taken, &voices, Role::Aside);
        let who = self.decides.map_or(self.who.as_str(), |level| level.word(lang));
        for (text, role) in [(who, Role::Aside), (when.as_str(), self.role(sight))] {
            let (x, width) = places.next().unwrap_or_default();
            paint.text(x, area.y, width, text, role);
        }
    }

    fn words(&self, lang: Lang) -> String {
        let urgent = if self.urgent { format!("[{}] ", Label::Urgent.text(lang)) } else { String::new() };
        let conflict = if self.conflict { conflict::mark(lang) } else { String::new() };
        format!("{conflict}{urgent}{}", self.text)
    }
}

/// Columns for the name of a head and for a door, in a row of that many columns.
pub fn door_widths(width: u16) -> (u16, u16) {
    if width < 50 { (8, 8) } else { (10 + spare(width), 10 + spare(width) / 2) }
}

/// Columns beyond what a row has on a terminal of 80 that names get, where the words have enough.
fn spare(width: u16) -> u16 {
    (width.saturating_sub(76) / 6).min(10)
}

/// When a household was last reached, or that it never was.
pub fn last_visit(household: &Household, sight: &Sight<'_>, lang: Lang) -> String {
    match household.last_visit() {
        None => Label::NeverVisited.text(lang).to_owned(),
        Some(visit) => {
            let ago = when::ago(visit.at.date(), sight.today(), lang);
            format!("{} {ago}", Label::LastVisit.text(lang))
        }
    }
}
