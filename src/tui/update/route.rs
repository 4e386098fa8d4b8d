//! The day's route: choosing doors, walking from one to the next, carrying over what is left; and typing from paper.

use chrono::Days;

use super::Turn;
use crate::domain::desk::Paper;
use crate::domain::household::Household;
use crate::domain::id::Id;
use crate::domain::moment::Date;
use crate::domain::reader::Read;
use crate::domain::route::{Route, RouteDay, called_since, is_left, next_door};
use crate::i18n::msg::Msg;
use crate::i18n::paper::PaperSaid;
use crate::i18n::route::RouteSaid;
use crate::i18n::when;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::overlays::sheet::Purpose;
use crate::tui::screens::Screen;
use crate::tui::screens::today::Today;
use crate::tui::screens::today::plan::in_walking_order;

/// Calendar days that a paper list may be old.
const OLDEST_PAPER: i64 = 31;

impl Turn<'_, '_> {
    pub(super) fn on_route(&mut self, action: Action) -> Read<()> {
        match action {
            Action::PickDoor => self.pick_door(),
            Action::TakeRoute => self.take_route(),
            Action::NextDoor => self.go_to_next_door(),
            Action::DoorEarlier | Action::DoorLater => {
                self.shift_door(action == Action::DoorEarlier);
                Ok(())
            }
            Action::CarryOver => self.carry_over(),
            Action::WalkList => self.open_walk_list(),
            _ => {
                self.type_from_paper();
                Ok(())
            }
        }
    }

    /// The page of today, which lies below every other.
    fn today_page(&mut self) -> Option<&mut Today> {
        match self.model.screens.first_mut() {
            Some(Screen::Today(page)) => Some(page),
            _ => None,
        }
    }

    fn say_route(&mut self, said: RouteSaid) {
        self.say(Msg::Route(said));
    }

    /// Writes the desk with another route.
    fn keep_route(&mut self, route: Option<Route>) {
        self.model.desk.route = route;
        self.effects.push(Effect::Keep);
    }

