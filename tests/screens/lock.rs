//! The lock over the screens: passphrase, PIN, being left alone, setting them; over data on the disk and a fixed clock.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use chuanmen::domain::moment::Moment;
use chuanmen::i18n::Lang;
use chuanmen::i18n::measure::columns;
use chuanmen::store::format::keyring::Cost;
use chuanmen::store::replica::Replica;
use chuanmen::store::tries;
use chuanmen::store::wrap::Secret;
use chuanmen::theme::Theme;
use chuanmen::tui::input::Input;
use chuanmen::tui::lock::{App, COVERED, Terms};
use chuanmen::tui::model::Options;

use crate::glyphs::glyphs;
use crate::keys::script;
use crate::player::options::options;
use crate::snapshot::snapshot;
use crate::township;
use crate::{LARGE, SMALL};

const WORDS: &str = "走村串户又一年";
/// A derivation that takes no time to speak of.
const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
/// Names and words of the village.
const OF_THE_VILLAGE: [&str; 6] = ["王秀英", "付桂兰", "满天红", "陈强", "路", "003"];

/// The app in front of a person, over a data folder.
struct Guarded {
    folder: TempDir,
    app: App<'static>,
    now: Moment,
    lapse: Duration,
    code: String,
    waits: bool,
}

fn open(folder: &TempDir, secret: Option<&Secret>) -> Replica {
    Replica::open_with(folder.path(), secret, &mut |_| {}).unwrap().0
}

fn terms(folder: &TempDir) -> Terms<'static> {
    Terms { patience: Duration::from_millis(1), ..Terms::usual(Some(folder.path().to_owned())) }
}

impl Guarded {
    fn over(folder: TempDir, replica: Option<Replica>, lang: Lang, size: (u16, u16)) -> Self {
        let now = township::now();
        let app = App::new(replica, options(lang), terms(&folder), size, now).unwrap();
        Self { folder, app, now, lapse: Duration::ZERO, code: String::new(), waits: false }
    }

    /// The village without a passphrase.
    fn bare(lang: Lang) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let replica = township::village_in(open(&folder, None));
        Self::over(folder, Some(replica), lang, SMALL)
    }

    /// The village under a passphrase, not opened.
    fn shut(lang: Lang, size: (u16, u16)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let replica = township::village_in(open(&folder, None));
        let code = replica.renew(&Secret::passphrase(WORDS), QUICK, &mut |_| {}).unwrap();
        let mut guarded = Self::over(folder, None, lang, size);
        guarded.code = code.shown().to_string();
        guarded
    }

    /// The same, opened.
    fn village(lang: Lang, size: (u16, u16)) -> Self {
        let mut guarded = Self::shut(lang, size);
        guarded.press(WORDS).press("<enter>");
        assert!(guarded.is_open(), "{}", guarded.shown());
        guarded
    }

    /// The same with a PIN.
    fn with_pin(lang: Lang, size: (u16, u16)) -> Self {
        let mut guarded = Self::village(lang, size);
        guarded.press(":pin<enter>2468<enter>2468<enter>");
        assert!(guarded.is_open(), "{}", guarded.shown());
        guarded
    }

    fn is_open(&self) -> bool {
        self.app.stage.is_some() && !self.app.is_covered()
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        for input in script(keys) {
            self.app.take(&input, self.now, self.lapse);
            if !self.waits {
                self.work();
            }
        }
        self
    }

    /// Does what waits to be done beside the loop.
    fn work(&mut self) {
        let mut told = Vec::new();
        for job in self.app.jobs() {
            job.run(&mut |news| told.push(news));
        }
        for news in told {
            self.app.hear(news, self.now, self.lapse);
        }
        if let Some(stage) = &mut self.app.stage {
            while stage.read_more() {}
        }
    }

    /// Lets time pass with nobody at the keys.
    fn pass(&mut self, seconds: u64) -> &mut Self {
        self.lapse += Duration::from_secs(seconds);
        self.app.pass(self.now, self.lapse);
        self
    }

    fn painted(&self) -> Buffer {
        let (width, height) = self.app.stage.as_ref().map_or(SMALL, |stage| stage.model.size);
        self.painted_on((width, height))
    }

    fn painted_on(&self, (width, height): (u16, u16)) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.app.paint(&mut buffer);
        buffer
    }

    fn shown(&self) -> String {
        glyphs(&self.painted())
    }

    fn has(&self, text: &str) -> bool {
        self.shown().contains(text)
    }

    fn holds_nothing_of_the_village(&self) {
        let shown = self.shown();
        for word in OF_THE_VILLAGE {
            assert!(!shown.contains(word), "{word} on\n{shown}");
        }
    }
}

