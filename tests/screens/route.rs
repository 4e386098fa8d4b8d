//! The day's route by keys: chosen, walked, reordered, left over, carried over; why a visit is due; typing from paper.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use chuanmen::domain::deadline::Allowance;
use chuanmen::domain::handover::{Handover, Share};
use chuanmen::domain::reader::Reader;
use chuanmen::domain::request::{PromiseNote, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::domain::visit::{Visit, VisitNote};
use chuanmen::i18n::Lang;
use chuanmen::store::replica::Said;

use crate::player::Player;
use crate::{SMALL, looks, status, township};

/// Doors of two cells that nobody has visited yet.
const DOORS: [(&str, &str); 5] =
    [("004", "2组10号"), ("003", "3组2号"), ("004", "1组1号"), ("003", "3组11号"), ("004", "2组9号")];

fn unvisited(lang: Lang) -> Player {
    Player::on(township::unvisited(&DOORS), lang, SMALL)
}

/// The doors of the route as they stand on the page, each with its row.
fn stops(player: &Player) -> Vec<String> {
    let shown = player.shown();
    let lines = shown.lines().skip_while(|line| !line.contains("今天的路线"));
    lines.skip(1).take_while(|line| line.contains("号")).map(|line| line.trim_matches(['>', ' ']).to_owned()).collect()
}

fn doors(player: &Player) -> Vec<String> {
    let door = |row: String| row.split_whitespace().find(|word| word.contains('号')).unwrap().to_owned();
    stops(player).into_iter().map(door).collect()
}

/// The place on screen: the title row.
fn header(player: &Player) -> String {
    player.shown().lines().next().unwrap_or_default().to_owned()
}

fn visits(player: &Player) -> Vec<Visit> {
    let replica = &player.stage.book.replica;
    let mut visits: Vec<Visit> =
        replica.households_of_cell(township::cell()).unwrap().into_iter().flat_map(|home| home.visits).collect();
    visits.sort_by_key(|visit| visit.typed_at);
    visits
}

#[test]
fn chosen_doors_are_todays_route_in_walking_order_and_leave_the_list_below() {
    let mut player = unvisited(Lang::Zh);
    assert_eq!(doors(&player), Vec::<String>::new());
    // The last three, chosen from below.
    player.press("<end><space><up><space><up><up><space>#");
    assert!(status(&player).contains("今天的路线 3 户"), "{}", status(&player));
    assert_eq!(doors(&player), ["1组1号", "2组9号", "2组10号"], "{}", player.shown());
    let below = player.shown().lines().filter(|line| line.contains("没走访过")).count();
    assert_eq!(below, 5, "none stands twice:\n{}", player.shown());
    assert!(player.shown().contains("该走访 2 户"), "{}", player.shown());
}

#[test]
fn doors_of_the_page_of_cells_go_onto_the_route_too() {
    let mut player = unvisited(Lang::Zh);
    player.press("<end><space>#2<home><space><space>#1");
    assert_eq!(doors(&player)[0], "2组10号", "what was there stays first:\n{}", player.shown());
    assert_eq!(doors(&player).len(), 3);
}

#[test]
fn the_route_is_walked_from_card_to_card_and_ticks_what_is_recorded() {
    let mut player = unvisited(Lang::Zh);
    player.press("<space><space><space>#<home><enter>");
    assert!(header(&player).contains("3组2号"), "{}", header(&player));
    player.press("<f5>]");
    assert!(header(&player).contains("3组11号"), "{}", header(&player));
    player.press("<f3>都好<enter>]");
    assert!(header(&player).contains("1组1号"), "{}", header(&player));
    player.press("]");
    assert!(status(&player).contains("都去过了") || header(&player).contains("1组1号"), "{}", player.shown());
    player.press("<esc>");
    let rows = stops(&player);
    assert!(rows[0].contains("不在家 09:12") && rows[1].contains("在家 09:12"), "{rows:?}");
    assert!(rows[2].contains("没走访过"), "{rows:?}");
    assert!(player.shown().contains("今天的路线 2/3 户"), "{}", player.shown());
    player.press("u");
    assert!(player.shown().contains("今天的路线 1/3 户"), "what is undone is no longer ticked:\n{}", player.shown());
}

#[test]
fn a_door_that_everybody_left_is_on_the_route_no_more_unless_somebody_called_there() {
    let mut player = unvisited(Lang::Zh);
    player.press("<space><space><space>#<home>");
    assert_eq!(doors(&player), ["3组2号", "3组11号", "1组1号"]);
    player.press("<enter><f3>都好<enter><f12>all-away<enter><f2><esc><down><enter><f12>all-away<enter><f2><esc>");
    assert_eq!(doors(&player), ["3组2号", "1组1号"], "{}", player.shown());
    assert!(player.shown().contains("今天的路线 1/2 户"), "what was done today stays told:\n{}", player.shown());
    player.press("<c-d>");
    assert_eq!(player.stage.model.desk.route.as_ref().unwrap().doors().len(), 1, "{}", player.shown());
}

#[test]
fn without_a_route_the_next_door_is_the_next_of_the_cell() {
    let mut player = unvisited(Lang::Zh);
    player.press("<enter>");
    assert!(header(&player).contains("3组2号"), "{}", header(&player));
    player.press("]");
    assert!(header(&player).contains("3组11号"), "{}", header(&player));
    player.press("】");
    assert!(header(&player).contains("3组11号") && status(&player).contains("最后一户"), "{}", player.shown());
}

#[test]
fn the_order_can_be_changed_a_door_taken_off_and_the_route_put_down() {
    let mut player = unvisited(Lang::Zh);
    player.press("<space><space><space>#<home>");
    assert_eq!(doors(&player), ["3组2号", "3组11号", "1组1号"]);
    player.press("}");
    assert_eq!(doors(&player), ["3组11号", "3组2号", "1组1号"]);
    assert!(
        player.shown().lines().any(|line| line.starts_with('>') && line.contains("3组2号")),
        "the cursor goes with it"
    );
    player.press("}}{");
    assert_eq!(doors(&player), ["3组11号", "3组2号", "1组1号"]);
    player.press("<space>");
    assert!(status(&player).contains("不在路线里"), "{}", status(&player));
    assert_eq!(doors(&player), ["3组11号", "1组1号"]);
    player.press("#");
    assert_eq!(doors(&player), ["3组11号", "1组1号", "3组2号"]);
    player.press("#");
    assert!(status(&player).contains("路线放下了；3 户还选着"), "{}", status(&player));
    assert_eq!(doors(&player), Vec::<String>::new());
    player.press("#");
    assert_eq!(doors(&player).len(), 3, "it can be taken again");
    player.press("#<esc>");
    assert!(!player.shown().contains('*'), "{}", player.shown());
}

#[test]
fn what_is_left_is_offered_again_the_next_day_and_survives_a_restart() {
    let mut player = unvisited(Lang::Zh);
    player.press("<space><space><space>#<home><enter><f3>都好<enter><esc>");
    player.now = township::at("2026-11-24T08:30");
    player.stage.tick(player.now);
    assert!(player.shown().contains("11月23日的路线剩下 2 户"), "{}", player.shown());
    player.press("#");
    assert_eq!(doors(&player), ["3组11号", "1组1号"], "{}", player.shown());
    assert_eq!(player.stage.book.replica.desk().route.as_ref().unwrap().on().to_string(), "2026-11-24");
}

#[test]
fn the_evening_shows_what_is_not_finished_and_one_key_puts_it_on_tomorrow() {
    let mut player = unvisited(Lang::Zh);
    // One door of the route is visited, one is not; one is put off, at one words are left.
    player.press("<space><space>#<home><enter><f3>都好<enter><esc>");
    player.press("/1组1号<enter><f7><esc>/2组9号<enter><f2>诉求 路<esc><esc>");
    player.press("<c-e>");
    let shown = player.shown();
    for wanted in ["晚上收尾", "今天的路线 1/2 户", "3组11号", "待补 1 户", "1组1号", "没存的字 1 户", "诉求 路"]
    {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    assert!(!shown.contains("该走访") && !shown.contains("3组2号"), "{shown}");
    player.press("<c-d>");
    assert!(status(&player).contains("2 户放到11月24日 周二的路线"), "{}", status(&player));
    player.press("<esc>");
    assert!(player.shown().contains("该走访"), "{}", player.shown());
    player.now = township::at("2026-11-24T08:30");
    player.stage.tick(player.now);
    assert_eq!(doors(&player), ["3组11号", "1组1号"], "{}", player.shown());
}

#[test]
fn why_a_visit_is_due_is_told_with_the_rule_and_not_read_out_at_the_door() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("/赵小兰<enter>=");
    // A matter stands under the cursor of the card: that is explained.
    assert!(player.shown().contains("期限怎么算的"), "{}", player.shown());
    for (lang, words) in [
        (
            Lang::Zh,
            [
                "上次见到人  11月18日 周三  (5天前)  在家",
                "该走访  2027年2月16日 周二   还有 85 天",
                "* 低保  至少每 90 天一次",
                "所有住户  至少每 180 天一次",
            ],
        ),
        (
            Lang::En,
            [
                "last reached  Wed 18 Nov  (5 days ago)  met",
                "visit by  Tue 16 Feb 2027   in 85 days",
                "* 低保  at least every 90 days",
                "every household  at least every 180 days",
            ],
        ),
    ] {
        let mut player = Player::village(lang, SMALL);
        player.press("/赵小兰<enter><right><f6>");
        player.press("=");
        for word in words {
            assert!(player.shown().contains(word), "{word}\n{}", player.shown());
        }
    }
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("孙福<enter>w");
    assert!(player.shown().contains("至少每 180 天一次") && !player.shown().contains("依据"), "{}", player.shown());
    player.press("<esc><f6>w");
    assert!(player.shown().contains("所有住户"), "{}", player.shown());
}

#[test]
fn what_is_typed_from_paper_was_said_on_the_day_of_the_paper() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<c-p>");
    assert!(header(&player).contains("补录 11月22日 周日"), "{}", header(&player));
    player.press("<c-p>");
    assert!(header(&player).contains("补录 11月21日 周六"), "{}", header(&player));
    player.press("孙福<enter><f5>");
    player.press("<f3>在家坐了坐<enter>").press("<f2>诉求 井盖没了 !7<enter>");
    let typed = visits(&player);
    let days: Vec<(String, String)> = typed
        .iter()
        .rev()
        .take(2)
        .map(|visit| (visit.at.date().to_string(), visit.typed_at.date().to_string()))
        .collect();
    let day = || ("2026-11-21".to_owned(), "2026-11-23".to_owned());
    assert_eq!(days, [day(), day()]);
    assert!(player.shown().contains("井盖没了"), "{}", player.shown());
    let due = player.shown().lines().find(|line| line.contains("井盖没了")).unwrap().to_owned();
    assert!(!due.contains("12月2日"), "the days count from when it was said: {due}");
    player.press("<esc><esc>");
    assert!(status(&player).contains("补录结束"), "{}", status(&player));
    assert!(!header(&player).contains("补录"), "{}", header(&player));
    player.press("孙福<enter><f3>又坐了坐<enter>");
    let visits = visits(&player);
    let again = visits.iter().find(|visit| visit.note == "又坐了坐").unwrap();
    assert_eq!(again.at.date().to_string(), "2026-11-23");
}

