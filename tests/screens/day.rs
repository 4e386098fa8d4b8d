//! A day with an input method on: no letter arrives as a key, words arrive as they are committed, digits and signs in
//! whatever width the input method gives them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::HashSet;

use crossterm::event::KeyCode;

use chuanmen::domain::household::Household;
use chuanmen::domain::matter::state::State;
use chuanmen::domain::matter::{Kind, Matter, Tier};
use chuanmen::domain::reader::Reader;
use chuanmen::domain::visit::Outcome;
use chuanmen::domain::width::half_width;
use chuanmen::i18n::Lang;
use chuanmen::tui::action::{Action, Context, table};
use chuanmen::tui::here::Here;
use chuanmen::tui::key::Key;
use chuanmen::tui::keymap::{Meaning, resolve};

use crate::hands::Hands;
use crate::player::Player;
use crate::township::{self, STREET};
use crate::{SMALL, status};

fn household(hands: &Hands, head: &str) -> Household {
    let found = hands.player.stage.book.replica.households_of_cell(township::cell()).unwrap();
    found.into_iter().find(|household| household.profile.head == head).unwrap()
}

fn matters(hands: &Hands, head: &str) -> Vec<Matter> {
    hands.player.stage.book.replica.matters_of_household(&household(hands, head)).unwrap()
}

/// What was found at a door today, in the order in which it was recorded.
fn outcomes(hands: &Hands, head: &str) -> Vec<Outcome> {
    let today = hands.player.now.date();
    household(hands, head).visits.iter().filter(|visit| visit.at.date() == today).map(|visit| visit.outcome).collect()
}

fn street() -> Hands {
    Hands::on(Player::on(township::street(), Lang::Zh, SMALL))
}

#[test]
fn ten_doors_take_at_most_forty_keys_beyond_the_words() {
    let mut hands = street();
    // From Today to the doors, and from the first to the last.
    hands.press("２<f5><down><f5><down><f3>").words("身体还好").press("<enter><down>");
    hands.press("<f2>").words("东邻吵架，话没说完").press("<f7><down>");
    hands.press("<f2>").words("想换个洗衣机").press("<enter><enter><down>");
    hands.press("<f2>").words("门前路坑洼，雨天过不去").press("<enter><enter><down>");
    hands.press("<f2>").words("水源浑浊").press("<enter><enter><down>");
    hands
        .press("<f2>")
        .words("合作医疗怎么交")
        .press("<enter>３１")
        .words("已讲解政策并留下材料清单")
        .press("<enter><down>");
    hands.press("<f5><down><f3>").words("说下月去看儿子").press("<enter>１");
    assert!(hands.presses <= 40, "{} keys", hands.presses);
    assert_eq!(hands.player.stage.model.context(), Context::Today);
    assert!(hands.player.shown().contains("待补 1 户"), "{}", hands.player.shown());
    let [first, second, third, quarrel, wish, road, water, asked, ninth, last] = STREET;
    for absent in [first, second, ninth] {
        assert_eq!(outcomes(&hands, absent), [Outcome::Absent], "{absent}");
    }
    for met in [third, wish, road, water, asked, last] {
        assert_eq!(outcomes(&hands, met), [Outcome::Met], "{met}");
    }
    assert_eq!((outcomes(&hands, quarrel).len(), matters(&hands, quarrel).len()), (0, 0));
    for (head, kind, tier) in [
        (wish, Kind::Wish, Tier::Timed),
        (road, Kind::Demand, Tier::Timed),
        (water, Kind::Demand, Tier::Timed),
        (asked, Kind::Demand, Tier::Immediate),
    ] {
        let found = matters(&hands, head);
        assert_eq!(
            found.iter().map(|matter| (matter.kind(), matter.tier)).collect::<Vec<_>>(),
            [(kind, tier)],
            "{head}"
        );
    }
    assert_eq!(matters(&hands, asked)[0].raised.answer.as_deref(), Some("已讲解政策并留下材料清单"));
}

