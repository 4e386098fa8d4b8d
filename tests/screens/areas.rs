//! The tree of areas by keyboard: what it shows, what is changed in it, and handing over.

use std::fs;

use chuanmen::domain::area::Role;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::request::Request;
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::Said;

use crate::player::Player;
use crate::{LARGE, SMALL, looks, status, township};

/// The tree stands on 003网格 when it is opened from the page of that cell.
const PLACES: &[(&str, &str)] = &[
    ("tree", "2&"),
    ("tree_people", "2&<tab>"),
    ("tree_menu", "2&<f12>"),
    ("tree_find", "2&/mthc"),
    ("who_is_who", "2&/"),
    ("official", "2&<tab><end><up><up><up><up><enter>"),
    ("sheet_area", "2&<f2>"),
    ("sheet_people", "2&<f3><down>"),
    ("handover", "2<c-x>李敏"),
];

#[test]
fn every_place_of_the_tree_looks_as_it_did() {
    for (name, look) in looks(PLACES, Player::village) {
        insta::assert_snapshot!(name, look);
    }
}

#[test]
fn a_cell_is_handed_over_with_one_enter_and_taken_back_with_one_key() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<c-x>李敏");
    let page = player.shown();
    for wanted in ["网格长", "住户 6", "手上事项 5", "答应过的 1", "下次带医保报销单来"] {
        assert!(page.contains(wanted), "{wanted}:\n{page}");
    }
    player.press("<enter>");
    assert!(status(&player).starts_with("已保存  交接 陈强 → 李敏"), "{}", status(&player));
    player.press("&");
    assert!(player.shown().contains("李敏"), "{}", player.shown());
    player.press("u");
    assert!(status(&player).starts_with("已撤销  交接 陈强 → 李敏"), "{}", status(&player));
    let page = player.shown().lines().take(21).collect::<Vec<_>>().join("\n");
    assert!(!page.contains("李敏") && page.contains("陈强"), "{page}");
}

#[test]
fn all_cells_of_a_village_go_to_a_successor_at_once() {
    for (lang, goes, saved) in [
        (Lang::Zh, ["网格 2", "003网格 网格长", "004网格 网格长"], "已保存"),
        (Lang::En, ["cells 2", "cell 003 cell head", "cell 004 cell head"], "Saved"),
    ] {
        let mut player = Player::village(lang, LARGE);
        let now = township::now();
        let said = Said { now, at: now, by: "陈强".to_owned() };
        let other: Scope = "150826102207-004".parse().unwrap();
        let head = Request::SetRole { scope: other, role: Role::Head, person: Some("陈强".to_owned()) };
        player.stage.book.replica.commit(&said, &head).unwrap();
        // The village stands over its cells in the tree.
        player.press("2&<up><c-x>李敏");
        let page = player.shown();
        for wanted in goes {
            assert!(page.contains(wanted), "{wanted}:\n{page}");
        }
        player.press("<enter>");
        assert!(status(&player).starts_with(saved), "{}", player.shown());
        let heads = |player: &Player| {
            let cells = player.stage.book.replica.cells(Scope::WHOLE).unwrap();
            cells.iter().map(|cell| cell.people[&Role::Head].clone()).collect::<Vec<_>>()
        };
        assert_eq!(heads(&player), ["李敏", "李敏"]);
        player.press("u");
        assert_eq!(heads(&player), ["陈强", "陈强"], "one act");
    }
}

#[test]
fn a_name_that_is_completed_is_looked_at_before_it_is_recorded() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<c-x>xx<enter>");
    assert!(player.shown().contains("接的人     徐仙"), "initials stand for the name:\n{}", player.shown());
    assert!(!status(&player).starts_with("已保存"), "{}", status(&player));
    player.press("<enter>");
    assert!(status(&player).contains("陈强 → 徐仙"), "{}", status(&player));
}

#[test]
fn promises_alone_go_to_a_successor_and_what_is_in_hand_stays() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<c-x>李敏<tab><down>");
    let page = player.shown();
    assert!(page.contains("只交答应的事") && page.contains("答应过的 1") && !page.contains("手上事项"), "{page}");
    player.press("<f2>");
    assert!(status(&player).contains("答应的事 1") && !status(&player).contains("岗位"), "{}", status(&player));
    let area = player.stage.book.replica.area(township::cell()).unwrap().unwrap();
    assert!(area.people.values().any(|name| name == "陈强"));
}

#[test]
fn the_sheets_are_written_by_a_key_of_the_handover_and_that_is_recorded() {
    let home = tempfile::tempdir().unwrap();
    let mut player = Player::among(township::village(), Lang::Zh, SMALL, &[home.path()]);
    player.press("2<c-x>李敏<f11>");
    assert!(status(&player).contains("chuanmen-handover-150826102207-003"), "{}", status(&player));
    assert!(player.shown().contains("一起交出去的"), "the sheet stays open:\n{}", player.shown());
    let file = home.path().join("chuanmen-handover-150826102207-003-2026-11-23.html");
    let html = fs::read_to_string(file).unwrap();
    assert_eq!(html.matches("class=\"sheet\"").count(), 6, "one a household");
    assert!(html.contains("陈强 → 李敏") && html.contains("下次带医保报销单来") && !html.contains("13804781234"));
    let (disclosed, _) = player.stage.book.replica.disclosures(Scope::WHOLE, 1).unwrap();
    assert_eq!((disclosed[0].scope, disclosed[0].disclosed.count), (township::cell(), 6));
    player.press("<f11>");
    assert!(status(&player).contains("没有写成，换个文件名"), "{}", status(&player));
    let (_, recorded) = player.stage.book.replica.disclosures(Scope::WHOLE, 9).unwrap();
    assert_eq!(recorded, 1, "what was not written was not given away");
}