#[test]
fn on_the_next_day_nothing_is_backdated_any_more() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("<c-p>");
    player.now = township::at("2026-11-24T08:30");
    player.stage.tick(player.now);
    assert!(!header(&player).contains("补录"), "{}", header(&player));
    player.press("孙福<enter><f3>坐了坐<enter>");
    assert_eq!(visits(&player).last().unwrap().at.date().to_string(), "2026-11-24");
}

#[test]
fn a_walk_list_is_written_of_what_is_chosen_of_the_route_or_of_the_cell() {
    let folder = tempfile::tempdir().unwrap();
    let begun = |keys: &str| {
        let mut player = Player::among(township::unvisited(&DOORS), Lang::Zh, SMALL, &[folder.path()]);
        player.press(keys).press("<f4>走访单<enter>");
        player
    };
    for (keys, file, doors) in [
        ("<end><space>", "chosen.txt", 1),
        ("<space><space>#<home>", "route.txt", 2),
        ("2<home>", "cell.html", 2),
        ("<end><enter>", "card.html", 3),
    ] {
        let mut player = begun(keys);
        assert!(player.shown().contains(&format!("走访单  {doors} 户")), "{keys}\n{}", player.shown());
        player.press("<c-u>").press(&format!("~/{file}")).press("<f2>");
        assert!(status(&player).contains(&format!("走访单 {doors} 户，已写到")), "{}", player.shown());
        let page = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(page.matches("丁一").count(), doors, "{page}");
        let recorded = player.stage.book.replica.disclosures(Scope::WHOLE, 9).unwrap().0;
        assert_eq!((recorded.len(), recorded[0].disclosed.what.as_str()), (1, "walk"));
    }
    let mut player = begun("<end><space>");
    player.press("<c-u>~/chosen.txt<f2>");
    assert!(status(&player).contains("换个文件名：已有"), "{}", status(&player));
    player.press("<c-u>~/chosen.pdf<f2>");
    assert!(status(&player).contains(".html"), "{}", status(&player));
    assert_eq!(player.stage.book.replica.disclosures(Scope::WHOLE, 9).unwrap().1, 0);
}

