//! What a reading says to people, in Chinese and in English, and its document for programs.

use serde::Serialize;

use super::columns::Meaning;
use super::reading::{Problem, ProblemCode, ReadFailure, Reading, Record, Severity, SkipReason};
use crate::domain::moment::Date;
use crate::domain::person_id::{IdFault, PersonId, Sex};
use crate::domain::phone::Phone;
use crate::domain::width::squeezed;
use crate::i18n::Lang;

/// The one of two sentences that is in the reader's language.
fn pick(lang: Lang, zh: impl Into<String>, en: impl Into<String>) -> String {
    match lang {
        Lang::Zh => zh.into(),
        Lang::En => en.into(),
    }
}

/// Yes or no as forms have it; `None` for anything else.
pub(super) fn is_yes(text: &str) -> Option<bool> {
    match squeezed(text).to_lowercase().as_str() {
        "√" | "✓" | "✔" | "☑" | "☒" | "✅" | "■" | "●" | "★" | "◆" | "v" | "是" | "有" | "对" | "属于" | "已" | "1"
        | "y" | "t" | "yes" | "true" => Some(true),
        "" | "×" | "✗" | "✘" | "✕" | "✖" | "╳" | "х" | "x" | "否" | "不是" | "非" | "不属于" | "不" | "未" | "无"
        | "没有" | "0" | "□" | "☐" | "○" | "〇" | "-" | "—" | "――" | "——" | "--" | "/" | "\\" | "n" | "f" | "no"
        | "false" => Some(false),
        _ => None,
    }
}

impl Meaning {
    /// What a person reads where they say what a column holds.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Serial => ("序号", "row number"),
            Self::HouseholdNumber => ("户号", "household number"),
            Self::HeadName => ("户主姓名", "head's name"),
            Self::HeadId => ("户主身份证号", "head's ID number"),
            Self::HeadPhone => ("户主电话", "head's phone"),
            Self::IsHead => ("是否户主", "is the head"),
            Self::Name => ("姓名", "name"),
            Self::Relation => ("与户主关系", "relation to head"),
            Self::Id => ("身份证号", "ID number"),
            Self::Sex => ("性别", "sex"),
            Self::Birth => ("出生日期", "date of birth"),
            Self::Ethnicity => ("民族", "ethnicity"),
            Self::Phone => ("电话", "phone"),
            Self::Address => ("住址", "address"),
            Self::Door => ("门牌号", "door number"),
            Self::Village => ("村", "village"),
            Self::Group => ("组", "group"),
            Self::Cell => ("网格", "cell"),
            Self::Count => ("家庭人口数", "household size"),
            Self::Category => ("人员类别", "category"),
            Self::Remark => ("备注", "remark"),
            Self::Mark => ("打勾的标签", "tag with ticks"),
            Self::Ignored => ("不导入", "not taken"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl ProblemCode {
    /// The code that programs see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IdChecksum { .. } => "ID_CHECKSUM",
            Self::IdLength { .. } => "ID_LENGTH",
            Self::IdMissing => "ID_MISSING",
            Self::IdPrecisionLost => "ID_PRECISION_LOST",
            Self::IdSexMismatch => "ID_SEX_MISMATCH",
            Self::IdBirthMismatch { .. } => "ID_BIRTH_MISMATCH",
            Self::IdDuplicateRow { .. } => "ID_DUPLICATE_ROW",
            Self::IdDuplicateOtherHousehold { .. } => "ID_DUPLICATE_OTHER_HH",
            Self::SameNameNoId { .. } => "SAME_NAME_NO_ID",
            Self::SameHeadName { .. } => "SAME_HEAD_NAME",
            Self::MultiHead { .. } => "MULTI_HEAD",
            Self::NoHead => "NO_HEAD",
            Self::CountMismatch { .. } => "COUNT_MISMATCH",
            Self::PhoneInvalid { .. } => "PHONE_INVALID",
            Self::DateAmbiguous => "DATE_AMBIGUOUS",
            Self::DateTwoDigitYear => "DATE_2DIGIT_YEAR",
            Self::BirthMonthOnly => "BIRTH_MONTH_ONLY",
            Self::FormulaNoValue => "FORMULA_NO_VALUE",
            Self::NamePrivateChar => "NAME_PUA_CHAR",
            Self::NameOddChar { .. } => "NAME_ODD_CHAR",
            Self::NameInnerSpace => "NAME_INNER_SPACE",
        }
    }

