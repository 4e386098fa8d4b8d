//! The READMEs show the app as it is: screens and key lists between their marks are printed from the real thing.
//!
//! `UPDATE_README=1 cargo test --test docs` writes them anew, and the pictures of the themes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/glyphs.rs"]
mod glyphs;
#[path = "support/keys.rs"]
mod keys;
#[path = "support/player.rs"]
mod player;
#[path = "support/svg.rs"]
mod svg;
#[path = "support/township.rs"]
mod township;

use std::fs;
use std::path::Path;

use chuanmen::i18n::Lang;
use chuanmen::theme::Theme;
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

/// One screen in each theme: its size, and the keys that lead there from Today in both languages.
const PICTURES: [(&str, (u16, u16), [&str; 2]); 4] = [
    (
        "night",
        (80, 24),
        ["<enter>n门前路坑洼，雨天过不去<enter>", "<enter>npotholes by our gate, no way through in the rain<enter>"],
    ),
    ("paper", (80, 24), ["", ""]),
    ("contrast", (120, 40), ["2<up>", "2<up>"]),
    ("mono", (80, 24), ["3", "3"]),
];

/// The pictures, each with its path in the repository.
fn pictures() -> Vec<(String, String)> {
    let mut pictures = Vec::new();
    for (theme, size, keys) in PICTURES {
        for lang in Lang::ALL {
            let mut player = Player::village(lang, size);
            player.stage.model.theme = Theme::embedded(theme);
            player.press(keys[lang as usize]);
            let path = format!("themes/pictures/{theme}_{}.svg", lang.code());
            let title = format!("chuanmen, {theme} {}x{}", size.0, size.1);
            pictures.push((path, svg::svg(&player.painted().0, &title)));
        }
    }
    pictures
}

#[test]
fn the_pictures_show_every_theme_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(Theme::EMBEDDED.iter().all(|(name, _)| PICTURES.iter().any(|(theme, ..)| theme == name)));
    for (path, picture) in pictures() {
        if std::env::var_os("UPDATE_README").is_some() {
            fs::write(root.join(&path), &picture).unwrap();
        }
        let readme = if path.ends_with("_zh.svg") { "README.zh-CN.md" } else { "README.md" };
        assert!(fs::read_to_string(root.join(readme)).unwrap().contains(&path), "{readme} does not show {path}");
        let kept = fs::read_to_string(root.join(&path)).unwrap_or_default();
        assert!(kept == picture, "{path} is behind the app: UPDATE_README=1 cargo test --test docs");
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
