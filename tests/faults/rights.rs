//! The disk is read-only, or files lack the rights to be read and written.
//!
//! Seen to fail: with what cannot be looked into taken for what is not there, a person without rights was told that there
//! is no data yet, and to begin anew.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::plug::done;
use crate::pty::Pty;
use crate::world::{self, Ledger, files, line, said, skipped};

const LINES: usize = 3;

/// A folder seen through a second name under which nothing can be written.
struct ReadOnly {
    folder: tempfile::TempDir,
}

impl ReadOnly {
    fn of(data: &Path) -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        done(Command::new("mount").arg("--bind").arg(data).arg(folder.path()))?;
        let mount = Self { folder };
        done(Command::new("mount").args(["-o", "remount,bind,ro"]).arg(mount.folder.path()))?;
        Ok(mount)
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        let _busy = done(Command::new("umount").arg(self.folder.path()));
    }
}

/// The files of a folder and what is in them.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(folder).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// A command failed in words that hold this one.
fn assert_told(output: &Output, word: &str, when: &str) {
    let text = said(output);
    assert_eq!(output.status.code(), Some(1), "{when}: {text}");
    assert!(!text.contains("panicked"), "{when}: {text}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let error = &document["error"];
    assert!(error["message"].as_str().is_some_and(|message| message.contains(word)), "{when}: {text}");
    assert!(error["hint"].is_string(), "{when}: {text}");
}

#[test]
fn a_read_only_disk_is_said_to_be_one_and_nothing_changes() {
    let ledger = Ledger::with_lines(LINES);
    let mount = match ReadOnly::of(&ledger.data()) {
        Ok(mount) => mount,
        Err(why) => return skipped("rights", &why),
    };
    let data = mount.folder.path();
    let before = contents(data);
    let (secret, inside) = (ledger.beside("secret"), data.join("backup"));
    fs::write(&secret, "走村串户又一年").unwrap();
    let entered = line(LINES);
    let works: [&[&str]; 7] = [
        &["list", "matters"],
        &["add", &entered],
        &["doctor", "--full"],
        &["doctor", "--repair"],
        &["backup", inside.to_str().unwrap()],
        &["lock", "--set", "--patience", "1", "--new-passphrase-file", secret.to_str().unwrap()],
        &["restore", inside.to_str().unwrap(), "--yes"],
    ];
    for words in &works[..6] {
        assert_told(&world::run(data, words), "只读", &format!("{words:?}"));
    }
    let home = tempfile::tempdir().unwrap();
    for (lang, word) in [("zh", "只读"), ("en", "read-only")] {
        let mut app = Pty::start(&["--data", data.to_str().unwrap(), "--lang", lang], home.path(), &[], (100, 24));
        assert_eq!(app.ended(), 1);
        app.wait_for(word);
        assert!(app.is_given_back());
    }
    assert_eq!(contents(data), before);
    drop(mount);
    assert_eq!(ledger.assert_whole("when it can be written again"), LINES);
    println!("rights: a read-only disk under {} works and the app, nothing changed", 6);
}

/// A command as somebody who owns nothing.
fn as_nobody(data: &Path, words: &[&str]) -> Command {
    let inner = world::chuanmen(data, words);
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]);
    command.arg(inner.get_program()).args(inner.get_args()).env("HOME", "/nonexistent");
    command
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Everybody may do everything in a folder.
fn open_to_all(folder: &Path) {
    allow(folder, 0o777);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { open_to_all(&path) } else { allow(&path, 0o666) }
    }
}

#[test]
fn whoever_has_no_right_is_told_so_and_of_which_file() {
    let ledger = Ledger::with_lines(LINES);
    let data = ledger.data();
    let list = ["list", "matters"];
    allow(data.parent().unwrap(), 0o755);
    // Where nobody may not run the program, there is nothing to be seen; nor where there is no other person to be.
    if let Err(why) = done(&mut as_nobody(&data, &["completions", "bash"])) {
        return skipped("rights", &why);
    }
    let told = |when: &str| assert_told(&as_nobody(&data, &list).output().unwrap(), "没有读写的权限", when);
    told("of the folder");
    open_to_all(&data);
    let mut denied = 0;
    for path in files(&data) {
        // A snapshot of the database goes when the next one comes.
        if !path.exists() {
            continue;
        }
        let name = path.strip_prefix(&data).unwrap().to_string_lossy().into_owned();
        allow(&path, 0o000);
        let output = as_nobody(&data, &list).output().unwrap();
        if output.status.success() {
            assert!(name.starts_with("db/"), "{name} is not needed");
        } else {
            assert_told(&output, "没有读写的权限", &name);
            assert!(name.starts_with("db/") || said(&output).contains(&name), "{name}: {}", said(&output));
            denied += 1;
        }
        allow(&path, 0o666);
        let output = as_nobody(&data, &list).output().unwrap();
        assert!(output.status.success(), "{name} again: {}", said(&output));
        open_to_all(&data);
    }
    assert!(denied >= 3, "lock, keyring and journal at least");
    assert!(!data.join("quarantine").exists(), "nothing was taken for damaged");
    let elsewhere = data.parent().unwrap().join("new");
    assert_told(
        &as_nobody(&elsewhere, &["cells", "add", world::CELL]).output().unwrap(),
        "没有读写的权限",
        "a new folder",
    );
    assert_eq!(ledger.assert_whole("when it is allowed again"), LINES);
    println!("rights: {denied} files without rights, each told of, nothing taken for damaged");
}
