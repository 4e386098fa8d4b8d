//! What taking a roster in says.

use super::Lang;
use super::bound;
use super::term::Term;
use crate::exchange::review::{Stand, Unread};
use crate::exchange::{Problem, ProblemCode, Severity};

/// A fixed word or sentence of the pages that take a roster in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterWord {
    Title,
    /// Above the line for the file.
    File,
    NoFiles,
    HowToChoose,
    NothingFits,
    Reading,
    Recording,
    /// It is on the disk and is being put in order.
    Arranging,
    NoMoreStopping,
    HowToStop,
    Stopping,
    TakeIt,
    NothingToTake,
    ToLookAt,
    WhereTo,
    WhoIsWho,
    Columns,
    Mended,
    HeldBack,
    NotPlaced,
    NamesNone,
    SameFor,
    Row,
    Instead,
    HowToMend,
    HowToRelease,
    HowToPlace,
    HowToAnswer,
    HowToSetColumns,
    Theirs,
    Ours,
    Another,
    Same,
    Wait,
    Unanswered,
    Found,
}

impl Term for RosterWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["导入花名册", "Import a roster"],
            Self::File => ["文件", "file"],
            Self::NoFiles => [
                "这些地方没有找到表格。插上 U 盘再按 {import:Ctrl-o}，或者在上面写文件的路径，{next:Tab} 补全",
                "No spreadsheet was found in these places. Plug a stick in and press {import:Ctrl-o}, or type the file's path above; {next:Tab} completes",
            ],
            Self::HowToChoose => [
                "上下键选，{open:Enter} 打开；也可以写名字里的字来筛，或写路径，{next:Tab} 补全",
                "Arrows choose, {open:Enter} opens; type part of a name to narrow, or a path, which {next:Tab} completes",
            ],
            Self::NothingFits => {
                ["没有这样的文件。{erase-all:Ctrl-u} 清空重来", "No such file. {erase-all:Ctrl-u} empties the line"]
            }
            Self::Reading => ["正在读", "Reading"],
            Self::Recording => ["正在保存", "Saving"],
            Self::Arranging => ["已存到盘上，正在整理", "On the disk; putting it in order"],
            Self::NoMoreStopping => {
                ["马上就好；要撤销，等好了按 {undo:u}", "Nearly there; {undo:u} takes it back afterwards"]
            }
            Self::HowToStop => ["{back:Esc} 停下；停下就什么都没有导入", "{back:Esc} stops; then nothing is taken in"],
            Self::Stopping => ["正在停下……", "Stopping…"],
            Self::TakeIt => ["照这样导入", "Take it in so"],
            Self::NothingToTake => ["都已在册，没有要导入的", "All of it is known; there is nothing to take in"],
            Self::ToLookAt => ["要看看的", "To look at"],
            Self::WhereTo => ["放到哪里", "Where they go"],
            Self::WhoIsWho => ["是不是同一人、同一户", "Whether they are the same"],
            Self::Columns => ["表头认得对不对", "What the columns hold"],
            Self::Mended => ["改过的", "Mended"],
            Self::HeldBack => ["先不导入的", "Left out for now"],
            Self::NotPlaced => ["还没定，先不导入", "not decided: left out"],
            Self::NamesNone => ["没有写村名的户", "no village named"],
            Self::SameFor => ["一样的都照办", "the same for all"],
            Self::Row => ["行", "row"],
            Self::Instead => ["改成", "instead"],
            Self::HowToMend => [
                "{open:Enter} 改这一格；空格换：还没看 → 照样导入 → 先不导入",
                "{open:Enter} mends the field; Space: not looked at, take it so, leave it out",
            ],
            Self::HowToRelease => {
                ["这一行先不导入；空格：还是导入", "This row is left out for now; Space takes it after all"]
            }
            Self::HowToPlace => [
                "上下键选网格或村，左右键收起展开，{open:Enter} 定",
                "Arrows choose a cell or village, left and right fold, {open:Enter} decides",
            ],
            Self::HowToAnswer => [
                "左右键换答案；空格：下面没定的都照这样答",
                "Left and right change the answer; Space: the same for all that are open",
            ],
            Self::HowToSetColumns => [
                "左右键换这一列的意思；下次同样的表头照此办",
                "Left and right change what a column holds; the same header means the same next time",
            ],
            Self::Theirs => ["表上", "roster"],
            Self::Ours => ["册上", "ledger"],
            Self::Another => ["另一个", "another"],
            Self::Same => ["同一个", "the same"],
            Self::Wait => ["先不导入", "leave out"],
            Self::Unanswered => ["还没定，先不导入", "not decided: left out"],
            Self::Found => ["新建", "add"],
        }
    }
}

