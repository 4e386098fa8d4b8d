//! Backups: written, read back, restored where nothing lies, where the same data lies, and beside other data.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::{Bench, assert_keys, text};

fn filled() -> Bench {
    let bench = Bench::with_a_cell();
    bench.add("wxy 诉求 门前路坑洼");
    bench.add("ls 愿望 电饭锅");
    bench
}

/// Other data than [`filled`], under another key.
fn elsewhere() -> Bench {
    let bench = Bench::with_another_cell();
    bench.add("wxy 诉求 水源浑浊");
    bench
}

fn everything(bench: &Bench) -> Vec<Value> {
    ["households", "members", "visits", "matters", "responders", "cells"]
        .iter()
        .map(|what| bench.done(&format!("list {what}")))
        .collect()
}

impl Bench {
    fn path(&self, name: &str) -> PathBuf {
        self.data().parent().unwrap().join(name)
    }

    fn back_up(&self, name: &str) -> PathBuf {
        let file = self.path(name);
        let document = self.document(&["backup", &file.display().to_string()], 0);
        assert_keys(&document, "file acts events bytes locked verified damaged");
        assert_eq!(document["bytes"], fs::metadata(&file).unwrap().len());
        file
    }

    fn restore(&self, file: &Path, options: &[&str]) -> Value {
        let file = file.display().to_string();
        let document = self.document(&[&["restore", file.as_str()], options].concat(), 0);
        assert_keys(&document, "file made acts events locked way missing restored aside");
        document
    }
}

