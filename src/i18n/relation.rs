//! Relations to the head of a household (GB/T 4761, and what people write instead) as the screens say them.

use super::Lang;
use crate::domain::person_id::Sex::{self, Female, Male, Unknown};

/// How a relation is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// In Chinese where the written word could be taken for a sex, else as it is written; in English.
    both: [&'static str; 2],
    /// The sex that the word tells; `Unknown` where it tells none.
    pub sex: Sex,
}

/// Spellings of one relation, the first of them said in Chinese; English; the sex it tells.
const RELATIONS: [(&[&str], &str, Sex); 39] = [
    (&["户主", "本人"], "head", Unknown),
    (&["配偶"], "spouse", Unknown),
    (&["妻子", "妻", "之妻"], "wife", Female),
    (&["丈夫", "夫", "之夫"], "husband", Male),
    (&["儿子", "子", "儿", "长子", "次子", "三子"], "son", Male),
    (&["女儿", "女", "长女", "次女", "三女"], "daughter", Female),
    (&["父亲", "父"], "father", Male),
    (&["母亲", "母"], "mother", Female),
    (&["儿媳", "媳妇"], "daughter-in-law", Female),
    (&["女婿"], "son-in-law", Male),
    (&["孙子", "孙"], "grandson", Male),
    (&["孙女"], "granddaughter", Female),
    (&["外孙", "外孙子"], "grandson", Male),
    (&["外孙女"], "granddaughter", Female),
    (&["岳父"], "father-in-law", Male),
    (&["岳母"], "mother-in-law", Female),
    (&["公公"], "father-in-law", Male),
    (&["婆婆"], "mother-in-law", Female),
    (&["祖父", "爷爷"], "grandfather", Male),
    (&["祖母", "奶奶"], "grandmother", Female),
    (&["外祖父"], "grandfather", Male),
    (&["外祖母"], "grandmother", Female),
    (&["哥哥", "兄"], "brother", Male),
    (&["弟弟", "弟"], "brother", Male),
    (&["姐姐", "姐"], "sister", Female),
    (&["妹妹", "妹"], "sister", Female),
    (&["兄弟"], "brother", Male),
    (&["姐妹"], "sister", Female),
    (&["孙媳"], "grandson's wife", Female),
    (&["曾孙"], "great-grandson", Male),
    (&["养子"], "adopted son", Male),
    (&["养女"], "adopted daughter", Female),
    (&["继子"], "stepson", Male),
    (&["继女"], "stepdaughter", Female),
    (&["其他"], "other", Unknown),
    (&["其他亲属"], "other relative", Unknown),
    (&["非亲属"], "no relative", Unknown),
    (&["侄子", "侄"], "nephew", Male),
    (&["侄女"], "niece", Female),
];

impl Relation {
    /// The relation that a word of a roster names; none for a word that is not known.
    pub fn of(word: &str) -> Option<Self> {
        let (spellings, en, sex) = RELATIONS.iter().find(|(spellings, ..)| spellings.contains(&word))?;
        // 长子, 次女 say more than 儿子, 女儿; only a lone character is spelled out.
        let written = spellings.iter().find(|spelling| **spelling == word && word.chars().count() > 1);
        Some(Self { both: [written.unwrap_or(&spellings[0]), en], sex: *sex })
    }

    pub fn word(self, lang: Lang) -> &'static str {
        self.both[lang as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_daughter_is_not_taken_for_a_sex() {
        let said = |word| Relation::of(word).map(|relation| (relation.word(Lang::Zh), relation.word(Lang::En)));
        assert_eq!(said("女"), Some(("女儿", "daughter")));
        assert_eq!(said("子"), Some(("儿子", "son")));
        assert_eq!(said("次女"), Some(("次女", "daughter")));
        assert_eq!(said("房客"), None, "an unknown word stays as it is");
    }

    #[test]
    fn every_spelling_stands_once() {
        let spellings: Vec<_> = RELATIONS.iter().flat_map(|(spellings, ..)| *spellings).collect();
        assert_eq!(spellings.iter().collect::<HashSet<_>>().len(), spellings.len());
    }
}