#[test]
fn every_page_of_the_lock_looks_as_it_did() {
    for lang in Lang::ALL {
        for size in [SMALL, LARGE] {
            let look = |name: &str, guarded: &Guarded| {
                let name = format!("lock_{name}_{}_{}", lang.code(), size.0);
                insta::assert_snapshot!(name, snapshot(&guarded.painted_on(size)));
            };
            let mut guarded = Guarded::shut(lang, size);
            guarded.press("走村串");
            look("ask", &guarded);
            for _ in 0..4 {
                guarded.press("<c-u>wrong<enter>");
            }
            look("wait", &guarded);
            guarded.pass(1).press(WORDS).press("<enter>:passphrase<enter>");
            look("old", &guarded);
            guarded.press(WORDS).press("<enter>19760312");
            look("new", &guarded);
            guarded.press("<esc>:pin<enter>２４");
            look("new_pin", &guarded);
            guarded.press("<c-u>2468<enter>2468<enter><f10>24");
            look("pin", &guarded);
        }
    }
}

#[test]
fn the_code_stands_on_a_page_of_its_own_and_is_checked_from_paper() {
    for lang in Lang::ALL {
        let mut guarded = Guarded::bare(lang);
        guarded.press(":passphrase<enter>").press(WORDS).press("<enter>").press(WORDS).press("<enter>");
        let shown = guarded.shown();
        let is_code = |line: &&str| line.len() == 34 && line.matches('-').count() == 6;
        let code =
            shown.lines().map(str::trim).find(is_code).unwrap_or_else(|| panic!("no code on\n{shown}")).to_owned();
        guarded.holds_nothing_of_the_village();
        let hidden = |buffer: Buffer| snapshot(&buffer).replace(&code, "CODE-0000-0000-0000-0000-0000-0000");
        insta::assert_snapshot!(format!("lock_code_{}_80", lang.code()), hidden(guarded.painted_on(SMALL)));
        insta::assert_snapshot!(format!("lock_code_{}_120", lang.code()), hidden(guarded.painted_on(LARGE)));
        guarded.press("<esc>");
        assert!(guarded.has(&code), "Esc does not take it away");
        guarded.press("<enter>");
        assert!(!guarded.has(&code), "what is asked for does not stand there:\n{}", guarded.shown());
        insta::assert_snapshot!(format!("lock_confirm_{}_80", lang.code()), snapshot(&guarded.painted_on(SMALL)));
        insta::assert_snapshot!(format!("lock_confirm_{}_120", lang.code()), snapshot(&guarded.painted_on(LARGE)));
        guarded.press("0000<enter>");
        assert!(!guarded.is_open(), "{}", guarded.shown());
        guarded.press("<esc>");
        assert!(guarded.has(&code), "it can be looked at again");
        let last = code.rsplit('-').next().unwrap().to_lowercase();
        guarded.press("<enter>").press(&last).press("<enter>");
        assert!(guarded.is_open() && guarded.has("F10"), "{}", guarded.shown());
        guarded.press("<f10>");
        guarded.holds_nothing_of_the_village();
        guarded.press(&code).press("<enter>");
        assert!(guarded.is_open(), "the code opens:\n{}", guarded.shown());
    }
}

#[test]
fn the_code_is_not_left_by_a_slip_and_not_taken_away_by_time() {
    let mut guarded = Guarded::bare(Lang::Zh);
    guarded.press(":passphrase<enter>").press(WORDS).press("<enter>").press(WORDS).press("<enter><c-q>");
    assert!(!guarded.app.is_ended() && guarded.has("还没核对"), "{}", guarded.shown());
    guarded.pass(3_600);
    assert!(guarded.has("恢复码"), "{}", guarded.shown());
    assert!(guarded.press("<c-q>").app.is_ended());
}

