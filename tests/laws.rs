//! Laws of merging: whatever several devices record, in whatever order it arrives, the same comes of it everywhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]
use chuanmen::domain::event::Event;
use chuanmen::domain::fact::Fact;
use chuanmen::domain::household::Household;
use chuanmen::domain::id::RecordKind;
use chuanmen::domain::moment::Moment;
use chuanmen::domain::reader::Reader;
use chuanmen::domain::record::Record;
use chuanmen::domain::refusal::{Refusal, UndoRefusal};
use chuanmen::domain::request::Request;
use chuanmen::domain::scope::Scope;
use chuanmen::store::format::SealedEvent;
use chuanmen::store::replica::{CommitFault, Replica, Said};
use chuanmen::store::storage::Tree;
use proptest::prelude::*;

#[path = "laws/counted.rs"]
mod counted;
#[path = "laws/deeds.rs"]
mod deeds;
#[path = "laws/told.rs"]
mod told;

use deeds::*;

const DERIVED: [Tree; 7] = [Tree::Event, Tree::Log, Tree::Record, Tree::Where, Tree::List, Tree::Tally, Tree::Text];

fn assert_same(one: &Replica, other: &Replica) {
    for tree in DERIVED.into_iter().chain([Tree::Person, Tree::Act]) {
        let report = one.compared(other, tree).unwrap();
        assert!(report.is_sound(), "{report:?}");
    }
}

/// A copy that wrote nothing itself, fed with events in these portions.
fn fed(portions: impl IntoIterator<Item = Vec<SealedEvent>>) -> Replica {
    let mut replica = Replica::in_memory(99);
    for portion in portions {
        replica.absorb(portion).unwrap();
    }
    replica
}

fn without_trail(mut records: Vec<Record>) -> Vec<Record> {
    for record in &mut records {
        *record.trail_mut() = chuanmen::domain::history::Trail::default();
    }
    records
}

