use super::*;
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use proptest::prelude::*;

fn entry(household: u64, door: &str, names: &[&str], tails: &[&str]) -> Entry {
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let head = names[0].to_owned();
    Entry {
        household,
        cell: "150826102207-003".into(),
        door: door.to_owned(),
        head,
        names: own(names),
        tails: own(tails),
    }
}

fn township() -> Roster {
    let mut roster = Roster::default();
    let households = [
        entry(1, "3组12号", &["王秀英", "王建国", "王小雨"], &["021234", "001234"]),
        entry(2, "3组120号", &["王秀英"], &["125678"]),
        entry(3, "2组7号", &["索南·才旦", "卓玛·拉姆"], &["00123x"]),
        entry(4, "1组2号", &["单秀荷"], &[]),
        entry(5, "1组3号", &["仇和平"], &[]),
        entry(6, "1组4号", &["解晓东"], &[]),
        entry(7, "1组5号", &["尉迟恭"], &[]),
        entry(8, "1组6号", &["区志强"], &[]),
        entry(9, "1组7号", &["曾国华"], &[]),
        entry(10, "王家湾８号", &["吕绿叶"], &["9912"]),
        entry(11, "5组1号", &["阿依古丽 买买提", "艾力．吐尔逊"], &[]),
        entry(12, "5组2号", &["张王氏"], &["4321"]),
        entry(13, "5组3号", &["贾山", "单山"], &[]),
    ];
    assert_eq!(roster.push_block(&encode_block(&households)), Ok(()));
    roster
}

fn found(query: &str) -> Vec<u64> {
    township().search(query, None, 0).hits.iter().map(|hit| hit.household).collect()
}

#[test]
fn a_name_is_found_however_it_is_typed() {
    for query in
        ["wxy", "WXY", "ｗｘｙ", "wangxiuying", "wangxi", "w秀y", "王秀英", "王xiuying", "wang xiu ying", "w x y"]
    {
        assert_eq!(found(query), [1, 2], "{query}");
    }
    for (query, household) in [
        ("sncd", 3),
        ("索南才旦", 3),
        ("索南 才旦", 3),
        ("索南・才旦", 3),
        ("zmlm", 3),
        ("sxh", 4),
        ("shanxiuhe", 4),
        ("qiuheping", 5),
        ("qhp", 5),
        ("xiexiaod", 6),
        ("ycg", 7),
        ("yuchigong", 7),
        ("ozq", 8),
        ("zgh", 9),
        ("zengguohua", 9),
        ("lvlvye", 10),
        ("lulu", 10),
        ("lülü", 10),
        ("lyulvye", 10),
        ("aygl", 11),
        ("艾力吐尔逊", 11),
        ("wangxiaoyu", 1),
    ] {
        assert_eq!(found(query), [household], "{query}");
    }
}

#[test]
fn numbers_are_doors_and_tails() {
    assert_eq!(found("3组12号"), [1, 2], "the door itself before one that begins so");
    assert_eq!(found("3-12")[0], 1);
    assert_eq!(found("３组１２号")[0], 1);
    assert_eq!(found("12")[0], 1, "the number of a door before the end of a phone");
    assert_eq!(found("12")[1..], [10, 2]);
    assert_eq!(found("1234"), [1]);
    assert_eq!(found("123x"), [3]);
    assert_eq!(found("123X"), [3]);
    assert_eq!(found("王家湾8"), [10]);
    assert_eq!(found("wxy 1234"), [1]);
    assert_eq!(found("wxy12"), [1, 2]);
    assert_eq!(found("王秀英 3组120号"), [2]);
    assert_eq!(found("wxy 9999"), [] as [u64; 0]);
}

#[test]
fn the_likelier_is_first() {
    // As a surname 单 is read shan, so dan is the worse guess; 山 is read shan but stands behind the surname.
    assert_eq!(found("shan"), [4, 13]);
    assert_eq!(found("dan"), [4, 13, 3]);
    assert_eq!(found("wang")[..2], [1, 2], "the beginning of a name before its middle");
    assert_eq!(*found("wang").last().unwrap(), 12);
    assert_eq!(found("wx")[0], 1);
}

