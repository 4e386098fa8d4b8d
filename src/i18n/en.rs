//! English.

use super::Lang;
use super::bound;
use super::msg::{Count, Empty, Label, Msg};
use super::refusal;
use super::term::Term;

pub(super) fn sentence(msg: &Msg) -> String {
    match msg {
        Msg::Saved(what) => format!("Saved  {what}"),
        Msg::NothingChanged => "It was so already; nothing was recorded".to_owned(),
        Msg::Undone(what) => format!("Undone  {what}"),
        Msg::Redone(what) => format!("Redone  {what}"),
        Msg::UndoneExcept(what, kept) => format!("Undone  {what}; {kept} with later records stay"),
        Msg::Sheet(said) => said.text(Lang::En),
        Msg::NotNow(label) => format!("\"{label}\" does nothing here now"),
        Msg::Refused(refusal) => {
            let (what, hint) = refusal::refusal(Lang::En, refusal);
            format!("{what}; {hint}")
        }
        Msg::Unreadable(fault) => format!("Cannot be read: {fault}. Leave and run chuanmen doctor"),
        Msg::SavedNotShown(fault) => format!("Saved on the disk, but cannot be shown: {fault}. Leave and start again"),
        Msg::UndoThis(what) => format!("Undo this: {what}?"),
        Msg::Fault(fault) => format!("That failed: {fault}"),
        Msg::LineProblem(what, mend) => format!("{what}; {mend}"),
        Msg::LineKept(length) => format!(
            "{length} unsaved characters are kept; {key_write} goes on with them",
            key_write = bound::key("write", "F2")
        ),
        Msg::Kept(kept) => kept.text(Lang::En),
        Msg::Mended(mended) => mended.text(Lang::En),
        Msg::Erasing(said) => said.text(Lang::En),
        Msg::Daily(said) => said.text(Lang::En),
        Msg::Entry(entry) => entry.text(Lang::En),
        Msg::Lock(said) => said.text(Lang::En),
        Msg::Matters(said) => said.text(Lang::En),
        Msg::Pasted(said) => said.text(Lang::En),
        Msg::LeaveUnsaved(length) => format!("{length} characters are not saved and would be lost. Leave?"),
        Msg::NobodyHomeAgain(head) => format!("{head}: nobody home is recorded today already. Record it again?"),
        Msg::TooLong { count, most } => {
            format!("{count} characters pasted, {most} at most at once: left out, what was there stays; paste parts")
        }
        Msg::Clock(odd) => super::finding::clock(*odd, Lang::En),
        Msg::NotRevealed(why) => format!("Not shown: that it was could not be recorded ({why})"),
        Msg::Revealed => "Shown for twenty seconds; mind who stands beside you".to_owned(),
        Msg::ThemeIs(name) => format!("Theme: {name}"),
        Msg::LanguageIs => "Screens: English".to_owned(),
        Msg::FieldLacks(need) => format!("The {} is missing", need.word(Lang::En)),
        Msg::NotADate(text) => format!("\"{text}\" is no due date. Try 7 (working days), 3d, 4h, 12-05, fri"),
        Msg::NoResponder(text) => format!("No responder is called \"{text}\". Pick one with the arrows"),
        Msg::NoResponders => "No responders yet. On the command line: chuanmen responder add NAME".to_owned(),
        Msg::NothingToJoin => "No open matter of the village can be joined".to_owned(),
        Msg::Roster(said) => said.text(Lang::En),
        Msg::First(said) => said.text(Lang::En),
        Msg::Route(said) => said.text(Lang::En),
        Msg::Paper(said) => said.text(Lang::En),
    }
}

