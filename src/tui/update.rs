//! What an input does: the model changes, and the outer loop is asked for effects. No disk, no terminal, no clock.

use crate::domain::area::Area;
use crate::domain::facets::Tally;
use crate::domain::id::Id;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::Scope;
use crate::domain::visit::{Outcome, Visit, VisitNote};
use crate::i18n::Lang;
use crate::i18n::entry::Entry;
use crate::i18n::first::FirstSaid;
use crate::i18n::matters::MattersSaid;
use crate::i18n::measure::columns;
use crate::i18n::msg::Msg;
use crate::i18n::pasted::Pasted;
use crate::i18n::sheet::SheetMsg;
use crate::i18n::term::Term;

use super::Left;
use super::action::{Action, Context, entry};
use super::effect::{Effect, Guard, OnDesk, Then};
use super::input::Input;
use super::keymap::{Meaning, resolve};
use super::model::Model;
use super::overlays::Overlay;
use super::overlays::cadence;
use super::overlays::confirm::Confirm;
use super::overlays::disclosed;
use super::overlays::help::Help;
use super::overlays::menu::Menu;
use super::overlays::quick_line::QuickLine;
use super::overlays::quick_line::many::{self, Many};
use super::overlays::search::Search;
use super::overlays::sheet::Purpose;
use super::overlays::why::Why;
use super::screens::Screen;
use super::screens::cell::CellPage;
use super::sight::Sight;
use super::work::News;

mod areas;
mod homes;
mod matters;
mod places;
mod promises;
mod route;

/// Characters that are taken in at once, at most.
const LONGEST: usize = 4_000;

/// Takes one input in and returns what is to be done outside. What could not be read is told on the status line.
pub fn update(model: &mut Model, input: &Input, sight: &Sight<'_>) -> Vec<Effect> {
    model.now = sight.now;
    model.moved = false;
    let mut turn = Turn { model, sight, effects: Vec::new() };
    let outcome = turn.take(input).and_then(|()| turn.model.settle(sight));
    let effects = turn.effects;
    if let Err(fault) = outcome {
        model.status = Some(Msg::Unreadable(fault.to_string()));
    }
    effects
}

/// Takes in what work beside the loop tells.
pub fn hear(model: &mut Model, news: News, sight: &Sight<'_>) -> Vec<Effect> {
    let mut turn = Turn { model, sight, effects: Vec::new() };
    let outcome = turn.hear(news).and_then(|()| turn.model.settle(sight));
    let effects = turn.effects;
    if let Err(fault) = outcome {
        model.status = Some(Msg::Unreadable(fault.to_string()));
    }
    effects
}

/// The model while one input is taken in.
struct Turn<'a, 's> {
    model: &'a mut Model,
    sight: &'a Sight<'s>,
    effects: Vec<Effect>,
}

impl Turn<'_, '_> {
    fn take(&mut self, input: &Input) -> Read<()> {
        match input {
            Input::Resize => {
                self.model.view += 1;
                Ok(())
            }
            Input::Paste(text) => self.write(text),
            Input::Key(key) => match resolve(*key, &self.model.here) {
                Meaning::Run(action) => {
                    self.model.status = None;
                    self.model.moved = matches!(action, Action::Move(_));
                    self.run(action)
                }
                Meaning::NotNow(action) => {
                    self.say(Msg::NotNow(entry(action).label(self.model.lang)));
                    Ok(())
                }
                Meaning::Type(c) | Meaning::Find(c) => {
                    self.model.status = None;
                    self.write(c.encode_utf8(&mut [0; 4]))
                }
                Meaning::Nothing => Ok(()),
            },
        }
    }

    /// Writes into the line on top; on a page it starts the search.
    fn write(&mut self, text: &str) -> Read<()> {
        let lang = self.model.lang;
        if let Some(Overlay::Line(line)) = self.model.overlays.last()
            && many::count(text) > 1
        {
            let many = if is_within_bounds(text) { Many::of(line, text, self.sight, lang)? } else { None };
            if many.is_some() || !is_within_bounds(text) {
                self.write_many(text, many);
                return Ok(());
            }
        }
        // What is written is understood anew at every key.
        let count = text.chars().count();
        if count > LONGEST {
            self.say(Msg::TooLong { count, most: LONGEST });
            return Ok(());
        }
        if let Some(overlay) = self.model.overlays.last_mut() {
            let then = overlay.write(text, self.sight, lang)?;
            return self.then(then);
        }
        if self.model.context().is_typed() {
            return self.model.screen().write(text, self.sight);
        }
        if !self.model.context().is_screen() {
            return Ok(());
        }
        if self.model.narrows_itself() {
            return self.model.screen().write(text, self.sight);
        }
        if self.model.context() == Context::Tree {
            return self.find_area(text);
        }
        self.over(Overlay::Search(Search::with(text, self.sight)));
        Ok(())
    }