#[test]
fn weak_and_differing_passphrases_are_told_and_nothing_is_set() {
    let mut guarded = Guarded::bare(Lang::Zh);
    guarded.press(":passphrase<enter>走村串");
    assert!(guarded.has("太短"), "{}", guarded.shown());
    guarded.press("<enter>");
    assert!(guarded.has("至少八个字母数字"), "{}", guarded.shown());
    guarded.press("<c-u>11111111<enter>");
    assert!(guarded.has("会和 PIN 弄混"), "{}", guarded.shown());
    guarded.press("<c-u>111111111");
    assert!(guarded.has("重复太多"), "{}", guarded.shown());
    guarded.press("<c-u>").press(WORDS);
    assert!(guarded.has("很好"), "{}", guarded.shown());
    guarded.press("<enter>something else<enter>");
    assert!(guarded.has("两遍不一样"), "{}", guarded.shown());
    assert!(!guarded.shown().contains(WORDS), "it is not shown");
    guarded.press("<esc>");
    assert!(guarded.is_open() && guarded.has("王秀英"), "{}", guarded.shown());
    guarded.press("<f10>");
    assert!(guarded.is_open() && guarded.has("还没有口令"), "{}", guarded.shown());
}

#[test]
fn data_under_a_passphrase_begins_behind_the_lock_and_opens_on_today() {
    for lang in Lang::ALL {
        let mut guarded = Guarded::shut(lang, SMALL);
        guarded.holds_nothing_of_the_village();
        guarded.press("走村串户又两年");
        assert!(!guarded.has("走村") && guarded.has("*******"), "{}", guarded.shown());
        guarded.press("<enter>");
        guarded.holds_nothing_of_the_village();
        guarded.press(WORDS).press("<enter>");
        assert!(guarded.is_open() && guarded.has("王秀英"), "{}", guarded.shown());
        assert_eq!(tries::count(guarded.folder.path()), 0);
    }
}

#[test]
fn an_input_method_and_the_paper_open_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let replica = township::village_in(open(&folder, None));
    replica.renew(&Secret::passphrase("door 2026!"), QUICK, &mut |_| {}).unwrap();
    let mut guarded = Guarded::over(folder, None, Lang::Zh, SMALL);
    guarded.press("ｄｏｏｒ　２０２６！<enter>");
    assert!(guarded.is_open(), "{}", guarded.shown());
    let mut guarded = Guarded::shut(Lang::Zh, SMALL);
    let code = guarded.code.to_lowercase().replace('-', " ");
    guarded.app.take(&Input::Paste(code), guarded.now, guarded.lapse);
    guarded.press("<enter>");
    assert!(guarded.is_open(), "{}", guarded.shown());
}

#[test]
fn the_caret_stands_behind_what_is_typed_for_an_input_method() {
    let mut guarded = Guarded::shut(Lang::Zh, SMALL);
    guarded.press("走村串<bs>");
    let mut buffer = Buffer::empty(Rect::new(0, 0, SMALL.0, SMALL.1));
    let caret = guarded.app.paint(&mut buffer).unwrap();
    let shown = glyphs(&buffer);
    let row = shown.lines().nth(usize::from(caret.y)).unwrap();
    assert!(row.ends_with("**") && !row.ends_with("***"), "{row}");
    assert_eq!(usize::from(caret.x), columns(row));
}

#[test]
fn wrong_tries_are_slowed_down_over_restarts_and_the_keys_stay_alive() {
    let mut guarded = Guarded::shut(Lang::Zh, SMALL);
    for number in 1..=4 {
        guarded.press("wrong<enter>");
        assert_eq!(tries::count(guarded.folder.path()), number);
    }
    assert!(guarded.has("等 1 秒"), "{}", guarded.shown());
    assert_eq!(guarded.app.patience(guarded.lapse), Some(Duration::from_secs(1)), "it sleeps until the second is over");
    guarded.press(WORDS).press("<enter>");
    assert!(
        !guarded.is_open() && guarded.has("*******"),
        "not tried before its time, and not lost:\n{}",
        guarded.shown()
    );
    guarded.pass(1);
    assert!(!guarded.has("等 1 秒"), "{}", guarded.shown());
    assert_eq!(guarded.app.patience(guarded.lapse), None);
    guarded.press("<c-u>wrong<enter>");
    assert!(guarded.has("等 2 秒"), "{}", guarded.shown());
    guarded.pass(1);
    assert!(guarded.has("等 1 秒"), "{}", guarded.shown());
    let Guarded { folder, app, .. } = guarded;
    drop(app);
    let mut again = Guarded::over(folder, None, Lang::Zh, SMALL);
    assert!(again.has("等 2 秒"), "a new start is no way around it:\n{}", again.shown());
    again.pass(2).press(WORDS).press("<enter>");
    assert!(again.is_open(), "{}", again.shown());
}