    fn about_number(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::IdChecksum { expected: Some(c) } => pick(
                lang,
                format!("身份证号的校验码不对（按前 17 位应为 {c}），请核对原件"),
                format!(
                    "The identity number's check digit is wrong (the first 17 digits ask for {c}); compare with the card"
                ),
            ),
            Self::IdChecksum { expected: None } => pick(
                lang,
                "身份证号里的出生日期不存在，请核对原件",
                "The date of birth inside the identity number does not exist; compare with the card",
            ),
            Self::IdLength { fault: IdFault::Masked } => pick(
                lang,
                "身份证号被星号遮住，不能导入，请用完整号码",
                "The identity number is hidden by stars; use the full one",
            ),
            Self::IdLength { fault: IdFault::Character(c) } => pick(
                lang,
                format!("身份证号里有不该有的字符“{c}”"),
                format!("\"{c}\" cannot stand in an identity number"),
            ),
            Self::IdLength { fault: IdFault::Length(n) } => pick(
                lang,
                format!("身份证号是 {n} 位，应为 18 位"),
                format!("The identity number has {n} characters instead of 18"),
            ),
            Self::IdLength { .. } => {
                pick(lang, "身份证号位数不对，应为 18 位", "The identity number does not have 18 characters")
            }
            Self::IdMissing => pick(lang, "没有身份证号", "No identity number"),
            Self::IdPrecisionLost => pick(
                lang,
                "身份证号的后几位被表格软件变成了 0，请把该列改为文本后重填",
                "The spreadsheet has lost the last digits of the identity number; make the column text and type it again",
            ),
            Self::IdSexMismatch => pick(
                lang,
                "性别与身份证号第 17 位不一致，以身份证号为准",
                "The sex differs from the identity number's 17th digit; the number is taken",
            ),
            Self::IdBirthMismatch { number_says } => pick(
                lang,
                format!("出生日期与身份证号不一致，以身份证号为准（{number_says}）"),
                format!("The birth date differs from the identity number, which is taken ({number_says})"),
            ),
            Self::IdDuplicateRow { first_row } => pick(
                lang,
                format!("与第 {first_row} 行是同一人，本行未取"),
                format!("The same person as on row {first_row}; this row is not taken"),
            ),
            Self::IdDuplicateOtherHousehold { first_sheet, first_row } => {
                let sheet = first_sheet.as_deref().unwrap_or_default();
                pick(
                    lang,
                    format!("同一身份证号已在{sheet}第 {first_row} 行的另一户出现，请决定属于哪一户"),
                    format!(
                        "The same identity number stands in another household, row {first_row} {sheet}; decide where it belongs"
                    ),
                )
            }
            _ => return None,
        })
    }

    fn about_the_rest(&self, lang: Lang) -> String {
        match self {
            Self::SameNameNoId { first_row } => pick(
                lang,
                format!("与第 {first_row} 行同名且都没有身份证号，不能判断是否同一人，两人都保留"),
                format!("The same name as on row {first_row}, both without a number: kept as two people"),
            ),
            Self::SameHeadName { first_row } => pick(
                lang,
                format!("与第 {first_row} 行的户主同名，按两户处理，请核对"),
                format!("A head of the same name as on row {first_row}: kept as two households; please check"),
            ),
            Self::MultiHead { first_row } => pick(
                lang,
                format!("这一户在第 {first_row} 行已有户主，请核对"),
                format!("This household already has a head on row {first_row}; please check"),
            ),
            Self::NoHead => pick(lang, "这一户没有写明户主", "No head is named for this household"),
            Self::CountMismatch { written, found } => pick(
                lang,
                format!("表上写 {written} 人，实际 {found} 人"),
                format!("The roster says {written} people, {found} are listed"),
            ),
            Self::PhoneInvalid { digits } => pick(
                lang,
                format!("电话是 {digits} 位，打不通，未取"),
                format!("{digits} digits are no telephone number; not taken"),
            ),
            Self::DateAmbiguous => {
                pick(lang, "出生日期有两种读法，未取", "The birth date can be read two ways; not taken")
            }
            Self::DateTwoDigitYear => pick(lang, "出生年份只写了两位", "The year of birth has only two digits"),
            Self::BirthMonthOnly => pick(lang, "出生日期只写到月", "The birth date stops at the month"),
            Self::FormulaNoValue => pick(
                lang,
                "公式没有保存结果，请在表格软件里打开后重新保存",
                "The formula's result was not saved; open and save the file in the spreadsheet program",
            ),
            Self::NamePrivateChar => pick(
                lang,
                "姓名里有只在原电脑上能显示的造字",
                "The name has a character that only the original computer can show",
            ),
            Self::NameOddChar { found } => {
                pick(lang, format!("姓名里有不该有的字符“{found}”"), format!("\"{found}\" is odd in a name"))
            }
            Self::NameInnerSpace => pick(lang, "姓名中间的空格已去掉", "The space inside the name was removed"),
            _ => String::new(),
        }
    }
}