/// What taking a roster in reports on the bottom row.
#[derive(Clone, Debug, PartialEq)]
pub enum RosterSaid {
    Unread(Unread),
    Stopped,
    NothingChosen,
    /// What is still wrong with the field that was mended.
    StillWrong(Box<Problem>),
    /// The problem is about no single field.
    NotMendable,
    /// So many problems are left.
    Mended(usize),
    CannotTake,
    AllSaidSo(usize),
}

impl RosterSaid {
    pub fn text(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::Unread(unread) => self::unread(unread, lang),
            Self::Stopped if zh => "停下了，什么都没有导入".to_owned(),
            Self::Stopped => "Stopped; nothing was taken in".to_owned(),
            Self::NothingChosen if zh => "先选一个文件，或者写它的路径".to_owned(),
            Self::NothingChosen => "Choose a file first, or type its path".to_owned(),
            Self::StillWrong(problem) if zh => format!("改了，可还是不对：{}", problem.message(lang)),
            Self::StillWrong(problem) => format!("Mended, but still wrong: {}", problem.message(lang)),
            Self::NotMendable if zh => "这一条没有单独的一格可改；按空格决定取不取".to_owned(),
            Self::NotMendable => "There is no single field to mend here; Space decides".to_owned(),
            Self::Mended(0) if zh => "改好了".to_owned(),
            Self::Mended(0) => "Mended".to_owned(),
            Self::Mended(left) if zh => format!("改好了，这一类还有 {left} 处"),
            Self::Mended(left) => format!("Mended; {left} more of this sort"),
            Self::CannotTake if zh => "没有要导入的。先把不认识的村放到网格里".to_owned(),
            Self::CannotTake => "There is nothing to take in; say first where the households go".to_owned(),
            Self::AllSaidSo(count) if zh => format!("{count} 条都照这样答了"),
            Self::AllSaidSo(count) => format!("{count} answered the same"),
        }
    }

    pub fn is_fault(&self) -> bool {
        matches!(
            self,
            Self::Unread(_) | Self::StillWrong(_) | Self::CannotTake | Self::NothingChosen | Self::NotMendable
        )
    }
}

fn unread(unread: &Unread, lang: Lang) -> String {
    match (unread, lang) {
        (Unread::Folder(name), Lang::Zh) => {
            format!("“{name}”是文件夹。接着写里面的文件名，{key_next} 补全", key_next = bound::key("next", "Tab"))
        }
        (Unread::Folder(name), Lang::En) => format!(
            "{name:?} is a folder; type a file in it, {key_next} completes",
            key_next = bound::key("next", "Tab")
        ),
        (Unread::File(path, why), Lang::Zh) => format!("打不开 {}：{why}。核对文件名", path.display()),
        (Unread::File(path, why), Lang::En) => format!("{} cannot be opened: {why}; check its name", path.display()),
        (Unread::Roster(name, failure), Lang::Zh) => {
            format!("{name}：{}。{}", failure.message(lang), failure.hint(lang))
        }
        (Unread::Roster(name, failure), Lang::En) => {
            format!("{name}: {}; {}", failure.message(lang), failure.hint(lang))
        }
        (Unread::Ledger(fault), Lang::Zh) => format!("读不出册子：{fault}。请退出后运行 chuanmen doctor"),
        (Unread::Ledger(fault), Lang::En) => {
            format!("The ledger cannot be read: {fault}; leave and run chuanmen doctor")
        }
        (Unread::Stopped, Lang::Zh) => "停下了".to_owned(),
        (Unread::Stopped, Lang::En) => "Stopped".to_owned(),
    }
}

