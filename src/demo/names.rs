//! Names of people and places, none of them anybody's: surnames by their national shares, given names by generation.

use std::sync::LazyLock;

use fastrand::Rng;

use super::chance::{one_in_hundred, pick, place, weighted};
use crate::domain::person_id::Sex;

/// Surnames and their shares of the population in ten-thousandths.
static SURNAMES: LazyLock<Vec<(&str, u32)>> = LazyLock::new(|| {
    let rows = include_str!("surnames.tsv").lines().filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(surname, weight)| Some((surname, weight.parse().ok()?))).collect()
});

/// Surnames of smaller or unknown share; they take what the table leaves.
const RARER: &[&str] = &[
    "卢", "钟", "汪", "崔", "陆", "方", "石", "姜", "谭", "廖", "范", "贾", "韦", "夏", "付", "邹", "熊", "白", "孟",
    "秦", "邱", "江", "尹", "薛", "闫", "段", "雷", "侯", "龙", "史", "陶", "黎", "贺", "顾", "毛", "郝", "龚", "邵",
    "万", "钱", "严", "武", "戴", "莫", "孔", "向", "汤", "康", "易", "常", "温", "牛", "樊", "葛", "邢", "安", "齐",
    "庞", "乔", "文", "强", "苗", "柴", "蔺", "靳", "兰", "霍", "冀", "党", "边", "折", "訾", "阎", "卜", "尚", "鲁",
    "辛", "甄", "祁", "焦",
];

/// How the people of a household are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum People {
    Han,
    Mongol,
    Hui,
    Tibetan,
    Uyghur,
}

impl People {
    /// The word in GB/T 3304.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Han => "汉",
            Self::Mongol => "蒙古",
            Self::Hui => "回",
            Self::Tibetan => "藏",
            Self::Uyghur => "维吾尔",
        }
    }

    /// The people of the next household in the village of that number, counted from 0.
    pub fn of_village(village: u32, rng: &mut Rng) -> Self {
        let shares = Self::shares(village);
        let mut left = rng.u32(0..100);
        for (people, share) in shares {
            if left < *share {
                return *people;
            }
            left -= share;
        }
        Self::Han
    }

    /// Who lives in a village beside the Han, in hundredths of its households.
    fn shares(village: u32) -> &'static [(Self, u32)] {
        match village % 16 {
            1 => &[(Self::Tibetan, 14), (Self::Uyghur, 14)],
            5 => &[(Self::Mongol, 55)],
            9 => &[(Self::Hui, 40)],
            13 => &[(Self::Mongol, 35)],
            _ => &[],
        }
    }

    /// Hundredths of the households of a village that have no surname of the national table.
    pub fn without_table(village: u32) -> u32 {
        Self::shares(village).iter().map(|(_, share)| share).sum()
    }
}

/// A surname. `left_out` is the share of all households (0–1) that take none from the table, so that those that do
/// make up the national shares of the whole.
pub(super) fn surname(people: People, left_out: f64, rng: &mut Rng) -> &'static str {
    match people {
        People::Hui if one_in_hundred(45, rng) => "马",
        People::Hui => pick(&["丁", "哈", "撒", "沙", "杨", "白", "金", "海", "穆", "纳"], rng),
        _ => {
            let mut left = rng.f64() * 10_000.0 * (1.0 - left_out);
            for (surname, weight) in SURNAMES.iter() {
                left -= f64::from(*weight);
                if left < 0.0 {
                    return surname;
                }
            }
            pick(RARER, rng)
        }
    }
}

/// First and second characters of given names of a generation; some second ones stand alone.
struct Generation {
    until: i32,
    men: (&'static str, &'static str),
    women: (&'static str, &'static str),
}

const GENERATIONS: &[Generation] = &[
    Generation {
        until: 1962,
        men: ("福德永占满玉文长庆根贵有世振金广", "荣才胜山贵明祥林财富义成和旺忠海"),
        women: ("秀桂玉凤淑翠兰金巧改素银二三爱月", "英兰珍芳梅花莲香琴枝女娥清仙霞连"),
    },
    Generation {
        until: 1984,
        men: ("建志国利永俊海红卫振文晓少东跟军", "军强平民华峰明伟东林斌兵忠清刚义"),
        women: ("丽红艳秀海美爱春晓玉俊小淑彩瑞建", "梅芳霞英丽琴萍玲红娟花青燕平清云"),
    },
    Generation {
        until: 2005,
        men: ("志晓海文小俊嘉天鹏宇泽佳亚永浩家", "伟磊鹏飞龙杰强超浩宇波涛凯亮东斌"),
        women: ("晓丽佳婷雪文慧静小思雅欣海梦瑞艳", "婷娜敏静霞燕雪蓉慧丽楠洁芳茹倩瑶"),
    },
    Generation {
        until: i32::MAX,
        men: ("子宇浩梓俊一天明博泽嘉铭皓奕家承", "轩航然泽宇辰涵睿豪洋霖阳哲诚昊铭"),
        women: ("梓欣雨诗子可思佳若一语艺雅梦依沐", "涵怡萱彤琪妍瑶馨宁桐悦萌菲宸雯汐"),
    },
];

