//! Households, members and tags by keyboard.

use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::{SMALL, looks, status};

/// The page of the cell with 3组12号 王秀英 under the cursor is `2` from Today, whose first row is hers.
const PLACES: [(&str, &str); 9] = [
    ("home_menu", "2<f12>"),
    ("home_page", "2<enter><right>"),
    ("home_page_revealed", "2<enter><right><f6>"),
    ("sheet_household", "2<f12>新增<enter>"),
    ("sheet_member", "2<enter><right><down><down><enter>"),
    ("sheet_tag", "2<f12>加类别<enter><down><down>"),
    ("sheet_split", "2<f12>分户<enter>"),
    ("sheet_merge", "2<f12>并户<enter><down>"),
    ("marks", "2<home><space><space>"),
];

#[test]
fn every_place_looks_as_it_did() {
    for (name, look) in looks(&PLACES, Player::village) {
        insta::assert_snapshot!(name, look);
    }
}

/// What the page with all particulars shows, with what is hidden face to face.
fn all_of(player: &mut Player) -> String {
    player.press("<right><f6>").shown()
}

#[test]
fn a_household_is_entered_without_a_letter_key_and_its_head_is_known_by_the_number() {
    for (lang, tells) in [(Lang::Zh, "号码对：男，1979-05-01 出生，47 岁"), (Lang::En, "born 1979-05-01, 47 years")]
    {
        let mut player = Player::village(lang, SMALL);
        player.press("2<f12><enter>").press("5组6号<enter>孟和<enter>１５２４９９１９７９０５０１３８９４");
        assert!(player.shown().contains(tells), "{}", player.shown());
        player.press("<enter><tab><tab>138 0478 9999<enter><tab><down><enter><f2>");
        assert!(status(&player).contains("孟和 5组6号"), "{}", status(&player));
        assert!(player.shown().contains("7 户") || player.shown().contains("7 hh"), "{}", player.shown());
        player.press("<enter>");
        let card = player.shown();
        assert!(card.contains("孟和") && card.contains("138****9999"), "the cursor is on the new door:\n{card}");
        assert!(!card.contains("1979") && !card.contains("3894"), "{card}");
        let page = all_of(&mut player);
        for known in ["152499197905013894", "1979-05-01", "低保"] {
            assert!(page.contains(known), "{known}:\n{page}");
        }
        player.press("<f6><esc><esc><esc>u");
        assert!(!player.shown().contains("孟和 5组6号 "), "{}", player.shown());
    }
}

#[test]
fn a_number_that_cannot_be_right_says_where_and_nothing_else_is_lost() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<enter><right><down><down><enter><tab><tab>152499197905013895");
    assert!(player.shown().contains("末位应是 4"), "{}", player.shown());
    player.press("<f2>");
    assert!(status(&player).contains("末位应是 4"), "it is not saved: {}", status(&player));
    player.press("<esc>");
    assert!(status(&player).contains("没保存的 18 个字留着"), "{}", status(&player));
    player.press("<enter>");
    assert!(player.shown().contains("152499197905013895"), "{}", player.shown());
    player.press("<tab><tab><bs>4<f2>");
    assert!(status(&player).contains("出生日期是 1979-05-01"), "what is known says otherwise: {}", status(&player));
    player.press("<f2>");
    assert!(status(&player).contains("身份证号 1524**********3894"), "masked: {}", status(&player));
    let page = player.shown();
    assert!(page.contains("1524**********3894") && !page.contains("152499197905013894"), "{page}");
}

#[test]
fn a_number_that_is_somebody_elses_is_told_with_the_door_and_asked_twice() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<enter><right><down><down><enter><tab><tab>152499197905013894<f2><f2><esc><esc>");
    player.press("<home><f12><down><down><enter>王二<tab><tab>152499197905013894<f2>");
    assert!(status(&player).contains("3组12号 王秀英") && status(&player).contains("再按一次"), "{}", status(&player));
    player.press("<f2>");
    assert!(status(&player).starts_with("已保存"), "{}", status(&player));
}

#[test]
fn a_member_is_changed_with_old_and_new_told_and_leaves_with_a_reason() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<enter><right><down><down><enter>");
    // Whereabouts: picked with arrows, no letter.
    player.press(&"<tab>".repeat(12)).press("<down><down><f2>");
    assert!(status(&player).contains("王建国 人在哪里 外出务工"), "{}", status(&player));
    player.press("<enter>").press(&"<tab>".repeat(12)).press("<down><f2>");
    assert!(status(&player).contains("人在哪里 外出务工 → 在外上学"), "{}", status(&player));
    player.press("<f6>");
    assert!(player.shown().contains("外出务工 → 在外上学"), "the history tells it too:\n{}", player.shown());
    player.press("<f12>");
    assert!(player.shown().contains("家人离开"), "{}", player.shown());
    player.press("家人离开<enter><down><enter>");
    assert!(status(&player).contains("王建国离开：出嫁"), "{}", status(&player));
    player.press("u");
    assert!(status(&player).starts_with("已撤销"), "{}", status(&player));
    player.press("<home><down><f12>");
    assert!(!player.shown().contains("家人离开"), "the head does not leave while others stay:\n{}", player.shown());
}

