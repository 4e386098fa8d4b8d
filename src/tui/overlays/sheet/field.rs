//! One field: its line, what can be picked for it, whether what stands there will do.

use ratatui::layout::Rect;

use crate::domain::area::Role as Post;
use crate::domain::household::{HomeParticular, Particular};
use crate::domain::id::Id;
use crate::domain::life::Consequence;
use crate::domain::moment::Date;
use crate::domain::person_id::{IdFault, PersonId, Sex};
use crate::domain::phone::Phone;
use crate::domain::reader::Read;
use crate::domain::width::half_width;
use crate::entry::dates::{Limit, NamedDay};
use crate::i18n::Lang;
use crate::i18n::measure::pad;
use crate::i18n::sheet::SheetMsg;
use crate::i18n::term::Term;
use crate::search::initials;
use crate::theme::role::Role;
use crate::tui::sight::Sight;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::paint::Paint;

/// What takes a kept value away: the line alone cannot tell it from a value that is only not shown.
pub const CLEAR: &str = "-";

/// What a field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Door,
    Name,
    Relation,
    Number,
    Sex,
    Birth,
    Ethnicity,
    Phone,
    Address,
    Tags,
    Remark,
    More(Particular),
    Home(HomeParticular),
    Why,
    Tag,
    Reason,
    From,
    To,
    Cell,
    Household,
    Head,
    /// What a member is to a head.
    Of(Id),
    /// Whether a tag goes along, by its place.
    Along(usize),
    /// Whom it is about.
    Who,
    /// The day something happened.
    On,
    /// Where somebody came from or went.
    Place,
    /// Whether those who left stay registered.
    Registered,
    /// Something that follows or does not.
    Follow,
    /// Where a page goes.
    Path,
    /// Whether numbers stand in a page in full.
    Numbers,
    /// The word that says an erasure is meant.
    Word,
    /// The code of an area or cell.
    Code,
    /// Who holds a place on the ladders.
    Post(Post),
    /// Who hands over, who takes over, how much.
    Giver,
    Taker,
    Share,
}

/// How a field is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Anything; what can be picked only helps.
    Free,
    /// One of what can be picked.
    Pick,
    /// Words beside each other.
    Many,
    /// Ticked or not.
    Tick,
}

/// Something to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    /// In both languages.
    pub label: [String; 2],
    /// What is told of it behind the label, in both languages; it is not written into the line.
    pub note: [String; 2],
}

impl Choice {
    pub fn word(word: &str) -> Self {
        Self::said(word, [word, word])
    }

    pub fn said(value: &str, [zh, en]: [&str; 2]) -> Self {
        Self { value: value.to_owned(), label: [zh.to_owned(), en.to_owned()], note: Default::default() }
    }
}

#[derive(Clone, Debug)]
pub struct Field {
    pub key: Key,
    /// In both languages.
    pub label: [String; 2],
    pub sort: Sort,
    pub required: bool,
    pub line: LineEdit,
    /// What stood in the line when the sheet was opened.
    was: String,
    /// A value that is kept while the line is empty, as it may be shown.
    pub kept: Option<String>,
    pub options: Vec<Choice>,
    /// The options before anything was typed.
    pub first_options: Vec<Choice>,
    picked: Option<usize>,
    /// What the options are narrowed by: what was typed, not what was picked.
    filter: String,
    pub list: List,
    /// Whether an arrow was pressed and the row under the cursor is meant.
    pub open: bool,
    /// What follows where this is ticked.
    pub consequence: Option<Box<Consequence>>,
}

impl Field {
    pub fn new(key: Key, label: [&str; 2]) -> Self {
        Self {
            key,
            label: label.map(str::to_owned),
            sort: Sort::Free,
            required: false,
            line: LineEdit::default(),
            was: String::new(),
            kept: None,
            options: Vec::new(),
            first_options: Vec::new(),
            picked: None,
            filter: String::new(),
            list: List::default(),
            open: false,
            consequence: None,
        }
    }

    #[must_use]
    pub fn required(self) -> Self {
        self.required_if(true)
    }

    #[must_use]
    pub fn required_if(self, required: bool) -> Self {
        Self { required, ..self }
    }

    #[must_use]
    pub fn picked_of(self, sort: Sort, options: Vec<Choice>) -> Self {
        Self { sort, first_options: options.clone(), options, ..self }
    }

    /// A box to tick, for something that follows.
    #[must_use]
    pub fn ticking(self, consequence: Consequence) -> Self {
        Self { sort: Sort::Tick, consequence: Some(Box::new(consequence)), ..self }
    }

