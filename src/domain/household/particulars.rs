//! What a ledger keeps of a person and a household beyond the fields that every roster has.
//!
//! Each is a word or phrase under a name of its own, so that a further one is a further name and not another shape:
//! the bytes on disk name a variant by its place. New ones only at the end.

use serde::{Deserialize, Serialize};

/// Something kept of a person, as records of the resident population name it (GA 214, GB/T 2261, 4658, 4762).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Particular {
    /// 曾用名.
    FormerName,
    /// 文化程度 (GB/T 4658).
    Schooling,
    /// 婚姻状况 (GB/T 2261.2).
    Marital,
    /// 政治面貌 (GB/T 4762).
    Politics,
    /// 健康状况.
    Health,
    /// Where the person is: at home, away for work and where, at school.
    Whereabouts,
    /// 职业.
    Occupation,
    /// 服务处所: employer or school.
    Workplace,
    /// 户籍地, where it is not the door.
    RegisteredAt,
    /// 医疗保险.
    MedicalInsurance,
    /// 养老保险.
    Pension,
}

impl Particular {
    pub const ALL: [Self; 11] = [
        Self::FormerName,
        Self::Schooling,
        Self::Marital,
        Self::Politics,
        Self::Health,
        Self::Whereabouts,
        Self::Occupation,
        Self::Workplace,
        Self::RegisteredAt,
        Self::MedicalInsurance,
        Self::Pension,
    ];

    /// The key in documents and the option of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FormerName => "former_name",
            Self::Schooling => "schooling",
            Self::Marital => "marital",
            Self::Politics => "politics",
            Self::Health => "health",
            Self::Whereabouts => "whereabouts",
            Self::Occupation => "occupation",
            Self::Workplace => "workplace",
            Self::RegisteredAt => "registered_at",
            Self::MedicalInsurance => "medical_insurance",
            Self::Pension => "pension",
        }
    }
}

/// Something kept of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HomeParticular {
    /// 户号.
    Number,
    /// 住房.
    Housing,
    /// 家庭年收入.
    Income,
    /// 备注.
    Remark,
    /// 包户干部: who answers for this household itself, where that is not the cell's.
    Cadre,
    /// 党员示范户: the model household that guides this one.
    Model,
}

impl HomeParticular {
    pub const ALL: [Self; 6] = [Self::Number, Self::Housing, Self::Income, Self::Remark, Self::Cadre, Self::Model];

    /// The key in documents and the option of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Housing => "housing",
            Self::Income => "income",
            Self::Remark => "remark",
            Self::Cadre => "cadre",
            Self::Model => "model",
        }
    }
}

/// Phrases under their names, in the order of the names.
pub type Phrases<Name> = Vec<(Name, String)>;

/// The phrase under a name.
pub fn phrase<Name: Ord + Copy>(phrases: &[(Name, String)], name: Name) -> Option<&str> {
    let place = phrases.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
    Some(&phrases[place].1)
}

/// Puts a phrase under a name, or takes it away.
pub(super) fn put<Name: Ord>(phrases: &mut Phrases<Name>, name: Name, text: Option<String>) {
    let place = phrases.binary_search_by(|(known, _)| known.cmp(&name));
    match (place, text) {
        (Ok(place), Some(text)) => phrases[place].1 = text,
        (Ok(place), None) => {
            phrases.remove(place);
        }
        (Err(place), Some(text)) => phrases.insert(place, (name, text)),
        (Err(_), None) => {}
    }
}
