//! Keys as sentences name them. In a sentence a key stands as `{reveal:F6}`: the name of its action and its usual key.
//! Where a person has given the action keys of their own, the sentence names the one they press.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

thread_local! {
    /// Keys that are not the usual ones, by the name of the action.
    static OWN: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
    /// Sentences as they are told with these keys.
    static TOLD: RefCell<HashMap<&'static str, &'static str>> = RefCell::default();
}

/// From now on sentences of this thread name these keys, by the name of the action; for all others the usual ones.
pub fn bind(own: BTreeMap<String, String>) {
    OWN.set(own);
    TOLD.take();
}

/// The key of an action as it is bound.
pub fn key(action: &str, usual: &str) -> String {
    OWN.with_borrow(|own| own.get(action).cloned()).unwrap_or_else(|| usual.to_owned())
}

/// A sentence with its keys as they are bound.
pub fn told(sentence: &'static str) -> &'static str {
    if !sentence.contains('{') {
        return sentence;
    }
    if let Some(told) = TOLD.with_borrow(|told| told.get(sentence).copied()) {
        return told;
    }
    // Each sentence of the program is made once, so what is kept for good is bounded.
    let told: &'static str = Box::leak(filled(sentence).into_boxed_str());
    TOLD.with_borrow_mut(|known| known.insert(sentence, told));
    told
}

fn filled(sentence: &str) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        if let Some(((action, usual), behind)) = named(after) {
            text.push_str(&key(action, usual));
            rest = behind;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// The action and the usual key that a mark names, and what stands behind it.
fn named(after: &str) -> Option<((&str, &str), &str)> {
    let (mark, behind) = after.split_once('}')?;
    Some((mark.split_once(':')?, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_the_key_as_it_is_bound_and_else_the_usual_one() {
        let sentence = "press {visit:F3}, {back:Esc} goes back";
        assert_eq!(told(sentence), "press F3, Esc goes back");
        bind([("visit".to_owned(), "F9".to_owned())].into());
        assert_eq!(told(sentence), "press F9, Esc goes back");
        assert_eq!((key("visit", "F3"), key("back", "Esc")), ("F9".to_owned(), "Esc".to_owned()));
        bind(BTreeMap::new());
        assert_eq!(told(sentence), "press F3, Esc goes back");
        assert_eq!(told("a { that is none"), "a { that is none");
    }
}
