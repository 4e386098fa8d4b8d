//! The app without a terminal: data in memory, a fixed clock, keys in, a painted screen out.

#![allow(dead_code, reason = "every test uses its own part of this")]

#[path = "options.rs"]
pub mod options;

use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use chuanmen::domain::moment::Moment;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::Replica;
use chuanmen::tui::input::Input;
use chuanmen::tui::model::Options;
use chuanmen::tui::stage::Stage;

use crate::glyphs::glyphs;
use crate::keys::script;
use crate::township;
use options::options;

/// The app as a person at the keys has it.
pub struct Player {
    pub stage: Stage,
    pub now: Moment,
    /// Work beside the loop waits until [`Player::work`] is called.
    pub waits: bool,
}

impl Player {
    /// The app on some data, begun in that language on a terminal of that many columns and rows.
    pub fn on(replica: Replica, lang: Lang, size: (u16, u16)) -> Self {
        Self::among(replica, lang, size, &[])
    }

    /// The village as it is begun at another moment.
    pub fn village_at(now: Moment, lang: Lang, size: (u16, u16)) -> Self {
        Self::begun(township::village(), options(lang), size, now)
    }

    /// The app on some data where rosters lie in some folders, the first of which is the home.
    pub fn among(replica: Replica, lang: Lang, size: (u16, u16), places: &[&Path]) -> Self {
        let options = Options {
            places: places.iter().map(|place| place.to_path_buf()).collect(),
            home: places.first().map(|place| place.to_path_buf()),
            ..options(lang)
        };
        Self::begun(replica, options, size, township::now())
    }

    /// The app as it is begun with some options at some moment.
    pub fn begun(replica: Replica, options: Options, size: (u16, u16), now: Moment) -> Self {
        let mut stage = Stage::open(replica, options, size, now).expect("the data can be read");
        while stage.read_more() {}
        Self { stage, now, waits: false }
    }

    pub fn village(lang: Lang, size: (u16, u16)) -> Self {
        Self::on(township::village(), lang, size)
    }

    /// Presses the keys of a script.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for input in script(keys) {
            self.give(&input);
        }
        self
    }

    pub fn give(&mut self, input: &Input) {
        self.stage.take(input, self.now);
        if !self.waits {
            self.work();
        }
        while self.stage.read_more() || self.stage.read_ahead() {}
        if self.stage.lags() {
            self.stage.accompany(self.now);
        }
    }

    /// Does what waits to be done beside the loop, and tells the stage.
    pub fn work(&mut self) -> &mut Self {
        loop {
            let jobs = self.stage.jobs();
            if jobs.is_empty() {
                return self;
            }
            let mut reports = Vec::new();
            for job in jobs {
                job.run(&mut |report| reports.push(report));
            }
            for report in reports {
                self.stage.hear(report, self.now);
            }
        }
    }

    pub fn painted(&self) -> (Buffer, Option<Position>) {
        let (width, height) = self.stage.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let caret = self.stage.paint(&mut buffer);
        (buffer, caret)
    }

    /// What is written on the screen.
    pub fn shown(&self) -> String {
        glyphs(&self.painted().0)
    }
}