impl Problem {
    /// One sentence: what is wrong and what was done about it.
    pub fn message(&self, lang: Lang) -> String {
        self.code.about_number(lang).unwrap_or_else(|| self.code.about_the_rest(lang))
    }
}

impl SkipReason {
    pub fn message(self, lang: Lang) -> String {
        match self {
            Self::Blank => pick(lang, "空行", "blank row"),
            Self::Title => pick(lang, "标题行", "title"),
            Self::Header => pick(lang, "表头行", "header"),
            Self::Total => pick(lang, "合计行", "total"),
            Self::Footer => pick(lang, "页脚或填表说明", "footer"),
            Self::NoPerson => pick(lang, "没有姓名", "no name"),
            Self::Repeated { first_row } => {
                pick(lang, format!("与第 {first_row} 行重复"), format!("repeats row {first_row}"))
            }
            Self::Held { first_row } => pick(
                lang,
                format!("身份证号已在第 {first_row} 行另一户，待人工决定"),
                format!("held: the number stands in another household, row {first_row}"),
            ),
            Self::SetAside => pick(lang, "暂不导入", "left out for now"),
        }
    }
}

impl ReadFailure {
    /// The code that programs see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "FILE_EMPTY",
            Self::TooLarge { .. } => "FILE_TOO_LARGE",
            Self::Inflated { .. } => "FILE_UNFOLDS_TOO_LARGE",
            Self::Encrypted => "FILE_ENCRYPTED",
            Self::UnknownKind => "FILE_KIND_UNKNOWN",
            Self::Damaged { .. } => "FILE_DAMAGED",
            Self::Encoding => "FILE_ENCODING",
            Self::NoHeader => "NO_HEADER",
            Self::Nobody => "NOBODY",
            Self::TooManyRows { .. } => "TOO_MANY_ROWS",
            Self::TooManyFields { .. } => "TOO_MANY_FIELDS",
            Self::FieldTooLong { .. } => "FIELD_TOO_LONG",
            Self::Cancelled => "CANCELLED",
        }
    }

    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Empty => pick(lang, "文件是空的", "The file is empty"),
            Self::TooLarge { bytes, limit } => pick(
                lang,
                format!("文件有 {} MB，超过 {} MB 的上限", bytes >> 20, limit >> 20),
                format!("The file has {} MB, more than the limit of {} MB", bytes >> 20, limit >> 20),
            ),
            Self::Inflated { limit } => pick(
                lang,
                format!("文件展开后超过 {} MB", limit >> 20),
                format!("The file unfolds to more than {} MB", limit >> 20),
            ),
            Self::Encrypted => pick(lang, "文件加了密码", "The file is protected by a password"),
            Self::UnknownKind => pick(lang, "这不是表格文件", "This is not a spreadsheet"),
            Self::Damaged { detail } if detail.is_empty() => pick(lang, "文件已损坏", "The file is damaged"),
            Self::Damaged { detail } => {
                pick(lang, format!("文件已损坏（{detail}）"), format!("The file is damaged ({detail})"))
            }
            Self::Encoding => pick(lang, "认不出文件的文字编码", "The text is in no known encoding"),
            Self::NoHeader => pick(lang, "没有找到表头", "No header row was found"),
            Self::Nobody => pick(lang, "表头下面没有人员", "There is nobody below the header"),
            Self::TooManyFields { limit } => {
                pick(lang, format!("内容太多，超过 {limit} 格"), format!("Too much in it: more than {limit} fields"))
            }
            Self::FieldTooLong { limit } => pick(
                lang,
                format!("有一格的文字超过 {} MB", limit >> 20),
                format!("One field has more than {} MB of text", limit >> 20),
            ),
            Self::TooManyRows { limit } => pick(lang, format!("超过 {limit} 行"), format!("More than {limit} rows")),
            Self::Cancelled => pick(lang, "已取消，什么都没有导入", "Cancelled; nothing was taken"),
        }
    }

    /// What to do now.
    pub fn hint(&self, lang: Lang) -> String {
        match self {
            Self::Encrypted => pick(
                lang,
                "请在 WPS 或 Excel 中取消密码后再导入",
                "Remove the password in the spreadsheet program and try again",
            ),
            Self::TooLarge { .. } | Self::TooManyRows { .. } | Self::TooManyFields { .. } => {
                pick(lang, "请按村拆成几个文件再导入", "Split it into one file per village and try again")
            }
            Self::FieldTooLong { .. } => pick(
                lang,
                "请看看文件是不是少了换行或引号，改好再导入",
                "Look whether line breaks or quotation marks are missing in it, mend that and try again",
            ),
            Self::NoHeader => pick(
                lang,
                "表头一行要有“姓名”“身份证号”等列名；列名特别的用 --map 指明",
                "One row has to name columns such as 姓名 and 身份证号 (name, ID number); unusual names go into a --map file",
            ),
            Self::Nobody | Self::Empty => pick(lang, "请确认选对了文件", "Check that this is the right file"),
            Self::Cancelled => pick(lang, "可以随时重新导入", "Import it again whenever you like"),
            Self::Inflated { .. } => pick(
                lang,
                "请去掉图片，按村拆成几个文件再导入",
                "Split it into one file per village, without pictures, and try again",
            ),
            Self::UnknownKind | Self::Damaged { .. } | Self::Encoding => pick(
                lang,
                "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入",
                "Open it in the spreadsheet program, save it as .xlsx and try again",
            ),
        }
    }
}

