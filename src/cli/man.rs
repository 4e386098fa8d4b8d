//! `man`: the manual page.

use super::call::Call;
use crate::failure::Failure;
use crate::i18n::Lang;
use crate::i18n::trouble::Trouble;
use crate::tui::action::table;

/// Prints the page of the program and one of each command.
pub fn run(call: &Call) -> Result<(), Failure> {
    let mut page = Vec::new();
    let mut definition = super::definition();
    definition.build();
    let rendered = clap_mangen::Man::new(definition.clone()).render(&mut page).and_then(|()| {
        page.extend(keys(call.lang).into_bytes());
        let mut render = |command: clap::Command| clap_mangen::Man::new(command).render(&mut page);
        definition.get_subcommands().try_for_each(|command| render(command.clone()))
    });
    rendered.map_err(|fault| call.failed(&Trouble::File("man".into(), fault.to_string())))?;
    call.text("man", &String::from_utf8_lossy(&page))
}

/// Every action by the name that the settings file gives it, with its keys.
fn keys(lang: Lang) -> String {
    let says = match lang {
        Lang::Zh => "在 config.toml 的 [keys] 下写 动作 = [\"键\", …]，可以换键；不写的照旧。",
        Lang::En => {
            "Under [keys] in config.toml, a line of the form action = [\"key\", ...] gives an action other keys."
        }
    };
    let quoted = |text: &str| text.replace('\\', "\\e").replace('-', "\\-");
    let mut page = format!(".SH KEYS\n{}\n", quoted(says));
    for entry in table::rows() {
        page.push_str(&format!(".TP\n\\fB{}\\fR  {}\n", quoted(entry.id), quoted(&entry.keys.join("  "))));
        page.push_str(&format!("{}\n", quoted(entry.says(lang))));
    }
    page
}
