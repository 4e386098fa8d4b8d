//! Taking a roster in: the file is chosen, read beside the loop, looked over and decided about, and taken as one act.

mod choose;
mod details;
mod overview;
mod rows;

use ratatui::layout::Rect;

use crate::domain::desk::Desk;
use crate::domain::reader::Read;
use crate::exchange::review::{Decided, Review};
use crate::exchange::{Meaning, Spot};
use crate::i18n::Lang;
use crate::i18n::msg::Msg;
use crate::i18n::roster::{RosterSaid, RosterWord, records_so_far, so_far};
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::{Action, Context};
use crate::tui::effect::{Effect, Then};
use crate::tui::here::{Can, Here};
use crate::tui::model::Busy;
use crate::tui::sight::Sight;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;
use crate::tui::work::{Errand, News, Opened, Step};

use super::area_list::AreaList;
use super::fields::Fields;
use super::new_cell::NewCell;
use choose::Chooser;
use details::paint_head;
use rows::Sort;

/// The page.
#[derive(Debug, Default)]
pub struct ImportPage {
    chooser: Chooser,
    review: Option<Box<Review>>,
    overview: List,
    part: Part,
    /// What is asked about a field that is being mended, once it is read again.
    mended: Option<Spot>,
    /// It was just said where some households go.
    placed: bool,
}

/// What of it is open.
#[derive(Debug, Default)]
enum Part {
    #[default]
    Choose,
    Overview,
    Rows {
        sort: Sort,
        list: List,
    },
    Mend {
        sort: Sort,
        list: List,
        spot: Spot,
        meaning: Option<Meaning>,
        field: Fields,
    },
    Columns(List),
    Answers(List),
    /// Where the households go that are said to be of a village.
    Place {
        word: String,
        tree: AreaList,
    },
    /// A new village and cell for them.
    Found {
        word: String,
        form: NewCell,
    },
}

impl ImportPage {
    pub fn context(&self) -> Context {
        match self.part {
            Part::Choose | Part::Mend { .. } | Part::Found { .. } => Context::Fields,
            _ => Context::Review,
        }
    }

    /// Nothing of it changes with the ledger but what is read anew when something is decided.
    pub fn load(&mut self, _: &Sight<'_>) -> Read<()> {
        Ok(())
    }

    pub fn look(&self, here: &mut Here) {
        here.allow(Can::GoBack, true);
        let takes = self.review.as_ref().is_some_and(|review| !review.plan.requests.is_empty());
        here.allow(Can::Take, takes && matches!(self.part, Part::Overview));
        let (opens, marks) = match &self.part {
            Part::Choose | Part::Mend { .. } | Part::Found { .. } | Part::Place { .. } => (true, false),
            Part::Overview => self.overview_allows(),
            Part::Rows { sort, list } => self.rows_allow(sort, list),
            Part::Columns(_) => (false, false),
            Part::Answers(_) => (false, true),
        };
        here.allow(Can::LookAgain, matches!(self.part, Part::Choose));
        here.allow(Can::Open, opens);
        here.allow(Can::Mark, marks);
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>) -> Read<()> {
        match &mut self.part {
            Part::Choose => self.chooser.write(text),
            Part::Mend { field, .. } => field.write(text),
            Part::Found { form, .. } => form.write(text, sight)?,
            _ => {}
        }
        Ok(())
    }

