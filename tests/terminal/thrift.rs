//! What goes over a slow line: a key sends what it changes and little else.

use crate::pty::Pty;
use crate::seat::{DOWN, HOME, Seat};

/// The most bytes that a move of the cursor sends.
const MOVE: usize = 200;
const END_OF_PICTURE: &[u8] = b"\x1b[?2026l";

/// Presses keys in one write, waits until the screen is another, and returns what was sent.
fn sent(app: &Pty, keys: &str) -> Vec<u8> {
    let (before, written) = (app.contents(), app.written().len());
    app.send(keys);
    app.wait_until("something to change", |screen| screen != before);
    app.written().split_off(written)
}

#[test]
fn a_move_of_the_cursor_sends_the_beginnings_of_two_rows() {
    for lang in ["zh", "en"] {
        let app = Seat::with_roster(lang).on_today();
        // The first one may come together with the end of the start.
        sent(&app, DOWN);
        for number in 0..8 {
            let bytes = sent(&app, DOWN);
            assert!(
                bytes.len() <= MOVE,
                "{lang}, move {number}: {} bytes: {:?}",
                bytes.len(),
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}

#[test]
fn a_list_that_scrolls_does_so_by_half_a_page() {
    let app = Seat::with_roster("zh").on_today();
    let scrolled = (0..30).filter(|_| sent(&app, DOWN).len() > 3 * MOVE).count();
    assert!((1..=4).contains(&scrolled), "{scrolled} of 30 moves painted the page");
}

/// The row under the cursor.
fn chosen(screen: &str) -> String {
    screen.lines().find(|line| line.starts_with('>')).unwrap_or_default().to_owned()
}

#[test]
fn keys_that_come_together_are_painted_together() {
    let app = Seat::with_roster("zh").on_today();
    let first = chosen(&app.contents());
    (0..20).for_each(|_| drop(sent(&app, DOWN)));
    let last = chosen(&app.contents());
    assert!(!first.is_empty() && !last.is_empty() && first != last, "{first:?} {last:?}");
    let pictures =
        |bytes: &[u8]| bytes.windows(END_OF_PICTURE.len()).filter(|window| *window == END_OF_PICTURE).count();
    app.send(HOME);
    app.wait_until("the first row", |screen| chosen(screen) == first);
    let written = app.written().len();
    app.send(&DOWN.repeat(20));
    app.wait_until("the last of the keys", |screen| chosen(screen) == last);
    let pictures = pictures(&app.written()[written..]);
    assert!(pictures <= 2, "{pictures} pictures for 20 keys in one write");
}
