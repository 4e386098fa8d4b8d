//! Chinese.

use super::Lang;
use super::bound;
use super::msg::{Count, Empty, Label, Msg};
use super::refusal;
use super::term::Term;

pub(super) fn sentence(msg: &Msg) -> String {
    match msg {
        Msg::Saved(what) => format!("已保存  {what}"),
        Msg::NothingChanged => "本来就是这样，没有新记".to_owned(),
        Msg::Undone(what) => format!("已撤销  {what}"),
        Msg::Redone(what) => format!("已重做  {what}"),
        Msg::UndoneExcept(what, kept) => format!("已撤销  {what}；后来又记过的 {kept} 条留着"),
        Msg::Sheet(said) => said.text(Lang::Zh),
        Msg::NotNow(label) => format!("这里现在不能“{label}”"),
        Msg::Refused(refusal) => {
            let (what, hint) = refusal::refusal(Lang::Zh, refusal);
            format!("{what}。{hint}")
        }
        Msg::Unreadable(fault) => format!("读不出来：{fault}。请退出后运行 chuanmen doctor"),
        Msg::SavedNotShown(fault) => format!("已存到盘上，但显示不出来：{fault}。请退出再打开"),
        Msg::UndoThis(what) => format!("撤销这一次：{what}？"),
        Msg::Fault(fault) => format!("没做成：{fault}"),
        Msg::LineProblem(what, mend) => format!("{what}。{mend}"),
        Msg::LineKept(length) => {
            format!("没保存的 {length} 个字留着，再按 {key_write} 接着写", key_write = bound::key("write", "F2"))
        }
        Msg::Kept(kept) => kept.text(Lang::Zh),
        Msg::Mended(mended) => mended.text(Lang::Zh),
        Msg::Erasing(said) => said.text(Lang::Zh),
        Msg::Daily(said) => said.text(Lang::Zh),
        Msg::Entry(entry) => entry.text(Lang::Zh),
        Msg::Lock(said) => said.text(Lang::Zh),
        Msg::Matters(said) => said.text(Lang::Zh),
        Msg::Pasted(said) => said.text(Lang::Zh),
        Msg::LeaveUnsaved(length) => format!("还有 {length} 个字没保存，退出就没了。退出吗？"),
        Msg::NobodyHomeAgain(head) => format!("{head}：今天已记过一次不在家。再记一次吗？"),
        Msg::TooLong { count, most } => {
            format!("贴的有 {count} 个字，一次最多 {most} 个：没有贴进来，原来写的都在。分几次贴")
        }
        Msg::Clock(odd) => super::finding::clock(*odd, Lang::Zh),
        Msg::NotRevealed(why) => format!("没有显示：这次查看记不下来（{why}）"),
        Msg::Revealed => "显示二十秒，注意旁边的人".to_owned(),
        Msg::ThemeIs(name) => format!("主题：{name}"),
        Msg::LanguageIs => "界面：中文".to_owned(),
        Msg::FieldLacks(need) => format!("还缺{}", need.word(Lang::Zh)),
        Msg::NotADate(text) => format!("“{text}”不是期限。可以写 7（工作日）、3天、4小时、12-05、下周三"),
        Msg::NoResponder(text) => format!("没有叫“{text}”的承办。用上下键从列表里选"),
        Msg::NoResponders => "还没有承办单位。命令行：chuanmen responder add 交通站".to_owned(),
        Msg::NothingToJoin => "本村没有同类的在办事项可并入".to_owned(),
        Msg::Roster(said) => said.text(Lang::Zh),
        Msg::First(said) => said.text(Lang::Zh),
        Msg::Route(said) => said.text(Lang::Zh),
        Msg::Paper(said) => said.text(Lang::Zh),
    }
}

