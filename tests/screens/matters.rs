//! The screen of matters: filter, order, marks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::household::Household;
use chuanmen::domain::id::{Id, RecordKind};
use chuanmen::domain::matter::{Matter, Standing};
use chuanmen::domain::moment::Moment;
use chuanmen::domain::policy::Policy;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::record::Record;
use chuanmen::domain::scope::Scope;
use chuanmen::entry::docket::Docket;
use chuanmen::entry::filter::{Filter, Mark, Traits};
use chuanmen::i18n::Lang;
use chuanmen::store::replica::Replica;
use chuanmen::tui::screens::Screen;

use crate::player::Player;
use crate::{LARGE, SMALL, status, township};

/// Filters that speak of everything there is in the village.
pub const FILTERS: [&str; 24] = [
    "",
    "路",
    "wxy",
    "王五",
    "交通",
    "#道路",
    "-#道路",
    "@交通站",
    "@cq",
    "cell:003",
    "cell:150826102207",
    "kind:wish",
    "kind:诉求 -is:late",
    "tier:escalated",
    "state:done",
    "state:待回访",
    "state:published",
    "level:township",
    "tag:低保",
    "is:late",
    "is:paused",
    "is:urgent",
    "is:joined",
    "is:provisional",
];

/// What fits, told one by one from the records, without the docket.
fn one_by_one(replica: &Replica, filter: &Filter, now: Moment) -> Vec<Id> {
    let mut matters: Vec<Matter> = Vec::new();
    replica
        .each(RecordKind::Matter, Scope::WHOLE, &mut |record| {
            if let Record::Matter(matter) = record {
                matters.push(matter);
            }
            true
        })
        .unwrap();
    let mut found = Vec::new();
    for matter in matters {
        let standing = Standing::at(replica, &matter, now).unwrap();
        if fits(replica, filter, &matter, standing, now) {
            found.push((standing.due.is_none(), standing.due, matter.id));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(.., id)| id).collect()
}

fn fits(replica: &Replica, filter: &Filter, matter: &Matter, standing: Standing, now: Moment) -> bool {
    let raised = &matter.raised;
    let household: Option<Household> = raised.household.and_then(|id| replica.household(id).unwrap());
    let responder = matter.assignee.as_ref().map(|assignee| replica.assignee_name(assignee).unwrap());
    let head = household.as_ref().map(|household| household.profile.head.as_str());
    let parties = raised.parties.iter().map(|party| party.name.as_str());
    let said = [&raised.answer, &matter.asked].into_iter().filter_map(|text| text.as_deref());
    let marks = [
        (standing.late, Mark::Late),
        (matter.is_paused(), Mark::Paused),
        (raised.urgent, Mark::Urgent),
        (matter.lead.is_some(), Mark::Joined),
        (!matter.trail.conflicts.is_empty(), Mark::Conflict),
        (standing.provisional, Mark::Provisional),
    ];
    filter.fits(&Traits {
        names: head.into_iter().chain(raised.caller.as_deref()).chain(parties).collect(),
        texts: said.chain([raised.text.as_str()]).collect(),
        category: Some(&raised.category),
        responder: responder.as_deref(),
        cell: matter.cell.to_string(),
        kind: Some(raised.kind),
        tier: Some(matter.tier),
        state: Some(standing.state),
        level: matter.level,
        tags: household.as_ref().map(|household| household.tag_names(now.date())).unwrap_or_default(),
        marks: marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect(),
    })
}

fn rows(player: &Player) -> Vec<Id> {
    match player.stage.model.screens.last() {
        Some(Screen::Matters(page)) => page.rows().to_vec(),
        other => panic!("not the page of matters: {other:?}"),
    }
}

#[test]
fn the_docket_finds_what_reading_every_record_finds_in_the_same_order() {
    let replica = township::village();
    let docket = Docket::of(&replica, Scope::WHOLE).unwrap();
    let mut found_some = 0;
    for text in FILTERS {
        let filter = Filter::read(text, &Policy::embedded()).unwrap();
        for now in [township::now(), township::at("2026-12-31T10:00"), township::at("2026-11-12T10:00")] {
            let found = docket.find(&filter, now);
            assert_eq!(found, one_by_one(&replica, &filter, now), "{text} at {now:?}");
            found_some += usize::from(!found.is_empty());
        }
    }
    assert!(found_some > 50, "the filters speak of this village: {found_some}");
}

#[test]
fn the_list_is_up_to_date_after_every_act_and_its_undo() {
    for keys in [
        "d铺好了<enter>",
        "m去看过了<enter>",
        "n诉求 路灯又坏了 #道路<enter>",
        "s供<down><enter>3<enter>",
        "<f12>添<enter>",
        "p等料<enter>",
    ] {
        for filter in ["", "is:late", "state:done", "@供电所"] {
            let mut player = Player::village(Lang::Zh, SMALL);
            player.press("3").press(&format!("/{filter}<enter><home>")).press(keys);
            for after in ["", "<esc>u", "<c-r>"] {
                player.press(after);
                if !matches!(player.stage.model.screens.last(), Some(Screen::Matters(_))) {
                    continue;
                }
                // Where the keys fit nothing they are the next filter.
                let (known, _) = Filter::read_known(&player.stage.model.matters.filter, &Policy::embedded());
                let expected = one_by_one(&player.stage.book.replica, &known, player.now);
                assert_eq!(rows(&player), expected, "{keys} {after} with {filter}");
            }
        }
    }
}

#[test]
fn a_filter_narrows_as_it_is_typed_stays_and_is_dropped_before_the_page_is_left() {
    let mut player = Player::village(Lang::Zh, SMALL);
    assert!(player.press("3").shown().contains("事项 9"), "{}", player.shown());
    player.press("路");
    assert!(player.shown().contains("事项 9 中的 3"), "{}", player.shown());
    player.press(" #dl");
    assert!(player.shown().contains("#道路"), "what # may become is listed:\n{}", player.shown());
    player.press("<tab>-is:la<tab><enter>");
    assert!(player.shown().contains("筛选: 路 #道路 -is:逾期"), "{}", player.shown());
    let narrowed = rows(&player);
    assert!(!narrowed.is_empty() && narrowed.len() < 3, "{}", player.shown());
    player.press("1").press("3");
    assert_eq!(rows(&player), narrowed, "it is there again:\n{}", player.shown());
    player.press("<esc>");
    assert_eq!(rows(&player).len(), 9, "{}", player.shown());
    player.press("<esc>");
    assert!(player.shown().contains("逾期 1") && player.shown().contains("该走访"), "{}", player.shown());
}

#[test]
fn a_token_that_is_not_understood_is_told_with_what_may_stand_there() {
    for (lang, said) in [(Lang::Zh, "“is:gone”：可以写 is:late、"), (Lang::En, "may be is:late, ")] {
        let mut player = Player::village(lang, SMALL);
        player.press("3/路 is:gone");
        assert!(player.shown().contains(said), "{}", player.shown());
        assert_eq!(rows(&player).len(), 3, "what is understood narrows all the same");
        assert!(player.press("<enter>").shown().contains(said), "it is told until it is mended:\n{}", player.shown());
    }
}

#[test]
fn a_filter_is_typed_without_a_letter_key() {
    let mut player = Player::village(Lang::Zh, SMALL);
    // The full-width slash of an input method, arrows, and the full-width hash.
    player.press("３／<down><enter><enter>");
    assert!(player.shown().contains("筛选: is:逾期"), "{}", player.shown());
    assert_eq!(rows(&player).len(), 1);
    player.press("<esc>低保复核<enter>");
    assert_eq!(rows(&player).len(), 1, "{}", player.shown());
    player.press("<esc>、＃道路<enter>");
    assert_eq!(rows(&player).len(), 2, "{}", player.shown());
}

#[test]
fn the_cursor_stays_on_its_matter_and_the_place_is_told() {
    let mut player = Player::village(Lang::Zh, LARGE);
    player.press("3<down><down>");
    assert!(player.shown().contains("3/9"), "{}", player.shown());
    let matter = player.stage.model.here.matter;
    player.press("2").press("3");
    assert_eq!(player.stage.model.here.matter, matter, "{}", player.shown());
    player.press("<end>");
    assert!(player.shown().contains("9/9"), "{}", player.shown());
}

#[test]
fn a_matter_whole_tells_clock_responder_voices_promises_and_what_happened() {
    for (lang, parts) in [
        (
            Lang::Zh,
            [
                "诉求  门前路坑洼 雨天过不去",
                "到期 11月19日 周四 24:00",
                "承办：交通站",
                "一起反映的：3组9号 赵小兰",
                "答应过的：下次带医保报销单来",
                "本该11月19日 周四办好，晚了",
                "11月13日 周五  陈强  已告知 已报交通站，等料",
            ],
        ),
        (
            Lang::En,
            [
                "demand  门前路坑洼 雨天过不去",
                "due Thu 19 Nov 24:00",
                "in hand of: 交通站",
                "joined by: 3组9号 赵小兰",
                "Promised: 下次带医保报销单来",
                "was to be done by Thu 19 Nov and is late",
                "Fri 13 Nov  陈强  ",
            ],
        ),
    ] {
        let mut player = Player::village(lang, (100, 60));
        player.press("3<enter>");
        // Lines may break anywhere.
        let text = player.shown();
        let shown = text.split('\n').map(str::trim_start).collect::<Vec<_>>();
        let shown = shown.join(if lang == Lang::Zh { "" } else { " " });
        for part in parts {
            assert!(shown.contains(part), "{part}\n{}", player.shown());
        }
        player.press("<esc>");
        assert!(matches!(player.stage.model.screens.last(), Some(Screen::Matters(_))));
    }
}

#[test]
fn the_page_of_a_matter_scrolls_to_its_end_and_explains_its_day() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("3<enter>");
    assert!(!player.shown().contains("提出"), "the oldest is not in view:\n{}", player.shown());
    player.press("<end>");
    let end = player.shown();
    assert!(end.contains("11月12日"), "{end}");
    assert_eq!(player.press("<down><pgdn>").shown(), end, "it ends there");
    player.press("<home>w");
    assert!(player.shown().contains("11月19日 周四"), "{}", player.shown());
}

