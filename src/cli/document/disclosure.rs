//! That people's data was shown in full, or written to a file for others.

use serde::Serialize;

use super::history::Teller;
use super::{HouseholdDocument, MatterDocument, MemberDocument, household_id, moment};
use crate::domain::disclosure::{Column, Disclosure};
use crate::domain::id::RecordKind;
use crate::domain::reader::Reader;
use crate::domain::scope::Scope;
use crate::i18n::Lang;
use crate::i18n::disclosed;

#[derive(Clone, Debug, Serialize)]
pub struct DisclosureDocument {
    pub id: String,
    pub at: String,
    pub by: String,
    /// The device it was seen or written on, 16 hexadecimal digits.
    pub device: String,
    /// Where it stood: a list, a record, a page, a file.
    pub how: &'static str,
    /// Door and head of the household, and the filter, report or file.
    pub what: String,
    pub columns: Vec<&'static str>,
    /// Rows that had any of it.
    pub count: u64,
    pub household: Option<String>,
    /// The cell or area; none for everything.
    pub cell: Option<String>,
    /// The same for people: where it stood, and which columns.
    #[serde(skip)]
    pub said: [String; 2],
}

impl DisclosureDocument {
    pub fn of(reader: &dyn Reader, disclosure: &Disclosure, lang: Lang) -> Self {
        use crate::i18n::term::Term;
        let Disclosure { id, scope, at, by, device, disclosed, .. } = disclosure;
        Self {
            id: id.show(RecordKind::Disclosure),
            at: moment(*at),
            by: by.clone(),
            device: format!("{device:016x}"),
            how: disclosed.manner.as_str(),
            what: disclosed::subject(disclosed, &Teller { reader, lang }),
            columns: disclosed.columns.iter().map(|column| column.as_str()).collect(),
            count: disclosed.count,
            household: disclosed.household.map(household_id),
            cell: (*scope != Scope::WHOLE).then(|| scope.to_string()),
            said: [disclosed.manner.word(lang).to_owned(), disclosed::columns(&disclosed.columns, lang)],
        }
    }
}

/// A document that has something in it which is masked unless it is to be revealed.
pub trait Personal {
    /// What of it that is; nothing where the document has none of it.
    fn personal(&self) -> Vec<Column>;

    /// The id of the household it is about, as printed, where there is one.
    fn household(&self) -> Option<&str>;
}

impl<T: Personal> Personal for Option<T> {
    fn personal(&self) -> Vec<Column> {
        self.as_ref().map(Personal::personal).unwrap_or_default()
    }

    fn household(&self) -> Option<&str> {
        self.as_ref().and_then(Personal::household)
    }
}

impl Personal for HouseholdDocument {
    fn personal(&self) -> Vec<Column> {
        self.phone.iter().map(|_| Column::Phone).collect()
    }

    fn household(&self) -> Option<&str> {
        Some(&self.id)
    }
}

impl Personal for MemberDocument {
    fn personal(&self) -> Vec<Column> {
        let number = self.id_number.iter().map(|_| Column::IdNumber);
        number.chain(self.phone.iter().map(|_| Column::Phone)).collect()
    }

    fn household(&self) -> Option<&str> {
        Some(&self.household)
    }
}

impl Personal for MatterDocument {
    fn personal(&self) -> Vec<Column> {
        self.caller_phone.iter().map(|_| Column::CallerPhone).collect()
    }

    fn household(&self) -> Option<&str> {
        self.household.as_deref()
    }
}
