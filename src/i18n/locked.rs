//! What is said about passphrases.

use super::Lang;
use super::bound;
use super::term::Term;

/// What stands in the way of opening the data or of changing its passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// A passphrase is needed.
    Needed,
    /// It was wrong; so many times in a row.
    Wrong(u32),
    /// There is a passphrase already.
    Already,
    /// There is no passphrase to change.
    Not,
    Weak,
    /// Four to eight digits, which could be a PIN.
    LikePin,
    /// The two lines typed are not the same.
    Differ,
    /// Nobody to ask for a new passphrase.
    NothingNew,
}

impl Locked {
    /// The word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Needed => "locked",
            Self::Wrong(_) => "wrong_passphrase",
            Self::Already => "locked_already",
            Self::Not => "not_locked",
            Self::Weak => "weak_passphrase",
            Self::LikePin => "passphrase_like_pin",
            Self::Differ => "passphrases_differ",
            Self::NothingNew => "no_passphrase",
        }
    }

    /// Whether the data stays shut.
    pub fn is_shut(self) -> bool {
        matches!(self, Self::Needed | Self::Wrong(_))
    }

    /// What is wrong, and what to do now.
    pub fn said(self, lang: Lang) -> (String, &'static str) {
        let [what, now] = match (self, lang) {
            (Self::Wrong(tries), Lang::Zh) => {
                return (format!("口令不对（连续第 {tries} 次）"), "检查大小写；忘了口令可以用纸上的恢复码");
            }
            (Self::Wrong(tries), Lang::En) => {
                let now = "mind capitals; the recovery code on paper opens the data too";
                return (format!("wrong passphrase ({tries} in a row)"), now);
            }
            (Self::Needed, Lang::Zh) => ["数据有口令保护", "在终端里输入口令，或用 --passphrase-file 指明存口令的文件"],
            (Self::Needed, Lang::En) => [
                "the data is under a passphrase",
                "type it at a terminal, or name the file that holds it with --passphrase-file",
            ],
            (Self::Already, Lang::Zh) => ["数据已有口令", "要换口令用 lock --change"],
            (Self::Already, Lang::En) => ["the data is under a passphrase already", "change it with lock --change"],
            (Self::Not, Lang::Zh) => ["数据没有口令", "要设口令用 lock --set"],
            (Self::Not, Lang::En) => ["the data is under no passphrase", "set one with lock --set"],
            (Self::Weak, Lang::Zh) => ["口令太短", "至少八个字母数字，或四个汉字"],
            (Self::Weak, Lang::En) => {
                ["the passphrase is too short", "at least eight letters, or four Chinese characters"]
            }
            (Self::LikePin, Lang::Zh) => ["口令不能是四到八位数字：会和 PIN 弄混", "加几个字或字母"],
            (Self::LikePin, Lang::En) => {
                ["four to eight digits would be taken for a PIN", "add a word or some letters to the passphrase"]
            }
            (Self::Differ, Lang::Zh) => ["两遍输入的口令不一样", "再来一次"],
            (Self::Differ, Lang::En) => ["the two passphrases differ", "try again"],
            (Self::NothingNew, Lang::Zh) => {
                ["没有新口令", "在终端里运行，或用 --new-passphrase-file 指明存新口令的文件"]
            }
            (Self::NothingNew, Lang::En) => [
                "there is no new passphrase",
                "run it at a terminal, or name the file that holds it with --new-passphrase-file",
            ],
        };
        (what.to_owned(), now)
    }
}

/// A fixed sentence of the lock screen and of the pages that set passphrase and PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockWord {
    Locked,
    AskSays,
    AskPrompt,
    Forgotten,
    PinTitle,
    PinSays,
    PinPrompt,
    Opening,
    OldTitle,
    OldSays,
    OldPrompt,
    OfferTitle,
    OfferSays,
    NewTitle,
    NewSays,
    NewPrompt,
    AgainPrompt,
    AgainSays,
    Renewing,
    RenewingSays,
    Changing,
    CodeTitle,
    CodeSays,
    CodeNext,
    ConfirmTitle,
    ConfirmSays,
    ConfirmPrompt,
    NewPinTitle,
    NewPinSays,
    RemovePinSays,
    NewPinPrompt,
    Short,
    /// Four to eight digits.
    LikePin,
    OnlyDigits,
    Repeats,
    Fair,
    Good,
    Confirms,
    Leaves,
    Cancels,
    Later,
    ShowsCode,
}