    /// Opens several lines pasted at once; they also stand in the line below, as one.
    fn write_many(&mut self, text: &str, many: Option<Many>) {
        let Some(many) = many else {
            let (lines, count) = (many::count(text), text.chars().count());
            self.say(if count > many::MOST {
                Msg::TooLong { count, most: many::MOST }
            } else {
                Msg::Pasted(Pasted::TooMany { lines, most: many::MOST_LINES })
            });
            return;
        };
        self.over(Overlay::Many(many));
    }

    /// Tells the page that asked.
    fn hear(&mut self, news: News) -> Read<()> {
        if let News::Failed(fault) = news {
            self.say(Msg::Fault(fault));
            return Ok(());
        }
        let mut pages = self.model.screens.iter_mut().rev();
        let page = pages.find_map(|screen| if let Screen::Import(page) = screen { Some(page) } else { None });
        let Some(page) = page else { return Ok(()) };
        let then = page.hear(news);
        self.then(then)
    }

    fn run(&mut self, action: Action) -> Read<()> {
        match action {
            Action::Back => self.back(),
            Action::Help => {
                let here = self.model.look(self.model.context(), self.sight)?;
                self.over(Overlay::Help(Help::of(here)));
                Ok(())
            }
            Action::Quit => {
                self.quit();
                Ok(())
            }
            Action::Lock | Action::Passphrase | Action::Pin => {
                self.effects.push(Effect::Guard(match action {
                    Action::Lock => Guard::Lock,
                    Action::Passphrase => Guard::Passphrase,
                    _ => Guard::Pin,
                }));
                Ok(())
            }
            Action::Train => {
                self.leave(Effect::Leave(Left::ForTraining));
                Ok(())
            }
            Action::Theme => {
                self.switch_theme();
                Ok(())
            }
            Action::Language => {
                self.switch_language();
                Ok(())
            }
            Action::Today | Action::Cell | Action::Matters | Action::Wider | Action::Narrower => self.go(action),
            Action::Import => self.go_to_import(),
            Action::WhoAmI => self.go_to_first(),
            Action::Detail => {
                let here = self.model.look(self.model.context(), self.sight)?.matter;
                here.map_or(Ok(()), |matter| self.go_to_matter(matter))
            }
            Action::Search | Action::Palette | Action::Matter | Action::OnThese | Action::Why => self.look_up(action),
            Action::Write | Action::Call | Action::Visit | Action::NobodyHome | Action::Verb(_) => self.record(action),
            Action::Park => self.park(),
            Action::Past | Action::Conflicts | Action::AllConflicts => self.go_to_past(action),
            Action::Promise | Action::PromiseMenu | Action::KeepPromise | Action::LetGo => self.with_promise(action),
            Action::HomeMenu | Action::Home(_) | Action::Particulars | Action::Renew | Action::EndTag => {
                self.at_home(action)
            }
            Action::PickDoor
            | Action::TakeRoute
            | Action::NextDoor
            | Action::DoorEarlier
            | Action::DoorLater
            | Action::CarryOver
            | Action::Paper
            | Action::WalkList => self.on_route(action),
            Action::Tree | Action::AreaMenu | Action::FindArea | Action::Area(_) | Action::Print => {
                self.in_tree(action)
            }
            Action::Reveal => self.reveal(),
            Action::Duplicates => self.go_to_duplicates(),
            Action::Disclosures | Action::HomeDisclosures => self.who_looked(action),
            Action::Undo => {
                self.effects.push(Effect::Undo);
                Ok(())
            }
            Action::Redo => {
                self.effects.push(Effect::commit(Request::Redo(None)));
                Ok(())
            }
            _ => self.pass_on(action),
        }
    }

    /// What the top itself does with an action.
    fn pass_on(&mut self, action: Action) -> Read<()> {
        let lang = self.model.lang;
        let then = match self.model.overlays.last_mut() {
            Some(overlay) => overlay.update(action, self.sight, lang)?,
            None => self.model.screen().update(action, self.sight, lang)?,
        };
        self.then(then)
    }

