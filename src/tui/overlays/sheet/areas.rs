//! Sheets of the tree of areas: something new in it, names, people, cells that become one, and handing over.

use super::field::{Choice, Field, Key, Sort};
use super::request::{Asked, Filled};
use super::{Purpose, words};
use crate::domain::area::{
    Area, ChildFault, Role as Post, child_of, extent_below, is_provisional, provisional_village,
};
use crate::domain::handover::{Handover, OnDesk, Share, along};
use crate::domain::id::Id;
use crate::domain::people::officials;
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::{Extent, Scope};
use crate::i18n::Lang;
use crate::i18n::areas::{self, AreaSaid, AreaWord};
use crate::i18n::measure::cut;
use crate::i18n::sheet::SheetMsg;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::effect::Effect;
use crate::tui::sight::Sight;

/// The word that stands for handing over promises only.
const PROMISES: &str = "promises";
/// Columns of a matter's words in the list of what goes along.
const WORDS: usize = 58;

/// Title and fields of such a sheet; `None` for the sheets of households.
pub fn fields(purpose: &Purpose, sight: &Sight<'_>, lang: Lang) -> Read<Option<(String, Vec<Field>)>> {
    let titled = |word: AreaWord, scope: Scope| -> Read<String> {
        Ok(format!("{}  {}", word.word(lang), sight.scope_name(scope, lang)?))
    };
    Ok(Some(match purpose {
        Purpose::AddArea(parent) => (titled(AreaWord::AddBelow, *parent)?, new_area(*parent, sight, lang)?),
        Purpose::RenameArea(scope) => {
            let name = sight.reader.area(*scope)?.map(|area| area.name);
            let field = labelled(Key::Name, AreaWord::Name).required_if(!scope.is_cell());
            (titled(AreaWord::Rename, *scope)?, vec![field.with(name.as_deref(), lang)])
        }
        Purpose::People(scope) => (titled(AreaWord::People, *scope)?, people(*scope, sight, lang)?),
        Purpose::MergeCell(from) => {
            let into = labelled(Key::Cell, AreaWord::Into).required();
            (titled(AreaWord::Merge, *from)?, vec![into.picked_of(Sort::Pick, cells(Some(*from), sight)?)])
        }
        Purpose::MoveDoors(doors) => {
            let title =
                format!("{}  {}", AreaWord::MoveDoors.word(lang), areas::share(lang, &Share::Doors(doors.clone())));
            let to = labelled(Key::Cell, AreaWord::Into).picked_of(Sort::Pick, cells(None, sight)?);
            (title, vec![to, labelled(Key::Code, AreaWord::NewCell)])
        }
        Purpose::HandOver(cell, share) => (titled(AreaWord::Handover, *cell)?, handing(*cell, share, sight, lang)?),
        Purpose::Sheets(cell) => (titled(AreaWord::Sheets, *cell)?, file(*cell, sight, lang)),
        _ => return Ok(None),
    }))
}

/// What a filled sheet asks to record; `None` for the sheets of households.
pub fn request(purpose: &Purpose, fields: &[Field], sight: &Sight<'_>) -> Read<Option<Asked>> {
    let filled = Filled(fields);
    Ok(Some(match purpose {
        Purpose::AddArea(parent) => filled.new_area(*parent, sight)?,
        Purpose::RenameArea(scope) => {
            let name = filled.text(Key::Name).unwrap_or_default();
            Ok(if scope.is_cell() {
                Request::AddCell { scope: *scope, name: Some(name) }
            } else {
                Request::AddArea { scope: *scope, name }
            })
        }
        Purpose::People(scope) => {
            let changed = fields.iter().filter(|field| field.is_changed());
            let set = changed.filter_map(|field| match field.key {
                Key::Post(role) => Some(Request::SetRole { scope: *scope, role, person: field.text() }),
                _ => None,
            });
            Ok(Request::All(set.collect()))
        }
        Purpose::MergeCell(from) => filled
            .cell()
            .map_or_else(|| Err((0, filled.lacks(Key::Cell))), |into| Ok(Request::MergeCells { from: *from, into })),
        Purpose::MoveDoors(doors) => filled.moved(doors, sight)?,
        Purpose::HandOver(cell, share) => Ok(Request::HandOver(Box::new(filled.handover(*cell, share)))),
        Purpose::Sheets(_) => Ok(Request::All(Vec::new())),
        _ => return Ok(None),
    }))
}