#[test]
fn a_new_laptop_has_everything_that_was_backed_up_and_goes_on() {
    let (old, new) = (filled(), Bench::new());
    let file = old.back_up("all.backup");
    assert_eq!(new.restore(&file, &[])["way"], "whole");
    assert_eq!(everything(&new), everything(&old));
    assert_eq!(new.done("doctor --full")["sound"], true);
    new.add("wxy 走访 都好");
    old.add("wxy 走访 不在家");
    assert_eq!(new.done("doctor --full")["sound"], true);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_look_into_a_data_folder_that_was_created() {
    use std::os::unix::fs::PermissionsExt;
    let (old, new) = (filled(), Bench::new());
    let file = old.back_up("all.backup");
    new.restore(&file, &[]);
    let written = Bench::with_another_cell();
    for bench in [&new, &written] {
        assert_eq!(fs::metadata(bench.data()).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn what_is_missing_here_comes_back_and_nothing_else_changes() {
    let bench = filled();
    let before = bench.path("before");
    copy(&bench.data(), &before);
    bench.add("wxy 诉求 水源浑浊");
    let file = bench.back_up("later.backup");
    let whole = everything(&bench);
    fs::remove_dir_all(bench.data()).unwrap();
    fs::rename(&before, bench.data()).unwrap();
    let restored = bench.restore(&file, &["--yes"]);
    assert_eq!((&restored["way"], &restored["restored"]), (&"missing".into(), &true.into()));
    assert!(restored["missing"].as_u64().unwrap() > 0);
    assert_eq!(everything(&bench), whole);
    assert_eq!(bench.restore(&file, &["--yes"])["missing"], 0);
}

#[test]
fn other_data_is_set_aside_only_after_a_yes_and_is_whole_where_it_lies() {
    let (bench, other) = (filled(), elsewhere());
    let file = other.back_up("other.backup");
    let (here, there) = (everything(&bench), everything(&other));
    let asked = bench.restore(&file, &[]);
    assert_eq!((&asked["way"], &asked["restored"]), (&"replace".into(), &false.into()));
    assert_eq!(everything(&bench), here);
    let restored = bench.restore(&file, &["--yes"]);
    assert_eq!(everything(&bench), there);
    let aside = text(&restored, "aside");
    let whole = Bench::new();
    copy(Path::new(&aside), &whole.data());
    assert_eq!(everything(&whole), here);
}

#[test]
fn what_two_computers_wrote_on_the_same_data_is_never_mixed_up() {
    let (bench, other) = (filled(), filled());
    let file = other.back_up("other.backup").display().to_string();
    let here = everything(&bench);
    assert_eq!(bench.refused(&["restore", &file, "--yes"], 1).0, "forked");
    assert_eq!(everything(&bench), here);
}

#[test]
fn a_backup_under_a_passphrase_opens_with_it_and_with_the_paper() {
    let bench = filled();
    let first = bench.file("first", "走村串户又一年");
    let set = ["lock", "--set", "--patience", "1", "--new-passphrase-file", &first];
    let code = text(&bench.document(&set, 0), "recovery_code");
    let file = bench.path("locked.backup").display().to_string();
    let backed = bench.document(&["backup", &file, "--passphrase-file", &first], 0);
    assert_eq!(backed["locked"], true);
    let new = Bench::new();
    assert_eq!(new.refused(&["restore", &file], 4).0, "locked");
    let paper = bench.file("paper", &code);
    assert_eq!(new.document(&["restore", &file, "--passphrase-file", &paper], 0)["restored"], true);
    assert_eq!(new.refused(&["list", "cells"], 4).0, "locked");
    for secret in [&first, &paper] {
        assert_eq!(new.document(&["list", "matters", "--passphrase-file", secret], 0)["total"], 2);
    }
}

#[test]
fn an_existing_file_is_never_overwritten_and_what_is_no_backup_is_told() {
    let bench = filled();
    let file = bench.back_up("one.backup");
    let bytes = fs::read(&file).unwrap();
    let name = file.display().to_string();
    assert_eq!(bench.refused(&["backup", &name], 1).0, "exists");
    assert_eq!(fs::read(&file).unwrap(), bytes);
    let text = bench.file("notes.txt", "这不是备份，这里只有几句话，长到足够像一个文件的开头。");
    assert_eq!(Bench::new().refused(&["restore", &text], 1).0, "not_a_backup");
    let none = bench.path("none").display().to_string();
    assert_eq!(Bench::new().refused(&["restore", &none], 1).0, "file");
}

#[test]
fn no_flipped_bit_and_no_cut_in_a_backup_goes_unseen() {
    let bench = filled();
    let file = bench.back_up("whole.backup");
    let bytes = fs::read(&file).unwrap();
    let new = Bench::new();
    let bad = bench.path("bad.backup");
    let name = bad.display().to_string();
    let step = bytes.len() / 40;
    for at in (0..bytes.len()).step_by(step) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        for damaged in [flipped, bytes[..at].to_vec()] {
            fs::write(&bad, damaged).unwrap();
            let answered = new.run(&["restore", &name, "--yes", "--json"]);
            assert_ne!(answered.code, 0, "byte {at}: {}", answered.out);
            assert!(!new.data().join("journal").exists(), "byte {at}");
        }
    }
    fs::write(&bad, [bytes.as_slice(), b"x"].concat()).unwrap();
    assert_eq!(new.refused(&["restore", &name], 5).0, "damaged_backup");
}

#[test]
fn a_kill_at_any_step_leaves_the_old_data_or_the_restored_whole() {
    let other = elsewhere();
    let file = other.back_up("other.backup").display().to_string();
    let there = everything(&other);
    for place in
        ["next built", "ready.part", "next ready", "next without journal", "next part", "next aside", "next exchanged"]
    {
        let bench = filled();
        let here = everything(&bench);
        assert_ne!(bench.killed_at(place, &["restore", &file, "--yes"]).code, 0, "{place} was not reached");
        let now = everything(&bench);
        assert!(now == here || now == there, "{place}");
        if now == there {
            let aside = bench.data().join("quarantine");
            let kept = fs::read_dir(&aside).unwrap().next().unwrap().unwrap().path();
            let whole = Bench::new();
            copy(&kept, &whole.data());
            assert_eq!(everything(&whole), here, "{place}: what was replaced");
        } else {
            assert_eq!(bench.document(&["restore", &file, "--yes"], 0)["restored"], true, "{place}");
            assert_eq!(everything(&bench), there, "{place}");
        }
    }
}

#[test]
fn a_kill_while_a_backup_is_written_leaves_no_file_of_its_name() {
    let bench = filled();
    let file = bench.path("cut.backup");
    let name = file.display().to_string();
    assert_ne!(bench.killed_at("backup written", &["backup", &name]).code, 0);
    assert!(!file.exists());
    bench.back_up("cut.backup");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Harms one byte of each of the two copies of the key.
fn harm_both(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    // The first stands at the beginning of the file, the second at its end.
    let second = bytes.len() - 40;
    (bytes[30], bytes[second]) = (bytes[30] ^ 1, bytes[second] ^ 1);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_key_that_is_gone_or_damaged_comes_back_from_a_backup_with_what_was_recorded_since() {
    let remove = |path: &Path| fs::remove_file(path).unwrap();
    for (code, harm) in [("key_damaged", harm_both as fn(&Path)), ("key_missing", remove)] {
        let bench = filled();
        let backup = bench.back_up("before.backup");
        bench.add("wxy 诉求 水渠堵了");
        let before = everything(&bench);
        harm(&bench.data().join("keyring"));
        let (found, hint) = bench.refused(&["list", "matters"], 5);
        assert!(found == code && hint.contains("restore"), "{found}: {hint}");
        assert_eq!(bench.refused(&["doctor", "--full"], 5).0, code);
        let planned = bench.restore(&backup, &["--dry-run"]);
        assert_eq!((&planned["way"], &planned["restored"]), (&"key".into(), &false.into()));
        assert_eq!(bench.refused(&["list", "matters"], 5).0, code, "nothing was changed");
        let restored = bench.restore(&backup, &["--yes"]);
        assert_eq!(
            (&restored["way"], &restored["missing"], &restored["restored"]),
            (&"missing".into(), &0.into(), &true.into())
        );
        assert_eq!(restored["aside"].is_string(), code == "key_damaged", "{restored}");
        assert_eq!(everything(&bench), before);
        assert_eq!(bench.document(&["doctor", "--full"], 0)["sound"], true);
        bench.add("ls 诉求 路灯坏了");
    }
}

#[test]
fn the_key_of_other_data_is_put_beside_nothing_it_does_not_open() {
    let bench = filled();
    let theirs = elsewhere();
    let other = theirs.back_up("other.backup");
    harm_both(&bench.data().join("keyring"));
    assert_eq!(bench.restore(&other, &["--dry-run"])["way"], "replace");
    // The same device under a key of its own: what was recorded under the passphrase opens with no bare key.
    let bench = filled();
    let bare = bench.back_up("bare.backup");
    let secret = bench.file("secret", "走村串户又一年");
    bench.document(&["lock", "--set", "--patience", "1", "--new-passphrase-file", &secret], 0);
    harm_both(&bench.data().join("keyring"));
    assert_eq!(bench.restore(&bare, &["--dry-run"])["way"], "replace");
}