    /// Goes back by one step; whether there was one.
    pub fn back(&mut self) -> bool {
        self.part = match std::mem::take(&mut self.part) {
            Part::Choose => return false,
            Part::Overview => {
                self.review = None;
                Part::Choose
            }
            Part::Mend { sort, list, .. } => Part::Rows { sort, list },
            _ => Part::Overview,
        };
        true
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Then> {
        match &mut self.part {
            Part::Choose => Ok(self.chooser.update(action, decided(sight.desk))),
            Part::Overview => self.update_overview(action, sight),
            Part::Rows { .. } => Ok(self.update_rows(action)),
            Part::Mend { .. } => Ok(self.update_mend(action)),
            Part::Columns(_) => Ok(self.update_columns(action)),
            Part::Answers(_) => Ok(self.update_answers(action)),
            Part::Place { .. } => self.update_place(action, sight),
            Part::Found { .. } => self.update_found(action, sight),
        }
    }

    /// Takes in what work beside the loop tells.
    pub fn hear(&mut self, news: News) -> Then {
        match news {
            News::Looked(shelf) => self.chooser.found(shelf),
            News::Continued(text, continued) => self.chooser.continued(&text, continued),
            News::Unread(unread) => return Then::Say(Msg::Roster(RosterSaid::Unread(unread))),
            News::Stopped => return Then::Say(Msg::Roster(RosterSaid::Stopped)),
            News::Reviewed(review) => return self.reviewed(review),
            News::Progress(_) | News::Taken(..) | News::BackedUp(_) | News::Erased(..) | News::Failed(_) => {}
        }
        Then::Stay
    }

    fn reviewed(&mut self, review: Box<Review>) -> Then {
        let said = self.mended.take().map(|spot| said_of(&review, &spot, &self.part));
        self.review = Some(review);
        if matches!(self.part, Part::Choose) {
            self.part = Part::Overview;
            self.point_at_next();
        }
        if std::mem::take(&mut self.placed) {
            self.point_at_next();
        }
        self.settle();
        said.map_or(Then::Stay, |said| Then::Say(Msg::Roster(said)))
    }

    /// Keeps the cursors on rows, and leaves a list that has become empty.
    fn settle(&mut self) {
        let lines = self.overview_rows();
        self.overview.clamp(lines);
        let Some(review) = &self.review else { return };
        if let Part::Rows { sort, list } = &mut self.part {
            let rows = rows::rows(review, sort).len();
            list.clamp(rows);
            if rows == 0 {
                self.part = Part::Overview;
            }
        }
    }

    /// Reads and compares again with other decisions.
    fn decide(&self, change: impl FnOnce(&mut Decided)) -> Then {
        let Some(review) = &self.review else { return Then::Stay };
        let mut decided = review.decided.clone();
        change(&mut decided);
        let opened = Opened { source: std::sync::Arc::clone(&review.source), people: review.reading.records.len() };
        Then::Do(Effect::Send(Errand::Again(opened, Box::new(decided))))
    }

    /// `busy` while the roster is being read or recorded; `revealed` while long numbers are shown in full.
    pub fn paint(
        &self,
        paint: &mut Paint<'_>,
        area: Rect,
        (busy, revealed): (Option<Busy>, bool),
        sight: &Sight<'_>,
        lang: Lang,
    ) {
        if let Some(busy) = busy {
            paint_busy(paint, area, busy, lang);
            return;
        }
        match (&self.part, &self.review) {
            (Part::Choose, _) | (_, None) => self.chooser.paint(paint, area, lang),
            (Part::Overview, Some(review)) => self.paint_overview(paint, area, review, sight, lang),
            (Part::Rows { sort, list }, Some(review)) => {
                rows::paint(paint, area, review, sort, list, revealed, lang);
            }
            (Part::Mend { spot, meaning, field, .. }, Some(review)) => {
                rows::paint_mend(paint, area, review, spot, *meaning, field, lang);
            }
            (Part::Columns(list), Some(review)) => details::paint_columns(paint, area, review, list, lang),
            (Part::Answers(list), Some(review)) => details::paint_answers(paint, area, review, list, lang),
            (Part::Place { word, tree }, Some(review)) => details::paint_place(paint, area, review, word, tree, lang),
            (Part::Found { form, .. }, Some(_)) => form.paint(paint, area, lang),
        }
    }
}

/// What is decided before anything was read: what headers meant the last time.
fn decided(desk: &Desk) -> Decided {
    let mut decided = Decided::default();
    for (header, word) in &desk.columns {
        if let Some((_, meaning)) = Meaning::WORDS.iter().find(|(known, _)| known == word) {
            decided.guidance.columns.set(header, *meaning);
        }
    }
    decided
}

/// What came of mending a field.
fn said_of(review: &Review, spot: &Spot, part: &Part) -> RosterSaid {
    let wrong = review.reading.problems.iter().find(|problem| problem.spot().as_ref() == Some(spot));
    let left = match part {
        Part::Rows { sort, .. } => rows::rows(review, sort).len(),
        _ => 0,
    };
    wrong.map_or(RosterSaid::Mended(left), |problem| RosterSaid::StillWrong(Box::new(problem.clone())))
}

/// What is being done, how far it is, and how it is stopped.
fn paint_busy(paint: &mut Paint<'_>, area: Rect, busy: Busy, lang: Lang) {
    let (what, far, how) = match busy.step {
        Step::Reading(rows) => (RosterWord::Reading, so_far(rows, lang), RosterWord::HowToStop),
        Step::Recording(records) => (RosterWord::Recording, records_so_far(records, lang), RosterWord::HowToStop),
        Step::Arranging(records) => (RosterWord::Arranging, records_so_far(records, lang), RosterWord::NoMoreStopping),
        // No erasure begins on this page.
        Step::Erasing(_) => return,
    };
    let how = if busy.stopping { RosterWord::Stopping } else { how };
    let lines = [(what.word(lang).to_owned(), Role::Heading), (far, Role::Body)];
    let lines = lines.into_iter().chain([(String::new(), Role::Body), (how.word(lang).to_owned(), Role::Aside)]);
    for ((text, role), y) in lines.zip(area.y + 1..area.bottom()) {
        paint.text(area.x + 2, y, area.width.saturating_sub(4), &text, role);
    }
}
