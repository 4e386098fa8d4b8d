//! What opening had to mend is said in the app, once.

use std::fs::{self, OpenOptions};
use std::io::Write;

use crate::seat::{CTRL_Q, Seat};

/// Starts the app, which has to say these words; the second time it says nothing of it.
fn said_once(seat: &Seat, words: &str) {
    let mut app = seat.on_today();
    app.wait_for(words);
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
    let mut app = seat.on_today();
    assert!(!app.contents().contains(words), "{}", app.contents());
    app.send(CTRL_Q);
    assert_eq!(app.ended(), 0);
}

#[test]
fn a_key_that_was_mended_is_said_on_the_status_line() {
    for (lang, words) in [("zh", "密钥文件两份里坏了一份"), ("en", "one of the key's two copies was damaged")]
    {
        let seat = Seat::with_roster(lang);
        let path = seat.data().join("keyring");
        let mut bytes = fs::read(&path).unwrap();
        bytes[30] ^= 1;
        fs::write(&path, bytes).unwrap();
        said_once(&seat, words);
    }
}

#[test]
fn an_act_that_was_cut_off_is_said_on_the_status_line() {
    for (lang, words) in [("zh", "有一笔没写完"), ("en", "something was cut off while it was written")] {
        let seat = Seat::with_roster(lang);
        let file = fs::read_dir(seat.data().join("journal")).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
        let mut journal = OpenOptions::new().append(true).open(file).unwrap();
        journal.write_all(b"half an act, and then the power went").unwrap();
        said_once(&seat, words);
    }
}