const MONGOL_MEN: &[&str] = &[
    "巴特尔",
    "苏和",
    "哈斯巴根",
    "宝音德力格尔",
    "布和",
    "朝鲁",
    "那顺",
    "巴雅尔",
    "额尔敦",
    "吉日嘎拉",
    "青格勒",
    "孟克",
    "达来",
    "斯日古楞",
    "阿拉腾",
    "特木尔",
    "宝力道",
    "乌力吉",
    "图门",
    "敖特根",
];
const MONGOL_WOMEN: &[&str] = &[
    "乌日娜",
    "其其格",
    "斯琴高娃",
    "格日勒玛",
    "娜仁托娅",
    "敖登托雅",
    "萨日娜",
    "乌云其木格",
    "娜布其",
    "阿茹娜",
    "塔娜",
    "高娃",
    "通拉嘎",
    "奥云",
    "哈斯",
    "莎仁",
    "乌仁",
    "珠拉",
    "金花",
    "苏日娜",
];
const TIBETAN_FIRST: &[&str] = &["索南", "扎西", "多吉", "达瓦", "白玛", "才让", "尼玛", "格桑", "仁青", "丹增"];
const TIBETAN_MEN: &[&str] = &["才旦", "顿珠", "次仁", "东智", "加措", "平措", "旺堆"];
const TIBETAN_WOMEN: &[&str] = &["拉姆", "卓玛", "曲措", "央金", "卓嘎", "措毛", "梅朵"];
const UYGHUR_MEN: &[&str] =
    &["艾力", "吐尔逊", "买买提", "阿不都热合曼", "玉素甫", "艾尼瓦尔", "肉孜", "库尔班", "热合曼"];
const UYGHUR_WOMEN: &[&str] =
    &["阿依古丽", "古丽娜尔", "热依汗", "帕提古丽", "阿米娜", "祖丽胡玛", "茹仙古丽", "布威海丽且姆"];

/// A given name for somebody of that birth year; with surname where the people has them. `father` is the father's own
/// name where it becomes part of the child's.
pub(super) fn full_name(
    people: People,
    surname: &str,
    sex: Sex,
    born: i32,
    father: Option<&str>,
    rng: &mut Rng,
) -> String {
    let man = sex == Sex::Male;
    match people {
        People::Mongol => pick(if man { MONGOL_MEN } else { MONGOL_WOMEN }, rng).to_owned(),
        People::Tibetan => {
            format!("{}·{}", pick(TIBETAN_FIRST, rng), pick(if man { TIBETAN_MEN } else { TIBETAN_WOMEN }, rng))
        }
        People::Uyghur => {
            let own = pick(if man { UYGHUR_MEN } else { UYGHUR_WOMEN }, rng);
            let father = father.map_or_else(|| pick(UYGHUR_MEN, rng), first_part);
            format!("{own}·{father}")
        }
        People::Han | People::Hui => format!("{surname}{}", given(sex, born, rng)),
    }
}

fn first_part(name: &str) -> &str {
    name.split('·').next().unwrap_or(name)
}

fn given(sex: Sex, born: i32, rng: &mut Rng) -> String {
    let generation = GENERATIONS.iter().find(|generation| born <= generation.until).unwrap_or(&GENERATIONS[0]);
    let (first, second) = if sex == Sex::Male { generation.men } else { generation.women };
    let (first, second) = (character(first, rng), character(second, rng));
    // 85–90 % of given names have two characters (estimate of the name report).
    if first == second || one_in_hundred(12, rng) { second.to_string() } else { format!("{first}{second}") }
}

fn character(of: &str, rng: &mut Rng) -> char {
    let count = of.chars().count();
    of.chars().nth(place(count, rng)).unwrap_or('安')
}

/// The villages of the township, in the order of their codes.
const VILLAGES: &[&str] = &[
    "满天红村",
    "联丰村",
    "春光村",
    "永和村",
    "东风村",
    "民丰村",
    "红旗村",
    "新渠村",
    "长胜村",
    "双庙村",
    "黄河湾村",
    "团结村",
    "光荣村",
    "先锋村",
    "三道桥村",
    "苇子滩村",
    "胜利村",
    "沙枣树村",
    "南渠村",
    "丰收村",
    "五星村",
    "永丰村",
    "向阳村",
    "乌兰淖尔村",
    "西补隆村",
    "公产地村",
    "杨柳湾村",
    "建设村",
    "头道渠村",
    "富强村",
    "小召滩村",
    "和平村",
];

/// Name of the village of that number, counted from 0; the same name never comes twice.
pub(super) fn village(number: u32) -> String {
    const SIDES: [&str; 6] = ["东", "西", "南", "北", "上", "下"];
    let own = number as usize % VILLAGES.len();
    match (number as usize / VILLAGES.len()).checked_sub(1) {
        None => VILLAGES[own].to_owned(),
        Some(round) => format!("{}{}", SIDES.get(round).unwrap_or(&"新"), VILLAGES[own]),
    }
}

/// Name of a grid cell: its group and the hamlet, such as `3组李家圪旦`.
pub(super) fn cell(group: u32, rng: &mut Rng) -> String {
    let surname = weighted(&SURNAMES[..40], rng);
    let land = pick(&["圪旦", "营子", "桥", "湾", "渠口", "圪堵", "柜", "台子", "油房", "壕"], rng);
    format!("{group}组{surname}家{land}")
}