#[test]
fn a_whole_day_is_played_without_a_single_letter_key() {
    let mut hands = street();
    let [first, second, third, quarrel, wish, road, water, asked, ninth, last] = STREET;
    // The plan: what is due in this cell, door after door.
    hands.press("２１【【");
    assert!(hands.player.shown().contains("该走访 10 户"), "{}", hands.player.shown());
    // A slip, taken back, brought back and taken back again.
    hands.press("２<f5>");
    assert_eq!(outcomes(&hands, first), [Outcome::Absent]);
    hands.press("（");
    assert_eq!(outcomes(&hands, first), [], "{}", status(&hands.player));
    hands.press("）");
    assert_eq!(outcomes(&hands, first), [Outcome::Absent], "{}", status(&hands.player));
    hands.press("（<f3>").words("在家，身体还好").press("<enter>");
    assert_eq!(outcomes(&hands, first), [Outcome::Met]);
    // Two doors with nobody home, marked and recorded together.
    hands.press("<down>　　<f5><enter>");
    assert_eq!((outcomes(&hands, second), outcomes(&hands, third)), (vec![Outcome::Absent], vec![Outcome::Absent]));
    hands.words(&quarrel[..3]).press("<enter><f2>").words("东邻吵架，话没说完").press("<f7><esc>");
    assert!(hands.player.shown().contains("待补"), "{}", hands.player.shown());
    // Words first, the kind after, whatever the width of the digit.
    hands.words(wish).press("<enter><f2>").words("想换个洗衣机").press("<enter>２<enter>");
    assert_eq!(matters(&hands, wish)[0].kind(), Kind::Wish);
    // One line with full-width marks, a full-width number and a category completed from its list.
    hands
        .words(road)
        .press("<enter><f2>")
        .words("诉求 门前路坑洼，雨天过不去 ＃道")
        .press("<tab>")
        .words("！７ ＠交")
        .press("<tab><enter>");
    let raised = matters(&hands, road).remove(0);
    assert_eq!((raised.raised.category.as_str(), raised.raised.text.as_str()), ("roads", "门前路坑洼，雨天过不去"));
    assert_eq!(raised.clock.unwrap().due.at.date().to_string(), "2026-12-02", "seven working days");
    assert_eq!(
        hands.player.stage.book.sight(hands.player.now, "").assignee(&matters(&hands, road)[0]).unwrap(),
        "交通站"
    );
    // Sent up, and answered on the spot.
    hands
        .words(water)
        .press("<enter><f2>")
        .words("水源浑浊")
        .press("<enter>３３")
        .words("请环保站检测")
        .press("<enter>");
    assert_eq!(matters(&hands, water)[0].tier, Tier::Escalated, "{}", hands.player.shown());
    hands
        .words(asked)
        .press("<enter><f2>")
        .words("合作医疗怎么交")
        .press("<enter>３１")
        .words("已讲解政策")
        .press("<enter>");
    assert_eq!(matters(&hands, asked)[0].state, State::Closed, "{}", hands.player.shown());
    // The door number finds a door as well.
    hands.press("<esc>、").words("１组９号").press("<enter><f5>");
    assert_eq!(outcomes(&hands, ninth), [Outcome::Absent], "{}", hands.player.shown());
    hands.words("梁玉").press("<enter><f3>").words("说下月去看儿子").press("<enter>");
    assert_eq!(outcomes(&hands, last), [Outcome::Met]);
    // A call at the office, over everything.
    hands.press("<f8>").words("路灯不亮").press("<enter><enter>");
    assert!(status(&hands.player).contains("路灯不亮"), "{}", hands.player.shown());
    // In the evening: the quarrel that waits, and what was done about the road.
    hands.press("１").go_to("话没说完").press("<enter>").words("，后来和好了").press("<enter>４<enter>");
    assert_eq!(matters(&hands, quarrel)[0].raised.text, "东邻吵架，话没说完，后来和好了");
    assert_eq!(matters(&hands, quarrel)[0].kind(), Kind::Dispute);
    hands
        .press("３")
        .words("坑洼")
        .press("<enter>；")
        .words("办结")
        .press("<enter>")
        .words("铺了砂石")
        .press("<enter>");
    assert_eq!(matters(&hands, road)[0].state, State::Done, "{}", hands.player.shown());
    hands.press("＝");
    assert!(hands.player.shown().contains("门前路坑洼"), "{}", hands.player.shown());
    hands.press("<esc>：").words("退出").press("<enter>");
    assert!(hands.player.stage.ended, "{}", hands.player.shown());
}

/// The forms that input methods give the signs of an ASCII keyboard, beside the full-width form of each.
const SIGNS: &[(char, &str)] = &[
    ('/', "、÷"),
    ('.', "。"),
    ('<', "《"),
    ('>', "》"),
    ('[', "【「"),
    (']', "】」"),
    ('"', "“”"),
    ('\'', "‘’"),
    ('$', "￥"),
    ('`', "·"),
    (' ', "\u{3000}"),
];

/// What a person may find on the key of an ASCII sign or digit.
fn forms(key: char) -> Vec<char> {
    let listed = SIGNS.iter().filter(|(ascii, _)| *ascii == key).flat_map(|(_, forms)| forms.chars());
    let wide = key.is_ascii_graphic().then(|| char::from_u32(u32::from(key) + 0xfee0).unwrap());
    listed.chain(wide).collect()
}

