//! The READMEs show the app as it is: screens and key lists between their marks are printed from the real thing.
//!
//! `UPDATE_README=1 cargo test --test docs` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/glyphs.rs"]
mod glyphs;
#[path = "support/keys.rs"]
mod keys;
#[path = "support/player.rs"]
mod player;
#[path = "support/township.rs"]
mod township;

use std::fs;
use std::path::Path;

use chuanmen::i18n::Lang;
use player::Player;

/// What stands between the marks of that name.
fn printed(name: &str) -> String {
    let mut words = name.split_whitespace();
    let (what, lang) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let lang = if lang == "zh" { Lang::Zh } else { Lang::En };
    if what == "keys:" {
        return chuanmen::tui::action::key_table(lang);
    }
    let keys = match (words.next().unwrap_or_default(), lang) {
        ("today", _) => "",
        ("cell", _) => "2",
        ("review", _) => "",
        ("words", Lang::Zh) => "<enter>n门前路坑洼，雨天过不去<enter>",
        ("words", Lang::En) => "<enter>npotholes by our gate, no way through in the rain<enter>",
        ("line", Lang::Zh) => "<enter>n诉求 路灯又坏了 #道路 @交通站 !7",
        ("line", Lang::En) => "<enter>nask the street lamp is broken again #roads @交通站 !7",
        (other, _) => panic!("no screen is called {other}"),
    };
    if name.ends_with(" review") {
        return screen(&reviewed(lang));
    }
    screen(&Player::village(lang, (80, 24)).press(keys).shown())
}

/// The review of a roster that was just read.
fn reviewed(lang: Lang) -> String {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters/01_王府村户籍人口花名册.xlsx");
    fs::copy(sample, folder.path().join("王府村花名册.xlsx")).unwrap();
    Player::among(township::village(), lang, (80, 24), &[folder.path()]).press("<c-o><enter>").shown()
}

fn screen(shown: &str) -> String {
    let rows: Vec<&str> = shown.lines().map(str::trim_end).collect();
    format!("```text\n{}\n```\n", rows.join("\n").trim_end())
}

/// The document with everything between its marks printed anew.
fn renewed(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!-- ") {
        let (name, body) = after.split_once(" -->\n").expect("a mark ends its line");
        let (kind, _) = name.split_once(':').expect("a mark says what it is");
        let end = format!("<!-- /{kind} -->");
        let (_, behind) = body.split_once(&end).unwrap_or_else(|| panic!("{name} has no end"));
        out.push_str(&format!("{before}<!-- {name} -->\n{}{end}", printed(name)));
        rest = behind;
    }
    out + rest
}

#[test]
fn the_readmes_show_the_app_as_it_is() {
    for file in ["README.md", "README.zh-CN.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = fs::read_to_string(&path).unwrap();
        let renewed = renewed(&text);
        if std::env::var_os("UPDATE_README").is_some() {
            fs::write(&path, renewed).unwrap();
        } else {
            assert!(text == renewed, "{file} is behind the app: UPDATE_README=1 cargo test --test docs");
        }
    }
}

#[test]
fn the_readmes_name_every_command() {
    let command = <chuanmen::cli::CommandLine as clap::CommandFactory>::command();
    for file in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        for subcommand in command.get_subcommands() {
            let name = subcommand.get_name();
            assert!(text.contains(&format!("`{name}")), "{file} does not speak of `{name}`");
        }
    }
}
