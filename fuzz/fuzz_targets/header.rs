//! A table put together from words that rosters use: the header is found or not, and every row below is a person or
//! passed over with a reason.
#![no_main]

use chuanmen::exchange::read_roster;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

const WORDS: [&str; 32] = [
    "", "姓名", "户主", "户主姓名", "与户主关系", "身份证号", "身份证号码", "性别", "出生日期", "联系电话", "户号", "门牌号",
    "村民小组", "备注", "序号", "家庭成员", "人口数", "低保", "住址", "民族", "王秀英", "张三", "李四", "男", "女", "配偶", "子",
    "15282219590402422X", "13804781234", "1959-04-02", "3组12号", "√",
];

fuzz_target!(|parts: (u8, &[u8], &str)| {
    let (width, places, odd) = parts;
    let width = usize::from(width % 12) + 1;
    let odd = odd.replace('"', "\"\"");
    let field = |place: &u8| match WORDS.get(usize::from(*place)) {
        Some(word) => (*word).to_owned(),
        None if place % 2 == 0 => format!("\"{odd}\""),
        None => place.to_string(),
    };
    let rows = places.chunks(width).map(|row| row.iter().map(field).collect::<Vec<_>>().join(","));
    let text = rows.collect::<Vec<_>>().join("\n");
    let reading = read_roster("x.csv", text.as_bytes(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(reading.failure.is_some(), reading.records.is_empty());
    let members: usize = reading.households().iter().map(|household| household.members.len()).sum();
    assert_eq!(members, reading.records.len());
    let taken: BTreeSet<u32> = reading.records.iter().map(|record| record.row).collect();
    let passed: BTreeSet<u32> = reading.sheets.iter().flat_map(|sheet| &sheet.skipped).map(|skip| skip.row).collect();
    let numbers: Vec<_> = reading.records.iter().filter_map(|record| record.id.as_ref()).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "one number, two people");
    if reading.failure.is_none() && !text.contains('"') {
        let last = u32::try_from(text.lines().count()).expect("a small table");
        let lost: Vec<u32> = (1..=last)
            .filter(|row| !taken.contains(row) && !passed.contains(row))
            .filter(|row| text.lines().nth(*row as usize - 1).is_some_and(|line| line.chars().any(|c| c != ',')))
            .collect();
        assert!(lost.is_empty(), "rows {lost:?} of {text:?}");
    }
});
