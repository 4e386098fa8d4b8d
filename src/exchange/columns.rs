//! What a column holds, told by the usual words of headers and, where the words fail, by the contents.

use super::table::Row;
use super::wording::is_yes;
use crate::domain::person_id::{IdFault, PersonId};
use crate::domain::phone::Phone;
use crate::domain::width::squeezed;

/// What a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// A running number of rows.
    Serial,
    HouseholdNumber,
    HeadName,
    HeadId,
    HeadPhone,
    /// Yes for the head, no for the others.
    IsHead,
    Name,
    Relation,
    Id,
    Sex,
    Birth,
    Ethnicity,
    Phone,
    Address,
    Door,
    Village,
    Group,
    Cell,
    /// How many people the household has.
    Count,
    /// Kinds of people or households, which become tags.
    Category,
    Remark,
    /// One tag by its header, ticked in the rows it fits.
    Mark,
    Ignored,
}

impl Meaning {
    /// The name of each in a column map.
    pub const WORDS: [(&'static str, Self); 23] = [
        ("serial", Self::Serial),
        ("household_number", Self::HouseholdNumber),
        ("head_name", Self::HeadName),
        ("head_id", Self::HeadId),
        ("head_phone", Self::HeadPhone),
        ("is_head", Self::IsHead),
        ("name", Self::Name),
        ("relation", Self::Relation),
        ("id", Self::Id),
        ("sex", Self::Sex),
        ("birth", Self::Birth),
        ("ethnicity", Self::Ethnicity),
        ("phone", Self::Phone),
        ("address", Self::Address),
        ("door", Self::Door),
        ("village", Self::Village),
        ("group", Self::Group),
        ("cell", Self::Cell),
        ("count", Self::Count),
        ("category", Self::Category),
        ("remark", Self::Remark),
        ("mark", Self::Mark),
        ("ignore", Self::Ignored),
    ];

    /// True for what belongs to one person rather than to the household.
    pub(super) fn personal(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Relation
                | Self::Id
                | Self::Sex
                | Self::Birth
                | Self::Ethnicity
                | Self::Phone
                | Self::IsHead
        )
    }

    /// True for what a household writes once: merged down or left blank under the head's row.
    pub(super) fn of_household(self) -> bool {
        matches!(
            self,
            Self::HouseholdNumber
                | Self::HeadName
                | Self::Address
                | Self::Door
                | Self::Village
                | Self::Group
                | Self::Cell
        )
    }

    /// The meaning that a header's words name, if they name one.
    pub(super) fn of_header(header: &str) -> Option<Self> {
        let plain = plain_header(header);
        if plain.is_empty() || plain.chars().count() > 24 {
            return None;
        }
        let exact = EXACT.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(meaning, _)| *meaning);
        exact.or_else(|| {
            let found = PARTS.iter().find(|(_, parts)| parts.iter().all(|p| p.iter().any(|w| plain.contains(w))));
            found.map(|(meaning, _)| *meaning)
        })
    }
}

/// A header without spaces, remarks in brackets, stars, colons and the number of a member; small letters.
pub(super) fn plain_header(header: &str) -> String {
    let mut depth = 0_usize;
    let kept: String = squeezed(header)
        .chars()
        .filter(|c| match c {
            '(' | '[' | '【' | '〔' => {
                depth += 1;
                false
            }
            ')' | ']' | '】' | '〕' => {
                depth = depth.saturating_sub(1);
                false
            }
            '*' | ':' | '：' | '_' | '-' | '、' | '/' | '.' | '"' | '\'' => false,
            c => depth == 0 && !c.is_ascii_digit(),
        })
        .collect();
    kept.to_lowercase()
}

