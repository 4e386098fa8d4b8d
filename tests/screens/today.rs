//! Today: its groups, its doors in walking order, the area it is asked of.

use chuanmen::i18n::Lang;
use chuanmen::store::replica::Replica;

use crate::player::Player;
use crate::{SMALL, township};

#[test]
fn an_empty_device_says_what_to_do_next() {
    for (lang, word) in [(Lang::Zh, "Ctrl-o 导入花名册"), (Lang::En, "Ctrl-o imports a roster")] {
        let mut player = Player::on(Replica::in_memory(1), lang, SMALL);
        for page in ["<esc>1", "2"] {
            assert!(player.press(page).shown().contains(word), "{}", player.shown());
            player.press("<c-o>");
            assert!(player.shown().contains("Tab"), "the key works here:\n{}", player.shown());
            player.press("<esc>1");
        }
    }
}

#[test]
fn today_can_be_asked_of_a_smaller_area_and_back() {
    let mut player = Player::village(Lang::Zh, SMALL);
    assert!(player.shown().contains("全部"));
    player.press("21[[[");
    assert!(player.shown().contains("满天红村 003网格"), "{}", player.shown());
    assert!(player.press("]").shown().contains("满天红村 "), "{}", player.shown());
    assert!(player.press("]]").shown().contains("全部"), "{}", player.shown());
}

#[test]
fn where_today_does_not_fit_it_begins_with_what_there_is() {
    let mut player = Player::village(Lang::Zh, (80, 16));
    let row = |player: &Player, at: usize| player.shown().lines().nth(at).unwrap_or_default().to_owned();
    let under_cursor = |player: &Player| player.shown().lines().find(|line| line.starts_with('>')).map(str::to_owned);
    assert!(row(&player, 2).contains("逾期 1") && row(&player, 2).contains("该走访 1 户"), "{}", player.shown());
    player.press("<tab>");
    assert!(under_cursor(&player).is_some_and(|row| row.contains("索南")), "{}", player.shown());
    player.press("<tab><tab><tab><tab>");
    assert!(under_cursor(&player).is_some_and(|row| row.contains("孙福")), "{}", player.shown());
    player.press("<home>");
    assert_eq!(row(&player, 4).trim(), "逾期 1", "the heading comes back with its first row:\n{}", player.shown());
}

#[test]
fn doors_never_visited_are_walked_cell_by_cell_in_the_order_of_the_doors() {
    let doors = [("004", "2组10号"), ("003", "3组2号"), ("004", "1组1号"), ("003", "3组11号"), ("004", "2组9号")];
    let mut player = Player::on(township::unvisited(&doors), Lang::Zh, SMALL);
    let shown = player.shown();
    let order: Vec<usize> =
        ["3组2号", "3组11号", "1组1号", "2组9号", "2组10号"].map(|door| shown.find(door).expect(door)).into();
    assert!(order.is_sorted(), "{shown}");
    // Those that have waited longer come before them, in whatever cell they are.
    let longer = [("004", "9组9号"), ("003", "3组2号")];
    player = Player::on(
        township::unvisited_since(&[("2026-03-01", &longer[..1]), ("2026-03-02", &longer[1..])]),
        Lang::Zh,
        SMALL,
    );
    assert!(player.shown().find("9组9号") < player.shown().find("3组2号"), "{}", player.shown());
}

#[test]
fn within_seven_days_holds_the_same_weekday_next_week() {
    let mut player = Player::village(Lang::En, SMALL);
    assert!(player.shown().contains("Due within 7 days 1"), "{}", player.shown());
    player.press("<enter>nask the lamp !5<enter><esc>");
    assert!(player.shown().contains("Due within 7 days 2"), "{}", player.shown());
    player.press("<enter>nask the gate !6<enter><esc>");
    assert!(player.shown().contains("Due within 7 days 2"), "the eighth day is beyond:\n{}", player.shown());
}

#[test]
fn the_next_group_stands_at_the_top_with_its_heading() {
    let mut player = Player::village(Lang::Zh, (80, 16));
    player.press("<tab>");
    let row = |at: usize| player.shown().lines().nth(at).unwrap_or_default().trim().to_owned();
    assert_eq!(row(4), "今天到期 2", "{}", player.shown());
    assert!(row(5).starts_with('>'), "{}", player.shown());
}
