//! Small rosters of kinds that no sample file shows.

use std::ops::ControlFlow;

use chuanmen::domain::person_id::PersonId;
use chuanmen::exchange::{ColumnMap, Meaning, ReadFailure, Reading, Severity, read_roster, read_roster_with};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

fn read(bytes: &[u8]) -> Reading {
    read_roster("test", bytes, &mut |_| ControlFlow::Continue(()))
}

/// A sound number of the given order: births go up month by month.
fn number(order: u32) -> String {
    let short = format!("152499{:02}{:02}{:02}{order:03}", 50 + order % 40, 1 + order % 12, 1 + order % 28);
    PersonId::parse(&short).unwrap().to_string()
}

fn sheet_of(rows: &[&[&str]]) -> Worksheet {
    let mut sheet = Worksheet::new();
    for (row, at) in rows.iter().zip(0..) {
        for (text, column) in row.iter().zip(0..).filter(|(text, _)| !text.is_empty()) {
            sheet.write_string(at, column, *text).unwrap();
        }
    }
    sheet
}

fn workbook(sheet: Worksheet) -> Vec<u8> {
    let mut book = Workbook::new();
    book.push_worksheet(sheet);
    book.save_to_buffer().unwrap()
}

fn told(reading: &Reading) -> Vec<(u32, &'static str)> {
    reading.problems.iter().filter(|p| p.severity != Severity::Info).map(|p| (p.row, p.code.code())).collect()
}

/// Households as the names of their members.
fn homes(reading: &Reading) -> Vec<Vec<&str>> {
    let names = |members: &[usize]| members.iter().map(|at| reading.records[*at].name.as_str()).collect();
    reading.households().iter().map(|h| names(&h.members)).collect()
}

#[test]
fn the_heads_fields_merged_down_hold_for_the_household() {
    let mut sheet = sheet_of(&[
        &["户主", "住址", "姓名", "关系", "身份证号", "组别"],
        &["", "", "张一", "户主", &number(1)],
        &["", "", "李二", "妻", &number(2)],
        &["", "", "王三", "户主", &number(3)],
        &["", "", "赵四", "长子", &number(5)],
    ]);
    sheet.merge_range(1, 5, 4, 5, "东沟村3组", &Format::new()).unwrap();
    let plain = Format::new();
    for (top, head, home) in [(1, "张一", "8号"), (3, "王三", "9号")] {
        sheet.merge_range(top, 0, top + 1, 0, head, &plain).unwrap();
        sheet.merge_range(top, 1, top + 1, 1, home, &plain).unwrap();
    }
    let reading = read(&workbook(sheet));
    assert_eq!(homes(&reading), [["张一", "李二"], ["王三", "赵四"]]);
    assert_eq!(told(&reading), []);
    let last = &reading.records[3];
    assert_eq!((last.village.as_str(), last.group.as_str(), last.door.as_str()), ("东沟村", "3组", "9号"));
}

#[test]
fn numbers_that_a_spreadsheet_cut_are_never_believed() {
    let mut sheet = sheet_of(&[&["姓名", "与户主关系", "身份证号", "电话"], &["张一", "户主"], &["李二", "配偶"]]);
    sheet.write_number(1, 2, 152_499_197_905_013_000.0).unwrap();
    sheet.write_number(2, 2, 152_499_740_414_281.0).unwrap();
    sheet.write_number(1, 3, 13_800_006_579.0).unwrap();
    let reading = read(&workbook(sheet));
    assert_eq!(told(&reading), [(2, "ID_PRECISION_LOST")]);
    assert_eq!(reading.records[0].id, None);
    assert_eq!(reading.records[0].phones[0].as_str(), "13800006579");
    assert_eq!(reading.records[1].id.unwrap().as_str(), "152499197404142815");
    assert!(reading.households()[0].held);
}

/// A number that ends in 000 and passes the check all the same, as one in eleven does.
fn lucky() -> String {
    let mut days = (1..=12).flat_map(|month| (1..=28).map(move |day| format!("1524991979{month:02}{day:02}3000")));
    days.find(|text| PersonId::parse(text).is_ok()).unwrap()
}

#[test]
fn a_cut_number_that_passes_the_check_by_luck_is_not_believed_either() {
    let mut sheet = sheet_of(&[&["姓名", "与户主关系", "身份证号"], &["张一", "户主"]]);
    sheet.write_number(1, 2, lucky().parse::<f64>().unwrap()).unwrap();
    let reading = read(&workbook(sheet));
    assert_eq!((reading.records[0].id, told(&reading)), (None, vec![(2, "ID_PRECISION_LOST")]));

    let text = format!("姓名,身份证号\n张一,{}\n李二,152499197905013000\n王三,{}\n", lucky(), number(3));
    let reading = read(text.as_bytes());
    assert_eq!(told(&reading), [(2, "ID_PRECISION_LOST"), (3, "ID_PRECISION_LOST")]);
    assert!(reading.records[2].id.is_some());
}

