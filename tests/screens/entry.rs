//! What is typed at a door until it is saved, and taken back again.

use chuanmen::i18n::Lang;
use chuanmen::i18n::measure::columns;

use crate::player::Player;
use crate::{SMALL, status};

#[test]
fn a_demand_is_written_in_one_line_seen_everywhere_and_taken_back_with_one_key() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>");
    let before = player.shown();
    player.press("n诉求 路灯又坏了 #道路 !7");
    assert!(
        player.shown().contains("12月2日 周三 (7个工作日)"),
        "the preview says when it is due:\n{}",
        player.shown()
    );
    player.press("<enter>");
    assert!(status(&player).starts_with("已保存") && status(&player).contains("路灯又坏了"), "{}", status(&player));
    assert!(status(&player).ends_with("u 撤销"));
    assert!(player.shown().contains("在办 3"), "{}", player.shown());
    player.press("u");
    assert!(status(&player).starts_with("已撤销") && status(&player).contains("路灯又坏了"), "{}", status(&player));
    player.press("<up>");
    assert_eq!(without_last_rows(&player.shown()), without_last_rows(&before));
    player.press("<c-r>");
    assert!(status(&player).starts_with("已重做"), "{}", status(&player));
    assert!(player.shown().contains("在办 3"), "{}", player.shown());
}

fn without_last_rows(screen: &str) -> Vec<String> {
    // Which row the cursor is on is not what was taken back.
    screen.lines().take(21).map(|line| line.trim_start_matches(['>', ' ']).to_owned()).collect()
}

#[test]
fn an_undo_of_what_was_recorded_before_the_start_asks_first_and_says_what_it_is() {
    let mut player = Player::village(Lang::En, SMALL);
    player.press("u");
    assert!(player.shown().contains("Undo this: pause 屋顶漏雨?"), "{}", player.shown());
    player.press("<esc>");
    assert!(!status(&player).starts_with("Undone"));
    player.press("u<enter>");
    assert!(status(&player).starts_with("Undone  pause 屋顶漏雨"), "{}", status(&player));
}

#[test]
fn a_line_that_names_no_household_says_so_while_it_is_typed() {
    for (lang, hint, line, said) in [
        (Lang::Zh, "先写哪一户", "诉求 路灯又坏了", "没写是哪一户"),
        (Lang::En, "Begin with the household", "ask the lamp is broken", "no household is named"),
    ] {
        let mut player = Player::village(lang, SMALL);
        assert!(player.press("2<left>n").shown().contains(hint), "{}", player.shown());
        player.press(line);
        assert!(player.shown().contains(said) && player.shown().contains("wxy"), "{}", player.shown());
        assert!(!player.shown().contains("将保存") && !player.shown().contains("will save"), "{}", player.shown());
    }
}

#[test]
fn the_first_matter_of_the_day_says_that_it_records_the_visit() {
    for (lang, line, too) in [(Lang::Zh, "诉求 路灯又坏了", "连同走访"), (Lang::En, "ask the lamp", "with a visit")]
    {
        let mut player = Player::village(lang, SMALL);
        assert!(player.press("<enter>n").press(line).shown().contains(too), "{}", player.shown());
        assert!(status(player.press("<enter>")).contains(too), "{}", status(&player));
        assert!(!player.press("n").press(line).shown().contains(too), "{}", player.shown());
        assert!(!status(player.press("<enter>")).contains(too), "{}", status(&player));
    }
}

#[test]
fn nothing_typed_is_lost_when_the_line_is_closed_or_refused() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n诉求 路灯<esc>");
    assert!(status(&player).contains("留着"), "{}", status(&player));
    assert!(player.press("<f2>").shown().contains("诉求 路灯"), "{}", player.shown());
    player.press(" #天上<enter>");
    assert!(status(&player).contains("没有「天上」这一类"), "{}", status(&player));
    assert!(player.shown().contains("诉求 路灯 #天上"), "what is refused stays to be mended");
}

#[test]
fn everything_of_the_main_job_works_without_a_single_letter_key() {
    let mut player = Player::village(Lang::Zh, SMALL);
    // With an input method on a typed character starts the search.
    player.press("付<enter><f2>微心愿 新水壶<enter>");
    assert!(status(&player).contains("付桂兰 微心愿 新水壶"), "{}", status(&player));
    player.press("<f3>在家说了说<enter>");
    assert!(status(&player).contains("走访"), "{}", status(&player));
    player.press("<f5>");
    assert!(status(&player).contains("不在家"), "{}", status(&player));
    player.press("<c-z>");
    assert!(status(&player).starts_with("已撤销"), "{}", status(&player));
    // The full-width forms of an input method are the same commands.
    assert!(player.press("<esc>？").shown().contains("这里能按的键"));
    assert!(player.press("<esc>、").shown().contains("查找"));
    assert!(player.press("<esc>２").shown().contains("003网格"));
}

#[test]
fn the_cursor_of_the_terminal_stands_at_the_caret() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<enter>n诉求 路");
    let (buffer, caret) = player.painted();
    let caret = caret.expect("a line is being typed");
    let row: String = (0..caret.x).map(|x| buffer[(x, caret.y)].symbol().to_owned()).collect();
    // The second half of each wide character is a blank of its own in the buffer.
    assert_eq!(row.replace(' ', ""), "王秀英>诉求路");
    assert_eq!(usize::from(caret.x), columns(" 王秀英> 诉求 路"));
    assert!(caret.y < SMALL.1 - 3, "an input method draws below the line");
}