#[test]
fn a_dispute_is_hidden_on_its_page_and_beside_it_until_it_is_shown() {
    for size in [SMALL, LARGE] {
        for keys in ["", "w", "<space>", "m"] {
            let mut player = Player::village(Lang::Zh, size);
            // The filter would find the words; the name of the household does not tell them.
            player.press("3李四<enter><enter>").press(keys);
            assert!(!player.shown().contains("王五"), "{keys}\n{}", player.shown());
        }
        let mut player = Player::village(Lang::Zh, size);
        player.press("3李四<enter><enter><f6>");
        assert!(player.shown().contains("王五") && player.shown().contains("各说各的"), "{}", player.shown());
        player.press("<esc><enter>");
        assert!(!player.shown().contains("对方：王五"), "left and opened again it is hidden:\n{}", player.shown());
    }
}

#[test]
fn a_step_tells_what_it_replaced() {
    let mut player = Player::village(Lang::Zh, (100, 50));
    player.press("3<down><enter>s供<tab>9<enter>");
    let shown = player.shown();
    assert!(shown.contains("派办 供电所") && shown.contains("(原 陈强 11月23日 周一)"), "{shown}");
}

#[test]
fn from_a_card_a_matter_is_opened_and_left_again() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>，");
    assert!(player.shown().contains("怎么跟他说"), "{}", player.shown());
    player.press("<enter>");
    assert!(player.shown().contains("王小雨"), "the card of its household:\n{}", player.shown());
    player.press(",<esc><esc><esc>");
    assert!(player.shown().contains("该走访"), "{}", player.shown());
}