    fn then(&mut self, then: Then) -> Read<()> {
        match then {
            Then::Stay => {}
            Then::Say(msg) => self.say(msg),
            Then::ChangeTag { household, name } => {
                return self.open_sheet(Purpose::Tag(vec![household], Some(name)));
            }
            Then::GoToCard { household, matter } => return self.go_to_card(household, matter),
            Then::GoToMatter(matter) => return self.go_to_matter(matter),
            Then::GoToCell(cell) => return self.go_to_this_cell(cell),
            Then::GoToArea(scope) => return self.go_to_area(scope),
            Then::ShowOfficial(name) => return self.show_official(&name),
            Then::NamePeople(scope) => return self.open_sheet(Purpose::People(scope)),
            Then::TakeUp(household) => {
                self.go_to_card(household, None)?;
                return self.open_line(Some(household), "");
            }
            Then::Do(effect) => self.effects.push(effect),
            Then::Put(what) => return self.put(what),
            Then::Both(one, other) => {
                self.then(*one)?;
                return self.then(*other);
            }
            Then::Run(action) => {
                if self.model.overlays.pop().is_some() {
                    self.model.view += 1;
                }
                self.model.here = self.model.look(self.model.context(), self.sight)?;
                return self.run(action);
            }
        }
        Ok(())
    }

    /// Keeps on the desk what a page has asked.
    fn put(&mut self, what: OnDesk) -> Read<()> {
        self.effects.push(Effect::Keep);
        match what {
            OnDesk::Me(name) => {
                self.model.me.clone_from(&name);
                self.model.desk.me = Some(name);
            }
            OnDesk::Column(header, meaning) => {
                self.model.desk.columns.insert(header, meaning);
            }
            OnDesk::Cells(cells) => {
                if self.model.desk.cells.is_empty() {
                    self.effects.push(Effect::Guard(Guard::Offer));
                }
                self.say(Msg::First(FirstSaid::Begun(self.model.me.clone(), cells.len())));
                self.model.view += 1;
                self.model.screens.truncate(1);
                self.model.desk.cells = cells;
                let scope = self.model.own_scope().unwrap_or(Scope::WHOLE);
                if let Screen::Today(page) = self.model.screen() {
                    page.show(scope, self.sight)?;
                }
                // Without a household Today has nothing to show; the cell is where one is entered.
                if self.sight.reader.tally(Tally::Households, Scope::WHOLE)? == 0 {
                    let cell = self.model.desk.cells.first().copied();
                    self.model.screens.push(Screen::Cell(CellPage::of(cell)));
                }
                return self.model.reload(self.sight);
            }
        }
        Ok(())
    }

    /// Shows what is hidden on the page. That it is shown is recorded once, before it is.
    fn reveal(&mut self) -> Read<()> {
        let shown = self.model.is_revealed();
        let hidden = self.model.screen().hidden(self.sight)?.filter(|_| !shown);
        self.effects.push(Effect::Reveal(hidden.map(Box::new)));
        Ok(())
    }

    /// Who was shown what, of the household here or at all.
    fn who_looked(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?.household;
        let household = here.filter(|_| action == Action::HomeDisclosures);
        let list = disclosed::list(household, self.sight, self.model.lang)?;
        self.over(Overlay::Why(list));
        Ok(())
    }

    fn quit(&mut self) {
        if !self.model.asks_to_leave() {
            self.leave(Effect::Quit);
        }
    }

    /// Leaves in one way or another; asks first where that would lose what was typed and not saved.
    fn leave(&mut self, effect: Effect) {
        let unsaved = self.model.unsaved();
        if unsaved == 0 {
            return self.effects.push(effect);
        }
        let question = Msg::LeaveUnsaved(unsaved).text(self.model.lang);
        self.over(Overlay::Confirm(Confirm { question, effect }));
    }

    fn say(&mut self, msg: Msg) {
        self.model.status = Some(msg);
    }

    fn over(&mut self, overlay: Overlay) {
        self.model.overlays.push(overlay);
        self.model.view += 1;
    }