    /// With a value that stands there from the beginning.
    #[must_use]
    pub fn with(mut self, value: Option<&str>, lang: Lang) -> Self {
        let value = value.unwrap_or_default();
        self.picked = self.options.iter().position(|option| option.value == value && !value.is_empty());
        let shown = self.picked.map_or(value, |at| self.options[at].label[lang as usize].as_str());
        self.line = LineEdit::with(shown);
        shown.clone_into(&mut self.was);
        self
    }

    /// With a value that is kept while nothing is typed, shown only masked.
    #[must_use]
    pub fn keeping(self, masked: Option<String>) -> Self {
        Self { kept: masked, ..self }
    }

    pub fn is_ticked(&self) -> bool {
        self.sort == Sort::Tick && !self.line.is_empty()
    }

    pub fn is_changed(&self) -> bool {
        self.line.text() != self.was
    }

    /// Whether anything stands there.
    pub fn is_filled(&self) -> bool {
        !self.line.text().trim().is_empty()
    }

    /// What stands there: the value of what is picked, else what was typed.
    pub fn value(&self) -> String {
        let typed = self.line.text().trim();
        match self.picked {
            Some(at) if self.sort != Sort::Many => {
                self.options.get(at).map_or(typed, |option| &option.value).to_owned()
            }
            _ => typed.to_owned(),
        }
    }

    /// The value as a text that may be missing.
    pub fn text(&self) -> Option<String> {
        Some(self.value()).filter(|value| !value.is_empty() && *value != CLEAR)
    }

    /// The words beside each other.
    pub fn words(&self) -> Vec<String> {
        let line = self.line.text();
        let words = line
            .split([' ', '、', '，', ',', '\u{3000}'])
            .map(str::trim)
            .filter(|word| !word.is_empty() && *word != CLEAR);
        words.map(str::to_owned).collect()
    }

    pub fn can_be_picked(&self) -> bool {
        !self.first_options.is_empty() || !self.options.is_empty()
    }

    pub fn write(&mut self, text: &str) {
        if self.sort == Sort::Tick {
            if matches!(text, " " | "\u{3000}") {
                self.line = LineEdit::with(if self.line.is_empty() { super::life::TICKED } else { "" });
            }
            return;
        }
        self.line.insert(text);
        self.typed();
    }

    pub fn put(&mut self, text: &str) {
        self.line = LineEdit::with(text);
        self.picked = self.options.iter().position(|option| option.label.iter().any(|label| label == text));
    }

    /// The line was typed in: what can be picked is narrowed by it.
    pub fn typed(&mut self) {
        self.picked = None;
        self.open = false;
        self.list = List::default();
        let line = self.line.text();
        let last = if self.sort == Sort::Many { line.rsplit([' ', '、', '，', ',']).next() } else { Some(line) };
        self.filter = last.unwrap_or_default().trim().to_lowercase();
    }

    /// Places of what can be picked and fits what was typed.
    pub fn fitting(&self) -> Vec<usize> {
        let typed = &self.filter;
        let fits = |option: &Choice| {
            typed.is_empty()
                || option.label.iter().any(|label| label.to_lowercase().contains(typed))
                || option.value.contains(typed.as_str())
                || initials(&option.label[0]).starts_with(typed.as_str())
        };
        // Households were found by what was typed, in more ways than by their names.
        let all = self.key == Key::Household;
        (0..self.options.len()).filter(|at| all || fits(&self.options[*at])).collect()
    }

    pub fn step(&mut self, step: Step, lang: Lang) {
        let fitting = self.fitting();
        if fitting.is_empty() {
            return;
        }
        // The first press picks what is first, or stays on what stands there.
        if std::mem::replace(&mut self.open, true) {
            self.list.step(step, fitting.len());
        } else if let Some(place) = self.picked.and_then(|picked| fitting.iter().position(|at| *at == picked)) {
            self.list.cursor = place;
            self.list.step(step, fitting.len());
        }
        if self.sort != Sort::Many {
            self.pick(fitting[self.list.cursor], lang);
        }
    }

    fn pick(&mut self, at: usize, lang: Lang) {
        self.picked = Some(at);
        self.line = LineEdit::with(&self.options[at].label[lang as usize]);
    }

    /// Takes the row that is meant; whether the field still asks for more.
    pub fn take(&mut self, lang: Lang) -> bool {
        let fitting = self.fitting();
        if self.sort == Sort::Many {
            let Some(at) = fitting.get(self.list.cursor).filter(|_| std::mem::take(&mut self.open)) else {
                return false;
            };
            let mut words = self.words();
            if !self.filter.is_empty() {
                words.pop();
            }
            if !words.contains(&self.options[*at].value) {
                words.push(self.options[*at].value.clone());
            }
            self.line = LineEdit::with(&format!("{} ", words.join(" ")));
            self.typed();
            return true;
        }
        let typed = self.line.text().trim();
        let spelled = !typed.is_empty() && (self.sort == Sort::Pick || typed.is_ascii()) && !self.filter.is_empty();
        if self.picked.is_none() && spelled {
            let exact = fitting.iter().find(|at| self.options[**at].value == typed);
            if let Some(at) = exact.or(fitting.first()).copied() {
                self.pick(at, lang);
            }
        }
        self.open = false;
        false
    }

