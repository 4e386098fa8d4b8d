//! How alike two texts are in what they speak of, whoever wrote them: the same trouble in other words.
//!
//! A text is taken apart into features: each Chinese character that means something, each two of them side by side,
//! each English word in its stem. Words that every complaint has (请, 解决, 村里, please) are no features. A feature
//! counts the less, the more of the texts at hand have it, so that 路 says little where everybody speaks of the road
//! and 坑洼 still does. Two texts are as alike as the cosine of the angle between their features, in percent.
//!
//! Pure. A [`Texts`] holds many texts and is asked once per key typed: it looks only at texts that share a feature.

use std::collections::HashMap;

use crate::domain::width::half_width;

/// Percent from which two texts are taken to speak of the same.
pub const ALIKE: u8 = 30;

/// What one feature of a text counts: a character, two side by side, a word.
const CHARACTER: f32 = 1.0;
const PAIR: f32 = 1.4;
const WORD: f32 = 1.6;
/// Texts below which it cannot be said how common a feature is.
const FEW: f32 = 8.0;

/// Phrases that say nothing of the matter, longest first.
const PHRASES: &[&str] = &[
    "能不能",
    "什么时候",
    "怎么办",
    "没人管",
    "多少次",
    "一下雨就",
    "希望",
    "解决",
    "反映",
    "问题",
    "帮忙",
    "帮助",
    "尽快",
    "家里",
    "村里",
    "我家",
    "我们",
    "他们",
    "门前",
    "门口",
    "附近",
    "情况",
    "已经",
    "现在",
    "可以",
    "需要",
    "经常",
    "非常",
    "严重",
    "影响",
    "出行",
    "老百姓",
    "群众",
    "村民",
    "政府",
    "镇里",
    "部门",
    "几天",
    "好几",
    "一直",
    "总是",
    "晚上",
    "今年",
    "去年",
    "不便",
    "不方便",
];

/// Characters that say nothing by themselves.
const PARTICLES: &str = "的了是我你他她它们有在不没很都也就说个这那到来去上下能要会好多少大小又还把被和与跟对给让从向为请想得地着过吧吗呢啊呀嘛么什怎样里外前后中内旁边点些一二三四五六七八九十几两每次年月日天时候全太最再才只更已可以但因所于其此之及或者人家户组号村镇乡";

/// English words that say nothing of the matter.
const FILLERS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "do", "does", "for", "from", "get",
    "has", "have", "her", "his", "i", "in", "is", "it", "its", "me", "my", "need", "needs", "no", "not", "of", "on",
    "or", "our", "please", "she", "so", "that", "the", "their", "them", "there", "they", "this", "to", "too", "us",
    "very", "want", "wants", "was", "we", "were", "when", "which", "who", "will", "with", "you", "your", "again",
    "always", "near", "front", "fix", "repair", "mend", "help", "solve",
];

/// A part of a text, as a number: one character, two characters, or the hash of a word.
type Feature = u64;

/// The features of a text with what each counts, in order and without repetition.
fn features(text: &str) -> Vec<(Feature, f32)> {
    let mut plain: String = text.chars().map(half_width).collect::<String>().to_lowercase();
    for phrase in PHRASES {
        if plain.contains(phrase) {
            plain = plain.replace(phrase, " ");
        }
    }
    let mut found = Vec::new();
    let mut before: Option<char> = None;
    let mut word = String::new();
    for c in plain.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || c == '\'' {
            word.push(c);
        } else if !word.is_empty() {
            found.extend(word_feature(&word));
            word.clear();
        }
        let meant = is_han(c) && !PARTICLES.contains(c);
        if meant {
            found.push((Feature::from(u32::from(c)), CHARACTER));
            found.extend(
                before.map(|before| (Feature::from(u32::from(before)) << 32 | Feature::from(u32::from(c)), PAIR)),
            );
        }
        before = meant.then_some(c);
    }
    found.sort_unstable_by_key(|(feature, _)| *feature);
    found.dedup_by_key(|(feature, _)| *feature);
    found
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A word's feature by its stem; numbers and fillers have none.
fn word_feature(word: &str) -> Option<(Feature, f32)> {
    let word = word.trim_matches('\'');
    if FILLERS.contains(&word) || word.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let hash = stem(word)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ Feature::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Some((hash | 1 << 63, WORD))
}

