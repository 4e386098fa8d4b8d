//! What a column holds, told by the usual words of headers and, where the words fail, by the contents.

use super::table::Row;
use super::wording::is_yes;
use super::words::{ETHNIC_NAMES, EXACT, HEAD_WORDS, PARTS, RELATIONS};
use crate::domain::person_id::{IdFault, PersonId};
use crate::domain::phone::Phone;
use crate::domain::width::squeezed;

/// What a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// A running number of rows.
    Serial,
    HouseholdNumber,
    HeadName,
    HeadId,
    HeadPhone,
    /// Yes for the head, no for the others.
    IsHead,
    Name,
    Relation,
    Id,
    Sex,
    Birth,
    Ethnicity,
    Phone,
    Address,
    Door,
    Village,
    Group,
    Cell,
    /// How many people the household has.
    Count,
    /// Kinds of people or households, which become tags.
    Category,
    Remark,
    /// One tag by its header, ticked in the rows it fits.
    Mark,
    Ignored,
}

impl Meaning {
    /// Everything a column may be said to hold, in the order of [`Self::WORDS`].
    pub const ALL: [Self; 23] = {
        let mut all = [Self::Ignored; 23];
        let mut at = 0;
        while at < all.len() {
            all[at] = Self::WORDS[at].1;
            at += 1;
        }
        all
    };

    /// The name of each in a column map.
    pub const WORDS: [(&'static str, Self); 23] = [
        ("serial", Self::Serial),
        ("household_number", Self::HouseholdNumber),
        ("head_name", Self::HeadName),
        ("head_id", Self::HeadId),
        ("head_phone", Self::HeadPhone),
        ("is_head", Self::IsHead),
        ("name", Self::Name),
        ("relation", Self::Relation),
        ("id", Self::Id),
        ("sex", Self::Sex),
        ("birth", Self::Birth),
        ("ethnicity", Self::Ethnicity),
        ("phone", Self::Phone),
        ("address", Self::Address),
        ("door", Self::Door),
        ("village", Self::Village),
        ("group", Self::Group),
        ("cell", Self::Cell),
        ("count", Self::Count),
        ("category", Self::Category),
        ("remark", Self::Remark),
        ("mark", Self::Mark),
        ("ignore", Self::Ignored),
    ];

    /// True for what belongs to one person rather than to the household.
    pub(super) fn personal(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Relation
                | Self::Id
                | Self::Sex
                | Self::Birth
                | Self::Ethnicity
                | Self::Phone
                | Self::IsHead
        )
    }

    /// True for what a household writes once: merged down or left blank under the head's row.
    pub(super) fn of_household(self) -> bool {
        matches!(
            self,
            Self::HouseholdNumber
                | Self::HeadName
                | Self::Address
                | Self::Door
                | Self::Village
                | Self::Group
                | Self::Cell
        )
    }

    /// The meaning that a header's words name, if they name one.
    pub(super) fn of_header(header: &str) -> Option<Self> {
        let plain = plain_header(header);
        // `1组` and `2026年` are facts; only a number at the end counts columns.
        let counted = squeezed(header).starts_with(|c: char| c.is_ascii_digit());
        if counted || plain.is_empty() || plain.chars().count() > 24 {
            return None;
        }
        let of_head = HEAD_WORDS.iter().find_map(|word| plain.strip_prefix(word)).and_then(Self::of_header);
        match of_head {
            Some(Self::Name) => return Some(Self::HeadName),
            Some(Self::Id) => return Some(Self::HeadId),
            Some(Self::Phone) => return Some(Self::HeadPhone),
            _ => {}
        }
        let exact = EXACT.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(meaning, _)| *meaning);
        exact.or_else(|| {
            let found = PARTS.iter().find(|(_, parts)| parts.iter().all(|p| p.iter().any(|w| plain.contains(w))));
            found.map(|(meaning, _)| *meaning)
        })
    }
}

/// A header without spaces, remarks in brackets, stars, colons and the number of a member; small letters.
pub(super) fn plain_header(header: &str) -> String {
    let bare = bare_header(header);
    let kept = bare
        .chars()
        .filter(|c| !matches!(c, '*' | ':' | '：' | '_' | '-' | '、' | '/' | '.' | '"' | '\'') && !c.is_ascii_digit());
    kept.collect::<String>().to_lowercase()
}