#[test]
fn keys_are_taken_while_the_passphrase_is_tried() {
    let mut guarded = Guarded::shut(Lang::Zh, SMALL);
    guarded.waits = true;
    guarded.press("wrong<enter>");
    assert!(guarded.has("正在打开"), "{}", guarded.shown());
    guarded.press("走村");
    guarded.work();
    assert!(guarded.has("口令不对") && guarded.has("**"), "{}", guarded.shown());
    guarded.press("<c-q>");
    assert!(guarded.app.is_ended());
}

#[test]
fn esc_and_ctrl_q_leave_the_lock() {
    for keys in ["<esc>", "<c-q>", "走村<esc><esc>", "走村<c-q>"] {
        let mut guarded = Guarded::shut(Lang::Zh, SMALL);
        assert!(guarded.press(keys).app.is_ended(), "{keys}");
    }
    let mut guarded = Guarded::shut(Lang::Zh, SMALL);
    assert!(!guarded.press("走村<esc>").app.is_ended(), "the first one empties the line");
}

#[test]
fn without_a_pin_f10_drops_everything_and_words_are_there_again() {
    for (lang, keys, words) in [
        (Lang::Zh, "<enter>n诉求 路灯又坏了", "诉求 路灯又坏了"),
        (Lang::Zh, "d铺了砂石", "铺了砂石"),
        (Lang::Zh, "/w", ""),
        (Lang::En, "?", ""),
        (Lang::En, ":", ""),
        (Lang::En, "2", ""),
    ] {
        let mut guarded = Guarded::village(lang, SMALL);
        guarded.press(keys).press("<f10>");
        assert!(guarded.app.stage.is_none(), "{keys}");
        guarded.holds_nothing_of_the_village();
        let kept = open(&guarded.folder, Some(&Secret::passphrase(WORDS)));
        let mut drafts: Vec<_> = kept.desk().drafts().map(|draft| draft.text.clone()).collect();
        drafts.extend(kept.desk().forms().iter().flat_map(|form| form.fields.clone()));
        assert_eq!(drafts.join(""), words, "{keys}");
        drop(kept);
        guarded.press(WORDS).press("<enter>");
        assert!(guarded.is_open(), "{}", guarded.shown());
    }
}

#[test]
fn a_pin_brings_back_the_very_place() {
    for lang in Lang::ALL {
        let mut guarded = Guarded::with_pin(lang, SMALL);
        guarded.press("<enter>n诉求 路灯又坏了");
        // The card above the line says now that words are kept.
        let line = |guarded: &Guarded| guarded.shown().lines().skip(15).map(str::to_owned).collect::<Vec<_>>();
        let before = line(&guarded);
        guarded.press("<f10>");
        guarded.holds_nothing_of_the_village();
        assert!(guarded.app.stage.is_some());
        guarded.press("2469<enter>");
        guarded.holds_nothing_of_the_village();
        guarded.press("２４６８<enter>");
        assert_eq!(line(&guarded), before);
        guarded.press("<f10>").press(WORDS).press("<enter>");
        assert_eq!(line(&guarded), before, "the passphrase opens too");
        assert!(!guarded.press("<f10><esc>x<esc>").app.is_ended(), "Esc is no way out of what is open below");
    }
}

#[test]
fn the_fifth_wrong_pin_drops_the_key() {
    let mut guarded = Guarded::with_pin(Lang::Zh, SMALL);
    guarded.press("<f10>123<enter>");
    assert!(guarded.has("4 到 8 位"), "{}", guarded.shown());
    for left in (1..=4).rev() {
        guarded.press("1357<enter>");
        assert!(guarded.has(&format!("还可以试 {left} 次")) && guarded.app.stage.is_some(), "{}", guarded.shown());
    }
    guarded.press("1357<enter>");
    assert!(guarded.has("错了五次") && guarded.app.stage.is_none(), "{}", guarded.shown());
    guarded.press("2468<enter>");
    assert!(!guarded.is_open(), "the PIN opens nothing then");
    guarded.press(WORDS).press("<enter>");
    assert!(guarded.is_open(), "{}", guarded.shown());
    guarded.press("<f10>2468<enter>");
    assert!(guarded.is_open(), "five tries again");
}