/// A word without the ending that number and tense give it: potholes, holes, flooded, flooding.
fn stem(word: &str) -> &str {
    for ending in ["ings", "ing", "ies", "ed", "es", "s", "e"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 3 && !stem.ends_with('s')) {
            return stem;
        }
    }
    word
}

/// Many texts by number, to find those that a new one is like.
#[derive(Debug, Default)]
pub struct Texts {
    numbers: HashMap<Feature, u32>,
    parts: Vec<Part>,
    rows: Vec<Row>,
    places: HashMap<u64, u32>,
}

/// A feature that some of the texts have.
#[derive(Debug)]
struct Part {
    counts: f32,
    /// What it counts among these texts, squared, as of the last weighing.
    weight: f32,
    /// Places of the texts that have it.
    having: Vec<u32>,
}

#[derive(Debug)]
struct Row {
    text: u64,
    parts: Vec<u32>,
    /// As a vector of its features, squared, as of the last weighing.
    length: f32,
}

impl Texts {
    /// How many texts it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds a text under a number, in place of the one it had. It is found after the next [`Texts::weigh`].
    pub fn put(&mut self, number: u64, text: &str) {
        self.remove(number);
        let place = place(self.rows.len());
        let mut parts = Vec::new();
        for (feature, counts) in features(text) {
            let part = *self.numbers.entry(feature).or_insert_with(|| {
                self.parts.push(Part { counts, weight: counts * counts, having: Vec::new() });
                place_before(self.parts.len())
            });
            self.parts[part as usize].having.push(place);
            parts.push(part);
        }
        self.rows.push(Row { text: number, parts, length: 0.0 });
        self.places.insert(number, place);
    }

    /// Takes a text out; whether it was there.
    pub fn remove(&mut self, number: u64) -> bool {
        let Some(place) = self.places.remove(&number) else { return false };
        // Its row stays as an empty one, so that the places of all others hold.
        for part in std::mem::take(&mut self.rows[place as usize].parts) {
            self.parts[part as usize].having.retain(|other| *other != place);
        }
        true
    }

    /// Counts anew how many texts have each feature, after texts were put or removed.
    pub fn weigh(&mut self) {
        let all = self.places.len();
        for part in &mut self.parts {
            part.weight = weight(part.counts, part.having.len(), all);
        }
        for row in &mut self.rows {
            row.length = row.parts.iter().map(|part| self.parts[*part as usize].weight).sum();
        }
    }

    /// Texts at least [`ALIKE`] to these words, the most alike first, each with its percent.
    pub fn like(&self, words: &str) -> Vec<(u64, u8)> {
        let mut shared = vec![0.0_f32; self.rows.len()];
        let mut own = 0.0;
        for (feature, counts) in features(words) {
            let Some(part) = self.numbers.get(&feature).map(|part| &self.parts[*part as usize]) else {
                own += weight(counts, 0, self.places.len());
                continue;
            };
            own += part.weight;
            for place in &part.having {
                shared[*place as usize] += part.weight;
            }
        }
        let rows = self.rows.iter().zip(shared);
        let scored = rows.map(|(row, shared)| (row.text, percent(shared, own, row.length)));
        let mut found: Vec<(u64, u8)> = scored.filter(|(_, likeness)| *likeness >= ALIKE).collect();
        found.sort_unstable_by_key(|(text, likeness)| (std::cmp::Reverse(*likeness), *text));
        found
    }
}

/// What a feature counts among some texts, squared: all of it where few of them have it, a fraction where most do.
/// Among few texts nothing can be said of how common it is.
fn weight(counts: f32, having: usize, all: usize) -> f32 {
    let all = count(all).max(FEW);
    let share = (1.0 + all / count(having).max(1.0)).ln() / (1.0 + all).ln();
    (counts * share).powi(2)
}

fn place(number: usize) -> u32 {
    u32::try_from(number).expect("texts are counted in thousands")
}

fn place_before(number: usize) -> u32 {
    place(number) - 1
}

