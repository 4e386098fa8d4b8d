//! Villages, groups and doors inside addresses, titles and names of sheets.

use crate::domain::width::squeezed;

/// Parts of an address; each empty when not written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub village: String,
    pub group: String,
    pub door: String,
}

const VILLAGE_ENDS: [&str; 5] = ["嘎查", "社区", "居委会", "村委会", "村"];
/// Words that end like a village's name but name none.
const NO_VILLAGES: [&str; 10] = ["农村", "乡村", "全村", "本村", "各村", "行政村", "自然村", "该村", "每村", "新农村"];

/// Takes an address apart: `赤水乡王府村1组196号` is 王府村, 1组, 196号.
pub(super) fn address(text: &str) -> Place {
    let plain = squeezed(text);
    let (village, rest) = match village_in(&plain) {
        Some((village, end)) => (village, plain[end..].to_owned()),
        None => (String::new(), plain.clone()),
    };
    let (group, door) = group_first(&rest);
    Place { village, group, door }
}

/// The village that a title or a sheet's name names.
pub(super) fn village_of(text: &str) -> Option<String> {
    village_in(&squeezed(text)).map(|(village, _)| village)
}

/// The first village of a text, and the byte after it.
fn village_in(plain: &str) -> Option<(String, usize)> {
    let mut from = 0;
    while let Some((at, end)) =
        VILLAGE_ENDS.iter().filter_map(|e| plain[from..].find(e).map(|at| (from + at, *e))).min()
    {
        let stop = at + end.len();
        let name: String = plain[..stop].chars().rev().take_while(|c| !ends_before(*c)).collect();
        let name: String = name.chars().rev().collect();
        let letters = name.chars().count();
        if (2..=12).contains(&letters) && !NO_VILLAGES.contains(&name.as_str()) && name != end {
            return Some((name, stop));
        }
        from = stop;
    }
    None
}

/// What stands before a village's name: the larger area's kind, a bracket, a year, a colon.
fn ends_before(c: char) -> bool {
    matches!(
        c,
        '乡' | '镇'
            | '县'
            | '区'
            | '市'
            | '旗'
            | '省'
            | '道'
            | '('
            | ')'
            | '《'
            | '》'
            | ':'
            | '、'
            | ','
            | '-'
            | '年'
            | '“'
            | '”'
    ) && c != '社'
        || c.is_ascii_digit()
}

/// The group at the start of the rest of an address, and what follows.
fn group_first(rest: &str) -> (String, String) {
    let Some(at) = rest.find(['组', '社', '屯', '队']) else { return (String::new(), rest.to_owned()) };
    let end = at + rest[at..].chars().next().map_or(0, char::len_utf8);
    let group = &rest[..end];
    if group.chars().count() > 10 || group.contains(['号', '栋', '楼', '室', '路', '街']) {
        return (String::new(), rest.to_owned());
    }
    (group.to_owned(), rest[end..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let place = |v: &str, g: &str, d: &str| Place { village: v.into(), group: g.into(), door: d.into() };
        for (text, parts) in [
            ("王府村1组196号", place("王府村", "1组", "196号")),
            ("赤水乡王府村第三村民小组5号", place("王府村", "第三村民小组", "5号")),
            ("那仁宝拉格嘎查83号", place("那仁宝拉格嘎查", "", "83号")),
            ("后山村1组", place("后山村", "1组", "")),
            ("3组12号", place("", "3组", "12号")),
            ("幸福路8号2栋301室", place("", "", "幸福路8号2栋301室")),
            ("", place("", "", "")),
        ] {
            assert_eq!(address(text), parts, "{text}");
        }
    }

    #[test]
    fn titles_name_their_village() {
        assert_eq!(village_of("赤水乡王府村户籍人口花名册").as_deref(), Some("王府村"));
        assert_eq!(village_of("赤水乡2026年城乡居民医保参保花名册（双河村）").as_deref(), Some("双河村"));
        assert_eq!(village_of("农村低保台账"), None);
        assert_eq!(village_of("Sheet1"), None);
    }
}