impl Term for LockWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Locked => ["已锁", "Locked"],
            Self::AskSays => ["输入口令打开；打的字不显示", "Type the passphrase; what you type is not shown"],
            Self::AskPrompt => ["口令", "Passphrase"],
            Self::Forgotten => [
                "忘了口令：输入抄在纸上的恢复码，横线和大小写不用管。口令和恢复码都没有，数据谁也打不开",
                "Forgotten? Type the recovery code from your paper; dashes and capitals do not matter. Without either \
                 nobody can open the data",
            ],
            Self::PinTitle => ["已锁", "Locked"],
            Self::PinSays => [
                "输入 PIN，回到刚才的地方；也可以输入口令",
                "Type the PIN to go on where you were; the passphrase opens too",
            ],
            Self::PinPrompt => ["PIN", "PIN"],
            Self::Opening => ["正在打开…", "Opening…"],
            Self::OldTitle => ["换口令", "Change the passphrase"],
            Self::OldSays => ["先输入现在的口令，或恢复码", "First the present passphrase, or the recovery code"],
            Self::OldPrompt => ["现在的口令", "Present passphrase"],
            Self::OfferTitle => ["给数据设个口令？", "Put a passphrase around the data?"],
            Self::OfferSays => [
                "电脑丢了，没有口令的人打不开里面的数据。现在不想设，按 {back:Esc}：以后再说，随时可以按 {palette:F4} 选“设口令”",
                "If the computer is lost, nobody without it can read the data. Not now? {back:Esc}: later; {palette:F4} \"passphrase\" \
                 sets one at any time",
            ],
            Self::NewTitle => ["设口令", "Set a passphrase"],
            Self::NewSays => [
                "至少八个字母数字，或四个汉字；一句自己记得住的话最好",
                "At least eight letters, or four Chinese characters; a phrase you remember is best",
            ],
            Self::NewPrompt => ["新口令", "New passphrase"],
            Self::AgainPrompt => ["再输一遍", "Once more"],
            Self::AgainSays => ["再输一遍，免得打错", "Once more, so that no slip locks you out"],
            Self::Renewing => ["正在加密全部数据", "Putting all data under the passphrase"],
            Self::RenewingSays => [
                "整份数据换上新钥匙，核对好了再删旧的。别关机；万一断电，原来的数据还在",
                "All data is copied under a new key and checked before the old copy goes. Keep the computer on; if \
                 the power fails, nothing is lost",
            ],
            Self::Changing => ["正在换口令…", "Changing the passphrase…"],
            Self::CodeTitle => ["恢复码：抄在纸上", "The recovery code: write it down"],
            Self::CodeSays => [
                "忘了口令，只有它能打开数据。只显示这一次。抄好了别和电脑放在一起",
                "If the passphrase is forgotten, only this opens the data. It is shown this once. Keep the paper \
                 away from the computer",
            ],
            Self::CodeNext => ["抄好了按 {open:Enter}", "{open:Enter} once it is written down"],
            Self::ConfirmTitle => ["核对一下抄的恢复码", "Check what you wrote"],
            Self::ConfirmSays => [
                "照着纸，输入最后一组四个字符；还没抄好按 {back:Esc} 再看",
                "From your paper, type the last group of four; {back:Esc} shows the code again",
            ],
            Self::ConfirmPrompt => ["最后一组", "Last group"],
            Self::NewPinTitle => ["设 PIN", "Set a PIN"],
            Self::NewPinSays => [
                "4 到 8 位数字。锁屏后用它回到原处；错五次就要口令。关了程序再开，还是要口令",
                "4 to 8 digits. It reopens the screens where you were; after five wrong tries, or a fresh start, the \
                 passphrase is needed",
            ],
            Self::RemovePinSays => ["空着按 {open:Enter}：不要 PIN", "{open:Enter} with nothing typed removes the PIN"],
            Self::NewPinPrompt => ["新 PIN", "New PIN"],
            Self::Short => ["太短", "too short"],
            Self::LikePin => [
                "八位以内的数字会和 PIN 弄混：加几个字或字母",
                "up to eight digits would be taken for a PIN; add a word",
            ],
            Self::OnlyDigits => {
                ["全是数字，容易被猜到；加几个字更稳", "digits alone are easy to guess; add some words"]
            }
            Self::Repeats => ["重复太多，容易被猜到", "too repetitive, easy to guess"],
            Self::Fair => ["可以", "fair"],
            Self::Good => ["很好", "good"],
            Self::Confirms => ["确定", "confirm"],
            Self::Leaves => ["退出", "quit"],
            Self::Cancels => ["返回", "back"],
            Self::Later => ["以后再说", "later"],
            Self::ShowsCode => ["再看恢复码", "show the code"],
        }
    }
}

