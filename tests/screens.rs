//! The screens, driven by keys over data in memory and a fixed clock: the real update, the real view, no terminal.

#[path = "screens/afterwards.rs"]
mod afterwards;
#[path = "screens/areas.rs"]
mod areas;
#[path = "screens/bound.rs"]
mod bound;
#[path = "screens/card.rs"]
mod card;
#[path = "screens/clock.rs"]
mod clock;
#[path = "screens/day.rs"]
mod day;
#[path = "screens/disclosed.rs"]
mod disclosed;
#[path = "screens/doors.rs"]
mod doors;
#[path = "screens/duplicates.rs"]
mod duplicates;
#[path = "screens/entry.rs"]
mod entry;
#[path = "screens/erasing.rs"]
mod erasing;
#[path = "screens/everywhere.rs"]
mod everywhere;
#[path = "screens/first_run.rs"]
mod first_run;
#[path = "screens/forms.rs"]
mod forms;
#[path = "support/glyphs.rs"]
mod glyphs;
#[path = "support/hands.rs"]
mod hands;
#[path = "screens/help.rs"]
mod help;
#[path = "screens/homes.rs"]
mod homes;
#[path = "support/keys.rs"]
mod keys;
#[path = "screens/line.rs"]
mod line;
#[path = "screens/lives.rs"]
mod lives;
#[path = "screens/lock.rs"]
mod lock;
#[path = "screens/matters.rs"]
mod matters;
#[path = "screens/past.rs"]
mod past;
#[path = "screens/pasted.rs"]
mod pasted;
#[path = "support/player.rs"]
mod player;
#[path = "screens/promises.rs"]
mod promises;
#[path = "screens/review.rs"]
mod review;
#[path = "screens/route.rs"]
mod route;
#[path = "support/snapshot.rs"]
mod snapshot;
#[path = "screens/stories.rs"]
mod stories;
#[path = "screens/today.rs"]
mod today;
#[path = "support/township.rs"]
mod township;
#[path = "screens/training.rs"]
mod training;
#[path = "screens/width.rs"]
mod width;

use crossterm::event::KeyCode;

use chuanmen::i18n::Lang;
use chuanmen::tui::input::Input;
use chuanmen::tui::key::Key;
use player::Player;
use snapshot::snapshot;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 40);

/// The bottom row.
fn status(player: &Player) -> String {
    player.shown().lines().last().unwrap_or_default().trim().to_owned()
}

/// A key as the table of actions writes it: `Ctrl-r`, `PgDn`, `/`.
fn named_in_table(name: &str) -> Input {
    let script = match name {
        "Space" => "<space>".to_owned(),
        "Backspace" => "<bs>".to_owned(),
        _ if name.chars().count() == 1 => name.to_owned(),
        _ => format!("<{}>", name.replace("Ctrl-", "c-").replace("Shift-", "s-").to_lowercase()),
    };
    let keys = keys::script(&script);
    assert_eq!(keys.len(), 1, "{name} is one key");
    keys.into_iter().next().expect("just counted")
}

/// A press of the key of one character.
fn character(c: char) -> Input {
    Input::Key(Key::plain(KeyCode::Char(c)))
}

/// How places look, each reached by its keys from where the app begins, in both languages and both sizes:
/// `today_zh_80` and what is painted there.
fn looks(places: &[(&str, &str)], begun: impl Fn(Lang, (u16, u16)) -> Player) -> Vec<(String, String)> {
    let mut looks = Vec::new();
    for (name, keys) in places {
        for lang in Lang::ALL {
            for size in [SMALL, LARGE] {
                let mut player = begun(lang, size);
                player.press(keys);
                looks.push((format!("{name}_{}_{}", lang.code(), size.0), snapshot(&player.painted().0)));
            }
        }
    }
    looks
}