#[test]
fn doors_not_reached_this_year_are_one_key_away() {
    let mut player = Player::village(Lang::Zh, SMALL);
    player.press("2`");
    let listed = |player: &Player| player.shown().lines().filter(|line| line.contains("组")).count();
    assert_eq!(listed(&player), 1, "{}", player.shown());
    assert!(player.shown().contains("孙福") && player.shown().contains("今年没走访到的 1 户"), "{}", player.shown());
    player.press("<f3>都好<enter>");
    assert!(player.shown().contains("每一户都走访到了"), "{}", player.shown());
    player.press("u");
    assert_eq!(listed(&player), 1, "{}", player.shown());
    player.press("·");
    assert_eq!(listed(&player), 6, "{}", player.shown());
}

#[test]
fn what_is_brought_stands_first_and_the_other_promises_by_their_day() {
    let mut player = Player::village(Lang::Zh, (100, 40));
    assert!(player.shown().contains("我答应的 1") && !player.shown().contains("今天要带"), "{}", player.shown());
    player.press("孙福<enter><f2>答应 捎两斤种子<enter>").press("<f2>答应 问问水费 !1<enter><esc>");
    let shown = player.shown();
    assert!(shown.contains("今天要带 1") && shown.contains("我答应的 2"), "{shown}");
    assert!(shown.find("捎两斤种子") < shown.find("逾期") && shown.find("问问水费") < shown.find("报销单"), "{shown}");
    // On the way to another door the seeds stay at home, and what that door was promised is taken along.
    player.press("/王秀英<enter><esc><home>");
    while !player.shown().lines().any(|line| line.starts_with('>') && line.contains("孙女要一个书包")) {
        player.press("<down>");
    }
    player.press("<space>#");
    let shown = player.shown();
    assert!(shown.contains("今天要带 1") && shown.find("报销单") < shown.find("逾期"), "{shown}");
    assert!(shown.contains("我答应的 2"), "{shown}");
    // The promise is kept where it stands.
    player.press("<home><down>'");
    assert!(status(&player).contains("兑现") && !player.shown().contains("今天要带"), "{}", player.shown());
    player.press("u");
    assert!(player.shown().contains("今天要带 1"), "{}", player.shown());
    // Late is told by a word.
    player.press("#");
    player.now = township::at("2026-11-26T09:00");
    player.stage.tick(player.now);
    assert!(
        player.shown().lines().any(|line| line.contains("问问水费") && line.contains("逾2工作日")),
        "{}",
        player.shown()
    );
}

