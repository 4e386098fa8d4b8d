//! Nothing personal lies readable on the disk or on the terminal that was given back: known names, words and numbers
//! go through every way in, over the real binary, and every byte of every file and of every name is searched for them.
//!
//! Counts are printed. The search is shown to find what it looks for in each encoding. Seen to fail: with the desk
//! written unsealed the draft is found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/pty.rs"]
mod pty;
#[path = "leaks/world.rs"]
mod world;

use std::fs;
use std::process::Command;

use world::{CELL, Search, World, id_number};

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const CTRL_Q: &str = "\x11";
const F2: &str = "\x1bOQ";
const F7: &str = "\x1b[18~";
const F12: &str = "\x1b[24~";

const HEAD: &str = "欧阳璎珞";
const WIFE: &str = "尉迟峥嵘";
const NEIGHBOUR: &str = "赫连嘎鲁·才旦";
const CADRE: &str = "慕容戈壁";
const RESPONDER: &str = "沙枣湾护林站";
const ADDRESS: &str = "槐荫巷九十七号后院";
const TAG: &str = "瓮城特困户";
const PHONES: [&str; 3] = ["13947206518", "15847206529", "0478-8836127"];
const DEMAND: &str = "苜蓿地界碑被挪了三尺";
const WISH: &str = "红泥小火炉一只";
const NOTE: &str = "腊月二十从榆林回来";
const ANSWERED: &str = "丈量后立了新界桩";
const WHY: &str = "随女儿迁往额济纳";
const DRAFT: &str = "驼绒被褥没晒干";
const CALLED: &str = "羊圈塌了半边墙";
const FORM: &str = "哈日陶勒盖组八号";
const BROKEN: &str = "碎成两半的青花坛";

fn needles() -> Vec<String> {
    let texts = [
        HEAD, WIFE, NEIGHBOUR, CADRE, RESPONDER, ADDRESS, TAG, DEMAND, WISH, NOTE, ANSWERED, WHY, DRAFT, CALLED, FORM,
        BROKEN,
    ];
    let readings = ["ouyangyingluo", "yuchizhengrong"];
    let numbers = numbers();
    let born = ["1987-04-23", "19870423"];
    let all = texts.into_iter().chain(readings).chain(PHONES).chain(born).map(str::to_owned);
    all.chain(numbers).collect()
}

/// The identity numbers of the head, his wife and the neighbour.
fn numbers() -> [String; 3] {
    [id_number("15082619870423173"), id_number("15082619890917286"), id_number("15082619740611351")]
}

fn roster() -> String {
    let [head, wife, neighbour] = numbers();
    let [phone, other, _] = PHONES;
    format!(
        "户号,姓名,与户主关系,身份证号,联系电话,村,门牌,住址,人群类别\n\
         1,{HEAD},户主,{head},{phone},红旗村,1组1号,{ADDRESS},{TAG}\n\
         1,{WIFE},配偶,{wife},,红旗村,1组1号,{ADDRESS},\n\
         2,{NEIGHBOUR},户主,{neighbour},{other},红旗村,1组2号,,\n"
    )
}