fn states(player: &Player) -> Vec<&'static str> {
    let matter = |id: &Id| player.stage.book.replica.matter(*id).unwrap().unwrap();
    rows(player).iter().map(|id| matter(id).state.as_str()).collect()
}

#[test]
fn a_verb_over_marks_is_one_act_and_one_undo() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("3");
    let before = (rows(&player), states(&player));
    // The road and the papers are in hand, the water between them is not; what is paused can be done as well.
    player.press("<space><down><space>d都办好了<enter>");
    assert!(
        status(&player).contains("办结 门前路坑洼") && status(&player).contains("低保复核材料"),
        "{}",
        status(&player)
    );
    assert_eq!(states(&player).iter().filter(|state| **state == "done").count(), 3, "{}", player.shown());
    assert!(!player.shown().contains("选中 2"), "what was done is marked no longer:\n{}", player.shown());
    player.press("u");
    assert_eq!((rows(&player), states(&player)), before, "one undo takes all of it back");
}

#[test]
fn marked_matters_that_a_verb_does_not_fit_are_told_and_left() {
    for (lang, told) in
        [(Lang::Zh, "选中的 2 件  另有 1 件现在不能这样办，不动"), (Lang::En, "2 marked  1 more cannot be")]
    {
        let mut player = Player::village(lang, SMALL);
        // The second waits for a decision above.
        player.press("3<space><space><space>d");
        assert!(player.shown().contains(told), "{}", player.shown());
        player.press("all done<enter>");
        assert_eq!(states(&player).iter().filter(|state| **state == "done").count(), 3);
        let left = if lang == Lang::Zh { "选中 1" } else { "1 marked" };
        assert!(player.shown().contains(left), "the second is marked still:\n{}", player.shown());
        player.press("<esc>");
        assert!(!player.shown().contains(left), "{}", player.shown());
    }
}