    fn back(&mut self) -> Read<()> {
        if self.model.busy.is_some() {
            self.effects.push(Effect::Stop);
            return Ok(());
        }
        self.model.view += 1;
        match self.model.overlays.pop() {
            Some(Overlay::Line(line)) => {
                self.keep(&line);
                self.model.puts_down();
            }
            Some(Overlay::Many(many)) => {
                let text = many.as_one();
                if let Some(Overlay::Line(line)) = self.model.overlays.last_mut() {
                    line.put(&text);
                    line.look_again(self.sight, self.model.lang);
                }
            }
            Some(Overlay::Sheet(sheet)) => self.keep_sheet(&sheet),
            Some(Overlay::Form(form)) => self.keep_form(&form),
            Some(_) => {}
            // A page with steps of its own goes back by one of them.
            None if self.model.screen().back(self.sight)? => {}
            None if self.model.unmark() => self.say(Msg::Sheet(SheetMsg::MarksGone)),
            None if self.model.screens.len() > 1 => {
                self.model.screens.pop();
                self.model.hide();
                return self.model.reload(self.sight);
            }
            None if self.model.desk.paper_of(self.sight.today()).is_some() => self.end_paper(),
            None => {}
        }
        Ok(())
    }

    /// Keeps what was typed and not saved; the word that a line began with is not worth a mention.
    fn keep(&mut self, line: &QuickLine) {
        let (door, text) = line.draft();
        if self.model.desk.draft(door).is_some() {
            self.say(Msg::LineKept(text.trim().chars().count()));
        }
        self.effects.push(Effect::Keep);
    }

    fn switch_theme(&mut self) {
        let next = self.model.theme.next();
        self.say(Msg::ThemeIs(next.name.clone()));
        self.model.theme = if self.model.colours { next } else { next.without_colours() };
        self.model.view += 1;
    }

    fn switch_language(&mut self) {
        self.model.lang = if self.model.lang == Lang::Zh { Lang::En } else { Lang::Zh };
        self.model.view += 1;
        self.say(Msg::LanguageIs);
    }

    fn look_up(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        match action {
            Action::Search => self.over(Overlay::Search(Search::default())),
            Action::Palette => self.over(Overlay::Menu(Menu::all(here, self.model.lang))),
            _ => {
                let (lang, facing) = (self.model.lang, self.model.is_facing());
                let matter = here.matter.map_or(Ok(None), |id| self.sight.reader.matter(id))?;
                let explained = matter.as_ref().is_some_and(|matter| matter.clock.is_some());
                if action == Action::Why && !explained {
                    return self.explain_visit(here.household);
                }
                let Some(matter) = matter else { return Ok(()) };
                if here.marked > 0 && action == Action::OnThese {
                    let title = MattersSaid::These { fitting: here.marked, unfit: 0 }.text(lang);
                    self.over(Overlay::Menu(Menu::of_matter(here, title)));
                } else if matches!(action, Action::Matter | Action::OnThese) && !here.verbs.is_empty() {
                    let about = self.sight.about(&matter, facing, lang);
                    let title = format!("{} {}", matter.kind().word(lang), shortened(about));
                    self.over(Overlay::Menu(Menu::of_matter(here, title)));
                } else if let Some(why) = Why::of(&matter, facing, self.sight, lang) {
                    self.over(Overlay::Why(why));
                }
            }
        }
        Ok(())
    }

    /// Why a visit is due at a door. By which tags is not told where somebody of the household may be looking.
    fn explain_visit(&mut self, household: Option<Id>) -> Read<()> {
        let known = household.map_or(Ok(None), |id| self.sight.reader.household(id))?;
        if let Some(household) = known.filter(|household| !household.is_merged()) {
            let facing = self.model.is_facing() && !self.model.is_revealed();
            self.over(Overlay::Why(cadence::why(&household, facing, self.sight, self.model.lang)));
        }
        Ok(())
    }

