//! Text that was made to harm – escapes, controls, marks of direction, characters without width, megabytes – is shown
//! harmless on every screen and in every answer, and is kept letter for letter.
//!
//! A megabyte is more than a line takes at once; what comes in by files and requests has megabytes, and every page and
//! command is tried with them. Times are in benches/README.md.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/glyphs.rs"]
mod glyphs;
#[path = "support/keys.rs"]
mod keys;
#[path = "support/player.rs"]
mod player;
#[path = "support/township.rs"]
mod township;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use serde_json::Value;

use chuanmen::domain::household::{Person, Tag};
use chuanmen::domain::id::Id;
use chuanmen::domain::matter::Kind;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::request::{NewHousehold, RaiseNote, Request};
use chuanmen::domain::responder::ResponderKind;
use chuanmen::domain::visit::VisitNote;
use chuanmen::i18n::Lang;
use chuanmen::store::replica::{Again, Replica, Said};
use chuanmen::tui::input::Input;
use player::Player;

/// One text of each sort of harm.
const HARMS: [&str; 12] = [
    "红\x1b[2J\x1b[31m\x1b]0;title\x07灯",
    "a\0\x01\x08\x0b\x0c\x0e\x1f\x7fb",
    "c\u{80}\u{84}\u{85}\u{90}\u{9b}31m\u{9d}0;x\u{9c}d",
    "付\u{202e}兰桂\u{202c}\u{2066}x\u{2069}\u{200f}\u{200e}\u{61c}",
    "\u{feff}王\u{200b}秀\u{200c}英\u{200d}\u{2060}\u{ad}",
    "两行\r\n一\n户\t口\u{2028}本\u{2029}",
    "私\u{e000}\u{e863}\u{f8ff}\u{f0000}\u{10fffd}用",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{20e3}",
    "👩🏽\u{200d}🌾🇨🇳👨\u{200d}👩\u{200d}👧\u{fe0f}",
    "\u{301}\u{fe0f}ﷺ𒐫꧅",
    "\u{fff9}注\u{fffa}音\u{fffb}\u{e0041}\u{fffd}\u{ffff}",
    "\u{915}\u{94d}\u{937}\u{93f}\u{1160}\u{1100}\u{1100}\u{1161}\u{11a8}\u{3164}\u{e01}\u{e33}",
];

/// The places to look at, by the keys that lead there from Today.
const PLACES: [&str; 20] = [
    "",
    "2",
    "<enter>",
    "<enter><f6>",
    "2<enter>",
    "2<enter><right>",
    "2<enter><right><f6>",
    "2<enter><right><down><down><enter>",
    "2<f12>",
    "2<f12>加类别<enter>",
    "2<f12>分户<enter>",
    "2<f12>并户<enter>",
    "<enter><f2>",
    "<enter>n诉求 路 @",
    "<enter>n路灯坏了<enter>",
    "<enter>s",
    "/红",
    "<enter><space>",
    ":",
    "w",
];

fn said() -> Said {
    Said { now: township::now(), at: township::now(), by: HARMS[0].to_owned() }
}

/// A village with these texts wherever somebody can write one; the household and the matter they were written at.
fn harmed(texts: &[String]) -> (Replica, Id, Id) {
    let mut replica = township::village();
    let text = |at: usize| texts[at % texts.len()].clone();
    let worded = |at: usize| format!("甲{}", text(at));
    let mut commit = |request: &Request| replica.commit(&said(), request).unwrap().about[0];
    let head = Person { name: worded(0), relation: "户主".to_owned(), ..Person::default() };
    let other = Person { name: worded(1), relation: worded(2), ethnicity: Some(text(3)), ..Person::default() };
    let household = NewHousehold {
        door: worded(4),
        head: worded(0),
        phone: Some(worded(5)),
        address: Some(worded(6)),
        members: vec![head, other],
        tags: vec![Tag::plain(worded(7))],
        ..NewHousehold::default()
    };
    let home = commit(&Request::AddHousehold { cell: township::cell(), household });
    let named = Request::AddResponder { name: worded(8), kind: ResponderKind::Unit, phone: Some(worded(9)) };
    let responder = commit(&named);
    let note = VisitNote { note: worded(10), with: vec![worded(1)], met: Some(worded(2)), ..VisitNote::default() };
    commit(&Request::Visit { household: home, note });
    let raised = RaiseNote { responder: Some(responder), ..RaiseNote::new(Kind::Demand, home, worded(11)) };
    let matter = commit(&Request::Raise(Box::new(raised)));
    commit(&Request::AddCell { scope: township::cell(), name: Some(worded(3)) });
    (replica, home, matter)
}