/// Everything a person sees, without who had seen what.
fn seen(replica: &Replica) -> Vec<Record> {
    [RecordKind::Cell, RecordKind::Household, RecordKind::Matter, RecordKind::Disclosure, RecordKind::Promise]
        .into_iter()
        .flat_map(|kind| without_trail(all(replica, kind)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_split_and_repetition_gives_the_same(
        steps in steps(60),
        order in any::<prop::sample::Index>(),
        seed in any::<u64>(),
    ) {
        let events = Field::play(&steps).events();
        let whole = fed([events.clone()]);
        let mut shuffled = events.clone();
        fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
        let cut = order.index(shuffled.len());
        let (first, second) = shuffled.split_at(cut);
        let repeated = [first.to_vec(), shuffled.clone(), second.to_vec()];
        assert_same(&whole, &fed(repeated));
        assert_same(&whole, &fed(shuffled.into_iter().map(|event| vec![event])));
    }

    #[test]
    fn what_was_built_step_by_step_is_what_everything_at_once_gives(steps in steps(60)) {
        let mut field = Field::play(&steps);
        let events = field.events();
        let whole = fed([events.clone()]);
        for device in &mut field.devices {
            device.absorb(events.clone()).unwrap();
            for tree in [Tree::Event, Tree::Record, Tree::Tally, Tree::Text, Tree::Person, Tree::Where] {
                let report = device.compared(&whole, tree).unwrap();
                prop_assert!(report.is_sound(), "{:?}", report);
            }
        }
    }

    #[test]
    fn a_settled_conflict_is_gone_and_comes_back_when_that_is_taken_back(steps in steps(60), a in any::<u8>(), b in any::<u8>()) {
        let mut field = Field::play(&steps);
        let (events, now) = (field.events(), field.now + 1);
        for device in &mut field.devices {
            device.absorb(events.clone()).unwrap();
            let Some(request) = settle(device, a, b) else { continue };
            let Request::SettleConflict { record, conflict, take_other } = &request else { continue };
            let marks = |device: &Replica| device.record(*record).unwrap().unwrap().trail().conflicts.clone();
            let before = marks(device);
            let Some(done) = commit(device, now, &request) else {
                prop_assert!(take_other, "what holds can always be kept");
                continue;
            };
            prop_assert!(!marks(device).contains(conflict));
            let undone = commit(device, now, &Request::Undo(done.act)).unwrap();
            prop_assert!(undone.kept.is_empty());
            prop_assert_eq!(marks(device), before);
        }
    }

    #[test]
    fn undo_then_redo_is_the_identity(steps in steps(40)) {
        let mut field = Field::play(&steps);
        let now = field.now;
        for device in &mut field.devices {
            let before = seen(device);
            if commit(device, now, &Request::Undo(None)).is_some_and(|done| done.kept.is_empty()) {
                prop_assert!(commit(device, now, &Request::Redo(None)).is_some());
                prop_assert_eq!(seen(device), before);
            }
        }
    }

    #[test]
    fn what_was_disclosed_stays_and_is_listed_the_newest_first(steps in steps(60)) {
        let mut field = Field::play(&steps);
        let events = field.events();
        for device in &mut field.devices {
            device.absorb(events.clone()).unwrap();
            let mut recorded = 0;
            for record in all(device, RecordKind::Disclosure) {
                let history = device.history(record.id()).unwrap();
                prop_assert!(matches!(history[..], [Event { fact: Fact::Disclosed(_), .. }]), "{:?}", history);
                recorded += 1;
            }
            let (listed, total) = device.disclosures(Scope::WHOLE, 3).unwrap();
            prop_assert_eq!((listed.len(), total), (recorded.min(3), recorded));
            prop_assert!(listed.is_sorted_by_key(|one| std::cmp::Reverse(one.at)));
            let in_cells: usize = (0..3).map(|number| device.disclosures(cell(number), 99).unwrap().1).sum();
            prop_assert_eq!(in_cells, recorded);
            for act in device.acts(1_000).unwrap() {
                let act = device.act(act).unwrap().unwrap();
                if !act.only_discloses() {
                    continue;
                }
                let taken = device.commit(&said(START), &Request::Undo(Some(act.id)));
                prop_assert!(matches!(taken, Err(CommitFault::Refused(Refusal::Undo(UndoRefusal::Disclosed)))), "{:?}", taken);
            }
        }
    }

    #[test]
    fn undo_brings_back_what_was(steps in steps(40), deed in deed(), number in any::<u8>()) {
        let mut field = Field::play(&steps);
        let now = field.now;
        let device = &mut field.devices[usize::from(number) % DEVICES];
        let before = seen(device);
        let new = !matches!(deed, Deed::Undo | Deed::Redo | Deed::Meet(_) | Deed::Disclose(..));
        if let Some(done) = request(device, &deed).filter(|_| new).and_then(|request| commit(device, now, &request))
            && let Some(act) = done.act
        {
            let undone = commit(device, now, &Request::Undo(None));
            prop_assert!(undone.is_some_and(|undone| undone.kept.is_empty()), "{act} {deed:?}");
            prop_assert_eq!(seen(device), before);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn erasing_and_then_hearing_the_rest_is_hearing_all_and_then_erasing(
        steps in steps(50),
        deed in (any::<u8>(), any::<u8>()),
        seed in any::<u64>(),
    ) {
        let mut field = Field::play(&steps);
        let before = field.events();
        let now = field.now;
        erase(&mut field.devices[0], now, deed.0, deed.1);
        // What is sealed still and what has no body any more come in any order and more than once.
        let mut all = [before, field.events()].concat();
        fastrand::Rng::with_seed(seed).shuffle(&mut all);
        let whole = fed([field.events()]);
        assert_same(&whole, &fed(all.clone().into_iter().map(|event| vec![event])));
        assert_same(&whole, &fed([all]));
    }

    #[test]
    fn what_was_erased_leaves_what_others_said_and_sums_that_agree(steps in steps(50), deed in (any::<u8>(), any::<u8>())) {
        let mut field = Field::play(&steps);
        let now = field.now;
        let device = &mut field.devices[0];
        let Some(subject) = subject(device, deed.0, deed.1) else { return Ok(()) };
        let (homes, matters) = (all(device, RecordKind::Household), all(device, RecordKind::Matter));
        erase(device, now, deed.0, deed.1);
        assert_same(device, &fed([device.sealed_events().unwrap()]));
        if device.erased().unwrap().iter().all(|erased| erased.subject != subject) {
            return Ok(());
        }
        // Whoever is not erased keeps their door; a member's household keeps the others.
        for home in homes {
            let after = device.household(home.id()).unwrap();
            let Record::Household(home) = home else { continue };
            if subject.kind != RecordKind::Household {
                let kept = |home: &Household| home.profile.members.iter().filter(|member| member.id != subject.id).count();
                let after = after.expect("only an erased household is gone");
                prop_assert!(after.profile.members.len() <= kept(&home));
                prop_assert_eq!(&after.profile.door, &home.profile.door);
                prop_assert_eq!(after.visits.len(), home.visits.len());
                prop_assert!(after.member(subject.id).is_none());
            } else if home.id == subject.id {
                prop_assert!(after.is_none());
            }
        }
        if subject.kind != RecordKind::Household {
            prop_assert_eq!(all(device, RecordKind::Matter).len(), matters.len());
        }
        // Nobody can bring it back.
        let said = Said { now: Moment::from_unix(now), at: Moment::from_unix(now), by: "陈强".to_owned() };
        let act = device.acts(1).unwrap()[0];
        let view = device.act(act).unwrap().unwrap();
        if view.events.iter().any(|event| matches!(event.fact, Fact::Erased(_))) {
            prop_assert!(device.commit(&said, &Request::Undo(Some(act))).is_err());
        }
        prop_assert!(!device.owes_erasure().unwrap());
    }
}