#[test]
fn one_household_is_meant_when_one_fits_or_one_is_typed_in_full() {
    let roster = township();
    let meant = |query: &str| roster.search(query, None, 9).the_one().map(|hit| hit.household);
    assert_eq!(meant("sncd"), Some(3));
    assert_eq!(meant("3组12号"), Some(1), "though 3组120号 begins so");
    assert_eq!(meant("wxy"), None);
    assert_eq!(meant("王秀英"), None, "two heads of one name");
    assert_eq!(meant("曾国华"), Some(9));
}

#[test]
fn a_hit_says_what_fitted() {
    let roster = township();
    let why = |query: &str| roster.search(query, None, 1).hits[0].why.iter().map(Why::zh).collect::<Vec<_>>().join(" ");
    assert_eq!(why("wxy"), "户主王秀英（首字母）");
    assert_eq!(why("wangxiaoyu"), "家人王小雨（拼音）");
    assert_eq!(why("w秀英 1234"), "户主王秀英（汉字和拼音） 尾号1234");
    assert_eq!(why("2-7"), "门牌2组7号");
    assert_eq!(roster.search("zmlm", None, 1).hits[0].why[0].en(), "member 卓玛·拉姆 (initials)");
}

#[test]
fn a_scope_is_a_cell_or_an_area_and_the_limit_leaves_the_count() {
    let mut roster = township();
    let mut other = entry(20, "3组12号", &["王秀英"], &[]);
    other.cell = "150826102208-001".into();
    roster.add(&other);
    let households = |scope, limit| roster.search("wxy", scope, limit);
    assert_eq!(households(Some("150826102208"), 0).hits[0].household, 20);
    assert_eq!(households(Some("150826102208"), 0).total, 1);
    assert_eq!(households(Some("150826102207-003"), 0).total, 2);
    assert_eq!((households(None, 1).total, households(None, 1).hits.len()), (3, 1));
}

#[test]
fn many_are_looked_through_by_threads_and_found_in_the_same_order() {
    let names = ["王秀英", "李建国", "索南·才旦", "尉迟恭", "张王氏"];
    let (mut odd, mut even) = (Roster::default(), Roster::default());
    let mut all = Vec::new();
    for number in 0..9_000_u64 {
        let name = names[usize::try_from(number).unwrap() % names.len()];
        let mut household = entry(number, &format!("{}组{}号", number % 9, number % 77), &[name], &[]);
        household.cell = format!("150826102207-{:03}", number / 100).into();
        let part = if number / 100 % 2 == 0 { &mut even } else { &mut odd };
        part.add(&household);
        all.push(household);
    }
    odd.join(even);
    // By one thread: in pieces that are too small for another.
    let cost = |query: &str, household: &Entry| {
        let mut one = Roster::default();
        one.add(household);
        one.search(query, None, 0).hits.first().map(|hit| hit.score)
    };
    for query in ["w", "ljg", "3-7", "zws 5"] {
        let mut fitting: Vec<(u16, u64)> =
            all.iter().filter_map(|household| Some((cost(query, household)?, household.household))).collect();
        fitting.sort_by_key(|(score, household)| (std::cmp::Reverse(*score), *household));
        let found = odd.search(query, None, 40);
        let ids: Vec<u64> = found.hits.iter().map(|hit| hit.household).collect();
        let wanted: Vec<u64> = fitting.iter().take(40).map(|(_, household)| *household).collect();
        assert_eq!((ids, found.total), (wanted, fitting.len()), "{query}");
    }
}

#[test]
fn bytes_that_are_no_block_are_refused() {
    let whole = encode_block(&[entry(1, "1号", &["王秀英"], &["1234"])]);
    assert_eq!(decode_block(&whole[..whole.len() - 1]), Err(Damaged));
    assert_eq!(decode_block(&[9, 0, 0]), Err(Damaged));
    assert_eq!(Roster::default().push_block(b""), Err(Damaged));
}

#[test]
fn names_are_sorted_and_abbreviated_by_their_surname_reading() {
    assert_eq!(initials("单秀英"), "sxy");
    assert_eq!(initials("尉迟恭"), "ycg");
    assert_eq!(initials("索南·才旦"), "sncd");
    assert_eq!(sort_key("仇和平"), "qiu he ping");
    assert_eq!(sort_key("吕Tom"), "lv t o m");
}

