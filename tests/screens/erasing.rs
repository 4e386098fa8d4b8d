//! The page of everything kept, and erasing by law, from a household's menu.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::disclosure::{Column, Disclosure, Manner};
use chuanmen::domain::id::RecordKind;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;

use crate::player::Player;

fn taken_out(player: &Player) -> Vec<Disclosure> {
    player.stage.book.replica.disclosures(Scope::WHOLE, 100).unwrap().0
}

/// The household's menu, narrowed to one action.
fn menu(player: &mut Player, label: &str) {
    player.press("2<enter><f12>").press(label).press("<enter>");
}

#[test]
fn a_household_is_erased_after_a_ground_a_word_and_a_look_at_what_goes() {
    for (lang, label, word, once) in
        [(Lang::Zh, "依法删除整户", "删除", "唯一不能撤销"), (Lang::En, "erase home", "删除", "cannot be undone")]
    {
        let mut player = Player::village(lang, (80, 24));
        player.press("2");
        let homes = player.stage.book.replica.count_events().unwrap();
        menu(&mut player, label);
        player.press("<f2>");
        assert_eq!(player.stage.book.replica.erased().unwrap(), [], "nothing without a ground");
        player.press("本人申请<tab>").press(word).press("<f2>");
        assert!(player.shown().contains(once), "{}", player.shown());
        player.press("<esc>");
        assert_eq!(player.stage.book.replica.erased().unwrap(), [], "looked at, and not done");
        player.press("<f2><enter>");
        let erased = player.stage.book.replica.erased().unwrap();
        assert_eq!(erased.len(), 1, "{}", player.shown());
        assert!(player.stage.book.replica.household(erased[0].subject.id).unwrap().is_none());
        assert!(player.stage.book.replica.count_events().unwrap() > homes, "the act itself is recorded");
        let said = if lang == Lang::Zh { "已依法删除" } else { "erased by law" };
        assert!(player.shown().contains(said), "{}", player.shown());
        player.press("u");
        assert_eq!(player.stage.book.replica.erased().unwrap(), erased, "undo does not reach it");
    }
}

#[test]
fn the_page_of_everything_kept_goes_where_it_is_told_and_over_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut player = Player::among(crate::township::village(), Lang::Zh, (120, 40), &[folder.path()]);
    menu(&mut player, "打印页");
    player.press("<f2>");
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{}", player.shown());
    let page = std::fs::read_to_string(&files[0]).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("一户的全部记录"), "{page}");
    assert!(!page.contains("13804781234"), "numbers are masked unless they are asked for");
    assert!(player.shown().contains("已写到"), "{}", player.shown());
    let recorded = taken_out(&player);
    assert_eq!((recorded[0].disclosed.manner, recorded.len()), (Manner::Report, 1), "{recorded:?}");
    assert_eq!((recorded[0].by.as_str(), recorded[0].at), (player.stage.model.me.as_str(), player.now));
    assert!(!recorded[0].disclosed.columns.contains(&Column::IdNumber) && !page.contains("报表"), "{page}");
    menu(&mut player, "打印页");
    player.press("<f2>");
    assert_eq!(std::fs::read_to_string(&files[0]).unwrap(), page);
    assert!(player.shown().contains("没有写成"), "{}", player.shown());
    assert_eq!(taken_out(&player).len(), 1, "what was not written was not given away");
}

#[test]
fn while_it_is_erased_the_screen_says_so_and_no_key_stops_it() {
    for (lang, label, under_way, done) in [
        (Lang::Zh, "依法删除整户", "正在依法删除", "已依法删除"),
        (Lang::En, "erase home", "erasing by law", "erased by law"),
    ] {
        let mut player = Player::village(lang, (80, 24));
        player.press("2");
        menu(&mut player, label);
        player.press("本人申请<tab>删除<f2>");
        player.waits = true;
        player.press("<enter>");
        assert!(player.shown().contains(under_way), "{}", player.shown());
        player.press("<esc><enter>u");
        assert!(player.shown().contains(under_way), "{}", player.shown());
        player.work();
        assert!(player.shown().contains(done) && !player.shown().contains(under_way), "{}", player.shown());
        assert_eq!(player.stage.book.replica.erased().unwrap().len(), 1);
        player.press("<enter>");
        assert!(!player.stage.ended, "it goes on");
    }
}

#[test]
fn the_words_of_a_matter_are_erased_from_its_page() {
    for (lang, label) in [(Lang::Zh, "依法删除事项"), (Lang::En, "erase matter")] {
        let mut player = Player::village(lang, (80, 24));
        player.press("3<enter>");
        let about = player.stage.model.here.matter.unwrap();
        let words = player.stage.book.replica.matter(about).unwrap().unwrap().raised.text;
        player.press("<f4>").press(label).press("<enter>");
        player.press("本人申请<tab>删除<f2>");
        let asked = player.shown();
        player.press("<enter>");
        let erased = player.stage.book.replica.erased().unwrap();
        assert_eq!(erased.len(), 1, "{asked}\n{}", player.shown());
        assert_eq!((erased[0].subject.kind, erased[0].subject.id), (RecordKind::Matter, about));
        let left = player.stage.book.replica.matter(about).unwrap();
        assert!(left.is_none_or(|left| left.raised.text != words), "its words are gone");
    }
}
