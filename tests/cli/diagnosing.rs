//! `doctor`: each thing that can be wrong is done to a real folder, and is named, placed and explained, with what to do.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::bench::{Bench, assert_keys, text};

const FINDING: &str = "code severity file offset message hint";
const MISSING: &str = "scope device seq record about event what typed_at after before held_by backup";
const LINES: usize = 9;

fn filled() -> Bench {
    let bench = Bench::with_a_cell();
    for number in 0..LINES {
        bench.add(&format!("wxy 诉求 第{number}处路坑洼"));
    }
    bench
}

fn journal(bench: &Bench) -> PathBuf {
    bench.data().join("journal/0001.log")
}

/// Where the frames of the journal begin, and where it ends.
fn frames(bench: &Bench) -> Vec<usize> {
    let bytes = fs::read(journal(bench)).unwrap();
    let begins = bytes.windows(4).enumerate().filter(|(_, window)| window == b"CMfr").map(|(at, _)| at);
    begins.chain([bytes.len()]).collect()
}

/// Turns a byte over in the body of the last event of a frame, counted from the end.
fn damage_frame(bench: &Bench, from_end: usize) -> usize {
    let frames = frames(bench);
    let (begin, end) = (frames[frames.len() - 1 - from_end], frames[frames.len() - from_end]);
    let mut bytes = fs::read(journal(bench)).unwrap();
    bytes[end - 60] ^= 0x5A;
    fs::write(journal(bench), bytes).unwrap();
    begin
}

fn break_database(bench: &Bench) {
    fs::remove_dir_all(bench.data().join("db")).unwrap();
}

/// The one finding of a code, and that it is explained in both languages.
fn found(document: &Value, code: &str) -> Value {
    let all = document["findings"].as_array().unwrap();
    let of_code: Vec<&Value> = all.iter().filter(|finding| finding["code"] == code).collect();
    assert_eq!(of_code.len(), 1, "{code}: {all:?}");
    assert_keys(of_code[0], FINDING);
    assert!(!text(of_code[0], "message").is_empty() && !text(of_code[0], "hint").is_empty());
    of_code[0].clone()
}

