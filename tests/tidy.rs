//! The shape of the source: the layer rule, and what is kept out of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.file_stem().is_some_and(|stem| stem == "tests" || stem == "conformance")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module of the top level that a file belongs to.
fn part(path: &Path) -> String {
    let inside = path.strip_prefix(src()).unwrap();
    inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// Code without comments and without the tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The parts each part may name. `cli` and `tui` stand beside each other at the top.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("domain", &["domain"] as &[_]),
        // Problems and previews of the quick line carry their own words, so entry knows the two languages.
        ("entry", &["entry", "domain", "search", "i18n"]),
        ("search", &["search", "domain"]),
        ("store", &["store", "search", "domain"]),
        ("demo", &["demo", "domain"]),
        ("exchange", &["exchange", "store", "search", "domain", "i18n"]),
        ("i18n", &["i18n", "domain", "entry", "exchange", "search"]),
        ("report", &["report", "domain", "i18n"]),
        ("theme", &["theme", "i18n", "domain"]),
    ])
}

#[test]
fn every_part_names_only_the_parts_below_it() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let Some(below) = allowed.get(part(&path).as_str()) else { continue };
        for (number, line) in code(&path).lines().enumerate() {
            for named in line.split("crate::").skip(1) {
                let named: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let is_part = src().join(&named).is_dir() || src().join(format!("{named}.rs")).is_file();
                if is_part && !below.contains(&named.as_str()) {
                    wrong.push(format!("{}:{} names {named}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn screens_read_through_the_reader_and_write_by_effects() {
    let mut wrong = Vec::new();
    for path in sources(&src().join("tui")) {
        let inside = path.strip_prefix(src()).unwrap().to_str().unwrap().to_owned();
        let pure = ["screens", "overlays", "widgets", "update", "view", "action", "keymap"];
        if !pure.iter().any(|part| inside.contains(part)) {
            continue;
        }
        for banned in ["crate::store", "crate::sync", "crate::clock", "std::fs", "SystemTime", "Instant"] {
            if code(&path).contains(banned) {
                wrong.push(format!("{inside} names {banned}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sled_is_named_in_one_place_and_the_domain_is_pure() {
    for path in sources(&src()) {
        let text = code(&path);
        let inside = path.strip_prefix(src()).unwrap().to_str().unwrap().to_owned();
        assert!(
            inside.starts_with("store/sled") || !text.replace("store::sled::", "").contains("::sled::"),
            "{inside} names the database"
        );
        if part(&path) == "domain" || part(&path) == "entry" || part(&path) == "search" {
            for banned in ["std::fs", "std::env", "std::net", "std::process", "println!", "ratatui", "crossterm"] {
                assert!(!text.contains(banned), "{inside} names {banned}");
            }
        }
    }
}

#[test]
fn no_drawer_for_odds_and_ends() {
    for path in sources(&src()) {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(!["utils", "util", "common", "helpers", "manager", "handler", "mod"].contains(&stem), "{stem}");
    }
}

/// Lines of a file that are not its tests.
#[test]
fn files_stay_readable() {
    let long: Vec<_> = sources(&src())
        .into_iter()
        .map(|path| (code(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > 600)
        .collect();
    assert!(long.is_empty(), "split these: {long:#?}");
}

#[test]
fn every_part_stands_on_the_code_map() {
    let map = fs::read_to_string(src().join("lib.rs")).unwrap();
    for path in sources(&src()) {
        let part = part(&path);
        let known = ["lib", "main"].contains(&part.as_str()) || map.contains(&format!("[`{part}`]"));
        assert!(known, "the code map at the head of src/lib.rs does not speak of {part}");
    }
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// A test that is looked for is found where its subject says, not in a heap.
#[test]
fn test_files_stay_readable() {
    let long: Vec<_> = sources(&tests())
        .into_iter()
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > 600)
        .collect();
    assert!(long.is_empty(), "split these: {long:#?}");
}

/// The functions of a file, each with its name and how many lines it has from its name to its end.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        let indent = &line[..line.len() - words.len()];
        let words =
            words.trim_start_matches("pub ").trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        let Some(rest) = words.trim_start_matches("const ").strip_prefix("fn ") else { continue };
        // One that is only declared ends with the first line that has no body behind it.
        let declared =
            lines[at..].iter().find(|line| line.ends_with(['{', ';', '}'])).is_some_and(|line| !line.ends_with('{'));
        let end = lines[at..].iter().position(|line| *line == format!("{indent}}}"));
        if let (false, Some(end)) = (declared, end) {
            let name = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push((name, end + 1));
        }
    }
    found
}

#[test]
fn no_function_is_longer_than_a_page() {
    let (mut seen, mut long) = (0, Vec::new());
    for path in sources(&src()) {
        for (name, lines) in functions(&code(&path)) {
            seen += 1;
            if lines > 80 {
                long.push(format!("{}: {name} has {lines} lines", path.display()));
            }
        }
    }
    assert!(seen > 2_000, "functions are found: {seen}");
    assert!(long.is_empty(), "part these: {long:#?}");
}

/// Each exception stands where it is told why, and there is no other.
#[test]
fn exceptions_from_the_lints_are_counted() {
    let mut found = Vec::new();
    for path in sources(&src()) {
        let inside = path.strip_prefix(src()).unwrap().to_str().unwrap().to_owned();
        let text = code(&path);
        let excepted = text.lines().filter(|line| line.contains("allow(") || line.contains("expect(clippy"));
        found.extend(excepted.filter(|line| line.trim_start().starts_with('#')).map(|_| inside.clone()));
    }
    // A number between 0 and 100, the one clock, the one database.
    assert_eq!(found, ["clock.rs", "search/alike.rs", "store/sled.rs"]);
}

/// A snapshot that no test makes any more says nothing.
#[test]
fn every_snapshot_is_of_a_module_of_tests() {
    let folder = tests().join("screens/snapshots");
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.strip_prefix("screens__").and_then(|rest| rest.split("__").next()).unwrap_or_default();
        let file = tests().join(format!("screens/{module}.rs"));
        let made = file.is_file() && fs::read_to_string(file).unwrap().contains("assert_snapshot!");
        assert!(made, "{name} is of no module that looks at the screen");
    }
}