/// A sort of problems in a few words; `code` is the word of the contract.
pub fn sort_of_problem(code: &str, lang: Lang) -> &'static str {
    let both = match code {
        "ID_CHECKSUM" => ["身份证号校验不对", "identity number fails its check"],
        "ID_LENGTH" => ["身份证号位数、字符不对", "identity number of a wrong form"],
        "ID_MISSING" => ["没有身份证号", "no identity number"],
        "ID_PRECISION_LOST" => ["身份证号后几位丢了", "identity number cut by the spreadsheet"],
        "ID_SEX_MISMATCH" => ["性别与身份证号不一致", "sex differs from the number"],
        "ID_BIRTH_MISMATCH" => ["出生日期与身份证号不一致", "birth differs from the number"],
        "ID_DUPLICATE_ROW" => ["同一人写了两行", "the same person twice"],
        "ID_DUPLICATE_OTHER_HH" => ["同一人在两户里", "the same person in two households"],
        "SAME_NAME_NO_ID" => ["同名又没有身份证号", "same name, no number"],
        "SAME_HEAD_NAME" => ["户主同名", "heads of the same name"],
        "MULTI_HEAD" => ["一户有两个户主", "two heads in a household"],
        "NO_HEAD" => ["没有写明户主", "no head named"],
        "COUNT_MISMATCH" => ["人数对不上", "number of people differs"],
        "PHONE_INVALID" => ["电话号码不对", "no telephone number"],
        "DATE_AMBIGUOUS" => ["日期有两种读法", "date can be read two ways"],
        "DATE_2DIGIT_YEAR" => ["年份只写了两位", "year of two digits"],
        "BIRTH_MONTH_ONLY" => ["出生只写到月", "birth without a day"],
        "FORMULA_NO_VALUE" => ["公式没有结果", "formula without a result"],
        "NAME_PUA_CHAR" => ["姓名里有造字", "name with a private character"],
        "NAME_ODD_CHAR" => ["姓名里有怪字符", "name with an odd character"],
        "NAME_INNER_SPACE" => ["姓名中间有空格", "space inside a name"],
        _ => ["其他", "other"],
    };
    both[lang as usize]
}

/// What happens to the row of a problem as it stands. Some rows are left out, or lose nothing, whatever is said.
pub fn stand(stand: Stand, code: &ProblemCode, lang: Lang) -> &'static str {
    let both = match (stand, code) {
        (Stand::Held, ProblemCode::IdDuplicateOtherHousehold { .. }) => {
            ["不取，取先写的那行", "left out; the first row is taken"]
        }
        (Stand::Held, _) => ["先不导入", "left out for now"],
        (_, ProblemCode::IdDuplicateRow { .. }) => ["只取先写的那行", "only the first row is taken"],
        (Stand::Accepted, _) => ["看过，照样导入", "seen; taken so"],
        (Stand::Open, _) => ["没看，照样导入", "not seen; taken so"],
    };
    both[lang as usize]
}

/// How much a sort of problems weighs.
pub fn weight(severity: Severity, lang: Lang) -> &'static str {
    let both = match severity {
        Severity::Error => ["错", "error"],
        Severity::Warn => ["提醒", "warning"],
        Severity::Info => ["说明", "note"],
    };
    both[lang as usize]
}

/// So many households and people.
pub fn homes(households: usize, members: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{households} 户 {members} 人"),
        Lang::En => format!("{households} households, {members} people"),
    }
}