fn a_name() -> impl Strategy<Value = String> {
    let character =
        prop::sample::select("王李单仇解区曾尉迟欧阳秀英建国乌日娜其格吕绿女重长乐朴𠮷玛·".chars().collect::<Vec<_>>());
    prop::collection::vec(character, 1..6).prop_map(|letters| letters.into_iter().collect())
}

fn a_household() -> impl Strategy<Value = Entry> {
    let door = ("[1-9]?[0-9]组", "[0-9]{1,3}号").prop_map(|(group, door)| group + &door);
    let tails = prop::collection::vec("[0-9]{3,5}[0-9xX]", 0..4);
    (any::<u64>(), door, prop::collection::vec(a_name(), 1..4), tails).prop_map(|(household, door, names, tails)| {
        Entry { household, cell: "150826102207-003".into(), door, head: names[0].clone(), names, tails }
    })
}

#[test]
fn a_tail_of_zeros_and_one_digit_is_found() {
    let mut roster = Roster::default();
    roster.add(&entry(1, "0组0号", &["王秀英"], &["0001"]));
    assert_eq!(roster.search("0001", None, 0).hits.len(), 1);
}

proptest! {
    /// In however many parts they were read, households are found in the same order: by how well they fit, by cell, and
    /// in a cell as the blocks have them.
    #[test]
    fn parts_find_what_a_whole_finds(
        cells in prop::collection::vec((prop::collection::vec(a_household(), 1..5), 0_usize..3), 1..7),
        query in "[wxy王秀1-3]{1,3}",
        limit in 0_usize..4,
    ) {
        let mut whole = Roster::default();
        let mut parts = [Roster::default(), Roster::default(), Roster::default()];
        for (number, (mut households, part)) in cells.into_iter().enumerate() {
            for household in &mut households {
                household.cell = format!("150826102{:03}-001", 200 + number).into();
            }
            let block = encode_block(&households);
            prop_assert_eq!(whole.push_block(&block), Ok(()));
            prop_assert_eq!(parts[part].push_block(&block), Ok(()));
        }
        let joined = parts.into_iter().fold(Roster::default(), |mut all, part| {
            all.join(part);
            all
        });
        prop_assert_eq!(joined.search(&query, None, limit), whole.search(&query, None, limit));
    }

    #[test]
    fn every_household_is_found_by_its_head_door_and_tails(household in a_household(), other in a_household()) {
        prop_assume!(household.household != other.household);
        let mut roster = Roster::default();
        roster.add(&household);
        roster.add(&other);
        let mut queries = vec![household.door.clone(), household.door.replace('组', "-").replace('号', "")];
        queries.extend(household.tails.iter().cloned());
        for name in household.names.iter().filter(|name| name.chars().any(|c| c != '·')) {
            queries.extend([name.clone(), initials(name), sort_key(name), sort_key(name).replace(' ', "")]);
        }
        for query in queries {
            let found = roster.search(&query, None, 0);
            prop_assert!(found.hits.iter().any(|hit| hit.household == household.household), "{query} of {household:?}");
        }
    }

    #[test]
    fn names_fit_as_the_matching_library_has_them(name in a_name(), query in "[a-z]{1,7}|[王秀英单a-z]{1,5}") {
        let mut roster = Roster::default();
        roster.add(&entry(1, "", &[&name], &[]));
        let letters = name.replace('·', "");
        let library = IbMatcher::builder(query.as_str())
            .pinyin(PinyinMatchConfig::default())
            .is_pattern_partial(true)
            .build();
        // Ours also knows the readings of surnames and lu for lü, so it may find more, never less.
        if library.is_match(letters.as_str()) {
            prop_assert_eq!(roster.search(&query, None, 0).total, 1, "{} in {}", query, name);
        }
    }

    #[test]
    fn a_block_gives_back_its_entries(entries in prop::collection::vec(a_household(), 0..9)) {
        prop_assert_eq!(decode_block(&encode_block(&entries)), Ok(entries));
    }

    #[test]
    fn no_query_and_no_block_makes_it_panic(query in "\\PC*", door in "\\PC*", name in "\\PC*", bytes: Vec<u8>) {
        let mut roster = township();
        roster.add(&entry(99, &door, &[&name, &query], &[&query, &door]));
        let found = roster.search(&query, Some("15"), 3);
        prop_assert!(found.hits.len() <= 3 && found.total >= found.hits.len());
        _ = roster.push_block(&bytes);
    }
}