#[test]
fn areas_and_cells_are_added_renamed_and_retired_without_a_letter_key() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2&<f2>");
    assert!(player.shown().contains("150826102207-005"), "the next number is offered:\n{}", player.shown());
    player.press("<enter>东头<enter>");
    assert!(status(&player).contains("150826102207-005 东头"), "{}", status(&player));
    assert!(player.shown().contains("东头"), "{}", player.shown());
    // Down to it, then by the list of what can be done: rename, retire.
    player.press("<down><down><f12>改名<enter><bs><bs>西头<enter>");
    assert!(player.shown().contains("西头") && !player.shown().contains("东头 "), "{}", player.shown());
    player.press("<f12>停用<enter>");
    assert!(status(&player).contains("停用"), "{}", status(&player));
    assert!(!tree_of(&player).contains("西头"), "{}", player.shown());
    player.press("u");
    assert!(tree_of(&player).contains("西头"), "{}", player.shown());
    player.press("<home><f12>停用<enter>");
    assert!(!status(&player).starts_with("已保存"), "an area in which something lies is not offered to go");
}

/// The rows of the tree.
fn tree_of(player: &Player) -> String {
    player.shown().lines().take_while(|line| !line.contains("谁负责")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_code_that_cannot_be_says_what_is_wrong_and_nothing_typed_is_lost() {
    for (typed, wanted) in
        [("20", "3 位数字"), ("150826103201", "不在 150826102 里"), ("207", "已经有 150826102207 满天红村")]
    {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("2&<home><down><f2>").press(typed).press("<tab>春光村<f2>");
        assert!(status(&player).contains(wanted), "{typed}: {}", status(&player));
        assert!(player.shown().contains("春光村"), "{}", player.shown());
        player.press("<esc><f2>");
        assert!(player.shown().contains("春光村"), "it is there again:\n{}", player.shown());
    }
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2&<home><down><f2><tab>春光村<f2>");
    assert!(status(&player).contains("春光村"), "a village without its code gets one for now: {}", status(&player));
}

#[test]
fn people_of_every_level_are_named_with_completion_and_shown_with_all_they_answer_for() {
    let mut player = Player::village(Lang::Zh, SMALL);
    // The village: its leader is the committee's 华明, found by initials.
    player.press("2&<left><f3><tab>hm<f2>");
    assert!(status(&player).contains("包村领导 华明"), "{}", status(&player));
    assert!(player.shown().contains("另有 1 处"), "{}", player.shown());
    player.press("<tab><end><enter>");
    let page = player.shown();
    assert!(page.contains("华明") && page.contains("镇党委") && page.contains("包村领导"), "{page}");
    player.press("<esc><esc><f3><tab><c-u><f2>");
    assert!(status(&player).contains("包村领导 -"), "{}", status(&player));
}

#[test]
fn a_place_is_found_by_initials_code_or_person() {
    for (typed, at) in [("mthc", "满天红村"), ("004", "004网格"), ("sbz", "陕坝镇"), ("150826102207", "满天红村")]
    {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("2&/").press(typed).press("<enter>");
        let row = player.shown().lines().find(|line| line.starts_with('>')).unwrap_or_default().to_owned();
        assert!(row.contains(at), "{typed}: {row}\n{}", player.shown());
    }
}

#[test]
fn who_is_who_is_one_list_and_one_key_tells_what_somebody_answers_for() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2&/");
    for (name, post) in [("华明", "镇党委 陕坝镇"), ("徐仙", "村支部 满天红村"), ("陈强", "网格长")]
    {
        assert!(player.shown().lines().any(|line| line.contains(name) && line.contains(post)), "{}", player.shown());
    }
    player.press("cq<enter>");
    let page = player.shown();
    assert!(page.contains("陈强  管什么") && page.contains("在办事项 5") && page.contains("低保复核材料"), "{page}");
}

#[test]
fn cells_become_one_and_marked_doors_get_a_cell_of_their_own() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<home><space><space><f4>选中迁移<enter><tab>009<f2>");
    assert!(status(&player).starts_with("已保存"), "{}", status(&player));
    let replica = &player.stage.book.replica;
    let nine: Scope = "150826102207-009".parse().unwrap();
    assert_eq!(replica.households_of_cell(nine).unwrap().len(), 2);
    assert_eq!(replica.households_of_cell(township::cell()).unwrap().len(), 4);
    player.press("&<end><f12>并网格<enter><down><enter>");
    assert!(status(&player).starts_with("已保存  并网格，迁 2 户"), "{}", status(&player));
    let replica = &player.stage.book.replica;
    assert!(replica.area(nine).unwrap().unwrap().retired);
    assert_eq!(replica.households_of_cell(township::cell()).unwrap().len(), 6);
    player.press("uu");
    let replica = &player.stage.book.replica;
    assert_eq!(replica.households_of_cell(township::cell()).unwrap().len(), 6);
    assert!(replica.area(nine).unwrap().is_none(), "both acts are taken back");
}

#[test]
fn marked_doors_are_handed_over_and_their_card_says_who_answers() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<home><space><f4>选中交接<enter>赵云<enter>");
    assert!(status(&player).contains("包户"), "{}", status(&player));
    player.press("<home><enter>");
    assert!(player.shown().contains("包户干部 赵云"), "{}", player.shown());
}