/// What taking it would come to, in a few words: new, changed, known, left out; only what there is.
pub fn comes_to(households: [usize; 4], members: [usize; 4], lang: Lang) -> String {
    let words = match lang {
        Lang::Zh => ["新增", "更新", "不变", "待定"],
        Lang::En => ["new", "changed", "known", "left out"],
    };
    let mut parts = Vec::new();
    for ((word, households), members) in words.into_iter().zip(households).zip(members) {
        if households + members == 0 {
            continue;
        }
        parts.push(match lang {
            Lang::Zh => format!("{word} {households} 户 {members} 人"),
            Lang::En => format!("{word} {households} hh {members} p"),
        });
    }
    parts.join(if lang == Lang::Zh { "，" } else { ", " })
}

/// Rows read so far.
pub fn so_far(rows: usize, lang: Lang) -> String {
    match lang {
        // A file is opened before its rows are counted.
        _ if rows == 0 => String::new(),
        Lang::Zh => format!("已到 {rows} 行"),
        Lang::En => format!("{rows} rows so far"),
    }
}

/// Records made so far.
pub fn records_so_far(records: usize, lang: Lang) -> String {
    match lang {
        _ if records == 0 => String::new(),
        Lang::Zh => format!("已到 {records} 条"),
        Lang::En => format!("{records} records so far"),
    }
}

/// So many places of a sort, of which some nobody has looked at.
pub fn places(all: usize, open: usize, lang: Lang) -> String {
    match (lang, open) {
        (Lang::Zh, 0) => format!("{all} 处，看过了"),
        (Lang::Zh, _) if open == all => format!("{all} 处"),
        (Lang::Zh, _) => format!("{all} 处，没看 {open}"),
        (Lang::En, 0) => format!("{all}, all seen"),
        (Lang::En, _) if open == all => format!("{all}"),
        (Lang::En, _) => format!("{all}, {open} not seen"),
    }
}

/// The size of a file.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} B"),
        1024..=1_048_575 => format!("{} KB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}

/// So many people or households that may be known ones.
pub fn asked(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个可能已经在册"),
        Lang::En => format!("{count} may be known already"),
    }
}

pub fn so_many_homes(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 户"),
        Lang::En => format!("{count} households"),
    }
}

pub fn so_many_columns(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 列"),
        Lang::En => format!("{count} columns"),
    }
}

/// So many columns of which nothing is taken.
pub fn unused(count: usize, lang: Lang) -> String {
    match (count, lang) {
        (0, Lang::Zh) => "都认得".to_owned(),
        (0, Lang::En) => "all understood".to_owned(),
        (_, Lang::Zh) => format!("{count} 列不取"),
        (_, Lang::En) => format!("{count} not taken"),
    }
}

/// What the file itself says in a field that was mended.
pub fn stood(text: &str, lang: Lang) -> String {
    match (text.is_empty(), lang) {
        (true, Lang::Zh) => "表上这一格是空的".to_owned(),
        (true, Lang::En) => "The field is empty in the file".to_owned(),
        (false, Lang::Zh) => format!("表上写的是 {text}"),
        (false, Lang::En) => format!("The file says {text}"),
    }
}

/// A field by its row and header.
pub fn place(row: u32, header: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {row} 行  {header}"),
        Lang::En => format!("Row {row}  {header}"),
    }
}

/// What is typed can stand there.
pub fn right(lang: Lang) -> &'static str {
    bound::told(["对了，{open:Enter} 定", "right; {open:Enter} takes it"][lang as usize])
}

pub fn no_phone(lang: Lang) -> &'static str {
    ["这不是电话号码", "this is no telephone number"][lang as usize]
}

/// The question where the households of a village go.
pub fn put_where(word: &str, lang: Lang) -> String {
    match (word.is_empty(), lang) {
        (true, Lang::Zh) => "没有写村名的户放到哪里？".to_owned(),
        (true, Lang::En) => "Where do the households go that name no village?".to_owned(),
        (false, Lang::Zh) => format!("{word}的户放到哪里？"),
        (false, Lang::En) => format!("Where do the households of {word} go?"),
    }
}
