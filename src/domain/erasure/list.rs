//! The list of what was erased, to be kept beside backups: ids and days, and nothing of a person.
//!
//! A backup that was made before an erasure and could not be reached then still holds it. Whoever restores it with this
//! list erases the same again, before anything is shown.

use super::Subject;
use crate::domain::id::{Id, RecordKind};
use crate::domain::moment::Date;

/// What the list is called beside the backups of a folder.
pub const NAME: &str = "chuanmen-erased.txt";

const HEAD: &str = "# chuanmen: erased by law; ids and days only. restore --erased FILE erases them again.";

/// The list's text, with a line end behind its last line.
pub fn written(erased: impl IntoIterator<Item = (Subject, Date)>) -> String {
    let lines = erased.into_iter().map(|(subject, day)| format!("{} {day}\n", subject.id.show(subject.kind)));
    std::iter::once(format!("{HEAD}\n")).chain(lines).collect()
}

/// Whom and what a list names.
///
/// # Errors
/// The number, from 1, of the first line that is none of the list's.
pub fn read(text: &str) -> Result<Vec<Subject>, usize> {
    let mut subjects = Vec::new();
    for (number, line) in (1_usize..).zip(text.lines()) {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let subject = line.split_whitespace().next().and_then(subject_of).ok_or(number)?;
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    Ok(subjects)
}

fn subject_of(word: &str) -> Option<Subject> {
    let letter = word.chars().next()?.to_ascii_lowercase();
    let kinds = [RecordKind::Household, RecordKind::Member, RecordKind::Visit, RecordKind::Matter];
    let kind = kinds.into_iter().find(|kind| kind.letter() == letter)?;
    let id: Id = word.parse().ok().filter(|_| word.len() == 13)?;
    Some(Subject { kind, id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_back_and_a_wrong_line_is_told() {
        let day = Date::from_ymd_opt(2026, 11, 22).unwrap();
        let erased = [(RecordKind::Household, 7), (RecordKind::Member, 1 << 50), (RecordKind::Visit, 0)]
            .map(|(kind, id)| (Subject { kind, id: Id::from_u64(id) }, day));
        let text = written(erased);
        assert_eq!(read(&text), Ok(erased.map(|(subject, _)| subject).to_vec()));
        assert_eq!(read(&format!("\u{feff}{text}\r\n{text}")).map(|read| read.len()), Ok(3));
        for wrong in ["王秀英", "a000000000000", "h00", "000000000000"] {
            assert_eq!(read(&format!("{text}{wrong}\n")), Err(5), "{wrong}");
        }
    }
}