#[test]
fn what_is_refused_of_several_is_named_and_the_rest_is_done() {
    let mut player = Player::village(Lang::Zh, (160, 24));
    // The papers and the water are joined to the papers; nothing is joined to itself.
    player.press("3<down><space><space>J低保<down><enter>");
    let said = status(&player);
    assert!(said.contains("已保存 并入 水源浑浊请检测；1 件没办，还选中着：低保复核材料"), "{said}");
    assert!(said.ends_with("u 撤销"), "{said}");
    assert!(player.shown().contains("选中 1"), "{}", player.shown());
}

#[test]
fn a_verb_that_needs_nothing_asks_before_it_is_recorded_for_several() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("3<space><space>;催办<enter>");
    assert!(player.shown().contains("催办：选中的 2 件？"), "{}", player.shown());
    player.press("<enter>");
    assert!(status(&player).starts_with("已保存  催办"), "{}", status(&player));
}

#[test]
fn words_of_a_form_are_there_again_for_the_same_matter_and_verb() {
    for close in ["<esc>", "<c-q>"] {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("3d铺了一半").press(close);
        if close == "<c-q>" {
            player = Player::on(player.stage.book.replica, Lang::Zh, SMALL);
        }
        let desk = player.stage.book.replica.desk().clone();
        assert_eq!(desk.forms().len(), 1, "{close}: {desk:?}");
        player.press("3m");
        assert!(!player.shown().contains("铺了一半"), "another verb:\n{}", player.shown());
        player.press("<esc><down><down>d");
        assert!(!player.shown().contains("铺了一半"), "another matter:\n{}", player.shown());
        player.press("<esc><up><up><enter>");
        assert!(player.shown().contains("写了没保存：办结  铺了一半"), "{}", player.shown());
        player.press("d");
        assert!(player.shown().contains("铺了一半"), "{}", player.shown());
        player.press("砂石<enter>");
        assert!(status(&player).contains("办结"), "{}", status(&player));
        player.stage.keep().unwrap();
        assert!(player.stage.book.replica.desk().forms().is_empty(), "what is recorded is no draft");
    }
}

#[test]
fn a_form_that_was_only_looked_at_leaves_no_draft() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("3s<esc>x<esc>d<esc>");
    assert!(player.stage.model.desk.forms().is_empty());
    assert!(!status(&player).contains("留着"), "{}", status(&player));
}
