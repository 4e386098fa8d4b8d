//! The screens, driven by keys over data in memory and a fixed clock.

#[path = "support/keys.rs"]
mod keys;
#[path = "support/player.rs"]
mod player;
#[path = "support/snapshot.rs"]
mod snapshot;
#[path = "support/township.rs"]
mod township;

use chuanmen::i18n::Lang;
use player::Player;

#[test]
fn look() {
    let keys = std::env::var("KEYS").unwrap_or_default();
    let size = if std::env::var("WIDE").is_ok() { (120, 40) } else { (80, 24) };
    for lang in Lang::ALL {
        let mut player = Player::village(lang, size);
        for part in keys.split(' ') {
            player.press(part);
            println!("=== {lang:?} {part}\n{}", player.shown());
        }
    }
}