pub(super) fn empty(what: Empty) -> &'static str {
    match what {
        Empty::Everything => {
            "No households yet. {import:Ctrl-o} imports a roster; {cell:2} opens the cells to enter one; without cells, {palette:F4} \"who am I\" begins with an empty one"
        }
        Empty::Today => {
            "Nothing late or due, and no visit due. Press {cell:2} for the cells, {search:/} to find a household"
        }
        Empty::Cells => {
            "No cells yet. {import:Ctrl-o} imports a roster; {palette:F4} \"who am I\" begins with an empty cell"
        }
        Empty::Cell => {
            "No households in this cell yet. {palette:F4} \"new household\" enters one, {import:Ctrl-o} imports a roster"
        }
        Empty::Unvisited => "Every household of this cell was reached this year. {unvisited:`} shows all of them",
        Empty::Gone => "The entry of this household was undone. {back:Esc} goes back, {redo:Ctrl-r} brings it back",
        Empty::Matters => "Nothing in hand. {write:F2} writes something down",
        Empty::Visits => "Not visited yet. {visit:F3} writes a visit down, {nobody-home:F5} when nobody is home",
        Empty::Search => {
            "Nothing found. {erase-all:Ctrl-u} empties the line; try initials (wxy), pinyin, Chinese, a door, the last digits of ID or phone"
        }
        Empty::SearchStart => "Type initials (wxy), pinyin, Chinese, a door, or the last digits of ID or phone",
        Empty::Palette => "No such command. {erase-all:Ctrl-u} empties the line; type a name or initials",
    }
}

pub(super) fn count(count: &Count) -> String {
    let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    match count {
        Count::Late(n) => format!("Late {n}"),
        Count::Today(n) => format!("Due today {n}"),
        Count::Parked(n) => format!("Parked doors {n}"),
        Count::Week(n) => format!("Due within 7 days {n}"),
        Count::CallBack(n) => format!("To call back {n}"),
        Count::Visits(n) => format!("Visits due {n}"),
        Count::Tags(n) => format!("tags to renew {n}"),
        Count::Marked(n) => format!("{n} marked"),
        Count::Open(n) => format!("In hand {n}"),
        Count::Ended(n) => format!("Ended {n}"),
        Count::More(n) => format!("{n} more"),
        Count::Households(n) => format!("{n} hh"),
        Count::Members(n) => plural(*n, "person", "people"),
        Count::Visited(reached, all) => format!("visited {reached}/{all}"),
        Count::Unvisited(n) => format!("{n} not reached this year  {} all", bound::key("unvisited", "`")),
        Count::Matters(n) => format!("{n} open"),
        Count::Voices(n) => format!("+{n}hh"),
        Count::Found(n) => plural(*n, "household", "households"),
    }
}

pub(super) fn label(label: Label) -> &'static str {
    match label {
        Label::Name => "chuanmen",
        Label::Whole => "everywhere",
        Label::NotFacing => "(not shown face to face)",
        Label::Hidden => "face to face: hidden ({reveal:F6} shows)",
        Label::Promised => "Promised",
        Label::Visits => "Last visits",
        Label::LastVisit => "last",
        Label::NeverVisited => "never visited",
        Label::Paused => "paused",
        Label::Urgent => "urgent",
        Label::Estimated => "estimated",
        Label::Joined => "joined",
        Label::Saves => "will save",
        Label::Save => "save",
        Label::GoesOn => "next",
        Label::Confirms => "yes",
        Label::Closes => "close",
        Label::AsOne => "as one line",
        Label::Stops => "stop",
        Label::Search => "search",
        Label::Commands => "command",
        Label::Help => "Keys that work here",
        Label::NotNow => "Not possible right now",
        Label::Why => "Why this day",
        Label::Received => "received",
        Label::DueBy => "due",
        Label::Me => "myself",
        Label::Asked => "asked",
        Label::Answer => "answer",
        Label::DoneWas => "done",
        Label::ToldWas => "told",
        Label::AskKind => "What is it? Arrows or a digit, then {open:Enter}",
        Label::LineHint => {
            "Write what was said and press {open:Enter} to say what it is; or all in one line: ask the road is broken #roads !7"
        }
        Label::LineHintAnywhere => {
            "Begin with the household (name, initials, door, last digits), then what it is: wxy ask the road is broken !7"
        }
        Label::VisitToo => "with a visit",
        Label::DueHint => "number = working days; or 3d, fri",
        Label::Alike => "alike",
        Label::FindsDoors => "name, door",
        Label::Households => "hh",
        Label::OpenMatters => "open",
        Label::TooSmall => "Too small; enlarge the window to 80x24",
    }
}