#[test]
fn a_stray_mark_far_below_is_not_reached() {
    let mut sheet = sheet_of(&[&["姓名", "与户主关系"], &["张一", "户主"]]);
    sheet.write_string(1_048_575, 0, "x").unwrap();
    let reading = read(&workbook(sheet));
    assert_eq!(reading.records.len(), 1);
    assert!(reading.sheets[0].skipped.iter().all(|s| s.row < 3));
}

#[test]
fn dates_marks_and_formulas_without_results_are_understood() {
    let mut sheet = sheet_of(&[
        &["序号", "姓名", "与户主关系", "出生日期", "性别", "低保", "是否残疾", "人员类别"],
        &["1", "张一", "户主", "", "男", "√", "否", "党员、退役军人"],
        &["2", "李二", "配偶", "", "", "×", "是", ""],
    ]);
    let format = Format::new().set_num_format("yyyy-mm-dd");
    let day = ExcelDateTime::from_ymd(1979, 5, 1).unwrap();
    sheet.write_datetime_with_format(1, 3, &day, &format).unwrap();
    sheet.set_formula_result_default("");
    sheet.write_formula(2, 4, Formula::new("MID(A1,1,1)")).unwrap();
    let reading = read(&workbook(sheet));
    assert_eq!(reading.records[0].birth.unwrap().to_string(), "1979-05-01");
    assert_eq!(reading.records[0].tags, ["低保", "党员", "退役军人"]);
    assert_eq!(reading.records[1].tags, ["残疾"]);
    assert_eq!(told(&reading), [(3, "FORMULA_NO_VALUE")]);
    assert_eq!(homes(&reading).len(), 1);
}

#[test]
fn two_households_side_by_side_stay_apart() {
    let rows: &[&[&str]] = &[
        &["户号", "姓名", "关系", "身份证号", "户号", "姓名", "关系", "身份证号"],
        &["1", "张一", "户主", &number(1), "3", "孙五", "户主", &number(5)],
        &["1", "李二", "配偶", &number(2), "3", "周六", "配偶", &number(6)],
        &["2", "王三", "户主", &number(3), "4", "吴七", "户主", &number(7)],
    ];
    let reading = read(&workbook(sheet_of(rows)));
    let mut homes = homes(&reading);
    homes.sort();
    assert_eq!(homes, [vec!["吴七"], vec!["孙五", "周六"], vec!["张一", "李二"], vec!["王三"]]);
}

#[test]
fn a_list_of_heads_is_one_household_a_row() {
    let rows: &[&[&str]] = &[
        &["序号", "户主姓名", "户主身份证号", "户主电话", "家庭人口数"],
        &["1", "张一", &number(1), "13800000001", "1"],
        &["2", "李二", &number(2), "13800000002", "1"],
    ];
    let reading = read(&workbook(sheet_of(rows)));
    assert_eq!(homes(&reading), [["张一"], ["李二"]]);
    assert!(reading.records.iter().all(|r| r.head && r.id.is_some() && r.phones.len() == 1));
}