    /// Whether what stands there will do.
    pub fn check(&self, sight: &Sight<'_>) -> Result<(), SheetMsg> {
        let value = self.value();
        if value.is_empty() || value == CLEAR {
            return if self.required && self.kept.is_none() { Err(self.lacks()) } else { Ok(()) };
        }
        if self.sort == Sort::Pick && self.picked.is_none() && self.fitting().is_empty() {
            return Err(SheetMsg::NotInList(value));
        }
        match self.key {
            Key::Number => self.number().map_or(Ok(()), |number| number.map(|_| ()).map_err(SheetMsg::Number)),
            Key::Birth if birth(&value).is_none() => Err(SheetMsg::NotABirth(value)),
            Key::From | Key::To if day(&value, sight.said_on()).is_none() => Err(SheetMsg::NotADay(value)),
            Key::On if gone_by(&value, sight.said_on()).is_none() => Err(SheetMsg::NotADay(value)),
            _ => Ok(()),
        }
    }

    pub fn lacks(&self) -> SheetMsg {
        SheetMsg::Lacks(self.label.clone())
    }

    /// The identity number that stands here, or why it is none; `None` where nothing stands here.
    pub fn number(&self) -> Option<Result<PersonId, IdFault>> {
        self.text().map(|text| PersonId::parse(&text))
    }

    /// What the field comes to, or how it is filled.
    pub fn hint(&self, sight: &Sight<'_>, lang: Lang) -> String {
        let value = self.value();
        match (self.key, self.number()) {
            (Key::Number, Some(Ok(number))) => {
                SheetMsg::Tells(number.sex().word(lang).to_owned(), number.birth(), age(number.birth(), sight.today()))
                    .text(lang)
            }
            (Key::From | Key::To, _) if !value.is_empty() => {
                day(&value, sight.said_on()).map_or_else(String::new, |day| day.to_string())
            }
            (Key::On, _) if !value.is_empty() => {
                gone_by(&value, sight.said_on()).map_or_else(String::new, |day| day.to_string())
            }
            (Key::Follow, _) => SheetMsg::TickHint.text(lang),
            _ if self.kept.is_some() => SheetMsg::Keeps.text(lang),
            (Key::Birth, _) => SheetMsg::BirthHint.text(lang),
            (Key::From | Key::To, _) => SheetMsg::DayHint.text(lang),
            _ => match self.sort {
                Sort::Many => SheetMsg::ManyHint.text(lang),
                _ if self.can_be_picked() => SheetMsg::PickHint.text(lang),
                _ => String::new(),
            },
        }
    }

    pub fn paint(&self, paint: &mut Paint<'_>, row: Rect, width: usize, focused: bool, lang: Lang) {
        if self.sort == Sort::Tick {
            self.paint_tick(paint, row, focused, lang);
            return;
        }
        let mark = if self.required { "*" } else { " " };
        let label = format!("{mark}{}", pad(&self.label[lang as usize], width));
        if focused {
            super::super::paint_line(paint, row, &label, &self.line, true, |_| Role::Entry);
            if let (true, Some(kept)) = (self.line.is_empty(), &self.kept) {
                let x = row.x + 3 + u16::try_from(width + 2).unwrap_or(0);
                paint.text(x, row.y, row.width.saturating_sub(x - row.x), &format!("({kept})"), Role::Prompt);
            }
            return;
        }
        let x = paint.text(row.x + 1, row.y, row.width.saturating_sub(1), &label, Role::PanelAside);
        let line = self.line.text();
        let (text, role) = match (&self.kept, line.is_empty()) {
            (Some(kept), true) => (kept.as_str(), Role::PanelAside),
            _ => (line, Role::Panel),
        };
        paint.text(x + 1, row.y, row.right().saturating_sub(x + 2), text, role);
    }

    /// A box that is ticked or not, and what it stands for.
    fn paint_tick(&self, paint: &mut Paint<'_>, row: Rect, focused: bool, lang: Lang) {
        let role = if focused { Role::PanelSelected } else { Role::Panel };
        paint.fill(row, role);
        let text = format!("[{}] {}", if self.line.is_empty() { " " } else { "x" }, self.label[lang as usize]);
        paint.text(row.x + 1, row.y, 1, if focused { ">" } else { " " }, role);
        paint.text(row.x + 3, row.y, row.width.saturating_sub(4), &text, role);
        if focused {
            paint.caret = Some((row.x + 4, row.y).into());
        }
    }
}

