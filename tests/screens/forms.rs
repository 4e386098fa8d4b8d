//! The forms of what is done about a matter.

use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::{LARGE, SMALL, status};

#[test]
fn a_matter_is_done_and_closed_with_the_households_word() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("d铺了砂石<enter>");
    assert!(status(&player).contains("办结"), "{}", status(&player));
    assert!(player.shown().contains("该回访 3"), "{}", player.shown());
    player.press("<end><up>c1<enter><enter>");
    assert!(status(&player).contains("回访确认"), "{}", status(&player));
    assert!(player.shown().contains("该回访 2"), "{}", player.shown());
}

#[test]
fn what_a_form_lacks_is_told_and_the_form_stays() {
    let mut player = Player::village(Lang::En, SMALL);
    player.press("d<enter>");
    assert!(status(&player).contains("text is missing"), "{}", status(&player));
    player.press("done at last<enter>");
    assert!(status(&player).starts_with("Saved"), "{}", status(&player));
}

#[test]
fn a_form_says_which_day_a_due_date_comes_to() {
    for (lang, day, hint) in [
        (Lang::Zh, "11月30日 周一 (5个工作日)", "数字是工作日"),
        (Lang::En, "Mon 30 Nov (5 working days)", "number = working days"),
    ] {
        let mut player = Player::village(lang, SMALL);
        player.press("<enter>s<enter><c-u>5");
        assert!(player.shown().contains(day) && player.shown().contains(hint), "{}", player.shown());
        assert!(player.press("<c-u>").shown().contains(hint), "{}", player.shown());
        assert!(!player.press("soon").shown().contains(day), "{}", player.shown());
    }
    let estimated = Player::village(Lang::Zh, SMALL).press("<enter>s<enter><c-u>60").shown();
    assert!(estimated.contains("估算"), "{estimated}");
}

#[test]
fn what_can_be_joined_is_told_with_its_door_and_days_and_only_what_is_alike_is_picked() {
    let mut player = Player::village(Lang::Zh, LARGE);
    player.press("/付桂兰<enter>n诉求 门前路 雨天过不去<enter><home>J");
    let first = |player: &Player| {
        player.shown().lines().find(|line| line.starts_with(" > ")).map(str::to_owned).unwrap_or_default()
    };
    let at_the_door = first(&player);
    for piece in ["相近", "门前路坑洼", "收到 11月12日 周四", "逾2工作日"] {
        assert!(at_the_door.contains(piece), "{piece}: {}", player.shown());
    }
    assert!(!at_the_door.contains("王秀英") && !at_the_door.contains("3组12号"), "{at_the_door}");
    player.press("<esc><esc><home><down><down>J坑洼");
    assert!(player.shown().contains("王秀英  3组12号"), "{}", player.shown());
    player.press("<esc>/孙福<enter>n诉求 喇叭太吵<enter>J");
    assert!(player.shown().contains("收到"), "{}", player.shown());
    assert!(!player.shown().lines().any(|line| line.starts_with(" > ")), "nothing is alike:\n{}", player.shown());
    assert!(status(player.press("<enter>")).contains("还缺并入哪一件"), "{}", status(&player));
    player.press("<down>");
    assert!(player.shown().lines().any(|line| line.starts_with(" > ")), "{}", player.shown());
}
