//! Names and words in whatever script somebody writes them: every row keeps its columns on every page.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use chuanmen::domain::area::Role;
use chuanmen::domain::household::{Person, Tag};
use chuanmen::domain::id::Id;
use chuanmen::domain::matter::verb::Verb;
use chuanmen::domain::matter::{Kind, Party, Source, Tier, VerbName};
use chuanmen::domain::request::{NewHousehold, RaiseNote, Request};
use chuanmen::domain::responder::ResponderKind;
use chuanmen::domain::visit::VisitNote;
use chuanmen::i18n::Lang;
use chuanmen::i18n::measure::columns;
use chuanmen::store::replica::{Replica, Said};
use chuanmen::tui::action::Context;
use chuanmen::tui::input::Input;

use crate::glyphs::walk;
use crate::player::Player;
use crate::township;

/// Pieces of text that terminals, fonts and programs count in different ways.
const PIECES: &[&str] = &[
    "王秀英",
    "索南·才旦",
    "阿依古丽•买买提",
    // Rare characters of the planes beyond the first: extensions B to H, and one for compatibility.
    "𠮷𡈽𢦏",
    "𪜀𫝀𫠠",
    "𬎆𮯠𰀀𱍐",
    "丽㐀",
    // Tibetan with letters below letters, Mongolian with its selectors, Uyghur from right to left, Yi, Thai, Devanagari.
    "བཀྲ་ཤིས་བདེ་ལེགས",
    "ᠮᠣᠩᠭᠣᠯ\u{180b}\u{180e}ᠠ",
    "ئۇيغۇر لا",
    "ꆈꌠꁱꂷ",
    "กำนัน",
    "क्षत्रिय",
    "가\u{1112}\u{1161}\u{11ab}\u{1100}\u{1100}",
    // Marks in piles, marks alone, pictures of several parts, flags, selectors, nothing at all.
    "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}",
    "\u{301}\u{20dd}",
    "👩🏽\u{200d}🌾",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "🏽🏿",
    "🇨🇳🇨",
    "❤\u{fe0f}1\u{fe0f}\u{20e3}",
    "☎\u{fe0e}⌚\u{fe0f}",
    "\u{200b}\u{feff}\u{2060}",
    "\u{202e}abc\u{2066}",
    // What one terminal draws in one column and another in two.
    "“①”——…×√",
    "ＦＵＬＬ　ｗｉｄｅ",
    "ｶﾞ",
    "\u{3000}",
    "a",
    "7",
    " ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..7).prop_map(|pieces| pieces.concat())
}

/// The strange texts of a township, one after the other, round and round.
struct Words<'a> {
    texts: &'a [String],
    next: usize,
}

impl Words<'_> {
    fn word(&mut self) -> String {
        self.next += 1;
        self.texts[self.next % self.texts.len()].clone()
    }
}

struct Clerk<'a> {
    replica: Replica,
    words: Words<'a>,
}

impl Clerk<'_> {
    /// Records it; what is refused is no part of this township.
    fn write(&mut self, request: &Request) -> Option<Id> {
        let at = township::at("2026-11-12T10:00");
        let said = Said { now: at, at, by: self.words.word() };
        self.replica.commit(&said, request).ok()?.about.first().copied()
    }

    fn household(&mut self, number: usize) -> Option<Id> {
        let head = self.words.word();
        let person = |name: String, relation: String| Person { name, relation, ..Person::default() };
        let members = vec![person(head.clone(), "户主".to_owned()), person(self.words.word(), self.words.word())];
        let household = NewHousehold {
            door: format!("{number}{}", self.words.word()),
            head,
            phone: Some("13804781234".to_owned()),
            address: Some(self.words.word()),
            members,
            tags: vec![Tag::plain(self.words.word())],
            ..NewHousehold::default()
        };
        self.write(&Request::AddHousehold { cell: township::cell(), household })
    }

    fn matters(&mut self, household: Id) {
        for kind in [Kind::Demand, Kind::Wish, Kind::Dispute] {
            let note = RaiseNote {
                parties: vec![Party { name: self.words.word(), household: None }],
                ..RaiseNote::new(kind, household, self.words.word())
            };
            let Some(matter) = self.write(&Request::Raise(Box::new(note))) else { continue };
            let verb = Verb { text: Some(self.words.word()), ..Verb::new(VerbName::Note) };
            self.write(&Request::Act { matter, verb });
            let verb = Verb { text: Some(self.words.word()), ..Verb::new(VerbName::Told) };
            self.write(&Request::Act { matter, verb });
        }
        let note = VisitNote { note: self.words.word(), met: Some(self.words.word()), ..VisitNote::default() };
        self.write(&Request::Visit { household, note });
    }

    fn call(&mut self) {
        let note = RaiseNote {
            household: None,
            cell: Some(township::cell()),
            caller: Some(self.words.word()),
            caller_phone: Some("13804781234".to_owned()),
            source: Source::Phone,
            tier: Some(Tier::Timed),
            ..RaiseNote::new(Kind::Demand, Id::from_u64(0), self.words.word())
        };
        self.write(&Request::Raise(Box::new(note)));
    }
}

