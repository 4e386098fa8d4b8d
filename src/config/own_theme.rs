//! A theme of one's own: `themes/NAME.toml` beside the settings file. A fault in it never keeps the program from
//! starting; each is told with its line, and the place keeps the style it would have had.

use std::fs;
use std::path::Path;

use crate::i18n::Lang;
use crate::theme::Theme;
use crate::theme::load::{self, Fault, Warning};

/// The names that may be chosen: the themes that come with the program, then those of the folder, by name.
pub fn names(folder: Option<&Path>) -> Vec<String> {
    let mut own: Vec<String> = folder
        .and_then(|folder| fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|name| !is_embedded(name))
        .collect();
    own.sort();
    Theme::EMBEDDED.iter().map(|(name, _)| (*name).to_owned()).chain(own).collect()
}

/// The theme of that name and what is wrong with its file; the first of the program's where there is none.
pub fn load(folder: Option<&Path>, name: &str, lang: Lang) -> (Theme, Vec<String>) {
    let file = folder.map(|folder| folder.join(format!("{name}.toml")));
    match file {
        Some(file) if !is_embedded(name) && names(folder).iter().any(|known| known == name) => {
            match fs::read_to_string(&file) {
                Ok(text) => {
                    let (theme, warnings) = load::read(name, &text);
                    (theme, warnings.iter().map(|warning| said(warning, lang)).collect())
                }
                Err(fault) => {
                    let why = match lang {
                        Lang::Zh => format!("读不了：{fault}"),
                        Lang::En => format!("cannot be read: {fault}"),
                    };
                    (Theme::embedded(""), vec![why])
                }
            }
        }
        _ => (Theme::embedded(name), Vec::new()),
    }
}

fn is_embedded(name: &str) -> bool {
    Theme::EMBEDDED.iter().any(|(known, _)| *known == name)
}

/// The line and what is wrong there.
fn said(warning: &Warning, lang: Lang) -> String {
    let themes = Theme::EMBEDDED.map(|(name, _)| name);
    let [zh, en] = match &warning.fault {
        Fault::NotToml(why) => [format!("不是 TOML：{why}"), format!("this is no TOML: {why}")],
        Fault::UnknownTheme(name) => [
            format!("没有“{name}”这个主题；可以写 {}", themes.join("、")),
            format!("there is no theme {name:?}; there are {}", themes.join(", ")),
        ],
        Fault::UnknownRole(name) => [
            format!("没有“{name}”这个位置；照程序自带的主题写"),
            format!("{name:?} is no place of a theme; the program's own themes name them all"),
        ],
        Fault::UnknownKey(name) => [
            format!("没有“{name}”这一项；可以写 fg、bg、bold、underlined、reversed、italic"),
            format!("{name:?} is not known; there are fg, bg, bold, underlined, reversed, italic"),
        ],
        Fault::NotAColour(text) => [
            format!("“{text}”不是颜色；写 #rrggbb、[palette] 里的名字或 terminal"),
            format!("{text:?} is no colour; write #rrggbb, a name of [palette] or terminal"),
        ],
        Fault::WrongType(name) => [format!("“{name}”的值不对"), format!("{name:?} has a value of the wrong kind")],
    };
    match lang {
        Lang::Zh => format!("第 {} 行：{zh}", warning.line),
        Lang::En => format!("line {}: {en}", warning.line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::role::Role;

    #[test]
    fn a_theme_beside_the_settings_is_chosen_by_its_name_and_its_faults_are_told_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let text = "inherits = \"paper\"\n[roles]\nlate = { fg = \"ruby\" }\nlate2 = {}\n";
        fs::write(folder.path().join("mine.toml"), text).unwrap();
        fs::write(folder.path().join("paper.toml"), "[roles]\nbody = 3\n").unwrap();
        fs::write(folder.path().join("notes.txt"), "").unwrap();
        assert_eq!(names(Some(folder.path())), ["night", "paper", "contrast", "mono", "mine"]);
        let (theme, faults) = load(Some(folder.path()), "mine", Lang::En);
        assert_eq!(theme.name, "mine");
        assert_eq!(theme.style(Role::Soon), Theme::embedded("paper").style(Role::Soon));
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].starts_with("line 3: ") && faults[0].contains("ruby"), "{faults:?}");
        assert!(faults[1].starts_with("line 4: ") && faults[1].contains("late2"), "{faults:?}");
        assert_eq!(load(Some(folder.path()), "paper", Lang::Zh), (Theme::embedded("paper"), Vec::new()));
        assert_eq!(load(None, "mine", Lang::Zh).0.name, "night");
    }
}
