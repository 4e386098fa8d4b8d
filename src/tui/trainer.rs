//! Practice on invented doors: one thing to do after the other, timed, its keys counted against the fewest that do it.
//!
//! The doors lie in memory, and the real screens work on them. Promises: the ledger is neither read nor written; what is
//! kept of a run is its day, keys and seconds.

mod seat;
mod street;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::deadline::Allowance;
use crate::domain::matter::{Kind, Matter, Tier};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};
use crate::domain::request::Request;
use crate::domain::visit::{Outcome, VisitNote};
use crate::i18n::Lang;
use crate::i18n::term::Term;
use crate::i18n::training::{Drill, Training, TrainingWord};
use crate::store::replica::Said;
use crate::theme::role::Role;

use super::action::{Action, entry};
use super::input::Input;
use super::keymap::{Meaning, resolve};
use super::model::Options;
use super::overlays::Overlay;
use super::screens::Screen;
use super::screens::cell::CellPage;
use super::stage::Stage;
use super::widgets::columns::{Width, lay_out};
use super::widgets::paint::Paint;

pub use seat::train;
use street::Street;

/// Rows above the screens: what to do, how it goes, what was done before, a line.
const BANNER: u16 = 4;
/// Earlier runs that are shown.
const EARLIER: usize = 5;
/// Keys beyond the fewest after which the way is shown.
const LOST: usize = 5;

/// One drill that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    pub drill: Drill,
    /// Keys pressed beyond the words.
    pub keys: usize,
    pub seconds: u64,
}

/// All drills, done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub at: Moment,
    /// Keys pressed beyond the words.
    pub keys: usize,
    pub seconds: u64,
}

/// A piece of the way in which something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Key(Action),
    Words(&'static str),
}

/// The practice.
pub struct Trainer {
    pub stage: Stage,
    street: Street,
    /// Earlier runs, the oldest first.
    runs: Vec<Run>,
    done: Vec<Score>,
    /// Keys of the present drill.
    keys: usize,
    /// The lapse at which it began.
    since: Duration,
    lapse: Duration,
    said: Option<Training>,
    size: (u16, u16),
    /// Runs that were finished since the start.
    new: Vec<Run>,
    ended: bool,
}

impl Trainer {
    /// The first drill, on a terminal of that many columns and rows. `runs` are earlier ones, the oldest first.
    ///
    /// # Errors
    /// Only for a fault of the program, in words for a log.
    pub fn new(options: Options, runs: Vec<Run>, size: (u16, u16), now: Moment) -> Result<Self, String> {
        let options = Options { cell: None, places: Vec::new(), home: None, backup_folder: None, ..options };
        let (street, replica) = Street::build(&options.me, now).map_err(|fault| format!("{fault:?}"))?;
        let stage = Stage::open(replica, options, screens(size), now).map_err(|fault| fault.to_string())?;
        let mut trainer = Self {
            stage,
            street,
            runs,
            done: Vec::new(),
            keys: 0,
            since: Duration::ZERO,
            lapse: Duration::ZERO,
            said: Some(Training::NotKept),
            size,
            new: Vec::new(),
            ended: false,
        };
        trainer.set(now).map_err(|fault| fault.to_string())?;
        Ok(trainer)
    }

    /// Whether the person left.
    pub fn is_ended(&self) -> bool {
        self.ended
    }

    /// Runs that were finished, the oldest first.
    pub fn finished(&self) -> &[Run] {
        &self.new
    }

    /// What is being practised; `None` when all is done.
    pub fn drill(&self) -> Option<Drill> {
        Drill::ALL.get(self.done.len()).copied()
    }

    /// What was done so far of this run.
    pub fn done(&self) -> &[Score] {
        &self.done
    }

