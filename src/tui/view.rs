//! What the screens look like: two rows above, the page, two rows below with the keys that work here and what just
//! happened. Painted from shared references; only scroll offsets and the memory of painted rows change.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::reader::Read;
use crate::i18n::duplicates::DuplicateWord;
use crate::i18n::erasing;
use crate::i18n::first::FirstWord;
use crate::i18n::measure::columns;
use crate::i18n::msg::{Label, Msg};
use crate::i18n::roster::RosterWord;
use crate::i18n::route::typing_from;
use crate::i18n::term::{Term, day_and_month, day_sort, weekday};
use crate::theme::role::Role;

use super::action::{Action, Context, Entry, entry};
use super::here::Here;
use super::keymap::hints;
use super::model::{Busy, Model, WIDE};
use super::overlays::LOW_PANEL;
use super::overlays::Overlay;
use super::screens::Screen;
use super::screens::cell::DOORS;
use super::screens::marks::Whose;
use super::screens::matters::ROWS;
use super::sight::Sight;
use super::widgets::paint::Paint;
use super::work::Step;

/// The smallest terminal that everything fits on.
const SMALLEST: (u16, u16) = (40, 14);

/// The pages that the top row names.
const TABS: [Action; 3] = [Action::Today, Action::Cell, Action::Matters];

/// Columns that the name of where one stands gets before the names of other pages.
const PLACE: usize = 18;

/// Rows of the page that a panel leaves to be read.
const ABOVE: u16 = 6;

/// Paints the whole screen; where the terminal's cursor shall stand.
pub fn view(model: &Model, sight: &Sight<'_>, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    let mut paint = Paint { buffer, theme: &model.theme, ascii: model.ascii, caret: None };
    paint.fill(area, Role::Body);
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        paint.text(area.x, area.y, area.width, Label::TooSmall.text(model.lang), Role::Body);
        return None;
    }
    let outcome = paint_all(model, sight, &mut paint, area);
    if let Err(fault) = outcome {
        let text = Msg::Unreadable(fault.to_string()).text(model.lang);
        paint.text(area.x + 1, area.bottom() - 1, area.width - 2, &text, Role::Fault);
    }
    paint.caret
}

fn paint_all(model: &Model, sight: &Sight<'_>, paint: &mut Paint<'_>, area: Rect) -> Read<()> {
    paint_header(model, sight, paint, Rect { height: 1, ..area })?;
    paint.hairline(area, area.y + 1);
    let mut body = Rect { y: area.y + 2, height: area.height - 5, ..area };
    paint_status(model, paint, area);
    let panel = match model.overlays.last() {
        None => None,
        Some(overlay) if overlay.is_low() => {
            let most = body.height.saturating_sub(ABOVE).max(LOW_PANEL).min(body.height.saturating_sub(3));
            let height = overlay.height(sight).min(most);
            body.height -= height;
            Some(Rect { y: body.bottom(), height, ..body })
        }
        Some(_) => Some(body),
    };
    if panel != Some(body) {
        paint_page(model, sight, paint, body)?;
    }
    match (panel, model.overlays.last()) {
        (Some(panel), Some(overlay)) => overlay.paint(paint, panel, sight, model.lang)?,
        (_, None) if paint.caret.is_some() => {}
        // With nothing being typed an input method draws where typing would begin.
        _ => paint.caret = Some(Position { x: area.x, y: area.bottom() - 4 }),
    }
    Ok(())
}