#[test]
fn at_the_doors_of_the_route_all_that_is_due_is_told_with_why_in_whatever_words_and_however_much_is_due_elsewhere() {
    for (lang, mine, theirs, next) in [
        (Lang::Zh, "11月20日答应", "徐仙答应", "下次来时"),
        (Lang::En, "promised 20 Nov", "徐仙 promised", "next visit"),
    ] {
        let mut player = Player::on(township::street(), lang, (100, 40));
        let replica = &mut player.stage.book.replica;
        let doors = replica.households_of_cell(township::cell()).unwrap();
        let mut promise = |door: usize, by: &str, text: &str, due: Option<u32>| {
            let now = township::at("2026-11-20T08:00");
            let note = PromiseNote {
                household: doors[door].id,
                text: text.to_owned(),
                due: due.map(Allowance::Days),
                visit: VisitNote::default(),
            };
            let said = Said { now, at: now, by: by.to_owned() };
            replica.commit(&said, &Request::Promise(Box::new(note))).unwrap();
        };
        // Many doors away from the route are owed something sooner.
        for n in 0..70 {
            promise(0, "陈强", &format!("带 {n}"), Some(1));
        }
        promise(9, "陈强", "低保政策问清楚", None);
        promise(9, "徐仙", "种子", Some(3));
        promise(9, "陈强", "年底再看", Some(60));
        player.press("2<home>").press(&"<down>".repeat(9)).press("<space>#1<home>");
        let shown = player.shown();
        let row = |words: &str| shown.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned();
        assert!(row("低保政策问清楚").contains(mine) && row("低保政策问清楚").contains(next), "{shown}");
        assert!(row("种子").contains(theirs), "{shown}");
        let heading = if lang == Lang::Zh { "今天要带 2" } else { "To bring 2" };
        assert!(shown.contains(heading), "what is due in two months is not: {shown}");
    }
}

