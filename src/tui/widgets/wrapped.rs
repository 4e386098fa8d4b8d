//! Long texts broken into lines, kept from one paint to the next: a key on a page that shows a text of a megabyte costs no
//! more than the screen it paints.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::i18n::measure;

/// Bytes up to which breaking a text is as quick as looking it up.
const SHORT: usize = 4_096;
/// Texts and widths of which the lines are kept.
const KEPT: usize = 64;

/// What was broken at which width, as long as the page shows the same.
#[derive(Debug, Default)]
pub struct Wrapped(RefCell<HashMap<(u64, usize, usize), Vec<String>>>);

impl Wrapped {
    /// As [`measure::wrap`].
    pub fn wrap(&self, text: &str, width: usize) -> Vec<String> {
        if text.len() <= SHORT {
            return measure::wrap(text, width);
        }
        self.kept((hash(&[text]), text.len(), width), || measure::wrap(text, width))
    }

    /// As [`measure::flow`].
    pub fn flow(&self, pieces: &[String], gap: usize, width: usize) -> Vec<String> {
        let bytes = pieces.iter().map(String::len).sum();
        if bytes <= SHORT {
            return measure::flow(pieces, gap, width);
        }
        let texts: Vec<&str> = pieces.iter().map(String::as_str).collect();
        self.kept((hash(&(texts, gap)), bytes, width), || measure::flow(pieces, gap, width))
    }

    /// Forgets all, when the page reads anew what it shows.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }

    fn kept(&self, key: (u64, usize, usize), broken: impl FnOnce() -> Vec<String>) -> Vec<String> {
        let mut kept = self.0.borrow_mut();
        if kept.len() >= KEPT && !kept.contains_key(&key) {
            kept.clear();
        }
        kept.entry(key).or_insert_with(broken).clone()
    }
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_broken_once_for_each_width_and_reads_the_same() {
        let wrapped = Wrapped::default();
        let texts = ["门前路坑洼，雨天过不去。".repeat(20_000), "rice cooker ".repeat(9_000), "短".to_owned()];
        for width in [20, 74, 20, 74] {
            for text in &texts {
                assert_eq!(wrapped.wrap(text, width), measure::wrap(text, width));
            }
            assert_eq!(wrapped.flow(&texts, 3, width), measure::flow(&texts, 3, width));
        }
        assert_eq!(wrapped.0.borrow().len(), 6, "two long texts and the three together, at two widths");
        let key = *wrapped.0.borrow().keys().next().unwrap();
        let again = wrapped.kept(key, || panic!("it is known"));
        assert!(!again.is_empty());
        wrapped.forget();
        assert!(wrapped.0.borrow().is_empty());
    }

    #[test]
    fn no_more_than_some_are_kept() {
        let wrapped = Wrapped::default();
        let text = "长".repeat(2_000);
        for width in 2..200 {
            wrapped.wrap(&text, width);
        }
        assert!(wrapped.0.borrow().len() <= KEPT);
    }
}