/// A day that has come, as people write it: of this year or the last where no year is written.
pub fn gone_by(text: &str, today: Date) -> Option<Date> {
    let text: String = text.trim().chars().map(half_width).collect();
    if let Ok(date) = text.replace(['/', '.'], "-").parse() {
        return Some(date);
    }
    NamedDay::typed(&text)?.gone_by(today).ok()
}

/// What is unusual in a field, among the others of its sheet.
pub fn warning(field: &Field, all: &[Field], home: Option<Id>, sight: &Sight<'_>) -> Read<Option<SheetMsg>> {
    let of = |key: Key| all.iter().find(|field| field.key == key);
    let number = of(Key::Number).and_then(Field::number).and_then(Result::ok);
    Ok(match (field.key, number) {
        (Key::Number, Some(number)) if field.is_changed() => {
            let known = sight.reader.keepers(number.as_str())?;
            match known.into_iter().find(|other| Some(*other) != home) {
                Some(other) => Some(SheetMsg::Elsewhere(sight.reader.household_name(other)?)),
                None if number.birth() > sight.today() || age(number.birth(), sight.today()) > 110 => {
                    Some(SheetMsg::OddAge(number.birth()))
                }
                None => None,
            }
        }
        (Key::Sex, Some(number)) => {
            let said = Sex::of_word(&field.value());
            (said != Sex::Unknown && said != number.sex()).then(|| SheetMsg::OtherSex(number.sex()))
        }
        (Key::Birth, Some(number)) => {
            let other = birth(&field.value()).is_some_and(|said| !number.birth().to_string().starts_with(&said));
            other.then(|| SheetMsg::OtherBirth(number.birth()))
        }
        (Key::Phone, _) => field.text().filter(|text| Phone::parse(text).is_err()).map(SheetMsg::OddPhone),
        _ => None,
    })
}

fn age(birth: Date, today: Date) -> u32 {
    today.years_since(birth).unwrap_or(0)
}

/// A date of birth as it is kept, `YYYY-MM-DD` or `YYYY-MM`, from the ways in which it is typed.
pub fn birth(text: &str) -> Option<String> {
    let text: String = text.chars().map(half_width).collect();
    let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match digits[..] {
        [whole] if whole.len() == 8 => (&whole[..4], &whole[4..6], Some(&whole[6..])),
        [whole] if whole.len() == 6 => (&whole[..4], &whole[4..6], None),
        [year, month] if year.len() == 4 => (year, month, None),
        [year, month, day] if year.len() == 4 => (year, month, Some(day)),
        _ => return None,
    };
    let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
    let date = Date::from_ymd_opt(year, month, day.map_or(Ok(1), str::parse).ok()?)?;
    Some(if day.is_some() { date.to_string() } else { date.format("%Y-%m").to_string() })
}

/// A day as people write it; of this year where no year is written.
pub fn day(text: &str, today: Date) -> Option<Date> {
    let text: String = text.trim().chars().map(half_width).collect();
    if let Ok(date) = text.replace(['/', '.', '。', '、'], "-").parse() {
        return Some(date);
    }
    match Limit::read(&text)? {
        Limit::Until(day) => day.to_come(today).or_else(|_| day.gone_by(today)).ok(),
        Limit::Days(days) => today.checked_add_days(chrono::Days::new(days.into())),
        Limit::Working(_) | Limit::Hours(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_is_read_as_people_write_it() {
        for (typed, kept) in [
            ("1979-05-01", Some("1979-05-01")),
            ("１９７９．５．１", Some("1979-05-01")),
            ("19790501", Some("1979-05-01")),
            ("1979年5月", Some("1979-05")),
            ("197905", Some("1979-05")),
            ("1979-13-01", None),
            ("79-5-1", None),
        ] {
            assert_eq!(birth(typed).as_deref(), kept, "{typed}");
        }
    }

    #[test]
    fn what_is_typed_narrows_and_arrows_pick_without_losing_it() {
        let words = ["配偶", "子", "女"].map(Choice::word).into();
        let mut field = Field::new(Key::Relation, ["关系", "relation"]).picked_of(Sort::Free, words);
        field.write("po");
        assert_eq!(field.fitting(), [0]);
        assert!(!field.take(Lang::Zh));
        assert_eq!(field.value(), "配偶", "initials stand for what they pick");
        let mut other = field.clone();
        other.line.clear();
        other.write("房客");
        other.take(Lang::Zh);
        assert_eq!(other.value(), "房客", "a word that is not in the list is kept where any word may stand");
    }
}
