//! Words that are no name, found by initials or pinyin: every reading counts, and a character at the beginning is no
//! surname. 重做 is found by `cz`, 查找 by `cz` and `chaz`; `nobody home` by `nh`.

use super::readings::spellings;

/// How a phrase is read aloud, syllable by syllable; a word of Latin letters is one syllable.
#[derive(Debug)]
pub struct Spoken {
    syllables: Vec<Vec<String>>,
}

impl Spoken {
    pub fn of(phrase: &str) -> Self {
        let mut syllables: Vec<Vec<String>> = Vec::new();
        let mut word = String::new();
        for c in phrase.chars() {
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
                continue;
            }
            syllables.extend((!word.is_empty()).then(|| vec![std::mem::take(&mut word)]));
            let spelled = spellings(c, false);
            let ways: Vec<String> = spelled.usual.into_iter().chain(spelled.other).collect();
            syllables.extend((!ways.is_empty()).then_some(ways));
        }
        syllables.extend((!word.is_empty()).then(|| vec![word]));
        Self { syllables }
    }

    /// Whether lower-case letters read on from the first syllable: the initial or the whole of each, the last perhaps
    /// not finished.
    pub fn begins_with(&self, letters: &str) -> bool {
        read_on(&self.syllables, letters)
    }

    /// The same from any syllable.
    pub fn contains(&self, letters: &str) -> bool {
        (0..self.syllables.len()).any(|from| read_on(&self.syllables[from..], letters))
    }
}

fn read_on(syllables: &[Vec<String>], letters: &str) -> bool {
    let Some(first) = letters.chars().next() else { return true };
    let Some((ways, rest)) = syllables.split_first() else { return false };
    ways.iter().any(|way| {
        way.starts_with(letters)
            || letters.strip_prefix(way.as_str()).is_some_and(|left| read_on(rest, left))
            || way.starts_with(first) && read_on(rest, &letters[first.len_utf8()..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_initials_and_pinyin_in_every_reading() {
        for (phrase, letters) in [
            ("查找", "cz"),
            ("查找", "chaz"),
            ("查找", "chazh"),
            ("重做", "cz"),
            ("重做", "zhongzuo"),
            ("不在家", "bzj"),
            ("设PIN", "spin"),
            ("nobody home", "nh"),
            ("nobody home", "nobodyh"),
            ("who-am-i", "wai"),
        ] {
            assert!(Spoken::of(phrase).begins_with(letters), "{phrase} {letters}");
        }
        assert!(Spoken::of("换主题").contains("zt") && !Spoken::of("换主题").begins_with("zt"));
        for (phrase, letters) in [("查找", "xz"), ("查找", "czz"), ("nobody home", "nm")] {
            assert!(!Spoken::of(phrase).contains(letters), "{phrase} {letters}");
        }
    }
}