/// How alike two texts are, in percent, as if there were no others.
pub fn likeness(one: &str, other: &str) -> u8 {
    let (one, other) = (features(one), features(other));
    let length = |features: &[(Feature, f32)]| features.iter().map(|(_, counts)| counts * counts).sum();
    let shared: f32 = one
        .iter()
        .filter(|(feature, _)| other.binary_search_by_key(feature, |(feature, _)| *feature).is_ok())
        .map(|(_, counts)| counts * counts)
        .sum();
    percent(shared, length(&one), length(&other))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
fn percent(shared: f32, one: f32, other: f32) -> u8 {
    if one * other > 0.0 { (100.0 * shared / (one * other).sqrt()).round().clamp(0.0, 100.0) as u8 } else { 0 }
}

/// Texts are counted in thousands; beyond 65,535 there is no more to tell apart.
fn count(number: usize) -> f32 {
    u16::try_from(number).unwrap_or(u16::MAX).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs that speak of the same in other words, and pairs that do not.
    const SAME: &[(&str, &str)] = &[
        ("门前路坑洼 雨天过不去", "村口的路全是坑，一下雨就过不去"),
        ("门前路坑洼 雨天过不去", "道路坑坑洼洼，下雨积水没法走"),
        ("路面坑洼不平", "门口路坑洼"),
        ("路灯不亮", "村里的路灯坏了好几天"),
        ("自来水浑浊有异味", "水龙头的水浑浊"),
        ("井水浑，请检测水质", "饮水浑浊，请检测"),
        ("变压器老停电", "一到晚上就停电"),
        ("垃圾没人清运", "垃圾堆了好几天没人拉"),
        ("低保怎么申请", "想申请低保"),
        ("potholes in the road, it floods when it rains", "The road is full of potholes"),
        ("street lamp broken", "the street lamps by the school are broken again"),
    ];
    const APART: &[(&str, &str)] = &[
        ("门前路坑洼 雨天过不去", "路灯坏了"),
        ("门前路坑洼", "屋顶漏雨"),
        ("雨天过不去", "下雨屋顶漏水"),
        ("希望尽快解决用水问题", "希望尽快解决低保问题"),
        ("我家门口的路灯不亮", "我家门口的垃圾没人清运"),
        ("水源浑浊请检测", "水渠堵了浇不上地"),
        ("低保怎么办理", "医保怎么报销"),
        ("3组12号停电", "3组12号漏水"),
        ("street lamp broken", "broken pipe floods the yard"),
        ("please fix the road", "please fix the roof"),
        ("", "路"),
        ("请帮忙解决问题", "请尽快解决我们家里的问题"),
    ];

    #[test]
    fn the_same_trouble_in_other_words_is_alike_and_another_trouble_is_not() {
        let mut wrong = Vec::new();
        for (pairs, same) in [(SAME, true), (APART, false)] {
            for (one, other) in pairs {
                let found = likeness(one, other);
                assert_eq!(found, likeness(other, one), "{one} / {other}");
                if (found >= ALIKE) != same {
                    wrong.push(format!("{found:>3} {one} / {other}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    fn village() -> Texts {
        let mut texts = Texts::default();
        for (number, (one, other)) in (0_u64..).zip(SAME.iter().chain(APART)) {
            texts.put(number * 2, one);
            texts.put(number * 2 + 1, other);
        }
        for number in 1_000..1_300_u64 {
            texts.put(
                number,
                ["门前路难走", "路灯不亮", "路边垃圾", "修路占地", "水路不通"][usize::try_from(number).unwrap() % 5],
            );
        }
        texts.weigh();
        texts
    }

    #[test]
    fn what_everybody_speaks_of_says_little() {
        let texts = village();
        let found = texts.like("路上有个大坑洼");
        let all: Vec<u64> = found.iter().map(|(number, _)| *number).collect();
        assert!(all.contains(&0) && all.contains(&5), "the holes in the road: {found:?}");
        assert!(all.iter().all(|number| *number < 1_000), "not everything with a road in it: {found:?}");
        assert!(found.is_sorted_by_key(|(_, likeness)| std::cmp::Reverse(*likeness)));
    }

    #[test]
    fn a_text_taken_out_or_replaced_is_not_found() {
        let mut texts = Texts::default();
        texts.put(1, "路灯不亮");
        texts.put(2, "变压器停电");
        texts.weigh();
        assert_eq!(texts.like("路灯坏了")[0].0, 1);
        texts.put(1, "低保申请");
        texts.remove(2);
        texts.weigh();
        assert_eq!((texts.len(), texts.like("路灯坏了"), texts.like("停电")), (1, vec![], vec![]));
        assert_eq!(texts.like("申请低保")[0].0, 1);
        assert!(texts.like("").is_empty());
    }
}
