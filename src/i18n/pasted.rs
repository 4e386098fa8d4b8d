//! What is said of several lines pasted at once.

use super::Lang;
use super::bound;

/// A sentence about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// So many lines, of which so many can be saved as they stand.
    Lines { lines: usize, fit: usize },
    /// None of them can be saved as it stands.
    NothingFits,
    /// More lines than are taken at once.
    TooMany { lines: usize, most: usize },
}

impl Pasted {
    pub fn text(self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::Zh, Self::Lines { lines, fit }) => {
                format!(
                    "贴了 {lines} 行，一行记一件；{fit} 行可以存，标 ! 的要改。{key_back} 并成一句",
                    key_back = bound::key("back", "Esc")
                )
            }
            (Lang::En, Self::Lines { lines, fit }) => {
                format!(
                    "{lines} lines, one record each; {fit} can be saved, ! to be mended. {key_back}: as one line",
                    key_back = bound::key("back", "Esc")
                )
            }
            (Lang::Zh, Self::NothingFits) => "没有一行能存：把标 ! 的改好，或清空不要的".to_owned(),
            (Lang::En, Self::NothingFits) => "no line can be saved yet: mend those marked !, or empty them".to_owned(),
            (Lang::Zh, Self::TooMany { lines, most }) => {
                format!("贴的有 {lines} 行，一次最多 {most} 行：没有贴进来，原来写的都在。分几次贴")
            }
            (Lang::En, Self::TooMany { lines, most }) => {
                format!("{lines} lines pasted, {most} at most at once: left out, what was there stays; paste parts")
            }
        }
    }
}
