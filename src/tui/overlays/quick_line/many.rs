//! Several lines pasted at once: each is read as a line of its own, and what can be saved is saved as one act.
//!
//! What was pasted also stands in the quick line below, as one line: closing this list leaves it there, and so does a
//! breakdown.

use ratatui::layout::Rect;

use super::{Focus, QuickLine, commit};
use crate::domain::reader::Read;
use crate::domain::request::Request;
use crate::i18n::Lang;
use crate::i18n::pasted::Pasted;
use crate::theme::role::Role;
use crate::tui::action::Action;
use crate::tui::effect::Then;
use crate::tui::overlays::{paint_line, paint_title, rows as rows_of};
use crate::tui::sight::Sight;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint::Paint;

/// Characters and lines that are taken in at once, at most.
pub const MOST: usize = 8_000;
pub const MOST_LINES: usize = 100;
/// Rows below the list for what becomes of the line under the cursor.
const DETAIL: u16 = 4;

/// The lines, and which of them were sent off to be recorded.
#[derive(Debug)]
pub struct Many {
    /// What stood in the quick line before.
    before: String,
    lines: Vec<QuickLine>,
    list: List,
    sent: Vec<usize>,
}

impl Many {
    /// What is pasted into a line, where that is more than one line and the words are what is being typed.
    pub fn of(line: &QuickLine, pasted: &str, sight: &Sight<'_>, lang: Lang) -> Read<Option<Self>> {
        let texts: Vec<&str> = lines(pasted).collect();
        if texts.len() < 2 || matches!(line.focus, Focus::Row(_)) {
            return Ok(None);
        }
        let mut lines = Vec::with_capacity(texts.len());
        for text in texts {
            let mut one = QuickLine::of(line.about.clone(), line.begun.clone(), text, sight, lang)?;
            one.cells.clone_from(&line.cells);
            one.open = true;
            one.read(sight, lang);
            lines.push(one);
        }
        let before = line.line.text().to_owned();
        Ok(Some(Self { before, lines, list: List::default(), sent: Vec::new() }))
    }

    /// All of it as one line.
    pub fn as_one(&self) -> String {
        let texts = self.lines.iter().map(|line| line.line.text());
        let pieces = std::iter::once(self.before.as_str()).chain(texts).map(str::trim);
        pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What stood in the quick line before.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// Takes away what was recorded; whether nothing is left.
    pub fn recorded(&mut self) -> bool {
        let sent = std::mem::take(&mut self.sent);
        let mut at = 0;
        self.lines.retain(|line| {
            let gone = sent.contains(&at) || line.line.text().trim().is_empty();
            at += 1;
            !gone
        });
        self.list.clamp(self.lines.len());
        self.lines.is_empty()
    }

    pub fn write(&mut self, text: &str, sight: &Sight<'_>, lang: Lang) {
        if let Some(line) = self.lines.get_mut(self.list.cursor) {
            line.line.insert(text);
            line.read(sight, lang);
        }
    }

    pub fn update(&mut self, action: Action, sight: &Sight<'_>, lang: Lang) -> Then {
        match action {
            Action::Move(step) => self.list.step(step, self.lines.len()),
            Action::Edit(edit) => {
                if let Some(line) = self.lines.get_mut(self.list.cursor) {
                    crate::tui::overlays::edit(&mut line.line, edit);
                    line.read(sight, lang);
                }
            }
            Action::Open => return self.save(),
            _ => {}
        }
        Then::Stay
    }

    /// Sends off what can be saved, as one act; what was said on another day follows with the next Enter. Where nothing
    /// can, the cursor goes to the first line that is to be mended.
    fn save(&mut self) -> Then {
        let fitting =
            |line: &QuickLine| line.reading.resolved.request().map(|request| (line.reading.resolved.at, request));
        let ready: Vec<_> = self.lines.iter().enumerate().filter_map(|(at, line)| Some((at, fitting(line)?))).collect();
        let Some((_, (day, _))) = ready.first() else {
            self.list.cursor = self.lines.iter().position(|line| !line.line.text().trim().is_empty()).unwrap_or(0);
            return Then::Say(crate::i18n::msg::Msg::Pasted(Pasted::NothingFits));
        };
        let day = *day;
        let (sent, requests): (Vec<usize>, Vec<Request>) =
            ready.into_iter().filter(|(_, (at, _))| *at == day).map(|(at, (_, request))| (at, request)).unzip();
        self.sent = sent;
        Then::Do(commit(Request::All(requests), day))
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, sight: &Sight<'_>, lang: Lang) {
        let fit = self.lines.iter().filter(|line| line.reading.resolved.request().is_some()).count();
        paint_title(paint, area, &Pasted::Lines { lines: self.lines.len(), fit }.text(lang));
        let detail = DETAIL.min(area.height.saturating_sub(2));
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + detail), ..area };
        let visible = self.list.visible(body.height.into(), self.lines.len());
        for (row, at) in rows_of(body, 0).zip(visible) {
            let line = &self.lines[at];
            let here = at == self.list.cursor;
            let fits = line.reading.resolved.request().is_some();
            let mark = [if here { ">" } else { " " }, if fits { " " } else { "!" }].concat();
            paint_line(paint, row, &mark, &line.line, here, |byte| line.role_at(byte));
        }
        let Some(line) = self.lines.get(self.list.cursor) else { return };
        let (texts, role) = line.verdict(sight, lang, usize::from(area.width.saturating_sub(2)));
        let below = Rect { y: body.bottom() + 1, height: detail.saturating_sub(1), ..area };
        for (row, text) in rows_of(below, 0).zip(texts) {
            paint.text(row.x + 1, row.y, row.width.saturating_sub(2), &text, role);
        }
        paint.hairline(area, body.bottom());
        paint.restyle(Rect { y: body.bottom(), height: 1, ..area }, Role::Panel);
    }
}

/// The lines of a text that hold something.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty())
}

/// Whether a text has more than one line that holds something, and how many.
pub fn count(text: &str) -> usize {
    lines(text).count()
}