    pub fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        self.stage.model.size = screens(size);
        self.stage.model.view += 1;
    }

    /// Takes one input in. `lapse` is the time since the start.
    pub fn take(&mut self, input: &Input, now: Moment, lapse: Duration) {
        self.lapse = lapse;
        let meant = self.meant(input);
        if self.drill().is_none() {
            return self.take_after(meant, now);
        }
        match meant {
            Some(Meaning::Run(Action::Quit)) => self.ended = true,
            Some(Meaning::NotNow(Action::Back) | Meaning::Run(Action::Back)) if self.is_at_start() => self.ended = true,
            Some(Meaning::Run(action)) if leads_out(action) => self.said = Some(Training::NotHere),
            _ => self.go_on(input, now),
        }
    }

    /// What an input means in the screens; nothing where it is no key.
    fn meant(&self, input: &Input) -> Option<Meaning> {
        match input {
            Input::Key(key) => Some(resolve(*key, &self.stage.model.here)),
            Input::Paste(_) | Input::Resize => None,
        }
    }

    /// When all is done: once more, or away.
    fn take_after(&mut self, meant: Option<Meaning>, now: Moment) {
        match meant {
            Some(Meaning::Run(Action::Open) | Meaning::NotNow(Action::Open)) => {
                self.done.clear();
                self.said = Some(Training::NotKept);
                self.begin(now);
            }
            Some(Meaning::Run(Action::Back | Action::Quit) | Meaning::NotNow(Action::Back)) => self.ended = true,
            _ => {}
        }
    }

    fn go_on(&mut self, input: &Input, now: Moment) {
        self.keys += usize::from(self.counts(input));
        self.stage.take(input, now);
        // What was asked of the system is not for invented doors.
        self.stage.guard = None;
        let _refused = self.stage.jobs();
        while self.stage.read_more() {}
        if self.stage.ended || self.has_left() {
            self.stage.ended = false;
            self.said = Some(Training::NotHere);
            return self.begin(now);
        }
        if self.is_done().unwrap_or(false) {
            self.finish(now);
        } else if self.keys > self.fewest() + LOST {
            let drill = self.drill();
            self.said = drill.map(|drill| Training::Way(self.way_in_words(drill)));
        }
    }

    /// Whether a page is on top that belongs to the ledger and not to its doors.
    fn has_left(&self) -> bool {
        matches!(self.stage.model.screens.last(), Some(Screen::Import(_) | Screen::First(_)))
    }

    /// Whether the screens are as the drill began: what goes back from there leaves.
    fn is_at_start(&self) -> bool {
        let model = &self.stage.model;
        model.overlays.is_empty() && model.screens.len() <= 2 && !matches!(model.screens.last(), Some(Screen::Card(_)))
    }

    /// Whether an input is a key beyond the words.
    fn counts(&self, input: &Input) -> bool {
        let picks =
            || matches!(self.stage.model.overlays.last(), Some(Overlay::Line(line)) if line.is_picked_by_digits());
        match self.meant(input) {
            None | Some(Meaning::Find(_)) => false,
            Some(Meaning::Type(c)) => crate::domain::width::half_width(c).is_ascii_digit() && picks(),
            Some(_) => true,
        }
    }

    /// Notes the drill down and begins the next.
    fn finish(&mut self, now: Moment) {
        let Some(drill) = self.drill() else { return };
        let score = Score { drill, keys: self.keys, seconds: self.seconds() };
        let Score { keys, seconds, .. } = score;
        let fewest = self.fewest();
        self.said = Some(if keys <= fewest {
            Training::Shortest { what: drill, keys, seconds }
        } else {
            Training::Longer { what: drill, keys, seconds, fewest, way: self.way_in_words(drill) }
        });
        self.done.push(score);
        if self.drill().is_none() {
            let sum = |of: fn(&Score) -> u64| self.done.iter().map(of).sum::<u64>();
            let run =
                Run { at: now, keys: self.done.iter().map(|score| score.keys).sum(), seconds: sum(|s| s.seconds) };
            self.runs.push(run.clone());
            self.new.push(run);
        }
        self.begin(now);
    }

    /// Sets the present drill up. What cannot be set up is told in its place.
    fn begin(&mut self, now: Moment) {
        if let Err(fault) = self.set(now) {
            self.said = Some(Training::Way(fault.to_string()));
        }
    }

    /// The list of doors with the cursor on the door of the drill; for the search on another one.
    fn set(&mut self, now: Moment) -> Read<()> {
        (self.keys, self.since) = (0, self.lapse);
        let Some(drill) = self.drill() else { return Ok(()) };
        let door = self.street.door(if drill == Drill::Search { Drill::NobodyHome } else { drill });
        if drill == Drill::Undo {
            self.slip(now);
        }
        let me = self.stage.model.me.clone();
        let model = &mut self.stage.model;
        model.overlays.clear();
        model.status = None;
        model.screens.truncate(1);
        let mut page = CellPage::of(Some(self.street.cell));
        let sight = self.stage.book.sight(now, &me);
        page.load(&sight)?;
        page.point_at(door);
        model.screens.push(Screen::Cell(page));
        model.view += 1;
        model.reload(&sight)?;
        while self.stage.read_more() {}
        Ok(())
    }

    /// Records what shall be taken back.
    fn slip(&mut self, now: Moment) {
        let household = self.street.door(Drill::Undo);
        let note = VisitNote { outcome: Outcome::Absent, ..VisitNote::default() };
        let said = Said { now, at: now, by: self.stage.model.me.clone() };
        let slipped = self.stage.book.replica.commit(&said, &Request::Visit { household, note });
        self.stage.model.recorded.extend(slipped.ok().and_then(|committed| committed.act));
    }

    /// Whether the present drill is done.
    fn is_done(&self) -> Read<bool> {
        let Some(drill) = self.drill() else { return Ok(false) };
        let replica = &self.stage.book.replica;
        let door = self.street.door(drill);
        let Some(household) = replica.household(door)? else { return Ok(false) };
        let matters = replica.matters_of_household(&household)?;
        let absent = household.visits.iter().any(|visit| visit.outcome == Outcome::Absent);
        let desk = &self.stage.model.desk;
        Ok(match drill {
            Drill::NobodyHome => absent,
            Drill::Undo => !absent,
            Drill::Wish => matters.iter().any(|matter| matter.kind() == Kind::Wish),
            Drill::Demand => matters.iter().any(is_due_in_five_days),
            Drill::Answer => matters.iter().any(|matter| matter.tier == Tier::Immediate),
            Drill::Park => desk.is_parked(door) && desk.draft(Some(door)).is_some(),
            Drill::Search => match self.stage.model.screens.last() {
                Some(Screen::Card(card)) => card.household().is_some_and(|household| household.id == door),
                _ => false,
            },
        })
    }

    fn seconds(&self) -> u64 {
        self.lapse.saturating_sub(self.since).as_secs()
    }

    /// The fewest keys of the present drill.
    fn fewest(&self) -> usize {
        self.drill().map_or(0, |drill| fewest(drill, self.stage.model.lang))
    }

    /// The shortest way, with the keys in force.
    fn way_in_words(&self, drill: Drill) -> String {
        let model = &self.stage.model;
        let keys = &model.here.keys;
        let step = |step: Step| match step {
            Step::Words(words) => words.to_owned(),
            Step::Key(action) => keys.keys(entry(action)).next().unwrap_or_default().to_owned(),
        };
        way(drill, model.lang).into_iter().map(step).collect::<Vec<_>>().join("  ")
    }

    /// Paints what to do and the screens below; where the terminal's cursor shall stand.
    pub fn paint(&self, buffer: &mut Buffer) -> Option<Position> {
        let area = buffer.area;
        let (theme, ascii) = (&self.stage.model.theme, self.stage.model.ascii);
        Paint { buffer, theme, ascii, caret: None }.fill(area, Role::Body);
        let Some(drill) = self.drill() else {
            let mut paint = Paint { buffer, theme, ascii, caret: None };
            self.paint_result(&mut paint, area);
            return None;
        };
        let below = Rect { y: BANNER.min(area.height), height: area.height.saturating_sub(BANNER), ..area };
        let mut screens = Buffer::empty(Rect { x: 0, y: 0, ..below });
        let caret = self.stage.paint(&mut screens);
        for y in 0..below.height {
            for x in 0..below.width {
                buffer[(x, y + below.y)] = screens[(x, y)].clone();
            }
        }
        let mut paint = Paint { buffer, theme, ascii, caret: None };
        self.paint_banner(&mut paint, Rect { height: BANNER.min(area.height), ..area }, drill);
        caret.map(|at| Position { y: at.y + below.y, ..at })
    }

    fn paint_banner(&self, paint: &mut Paint<'_>, area: Rect, drill: Drill) {
        let lang = self.stage.model.lang;
        let title = format!("{} {}/{}", TrainingWord::Title.word(lang), self.done.len() + 1, Drill::ALL.len());
        let asks = drill.asks(Street::head(drill), lang);
        let so_far = Training::SoFar { keys: self.keys, seconds: self.seconds() }.text(lang);
        let said = self.said.as_ref().map_or_else(String::new, |said| said.text(lang));
        let x = paint.text(area.x + 1, area.y, area.width.saturating_sub(1), &title, Role::Place);
        paint.text(x + 2, area.y, area.right().saturating_sub(x + 2), &asks, Role::Heading);
        paint.text(area.x + 1, area.y + 1, area.width.saturating_sub(1), &so_far, Role::Clock);
        paint.text(area.x + 1, area.y + 2, area.width.saturating_sub(1), &said, Role::Body);
        paint.hairline(area, area.y + 3);
    }

    /// What it came to, beside the fewest keys, and how it went before.
    fn paint_result(&self, paint: &mut Paint<'_>, area: Rect) {
        let lang = self.stage.model.lang;
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let mut y = area.y;
        let mut line = |paint: &mut Paint<'_>, text: &str, role: Role| {
            if y < area.bottom() {
                paint.text(inner.x, y, inner.width, text, role);
            }
            y += 1;
        };
        line(paint, TrainingWord::Result.word(lang), Role::Heading);
        for score in &self.done {
            line(paint, &self.row(*score), Role::Body);
        }
        let (keys, seconds) = self.done.iter().fold((0, 0), |(k, s), score| (k + score.keys, s + score.seconds));
        let least = fewest_of_all(lang);
        line(paint, &Training::Sum { keys, fewest: least, seconds }.text(lang), Role::Done);
        line(paint, "", Role::Body);
        let earlier: Vec<&Run> = self.runs.iter().rev().skip(1).take(EARLIER).collect();
        if !earlier.is_empty() {
            line(paint, TrainingWord::Earlier.word(lang), Role::Heading);
        }
        for run in earlier {
            let day = crate::i18n::term::day_and_month(run.at.date(), lang);
            line(paint, &Training::Before { day, keys: run.keys, seconds: run.seconds }.text(lang), Role::Aside);
        }
        line(paint, "", Role::Body);
        let keys = [(Action::Open, TrainingWord::Again), (Action::Back, TrainingWord::Leave)];
        let own = &self.stage.model.here.keys;
        let hints = keys.map(|(action, word)| {
            format!("{} {}", own.keys(entry(action)).next().unwrap_or_default(), word.word(lang))
        });
        line(paint, &hints.join("   "), Role::Key);
    }

    /// One drill: its name, keys beside the fewest, seconds, and the way where it was longer.
    fn row(&self, score: Score) -> String {
        let lang = self.stage.model.lang;
        let least = fewest(score.drill, lang);
        let way = if score.keys > least { self.way_in_words(score.drill) } else { String::new() };
        let texts = [
            score.drill.word(lang).to_owned(),
            format!("{}/{least} {}", score.keys, TrainingWord::Keys.word(lang)),
            format!("{} {}", score.seconds, TrainingWord::Seconds.word(lang)),
            way,
        ];
        let widths = [Width::Fixed(18), Width::Fixed(10), Width::Fixed(12), Width::Rest];
        let places = lay_out(self.size.0.saturating_sub(2), &widths);
        let cells = texts.iter().zip(places).map(|(text, (_, width))| crate::i18n::measure::pad(text, width.into()));
        cells.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    }
}