    fn record(&mut self, action: Action) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?;
        match (action, here.household, here.matter) {
            (Action::Write, household, _) => self.open_line(household, ""),
            (Action::Visit, Some(household), _) => {
                let word = if self.model.lang == Lang::Zh { "走访 " } else { "visit " };
                self.open_line(Some(household), word)
            }
            (Action::Call, ..) => self.open_call(),
            (Action::NobodyHome, ..) if here.marked > 0 => {
                self.nobody_home_at_marked();
                Ok(())
            }
            (Action::NobodyHome, Some(household), _) => self.nobody_home(household),
            (Action::Verb(verb), ..) if here.marked > 0 => self.with_marked(verb),
            (Action::Verb(verb), _, Some(matter)) => self.open_form(matter, verb),
            _ => Ok(()),
        }
    }

    /// Records that nobody was home; asks first where that was recorded today already.
    fn nobody_home(&mut self, household: Id) -> Read<()> {
        let note = VisitNote { outcome: Outcome::Absent, ..VisitNote::default() };
        let effect = Effect::commit(Request::Visit { household, note });
        let today = self.sight.said_on();
        let again = |visit: &Visit| visit.outcome == Outcome::Absent && visit.at.date() == today;
        match self.sight.reader.household(household)? {
            Some(known) if known.visits.iter().any(again) => {
                let question = Msg::NobodyHomeAgain(known.profile.head).text(self.model.lang);
                self.over(Overlay::Confirm(Confirm { question, effect }));
            }
            _ => self.effects.push(effect),
        }
        Ok(())
    }

    /// Opens the quick line with what was typed there before, else with its first word.
    pub(super) fn open_line(&mut self, household: Option<Id>, word: &str) -> Read<()> {
        let known = household.map_or(Ok(None), |id| self.sight.reader.household(id))?;
        let draft = self.model.desk.draft(household).cloned();
        let head = known.map(|household| (household.id, household.profile.head));
        self.model.offers(household, if draft.is_some() { "" } else { word });
        let text = draft.as_ref().map_or(word, |draft| &draft.text);
        let mut line = QuickLine::open(head, text, self.sight, self.model.lang)?;
        if let Some(draft) = &draft {
            line.take_up(draft, self.sight, self.model.lang);
        }
        self.over(Overlay::Line(line));
        Ok(())
    }

    /// Opens the line for what was not heard at a door, in the cell that is looked at; over a line that is being
    /// written, which waits below.
    fn open_call(&mut self) -> Read<()> {
        let Some(cell) = self.cell_here()? else {
            self.say(Msg::Entry(Entry::NoCell));
            return Ok(());
        };
        let door = Area::id_of(cell);
        let draft = self.model.desk.draft(Some(door)).cloned();
        let text = draft.as_ref().map_or("", |draft| &draft.text);
        self.model.offers(Some(door), "");
        let mut line = QuickLine::without_household(cell, text, self.sight, self.model.lang)?;
        if let Some(draft) = &draft {
            line.take_up(draft, self.sight, self.model.lang);
        }
        self.over(Overlay::Line(line));
        Ok(())
    }

    /// The cell of the household under the cursor, else the one looked at last, else the first there is.
    fn cell_here(&self) -> Read<Option<Scope>> {
        let here = self.model.look(self.model.context(), self.sight)?.household;
        let household = here.map_or(Ok(None), |id| self.sight.reader.household(id))?;
        let known = household.map(|household| household.cell).or(self.model.cell);
        Ok(match known {
            Some(cell) => Some(cell),
            None => self.sight.reader.first_cell(Scope::WHOLE)?,
        })
    }

    /// Puts the door off with the words that are being written there; on a page a door that was put off is taken up.
    fn park(&mut self) -> Read<()> {
        let line = match self.model.overlays.last() {
            Some(Overlay::Line(line)) => line.household().map(|door| (door, line.draft().1.trim().chars().count())),
            _ => None,
        };
        let here = self.model.look(self.model.context(), self.sight)?.household;
        let Some(door) = line.map(|(door, _)| door).or(here) else { return Ok(()) };
        let head = self.sight.reader.household(door)?.map_or_else(String::new, |known| known.profile.head);
        if line.is_none() && self.model.desk.unpark(door) {
            self.say(Msg::Entry(Entry::Unparked(head)));
        } else {
            self.model.desk.park(door, self.sight.now);
            let drafted = self.model.desk.draft(Some(door)).map_or(0, |draft| draft.text.trim().chars().count());
            self.say(Msg::Entry(Entry::Parked { head, length: drafted }));
        }
        if line.is_some() {
            self.model.overlays.pop();
            self.model.puts_down();
            self.model.view += 1;
        }
        self.effects.push(Effect::Keep);
        Ok(())
    }
}

/// Whether no more is pasted than several lines may be.
fn is_within_bounds(text: &str) -> bool {
    text.chars().count() <= many::MOST && many::count(text) <= many::MOST_LINES
}

/// The words of a matter for a title.
fn shortened(text: &str) -> String {
    if columns(text) <= 30 { text.to_owned() } else { crate::i18n::measure::cut(text, 30).into_owned() }
}