/// Every place of a painted screen holds one character a terminal draws and does nothing else with, whole.
fn assert_harmless(buffer: &Buffer, keys: &str) {
    for y in buffer.area.top()..buffer.area.bottom() {
        // Fails on half a wide character at the edge.
        glyphs::walk(buffer, y, |symbol, width, _| {
            assert!(width > 0, "{symbol:?} in row {y}, {keys:?}");
            let harm = |c: char| {
                let turns = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
                c.is_control() || turns || ('\u{e000}'..='\u{f8ff}').contains(&c) || c == '\u{feff}'
            };
            assert!(!symbol.chars().any(harm), "{symbol:?} in row {y}, {keys:?}");
        });
    }
}

fn look_everywhere(texts: &[String], lang: Lang, size: (u16, u16)) {
    for keys in PLACES {
        let mut player = Player::on(harmed(texts).0, lang, size);
        player.press(keys);
        assert_harmless(&player.painted().0, keys);
    }
}

#[test]
fn every_screen_shows_every_harm_harmless() {
    let texts: Vec<String> = HARMS.iter().map(|text| (*text).to_owned()).collect();
    for turn in 0..HARMS.len() {
        let turned = [&texts[turn..], &texts[..turn]].concat();
        let (lang, size) = [(Lang::Zh, (80, 24)), (Lang::En, (120, 40))][turn % 2];
        look_everywhere(&turned, lang, size);
    }
    let mut player = Player::on(harmed(&texts).0, Lang::Zh, (120, 40));
    let shown = player.press("/甲红<enter>").shown();
    assert!(shown.contains("甲红␛[2J"), "what cannot be drawn is seen to be there:\n{shown}");
}

#[test]
fn what_was_written_is_kept_letter_for_letter() {
    let texts: Vec<String> = HARMS.iter().map(|text| (*text).to_owned()).collect();
    let (replica, home, matter) = harmed(&texts);
    let household = replica.household(home).unwrap().unwrap();
    let kept = |text: &str, at: usize| assert_eq!(text, format!("甲{}", texts[at]).trim_end(), "{at}");
    let profile = &household.profile;
    kept(&profile.head, 0);
    kept(&profile.members[1].details.name, 1);
    kept(profile.address.as_ref().unwrap(), 6);
    kept(&profile.tags[0].name, 7);
    kept(&household.visits[0].note, 10);
    kept(&replica.matter(matter).unwrap().unwrap().raised.text, 11);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_breaks_any_screen(
        texts in prop::collection::vec(any::<String>(), 1..6),
        place in 0..PLACES.len(),
        size in (1u16..130, 1u16..45),
        english: bool,
    ) {
        let lang = if english { Lang::En } else { Lang::Zh };
        let mut player = Player::on(harmed(&texts).0, lang, size);
        player.press(PLACES[place]);
        assert_harmless(&player.painted().0, PLACES[place]);
        player.give(&Input::Paste(texts.concat()));
        assert_harmless(&player.painted().0, PLACES[place]);
    }
}

/// Times are printed, not judged: in this build they are some ten times those of a release.
#[test]
fn a_long_text_is_shown_and_a_megabyte_pasted_is_left_out_whole() {
    const STORED: usize = 1 << 14;
    for unit in ["门前路坑洼，雨天过不去。", "\u{200b}", "e\u{301}", "\x1b[31m"] {
        for keys in ["", "<enter>", "2<enter><right><f6>"] {
            let mut player = Player::on(harmed(&[unit.repeat(STORED / unit.len())]).0, Lang::Zh, (80, 24));
            player.press(keys);
            let began = Instant::now();
            assert_harmless(&player.painted().0, keys);
            println!("{STORED} bytes of {unit:?} everywhere, painted at {keys:?}: {:?}", began.elapsed());
        }
        let mut player = Player::village(Lang::Zh, (80, 24));
        player.press("<enter><f2>路灯");
        let before = player.shown();
        player.give(&Input::Paste(unit.repeat((1 << 20) / unit.len())));
        let shown = player.shown();
        assert!(shown.contains("没有贴进来"), "{shown}");
        let line = |shown: &str| shown.lines().find(|row| row.contains("> 路灯")).map(str::to_owned);
        assert!(line(&before).is_some() && line(&before) == line(&shown), "{before}{shown}");
        player.give(&Input::Paste(unit.repeat(4_000 / unit.chars().count())));
        for key in ["a", "<left>", "<bs>", "<home>", "<end>"] {
            let began = Instant::now();
            player.press(key);
            assert_harmless(&player.painted().0, key);
            println!("  {key} behind as much as is taken, and painted: {:?}", began.elapsed());
        }
    }
}

/// A megabyte that ends in words of its own, so that a lost end is seen.
fn megabyte(unit: &str, end: &str) -> String {
    format!("甲{}{end}", unit.repeat((1 << 20) / unit.len()))
}