#[test]
fn what_was_handed_over_to_me_is_mine_to_bring() {
    let mut player = Player::village(Lang::Zh, (100, 40));
    assert!(player.shown().contains("我答应的 1"), "{}", player.shown());
    let handed =
        Handover { cell: township::cell(), from: "陈强".to_owned(), to: "徐仙".to_owned(), share: Share::Promises };
    let now = township::at("2026-11-23T08:00");
    let said = Said { now, at: now, by: "陈强".to_owned() };
    player.stage.book.replica.commit(&said, &Request::HandOver(Box::new(handed))).unwrap();
    player.press("21");
    assert!(!player.shown().contains("我答应的"), "{}", player.shown());
}

#[test]
fn a_wish_that_i_claimed_is_to_be_brought() {
    let mut player = Player::village(Lang::Zh, (100, 40));
    player.press("付桂兰<enter>");
    assert!(player.shown().contains("电饭锅"), "{}", player.shown());
    player.press("<space>认领<enter>").press("陈强");
    player.press("<enter><esc><esc>1");
    let shown = player.shown();
    assert!(shown.contains("今天要带 1") && shown.find("电饭锅") < shown.find("逾期"), "{shown}");
}

#[test]
fn the_route_looks_as_it_did() {
    let places = [
        ("route", "<end><space><up><space>#<home><enter><f5><esc>"),
        ("evening", "<end><space>#<home><enter><f7><esc><c-e>"),
        ("why_visit", "<end>w"),
        ("paper", "<c-p>"),
        ("bring", "孙福<enter><f2>答应 捎两斤种子<enter><esc>"),
    ];
    for (name, look) in looks(&places, Player::village) {
        insta::assert_snapshot!(name, look);
    }
}