pub(super) fn empty(what: Empty) -> &'static str {
    match what {
        Empty::Everything => {
            "还没有住户。按 {import:Ctrl-o} 导入花名册；按 {cell:2} 到网格里登记；没有网格就按 {palette:F4} 选“我是谁”，从空网格开始"
        }
        Empty::Today => "没有逾期、到期的事，也没有该走访的户。按 {cell:2} 打开网格，按 {search:/} 查找住户",
        Empty::Cells => "还没有网格。按 {import:Ctrl-o} 导入花名册，或按 {palette:F4} 选“我是谁”从空网格开始",
        Empty::Cell => "这个网格还没有住户。按 {palette:F4} 选“新增住户”登记一户，或按 {import:Ctrl-o} 导入花名册",
        Empty::Unvisited => "这个网格今年每一户都走访到了。按 {unvisited:`} 看全部住户",
        Empty::Gone => "这一户的登记已撤销。按 {back:Esc} 返回，按 {redo:Ctrl-r} 重做",
        Empty::Matters => "没有在办的事。按 {write:F2} 记一笔",
        Empty::Visits => "还没走访过。按 {visit:F3} 记走访，没人在家按 {nobody-home:F5}",
        Empty::Search => "没有找到。{erase-all:Ctrl-u} 清空重来，可以打首字母(wxy)、拼音、汉字、门牌、身份证或电话尾号",
        Empty::SearchStart => "打首字母(wxy)、拼音、汉字、门牌，或者身份证、电话的尾号",
        Empty::Palette => "没有这个命令。{erase-all:Ctrl-u} 清空，再打名字或首字母",
    }
}

pub(super) fn count(count: &Count) -> String {
    match count {
        Count::Late(n) => format!("逾期 {n}"),
        Count::Today(n) => format!("今天到期 {n}"),
        Count::Parked(n) => format!("待补 {n} 户"),
        Count::Week(n) => format!("七天内到期 {n}"),
        Count::CallBack(n) => format!("该回访 {n}"),
        Count::Visits(n) => format!("该走访 {n} 户"),
        Count::Tags(n) => format!("类别到期 {n}"),
        Count::Marked(n) => format!("选中 {n}"),
        Count::Open(n) => format!("在办 {n}"),
        Count::Ended(n) => format!("办完 {n}"),
        Count::More(n) => format!("还有 {n}"),
        Count::Households(n) => format!("{n} 户"),
        Count::Members(n) => format!("{n} 人"),
        Count::Visited(reached, all) => format!("今年走访 {reached}/{all}"),
        Count::Unvisited(n) => format!("今年没走访到的 {n} 户  {} 看全部", bound::key("unvisited", "`")),
        Count::Matters(n) => format!("{n} 件"),
        Count::Voices(n) => format!("+{n}户"),
        Count::Found(n) => format!("找到 {n} 户"),
    }
}

pub(super) fn label(label: Label) -> &'static str {
    match label {
        Label::Name => "串门",
        Label::Whole => "全部",
        Label::NotFacing => "（当面不显示）",
        Label::Hidden => "当面：已隐去 ({reveal:F6} 显示)",
        Label::Promised => "答应过的",
        Label::Visits => "最近走访",
        Label::LastVisit => "上次",
        Label::NeverVisited => "没走访过",
        Label::Paused => "已暂停",
        Label::Urgent => "急",
        Label::Estimated => "估算",
        Label::Joined => "已并入",
        Label::Saves => "将保存",
        Label::Save => "保存",
        Label::GoesOn => "下一项",
        Label::Confirms => "确定",
        Label::Closes => "收起",
        Label::AsOne => "并成一句",
        Label::Stops => "停下",
        Label::Search => "查找",
        Label::Commands => "命令",
        Label::Help => "这里能按的键",
        Label::NotNow => "现在用不上的",
        Label::Why => "期限怎么算的",
        Label::Received => "收到",
        Label::DueBy => "到期",
        Label::Me => "我自己",
        Label::Asked => "请求",
        Label::Answer => "答复",
        Label::DoneWas => "办了",
        Label::ToldWas => "告知过",
        Label::AskKind => "这是什么？上下键或数字选，{open:Enter} 定",
        Label::LineHint => {
            "写下说的话，按 {open:Enter} 再选是走访、愿望、诉求还是纠纷；也可以一行写完：诉求 门前路坑洼 #道路 !7"
        }
        Label::LineHintAnywhere => "先写哪一户(户名、首字母、门牌、尾号)，再写事：wxy 诉求 门前路坑洼 #道路 !7",
        Label::VisitToo => "连同走访",
        Label::DueHint => "数字是工作日；也可写 3天、4小时、12-05、下周三",
        Label::Alike => "相近",
        Label::FindsDoors => "查找、门牌号",
        Label::Households => "户",
        Label::OpenMatters => "在办",
        Label::TooSmall => "窗口太小，请放大到 80x24",
    }
}