/// Whole headers.
const EXACT: [(Meaning, &[&str]); 20] = [
    (Meaning::Serial, &["序号", "编号", "序", "顺序号", "行号", "no", "#", "serial", "serialno", "seq"]),
    (
        Meaning::HouseholdNumber,
        &[
            "户号",
            "户编号",
            "户序号",
            "户序",
            "家庭编号",
            "家庭户号",
            "户籍号",
            "户口号",
            "户口簿号",
            "户码",
            "householdno",
            "householdnumber",
            "householdid",
            "household",
            "hhid",
            "hhno",
        ],
    ),
    (
        Meaning::HeadName,
        &[
            "户主",
            "户主姓名",
            "户主名",
            "户主名称",
            "headname",
            "head",
            "headofhousehold",
            "householder",
            "nameofhead",
            "householdhead",
        ],
    ),
    (Meaning::IsHead, &["是否户主", "户主标识", "ishead"]),
    (
        Meaning::Relation,
        &[
            "与户主关系",
            "关系",
            "家庭关系",
            "称谓",
            "户主关系",
            "与户主的关系",
            "relation",
            "relationship",
            "relationtohead",
            "relationshiptohead",
        ],
    ),
    (
        Meaning::Name,
        &[
            "姓名",
            "家庭成员",
            "成员",
            "家庭成员姓名",
            "成员姓名",
            "人员姓名",
            "居民姓名",
            "名字",
            "人员",
            "name",
            "fullname",
            "membername",
            "member",
            "nameofmember",
        ],
    ),
    (
        Meaning::Id,
        &[
            "身份证",
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "公民身份证号",
            "公民身份证号码",
            "证件号码",
            "证件号",
            "身份号码",
            "id",
            "idnumber",
            "idno",
            "idcard",
            "idcardnumber",
            "idcardno",
            "identitynumber",
            "identityno",
            "nationalid",
        ],
    ),
    (Meaning::Sex, &["性别", "sex", "gender"]),
    (
        Meaning::Birth,
        &[
            "出生日期",
            "出生年月",
            "出生年月日",
            "生日",
            "出生",
            "birth",
            "birthdate",
            "dateofbirth",
            "dob",
            "birthday",
            "born",
        ],
    ),
    (Meaning::Ethnicity, &["民族", "族别", "ethnicity", "ethnic", "ethnicgroup"]),
    (
        Meaning::Phone,
        &[
            "联系电话",
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "联系方式",
            "电话号码",
            "联系号码",
            "phone",
            "mobile",
            "tel",
            "telephone",
            "phonenumber",
            "phoneno",
            "mobilephone",
            "contact",
        ],
    ),
    (
        Meaning::Address,
        &["家庭住址", "住址", "地址", "家庭地址", "现住址", "现住地", "住所", "居住地", "address", "homeaddress"],
    ),
    (
        Meaning::Door,
        &["门牌号", "门牌", "房号", "门牌号码", "门楼号", "door", "doornumber", "doorno", "housenumber", "houseno"],
    ),
    (
        Meaning::Village,
        &[
            "村",
            "村名",
            "所在村",
            "行政村",
            "村社区",
            "社区",
            "嘎查",
            "所属村",
            "村居",
            "村委会",
            "居委会",
            "village",
            "villagename",
            "community",
        ],
    ),
    (
        Meaning::Group,
        &[
            "组",
            "组别",
            "村民小组",
            "村民组",
            "小组",
            "村组",
            "所在组",
            "所在村组",
            "社",
            "屯",
            "自然村",
            "组名",
            "group",
            "villagegroup",
        ],
    ),
    (Meaning::Cell, &["网格", "网格名称", "所属网格", "所在网格", "网格编号", "网格号", "cell", "grid", "gridcell"]),
    (
        Meaning::Count,
        &[
            "家庭人口数",
            "人口数",
            "家庭人口",
            "家庭人数",
            "户内人数",
            "人数",
            "户人口数",
            "在册人数",
            "members",
            "householdsize",
            "numberofmembers",
            "size",
        ],
    ),
    (
        Meaning::Category,
        &[
            "人员类别",
            "人员类型",
            "类别",
            "户类型",
            "户类别",
            "困难类型",
            "困难类别",
            "身份类别",
            "人群类别",
            "标签",
            "tags",
            "tag",
            "category",
            "categories",
        ],
    ),
    (
        Meaning::Remark,
        &["备注", "说明", "备注说明", "其他说明", "remark", "remarks", "note", "notes", "comment", "comments"],
    ),
    (Meaning::Ignored, &["年龄", "age", "签字", "签名", "签字确认", "曾用名", "县", "乡镇", "街道", "市", "省"]),
];

