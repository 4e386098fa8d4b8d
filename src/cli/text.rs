//! Documents as rows of text for people.

use super::document::cell::{CellDocument, OfficialDocument, ResponderDocument};
use super::document::household::{HouseholdDocument, MemberDocument, VisitDocument};
use super::document::matter::MatterDocument;
use super::document::{AtOddsDocument, ConflictDocument, DuplicateDocument, HistoryDocument};
use super::document::{DisclosureDocument, PromiseDocument};
use super::output::table;
use crate::domain::duplicates::Likeness;
use crate::domain::matter::{Kind, State};
use crate::domain::moment::Moment;
use crate::domain::visit::Outcome;
use crate::i18n::Lang;
use crate::i18n::disclosed;
use crate::i18n::term::Term;

/// Something that is a row of a list for people.
pub trait Row {
    fn row(&self, lang: Lang) -> Vec<String>;
}

/// Rows under each other, and how many more there are.
pub fn rows<T: Row>(items: &[T], total: usize, lang: Lang) -> String {
    let rows: Vec<Vec<String>> = items.iter().map(|item| item.row(lang)).collect();
    let mut text = table(&rows);
    if total > items.len() {
        text.push_str(&match lang {
            Lang::Zh => format!("共 {total}，还有 {}（--limit 0 全部列出）\n", total - items.len()),
            Lang::En => format!("{total} in all, {} more (--limit 0 lists all)\n", total - items.len()),
        });
    } else if total == 0 {
        text.push_str(match lang {
            Lang::Zh => "没有\n",
            Lang::En => "none\n",
        });
    }
    text
}

impl Row for CellDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let counts = match lang {
            Lang::Zh => [
                format!("{} 户", self.households),
                format!("今年走访 {}", self.visited),
                format!("在办 {}", self.open_matters),
            ],
            Lang::En => [
                format!("{} households", self.households),
                format!("{} visited", self.visited),
                format!("{} open", self.open_matters),
            ],
        };
        let mut row = vec![self.code.clone(), self.name.clone(), self.village.clone()];
        row.extend(counts);
        row.extend(self.people.get("head").cloned());
        row
    }
}

impl Row for DisclosureDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let [manner, columns] = self.said.clone();
        let count = disclosed::count(self.count, lang);
        vec![self.id.clone(), minute(&self.at), self.by.clone(), manner, self.what.clone(), columns, count]
    }
}

impl Row for PromiseDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        use crate::domain::promise::Ending;
        use crate::i18n::promise::PromiseWord;
        let ending = Ending::ALL.into_iter().find(|ending| ending.as_str() == self.state);
        let due = match (ending, &self.due) {
            (Some(ending), _) => ending.word(lang).to_owned(),
            (None, Some(due)) => day(due),
            (None, None) => PromiseWord::NextVisit.word(lang).to_owned(),
        };
        let late = if self.late { PromiseWord::Late.word(lang) } else { "" };
        vec![
            self.id.clone().unwrap_or_default(),
            self.door.clone().unwrap_or_default(),
            self.head.clone().unwrap_or_default(),
            self.text.clone(),
            format!("{due} {late}").trim_end().to_owned(),
            self.by.clone(),
        ]
    }
}

impl Row for HouseholdDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let people = match lang {
            Lang::Zh => format!("{} 人", self.members),
            Lang::En => format!("{} people", self.members),
        };
        vec![
            self.id.clone(),
            self.cell.clone(),
            self.door.clone(),
            self.head.clone(),
            people,
            self.phone.clone().unwrap_or_default(),
            self.last_visit.as_deref().map(day).unwrap_or_default(),
            self.tags.join(" "),
        ]
    }
}

impl Row for DuplicateDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let why = Likeness::ALL.into_iter().find(|why| why.as_str() == self.why);
        let name = self.one.member.as_ref().map_or_else(String::new, |member| member.name.clone());
        let mut row = vec![why.map_or_else(String::new, |why| why.word(lang).to_owned()), name];
        for side in [&self.one, &self.other] {
            let home = &side.household;
            row.extend([side.id.clone(), home.cell.clone(), format!("{} {}", home.door, home.head)]);
        }
        row
    }
}

impl Row for AtOddsDocument {
    fn row(&self, _: Lang) -> Vec<String> {
        let ConflictDocument { number, field, holds, other } = &self.conflict;
        let told = |side: &Option<HistoryDocument>| {
            side.as_ref().map_or_else(String::new, |event| format!("{} ({})", event.what, event.by))
        };
        vec![
            self.id.clone(),
            number.to_string(),
            self.cell.clone(),
            self.door.clone().unwrap_or_default(),
            self.head.clone().unwrap_or_default(),
            field.clone(),
            told(holds),
            told(other),
        ]
    }
}

impl Row for MemberDocument {
    fn row(&self, _: Lang) -> Vec<String> {
        vec![
            self.id.clone(),
            self.name.clone(),
            self.relation.clone(),
            self.sex.unwrap_or_default().to_owned(),
            self.birth.clone().unwrap_or_default(),
            self.id_number.clone().unwrap_or_default(),
            self.phone.clone().unwrap_or_default(),
            self.tags.join(" "),
        ]
    }
}

impl Row for VisitDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let outcome = self.outcome.parse::<Outcome>().map(|outcome| outcome.word(lang)).unwrap_or_default();
        vec![
            self.id.clone().unwrap_or_default(),
            minute(&self.at),
            self.household.clone(),
            outcome.to_owned(),
            self.by.clone(),
            self.note.clone(),
        ]
    }
}

impl Row for MatterDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let kind = self.kind.parse::<Kind>().map(|kind| kind.word(lang)).unwrap_or_default();
        let state = self.state.parse::<State>().map(|state| state.word(lang)).unwrap_or_default();
        let mut due = self.due.as_deref().map(day).unwrap_or_default();
        if self.provisional {
            due.push('?');
        }
        if self.late {
            due.push_str(match lang {
                Lang::Zh => " 逾期",
                Lang::En => " late",
            });
        }
        vec![
            self.id.clone().unwrap_or_default(),
            kind.to_owned(),
            state.to_owned(),
            due,
            self.head.clone().or_else(|| self.caller.clone()).unwrap_or_default(),
            self.text.clone(),
            self.responder.clone().unwrap_or_default(),
        ]
    }
}

impl Row for ResponderDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let load = match lang {
            Lang::Zh => format!("在办 {} 逾期 {}", self.open, self.late),
            Lang::En => format!("{} open, {} late", self.open, self.late),
        };
        vec![self.id.clone(), self.name.clone(), self.kind.to_owned(), self.phone.clone().unwrap_or_default(), load]
    }
}

impl Row for OfficialDocument {
    fn row(&self, lang: Lang) -> Vec<String> {
        let counts = match lang {
            Lang::Zh => [
                format!("{} 个网格", self.cells),
                format!("{} 户", self.households),
                format!("在办 {} 逾期 {}", self.open, self.late),
            ],
            Lang::En => [
                format!("{} cells", self.cells),
                format!("{} households", self.households),
                format!("{} open, {} late", self.open, self.late),
            ],
        };
        let posts: Vec<&str> = self.posts.iter().map(|post| post.said.as_str()).collect();
        [vec![self.name.clone()], counts.to_vec(), vec![posts.join("  ")]].concat()
    }
}

/// The date of a document's moment.
fn day(moment: &str) -> String {
    moment.parse().map(|moment: Moment| moment.date().to_string()).unwrap_or_default()
}

/// Date and time of day of a document's moment.
pub fn minute(moment: &str) -> String {
    let written = moment.parse().map(Moment::to_the_minute);
    written.unwrap_or_default()
}
