//! Taking a roster in: choosing the file, looking it over, deciding, taking, taking back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use chuanmen::domain::facets::Tally;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;

use crate::player::Player;
use crate::snapshot::snapshot;
use crate::{LARGE, SMALL, looks, status, township};

/// A roster with something of every sort to decide: a wrong check digit, a number too short, a telephone that is none,
/// one person in two households, and two villages that nobody has entered.
const ROSTER: &str = "户号,姓名,与户主关系,身份证号,联系电话,村\n\
    1,张三,户主,152499197905013895,13800006579,红旗村\n\
    1,李四妹,配偶,,1380000,红旗村\n\
    2,王五,户主,152499196001013894,,红旗村\n\
    2,赵六,子,152499197905013894,13800006571,红旗村\n\
    3,赵六,户主,152499197905013894,13800006571,红旗村\n\
    4,孙福,户主,15249919850501389,,东升村\n";

/// A folder with one roster, written on a day that does not change.
pub fn folder(name: &str, bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), name, bytes, 0);
    folder
}

/// Writes a file as of so many days after the first.
fn put(folder: &Path, name: &str, bytes: &[u8], days: u64) {
    fs::write(folder.join(name), bytes).unwrap();
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000 + days * 86_400);
    fs::File::options().write(true).open(folder.join(name)).unwrap().set_modified(at).unwrap();
}

/// The roster of 王府村: 42 households, 116 people, with no village in its columns but one in its title.
pub fn sample() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters/01_王府村户籍人口花名册.xlsx")).unwrap()
}

fn player(folder: &TempDir, lang: Lang, size: (u16, u16)) -> Player {
    Player::among(township::village(), lang, size, &[folder.path()])
}

fn households(player: &Player) -> i64 {
    player.stage.book.replica.tally(Tally::Households, Scope::WHOLE).unwrap()
}

/// Every step, by the keys that lead there from Today.
const STEPS: [(&str, &str); 8] = [
    ("choose", "<c-o>"),
    ("overview", "<c-o><enter>"),
    ("rows", "<c-o><enter><home><down><enter>"),
    ("mend", "<c-o><enter><home><down><enter><enter><bs>"),
    ("columns", "<c-o><enter><end><enter><down><down><down>"),
    ("place", "<c-o><enter><enter>"),
    ("new_cell", "<c-o><enter><enter><home><enter>"),
    ("placed", "<c-o><enter><enter><enter><enter><enter>"),
];

#[test]
fn every_step_looks_as_it_did() {
    let folder = folder("红旗村花名册.csv", ROSTER.as_bytes());
    put(folder.path(), "照片.jpg", b"x", 1);
    for (name, look) in looks(&STEPS, |lang, size| player(&folder, lang, size)) {
        insta::assert_snapshot!(format!("review_{name}"), look);
    }
}

#[test]
fn waiting_and_who_is_who_look_as_they_did() {
    let people = "姓名,与户主关系,出生日期,门牌\n王秀英,户主,1959-04-02,3组99号\n付桂兰,户主,1948-01-12,1组88号\n";
    let people = folder("花名册.csv", people.as_bytes());
    for lang in Lang::ALL {
        for size in [SMALL, LARGE] {
            let mut player = player(&people, lang, size);
            player.press("<c-o>");
            player.waits = true;
            player.press("<enter>");
            let name = |what: &str| format!("review_{what}_{}_{}", lang.code(), size.0);
            insta::assert_snapshot!(name("busy"), snapshot(&player.painted().0));
            player.waits = false;
            player.work();
            let word = ["可能已经在册", "may be known already"][lang as usize];
            player.press("<enter><enter><home>");
            for _ in 0..12 {
                if player.shown().lines().any(|line| line.starts_with('>') && line.contains(word)) {
                    break;
                }
                player.press("<down>");
            }
            player.press("<enter>");
            assert!(player.shown().contains("3组12号"), "both sides are shown:\n{}", player.shown());
            insta::assert_snapshot!(name("who_is_who"), snapshot(&player.painted().0));
        }
    }
}