/// Some doors, matters, people and stations of one cell, all named by these texts.
fn strange(texts: &[String]) -> Replica {
    let mut clerk = Clerk { replica: Replica::in_memory(7), words: Words { texts, next: 0 } };
    for code in ["150826", "150826102", "150826102207"] {
        let name = clerk.words.word();
        clerk.write(&Request::AddArea { scope: code.parse().unwrap(), name });
    }
    let name = clerk.words.word();
    clerk.write(&Request::AddCell { scope: township::cell(), name: Some(name) });
    for role in [Role::Committee, Role::Branch, Role::Head, Role::Model] {
        let person = Some(clerk.words.word());
        clerk.write(&Request::SetRole { scope: township::cell(), role, person });
    }
    for _ in 0..2 {
        let name = clerk.words.word();
        clerk.write(&Request::AddResponder { name, kind: ResponderKind::Department, phone: None });
    }
    for number in 1..5 {
        if let Some(household) = clerk.household(number) {
            clerk.matters(household);
        }
    }
    clerk.call();
    clerk.replica
}

/// Where texts are shown, by the keys that lead there from Today; `%` stands for one of the texts, `^` for several lines
/// of them.
const PLACES: &[&str] = &[
    "",
    "<tab><down>",
    "w",
    "2",
    "2<left>",
    "2<space>",
    "2<f5><f5>",
    "2<enter>",
    "2<enter><f6>",
    "2<enter>z",
    "2<enter>z<f6><end>",
    "2<enter>n%",
    "2<enter>n诉求 % #道路 !7",
    "2<enter>n诉求 % #%",
    "2<enter>n%<enter>",
    "2<enter>n%<enter><end>%",
    "2<enter>n%^",
    "n^<down>%",
    "2<enter><space>",
    "2<enter>s%",
    "2<enter><f12>",
    "2<enter><f12>改<enter>%",
    "2<enter><f12>添<enter>%<tab>%",
    "2<f12>新增<enter>%<tab>%",
    "<f8>%<enter>",
    "<f8>%<enter><end><up><up>%",
    "n%",
    "/%",
    "/王",
    ":",
    ":%",
    "?",
    "3",
    "3<space>;",
    "3<enter>",
    "3<enter><f6><end>",
    "3/%",
    "3/@",
    "3/tag:",
    ":谁看<enter>",
    "<c-o>",
    ":我是谁<enter>",
];

/// Presses keys; each `%` is the next text, pasted as an input method commits it.
fn go(player: &mut Player, keys: &str, words: &mut Words<'_>) {
    for part in keys.split_inclusive(['%', '^']) {
        player.press(part.trim_end_matches(['%', '^']));
        let text = match part.chars().next_back() {
            Some('%') => words.word(),
            Some('^') => format!("{}\n诉求 {}\n{}", words.word(), words.word(), words.word()),
            _ => continue,
        };
        player.give(&Input::Paste(text));
    }
}

/// What is wrong with a row: a character whose columns are not counted alike by every terminal, one that acts on it, or
/// a row of more or fewer columns than the screen has.
fn fault(buffer: &Buffer) -> Option<String> {
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut sum = 0;
        let mut odd = None;
        walk(buffer, y, |symbol, wide, _| {
            // Terminals add up the columns of the characters, one by one.
            let one_by_one: usize = symbol.chars().map(|c| c.width().unwrap_or(0)).sum();
            if one_by_one != symbol.width() || wide != symbol.width() || symbol.chars().any(char::is_control) {
                odd = Some(format!("{symbol:?} takes {one_by_one} or {} columns in row {y}", symbol.width()));
            }
            sum += one_by_one;
        });
        if odd.is_some() || sum != usize::from(buffer.area.width) {
            return odd.or(Some(format!("row {y} has {sum} columns")));
        }
    }
    None
}

/// A few, or as many as `PROPTEST_CASES` says.
fn cases(few: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(5)) })]
    #[test]
    fn no_script_breaks_a_column_of_any_page(
        texts in prop::collection::vec(text(), 3..12),
        size in prop_oneof![Just(crate::SMALL), Just(crate::LARGE), (40u16..140, 14u16..45)],
        english: bool,
        ascii: bool,
    ) {
        let lang = if english { Lang::En } else { Lang::Zh };
        let mut player = Player::on(strange(&texts), lang, size);
        player.stage.model.ascii = ascii;
        let mut words = Words { texts: &texts, next: 0 };
        for keys in PLACES {
            go(&mut player, keys, &mut words);
            let found = fault(&player.painted().0);
            prop_assert!(found.is_none(), "{keys}: {}\n{}", found.unwrap(), player.shown());
            for _ in 0..8 {
                if player.stage.model.context() == Context::Today { break; }
                player.press("<esc>");
            }
            player.press("1");
        }
    }
}

/// The columns at which something begins that stands behind a text.
fn columns_of(player: &Player, words: &str) -> Vec<usize> {
    let shown = player.shown();
    shown.lines().filter_map(|line| Some(columns(&line[..line.find(words)?]))).collect()
}

#[test]
fn what_stands_behind_a_name_stands_in_one_column_whatever_the_name() {
    for lang in Lang::ALL {
        // So many that no two doors are given the same name.
        let texts: Vec<String> = PIECES[..29].iter().map(|piece| (*piece).to_owned()).collect();
        let mut player = Player::on(strange(&texts), lang, crate::SMALL);
        player.press("2");
        let visited = columns_of(&player, if lang == Lang::Zh { "11天前" } else { "11 days ago" });
        assert!(visited.len() >= 3 && visited.iter().all(|column| *column == visited[0]), "{}", player.shown());
        player.press("3<space><esc>");
        let late = columns_of(&player, if lang == Lang::Zh { "逾2工作日" } else { "2 wd late" });
        let of_rows: Vec<usize> = late.into_iter().filter(|column| *column > 40).collect();
        assert!(of_rows.len() >= 3 && of_rows.iter().all(|column| *column == of_rows[0]), "{}", player.shown());
    }
}
