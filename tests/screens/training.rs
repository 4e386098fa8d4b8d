//! Practising on invented doors: by the shortest way, the long way, and out again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use chuanmen::i18n::Lang;
use chuanmen::i18n::training::Drill;
use chuanmen::tui::Left;
use chuanmen::tui::action::entry;
use chuanmen::tui::trainer::{Run, Step, Trainer, fewest, fewest_of_all, way};

use crate::glyphs::glyphs;
use crate::keys::script;
use crate::player::Player;
use crate::player::options::options;
use crate::snapshot::snapshot;
use crate::{SMALL, named_in_table, township};

/// Somebody who practises; every key takes a second.
struct Pupil {
    trainer: Trainer,
    lapse: Duration,
}

impl Pupil {
    fn new(lang: Lang, runs: Vec<Run>) -> Self {
        let trainer = Trainer::new(options(lang), runs, SMALL, township::now()).unwrap();
        Self { trainer, lapse: Duration::ZERO }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        for input in script(keys) {
            self.lapse += Duration::from_secs(1);
            self.trainer.take(&input, township::now(), self.lapse);
        }
        self
    }

    /// Does the present drill by its shortest way.
    fn best(&mut self) -> Drill {
        let drill = self.trainer.drill().unwrap();
        for step in way(drill, self.trainer.stage.model.lang) {
            match step {
                Step::Words(words) => {
                    self.press(words);
                }
                Step::Key(action) => {
                    self.lapse += Duration::from_secs(1);
                    let key = named_in_table(entry(action).keys[0]);
                    self.trainer.take(&key, township::now(), self.lapse);
                }
            }
        }
        drill
    }

    fn painted(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, SMALL.0, SMALL.1));
        self.trainer.paint(&mut buffer);
        buffer
    }

    fn shown(&self) -> String {
        glyphs(&self.painted())
    }
}

#[test]
fn every_drill_is_done_by_its_shortest_way_in_as_many_keys_as_are_told() {
    for lang in Lang::ALL {
        let mut pupil = Pupil::new(lang, Vec::new());
        for drill in Drill::ALL {
            assert_eq!(pupil.best(), drill, "{}", pupil.shown());
            let score = *pupil.trainer.done().last().unwrap();
            assert_eq!((score.drill, score.keys), (drill, fewest(drill, lang)), "{}", pupil.shown());
        }
        assert_eq!(pupil.trainer.drill(), None, "{}", pupil.shown());
        let run = pupil.trainer.finished()[0].clone();
        assert_eq!((run.keys, run.at), (fewest_of_all(lang), township::now()));
        assert_eq!(run.seconds, pupil.lapse.as_secs(), "every key took a second");
    }
}

#[test]
fn the_long_way_is_counted_and_a_shorter_one_told() {
    let mut pupil = Pupil::new(Lang::Zh, Vec::new());
    pupil.press("<f3>不在家<enter>");
    assert_eq!(pupil.trainer.done()[0].keys, 2, "{}", pupil.shown());
    assert!(pupil.shown().contains("2 键，5 秒；1 键就够：F5"), "{}", pupil.shown());
    // Words first, the kind by its number: the digit is a key and not a word.
    pupil.press("<f2>换个洗衣机<enter>2<enter>");
    assert_eq!(pupil.trainer.done()[1].keys, 4, "{}", pupil.shown());
    assert!(pupil.shown().contains("4 键，9 秒；2 键就够：n  愿望 换个洗衣机  Enter"), "{}", pupil.shown());
    // Another limit is not what was asked; after some keys the way is shown.
    pupil.press("<f2>诉求 门前路坑洼 !7<enter>");
    assert_eq!(pupil.trainer.drill(), Some(Drill::Demand), "{}", pupil.shown());
    pupil.press("<down><up><down><up><down><up>");
    assert!(pupil.shown().contains("可以这样：n  诉求 门前路坑洼 !5"), "{}", pupil.shown());
}

#[test]
fn escape_closes_a_line_and_leaves_from_the_doors() {
    let mut pupil = Pupil::new(Lang::Zh, Vec::new());
    pupil.press("<f2>说到一半<esc>");
    assert!(!pupil.trainer.is_ended());
    pupil.press("<enter><esc>");
    assert!(!pupil.trainer.is_ended(), "from a card back to the doors");
    assert!(pupil.press("<esc>").trainer.is_ended());
    assert!(Pupil::new(Lang::Zh, Vec::new()).press("1<esc>").trainer.is_ended(), "from Today as well");
}

#[test]
fn nothing_leads_from_the_invented_doors_to_the_ledger() {
    for keys in ["<c-o>", "<f10>", ":导入<enter>", ":我是谁<enter>", ":设口令<enter>", ":train<enter>"] {
        let mut pupil = Pupil::new(Lang::Zh, Vec::new());
        pupil.press(keys);
        assert!(!pupil.trainer.is_ended(), "{keys}: {}", pupil.shown());
        assert_eq!(pupil.best(), Drill::NobodyHome);
        assert_eq!(pupil.trainer.done().len(), 1, "{keys}: {}", pupil.shown());
    }
}

#[test]
fn the_practice_looks_as_it_did() {
    for lang in Lang::ALL {
        let before = Run { at: township::at("2026-11-20T08:00"), keys: 31, seconds: 140 };
        let mut pupil = Pupil::new(lang, vec![before]);
        insta::assert_snapshot!(format!("training_begun_{}", lang.code()), snapshot(&pupil.painted()));
        pupil.press("<f3>").press(if lang == Lang::Zh { "不在家" } else { "not home" }).press("<enter>");
        insta::assert_snapshot!(format!("training_long_{}", lang.code()), snapshot(&pupil.painted()));
        while pupil.trainer.drill().is_some() {
            pupil.best();
        }
        insta::assert_snapshot!(format!("training_result_{}", lang.code()), snapshot(&pupil.painted()));
        pupil.press("<enter>");
        assert_eq!((pupil.trainer.drill(), pupil.trainer.done().len()), (Some(Drill::NobodyHome), 0));
    }
}

#[test]
fn the_practice_is_found_in_the_palette() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press(":lianshou<enter>");
    assert_eq!((player.stage.ended, &player.stage.left), (true, &Left::ForTraining), "{}", player.shown());
}