/// A data folder with everything in it that the command line takes, searched after every step.
fn filled() -> World {
    let world = World::new(CADRE, &needles());
    world.done(&["cells", "add", CELL, "--name", "三网格"]);
    world.done(&["responder", "add", RESPONDER, "--kind", "unit", "--phone", PHONES[2]]);
    for (name, bytes) in
        [("a.csv", roster().into_bytes()), ("b.csv", encoding_rs::GBK.encode(&roster()).0.into_owned())]
    {
        let file = world.outside().join(name);
        fs::write(&file, bytes).unwrap();
        world.done(&["import", file.to_str().unwrap(), "--cell", CELL, "--yes"]);
    }
    world.search("a roster taken in");
    let homes = world.done(&["list", "households"]);
    assert_eq!(homes["total"], 2, "{homes}");
    let door = |head: &str| {
        let found = homes["households"].as_array().unwrap().iter().find(|home| home["head"] == head);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (home, next) = (door(HEAD), door(NEIGHBOUR));
    world.done(&["add", &format!("{HEAD} 诉求 {DEMAND} !3 @{RESPONDER}")]);
    world.done(&["add", &format!("{HEAD} 愿望 {WISH}")]);
    world.done(&["add", &format!("{HEAD} 走访 {NOTE}")]);
    world.search("lines written down");
    let matter = world.matter(DEMAND);
    world.done(&["act", &matter, "note", "--text", NOTE]);
    let done = world.done(&["act", &matter, "done", "--text", ANSWERED]);
    world.done(&["act", done["act"].as_str().unwrap(), "undo"]);
    world.done(&["household", "edit", &home, "--address", ADDRESS, "--door", FORM, "--phone", PHONES[1]]);
    world.done(&["tag", "set", &next, TAG, "--reason", WHY]);
    let members = world.done(&["list", "members"]);
    let wife = members["members"].as_array().unwrap().iter().find(|member| member["name"] == WIFE).unwrap();
    world.done(&["member", "leave", wife["id"].as_str().unwrap(), "--why", WHY]);
    world.search("acts and edits");
    world
}

#[test]
fn the_search_finds_what_lies_open_in_every_encoding() {
    let search = Search::of(&needles());
    let folder = tempfile::tempdir().unwrap();
    for needle in needles() {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| needle.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let written = [
            needle.as_bytes().to_vec(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            encoding_rs::GB18030.encode(&needle).0.into_owned(),
        ];
        for bytes in written {
            let file = folder.path().join("plain");
            fs::write(&file, [b"\0\x07before ".as_slice(), &bytes, b" behind"].concat()).unwrap();
            assert!(search.folder(folder.path()).found.iter().any(|found| found.contains(&needle)), "{needle}");
            fs::remove_file(file).unwrap();
        }
        let named = folder.path().join(format!("x-{needle}.tmp"));
        fs::write(&named, b"").unwrap();
        assert!(!search.folder(folder.path()).found.is_empty(), "{needle} as a file's name");
        fs::remove_file(named).unwrap();
    }
    assert!(search.folder(folder.path()).found.is_empty());
}

#[test]
fn nothing_that_was_entered_lies_open_on_the_disk() {
    let world = filled();
    world.database("the database as it is");
    for place in ["saved", "chunk", "applied"] {
        world.killed_at(place, &["add", &format!("{HEAD} 诉求 {CALLED}")]);
        world.search(&format!("killed at {place}"));
    }
    // What cannot be taken is told, and leaves nothing behind either.
    for line in [format!("{CALLED} 诉求"), format!("{HEAD} 诉求 {CALLED} #{TAG}"), CALLED.to_owned()] {
        world.run(&["add", &line]);
    }
    let file = world.outside().join("broken.xlsx");
    fs::write(&file, roster()).unwrap();
    world.run(&["import", file.to_str().unwrap(), "--cell", CELL, "--yes"]);
    world.search("what was refused");
    fs::write(world.data().join("db.suspect"), b"").unwrap();
    world.done(&["list", "households"]);
    world.scratch_the_journal();
    world.run(&["doctor", "--repair"]);
    assert!(world.data().join("quarantine").is_dir());
    world.search("repaired, with the old aside");
    world.database("the database built anew");
    let backup = world.outside().join("all.backup");
    world.run(&["backup", backup.to_str().unwrap()]);
    world.search_file(&backup, "a backup without a passphrase");
    world.search("backed up");
    let secret = world.outside().join("secret");
    fs::write(&secret, "榆林红枣三斤半\n").unwrap();
    world.done(&["lock", "--set", "--new-passphrase-file", secret.to_str().unwrap()]);
    let backup = world.outside().join("locked.backup");
    world.run(&["backup", backup.to_str().unwrap(), "--passphrase-file", secret.to_str().unwrap()]);
    world.search_file(&backup, "a backup under a passphrase");
    world.search("locked");
    let (files, bytes) = world.seen();
    println!("leaks: {} needles in {files} files, {bytes} bytes, {} searches", needles().len(), world.searches());
}

#[test]
fn nothing_that_was_typed_and_not_saved_lies_open_and_the_terminal_keeps_none() {
    let world = filled();
    let mut app = world.start(&[]);
    app.wait_for("该走访");
    app.send(HEAD);
    app.wait_for(&format!("户主{HEAD}"));
    app.send(ENTER);
    app.wait_for(WISH);
    app.send(F2);
    app.wait_for(&format!("{HEAD}> "));
    app.send(DRAFT);
    app.wait_for(DRAFT);
    world.wait_until_written("desk");
    world.search("a draft");
    app.send(F7);
    app.wait_for(&format!("待补：{HEAD}"));
    world.search("a door put off");
    app.send(F12);
    app.wait_for("新增住户");
    app.send("新增");
    app.send(ENTER);
    app.wait_for("门牌");
    app.send(FORM);
    app.wait_for(FORM);
    world.search("a sheet half filled in");
    app.send(ESC);
    app.wait_for("没保存的");
    app.send(CTRL_Q);
    if app
        .wait_until("gone, or asking", |screen| screen.contains("没保存") || screen.trim().is_empty())
        .contains("没保存")
    {
        app.send(ENTER);
    }
    assert_eq!(app.ended(), 0);
    world.assert_clean(&app, "left");
    world.search("left");
    // And where the system ends it.
    let mut app = world.start(&[]);
    app.wait_for("待补");
    app.send(HEAD);
    app.wait_for(&format!("户主{HEAD}"));
    let told = Command::new("kill").args(["-TERM", &app.process().to_string()]).status();
    assert!(told.unwrap().success());
    assert_eq!(app.ended(), 0);
    world.assert_clean(&app, "told to end");
    let (files, bytes) = world.seen();
    println!("leaks: {} needles in {files} files, {bytes} bytes, {} searches", needles().len(), world.searches());
}

#[test]
fn a_breakdown_tells_the_place_and_none_of_the_words() {
    let world = filled();
    let words = format!("byte index 1 is not a char boundary; it is inside {BROKEN} of {HEAD} {}", numbers()[0]);
    let mut app = world.start_under(&[("CHUANMEN_PANIC_AT", &format!("desk.part:{words}"))]);
    app.wait_for("该走访");
    app.send(HEAD);
    app.wait_for(&format!("户主{HEAD}"));
    app.send(ENTER);
    app.wait_for(WISH);
    app.send(F2);
    app.wait_for(&format!("{HEAD}> "));
    app.send(DRAFT);
    assert_eq!(app.ended(), 1);
    app.wait_for("程序自己出了错（src/store/durable.rs:");
    world.assert_clean(&app, "broken down");
    world.search("broken down in the app");
    // The same on the command line, as text and as a document.
    for json in [&[][..], &["--json"]] {
        let line = format!("{HEAD} 诉求 {CALLED}");
        let output = world.command(&[&["add", &line], json].concat());
        let output = { output }.env("CHUANMEN_PANIC_AT", format!("applied:{words}")).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(told.contains("程序自己出了错") && told.contains(".rs:"), "{told}");
        assert_eq!(world.found_in(told.as_bytes()), Vec::<String>::new(), "{told}");
        assert_eq!(json.is_empty(), !told.contains("\"broke_down\""), "{told}");
    }
    world.search("broken down on the command line");
    assert_eq!(world.done(&["doctor", "--full"])["sound"], true, "what was saved is whole");
}