    /// Chooses the door under the cursor, or no longer; one on the route is taken off and stays chosen.
    fn pick_door(&mut self) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?.household;
        let Some(door) = here else { return Ok(()) };
        let stop = self.today_page().and_then(|page| page.stop_here());
        let route = self.model.desk.route.clone().filter(|_| stop == Some(door));
        let Some(mut route) = route else {
            if let Some(page) = self.today_page() {
                page.turn_mark(door);
            }
            return Ok(());
        };
        route.leave_out(door);
        let head = self.sight.reader.household(door)?.map_or_else(String::new, |known| known.profile.head);
        if let Some(page) = self.today_page() {
            page.mark([door]);
        }
        self.keep_route(Route::of(route.on(), route.doors().iter().copied()));
        self.say_route(RouteSaid::TakenOff(head));
        Ok(())
    }

    /// What is chosen here: on the page of cells its marked doors, on Today those chosen there.
    fn chosen(&self) -> Vec<Id> {
        match self.model.screens.last() {
            Some(Screen::Cell(page)) => page.marked(),
            Some(Screen::Today(page)) => page.marked(),
            _ => Vec::new(),
        }
    }

    /// What is chosen becomes today's route, or is added to it; without a choice the route is put down, and what is left
    /// of it stays chosen.
    fn take_route(&mut self) -> Read<()> {
        let today = self.sight.today();
        let chosen = in_walking_order(&self.chosen(), self.sight)?;
        let route = self.model.desk.route.take();
        if chosen.is_empty() {
            return self.put_down(route);
        }
        let before = route.filter(|route| route.day(today) != RouteDay::Earlier);
        let doors = before.map_or_else(Vec::new, |route| route.doors().to_vec());
        self.model.unmark();
        if let Some(page) = self.today_page() {
            page.go_to_top();
        }
        let route = Route::of(today, doors.into_iter().chain(chosen));
        let count = route.as_ref().map_or(0, |route| route.doors().len());
        self.keep_route(route);
        self.say_route(RouteSaid::Taken(count));
        Ok(())
    }

    fn put_down(&mut self, route: Option<Route>) -> Read<()> {
        let Some(route) = route else { return Ok(()) };
        let left = self.left_of(&route)?;
        let count = left.len();
        if let Some(page) = self.today_page() {
            page.mark(left);
        }
        self.keep_route(None);
        self.say_route(RouteSaid::PutDown(count));
        Ok(())
    }

    /// The doors of a route that have to be gone to, in order.
    fn left_of(&self, route: &Route) -> Read<Vec<Id>> {
        let mut left = Vec::new();
        for door in route.doors() {
            let known = self.sight.reader.household(*door)?.filter(Household::is_lived_in);
            let open = known.filter(|household| is_left(called_since(household, route.on())));
            left.extend(open.map(|household| household.id));
        }
        Ok(left)
    }

    /// Asks where a walk list shall lie: of what is chosen here, else of the route, else of the whole cell.
    fn open_walk_list(&mut self) -> Read<()> {
        let mut doors = in_walking_order(&self.chosen(), self.sight)?;
        let on_today = matches!(self.model.screens.last(), Some(Screen::Today(_)));
        if let Some(route) = self.model.desk.route.as_ref().filter(|_| doors.is_empty() && on_today) {
            doors = route.doors().to_vec();
        }
        if doors.is_empty() {
            let here = self.model.look(self.model.context(), self.sight)?;
            let home = here.household.map_or(Ok(None), |id| self.sight.reader.household(id))?;
            let cell = here.cell.or(home.map(|home| home.cell));
            let homes = cell.map_or(Ok(Vec::new()), |cell| self.sight.reader.households_of_cell(cell))?;
            doors = homes.iter().map(|home| home.id).collect();
        }
        if doors.is_empty() {
            self.say(Msg::Paper(PaperSaid::NoDoors));
            return Ok(());
        }
        self.open_sheet(Purpose::Walk(doors))
    }

    fn shift_door(&mut self, earlier: bool) {
        let door = self.today_page().and_then(|page| page.stop_here());
        let (Some(door), Some(mut route)) = (door, self.model.desk.route.clone()) else { return };
        if route.shift(door, earlier) {
            self.keep_route(Some(route));
        }
    }

    /// The card of the next door: of today's route where there is one, else the next in walking order in the cell.
    fn go_to_next_door(&mut self) -> Read<()> {
        let here = self.model.look(self.model.context(), self.sight)?.household;
        let today = self.sight.today();
        let route = self.model.desk.route.as_ref().filter(|route| route.day(today) == RouteDay::Today);
        if let Some(route) = route {
            let Some(next) = next_door(route.doors(), &self.model.ahead, here) else {
                self.say_route(RouteSaid::Walked);
                return Ok(());
            };
            return self.go_to_card(next, None);
        }
        let known = here.map_or(Ok(None), |door| self.sight.reader.household(door))?;
        let Some(household) = known else { return Ok(()) };
        let doors = self.sight.reader.households_of_cell(household.cell)?;
        let Some(next) = doors.iter().skip_while(|door| door.id != household.id).nth(1) else {
            self.say_route(RouteSaid::LastDoor);
            return Ok(());
        };
        self.go_to_card(next.id, None)
    }

    /// Puts what is left of the route, what was put off and what is chosen onto tomorrow's route.
    fn carry_over(&mut self) -> Read<()> {
        let Some(tomorrow) = self.sight.today().checked_add_days(Days::new(1)) else { return Ok(()) };
        let route = self.model.desk.route.take();
        let mut doors = match &route {
            Some(route) if route.day(self.sight.today()) == RouteDay::Ahead => route.doors().to_vec(),
            Some(route) => self.left_of(route)?,
            None => Vec::new(),
        };
        doors.extend(in_walking_order(&self.chosen(), self.sight)?);
        let parked: Vec<Id> = self.sight.desk.parked().iter().map(|parked| parked.household).collect();
        doors.extend(in_walking_order(&parked, self.sight)?);
        self.model.unmark();
        let route = Route::of(tomorrow, doors);
        let count = route.as_ref().map_or(0, |route| route.doors().len());
        self.keep_route(route);
        let day = when::day(tomorrow, self.sight.today(), self.model.lang);
        self.say_route(RouteSaid::CarriedOver(count, day));
        Ok(())
    }

    /// What is written down from now on was said a day earlier than so far.
    fn type_from_paper(&mut self) {
        let today = self.sight.today();
        let so_far = self.model.desk.paper_of(today).unwrap_or(today);
        let earlier = so_far.pred_opt().filter(|day| (today - *day).num_days() <= OLDEST_PAPER);
        match earlier {
            Some(of) => self.begin_paper(of),
            None => self.end_paper(),
        }
    }

    fn begin_paper(&mut self, of: Date) {
        let today = self.sight.today();
        self.model.desk.paper = Some(Paper { of, typed_on: today });
        self.effects.push(Effect::Keep);
        self.say_route(RouteSaid::PaperOf(when::day(of, today, self.model.lang)));
    }

    /// What is written down counts as said now again.
    pub(super) fn end_paper(&mut self) {
        self.model.desk.paper = None;
        self.effects.push(Effect::Keep);
        self.say_route(RouteSaid::PaperEnds);
    }
}
