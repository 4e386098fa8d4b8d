//! The rows of the table. What a row leaves out comes from `row` or `verb`.

use crate::domain::matter::VerbName;

use super::{Action, Context, Entry, Group};
use crate::tui::here::Here;

mod area;
mod door;
mod go;
mod home;
mod matter;
mod moving;
mod program;
mod promise;
mod roster;
mod route;
mod typing;

const SCREENS: &[Context] = &[
    Context::Today,
    Context::Cell,
    Context::Card,
    Context::Home,
    Context::Duplicates,
    Context::Matters,
    Context::Detail,
    Context::Past,
    Context::Marks,
];
/// The same, and the tree of areas, where there is no door.
const ALL_SCREENS: &[Context] = &joined::<10>(&[SCREENS, &[Context::Tree]]);
const TYPED: &[Context] = &[
    Context::Line,
    Context::Many,
    Context::Form,
    Context::Sheet,
    Context::Search,
    Context::Palette,
    Context::Fields,
    Context::Filter,
];
/// The same, and where what is typed is not seen.
const ERASED: &[Context] = &joined::<9>(&[TYPED, &[Context::Secret]]);
const READ: &[Context] = &joined::<14>(&[ALL_SCREENS, &[Context::Review, Context::First, Context::Help, Context::Why]]);
/// Where nothing lies over a page.
const PAGES: &[Context] = &joined::<13>(&[ALL_SCREENS, &[Context::Review, Context::First, Context::Fields]]);
/// Where a matter stands under the cursor.
const LISTS: &[Context] = &[Context::Today, Context::Card, Context::Matters, Context::Detail];
/// Those where the space bar lists what can be done with it.
const ONE_BY_ONE: &[Context] = &[Context::Card, Context::Detail];
/// Where the days that led to a date are told.
const EXPLAINED: &[Context] = &[Context::Today, Context::Card, Context::Home, Context::Matters, Context::Detail];

/// Lists one behind the other, so that a page is named in one of them; `N` is the length of all together.
const fn joined<const N: usize>(lists: &[&[Context]]) -> [Context; N] {
    let mut all = [Context::Today; N];
    let (mut list, mut length) = (0, 0);
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            all[length] = lists[list][at];
            at += 1;
            length += 1;
        }
        list += 1;
    }
    assert!(length == N, "the length says how many there are");
    all
}

const fn always(_: &Here) -> bool {
    true
}

/// A row without essential mark and hint, to be completed with `..`.
const fn row(action: Action, id: &'static str, label: [&'static str; 2], says: [&'static str; 2]) -> Entry {
    Entry {
        action,
        id,
        label,
        says,
        group: Group::Program,
        contexts: SCREENS,
        keys: &[],
        essential: false,
        hint: 0,
        offered: always,
    }
}

const fn verb(name: VerbName, id: &'static str, label: [&'static str; 2], says: [&'static str; 2]) -> Entry {
    Entry { group: Group::Matter, contexts: LISTS, ..row(Action::Verb(name), id, label, says) }
}

/// Every action of the program: the order of the rows is the order in help and palette.
pub fn rows() -> impl Iterator<Item = &'static Entry> + Clone {
    [
        door::ROWS,
        route::ROWS,
        matter::ROWS,
        promise::ROWS,
        home::ROWS,
        area::ROWS,
        roster::ROWS,
        go::ROWS,
        moving::ROWS,
        typing::ROWS,
        program::ROWS,
    ]
    .into_iter()
    .flatten()
}