fn press(c: char, context: Context) -> Meaning {
    resolve(Key::plain(KeyCode::Char(c)), &Here::bare(context))
}

#[test]
fn every_sign_and_digit_works_in_the_width_that_the_input_method_gives_it() {
    let mut signs = HashSet::new();
    for entry in table::rows() {
        for &context in entry.contexts.iter().filter(|context| !context.is_typed()) {
            let chars = entry.keys.iter().filter_map(|name| Key::named(name)?.typed());
            for key in chars.filter(|key| !key.is_alphabetic()) {
                signs.insert(key);
                let meant = press(key, context);
                assert!(
                    matches!(meant, Meaning::Run(a) | Meaning::NotNow(a) if a == entry.action),
                    "{key} in {context:?}"
                );
                for form in forms(key) {
                    assert_eq!(press(form, context), meant, "{form} for {key} in {context:?}");
                }
            }
        }
    }
    assert!(signs.len() >= 12, "{signs:?}");
}

#[test]
fn whatever_is_essential_is_done_without_a_letter_even_with_ctrl_held_down() {
    let without_letters = |name: &&str| {
        let key = Key::named(name).unwrap();
        !matches!(key.code, KeyCode::Char(c) if c.is_alphabetic())
    };
    // On a page the palette lists the rest by its name; what lies over a page is closed before one leaves.
    let palette = chuanmen::tui::action::entry(Action::Palette);
    let listed = |action, context: &Context| action == Action::Quit || palette.contexts.contains(context);
    for entry in table::rows().filter(|entry| entry.essential) {
        for &context in entry.contexts {
            let key = entry.keys.iter().find(|key| without_letters(key));
            assert!(key.is_some() || listed(entry.action, &context), "{} in {context:?}", entry.id);
        }
    }
}

/// What a screen says, whatever the width of its signs and of the gaps between its columns.
fn said(player: &Player) -> String {
    let ascii = |c| SIGNS.iter().find(|(_, forms)| forms.contains(c)).map_or(c, |(ascii, _)| *ascii);
    player.shown().chars().map(half_width).map(ascii).filter(|c| !c.is_whitespace() && *c != '─').collect()
}

/// Wide enough that nothing is cut, in whatever width it is written.
const ROOMY: (u16, u16) = (200, 40);

/// Where text is understood, by the keys that lead there, and something that is understood there.
const UNDERSTOOD: &[(&str, &str)] = &[
    ("<enter>n", "诉求 路灯又坏了 #道路 @交通站 !7"),
    ("<enter>n", "诉求 路灯又坏了 !12-05"),
    ("<enter>n", "诉求 路灯又坏了 !4小时"),
    ("<enter>n", "诉求 路灯又坏了 !12月5日"),
    ("<enter>n", "诉求 路灯又坏了 !12.5"),
    ("<enter>n", "诉求 路灯又坏了 !!镇 请环保站检测"),
    ("<enter>n", "纠纷 与东邻争地界 &李四 #土地"),
    ("<enter>n", "走访 11-20 说下月回来"),
    ("2<left>n", "3组11 走访 不在家"),
    ("<enter>s<enter><c-u>", "5"),
    ("<enter>s<enter><c-u>", "12-05"),
    ("<enter>s<enter><c-u>", "2026-12-05"),
    ("<enter>s<enter><c-u>", "2026.12.5"),
    ("/", "3组11"),
    ("/", "1234"),
    ("3/", "is:late -#道路 @交通站"),
    ("3/", "cell:003 kind:wish"),
    ("2<f12>添<enter>李明<tab><tab>", "1970-01-02"),
    ("2<f12>添<enter>李明<tab><tab>", "1970.1.2"),
];

#[test]
fn whatever_is_understood_in_ascii_is_understood_as_an_input_method_writes_it() {
    for (keys, text) in UNDERSTOOD {
        let says = |text: &str| {
            let mut player = Player::village(Lang::Zh, ROOMY);
            player.press(keys);
            for c in text.chars() {
                player.give(&crate::character(c));
            }
            let typed = said(&player);
            (typed, said(player.press("<enter>")))
        };
        let empty = said(Player::village(Lang::Zh, ROOMY).press(keys));
        let (typed, entered) = says(text);
        assert_ne!(typed, empty, "{keys}{text}");
        for form in 0..2 {
            // Letters are not what an input method widens.
            let wide =
                |c: char| if c.is_alphabetic() { c } else { *forms(c).get(form).or(forms(c).first()).unwrap_or(&c) };
            let text: String = text.chars().map(wide).collect();
            let (wide_typed, wide_entered) = says(&text);
            assert_eq!(wide_typed, typed, "{keys}{text}");
            assert_eq!(wide_entered, entered, "{keys}{text}");
        }
    }
}
