//! A new village and grid cell by their names: for whoever begins without a roster, or with one of an unknown village.

use ratatui::layout::Rect;

use crate::domain::area::{is_provisional, provisional_village};
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::domain::scope::{Extent, Scope};
use crate::i18n::Lang;
use crate::i18n::first::{FirstSaid, FirstWord};
use crate::i18n::measure::wrap;
use crate::i18n::term::Term;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::sight::Sight;
use crate::tui::widgets::paint::Paint;

use super::fields::{Fields, Filled};

/// What stands in which line.
const COUNTY: usize = 0;
const TOWNSHIP: usize = 1;
const VILLAGE: usize = 2;
const CELL: usize = 3;
const CODE: usize = 4;

/// The lines, and what they come to so far.
#[derive(Debug, Default)]
pub struct NewCell {
    fields: Fields,
    /// What would be added, or what is wrong.
    comes_to: Option<Result<(Scope, Vec<Request>), FirstSaid>>,
}

impl NewCell {
    /// The lines with the names that are likely: those of the areas that are known, and a village's if it is.
    pub fn of(village: &str, sight: &Sight<'_>) -> Read<Self> {
        let areas = sight.reader.areas(Scope::WHOLE)?;
        let only = |extent: Extent| {
            let mut fitting = areas.iter().filter(|area| area.scope.extent() == extent);
            let first = fitting.next().map(|area| area.name.clone()).unwrap_or_default();
            if fitting.next().is_none() { first } else { String::new() }
        };
        let texts = [
            (FirstWord::County, only(Extent::County)),
            (FirstWord::Township, only(Extent::Township)),
            (FirstWord::Village, village.to_owned()),
            (FirstWord::Cell, "001".to_owned()),
            (FirstWord::Code, String::new()),
        ];
        let mut fields = Fields::of(texts.map(|(label, text)| (label.both(), text)));
        fields.go_to(if village.is_empty() { COUNTY } else { CODE });
        let mut form = Self { fields, comes_to: None };
        form.reckon(sight)?;
        Ok(form)
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>) -> Read<()> {
        self.fields.write(text);
        self.reckon(sight)
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>) -> Read<Filled> {
        let filled = self.fields.update(action);
        self.reckon(sight)?;
        Ok(filled)
    }

    /// The cell, and what adds it: an area before what lies in it. Or what is wrong, with the caret in that line.
    pub fn requests(&mut self, sight: &Sight<'_>) -> Read<Result<(Scope, Vec<Request>), FirstSaid>> {
        self.reckon(sight)?;
        let outcome = self.comes_to.clone().unwrap_or(Err(FirstSaid::NoVillage));
        if let Err(said) = &outcome {
            self.fields.go_to(match said {
                FirstSaid::NotAVillageCode(_) => CODE,
                _ => VILLAGE,
            });
        }
        Ok(outcome)
    }

    /// Works out what the lines come to.
    fn reckon(&mut self, sight: &Sight<'_>) -> Read<()> {
        self.comes_to = Some(self.reckoned(sight)?);
        Ok(())
    }

    fn reckoned(&self, sight: &Sight<'_>) -> Read<Result<(Scope, Vec<Request>), FirstSaid>> {
        let text = |at| self.fields.text(at).to_owned();
        if text(VILLAGE).is_empty() {
            return Ok(Err(FirstSaid::NoVillage));
        }
        let village = match self.village(sight)? {
            Ok(village) => village,
            Err(said) => return Ok(Err(said)),
        };
        let suffix: String = text(CELL).chars().map(crate::domain::width::half_width).collect();
        let suffix = if suffix.is_empty() { "001".to_owned() } else { suffix };
        // A name that is no number is the cell's name; its number is then the first.
        let (suffix, name) = match Scope::cell(village, &suffix) {
            Some(_) if suffix.chars().all(|c| c.is_ascii_alphanumeric()) => (suffix, None),
            _ => ("001".to_owned(), Some(suffix)),
        };
        let Some(cell) = Scope::cell(village, &suffix) else { return Ok(Err(FirstSaid::NoVillage)) };
        let mut requests = Vec::new();
        let above = [village.parent().and_then(Scope::parent), village.parent(), Some(village)];
        for (scope, name) in above.into_iter().zip([text(COUNTY), text(TOWNSHIP), text(VILLAGE)]) {
            if let (Some(scope), false) = (scope, name.is_empty()) {
                requests.push(Request::AddArea { scope, name });
            }
        }
        requests.push(Request::AddCell { scope: cell, name });
        Ok(Ok((cell, requests)))
    }

    /// The village's code: as typed, that of the village of these names, or one of its own until the real one is known.
    fn village(&self, sight: &Sight<'_>) -> Read<Result<Scope, FirstSaid>> {
        let code: String = self.fields.text(CODE).chars().map(crate::domain::width::half_width).collect();
        let code = code.replace(' ', "");
        if !code.is_empty() {
            let typed = code.parse::<Scope>().ok().filter(|scope| scope.extent() == Extent::Village);
            return Ok(typed.ok_or(FirstSaid::NotAVillageCode(code)));
        }
        let areas = sight.reader.areas(Scope::WHOLE)?;
        let names = [COUNTY, TOWNSHIP, VILLAGE].map(|at| self.fields.text(at));
        Ok(Ok(provisional_village(names, &areas)))
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, lang: Lang) {
        let width = area.width.saturating_sub(3);
        paint.text(area.x + 1, area.y, width, FirstWord::NewCell.word(lang), Role::Heading);
        let fields = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let below = self.fields.paint(paint, fields, lang) + 1;
        let (text, role) = match &self.comes_to {
            Some(Ok((cell, _))) => {
                let word = if is_provisional(*cell) { FirstWord::Provisional } else { FirstWord::RealCode };
                (format!("{}  {cell}\n{}", FirstWord::WillAdd.word(lang), word.word(lang)), Role::Body)
            }
            Some(Err(said)) => (said.text(lang), Role::Soon),
            None => (String::new(), Role::Body),
        };
        for (line, y) in wrap(&text, width.into()).iter().zip(below..area.bottom()) {
            paint.text(area.x + 1, y, width, line, role);
        }
    }
}
