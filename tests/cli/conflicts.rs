//! What two people wrote without knowing of each other, settled from the command line.

use chuanmen::store::replica::Replica;
use serde_json::Value;

use crate::bench::Bench;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key}: {value:#}"))
}

/// A bench whose household was given another number on another device, and one here, neither knowing of the other.
fn at_odds() -> (Bench, String) {
    use chuanmen::domain::household::HouseholdField;
    use chuanmen::domain::request::{Edit, Request};
    use chuanmen::store::replica::Said;
    let bench = Bench::with_another_cell();
    let found = bench.document(&["list", "households", "--filter", "王秀英"], 0);
    let id = text(&found["households"][0], "id").to_owned();
    // A colleague begins with what is known here, on a device of their own.
    let other = Bench::new();
    let copy = bench.file("colleague.backup", "");
    std::fs::remove_file(&copy).unwrap();
    bench.done(&format!("backup {copy}"));
    other.done(&format!("restore {copy}"));
    let (mut here, _) = Replica::open(&bench.data(), &mut |_| ()).unwrap();
    let (mut there, _) = Replica::open(&other.data(), &mut |_| ()).unwrap();
    for (device, (by, time), number) in
        [(&mut here, ("陈强", "10:00"), "13900001111"), (&mut there, ("李敏", "10:05"), "13700002222")]
    {
        let edits = vec![Edit::Set(HouseholdField::Phone(Some(number.to_owned())))];
        let now = format!("2026-11-21T{time}").parse().unwrap();
        let request = Request::EditHousehold { household: id.parse().unwrap(), edits };
        device.commit(&Said { now, at: now, by: by.to_owned() }, &request).unwrap();
    }
    here.absorb(there.sealed_events().unwrap()).unwrap();
    drop(here);
    (bench, id)
}

#[test]
fn a_conflict_is_listed_shown_and_resolved_either_way() {
    let (bench, id) = at_odds();
    let listed = bench.document(&["list", "households", "--filter", "is:conflict"], 0);
    assert_eq!(text(&listed["households"][0], "id"), id);
    let shown = bench.document(&["show", &id], 0);
    let mark = &shown["conflicts"][0];
    assert_eq!((mark["number"].as_u64(), text(&mark["holds"], "by")), (Some(1), "李敏"), "{mark:#}");

    let unsaid = bench.document(&["act", &id, "resolve"], 1);
    assert_eq!(unsaid["error"]["code"], "which_conflict", "{unsaid:#}");
    let wrong = bench.document(&["act", &id, "resolve", "--conflict", "2", "--take", "other"], 1);
    assert_eq!(wrong["error"]["code"], "no_such_conflict", "{wrong:#}");

    let phone = || text(&bench.document(&["show", &id, "--reveal"], 0)["record"], "phone").to_owned();
    assert_eq!(phone(), "13700002222");
    let taken = bench.document(&["act", &id, "resolve", "--take", "other"], 0);
    assert_eq!(phone(), "13900001111");
    assert_eq!(bench.document(&["show", &id], 0)["conflicts"].as_array().unwrap().len(), 0);
    bench.done(&format!("act {} undo", text(&taken, "act")));
    assert_eq!(
        (phone(), bench.document(&["show", &id], 0)["conflicts"].as_array().unwrap().len()),
        ("13700002222".to_owned(), 1)
    );

    bench.done(&format!("act {id} resolve --take holds"));
    let settled = bench.document(&["show", &id], 0);
    assert_eq!((phone(), settled["conflicts"].as_array().unwrap().len()), ("13700002222".to_owned(), 0));
    assert_eq!(text(&settled["history"][0], "event"), "conflict_settled");
    let none = bench.document(&["act", &id, "resolve", "--take", "holds"], 1);
    assert_eq!(none["error"]["code"], "which_conflict", "{none:#}");
}

#[test]
fn all_conflicts_are_listed_with_their_doors_and_gone_from_the_list_once_settled() {
    let (bench, id) = at_odds();
    let listed = bench.document(&["list", "conflicts"], 0);
    assert_eq!(listed["total"], 1, "{listed:#}");
    let row = &listed["conflicts"][0];
    assert_eq!((text(row, "id"), text(row, "household"), text(row, "kind")), (id.as_str(), id.as_str(), "household"));
    assert_eq!((text(row, "door"), text(row, "head"), row["number"].as_u64()), ("3组12号", "王秀英", Some(1)));
    assert_eq!((text(&row["holds"], "by"), text(&row["other"], "by")), ("李敏", "陈强"));
    assert!(!listed.to_string().contains("13900001111"), "numbers stay masked: {listed:#}");
    for (filter, total) in [("王秀英", 1), ("李四", 0), ("cell:003", 1), ("-is:conflict", 0)] {
        assert_eq!(bench.document(&["list", "conflicts", "--filter", filter], 0)["total"], total, "{filter}");
    }
    let said = bench.run(&["--lang", "zh", "list", "conflicts"]).out;
    assert!(said.contains("王秀英") && said.contains("李敏"), "{said}");
    bench.done(&format!("act {id} resolve --take holds"));
    assert_eq!(bench.document(&["list", "conflicts"], 0)["total"], 0);
}
