//! The floor: the least that a program of this kind does. A full-screen list of 38 rows, a cursor and typed letters,
//! every key painted at once; and a bare database, opened and read.

use std::io;
use std::path::Path;

use chuanmen::store::sled::wait_until_closed;
use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::widgets::{List, ListState, Paragraph};

/// Stands on the floor's first frame.
pub const READY: &str = "READY";
const ROWS: usize = 2_000;
const PAGE: usize = 38;
/// Bytes of a value and rows that are read after opening, of the bare database.
const VALUE: usize = 300;
const READ: usize = 40;

/// Runs on the terminal until `q`.
pub fn run() -> io::Result<()> {
    let rows: Vec<String> =
        (0..ROWS).map(|row| format!("{row:07}  王秀英  3组{:>2}号  门前路坑洼", row % 40)).collect();
    let mut typed = String::new();
    let mut cursor = 0;
    let mut terminal = ratatui::init();
    loop {
        terminal.draw(|frame| {
            let [head, body] = Layout::vertical([Constraint::Length(2), Constraint::Fill(1)]).areas(frame.area());
            frame.render_widget(Paragraph::new(format!("{READY} {typed} {cursor}")), head);
            let first = cursor / PAGE * PAGE;
            let page = rows[first..(first + PAGE).min(ROWS)].iter().map(String::as_str);
            let mut state = ListState::default().with_selected(Some(cursor - first));
            frame.render_stateful_widget(List::new(page).highlight_symbol("> "), body, &mut state);
        })?;
        let Event::Key(key) = event::read()? else { continue };
        match key.code {
            KeyCode::Char('q') => break,
            KeyCode::Down => cursor = (cursor + 1).min(ROWS - 1),
            KeyCode::Char(letter) => typed.push(letter),
            KeyCode::Backspace => drop(typed.pop()),
            _ => {}
        }
    }
    ratatui::restore();
    Ok(())
}

/// Makes a bare database of so many rows.
#[expect(clippy::disallowed_methods, reason = "sled with nothing around it is what the app is compared with")]
pub fn fill(folder: &Path, rows: u32) -> sled::Result<()> {
    let database = sled::open(folder)?;
    for row in 0..rows {
        // Different in each row, as sealed values are.
        let value: Vec<u8> = row.to_be_bytes().into_iter().cycle().take(VALUE).collect();
        database.insert(row.to_be_bytes(), value)?;
    }
    database.flush()?;
    drop(database);
    // sled lets go of its file a little later.
    wait_until_closed(folder);
    Ok(())
}

/// Opens it and reads its first rows.
#[expect(clippy::disallowed_methods, reason = "sled with nothing around it is what the app is compared with")]
pub fn read(folder: &Path) -> sled::Result<()> {
    let database = sled::open(folder)?;
    let bytes: usize = database.iter().take(READ).map(|row| row.map_or(0, |(_, value)| value.len())).sum();
    assert_eq!(bytes, READ * VALUE);
    Ok(())
}
