//! The quick line: what was said at a door, written down in one line.
//!
//! `fold` and `lex` cut a line into tokens, [`parse`](parse::parse) says which of them are marks and which are words,
//! [`resolve`](resolve::resolve) finds the household, category and responder they mean, [`preview`](preview::preview)
//! says what will be saved, [`print`](print::print) writes a line back. Columns count characters from 0. Pure: the
//! clock, the roster and the policy are handed in.
//!
//! # The grammar
//! `household kind words`, with marks anywhere behind the kind. Inside a household it is left out.
//! - Kinds: 诉求 诉 ask, 微心愿 愿望 愿 wish, 纠纷 纠 dispute, 走访 访 visit; `a w d v` where no Chinese words follow.
//! - `#category`, `@responder`, `&other party` (disputes), 急 or `!urgent`.
//! - `!7` `!7d` `!4h` `!12-05` `!明天` `!下周三` `!fri` say until when; `! words` is the answer given on the spot;
//!   `!!镇 words` sends it up to that level and says what is asked there.
//! - Behind 走访: 不在家, 拒访, 电话 and the day (昨天, 前天, 11-20) before the first other word. The day of a matter stands
//!   right before its kind: 昨天 诉求 …, 11月20日 诉求 ….
//! - A mark ends at a space or at one of `,，、；;：:。`. A backslash before a mark makes it a word: `\#1`, `\急`.
//! - Everything else is what was said and is kept letter for letter.

pub mod choice;
pub mod complete;
pub mod dates;
pub mod docket;
pub mod filter;
mod fold;
mod lex;
pub mod line;
pub mod named;
pub mod parse;
pub mod preview;
pub mod print;
pub mod problem;
pub mod resolve;

#[cfg(test)]
mod tests;