#[test]
fn a_roster_is_looked_over_taken_and_taken_back() {
    let folder = folder("红旗村花名册.csv", ROSTER.as_bytes());
    let mut player = player(&folder, Lang::Zh, SMALL);
    let before = households(&player);
    player.press("<c-o><enter>");
    assert!(player.shown().contains("身份证号校验不对                 2 处"), "{}", player.shown());
    assert!(player.shown().contains("待定 3 户 6 人"), "nothing is placed yet:\n{}", player.shown());
    // The wrong check digit is mended; what is typed is judged before Enter.
    player.press("<home><down><enter><enter>");
    assert!(player.shown().contains("末位应是 4"), "{}", player.shown());
    player.press("<bs>4");
    assert!(player.shown().contains("对了"), "{}", player.shown());
    player.press("<enter>");
    assert!(status(&player).contains("改好了，这一类还有 1 处"), "{}", status(&player));
    // The other one is left out, and its household with it, for it is the head's row.
    player.press("<space>");
    assert!(player.shown().contains("看过，照样导入"), "{}", player.shown());
    player.press("<space>");
    assert!(player.shown().contains("先不导入"), "{}", player.shown());
    player.press("<esc>");
    assert!(player.shown().contains("改过的                           1 处"), "{}", player.shown());
    assert!(player.shown().contains("先不导入的                       1 处"), "{}", player.shown());
    // Both villages go to the cell that is there.
    for village in ["东升村", "红旗村"] {
        let mut presses = 0;
        while !player.shown().lines().any(|line| line.starts_with('>') && line.contains(village)) {
            player.press("<down>");
            presses += 1;
            assert!(presses < 30, "{}", player.shown());
        }
        player.press("<enter><enter>");
    }
    assert!(player.shown().contains("满天红村 003网格"), "{}", player.shown());
    assert!(player.shown().lines().any(|line| line.starts_with('>') && line.contains("新增")), "{}", player.shown());
    player.press("<enter>");
    assert!(status(&player).starts_with("已保存") && status(&player).ends_with("u 撤销"), "{}", status(&player));
    assert!(player.shown().contains("张三"), "the cell is shown:\n{}", player.shown());
    assert!(households(&player) > before);
    player.press("u");
    assert!(status(&player).starts_with("已撤销"), "a small act is taken back at one key: {}", status(&player));
    assert_eq!(households(&player), before);
}

#[test]
fn the_same_roster_a_second_time_changes_nothing_and_says_so() {
    let folder = folder("王府村户籍人口花名册.xlsx", &sample());
    let mut player = player(&folder, Lang::En, SMALL);
    player.press("<c-o><enter><enter><enter><enter>");
    assert!(status(&player).starts_with("Saved"), "{}\n{}", status(&player), player.shown());
    let taken = households(&player);
    let acts = player.stage.book.replica.acts(usize::MAX).unwrap().len();
    player.press("<c-o><enter>");
    assert!(player.shown().contains("nothing to take in"), "{}", player.shown());
    player.press("<c-s>");
    assert!(status(&player).contains("does nothing here now"), "{}", status(&player));
    player.press("<enter>");
    assert_eq!((households(&player), player.stage.book.replica.acts(usize::MAX).unwrap().len()), (taken, acts));
}

#[test]
fn reading_can_be_watched_and_stopped_and_leaves_nothing_behind() {
    let mut text = "户号,姓名,与户主关系\n".to_owned();
    for number in 0..8_000 {
        text.push_str(&format!("{number},张三,户主\n"));
    }
    let folder = folder("大花名册.csv", text.as_bytes());
    let mut player = player(&folder, Lang::Zh, SMALL);
    let before = snapshot(&player.painted().0);
    let known = households(&player);
    player.press("<c-o>");
    player.waits = true;
    player.press("<enter>");
    assert!(player.shown().contains("正在读") && player.shown().contains("Esc 停下"), "{}", player.shown());
    // Meanwhile no key but those of waiting does anything, and none breaks anything.
    player.press("2/王<enter><f2><c-o>");
    assert!(player.shown().contains("正在读"), "{}", player.shown());
    player.press("<esc>");
    assert!(player.shown().contains("正在停下"), "{}", player.shown());
    player.work();
    assert!(status(&player).contains("什么都没有导入"), "{}", status(&player));
    assert!(player.shown().contains("大花名册.csv"), "back at the files:\n{}", player.shown());
    player.waits = false;
    assert_eq!(households(&player), known);
    player.press("<esc>");
    player.stage.model.status = None;
    assert_eq!(snapshot(&player.painted().0), before);
}

#[test]
fn recording_can_be_stopped_until_it_is_saved() {
    let mut text = "户号,姓名,与户主关系\n".to_owned();
    for number in 0..1_200 {
        text.push_str(&format!("{number},张{number},户主\n"));
    }
    let folder = folder("花名册.csv", text.as_bytes());
    let mut player = player(&folder, Lang::Zh, SMALL);
    let known = households(&player);
    player.press("<c-o><enter><enter><enter>");
    player.waits = true;
    player.press("<enter>");
    assert!(player.shown().contains("正在保存"), "{}", player.shown());
    player.press("<esc>").work();
    assert!(status(&player).contains("什么都没有导入"), "{}", status(&player));
    assert!(player.shown().contains("新增 1200 户"), "the review is still there:\n{}", player.shown());
    assert_eq!(households(&player), known);
    player.press("<enter>").work();
    assert!(status(&player).starts_with("已保存"), "{}", status(&player));
    assert_eq!(households(&player), known + 1_200);
}