#[test]
fn a_right_pin_gives_five_tries_again_and_it_can_be_removed() {
    let mut guarded = Guarded::with_pin(Lang::Zh, SMALL);
    for _ in 0..3 {
        guarded.press("<f10>1357<enter>1357<enter>2468<enter>");
        assert!(guarded.is_open(), "{}", guarded.shown());
    }
    guarded.press(":pin<enter>1111<enter>2222<enter>");
    assert!(guarded.has("两遍不一样"), "{}", guarded.shown());
    guarded.press("<enter>");
    assert!(guarded.is_open() && guarded.has("不用 PIN 了"), "{}", guarded.shown());
    assert!(guarded.press("<f10>").app.stage.is_none(), "only the passphrase opens then");
}

#[test]
fn a_pin_needs_a_passphrase_and_lies_on_the_disk_only_sealed() {
    let mut bare = Guarded::bare(Lang::Zh);
    bare.press(":pin<enter>");
    assert!(bare.is_open() && bare.has("还没有口令"), "{}", bare.shown());
    let guarded = Guarded::with_pin(Lang::Zh, SMALL);
    let desk = std::fs::read(guarded.folder.path().join("desk")).unwrap();
    assert!(!desk.windows(4).any(|window| window == b"2468"));
    assert_eq!(format!("{:?}", guarded.app.stage.as_ref().unwrap().model.desk.pin), "Some(Pin(hidden))");
}

#[test]
fn left_alone_it_locks_at_its_minute_and_not_before() {
    let mut guarded = Guarded::village(Lang::Zh, SMALL);
    assert_eq!(guarded.app.patience(guarded.lapse), Some(Duration::from_secs(300)));
    guarded.pass(299);
    assert!(guarded.is_open());
    guarded.press("<down>");
    assert_eq!(guarded.app.patience(guarded.lapse), Some(Duration::from_secs(300)), "a key begins it anew");
    guarded.press("<enter>n诉求 路灯").pass(299);
    assert!(guarded.is_open());
    guarded.pass(1);
    assert!(guarded.app.stage.is_none(), "{}", guarded.shown());
    guarded.holds_nothing_of_the_village();
    guarded.press(WORDS).press("<enter>");
    assert!(guarded.has("5 个字留着"), "{}", guarded.shown());
}

#[test]
fn a_key_that_comes_too_late_is_not_taken_by_the_screens() {
    let mut guarded = Guarded::village(Lang::Zh, SMALL);
    // A laptop that slept: no timer ran, and the first thing that happens is a key.
    guarded.lapse += Duration::from_secs(3_600);
    guarded.press("2");
    assert!(guarded.app.stage.is_none());
    guarded.holds_nothing_of_the_village();
}

#[test]
fn covered_by_a_pin_the_key_is_dropped_after_half_an_hour() {
    let mut guarded = Guarded::with_pin(Lang::Zh, SMALL);
    guarded.press("<enter>n诉求 路灯").pass(300);
    assert!(guarded.app.stage.is_some() && !guarded.is_open(), "{}", guarded.shown());
    guarded.pass(COVERED.as_secs() - 1);
    assert!(guarded.app.stage.is_some());
    // Keys at the lock do not put it off.
    guarded.press("9").pass(1);
    assert!(guarded.app.stage.is_none(), "{}", guarded.shown());
    guarded.press("2468<enter>");
    assert!(!guarded.is_open());
    guarded.press(WORDS).press("<enter>");
    assert!(guarded.has("5 个字留着"), "{}", guarded.shown());
}

#[test]
fn never_is_never_and_without_a_passphrase_nothing_locks() {
    let mut bare = Guarded::bare(Lang::Zh);
    assert_eq!(bare.app.patience(bare.lapse), None);
    assert!(bare.pass(100_000).is_open());
    let guarded = Guarded::village(Lang::Zh, SMALL);
    let Guarded { folder, app, now, .. } = guarded;
    drop(app);
    let replica = open(&folder, Some(&Secret::passphrase(WORDS)));
    let never = Terms { lock_after: None, ..terms(&folder) };
    let app = App::new(Some(replica), options(Lang::Zh), never, SMALL, now).unwrap();
    let mut guarded = Guarded { folder, app, now, lapse: Duration::ZERO, code: String::new(), waits: false };
    assert!(guarded.pass(100_000).is_open());
    assert!(!guarded.press("<f10>").is_open());
}

