//! The pages of matters, and what is asked for before a verb is recorded.

use super::Turn;
use crate::domain::id::Id;
use crate::domain::matter::VerbName;
use crate::domain::matter::verb::Verb;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::i18n::Lang;
use crate::i18n::matters::MattersSaid;
use crate::i18n::msg::Msg;
use crate::i18n::sheet::SheetMsg;
use crate::tui::effect::Effect;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::form::{Form, request};
use crate::tui::screens::Screen;
use crate::tui::screens::matter::Detail;
use crate::tui::screens::matters::Matters;

impl Turn<'_, '_> {
    /// The page of matters as it was left.
    pub(super) fn go_to_matters(&mut self) {
        let page = Matters::again(&self.model.matters, self.model.lang, self.sight);
        self.model.overlays.clear();
        self.model.screens.truncate(1);
        self.model.screens.push(Screen::Matters(page));
    }

    /// The page of one matter.
    pub(super) fn go_to_matter(&mut self, matter: Id) -> Read<()> {
        self.model.view += 1;
        self.model.overlays.clear();
        self.model.screens.retain(|screen| !matches!(screen, Screen::Matter(_)));
        self.model.screens.push(Screen::Matter(Detail::of(matter)));
        self.model.hide();
        self.model.reload(self.sight)
    }

    /// Asks for what a verb needs; one that needs nothing is recorded at once.
    pub(super) fn open_form(&mut self, matter: Id, verb: VerbName) -> Read<()> {
        if verb.needs().is_empty() {
            let verb = Verb::new(verb);
            self.effects.push(Effect::commit(Request::Act { matter, verb }));
            return Ok(());
        }
        let Some(matter) = self.sight.reader.matter(matter)? else { return Ok(()) };
        match Form::open(&matter, verb, self.model.is_facing(), self.sight)? {
            Ok(form) => self.over_form(form),
            Err(msg) => self.say(msg),
        }
        Ok(())
    }

    /// Opens a form with what was typed in it before and not saved.
    fn over_form(&mut self, mut form: Form) {
        let (matters, verb) = form.purpose();
        if let Some(typed) = self.model.desk.form(matters, verb.as_str()).map(<[String]>::to_vec) {
            form.restore(&typed);
            self.say(Msg::Sheet(SheetMsg::GoesOn));
        }
        self.over(Overlay::Form(form));
    }

    /// Tells that what was typed into a form that is closed is kept.
    pub(super) fn keep_form(&mut self, form: &Form) {
        let typed: usize = form.written().map(|text| text.trim().chars().count()).sum();
        if typed > 0 {
            self.say(Msg::Sheet(SheetMsg::Kept(typed)));
        }
        self.effects.push(Effect::Keep);
    }

    /// A verb for all marked matters that it fits, as one act. The others are told and left as they are.
    pub(super) fn with_marked(&mut self, verb: VerbName) -> Read<()> {
        let marked = match self.model.screens.last() {
            Some(Screen::Matters(page)) => page.marked(),
            _ => Vec::new(),
        };
        let (mut fitting, mut first) = (Vec::new(), None);
        for id in &marked {
            let Some(matter) = self.sight.reader.matter(*id)? else { continue };
            if self.sight.verbs(&matter)?.contains(&verb) {
                fitting.push(*id);
                // What can be picked for the one that went up the furthest fits all.
                if first.as_ref().is_none_or(|first: &crate::domain::matter::Matter| first.level < matter.level) {
                    first = Some(matter);
                }
            }
        }
        let Some(first) = first else { return Ok(()) };
        let (count, unfit) = (fitting.len(), marked.len() - fitting.len());
        if verb.needs().is_empty() {
            let said = MattersSaid::AskThese { verb, fitting: count, unfit };
            let effect = Effect::commit(request(&fitting, &Verb::new(verb)));
            self.over(Overlay::Confirm(Confirm { question: said.text(self.model.lang), effect }));
            return Ok(());
        }
        let about = Lang::ALL.map(|lang| MattersSaid::These { fitting: count, unfit }.text(lang));
        match Form::open(&first, verb, self.model.is_facing(), self.sight)? {
            Ok(form) => self.over_form(form.over(fitting, about)),
            Err(msg) => self.say(msg),
        }
        Ok(())
    }
}