/// Parts of headers, looked at in order: every list must have a word in the header.
const PARTS: [(Meaning, &[&[&str]]); 24] = [
    (Meaning::IsHead, &[&["是否户主", "是否为户主"]]),
    (
        Meaning::Ignored,
        &[&[
            "曾用",
            "监护",
            "签字",
            "签名",
            "年龄",
            "开户",
            "银行",
            "卡号",
            "账号",
            "账户",
            "残疾证",
            "医保号",
            "网格员",
            "包联",
            "帮扶",
        ]],
    ),
    (Meaning::Relation, &[&["户主"], &["关系"]]),
    (Meaning::HeadId, &[&["户主"], &["身份", "证件", "证号"]]),
    (Meaning::HeadPhone, &[&["户主"], &["电话", "手机", "联系"]]),
    (Meaning::HeadName, &[&["户主"], &["姓名", "名称"]]),
    (Meaning::Ignored, &[&["紧急联系", "配偶", "父亲", "母亲", "子女", "责任人", "联系人", "干部", "经办"]]),
    (Meaning::HouseholdNumber, &[&["户号", "户编号", "家庭编号"]]),
    (Meaning::Id, &[&["身份证", "身份号", "证件号"]]),
    (Meaning::Relation, &[&["关系", "称谓", "relation"]]),
    (Meaning::Name, &[&["姓名"]]),
    (Meaning::Sex, &[&["性别"]]),
    (Meaning::Birth, &[&["出生", "birth"]]),
    (Meaning::Ethnicity, &[&["民族", "族别"]]),
    (Meaning::Phone, &[&["电话", "手机", "联系方式", "phone", "mobile"]]),
    (Meaning::Door, &[&["门牌"]]),
    (Meaning::Address, &[&["住址", "地址", "住所", "居住地", "详址", "address"]]),
    (Meaning::Group, &[&["村民小组", "村民组", "组别", "村组"]]),
    (Meaning::Cell, &[&["网格"]]),
    (Meaning::Count, &[&["人口数", "家庭人口", "家庭人数"]]),
    (Meaning::Village, &[&["行政村", "村名"]]),
    (Meaning::Category, &[&["人员类别", "人员类型", "户类型", "户类别"]]),
    (
        Meaning::Mark,
        &[&[
            "低保",
            "残疾",
            "脱贫",
            "监测",
            "特困",
            "五保",
            "党员",
            "退役军人",
            "独居",
            "空巢",
            "留守",
            "高龄",
            "孤儿",
            "外出务工",
            "优抚",
            "失独",
            "重病",
            "大病",
            "边缘",
        ]],
    ),
    (Meaning::Remark, &[&["备注", "remark"]]),
];

/// Which of some fields' contents a column looks like; `None` when nothing fits at least three fifths of its rows.
pub(super) fn by_contents(rows: &[Row], column: u32) -> Option<Meaning> {
    let texts: Vec<String> = rows.iter().take(300).map(|r| r.text(column)).filter(|t| !t.is_empty()).collect();
    if texts.len() < 2 {
        return None;
    }
    let share = |test: &dyn Fn(&str) -> bool| texts.iter().filter(|t| test(t)).count() * 5 >= texts.len() * 3;
    let tests: [(Meaning, &dyn Fn(&str) -> bool); 5] = [
        (Meaning::Id, &|t| looks_like_id(t)),
        (Meaning::Phone, &|t| Phone::parse(t).is_ok_and(|p| p.as_str().len() == 11)),
        (Meaning::Sex, &|t| matches!(squeezed(t).as_str(), "男" | "女")),
        (Meaning::Relation, &|t| is_relation(t)),
        (Meaning::Ethnicity, &|t| ethnicity(t).is_some()),
    ];
    tests.iter().find(|(_, test)| share(*test)).map(|(meaning, _)| *meaning)
}

/// True for 18 or 15 digits, right or wrong.
pub(super) fn looks_like_id(text: &str) -> bool {
    match PersonId::parse(text) {
        Ok(_) | Err(IdFault::Checksum(_) | IdFault::PrecisionLost | IdFault::Birth) => true,
        Err(IdFault::Length(n)) => (14..=20).contains(&n),
        Err(_) => false,
    }
}

