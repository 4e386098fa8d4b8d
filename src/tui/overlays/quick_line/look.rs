//! What the quick line looks like.

use ratatui::layout::Rect;

use super::rows::{has_values, is_short, kind_word};
use super::{About, Focus, QuickLine, guessed_kind, is_wrong, waits};
use crate::domain::phone::Phone;
use crate::entry::line::LineKind;
use crate::i18n::Lang;
use crate::i18n::bound;
use crate::i18n::entry::{Entry, Row};
use crate::i18n::measure::{columns, flow, wrap};
use crate::i18n::msg::Label;
use crate::i18n::promise::PromiseWord;
use crate::i18n::term::Term;
use crate::i18n::when;
use crate::theme::role::Role;
use crate::tui::overlays::{paint_choice, paint_line, rows as rows_of};
use crate::tui::sight::Sight;
use crate::tui::widgets::paint::Paint;

impl QuickLine {
    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        paint.fill(area, Role::Panel);
        paint.hairline(area, area.y);
        let row = Rect { y: area.y + 1, height: 1, ..area };
        let focused = !matches!(self.focus, Focus::Row(_));
        paint_line(paint, row, &self.prompt(lang), &self.line, focused, |byte| self.role_at(byte));
        if !self.open || !self.choices_below(sight, lang).is_empty() {
            self.paint_below(paint, area, sight, lang);
        } else {
            self.paint_rows(paint, area, sight, lang);
        }
    }

    /// What Enter does now, in a word.
    pub fn enter_word(&self, lang: Lang) -> &'static str {
        let lists = !self.reading.completions.is_empty() || !self.reading.resolved.candidates.is_empty();
        let [zh, en] = match self.focus {
            _ if !self.reading.resolved.candidates.is_empty() => ["选这户", "take it"],
            Focus::Picks if lists => ["选这个", "take it"],
            Focus::Picks => ["并入", "join"],
            _ if self.reading.no_kind && !self.asked && !matches!(self.about, About::Itself) => ["看一眼", "look over"],
            _ => return Label::Save.text(lang),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    fn prompt(&self, lang: Lang) -> String {
        match &self.about {
            About::Itself => ">".to_owned(),
            About::Door(_, head) => format!("{head}>"),
            About::Nobody(_) => format!("{}>", Entry::NoHousehold.text(lang)),
        }
    }

    /// The role of the character that begins at a byte: wrong, taken as a marker, or a word.
    pub(super) fn role_at(&self, byte: usize) -> Role {
        let column = self.line.text()[..byte].chars().count();
        let within = |start: usize, length: usize| (start..start + length).contains(&column);
        if self.reading.resolved.problems.iter().any(|p| is_wrong(p) && within(p.column, p.length)) {
            Role::EntryFault
        } else if self.reading.marks.iter().any(|mark| within(mark.column, mark.length)) {
            Role::Marker
        } else {
            Role::Entry
        }
    }

    /// What will be saved, and below it what can be picked.
    fn paint_below(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        let width = area.width.saturating_sub(2);
        let alike_in_hand = self.focus == Focus::Picks
            && self.reading.resolved.candidates.is_empty()
            && self.reading.completions.is_empty();
        let (lines, role) = if alike_in_hand {
            (vec![Entry::JoinHint.text(lang)], Role::PanelTitle)
        } else {
            self.verdict(sight, lang, width.into())
        };
        for (row, line) in rows_of(area, 2).zip(&lines) {
            paint.text(row.x + 1, row.y, width, line, role);
        }
        let choices = self.choices_below(sight, lang);
        let alike = self.reading.resolved.candidates.is_empty() && self.reading.completions.is_empty();
        if alike && !choices.is_empty() && self.focus != Focus::Picks {
            if let Some(row) = rows_of(area, 2).nth(lines.len()) {
                paint.text(row.x + 1, row.y, width, &Entry::Alike(choices.len()).text(lang), Role::PanelTitle);
            }
            return;
        }
        let marked = self.focus == Focus::Picks || !self.reading.resolved.candidates.is_empty();
        let left: Vec<Rect> = rows_of(area, 2).skip(lines.len()).collect();
        let visible = self.picks.visible(left.len(), choices.len());
        for (row, at) in left.into_iter().zip(visible) {
            paint_choice(paint, row, &choices[at], marked && at == self.picks.cursor);
        }
    }

    /// What will be saved, or what is wrong and how to mend it, in lines of at most that many columns.
    pub(super) fn verdict(&self, sight: &Sight<'_>, lang: Lang, width: usize) -> (Vec<String>, Role) {
        let gap = if lang == Lang::Zh { "：" } else { ": " };
        if matches!(self.about, About::Itself) && self.line.is_empty() {
            return (wrap(Label::LineHintAnywhere.text(lang), width), Role::PanelAside);
        }
        if self.line.is_empty() {
            return (wrap(Label::LineHint.text(lang), width), Role::PanelAside);
        }
        let saves = &self.reading.saves;
        if self.reading.no_kind && !self.open && !matches!(self.about, About::Itself) {
            let kind = kind_word(guessed_kind(self.line.text(), false, sight), lang);
            return (wrap(&Entry::LooksLike(kind).text(lang), width), Role::PanelAside);
        }
        match (self.reading.resolved.problems.first(), saves.split_first()) {
            (Some(problem), first) if first.is_none() || !waits(&problem.fault) => {
                let text = format!("{}{gap}{}", problem.fault.message(lang), problem.fault.hint(lang));
                (wrap(&text, width), Role::PanelFault)
            }
            (_, None) => (Vec::new(), Role::Panel),
            (_, Some((first, rest))) => {
                let first = format!("{}{gap}{first}", Label::Saves.text(lang));
                let pieces: Vec<String> = std::iter::once(first).chain(rest.iter().cloned()).collect();
                (flow(&pieces, 2, width), Role::Panel)
            }
        }
    }

    /// What will be saved, row by row, and in the last line what is wrong or what to press.
    fn paint_rows(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        let rows = self.rows(sight);
        let mut places: Vec<Rect> = rows_of(area, 2).collect();
        let note = places.pop();
        let at = rows.iter().position(|row| self.focus == Focus::Row(*row)).unwrap_or(0);
        // The row that comes next is seen as well.
        let first = (at + 2).min(rows.len()).saturating_sub(places.len());
        for (place, row) in places.into_iter().zip(&rows[first..]) {
            self.paint_row(paint, place, *row, sight, lang);
        }
        let Some(note) = note else { return };
        let (text, role) = self.note(sight, lang);
        paint.text(note.x + 1, note.y, note.width.saturating_sub(2), &text, role);
    }

    /// What is wrong, or what saving does besides and what can be pressed on the row in hand.
    fn note(&self, sight: &Sight<'_>, lang: Lang) -> (String, Role) {
        let gap = if lang == Lang::Zh { "：" } else { ": " };
        if let Focus::Row(row) = self.focus
            && let Some(text) = self.unknown(row, sight, lang)
        {
            return (Entry::NoSuch(text).text(lang), Role::PanelFault);
        }
        if let Some(problem) = self.reading.resolved.problems.iter().find(|problem| is_wrong(problem)) {
            let text = format!("{}{gap}{}", problem.fault.message(lang), problem.fault.hint(lang));
            return (text, Role::PanelFault);
        }
        let mut pieces = vec![format!("{} {}", bound::key("open", "Enter"), Label::Save.text(lang))];
        if self.reading.with_visit {
            pieces.push(Label::VisitToo.text(lang).to_owned());
        }
        if let Focus::Row(row) = self.focus {
            let number = self.choices.caller_phone.as_deref();
            let odd = row == Row::CallerPhone && number.is_some_and(|number| Phone::parse(number).is_err());
            let hint = if odd { Entry::NotANumber } else { hint(row, self.choices.joins.is_some()) };
            pieces.push(hint.text(lang));
        }
        (pieces.join("   "), Role::PanelAside)
    }

    fn paint_row(&self, paint: &mut Paint<'_>, place: Rect, row: Row, sight: &Sight<'_>, lang: Lang) {
        let focused = self.focus == Focus::Row(row);
        let label_width = if lang == Lang::Zh { 10 } else { 12 };
        let role = if focused { Role::PanelTitle } else { Role::PanelAside };
        paint.text(place.x + 1, place.y, 1, if focused { ">" } else { " " }, role);
        paint.text(place.x + 3, place.y, label_width, row.word(lang), role);
        let inner = Rect { x: place.x + 3 + label_width, width: place.width.saturating_sub(4 + label_width), ..place };
        if is_short(row) {
            return self.paint_strip(paint, inner, row, sight, lang);
        }
        // Values stand below each other whether or not numbers and brackets are beside them.
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
        let text = self.shown(row, sight, lang);
        let typed = self.fields.get(&row).filter(|field| focused && !field.is_empty());
        let free = !has_values(row) || row == Row::Caller;
        if focused && (free || typed.is_some()) {
            let line = self.fields.get(&row).cloned().unwrap_or_default();
            let prompt = if free && self.caller.is_none() { String::new() } else { format!("{text}  ") };
            let before = 1 + u16::from(prompt.is_empty());
            let inner = Rect { x: inner.x - before, width: inner.width + before, ..inner };
            return paint_line(paint, inner, &prompt, &line, true, |_| Role::Entry);
        }
        let role = if focused { Role::PanelSelected } else { Role::Panel };
        let end = paint.text(inner.x, inner.y, inner.width, &text, role);
        if focused {
            paint.caret = Some((end.min(place.right().saturating_sub(1)), place.y).into());
        }
    }

    /// All values beside each other with their numbers, the one that holds in brackets.
    fn paint_strip(&self, paint: &mut Paint<'_>, place: Rect, row: Row, sight: &Sight<'_>, lang: Lang) {
        let present = self.value(row);
        let mut x = place.x;
        for (at, (text, value)) in self.values(row, sight, lang).into_iter().enumerate() {
            let holds = Some(value) == present;
            let text = if holds { format!("[{} {text}]", at + 1) } else { format!(" {} {text} ", at + 1) };
            let focused = self.focus == Focus::Row(row);
            let role = match (holds, focused) {
                (true, true) => Role::PanelSelected,
                (true, false) => Role::PanelTitle,
                (false, _) => Role::Panel,
            };
            if holds && focused {
                paint.caret = Some((x, place.y).into());
            }
            let left = place.right().saturating_sub(x);
            if usize::from(left) >= columns(&text) {
                x = paint.text(x, place.y, left, &text, role) + 1;
            }
        }
    }

    /// The value that will be saved, in words; with `?` where it is only proposed.
    fn shown(&self, row: Row, sight: &Sight<'_>, lang: Lang) -> String {
        let resolved = &self.reading.resolved;
        let guessed = |proposed: bool| if proposed { "?" } else { "" };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match row {
            Row::Due => self.due_text(sight, lang),
            Row::Answer => self.choices.answer.clone(),
            Row::Asked if self.choices.asked.is_empty() => Entry::AsSaid.text(lang),
            Row::Asked => self.choices.asked.clone(),
            Row::By => self.choices.by.clone().unwrap_or_else(|| sight.me.to_owned()),
            Row::With => self.choices.with.join(" "),
            Row::Met => text(&self.choices.met),
            Row::CallerPhone => text(&self.choices.caller_phone),
            Row::Caller => self.caller.as_ref().map_or_else(|| text(&self.choices.caller), super::rows::door),
            Row::Day => {
                let date = resolved.at.date();
                format!("{}  {}", when::ago(date, sight.today(), lang), when::day(date, sight.today(), lang))
            }
            _ => {
                let present = self.value(row);
                let found =
                    self.values(row, sight, lang).into_iter().find(|(_, value)| Some(value) == present.as_ref());
                let proposed = match row {
                    Row::Category => resolved.category.is_none(),
                    Row::Responder => self.choices.responder.is_none() && self.reading.choices.responder.is_some(),
                    _ => false,
                };
                format!("{}{}", found.map(|(text, _)| text).unwrap_or_default(), guessed(proposed))
            }
        }
    }

    fn due_text(&self, sight: &Sight<'_>, lang: Lang) -> String {
        use crate::entry::preview::PreviewDue;
        let resolved = &self.reading.resolved;
        let due = resolved.counted.map(|allowance| PreviewDue::of(allowance, resolved.at, &sight.rules.workdays));
        let next_visit = resolved.kind == Some(LineKind::Promise);
        let without = if next_visit { PromiseWord::NextVisit.word(lang) } else { "" };
        due.map_or_else(|| without.to_owned(), |due| due.text(lang))
    }
}

/// What can be pressed on a row.
fn hint(row: Row, joined: bool) -> Entry {
    match row {
        Row::Alike if joined => Entry::JoinHint,
        Row::Category | Row::Responder | Row::Cell => Entry::TurnOrType,
        Row::Day | Row::Due => Entry::TypeDay,
        Row::Answer => Entry::TypeAnswer,
        Row::Asked => Entry::AsSaid,
        Row::By | Row::With | Row::Met => Entry::TypeNames,
        Row::Caller => Entry::TypeCaller,
        Row::CallerPhone => Entry::TypePhone,
        Row::Source | Row::Alike | Row::Kind | Row::Outcome | Row::Tier | Row::Level | Row::Urgent => Entry::Turn,
    }
}