#[test]
fn a_column_without_a_usual_name_is_known_by_its_contents_or_by_the_map() {
    let rows: &[&[&str]] =
        &[&["姓名", "关系", "编码", "老号"], &["张一", "户主", &number(1), "一"], &["李二", "妻子", &number(2), "二"]];
    let bytes = workbook(sheet_of(rows));
    assert_eq!(read(&bytes).records[1].id.unwrap().as_str(), number(2));
    let mut map = ColumnMap::default();
    map.set("老号", Meaning::Remark);
    let mapped = read_roster_with("test", &bytes, &map.into(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(mapped.records[1].remark, "二");
}

#[test]
fn utf_16_text_with_tabs_is_a_roster() {
    let text = format!("姓名\t与户主关系\t身份证号\r\n张一\t户主\t{}\r\n李二\t配偶\t{}\r\n", number(1), number(2));
    let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let reading = read(&bytes);
    assert_eq!(homes(&reading), [["张一", "李二"]]);
    assert_eq!(reading.sheets[0].name, None);
}

#[test]
fn households_with_two_heads_or_none_are_shown() {
    let rows: &[&[&str]] = &[
        &["户号", "姓名", "关系", "身份证号"],
        &["1", "张一", "户主", &number(1)],
        &["1", "李二", "户主", &number(2)],
        &["2", "王三", "配偶", &number(3)],
    ];
    let reading = read(&workbook(sheet_of(rows)));
    assert_eq!(told(&reading), [(3, "MULTI_HEAD"), (4, "NO_HEAD")]);
    assert_eq!(homes(&reading), [vec!["张一", "李二"], vec!["王三"]]);
}

#[test]
fn reading_can_be_given_up() {
    let rows: &[&[&str]] = &[&["姓名", "关系"], &["张一", "户主"]];
    let reading = read_roster("test", &workbook(sheet_of(rows)), &mut |_| ControlFlow::Break(()));
    assert_eq!(reading.failure, Some(ReadFailure::Cancelled));
    assert!(reading.records.is_empty());
}

#[test]
fn the_document_has_the_contracts_keys() {
    let rows: &[&[&str]] = &[&["姓名", "关系", "身份证号"], &["张一", "户主", "15249919790501389"]];
    let reading = read(&workbook(sheet_of(rows)));
    for lang in chuanmen::i18n::Lang::ALL {
        let document = serde_json::to_value(reading.document(lang, true)).unwrap();
        let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(keys(&document), "error file households ignored_sheets members outcome problems records sheets");
        assert_eq!(keys(&document["sheets"][0]), "header_rows households members name skipped");
        assert_eq!(
            keys(&document["records"][0]),
            "address birth ethnicity household id name phone relation row sex sheet tags"
        );
        assert_eq!(keys(&document["problems"][0]), "code column header message row severity sheet");
        assert_eq!(
            (&document["problems"][0]["column"], &document["problems"][0]["code"]),
            (&"C".into(), &"ID_LENGTH".into())
        );
        assert!(!document["problems"][0]["message"].as_str().unwrap().is_empty());
    }
}

#[test]
fn two_levels_of_header_over_head_and_member_are_one_plain_roster() {
    let rows: &[&[&str]] = &[
        &["东沟村人口台账"],
        &["序号", "户主信息", "", "家庭成员", "", "", "联系电话"],
        &["", "姓名", "身份证号", "姓名", "与户主关系", "身份证号", ""],
        &["1", "张一", &number(1), "张一", "户主", &number(1), "13800000001"],
        &["2", "张一", &number(1), "李二", "配偶", &number(2), ""],
        &["3", "王三", &number(3), "王三", "户主", &number(3), "13800000003"],
    ];
    let reading = read(&workbook(sheet_of(rows)));
    assert_eq!(reading.sheets[0].header_rows, [2, 3]);
    assert_eq!(homes(&reading), [vec!["张一", "李二"], vec!["王三"]]);
    assert_eq!(told(&reading), []);
    assert_eq!((reading.records[0].phones.len(), reading.records[0].village.as_str()), (1, "东沟村"));
}

#[test]
fn numbers_of_households_that_begin_again_in_the_next_group_are_other_households() {
    let rows: &[&[&str]] = &[
        &["组别", "户号", "姓名", "关系"],
        &["1组", "1", "张一", "户主"],
        &["1组", "1", "李二", "配偶"],
        &["1组", "2", "王三", "户主"],
        &["2组", "1", "赵四", "户主"],
        &["2组", "1", "孙五", "配偶"],
    ];
    let reading = read(&workbook(sheet_of(rows)));
    assert_eq!(homes(&reading), [vec!["张一", "李二"], vec!["王三"], vec!["赵四", "孙五"]]);
    assert_eq!(told(&reading), []);
}

#[test]
fn the_head_is_known_by_name_where_relations_are_not_written() {
    let rows: &[&[&str]] =
        &[&["户主姓名", "姓名", "身份证号"], &["李二", "张一", &number(1)], &["李二", "李二", &number(2)]];
    let reading = read(&workbook(sheet_of(rows)));
    assert_eq!(reading.households()[0].head, Some(1));
}

#[test]
fn a_list_without_any_header_is_known_by_its_contents() {
    let rows: Vec<Vec<String>> = (1..9)
        .map(|order| {
            vec![
                order.to_string(),
                ["张一", "李二四", "王三", "赵四", "钱五", "孙六", "周七", "吴八"][order as usize - 1].into(),
                number(order),
                "13800000001".into(),
            ]
        })
        .collect();
    let text: String = rows.iter().map(|row| row.join(",") + "\n").collect();
    for head in ["", "某村村民表\n", "甲,乙,丙,丁\n"] {
        let reading = read(format!("{head}{text}").as_bytes());
        assert_eq!(reading.records.len(), 8, "{head:?} {:?}", reading.failure);
        assert_eq!(reading.records[1].name, "李二四");
        assert_eq!(reading.records[1].id.unwrap().as_str(), number(2));
        assert_eq!(reading.records[1].phones.len(), 1);
    }
}