/// True for a word of a household's relations (GB/T 4761 and what people write instead).
pub(super) fn is_relation(text: &str) -> bool {
    let plain = squeezed(text).to_lowercase();
    is_head_word(&plain)
        || [
            "配偶",
            "妻",
            "妻子",
            "丈夫",
            "夫",
            "之妻",
            "之夫",
            "子",
            "女",
            "儿子",
            "女儿",
            "儿",
            "父",
            "母",
            "父亲",
            "母亲",
            "儿媳",
            "女婿",
            "媳妇",
            "孙子",
            "孙女",
            "外孙",
            "外孙女",
            "外孙子",
            "岳父",
            "岳母",
            "公公",
            "婆婆",
            "祖父",
            "祖母",
            "爷爷",
            "奶奶",
            "兄",
            "弟",
            "姐",
            "妹",
            "哥哥",
            "弟弟",
            "姐姐",
            "妹妹",
            "兄弟",
            "姐妹",
            "孙媳",
            "曾孙",
            "养子",
            "养女",
            "继子",
            "继女",
            "其他",
            "其他亲属",
            "非亲属",
            "spouse",
            "wife",
            "husband",
            "son",
            "daughter",
            "father",
            "mother",
            "grandson",
            "granddaughter",
            "other",
        ]
        .contains(&plain.as_str())
        || (plain.chars().count() <= 3
            && plain.ends_with(['子', '女'])
            && plain.starts_with(['长', '次', '二', '三', '四', '五', '之', '独']))
}

/// True for the words by which a row says that this person is the head.
pub(super) fn is_head_word(plain: &str) -> bool {
    matches!(plain, "户主" | "本人" | "本人或户主" | "户主本人" | "head" | "self" | "householder")
}

/// The name of an ethnic group without 族, when it is one of GB/T 3304's short names.
pub(super) fn ethnicity(text: &str) -> Option<String> {
    let plain = squeezed(text);
    let short = plain.strip_suffix('族').unwrap_or(&plain);
    ETHNIC_NAMES.split(' ').any(|name| name == short).then(|| short.to_owned())
}

/// GB/T 3304-1991, without 族.
const ETHNIC_NAMES: &str = "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 \
    纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 \
    独龙 鄂伦春 赫哲 门巴 珞巴 基诺";

/// The tag that a ticked column stands for: its header without 是否, 为 and brackets.
pub(super) fn mark_tag(header: &str) -> String {
    let plain = plain_header(header);
    plain.trim_start_matches("是否").trim_start_matches('为').trim_start_matches('属').to_owned()
}

/// True when a ticked column's field says yes; a word that is neither yes nor no counts as yes.
pub(super) fn ticked(text: &str) -> bool {
    is_yes(text).unwrap_or(!text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_words_are_understood_through_spaces_brackets_and_stars() {
        for (header, meaning) in [
            ("姓 名", Meaning::Name),
            ("身份证\n号码", Meaning::Id),
            ("*公民身份号码（必填）", Meaning::Id),
            ("与户主\n关系", Meaning::Relation),
            ("户主身份证号", Meaning::HeadId),
            ("户主联系电话", Meaning::HeadPhone),
            ("家庭成员1", Meaning::Name),
            ("联系电话2", Meaning::Phone),
            ("是否低保户", Meaning::Mark),
            ("残疾证号", Meaning::Ignored),
            ("ID number", Meaning::Id),
            ("Date of birth", Meaning::Birth),
            ("村民小组", Meaning::Group),
        ] {
            assert_eq!(Meaning::of_header(header), Some(meaning), "{header}");
        }
        assert_eq!(Meaning::of_header("赤水乡王府村户籍人口花名册"), None);
    }

    #[test]
    fn every_meaning_has_one_word_for_maps() {
        let mut words: Vec<_> = Meaning::WORDS.iter().map(|(word, _)| word).collect();
        let mut meanings: Vec<_> = Meaning::WORDS.iter().map(|(_, meaning)| meaning).collect();
        words.sort_unstable();
        words.dedup();
        meanings.sort_unstable();
        meanings.dedup();
        assert_eq!((words.len(), meanings.len()), (Meaning::WORDS.len(), Meaning::WORDS.len()));
    }
}
