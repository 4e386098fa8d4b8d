//! The few words that sort a matter: what it is, how it is handled, who decides, who acts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A word is not one of those that were expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The word as it was given.
    pub given: String,
    /// The words that would have been understood, in their usual order.
    pub expected: &'static [&'static str],
}

/// An enum of plain words with one spelling each, for files, commands and answers.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$item_doc])* $item),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$item),+];
            /// The word for every value, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word that files, commands and answers use; never shown as running text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$item => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            /// Reads the word of a value; capitals make no difference.
            fn from_str(given: &str) -> Result<Self, UnknownWord> {
                let found = Self::ALL.iter().find(|item| item.as_str().eq_ignore_ascii_case(given.trim()));
                found.copied().ok_or_else(|| UnknownWord { given: given.to_owned(), expected: Self::WORDS })
            }
        }
    };
}

words! {
    /// What a person raised.
    Kind {
        /// 诉求: something that should be put right.
        Demand = "demand",
        /// 微心愿: a small thing somebody could give.
        Wish = "wish",
        /// 矛盾纠纷: a quarrel between people.
        Dispute = "dispute",
    }
}

words! {
    /// How a matter is handled (办理方式).
    Tier {
        /// 当场答复: answered on the spot.
        Immediate = "immediate",
        /// 限时办结: somebody does it by a date.
        Timed = "timed",
        /// 上报研判: sent up to a level that decides.
        Escalated = "escalated",
    }
}

words! {
    /// Who decides about a matter that was sent up, from the lowest.
    Level {
        /// 村.
        Village = "village",
        /// 镇/乡.
        Township = "township",
        /// 县/旗.
        County = "county",
    }
}

words! {
    /// What sort of responder acts on a matter (承办单位/人).
    ResponderKind {
        /// 站所部门: a station or department.
        Department = "department",
        /// 结对单位: a paired unit, or a firm or school that serves the place.
        Unit = "unit",
        /// 工作队: one of the village's work teams.
        Team = "team",
        /// 首席专家: an expert on call.
        Expert = "expert",
        /// 设岗党员: a party member with a post, a mediator.
        Member = "member",
    }
}

words! {
    /// What a late matter calls for, mildest first.
    LadderStep {
        /// 催办: whoever has it is reminded.
        Remind = "remind",
        /// 通报: it is named in the circular.
        Circular = "circular",
        /// 报领导: the leader is told.
        Leader = "leader",
    }
}

impl Level {
    /// The level above, if there is one here.
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Village => Some(Self::Township),
            Self::Township => Some(Self::County),
            Self::County => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_and_written_alike_in_answers() {
        for &level in Level::ALL {
            assert_eq!(level.as_str().parse(), Ok(level));
            assert_eq!(serde_json::to_string(&level).unwrap(), format!("\"{level}\""));
        }
        for &kind in Kind::ALL {
            assert_eq!(kind.as_str().to_uppercase().parse(), Ok(kind));
        }
        for &tier in Tier::ALL {
            assert_eq!(tier.as_str().parse(), Ok(tier));
        }
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_known_ones() {
        let refused = "province".parse::<Level>().unwrap_err();
        assert_eq!(refused.given, "province");
        assert_eq!(refused.expected, ["village", "township", "county"]);
    }

    #[test]
    fn a_matter_goes_up_one_level_at_a_time() {
        assert_eq!(Level::Village.above(), Some(Level::Township));
        assert_eq!(Level::County.above(), None);
        assert!(Level::Village < Level::County);
    }
}
