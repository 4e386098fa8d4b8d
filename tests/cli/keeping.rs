//! Errors, settings, rules, the examination of the data, the invented township, help.

use std::fs;

use chuanmen::store::replica::Replica;
use serde_json::json;

use crate::bench::{Bench, assert_keys, text};

#[test]
fn a_command_line_that_is_not_understood_ends_with_2_and_one_document() {
    let bench = Bench::new();
    for line in [&["lst"][..], &["list"], &["list", "cells", "--colour"], &["show"], &["list", "cells", "--limit", "x"]]
    {
        assert_eq!(bench.refused(line, 2).0, "usage");
    }
    let plain = bench.run(&["list", "cells", "--colour"]);
    assert!(
        plain.out.is_empty() && plain.err.starts_with("error: ") && plain.err.contains("\nhint: "),
        "{}",
        plain.err
    );
}

#[test]
fn data_that_is_open_elsewhere_ends_with_3() {
    let bench = Bench::with_a_cell();
    let (held, _) = Replica::open(&bench.data(), &mut |_| ()).unwrap();
    assert_eq!(bench.refused(&["list", "cells"], 3).0, "in_use");
    drop(held);
    assert_eq!(bench.done("list cells")["total"], 1);
}

#[test]
fn sound_data_is_found_sound_and_damage_ends_with_5() {
    let bench = Bench::with_a_cell();
    bench.add("wxy 诉求 门前路坑洼");
    for line in ["doctor", "doctor --full"] {
        let found = bench.done(line);
        assert_eq!(found["sound"], true);
        assert_eq!(found["journal"]["acts"], 8);
        assert_eq!(found["trees"].as_array().unwrap().is_empty(), line == "doctor");
    }
    let journal = fs::read_dir(bench.data().join("journal")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(&journal, bytes).unwrap();
    let found = bench.document(&["doctor"], 5);
    assert_eq!(found["sound"], false);
    assert_keys(&found["journal"]["damage"][0], "file frame resumed what");
}

#[test]
fn settings_hold_and_their_faults_keep_nothing_from_working() {
    let bench = Bench::with_a_cell();
    let folder = bench.data().parent().unwrap().join("config/chuanmen");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "person = \"徐仙\"\nlang = \"zh\"\ncolour = 1\ncell = \"x\"\n").unwrap();
    let answered = bench.run(&["add", "wxy 走访 好", "--json"]);
    assert_eq!(answered.code, 0);
    assert!(answered.err.contains("第 3 行") && answered.err.contains("第 4 行"), "{}", answered.err);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&answered.out).unwrap()["visit"]["by"], "徐仙");
    assert!(bench.run(&["list", "matters"]).out.contains("没有"), "the language of the settings");
    assert!(bench.run(&["list", "matters", "--lang", "en"]).out.contains("none"));
}

#[test]
fn an_error_is_told_in_the_language_that_was_asked_for() {
    let bench = Bench::with_a_cell();
    let zh = bench.run(&["show", "m000000000000", "--lang", "zh"]);
    let en = bench.run(&["show", "m000000000000", "--lang", "en"]);
    assert!(zh.err.contains("找不到") && en.err.contains("not known here"), "{}{}", zh.err, en.err);
}

#[test]
fn rules_are_loaded_as_facts_and_their_faults_told_by_line() {
    let bench = Bench::with_a_cell();
    let printed = bench.done("rules policy");
    assert_keys(&printed, "rules act");
    assert_eq!(printed["rules"]["loaded"], false);
    let policy = text(&printed["rules"], "text");
    let bad = bench.file("bad.toml", &policy.replacen("version", "versoin", 1));
    assert_eq!(bench.refused(&["rules", "policy", &bad], 1).0, "bad_policy");
    let good = bench.file("good.toml", &format!("# ours\n{policy}"));
    let loaded = bench.done(&format!("rules policy {good}"));
    assert!(loaded["act"].is_string() && loaded["rules"]["loaded"] == json!(true));
    assert!(bench.done(&format!("rules policy {good}"))["act"].is_null());
    let days = bench.file("days.tsv", "date\tkind\tname\n2027-01-01\tholiday\t元旦\n");
    bench.done(&format!("rules workdays {days}"));
    let due = bench.document(&["deadline", "--from", "2026-12-31", "--working", "1"], 0);
    assert_eq!((&due["due"], &due["provisional"]), (&json!("2027-01-04T23:59:59+08:00"), &json!(false)));
    let wrong = bench.file("wrong.tsv", "2027-13-01\tholiday\t元旦\n");
    assert_eq!(bench.refused(&["rules", "workdays", &wrong], 1).0, "bad_workdays");
}