/// Where time grew with the square of a text (each piece of a line measured with the line before it), this took hours.
#[test]
fn megabytes_are_cut_on_every_page_and_pages_can_be_walked() {
    for unit in ["门前路坑洼，", "\u{200b}", "a"] {
        let mut texts: Vec<String> = (0..12).map(|at| format!("短{at}")).collect();
        for at in [0, 6, 10, 11] {
            texts[at] = megabyte(unit, "完");
        }
        let mut player = Player::on(harmed(&texts).0, Lang::Zh, (80, 24));
        for keys in
            ["", "<enter>", "<f6>", "<down><down>", "<esc>2", "<enter><right><end>", "<f6>", "<f12>", "<esc>", "/甲"]
        {
            player.press(keys);
            let shown = player.shown();
            assert_harmless(&player.painted().0, keys);
            let rows =
                shown.lines().filter(|row| row.contains("路坑洼，门前路坑洼") || row.contains("aaaaaaaaaaaaaaaa"));
            assert!(rows.count() <= 20, "one text leaves no room for others at {keys:?}:\n{shown}");
        }
    }
}

/// All that is stored: by the journal, by the database after a new start, and by a backup put back elsewhere.
#[test]
fn megabytes_are_kept_byte_for_byte_through_start_backup_and_restore() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file, other) = (folder.path().join("data"), folder.path().join("all.backup"), folder.path().join("b"));
    let text = |end: &str| megabyte(&HARMS.concat(), end);
    let (mut replica, _) = Replica::open(&data, &mut |_| ()).unwrap();
    let mut commit = |request: &Request| replica.commit(&said(), request).unwrap().about[0];
    commit(&Request::AddCell { scope: township::cell(), name: Some(text("格")) });
    let household =
        NewHousehold {
            door: "1号".to_owned(), head: text("名"), address: Some(text("址")), ..NewHousehold::default()
        };
    let home = commit(&Request::AddHousehold { cell: township::cell(), household });
    commit(&Request::Visit { household: home, note: VisitNote { note: text("访"), ..VisitNote::default() } });
    let matter = commit(&Request::Raise(Box::new(RaiseNote::new(Kind::Demand, home, text("诉")))));
    let whole = |replica: &Replica| {
        let household = replica.household(home).unwrap().unwrap();
        assert!(household.profile.head == text("名"));
        assert!(household.profile.address == Some(text("址")));
        assert!(household.visits[0].note == text("访"));
        assert!(replica.matter(matter).unwrap().unwrap().raised.text == text("诉"));
        assert!(replica.area(township::cell()).unwrap().unwrap().name == text("格"));
    };
    whole(&replica);
    replica.back_up(&file, township::now(), &mut |_| ()).unwrap();
    drop(replica);
    let (replica, _) = Replica::open(&data, &mut |_| ()).unwrap();
    whole(&replica);
    drop(replica);
    Replica::restore(&other, &file, None, &Again::nothing(), &mut |_| ()).unwrap();
    let (replica, _) = Replica::open(&other, &mut |_| ()).unwrap();
    whole(&replica);
    drop(replica);
    // The database is lost: all comes back from the journal.
    std::fs::remove_dir_all(data.join("db")).unwrap();
    let (replica, _) = Replica::open(&data, &mut |_| ()).unwrap();
    whole(&replica);
}