fn codes(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn where_all_is_well_nothing_is_found() {
    let document = filled().done("doctor --full");
    assert_eq!((&document["findings"], &document["missing"]), (&json!([]), &json!([])));
}

#[test]
fn a_torn_end_is_named_with_file_and_byte_and_kept() {
    let bench = filled();
    let frames = frames(&bench);
    let mut bytes = fs::read(journal(&bench)).unwrap();
    let (end, half) = (bytes.len(), bytes[frames[0]..frames[0] + 50].to_vec());
    bytes.extend(half);
    fs::write(journal(&bench), bytes).unwrap();
    let document = bench.document(&["doctor"], 0);
    let finding = found(&document, "torn_tail");
    assert_eq!((&finding["file"], &finding["offset"]), (&json!("journal/0001.log"), &json!(end)));
    assert_eq!((&finding["severity"], &document["sound"]), (&json!("notice"), &json!(true)));
    assert!(bench.data().join("quarantine").is_dir(), "its bytes are kept");
}

#[test]
fn a_damaged_frame_is_named_and_healed_from_the_database() {
    let bench = filled();
    let at = damage_frame(&bench, 4);
    let document = bench.document(&["doctor"], 5);
    let finding = found(&document, "journal_frame");
    assert_eq!((&finding["file"], &finding["offset"]), (&json!("journal/0001.log"), &json!(at)));
    assert_eq!(finding["severity"], "damage");
    found(&document, "events_missing");
    let missing = document["missing"].as_array().unwrap();
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert_keys(&missing[0], MISSING);
    assert_eq!((&missing[0]["held_by"], &missing[0]["event"]), (&json!("database"), &json!("raised")));
    assert!(text(&missing[0], "about").contains("3组12号 王秀英 第5处路坑洼"), "{missing:?}");
    let repaired = bench.document(&["doctor", "--repair"], 0);
    assert_eq!((&repaired["sound"], &repaired["missing"]), (&json!(true), &json!([])));
    assert_eq!(found(&repaired, "journal_frame")["severity"], "mended");
    assert!(!codes(&repaired).contains(&"database_differs"), "the database had what the journal lost: {repaired}");
    assert_eq!(bench.done("doctor --full")["findings"], json!([]));
    assert_eq!(bench.done("list matters")["total"], LINES);
}

#[test]
fn with_both_damaged_what_is_lost_is_named_and_where_it_may_be_had() {
    // The very last one cannot be told from a torn one.
    for from_end in [2, 4] {
        let bench = filled();
        damage_frame(&bench, from_end);
        break_database(&bench);
        let document = bench.document(&["doctor"], 5);
        let missing = &document["missing"][0];
        assert_eq!(document["missing"].as_array().unwrap().len(), 1, "{document}");
        assert_eq!((&missing["scope"], &missing["held_by"]), (&json!("150826102207-003"), &json!("nowhere")));
        assert!(missing["record"].is_string(), "which record it was is still known: {missing}");
        let answered = bench.run(&["doctor", "--lang", "zh"]);
        assert!(answered.out.contains("从同事的电脑、别处的备份或纸上补"), "{}", answered.out);
    }
}

#[test]
fn with_both_damaged_the_backup_that_has_it_is_named_and_restores_it() {
    for from_end in [1, 4] {
        let bench = filled();
        let folder = bench.data().with_file_name("stick");
        fs::create_dir_all(&folder).unwrap();
        let config = bench.data().with_file_name("config").join("chuanmen");
        fs::create_dir_all(&config).unwrap();
        fs::write(config.join("config.toml"), format!("backup_folder = {folder:?}\n")).unwrap();
        let file = folder.join("chuanmen-2026-11-20.backup").display().to_string();
        bench.document(&["backup", &file], 0);
        // The disclosure that the backup was made stands behind the lines.
        damage_frame(&bench, from_end + 1);
        break_database(&bench);
        let words = format!("第{}处路坑洼", LINES - from_end);
        for arguments in [&["doctor"][..], &["doctor", "--repair"]] {
            let answered = bench.run(&[arguments, &["--json"]].concat());
            let document: Value = serde_json::from_str(&answered.out).unwrap();
            let missing = &document["missing"][0];
            assert_eq!(document["missing"].as_array().unwrap().len(), 1, "{document}");
            assert_eq!((&missing["held_by"], &missing["backup"]), (&json!("backup"), &json!(file)), "{missing}");
            assert!(text(missing, "what").contains(&words), "{missing}");
        }
        assert_eq!(bench.done("list matters")["total"], LINES - 1);
        bench.document(&["restore", &file, "--yes"], 0);
        assert_eq!(bench.done("list matters")["total"], LINES);
        assert_eq!(bench.done("doctor --full")["missing"], json!([]));
    }
}

#[test]
fn exchanged_frames_and_files_are_told_from_damaged_ones() {
    let bench = filled();
    let frames = frames(&bench);
    let (a, b, c) = (frames[frames.len() - 5], frames[frames.len() - 4], frames[frames.len() - 3]);
    let bytes = fs::read(journal(&bench)).unwrap();
    let swapped = [&bytes[..a], &bytes[b..c], &bytes[a..b], &bytes[c..]].concat();
    fs::write(journal(&bench), swapped).unwrap();
    let document = bench.document(&["doctor"], 5);
    let of_order: Vec<&Value> =
        document["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "journal_order").collect();
    assert_eq!(of_order[0]["offset"], json!(a), "{document}");
    assert_eq!(document["missing"], json!([]), "nothing is lost");
    assert_eq!(bench.document(&["doctor", "--repair"], 0)["sound"], true);
    assert_eq!(bench.done("list matters")["total"], LINES);

    let bench = filled();
    fs::copy(journal(&bench), bench.data().join("journal/0002.log")).unwrap();
    let document = bench.document(&["doctor"], 5);
    assert!(codes(&document).contains(&"journal_file_misplaced"), "{document}");
}

#[test]
fn a_database_that_does_not_open_is_built_anew_and_that_is_said() {
    let bench = filled();
    for entry in fs::read_dir(bench.data().join("db")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::write(path, b"nothing of use").unwrap();
        }
    }
    let document = bench.document(&["doctor"], 0);
    assert_eq!(found(&document, "database_rebuilt")["file"], "db");
    assert_eq!(bench.done("list matters")["total"], LINES);
}

#[test]
fn a_damaged_copy_of_the_key_and_a_damaged_desk_are_mended_and_told() {
    let bench = filled();
    let path = bench.data().join("keyring");
    let mut bytes = fs::read(&path).unwrap();
    bytes[30] ^= 1;
    fs::write(&path, bytes).unwrap();
    fs::write(bench.data().join("desk"), b"not a desk at all, but long enough for one").unwrap();
    let document = bench.document(&["doctor"], 0);
    assert_eq!(found(&document, "key_copy_healed")["file"], "keyring");
    assert!(text(&found(&document, "desk_set_aside"), "message").contains("quarantine"));
    assert_eq!(bench.done("doctor")["findings"], json!([]));
}

#[test]
fn what_a_killed_program_left_is_named_and_said_to_be_no_data() {
    let bench = filled();
    let data = bench.data();
    fs::create_dir(data.join("next")).unwrap();
    for name in ["desk.part", "next/keyring", "db/snap.000001.generating"] {
        fs::write(data.join(name), b"half").unwrap();
    }
    let document = bench.document(&["doctor"], 0);
    let of_left = document["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "leftover");
    let files: Vec<&Value> = of_left.map(|finding| &finding["file"]).collect();
    assert_eq!(files, ["db/snap.000001.generating", "desk.part", "next"]);
    assert!(!data.join("next").exists() && !data.join("db/snap.000001.generating").exists());
    assert_eq!(bench.done("list matters")["total"], LINES);
}

#[test]
fn an_odd_clock_and_a_disk_nearly_full_are_told() {
    let bench = filled();
    for (now, code) in [("2026-10-31T09:00", "clock_before_program"), ("2026-11-20T09:00", "clock_before_last")] {
        let document = bench.document(&["doctor", "--now", now], 0);
        assert!(text(&found(&document, code), "hint").contains("set the system's date"), "{document}");
        assert_eq!(document["sound"], true, "the data is as it was");
    }
    let answered = bench.with_a_full_disk(&["doctor", "--json"]);
    let finding = found(&serde_json::from_str(&answered.out).unwrap(), "disk_nearly_full");
    assert!(text(&finding, "message").contains("99999999 MB"), "{finding}");
}

#[test]
fn people_are_told_in_their_language() {
    let bench = filled();
    damage_frame(&bench, 4);
    for (lang, words) in [
        ("zh", ["[journal_frame] journal/0001.log @", "这一段的内容坏了", "运行 doctor --repair", "数据库里还有"]),
        (
            "en",
            [
                "[journal_frame] journal/0001.log @",
                "is damaged and does not read",
                "run doctor --repair",
                "the database has it",
            ],
        ),
    ] {
        let answered = bench.run(&["doctor", "--lang", lang]);
        for word in words {
            assert!(answered.out.contains(word), "{lang} {word}: {}", answered.out);
        }
    }
}