#[test]
fn a_tag_asks_for_renewal_on_today_and_on_the_card_and_one_key_answers() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<home><down><f12>加类别<enter><down><enter>因病<enter><enter>12-15<f2>");
    assert!(status(&player).contains("类别 低保（因病） 2026-11-23 至 2026-12-15"), "{}", status(&player));
    player.press("1");
    assert!(player.shown().contains("类别到期 1"), "{}", player.shown());
    player.press("<tab><tab><tab><tab><tab>");
    let today = player.shown();
    let rows = today.lines().position(|line| line.contains("低保 12月15日")).unwrap();
    assert!(rows > 3, "{today}");
    player.press("+");
    assert!(status(&player).contains("类别 低保 至 2026-12-15 → 2027-12-15"), "{}", status(&player));
    assert!(!player.shown().contains("类别到期"), "{}", player.shown());
    player.press("u");
    assert!(player.shown().contains("类别到期 1"), "{}", player.shown());
    player.press("<enter>");
    assert!(player.shown().contains("有类别快到期") && !player.shown().contains("12月15日"), "{}", player.shown());
    player.press("<f6>");
    assert!(player.shown().contains("低保 12月15日"), "{}", player.shown());
    player.press("-");
    assert!(status(&player).contains("到 2026-12-15 为止"), "{}", status(&player));
    assert!(!player.shown().contains("续一年"), "it asks no more:\n{}", player.shown());
}

#[test]
fn a_son_gets_his_own_door_and_comes_back() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<f12>分户<enter>3组20号<enter><enter><enter><down><down><f2>");
    assert!(status(&player).contains("分户"), "{}", player.shown());
    assert!(player.shown().contains("7 户"), "{}", player.shown());
    assert!(player.shown().contains("3组20号"), "{}", player.shown());
    // The new household under the cursor goes back into his mother's.
    player.press("/3组20<enter><f12>并户<enter>3组12<down><enter><down><down><f2>");
    assert!(status(&player).starts_with("已保存"), "{}", player.shown());
    assert!(player.shown().contains("已并入 3组12号 王秀英"), "it points to where it went:\n{}", player.shown());
    player.press("<enter>");
    assert!(player.shown().contains("王秀英") && player.shown().contains("王建国"), "{}", player.shown());
    assert!(all_of(&mut player).contains("并进来的 3组20号 王建国"), "{}", player.shown());
    player.press("<esc><esc>2");
    assert!(player.shown().contains("6 户"), "{}", player.shown());
    player.press("u");
    assert!(player.shown().contains("7 户"), "{}", player.shown());
}

#[test]
fn another_head_is_picked_and_the_old_one_stays_with_a_relation() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<enter><f12>户主变更<enter><down><f2>");
    assert!(status(&player).contains("还缺王秀英与新户主的关系"), "{}", status(&player));
    player.press("母亲<f2>");
    assert!(status(&player).contains("户主 王秀英 → 王建国"), "{}", status(&player));
    assert!(player.shown().contains("王建国 男 41"), "{}", player.shown());
    assert!(player.shown().contains("王秀英 母亲"), "{}", player.shown());
}

#[test]
fn a_household_moves_to_a_cell_picked_with_arrows_and_is_found_there() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<enter><f12>迁移<enter><down><enter>");
    assert!(status(&player).starts_with("已保存"), "{}", player.shown());
    player.press("<esc>/王秀英");
    assert!(player.shown().contains("满天红村 004网格"), "{}", player.shown());
    player.press("<enter>");
    assert!(player.shown().contains("在办 2"), "its matters went along:\n{}", player.shown());
}

#[test]
fn marked_doors_are_counted_and_one_act_records_nobody_home_at_all_of_them() {
    for (lang, marked, asked) in [(Lang::Zh, "选中 2", "选中的 2 户"), (Lang::En, "2 marked", "all 2 marked")] {
        let mut player = Player::village(lang, SMALL);
        player.press("2<home><space><space>");
        assert!(player.shown().contains(marked), "{}", player.shown());
        player.press("<esc>");
        assert!(!player.shown().contains(marked), "{}", player.shown());
        player.press("<home><space><space><f5>");
        assert!(player.shown().contains(asked), "{}", player.shown());
        player.press("<enter>");
        assert!(!player.shown().contains(marked), "the marks are done with:\n{}", player.shown());
        for (door, cursor) in [("1组3号", "<home>"), ("2组7号", "<home><down>")] {
            player.press(cursor).press("<enter>");
            assert!(
                player.shown().contains(if lang == Lang::Zh { "今天  不在家" } else { "nobody home" }),
                "{door}:\n{}",
                player.shown()
            );
            player.press("<esc>");
        }
        player.press("u<home><enter>");
        assert!(status(&player).is_empty() || !player.shown().contains("今天  不在家"), "{}", player.shown());
    }
}

#[test]
fn what_would_be_refused_is_not_in_the_list() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2<home><f12>");
    let alone = player.shown();
    assert!(alone.contains("并户") && !alone.contains("分户  ") && !alone.contains("户主变更"), "{alone}");
}

#[test]
fn everything_in_the_list_is_found_in_the_palette_too() {
    let mut player = Player::village(Lang::En, SMALL);
    player.press("2:split");
    assert!(player.shown().contains("Some members get a door of their own"), "{}", player.shown());
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2:fh");
    assert!(player.shown().contains("分户"), "by initials:\n{}", player.shown());
}
