//! THE table of actions. Keys, hint row, help, palette and the key list of the README are folds over it; an action
//! that is not here does not exist, and one that is here works.

pub mod table;

use crate::domain::matter::VerbName;
use crate::i18n::Lang;
use crate::i18n::bound;
use crate::i18n::term::Term;

use super::areas::AreaAct;
use super::here::Here;
use super::homes::HomeAct;
use super::widgets::list::Step;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Move(Step),
    Left,
    Right,
    NextPane,
    PreviousPane,
    Open,
    Back,
    Edit(Edit),
    Today,
    Cell,
    Matters,
    Import,
    WhoAmI,
    Search,
    Palette,
    Help,
    Wider,
    Narrower,
    Why,
    Reveal,
    Write,
    /// What was not heard at a door.
    Call,
    Visit,
    NobodyHome,
    /// Puts a door off, or takes it up again.
    Park,
    Matter,
    Verb(VerbName),
    /// Everything that happened at a door.
    Past,
    /// What two people wrote differently, to be settled.
    Conflicts,
    AllConflicts,
    /// Promises something at a door.
    Promise,
    /// What can be done with the promise under the cursor.
    PromiseMenu,
    /// A promise was kept.
    KeepPromise,
    /// A promise is let go, for a reason.
    LetGo,
    Mark,
    Take,
    /// What can be done with the household under the cursor.
    HomeMenu,
    Home(HomeAct),
    /// The tree of areas, what can be done in it, and finding something there.
    Tree,
    AreaMenu,
    FindArea,
    Area(AreaAct),
    /// Writes sheets for paper of what is being filled in.
    Print,
    /// The household's page with everything that is known.
    Particulars,
    /// Marks the door under the cursor.
    MarkDoor,
    /// Marks the matter under the cursor.
    MarkMatter,
    /// What can be done with the matters that are marked, or with the one under the cursor.
    OnThese,
    /// Opens the filter of a list.
    Filter,
    /// The page of the matter under the cursor.
    Detail,
    Renew,
    EndTag,
    /// Who was shown what in full.
    Disclosures,
    /// The same of the household here.
    HomeDisclosures,
    /// Chooses the door under the cursor for the route, or no longer.
    PickDoor,
    /// Takes what is chosen as today's route; without a choice puts the route down.
    TakeRoute,
    /// The card of the next door of the route, or of the cell.
    NextDoor,
    DoorEarlier,
    DoorLater,
    /// Only what is not finished.
    Evening,
    /// What is left goes onto tomorrow's route.
    CarryOver,
    /// What is written down was said a day earlier, as a paper list has it.
    Paper,
    /// Who and what stands twice.
    Duplicates,
    /// Only doors where nobody was reached this year.
    Unvisited,
    /// A walk list of the doors here, for paper.
    WalkList,
    /// Saves a sheet.
    Save,
    Undo,
    Redo,
    /// Shuts the screens.
    Lock,
    /// Sets a passphrase, or changes it.
    Passphrase,
    Pin,
    Theme,
    /// Practice on invented doors.
    Train,
    Language,
    Quit,
}

/// A change to the line being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    Left,
    Right,
    Home,
    End,
    Backspace,
    Delete,
    Word,
    Clear,
}

/// Under which heading of help and palette an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Door,
    Route,
    Matter,
    Promise,
    Roster,
    Home,
    Area,
    Go,
    Move,
    Line,
    Program,
}

impl Group {
    pub const ALL: [Self; 11] = [
        Self::Door,
        Self::Route,
        Self::Matter,
        Self::Promise,
        Self::Home,
        Self::Area,
        Self::Roster,
        Self::Go,
        Self::Move,
        Self::Line,
        Self::Program,
    ];
}

impl Term for Group {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Door => ["在门口", "At the door"],
            Self::Route => ["排路线", "The day's route"],
            Self::Matter => ["办事项", "Matters"],
            Self::Promise => ["答应的事", "Promises"],
            Self::Roster => ["花名册", "Rosters"],
            Self::Home => ["住户", "Households"],
            Self::Area => ["区划网格", "Areas and cells"],
            Self::Go => ["去哪里", "Going places"],
            Self::Move => ["移动", "Moving"],
            Self::Line => ["写字", "Typing"],
            Self::Program => ["程序", "The program"],
        }
    }
}