/// The name, the pages with the present one marked, where one stands; date, day and clock on the right.
fn paint_header(model: &Model, sight: &Sight<'_>, paint: &mut Paint<'_>, row: Rect) -> Read<()> {
    let lang = model.lang;
    let date = sight.today();
    let (hour, minute) = sight.now.hour_minute();
    let sort = day_sort(date, &sight.rules.workdays, lang);
    let keys = &model.here.keys;
    let lock = entry(Action::Lock);
    let lock = if model.is_guarded && row.width >= WIDE {
        format!("{} {}   ", keys.shown(lock, model.here.context).unwrap_or_default(), lock.label(lang))
    } else {
        String::new()
    };
    let paper = sight.desk.paper_of(date).map(|day| typing_from(day, date, lang));
    let sort = paper.as_deref().unwrap_or(&sort);
    let clock = format!("{lock}{} {}  {sort}  {hour:02}:{minute:02} ", day_and_month(date, lang), weekday(date, lang));
    let right = u16::try_from(columns(&clock)).unwrap_or(0).min(row.width);
    let mut x = paint.text(row.x + 1, row.y, 10, Label::Name.text(lang), Role::Place);
    let tabs = !matches!(model.screens.last(), Some(Screen::Import(_) | Screen::First(_)));
    let present = model.screens.iter().find_map(tab_of).unwrap_or(Action::Today);
    let place = place(model, sight)?;
    let key = |action: Action| keys.keys(entry(action)).next().unwrap_or_default().to_owned();
    let named = |action: Action| format!("{} {}", key(action), entry(action).label(lang));
    let needed: usize = TABS.into_iter().map(|action| columns(&named(action)) + 2).sum();
    let left = usize::from(row.right().saturating_sub(right + x + 4));
    for action in TABS.into_iter().filter(|_| tabs) {
        let role = if action == present { Role::Place } else { Role::Clock };
        // Where there is no room for all names the pages that one is not on are told by their keys.
        let fits = action == present || needed + columns(&place).min(PLACE) <= left;
        let text = if fits { named(action) } else { key(action) };
        x = paint.text(x + 2, row.y, 12, &text, role);
    }
    let width = row.right().saturating_sub(right + x + 4);
    paint.text(x + 3, row.y, width, &place, Role::Place);
    let role = if paper.is_some() { Role::Soon } else { Role::Clock };
    paint.right(row.right() - right, row.y, right, &clock, role);
    Ok(())
}

/// The tab that a page belongs to, where it has one of its own.
fn tab_of(screen: &Screen) -> Option<Action> {
    match screen {
        Screen::Cell(_) | Screen::Tree(_) => Some(Action::Cell),
        Screen::Matters(_) => Some(Action::Matters),
        _ => None,
    }
}

/// Where one stands: the area of Today, the cell, the household of a card.
fn place(model: &Model, sight: &Sight<'_>) -> Read<String> {
    match model.screens.last() {
        Some(Screen::Today(page)) => sight.scope_name(page.scope(), model.lang),
        Some(Screen::Cell(page)) => page.cell().map_or(Ok(String::new()), |cell| sight.scope_name(cell, model.lang)),
        Some(Screen::Import(_)) => Ok(RosterWord::Title.word(model.lang).to_owned()),
        Some(Screen::First(_)) => Ok(FirstWord::Title.word(model.lang).to_owned()),
        Some(Screen::Card(card)) => card.household().map_or(Ok(String::new()), |household| {
            Ok(format!("{} {}", household.profile.door, household.profile.head))
        }),
        Some(Screen::Home(page)) => page.household().map_or(Ok(String::new()), |household| {
            Ok(format!("{} {}", household.profile.door, household.profile.head))
        }),
        Some(Screen::Past(page)) => page.household().map_or(Ok(String::new()), |household| {
            Ok(format!("{} {}", household.profile.door, household.profile.head))
        }),
        Some(Screen::Marks(page)) => match page.whose() {
            Whose::Area(scope) => sight.scope_name(scope, model.lang),
            _ => page.household().map_or(Ok(String::new()), |id| sight.reader.household_name(id)),
        },
        Some(Screen::Matter(page)) => Ok(page.whose()),
        Some(Screen::Duplicates(page)) => {
            let place = sight.scope_name(page.scope(), model.lang)?;
            Ok(format!("{} {place}", DuplicateWord::Title.word(model.lang)).trim_end().to_owned())
        }
        Some(Screen::Tree(page)) => Ok(page.place(model.lang)),
        Some(Screen::Matters(_)) | None => Ok(String::new()),
    }
}

fn paint_page(model: &Model, sight: &Sight<'_>, paint: &mut Paint<'_>, body: Rect) -> Read<()> {
    let lang = model.lang;
    match model.screens.last() {
        Some(Screen::Today(page)) => page.paint(paint, body, sight, lang)?,
        Some(Screen::Cell(page)) => page.paint(paint, body, sight, lang)?,
        Some(Screen::Card(card)) => {
            let below = model.screens.iter().rev().nth(1);
            let mut area = body;
            if let (true, Some(Screen::Cell(page))) = (model.is_wide(), below) {
                page.paint_doors(paint, Rect { width: DOORS, ..body }, false, sight, lang);
                area = Rect { x: body.x + DOORS + 1, width: body.width - DOORS - 1, ..body };
            }
            card.paint(paint, area, true, sight, lang);
        }
        Some(Screen::Import(page)) => page.paint(paint, body, (model.busy, model.is_revealed()), sight, lang),
        Some(Screen::First(page)) => page.paint(paint, body, lang),
        Some(Screen::Home(page)) => page.paint(paint, body, sight, lang),
        Some(Screen::Duplicates(page)) => page.paint(paint, body, sight, lang)?,
        Some(Screen::Tree(page)) => page.paint(paint, body, sight, lang)?,
        Some(Screen::Past(page)) => page.paint(paint, body, sight, lang),
        Some(Screen::Marks(page)) => page.paint(paint, body, sight, lang),
        Some(Screen::Matters(page)) => page.paint(paint, body, sight, lang)?,
        Some(Screen::Matter(page)) => {
            let below = model.screens.iter().rev().nth(1);
            let mut area = body;
            if let (true, Some(Screen::Matters(list))) = (model.is_wide(), below) {
                list.paint_beside(paint, Rect { width: ROWS, ..body }, sight, lang)?;
                area = Rect { x: body.x + ROWS + 1, width: body.width - ROWS - 1, ..body };
            }
            page.paint(paint, area, sight, lang)?;
        }
        None => {}
    }
    Ok(())
}

