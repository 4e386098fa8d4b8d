//! What is kept so that pages need not walk everything says what walking everything says.

use chuanmen::domain::facets::{List, Tally, moment_key};
use chuanmen::domain::id::RecordKind;
use chuanmen::domain::matter::Matter;
use chuanmen::domain::moment::Moment;
use chuanmen::domain::people::{official, officials};
use chuanmen::domain::reader::{Order, Reader};
use chuanmen::domain::record::Record;
use chuanmen::domain::request::Request;
use chuanmen::domain::scope::{Extent, Scope};
use chuanmen::store::replica::Replica;
use proptest::prelude::*;

use super::deeds::{CADRES, Field, START, all, cases, cell, commit, new_household, steps};

/// Everything, and each cell with all that it lies in.
fn scopes() -> Vec<Scope> {
    let mut scopes: Vec<Scope> =
        (0..3).flat_map(|number| std::iter::successors(Some(cell(number)), |scope| scope.parent())).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

fn matters(replica: &Replica, scope: Scope) -> Vec<Matter> {
    let of_scope = |record| match record {
        Record::Matter(matter) if scope.holds(matter.cell) => Some(matter),
        _ => None,
    };
    all(replica, RecordKind::Matter).into_iter().filter_map(of_scope).collect()
}

/// The areas and cells that are found by going down from everything.
fn below(replica: &Replica, scope: Scope) -> Vec<Scope> {
    replica.parts(scope).unwrap().into_iter().flat_map(|part| [vec![part], below(replica, part)].concat()).collect()
}

fn check(replica: &Replica, now: i64) {
    for scope in scopes() {
        for tally in [Tally::Households, Tally::Visited(2026), Tally::Open, Tally::InUse(Extent::Cell)] {
            let sum: i64 = replica.tallies(tally, scope).unwrap().into_iter().map(|(_, sum)| sum).sum();
            assert_eq!(replica.tally(tally, scope).unwrap(), sum, "{tally:?} in {scope}");
        }
        let open = matters(replica, scope).iter().filter(|matter| matter.is_open() && matter.lead.is_none()).count();
        assert_eq!(usize::try_from(replica.tally(Tally::Open, scope).unwrap()), Ok(open), "{scope}");
        let days = [-400, -2, 0, 1, 7, 30, 90].map(|day| moment_key(Moment::from_unix(now + day * 86_400)));
        for keys in days.iter().flat_map(|to| [0, days[1]].map(|from| from..(*to).max(from))) {
            let counted = replica.list(List::Owed, scope, keys.clone(), Order::OldestFirst, 0).unwrap().total;
            let walked = replica.list(List::Owed, scope, keys.clone(), Order::OldestFirst, usize::MAX).unwrap();
            assert_eq!(counted, walked.rows.len(), "{keys:?} in {scope}");
        }
        let mut known = replica.areas(scope).unwrap();
        known.extend(replica.cells(scope).unwrap());
        let mut known: Vec<Scope> = known.into_iter().map(|area| area.scope).filter(|known| *known != scope).collect();
        known.sort_unstable();
        assert_eq!(below(replica, scope), known, "in {scope}");
        if !scope.is_cell() {
            assert_eq!(
                replica.first_cell(scope).unwrap(),
                replica.cells(scope).unwrap().first().map(|area| area.scope)
            );
        }
    }
    for record in all(replica, RecordKind::Household) {
        let Record::Household(home) = record else { continue };
        let open = replica.matters_of_household(&home).unwrap().iter().filter(|matter| matter.is_open()).count();
        assert_eq!(replica.open_matters_of(&home).unwrap(), open);
        assert_eq!(replica.household_in(cell(0), home.id).unwrap(), Some(home));
    }
    for known in officials(replica).unwrap() {
        assert_eq!(official(replica, &known.name).unwrap().as_ref(), Some(&known));
    }
    for cadre in CADRES {
        let held = officials(replica).unwrap().iter().any(|known| known.name == cadre);
        assert_eq!(official(replica, cadre).unwrap().is_some(), held, "{cadre}");
    }
    // Records that were listed are found as those that were not.
    for list in [List::Owed, List::VisitDue, List::CallBack, List::Promised] {
        for row in replica.list(list, Scope::WHOLE, 0..u64::MAX, Order::OldestFirst, usize::MAX).unwrap().rows {
            let record = replica.record(row.id).unwrap();
            assert_eq!(record.map(|record| record.id()), Some(row.id));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_counted_and_kept_is_what_walking_everything_gives(steps in steps(60)) {
        let mut field = Field::play(&steps);
        let (events, now) = (field.events(), field.now);
        for device in &mut field.devices {
            check(device, now);
            device.absorb(events.clone()).unwrap();
            check(device, now);
        }
    }
}

/// Areas known from the county down, of which one after the other goes out of use.
#[test]
fn an_area_that_is_not_known_or_out_of_use_hides_nothing_that_lies_in_it() {
    let mut replica = Replica::in_memory(1);
    let mut now = START;
    let mut act = |replica: &mut Replica, request: Request| {
        now += 60;
        commit(replica, now, &request);
        check(replica, now);
    };
    for number in 0..3 {
        act(&mut replica, Request::AddCell { scope: cell(number), name: None });
    }
    let [county, township, village] = [3, 2, 1].map(|up| std::iter::successors(Some(cell(0)), |s| s.parent()).nth(up));
    for (scope, name) in [(village, "满天红村"), (county, "杭锦后旗"), (township, "陕坝镇")] {
        act(&mut replica, Request::AddArea { scope: scope.unwrap(), name: name.to_owned() });
    }
    assert_eq!(replica.parts(Scope::WHOLE).unwrap(), [county.unwrap()]);
    let door = Request::AddHousehold { cell: cell(0), household: new_household(1) };
    act(&mut replica, door);
    for scope in [cell(1), cell(0), cell(2), village.unwrap()] {
        act(&mut replica, Request::RetireArea { scope });
    }
    act(&mut replica, Request::Undo(None));
}
