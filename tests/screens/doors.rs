//! The list of a cell's doors, with the card beside it where there is room.

use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::{LARGE, SMALL};

#[test]
fn on_a_large_terminal_the_card_stands_beside_the_list() {
    let mut player = Player::village(Lang::Zh, LARGE);
    player.press("2");
    let shown = player.shown();
    assert!(
        shown.contains("1组3号") && shown.contains("王小雨"),
        "the list and the card of the row under the cursor:\n{shown}"
    );
    assert!(
        player.press("<up><up>").shown().contains("路灯坏了"),
        "it follows the cursor:
{}",
        player.shown()
    );
}

#[test]
fn beside_the_list_no_date_is_cut_and_the_open_household_is_marked() {
    for (lang, due) in [(Lang::Zh, "定夺今天24点"), (Lang::En, "decide today")] {
        let mut player = Player::village(lang, LARGE);
        player.press("2<home><down>");
        assert!(player.shown().contains(due), "{}", player.shown());
        let words = ["到期", "定夺", "due", "decid"];
        let dated = |line: &&str| words.iter().any(|word| line.contains(word));
        assert!(player.shown().lines().filter(dated).all(|line| !line.ends_with('~')), "{}", player.shown());
        player.press("<enter>");
        let marked: Vec<String> =
            player.shown().lines().filter(|line| line.starts_with('*')).map(str::to_owned).collect();
        assert!(marked.len() == 1 && marked[0].contains("索南·才旦"), "{}", player.shown());
    }
}

#[test]
fn the_list_of_doors_says_where_a_door_number_is_typed() {
    for (lang, label) in [(Lang::Zh, "/ 查找、门牌号"), (Lang::En, "/ name, door")] {
        assert!(Player::village(lang, SMALL).press("2").shown().contains(label), "{label}");
    }
}