/// The file that the sheets of a handover shall be written to; `None` where a sheet is about none. With `closes` what
/// was filled in closes after it.
pub fn file_of(purpose: &Purpose, fields: &[Field], closes: bool) -> Option<Effect> {
    let filled = Filled(fields);
    let handover = match purpose {
        Purpose::HandOver(cell, share) => filled.handover(*cell, share),
        Purpose::Sheets(cell) => filled.handover(*cell, &Share::Cell),
        _ => return None,
    };
    let reveal = filled.text(Key::Numbers).is_some_and(|chosen| chosen == words::IN_FULL);
    Some(Effect::Sheets { handover: Box::new(handover), path: filled.text(Key::Path)?, reveal, closes })
}

/// The handover that is filled in, but for who takes over where what goes along does not depend on it.
pub fn handing_over(purpose: &Purpose, fields: &[Field]) -> Option<Handover> {
    let Purpose::HandOver(cell, share) = purpose else { return None };
    let handover = Filled(fields).handover(*cell, share);
    let to = if matches!(share, Share::Doors(_)) { handover.to } else { String::new() };
    Some(Handover { to, ..handover })
}

/// What a filled sheet would come to, line by line.
pub fn preview(purpose: &Purpose, fields: &[Field], sight: &Sight<'_>, lang: Lang) -> Read<Vec<(String, Role)>> {
    let filled = Filled(fields);
    Ok(match purpose {
        Purpose::HandOver(cell, share) => goes_along(&filled.handover(*cell, share), sight, lang)?,
        Purpose::AddArea(parent) => match filled.child(*parent, sight)? {
            Ok(scope) if is_provisional(scope) && !scope.is_cell() => {
                let word = AreaWord::Provisional.word(lang);
                vec![(scope.to_string(), Role::PanelTitle), (word.to_owned(), Role::PanelAside)]
            }
            Ok(scope) => vec![(scope.to_string(), Role::PanelTitle)],
            Err(_) => Vec::new(),
        },
        _ => Vec::new(),
    })
}

fn goes_along(handover: &Handover, sight: &Sight<'_>, lang: Lang) -> Read<Vec<(String, Role)>> {
    let along = along(sight.reader, handover)?;
    let desk = OnDesk::of(sight.desk, &along);
    let roles = along.roles.iter().map(|(scope, role)| {
        let role = role.word(lang);
        let place = if handover.cell.is_cell() { String::new() } else { sight.scope_name(*scope, lang)? };
        Ok(format!("{place} {role}").trim_start().to_owned())
    });
    let roles: Vec<String> = roles.collect::<Read<_>>()?;
    let cells = if handover.cell.is_cell() { 0 } else { along.cells().len() };
    let counts = [
        (AreaWord::Cells, cells),
        (AreaWord::Households, along.households.len()),
        (AreaWord::Own, along.own.len()),
        (AreaWord::InHandNow, along.in_hand().count()),
        (AreaWord::Awaited, along.matters.iter().filter(|given| given.awaited && !given.in_hand).count()),
        (AreaWord::Promises, along.promises()),
        (AreaWord::Claimed, along.claimed().count()),
    ];
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(word, count)| format!("{} {count}", word.word(lang))).collect();
    let mut lines = vec![(AreaWord::GoesAlong.word(lang).to_owned(), Role::PanelTitle)];
    if along.is_empty() {
        lines.push((AreaWord::NothingElse.word(lang).to_owned(), Role::PanelFault));
        return Ok(lines);
    }
    if !roles.is_empty() {
        lines.push((format!("{}: {}", AreaWord::Roles.word(lang), roles.join("  ")), Role::Panel));
    }
    lines.push((counts.join("   "), Role::Panel));
    if desk != OnDesk::default() {
        lines.push((areas::on_desk(lang, desk), Role::PanelAside));
    }
    for promise in &along.owed {
        let whose = promise.promised.household.map_or(Ok(String::new()), |id| sight.reader.household_name(id))?;
        let words = format!("{} {}", AreaWord::Promises.word(lang), promise.promised.text);
        lines.push((format!("  {whose}  {}", cut(&words, WORDS)), Role::PanelAside));
    }
    for given in &along.matters {
        let whose = given.matter.raised.household.map_or(Ok(String::new()), |id| sight.reader.household_name(id))?;
        let mut words = format!("{} {}", given.matter.kind().word(lang), sight.about(&given.matter, false, lang));
        for promise in &given.promises {
            words = format!("{words}; {}: {}", AreaWord::Promises.word(lang), promise.text);
        }
        lines.push((format!("  {whose}  {}", cut(&words, WORDS)), Role::PanelAside));
    }
    Ok(lines)
}

fn labelled(key: Key, word: AreaWord) -> Field {
    Field::new(key, word.both())
}