#[test]
fn the_invented_township_is_the_same_for_the_same_seed_and_lies_apart() {
    let bench = Bench::new();
    let dir = |name: &str| bench.data().with_file_name(name).display().to_string();
    let sizes = "--no-open --villages 2 --cells 4 --households 40";
    let first = bench.done(&format!("demo {sizes} --dir {}", dir("one")));
    assert_keys(&first, "dir township villages cells households members visits matters");
    assert_eq!([&first["villages"], &first["cells"], &first["households"]], [&json!(2), &json!(4), &json!(40)]);
    let second = bench.done(&format!("demo {sizes} --dir {}", dir("two")));
    let third = bench.done(&format!("demo {sizes} --seed 2 --dir {}", dir("three")));
    let without_dir = |document: &serde_json::Value| {
        let mut document = document.clone();
        document["dir"] = json!(null);
        document
    };
    assert_eq!(without_dir(&first), without_dir(&second));
    assert_ne!(without_dir(&first), without_dir(&third));
    assert_eq!(bench.done(&format!("demo --no-open --dir {}", dir("one"))), first, "a second run opens what is there");
    let listed = |name: &str| bench.document(&["list", "matters", "--limit", "0", "--data", &dir(name)], 0);
    assert_eq!(listed("one")["total"], first["matters"]);
    let texts = |name: &str| -> Vec<String> {
        listed(name)["matters"].as_array().unwrap().iter().map(|matter| text(matter, "text")).collect()
    };
    assert_eq!(texts("one"), texts("two"));
    let fresh = bench.done(&format!("demo {sizes} --seed 2 --fresh --dir {}", dir("one")));
    assert_eq!(without_dir(&fresh), without_dir(&third));
    assert!(bench.data().with_file_name("one.old-1").exists(), "the old one is set aside");
}

#[test]
fn help_the_manual_and_completions_speak_of_every_command() {
    let bench = Bench::new();
    let help = bench.run(&["--help"]);
    assert_eq!(help.code, 0);
    let man = bench.run(&["man"]);
    let bash = bench.run(&["completions", "bash"]);
    let fish = bench.document(&["completions", "fish"], 0);
    for command in [
        "add", "act", "list", "show", "search", "due", "deadline", "import", "demo", "doctor", "rules", "lock",
        "backup", "restore",
    ] {
        assert!(help.out.contains(&format!("  {command} ")), "{command}: {}", help.out);
        assert!(man.out.contains(command) && bash.out.contains(command), "{command}");
        assert!(text(&fish, "completions").contains(command));
    }
    for later in ["sync", "report", "forms", "match", "callback"] {
        assert_eq!(bench.refused(&[later], 2).0, "usage");
    }
}

#[test]
fn who_asks_is_the_option_else_the_settings_else_who_the_person_said_they_are_else_the_computers_user() {
    let bench = Bench::with_a_cell();
    let by = |options: &[&str]| {
        let answer = bench.document(&[&["add", "wxy 走访 在家"], options].concat(), 0);
        text(&answer["visit"], "by")
    };
    assert_eq!(by(&[]), "陈强", "the computer's user");
    {
        let (mut replica, _) = Replica::open(&bench.data(), &mut |_| {}).unwrap();
        let mut desk = replica.desk().clone();
        desk.me = Some("华明".to_owned());
        replica.keep_desk(desk).unwrap();
    }
    assert_eq!(by(&[]), "华明");
    let config = bench.data().parent().unwrap().join("config/chuanmen");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "person = \"徐仙\"\n").unwrap();
    assert_eq!(by(&[]), "徐仙");
    assert_eq!(by(&["--as", "孙福"]), "孙福");
}