#[test]
fn the_passphrase_is_changed_and_the_old_one_opens_nothing() {
    let mut guarded = Guarded::village(Lang::Zh, SMALL);
    let change = |guarded: &mut Guarded, old: &str| {
        guarded.press(":passphrase<enter>").press(old).press("<enter>");
    };
    change(&mut guarded, "wrong");
    assert!(guarded.has("口令不对") && guarded.has("现在的口令"), "no new one is asked for: {}", guarded.shown());
    assert_eq!(tries::count(guarded.folder.path()), 1, "guessing here counts as well");
    guarded.press("<esc>");
    change(&mut guarded, WORDS);
    guarded.press("１２３４５６７８<enter>");
    assert!(guarded.has("会和 PIN 弄混") && !guarded.has("再输"), "{}", guarded.shown());
    guarded.press("<c-u>another long one<enter>another long one<enter>");
    assert!(guarded.is_open() && guarded.has("口令换好了"), "{}", guarded.shown());
    guarded.press("<f10>").press(WORDS).press("<enter>");
    assert!(!guarded.is_open(), "{}", guarded.shown());
    guarded.press("another long one<enter>");
    assert!(guarded.is_open(), "{}", guarded.shown());
}

#[test]
fn the_offer_of_a_passphrase_looks_as_it_did() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let replica = open(&folder, None);
        let mut guarded = Guarded::over(folder, Some(replica), lang, SMALL);
        guarded.press("李敏<enter><down><enter>杭锦后旗<down>陕坝镇<down>满天红村<enter><enter><enter><enter>");
        for size in [SMALL, LARGE] {
            let name = format!("lock_offer_{}_{}", lang.code(), size.0);
            insta::assert_snapshot!(name, snapshot(&guarded.painted_on(size)));
        }
    }
}

#[test]
fn the_first_run_offers_a_passphrase_once_and_esc_is_later() {
    let folder = tempfile::tempdir().unwrap();
    let replica = open(&folder, None);
    let mut guarded = Guarded::over(folder, Some(replica), Lang::Zh, SMALL);
    let begin = "李敏<enter><down><enter>杭锦后旗<down>陕坝镇<down>满天红村<enter><enter><enter><enter>";
    guarded.press(begin);
    assert!(guarded.has("给数据设个口令") && guarded.has("以后再说"), "{}", guarded.shown());
    guarded.press("<esc>");
    assert!(guarded.is_open() && guarded.has("李敏，管 1 个网格"), "{}", guarded.shown());
    // The invented township never asks.
    let folder = tempfile::tempdir().unwrap();
    let replica = open(&folder, None);
    let demo = Terms { offers: false, ..terms(&folder) };
    let now = township::now();
    let app = App::new(Some(replica), options(Lang::Zh), demo, SMALL, now).unwrap();
    let mut guarded = Guarded { folder, app, now, lapse: Duration::ZERO, code: String::new(), waits: false };
    guarded.press(begin);
    assert!(guarded.is_open(), "{}", guarded.shown());
}

#[test]
fn the_lock_has_its_place_among_keys_hints_and_commands() {
    for lang in Lang::ALL {
        let mut guarded = Guarded::village(lang, LARGE);
        assert!(guarded.has("F10"), "{}", guarded.shown());
        guarded.press("?<end>");
        assert!(guarded.has("F10"), "{}", guarded.shown());
        guarded.press("<esc>:lock<enter>");
        assert!(guarded.app.stage.is_none());
    }
}

#[test]
fn the_lock_is_painted_in_every_theme_and_size() {
    for (theme, _) in Theme::EMBEDDED {
        let mut guarded = Guarded::shut(Lang::Zh, SMALL);
        let themed = Options { theme: Theme::embedded(theme), ..options(Lang::Zh) };
        guarded.app = App::new(None, themed, terms(&guarded.folder), SMALL, guarded.now).unwrap();
        guarded.press(&"王".repeat(200));
        for size in [(1, 1), (20, 5), (40, 14), SMALL, LARGE] {
            snapshot(&guarded.painted_on(size));
        }
    }
}
