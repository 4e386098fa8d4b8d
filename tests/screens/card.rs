//! The doorstep card: what comes first, and what is not read out face to face.

use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::{LARGE, SMALL};

#[test]
fn what_is_hidden_face_to_face_shows_for_seconds_only() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>");
    assert!(!player.shown().contains("低保") && player.shown().contains("138****1234"), "{}", player.shown());
    player.press("<f6>");
    assert!(player.shown().contains("低保") && player.shown().contains("13804781234"), "{}", player.shown());
    assert_eq!(player.stage.model.next_change(), player.now.plus_seconds(20));
    player.now = player.now.plus_seconds(20);
    player.stage.tick(player.now);
    assert!(!player.shown().contains("低保"), "{}", player.shown());
}

#[test]
fn a_dispute_is_not_read_out_on_the_card() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("李四<enter>");
    assert!(!player.shown().contains("王五"), "{}", player.shown());
    assert!(player.press("<f6>").shown().contains("王五"), "{}", player.shown());
}

#[test]
fn nothing_over_the_card_reads_out_a_dispute_either() {
    for keys in ["<space>", "w", "m", "s", "<space>调解成功<enter>", "<space>并入<enter>"] {
        let mut player = Player::village(Lang::Zh, SMALL);
        player.press("李四<enter>").press(keys);
        assert!(!player.shown().contains("王五"), "{keys}\n{}", player.shown());
    }
}

#[test]
fn a_complaint_about_a_cadre_is_hidden_on_the_card() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("孙福<enter><f2>诉求 村干部吃拿卡要 #干部作风 !!镇 请查<enter>");
    player.press("<down><down><down><down>");
    assert!(
        !player.shown().lines().any(|line| line.contains("吃拿卡要") && !line.contains("已保存")),
        "{}",
        player.shown()
    );
    assert!(player.press("<f6>").shown().contains("吃拿卡要"), "{}", player.shown());
}

#[test]
fn a_card_begins_with_what_is_due_first() {
    let mut player = Player::village(Lang::Zh, SMALL);
    let shown = player.press("王秀英<enter>").shown();
    assert!(shown.find("门前路坑洼") < shown.find("孙女要一个书包"), "late before Friday:\n{shown}");
    let shown = player.press("<esc>索南<enter>").shown();
    assert!(shown.find("水源浑浊") < shown.find("屋顶漏雨"), "what is paused has no date and comes last:\n{shown}");
}

#[test]
fn nobody_home_a_second_time_the_same_day_asks_first() {
    let mut player = Player::village(Lang::Zh, SMALL);
    let times = |player: &Player| player.shown().lines().filter(|line| line.contains("不在家  陈强")).count();
    player.press("付桂兰<enter><f5>");
    assert_eq!(times(&player), 1, "{}", player.shown());
    player.press("<f5>");
    assert!(player.shown().contains("付桂兰：今天已记过一次不在家"), "{}", player.shown());
    player.press("<esc>");
    assert_eq!(times(&player), 1, "{}", player.shown());
    player.press("<f5><enter>");
    assert_eq!(times(&player), 2, "{}", player.shown());
}

#[test]
fn members_are_told_by_relation_without_saying_their_sex_twice() {
    for (lang, people) in
        [(Lang::Zh, "王建国 儿子 41   王小雨 孙女 9"), (Lang::En, "王建国 son 41   王小雨 granddaughter 9")]
    {
        let mut player = Player::village(lang, SMALL);
        assert!(player.press("<enter>").shown().contains(people), "{}", player.shown());
    }
}

#[test]
fn visits_stand_in_columns_without_holes() {
    let mut player = Player::village(Lang::Zh, LARGE);
    let shown = player.press("<enter>").shown();
    for row in [
        "11月20日 周五   3天前  在家  陈强",
        "10月11日 周日  43天前  不在家  陈强",
        "9月2日 周三    82天前  在家  陈强  说了近况",
    ] {
        assert!(shown.lines().any(|line| line.trim() == row), "{row}\n{shown}");
    }
}