/// What takes the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    Today,
    Cell,
    Card,
    /// The list of matters.
    Matters,
    /// The filter of a list, while it is typed.
    Filter,
    /// One matter whole.
    Detail,
    /// A roster under review.
    Review,
    /// The questions of the first run.
    First,
    /// A line or several that a page itself asks for.
    Fields,
    /// Work that is waited for.
    Busy,
    /// Everything that is known of a household.
    Home,
    /// What stands twice.
    Duplicates,
    /// The tree of areas.
    Tree,
    /// Everything that happened at a door.
    Past,
    /// Conflicts to be settled.
    Marks,
    /// The quick line.
    Line,
    /// Several lines pasted at once.
    Many,
    /// What a verb asks for.
    Form,
    /// Fields of a household, a member, a tag.
    Sheet,
    Search,
    Palette,
    Help,
    /// Why a deadline is when it is.
    Why,
    Confirm,
    /// Words that are typed unseen: passphrase, recovery code, PIN.
    Secret,
}

impl Context {
    pub const ALL: [Self; 25] = [
        Self::Today,
        Self::Cell,
        Self::Card,
        Self::Matters,
        Self::Filter,
        Self::Detail,
        Self::Home,
        Self::Duplicates,
        Self::Tree,
        Self::Past,
        Self::Marks,
        Self::Review,
        Self::First,
        Self::Fields,
        Self::Busy,
        Self::Line,
        Self::Many,
        Self::Form,
        Self::Sheet,
        Self::Search,
        Self::Palette,
        Self::Help,
        Self::Why,
        Self::Confirm,
        Self::Secret,
    ];

    /// Whether characters are text here and not commands.
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Line | Self::Many | Self::Form | Self::Sheet | Self::Search | Self::Palette | Self::Fields)
            || matches!(self, Self::Secret | Self::Filter)
    }

    /// Whether this is a full page, where a Chinese character starts the search.
    pub fn is_screen(self) -> bool {
        matches!(self, Self::Today | Self::Cell | Self::Card | Self::Home | Self::Matters | Self::Detail | Self::Tree)
            || matches!(self, Self::Past | Self::Marks)
    }
}

/// One row of the table.
pub struct Entry {
    pub action: Action,
    /// Stable name in English, for settings and tests.
    pub id: &'static str,
    /// Two to four characters for the hint row: Chinese, English.
    pub label: [&'static str; 2],
    /// One sentence for help and palette: Chinese, English.
    pub says: [&'static str; 2],
    pub group: Group,
    /// Where the keys work.
    pub contexts: &'static [Context],
    /// As [`super::key::Key`] writes them; the first is the one that is shown.
    pub keys: &'static [&'static str],
    /// Must be reachable with an input method on: by a key that is no letter.
    pub essential: bool,
    /// Place in the hint row, the smallest first; 0 for what is not shown there.
    pub hint: u8,
    /// Whether it would do something now. What would be refused is not offered.
    pub offered: fn(&Here) -> bool,
}

impl Entry {
    pub fn label(&self, lang: Lang) -> &'static str {
        self.label[lang as usize]
    }

    pub fn says(&self, lang: Lang) -> &'static str {
        bound::told(self.says[lang as usize])
    }
}

/// The row of an action.
pub fn entry(action: Action) -> &'static Entry {
    table::rows().find(|entry| entry.action == action).expect("a test finds a row for every action")
}

/// The table for people, as Markdown: what the README shows.
pub fn key_table(lang: Lang) -> String {
    let heads = ["| 键 | 动作 | 说明 |", "| Keys | Action | What it does |"][lang as usize];
    let mut text = format!("{heads}\n|---|---|---|\n");
    for group in Group::ALL {
        for entry in table::rows().filter(|entry| entry.group == group && !entry.keys.is_empty()) {
            let keys: Vec<String> = entry.keys.iter().map(|key| format!("`{key}`")).collect();
            let cells = [keys.join(" ").as_str(), entry.label(lang), entry.says(lang)].join(" | ");
            text.push_str("| ");
            text.push_str(&cells);
            text.push_str(" |\n");
        }
    }
    text
}