/// The keys that work here, and below them what just happened with the way back.
fn paint_status(model: &Model, paint: &mut Paint<'_>, area: Rect) {
    let lang = model.lang;
    paint.hairline(area, area.bottom() - 3);
    paint_hints(model, paint, Rect { y: area.bottom() - 2, height: 1, ..area });
    if let Some(Busy { step: Step::Erasing(records), .. }) = model.busy {
        let text = erasing::under_way(lang, records);
        paint.text(area.x + 1, area.bottom() - 1, area.width.saturating_sub(2), &text, Role::Done);
        return;
    }
    let Some(msg) = &model.status else { return };
    let role = if msg.is_fault() { Role::Fault } else { Role::Done };
    let undo = entry(Action::Undo);
    let way_back = format!("{} {} ", model.here.keys.keys(undo).next().unwrap_or_default(), undo.label(lang));
    let right = if msg.can_be_undone() { u16::try_from(columns(&way_back)).unwrap_or(0) } else { 0 };
    let y = area.bottom() - 1;
    paint.text(area.x + 1, y, area.width.saturating_sub(right + 2), &msg.text(lang), role);
    if right > 0 {
        paint.right(area.right() - right, y, right, &way_back, Role::Hint);
    }
}

/// As many keys as fit, the most important first; the help always has its place.
fn paint_hints(model: &Model, paint: &mut Paint<'_>, row: Rect) {
    let context = model.context();
    let hints = hints(&Here { context, ..model.here.clone() });
    let shown =
        |hint: &'static Entry| model.here.keys.shown(hint, context).map(|key| (hint, key, hint_label(hint, model)));
    let mut shown: Vec<_> = hints.into_iter().filter_map(shown).collect();
    let wide = |(_, key, label): &(&Entry, &str, &str)| columns(key) + columns(label) + 3;
    let mut width: usize = shown.iter().map(wide).sum();
    while width > usize::from(row.width) {
        let Some(least) = shown.iter().rposition(|(hint, ..)| hint.action != Action::Help) else { break };
        width -= wide(&shown.remove(least));
    }
    let mut x = row.x + 1;
    for (_, key, label) in shown {
        x = paint.text(x, row.y, row.width, key, Role::Key);
        x = paint.text(x + 1, row.y, row.width, label, Role::Hint) + 2;
    }
}

/// In a line Enter and Esc do not open and go back but save and close.
fn hint_label(hint: &Entry, model: &Model) -> &'static str {
    let lang = model.lang;
    match (hint.action, model.context()) {
        (Action::Search, Context::Cell) => Label::FindsDoors.text(lang),
        (Action::Open, Context::Line) => match model.overlays.last() {
            Some(Overlay::Line(line)) => line.enter_word(lang),
            _ => Label::Save.text(lang),
        },
        (Action::Open, Context::Form | Context::Sheet) if model.is_at_last_field() => Label::Save.text(lang),
        (Action::Open, Context::Form | Context::Sheet) => Label::GoesOn.text(lang),
        (Action::Open, Context::Confirm | Context::Fields | Context::First) => Label::Confirms.text(lang),
        (Action::Open, Context::Filter) => Label::Confirms.text(lang),
        (Action::Back, Context::Filter) => Label::Closes.text(lang),
        (Action::Open, Context::Many) => Label::Save.text(lang),
        (Action::Back, Context::Many) => Label::AsOne.text(lang),
        (Action::Back, Context::Busy) => Label::Stops.text(lang),
        (Action::Back, Context::Line | Context::Form | Context::Sheet | Context::Search | Context::Palette) => {
            Label::Closes.text(lang)
        }
        _ => hint.label(lang),
    }
}