fn new_area(parent: Scope, sight: &Sight<'_>, lang: Lang) -> Read<Vec<Field>> {
    let extent = extent_below(parent.extent());
    let label = areas::code_of(extent);
    let code = Field::new(Key::Code, label).required_if(extent != Extent::Village);
    let next = if extent == Extent::Cell { next_suffix(parent, sight)? } else { None };
    let name = labelled(Key::Name, AreaWord::Name).required_if(extent != Extent::Cell);
    Ok(vec![code.with(next.as_deref(), lang), name])
}

/// The number after the highest, where the cells of a village are numbered.
fn next_suffix(village: Scope, sight: &Sight<'_>) -> Read<Option<String>> {
    let cells = sight.reader.cells(village)?;
    let width = cells.iter().map(|cell| cell.scope.suffix().len()).max().unwrap_or(3);
    let numbers: Option<Vec<u32>> = cells.iter().map(|cell| cell.scope.suffix().parse().ok()).collect();
    Ok(numbers.map(|numbers| format!("{:0width$}", numbers.into_iter().max().unwrap_or(0).saturating_add(1))))
}

fn people(scope: Scope, sight: &Sight<'_>, lang: Lang) -> Read<Vec<Field>> {
    let held = sight.reader.area(scope)?.map(|area| area.people).unwrap_or_default();
    let known = everybody(sight)?;
    let here = Post::ALL.into_iter().filter(|post| post.extent() == scope.extent());
    let field = |post: Post| {
        let field = Field::new(Key::Post(post), post.both()).picked_of(Sort::Free, known.clone());
        field.with(held.get(&post).map(String::as_str), lang)
    };
    Ok(here.map(field).collect())
}

/// Everybody on the ladders, and oneself, each with what they hold.
fn everybody(sight: &Sight<'_>) -> Read<Vec<Choice>> {
    let mut choices = Vec::new();
    for official in officials(sight.reader)? {
        let said = |lang: Lang| -> Read<String> {
            let posts = official.posts.iter().take(2);
            let told =
                posts.map(|post| Ok(format!("{} {}", sight.scope_name(post.scope, lang)?, post.role.word(lang))));
            Ok(told.collect::<Read<Vec<String>>>()?.join("  "))
        };
        let note = [said(Lang::Zh)?, said(Lang::En)?];
        choices.push(Choice { note, ..Choice::word(&official.name) });
    }
    if !sight.me.is_empty() && choices.iter().all(|choice: &Choice| choice.value != sight.me) {
        choices.push(Choice::word(sight.me));
    }
    Ok(choices)
}

/// Cells in the order of the tree, each with its village.
fn cells(but: Option<Scope>, sight: &Sight<'_>) -> Read<Vec<Choice>> {
    let cells = sight.reader.cells(Scope::WHOLE)?;
    let others = cells.into_iter().filter(|cell| Some(cell.scope) != but && !cell.retired);
    let choice = |cell: Area| {
        let said = [sight.scope_name(cell.scope, Lang::Zh)?, sight.scope_name(cell.scope, Lang::En)?];
        Ok(Choice::said(&cell.scope.to_string(), [&said[0], &said[1]]))
    };
    others.map(choice).collect()
}

fn handing(cell: Scope, share: &Share, sight: &Sight<'_>, lang: Lang) -> Read<Vec<Field>> {
    let held = sight.reader.area(cell)?.map(|area| area.people).unwrap_or_default();
    let within = if cell.is_cell() { Vec::new() } else { sight.reader.cells(cell)? };
    let mut places = within.iter().map(|cell| &cell.people).chain([&held]);
    let mine = places.any(|people| people.values().any(|name| name == sight.me)).then_some(sight.me);
    let from = mine.or_else(|| held.get(&Post::Head).or_else(|| held.values().next()).map(String::as_str));
    let known = everybody(sight)?;
    let giver = labelled(Key::Giver, AreaWord::Giver).required().picked_of(Sort::Free, known.clone());
    let taker = labelled(Key::Taker, AreaWord::Taker).required().picked_of(Sort::Free, known);
    let mut fields = vec![giver.with(from, lang), taker];
    if !matches!(share, Share::Doors(_)) {
        let choice = |value: &str, share: &Share| {
            let said = Lang::ALL.map(|lang| areas::share_in(cell, share, lang));
            Choice::said(value, [&said[0], &said[1]])
        };
        let choices = vec![choice("cell", &Share::Cell), choice(PROMISES, &Share::Promises)];
        let field = labelled(Key::Share, AreaWord::What).required().picked_of(Sort::Pick, choices);
        fields.push(field.with(Some("cell"), lang));
    }
    fields.extend(file(cell, sight, lang));
    Ok(fields)
}