/// What happened with passphrase or PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockSaid {
    /// There is none, so nothing can be shut.
    NoPassphrase,
    /// What would be lost cannot be written; words for a log.
    NotShut(String),
    /// Wrong passphrase or code, so many times in a row.
    Wrong(u32),
    /// So many seconds until the next try.
    Wait(u64),
    /// Wrong PIN; so many tries are left.
    WrongPin(u8),
    /// The last try was wrong.
    PinSpent,
    NotAPin,
    /// A new passphrase that could be a PIN.
    LikePin,
    /// Work that has the data is not done yet.
    AtWork,
    Weak,
    Differ,
    WrongGroup,
    /// The code was not confirmed; leaving asks twice.
    Unconfirmed,
    /// Another process has the data, with its number.
    InUse(Option<u32>),
    /// Words for a log.
    Fault(String),
    /// The journal is damaged; nothing was changed.
    Unsound,
    Set,
    Changed,
    PinSet,
    PinGone,
    /// Nothing is on the disk that could be put under a passphrase.
    NothingToGuard,
}

impl LockSaid {
    pub fn text(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let fixed = match self {
            Self::Wrong(tries) if zh => return format!("口令不对（连续第 {tries} 次）"),
            Self::Wrong(tries) => return format!("Wrong passphrase ({tries} in a row)"),
            Self::Wait(seconds) if zh => return format!("试错多次，等 {seconds} 秒再试"),
            Self::Wait(seconds) => return format!("Several wrong tries: wait {seconds} s"),
            Self::WrongPin(left) if zh => return format!("PIN 不对，还可以试 {left} 次"),
            Self::WrongPin(left) => return format!("Wrong PIN; {left} tries left"),
            Self::NotShut(why) if zh => return format!("没锁：写的字存不进磁盘（{why}）"),
            Self::NotShut(why) => return format!("Not locked: what you wrote cannot be saved ({why})"),
            Self::InUse(pid) => {
                let which =
                    pid.map_or_else(String::new, |pid| lang.pick(format!("（进程 {pid}）"), format!(" ({pid})")));
                return lang.pick(
                    format!("数据正被另一个程序打开{which}，关了它再来"),
                    format!("The data is open in another process{which}; close it first"),
                );
            }
            Self::Fault(why) if zh => return format!("打不开：{why}"),
            Self::Fault(why) => return format!("It does not open: {why}"),
            Self::NoPassphrase => [
                "还没有口令，锁不了；按 {palette:F4} 选“设口令”",
                "No passphrase is set yet; {palette:F4} \"passphrase\" sets one",
            ],
            Self::PinSpent => ["PIN 错了五次，现在要口令", "Five wrong PINs: the passphrase is needed now"],
            Self::NotAPin => ["PIN 是 4 到 8 位数字", "A PIN is 4 to 8 digits"],
            Self::AtWork => ["还在做事，稍等", "Work is under way; wait a moment"],
            Self::Weak => ["口令太短：至少八个字母数字，或四个汉字", "Too short: eight letters, or four characters"],
            Self::LikePin => [
                "八位以内的数字会和 PIN 弄混：加几个字或字母",
                "Up to eight digits would be taken for a PIN; add a word",
            ],
            Self::Differ => ["两遍不一样，从头再来", "The two differ; begin again"],
            Self::WrongGroup => ["对不上：看看纸上最后四个字符", "That is not the last group; look at your paper"],
            Self::Unconfirmed => [
                "恢复码还没核对；一定要退出就再按一次 {quit:Ctrl-q}",
                "The code is not checked yet; {quit:Ctrl-q} once more leaves all the same",
            ],
            Self::Unsound => {
                ["日志有损坏，先运行 doctor --full；什么都没改", "The journal is damaged; run doctor --full"]
            }
            Self::Set => ["口令设好了；{lock:F10} 锁屏", "The passphrase is set; {lock:F10} locks"],
            Self::Changed => ["口令换好了；恢复码不变", "The passphrase is changed; the recovery code stays"],
            Self::PinSet => ["PIN 设好了；{lock:F10} 锁屏", "The PIN is set; {lock:F10} locks"],
            Self::PinGone => ["不用 PIN 了", "There is no PIN any more"],
            Self::NothingToGuard => ["这里的数据不在磁盘上，用不着口令", "This data is not on the disk"],
        };
        bound::told(fixed[lang as usize]).to_owned()
    }

    /// Whether it tells of something that did not work.
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Set | Self::Changed | Self::PinSet | Self::PinGone)
    }
}