#[test]
fn once_it_is_on_the_disk_it_is_not_stopped_and_says_so() {
    let mut text = "户号,姓名,与户主关系\n".to_owned();
    for number in 0..1_200 {
        text.push_str(&format!("{number},张{number},户主\n"));
    }
    let folder = folder("花名册.csv", text.as_bytes());
    let mut player = player(&folder, Lang::Zh, SMALL);
    player.press("<c-o><enter><enter><enter>");
    player.waits = true;
    player.press("<enter>");
    let mut reports = Vec::new();
    for job in player.stage.jobs() {
        job.run(&mut |report| reports.push(report));
    }
    let mut seen = Vec::new();
    for report in reports {
        player.stage.hear(report, player.now);
        let shown = player.shown();
        if shown.contains("已存到盘上") {
            player.press("<esc>");
            assert!(player.shown().contains("已存到盘上"), "{}", player.shown());
        }
        seen.push(shown.lines().nth(4).unwrap_or_default().trim().to_owned());
    }
    assert!(seen.contains(&"已到 500 条".to_owned()) && seen.contains(&"已到 1000 条".to_owned()), "{seen:?}");
    assert!(status(&player).starts_with("已保存  新增 1200 户 1200 人"), "{}", status(&player));
}

#[test]
fn a_file_is_found_by_its_name_its_initials_or_its_path() {
    let folder = folder("红旗村花名册.csv", ROSTER.as_bytes());
    put(folder.path(), "东升村.csv", b"a,b\n1,2\n", 3);
    fs::create_dir(folder.path().join("旧的")).unwrap();
    for typed in ["红旗", "hqc", "~/红<tab>", "～／红<tab>", "~/<tab><down><down>"] {
        let mut player = player(&folder, Lang::Zh, SMALL);
        player.press("<c-o>").press(typed).press("<enter>");
        assert!(
            player.shown().contains("红旗村花名册.csv                                                     3 户"),
            "{typed}:\n{}",
            player.shown()
        );
    }
    let mut player = player(&folder, Lang::Zh, SMALL);
    player.press("<c-o>");
    let first = player.shown().lines().find(|line| line.starts_with('>')).unwrap_or_default().to_owned();
    assert!(first.contains("东升村.csv"), "the newest first: {first}");
    player.press("<enter>");
    assert!(status(&player).contains("东升村.csv"), "what is no roster is said to be none: {}", status(&player));
    player.press("没有的文件<enter>");
    assert!(status(&player).contains("打不开"), "{}", status(&player));
}

#[test]
fn where_nothing_lies_it_says_where_it_looked_and_a_path_can_be_typed() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, said) in [(Lang::Zh, "没有找到表格"), (Lang::En, "No spreadsheet was found")] {
        let mut player = player(&folder, lang, SMALL);
        player.press("<c-o>");
        let shown = player.shown();
        assert!(shown.contains(said) && shown.lines().any(|line| line.trim() == "~"), "{shown}");
        put(folder.path(), "a.csv", ROSTER.as_bytes(), 0);
        assert!(player.press("<c-o>").shown().contains("a.csv"), "looked again:\n{}", player.shown());
        fs::remove_file(folder.path().join("a.csv")).unwrap();
    }
}

#[test]
fn what_a_header_means_is_said_once_and_remembered() {
    let folder = folder("花名册.csv", "户号,姓名,老号,与户主关系\n1,张三,152499197905013894,户主\n".as_bytes());
    let mut player = player(&folder, Lang::Zh, SMALL);
    player.press("<c-o><enter><end><enter><down><down>");
    let line =
        |player: &Player| player.shown().lines().find(|line| line.contains("老号")).unwrap_or_default().to_owned();
    let before = line(&player);
    player.press("<right>");
    assert_ne!(line(&player), before);
    let said = player.stage.model.desk.columns.clone();
    assert_eq!(said.keys().collect::<Vec<_>>(), ["老号"]);
    let now = line(&player);
    player.press("<esc><esc><enter><end><enter><down><down>");
    assert_eq!(line(&player), now, "the next reading begins with it");
}

#[test]
fn who_may_be_somebody_known_is_asked_with_both_sides_and_never_merged_unasked() {
    let text = "姓名,与户主关系,出生日期,门牌\n王秀英,户主,1959-04-02,3组99号\n付桂兰,户主,1948-01-12,1组88号\n";
    let folder = folder("花名册.csv", text.as_bytes());
    let mut player = player(&folder, Lang::Zh, SMALL);
    player.press("<c-o><enter>");
    let at =
        |player: &Player, word: &str| player.shown().lines().any(|line| line.starts_with('>') && line.contains(word));
    player.press("<enter><enter>");
    assert!(player.shown().contains("可能已经在册"), "{}", player.shown());
    let before = households(&player);
    while !at(&player, "可能已经在册") {
        player.press("<down>");
    }
    player.press("<enter>");
    let shown = player.shown();
    assert!(shown.contains("表上: 王秀英  3组99号") && shown.contains("册上: 王秀英  3组12号"), "{shown}");
    player.press("<right>");
    assert!(player.shown().contains("< 同一个 >"), "{}", player.shown());
    player.press("<space>");
    assert!(!player.shown().contains("还没定"), "all are answered the same:\n{}", player.shown());
    player.press("<esc><c-s>");
    assert!(status(&player).starts_with("已保存"), "{}\n{}", status(&player), player.shown());
    assert_eq!(households(&player), before, "the same people, at their new doors");
}