/// Where the sheets go, and whether numbers stand in them in full.
fn file(cell: Scope, sight: &Sight<'_>, lang: Lang) -> Vec<Field> {
    let path = format!("~/chuanmen-handover-{cell}-{}.html", sight.today());
    let numbers = Field::new(Key::Numbers, ["号码", "numbers"]).picked_of(Sort::Pick, words::numbers());
    vec![labelled(Key::Path, AreaWord::PrintTo).required().with(Some(&path), lang), numbers]
}

impl Filled<'_> {
    fn cell(&self) -> Option<Scope> {
        self.text(Key::Cell)?.parse().ok()
    }

    fn handover(&self, cell: Scope, share: &Share) -> Handover {
        let share = match (share, self.text(Key::Share).as_deref()) {
            (Share::Cell, Some(PROMISES)) => Share::Promises,
            (share, _) => share.clone(),
        };
        let name = |key| self.text(key).unwrap_or_default();
        Handover { cell, from: name(Key::Giver), to: name(Key::Taker), share }
    }

    /// The code of what is new in an area, or what is wrong with what was typed.
    fn child(&self, parent: Scope, sight: &Sight<'_>) -> Read<Result<Scope, AreaSaid>> {
        let typed = self.text(Key::Code).unwrap_or_default();
        if typed.is_empty() && parent.extent() == Extent::Township {
            let areas = sight.reader.areas(Scope::WHOLE)?;
            let label = |scope: Option<Scope>| {
                let known = areas.iter().find(|area| Some(area.scope) == scope);
                known.map_or_else(String::new, |area| area.name.clone())
            };
            let names = [label(parent.parent()), label(Some(parent)), self.text(Key::Name).unwrap_or_default()];
            let village = provisional_village([&names[0], &names[1], &names[2]], &areas);
            // Names that two townships share may be of the other one.
            return Ok(if parent.holds(village) { Ok(village) } else { Err(AreaSaid::NoCode) });
        }
        Ok(child_of(parent, &typed).map_err(|fault| match fault {
            ChildFault::NotACode { typed, extent } => AreaSaid::NotACode { typed, extent, parent },
            ChildFault::Elsewhere { child, parent } => AreaSaid::Elsewhere { child, parent },
        }))
    }

    fn new_area(&self, parent: Scope, sight: &Sight<'_>) -> Read<Asked> {
        let at = self.place(Key::Code);
        let scope = match self.child(parent, sight)? {
            Ok(scope) => scope,
            Err(said) => return Ok(Err((at, SheetMsg::Area(said)))),
        };
        // A village that is only known by its code, because a cell of it is, gets its name here.
        let known =
            sight.reader.area(scope)?.filter(|area| !area.retired && (scope.is_cell() || !area.name.is_empty()));
        if let Some(area) = known {
            return Ok(Err((at, SheetMsg::Area(AreaSaid::Already(scope, area.label())))));
        }
        let name = self.text(Key::Name);
        Ok(Ok(if scope.is_cell() {
            Request::AddCell { scope, name }
        } else {
            Request::AddArea { scope, name: name.unwrap_or_default() }
        }))
    }

    /// Doors go to a cell there is, or to a new one of the village of the first.
    fn moved(&self, doors: &[Id], sight: &Sight<'_>) -> Read<Asked> {
        let at = self.place(Key::Code);
        let mut requests = Vec::new();
        let to = match (self.cell(), self.text(Key::Code)) {
            (Some(cell), None) => cell,
            (None, Some(typed)) => {
                let first = doors.first().map_or(Ok(None), |id| sight.reader.household(*id))?;
                let village = first.and_then(|home| home.cell.village()).unwrap_or(Scope::WHOLE);
                let Ok(cell) = child_of(village, &typed) else {
                    let said = AreaSaid::NotACode { typed, extent: Extent::Cell, parent: village };
                    return Ok(Err((at, SheetMsg::Area(said))));
                };
                if sight.reader.area(cell)?.is_none_or(|area| area.retired) {
                    requests.push(Request::AddCell { scope: cell, name: None });
                }
                cell
            }
            _ => return Ok(Err((0, SheetMsg::Area(AreaSaid::OneOfBoth)))),
        };
        for household in doors.iter().copied() {
            // One that lies there already stays.
            if sight.reader.household(household)?.is_some_and(|home| home.cell != to) {
                requests.push(Request::MoveHousehold { household, to });
            }
        }
        Ok(Ok(Request::All(requests)))
    }
}