/// A header without spaces and remarks in brackets.
pub(super) fn bare_header(header: &str) -> String {
    let mut depth = 0_usize;
    let plain = squeezed(header);
    let kept = plain.chars().filter(|c| match c {
        '(' | '[' | '【' | '〔' => {
            depth += 1;
            false
        }
        ')' | ']' | '】' | '〕' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    kept.collect()
}

/// What a column's contents look like; `None` when nothing fits at least three fifths of its rows.
pub(super) fn by_contents(rows: &[Row], column: u32) -> Option<Meaning> {
    let filled: Vec<String> = rows.iter().take(300).map(|r| r.text(column)).filter(|t| !t.is_empty()).collect();
    if filled.len() < 2 {
        return None;
    }
    let kinds = [Meaning::Id, Meaning::Phone, Meaning::Sex, Meaning::Relation, Meaning::Ethnicity];
    kinds.into_iter().find(|kind| filled.iter().filter(|t| could_be(*kind, t)).count() * 5 >= filled.len() * 3)
}

fn could_be(kind: Meaning, text: &str) -> bool {
    match kind {
        Meaning::Id => looks_like_id(text),
        Meaning::Phone => Phone::parse(text).is_ok_and(|phone| phone.as_str().len() == 11),
        Meaning::Sex => matches!(squeezed(text).as_str(), "男" | "女"),
        Meaning::Relation => is_relation(text),
        Meaning::Ethnicity => ethnicity(text).is_some(),
        _ => false,
    }
}

/// True for two to four Chinese characters, or more with a point.
fn looks_like_name(text: &str) -> bool {
    let plain = squeezed(text);
    let letters = plain.chars().filter(|c| *c != '·').count();
    let written = plain.chars().all(|c| c == '·' || ('\u{4E00}'..='\u{9FFF}').contains(&c));
    written && (2..=if plain.contains('·') { 12 } else { 4 }).contains(&letters)
}

/// How many different names a column has, where it could hold names at all: a list of people hardly repeats itself.
pub(super) fn names_in(rows: &[Row], column: u32) -> Option<usize> {
    let filled: Vec<String> = rows.iter().take(300).map(|r| r.text(column)).filter(|t| !t.is_empty()).collect();
    let names = filled.iter().filter(|text| looks_like_name(text)).count();
    let distinct = filled.iter().collect::<std::collections::BTreeSet<_>>().len();
    (!filled.is_empty() && names * 5 >= filled.len() * 4 && distinct * 5 >= filled.len() * 3).then_some(distinct)
}

/// True for 18 or 15 digits, right or wrong.
pub(super) fn looks_like_id(text: &str) -> bool {
    match PersonId::parse(text) {
        Ok(_) | Err(IdFault::Checksum(_) | IdFault::PrecisionLost | IdFault::Birth) => true,
        Err(IdFault::Length(n)) => (14..=20).contains(&n),
        Err(_) => false,
    }
}

/// True for a word of a household's relations (GB/T 4761 and what people write instead).
pub(super) fn is_relation(text: &str) -> bool {
    let plain = squeezed(text).to_lowercase();
    is_head_word(&plain)
        || RELATIONS.contains(&plain.as_str())
        || (plain.chars().count() <= 3
            && plain.ends_with(['子', '女'])
            && plain.starts_with(['长', '次', '二', '三', '四', '五', '之', '独']))
}

/// True for the words by which a row says that this person is the head.
pub(super) fn is_head_word(plain: &str) -> bool {
    matches!(plain, "户主" | "本人" | "本人或户主" | "户主本人" | "head" | "self" | "householder")
}

/// The name of an ethnic group without 族, when it is one of GB/T 3304's short names.
pub(super) fn ethnicity(text: &str) -> Option<String> {
    let plain = squeezed(text);
    let short = plain.strip_suffix('族').unwrap_or(&plain);
    ETHNIC_NAMES.split(' ').any(|name| name == short).then(|| short.to_owned())
}

/// The tag that a ticked column stands for: its header without 是否, 为 and brackets.
pub(super) fn mark_tag(header: &str) -> String {
    let plain = plain_header(header);
    plain.trim_start_matches("是否").trim_start_matches('为').trim_start_matches('属').to_owned()
}

/// True when a ticked column's field says yes; a word that is neither yes nor no counts as yes.
pub(super) fn ticked(text: &str) -> bool {
    is_yes(text).unwrap_or(!text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_words_are_understood_through_spaces_brackets_and_stars() {
        for (header, meaning) in [
            ("姓 名", Meaning::Name),
            ("身份证\n号码", Meaning::Id),
            ("*公民身份号码（必填）", Meaning::Id),
            ("与户主\n关系", Meaning::Relation),
            ("户主身份证号", Meaning::HeadId),
            ("户主联系电话", Meaning::HeadPhone),
            ("家庭成员1", Meaning::Name),
            ("联系电话2", Meaning::Phone),
            ("是否低保户", Meaning::Mark),
            ("残疾证号", Meaning::Ignored),
            ("ID number", Meaning::Id),
            ("Date of birth", Meaning::Birth),
            ("村民小组", Meaning::Group),
        ] {
            assert_eq!(Meaning::of_header(header), Some(meaning), "{header}");
        }
        assert_eq!(Meaning::of_header("赤水乡王府村户籍人口花名册"), None);
    }

    #[test]
    fn every_meaning_has_one_word_for_maps() {
        let mut words: Vec<_> = Meaning::WORDS.iter().map(|(word, _)| word).collect();
        let mut meanings: Vec<_> = Meaning::WORDS.iter().map(|(_, meaning)| meaning).collect();
        words.sort_unstable();
        words.dedup();
        meanings.sort_unstable();
        meanings.dedup();
        assert_eq!((words.len(), meanings.len()), (Meaning::WORDS.len(), Meaning::WORDS.len()));
    }
}