/// A megabyte in fields of a roster, through the real binary.
#[test]
fn megabytes_of_a_roster_are_taken_in_listed_shown_and_searched() {
    let folder = tempfile::tempdir().unwrap();
    let (data, roster) = (folder.path().join("data"), folder.path().join("a\x1b[31m\u{202e}b.csv"));
    let (address, remark) = (megabyte("门前路坑洼，", "址"), megabyte("a\x1b[2J\u{202e}", "完"));
    let rows = format!("户号,姓名,与户主关系,住址,备注\n1,张三,户主,\"{address}\",\"{remark}\"\n1,李四,配偶,,\n");
    std::fs::write(&roster, rows).unwrap();
    let document = |words: &[&str]| -> Value {
        let (out, err) = run(&data, &[words, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|fault| panic!("{words:?}: {fault}: {err}"))
    };
    document(&["cells", "add", "150826102207-003"]);
    let (out, err) = run(&data, &["import", "--yes", "--cell", "003", roster.to_str().unwrap()]);
    assert_printable(&(out + &err), &["import"]);
    let list = document(&["list", "households", "--reveal"]);
    let home = list["households"][0]["id"].as_str().unwrap().to_owned();
    assert!(document(&["show", &home, "--reveal"])["record"]["address"] == address);
    assert!(document(&["list", "members", "--reveal"])["members"][0]["remark"] == remark);
    for words in
        [&["list", "households", "--reveal"][..], &["list", "members", "--reveal"], &["search", "zs"], &["due"]]
    {
        let (out, err) = run(&data, words);
        assert!(out.lines().all(|line| line.len() < 20_000), "{words:?} is cut");
        assert_printable(&(out + &err), words);
    }
    let (out, _) = run(&data, &["show", &home, "--reveal"]);
    assert_printable(&out, &["show"]);
    assert_eq!(document(&["search", "zs"])["total"], 1);
    let (out, err) = run(&data, &["add", "zs 诉求 路灯坏了"]);
    assert!(!out.is_empty(), "{err}");
}

fn run(data: &Path, words: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_chuanmen"))
        .args(["--now", "2026-11-23T09:12", "--as", "陈\x1b[31m强", "--lang", "zh", "--data"])
        .arg(data)
        .args(words)
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_command_line_prints_no_raw_control_and_its_documents_have_every_letter() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let document =
        |words: &[&str]| -> Value { serde_json::from_str(&run(data, &[words, &["--json"]].concat()).0).unwrap() };
    document(&["cells", "add", "150826102207-003", "--name", "三\x1b[5m网格"]);
    let texts: Vec<String> = HARMS.iter().map(|harm| format!("甲{}乙", harm.replace('\0', ""))).collect();
    for (at, text) in texts.iter().enumerate() {
        let door = format!("1组{at}号");
        let home =
            ["household", "add", "--cell", "003", "--door", &door, "--head", text, "--address", text, "--tag", text];
        let added = document(&home);
        assert_eq!(added["household"]["head"], *text, "{added}");
        let id = added["household"]["id"].as_str().unwrap();
        document(&["household", "edit", id, "--address", text]);
        document(&["responder", "add", text, "--kind", "unit"]);
        let shown = document(&["show", id, "--reveal"]);
        assert!(shown.to_string().contains(&serde_json::to_string(text).unwrap()), "{shown}");
        for words in [&["show", id, "--reveal"][..], &["search", "甲"], &["add", &format!("{text} {text}")]] {
            let (out, err) = run(data, words);
            assert_printable(&out, words);
            assert_printable(&err, words);
        }
    }
    for what in ["cells", "households", "members", "visits", "matters", "responders"] {
        let (out, err) = run(data, &["list", what, "--reveal", "--limit", "0"]);
        assert!(!out.is_empty() && err.is_empty());
        assert_printable(&out, &["list", what]);
    }
    let (out, err) = run(data, &["\x1b]0;x\x07"]);
    assert_printable(&(out + &err), &["a command that is none"]);
}

#[test]
fn names_of_files_and_what_stands_in_settings_policies_maps_and_themes_is_told_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    run(&data, &["cells", "add", "150826102207-003"]);
    for (at, harm) in HARMS.iter().enumerate() {
        let name = harm.replace(['\0', '/'], "");
        let odd = folder.path().join(format!("{name}.csv"));
        std::fs::write(&odd, format!("姓名,户号\n{harm},1\n\"{harm}\",{harm}\n")).unwrap();
        let broken = folder.path().join(format!("{name}.toml"));
        std::fs::write(&broken, format!("\"{name}\" = 1\nversion = \"{name}\"\n{harm}\n")).unwrap();
        let none = folder.path().join(format!("{name}.none"));
        let [odd, broken, none] = [&odd, &broken, &none].map(|path| path.to_str().unwrap().to_owned());
        for words in [
            &["import", "--yes", "--cell", "003", &odd][..],
            &["import", "--dry-run", "--map", &broken, &odd],
            &["import", &none],
            &["rules", "policy", &broken],
            &["rules", "workdays", &broken],
            &["restore", &broken],
            &["restore", &none],
            &["--passphrase-file", &none, "due"],
            &["--theme", &name, "due"],
            &["--cell", &name, "due"],
            &["list", "matters", &format!("is:{name}")],
            &["areas", "add", "150826102", "--name", &name],
        ] {
            let (out, err) = run(&data, words);
            assert!(!out.is_empty() || !err.is_empty(), "{at} {words:?}");
            assert_printable(&(out + &err), words);
        }
        let home = folder.path().join("home");
        std::fs::create_dir_all(home.join("chuanmen")).unwrap();
        for settings in [
            format!("person = \"{name}\"\n"),
            format!("\"{name}\" = 3\nlang = \"{name}\"\n{harm}"),
            format!("theme = \"{name}\""),
        ] {
            std::fs::write(home.join("chuanmen/config.toml"), settings).unwrap();
            let told = Command::new(env!("CARGO_BIN_EXE_chuanmen"))
                .env("XDG_CONFIG_HOME", &home)
                .arg("--data")
                .arg(&data)
                .args(["add", "一 诉求 路"])
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&told.stdout).into_owned() + &String::from_utf8_lossy(&told.stderr);
            assert_printable(&told, &["settings"]);
        }
    }
}

fn assert_printable(text: &str, words: &[&str]) {
    let raw = text
        .chars()
        .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    assert_eq!(raw, None, "{words:?}: {text:?}");
}