/// The columns and rows that are left to the screens.
fn screens((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns, rows.saturating_sub(BANNER))
}

/// What would leave the invented doors, or change how the program is guarded.
fn leads_out(action: Action) -> bool {
    matches!(action, Action::Import | Action::WhoAmI | Action::Lock | Action::Passphrase | Action::Pin | Action::Train)
}

fn is_due_in_five_days(matter: &Matter) -> bool {
    let given = matter.clock.as_ref().map(|clock| clock.allowance);
    matter.kind() == Kind::Demand && matter.tier == Tier::Timed && given == Some(Allowance::Working(5))
}

/// The shortest way that is known, from the list of doors with the cursor on the door; for the search from any door.
pub fn way(drill: Drill, lang: Lang) -> Vec<Step> {
    let words = Step::Words(drill.words(lang));
    match drill {
        Drill::NobodyHome => vec![Step::Key(Action::NobodyHome)],
        Drill::Undo => vec![Step::Key(Action::Undo)],
        Drill::Wish | Drill::Demand | Drill::Answer => {
            vec![Step::Key(Action::Write), words, Step::Key(Action::Open)]
        }
        Drill::Park => vec![Step::Key(Action::Write), words, Step::Key(Action::Park)],
        // A Chinese character in a list begins the search by itself.
        Drill::Search if lang == Lang::Zh => vec![words, Step::Key(Action::Open)],
        Drill::Search => vec![Step::Key(Action::Search), words, Step::Key(Action::Open)],
    }
}

/// Keys of the shortest way of all drills together.
pub fn fewest_of_all(lang: Lang) -> usize {
    Drill::ALL.iter().map(|drill| fewest(*drill, lang)).sum()
}

/// Keys of the shortest way beyond the words.
pub fn fewest(drill: Drill, lang: Lang) -> usize {
    way(drill, lang).iter().filter(|step| matches!(step, Step::Key(_))).count()
}