/// The document of one file, keys as the command contract has them.
#[derive(Debug, Serialize)]
pub struct FileDocument<'a> {
    file: &'a str,
    outcome: &'static str,
    error: Option<FailureDocument>,
    sheets: Vec<SheetDocument<'a>>,
    ignored_sheets: &'a [String],
    households: usize,
    members: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<Vec<RecordDocument<'a>>>,
    problems: Vec<ProblemDocument<'a>>,
}

#[derive(Debug, Serialize)]
struct FailureDocument {
    code: &'static str,
    message: String,
    hint: String,
}

#[derive(Debug, Serialize)]
struct SheetDocument<'a> {
    name: Option<&'a str>,
    header_rows: &'a [u32],
    households: usize,
    members: usize,
    skipped: Vec<SkippedDocument>,
}

#[derive(Debug, Serialize)]
struct SkippedDocument {
    row: u32,
    why: String,
}

#[derive(Debug, Serialize)]
struct RecordDocument<'a> {
    sheet: Option<&'a str>,
    row: u32,
    household: &'a str,
    name: &'a str,
    relation: &'a str,
    id: Option<&'a str>,
    sex: Option<&'static str>,
    birth: Option<Date>,
    ethnicity: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    tags: &'a [String],
}

#[derive(Debug, Serialize)]
struct ProblemDocument<'a> {
    sheet: Option<&'a str>,
    row: u32,
    column: Option<String>,
    header: Option<&'a str>,
    code: &'static str,
    severity: &'static str,
    message: String,
}

fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl Reading {
    /// The file's document; its records are left out unless asked for.
    pub fn document(&self, lang: Lang, with_records: bool) -> FileDocument<'_> {
        FileDocument {
            file: &self.file,
            outcome: if self.failure.is_some() { "error" } else { "import" },
            error: self.failure.as_ref().map(|f| FailureDocument {
                code: f.code(),
                message: f.message(lang),
                hint: f.hint(lang),
            }),
            sheets: self
                .sheets
                .iter()
                .map(|s| SheetDocument {
                    name: s.name.as_deref(),
                    header_rows: &s.header_rows,
                    households: s.households,
                    members: s.members,
                    skipped: s
                        .skipped
                        .iter()
                        .map(|k| SkippedDocument { row: k.row, why: k.why.message(lang) })
                        .collect(),
                })
                .collect(),
            ignored_sheets: &self.ignored_sheets,
            households: self.sheets.iter().map(|s| s.households).sum(),
            members: self.records.len(),
            records: with_records.then(|| self.records.iter().map(|r| self.record_document(r)).collect()),
            problems: self
                .problems
                .iter()
                .map(|p| ProblemDocument {
                    sheet: p.sheet.as_deref(),
                    row: p.row,
                    column: p.column_letters(),
                    header: p.header.as_deref(),
                    code: p.code.code(),
                    severity: p.severity.word(),
                    message: p.message(lang),
                })
                .collect(),
        }
    }

    fn record_document<'a>(&'a self, record: &'a Record) -> RecordDocument<'a> {
        RecordDocument {
            sheet: self.sheet_name(record.sheet),
            row: record.row,
            household: &record.household,
            name: &record.name,
            relation: &record.relation,
            id: record.id.as_ref().map(PersonId::as_str),
            sex: match record.sex {
                Sex::Male => Some("男"),
                Sex::Female => Some("女"),
                Sex::Unknown => None,
            },
            birth: record.birth,
            ethnicity: given(&record.ethnicity),
            phone: record.phones.first().map(Phone::as_str),
            address: given(&record.address),
            tags: &record.tags,
        }
    }
}
